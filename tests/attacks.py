"""Files that are made to do harm, and a program that holds each against `check` in a process of its own, with its time and memory told as JSON.

    python tests/attacks.py FOLDER [NAME …]

FOLDER is an empty one: files are made there. Beside it lie secret.txt, with a word that no output may hold, and pipe, which is a named pipe.
"""

from __future__ import annotations

import json
import os
import resource
import signal
import sys
import time
from collections.abc import Callable
from pathlib import Path

SECRET = "a-word-that-stands-in-no-document"
TEI = 'xmlns="http://www.tei-c.org/ns/1.0"'
HEAD = "<teiHeader><fileDesc><titleStmt><title>A</title></titleStmt><publicationStmt><p>B</p></publicationStmt><sourceDesc><p>C</p></sourceDesc></fileDesc></teiHeader>"
MEMORY = 1500 * 2**20  # bytes of address space
SECONDS = 20


def text(inside: str, before: str = "", root: str = TEI) -> bytes:
    return f'{before}<TEI {root}>{HEAD}<text><body>{inside}</body></text></TEI>'.encode()


def declared(subset: str, inside: str) -> bytes:
    return text(inside, f"<!DOCTYPE TEI [{subset}]>\n")


def laughs(count: int) -> str:
    return '<!ENTITY l0 "ha">' + "".join(f'<!ENTITY l{number} "{f"&l{number - 1};" * 10}">' for number in range(1, count))


def attacks(folder: Path, port: int) -> dict[str, bytes]:
    """Name to the bytes of a document. `port`: of a listener on this machine, which must hear nothing."""
    secret = (folder.parent / "secret.txt").as_uri()
    pipe = (folder.parent / "pipe").as_uri()  # who opens it waits for ever
    web = f"http://127.0.0.1:{port}/x"
    xi = 'xmlns:xi="http://www.w3.org/2001/XInclude"'
    return {
        "xxe file": declared(f'<!ENTITY a SYSTEM "{secret}">', "<p>&a;</p>"),
        "xxe file in an attribute": declared(f'<!ENTITY a SYSTEM "{secret}">', '<p n="&a;"/>'),
        "xxe file, public": declared(f'<!ENTITY a PUBLIC "-//X//Y" "{secret}">', "<p>&a;</p>"),
        "xxe relative": declared('<!ENTITY a SYSTEM "../secret.txt">', "<p>&a;</p>"),
        "xxe http": declared(f'<!ENTITY a SYSTEM "{web}">', "<p>&a;</p>"),
        "parameter entity": declared(f'<!ENTITY % a SYSTEM "{secret}"> %a;', "<p>A</p>"),
        "parameter entity http": declared(f'<!ENTITY % a SYSTEM "{web}"> %a;', "<p>A</p>"),
        "parameter entity that makes one": declared(f"<!ENTITY % f SYSTEM \"{secret}\"> <!ENTITY % e \"<!ENTITY s '%f;'>\"> %e;", "<p>&s;</p>"),
        "external dtd": text("<p>A</p>", f'<!DOCTYPE TEI SYSTEM "{secret}">\n'),
        "external dtd http": text("<p>&a;</p>", f'<!DOCTYPE TEI SYSTEM "{web}">\n'),
        "a DTD that never ends": text("<p>A</p>", f'<!DOCTYPE TEI SYSTEM "{pipe}">\n'),
        "a parameter entity that never ends": declared(f'<!ENTITY % a SYSTEM "{pipe}"> %a;', "<p>A</p>"),
        "billion laughs": declared(laughs(12), "<p>&l11;</p>"),
        "billion laughs in an attribute": declared(laughs(12), '<p n="&l11;"/>'),
        "quadratic": declared(f'<!ENTITY a "{"a" * 100_000}">', f'<p>{"&a;" * 10_000}</p>'),
        "quadratic in an attribute": declared(f'<!ENTITY a "{"a" * 100_000}">', f'<p n="{"&a;" * 10_000}"/>'),
        "loop": declared('<!ENTITY a "&b;"><!ENTITY b "&a;">', "<p>&a;</p>"),
        "257 deep": text("<div>" * 254 + "<p/>" + "</div>" * 254),
        "2,049 deep": text("<div>" * 2_046 + "<p/>" + "</div>" * 2_046),
        "100,000 deep": b"<TEI>" + b"<a>" * 100_000,
        "11 MB of text": text(f"<p>{'a' * 11_000_000}</p>"),
        "11 MB in an attribute": text(f'<p n="{"a" * 11_000_000}"/>'),
        "40,000 attributes": text(f'<p {" ".join(f"a{number}=" + chr(34) * 2 for number in range(40_000))}/>'),
        "50,000 namespaces": text("<p/>", root=f'{TEI} {" ".join(f"xmlns:a{number}=" + chr(34) + f"u{number}" + chr(34) for number in range(50_000))}'),
        "namespaces in each other": text("".join(f'<seg xmlns:a{number}="u{number}">' for number in range(1_000)) + "</seg>" * 1_000),
        "a duplicate id": text('<p xml:id="a">A</p>\n<p xml:id="a">B</p>'),
        "20,000 equal ids": text('<p xml:id="a">A</p>\n' * 20_000),
        "a NUL": text("<p>A\0B</p>"),
        "UTF-7": text("<p>A+ADw-script+AD4-</p>", '<?xml version="1.0" encoding="UTF-7"?>\n'),
        "UTF-16 declared, UTF-8 written": text("<p>A</p>", '<?xml version="1.0" encoding="UTF-16"?>\n'),
        "UTF-8 declared, Latin-1 written": text("<p>caf\N{LATIN SMALL LETTER E WITH ACUTE}</p>", '<?xml version="1.0" encoding="UTF-8"?>\n').decode().encode("latin-1"),
        "an encoding that is none": text("<p>A</p>", '<?xml version="1.0" encoding="x-none"?>\n'),
        "XInclude text": text(f'<xi:include {xi} href="{secret}" parse="text"/>'),
        "XInclude outside": text(f'<p/><xi:include {xi} href="../outside.xml"/>'),
        "XInclude http": text(f'<p/><xi:include {xi} href="{web}"/>'),
        "xml-model http": text("<p/>", f'<?xml-model href="{web}" schematypens="http://relaxng.org/ns/structure/1.0"?>\n'),
        "xml-model outside": text("<p/>", '<?xml-model href="../../outside.rng" schematypens="http://relaxng.org/ns/structure/1.0"?>\n'),
        "xml-stylesheet http": text("<p/>", f'<?xml-stylesheet type="text/xsl" href="{web}"?>\n'),
        "schemaLocation": text("<p/>", root=f'{TEI} xmlns:xsi="http://www.w3.org/2001/XMLSchema-instance" xsi:schemaLocation="http://www.tei-c.org/ns/1.0 {web}"'),
        "pointers outside": text(f'<p>See <ref target="../secret.txt">it</ref>, <ref target="{secret}">it</ref> and <ref target="../outside.xml#a">it</ref>.</p>'),
        "a picture outside": text('<p><graphic url="../secret.txt"/></p>'),
        "a regex bomb in a prefixDef": text(
            '<p ref="b:aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa!"/>').replace(
            b"</fileDesc>", b'</fileDesc><encodingDesc><listPrefixDef><prefixDef ident="b" matchPattern="(a+)+$" replacementPattern="$1"><p/></prefixDef></listPrefixDef></encodingDesc>'),
        "20,000 comments that do not end": text("<!-- &x; " * 20_000),
        "20,000 undeclared entities": text("".join(f"<p>&e{number};</p>\n" for number in range(20_000))),
        "a million undeclared entities": text("<p>" + "&e;" * 1_000_000 + "</p>"),
        "50,000 names that are none": text("".join(f"<x{number}/>" for number in range(50_000))),
        "a name of a million letters": text(f"<{'a' * 1_000_000}/>"),
        "20,000 end tags": text("</p>" * 20_000),
        "20,000 ampersands": text("<p>" * 1_500 + "&" * 20_000),
        "200,000 empty paragraphs": text("<p/>" * 200_000),
    }  # fmt: skip


def checked(path: Path) -> list[tuple[str, int, int, str]]:
    from edition import inspection
    from edition.rules import Selection

    return [(each.code, each.locus.line, each.locus.column, each.message + each.hint) for each in inspection.check_files([path], selection=Selection(("",), ()))]


def apart(function: Callable[[], object]) -> dict[str, object]:
    """What a function gives in a process of its own, with its seconds and its memory (MB, above what the program itself takes)."""
    out, into = os.pipe()
    child = os.fork()
    if child == 0:
        os.close(out)
        resource.setrlimit(resource.RLIMIT_AS, (MEMORY, MEMORY))
        resource.setrlimit(resource.RLIMIT_CPU, (SECONDS, SECONDS))
        signal.alarm(2 * SECONDS)  # for what waits, and uses no time
        before, start = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss, time.process_time()
        try:
            said = {"value": function()}
        except BaseException as error:  # told, not hidden: the test fails
            said = {"error": f"{type(error).__module__}.{type(error).__name__}: {error}"[:500]}
        usage = resource.getrusage(resource.RUSAGE_SELF)
        said |= {"seconds": time.process_time() - start, "memory": (usage.ru_maxrss - before) / 1024}
        with os.fdopen(into, "w") as pipe:
            json.dump(said, pipe)
        os._exit(0)
    os.close(into)
    with os.fdopen(out) as pipe:
        said = pipe.read()  # type: ignore[assignment]
    _, status = os.waitpid(child, 0)
    return dict(json.loads(said)) if said else {"error": f"the process ended with {status}"}  # type: ignore[arg-type]


def main(folder: Path, port: int, names: list[str]) -> dict[str, object]:
    checked(_first(folder))  # so that everything is loaded, and a child's time is its own
    found = {}
    for number, (name, data) in enumerate(attacks(folder, port).items()):
        if names and name not in names:
            continue
        path = folder / f"a{number}.xml"
        path.write_bytes(data)
        found[name] = apart(lambda path=path: checked(path))  # type: ignore[misc]
        path.unlink()
    return found  # type: ignore[return-value]


def _first(folder: Path) -> Path:
    path = folder / "first.xml"
    path.write_bytes(text("<p>A</p>"))
    return path


if __name__ == "__main__":
    print(json.dumps(main(Path(sys.argv[1]), int(sys.argv[2]), sys.argv[3:]), ensure_ascii=False))

"""Files that are made to do harm: each gives findings with their place, in bounded time and memory; nothing is fetched, and nothing read that was not given.

The documents are in attacks.py, which runs them in processes of their own.
"""

from __future__ import annotations

import ast
import io
import json
import os
import socket
import subprocess
import sys
import threading
import zipfile
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from time import process_time
from typing import Any

import pytest
from attacks import HEAD, SECRET, TEI, attacks, laughs, text

from edition import archives, files, parsers, relaxng, tei
from edition.checks import check
from edition.errors import ProjectError, SourceError
from edition.model import Document, Finding
from edition.readers import read
from edition.rules import Scope
from edition.writers.package.check import check as check_epub

ROOT = Path(__file__).resolve().parent.parent


@dataclass(frozen=True)
class Ran:
    """What the program made of all attacks, and how often it called the listener."""

    told: dict[str, dict[str, Any]]
    calls: list[str]


@pytest.fixture(scope="module")
def ran(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Ran]:
    folder = tmp_path_factory.mktemp("attacks")
    inside = folder / "inside"
    inside.mkdir()
    (folder / "secret.txt").write_text(SECRET)
    (folder / "outside.xml").write_bytes(text(f'<p xml:id="a">{SECRET}</p>'))
    os.mkfifo(folder / "pipe")
    calls: list[str] = []
    with socket.create_server(("127.0.0.1", 0)) as listener:

        def listen() -> None:
            while True:
                try:
                    connection, address = listener.accept()
                except OSError:
                    return
                calls.append(str(address))
                connection.close()

        threading.Thread(target=listen, daemon=True).start()
        arguments = [sys.executable, str(ROOT / "tests" / "attacks.py"), str(inside), str(listener.getsockname()[1])]
        done = subprocess.run(arguments, capture_output=True, check=False, cwd=folder, env={**os.environ, "PYTHONPATH": str(ROOT)}, timeout=300)
        assert done.returncode == 0, done.stderr.decode()[-2000:]
        yield Ran(json.loads(done.stdout), calls)


NAMES = list(attacks(Path("/x/y"), 1))
LARGE = {"11 MB of text": 8, "11 MB in an attribute": 8, "a million undeclared entities": 12, "50,000 names that are none": 10, "200,000 empty paragraphs": 20, "20,000 equal ids": 6}
EXPECTED = {  # the family XML and what else must be said
    "xxe file": {"XML003"}, "xxe file in an attribute": {"XML003"}, "xxe file, public": {"XML003"}, "xxe relative": {"XML003"}, "xxe http": {"XML003"},
    "parameter entity": {"XML003"}, "parameter entity http": {"XML003"}, "parameter entity that makes one": {"XML001", "XML002", "XML003"},
    "external dtd": {"XML011"}, "external dtd http": {"XML011"}, "a DTD that never ends": {"XML011"}, "a parameter entity that never ends": {"XML003"},
    "billion laughs": {"XML004"}, "billion laughs in an attribute": {"XML004"}, "quadratic": {"XML004"}, "quadratic in an attribute": {"XML004"}, "loop": {"XML004"},
    "2,049 deep": {"XML004"}, "100,000 deep": {"XML004"}, "40,000 attributes": {"XML004"}, "a duplicate id": {"REF001"}, "20,000 equal ids": {"REF001"},
    "a NUL": {"XML001"}, "UTF-7": {"XML001"}, "UTF-16 declared, UTF-8 written": {"XML001"}, "UTF-8 declared, Latin-1 written": {"XML001"}, "an encoding that is none": {"XML001"},
    "XInclude text": {"REF014"}, "XInclude outside": {"REF014"}, "XInclude http": {"REF014"}, "xml-model http": {"CFG001"}, "xml-model outside": {"CFG001"},
    "a picture outside": {"REF007"}, "20,000 comments that do not end": {"XML001"}, "20,000 undeclared entities": {"XML002"}, "a million undeclared entities": {"XML002"},
    "50,000 names that are none": {"RNG002"}, "a name of a million letters": {"RNG002"}, "20,000 end tags": {"XML001"}, "20,000 ampersands": {"XML001"},
}  # fmt: skip
SOUND = {"257 deep", "11 MB of text", "11 MB in an attribute", "50,000 namespaces"}  # odd, and well-formed


@pytest.mark.parametrize("name", NAMES)
def test_an_attack_gives_findings_with_their_place_in_bounded_time_and_memory(name: str, ran: Ran) -> None:
    told = ran.told[name]
    assert "error" not in told, told
    assert told["seconds"] < LARGE.get(name, 3)
    assert told["memory"] < 400
    findings = told["value"]
    codes = {code for code, *_ in findings}
    assert EXPECTED.get(name, set()) <= codes
    assert {code for code in codes if code[:3] == "XML"} == {code for code in EXPECTED.get(name, set()) if code[:3] == "XML"} or name == "external dtd http"
    assert all(line and column for code, line, column, _ in findings if code[:3] in ("XML", "RNG", "REF"))
    assert not any(SECRET in words for *_, words in findings)
    if name in SOUND:
        assert not codes & {"XML001", "XML004"}


def test_no_attack_called_home(ran: Ran) -> None:
    assert len(ran.told) == len(NAMES)
    assert ran.calls == []


# XML


def test_what_a_dtd_declares_is_in_no_tree(tmp_path: Path) -> None:
    """libxml2 wants to read it, whatever `load_dtd` says."""
    dtd = tmp_path / "x.dtd"
    dtd.write_text(f'<!ENTITY a "{SECRET}"><!ATTLIST TEI n CDATA "{SECRET}">')
    for doctype in (f'<!DOCTYPE TEI SYSTEM "{dtd.as_uri()}">', f'<!DOCTYPE TEI [<!ENTITY % p SYSTEM "{dtd}"> %p;]>', f'<!DOCTYPE TEI PUBLIC "-//x" "{dtd}">'):
        for parsed in (tei.parse(f'{doctype}<TEI rend="&a;">&a;</TEI>'.encode()), tei.parse(f"{doctype}<TEI/>".encode())):
            if parsed.tree is not None:
                root = parsed.tree.getroot()
                assert SECRET not in "".join(root.itertext()) + "".join(map(str, root.attrib.values()))


def test_no_file_is_larger_than_the_largest(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(parsers, "LARGEST", 2 << 20)
    monkeypatch.setattr(files, "LARGEST", 2 << 20)
    data = text(f"<p>{'a' * (2 << 20)}</p>")
    assert [(each.code, each.locus.line, each.locus.column) for each in checked(data) if each.code[:3] == "XML"] == [("XML004", 1, 1)]
    (tmp_path / "x.xml").write_bytes(data)
    with pytest.raises(SourceError, match="larger than 2 MB"):
        files.read(tmp_path / "x.xml")
    with pytest.raises(SourceError, match="larger than 2 MB"):
        files.read(Path("/dev/zero"))


def checked(data: bytes) -> list[Finding]:
    return check(Document("x", Path("nowhere") / "x.xml", data), Scope(folder=Path("nowhere")))


MALFORMED = [  # and the places of all that is wrong with it
    ("<p>Ink & paper</p>\n<p>Some <hi>words</p>", [(1, 8), (2, 18)]),
    ('<p n=1>A</p>\n<p n="1"rend="x">B</p>\n<p n="1" n="2">C</p>', [(1, 6), (2, 9), (3, 10)]),
    ("<p>a < b</p>\n<p>\x01</p>\n<p>&amp</p>", [(1, 7), (2, 4), (3, 8)]),
    ("<p>A</P>\n<p><hi>B</h></p>\n</div>\n<p>C & D</p>", [(1, 5), (2, 9), (3, 1), (4, 6)]),
    ("<p>é &</p> <p>é &</p>\r\n<p>é &</p>\r<p>é &</p>", [(1, 7), (1, 18), (2, 7), (3, 7)]),
]  # fmt: skip


@pytest.mark.parametrize(("inside", "places"), MALFORMED)
def test_all_faults_of_a_file_are_found_where_they_stand(inside: str, places: list[tuple[int, int]]) -> None:
    data = f"<TEI {TEI}>{HEAD}<text><body>\n{inside}</body></text></TEI>".encode()
    found = [(each.locus.line - 1, each.locus.column) for each in checked(data) if each.code == "XML001"]
    assert [(line, pytest.approx(column, abs=1)) for line, column in places] == found  # type: ignore[comparison-overlap]


def test_one_fault_is_one_finding() -> None:
    """What follows from it is none."""
    for inside in ("<p>A", "<p>A</q></p>", "<p><hi>A</p>", "A</p>", '<p n="1>A</p>', "<p>A</p", "<1>A</1>", "<p>&#0;</p>", "<p>]]></p>"):
        found = [each for each in checked(text(inside)) if each.code == "XML001"]
        assert len(found) == 1 or inside == "<1>A</1>", (inside, [each.message for each in found])


def test_duplicate_ids_of_a_real_file_are_told_with_both_places(shared: Path) -> None:
    path = shared / "corpus" / "tei" / "arabic-journal-duplicate-ids.xml"
    found = [each for each in check(Document(path.stem, path, path.read_bytes()), Scope(folder=path.parent)) if each.code == "REF001"]
    assert found
    assert all(each.locus.line and each.locus.column and "is already used in line " in each.message for each in found)


# schemas


def schema(body: str, before: str = "") -> bytes:
    kinds = "http://www.w3.org/2001/XMLSchema-datatypes"
    return f'{before}<grammar xmlns="http://relaxng.org/ns/structure/1.0" datatypeLibrary="{kinds}"><start>{body}</start></grammar>'.encode()


PART = '<element name="a"><attribute name="n">{}</attribute></element>'
BAD_SCHEMAS = [
    ('<externalRef href="http://127.0.0.1:{port}/x.rng"/>', "on the network"),
    ('<externalRef href="/etc/passwd"/>', "lies outside"),
    ('<externalRef href="../../outside.rng"/>', "lies outside"),
    ('<externalRef href="file:///etc/passwd"/>', "lies outside"),
    ('<externalRef href="x.rng"/>', "includes itself"),
    (PART.format('<data type="string"><param name="pattern">((a{1,1000}){1,1000}){1,1000}</param></data>'), "repeats more"),
    ("<element name='a'>" * 500 + "<empty/>" + "</element>" * 500, "nested deeper"),
]


@pytest.mark.parametrize(("body", "words"), BAD_SCHEMAS)
def test_a_hostile_schema_is_refused_with_its_place(body: str, words: str, tmp_path: Path) -> None:
    path = tmp_path / "x.rng"
    path.write_bytes(schema(body.replace("{port}", "9")))
    start = process_time()
    with pytest.raises(relaxng.BadSchema, match=words) as refused:
        relaxng.load(path)
    assert refused.value.line
    assert process_time() - start < 2


@pytest.mark.parametrize(("subset", "name"), [('<!ENTITY a SYSTEM "file:///etc/passwd">', "a"), (laughs(12), "l11")])
def test_entities_of_a_schema_neither_read_files_nor_multiply(subset: str, name: str) -> None:
    with pytest.raises(relaxng.BadSchema):
        relaxng.loads(schema(f'<element name="a"><value>&{name};</value></element>', f"<!DOCTYPE grammar [{subset}]>"))


def test_a_regular_expression_that_would_never_end_ends() -> None:
    made = relaxng.loads(schema(PART.format('<data type="string"><param name="pattern">(a+)+b</param></data>')))
    start = process_time()
    for length in (27, 100_000):
        (fault,) = made.validate(b'<a n="' + b"a" * length + b'"/>')
        assert (fault.kind, fault.line, fault.column) == ("value", 1, 1)
    assert process_time() - start < 3


def test_a_schema_named_on_the_command_line_is_refused_in_words(tmp_path: Path) -> None:
    path = tmp_path / "x.rng"
    path.write_bytes(schema('<externalRef href="/etc/passwd"/>'))
    with pytest.raises(ProjectError, match="lies outside"):
        check(Document("x", tmp_path / "x.xml", text("<p/>")), Scope(schema=path))


# archives


def packed(parts: dict[str, bytes]) -> bytes:
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, data in parts.items():
            archive.writestr(name, data)
    return out.getvalue()


BOMB = {"word/document.xml": b"\0" * (40 << 20), "content.xml": b"\0" * (40 << 20)}


@pytest.mark.parametrize("name", ["x.docx", "x.odt"])
@pytest.mark.parametrize("parts", [BOMB, {"../../x": b"x"}, {"/etc/x": b"x"}, {"C:\\x": b"x"}, {"a\\..\\..\\x": b"x"}], ids=["bomb", "up", "root", "drive", "back"])
def test_a_container_that_is_a_bomb_or_leads_out_is_refused(name: str, parts: dict[str, bytes], tmp_path: Path) -> None:
    path = tmp_path / "in" / name
    path.parent.mkdir()
    path.write_bytes(packed(parts))
    start = process_time()
    with pytest.raises(SourceError, match=r"that is no document|names a place outside"):
        read(path)
    assert process_time() - start < 2
    assert [each.name for each in tmp_path.rglob("*")] == ["in", name]


@pytest.mark.parametrize("parts", [BOMB, {"../../x": b"x"}])
def test_a_book_that_is_a_bomb_or_leads_out_is_a_finding(parts: dict[str, bytes], tmp_path: Path) -> None:
    path = tmp_path / "x.epub"
    path.write_bytes(packed({"mimetype": b"application/epub+zip", **parts}))
    assert [each.code for each in check_epub(path)] == ["EPB007"]


def test_a_part_that_is_longer_than_it_says_is_refused() -> None:
    data = packed({"a": b"a" * 1000})
    lying = data.replace((1000).to_bytes(4, "little"), (10).to_bytes(4, "little"))
    assert lying != data
    with pytest.raises(archives.BadArchive):
        archives.opened(lying).read("a")


# one place


MAKERS = {"XMLParser", "XMLPullParser", "HTMLParser", "ETCompatXMLParser", "iterparse", "ParserCreate", "parseString", "fromstringlist"}
READS = {"fromstring", "XML", "HTML", "document_fromstring", "fragment_fromstring"}  # allowed with a parser of ours


def test_parsers_are_made_and_archives_opened_in_one_place() -> None:
    strays = []
    for path in sorted((ROOT / "edition").rglob("*.py")):
        name = path.relative_to(ROOT / "edition").as_posix()
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
            if not isinstance(node, ast.Call):
                continue
            called = node.func.attr if isinstance(node.func, ast.Attribute) else node.func.id if isinstance(node.func, ast.Name) else ""
            whose = ast.unparse(node.func.value) if isinstance(node.func, ast.Attribute) else ""
            ours = any("parser" in ast.unparse(each).lower() for each in [*node.args[1:], *(keyword.value for keyword in node.keywords)])
            if name != "parsers.py" and (called in MAKERS or (called in READS and whose in ("etree", "html", "ElementTree", "lxml.etree", "objectify") and not ours)):
                strays.append(f"{name}:{node.lineno}: {called}")
            writes = len(node.args) > 1 and ast.unparse(node.args[1]) in ("'w'", "'x'")
            if name != "archives.py" and called in ("ZipFile", "TarFile", "open_archive", "unpack_archive", "extractall") and not writes:
                strays.append(f"{name}:{node.lineno}: {called}")
            if called in ("xinclude", "RelaxNG", "XMLSchema", "Schematron", "XSLT", "DTD") and whose in ("etree", "tree", "root"):
                strays.append(f"{name}:{node.lineno}: {called}")
    assert strays == []

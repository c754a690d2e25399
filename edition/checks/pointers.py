"""6. Pointers: what the text points to is there, in this document, in another one, or by a prefix that is declared."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator, Sequence
from difflib import get_close_matches
from pathlib import Path
from urllib.parse import unquote

from edition import prefixes, tei
from edition.checks.files import XML_SUFFIXES, folder_of, ids_in, place, scheme, spelling
from edition.checks.survey import Pointer, survey
from edition.model import Document, Finding, Severity
from edition.rules import Scope, check, finding, quoted
from edition.tei import Element

# Registered URI schemes that occur in editions, and a few that are not registered and in use everywhere
NAMES = "http https ftp ftps sftp mailto tel geo urn tag info doi hdl ark data file news irc xmpp ni swh"
SCHEMES = frozenset(NAMES.split())
FEW = 1_000  # ids, up to which the nearest one is looked for, and pointers, for which it is
MANY = 10  # targets that are not there: more are one finding
NAMING = frozenset({"ref", "who", "corresp", "source"})  # attributes by which a text names an entry of authority.toml
XML_BASE = f"{{{tei.XML_NAMESPACE}}}base"
INCLUDE = f"{{{tei.PREFIXES['xi']}}}include"
WORD = "A pointer to something in this document begins with #; one to something else is an address."


def resolved(document: Document) -> Iterator[tuple[Pointer, str]]:
    """All pointers with the address that is meant: a declared prefix is expanded. "" where nobody can tell what is meant."""
    declared = prefixes.said(survey(document).each("prefixDef"))
    for pointer in survey(document).pointers:
        name = scheme(pointer.target)
        if name not in declared:
            yield pointer, pointer.target
            continue
        answers = [prefix.expanded(pointer.target[len(name) + 1 :]) for prefix in declared[name]]
        yield pointer, next((answer for answer in answers if answer), "")


def fragment(target: str) -> str:
    """The id that ``#id`` or ``file.xml#id`` names; "" for none and for an XPointer scheme such as ``#range(…)``."""
    name = unquote(target.partition("#")[2])
    return "" if "(" in name else name


def _nearest(name: str, ids: Collection[str]) -> str:
    alike = [each for each in ids if each.casefold() == name.casefold()]
    near = alike[:1] or (get_close_matches(name, list(ids), 1, 0.7) if len(ids) <= FEW and len(name) <= 100 else [])
    return f'Did you mean "#{near[0]}"?' if near else ""


def _by_letters(ids: Iterable[str]) -> dict[str, str]:
    """Ids by their letters without regard to capitals."""
    return {name.casefold(): name for name in reversed(list(ids))}


def others(document: Document, nodes: Sequence[Element]) -> str:
    """The lines of all but the first, for the end of a message: a fault is said once."""
    return in_lines(list(dict.fromkeys(document.places.of(node)[0] for node in nodes[1:])))


def in_lines(lines: Sequence[int]) -> str:
    """The first of the further lines of a fault, for the end of a message."""
    return f"; so too in line {', '.join(map(str, lines[:5]))}{f' and {len(lines) - 5} more' if len(lines) > 5 else ''}" if lines else ""


def pointing(document: Document, pointer: Pointer, message: str, hint: str = "") -> Finding:
    """A fault of a pointer, said at the first place where it stands, with the lines of the others."""
    return finding(document, pointer.node, message + others(document, pointer.nodes), hint)


def besides(targets: Sequence[str]) -> str:
    """The next two of many, and how many there are."""
    if len(targets) > 2:
        return f"{quoted(targets[0])}, {quoted(targets[1])} and {len(targets) - 2:,} more"
    return " and ".join(map(quoted, targets))


@check("REF002", Severity.ERROR, source="TEI #CORS1", reads="bytes")
def dangling_reference(document: Document, scope: Scope) -> Iterator[Finding]:
    """A reference whose target does not exist.

    In print it is a promise nobody keeps; in EPUB it is an error. In an edition a name may mean an entry of authority.toml (@ref, @who, @corresp, @source)
    or, as #bibl-KEY, a work of its bibliography.
    The targets of one value are one finding, and so are more than ten of one attribute, with their number and the first lines; one that is there in other
    capitals is always said.

    Bad:  <p>See <ref target="#n9">9</ref>.</p>
    Bad:  <sp who="#hamlet"><p>Words.</p></sp>
    Good: <p>See <ref target="#n1">1</ref>.</p><note xml:id="n1">Here.</note>
    """
    ids = survey(document).ids
    entries = scope.project.authority.by_id if scope.project is not None else {}
    works = {work.xml_id for work in scope.project.bibliography.works} if scope.project is not None else set()
    alike: dict[str, str] = {}  # made when the first is not there
    gone: dict[str, list[tuple[Pointer, str]]] = {}
    for pointer, target in resolved(document):
        if not target.startswith("#") or "(" in target:
            continue
        if target == "#":
            yield pointing(document, pointer, f'@{pointer.attribute} is "#" and names no id', "Write the id behind it, or take the attribute away.")
        elif (name := fragment(target)) not in ids and name not in works and not (pointer.attribute in NAMING and name in entries):
            alike = alike or _by_letters(ids)
            if (near := alike.get(name.casefold())) is not None:
                yield pointing(document, pointer, f"@{pointer.attribute} points to {quoted(target)}, and nothing has this xml:id", f'Did you mean "#{near}"?')
            else:
                gone.setdefault(pointer.attribute, []).append((pointer, target))
    for missing in gone.values():
        for pointer, target, more in folded(missing, "nor that of"):
            hint = _nearest(fragment(target), ids) or "Give this xml:id to what is meant, or correct the pointer."
            yield pointing(document, pointer, f"@{pointer.attribute} points to {quoted(target)}, and nothing has this xml:id{more}", hint)


@check("REF003", Severity.ERROR, source="TEI #CORS1", reads="bytes", elsewhere=Severity.QUERY)
def dangling_file_reference(document: Document, scope: Scope) -> Iterator[Finding]:
    """A reference to a file that is not there, or to an id that the file does not have.

    Only files in the edition's folder are looked at; what lies elsewhere or on the web is not judged. Pictures are (REF007). More than ten files that are
    not there, or ids that one file does not have, are one finding, with their number and the first lines.

    Bad:  <p>See <ref target="poem.xml#l9">line 9</ref>.</p>
    Bad:  <p>See <ref target="nowhere.xml">there</ref>.</p>
    Good: <p>See <ref target="poem.xml#l3">line 3</ref>, or <ref target="https://example.org/">the web</ref>.</p>
    """
    folder = folder_of(document, scope)
    ids = survey(document).ids
    based = any(XML_BASE in shape for shape in survey(document).shapes)
    gone: dict[str, list[tuple[Pointer, str]]] = {}
    unknown: dict[tuple[str, str], tuple[frozenset[str], list[tuple[Pointer, str]]]] = {}  # by attribute and file: its ids, and pointers to others
    for pointer, target in resolved(document):
        path, _, part = target.partition("#")
        if part.startswith("char="):  # RFC 5147: a range of a source, which need not be kept beside its edition
            continue
        if based or pointer.attribute == "facs" or not path or path.startswith("/") or "?" in path or scheme(target):
            continue
        file = _meant(document, path, folder)
        itself = file == place(document.path.parent, document.path.name)
        if (str(file) in scope.files and not itself) or not file.absolute().is_relative_to(folder.absolute()):
            continue
        spelt = spelling(file, folder)
        if not spelt and not itself and path in ids:
            yield pointing(document, pointer, f"@{pointer.attribute} points to {quoted(target)}, and there is no such file", f'Did you mean "#{path}"?')
        elif not spelt and not itself:
            gone.setdefault(pointer.attribute, []).append((pointer, target))
        elif spelt and not file.as_posix().endswith(spelt):
            yield pointing(document, pointer, f"@{pointer.attribute} points to {quoted(target)}, and the file is called {quoted(spelt)}", "Capitals and accents count.")
        elif (name := fragment(target)) and file.suffix.lower() in XML_SUFFIXES:
            known = frozenset(ids) if itself else ids_in(folder / spelt, (folder / spelt).stat().st_mtime_ns)
            if known is not None and name not in known:
                unknown.setdefault((pointer.attribute, file.name), (known, []))[1].append((pointer, target))
    for (attribute, named), (known, missing) in unknown.items():
        for pointer, target, more in folded(missing, "nor that of"):
            message = f"@{attribute} points to {quoted(target)}, and nothing in {named} has this xml:id{more}"
            yield pointing(document, pointer, message, _nearest(fragment(target), known))
    for missing in gone.values():
        for pointer, target, more in folded(missing, "nor are there"):
            path = target.partition("#")[0]
            hint = WORD if "." not in path and "/" not in path else f"{quoted(path)} is looked for beside this document."
            yield pointing(document, pointer, f"@{pointer.attribute} points to {quoted(target)}, and there is no such file{more}", hint)


def _meant(document: Document, path: str, folder: Path) -> Path:
    """The file that an address means: beside the document, or, if only there, where the TEI lies that it was made from."""
    beside = place(document.path.parent, path)
    if len(document.homes) == 1 or beside.is_file():
        return beside
    return next((file for home in document.homes[1:] if spelling(file := place(home, path), folder)), beside)


def folded(missing: Sequence[tuple[Pointer, str]], nor: str) -> Iterator[tuple[Pointer, str, str]]:
    """Pointers by one attribute to what is not there, with their addresses: those of one value together, all if they are many: the first and what it stands for."""
    groups: dict[tuple[int, ...], list[tuple[Pointer, str]]] = {}
    for pointer, target in missing:
        groups.setdefault(tuple(pointer.numbers) if len(missing) <= MANY else (), []).append((pointer, target))
    for (first, target), *rest in groups.values():
        numbers = sorted({number for pointer, _ in ((first, target), *rest) for number in pointer.numbers})
        yield Pointer(first.attribute, first.target, numbers, first.survey), target, f"; {nor} {besides([each for _, each in rest])}" if rest else ""


@check("REF004", Severity.ERROR, source="TEI #SAPU", reads="bytes", elsewhere=Severity.QUERY)
def undeclared_prefix(document: Document, scope: Scope) -> Iterator[Finding]:
    """A prefix that the header does not declare, or words behind it that the declaration does not allow.

    ``psn:anna`` is short for an address that a prefixDef in the header tells; without it nobody knows what is meant.

    Bad:  <p>To <persName ref="psn:anna">Anna</persName>.</p>
    Good: <p>To <persName ref="https://example.org/anna">Anna</persName>.</p>
    """
    declared = prefixes.said(survey(document).each("prefixDef"))
    undeclared: dict[tuple[str, str], list[Pointer]] = {}
    for pointer in survey(document).pointers:
        name = scheme(pointer.target)
        if name in declared:
            if all(prefix.expanded(pointer.target[len(name) + 1 :]) is None for prefix in declared[name]):
                patterns = " or ".join(quoted(prefix.pattern) for prefix in declared[name])
                yield pointing(document, pointer, f"@{pointer.attribute} is {quoted(pointer.target)}, and the prefixDef of {quoted(name)} expects {patterns}")
        elif name and name.casefold() not in SCHEMES:
            undeclared.setdefault((pointer.attribute, name), []).append(pointer)
    for (attribute, name), pointers in undeclared.items():
        numbers = [number for pointer in pointers for number in pointer.numbers]
        first = Pointer(attribute, pointers[0].target, numbers, survey(document))
        hint = f'Declare it in the encodingDesc: <listPrefixDef><prefixDef ident="{name}" matchPattern="…" replacementPattern="…"/>.'
        yield pointing(document, first, f"@{attribute} is {quoted(first.target)}, and no prefixDef declares {quoted(name)}", hint)


@check("REF014", Severity.QUERY, source="https://www.w3.org/TR/xinclude/", reads="bytes")
def inclusion_not_followed(document: Document, scope: Scope) -> Iterator[Finding]:
    """An xi:include, which is not followed when a file is checked.

    What it names, inside the folder of the file, is in what is published, and has to be checked by itself. A corpus that lists its documents so is no fault.

    Bad:  <div><xi:include xmlns:xi="http://www.w3.org/2001/XInclude" href="poem.xml"/></div>
    Good: <div><p>See <ref target="poem.xml">the poem</ref>.</p></div>
    """
    if INCLUDE not in survey(document).names:
        return
    for node in tei.select(survey(document).root, "//xi:include[not(parent::t:teiCorpus)]"):
        file = node.get("href") or ""
        here = scheme(file) or not file or any(spelling(place(home, file.partition("#")[0]), folder_of(document, scope)) for home in document.homes)
        hint = "Check that file too, or copy its words to this place." if here else f"{quoted(file)} is not there, or not in this folder: correct @href."
        yield finding(document, node, f"{quoted(file)} is not checked here", hint)

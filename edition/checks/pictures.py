"""6. Pictures: the files are there, and a reader who does not see them is told what they show."""

from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import Path
from unicodedata import normalize
from urllib.parse import unquote

from edition import prefixes, tei
from edition.checks.files import place, scheme, spelling
from edition.checks.pointers import MANY, besides, others
from edition.checks.survey import survey
from edition.media import called
from edition.model import Document, Finding, Severity
from edition.resolution import pixels
from edition.rules import Scope, check, finding, quoted
from edition.tei import Element

COARSE = 150  # pixels to the inch
INCHES = {"in": 1.0, "cm": 1 / 2.54, "mm": 1 / 25.4, "pt": 1 / 72, "pc": 1 / 6}
LENGTH = re.compile(rf"([0-9]+(?:\.[0-9]+)?)\s*({'|'.join(INCHES)})")
RESERVED = re.compile(r"con|prn|aux|nul|com[0-9]|lpt[0-9]", re.IGNORECASE)  # names that Windows keeps for itself


def _of_page(node: Element) -> bool:
    """Pictures of pages are not printed."""
    return next(node.iterancestors(f"{tei.T}facsimile", f"{tei.T}sourceDoc"), None) is not None


def _pictures(document: Document) -> Iterator[Element]:
    """Those that are printed."""
    return (node for node in survey(document).each("graphic", "media") if node.get("url") and not _of_page(node))


def _local(document: Document, target: str) -> bool:
    """Whether an address is a file's that lies here: no web address, no data, nothing from a server's root, nothing behind an own prefix."""
    return bool(target) and not scheme(target) and not target.startswith(("/", "#")) and "?" not in target


def _found(document: Document, scope: Scope, target: str) -> tuple[Path, str]:
    """The file meant and how it is spelt on the disk ("" if it is not there). Looked for in the folder of the document's pictures, then beside it."""
    for home in (document.folder, document.path.parent):
        if home is not None and (spelt := spelling(place(home, target), scope.folder or home)):
            return place(home, target), spelt
    return place(document.path.parent, target), ""


@check("REF007", Severity.ERROR, source="TEI #FTGRA", reads="bytes")
def missing_picture(document: Document, scope: Scope) -> Iterator[Finding]:
    """A picture, recording or film whose file is not there, or is spelt with other capitals.

    The outputs show an empty frame in its place. Some systems do not tell capitals apart in file names, and then it is missing only elsewhere. More than ten that are
    not there are one finding, with their number and the first lines.

    Bad:  <figure><graphic url="images/none.png"/><figDesc>A seal.</figDesc></figure>
    Bad:  <figure><graphic url="images/SEAL.png"/><figDesc>A seal.</figDesc></figure>
    Good: <figure><graphic url="images/seal.png"/><figDesc>A seal.</figDesc></figure>
    """
    hint = "Put the file in its place, beside the document, or correct @url."
    gone: dict[str, list[tuple[Element, str]]] = {}
    for node in _pictures(document):
        target = (node.get("url") or "").strip()
        if not _local(document, target) or _based(node):
            continue
        file, spelt = _found(document, scope, target)
        if not spelt:
            outside = scope.folder is not None and not file.absolute().is_relative_to(scope.folder.absolute())
            gone.setdefault("lies outside of the edition's folder, where nothing is looked at" if outside else "is not there", []).append((node, target))
        elif not file.as_posix().endswith(spelt):
            yield finding(document, node, f"the {called(node)} {quoted(target)} is called {quoted(spelt)}", "Capitals and accents count: correct @url.")
    for message, missing in gone.items():
        nodes, targets = zip(*missing, strict=True)
        if len(missing) > MANY:
            more = f"; so are {besides(targets[1:])}" if "outside" in message else f"; nor are {besides(targets[1:])}"
            yield finding(document, nodes[0], f"the {called(nodes[0])} {quoted(targets[0])} {message}{more}{others(document, nodes)}", hint)
        else:
            for node, target in missing:
                yield finding(document, node, f"the {called(node)} {quoted(target)} {message}", hint)


def _based(node: Element) -> bool:
    """Whether addresses here count from another place."""
    return bool(tei.select(node, "boolean(ancestor-or-self::*[@xml:base])")[0])


@check("REF012", Severity.QUERY, source="TEI #PHFAX", reads="bytes", elsewhere=Severity.NOTE)
def missing_facsimile(document: Document, scope: Scope) -> Iterator[Finding]:
    """Pictures of pages whose files are not there.

    The book cannot show them, nor the deposit hold them. Put them beside the TEI, or let the addresses lead to where they are.

    Bad:  <p><pb n="1" facs="page-1.jpg"/>Words.</p>
    Bad:  <p><pb n="1" facs="images/Seal.png"/>Words.</p>
    Good: <p><pb n="1" facs="https://example.org/page-1.jpg"/>Words.</p>
    """
    declared = prefixes.said(survey(document).each("prefixDef"))
    missing: list[tuple[Element, str]] = []
    for node, target in _pages(document):
        if not _local(document, target) or scheme(target) in declared or _based(node):
            continue
        file, spelt = _found(document, scope, target)
        if not spelt:
            missing.append((node, target))
        elif not file.as_posix().endswith(spelt):
            yield finding(document, node, f"the picture {quoted(target)} of a page is called {quoted(spelt)}", "Capitals and accents count: correct the address.")
    if missing:
        node, target = missing[0]
        many = f" (and {len(missing) - 1} more)" if len(missing) > 1 else ""
        yield finding(document, node, f"the picture {quoted(target)} of a page is not there{many}", "Add the files, or write the addresses where they are.")


def _pages(document: Document) -> Iterator[tuple[Element, str]]:
    known = survey(document)
    for node in known.each("graphic"):
        if node.get("url") and _of_page(node):
            yield node, (node.get("url") or "").strip()
    yield from ((pointer.node, pointer.target) for pointer in known.pointers if pointer.attribute == "facs" and pointer.target[1:] not in known.ids)


@check("PUB002", Severity.QUERY, source="TEI #FTGRA; WCAG 1.1.1", reads="bytes")
def undescribed_picture(document: Document, scope: Scope) -> Iterator[Finding]:
    """A picture that no words describe.

    Who hears the book instead of seeing it learns only that there is a picture; the EPUB cannot say that it is accessible.

    Bad:  <figure><graphic url="images/seal.png"/></figure>
    Good: <figure><graphic url="images/seal.png"/><figDesc>A round seal with a ship.</figDesc></figure>
    """
    described = "boolean(t:desc[normalize-space()] or ancestor::t:figure[1]/t:figDesc[normalize-space()])"
    for node in survey(document).each("graphic"):
        if not _of_page(node) and not tei.select(node, described)[0]:
            yield finding(document, node, f"no words describe the picture {quoted(node.get('url') or '')}", "Add <figDesc> behind the <graphic>, in its <figure>.")


@check("PUB003", Severity.QUERY, source="TEI #FTGRA", reads="bytes")
def coarse_picture(document: Document, scope: Scope) -> Iterator[Finding]:
    """A picture with too few pixels for print.

    On paper its edges show steps. Print wants 300 pixels to the inch, and shows faults below 150; a picture without @width is taken to be as wide as a column of
    10 cm. Drawings in SVG have no pixels.

    Bad:  <figure><graphic url="images/tiny.png"/><figDesc>A seal.</figDesc></figure>
    Good: <figure><graphic url="images/tiny.png" width="8mm"/><figDesc>A seal.</figDesc></figure>
    """
    for node in _pictures(document):
        target = (node.get("url") or "").strip()
        if not _local(document, target) or _based(node):
            continue
        file, spelt = _found(document, scope, target)
        size = pixels(file) if spelt else None
        inches = _inches(node.get("width") or "")
        if size is None or inches == 0 or size[0] >= COARSE * inches:
            continue
        wide = f'{node.get("width")} wide' if node.get("width") else "10 cm wide"
        message = f"the picture {quoted(target)} has {size[0]} pixels in a row: {round(size[0] / inches)} to the inch, if it is {wide}"
        yield finding(document, node, message, f'Take a picture of {round(300 * inches)} pixels, or print it smaller: width="{max(1, round(size[0] / 300 * 25.4))}mm".')


def _inches(width: str) -> float:
    """The width that a picture is printed in; 0 if it is said in pixels, or in a way that cannot be reckoned."""
    if not width:
        return 10 / 2.54
    match = LENGTH.fullmatch(width.strip())
    return float(match[1]) * INCHES[match[2]] if match else 0


@check("PUB005", Severity.QUERY, source="https://www.rfc-editor.org/rfc/rfc8493#section-5", reads="bytes")
def unportable_file_name(document: Document, scope: Scope) -> Iterator[Finding]:
    """A picture's file whose name not every system takes.

    Spaces, accents, colons, names longer than 100 letters or that differ in capitals only: on some system the file is then renamed, or lost, when the deposit is unpacked.

    Bad:  <figure><graphic url="images/the%20seal.png"/><figDesc>A seal.</figDesc></figure>
    Good: <figure><graphic url="images/seal.png"/><figDesc>A seal.</figDesc></figure>
    """
    met: dict[str, str] = {}
    for node in survey(document).each("graphic", "media"):
        target = (node.get("url") or "").strip()
        if not _local(document, target) or unquote(target) in met.values():
            continue
        name = unquote(target)
        other = met.setdefault(name.casefold(), name)
        portable = re.sub(r"[^A-Za-z0-9._/-]+", "-", normalize("NFKD", name).encode("ascii", "ignore").decode())
        if other != name:
            yield finding(document, node, f"{quoted(name)} and {quoted(other)} differ in capitals only", "Give one of the files another name.")
        elif portable != name or len(Path(name).name) > 100 or RESERVED.fullmatch(Path(name).stem):
            better = f", such as {quoted(Path(portable).name)}" if portable != name else ""
            yield finding(document, node, f"not every system takes the file name {quoted(Path(name).name)}", f"Give the file a name of the letters a to z, digits, - and _{better}.")

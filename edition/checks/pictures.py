"""6. Pictures: the files are there, and a reader who does not see them is told what they show."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

from edition import tei
from edition.checks.files import place, scheme, spelling
from edition.checks.pointers import prefixes
from edition.checks.survey import survey
from edition.model import Document, Finding, Severity
from edition.rules import Scope, check, finding, quoted
from edition.tei import Element

OF_PAGES = "ancestor::t:facsimile or ancestor::t:sourceDoc"  # pictures of pages are not printed
PICTURES = f"//t:graphic[@url][not({OF_PAGES})] | //t:media[@url][not({OF_PAGES})]"


def _local(document: Document, target: str) -> bool:
    """Whether an address is a file's that lies here: no web address, no data, nothing from a server's root, nothing behind an own prefix."""
    return bool(target) and not scheme(target) and not target.startswith(("/", "#")) and "?" not in target


def _found(document: Document, scope: Scope, target: str) -> tuple[Path, str]:
    """The file meant and how it is spelt on the disk ("" if it is not there). Looked for in the folder of the document's pictures, then beside it."""
    for home in (document.folder, document.path.parent):
        if home is not None and (spelt := spelling(place(home, target), scope.folder or home)):
            return place(home, target), spelt
    return place(document.path.parent, target), ""


@check("REF007", Severity.ERROR, source="TEI #FTGRA")
def missing_picture(document: Document, scope: Scope) -> Iterator[Finding]:
    """A picture whose file is not there, or is spelt with other capitals.

    The outputs show an empty frame in its place. Some systems do not tell capitals apart in file names, and then it is missing only elsewhere.

    Bad:  <figure><graphic url="images/none.png"/><figDesc>A seal.</figDesc></figure>
    Bad:  <figure><graphic url="images/SEAL.png"/><figDesc>A seal.</figDesc></figure>
    Good: <figure><graphic url="images/seal.png"/><figDesc>A seal.</figDesc></figure>
    """
    assert document.tree is not None
    for node in tei.select(document.tree, PICTURES):
        target = node.get("url").strip()
        if not _local(document, target) or _based(node):
            continue
        file, spelt = _found(document, scope, target)
        if not spelt:
            outside = scope.folder is not None and not file.absolute().is_relative_to(scope.folder.absolute())
            message = "lies outside of the edition's folder, where nothing is looked at" if outside else "is not there"
            yield finding(document, node, f"the picture {quoted(target)} {message}", "Put the file in its place, beside the document, or correct @url.")
        elif not file.as_posix().endswith(spelt):
            yield finding(document, node, f"the picture {quoted(target)} is called {quoted(spelt)}", "Capitals and accents count: correct @url.")


def _based(node: Element) -> bool:
    """Whether addresses here count from another place."""
    return bool(tei.select(node, "boolean(ancestor-or-self::*[@xml:base])")[0])


@check("REF012", Severity.QUERY, source="TEI #PHFAX", elsewhere=Severity.NOTE)
def missing_facsimile(document: Document, scope: Scope) -> Iterator[Finding]:
    """Pictures of pages whose files are not there.

    They are not printed, but the deposit should hold them, or the addresses should lead to where they are.

    Bad:  <p><pb n="1" facs="page-1.jpg"/>Words.</p>
    Good: <p><pb n="1" facs="https://example.org/page-1.jpg"/>Words.</p>
    """
    assert document.tree is not None
    declared = prefixes(document)
    missing: list[tuple[Element, str]] = []
    for node, target in _pages(document):
        if _local(document, target) and scheme(target) not in declared and not _based(node) and not _found(document, scope, target)[1]:
            missing.append((node, target))
    if missing:
        node, target = missing[0]
        many = f" (and {len(missing) - 1} more)" if len(missing) > 1 else ""
        yield finding(document, node, f"the picture {quoted(target)} of a page is not there{many}", "Add the files, or write the addresses where they are.")


def _pages(document: Document) -> Iterator[tuple[Element, str]]:
    for node in tei.select(document.tree, f"//t:graphic[@url][{OF_PAGES}] | //*[@facs]") if document.tree is not None else ():
        for target in (node.get("url") or node.get("facs")).split():
            if target[1:] not in survey(document).ids:
                yield node, target


@check("PUB002", Severity.QUERY, source="TEI #FTGRA; WCAG 1.1.1")
def undescribed_picture(document: Document, scope: Scope) -> Iterator[Finding]:
    """A picture that no words describe.

    Who hears the book instead of seeing it learns only that there is a picture; the EPUB cannot say that it is accessible.

    Bad:  <figure><graphic url="images/seal.png"/></figure>
    Good: <figure><graphic url="images/seal.png"/><figDesc>A round seal with a ship.</figDesc></figure>
    """
    assert document.tree is not None
    described = "t:desc[normalize-space()] or ancestor::t:figure[1]/t:figDesc[normalize-space()]"
    for node in tei.select(document.tree, f"//t:graphic[not({OF_PAGES})][not({described})]"):
        yield finding(document, node, f"no words describe the picture {quoted(node.get('url') or '')}", "Add <figDesc> behind the <graphic>, in its <figure>.")

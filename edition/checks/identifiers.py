"""6. Ids: each a name, each once. And the one pass over a tree that collects ids and pointers, for this module and `pointers.py`."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from functools import lru_cache

from edition import tei
from edition.model import Document, Finding, Severity
from edition.rules import Scope, check, finding, quoted
from edition.tei import Element

EXAMPLES = "{http://www.tei-c.org/ns/Examples}"  # egXML: what stands in there is shown, not meant

# Attributes whose datatype is teidata.pointer in TEI 4.10. Those left out (@value, @property, @location …) hold mostly other things; @url is pictures.py's
NAMES = """
    active adj adjFrom adjTo ana calendar change children code copyOf corresp datcat datingMethod datingPoint decls domains edRef end exclude
    fVal facs feats filter follow from fromUnit given hand inst lemmaRef mergedIn mutual new next nymRef origin parent parts passive
    perf period prev ref rendition replyTo require resp sameAs scheme scribeRef scriptRef select since source spanTo start synch
    target targetDatcat targetEnd to toUnit toWhom unitRef uri valueDatcat where who wit
"""
POINTERS = frozenset(NAMES.split())
SPANS = frozenset({"rt", "app", "span", "arc"})  # only here @from and @to point; elsewhere they are dates


@dataclass(frozen=True)
class Pointer:
    """One address in an attribute: ``wit="#A #B"`` makes two."""

    node: Element
    attribute: str
    target: str


@dataclass(frozen=True)
class Index:
    """What a document calls its elements, and what it points to, in the order of the text."""

    ids: dict[str, Element]  # to the first element that has it
    again: tuple[Element, ...]  # elements whose id stands before
    pointers: tuple[Pointer, ...]


def index(document: Document) -> Index:
    """Ids and pointers of a well-formed document."""
    assert document.tree is not None
    return _index(document.tree)


@lru_cache(maxsize=1)  # several checks, one after the other, ask the same of the same tree
def _index(tree: tei.Tree) -> Index:
    ids: dict[str, Element] = {}
    again: list[Element] = []
    pointers: list[Pointer] = []
    for node in tree.getroot().iter("*"):
        name = str(node.tag)
        if name.startswith(EXAMPLES):
            continue
        for attribute, value in node.items():
            if attribute == tei.XML_ID:
                if value in ids:
                    again.append(node)
                else:
                    ids[str(value)] = node
            elif attribute in POINTERS and name.startswith(tei.T) and (attribute not in ("from", "to") or name[len(tei.T) :] in SPANS):
                pointers.extend(Pointer(node, str(attribute), target) for target in str(value).split())
    return Index(ids, tuple(again), tuple(pointers))


@check("REF001", Severity.ERROR, source="TEI #CORS1")
def duplicate_id(document: Document, scope: Scope) -> Iterator[Finding]:
    """An xml:id that another element has.

    A reference to it has two answers, and an EPUB in which an id stands twice is refused.

    Bad:  <p xml:id="p1">One.</p><p xml:id="p1">Two.</p>
    Good: <p xml:id="p1">One.</p><p xml:id="p2">Two.</p>
    """
    ids = index(document).ids
    for node in index(document).again:
        identifier = node.get(tei.XML_ID) or ""
        line, column = document.places.of(ids[identifier])
        yield finding(document, node, f"the xml:id {quoted(identifier)} is already used in line {line}, column {column}", "Give one of the two another id.")


@check("REF013", Severity.ERROR, source="https://www.w3.org/TR/xml-id/#processing")
def malformed_id(document: Document, scope: Scope) -> Iterator[Finding]:
    """An xml:id that is not a name.

    Names begin with a letter or a low line and hold letters, digits, points, hyphens and low lines; nothing can point to another one.

    Bad:  <p xml:id="1 st">Words.</p>
    Good: <p xml:id="p1">Words.</p>
    """
    for identifier, node in index(document).ids.items():
        if not tei.NAME.fullmatch(identifier):
            yield finding(document, node, f"the xml:id {quoted(identifier)} is not a name", "Begin with a letter; then letters, digits, points, hyphens, low lines.")

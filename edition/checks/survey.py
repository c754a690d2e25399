"""6. The one pass over a tree that collects what many checks ask for: ids, pointers, languages, dates, and which elements have which attributes."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from functools import cached_property, lru_cache
from typing import NamedTuple

from edition import tei
from edition.model import Document
from edition.tei import Element

EXAMPLES = "{http://www.tei-c.org/ns/Examples}"  # egXML: what stands in there is shown, not meant

# Attributes whose datatype is teidata.pointer in TEI 4.12. Those left out (@value, @property, @location …) hold mostly other things; @url is pictures.py's
NAMES = """
    active adj adjFrom adjTo ana calendar change children code copyOf corresp datcat datingMethod datingPoint decls domains edRef end exclude
    fVal facs feats filter follow from fromUnit given hand inst lemmaRef mergedIn mutual new next nymRef origin parent parts passive
    perf period prev ref rendition replyTo require resp sameAs scheme scribeRef scriptRef select since source spanTo start synch
    target targetDatcat targetEnd to toUnit toWhom unitRef uri valueDatcat where who wit
"""
POINTERS = frozenset(NAMES.split())
SPANS = frozenset({"rt", "app", "span", "arc"})  # only here @from and @to point; elsewhere they are dates
PLACES = SPANS | {"locus", "biblScope", "citedRange"}  # and in these they are neither: pages
W3C = ("when", "notBefore", "notAfter", "from", "to")
DATES = frozenset({*W3C, *(f"{name}-iso" for name in W3C)})

FILE = re.compile(r"\.(?:xml|tei|odd|html?|jpe?g|png|tiff?|gif|svg|webp|jp2|pdf|txt|json|mp[34]|wav|ogg)(?:#\S*)?$", re.IGNORECASE)

Shape = tuple[str, ...]  # an element's name in full, and the names of its attributes as they stand
Dated = tuple[tuple[str, str], ...]  # the dates on an element: attribute and value


class Pointer(NamedTuple):
    """One address in an attribute, wherever it stands: ``wit="#A #B"`` makes two."""

    attribute: str
    target: str
    nodes: list[Element]  # the elements that have it, in the order of the text

    @property
    def node(self) -> Element:
        """The first of them."""
        return self.nodes[0]


@dataclass(frozen=True)
class Survey:
    """What a document calls its elements, what it points to, and what it is made of, by where each is first met."""

    root: Element
    ids: dict[str, Element]  # to the first element that has it
    again: tuple[Element, ...]  # elements whose id stands before
    pointers: tuple[Pointer, ...]
    languages: dict[str, list[Element]]  # values of xml:lang
    spaced: tuple[tuple[Element, str, str], ...]  # one address with spaces in it: element, attribute, value. Not among the pointers
    dated: dict[Dated, list[Element]]
    shapes: tuple[Shape, ...]  # each once

    @cached_property
    def names(self) -> frozenset[str]:
        """Of all elements, in full."""
        return frozenset(shape[0] for shape in self.shapes)

    def each(self, *names: str) -> Iterator[Element]:
        """All TEI elements of some local names. Costs nothing where there is none."""
        here = [f"{tei.T}{name}" for name in names if f"{tei.T}{name}" in self.names]
        return self.root.iter(*here) if here else iter(())

    def shaped(self, wanted: Callable[[str, Shape], object]) -> Iterator[Element]:
        """TEI elements for whose local name and attribute names `wanted` holds. It is asked once for each combination that there is."""
        found = {shape for shape in self.shapes if shape[0].startswith(tei.T) and wanted(shape[0][len(tei.T) :], shape[1:])}
        if found:
            for node in self.root.iter(*{shape[0]: None for shape in found}):
                if (node.tag, *node.keys()) in found:
                    yield node

    def having(self, attribute: str) -> Iterator[Element]:
        """TEI elements with an attribute."""
        return self.shaped(lambda name, attributes: attribute in attributes)


def meant_as_one(value: str) -> bool:
    """Whether an address of several words is one file's with spaces in its name: ``my letter.xml``. ``a.xml b.xml`` and ``#a #b`` are two each."""
    *words, last = value.split()
    return bool(words) and FILE.search(last) is not None and not any("#" in word or FILE.search(word) for word in words) and ":" not in last


def survey(document: Document) -> Survey:
    """Of a well-formed document."""
    assert document.tree is not None
    return _survey(document.tree)


@dataclass(frozen=True, slots=True)
class _Plan:
    """What is to be taken from the elements of one shape."""

    identified: bool
    language: bool
    pointers: tuple[str, ...]
    dates: tuple[str, ...]


NEW = _Plan(False, False, (), ())


def _plan(shape: Shape) -> _Plan | None:
    """None: nothing."""
    name, *attributes = shape
    if name.startswith(EXAMPLES) or not attributes:
        return None
    local = name[len(tei.T) :] if name.startswith(tei.T) else ""
    pointers: Iterable[str] = (each for each in attributes if each in POINTERS and (each not in ("from", "to") or local in SPANS)) if local else ()
    dates = (each for each in attributes if each in DATES and (each not in ("from", "to") or local not in PLACES)) if local else ()
    plan = _Plan(tei.XML_ID in attributes, tei.XML_LANG in attributes, tuple(pointers), tuple(dates))
    return plan if plan.identified or plan.language or plan.pointers or plan.dates else None


@lru_cache(maxsize=1)  # many checks, one after the other, ask the same of the same tree
def _survey(tree: tei.Tree) -> Survey:
    root = tree.getroot()
    ids: dict[str, Element] = {}
    again: list[Element] = []
    aims: dict[tuple[str, str], list[Element]] = {}
    languages: dict[str, list[Element]] = {}
    spaced: list[tuple[Element, str, str]] = []
    dated: dict[Dated, list[Element]] = {}
    plans: dict[Shape, _Plan | None] = {}
    for node in root.iter("*"):
        shape = (str(node.tag), *node.keys())
        plan = plans.get(shape, NEW)
        if plan is None:
            continue
        if plan is NEW:
            plan = plans[shape] = _plan(shape)
            if plan is None:
                continue
        if plan.identified:
            identifier = node.get(tei.XML_ID) or ""
            if identifier in ids:
                again.append(node)
            else:
                ids[identifier] = node
        if plan.language:
            languages.setdefault(node.get(tei.XML_LANG) or "", []).append(node)
        for attribute in plan.pointers:
            value = node.get(attribute) or ""
            if (" " in value or "\n" in value or "\t" in value) and meant_as_one(value):
                spaced.append((node, attribute, value))
            elif " " in value or "\n" in value or "\t" in value:
                for target in value.split():
                    aims.setdefault((attribute, target), []).append(node)
            elif value:
                aims.setdefault((attribute, value), []).append(node)
        if plan.dates:
            dated.setdefault(tuple([(attribute, node.get(attribute) or "") for attribute in plan.dates]), []).append(node)
    return Survey(root, ids, tuple(again), tuple(Pointer(*aim, nodes) for aim, nodes in aims.items()), languages, tuple(spaced), dated, tuple(plans))

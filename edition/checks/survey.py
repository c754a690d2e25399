"""6. The one pass over a document that collects what many checks ask for: ids, pointers, languages, dates, and which elements have which attributes."""

from __future__ import annotations

import re
from collections.abc import Callable, Collection, Iterable, Iterator, Sequence
from dataclasses import dataclass
from functools import cached_property

from edition import parsers, tei
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
NO_POINTERS = frozenset({
    ("shift", "new"), ("move", "where"), ("interaction", "active"), ("interaction", "passive"), ("schemaSpec", "start"), ("anyElement", "require"),
    *((name, "scheme") for name in "rendition styleDefDecl unicodeProp unihanProp localProp att gi tag constraintDecl constraintSpec".split()),
})  # elements on which an attribute of such a name holds a word  # fmt: skip
DATES = frozenset({*W3C, *(f"{name}-iso" for name in W3C)})

BLANK = re.compile(r"[ \n\t\r]")
FILE = re.compile(r"\.(?:xml|tei|odd|html?|jpe?g|png|tiff?|gif|svg|webp|jp2|pdf|txt|json|mp[34]|wav|ogg)(?:#\S*)?$", re.IGNORECASE)

Shape = tuple[str, ...]  # an element's name in full, and the names of its attributes as they stand
Dated = tuple[tuple[str, str], ...]  # the dates on an element: attribute and value


@dataclass(frozen=True, slots=True)
class Pointer:
    """One address in an attribute, wherever it stands: ``wit="#A #B"`` makes two."""

    attribute: str
    target: str
    numbers: list[int]  # of the elements that have it
    survey: Survey

    @property
    def nodes(self) -> list[Element]:
        return [self.survey.element(number) for number in self.numbers]

    @property
    def node(self) -> Element:
        """The first of them."""
        return self.survey.element(self.numbers[0])


class Survey:
    """What a document calls its elements, what it points to, and what it is made of, by where each is first met.

    Elements are told by their number in the order of the text. A tree is only built when one of them is asked for, so that a document without fault is
    judged without one. Of what is not well-formed everything is empty.
    """

    def __init__(self, document: Document) -> None:
        self.document = document
        self.ids: dict[str, tuple[int, str]] = {}  # to the first element that has it, and its name in full
        self.again: list[tuple[str, int]] = []  # ids that stand before, and the elements that have them too
        self.languages: dict[str, list[int]] = {}  # values of xml:lang
        self.dated: dict[Dated, list[int]] = {}
        self.spaced: list[tuple[int, str, str]] = []  # one address with spaces in it: element, attribute, value. Not among the pointers
        self.parents: dict[str, set[str]] = {}  # the names of elements, in full, and of those they stand in
        self._plans: dict[Shape, _Plan | None] = {}
        self._aims: dict[tuple[str, str], list[int]] = {}
        self._count = 0

    def take(self, name: str, parent: str, attributes: Sequence[str]) -> None:
        """The next element: its name and its parent's in full, and its attributes, name and value in turn."""
        number = self._count
        self._count += 1
        shape = (name, *attributes[::2])
        plan = self._plans.get(shape, NEW)
        if plan is NEW:
            plan = self._plans[shape] = _plan(shape)
        if parent not in self.parents.setdefault(name, set()):
            self.parents[name].add(parent)
        if plan is None:
            return
        if plan.identified:
            identifier = attributes[plan.identified]
            if identifier in self.ids:
                self.again.append((identifier, number))
            else:
                self.ids[identifier] = number, name
        if plan.language:
            self.languages.setdefault(attributes[plan.language], []).append(number)
        for attribute, at in plan.pointers:
            value = attributes[at]
            if BLANK.search(value):
                if meant_as_one(value):
                    self.spaced.append((number, attribute, value))
                    continue
                for target in value.split():
                    self._aims.setdefault((attribute, target), []).append(number)
            elif value:
                self._aims.setdefault((attribute, value), []).append(number)
        if plan.dates:
            self.dated.setdefault(tuple([(attribute, attributes[at]) for attribute, at in plan.dates]), []).append(number)

    @cached_property
    def pointers(self) -> tuple[Pointer, ...]:
        return tuple(Pointer(attribute, target, numbers, self) for (attribute, target), numbers in self._aims.items())

    @property
    def shapes(self) -> Iterable[Shape]:
        """Each once."""
        return self._plans

    @property
    def names(self) -> Collection[str]:
        """Of all elements, in full."""
        return self.parents.keys()

    @property
    def root(self) -> Element:
        assert self.document.tree is not None
        return self.document.tree.getroot()

    @cached_property
    def _elements(self) -> list[Element]:
        return list(self.root.iter("*"))

    def element(self, number: int) -> Element:
        return self._elements[number]

    def identified(self, identifier: str) -> Element | None:
        """The first element with this xml:id."""
        return self._elements[self.ids[identifier][0]] if identifier in self.ids else None

    def each(self, *names: str) -> Iterator[Element]:
        """All TEI elements of some local names. Costs nothing where there is none."""
        here = [f"{tei.T}{name}" for name in names if f"{tei.T}{name}" in self.parents]
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

    def may_stand_in(self, inner: str, *outer: str) -> bool:
        """Whether a TEI element of the one local name may stand somewhere below one of the others, as far as the parents of each name tell."""
        aims = {f"{tei.T}{name}" for name in outer}
        met: set[str] = set()
        ahead = [f"{tei.T}{inner}"]
        while ahead:
            above = self.parents.get(ahead.pop(), set()) - met
            if above & aims:
                return True
            met |= above
            ahead += above
        return False


@dataclass(frozen=True, slots=True)
class _Plan:
    """Where, among the attributes of the elements of one shape, the values stand that are to be taken; 0: there is none."""

    identified: int
    language: int
    pointers: tuple[tuple[str, int], ...]
    dates: tuple[tuple[str, int], ...]


NEW = _Plan(0, 0, (), ())


def _plan(shape: Shape) -> _Plan | None:
    """None: nothing."""
    name, *attributes = shape
    if name.startswith(EXAMPLES) or not attributes:
        return None
    local = name[len(tei.T) :] if name.startswith(tei.T) else ""
    at = {attribute: 2 * number + 1 for number, attribute in enumerate(attributes)}
    pointers = tuple(
        (each, at[each]) for each in attributes
        if local and each in POINTERS and (each not in ("from", "to") or local in SPANS) and (local, each) not in NO_POINTERS
    )  # fmt: skip
    dates = tuple((each, at[each]) for each in attributes if local and each in DATES and (each not in ("from", "to") or local not in PLACES))
    plan = _Plan(at.get(tei.XML_ID, 0), at.get(tei.XML_LANG, 0), pointers, dates)
    return None if plan == NEW else plan


def meant_as_one(value: str) -> bool:
    """Whether an address of several words is one file's with spaces in its name: ``my letter.xml``. ``a.xml b.xml`` and ``#a #b`` are two each."""
    *words, last = value.split()
    return bool(words) and FILE.search(last) is not None and not any("#" in word or FILE.search(word) for word in words) and ":" not in last


_last: list[Survey] = []  # many checks, one after the other, ask the same of the same document


def survey(document: Document) -> Survey:
    """From the tree if there is one; else from the bytes, if they are well-formed and without a document type declaration."""
    if not _last or _last[0].document is not document:
        _last[:] = [_surveyed(document)]
    return _last[0]


def _surveyed(document: Document) -> Survey:
    made = Survey(document)
    if "parsed" in document.__dict__ or not document.sound:
        if document.tree is not None:
            for node in document.tree.getroot().iter("*"):
                parent = node.getparent()
                made.take(str(node.tag), "" if parent is None else str(parent.tag), [part for pair in node.items() for part in pair])
        return made
    reader = parsers.events("}")
    names: list[str] = [""]
    full: dict[str, str] = {}

    def start(name: str, attributes: list[str]) -> None:
        known = full.get(name)
        if known is None:
            known = full[name] = f"{{{name}" if "}" in name else name
        if attributes:
            attributes[::2] = [f"{{{each}" if "}" in each else each for each in attributes[::2]]
        made.take(known, names[-1], attributes)
        names.append(known)

    def end(name: str) -> None:
        del names[-1]

    reader.ordered_attributes = True
    reader.StartElementHandler, reader.EndElementHandler = start, end
    reader.Parse(document.data, True)
    return made

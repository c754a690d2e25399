"""What stands apart and belongs to a place in the text: notes, annotations, comments on a span, entries of an external apparatus.

They say where by pointers (@target, @from and @to, @corresp, a link), an app also by a location (@loc: ``12``, ``1.3.2``). Each is
brought to the element whose words end there. Source: TEI #TCAPLR, #TCAPDE, #SASO, #SALP.
"""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Collection, Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from pathlib import Path

from edition import tei
from edition.render.lines import verses
from edition.tei import XML_ID, Element, T

ELEMENT_ONLY = frozenset(f"{T}{name}" for name in Path(__file__).with_name("element_only.txt").read_text("utf-8").split("\n")[1:] if name)
NOTE, APP, SPAN, LINK = f"{T}note", f"{T}app", f"{T}span", f"{T}link"
KINDS = frozenset({NOTE, APP, SPAN, LINK})
APART = frozenset(f"{T}{name}" for name in ["div", "div1", "div2", "div3", "div4", "div5", "div6", "div7", "noteGrp", "back", "standOff", "listAnnotation"])
LISTS = frozenset(f"{T}{name}" for name in ["listApp", "noteGrp", "listAnnotation", "annotation", "spanGrp"])  # gone when all that was in them has gone
OUTSIDE = (f"{T}teiHeader", f"{T}app")
ANALYSED = f"{T}annotationBlock"  # it holds an utterance and its tiers of analysis
WORDS = frozenset(f"{T}{name}" for name in ["w", "m", "c", "pc"])  # a span over these is an analysis, no comment
NUMBERED = frozenset(f"{T}{name}" for name in ["div", "div1", "div2", "div3", "div4", "lg", "l", "p", "ab", "seg", "s", "lb", "u", "sp"])
BLOCKS = frozenset(f"{T}{name}" for name in ["p", "ab", "l", "lg", "sp", "quote", "list", "item", "div", "head", "cell", "speaker", "stage"])
POINTER = re.compile(r"#([\w.\-]+)")


@dataclass(frozen=True)
class Attachments:
    """`at`: an element to what belongs to its end, in order. `homeless`: what says a place that is not there, and would be printed nowhere."""

    at: Mapping[Element, tuple[Element, ...]] = field(default_factory=dict)
    homeless: tuple[Element, ...] = ()
    hollow: frozenset[Element] = frozenset()  # lists of which nothing is left

    @property
    def moved(self) -> frozenset[Element]:
        return frozenset({each for items in self.at.values() for each in items}) | frozenset(self.homeless) | self.hollow


def attached(root: Element, found: Iterable[Element], printed: Mapping[str, str]) -> Attachments:
    """`found`: all elements of `KINDS`, in order. `printed`: the xml:ids of what will be in the output."""
    wanted = [(each, _pointers(each)) for each in found if each.tag == LINK or next(each.iterancestors(*OUTSIDE), None) is None]
    located = [each for each, names in wanted if each.tag == APP and not names and each.get("loc") and apart(each)]
    places = _by_id(root, {name for _, names in wanted for name in names}) if any(names for _, names in wanted) else {}
    at: dict[Element, list[Element]] = defaultdict(list)
    homeless: list[Element] = []
    for each, names in wanted:
        if each.tag == LINK:
            _link(each, names, places, printed, at)
        elif names:
            targets = list(dict.fromkeys(_bearer(places[name]) for name in names if name in printed and name in places))
            targets = [target for target in targets if target is not each and each not in target.iterancestors()]
            for target in targets[-1:] if each.tag != NOTE else targets:
                at[target].append(each)
            if not targets and _unprinted(each):
                homeless.append(each)
    if located:
        external = any(each.get("location") == "external" or each.get("method") == "location-referenced" for each in root.iter(f"{T}variantEncoding"))
        lines = Locations(root)
        for each in located:
            place = lines.find(each.get("loc") or "") if external or _unprinted(each) else None
            if place is not None:
                at[_bearer(place)].append(each)
            elif _unprinted(each):
                homeless.append(each)
    moved = {each for items in at.values() for each in items} | set(homeless)
    return Attachments({target: tuple(items) for target, items in at.items()}, tuple(homeless), _hollow(moved))


def apart(node: Element) -> bool:
    """Between paragraphs, in a list of notes or entries, or in a stand-off part: not in the midst of a text."""
    parent = node.getparent()
    return parent is not None and (parent.tag in APART or parent.tag in LISTS)


def staying(node: Element, moved: Collection[Element]) -> Iterator[str]:
    """The text in an element, without what is printed at another place."""
    if node.text and isinstance(node.tag, str):
        yield node.text
    for child in node:
        if child not in moved:
            yield from staying(child, moved)
        if child.tail:
            yield child.tail


def pointers(text: str | None) -> list[str]:
    """The ids in ``#a #b``, and in ``range(#a, #b)``."""
    return POINTER.findall(text or "")


def _pointers(node: Element) -> list[str]:
    """The ids of where something belongs; the last is where it ends."""
    if node.tag == LINK:
        return pointers(node.get("target"))
    if node.tag == NOTE:
        parent = node.getparent()
        if node.get("target"):
            return pointers(node.get("target"))
        if parent is not None and parent.tag == f"{T}annotation":
            return pointers(parent.get("target"))
        return pointers(node.get("corresp")) if apart(node) else []
    if node.tag == SPAN:
        names = [*pointers(node.get("from")), *pointers(node.get("to")), *pointers(node.get("target"))]
        if next(node.iterancestors(ANALYSED), None) is not None:
            return []
        return names if "".join(tei.texts(node)).strip(tei.BLANK) else []
    if not apart(node):
        return []  # an app in the text stands where its lemma ends
    return [*pointers(node.get("corresp")), *pointers(node.get("from")), *pointers(node.get("to"))]


def _link(link: Element, names: list[str], places: Mapping[str, Element], printed: Mapping[str, str], at: dict[Element, list[Element]]) -> None:
    """A link from a place in the text to a note that stands apart brings the note there."""
    notes = [places[name] for name in names if name in places and places[name].tag in (NOTE, APP) and apart(places[name])]
    texts = [places[name] for name in names if name in places and name in printed and places[name] not in notes]
    for note in notes:
        for text in texts:
            bearer = _bearer(text)
            if not note.get("target") and note not in at[bearer] and note not in text.iterancestors() and bearer is not note:
                at[bearer].append(note)


def _by_id(root: Element, wanted: set[str]) -> dict[str, Element]:
    """The first element of each id; a span of words is no place of its own, nor what is in the header."""
    found: dict[str, Element] = {}
    for node in tei.with_ids(root):
        name = node.get(XML_ID) or ""
        if name in wanted and name not in found:
            found[name] = node
    return found


def _bearer(node: Element) -> Element:
    """Where something can be called that belongs to a whole: of a division its heading, of a stanza or a list the last words in it."""
    while node.tag in ELEMENT_ONLY and node.tag != APP:
        head = node.find(f"{T}head")
        inner = head if head is not None else next((each for each in node.iterchildren("*", reversed=True) if len(each) or (each.text or "").strip(tei.BLANK)), None)
        if inner is None or inner.tag in KINDS:
            break
        node = inner
    return node


def _unprinted(node: Element) -> bool:
    return next(node.iterancestors(f"{T}standOff"), None) is not None


def _hollow(moved: set[Element]) -> frozenset[Element]:
    found: set[Element] = set()
    parents = dict.fromkeys(parent for each in moved if (parent := each.getparent()) is not None)
    while parents:
        above: dict[Element, None] = {}
        for parent in parents:
            words = [parent.text, *(child.tail for child in parent)]
            if parent.tag in LISTS and not any((text or "").strip(tei.BLANK) for text in words) and all(child in moved or child in found for child in parent.iterchildren("*")):
                found.add(parent)
                if (outer := parent.getparent()) is not None:
                    above[outer] = None
        parents = above
    return frozenset(found)


class Locations:
    """Lines, paragraphs and divisions by their numbers: ``12``, ``1.3``, ``1-3`` (the third of the first); of a range its end."""

    def __init__(self, root: Element) -> None:
        self._by_path: dict[str, Element] = {}
        self._by_number: dict[tuple[str, str], Element] = {}
        for verse, number in verses(root).items():
            self._by_number.setdefault(("l", number), verse)
        for node in root.iter(*NUMBERED):
            number, name = node.get("n") or "", node.get(XML_ID)
            if name:
                self._by_path.setdefault(name, node)
            if number and next(node.iterancestors(f"{T}teiHeader", f"{T}standOff"), None) is None:
                self._by_number.setdefault((tei.local(node), number), node)
                path = [*_numbers_above(node), number]
                for start in range(len(path)):
                    self._by_path.setdefault(".".join(path[start:]), node)

    def find(self, location: str) -> Element | None:
        text = re.sub(r"^\s*(?:ll?|vv?|line|lines|§)[\s.]+", "", location).strip()
        for way in (text, text.replace("-", "."), *reversed(re.split(r"\s*[–—\-,;]\s*", text))):
            for found in (self._by_number.get(("l", way)), self._by_number.get(("lb", way)), self._by_path.get(way)):
                if found is not None:
                    return found
        return None


def _numbers_above(node: Element) -> Iterator[str]:
    found = [each.get("n") or "" for each in node.iterancestors(*NUMBERED) if each.get("n")]
    return reversed(found)

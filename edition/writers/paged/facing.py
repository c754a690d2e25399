"""8. XHTML to files. Parallel texts on facing pages: the original on the verso, the translation on the recto, in step.

Two flows of text run through one book. Each opening is set so: the verso takes what fits on it; the recto takes what fits, and begins no
block whose partner did not begin on this opening; if it began fewer, the verso is set again and stops there too. So what belongs
together begins on the same opening, a block runs on over as many pages as it needs, and where one side is much longer the other has
an empty page. Notes stand at the foot of their own pages. Text before and after runs as usual.

The engine makes one page after the other from where the page before ended (`page_maker`); we tell it where to begin, and leave the
sides of the other flow out of its tree.
"""

from __future__ import annotations

from collections.abc import Generator, Iterator
from dataclasses import dataclass
from math import inf
from typing import Any
from xml.etree.ElementTree import Element, SubElement

import weasyprint.layout.page

from edition.writers.paged.margins import MarginContext
from edition.writers.paged.note_units import Box, Resume

FACING = "facing"
HEADINGS = frozenset(["h1", "h2", "h3", "h4", "h5", "h6"])
OWN = ("footnotes", "reported_footnotes", "carried", "resume", "placed", "broken_out_of_flow")  # of the context's state, what each flow has for itself

# The tree, before it is laid out


def prepare(root: Element) -> bool:
    """Mark what is set on facing pages: the class `facing`, pairs with `data-pair` (1, 2 …), headings in pairs too. Whether there is any."""
    parents = {child: parent for parent in root.iter() for child in parent}
    blocks = [each for each in root.iter("div") if _has(each, "parallel")]
    for block in blocks:
        _pair_headings(parents[block])
    regions: list[Element] = []
    for block in blocks:
        region = block
        while parents[region].tag != "body" and _only_pairs(parents[region]):
            region = parents[region]
        if region not in regions:
            regions.append(region)
    for region in regions:
        region.set("class", f"{region.get('class', '')} {FACING}".strip())
        for number, pair in enumerate((each for each in region.iter("div") if _has(each, "pair")), 1):
            pair.set("data-pair", str(number))
    return bool(regions)


def _has(element: Element, name: str) -> bool:
    return name in element.get("class", "").split()


def _pair_headings(section: Element) -> None:
    """The headings of divisions side by side become a pair of their own before the blocks."""
    heads = [child for child in section if child.tag in HEADINGS or _has(child, "head")]
    others = [child for child in section if _has(child, "side-head")]
    if not others or _has(section, FACING):
        return
    at = min(list(section).index(child) for child in (*heads, *others))
    block = Element("div", {"class": "parallel"})
    pair = SubElement(block, "div", {"class": "pair heads"})
    left, right = SubElement(pair, "div", {"class": "side"}), SubElement(pair, "div", {"class": "side"})
    level = next((head.tag for head in heads if head.tag in HEADINGS), "h2")
    for child in (*heads, *others):
        section.remove(child)
        child.tail = ""
        (right if child in others else left).append(child)
    for head in right.iter("p"):
        head.set("class", f"{head.get('class', '')} as-{level}".strip())
    section.insert(at, block)


def _only_pairs(element: Element) -> bool:
    """Whether all that is to be seen in it are pairs."""
    if (element.text or "").strip():
        return False
    return all(not (child.tail or "").strip() and (_has(child, "parallel") or (child.tag != "img" and _only_pairs(child))) for child in element)


# The pages


@dataclass
class Flow:
    """One side: its tree, where it goes on, and what of the context's state is its own."""

    root: Box
    pairs: dict[int, Box]
    at: Resume
    next_page: dict[str, Any]
    state: dict[str, Any]
    begun: int = 0  # the last pair that has begun
    done: bool = False

    def waiting(self) -> float:
        """The pair that begins next; infinite if none does."""
        return min((number for number in self.pairs if number > self.begun), default=inf)


@dataclass(frozen=True)
class Made:
    """A page, where it ends, and the first and the last pair on it (0: none)."""

    page: Box
    at: Resume
    next_page: dict[str, Any]
    first: int
    last: int
    state: dict[str, Any]


class FacingContext(MarginContext):
    """The engine's state of a layout in which parts of the book are set on facing pages."""

    page_maker: list[Any]

    def all_pages(self, root: Box, html: Any) -> Iterator[Box]:
        paths = list(_paths(root))
        if not paths:
            yield from super().all_pages(root, html)
            return
        self.rendered_notes: list[Any] = []
        self._html = html
        self._sides = tuple(_one_side(root, side) for side in (0, 1))
        at: Resume = self.page_maker[0][0]
        index = 0
        while True:
            if paths and _begins(at, paths[0]):
                index, at = yield from self._openings(index, paths.pop(0))
            else:
                page, at = self._page(index, self._sides[0])
                yield page
                index += 1
            if at is None and not self.reported_footnotes:
                break
        del self.page_maker[index + 1 :]
        self.broken_out_of_flow.clear()
        self.reported_footnotes.clear()

    def _openings(self, index: int, path: tuple[int, ...]) -> Generator[Box, None, tuple[int, Resume]]:
        """The pages of a region, by twos. Gives the number of the next page, and where the text goes on."""
        at, next_page, right, *_ = self.page_maker[index]
        if right != (self._sides[0].style["direction"] == "rtl"):  # it begins on a verso
            yield self._blank(index)
            index += 1
        verso, recto = (self._flow(tree, at, next_page, path) for tree in self._sides)
        while not (verso.done and recto.done):
            before = self._kept(verso)
            first = self._make(index, verso, inf)
            second = self._make(index + 1, recto, inf if verso.done else max(verso.begun, first.last))
            if not recto.done:
                reached = max(recto.begun, second.last)
                limit = min((number for number in recto.pairs if number > reached), default=inf) - 1
                if not verso.done and first.last > limit:
                    verso.state, later = before, self.page_maker[index + 1 :]
                    first = self._make(index, verso, limit)
                    self.page_maker[index + 1 :] = later
            for flow, made in ((verso, first), (recto, second)):
                self._move(flow, made, path)
                yield made.page
            index += 2
        self._enter(verso)
        self.placed |= recto.state["placed"]
        state = self.page_maker[index][2:4]
        self.page_maker[index:] = [(verso.at, verso.next_page, *state, _fresh())]
        return index, verso.at

    def _flow(self, tree: Box, at: Resume, next_page: dict[str, Any], path: tuple[int, ...]) -> Flow:
        region = _find(tree, path)
        pairs = {int(number): box for box in region.descendants() if box.element_tag == "div" and (number := box.element.get("data-pair"))}
        called = {box.footnote for box in tree.descendants() if box.footnote is not None}
        state = {name: getattr(self, name).copy() for name in OWN}
        state["footnotes"] = [note for note in self.footnotes if note in called]
        return Flow(tree, pairs, at, {**next_page, "break": "page"}, state)

    def _make(self, index: int, flow: Flow, limit: float) -> Made:
        """A page of a flow on which no pair after `limit` begins; the flow itself does not move."""
        before = self._kept(flow)
        stop = min((number for number in flow.pairs if number > max(limit, flow.begun)), default=0) if limit < inf else 0
        made = self._blank_of(index, flow) if flow.done else self._try(index, flow, stop)
        if made.first > limit and not flow.done:
            flow.state = before
            return self._blank_of(index, flow)
        return made

    def _try(self, index: int, flow: Flow, stop: int) -> Made:
        self._begin_at(index, flow, flow.next_page)
        self._enter(flow)
        box = flow.pairs.get(stop)
        style = None if box is None else box.style
        if box is not None:
            box.style = box.style.copy()
            box.style["break_before"] = "page"
        page, at = self._page(index, flow.root)
        if box is not None:
            box.style = style
        return self._made(index, flow, page, at, self.page_maker[index + 1][1])

    def _blank_of(self, index: int, flow: Flow) -> Made:
        """A page without text, on which only notes that are carried stand."""
        self._begin_at(index, flow, flow.next_page)
        self._enter(flow)
        return self._made(index, flow, self._blank(index), flow.at, flow.next_page)

    def _made(self, index: int, flow: Flow, page: Box, at: Resume, next_page: dict[str, Any]) -> Made:
        seen = [int(number) for box in page.descendants() if box.element_tag == "div" and (number := box.element.get("data-pair"))]
        return Made(page, at, next_page, min(seen, default=0), max(seen, default=0), {name: getattr(self, name) for name in OWN})

    def _move(self, flow: Flow, made: Made, path: tuple[int, ...]) -> None:
        flow.at, flow.begun, flow.state, flow.next_page = made.at, max(flow.begun, made.last), made.state, made.next_page
        within = _within(flow.at, path)
        if within and made.next_page["break"] != "any":  # on which side the next page lies is settled
            flow.next_page = {**made.next_page, "break": "page"}
        flow.done = not within and not made.state["reported_footnotes"]

    def _kept(self, flow: Flow) -> dict[str, Any]:
        return {name: flow.state[name].copy() for name in OWN}

    def _enter(self, flow: Flow) -> None:
        for name in OWN:
            setattr(self, name, flow.state[name].copy())

    def _begin_at(self, index: int, flow: Flow, next_page: dict[str, Any]) -> None:
        _, _, right, page_state, _ = self.page_maker[index]
        self.page_maker[index:] = [(flow.at, next_page, right, page_state, _fresh())]

    def _blank(self, index: int) -> Box:
        at, next_page, right, page_state, _ = self.page_maker[index]
        self.page_maker[index:] = [(at, {**next_page, "break": "left" if right else "right"}, right, page_state, _fresh())]
        return self._page(index, self._sides[0])[0]

    def _page(self, index: int, root: Box) -> tuple[Box, Resume]:
        self.page_maker[index][-1].update(_fresh())
        del self.page_maker[index + 1 :]
        page, at = weasyprint.layout.page.remake_page(index, self, root, self._html)
        return page, at


def _fresh() -> dict[str, Any]:
    """What the engine keeps of a page that may have to be made again."""
    return {"content_changed": False, "pages_wanted": False, "anchors": [], "content_lookups": []}


def _paths(box: Box, path: tuple[int, ...] = ()) -> Iterator[tuple[int, ...]]:
    """The regions of a tree: for each the numbers of the children that lead to it."""
    for number, child in enumerate(getattr(box, "children", ())):
        if child.element is not None and "::" not in (child.element_tag or "") and _has(child.element, FACING):
            yield (*path, number)
        else:
            yield from _paths(child, (*path, number))


def _find(box: Box, path: tuple[int, ...]) -> Box:
    for number in path:
        box = box.children[number]
    return box


def _one_side(root: Box, side: int) -> Box:
    """A copy of the tree with the first side of each pair (0), or with all others."""
    tree = root.deepcopy()
    for box in [each for each in tree.descendants() if each.element_tag == "div" and each.element.get("data-pair")]:
        box.children = [child for number, child in enumerate(box.children) if bool(number) == bool(side)]
    return tree


def _steps(at: Resume) -> tuple[int, ...]:
    """Where a text goes on, as the numbers of the children that lead there."""
    found = []
    while at:
        ((number, at),) = at.items()
        found.append(number)
    return tuple(found)


def _begins(at: Resume, path: tuple[int, ...]) -> bool:
    """Whether a region is what comes next: a break before a first child is one before its parents."""
    steps = _steps(at)
    length = max(len(steps), len(path))
    return steps + (0,) * (length - len(steps)) == path + (0,) * (length - len(path))


def _within(at: Resume, path: tuple[int, ...]) -> bool:
    return _steps(at)[: len(path)] == path

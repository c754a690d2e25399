"""8. XHTML to files. What lies deeper in each other than anyone writes is set side by side: the engine needs for each page the time of all levels.

Nothing is lost: every word, every id and every class stays, in order. Only the boxes are no longer in each other, so that margins and marks of lists no longer add up.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Any
from xml.etree.ElementTree import Element, SubElement

DEEPEST = 40  # levels of XHTML
SHALLOW = 14  # levels, where there are more than twice as many: nobody wrote so, and each of them costs time on each page
PHRASES = 12  # in each other: a line that is too long is tried at each level
INDENTED = 8  # of what is set in from the margin: more would leave no room for words
LOW = 8  # levels: what is in less is moved as it is
IN_A_ROW = 6  # headings that stay on the page of what follows them
SIZE = re.compile(r"font-size\s*:\s*(\d+(?:\.\d+)?|\.\d+)(%|em)")
SMALLEST, LARGEST = 0.2, 12  # times the letters of the page
PARTS = frozenset(["table", "thead", "tbody", "tfoot", "tr", "ul", "ol", "dl"])  # they have no text of their own
BLOCKS = PARTS | frozenset(
    "div section article aside blockquote figure figcaption p pre h1 h2 h3 h4 h5 h6 li dt dd td th caption nav header footer hr".split()
)  # fmt: skip
BOUND = frozenset("thead tbody tfoot tr li dt dd td th caption figcaption".split())  # blocks that stand nowhere else
HEADINGS = frozenset(["h1", "h2", "h3", "h4", "h5", "h6"])
INDENTING = frozenset(["blockquote", "ul", "ol", "dl", "dd", "figure"])
SAID = ("class", "lang", "dir", "style")  # what a further piece of an element has of it


def flatten(root: Element) -> int:
    """Sets side by side what is too deep. How many levels the tree had, if more than are set; else 0."""
    heights: dict[Element, int] = {}
    for element in _from_below(root):
        heights[element] = 1 + max((heights[child] for child in element), default=0)
    floors = list(_floors(root, heights, DEEPEST if heights[root] <= 2 * DEEPEST else SHALLOW))
    for floor in floors:
        _Flat(floor, heights).fill()
    return heights[root] if floors else 0


def outdent(root: Element) -> None:
    """What stands in quotations, lists and figures in each other, or in blocks of one class (entries, answers), is set in no further than a few of them."""
    stack: list[tuple[Element, int, dict[str, int]]] = [(root, 0, {})]
    while stack:
        element, levels, classed = stack.pop()
        further = False
        if element.tag in INDENTING:
            levels += 1
            further = levels > INDENTED
        if element.tag in BLOCKS and (kind := element.get("class", "").partition(" ")[0]):
            classed = {**classed, kind: classed.get(kind, 0) + 1}
            further = further or classed[kind] > INDENTED
        if further:
            _style(element, "margin-left:0;margin-right:0;padding-left:0;padding-right:0;text-indent:0")
        stack += [(child, levels, classed) for child in element]


def level(root: Element) -> None:
    """Sizes of letters that grow, or shrink, in each other without end are those of what is around them: a line would be higher than any page."""
    stack = [(root, 1.0)]
    while stack:
        element, size = stack.pop()
        grown = size
        for number, unit in SIZE.findall(element.get("style", "")):
            grown *= float(number) / (100 if unit == "%" else 1)
        if not SMALLEST <= grown <= LARGEST:
            element.set("style", SIZE.sub("font-size:1em", element.get("style", "")))
            grown = size
        stack += [(child, grown) for child in element]


def loosen(root: Element) -> None:
    """Where heading follows heading without end, the later ones may stand at the foot of a page: else each of them has one of its own."""
    row = 0
    for element in root.iter():
        if element.tag in HEADINGS:
            row += 1
            if row > IN_A_ROW:
                _style(element, "break-after:auto")
        elif row and element.tag in ("p", "li", "td", "blockquote", "span", "img") and "".join(element.itertext()).strip():
            row = 0


def from_above(root: Any) -> Iterator[tuple[Any, int]]:
    """Each element of a tree (of lxml's too) before all that is in it, with its depth."""
    stack = [(root, 1)]
    while stack:
        element, depth = stack.pop()
        yield element, depth
        stack += [(child, depth + 1) for child in reversed(element)]


def _from_below(root: Element) -> Iterator[Element]:
    """Each element behind all that is in it."""
    stack = [(root, iter(root))]
    while stack:
        element, children = stack[-1]
        child = next(children, None)
        if child is not None:
            stack.append((child, iter(child)))
        else:
            yield element
            stack.pop()


def _floors(root: Element, heights: dict[Element, int], deepest: int) -> Iterator[Element]:
    """The outermost elements that have too much in each other: at the lowest level, or as phrases in phrases."""
    stack = [(root, 1, 0)]
    while stack:
        element, depth, phrases = stack.pop()
        if (depth == deepest and heights[element] > 1) or (phrases == PHRASES and heights[element] > LOW):
            yield element
        elif depth < deepest:
            stack += [(child, depth + 1, 0 if child.tag in BLOCKS or "data-n" in child.attrib else phrases + 1) for child in reversed(element)]


class _Flat:
    """The contents of one element as a row: blocks, and lines of words between them."""

    def __init__(self, floor: Element, heights: dict[Element, int]) -> None:
        self.floor, self.heights = floor, heights
        self.line: Element | None = floor  # what takes words and phrases now
        self.owner = floor  # the block that they belong to

    def fill(self) -> None:
        children = list(self.floor)
        for child in children:
            self.floor.remove(child)
        for child in children:
            self._add(child, self.floor)

    def _add(self, element: Element, parent: Element) -> None:
        """An element and what follows it in its parent; `parent` as it was."""
        tail, element.tail = element.tail, None
        block, owner = element.tag in BLOCKS, self.owner
        if self.heights[element] <= LOW:
            (self.floor if block else self._open()).append(element)
            if block:
                self.line = None
        else:
            children = list(element)
            note = not block and "data-n" in element.attrib and "note" in element.get("class", "").split()
            if note:  # it goes to the foot of the page as a whole
                self._open().append(element)
                _Flat(element, self.heights).fill()
            else:
                piece = SubElement(self.floor if block else self._open(), _name(element), dict(element.attrib))
                piece.text = element.text
                if block:
                    _style(piece, "display:block")  # a class may mean an element among words
                    self.line, self.owner = piece, element
                for child in children:
                    self._add(child, element)
                if block:
                    self.line, self.owner = None, owner
        if tail and (tail.strip() or (self.line is not None and parent.tag not in PARTS)):
            self._words(tail, parent)

    def _open(self) -> Element:
        """The line that takes what comes next: a further piece of its block, if another block stands between."""
        if self.line is None:
            self.line = self.floor if self.owner is self.floor else SubElement(self.floor, "div", _said(self.owner))
            if self.line is not self.floor:
                _style(self.line, "display:block")
        return self.line

    def _words(self, text: str, parent: Element) -> None:
        """Words that stand in `parent` behind something else."""
        line = self._open()
        if parent.tag not in BLOCKS and parent is not self.floor:
            SubElement(line, parent.tag, _said(parent)).text = text
        elif len(line):
            line[-1].tail = (line[-1].tail or "") + text
        else:
            line.text = (line.text or "") + text


def _style(element: Element, style: str) -> None:
    element.set("style", f"{element.get('style', '')};{style}".lstrip(";"))


def _name(element: Element) -> str:
    return "div" if element.tag in BOUND | PARTS else element.tag


def _said(element: Element) -> dict[str, str]:
    return {name: value for name in SAID if (value := element.get(name))}

"""8. XHTML to files. Runs against the direction of their paragraph, each in one span that says its direction.

The engine sets every marked phrase for itself and puts the phrases one after the other in the paragraph's direction. So a run of
the other direction with markup inside comes out backwards (``x<b>y</b>z`` as ``zyx``) unless the whole run has a span of its own.
What a run is, is said by UAX 9 as far as two levels go: it begins and ends with a strong character of the other direction (or a
number that belongs to it) and takes in what is neutral between. What has a `dir` of its own is isolated and counts as neutral.

Not done: a run that begins within a phrase and ends outside of it is cut at the phrase's border.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from unicodedata import bidirectional
from xml.etree.ElementTree import Element

PHRASES = frozenset(["a", "abbr", "b", "bdi", "bdo", "cite", "code", "del", "em", "i", "ins", "kbd", "mark", "q", "rt", "ruby", "s", "samp", "small", "span", "strong", "sub", "sup", "u", "var"])
TURNED = frozenset(["p", "ul", "ol", "dl", "l"])  # elements and classes whose indents the style sheet turns
RIGHT_LETTER = re.compile("[\u0590-\u08ff\ufb1d-\ufdff\ufe70-\ufefc\U00010800-\U00010fff\U0001e800-\U0001efff]")
LEFT, RIGHT, NUMBER, NEUTRAL, END = "ltr", "rtl", "number", "neutral", "end"
CLASSES = {"L": LEFT, "R": RIGHT, "AL": RIGHT, "EN": NUMBER, "AN": NUMBER, "B": END}


@dataclass(frozen=True)
class Piece:
    """A character of a text, or a child as a whole (`offset` -1); `slot` counts texts and children of the parent: 0 is its text."""

    slot: int
    offset: int
    kind: str


def wrap_runs(root: Element, direction: str = LEFT) -> int:
    """Put the spans into the tree; how many were needed. Text and elements stay in their order.

    Paragraphs, lists and lines that run from right to left get the class ``turned``: a style sheet cannot ask for the nearest `dir`.
    """
    if direction == LEFT and not any(element.get("dir") == RIGHT for element in root.iter()) and not RIGHT_LETTER.search("".join(root.itertext())):
        return 0
    count = 0
    stack = [(root, direction)]
    while stack:
        element, base = stack.pop()
        base = element.get("dir") or base
        if base == RIGHT and (element.tag in TURNED or TURNED & set(element.get("class", "").split())):
            element.set("class", f"{element.get('class', '')} turned".strip())
        if len(element):
            count += _wrap_in(element, base)
        stack.extend((child, base) for child in element)
    return count


def _wrap_in(parent: Element, base: str) -> int:
    """Runs whose two ends stand in this element, if there is markup in them. Text alone the engine orders by itself."""
    if parent.get("class", "").startswith("bidi"):
        return 0
    other = LEFT if base == RIGHT else RIGHT
    pieces = list(_pieces(parent, other))
    if not any(piece.kind == other for piece in pieces):
        return 0
    runs = [run for run in _runs(pieces, other) if run[0].slot != run[1].slot]
    for first, last in reversed(runs):
        _wrap(parent, first, last, other, base)
    return len(runs)


def _pieces(parent: Element, other: str) -> Iterator[Piece]:
    for offset, character in enumerate(parent.text or ""):
        yield Piece(0, offset, CLASSES.get(bidirectional(character), NEUTRAL))
    for number, child in enumerate(parent):
        yield Piece(2 * number + 1, -1, _kind(child, other))
        for offset, character in enumerate(child.tail or ""):
            yield Piece(2 * number + 2, offset, CLASSES.get(bidirectional(character), NEUTRAL))


def _kind(child: Element, other: str) -> str:
    """A phrase is of the other direction if all that is strong in it is; else it ends a run, like a line break or a block."""
    if child.get("dir") or _note(child):
        return NEUTRAL
    if child.tag == "img":
        return NEUTRAL
    if child.tag not in PHRASES:
        return END
    kinds = {CLASSES.get(bidirectional(character), NEUTRAL) for character in _text(child)} | {END for each in child.iter() if each.tag not in PHRASES | {"img"}}
    strong = kinds & {LEFT, RIGHT, END}
    if strong == {other}:
        return other
    return NUMBER if not strong and NUMBER in kinds else END if strong else NEUTRAL


def _note(element: Element) -> bool:
    return element.get("data-n") is not None and "note" in element.get("class", "").split()


def _text(element: Element) -> Iterator[str]:
    """The characters of a phrase without its notes and what is isolated in it."""
    yield from element.text or ""
    for child in element:
        if not child.get("dir") and not _note(child):
            yield from _text(child)
        yield from child.tail or ""


def _runs(pieces: list[Piece], other: str) -> Iterator[tuple[Piece, Piece]]:
    """First and last piece of each run. A number after a run belongs to it (UAX 9, W7 and N1)."""
    first = last = None
    for piece in pieces:
        if piece.kind == other:
            first, last = first or piece, piece
        elif piece.kind == NUMBER and first:
            last = piece
        elif piece.kind != NEUTRAL:
            if first and last:
                yield first, last
            first = last = None
    if first and last:
        yield first, last


def _wrap(parent: Element, first: Piece, last: Piece, direction: str, base: str) -> None:
    """Put a span around what lies from one piece to the other."""
    children = list(parent)
    texts = [parent.text or "", *(child.tail or "" for child in children)]
    span = Element("span", {"class": "bidi", "dir": direction})
    start, begin = first.slot // 2, first.offset if first.offset >= 0 else None  # children from `start` on are inside
    end, stop = (last.slot + 1) // 2, last.offset + 1 if last.offset >= 0 else None
    inside = children[start:end]
    for child in inside:
        parent.remove(child)
        for note in child.iter():
            if _note(note) and not note.get("dir"):
                note.set("dir", base)  # a note is a paragraph of its own: it keeps the direction of the text around
    before = texts[start] if begin is None else texts[start][:begin]
    span.text = "" if begin is None else texts[start][begin:]
    after = texts[end] if stop is None else texts[end][stop:]
    span.extend(inside)
    inside[-1].tail = "" if stop is None else texts[end][:stop]
    span.tail = after
    if start:
        children[start - 1].tail = before
    else:
        parent.text = before
    parent.insert(start, span)

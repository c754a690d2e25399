"""4. Encode. The text of one block: words, corrections, phrases, notes and gaps, woven into one element.

All offsets here lie in the repaired text, which is TEI's source view: the mechanical edits are not seen any more.
"""

from __future__ import annotations

import re
from bisect import bisect_left
from collections.abc import Sequence
from dataclasses import dataclass, field, replace
from functools import cached_property
from itertools import accumulate

from edition import tei
from edition.edits import Edit
from edition.encode.content import may_hold
from edition.tei import Element

KEPT_HYPHEN = re.compile(r"(?<=[^\W\d_]-)\n(?=[^\W\d_])")  # a word with a hyphen of its own goes on in the next line
RANK = {"gap": 0, "inserted": 1, "note": 2, "opens": 3, "replaced": 4}  # what comes first where several things stand at one place
ORIGINAL = {"fix.reg": ("orig", "reg")}  # what a pair is called; any other is sic and corr


@dataclass(frozen=True)
class Phrase:
    """An element round the words from `low` to `high`. Pieces of one that was divided have its `key`."""

    low: int
    high: int
    name: str
    attributes: dict[str, str]
    key: int = -1


@dataclass(frozen=True)
class Point:
    """An element at a place; `order`: 0 before what is inserted there by an edit, 1 behind it."""

    at: int
    element: Element
    order: int = 1


@dataclass(frozen=True)
class Ink:
    """What is written into the blocks of a document: its repaired text, and what stands on which part of it (each list in order)."""

    text: str
    edits: tuple[Edit, ...] = ()
    phrases: tuple[Phrase, ...] = ()
    points: tuple[Point, ...] = ()
    resp: frozenset[str] = frozenset()  # ids that the header has: @resp points to no other

    @cached_property
    def _reach(self) -> list[int]:
        """How far the phrases go, up to and with each: they are in the order of their beginnings."""
        return list(accumulate((phrase.high for phrase in self.phrases), max))

    def over(self, low: int, high: int) -> list[Phrase]:
        """The phrases that have a part between two places."""
        found = []
        at = bisect_left(self.phrases, high, key=lambda phrase: phrase.low) - 1
        while at >= 0 and self._reach[at] > low:
            if self.phrases[at].high > low:
                found.append(self.phrases[at])
            at -= 1
        return found[::-1]


@dataclass
class Woven:
    """What came of the phrases and points of one block: the elements of those with a key, and those for which there is no room."""

    made: list[tuple[int, Element]] = field(default_factory=list)
    unheld: list[tuple[Phrase, str]] = field(default_factory=list)  # and the element that may not hold it
    slid: list[Point] = field(default_factory=list)  # stood inside a correction; `at`: where it was to stand


def weave(element: Element, low: int, high: int, ink: Ink, *, edits: Sequence[Edit], lines: bool = False) -> Woven:
    """Write the text from `low` to `high` into an element. `edits` are those of this block; `lines` puts an lb after each line end."""
    woven = Woven()
    events: list[tuple[int, int, int, Edit | Phrase | Point]] = []  # at one place by rank: see RANK
    for order, edit in enumerate(edits):
        events.append((edit.at, RANK["replaced"] if edit.old else RANK["inserted"], order, edit))
    points = [point for point in ink.points if low <= point.at <= high]
    for order, point in enumerate(points):
        at = next((edit.end for edit in edits if edit.at < point.at < edit.end), point.at)
        if at != point.at:
            woven.slid.append(point)
        events.append((at, RANK["note"] if point.order else RANK["gap"], order, replace(point, at=at)))
    phrases = [phrase for phrase in ink.over(low, high) if _roomy(phrase, ink.over(low, high), points, edits, woven)]
    for order, phrase in enumerate(_nested(phrases, low, high, edits)):
        events.append((phrase.low, RANK["opens"], order, phrase))
    events.sort(key=lambda event: event[:3])
    open_: list[tuple[Element, int]] = [(element, high)]
    done = low

    def write(until: int) -> None:
        nonlocal done
        while True:
            target, end = open_[-1]
            stop = min(until, end)
            _text(target, ink.text[done:stop], lines)
            done = max(done, stop)
            if len(open_) > 1 and end <= until:
                open_.pop()
                continue
            return

    for at, _, _, event in events:
        write(max(at, done))
        target = open_[-1][0]
        if isinstance(event, Edit):
            target.append(marked(event, ink.resp, pairs=not may_hold(tei.local(element), "surplus")))
            done = event.end
        elif isinstance(event, Phrase):
            if not may_hold(tei.local(target), event.name):
                woven.unheld.append((event, tei.local(target)))
                continue
            child = tei.make(event.name, event.attributes)
            target.append(child)
            open_.append((child, event.high))
            if event.key >= 0:
                woven.made.append((event.key, child))
        else:
            target.append(event.element)
    write(high)
    return woven


def _roomy(phrase: Phrase, others: Sequence[Phrase], points: Sequence[Point], edits: Sequence[Edit], woven: Woven) -> bool:
    """Whether a phrase of a kind that holds little (an idno, a w) may hold all that stands in it."""
    if may_hold(phrase.name, "note") and may_hold(phrase.name, "hi") and may_hold(phrase.name, "name"):
        return True
    inside = {other.name for other in others if other is not phrase and other.low < phrase.high and other.high > phrase.low}
    inside |= {tei.local(point.element) for point in points if phrase.low < point.at <= phrase.high}
    inside |= {"choice" for edit in edits if (edit.at < phrase.high and edit.end > phrase.low) or phrase.low < edit.at < phrase.high}
    if all(may_hold(phrase.name, name) for name in inside):
        return True
    woven.unheld.append((phrase, "the phrases around it"))
    return False


def _text(element: Element, text: str, lines: bool) -> None:
    if not lines:
        for number, piece in enumerate(KEPT_HYPHEN.split(text)):
            if number:
                tei.append(element, tei.make("lb", {"break": "no"}), "\n")
            if piece:
                tei.append(element, piece)
        return
    for number, line in enumerate(text.split("\n")):
        if number:
            tei.append(element, "\n", tei.make("lb"))
        if line:
            tei.append(element, line)


def marked(edit: Edit, resp: frozenset[str] = frozenset(), *, pairs: bool = False) -> Element:
    """An editorial edit as TEI shows it: ``choice`` with both readings, ``supplied`` or ``surplus``; `pairs`: always a ``choice``."""
    who = {"cert": edit.cert, "resp": f"#{edit.resp}" if edit.resp in resp else ""}
    if (edit.old and edit.new) or pairs:
        before, after = next((ORIGINAL[rule] for rule in edit.rule.split("+") if rule in ORIGINAL), ("sic", "corr"))
        return tei.make("choice", {}, tei.make(before, {}, edit.old), tei.make(after, who, edit.new))
    if edit.new:
        return tei.make("supplied", {"reason": edit.reason or "omitted-in-original", **who}, edit.new)
    return tei.make("surplus", {"reason": edit.reason or ("debris" if edit.rule == "gap" else "repeated" if edit.rule == "fix.surplus" else "surplus"), **who}, edit.old)


def _nested(phrases: Sequence[Phrase], low: int, high: int, edits: Sequence[Edit]) -> list[Phrase]:
    """The phrases within a block, none of which cuts an edit or crosses another: one that crosses is divided."""
    waiting = []
    for phrase in phrases:
        start, end = max(phrase.low, low), min(phrase.high, high)
        for edit in edits:
            start = edit.at if edit.at < start < edit.end else start
            end = edit.end if edit.at < end < edit.end else end
        if start < end:
            waiting.append(replace(phrase, low=start, high=end))
    waiting.sort(key=lambda phrase: (phrase.low, -phrase.high))
    found: list[Phrase] = []
    ends: list[int] = []
    while waiting:
        phrase = waiting.pop(0)
        while ends and ends[-1] <= phrase.low:
            ends.pop()
        if ends and phrase.high > ends[-1]:
            rest = replace(phrase, low=ends[-1])
            phrase = replace(phrase, high=ends[-1])
            waiting.append(rest)
            waiting.sort(key=lambda each: (each.low, -each.high))
        found.append(phrase)
        ends.append(phrase.high)
    return found

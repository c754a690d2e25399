"""4. Encode. The text of one block: words, corrections, phrases, notes and gaps, woven into one element.

All offsets here lie in the repaired text, which is TEI's source view: the mechanical edits are not seen any more.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, replace

from edition import tei
from edition.edits import Edit
from edition.tei import Element

KEPT_HYPHEN = re.compile(r"(?<=[^\W\d_]-)\n(?=[^\W\d_])")  # a word with a hyphen of its own goes on in the next line
RANK = {"gap": 0, "inserted": 1, "note": 2, "opens": 3, "replaced": 4}  # what comes first where several things stand at one place
ORIGINAL = {"fix.reg": ("orig", "reg")}  # what a pair is called; any other is sic and corr


@dataclass(frozen=True)
class Phrase:
    """An element round the words from `low` to `high`."""

    low: int
    high: int
    name: str
    attributes: dict[str, str]


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


def weave(element: Element, low: int, high: int, ink: Ink, *, edits: Sequence[Edit], lines: bool = False) -> None:
    """Write the text from `low` to `high` into an element. `edits` are those of this block; `lines` puts an lb after each line end."""
    events: list[tuple[int, int, int, Edit | Phrase | Point]] = []  # at one place by rank: see RANK
    for order, edit in enumerate(edits):
        events.append((edit.at, RANK["replaced"] if edit.old else RANK["inserted"], order, edit))
    for order, phrase in enumerate(_nested([p for p in ink.phrases if p.low < high and p.high > low], low, high, edits)):
        events.append((phrase.low, RANK["opens"], order, phrase))
    for order, point in enumerate(p for p in ink.points if low <= p.at <= high):
        at = next((edit.end for edit in edits if edit.at < point.at < edit.end), point.at)
        events.append((at, RANK["note"] if point.order else RANK["gap"], order, replace(point, at=at)))
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
            target.append(marked(event, ink.resp))
            done = event.end
        elif isinstance(event, Phrase):
            child = tei.make(event.name, event.attributes)
            target.append(child)
            open_.append((child, event.high))
        else:
            target.append(event.element)
    write(high)


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


def marked(edit: Edit, resp: frozenset[str] = frozenset()) -> Element:
    """An editorial edit as TEI shows it: ``choice`` with both readings, ``supplied`` or ``surplus``."""
    who = {"cert": edit.cert, "resp": f"#{edit.resp}" if edit.resp in resp else ""}
    if edit.old and edit.new:
        before, after = next((ORIGINAL[rule] for rule in edit.rule.split("+") if rule in ORIGINAL), ("sic", "corr"))
        return tei.make("choice", {}, tei.make(before, {}, edit.old), tei.make(after, who, edit.new))
    if edit.new:
        return tei.make("supplied", {"reason": "omitted-in-original", **who}, edit.new)
    return tei.make("surplus", {"reason": "debris" if edit.rule == "gap" else "repeated" if edit.rule == "fix.surplus" else "surplus", **who}, edit.old)


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

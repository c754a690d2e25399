"""3. Structure. Footnotes of a plain text, joined to the marks in the text that call them: ``[1]``, ``*``, ``¹``, below the page or at the end."""

from __future__ import annotations

import re
from bisect import bisect_left
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

from edition.addresses import Ground
from edition.model import Span
from edition.structure import shapes, words
from edition.structure.runs import Run

CALL = re.compile(r"\[(?:\d{1,5}|[*†‡§a-z])\]|\((?:\d{1,5})\)|(?<=[\w.,;:!?”’\"»)])(?:[*†‡§]{1,3}(?!\w)|[¹²³⁰⁴-⁹]+|\^\d{1,5}\b)")
CLOSED = re.compile(r"(?<=[\w.,;:!?”’\"»])(?<!\d)\d{1,5}\)")  # 1) at the end of a word: a call only where the notes have a head and are numbered so
RAISED = str.maketrans("⁰¹²³⁴⁵⁶⁷⁸⁹", "0123456789")


@dataclass(frozen=True)
class Note:
    """A footnote: where its words begin (an offset of the frozen text), its mark, its id; `titled`: it stands under a head of its own."""

    start: int
    mark: str
    id: str
    titled: bool


@dataclass(frozen=True)
class Found:
    """The footnotes by the number of their unit, the head they stand under, and the calls as references to them."""

    notes: Mapping[int, Note] = field(default_factory=dict)
    heads: frozenset[int] = frozenset()
    calls: tuple[Span, ...] = ()


def key(mark: str) -> str:
    """What a mark is without brackets and points: ``[1]``, ``1.`` and ``¹`` are the same."""
    return mark.strip("[]().^").translate(RAISED)


def footnotes(units: Sequence[Run], ground: Ground) -> Found:
    """Units that begin with a mark, if the mark stands in the text before them too (or, under a head "Notes", at all)."""
    marked: list[tuple[int, str, int]] = []  # unit, its mark, where its words begin
    numbers: set[str] = set()
    heads: set[int] = set()
    titled: dict[int, bool] = {}
    under = -1
    for number, unit in enumerate(units):
        if len(unit.lines) == 1 and words.NOTES.match(unit.said) and number + 1 < len(units) and shapes.NOTE.match(units[number + 1].lines[0]):
            heads.add(number)
            under = number
            continue
        text = ground.frozen[unit.start : unit.end]
        match = shapes.NOTE.match(text) or shapes.HIGH.match(text)
        if match is not None and len(high := key(match["mark"])) > 3 and high.isdigit() and str(int(high) - 1) not in numbers:
            match = None  # a year
        if match is None:
            if not (under >= 0 and unit.empty_before == 0):
                under = -1
            continue
        plain = match["mark"][-1] in ".)" and match["mark"][0] != "["
        if not plain or under >= 0:
            marked.append((number, match["mark"], unit.start + match.end()))
            numbers.add(key(match["mark"]))
            titled[number] = under >= 0
    if not marked:
        return Found()
    own = {units[number].start + _blank(ground, units[number]) for number, _, _ in marked}
    calls: dict[str, list[tuple[int, int]]] = {}
    closed = any(titled[number] and re.fullmatch(r"\d+\)", mark) for number, mark, _ in marked)
    found = [*CALL.finditer(ground.frozen), *(CLOSED.finditer(ground.frozen) if closed else ())]
    for match in sorted(found, key=lambda each: each.start()):
        if match.start() not in own:
            calls.setdefault(key(match[0]), []).append(match.span())
    notes: dict[int, Note] = {}
    spans: list[Span] = []
    done: dict[str, int] = {}
    for number, mark, start in marked:
        unit, wanted = units[number], key(mark)
        places = calls.get(wanted, [])
        before = places[bisect_left(places, (done.get(wanted, 0), 0)) : bisect_left(places, (unit.start, 0))]
        if not before and not titled[number]:
            continue
        identifier = f"fn-L{unit.line}"
        notes[number] = Note(start, mark, identifier, titled[number])
        spans += [Span(low, high, "ref", {"target": f"#{identifier}", "type": "note"}) for low, high in (before if wanted.isdigit() else before[-1:])]
        done[wanted] = unit.end
    return Found(notes, frozenset(head for head in heads if head + 1 in notes), tuple(sorted(spans, key=lambda span: span.start)))


def _blank(ground: Ground, unit: Run) -> int:
    text = ground.frozen[unit.start : unit.end]
    return len(text) - len(text.lstrip())

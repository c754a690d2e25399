"""3. Structure. What an e-mail quotes: lines that begin with ``>``, as paragraphs, and what they quote in turn (``>>``) as a quotation in them.

The marks are left out of the blocks; they stand in the log.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import groupby

from edition.addresses import Ground
from edition.model import Block
from edition.structure.runs import Profile, Run, pieces

MARKS = re.compile(r"[ \t\u00a0]*(?:>[ \t\u00a0]?)+[ \t\u00a0]*")
DEEPEST = 8  # more marks than that are read as so many
SHORT = 60  # characters: lines of a paragraph that are all shorter are kept as lines, unless the file has a margin


@dataclass(frozen=True)
class Line:
    """A line: how deep it is quoted, and its words, as offsets of the frozen text."""

    depth: int
    start: int
    end: int


def is_quoted(line: str) -> bool:
    return line.lstrip().startswith(">")


def borders(lines: Sequence[str]) -> list[int]:
    """The lines (from 0) at which words of one's own and quoted ones take turns; the first is always there."""
    return [number for number, line in enumerate(lines) if not number or is_quoted(line) != is_quoted(lines[number - 1])]


def paragraphs(run: Run, look: Profile, ground: Ground) -> tuple[Block, ...]:
    """What stands in the quotation that a run is; () if there are no words in it."""
    lines = []
    for part in pieces(run, ground):
        text = ground.frozen[part.start : part.end]
        marks = MARKS.match(text)
        start = part.start + (marks.end() if marks else 0)
        lines.append(Line(min(marks[0].count(">"), DEEPEST) if marks else 1, start, start + len(ground.frozen[start : part.end].rstrip())))
    return tuple(_in(lines, look))


def _in(lines: Sequence[Line], look: Profile) -> Iterator[Block]:
    said = [line for line in lines if line.start < line.end]
    if not said:
        return
    depth = min(line.depth for line in said)
    for deeper, group in groupby(lines, key=lambda line: line.depth > depth and line.start < line.end):
        if deeper:
            inner = tuple(_in(list(group), look))
            yield Block(inner[0].start, inner[-1].end, "quote", {"rend": "block"}, inner)
            continue
        for empty, paragraph in groupby(group, key=lambda line: line.start == line.end):
            if not empty:
                yield _paragraph(list(paragraph), look)


def _paragraph(lines: Sequence[Line], look: Profile) -> Block:
    """One range for each line, without the mark before it."""
    if len(lines) == 1:
        return Block(lines[0].start, lines[0].end, "p")
    kept = {"lines": "kept"} if not look.wrapped and max(line.end - line.start for line in lines) < SHORT else {}
    return Block(lines[0].start, lines[-1].end, "p", {"joined": "yes", **kept}, tuple(Block(line.start, line.end, "seg") for line in lines))

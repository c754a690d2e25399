"""3. Structure. Plain text cut into runs of lines: what stands between empty lines, and how the file as a whole is laid out."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from functools import cached_property
from itertools import pairwise
from statistics import median

from edition.addresses import Ground

WORDS = re.compile(r"\w[\w’'-]*")
MARGIN = 55  # characters: lines that are longer, in runs of several, were broken by a margin
INVISIBLE = re.compile(r"[\s\x00-\x1f\x7f-\x9f\xad\u061c\u180e\u200b-\u200f\u2028-\u202e\u2060-\u206f\ufeff\ufff9-\ufffb\U000e0000-\U000e007f]*")  # controls, and signs that print nothing
PARAGRAPH = 90  # characters: lines that are longer still are paragraphs


@dataclass(frozen=True)
class Run:
    """Lines with no empty one between them. `start` and `end` are offsets of the frozen text, the last line end not included."""

    start: int
    end: int
    line: int  # 1-based
    lines: tuple[str, ...]  # of the repaired text, without line ends
    empty_before: int  # empty lines before it
    underlined: bool = False  # the line below it was a line under it
    numbers: tuple[int, ...] = ()  # 1-based, of its lines, where they do not follow each other

    @cached_property
    def text(self) -> str:
        return " ".join(self.lines)

    @cached_property
    def words(self) -> int:
        return len(WORDS.findall(self.text))

    @cached_property
    def said(self) -> str:
        """Its words as one line, without white space around them."""
        return " ".join(self.text.split())


@dataclass(frozen=True)
class Profile:
    """What a file looks like. `wrapped`: its paragraphs were broken into lines by a margin."""

    wrapped: bool
    margin: int  # the longest usual line


def runs(ground: Ground, cuts: frozenset[int]) -> list[Run]:
    """The runs of a plain text; one ends before each line in `cuts` (1-based), which the record names."""
    found: list[Run] = []
    current: list[tuple[int, int, int]] = []  # number, start, end
    empty = before = 0

    def close() -> None:
        if current:
            start, end = current[0][1], current[-1][2]
            texts = tuple(_repaired(ground, a, b) for _, a, b in current)
            numbers = tuple(number for number, _, _ in current)
            found.append(Run(start, end, numbers[0], texts, before, numbers=() if numbers[-1] - numbers[0] == len(numbers) - 1 else numbers))
            current.clear()

    for number, start, end in _lines(ground):
        if _within_end(ground, start, end):
            continue
        if not ground.frozen[start:end].strip(" \t\u00a0\ufeff\x0b\x0c\r") or (number not in cuts and _unseen(ground, start, end)):
            close()
            empty += 1
            continue
        if number in cuts:
            close()
        if not current:
            before, empty = empty, 0
        current.append((number, start, end))
    close()
    return found


def profile(found: list[Run]) -> Profile:
    """Whether the lines were broken by a margin: in runs of several lines, those before the last are about equally long."""
    full = [len(line) for run in found if len(run.lines) > 2 for line in run.lines[:-1]]
    if len(full) < 4:
        return Profile(bool(full) and min(full) >= MARGIN and max(full) < PARAGRAPH, max(full, default=0))
    middle = median(full)
    near = sum(abs(length - middle) <= 15 for length in full) / len(full)
    return Profile(MARGIN <= middle < PARAGRAPH and near > 0.6, int(middle))


def pieces(run: Run, ground: Ground, begins: Sequence[int] | None = None) -> Iterator[Run]:
    """A run in parts that begin with these of its lines (from 0; the first always does), or with each."""
    firsts = list(range(len(run.lines))) if begins is None else sorted({0, *begins})
    numbers = run.numbers or range(run.line, run.line + len(run.lines))
    for first, after in pairwise([*firsts, len(run.lines)]):
        start, end = ground.line(numbers[first])[0], ground.line(numbers[after - 1])[1]
        yield replace(run, start=start, end=end, line=numbers[first], lines=run.lines[first:after], empty_before=run.empty_before if not first else 0, numbers=run.numbers[first:after])


def _lines(ground: Ground) -> Iterator[tuple[int, int, int]]:
    for number in range(1, len(ground.ends)):
        start, end = ground.ends[number - 1 : number + 1]
        if start < end or number == 1:
            yield number, start, start + len(ground.frozen[start:end].rstrip("\r\n"))


def _unseen(ground: Ground, start: int, end: int) -> bool:
    """Whether nothing of a line would print: what it holds stands in the log, and a block of it would be empty."""
    line = ground.frozen[start:end]
    return bool(INVISIBLE.fullmatch(line if start else line.removeprefix("\xff\xfe").removeprefix("\xfe\xff")) and INVISIBLE.fullmatch(_repaired(ground, start, end)))


def _within_end(ground: Ground, start: int, end: int) -> bool:
    """Whether a "line" is the middle of one line end: CR LF in UTF-16, in a text that is kept as its bytes."""
    return start < end and not ground.frozen[start:end].strip("\0") and ground.frozen[start - 1 : start] == "\r" and ground.frozen[end : end + 1] == "\n"


def _repaired(ground: Ground, start: int, end: int) -> str:
    low, high = ground.log.to_repaired.range(start, end)
    return ground.repaired[low:high].strip("\n")

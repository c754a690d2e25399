"""Addresses such as ``L14 'quoted words'``, and the two texts in which they are looked up.

The source is frozen, so a line number never moves, and the words beside it make the address readable and self-checking.
"""

from __future__ import annotations

import re
from bisect import bisect_right
from dataclasses import dataclass, field
from functools import cached_property, lru_cache

from edition.edits import LINE_END, EditLog, apply

ADDRESS = re.compile(r"\s*L(\d+)(?:\s+'(.*)'(?:\s+(\d+|last))?)?\s*", re.DOTALL)


@dataclass(frozen=True)
class Address:
    """``L14``, ``L14 'words'``, ``L14 'words' 2``, ``L14 'words' last``: a line of the frozen text (1-based) and words in it."""

    line: int
    words: str = ""
    nth: int = 0  # 0: the words stand once; -1: the last
    where: str = ""  # file and line of the record, for messages

    def __str__(self) -> str:
        number = "" if not self.nth else " last" if self.nth < 0 else f" {self.nth}"
        return f"L{self.line}" + (f" '{self.words}'{number}" if self.words else "")


@dataclass(frozen=True)
class Place:
    """Where an address stands: ranges of the frozen and of the repaired text. `whole`: the words cut no mechanical edit."""

    start: int
    end: int
    low: int
    high: int
    whole: bool = True


def address(text: str, where: str = "") -> Address:
    """Read an address. Raises ValueError."""
    match = ADDRESS.fullmatch(text)
    if match is None or match[1] == "0" or match[3] == "0":
        raise ValueError(f"{text!r} is not an address")
    nth = -1 if match[3] == "last" else int(match[3] or 0)
    return Address(int(match[1]), match[2] or "", nth, where)


class Unplaced(LookupError):
    """An address that does not resolve: why, in words for the editor."""


@dataclass(frozen=True)
class Ground:
    """The two texts that addresses are looked up in: the frozen one, and the repaired one that the mechanical edits make."""

    frozen: str
    log: EditLog = field(default_factory=EditLog)

    @cached_property
    def repaired(self) -> str:
        return apply(self.log.mechanical, self.frozen)

    @cached_property
    def ends(self) -> list[int]:
        """Where each line of the frozen text begins, and its end at last. Lines end with CR LF, CR or LF and nothing else."""
        return [0, *(match.end() for match in LINE_END.finditer(self.frozen)), len(self.frozen)]

    def line_of(self, offset: int) -> int:
        """The line (1-based) of an offset of the frozen text."""
        return max(1, min(bisect_right(self.ends, offset), len(self.ends) - 1))

    def line(self, number: int) -> tuple[int, int]:
        """Start and end of a line of the frozen text, without its line end. Raises Unplaced."""
        last = len(self.ends) - 1
        if number > last or (number == last and self.ends[-1] == self.ends[-2] and last > 1):
            raise Unplaced(f"the text has {last - (self.ends[-1] == self.ends[-2])} lines")
        start, end = self.ends[number - 1 : number + 1]
        return start, start + len(self.frozen[start:end].rstrip("\r\n"))

    def place(self, address: Address) -> Place:
        """Where an address stands: in the source, or, where a repair changed the words, in the repaired text. Raises Unplaced.

        The source comes first, so that no later repair in the line makes an address mean another place.

        Words that cut a mechanical edit grow to the whole of it (`whole` is False then): good for a note, not for a fix.
        """
        start, end = self.line(address.line)
        low, high = self.log.to_repaired.range(start, end)
        if not address.words:
            return Place(start, end, low, high)
        found: list[Place] = []
        to_repaired, to_frozen = self.log.to_repaired, self.log.to_frozen
        if hit := _hit(self.frozen, start, end, address):
            there = to_repaired.range(*hit)
            found.append(Place(*hit, *there, whole=to_frozen.range(*there) == hit))
            if found[0].whole:
                return found[0]
        if hit := _hit(self.repaired, low, high, address):
            found.append(Place(*to_frozen.range(*hit), *hit))
        if not found and (times := max(self.frozen.count(address.words, start, end), self.repaired.count(address.words, low, high))):
            raise Unplaced(f"line {address.line} has {address.words!r} {times} {'time' if times == 1 else 'times'}, not {address.nth}")
        if not found:
            raise Unplaced(f"line {address.line} does not have {address.words!r}" + _near(self.frozen, self.ends, address))
        if len(found) == 2 and found[0].low != found[1].low:
            raise Unplaced(f"{address.words!r} is one place in the source as it stands and another in the repaired text")
        return found[-1]


def _hit(text: str, start: int, end: int, address: Address) -> tuple[int, int] | None:
    stop = len(text) if "\n" in address.words else end  # words that a line end divides are quoted with it
    hits = occurrences(text, address.words, start, end, stop)
    if not hits or address.nth > len(hits):
        return None
    if not address.nth and len(hits) > 1:
        raise Unplaced(f"line {address.line} has {address.words!r} {len(hits)} times: add a number, as in L{address.line} '{address.words}' 2")
    at = hits[address.nth - 1 if address.nth > 0 else -1 if address.nth < 0 else 0]
    return at, at + len(address.words)


@lru_cache(maxsize=32)
def occurrences(text: str, words: str, start: int, end: int, stop: int) -> tuple[int, ...]:
    """Where words begin from `start` to before `end`, and end before `stop`; overlapping ones too. Remembered: in a line of a megabyte they may be asked for a thousand times."""
    hits: list[int] = []
    at = text.find(words, start, stop)
    while 0 <= at < end:
        hits.append(at)
        at = text.find(words, at + 1, stop)
    return tuple(hits)


def _near(text: str, ends: list[int], address: Address) -> str:
    """The lines that do have the words, if there are any."""
    elsewhere = [n for n in range(1, len(ends)) if address.words in text[ends[n - 1] : ends[n]] and n != address.line]
    if not elsewhere:
        return ""
    return "; it stands in line " + " and ".join(map(str, elsewhere[:3]))

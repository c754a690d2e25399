"""Regular expressions matched in time that grows with the text and no faster, whatever the expression: a set of places in it, moved on by each character.

For patterns on which Python's own matcher, which tries one way after the other, could take for ever: ``(a+)+b``.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, field

PLACES = 2_000  # in an expression with its repetitions written out
STATES = 2_000  # that are kept


class TooLarge(ValueError):
    """An expression with more repetitions than any datatype has."""


@dataclass(frozen=True)
class One:
    """A character: `inside` is a Python expression for it."""

    inside: str


@dataclass(frozen=True)
class Row:
    parts: tuple[Part, ...]


@dataclass(frozen=True)
class Either:
    parts: tuple[Part, ...]


@dataclass(frozen=True)
class Times:
    part: Part
    low: int
    high: int | None


Part = One | Row | Either | Times


def written(part: Part) -> str:
    """In Python's syntax."""
    if isinstance(part, One):
        return part.inside
    if isinstance(part, Row):
        return "".join(f"(?:{written(each)})" if isinstance(each, Either) else written(each) for each in part.parts)
    if isinstance(part, Either):
        return "|".join(written(each) for each in part.parts)
    body = part.part.inside if isinstance(part.part, One) else f"(?:{written(part.part)})"
    high = "" if part.high is None else part.high
    sign = {(0, 1): "?", (0, None): "*", (1, None): "+"}.get((part.low, part.high), f"{{{part.low},{high}}}")
    return body + sign


def tangled(part: Part) -> bool:
    """Whether a repetition holds another one or a choice, so that a text can be cut up for it in very many ways."""
    if isinstance(part, Times):
        often = part.high is None or part.high > 1
        return (often and not _plain(part.part)) or tangled(part.part)
    return isinstance(part, Row | Either) and any(tangled(each) for each in part.parts)


def _plain(part: Part) -> bool:
    return isinstance(part, One) or (isinstance(part, Row) and all(isinstance(each, One) for each in part.parts))


def loops(part: Part) -> int:
    """How many repetitions without an end there are."""
    if isinstance(part, Times):
        return loops(part.part) + (part.high is None or part.high > 100)
    return sum(loops(each) for each in part.parts) if isinstance(part, Row | Either) else 0


@dataclass
class Machine:
    """An expression as places: of each what it takes, and where it leads. Place 0 is the end."""

    takes: list[re.Pattern[str] | None] = field(default_factory=lambda: [None])
    leads: list[tuple[int, ...]] = field(default_factory=lambda: [()])
    start: int = 0
    moves: dict[frozenset[int], dict[str, frozenset[int]]] = field(default_factory=dict)

    def matches(self, text: str) -> bool:
        """The whole text."""
        here = self._closed((self.start,))
        for character in text:
            known = self.moves.setdefault(here, {})
            after = known.get(character)
            if after is None:
                after = self._closed(tuple(next_ for place in here if (taken := self.takes[place]) and taken.fullmatch(character) for next_ in self.leads[place]))
                if len(self.moves) > STATES:
                    self.moves.clear()
                elif len(known) < STATES:
                    known[character] = after
            if not after:
                return False
            here = after
        return 0 in here

    def _closed(self, places: tuple[int, ...]) -> frozenset[int]:
        """With the places that are reached without a character."""
        found, left = set(places), list(places)
        while left:
            place = left.pop()
            if place and self.takes[place] is None:
                fresh = [each for each in self.leads[place] if each not in found]
                found.update(fresh)
                left += fresh
        return frozenset(found)

    def add(self, takes: re.Pattern[str] | None, leads: tuple[int, ...]) -> int:
        if len(self.takes) > PLACES:
            raise TooLarge("repeats more than any datatype needs")
        self.takes.append(takes)
        self.leads.append(leads)
        return len(self.takes) - 1


def machine(part: Part) -> Machine:
    """Raises TooLarge."""
    made = Machine()
    made.start = _built(made, part, 0)
    return made


def _built(made: Machine, part: Part, after: int) -> int:
    """The place at which a part begins that leads to `after`."""
    if isinstance(part, One):
        return made.add(re.compile(part.inside), (after,))
    if isinstance(part, Row):
        for each in reversed(part.parts):
            after = _built(made, each, after)
        return after
    if isinstance(part, Either):
        return made.add(None, tuple(_built(made, each, after) for each in part.parts))
    if part.high is None:
        loop = made.add(None, ())
        made.leads[loop] = (_built(made, part.part, loop), after)
        after = loop
    else:
        end = after
        for _ in range(part.high - part.low):
            after = made.add(None, (_built(made, part.part, after), end))
    for _ in range(part.low):
        after = _built(made, part.part, after)
    return after

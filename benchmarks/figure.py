"""A line of a table of figures: what was measured, its value, its target, and whether that is met."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass


@dataclass(frozen=True)
class Figure:
    """One line of the table. `met`: None where there is no target. `cases`: what failed, for -v."""

    words: str
    value: str
    target: str = ""
    met: bool | None = None
    cases: Sequence[str] = ()

    def __str__(self) -> str:
        said = f"{self.words:58} {self.value:>16}"
        return said if self.met is None else f"{said}   {self.target:>16}  {'met' if self.met else 'NOT MET'}"


def at_least(words: str, count: int, whole: int, least: int, cases: Sequence[str] = ()) -> Figure:
    return Figure(words, f"{count} of {whole}", f"at least {least}", count >= least, cases)


def at_most(words: str, count: int, whole: int, most: int, cases: Sequence[str] = ()) -> Figure:
    return Figure(words, f"{count} of {whole}", f"at most {most}", count <= most, cases)

"""A table of figures, printed line by line: what was measured, its value, its target, and whether that is met."""

from __future__ import annotations

import sys
from collections.abc import Callable, Iterator, Mapping, Sequence
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


def table(parts: Mapping[str, Callable[[], Iterator[Figure]]], arguments: Sequence[str], unmeasured: Callable[[str], str]) -> int:
    """Measures the parts that a command line names (none: all) and prints each figure as soon as it is there; with -v also its cases. The exit code: 1 if a target is missed, 2 for an unknown part.

    `unmeasured`: why a part cannot be measured on this machine, "" if it can.
    """
    wordy = "-v" in arguments
    wanted = [name for name in arguments if name != "-v"] or list(parts)
    if unknown := [name for name in wanted if name not in parts]:
        print(f"there is no part {', '.join(unknown)}; parts: {', '.join(parts)}", file=sys.stderr)
        return 2
    failed = False
    for name in wanted:
        if reason := unmeasured(name):
            print(f"{name}: not measured, {reason}", file=sys.stderr)
            continue
        for figure in parts[name]():
            failed = failed or figure.met is False
            print(figure, flush=True)
            for case in figure.cases if wordy else ():
                print(f"    {case}")
    return int(failed)

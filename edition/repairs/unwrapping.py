"""2. Repairs. Lines that a margin broke are joined: a line end inside a paragraph is the page's, and no part of the words."""

from __future__ import annotations

import re
from collections.abc import Iterator
from itertools import pairwise

from edition.edits import Change, Proposal, View
from edition.repairs.hyphenation import HANGING
from edition.rules import repair

OWN_LINES = frozenset({"poem", "play", "listing"})  # kinds whose lines are their own
ITEM = re.compile(r"[ \t]*(?:[-*•·–—>|+]\s|[>|]|\(?(?:\d{1,3}|[a-zA-Z]|[ivxlc]{1,5})[.)]\s)")
FIRST_WORD = re.compile(r"[ \t]*(\S+)")
SLACK = 12  # characters by which a line may miss the margin: one long word
CAPITALS = 0.9  # of the lines of a run: as many capitals at the beginning are verse


@repair(
    "ws.unwrapped", declared_in="normalization",
    statement="Lines that a margin had broken are joined with a space, or with nothing behind a dash that has none elsewhere.",
)  # fmt: skip
def lines_broken_by_a_margin(view: View) -> Iterator[Change | Proposal]:
    """In a text whose lines end at a margin, set the line ends inside a paragraph as spaces.

    Only between lines with the same indent, where the next word would not have gone into the line: short lines (addresses, verse, the
    last line of a paragraph), items of lists and quoted lines of mail keep their ends, and so does one behind a hyphen that stays:
    it divides no words, which a space would.

    Example: The boats went out before the light, and those who stayed to⏎mend the nets → The boats went out before the light, and those who stayed to mend the nets
    """
    if not view.margin or view.kind in OWN_LINES:
        return
    tight = len(re.findall(r"\w—\w", view.text)) > view.text.count(" — ")  # dashes without spaces: none comes of a line end behind one
    start = 0
    for part in re.split(r"((?:\n[ \t]*)*\n[ \t]*\n)", view.text):
        lines = part.split("\n")
        if len(lines) > 1 and not _verse(lines):
            at = start
            for one, other in pairwise(lines):
                at += len(one)
                if change := _joint(one, other, at, view.margin, tight=tight):
                    yield change
                at += 1
        start += len(part)


def _joint(one: str, other: str, at: int, margin: int, *, tight: bool) -> Change | None:
    """The change at a line end between two lines, if a margin made it."""
    first = FIRST_WORD.match(other)
    indent = other[: len(other) - len(other.lstrip(" \t"))]
    if first is None or ITEM.match(other) or indent != one[: len(one) - len(one.lstrip(" \t"))]:
        return None
    if len(one) < margin - 3 * SLACK or len(one) + 1 + len(first[1]) < margin - SLACK:
        return None
    if re.search(r"\w[-\u2010]$", one) and first[1].casefold() not in HANGING:
        return None
    return Change(at, f"\n{indent}", "" if tight and one.endswith("—") else " ")


def _verse(lines: list[str]) -> bool:
    """Whether all lines begin with capitals, as prose does by no chance."""
    begins = [line.lstrip(" \t“\"‘'(—")[:1] for line in lines if line.strip()]
    return len(begins) > 2 and sum(each.isupper() for each in begins) >= CAPITALS * len(begins)

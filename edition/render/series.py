"""Series of notes: which one a note belongs to, and how its numbers are written."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from functools import lru_cache

from edition.render.attachments import APP
from edition.render.model import Series
from edition.tei import Element

BACK = "back"  # place of notes that stand together behind all texts: endnotes.py


def of_kinds(series: Sequence[Series]) -> dict[str, list[Series]]:
    """Those for notes, and those for entries of an apparatus."""
    kinds = {"note": [each for each in series if each.of == "note"], "app": sorted((each for each in series if each.of == "app"), key=lambda each: each.name == "apparatus")}
    return {kind: found or list(series[:1]) for kind, found in kinds.items()}


def series_of(node: Element, kinds: Mapping[str, Sequence[Series]]) -> Series:
    """The first whose match holds, of those for notes or those for entries of an apparatus; `apparatus` takes what no other takes."""
    series = kinds["app" if node.tag == APP else "note"]
    for each in series:
        if each.match(node):
            return each
    return next((each for each in series if each.place == "foot"), series[0])


def mark(number: int, marks: str) -> str:
    """``mark(28, "a b c")`` is ab, ``mark(28, "A B C")`` AB, ``mark(4, "i ii iii")`` iv, ``mark(8, "* † ‡")`` ††. Numbers count from 1."""
    if marks.startswith(("a", "A")):
        letters = ""
        while number > 0:
            number, rest = divmod(number - 1, 26)
            letters = chr(ord(marks[0]) + rest) + letters
        return letters
    if marks.startswith("i"):
        roman = ""
        for value, sign in zip((1000, 900, 500, 400, 100, 90, 50, 40, 10, 9, 5, 4, 1), ["m", "cm", "d", "cd", "c", "xc", "l", "xl", "x", "ix", "v", "iv", "i"], strict=True):
            count, number = divmod(number, value)
            roman += sign * count
        return roman
    if marks.startswith("*"):
        times, which = divmod(number - 1, 6)
        return "*†‡§‖¶"[which] * (times + 1)
    return str(number)


@lru_cache(maxsize=4096)
def name_of(word: str) -> str:
    """A word as a class."""
    return re.sub(r"[^\w-]+", "-", word.removeprefix("#")).strip("-")

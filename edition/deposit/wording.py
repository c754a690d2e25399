"""10. Words in a row that two texts share: the test whether a deposit without texts is one."""

from __future__ import annotations

import re
from collections.abc import Iterable

WORD = re.compile(r"\w+")


def shared_run(text: str, other: str, *, length: int, apart: Iterable[str] = ()) -> str:
    """The first `length` words in a row of `other` that stand so in `text`, whatever their case and punctuation; "" if none do.

    Runs that stand in one of the texts `apart` (titles) do not count.
    """
    forbidden = _runs(text, length)
    for title in apart:
        forbidden -= _runs(title, length)
    words = WORD.findall(other)
    folded = [word.casefold() for word in words]
    for start in range(len(words) - length + 1):
        if tuple(folded[start : start + length]) in forbidden:
            return " ".join(words[start : start + length])
    return ""


def _runs(text: str, length: int) -> set[tuple[str, ...]]:
    words = WORD.findall(text.casefold())
    return {tuple(words[start : start + length]) for start in range(len(words) - length + 1)}

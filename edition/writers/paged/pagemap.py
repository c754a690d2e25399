"""8. XHTML to files. Which anchor stands on which page, as the page's printed number says."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from edition.model import PageMap

ROMAN = tuple(zip((1000, 900, 500, 400, 100, 90, 50, 40, 10, 9, 5, 4, 1), ["m", "cm", "d", "cd", "c", "xc", "l", "xl", "x", "ix", "v", "iv", "i"], strict=True))


def roman(number: int) -> str:
    """As `lower-roman` of CSS counts: 1 is "i"."""
    text = ""
    for value, sign in ROMAN:
        times, number = divmod(number, value)
        text += sign * times
    return text


def page_map(pieces: Sequence[Any], front: int) -> PageMap:
    """Of all pages in order, the first `front` of them with Roman numbers. An anchor on two pages (of a block that is split) has the first."""
    pages: dict[str, str] = {}
    labels: list[str] = []
    for piece in pieces:
        for page in piece.pages:
            number = len(labels) + 1
            labels.append(roman(number) if number <= front else str(number - front))
            for anchor in page.anchors:
                pages.setdefault(anchor, labels[-1])
    return PageMap(pages, tuple(labels))

"""2. Repairs. Letters with marks that came as two characters become one, as Unicode's canonical composition has it."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator

from edition.edits import Change, Proposal, View
from edition.rules import repair

WITH_MARKS = re.compile("[^\u0300-\u036f\u3099\u309a][\u0300-\u036f\u3099\u309a]+")
COMBINING = {"\u00b4": "\u0301", "\u00a8": "\u0308", "\u00b8": "\u0327", "\u02c6": "\u0302", "\u02dc": "\u0303"}  # a mark by itself: the one that combines
BESIDE = re.compile(r"([^\W\d_])([\u00b4\u00a8\u00b8\u02c6\u02dc])(?P<after>[^\W\d_]?)")
ELIDING = ("en", "fr", "it", "ca", "oc")  # languages in which an apostrophe stands inside words


@repair(
    "composition", declared_in="normalization",
    statement="A letter and a combining mark are set as one character where Unicode has one (canonical composition).",
)  # fmt: skip
def composition(view: View) -> Iterator[Change | Proposal]:
    """Set ``e`` and U+0301 as ``é``. Only a base with marks: signs such as the ohm are left as they are.

    Example: cafe\u0301 → café
    """
    for match in WITH_MARKS.finditer(view.text):
        composed = unicodedata.normalize("NFC", match[0])
        if composed != match[0] and len(composed) < len(match[0]):
            yield Change(match.start(), match[0], composed)


@repair(
    "spacing-accent", declared_in="correction", family="editorial", statement="Accents that stand behind their letters are set on them where an editor has confirmed it.",
)  # fmt: skip
def spacing_accents(view: View) -> Iterator[Change | Proposal]:
    """Propose to set an accent that stands by itself on the letter before it; within a word, in languages that elide, an apostrophe.

    Proposed: Guaido´ said → Guaidó said
    """
    if not any(mark in view.text for mark in COMBINING):
        return
    for match in BESIDE.finditer(view.text):
        letter, mark = match[1], match[2]
        if mark == "\u00b4" and match["after"] and view.language.split("-")[0].lower() in ELIDING:
            yield Proposal(match.start(2), mark, "’", cert="medium", why="an acute accent by itself between two letters: an apostrophe?")
            continue
        composed = unicodedata.normalize("NFC", letter + COMBINING[mark])
        if len(composed) == 1 and (mark != "\u00b4" or letter.lower() in "aeiouy"):
            yield Proposal(match.start(), letter + mark, composed, cert="medium", why="an accent by itself behind its letter")

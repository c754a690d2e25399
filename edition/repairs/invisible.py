"""2. Repairs. Characters that nobody sees: soft hyphens go; marks of width and direction are asked about; joiners, which some scripts need, stay."""

from __future__ import annotations

import re
from collections.abc import Iterator

from edition.edits import Change, Proposal, View
from edition.rules import repair

SOFT = re.compile("\u00ad(?!\n[^\\W\\d_])")  # at a line end it divides a word: `hyphenation` joins it
ZERO_WIDTH = "[\u200b\u2060-\u2064\u180e\u034f]"
DIRECTION = "[\u200e\u200f\u202a-\u202e\u2066-\u2069]"
MARK = re.compile(f"{ZERO_WIDTH}+|{DIRECTION}+")
RIGHT_TO_LEFT = re.compile("[\u0590-\u08ff\ufb1d-\ufdff\ufe70-\ufefc]")
UNSPACED = re.compile("[\u0e00-\u0eff\u0f00-\u0fff\u1000-\u109f\u1780-\u17ff\u3040-\u30ff\u3400-\u9fff]")  # scripts in which U+200B divides words
NAMES = {"\u200b": "zero-width space", "\u2060": "word joiner"}


@repair(
    "soft-hyphen", declared_in="hyphenation", statement="Soft hyphens (U+00AD), which only say where a word might be divided, have been left out.",
)  # fmt: skip
def soft_hyphens(view: View) -> Iterator[Change | Proposal]:
    """Leave out U+00AD inside words.

    Example: inter\u00adnational → international
    """
    for match in SOFT.finditer(view.text):
        yield Change(match.start(), match[0], "")


@repair(
    "invisible", declared_in="normalization", statement="Invisible marks of width and of direction have been left out where an editor has confirmed it.",
)  # fmt: skip
def invisible_marks(view: View) -> Iterator[Change | Proposal]:
    """Propose to leave out zero-width spaces, word joiners and marks of direction.

    Marks of direction are not asked about in a line of Hebrew or Arabic, nor a zero-width space between letters of a script that is
    written without spaces. U+200C and U+200D stay everywhere: Persian words and emoji need them.

    Proposed: poli\u200bcies → policies
    """
    start = 0
    for line in view.text.split("\n"):
        for match in MARK.finditer(line):
            directed = re.match(DIRECTION, match[0])
            if directed and RIGHT_TO_LEFT.search(line):
                break
            if directed or not UNSPACED.search(line[max(0, match.start() - 1) : match.end() + 1]):
                name = "mark of direction" if directed else NAMES.get(match[0][0], "mark")
                yield Proposal(start + match.start(), match[0], "", cert="high", why=f"a {name} (U+{ord(match[0][0]):04X}), which nobody sees")
        start += len(line) + 1

"""2. Repairs. White space that no reader sees: no-break spaces left by web pages, blanks at line ends, doubled blanks.

White space is evidence: a pair of no-break spaces may be all that is left of a lost emphasis or link, a double one of a lost word.
So singles are normalised and on record, and doubles are only ever proposed.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from edition.edits import Change, Proposal, View
from edition.rules import repair

NO_BREAK = re.compile("\u00a0")
TRAILING = re.compile("[ \t\u00a0]+(?=\n|$)")
DOUBLE = re.compile(r"(?<=[^\s])  +(?=[^\s])")
FRENCH = re.compile(r"[;:!?»%€]")


@repair(
    "ws.trailing", declared_in="normalization", statement="White space at the ends of lines has been left out.",
)  # fmt: skip
def trailing_spaces(view: View) -> Iterator[Change | Proposal]:
    """Blanks, tabs and no-break spaces at the end of a line go."""
    for match in TRAILING.finditer(view.text):
        yield Change(match.start(), match[0], "")


@repair(
    "ws.nbsp", declared_in="normalization",
    statement="No-break spaces between words, a habit of web editors, are set as spaces; within numbers and before French punctuation they are kept.",
)  # fmt: skip
def no_break_spaces(view: View) -> Iterator[Change | Proposal]:
    """U+00A0 becomes a space, except in numbers (``10 000``), beside guillemets, and before ``; : ! ?`` in French."""
    text = view.text
    for match in NO_BREAK.finditer(text):
        before, after = text[match.start() - 1 : match.start()], text[match.end() : match.end() + 1]
        if (before.isdigit() and after.isdigit()) or before == "«" or (after and FRENCH.match(after)):
            continue
        yield Change(match.start(), match[0], " ")


@repair(
    "ws.double", declared_in="correction", family="editorial",
    statement="Doubled spaces inside a line were looked at one by one: a word may be lost there.",
)  # fmt: skip
def double_spaces(view: View) -> Iterator[Change | Proposal]:
    """Two or more spaces inside a line: an element of the page was emptied or dropped there, perhaps with a word. Only proposed.

    Lines that use blanks for layout (three in a line, or an indented line) are left in peace.
    """
    start = 0
    for line in view.text.split("\n"):
        found = list(DOUBLE.finditer(line))
        if len(found) < 3 and not line.startswith("  "):
            for match in found:
                if not line[: match.start()].endswith((".", "!", "?", ":")):  # an old typist's habit, not a loss
                    yield Proposal(start + match.start(), match[0], " ", cert="medium", why="doubled space: a word or a link may be lost here")
        start += len(line) + 1

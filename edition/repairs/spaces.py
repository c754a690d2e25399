"""2. Repairs. White space that no reader sees: no-break spaces left by web pages, blanks at line ends, doubled blanks.

White space is evidence: a pair of no-break spaces may be all that is left of a lost emphasis or link, a double one of a lost word.
So pairs are looked for first, singles are normalised and on record, and doubles are only ever proposed.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from edition.edits import Change, Proposal, View
from edition.rules import repair

NO_BREAK = re.compile("\u00a0")
PAIR = re.compile("(?<![\\s])\u00a0([^\\s]+(?: [^\\s]+){0,4})(?=\u00a0(?!\\s))")
TRAILING = re.compile("[ \t\u00a0]+(?=\n|$)")
DOUBLE = re.compile(r"(?<=[^\s])  (?=[^\s])")
FRENCH = re.compile(r"[;:!?»%€]")
BULLET = re.compile(r"\s*(?:[-*•·–—+]|\(?(?:\d{1,3}|[a-zA-Z])[.)])$")
HABIT = 20  # no-break spaces in one text, if they are more than one in HABITUAL spaces: then they are how it was typed, and trace nothing
HABITUAL = 20


@repair(
    "ws.trailing", declared_in="normalization", statement="White space at the ends of lines has been left out.",
)  # fmt: skip
def trailing_spaces(view: View) -> Iterator[Change | Proposal]:
    """Leave out blanks, tabs and no-break spaces at the ends of lines.

    Example: the quay \u00a0⏎and the boats → the quay⏎and the boats
    """
    for match in TRAILING.finditer(view.text):
        yield Change(match.start(), match[0], "")


@repair(
    "lost-markup", declared_in="normalization", statement="Words between two no-break spaces are tagged where an editor has confirmed that the page had marked them.",
)  # fmt: skip
def lost_markup(view: View) -> Iterator[Change | Proposal]:
    """Ask whether one to five words between two no-break spaces were emphasised, a title or a link: a web editor puts such spaces round tags.

    The words stay as they are; accepted, they are tagged. Not asked in a text that has no-break spaces everywhere.

    Proposed: they\u00a0had\u00a0to leave → they\u00a0had\u00a0to leave
    """
    text = view.text
    count = text.count("\u00a0")
    if count > HABIT and count * HABITUAL > text.count(" "):
        return
    free = 0
    for match in PAIR.finditer(text):
        if match.start() >= free and not (_kept(text, match.start()) or _kept(text, match.end())):
            free = match.end() + 1
            yield Proposal(match.start(1), match[1], match[1], "medium", "between two no-break spaces: the page may have marked it (emphasis, title, link)", "emph")


@repair(
    "ws.nbsp", declared_in="normalization",
    statement="No-break spaces between words, a habit of web editors, are set as spaces; within numbers and before French punctuation they are kept.",
)  # fmt: skip
def no_break_spaces(view: View) -> Iterator[Change | Proposal]:
    """Set U+00A0 as a space, except in numbers (``10 000``), beside guillemets, and before ``; : ! ?`` as French has them.

    Example: a\u00a0people’s choir → a people’s choir
    """
    for match in NO_BREAK.finditer(view.text):
        if not _kept(view.text, match.start()):
            yield Change(match.start(), match[0], " ")


def _kept(text: str, at: int) -> bool:
    before, after = text[at - 1 : at], text[at + 1 : at + 2]
    return bool((before.isdigit() and after.isdigit()) or before == "«" or (after and FRENCH.match(after)))


@repair(
    "ws.double", declared_in="correction", family="editorial",
    statement="Doubled spaces inside a line were looked at one by one: a word may be lost there.",
)  # fmt: skip
def double_spaces(view: View) -> Iterator[Change | Proposal]:
    """Propose to close two spaces inside a line: an element of the page was emptied or dropped there, perhaps with a word.

    Lines that use blanks for layout (three such places in a line, wider ones, an indented line, an item of a list) are left in peace.

    Proposed: They been  seen there → They been seen there
    """
    start = 0
    for line in view.text.split("\n"):
        found = list(DOUBLE.finditer(line))
        if len(found) < 3 and not line.startswith("  "):
            for match in found if "   " not in line else ():
                before = line[: match.start()]
                if not before.endswith((".", "!", "?", ":")) and not BULLET.match(before):  # an old typist's habit, not a loss
                    yield Proposal(start + match.start(), match[0], " ", cert="medium", why="doubled space: a word or a link may be lost here")
        start += len(line) + 1

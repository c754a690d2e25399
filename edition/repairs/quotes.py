"""2. Repairs. Straight quotation marks and apostrophes become typographic ones where their direction is certain."""

from __future__ import annotations

import re
from collections.abc import Iterator

from edition.edits import Change, Proposal, View
from edition.rules import repair

IN_WORD = re.compile(r"(?<=[^\W\d_])'(?=[^\W\d_])")
PLURAL = re.compile(r"(?<=[^\W\d_]s)'(?=[\s.,;:!?)\]]|$)")
PAIR = re.compile(r'(?:(?<=^)|(?<=[\s(\[—–‘-]))"(?=[^\s"])([^"\n]*)(?<=[^\s"(\[])"(?=$|[\s.,;:!?)\]’—–…-])', re.MULTILINE)
ENGLISH = ("en", "und", "")


@repair(
    "quotes.apostrophe", declared_in="quotation",
    statement="Straight apostrophes inside words, and after the s of a plural, are set as U+2019.",
)  # fmt: skip
def straight_apostrophes(view: View) -> Iterator[Change | Proposal]:
    """``don't`` becomes ``don’t``, ``workers' rights`` becomes ``workers’ rights``.

    Elsewhere a straight mark may open or close: it is left. In a paragraph that also has an opening single mark, the one after an s
    may close a quotation, and is left as well.
    """
    for match in IN_WORD.finditer(view.text):
        yield Change(match.start(), "'", "’")
    start = 0
    for line in view.text.split("\n"):
        if not re.search(r"(^|[\s(\[“\"])['‘]\w", line):
            for match in PLURAL.finditer(line):
                yield Change(start + match.start(), "'", "’", cert="medium")
        start += len(line) + 1


@repair(
    "quotes.double", declared_in="quotation",
    statement="Straight double quotation marks that stand in a clear pair within one line are set as “ and ” in English texts.",
)  # fmt: skip
def straight_double_quotes(view: View) -> Iterator[Change | Proposal]:
    """``"aid"`` becomes ``“aid”``, in English, where a line has an even number of them and each pair opens and closes in sight."""
    if view.language.split("-")[0].lower() not in ENGLISH:
        return
    start = 0
    for line in view.text.split("\n"):
        if line.count('"') and line.count('"') % 2 == 0:
            for match in PAIR.finditer(line):
                yield Change(start + match.start(), '"', "“")
                yield Change(start + match.end() - 1, '"', "”")
        start += len(line) + 1

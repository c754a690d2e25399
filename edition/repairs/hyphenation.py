"""2. Repairs. Words that a line end divides are joined, if the text itself knows the whole word."""

from __future__ import annotations

import re
from collections.abc import Iterator

from edition.edits import Change, Proposal, View
from edition.rules import repair

DIVIDED = re.compile(r"(?P<head>[^\W\d_]+)-\n(?P<indent>[ \t]*)(?P<tail>[^\W\d_][\w’']*)(?P<marks>[^\w\s]*)")
WORDS = re.compile(r"[^\W\d_][\w’']*(?:-[^\W\d_][\w’']*)*")
LEAST = 40  # characters: a shorter line was not broken by a margin, and its hyphen is its own


@repair(
    "hyphenation", declared_in="hyphenation",
    statement="Words divided at the ends of lines are joined where the whole word stands elsewhere in the text; other hyphens at line ends are kept.",
)  # fmt: skip
def words_divided_at_line_ends(view: View) -> Iterator[Change | Proposal]:
    """Join words that a line end divides: ``voya-\\nges`` becomes ``voyages`` and a line end.

    A Change only if the joined word stands elsewhere in the text, and the hyphenated one does not; else a Proposal that waits for
    the editor, unless the word with its hyphen is known here (``light-house`` stays). The line end moves behind the word and its marks.

    Source: TEI #COPU-2; declared as <hyphenation eol="none">.
    """
    text = view.text
    if "-\n" not in text:
        return
    known = {word.casefold() for word in WORDS.findall(DIVIDED.sub("\n", text))}
    for match in DIVIDED.finditer(text):
        line_start = text.rfind("\n", 0, match.start()) + 1
        if match.end("head") + 1 - line_start < LEAST:
            continue
        joined, hyphened = match["head"] + match["tail"], f"{match['head']}-{match['tail']}"
        at = match.end("head")
        old = text[at : match.end()]
        rest = "" if text[match.end() : match.end() + 1] == "\n" else "\n"
        follows = text[match.end() : match.end() + 1]
        if follows == " ":
            old, rest = old + " ", "\n"
        if hyphened.casefold() in known and joined.casefold() not in known:
            continue
        new = f"{match['tail']}{match['marks']}{rest}"
        if joined.casefold() in known and hyphened.casefold() not in known:
            yield Change(at, old, new, why=f"{joined!r} stands elsewhere in the text")
        else:
            yield Proposal(at, old, new, cert="medium", why=f"{joined!r} is not known from this text")

"""2. Repairs. A word that stands twice in a row: proposed, never done alone."""

from __future__ import annotations

import re
from collections.abc import Iterator

from edition.edits import Change, Proposal, View
from edition.rules import repair

TWICE = re.compile(r"(?<![\w’'-])([^\W\d_]+)([ \n]+)(\1)(?![\w’'-])", re.IGNORECASE)
MEANT = frozenset("""
    had that very so no yes ha bye there who nous vous sie der die das que aye hear never far long many well now
""".split())


@repair(
    "doubled-word", declared_in="correction", family="editorial", statement="Words repeated by mistake are marked as surplus where an editor has confirmed it.",
)  # fmt: skip
def doubled_words(view: View) -> Iterator[Change | Proposal]:
    """``the the`` is nearly always a slip; ``had had`` and ``very very`` may be meant and are not proposed, nor are capitals (names)."""
    for match in TWICE.finditer(view.text):
        if match[1].lower() in MEANT or "\n\n" in match[2] or (match[3][0].isupper() and match[1][0].isupper()):
            continue
        yield Proposal(match.end(1), match[2] + match[3], "", cert="high", why=f"{match[1]!r} stands twice")

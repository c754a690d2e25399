"""2. Repairs. A word that stands twice in a row: proposed, never done alone."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping

from edition.edits import Change, Proposal, View
from edition.rules import repair

TWICE = re.compile(r"(?<![\w’'-])([^\W\d_]+)([ \n]+)(\1)(?![\w’'-]|[ \n]+\1(?!\w)|[,!])", re.IGNORECASE)
MEANT: Mapping[str, frozenset[str]] = {  # words that may stand twice, by language
    "en": frozenset("had that very so no yes ha bye there who aye hear never far long many well now blah knock tut chop".split()),
    "fr": frozenset("nous vous non oui très bien là ah ha oh la tout faire toc tic".split()),
    "de": frozenset("die der das sie ihr ja nein sehr so bald na den dem es".split()),
    "es": frozenset("no sí muy ya así ay bien mucho nada que".split()),
    "it": frozenset("no sì piano molto così via ben sotto quasi man".split()),
    "pt": frozenset("não sim muito já bem logo".split()),
    "nl": frozenset("die dat ja nee heel zeer".split()),
    "la": frozenset("se quis iam".split()),
}


@repair(
    "doubled-word", declared_in="correction", family="editorial", statement="Words repeated by mistake are marked as surplus where an editor has confirmed it.",
)  # fmt: skip
def doubled_words(view: View) -> Iterator[Change | Proposal]:
    """Propose to leave out the second of two equal words, but not where the language may mean it (``had had``,
    ``nous nous``), nor of calls (``kom kom!``, ``ta ta ta``), nor of capitals (names).

    Proposed: down to the the sea → down to the sea
    """
    own = MEANT.get(view.language.split("-")[0].lower())
    meant = own if own is not None else frozenset().union(*MEANT.values())
    for match in TWICE.finditer(view.text):
        if match[1].casefold() in meant or "\n\n" in match[2] or (match[3][0].isupper() and match[1][0].isupper()):
            continue
        yield Proposal(match.end(1), match[2] + match[3], "", cert="high", why=f"“{match[1]}” stands twice")

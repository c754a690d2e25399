"""2. Repairs. A word that stands twice in a row, or oftener: proposed, never done alone."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping

from edition.edits import Change, Proposal, View
from edition.rules import repair
from edition.writing.languages import languages

AGAIN = r"(?: *\n *| +)"  # within a paragraph
RUN = re.compile(rf"(?<![\w’'-])([^\W\d_]+)((?:{AGAIN}\1(?![\w’'-]))++)", re.IGNORECASE)
CALLED = (",", "!")  # behind words that are meant
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
    """Propose to leave out all but the first of equal words in a row, but not where the language may mean it (``had had``,
    ``nous nous``), nor of calls (``kom kom!``, ``ta ta ta``), nor of capitals (names). Three or more in a row are a call, unless the
    word is one of the commonest of its language (``the the the``).

    Proposed: down to the the sea → down to the sea
    """
    code = view.language.split("-")[0].lower()
    meant = MEANT[code] if code in MEANT else frozenset().union(*MEANT.values())
    for match in RUN.finditer(view.text):
        words = match[0].split()
        if match[1].casefold() in meant or (words[0][0].isupper() and words[1][0].isupper()):
            continue
        if view.text[match.end() : match.end() + 1] in CALLED or (len(words) > 2 and not _common(match[1].casefold(), code)):
            continue
        times = "twice" if len(words) == 2 else f"{len(words)} times in a row"
        yield Proposal(match.end(1), match[2], "", cert="high", why=f"“{match[1]}” stands {times}")


def _common(word: str, code: str) -> bool:
    known = languages()
    return any(word in each.words for each in ([known[code]] if code in known else known.values()))

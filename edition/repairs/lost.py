"""2. Repairs. Characters that a conversion lost: U+FFFD or a question mark stands where a letter or an apostrophe was. Only ever proposed.

What was lost is nowhere in the file. The rest of the word says it sometimes: an English genitive, or the same word whole elsewhere in the text.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator

from edition.edits import Change, Proposal, View
from edition.rules import repair

GENITIVE = re.compile("(?<=[^\\W\\d_])(\ufffd{1,3}|\\?)(?=(?:s|t|d|m|ll|re|ve)(?![\\w?]))")
HOLE = re.compile("[^\\W\\d_]*(?:\ufffd{1,3}|(?<=[^\\W\\d_])\\?(?=[^\\W\\d_]))[^\\W\\d_]*")
HALF = re.compile("[ÃÂ]\\?(?=\\s|$)")  # of two bytes the second had no character
ADDRESS = re.compile("[/@=]|\\bwww\\.")  # a question mark in an address asks something of a server
WORD = re.compile("[^\\W\\d_]+")
ENGLISH = ("en", "und", "")


@repair(
    "lost-character", declared_in="correction", statement="Characters that a conversion had lost are supplied where an editor has confirmed them.",
)  # fmt: skip
def lost_characters(view: View) -> Iterator[Change | Proposal]:
    """``Trump\ufffds`` is asked to be ``Trump’s``; ``caf\ufffd`` to be ``café``, if that stands elsewhere in the text.

    Proposed: the keeper?s boat → the keeper’s boat
    """
    text = view.text
    if "\ufffd" not in text and "?" not in text:
        return
    taken = {view.log.to_repaired.edge(edit.at) for edit in view.log.mechanical if edit.new == "\ufffd"}  # stray bytes: the reader asks about them
    words = Counter(word for word in WORD.findall(text) if not word.isascii())
    for match in HOLE.finditer(text):
        if not match[0].strip("\ufffd") or taken & set(range(match.start(), match.end())):
            continue
        pattern = re.compile(re.sub("\ufffd{1,3}|\\?", lambda _: "[^\x00-\x7f]", re.sub("[^\ufffd?]+", lambda part: re.escape(part[0]), match[0])))
        known = [word for word in words if pattern.fullmatch(word)]
        if len(known) == 1:
            yield Proposal(match.start(), match[0], known[0], cert="medium", why=f"{known[0]!r} stands elsewhere in the text")
            taken.update(range(match.start(), match.end()))
    if view.language.split("-")[0].lower() in ENGLISH:
        for match in GENITIVE.finditer(text):
            if match.start() not in taken and not ADDRESS.search(text, max(0, text.rfind(" ", 0, match.start())), match.start()):
                yield Proposal(match.start(), match[0], "’", cert="medium", why="an apostrophe is lost here")
    for match in HALF.finditer(text):
        yield Proposal(match.start(), match[0], "\ufffd", cert="low", why="half of a damaged letter, whose other half is lost")

"""2. Repairs. Words that a line end divides are joined, if the text itself knows the whole word."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator

from edition.edits import Change, Proposal, View
from edition.rules import repair

WORD = r"[^\W\d_][\w’']*"
SOFTLY = re.compile(r"\u00ad\n[ \t]*(?=[^\W\d_])")
DIVIDED = re.compile(rf"(?P<head>[^\W\d_]+)(?P<hyphen>[-\u00ad\u2010])\n[ \t]*(?P<tail>{WORD}(?:{SOFTLY.pattern}{WORD})*)(?P<marks>[^\w\s]*)")
WORDS = re.compile(r"[^\W\d_][\w’']*(?:[-\u2010][^\W\d_][\w’']*)*")
LEAST = 40  # characters: a shorter line was not broken by a margin, and its hyphen is its own
HANGING = frozenset("and or und oder et ou y o e ed bis to".split())  # ``pre- and post-war``: the hyphen waits for its word


@repair(
    "hyphenation", declared_in="hyphenation",
    statement="Words divided at the ends of lines are joined where the whole word stands elsewhere in the text; other hyphens at line ends are kept.",
)  # fmt: skip
def words_divided_at_line_ends(view: View) -> Iterator[Change | Proposal]:
    """Join words that a line end divides: ``voya-`` and ``ges`` become ``voyages`` and a line end.

    A Change only if the joined word stands elsewhere in the text and the hyphenated one does not, or if the hyphen is a soft one; else a
    Proposal that waits for the editor, unless the word with its hyphen is known here (``light-house`` stays) or both halves are
    names (``Anglo-American``). The line end moves behind the word and its marks.

    Example: They rowed out to the old lighthouse, and the light-⏎house shone. → They rowed out to the old lighthouse, and the lighthouse⏎shone.
    Proposed: Nobody on the whole quay had ever heard of the sand-⏎glass before. → Nobody on the whole quay had ever heard of the sandglass⏎before.

    Source: TEI #COPU-2; declared as <hyphenation eol="none">.
    """
    text = view.text
    found = list(DIVIDED.finditer(text)) if re.search("[-\u00ad\u2010]\n", text) else []
    if not found:
        return
    known = Counter(word.casefold().replace("\u2010", "-") for word in WORDS.findall(DIVIDED.sub("\n", text)))
    for match in found:
        soft = match["hyphen"] == "\u00ad"
        line_start = text.rfind("\n", 0, match.start()) + 1
        if not soft and (match.end("head") + 1 - line_start < LEAST or match["tail"].casefold() in HANGING):
            continue
        tail = SOFTLY.sub("", match["tail"])
        joined, hyphened = match["head"] + tail, f"{match['head']}-{tail}"
        whole, parted = known[joined.casefold()], known[hyphened.casefold()]
        if not soft and not whole and (parted or (match["head"][0].isupper() and match["tail"][0].isupper() and not joined.isupper())):
            continue
        at = match.end("head")
        follows = text[match.end() : match.end() + 1]
        old = text[at : match.end()] + (" " if follows == " " else "")
        new = f"{tail}{match['marks']}{'' if follows == chr(10) else chr(10)}"
        if soft:
            yield Change(at, old, new, why="a soft hyphen at a line end")
        elif whole and not parted:
            yield Change(at, old, new, why=f"“{joined}” stands elsewhere in the text")
        else:
            known_too = f"both “{joined}” and “{hyphened}” stand elsewhere" if whole else f"“{joined}” stands nowhere else in the text"
            yield Proposal(at, old, new, cert="medium" if whole else "low", why=known_too)

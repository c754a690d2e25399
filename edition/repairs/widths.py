"""2. Repairs. Latin letters in the width of Chinese ones, outside of Chinese, Japanese and Korean: asked about."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator

from edition.edits import Change, Proposal, View
from edition.rules import repair

WIDE = re.compile("[\uff01-\uff5e]*[\uff10-\uff19\uff21-\uff3a\uff41-\uff5a][\uff01-\uff5e]*(?:[ \u3000][\uff01-\uff5e]+)*")
EASTERN = re.compile("[\u3040-\u30ff\u3400-\u9fff\uac00-\ud7af\uff66-\uff9f]")


@repair(
    "full-width", declared_in="normalization", statement="Full-width forms of Latin letters and figures are set in the usual width where an editor has confirmed it.",
)  # fmt: skip
def full_width(view: View) -> Iterator[Change | Proposal]:
    """Propose the usual letters for full-width ones, in lines without any Chinese, Japanese or Korean.

    Ligatures and the long s, which a printer chose, stay: a search may fold them.

    Proposed: ＩＣＥ ｒａｉｄｓ → ICE raids
    """
    if view.language.split("-")[0].lower() in ("ja", "zh", "ko") or not re.search("[\uff10-\uff5a]", view.text):
        return
    start = 0
    for line in view.text.split("\n"):
        if not EASTERN.search(line):
            for match in WIDE.finditer(line):
                yield Proposal(start + match.start(), match[0], unicodedata.normalize("NFKC", match[0]), cert="high", why="full-width letters in a Western text")
        start += len(line) + 1

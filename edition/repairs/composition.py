"""2. Repairs. Letters with marks that came as two characters become one, as Unicode's canonical composition has it."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator

from edition.edits import Change, Proposal, View
from edition.rules import repair

WITH_MARKS = re.compile("[^\u0300-\u036f\u3099\u309a][\u0300-\u036f\u3099\u309a]+")


@repair(
    "composition", declared_in="normalization",
    statement="A letter and a combining mark are set as one character where Unicode has one (canonical composition).",
)  # fmt: skip
def composition(view: View) -> Iterator[Change | Proposal]:
    """``e`` and U+0301 become ``é``. Only a base with marks: signs such as the ohm are left as they are."""
    for match in WITH_MARKS.finditer(view.text):
        composed = unicodedata.normalize("NFC", match[0])
        if composed != match[0] and len(composed) < len(match[0]):
            yield Change(match.start(), match[0], composed)

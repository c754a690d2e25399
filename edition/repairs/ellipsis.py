"""2. Repairs. Three points with spaces between them become one character, so that no line end can fall into them."""

from __future__ import annotations

import re
from collections.abc import Iterator

from edition.edits import Change, Proposal, View
from edition.rules import repair

SPACED = re.compile(r"(?<!\. )(?<!\.)\. \. \.(?! ?\.)")


@repair(
    "ellipsis", declared_in="normalization", statement="Omission marks written as three spaced points are set as one character (U+2026).",
)  # fmt: skip
def spaced_points(view: View) -> Iterator[Change | Proposal]:
    """Set three spaced points as ``…``. Four points (a full stop and an omission) are left.

    Example: it was . . . late → it was … late
    """
    for match in SPACED.finditer(view.text):
        yield Change(match.start(), match[0], "…")

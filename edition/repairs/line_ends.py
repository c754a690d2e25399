"""2. Repairs. Line ends and marks of order that came with the file: LF is the only line end, and a byte-order mark is no text."""

from __future__ import annotations

import re
from collections.abc import Iterator

from edition.edits import Change, Proposal, View
from edition.rules import repair

LINE_END = re.compile("\r\n|\r|\u2028|\u2029")


@repair(
    "line-ends", declared_in="normalization",
    statement="Line ends of other systems (CR LF, CR, U+2028, U+2029) are set as line feeds.",
)  # fmt: skip
def line_ends(view: View) -> Iterator[Change | Proposal]:
    """Set CR LF and CR as LF, and so Unicode's line and paragraph separators.

    XML cannot keep a CR: a parser reads it as LF, so what is not recorded here would be lost silently.

    Source: XML 1.0 §2.11.
    """
    for match in LINE_END.finditer(view.text):
        yield Change(match.start(), match[0], "\n")


@repair(
    "byte-order-mark", declared_in="normalization",
    statement="Byte-order marks (U+FEFF) are not part of the text and have been left out.",
)  # fmt: skip
def byte_order_marks(view: View) -> Iterator[Change | Proposal]:
    """Leave out U+FEFF at the start of the file, and where files were joined.

    Example: \ufeffTo the keeper → To the keeper
    """
    for match in re.finditer("\ufeff+", view.text):
        yield Change(match.start(), match[0], "")

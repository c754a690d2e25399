"""2. Repairs. Where the paragraphs of a text are, as far as a repair must know: stages after this one find out what each is."""

from __future__ import annotations

import re
from collections.abc import Iterator

from edition.edits import View

RUN = re.compile(r"[^\n]+(?:\n[^\n]*\S[^\n]*)*")
LINE = re.compile(r"[^\n]+")


def paragraphs(view: View) -> Iterator[re.Match[str]]:
    """What stands between empty lines; in a text that has none, and whose lines no margin broke, each line."""
    return (RUN if view.margin or re.search(r"\n[ \t]*\n", view.text.strip()) else LINE).finditer(view.text)

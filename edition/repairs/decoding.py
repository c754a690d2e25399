"""2. Repairs. Bytes that do not lead back from what they say: the frozen text is the bytes as Latin-1, and the log holds the step from them.

A reader found the steps (`readers/bytewise.py`); here is what owns up to them, and nothing is looked for.
"""

from __future__ import annotations

from collections.abc import Iterator

from edition.edits import Change, Proposal, View
from edition.rules import Repair, repair


@repair(
    "decoding", declared_in="normalization",
    statement="The file was decoded step by step, because its encoding can write one text in several ways; the log holds each step.",
)  # fmt: skip
def nothing(view: View) -> Iterator[Change | Proposal]:
    """Decoding in steps that the reader found."""
    yield from ()


def decoded(view: View, steps: tuple[tuple[int, str, str], ...], resp: str) -> tuple[View, list[Repair]]:
    """The view after the steps of a reader, and the repair that declares them, if there are any."""
    if not steps:
        return view, []
    return view.then([Change(at, old, new) for at, old, new in steps], "mechanical", rule=nothing.name, resp=resp), [nothing]

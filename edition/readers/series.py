"""1. Readers: footnotes and endnotes. Pandoc makes one series of the two; what the file says of each is put back on its notes."""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence
from pathlib import Path

from edition.model import Finding
from edition.readers.blocks import blocks
from edition.readers.codes import finding
from edition.readers.layer import Identifiers, Layer
from edition.readers.pandoc import Node, nodes


def placed(path: Path, tree: Node, places: Sequence[str], endnotes: Callable[[], list[str]]) -> list[Finding]:
    """Mark each Note of the tree with its place, "foot" or "end": by their order, and where the numbers differ by their words.

    `places`: of the notes that the file calls, in their order. `endnotes`: the words of each endnote (`squeezed`).
    """
    found = list(nodes(tree["blocks"], "Note"))
    if len(set(places)) < 2:
        for note in found:
            note["place"] = places[0] if places else "foot"
        return []
    if len(found) == len(places):
        for note, place in zip(found, places, strict=True):
            note["place"] = place
        return []
    ends = set(endnotes())
    for note in found:
        note["place"] = "end" if squeezed(_words(note)) in ends else "foot"
    said = f"{len(found)} notes were read and {len(places)} are called in the file; endnotes were told from footnotes by their words"
    return [finding("SRC009", str(path), said, "Look at the notes in the TEI: @place says foot or end.")]


def squeezed(text: str) -> str:
    """The letters and figures alone: the same for a note, whatever stands between its words."""
    return re.sub(r"\W+", "", text)


def _words(note: Node) -> str:
    scratch = Layer(Identifiers(frozenset()))
    blocks(scratch, note["c"], inside=True)
    return scratch.text

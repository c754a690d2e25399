"""Where a long run of blocks without divisions is cut into files: a dictionary of entries, a print of paragraphs and page breaks, a long poem.

A cut lies between two blocks that are children of a division, best before a page break, a heading or a new letter, never between these and
what they belong to. One block that is longer than a file may be stays whole.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass

from edition.render.dictionaries import word_of
from edition.tei import BLANK, Element, T

OPENING = frozenset(
    f"{T}{name}" for name in (
        "pb", "cb", "gb", "lb", "milestone", "anchor", "fw", "head", "label", "argument", "epigraph", "opener", "salute", "dateline", "byline", "docAuthor", "docDate", "index",
    )
)  # fmt: skip  # belongs to the block after it
CLOSING = frozenset(f"{T}{name}" for name in ("note", "app", "trailer", "closer", "signed", "postscript", "addSpan", "delSpan", "damageSpan", "space", "gap"))  # to the one before it
HEADS = frozenset({f"{T}head", f"{T}label"})
PAGE = f"{T}pb"
ENTRIES = frozenset(f"{T}{name}" for name in ("entry", "entryFree", "superEntry"))
MOST = 48  # letters of the first words, by which a file is called that nothing else names


@dataclass(frozen=True)
class Cut:
    """A stretch begins. `unit` is its file; "" for the first stretch, which is where its division is. `blocks`: all that is in it."""

    unit: str
    blocks: tuple[Element, ...]


class Run:
    """Blocks that follow each other in one division, while they are being divided. Sizes in bytes of TEI."""

    def __init__(self, least: int, most: int) -> None:
        self._least, self._most = least, most
        self._blocks: list[Element] = []
        self._letters: dict[int, str] = {}
        self._starts: list[tuple[int, str]] = []  # at which blocks a file begins
        self._good: tuple[int, int] | None = None  # the last good place, and how much is before it in the file
        self._fair: tuple[int, int] | None = None  # the last place that will do

    def add(self, node: Element, size: int, filled: int, name: Callable[[Element], str]) -> tuple[str, int] | None:
        """One more block, in a file that holds `filled` already. Where that is too much: the file that begins, and how much is in it now."""
        position = len(self._blocks)
        self._blocks.append(node)
        if self._may_begin(node, position) and filled >= self._least and (filled <= self._most or self._fair is None):
            self._fair = position, filled
            if 2 * filled >= self._most and (node.tag in OPENING or self._new_letter(position)):
                self._good = self._fair
        most = self._most + self._least  # so that no scrap is left for the last file
        if filled + size <= most:
            return None
        place = self._good if self._good is not None and filled + size - self._good[1] <= most else self._fair
        if place is None:
            return None
        at, before = place
        unit = name(self._blocks[at])
        self._starts.append((at, unit))
        self._good = self._fair = None
        return unit, filled + size - before

    def _may_begin(self, node: Element, position: int) -> bool:
        """Whether a file may begin with a block: it does not go on from the one before it, and that does not belong to it."""
        if node.tag in CLOSING or node.get("prev") is not None or node.get("part") in ("M", "F") or node.get("break") == "no":
            return False
        return not position or self._blocks[position - 1].tag not in OPENING

    def _new_letter(self, position: int) -> bool:
        """Whether a headword begins with another letter than the one before."""
        if not position or self._blocks[position].tag not in ENTRIES:
            return False
        before, letter = self._letter(position - 1), self._letter(position)
        return before != letter and bool(before and letter)

    def _letter(self, position: int) -> str:
        """The first of a headword; each is asked for twice."""
        found = self._letters.get(position)
        if found is None:
            found = self._letters[position] = _headword(self._blocks[position])[:1].casefold()
        return found

    def cuts(self) -> tuple[dict[Element, str], dict[Element, Cut]]:
        """The first blocks of files to their files, and all stretches by their first blocks: none if nothing was cut."""
        if not self._starts:
            return {}, {}
        blocks = self._blocks
        ends = [*(at for at, _ in self._starts[1:]), len(blocks)]
        found = {blocks[at]: Cut(unit, tuple(blocks[at:end])) for (at, unit), end in zip(self._starts, ends, strict=True)}
        first = next((at for at in range(self._starts[0][0]) if blocks[at].tag not in OPENING), None)  # behind the heading of the division
        if first is not None:
            found[blocks[first]] = Cut("", tuple(each for each in blocks[: self._starts[0][0]] if each.tag not in HEADS))
        return {blocks[at]: unit for at, unit in self._starts}, found


def called(blocks: Sequence[Element], plain: Callable[[Element], str], words: Mapping[str, str]) -> str:
    """What a stretch is called in the contents: its first and last headword, its heading, its pages, or its first words."""
    if first := next((word for each in blocks if (word := _headword(each))), ""):
        return " – ".join(dict.fromkeys((first, next(word for each in reversed(blocks) if (word := _headword(each))))))
    if (head := next((each for each in blocks[:1] if each.tag in HEADS), None)) is not None and (text := plain(head)):
        return shortened(text)
    pages = [number for each in blocks for page in each.iter(PAGE) if (number := (page.get("n") or "").strip(BLANK))]
    if pages and blocks[0].tag == PAGE:
        return f"{words['page_abbr']} {pages[0]}" if pages[0] == pages[-1] else f"{words['pages_abbr']} {pages[0]}–{pages[-1]}"
    return next((shortened(text) for each in _content(blocks) if (text := plain(each))), "")


def _headword(node: Element) -> str:
    return word_of(node) if node.tag in ENTRIES else ""


def _content(blocks: Sequence[Element]) -> list[Element]:
    return [each for each in blocks if each.tag not in OPENING]


def shortened(text: str) -> str:
    """The first words."""
    return text if len(text) <= MOST else f"{text[:MOST].rsplit(' ', 1)[0].rstrip(' ,;:.')} …"

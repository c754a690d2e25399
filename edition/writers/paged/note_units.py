"""8. XHTML to files. What is laid out together in the note area: a note, or the notes of a series that is run in; its height, and where it goes on.

Units stand by the rank of their series, then by call. Each is laid out alone, and its height is remembered, so that notes cost linear time.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from math import inf
from typing import Any

import weasyprint.layout.page
from weasyprint.formatting_structure import boxes, build
from weasyprint.layout import LayoutContext

Box = Any  # the engine has no types
Resume = dict[int, Any] | None  # where a box goes on: index of the child to the same of that child

SHARE = 0.38  # of a page's height, at most, for notes carried over from the page before

# The rule above a series is the one that the style gives to the area (@footnote).
OF_THE_AREA = (
    "margin_top", "padding_top", "border_top_width", "border_top_style", "border_top_color",
    "background_image", "background_position", "background_size", "background_repeat", "background_origin", "background_clip",
)  # fmt: skip

engine_block_level_layout = weasyprint.layout.page.block_level_layout


@dataclass(frozen=True)
class Unit:
    """What is laid out together: one note, or the notes of a series that is run in."""

    notes: tuple[Box, ...]
    ruled: bool  # the first of a series that is not the first on the page

    @property
    def first(self) -> Box:
        return self.notes[0]


@dataclass(frozen=True)
class End:
    """The last line of a paragraph of notes: what stands above it, and where it begins."""

    height: float  # without the line
    resume: Resume


class UnitContext(LayoutContext):  # type: ignore[misc]
    """The engine's state of a layout, which knows the notes of its page as units, and their measures."""

    current_footnote_area: Box
    current_page_footnotes: list[Box]
    footnotes: list[Box]  # that wait for their call
    page_bottom: float  # of the text, above the area
    in_column: bool

    def __init__(self, *arguments: Any, ranks: Mapping[str, int]) -> None:
        super().__init__(*arguments)
        self.ranks = ranks

    def begin(self) -> None:
        """Before a pass over the whole book."""
        self.order = {note: number for number, note in enumerate(self.footnotes)}  # all notes of the book, in the order of their calls
        self.resume: dict[Box, Resume] = {}  # where a carried note goes on; absent: at its beginning
        self._heights: dict[tuple[tuple[Box, ...], str, bool, float], float] = {}
        self._ends: dict[tuple[tuple[Box, ...], str, bool, float], End] = {}  # of notes that are run in

    def begin_page(self) -> None:
        self.limit: dict[Box, float] = {}  # room for a note that does not fit whole, in CSS pixels
        self.held: list[Box] = []  # carried notes that stand on this page; the engine does not see them, or it would put them off again
        self._bare: tuple[Box, Box] | None = None

    @property
    def here(self) -> list[Box]:
        """The notes of the page."""
        return [*self.held, *self.current_page_footnotes]

    @property
    def area(self) -> Box:
        """The page's area, laid out without notes: its place and width."""
        of = self.current_footnote_area
        if self._bare is None or self._bare[0] is not of:
            of_children, of.children = of.children, []
            empty = of.deepcopy()
            of.children = of_children
            self._bare = (of, engine_block_level_layout(self, empty, -inf, None, of.page)[0])
        return self._bare[1]

    def units(self) -> list[Unit]:
        """The page's notes, in the order they stand in."""
        found: list[Unit] = []
        before = None
        for note in sorted(self.here, key=lambda note: (self._rank(note), self.order[note])):
            rank = self._rank(note)
            if found and rank == before and _run_in(note) and _run_in(found[-1].first) and not self._alone(note) and not self._alone(found[-1].first):
                found[-1] = Unit((*found[-1].notes, note), found[-1].ruled)
            else:
                found.append(Unit((note,), bool(found) and rank != before))
            before = rank
        return found

    def _rank(self, note: Box) -> int:
        return min((self.ranks[name] for name in (note.element.get("class") or "").split() if name in self.ranks), default=1)

    def _alone(self, note: Box) -> bool:
        """A note of a run-in series that has to be split is a paragraph of its own."""
        return note in self.limit or note in self.resume or not self._whole(note)

    def _whole(self, note: Box) -> bool:
        """Whether a note is to be kept together: one of a run-in series, unless it would fill a page."""
        return _run_in(note) and self._height(Unit((note,), False)) <= SHARE * self.current_footnote_area.page.height

    def _height(self, unit: Unit) -> float:
        key = (unit.notes, repr(self.resume.get(unit.first)), unit.ruled, self.area.width)
        if key not in self._heights:
            # A note that comes to a paragraph of notes changes its last line, and what follows: the lines before it need not be laid out again.
            above = self._ends.get((key[0][:-1], *key[1:])) if len(unit.notes) > 1 else None
            box, _ = self._laid_out(unit, 0, after=above)
            self._heights[key] = box.margin_height() if above is None else above.height + sum(line.height for line in box.children)
            if _run_in(unit.first) and key[1] == "None" and (end := _end(box, self._heights[key])):
                self._ends[key] = end
            elif above is not None and len(box.children) == 1:
                self._ends[key] = above
        return self._heights[key]

    def _laid_out(self, unit: Unit, y: float, height: float = inf, within: Box = None, after: End | None = None) -> tuple[Box, Resume]:
        """A unit at y, in so much room: its box (None if nothing of it fits), and where it goes on. `within`: what is as wide, if not the area. `after`: only
        its lines behind this one."""
        area, of = within or self.area, self.current_footnote_area
        of_children = of.children
        of.children = [boxes.BlockBox.anonymous_from(of, list(unit.notes))] if _run_in(unit.first) else list(unit.notes)
        copy = of.deepcopy()
        of.children = of_children
        if len(unit.notes) > 1:
            _say_keys_once(copy.children[0].children)
        box = build.create_anonymous_boxes(copy).children[0]
        box.style = box.style.copy()
        if unit.ruled:
            for name in OF_THE_AREA:
                box.style[name] = of.style[name]
        box.position_x, box.position_y = area.content_box_x(), y
        # While a note is broken, the engine must not see the page: it would "report" the page's notes to make room.
        hidden = self.page_bottom, self.footnotes, self.current_page_footnotes, self.in_column
        self.page_bottom, self.footnotes, self.current_page_footnotes, self.in_column = y + height, [], [], False
        self.create_block_formatting_context(box)
        resume = after.resume if after is not None else self.resume.get(unit.first) if len(unit.notes) == 1 else None
        try:
            result = engine_block_level_layout(self, box, 0, resume, area, height == inf, [], [], [])
        finally:
            self.finish_block_formatting_context()
            self.page_bottom, self.footnotes, self.current_page_footnotes, self.in_column = hidden
        return result[0], result[1]


def _end(box: Box, height: float) -> End | None:
    """The last line of a paragraph that has been laid out, so high; None if it has one line, or holds something else than lines."""
    lines = box.children
    if len(lines) < 2 or not all(isinstance(line, boxes.LineBox) for line in lines):
        return None
    return End(height - lines[-1].height, {0: lines[-2].resume_at})


def _run_in(note: Box) -> bool:
    return bool(note.style["footnote_display"] == "inline")


def _key(note: Box) -> str:
    """The number that a note is named by instead of a mark: of its line, or of its section."""
    first = next(iter(note.element), None)
    return "".join(first.itertext()) if first is not None and first.get("class") == "key" else ""


def _say_keys_once(notes: Sequence[Box]) -> None:
    """Of notes in one paragraph that have the same key, the first has it: take it from the others, with the space behind it."""
    before = ""
    for note in notes:
        key = _key(note)
        if key and key == before:
            at = next(number for number, box in enumerate(note.children) if box.element is not None and box.element.get("class") == "key")
            note.children = [*note.children[:at], *note.children[at + 1 :]]
            if at < len(note.children) and isinstance(note.children[at], boxes.TextBox):
                note.children[at].text = note.children[at].text.removeprefix("\u00a0")
        before = key

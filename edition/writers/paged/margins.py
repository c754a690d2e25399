"""8. XHTML to files. Notes in the margin: each beside the line that calls it, none over another.

A note with the class `beside` is taken out of the note area. It is set in a narrow column in the outer margin when the page is done
and it is known where its line stands. Where two would meet, the second goes down; at the foot of the page they go up together; what
else stands in the margin (numbers of lines and of pages) is gone around. What does not fit is on the log (`crowded`): whoever lays out
takes the class from it and lays out again, and it stands at the foot of the page like other notes.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import Any

from weasyprint.formatting_structure import boxes

from edition.writers.paged.note_units import Box, Unit
from edition.writers.paged.notes import NoteContext

BESIDE = "beside"
GAP = 12.0  # between text and note, and below
EDGE = 22.0  # from the note to the edge of the paper
LEAST = 60.0  # a narrower column is none: CSS pixels, as all lengths here
BETWEEN = 4.0  # from note to note
BESIDES = 6.0  # from a note to what stands beside it in the margin
MOST = 0.45  # of the page's height: a longer note goes to the foot

Span = tuple[float, float]  # from, to, down the page


class MarginContext(NoteContext):
    """The note area, and the column in the margin. `beside`: the notes of the page that stand there."""

    def begin(self) -> None:
        self.log.crowded.clear()
        self._narrow: dict[Box, Box] = {}  # a note to its box, laid out at the width of the column
        super().begin()

    def begin_page(self) -> None:
        self.beside: list[Box] = []
        super().begin_page()

    # The engine's hooks

    def layout_footnote(self, note: Box) -> bool:
        if not _asked_for(note):
            return super().layout_footnote(note)
        column = self._column(self.current_footnote_area.page)
        height = self._height_beside(note, column[1]) if column else 0.0
        depth = self.current_footnote_area.page.height
        if column is None or height > MOST * depth or self._filled() + height > depth:
            self._crowd(note)
            return super().layout_footnote(note)
        self.footnotes.remove(note)
        self.beside.append(note)
        self._asked = None
        return False

    def unlayout_footnote(self, note: Box) -> None:
        if note not in self.beside:
            super().unlayout_footnote(note)
            return
        self._asked = None
        self.beside.remove(note)
        if note not in self.footnotes:
            self.footnotes.append(note)

    def report_footnote(self, note: Box) -> None:
        """A note in the margin takes no room of the text: it stays."""
        if note not in self.beside:
            super().report_footnote(note)

    # The end of a page

    def _listed(self, note: Box) -> bool:
        return note in self.beside or super()._listed(note)

    def _guard(self) -> None:
        called = {box.footnote for box in self.text.descendants() if box.footnote is not None}
        for note in called:
            if _asked_for(note) and note in self.footnotes:
                self.footnotes.remove(note)
                self.beside.append(note)
        for note in [note for note in self.beside if note not in called]:
            self.unlayout_footnote(note)
        super()._guard()

    def finish_page(self, page: Box) -> None:
        """Set the notes of the margin, now that everything else stands in its place."""
        column = self._column(page)
        if not self.beside or column is None:
            return
        root = page.children[0]
        lines = {each.footnote: line for line in root.descendants() if isinstance(line, boxes.LineBox) for each in line.descendants() if each.footnote in self.beside}
        notes = sorted((note for note in self.beside if note in lines), key=lambda note: (lines[note].position_y, self.order[note]))
        set_ = [self._set(note, column) for note in notes]
        wanted = [(_baseline(lines[note]) - _baseline(box) + box.position_y, box.margin_height()) for note, box in zip(notes, set_, strict=True)]
        top = page.content_box_y()
        places = placed(wanted, top, top + page.height, _taken(root, column))
        shown = []
        for note, box, place in zip(notes, set_, places, strict=True):
            if place is None:
                self._crowd(note)
                place = wanted[notes.index(note)][0]
            box.translate(0, place - box.position_y)
            shown.append(box)
            self.placed.add(note)
        root.children = [*root.children, *shown]

    # Measures

    def _column(self, page: Box) -> Span | None:
        """Where the column is on this page, from left to right, if the margin has room for one."""
        right = page.page_type.side == "right"
        width = (page.margin_right if right else page.margin_left) - GAP - EDGE
        if width < LEAST:
            return None
        left = page.content_box_x() + page.width + GAP if right else EDGE
        return left, left + width

    def _set(self, note: Box, column: Span) -> Box:
        within = self.area.copy()
        within.position_x, within.width = column[0], column[1] - column[0]
        for side in ("margin_left", "padding_left", "border_left_width", "margin_right", "padding_right", "border_right_width"):
            setattr(within, side, 0)
        return self._laid_out(Unit((note,), False), 0, within=within)[0]

    def _height_beside(self, note: Box, width: float) -> float:
        if note not in self._narrow:
            self._narrow[note] = self._set(note, (0, width)) if width else None
        return float(self._narrow[note].margin_height())

    def _filled(self) -> float:
        return float(sum(self._narrow[note].margin_height() + BETWEEN for note in self.beside if note in self._narrow))

    def _crowd(self, note: Box) -> None:
        if note.element not in self.log.crowded:
            self.log.crowded.append(note.element)


def placed(wanted: Sequence[Span], top: float, bottom: float, taken: Sequence[Span] = ()) -> list[float | None]:
    """Where notes stand that want to stand at a place and have a height: in their order, none over another, none over what is `taken`.

    None for those that find no room: the last ones, until the others fit.
    """
    count = len(wanted)
    while count:
        if (found := _placed(wanted[:count], top, bottom, taken)) is not None:
            return [*found, *([None] * (len(wanted) - count))]
        count -= 1
    return [None] * len(wanted)


def _placed(wanted: Sequence[Span], top: float, bottom: float, taken: Sequence[Span]) -> list[float] | None:
    found: list[float] = []
    free = top
    for want, height in wanted:
        free = _down(max(want, free), height, taken)
        found.append(free)
        free += height + BETWEEN
    free = bottom
    for number in reversed(range(len(found))):
        height = wanted[number][1]
        if found[number] + height > free:
            found[number] = _up(free - height, height, taken)
        free = found[number] - BETWEEN
    return None if found and found[0] < top - 1 else found


def _down(place: float, height: float, taken: Sequence[Span]) -> float:
    for start, end in sorted(taken):
        if start < place + height and place < end:
            place = end
    return place


def _up(place: float, height: float, taken: Sequence[Span]) -> float:
    for start, end in sorted(taken, reverse=True):
        if start < place + height and place < end:
            place = start - height
    return place


def _taken(root: Box, column: Span) -> list[Span]:
    """What stands in the column already, down the page."""
    return [
        (box.position_y, box.position_y + box.height)
        for box in root.descendants()
        if isinstance(box, (boxes.TextBox, boxes.ReplacedBox)) and box.position_x < column[1] + BESIDES and box.position_x + box.width > column[0] - BESIDES
    ]


def _baseline(box: Box) -> float:
    """Of the first line in it, down the page."""
    line = box if isinstance(box, boxes.LineBox) else next((each for each in box.descendants() if isinstance(each, boxes.LineBox)), None)
    return float(box.position_y if line is None else line.position_y + line.baseline)


def _asked_for(note: Box) -> bool:
    return BESIDE in (note.element.get("class") or "").split()


def to_the_foot(elements: Iterable[Any]) -> None:
    """Take those of the elements that are notes in the margin out of it, for the next layout."""
    for element in elements:
        names = element.get("class", "").split()
        if BESIDE in names:
            element.set("class", " ".join(name for name in names if name != BESIDE))

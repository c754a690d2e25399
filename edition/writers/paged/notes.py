"""8. XHTML to files. Notes at the foot of the page: none lost, split where the page ends, each series below a rule of its own.

The engine's own footnotes lose some notes in a hundred and never split one. This area takes their place while we lay out, by a
subclass of `LayoutContext` and four wrapped names (`installed`); no code of the engine is copied, and `engine.differences` says
when its inside is no longer what is written for here.

How it works. The area is a stack of *units* (`note_units`). When the engine asks whether the page is full right after a note came in,
the note gets what room there is (its *limit*) if two of its lines fit there; the rest is *carried*, and the notes after it are put
off, so that the order holds. At the start of a page carried notes take at most `SHARE` of its height, so that text always goes on
beside a note of many pages. After each page guards mend what the engine lost; what they did is on the `Log`.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, field
from functools import partial
from math import inf
from typing import Any

import weasyprint.document
import weasyprint.layout
import weasyprint.layout.page
from weasyprint.formatting_structure import boxes
from weasyprint.layout import LayoutContext

from edition.writers.paged.note_units import SHARE, Box, Resume, Unit, UnitContext, engine_block_level_layout

LEAST = 2.2  # times its type size: less room than this is not worth beginning a note in
SLACK = 1.0  # CSS pixels, against rounding

engine_context = LayoutContext
engine_make_page = weasyprint.layout.page.make_page
engine_make_all_pages = weasyprint.layout.make_all_pages


@dataclass(frozen=True)
class Mended:
    """What a guard did: "rescued" (called on this page, and on no list of the engine's), "kept" (carried, and dropped again), "early"
    (on a page before its call), "high" (higher than a page and not to be split)."""

    what: str
    page: int  # 1-based
    note: str  # its id


@dataclass
class Log:
    mended: list[Mended] = field(default_factory=list)
    lost: list[str] = field(default_factory=list)  # ids of notes that are on no page, in spite of all
    crowded: list[Any] = field(default_factory=list)  # elements of notes that found no room in the margin (`margins`)


@contextmanager
def installed(ranks: Mapping[str, int], context: type[NoteContext] | None = None) -> Iterator[Log]:
    """Within it, the engine lays out notes with this area, or with what a `context` adds to it. `ranks`: a class of the notes to its
    place on the page (1 is first).

    The engine's names are put back afterwards. They are module-wide: one layout at a time in a process.
    """
    log = Log()
    weasyprint.document.LayoutContext = partial(context or NoteContext, ranks=ranks, log=log)
    weasyprint.layout.make_all_pages = _make_all_pages
    weasyprint.layout.page.make_page = _make_page
    weasyprint.layout.page.block_level_layout = _block_level_layout
    try:
        yield log
    finally:
        weasyprint.document.LayoutContext = engine_context
        weasyprint.layout.make_all_pages = engine_make_all_pages
        weasyprint.layout.page.make_page = engine_make_page
        weasyprint.layout.page.block_level_layout = engine_block_level_layout


def _make_all_pages(context: NoteContext, root: Box, html: Any, pages: list[Box]) -> Iterator[Box]:
    """Every pass over the book begins anew, with all notes unplaced: the engine would keep pages and forget what they carried."""
    context.begin()
    yield from context.all_pages(root, html)
    context.end()


def _make_page(context: NoteContext, *arguments: Any) -> Any:
    """A page begins: what the engine lays out first are the notes that were carried."""
    context.begin_page()
    made = engine_make_page(context, *arguments)
    context.finish_page(made[0])
    return made


def _block_level_layout(context: NoteContext, box: Box, *arguments: Any, **more: Any) -> Any:
    """The engine asks for the area of its notes at the end of a page; everything else (the text) is its own work."""
    if isinstance(box, boxes.FootnoteAreaBox):
        return context.finished_area(), None, None, None, None, None
    context.begin_text()
    result = engine_block_level_layout(context, box, *arguments, **more)
    context.text = result[0] or box
    return result


class NoteContext(UnitContext):
    """The engine's state of a layout, with a note area of our own. The names without a low line are the engine's hooks or ours above."""

    reported_footnotes: list[Box]  # put off to the next page
    current_page: int

    def __init__(self, *arguments: Any, ranks: Mapping[str, int], log: Log) -> None:
        super().__init__(*arguments, ranks=ranks)
        self.log = log
        self.text: Box = None  # the page's text, laid out
        self.begin()

    # A pass, a page

    def begin(self) -> None:
        super().begin()
        self.placed: set[Box] = set()  # notes that stand on a page, or have begun to
        self.carried: list[Box] = []  # at the end of the last page
        self.reported_footnotes.clear()
        self.log.mended.clear()
        self.log.lost.clear()
        self.begin_page()

    def all_pages(self, root: Box, html: Any) -> Iterator[Box]:
        """All pages, in order."""
        yield from engine_make_all_pages(self, root, html, [])

    def begin_page(self) -> None:
        super().begin_page()
        self.carrying = True  # the engine is laying out carried notes, not yet text
        self._asked: Box = None  # the note that has just come in, about which the engine will ask

    def begin_text(self) -> None:
        self.carrying = False

    def finish_page(self, page: Box) -> None:
        """The page is made: everything but its margin boxes stands in its place."""

    def end(self) -> None:
        self.log.lost.extend(_name(note) for note in self.order if note not in self.placed)

    def _limited(self, note: Box, room: float) -> bool:
        """Begin (or go on with) a note in so much room and carry the rest, if that can be done."""
        if self._whole(note) or room < LEAST * note.style["font_size"]:
            return False
        box, rest = self._laid_out(Unit((note,), False), 0, room)
        if box is None or rest is None or box.margin_height() > room + 0.1:
            return False
        self.limit[note] = room
        self._update_footnote_area()
        return True

    # The engine's hooks

    def layout_footnote(self, note: Box) -> bool:
        """A note comes to the page. True if there is no room for it."""
        self.footnotes.remove(note)
        (self.held if self.carrying else self.current_page_footnotes).append(note)
        self._asked = None
        self._update_footnote_area()
        if any(before in self.limit for before in self.here if before is not note):
            return True
        if not self.carrying:
            self._asked = note
            return False
        share = SHARE * self.current_footnote_area.page.height
        height = self.current_footnote_area.height
        if height <= share:
            return False
        return not self._limited(note, share - (height - self._height(Unit((note,), False))))

    def overflows_page(self, bottom_space: float, position_y: float) -> bool:
        """Asked with the y below the line of the call right after a note has come: the one moment to split it."""
        note, self._asked = self._asked, None
        over = bool(super().overflows_page(bottom_space, position_y))
        if over and note is not None and not self.in_column:
            whole, area = self._height(Unit((note,), False)), self.current_footnote_area
            room = whole - (position_y - (self.page_bottom - bottom_space)) - SLACK
            share = SHARE * area.page.height - (area.height - whole)  # text goes on beside a long note on its first page too
            if self._limited(note, min(room, max(share, LEAST * note.style["font_size"]))):
                return bool(super().overflows_page(bottom_space, position_y - 1.5 * SLACK))
        return over

    def unlayout_footnote(self, note: Box) -> None:
        self._asked = None
        self.limit.pop(note, None)
        super().unlayout_footnote(note)

    def report_footnote(self, note: Box) -> None:
        self._asked = None
        self.limit.pop(note, None)
        if note in self.held:
            self.held.remove(note)
            self.current_page_footnotes.append(note)  # where the engine takes it from
        super().report_footnote(note)

    def _update_footnote_area(self) -> bool:
        """The area's height follows its notes, and the bottom of the text follows the area."""
        area = self.current_footnote_area
        if area.height != "auto" and not self.in_column:
            self.page_bottom += area.margin_height()
        area.children = self.here
        area.height = sum(min(self._height(unit), self.limit.get(unit.first, inf)) for unit in self.units())
        if not area.children and not self.in_column:  # in columns the engine does sums with it
            area.height = "auto"
        if area.height != "auto" and not self.in_column:
            self.page_bottom -= area.margin_height()
        return False

    # The end of a page

    def finished_area(self) -> Box:
        """The area with its notes laid out, once the text of the page is known."""
        self._guard()
        bottom = self._bottom()
        self._make_room(bottom)
        self._keep_order()
        self._fill(bottom)
        area = self.area.copy()
        y = area.content_box_y()
        children: list[Box] = []
        rest: list[tuple[Box, Resume]] = []
        for unit in self.units():
            note = unit.first
            box, resume = self._laid_out(unit, y, self.limit.get(note, inf))
            if box is None:
                rest.append((note, self.resume.get(note)))
                continue
            children.append(box)
            y += box.margin_height()
            self.placed.update(unit.notes)
            self.resume.pop(note, None)
            if resume is not None:
                rest.append((note, resume))
        area.children = children
        area.height = y - area.content_box_y()
        if area.margin_height() > area.page.height + SLACK and children:
            self._mended("high", max(self.here, key=lambda note: self._height(Unit((note,), False))))
        for note, resume in rest:
            if resume is not None:
                self.resume[note] = resume
        self.reported_footnotes[:0] = [note for note, _ in rest]
        self.reported_footnotes.sort(key=self.order.__getitem__)
        self.carried = list(self.reported_footnotes)
        return area

    def _guard(self) -> None:
        """Every call of the page has its body here or carried; what was carried is not dropped; no body stands before its call."""
        called = [box.footnote for box in self.text.descendants() if box.footnote is not None]
        for note in called:
            if note not in self.placed and not self._listed(note):  # placed: called again in a repeated table head
                self._take_from_waiting(note)
                self.reported_footnotes.append(note)
                self._mended("rescued", note)
        for note in reversed(self.carried):
            if not self._listed(note):
                self._take_from_waiting(note)
                self.reported_footnotes.insert(0, note)
                self._mended("kept", note)
        for note in list(self.current_page_footnotes):
            if note not in called and note not in self.carried:
                self.unlayout_footnote(note)
                self._mended("early", note)

    def _keep_order(self) -> None:
        """The engine puts notes off from the last to the first, and sometimes one in the midst: none stands before one that is put off."""
        self.reported_footnotes.sort(key=self.order.__getitem__)
        for note in sorted(self.current_page_footnotes, key=self.order.__getitem__, reverse=True):
            put_off = [self.order[other] for other in self.reported_footnotes if self._rank(other) == self._rank(note)]
            if put_off and min(put_off) < self.order[note]:
                self.report_footnote(note)
                self.reported_footnotes.sort(key=self.order.__getitem__)

    def _bottom(self) -> float:
        """The lowest line of the text."""
        leaves = (boxes.LineBox, boxes.ReplacedBox, boxes.TableBox)  # blocks that go on on the next page reach to the bottom of this one
        found = (box.position_y + box.height for box in self.text.descendants() if isinstance(box, leaves) and box.height != "auto")
        return float(max(found, default=self.text.position_y))

    def _make_room(self, bottom: float) -> None:
        """Where the text reaches lower than the engine thought when a note came in (the longer of two cells), notes give way."""
        while (over := bottom - self.page_bottom) > 2 * SLACK and self.current_page_footnotes:
            note = max(self.current_page_footnotes, key=lambda note: (note in self.limit, self.order[note]))
            room = min(self._height(Unit((note,), False)), self.limit.pop(note, inf)) - over
            if self._limited(note, room):
                break
            self.report_footnote(note)

    def _fill(self, bottom: float) -> None:
        """Room that is left goes to the note that is split, then to those that were put off."""
        for note, room in list(self.limit.items()):
            if (left := self.page_bottom - bottom) > LEAST * note.style["font_size"]:
                del self.limit[note]
                if self._height(Unit((note,), False)) <= room + left - SLACK:
                    self._update_footnote_area()
                elif not self._limited(note, room + left - SLACK):
                    self._limited(note, room)
        while self.reported_footnotes and not any(note in self.limit for note in self.here):
            note = self.reported_footnotes.pop(0)
            self.current_page_footnotes.append(note)
            self._update_footnote_area()
            over = bottom - self.page_bottom
            if over > 0 and not self._limited(note, self._height(Unit((note,), False)) - over - SLACK):
                self.current_page_footnotes.remove(note)
                self.reported_footnotes.insert(0, note)
                self._update_footnote_area()
                break

    def _listed(self, note: Box) -> bool:
        return note in self.here or note in self.reported_footnotes

    def _take_from_waiting(self, note: Box) -> None:
        if note in self.footnotes:
            self.footnotes.remove(note)

    def _mended(self, what: str, note: Box) -> None:
        self.log.mended.append(Mended(what, self.current_page, _name(note)))


def _name(note: Box) -> str:
    return note.element.get("id") or note.element.get("data-n") or ""

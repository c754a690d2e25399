"""8. XHTML to files. What the glyphs on a page say: copied, searched or read aloud, a PDF gives the letters of the text.

A PDF holds glyphs, and one table for each font that says which letters a glyph stands for. The engine puts there what a glyph was drawn for
first, and nothing for glyphs that make up letters together (a letter and its points in Arabic, the parts of a conjunct in Devanagari): these
are extracted as other letters, or not at all. Here the table gets what is true of a glyph by itself; and where what the table says of
some glyphs together is not the text, the text is written beside them, as PDF foresees it (`ActualText`, ISO 32000-1 §14.9.4).
"""

from __future__ import annotations

import io
import re
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from typing import Any
from unicodedata import category

from edition.writers.paged import engine

# What is wrapped here and read beside it, as it is in WeasyPrint 70.0 (see engine.py).
SIGNATURES = {"weasyprint.draw.text:draw_first_line": "(stream, textbox, text_overflow, block_ellipsis, matrix)"}
NAMES = {
    "weasyprint.draw.text:draw_text": ("draw_first_line",),
    "weasyprint.draw.text:draw_first_line": ("add_font", "to_unicode", "show_text", "get_first_line", "log_clusters", "num_glyphs", "PANGO_GLYPH_EMPTY"),
}
SIMPLE = re.compile("[\u0000-\u00ff\u2010-\u2026]*")  # signs that have a glyph each, in every font that has them
PIECE = re.compile("<([0-9a-f]*)>|([^<>]+)")  # of what the engine shows: glyphs in hexadecimal, or how far to move
DIGITS = 4  # of a glyph
SAME = str.maketrans("\u00a0\u2010", " -")  # share their glyphs with others in most fonts: a space, a hyphen
BARRED = str.maketrans("", "", "\u0000\ufeff\ufffe")  # not in a table of letters (ISO 14289-1 §7.21.7)

Spans = Sequence[str | None]  # a place for each glyph: None, or what it and those after it that have "" say together

NOTHING: Spans = (None,)  # to be written beside one glyph


def differences() -> list[str]:
    """In what the engine is not the one that this module was written for; empty if it is."""
    return engine.differences(SIGNATURES, NAMES)


@contextmanager
def readable() -> Iterator[None]:
    """What is drawn within the block can be read. With another engine than ours it is drawn as ever."""
    if differences():
        yield
        return
    import weasyprint.draw.text as drawing

    before = drawing.draw_first_line
    fonts = Fonts()

    def draw_first_line(stream: Any, box: Any, overflow: str, ellipsis: str, matrix: Any) -> Any:
        # A line that is cut short is another one than that which we could look at.
        spans = [] if SIMPLE.fullmatch(box.text) or overflow == "ellipsis" or ellipsis != "none" else fonts.spans(stream, box)
        if not any(spans):
            return before(stream, box, overflow, ellipsis, matrix)
        shown = Shown(spans, stream.show_text, stream.stream.append)
        stream.show_text = shown
        try:
            return before(stream, box, overflow, ellipsis, matrix)
        finally:
            shown.end()
            del stream.show_text

    drawing.draw_first_line = draw_first_line
    try:
        yield
    finally:
        drawing.draw_first_line = before


class Fonts:
    """The tables of the fonts of one file, as they grow: the engine makes no entry where there is one. What is known of them besides is kept here."""

    def __init__(self) -> None:
        self._unsure: dict[int, set[int]] = {}  # by font: glyphs that have only been seen together with others
        self._own: dict[int, dict[int, str]] = {}  # by font: the character that a glyph is the font's glyph for

    def spans(self, stream: Any, box: Any) -> Spans:
        """Of the first line of a text, in the order in which its glyphs are drawn, from left to right."""
        from weasyprint.text.ffi import ffi, pango

        layout = box.pango_layout
        if not box.text.strip() or layout is None:
            return []
        pango.pango_layout_set_single_paragraph_mode(layout.layout, True)
        line, _ = layout.get_first_line()
        text = layout.text.encode()
        found: list[str | None] = []
        run = line.runs[0]
        while run != ffi.NULL:
            item, run = run.data, run.next
            font, _ = stream.add_font(item.item.analysis.font)
            if font.bitmap:
                return []
            backwards = bool(item.item.analysis.level % 2)
            clusters = [(self._look(font, glyphs, said, backwards), said) for glyphs, said in _clusters(item, text, font, pango)]
            # Some readers turn what runs from right to left once more: the less is written beside it, the better
            found += [span for spans, _ in clusters for span in spans] if backwards else _by_words(clusters)
        return found

    def _look(self, font: Any, glyphs: tuple[int, ...], said: str, backwards: bool) -> Spans:
        """What has to be written beside glyphs that were made together; the font's table learns from them."""
        table: dict[int, str] = font.to_unicode
        unsure = self._unsure.setdefault(id(font), set())
        if len(glyphs) == 1:
            [glyph] = glyphs
            if table.get(glyph) == said:
                unsure.discard(glyph)
                return NOTHING
            if glyph not in table or glyph in unsure:
                table[glyph] = said
                unsure.discard(glyph)
        else:
            glyphs = glyphs[::-1] if backwards else glyphs
            self._share(font, table, unsure, glyphs, said)
        good = unsure.isdisjoint(glyphs) and "".join(table[glyph] for glyph in glyphs).translate(SAME) == said.translate(SAME)
        return [None] * len(glyphs) if good else [said, *[""] * (len(glyphs) - 1)]

    def _share(self, font: Any, table: dict[int, str], unsure: set[int], glyphs: tuple[int, ...], said: str) -> None:
        """Glyphs that are the font's for a letter stand for this letter; the first of the others for what is left, until one is met by itself."""
        if id(font) not in self._own:
            self._own[id(font)] = _characters(font)
        own = self._own[id(font)]
        others = []
        for glyph in glyphs:
            if letter := own.get(glyph, ""):
                said = said.replace(letter, "", 1)
                if glyph not in table or glyph in unsure:
                    table[glyph] = letter
                    unsure.discard(glyph)
            elif glyph not in table:
                others.append(glyph)
        for glyph in others:
            table[glyph], said = said, ""
            unsure.add(glyph)


class Shown:
    """Stands in for the function by which the engine shows glyphs; opens and closes what has a text beside it."""

    def __init__(self, spans: Spans, show: Callable[[str], None], write: Callable[[bytes], None]) -> None:
        self._spans, self._show, self._write = iter(spans), show, write
        self._within = False

    def __call__(self, operand: str) -> None:
        kept: list[str] = []
        for glyphs, move in PIECE.findall(operand):
            if move and float(move):
                kept.append(f" {move}")
            for at in range(0, len(glyphs), DIGITS):
                span = next(self._spans, None)
                if span or (self._within and span is None):
                    self._flush(kept)
                    self.end()
                if span:
                    self._write(b"/Span <</ActualText <feff" + span.encode("utf-16-be").hex().encode() + b">>> BDC")
                    self._within = True
                kept.append(f"<{glyphs[at : at + DIGITS]}>")
        self._flush(kept)

    def _flush(self, kept: list[str]) -> None:
        if kept:
            self._show("".join(kept))
        kept.clear()

    def end(self) -> None:
        if self._within:
            self._write(b"EMC")
        self._within = False


def _clusters(item: Any, text: bytes, font: Any, pango: Any) -> Iterator[tuple[tuple[int, ...], str]]:
    """Glyphs of one run that were made together, from left to right, with their text. Joiners and marks of direction have no glyph."""
    string, start = item.glyphs, item.item.offset
    count = string.num_glyphs
    places = list(string.log_clusters[0:count])
    begins = sorted(set(places))
    ends = dict(zip(begins, [*begins[1:], item.item.length], strict=True))
    position = 0
    while position < count:
        place, glyphs = places[position], []
        while position < count and places[position] == place:
            glyph = string.glyphs[position].glyph
            if glyph & pango.PANGO_GLYPH_UNKNOWN_FLAG:
                glyph = font.get_unused_glyph_id(glyph - pango.PANGO_GLYPH_UNKNOWN_FLAG)  # the engine's own number for a box in a letter's place
            if glyph != pango.PANGO_GLYPH_EMPTY:
                glyphs.append(glyph)
            position += 1
        if glyphs:
            yield tuple(glyphs), text[start + place : start + ends[place]].decode().translate(BARRED)


def _by_words(clusters: list[tuple[Spans, str]]) -> Spans:
    """A word that has a text beside a part of it has one beside the whole, since readers take the borders of such parts for those of words; and
    so has a word with marks, which stand over letters or before them: there readers see gaps."""
    found: list[str | None] = []
    word: list[tuple[Spans, str]] = []
    for each in [*clusters, ([], " ")]:
        if not each[1].isspace():
            word.append(each)
            continue
        spans = [span for of, _ in word for span in of]
        said = "".join(part for _, part in word)
        found += [said, *[""] * (len(spans) - 1)] if any(spans) or any(category(sign)[0] == "M" for sign in said) else spans
        found += each[0]
        word = []
    return found


def _characters(font: Any) -> dict[int, str]:
    """The characters of a font file, by glyph; of several with one glyph the first."""
    from fontTools.ttLib import TTFont

    opened = TTFont(io.BytesIO(font.file_content), fontNumber=font.index, lazy=True)
    return {opened.getGlyphID(name): chr(code) for code, name in sorted((opened.getBestCmap() or {}).items(), reverse=True)}

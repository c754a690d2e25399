"""8. XHTML to files. The press: trees of XHTML become pages by the engine, and pages one PDF.

What belongs together here is the state of one book: its styles, its fonts, the files it may show. Bytes depend on nothing else.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from functools import cached_property
from typing import Any
from xml.etree.ElementTree import Element

import cssselect2
import pydyf  # type: ignore[import-untyped]
import weasyprint
from weasyprint.text.fonts import FontConfiguration

from edition import parsers
from edition.project import Project
from edition.render.model import Picture
from edition.writers.paged import bidi, depth, engine, facing, glyphs, margins, metadata, notes, phrases, sheet
from edition.writers.paged.fetcher import BASE, Fetcher

LINKS = ("#", "http://", "https://", "mailto:")
ROUNDS = 3  # of laying out anew without the notes that found no room in the margin; then all go to the foot
Pages = Any  # the engine's Document: pages, laid out


class Tree(weasyprint.HTML):  # type: ignore[misc]
    """What the engine takes, from a tree: its own way from text (an HTML parser in Python) is slower and does not keep to XML."""

    def __init__(self, root: Element, fetcher: Fetcher) -> None:
        self.base_url = BASE
        self.url_fetcher = fetcher
        self.media_type = "print"
        self.wrapper_element = cssselect2.ElementWrapper.from_html_root(root, content_language=None)
        self.etree_element = root


def parse(markup: str) -> Element:
    """Well-formed XHTML, without a namespace, to a tree."""
    return parsers.pieces(markup)


class Press:
    """Sets pages for one book. `asked`: CSS that the ODD and the texts themselves ask for, over the house style and under the project's."""

    def __init__(self, project: Project, asked: str, *, direction: str, pictures: Mapping[str, Picture], own_notes: bool, beside: bool = False) -> None:
        """`beside`: the book has notes in the margin, and a page with room for them."""
        self.project = project
        self.direction = direction
        self.logs: dict[Element, notes.Log] = {}  # of each piece, as it was last laid out
        self.crowded: list[str] = []  # ids of notes that found no room in the margin
        self.levels = 0  # of a text that was too deep, as many as it had
        self._own_notes = own_notes
        self._beside = beside and own_notes
        self._facing = project.pdf.parallel == "facing" and own_notes
        shown = {address: picture.path if picture.data is None else picture.data for address, picture in pictures.items()}
        self._fetcher = Fetcher(shown, project.folder if project.css else None)
        self._fonts = FontConfiguration()
        self._series = sheet.all_series(project)
        self._house = [self._css(text, name) for text, name in sheet.house(project)]
        self._house.insert(sheet.OURS, self._css(asked))

    def _css(self, text: str, name: str = "") -> Any:
        return weasyprint.CSS(string=text, base_url=f"{BASE}project/{name}", url_fetcher=self._fetcher, font_config=self._fonts)

    def lay_out(self, body: str | Element, *, numbers: str = "decimal", first: int = 1) -> Pages:
        """A piece of the book, beginning on a recto. `body`: markup of its sections, or a tree that `shell` made of it."""
        root = self.shell(body) if isinstance(body, str) else body
        self.levels = max(self.levels, depth.flatten(root))
        depth.outdent(root)
        depth.level(root)
        depth.loosen(root)
        languages = sorted({element.get("lang") or "" for element in root.iter()} - {""})
        phrases.keep_numbers(root)
        phrases.settle_anchors(root, shown="pb" if self.project.pdf.pages == "source" else "")
        bidi.wrap_runs(root, self.direction)
        made = sheet.pages(self.project.pdf.page, direction=self.direction, numbers=numbers, first=first, beside=self._beside)
        own = sheet.series(self._series) + sheet.margin(self.project.pdf.pages) + (sheet.ragged(languages) if self.project.pdf.hyphenate else "")
        styles = [self._css(made), *self._house[: sheet.OURS], self._css(own), *self._house[sheet.OURS :]]
        heads = [head for head in root.iter("thead") if not _set_once(head)]
        if not self._beside:
            margins.to_the_foot(root.iter("span"))
        if self._facing and facing.prepare(root):
            styles.insert(sheet.OURS + 2, self._css(sheet.FACING))
        pages = self._pages(root, styles)
        if heads and (missing := _missing(heads, pages)):
            for head in missing:
                head.set("class", "once")
            pages = self._pages(root, styles)
        return pages

    def _pages(self, root: Element, styles: list[Any], rounds: int = ROUNDS) -> Pages:
        tree = Tree(root, self._fetcher)
        if not self._own_notes:
            return tree.render(font_config=self._fonts, stylesheets=styles)
        ranks = {series.name: series.rank for series in self._series}
        context = facing.FacingContext if self._facing else margins.MarginContext if self._beside else notes.NoteContext
        with engine.words_whole(), engine.lines_filled(), notes.installed(ranks, context) as log:
            pages = tree.render(font_config=self._fonts, stylesheets=styles)
        self.logs[root] = log
        if not log.crowded:
            return pages
        self.crowded += [note.get("id", "") for note in log.crowded]
        margins.to_the_foot(log.crowded if rounds else root.iter("span"))
        return self._pages(root, styles, rounds - 1)

    def shell(self, body: str) -> Element:
        """The tree of a whole file around sections, and what the engine must not follow taken out of it."""
        head, attributes = metadata.head(self.project), metadata.root(self.project, self.direction)
        root = parse(f'<html xmlns:epub="http://www.idpf.org/2007/ops" {attributes}>{head}<body>{body}</body></html>')
        for link in root.iter("a"):
            if not link.get("href", "").startswith(LINKS):
                link.attrib.pop("href", None)
        return root

    @cached_property
    def blank(self) -> Pages:
        """An empty page."""
        return self.lay_out('<div class="bare"></div>')

    def bind(self, pieces: Sequence[Pages], *, roman: int) -> bytes:
        """All pages as one PDF. `roman`: how many at the beginning have Roman numbers."""
        book = pieces[0].copy([page for piece in pieces for page in piece.pages])

        def finish(document: Pages, pdf: pydyf.PDF) -> None:
            metadata.finish(pdf, roman=roman, pages=len(document.pages), direction=self.direction)

        with engine.page_references_kept(), glyphs.readable():
            return bytes(book.write_pdf(finisher=finish, pdf_variant="pdf/ua-1", pdf_identifier=True))


def _set_once(head: Element) -> bool:
    """Whether a table's head has notes. It is not repeated on later pages then: a note is called once."""
    if any(each.get("data-n") and "note" in each.get("class", "").split() for each in head.iter("span")):
        head.set("class", "once")
        return True
    return False


def _missing(heads: list[Element], pages: Pages) -> list[Element]:
    """Heads of tables that are on no page: the engine leaves a head out where it and the first row do not fit on one."""
    shown = {id(box.element) for page in pages.pages for box in page._page_box.descendants() if box.element_tag == "thead"}
    return [head for head in heads if id(head) not in shown]

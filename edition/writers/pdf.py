"""8. XHTML to files. This module: the PDF. It says what is in the book and in what order; how pages are set, `paged/` knows.

The text is laid out first. Then it is known which anchor stands on which page, and what speaks of pages (contents, list of corrections)
is set with literal numbers: the engine's own references to pages would make it lay out everything again. The pages of all pieces are
then bound as one file. WeasyPrint is loaded when a PDF is made, not before.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from functools import partial
from html import escape
from pathlib import Path
from typing import TYPE_CHECKING, Any

from edition import files
from edition.model import Artifact, PageMap, Written, digest
from edition.project import Edition, Project
from edition.render import models, stylesheet, words_of
from edition.render.language import right_to_left
from edition.render.model import Caption, Correction, Rendition
from edition.writers import book, imprint, indexes, lists, reading_order, title_pages, wording
from edition.writers.book import Line
from edition.writers.paged import depth, engine, faults, glyphs
from edition.writers.paged.chapters import mark
from edition.writers.reading_order import Place
from edition.writers.units import units

if TYPE_CHECKING:
    from edition.writers.paged.press import Press

MEDIA_TYPE = "application/pdf"
LINES = 140  # a table of contents goes as deep as it stays shorter than this
ROUNDS = 3  # the contents are set again while their numbers change
TITLE_PAGE_LONG = 40  # characters: a longer title is set smaller


def write(edition: Edition, renditions: Sequence[Rendition], out: Path) -> Written:
    """The edition as the PDF `out`, what is wrong with it, and which anchor is on which page. The renditions are those of "print".

    Raises ProgramMissing without WeasyPrint or Pango, OutputError if the file cannot be written; what stood there stays then.
    """
    engine.load()
    from edition.writers.paged.press import Press

    project = edition.project
    changed = engine.differences()
    pictures = {picture.address: picture for rendition in renditions for picture in rendition.pictures}
    findings = [faults.finding("PDF006", out, f"the note area is off: {'; '.join(changed)}")] if changed else []
    if unread := glyphs.differences():
        findings.append(faults.finding("PDF006", out, f"words of some scripts will not be found in it: {'; '.join(unread)}"))
    with engine.deep(), engine.messages() as said:
        asked = stylesheet(models(project, "print")[0]) + "".join(rendition.css for rendition in renditions)
        press = Press(project, asked, direction="rtl" if right_to_left(project.language) else "ltr", pictures=pictures, own_notes=not changed, beside=_beside(project, renditions))
        data, pages, unsteady = _printed(edition, renditions, press)
    if unsteady:
        findings.append(faults.finding("PDF008", out, f"the page numbers of the contents still changed after {ROUNDS} rounds"))
    if press.levels:
        said_of_depth = f"elements lie in each other {press.levels:,} levels deep; what is deeper than {depth.DEEPEST} stands beside the others"
        findings.append(faults.finding("PDF011", out, said_of_depth, faults.deepest(edition)))
    findings += faults.mended_notes(press, pages, out)
    findings += faults.crowded(press, pages, out)
    findings += faults.heard(said, edition, out, pictures)
    files.write(out, data)
    return Written((Artifact(out, MEDIA_TYPE, digest(data)),), tuple(dict.fromkeys(findings)), pages)


def _beside(project: Project, renditions: Sequence[Rendition]) -> bool:
    """Whether there are notes that stand in the margin."""
    return any(rendition.notes.get(series.name) for series in project.notes if series.place == "margin" for rendition in renditions)


def _printed(edition: Edition, renditions: Sequence[Rendition], press: Press) -> tuple[bytes, PageMap, bool]:
    """The bytes, the pages of all anchors, and whether the contents did not come to rest."""
    from edition.writers.paged.pagemap import page_map

    project = edition.project
    words = words_of(project.language)
    places = reading_order.outline(edition, renditions)
    title, renditions = title_pages.own_title_page(edition, renditions)
    written = {rendition.name: rendition for rendition in renditions}
    front = [written[document.name] for document in edition.front if document.name in written]
    back = [written[document.name] for document in (*edition.back, *edition.made) if document.name in written]
    indexed = [rendition for rendition in renditions if not any(rendition.name == document.name for document in edition.made)]

    def documents(of: Sequence[Rendition]) -> str:
        return "".join(_document(rendition, edition, words) for rendition in of)

    def text() -> Iterator[str]:
        parts = 0
        for group in reading_order.in_order(edition, renditions):
            if group.part is not None:
                parts += 1
                yield f'<div class="bare">{book.half_title(group.part, reading_order.part_id(parts))}</div>'
            yield documents(group.documents)
        yield documents(back)

    def set_text(markup: str, of: Sequence[Rendition], **how: Any) -> Any:
        tree = press.shell(markup)
        mark(tree, places, of)
        return press.lay_out(tree, **how)

    markup = "".join(text())
    main = [set_text(markup, [each for each in renditions if each not in front])] if markup else []
    text_pages = sum(len(piece.pages) for piece in main)
    tail_first = text_pages + text_pages % 2 + 1
    opening = _opening(edition, words, title)
    captions = [(name, found) for name in ("figures", "tables") if (found := lists.captions(edition, renditions, name))]
    numbers: Mapping[str, str] = {}
    fronts: dict[int, Any] = {}  # the front matter, by the number of its first page
    tail: tuple[str, Any] = ("", None)  # what stands behind the text and speaks of its pages, as markup and as laid out
    unsteady = False
    for _ in range(ROUNDS):
        behind = _behind(edition, renditions, indexed, words, page_map([], 0))
        outline = (*places, *(Place(1, name, anchor, "", "", project.language) for name, anchor, _ in behind))
        deepest = _depth(outline)
        wanted = [place for place in outline if place.level <= deepest]
        lines = [Line(place.text, f"#{place.id}", place.level, numbers.get(place.id, "000"), place.language) for place in wanted]
        pieces = [press.lay_out(opening + (_contents(lines, words) if len(lines) > 1 else "") + _captions(captions, numbers, words), numbers="lower-roman")]
        if front:
            first = _even(pieces, press) + 1
            if first not in fronts:
                fronts[first] = set_text(documents(front), front, numbers="lower-roman", first=first)
            pieces.append(fronts[first])
        roman = _even(pieces, press)
        bound = [*pieces, *main]
        behind = _behind(edition, renditions, indexed, words, page_map(bound, roman))
        if behind:
            markup = _sections(behind)
            if markup != tail[0]:
                tree = press.shell(markup)
                mark(tree, [Place(1, name, anchor, "", "", project.language) for name, anchor, _ in behind], ())
                tail = markup, press.lay_out(tree, first=tail_first)
            _even(bound, press)
            bound.append(tail[1])
        all_pages = page_map(bound, roman)
        named = [place.id for place in wanted] + [each.id for _, found in captions for _, each in found]
        unsteady = any(numbers.get(name) != all_pages.pages.get(name, "–") for name in named) and len(named) > 1
        if not unsteady:
            break
        numbers = {name: all_pages.pages.get(name, "–") for name in named}
    return press.bind(bound, roman=roman), all_pages, unsteady


def _behind(edition: Edition, renditions: Sequence[Rendition], indexed: Sequence[Rendition], words: Mapping[str, str], pages: PageMap) -> list[tuple[str, str, str]]:
    """What stands behind the text, each with its title, the id that the contents lead to, and its markup: corrections, lists, indexes."""
    found = []
    roots = {rendition.name: rendition for rendition in renditions}
    place = partial(_page_of, pages)

    def way(document: str, identifier: str) -> tuple[str, str]:
        rendition = roots.get(document)
        anchor = "" if rendition is None else reading_order.anchor_in(rendition, identifier)
        return (f"#{anchor}", pages.pages.get(anchor, "–")) if anchor else ("", "")

    if listed := book.corrections(edition, renditions, words, href=lambda each: f"#{each.id}", place=place):
        found.append((wording.word(words, "corrections"), "corrections", listed.replace("<section ", '<section id="corrections" ', 1)))
    found += [(each.title, each.id, each.markup) for each in lists.lists(edition, renditions, words, way)]
    located = indexes.by_page(pages.pages, pages.labels, words)
    before = False  # whether the last one was short
    for each in indexes.indexes(edition, indexed, words, located, legend=True):
        found.append((each.title, each.id, each.markup.replace(' class="index ', ' class="index run-on ', 1) if each.short and before else each.markup))
        before = each.short
    return found


def _page_of(pages: PageMap, each: Correction) -> str:
    return pages.pages.get(each.id, "–")


def _sections(behind: Sequence[tuple[str, str, str]]) -> str:
    return "".join(
        f'<div class="{"run-on" if " run-on " in markup[:40] else "opens" if position else "chapter"} behind"><div class="mark" data-head="{escape(title)}"></div>{markup}</div>'
        for position, (title, _, markup) in enumerate(behind)
    )


def _captions(captions: Sequence[tuple[str, list[tuple[Rendition, Caption]]]], numbers: Mapping[str, str], words: Mapping[str, str]) -> str:
    """The lists of figures and of tables, behind the contents."""
    found = []
    for name, listed in captions:
        lines = [Line(each.text, f"#{each.id}", 1, numbers.get(each.id, "000"), rendition.language) for rendition, each in listed]
        title = escape(wording.word(words, name))
        found.append(f'<div class="opens behind"><div class="mark" data-head="{title}"></div>{book.contents(lines, words, of=name)}</div>')
    return "".join(found)


def _even(pieces: list[Any], press: Press) -> int:
    """Fill up to a verso, so that what follows begins on a recto; how many pages there are then."""
    count = sum(len(piece.pages) for piece in pieces)
    if count % 2:
        pieces.append(press.blank)
    return count + count % 2


def _opening(edition: Edition, words: Mapping[str, str], title: str) -> str:
    """Title page (of the TEI, if it has one), and the imprint on its back."""
    if title:
        return f'<div class="own-title">{title}</div><div class="bare verso">{imprint.imprint(edition, words)}</div>'
    title = title_pages.title_page(edition, words)
    if len(edition.project.title) > TITLE_PAGE_LONG:
        title = title.replace('<h1 class="title"', '<h1 class="title long"', 1)
    return f'<div class="bare">{title}</div><div class="bare verso">{imprint.imprint(edition, words)}</div>'


def _contents(lines: Sequence[Line], words: Mapping[str, str]) -> str:
    head = wording.word(words, "contents")
    return f'<div class="chapter"><div class="mark" data-head="{escape(head)}"></div>{book.contents(lines, words)}</div>'


def _depth(places: Sequence[Place]) -> int:
    """How many levels the contents show."""
    lines = Counter(place.level for place in places)
    depth, shown = 1, lines[1]
    while depth < max(lines, default=1) and shown + lines[depth + 1] <= LINES:
        depth += 1
        shown += lines[depth]
    return depth


def _document(rendition: Rendition, edition: Edition, words: Mapping[str, str]) -> str:
    """A document with the notes that stand at its end; "" if there is nothing to be seen in it."""
    body = "".join(unit.body for unit in units(rendition, edition.project.notes, words))
    if not rendition.pictures and not re.sub(r"<[^>]*>", "", body).strip():
        return ""
    return f'<article class="chapter" data-document="{escape(rendition.name)}">{body}</article>'

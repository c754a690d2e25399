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
from xml.etree.ElementTree import Element

from edition import files
from edition.codes import Code
from edition.model import Artifact, Finding, Locus, PageMap, Severity, Written, digest
from edition.project import Edition, Project
from edition.render import models, stylesheet, words_of
from edition.render.language import right_to_left
from edition.render.model import Caption, Correction, Division, Picture, Rendition
from edition.writers import book, indexes, lists
from edition.writers.book import Line, Place
from edition.writers.paged import depth, engine, glyphs
from edition.writers.units import units

if TYPE_CHECKING:
    from edition.writers.paged.press import Press

MEDIA_TYPE = "application/pdf"
CHAPTER = 9_000  # characters: divisions that are longer than this, most of them, are chapters and begin on a page of their own
LINES = 140  # a table of contents goes as deep as it stays shorter than this
ROUNDS = 3  # the contents are set again while their numbers change
CODES: Mapping[str, Code] = {
    "PDF001": Code("engine-complains", Severity.QUERY, "The layout engine complains: a rule of a style sheet it does not know, a picture it cannot read, a link without its target."),
    "PDF002": Code("no-glyph", Severity.ERROR, "No font that is installed has a character. A box is printed in its place."),
    "PDF003": Code("note-lost", Severity.ERROR, "A note is on no page. Every note has to be printed; notes inside boxes that the page does not show cannot be."),
    "PDF004": Code("note-too-high", Severity.QUERY, "A note is higher than a page and cannot be divided: its end runs off the paper."),
    "PDF005": Code("note-mended", Severity.NOTE, "The layout engine had lost a note, or put it before its call, and the note area mended it."),
    "PDF006": Code("engine-of-another-version", Severity.QUERY, "The layout engine is another version than the note area was written for: notes may be lost, and none is divided."),
    "PDF007": Code("picture-without-description", Severity.ERROR, "A picture has no description. Who cannot see it does not learn what it shows."),
    "PDF008": Code("contents-restless", Severity.QUERY, "The page numbers in the contents did not come to rest."),
    "PDF009": Code("file-refused", Severity.ERROR, "A file that the book asks for is not among the edition's pictures. Nothing else is opened, and nothing is fetched."),
    "PDF010": Code("margin-full", Severity.NOTE, "A note of the margin stands at the foot of the page: it is long, or there are too many on one page, or the margin is too narrow."),
    "PDF011": Code("too-deep", Severity.NOTE, "Elements lie in each other deeper than anyone reads. On the page the deepest of them stand beside each other; no word is lost."),
}  # fmt: skip
HINTS: Mapping[str, str] = {
    "PDF002": "Install a font that has it (`fc-list :charset=HEX` tells which have), or write the character otherwise.",
    "PDF003": "Look at where the note is called; if it is in ordinary text, please report it.",
    "PDF004": "Divide the note into paragraphs, or make a section of it.",
    "PDF006": "Install the version that goes with this toolkit: python -m pip install \"weasyprint>=70,<71\"",
    "PDF010": "Shorten it, take a larger page (output.pdf.page in edition.toml), or give its series place = \"foot\".",
    "PDF011": "Look whether the markup was meant so: an end tag may stand in the wrong place.",
    "PDF007": "Describe it in a figDesc inside its figure.",
    "PDF009": "Put the file beside the text and name it in graphic/@url.",
}  # fmt: skip
NO_GLYPH = re.compile(r"\.notdef glyph rendered .*\(U\+([0-9A-F]+)\)$")
NO_ALT = re.compile(r'Image "(.*)" has no required alt description$')
REFUSED = re.compile(r"Failed to load .* at '?(?:https://edition\.invalid/)?([^' ]*)'? ?:.*not among the files of the edition")
UNREADABLE = re.compile(r"Failed to load image at 'https://edition\.invalid/([^' ]*)'")
HEADINGS = frozenset(["h1", "h2", "h3", "h4", "h5", "h6"])
DAY = re.compile(r"(?:(?<=\b\d)|(?<=\b\d\d)) (?=\w)|(?:(?<=\b\d\.)|(?<=\b\d\d\.)) (?=\[?\d|\w+ \d{4}\b)")
DAY_AND_YEAR = re.compile(r"(\b\d\d?\.?\u00a0\w{3,9}) (?=\d{4}\b)")  # in headings, no line ends within a date
MARKED = re.compile(r"\W*(?:\d+|[ivxlcIVXLC]+|[A-Za-z])[.)]|[\u2013\u2014\u2022*-]")  # how an item of a list begins that has a mark of its own
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
    findings = [_finding("PDF006", out, f"the note area is off: {'; '.join(changed)}")] if changed else []
    if unread := glyphs.differences():
        findings.append(_finding("PDF006", out, f"words of some scripts will not be found in it: {'; '.join(unread)}"))
    with engine.deep(), engine.messages() as said:
        asked = stylesheet(models(project, "print")[0]) + "".join(rendition.css for rendition in renditions)
        press = Press(project, asked, direction="rtl" if right_to_left(project.language) else "ltr", pictures=pictures, own_notes=not changed, beside=_beside(project, renditions))
        data, pages, unsteady = _printed(edition, renditions, press)
    if unsteady:
        findings.append(_finding("PDF008", out, f"the page numbers of the contents still changed after {ROUNDS} rounds"))
    if press.levels:
        said_of_depth = f"elements lie in each other {press.levels:,} levels deep; what is deeper than {depth.DEEPEST} stands beside the others"
        findings.append(_finding("PDF011", out, said_of_depth, _deep(edition)))
    findings += _mended(press, pages, out)
    findings += _crowded(press, pages, out)
    findings += _heard(said, edition, out, pictures)
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
    places = book.outline(edition, renditions)
    title, renditions = book.own_title_page(edition, renditions)
    written = {rendition.name: rendition for rendition in renditions}
    front = [written[document.name] for document in edition.front if document.name in written]
    back = [written[document.name] for document in (*edition.back, *edition.made) if document.name in written]
    indexed = [rendition for rendition in renditions if not any(rendition.name == document.name for document in edition.made)]

    def documents(of: Sequence[Rendition]) -> str:
        return "".join(_document(rendition, edition, words) for rendition in of)

    def text() -> Iterator[str]:
        parts = 0
        for group in book.in_order(edition, renditions):
            if group.part is not None:
                parts += 1
                yield f'<div class="bare">{book.half_title(group.part, book.part_id(parts))}</div>'
            yield documents(group.documents)
        yield documents(back)

    def set_text(markup: str, of: Sequence[Rendition], **how: Any) -> Any:
        tree = press.shell(markup)
        _mark(tree, places, of)
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
                _mark(tree, [Place(1, name, anchor, "", "", project.language) for name, anchor, _ in behind], ())
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
        anchor = "" if rendition is None else book.anchor_in(rendition, identifier)
        return (f"#{anchor}", pages.pages.get(anchor, "–")) if anchor else ("", "")

    if listed := book.corrections(edition, renditions, words, href=lambda each: f"#{each.id}", place=place):
        found.append((book.word(words, "corrections"), "corrections", listed.replace("<section ", '<section id="corrections" ', 1)))
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
        title = escape(book.word(words, name))
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
        return f'<div class="own-title">{title}</div><div class="bare verso">{book.imprint(edition, words)}</div>'
    title = book.title_page(edition, words)
    if len(edition.project.title) > TITLE_PAGE_LONG:
        title = title.replace('<h1 class="title"', '<h1 class="title long"', 1)
    return f'<div class="bare">{title}</div><div class="bare verso">{book.imprint(edition, words)}</div>'


def _contents(lines: Sequence[Line], words: Mapping[str, str]) -> str:
    head = book.word(words, "contents")
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


# What the tree is told before it is laid out


def _mark(root: Element, places: Sequence[Place], renditions: Sequence[Rendition]) -> None:
    """Bookmarks, running heads, and where pages begin."""
    from edition.writers.paged.metadata import running

    _number(root)
    for each in root.iter("ul"):
        if len(each) and all(item.tag == "li" and MARKED.match("".join(item.itertext()).strip()) for item in each):
            _add(each, "marked")
    by_id = {identifier: element for element in root.iter() if (identifier := element.get("id"))}
    for place in places:
        if (element := by_id.get(place.id)) is not None:
            _add(element, f"level-{min(place.level, 8)}")
            element.set("data-bookmark", place.text)
            element.text = _dates_whole(element.text or "")
    for heading in root.iter("h1"):
        heading.text = _dates_whole(heading.text or "")
    titles = {rendition.name: rendition for rendition in renditions}
    for article in root.iter("article"):
        if (rendition := titles.get(article.get("data-document", ""))) is None:
            continue
        chapters = list(_chapters(rendition.root))
        first = by_id.get(chapters[0][0].id) if chapters else None
        if first is None or _shows_before(article, first):  # else the first chapter would begin on the page after its mark
            title = next((heading for heading in article.iter("h1") if chapters and "generated" in heading.get("class", "")), None)
            if title is None:
                _set_head(_title_page_of(article), running(rendition.title))
            else:  # it begins a page of another kind: before it a mark would have a page to itself
                title.set("data-head", running(rendition.title))
        for division, holds in chapters:
            if (element := by_id.get(division.id)) is not None:
                _add(element, "holds" if holds else "opens")
                _set_head(element, running(division.heading))
        if chapters:  # the article's page is no chapter's: page groups of one name do not nest
            article.set("class", "recto")
            for heading in article.iter("h1"):
                if "generated" in heading.get("class", ""):
                    _add(heading, "alone")


def _dates_whole(text: str) -> str:
    return DAY_AND_YEAR.sub("\\1\u00a0", DAY.sub("\u00a0", text))


def _number(root: Element) -> None:
    """Every fifth line of verse has its number in the margin, where the lines have numbers."""
    for line in root.iter("div"):
        number = line.get("data-n", "")
        if "l" in line.get("class", "").split() and number.isdecimal():
            _add(line, "numbered")
            if int(number) % 5 == 0:
                mark = Element("span", {"class": "n"})
                mark.text, mark.tail, line.text = number, line.text, ""
                line.insert(0, mark)


def _set_head(section: Element, words: str) -> None:
    """What stands over the pages from here on. It hangs on something that is on one page only: a heading, else a mark."""
    for child in section:
        if child.tag in HEADINGS:
            _add(child, "first")
            child.set("data-head", words)
            return
        if child.tag != "span" or len(child) or child.text or child.tail:
            break
    mark = Element("div", {"class": "mark", "data-head": words})
    mark.tail, section.text = section.text, ""
    section.insert(0, mark)


def _title_page_of(article: Element) -> Element:
    """The title page that a text begins with, else the text: a mark before the title page would have a page to itself."""
    return next((each for each in article.iter("section") if "titlePage" in each.get("class", "").split() and not _shows_before(article, each)), article)


def _shows_before(section: Element, chapter: Element) -> bool:
    """Whether anything is to be seen in a section before a chapter in it."""
    for each in section.iter():
        if each is chapter:
            return False
        if each.tag == "img" or (each.text or "").strip() or (each is not section and (each.tail or "").strip() and chapter not in each.iter()):
            return True
    return True


def _add(element: Element, name: str) -> None:
    element.set("class", f"{element.get('class', '')} {name}".strip())


def _chapters(division: Division) -> Iterator[tuple[Division, bool]]:
    """The divisions that are long enough to be chapters; True for those that hold chapters (parts, volumes, books)."""
    children = list(_headed(division))
    called = [child for child in children if re.match(r'<[^>]* class="[^"]*\btype-chapter\b', child.start)]
    lengths = sorted(_length(child) for child in children)
    if len(children) < 2 or (lengths[len(lengths) // 2] < CHAPTER and 2 * len(called) < len(children)):
        return
    for child in children:
        inner = list(_chapters(child))
        yield child, bool(inner)
        yield from inner


def _headed(division: Division) -> Iterator[Division]:
    """The next divisions that have a heading; those without one (front, body, back) are looked through."""
    for item in division.content:
        if isinstance(item, Division):
            if item.heading:
                yield item
            else:
                yield from _headed(item)


def _length(division: Division) -> int:
    """Characters of text, without tags."""
    return len(re.sub(r"<[^>]*>", "", division.xhtml()))


# What is reported


def _finding(code: str, out: Path, message: str, locus: Locus | None = None) -> Finding:
    return Finding(code, CODES[code].severity, locus or Locus(str(out)), message, HINTS.get(code, ""))


def _mended(press: Press, pages: PageMap, out: Path) -> Iterator[Finding]:
    for log in press.logs.values():
        for name in log.lost:
            yield _finding("PDF003", out, f"the note {name} is on no page")
        for mended in log.mended:
            page = pages.pages.get(mended.note, "")
            where = f"the note {mended.note}" + (f" (page {page})" if page else "")
            if mended.what == "high":
                yield _finding("PDF004", out, f"{where} is higher than a page")
            else:
                yield _finding("PDF005", out, f"{where} was put back in its place ({mended.what})")


def _crowded(press: Press, pages: PageMap, out: Path) -> Iterator[Finding]:
    """One finding for all."""
    if found := list(dict.fromkeys(press.crowded)):
        more = f" (and {len(found) - 1} more)" if len(found) > 1 else ""
        yield _finding("PDF010", out, f"the note {found[0]} (page {pages.pages.get(found[0], '–')}){more} found no room in the margin and stands at the foot of the page")


def _heard(said: Sequence[str], edition: Edition, out: Path, pictures: Mapping[str, Picture]) -> Iterator[Finding]:
    """The engine's messages, in our words where we know them."""
    without: dict[Locus | None, list[str]] = {}
    for message in said:
        if found := NO_GLYPH.search(message):
            character = chr(int(found[1], 16))
            without.setdefault(_first(edition, character), []).append(f"“{character}” (U+{found[1]})")
        elif found := NO_ALT.search(message):
            yield _finding("PDF007", out, f"the picture {found[1]} has no description")
        elif found := REFUSED.search(message):
            yield _finding("PDF009", out, f"{found[1]} is not among the files of the edition")
        elif (found := UNREADABLE.search(message)) and (picture := pictures.get(found[1])) is not None:
            yield _finding("PDF001", out, "the picture cannot be decoded, and is not in the PDF: save it anew, as PNG or JPEG", Locus(str(picture.path)))
        else:
            yield _finding("PDF001", out, " ".join(message.split()).rstrip("."))
    for locus, characters in without.items():
        yield _finding("PDF002", out, f"no font that is installed has {', '.join(characters)}", locus)


def _deep(edition: Edition) -> Locus | None:
    """The first element of the texts that lies too deep, or nearly so: some elements of TEI are two of XHTML."""
    for document in edition.all:
        if document.tree is not None:
            for element, levels in depth.from_above(document.tree.getroot()):
                if levels >= depth.DEEPEST // 2:
                    return document.locus(element)
    return None


def _first(edition: Edition, character: str) -> Locus | None:
    """The first element of the texts in which a character stands."""
    for document in edition.all:
        if document.tree is not None:
            for element in document.tree.iter("*"):
                if character in (element.text or ""):
                    return document.locus(element)
                if character in (element.tail or "") and (parent := element.getparent()) is not None:
                    return document.locus(parent)
    return None

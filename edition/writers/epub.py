"""8. XHTML to files. This module: the EPUB. It says what is in the book and in what order; how it is packed, `package/` knows.

One EPUB 3.3 file, written whole or not at all, the same bytes every time; then looked at (`package/check.py`), and what is wrong with
it is a finding.
"""

from __future__ import annotations

import posixpath
import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from pathlib import Path

from edition import files
from edition.model import Artifact, Finding, Locus, Written, digest
from edition.project import Edition
from edition.render.model import Rendition
from edition.render.odd import stylesheet
from edition.render.settings import models
from edition.render.words import words_of
from edition.writers import book, imprint, lists, reading_order, title_pages
from edition.writers.behind import behind
from edition.writers.book import Line
from edition.writers.package import check, nav, ocf, opf
from edition.writers.package.metadata import Contents, languages, metadata
from edition.writers.package.ocf import FOLDER, Member
from edition.writers.package.page import page
from edition.writers.units import Unit, file_of, units
from edition.writers.wording import other, word

STYLES = Path(__file__).parent / "styles" / "epub"
XHTML, CSS = "application/xhtml+xml", "text/css"
IMAGES: Mapping[str, str] = {  # EPUB 3.3 §3.2: the kinds of pictures that every reading system shows
    ".png": "image/png", ".jpg": "image/jpeg", ".jpeg": "image/jpeg", ".gif": "image/gif", ".svg": "image/svg+xml", ".webp": "image/webp",
}  # fmt: skip
MOVING = frozenset({"image/gif", "image/svg+xml", "image/webp"})
OPENING = ("frontmatter titlepage", "frontmatter imprint")  # the sheets before the contents
PART = "part"  # the id of a half title
PICTURE = re.compile(r"<img [^<>]*>")  # exact: in text and in attributes both signs are escaped
DESCRIBED = re.compile(r' alt="[^"]*[^" ]|role="presentation"')
PAGE_MARK = re.compile(r'(<span [^<>]*?) epub:type="pagebreak" role="doc-pagebreak" aria-label="[^"]*"')


@dataclass(frozen=True)
class Sheet:
    """One page file of the book, in EPUB/text. `kind` is its epub:type; `document` the document that it is of, "" for the book's own."""

    name: str
    title: str
    body: str
    language: str
    kind: str
    document: str = ""
    in_part: bool = False


def write(edition: Edition, renditions: Sequence[Rendition], out: Path) -> Written:
    """The edition as the EPUB file `out`, and what is wrong with it. The renditions are those of the medium "epub".

    Raises OutputError if it cannot be written; what stood there stays then.
    """
    project = edition.project
    renditions = reading_order.as_read(edition, renditions)
    words = words_of(project.language)
    findings: list[Finding] = []
    pages = list(_pages(renditions)) if project.epub_pages == "source" else []
    sheets = list(_sheets(edition, renditions, words))
    if not pages:
        sheets = [replace(sheet, body=PAGE_MARK.sub(r"\1", sheet.body)) for sheet in sheets]
    styles, pictures = list(_styles(edition, renditions, findings)), list(_pictures(renditions, findings))
    addresses = [f"../{item.href}" for item, _ in styles]
    contents = list(_contents(edition, renditions, sheets, words))
    contents = contents or [Line(sheet.title, f"text/{sheet.name}") for sheet in sheets[:1]]  # a book without text has its title page
    listed = [
        (name, word(words, name), [Line(each.text, f"text/{file_of(each.unit)}#{each.id}", language=other(rendition.language, words)) for rendition, each in found])
        for name in ("figures", "tables") if (found := lists.captions(edition, renditions, name))
    ]  # fmt: skip
    navigation = nav.navigation(contents, list(_landmarks(sheets, words)), pages, words, listed)
    items = [opf.Item(f"text/{sheet.name}", XHTML, _properties(sheet.body), read=True) for sheet in sheets]
    items.insert(sum(sheet.kind in OPENING for sheet in sheets), opf.Item("nav.xhtml", XHTML, ("nav",), read=True))
    said = metadata(edition, _what_is_in_it(renditions, sheets, pictures, pages), words)

    def members() -> Iterator[Member]:
        yield Member(ocf.PACKAGE, opf.package(said, [*items, *(item for item, _ in (*styles, *pictures))], language=languages(project)[0]).encode())
        yield Member(
            f"{FOLDER}/nav.xhtml",
            page(word(words, "contents"), navigation, language=words["lang"], kind="frontmatter", styles=[item.href for item, _ in styles]).encode(),
        )
        for sheet in sheets:
            text = page(sheet.title, sheet.body, language=sheet.language, kind=sheet.kind, styles=addresses)
            yield Member(f"{FOLDER}/text/{sheet.name}", text.encode())
        for item, data in styles:
            yield Member(f"{FOLDER}/{item.href}", data)
        for item, content in pictures:
            yield Member(f"{FOLDER}/{item.href}", content, stored=item.media_type != IMAGES[".svg"])

    ocf.pack(members(), out, date=project.date)
    findings += check.check(out)
    return Written((Artifact(out, ocf.MEDIA_TYPE, digest(out.read_bytes())),), tuple(findings))


def _sheets(edition: Edition, renditions: Sequence[Rendition], words: Mapping[str, str]) -> Iterator[Sheet]:
    """All page files in reading order; the navigation document, which is one too, comes after the opening ones."""
    project = edition.project
    written = {rendition.name: rendition for rendition in renditions}
    taken = {file_of(unit).casefold() for rendition in renditions for unit in rendition.units}

    def own(name: str, title: str, body: str, kind: str, language: str = words["lang"]) -> Sheet:
        while file_of(name).casefold() in taken:
            name = f"{name}_"
        taken.add(file_of(name).casefold())
        return Sheet(file_of(name), title, body, language, kind)

    def documents(found: Iterable[Rendition], kind: str, *, in_part: bool = False) -> Iterator[Sheet]:
        for rendition in found:
            for unit in units(rendition, project.notes, words):
                if title is not None and unit.name == title[0].name and rendition is title[1]:
                    continue
                head = unit.title or rendition.title or project.title
                yield Sheet(file_of(unit.name), head, unit.body, unit.language or project.language, kind, rendition.name, in_part)

    title = _title_page(edition, renditions, words)
    if title is not None:
        unit, first = title
        yield Sheet(file_of(unit.name), project.title, unit.body, unit.language or project.language, OPENING[0], first.name)
    else:
        yield own("title-page", project.title, title_pages.title_page(edition, words), OPENING[0], project.language)
    yield own("imprint", word(words, "imprint"), imprint.imprint(edition, words), OPENING[1])
    yield from documents((written[document.name] for document in edition.front if document.name in written), "frontmatter")
    for number, group in enumerate(reading_order.in_order(edition, renditions), 1):
        if group.part is not None:
            yield own(f"part-{number}", group.part.title, book.half_title(group.part, PART), "bodymatter part", project.language)
        yield from documents(group.documents, "bodymatter", in_part=group.part is not None)
    yield from documents((written[document.name] for document in (*edition.back, *edition.made) if document.name in written), "backmatter")
    for each in behind(edition, renditions, words, file_of):
        yield own(each.name, each.title, each.markup, "backmatter")


def _title_page(edition: Edition, renditions: Sequence[Rendition], words: Mapping[str, str]) -> tuple[Unit, Rendition] | None:
    """The file that is the title page of the one document of a book, if its text begins with one."""
    if len(edition.documents) != 1 or edition.front:
        return None
    rendition = next((each for each in renditions if each.name == edition.documents[0].name), None)
    page = None if rendition is None else title_pages.title_division(edition, rendition)
    if rendition is None or page is None:
        return None
    unit = next((each for each in units(rendition, edition.project.notes, words) if each.name == page.unit), None)
    return None if unit is None else (unit, rendition)


def _contents(edition: Edition, renditions: Sequence[Rendition], sheets: Sequence[Sheet], words: Mapping[str, str]) -> Iterator[Line]:
    """Parts, documents, headings. A document whose first heading is its title has one line for both; alone in a book it has none."""
    written = {rendition.name: rendition for rendition in renditions}
    alone = len(edition.documents) == 1
    done: set[str] = set()
    for sheet in sheets:
        if sheet.kind == "bodymatter part":
            yield Line(sheet.title, f"text/{sheet.name}#{PART}", language=other(sheet.language, words))
        elif sheet.document and sheet.document not in done:
            done.add(sheet.document)
            rendition = written[sheet.document]
            body = sheet.kind == "bodymatter"
            yield from _lines(rendition, sheet, 1 + sheet.in_part, alone=alone and body, language=other(rendition.language or edition.project.language, words))
        elif not sheet.document and sheet.kind.split()[0] == "backmatter":
            yield Line(sheet.title, f"text/{sheet.name}")


def _lines(rendition: Rendition, sheet: Sheet, level: int, *, alone: bool, language: str) -> Iterator[Line]:
    headings = [heading for heading in rendition.headings if heading.text]
    if alone and headings:
        level -= 1
    else:
        opening = headings[:1] if headings and headings[0].text.casefold() == rendition.title.casefold() else []
        headings = headings[len(opening) :]
        address = f"#{opening[0].id}" if opening and file_of(opening[0].unit) == sheet.name else ""
        yield Line(rendition.title or sheet.title, f"text/{sheet.name}{address}", level, language=language)
    for heading in headings:
        yield Line(heading.text, f"text/{file_of(heading.unit)}#{heading.id}", level + heading.level, language=language)


def _landmarks(sheets: Sequence[Sheet], words: Mapping[str, str]) -> Iterator[nav.Landmark]:
    yield "titlepage", f"text/{sheets[0].name}", word(words, "title_page")
    yield "toc", "#toc", word(words, "contents")
    if (found := next((sheet for sheet in sheets if not sheet.document and 'role="doc-index"' in sheet.body), None)) is not None:
        yield "index", f"text/{found.name}", found.title
    for kind in ("frontmatter", "bodymatter", "backmatter"):
        first = next((sheet for sheet in sheets if sheet.kind.split()[0] == kind and sheet.kind not in OPENING), None)
        if first is not None:
            yield kind, f"text/{first.name}", word(words, kind)


def _pages(renditions: Iterable[Rendition]) -> Iterator[nav.PageMark]:
    """Every page mark is in the list: one without a number by its place among the marks."""
    for rendition in renditions:
        for number, each in enumerate(rendition.pages, 1):
            yield nav.PageMark(each.n or f"[{number}]", f"text/{file_of(each.unit)}#{each.id}")


def _styles(edition: Edition, renditions: Iterable[Rendition], findings: list[Finding]) -> Iterator[tuple[opf.Item, bytes]]:
    """Ours first, then what the ODDs and the documents' headers ask for, then the project's, which overrule them."""
    yield opf.Item("styles/edition.css", CSS), (STYLES / "edition.css").read_bytes()
    taken = {"edition.css", "models.css"}
    if asked := stylesheet(models(edition.project, "epub")[0]) + "".join(rendition.css for rendition in renditions):
        yield opf.Item("styles/models.css", CSS), asked.encode()
    for path in (edition.project.folder / name for name in edition.project.css):
        name = path.name
        while name.casefold() in taken:
            name = f"project-{name}"
        taken.add(name.casefold())
        data = files.read(path)
        if re.search(rb"url\(|@import", data):
            findings.append(check.finding("EPB012", Locus(str(path)), "it asks for another file, which is not in the EPUB", "Name the other style sheet in edition.toml."))
        yield opf.Item(f"styles/{name}", CSS), data


def _pictures(renditions: Iterable[Rendition], findings: list[Finding]) -> Iterator[tuple[opf.Item, Path | bytes]]:
    """Each file once, under the address that the XHTML calls it by."""
    taken: dict[str, Path] = {}
    for picture in (picture for rendition in renditions for picture in rendition.pictures):
        href = posixpath.normpath(posixpath.join("text", picture.address))
        if (other := taken.setdefault(href, picture.path)) is not picture.path:
            if other != picture.path:
                findings.append(check.finding("EPB011", Locus(str(picture.path)), f"{other} has the same address, {href}", "Rename one of the two."))
            continue
        kind = IMAGES.get(posixpath.splitext(href)[1].lower(), "")
        if not kind:
            kind = "application/octet-stream"
            findings.append(check.finding("EPB010", Locus(str(picture.path)), f'"{picture.path.suffix}" is no kind of picture that EPUB knows', "Convert it to PNG or JPEG."))
        yield opf.Item(href, kind), picture.path if picture.data is None else picture.data


def _properties(body: str) -> tuple[str, ...]:
    return tuple(name for name, tag in (("mathml", "<math"), ("svg", "<svg")) if tag in body)


def _what_is_in_it(
    renditions: Sequence[Rendition], sheets: Sequence[Sheet], pictures: Sequence[tuple[opf.Item, Path | bytes]], pages: Sequence[nav.PageMark]
) -> Contents:
    images = [image for sheet in sheets for image in PICTURE.findall(sheet.body)]
    return Contents(
        headings=any(rendition.headings for rendition in renditions), pictures=bool(images),
        described=all(DESCRIBED.search(image) for image in images), moving=any(item.media_type in MOVING for item, _ in pictures),
        pages=bool(pages), notes=any(notes for rendition in renditions for notes in rendition.notes.values()),
        mathml=any("<math" in sheet.body for sheet in sheets),
    )  # fmt: skip

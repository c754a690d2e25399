"""8. XHTML to files. This module: a web page. The whole edition is one HTML file that needs no other: styles and pictures are in it, nothing is fetched, and no script runs.

The file is HTML and well-formed XML at once, so that any browser shows it and any XML tool reads it.
"""

from __future__ import annotations

import re
from base64 import b64encode
from collections.abc import Iterable, Iterator, Mapping, Sequence
from functools import cache
from html import escape, unescape
from pathlib import Path, PurePosixPath

from edition import files, header
from edition.codes import Code
from edition.model import Artifact, Finding, Locus, Severity, Written, digest
from edition.project import Edition
from edition.render.model import Rendition
from edition.render.odd import stylesheet
from edition.render.settings import models
from edition.render.words import words_of
from edition.writers import book, imprint, lists, reading_order, title_pages
from edition.writers.behind import behind
from edition.writers.book import Line
from edition.writers.epub import IMAGES, PAGE_MARK
from edition.writers.package.page import spoken
from edition.writers.units import units
from edition.writers.wording import other

STYLES = Path(__file__).parent / "styles"
MEDIA_TYPE = "text/html"
CODES: Mapping[str, Code] = {
    "WEB001": Code(
        "web-style-asks-for-files", Severity.QUERY, "A style sheet of the project asks for another file by url(…) or @import. A web page of one file fetches nothing: that file is not seen. Pictures and fonts can stand in the style sheet as data: addresses."
    ),
}  # fmt: skip
ASKS = re.compile(r"""url\(\s*["']?(?!\s*["']?(?:data:|#))|@import""", re.IGNORECASE)
KIND = re.compile(r'(<[A-Za-z][^<>]*?) epub:type="[^"]*"')  # a word for reading systems, which HTML does not know; roles say the same. Exact: signs are escaped in text and attributes
SOURCE = re.compile(r'(<img [^<>]*?src=")([^"]*)"')
FRAME = """<!DOCTYPE html>
<html xmlns="http://www.w3.org/1999/xhtml" {language}>
<head>
<meta charset="UTF-8"/>
<meta name="viewport" content="width=device-width, initial-scale=1"/>
<meta http-equiv="Content-Security-Policy" content="default-src 'none'; img-src data:; font-src data:; style-src 'unsafe-inline'; base-uri 'none'; form-action 'none'"/>
<title>{title}</title>
{authors}<style>{style}</style>
</head>
<body>
<header>
{opening}
</header>
{contents}<main>
{text}
</main>
</body>
</html>
"""


def write(edition: Edition, renditions: Sequence[Rendition], out: Path) -> Written:
    """The edition as the page `out`, and what is wrong with it. The renditions are those of the medium "web".

    Raises OutputError if it cannot be written; what stood there stays then.
    """
    project = edition.project
    renditions = reading_order.as_read(edition, renditions)
    words = words_of(project.language)
    findings: list[Finding] = []
    style = _style(edition, renditions, findings)
    title, rest = title_pages.own_title_page(edition, renditions)
    after = list(behind(edition, rest, words, _here))
    places = reading_order.outline(edition, renditions)
    lines = [Line(place.text, f"#{place.id}", place.level, language=other(place.language, words)) for place in places]
    lines += [Line(each.title, f"#{each.id}") for each in after]
    contents = [book.contents(lines, words)] if len(lines) > 1 else []
    for name in ("figures", "tables"):
        captions = lists.captions(edition, renditions, name)
        contents.append(book.contents([Line(each.text, f"#{each.id}", language=other(rendition.language, words)) for rendition, each in captions], words, of=name))
    ours = spoken(words["lang"])  # of what the program says itself
    aside = "" if ours == spoken(project.language) else f" {ours}"
    markup = FRAME.format(
        language=spoken(project.language), title=escape(project.title, quote=False), style=style, opening=f"{_title_page(edition, renditions, title, words)}\n<div{aside}>{imprint.imprint(edition, words)}</div>",
        authors="".join(f'<meta name="author" content="{escape(header.spoken(person.name))}"/>\n' for person in project.people if person.role == "author"),
        contents=f'<div class="way"{aside}>\n{found}\n</div>\n' if (found := "".join(contents)) else "", text="\n".join([*_text(edition, rest, words), *(f"<div{aside}>{each.markup}</div>" for each in after)]),
    )  # fmt: skip
    if project.epub_pages != "source":
        markup = PAGE_MARK.sub(r"\1", markup)
    data = _with_pictures(KIND.sub(r"\1", markup), renditions).encode()
    files.write(out, data)
    return Written((Artifact(out, MEDIA_TYPE, digest(data)),), tuple(findings))


def _title_page(edition: Edition, renditions: Sequence[Rendition], own: str, words: Mapping[str, str]) -> str:
    """The one that the document begins with, in its language; else ours."""
    if not own:
        return title_pages.title_page(edition, words)
    language = next((each.language for each in renditions if each.name == edition.documents[0].name), "")
    return f"<div {spoken(language or edition.project.language)}>{own}</div>"


def _text(edition: Edition, renditions: Sequence[Rendition], words: Mapping[str, str]) -> Iterator[str]:
    """Front matter, the documents by part, back matter: each document with its notes behind it."""
    written = {rendition.name: rendition for rendition in renditions}

    def documents(names: Iterable[str]) -> Iterator[str]:
        for rendition in (written[name] for name in names if name in written):
            for unit in units(rendition, edition.project.notes, words):
                yield f'<article {spoken(unit.language or edition.project.language)}>{unit.body}</article>'

    yield from documents(document.name for document in edition.front)
    parts = 0
    for group in reading_order.in_order(edition, renditions):
        if group.part is not None:
            parts += 1
            yield book.half_title(group.part, reading_order.part_id(parts))
        yield from documents(rendition.name for rendition in group.documents)
    yield from documents(document.name for document in (*edition.back, *edition.made))


def _here(unit: str) -> str:
    """The file that a unit is in: this one."""
    return ""


# Styles and pictures


def _style(edition: Edition, renditions: Iterable[Rendition], findings: list[Finding]) -> str:
    """Ours first, then what the ODDs and the documents' headers ask for, then the project's, which overrule them."""
    sheets = [(STYLES / name).read_text("utf-8") for name in ("epub/edition.css", "web/page.css")]
    sheets.append(stylesheet(models(edition.project, "web")[0]) + "".join(rendition.css for rendition in renditions))
    for path in (edition.project.folder / name for name in edition.project.css):
        text = files.read(path).decode("utf-8", "replace")
        if ASKS.search(text):
            hint = "Write the picture or the font into the style sheet (url(data:…)), or do without it."
            findings.append(Finding("WEB001", CODES["WEB001"].severity, Locus(str(path)), "it asks for another file, which a page of one file does not have", hint))
        sheets.append(text)
    style = "\n".join(sheets).replace("</", r"<\/").replace("]]>", r"]]\>")  # the style element would end there
    # In HTML the content of a style element is taken as it stands, in XML it is not: comments of CSS hide what only XML needs.
    return f"/*<![CDATA[*/\n{style}\n/*]]>*/" if re.search("[<&]", style) else f"\n{style}\n"


def _with_pictures(markup: str, renditions: Iterable[Rendition]) -> str:
    """Each picture in the place of its address."""
    shown = {picture.address: picture for rendition in renditions for picture in rendition.pictures}

    @cache
    def data(address: str) -> str:
        picture = shown.get(unescape(address))
        if picture is None:
            return address
        kind = IMAGES.get(PurePosixPath(picture.address).suffix.lower(), "application/octet-stream")
        return f"data:{kind};base64,{b64encode(files.read(picture.path) if picture.data is None else picture.data).decode()}"

    return SOURCE.sub(lambda found: f'{found[1]}{data(found[2])}"', markup)

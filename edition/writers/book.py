"""8. XHTML to files. This module: what an edition sets around its documents (title page, imprint, contents, corrections), as XHTML.

It knows of no medium: where a link leads and what a place is called, the PDF and the EPUB writer say by the functions they hand in.
All of it is well-formed, has classes and no styles, and brings no ids but those it is given.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from html import escape

from edition import header, tei
from edition.header import spoken
from edition.model import Document
from edition.project import NO_DATE, Edition, Part, Person
from edition.render.model import Correction, Division, Rendition
from edition.render.plan import ascii_name
from edition.render.words import date_words
from edition.writers.title_pages import serves

# What these pages say, where the edition's language has no word of its own in words.toml.
ENGLISH: Mapping[str, str] = {
    "contents": "Contents", "corrections": "Corrections", "reading": "Reading", "in_source": "In the source", "page": "Page",
    "certainty": "Certainty", "nothing": "nothing", "edited_by": "Edited by", "translated_by": "Translated by", "edition": "Edition",
    "text": "Text", "editorial": "Editorial work", "rights": "Rights", "contact": "Contact", "source": "Source", "sources": "Sources",
    "author": "Author", "editor": "Editor", "translator": "Translator", "contributor": "Contributor", "funder": "Funder",
    "sponsor": "Sponsor", "principal": "Principal", "date": "Date", "high": "high", "medium": "medium", "low": "low", "unknown": "unknown",
    "colon": ": ", "corr": "corrected", "reg": "regularised", "supplied": "supplied", "surplus": "left out", "change": "Change",
}  # fmt: skip
IDENTIFIERS: Mapping[str, tuple[str, str]] = {  # what an identifier is called, and where it leads
    "isbn_pdf": ("ISBN (PDF)", ""), "isbn_epub": ("ISBN (EPUB)", ""), "doi": ("DOI", "https://doi.org/{}"),
    "urn": ("URN", ""), "handle": ("Handle", "https://hdl.handle.net/{}"),
}  # fmt: skip
STATEMENTS: Mapping[str, str] = {  # rightsstatements.org, version 1.0
    "InC": "In Copyright", "InC-OW-EU": "In Copyright – EU Orphan Work", "InC-EDU": "In Copyright – Educational Use Permitted",
    "InC-NC": "In Copyright – Non-Commercial Use Permitted", "InC-RUU": "In Copyright – Rights-holder(s) Unlocatable or Unidentifiable",
    "NoC-CR": "No Copyright – Contractual Restrictions", "NoC-NC": "No Copyright – Non-Commercial Use Only",
    "NoC-OKLR": "No Copyright – Other Known Legal Restrictions", "NoC-US": "No Copyright – United States", "CNE": "Copyright Not Evaluated",
    "UND": "Copyright Undetermined", "NKC": "No Known Copyright",
}  # fmt: skip
DEEPEST = 12  # levels of a table of contents: what lies deeper stands at the last of them
ACRONYM = 4  # letters: kinds of identifiers that a header calls "url" or "stc"
BY = re.compile(r"\b(?:by|von|durch|par|por|da|van|door)\s*:?$", re.IGNORECASE)
ON_TITLE_PAGE = (("editor", "edited_by"), ("translator", "translated_by"))


@dataclass(frozen=True)
class Line:
    """A line of the contents. `level` counts from 1; `page` is "" where there are no pages."""

    text: str
    href: str
    level: int = 1
    page: str = ""
    language: str = ""


@dataclass(frozen=True)
class Group:
    """Documents that follow each other: those of a part under its half title, or one that is in no part."""

    part: Part | None
    documents: tuple[Rendition, ...]


@dataclass(frozen=True)
class Place:
    """A line of the outline: what the contents and the bookmarks list. `level` counts from 1."""

    level: int
    text: str
    id: str
    unit: str  # "" for the half title of a part
    document: str
    language: str = ""


def in_order(edition: Edition, renditions: Iterable[Rendition]) -> tuple[Group, ...]:
    """The edition's documents in reading order, by part; its own front and back matter are not among them.

    A part stands where the first of its documents stands, with its documents in the part's own order.
    """
    written = {rendition.name: rendition for rendition in renditions}
    part_of = {name: part for part in edition.project.parts for name in part.documents}
    groups: list[Group] = []
    done: set[str] = set()
    for document in edition.documents:
        if document.name in done or document.name not in written:
            continue
        part = part_of.get(document.name)
        names = [document.name] if part is None else [name for name in part.documents if name in written]
        done.update(names)
        groups.append(Group(part, tuple(written[name] for name in names)))
    return tuple(groups)


def as_read(edition: Edition, renditions: Iterable[Rendition]) -> list[Rendition]:
    """In the order of the book: indexes, lists and page lists follow it."""
    place = {document.name: number for number, document in enumerate(edition.in_order)}
    return sorted(renditions, key=lambda each: place.get(each.name, len(place)))


def outline(edition: Edition, renditions: Sequence[Rendition]) -> tuple[Place, ...]:
    """Parts, documents and their headings, in reading order, the edition's own front and back matter included.

    Every document has one heading of the first level, its title. Levels are made even: what lies below a line is one deeper, none is
    skipped.
    """
    written = {rendition.name: rendition for rendition in renditions}
    places: list[Place] = []
    for document in edition.front:
        if document.name in written:
            places.extend(_document(written[document.name], 1))
    alone = len(edition.documents) == 1
    parts = 0
    for group in in_order(edition, renditions):
        if group.part is not None:
            parts += 1
            places.append(Place(1, group.part.title, part_id(parts), "", "", edition.project.language))
        for rendition in group.documents:
            places.extend(_document(rendition, 1 if group.part is None else 2, alone=alone))
    for document in (*edition.back, *edition.made):
        if document.name in written:
            places.extend(_document(written[document.name], 1))
    return tuple(places)


def part_id(number: int) -> str:
    """The id of a half title. Parts are counted from 1."""
    return f"made.part-{number}"


def _document(rendition: Rendition, level: int, *, alone: bool = False) -> Iterator[Place]:
    """`alone`: the title of the one document is the title of the whole, and has no line."""
    headings = [heading for heading in rendition.headings if heading.text]
    highest = min((heading.level for heading in headings), default=0)
    if alone and len(headings) > 1 and [heading.level for heading in headings].count(highest) == 1 and headings[0].level == highest:
        headings = headings[1:]
    above: list[tuple[int, int]] = []  # the levels in the document that are open, and what they are here
    for heading in headings:
        while above and above[-1][0] >= heading.level:
            above.pop()
        here = above[-1][1] + 1 if above else level
        above.append((heading.level, here))
        yield Place(here, heading.text, heading.id, heading.unit, rendition.name, rendition.language)


def word(words: Mapping[str, str], key: str) -> str:
    """A word of the program's own, in the edition's language, else in English."""
    return words.get(key) or ENGLISH.get(key, key)


def other(language: str, words: Mapping[str, str]) -> str:
    """A language as a line of the contents says it: "" where it is that of the contents themselves."""
    return "" if language == words["lang"] else language


def title_page(edition: Edition, words: Mapping[str, str]) -> str:
    """Who, what, by whom edited, where and when."""
    project = edition.project
    lines = [f'<p class="author">{escape(_list(people))}</p>' for people in (_of_role(project.people, "author"),) if people]
    lines.append(f'<h1 class="title">{escape(project.title)}</h1>')
    if project.subtitle:
        lines.append(f'<p class="subtitle">{escape(project.subtitle)}</p>')
    for role, by in ON_TITLE_PAGE:
        if people := _of_role(project.people, role):
            lines.append(f'<p class="{role}">{escape(word(words, by))} <span class="names">{escape(_list(people))}</span></p>')
    imprint_line = [f'<span class="{name}">{escape(text)}</span>' for name, text in (("place", project.place), ("publisher", project.publisher)) if text]
    year = _date(project.date)[:4]
    foot = " · ".join(imprint_line + ([f'<span class="year">{year}</span>'] if year else []))
    if foot:
        lines.append(f'<p class="publication">{foot}</p>')
    return f'<section class="title-page">{"".join(lines)}</section>'


def imprint(edition: Edition, words: Mapping[str, str]) -> str:
    """What stands on the back of the title page: edition, publisher, people, rights, identifiers, sources."""
    project = edition.project
    whole = f'<span class="title">{escape(project.title)}</span>' + (f". {escape(project.subtitle)}" if project.subtitle else "")
    lines = [f"<p>{whole}</p>"]
    said = f"{word(words, 'edition')} {project.edition}" if re.fullmatch(r"[\d.]+", project.edition) else project.edition
    day = date_words(_date(project.date), words)
    published = [text for text in (said, ", ".join(filter(None, (project.publisher, project.place))), day) if text]
    if published:
        lines.append(f"<p>{escape('. '.join(published))}</p>")
    if project.people:
        lines.append(f'<ul class="people">{"".join(_person(person, words) for person in project.people)}</ul>')
    lines.extend(_rights(edition, words))
    for name, value in project.identifiers.items():
        label, address = IDENTIFIERS.get(name, ("" if name == "id" else name.upper() if len(name) <= ACRONYM else name, ""))
        label = "" if label and value.casefold().startswith(f"{label.casefold()} ") else label
        href = address.format(value.removeprefix("https://doi.org/")) if address else value
        lines.append(f'<p class="identifier">{escape(label)}{" " if label else ""}{_link(href, value.removeprefix("https://doi.org/") if name == "doi" else value)}</p>')
    if found := list(_sources(edition, words)):
        lines.append(f'<p class="sources-title">{escape(word(words, "sources" if len(found) > 1 else "source"))}</p>')
        lines.append(f'<ul class="sources">{"".join(found)}</ul>')
    return f'<section class="imprint">{"".join(lines)}</section>'


def own_title_page(edition: Edition, renditions: Sequence[Rendition]) -> tuple[str, list[Rendition]]:
    """The title page that the one document of a book begins with, as markup, and the renditions without it. "" where it has none."""
    found = list(renditions)
    if len(edition.documents) != 1 or edition.front or _several(edition.documents[0]):
        return "", found
    position = next((at for at, each in enumerate(found) if each.name == edition.documents[0].name), -1)
    if position < 0 or (path := _title_division(found[position].root)) is None or not serves(edition.project, path[-1]):
        return "", found
    division = path[-1]
    found[position] = replace(found[position], root=_without(found[position].root, path))
    return division.xhtml(), found


def _several(document: Document) -> bool:
    """Whether a file holds several texts, each with a title page of its own."""
    root = None if document.tree is None else document.tree.getroot()
    return root is not None and tei.local(root) == "teiCorpus" and len(root.findall(f"{tei.T}TEI")) > 1


def title_division(edition: Edition, rendition: Rendition) -> Division | None:
    """The title page that a document begins with, if it can be that of the book."""
    path = _title_division(rendition.root)
    return None if path is None or not serves(edition.project, path[-1]) else path[-1]


def _title_division(division: Division, depth: int = 0) -> list[Division] | None:
    """The way to a title page before which nothing is to be read: a few divisions down, not a thousand."""
    if depth > 20:
        return None
    for item in division.content:
        if not isinstance(item, Division):
            if re.sub(r"<[^>]*>", "", re.sub(r'<(h\d) class="title generated".*?</\1>', "", item)).strip():
                return None
        elif re.match(r'<[^>]* class="(?:[^"]* )?titlePage[ "]', item.start):
            return [division, item]
        else:
            below = _title_division(item, depth + 1)
            return None if below is None else [division, *below]
    return None


def _without(division: Division, path: Sequence[Division]) -> Division:
    if division is path[-1]:
        return replace(division, content=())
    inner = path[path.index(division) + 1]
    if inner is path[-1]:
        return replace(division, content=tuple(item for item in division.content if item is not inner))
    return replace(division, content=tuple(_without(item, path) if item is inner else item for item in division.content if isinstance(item, Division) or item))


def anchor_in(rendition: Rendition, identifier: str) -> str:
    """The id in the XHTML of an xml:id of the document; without one, or if it is nowhere, where the document begins."""
    for anchor in (identifier, *(f"{ascii_name(rendition.name)}{dash}{identifier}" for dash in ("-", "--"))):
        if identifier and anchor in rendition.ids:  # of a division its heading: the division itself may begin, empty, at the foot of the page before
            return next((heading.id for heading in rendition.headings if heading.id.startswith((f"{anchor}_", f"{anchor}."))), anchor)
    return next((heading.id for heading in rendition.headings), rendition.root.id)


def half_title(part: Part, identifier: str) -> str:
    """The page that opens a part."""
    return f'<section class="half-title"><h1 id="{escape(identifier)}">{escape(part.title)}</h1></section>'


def contents(lines: Sequence[Line], words: Mapping[str, str], *, of: str = "contents") -> str:
    """Nested lists of links, deeper by the lines' levels; a level that is skipped is not invented. "" if there are no lines.

    `of`: the word that stands over it: "figures" and "tables" have such lists too.
    """
    if not lines:
        return ""
    title = escape(word(words, of))
    role = ' role="doc-toc"' if of == "contents" else ""
    markup = [f'<nav class="{"contents" if of == "contents" else f"contents {of}"}"{role} aria-label="{title}"><h1 class="contents-title">{title}</h1>']
    open_levels: list[int] = []
    for line in lines:
        level = min(line.level, DEEPEST)
        while open_levels and level < open_levels[-1]:
            open_levels.pop()
            markup.append("</li></ol>")
        if open_levels and level == open_levels[-1]:
            markup.append("</li>")
        elif not open_levels or level > open_levels[-1]:
            open_levels.append(level)
            markup.append("<ol>")
        language = f' lang="{escape(line.language)}" xml:lang="{escape(line.language)}"' if line.language else ""
        page = f' data-page="{escape(line.page)}"' if line.page else ""
        markup.append(f'<li><a href="{escape(line.href)}"{page}><span class="label"{language}>{escape(line.text)}</span></a>')
    markup.append("</li></ol>" * len(open_levels) + "</nav>")
    return "".join(markup)


def listed(rendition: Rendition) -> list[Correction]:
    """What the list of corrections has of a document. Expanded abbreviations are not corrections."""
    return [each for each in rendition.corrections if each.kind != "expan"]


def corrections(
    edition: Edition, renditions: Iterable[Rendition], words: Mapping[str, str], *, href: Callable[[Correction], str], place: Callable[[Correction], str]
) -> str:
    """The list of what the edition reads otherwise than its sources; "" where edition.toml asks for none or there is nothing to list.

    `href` leads to the place in the text, `place` is what stands in the first column (a page number, a mark).
    """
    if edition.project.corrections != "list":
        return ""
    tables = []
    having = [(rendition, rows) for rendition in renditions if (rows := listed(rendition))]
    for rendition, rows in having:
        caption = f"<caption>{escape(rendition.title)}</caption>" if len(having) > 1 or len(edition.documents) > 1 else ""
        heads = "".join(f'<th scope="col">{escape(word(words, key))}</th>' for key in ("page", "reading", "in_source", "change"))
        language = f' lang="{escape(rendition.language)}" xml:lang="{escape(rendition.language)}"' if rendition.language else ""
        body = "".join(_correction(each, words, language, href(each), place(each)) for each in rows)
        tables.append(f'<table class="corrections">{caption}<thead><tr>{heads}</tr></thead><tbody>{body}</tbody></table>')
    if not tables:
        return ""
    return f'<section class="corrections"><h1 class="corrections-title">{escape(word(words, "corrections"))}</h1>{"".join(tables)}</section>'


def licence(value: str) -> tuple[str, str]:
    """Words and address of an SPDX id or a rights statement: ``("CC BY 4.0", "https://creativecommons.org/licenses/by/4.0/")``.

    An address that is not known is its own words; words that are no identifier have no address.
    """
    if value == "CC0-1.0":
        return "CC0 1.0", "https://creativecommons.org/publicdomain/zero/1.0/"
    if found := re.fullmatch(r"CC-(BY(?:-NC)?(?:-ND|-SA)?)-(\d\.\d)", value):
        return f"CC {found[1]} {found[2]}", f"https://creativecommons.org/licenses/{found[1].lower()}/{found[2]}/"
    if found := re.fullmatch(r"https?://creativecommons\.org/licenses/([a-z-]+)/(\d\.\d)/?(?:deed\.\w+|legalcode)?", value):
        return f"CC {found[1].upper()} {found[2]}", value
    if re.fullmatch(r"https?://creativecommons\.org/publicdomain/zero/1\.0/?(?:deed\.\w+|legalcode)?", value):
        return "CC0 1.0", value
    if found := re.fullmatch(r"https?://rightsstatements\.org/(?:vocab|page)/([A-Za-z-]+)/1\.0/?(?:\?.*)?", value):
        return STATEMENTS.get(found[1], value), value
    if re.match(r"https?://", value):
        return value, value
    if re.fullmatch(r"[A-Za-z0-9][A-Za-z0-9.+-]*-\d[A-Za-z0-9.+-]*", value):  # the form of an SPDX id with a version
        return value, f"https://spdx.org/licenses/{value}.html"
    return value, ""


def _of_role(people: Iterable[Person], role: str) -> list[str]:
    return [spoken(person.name) for person in people if person.role == role]


def _list(names: Sequence[str]) -> str:
    return ", ".join(dict.fromkeys(names))


def _date(day: str) -> str:
    """The day, or the year where no more is known; "" for the date of what has none."""
    return "" if day == NO_DATE else day.removesuffix("-01-01")


def _person(person: Person, words: Mapping[str, str]) -> str:
    orcid = person.orcid.removeprefix("https://orcid.org/")
    link = f" ({_link(f'https://orcid.org/{orcid}', f'ORCID {orcid}')})" if orcid else ""
    does = person.resp or word(words, person.role)
    name = f'<span class="name">{escape(spoken(person.name))}</span>{link}'
    if person.resp and BY.search(person.resp):  # "transcribed by": the name goes on from it
        return f"<li>{escape(person.resp[0].upper() + person.resp[1:])} {name}</li>"
    return f"<li>{name}{word(words, 'colon')}{escape(does)}</li>"


def _rights(edition: Edition, words: Mapping[str, str]) -> Iterator[str]:
    rights = edition.project.rights
    both = rights.text and rights.editorial
    for key, value in (("text", rights.text), ("editorial", rights.editorial)):
        if value:
            label, address = licence(value)
            name = word(words, key) if both or key == "editorial" else word(words, "rights")
            yield f'<p class="rights">{escape(name)}{word(words, "colon")}{_link(address, label)}</p>'
    if rights.note and _bare(rights.note) not in (_bare(rights.text), _bare(licence(rights.text)[0])):
        yield f'<p class="rights">{escape(rights.note)}</p>'
    if rights.contact:
        yield f'<p class="contact">{escape(word(words, "contact"))}{word(words, "colon")}{escape(rights.contact)}</p>'


def _bare(text: str) -> str:
    return re.sub(r"[\W_]", "", text).casefold()


def _sources(edition: Edition, words: Mapping[str, str]) -> Iterator[str]:
    """What the headers say of the sources; the document's title before it where there are more documents than one."""
    for document in edition.documents:
        head = header.read(document.tree)
        if head.source:
            name = f'<span class="title">{escape(head.title or document.name)}</span>{word(words, "colon")}' if len(edition.documents) > 1 else ""
            yield f"<li>{name}{escape(head.source)}</li>"


def _correction(each: Correction, words: Mapping[str, str], language: str, href: str, place: str) -> str:
    nothing = f'<span class="nothing">{escape(word(words, "nothing"))}</span>'
    shown, other = (f"<span{language}>{escape(text)}</span>" if text else nothing for text in (each.shown, each.other))
    kind = word(words, each.kind) + (f" ({word(words, 'certainty').lower()}{word(words, 'colon')}{word(words, each.cert)})" if each.cert and each.cert != "high" else "")
    where = f'<a href="{escape(href)}">{escape(place)}</a>' if href else escape(place)
    return f"<tr><td>{where}</td><td>{shown}</td><td>{other}</td><td>{escape(kind)}</td></tr>"


def _link(href: str, text: str) -> str:
    if not re.match(r"https?://", href):
        return escape(text)
    return f'<a href="{escape(href)}">{escape(text)}</a>'

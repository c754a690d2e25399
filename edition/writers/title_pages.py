"""8. XHTML to files. The title page of a book: ours, or that of the source, if it may be that of the book.

A `div` that calls itself one must say the title and the authors, or they would be lost.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import replace
from html import escape
from unicodedata import normalize

from edition import tei
from edition.header import spoken
from edition.model import Document
from edition.project import Edition, Person, Project
from edition.render.model import Division, Rendition
from edition.writers.imprint import day_of
from edition.writers.wording import word

PLAIN_DIV = re.compile(r'<[^>]* class="div ')
SMALL = 4  # letters: shorter words of a title say little
NAME = 3  # letters of a name
ON_TITLE_PAGE = (("editor", "edited_by"), ("translator", "translated_by"))


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
    year = day_of(project.date)[:4]
    foot = " · ".join(imprint_line + ([f'<span class="year">{year}</span>'] if year else []))
    if foot:
        lines.append(f'<p class="publication">{foot}</p>')
    return f'<section class="title-page">{"".join(lines)}</section>'


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


def _of_role(people: Iterable[Person], role: str) -> list[str]:
    return [spoken(person.name) for person in people if person.role == role]


def _list(names: Sequence[str]) -> str:
    return ", ".join(dict.fromkeys(names))


def serves(project: Project, page: Division) -> bool:
    """A `titlePage` serves as it is. Half the words of the title will do, and one of each name: the spelling is the source's."""
    if not PLAIN_DIV.match(page.start):
        return True
    said = _words(re.sub(r"<[^>]*>", " ", page.xhtml()))
    title = _words(re.split(r"\s[:–—]\s|: ", project.title)[0])
    wanted = {word for word in title if len(word) >= SMALL} or title
    if 2 * len(wanted & said) < len(wanted):
        return False
    return all({word for word in _words(person.name) if len(word) >= NAME and word.isalpha()} & said for person in project.people if person.role == "author")


def _words(text: str) -> set[str]:
    """Without accents and capitals, u and v, i and j and the two forms of s alike."""
    bare = "".join(sign for sign in normalize("NFKD", text.casefold()) if not 0x300 <= ord(sign) < 0x370)
    return set(re.findall(r"\w+", bare.replace("v", "u").replace("j", "i").replace("ſ", "s")))

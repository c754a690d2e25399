"""A rendered document as files: each unit of it a body of XHTML, with the notes that are called there.

Separate from the EPUB because a web page is made of the same.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

from edition.project import NoteSeries
from edition.render.model import Division, Rendition, Series
from edition.render.note_sections import files
from edition.tei import Element


@dataclass(frozen=True)
class Unit:
    name: str
    title: str
    language: str  # of what stands around its first division
    body: str


def file_of(unit: str) -> str:
    """The file that a unit goes to, as the renderer calls it in links."""
    return f"{unit}.xhtml"


def units(rendition: Rendition, series: Sequence[NoteSeries], words: Mapping[str, str]) -> Iterator[Unit]:
    """The document's files in reading order. One in which nothing would be seen and to which nothing leads is left out."""
    order = tuple(Series(each.name, _never, rank=each.rank, heading=each.heading) for each in series)
    bodies = files(rendition, order, words=words)
    titles: dict[str, str] = {}
    for heading in rendition.headings:
        if heading.text:
            titles.setdefault(heading.unit, heading.text)
    languages = _languages(rendition)
    for unit, body in bodies.items():
        if not _seen(body) and len(bodies) > 1 and not any(f'"{file_of(unit)}' in other for other in bodies.values()):
            continue
        yield Unit(unit, titles.get(unit, rendition.title), languages.get(unit, rendition.language), body)


def _never(note: Element) -> bool:
    """The notes are in their series already."""
    return False


def _languages(rendition: Rendition) -> dict[str, str]:
    """The language that holds where a unit begins: it is cut out of divisions whose start tags stand in other files."""
    found: dict[str, str] = {}
    stack = [(rendition.root, rendition.language)]
    while stack:
        division, around = stack.pop()
        found.setdefault(division.unit, around)
        language = division.language or around
        stack.extend((child, language) for child in reversed(division.content) if isinstance(child, Division))
    return found


def _seen(body: str) -> bool:
    """Whether there is anything in it to be seen: a word, a picture, a page mark."""
    inside = False
    for character in body:
        if character in "<>":
            inside = character == "<"
        elif not inside and not character.isspace():
            return True
    return "<img " in body or 'epub:type="pagebreak"' in body

"""A rendered document as files: each unit of it a body of XHTML, with the notes that are called there at its end.

Separate from the EPUB because a web page is made of the same. Series stand apart, each under its heading, in the order of their rank;
a file that several chapters share keeps one section of notes for each chapter of a series that counts by chapters.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from html import escape
from itertools import groupby
from operator import attrgetter

from edition.project import NoteSeries
from edition.render.model import Division, Heading, Note, Rendition
from edition.writers.book import word


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
    parts: dict[str, list[str]] = {unit: [] for unit in rendition.units}
    for unit, markup in rendition.root.pieces():
        parts[unit].append(markup)
    first: dict[str, Heading] = {}
    for heading in rendition.headings:
        if heading.text:
            first.setdefault(heading.unit, heading)
    languages = _languages(rendition)
    titles = {division.id: division.heading for division in _divisions(rendition.root)}
    notes = _notes(rendition, series)
    whole = {unit: "".join(markup) for unit, markup in parts.items()}
    for unit, body in whole.items():
        level = min(6, first[unit].level + 1) if unit in first else 2
        body += "".join(_sections(rendition, unit, notes.get(unit, ()), titles, level, words))
        if not _seen(body) and len(whole) > 1 and not any(f'"{file_of(unit)}' in other for other in whole.values()):
            continue
        yield Unit(unit, first[unit].text if unit in first else rendition.title, languages.get(unit, rendition.language), body)


def _divisions(root: Division) -> Iterator[Division]:
    """In reading order, and not by recursion: they may lie 2,000 deep."""
    stack = [root]
    while stack:
        division = stack.pop()
        yield division
        stack.extend(child for child in reversed(division.content) if isinstance(child, Division))


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


def _notes(rendition: Rendition, series: Sequence[NoteSeries]) -> dict[str, list[tuple[NoteSeries, list[Note]]]]:
    """Unit to its sections of notes. A series that edition.toml does not name (the apparatus) stands last."""
    known = {each.name: each for each in series}
    last = max((each.rank for each in series), default=0) + 1
    ordered = sorted((known.get(name) or NoteSeries(name, rank=last) for name in rendition.notes), key=attrgetter("rank"))
    found: dict[str, list[tuple[NoteSeries, list[Note]]]] = {}
    for each in ordered:
        for (unit, _), notes in groupby(rendition.notes[each.name], key=attrgetter("unit", "division")):
            if written := [note for note in notes if note.xhtml]:
                found.setdefault(unit, []).append((each, written))
    return found


def _sections(
    rendition: Rendition, unit: str, sections: Sequence[tuple[NoteSeries, list[Note]]], titles: Mapping[str, str], level: int, words: Mapping[str, str]
) -> Iterator[str]:
    """One for each series (and chapter); the heading names the chapter where there are several of the series in the file."""
    of = [series.name for series, _ in sections]
    for number, (series, notes) in enumerate(sections, 1):
        heading = series.heading or word(words, f"notes_{series.name}")
        if of.count(series.name) > 1 and (chapter := titles.get(notes[0].division)):
            heading = f"{heading}: {chapter}"
        identifier = f"{unit}-notes-{number}"
        while identifier in rendition.ids:
            identifier += "_"
        yield f'\n<section class="notes {series.name}" epub:type="footnotes" aria-labelledby="{identifier}">\n'
        yield f'<h{level} class="notes-title" id="{identifier}">{escape(heading, quote=False)}</h{level}>\n'
        for note in notes:
            yield f"{note.xhtml}\n"
        yield "</section>"


def _seen(body: str) -> bool:
    """Whether there is anything in it to be seen: a word, a picture, a page mark."""
    inside = False
    for character in body:
        if character in "<>":
            inside = character == "<"
        elif not inside and not character.isspace():
            return True
    return "<img " in body or 'epub:type="pagebreak"' in body

"""Notes of the whole edition in one place behind its texts (`place = "back"` of a series), under the names of their documents and chapters.

The place is a document that the program makes (matter.py). In media of several files the notes belong to its file from the start, so that
calls and ways back lead from file to file.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace
from html import escape

from edition.model import Document
from edition.render import language
from edition.render.attachments import APP, NOTE
from edition.render.model import Division, Note, Rendition, Series
from edition.render.series import BACK, of_kinds, series_of
from edition.render.words import notes_word
from edition.render.xhtml import start_tag
from edition.tei import XML_ID

NAME = "notes"  # of the document that the notes go into; low lines are added where a document has this name


def identifiers(document: Document, series: Sequence[Series]) -> frozenset[str]:
    """The xml:ids in the notes of one document that stand at the back."""
    kinds = of_kinds(series)
    notes = () if document.tree is None else document.tree.iter(NOTE, APP)
    return frozenset(name for node in notes if series_of(node, kinds).place == BACK for each in node.iter("*") if (name := each.get(XML_ID)))


def gathered(found: Sequence[Rendition], into: Rendition, series: Sequence[Series], words: Mapping[str, str], unit: str) -> tuple[list[Rendition], Rendition | None]:
    """The renditions without their notes at the back, and the document that has them; None if there are none.

    `found` in reading order; `unit`: the file that the notes go to, "" in media of one file.
    """
    at_back = [each for each in sorted(series, key=lambda each: (each.place != BACK, each.rank)) if any(_of(each, rendition, unit) for rendition in found)]
    if not at_back:
        return list(found), None
    alone = sum(each.place == BACK for each in series) == 1  # the document is called as they are
    sections = []
    for each in at_back:
        head = f'<h2 class="notes-title">{escape(each.heading or notes_word(each.name, words), quote=False)}</h2>' if each.place != BACK or not alone else ""
        notes = "".join(markup for rendition in found for markup in _notes(_of(each, rendition, unit), rendition, 2 + bool(head), several=len(found) > 1))
        sections.append(start_tag("section", {"class": f"notes at-back {each.name}", "epub:type": "endnotes", "role": "doc-endnotes"}) + head + notes + "</section>")
    return [_without(rendition, at_back, unit) for rendition in found], replace(into, root=_with(into.root, "".join(sections)))


def _of(series: Series, rendition: Rendition, unit: str) -> list[Note]:
    """The notes at the back; in media of several files those of other series too that are called in them."""
    return [note for note in rendition.notes.get(series.name, ()) if note.xhtml and (note.unit == unit if unit else series.place == BACK)]


def _notes(notes: Sequence[Note], rendition: Rendition, level: int, *, several: bool) -> Iterator[str]:
    """Those of one document, under its title if there are several, and where numbers begin again with a chapter under that."""
    if not notes:
        return
    yield start_tag("div", {"class": "notes-of", **language.attributes(rendition.language)})
    if several:
        yield f'<h{level} class="notes-of">{escape(rendition.title, quote=False)}</h{level}>'
    names = dict(_headings(rendition.root)) if any(note.division for note in notes) else {}
    last = ""
    for note in notes:
        if note.division != last and (name := names.get(note.division)):
            yield f'<h{level + several} class="notes-of">{escape(name, quote=False)}</h{level + several}>'
        last = note.division
        yield note.xhtml
    yield "</div>"


def _headings(root: Division) -> Iterator[tuple[str, str]]:
    """The ids of divisions, and how they are headed."""
    waiting = [root]
    while waiting:
        division = waiting.pop()
        yield division.id, division.heading
        waiting.extend(each for each in division.content if isinstance(each, Division))


def _without(rendition: Rendition, series: Sequence[Series], unit: str) -> Rendition:
    taken = {id(note) for each in series for note in _of(each, rendition, unit)}
    return replace(rendition, notes={name: tuple(note._replace(xhtml="") if id(note) in taken else note for note in notes) for name, notes in rendition.notes.items()})


def _with(division: Division, markup: str) -> Division:
    """At the end of the last division in the last, and so on."""
    at = next((at for at in range(len(division.content) - 1, -1, -1) if isinstance(division.content[at], Division)), None)
    if at is None:
        return replace(division, content=(*division.content, markup))
    inner = division.content[at]
    assert isinstance(inner, Division)
    return replace(division, content=(*division.content[:at], _with(inner, markup), *division.content[at + 1 :]))

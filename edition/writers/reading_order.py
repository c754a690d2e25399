"""8. XHTML to files. The order of a book: its documents by part, and the outline of their headings, which contents and bookmarks list."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass

from edition.project import Edition, Part
from edition.render.identifiers import ascii_name
from edition.render.model import Rendition


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


def anchor_in(rendition: Rendition, identifier: str) -> str:
    """The id in the XHTML of an xml:id of the document; without one, or if it is nowhere, where the document begins."""
    for anchor in (identifier, *(f"{ascii_name(rendition.name)}{dash}{identifier}" for dash in ("-", "--"))):
        if identifier and anchor in rendition.ids:  # of a division its heading: the division itself may begin, empty, at the foot of the page before
            return next((heading.id for heading in rendition.headings if heading.id.startswith((f"{anchor}_", f"{anchor}."))), anchor)
    return next((heading.id for heading in rendition.headings), rendition.root.id)

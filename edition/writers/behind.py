"""8. XHTML to files. This module: what stands behind the text of a book that has no page numbers (an EPUB, a web page): corrections, lists, indexes.

Where a unit of the text is, the writer says by the function that it hands in.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass

from edition.project import Edition
from edition.render.model import Correction, Rendition
from edition.render.whole import index_file
from edition.writers import book, indexes, lists, reading_order
from edition.writers.wording import word

CORRECTIONS = "list.corrections"


@dataclass(frozen=True)
class Section:
    """`id` is what the contents lead to, `name` what a file of its own is called."""

    name: str
    title: str
    id: str
    markup: str


def behind(edition: Edition, renditions: Sequence[Rendition], words: Mapping[str, str], file_of: Callable[[str], str]) -> Iterator[Section]:
    """In the order of the book; what has nothing in it is not there. `file_of`: the file that a unit is in, "" for the one that the sections are in too."""
    written = {rendition.name: rendition for rendition in renditions}
    numbers = {id(each): str(number) for rendition in renditions for number, each in enumerate(book.listed(rendition), 1)}

    def where(each: Correction) -> str:
        return f"{file_of(each.unit)}#{each.id}"

    def way(document: str, identifier: str) -> tuple[str, str]:
        """The address of a document, or of what it has there; there are no pages to name."""
        rendition = written.get(document)
        anchor = "" if rendition is None else reading_order.anchor_in(rendition, identifier)
        return (f"{file_of(rendition.ids[anchor])}#{anchor}", "") if rendition is not None and anchor in rendition.ids else ("", "")

    named = {**words, "page": word(words, "number")}
    if listed := book.corrections(edition, renditions, named, href=where, place=lambda each: numbers[id(each)]):
        yield Section("corrections", word(words, "corrections"), CORRECTIONS, listed.replace("<section ", f'<section id="{CORRECTIONS}" ', 1))
    for each in lists.lists(edition, renditions, words, way):
        yield Section(each.name, each.title, each.id, each.markup)
    added = {document.name for document in edition.made}
    located = indexes.by_section(renditions, file_of, source_pages=edition.project.epub_pages == "source", words=words)
    for index in indexes.indexes(edition, [rendition for rendition in renditions if rendition.name not in added], words, located):
        yield Section(index_file(index.kind).removesuffix(".xhtml"), index.title, index.id, index.markup)

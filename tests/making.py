"""Small editions for the tests of the writers, from the case files in cases/writers and from texts in the tests."""

from __future__ import annotations

from dataclasses import replace
from html import escape
from pathlib import Path
from typing import Any

from conftest import CASES

from edition.model import Document
from edition.project import Edition, Entry, Part, Person, Project, Rights

TEI = (
    '<TEI xmlns="http://www.tei-c.org/ns/1.0" xml:lang="{language}"><teiHeader><fileDesc><titleStmt><title>{title}</title></titleStmt>'
    "<publicationStmt><p>Unpublished.</p></publicationStmt><sourceDesc><p>Written for a test.</p></sourceDesc></fileDesc></teiHeader>{text}</TEI>"
)


def tei(name: str, body: str, *, title: str = "A Title", language: str = "en") -> Document:
    """A document with this in its body; "" for one that has a header and no text."""
    text = f"<text><body>{body}</body></text>" if body else ""
    return Document(name, Path(f"{name}.xml"), TEI.format(language=language, title=escape(title), text=text).encode())


def case(name: str) -> Document:
    path = CASES / "writers" / f"{name}.xml"
    return Document(name, path, path.read_bytes())


def edition(folder: Path, *documents: Document, front: tuple[Document, ...] = (), **more: Any) -> Edition:
    project = Project(
        id="test", title="The Book", folder=folder, date="2026-01-31", documents=tuple(Entry(document.name) for document in documents),
    )  # fmt: skip
    return Edition(replace(project, **more), documents, front)


def ferry(folder: Path, **more: Any) -> Edition:
    """Three documents in two parts and a preface, with notes of two series, readings, a table, a picture, verse, a scene, Hebrew and Arabic."""
    from PIL import Image

    Image.new("RGB", (90, 60), (200, 180, 120)).save(folder / "bridge.png")
    settings: dict[str, Any] = {
        "title": "The Ferry Book and Other Papers", "subtitle": "Written to show what a page can do", "languages": ("en", "he", "ar"), "edition": "1",
        "publisher": "The River Press", "place": "Oxbourne", "people": (Person("A. Ferryman", "author"), Person("B. Editor", "editor", "ed")),
        "rights": Rights("CC0-1.0", "CC-BY-4.0"), "identifiers": {"doi": "10.1234/ferry"},
        "parts": (Part("Papers", ("ferry",)), Part("Pieces and Names", ("pieces", "names"))),
    }  # fmt: skip
    return edition(folder, case("ferry"), case("pieces"), case("names"), front=(case("preface"),), **(settings | more))

"""Notes of the whole edition in one place behind its texts: `place = "back"` of a series."""

from __future__ import annotations

import re
from pathlib import Path

from making import edition, tei

from edition import matter
from edition.project import Edition, NoteSeries
from edition.render import files, render_all, setting
from edition.render.model import Rendition

BEHIND = (NoteSeries("editor", "@resp", place="back", rank=2, marks="1 2 3"), NoteSeries("author", rank=1, marks="a b c"))
ONE = '<div type="chapter"><head>First</head><p>Rope<note resp="#ed" xml:id="rope">On ropes, see <ref target="#quay">the quay</ref><note>Inner.</note>.</note></p><p xml:id="quay">Quay<note>Mine.</note></p></div>'
TWO = '<div><head>Second</head><p>Boat<note resp="#ed">On boats, as <ref target="one.xml#rope">there</ref>.</note></p></div>'


def made(folder: Path, *bodies: str, notes: tuple[NoteSeries, ...] = BEHIND) -> Edition:
    names = ("one", "two", "three")
    return matter.complete(edition(folder, *(tei(name, body, title=name.title()) for name, body in zip(names, bodies, strict=False)), notes=notes))


def pages(whole: Edition, medium: str) -> dict[str, str]:
    found: dict[str, str] = {}
    for rendition, document in zip(render_all(whole, medium), whole.all, strict=True):
        made = setting(whole.project, document, medium)
        found |= {f"{rendition.name}/{unit}": body for unit, body in files(rendition, made.series, words=made.words).items()}
    return found


def back(whole: Edition, medium: str = "epub") -> Rendition:
    return next(each for each in render_all(whole, medium) if each.name == "notes")


def test_notes_at_the_back_of_all_documents_stand_in_one_place_under_their_names(tmp_path: Path) -> None:
    whole = made(tmp_path, ONE, TWO)
    assert [each.name for each in whole.made] == ["notes"]
    for medium in ("print", "epub", "web"):
        found = back(whole, medium).root.xhtml()
        assert re.findall(r'class="notes-of">(\w+)<', found) [:2] == ["One", "Two"]
        assert found.index("On ropes") < found.index("On boats")
        others = "".join(body for name, body in pages(whole, medium).items() if not name.startswith("notes/"))
        assert "On ropes" not in others
        assert "On boats" not in others


def test_calls_and_ways_back_lead_from_file_to_file_and_all_links_are_alive(tmp_path: Path) -> None:
    whole = made(tmp_path, ONE, TWO)
    found = back(whole).root.xhtml()
    assert 'href="one-e2.1.1.xhtml#' in found or 'href="one.xhtml#' in found
    assert 'href="made.notes.xhtml#one-rope"' in "".join(pages(whole, "epub").values())
    assert 'href="made.notes' not in "".join(pages(whole, "print").values())
    for medium in ("print", "epub", "web"):
        ids: dict[str, str] = {}
        links: list[tuple[str, str]] = []
        for name, body in pages(whole, medium).items():
            file = name.partition("/")[2] + ".xhtml" if medium == "epub" else ""
            for identifier in re.findall(r' id="([^"]+)"', body):
                assert identifier not in ids
                ids[identifier] = file
            links += [(file, href) for href in re.findall(r' href="([^"]+)"', body)]
        assert len(links) >= 6
        for file, href in links:
            there, _, identifier = href.partition("#")
            assert ids[identifier] == (there or file), href


def test_a_note_in_a_note_at_the_back_stands_with_it_where_files_are_several(tmp_path: Path) -> None:
    found = back(made(tmp_path, ONE)).root.xhtml()
    assert found.index("On ropes") < found.index("Inner.")
    assert "Mine." not in found


def test_numbers_that_begin_again_with_a_chapter_stand_under_its_heading(tmp_path: Path) -> None:
    body = "".join(f'<div type="chapter"><head>Chapter {name}</head><p>x<note resp="#ed">Said.</note></p></div>' for name in ("One", "Two"))
    series = (NoteSeries("editor", place="back", restart="division", heading="Endnotes"),)
    found = back(made(tmp_path, body, notes=series))
    assert re.findall(r'class="notes-of">([\w ]+)<', found.root.xhtml()) == ["Chapter One", "Chapter Two"]
    assert [heading.text for heading in found.headings] == ["Endnotes"]


def test_two_series_at_the_back_have_their_headings(tmp_path: Path) -> None:
    found = back(made(tmp_path, ONE, notes=(NoteSeries("editor", "@resp", place="back", rank=2), NoteSeries("author", place="back", rank=1))))
    assert re.findall(r'class="notes-title">([^<]+)<', found.root.xhtml()) == ["Author’s notes", "Editor’s notes"]


def test_without_such_notes_there_is_no_such_place(tmp_path: Path) -> None:
    assert made(tmp_path, ONE, notes=(NoteSeries("author"),)).made == ()
    empty = back(made(tmp_path, "<p>No notes.</p>"))
    assert (empty.units, empty.headings, empty.root.xhtml()) == ((), (), "")


def test_without_the_document_that_is_made_they_stand_at_the_end_of_their_own(tmp_path: Path) -> None:
    whole = edition(tmp_path, tei("one", ONE), notes=BEHIND)
    assert "On ropes" in pages(whole, "print")["one/one"]

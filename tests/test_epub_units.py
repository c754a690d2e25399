"""A rendered document as files: who stands where, and the notes at the end of each."""

from __future__ import annotations

from itertools import pairwise

from lxml import etree

from edition.project import DEFAULT_NOTES, NoteSeries
from edition.render.model import Division, Heading, Note, Rendition
from edition.writers.units import units

WORDS = {"author_notes": "Notes", "editor_notes": "Editor’s notes", "apparatus": "Apparatus", "notes": "Other notes"}


def division(identifier: str, unit: str, *content, heading: str = "", language: str = "", level: int = 1) -> Division:
    last = next((item.last for item in reversed(content) if isinstance(item, Division)), unit)
    return Division(identifier, level, heading, language, unit, f'<section id="{identifier}">', content, "</section>", last)


def rendition(root: Division, *, notes=None, headings=(), names=("a",)) -> Rendition:
    return Rendition("a", "The Title", "en", root, names, {}, notes or {}, headings, (), (), (), (), (), ())


def note(series: str, number: int, *, unit: str = "a", chapter: str = "", xhtml: str | None = None) -> Note:
    identifier = f"{series}-{chapter}{number}"
    return Note(series, number, str(number), identifier, f"r-{identifier}", unit, chapter, f'<div id="{identifier}">note</div>' if xhtml is None else xhtml)


def test_each_file_is_well_formed_and_nothing_is_lost():
    root = division("d", "a", "<p>one</p>", division("e", "b", "<p>two</p>", division("f", "c", "<p>three</p>"), "<p>four</p>"), "<p>five</p>")
    found = list(units(rendition(root, names=("a", "b", "c")), DEFAULT_NOTES, WORDS))
    texts = ["".join(etree.fromstring(f"<body>{unit.body}</body>").itertext()) for unit in found]
    assert texts == ["one", "two", "threefourfive"]


def test_a_file_is_called_by_its_first_heading_else_by_the_document():
    root = division("d", "a", "<p>x</p>", division("e", "b", "<p>y</p>"))
    found = list(units(rendition(root, names=("a", "b"), headings=(Heading(1, "Second", "h", "b"), Heading(2, "Third", "i", "b"))), (), WORDS))
    assert [unit.title for unit in found] == ["The Title", "Second"]


def test_a_file_knows_the_language_it_was_cut_out_of():
    root = division("d", "a", "x", division("e", "a", "x", division("f", "b", "x", division("g", "c", "x", language="he")), language="la"))
    found = {unit.name: unit.language for unit in units(rendition(root, names=("a", "b", "c")), (), WORDS)}
    assert found == {"a": "en", "b": "la", "c": "la"}, "the language of c is on its own start tag"


def test_series_stand_apart_in_the_order_of_their_rank():
    series = (NoteSeries("editor", rank=2), NoteSeries("author", rank=1, heading="Her own notes"))
    notes = {"apparatus": (note("apparatus", 1),), "editor": (note("editor", 1), note("editor", 2)), "author": (note("author", 1),)}
    (unit,) = units(rendition(division("d", "a", "x"), notes=notes), series, WORDS)
    body = etree.fromstring(f'<body xmlns:epub="http://www.idpf.org/2007/ops">{unit.body}</body>')
    sections = [section for section in body.iter("section") if section.get("class")]
    assert [section.findtext("h2") for section in sections] == ["Her own notes", "Editor’s notes", "Apparatus"]
    assert [[each.get("id") for each in section.findall("div")] for section in sections] == [["author-1"], ["editor-1", "editor-2"], ["apparatus-1"]]


def test_a_note_that_stands_at_its_call_has_no_place_at_the_end():
    (unit,) = units(rendition(division("d", "a", "x"), notes={"author": (note("author", 1, xhtml=""),)}), DEFAULT_NOTES, WORDS)
    assert "notes" not in unit.body


def test_a_file_in_which_nothing_is_seen_is_left_out_unless_something_leads_to_it():
    root = division("d", "a", division("e", "b", "<p>words</p>"))
    assert [unit.name for unit in units(rendition(root, names=("a", "b")), (), WORDS)] == ["b"]
    root = division("d", "a", division("e", "b", '<p><a href="a.xhtml#d">words</a></p>'))
    assert [unit.name for unit in units(rendition(root, names=("a", "b")), (), WORDS)] == ["a", "b"]
    assert len(list(units(rendition(division("d", "a")), (), WORDS))) == 1, "a document always has a page"


def test_divisions_may_lie_as_deep_as_xml_allows():
    root = division("d0", "a", "x")
    for number in range(1, 1900):
        root = division(f"d{number}", "a", root)
    (unit,) = units(rendition(root), (), WORDS)
    assert unit.body.count("<section") == 1900


def test_the_order_of_the_files_is_that_of_the_document():
    root = division("d", "a", *(division(f"e{number}", f"u{number}", "x") for number in range(20)))
    names = ("a", *(f"u{number}" for number in range(20)))
    found = [unit.name for unit in units(rendition(root, names=names), (), WORDS)]
    assert all(names.index(one) < names.index(two) for one, two in pairwise(found))
    assert found[0] == "u0"

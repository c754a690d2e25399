"""What an edition sets around its documents: title page, imprint, half titles, contents, corrections."""

from __future__ import annotations

from pathlib import Path

import pytest
from lxml import etree
from making import edition, ferry, tei

from edition.project import NO_DATE, Part, Person, Rights
from edition.render import render_all, words_of
from edition.writers import book, imprint, reading_order, title_pages, wording
from edition.writers.book import Line

WORDS = words_of("en")


def text_of(markup: str) -> str:
    """The words of well-formed markup; fails where it is not."""
    return " ".join(" ".join(etree.fromstring(f"<div>{markup}</div>").itertext()).split())


def test_the_title_page_says_who_what_and_where(tmp_path):
    said = text_of(title_pages.title_page(ferry(tmp_path), WORDS))
    for words in ("A. Ferryman", "The Ferry Book and Other Papers", "Written to show what a page can do", "Edited by B. Editor", "The River Press", "2026"):
        assert words in said


def test_signs_of_markup_in_titles_and_names_are_words(tmp_path):
    made = edition(tmp_path, tei("a", "<p>x</p>"), title="Salt & <Pepper>", people=(Person('"A" <B>', "author"),), parts=(Part("R & D", ("a",)),))
    assert "Salt & <Pepper>" in text_of(title_pages.title_page(made, WORDS))
    assert '"A" <B>' in text_of(imprint.imprint(made, WORDS))
    assert text_of(book.half_title(made.project.parts[0], reading_order.part_id(1))) == "R & D"
    assert text_of(book.contents([Line("a < b & c", "#x?a=1&b=2")], WORDS)) == "Contents a < b & c"


def test_the_imprint_has_rights_as_words_and_as_link(tmp_path):
    markup = imprint.imprint(ferry(tmp_path), WORDS)
    assert "Text: CC0 1.0" in text_of(markup)
    assert 'href="https://creativecommons.org/licenses/by/4.0/"' in markup
    assert 'href="https://doi.org/10.1234/ferry"' in markup
    assert "The Ferry Book : Town library, B 14." in text_of(markup)


def test_the_date_of_what_has_none_is_not_printed(tmp_path):
    made = edition(tmp_path, tei("a", "<p>x</p>"), date=NO_DATE)
    assert "2000" not in text_of(title_pages.title_page(made, WORDS) + imprint.imprint(made, WORDS))


def test_a_year_is_printed_as_a_year(tmp_path):
    made = edition(tmp_path, tei("a", "<p>x</p>"), date="1998-01-01", publisher="P")
    assert "P. 1998" in text_of(imprint.imprint(made, WORDS))
    assert "01" not in text_of(imprint.imprint(made, WORDS))


@pytest.mark.parametrize(
    ("value", "words", "address"),
    [
        ("CC0-1.0", "CC0 1.0", "https://creativecommons.org/publicdomain/zero/1.0/"),
        ("CC-BY-NC-SA-4.0", "CC BY-NC-SA 4.0", "https://creativecommons.org/licenses/by-nc-sa/4.0/"),
        ("https://creativecommons.org/licenses/by/4.0/deed.de", "CC BY 4.0", "https://creativecommons.org/licenses/by/4.0/deed.de"),
        ("http://rightsstatements.org/vocab/InC/1.0/", "In Copyright", "http://rightsstatements.org/vocab/InC/1.0/"),
        ("Apache-2.0", "Apache-2.0", "https://spdx.org/licenses/Apache-2.0.html"),
        ("https://example.org/terms", "https://example.org/terms", "https://example.org/terms"),
        ("All rights reserved.", "All rights reserved.", ""),
        ("", "", ""),
    ],
)
def test_licences_are_known_by_identifier_or_address(value, words, address):
    assert imprint.licence(value) == (words, address)


def test_an_address_that_runs_code_is_no_link(tmp_path):
    made = edition(tmp_path, tei("a", "<p>x</p>"), rights=Rights(text="javascript:alert(1)"))
    assert "href" not in imprint.imprint(made, WORDS)


def test_documents_come_by_part_where_the_first_of_the_part_stands(tmp_path):
    documents = [tei(name, "<p>x</p>") for name in ("a", "b", "c", "d")]
    made = edition(tmp_path, *documents, parts=(Part("P", ("d", "b")),))
    groups = reading_order.in_order(made, render_all(made, "print"))
    assert [[rendition.name for rendition in group.documents] for group in groups] == [["a"], ["d", "b"], ["c"]]
    assert [group.part.title if group.part else "" for group in groups] == ["", "P", ""]


def test_the_outline_skips_no_level_and_has_every_part_document_and_heading(tmp_path):
    made = ferry(tmp_path)
    places = reading_order.outline(made, render_all(made, "print"))
    assert [(place.level, place.text) for place in places] == [
        (1, "Preface"), (1, "Papers"), (2, "The Ferry Book"), (3, "The ferryman and his book"), (3, "Numbers"), (1, "Pieces and Names"),
        (2, "Two Pieces"), (3, "The Rope"), (3, "A Scene at the Landing"), (2, "Names in Three Scripts"),
    ]  # fmt: skip


def test_the_title_of_the_only_document_is_not_a_line_of_its_contents(tmp_path):
    made = edition(tmp_path, tei("a", "<head>The Whole</head><div><head>One</head><p>x</p></div><div><head>Two</head><div><head>Two, one</head><p>y</p></div></div>"))
    assert [(place.level, place.text) for place in reading_order.outline(made, render_all(made, "print"))] == [(1, "One"), (1, "Two"), (2, "Two, one")]


def test_contents_nest_as_the_levels_say():
    lines = [Line("a", "#a"), Line("b", "#b", 2, "12"), Line("c", "#c", 3), Line("d", "#d"), Line("e", "#e", 3)]
    tree = etree.fromstring(book.contents(lines, WORDS))
    depth = {each.text: len(list(each.iterancestors("ol"))) for each in tree.iter("span")}
    assert depth == {"a": 1, "b": 2, "c": 3, "d": 1, "e": 2}
    assert [each.get("data-page") for each in tree.iter("a")] == [None, "12", None, None, None]
    assert book.contents([], WORDS) == ""


CORRECTED = (
    "<p>The <choice><sic>brigde</sic><corr cert='medium'>bridge</corr></choice> <supplied>is</supplied> <surplus>is</surplus> old and "
    "<choice><abbr>Mr</abbr><expan>Mister</expan></choice> is not.</p>"
)


def test_corrections_are_listed_with_reading_source_and_place(tmp_path):
    made = edition(tmp_path, tei("a", CORRECTED))
    markup = book.corrections(made, render_all(made, "print"), WORDS, href=lambda each: f"#{each.id}", place=lambda each: "7")
    said = text_of(markup)
    assert "7 bridge brigde corrected (certainty: medium)" in said
    assert "7 is nothing supplied" in said
    assert "7 nothing is left out" in said
    assert "Mister" not in said
    assert all(link.get("href", "").startswith("#") for link in etree.fromstring(f"<div>{markup}</div>").iter("a"))


@pytest.mark.parametrize("how", ["mark", "silent"])
def test_corrections_are_not_listed_where_the_edition_does_not_ask(tmp_path, how):
    made = edition(tmp_path, tei("a", CORRECTED), corrections=how)
    assert book.corrections(made, render_all(made, "print"), WORDS, href=lambda each: "", place=lambda each: "") == ""


def test_words_come_in_the_language_of_the_edition(tmp_path: Path):
    assert "Inhalt" in text_of(book.contents([Line("a", "#a")], words_of("de")))
    assert wording.word({}, "contents") == "Contents"


def test_a_list_leads_to_the_heading_of_a_division_not_to_where_the_division_begins(tmp_path):
    [rendition] = render_all(edition(tmp_path, tei("a", '<div xml:id="two"><head>Two</head><p xml:id="p">x</p></div>')), "print")
    assert reading_order.anchor_in(rendition, "two") == next(each.id for each in rendition.headings if each.text == "Two") != "two"
    assert reading_order.anchor_in(rendition, "p") == "p"

"""How much of a text is not there, in words."""

from __future__ import annotations

import pytest
from lxml import etree
from render_judge import document, edition_of, tei

from edition.render import render_all
from edition.render.extents import extent, gap_said
from edition.render.words import words_of


@pytest.mark.parametrize(
    ("attributes", "said"),
    [
        ('quantity="3" unit="chars"', "3 characters"),
        ('quantity="1" unit="line"', "1 line"),
        ('quantity="2" unit="folia"', "2 leaves"),
        ('atLeast="2" atMost="4" unit="word"', "2–4 words"),
        ('atLeast="2" unit="letters"', "≥ 2 letters"),
        ('max="3" unit="page"', "≤ 3 pages"),
        ('quantity="12" unit="mm"', "12 mm"),
        ('extent="half a line" quantity="1" unit="line"', "half a line"),
        ("", ""),
    ],
)
def test_an_extent_is_said_in_words(attributes: str, said: str) -> None:
    assert extent(etree.fromstring(f"<gap {attributes}/>"), words_of("en")) == said


def test_a_gap_says_why_and_how_much_in_the_language_of_the_edition() -> None:
    gap = etree.fromstring('<gap reason="illegible" quantity="3" unit="character"/>')
    assert gap_said(gap, words_of("en")) == "illegible, 3 characters"
    assert gap_said(gap, words_of("de")) == "unleserlich, 3 Zeichen"
    assert gap_said(etree.fromstring('<gap reason="eaten-by-mice" unit="page" quantity="1"/>'), words_of("fr")) == "eaten-by-mice, 1 page"


def test_a_caesura_parts_the_halves_of_a_line_whether_or_not_the_source_has_a_space() -> None:
    for line in ("low tide<caesura/>slack water", "low tide <caesura/> slack water"):
        [rendition] = render_all(edition_of(document(tei(f"<lg><l>{line}</l></lg>"))), "epub")
        words = " ".join(etree.fromstring(rendition.root.xhtml()).itertext())
        assert "low tide" in words
        assert "tideslack" not in words
        assert 'class="caesura"' in rendition.root.xhtml()

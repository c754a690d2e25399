"""The signs of editors: Leiden for inscriptions and papyri, angle brackets and daggers for critical editions, none elsewhere."""

from __future__ import annotations

import re

import pytest
from render_judge import document, edition_of, faults, tei

from edition.model import Document
from edition.render import render_all
from edition.render.brackets import of_document

STONE = b'<?xml-model href="https://epidoc.stoa.org/schema/latest/tei-epidoc.rng"?>\n'


def said(body: str, brackets: str, reading: str = "reading", medium: str = "print") -> str:
    """The words of a body."""
    [rendition] = render_all(edition_of(document(tei(body)), brackets=brackets, choice=reading), medium)
    inner = re.sub(r"<h1.*?</h1>", "", rendition.root.xhtml())
    return " ".join(re.sub("<[^>]*>", "", re.sub("<br[^>]*>", "|", inner)).replace("&lt;", "<").replace("&gt;", ">").split())


@pytest.mark.parametrize(
    ("markup", "printed"),
    [
        ('<supplied reason="lost">di</supplied>s', "[di]s"),
        ('<supplied reason="lost" cert="low">di</supplied>s', "[di?]s"),
        ('<supplied reason="omitted">m</supplied>en', "<m>en"),
        ('<supplied reason="subaudible">filius</supplied>', "(filius)"),
        ('<gap reason="lost" quantity="3" unit="character"/>', "[...]"),
        ('<gap reason="lost" quantity="12" unit="character"/>', "[...12...]"),
        ('<gap reason="lost" quantity="12" unit="character" precision="low"/>', "[...c. 12...]"),
        ('<gap reason="lost" atLeast="3" atMost="5" unit="character"/>', "[...3–5...]"),
        ('<gap reason="lost" extent="unknown" unit="character"/>', "[---]"),
        ('<gap reason="lost" quantity="2" unit="line"/>', "[– – 2 ll. – –]"),
        ('<gap reason="lost" extent="unknown" unit="line"/>', "[– – – – – –]"),
        ('<gap reason="illegible" quantity="2" unit="character"/>', ".."),
        ('<gap reason="omitted" extent="unknown" unit="character"/>', "<--->"),
        ('<gap reason="lost" quantity="3" unit="character"/><supplied reason="lost">us</supplied>', "[...us]"),
        ('<supplied reason="lost">us</supplied> <supplied reason="lost">et</supplied>', "[us] [et]"),
        ("man<unclear>ib</unclear>us", "mani\u0323b\u0323us"),
        ("<surplus>et</surplus>", "{et}"),
        ('<del rend="erasure">Geta</del>', "⟦Geta⟧"),
        ('<add place="above">bene</add> <add place="overstrike">q</add>ue', "`bene´ «q»ue"),
        ("<expan><abbr>ann</abbr><ex>is</ex></expan>", "ann(is)"),
        ('<expan><abbr>ann</abbr><ex cert="low">is</ex></expan>', "ann(is?)"),
        ("<abbr>b</abbr>", "b( )"),
        ("<choice><sic>m</sic><corr>n</corr></choice>", "⸢n⸣"),
        ("<sic>fecet</sic>", "fecet(!)"),
        ('<space quantity="3" unit="character"/>', "(vac. 3)"),
        ("<space/>", "(vac.)"),
        ('<space extent="unknown" unit="character"/>', "(vac. ?)"), ('<space extent="half a line"/>', "(vac. half a line)"),
    ],
)
def test_leiden(markup: str, printed: str) -> None:
    assert said(f"<p>{markup}</p>", "leiden") == printed
    assert said(f"<p>{markup}</p>", "leiden", medium="epub") == printed
    assert list(faults(edition_of(document(tei(f"<p>{markup}</p>")), brackets="leiden"), "epub")) == []


@pytest.mark.parametrize(
    ("markup", "critical", "none"),
    [
        ("<supplied>old</supplied>", "<old>", "old"), ("<surplus>old</surplus>", "{old}", ""), ("<secl>old</secl>", "[old]", "old"), ("<sic>old</sic>", "†old†", "old"),
        ("o<ex>l</ex>d", "o(l)d", "old"), ("<unclear>old</unclear>", "o\u0323l\u0323d\u0323", "old"), ("<choice><sic>a</sic><corr>b</corr></choice>", "b", "b"),
    ],
)  # fmt: skip
def test_a_critical_edition_and_any_other_text(markup: str, critical: str, none: str) -> None:
    assert said(f"<p>{markup}</p>", "critical") == critical
    assert said(f"<p>{markup}</p>", "none") == none


def test_lines_of_a_stone() -> None:
    body = '<div type="edition"><ab><lb n="1"/>dis man<lb n="2" break="no"/>ibus<lb n="5"/>sacrum</ab></div>'
    assert said(body, "leiden") == "dis man-|ibus|sacrum"
    [rendition] = render_all(edition_of(document(tei(body)), brackets="leiden"), "print")
    assert rendition.root.xhtml().count('class="ln" data-n="5"') == rendition.root.xhtml().count('class="ln"') == 1
    assert list(faults(edition_of(document(tei(body)), brackets="leiden"), "print")) == []


@pytest.mark.parametrize(
    ("made", "kind"),
    [
        (document(tei("<p>x</p>")), "none"),
        (document(STONE + tei("<p>x</p>").encode()), "leiden"),
        (document(tei("<p>x</p>").replace("<text ", '<text type="inscription" ')), "leiden"),
        (document(tei("<p><app><rdg>x</rdg></app></p>")), "critical"),
        (document("no XML"), "none"),
    ],
)
def test_the_kind_of_text_decides_where_nobody_says_it(made: Document, kind: str) -> None:
    assert of_document(made) == kind


def test_what_stands_in_brackets_is_not_in_the_list_of_corrections_and_a_correction_is_without_them() -> None:
    body = "<p><supplied>a</supplied><choice><sic>b</sic><corr>c</corr></choice></p>"
    [rendition] = render_all(edition_of(document(tei(body)), brackets="leiden"), "print")
    assert [(each.kind, each.shown, each.other) for each in rendition.corrections] == [("corr", "c", "b")]


def test_a_word_with_its_reading_above_it() -> None:
    body = '<p><ruby xml:id="r"><rb>漢</rb><rt place="above">かん</rt></ruby> <ruby><rb><p>x</p></rb><rt>y</rt></ruby></p>'
    [rendition] = render_all(edition_of(document(tei(body))), "epub")
    assert '<ruby id="r"><span class="rb">漢</span><rp>(</rp><rt>かん</rt><rp>)</rp></ruby>' in rendition.root.xhtml()
    assert list(faults(edition_of(document(tei(body))), "epub")) == []

"""What gets a line in the contents though it is no division with a heading: poems, letters and entries of a diary."""

from __future__ import annotations

import pytest
from render_judge import document, edition_of, faults, markup, tei

from edition.matter import complete
from edition.render import render_all
from edition.render.model import Rendition


def of(body: str, medium: str = "epub") -> Rendition:
    return render_all(edition_of(document(tei(body))), medium)[0]


def lines(body: str) -> list[tuple[int, str]]:
    return [(heading.level, heading.text) for heading in of(body).headings]


POEMS = '<lg type="poem"><head>The Mill<note>A.</note></head><lg><head>Morning</head><l>a</l></lg></lg><lg><head>The Ferry</head><l>b</l></lg><lg><head>XII.</head><l>c</l></lg>'


def test_a_poem_among_divisions_is_in_the_contents_and_its_stanzas_are_not() -> None:
    assert lines(POEMS) == [(1, "Sample"), (2, "The Mill"), (2, "The Ferry")]


@pytest.mark.parametrize("medium", ["print", "epub", "web"])
def test_the_headings_of_poems_are_valid_and_their_links_lead_somewhere(medium: str) -> None:
    assert not list(faults(edition_of(document(tei(POEMS))), medium))


@pytest.mark.parametrize(
    "body",
    [
        '<div type="poem"><head>Song</head><lg><head>Chorus</head><l>a</l></lg><lg><l>b</l></lg></div>',
        '<div><head>Song</head><lg type="stanza"><head>The first</head><l>a</l></lg><p>b</p></div>',
        "<div><head>Song</head><quote><lg><head>Old Tune</head><l>a</l></lg></quote><p>b</p></div>",
        "<div><head>Song</head><p>b<note><lg><head>Old Tune</head><l>a</l></lg></note></p></div>",
    ],
)
def test_heads_of_stanzas_and_of_verses_in_prose_are_not_in_the_contents(body: str) -> None:
    assert lines(body) == [(1, "Song")]


def test_the_head_of_the_one_poem_of_a_document_is_its_title() -> None:
    assert lines('<lg type="poem"><head>The Mill</head><l>a</l></lg>') == [(1, "The Mill")]


def test_a_capital_that_reads_as_a_numeral_makes_no_number() -> None:
    assert lines("<p>x</p><lg><head>Mild Civic Mill</head><l>a</l></lg>") == [(1, "Sample"), (2, "Mild Civic Mill")]


DIARY = (
    '<div type="diary"><head>Diary</head><div><opener><dateline>Oxbourne, <date>1 May</date></dateline></opener><p>Rain.</p></div>'
    "<div><pb n='2'/><dateline>2 May</dateline><p>Sun.</p></div><div><head>Sunday</head><dateline>3 May</dateline><p>Wind.</p></div><div><p>No day.</p></div></div>"
)


def test_an_entry_of_a_diary_without_a_heading_is_called_by_its_dateline() -> None:
    assert lines(DIARY) == [(1, "Diary"), (2, "Oxbourne, 1 May"), (2, "2 May"), (2, "Sunday")]


def test_a_dateline_stays_what_it_is() -> None:
    [(_, pages)] = markup(edition_of(document(tei(DIARY))), "epub")
    whole = "".join(pages.values())
    assert whole.count("2 May") == 1
    assert 'class="dateline"><span id="' in whole


@pytest.mark.parametrize("medium", ["print", "epub", "web"])
def test_the_lines_of_a_diary_lead_somewhere(medium: str) -> None:
    assert not list(faults(edition_of(document(tei(DIARY))), medium))
    found = of(DIARY, medium)
    assert all(heading.id in found.ids for heading in found.headings)


def test_a_letter_within_a_chapter_is_no_line_unless_it_is_said_to_be_one() -> None:
    body = "<div type='chapter'><head>Chapter</head><p>a</p><div{0}><opener><dateline>Oxbourne, 1 May</dateline></opener><p>b</p></div></div>"
    assert lines(body.format("")) == [(1, "Chapter")]
    assert lines(body.format(" type='letter'")) == [(1, "Chapter"), (2, "Oxbourne, 1 May")]


def test_a_dateline_that_is_a_paragraph_is_called_by_its_date() -> None:
    body = f"<div type='letter'><opener><dateline>{'Written in haste, ' * 8}<date>1 May</date></dateline></opener><p>b</p></div><div type='letter'><p>c</p></div>"
    assert lines(body) == [(1, "Sample"), (2, "1 May")]


WORD = '<p rend="Title">The Mill <hi>Papers</hi></p><p rend="Subtitle">Of the river</p><p>Text.</p><div><head>One</head><p>x</p></div>'


def test_a_title_that_a_word_processor_left_as_a_paragraph_is_the_title_and_not_said_twice() -> None:
    assert lines(WORD) == [(1, "The Mill Papers"), (2, "One")]
    assert "generated" not in of(WORD).root.xhtml()
    for medium in ("print", "epub", "web"):
        assert not list(faults(edition_of(document(tei(WORD))), medium))


def test_a_paragraph_further_on_is_no_title() -> None:
    assert lines('<p>Text.</p><p rend="Title">The Mill</p>') == [(1, "Sample")]


def corpus(*texts: tuple[str, str]) -> str:
    header = "<teiHeader><fileDesc><titleStmt><title>{}</title></titleStmt></fileDesc></teiHeader>"
    inner = "".join(f"<TEI>{header.format(title)}<text><body><div><head>{head}</head><p>x</p></div></body></text></TEI>" for title, head in texts)
    return f'<teiCorpus xmlns="http://www.tei-c.org/ns/1.0">{header.format("All Papers")}{inner}</teiCorpus>'


def test_the_title_of_a_text_in_a_corpus_is_shown_unless_the_heading_of_its_one_division_says_it() -> None:
    made = edition_of(document(corpus(("The Mill Papers", "Chapter One"), ("Of Ferries and Ropes", "On Ferries and on Ropes"))))
    for medium in ("print", "epub", "web"):
        [found] = render_all(made, medium)
        assert [(each.level, each.text) for each in found.headings] == [(1, "All Papers"), (2, "The Mill Papers"), (3, "Chapter One"), (2, "On Ferries and on Ropes")]
        assert not list(faults(made, medium))


RECORD = "<msDesc><msIdentifier><settlement>Oxbourne</settlement><idno>MS 3</idno></msIdentifier><msContents><summary>Charters.</summary></msContents></msDesc>"


@pytest.mark.parametrize("body", ["", "<p/>", "<div><head/><p> </p></div>"])
def test_a_record_of_a_manuscript_without_a_text_is_its_description_alone(body: str) -> None:
    made = complete(edition_of(document(tei(body).replace("</fileDesc>", f"<sourceDesc>{RECORD}</sourceDesc></fileDesc>"))))
    text, description = render_all(made, "print")
    assert (text.units, text.headings, [each.code for each in text.findings]) == ((), (), ["RND008"])
    assert "Charters." in description.root.xhtml()


@pytest.mark.parametrize("body", ["<p>a</p>", "<p><gap/></p>", '<figure><graphic url="a.png"/></figure>', "<milestone unit='x' n='3'/>"])
def test_a_text_with_anything_in_it_is_one(body: str) -> None:
    assert lines(body) == [(1, "Sample")]

"""What writers did to their own text is seen where it stands, in all media, and the book says how it is shown."""

from __future__ import annotations

import re

import pytest
from conftest import ROOT
from render_judge import document, edition_of, faults, tei

from edition.matter import complete
from edition.render import render_all, words_of
from edition.render.revisions import signs


def markup(body: str, medium: str = "epub", **changes: object) -> str:
    made = edition_of(document(tei(body)), **changes)
    assert list(faults(made, medium)) == []
    [found] = render_all(made, medium)
    return re.sub(r"<h1.*?</h1>", "", found.root.xhtml())


@pytest.mark.parametrize(("place", "found"), [
    ("above", 'class="add at-above place-above"'), ("superlinear", 'class="add at-above place-superlinear"'), ("interlinear", 'class="add at-above place-interlinear"'),
    ("below", 'class="add at-below place-below"'), ("sublinear", 'class="add at-below place-sublinear"'), ("inline", 'class="add at-line place-inline"'),
    ("margin", '<span data-place="in the margin" class="add place-margin"'), ("overleaf", 'data-place="overleaf"'), ("bottom", 'data-place="in the bottom margin"'),
    ("left", 'data-place="in the left margin"'), ("above margin", 'data-place="in the margin"'), ("nowhere", 'class="add place-nowhere"'),
])  # fmt: skip
@pytest.mark.parametrize("medium", ["print", "epub"])
def test_an_addition_stands_at_its_place_or_the_place_is_said(place: str, found: str, medium: str) -> None:
    assert found in markup(f'<p>The <add place="{place}">old</add> mill.</p>', medium)


def test_the_place_is_said_in_the_language_of_the_text() -> None:
    text = tei('<p>La <add place="margin">vecchia</add> barca.</p>').replace('xml:lang="en"', 'xml:lang="it"')
    [found] = render_all(edition_of(document(text)), "print")
    assert 'data-place="a margine"' in found.root.xhtml()


def test_in_leiden_the_sign_says_it_alone() -> None:
    said = markup('<p>The <add place="above">old</add> <del xml:id="a">new</del> mill.</p>', brackets="leiden")
    assert "at-above" not in said
    assert "⟦" in said


def test_a_deletion_that_was_taken_back_is_marked() -> None:
    said = markup('<p>The <del xml:id="d1">old</del> <del xml:id="d2">grey</del> mill.<undo target="#d1"/></p>')
    assert '<del title="deleted and restored" id="d1" class="undone">old</del> <del id="d2">grey</del>' in said


def test_words_that_were_to_change_places_have_their_order() -> None:
    said = markup('<p><seg xml:id="a">mill</seg> <seg xml:id="b">old</seg><listTranspose><transpose><ptr target="#b"/><ptr target="#a"/></transpose></listTranspose></p>')
    assert 'data-order="2" id="a"' in said
    assert 'data-order="1" id="b"' in said


def test_a_deletion_from_here_to_there_is_seen_on_every_word_between() -> None:
    said = markup('<p>The <delSpan spanTo="#end" rend="cross"/>old <hi rend="italic">grey</hi></p><p>stone<anchor xml:id="end"/> mill.</p>')
    assert re.findall(r'<del class="del spanned rend-cross">([^<]*)</del>', said) == ["old ", "grey", "stone"]
    assert "</del><span id=\"end\"></span> mill." in said


def test_spans_that_overlap_end_each_at_its_own_place() -> None:
    said = markup('<p><delSpan spanTo="#a"/>one <addSpan spanTo="#b"/>two <anchor xml:id="a"/>three <anchor xml:id="b"/>four</p>')
    assert '<del class="del spanned">one </del><del class="del spanned"><span class="add spanned">two </span></del>' in said
    assert '<span class="add spanned">three </span>' in said
    assert said.endswith("four</p></div></div></div>")


@pytest.mark.parametrize("body", [
    '<p>a <anchor xml:id="x"/>b <delSpan spanTo="#x"/>c</p>', '<p>a <delSpan spanTo="#nowhere"/>c</p>', '<p>a <delSpan spanTo="#x" xml:id="x"/>c</p>', "<p>a <delSpan/>c</p>",
    '<p>a <delSpan spanTo=""/>c</p>', '<p>a <undo/><undo target="#no #x"/><listTranspose><transpose/></listTranspose>c</p>',
])  # fmt: skip
def test_a_span_that_ends_nowhere_or_before_it_begins_changes_nothing(body: str) -> None:
    said = markup(body)
    assert "<del" not in said
    assert re.sub("<[^>]*>", "", said).split()[0] == "a"


def test_a_note_in_a_span_is_written_whole() -> None:
    assert "Seen." in markup('<p>The <delSpan spanTo="#x"/>old <note>Seen.</note> grey <anchor xml:id="x"/>mill.</p>', "print")


def test_a_space_that_was_left_is_as_wide() -> None:
    said = markup('<p>Paid <space quantity="6" unit="chars"/> pounds, <space/> pence.</p>')
    assert '<span style="padding-inline-start: 3em" title="space left 6 chars" class="space"></span>' in said
    assert said.count('class="space"') == 2
    assert "20em" in markup('<p>a <space quantity="9999" unit="lines"/> b</p>')


def test_another_hand_says_which() -> None:
    notes = '<profileDesc><handNotes><handNote xml:id="h1"/><handNote xml:id="h2" n="B"/></handNotes></profileDesc></teiHeader>'
    text = tei('<p>a <handShift new="#h1"/>b <handShift new="#h2"/>c <handShift/>d <handShift new="#h9"/>e</p>').replace("</teiHeader>", notes)
    [found] = render_all(edition_of(document(text)), "epub")
    assert re.findall(r'class="handShift" data-place="([^"]*)"', found.root.xhtml()) == ["hand 1", "hand B", "hand h9"]


def test_the_statement_explains_what_is_shown_and_nothing_else() -> None:
    words = words_of("en")
    plain, changed = document(tei("<p>The mill.</p>")), document(tei('<p>The <add place="above">old</add> <del>new</del> <add place="margin">grey</add> mill.</p>'))
    assert (signs(plain), signs(changed)) == ([], ["sign_del", "sign_shifted", "sign_aside"])
    assert complete(edition_of(plain)).made == ()
    [statement] = complete(edition_of(changed)).made
    assert " ".join(words[key] for key in ("sign_del", "sign_shifted", "sign_aside")) in statement.data.decode()
    assert complete(edition_of(changed, brackets="leiden")).made == ()


def test_a_word_that_was_begun_and_not_said_is_no_change_of_a_writers() -> None:
    assert signs(document(tei("<div><u>One <del>thir</del> forty.</u></div>"))) == []


def test_a_space_of_one_character_is_the_space_between_two_words() -> None:
    assert 'class="space"' not in markup('<p>all <space unit="chars" quantity="1"/>his</p>')


def test_a_corrected_word_bears_half_brackets_in_all_media_where_edition_toml_wants_marks() -> None:
    body = "<p>a <choice><sic>slpi</sic><corr>slip</corr></choice></p>"
    styles = ROOT / "edition" / "writers" / "styles"
    for medium, sheet in (("print", "print/common.css"), ("epub", "epub/edition.css"), ("web", "epub/edition.css")):
        [found] = render_all(edition_of(document(tei(body)), corrections="mark"), medium)
        assert 'class="corr marked">slip</span>' in found.root.xhtml()
        assert 'span.marked::before { content: "\\2E22" }' in (styles / sheet).read_text("utf-8")


@pytest.mark.parametrize("again", ["#d1", "#u"])
def test_a_deletion_that_was_taken_back_and_made_again_is_struck_twice(again: str) -> None:
    body = f'<p>The <del xml:id="d1">old</del> mill.<undo xml:id="u" target="#d1"/><redo target="{again}"/></p>'
    assert '<del title="deleted, restored, and deleted again" id="d1" class="redone">old</del>' in markup(body)
    assert signs(document(tei(body))) == ["sign_redone"]


def test_the_statement_explains_what_is_seen_and_nothing_else() -> None:
    undone = '<p>The <del xml:id="d1">old</del> mill.<undo target="#d1"/></p>'
    assert signs(document(tei(undone))) == signs(document(tei("<p>The <restore><del>old</del></restore> mill.</p>"))) == ["sign_restored"]
    pair = '<p>The <choice><orig><del>olde</del><add place="above">x</add></orig><reg>old</reg></choice> mill.</p>'
    assert signs(document(tei(pair))) == []
    assert signs(document(tei(pair)), "diplomatic") == ["sign_del", "sign_shifted"]


@pytest.mark.parametrize("medium", ["print", "epub", "web"])
def test_where_the_source_has_a_word_too_many_empty_half_brackets_stand_if_marks_are_wanted(medium: str) -> None:
    made = edition_of(document(tei('<p>The <surplus xml:id="s">the</surplus> mill.</p>')), corrections="mark")
    [found] = render_all(made, medium)
    assert 'The <span id="s" class="marked" title="Corrected; the source has: the"></span> mill.' in found.root.xhtml()
    assert [each.id for each in found.corrections] == ["s"]
    assert not list(faults(made, medium))
    [plain] = render_all(edition_of(document(tei("<p>The <surplus>the</surplus> mill.</p>"))), medium)
    assert "marked" not in plain.root.xhtml()

"""Notes, annotations and comments that stand apart: each goes to the place it names, in print and in an EPUB."""

from __future__ import annotations

import re

import pytest
from render_judge import document, edition_of, faults, tei

from edition.project import Edition, NoteSeries
from edition.render import render_all
from edition.render.attachments import Locations, pointers
from edition.tei import XML_ID

BODY = (
    '<div xml:id="d"><head>One</head><p xml:id="p1">The <seg xml:id="w">mill</seg> and <anchor xml:id="a"/>the pond<anchor xml:id="b"/> there.</p>'
    '<lg xml:id="g"><l>first</l><l xml:id="v">second</l></lg><table xml:id="t"><row><cell>cell</cell></row></table></div>'
)


def edition(more: str = "", *, before: str = "", **changes: object) -> Edition:
    return edition_of(document(tei(BODY + more).replace("<text ", f"{before}<text ")), **changes)


def called(made: Edition, medium: str = "print") -> str:
    """The text, each call of a note as its mark in brackets, without the notes."""
    [rendition] = render_all(made, medium)
    markup = re.sub('<h1 class="title.*?</h1>', "", rendition.root.xhtml())
    markup = re.sub(r'<span class="note [^"]*"[^>]* data-n="([^"]*)"[^>]*>(?:[^<]|<(?!/?span)[^>]*>|<span[^>]*>[^<]*</span>)*</span>', r"[\1]", markup)
    return " ".join(re.sub("<[^>]*>", " ", re.sub(r"<a class=\"call[^>]*>([^<]*)</a>", r"[\1]", markup)).split()).replace(" [", "[")


@pytest.mark.parametrize(
    ("target", "text"),
    [
        ("#w", "One The mill[1] and the pond there. first second cell"),
        ("#p1", "One The mill and the pond there.[1] first second cell"),
        ("#v", "One The mill and the pond there. first second[1] cell"),
        ("#g", "One The mill and the pond there. first second[1] cell"),
        ("#d", "One[1] The mill and the pond there. first second cell"),
        ("#t", "One The mill and the pond there. first second cell[1]"),
        ("#b", "One The mill and the pond[1] there. first second cell"),
        ("#w #v", "One The mill[1] and the pond there. first second[1] cell"),
    ],
)
@pytest.mark.parametrize(
    "form",
    [
        '<standOff><note target="{}">Said.</note></standOff>',
        '<standOff><note corresp="{}">Said.</note></standOff>',
        '<standOff><noteGrp><note target="{}">Said.</note></noteGrp></standOff>',
        '<standOff><listAnnotation><annotation xml:id="an" motivation="commenting" target="{}"><note>Said.</note></annotation></listAnnotation></standOff>',
        '<standOff><listAnnotation><note xml:id="n1">Said.</note></listAnnotation><linkGrp><link target="{} #n1"/></linkGrp></standOff>',
    ],
)
def test_a_note_beside_the_text_is_called_where_it_says(form: str, target: str, text: str) -> None:
    made = edition(before=form.format(target))
    assert called(made) == called(made, "epub") == text
    [rendition] = render_all(made, "epub")
    assert [len(notes) for notes in rendition.notes.values() if notes] == [1]
    assert rendition.findings == ()
    assert list(faults(made, "epub")) == list(faults(made, "print")) == []


def test_a_comment_on_a_stretch_of_text_is_called_at_its_end() -> None:
    made = edition('<spanGrp type="commentary"><span from="#a" to="#b">On the pond.</span></spanGrp>')
    assert called(made) == "One The mill and the pond[1] there. first second cell"
    assert list(faults(made, "epub")) == []


def test_notes_gathered_behind_the_text_leave_no_heading_behind() -> None:
    made = edition('<div><head>Notes</head><note target="#w">One.</note><note target="#v">Two.</note></div>')
    assert called(made) == "One The mill[1] and the pond there. first second[2] cell"
    [rendition] = render_all(made, "epub")
    assert "Notes" not in [heading.text for heading in rendition.headings]


def test_a_note_whose_place_is_nowhere_stands_at_the_end_and_is_reported() -> None:
    forms = {"#gone": '<standOff><note target="#gone">Said.</note></standOff>', "#n2": '<standOff><note target="#n2" xml:id="n2">Said.</note></standOff>'}
    for target, form in forms.items():
        made = edition(before=form)
        [rendition] = render_all(made, "print")
        assert [finding.code for finding in rendition.findings] == ["RND004"]
        assert f'"{target}"' in rendition.findings[0].message
        assert "Said." in rendition.root.xhtml()


def test_what_is_printed_from_beside_the_text_is_not_in_the_list_of_what_was_left_out() -> None:
    made = edition(before='<standOff><note target="#w">Said.</note><listPerson><person xml:id="x"><persName>Unsaid</persName></person></listPerson></standOff>')
    [rendition] = render_all(made, "print")
    assert [text for each in rendition.omitted for text in each.texts] == ["Unsaid"]


def test_series_by_type_hand_place_and_who_answers_for_it() -> None:
    series = (
        NoteSeries("marginal", "@place='margin'", marks="* † ‡"), NoteSeries("scribe", "@hand", marks="i ii iii"), NoteSeries("glosses", "@type='gloss'", place="end"),
        NoteSeries("translator", "@resp='#tr'", marks="a b c"), NoteSeries("author"),
    )  # fmt: skip
    more = '<p>x<note place="margin">1</note><note hand="#h">2</note><note type="gloss">3</note><note resp="#tr">4</note><note>5</note><note place="margin">6</note></p>'
    [rendition] = render_all(edition(more, notes=series), "print")
    assert {name: [note.mark for note in notes] for name, notes in rendition.notes.items() if notes} == {
        "marginal": ["*", "†"], "scribe": ["i"], "glosses": ["1"], "translator": ["a"], "author": ["1"],
    }  # fmt: skip


def test_pointers() -> None:
    assert pointers("#a other.xml#b range(#c, #d) https://example.org/") == ["a", "b", "c", "d"]
    assert pointers(None) == []


@pytest.mark.parametrize(
    ("location", "found"), [("2", "v2"), ("1.2", "p12"), ("1-2", "p12"), ("l. 3", "v3"), ("2–3", "v3"), ("p12", "p12"), ("9", None), ("", None)]
)
def test_places_by_their_numbers(location: str, found: str | None) -> None:
    body = '<div n="1"><p n="1">x</p><p n="2" xml:id="p12">x</p></div><lg><l>a</l><l xml:id="v2">b</l><l n="3" xml:id="v3">c</l></lg>'
    tree = document(tei(body)).tree
    assert tree is not None
    place = Locations(tree.getroot()).find(location)
    assert (None if place is None else place.get(XML_ID)) == found

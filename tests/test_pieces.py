"""What a source has in several pieces: joined where the pieces are one thing to a reader, lost nowhere, whatever the pointers say."""

from __future__ import annotations

import re
from copy import deepcopy
from random import Random

from hypothesis import given, settings
from hypothesis import strategies as st
from lxml import etree
from render_judge import document, edition_of, faults, markup, tei
from test_render_laws import tei_document

from edition.render.model import Rendition
from edition.tei import Element, T


def rendered(body: str, medium: str = "epub") -> tuple[Rendition, str]:
    edition = edition_of(document(tei(body)))
    assert list(faults(edition, medium)) == []
    [(found, pages)] = markup(edition, medium)
    return found, "".join(pages.values())


def plain(xhtml: str) -> str:
    return " ".join(re.sub(r"<[^>]*>", "", xhtml).split())


PAGES = '<p>x<note xml:id="a" next="#b">A note that runs</note> y</p><pb n="2"/><p>z<note xml:id="b" prev="#a">over the page.</note> w<note>Another.</note></p>'


def test_a_note_in_pieces_is_one_note_with_one_call() -> None:
    for medium in ("epub", "print"):
        found, text = rendered(PAGES, medium)
        assert [note.mark for note in found.notes["author"]] == ["1", "2"], medium
        assert "A note that runs over the page." in plain(text)
    assert "x1 yz w2" in plain(rendered(PAGES)[1])


def test_a_note_is_joined_if_either_piece_says_so_or_a_join_does() -> None:
    for body in (
        PAGES.replace(' next="#b"', ""), PAGES.replace(' prev="#a"', ""),
        PAGES.replace(' next="#b"', "").replace(' prev="#a"', "") + '<p><join target="#a #b" result="note"/>v</p>',
    ):  # fmt: skip
        assert len(rendered(body)[0].notes["author"]) == 2, body


def test_a_reference_to_a_later_piece_is_a_call_to_the_note() -> None:
    _, text = rendered(PAGES + '<p><ref target="#b">there</ref></p>')
    assert "there1" in plain(text)
    assert text.count('role="doc-noteref" href="#a"') == 2
    assert re.search(r'<div class="fn author" id="a".*<span id="b"></span>over', text)


def test_a_note_at_a_distance_in_pieces_is_called_once() -> None:
    body = '<p xml:id="p">Words</p><div type="notes"><note xml:id="a" target="#p" next="#b">One</note><note xml:id="b" target="#p" prev="#a">two</note></div>'
    found, text = rendered(body)
    assert len(found.notes["author"]) == 1
    assert "One two" in plain(text)


def test_in_an_apparatus_pieces_stand_around_the_reading_that_they_speak_of() -> None:
    body = '<p>x <app><lem>y</lem><note xml:id="a" next="#b">perhaps</note><rdg wit="#A">z</rdg><note xml:id="b" prev="#a">(as below)?</note></app></p>'
    assert re.search(r"perhaps.*z.*\(as below\)\?", plain(rendered(body)[1]))


def test_a_paragraph_cut_by_a_page_break_is_one_paragraph() -> None:
    for one, two in (('xml:id="a" next="#b"', 'xml:id="b" prev="#a"'), ('part="I"', 'part="F"'), ('xml:id="a"', 'prev="#a"')):
        _, text = rendered(f'<p {one}>Who walks</p>\n<pb n="7"/>\n<p {two}>in the rain.</p><p>Another.</p>')
        assert text.count("<p ") == 2
        assert "Who walks in the rain." in plain(text)
        assert re.search(r'<p [^>]*>Who walks <span class="pb"[^>]*></span>(<span id="b"></span>)?in the rain.</p>', text)


def test_a_word_cut_by_a_page_break_stays_one_word() -> None:
    _, text = rendered('<p part="I">Who wal</p><pb n="7" break="no"/><p part="F">ks in the rain.</p>')
    assert "Who walks in the rain." in plain(text)


def test_three_pieces_and_stanzas_and_lists_go_on() -> None:
    _, text = rendered('<p part="I">One</p><pb n="1"/><p part="M">two</p><pb n="2"/><p part="F">three</p>')
    assert text.count("<p ") == 1
    assert "One two three" in plain(text)
    _, text = rendered('<lg xml:id="a" next="#b"><l>One</l></lg><pb n="1"/><lg xml:id="b" prev="#a"><l>two</l></lg>')
    assert len(re.findall(r'class="lg', text)) == 1
    _, text = rendered('<list xml:id="a" next="#b"><item>One</item></list><pb n="1"/><list xml:id="b" prev="#a"><item>two</item></list>')
    assert text.count("<ul>") == 1


def test_what_looks_otherwise_or_has_words_between_stays_apart_and_says_so() -> None:
    _, text = rendered('<p part="I">One</p><p part="F" rend="small">two</p>')
    assert re.search(r'class="continues">One</p><p id="[^"]*" class="(rend-small continued|continued rend-small)">two', text)
    _, text = rendered('<div><p xml:id="a" next="#b">One</p></div><div><p xml:id="b" prev="#a">two</p></div>')
    assert 'class="continues">One' in text
    assert 'class="continued">two' in text
    _, text = rendered('<p><q xml:id="a" next="#b">One</q>, he said, <q xml:id="b" prev="#a">two</q>.</p>')
    assert plain(text).endswith("One, he said, two.")


def test_the_parts_of_a_verse_are_of_its_metre_and_stay_lines() -> None:
    _, text = rendered('<l part="I">One half</l><l part="F">and the other</l>')
    assert len(re.findall(r'class="l part-', text)) == 2


def test_a_name_in_pieces_is_one_entry() -> None:
    found, _ = rendered('<p><persName ref="#s" xml:id="a" next="#b">Miss</persName> dear <persName ref="#s" xml:id="b" prev="#a">Moreno</persName>, <persName ref="#s">she</persName></p>')
    assert [entry.text for entry in found.entries] == ["Miss Moreno", "she"]
    other, _ = rendered('<p><persName ref="#s" xml:id="a" next="#b">Ann</persName> and <persName ref="#t" xml:id="b" prev="#a">Ben</persName></p>')
    assert [entry.key for entry in other.entries] == ["s", "t"], "two keys are two people, whatever the pointers say"


def test_circles_and_ways_that_lead_nowhere_change_nothing() -> None:
    for one, two in (('next="#b" prev="#b"', 'next="#a" prev="#a"'), ('next="#a"', 'next="#b"'), ('next="#zz"', 'prev="#zz"'), ('next="true"', 'prev=""')):
        found, _ = rendered(f'<p>x<note xml:id="a" {one}>One</note> y<note xml:id="b" {two}>two</note></p>')
        assert len(found.notes["author"]) in (1, 2)


def test_an_omitted_piece_takes_no_other_with_it() -> None:
    text = tei('<p>x<note xml:id="b" prev="#a">Words that count</note></p>').replace("<fileDesc>", '<fileDesc><!-- --><notesStmt><note xml:id="a" next="#b">In the header</note></notesStmt>')
    edition = edition_of(document(text))
    assert list(faults(edition, "epub")) == []
    [(_, pages)] = markup(edition, "epub")
    assert "Words that count" in "".join(pages.values())


def signed(random: Random, root: Element) -> None:
    """Pointers from anything to anything, and parts."""
    nodes = [node for node in root.iter("*") if not etree.QName(node).localname.startswith(("TEI", "text", "body"))]
    names = [name for node in nodes if (name := node.get("{http://www.w3.org/XML/1998/namespace}id"))] or ["x"]
    for node in nodes:
        for key in ("next", "prev"):
            if random.random() < 0.3:
                node.set(key, f"#{random.choice(names)}")
        if random.random() < 0.3:
            node.set("part", random.choice("IMFN"))
    for node in list(root.iter(f"{T}p", f"{T}lg", f"{T}list", f"{T}note"))[:4]:
        parent = node.getparent()
        if parent is not None and parent.tag != f"{T}text":
            other = deepcopy(node)
            for each in other.iter("*"):
                each.attrib.pop("{http://www.w3.org/XML/1998/namespace}id", None)
            node.set("part", "I")
            other.set("part", "F")
            node.addnext(other)
            node.tail, other.tail = "", node.tail


@given(st.integers(0, 10**9))
@settings(max_examples=30, deadline=None)
def test_random_pieces_lose_no_word_no_id_and_no_link(seed: int) -> None:
    made = tei_document(Random(seed), "sample", critical=seed % 2 == 0)
    assert made.tree is not None
    signed(Random(seed), made.tree.getroot())
    edition = edition_of(document(etree.tostring(made.tree)))
    for medium in ("print", "epub"):
        assert list(faults(edition, medium)) == []

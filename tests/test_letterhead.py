"""What the header says of a letter stands above it."""

from __future__ import annotations

import re

from lxml import etree
from render_judge import document, edition_of, tei

from edition.header import spoken
from edition.render import render_all
from edition.render.words import words_of
from edition.writers import imprint

ACTIONS = """<correspAction type="sent"><persName>Pask, Nan</persName><placeName>Quay</placeName><date when="1901-02-03"/></correspAction>
<correspAction type="received"><persName>A. Lark</persName><placeName>Mill</placeName><date>the week after</date></correspAction>"""


def head(described: str, body: str = "<p>Dear A.</p>", language: str = "en") -> list[str]:
    source = tei(body).replace("</teiHeader>", f"<profileDesc>{described}</profileDesc></teiHeader>").replace('xml:lang="en"', f'xml:lang="{language}"')
    [rendition] = render_all(edition_of(document(source)), "print")
    found = re.search(r'<div class="letterhead".*?</div>', rendition.root.xhtml(), re.DOTALL)
    return [" ".join("".join(map(str, line.itertext())).split()) for line in etree.fromstring(found[0])] if found else []


def test_sender_and_receiver_stand_above_the_letter_in_the_language_of_the_edition() -> None:
    described = f"<correspDesc>{ACTIONS}</correspDesc>"
    assert head(described) == ["From Nan Pask, Quay, 3 February 1901", "To A. Lark, Mill, the week after"]
    assert head(described, language="de") == ["Von Nan Pask, Quay, 3. Februar 1901", "An A. Lark, Mill, the week after"]


def test_what_is_not_said_is_not_there() -> None:
    assert head('<correspDesc><correspAction type="sent"><persName>Nan Pask</persName></correspAction></correspDesc>') == ["From Nan Pask"]
    assert head("<correspDesc><p>A letter.</p></correspDesc>") == []
    assert head(f"<correspDesc>{ACTIONS}</correspDesc><correspDesc>{ACTIONS}</correspDesc>") == []  # a volume of letters


def test_a_text_within_the_letter_has_no_head_of_its_own() -> None:
    source = tei("<p>Dear A.</p><floatingText><body><p>A bill.</p></body></floatingText>")
    source = source.replace("</teiHeader>", f"<profileDesc><correspDesc>{ACTIONS}</correspDesc></profileDesc></teiHeader>")
    [rendition] = render_all(edition_of(document(source)), "print")
    assert rendition.root.xhtml().count('class="letterhead"') == 1


def test_a_name_is_said_as_it_is_spoken() -> None:
    assert spoken("Goldmann, Paul, 1865–1935") == "Paul Goldmann"
    assert spoken("Packet Office, Ltd.") == "Packet Office, Ltd."


def test_the_imprint_says_what_somebody_did_in_the_words_of_the_header() -> None:
    statement = "<respStmt><resp>transcribed by</resp><name>H. Quill</name></respStmt><respStmt><resp>drawings</resp><name>Jane Lark</name></respStmt>"
    edition = edition_of(document(tei("<p>Dear A.</p>").replace("</titleStmt>", f"{statement}</titleStmt>")))
    said = re.sub("<[^>]*>", "", imprint.imprint(edition, words_of("en")))
    assert "Transcribed by H. Quill" in said
    assert "Jane Lark: drawings" in said


def test_of_a_date_of_which_only_limits_are_known_both_are_said() -> None:
    sent = '<correspDesc><correspAction type="sent"><persName>Nan Pask</persName><date {}/></correspAction></correspDesc>'
    assert head(sent.format('notBefore="1901-02-03" notAfter="1901-02-05"')) == ["From Nan Pask, 3 February 1901 – 5 February 1901"]
    assert head(sent.format('notBefore="1901-02-03"')) == ["From Nan Pask, 3 February 1901 –"]
    assert head(sent.format('notAfter="1901-02"')) == ["From Nan Pask, – February 1901"]


CONTEXT = """<correspContext><ref type="prev" target="https://example.org/1">Lark to Pask, 1 February</ref>
<ref type="within" subtype="next_letter" target="L7">Pask to Lark, 9 February</ref><ref type="belongsTo">Letters of Pask</ref><ref type="next"/></correspContext>"""


def test_the_letters_before_and_after_stand_below_and_lead_on_where_they_are_to_be_had() -> None:
    described = f"<correspDesc>{ACTIONS}{CONTEXT}</correspDesc>"
    assert head(described)[2:] == ["Previous letter: Lark to Pask, 1 February", "Next letter: Pask to Lark, 9 February"]
    assert head(described, language="fr")[2:] == ["Lettre précédente : Lark to Pask, 1 February", "Lettre suivante : Pask to Lark, 9 February"]
    source = tei("<p>x</p>").replace("</teiHeader>", f"<profileDesc>{described}</profileDesc></teiHeader>")
    [rendition] = render_all(edition_of(document(source)), "epub")
    assert re.findall(r'href="([^"]*)"', rendition.root.xhtml()) == ["https://example.org/1"]
    assert rendition.findings == ()


def test_the_letter_before_may_be_one_of_the_edition() -> None:
    described = '<correspDesc><correspContext><ref type="prev" target="first.xml">The first</ref></correspContext></correspDesc>'
    second = document(tei("<p>b</p>").replace("</teiHeader>", f"<profileDesc>{described}</profileDesc></teiHeader>"), "second")
    found = render_all(edition_of(document(tei("<p>a</p>"), "first"), second), "epub")
    assert '<a href="first.xhtml#first">The first</a>' in found[1].root.xhtml()

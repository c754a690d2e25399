"""The teiHeader, read once: what it says is found wherever headers put it, and what it does not say is not guessed."""

from __future__ import annotations

from pathlib import Path

import pytest

from edition import header, tei
from edition.header import Agent, Header


def read(head: str, language: str = "en") -> Header:
    text = f'<TEI xmlns="{tei.NAMESPACE}" xml:lang="{language}"><teiHeader>{head}</teiHeader><text><body/></text></TEI>'
    return header.read(tei.parse(text.encode()).tree)


def titled(statement: str) -> Header:
    return read(f"<fileDesc><titleStmt>{statement}</titleStmt></fileDesc>")


def published(statement: str) -> Header:
    return read(f"<fileDesc><publicationStmt>{statement}</publicationStmt></fileDesc>")


@pytest.mark.parametrize(("statement", "title", "subtitle"), [
    ("<title>Kites</title>", "Kites", ""),
    ("<title>  Kites\n   and <hi>Winds</hi> </title>", "Kites and Winds", ""),
    ('<title type="main">Kites</title><title type="sub">A Letter</title>', "Kites", "A Letter"),
    ('<title type="sub">A Letter</title><title>Kites</title>', "Kites", "A Letter"),
    ('<title>Kites</title><title type="short">K.</title>', "Kites", ""),
    ("<title/>", "", ""),
    ("", "", ""),
])  # fmt: skip
def test_title_and_subtitle(statement: str, title: str, subtitle: str) -> None:
    found = titled(statement)
    assert (found.title, found.subtitle) == (title, subtitle)


@pytest.mark.parametrize(("statement", "agents"), [
    ("<author>Ann Teller</author>", [("Ann Teller", "author", "")]),
    ("<author><surname>Teller</surname>, <forename>Ann</forename></author>", [("Ann Teller", "author", "")]),
    ("<author><persName><forename>Ann</forename> <nameLink>van</nameLink> <surname>Teller</surname></persName></author>", [("Ann van Teller", "author", "")]),
    ('<author>Ann Teller <idno type="ORCID">0000-0002-1825-0097</idno></author>', [("Ann Teller", "author", "")]),
    ('<editor role="translator">Bo Reader</editor>', [("Bo Reader", "translator", "")]),
    ('<editor role="editor-in-chief">Bo Reader</editor>', [("Bo Reader", "editor", "")]),
    ("<respStmt><resp>transcribed by</resp><name>Cy Scribe</name><name>Di Scribe</name></respStmt>",
     [("Cy Scribe", "contributor", "transcribed by"), ("Di Scribe", "contributor", "transcribed by")]),
    ("<author/><editor> </editor>", []),
    ("<funder>The Fund</funder><author>Ann Teller</author>", [("Ann Teller", "author", ""), ("The Fund", "funder", "")]),
])  # fmt: skip
def test_people_with_what_they_did(statement: str, agents: list[tuple[str, str, str]]) -> None:
    assert [(agent.name, agent.role, agent.resp) for agent in titled(statement).agents] == agents


def test_identifiers_of_people_are_read_and_names_for_the_catalogue() -> None:
    (agent,) = titled('<author xml:id="at"><surname>Teller</surname>, <forename>Ann</forename><idno type="ORCID">0000-0002-1825-0097</idno></author>').agents
    assert (agent.id, dict(agent.identifiers), agent.filed) == ("at", {"ORCID": "0000-0002-1825-0097"}, "Teller, Ann")


def test_publication() -> None:
    found = published(
        '<authority>The Kite Papers</authority><pubPlace>Windhaven</pubPlace><date when="2026-01-31">January</date><idno type="DOI">10.1/k</idno>'
        '<availability><licence target="https://example.org/l">Free to fly.</licence></availability>'
    )
    assert (found.publisher, found.place, found.date, found.day) == ("The Kite Papers", "Windhaven", "2026-01-31", "2026-01-31")
    assert (found.licence, found.availability, dict(found.identifiers)) == ("https://example.org/l", "Free to fly.", {"doi": "10.1/k"})


@pytest.mark.parametrize(("statement", "licence"), [
    ("<availability><licence>Free to fly.</licence></availability>", "Free to fly."),
    ("<availability><p>Ask first.</p></availability>", ""),
    ("", ""),
])  # fmt: skip
def test_a_licence_is_its_address_else_its_words(statement: str, licence: str) -> None:
    assert published(f"<publisher>P</publisher>{statement}").licence == licence


@pytest.mark.parametrize(("date", "change", "day"), [
    ('<date when="2026"/>', '<change when="2025-12-24"/>', "2025-12-24"),
    ('<date when="2026-01-31"/>', '<change when="2026-12-24"/>', "2026-01-31"),
    ("<date>31 January 2026</date>", "", ""),
    ("", '<change when="2024-01-01"/><change when="2025-01-01"/>', "2025-01-01"),
])  # fmt: skip
def test_the_day_of_a_build_is_that_of_publication_else_of_the_last_change(date: str, change: str, day: str) -> None:
    assert read(f"<fileDesc><publicationStmt><publisher>P</publisher>{date}</publicationStmt></fileDesc><revisionDesc>{change}</revisionDesc>").day == day


def test_languages_begin_with_the_texts_own() -> None:
    found = read('<profileDesc><langUsage><language ident="la"/><language ident="fr"/></langUsage></profileDesc>', "fr")
    assert found.languages == ("fr", "la")


def test_source_and_profile() -> None:
    found = read(
        '<fileDesc><notesStmt><note type="content">Violence.</note><note>Other.</note></notesStmt><sourceDesc><bibl>Letters, <date when="1871"/> p. 4</bibl></sourceDesc>'
        "</fileDesc><encodingDesc><editorialDecl><correction><p>Slips are marked.</p></correction><quotation><p>Marks are kept.</p></quotation></editorialDecl>"
        '</encodingDesc><profileDesc><creation><date when="1870-05"/></creation><textClass><keywords><term>kites</term></keywords></textClass></profileDesc>'
    )
    assert (found.source, found.source_date, found.content, found.keywords) == ("Letters, p. 4", "1870-05", ("Violence.",), ("kites",))
    assert found.declarations == ("Slips are marked.", "Marks are kept.")


def test_without_a_header_all_is_empty() -> None:
    assert header.read(None) == Header()
    assert header.read(tei.parse(b"<TEI/>").tree) == Header()
    assert header.read(tei.parse(f'<div xmlns="{tei.NAMESPACE}"/>'.encode()).tree) == Header()


CORPUS = {
    # title (how it begins), first agent, publisher (how it begins), first language, licence (a part)
    "letter-schnitzler": ("Paul Goldmann an Arthur Schnitzler", ("Goldmann, Paul", "author"), "Austrian Centre", "de-AT", "licenses/by/4.0"),
    "novel-bronte": ("Wuthering Heights", ("Brontë, Emily (1818-1848)", "author"), "COST Action", "en", "licenses/by/4.0"),
    "drama-faust": ("Faust", ("Johann Wolfgang Goethe", "author"), "DraCor", "de", "zero/1.0"),
    "inscription-epidoc": ("Cadastral inscription", ("Jonathan Prag", "editor"), "I.Sicily", "en", "licenses/by/4.0"),
    "sonnet-quevedo": ("Spanish Metrical Patterns Bank", ("María Ángeles Herrero Herrero", "contributor"), "Natural Language", "es", ""),
    "typescript-auden": ("Typescript Memoir", ("Musulin, Stella Mary Bellairs", "author"), "Austrian Centre", "en", "licenses/by/4.0"),
}


@pytest.mark.parametrize("name", CORPUS)
def test_headers_of_others_are_understood(name: str, shared: Path) -> None:
    title, agent, publisher, language, licence = CORPUS[name]
    found = header.read(tei.parse((shared / "corpus" / "tei" / f"{name}.xml").read_bytes()).tree)
    assert found.title.startswith(title)
    assert (found.agents[0].name, found.agents[0].role) == agent
    assert found.publisher.startswith(publisher)
    assert next(iter(found.languages), "") == language
    assert licence in found.licence
    assert all(isinstance(agent, Agent) and agent.name for agent in found.agents)


def test_a_list_of_the_languages_of_phrases_does_not_say_what_the_text_is_in():
    words = "It was the first of the books that they had read in the winter, and there was nobody who would have thought that it could be lost so soon, but we were not there when he came with his two friends from the town to ask for it again, and she said that all of them must have known what this was about. "
    document = (
        '<TEI xmlns="http://www.tei-c.org/ns/1.0"{0}><teiHeader><profileDesc><langUsage><language ident="la">Latin</language><language ident="fr">French</language></langUsage>'
        "</profileDesc></teiHeader><text><body><p>{1}</p></body></text></TEI>"
    )
    assert header.read(tei.parse(document.format("", words).encode()).tree).languages == ("en", "la", "fr")
    assert header.read(tei.parse(document.format(' xml:lang="la"', words).encode()).tree).languages == ("la", "fr")
    assert header.read(tei.parse(document.format("", "Salve.").encode()).tree).languages == ("la", "fr")


@pytest.mark.parametrize(
    ("description", "said"),
    [
        ("<biblStruct><monogr><author>A. Dale</author><title>Tides</title><imprint><pubPlace>Hull</pubPlace><date>1901</date></imprint></monogr></biblStruct>", "A. Dale, Tides, Hull, 1901"),
        ("<biblFull><titleStmt><title>Tides</title><author><persName><surname>Dale</surname><forename>Amos</forename></persName></author></titleStmt>"
         "<publicationStmt><publisher>By T. C. for I. W.,</publisher><date>1613.</date></publicationStmt></biblFull>", "Tides, Amos Dale, By T. C. for I. W., 1613."),
        ("<bibl><name>Archive</name><idno>x</idno><bibl><title>A. Dale: Tides. Hull 1788.</title><date when='1788'/></bibl></bibl>", "Archive, A. Dale: Tides. Hull 1788."),
        ("<recordingStmt><recording><respStmt><resp>Recorded by</resp><name>K. L.</name></respStmt><date>2001</date></recording></recordingStmt>", "Recorded by, K. L., 2001"),
        ("<listWit><witness xml:id='A'>Codex A</witness></listWit>", ""),
    ],
)  # fmt: skip
def test_a_source_that_is_only_elements_is_read_with_its_parts_apart(description: str, said: str) -> None:
    assert read(f"<fileDesc><titleStmt><title>X</title></titleStmt><sourceDesc>{description}</sourceDesc></fileDesc>").source == said


def test_a_description_of_a_thousand_elements_in_each_other_is_read() -> None:
    assert read("<fileDesc><sourceDesc>" + "<bibl>" * 1500 + "deep" + "</bibl>" * 1500 + "</sourceDesc></fileDesc>").source == "deep."


def test_of_a_title_in_several_languages_that_of_the_text_is_taken() -> None:
    titles = '<fileDesc><titleStmt><title type="main" xml:lang="en">The River</title><title type="main" xml:lang="sl">Reka</title></titleStmt></fileDesc>'
    assert read(titles, language="sl").title == "Reka"
    assert read(titles, language="fr").title == "The River"


def test_a_title_that_holds_its_parts_is_read_by_them() -> None:
    found = titled('<title type="full"><title type="main">User Manual</title><title type="sub">for the tool</title></title>')
    assert (found.title, found.subtitle) == ("User Manual", "for the tool")


def test_a_publisher_is_a_name_and_an_identifier_in_another_is_read_once() -> None:
    told = published("<publisher><orgName>Archive</orgName><email>x@example.org</email></publisher><idno><idno type='URL'>http://e.org</idno></idno>")
    assert told.publisher == "Archive"
    assert dict(told.identifiers) == {"url": "http://e.org"}

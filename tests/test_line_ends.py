"""Words that a source divides at the ends of its lines."""

from __future__ import annotations

import re

import pytest
from render_judge import document, edition_of, tei

from edition.render import render_all
from edition.render.model import Rendition

PARTNERSHIP = "<publicationStmt><publisher>Text Creation Partnership</publisher></publicationStmt>"


def of(body: str, eol: str = "all", *, header: str = "", medium: str = "epub", choice: str = "reading") -> Rendition:
    said = f'<encodingDesc><editorialDecl><hyphenation eol="{eol}"><p>x</p></hyphenation></editorialDecl></encodingDesc>' if eol else ""
    source = tei(body).replace("</fileDesc>", f"{header}</fileDesc>{said}")
    return render_all(edition_of(document(source), choice=choice), medium)[0]


def said(rendition: Rendition) -> str:
    return " ".join(re.sub("<[^>]*>", "", rendition.root.xhtml()).split()).removeprefix("Sample").strip()


@pytest.mark.parametrize("medium", ["print", "epub", "web"])
@pytest.mark.parametrize(
    "body",
    ['<p>the exam-<lb break="no"/>ple</p>', "<p>the exam⸗\n<lb n='2' break='no'/>ple</p>", '<p>the exam¬<pb n="2"/><lb break="no"/>ple</p>', '<p>the <hi>exam-</hi><lb break="no"/>ple</p>'],
)
def test_a_hyphen_that_the_header_says_was_kept_is_left_out_and_on_record(body: str, medium: str) -> None:
    found = of(body, medium=medium)
    assert said(found) == "the example"
    assert [(each.element, each.why, len("".join(each.texts))) for each in found.omitted] == [("g", "omit", 1)]


@pytest.mark.parametrize(("body", "eol"), [('<p>exam-<lb break="no"/>ple</p>', ""), ('<p>exam-<lb break="no"/>ple</p>', "hard"), ("<p>low-<lb/>and high water</p>", "all"), ('<p>exam-<lb break="maybe"/>ple</p>', "all")])
def test_without_a_mark_in_the_file_a_hyphen_stays(body: str, eol: str) -> None:
    found = of(body, eol)
    assert "-" in said(found)
    assert found.omitted == ()


def test_the_diplomatic_text_keeps_it() -> None:
    assert said(of('<p>exam-<lb break="no"/>ple</p>', choice="diplomatic")) == "exam-ple"


def test_the_sign_of_the_text_creation_partnership_is_one_in_its_texts_alone() -> None:
    body = '<p n="a∣b">the exam∣ple, 3 ∣ 6</p>'
    found = of(body, "", header=PARTNERSHIP)
    assert said(found) == "the example, 3 ∣ 6"
    assert [each.texts for each in found.omitted] == [("∣",)]
    assert said(of(body, "")) == "the exam∣ple, 3 ∣ 6"


def test_lines_in_findings_stay_what_they_are() -> None:
    body = '<p\n>exam-<lb break="no"/>ple</p>\n<p><ref target="#gone">x</ref></p>'
    assert [each.locus.line for each in of(body).findings] == [each.locus.line for each in of(body, "hard").findings]

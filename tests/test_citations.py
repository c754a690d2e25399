"""What a reference without words says of what it leads to."""

from __future__ import annotations

import re

import pytest
from lxml import etree
from render_judge import document, edition_of, tei

from edition.render import render_all
from edition.render.citations import label, short

NS = 'xmlns="http://www.tei-c.org/ns/1.0"'


@pytest.mark.parametrize(
    ("work", "said"),
    [
        ("<author><surname>Pask</surname>, <forename>Nan</forename></author><title>On Ropes</title><date>1901</date>", "Pask 1901"),
        ("<author>Pask, Nan</author><author>A. Lark</author><title>On Ropes</title><date when='1901-02'/>", "Pask & Lark 1901"),
        ("<author>Pask</author><author>Lark</author><author>Dray</author><date>[1901?]</date>", "Pask et al. 1901"),
        ("<author><orgName>Packet Office</orgName></author><title>Fares</title>", "Packet Office, Fares"),
        ("<title>Fares</title><editor>Otto Marsh</editor><date>1912</date>", "Marsh 1912"),
        ("<title>The Tide Tables</title>, <date>1912</date>", "The Tide Tables, 1912"),
        ("<title type='short'>Tides</title><title>The Tide Tables</title>", "Tides"),
        ("Pask, On Ropes, 1901", "Pask, On Ropes, 1901"),
        ("On " + "ropes, " * 30, "On ropes, ropes, ropes, ropes, ropes, ropes, ropes, ropes…"),
        ("", ""),
    ],
)
def test_a_work_is_cited_by_author_and_year(work: str, said: str) -> None:
    assert short(etree.fromstring(f"<bibl {NS}>{work}</bibl>")) == said


def test_the_author_of_a_part_is_named_and_not_that_of_the_whole() -> None:
    work = "<analytic><author>Lark</author><title>Knots</title></analytic><monogr><author>Pask</author><title>On Ropes</title><imprint><date>1901</date></imprint></monogr>"
    assert short(etree.fromstring(f"<biblStruct {NS}>{work}</biblStruct>")) == "Lark 1901"


@pytest.mark.parametrize(
    ("head", "said"),
    [
        ("Figure 3. The mill", "Figure 3"), ("Abb. 12: Die Mühle", "Abb. 12"), ("Table IV", "Table IV"), ("Fig. 2.1a – Wheel", "Fig. 2.1a"), ("Fig. 2.1a: Wheel", "Fig. 2.1a"),
        ("The mill", ""), ("Oxbourne 1871, from the pier", ""), ("<label>Plate 7</label> The mill", "Plate 7"),
    ],
)  # fmt: skip
def test_a_figure_is_called_by_its_label(head: str, said: str) -> None:
    assert label(etree.fromstring(f"<figure {NS}><head>{head}</head></figure>")) == said


def test_an_entry_is_called_by_its_headword() -> None:
    body = (
        '<entry xml:id="e"><form type="lemma"><orth>sluice</orth> <pron>slus</pron></form><sense><def>A gate.</def> <xr>see <ref target="#f"/></xr></sense></entry>'
        '<entry xml:id="f"><form>weir</form><sense><def>A dam.</def> <xr>see <ptr target="#e"/></xr></sense></entry>'
    )
    [rendition] = render_all(edition_of(document(tei(body))), "epub")
    assert re.findall(r'<a [^>]*class="(?:ref|ptr)"[^>]*>([^<]*)</a>', rendition.root.xhtml()) == ["weir", "sluice"]


def test_references_without_words_say_so_in_the_text() -> None:
    body = (
        '<p>See <ref target="#b"/>, <ptr target="#b"/>, <ptr target="#f"/>, <ptr target="#g"/>.</p><figure xml:id="f"><head>Figure 3. The mill</head><figDesc>A mill.</figDesc></figure>'
        '<figure xml:id="g"><head>The ferry</head><figDesc>A ferry.</figDesc></figure><listBibl><bibl xml:id="b"><author>Pask</author>, <date>1901</date></bibl></listBibl>'
    )
    [rendition] = render_all(edition_of(document(tei(body))), "epub")
    assert re.findall(r'<a [^>]*class="(?:ref|ptr)"[^>]*>([^<]*)</a>', rendition.root.xhtml()) == ["Pask 1901", "Pask 1901", "Figure 3", "The ferry"]

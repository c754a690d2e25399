"""The web page: one file that needs no other, with every word and every link, and the same bytes every time."""

from __future__ import annotations

import base64
import os
import re
import subprocess
import sys
from collections import Counter
from dataclasses import replace
from pathlib import Path
from random import Random
from tempfile import TemporaryDirectory

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from links_of import addresses
from lxml import etree, html
from render_judge import document, edition_of, tei
from test_render_laws import tei_document, tei_whole
from words_of import XHTML, Words, lost_in

from edition import cli, writers
from edition.formulas import with_formulas
from edition.matter import complete
from edition.model import Document, Written
from edition.project import Edition, Part, Person
from edition.render import render_all
from edition.render.model import Rendition
from edition.tei import parser
from edition.writers import web

ROOT = Path(__file__).resolve().parent.parent
SAMPLES = sorted((ROOT / "docs" / "gallery").glob("*.xml"))
PNG = bytes.fromhex(
    "89504e470d0a1a0a0000000d4948445200000001000000010804000000b51c0c020000000b4944415478da6364f80f00010501012718e3660000000049454e44ae426082"
)  # fmt: skip
NOTES = '<div xml:id="one"><head>First</head><p>A word<note>Of the author.</note> and one<note resp="#ed">Of the editor.</note>.</p></div><div xml:id="two"><head>Second</head><p>See <ref target="#one">above</ref>.</p></div>'


def made(edition: Edition, out: Path) -> tuple[Written, list[Rendition], etree._Element]:
    renditions = render_all(edition, "web")
    written = web.write(edition, renditions, out)
    return written, renditions, etree.fromstring(out.read_bytes(), parser())


def page_of(edition: Edition, folder: Path) -> etree._Element:
    return made(edition, folder / "page.html")[2]


def faults(root: etree._Element) -> list[str]:
    """Ids that stand twice, links that lead nowhere, and whatever would be fetched or run."""
    ids = Counter(str(each) for each in root.xpath("//@id"))
    found = [f"{name} stands {count} times" for name, count in ids.items() if count > 1]
    for address in addresses(root):
        if address.startswith("#"):
            found += [] if address[1:] in ids else [f"{address} leads nowhere"]
        elif not re.match(r"data:|https?:|mailto:", address):
            found.append(f"{address} is another file")
    found += [f"{node.tag}" for node in root.iter(*(XHTML + name for name in ("script", "link", "iframe", "object", "embed", "base")))]  # type: ignore[str-bytes-safe]
    return found + [f"{value} is fetched" for value in root.xpath("//@src") if not str(value).startswith("data:")]


def lost(edition: Edition, renditions: list[Rendition], root: etree._Element) -> Words:
    """Contents and imprint, which say much a second time, do not count."""
    for again in root.xpath("/*/*/*[@class = 'way'] | /*/*/*[local-name() = 'header']//*[@class = 'imprint' or @class = 'title-page']"):
        again.getparent().remove(again)
    found: Words = Counter()
    for each in edition.all:
        assert each.tree is not None
        found += lost_in(each.tree.getroot(), [root], renditions)
    return found


@pytest.mark.parametrize("path", SAMPLES, ids=lambda path: path.stem)
def test_a_sample_loses_no_word_and_has_no_dead_link(tmp_path: Path, path: Path) -> None:
    edition = with_formulas(complete(edition_of(Document(path.stem, path, path.read_bytes()))))
    written, renditions, root = made(edition, tmp_path / "page.html")
    assert written.findings == ()
    assert faults(root) == []
    assert lost(edition, renditions, root) == Counter()


@settings(max_examples=25, deadline=None)
@given(st.integers(0, 2**32), st.sampled_from((tei_document, tei_whole)), st.sampled_from(("reading", "diplomatic")), st.booleans())
def test_any_tei_is_a_page_in_which_nothing_is_lost_and_every_link_leads_somewhere(seed, generate, reading, several) -> None:
    random = Random(seed)
    first = generate(random, "sample")
    edition = edition_of(first, *([document(first.data, "again")] if several else []), choice=reading)
    with TemporaryDirectory() as folder:
        _, renditions, root = made(edition, Path(folder) / "page.html")
        assert faults(root) == []
        if not several:
            assert lost(edition, renditions, root) == Counter()


@pytest.mark.shared
@pytest.mark.parametrize("name", ["apparatus-small", "letter-schnitzler", "syriac-rtl", "inscription-epidoc", "drama-faust", "arabic-journal-duplicate-ids"])
def test_texts_made_by_others_lose_no_word(shared: Path, tmp_path: Path, name: str) -> None:
    path = shared / "corpus" / "tei" / f"{name}.xml"
    edition = complete(edition_of(Document(name, path, path.read_bytes())))
    _, renditions, root = made(edition, tmp_path / "page.html")
    assert faults(root) == []
    assert lost(edition, renditions, root) == Counter()


def test_the_bytes_are_the_same_every_time(tmp_path: Path) -> None:
    path = ROOT / "docs" / "gallery" / "prose.xml"
    for seed in ("1", "2"):
        command = [sys.executable, "-m", "edition.cli", "publish", str(path), "--only", "html", "--out", str(tmp_path / seed)]
        subprocess.run(command, check=False, capture_output=True, env={**os.environ, "PYTHONHASHSEED": seed, "TZ": f"UTC{seed}"}, cwd=ROOT)
    assert (tmp_path / "1" / "prose.html").read_bytes() == (tmp_path / "2" / "prose.html").read_bytes()


def test_a_page_is_made_when_it_is_asked_for_and_then_alone(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert list(writers.chosen()) == ["pdf", "epub"]
    assert list(writers.chosen(["html", "pdf"])) == ["pdf", "html"]
    (tmp_path / "a.xml").write_text(tei("<p>Words.</p>"), "utf-8")
    assert cli.main(["publish", str(tmp_path / "a.xml"), "--only", "html", "--out", str(tmp_path / "out")]) == 1  # the header is not complete
    assert [path.name for path in (tmp_path / "out").iterdir()] == ["a.html"]
    assert str(tmp_path / "out" / "a.html") in capsys.readouterr().out


def test_notes_are_called_and_lead_back(tmp_path: Path) -> None:
    root = page_of(edition_of(document(tei(NOTES))), tmp_path)
    calls = {str(call.get("href")): str(call.get("id")) for call in root.iter(f"{XHTML}a") if call.get("role") == "doc-noteref"}
    back = {str(link.get("href")) for link in root.iter(f"{XHTML}a") if link.get("role") == "doc-backlink"}
    assert len(calls) == 2
    assert back == {f"#{each}" for each in calls.values()}
    assert [title.text for title in root.xpath("//*[@class = 'notes-title']")] == ["Author’s notes", "Editor’s notes"]


def test_the_parts_of_the_book_are_there_and_in_the_contents(tmp_path: Path) -> None:
    letters = [document(tei(f'<div><head>{name}</head><p>To <persName key="k">Ann</persName>, <choice><sic>teh</sic><corr>the</corr></choice> end.</p></div>', title=name), name) for name in ("one", "two", "three")]
    changes = {"title": "Papers", "parts": (Part("Early", ("one", "two")),), "people": (Person("Bee, Ann", "author", "a"),), "indexes": ("persons",), "corrections": "list"}
    edition = replace(edition_of(*letters, **changes), front=(document(tei("<div><head>Before</head><p>Words.</p></div>", title="Preface"), "preface"),))
    root = page_of(edition, tmp_path)
    nav = root.find(f".//{XHTML}nav")
    assert nav is not None
    lines = {"".join(link.itertext()): str(link.get("href"))[1:] for link in nav.iter(f"{XHTML}a")}
    assert list(lines) == ["Before", "Early", "one", "two", "three", "Corrections", "Persons"]
    place = {str(node.get("id")): number for number, node in enumerate(root.iter("*")) if node.get("id")}
    order = [place[anchor] for anchor in lines.values()]
    assert order == sorted(order)
    assert root.xpath("string(//*[local-name() = 'meta'][@name = 'author']/@content)") == "Ann Bee"
    assert faults(root) == []


def test_pictures_are_in_the_page(tmp_path: Path) -> None:
    (tmp_path / "seal & co.png").write_bytes(PNG)
    figure = '<figure><graphic url="seal%20&amp;%20co.png"/><figDesc>A seal.</figDesc></figure>'
    edition = edition_of(document(tei(figure * 2 + "<p>src=\"images/a.png\"</p>"), folder=tmp_path))
    sources = [str(image.get("src")) for image in page_of(edition, tmp_path).iter(f"{XHTML}img")]
    assert len(sources) == 2
    assert {base64.b64decode(source.removeprefix("data:image/png;base64,")) for source in sources} == {PNG}


def test_language_and_direction_are_said_and_no_word_is_for_reading_systems_alone(tmp_path: Path) -> None:
    edition = edition_of(document(tei('<p xml:lang="he">שלום</p><p>epub:type="note"</p>')), languages=("ar",))
    root = page_of(edition, tmp_path)
    assert (root.get("lang"), root.get("dir")) == ("ar", "rtl")
    assert {article.get("lang") for article in root.iter(f"{XHTML}article")} == {"en"}
    other = page_of(edition_of(document(tei("<p>Words.</p>")), languages=("syr",)), tmp_path)  # in which the program has no words
    assert [(node.get("lang"), node.get("dir")) for node in (other, other.find(f".//{XHTML}header/{XHTML}div"))] == [("syr", "rtl"), ("en", "ltr")]  # type: ignore[union-attr]
    page_of(edition, tmp_path)
    text = (tmp_path / "page.html").read_text("utf-8")
    assert "<p>epub:type=\"note\"</p>" in re.sub(r"<p [^>]*>", "<p>", text)
    assert text.count("epub:type") == 1
    assert text.startswith("<!DOCTYPE html>\n")


def test_a_browser_that_reads_html_sees_what_an_xml_parser_sees(tmp_path: Path) -> None:
    (tmp_path / "house.css").write_text("/* </style> & */ p::before { content: '<'; }", "utf-8")
    for path in SAMPLES:
        edition = edition_of(Document(path.stem, path, path.read_bytes()), folder=tmp_path, css=("house.css",))
        _, _, root = made(edition, tmp_path / "page.html")
        other = html.document_fromstring((tmp_path / "page.html").read_bytes())
        assert [str(each) for each in other.xpath("//@id")] == [str(each) for each in root.xpath("//@id")]
        assert ["".join(node.itertext()).split() for node in other.iter("main")] == ["".join(node.itertext()).split() for node in root.iter(f"{XHTML}main")]


def test_a_style_sheet_that_asks_for_files_is_reported_and_nothing_is_fetched(tmp_path: Path) -> None:
    (tmp_path / "house.css").write_text("@import url(other.css); p { background: url('data:image/png;base64,AA==') }", "utf-8")
    (tmp_path / "good.css").write_text("p { background: url('data:image/png;base64,AA==') } q { fill: url(#a) }", "utf-8")
    written, _, root = made(edition_of(document(tei("<p>Words.</p>")), folder=tmp_path, css=("good.css", "house.css")), tmp_path / "page.html")
    assert [(found.code, Path(found.locus.file).name) for found in written.findings] == [("WEB001", "house.css")]
    policy = root.xpath("string(//*[local-name() = 'meta'][@http-equiv]/@content)")
    assert policy.startswith("default-src 'none'; ")
    assert "http" not in policy


def test_a_text_without_words_is_a_page(tmp_path: Path) -> None:
    assert faults(page_of(edition_of(document('<TEI xmlns="http://www.tei-c.org/ns/1.0"/>')), tmp_path)) == []

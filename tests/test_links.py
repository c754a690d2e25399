"""Law 7 over finished files: every address in an EPUB, a web page and a PDF leads somewhere, also those of indexes and lists, which the writers make."""

from __future__ import annotations

import zipfile
from dataclasses import replace
from pathlib import Path

import pikepdf
import pytest
from conftest import ROOT
from links_of import dead_in_epub, dead_in_page, dead_in_pdf, links_in_epub
from making import edition, ferry, tei

from edition import formulas, matter, pipeline
from edition.project import Edition, Part
from edition.render import render_all
from edition.writers import epub, pdf, web

GALLERY = sorted((ROOT / "docs" / "gallery").glob("*.xml"))
CORPUS = ["apparatus-small", "guidelines-apparatus", "inscription-epidoc", "letter-schnitzler", "msdesc-lyell", "sonnet-quevedo", "syriac-rtl"]
LARGER = ["arabic-journal-duplicate-ids", "critical-edition-balex", "folio-romeo", "manuscript-frankenstein", "typescript-auden"]
LISTS = """<standOff><listPerson><person xml:id="nan"><persName>Pask, Nan</persName><persName>The Door</persName></person><person xml:id="dray"><persName>Dray</persName></person>
<person xml:id="sole"><persName>Sole</persName></person></listPerson>
<listPlace><place xml:id="rock"><placeName>The Rock</placeName></place></listPlace></standOff>"""
NAMES = """<div xml:id="one"><head>One</head><p><persName ref="#nan">Nan</persName> on <placeName ref="#rock">the rock</placeName><note>So <persName ref="#dray">Dray</persName> says,
<ref target="#two">below</ref>.</note>; <choice><sic>teh</sic><corr>the</corr></choice> <index><term>ferries</term><index><term>ropes</term></index></index>ferry. <ref target="#nan">Who she was</ref></p></div>
<div xml:id="two"><head>Two, with <ref target="#sole">one that is only referred to</ref></head><pb n="7"/><p>See <ref target="#one">above</ref>, <ref target="#nowhere">nowhere</ref>, <ref target="b.xml#c">there</ref>.
<index><term>boats<ref type="see">ferries</ref></term></index><index><term>ferries<ref type="see-also">ropes</ref></term></index><index><term>ropes</term></index><persName ref="#nan">She</persName></p>
<table><head>Fares</head><row role="label"><cell>Rope<note>Hemp.</note></cell></row><row><cell>1</cell></row></table></div>"""
OTHER = '<div xml:id="c"><head>There</head><p>Back to <ref target="a.xml#two">the ferry</ref>, and <persName ref="a.xml#nan">Nan</persName>.</p></div>'


def named(folder: Path) -> Edition:
    first = tei("a", NAMES)
    return edition(folder, replace(first, data=first.data.decode().replace("<text>", f"{LISTS}<text>").encode()), tei("b", OTHER))


def in_epub(made: Edition, folder: Path) -> Path:
    out = folder / "a.epub"
    epub.write(made, render_all(made, "epub"), out)
    return out


def in_pdf(made: Edition, folder: Path) -> Path:
    out = folder / "a.pdf"
    pdf.write(made, render_all(made, "print"), out)
    return out


def in_page(made: Edition, folder: Path) -> Path:
    out = folder / "a.html"
    web.write(made, render_all(made, "web"), out)
    return out


def of_file(path: Path) -> Edition:
    return formulas.with_formulas(matter.complete(pipeline.loose(path)))


@pytest.mark.parametrize("path", GALLERY, ids=lambda path: path.stem)
def test_every_link_of_a_kind_of_text_leads_somewhere(tmp_path, path):
    made = of_file(path)
    assert dead_in_epub(in_epub(made, tmp_path)) == []
    assert dead_in_page(in_page(made, tmp_path)) == []


@pytest.mark.shared
@pytest.mark.parametrize("name", CORPUS)
def test_every_link_of_a_text_of_the_corpus_leads_somewhere(tmp_path, shared, name):
    made = of_file(shared / "corpus" / "tei" / f"{name}.xml")
    assert dead_in_epub(in_epub(made, tmp_path)) == []
    assert dead_in_page(in_page(made, tmp_path)) == []


@pytest.mark.shared
@pytest.mark.parametrize("name", LARGER)
def test_every_link_of_a_large_text_leads_somewhere_in_the_web_page(tmp_path, shared, name):
    assert dead_in_page(in_page(of_file(shared / "corpus" / "tei" / f"{name}.xml"), tmp_path)) == []


@pytest.mark.parametrize("made", [ferry, named])
def test_every_link_of_an_edition_leads_somewhere(tmp_path, made):
    book = made(tmp_path)
    assert dead_in_epub(in_epub(book, tmp_path)) == []
    assert dead_in_page(in_page(book, tmp_path)) == []
    assert dead_in_pdf(in_pdf(book, tmp_path)) == []


def test_links_of_every_kind_were_followed(tmp_path):
    """Notes and back, pages, other documents, headings, what is named and where, a term to another; and to the indexes."""
    found = links_in_epub(in_epub(named(tmp_path), tmp_path))
    for wanted in ("#a-two", "b.xhtml#b-c", "#a-one_2.3-call", "a.xhtml#a-one_2.1", "index-person.xhtml#index.person.nan", "#index.subject.", "text/index-place.xhtml", "text/corrections.xhtml", "text/a.xhtml#"):
        assert any(address.startswith(wanted) for address in found), wanted


def test_what_leads_nowhere_is_found_in_an_epub(tmp_path):
    """The law above can fail: each address is broken once, in a page, in the contents, in the package document."""
    made = in_epub(named(tmp_path), tmp_path)
    with zipfile.ZipFile(made) as container:
        members = {name: container.read(name) for name in container.namelist()}
    for name, old, new in [
        ("EPUB/nav.xhtml", b"text/a.xhtml#a-", b"text/a.xhtml#b-"), ("EPUB/package.opf", b'idref="', b'idref="x'), ("EPUB/package.opf", b"nav.xhtml", b"navigation.xhtml"),
        ("META-INF/container.xml", b"EPUB/package.opf", b"package.opf"), ("EPUB/text/a.xhtml", b"#index.person.nan", b"#index.person.nun"), ("EPUB/text/index-subject.xhtml", b'id="index.', b'id="other.'),
    ]:  # fmt: skip
        assert old in members[name], (name, old)
        broken = tmp_path / "broken.epub"
        with zipfile.ZipFile(broken, "w") as container:
            for each, data in members.items():
                container.writestr(each, data.replace(old, new) if each == name else data)
        assert any(said.startswith(f"{name}: ") for said in dead_in_epub(broken)), (name, new)


def test_what_leads_nowhere_is_found_in_a_web_page(tmp_path):
    made = in_page(named(tmp_path), tmp_path)
    whole = made.read_text("utf-8")
    for old, new in [('href="#index.person.nan"', 'href="#index.person.nun"'), ('href="#a-two"', 'href="a.xhtml#a-two"'), ('id="a-two"', 'id="a-one"'), ("</style>", "p { background: url(a.png) }</style>")]:
        assert old in whole, old
        made.write_text(whole.replace(old, new), "utf-8")
        assert dead_in_page(made) != [], new


def test_what_leads_nowhere_is_found_in_a_pdf(tmp_path):
    made = in_pdf(named(tmp_path), tmp_path)
    with pikepdf.open(made) as book:
        for page in book.pages:
            for link in page.get("/Annots", []):
                if isinstance(link.get("/Dest"), pikepdf.String):
                    link.Dest = pikepdf.String("nowhere.at.all")
        book.save(tmp_path / "broken.pdf")
    assert "a link: nowhere.at.all" in dead_in_pdf(tmp_path / "broken.pdf")


def test_ids_of_a_text_never_meet_those_that_the_program_gives(tmp_path: Path) -> None:
    """They are changed, and links with them; those of other texts are what they were."""
    ours = ("index.person", "list.corrections", "corrections", "made.part-1", "toc", "toc-title")
    body = "".join(f'<p xml:id="{name}"><persName ref="#nan">Nan</persName> <ref target="#{name}">here</ref> <choice><sic>teh</sic><corr>the</corr></choice></p>' for name in ours)
    made = edition(tmp_path, tei("corrections", f'<div xml:id="part-1"><head>One</head>{body}</div>'), parts=(Part("All", ("corrections",)),), indexes=("persons",))
    for medium in ("print", "epub", "web"):
        [found] = render_all(made, medium)
        assert not set(ours) & set(found.ids)
        assert {f"{name}_" for name in ours} <= set(found.ids)
        assert "part-1" in found.ids
        assert all(f'#{name}_"' in found.root.xhtml() for name in ours)
    renditions = render_all(made, "print")
    pdf.write(made, renditions, tmp_path / "a.pdf")
    assert dead_in_pdf(tmp_path / "a.pdf") == []
    assert dead_in_epub(in_epub(made, tmp_path)) == []

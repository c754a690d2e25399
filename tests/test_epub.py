"""The EPUB: what is in it and in what order, that nothing is lost, and that it is the same bytes every time."""

from __future__ import annotations

import os
import re
import subprocess
import sys
import zipfile
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from lxml import etree
from words_of import XHTML, lost, pages_of

from edition import header
from edition.errors import OutputError
from edition.model import Document, Written
from edition.project import NO_DATE, Edition, Entry, NoteSeries, Part, Person, Project, loose
from edition.proofs import epubcheck
from edition.render import render_all
from edition.render.model import Picture, Rendition
from edition.writers import WRITERS, epub, writers

ROOT = Path(__file__).resolve().parent.parent
EPUB_TYPE = "{http://www.idpf.org/2007/ops}type"
TEI = '<TEI xmlns="http://www.tei-c.org/ns/1.0" xml:id="{name}" xml:lang="{language}"><teiHeader><fileDesc><titleStmt><title>{title}</title></titleStmt></fileDesc></teiHeader><text>{text}</text></TEI>'
PNG = bytes.fromhex(
    "89504e470d0a1a0a0000000d4948445200000001000000010804000000b51c0c020000000b4944415478da6364f80f00010501012718e3660000000049454e44ae426082"
)  # fmt: skip
LETTER = """<body>
<div xml:id="one"><head>First</head><pb n="4"/><p>A word<note>Of the author.</note> and a word<note resp="#ed">Of the editor.</note>, <choice><sic>teh</sic><corr>the</corr></choice> end.</p></div>
<div xml:id="two"><head>Second</head><pb n="5"/><p>See <ref target="#one">above</ref><note>Another.</note>. <foreign xml:lang="he">שלום</foreign></p>
<div><head>Deeper</head><p>Words.</p></div></div></body>"""


def a_document(folder: Path, name: str, text: str = "<body><p>Words.</p></body>", title: str = "", language: str = "en") -> Document:
    return Document(name, folder / f"{name}.xml", TEI.format(name=name, title=title or f"The {name}", text=text, language=language).encode())


def an_edition(folder: Path, *documents: Document, front=(), back=(), **said) -> Edition:
    values: dict[str, Any] = {"id": "sample", "title": "Papers", "folder": folder, "date": "2026-01-31", "people": (Person("Ann Bee", "editor", "ed"),)} | said
    return Edition(Project(documents=tuple(Entry(document.name) for document in documents), **values), documents, tuple(front), tuple(back))


def made(edition: Edition, out: Path) -> tuple[Written, list[Rendition]]:
    renditions = render_all(edition, "epub")
    return epub.write(edition, renditions, out), renditions


def loose_edition(path: Path) -> Edition:
    document = Document(path.stem, path, path.read_bytes())
    about = header.read(document.tree)
    return Edition(loose(about, name=path.stem, folder=path.parent, date=about.day or NO_DATE), (document,))


def package_of(path: Path) -> etree._Element:
    return etree.fromstring(zipfile.ZipFile(path).read("EPUB/package.opf"))


def nav_of(path: Path) -> etree._Element:
    return etree.fromstring(zipfile.ZipFile(path).read("EPUB/nav.xhtml"))


def spine_of(path: Path) -> list[str]:
    package = package_of(path)
    hrefs = {item.get("id"): item.get("href") for item in package.iter("{*}item")}
    return [str(hrefs[item.get("idref")]) for item in package.iter("{*}itemref")]


def links(path: Path, kind: str) -> list[tuple[str | None, str]]:
    """Addresses and words of one of the navigation lists."""
    return [
        (link.get("href"), "".join(link.itertext()))
        for nav in nav_of(path).iter(f"{XHTML}nav") if nav.get(EPUB_TYPE) == kind
        for link in nav.iter(f"{XHTML}a")
    ]  # fmt: skip


# What is in it


def test_the_book_has_its_pages_in_order(tmp_path):
    documents = [a_document(tmp_path, name) for name in ("a", "b", "c")]
    front, back = [a_document(tmp_path, "preface")], [a_document(tmp_path, "after")]
    documents[0] = a_document(tmp_path, "a", LETTER, title="The Letter")
    edition = an_edition(tmp_path, *documents, front=front, back=back, parts=(Part("One", ("a", "b")),))
    written, _ = made(edition, tmp_path / "x.epub")
    assert written.findings == ()
    assert spine_of(tmp_path / "x.epub") == [
        "text/title-page.xhtml", "text/imprint.xhtml", "nav.xhtml", "text/preface.xhtml", "text/part-1.xhtml",
        "text/a.xhtml", "text/b.xhtml", "text/c.xhtml", "text/after.xhtml", "text/corrections.xhtml",
    ]  # fmt: skip
    assert links(tmp_path / "x.epub", "landmarks") == [
        ("text/title-page.xhtml", "Title page"), ("#toc", "Contents"), ("text/preface.xhtml", "Front matter"),
        ("text/part-1.xhtml", "Text"), ("text/after.xhtml", "Back matter"),
    ]  # fmt: skip


def test_the_contents_are_parts_documents_and_headings(tmp_path):
    edition = an_edition(tmp_path, a_document(tmp_path, "a", LETTER, title="The Letter"), a_document(tmp_path, "b"), parts=(Part("One", ("a",)),))
    made(edition, tmp_path / "x.epub")
    toc = next(nav for nav in nav_of(tmp_path / "x.epub").iter(f"{XHTML}nav") if nav.get(EPUB_TYPE) == "toc")

    def tree(ol: etree._Element | None) -> list[object]:
        found: list[object] = []
        for item in () if ol is None else ol.findall(f"{XHTML}li"):
            found.append(item.findtext(f"{XHTML}a"))
            if inner := tree(item.find(f"{XHTML}ol")):
                found.append(inner)
        return found

    assert tree(toc.find(f"{XHTML}ol")) == ["One", ["The Letter", ["First", "Second", ["Deeper"]]], "The b", "Corrections"]


def test_a_book_of_one_document_has_its_headings_at_the_top(tmp_path):
    made(an_edition(tmp_path, a_document(tmp_path, "a", "<body><div><head>First</head><p/></div><div><head>Second</head><p/></div></body>")), tmp_path / "x.epub")
    assert [text for _, text in links(tmp_path / "x.epub", "toc")][-2:] == ["First", "Second"]


def test_a_document_without_headings_is_in_the_contents(tmp_path):
    made(an_edition(tmp_path, a_document(tmp_path, "a")), tmp_path / "x.epub")
    assert [text for _, text in links(tmp_path / "x.epub", "toc")] == ["The a"]


def test_every_file_has_a_title_of_its_own_a_language_and_a_direction(tmp_path):
    edition = an_edition(tmp_path, a_document(tmp_path, "a", LETTER), a_document(tmp_path, "b", "<body><p>كلمة</p></body>", language="ar"), languages=("en", "ar"))
    made(edition, tmp_path / "x.epub")
    found = {}
    for name, page in pages_of(tmp_path / "x.epub").items():
        assert page.get("lang") == page.get("{http://www.w3.org/XML/1998/namespace}lang")
        found[Path(name).stem] = (page.findtext(f"{XHTML}head/{XHTML}title"), page.get("lang"), page.get("dir"))
    assert found == {
        "title-page": ("Papers", "en", "ltr"), "imprint": ("Imprint", "en", "ltr"), "a": ("The a", "en", "ltr"),
        "b": ("The b", "ar", "rtl"), "corrections": ("Corrections", "en", "ltr"),
    }  # fmt: skip


def test_the_book_s_own_words_are_in_its_language(tmp_path):
    made(an_edition(tmp_path, a_document(tmp_path, "a"), languages=("de",)), tmp_path / "x.epub")
    assert nav_of(tmp_path / "x.epub").findtext(f"{XHTML}head/{XHTML}title") == "Inhalt"
    summary = [each.text for each in package_of(tmp_path / "x.epub").iter("{*}meta") if each.get("property") == "schema:accessibilitySummary"]
    assert summary[0] is not None
    assert summary[0].startswith("Der ganze Text")


def test_words_in_another_language_than_the_edition_s_say_so(tmp_path):
    made(an_edition(tmp_path, a_document(tmp_path, "a"), languages=("mi",)), tmp_path / "x.epub")
    assert nav_of(tmp_path / "x.epub").get("lang") == "en", "there is no table of Maori words"
    assert package_of(tmp_path / "x.epub").findtext("{*}metadata/{*}language") == "mi"


def test_places_in_indexes_and_lists_of_pages_follow_the_order_in_which_the_book_is_read(tmp_path):
    text = '<body><div><head>In {0}</head><p><pb n="{0}1"/><persName ref="#moreno">Moreno</persName> spoke.<note>Of {0}.</note></p></div></body>'
    documents = [a_document(tmp_path, name, text.format(name)) for name in ("a", "b", "c")]
    notes = (NoteSeries("author", restart="edition"),)
    edition = an_edition(tmp_path, *documents, parts=(Part("One", ("c", "a")),), epub_pages="source", notes=notes)
    out = tmp_path / "book.epub"
    _, renditions = made(edition, out)
    assert [label for _, label in links(out, "page-list")] == ["c1", "a1", "b1"]
    assert [rendition.name for rendition in renditions] == ["a", "b", "c"]
    assert [rendition.notes["author"][0].mark for rendition in renditions] == ["2", "3", "1"], "notes are numbered as they are read"
    with zipfile.ZipFile(out) as book:
        index = book.read("EPUB/text/index-person.xhtml").decode()
    assert re.findall(r'epub:type="index-locator" href="([^#"]*)', index) == ["c.xhtml", "a.xhtml", "b.xhtml"]


def test_what_is_no_language_is_not_said_to_be_one(tmp_path):
    written, _ = made(an_edition(tmp_path, a_document(tmp_path, "a", language="no tag"), languages=("en",)), tmp_path / "x.epub")
    assert written.findings == ()
    assert pages_of(tmp_path / "x.epub")["EPUB/text/a.xhtml"].get("lang") == "und"


def test_a_right_to_left_book_turns_its_pages_so(tmp_path):
    made(an_edition(tmp_path, a_document(tmp_path, "a"), languages=("he",)), tmp_path / "x.epub")
    spine = package_of(tmp_path / "x.epub").find("{*}spine")
    assert spine is not None
    assert spine.get("page-progression-direction") == "rtl"


def test_a_line_of_the_contents_says_its_language(tmp_path):
    arabic = a_document(tmp_path, "b", "<body><div><head>كلمة</head><p/></div></body>", title="كلمة", language="ar")
    made(an_edition(tmp_path, a_document(tmp_path, "a"), arabic), tmp_path / "x.epub")
    spoken = {link.text: (link.get("lang"), link.get("dir")) for link in nav_of(tmp_path / "x.epub").iter(f"{XHTML}a")}
    assert spoken["كلمة"] == ("ar", "rtl")
    assert spoken["The a"] == (None, None)


def test_a_document_called_as_one_of_our_pages_keeps_its_name(tmp_path):
    edition = an_edition(tmp_path, a_document(tmp_path, "imprint"), a_document(tmp_path, "Title-Page"))
    written, _ = made(edition, tmp_path / "x.epub")
    assert written.findings == ()
    assert len(set(map(str.casefold, spine_of(tmp_path / "x.epub")))) == 5


# Notes


def test_two_series_have_their_calls_notes_and_ways_back(tmp_path):
    written, renditions = made(an_edition(tmp_path, a_document(tmp_path, "a", LETTER)), tmp_path / "x.epub")
    page = pages_of(tmp_path / "x.epub")["EPUB/text/a.xhtml"]
    calls = [each for each in page.iter(f"{XHTML}a") if each.get(EPUB_TYPE) == "noteref"]
    notes = {each.get("id"): each for each in page.iter() if each.get(EPUB_TYPE) == "footnote"}
    assert [("".join(each.itertext()), str(each.get("class")).split()[-1]) for each in calls] == [("1", "author"), ("a", "editor"), ("2", "author")]
    assert list(notes) == [str(calls[number].get("href"))[1:] for number in (0, 2, 1)], "the series stand apart"
    for call in calls:
        note = notes[str(call.get("href"))[1:]]
        back = [each for each in note.iter(f"{XHTML}a") if each.get("role") == "doc-backlink"]
        assert [each.get("href") for each in back] == [f"#{call.get('id')}"]
    assert {len(notes), sum(len(found) for found in renditions[0].notes.values())} == {3}
    assert written.findings == ()


def test_the_heading_of_a_series_is_the_editor_s(tmp_path):
    edition = an_edition(tmp_path, a_document(tmp_path, "a", LETTER), notes=(NoteSeries("all", heading="What we know"),))
    made(edition, tmp_path / "x.epub")
    assert "What we know" in [each.text for each in pages_of(tmp_path / "x.epub")["EPUB/text/a.xhtml"].iter(f"{XHTML}h2")]


# Pages of the source


def test_pages_of_the_source_are_listed_if_the_edition_wants_them(tmp_path):
    edition = an_edition(tmp_path, a_document(tmp_path, "a", LETTER), epub_pages="source")
    made(edition, tmp_path / "x.epub")
    page = pages_of(tmp_path / "x.epub")["EPUB/text/a.xhtml"]
    marks = [f"text/a.xhtml#{each.get('id')}" for each in page.iter() if each.get("role") == "doc-pagebreak"]
    assert links(tmp_path / "x.epub", "page-list") == list(zip(marks, ["4", "5"], strict=True))
    assert "pageNavigation" in [each.text for each in package_of(tmp_path / "x.epub").iter("{*}meta")]


def test_there_are_no_page_marks_without_a_list_of_pages(tmp_path):
    made(an_edition(tmp_path, a_document(tmp_path, "a", LETTER)), tmp_path / "x.epub")
    page = etree.tostring(pages_of(tmp_path / "x.epub")["EPUB/text/a.xhtml"], encoding="unicode")
    assert links(tmp_path / "x.epub", "page-list") == []
    assert "pagebreak" not in page
    assert 'class="pb"' in page, "links to the page still lead there"


# Pictures and styles


def test_pictures_are_brought_and_described(tmp_path):
    (tmp_path / "images").mkdir()
    (tmp_path / "images" / "boat.png").write_bytes(PNG)
    figure = '<body><p>Words.</p><figure><graphic url="images/boat.png"/><figDesc>A boat.</figDesc></figure></body>'
    written, renditions = made(an_edition(tmp_path, a_document(tmp_path, "a", figure)), tmp_path / "x.epub")
    assert written.findings == renditions[0].findings == ()
    with zipfile.ZipFile(tmp_path / "x.epub") as container:
        (info,) = [each for each in container.infolist() if each.filename.startswith("EPUB/images/")]
        assert (container.read(info), info.compress_type) == (PNG, zipfile.ZIP_STORED)
    assert "alternativeText" in [each.text for each in package_of(tmp_path / "x.epub").iter("{*}meta")]


def test_a_picture_without_words_is_not_claimed_to_have_them(tmp_path):
    (tmp_path / "boat.png").write_bytes(PNG)
    made(an_edition(tmp_path, a_document(tmp_path, "a", '<body><figure><graphic url="boat.png"/></figure></body>')), tmp_path / "x.epub")
    claims = [each.text for each in package_of(tmp_path / "x.epub").iter("{*}meta")]
    assert "alternativeText" not in claims
    assert "visual" in claims


def test_pictures_of_other_kinds_and_with_one_address_are_findings(tmp_path):
    edition = an_edition(tmp_path, a_document(tmp_path, "a"))
    for name in ("a.tif", "a.png", "b.png"):
        (tmp_path / name).write_bytes(PNG)
    pictures = (Picture("../images/a.tif", tmp_path / "a.tif"), Picture("../images/b.png", tmp_path / "a.png"), Picture("../images/b.png", tmp_path / "b.png"))
    written = epub.write(edition, [replace(render_all(edition, "epub")[0], pictures=pictures)], tmp_path / "x.epub")
    assert [each.code for each in written.findings] == ["EPB010", "EPB011"]


def test_the_project_s_styles_come_after_ours(tmp_path):
    (tmp_path / "house.css").write_text("p { margin: 1em }")
    (tmp_path / "edition.css").write_text("@import 'other.css';")
    written, _ = made(an_edition(tmp_path, a_document(tmp_path, "a"), css=("house.css", "edition.css")), tmp_path / "x.epub")
    page = pages_of(tmp_path / "x.epub")["EPUB/text/a.xhtml"]
    styles = [str(each.get("href")) for each in page.iter(f"{XHTML}link")]
    assert styles[0] == "../styles/edition.css"
    assert styles[-2:] == ["../styles/house.css", "../styles/project-edition.css"]
    assert [each.code for each in written.findings] == ["EPB012"]


def test_our_styles_leave_the_reader_s_settings_alone():
    css = (ROOT / "edition" / "writers" / "styles" / "epub" / "edition.css").read_text("utf-8")
    declared = [each.strip() for rule in css.split("{")[1:] for each in rule.split("}")[0].split(";")]
    names = {each.split(":")[0].strip() for each in declared}
    assert names.isdisjoint({"background", "background-color", "text-align-last", "width"} - {"width"})
    of_formulas = {each for each in declared if each.startswith("font-family:") and each.endswith(", math")}  # text fonts draw no roots
    said = {each for each in declared if each.startswith(("color:", "line-height:", "font-family:"))}
    assert said - of_formulas == {"color: inherit", "line-height: 0", "font-family: monospace"}
    assert not [each for each in declared if re.search(r"[2-9]px|\dp[tc]\b", each)], "only rules have a width of their own: one pixel"


# Laws


def test_the_table_has_the_epub():
    assert WRITERS["epub"].medium == "epub"
    assert WRITERS["epub"].suffix == ".epub"
    assert writers()["epub"] is WRITERS["epub"]


SCRIPT = """
import sys; from pathlib import Path
sys.path[:0] = {path!r}
from test_epub import LETTER, a_document, an_edition, made
folder = Path({folder!r})
made(an_edition(folder, a_document(folder, "a", LETTER), languages=("de", "he"), epub_pages="source"), Path(sys.argv[1]))
"""


@pytest.mark.parametrize("surroundings", [{"TZ": "Asia/Tokyo", "LANG": "tr_TR.UTF-8", "LC_ALL": "C", "PYTHONHASHSEED": "7"}])
def test_the_same_edition_is_the_same_bytes_wherever_it_is_made(tmp_path, surroundings):
    one, two = tmp_path / "one.epub", tmp_path / "elsewhere" / "two.epub"
    made(an_edition(tmp_path, a_document(tmp_path, "a", LETTER), languages=("de", "he"), epub_pages="source"), one)
    two.parent.mkdir()
    script = SCRIPT.format(path=[str(ROOT), str(ROOT / "tests")], folder=str(tmp_path))
    subprocess.run([sys.executable, "-c", script, str(two)], check=True, cwd=two.parent, env={**os.environ, **surroundings})
    assert one.read_bytes() == two.read_bytes()


def test_a_second_writing_that_fails_leaves_the_first(tmp_path, monkeypatch):
    out = tmp_path / "x.epub"
    edition = an_edition(tmp_path, a_document(tmp_path, "a"))
    made(edition, out)
    before = out.read_bytes()

    def full(*_: object, **__: object) -> None:
        raise OSError(28, "No space left on device")

    monkeypatch.setattr(zipfile.ZipFile, "writestr", full)
    with pytest.raises(OutputError):
        made(replace(edition, project=replace(edition.project, title="Other")), out)
    assert out.read_bytes() == before
    assert [each.name for each in tmp_path.iterdir()] == ["x.epub"]


def test_a_word_that_is_lost_is_found(tmp_path):
    """The measure measures: an EPUB of a text that lacks a word, a comma, a note."""
    document = a_document(tmp_path, "a", LETTER)
    assert document.tree is not None
    for old in ("Words", "word<note", "Another."):
        poorer = replace(document, data=document.data.replace(old.encode(), old[4:].encode() if old != "Another." else b"Another"))
        _, renditions = made(an_edition(tmp_path, poorer), tmp_path / "x.epub")
        assert lost(document.tree.getroot(), tmp_path / "x.epub", renditions), old
    _, renditions = made(an_edition(tmp_path, document), tmp_path / "x.epub")
    assert not lost(document.tree.getroot(), tmp_path / "x.epub", renditions)


WORDS = st.text("abcdefgh ", min_size=1, max_size=12)
INLINE: st.SearchStrategy[str] = st.deferred(lambda: st.one_of(
    WORDS, st.builds(lambda inner: f"<hi rend='italic'>{inner}</hi>", PHRASES), st.builds(lambda inner: f"<note>{inner}</note>", PHRASES),
    st.builds(lambda inner: f"<note resp='#ed'><p>{inner}</p></note>", PHRASES), st.just("<pb n='3'/>"), st.just("<lb break='no'/>"),
    st.builds(lambda one, two: f"<app><lem>{one}</lem><rdg wit='#A'>{two}</rdg></app>", WORDS, WORDS),
    st.builds(lambda one, two: f"<choice><sic>{one}</sic><corr>{two}</corr></choice>", WORDS, WORDS),
))  # fmt: skip
PHRASES: st.SearchStrategy[str] = st.lists(INLINE, max_size=4).map("".join)
BLOCKS = st.one_of(
    PHRASES.map(lambda inner: f"<p>{inner}</p>"), PHRASES.map(lambda inner: f"<lg><l>{inner}</l></lg>"),
    PHRASES.map(lambda inner: f"<list><item>{inner}</item></list>"), PHRASES.map(lambda inner: f"<table><row><cell>{inner}</cell></row></table>"),
)  # fmt: skip
DIVISIONS = st.lists(st.builds(lambda head, blocks: f"<div><head>{head}</head>{''.join(blocks)}</div>", PHRASES, st.lists(BLOCKS, max_size=3)), min_size=1, max_size=4)


@given(DIVISIONS)
@settings(max_examples=25, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow])
def test_no_word_and_no_note_of_any_text_is_lost(tmp_path, divisions):
    document = a_document(tmp_path, "a", f"<body>{''.join(divisions)}</body>")
    assert document.tree is not None
    written, renditions = made(an_edition(tmp_path, document, epub_pages="source"), tmp_path / "x.epub")
    assert written.findings == ()
    assert not lost(document.tree.getroot(), tmp_path / "x.epub", renditions)
    notes = sum(each.get(EPUB_TYPE) == "footnote" for page in pages_of(tmp_path / "x.epub").values() for each in page.iter())
    assert notes == sum(len(document.tree.getroot().findall(f".//{{*}}{name}")) for name in ("note", "app"))


# Texts that others have made

CORPUS = (
    "letter-schnitzler", "novel-bronte", "guidelines-apparatus", "apparatus-small", "arabic-journal-duplicate-ids", "autobiography-washington",
    "critical-edition-balex", "drama-faust", "early-print-tcp", "folio-romeo", "inscription-epidoc", "manuscript-frankenstein", "msdesc-lyell",
    "scholastic-latin", "sonnet-quevedo", "syriac-rtl", "typescript-auden",
)  # fmt: skip


@pytest.mark.shared
@pytest.mark.parametrize("name", CORPUS)
def test_every_word_of_a_corpus_text_is_in_its_epub(shared, tmp_path, name):
    edition = loose_edition(shared / "corpus" / "tei" / f"{name}.xml")
    written, renditions = made(edition, tmp_path / "x.epub")
    tree = edition.documents[0].tree
    assert tree is not None
    assert written.findings == ()
    assert not lost(tree.getroot(), tmp_path / "x.epub", renditions)
    assert {omission.why for rendition in renditions for omission in rendition.omitted} <= {"omit", "alternative"}


@pytest.mark.shared
@pytest.mark.judge
def test_epubcheck_has_nothing_to_say(shared, judge, tmp_path):
    """One loose text, and a shelf of others as an edition with parts: the checker takes its time for every start."""
    judge("java")
    pytest.importorskip("epubcheck")
    corpus = shared / "corpus" / "tei"
    names = ("novel-bronte", "guidelines-apparatus", "apparatus-small", "sonnet-quevedo", "syriac-rtl")
    documents = [Document(name, corpus / f"{name}.xml", (corpus / f"{name}.xml").read_bytes()) for name in names]
    shelf = an_edition(
        tmp_path, *documents, front=[a_document(tmp_path, "preface", LETTER)], back=[a_document(tmp_path, "after")], subtitle="A shelf",
        languages=("en", "la", "syr"), parts=(Part("The first", names[:2]),), epub_pages="source", identifiers={"doi": "10.1234/abc"},
    )  # fmt: skip
    assert made(loose_edition(corpus / "letter-schnitzler.xml"), tmp_path / "letter.epub")[0].findings == ()
    assert made(shelf, tmp_path / "shelf.epub")[0].findings == ()
    assert epubcheck.check([tmp_path / "letter.epub", tmp_path / "shelf.epub"]) == []

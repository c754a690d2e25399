"""The PDF: what it says of itself, what stands on which page, and what it does with bad input."""

from __future__ import annotations

import importlib
import os
import re
import subprocess
import sys
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path
from typing import Any

import pikepdf
import pytest
from conftest import ROOT
from making import case, edition, ferry, tei

from edition import header
from edition.errors import OutputError, ProgramMissing
from edition.model import Document, Written
from edition.project import Edition, NoteSeries, loose
from edition.render import render_all
from edition.writers import pdf
from edition.writers.paged import engine, faults, sheet


def printed(made: Edition, out: Path) -> Written:
    return pdf.write(made, render_all(made, "print"), out)


def codes(written: Written) -> list[str]:
    return [finding.code for finding in written.findings]


def page_texts(path: Path, *how: str) -> list[str]:
    """The text of each page, as `pdftotext` reads it."""
    text = subprocess.run(["pdftotext", *how, str(path), "-"], capture_output=True, check=True).stdout.decode()
    return re.sub("[\u202a-\u202e]", "", text).split("\f")[:-1]


@pytest.fixture(scope="module")
def book(tmp_path_factory: pytest.TempPathFactory) -> tuple[Path, Written]:
    """The edition of the case files, made once."""
    folder = tmp_path_factory.mktemp("ferry")
    path = folder / "reader.pdf"
    return path, printed(ferry(folder), path)


@pytest.fixture
def opened(book: tuple[Path, Written]) -> Iterator[pikepdf.Pdf]:
    with pikepdf.open(book[0]) as opened:
        yield opened


# What the file says of itself


def test_a_sound_edition_has_no_findings(book):
    path, written = book
    assert written.findings == ()
    assert [artifact.path for artifact in written.artifacts] == [path]


def test_the_file_is_sound(book, judge):
    assert subprocess.run([judge("qpdf"), "--check", str(book[0])], capture_output=True, check=False).returncode == 0


def test_title_people_and_the_one_date_are_in_the_metadata(opened):
    info = {key: str(text) for key, text in opened.docinfo.items()}
    assert info["/Title"] == "The Ferry Book and Other Papers"
    assert info["/Author"] == "A. Ferryman"
    assert info["/CreationDate"] == info["/ModDate"] == "D:20260131000000Z"
    assert opened.Root.Lang == "en"
    with opened.open_metadata() as metadata:
        assert metadata["dc:title"] == info["/Title"]


def test_the_file_is_tagged_and_pictures_are_described(opened):
    assert opened.Root.MarkInfo.Marked
    assert opened.Root.ViewerPreferences.DisplayDocTitle
    elements = [each for each in opened.objects if isinstance(each, pikepdf.Dictionary) and each.get("/Type") == "/StructElem"]
    figures = [each for each in elements if each.S == "/Figure"]
    assert [str(each.Alt) for each in figures] == ["A drawing of a bridge of seven beams with a red ring above it"]
    assert {"/H1", "/H2", "/P", "/Table", "/TH", "/Link"} <= {str(each.S) for each in elements}


def test_bookmarks_are_the_outline(opened):
    def lines(items: Any, depth: int) -> Iterator[tuple[int, str]]:
        for item in items:
            yield depth, item.title
            yield from lines(item.children, depth + 1)

    with opened.open_outline() as outline:
        found = list(lines(outline.root, 1))
    assert found[:5] == [(1, "Preface"), (1, "Papers"), (2, "The Ferry Book"), (3, "The ferryman and his book"), (3, "Numbers")]
    assert found[-1] == (1, "Corrections")


def test_page_labels_are_the_printed_numbers(book, opened):
    front = next(number for number, label in enumerate(book[1].pages.labels) if label == "1")
    assert [each if isinstance(each, int) else str(each.S) for each in opened.Root.PageLabels.Nums] == [0, "/r", front, "/D"]
    assert book[1].pages.labels[:3] == ("i", "ii", "iii")
    assert len(book[1].pages.labels) == len(opened.pages)
    for number, text in enumerate(page_texts(book[0])):
        words = text.split()
        if words and number > 2 and text.count("\n") > 10:
            assert book[1].pages.labels[number] in (words[0], words[-1], *words[-9:], *words[:9])


def test_every_link_leads_somewhere(opened):
    names = opened.Root.Names.Dests.Names
    destinations = {str(names[number]) for number in range(0, len(names), 2)}
    links = [each for page in opened.pages for each in page.get("/Annots", [])]
    internal = [str(each.A.D if "/A" in each and "/D" in each.A else each.Dest) for each in links if "/Dest" in each or ("/A" in each and "/D" in each.A)]
    assert len(internal) > 10
    assert set(internal) <= destinations


# What stands on which page


def test_the_contents_give_the_pages_on_which_the_headings_stand(book):
    path, written = book
    texts = page_texts(path, "-layout")
    contents = next(text for text in texts if text.lstrip().startswith("Contents"))
    lines = re.findall(r"^ *(\S.*?) ?\.(?: \.)+ *(\w+)$", contents, re.MULTILINE)
    assert len(lines) == 11
    for heading, label in lines:
        assert heading in texts[written.pages.labels.index(label)]


def test_documents_and_parts_begin_on_a_recto(book):
    texts = page_texts(book[0])
    for heading in ("Preface", "Papers", "The Ferry Book", "Pieces and Names", "Two Pieces", "Names in Three Scripts", "Corrections"):
        first = next(number for number, text in enumerate(texts) if number > 2 and text.strip().startswith(heading) and len(text.splitlines()[0]) < 30)
        assert first % 2 == 0, heading


def test_heads_are_the_edition_on_the_left_and_the_document_on_the_right_and_none_where_something_begins(book):
    texts = page_texts(book[0], "-layout")
    labels = book[1].pages.labels
    left, right = texts[labels.index("4")], texts[labels.index("5")]
    assert left.split("\n")[0].split() == ["4", "the", "ferry", "book", "and", "other", "papers"] or "ferry book" in left.split("\n")[0].lower()
    assert "The Ferry Book" in right.split("\n")[0]
    assert right.split("\n")[0].split()[-1] == "5"
    assert texts[labels.index("3")].split("\n")[0].strip() == "The Ferry Book"
    assert texts[labels.index("2")].strip() == ""


def test_notes_stand_on_the_page_of_their_call_each_series_after_the_other(book):
    texts = page_texts(book[0])
    page = texts[book[1].pages.labels.index("3")]
    author, editor = page.index("The book is now in the town library"), page.index("Or a reed: the strokes are broad")
    assert page.index("quill") < author < editor


def test_every_fifth_line_of_verse_is_numbered(book):
    page = next(text for text in page_texts(book[0], "-layout") if "The Rope" in text and "Contents" not in text)
    assert re.search(r"and keeps the name +5$", page, re.MULTILINE)
    assert re.search(r"next is short\. +10$", page, re.MULTILINE)
    assert not re.search(r"\b[46]$", page, re.MULTILINE)


def test_corrections_are_listed_with_the_page(book):
    listed = page_texts(book[0], "-layout")[-1]
    assert re.search(r"5 +bridge +brigde +corrected", listed)


def test_the_page_map_has_the_anchors_of_the_text(book):
    pages = book[1].pages.pages
    assert pages["made.part-1"] == "1"
    assert pages["corrections"] == book[1].pages.labels[-1]


def test_a_single_document_has_a_title_page_and_no_contents(tmp_path):
    written = printed(edition(tmp_path, tei("a", "<p>Some words.</p>")), tmp_path / "a.pdf")
    texts = page_texts(tmp_path / "a.pdf")
    assert written.pages is not None
    assert written.pages.labels == ("i", "ii", "1")
    assert "The Book" in texts[0]
    assert texts[2].split() == ["A", "Title", "Some", "words.", "1"]


def test_long_divisions_begin_on_a_page_of_their_own_and_short_ones_do_not(tmp_path):
    long = "".join(f"<p>{'The river keeps the hour and keeps the name. ' * 40}</p>" for _ in range(7))
    body = "".join(f"<div><head>Chapter {name}</head>{long}</div>" for name in ("one", "two", "three"))
    short = "".join(f"<div><head>Section {name}</head><p>Short.</p></div>" for name in ("one", "two"))
    written = printed(edition(tmp_path, tei("a", body), tei("b", short)), tmp_path / "a.pdf")
    texts = page_texts(tmp_path / "a.pdf", "-layout")
    starts = [text.strip().split("\n")[0] for text in texts]  # a running head has the page's number beside it
    assert [start for start in starts if re.fullmatch(r"Chapter \w+", start)] == ["Chapter one", "Chapter two", "Chapter three"]
    assert sum("Section one" in text and "Section two" in text for text in texts[4:]) == 1
    assert codes(written) == []
    assert any(re.fullmatch(r" *Chapter two +\d+", text.split("\n")[0]) for text in texts)


def test_notes_of_a_series_at_the_end_stand_at_the_end_with_links_both_ways(tmp_path):
    series = (NoteSeries("author", "true()", place="end"),)
    body = "<p>One<note>The first note.</note> and two<note>The second note.</note>.</p><p>The last words.</p>"
    written = printed(edition(tmp_path, tei("a", body), notes=series), tmp_path / "a.pdf")
    text = page_texts(tmp_path / "a.pdf")[2]
    assert text.index("The last words.") < text.index("The first note.") < text.index("The second note.")
    with pikepdf.open(tmp_path / "a.pdf") as opened:
        assert len(opened.pages[2].Annots) == 4
    assert codes(written) == []


@pytest.mark.parametrize("name", list(sheet.FORMATS))
def test_the_page_has_the_size_that_is_asked_for_and_whole_lines(tmp_path, name):
    made = edition(tmp_path, tei("a", "<p>x</p>"))
    printed(replace(made, project=replace(made.project, pdf=replace(made.project.pdf, page=name))), tmp_path / "a.pdf")
    page = sheet.FORMATS[name]
    with pikepdf.open(tmp_path / "a.pdf") as opened:
        assert [float(each) for each in opened.pages[0].MediaBox[2:]] == pytest.approx([page.width, page.height], abs=0.01)
    assert page.inner < page.outer
    assert page.head < page.foot


def test_lines_of_prose_back_up(tmp_path):
    """Every line of the text stands on the grid of the page, whatever stands between: headings, notes, a quotation, superscripts."""
    body = "".join(
        f"<div><head>A heading</head><p>{'The ferry crossed the river<note>So it did.</note> twice a day. ' * 6}</p><quote><p>Four calves.</p></quote><p>x<hi rend='sup'>2</hi> {'y ' * 90}</p></div>"
        for _ in range(4)
    )
    made = edition(tmp_path, tei("a", body))
    with engine.deep():
        engine.load()
        from edition.writers.paged.press import Press

        press = Press(made.project, "", direction="ltr", pictures={}, own_notes=True)
        rendition = render_all(made, "print")[0]
        pages = press.lay_out(f'<article class="chapter">{rendition.root.xhtml()}</article>').pages
    lines = [
        (box.position_y - page._page_box.content_box_y()) * 0.75
        for page in pages for box in page._page_box.children[0].descendants() if type(box).__name__ == "LineBox" and box.height * 0.75 == pytest.approx(13)
    ]  # fmt: skip
    assert len(lines) > 30
    assert [line for line in lines if min(line % 13, 13 - line % 13) > 0.01] == []


def test_a_book_from_right_to_left_is_turned_so(tmp_path):
    body = "<p>הספר של המעבורת נמצא בספרייה.</p>"
    made = edition(tmp_path, tei("a", body, title="ספר", language="he"), title="ספר המעבורת", languages=("he",))
    assert codes(printed(made, tmp_path / "a.pdf")) == []
    with pikepdf.open(tmp_path / "a.pdf") as opened:
        assert opened.Root.ViewerPreferences.Direction == "/R2L"
        assert opened.Root.Lang == "he"


# Bad input


def test_a_title_page_of_the_source_bears_no_folio_and_leaves_no_empty_page(tmp_path):
    page = "<titlePage><pb n='iii'/><docTitle><titlePart>{}</titlePart></docTitle></titlePage>"
    chapters = "".join(f"<div type='chapter'><head>Chapter {n}</head><p>{'Salt and rope. ' * 300}</p></div>" for n in (1, 2, 3))
    for name, front, fifth in (("one", page.format("Mill"), "Chapter 1"), ("two", page.format("Mill") + page.format("Weir"), "Weir")):
        document = tei(name, chapters)
        document = Document(name, document.path, document.data.replace(b"<body>", f"<front>{front}</front><body>".encode()))
        printed(edition(tmp_path, document), tmp_path / f"{name}.pdf")
        pages = page_texts(tmp_path / f"{name}.pdf")
        assert pages[0].strip() == "Mill", "no mark of the source's page"
        assert pages[4].strip().startswith(fifth), "behind title page, imprint, contents and the back of these"
    assert pages[4].strip() == "Weir", "no folio, no running head"


def test_a_file_with_a_header_and_no_text_gives_its_title_page(tmp_path):
    written = printed(edition(tmp_path, tei("a", "")), tmp_path / "a.pdf")
    assert "The Book" in page_texts(tmp_path / "a.pdf")[0]
    assert written.pages is not None
    assert len(written.pages.labels) >= 2


def test_nothing_outside_the_edition_is_opened(tmp_path):
    secret = tmp_path / "secret.png"
    secret.write_bytes(b"not for the book")
    inside = tmp_path / "project"
    inside.mkdir()
    (inside / "house.css").write_text(
        f'@import url("file://{secret}"); @import url("https://example.org/x.css"); p {{ background: url("../secret.png") }} h1 {{ color: #123456 }}', "utf-8"
    )
    made = edition(inside, tei("a", "<p>x</p>"), css=("house.css",))
    written = printed(made, tmp_path / "a.pdf")
    assert set(codes(written)) == {"PDF009"}
    assert sorted(finding.message.split()[0] for finding in written.findings) == sorted([f"file://{secret}", "https://example.org/x.css", "secret.png"])


@pytest.mark.parametrize("hyphenate", [True, False])
def test_words_are_divided_in_text_notes_and_tables_or_nowhere(tmp_path, hyphenate):
    words = "the extraordinarily considerable responsibilities of international representatives " * 6
    body = f"<p>{words}<note>{words}</note></p><table><row><cell>{words}</cell><cell>{words}</cell></row></table>"
    made = edition(tmp_path, tei("one", body))
    printed(replace(made, project=replace(made.project, pdf=replace(made.project.pdf, hyphenate=hyphenate))), tmp_path / "out.pdf")
    text = page_texts(tmp_path / "out.pdf", "-layout")[-1]
    assert bool(re.search(r"[a-z][-\u2010](\n|  )", text)) is hyphenate


def test_a_project_s_own_style_stands_over_ours(tmp_path):
    (tmp_path / "house.css").write_text("@page { size: 300pt 400pt }", "utf-8")
    printed(edition(tmp_path, tei("a", "<p>x</p>"), css=("house.css",)), tmp_path / "a.pdf")
    with pikepdf.open(tmp_path / "a.pdf") as opened:
        assert [float(each) for each in opened.pages[0].MediaBox[2:]] == pytest.approx([300, 400])


def test_a_fault_in_a_project_s_style_is_a_finding(tmp_path):
    (tmp_path / "house.css").write_text("p { colour: red }", "utf-8")
    written = printed(edition(tmp_path, tei("a", "<p>x</p>"), css=("house.css",)), tmp_path / "a.pdf")
    assert codes(written) == ["PDF001"]
    assert "colour: red" in written.findings[0].message


def test_a_character_that_no_font_has_is_found_with_its_place(tmp_path):
    written = printed(edition(tmp_path, tei("a", "<p>fine</p><p xml:id='here'>a \U0010fffd b</p>")), tmp_path / "a.pdf")
    assert codes(written) == ["PDF002"]
    assert written.findings[0].locus.id == "here"
    assert "U+10FFFD" in written.findings[0].message


def test_a_picture_without_a_description_is_found(tmp_path):
    from PIL import Image

    Image.new("RGB", (9, 9)).save(tmp_path / "x.png")
    made = edition(tmp_path, tei("a", "<figure><graphic url='x.png'/></figure>"))
    assert codes(printed(made, tmp_path / "a.pdf")) == ["PDF007"]


def test_a_damaged_picture_is_found_and_the_text_is_printed(tmp_path):
    (tmp_path / "x.png").write_bytes(b"\x89PNG\r\n\x1a\n\0\0\0\x0dIHDR\0\0\0\4\0\0\0\4nothing")
    made = edition(tmp_path, tei("a", "<figure><graphic url='x.png'/><figDesc>A bridge.</figDesc></figure><p>After.</p>"))
    written = printed(made, tmp_path / "a.pdf")
    assert [each.locus.file for each in written.findings if each.code == "PDF001"] == [str(tmp_path / "x.png")]
    assert "After." in page_texts(tmp_path / "a.pdf")[2]


def test_deep_nesting_is_laid_out_and_python_s_limit_is_put_back(tmp_path):
    before = sys.getrecursionlimit()
    body = "<p>" + "<hi>" * 300 + "deep down" + "</hi>" * 300 + "</p>"
    printed(edition(tmp_path, tei("a", body)), tmp_path / "a.pdf")
    assert "deep down" in page_texts(tmp_path / "a.pdf")[2]
    assert sys.getrecursionlimit() == before


def test_a_word_longer_than_the_line_stays_on_the_paper(tmp_path):
    printed(edition(tmp_path, tei("a", f"<p>{'abcdefghij' * 200}</p><table><row><cell>{'x' * 300}</cell><cell>y</cell></row></table>")), tmp_path / "a.pdf")
    boxes = subprocess.run(["pdftotext", "-bbox", str(tmp_path / "a.pdf"), "-"], capture_output=True, check=True).stdout.decode()
    assert max(float(each) for each in re.findall(r'<word [^>]*xMax="([\d.]+)"', boxes)) < sheet.FORMATS["A5"].width - 40


def test_a_folder_in_the_place_of_the_file_is_said(tmp_path):
    (tmp_path / "a.pdf").mkdir()
    with pytest.raises(OutputError, match=r"a\.pdf"):
        printed(edition(tmp_path, tei("a", "<p>x</p>")), tmp_path / "a.pdf")


def test_what_goes_wrong_leaves_the_last_good_file(tmp_path, monkeypatch):
    made = edition(tmp_path, tei("a", "<p>x</p>"))
    (tmp_path / "a.pdf").write_bytes(b"the last good one")
    from edition.writers.paged.press import Press

    def fails(*_: object, **__: object) -> bytes:
        raise KeyboardInterrupt

    monkeypatch.setattr(Press, "bind", fails)
    with pytest.raises(KeyboardInterrupt):
        printed(made, tmp_path / "a.pdf")
    assert [each.name for each in tmp_path.iterdir()] == ["a.pdf"]
    assert (tmp_path / "a.pdf").read_bytes() == b"the last good one"


def test_without_pango_the_message_says_how_to_get_it(monkeypatch):
    def missing(name: str) -> None:
        raise OSError("cannot load library 'libpango-1.0-0': error 2")

    monkeypatch.setattr(importlib, "import_module", missing)
    with pytest.raises(ProgramMissing, match="Pango") as caught:
        engine.load()
    assert "pango" in caught.value.hint


def test_another_engine_is_used_as_it_is_and_that_is_a_finding(tmp_path, monkeypatch):
    monkeypatch.setitem(engine.SIGNATURES, "weasyprint.layout:LayoutContext.layout_footnote", "(self, footnote, page)")
    written = printed(edition(tmp_path, tei("a", "<p>Word<note>A note.</note>.</p>")), tmp_path / "a.pdf")
    assert codes(written) == ["PDF006"]
    assert "A note." in "".join(page_texts(tmp_path / "a.pdf"))


def test_the_engine_is_not_loaded_before_it_is_needed():
    code = "import sys, edition.writers, edition.writers.pdf, edition.writers.paged.engine; sys.exit('weasyprint' in sys.modules)"
    assert subprocess.run([sys.executable, "-c", code], cwd=ROOT, check=False).returncode == 0


def test_every_hint_belongs_to_a_code():
    assert set(faults.HINTS) <= set(faults.CODES)


# The same bytes, and all the words

BUILD = """
import sys; sys.path.insert(0, "tests")
from pathlib import Path
from making import ferry
from edition.render import render_all
from edition.writers import pdf
folder = Path(sys.argv[1]); folder.mkdir(parents=True)
made = ferry(folder)
pdf.write(made, render_all(made, "print"), folder / "reader.pdf")
"""


def test_the_bytes_depend_on_nothing_but_the_edition(tmp_path):
    found = set()
    for number, (zone, language, seed) in enumerate([("UTC", "C", "0"), ("Asia/Tokyo", "de_DE.UTF-8", "4711")]):
        folder = tmp_path / ("deep/er" * number) / f"run{number}"
        environment = {**os.environ, "TZ": zone, "LANG": language, "LC_ALL": language, "PYTHONHASHSEED": seed}
        subprocess.run([sys.executable, "-c", BUILD, str(folder)], cwd=ROOT, env=environment, check=True)
        found.add((folder / "reader.pdf").read_bytes())
    assert len(found) == 1


def loose_edition(path: Path) -> Edition:
    document = Document(path.stem, path, path.read_bytes())
    head = header.read(document.tree)
    return Edition(loose(head, name=path.stem, folder=path.parent, date=head.day or "2000-01-01"), (document,))


def lost_words(made: Edition, out: Path) -> list[str]:
    import pdf_words

    renditions = render_all(made, "print")
    pdf.write(made, renditions, out)
    words = pdf_words.of_pdf(out)
    found = []
    for document, rendition in zip(made.all, renditions, strict=True):
        assert document.tree is not None
        found += pdf_words.lost(pdf_words.of_tei(document.tree.getroot(), [rendition]), words)
    return found


def test_every_word_and_every_note_is_printed(tmp_path):
    assert lost_words(ferry(tmp_path), tmp_path / "a.pdf") == []


@pytest.mark.shared
@pytest.mark.parametrize("name", ["letter-schnitzler", "guidelines-apparatus", "novel-bronte"])
def test_every_word_of_a_text_of_the_corpus_is_printed(shared, tmp_path, name):
    assert lost_words(loose_edition(shared / "corpus" / "tei" / f"{name}.xml"), tmp_path / "a.pdf") == []


def test_a_word_that_is_not_printed_is_missed(tmp_path):
    """The law above can fail."""
    import pdf_words

    made = edition(tmp_path, tei("a", "<p>Some words are printed.</p>"))
    printed(made, tmp_path / "a.pdf")
    other = tei("a", "<p>Some words are notwithstanding printed.<note>Notes too.</note></p>").tree
    assert other is not None
    assert pdf_words.lost(pdf_words.of_tei(other.getroot(), []), pdf_words.of_pdf(tmp_path / "a.pdf")) == ["Notes", "notwithstanding", "too"]


def test_case_files_are_well_formed():
    assert all(case(name).tree is not None for name in ("ferry", "pieces", "names", "preface"))

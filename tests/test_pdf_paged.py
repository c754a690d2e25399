"""What a tree is told before it is laid out: directions, anchors, running titles, numbers; and which files may be opened."""

from __future__ import annotations

import shutil
import subprocess
from pathlib import Path
from xml.etree import ElementTree

import pytest

from edition.writers.paged import bidi, engine, metadata, pagemap, phrases, sheet

weasyprint = engine.load()
from edition.writers.paged.fetcher import BASE, Fetcher  # noqa: E402


def wrapped(markup: str, direction: str = "ltr") -> str:
    tree = ElementTree.fromstring(markup)
    before = "".join(tree.itertext())
    bidi.wrap_runs(tree, direction)
    assert "".join(tree.itertext()) == before
    return ElementTree.tostring(tree, encoding="unicode")


def rtl(text: str) -> str:
    return f'<span class="bidi" dir="rtl">{text}</span>'


def ltr(text: str) -> str:
    return f'<span class="bidi" dir="ltr">{text}</span>'


@pytest.mark.parametrize(
    ("given", "expected"),
    [
        ("<p>a אב <em>גד</em> הו b</p>", f"<p>a {rtl('אב <em>גד</em> הו')} b</p>"),  # one run, markup in it
        ("<p>a <em>אב</em>, <em>גד</em>! b</p>", f"<p>a {rtl('<em>אב</em>, <em>גד</em>')}! b</p>"),  # the wrapper goes round the run, not the words
        ("<p>a אב <em>גד</em> 12, b</p>", f"<p>a {rtl('אב <em>גד</em> 12')}, b</p>"),  # a number after a run belongs to it
        ("<p>12 <em>אב</em> גד</p>", f"<p>12 {rtl('<em>אב</em> גד')}</p>"),  # one before it does not
        ("<p>a אב גד b <em>c</em></p>", "<p>a אב גד b <em>c</em></p>"),  # text alone the engine orders itself
        ('<p>a <span dir="rtl">אב <em>גד</em></span> b</p>', '<p>a <span dir="rtl">אב <em>גד</em></span> b</p>'),  # it says its direction itself
        ("<p>a אב<br />גד <em>הו</em> b</p>", f"<p>a אב<br />{rtl('גד <em>הו</em>')} b</p>"),  # a line end ends a run
        ("<p>a אב <em>גד b</em> הו c</p>", "<p>a אב <em>גד b</em> הו c</p>"),  # a phrase with both is not taken in
        ("<p>no <em>such</em> thing</p>", "<p>no <em>such</em> thing</p>"),
    ],
)
def test_a_run_against_the_direction_has_one_span_of_its_own(given, expected):
    assert wrapped(given) == expected


def test_in_a_text_from_right_to_left_latin_runs_have_theirs():
    assert wrapped('<div dir="rtl">אב in <em>good</em> English 12, גד</div>') == f'<div dir="rtl">אב {ltr("in <em>good</em> English 12")}, גד</div>'


def test_a_note_in_a_run_keeps_the_direction_of_the_text_around():
    inside = rtl('אב<span class="note" data-n="1" dir="ltr">Note</span> גד')
    assert wrapped('<p>a אב<span class="note" data-n="1">Note</span> גד b</p>') == f"<p>a {inside} b</p>"


def test_paragraphs_from_right_to_left_are_marked_for_the_style_sheet():
    assert wrapped('<div><p>a</p><div dir="rtl"><p>אב</p><p dir="ltr">a</p></div></div>') == (
        '<div><p>a</p><div dir="rtl"><p class="turned">אב</p><p dir="ltr">a</p></div></div>'
    )


def settled(markup: str) -> str:
    tree = ElementTree.fromstring(markup)
    before = "".join(tree.itertext())
    phrases.settle_anchors(tree)
    assert "".join(tree.itertext()) == before
    return ElementTree.tostring(tree, encoding="unicode")


@pytest.mark.parametrize(
    ("given", "expected"),
    [
        ('<p>a <span id="x" />word on</p>', '<p>a <span id="x">word</span> on</p>'),
        ('<p>a <span id="x" /><em>word</em> on</p>', '<p>a <em id="x">word</em> on</p>'),
        ('<p>a <span id="x" /><em id="y">word</em> on</p>', '<p>a<span id="x" /> <em id="y">word</em> on</p>'),
        ('<p>a<span id="x" /> word</p>', '<p>a<span id="x" /> word</p>'),
        ('<p><b>a</b> <span id="x" /><b id="y">c</b></p>', '<p><b>a</b><span id="x" /> <b id="y">c</b></p>'),
        ('<p>a <span id="x" /><span id="y" />b <span id="z" /><span id="w" />c</p>', '<p>a<span id="x" /> <span id="y">b</span><span id="z" /> <span id="w">c</span></p>'),
        ('<p>wo<span id="x" />rd</p>', '<p>wo<span id="x" />rd</p>'),
        ('<p>a <span id="x" class="pb" role="doc-pagebreak" aria-label="3" />word</p>', '<p>a <span id="x">word</span></p>'),
        ('<p>a <span class="note" id="n" />word</p>', '<p>a <span class="note" id="n" />word</p>'),
    ],
)
def test_an_anchor_never_stands_between_a_space_and_a_word(given, expected):
    assert settled(given) == expected


def test_lines_break_beside_anchors_as_they_do_without():
    """The engine ends a line much too early before an empty phrase: this is why anchors are settled."""

    def lines(markup: str) -> list[str]:
        tree = ElementTree.fromstring(f"<p>{markup}</p>")
        phrases.settle_anchors(tree)
        style = "<style>@page { size: 150pt 300pt; margin: 0 } p { width: 132pt; font: 10pt/12pt serif; margin: 0 }</style>"
        document = weasyprint.HTML(string=style + ElementTree.tostring(tree, encoding="unicode", short_empty_elements=False)).render()
        boxes = document.pages[0]._page_box.descendants()
        return ["".join(text.text for text in box.descendants() if hasattr(text, "text")) for box in boxes if type(box).__name__ == "LineBox"]

    assert lines('some words are here and then <span id="x"></span>others<span id="y"></span> too') == lines("some words are here and then others too")
    many = "".join(f'word <span id="x{number}"></span><span id="y{number}"></span>' for number in range(40))
    assert len(lines(f"{many}end")) == len(lines("word " * 40 + "end"))


@pytest.mark.parametrize(
    ("title", "head"),
    [
        ("A Short Title", "A Short Title"),
        ("The Voyage of the Narrow Boat: being an account of forty days on the canals, with a map", "The Voyage of the Narrow Boat"),
        ("A letter to the mayor of the town of Oxbourne about a bridge which was never built", "A letter to the mayor of the town of Oxbourne about a…"),
        ("To the mayor, 21. 6. 1900, about the bridge which was never built in our time", "To the mayor"),
    ],
)
def test_running_titles_fit_on_the_page(title, head):
    assert metadata.running(title) == head


def test_roman_numbers_count_as_the_engine_counts():
    assert [pagemap.roman(number) for number in (1, 4, 9, 14, 40, 90, 400, 1999)] == ["i", "iv", "ix", "xiv", "xl", "xc", "cd", "mcmxcix"]


def test_languages_without_patterns_are_set_ragged():
    rules = sheet.ragged(["en", "de-AT", "la", "he", "sa-Deva", "tlh"])
    assert ":lang(la)" in rules
    assert ":lang(tlh)" in rules
    assert not any(f":lang({tag})" in rules for tag in ("en", "de-AT", "he", "sa-Deva"))


def fetched(fetcher: Fetcher, address: str) -> bytes | None:
    try:
        return bytes(fetcher.fetch(address).read())
    except ValueError:
        return None


def test_only_the_files_of_the_edition_are_opened(tmp_path: Path):
    inside, outside = tmp_path / "project", tmp_path / "outside"
    inside.mkdir()
    outside.mkdir()
    (inside / "a.png").write_bytes(b"a")
    (outside / "b.png").write_bytes(b"b")
    (inside / "link.png").symlink_to(outside / "b.png")
    fetcher = Fetcher({"images/b.png": outside / "b.png"}, inside)
    assert fetched(fetcher, f"{BASE}images/b.png") == b"b"
    assert fetched(fetcher, f"{BASE}project/a.png") == b"a"
    assert fetched(fetcher, "data:text/plain,c") == b"c"
    refused = (
        f"{BASE}project/../outside/b.png", f"{BASE}project/link.png", f"{BASE}project/none.png", f"{BASE}a.png", f"file://{inside}/a.png",
        "https://example.org/a.png", "ftp://example.org/a.png",
    )  # fmt: skip
    assert [address for address in refused if fetched(fetcher, address) is not None] == []
    assert fetched(Fetcher({}), f"{BASE}project/a.png") is None


def test_the_engine_is_the_one_that_the_note_area_was_written_for():
    """If this fails, the engine was updated: read `notes.py` against its new inside, then change the lists in `engine.py`."""
    assert engine.differences() == []


def test_a_change_of_the_engine_s_inside_is_noticed(monkeypatch):
    monkeypatch.setattr("weasyprint.layout.page.make_page", lambda context, root: None)
    monkeypatch.delattr("weasyprint.layout.LayoutContext.report_footnote")
    found = engine.differences()
    assert any("make_page is now" in each for each in found)
    assert any("report_footnote is gone" in each for each in found)


def test_the_faces_of_the_house_style_have_true_small_capitals():
    if shutil.which("fc-match") is None:
        pytest.skip("fontconfig's programs are not installed")
    from fontTools.ttLib import TTFont

    found = subprocess.run(["fc-match", "-f", "%{family}|%{file}", "Linux Libertine O"], capture_output=True, check=True, text=True).stdout.split("|")
    if "Libertine" not in found[0]:
        pytest.skip("Linux Libertine is not installed (fonts-linuxlibertine)")
    features = {record.FeatureTag for record in TTFont(found[1])["GSUB"].table.FeatureList.FeatureRecord}
    assert {"smcp", "onum"} <= features


@pytest.mark.parametrize("width", range(96, 120))
def test_a_text_that_fills_its_line_but_for_a_space_does_not_break_after_its_first_word(width):
    """The engine would: ``some`` alone on a line, before a phrase that did not fit any more."""
    style = f"<style>@page {{ size: 150pt 300pt; margin: 0 }} p {{ width: {width}pt; font: 10pt/12pt serif; margin: 0 }}</style>"
    with engine.lines_filled():
        document = weasyprint.HTML(string=f"{style}<p>some words are here, <i>and</i> others are there</p>").render()
    first = next(box for box in document.pages[0]._page_box.descendants() if type(box).__name__ == "LineBox")
    assert "".join(text.text for text in first.descendants() if hasattr(text, "text")).count(" ") > 1


def test_what_is_centred_stays_so_in_a_language_without_patterns() -> None:
    """The paragraphs take their alignment from what they stand in, and so do those of a title page."""
    rules = sheet.ragged(["grc"])
    assert "p:lang" not in rules
    assert rules.startswith(':root:lang(grc), [lang="grc"]')

"""Web pages: what of a page is its text, its notes, comments and hidden addresses; and what is no text is told."""

from __future__ import annotations

import subprocess

import pytest
from ingesting import ingested
from test_readers_formats import shown

from edition import readers
from edition.model import Hints, Source
from edition.readers.page import revealed


def read(tmp_path, body: str, part: str = "") -> Source:
    (tmp_path / "page.html").write_text(f"<!DOCTYPE html><html lang=en><head><title>T</title></head><body>{body}</body></html>", "utf-8")
    return readers.read(tmp_path / "page.html", Hints(part=part))


def said(source: Source, code: str) -> list[str]:
    return [each.message for each in source.findings if each.code == code]


FRAME = "<header><h1>The Orre Packet</h1><nav>Home News</nav></header>{}<footer>Printed at Orre</footer>"


@pytest.mark.parametrize("text", ["<main><p>Ebb.</p></main>", "<div><article><p>Ebb.</p></article></div>", "<div role=main><p>Ebb.</p></div>"])
def test_what_the_page_calls_its_text_is_read_and_the_rest_is_told(tmp_path, text):
    source = read(tmp_path, FRAME.format(text))
    assert source.text == "Ebb.\n"
    (told,) = said(source, "SRC019")
    assert told.startswith("8 words outside <")
    assert "The Orre Packet" in told


@pytest.mark.parametrize("text", ["<p>Ebb.</p>", "<article><p>Ebb.</p></article><article><p>Flood.</p></article>", "<main></main><p>Ebb.</p>"])
def test_a_page_that_does_not_say_it_is_read_whole(tmp_path, text):
    source = read(tmp_path, FRAME.format(text))
    assert "Printed at Orre" in source.text
    assert not said(source, "SRC019")


def test_the_record_may_have_all_of_it(tmp_path):
    source = read(tmp_path, FRAME.format("<main><p>Ebb.</p></main>"), "body")
    assert source.text == "The Orre Packet\nHome News\nEbb.\nPrinted at Orre\n"
    assert not source.findings


def test_words_lying_loose_outside_are_counted_too(tmp_path):
    (told,) = said(read(tmp_path, "loose <main><p>Ebb.</p></main> and more"), "SRC019")
    assert told.startswith("3 words")


NOTES = [
    '<p>One<a href="#n1" role="doc-noteref">1</a>.</p><aside id="n1" role="doc-footnote"><p>Two <i>x</i>.</p></aside>',
    '<p>One<sup id="r1"><a href="#n1">[1]</a></sup>.</p><ol class="references"><li id="n1"><a href="#r1">↑</a> Two <i>x</i>.</li></ol>',
    '<p>One<a id="r1" href="#n1"><sup>1</sup></a>.</p><hr><p id="n1"><a href="#r1">1</a>. Two <i>x</i>.</p>',
    '<p>One<a name="r1" href="#n1">*</a>.</p><p><a name="n1" href="#r1">*</a> Two <i>x</i>.</p>',
    '<p>One<sup><a href="#n1" id="r1">1</a></sup>.</p><div class="footnotes"><p id="n1">1. Two <i>x</i>. <a href="#r1" class="backlink">back</a></p></div>',
    '<p>One<a href="#n1" class="footnote-ref" epub:type="noteref">1</a>.</p><section class="footnotes"><ol><li id="n1"><p>Two <i>x</i>.</p></li></ol></section>',
]


@pytest.mark.parametrize("body", NOTES)
def test_links_to_and_fro_are_notes(tmp_path, body):
    source = read(tmp_path, body)
    assert [(block.kind, source.text[block.start : block.end].strip()) for block in source.blocks if block.kind != "milestone"] == [("p", "One."), ("note", "Two x.")]
    assert [span.kind for span in source.spans] == ["note", "hi"]
    assert not said(source, "SRC005")


@pytest.mark.parametrize("body", ['<p>See <a href="#c2">chapter 2</a>.</p><div id="c2"><p>Two.</p></div>', '<p><a href="#top">1</a></p><p id="top">Two.</p>', '<p>See <a href="#gone">1</a>.</p>'])
def test_other_links_within_a_page_stay_links(tmp_path, body):
    source = read(tmp_path, body)
    assert [span.kind for span in source.spans if span.kind != "anchor"] == ["ref"]
    assert all(block.kind != "note" for block in source.blocks)


def test_comments_are_a_division_with_a_post_for_each(tmp_path, shared, judge):
    body = '<article><h1>Ebb</h1><p>Flood.</p></article><section id="comments"><h2>2 comments</h2><ol class="comment-list"><li class="comment"><p>Ann says:</p><p>Yes.</p><ul><li class="comment"><p>Bob: no.</p></li></ul></li></ol></section>'
    one = ingested(tmp_path, f"<html><body>{body}</body></html>", suffix=".html", write=True)
    made = one.document.data.decode()
    assert made.count("<post") == 2
    assert made.index('type="comments"') < made.index("2 comments</head>") < made.index("Ann says") < made.index("Yes.") < made.index("Bob")
    done = subprocess.run([judge("jing"), str(shared / "schema" / "tei_all.rng"), str(one.document.path)], capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stdout


def hidden(address: str, key: int = 0x54) -> str:
    return bytes([key, *(byte ^ key for byte in address.encode())]).hex()


def test_a_hidden_address_waits_in_the_queue_and_the_placeholder_stands(tmp_path):
    body = f'<p>Write to <a href="/cdn-cgi/l/email-protection" class="__cf_email__" data-cfemail="{hidden("ann@orre.example")}">[email&#160;protected]</a> today.</p>'
    source = read(tmp_path, body)
    assert source.text == "Write to [email\u00a0protected] today.\n"
    (mark,) = source.marks
    assert (source.text[mark.start : mark.end], mark.new, mark.rule) == ("[email\u00a0protected]", "ann@orre.example", "hidden-address")
    (told,) = [each for each in source.findings if each.code == "SRC018"]
    assert told.message.endswith("L1 of the text as it was read")
    assert not told.locus.line  # a line of the page is another
    assert not source.spans


def test_an_address_that_is_a_program_or_data_is_taken_off_and_told_and_the_words_stay(tmp_path):
    body = "".join(f'<p><a href="{address}">these words</a></p>' for address in ("javascript:a(1)", " JaVa\tScript:b()", "data:text/html,x", "vbscript:x", "https://example.org/data:x"))
    source = read(tmp_path, body + '<blockquote cite="javascript:x"><p>Words.</p></blockquote>')
    assert source.text.count("these words") == 5
    assert [span.attributes["target"] for span in source.spans] == ["https://example.org/data:x"]
    assert "script" not in str(source.blocks)
    leads = "not taken: address of a link that is a program or data and leads nowhere, "
    assert said(source, "SRC004") == [f'{leads}"data:"', f'{leads}"javascript:" (2)', f'{leads}"vbscript:"']


@pytest.mark.parametrize("code", ["", "5", "zz", "54", "54ff"])
def test_what_hides_no_address_gives_none(code):
    assert revealed(code) == ""


def test_what_a_page_shows_and_no_book_can_is_counted(tmp_path):
    body = '<p>Ebb.</p><iframe src="x">frame</iframe><video src="v">no film</video><form><label>Name <input></label><button>Send</button></form><script>x()</script><style>p{}</style>'
    source = read(tmp_path, body)
    assert [told.removeprefix("not taken: ") for told in said(source, "SRC004")] == ["<button>", "<iframe>", "<input>", "<script>", "<style>", "<video>"]
    assert said(source, "SRC005") == ['the words of a form are not taken: "Send"']


def test_a_drawing_is_a_picture_without_programs_and_its_title_the_alt_text(tmp_path):
    source = read(tmp_path, '<p>Ebb.</p><svg onload="x()"><title>A plan</title><script>x()</script><text>pier</text></svg>')
    (drawing,) = source.media
    assert b"script" not in drawing.data
    assert b"onload" not in drawing.data
    assert "A plan" in source.text


def test_titles_are_quoted(tmp_path):
    (told,) = said(read(tmp_path, '<p>The <abbr title="Royal Navy">RN</abbr> and <a href="http://x.org" title="More">it</a>.</p>'), "SRC017")
    assert '<abbr> "RN": "Royal Navy"; <a> "it": "More"' in told


def test_phrases_that_pandoc_does_not_tell_apart_are_what_they_are(tmp_path):
    source = read(tmp_path, '<p><del>old</del><ins>new</ins> <ruby>漢<rp>(</rp><rt>kan</rt><rp>)</rp></ruby> <small>fine</small></p><blockquote cite="http://x.org/a"><p>q</p></blockquote>')
    assert [span.kind for span in source.spans] == ["del", "add", "ruby", "rb", "rt", "hi"]
    assert shown(source).splitlines()[1] == "quote corresp=http://x.org/a"


def test_a_list_begins_with_the_number_of_its_first_item(tmp_path):
    assert shown(read(tmp_path, "<ol type=a><li value=4>d<li>e</ol>")).splitlines()[0] == "list rend=numbered n=4 type=lower-alpha"


def test_preformatted_text_keeps_its_layout(tmp_path):
    source = read(tmp_path, "<pre>a  b\n   c <b>d</b></pre>")
    assert source.text == "a  b\n   c d\n"
    assert said(source, "SRC004") == ["not taken: <b> within <pre>"]

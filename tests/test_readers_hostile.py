"""Files that mean harm, or are only very large: an error that says what to do, or findings; never a hang, a full memory or a silent loss."""

from __future__ import annotations

import time

import pytest
from making_office import docx, p, r, zipped
from test_readers import zipped as packed

from edition import pipeline, readers
from edition.errors import EditionError, SourceError
from edition.model import Source
from edition.readers import pandoc


def read(tmp_path, data: bytes | str, suffix: str) -> Source:
    path = tmp_path / f"file{suffix}"
    path.write_bytes(data if isinstance(data, bytes) else data.encode())
    return readers.read(path)


ENTITIES = "".join(f'<!ENTITY a{n + 1} "{f"&a{n};" * 10}">' for n in range(9))


@pytest.mark.parametrize("part", ["word/document.xml", "word/styles.xml", "word/comments.xml"])
def test_a_bomb_of_entities_in_a_word_file_is_harmless(tmp_path, part):
    """No entity is expanded; where pandoc would meet one the file is refused."""
    bomb = f'<!DOCTYPE x [<!ENTITY a0 "ha">{ENTITIES}]><w:document xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main"><w:body><w:p><w:r><w:t>&a9;</w:t></w:r></w:p></w:body></w:document>'
    data = docx(p("Words."), parts={"comments.xml": bomb} if part.endswith("comments.xml") else None)
    if not part.endswith("comments.xml"):
        import io
        import zipfile

        with zipfile.ZipFile(io.BytesIO(data)) as archive:
            data = zipped({**{name: archive.read(name) for name in archive.namelist()}, part: bomb})
    start = time.process_time()
    try:
        source = read(tmp_path, data, ".docx")
    except EditionError as error:
        assert error.hint  # noqa: PT017
    else:
        assert "hahaha" not in source.text
    assert time.process_time() - start < 10


def test_an_entity_of_a_file_outside_is_not_read(tmp_path):
    (tmp_path / "secret.txt").write_text("the secret")
    body = f'<!DOCTYPE x [<!ENTITY s SYSTEM "file://{tmp_path}/secret.txt">]><w:document xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main"><w:body><w:p><w:r><w:t>Words &s;</w:t></w:r></w:p></w:body></w:document>'
    data = packed({"[Content_Types].xml": b"<Types/>", "word/document.xml": body.encode()})
    try:
        assert "secret" not in read(tmp_path, data, ".docx").text
    except SourceError as error:
        assert error.hint  # noqa: PT017


def test_thousands_of_footnotes_are_all_there(tmp_path):
    namespace = 'xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main"'
    body = "".join(p(f'{r(f"Word {n}")}<w:r><w:footnoteReference w:id="{n}"/></w:r>') for n in range(1, 3_001))
    notes = f"<w:footnotes {namespace}>" + "".join(f'<w:footnote w:id="{n}">{p(f"Note {n}")}</w:footnote>' for n in range(1, 3_001)) + "</w:footnotes>"
    source = read(tmp_path, docx(body, parts={"footnotes.xml": notes.encode()}), ".docx")
    assert sum(span.kind == "note" for span in source.spans) == 3_000
    assert not [each for each in source.findings if each.code == "SRC005"]


@pytest.mark.parametrize("suffix", [".docx", ".html"])
def test_tables_two_hundred_deep_are_read_or_refused_in_words(tmp_path, suffix):
    if suffix == ".html":
        data: bytes | str = "<table><tr><td>" * 200 + "deep" + "</table>" * 200
    else:
        inner = p("deep")
        for _ in range(200):
            inner = f'<w:tbl><w:tblPr/><w:tblGrid><w:gridCol w:w="900"/></w:tblGrid><w:tr><w:tc>{inner}<w:p/></w:tc></w:tr></w:tbl>'
        data = docx(inner + "<w:p/>")
    try:
        source = read(tmp_path, data, suffix)
    except EditionError as error:
        assert error.hint  # noqa: PT017
    else:
        assert "deep" in source.text


@pytest.mark.parametrize("text", ["[" * 100_000, "](" * 50_000, "*_" * 30_000 + "x", "<div>" * 2_000 + "x", "`" * 50_000 + "x"])
def test_markdown_of_nothing_but_marks_ends_in_bounded_time(tmp_path, monkeypatch, text):
    """It is read, or stopped with advice: pandoc's own parser may need very long for such."""
    monkeypatch.setattr(pandoc, "SECONDS", 5)
    start = time.monotonic()
    try:
        read(tmp_path, f"Words.\n\n{text}\n", ".md")
    except EditionError as error:
        assert error.hint  # noqa: PT017
    assert time.monotonic() - start < 20


def test_a_page_full_of_programs_gives_its_words_and_says_what_was_left(tmp_path):
    body = "<p onclick='x()'>Words <a href='javascript:x()'>here</a>.</p>" + "<script>document.write('no')</script>" * 50
    source = read(tmp_path, f"<html><body>{body}</body></html>", ".html")
    assert source.text == "Words here.\n"
    assert any("<script>, 50 times" in each.message for each in source.findings)


def test_a_large_page_is_read_in_bounded_time(tmp_path):
    paragraph = "<p>The lamp was lit at six, and <i>they</i> waited for the boat.</p>\n"
    start = time.monotonic()
    source = read(tmp_path, f"<html><body>{paragraph * 6000}</body></html>", ".html")
    assert source.text.count("\n") == 6000
    assert time.monotonic() - start < 60


def test_bytes_of_no_encoding_below_the_lines_of_the_text_are_a_finding(tmp_path):
    """The line of the finding is the page's; the text that was read has one line."""
    path = tmp_path / "page.html"
    path.write_bytes(b"<!DOCTYPE html>\n<html lang='en-GB'>\n<meta charset='utf-8'>\n<title>T</title>\n<h1>\xc2\x80\xc2\n")
    made = pipeline.ingest_file(path, tmp_path / "out", write=False)
    assert [found.locus.line for found in made.findings if found.code == "SRC001"] == [5]

"""What a reader refuses, in words that help; and the table of readers."""

from __future__ import annotations

import io
import os
import zipfile
from contextlib import suppress
from pathlib import Path

import pytest

from edition import readers
from edition.errors import SourceError
from edition.model import Hints
from edition.readers.codes import CODES

OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(600)


def zipped(parts: dict[str, bytes], compression: int = zipfile.ZIP_DEFLATED) -> bytes:
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", compression) as archive:
        for name, data in parts.items():
            archive.writestr(name, data)
    return out.getvalue()


def refused(path: Path, data: bytes | None = None, hints: Hints | None = None) -> SourceError:
    if data is not None:
        path.write_bytes(data)
    with pytest.raises(SourceError) as caught:
        readers.read(path, hints)
    assert str(path) in caught.value.message, "the message names the file"
    assert caught.value.hint, "the error says what to do"
    assert caught.value.exit_code == 65
    return caught.value


def test_a_missing_file_is_said_to_be_missing(tmp_path):
    assert "not there" in refused(tmp_path / "letter.txt").message


def test_a_missing_file_of_an_unknown_kind_is_first_of_all_missing(tmp_path):
    assert "not there" in refused(tmp_path / "letter.xyz").message


def test_a_folder_is_said_to_be_a_folder(tmp_path):
    (tmp_path / "letter.txt").mkdir()
    assert "folder" in refused(tmp_path / "letter.txt").message


def test_a_file_that_may_not_be_read_says_permission(tmp_path, monkeypatch):
    def denied(self):
        raise PermissionError(13, "Permission denied")

    (tmp_path / "letter.txt").write_text("Dear sister")
    monkeypatch.setattr(Path, "read_bytes", denied)
    assert "permission" in refused(tmp_path / "letter.txt").message


@pytest.mark.skipif(not hasattr(os, "mkfifo"), reason="this system has no named pipes")
def test_a_pipe_does_not_hang(tmp_path):
    os.mkfifo(tmp_path / "letter.txt")
    assert "regular file" in refused(tmp_path / "letter.txt").message


@pytest.mark.parametrize("data", [b"", b" \n\t\r\n", b"\xef\xbb\xbf", b"\xff\xfe", "\ufeff \n".encode("utf-16-le")])
@pytest.mark.parametrize("suffix", [".txt", ".docx", ".html", ".md", ".xml", ".odt"])
def test_an_empty_file_is_refused(tmp_path, data, suffix):
    message = refused(tmp_path / f"letter{suffix}", data).message
    assert "empty" in message or "white space" in message


@pytest.mark.parametrize(
    ("data", "said"),
    [
        (b"%PDF-1.7\n%\xe2\xe3\xcf\xd3\n1 0 obj", "a PDF"),
        (OLE, "old Office"),
        (b"\x89PNG\r\n\x1a\n" + bytes(30), "PNG"),
        (b"\xff\xd8\xff\xe0" + bytes(30), "JPEG"),
        (b"\x00\x01\x02\x03", "binary"),
        (bytes(range(256)) * 4, "binary"),
        (zipped({"word/document.xml": b"<x/>"}), "Word document"),
        (zipped({"mimetype": b"application/epub+zip"}, zipfile.ZIP_STORED), "EPUB"),
    ],
)
def test_a_binary_file_with_a_text_name_is_told_what_it_looks_like(tmp_path, data, said):
    assert said in refused(tmp_path / "letter.txt", data).message


@pytest.mark.parametrize("suffix", [".pdf", ".doc", ".epub", ".tex", ".xyz", ""])
def test_a_kind_that_cannot_be_read_says_what_to_do_instead(tmp_path, suffix):
    error = refused(tmp_path / f"letter{suffix}", b"Dear sister")
    assert any(word in error.hint for word in (".txt", ".docx", "pandoc"))


def test_an_unknown_suffix_lists_the_known_ones(tmp_path):
    error = refused(tmp_path / "letter.xyz", b"Dear sister")
    assert all(suffix in error.hint for suffix in readers.READERS)


def test_an_unknown_format_lists_the_known_ones(tmp_path):
    assert "markdown" in refused(tmp_path / "letter.txt", b"Dear sister", Hints(format="troff")).hint


def test_the_record_may_overrule_the_suffix(tmp_path):
    (tmp_path / "letter.0").write_text("*Dear* sister\n")
    assert readers.read(tmp_path / "letter.0", Hints(format="plain")).format == "plain"
    assert readers.read(tmp_path / "letter.0", Hints(format="markdown")).spans[0].kind == "hi"


RELATIONS = b"""<Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships"><Relationship Id="r1"
Type="http://schemas.openxmlformats.org/officeDocument/2006/relationships/officeDocument" Target="word/document.xml"/></Relationships>"""
WORD = {"[Content_Types].xml": b"<Types/>", "_rels/.rels": RELATIONS, "word/document.xml": b"<w:document xmlns:w='http://schemas.openxmlformats.org/wordprocessingml/2006/main'><w:body/></w:document>"}


@pytest.mark.parametrize(
    ("data", "said"),
    [
        (OLE, "password"),
        (b"PK\x03\x04 cut off", "damaged"),
        (b"Dear sister", "not a Word document"),
        (zipped(WORD)[:-40], "damaged"),
        (zipped({"content.xml": b"<x/>"}), "no Word document"),
        (zipped({**WORD, "word/document.xml": b"<w:document"}), "not well-formed"),
        (zipped(WORD), "no text"),
        (zipped({**WORD, "word/media/bomb.png": bytes(20 * 2**20)}), "would unpack"),
    ],
)
def test_a_word_file_that_is_none_is_refused_in_words(tmp_path, data, said):
    assert said in refused(tmp_path / "essay.docx", data).message


def test_a_word_file_with_a_wrong_checksum_inside_is_damaged(tmp_path):
    data = bytearray(zipped({**WORD, "word/media/image1.png": b"pixels" * 50}, zipfile.ZIP_STORED))
    data[data.index(b"pixels")] ^= 1
    assert "damaged" in refused(tmp_path / "essay.docx", bytes(data)).message


def test_a_zip_file_with_a_password_says_so(tmp_path):
    data = bytearray(zipped(WORD))
    for mark, flags in ((b"PK\x03\x04", 6), (b"PK\x01\x02", 8)):
        at = -1
        while (at := data.find(mark, at + 1)) >= 0:
            data[at + flags] |= 1
    assert "is protected by a password" in refused(tmp_path / "essay.docx", bytes(data)).message


def test_a_word_file_with_another_name_says_which(tmp_path):
    assert ".docx" in refused(tmp_path / "essay.odt", zipped(WORD)).hint
    assert ".odt" in refused(tmp_path / "essay.docx", zipped({"content.xml": b"<x/>"})).hint


def test_a_protected_opendocument_file_says_password(tmp_path):
    parts = {"content.xml": b"<x/>", "META-INF/manifest.xml": b"<manifest><encryption-data/></manifest>"}
    assert "password" in refused(tmp_path / "essay.odt", zipped(parts)).message


def test_tei_is_taken_as_it_is(tmp_path):
    data = b'<?xml version="1.0" encoding="iso-8859-1"?>\r\n<TEI xmlns="http://www.tei-c.org/ns/1.0"><text><body><p>caf\xe9</p></body></text></TEI>'
    (tmp_path / "poem.xml").write_bytes(data)
    source = readers.read(tmp_path / "poem.xml")
    assert (source.format, source.blocks, source.layered) == ("tei", (), False)
    assert source.text.encode(source.encoding) == data


@pytest.mark.parametrize(
    ("data", "said"),
    [
        (b"<html xmlns='http://www.w3.org/1999/xhtml'/>", "not TEI"),
        (b"<TEI.2/>", "not TEI"),
        (b"<TEI/>", "in no namespace"),
    ],
)
def test_xml_that_is_no_tei_is_refused(tmp_path, data, said):
    assert said in refused(tmp_path / "poem.xml", data).message


def test_tei_that_is_not_well_formed_is_left_to_the_checks(tmp_path):
    (tmp_path / "poem.xml").write_bytes(b"<TEI xmlns='http://www.tei-c.org/ns/1.0'><text></TEI>")
    assert readers.read(tmp_path / "poem.xml").format == "tei"


def test_every_entity_bomb_is_harmless(tmp_path):
    entities = "".join(f'<!ENTITY a{n + 1} "{f"&a{n};" * 10}">' for n in range(9))
    bomb = f'<!DOCTYPE TEI [<!ENTITY a0 "ha">{entities}]><TEI xmlns="http://www.tei-c.org/ns/1.0">&a9;</TEI>'
    (tmp_path / "poem.xml").write_text(bomb)
    assert readers.read(tmp_path / "poem.xml").text == bomb


@pytest.mark.parametrize("suffix", sorted(readers.READERS))
def test_every_reader_refuses_noise_without_a_traceback(tmp_path, suffix):
    """Bytes that are nothing: an error in words, or a text; never another exception."""
    for number in range(12):
        noise = bytes((7 * n * (number + 1) + n * n) % 256 for n in range(40 * number + 3))
        (tmp_path / f"noise{suffix}").write_bytes(noise)
        with suppress(SourceError):
            readers.read(tmp_path / f"noise{suffix}")


def test_every_code_of_a_reader_is_explained():
    sources = "".join(path.read_text("utf-8") for path in Path(readers.__file__).parent.glob("*.py") if path.name != "codes.py")
    for code, words in CODES.items():
        assert f'"{code}"' in sources, f"{code} is never reported"
        assert words.manual.endswith(".")
        assert words.name == words.name.lower()

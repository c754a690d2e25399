"""What is read out of a PDF, by search, by copying or aloud: the letters of the text, whatever glyphs a font makes of them."""

from __future__ import annotations

import re
import subprocess
from collections import Counter
from contextlib import nullcontext
from pathlib import Path
from unicodedata import normalize

import pikepdf
import pytest
from making import edition, tei

from edition.render import render_all
from edition.writers import pdf
from edition.writers.paged import glyphs

DEVANAGARI = ("कार्यः", "अकृतात्मीयकार्यः", "राष्ट्रे", "अकस्मादित्यादि", "मित्र", "क", "र", "ट", "किं", "श्री", "ज्ञानम्", "धर्मक्षेत्रे")
ARABIC = ("محترمة", "يحترم", "فجبن", "الفاتحين", "الحين", "تحت", "نجم")  # letters that differ by points: fonts make them of the same parts
LATIN = ("q\u0303uo", "quo", "z\u0331a", "az", "ạ\u0304", "na", "ﬁn", "office")  # a letter that is met with a mark before it is met alone
CASES = {"Devanagari": ("hi", DEVANAGARI), "Arabic": ("ar", ARABIC), "Latin": ("la", LATIN)}


def made(folder: Path, language: str, words: tuple[str, ...], name: str = "a") -> Path:
    body = "".join(f'<p xml:lang="{language}">{word} {word} {" ".join(words)}</p>' for word in words)
    book, out = edition(folder, tei("a", body)), folder / f"{name}.pdf"
    pdf.write(book, render_all(book, "print"), out)
    return out


def read(path: Path) -> list[str]:
    """The words as they stand in the file, without marks of direction."""
    text = subprocess.run(["pdftotext", "-raw", str(path), "-"], capture_output=True, check=True).stdout.decode()
    return normalize("NFC", re.sub("[\u200e\u200f\u202a-\u202e\u2066-\u2069]", "", text)).split()


def absent(path: Path, words: tuple[str, ...]) -> list[str]:
    """Words that are not there as often as they were written. In which order the letters of Arabic come is the reader's affair, not the file's."""
    found = Counter(_known_by(word) for word in read(path))
    return [word for word in words if found[_known_by(normalize("NFC", word))] < len(words) + 2]


def _known_by(word: str) -> str:
    return "".join(sorted(word)) if "\u0600" <= word[0] <= "\u06ff" else word


@pytest.fixture
def fonts(judge):
    """Skips where no font has a script."""

    def find(language: str) -> None:
        judge("pdftotext")
        if not subprocess.run([judge("fc-list"), f":lang={language}"], capture_output=True, check=True).stdout:
            pytest.skip(f"no font for {language} is installed")

    return find


@pytest.mark.parametrize("script", sorted(CASES))
def test_every_word_of_a_script_is_found_as_it_was_written(tmp_path, fonts, script):
    language, words = CASES[script]
    fonts(language)
    assert absent(made(tmp_path, language, words), words) == []


@pytest.mark.parametrize("script", ["Arabic", "Devanagari"])
def test_the_engine_alone_loses_some(tmp_path, fonts, monkeypatch, script):
    """The law above can fail."""
    language, words = CASES[script]
    fonts(language)
    monkeypatch.setattr(glyphs, "readable", nullcontext)
    assert absent(made(tmp_path, language, words), words)


@pytest.mark.parametrize("script", sorted(CASES))
def test_the_page_looks_the_same(tmp_path, fonts, judge, monkeypatch, script):
    language, words = CASES[script]
    fonts(language)
    pages = []
    for name in ("with", "without"):
        path = made(tmp_path, language, words, name)
        subprocess.run([judge("pdftoppm"), "-r", "50", "-gray", str(path), str(tmp_path / name)], check=True)
        pages.append([each.read_bytes() for each in sorted(tmp_path.glob(f"{name}-*.pgm"))])
        monkeypatch.setattr(glyphs, "readable", nullcontext)
    assert pages[0] == pages[1]


def test_the_bytes_are_the_same_each_time(tmp_path):
    first, second = (made(tmp_path, "hi", DEVANAGARI, name).read_bytes() for name in ("one", "two"))
    assert first == second


def test_what_is_opened_is_closed_within_its_text(tmp_path):
    with pikepdf.open(made(tmp_path, "hi", DEVANAGARI)) as book:
        spans = 0
        for page in book.pages:
            open_at: list[bool] = []  # for each sequence that is open: whether it was opened within a text object
            within = False
            for operands, operator in pikepdf.parse_content_stream(page):  # type: ignore[misc]
                name = str(operator)
                if name in ("BT", "ET"):
                    assert not open_at or not open_at[-1]
                    within = name == "BT"
                elif name in ("BDC", "BMC"):
                    open_at.append(within)
                    spans += name == "BDC" and str(operands[0]) == "/Span" and "/ActualText" in operands[1]
                elif name == "EMC":
                    open_at.pop()
            assert not open_at
        assert spans


def test_plain_letters_have_nothing_written_beside_them(tmp_path):
    words = ("Plain", "words", "naïve", "Größe", "“quoted”", "λόγος", "слово")
    assert b"ActualText" not in contents(made(tmp_path, "en", words))


def contents(path: Path) -> bytes:
    with pikepdf.open(path) as book:
        return b"".join(page.Contents.read_bytes() for page in book.pages)


def test_a_character_that_no_font_has_keeps_the_tables_small(tmp_path):
    """The engine marks it with a number beyond all glyphs, and gives it one of its own when it is drawn."""
    book = edition(tmp_path, tei("a", "<p>not one font has \U0002fffd in it</p>"))
    written = pdf.write(book, render_all(book, "print"), tmp_path / "a.pdf")
    assert [found.code for found in written.findings] == ["PDF002"]
    with pikepdf.open(tmp_path / "a.pdf") as opened:
        tables = [font.ToUnicode.read_bytes() for page in opened.pages for font in page.Resources.Font.values()]
    assert {len(glyph) for table in tables for glyph in re.findall(rb"^<(\w+)> <\w*>$", table, re.MULTILINE)} == {4}


def test_the_engine_is_the_one_that_this_was_written_for():
    assert glyphs.differences() == []


def test_with_another_engine_the_pages_are_drawn_as_ever(tmp_path, fonts, monkeypatch):
    fonts("hi")
    monkeypatch.setattr(glyphs, "SIGNATURES", {"weasyprint.draw.text:draw_first_line": "(stream, line)"})
    assert glyphs.differences() == ["weasyprint.draw.text:draw_first_line is now (stream, textbox, text_overflow, block_ellipsis, matrix)"]
    book = edition(tmp_path, tei("a", f'<p xml:lang="hi">{DEVANAGARI[0]}</p>'))
    written = pdf.write(book, render_all(book, "print"), tmp_path / "a.pdf")
    assert [(found.code, "not be found" in found.message) for found in written.findings] == [("PDF006", True)]
    assert b"ActualText" not in contents(tmp_path / "a.pdf")

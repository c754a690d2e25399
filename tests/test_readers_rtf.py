"""Rich text: no letter behind a Unicode character is lost, notes arrive, and what pandoc loses is told."""

from __future__ import annotations

from pathlib import Path

import pytest

from edition import readers
from edition.model import Source
from edition.readers import rtf


def read(folder: Path, text: str) -> Source:
    path = folder / "a.rtf"
    path.write_bytes(b"{\\rtf1\\ansi\\ansicpg1252 " + text.encode("cp1252") + b"}")
    return readers.read(path)


@pytest.mark.parametrize("apostrophe", [r"\u8217?", r"\u8217'", r"\u8217 ?", r"\u8217\'92", r"\'92", r"\uc0\u8217 ", r"\rquote "])
def test_no_letter_is_lost_behind_a_character_however_it_is_written(tmp_path: Path, apostrophe: str) -> None:
    source = read(tmp_path, rf"\pard It {{\b was}} c{apostrophe}est dit.\par")
    assert source.text.strip() == "It was c’est dit."
    assert not [found for found in source.findings if found.code == "SRC005"]


def test_a_backslash_of_the_text_begins_no_character() -> None:
    assert rtf.spaced(rb"\\u8217?") == rb"\\u8217?"


@pytest.mark.parametrize("begins", [r"{\footnote ", r"{\*\footnote "])
def test_footnotes_arrive_in_both_spellings(tmp_path: Path, begins: str) -> None:
    source = read(tmp_path, rf"\pard A wheel{{\super\chftn}}{begins}\pard Of oak.\par}} turns.\par")
    assert "Of oak." in source.text


def test_words_that_pandoc_does_not_give_are_told(tmp_path: Path) -> None:
    row = r"{\trowd\cellx1000 \intbl {{\pard\intbl %s\par}\cell}\intbl\row}"
    source = read(tmp_path, row % "barley" + row % "wheat" + r"\pard After.\par")
    lost = [found.message for found in source.findings if found.code == "SRC005"]
    assert ("barley" in source.text) or any("barley" in each for each in lost)


def test_tables_of_fonts_instructions_and_deleted_destinations_are_no_words() -> None:
    data = rb"{\rtf1{\fonttbl{\f0 Times;}}{\*\generator Writer}{\field{\*\fldinst HYPERLINK x}{\fldrslt here}} caf\'e9 \{a\}\par}"
    assert rtf.text_of(data).split() == ["here", "café", "{a}"]

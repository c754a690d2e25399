"""What is left out of a text is on record with place and reason, and it is little."""

from __future__ import annotations

from pathlib import Path

import pytest
from render_judge import document, edition_of, tei

from edition.model import Document
from edition.render import render_all
from edition.render.model import Rendition
from edition.tei import T, texts

FILES = ["apparatus-small", "arabic-journal-duplicate-ids", "autobiography-washington", "critical-edition-balex", "devanagari-notes", "dictionary-latin-german", "drama-faust",
         "early-print-tcp", "folio-romeo", "guidelines-apparatus", "inscription-epidoc", "letter-schnitzler", "manuscript-frankenstein", "msdesc-lyell", "novel-bronte",
         "scholastic-latin", "sonnet-quevedo", "syriac-rtl", "typescript-auden"]  # fmt: skip
PAIRED = ["arabic-journal-duplicate-ids", "critical-edition-balex", "folio-romeo"]  # with choices, or with words supplied
MOST = 0.005  # of the words of text and sourceDoc


def counted(text: str) -> int:
    return len(text.split())


def words_in(each: Document) -> int:
    """The words of text and sourceDoc."""
    assert each.tree is not None
    parts = [part for part in each.tree.getroot().iter(f"{T}text", f"{T}sourceDoc") if next(part.iterancestors(f"{T}text", f"{T}sourceDoc"), None) is None]
    return sum(counted(text) for part in parts for text in texts(part))


def words_left_out(rendition: Rendition, *, of_pairs: bool) -> int:
    """Without running heads. `of_pairs`: the other of a pair counts too, unless the list of corrections has it."""
    left = [each for each in rendition.omitted if each.element != "fw" and (of_pairs or each.why != "alternative")]
    listed = sum(counted(each.other) for each in rendition.corrections) if of_pairs else 0
    return max(0, sum(counted(text) for each in left for text in each.texts) - listed)


@pytest.mark.shared
@pytest.mark.parametrize("name", FILES)
def test_of_each_kind_of_text_all_but_a_two_hundredth_is_printed(shared: Path, name: str) -> None:
    each = document((shared / "corpus" / "tei" / f"{name}.xml").read_bytes(), name, shared / "corpus" / "tei")
    [found] = render_all(edition_of(each), "epub")
    assert words_left_out(found, of_pairs=False) <= MOST * words_in(each)
    assert all(omission.line and omission.element and omission.why for omission in found.omitted)


@pytest.mark.shared
@pytest.mark.parametrize("name", PAIRED)
def test_the_diplomatic_view_prints_one_of_each_pair_and_lists_the_other(shared: Path, name: str) -> None:
    each = document((shared / "corpus" / "tei" / f"{name}.xml").read_bytes(), name, shared / "corpus" / "tei")
    [found] = render_all(edition_of(each, choice="diplomatic"), "epub")
    assert words_left_out(found, of_pairs=True) <= MOST * words_in(each)


def test_each_text_node_is_named_with_its_place_and_the_reason() -> None:
    body = "<p>A\n<fw>Running <hi>head</hi></fw>\n<choice><abbr>Dr</abbr><expan>Doctor</expan></choice></p>\n<figure><graphic url='a.png'/><figDesc>A mill.</figDesc></figure>"
    [found] = render_all(edition_of(document(tei(body))), "print")
    assert [(each.element, each.line, each.why, each.texts) for each in found.omitted] == [
        ("fw", 2, "omit", ("Running ", "head")), ("abbr", 3, "alternative", ("Dr",)), ("figDesc", 4, "omit", ("A mill.",)),
    ]  # fmt: skip


def test_a_file_of_pictures_alone_names_what_is_in_it() -> None:
    text = '<TEI xmlns="http://www.tei-c.org/ns/1.0"><teiHeader/><facsimile><surface><desc>A leaf</desc></surface></facsimile></TEI>'
    [found] = render_all(edition_of(document(text)), "print")
    assert [(each.element, each.texts) for each in found.omitted] == [("facsimile", ("A leaf",))]

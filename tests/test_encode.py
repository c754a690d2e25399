"""Blocks, corrections, phrases, notes and gaps in TEI: what each becomes, in what order, and that the schema agrees."""

from __future__ import annotations

import re
import subprocess

import pytest
from ingesting import body, ingested

from edition import tei

HARD = """A title

First words of the the text, with more.

Second part here.
"""


def plain_body(one) -> str:
    """The body without ids and ranges."""
    return re.sub(r'\s+(xml:id|source)="[^"]*"', "", re.sub(r">\n\s*<", "><", body(one)))


@pytest.mark.parametrize(("record", "expected"), [
    ("[[fix]]\nat = \"L3 'the the'\"\nto = 'the'", 'of the<surplus reason="repeated" cert="high" resp="#ed"> the</surplus> text'),
    ("[[fix]]\nat = \"L3 'First words'\"\nto = 'First few words'", 'First <supplied reason="omitted-in-original" cert="high" resp="#ed">few </supplied>words'),
    ("[[fix]]\nat = \"L3 'more'\"\nto = 'less'\ncert = 'low'", '<choice><sic>more</sic><corr cert="low" resp="#ed">less</corr></choice>.'),
    ("[[fix]]\nat = \"L3 'more'\"\nto = 'Less'\nas = 'reg'", "<orig>more</orig><reg"),
    ("[[fix]]\nat = \"L3 'ords'\"\nto = 'orks'", "<sic>words</sic><corr"),
    ("[[span]]\nat = \"L3 'First words'\"\nis = 'title'\nlevel = 'm'", '<title level="m">First words</title>'),
    ("[[span]]\nat = \"L3 'First words'\"\nis = 'q'\n[[span]]\nat = \"L3 'words of'\"\nis = 'emph'", '<q>First <emph next="#letter-part2-2">words</emph></q><emph prev="#letter-part2-1"> of</emph>'),
    ("[[span]]\nat = \"L3 'more'\"\nis = 'emph'\n[[fix]]\nat = \"L3 'with more'\"\nto = 'without less'", "<emph><choice><sic>with more</sic>"),
    ("[[gap]]\nat = \"L3 'words'\"\nplace = 'before'\nreason = 'lost'", 'First <gap reason="lost"/>words'),
    ("[[gap]]\nat = \"L3 'words'\"\nreason = 'lost'", 'words<gap reason="lost"/> of'),
    ("[[gap]]\nat = \"L3 'the text'\"\nplace = 'instead'\nreason = 'cut'", 'of the <surplus reason="debris" cert="high" resp="#ed">the text</surplus><gap reason="cut"'),
    ("[[gap]]\nat = \"L3 'text'\"\nplace = 'before'\nsupplied = 'long'", '<supplied reason="omitted-in-original" cert="high" resp="#ed">long </supplied>text'),
    ("[[note]]\nat = \"L3 'words'\"\ntext = 'A note.'\nkind = 'gloss'", 'words<note type="gloss" resp="#ed">A note.</note> of'),
    ("[[note]]\nat = [\"L3 'words'\", \"L5 'part'\"]\ntext = 'A note.'", 'part<ptr target="#letter-n3-1"/> here'),
    ("[[note]]\nat = \"L3 'words'\"\ntext = 'A *marked* [note](https://example.org/).'", 'A <hi rend="italic">marked</hi> <ref target="https://example.org/">note</ref>.'),
    ("[[break]]\nat = 'L5'", '<milestone unit="break" type="empty-lines"/><p>Second'),
    ("[[block]]\nat = 'L3'\nis = 'quote'\nby = 'Ada'", '<cit><quote rend="block"><p>First'),
    ("[[block]]\nat = 'L5'\nis = 'figure/figDesc'", "<figure><figDesc>Second part here.</figDesc></figure>"),
    ("[[block]]\nat = 'L5'\nis = 'head'\n", '<div type="section"><head>Second part here.</head><p/></div>'),
    ("[[block]]\nat = 'L5'\nis = 'byline'\n", "<byline>Second part here.</byline></div>"),
    ("[[block]]\nat = 'L5'\nlang = 'fr'\n", '<p xml:lang="fr">Second'),
    ("[[relate]]\nfrom = 'L3'\nto = 'L5'\nas = 'translation'", '<p corresp="#letter-L5">'),
])
def test_a_record_entry_in_tei(tmp_path, record, expected):
    one = ingested(tmp_path, HARD, record)
    assert not one.findings or all(found.code in ("SRC040", "SRC072") for found in one.findings)
    assert expected in plain_body(one), plain_body(one)


@pytest.mark.parametrize(("record", "code"), [
    ("[[block]]\nat = 'L5'\nis = 'salute'", "SRC070"),
    ("[[block]]\nat = 'L3'\nis = 'p/head'", "SRC070"),
    ("[[span]]\nat = \"L3 'words of'\"\nis = 'idno'\n[[span]]\nat = \"L3 'of'\"\nis = 'emph'", "SRC071"),
    ("[[span]]\nat = \"L3 'First words'\"\nis = 'q'\n[[span]]\nat = \"L3 'words of'\"\nis = 'emph'", "SRC072"),
    ("[[gap]]\nat = \"L3 'with'\"\nreason = 'lost'\n[[fix]]\nat = \"L3 'with more'\"\nto = 'without less'", "SRC073"),
])
def test_what_has_no_room_is_reported(tmp_path, record, code):
    assert code in {found.code for found in ingested(tmp_path, HARD, record).findings}


def test_an_addition_in_an_image_text_becomes_a_pair_and_its_note_stands_behind(tmp_path):
    record = "[[block]]\nat = 'L5'\nis = 'figure/figDesc'\n[[fix]]\nat = \"L5 'part here'\"\nto = 'part is here'\n[[note]]\nat = \"L5 'part'\"\ntext = 'N.'"
    text = plain_body(ingested(tmp_path, HARD, record))
    assert "<corr" in text
    assert "<supplied" not in text
    assert "</figDesc><note" in text


def test_ids_are_stable_and_unique(tmp_path):
    one = ingested(tmp_path, HARD, "[[note]]\nat = \"L3 'words'\"\ntext = 'A.'\n[[note]]\nat = \"L3 'more'\"\ntext = 'B.'")
    tree = one.document.tree
    assert tree is not None
    ids = tei.select(tree, "//@xml:id")
    assert len(ids) == len(set(ids))
    assert {"letter", "letter-L1", "letter-L3", "letter-n3-1", "letter-n3-2"} <= {str(each) for each in ids}


def test_a_name_that_begins_with_a_digit_makes_valid_ids(tmp_path):
    one = ingested(tmp_path, HARD, name="000_x y")
    assert b'xml:id="d000_x-y-L3"' in one.document.data


def test_a_fix_over_two_blocks_is_a_finding(tmp_path):
    one = ingested(tmp_path, "First line\n\nsecond line\n", "[[fix]]\nat = \"L1 'line\\n\\nsecond'\"\nto = 'line second'\nas = 'corr'")
    assert "SRC011" in {found.code for found in one.findings}
    assert b"</corr>" not in one.document.data


def test_bad_addresses_are_all_collected(tmp_path):
    record = "[[fix]]\nat = \"L99 'no such words'\"\nto = 'x'\n[[note]]\nat = \"L3 'nowhere'\"\ntext = 'N.'\n[[span]]\nat = \"L1 'missing'\"\nis = 'q'"
    one = ingested(tmp_path, HARD, record)
    places = {(found.code, found.locus.line) for found in one.findings if found.code == "SRC010"}
    assert places == {("SRC010", 2), ("SRC010", 5), ("SRC010", 8)}


TEXTS = {
    "letter": "The Quay, 3 May 1871\n\nDear sister,\n\nIt rains.\n\nYours truly,\nAnselm\n\nP.S. Still.\n",
    "poem": "The Lamp\n\nNobody lights the lamp by day,\nNobody needs it then;\nThe boats go out, the boats go by,\n\n* * *\n\nAnd some come home.\n",
    "one": "x",
    "head": "Only A Title\n",
    "late": "Title\n\nWords.\n\n1. Part\n\nWords.\n\nComments\n\nGood.\n\nBad.\n",
    "listing": "First Headline Of All\n\nA sentence about it that goes on for quite a few words.\n\n" * 5,
}
RECORDS = {
    "late": "[source]\nkind = 'essay'\n[meta]\ntitle = {supplied = 'A title', cert = 'low'}\nauthor = 'Ada Quay'\ndate = {from = 1871, to = 1872, evidence = 'L3', why = 'so'}\n"
            "content = ['It rains.']\nprivacy = 'None.'\nrights = 'CC0-1.0'\nkeywords = ['rain']\nsummary = 'Rain.'\nplace = 'The Quay'\npublisher = 'Press'\nsubtitle = 'Sub'\n",
    "letter": "[source]\nkind = 'letter'\nlang = 'en-GB'\n[meta]\ndate = {at = 'L1', when = 1871-05-03}\n[[span]]\nat = \"L1 '3 May 1871'\"\nis = 'date'\nwhen = '1871-05-03'\n",
}  # fmt: skip


def test_the_schema_agrees(tmp_path, shared, judge):
    jing = judge("jing")
    for name, text in TEXTS.items():
        path = tmp_path / f"{name}.xml"
        path.write_bytes(ingested(tmp_path, text, RECORDS.get(name, ""), name=name).document.data)
    done = subprocess.run([jing, str(shared / "schema" / "tei_all.rng"), *map(str, sorted(tmp_path.glob("*.xml")))], capture_output=True, text=True, check=False)
    assert done.stdout == ""


def test_a_note_may_hold_a_list(tmp_path):
    record = '[[note]]\nat = "L3 \'words\'"\ntext = """\nTwo:\n\n- one\n- two\n"""'
    text = plain_body(ingested(tmp_path, HARD, record))
    assert "<p>Two:</p><list" in text
    assert "<item>one</item><item>two</item></list></note>" in text


ADDRESS = "10 Pier Road\nOrrismouth\n\n3 May 1899\n\nDear Sir,\n\nIt rains.\n\nYours faithfully,\nX\n\nEnclosure: a list.\n\nDear John,\n\nMore.\n\nYours,\nY\n"
MARKDOWN = """---
title: A page
abstract: What it says.
---

Words before the head, and a picture ![of a boat](boat.png) in them.

# Head

- a list with a note[^1]

[^1]: A line and a picture ![of a gull](gull.png).

## Sub

> A quotation.
"""
HTML = "<html><body><ul><li>menu</li></ul><p>Before.</p><h1>Head</h1><p>b <img src='x.png' alt='alt text'> c</p></body></html>"


def test_what_a_letter_says_after_its_end_is_no_signature(tmp_path):
    text = plain_body(ingested(tmp_path, ADDRESS))
    assert "<opener><seg>10 Pier Road</seg><seg>Orrismouth</seg><dateline>" in text
    assert "<signed>X</signed></closer></div>" in text


def test_the_schema_agrees_with_odd_orders_too(tmp_path, shared, judge):
    for name, suffix, text in (("address", ".txt", ADDRESS), ("intro", ".md", MARKDOWN), ("page", ".html", HTML)):
        (tmp_path / f"{name}.xml").write_bytes(ingested(tmp_path, text, name=name, suffix=suffix).document.data)
    done = subprocess.run([judge("jing"), str(shared / "schema" / "tei_all.rng"), *map(str, sorted(tmp_path.glob("*.xml")))], capture_output=True, text=True, check=False)
    assert done.stdout == ""


def test_a_footnote_in_a_footnote_and_idle_metadata_are_found(tmp_path):
    one = ingested(tmp_path, "---\nfoo: Bar\n---\n\nA[^1].\n\n[^1]: outer[^2] end\n\n[^2]: Inner words.\n", suffix=".md")
    assert {"SRC004", "SRC005"} <= {found.code for found in one.findings}


def test_an_entry_for_a_line_where_no_block_begins_is_found(tmp_path):
    assert "SRC010" in {found.code for found in ingested(tmp_path, HARD, "[[block]]\nat = 'L4'\nis = 'p'").findings}

"""Records: read strictly, with the line of every mistake; addresses found in the source as it stands or as repaired; fixes in whole words."""

from __future__ import annotations

from pathlib import Path

import pytest

from edition import records, repairs
from edition.addresses import Ground, Unplaced, address
from edition.edits import EditLog, View, apply
from edition.errors import ProjectError
from edition.records import Fix, edit_of


def record_of(tmp_path: Path, text: str) -> records.Record:
    path = tmp_path / "letter.toml"
    path.write_text(text, "utf-8")
    return records.read(path)


def refused(tmp_path: Path, text: str) -> ProjectError:
    with pytest.raises(ProjectError) as caught:
        record_of(tmp_path, text)
    return caught.value


def ground_of(text: str) -> Ground:
    view, _, _ = repairs.mend(View(text, language="en"), "mechanical")
    return Ground(text, view.log)


def test_a_whole_record_is_read(tmp_path):
    record = record_of(tmp_path, """
format = 1
[source]
file = "letter.txt"
kind = "letter"
lang = "en"
[meta]
title = { at = "L1" }
author = { unknown = true }
date = { not_before = 1871-05-01, cert = "medium", evidence = "L3 'May'", why = "the month is named" }
content = ["A letter.", "It names a boat."]
[[block]]
at = ["L1", "L3"]
is = "head"
move = "after L9"
[[fix]]
at = "L4 'the the'"
to = "the"
as = "surplus"
[[note]]
at = "L4 'boat' last"
text = "A *boat*."
""")
    assert record.kind == "letter"
    assert record.meta["title"].at == address("L1", record.meta["title"].at.where if record.meta["title"].at else "")
    assert record.meta["author"].unknown
    assert record.meta["date"].dates == {"notBefore": "1871-05-01"}
    assert record.meta["content"].items == ("A letter.", "It names a boat.")
    assert [str(at) for at in record.blocks[0].at] == ["L1", "L3"]
    assert record.blocks[0].move is not None
    assert record.notes[0].at[0].nth == -1


@pytest.mark.parametrize(("text", "line", "words", "hint"), [
    ('[source]\nfiel = "x"', 2, "source.fiel: is not known", "'file'"),
    ('[[fix]]\nat = "L1 \'a\'"\nto = "b"\n[[fix]]\nat = "14"\nto = "x"', 5, "'14' is not an address", "L14"),
    ('[[fix]]\nat = "L1"\nto = "x"', 2, "quotes no words", "L14"),
    ('[[fix]]\nat = "L1 \'a\'"', 1, "to: is missing", "should read"),
    ('[[fix]]\nat = "L1 \'a\'"\nto = "a"', 3, "what stands there already", ""),
    ('[[fix]]\nat = "L1 \'a\'"\nto = "b"\nas = "cor"', 4, "'cor' is not one of", "'corr'"),
    ('[[gap]]\nat = "L1"\nplace = "behind"', 3, "'behind' is not one of", ""),
    ('[[span]]\nat = "L1 \'a\'"', 1, "is: is missing", ""),
    ('[source]\nsha256 = "12"', 2, "is not a sha256", ""),
    ('[[note]]\nat = "L1"\ntext = 3.5', 3, "is a number", ""),
    ('[meta]\ndate = "May 1871"', 2, "is not a date", "2026-01"),
    ('[meta]\ndate = { not_bfore = "1871" }', 2, "is not known here", "not_before"),
    ("format = 2", 1, "reads format 1", ""),
    ("[[block]\n", 1, "not TOML", ""),
    ('[[block]]\nat = "L1"\nis = "nonsense"', 3, "'nonsense' is not known", ""),
    ('[[block]]\nat = "L1"\nis = "figure/figDes"', 3, "not known", "'figDesc'"),
    ('[[span]]\nat = "L1 \'a\'"\nis = "persname"', 3, "not known", "'persName'"),
    ('[[note]]\nat = "L1"\ntext = "R\\u0001x"', 3, "U+0001", "control"),
    ('[[gap]]\nat = "L1"\nquantity = "two"', 3, "is not a number", ""),
    ('[source]\nlang = "zz_ZZ!"', 2, "language tag", ""),
    ('[meta]\ntitle = { at = "L1", supplied = "x" }', 2, "another value", ""),
    ("[keep]\nrule = 'x'", 1, "should be a list of tables", "[[keep]]"),
])
def test_a_mistake_is_named_with_file_line_key_and_help(tmp_path, text, line, words, hint):
    error = refused(tmp_path, text)
    assert error.message.startswith(f"{tmp_path / 'letter.toml'}:{line}")
    assert words in error.message
    assert hint in error.hint


def test_an_address_is_found_in_the_source_and_in_the_repaired_text():
    ground = ground_of("Dear sister,\nthe cafÃ© by the light-house is shut, and cafÃ© it was.\n")
    assert ground.place(address("L2 'cafÃ©' 1")).low == ground.place(address("L2 'café' 1")).low
    assert ground.repaired[slice(*(lambda p: (p.low, p.high))(ground.place(address("L2 'café' last"))))] == "café"
    whole = ground.place(address("L1"))
    assert ground.frozen[whole.start : whole.end] == "Dear sister,"


@pytest.mark.parametrize(("where", "why"), [
    ("L9 'no such words'", "2 lines"),
    ("L1 'no such words'", "does not have"),
    ("L1 'quay'", "it stands in line 2"),
    ("L2 'the'", "2 times: add a number"),
    ("L2 'the' 3", "2 times, not 3"),
])
def test_an_address_that_does_not_resolve_says_why(where, why):
    with pytest.raises(Unplaced, match=why):
        ground_of("Dear sister,\nthe boat at the quay.\n").place(address(where))


@pytest.mark.parametrize(("text", "at", "to", "kind", "edit"), [
    ("took the streets", "took the streets", "took to the streets", "", ("", "to ", "fix.supplied")),
    ("by the the sea", "the the", "the", "", (" the", "", "fix.surplus")),
    ("a boat is red", "boat is red", "boat was red", "", ("is", "was", "fix.corr")),
    ("famous. on land", "famous. on land", "famous on land", "corr", ("famous.", "famous", "fix.corr")),
    ("seen that this go", "seen that this", "seen this", "corr", ("seen that", "seen", "fix.corr")),
    ("ICE  been seen", "ICE  been", "ICE have been", "supplied", ("", "have", "fix.supplied")),
    ('"Aid" Venezuela', 'Aid" Venezuela', 'Aid" to Venezuela', "supplied", ("", "to ", "fix.supplied")),
    ("mid 1930s", "mid 1930s", "mid-1930s", "reg", ("mid 1930s", "mid-1930s", "fix.reg")),
])
def test_a_fix_is_the_smallest_edit_in_whole_words(text, at, to, kind, edit):
    ground = ground_of(f"Words {text} and more.\n")
    fix = Fix(address(f"L1 '{at}'"), to, kind)
    made = edit_of(fix, ground.place(fix.at), ground, "ed")
    assert (made.old, made.new, made.rule) == edit
    assert to.replace('"', "”") in apply((made,), ground.repaired).replace('"', "”")


def test_a_fix_that_cuts_what_a_repair_made_is_refused():
    ground = ground_of("the CafÃ©Ã© of the town\n")
    with pytest.raises(Unplaced, match="quote the whole"):
        edit_of(Fix(address("L1 'CafÃ'"), "Caf"), ground.place(address("L1 'CafÃ'")), ground, "ed")


def test_words_that_a_line_end_divides_are_quoted_with_it():
    ground = Ground("the sand-\nglass fell\n", EditLog())
    place = ground.place(address("L1 'sand-\nglass'"))
    assert ground.frozen[place.start : place.end] == "sand-\nglass"

"""TOML read strictly: what is wrong is said with file, line and key, and with the nearest name that is known."""

from __future__ import annotations

from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from edition import toml
from edition.errors import ProjectError
from edition.toml import Table

FILE = Path("edition.toml")
TEXT = '''# a comment
title = "A"
note = """
fake = 1
[not.a.table]
"""

[publisher]
name = "P"  # [not a table]
"place" = 'Q'

[[document]]
name = "one"

[[document]]
name = "two"
[document.meta]
date = 2026-01-31

[notes]
author = { rank = 1 }
list = [
  "a",
]
last = true
'''


def table(text: str = TEXT) -> Table:
    return toml.parse(text.encode(), FILE)


def test_every_key_and_table_knows_its_line() -> None:
    found = table()
    documents = list(found.tables("document"))
    lines = [
        found.line("title"), found.line("note"), found.line("publisher"), found.table("publisher").line("name"), found.table("publisher").line("place"),
        documents[0].line("name"), documents[1].line(), documents[1].line("name"), documents[1].table("meta").line("date"), found.table("notes").line("last"),
    ]  # fmt: skip
    assert lines == [2, 3, 8, 9, 10, 13, 15, 16, 18, 25]


def test_a_line_is_found_through_a_list_and_of_what_is_not_there_it_is_the_tables() -> None:
    found = table()
    assert found.line("document", 1, "name") == 16
    assert found.line("document") == 12
    assert found.table("publisher").line("country") == 8
    assert found.line("no such key") == 1
    assert found.table("notes").table("author").line("rank") == 21


@pytest.mark.parametrize(("text", "message"), [
    ('title = "A\n', r"^edition.toml:1:11: not TOML: "),
    ("title = A\n", r"^edition.toml:1:9: not TOML: "),
    ("\n\n[a\n", r"^edition.toml:3:3: not TOML: "),
    ('a = 1\na = 2', r"^edition.toml:2: not TOML: "),
    ('a = """x\n', r"^edition.toml:2: not TOML: "),
])  # fmt: skip
def test_what_is_not_toml_is_told_with_its_place(text: str, message: str) -> None:
    with pytest.raises(ProjectError, match=message) as caught:
        table(text)
    assert caught.value.hint


def test_what_is_not_utf_8_is_told_with_its_line() -> None:
    with pytest.raises(ProjectError, match=r"edition.toml:2: not UTF-8 \(byte 0xe9\)"):
        toml.parse(b'a = "1"\nb = "\xe9"\n', FILE)


def test_a_byte_order_mark_does_no_harm() -> None:
    assert toml.parse(b'\xef\xbb\xbfa = "1"\n', FILE).text("a") == "1"


@pytest.mark.parametrize("wrong", ["missing.toml", ".", "file/below"])
def test_a_file_that_cannot_be_read_is_told_by_name(tmp_path: Path, wrong: str) -> None:
    (tmp_path / "file").write_text("")
    with pytest.raises(ProjectError) as caught:
        toml.read(tmp_path / wrong)
    assert str(tmp_path / wrong) in caught.value.message


@pytest.mark.parametrize(("ask", "message"), [
    (lambda each: each.text("rank"), "rank: is a list, and should be a text"),
    (lambda each: each.text("missing", required=True), "missing: is missing"),
    (lambda each: each.text("empty", required=True), "empty: is empty"),
    (lambda each: each.text("kind", choices=("letter", "notice")), "kind: 'leter' is not one of letter, notice"),
    (lambda each: each.texts("flag"), "flag: is true or false, and should be a text or a list of texts"),
    (lambda each: each.texts("rank"), "rank: is a list, and should be a text or a list of texts"),
    (lambda each: each.flag("kind"), "kind: is a text, and should be true or false"),
    (lambda each: each.number("flag"), "flag: is true or false, and should be a whole number"),
    (lambda each: each.number("half"), "half: is a number, and should be a whole number"),
    (lambda each: each.day("kind"), "kind: 'leter' is not a date"),
    (lambda each: each.day("day"), "day: '2026-02-30' is not a date"),
    (lambda each: each.table("kind"), "kind: is a text, and should be a table"),
    (lambda each: list(each.tables("kind")), "kind: is a text, and should be a list of tables"),
])  # fmt: skip
def test_a_value_of_the_wrong_kind_is_told_with_file_line_and_key(ask, message: str) -> None:
    given = table('[a]\nrank = [1]\nflag = true\nkind = "leter"\nhalf = 0.5\nday = "2026-02-30"\nempty = " "\n').table("a")
    with pytest.raises(ProjectError) as caught:
        ask(given)
    key = message.split(":")[0]
    assert caught.value.message.startswith(f"edition.toml:{given.line(key)}: a.{message}")


def test_what_nobody_asked_for_is_refused_with_the_nearest_name_that_is_known() -> None:
    given = table('title = "A"\ntilte = "B"\n')
    given.text("title")
    with pytest.raises(ProjectError, match=r"^edition.toml:2: tilte: is not known here$") as caught:
        given.done()
    assert caught.value.hint == "Did you mean 'title'?"


def test_where_no_name_is_near_the_known_ones_are_listed() -> None:
    given = table("colour = 1\n")
    given.text("title")
    given.text("date")
    with pytest.raises(ProjectError) as caught:
        given.done()
    assert caught.value.hint == "Known: date, title."


@pytest.mark.parametrize(("written", "read"), [
    ("2026-01-31", "2026-01-31"), ("2026-01-31T10:00:00Z", "2026-01-31"), ('"2026-01"', "2026-01"), ("2026", "2026"), ('"2026"', "2026"), ("800", "0800"),
])  # fmt: skip
def test_a_date_may_be_written_in_several_ways(written: str, read: str) -> None:
    assert table(f"d = {written}").day("d") == read


@settings(max_examples=100, deadline=None)
@given(st.text("[]=\"'#.ab \n1{},\\", max_size=40))
def test_whatever_is_written_gives_a_table_or_one_error_with_a_place(text: str) -> None:
    found, said = None, ""
    try:
        found = table(text)
    except ProjectError as error:
        said = error.message
    if found is None:
        assert said.startswith("edition.toml:")
    else:
        assert all(1 <= found.line(key) <= text.count("\n") + 1 for key in found.values)

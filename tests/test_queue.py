"""Proposals that wait: accepted word for word, each does what it proposed."""

from __future__ import annotations

import json

import pytest
from ingesting import ingested

from edition import lossless, queue, toml
from edition.edits import apply


@pytest.mark.parametrize(("text", "accepted"), [
    ("Title\n\nI write to you you in haste.\n", "I write to you in haste."),
    ("Title\n\nDown the the lane to the the sea.\n", "Down the lane to the sea."),
    ("Title\n\nThey  been seen there, and been  there too.\n", "They been seen there, and been there too."),
    ("Title\n\nNobody on the whole quay had ever heard of the sand-\r\nglass before that day, nor of the man.\r\n", "the sandglass"),
    ("Title\n\nthe the the boat\n", "the the boat"),
])
def test_accepting_what_the_queue_says_does_what_it_proposes(tmp_path, text, accepted):
    one = ingested(tmp_path, text)
    assert one.questions
    fixes = [_fix(each) for each in toml.parse(queue.dump(one.questions), tmp_path / "x.toml").tables("proposal")]
    two = ingested(tmp_path, text, "".join(fixes))
    assert not [found for found in two.findings if found.code == "SRC010"]
    log = lossless.read_log(two.document).edits
    reading = log.apply(text)
    assert accepted in reading
    assert lossless.restore(two.document) == text.encode()
    assert apply(log.mechanical, text)


def _fix(table: toml.Table) -> str:
    return f"[[fix]]\nat = {json.dumps(table.values['at'])}\nto = {json.dumps(table.values['new'])}\nas = \"silent\"\n"


def test_a_long_line_of_proposals_takes_no_age(tmp_path):
    one = ingested(tmp_path, "word " * 3000 + "\n")
    assert len(one.questions) > 0


def test_an_address_names_one_place_though_the_source_has_its_words_elsewhere(tmp_path):
    text = "Title of it\n\ncafÃ© cafÃ© the café café end\n"
    first = next(each for each in ingested(tmp_path, text).questions if each.rule == "doubled-word")
    record = f'[[keep]]\nat = {json.dumps(first.at)}\nrule = "doubled-word"\nid = "{first.id}"\n'
    assert first.id not in {each.id for each in ingested(tmp_path, text, record).questions}


def test_a_line_without_blanks_is_no_word_to_quote(tmp_path):
    asked = ingested(tmp_path, "Title\n\n" + "a\u2062" * 2000 + "\n").questions
    assert len(asked) >= 1000
    assert max(len(each.at) for each in asked) < 500

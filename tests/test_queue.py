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
    ("Title\n\nthe the the boat\n", "\n\nthe boat"),
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
    one = ingested(tmp_path, "to the the sea and " * 1000 + "\n")
    assert len(one.questions) == 1000
    assert ingested(tmp_path, "the " * 20_000 + "\n").questions[0].new == "the"


def test_an_address_names_one_place_though_the_source_has_its_words_elsewhere(tmp_path):
    text = "Title of it\n\ncafÃ© cafÃ© the café café end\n"
    first = next(each for each in ingested(tmp_path, text).questions if each.rule == "doubled-word")
    record = f'[[keep]]\nat = {json.dumps(first.at)}\nrule = "doubled-word"\nid = "{first.id}"\n'
    assert first.id not in {each.id for each in ingested(tmp_path, text, record).questions}


@pytest.mark.parametrize(("line", "wanted"), [
    ("A note <b>x</b> &lt;x&gt; on it", "A note <b>x</b> <x> on it"),
    ("A note <b>x</b> (&lt;x&gt;&amp;&quot;y&quot;) on it", "A note <b>x</b> (<x>&\"y\") on it"),
    ("A note a\u202eb\u202cc on it", "A note abc on it"),
    ("A note \u202e\u200b\u202c on it", "A note  on it"),
])
def test_of_two_proposals_in_one_word_none_is_lost(tmp_path, line, wanted):
    text = f"Title\n\n{line}\n"
    record = ""
    for _ in range(9):  # one after the other, the last one first
        asked = ingested(tmp_path, text, record).questions
        if not asked:
            break
        record += f"[[fix]]\nat = {json.dumps(asked[-1].at)}\nto = {json.dumps(asked[-1].new)}\n"
    one = ingested(tmp_path, text, record)
    assert not [found for found in one.findings if found.code == "SRC010"]
    assert wanted in lossless.read_log(one.document).edits.apply(text)
    asked = ingested(tmp_path, text).questions  # and all at once
    together = ingested(tmp_path, text, "".join(f"[[fix]]\nat = {json.dumps(each.at)}\nto = {json.dumps(each.new)}\n" for each in asked))
    assert not [found for found in together.findings if found.code in ("SRC010", "SRC040")]
    assert wanted in lossless.read_log(together.document).edits.apply(text)


def test_to_refuse_one_proposal_of_a_word_refuses_no_other(tmp_path):
    text = "Title\n\nA note <b>x</b> &lt;x&gt; on it\n"
    first, second = ingested(tmp_path, text).questions
    record = f'[[keep]]\nat = {json.dumps(first.at)}\nrule = "entities"\nid = "{first.id}"\n'
    assert [each.id for each in ingested(tmp_path, text, record).questions] == [second.id]


def test_a_line_without_blanks_is_no_word_to_quote(tmp_path):
    asked = ingested(tmp_path, "Title\n\n" + "a\u2062" * 2000 + "\n").questions
    assert len(asked) >= 1000
    assert max(len(each.at) for each in asked) < 500

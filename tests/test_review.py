"""Review: what is decided is done, goes on record, and is asked no more; what is not decided is not touched."""

from __future__ import annotations

import io
import re
import tomllib
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path
from tempfile import TemporaryDirectory

import pytest
from deciding import RECORD, TEXT, again, damaged, desk_of, reading
from hypothesis import given, settings
from hypothesis import strategies as st
from ingesting import body

from edition import ingest, lossless, queue, repairs, review
from edition.edits import Change, Proposal, View
from edition.errors import ProjectError
from edition.project import Entry, Project
from edition.review import Decision
from edition.reviewing import patch
from edition.reviewing.desk import Desk
from edition.reviewing.terminal import session, summary, terminal
from edition.rules import repair


def talked(desk: Desk, *lines: str) -> str:
    out = io.StringIO()
    session([desk], terminal(io.StringIO("".join(f"{line}\n" for line in lines)), out))
    return out.getvalue()


# the law


@given(damaged, st.data())
@settings(max_examples=25, deadline=None)
def test_what_is_decided_is_asked_no_more_and_only_what_is_accepted_changes_the_text(text, data):
    with TemporaryDirectory() as folder:
        desk = desk_of(Path(folder), text, None)
        before = reading(desk)
        changed = False
        for _ in range(8):
            if not desk.open:
                break
            decisions = [Decision(each, data.draw(st.sampled_from(["accept", "reject"]))) for each in desk.open]
            desk.decide(decisions)
            desk.settled()
            changed = changed or any(each.verdict == "accept" for each in decisions)
            assert desk.findings == []
            asked = {(each.rule, each.at) for each in desk.open}
            assert not asked & {(each.question.rule, each.question.at) for each in decisions if each.verdict == "reject"}
        assert desk.open == []
        assert not desk.where.queue.exists()
        assert again(desk).open == []
        if not changed:
            assert reading(desk) == before
        document = desk.look().document
        assert lossless.restore(document) == text.encode()


@given(damaged)
@settings(max_examples=10, deadline=None)
def test_all_rejected_leaves_the_text_as_it_was(text):
    with TemporaryDirectory() as folder:
        desk = desk_of(Path(folder), text, None)
        before = reading(desk)
        desk.all_of("reject", lambda each: True)
        assert (again(desk).open, reading(desk)) == ([], before)


@given(damaged)
@settings(max_examples=15, deadline=None)
def test_all_accepted_is_what_was_proposed_and_what_the_patch_says(text):
    with TemporaryDirectory() as folder, TemporaryDirectory() as other:
        desk = desk_of(Path(folder), text, None)
        patched, left = patch.accepted(text, desk.open)
        once = desk_of(Path(other), patched, None)
        once.all_of("accept", lambda each: True)
        desk.all_of("accept", lambda each: True)
        assert (desk.findings, again(desk).open) == ([], [])
        assert left or reading(desk).split() == reading(once).split()


# the record and the queue


def test_a_record_keeps_every_byte_it_had(tmp_path):
    desk = desk_of(tmp_path)
    desk.all_of("accept", lambda each: True)
    made = desk.where.record.read_bytes()
    assert made.startswith(RECORD.encode() + b"\n")
    assert [each["to"] for each in tomllib.loads(made.decode())["fix"]][:2] == ["you", "the"]
    assert tomllib.loads(made.decode())["note"] == [{"at": "L1 'damaged'", "text": "Hm."}]


@pytest.mark.parametrize("record", [
    None, "", "format = 1\r\n\r\n[source]\r\nkind = \"essay\"\r\n", "\ufeffformat = 1\n",
    'fix = [\n  # the first\n  {at = "L1 \'damaged\'", to = "spoilt"},\n]\n[source]\nkind = "essay"\n',
    '[[keep]]\nid = "x"\n\n# about it\n[[note]]\nat = "L1"\ntext = """\na\nb"""\n',
])
def test_a_decision_goes_into_every_kind_of_record(tmp_path, record):
    desk = desk_of(tmp_path, record=record)
    first, second = desk.open[:2]
    desk.decide([Decision(first, "accept"), Decision(second, "reject")])
    assert not desk.settled()
    assert desk.findings == []
    text = desk.where.record.read_bytes().decode("utf-8-sig")
    table = tomllib.loads(text)
    assert (table["fix"][-1]["at"], table["keep"][-1]) == (first.at, {"at": second.at, "rule": second.rule, "id": second.id})
    assert [line.strip() for line in (record or "").splitlines() if "#" in line] == [line.strip() for line in text.splitlines() if "#" in line and record]
    if record and "\r\n" in record:
        assert text.count("\n") == text.count("\r\n")
    assert not {first.id, second.id} & {each.id for each in again(desk).open}


def test_an_edit_is_on_record_in_the_editors_words(tmp_path):
    desk = desk_of(tmp_path, record=None)
    spaces = next(each for each in desk.open if each.rule == "ws.double")
    desk.decide([Decision(desk.open[0], "edit", "you, you,"), Decision(spaces, "edit", "of a")])
    desk.settled()
    fixes = tomllib.loads(desk.where.record.read_text("utf-8"))["fix"]
    assert [(each["to"], each.get("as")) for each in fixes] == [("you, you,", None), ("of a", None)]
    assert "I write to you, you, in haste" in reading(desk)


def test_to_edit_into_what_stands_there_is_to_reject(tmp_path):
    desk = desk_of(tmp_path, record=None)
    assert review.entry(Decision(desk.open[0], "edit", desk.open[0].old))[0] == "keep"


def test_a_kept_proposal_stays_away_when_the_words_around_it_change(tmp_path):
    desk = desk_of(tmp_path, "Title\n\nfor the the boat boat goes\n", None)
    the, boat = desk.open
    desk.decide([Decision(boat, "reject")])
    desk.decide([Decision(the, "accept")])
    desk.settled()
    assert again(desk).open == []
    assert "for the boat boat goes" in reading(desk)


def test_the_same_words_twice_are_two_questions(tmp_path):
    line = "twenty characters of it it twenty characters of.\n"
    desk = desk_of(tmp_path, f"Title\n\n{line}\n{line}\n{line}", None)
    assert len({each.id for each in desk.open}) == 3
    desk.decide([Decision(desk.open[0], "reject")])
    desk.settled()
    assert [each.line for each in again(desk).open] == [5, 7]
    desk.decide([Decision(desk.open[0], "accept")])
    desk.settled()
    assert [each.line for each in again(desk).open] == [7]


def test_what_meets_at_the_same_words_is_asked_after_the_other(tmp_path):
    desk = desk_of(tmp_path, "Title\n\nthe the  boat boat\n", None)
    desk.all_of("accept", lambda each: True)
    assert (desk.findings, desk.open) == ([], [])
    assert "the boat" in reading(desk)


@pytest.mark.parametrize(("line", "wanted"), [
    ("A note <b>x</b> &lt;x&gt; and a\u202eb\u202cc", "A note <b>x</b> <x> and abc"), ("the " * 12 + "boat", "the boat"),
])
def test_all_accepted_of_one_word_are_done_and_counted(tmp_path, line, wanted):
    desk = desk_of(tmp_path, f"Title\n\n{line}\n", None)
    asked = len(desk.open)
    desk.all_of("accept", lambda each: True)
    assert (desk.findings, again(desk).open, desk.counts["accept"]) == ([], [], asked)
    assert wanted in reading(desk)


def test_one_accepted_of_one_word_leaves_the_other_open(tmp_path):
    desk = desk_of(tmp_path, "Title\n\nA note <b>x</b> &lt;x&gt; here\n", None)
    for number in (1, 0):
        left = desk.open[number - 1 if number else 0]
        desk.decide([Decision(desk.open[number], "accept")])
        desk.settled()
        assert [each.id for each in again(desk).open] == ([left.id] if number else [])
    assert "<x> here" in reading(desk)


def test_a_decision_that_no_record_can_hold_is_refused_and_stays_open(tmp_path):
    desk = desk_of(tmp_path, record=None)
    assert not desk.decide([Decision(desk.open[0], "edit", "a\x07b")])
    assert [found.code for found in desk.findings] == ["SRC042"]
    assert "U+0007" in desk.findings[0].message
    assert not desk.where.record.exists()
    assert desk.open[0] in again(desk).open


def test_a_decision_that_meets_a_fix_is_taken_back(tmp_path):
    desk = desk_of(tmp_path, record=None)
    question = desk.open[0]
    desk.where.record.write_text('[[fix]]\nat = "L3 \'to you\'"\nto = "to thee"\n', "utf-8")  # behind the desk's back
    before = desk.where.record.read_bytes()
    desk._base = before
    desk.decide([Decision(question, "edit", "yes")])
    desk.settled()
    assert [found.code for found in desk.findings] == ["SRC042"]
    assert "overlaps another fix" in desk.findings[0].message
    assert desk.where.record.read_bytes() == before
    assert desk.counts.total() == 0


def test_words_that_only_are_something_become_a_span_and_stay(tmp_path, monkeypatch):
    @repair("lost.emphasis", declared_in="correction", statement="Words between doubled spaces may have been emphasised.", family="editorial")
    def lost(view: View) -> Iterator[Change | Proposal]:
        for match in re.finditer("Patience", view.text):
            yield Proposal(match.start(), match[0], match[0], "medium", "a name of a ship", is_="emph")

    rows = (*repairs.REPAIRS, repairs.Row(lost, "a test"))
    monkeypatch.setattr(repairs, "rows", lambda: rows)
    desk = desk_of(tmp_path, "Title\n\nThe Patience and the Patience sailed the the sea.\n", None)
    one, _ = (each for each in desk.open if each.rule == "lost.emphasis")
    assert (one.at, one.tag, one.kind) == ("L3 'Patience' 1", "emph", "")
    assert b'is       = "emph"' in desk.where.queue.read_bytes()
    out = talked(desk, "y", "n", "y")
    assert "Patience is emph" in out
    assert tomllib.loads(desk.where.record.read_text("utf-8"))["span"] == [{"at": one.at, "is": "emph", "why": "lost.emphasis: a name of a ship"}]
    assert again(desk).open == []
    assert "<emph>Patience</emph> and the Patience sailed" in body(desk.look())


def test_a_fix_across_two_paragraphs_is_taken_back(tmp_path):
    desk = desk_of(tmp_path, record=None)
    question = replace(desk.open[0], at="L1 'page\n\nI'", old="page\n\nI", new="page I", start=10, stop=17)
    desk.decide([Decision(question, "accept")])
    desk.settled()
    assert [found.code for found in desk.findings] == ["SRC042"]
    assert not desk.where.record.exists()


# decisions written by hand


def decided(desk: Desk, *words: str) -> None:
    """Write decisions into the queue, as in a text editor."""
    text = desk.where.queue.read_text("utf-8")
    for each in words:
        text = text.replace('decision = ""', f"decision = {each}", 1)
    desk.where.queue.write_text(text, "utf-8")


def test_decisions_written_into_the_queue_are_carried_out(tmp_path):
    desk = desk_of(tmp_path, record=None)
    decided(desk, '"accept"', '"Reject"', '"edit"\nto = "sand-glass\\n"')
    left = len(desk.open)
    ingest.ingest(Project(id="trial", title="", folder=tmp_path, documents=(Entry("letter"),)), Entry("letter"), tmp_path / "letter.txt", desk.where, overwrite=True)
    assert 'to       = "sand-glass\\n"' in desk.where.queue.read_text("utf-8")  # an ingest before loses none
    assert desk.executed() == 3
    assert len(desk.open) == left - 3
    assert dict(desk.counts) == {"accept": 1, "reject": 1, "edit": 1}
    assert "sand-glass" in reading(desk)


@pytest.mark.parametrize(("words", "message", "hint"), [
    ('"acept"', 'proposal.decision: "acept" is no decision', 'Did you mean "accept"?'),
    ('"edit"', "`to` is missing", "to ="),
    ('"accept"\nto = "x"', 'the decision is "accept"', "take `to` away"),
    ('"accept"\nwhyy = "x"', "whyy", "Did you mean"),
    ("accept", "not TOML", "delete letter.review.toml"),
])
def test_a_slip_in_the_queue_is_named_with_file_and_line(tmp_path, words, message, hint):
    desk = desk_of(tmp_path, record=None)
    decided(desk, words)
    before = desk.where.queue.read_bytes()
    with pytest.raises(ProjectError) as raised:
        desk.executed()
    assert message in raised.value.message
    assert hint in raised.value.hint
    assert f"{desk.where.queue}:1" in raised.value.message  # lines 14 to 16
    assert not desk.where.record.exists()
    with pytest.raises(ProjectError):
        desk_of(tmp_path, record=None)
    assert desk.where.queue.read_bytes() == before


def test_a_decision_is_not_done_where_the_source_has_changed(tmp_path):
    desk = desk_of(tmp_path, record=None)
    decided(desk, '"accept"', '"accept"')
    (tmp_path / "letter.txt").write_text(TEXT.replace("you you", "thee"), "utf-8")
    desk.spread()
    assert desk.executed() == 1
    assert [(found.code, found.locus.line) for found in desk.findings] == [("SRC041", 14)]
    assert "L3 'you you'" in desk.findings[0].message
    assert [each["at"] for each in tomllib.loads(desk.where.record.read_text("utf-8"))["fix"]] == ["L3 'the the'"]


def test_a_decision_follows_its_words_to_another_line(tmp_path):
    desk = desk_of(tmp_path, record=None)
    decided(desk, '"reject"', '"accept"')
    (tmp_path / "letter.txt").write_text(TEXT.replace("page\n\n", "page\n\nOne more.\n\n"), "utf-8")
    desk.spread()
    assert desk.executed() == 1  # the words around the first one are others now
    assert [found.code for found in desk.findings] == ["SRC041"]
    assert tomllib.loads(desk.where.record.read_text("utf-8"))["fix"][0]["at"] == "L5 'the the'"


def test_a_decision_is_not_taken_for_its_twin(tmp_path):
    line = "twenty characters of it it twenty characters of.\n"
    desk = desk_of(tmp_path, f"Title\n\n{line}\n{line}", None)
    first, second = desk.open
    there = [queue.Entry(first.id, first.rule, first.at, "accept"), queue.Entry(second.id, second.rule, second.at, "reject")]
    desk.where.record.write_text('[[fix]]\nat = "L3 \'it it\'"\nto = "it"\n', "utf-8")
    (only,) = desk.spread().open
    assert only.id == first.id  # it is the first of its kind now
    assert queue.carried(there, [only]) == ({only.id: there[1]}, [there[0]])


# the talk


def test_a_session_answers_and_says_what_is_next(tmp_path):
    desk = desk_of(tmp_path)
    out = talked(desk, "y", "n", "s", "?", "nonsense", "e", "of any", "q")
    assert "you you → you" in out
    assert "[·you]" in out
    assert "sand-⏎glass" in out
    assert '"nonsense" is no answer' in out
    assert "\x1b" not in out
    assert summary([desk]) == f"1 accepted, 1 edited, 1 rejected, {len(desk.left)} left; run edition build"


def test_the_end_of_the_input_and_an_interruption_keep_what_was_decided(tmp_path):
    desk = desk_of(tmp_path, record=None)
    talked(desk, "y")
    assert again(desk).open == desk.open
    assert len(tomllib.loads(desk.where.record.read_text("utf-8"))["fix"]) == 1

    class Interrupted(io.StringIO):
        def readline(self, size: int = -1) -> str:  # type: ignore[override]
            line = super().readline()
            if not line:
                raise KeyboardInterrupt
            return line

    with pytest.raises(KeyboardInterrupt):
        session([desk], terminal(Interrupted("y\n"), io.StringIO()))
    assert len(tomllib.loads(desk.where.record.read_text("utf-8"))["fix"]) == 2
    assert again(desk).open == desk.open


def test_undo_restores_record_and_queue_byte_for_byte(tmp_path):
    desk = desk_of(tmp_path)
    states = [(desk.where.record.read_bytes(), desk.where.queue.read_bytes())]
    for verdict in ("accept", "reject", "accept"):
        desk.decide([Decision(desk.open[0], verdict)])
        states.append((desk.where.record.read_bytes(), desk.where.queue.read_bytes()))
    for state in reversed(states[:-1]):
        assert desk.undo()
        assert (desk.where.record.read_bytes(), desk.where.queue.read_bytes()) == state
    assert not desk.undo()
    out = talked(desk, "a", "u", "s", "u", "u", "q")
    assert "taken back" in out
    assert "what was skipped is asked again" in out
    assert "nothing to take back" in out
    assert (desk.where.record.read_bytes(), desk.where.queue.read_bytes()) == states[0]


def test_undo_takes_a_new_record_away_and_brings_the_queue_back(tmp_path):
    desk = desk_of(tmp_path, "Title\n\nthe the boat\n", None)
    before = desk.where.queue.read_bytes()
    desk.decide([Decision(desk.open[0], "accept")])
    assert (desk.where.record.exists(), desk.where.queue.exists()) == (True, False)
    assert desk.undo()
    assert (desk.where.record.exists(), desk.where.queue.read_bytes()) == (False, before)


def test_undo_does_not_write_over_another_hand(tmp_path):
    desk = desk_of(tmp_path)
    out = io.StringIO()

    class Meddled(io.StringIO):
        def readline(self, size: int = -1) -> str:  # type: ignore[override]
            line = super().readline()
            if line == "u\n":
                with desk.where.record.open("a", encoding="utf-8") as record:
                    record.write("\n# mine\n")
            return line

    session([desk], terminal(Meddled("y\nu\nq\n"), out))
    assert "was changed by another program" in out.getvalue()
    assert desk.where.record.read_text("utf-8").endswith("# mine\n")


def test_a_terminal_is_not_commanded_by_a_text(tmp_path):
    desk = desk_of(tmp_path, "Title\n\nthe the \u202eboat \x9b31m\n", None)
    out = talked(desk, "q")
    assert "\u202e" not in out
    assert "\x9b" not in out

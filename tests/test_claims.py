"""What a record claims and nothing bears out is told with its line, and nothing is dropped in silence."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import pytest
from ingesting import body, ingested

from edition import claims, ingest, lossless
from edition.addresses import address
from edition.model import Finding
from edition.project import Entry, NoteSeries, Person, Project
from edition.records import Fix, NoteEntry, Record

TEXT = "The Ferry\n\nThe boat was at the the quay, and nobody was in the boat.\n\nShe sailed to the cafÃ© home.\n"
PEOPLE = (Person("Bo Reader", id="bo"), Person("Ann Teller"))


def codes(found: object) -> list[str]:
    return [each.code for each in found if isinstance(each, Finding)]  # type: ignore[attr-defined]


def project(*people: Person, notes: tuple[NoteSeries, ...] = (NoteSeries("gloss"),)) -> Project:
    return Project(id="trial", title="Trial", folder=Path(), people=people, notes=notes)


def note(resp: str = "bo", series: str = "", line: int = 1) -> NoteEntry:
    return NoteEntry((address(f"L{line}", f"letter.toml:{line}"),), "text", resp=resp, series=series)


def test_a_signature_of_nobody_is_told_once_with_its_line_and_the_ids_that_there_are() -> None:
    record = Record(notes=(note(), note("bq", line=7), note("bq", line=9)), fixes=(Fix(address("L4 'a'", "letter.toml:4"), "b", resp="zz"),))
    found = list(claims.unknown(record, project(*PEOPLE)))
    assert [(each.code, each.locus.line) for each in found] == [("SRC080", 7), ("SRC080", 4)]
    assert 'resp = "bq"' in found[0].message
    assert found[0].hint == "Known: bo."


def test_where_nothing_is_said_the_editor_is_ed_and_must_be_somebody() -> None:
    (found,) = claims.unknown(Record(notes=(note("ed"),)), project(*PEOPLE))
    assert 'say  resp = "bo"' in found.hint
    assert not list(claims.unknown(Record(notes=(note("ed"),)), project(Person("Ann Teller"))))  # a loose file: nobody has an id
    assert not list(claims.unknown(Record(notes=(note("ed"),)), project(Person("Ann Teller", id="ed"))))


@pytest.mark.parametrize(("people", "resp"), [
    (PEOPLE, "bo"), ((Person("Ann Teller", id="ed"), *PEOPLE), "ed"), ((*PEOPLE, Person("Ann Teller", "author", id="ed")), "ed"),
    ((Person("Ann Teller"),), "ed"), ((Person("Ann Teller"), Person("A. Writer", "author", id="aw")), "ed"),
])  # fmt: skip
def test_a_fix_that_nobody_signed_is_the_first_editors_and_no_error(tmp_path: Path, people: tuple[Person, ...], resp: str) -> None:
    source = tmp_path / "letter.txt"
    source.write_text("Title\n\nThey saled to the quay.\n", "utf-8")
    where = ingest.Where(tmp_path / "letter.xml", tmp_path / "letter.review.toml", tmp_path / "letter.toml")
    where.record.write_text("[[fix]]\nat = \"L3 'saled'\"\nto = \"sailed\"\n", "utf-8")
    made = ingest.ingest(replace(project(*people), folder=tmp_path), Entry("letter"), source, where)
    assert "SRC080" not in codes(made.findings)
    assert f'resp="#{resp}"' in body(made)
    assert made.document.data.decode().count(f'xml:id="{resp}"') == 1


def test_a_series_that_the_edition_does_not_have_is_told_with_those_that_it_has() -> None:
    (found,) = claims.unknown(Record(notes=(note(series="gloss"), note(series="glos", line=3))), project(*PEOPLE))
    assert (found.code, found.locus.line) == ("SRC081", 3)
    assert "Known: gloss." in found.hint


@pytest.mark.parametrize(("keep", "idle"), [
    ('at = "L3 \'the the\'"', False), ('rule = "doubled-word"', False), ('at = "L5"', True), ('rule = "hyphenation"', True), ('id = "000000"', True),
    ('at = "L3 \'nowhere\'"', True),
])  # fmt: skip
def test_a_refusal_of_what_nobody_proposes_is_told(tmp_path: Path, keep: str, idle: bool) -> None:
    found = [each for each in ingested(tmp_path, TEXT, f"\n[[keep]]\n{keep}\n").findings if each.code == "SRC082"]
    assert bool(found) == idle
    assert all(each.locus.file.endswith("letter.toml") for each in found)


def test_a_fix_of_what_a_repair_has_put_right_is_told_and_marks_nothing(tmp_path: Path) -> None:
    made = ingested(tmp_path, TEXT, '[[fix]]\nat = "L5 \'cafÃ©\'"\nto = "café"\n')
    assert "SRC083" in codes(made.findings)
    assert "<choice" not in body(made)
    assert lossless.restore(made.document) == TEXT.encode()


def test_a_fix_of_what_reads_as_it_wants_is_told_so(tmp_path: Path) -> None:
    (found,) = [each for each in ingested(tmp_path, TEXT, '[[fix]]\nat = "L5 \'saled to\'"\nto = "sailed to"\n').findings if each.code == "SRC010"]
    assert 'reads "sailed to" there already' in found.message
    assert found.locus.line == 2


def test_a_silent_fix_that_cannot_be_made_is_a_finding_and_no_crash(tmp_path: Path) -> None:
    record = '[[fix]]\nat = "L5 \'cafÃ\'"\nto = "caf"\nas = "silent"\n'
    record += '[[fix]]\nat = "L3 \'at the the\'"\nto = "by the"\nas = "silent"\n[[fix]]\nat = "L3 \'the the quay\'"\nto = "a quay"\nas = "silent"\n'
    made = ingested(tmp_path, TEXT, record)
    assert codes(made.findings).count("SRC010") == 2
    assert lossless.restore(made.document) == TEXT.encode()


@pytest.mark.parametrize(("fix", "tei"), [
    ('at = "L3 \'the the\'"\nto = "the"\nreason = "repeated"', '<surplus cert="high" reason="repeated"'),
    ('at = "L3 \'the the\'"\nto = "the"\nreason = "dittography"', 'reason="dittography"'),
    ('at = "L5 \'sailed to\'"\nto = "sailed on to"\nreason = "lost"', 'reason="lost"'),
    ('at = "L5 \'sailed to\'"\nto = "sailed on to"', 'reason="omitted-in-original"'),
])  # fmt: skip
def test_the_reason_of_a_fix_is_in_the_tei_and_comes_back_from_the_log(tmp_path: Path, fix: str, tei: str) -> None:
    made = ingested(tmp_path, TEXT, f"[[fix]]\n{fix}\n")
    found = body(made)
    assert tei.rpartition(" ")[2] in found
    edits = lossless.read_log(made.document).edits.editorial
    assert edits
    assert all(edit.reason in ("", "repeated", "dittography", "lost") for edit in edits)
    assert lossless.restore(made.document) == TEXT.encode()

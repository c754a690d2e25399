"""Findings in print, and those that an editor has answered."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from edition.acceptance import answer
from edition.errors import ProjectError
from edition.model import Finding, Locus, Severity
from edition.project import Accepted, read_accepted
from edition.report import concise, full, line_of, report, summary


def finding(code: str = "REF002", severity: Severity = Severity.ERROR, *, file: str = "letter.xml", line: int = 2, column: int = 5, identifier: str = "p1", hint: str = "") -> Finding:
    return Finding(code, severity, Locus(file, line, column, identifier), "@target points to nothing", hint)


def test_a_concise_report_is_a_line_each_as_compilers_write_it_and_a_count() -> None:
    text = report([finding(line=9), finding(), finding("HDR007", Severity.NOTE, line=0, column=0)], "concise", accepted=2)
    assert text == (
        "letter.xml: HDR007 note: @target points to nothing\n"
        "letter.xml:2:5: REF002 error: @target points to nothing\n"
        "letter.xml:9:5: REF002 error: @target points to nothing\n"
        "2 errors, 1 note; 2 accepted.\n"
    )


def test_a_full_report_shows_the_line_with_carets_below_the_tag_and_what_to_do() -> None:
    rows = full(finding(hint="Add it."), lambda file, line: "<p>A<ref target='#x'>b</ref></p>").split("\n")
    assert rows[1:] == ["    2 | <p>A<ref target='#x'>b</ref></p>", "      |     ^^^^", "   help: Add it."]


@pytest.mark.parametrize("before", ["\t日本", "e\u0301\u0301", "a" * 500, "😀" * 60])
def test_the_caret_stands_below_its_place_whatever_stands_before(before: str) -> None:
    rows = full(finding(column=len(before) + 1), lambda file, line: f"{before}<ref>{'z' * 500}").split("\n")
    shown, carets = rows[1][8:], rows[2][8:]
    wide = sum(character in "日本😀" for character in shown[: shown.index("<")]) - shown[: shown.index("<")].count("\u0301")
    assert carets == " " * (shown.index("<") + wide) + "^^^^"
    assert len(rows[1]) < 120


def test_a_file_cannot_command_the_terminal() -> None:
    text = full(Finding("REF002", Severity.ERROR, Locus("a\x1b[2J.xml", 1, 1), "\x1b]0;\u202eowned"), lambda file, line: "\x1b[31m<p>")
    assert "\x1b" not in text
    assert "\u202e" not in text


def test_lines_are_read_from_the_file_as_it_is_encoded(tmp_path: Path) -> None:
    latin = tmp_path / "latin.xml"
    latin.write_bytes('<?xml version="1.0" encoding="iso-8859-1"?>\r<p>é</p>\r\nend'.encode("iso-8859-1"))
    utf16 = tmp_path / "utf16.xml"
    utf16.write_bytes("<p>\né</p>".encode("utf-16"))
    assert (line_of(str(latin), 2), line_of(str(latin), 3), line_of(str(latin), 4)) == ("<p>é</p>", "end", "")
    assert line_of(str(utf16), 2) == "é</p>"
    assert line_of(str(tmp_path / "none.xml"), 1) == ""
    assert line_of(str(tmp_path), 1) == ""


def test_json_is_as_documented_and_knows_its_version() -> None:
    data = json.loads(report([finding(hint="Add it.")], "json"))
    assert data["version"] == 1
    assert data["findings"] == [
        {"code": "REF002", "severity": "error", "file": "letter.xml", "line": 2, "column": 5, "id": "p1", "message": "@target points to nothing", "hint": "Add it."}
    ]


def test_nothing_found_is_said_so() -> None:
    assert summary([]) == "Nothing found."
    assert summary([finding("X", Severity.QUERY)] * 1200, 1) == "1,200 queries; 1 accepted."
    assert concise(finding()).count("\n") == 0


@pytest.mark.parametrize(("at", "matched"), [
    ("letter", True), ("letter#p1", True), ("letter.xml", True), ("letter.xml#p1", True), ("letter#p2", False), ("let", False), ("poem", False),
])  # fmt: skip
def test_an_acceptance_names_a_document_or_an_id_in_it(at: str, matched: bool) -> None:
    answered = answer([finding(file="tei/sample/letter.xml")], [Accepted("REF002", at, "So in the source.")])
    assert (len(answered.accepted), answered.errors) == ((1, 0) if matched else (0, 1))


def test_an_acceptance_of_another_code_accepts_nothing_and_is_a_finding_where_it_stands() -> None:
    answered = answer([finding()], [Accepted("REF001", "letter", "Why not.", 12)], file=Path("edition.toml"))
    assert [(each.code, str(each.locus)) for each in answered.open] == [("REF002", "letter.xml:2:5"), ("CFG004", "edition.toml:12")]


def test_an_acceptance_of_what_was_not_looked_at_is_not_reported() -> None:
    accepted = [Accepted("RND005", "letter", "Lost."), Accepted("REF002", "poem", "Lost.")]
    assert answer([], accepted, families={"REF"}, documents={"letter"}).open == ()
    assert len(answer([], accepted).open) == 2


def test_answers_to_findings_in_loose_files_are_read_from_a_file_of_their_own(tmp_path: Path) -> None:
    path = tmp_path / "answers.toml"
    path.write_text('\n[[accepted]]\ncode = "TXT002"\nat = "letter"\nreason = "So in the source."\n')
    assert read_accepted(path) == (Accepted("TXT002", "letter", "So in the source.", 2),)
    path.write_text('[[accepted]]\ncode = "TXT002"\nat = "letter"\nwhy = ""\n')
    with pytest.raises(ProjectError, match=r"answers.toml:4: accepted.why: is not known here"):
        read_accepted(path)
    path.write_text('title = "x"\n')
    with pytest.raises(ProjectError, match=r"answers.toml:1: title: is not known here"):
        read_accepted(path)

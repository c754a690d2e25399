"""Findings in print, and those that an editor has answered."""

from __future__ import annotations

import json
import re
from itertools import pairwise
from pathlib import Path
from typing import Any

import pytest
from lxml import etree

from edition.acceptance import answer
from edition.checking import rules
from edition.errors import ProjectError, SourceError
from edition.model import Finding, Locus, Severity
from edition.project import Accepted, read_accepted
from edition.report import concise, full, line_of, report, summary
from edition.reports import FORMATS, Outcome, Vocabulary, fingerprints, format_of, vocabulary


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
    utf16.write_bytes("<p>\né</p>".encode("utf-16-be"))
    line_of(str(tmp_path / "none.xml"), 1)  # only the last file is kept
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


# The formats of `edition check`

HOSTILE = "a <b>,:%\r\n::error::\x1b[2J \u202e</script>"


@pytest.fixture
def outcome(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Outcome:
    """Findings of three severities in two files, one that is answered, and a file that could not be read; the current folder is theirs."""
    monkeypatch.chdir(tmp_path)
    Path("a é.xml").write_text("<TEI>\n  <ref target='#x'>b</ref>\n</TEI>\n", encoding="utf-8")
    told = Finding("TXT002", Severity.QUERY, Locus("b.xml", 3, 1, "p3", "/p[2]"), HOSTILE, "Look.")
    return Outcome(
        (finding("LNG002", Severity.QUERY, file="a é.xml", line=1, column=1), finding(file="a é.xml", line=2, column=3, hint="Add it."), finding("ABC001", Severity.NOTE, file="b.xml", line=0, column=0)),
        ((told, Accepted("TXT002", "b", "So in the source.", 2)),), ("a é.xml", "b.xml", "c.xml"), {"a é.xml": {"TEI": 1, "ref": 2}, "b.xml": {"TEI": 1, "{urn:x}y": 1}},
        (("c.xml", SourceError("c.xml: is empty", hint="Name a TEI file.")),), (Vocabulary("tei_all", "4.12.0"),), ("said",), rules(),
    )  # fmt: skip


def test_every_format_names_the_schema_and_its_version(outcome: Outcome) -> None:
    for name, write in FORMATS.items():
        text = write(outcome)
        assert "tei_all" in text, name
        assert "4.12.0" in text, name
        assert text == write(outcome), name
        assert text.endswith("\n"), name
        assert "\x1b" not in text, name


def test_the_json_of_a_check_is_as_documented(outcome: Outcome) -> None:
    data = json.loads(FORMATS["json"](outcome))
    assert (data["format"], data["version"]) == ("edition-check", 1)
    assert data["schemas"] == [{"name": "tei_all", "tei": "4.12.0", "path": "", "sha256": ""}]
    assert data["summary"] == {"error": 1, "query": 1, "note": 1, "accepted": 1, "files": 3, "failed": 1}
    assert [each["code"] for each in data["findings"]] == ["LNG002", "REF002", "ABC001"]
    assert set(data["findings"][0]) == {"code", "severity", "file", "line", "column", "id", "message", "hint", "path", "fingerprint", "fix"}
    assert data["accepted"][0]["reason"] == "So in the source."
    assert data["failed"] == [{"file": "c.xml", "message": "c.xml: is empty", "hint": "Name a TEI file.", "exit": 65}]
    page = (Path(__file__).parent.parent / "docs" / "checking.md").read_text(encoding="utf-8")
    for key in {*data, *data["findings"][0], *data["summary"], "reason"}:
        assert f"`{key}`" in page, f"docs/checking.md does not say what {key} is"


def test_commands_of_github_are_a_line_each_and_cannot_be_forged(outcome: Outcome) -> None:
    lines = FORMATS["github"](Outcome((*outcome.findings, outcome.accepted[0][0]), failed=outcome.failed, rules=outcome.rules)).splitlines()
    assert lines[0] == "::warning file=a é.xml,line=1,col=1,title=LNG002 superseded-language::@target points to nothing"
    assert lines[1] == "::error file=a é.xml,line=2,col=3,title=REF002 dangling-reference::@target points to nothing%0AAdd it."
    assert lines[2] == "::notice file=b.xml,line=1,col=1,title=ABC001 ABC001::@target points to nothing"
    assert lines[3].startswith("::warning file=b.xml,line=3,col=1,title=TXT002 ")
    assert "%25\ufffd%0A::error::" in lines[3]
    assert not {"\x1b", "\u202e"} & set(lines[3])
    assert lines[4].startswith("::error file=c.xml,title=not read::")
    assert len(lines) == 6


def run_of(outcome: Outcome) -> dict[str, Any]:
    data = json.loads(FORMATS["sarif"](outcome))
    assert data["version"] == "2.1.0"
    assert data["$schema"].endswith("sarif-schema-2.1.0.json")
    (run,) = data["runs"]
    return dict(run)


def test_sarif_has_a_rule_with_help_for_each_result(outcome: Outcome) -> None:
    run = run_of(outcome)
    driver = run["tool"]["driver"]
    assert re.fullmatch(r"\d+\.\d+\.\d+", driver["semanticVersion"])
    ids = [rule["id"] for rule in driver["rules"]]
    assert ids == ["REF002", "LNG002", "TXT002", "ABC001"]
    for rule in driver["rules"]:
        assert re.fullmatch(r"[A-Za-z0-9]+", rule["name"])
        assert all(rule[part]["text"] for part in ("shortDescription", "fullDescription", "help"))
        assert rule["help"]["markdown"]
        assert rule["defaultConfiguration"]["level"] in ("error", "warning", "note")
    for result in run["results"]:
        assert ids[result["ruleIndex"]] == result["ruleId"]
        assert result["level"] in ("error", "warning", "note")
        assert result["message"]["text"]


def test_sarif_places_are_relative_and_count_from_one(outcome: Outcome) -> None:
    run = run_of(outcome)
    assert run["columnKind"] == "unicodeCodePoints"
    for result in run["results"]:
        (location,) = result["locations"]
        place = location["physicalLocation"]
        assert re.fullmatch(r"[A-Za-z0-9%._/-]+", place["artifactLocation"]["uri"])
        assert not place["artifactLocation"]["uri"].startswith("/")
        assert place["artifactLocation"]["uriBaseId"] in run["originalUriBaseIds"]
        assert place["region"]["startLine"] >= 1
        assert place["region"].get("startColumn", 1) >= 1
    assert run["results"][0]["locations"][0]["physicalLocation"]["artifactLocation"]["uri"] == "a%20%C3%A9.xml"
    assert [each["location"]["uri"] for each in run["artifacts"]] == ["a%20%C3%A9.xml", "b.xml", "c.xml"]


def test_sarif_marks_stay_and_are_each_their_own(outcome: Outcome) -> None:
    def marks(*findings: Finding) -> list[str]:
        return [result["partialFingerprints"]["primaryLocationLineHash"] for result in run_of(Outcome(findings))["results"]]

    twice = marks(finding(line=2), finding(line=9))
    assert len(set(twice)) == 2
    assert marks(finding(line=5), finding(line=12)) == twice, "lines are moved by what is written before"
    assert marks(finding(line=2)) == twice[:1]
    assert fingerprints([finding(line=9), finding(line=2)]) == twice[::-1]


def test_sarif_has_what_was_answered_as_suppressed_and_what_was_not_read(outcome: Outcome) -> None:
    run = run_of(outcome)
    suppressed = [result for result in run["results"] if "suppressions" in result]
    assert [result["ruleId"] for result in suppressed] == ["TXT002"]
    assert suppressed[0]["suppressions"] == [{"kind": "external", "status": "accepted", "justification": "So in the source."}]
    assert suppressed[0]["locations"][0]["logicalLocations"][0]["fullyQualifiedName"] == "#p3/p[2]"
    (invocation,) = run["invocations"]
    assert invocation["executionSuccessful"] is False
    assert "is empty" in invocation["toolExecutionNotifications"][0]["message"]["text"]


def parsed(page: str) -> etree._Element:
    """The page without its script, which is the only part that is no XML."""
    return etree.fromstring(re.sub(r"(?s)<!DOCTYPE html>|<script>.*?</script>", "", page).encode())


def test_the_page_of_a_collection_has_everything_and_needs_nothing(outcome: Outcome) -> None:
    page = FORMATS["html"](outcome)
    root = parsed(page)
    assert not re.search(r"(?:src|href)=\"(?!#)", page), "it loads nothing"
    assert [row.get("class") for row in root.iterfind(".//li[@data-row='finding']")] == ["query", "error", "note"]
    assert root.findtext(".//li[@id='f2']/pre/mark") == "<ref"
    assert [cell.text for cell in root.iterfind(".//tr[@data-row='element']/th/code")] == ["TEI", "ref", "{urn:x}y"]
    assert [cell.text for cell in root.iterfind(".//tr[@data-row='element'][1]/td")] == ["2", "2"]
    text = "".join(root.itertext())
    assert all(words in text for words in ("So in the source.", "c.xml: is empty", "A reference whose target does not exist."))
    assert "</script>" not in re.sub(r"(?s)<script>.*?</script>", "", page), "what a file says is no markup"


def test_the_page_can_be_used_without_seeing_it(outcome: Outcome) -> None:
    root = parsed(FORMATS["html"](outcome))
    ids = [node.get("id") for node in root.iter() if node.get("id")]
    assert len(ids) == len(set(ids))
    assert {link.get("href", "")[1:] for link in root.iter("a") if link.get("href")} <= set(ids)
    assert root.get("lang") == "en"
    assert len(list(root.iter("main"))) == len(list(root.iter("h1"))) == 1
    levels = [int(node.tag[1]) for node in root.iter("h1", "h2", "h3")]  # type: ignore[index]
    assert all(later - earlier <= 1 for earlier, later in pairwise(levels))
    labelled = {label.get("for") for label in root.iter("label")}
    assert all(field.get("id") in labelled or field.getparent().tag == "label" for field in root.iter("input"))  # type: ignore[union-attr]
    assert all(table.find("caption") is not None for table in root.iter("table"))


def test_the_name_of_a_file_means_a_format() -> None:
    assert [format_of(name) for name in ("a.html", "B.SARIF", "c.json", "d.txt", "")] == ["html", "sarif", "json", "full", "full"]


def test_a_schema_says_of_what_tei_it_is(tmp_path: Path) -> None:
    path = tmp_path / "house.rng"
    path.write_text("<grammar><!--\nTEI Edition: P5 Version 4.10.0a. Last updated on 11th June 2025\n--></grammar>")
    assert str(vocabulary(path)) == "house.rng, TEI 4.10.0a"
    path.write_text("<grammar/>")
    assert str(vocabulary(path)) == "house.rng"


def test_an_acceptance_is_found_among_very_many() -> None:
    """In a time that does not grow with the product of both."""
    findings = [finding(file=f"tei/{number % 100}/letter{number}.xml", identifier=f"p{number}") for number in range(5_000)]
    accepted = [Accepted("REF002", f"{number % 100}/letter{number}#p{number}", "So.") for number in range(5_000)]
    assert len(answer(findings, accepted, documents=[each.locus.file for each in findings]).accepted) == 5_000


def test_an_acceptance_answers_no_more_than_it_says() -> None:
    answered = answer([finding(line=number) for number in (2, 4, 6)], [Accepted("REF002", "letter", "So.", times=2)])
    assert [found.locus.line for found in answered.open] == [6]
    assert answer([finding()], [Accepted("REF002", "letter", "So.", path="/p/date")]).accepted == ()

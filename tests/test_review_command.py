"""`edition review`: what it takes, what it refuses, and that showing decides nothing."""

from __future__ import annotations

import io
import json

import pytest
from deciding import TEXT

from edition import cli


@pytest.fixture
def here(tmp_path, monkeypatch, capsys):
    """A project with one damaged document, ingested."""
    monkeypatch.chdir(tmp_path)
    monkeypatch.delenv("EDITION_SEEDS", raising=False)
    cli.main(["new", "letters"])
    monkeypatch.chdir(tmp_path / "letters")
    home = tmp_path / "letters" / "seeds" / "letters"
    (home / "first.toml").unlink()
    (home / "first.txt").write_text(TEXT, "utf-8")
    cli.main(["ingest"])
    capsys.readouterr()
    return home


def run(capsys, *arguments: str) -> tuple[int, str, str]:
    code = cli.main(["review", *arguments])
    said = capsys.readouterr()
    return code, said.out, said.err


@pytest.mark.parametrize("name", [
    "letters", "first", "letters/first", "seeds/letters", "seeds/letters/first.txt", "seeds/letters/first.review.toml", "tei/letters/first.xml",
])
def test_a_document_is_found_by_any_of_its_names(here, capsys, name):
    code, out, _ = run(capsys, name, "--list")
    assert code == 0
    assert out.startswith("first: L3  ")
    assert out.count("stands twice") == 4


def test_rules_are_accepted_and_rejected_as_a_whole(here, capsys):
    code, out, _ = run(capsys, "--accept", "doubled-word", "--reject", "ws.double")
    assert (code, out) == (0, "4 accepted, 2 rejected, 1 left; run edition build letters\n")
    one = json.loads(run(capsys, "--json")[1])
    assert (one["format"], [each["rule"] for each in one["proposals"]]) == (1, ["hyphenation"])
    code, out, _ = run(capsys, "--accept-id", one["proposals"][0]["id"])
    assert (code, out) == (0, "1 accepted, 0 left; run edition build letters\n")
    assert run(capsys) == (0, "nothing waits for a decision\n", "")
    assert not (here / "first.review.toml").exists()
    assert cli.main(["build", "letters"]) == 0


@pytest.mark.parametrize(("arguments", "words", "hint"), [
    (("--accept", "doubled"), 'rule "doubled"', 'Did you mean "doubled-word"? Open: doubled-word, hyphenation, ws.double'),
    (("--reject-id", "000"), 'id "000"', "Open: "),
    (("--accept", "hyphenation", "--reject", "hyphenation"), "both", "Say one"),
    (("fist",), "no such edition, document or file", 'Did you mean "first"?'),
    (("nothing.txt",), "there is no such file", "Check"),
    (("seeds/letters/edition.toml",), "is no document of letters", "[[document]]"),
])
def test_what_cannot_be_meant_is_refused_before_anything_is_decided(here, capsys, arguments, words, hint):
    code, _, err = run(capsys, *arguments)
    assert code in (65, 78)
    assert words in err
    assert hint in err
    assert not (here / "first.toml").exists()


def test_to_show_decides_nothing(here, capsys):
    before = (here / "first.review.toml").read_bytes()
    for option in ("--list", "--json", "--diff", "--html"):
        assert run(capsys, option)[0] == 0
    assert ((here / "first.review.toml").read_bytes(), (here / "first.toml").exists()) == (before, False)
    assert (here.parent.parent / "build" / "letters" / "reports" / "review" / "first.html").is_file()
    assert run(capsys, "first", "--html", "page.html")[1] == "page.html\n"
    assert run(capsys, "--html", "first")[1].endswith("reports/review/first.html\n")


def test_a_session_ends_with_what_to_do_next(here, capsys, monkeypatch):
    monkeypatch.setattr("sys.stdin", io.StringIO("y\n"))
    code, out, _ = run(capsys)
    assert code == 0
    assert out.endswith("1 accepted, 6 left; run edition build letters\n")


def test_decisions_in_the_queue_are_applied_without_a_word(here, capsys):
    path = here / "first.review.toml"
    path.write_text(path.read_text("utf-8").replace('decision = ""', 'decision = "accept"'), "utf-8")
    assert cli.main(["ingest"]) == 0
    assert "7 proposals wait for a decision; the file has decisions for 7 of them" in capsys.readouterr().err
    code, out, err = run(capsys, "--apply")
    assert (code, err) == (0, "")
    assert out == "7 decisions of the queue were carried out\n7 accepted, 0 left; run edition build letters\n"


def test_a_record_that_is_wrong_or_write_protected_is_left_alone(here, capsys):
    record = here / "first.toml"
    record.write_text("format = \n", "utf-8")
    code, _, err = run(capsys, "--accept", "hyphenation")
    assert code == 78
    assert "first.toml:1:10: not TOML" in err
    record.write_text("format = 1\n", "utf-8")
    record.chmod(0o444)
    code, _, err = run(capsys, "--accept", "hyphenation")
    assert code == 73
    assert "first.toml: is write-protected" in err
    assert record.read_text("utf-8") == "format = 1\n"
    record.chmod(0o644)
    (here / "first.review.toml").chmod(0o444)
    assert run(capsys, "--accept", "hyphenation")[0] == 73
    assert record.read_text("utf-8") == "format = 1\n"


def test_a_document_of_no_edition_is_reviewed_where_it_lies(tmp_path, monkeypatch, capsys):
    monkeypatch.chdir(tmp_path)
    (tmp_path / "letter.txt").write_bytes(TEXT.replace("the man", "l’été").encode("cp1252"))
    assert cli.main(["ingest", "letter.txt", "--out", "made", "--encoding", "cp1252"]) == 0
    assert "edition review made/letter.review.toml" in capsys.readouterr().err
    for name in ("made/letter.review.toml", "made/letter.xml", "letter.txt"):
        assert run(capsys, name, "--list")[1].startswith("made/letter.review.toml: L3")
    code, out, _ = run(capsys, "letter.txt", "--out", "made", "--accept", "doubled-word")
    assert (code, out) == (0, "4 accepted, 3 left; run edition build letter.txt --out made --encoding cp1252\n")
    assert run(capsys, "letter.toml", "--reject", "ws.double", "--reject", "hyphenation")[0] == 0
    assert (tmp_path / "letter.toml").read_text("utf-8").count("[[fix]]") == 4
    assert not (tmp_path / "made" / "letter.review.toml").exists()
    assert run(capsys, "made/letter.review.toml") == (0, "nothing waits for a decision\n", "")
    assert cli.main(["ingest", "letter.txt", "--out", "made", "--encoding", "cp1252"]) == 0
    assert "été" in (tmp_path / "made" / "letter.xml").read_text("utf-8")


def test_an_edition_that_was_not_ingested_says_so(tmp_path, monkeypatch, capsys):
    monkeypatch.chdir(tmp_path)
    cli.main(["new", "letters"])
    monkeypatch.chdir(tmp_path / "letters")
    assert "Run `edition ingest letters`" in run(capsys)[2]

"""The command line as a person meets it: help, exit codes, messages for every kind of bad input, and the last good output untouched."""

from __future__ import annotations

import json
import os
import re
import resource
import signal
import subprocess
import sys
import time
from pathlib import Path

import pytest

from edition import cli
from edition.errors import OutputError, ProjectError, SourceError

VERBS = ("new", "ingest", "record", "review", "check", "explain", "publish", "archive", "verify", "build", "doctor")
TEI = """<TEI xmlns="http://www.tei-c.org/ns/1.0" xml:lang="en"><teiHeader><fileDesc><titleStmt><title>{title}</title></titleStmt>
<publicationStmt><publisher>Press</publisher><availability><p>Free.</p></availability></publicationStmt><sourceDesc><p>Made up.</p></sourceDesc></fileDesc></teiHeader>{text}</TEI>"""


@pytest.fixture
def here(tmp_path, monkeypatch):
    """An empty folder to be in."""
    monkeypatch.chdir(tmp_path)
    monkeypatch.delenv("EDITION_SEEDS", raising=False)
    return tmp_path


@pytest.fixture
def edition(here, capsys):
    """A small edition that has been made with `edition new`."""
    assert cli.main(["new", "letters"]) == 0
    os.chdir("letters")
    capsys.readouterr()
    return here / "letters"


def run(*arguments: str) -> int:
    return cli.main(list(arguments))


def test_help_is_there_for_every_verb_with_an_example(capsys):
    for verb in VERBS:
        with pytest.raises(SystemExit) as ended:
            run(verb, "--help")
        assert ended.value.code == 0
        assert f"Example: edition {verb}" in capsys.readouterr().out


def test_every_verb_is_in_the_documentation():
    root = Path(__file__).resolve().parent.parent
    words = (root / "docs" / "command-line.md").read_text("utf-8") + (root / "README.md").read_text("utf-8")
    assert [verb for verb in VERBS if f"edition {verb}" not in words] == []


def test_no_verb_is_a_usage_error(capsys):
    assert run() == 2
    assert "VERB" in capsys.readouterr().out


@pytest.mark.parametrize(("name", "content", "code", "words", "hint"), [
    ("none.txt", None, 65, "there is no such file", "Check the name"),
    ("empty.txt", b"", 65, "is empty", "text in it"),
    ("blank.txt", b" \n\n ", 65, "", ""),
    ("photo.txt", b"\x89PNG\r\n\x1a\n" + bytes(range(256)) * 4, 65, "is not a text file", ""),
    ("book.pdf", b"%PDF-1.7 x", 65, ".pdf is not a format", "pdftotext"),
    ("old.doc", b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1", 65, ".doc is not a format", "save it as .docx"),
    ("bad.docx", b"PK\x03\x04broken", 65, "is damaged", ""),
    ("page.xml", b"<html><body/></html>", 65, "not TEI P5", ".html"),
    ("cut.xml", b"<TEI xmlns='http://www.tei-c.org/ns/1.0'><text>", 65, "not well-formed", "edition check"),
    ("what.xyz", b"words", 65, "suffix", "Known suffixes"),
])
def test_what_cannot_be_read_is_said_in_words(here, capsys, name, content, code, words, hint):
    if content is not None:
        (here / name).write_bytes(content)
    assert run("build", name, "--out", "made") == code
    said = capsys.readouterr().err
    assert name in said
    assert words in said
    assert hint in said
    assert "Traceback" not in said
    assert not (here / "made").exists() or not list((here / "made").iterdir())


def test_a_folder_instead_of_a_file(here, capsys):
    (here / "letters.txt").mkdir()
    assert run("build", "letters.txt", "--out", "made") == 65
    assert "is a folder" in capsys.readouterr().err


def test_a_file_that_may_not_be_read(here, capsys, monkeypatch):
    path = here / "secret.txt"
    path.write_text("Words.")
    real = Path.read_bytes

    def refuse(self: Path) -> bytes:  # root may read everything, so the refusal is made here
        if self.name == "secret.txt":
            raise PermissionError(13, "Permission denied", str(self))
        return real(self)

    monkeypatch.setattr(Path, "read_bytes", refuse)
    assert run("build", "secret.txt", "--out", "made") == 65
    assert "ermission" in capsys.readouterr().err


@pytest.mark.parametrize(("edit", "code", "words"), [
    (('title     = "Letters"', 'titel     = "Letters"'), 78, "title"),
    (('id        = "letters"', 'id        = "others"'), 78, "the folder is 'letters'"),
    (('name = "first"', 'name = "first"\n[[document]]\nname = "first"'), 78, "stands twice"),
    (('name = "first"', 'name = "second"'), 65, "second"),
    (("format = 1", "format = [1"), 78, "not TOML"),
    (('deposit   = "full"', 'deposit   = "ful"'), 78, "'full'"),
])
def test_a_mistake_in_edition_toml(edition, capsys, edit, code, words):
    path = edition / "seeds" / "letters" / "edition.toml"
    text = path.read_text("utf-8")
    assert edit[0] in text
    path.write_text(text.replace(*edit), "utf-8")
    assert run("build") == code
    said = capsys.readouterr().err
    assert words in said
    assert re.search(r"edition\.toml:\d+|second\.\*", said)


def test_a_mistake_in_a_record(edition, capsys):
    record = edition / "seeds" / "letters" / "first.toml"
    record.write_text('[source]\nfiel = "first.txt"\n', "utf-8")
    assert run("ingest", "letters") == 78
    said = capsys.readouterr().err
    assert "first.toml:2" in said
    assert "'file'" in said


def test_a_bad_address_is_a_finding_and_the_rest_is_made(edition, capsys):
    record = edition / "seeds" / "letters" / "first.toml"
    record.write_text('[[fix]]\nat = "L99 \'no such words\'"\nto = "x"\n[[note]]\nat = "L1 \'nor these\'"\ntext = "N."\n', "utf-8")
    assert run("ingest", "letters", "--json") == 1
    told = json.loads(capsys.readouterr().out)
    assert [(found["code"], found["line"]) for found in told["findings"] if found["code"] == "SRC010"] == [("SRC010", 2), ("SRC010", 5)]
    assert (edition / "tei" / "letters" / "first.xml").is_file()


def test_a_wrong_checksum(edition, capsys):
    record = edition / "seeds" / "letters" / "first.toml"
    record.write_text(f'[source]\nsha256 = "{"0" * 64}"\n', "utf-8")
    assert run("build") == 65
    assert "not the file on record" in capsys.readouterr().err


def test_a_missing_document_is_named_with_its_checksum(edition, capsys, monkeypatch):
    (edition / "seeds" / "letters" / "first.txt").unlink()
    (edition / "seeds" / "letters" / "first.toml").write_text(f'[source]\nfile = "first.txt"\nsha256 = "{"ab" * 32}"\n', "utf-8")
    assert run("build", "letters") == 65
    said = capsys.readouterr().err
    assert "first.txt" in said
    assert "ab" * 32 in said
    assert "EDITION_SEEDS" in said
    assert run("build") == 65
    capsys.readouterr()
    assert run("new", "../others") == 0
    (edition.parent / "others" / "seeds" / "others").rename(edition / "seeds" / "others")
    assert run("build") == 0  # not asked for by name: the other editions are built
    assert "letters: not built" in capsys.readouterr().err
    assert (edition / "build" / "others" / "reader.pdf").is_file()
    monkeypatch.setenv("EDITION_SEEDS", "nowhere")
    assert run("build", "letters") == 65
    assert "EDITION_SEEDS" in capsys.readouterr().err


def test_out_that_cannot_be_written(here, capsys):
    (here / "a.txt").write_text("Some words.\n")
    (here / "made").write_text("a file")
    assert run("ingest", "a.txt", "--out", "made") == 73
    assert "choose another --out" in capsys.readouterr().err
    assert (here / "made").read_text() == "a file"


@pytest.mark.parametrize(("text", "code"), [("", 1), ("<sourceDoc><surface><zone><line>A line.</line></zone></surface></sourceDoc>", 0)])
def test_tei_with_only_a_header_or_a_source_doc_is_published_and_what_the_schema_wants_is_said(here, capsys, text, code):
    (here / "odd.xml").write_text(TEI.format(title="Odd", text=text), "utf-8")
    assert run("publish", "odd.xml", "--only", "epub") == code
    assert (here / "odd.epub").is_file()


def test_a_missing_picture_is_a_finding_and_an_output_is_made(here, capsys):
    text = '<text><body><p>See <figure><graphic url="lost.png"/><figDesc>A lost boat</figDesc></figure></p></body></text>'
    (here / "boat.xml").write_text(TEI.format(title="Boat", text=text), "utf-8")
    assert run("publish", "boat.xml", "--only", "epub", "--json") == 1
    told = json.loads(capsys.readouterr().out)
    assert any("lost.png" in found["message"] for found in told["findings"])
    assert (here / "boat.epub").is_file()


def test_publishing_an_edition_writes_the_list_of_what_was_left_out_as_a_build_does(edition, capsys):
    assert run("ingest", "letters") == 0
    assert run("publish", "letters", "--only", "epub") == 0
    left = json.loads((edition / "build" / "letters" / "reports" / "omitted.json").read_text("utf-8"))
    assert [(each["document"], each["element"], each["text"]) for each in left] == [("first", "surplus", " you")]
    assert "left out: 1 word (1 surplus)" in "".join(capsys.readouterr())


def test_a_hand_edited_tei_is_left_alone(edition, capsys):
    assert run("ingest", "letters") == 0
    path = edition / "tei" / "letters" / "first.xml"
    path.write_bytes(path.read_bytes().replace(b"A page to begin with", b"A page to begin with!", 1))
    mine = path.read_bytes()
    assert run("ingest", "letters") == 0
    assert "edited by hand" in capsys.readouterr().err
    assert path.read_bytes() == mine
    assert run("ingest", "letters", "--overwrite") == 0
    assert path.read_bytes() != mine


def test_verify_names_the_line_of_a_changed_word_and_lets_a_correction_be(edition, capsys):
    assert run("ingest", "letters") == 0
    path = edition / "tei" / "letters" / "first.xml"
    text = path.read_text("utf-8")
    path.write_text(text.replace("plain text", "plane text", 1), "utf-8")
    assert run("verify", "letters") == 1
    assert "line 4 of the source" in capsys.readouterr().err
    path.write_text(text.replace("editor's note", "editor's remark").replace("An editor", "The editor"), "utf-8")
    assert run("verify", "letters") == 0


def test_verify_and_adopt_take_a_document_by_its_name(edition, capsys):
    assert run("ingest", "letters") == 0
    for name in ("first", "letters/first"):
        assert run("verify", name) == 0
        assert "first.xml: gives back" in capsys.readouterr().out
        assert run("adopt", name) == 0
        assert "first.xml: nothing to take into the record" in capsys.readouterr().out
    assert run("adopt", "frist") != 0
    assert 'Did you mean "first"?' in capsys.readouterr().err
    path = edition / "tei" / "letters" / "first.xml"
    path.write_text(path.read_text("utf-8").replace("plain text", "plane text", 1), "utf-8")
    assert run("adopt", "first") == 1
    assert "nothing to take" not in capsys.readouterr().out


def test_adopt_says_what_comes_next_and_is_not_advised_again(edition, capsys):
    (edition / "seeds" / "letters" / "first.toml").write_text('[[fix]]\nat = "L4 \'plain\'"\nto = "playn"\n', "utf-8")
    assert run("ingest", "letters", "--overwrite") == 0
    path = edition / "tei" / "letters" / "first.xml"
    path.write_text(path.read_text("utf-8").replace(">playn<", ">plane<", 1), "utf-8")
    capsys.readouterr()
    run("verify", "letters")
    assert "edition adopt" in capsys.readouterr().err
    assert run("adopt", "letters", "--dry-run") == 0
    assert "next:" not in capsys.readouterr().out
    assert run("adopt", "letters") == 0
    assert "next: `edition ingest letters --overwrite`" in capsys.readouterr().out
    run("verify", "letters")
    told = capsys.readouterr().err
    assert "SRC022" in told
    assert "edition adopt" not in told
    assert "edition ingest --overwrite" in told
    assert run("ingest", "letters", "--overwrite") == 0
    run("verify", "letters")
    assert "SRC022" not in capsys.readouterr().err


def test_documents_that_cannot_be_read_are_each_an_error_with_its_own_advice(edition, capsys):
    folder = edition / "seeds" / "letters"
    with (folder / "edition.toml").open("a") as file:
        file.write('[[document]]\nname = "void"\n[[document]]\nname = "odd"\n')
    (folder / "void.txt").write_bytes(b"")
    (folder / "odd.txt").write_bytes("The na\u00efve miller’s wife, who’d been at Besan\u00e7on".encode("cp1252"))
    assert run("ingest", "letters") == 65
    told = capsys.readouterr().err
    assert told.count("error: ") == told.count("  help: ") == 2
    assert "--encoding" in told


@pytest.mark.skipif(not hasattr(os, "mkfifo"), reason="this system has no named pipes")
def test_a_pipe_is_refused_and_nothing_waits_for_it(here, capsys):
    os.mkfifo(here / "pipe.txt")
    assert run("ingest", "pipe.txt") == 65
    assert "is a pipe" in capsys.readouterr().err


def test_loose_files_are_ingested_and_verified(here, capsys):
    (here / "a.txt").write_bytes(b"A title\r\n\r\nSome words, caf\xc3\x83\xc2\xa9.\r\n")
    assert run("ingest", "a.txt", "--out", "made") == 0
    assert (here / "made" / "a.xml").is_file()
    assert (here / "made" / "a.edits.json").is_file()
    assert run("verify", "made/a.xml") == 0
    assert "byte for byte" in capsys.readouterr().out
    (here / "a.txt").rename(here / "b.txt")
    assert run("verify", "made/a.xml", "--source", "b.txt") == 0
    (here / "b.txt").write_bytes(b"Other words.\n")
    assert run("verify", "made/a.xml", "--source", "b.txt") == 1


def test_an_edition_is_made_of_a_folder_in_order(here, capsys):
    (here / "papers").mkdir()
    for name, text in (("2 b.txt", "Second."), ("1 a.md", "# First\n\nWords."), ("3.jpg", "x")):
        (here / "papers" / name).write_text(text)
    assert run("new", "book", "--from", "papers") == 0
    assert "left out, not readable: 3.jpg" in capsys.readouterr().out
    text = (here / "book" / "seeds" / "book" / "edition.toml").read_text("utf-8")
    assert text.index('"1-a"') < text.index('"2-b"')
    os.chdir("book")
    assert run("ingest") == 0


def test_archive_is_refused_while_an_error_stands_or_a_proposal_waits(edition, capsys):
    home = edition / "seeds" / "letters"
    (home / "first.toml").unlink()  # the doubled word is not corrected any more
    assert run("build", "letters") == 1
    said = capsys.readouterr()
    assert "proposals wait" in said.err
    assert "Decide with `edition review first`" in said.out
    assert not (edition / "build" / "letters" / "deposit").exists()
    assert (home / "first.review.toml").is_file()
    (home / "first.toml").write_text('[[keep]]\nrule = "doubled-word"\nwhy = "So in the source."\n', "utf-8")
    assert run("build", "letters") == 0
    assert (edition / "build" / "letters" / "deposit" / "bagit.txt").is_file()
    assert not (home / "first.review.toml").exists()


# in a process of its own: what a signal, a full disk and a slow start do

COMMAND = [sys.executable, "-m", "edition.cli"]


def test_no_room_on_the_disk_leaves_what_was_there(here):
    (here / "a.txt").write_text("Title\n\n" + "Some words and more of them. " * 400)
    assert subprocess.run([*COMMAND, "ingest", "a.txt", "--out", "made"], check=False, capture_output=True).returncode == 0
    good = (here / "made" / "a.xml").read_bytes()
    (here / "a.txt").write_text("Title\n\n" + "Other words and more of them. " * 400)
    done = subprocess.run(
        [*COMMAND, "ingest", "a.txt", "--out", "made"], check=False, capture_output=True, text=True,
        preexec_fn=lambda: resource.setrlimit(resource.RLIMIT_FSIZE, (4096, 4096)),
    )  # fmt: skip
    assert done.returncode == OutputError.exit_code
    assert "no room left" in done.stderr
    assert (here / "made" / "a.xml").read_bytes() == good
    assert not [path for path in (here / "made").iterdir() if path.name.endswith(".part")]


def test_an_interrupted_build_leaves_what_was_there(edition):
    assert subprocess.run([*COMMAND, "build"], check=False, capture_output=True).returncode == 0
    pdf = edition / "build" / "letters" / "reader.pdf"
    good = pdf.read_bytes()
    text = edition / "seeds" / "letters" / "first.txt"
    text.write_text(text.read_text() + "\n" + "More words on another page, and another. " * 4000)
    process = subprocess.Popen([*COMMAND, "build"], stdout=subprocess.PIPE, stderr=subprocess.PIPE, start_new_session=True)
    time.sleep(2.5)
    os.killpg(process.pid, signal.SIGINT)
    _, said = process.communicate(timeout=60)
    assert process.returncode == 130, said
    assert b"Traceback" not in said
    assert pdf.read_bytes() == good
    assert not list((edition / "build").rglob("*.part"))


def test_the_kinds_of_error_have_their_exit_codes():
    assert (SourceError.exit_code, OutputError.exit_code, ProjectError.exit_code) == (65, 73, 78)


@pytest.mark.parametrize(("words", "language"), [
    ("Dear Anna, I have not heard from you since the harbour closed, and the boats are all gone.", "en"),
    ("Liebe Anna, ich habe nichts von dir gehört, seit der Hafen geschlossen ist und die Boote weg sind.", "de"),
    ("Orrismouth 1871", "und"),
])
def test_a_document_of_no_edition_is_in_the_language_of_its_words_and_that_is_said(here, capsys, words, language):
    (here / "letter.txt").write_text(words + "\n", "utf-8")
    assert run("ingest", "letter.txt") == 0
    assert f'xml:lang="{language}"' in (here / "letter.xml").read_text("utf-8").split("<teiHeader")[0]
    assert "SRC036" in capsys.readouterr().err
    (here / "letter.toml").write_text('format = 1\n[source]\nfile = "letter.txt"\nlang = "fr"\n')
    assert run("ingest", "letter.txt", "--overwrite") == 0
    assert 'xml:lang="fr"' in (here / "letter.xml").read_text("utf-8").split("<teiHeader")[0]
    assert "SRC036" not in capsys.readouterr().err


def test_an_encoding_with_an_edition_is_refused_and_not_forgotten(edition, capsys):
    for verb in ("ingest", "build"):
        assert run(verb, "letters", "--encoding", "cp1252") == 2
        told = capsys.readouterr().err
        assert '--encoding "cp1252" is for one file' in told
        assert 'encoding = "cp1252"' in told
    assert not list((edition / "tei").rglob("*.xml"))

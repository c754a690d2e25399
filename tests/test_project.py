"""edition.toml: all that it can say, and every way in which it can be wrong, with file, line, key and what to do."""

from __future__ import annotations

from pathlib import Path

import pytest

from edition import project
from edition.errors import ProjectError
from edition.header import Agent, Header
from edition.project import DEFAULT_NOTES, Accepted, Entry, NoteSeries, Part, Person

FULL = """format = 1
id = "kites"
title = "The Kite Papers"
subtitle = "Letters and a Poem"
languages = ["en", "fr-CA"]
date = "2026-01"
edition = "2"
[publisher]
name = "The Kite Press"
place = "Windhaven"
[[author]]
name = "Ann Teller"
[[editor]]
name = "Bo Reader"
orcid = "0000-0002-1825-0097"
id = "ed"
resp = "transcription"
[rights]
text = "CC0-1.0"
editorial = "CC-BY-4.0"
deposit = "restricted"
contact = "kites@example.org"
[identifiers]
doi = "10.1234/kites"
[[document]]
name = "letter"
[[document]]
name = "poem"
master = "tei"
[[part]]
title = "Papers"
documents = ["letter", "poem"]
[notes]
editor = { match = "@resp", rank = 2, marks = "a b c", restart = "document", heading = "Editor's notes" }
author = {}
[reading]
choice = "diplomatic"
corrections = "mark"
[output]
odd = "house.odd"
css = ["house.css"]
front = ["preface"]
pdf = { page = "A4", hyphenate = false }
epub = { pages = "source" }
[[accepted]]
code = "TXT002"
at = "letter#letter-L14"
reason = "So in the source."
"""


def written(folder: Path, text: str = FULL) -> Path:
    """The folder of an edition with that edition.toml and the files that FULL names."""
    made = folder / "seeds" / "kites"
    (made / "front").mkdir(parents=True, exist_ok=True)
    for name in ("house.odd", "house.css", "front/preface.md"):
        (made / name).write_text("")
    (made / project.FILE).write_text(text, encoding="utf-8")
    return made


def test_all_that_is_said_is_read(tmp_path: Path) -> None:
    folder = written(tmp_path)
    found = project.read(folder)
    assert (found.id, found.title, found.subtitle, found.language, found.date, found.edition) == ("kites", "The Kite Papers", "Letters and a Poem", "en", "2026-01-01", "2")
    assert found.people == (Person("Ann Teller", "author"), Person("Bo Reader", "editor", "ed", "0000-0002-1825-0097", "transcription"))
    assert found.person("ed") == found.people[1]
    assert (found.rights.text, found.rights.deposit, found.identifiers) == ("CC0-1.0", "restricted", {"doi": "10.1234/kites"})
    assert found.documents == (Entry("letter"), Entry("poem", "tei"))
    assert found.parts == (Part("Papers", ("letter", "poem")),)
    assert found.notes == (NoteSeries("editor", "@resp", "foot", "a b c", "document", 2, "Editor's notes"), NoteSeries("author"))
    assert (found.choice, found.corrections, found.odd, found.css, found.front, found.pdf.page, found.pdf.hyphenate, found.epub_pages) == (
        "diplomatic", "mark", "house.odd", ("house.css",), ("preface",), "A4", False, "source",
    )  # fmt: skip
    assert found.accepted == (Accepted("TXT002", "letter#letter-L14", "So in the source.", 45),)
    assert (found.root, found.tei, found.build) == (tmp_path, tmp_path / "tei" / "kites", tmp_path / "build" / "kites")


def test_an_id_and_a_title_are_enough(tmp_path: Path) -> None:
    found = project.read(written(tmp_path, 'id = "kites"\ntitle = "Kites"\n'))
    assert (found.languages, found.date, found.notes, found.rights.deposit) == (("en",), project.NO_DATE, DEFAULT_NOTES, "full")


WRONG = [
    # what is exchanged, for what, the message behind "edition.toml:", a part of the hint
    ("format = 1", "format = 2", "1: format: this program reads format 1", "newer"),
    ('id = "kites"', 'id = "the kites"', "2: id: 'the kites' cannot name a folder", "letter"),
    ('id = "kites"', 'id = "papers"', "2: id: is 'papers', and the folder is 'kites'", "same name"),
    ('title = "The Kite Papers"', "", "1: title: is missing", "title ="),
    ('title = "The Kite Papers"', 'title = ""', "3: title: is empty", ""),
    ('languages = ["en", "fr-CA"]', 'languages = ["english"]', "5: languages: 'english' is not a language tag", "BCP 47"),
    ('subtitle = "Letters', 'subtitel = "Letters', "4: subtitel: is not known here", "Did you mean 'subtitle'?"),
    ('date = "2026-01"', 'date = "soon"', "6: date: 'soon' is not a date", "2026-01-31"),
    ('place = "Windhaven"', 'palce = "Windhaven"', "10: publisher.palce: is not known here", "Did you mean 'place'?"),
    ("[publisher]", "[publishers]", "8: publishers: is not known here", "Did you mean 'publisher'?"),
    ('orcid = "0000-0002-1825-0097"', 'orcid = "0000-0002-1825-0098"', "15: editor.orcid: '0000-0002-1825-0098' is not an ORCID iD", "groups of four"),
    ('id = "ed"', 'id = "the editor"', "16: editor.id: 'the editor' cannot be an xml:id", "letter"),
    ('name = "Ann Teller"', 'name = "Ann Teller"\nid = "ed"', "17: two people have the id 'ed'", ""),
    ("[[author]]", "[author]", "11: author: is a table, and should be a list of tables", "[[author]]"),
    ('deposit = "restricted"', 'deposit = "partly"', "21: rights.deposit: 'partly' is not one of full, restricted, metadata-only", "Known"),
    ('doi = "10', 'dio = "10', "24: identifiers.dio: is not known here", "Did you mean 'doi'?"),
    ('name = "poem"', 'name = "letter"', "28: document.name: 'letter' stands twice", "of its own"),
    ('name = "poem"', 'name = "../poem"', "28: document.name: '../poem' cannot name a file", "no blanks"),
    ('master = "tei"', 'master = "xml"', "29: document.master: 'xml' is not one of record, tei", "Known"),
    ('documents = ["letter", "poem"]', 'documents = ["letter", "song"]', "32: part 1 names 'song', which is no [[document]]", ""),
    ('marks = "a b c"', 'marks = "x y z"', "34: notes.editor.marks: 'x y z' is not known", "1 2 3"),
    ("rank = 2", 'rank = "two"', "34: notes.editor.rank: is a text, and should be a whole number", ""),
    ("author = {}", '"the author" = {}', "35: notes.the author: cannot name a series", "letter"),
    ('choice = "diplomatic"', 'choice = "diplomatik"', "37: reading.choice: 'diplomatik' is not one of reading, diplomatic", "Did you mean 'diplomatic'?"),
    ('odd = "house.odd"', 'odd = "none.odd"', "40: output.odd: ", ""),
    ('front = ["preface"]', 'front = ["foreword"]', "42: output.front: ", "Markdown"),
    ('page = "A4"', 'page = "leter"', "43: output.pdf.page: 'leter' is not one of A5, A4, letter, crown", "Did you mean 'letter'?"),
    ('reason = "So in the source."', "", "45: accepted.reason: is missing", "reason ="),
]


@pytest.mark.parametrize(("old", "new", "message", "hint"), WRONG, ids=[row[2].split(": ", 1)[1][:40] for row in WRONG])
def test_what_is_wrong_is_told_with_file_line_key_and_what_to_do(tmp_path: Path, old: str, new: str, message: str, hint: str) -> None:
    assert old in FULL
    folder = written(tmp_path, FULL.replace(old, new, 1))
    with pytest.raises(ProjectError) as caught:
        project.read(folder)
    assert caught.value.message.startswith(f"{folder / project.FILE}:{message}")
    assert hint in caught.value.hint
    assert caught.value.exit_code == 78


def test_a_folder_without_edition_toml_is_told_how_to_make_one(tmp_path: Path) -> None:
    with pytest.raises(ProjectError) as caught:
        project.read(tmp_path)
    assert "edition new" in caught.value.hint


def test_a_loose_file_gets_the_project_that_its_header_says(tmp_path: Path) -> None:
    header = Header(title="A Letter", agents=(Agent("Ann Teller", "author"),), languages=("fr", "en"), licence="https://example.org/l", publisher="P")
    found = project.loose(header, name="1 letter", folder=tmp_path, date="2026-01-31")
    assert (found.id, found.title, found.language, found.publisher, found.rights.text) == ("d1-letter", "A Letter", "fr", "P", "https://example.org/l")
    assert found.people == (Person("Ann Teller", "author"),)
    assert project.loose(Header(), name="letter", folder=tmp_path, date="2026-01-31").title == "letter"


@pytest.mark.parametrize(("name", "portable", "identifier"), [
    ("Brief Nr. 1", "Brief-Nr.-1", "Brief-Nr.-1"), ("Œuvre été", "uvre-ete", "uvre-ete"), ("2nd", "2nd", "d2nd"), ("日本", "document", "document"), ("../x", "x", "x"),
])  # fmt: skip
def test_names_of_files_and_ids_are_made_of_plain_letters(name: str, portable: str, identifier: str) -> None:
    assert project.portable(name) == portable
    assert project.identifier(name) == identifier

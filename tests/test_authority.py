"""authority.toml: read strictly; identifiers are tested by form and check digit, and nothing is looked up."""

from __future__ import annotations

import re
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from edition import authority, project, refs
from edition.errors import ProjectError

ENTRY = '[[person]]\nid = "nan"\nname = "Pask, Nan"\n'


def read(tmp_path: Path, text: str, **more: list[str]) -> authority.Authority:
    path = tmp_path / "authority.toml"
    path.write_text(text, "utf-8")
    return authority.read(path, **more)


@pytest.mark.parametrize(("said", "address"), [
    ("viaf:24602065", "https://viaf.org/viaf/24602065"),
    ("wikidata:Q5879", "http://www.wikidata.org/entity/Q5879"),
    ("gnd:118540238", "https://d-nb.info/gnd/118540238"),
    ("gnd:101115658X", "https://d-nb.info/gnd/101115658X"),
    ("gnd:4021477-1", "https://d-nb.info/gnd/4021477-1"),
    ("isni:0000 0001 2103 2683", "https://isni.org/isni/0000000121032683"),
    ("orcid:0000-0002-1825-0097", "https://orcid.org/0000-0002-1825-0097"),
    ("lcnaf:n79003362", "http://id.loc.gov/authorities/names/n79003362"),
    ("geonames:2950159", "https://sws.geonames.org/2950159/"),
    ("https://example.org/people/nan", "https://example.org/people/nan"),
    ("urn:isbn:9780000000002", "urn:isbn:9780000000002"),
])  # fmt: skip
def test_a_reference_becomes_a_whole_address(said: str, address: str) -> None:
    assert refs.ref(said).address == address


@pytest.mark.parametrize("said", [
    "viaf:", "viaf:0123", "wikidata:5879", "wikidata:Q05", "gnd:118540239", "gnd:4021477-2", "gnd:Goethe", "isni:0000000121032684", "isni:000000012103268",
    "orcid:0000-0002-1825-0098", "orcid:0000000218250097", "lcnaf:79003362", "geonames:Berlin", "person:nan", "nan", "https://", "http:// example.org", "",
])  # fmt: skip
def test_a_number_that_cannot_be_one_is_refused(said: str) -> None:
    with pytest.raises(ValueError, match=re.escape(repr(said))):
        refs.ref(said)


@settings(max_examples=50, deadline=None)
@given(digits=st.integers(0, 10**15 - 1), at=st.integers(0, 14), plus=st.integers(1, 9))
def test_one_wrong_digit_in_an_isni_is_always_found(digits: int, at: int, plus: int) -> None:
    text = f"{digits:015d}"
    whole = next(text + last for last in "0123456789X" if refs.iso7064(text + last))
    changed = whole[:at] + str((int(whole[at]) + plus) % 10) + whole[at + 1 :]
    assert not refs.iso7064(changed)


def test_an_entry_has_the_form_of_its_name_if_no_other_is_given(tmp_path: Path) -> None:
    assert read(tmp_path, ENTRY).entities[0].forms == ("Nan Pask",)
    assert read(tmp_path, '[[place]]\nid = "x"\nname = "Stow, Upper"\n').entities[0].forms == ("Stow, Upper",)


@pytest.mark.parametrize(("text", "message", "hint"), [
    (ENTRY + 'nmae = "x"\n', "authority.toml:4: person.nmae", "'name'"),
    (ENTRY + 'country = "US"\n', "authority.toml:4: person.country", ""),
    ('[[persn]]\nid = "x"\nname = "y"\n', "authority.toml:1: persn", "'person'"),
    (ENTRY + '[[place]]\nid = "nan"\nname = "X"\n', "authority.toml:5: place.id: 'nan' is the id of a person in line 2 too", ""),
    (ENTRY + 'ref = "gnd:118540239"\n', "authority.toml:4: person.ref: 'gnd:118540239' is no such number: its check digit is wrong", "viaf"),
    (ENTRY + 'not_in = ["leter"]\n', "authority.toml:4: person.not_in: 'leter' is no [[document]]", "'letter'"),
    (ENTRY + 'lang = "english"\n', "authority.toml:4: person.lang", "BCP 47"),
    (ENTRY + 'forms = ["…"]\n', "authority.toml:4: person.forms", ""),
    ('[[place]]\nid = "x"\nname = "y"\ngeo = "132 5"\n', "authority.toml:4: place.geo", "Latitude"),
    ('[[person]]\nid = "9x"\nname = "y"\n', "authority.toml:2: person.id: '9x' cannot be an xml:id", ""),
    ('[[person]]\nid = "ed"\nname = "y"\n', "'ed' is the id of the edition too", ""),
    ("format = 2\n", "this program reads format 1", ""),
])  # fmt: skip
def test_what_is_wrong_is_refused_with_its_line(tmp_path: Path, text: str, message: str, hint: str) -> None:
    with pytest.raises(ProjectError) as caught:
        read(tmp_path, text, documents=["letter"], taken=["ed"])
    assert message in caught.value.message
    assert hint in caught.value.hint


@pytest.mark.parametrize(("dates", "span"), [
    ("1907–1992", {"from": "1907", "to": "1992"}), ("1852–", {"from": "1852"}), ("1871-02-02", {"when": "1871-02-02"}), ("1940", {"when": "1940"}),
    ("1871-02-02 – 1871-02-04", {"from": "1871-02-02", "to": "1871-02-04"}), ("spring 1906", {}), ("", {}), ("1871-13", {}), ("–", {}),
])  # fmt: skip
def test_dates_in_figures_become_attributes(dates: str, span: dict[str, str]) -> None:
    assert authority.Entity("person", "x", "X", dates=dates).span() == span


def test_an_edition_has_its_entries_and_works(tmp_path: Path) -> None:
    folder = tmp_path / "seeds" / "trial"
    folder.mkdir(parents=True)
    (folder / "edition.toml").write_text('id = "trial"\ntitle = "T"\ndate = 2026-01-31\n[[document]]\nname = "letter"\n', "utf-8")
    assert project.read(folder).authority.entities == ()
    (folder / "authority.toml").write_text(ENTRY + 'not_in = ["letter"]\n', "utf-8")
    (folder / "bibliography.json").write_text('[{"id": "a", "type": "book", "title": "A"}]', "utf-8")
    found = project.read(folder)
    assert [entity.id for entity in found.authority.entities] == ["nan"]
    assert [work.id for work in found.bibliography.works] == ["a"]
    (folder / "bibliography.bib").write_text("@book{a, title={A}}", "utf-8")
    with pytest.raises(ProjectError, match=r"bibliography\.json is there too"):
        project.read(folder)

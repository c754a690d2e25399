"""Edits made by hand in the TEI: what a record can say goes into it and comes back from it, the rest is listed, nothing is lost."""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import dataclass, replace
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from ingesting import ingested
from test_lossless import indented, wrapped

from edition import adopt, ingest, lossless, tei
from edition.adopt import Adopted
from edition.adopt.entries import Entries
from edition.adopt.standoff import difference, things
from edition.errors import SourceError
from edition.ingest import Where
from edition.model import Document, Severity
from edition.project import Entry, Project
from edition.tei import first, make

TEXT = """\
The Quay, 3 May 1871

Dear sister,

The ferryman's lantern was seen by the the whole quay on Tuesday, and Miss Ludlow
did not know of it. Nobody been there since. They took the boats out of the harbour.

The second boat lay in the mud. Elle est perdue, said the pilot.

Your brother,
Anselm
"""
RECORD = """\
# A record with remarks in it.
[source]
kind = "letter"

[[fix]]            # doubled
at = "L5 'the the'"
to = "the"

[[note]]
at = "L6 'boats'"
text = "Boats of *the quay*."

# Of this one I am not sure.
[[fix]]
at = "L6 'took the boats'"
to = "shook the boats"
as = "corr"
cert = "low"

[[span]]
at = "L3 'sister'"
is = "rs"
"""


@dataclass
class Bench:
    """A document with its record on disk, and its TEI."""

    folder: Path
    where: Where

    @property
    def project(self) -> Project:
        return Project(id="trial", title="Trial", folder=self.folder, documents=(Entry("letter"),))

    @property
    def source(self) -> Path:
        return self.folder / "letter.txt"

    def edit(self, *pairs: tuple[str, str]) -> None:
        text = self.where.tei.read_text("utf-8")
        for before, after in pairs:
            assert text.count(before) == 1, (before, text.count(before), text[text.index("<body") :])
            text = text.replace(before, after)
        self.where.tei.write_text(text, "utf-8")

    def adopt(self, *, write: bool = True) -> Adopted:
        return adopt.adopt(self.project, Entry("letter"), self.source, self.where, write=write)

    def again(self) -> Document:
        return ingest.ingest(self.project, Entry("letter"), self.source, self.where, overwrite=True, write=False).document

    def round_trip(self) -> Adopted:
        """Adopted, and made anew: nothing of the edits is lost."""
        edited = ingest.load("letter", self.where.tei)
        done = self.adopt()
        assert not [found.message for found in done.findings]
        again = self.again()
        edited = lossless.settled(edited)
        left = difference(things(again, lossless.read_log(again)), things(edited, lossless.read_log(edited)))
        assert not left, left
        return done

    def record(self) -> str:
        return self.where.record.read_text("utf-8")


def bench(folder: Path, text: str = TEXT, record: str = RECORD) -> Bench:
    ingested(folder, text, record, write=True)
    return Bench(folder, Where(folder / "tei" / "letter.xml", folder / "letter.review.toml", folder / "letter.toml"))


@pytest.fixture
def letter(tmp_path: Path) -> Bench:
    return bench(tmp_path)


EDITS: dict[str, tuple[list[tuple[str, str]], str]] = {
    "a changed corr": ([(">shook</corr>", ">forsook</corr>")], 'to = "forsook the boats"'),
    "a changed certainty": ([('<corr cert="low"', '<corr cert="medium"')], 'cert = "medium"'),
    "a choice put in": ([("lantern was", 'lantern <choice><sic>was</sic><corr resp="#ed" cert="high">were</corr></choice>')], 'at = "L5 \'was\'"'),
    "a regularisation put in": ([("harbour.", "<choice><orig>harbour</orig><reg resp=\"#ed\" cert=\"high\">harbor</reg></choice>.")], 'as = "reg"'),
    "words supplied": ([("Nobody been", 'Nobody <supplied reason="omitted-in-original" resp="#ed" cert="high">has </supplied>been')], 'to = "Nobody has been"'),
    "words marked as too many": ([("in the mud", 'in <surplus reason="repeated" resp="#ed" cert="high">the </surplus>mud')], 'as = "surplus"'),
    "a name": ([("Miss Ludlow", '<persName ref="https://example.org/ludlow">Miss Ludlow</persName>')], 'is = "persName"\nref = "https://example.org/ludlow"'),
    "a name over a correction": ([("Nobody been there", '<rs>Nobody been</rs> there')], 'is = "rs"'),
    "another language": ([("Elle est perdue", '<foreign xml:lang="fr">Elle est perdue</foreign>')], 'is = "foreign"\nlang = "fr"'),
    "emphasis and a title": ([("second", "<emph>second</emph>"), ("pilot", '<title level="m">pilot</title>')], 'level = "m"'),
    "a changed attribute of a name": ([("<rs>sister", '<rs type="person">sister')], 'type = "person"'),
    "a note": ([("lantern was", 'lantern<note resp="#ed">A lamp with <hi rend="italic">glass</hi> sides.</note> was')], 'text = "A lamp with *glass* sides."'),
    "a note at the end of a block": ([("the pilot.", 'the pilot.<note resp="#ed">Of the port.</note>')], 'at = "L8"'),
    "a changed note": ([("Boats of", "Small boats of")], 'text = "Small boats of *the quay*."'),
    "a name taken out": ([("<rs>sister</rs>", "sister")], "remarks"),
    "a changed source word quoted anew": ([("Tuesday", '<date when="1871-05-02">Tuesday</date>')], 'when = "1871-05-02"'),
}  # fmt: skip


@pytest.mark.parametrize("name", EDITS)
def test_what_a_record_can_say_comes_back_from_it(letter: Bench, name: str) -> None:
    pairs, wanted = EDITS[name]
    letter.edit(*pairs)
    done = letter.round_trip()
    assert done.taken
    assert wanted in letter.record()


def test_all_of_it_at_once_and_nothing_else_of_the_record_is_touched(letter: Bench) -> None:
    apart = [name for name in EDITS if name not in ("emphasis and a title", "a changed certainty", "a changed attribute of a name", "a name over a correction", "a note")]
    letter.edit(*(pair for name in apart for pair in EDITS[name][0]))
    letter.round_trip()
    record = letter.record()
    assert "[[fix]]            # doubled\nat = \"L5 'the the'\"\nto = \"the\"\n" in record
    assert record.startswith("# A record with remarks in it.\n[source]\nkind")
    assert "# Of this one I am not sure.\n[[fix]]\n" in record


def test_what_was_taken_out_leaves_the_record_with_its_remarks(letter: Bench) -> None:
    text = letter.where.tei.read_text("utf-8")
    text = re.sub(r"<surplus[^>]*>( ?the ?)</surplus>", r"\1", text)
    text = re.sub(r"<note [^>]*>Boats.*?</note>", "", text)
    letter.where.tei.write_text(text, "utf-8")
    letter.round_trip()
    assert letter.record().count("[[fix]]") == 1
    assert "[[note]]" not in letter.record()
    assert "# Of this one I am not sure.\n[[fix]]\nat = \"L6 'took" in letter.record()


def test_a_re_wrapped_file_is_adopted_alike(letter: Bench) -> None:
    letter.edit((">shook</corr>", ">forsook</corr>"), ("Miss Ludlow", "<persName>Miss Ludlow</persName>"))
    text = letter.where.tei.read_text("utf-8")
    head, body = text[: text.index("<body")], text[text.index("<body") :]
    letter.where.tei.write_text(head + re.sub(r" (?=[a-z]+ )", "\n      ", body), "utf-8")
    assert len(letter.round_trip().taken) == 2


@pytest.mark.parametrize("way", [indented, wrapped])
def test_layout_alone_is_no_edit(letter: Bench, way: Callable[[bytes], bytes]) -> None:
    letter.where.tei.write_bytes(way(letter.where.tei.read_bytes()))
    done = letter.adopt()
    assert not done.taken
    assert {found.code for found in done.findings} <= {"SRC032"}
    assert all("header" in found.message for found in done.findings)


def test_a_language_on_a_block(tmp_path: Path) -> None:
    one = bench(tmp_path, "A title here\n\nElle est perdue, dit le pilote, et personne ne la cherche.\n\nAnd so on, in English.\n", "")
    text = one.where.tei.read_text("utf-8")
    one.where.tei.write_text(re.sub(r'(<p xml:id="letter-L5")', r'\1 xml:lang="de"', text), "utf-8")
    one.round_trip()
    assert "[[block]]\nat = \"L5\"\nlang = \"de\"\n" in one.record()


@pytest.mark.parametrize(("before", "after", "said"), [
    ("lantern", '<abbr type="x">lantern</abbr><gap reason="damp"/>', "<gap"),
    ("<signed", '<signed rend="center"', "<signed"),
    ("Miss Ludlow", "<choice><abbr>Miss</abbr><expan>Mistress</expan></choice> Ludlow", "<expan"),
    ("</closer>", "</closer><postscript><p>Invented words.</p></postscript>", "Invented words."),
    ("<title type=\"main\">", "<title type=\"main\">Another title: ", "the header"),
])
def test_the_rest_is_listed_by_line(letter: Bench, before: str, after: str, said: str) -> None:
    letter.edit((before, after))
    line = next(number for number, text in enumerate(letter.where.tei.read_text("utf-8").split("\n"), 1) if after.split(">")[0] in text)
    done = letter.adopt()
    (found,) = [found for found in done.findings if said in found.message]
    assert found.code == "SRC032"
    assert abs(found.locus.line - line) <= (3 if said == "the header" else 0), (found.locus.line, line)


def test_moved_blocks_are_listed(letter: Bench) -> None:
    tree = tei.parse(letter.where.tei.read_bytes()).tree
    assert tree is not None
    paragraphs = tei.select(tree, "//t:body//t:p")
    paragraphs[1].addnext(paragraphs[0])
    letter.where.tei.write_bytes(tei.dump(tree))
    done = letter.adopt()
    assert any("moved" in found.message for found in done.findings)
    assert done.text is None


def test_nothing_is_written_if_a_word_of_the_source_was_changed(letter: Bench) -> None:
    before = letter.record()
    letter.edit((">shook</corr>", ">forsook</corr>"), ("whole quay", "whole quaj"))
    done = letter.adopt()
    assert [(found.code, found.severity) for found in done.findings] == [("SRC020", Severity.ERROR)]
    assert "line 5 of the source" in done.findings[0].message
    assert letter.record() == before


def test_a_dry_run_writes_nothing(letter: Bench) -> None:
    before = letter.record()
    letter.edit((">shook</corr>", ">forsook</corr>"))
    assert letter.adopt(write=False).taken
    assert letter.record() == before


def test_what_came_into_the_record_since_stays_there(letter: Bench) -> None:
    letter.edit((">shook</corr>", ">forsook</corr>"))
    letter.where.record.write_text(letter.record() + "\n[[fix]]\nat = \"L8 'mud'\"\nto = \"sand\"\nas = \"corr\"\n", "utf-8")
    done = letter.adopt()
    assert {"SRC033"} <= {found.code for found in done.findings}
    assert 'to = "sand"' in letter.record()
    assert 'to = "forsook the boats"' in letter.record()


def test_adopting_twice_takes_nothing_the_second_time(letter: Bench) -> None:
    letter.edit((">shook</corr>", ">forsook</corr>"), ("Miss Ludlow", "<persName>Miss Ludlow</persName>"))
    letter.adopt()
    record = letter.record()
    assert not letter.adopt().taken
    assert letter.record() == record


def test_without_a_record_one_is_begun(tmp_path: Path) -> None:
    one = bench(tmp_path, record="")
    one.where.record.unlink()
    ingest.ingest(one.project, Entry("letter"), one.source, one.where, overwrite=True)
    one.edit(("Miss Ludlow", "<persName>Miss Ludlow</persName>"))
    one.round_trip()
    assert one.record().startswith("# The record of one document")


def test_entries_in_one_list_are_left_alone_and_said(tmp_path: Path) -> None:
    one = bench(tmp_path, record="fix = [{at = \"L6 'took'\", to = \"shook\", as = \"corr\"}]\n")
    one.edit((">shook</corr>", ">forsook</corr>"))
    with pytest.raises(SourceError, match="stand in one list"):
        one.adopt()


WORDS = ("lantern", "quay", "Tuesday", "Nobody", "harbour", "second", "mud", "pilot", "brother")
WRAPS: tuple[Callable[[str], tei.Element], ...] = (
    lambda word: make("persName", {"ref": "https://example.org/a"}, word), lambda word: make("emph", {}, word), lambda word: make("foreign", {"lang": "fr"}, word),
    lambda word: make("choice", {}, make("sic", {}, word), make("corr", {"resp": "#ed", "cert": "high"}, word + "s")),
    lambda word: make("choice", {}, make("orig", {}, word), make("reg", {"resp": "#ed", "cert": "high"}, word.upper())),
)  # fmt: skip


@settings(max_examples=15, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(st.dictionaries(st.sampled_from(WORDS), st.sampled_from(WRAPS), min_size=1, max_size=5), st.booleans())
def test_any_marks_on_words_come_back(tmp_path: Path, wanted: dict[str, Callable[[str], tei.Element]], notes: bool) -> None:
    one = bench(tmp_path)
    ingest.ingest(one.project, Entry("letter"), one.source, one.where, overwrite=True)
    tree = tei.parse(one.where.tei.read_bytes()).tree
    assert tree is not None
    for word, wrap in wanted.items():
        text = first(tree, f"//t:body//text()[contains(., '{word}')]")
        node = text.getparent()
        before, _, behind = str(text).partition(word)
        made = wrap(word)
        if notes:
            made.tail = ""
        if text.is_tail:
            node.tail = before
            node.addnext(made)
        else:
            node.text = before
            node.insert(0, made)
        made.tail = behind
        if notes:
            note = make("note", {"resp": "#ed"}, f"Of {word}.")
            made.addnext(note)
            note.tail, made.tail = behind, None
    one.where.tei.write_bytes(tei.dump(tree))
    one.round_trip()


def test_entries_change_only_what_they_are_told_to() -> None:
    text = 'a = 1\n[[fix]]  # c\nat = "x"\nto = """\n[[fix]]\nno header"""\n\n# about the next\n[[note]]\nat = "y"\n[[fix]]\nat = "z"\n'
    assert Entries(text).done() == text
    entries = Entries(text)
    entries.change("fix", 1, {"to": "b"})
    entries.remove("note", 0)
    assert entries.done() == text.replace('at = "z"\n', 'at = "z"\nto = "b"\n').replace('[[note]]\nat = "y"\n', "")
    entries = Entries(text)
    entries.remove("fix", 0)
    assert entries.done() == 'a = 1\n\n# about the next\n[[note]]\nat = "y"\n[[fix]]\nat = "z"\n'


def test_master_tei_is_adopted_too(letter: Bench) -> None:
    letter.edit((">shook</corr>", ">forsook</corr>"))
    done = adopt.adopt(letter.project, replace(Entry("letter"), master="tei"), letter.source, letter.where)
    assert done.taken

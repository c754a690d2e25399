"""Names: found in the reading text by their forms, tagged, listed; the record overrules."""

from __future__ import annotations

import re
import subprocess
from collections.abc import Callable
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from edition import authority, bibliography, ingest, lossless, tei
from edition import candidates as named
from edition.authority import Authority, Entity
from edition.encode.names import forms, hits
from edition.ingest import Ingested, Where
from edition.project import Entry, Project

ENTRIES = """
[[person]]
id    = "moreno"
name  = "Vidal, Moreno"
forms = ["Moreno Vidal", "Vidal"]
dates = "1907–1992"
ref   = ["wikidata:Q5879", "https://example.org/vidal"]
note  = "Rope maker, of *Orrismouth*."
cite  = ["rope1940", "A letter in private hands."]
[[org]]
id    = "guild"
name  = "Guild of Rope Makers"
forms = ["Guild of Rope Makers", "GRM", "Guild"]
lang  = "en-GB"
country = "GB"
[[place]]
id    = "vidal-quay"
name  = "Vidal Quay"
geo   = "50.1, -5.2"
[[place]]
id    = "us"
name  = "United States"
forms = ["United States", "US", "U.S."]
[[event]]
id    = "strike"
name  = "Strike of 1911"
forms = ["strike of 1911"]
dates = "1911-06-01 – 1911-07-01"
place = "Vidal Quay"
[[work]]
id    = "knots"
name  = "Forty Knots"
level = "m"
author = "Vidal, Moreno"
dates = "1913"
[[law]]
id    = "rope-act"
name  = "Rope Act of 1912"
forms = ["Rope Act of 1912", "Rope Act"]
[[person]]
id    = "nobody"
name  = "Nobody at All"
"""
WORKS = '[{"id": "rope1940", "type": "article-journal", "title": "On Rope", "container-title": "Harbour", "author": [{"family": "Dray", "given": "A."}], "issued": {"date-parts": [[1940, 3]]}, "URL": "https://www.example.org/rope/"}]'


def made(tmp_path: Path, text: str, record: str = "", entries: str = ENTRIES) -> Ingested:
    (tmp_path / "letter.txt").write_text(text, "utf-8")
    (tmp_path / "letter.toml").write_text(record, "utf-8")
    (tmp_path / "authority.toml").write_text(entries, "utf-8")
    path = tmp_path / "bibliography.json"
    project = Project(
        id="trial", title="Trial", folder=tmp_path, documents=(Entry("letter"),), authority=authority.read(tmp_path / "authority.toml"),
        bibliography=bibliography.parse(WORKS.encode(), path),
    )  # fmt: skip
    where = Where(tmp_path / "tei" / "letter.xml", tmp_path / "letter.review.toml", tmp_path / "letter.toml")
    return ingest.ingest(project, Entry("letter"), tmp_path / "letter.txt", where, write=False)


def body(one: Ingested) -> str:
    text = one.document.data.decode()
    return re.sub(r' (xml:id|source)="[^"]*"', "", text[text.index("<body") :])


def codes(one: Ingested) -> list[str]:
    return [found.code for found in one.findings if found.code.startswith("SRC09")]


@pytest.mark.parametrize(("text", "wanted"), [
    ("We met Vidal there.", 'met <persName ref="#moreno">Vidal</persName> there'),
    ("We saw Moreno Vidal’s rope.", '<persName ref="#moreno">Moreno Vidal</persName>’s rope'),
    ("By Vidal Quay we met.", '<placeName ref="#vidal-quay">Vidal Quay</placeName>'),  # the longest first
    ("The GRM met us.", '<orgName ref="#guild">GRM</orgName>'),
    ("The US-backed, U.S. and US.", '<placeName ref="#us">US</placeName>-backed, <placeName ref="#us">U.S.</placeName> and <placeName ref="#us">US</placeName>.'),
    ("Since the strike of 1911 all is quiet.", '<name type="event" ref="#strike">strike of 1911</name>'),
    ("I read Forty Knots by night.", '<title ref="#knots" level="m">Forty Knots</title>'),
    ("The Rope Act, that is the Rope Act of 1912, stands.", '<name type="law" ref="#rope-act">Rope Act</name>, that is the <name type="law" ref="#rope-act">Rope Act of 1912</name>'),
])  # fmt: skip
def test_a_form_in_the_text_is_tagged(tmp_path: Path, text: str, wanted: str) -> None:
    one = made(tmp_path, f"{text} Enough of it is said here, and nobody wants more of it.\n")
    assert wanted in body(one)
    assert lossless.restore(one.document) == (tmp_path / "letter.txt").read_bytes()


@pytest.mark.parametrize("text", ["The vidal met us.", "Vidals met us.", "#GRMs met us.", "The USA met us.", "U.S.A. met us."])
def test_only_whole_words_in_their_own_case_are_names(tmp_path: Path, text: str) -> None:
    assert " ref=" not in body(made(tmp_path, f"{text} Enough of it is said here.\n"))


def test_names_stand_in_headings_and_not_in_other_names_and_no_name_crosses_a_block(tmp_path: Path) -> None:
    text = "Moreno Vidal at the Guild\n\nThe Vidal Museum met Moreno\n\nVidal and the Guild of\n\nRope Makers.\n"
    record = '[[block]]\nat = "L1"\nis = "head"\n[[block]]\nat = ["L3", "L5", "L7"]\nis = "p"\n[[span]]\nat = "L3 \'Vidal Museum\'"\nis = "orgName"\n'
    found = body(made(tmp_path, text, record))
    assert '<persName ref="#moreno">Moreno Vidal</persName> at the <orgName ref="#guild" xml:lang="en-GB">Guild</orgName></head>' in found
    assert "<orgName>Vidal Museum</orgName> met Moreno</p>" in found
    assert '<persName ref="#moreno">Vidal</persName> and the <orgName ref="#guild" xml:lang="en-GB">Guild</orgName> of</p>' in found


def test_a_name_may_hold_a_correction_and_never_half_of_one(tmp_path: Path) -> None:
    text = "The Guild of of Rope Makers met Moreno Vidl, and by Vidal Qauy again they met.\n"
    record = """[[fix]]
at = "L1 'of of'"
to = "of"
[[fix]]
at = "L1 'Vidl'"
to = "Vidal"
[[fix]]
at = "L1 'Vidal Qauy again'"
to = "Vidal Quay once again"
"""
    one = made(tmp_path, text, record)
    assert re.search(r'<orgName ref="#guild"[^>]*>Guild of<surplus[^>]*> of</surplus> Rope Makers</orgName>', body(one))
    assert re.search(r'<persName ref="#moreno">Moreno <choice><sic>Vidl</sic><corr[^>]*>Vidal</corr></choice></persName>', body(one))
    assert lossless.restore(one.document) == text.encode()


def test_the_record_says_who_is_meant_and_that_nobody_is(tmp_path: Path) -> None:
    text = "Vidal met Vidal, and a third Vidal, and she met the Guild.\n"
    record = """[[span]]
at = "L1 'Vidal' 2"
ref = "person:nobody"
[[keep]]
at = "L1 'third Vidal'"
rule = "names"
why = "Another one."
[[span]]
at = "L1 'she'"
ref = "#moreno"
cert = "low"
[[span]]
at = "L1 'Guild'"
is = "orgName"
"""
    found = body(made(tmp_path, text, record))
    assert '<persName ref="#moreno">Vidal</persName> met <persName ref="#nobody">Vidal</persName>, and a third Vidal' in found
    assert '<persName ref="#moreno" cert="low">she</persName>' in found
    assert '<orgName ref="#guild" xml:lang="en-GB">Guild</orgName>' in found
    assert " ref=" not in body(made(tmp_path, text, '[[keep]]\nrule = "names"\n'))


def test_an_unknown_entry_is_an_error_with_the_line_and_the_nearest(tmp_path: Path) -> None:
    one = made(tmp_path, "Vidal met us here.\n", '[[span]]\nat = "L1 \'us\'"\nis = "persName"\nref = "person:morena"\n')
    (found,) = [each for each in one.findings if each.code == "SRC091"]
    assert (found.locus.line, '"person:morena"' in found.message, found.hint) == (2, True, 'Did you mean "#moreno"?')
    assert "<persName>us</persName>" in body(one)


def test_a_form_of_two_is_asked_about_unless_one_is_not_in_the_document(tmp_path: Path) -> None:
    text, other = "Vidal met us here, and then Vidal went.\n", '[[place]]\nid = "vidal-hill"\nname = "Vidal"\n'
    one = made(tmp_path, text, entries=ENTRIES + other)
    (found,) = [each for each in one.findings if each.code == "SRC092"]
    assert '"#moreno" or "#vidal-hill"' in found.message
    assert " ref=" not in body(one)
    told = made(tmp_path, text, '[[span]]\nat = ["L1 \'Vidal\' 1", "L1 \'Vidal\' 2"]\nref = "moreno"\n', entries=ENTRIES + other)
    assert codes(told) == []
    apart = made(tmp_path, text, entries=ENTRIES + other + 'not_in = ["letter"]\n')
    assert codes(apart) == []
    assert body(apart).count('ref="#moreno"') == 2


def test_the_lists_hold_what_is_used_and_nothing_else(tmp_path: Path) -> None:
    one = made(tmp_path, "Vidal of Vidal Quay wrote Forty Knots for the GRM, before the strike of 1911 and the Rope Act.\n")
    assert one.document.tree is not None
    ids = tei.select(one.document.tree, "//t:standOff//@xml:id")
    assert ids == ["moreno", "guild", "vidal-quay", "strike", "knots", "rope-act", "bibl-rope1940"]
    addresses = [each.text for each in tei.select(one.document.tree, "//t:person/t:idno")]
    assert addresses == ["http://www.wikidata.org/entity/Q5879", "https://example.org/vidal"]
    assert tei.select(made(tmp_path, "Nothing is named here.\n").document.tree or one.document.tree, "//t:standOff") == []


def test_a_note_ends_with_what_it_cites(tmp_path: Path) -> None:
    record = '[[note]]\nat = "L1 \'rope\'"\ntext = "Of hemp."\ncite = ["rope1940, p. 5", "A rope in private hands."]\n'
    found = body(made(tmp_path, "The rope met us here.\n", record))
    assert re.sub(r"<.*?>", "", found[found.index("<note") : found.index("</note>")]) == "Of hemp. A. Dray, On Rope, Harbour, p. 5, 1940, example.org/rope. A rope in private hands."
    assert '<bibl corresp="#bibl-rope1940">' in found


def test_a_citation_that_leads_nowhere_is_an_error_with_the_nearest(tmp_path: Path) -> None:
    record = '[[note]]\nat = "L1 \'rope\'"\ntext = "Of hemp."\ncite = "rope1941"\n[[span]]\nat = "L1 \'met us\'"\nis = "quote"\nwork = "bibl:rope1940"\n'
    one = made(tmp_path, "The rope met us here.\n", record)
    (found,) = [each for each in one.findings if each.code == "SRC090"]
    assert (found.locus.line, found.hint) == (2, 'Did you mean "rope1940"?')
    assert "#bibl-rope1940" in one.document.data.decode()


def test_below_a_quotation_stands_the_work_that_it_is_from(tmp_path: Path) -> None:
    text, block = "Somebody wrote these words upon the wall:\n\nRope is rope.\n", '[[block]]\nat = "L3"\nis = "quote"\n'
    one = body(made(tmp_path, text, block + 'work = "bibl:rope1940"\n'))
    assert re.sub(r"<.*?>", "", one[one.index("<bibl") : one.index("</bibl>")]) == "A. Dray, On Rope, Harbour, 1940, example.org/rope."
    other = body(made(tmp_path, text, block + 'work = "bibl:rope1940"\nby = "Moreno Vidal"\n'))
    assert '<author ref="#moreno">Moreno Vidal</author>, <title level="a">On Rope</title>' in other
    assert codes(made(tmp_path, text, block + 'work = "bibl:roap"\n')) == ["SRC090"]


def test_whom_the_metadata_mean_is_listed_too(tmp_path: Path) -> None:
    one = made(tmp_path, "The rope met us here.\n", '[meta]\nauthor = { text = "M. V.", ref = "person:moreno" }\n')
    assert '<author ref="#moreno">M. V.</author>' in one.document.data.decode()
    assert '<person xml:id="moreno"' in one.document.data.decode()


def test_the_schema_takes_names_lists_and_citations(tmp_path: Path, shared: Path, judge: Callable[[str], str]) -> None:
    text = "Vidal of Vidal Quay wrote Forty Knots for the GRM, before the strike of 1911 and the Rope Act, in the US.\n\nHe said:\n\nRope is rope.\n"
    record = """[meta]
author = { text = "M. V.", ref = "person:moreno", cert = "low" }
place = { text = "Quay", ref = "vidal-quay" }
[[block]]
at = "L5"
is = "quote"
by = "Moreno Vidal"
work = "bibl:rope1940"
[[note]]
at = "L1 'Vidal' 1"
text = '''Of *hemp*.

- one
- two'''
cite = ["rope1940", "In words."]
[[span]]
at = "L1 'wrote'"
is = "quote"
work = "rope1940"
"""
    one = made(tmp_path, text, record)
    path = tmp_path / "made.xml"
    path.write_bytes(one.document.data)
    done = subprocess.run([judge("jing"), str(shared / "schema" / "tei_all.rng"), str(path)], capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stdout
    assert codes(one) == []


def test_a_name_may_go_on_in_the_next_line_and_bear_either_apostrophe() -> None:
    known = Authority((Entity("org", "g", "G", ("Guild of Rope Makers", "Makers' Hall")),))
    text = "The Guild of\nRope  Makers of Makers’ Hall."
    assert [text[hit.start : hit.end] for hit in hits(text, 0, len(text), forms(known, "x"))] == ["Guild of\nRope  Makers", "Makers’ Hall"]


def test_names_are_looked_for_in_linear_time() -> None:
    """40,000 words against 600 forms: each word is looked up, no form is tried everywhere."""
    many = Authority(tuple(Entity("person", f"p{number}", f"Name{number} Vidal", (f"Name{number} Vidal",)) for number in range(600)))
    text = "Name7 Vidal met the others and went. " * 6000
    assert len(hits(text, 0, len(text), forms(many, "letter"))) == 6000


@settings(max_examples=40, deadline=None)
@given(text=st.text(alphabet="ab VG’s-.\n", max_size=60))
def test_hits_lie_apart_and_are_forms(text: str) -> None:
    known = Authority((Entity("person", "v", "V", ("V", "V a", "a V")), Entity("org", "g", "G", ("G-V", "b’s"))))
    done = 0
    for hit in hits(text, 0, len(text), forms(known, "x")):
        assert hit.start >= done
        assert " ".join(text[hit.start : hit.end].split()) in ("V", "V a", "a V", "G-V", "b’s")
        done = hit.end


PASSAGES = [
    "However, the ropes of the Guild of Rope Makers (GRM) were good. The GRM met Ada Vidal in Orrismouth.",
    "Meanwhile Vidal’s ropes came. Ropes are dear. The Rope Act of 1912 and SB 946 say so; Vidal knew it on Tuesday.",
    "A Title of Many Capital Words",
    "The US-Penwith border is closed.",
]


def test_candidates_are_what_no_entry_knows_by_frequency() -> None:
    found = named.candidates([named.Passage("letter", line, text) for line, text in enumerate(PASSAGES, 1)], Authority())
    assert [(each.name, each.count, each.short, each.kind) for each in found] == [
        ("Guild of Rope Makers", 2, "GRM", "org"), ("Vidal", 2, "", ""), ("Ada Vidal", 1, "", ""), ("Orrismouth", 1, "", ""), ("Penwith", 1, "", ""),
        ("Rope Act of 1912", 1, "", "law"), ("SB 946", 1, "", "law"), ("US", 1, "", "org"),
    ]  # fmt: skip
    assert (found[1].line, "[Vidal]" in found[1].context) == (2, True)
    known = Authority((Entity("person", "v", "Vidal", ("Vidal", "Ada Vidal")),))
    assert "Vidal" not in " ".join(each.name for each in named.candidates([named.Passage("letter", 1, text) for text in PASSAGES], known))


def test_a_draft_of_entries_can_be_read_again(tmp_path: Path) -> None:
    found = named.candidates([named.Passage("letter", 1, text) for text in [*PASSAGES, "Élan Vital and Elan Vital met."]], Authority())
    (tmp_path / "authority.toml").write_text(named.as_draft(found, Authority()), "utf-8")
    entries = authority.read(tmp_path / "authority.toml").entities
    assert [entry.name for entry in entries if entry.kind == "law"] == ["Rope Act of 1912", "SB 946"]
    assert len(entries) == len(found)
    assert named.as_csv(found).splitlines()[0] == "name,count,kind,short,document,line,context,id,ref"

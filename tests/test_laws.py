"""The laws of edition/README.md, by their numbers, each for any document. A law of one stage alone is tested with that stage.

1 readers conserve, 2 repairs confess, 3 repairs are idempotent: test_readers, test_repairs, test_edits. 4 and 5 are here. 6 nothing is lost on
the way out, 7 references resolve: with the writers. 8 the same bytes, 9 strangers agree, 10 no input gives a traceback: here for the checks.
"""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from lxml import etree

from edition import tei
from edition.checks import check, facts, judge
from edition.model import Document
from edition.rules import Scope
from edition.tei import append, make

ROOT = Path(__file__).resolve().parent.parent
SAMPLE = sorted((ROOT / "tei" / "sample").glob("*.xml"))
CORPUS = ["apparatus-small", "early-print-tcp", "guidelines-apparatus", "inscription-epidoc", "letter-schnitzler", "msdesc-lyell", "sonnet-quevedo", "syriac-rtl"]

NAMES = ("TEI", "teiHeader", "fileDesc", "titleStmt", "title", "text", "body", "div", "head", "p", "lg", "l", "choice", "sic", "corr", "note", "ref", "figure",
         "graphic", "date", "list", "item", "app", "rdg", "pb", "prefixDef")  # fmt: skip
ATTRIBUTES = ("id", "lang", "target", "who", "url", "when", "from", "to", "facs", "ident", "matchPattern", "replacementPattern", "source")
VALUES = ("a", "b", "#a", "#b #c", "x.xml#a", "psn:a", "http://x", "1871-02-30", "1871", "en", "en_GB", "(a+)+", "$1", "..", "/", "%00", "#", "\u0661", "a:b:c", "C:\\x")


@st.composite
def anything(draw: st.DrawFn, depth: int = 3) -> tei.Element:
    """TEI names, attributes and values in any order: nothing that a schema would allow."""
    attributes = draw(st.dictionaries(st.sampled_from(ATTRIBUTES), st.sampled_from(VALUES), max_size=3))
    made = make(draw(st.sampled_from(NAMES)), attributes)
    for _ in range(draw(st.integers(0, 3 if depth else 0))):
        append(made, draw(st.sampled_from(["", "words ", "\n"])), draw(anything(depth - 1)))
    return made


def load(path: Path) -> Document:
    return Document(path.stem, path, path.read_bytes())


def left_alone(document: Document) -> None:
    assert document.tree is not None
    before = etree.tostring(document.tree)
    first = check(document, Scope(ours=True))
    known = facts(document, Scope())
    assert etree.tostring(document.tree) == before
    assert check(document, Scope(ours=True)) == first
    assert judge([known], Scope()) == judge([known], Scope())


# 4. Checks and renderers are pure: the serialised tree is the same before and after


@pytest.mark.parametrize("path", SAMPLE, ids=lambda path: path.stem)
def test_law_4_checks_leave_the_sample_as_it_is(path: Path) -> None:
    left_alone(load(path))


@pytest.mark.parametrize("name", CORPUS)
def test_law_4_checks_leave_what_others_made_as_it_is(name: str, shared: Path) -> None:
    left_alone(load(shared / "corpus" / "tei" / f"{name}.xml"))


@settings(max_examples=60, deadline=None)
@given(anything())
def test_laws_4_and_10_any_tei_is_judged_and_left_as_it_is(made: tei.Element) -> None:
    left_alone(Document("any", Path("nowhere/any.xml"), tei.dump(made)))


# 5. Loading what was saved gives the same bytes


@pytest.mark.parametrize("path", SAMPLE, ids=lambda path: path.stem)
def test_law_5_the_sample_is_saved_as_it_was_loaded(path: Path) -> None:
    data = path.read_bytes()
    if data.startswith(b'<?xml version="1.0" encoding="UTF-8"?>\n'):  # written by ingest; TEI taken as it is keeps its maker's bytes
        parsed = tei.parse(data)
        assert parsed.tree is not None
        assert tei.dump(parsed.tree) == data


@pytest.mark.parametrize("name", CORPUS)
def test_law_5_what_was_saved_once_is_saved_alike_again(name: str, shared: Path) -> None:
    first = tei.parse((shared / "corpus" / "tei" / f"{name}.xml").read_bytes()).tree
    assert first is not None
    data = tei.dump(first)
    second = tei.parse(data).tree
    assert second is not None
    assert tei.dump(second) == data
    assert "".join(first.getroot().itertext()) == "".join(second.getroot().itertext())


# 8. The same input gives the same findings, whatever the order of hashes, the clock, the language of the machine

PROGRAM = "import sys; from pathlib import Path; from edition.checks import check; from edition.model import Document; from edition.report import report; from " \
    "edition.rules import Scope; path = Path(sys.argv[1]); print(report(check(Document('x', path, path.read_bytes()), Scope()), 'json'))"  # fmt: skip


def test_law_8_findings_are_the_same_on_every_machine(tmp_path: Path) -> None:
    path = tmp_path / "x.xml"
    rows = "".join(f'<p xml:id="p{number % 7}" corresp="#q{number} y{number}.xml psn:{number}" xml:lang="e{number}">&e{number};</p>' for number in range(12))
    path.write_text(f'<!DOCTYPE TEI SYSTEM "x.dtd"><TEI xmlns="{tei.NAMESPACE}"><text><body>{rows}</body></text></TEI>')
    answers = set()
    for seed, language, zone in (("0", "C", "UTC"), ("1", "tr_TR.UTF-8", "Asia/Tokyo")):
        environment = os.environ | {"PYTHONHASHSEED": seed, "LANG": language, "LC_ALL": language, "TZ": zone, "PYTHONUTF8": "1"}
        answers.add(subprocess.run([sys.executable, "-c", PROGRAM, str(path)], env=environment, cwd=ROOT, capture_output=True, check=True).stdout)
    assert len(answers) == 1
    assert answers.pop().count(b'"code"') > 30


# 10. No input, however damaged, gives a traceback


@settings(max_examples=150, deadline=None)
@given(st.binary(max_size=80) | st.text("<>/a &;!-[]x=\"'\n?é#", max_size=80).map(str.encode))
def test_law_10_any_bytes_are_judged(data: bytes) -> None:
    findings = check(Document("any", Path("any.xml"), data), Scope())
    assert findings  # none of this is a TEI document
    assert all(finding.message and finding.code for finding in findings)


@settings(max_examples=100, deadline=None)
@given(st.data())
def test_law_10_a_damaged_document_is_judged(data: st.DataObject) -> None:
    whole = f'<TEI xmlns="{tei.NAMESPACE}" xml:lang="en"><text><body><p xml:id="a">Some <hi rend="i">words</hi> &amp; <ref target="#a">more</ref>.</p></body></text></TEI>'.encode()
    start = data.draw(st.integers(0, len(whole)))
    end = data.draw(st.integers(start, min(len(whole), start + 20)))
    check(Document("any", Path("any.xml"), whole[:start] + data.draw(st.binary(max_size=5)) + whole[end:]), Scope())

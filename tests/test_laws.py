"""The laws of edition/README.md, by their numbers, each for any document. A law of one stage alone is tested with that stage.

1 readers conserve, 2 repairs confess, 3 repairs are idempotent (each class by itself: test_repairs), 4 and 5 are here. 6 nothing is lost on
the way out, 7 references resolve: with the writers. 8 the same bytes, 9 strangers agree, 10 no input gives a traceback: here for ingest and checks.
"""

from __future__ import annotations

import io
import json
import os
import subprocess
import sys
import unicodedata
import zipfile
from collections import Counter
from contextlib import suppress
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from ingesting import ingested
from lxml import etree

from edition import lossless, pipeline, readers, repairs, tei
from edition.checks import check, facts, judge
from edition.edits import View
from edition.errors import EditionError
from edition.logfile import carrying, dump_log
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


# 1. Readers conserve: the words of the source are the words of the file

WORD = st.text("abcdefgh\u00e9\u05d0\u0431", min_size=1, max_size=8)
PARAGRAPHS = st.lists(st.lists(WORD, min_size=1, max_size=6).map(" ".join), min_size=1, max_size=5)
few = settings(max_examples=12, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
more = settings(max_examples=60, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])


def as_text(paragraphs: list[str]) -> bytes:
    return "\n\n".join(["This is a text in English, as one sees.", *paragraphs]).encode()


def as_html(paragraphs: list[str]) -> bytes:
    inner = "".join(f"<p>{text.replace(' ', ' <em>', 1)}</em></p>" if " " in text else f"<li>{text}" for text in paragraphs)
    return f"<!DOCTYPE html><html><head><meta charset='utf-8'><title>x</title></head><body><article><h1>This is a page</h1>{inner}</article></body></html>".encode()


def as_markdown(paragraphs: list[str]) -> bytes:
    return "\n\n".join(["# A page", *(text.replace(" ", " *", 1) + "*" if " " in text else f"> {text}" for text in paragraphs)]).encode()


def as_docx(paragraphs: list[str]) -> bytes:
    word = "http://schemas.openxmlformats.org/wordprocessingml/2006/main"
    body = "".join(f'<w:p><w:r><w:t xml:space="preserve">{text}</w:t></w:r></w:p>' for text in paragraphs)
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w") as package:
        package.writestr("[Content_Types].xml", '<Types xmlns="http://schemas.openxmlformats.org/package/2006/content-types"><Default Extension="rels" '
                         'ContentType="application/vnd.openxmlformats-package.relationships+xml"/><Override PartName="/word/document.xml" '
                         'ContentType="application/vnd.openxmlformats-officedocument.wordprocessingml.document.main+xml"/></Types>')  # fmt: skip
        package.writestr("_rels/.rels", '<Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships"><Relationship Id="r1" '
                         'Type="http://schemas.openxmlformats.org/officeDocument/2006/relationships/officeDocument" Target="word/document.xml"/></Relationships>')  # fmt: skip
        package.writestr("word/document.xml", f'<w:document xmlns:w="{word}"><w:body>{body}</w:body></w:document>')
    return out.getvalue()


FORMATS = {".txt": as_text, ".html": as_html, ".md": as_markdown, ".docx": as_docx}


@pytest.mark.parametrize("suffix", FORMATS)
@few
@given(PARAGRAPHS)
def test_law_1_the_words_of_the_source_are_those_of_the_file(tmp_path: Path, suffix: str, paragraphs: list[str]) -> None:
    path = tmp_path / f"x{suffix}"
    path.write_bytes(FORMATS[suffix](paragraphs))
    words = readers.read(path).text.split()
    assert Counter(" ".join(paragraphs).split()) - Counter(words) == Counter()
    assert len(words) - sum(len(text.split()) for text in paragraphs) == {".txt": 9, ".html": 4, ".md": 2, ".docx": 0}[suffix]


# 2. Repairs confess: for any text and any damage, log and TEI regenerate the bytes. 3. Repairs are idempotent. 5. Saved and loaded alike

PROSE = st.lists(st.sampled_from(
    "the ferry harbour lighthouse \u201cquay\u201d caf\u00e9 don\u2019t to-day na\u00efve 1871 na\u017e \u00df \u05d0\u05d1 end. so, (all) \u2026 the the Mr. &amp; <b> x@y.z [...] \U0001d11e e\u0301 - \u2013".split(" ")), min_size=8, max_size=60)  # fmt: skip
DAMAGE = (
    lambda text: text.encode().decode("latin-1"), lambda text: text.encode().decode("cp1252", "ignore"), lambda text: text.replace("\n", "\r\n"), lambda text: text.replace("\n", "\r"),
    lambda text: "\ufeff" + text, lambda text: text.replace(" ", "\u00a0", 3), lambda text: text.replace("e", "e\u0007", 2), lambda text: text.replace(" ", "\u0085", 1),
    lambda text: text.replace("our", "-\nour"), lambda text: text.replace(" ", "  \n", 2), lambda text: unicodedata.normalize("NFD", text), lambda text: text.replace("\u2019", "'"),
    lambda text: text.replace("&", "&amp;"), lambda text: text.replace(" ", "\t", 2), lambda text: text.replace("the", "the\u00ad", 1), lambda text: text + "\udce9", lambda text: text.replace(" ", "\u2028", 1),
)  # fmt: skip


@st.composite
def damaged(draw: st.DrawFn) -> bytes:
    words = draw(PROSE)
    text = "".join(word + draw(st.sampled_from([" ", " ", " ", "\n", "\n\n"])) for word in words)
    for damage in draw(st.lists(st.sampled_from(DAMAGE), max_size=4)):
        with suppress(UnicodeError):
            text = damage(text)
    return text.encode("utf-8", "surrogateescape")


@more
@given(damaged())
def test_laws_2_and_5_any_text_with_any_damage_comes_back(tmp_path: Path, data: bytes) -> None:
    one = ingested(tmp_path, data, '[source]\nencoding = "utf-8"')
    document = one.document
    assert lossless.restore(document) == data
    assert [found.code for found in lossless.verify(document, data)] == []
    assert document.tree is not None
    assert tei.dump(document.tree) == document.data
    assert document.log is not None
    assert dump_log({key: value for key, value in json.loads(document.log).items() if key != "sum"}) == document.log
    log = lossless.read_log(document).edits
    assert log.invert(log.apply(one.text)) == one.text
    by_itself = Document("letter", document.path, carrying(document.data, document.log))
    assert lossless.restore(by_itself) == data


@more
@given(damaged())
def test_law_3_what_is_repaired_needs_no_repair(data: bytes) -> None:
    view, _, used = repairs.mend(View(data.decode("utf-8", "surrogateescape"), language="en"), "mechanical")
    again, _, _ = repairs.mend(View(view.text, language="en"), "mechanical")
    assert again.text == view.text or any(each.name == "mojibake" for each in used)  # decoding may uncover a second layer


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

SUFFIXES = sorted(readers.suffixes())
SEEDS = {path.suffix: path for path in sorted((ROOT / "seeds" / "sample").glob("*.*")) if path.suffix in SUFFIXES}


def taken(tmp_path: Path, suffix: str, data: bytes) -> None:
    """Ingested, or refused in words."""
    path = tmp_path / f"any{suffix}"
    path.write_bytes(data)
    try:
        one = pipeline.ingest_file(path, tmp_path / "out", write=False)
    except EditionError:  # anything else is a traceback
        return
    assert one.document.data
    if one.document.log is not None:
        lossless.verify(one.document)


@pytest.mark.parametrize("suffix", SUFFIXES)
@settings(max_examples=8, deadline=20_000, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(st.binary(min_size=1, max_size=60) | st.text("<>/a &;-[]{}\\=\"'\n?\u00e9#*_`|", min_size=1, max_size=60).map(str.encode))
def test_law_10_any_bytes_are_taken_or_refused(tmp_path: Path, suffix: str, data: bytes) -> None:
    taken(tmp_path, suffix, data)


@pytest.mark.parametrize("suffix", sorted(SEEDS))
@settings(max_examples=12, deadline=20_000, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(st.data())
def test_law_10_a_damaged_file_is_taken_or_refused(tmp_path: Path, suffix: str, data: st.DataObject) -> None:
    whole = SEEDS[suffix].read_bytes()
    start = data.draw(st.integers(0, len(whole)))
    end = data.draw(st.integers(start, min(len(whole), start + data.draw(st.sampled_from([1, 8, 400, len(whole)])))))
    taken(tmp_path, suffix, whole[:start] + data.draw(st.binary(max_size=6)) + whole[end:])


@more
@given(st.data())
def test_law_10_a_damaged_log_is_refused_or_judged(tmp_path: Path, data: st.DataObject) -> None:
    document = ingested(tmp_path, "A line of words.\r\n\r\nAnd the the other, na\u00c3\u00afve.\n", "[[fix]]\nat = \"L3 'the the'\"\nto = 'the'").document
    assert document.log is not None
    log = document.log
    start = data.draw(st.integers(0, len(log)))
    end = data.draw(st.integers(start, min(len(log), start + 12)))
    changed = log[:start] + data.draw(st.binary(max_size=4) | st.sampled_from([b"[]", b"null", b"-1", b"1e999", b"{}", b'""'])) + log[end:]
    try:
        found = lossless.verify(Document("letter", document.path, document.data, changed))
    except EditionError:
        return
    before = json.loads(log)
    assert any(each.code == "SRC021" for each in found) or json.loads(changed) == before


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

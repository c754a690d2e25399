"""Both editions, built from nothing: what stands in them, what judges say, and that two builds anywhere are the same bytes."""

from __future__ import annotations

import hashlib
import os
import shutil
import subprocess
import sys
from collections import Counter
from pathlib import Path

import bagit
import links_of
import pdf_words
import pytest
import words_of
from conftest import ROOT

from edition import pipeline, project, render
from edition.model import Severity
from edition.project import Edition

SAMPLE, FIVE = "sample", "five-web-texts"


def copied(name: str, top: Path) -> Path:
    """The seeds of an edition in a project of their own."""
    shutil.copytree(ROOT / "seeds" / name, top / "seeds" / name, ignore=shutil.ignore_patterns("*.review.toml"))
    return top / "seeds" / name


@pytest.fixture(scope="session")
def sample(tmp_path_factory) -> Edition:
    return built(SAMPLE, tmp_path_factory.mktemp("sample"), None)


@pytest.fixture(scope="session")
def five(tmp_path_factory, shared) -> Edition:
    return built(FIVE, tmp_path_factory.mktemp("five"), shared / "seeds")


def built(name: str, top: Path, seeds: Path | None) -> Edition:
    told = project.read(copied(name, top))
    report = pipeline.build_edition(told, seeds=seeds)
    assert [found for found in report.findings if found.severity == Severity.ERROR] == []
    return pipeline.opened(told)


@pytest.fixture(params=[SAMPLE, FIVE])
def edition(request) -> Edition:
    made: Edition = request.getfixturevalue(request.param.split("-")[0])
    return made


def output(edition: Edition, name: str) -> Path:
    return edition.project.build / name


def test_the_committed_tei_of_the_sample_is_what_ingest_makes(sample):
    made = {path.name: path.read_bytes() for path in sample.project.tei.glob("*.*")}
    committed = {path.name: path.read_bytes() for path in (ROOT / "tei" / SAMPLE).glob("*.*")}
    assert sorted(made) == sorted(committed)
    assert [name for name in made if made[name] != committed[name]] == []


def test_every_word_and_every_note_is_in_the_epub(edition):
    renditions = {rendition.name: rendition for rendition in render.render_all(edition, "epub")}
    for document in edition.all:
        assert document.tree is not None
        assert words_of.lost(document.tree.getroot(), output(edition, "reader.epub"), [renditions[document.name]]) == Counter(), document.name


def test_every_word_and_every_note_is_in_the_pdf(edition, judge):
    judge("pdftotext")
    pdf = pdf_words.of_pdf(output(edition, "reader.pdf"))
    renditions = {rendition.name: rendition for rendition in render.render_all(edition, "print")}
    for document in edition.all:
        assert document.tree is not None
        assert pdf_words.lost(pdf_words.of_tei(document.tree.getroot(), [renditions[document.name]]), pdf) == [], document.name


def test_every_link_of_the_finished_files_leads_somewhere(edition):
    assert links_of.dead_in_epub(output(edition, "reader.epub")) == []
    assert links_of.dead_in_pdf(output(edition, "reader.pdf")) == []


def test_the_schema_agrees_with_all_tei(edition, shared, judge):
    files = [str(document.path) for document in edition.all]
    done = subprocess.run([judge("jing"), str(shared / "schema" / "tei_all.rng"), *files], capture_output=True, text=True, check=False)
    assert done.stdout == ""
    assert done.returncode == 0


def test_epubcheck_reports_nothing(edition, judge):
    from edition.proofs import epubcheck

    judge("java")
    assert epubcheck.check([output(edition, "reader.epub")]) == []


def test_the_bag_is_valid(edition):
    bag = bagit.Bag(str(output(edition, "deposit")))
    bag.validate()
    names = {Path(name).parts[1] for name in bag.payload_entries()}
    assert ("tei" in names) == (edition.project.rights.deposit == "full")


def test_every_source_comes_back(edition, shared):
    report = pipeline.verify_edition(edition.project, seeds=shared / "seeds")
    assert report.errors == 0
    assert len([line for line in report.said if "gives back" in line]) == len([document for document in edition.all if document.log])


def test_a_second_build_does_nothing(edition, shared):
    before = {path: path.stat().st_mtime_ns for path in edition.project.build.rglob("*") if path.is_file()}
    assert pipeline.build_edition(edition.project, seeds=shared / "seeds").unchanged
    assert {path: path.stat().st_mtime_ns for path in edition.project.build.rglob("*") if path.is_file()} == before


BUILD = "import sys; from edition.cli import main; sys.exit(main(['build', sys.argv[1]]))"


@pytest.mark.parametrize("name", [SAMPLE, FIVE])
def test_two_builds_anywhere_are_the_same_bytes(tmp_path, shared, request, name):
    """Other folder, time zone, language, hash seed and clock: TEI, PDF, EPUB and bag are byte-identical."""
    first = request.getfixturevalue(name.split("-")[0]).project
    other = tmp_path / "another place" / "with a long name"
    copied(name, other)
    environment = {
        **os.environ, "TZ": "Pacific/Kiritimati", "LANG": "de_DE.UTF-8", "LC_ALL": "C", "PYTHONHASHSEED": "4711", "EDITION_SEEDS": str(shared / "seeds"),
        "FAKETIME": "", "SOURCE_DATE_EPOCH": "86400",
    }  # fmt: skip
    subprocess.run([sys.executable, "-c", BUILD, name], cwd=other, env=environment, check=True, capture_output=True)
    for part in (f"tei/{name}", f"build/{name}"):
        mine, theirs = (sums(top / part) for top in (first.root, other))
        assert mine == theirs


def sums(folder: Path) -> dict[str, str]:
    """Checksums of all files but the report of the build, which names versions."""
    return {
        path.relative_to(folder).as_posix(): hashlib.sha256(path.read_bytes()).hexdigest()
        for path in sorted(folder.rglob("*")) if path.is_file() and path.name != "build.json"
    }  # fmt: skip


def test_note_references_notes_and_ways_back_are_as_many(edition):
    pages = words_of.pages_of(output(edition, "reader.epub")).values()
    count = Counter(element.get("role") for page in pages for element in page.iter() if element.get("role") in ("doc-noteref", "doc-footnote", "doc-backlink"))
    assert count["doc-footnote"] == count["doc-backlink"] > 10
    assert count["doc-noteref"] >= count["doc-footnote"]

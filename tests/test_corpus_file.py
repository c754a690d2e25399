"""edition.xml: the corpus of an edition."""

from __future__ import annotations

import shutil
import subprocess
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

import pytest
from lxml import etree

from edition import corpus, pipeline, project, tei
from edition.deposit import payload
from edition.model import Severity

ROOT = Path(__file__).resolve().parent.parent
LETTER = "Vidal met us here.\n"
AUTHORITY = '[[person]]\nid = "vidal"\nname = "Vidal"\ncite = ["rope"]\n[[person]]\nid = "other"\nname = "Other"\ncite = ["roap"]\n'
WORKS = '[{"id": "rope", "type": "book", "title": "Rope"}, {"id": "idle", "type": "book", "title": "Idle"}]'


@pytest.fixture
def trial(tmp_path: Path) -> project.Project:
    folder = tmp_path / "seeds" / "trial"
    folder.mkdir(parents=True)
    told = 'id = "trial"\ntitle = "T & U"\ndate = 2026-01-31\n[[editor]]\nname = "E"\nid = "ed"\n[[document]]\nname = "letter"\n[[document]]\nname = "note"\n'
    (folder / "edition.toml").write_text(told, "utf-8")
    (folder / "letter.txt").write_text(LETTER, "utf-8")
    (folder / "note.txt").write_text("Nobody is named here.\n", "utf-8")
    (folder / "authority.toml").write_text(AUTHORITY, "utf-8")
    (folder / "bibliography.json").write_text(WORKS, "utf-8")
    return project.read(folder)


def test_ingest_writes_it_with_the_header_the_lists_and_the_documents(trial: project.Project) -> None:
    done = pipeline.ingest_edition(trial)
    tree = etree.parse(trial.tei / "edition.xml")
    assert tei.select(tree, "/t:teiCorpus/xi:include/@href") == ["letter.xml", "note.xml"]
    assert tei.select(tree, "/t:teiCorpus/t:standOff//@xml:id") == ["vidal", "bibl-rope"]
    assert tei.plain(tei.first(tree, "/t:teiCorpus/t:teiHeader//t:titleStmt/t:title")) == "T & U"
    assert trial.tei / "edition.xml" in done[-1].written
    assert done[-1].document.data == pipeline.ingest_edition(project.read(trial.folder))[-1].document.data


def test_what_only_the_edition_shows_is_found(trial: project.Project) -> None:
    found = {each.code: each for each in pipeline.ingest_edition(trial, write=False)[-1].findings}
    assert sorted(found) == ["SRC090", "SRC093", "SRC095"]
    assert (found["SRC090"].locus.line, found["SRC090"].hint) == (6, 'Did you mean "rope"?')
    assert '"other"' in found["SRC093"].message
    assert '"idle"' in found["SRC095"].message
    assert not (trial.tei / "edition.xml").exists()


def test_check_reads_it_and_a_dangling_reference_in_it_is_an_error(trial: project.Project) -> None:
    pipeline.ingest_edition(trial)
    file = trial.tei / "edition.xml"
    assert [found for found in pipeline.check_edition(pipeline.opened(trial)) if found.locus.file == str(file)] == []
    file.write_bytes(file.read_bytes().replace(b'target="#bibl-rope"', b'target="#bibl-roap"'))
    assert "REF002" in [found.code for found in pipeline.check_edition(pipeline.opened(trial)) if found.locus.file == str(file)]


def test_it_goes_where_the_texts_go(trial: project.Project) -> None:
    pipeline.ingest_edition(trial)
    edition = pipeline.opened(trial)
    assert "tei/edition.xml" in payload.payload(edition, [], {})
    shut = replace(edition, project=replace(trial, rights=replace(trial.rights, deposit="metadata-only")))
    assert "tei/edition.xml" not in payload.payload(shut, [], {})


def test_the_schema_takes_it_with_its_documents(tmp_path: Path, shared: Path, judge: Callable[[str], str]) -> None:
    """Ids that say the same thing (an editor, an entry) are the same in every document: jing is told not to count them (-i)."""
    shutil.copytree(ROOT / "tei" / "sample", tmp_path / "sample")
    tree = etree.parse(tmp_path / "sample" / corpus.FILE)
    tree.xinclude()
    assert len(tei.select(tree, "/t:teiCorpus/t:TEI")) == 7
    tree.write(tmp_path / "whole.xml")
    done = subprocess.run([judge("jing"), "-i", str(shared / "schema" / "tei_all.rng"), str(tmp_path / "whole.xml")], capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stdout[:2000]


def test_an_edition_that_is_called_as_its_editor_or_its_document_builds_without_an_error(tmp_path: Path) -> None:
    texts = tmp_path / "texts"
    texts.mkdir()
    for name in ("ed", "toolkit"):
        (texts / f"{name}.txt").write_text("The Mill\n\nIt turns, and turns, and nobody knows what water bids it turn.\n", "utf-8")
    pipeline.new(tmp_path / "ed", documents=texts)
    made = project.read(tmp_path / "ed" / "seeds" / "ed")
    pipeline.ingest_edition(made)
    assert not [found for found in pipeline.check_edition(pipeline.opened(made)) if found.severity == Severity.ERROR]
    ids = [tei.identify(node) for name in ("edition", "ed", "toolkit") for node in etree.parse(tmp_path / "ed" / "tei" / "ed" / f"{name}.xml").iter("*") if tei.identify(node)]
    own = [each for each in ids if each not in ("ed", "toolkit")]
    assert ids.count("ed") == 3  # the editor, in each header
    assert len(own) == len(set(own))

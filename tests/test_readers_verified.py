"""A file that another version of pandoc reads otherwise is noticed by `verify`, and said; so is how the record wants it read."""

from __future__ import annotations

import pytest
from ingesting import ingested

from edition import lossless, pipeline
from edition.readers import pandoc

TEXT = "# The Lamp\n\nIt was lit at six.\n\nThey waited.\n"


@pytest.fixture
def made(tmp_path):
    one = ingested(tmp_path, TEXT, suffix=".md", write=True)
    return tmp_path, one.document.path


def test_the_log_names_the_reader_and_its_version(made):
    _, path = made
    document = pipeline.ingest.load("letter", path)  # type: ignore[attr-defined]
    assert lossless.read_log(document).data["layer"]["reader"] == pandoc.version()


def test_what_is_read_as_it_was_is_told_so(made):
    folder, path = made
    report = pipeline.verify_file(path, source=folder / "letter.md")
    assert not report.findings
    assert "as it was read" in report.said[0]


def test_another_version_that_reads_the_same_is_no_finding(made, monkeypatch):
    folder, path = made
    monkeypatch.setattr(pandoc, "version", lambda: "pandoc 99.1")
    assert not pipeline.verify_file(path, source=folder / "letter.md").findings


def test_another_version_that_reads_other_words_is_named_with_the_line(made, monkeypatch):
    folder, path = made
    real = pandoc.tree

    def changed(*arguments):
        tree, warnings = real(*arguments)
        tree["blocks"][1]["c"][0]["c"] = "That"
        return tree, warnings

    monkeypatch.setattr(pandoc, "tree", changed)
    monkeypatch.setattr(pandoc, "version", lambda: "pandoc 99.1")
    (found,) = pipeline.verify_file(path, source=folder / "letter.md").findings
    assert found.code == "SRC026"
    assert "pandoc 99.1 reads the file otherwise than pandoc 3" in found.message
    assert 'line 2 was "It was lit at six.", and is "That was lit at six."' in found.message


def test_verify_reads_the_source_as_the_record_says(tmp_path):
    one = ingested(tmp_path, '"Don\'t," she said.\n', '[source]\nformat = "markdown+smart"\n', suffix=".md", write=True)
    assert not pipeline.verify_file(one.document.path, source=tmp_path / "letter.md").findings

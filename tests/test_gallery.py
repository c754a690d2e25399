"""The gallery shows what the program does: its samples are valid and lose no word, its page is what the command writes."""

from __future__ import annotations

import importlib.util
import sys
from pathlib import Path

import pytest
from render_judge import edition_of, faults

from edition import pipeline
from edition.formulas import with_formulas
from edition.model import Document, Severity
from edition.render import render_all

DOCS = Path(__file__).resolve().parent.parent / "docs"
SAMPLES = sorted((DOCS / "gallery").glob("*.xml"))
_spec = importlib.util.spec_from_file_location("gallery", DOCS / "gallery.py")
assert _spec is not None
assert _spec.loader is not None
gallery = importlib.util.module_from_spec(_spec)
sys.modules["gallery"] = gallery
_spec.loader.exec_module(gallery)


def sample(path: Path):
    return with_formulas(edition_of(Document(path.stem, path, path.read_bytes())))


@pytest.mark.parametrize("path", SAMPLES, ids=lambda path: path.stem)
def test_a_sample_is_valid(path: Path):
    edition = pipeline.loose(path)
    assert [str(found) for found in pipeline.check_edition(edition) if found.severity == Severity.ERROR] == []


@pytest.mark.parametrize("medium", ["print", "epub", "web"])
@pytest.mark.parametrize("path", SAMPLES, ids=lambda path: path.stem)
def test_a_sample_loses_no_word_and_every_element_has_a_model(path: Path, medium: str):
    assert list(faults(sample(path), medium)) == []
    assert [found.message for rendition in render_all(sample(path), medium) for found in rendition.findings if found.code == "RND001"] == []


def test_every_sample_is_in_the_gallery():
    assert sorted(kind.name for kind in gallery.KINDS) == [path.stem for path in SAMPLES]


def test_the_page_is_current():
    assert (DOCS / "gallery.md").read_text("utf-8") == gallery.page(), "run: python docs/gallery.py"


def test_every_picture_is_there_and_small():
    wanted = {gallery.picture(kind, number) for kind in gallery.KINDS for number in kind.pages}
    assert {path.name for path in gallery.PICTURES.iterdir()} == wanted
    assert all(path.stat().st_size < 60_000 for path in gallery.PICTURES.iterdir())

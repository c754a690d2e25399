"""Real TEI made by others: nothing of it is lost, and what comes out is HTML."""

from __future__ import annotations

from pathlib import Path

import pytest
from render_judge import document, edition_of, faults

SMALL = ["apparatus-small", "sonnet-quevedo", "msdesc-lyell", "syriac-rtl", "letter-schnitzler", "guidelines-apparatus", "inscription-epidoc", "scholastic-latin"]
LARGE = ["typescript-auden", "drama-faust", "early-print-tcp", "folio-romeo", "autobiography-washington", "manuscript-frankenstein",
         "arabic-journal-duplicate-ids", "novel-bronte", "critical-edition-balex"]  # fmt: skip


def wrong(shared: Path, name: str, medium: str, reading: str) -> list[str]:
    path = shared / "corpus" / "tei" / f"{name}.xml"
    return list(faults(edition_of(document(path.read_bytes(), name, path.parent), choice=reading), medium))


@pytest.mark.shared
@pytest.mark.parametrize("name", SMALL)
def test_small_files_in_both_media_and_readings(shared: Path, name: str) -> None:
    for medium in ("print", "epub"):
        for reading in ("reading", "diplomatic"):
            assert wrong(shared, name, medium, reading) == []


@pytest.mark.shared
@pytest.mark.parametrize("name", LARGE)
def test_large_files_in_an_epub(shared: Path, name: str) -> None:
    assert wrong(shared, name, "epub", "reading") == []

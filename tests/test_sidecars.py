"""The five records that the design drafted parse as they stand, and every address of them resolves: the format is what was meant."""

from __future__ import annotations

import re
from pathlib import Path

import pytest
from ingesting import ingested

from edition import lossless, records

NAMES = ("000_efa690d1e9a36ed8", "001_596208b83d4e83bb", "002_bf4f543ef8cbf8eb", "003_99eac04dfbc60cb0", "004_7b3d90c3f23b7268")


@pytest.fixture(scope="module")
def sidecars(shared: Path) -> dict[str, str]:
    page = shared / "design" / "five-documents.md"
    if not page.is_file():
        pytest.skip("the design pages are not there")
    found = re.findall(r"^### Sidecar\n```toml\n(.*?)^```", page.read_text(encoding="utf-8"), re.MULTILINE | re.DOTALL)
    return {name: text for text in found for name in NAMES if f'"{name}.txt"' in text}


@pytest.mark.parametrize("name", NAMES)
def test_a_drafted_sidecar_parses_and_resolves(shared: Path, sidecars: dict[str, str], tmp_path: Path, name: str) -> None:
    source = (shared / "seeds" / f"{name}.txt").read_bytes()
    made = ingested(tmp_path, source, sidecars[name], name=name)
    assert records.read(tmp_path / f"{name}.toml").sha256
    assert not [found for found in made.findings if found.code in ("SRC010", "SRC011", "SRC080", "SRC081", "SRC082", "SRC083")]
    assert lossless.restore(made.document) == source

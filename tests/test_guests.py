"""Rows that installed packages add are found, wherever their packages lie; without any, nothing is loaded to look for them."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

import pytest

from edition.guests import guests


def test_without_guests_there_are_none() -> None:
    assert guests("edition.nothing") == []


def test_a_package_with_rows_is_found(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    told = tmp_path / "guest-1.0.dist-info"
    told.mkdir()
    (told / "METADATA").write_text("Metadata-Version: 2.1\nName: guest\nVersion: 1.0\n")
    (told / "entry_points.txt").write_text("[edition.checks]\nb = guest:b\na = guest:a\n")
    monkeypatch.syspath_prepend(str(tmp_path))
    assert [row.name for row in guests("edition.checks")] == ["a", "b"]
    assert guests("edition.writers") == []


def test_checking_does_not_load_what_understands_packages() -> None:
    code = "import sys, edition.checks, edition.checks.batch; edition.checks.checks(); print('importlib.metadata' in sys.modules)"
    done = subprocess.run([sys.executable, "-S", "-c", f"import sys; sys.path[:0] = {sys.path!r}; {code}"], capture_output=True, text=True, check=True)
    assert done.stdout == "False\n"

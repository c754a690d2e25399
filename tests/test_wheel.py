"""The wheel works alone: in an empty environment, outside the clone, without the shared data."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
import zipfile
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parent.parent
PARTS = ("pyproject.toml", "README.md", "LICENSE")
NOT_SHIPPED = ("__pycache__",)

pytestmark = pytest.mark.skipif(
    not os.environ.get("EDITION_TEST_WHEEL"), reason="makes an environment and installs everything into it: set EDITION_TEST_WHEEL=1"
)


def run(*command: str | Path, folder: Path) -> str:
    """What a command says; the test fails, with it, if the command does."""
    surroundings = {name: value for name, value in os.environ.items() if name not in ("PYTHONPATH", "VIRTUAL_ENV") and not name.startswith("EDITION_")}
    done = subprocess.run(command, cwd=folder, env=surroundings, stdin=subprocess.DEVNULL, capture_output=True, text=True)
    assert done.returncode == 0, f"{' '.join(map(str, command))}\n{done.stdout[-2000:]}\n{done.stderr[-2000:]}"
    return done.stdout


@pytest.fixture(scope="module")
def wheel(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Built from a copy: in the clone it would take up what an earlier build left there."""
    clone = tmp_path_factory.mktemp("clone")
    shutil.copytree(ROOT / "edition", clone / "edition", ignore=shutil.ignore_patterns(*NOT_SHIPPED))
    for name in PARTS:
        shutil.copy(ROOT / name, clone)
    run(sys.executable, "-m", "pip", "wheel", "-q", "--no-deps", "-w", "dist", ".", folder=clone)
    (made,) = (clone / "dist").glob("*.whl")
    return made


@pytest.fixture(scope="module")
def command(wheel: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The command `edition` of an environment that holds the wheel and what it asks for, and nothing else."""
    home = tmp_path_factory.mktemp("environment")
    run(sys.executable, "-m", "venv", home / "venv", folder=home)
    run(home / "venv/bin/python", "-m", "pip", "install", "-q", wheel, folder=home)
    return home / "venv/bin/edition"


def test_every_file_of_the_package_is_in_the_wheel(wheel: Path):
    there = {path.relative_to(ROOT).as_posix() for path in (ROOT / "edition").rglob("*") if path.is_file() and "__pycache__" not in path.parts}
    with zipfile.ZipFile(wheel) as archive:
        assert there <= set(archive.namelist())


def test_a_new_edition_builds_and_is_verified(command: Path, tmp_path: Path):
    run(command, "new", "x", folder=tmp_path)
    run(command, "build", folder=tmp_path / "x")
    said = run(command, "verify", folder=tmp_path / "x")
    assert "byte for byte" in said
    for made in ("reader.pdf", "reader.epub", "deposit/bagit.txt"):
        assert (tmp_path / "x/build/x" / made).is_file()


def test_one_document_becomes_tei_pdf_and_epub(command: Path, tmp_path: Path):
    shutil.copy(ROOT / "seeds/sample/essay.docx", tmp_path / "essay.docx")
    run(command, "build", "essay.docx", "--out", "made", folder=tmp_path)
    assert {"essay.xml", "essay.pdf", "essay.epub"} <= {path.name for path in (tmp_path / "made").iterdir()}


def test_the_doctor_finds_all_that_is_needed(command: Path, tmp_path: Path):
    run(command, "doctor", folder=tmp_path)

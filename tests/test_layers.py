"""Imports point down: edition/README.md draws the layers, this reads them."""

from __future__ import annotations

import ast
from collections.abc import Iterator
from pathlib import Path

PACKAGE = Path(__file__).resolve().parent.parent / "edition"

# From the top. What stands in one row does not import each other, and what is a folder may import inside of it.
STAGES = {"readers", "repairs", "structure", "encode", "lossless", "checks", "render", "writers", "proofs", "deposit"}
LAYERS = (
    {"__main__"},
    {"cli"},
    {"checking"},
    {"fixing"},
    {"pipeline", "catalogue", "doctor", "draft", "storing"},
    {"matter", "formulas"},
    {"corpus", "candidates", "sources", "template", "reviewing", "adopt"},
    {"ingest", "review", "inspection", "fixes", "reports"},
    STAGES,
    {"rules", "jobs", "report", "acceptance", "places", "queue", "ledger", "claims", "entities"},
    {"project", "notebook"},
    {"records", "authority", "bibliography"},
    {"addresses", "keys", "logfile"},
    {"edits", "codes"},
    {"model", "schemas"},
    {"header", "prefixes", "spacing", "schematron", "media", "picture_files"},
    {"tei", "toml", "files", "refs", "relaxng", "cache"},
    {"errors", "version", "writing", "parsers", "archives", "guests", "resolution"},
)
ALLOWED = {("writers", "render")}  # a writer is what puts rendered text into a file
RANK = {name: rank for rank, row in enumerate(LAYERS) for name in row}


def modules() -> list[Path]:
    return sorted(path for path in PACKAGE.rglob("*.py") if path != PACKAGE / "__init__.py")


def part(path: Path) -> str:
    """The module or folder of the package that a file belongs to: ``checks`` for edition/checks/dates.py."""
    return path.relative_to(PACKAGE).parts[0].removesuffix(".py")


def imported(path: Path) -> Iterator[tuple[int, str]]:
    """Line and part of each import of the package, wherever in the file it stands."""
    for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
        names: list[str] = []
        if isinstance(node, ast.Import):
            names = [alias.name for alias in node.names]
        elif isinstance(node, ast.ImportFrom):
            assert node.level == 0, f"{path}:{node.lineno}: imports are absolute"
            names = [f"{node.module}.{alias.name}" for alias in node.names] if node.module == "edition" else [node.module or ""]
        for name in names:
            if name.startswith("edition."):
                yield node.lineno, name.split(".")[1]  # type: ignore[attr-defined]


def test_every_module_has_a_layer() -> None:
    assert sorted({part(path) for path in modules()} - set(RANK)) == []


def test_imports_point_down() -> None:
    up = []
    for path in modules():
        own = part(path)
        for line, other in imported(path):
            if other not in RANK or own not in RANK or other == own or (own, other) in ALLOWED:
                continue
            if RANK[other] <= RANK[own]:
                up.append(f"edition/{path.relative_to(PACKAGE)}:{line}: {own} -> {other}")
    assert up == [], "imports that point up or sideways:\n" + "\n".join(up)


def test_a_stage_says_its_number_first() -> None:
    """So that the first lines of the stages, listed, are the pipeline."""
    firsts = {}
    for name in sorted(STAGES):
        file = PACKAGE / name / "__init__.py" if (PACKAGE / name).is_dir() else PACKAGE / f"{name}.py"
        docstring = ast.get_docstring(ast.parse(file.read_text(encoding="utf-8"))) or "?"
        firsts[name] = docstring.split(".")[0]
    order = ["readers", "repairs", "structure", "encode", "lossless", "checks", "render", "writers", "proofs", "deposit"]
    assert firsts == {name: str(number) for number, name in enumerate(order, 1)}


def test_every_module_opens_with_a_sentence() -> None:
    for path in modules():
        docstring = ast.get_docstring(ast.parse(path.read_text(encoding="utf-8")))
        assert docstring, path

"""What a build was made from and what it made, by checksum: reports/build.json. If nothing changed, nothing is done again."""

from __future__ import annotations

import json
from collections.abc import Iterable, Sequence
from contextlib import suppress
from hashlib import sha256
from importlib.metadata import PackageNotFoundError, version
from pathlib import Path
from typing import Any

from edition import files
from edition.model import Finding, Locus, Severity

LIBRARIES = ("lxml", "weasyprint", "pypandoc_binary", "elementpath", "ftfy", "fonttools", "pyphen")
PACKAGE = Path(__file__).resolve().parent
DATA = (".py", ".odd", ".css", ".toml", ".txt", ".json")


def checksum(path: Path) -> str:
    digest = sha256()
    with path.open("rb") as file:
        while block := file.read(1 << 20):
            digest.update(block)
    return digest.hexdigest()


def program() -> dict[str, str]:
    """The program and what it stands on: versions of the libraries, and one checksum over the package's own files."""
    found = {}
    for name in LIBRARIES:
        try:
            found[name] = version(name)
        except PackageNotFoundError:
            found[name] = "absent"
    own = sha256()
    for path in sorted(path for path in PACKAGE.rglob("*") if path.suffix in DATA):
        own.update(path.relative_to(PACKAGE).as_posix().encode() + b"\0" + path.read_bytes())
    found["edition"] = own.hexdigest()
    return found


def inputs(paths: Iterable[Path], root: Path) -> dict[str, str]:
    """Checksums of files, and of all files in folders, by their names as seen from the root."""
    found: dict[str, str] = {}
    for path in paths:
        for each in sorted(path.rglob("*")) if path.is_dir() else [path]:
            if each.is_file() and not each.name.endswith(".part"):
                found[_name(each, root)] = checksum(each)
    return found


def dump(*, made_from: dict[str, str], written: Iterable[Path], options: Sequence[str], findings: Sequence[Finding], root: Path) -> bytes:
    content = {
        "version": 1, "program": program(), "options": list(options), "inputs": made_from,
        "outputs": {_name(path, root): checksum(path) for path in sorted(written)},
        "findings": [found.to_json() for found in findings],
    }  # fmt: skip
    return (json.dumps(content, ensure_ascii=False, indent=1, sort_keys=True) + "\n").encode()


def unchanged(path: Path, *, made_from: dict[str, str], options: Sequence[str], root: Path) -> list[Finding] | None:
    """The findings of the last build, if it was made from the same things by the same program and all it wrote is still there; else None."""
    with suppress(OSError, ValueError, KeyError, TypeError):
        told = json.loads(path.read_bytes())
        if told["inputs"] != made_from or told["options"] != list(options) or told["program"] != program():
            return None
        if all((root / name).is_file() and checksum(root / name) == known for name, known in told["outputs"].items()):
            return [_finding(each) for each in told["findings"]]
    return None


def _finding(told: dict[str, Any]) -> Finding:
    locus = Locus(told["file"], told["line"], told["column"], told.get("id", ""))
    return Finding(told["code"], Severity(told["severity"]), locus, told["message"], told["hint"])


def _name(path: Path, root: Path) -> str:
    try:
        return path.resolve().relative_to(root.resolve()).as_posix()
    except ValueError:
        return path.name


def save(path: Path, content: bytes) -> None:
    files.write(path, content)

"""What `edition schema` says: the schemas in the store, and what each of them is."""

from __future__ import annotations

from dataclasses import asdict
from pathlib import Path
from typing import Any

from edition import schemas
from edition.checks import tei
from edition.errors import ProjectError, UsageError
from edition.schemas import Facts, Stored

CARRIED = "what the program carries"


def added(stored: Stored) -> list[str]:
    """What was put into the store, and how it is used."""
    option = "--schema" if stored.kind == schemas.RNG else "--schematron"
    lines = [f"{stored.name}: {_facts(stored)}", f"Now:  edition check FILE {option} {stored.name}"]
    if stored.kind == schemas.RNG and stored.rules:
        lines.append(f"It holds Schematron too ({stored.rules} tests), which is tried with --schematron {stored.name}.")
    return lines


def listed() -> list[str]:
    """A line for each schema, that of the program first."""
    rows = [(schemas.BUILT_IN, f"{schemas.RNG}, TEI {tei.version()}, {CARRIED}")]
    rows += [(each.name, _facts(each)) for each in schemas.listed()]
    width = max(len(name) for name, _ in rows)
    return [f"{name:<{width}}  {words}" for name, words in rows]


def described(name: str) -> list[str]:
    """All of one schema, by its name or its path. Raises ProjectError, UsageError."""
    if not name:
        raise UsageError("which schema?", hint="edition schema info NAME, or the path of a file.")
    if name == schemas.BUILT_IN:
        return [f"name     {name}", f"kind     {schemas.RNG}", f"TEI      {tei.version()}", f"where    {CARRIED}"]
    stored, facts = _of(name)
    rows = {
        "name": stored.name if stored else "", "kind": facts.kind, "title": facts.title, "version": facts.version, "TEI": facts.tei, "sha256": facts.sha256,
        "tests": str(facts.rules or ""), "address": stored.address if stored else "", "where": str(facts.files[0]),
        "files": ", ".join(file.name for file in facts.files[1:]), "changed": "its files are not as they were stored" if stored and stored.sha256 != facts.sha256 else "",
    }  # fmt: skip
    return [f"{key:<8} {value}" for key, value in rows.items() if value]


def as_json(name: str = "") -> list[dict[str, Any]]:
    """The schemas of the store, or one of them, for `--json`."""
    known = [each for each in schemas.listed() if name in ("", each.name)]
    if not known and name and Path(name).is_file():
        known = [each for each in schemas.listed() if each.sha256 == schemas.read(Path(name)).sha256]
    return [{**asdict(each), "path": str(each.path)} for each in known]


def _of(name: str) -> tuple[Stored | None, Facts]:
    stored = next((each for each in schemas.listed() if each.name == name), None)
    if stored is not None and not stored.path.is_file():
        raise ProjectError(f'the files of "{name}" are gone from the store', hint=f"Add it again: edition schema add FILE --name {name} --replace")
    return stored, schemas.read(stored.path if stored else schemas.find(name))


def _facts(each: Stored) -> str:
    parts = [
        each.kind, f"version {each.version}" if each.version else "", f"TEI {each.tei}" if each.tei else "", f"sha256 {each.sha256[:12]}",
        f"for {each.address}" if each.address else "", "CHANGED since it was stored" if each.changed else "",
    ]  # fmt: skip
    return ", ".join(part for part in parts if part)

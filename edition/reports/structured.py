"""The report as JSON, for scripts: docs/checking.md has every key. What changes or takes away a key makes another version; a new key does not."""

from __future__ import annotations

import json
from base64 import b64encode
from typing import Any

from edition.model import Finding, Fix
from edition.report import ordered
from edition.reports.model import Outcome, fingerprints
from edition.version import __version__

FORMAT = "edition-check"
VERSION = 1


def dump(outcome: Outcome) -> str:
    """The whole report, findings in the order of files and places."""
    return json.dumps(content(outcome), ensure_ascii=False, indent=1) + "\n"


def content(outcome: Outcome) -> dict[str, Any]:
    """As Python has it."""
    findings = ordered(outcome.findings)
    accepted = {id(found): answer for found, answer in outcome.accepted}
    answered = ordered(found for found, _ in outcome.accepted)
    counts = {name: sum(found.severity == name for found in findings) for name in ("error", "query", "note")}
    return {
        "format": FORMAT, "version": VERSION, "program": {"name": "edition", "version": __version__},
        "schemas": [{"name": each.name, "tei": each.version, "path": each.path, "sha256": each.sha256} for each in outcome.schemas],
        "files": list(outcome.files),
        "summary": {**counts, "accepted": len(outcome.accepted), "files": len(outcome.files), "failed": len(outcome.failed)},
        "findings": [_row(found, mark) for found, mark in zip(findings, fingerprints(findings), strict=True)],
        "accepted": [{**_row(found, mark), "reason": accepted[id(found)].reason} for found, mark in zip(answered, fingerprints(answered), strict=True)],
        "failed": [{"file": file, "message": error.message, "hint": error.hint, "exit": error.exit_code} for file, error in outcome.failed],
        "written": [], "messages": list(outcome.said),
    }  # fmt: skip


def _row(found: Finding, mark: str) -> dict[str, Any]:
    return {**found.to_json(), "path": found.locus.path, "fingerprint": mark, "fix": _fix(found.fix)}


def _fix(fix: Fix | None) -> dict[str, Any] | None:
    if fix is None:
        return None
    edits = [{"offset": offset, "length": length, **_content(data)} for offset, length, data in fix.edits]
    return {"option": "--fix" if fix.safe else "--unsafe-fixes", "says": fix.says, "edits": edits}


def _content(data: bytes) -> dict[str, str]:
    """What comes there: as text, or in base64 if it is not UTF-8."""
    try:
        text = data.decode()
    except UnicodeDecodeError:
        text = "\0"
    return {"base64": b64encode(data).decode()} if "\0" in text else {"text": text}

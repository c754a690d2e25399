"""The report as commands of GitHub Actions: each finding is shown at its line in the changes of a pull request."""

from __future__ import annotations

from edition.model import Finding, Severity
from edition.report import ordered, safe, summary
from edition.reports.model import Outcome
from edition.reports.uris import relative

LEVELS = {Severity.ERROR: "error", Severity.QUERY: "warning", Severity.NOTE: "notice"}


def dump(outcome: Outcome) -> str:
    """A line for each finding and each file that could not be read, and one that counts."""
    lines = [_line(found, outcome.rule(found.code).name) for found in ordered(outcome.findings)]
    lines += [f"::error file={_property(relative(file))},title=not read::{_data(f'{error.message}{chr(10)}{error.hint}'.strip())}" for file, error in outcome.failed]
    return "\n".join([*lines, _data(summary(outcome.findings, len(outcome.accepted), judged=outcome.schema, files=len(outcome.files)))]) + "\n"


def _line(found: Finding, name: str) -> str:
    told = {"file": relative(found.locus.file), "line": str(found.locus.line or 1), "col": str(found.locus.column or 1), "title": f"{found.code} {name}"}
    properties = ",".join(f"{key}={_property(value)}" for key, value in told.items())
    return f"::{LEVELS[found.severity]} {properties}::{_data(found.message + (chr(10) + found.hint if found.hint else ''))}"


def _data(text: str) -> str:
    return "%0A".join(safe(line).replace("%", "%25") for line in text.split("\n"))


def _property(text: str) -> str:
    return _data(text).replace(":", "%3A").replace(",", "%2C")

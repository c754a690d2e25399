"""Reports of `edition check` in the forms that people and other programs read. `FORMATS` is the table: a format is a function from an Outcome to text."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from pathlib import PurePath
from types import MappingProxyType

from edition.report import report
from edition.reports.model import Outcome, Rule, Vocabulary, fingerprints, vocabulary

__all__ = ["FORMATS", "Outcome", "Rule", "Vocabulary", "fingerprints", "format_of", "vocabulary"]


def full(outcome: Outcome) -> str:
    """With the line of the file, a caret and what to do."""
    return report(outcome.findings, "full", accepted=len(outcome.accepted), judged=outcome.schema, files=len(outcome.files))


def concise(outcome: Outcome) -> str:
    """A line for each finding."""
    return report(outcome.findings, "concise", accepted=len(outcome.accepted), judged=outcome.schema, files=len(outcome.files))


def json(outcome: Outcome) -> str:
    """For scripts."""
    from edition.reports import structured

    return structured.dump(outcome)


def github(outcome: Outcome) -> str:
    """For GitHub Actions: shown in a pull request."""
    from edition.reports import workflow

    return workflow.dump(outcome)


def sarif(outcome: Outcome) -> str:
    """SARIF 2.1.0, for code scanning."""
    from edition.reports import scanning

    return scanning.dump(outcome)


def html(outcome: Outcome) -> str:
    """A page of a whole collection."""
    from edition.reports import page

    return page.dump(outcome)


FORMATS: Mapping[str, Callable[[Outcome], str]] = MappingProxyType({
    "full": full, "concise": concise, "json": json, "github": github, "sarif": sarif, "html": html,
})  # fmt: skip
SUFFIXES = {".html": "html", ".htm": "html", ".sarif": "sarif", ".json": "json"}


def format_of(name: str) -> str:
    """The format that the name of a file means, or "full"."""
    return SUFFIXES.get(PurePath(name).suffix.lower(), "full")

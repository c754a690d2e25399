"""Findings that an editor has answered: ``[[accepted]] code, at, reason`` in edition.toml.

What is accepted is counted and no longer in the way; what accepts nothing any more is itself a finding.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable
from dataclasses import dataclass
from pathlib import Path, PurePath

from edition.codes import CODES
from edition.model import Finding, Locus, Severity
from edition.project import Accepted


@dataclass(frozen=True)
class Answered:
    """Findings parted in two. `open` holds CFG004 for each acceptance that matched none of them."""

    open: tuple[Finding, ...]
    accepted: tuple[tuple[Finding, Accepted], ...]

    @property
    def errors(self) -> int:
        return sum(finding.severity is Severity.ERROR for finding in self.open)


def answer(
    findings: Iterable[Finding], accepted: Collection[Accepted], *, file: Path | None = None,
    families: Collection[str] | None = None, documents: Collection[str] | None = None,
) -> Answered:  # fmt: skip
    """Take out what is accepted.

    `file` is where the acceptances stand, for the place of CFG004. `families` and `documents` name what was looked at (all, if None):
    an acceptance of something else cannot have matched and is not reported.
    """
    still_open: list[Finding] = []
    taken: list[tuple[Finding, Accepted]] = []
    used: set[int] = set()
    for finding in findings:
        answers = [number for number, each in enumerate(accepted) if matches(each, finding)]
        used.update(answers)
        if answers:
            taken.append((finding, list(accepted)[answers[0]]))
        else:
            still_open.append(finding)
    for number, each in enumerate(accepted):
        looked_at = (families is None or each.code[:3] in families) and (documents is None or each.at.partition("#")[0] in documents)
        if number not in used and looked_at:
            locus = Locus(str(file) if file else "", each.line)
            message = f'nothing is found that code = "{each.code}", at = "{each.at}" would accept'
            still_open.append(Finding("CFG004", CODES["CFG004"].severity, locus, message, "Take the [[accepted]] away, or correct its code or place."))
    return Answered(tuple(still_open), tuple(taken))


def matches(accepted: Accepted, finding: Finding) -> bool:
    """Whether the acceptance answers this finding: ``letter`` is letter.xml, letter.toml …; ``letter#p1`` what has that nearest id in it."""
    document, _, identifier = accepted.at.partition("#")
    name = PurePath(finding.locus.file).name
    return accepted.code == finding.code and (name == document or name.startswith(f"{document}.")) and identifier in ("", finding.locus.id)

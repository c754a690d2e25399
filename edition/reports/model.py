"""What a run of `edition check` has to tell, whatever the format: findings, answers, files, schemas, and the rules by which they were found."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from hashlib import sha256
from pathlib import Path
from typing import TYPE_CHECKING

from edition.errors import EditionError
from edition.model import Finding, Severity
from edition.report import ordered
from edition.reports.uris import relative

if TYPE_CHECKING:
    from edition.project import Accepted

EDITION_OF_TEI = re.compile(rb"TEI Edition:\s+P5\s+Version(?:\s|\xc2\xa0)+(\d+\.\d+\.\d+\w*)")
HEAD = 4_000  # bytes of a schema, in which it says what it was made of
Counts = Mapping[str, int]


@dataclass(frozen=True)
class Vocabulary:
    """A schema that files were held against. `version`: of TEI, "" if the schema does not say; `path` and `sha256`: "" for the built-in one."""

    name: str
    version: str = ""
    path: str = ""
    sha256: str = ""

    def __str__(self) -> str:
        return f"{self.name}, TEI {self.version}" if self.version else self.name


def vocabulary(path: Path) -> Vocabulary:
    """Of a schema in a file, as its first comment says. Raises OSError."""
    data = path.read_bytes()
    match = EDITION_OF_TEI.search(data[:HEAD])
    return Vocabulary(path.name, match[1].decode() if match else "", str(path), sha256(data).hexdigest())


@dataclass(frozen=True)
class Rule:
    """What a code means: the words of `edition explain`."""

    code: str
    name: str
    severity: Severity
    title: str  # a sentence
    manual: str = ""
    source: str = ""
    bad: tuple[str, ...] = ()
    good: tuple[str, ...] = ()


@dataclass(frozen=True)
class Outcome:
    """All that was found. `elements`: by file, how often it has which; `failed`: files that could not be read, with the reason."""

    findings: tuple[Finding, ...] = ()
    accepted: tuple[tuple[Finding, Accepted], ...] = ()
    files: tuple[str, ...] = ()
    elements: Mapping[str, Counts] = field(default_factory=dict)
    failed: tuple[tuple[str, EditionError], ...] = ()
    schemas: tuple[Vocabulary, ...] = ()
    said: tuple[str, ...] = ()
    rules: Mapping[str, Rule] = field(default_factory=dict)

    @property
    def schema(self) -> str:
        """``tei_all, TEI 4.12.0``."""
        return "; ".join(map(str, self.schemas))

    def rule(self, code: str) -> Rule:
        """A code that no table knows, of an installed package or another program, has its own name."""
        return self.rules.get(code) or Rule(code, code, Severity.ERROR, code)

    def codes(self) -> list[str]:
        """Of all findings, accepted ones too, in the order of the catalogue."""
        here = {found.code for found in (*self.findings, *(found for found, _ in self.accepted))}
        return [code for code in self.rules if code in here] + sorted(here - set(self.rules))


def fingerprints(findings: Iterable[Finding]) -> list[str]:
    """For each finding, in the order given, digits that stay the same when something is written elsewhere in its file."""
    from edition.acceptance import fingerprint

    seen: Counter[str] = Counter()
    numbers: dict[int, str] = {}
    rows = list(findings)
    for finding in ordered(rows):
        told = "\n".join((relative(finding.locus.file), *fingerprint(finding)))
        seen[told] += 1
        numbers[id(finding)] = sha256(f"{told}\n{seen[told]}".encode("utf-8", "replace")).hexdigest()[:32]
    return [numbers[id(finding)] for finding in rows]

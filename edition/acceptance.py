"""Findings that an editor has answered: ``[[accepted]] code, at, reason`` in edition.toml, or in a file given with --accepted.

What is accepted is counted and no longer in the way; what accepts nothing any more, or says no reason, is itself a finding. `baseline` answers
all findings of an old corpus at once; `path`, `value` and `times` then hold the answers to these findings and no others.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Collection, Container, Iterable, Iterator, Mapping
from dataclasses import dataclass, replace
from pathlib import Path, PurePath
from typing import TYPE_CHECKING

from edition.codes import CODES
from edition.model import Finding, Locus, Severity

if TYPE_CHECKING:
    from edition.project import Accepted

NUMBER = re.compile(r"\[\d+\]")
MARKED = re.compile(r'"[^"]*"|<[^<>\s]+>|@[\w:.-]+')  # what a message quotes of the document
LONGEST = 120  # characters of a value
IN_TOML = {"\\": "\\\\", '"': '\\"', "\t": "\\t", "\n": "\\n", "\r": "\\r"}


@dataclass(frozen=True)
class Answered:
    """Findings parted in two. `open` holds CFG004 for each acceptance that matched none of them, and CFG003 if some say no reason."""

    open: tuple[Finding, ...]
    accepted: tuple[tuple[Finding, Accepted], ...]

    @property
    def errors(self) -> int:
        return sum(finding.severity is Severity.ERROR for finding in self.open)


def answer(
    findings: Iterable[Finding], accepted: Collection[Accepted], *, file: Path | None = None,
    families: Container[str] | None = None, documents: Collection[str] | None = None, codes: Container[str] | None = None,
) -> Answered:  # fmt: skip
    """Take out what is accepted.

    `file` is where the acceptances stand, for the place of CFG003 and CFG004. `families`, `codes` and `documents` (paths, or names as in `at`) tell what
    was looked at (all, if None): an acceptance of something else cannot have matched and is not reported.
    """
    answers = list(accepted)
    shelf: dict[tuple[str, str], list[int]] = {}
    for number, each in enumerate(answers):
        shelf.setdefault((each.code, _stem(each.at.partition("#")[0])), []).append(number)
    left = {number: each.times for number, each in enumerate(answers) if each.times}
    still_open: list[Finding] = []
    taken: list[tuple[Finding, Accepted]] = []
    used: set[int] = set()
    for finding in findings:
        here = [number for number in shelf.get((finding.code, _stem(finding.locus.file)), ()) if matches(answers[number], finding)]
        used.update(here)
        free = [number for number in here if left.get(number, 1) > 0]
        if free:
            if free[0] in left:
                left[free[0]] -= 1
            taken.append((finding, answers[free[0]]))
        else:
            still_open.append(finding)
    there: dict[str, list[str]] = {}
    for document in documents or ():
        there.setdefault(_stem(document), []).append(document)
    idle = [each for number, each in enumerate(answers) if number not in used and _looked_at(each, families, None if documents is None else there, codes)]
    return Answered((*still_open, *_reported(answers, idle, file)), tuple(taken))


def _reported(answers: Collection[Accepted], idle: Iterable[Accepted], file: Path | None) -> Iterator[Finding]:
    where = str(file) if file else ""
    if silent := [each for each in answers if not each.reason]:
        message = "an [[accepted]] says no reason" if len(silent) == 1 else f"{len(silent):,} [[accepted]] say no reason"
        yield Finding("CFG003", CODES["CFG003"].severity, Locus(where, silent[0].line), message, 'Write reason = "…": who reads it later cannot ask.')
    for each in idle:
        more = "".join(f', {name} = "{value}"' for name, value in (("path", each.path), ("value", each.value)) if value)
        message = f'nothing is found that code = "{each.code}", at = "{each.at}"{more} would accept'
        yield Finding("CFG004", CODES["CFG004"].severity, Locus(where, each.line), message, "Take the [[accepted]] away, or correct its code or place.")


def _looked_at(each: Accepted, families: Container[str] | None, documents: Mapping[str, list[str]] | None, codes: Container[str] | None) -> bool:
    if (families is not None and each.code[:3] not in families) or (codes is not None and each.code not in codes):
        return False
    name = each.at.partition("#")[0]
    return documents is None or any(_same(name, document) for document in documents.get(_stem(name), ()))


def matches(accepted: Accepted, finding: Finding) -> bool:
    """Whether the acceptance answers this finding: ``letter`` is letter.xml, letter.toml …; ``letter#p1`` what has that nearest id in it.

    ``letters/letter.xml`` is a file with such an end of its path. With `path` or `value`, only what stands there and is about that.
    """
    document, _, identifier = accepted.at.partition("#")
    if accepted.code != finding.code or identifier not in ("", finding.locus.id) or not _same(document, finding.locus.file):
        return False
    return accepted.path in ("", path_of(finding)) and accepted.value in ("", value_of(finding))


def _same(document: str, file: str) -> bool:
    """Whether the name of a document means a file."""
    *above, name = PurePath(document).parts or ("",)
    *around, last = PurePath(file).parts or ("",)
    return (last == name or last.startswith(f"{name}.")) and (not above or around[-len(above) :] == above)


def _stem(file: str) -> str:
    """All names of a document begin with it, up to a full stop."""
    return PurePath(file).name.partition(".")[0]


# The fingerprint of a finding: what stays the same if something is written elsewhere in the file


def path_of(finding: Finding) -> str:
    """The way from the nearest id without numbers: ``/p/date``."""
    return NUMBER.sub("", finding.locus.path)


def value_of(finding: Finding) -> str:
    """What the finding is about, as it stands in the document: ``when 3 May 1871``."""
    subject = finding.subject
    words = f"{subject.name} {subject.value}" if subject is not None else " ".join(dict.fromkeys(MARKED.findall(finding.message)))
    return " ".join(words.replace('"', "").split())[:LONGEST].strip()


def fingerprint(finding: Finding) -> tuple[str, str, str, str]:
    """Code, nearest id, path from there, value. The file is not in it."""
    return finding.code, finding.locus.id, path_of(finding), value_of(finding)


# One answer to all that an old corpus has


def baseline(findings: Iterable[Finding], reason: str = "", *, folder: Path | None = None) -> list[Accepted]:
    """An acceptance for each fingerprint in each file, in the order found. `folder`: names of files count from here."""
    from edition.project import Accepted  # not for those who only ask what is answered

    counts: Counter[Accepted] = Counter()
    for finding in findings:
        code, identifier, path, value = fingerprint(finding)
        at = _from(finding.locus.file, folder) + (f"#{identifier}" if identifier else "")
        counts[Accepted(code, at, reason, path=path, value=value)] += 1
    return [replace(each, times=count) for each, count in counts.items()]


def _from(file: str, folder: Path | None) -> str:
    path = PurePath(file)
    if folder is not None:
        try:
            path = PurePath(Path(file).resolve().relative_to(folder.resolve()))
        except ValueError:
            path = PurePath(path.name)
    return path.as_posix()


def dump(answers: Iterable[Accepted], heading: str = "") -> str:
    """As TOML."""
    blocks = [f"# {heading}\n" if heading else ""]
    for each in answers:
        told = {"code": each.code, "at": each.at, "path": each.path, "value": each.value}
        rows = [f'{key} = "{_quoted(value)}"' for key, value in told.items() if value]
        rows += [f"times = {each.times}"] if each.times else []
        blocks.append("\n".join(["[[accepted]]", *rows, f'reason = "{_quoted(each.reason)}"\n']))
    return "\n".join(block for block in blocks if block) or "# nothing was found\n"


def _quoted(text: str) -> str:
    return "".join(IN_TOML.get(char, char if char >= " " and char != "\x7f" else f"\\u{ord(char):04x}") for char in text)

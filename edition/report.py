"""Findings in print: full, with the line of the file and a caret; concise, a line each; or JSON.

Separate from the command line, so that a report can be tested and written to a file.
"""

from __future__ import annotations

import json
import re
from collections.abc import Callable, Iterable, Sequence
from functools import lru_cache
from pathlib import Path
from typing import Any, Literal
from unicodedata import combining, east_asian_width

from edition.model import Finding, Severity

Style = Literal["full", "concise", "json"]
VERSION = 1  # of the JSON
WIDTH = 100  # characters of a source line that are shown
BEFORE = 50  # of these, how many before the place
LARGE = 50_000_000  # bytes of a file from which no line is shown

# Control characters, and those that turn the direction of writing: a file must not be able to command a terminal
# and half a character, which a name of a file may hold, cannot be printed
UNSAFE = re.compile("[\x00-\x08\x0b-\x1f\x7f-\x9f\u061c\u200e\u200f\u2028-\u202e\u2066-\u2069\ud800-\udfff]")
LINE_END = re.compile(rb"\r\n|\r|\n")
ENCODING = re.compile(rb"<\?xml[^>]{0,100}encoding\s*=\s*[\"']([A-Za-z0-9._-]+)")
TAG = re.compile(r"</?[^\s/>]*|&[^\s;<]*;|\S")

Lines = Callable[[str, int], str]  # file and line (1-based) to the line's text, "" if it cannot be had


def ordered(findings: Iterable[Finding]) -> list[Finding]:
    """By file, line, column, code."""
    return sorted(findings, key=lambda each: (each.locus.file, each.locus.line, each.locus.column, each.code, each.message))


def report(
    findings: Iterable[Finding], style: Style = "full", *, accepted: int = 0, judged: str = "", files: int = 0, lines: Lines | None = None
) -> str:  # fmt: skip
    """All findings and, for people, a line that counts them. `judged` and `files` as in `summary`; `lines` gives the source lines (default: reads the files)."""
    found = ordered(findings)
    if style == "json":
        return to_json(found)
    if style == "concise":
        parts = [concise(each) for each in found]
        return "\n".join([*parts, summary(found, accepted, judged=judged, files=files), *_fixable(found)]) + "\n"
    parts = [full(each, lines or line_of) for each in found]
    return "\n".join(["\n\n".join([*parts, summary(found, accepted, judged=judged, files=files)]), *_fixable(found)]) + "\n"


def _fixable(findings: Iterable[Finding]) -> list[str]:
    """How many could be put right by which option."""
    safe_ones = [each.fix.safe for each in findings if each.fix is not None]
    counts = (("--fix", safe_ones.count(True)), ("--fix --unsafe-fixes", safe_ones.count(False)))
    return [f"Can be put right: {', '.join(f'{count:,} with {option}' for option, count in counts if count)}."] if safe_ones else []


def concise(finding: Finding) -> str:
    """``letter.xml:26:29: REF002 error: @target points to …``; as compilers write it, so that editors can jump there."""
    return safe(f"{finding.locus}: {finding.code} {finding.severity}: {finding.message}")


def full(finding: Finding, lines: Lines) -> str:
    """The same, with the line it stands in, a caret below the place, and what to do."""
    parts = [concise(finding)]
    if finding.locus.line and (source := lines(finding.locus.file, finding.locus.line)):
        parts += _excerpt(source, finding.locus.line, finding.locus.column)
    if finding.hint:
        parts.append(safe(f"   help: {finding.hint}"))
    if finding.fix is not None:
        parts.append(safe(f"   {'--fix' if finding.fix.safe else '--fix --unsafe-fixes'}: {finding.fix.says}"))
    return "\n".join(parts)


def _excerpt(source: str, line: int, column: int) -> list[str]:
    """The line, cut to `WIDTH` around the column, and carets below the tag or character there."""
    at = max(0, column - 1)
    start = max(0, at - BEFORE) if len(source) > WIDTH else 0
    shown = source[start : start + WIDTH]
    head, tail = "…" if start else "", "…" if start + WIDTH < len(source) else ""
    margin = f"{line:>5} | "
    rows = [f"{margin}{head}{safe(shown)}{tail}"]
    if column and at <= len(source):
        match = TAG.match(shown, at - start)
        rows.append(f"{' ' * (len(margin) - 2)}| {' ' * _cells(head + shown[: at - start])}{'^' * max(1, _cells(match[0]) if match else 1)}")
    return rows


def _cells(text: str) -> int:
    """How many cells of a terminal the text takes."""
    return sum(0 if combining(character) else 2 if east_asian_width(character) in "WF" else 1 for character in text)


def safe(text: str) -> str:
    """Without what would command a terminal; a tab is a blank."""
    return UNSAFE.sub("\ufffd", text.replace("\t", " "))


def line_of(file: str, line: int) -> str:
    """A line of a text file, as its XML declaration says or as UTF-8. "" for what is not there, too large, or no text."""
    rows = _rows(file)
    return rows[line - 1] if 0 < line <= len(rows) else ""


@lru_cache(maxsize=1)  # findings come sorted by file
def _rows(file: str) -> Sequence[str]:
    path = Path(file)
    try:
        if path.suffix.lower() in (".epub", ".pdf", ".docx", ".odt", ".zip") or path.stat().st_size > LARGE:
            return ()
        data = path.read_bytes()
    except (OSError, ValueError):
        return ()
    if data[:2] in (b"\xff\xfe", b"\xfe\xff"):
        return re.split(r"\r\n|\r|\n", data.decode("utf-16", "replace"))
    if b"\0" in data[:2]:  # UTF-16 without a byte order mark
        return re.split(r"\r\n|\r|\n", data.decode("utf-16-be" if data[:1] == b"\0" else "utf-16-le", "replace"))
    named = ENCODING.match(data.removeprefix(b"\xef\xbb\xbf"))
    rows = LINE_END.split(data.removeprefix(b"\xef\xbb\xbf"))
    try:
        return [row.decode(named[1].decode() if named else "utf-8", "replace") for row in rows]
    except LookupError:
        return [row.decode("utf-8", "replace") for row in rows]


def summary(findings: Iterable[Finding], accepted: int = 0, *, judged: str = "", files: int = 0) -> str:
    """``2 errors, 1 query; 3 accepted. 12 files, held against tei_all, TEI 4.12.0.`` What there is none of is left out.

    `judged`: the schema and its version; `files`: how many were checked.
    """
    counts = dict.fromkeys(Severity, 0)
    for finding in findings:
        counts[finding.severity] += 1
    names = {Severity.ERROR: ("error", "errors"), Severity.QUERY: ("query", "queries"), Severity.NOTE: ("note", "notes")}
    said = ", ".join(f"{count:,} {names[severity][count != 1]}" for severity, count in counts.items() if count)
    held = f"held against {judged}" if judged else ""
    where = ", ".join(filter(None, [f"{files:,} {'file' if files == 1 else 'files'}" if files else "", held]))
    return f"{said or 'Nothing found'}{f'; {accepted:,} accepted' if accepted else ''}." + (f" {where[0].upper()}{where[1:]}." if where else "")


def to_json(findings: Iterable[Finding], **more: Any) -> str:
    """``{"version": 1, "findings": […]}`` and what else a verb has to say."""
    return json.dumps({"version": VERSION, "findings": [finding.to_json() for finding in findings], **more}, ensure_ascii=False, indent=1) + "\n"

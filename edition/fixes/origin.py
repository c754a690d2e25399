"""TEI that ingest made is not fixed in place, for the next ingest would undo it: where the line is that it was made of."""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Sequence
from dataclasses import replace
from pathlib import Path

from edition.errors import SourceError
from edition.logfile import Log, read_log
from edition.lossless import leaves
from edition.model import Document, Finding

WORDS = re.compile(r'"([^"]+)"')


def made(document: Document) -> Log | None:
    """The log of TEI that ingest made of another format; None of any other file."""
    try:
        log = read_log(document)
    except SourceError:
        return None
    return None if log.as_it_is else log


def led_back(document: Document, finding: Finding, log: Log | None, records: Sequence[Path]) -> Finding:
    """The finding with a hint that names what is to be changed: a line of the record or of the edition's files, else the line of the source."""
    where = _written(finding, records) or (_source(document, finding, log) if log is not None else None)
    if where is None:
        where = next((str(path) for path in records if path.is_file()), "the record")
    hint = f"Ingest makes this file, so it is not fixed here: change {where}."
    return replace(finding, hint=f"{finding.hint} {hint}".strip(), fix=None)


def _written(finding: Finding, records: Sequence[Path]) -> str | None:
    """The first line of the files that holds a value that the finding speaks of."""
    said = [finding.subject.value] if finding.subject is not None and finding.subject.value else WORDS.findall(finding.message)
    for value in said:
        pattern = re.compile(rf"""["']{re.escape(value)}["']|=\s*{re.escape(value)}\s*(?:[#,\]}}]|$)""")
        for path in records:
            try:
                lines = path.read_text(encoding="utf-8-sig").splitlines()
            except (OSError, ValueError):
                continue
            if number := next((number for number, line in enumerate(lines, 1) if pattern.search(line)), 0):
                return f"line {number} of {path}"
    return None


def _source(document: Document, finding: Finding, log: Log) -> str | None:
    """The block of the source that the place lies in."""
    if document.tree is None:
        return None
    spot = (finding.locus.line, finding.locus.column)
    ranges = {node: start for start, _, node in leaves(document.tree)}
    for node in document.tree.getroot().iter("*"):
        if document.places.of(node) == spot:
            above = next((each for each in [node, *node.iterancestors()] if each in ranges), None)
            if above is None:
                return None
            line = bisect_right(log.ends, ranges[above])
            return f'what the record says of line {line} of {Path(log.source).name} (at = "L{line}")'
    return None



"""A decision about a proposal, and what it does: it becomes an entry of the record, and the proposal leaves the queue for good.

The record is the editor's own file: entries are added behind what stands there, and not a byte before them is changed.
"""

from __future__ import annotations

import re
import tomllib
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

import tomlkit

from edition import files, queue, toml
from edition.errors import OutputError
from edition.model import Finding, Locus, Severity
from edition.queue import Question

NEW = "# The record of one document: what the editor says of it.\nformat = 1\n"


@dataclass(frozen=True)
class Decision:
    """`verdict`: accept, reject or edit; then `to` is how the words should read."""

    question: Question
    verdict: str
    to: str = ""


def entry(decision: Decision) -> tuple[str, dict[str, str]]:
    """The table of the record that a decision becomes, and its keys. To edit into what stands there is to reject."""
    question = decision.question
    if decision.verdict == "reject" or (decision.verdict == "edit" and decision.to == question.old and not question.tag):
        return "keep", {"at": question.at, "rule": question.rule, "id": question.id}
    reason = f"{question.rule}: {question.why}" if question.why else question.rule
    if question.tag:
        return "span", {"at": question.at, "is": decision.to if decision.verdict == "edit" else question.tag, "why": reason}
    to = decision.to if decision.verdict == "edit" else question.new
    silent = question.kind == "silent" and (decision.verdict == "accept" or queue.spacing(question.old, to))
    return "fix", {"at": question.at, "to": to} | ({"as": "silent"} if silent else {}) | {"why": reason}


def pasted(name: str, keys: dict[str, str]) -> str:
    """The entry as TOML."""
    return tomlkit.dumps({name: [keys]})


def impossible(decision: Decision) -> str:
    """Why a record could not hold this decision; "" if it can."""
    _, keys = entry(decision)
    for key, value in keys.items():
        if bad := toml.NOT_XML.search(value):
            return f"`{key}` would hold the character U+{ord(bad[0]):04X}, which no record can hold"
    return ""


def appended(data: bytes | None, decisions: Sequence[Decision]) -> tuple[bytes, list[int]]:
    """The record with the decisions behind what stands there, and the line (1-based) where each entry begins. None: there is no record yet."""
    text = NEW if data is None else data.decode("utf-8-sig")
    there = tomllib.loads(text)
    entries = [entry(decision) for decision in decisions]
    if inline := {name for name, _ in entries if name in there and not re.search(rf"^\s*\[\[\s*{name}\s*\]\]", text, re.MULTILINE)}:
        return _into_lists(text, entries, inline)
    end = "\r\n" if "\r\n" in text else "\n"
    made = text if not text or text.endswith("\n") else text + end
    lines = []
    for name, keys in entries:
        made += end if made.strip() else ""
        lines.append(made.count("\n") + 1)
        made += pasted(name, keys).replace("\n", end)
    bom = b"\xef\xbb\xbf" if data is not None and data.startswith(b"\xef\xbb\xbf") else b""
    return bom + made.encode(), lines


def _into_lists(text: str, entries: Sequence[tuple[str, dict[str, str]]], inline: set[str]) -> tuple[bytes, list[int]]:
    """The same for a record that has its entries in one list, ``fix = [{…}, {…}]``: TOML forbids to go on with [[fix]] then."""
    document = tomlkit.parse(text)
    for name, keys in entries:
        if name in inline:
            table = tomlkit.inline_table()
            table.update(keys)
            document[name].append(table)
    made = tomlkit.dumps(document)
    for name, keys in entries:
        if name not in inline:
            made += ("" if made.endswith("\n") else "\n") + "\n" + pasted(name, keys)
    return made.encode(), [0] * len(entries)


def settle(record: Path, record_data: bytes, queue_path: Path, queue_data: bytes | None) -> None:
    """Both files, or neither. Raises OutputError. The record first: a run that is killed between them loses no decision."""
    before = files.read(record) if record.is_file() else None
    put(record, record_data)
    try:
        put(queue_path, queue_data)
    except OutputError:
        put(record, before)
        raise


def put(path: Path, data: bytes | None) -> None:
    """A file as it should be; None: not there. Raises OutputError, also for a file that is write-protected: a rename would not mind."""
    if path.is_file() and not path.stat().st_mode & 0o222:
        raise OutputError(f"{path}: is write-protected, nothing was decided", hint="Allow writing to it, and decide again.")
    if data is not None:
        files.write(path, data)
    elif path.exists():
        try:
            path.unlink()
        except OSError as error:
            raise files.refused(path, error) from None


def refused(decision: Decision, why: str, path: Path) -> Finding:
    """SRC042."""
    question = decision.question
    message = f'the decision on {queue.on_one_line(question.at)} ({question.rule}, {question.id}) cannot be put on record: {why}'
    hint = "The proposal stays open. Write one [[fix]] by hand that does all that is wanted at these words."
    return Finding("SRC042", Severity.ERROR, Locus(str(path)), message, hint)

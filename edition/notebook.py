"""NAME.notes.md: the editor's notes on one document in Markdown, for those who write long ones; the same as [[note]] in the record.

    ## L9 'quoted words' · L31 'quoted again'
    kind: gloss · cite: a source · resp: ed
    What is to be said, in *Markdown*, until the next heading of this kind.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import replace
from difflib import get_close_matches
from pathlib import Path

from edition import files, keys, tei
from edition.addresses import Address, address
from edition.errors import ProjectError
from edition.records import NoteEntry, Record

SUFFIX = ".notes.md"
HEADING = re.compile(r"##(?!#)\s*(.*?)\s*#*\s*")
FENCE = re.compile(r" {0,3}(```|~~~)")
BETWEEN = re.compile(r"\s+·\s+(?=L\d)")  # parts several addresses
SAID = re.compile(r"([A-Za-z_]+)\s*:\s*(.*)")
NAMES = tuple(key.name for key in keys.NOTE if key.name not in ("at", "text"))  # kind, series, resp, cite
EXAMPLE = "Write  ## L9 'quoted words'"


def beside(record: Path) -> Path:
    """Where the notes of a document lie: beside its record."""
    return record.with_name(record.stem + SUFFIX)


def joined(record: Record, path: Path) -> Record:
    """The record with the notes of its notebook, if there is one. Raises ProjectError, also if the record has notes itself."""
    if not path.is_file():
        return record
    if record.notes:
        where = record.notes[0].at[0].where
        raise ProjectError(f"{where}: [[note]] stands in the record, and {path.name} is there too", hint="The notes of a document stand in one place: move these to the one or the other.")
    return replace(record, notes=read(path))


def read(path: Path) -> tuple[NoteEntry, ...]:
    """All notes, in the order of the file. Raises ProjectError with file and line."""
    data = files.read(path)
    try:
        text = data.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        broken = data[: error.start].count(b"\n") + 1
        raise ProjectError(f"{path}:{broken}: not UTF-8 (byte {data[error.start]:#04x})", hint="Save the file as UTF-8.") from None
    lines = re.split(r"\r\n|\r|\n", text)
    for number, line in enumerate(lines, 1):
        if bad := tei.NOT_XML.search(line):
            raise ProjectError(f"{path}:{number}: holds the character U+{ord(bad[0]):04X}, which no text can hold", hint="Take it out: it is a control character.")
    return tuple(_note(path, *part) for part in _parts(path, lines))


def _parts(path: Path, lines: list[str]) -> Iterator[tuple[int, str, list[str]]]:
    """The line of each heading (1-based), its words, and the lines below it."""
    heads: list[tuple[int, str]] = []
    fence = ""
    for number, line in enumerate(lines, 1):
        if mark := FENCE.match(line):
            fence = "" if fence == mark[1] else fence or mark[1]
        elif not fence and (heading := HEADING.fullmatch(line)):
            heads.append((number, heading[1]))
    _only_comments(path, lines[: heads[0][0] - 1] if heads else lines)
    ends = [number - 1 for number, _ in [*heads[1:], (len(lines) + 1, "")]]
    for (number, words), end in zip(heads, ends, strict=False):
        yield number, words, lines[number:end]


def _only_comments(path: Path, lines: list[str]) -> None:
    text = re.sub(r"<!--.*?-->", lambda match: re.sub(r"[^\n]", " ", match[0]), "\n".join(lines), flags=re.DOTALL)
    for number, line in enumerate(text.split("\n"), 1):
        if line.strip():
            raise ProjectError(f'{path}:{number}: "{line.strip()[:40]}" belongs to no note', hint=f"{EXAMPLE}  above the text of a note. Before the first, only <!-- comments --> may stand.")


def _note(path: Path, number: int, words: str, below: list[str]) -> NoteEntry:
    where = f"{path}:{number}"
    said: dict[str, list[str]] = {}
    if below and (found := _said(below[0], f"{path}:{number + 1}")) is not None:
        said, below = found, below[1:]
    text = "\n".join(below).strip("\n")
    if not re.sub(r"<!--.*?-->", "", text, flags=re.DOTALL).strip():
        raise ProjectError(f"{where}: the note has no text", hint="Write what is to be said below its heading, or take the heading away.")
    single = {name: values[0] for name, values in said.items() if name != "cite"}
    return NoteEntry(
        _addresses(words, where), text, single.get("kind", ""), single.get("resp") or "ed", single.get("series", ""), tuple(said.get("cite", ()))
    )


def _addresses(words: str, where: str) -> tuple[Address, ...]:
    try:
        return tuple(address(each, where) for each in BETWEEN.split(words))
    except ValueError as error:
        raise ProjectError(f"{where}: {error}", hint=f"{EXAMPLE},  ## L9 'quoted words' 2  or several with  ·  between them. Headings in a note begin with ###.") from None


def _said(line: str, where: str) -> dict[str, list[str]] | None:
    """What the line below a heading says (``kind: gloss · resp: ed``); None if it is text already. Only `cite` may stand more than once."""
    parts = [SAID.fullmatch(part.strip()) for part in line.split(" · ")]
    if not line.strip() or not all(parts):
        return None
    pairs = [(part[1], part[2].strip()) for part in parts if part]
    known = [name for name, _ in pairs if name in NAMES]
    found: dict[str, list[str]] = {}
    for name, value in pairs:
        near = get_close_matches(name.lower(), NAMES, 1, 0.7)
        if name not in NAMES and not known and not near:
            return None  # a text that begins with a word and a colon
        if name not in NAMES:
            hint = f'Did you mean "{near[0]}"?' if near else f"Known: {', '.join(NAMES)}."
            raise ProjectError(f"{where}: {name}: is not known here", hint=f"{hint} If it is the text of the note, leave a line empty above it.")
        if not value:
            raise ProjectError(f"{where}: {name}: is empty", hint=f"Say it, or take it away:  {name}: …")
        if name in found and name != "cite":
            raise ProjectError(f"{where}: {name}: stands twice", hint="Only cite may stand more than once.")
        found.setdefault(name, []).append(value)
    return found

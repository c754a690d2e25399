"""A record as text with entries that can be put in, changed and taken out; whatever else stands in it stays, byte for byte."""

from __future__ import annotations

import re
import tomllib
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

import tomlkit

NEW = "# The record of one document: what the editor says of it.\nformat = 1\n"
HEADER = re.compile(r"^[ \t]*\[\[?[ \t]*([\w.\-]+)[ \t]*\]\]?", re.MULTILINE)
Keys = Mapping[str, Any]


@dataclass
class Entries:
    """The record while it is changed. Entries are named by their table and their number in the file (from 0); the numbers stay valid
    until `done`."""

    text: str
    changes: dict[tuple[str, int], Keys | None] = field(default_factory=dict)  # keys to set ("" takes one out), or None: the entry goes
    new: list[tuple[str, Keys]] = field(default_factory=list)

    def change(self, name: str, number: int, keys: Keys) -> None:
        self.changes[name, number] = {**(self.changes.get((name, number)) or {}), **keys}

    def remove(self, name: str, number: int) -> None:
        self.changes[name, number] = None

    def add(self, name: str, keys: Keys) -> None:
        if (name, keys) not in self.new:
            self.new.append((name, keys))

    def done(self) -> str:
        """The text with all changes. Raises ValueError for a record that lists its entries in one line: it is left to the editor."""
        end = "\r\n" if "\r\n" in self.text else "\n"
        pieces = _pieces(self.text)
        counts: dict[str, int] = {}
        made: list[str] = []
        for name, piece in pieces:
            number = counts.get(name, 0)
            counts[name] = number + 1
            change = self.changes.get((name, number), {})
            made.append(piece if change == {} else _set(name, piece, change) if change is not None else _kept(piece))
        known = tomllib.loads(self.text)
        for name, number in self.changes:
            if number >= counts.get(name, 0):
                raise ValueError(f"the {name} entries stand in one list")
        for name, keys in self.new:
            if name in known and name not in counts:
                raise ValueError(f"the {name} entries stand in one list")
            before = "".join(made)
            made.append((end if before and not before.endswith("\n") else "") + (end if before.strip() else ""))
            made.append(tomlkit.dumps({name: [dict(keys)]}).replace("\n", end))
        return "".join(made)


def _pieces(text: str) -> list[tuple[str, str]]:
    """The tables of a file in order, each with its name and its text; "" for what stands before the first."""
    starts = [match for match in HEADER.finditer(text) if _outside(text, match.start())]
    edges = [0, *(match.start() for match in starts), len(text)]
    names = ["", *(match[1] for match in starts)]
    return [(name, text[one:other]) for name, one, other in zip(names, edges, edges[1:], strict=False)]


def _outside(text: str, place: int) -> bool:
    """Whether a line that looks like a header stands in no text of several lines, and is not the middle of a list: the file is TOML up to it."""
    try:
        tomllib.loads(text[:place])
    except tomllib.TOMLDecodeError:
        return False
    return True


def _set(name: str, piece: str, keys: Keys) -> str:
    body, behind = _parted(piece)
    document = tomlkit.parse(body)
    table = document[name][0] if isinstance(document[name], list) else document[name]
    for key, value in keys.items():
        if value == "" and key != "to":
            table.pop(key, None)
        else:
            table[key] = value
    return tomlkit.dumps(document) + behind


def _parted(piece: str) -> tuple[str, str]:
    """A table, and the empty lines and comments behind it."""
    lines = piece.splitlines(keepends=True)
    last = max((number for number, line in enumerate(lines) if line.strip() and not line.lstrip().startswith("#")), default=-1)
    return "".join(lines[: last + 1]), "".join(lines[last + 1 :])


def _kept(piece: str) -> str:
    """What stays of a table that goes: the comments behind it, which belong to the next."""
    behind = _parted(piece)[1]
    return behind if behind.strip() else ""

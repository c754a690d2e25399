"""A TOML file read strictly: each key is asked for by name and kind, and what nobody asked for is an error with its line.

Separate from `project.py` and `records.py` because both read so, and neither should know where a key stands.
"""

from __future__ import annotations

import re
import tomllib
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import date, datetime
from difflib import get_close_matches
from pathlib import Path
from typing import Any

from edition.errors import ProjectError

HEADER = re.compile(r"\s*(\[\[?)\s*([\w\-.\"' ]+?)\s*\]\]?\s*(?:#.*)?$")
KEY = re.compile(r"\s*([A-Za-z0-9_\-.\"' ]+?)\s*=")
NOT_XML = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\ud800-\udfff\ufffe\uffff]")
FEW = 9  # more values than these are not listed in a message
Path_ = tuple[str | int, ...]  # keys and positions in lists, from the top of the file


@dataclass(frozen=True)
class Key:
    """A key that a table may have: what it holds, what it means (Markdown), and how it is written. keys.py has them all.

    `kind`: text, texts (one or a list), address, addresses, path (names parted by a slash), number, flag, day, value (a text, a list or
    a table), table, tables. `choices`: the values, or steps of a path, that are allowed. `keys`: of a table, or of each one of a list.
    A key named ``*`` stands for names of the editor's own.
    """

    name: str
    kind: str
    says: str
    example: str = ""
    choices: tuple[str, ...] = ()
    required: bool = False
    keys: tuple[Key, ...] = ()


def read(path: Path, keys: Iterable[Key] = ()) -> Table:
    """The whole file as a Table. Raises ProjectError with file and line: not there, not UTF-8, not TOML.

    `keys`: what the file may hold. Their allowed values are held, and what is misspelt is answered with the nearest.
    """
    try:
        data = path.read_bytes()
    except FileNotFoundError:
        raise ProjectError(f"{path}: there is no such file", hint="Check the name, or make an edition with `edition new DIR`.") from None
    except OSError as error:
        raise ProjectError(f"{path}: cannot be read ({error.strerror})") from None
    return parse(data, path, keys)


def parse(data: bytes, path: Path, keys: Iterable[Key] = ()) -> Table:
    try:
        text = data.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        line = data[: error.start].count(b"\n") + 1
        raise ProjectError(f"{path}:{line}: not UTF-8 (byte {data[error.start]:#04x})", hint="Save the file as UTF-8.") from None
    try:
        values = tomllib.loads(text)
    except tomllib.TOMLDecodeError as error:
        said = str(error)
        place = re.search(r" \(at line (\d+), column (\d+)\)", said)
        where = f"{path}:{place[1]}:{place[2]}" if place else f"{path}:{text.count(chr(10)) + 1}"
        raise ProjectError(f"{where}: not TOML: {re.sub(r' [(]at .*', '', said)}", hint="Texts stand in double quotes; tables begin with [name] or [[name]].") from None
    return Table(values, path, _lines(text), keys=keys)


def _lines(text: str) -> dict[Path_, int]:
    """The line (1-based) of each header and key, by their path. Keys in inline tables and in multi-line texts are not found."""
    found: dict[Path_, int] = {}
    counts: dict[Path_, int] = {}
    here: Path_ = ()
    fence = ""
    for number, line in enumerate(text.split("\n"), 1):
        if fence:
            fence = "" if fence in line else fence
            continue
        if header := HEADER.match(line):
            here = _steps(header[2], counts)
            if header[1] == "[[":
                found.setdefault(here, number)
                counts[here] = counts.get(here, -1) + 1
                here = (*here, counts[here])
            found.setdefault(here, number)
        elif key := KEY.match(line):
            found.setdefault((*here, *(step.strip(" \"'") for step in key[1].split("."))), number)
            for mark in ('"""', "'''"):
                if line.count(mark) == 1:
                    fence = mark
    return found


def _steps(name: str, counts: dict[Path_, int]) -> Path_:
    """The path of a header: ``[a.b]`` below ``[[a]]`` belongs to the last ``a``."""
    steps: Path_ = ()
    names = [step.strip(" \"'") for step in name.split(".")]
    for position, step in enumerate(names):
        steps = (*steps, step)
        if position < len(names) - 1 and steps in counts:
            steps = (*steps, counts[steps])
    return steps


class Table:
    """One table of a file. Ask for every key, then call `done`: what was not asked for is refused."""

    def __init__(self, values: dict[str, Any], path: Path, lines: dict[Path_, int], at: Path_ = (), keys: Iterable[Key] = ()) -> None:
        self.values, self.path, self._lines, self.at = values, path, lines, at
        self.keys = {key.name: key for key in keys}
        self._asked: dict[str, None] = {}

    @property
    def name(self) -> str:
        return ".".join(str(step) for step in self.at if isinstance(step, str))

    def line(self, *keys: str | int) -> int:
        """The line (1-based) of a key, or of a key in a table in a list: ``line("part", 2, "documents")``; of what is not there, the table's."""
        at = (*self.at, *(key for key in keys if key != ""))
        while at and at not in self._lines:
            at = at[:-1]
        return self._lines.get(at, 1)

    def where(self, key: str = "") -> str:
        return f"{self.path}:{self.line(key)}"

    def wrong(self, key: str, message: str, *, hint: str = "") -> ProjectError:
        """An error at a key, to be raised."""
        name = f"{self.name}.{key}" if self.name and key else key or self.name
        return ProjectError(f"{self.where(key)}: {name}: {message}" if name else f"{self.where()}: {message}", hint=hint)

    def __contains__(self, key: str) -> bool:
        return key in self.values

    def any(self, key: str, default: Any = None) -> Any:
        """A value of whatever kind."""
        self._asked[key] = None
        return self.values.get(key, default)

    def text(self, key: str, default: str = "", *, required: bool = False, choices: Iterable[str] = ()) -> str:
        value = self.any(key)
        if value is None:
            if required:
                raise self.wrong(key, "is missing", hint=f'Add  {key} = "…"  to {"[" + self.name + "]" if self.name else "the file"}.')
            return default
        if isinstance(value, int) and not isinstance(value, bool):
            value = str(value)
        if not isinstance(value, str):
            raise self.wrong(key, f"is {_kind(value)}, and should be a text in quotation marks")
        if bad := NOT_XML.search(value):
            raise self.wrong(key, f"holds the character U+{ord(bad[0]):04X}, which no text can hold", hint="Take it out: it is a control character, or half of one.")
        allowed = tuple(choices) or (self.keys[key].choices if key in self.keys and self.keys[key].kind == "text" else ())
        if required and not value.strip():
            raise self.wrong(key, "is empty")
        if allowed and value not in allowed:
            said = f"is not one of {', '.join(filter(None, allowed))}" if len(allowed) <= FEW else "is not known here"
            raise self.wrong(key, f"{value!r} {said}", hint=_nearest(value, filter(None, allowed)))
        return value

    def texts(self, key: str) -> tuple[str, ...]:
        """A text or a list of texts."""
        value = self.any(key, [])
        items = [value] if isinstance(value, str) else value
        if not isinstance(items, list) or not all(isinstance(item, str) for item in items):
            raise self.wrong(key, f"is {_kind(value)}, and should be a text or a list of texts")
        return tuple(items)

    def flag(self, key: str, default: bool = False) -> bool:
        value = self.any(key, default)
        if not isinstance(value, bool):
            raise self.wrong(key, f"is {_kind(value)}, and should be true or false")
        return value

    def number(self, key: str, default: int = 0) -> int:
        value = self.any(key, default)
        if not isinstance(value, int) or isinstance(value, bool):
            raise self.wrong(key, f"is {_kind(value)}, and should be a whole number")
        return value

    def day(self, key: str) -> str:
        """A date, as a TOML date or as a text: ISO 8601, year, year-month or day. "" if it is not there."""
        value = self.any(key)
        if value is None:
            return ""
        if isinstance(value, datetime):
            value = value.date()
        if isinstance(value, date):
            return value.isoformat()
        if isinstance(value, int) and not isinstance(value, bool):
            value = f"{value:04d}"
        if isinstance(value, str) and re.fullmatch(r"[0-9]{4}(-[0-9]{2}(-[0-9]{2})?)?", value):
            try:
                date.fromisoformat(value + "-01-01"[len(value) - 4 :] if len(value) < 10 else value)
            except ValueError:
                pass
            else:
                return value
        raise self.wrong(key, f"{value!r} is not a date", hint="Write 2026-01-31, or 2026-01, or 2026.")

    def table(self, key: str) -> Table:
        """A table, empty if it is not there."""
        value = self.any(key, {})
        if not isinstance(value, dict):
            raise self.wrong(key, f"is {_kind(value)}, and should be a table")
        return Table(value, self.path, self._lines, (*self.at, key), self._of(key))

    def tables(self, key: str) -> Iterator[Table]:
        """A list of tables (``[[key]]``), none if it is not there."""
        value = self.any(key, [])
        if not isinstance(value, list) or not all(isinstance(item, dict) for item in value):
            raise self.wrong(key, f"is {_kind(value)}, and should be a list of tables", hint=f"Begin each with [[{key}]].")
        for position, item in enumerate(value):
            yield Table(item, self.path, self._lines, (*self.at, key, position), self._of(key))

    def _of(self, key: str) -> tuple[Key, ...]:
        known = self.keys.get(key) or self.keys.get("*")
        return known.keys if known else ()

    def done(self) -> None:
        """Raises ProjectError for the first key that nobody asked for, with the nearest one that is known."""
        for key in self.values:
            if key not in self._asked:
                raise self.wrong(key, "is not known here", hint=_nearest(key, {name for name in (*self._asked, *self.keys) if name != "*"}))


def _nearest(word: str, known: Iterable[str]) -> str:
    names = list(known)
    near = get_close_matches(word, names, 1, 0.6)
    return f"Did you mean {near[0]!r}?" if near else f"Known: {', '.join(sorted(names))}."


def _kind(value: object) -> str:
    names = {bool: "true or false", int: "a number", float: "a number", str: "a text", list: "a list", dict: "a table"}
    return names.get(type(value), "a date")

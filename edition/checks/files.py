"""6. Files that a text points to. Only what lies in the folder of the edition is looked at, and nothing is ever fetched."""

from __future__ import annotations

import os
import re
from collections.abc import Iterator
from contextlib import contextmanager
from functools import lru_cache
from pathlib import Path
from unicodedata import normalize
from urllib.parse import unquote

from edition import tei
from edition.model import Document
from edition.rules import Scope

SCHEME = re.compile(r"([A-Za-z][A-Za-z0-9+.\-]+):(?![\\/]?$)")  # two letters at least: C: is a disk
XML_SUFFIXES = frozenset({".xml", ".tei"})


def scheme(target: str) -> str:
    """``https`` of ``https://…``; "" for a path."""
    match = SCHEME.match(target)
    return match[1] if match else ""


def folder_of(document: Document, scope: Scope) -> Path:
    """Where files are looked for: the edition's folder, else the document's own."""
    return scope.folder or document.path.parent


_asked: list[set[Path]] = []  # the innermost `watching`


@contextmanager
def watching() -> Iterator[set[Path]]:
    """All files that checks ask for inside the block: what they found depends on these too."""
    _asked.append(set())
    try:
        yield _asked[-1]
    finally:
        _asked.pop()


def place(home: Path, path: str) -> Path:
    """The file that an address relative to `home` means, with ``..`` resolved. Nothing is looked up; `watching` hears of it."""
    file = Path(os.path.normpath(home / unquote(path)))
    if _asked:
        _asked[-1].add(file)
    return file


def spelling(file: Path, folder: Path) -> str:
    """How the file is spelt on the disk, relative to `folder`: the same, in other letters (capitals, composed accents), or "" if it is not there.

    A file outside the folder, also by a link on the disk, is "" too.
    """
    try:
        parts = Path(os.path.normpath(file.absolute())).relative_to(os.path.normpath(folder.absolute())).parts
        found = Path(os.path.normpath(folder.absolute()))
        for part in parts:
            names = _names(found, found.stat().st_mtime_ns)
            name = names.get(part) or names.get(_alike(part))
            if name is None:
                return ""
            found /= name
        if not found.resolve().is_relative_to(folder.resolve()) or not found.is_file():
            return ""
    except (OSError, ValueError):  # ValueError: not in the folder, or a name with NUL in it
        return ""
    return found.relative_to(os.path.normpath(folder.absolute())).as_posix()


def _alike(name: str) -> str:
    return normalize("NFC", name).casefold()


@lru_cache(maxsize=64)
def _names(folder: Path, changed: int) -> dict[str, str]:
    """The names in a folder by themselves and by their letters without regard to capitals; `changed` keeps the answer fresh."""
    names = sorted(file.name for file in folder.iterdir())
    return {_alike(name): name for name in reversed(names)} | {name: name for name in names}


@lru_cache(maxsize=16)
def ids_in(file: Path, changed: int) -> frozenset[str] | None:
    """The ids of an XML file, or None if it cannot be read; `changed`: when it was last written."""
    try:
        tree = tei.parse(file.read_bytes()).tree
    except OSError:
        return None
    return None if tree is None else frozenset(str(identifier) for identifier in tei.select(tree, "//@xml:id"))

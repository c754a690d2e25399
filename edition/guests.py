"""What installed packages add to the program's tables: their entry points of a group such as ``edition.checks``."""

from __future__ import annotations

import sys
from contextlib import suppress
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from importlib.metadata import EntryPoint

OURS = b"[edition."


def guests(group: str) -> list[EntryPoint]:
    """By name. What understands packages takes longer to load than a small file to check: so it is loaded only if any package has rows for us."""
    if not _any(tuple(sys.path)):
        return []
    from importlib.metadata import entry_points

    return sorted(entry_points(group=group), key=lambda row: row.name)


@cache
def _any(path: tuple[str, ...]) -> bool:
    """Whether a package on the path has rows for us. Of a path that is no folder (an archive) nobody knows: then it may."""
    for folder in map(Path, path):
        if folder.is_file():
            return True
        for told in (*folder.glob("*.dist-info/entry_points.txt"), *folder.glob("*.egg-info/entry_points.txt")):
            with suppress(OSError):
                if OURS in told.read_bytes():
                    return True
    return False

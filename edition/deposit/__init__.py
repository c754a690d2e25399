"""10. Files and their description, packed for an archive.

`DEPOSITS` is the table: a name to what packs an edition in that format. Installed packages add rows by the entry-point group
``edition.deposits``.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from importlib.metadata import entry_points
from pathlib import Path

from edition.deposit import bag
from edition.model import Artifact
from edition.project import Edition

Deposit = Callable[[Edition, list[Artifact], Path], Artifact]

DEPOSITS: Mapping[str, Deposit] = {
    "bag": bag.pack,  # BagIt 1.0
}


def deposits() -> dict[str, Deposit]:
    """Our rows and those of installed packages, ours first."""
    found = dict(DEPOSITS)
    for row in sorted(entry_points(group="edition.deposits"), key=lambda row: row.name):
        found.setdefault(row.name, row.load())
    return found

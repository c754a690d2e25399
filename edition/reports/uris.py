"""Names of files as other programs want them: from the current folder, with slashes."""

from __future__ import annotations

import os
from pathlib import Path
from urllib.parse import quote


def relative(file: str) -> str:
    """``letters/a.xml``, from the folder in which the command runs; a file on another disk keeps its whole name."""
    try:
        return Path(os.path.relpath(file)).as_posix()
    except ValueError:
        return Path(file).as_posix()


def uri(file: str) -> str:
    """The same as a relative reference: what has a meaning in an address is escaped."""
    return quote(relative(file).encode("utf-8", "surrogateescape"), safe="/~!$&'()*+,;=@")

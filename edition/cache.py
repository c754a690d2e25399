"""Results that were worked out before, in the user's cache folder: a file for each, under the hash of all that it depends on.

Losing it costs time and nothing else: what cannot be read, or was damaged, is as if it were not there, and what cannot be written is left out.
"""

from __future__ import annotations

import json
import os
import sys
import tempfile
from collections.abc import Mapping
from contextlib import suppress
from dataclasses import dataclass
from hashlib import sha256
from pathlib import Path
from typing import Any

NAME = "edition-toolkit"
FULL = 100  # entries in one of the 256 folders, beyond which the oldest goes


def folder(environment: Mapping[str, str] = os.environ, platform: str = sys.platform) -> Path | None:
    """Where this system keeps such things: XDG_CACHE_HOME, ~/.cache, ~/Library/Caches or LOCALAPPDATA. None if it has no such place."""
    named = environment.get("XDG_CACHE_HOME", "")
    if named and Path(named).is_absolute():
        return Path(named) / NAME
    if platform == "win32":
        local = environment.get("LOCALAPPDATA", "")
        return Path(local) / NAME / "Cache" if local else None
    home = environment.get("HOME", "")
    if not home:
        return None
    return Path(home) / ("Library/Caches" if platform == "darwin" else ".cache") / NAME


@dataclass(frozen=True)
class Store:
    """Entries under one folder. `root` is made when the first is put."""

    root: Path

    def get(self, key: str) -> Any:
        """What was put (JSON), or None. An entry that was damaged is None."""
        try:
            checksum, _, body = self._path(key).read_bytes().partition(b"\n")
            return json.loads(body) if checksum == _checksum(body) else None
        except (OSError, ValueError, RecursionError):
            return None

    def put(self, key: str, value: Any) -> None:
        """Written beside and renamed, so that no reader ever sees a half. If it cannot be written, it is not."""
        body = json.dumps(value, ensure_ascii=False, separators=(",", ":")).encode("utf-8", "surrogatepass")
        path = self._path(key)
        with suppress(OSError):
            path.parent.mkdir(parents=True, exist_ok=True)
            handle, name = tempfile.mkstemp(prefix=".", suffix=".part", dir=path.parent)
            temporary = Path(name)
            try:
                with os.fdopen(handle, "wb") as file:
                    file.write(_checksum(body) + b"\n" + body)
                temporary.replace(path)
            finally:
                temporary.unlink(missing_ok=True)
            self._thin(path.parent)

    def _path(self, key: str) -> Path:
        name = sha256(key.encode("utf-8", "surrogatepass")).hexdigest()
        return self.root / name[:2] / name[2:]

    def _thin(self, shelf: Path) -> None:
        entries = list(shelf.iterdir())
        if len(entries) > FULL:
            min(entries, key=lambda each: (each.stat().st_mtime_ns, each.name)).unlink(missing_ok=True)


def _checksum(body: bytes) -> bytes:
    return sha256(body).hexdigest().encode()

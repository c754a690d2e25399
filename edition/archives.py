"""Zip files from elsewhere (docx, odt, EPUB), opened with care: a hostile one must fill neither the memory nor the disk, nor name a place outside of itself.

The one place that reads zip files. Nothing is ever unpacked to the disk.
"""

from __future__ import annotations

import io
import zipfile
from dataclasses import dataclass
from pathlib import Path
from zlib import error as ZlibError  # noqa: N812

PARTS = 20_000
PART_BYTES = 256 * 2**20
ALL_BYTES = 512 * 2**20
RATIO = 300  # honest office files shrink to a tenth, pictures not at all
SMALL = 16 * 2**20  # below this, how well a file is packed does not matter
ENCRYPTED = 1  # bit of a zip entry's flags
DAMAGE = (zipfile.BadZipFile, ZlibError, EOFError, NotImplementedError, RuntimeError, OSError, ValueError)  # ValueError: a place before the beginning


class BadArchive(ValueError):
    """What is wrong with an archive. `kind`: damaged, locked (by a password), too-large, outside (a part with a place outside of the archive)."""

    def __init__(self, kind: str, reason: str) -> None:
        self.kind, self.reason = kind, reason
        super().__init__(reason)


@dataclass(frozen=True)
class Archive:
    """The names of its parts, in order, and its bytes packed."""

    names: tuple[str, ...]
    size: int
    entries: zipfile.ZipFile

    def read(self, name: str) -> bytes:
        """A part. Raises BadArchive if it is damaged, or longer than it says; KeyError if there is none."""
        entry = self.entries.getinfo(name)
        try:
            with self.entries.open(entry) as part:
                data = part.read(entry.file_size + 1)
        except DAMAGE as error:
            raise BadArchive("damaged", f'its part "{name}" cannot be unpacked ({error})') from None
        if len(data) > entry.file_size:
            raise BadArchive("damaged", f'its part "{name}" is longer than it says')
        return data


def opened(source: bytes | Path) -> Archive:
    """An archive inside the limits. Raises BadArchive; OSError for a path that cannot be read."""
    size = len(source) if isinstance(source, bytes) else source.stat().st_size
    try:
        archive = zipfile.ZipFile(io.BytesIO(source) if isinstance(source, bytes) else source)
        entries = archive.infolist()
    except (zipfile.BadZipFile, ValueError, EOFError, NotImplementedError, OSError) as error:
        raise BadArchive("damaged", f"the file cannot be unpacked ({error})") from None
    total = sum(entry.file_size for entry in entries)
    if len(entries) > PARTS or total > ALL_BYTES or any(entry.file_size > PART_BYTES for entry in entries) or (total > SMALL and total > RATIO * size):
        raise BadArchive("too-large", f"{size:,} bytes would unpack to {total:,} in {len(entries):,} parts")
    if any(entry.flag_bits & ENCRYPTED for entry in entries):
        raise BadArchive("locked", "it is protected by a password")
    names = tuple(dict.fromkeys(entry.filename for entry in entries))
    if out := next((name for name in names if leads_out(name)), ""):
        raise BadArchive("outside", f'its part "{out[:80]}" names a place outside of it')
    return Archive(names, size, archive)


def leads_out(name: str) -> bool:
    """Whether a part's name is a path to somewhere else: ``../x``, ``/x``, ``C:\\x``."""
    parts = name.replace("\\", "/").split("/")
    return ".." in parts or name.startswith(("/", "\\")) or parts[0].endswith(":")

"""1. Readers: zip files that hold a document (docx, odt), opened with care: a hostile one must not fill the memory or the disk."""

from __future__ import annotations

import io
import zipfile
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path, PurePosixPath
from zlib import error as ZlibError  # noqa: N812

from lxml import etree

from edition import tei
from edition.errors import SourceError
from edition.readers.signature import looks_like
from edition.tei import Element

PARTS = 20_000
PART_BYTES = 256 * 2**20
ALL_BYTES = 512 * 2**20
RATIO = 300  # honest office files shrink to a tenth, pictures not at all
SMALL = 16 * 2**20  # below this, how well a file is packed does not matter
ENCRYPTED = 1  # bit of a zip entry's flags


@dataclass(frozen=True)
class Package:
    path: Path
    parts: frozenset[str]
    archive: zipfile.ZipFile

    def read(self, name: str) -> bytes:
        """The bytes of a part; empty if there is none. Raises SourceError if it is damaged."""
        if name not in self.parts:
            return b""
        try:
            return self.archive.read(name)
        except (zipfile.BadZipFile, ZlibError, EOFError, NotImplementedError, RuntimeError, OSError, ValueError) as error:  # ValueError: a place before the beginning
            raise _damaged(self.path, f'its part "{name}"', error) from None

    def xml(self, name: str) -> Element | None:
        """The root of a part; None if there is none, or it is not well-formed."""
        tree = tei.parse(self.read(name)).tree if name in self.parts else None
        return None if tree is None else tree.getroot()

    def rewritten(self, parts: Mapping[str, Element]) -> bytes:
        """The file with other XML in these parts; not packed, as it goes to a program and is forgotten."""
        out = io.BytesIO()
        with zipfile.ZipFile(out, "w", zipfile.ZIP_STORED) as archive:
            for name in dict.fromkeys(entry.filename for entry in self.archive.infolist()):
                if not name.endswith("/"):
                    archive.writestr(zipfile.ZipInfo(name), etree.tostring(parts[name], encoding="utf-8") if name in parts else self.read(name))
        return out.getvalue()


def unpacked(path: Path, data: bytes, kind: str) -> Package:
    """A zip file whose parts all can be read and stay within bounds. `kind` is what it should be: ``"a Word document"``.

    Raises SourceError: no zip file, damaged, protected by a password, far larger inside than outside.
    """
    if not data.startswith(b"PK"):
        found = looks_like(data)
        if "old Office" in found:
            raise SourceError(
                f'"{path}" is protected by a password, or is an old file with a new name.',
                hint="Open it in a word processor, remove the password, and save it as .docx or .odt.",
            )
        raise SourceError(f'"{path}" is not {kind}: it looks like {found or "something else"}.', hint="Open it in the program it was made with and save it again under the right name.")
    try:
        archive = zipfile.ZipFile(io.BytesIO(data))
        entries = archive.infolist()
    except (zipfile.BadZipFile, ValueError, OSError, UnicodeDecodeError, NotImplementedError) as error:
        raise _damaged(path, "the file", error) from None
    total = sum(entry.file_size for entry in entries)
    if len(entries) > PARTS or total > ALL_BYTES or any(entry.file_size > PART_BYTES for entry in entries) or (total > SMALL and total > RATIO * len(data)):
        raise SourceError(
            f'"{path}" is {len(data):,} bytes and would unpack to {total:,} in {len(entries):,} parts: that is no document.',
            hint="If it is one, open it in a word processor and save it again, or split it.",
        )
    if any(entry.flag_bits & ENCRYPTED for entry in entries):
        raise SourceError(f'"{path}" is protected by a password.', hint="Open it in a word processor, remove the password, and save it.")
    package = Package(path, frozenset(entry.filename for entry in entries), archive)
    for entry in entries:  # each is read once, so that a size that lies, or a damaged part, is found before pandoc meets it
        package.read(entry.filename)
    return package


def from_package(package: Package, folders: tuple[str, ...], address: str) -> bytes | None:
    """A picture that is a part of the file."""
    for folder in folders:
        name = str(PurePosixPath(folder) / address.lstrip("/")) if folder else address.lstrip("./")
        if name in package.parts:
            return package.read(name)
    return None


def other_office(package: Package) -> str:
    """What to do with a zip file that is another document than its name says."""
    if "word/document.xml" in package.parts:
        return "It looks like a Word document: give it the suffix .docx."
    if "content.xml" in package.parts:
        return "It looks like an OpenDocument file: give a text the suffix .odt; a table or a presentation cannot be read."
    return "Open it in the program it was made with and save it as .docx or .odt."


def _damaged(path: Path, what: str, error: Exception) -> SourceError:
    return SourceError(f'"{path}" is damaged: {what} cannot be unpacked ({error}).', hint="Get a new copy, or open it in a word processor that can repair it, and save it.")

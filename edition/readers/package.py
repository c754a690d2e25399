"""1. Readers: zip files that hold a document (docx, odt), opened with care: a hostile one must not fill the memory or the disk."""

from __future__ import annotations

import io
import zipfile
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path, PurePosixPath

from lxml import etree

from edition import archives, tei
from edition.archives import Archive, BadArchive
from edition.errors import SourceError
from edition.readers.signature import looks_like
from edition.tei import Element


@dataclass(frozen=True)
class Package:
    path: Path
    parts: frozenset[str]
    archive: Archive

    def read(self, name: str) -> bytes:
        """The bytes of a part; empty if there is none. Raises SourceError if it is damaged."""
        if name not in self.parts:
            return b""
        try:
            return self.archive.read(name)
        except BadArchive as error:
            raise _damaged(self.path, error) from None

    def xml(self, name: str) -> Element | None:
        """The root of a part; None if there is none, or it is not well-formed."""
        tree = tei.parse(self.read(name)).tree if name in self.parts else None
        return None if tree is None else tree.getroot()

    def rewritten(self, parts: Mapping[str, Element]) -> bytes:
        """The file with other XML in these parts; not packed, as it goes to a program and is forgotten."""
        out = io.BytesIO()
        with zipfile.ZipFile(out, "w", zipfile.ZIP_STORED) as archive:
            for name in self.archive.names:
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
        archive = archives.opened(data)
    except BadArchive as error:
        raise _refused(path, error) from None
    package = Package(path, frozenset(archive.names), archive)
    for name in archive.names:  # each is read once, so that a size that lies, or a damaged part, is found before pandoc meets it
        package.read(name)
    return package


def _refused(path: Path, error: BadArchive) -> SourceError:
    if error.kind == "too-large":
        return SourceError(f'"{path}": {error.reason}: that is no document.', hint="If it is one, open it in a word processor and save it again, or split it.")
    if error.kind == "locked":
        return SourceError(f'"{path}" is protected by a password.', hint="Open it in a word processor, remove the password, and save it.")
    if error.kind == "outside":
        return SourceError(f'"{path}" is refused: {error.reason}.', hint="No word processor writes such a file: ask where it comes from.")
    return _damaged(path, error)


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


def _damaged(path: Path, error: BadArchive) -> SourceError:
    return SourceError(f'"{path}" is damaged: {error.reason}.', hint="Get a new copy, or open it in a word processor that can repair it, and save it.")

"""Pictures of an edition: which files the addresses in the TEI mean, and what they are called in the outputs.

Only files in the folders of the edition, whatever an address says, and never anything from the network.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from pathlib import Path, PurePosixPath
from urllib.parse import unquote

from edition.model import Document
from edition.picture_files import PictureFile, examined
from edition.project import Project
from edition.render.facsimile import addresses
from edition.render.identifiers import ascii_name
from edition.render.model import Picture
from edition.tei import T

SHOWN = (".png", ".jpg", ".jpeg", ".gif", ".svg", ".webp")  # EPUB 3.3 core media types


def pictures(project: Project, documents: Iterable[Document], medium: str) -> list[dict[str, Picture]]:
    """For each document the pictures that are there, by the address in the TEI: some of them may be damaged. Names are unique in the edition."""
    before = "../" if medium == "epub" else ""
    taken: dict[str, Path] = {}
    known: dict[Path, PictureFile] = {}
    found = []
    for document in documents:
        folders = _folders(project, document)
        mine: dict[str, Picture] = {}
        for url in _addresses(document):
            if path := _file(url, folders):
                file = known.get(path) or known.setdefault(path, examined(path))
                mine[url] = Picture(f"{before}images/{_name(document.name, path, file.kind, taken)}", path, file.data, file.removed, file.fault)
        found.append(mine)
    return found


def _addresses(document: Document) -> Iterable[str]:
    if document.tree is None:
        return ()
    return dict.fromkeys((*((graphic.get("url") or "").strip() for graphic in document.tree.iter(f"{T}graphic", f"{T}media")), *addresses(document)))


def _folders(project: Project, document: Document) -> list[Path]:
    candidates = (document.folder, document.path.parent, project.folder, project.tei)
    return [folder.resolve() for folder in dict.fromkeys(candidates) if folder is not None and folder.is_dir()]


def _file(url: str, folders: list[Path]) -> Path | None:
    """The file in one of the folders, or below. A link that leads out of it, or an address with a scheme, is none."""
    address = unquote(re.sub(r"^file:(//(localhost)?(?=/))?", "", url))
    if not address or "\0" in address or re.match(r"[A-Za-z][A-Za-z0-9+.\-]+:", address) or PurePosixPath(address).suffix.lower() not in SHOWN:
        return None
    for folder in folders:
        try:
            path = (folder / address).resolve()
            if path.is_file() and any(path.is_relative_to(each) for each in folders):
                return path
        except OSError:  # a name that the file system cannot have
            continue
    return None


def _name(document: str, path: Path, suffix: str, taken: dict[str, Path]) -> str:
    """A safe name that no other file of the edition has, alike on file systems that know no capitals. `suffix`: of what it is, whatever it is called."""
    stem = ascii_name(f"{document}-{path.stem}")
    name, count = f"{stem}{suffix}", 1
    while taken.setdefault(name.casefold(), path) != path:
        count += 1
        name = f"{stem}-{count}{suffix}"
    return name



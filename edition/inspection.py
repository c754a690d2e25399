"""Checks over files: each read and judged by itself, in processes if there are many, and then what only shows between them.

Apart from the pipeline, so that `edition check FILE` loads nothing of what makes and publishes editions.
"""

from __future__ import annotations

import glob
import os
from collections.abc import Sequence
from pathlib import Path

from edition import files
from edition.checks import batch, profiles
from edition.errors import EditionError, SourceError
from edition.model import Document, Finding, Report
from edition.rules import Scope, Selection

XML = (".xml", ".tei")


def check_documents(documents: Sequence[Document], scope: Scope) -> list[Finding]:
    """Each by itself, in processes if there are many; then what only shows between them. In the order given. Raises the first error."""
    done = batch.check_all([batch.Item(document.path, document) for document in documents], scope)
    for _, error in done.failed:
        raise error
    return list(done.findings)


def check_files(paths: Sequence[Path], *, schema: Path | None = None, selection: Selection = profiles.TEI) -> list[Finding]:
    """TEI files, and all .xml files in folders. Raises SourceError for a path that is not there."""
    documents, folder = documents_in(paths)
    return check_documents(documents, Scope(schema=schema, folder=folder, selection=selection))


def documents_in(paths: Sequence[Path]) -> tuple[list[Document], Path]:
    """TEI files, and all .xml files in folders; and the folder that they lie in. Raises SourceError for a path that is not there."""
    found = files_in(paths)
    documents = [Document(path.stem, path, files.read(path)) for path in found]
    for document in documents:
        if not document.data.strip():
            raise SourceError(f"{document.path}: is empty", hint="Name a TEI file.")
    return documents, folder_of(paths, found)


def readable(path: Path) -> bool:
    """Whether there is something in a file that can be read."""
    try:
        return bool(files.read(path).strip())
    except EditionError:
        return False


def files_in(paths: Sequence[Path]) -> list[Path]:
    """The files themselves, all .xml and .tei files in folders, and what a pattern (``letters/**/*.xml``) matches; each once, in the order given.

    In a folder: by their names; what begins with a full stop is left out, and links to folders are not followed. Raises SourceError.
    """
    found: dict[Path, None] = {}
    for path in paths:
        if path.is_dir():
            inside = _inside(path)
            if not inside:
                raise SourceError(f"{path}: holds no .xml file", hint="Name a folder with TEI files, or the files.")
        elif not path.exists() and any(sign in str(path) for sign in "*?["):
            inside = sorted(Path(name) for name in glob.glob(str(path), recursive=True) if Path(name).is_file())  # noqa: PTH207  # as the shell does it
            if not inside:
                raise SourceError(f"{path}: no file matches", hint='In a pattern, * stands for any characters of a name and ** for any folders: "letters/**/*.xml".')
        else:
            inside = [path]
        found |= dict.fromkeys(inside)
    return _each_once(list(found))


def _each_once(paths: list[Path]) -> list[Path]:
    """Without links to what is there by itself, or was there before."""
    known: dict[Path, Path] = {}
    for path in sorted(paths, key=Path.is_symlink):
        known.setdefault(path.resolve(), path)
    chosen = set(known.values())
    return [path for path in paths if path in chosen]


def _inside(folder: Path) -> list[Path]:
    found = []
    for here, folders, names in os.walk(folder):
        folders[:] = [name for name in folders if not name.startswith(".")]
        found += [Path(here, name) for name in names if Path(name).suffix.lower() in XML and not name.startswith(".")]
    return sorted(path for path in found if path.is_file())


def folder_of(paths: Sequence[Path], found: Sequence[Path]) -> Path:
    """The folder in which files that texts point to are looked for: the one that was named, or the lowest that holds all that were found."""
    if len(paths) == 1 and paths[0].is_dir():
        return paths[0]
    return Path(os.path.commonpath([path.resolve().parent for path in found]))


def answered(findings: Sequence[Finding], path: Path) -> Report:
    """The findings without those that a file of [[accepted]] tables has answered: for TEI that belongs to no edition."""
    from edition import acceptance, project

    found = acceptance.answer(findings, project.read_accepted(path), file=path)
    return Report(findings=found.open, said=(f"{len(found.accepted)} accepted",) if found.accepted else ())

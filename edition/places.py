"""Where things lie: the root of a project, its editions, and the documents of an edition, here or in the folder that EDITION_SEEDS names."""

from __future__ import annotations

import os
from pathlib import Path

from edition import project as projects
from edition.errors import ProjectError, SourceError
from edition.model import digest
from edition.project import Entry, Project
from edition.records import Record

VARIABLE = "EDITION_SEEDS"
NOT_DOCUMENTS = (".toml", ".notes.md", ".md~", ".bak")


def root(start: Path) -> Path | None:
    """The folder at or above `start` that holds seeds/, or None."""
    here = start.resolve()
    for folder in (here, *here.parents):
        if (folder / "seeds").is_dir():
            return folder
    return None


def editions(start: Path) -> list[Path]:
    """The folders of all editions of the project around `start`, by name. Raises ProjectError if there is no project."""
    top = root(start)
    if top is None:
        raise ProjectError(f"{start}: no edition here: neither this folder nor one above it holds seeds/", hint="Make one with `edition new DIR`, or name a file.")
    found = sorted(folder.parent for folder in (top / "seeds").glob(f"*/{projects.FILE}"))
    if not found:
        raise ProjectError(f"{top / 'seeds'}: holds no edition (no folder with {projects.FILE})", hint="Make one with `edition new DIR`.")
    return found


def edition(name: str, start: Path) -> Path:
    """The folder of an edition that is named by its id or its folder. Raises ProjectError, with the names that are known."""
    if (Path(name) / projects.FILE).is_file():
        return Path(name)
    top = root(start)
    if top is not None and (top / "seeds" / name / projects.FILE).is_file():
        return near(top / "seeds" / name)
    if Path(name).is_dir() and (Path(name) / "seeds").is_dir():
        inside = editions(Path(name))
        if len(inside) == 1:
            return inside[0]
    if Path(name).is_dir():
        raise SourceError(f"{name}: is a folder, and no edition: there is no {projects.FILE} in it", hint=f"`edition new DIR --from {name}` makes an edition of what lies in it.")
    known = [] if top is None else sorted(folder.parent.name for folder in (top / "seeds").glob(f"*/{projects.FILE}"))
    hint = f"Known here: {', '.join(known)}." if known else "Make an edition with `edition new DIR`."
    raise ProjectError(f"{name}: there is no such edition, and no such file", hint=hint)


def looks_like_a_file(name: str) -> bool:
    """Whether a name on the command line means a file rather than an edition: it is one, or it has a suffix and is no edition."""
    path = Path(name)
    if path.is_dir():
        return False
    if path.is_file():
        return True
    top = root(Path.cwd())
    return bool(path.suffix or len(path.parts) > 1) and not (top is not None and (top / "seeds" / name).is_dir())


def near(path: Path) -> Path:
    """As seen from the current folder, if it lies below it: names in messages stay short."""
    try:
        return path.relative_to(Path.cwd())
    except ValueError:
        return path


def seeds(given: Path | None) -> Path | None:
    """The folder with documents that are not in the project: --seeds, else EDITION_SEEDS. Raises SourceError if it is not there."""
    folder = given or (Path(os.environ[VARIABLE]) if os.environ.get(VARIABLE) else None)
    if folder is not None and not folder.is_dir():
        name = "--seeds" if given else VARIABLE
        raise SourceError(f"{folder}: no such folder ({name})", hint=f"{name} names the folder that holds the documents.")
    return folder


def document(project: Project, entry: Entry, record: Record, outside: Path | None) -> Path:
    """The file of a document. Raises SourceError: not there (its name and checksum), or more than one."""
    folders = [project.folder, *([outside] if outside else [])]
    for folder in folders:
        if record.file:
            if (folder / record.file).is_file():
                return folder / record.file
            continue
        found = sorted(path for path in folder.glob(f"{_escaped(entry.name)}.*") if path.is_file() and path.stem == entry.name and not path.name.endswith(NOT_DOCUMENTS))
        if len(found) > 1:
            raise SourceError(
                f"{folder}: {entry.name} is there {len(found)} times: {', '.join(path.name for path in found)}",
                hint=f"Say which in {entry.name}.toml:  [source]  file = \"{found[0].name}\"",
            )
        if found:
            return found[0]
    name = record.file or f"{entry.name}.*"
    checksum = f" (sha256 {record.sha256})" if record.sha256 else ""
    where = " and ".join(str(folder) for folder in folders)
    hint = f"Put it there, or name the folder that holds it with --seeds or {VARIABLE}."
    raise SourceError(f"{name}{checksum}: the document {entry.name!r} is not in {where}", hint=hint)


def checked(path: Path, data: bytes, record: Record) -> None:
    """Raises SourceError if the record knows another checksum."""
    if record.sha256 and digest(data) != record.sha256:
        raise SourceError(
            f"{path}: not the file on record: its sha256 is {digest(data)}, {record.path} has {record.sha256}",
            hint="Bring back the file the record was written for. If the new one is right, check every address of the record and write its sha256 there.",
        )


def _escaped(name: str) -> str:
    return "".join(f"[{char}]" if char in "*?[" else char for char in name)

"""Which documents are to be adopted: all of an edition that were edited by hand, or one TEI file, of an edition or of none."""

from __future__ import annotations

import os
import shlex
from dataclasses import dataclass
from pathlib import Path

from edition import ingest, lossless, places, records
from edition import project as projects
from edition.errors import SourceError
from edition.ingest import Where
from edition.project import Entry, Project
from edition.records import Record


@dataclass(frozen=True)
class Meant:
    """A document with all that ingest needs to make it."""

    project: Project
    entry: Entry
    source: Path
    where: Where


def of_edition(project: Project, outside: Path | None) -> list[Meant]:
    """The documents whose TEI was edited by hand. Raises SourceError."""
    found = []
    for entry in project.documents:
        where = ingest.in_edition(project, entry.name)
        if where.tei.is_file():
            document = ingest.load(entry.name, where.tei)
            if ingest.edited_by_hand(document) and not lossless.read_log(document).as_it_is:
                found.append(_one(project, entry, where, outside))
    return found


def of_file(path: Path, source: Path | None, outside: Path | None, date: str) -> Meant:
    """One TEI file. `source`: where its source is, if not where the log says. Raises SourceError."""
    if not path.is_file():
        raise SourceError(f"{path}: there is no such file", hint="Name a TEI file that `edition ingest` made.")
    project = _edition_of(path)
    entry = next((each for each in project.documents if each.name == path.stem), None) if project else None
    if project is not None and entry is not None:
        return _one(project, entry, ingest.in_edition(project, entry.name), outside)
    source = source or Path(os.path.normpath(path.parent / lossless.read_log(ingest.load(path.stem, path)).source))
    if not source.is_file():
        raise SourceError(f"{source}: the source is not there", hint="Say where it is with --source PATH.")
    out, name = path.parent, path.stem
    project = Project(id=projects.identifier(name), title="", folder=out, date=date, documents=(Entry(name),))
    return Meant(project, Entry(name), source, Where(path, out / f"{name}.review.toml", source.with_suffix(".toml")))


def following(meant: Meant) -> str:
    """The command that makes the TEI with what was taken, in words; "" for a master, which is never made anew."""
    if meant.entry.master == "tei":
        return ""
    if (meant.project.folder / projects.FILE).is_file():
        others = len(meant.project.documents) > 1
        command, warning = f"edition ingest {shlex.quote(meant.project.id)} --overwrite", " (of the whole edition: adopt its other documents first)" if others else ""
    else:
        command, warning = f"edition ingest {shlex.quote(str(meant.source))} --out {shlex.quote(str(meant.where.tei.parent))} --overwrite", ""
    return f"next: `{command}` makes the TEI with it{warning}; what is listed as not taken is lost then"


def _one(project: Project, entry: Entry, where: Where, outside: Path | None) -> Meant:
    record = records.read(where.record) if where.record.is_file() else Record()
    return Meant(project, entry, places.document(project, entry, record, outside), where)


def _edition_of(path: Path) -> Project | None:
    """The edition in whose folder of TEI a file lies."""
    folder = path.resolve().parent
    seeds = folder.parent.parent / "seeds" / folder.name
    return projects.read(places.near(seeds)) if (seeds / projects.FILE).is_file() else None

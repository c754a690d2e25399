"""Which documents are meant: an edition, a document of one, or any of the files that belong to a document."""

from __future__ import annotations

from collections.abc import Sequence
from difflib import get_close_matches
from functools import partial
from pathlib import Path
from shlex import quote

from edition import ingest, lossless, places, readers, records
from edition import project as projects
from edition.errors import EditionError, ProjectError, SourceError
from edition.ingest import Ingested, Where
from edition.project import Entry, Project
from edition.records import Record
from edition.reviewing.desk import Desk

QUEUE = ".review.toml"


def desks(names: Sequence[str], *, seeds: Path | None = None, out: Path | None = None) -> list[Desk]:
    """The desks of the documents that are meant, in reading order; nothing has been looked at yet. Of a whole edition, those that have a queue.

    Raises EditionError: no such edition or document, no TEI yet, a document that is not there.
    """
    found: dict[Path, Desk] = {}
    for name in names or [""]:
        for desk in _meant(name, places.seeds(seeds), out):
            found.setdefault(desk.where.queue.resolve(), desk)
    return list(found.values())


def _meant(name: str, outside: Path | None, out: Path | None) -> list[Desk]:
    if not name:
        return [desk for folder in places.editions(Path.cwd()) for desk in _waiting(_opened(folder), outside)]
    if Path(name).is_file() or (Path(name).suffix and places.looks_like_a_file(name)):
        return [_of_file(Path(name), outside, out)]
    try:
        return _waiting(_opened(places.edition(name, Path.cwd())), outside)
    except ProjectError as error:
        there = places.root(Path.cwd())
        if there is None or not (there / "seeds").is_dir() or not error.message.startswith(f"{name}:"):
            raise
    return [_named(name, outside)]


def _opened(folder: Path) -> Project:
    return projects.read(places.near(folder))


def _waiting(project: Project, outside: Path | None) -> list[Desk]:
    """Of an edition, the documents that have a queue."""
    entries = entries_of(project)
    if not any((project.tei / f"{entry.name}.xml").is_file() for entry in entries):
        raise SourceError(f"{project.id}: has not been ingested yet, so nothing is proposed", hint=f"Run `edition ingest {project.id}` first, or `edition build {project.id}`.")
    return [_desk(project, entry, outside) for entry in entries if ingest.in_edition(project, entry.name).queue.is_file()]


def entries_of(project: Project) -> list[Entry]:
    """All documents of an edition, its own front and back matter too, in reading order."""
    return [*(Entry(f"front-{name}") for name in project.front), *project.documents, *(Entry(f"back-{name}") for name in project.back)]


def tei_of(name: str) -> Path | None:
    """The TEI of the document that a name means (NAME or EDITION/NAME); None if the name is an edition's, or nothing. Raises ProjectError."""
    there = places.root(Path.cwd())
    if not name or there is None or not (there / "seeds").is_dir() or Path(name).is_file() or (Path(name).suffix and places.looks_like_a_file(name)):
        return None
    try:
        places.edition(name, Path.cwd())
    except ProjectError as error:
        if error.message.startswith(f"{name}:"):
            project, entry = _document(name)
            return project.tei / f"{entry.name}.xml"
    return None


def _named(name: str, outside: Path | None) -> Desk:
    """A document by its name, or as EDITION/NAME."""
    return _desk(*_document(name), outside)


def _document(name: str) -> tuple[Project, Entry]:
    of, _, short = name.rpartition("/")
    known: list[str] = []
    found: list[tuple[Project, Entry]] = []
    for folder in places.editions(Path.cwd()):
        project = _opened(folder)
        known += [project.id, *(entry.name for entry in entries_of(project))]
        found += [(project, entry) for entry in entries_of(project) if entry.name == short and of in ("", project.id)]
    if not found:
        near = get_close_matches(short, known, 1, 0.5)
        hint = f'Did you mean "{near[0]}"?' if near else f"Known here: {', '.join(known)}."
        raise ProjectError(f"{name}: there is no such edition, document or file", hint=hint)
    if len(found) > 1:
        raise ProjectError(f"{name}: is a document of several editions", hint=f"Name one: {', '.join(f'{project.id}/{short}' for project, _ in found)}.")
    return found[0]


def _desk(project: Project, entry: Entry, outside: Path | None) -> Desk:
    where = ingest.in_edition(project, entry.name)
    return Desk(
        entry.name, where, partial(_look, project, entry, where, outside), f"edition build {project.id}",
        project.build / "reports" / "review" / f"{entry.name}.html",
    )  # fmt: skip


def _look(project: Project, entry: Entry, where: Where, outside: Path | None) -> Ingested:
    place, _, name = entry.name.partition("-")
    if entry in project.documents:
        record = records.read(where.record) if where.record.is_file() else Record()
        source = places.document(project, entry, record, outside)
    else:
        source = project.folder / place / f"{name}.md"
    if entry.master == "tei":
        raise SourceError(f"{where.tei}: the TEI is the master of this document, so nothing is proposed", hint="Correct the TEI itself.")
    return ingest.ingest(project, entry, source, where, overwrite=True, write=False)


def _of_file(path: Path, outside: Path | None, out: Path | None) -> Desk:
    """A source, record, queue or TEI: of an edition if it lies in one, else by itself."""
    if not path.is_file() and not path.name.endswith(QUEUE):
        raise SourceError(f"{path}: there is no such file", hint="Check the name and the folder.")
    name = path.name.removesuffix(QUEUE) if path.name.endswith(QUEUE) else path.stem
    for folder in (path.parent, path.parent.parent, path.parent.parent.parent / "seeds" / path.parent.name):
        if (folder / projects.FILE).is_file():
            project = _opened(folder)
            for entry in entries_of(project):
                if entry.name in (name, f"{path.parent.name}-{name}") or _is_source(project, entry, path, outside):
                    return _desk(project, entry, outside)
            raise ProjectError(f"{path}: is no document of {project.id}", hint=f"Add it to {folder / projects.FILE}:  [[document]]  name = \"{name}\"")
    return _loose(path, name, out)


def _is_source(project: Project, entry: Entry, path: Path, outside: Path | None) -> bool:
    record = ingest.in_edition(project, entry.name).record
    try:
        return path.is_file() and places.document(project, entry, records.read(record) if record.is_file() else Record(), outside).samefile(path)
    except EditionError:
        return False


def _loose(path: Path, name: str, out: Path | None) -> Desk:
    """A document of no edition. Its queue lies beside its TEI, its record beside its source; the log knows where that is."""
    if path.name.endswith((QUEUE, ".xml")):
        tei = path.parent / f"{name}.xml"
    elif path.suffix == ".toml":
        sources = [each for each in sorted(path.parent.glob(f"{name}.*")) if each.suffix in readers.suffixes() and each.stem == name]
        if not sources:
            raise SourceError(f"{path}: there is no document of that name beside this record", hint="Name the document, its TEI or its queue.")
        tei = _made_of(sources[0], name, out)
    else:
        tei = _made_of(path, name, out)
    if not tei.is_file():
        raise SourceError(f"{tei}: there is no TEI of {name} there", hint=f"Run `edition ingest {name}.txt --out {tei.parent}` first, with the document's own name.")
    log = lossless.read_log(ingest.load(name, tei))
    source = _plainly(tei.parent / log.source)
    if not source.is_file():
        raise SourceError(f"{source}: the document is not where the log of {tei} says", hint="Bring it back, or ingest it again.")
    where = Where(tei, tei.with_name(f"{name}{QUEUE}"), source.with_suffix(".toml"))
    decode = log.data.get("decode") or {}
    encoding = str(decode.get("encoding", "")) if not str(decode.get("encoding", "utf-8")).startswith("utf") else ""
    project = Project(id=projects.identifier(name), title="", folder=tei.parent, documents=(Entry(name),))
    look = partial(ingest.ingest, project, Entry(name), source, where, overwrite=True, write=False, encoding=encoding)
    command = f"edition build {quote(str(source))} --out {quote(str(tei.parent))}" + (f" --encoding {encoding}" if encoding else "")
    return Desk(str(where.queue), where, look, command, tei.with_name(f"{name}.review.html"))


def _made_of(source: Path, name: str, out: Path | None) -> Path:
    """The TEI that was made of a source: in `out`, in this folder, beside the source, or in the one folder there that has its queue."""
    folders = [out] if out else [Path(), source.parent]
    for folder in folders:
        if (folder / f"{name}{QUEUE}").is_file() or (out and folder == out):
            return folder / f"{name}.xml"
    below = sorted(source.parent.glob(f"*/{name}{QUEUE}"))
    if len(below) == 1:
        return below[0].with_name(f"{name}.xml")
    for folder in folders:
        if (folder / f"{name}.xml").is_file() and (folder / f"{name}.edits.json").is_file():
            return folder / f"{name}.xml"
    if below:
        raise SourceError(f"{source}: has several queues: {', '.join(map(str, below))}", hint="Name one of them.")
    raise SourceError(f"{source}: no queue of it was found", hint=f"Nothing waits, or it lies elsewhere: name it, as in  edition review made/{name}{QUEUE}")


def _plainly(path: Path) -> Path:
    """Without ``..``, as seen from here where that is shorter."""
    return places.near(path.resolve())

"""`edition check --fix`: which files may be fixed in place, the fixes made and written, and what to say of it. Above the pipeline."""

from __future__ import annotations

import os
from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass, replace
from itertools import groupby
from pathlib import Path

from edition import acceptance, authority, checks, corpus, files, fixes, ingest, inspection, jobs, pipeline, places
from edition import project as projects
from edition.checks import profiles
from edition.checks.located import located
from edition.errors import OutputError
from edition.fixes import origin
from edition.fixes.rounds import Outcome, diff, fixed
from edition.model import Document, Finding
from edition.project import Accepted, Project
from edition.rules import Scope, Selection


@dataclass(frozen=True)
class Fixed:
    """What became of some files: those that were changed (or would be), the diffs, and what there is to say."""

    changed: tuple[Path, ...] = ()
    diff: str = ""
    done: tuple[str, ...] = ()  # a line for each fix
    left: tuple[str, ...] = ()  # a line for each file that was left as it was, and why

    def __add__(self, other: Fixed) -> Fixed:
        return Fixed((*self.changed, *other.changed), self.diff + other.diff, (*self.done, *other.done), (*self.left, *other.left))

    def told(self, found: Sequence[Finding]) -> tuple[str, ...]:
        """What there is to say, and last ``3 fixed, 2 remain``; `found`: what a check has found afterwards. What the check says of itself (CFG) is not counted."""
        remain = sum(not each.code.startswith("CFG") for each in found)
        return (*self.done, *self.left, f"{len(self.done):,} fixed, {remain:,} {'remains' if remain == 1 else 'remain'}")

    @property
    def would(self) -> tuple[str, ...]:
        """The same of a diff, which changes nothing."""
        return *self.left, f"{len(self.done):,} would be fixed in {len(self.changed):,} {'file' if len(self.changed) == 1 else 'files'}"


@dataclass(frozen=True)
class _Task:
    document: Document
    scope: Scope
    accepted: tuple[Accepted, ...]
    unsafe: bool
    source: str  # what ingest made it of, as seen from it; "" if it did not

    @property
    def name(self) -> str:
        return str(self.document.path)


def _fix(task: _Task) -> Outcome:
    def judge(document: Document) -> list[Finding]:
        found = checks.check(document, task.scope)
        if not task.accepted:
            return found
        answered = acceptance.answer(located(document.data, found), task.accepted, documents=())
        return [each for each in answered.open if each.code[:3] != "CFG"]

    return fixed(task.document, judge, unsafe=task.unsafe)


def fix(
    paths: Sequence[Path], editions: Iterable[Project], *, schema: Path | None, loose: Selection, ours: Selection, schematron: tuple[Path, ...] = (),
    accepted: str = "", unsafe: bool = False, write: bool = True,
) -> Fixed:  # fmt: skip
    """What one call of the command names: files and folders of no edition, and editions. `write`: else only the diff is made. Raises EditionError."""
    done = fix_files(paths, schema=schema, schematron=schematron, selection=loose, accepted=Path(accepted) if accepted else None, unsafe=unsafe, write=write) if paths else Fixed()
    for project in editions:
        done += fix_edition(project, schema=schema, schematron=schematron, selection=ours, unsafe=unsafe, write=write)
    return done


def fix_files(
    paths: Sequence[Path], *, schema: Path | None = None, schematron: tuple[Path, ...] = (), selection: Selection = profiles.TEI,
    accepted: Path | None = None, unsafe: bool = False, write: bool = True,
) -> Fixed:  # fmt: skip
    """TEI files, and those in folders, that belong to no edition. `accepted`: what this file answers is not fixed. Raises EditionError."""
    found = inspection.files_in(paths)
    folder = inspection.folder_of(paths, found)
    documents = [ingest.load(path.stem, path) for path in found if inspection.readable(path)]  # of the others the check says what is wrong
    answers = tuple(projects.read_accepted(accepted)) if accepted is not None else ()
    return _all(documents, Scope(schema=schema, schematron=schematron, folder=folder, selection=selection), answers, unsafe=unsafe, write=write)


def fix_edition(
    project: Project, *, schema: Path | None = None, schematron: tuple[Path, ...] = (), selection: Selection = profiles.EDITION, unsafe: bool = False, write: bool = True
) -> Fixed:  # fmt: skip
    """The TEI of an edition that is its own master. The rest comes from records and seeds, and is left: see `led_back`."""
    masters = {entry.name for entry in project.documents if entry.master == "tei"}
    documents = [document for document in pipeline.opened(project).all if document.name in masters]
    scope = Scope(project=pipeline.cited(project), schema=schema, schematron=schematron, folder=project.root, selection=selection, ours=True)
    return _all(documents, scope, project.accepted, unsafe=unsafe, write=write, ours=True)


def _all(documents: Iterable[Document], scope: Scope, accepted: Collection[Accepted], *, unsafe: bool, write: bool, ours: bool = False) -> Fixed:
    documents = list(documents)
    scope = replace(scope, files=frozenset(os.path.normpath(document.path) for document in documents))
    tasks, total = [], Fixed()
    for document in documents:
        log = origin.made(document) if not ours else None
        tasks.append(_Task(document, scope, tuple(accepted), unsafe, "" if log is None else log.source))
    workers = 1 if len(tasks) < 8 and sum(len(task.document.data) for task in tasks) < 4_000_000 else None
    for outcome in jobs.run(_fix, tasks, workers=workers, label="fix"):
        total += _taken(outcome.item, outcome.get(), write=write)
    return total


def _taken(task: _Task, outcome: Outcome, *, write: bool) -> Fixed:
    before = task.document
    if outcome.why:
        return Fixed(left=(f"{before.path}: left as it was: with the fixes {outcome.why}",))
    if outcome.document.data == before.data:
        return Fixed()
    if task.source:
        record = places.near(Path(os.path.normpath(before.path.parent / task.source)).with_suffix(".toml"))
        return Fixed(left=(f"{before.path}: left as it was: ingest makes this file, and would undo {len(outcome.says)} fixes; change {record}, and ingest again",))
    shown = diff(str(before.path), before.data, outcome.document.data) if not write else ""
    if write:
        try:
            files.rewrite(before.path, before.data, outcome.document.data)
        except OutputError as error:  # the other files are fixed all the same
            return Fixed(left=(error.message,))
    return Fixed((before.path,), shown, tuple(f"{before.path}: {words}" for words in outcome.says))


def led_back(project: Project, findings: Iterable[Finding]) -> list[Finding]:
    """The findings in TEI that is not its own master, each that could be fixed there with a hint that names the line it was made of."""
    made = _made(project)
    found: list[Finding] = []
    for file, some in groupby(findings, key=lambda each: each.locus.file):
        here = list(some)
        document = made.get(file)
        if document is None or not any(each.code in fixes.FIXES for each in here):
            found += here
            continue
        log, known = origin.made(document), _records(project, document)
        for each in fixes.proposed(document, here):
            if each.fix is None:
                found.append(each)
            elif log is not None or document.name == "edition":
                found.append(origin.led_back(document, each, log, known))
            else:
                hint = f"{each.hint} The file is a copy of {project.folder / document.path.name}: fix that, and ingest again."
                found.append(replace(each, hint=hint.strip(), fix=None))
    return found


def _made(project: Project) -> dict[str, Document]:
    """The TEI of an edition that is made of something else, by path."""
    masters = {entry.name for entry in project.documents if entry.master == "tei"}
    documents = [document for document in pipeline.opened(project).all if document.name not in masters]
    whole = corpus.path_of(project)
    if whole.is_file():
        documents.append(Document("edition", whole, files.read(whole)))
    return {str(document.path): document for document in documents}


def _records(project: Project, document: Document) -> list[Path]:
    """The files that a document's header and marks are written in, the nearest first."""
    record = ingest.in_edition(project, document.name).record
    own = [record, record.with_suffix(".notes.md")] if document.name != "edition" else []
    return [*own, project.folder / projects.FILE, project.folder / authority.FILE]

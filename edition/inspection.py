"""Checks over files: each read and judged by itself, in processes if there are many, and then what only shows between them.

Apart from the pipeline, so that `edition check FILE` loads nothing of what makes and publishes editions.
"""

from __future__ import annotations

import os
from collections.abc import Sequence
from dataclasses import dataclass, replace
from pathlib import Path

from edition import checks, files, jobs
from edition.checks import collection, profiles
from edition.checks import structure as schemas
from edition.errors import SourceError
from edition.model import Document, Finding, Report
from edition.rules import Scope, Selection

XML = (".xml", ".tei")


@dataclass(frozen=True)
class _Checked:
    findings: list[Finding]
    facts: collection.Facts


@dataclass(frozen=True)
class _CheckTask:
    document: Document
    scope: Scope

    @property
    def name(self) -> str:
        return str(self.document.path)


def _check(task: _CheckTask) -> _Checked:
    return _Checked(checks.check(task.document, task.scope), collection.facts(task.document, task.scope))


def check_documents(documents: Sequence[Document], scope: Scope) -> list[Finding]:
    """Each by itself, in processes if there are many; then what only shows between them. In the order given."""
    if scope.schema is not None:
        schemas.prepare(scope.schema)
    scope = replace(scope, files=frozenset(os.path.normpath(document.path) for document in documents))
    workers = 1 if len(documents) < 8 and sum(len(document.data) for document in documents) < 4_000_000 else None
    found: list[Finding] = []
    facts = []
    for outcome in jobs.run(_check, [_CheckTask(document, scope) for document in documents], workers=workers, label="check"):
        checked = outcome.get()
        found += checked.findings
        facts.append(checked.facts)
    return found + collection.judge(facts, scope)


def check_files(paths: Sequence[Path], *, schema: Path | None = None, selection: Selection = profiles.TEI) -> list[Finding]:
    """TEI files, and all .xml files in folders. Raises SourceError for a path that is not there."""
    documents, folder = documents_in(paths)
    return check_documents(documents, Scope(schema=schema, folder=folder, selection=selection))


def documents_in(paths: Sequence[Path]) -> tuple[list[Document], Path]:
    """TEI files, and all .xml files in folders; and the folder that they lie in. Raises SourceError for a path that is not there."""
    found: list[Path] = []
    for path in paths:
        if path.is_dir():
            inside = sorted(each for each in path.rglob("*") if each.suffix.lower() in XML and each.is_file())
            if not inside:
                raise SourceError(f"{path}: holds no .xml file")
            found += inside
        else:
            found.append(path)
    documents = [Document(path.stem, path, files.read(path)) for path in found]
    for document in documents:
        if not document.data.strip():
            raise SourceError(f"{document.path}: is empty", hint="Name a TEI file.")
    return documents, paths[0] if len(paths) == 1 and paths[0].is_dir() else Path(os.path.commonpath([path.resolve().parent for path in found]))


def answered(findings: Sequence[Finding], path: Path) -> Report:
    """The findings without those that a file of [[accepted]] tables has answered: for TEI that belongs to no edition."""
    from edition import acceptance, project

    found = acceptance.answer(findings, project.read_accepted(path), file=path)
    return Report(findings=found.open, said=(f"{len(found.accepted)} accepted",) if found.accepted else ())

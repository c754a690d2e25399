"""6. Many documents: each checked by itself, in processes, its results remembered if they may be; then what only shows between them."""

from __future__ import annotations

import os
import sys
from base64 import b64decode, b64encode
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field, fields, replace
from functools import cache, partial
from pathlib import Path
from typing import Any

from lxml import etree

from edition import checks, files, jobs
from edition.cache import Store
from edition.checks import associated, collection, structure, tei
from edition.checks.collection import Facts, Link
from edition.checks.files import folder_of, spelling, watching
from edition.checks.located import located
from edition.errors import EditionError, SourceError
from edition.guests import guests
from edition.model import Document, Finding, Fix, Locus, Severity, Subject, digest
from edition.rules import Scope
from edition.tei import elements_of
from edition.version import __version__

FEW = 8  # documents, and
LITTLE = 3_000_000  # bytes, below which processes cost more than they save
Counts = Mapping[str, int]
Finish = Callable[[Document, list[Finding]], list[Finding]]


@dataclass(frozen=True)
class Item:
    """A document of an edition, or a file that the process reads for itself."""

    path: Path
    document: Document | None = None

    @property
    def name(self) -> str:
        return str(self.path)


@dataclass(frozen=True)
class Checked:
    """What one document gave. `elements`: how often it has which (``TEI``, or ``{namespace}name`` of another language), if that was asked for."""

    findings: tuple[Finding, ...] = ()
    facts: Facts = field(default_factory=lambda: Facts(""))
    elements: Counts = field(default_factory=dict)


@dataclass(frozen=True)
class Batch:
    """What all gave, in the order given; `failed`: those that could not be read or checked."""

    findings: tuple[Finding, ...] = ()
    elements: Mapping[str, Counts] = field(default_factory=dict)  # by file
    failed: tuple[tuple[str, EditionError], ...] = ()
    schemas: tuple[str, ...] = ()  # paths of those that documents were held against; "": the one that the program carries


def check_all(
    items: Sequence[Item], scope: Scope, *, store: Store | None = None, elements: bool = False, progress: bool = True, finish: Finish | None = None
) -> Batch:  # fmt: skip
    """Raises ProjectError for a schema that cannot be read; what is wrong with one document costs no other. `finish`: what is done with its findings at last, in the process that found them."""
    if scope.schema is not None:
        structure.prepare(scope.schema)
    else:
        tei.schema()  # once, before there are more processes
    for rules in scope.schematron:
        from edition.checks import project_schematron

        project_schematron.prepare(rules, scope.folder)
    scope = replace(scope, files=frozenset(os.path.normpath(item.path) for item in items))
    seed = "\n".join([_program(), _of(scope)]) if store is not None and scope.project is None else ""
    one = partial(_one, scope=scope, store=store, seed=seed, elements=elements, finish=finish)
    found: list[Finding] = []
    counts: dict[str, Counts] = {}
    known: list[Facts] = []
    failed: list[tuple[str, EditionError]] = []
    for outcome in jobs.run(one, items, workers=1 if _few(items) else None, label="check", progress=progress):
        if outcome.error is not None:
            failed.append((outcome.item.name, outcome.error))
            continue
        checked = outcome.get()
        found += checked.findings
        known.append(checked.facts)
        counts[outcome.item.name] = checked.elements
    return Batch((*found, *collection.judge(known, scope)), counts, tuple(failed), tuple(dict.fromkeys(each.schema for each in known)))


def _few(items: Sequence[Item]) -> bool:
    return len(items) < 2 or (len(items) < FEW and sum(len(item.document.data) if item.document else _size(item.path) for item in items) < LITTLE)


def _size(path: Path) -> int:
    try:
        return path.stat().st_size
    except OSError:
        return 0


def _one(item: Item, *, scope: Scope, store: Store | None, seed: str, elements: bool, finish: Finish | None = None) -> Checked:
    """In whatever process."""
    document = item.document or Document(item.path.stem, item.path, files.read(item.path))
    if not document.data or document.data.isspace():
        raise SourceError(f"{item.path}: is empty", hint="Name a TEI file.")
    key = f"{seed}\n{item.path}\n{digest(document.data)}\n{elements}" if seed else ""
    if store is not None and key and (before := _remembered(store.get(key), document, scope)) is not None:
        return before
    with watching() as asked:
        found = located(document.data, checks.check(document, scope))
        found = finish(document, found) if finish is not None else found
        checked = Checked(tuple(found), collection.facts(document, associated.scoped(document, scope)[0]), elements_of(document.data) if elements else {})
    if store is not None and key:
        states = {str(path): _state(path, document, scope) for path in sorted(asked)}
        store.put(key, {"asked": states, **_dumped(checked)})
    return checked


# What is remembered


@cache
def _program() -> str:
    """What the results depend on besides the document: versions, and in a clone the files of the program as they are now."""
    home = Path(__file__).parent.parent
    own = [(file.name, *_stamp(file)) for folder in (home, *(home / name for name in ("checks", "checks/tei", "relaxng", "schematron"))) for file in sorted(folder.glob("*.*"))]
    others = [f"{row.name} {row.value} {row.dist.version if row.dist else ''}" for row in guests("edition.checks")]
    return digest(repr((__version__, sys.version_info[:3], etree.LXML_VERSION, own, others)).encode())


def _stamp(file: Path) -> tuple[int, int]:
    try:
        told = file.stat()
    except OSError:
        return 0, 0
    return told.st_mtime_ns, told.st_size


def _of(scope: Scope) -> str:
    """All that the scope says but the names of the files, with the contents of the files that it names."""
    told = [f"here={Path.cwd()}"]  # an xml-model may lead to a schema in the current folder
    for each in fields(scope):
        value = getattr(scope, each.name)
        if each.name not in ("files", "project"):
            paths = [path for path in (value if isinstance(value, tuple) else (value,)) if isinstance(path, Path)]
            told.append(f"{each.name}={value!r}{''.join(map(_contents, paths))}")
    return "\n".join(told)


def _contents(path: Path) -> str:
    """The checksum of a schema, and of all that lies beside it if it includes something."""
    if not path.is_file():
        return str(path.resolve())
    data = path.read_bytes()
    inside = any(word in data for word in (b"include", b"externalRef", b"extends", b"import"))
    beside = sorted(each for each in path.parent.rglob("*") if each.suffix in (".rng", ".sch", ".xsl", ".xslt") and each.is_file()) if inside else []
    return digest(b"\n".join([data, *(file.read_bytes() for file in beside)]))


def _state(path: Path, document: Document, scope: Scope) -> list[object]:
    """Of a file that was asked for: whether it is checked too, how it is spelt, when it was written."""
    homes = [folder_of(document, scope), *([document.folder] if document.folder else [])]
    return [str(path) in scope.files, [spelling(path, home) for home in homes], *_stamp(path)]


def _remembered(entry: Any, document: Document, scope: Scope) -> Checked | None:
    """None if it is no entry, or other files are not as they were."""
    try:
        if any(_state(Path(path), document, scope) != state for path, state in entry["asked"].items()):
            return None
        told = entry["facts"]
        links = tuple(Link(Locus(*locus), attribute, target, file, identifier) for locus, attribute, target, file, identifier in told["links"])
        return Checked(tuple(_finding(row) for row in entry["findings"]), Facts(told["file"], frozenset(told["ids"]), links, told["schema"]), dict(entry["elements"]))
    except (KeyError, TypeError, ValueError, AttributeError):
        return None


def _dumped(checked: Checked) -> dict[str, Any]:
    facts = checked.facts
    links = [[_row(link.locus), link.attribute, link.target, link.file, link.id] for link in facts.links]
    return {
        "findings": [_saved(each) for each in checked.findings], "elements": dict(checked.elements),
        "facts": {"file": facts.file, "ids": sorted(facts.ids), "links": links, "schema": facts.schema},
    }  # fmt: skip


def _row(locus: Locus) -> list[object]:
    return [locus.file, locus.line, locus.column, locus.id, locus.path]


def _saved(found: Finding) -> list[Any]:
    subject = None if found.subject is None else [found.subject.name, found.subject.value, found.subject.meant]
    fix = None
    if found.fix is not None:
        fix = [[[offset, length, b64encode(data).decode()] for offset, length, data in found.fix.edits], found.fix.safe, found.fix.says]
    return [found.code, str(found.severity), _row(found.locus), found.message, found.hint, subject, fix]


def _finding(row: list[Any]) -> Finding:
    code, severity, locus, message, hint, subject, fix = row
    edits = None if fix is None else Fix(tuple((offset, length, b64decode(data)) for offset, length, data in fix[0]), fix[1], fix[2])
    return Finding(code, Severity(severity), Locus(*locus), message, hint, None if subject is None else Subject(*subject), edits)

"""6. Documents that point into each other: each is read once for its facts, in whatever process, and one function judges all facts."""

from __future__ import annotations

import os
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

from edition import schemas
from edition.checks import tei
from edition.checks.files import place, scheme
from edition.checks.pointers import MANY, besides, dangling_file_reference, fragment, in_lines, resolved
from edition.checks.survey import survey
from edition.model import Document, Finding, Locus, Severity
from edition.rules import Scope, quoted


@dataclass(frozen=True)
class Link:
    """A pointer to an id in another file."""

    locus: Locus
    attribute: str
    target: str  # as it stands
    file: str  # the path that is meant
    id: str


@dataclass(frozen=True)
class Facts:
    """What other documents may want to know of one."""

    file: str  # its path
    ids: frozenset[str] = frozenset()
    links: tuple[Link, ...] = ()
    schema: str = ""  # the path of the one that it was held against; "": the one that the program carries


def facts(document: Document, scope: Scope) -> Facts:
    """Ids, and links into the documents that the scope names (`Scope.files`)."""
    file = os.path.normpath(document.path)
    schema = str(scope.schema or "")
    if dangling_file_reference.code not in scope.selection:
        return Facts(file, schema=schema)
    links = []
    for pointer, target in resolved(document):
        path = target.partition("#")[0]
        if path and not scheme(target) and fragment(target):
            other = str(place(document.path.parent, path))
            if other in scope.files and other != file:
                links += [Link(document.locus(node), pointer.attribute, pointer.target, other, fragment(target)) for node in pointer.nodes]
    return Facts(file, frozenset(survey(document).ids), tuple(links), schema)


def judge(known: Iterable[Facts], scope: Scope) -> list[Finding]:
    """What only shows when all have been read: ids that another document does not have. One finding for each, in the order given."""
    every = list(known)
    ids = {each.file: each.ids for each in every}
    rule = dangling_file_reference
    severity = rule.severity if scope.ours else rule.elsewhere or rule.severity
    found = []
    for each in every:
        gone: dict[tuple[str, str], list[Link]] = {}
        for link in each.links:
            if link.id not in ids.get(link.file, frozenset({link.id})):
                gone.setdefault((link.attribute, link.file), []).append(link)
        found += [Finding(rule.code, severity, link.locus, words) for links in gone.values() for link, words in _told(links)]
    held = [each.file for each in every if not each.schema and scope.schema is None]
    if held and "CFG002" in scope.selection:
        where = held[0] if len(held) == 1 else str(Path(held[0]).parent)
        message = f"held against tei_all of TEI {tei.version()}, which the program carries"
        found.append(Finding("CFG002", Severity.NOTE, Locus(where), message, "For a project's own schema: --schema PATH.rng."))
    return [*found, *_untried(scope)]


def _told(links: Sequence[Link]) -> Iterator[tuple[Link, str]]:
    """Links by one attribute to ids that a file does not have, each with the words for it; those to many ids as the first of them."""
    targets = list(dict.fromkeys(link.target for link in links))
    first, lines = links[0], list(dict.fromkeys(link.locus.line for link in links[1:]))
    message = "@{} points to {}, and nothing in {} has this xml:id"
    if len(targets) > MANY:
        more = f"; nor that of {besides(targets[1:])}{in_lines(lines)}"
        yield first, message.format(first.attribute, quoted(first.target), Path(first.file).name) + more
    else:
        yield from ((link, message.format(link.attribute, quoted(link.target), Path(link.file).name)) for link in links)


def _untried(scope: Scope) -> Iterator[Finding]:
    """What stands in the schema that was named, and RELAX NG does not look at."""
    path = scope.schema
    if path is None or path in scope.schematron or "CFG007" not in scope.selection or not path.is_file():
        return
    if count := schemas.embedded(path.read_bytes()):
        message = f"the schema holds Schematron too, {count} {'test' if count == 1 else 'tests'}, and {'it was' if count == 1 else 'they were'} not tried"
        yield Finding("CFG007", Severity.NOTE, Locus(str(path)), message, f"Try them with --schematron {path}.")

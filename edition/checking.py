"""`edition check`: what its options mean, what it finds in files and editions, how that is answered, and in which form it is told.

Above the pipeline, and without it for files that belong to no edition; `cli.py` only parses and calls.
"""

from __future__ import annotations

import re
import sys
from collections.abc import Iterable
from dataclasses import dataclass, replace
from difflib import get_close_matches
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING

from edition import cache as caches
from edition import files, inspection, reports
from edition.checks import batch, checks, profiles, tei
from edition.codes import CODES, FAMILIES
from edition.errors import OutputError, ProjectError, UsageError
from edition.model import Document, Finding, Severity
from edition.report import safe, summary
from edition.reports import Outcome, Rule, Vocabulary
from edition.rules import Scope, Selection
from edition.tei import elements_of

if TYPE_CHECKING:
    from edition.project import Accepted, Project

PATTERN = frozenset("*?[")
FIXED = 1_000_000  # bytes of a document for which reports have the fixes
PEOPLE = ("full", "concise")  # formats that are read, and not read in


@dataclass(frozen=True)
class Order:
    """What is to be checked, and by what. `loose` is selected in files of no edition, `ours` in editions; `accepted`: a file of answers."""

    files: tuple[Path, ...] = ()
    editions: tuple[Project, ...] = ()
    schema: Path | None = None
    loose: Selection = profiles.TEI
    ours: Selection = profiles.EDITION
    accepted: Path | None = None
    remember: bool = True
    elements: bool = False  # whether those that occur are counted
    schematron: tuple[Path, ...] = ()


def check(order: Order) -> Outcome:
    """All that is found, less what was answered. Raises EditionError: a schema or a file of answers that cannot be read, an edition without TEI."""
    answers = _answers(order.accepted) if order.accepted is not None else ()
    done = _files(order) if order.files else Outcome()
    for project in order.editions:
        done = _joined(done, _edition(order, project))
    if order.accepted is not None:
        from edition import acceptance

        looked_at = order.ours if order.editions and not order.files else order.loose
        told = acceptance.answer(done.findings, answers, file=order.accepted, documents=done.files, codes=looked_at)
        done = replace(done, findings=told.open, accepted=(*done.accepted, *told.accepted))
    return replace(done, schemas=done.schemas or (_held(str(order.schema or "")),))


def _held(path: str) -> Vocabulary:
    """What documents were held against, for the report. "": what the program carries."""
    return reports.vocabulary(Path(path)) if path else Vocabulary("tei_all", tei.version())


def _answers(path: Path) -> tuple[Accepted, ...]:
    from edition.project import read_accepted

    if not path.is_file():
        raise ProjectError(f"{path}: there is no such file of answers", hint=f"`edition check … --accept-all {path}` writes one for all that stands.")
    return read_accepted(path)


def _files(order: Order) -> Outcome:
    found = inspection.files_in(order.files)
    home = caches.folder() if order.remember and len(found) > 1 else None
    store = caches.Store(home) if home is not None else None
    scope = Scope(schema=order.schema, schematron=order.schematron, folder=inspection.folder_of(order.files, found), selection=order.loose)
    done = batch.check_all([batch.Item(path) for path in found], scope, store=store, elements=order.elements, finish=with_fixes)
    if len(done.failed) == len(found) == 1:
        raise done.failed[0][1]
    held = tuple(_held(path) for path in (*done.schemas, *map(str, order.schematron)))
    return Outcome(done.findings, files=tuple(map(str, found)), elements=done.elements, failed=done.failed, schemas=held)


def with_fixes(document: Document, found: list[Finding]) -> list[Finding]:
    """The findings with what `--fix` would do. Not in large documents, where that would take longer than the checks."""
    if not found or len(document.data) > FIXED:
        return found
    from edition import fixes

    return fixes.proposed(document, found)


def _edition(order: Order, project: Project) -> Outcome:
    from edition import acceptance, fixing, pipeline  # with all that makes an edition: not for a file that belongs to none
    from edition.project import FILE

    opened = pipeline.opened(project)
    found = fixing.led_back(project, pipeline.check_edition(opened, schema=order.schema, selection=order.ours, schematron=order.schematron))
    told = acceptance.answer(found, project.accepted, file=project.folder / FILE, families=pipeline.CHECKED, codes=order.ours)
    counts = {str(each.path): elements_of(each.data) for each in opened.all} if order.elements else {}
    schema, rules = pipeline.held_against(project, order.schema, order.schematron)
    held = tuple(_held(str(each or "")) for each in (schema, *rules))
    return Outcome(told.open, told.accepted, tuple(str(each.path) for each in opened.all), counts, schemas=held)


def _joined(one: Outcome, two: Outcome) -> Outcome:
    return Outcome(
        (*one.findings, *two.findings), (*one.accepted, *two.accepted), (*one.files, *two.files), {**one.elements, **two.elements}, (*one.failed, *two.failed),
        tuple(dict.fromkeys((*one.schemas, *two.schemas))),
    )  # fmt: skip


def accept_all(outcome: Outcome, path: Path, reason: str = "") -> Outcome:
    """Answers to all that is open, written into a new file; what is then left. Raises OutputError if the file is there."""
    from edition import acceptance

    if path.exists():
        raise OutputError(f"{path}: is there already, and may hold answers", hint="Name a new file, or delete this one. --accepted FILE takes its answers.")
    mine = [found for found in outcome.findings if found.code not in ("CFG003", "CFG004")]
    answers = acceptance.baseline(mine, reason, folder=Path.cwd())
    files.write(path, acceptance.dump(answers, f"What stood when checking began. edition check … --accepted {path.name}").encode())
    told = acceptance.answer(outcome.findings, _answers(path), file=path)
    said = f"{path}: {len(answers):,} {'answer' if len(answers) == 1 else 'answers'} to {len(told.accepted):,} {'finding' if len(told.accepted) == 1 else 'findings'}"
    return replace(outcome, findings=told.open, accepted=(*outcome.accepted, *told.accepted), said=(*outcome.said, said))


# How it is told


def tell(outcome: Outcome, form: str = "full", output: Path | None = None) -> None:
    """Print the report, or write it and print what there is to say. Raises OutputError."""
    data = reports.FORMATS[form](replace(outcome, rules=rules())).encode("utf-8", "replace")  # a name of a file may hold half a character
    if output is not None:
        files.write(output, data)
        print(summary(outcome.findings, len(outcome.accepted), judged=outcome.schema, files=len(outcome.files)))
        print(output)
    else:
        print(data.decode(), end="")
    if output is not None or form in PEOPLE:
        for line in outcome.said:
            print(line)
    for _, error in outcome.failed:
        print(safe(f"error: {error.message}") + (f"\n  help: {safe(error.hint)}" if error.hint else ""), file=sys.stderr)


def exit_code(outcome: Outcome, *, strict: bool = False) -> int:
    """0; 1 if errors stand (`strict`: or queries); as the error has it if a file could not be read."""
    if outcome.failed:
        return outcome.failed[0][1].exit_code
    stop = {Severity.ERROR, Severity.QUERY} if strict else {Severity.ERROR}
    return 1 if any(found.severity in stop for found in outcome.findings) else 0


def format_named(name: str, output: str, *, json: bool = False) -> str:
    """The format that is asked for: by name, by the end of the name of the file, or "full". Raises UsageError."""
    if json or not name:
        return "json" if json else reports.format_of(output)
    if name not in reports.FORMATS:
        near = get_close_matches(name.lower(), reports.FORMATS, 1)
        raise UsageError(f'"{name}" is no format', hint=(f'Did you mean "{near[0]}"? ' if near else "") + f"Known: {', '.join(reports.FORMATS)}.")
    return name


@cache
def rules() -> dict[str, Rule]:
    """Every code that a check may report, in the order of docs/findings.md."""
    found = [
        Rule(each.code, each.name, each.severity, each.title, _words(each.manual), each.source, tuple(each.examples("Bad")), tuple(each.examples("Good")))
        for each in checks()
    ]
    found += [Rule(code, row.name, row.severity, _sentence(row.manual), row.manual, row.source) for code, row in CODES.items() if not row.retired]
    order = list(FAMILIES)
    return {each.code: each for each in sorted(found, key=lambda each: (order.index(each.code[:3]) if each.code[:3] in order else len(order), each.code))}


def _words(manual: str) -> str:
    return re.split(r"^(?:Bad|Good):", manual, maxsplit=1, flags=re.MULTILINE)[0].strip()


def _sentence(words: str) -> str:
    return re.split(r"(?<=[.?!])\s", words, maxsplit=1)[0]


# What the options mean


def is_pattern(name: str) -> bool:
    """Whether a name stands for files that match it."""
    return not PATTERN.isdisjoint(name) and not Path(name).exists()


def selection(default: str, *, select: Iterable[str] = (), ignore: Iterable[str] = (), profile: str = "") -> Selection:
    """What the options select; `default` is the profile if neither `select` nor `profile` says anything. Raises UsageError."""
    chosen, left = words(select), words(ignore)
    return profiles.selection(profile or ("" if chosen else default), chosen, left)


def words(given: Iterable[str]) -> tuple[str, ...]:
    """``["XML,RNG", "REF002", "dangling-reference"]`` as codes and beginnings of codes. Raises UsageError for what is none."""
    names = {each.name: each.code for each in checks()} | {row.name: code for code, row in CODES.items()}
    codes = {*names.values(), *CODES}
    found = []
    for word in (part.strip() for text in given for part in text.split(",")):
        code = names.get(word.lower(), word.upper() if word.partition(":")[0].upper() != "SCH" else word)
        if not code:
            continue
        known = code in FAMILIES or code[:3] == "SCH" or (len(code) >= 3 and any(each.startswith(code) for each in codes))
        if not known:
            near = get_close_matches(word.upper(), [*FAMILIES, *codes], 1, 0.5) or get_close_matches(word.lower(), names, 1, 0.6)
            hint = f'Did you mean "{near[0]}"? ' if near else ""
            raise UsageError(f'"{word}" is no code of a finding, and no family of codes', hint=f"{hint}Families: {', '.join(FAMILIES)}; docs/findings.md lists all codes.")
        found.append(code)
    return tuple(found)

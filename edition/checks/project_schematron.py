"""6. The rules that a project has written itself, in Schematron. Their codes are ``SCH:``, the name of the file, and the id of the test; how grave they are its @role says."""

from __future__ import annotations

from collections.abc import Iterator
from functools import lru_cache
from pathlib import Path

from edition import schematron
from edition.checks.files import place
from edition.codes import CODES
from edition.errors import ProgramFailed, ProgramMissing, ProjectError
from edition.model import Document, Finding, Locus, Severity
from edition.rules import Scope
from edition.schematron import BadSchematron, Hit, Schematron, TooLong

ROLES = {  # what schemas write in @role; anything else, and nothing, is an error
    **dict.fromkeys(("warning", "warn", "nonfatal", "non-fatal", "caution", "query"), Severity.QUERY),
    **dict.fromkeys(("info", "information", "informational", "information-only", "note", "hint", "tip", "debug"), Severity.NOTE),
}  # fmt: skip
LONG = 500  # characters of a message


@lru_cache(maxsize=8)
def _read(path: Path, root: Path, changed: int) -> Schematron:
    return schematron.load(path, root=root)


def _loaded(path: Path, folder: Path | None) -> Schematron:
    """Read once a process; what it includes may lie in the folder that is checked or the current one, if it lies there itself. Raises BadSchematron."""
    try:
        real = path.resolve()
        homes = [each.resolve() for each in (folder, Path.cwd()) if each is not None]
        return _read(path, next((home for home in homes if real.is_relative_to(home)), real.parent), path.stat().st_mtime_ns)
    except OSError as error:
        raise BadSchematron(f"cannot be read ({error.strerror})", str(path)) from None


def prepare(path: Path, folder: Path | None = None) -> Schematron:
    """A Schematron that is sure to run, for files in a folder. Raises ProjectError (with file, line and reason), ProgramMissing without saxonche."""
    try:
        rules = _loaded(path, folder)
        rules.prepare()
    except BadSchematron as error:
        raise ProjectError(str(error), hint="ISO Schematron with XPath 2 or 3 is expected: a .sch file, or a RELAX NG schema or ODD that holds one.") from None
    return rules


def findings(document: Document, scope: Scope) -> Iterator[Finding]:
    """What the Schematrons of the scope say of a document, of what it selects."""
    for path in scope.schematron if _wanted(scope) else ():
        yield from (found for found in _of(path, document, scope) if found.code in scope.selection)


def _wanted(scope: Scope) -> bool:
    """Whether anything of this family is looked for: if not, nothing is run."""
    return any(word.startswith("SCH") or "SCH".startswith(word) for word in scope.selection.on) and "SCH" not in scope.selection.off


def _of(path: Path, document: Document, scope: Scope) -> Iterator[Finding]:
    whole = Locus(str(document.path))
    if document.tree is None:
        return
    try:
        rules = _loaded(path, scope.folder)
        for file in rules.schema.files:
            place(Path(file).parent, Path(file).name)  # what was found depends on it
        hits = rules.check(document.tree)
    except BadSchematron as error:
        yield Finding("CFG005", CODES["CFG005"].severity, whole, f"the Schematron cannot be used: {error}", "Correct it there.")
        return
    except ProgramMissing as error:
        yield Finding("CFG007", CODES["CFG007"].severity, whole, f"the rules of {path.name} were not tried: {error.message}", error.hint)
        return
    except ProgramFailed as error:
        yield Finding("SCH002", CODES["SCH002"].severity, whole, f"the rules of {path.name} came to no end: {error.message}", error.hint)
        return
    except TooLong:
        message = f"the rules of {path.name} were stopped after {rules.seconds:g} s"
        yield Finding("SCH002", CODES["SCH002"].severity, whole, message, "A path that begins with // inside of a rule goes through the whole document for each node: let a variable hold what it finds.")
        return
    yield from (_finding(hit, path, document) for hit in hits)
    if len(hits) >= schematron.LIMIT:
        yield Finding("SCH003", CODES["SCH003"].severity, whole, f"{path.name} says more than {schematron.LIMIT:,} things of this file; the rest is left out", "")


def _finding(hit: Hit, path: Path, document: Document) -> Finding:
    if hit.element is None:
        locus = Locus(str(document.path), 1, 1, path=hit.step) if hit.step else Locus(str(document.path))
    else:
        at = document.locus(hit.element)
        locus = Locus(at.file, at.line, at.column, at.id, at.path + hit.step)
    if hit.failed:
        where = f"{Path(hit.place.file).name}:{hit.place.line}" if hit.place.line else path.name
        return Finding("SCH001", CODES["SCH001"].severity, locus, f"the test in {where} could not be carried out: {hit.message}", "Correct the Schematron there.")
    message = hit.message or f"the test in {Path(hit.place.file).name}:{hit.place.line} failed"
    message = message if len(message) <= LONG else message[: LONG - 1] + "…"
    return Finding(f"SCH:{path.stem}:{hit.id}", ROLES.get(hit.role.lower(), Severity.ERROR), locus, message, " ".join(hit.notes))

"""What a record claims and nothing bears out: signatures of nobody, series of notes that are not there, refusals of what was not proposed.

A claim that is dropped in silence is worse than an error; each of them is a finding with the line of the record.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import replace

from edition.addresses import Address, Ground, Unplaced
from edition.edits import Edit
from edition.model import Finding, Locus, Severity
from edition.project import Project
from edition.records import Fix, Keep, Record


def signed(record: Record, project: Project) -> Record:
    """The record with a name under each [[fix]] that has none: "ed" if somebody is that, else the edition's first editor who has an id.
    Where no editor has one it stays unsigned, and the header says "the editor of this text"."""
    editors = [person.id for person in project.people if person.role == "editor" and person.id]
    if not editors or any(person.id == "ed" for person in project.people):
        return record
    return replace(record, fixes=tuple(replace(fix, resp=fix.resp or editors[0]) for fix in record.fixes))


def unknown(record: Record, project: Project) -> Iterator[Finding]:
    """SRC080 and SRC081: who signs a note or a fix and is nobody of the edition; a series that it does not have. Each name once, at its first place."""
    people = [person.id for person in project.people if person.id]
    signed = [(note.resp, note.at[0], "note") for note in record.notes] + [(fix.resp, fix.at, "fix") for fix in record.fixes if fix.resp]
    for resp, at, kind in _first(signed) if people else ():  # where nobody has an id there is nothing to point to
        if resp not in people:
            yield Finding(
                "SRC080", Severity.ERROR, locus(at, record), f'[[{kind}]] at {at}: resp = "{resp}", and nobody in edition.toml has that id',
                f"Known: {', '.join(people)}." + (f' Where nothing is said it is "ed": say  resp = "{people[0]}",  or give an editor that id.' if resp == "ed" else ""),
            )  # fmt: skip
    series = [each.name for each in project.notes]
    for name, at, _ in _first([(note.series, note.at[0], "note") for note in record.notes if note.series]):
        if name not in series:
            hint = f"Known: {', '.join(series)}. Or add it to [notes] in edition.toml."
            yield Finding("SRC081", Severity.ERROR, locus(at, record), f'[[note]] at {at}: series = "{name}", and the edition has no such series of notes', hint)


def idle(keeps: Iterable[Keep], record: Record) -> Iterator[Finding]:
    """SRC082: refusals of what no rule proposes any more."""
    for keep in keeps:
        if keep.rule == "names":  # refuses a tag (encode/names.py), and no proposal
            continue
        what = " ".join(filter(None, [f"at {keep.at}" if keep.at else "", f'of rule "{keep.rule}"' if keep.rule else "", f'of id "{keep.id}"' if keep.id else ""]))
        yield Finding("SRC082", Severity.NOTE, locus(keep.at, record), f"[[keep]] {what}: nothing is proposed there", "Take it away, or correct its at, rule or id.")


def needless(fix: Fix, edit: Edit, record: Record) -> Finding | None:
    """SRC083: a fix of what a repair has put right already."""
    if edit.old != edit.new:
        return None
    message = f'[[fix]] at {fix.at}: a repair makes it "{fix.to}" already, so nothing is changed'
    return Finding("SRC083", Severity.NOTE, locus(fix.at, record), message, "Take it away.")


def why_not(fix: Fix, error: Unplaced, ground: Ground) -> str:
    """Why a fix cannot be made, in words; and if its words are not there, whether those that it wants are."""
    said = f"[[fix]] at {fix.at}: {error}"
    if not _stands(fix.at, ground) and fix.to.strip() and _stands(replace(fix.at, words=fix.to), ground):
        said += f', and reads "{fix.to}" there already: the fix has nothing to do'
    return said


def _stands(at: Address, ground: Ground) -> bool:
    try:
        ground.place(at)
    except Unplaced:
        return False
    return True


def locus(at: Address | None, record: Record) -> Locus:
    """File and line of an entry of the record."""
    file, _, line = at.where.rpartition(":") if at else ("", "", "")
    return Locus(file, int(line)) if line.isdigit() else Locus(str(record.path or "record"))


def _first(found: Iterable[tuple[str, Address, str]]) -> Iterator[tuple[str, Address, str]]:
    seen: set[str] = set()
    for name, at, kind in found:
        if name not in seen:
            yield name, at, kind
        seen.add(name)

"""What `edition review` was told to do by its options: list, show, accept and reject by rule or id; else it talks."""

from __future__ import annotations

from collections.abc import Callable, Collection, Sequence
from dataclasses import dataclass
from difflib import get_close_matches
from pathlib import Path

from edition import files
from edition.errors import ProjectError
from edition.model import Severity
from edition.queue import Question, carried, read
from edition.report import safe
from edition.review import Decision
from edition.reviewing import page, patch
from edition.reviewing.desk import Desk
from edition.reviewing.terminal import change


@dataclass(frozen=True)
class Orders:
    """Rules and ids to accept and to reject."""

    accept: tuple[str, ...] = ()
    reject: tuple[str, ...] = ()
    accept_ids: tuple[str, ...] = ()
    reject_ids: tuple[str, ...] = ()

    def __bool__(self) -> bool:
        return bool(self.accept or self.reject or self.accept_ids or self.reject_ids)


def checked(orders: Orders, desks: Sequence[Desk]) -> None:
    """Raises ProjectError, before anything is decided, for a rule or an id that nothing open has, or that is told both."""
    asked = [each for desk in desks for each in desk.open]
    _known(orders.accept, orders.reject, {each.rule for each in asked}, "rule")
    _known(orders.accept_ids, orders.reject_ids, {each.id for each in asked}, "id")
    for name in (*orders.accept_ids, *orders.reject_ids):
        if len(there := [desk.name for desk in desks if any(each.id == name for each in desk.open)]) > 1:
            raise ProjectError(f'the id "{name}" is asked in {" and ".join(there)}', hint="Name the document too.")


def carry_out(orders: Orders, desks: Sequence[Desk]) -> None:
    """Decide as ordered: ids first. A rule goes on for what only comes up because of a decision."""
    for desk in desks:
        made = [Decision(each, "accept") for each in desk.open if each.id in orders.accept_ids]
        desk.decide([*made, *(Decision(each, "reject") for each in desk.open if each.id in orders.reject_ids)])
        desk.settled()
        desk.all_of("accept", lambda each: each.rule in orders.accept)
        desk.all_of("reject", lambda each: each.rule in orders.reject)


def _known(accept: Sequence[str], reject: Sequence[str], known: Collection[str], what: str) -> None:
    for name in (*accept, *reject):
        if name not in known:
            near = [each for each in sorted(known) if each.startswith(name)] or get_close_matches(name, known, 1, 0.5)
            listed = f"Open: {', '.join(sorted(known))}." if known else "Nothing is open."
            raise ProjectError(f'nothing open has the {what} "{name}"', hint=(f'Did you mean "{near[0]}"? ' if near else "") + listed)
        if name in accept and name in reject:
            raise ProjectError(f'the {what} "{name}" is both to be accepted and to be rejected', hint="Say one of them.")


def listed(desks: Sequence[Desk]) -> list[str]:
    """A line for each open proposal, and its reason below."""
    lines = []
    for desk in desks:
        decided, _ = carried(read(desk.where.queue), desk.left)
        for each in desk.left:
            ready = f"  decided: {decided[each.id].decision}" if each.id in decided else ""
            lines.append(safe(f"{desk.name}: L{each.line}  {each.id}  {each.rule} ({each.cert})  {change(each)}{ready}"))
            if each.why:
                lines.append(safe(f"    {each.why}"))
    return lines


def as_json(desks: Sequence[Desk]) -> dict[str, object]:
    """``format`` is the number of this form; it goes up if a key goes away or means something else."""
    proposals = []
    for desk in desks:
        decided, _ = carried(read(desk.where.queue), desk.left)
        for each in desk.left:
            entry = decided.get(each.id)
            proposals.append({
                "document": desk.where.tei.stem, "queue": str(desk.where.queue), "record": str(desk.where.record), **each.to_json(),
                "decision": entry.decision if entry else "", "to": entry.to if entry else None,
            })  # fmt: skip
    counts = {word: sum(desk.counts[verdict] for desk in desks) for verdict, word in (("accept", "accepted"), ("edit", "edited"), ("reject", "rejected"))}
    findings = [found.to_json() for desk in desks for found in desk.findings]
    return {"version": 1, "format": 1, **counts, "proposals": proposals, "findings": findings}


def diffs(desks: Sequence[Desk], orders: Orders) -> tuple[str, list[str]]:
    """A unified diff of each source, of what is open or, if orders name some of it, of that; and what a diff cannot say, in words."""
    parts: list[str] = []
    said: list[str] = []
    chosen = _either(orders)
    for desk in desks:
        made, left = patch.diff(desk.source.name, desk.text, [each for each in desk.left if chosen(each)])
        parts.append(made)
        said += [safe(f"{desk.name}: L{each.line}  {each.rule}  {each.id} is not in the diff: it meets another one, or quotes repaired words") for each in left]
    return "".join(parts), said


def _either(orders: Orders) -> Callable[[Question], bool]:
    if not orders:
        return lambda each: True
    return lambda each: (each.rule in orders.accept or each.id in orders.accept_ids) and each.rule not in orders.reject and each.id not in orders.reject_ids


def pages(desks: Sequence[Desk], file: Path | None) -> list[Path]:
    """The HTML pages, written. Raises ProjectError if one file is to hold several documents."""
    if file is not None and len(desks) > 1:
        raise ProjectError(f"{file}: one page is one document, and {len(desks)} are meant", hint="Name the document, or leave out the file.")
    written = []
    for desk in desks:
        if desk.outcome is None or desk.outcome.document.tree is None or not desk.text:
            continue  # TEI that was taken as it is: its source is itself
        path = file or desk.page
        language = page.language_of(desk.outcome.document.tree.getroot())
        command = f"edition review {desk.name}"
        files.write(path, page.page(f"{desk.where.tei.stem}: {desk.source.name}", desk.text, desk.log, desk.left, language=language, command=command))
        written.append(path)
    return written


def errors(desks: Sequence[Desk]) -> int:
    return sum(found.severity == Severity.ERROR for desk in desks for found in desk.findings)

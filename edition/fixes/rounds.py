"""Fixes applied to a file, round by round: the first of two that overlap, the other in the next round; judged anew after each, and proved to keep every word."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass, replace
from difflib import unified_diff

from edition import fixes
from edition.fixes.markup import LINE, Markup, apply, words
from edition.model import Document, Finding, Severity

ROUNDS = 10  # mistakes lie in each other, but not deeper

Judge = Callable[[Document], list[Finding]]  # the findings that nobody has accepted


@dataclass(frozen=True)
class Outcome:
    """What came of it. `document`: as it is to be, or as it was; `why`: why it was left as it was, "" if it was not; `says`: a sentence for each fix."""

    document: Document
    says: tuple[str, ...]
    remain: tuple[Finding, ...]
    why: str = ""


def fixed(document: Document, judge: Judge, *, unsafe: bool = False) -> Outcome:
    """A document with its fixes made: the safe ones, or all. Nothing is written. A document that would be worse for it is left as it was."""
    before = found = fixes.proposed(document, judge(document))
    here, says = document, []
    for _ in range(ROUNDS):
        chosen = _apart(each for each in found if each.fix is not None and (each.fix.safe or unsafe))
        if not chosen:
            break
        edits = sorted(edit for each in chosen if each.fix is not None for edit in each.fix.edits)
        after = replace(here, data=apply(here.data, edits))
        if after.data == here.data:
            break
        judged = fixes.proposed(after, judge(after))
        if why := _worse(here, found, after, judged):
            return Outcome(document, (), tuple(before), why)
        here, found = after, judged
        says += [each.fix.says for each in chosen if each.fix is not None]
    return Outcome(here, tuple(says), tuple(found))


def _apart(found: Iterable[Finding]) -> list[Finding]:
    """Those whose fixes do not touch an earlier one's bytes, in the order given. The same edit asked for twice is made once."""
    taken: list[tuple[int, int]] = []
    chosen = []
    for finding in found:
        assert finding.fix is not None
        spans = [(offset, offset + length) for offset, length, _ in finding.fix.edits]
        if not any(start <= end_ and start_ <= end for start, end in spans for start_, end_ in taken):
            taken += spans
            chosen.append(finding)
    return chosen


def _worse(before: Document, found: list[Finding], after: Document, judged: list[Finding]) -> str:
    """Why the second is not better than the first; "" if it is."""
    one, other = words(Markup(before.data)), words(Markup(after.data))
    if one is None or one != other:
        return "words of the text would change"
    if before.parsed.tree is None:
        was, now = before.parsed, after.parsed
        if now.tree is None and (now.line, now.column) <= (was.line, was.column):
            return "it would still not be well-formed"
        return ""
    if after.parsed.tree is None:
        return "it would no longer be well-formed"
    if (more := _errors(judged)) > (had := _errors(found)):
        return f"it would have {more:,} errors, and has {had:,}"
    return ""


def _errors(found: Iterable[Finding]) -> int:
    return sum(each.severity is Severity.ERROR for each in found)


def diff(name: str, before: bytes, after: bytes) -> str:
    """A unified diff of two states of a file, for people; line ends are shown as LF."""
    one, other = (LINE.split((Markup(data).text or "").removesuffix("\n")) for data in (before, after))
    lines = unified_diff(one, other, f"{name} (as it is)", f"{name} (fixed)", lineterm="")
    return "".join(f"{line}\n" for line in lines)

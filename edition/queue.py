"""NAME.review.toml: the queue of proposals that wait for a decision. The program fills it; what is decided moves to the record.

An edition with an open queue builds, with a query; `archive` refuses it.
"""

from __future__ import annotations

import json
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from hashlib import sha256
from pathlib import Path

from edition import toml
from edition.addresses import Ground, Unplaced
from edition.edits import Proposal, View
from edition.records import Keep

CONTEXT = 30  # characters on each side


@dataclass(frozen=True)
class Question:
    """One proposal, addressed so that an editor can copy it into a record."""

    id: str
    rule: str
    cert: str
    at: str
    old: str
    new: str
    context: str
    why: str
    decision: str = ""


def questions(
    asked: Iterable[tuple[str, Proposal, View]], ground: Ground, keeps: Sequence[Keep], answered: Sequence[tuple[int, int]] = ()
) -> list[Question]:  # fmt: skip
    """The proposals that the record has not answered, in the order of the text: by a [[keep]], or by what it does itself in these
    ranges of the frozen text (`answered`)."""
    found: dict[str, tuple[int, Question]] = {}
    kept = [(keep, _place(keep, ground)) for keep in keeps]
    for rule, proposal, view in asked:
        end = proposal.at + len(proposal.old)
        start, stop = view.frozen(proposal.at, end)
        before, after = view.text[max(0, proposal.at - CONTEXT) : proposal.at], view.text[end : end + CONTEXT]
        identifier = sha256("\0".join((rule, proposal.old, before[-20:], after[:20])).encode("utf-8", "surrogatepass")).hexdigest()[:6]
        if any((begin <= start and stop <= end) or (start < end and begin < stop) for begin, end in answered):
            continue
        if any(_answers(keep, place, rule, identifier, start, stop) for keep, place in kept):
            continue
        context = f"{before}[{proposal.old}]{after}".replace("\n", " ")
        at, old, new = _addressed(start, stop, proposal.new, ground)
        question = Question(identifier, rule, proposal.cert, at, old, new, context, proposal.why)
        found.setdefault(identifier, (start, question))
    return [question for _, question in sorted(found.values(), key=lambda each: each[0])]


def _place(keep: Keep, ground: Ground) -> tuple[int, int] | None:
    try:
        place = ground.place(keep.at) if keep.at else None
    except Unplaced:
        return None
    return (place.start, place.end) if place else None


def _answers(keep: Keep, place: tuple[int, int] | None, rule: str, identifier: str, start: int, stop: int) -> bool:
    if keep.id:
        return keep.id == identifier
    if keep.rule and keep.rule != rule:
        return False
    return keep.at is None or (place is not None and place[0] <= stop and start <= place[1])


def _addressed(start: int, stop: int, new: str, ground: Ground) -> tuple[str, str, str]:
    """An address, the words there and the words instead, all for the same range: whole words of the frozen text, so that a [[fix]] with
    this `at` and this `new` does what is proposed."""
    text = ground.frozen
    line = ground.line_of(start)
    low = ground.ends[line - 1]
    high = max(ground.ends[line], stop)
    first, last = start, stop
    if text[start : start + 1].isspace() or (start > low and not text[start - 1].isspace()):
        first = _back(text, start, low)
    if text[stop - 1 : stop].isspace() or (stop < high and not text[stop].isspace()):
        last = _forth(text, stop, high)
    words = text[first:last]
    hits, at = 0, text.find(words, low)
    while 0 <= at < first:
        hits, at = hits + 1, text.find(words, at + 1)
    alone = not hits and text.find(words, first + 1, high if "\n" not in words else len(text)) < 0
    return f"L{line} '{words}'" + ("" if alone else f" {hits + 1}"), words, text[first:start] + new + text[stop:last]


def _back(text: str, at: int, low: int) -> int:
    """To the beginning of the word before."""
    while at > low and text[at - 1].isspace():
        at -= 1
    while at > low and not text[at - 1].isspace():
        at -= 1
    return at


def _forth(text: str, at: int, high: int) -> int:
    """To the end of the word behind, in the same line."""
    while at < high and text[at].isspace() and text[at] not in "\r\n":
        at += 1
    while at < high and not text[at].isspace():
        at += 1
    return at


def read(path: Path) -> dict[str, str]:
    """The decisions in a queue, by id; {} if there is none. Raises ProjectError."""
    if not path.is_file():
        return {}
    table = toml.read(path)
    return {each.text("id"): each.text("decision") for each in table.tables("proposal")}


def dump(found: Sequence[Question], decisions: dict[str, str]) -> bytes:
    """The queue as TOML, with the decisions that were written into it before."""
    lines = [
        "# Proposals that wait for a decision. Nothing here is applied. To accept one, put a [[fix]] with its `at` and `new` into the record;",
        "# to refuse it, a [[keep]] with its `id` and a `why`. This file is written anew by every ingest.",
    ]
    for each in found:
        lines += ["", "[[proposal]]"]
        for name in ("id", "rule", "cert", "at", "old", "new", "context", "why"):
            lines.append(f"{name:<8} = {json.dumps(getattr(each, name), ensure_ascii=False)}")
        lines.append(f"decision = {json.dumps(decisions.get(each.id, ''))}")
    return ("\n".join(lines) + "\n").encode("utf-8", "replace")

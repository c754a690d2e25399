"""NAME.review.toml: the queue of proposals that wait for a decision. Ingest fills it; `edition review` moves what is decided to the record.

An edition with an open queue builds, with a query; `archive` refuses it.
"""

from __future__ import annotations

import re
from bisect import bisect_left, bisect_right
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from difflib import get_close_matches
from hashlib import sha256
from pathlib import Path
from typing import Protocol

import tomlkit

from edition import toml
from edition.addresses import Ground, Unplaced, address, occurrences
from edition.edits import Proposal, View
from edition.errors import ProjectError
from edition.keys import REVIEW
from edition.model import Finding, Locus, Severity
from edition.records import Keep

CONTEXT = 30  # characters on each side
LONG = 200  # characters of a word on each side that an address quotes: a line without blanks is no word
DECISIONS = ("accept", "reject", "edit")
JOINT = re.compile(r"[-\u00ad\u2010]?\s+|\s+")  # white space, and the hyphen that divides a word before it
KEYS = tuple(key.name for key in REVIEW[0].keys)
UNSAYABLE = re.compile("[\ud800-\udfff]")  # stray bytes: no file of text can quote them
HEADER = """\
# Proposals that wait for a decision. Nothing here is applied. Say  decision = "accept",  "reject",  or  "edit"  with  to = "…",  and run
# `edition review`: it moves what is decided to the record. Or run it at once and answer there. This file is written anew by every ingest.
"""


class Asked(Protocol):
    """A proposal, the rule that made it, and the text the rule looked at."""

    @property
    def rule(self) -> str: ...
    @property
    def proposal(self) -> Proposal: ...
    @property
    def view(self) -> View: ...


@dataclass(frozen=True)
class Answer:
    """What the record does itself in a range of the frozen text: no program need ask there. `by`: "fix", "silent", "gap" or "span"."""

    start: int
    stop: int
    by: str = "fix"


@dataclass(frozen=True)
class Question:
    """One proposal, addressed so that a record can take it."""

    id: str
    rule: str
    cert: str
    at: str
    old: str
    new: str
    kind: str = ""  # the key ``as``: how a [[fix]] shows it
    tag: str = ""  # the key ``is``: the words are this, and stay as they are: a [[span]]
    context: str = ""
    shown: tuple[int, int] = (0, 0)  # what of the context stands in its brackets
    why: str = ""
    line: int = 0  # 1-based, of the source
    start: int = 0  # the words of `at` in the frozen text
    stop: int = 0

    def to_json(self) -> dict[str, object]:
        """As `edition review --json` gives it."""
        return {
            "id": self.id, "rule": self.rule, "cert": self.cert, "at": self.at, "line": self.line, "old": self.old, "new": self.new,
            "as": self.kind, "is": self.tag, "context": self.context, "why": self.why,
        }  # fmt: skip


@dataclass(frozen=True)
class Entry:
    """A [[proposal]] as it lies in the file, with what an editor wrote into it. `to` is None if it is not there."""

    id: str
    rule: str
    at: str
    decision: str = ""
    to: str | None = None
    line: int = 0  # of the file, 1-based


@dataclass(frozen=True)
class _Placed:
    rule: str
    proposal: Proposal
    context: tuple[str, str]
    start: int  # in the frozen text
    stop: int
    silent: bool
    seen: bool  # the text with the record's fixes
    id: str = ""


def questions(
    mechanical: Iterable[Asked], editorial: Iterable[Asked], ground: Ground, keeps: Sequence[Keep] = (), answers: Sequence[Answer] = ()
) -> list[Question]:  # fmt: skip
    """The proposals that the record has not answered, in the order of the text. What a mechanical repair proposes is silent when accepted,
    as it is when the repair is certain."""
    placed = [_placed(each, silent=True) for each in mechanical]
    placed += [_placed(each, silent=spacing(each.proposal.old, each.proposal.new)) for each in editorial]
    kept = [(keep, _place(keep, ground)) for keep in keeps]
    left = [
        each for each in _named(placed)
        if not any(_does(answer, each) for answer in answers) and not any(_keeps(keep, place, each) for keep, place in kept)
    ]  # fmt: skip
    return list(_addressed_apart(left, ground, [answer for answer in answers if answer.by != "span"]))


def _addressed_apart(placed: Sequence[_Placed], ground: Ground, answers: Sequence[Answer]) -> Iterator[Question]:
    """Their questions, each with words of its own: an address reaches to what another one, or the record, does in the same word, and
    no further. What stands between two is quoted with the first. So the answer to one is never taken for the answer to both."""
    acts = [(each.start, each.stop) for each in placed if not _tag(each.proposal)] + [(answer.start, answer.stop) for answer in answers]
    starts, stops = sorted(start for start, _ in acts), sorted(answer.stop for answer in answers)
    asked: set[tuple[str, int, int, str]] = set()
    quoted = 0  # to here by the question before
    for each in placed:
        last, following = bisect_right(stops, each.start), bisect_left(starts, max(each.stop, each.start + 1))
        low = max(quoted, stops[last - 1] if last else 0)
        question = _question(each, ground, (low, starts[following] if following < len(starts) else len(ground.frozen)))
        key = each.rule, each.start, each.stop, question.new
        if key not in asked:
            asked.add(key)
            quoted = quoted if question.tag else max(quoted, question.stop)
            yield question


def idle(mechanical: Iterable[Asked], editorial: Iterable[Asked], ground: Ground, keeps: Sequence[Keep]) -> list[Keep]:
    """The [[keep]] entries that refuse nothing of what is proposed."""
    placed = _named([_placed(each, silent=False) for each in (*mechanical, *editorial)])  # how it would show does not matter here
    kept = [(keep, _place(keep, ground)) for keep in keeps]
    return [keep for keep, place in kept if not any(_keeps(keep, place, each) for each in placed)]


def _placed(asked: Asked, *, silent: bool) -> _Placed:
    proposal, text = asked.proposal, asked.view.text
    end = proposal.at + len(proposal.old)
    context = text[max(0, proposal.at - CONTEXT) : proposal.at], text[end : end + CONTEXT]
    return _Placed(asked.rule, proposal, context, *asked.view.frozen(proposal.at, end), silent, bool(asked.view.log.editorial))


def spacing(old: str, new: str) -> bool:
    """Whether nothing differs but white space and hyphens at line ends."""
    return JOINT.sub("", old) == JOINT.sub("", new)


def _named(placed: list[_Placed]) -> list[_Placed]:
    """With ids: a hash of rule, old words and 20 characters on each side; where all that is the same, of the occurrence too."""
    placed.sort(key=lambda each: (each.start, each.stop, each.rule, each.proposal.new))
    seen: Counter[str] = Counter()
    found = []
    for each in placed:
        key = "\0".join((each.rule, each.proposal.old, each.context[0][-20:], each.context[1][:20], _tag(each.proposal)))
        seen[key] += 1
        if seen[key] > 1:
            key += f"\0{seen[key]}"
        found.append(replace(each, id=sha256(key.encode("utf-8", "surrogatepass")).hexdigest()[:8]))
    return found


def _tag(proposal: Proposal) -> str:
    return proposal.is_


def _question(each: _Placed, ground: Ground, room: tuple[int, int]) -> Question:
    proposal, tag = each.proposal, _tag(each.proposal)
    new = proposal.old if tag else proposal.new
    at, old, new, start, stop = _addressed(each.start, each.stop, new, ground, room, exact=bool(tag))
    before, after = each.context
    kind = "" if tag else "silent" if each.silent else kind_of(old, new)
    context = f"{before}[{proposal.old}]{after}".replace("\n", " ")
    shown = (len(before) + 1, len(before) + 1 + len(proposal.old))
    return Question(each.id, each.rule, proposal.cert, at, old, new, kind, tag, context, shown, proposal.why, ground.line_of(each.start), start, stop)


def kind_of(old: str, new: str) -> str:
    """How a correction shows, by the words it takes and gives: surplus, supplied or corr."""
    gone, put = old.split(), new.split()
    while gone and put and gone[0] == put[0]:
        del gone[0], put[0]
    while gone and put and gone[-1] == put[-1]:
        del gone[-1], put[-1]
    return "corr" if gone and put else "supplied" if put else "surplus"


def _does(answer: Answer, each: _Placed) -> bool:
    """Whether the record acts there already. White space that it mended answers no question about words, and no fix answers one about a span.
    An editorial repair has seen the text as the record's fixes left it: what it finds at the edge of one is new."""
    if (answer.by == "span") != bool(_tag(each.proposal)) or (answer.by == "silent" and not each.silent):
        return False
    within = answer.start <= each.start and each.stop <= answer.stop
    return within or (not each.seen and each.start < answer.stop and answer.start < each.stop)


def _place(keep: Keep, ground: Ground) -> tuple[int, int] | None:
    try:
        place = ground.place(keep.at) if keep.at else None
    except Unplaced:
        return None
    return (place.start, place.end) if place else None


def _keeps(keep: Keep, place: tuple[int, int] | None, each: _Placed) -> bool:
    """Whether a [[keep]] refuses this. One with an id is meant for one proposal: at its place, or by its id if the place is gone."""
    near = place is not None and place[0] <= each.stop and each.start <= place[1]
    if keep.id == each.id:
        return near or place is None
    if keep.rule and keep.rule != each.rule:
        return False
    if keep.id:  # the words around it were changed, and the id with them
        return place is not None and place[0] <= each.start and each.stop <= place[1]
    return keep.at is None or near


def _addressed(start: int, stop: int, new: str, ground: Ground, room: tuple[int, int], *, exact: bool) -> tuple[str, str, str, int, int]:
    """An address, the words there, the words instead, and where the words stand in the frozen text: whole words as far as there is `room`
    (of the frozen text), so that a [[fix]] with this `at` and this `new` does what is proposed. Quoted from the source; where a repair
    changed these words, as repaired."""
    line = ground.line_of(start)
    low, high = ground.ends[line - 1], max(ground.ends[line], stop)
    room = max(low, min(room[0], start)), min(high, max(room[1], stop))
    if room == (start, stop) and start == stop:  # no words of its own
        room = low, high
    first, last = (start, stop) if exact else _words(ground.frozen, start, stop, *room)
    to_repaired = ground.log.to_repaired
    plain = to_repaired.range(low, high)
    if ground.frozen[low:high] == ground.repaired[slice(*plain)]:
        at = _numbered(ground.frozen, first, last, low, high, line)
        return at, ground.frozen[first:last], ground.frozen[first:start] + new + ground.frozen[stop:last], first, last
    text, begin, end = ground.frozen, start, stop
    around = ((first, start), (stop, last))
    repaired = any(ground.frozen[slice(*piece)] != ground.repaired[slice(*to_repaired.range(*piece))] for piece in around if piece[0] < piece[1])
    if repaired or UNSAYABLE.search(ground.frozen, first, last):
        text, (low, high), (begin, end), room = ground.repaired, plain, to_repaired.range(start, stop), to_repaired.range(*room)
        first, last = (begin, end) if exact else _words(text, begin, end, *room)
    for _ in range(4):
        at = _numbered(text, first, last, low, high, line)
        try:
            place = ground.place(address(at))
        except (Unplaced, ValueError):
            place = None
        here = None if place is None else (place.start, place.end) if text is ground.frozen else (place.low, place.high)
        if place is not None and place.whole and here == (first, last):
            break
        wider = _words(text, max(room[0], first - 1), min(room[1], last + 1), *room)  # at an end of the line, on the other side
        if wider == (first, last) or exact:
            break
        first, last = wider
    there = (first, last) if text is ground.frozen else ground.log.to_frozen.range(first, last)
    return at, text[first:last], text[first:begin] + new + text[end:last], *there


def _words(text: str, start: int, stop: int, low: int, high: int) -> tuple[int, int]:
    low, high = max(low, start - LONG), min(high, stop + LONG)
    first, last = start, stop
    if text[start : start + 1].isspace() or (start > low and not text[start - 1].isspace()):
        first = _back(text, start, low)
    if text[stop - 1 : stop].isspace() or (stop < high and not text[stop].isspace()):
        last = _forth(text, stop, high)
    return first, last


def _numbered(text: str, first: int, last: int, low: int, high: int, line: int) -> str:
    """The address of these words, with their number if the line has them more than once."""
    words = text[first:last]
    if "\n" in words:
        hits = len(occurrences(text, words, low, first, len(text)))
        alone = not hits and text.find(words, first + 1) < 0
    else:
        places = occurrences(text, words, low, high, high)
        hits = bisect_left(places, first)
        alone = not hits and places[-1:] <= (first,)
    return f"L{line} '{words}'" + ("" if alone else f" {hits + 1}")


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


# the file


def open_proposals(found: Sequence[Question], path: Path, name: str) -> list[Finding]:
    """SRC040 if proposals wait; SRC041 for a decision in the file whose proposal is not asked any more. `name`: what to call it in a command."""
    entries = read(path)
    decided, orphans = carried(entries, found)
    findings = []
    if found:
        count = "1 proposal waits" if len(found) == 1 else f"{len(found)} proposals wait"
        ready = f"; the file has decisions for {len(decided)} of them" if decided else ""
        findings.append(Finding("SRC040", Severity.QUERY, Locus(str(path)), f"{count} for a decision{ready}", f"Decide with `edition review {name}`."))
    return findings + [orphan(each, path) for each in orphans]


def on_one_line(words: str) -> str:
    return words.replace("\r", "").replace("\n", "⏎")


def orphan(entry: Entry, path: Path) -> Finding:
    """SRC041."""
    message = f'"{entry.decision}" was decided for {on_one_line(entry.at)} ({entry.rule}), which is not proposed any more: nothing was done'
    return Finding("SRC041", Severity.QUERY, Locus(str(path), entry.line), message, "The source or the record has changed there. Look at the place; a [[fix]] or [[span]] in the record does it by hand.")


def read(path: Path) -> tuple[Entry, ...]:
    """The queue as it lies on disk, () if there is none. Raises ProjectError with file and line: no TOML, an unknown key, no such decision."""
    if not path.is_file():
        return ()
    try:
        table = toml.read(path)
    except ProjectError as error:
        raise ProjectError(error.message, hint=f"Mend that line; or delete {path.name}, which loses only decisions in it: `edition ingest` writes it anew.") from None
    found = []
    for each in table.tables("proposal"):
        for name in KEYS:
            each.any(name)
        each.done()
        decision, to = each.text("decision").strip().lower(), each.text("to") if "to" in each else None
        if decision and decision not in DECISIONS:
            near = get_close_matches(decision, DECISIONS, 1, 0.5)
            hint = f'Did you mean "{near[0]}"? ' if near else ""
            raise each.wrong("decision", f'"{decision}" is no decision', hint=hint + 'Write "accept", "reject", or "edit" with  to = "…";  "" leaves it open.')
        if decision == "edit" and to is None:
            raise each.wrong("decision", 'is "edit", and `to` is missing', hint='Say how the words should read:  to = "…"')
        if to is not None and decision != "edit":
            raise each.wrong("to", f'stands there, and the decision is "{decision}"', hint='Write  decision = "edit",  or take `to` away.')
        found.append(Entry(each.text("id", required=True), each.text("rule"), each.text("at"), decision, to, each.line("decision")))
    table.done()
    return tuple(found)


def carried(entries: Sequence[Entry], found: Sequence[Question]) -> tuple[dict[str, Entry], list[Entry]]:
    """What was decided in the file, by the id of the question as it is asked now; and the decisions for which no question is left.

    A question is known by its id; if the words around it have changed, by its rule and address. An id may be another one's now, where the
    same words stand several times and the first was answered: so those that have only their place come first.
    """
    by_place = {(each.rule, each.at): each for each in found}
    by_id = {each.id: each for each in found}
    same = [(entry, by_id.get(entry.id)) for entry in entries]
    claims = {id(entry): question for entry, question in same if question is not None and question.at == entry.at}
    taken = {question.id for question in claims.values()}
    by_their_place = [(entry, by_place.get((entry.rule, entry.at))) for entry, question in same if question is None]
    for entry, question in [*by_their_place, *same]:
        if question is not None and id(entry) not in claims and question.id not in taken:
            claims[id(entry)] = question
            taken.add(question.id)
    decided = {claims[id(entry)].id: entry for entry in entries if entry.decision and id(entry) in claims}
    return decided, [entry for entry in entries if entry.decision and id(entry) not in claims]


def dump(found: Sequence[Question], decided: Mapping[str, Entry] | None = None) -> bytes:
    """The queue as TOML, with the decisions that were written into it before."""
    lines = [HEADER.rstrip("\n")]
    for each in found:
        values = {
            "id": each.id, "rule": each.rule, "cert": each.cert, "at": each.at, "old": each.old, "new": each.new, "as": each.kind,
            "is": each.tag, "context": each.context, "why": each.why,
        }  # fmt: skip
        entry = (decided or {}).get(each.id)
        lines += ["", "[[proposal]]"]
        lines += [f"{name:<8} = {quoted(value)}" for name, value in values.items() if value or name not in ("as", "is")]
        lines.append(f"decision = {quoted(entry.decision if entry else '')}")
        if entry and entry.to is not None:
            lines.append(f"to       = {quoted(entry.to)}")
    return ("\n".join(lines) + "\n").encode()


def quoted(text: str) -> str:
    """A text as TOML on one line. Half of a character (a byte that was no UTF-8) becomes a replacement character: TOML cannot hold it."""
    return tomlkit.item(text.encode("utf-8", "replace").decode()).as_string()

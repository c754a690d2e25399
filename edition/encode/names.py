"""4. Encode. Names: the forms of authority.toml found in the reading text, the longest first, and tagged with the id of their entry.

The record overrules: a [[span]] with a ``ref`` says who is meant, a [[keep]] with ``rule = "names"`` that nobody is.
"""

from __future__ import annotations

import re
import unicodedata
from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace

from edition import refs
from edition.addresses import Ground, Unplaced
from edition.authority import KINDS, Authority, Entity
from edition.edits import Edit, EditLog, Offsets, apply, inverse
from edition.encode.inline import Phrase
from edition.model import Block, Finding, Locus, Severity
from edition.records import Keep

RULE = "names"  # what a [[keep]] names
NAMING = frozenset({"persName", "orgName", "placeName", "geogName", "settlement", "country", "region", "name", "rs"})  # no name is tagged in them
WORD = re.compile(r"\w+")
LOOSE = {" ": r"\s+", "'": "['’ʼ]", "’": "['’ʼ]", "-": "[-\u2010\u2011]"}  # what a form may stand for in the text


@dataclass(frozen=True)
class Form:
    """A form ready to be looked for: what stands before its first word, the rest as a pattern, and the ids of all who bear it."""

    before: str
    pattern: re.Pattern[str]
    bearers: tuple[str, ...]


@dataclass(frozen=True)
class Hit:
    """A form in the text: its range in the reading text, and whose it is."""

    start: int
    end: int
    bearers: tuple[str, ...]


@dataclass(frozen=True)
class Tagged:
    """All phrases, the names among them; the ids of the entries that are meant somewhere; what an editor must look at."""

    phrases: tuple[Phrase, ...]
    used: frozenset[str]
    findings: tuple[Finding, ...] = ()


def forms(authority: Authority, document: str) -> Mapping[str, tuple[Form, ...]]:
    """The forms to be looked for in a document, by their first word, the longest first."""
    bearers: dict[str, list[str]] = defaultdict(list)
    for entity in authority.within(document):
        for form in entity.forms:
            bearers[form].append(entity.id)
    found: dict[str, list[Form]] = defaultdict(list)
    for form in sorted(bearers, key=lambda form: (-len(form), form)):
        if (word := WORD.search(form)) is None:
            continue
        pattern = "".join(LOOSE.get(char, re.escape(char)) for char in form[word.start() :])
        found[word[0]].append(Form(form[: word.start()], re.compile(rf"{pattern}(?!\w)"), tuple(dict.fromkeys(bearers[form]))))
    return {word: tuple(each) for word, each in found.items()}


def hits(text: str, start: int, end: int, known: Mapping[str, Sequence[Form]]) -> list[Hit]:
    """The names in a range of a text, in order; where several overlap the longest, and of two equally long ones the first."""
    found = []
    for word in WORD.finditer(text, start, end):
        for form in known.get(word[0], ()):
            at = word.start() - len(form.before)
            match = form.pattern.match(text, word.start(), end)
            if match is None or at < start or not text.startswith(form.before, at) or (form.before and text[at - 1 : at].isalnum() and at > start):
                continue
            if not unicodedata.combining(text[match.end() : match.end() + 1] or " "):
                found.append(Hit(at, match.end(), form.bearers))
                break
    found.sort(key=lambda hit: (hit.start - hit.end, hit.start))
    kept: list[Hit] = []
    taken = bytearray(end - start)
    for hit in found:
        if not any(taken[hit.start - start : hit.end - start]):
            taken[hit.start - start : hit.end - start] = b"\1" * (hit.end - hit.start)
            kept.append(hit)
    return sorted(kept, key=lambda hit: hit.start)


def attributes(entity: Entity, known: frozenset[str], language: str = "", words: str = "") -> dict[str, str]:
    """What the element of a name says. `language`: of the document; `words`: the name as it stands there."""
    kind = KINDS[entity.kind]
    said = {"type": kind.type, "ref": f"#{entity.id}", "level": entity.more.get("level", ""), "cert": entity.cert}
    if entity.cert:
        said["resp"] = "#ed" if "ed" in known else ""
    if entity.lang and entity.lang != language and not words.isupper():  # an acronym is read in the language around it
        said["lang"] = entity.lang
    return {key: value for key, value in said.items() if value}


def tag(
    authority: Authority, document: str, ground: Ground, log: EditLog, blocks: Iterable[Block], phrases: Sequence[Phrase], *,
    keeps: Sequence[Keep] = (), known: frozenset[str] = frozenset(), language: str = "", locus: Locus | None = None,
) -> Tagged:  # fmt: skip
    """The phrases of a document with its names. `phrases`: what stands on the text already, in offsets of the repaired text;
    `known`: ids that @resp may point to. No name crosses a block, a phrase or half an edit; none stands in another name."""
    used = {phrase.attributes["ref"][1:] for phrase in phrases if phrase.attributes.get("ref", "").startswith("#")} & set(authority.by_id)
    table = forms(authority, document)
    if not table or any(keep.rule == RULE and keep.at is None and not keep.id for keep in keeps):
        return Tagged(tuple(phrases), frozenset(used))
    reading, to_reading, back = apply(log.editorial, ground.repaired), Offsets(log.editorial), Offsets(inverse(log.editorial))
    kept = _kept(keeps, ground)
    found = list(phrases)
    doubtful: dict[tuple[str, ...], list[tuple[int, str]]] = defaultdict(list)
    for block in leaves(blocks):
        low, high = log.to_repaired.edge(block.start), log.to_repaired.edge(block.end)
        near = [(number, phrase) for number, phrase in enumerate(phrases) if phrase.low < high and phrase.high > low]
        for hit in hits(reading, to_reading.edge(low), to_reading.edge(high, after=True), table):
            at, end = back.range(hit.start, hit.end)
            if to_reading.range(at, end) != (hit.start, hit.end) or _cut(at, end, log.editorial) or any(at < stop and end > start for start, stop in kept):
                continue
            words = reading[hit.start : hit.end]
            entity = authority.by_id[hit.bearers[0]]
            same = next((number for number, phrase in near if _same(phrase, at, end, entity)), None)
            if same is None and any(_in_the_way(phrase, at, end) for _, phrase in near):
                continue
            if len(hit.bearers) > 1:
                doubtful[hit.bearers].append((ground.line_of(log.to_frozen.edge(at)), words))
                continue
            used.add(entity.id)
            said = attributes(entity, known, language, words)
            if same is not None:
                found[same] = replace(found[same], attributes={**said, **found[same].attributes})
            else:
                found.append(Phrase(at, end, KINDS[entity.kind].element, said))
    return Tagged(tuple(found), frozenset(used), tuple(_doubts(doubtful, locus)))


def leaves(blocks: Iterable[Block]) -> Iterator[Block]:
    """The blocks that hold text of their own."""
    for block in blocks:
        if block.children:
            yield from leaves(block.children)
        elif block.end > block.start and block.kind != "formula":
            yield block


def _kept(keeps: Sequence[Keep], ground: Ground) -> list[tuple[int, int]]:
    """Ranges of the repaired text in which the record wants no name."""
    found = []
    for keep in keeps:
        if keep.rule == RULE and keep.at is not None:
            try:
                place = ground.place(keep.at)
            except Unplaced:
                continue
            found.append((place.low, place.high))
    return found


def _cut(low: int, high: int, edits: Sequence[Edit]) -> bool:
    return any(edit.at < low < edit.end or edit.at < high < edit.end for edit in edits)


def _same(phrase: Phrase, low: int, high: int, entity: Entity) -> bool:
    """Whether the record has marked these words as what they are and has only not said who: then the ref is added to its element."""
    kind = KINDS[entity.kind]
    fits = phrase.name == kind.element and phrase.attributes.get("type", kind.type) == kind.type
    return (phrase.low, phrase.high) == (low, high) and "ref" not in phrase.attributes and (fits or (phrase.name in ("name", "rs") and "type" not in phrase.attributes))


def _in_the_way(phrase: Phrase, low: int, high: int) -> bool:
    """Whether a phrase is a name round these words, or cuts them."""
    if phrase.high <= low or phrase.low >= high:
        return False
    inside = phrase.low <= low and high <= phrase.high
    if inside:
        return phrase.name in NAMING or "ref" in phrase.attributes
    return not (low <= phrase.low and phrase.high <= high)


def _doubts(doubtful: Mapping[tuple[str, ...], Sequence[tuple[int, str]]], locus: Locus | None) -> Iterator[Finding]:
    for bearers, places in doubtful.items():
        lines = list(dict.fromkeys(line for line, _ in places))
        told = f"line{'s' if len(lines) > 1 else ''} {', '.join(map(str, lines[:8]))}{' …' if len(lines) > 8 else ''}"
        names = " or ".join(f'"#{bearer}"' for bearer in bearers)
        hint = "Say which with [[span]] and a ref in the record, exclude one with not_in in authority.toml, or give its forms more words."
        yield Finding("SRC092", Severity.QUERY, locus or Locus(""), f'"{places[0][1]}" in {told} of the source may be {names}, and was not tagged', hint)


def target(said: str, authority: Authority) -> str | None:
    """What a ref of the record points to: ``#id`` of an entry, or an address. None if it is neither."""
    if (entity := authority.find(said)) is not None:
        return f"#{entity.id}"
    try:
        return refs.ref(said).address
    except ValueError:
        return None

"""NAME.toml: what the editor says of one document, parsed strictly; and the edits that its fixes ask for.

keys.py has every key with its meaning, and docs/record.md prints them; a test holds both against this module.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from difflib import get_close_matches
from pathlib import Path

from edition import keys, toml
from edition.addresses import Address, Ground, Place, Unplaced, address
from edition.edits import CERTAINTY, Change, Edit, EditLog, compose
from edition.keys import WORDS
from edition.model import NOTHING

MOVE = re.compile(r"\s*(before|after)\s+(L.+)", re.DOTALL)
TOKEN = re.compile(r"\S+|\s+")
DATES = ("when", "from", "to", "not_before", "not_after")
META = tuple(key.name for key in keys.META)


@dataclass(frozen=True)
class Value:
    """A value of the metadata: in words, or taken from the text; with what it rests on."""

    text: str = ""
    at: Address | None = None
    supplied: bool = False
    unknown: bool = False
    dates: Mapping[str, str] = field(default_factory=lambda: NOTHING)  # TEI's names: when, from, to, notBefore, notAfter
    cert: str = ""
    evidence: tuple[str, ...] = ()
    why: str = ""
    ref: str = ""
    items: tuple[str, ...] = ()  # a list of texts (content, keywords)


@dataclass(frozen=True)
class BlockEntry:
    """[[block]]: what stands at a line. `kind` is the key ``is``: a TEI name, or a path such as ``figure/figDesc``."""

    at: tuple[Address, ...]
    kind: str = ""
    role: str = ""
    level: int = 0
    lang: str = ""
    move: tuple[str, Address] | None = None
    by: str = ""
    work: str = ""
    describe: str = ""
    attributes: Mapping[str, str] = field(default_factory=lambda: NOTHING)
    join: Address | None = None  # the block that goes on here
    split: Address | None = None  # where in the line the block begins


@dataclass(frozen=True)
class SpanEntry:
    """[[span]]: what some words are. `attributes` are TEI's (ref, when, rend, type, level, cert, lang …)."""

    at: tuple[Address, ...]
    kind: str
    attributes: Mapping[str, str] = field(default_factory=lambda: NOTHING)
    why: str = ""


@dataclass(frozen=True)
class GapEntry:
    """[[gap]]: something is not there. `place`: before or after the words, or instead of them (then they become surplus)."""

    at: Address
    place: str = "after"
    attributes: Mapping[str, str] = field(default_factory=lambda: NOTHING)
    supplied: str = ""


@dataclass(frozen=True)
class BreakEntry:
    """[[break]]: the text breaks off and goes on before this line."""

    at: tuple[Address, ...]
    kind: str = "empty-lines"


@dataclass(frozen=True)
class Relation:
    """[[relate]]: one block stands for another."""

    source: Address
    target: Address
    kind: str


@dataclass(frozen=True)
class Fix:
    """[[fix]]: a correction. `kind` is the key ``as``; "" leaves it to what is added or removed."""

    at: Address
    to: str
    kind: str = ""
    cert: str = "high"
    why: str = ""
    resp: str = ""
    reason: str = ""  # of words missing or too many: TEI's @reason


@dataclass(frozen=True)
class Keep:
    """[[keep]]: a proposal that was refused: of a rule, at a place, or both."""

    at: Address | None
    rule: str = ""
    id: str = ""
    why: str = ""


@dataclass(frozen=True)
class NoteEntry:
    """[[note]]: the editor's note on some words. `text` is Markdown."""

    at: tuple[Address, ...]
    text: str
    kind: str = ""
    resp: str = "ed"
    series: str = ""
    cite: tuple[str, ...] = ()


@dataclass(frozen=True)
class Record:
    """The editor's word on one document. Everything is optional: without a record, what is detected stands."""

    path: Path | None = None
    file: str = ""
    sha256: str = ""
    kind: str = ""
    lang: str = ""
    encoding: str = ""
    format: str = ""
    capture: str = ""
    meta: Mapping[str, Value] = field(default_factory=dict)
    blocks: tuple[BlockEntry, ...] = ()
    spans: tuple[SpanEntry, ...] = ()
    gaps: tuple[GapEntry, ...] = ()
    breaks: tuple[BreakEntry, ...] = ()
    relations: tuple[Relation, ...] = ()
    fixes: tuple[Fix, ...] = ()
    keeps: tuple[Keep, ...] = ()
    notes: tuple[NoteEntry, ...] = ()
    part: str = ""  # of a web page: "main" or "body"


def read(path: Path) -> Record:
    """A record. Raises ProjectError with file, line and key."""
    table = toml.read(path, keys.RECORD)
    if table.number("format", 1) != 1:
        raise table.wrong("format", "this program reads format 1", hint="A newer edition toolkit wrote this file.")
    source, meta = table.table("source"), table.table("meta")
    record = Record(
        path, source.text("file"), source.text("sha256").lower(), source.text("kind"), source.text("lang"), source.text("encoding"),
        source.text("format"), source.text("capture"), {name: _value(meta, name) for name in META if name in meta},
        tuple(map(_block, table.tables("block"))), tuple(map(_span, table.tables("span"))), tuple(map(_gap, table.tables("gap"))),
        tuple(map(_break, table.tables("break"))), tuple(map(_relation, table.tables("relate"))), tuple(map(_fix, table.tables("fix"))),
        tuple(map(_keep, table.tables("keep"))), tuple(map(_note, table.tables("note"))), part=source.text("part"),
    )  # fmt: skip
    if record.sha256 and not re.fullmatch(r"[0-9a-f]{64}", record.sha256):
        raise source.wrong("sha256", f"{record.sha256!r} is not a sha256 (64 hexadecimal digits)")
    if record.lang and not re.fullmatch(r"[A-Za-z]{2,3}(-[A-Za-z0-9]{1,8})*", record.lang):
        raise source.wrong("lang", f"{record.lang!r} is not a language tag", hint='Write BCP 47 tags such as "en", "fr-CA", "he".')
    for name in META:
        meta.any(name)
    for each in (source, meta, table):
        each.done()
    return record


def _address(table: toml.Table, key: str, text: str) -> Address:
    try:
        return address(text, table.where(key))
    except ValueError as error:
        raise table.wrong(key, str(error), hint="Write \"L14\", \"L14 'quoted words'\" or \"L14 'quoted words' 2\".") from None


def _one(table: toml.Table, key: str = "at") -> Address:
    return _address(table, key, table.text(key, required=True))


def _many(table: toml.Table, key: str = "at") -> tuple[Address, ...]:
    found = tuple(_address(table, key, text) for text in table.texts(key))
    if not found:
        raise table.wrong(key, "is missing", hint="Say where:  at = \"L14 'quoted words'\"")
    return found


def _cert(table: toml.Table, default: str = "") -> str:
    return table.text("cert", default, choices=CERTAINTY)


def _attributes(table: toml.Table, names: Iterable[str], **more: str) -> dict[str, str]:
    """The TEI attributes of an entry. Keys with a low line are TEI's with a capital: not_before, notBefore."""
    found = {re.sub(r"_(\w)", lambda m: m[1].upper(), name): table.text(name) for name in names}
    return {name: value for name, value in {**found, **more}.items() if value}


def _nearest(word: str, known: Iterable[str]) -> str:
    near = get_close_matches(word, list(known), 1, 0.5)
    return f"Did you mean {near[0]!r}?" if near else f"Known: {', '.join(sorted(known))}."


def _value(meta: toml.Table, name: str) -> Value:
    raw = meta.any(name)
    if not isinstance(raw, dict):
        if isinstance(raw, list):
            return Value(items=meta.texts(name))
        if name == "date":
            return Value(dates={"when": meta.day(name)})
        return Value(text=meta.text(name))
    table = meta.table(name)
    at = _one(table) if "at" in table else None
    if at is not None and ("supplied" in table or "text" in table):
        raise table.wrong("at", "stands beside another value", hint="Say one of them: at (from the text), text, supplied (by an editor), or unknown = true.")
    dates = {re.sub(r"_(\w)", lambda m: m[1].upper(), key): table.day(key) for key in DATES if key in table}
    for key in DATES:
        table.any(key)
    supplied = table.text("supplied")
    evidence = tuple(str(_address(table, "evidence", text)) for text in table.texts("evidence"))
    value = Value(
        supplied or table.text("text") or table.text("value"), at, bool(supplied), table.flag("unknown"), dates, _cert(table), evidence,
        table.text("why"), table.text("ref"),
    )  # fmt: skip
    table.any("text"), table.any("value")
    table.done()
    return value


def _block(table: toml.Table) -> BlockEntry:
    move = None
    if said := table.text("move"):
        match = MOVE.fullmatch(said)
        if match is None:
            raise table.wrong("move", f"{said!r} says no place", hint='Write "after L1" or "before L9".')
        move = (match[1], _address(table, "move", match[2]))
    kind = table.text("is")
    steps = kind.split("/") if kind else []
    for step in steps:
        if step not in WORDS or len(steps) > 2:
            raise table.wrong("is", f"{kind!r} is not known here", hint=_nearest(step, WORDS))
    at, join, split = _many(table), None, None
    if "join" in table:
        join = _one(table, "join")
    if "split" in table:
        if len(at) > 1 or at[0].words:
            raise table.wrong("split", "needs the number of one line in at", hint="Write  at = \"L9\"  and  split = \"'the first words of the new block'\".")
        split = _address(table, "split", f"L{at[0].line} {table.text('split', required=True)}")
        if not split.words:
            raise table.wrong("split", "quotes no words", hint="Write the first words of the new block in single quotes:  split = \"'We met again'\"")
    if join and kind:
        raise table.wrong("is", "stands beside join", hint="A block that goes on in another is what that one is: say it there.")
    if join and (split or move):
        raise table.wrong("join", f"stands beside {'split' if split else 'move'}", hint="A block that goes on in another has no place of its own: say one of them.")
    entry = BlockEntry(
        at, kind, table.text("role"), table.number("level"), table.text("lang"), move, table.text("by"),
        table.text("work"), table.text("describe"),
        _attributes(table, ("type", "subtype", "n", "rend", "corresp", "cert", "ref", "when", "in", "privacy", "why")),
        join, split,
    )  # fmt: skip
    table.done()
    return entry


def _span(table: toml.Table) -> SpanEntry:
    at = _many(table)
    names = ("ref", "key", "type", "subtype", "level", "rend", "when", "from", "to", "not_before", "not_after", "who", "corresp", "target")
    kind, lang = table.text("is"), table.text("lang")  # keys.py knows which names there are
    if not kind and not lang and "ref" not in table:
        raise table.wrong("is", "is missing", hint='Say what the words are:  is = "title"  (or give their lang, or a ref).')
    attributes = _attributes(table, names, cert=_cert(table), lang=lang, source=table.text("work"))
    span = SpanEntry(at, kind or ("" if attributes.get("ref") else "foreign"), attributes, table.text("why"))  # "": what the entry that ref names is
    table.done()
    return span


def _gap(table: toml.Table) -> GapEntry:
    attributes = _attributes(table, ("reason", "unit", "quantity", "extent", "agent"), cert=_cert(table))
    if not re.fullmatch(r"\d*(\.\d+)?", attributes.get("quantity", "")):
        raise table.wrong("quantity", f"{attributes['quantity']!r} is not a number")
    if "supplied" in table:
        attributes.pop("quantity", None)
    entry = GapEntry(_one(table), table.text("place", "after"), attributes, table.text("supplied"))
    table.any("why")
    table.done()
    return entry


def _break(table: toml.Table) -> BreakEntry:
    entry = BreakEntry(_many(table), table.text("kind", "empty-lines"))
    table.any("why")
    table.done()
    return entry


def _relation(table: toml.Table) -> Relation:
    relation = Relation(_one(table, "from"), _one(table, "to"), table.text("as", required=True))
    table.any("why")
    table.done()
    return relation


def _fix(table: toml.Table) -> Fix:
    at = _one(table)
    if not at.words:
        raise table.wrong("at", f"{at} quotes no words", hint="A fix says what it changes:  at = \"L14 'the the'\"")
    if "to" not in table:
        raise table.wrong("to", "is missing", hint='Say how the words should read:  to = "the"')
    fix = Fix(at, table.text("to"), table.text("as"), _cert(table, "high"), table.text("why"), table.text("resp"), table.text("reason"))
    if fix.to == at.words:
        raise table.wrong("to", "is what stands there already")
    if fix.reason and fix.kind in ("corr", "reg", "silent"):
        raise table.wrong("reason", f"has no place in TEI if as is {fix.kind!r}", hint="It says why words are missing (supplied) or too many (surplus). Of a correction, say why =.")
    table.done()
    return fix


def _keep(table: toml.Table) -> Keep:
    keep = Keep(_one(table) if "at" in table else None, table.text("rule"), table.text("id"), table.text("why"))
    table.any("at")
    if keep.at is None and not keep.rule and not keep.id:
        raise table.wrong("rule", "is missing", hint='Say what is kept: a place (at), a rule (rule = "doubled-word"), or both.')
    table.done()
    return keep


def _note(table: toml.Table) -> NoteEntry:
    note = NoteEntry(
        _many(table), table.text("text", required=True), table.text("kind"), table.text("resp", "ed"), table.text("series"), table.texts("cite")
    )
    table.done()
    return note


def edit_of(fix: Fix, place: Place, ground: Ground, resp: str) -> Edit:
    """The smallest edit of the repaired text, in whole words, that makes a fix. Raises Unplaced if it would change what was not quoted."""
    frozen = ground.frozen[place.start : place.end]
    quoted = fix.at.words
    if not place.whole:
        raise Unplaced(f"{quoted!r} cuts what a repair made of {frozen!r}: quote the whole")
    old, new = TOKEN.findall(quoted), TOKEN.findall(fix.to)
    before = _common(old, new)
    after = _common(old[before:][::-1], new[before:][::-1])
    kind = fix.kind
    if kind in ("corr", "reg"):  # both readings are shown: neither may be empty or white space alone
        while not "".join(old[before : len(old) - after]).strip() or not "".join(new[before : len(new) - after]).strip():
            if not (before or after):
                break
            before, after = (before - 1, after) if before else (before, after - 1)
    gone, put = "".join(old[before : len(old) - after]), "".join(new[before : len(new) - after])
    at = len("".join(old[:before]))
    while kind in ("corr", "reg") and gone[:1].isspace() and gone[:1] == put[:1]:
        at, gone, put = at + 1, gone[1:], put[1:]
    while kind in ("corr", "reg") and gone[-1:].isspace() and gone[-1:] == put[-1:]:
        gone, put = gone[:-1], put[:-1]
    if kind in ("supplied", "surplus", "") and not (gone.strip() and put.strip()):
        lead = len(gone) - len(gone.lstrip()) if gone[:1] == put[:1] else 0
        lead = min(lead, 1) if gone and put else 0
        trail = 1 if len(gone) > lead and len(put) > lead and gone[-1] == put[-1] else 0
        at, gone, put = at + lead, gone[lead : len(gone) - trail], put[lead : len(put) - trail]
    if not kind or (kind == "supplied" and gone) or (kind == "surplus" and put):
        kind = "corr" if gone and put else "supplied" if put else "surplus"
    low, high = _repaired_range(ground, place, quoted, at, len(gone))
    return Edit(low, ground.repaired[low:high], put, fix.cert, fix.why, f"fix.{kind}", resp, fix.reason if kind in ("supplied", "surplus") else "")


def _common(one: list[str], other: list[str]) -> int:
    count = 0
    for a, b in zip(one, other, strict=False):
        if a != b:
            break
        count += 1
    return count


def _repaired_range(ground: Ground, place: Place, quoted: str, at: int, length: int) -> tuple[int, int]:
    """Where a piece of the quoted words lies in the repaired text, whichever of the two texts they were quoted from."""
    if ground.repaired[place.low : place.high] == quoted:
        return place.low + at, place.low + at + length
    to_repaired = ground.log.to_repaired
    start = place.start + at
    if not length:
        low = to_repaired.edge(start)
        return low, low
    return to_repaired.range(start, start + length)


def silenced(log: EditLog, changes: Iterable[Change], resp: str) -> EditLog:
    """The log with mechanical edits of the repaired text added: fixes that the record wants silent."""
    later = tuple(sorted((Edit(c.at, c.old, c.new, c.cert, c.why, "fix.silent", resp) for c in changes), key=lambda e: (e.at, e.end)))
    return EditLog(compose(log.mechanical, later), log.editorial)

"""5. From the TEI and its log back to the source: regenerated on every build, and what differs is named by its line.

Works on a TEI file and its log alone; with the source at hand nothing more is needed. sha256 decides, the checksums of the lines locate.
"""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from copy import deepcopy
from dataclasses import dataclass
from hashlib import sha256
from typing import Any
from zlib import crc32

from edition import tei
from edition.edits import EditLog, Misplaced, apply, inverse
from edition.errors import SourceError
from edition.model import Document, Finding, Locus, Severity
from edition.tei import Element, local, select

NOT_SOURCE = frozenset({"corr", "reg", "supplied", "note", "gap", "figure", "ptr"})  # what the edition put in, and what has a range of its own
PAIRS = tuple(f"{tei.T}{name}" for name in ("choice", "app", "subst"))
RANGE = re.compile(r"src:(\d+),(\d+)(?=\s|$)")


@dataclass(frozen=True)
class Log:
    """NAME.edits.json, read: the edits and what is needed to go back."""

    edits: EditLog
    data: dict[str, Any]

    @property
    def sha256(self) -> str:
        """Of what is regenerated: the source's bytes, or the layer that a reader made of them."""
        layer = self.data.get("layer")
        return str(layer["sha256"] if layer else self.data["source"]["sha256"])

    @property
    def source(self) -> str:
        """The source's path, as seen from the TEI."""
        return str(self.data["source"]["file"])

    @property
    def as_it_is(self) -> bool:
        """TEI that was taken as it is: its source is TEI itself."""
        return bool(self.data["source"].get("format") == "tei")


def read_log(document: Document) -> Log:
    """Raises SourceError if there is no log, or if it is none of ours."""
    name = document.path.with_suffix(".edits.json")
    if document.log is None:
        raise SourceError(f"{name}: there is no log", hint="Only TEI that `edition ingest` made can be led back to its source.")
    try:
        data = json.loads(document.log)
        if data.get("format") != 1:
            raise SourceError(f"{name}: the log has format {data.get('format')!r}, this program reads 1")
        return Log(EditLog.from_json(data), data)
    except (ValueError, KeyError, TypeError, AttributeError) as error:
        raise SourceError(f"{name}: not a log of this program ({type(error).__name__})", hint="Ingest the document again.") from None


def source_view(element: Element) -> str:
    """The text of a block as the source has it: sic, orig and surplus; no corr, reg, supplied, note.

    White space between the members of a pair is an XML editor's layout, and no text.
    """
    pairs = [each for each in element.iter(*PAIRS) if len(each)]
    if not pairs:
        return "".join(tei.texts(element, NOT_SOURCE))
    copy = deepcopy(element)
    copy.tail = None
    for pair in copy.iter(*PAIRS):
        for each, name in ((pair, "text"), *((child, "tail") for child in pair)):
            if not (getattr(each, name) or "").strip(tei.BLANK):
                setattr(each, name, None)
    return "".join(tei.texts(copy, NOT_SOURCE))


def leaves(root: Element) -> Iterator[tuple[int, int, Element]]:
    """Every element that says which range of the source it holds."""
    for element in root.iter("*"):
        if match := RANGE.match(element.get("source") or ""):
            yield int(match[1]), int(match[2]), element


def repaired_text(root: Element, log: Log) -> str:
    """The source views of all blocks in the order of the source, with what no block holds."""
    tiles = [(start, 1, source_view(element)) for start, _, element in leaves(root)]
    tiles += [(int(start), 0, str(text)) for start, text in log.data["outside"]]
    tiles.sort(key=lambda tile: tile[:2])
    return "".join(text for _, _, text in tiles)


def restore(document: Document) -> bytes:
    """The source's bytes (of a layered format: its layer, as UTF-8). Raises SourceError; Misplaced where the TEI was changed."""
    log = read_log(document)
    if log.as_it_is:
        return document.data
    if document.tree is None:
        raise SourceError(f"{document.path}:{document.parsed.line}: not well-formed XML: {document.parsed.message}")
    text = apply(inverse(log.edits.mechanical), repaired_text(document.tree.getroot(), log))
    decode = log.data.get("decode") or {"encoding": "utf-8", "errors": "strict"}
    return text.encode(decode["encoding"], decode["errors"])


def verify(document: Document, source: bytes | None = None) -> list[Finding]:
    """Whether the TEI still holds its source, word for word: no finding of severity error then. A changed corr is the editor's right.

    `source`: for TEI taken as it is, the bytes it was taken from. Raises SourceError without a usable log.
    """
    log = read_log(document)
    if log.as_it_is:
        return list(_compared(document, source, log))
    if document.tree is None:
        message = f"not well-formed XML: {document.parsed.message}"
        return [Finding("XML001", Severity.ERROR, Locus(str(document.path), document.parsed.line, document.parsed.column), message)]
    try:
        if sha256(restore(document)).hexdigest() == log.sha256:
            return [*_unaccounted(document), *_pairs(document, log)]
    except (Misplaced, UnicodeEncodeError):
        pass
    return list(_changed(document, log))


def _changed(document: Document, log: Log) -> Iterator[Finding]:
    """Which lines of the source the TEI no longer holds."""
    assert document.tree is not None
    root = document.tree.getroot()
    ends = [0, *(int(end) for end, _ in log.data["lines"])]
    sums = [int(crc) for _, crc in log.data["lines"]]
    to_repaired = log.edits.to_repaired
    whole = ends[-1] + to_repaired.shifts[-1]
    places = [0, *(to_repaired.edge(end) for end in ends[1:-1]), whole]
    text = _aligned(root, log, whole)
    lines = [line for line in range(len(sums)) if crc32(text[places[line] : places[line + 1]].encode("utf-8", "surrogatepass")) != sums[line]]
    if not lines:
        message = "every line of the source stands in the TEI, and yet the source does not come back: the log itself was changed"
        yield Finding("SRC021", Severity.ERROR, Locus(str(document.path.with_suffix(".edits.json"))), message, "Ingest the document again.")
    blocks = sorted(leaves(root), key=lambda leaf: leaf[0])
    for line in lines:
        low, high = ends[line], ends[line + 1]
        held = [element for start, end, element in blocks if start < high and end > low]
        locus = document.locus(held[0]) if held else document.locus()
        yield Finding(
            "SRC020", Severity.ERROR, locus, f"line {line + 1} of the source ({log.source}) is no longer what the source says",
            "Undo the change, or make it a correction: [[fix]] in the record.",
        )  # fmt: skip


def _aligned(root: Element, log: Log, whole: int) -> str:
    """The repaired text with each block where it ought to begin: one that has grown or shrunk disturbs no line of another."""
    to_repaired = log.edits.to_repaired
    tiles = {start: source_view(element) for start, _, element in leaves(root)}
    tiles |= {int(start): str(text) for start, text in log.data["outside"] if int(start) not in tiles}
    pieces: list[str] = []
    done = 0
    order = sorted(tiles)
    for start, after in zip(order, [*order[1:], None], strict=True):
        low = to_repaired.edge(start) if start else 0
        high = whole if after is None else to_repaired.edge(after)
        pieces.append("\0" * (low - done))  # what is not there any more
        pieces.append(tiles[start][: high - low].ljust(high - low, "\0"))
        if len(tiles[start]) > high - low:  # something was put in: its last character cannot be right
            pieces[-1] = pieces[-1][:-1] + "\0"
        done = high
    return "".join(pieces).ljust(whole, "\0")


def _unaccounted(document: Document) -> Iterator[Finding]:
    """Words in the body that no range of the source accounts for, and nobody answers for."""
    assert document.tree is not None
    for text in select(document.tree, "//t:text//text()[normalize-space()]"):
        holder = text.getparent().getparent() if text.is_tail else text.getparent()
        above = [holder, *holder.iterancestors()] if holder is not None else []
        if not any(RANGE.match(each.get("source") or "") or local(each) in ("note", "bibl") or each.get("resp") for each in above):
            message = f"{' '.join(str(text).split())[:60]!r} stands in the TEI, and in no source"
            yield Finding("SRC027", Severity.QUERY, document.locus(holder), message, "If it is yours, mark it: a note, or supplied with a resp.")


def _pairs(document: Document, log: Log) -> Iterator[Finding]:
    """Editorial edits against choice, supplied and surplus, by place and old words: a difference is a note."""
    assert document.tree is not None
    shown: dict[tuple[int, str], str] = {}
    to_repaired = log.edits.to_repaired
    for start, _, element in leaves(document.tree.getroot()):
        for at, old, new, _ in _marks(element, to_repaired.edge(start)):
            shown[at, old] = new
    for edit in log.edits.editorial:
        where = log.edits.name(edit)
        if (edit.at, edit.old) not in shown:
            yield Finding("SRC022", Severity.NOTE, document.locus(), f"the correction {edit.old!r} to {edit.new!r} ({where}) was taken out of the TEI")
        elif (new := shown.pop((edit.at, edit.old))) != edit.new:
            yield Finding("SRC022", Severity.NOTE, document.locus(), f"the correction of {edit.old!r} now reads {new!r}, the log has {edit.new!r} ({where})")
    for (_, old), new in shown.items():
        yield Finding("SRC022", Severity.NOTE, document.locus(), f"a correction was added to the TEI by hand: {old!r} to {new!r}")


def _marks(element: Element, at: int) -> Iterator[tuple[int, str, str, Element]]:
    """Editorial marks within a block, with their places in the repaired text; the element begins at `at`."""
    at += len(element.text or "")
    for child in element:
        name = local(child)
        if name in ("choice", "supplied", "surplus"):
            new = "".join("".join(each.itertext()) for each in select(child, "self::t:supplied | t:corr | t:reg"))
            yield at, source_view(child) if name != "supplied" else "", new, child
        elif name not in NOT_SOURCE and name:
            yield from _marks(child, at)
        if name not in NOT_SOURCE and name:
            at += len(source_view(child))
        at += len(child.tail or "")


def _compared(document: Document, source: bytes | None, log: Log) -> Iterator[Finding]:
    """TEI taken as it is, against what it was taken from: the words of the text are the source's, the rest is the editor's."""
    if sha256(document.data).hexdigest() == log.sha256:
        return
    if source is None:
        message = "the file was changed since it was taken, and its source is not at hand"
        yield Finding("SRC023", Severity.QUERY, document.locus(), message, "Say where the source is with --source PATH.")
        return
    before, after = tei.parse(source).tree, document.tree
    if before is None or after is None:
        yield Finding("SRC020", Severity.ERROR, document.locus(), "the file was changed since it was taken, and is not well-formed XML")
        return
    old, new = ([word for top in select(tree, "/*/t:text | /*/t:sourceDoc") for word in "".join(tei.texts(top, NOT_SOURCE)).split()] for tree in (before, after))
    if old == new:
        yield Finding("SRC022", Severity.NOTE, document.locus(), "the file was changed since it was taken, but no word of the source in it")
        return
    at = next((n for n, (one, other) in enumerate(zip(old, new, strict=False)) if one != other), min(len(old), len(new)))
    message = f"the source has {' '.join(old[at : at + 6])!r} where the file has {' '.join(new[at : at + 6])!r}, behind {' '.join(old[max(0, at - 4) : at])!r}"
    yield Finding("SRC020", Severity.ERROR, document.locus(), message, 'If the TEI is the master, say  master = "tei"  in edition.toml.')

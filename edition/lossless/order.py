"""5. Lossless. The order of the blocks in the TEI against that of the source: whoever moves one is in his right, and it is told."""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Iterator

from edition.logfile import Log, alone
from edition.lossless.changes import line_of
from edition.lossless.view import RANGE
from edition.model import Document, Finding, Severity, digest
from edition.tei import Element, local, select

ELSEWHERE = frozenset({"note", "figure", "byline"})  # these stand where the TEI wants them

HINT = "Nothing is lost, but the next ingest puts it back; `edition adopt` lists it. Say `move` in a [[block]] of the record, or  master = \"tei\"  in edition.toml."


def moved(document: Document, log: Log) -> Iterator[Finding]:
    """SRC035: the blocks, as few as can be, that would have to go back for all to stand in the order of the source. A run of them is told
    once. Not what the record moved, nor any in a file as ingest wrote it."""
    if document.tree is None or digest(alone(document.data)) == log.tei:
        return
    own = said if isinstance(said := log.data.get("moved"), list) else []
    placed = [(log.edge(start), node) for text in select(document.tree, "/t:TEI/t:text") for start, node in _in_order(text)]
    blocks = [(place, node) for place, node in placed if line_of(log, place) + 1 not in own]
    staying = _rising([place for place, _ in blocks])
    before: int | None = None
    for number, (place, node) in enumerate(blocks):
        if number not in staying and before != number - 1:
            line = line_of(log, place) + 1
            behind = f"behind line {line_of(log, blocks[number - 1][0]) + 1}" if number else "first of all"
            message = f"line {line} of the source ({log.source}) stands {behind} in the TEI: blocks were moved"
            yield Finding("SRC035", Severity.NOTE, document.locus(node), message, HINT)
        before = number if number not in staying else before


def _in_order(root: Element) -> Iterator[tuple[int, Element]]:
    """Where each block begins in the source, and the block, in the order of the TEI."""
    stack = [root]
    while stack:
        node = stack.pop()
        if local(node) in ELSEWHERE:
            continue
        if match := RANGE.match(node.get("source") or ""):
            yield int(match[1]), node
        else:
            stack.extend(reversed(node))


def _rising(places: list[int]) -> set[int]:
    """The numbers of a longest run of places, gaps allowed, that goes on and never back; of several the one that patience sorting finds."""
    tops: list[int] = []
    numbers: list[int] = []
    behind: list[int] = []
    for number, place in enumerate(places):
        at = bisect_left(tops, place)
        behind.append(numbers[at - 1] if at else -1)
        tops[at : at + 1] = [place]
        numbers[at : at + 1] = [number]
    found: set[int] = set()
    at = numbers[-1] if numbers else -1
    while at >= 0:
        found.add(at)
        at = behind[at]
    return found

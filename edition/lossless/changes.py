"""5. Lossless. Which lines of the source a TEI file no longer holds: by their checksums, and word for word if the source is at hand."""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Iterator
from dataclasses import dataclass
from difflib import SequenceMatcher
from itertools import groupby, pairwise, product
from zlib import crc32

from edition import spacing
from edition.logfile import Log
from edition.lossless.view import leaves, source_view
from edition.model import Document, Finding, Severity
from edition.tei import Element

HINT = "Undo the change, or make it a correction: [[fix]] in the record."
LONG = 4_000  # words of a block that are compared one by one


@dataclass(frozen=True)
class Tile:
    """A piece of the repaired text, where it ought to stand, and what stands there. `node` is None for what the log keeps."""

    low: int
    high: int
    text: str
    node: Element | None


def tiles(root: Element, log: Log) -> list[Tile]:
    """All blocks, and what no block holds, in the order of the source."""
    found = [Tile(log.edge(start), log.edge(end), source_view(node), node) for start, end, node in leaves(root)]
    for start, text in log.data["outside"]:
        low = log.edge(int(start))
        found.append(Tile(low, low + len(text), str(text), None))
    return sorted(found, key=lambda tile: (tile.low, tile.high))


def changed(document: Document, log: Log, torn: list[int], repaired: str | None) -> Iterator[Finding]:
    """A finding for each line, or run of lines, that is no longer what the source says. `torn`: where words were joined or divided;
    `repaired`: the text as it ought to be, if the source is at hand."""
    assert document.tree is not None
    assert log.shape is not None
    laid = tiles(document.tree.getroot(), log)
    yield from _overlaps(document, laid, log)
    stands = list(_lines(laid, log, log.shape))
    bad = {line for line, way in enumerate(stands) if not way} | {line_of(log, place) for place in torn}
    bad |= set(_between(laid, log, stands, bad))
    kept = [tile for tile in laid if tile.node is not None]
    exact: dict[int, str] = {}
    if repaired is not None:
        bad, exact = _compared(laid, log, repaired, bad)
    holders = {line: _holder(kept, log, line) for line in sorted(bad)}
    for node, group in groupby(enumerate(sorted(bad)), lambda item: (item[1] - item[0], holders[item[1]])):
        lines = [line for _, line in group]
        yield _finding(document, log, lines, node[1], [exact[line] for line in lines if line in exact])


def _finding(document: Document, log: Log, lines: list[int], node: Element | None, exact: list[str]) -> Finding:
    one = len(lines) == 1
    named = f"line {lines[0] + 1}" if one else f"lines {lines[0] + 1} to {lines[-1] + 1}"
    said = f"{'is' if one else 'are'} no longer what the source says" if node is not None else f"{'stands' if one else 'stand'} in no block any more"
    words = f": {'; '.join(exact[:3])}{' …' if len(exact) > 3 else ''}" if exact and node is not None else ""
    return Finding("SRC020", Severity.ERROR, document.locus(node), f"{named} of the source ({log.source}) {said}{words}", HINT)


def _overlaps(document: Document, laid: list[Tile], log: Log) -> Iterator[Finding]:
    for one, other in pairwise(laid):
        if one.high > other.low and other.high > other.low:
            line = line_of(log, other.low) + 1
            message = f"line {line} of the source ({log.source}) stands twice: two blocks claim the same words"
            yield Finding("SRC029", Severity.ERROR, document.locus(other.node if other.node is not None else one.node), message, "Take one of the blocks out, or its @source.")


def line_of(log: Log, place: int) -> int:
    """The line (from 0) of a place of the repaired text."""
    return max(0, min(bisect_right(log.places, place), len(log.sums)) - 1)


def _holder(kept: list[Tile], log: Log, line: int) -> Element | None:
    """The block that ought to hold a line, or its beginning."""
    low, high = log.places[line], log.places[line + 1]
    number = max(0, bisect_right(kept, low, key=lambda tile: tile.low) - 1)
    return next((tile.node for tile in kept[number : number + 3] if tile.low < max(high, low + 1) and tile.high > low), None)


def _between(laid: list[Tile], log: Log, stands: list[str], bad: set[int]) -> Iterator[int]:
    """The lines at whose end letters were put in that are no line's: all lines of the block stand, and it is too long."""
    assert log.shape is not None
    for tile in laid:
        lines = range(line_of(log, tile.low), line_of(log, max(tile.low, tile.high - 1)) + 1)
        if tile.node is not None and len(spacing.letters(tile.text)) != len(spacing.letters(log.shape[tile.low : tile.high])) and not bad.intersection(lines):
            yield next((line - 1 for line in lines[1:] if stands[line] != "front"), lines[-1]) if stands[lines[0]] == "front" else lines[0]


def _lines(laid: list[Tile], log: Log, shape: str) -> Iterator[str]:
    """For each line whether all of it stands in the tiles ("" if not). A block that has grown or shrunk is laid against the source
    from its beginning ("front") and from its end ("back"), so that it disturbs no line but its own."""
    ways: list[tuple[int, int, str, str]] = []
    done = 0
    for tile in laid:
        if tile.low < done:
            continue
        wanted, words = shape[tile.low : tile.high], spacing.letters(tile.text)
        count = len(spacing.letters(wanted))
        front = tile.text if tile.node is None and len(tile.text) == len(wanted) else spacing.filled(wanted, words)
        back = front if len(words) == count else spacing.filled(wanted, words[-count:].rjust(count, "\0") if count else "")
        ways.append((tile.low, tile.high, front, back))
        done = tile.high
    first = 0
    for (low, high), total in zip(pairwise(log.places), log.sums, strict=True):
        while first < len(ways) and ways[first][1] <= low and low < high:
            first += 1
        pieces: list[tuple[str, ...]] = []
        at, number = low, first
        while at < high and number < len(ways) and ways[number][0] < high:
            start, end, front, back = ways[number]
            if start > at:
                break
            stop = min(end, high)
            pieces.append(tuple(dict.fromkeys((front[at - start : stop - start], back[at - start : stop - start]))))
            at, number = stop, number + 1
        if at < high:
            yield ""
            continue
        tried = product(*pieces) if len(pieces) <= 6 else zip(*((piece[0], piece[-1]) for piece in pieces), strict=True)
        right = (number for number, way in enumerate(tried) if crc32("".join(way).encode("utf-8", "surrogatepass")) == total)
        yield {None: "", 0: "front"}.get(next(right, None), "back")


def _compared(laid: list[Tile], log: Log, repaired: str, bad: set[int]) -> tuple[set[int], dict[int, str]]:
    """The changed lines exactly, and what each of them has instead, from a comparison with the words of the source."""
    lines: set[int] = set()
    said: dict[int, str] = {}
    covered: set[int] = set()
    for tile in laid:
        first, last = line_of(log, tile.low), line_of(log, max(tile.low, tile.high - 1))
        here = {line for line in bad if first <= line <= last}
        if tile.node is None or not here:
            continue
        wanted = [(match[0], tile.low + match.start()) for match in spacing.TOKEN.finditer(repaired[tile.low : tile.high]) if match[0].strip()]
        found = [word for word in spacing.TOKEN.findall(tile.text) if word.strip()]
        if not wanted or len(wanted) + len(found) > LONG:
            continue
        covered |= here
        for kind, one, other, left, right in SequenceMatcher(None, [word for word, _ in wanted], found, autojunk=False).get_opcodes():
            if kind == "equal":
                continue
            places = [place for _, place in wanted[one:other]] or [wanted[min(one, len(wanted) - 1)][1]]
            for place in places:
                lines.add(line_of(log, place))
            has, stands = " ".join(word for word, _ in wanted[one:other]), " ".join(found[left:right])
            said.setdefault(line_of(log, places[0]), f'the source has "{has}", the TEI "{stands}"' if has else f'"{stands}" is not in the source')
    if not lines:
        return bad, said
    return lines | (bad - covered), said

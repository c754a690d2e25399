"""5. Lossless. A file that an XML editor has laid out anew gets back the white space of its source, word by word, from the log."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field

from edition import spacing, tei
from edition.logfile import Log
from edition.lossless.view import Event, leaves, walk


@dataclass
class Filled:
    """What came of it: `kept` holds the blocks with other letters than the source's (left as they are); `torn` the places of the
    repaired text at which two words were joined, or one was divided; `lost` the elements before which the space has gone that was
    all there was between two elements: some editors take that for layout."""

    changed: bool = False
    kept: list[tei.Element] = field(default_factory=list)
    torn: list[int] = field(default_factory=list)
    lost: list[tei.Element] = field(default_factory=list)


def settle(root: tei.Element, log: Log) -> Filled:
    """Put the source's white space into every block, in place. The shape of the text must be known."""
    assert log.shape is not None
    done = Filled()
    for start, end, leaf in list(leaves(root)):
        low = log.edge(start)
        wanted = log.shape[low : log.edge(end)]
        texts, apart = _texts(leaf)
        found = "".join(event.text for event in texts)
        if len(found) == len(wanted) and all((one in tei.BLANK) == (other in tei.BLANK) for one, other in zip(found, wanted, strict=True)) and not _other(found, wanted):
            continue
        if len(spacing.letters(found)) != len(spacing.letters(wanted)):
            done.kept.append(leaf)
            continue
        done.changed = True
        for place, number in _fill(texts, wanted):
            if number in apart:
                done.lost.append(texts[number].node)
            else:
                done.torn.append(low + place)
    return done


def _texts(leaf: tei.Element) -> tuple[list[Event], set[int]]:
    """The texts of a block, and the numbers of those before which one element ends and another begins."""
    texts: list[Event] = []
    apart: set[int] = set()
    before = ""
    for event in walk(leaf):
        if event.kind == "text":
            texts.append(event)
        elif before in ("close", "aside") and event.kind in ("open", "aside"):
            apart.add(len(texts))
        before = event.kind
    return texts, apart


def _other(found: str, wanted: str) -> bool:
    """Whether one of two texts of the same shape has a line end where the other has a space."""
    return any(one != other for one, other in zip(found, wanted, strict=True) if other in tei.BLANK)


def _fill(texts: list[Event], wanted: str) -> Iterator[tuple[int, int]]:
    """Write the texts of a block anew. Gives the places, in `wanted`, at which its words were joined or divided; with the number of
    the text that begins there if they were joined between two texts, else -1."""
    gaps = spacing.gaps(wanted)
    last = len(gaps) - 1
    out: list[list[str]] = [[] for _ in texts]
    letter = place = 0  # how many letters are done; where the next gap begins in `wanted`
    seen, first = "", 0  # white space since the last letter, and the outermost text with some of it
    here = -1  # the text with the last letter
    for number, event in enumerate(texts):
        for token in spacing.TOKEN.findall(event.text):
            if token[0] in tei.BLANK:
                first = number if not seen or _depth(event) < _depth(texts[first]) else first
                seen += token
                continue
            for position in range(len(token)):
                gap = gaps[letter]
                if letter and bool(gap) != bool(seen) and not (seen and "\n" in seen and (first != number or here != number)):
                    yield place, number if gap and here != number else -1
                out[first if seen else number].append(gap)
                out[number].append(token[position])
                place += len(gap) + 1
                letter, seen, here = letter + 1, "", number
    if out:
        out[first if seen else max(here, 0)].append(gaps[last])
    for event, parts in zip(texts, out, strict=True):
        if event.tail:
            event.node.tail = "".join(parts)
        else:
            event.node.text = "".join(parts)


def _depth(event: Event) -> int:
    return sum(1 for _ in event.node.iterancestors()) - event.tail

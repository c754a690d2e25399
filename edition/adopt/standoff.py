"""What stands on the words of a TEI file: corrections, phrases, notes and other points, each with its place in the repaired text.

Two files of one source can so be compared, whatever their layout; an XML diff could not tell a moved line end from a moved name.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass, field, replace
from itertools import accumulate

from edition import lossless, tei
from edition.lossless import Log
from edition.model import Document
from edition.tei import Element, local, select

BLANKS = re.compile(f"[{tei.BLANK}]+")
BESIDE = re.compile(" ?(<[^>]*>) ?")  # a space beside a tag: an editor may have put it there
OWN = frozenset({tei.XML_ID, "source", "next", "prev"})  # what a program gives, and no editor


@dataclass(frozen=True)
class Thing:
    """Something on the words from `low` to `high`. Equal if it says the same of the same letters (`place`: how many stand before it and
    before its end); where in the file (`node`), and on which side of a space, does not matter.

    `kind`: "mark" (choice, supplied, surplus), "phrase", "point" (a note, a gap, a break), "block". `text`: what a mark puts instead,
    what a note says.
    """

    kind: str
    low: int = field(compare=False)
    high: int = field(compare=False)
    name: str
    attributes: tuple[tuple[str, str], ...] = ()
    text: str = ""
    node: Element = field(compare=False, repr=False, default=None)  # type: ignore[assignment]  # always given
    place: tuple[int, int] = (0, 0)

    def get(self, name: str) -> str:
        return dict(self.attributes).get(name, "")


def things(document: Document, log: Log) -> list[Thing]:
    """Everything, in the order of the file. The white space must be the source's (`lossless.settled`)."""
    assert document.tree is not None
    found: list[Thing] = []
    ends: dict[Element, int] = {}
    for start, end, leaf in lossless.leaves(document.tree):
        low, high = log.edge(start), log.edge(end)
        ends[leaf] = high
        found.append(Thing("block", low, high, local(leaf), _said(leaf), _division(leaf), leaf))
        found += _inside(leaf, low)
    for node in select(document.tree, "//t:text//t:note[not(@source)] | //t:text//t:gap"):
        parent = node.getparent()
        if not any(each in ends for each in node.iterancestors()) and parent is not None:
            before = [each for sibling in node.itersiblings(preceding=True) for each in sibling.iter("*") if each in ends]
            at = max((ends[each] for each in before), default=0)
            found.append(Thing("point", at, at, local(node), _said(node), content(node), node))
    count = list(accumulate((letter not in tei.BLANK for letter in log.shape or ""), initial=0))

    def rank(at: int) -> int:
        return count[at] if at < len(count) else at

    return [replace(thing, place=(rank(thing.low), rank(thing.high))) for thing in found]


def _inside(leaf: Element, at: int) -> Iterator[Thing]:
    opened: list[tuple[Element, int]] = []
    pairs = 0
    for mark in lossless.marks(leaf, at):
        yield Thing("mark", mark.at, mark.at + len(mark.old), _kind(mark.node), _who(mark.node), _flat(mark.new, pair=bool(mark.old)), mark.node)
    for event in lossless.walk(leaf):
        name = local(event.node)
        if event.kind == "text":
            at += len(event.text)
        elif event.kind == "open":
            pairs += name in ("choice", "surplus")
            opened.append((event.node, at))
        elif event.kind == "close":
            node, start = opened.pop()
            pairs -= name in ("choice", "surplus")
            if name in ("choice", "surplus") or (pairs and name in ("sic", "orig", "abbr")):
                continue
            empty = start == at and not (node.text or "").strip() and not len(node)
            yield Thing("point" if empty else "phrase", start, at, name, _said(node), node=node)
        elif name and name not in ("corr", "reg", "expan", "supplied", "add", "rdg", "rdgGrp") and not pairs:
            yield Thing("point", at, at, name, _said(event.node), content(event.node) if name == "note" else "", event.node)


def _flat(text: str, *, pair: bool) -> str:
    """The words of a mark without the line ends that an editor put inside its tags; what is supplied keeps a space behind it."""
    text = re.sub(rf"^[ \t\r]*\n[{tei.BLANK}]*", "", text)
    return BLANKS.sub(" ", re.sub(rf"[ \t\r]*\n[{tei.BLANK}]*$", "", text) if pair else text)


def _kind(node: Element) -> str:
    """``corr``, ``reg``, ``expan``, ``supplied``, ``surplus``, ``add``."""
    if local(node) != "choice":
        return local(node)
    return next((name for name in ("corr", "reg", "expan") if node.find(f"{tei.T}{name}") is not None), "choice")


def _who(node: Element) -> tuple[tuple[str, str], ...]:
    """cert and resp of a mark; of a pair they stand on the reading."""
    on = next((child for child in node if local(child) in ("corr", "reg", "expan")), node)
    return tuple((name, on.get(name) or "") for name in ("cert", "resp") if on.get(name))


def _said(node: Element) -> tuple[tuple[str, str], ...]:
    return tuple(sorted((str(name), str(value)) for name, value in node.attrib.items() if name not in OWN))


def _division(leaf: Element) -> str:
    """Where a block hangs: the names above it, as far as the body."""
    names = []
    for above in leaf.iterancestors():
        if local(above) in ("body", "text", "front", "back"):
            break
        names.append("/".join(filter(None, (local(above), above.get("type"), above.get(tei.XML_LANG)))))
    return " < ".join(names)


def content(node: Element) -> str:
    """What an element holds, written alike whatever its layout and ids."""
    parts = [node.text or ""]
    for child in node:
        if isinstance(child.tag, str):
            inner = content(child)
            said = "".join(f" {name}={value!r}" for name, value in _said(child))
            parts.append(f"<{local(child)}{said}>{inner}</{local(child)}>")
        parts.append(child.tail or "")
    return BESIDE.sub(r"\1", BLANKS.sub(" ", "".join(parts))).strip(tei.BLANK)


@dataclass
class Difference:
    """What one file has and the other has not; and what says another thing of the same words, as pairs (before, after)."""

    added: list[Thing]
    removed: list[Thing]
    changed: list[tuple[Thing, Thing]]

    def __bool__(self) -> bool:
        return bool(self.added or self.removed or self.changed)


def difference(before: list[Thing], after: list[Thing]) -> Difference:
    """From one file to the other."""
    gone, new = Counter(before), Counter(after)
    removed, added = _left(before, gone - new), _left(after, new - gone)
    changed = []
    for thing in list(removed):
        if (partner := next((each for each in added if _same_place(thing, each)), None)) is not None:
            changed.append((thing, partner))
            removed.remove(thing)
            added.remove(partner)
    return Difference(added, removed, changed)


def _left(all_of_them: list[Thing], wanted: Counter[Thing]) -> list[Thing]:
    found = []
    for thing in reversed(all_of_them):  # of several alike the last ones are those that are too many
        if wanted[thing] > 0:
            wanted[thing] -= 1
            found.append(thing)
    return found[::-1]


def _same_place(one: Thing, other: Thing) -> bool:
    if one.kind != other.kind:
        return False
    if one.kind == "point":
        identified = tei.identify(one.node)
        return one.name == other.name and (identified == tei.identify(other.node) if identified else one.place == other.place)
    return one.place == other.place and (one.kind in ("mark", "block") or one.name == other.name)

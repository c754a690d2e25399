"""What a source has in several pieces: a note that runs on to the next page, a paragraph that a page break has cut, a quotation around words of the narrator.

They say so by @next and @prev, by a ``join``, a paragraph or stanza also by @part (I, M, F). The pieces of a note are one note. A block whose
next piece stands right behind it, or behind page breaks, is one block. Other pieces stay where they are; one name in pieces is one entry of an
index. Pieces that lead in a circle, or nowhere, are what they would be without. Source: TEI #SAAG.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from itertools import pairwise

from lxml import etree

from edition.tei import BLANK, XML_ID, Element, T

NOTE, JOIN = f"{T}note", f"{T}join"
SIGNS = frozenset({"next", "prev", "part"})  # attributes
BREAKS = frozenset(f"{T}{name}" for name in ("pb", "cb", "gb", "lb", "milestone", "fw", "anchor"))  # what may stand between two pieces of one block
BLOCKS = frozenset(f"{T}{name}" for name in ("p", "ab", "l", "lg", "quote", "q", "said", "sp", "stage", "list", "item"))
PARTS = frozenset(f"{T}{name}" for name in ("p", "ab", "lg"))  # of a verse @part is of its metre
NAMING = frozenset({XML_ID, "n", "facs", "corresp", "copyOf", "sameAs", "source", "decls"}) | SIGNS  # attributes by which pieces may differ
_of_pieces = etree.XPath("descendant-or-self::*[@xml:id or @next or @prev or @part]")


@dataclass(frozen=True)
class Pieces:
    """`whole`: the first piece to all pieces, in order. `joined`: the first to what is written at its end, page breaks between the pieces too."""

    whole: Mapping[Element, tuple[Element, ...]] = field(default_factory=dict)
    first: Mapping[Element, Element] = field(default_factory=dict)  # a later piece to the first one
    joined: Mapping[Element, tuple[Element, ...]] = field(default_factory=dict)
    taken: frozenset[Element] = frozenset()  # all that is in `joined`


def pieces(root: Element, signed: Iterable[Element], joins: Iterable[Element], called: Callable[[Element], bool]) -> Pieces:
    """`signed`: what has one of `SIGNS`. `called`: whether a note is called in the text, and can be joined."""
    after = _after(root, list(signed), list(joins))
    before = {second: first for first, second in after.items()}
    whole: dict[Element, tuple[Element, ...]] = {}
    for start in after:
        if start not in before:
            chain = [start]
            while (following := after.get(chain[-1])) is not None:
                chain.append(following)
            whole[start] = tuple(chain)
    joined = {first: tuple(found) for first, chain in whole.items() if (found := list(_joined(chain, called)))}
    return Pieces(
        whole, {each: first for first, chain in whole.items() for each in chain[1:]}, joined, frozenset(each for found in joined.values() for each in found)
    )


def _after(root: Element, signed: list[Element], joins: list[Element]) -> dict[Element, Element]:
    """Each piece to the next: one of its kind, behind it, that goes on from no other."""
    wanted = {name for node in signed for key in ("next", "prev") if (name := _name(node.get(key)))}
    wanted |= {_name(each) for node in joins for each in (node.get("target") or "").split()}
    place: dict[Element, int] = {}
    by_id: dict[str, Element] = {}
    if wanted:
        pointing = set(signed)
        for number, node in enumerate(_of_pieces(root)):
            identifier = node.get(XML_ID) or ""
            if node in pointing or (identifier in wanted and identifier not in by_id):
                place[node] = number
                if identifier in wanted:
                    by_id.setdefault(identifier, node)
    pairs: list[tuple[Element | None, Element | None]] = [(node, by_id.get(_name(node.get("next")))) for node in signed if node.get("next")]
    pairs += [(by_id.get(_name(node.get("prev"))), node) for node in signed if node.get("prev")]
    for node in joins:
        found = [by_id.get(_name(each)) for each in (node.get("target") or "").split()]
        pairs += pairwise(found)
    after: dict[Element, Element] = {}
    going_on: set[Element] = set()
    for one, two in pairs:
        if one is not None and two is not None and one.tag == two.tag and place[one] < place[two] and one not in after and two not in going_on:
            if one not in two.iterancestors():
                after[one] = two
                going_on.add(two)
    for node in signed:  # paragraphs in parts, which point to nothing
        if node.tag in PARTS and node.get("part") in ("I", "M") and node not in after:
            *_, behind = _behind(node)
            if behind is not None and behind.tag == node.tag and behind.get("part") in ("M", "F") and behind not in going_on:
                after[node] = behind
                going_on.add(behind)
    return after


def _name(target: str | None) -> str:
    return target.strip()[1:] if target and target.strip().startswith("#") else ""


def _behind(node: Element) -> Iterator[Element | None]:
    """Page breaks behind an element, and what comes after them: None where words stand between, or nothing comes."""
    while True:
        if (node.tail or "").strip(BLANK):
            yield None
            return
        following = node.getnext()
        if following is None or following.tag not in BREAKS:
            yield following if following is not None and isinstance(following.tag, str) else None
            return
        yield following
        node = following


def _joined(chain: tuple[Element, ...], called: Callable[[Element], bool]) -> Iterator[Element]:
    """What is written at the end of the first piece."""
    if chain[0].tag == NOTE:
        if all(map(called, chain)) and not any(each in other.iterancestors() for each in chain for other in chain):
            yield from chain[1:]
        return
    if chain[0].tag not in BLOCKS:
        return
    for one, two in pairwise(chain):
        *between, behind = _behind(one)
        if behind is not two or _look(one) != _look(two):
            return
        yield from (each for each in between if each is not None)
        yield two


def _look(node: Element) -> list[tuple[str, str]]:
    return sorted((key, value) for key, value in node.items() if key not in NAMING)

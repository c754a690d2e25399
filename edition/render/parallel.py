"""Texts side by side: an original and its translation, paired by @corresp, in columns (in an EPUB one above the other where the page is narrow).

Divisions that lie side by side become one division with both headings; in it the blocks that belong together share a row. What has no
partner has a row of its own, in its place.
"""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from typing import TYPE_CHECKING

from edition.render import language
from edition.render.odd import Model
from edition.tei import BLANK, XML_ID, Element, T

if TYPE_CHECKING:
    from edition.render.walk import Renderer

DIVISIONS = frozenset(f"{T}{name}" for name in ["div", "div1", "div2", "div3", "div4", "div5", "div6", "div7"])
HOLDERS = DIVISIONS | frozenset(f"{T}{name}" for name in ["text", "front", "body", "back", "group"])
HEAD = f"{T}head"
SECTION, HOLDER = Model("div", "section", source_rendition=True), Model("text", "body", source_rendition=True)
Row = list[list[Element]]


def parallel(out: Renderer, node: Element, model: Model) -> None:
    """A group of texts, or a body of divisions, of which each is one side."""
    sides = [child for child in node if child.tag in HOLDERS]
    with out.divisions.division(node, model):
        if len(sides) < 2 or out.quiet or not out.divisions.free or any(not _plain(each) for each in (node, *sides)):
            out.content(node, model)
            return
        for child in node:
            if child not in sides:
                out.apply(child)
        _side_by_side(out, sides)


def _side_by_side(out: Renderer, sides: list[Element]) -> None:
    """`sides`: what holds the words of each side, of the same kind. The first makes the division, the others leave their ids."""
    with out.divisions.division(sides[0], SECTION if sides[0].tag in DIVISIONS else HOLDER):
        for each in sides[1:]:
            out.place(each)
        _heads(out, sides)
        inner = [[child for child in side if isinstance(child.tag, str) and child.tag != HEAD] for side in sides]
        if all(inner) and len({len(each) for each in inner}) == 1 and all(child.tag in HOLDERS and _plain(child) for each in inner for child in each):
            for pair in zip(*inner, strict=True):
                _side_by_side(out, list(pair))
            return
        with out.plain_element("div", {"class": "parallel"}):
            for row in _rows([[child for child in _blocks(side) if child.getparent() is not side or child.tag != HEAD] for side in sides]):
                with out.plain_element("div", {"class": "pair"}):
                    for number, cell in enumerate(row):
                        with _side(out, number), out.plain_element("div", {"class": "side", **(language.inherited(cell[0]) if cell else {})}):
                            for block in cell:
                                out.apply(block)


def _heads(out: Renderer, sides: list[Element]) -> None:
    """The headings of divisions side by side: the first heads the division, the others stand below it."""
    for number, side in enumerate(sides):
        for head in side.iterchildren(HEAD):
            if number:
                with _side(out, number), out.plain_element("div", {"class": "side-head", **language.inherited(head)}):
                    out.apply(head)
            else:
                out.apply(head)


@contextmanager
def _side(out: Renderer, number: int) -> Iterator[None]:
    """What is written inside is on one side: on facing pages it has notes with numbers of its own. More than two sides stand on two pages."""
    before, out.notes.side = out.notes.side, min(number, 1) if out.setting.facing else 0
    yield
    out.notes.side = before


def _plain(node: Element) -> bool:
    """Whether there are no words between its children."""
    return not any((text or "").strip(BLANK) for text in (node.text, *(child.tail for child in node)))


def _blocks(side: Element) -> list[Element]:
    """The blocks of a side, in order; divisions without words of their own are looked through."""
    found: list[Element] = []
    for child in side:
        if child.tag in HOLDERS and _plain(child) and child.get(XML_ID) is None:
            found += _blocks(child)
        elif isinstance(child.tag, str):
            found.append(child)
    return found


def _rows(sides: list[list[Element]]) -> list[Row]:
    """Blocks that point to each other share a row; of those that point nowhere, two of a kind at the same place do."""
    first, others = sides[0], sides[1:]
    partners = [_partners(first, other) for other in others]
    at = [0 for _ in others]
    rows: list[Row] = []

    def alone(number: int, until: int) -> None:
        for block in others[number][at[number] : until]:
            rows.append([[], *([block] if each == number else [] for each in range(len(others)))])
        at[number] = max(at[number], until)

    for block in first:
        row: Row = [[block], *([] for _ in others)]
        for number, other in enumerate(others):
            pointed, taken = partners[number]
            places = [place for place in pointed.get(block, ()) if place >= at[number]]
            if places:
                alone(number, min(places))
                row[number + 1] += other[at[number] : max(places) + 1]
                at[number] = max(places) + 1
            elif at[number] < len(other) and block not in pointed and at[number] not in taken and other[at[number]].tag == block.tag:
                row[number + 1].append(other[at[number]])
                at[number] += 1
        rows.append(row)
    for number, other in enumerate(others):
        alone(number, len(other))
    return rows


def _partners(first: list[Element], other: list[Element]) -> tuple[dict[Element, list[int]], set[int]]:
    """For each block of the first side the places of its partners in another; and all places that have one."""
    by_id = {f"#{name}": block for block in first if (name := block.get(XML_ID))}
    places = {f"#{name}": place for place, block in enumerate(other) if (name := block.get(XML_ID))}
    found: dict[Element, list[int]] = {}
    for block in first:
        for pointer in (block.get("corresp") or "").split():
            if pointer in places:
                found.setdefault(block, []).append(places[pointer])
    for place, block in enumerate(other):
        for pointer in (block.get("corresp") or "").split():
            if pointer in by_id:
                found.setdefault(by_id[pointer], []).append(place)
    return found, {place for each in found.values() for place in each}

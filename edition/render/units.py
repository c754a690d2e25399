"""Which part of a document goes to which file: a division each, unless it is short (with the one before) or long (in its parts).

Sizes are bytes of TEI, so that all media and all readers find the same files.
"""

from __future__ import annotations

from lxml import etree

from edition import tei
from edition.render.identifiers import ascii_name
from edition.render.odd import SECTIONS, WRAPPERS, Lookup, behaviours, choose
from edition.render.stretches import Cut, Run
from edition.tei import XML_ID, Element, T

SPLIT = WRAPPERS | SECTIONS
GRAPHIC, FACSIMILE = f"{T}graphic", f"{T}facsimile"
PICTURE = 25_000  # bytes of TEI that a picture of a page is worth: ten of them fill a file
TITLE_PAGE = f"{T}titlePage"  # what follows it begins a file


def divide(root: Element, models: Lookup, sizes: tuple[int, int], units: dict[Element, str], prefix: str) -> dict[Element, Cut]:
    """Which division goes to which file: one each, unless it is short (with the one before) or long (in its parts: divisions, stretches).

    `sizes`: below the first a division is short, above the second long, in bytes of TEI. The first division shares the file of the
    root, if there is little before it.
    """
    least, most = sizes
    used = {units[root].casefold()}
    cuts: dict[Element, Cut] = {}

    def named(node: Element) -> str:
        identifier = node.get(XML_ID)
        name = ascii_name(identifier) if identifier else ascii_name("e" + _numbers(node))
        name = unique = name if name.startswith(prefix) else prefix + name
        count = 1
        while unique.casefold() in used:
            count += 1
            unique = f"{name}-{count}"
        used.add(unique.casefold())
        return unique

    def descend(parent: Element, unit: str, length: int, filled: int) -> tuple[str, int, int]:
        """The file that is being filled and how full it is, for a division and for a block that follows, before and after."""
        run = Run(least, most)
        whole = not _divisible(parent, models)
        for node in parent.iterchildren("*"):
            what = behaviours(node, models)
            if what & SPLIT:
                note(run)
                run = Run(least, most)
            if what & SECTIONS:
                size = _size(node, most)
                if "section" not in what and FACSIMILE in (node.tag, parent.tag):
                    size += PICTURE * sum(1 for _ in node.iter(GRAPHIC))
                if length and (length + size > most or size > least or "view" in what):
                    unit, length = named(node), 0
                length += size
                units[node] = unit
                if node.tag == TITLE_PAGE:
                    length = most
                filled = size if node.tag == TITLE_PAGE else length
                if size > most:
                    _, _, filled = descend(node, unit, 0 if "view" in what else most, 0)
                    length = most
            elif what & WRAPPERS:
                unit, length, filled = descend(node, unit, length, filled)
            elif what - {"metadata", "omit"}:
                size = len(etree.tostring(node))
                if length or any(text.strip(tei.BLANK) for text in node.itertext()):
                    length += size
                if not whole and (begun := run.add(node, size, filled, named)) is not None:
                    unit, filled = begun
                    length = filled
                else:
                    filled += size
        note(run)
        return unit, length, filled

    def note(run: Run) -> None:
        begun, found = run.cuts()
        units.update(begun)
        cuts.update(found)

    descend(root, units[root], 0, 0)
    return cuts


def _size(node: Element, most: int) -> int:
    """Bytes of TEI; of what is long by its words alone, bytes of these, which are counted many times sooner."""
    words = len(etree.tostring(node, method="text", encoding="utf-8", with_tail=False))
    return words if words > most else len(etree.tostring(node, with_tail=False))


def _divisible(parent: Element, models: Lookup) -> bool:
    """Whether the children of an element are written once, in their order, in a division: so that a file may begin at one."""
    found = choose(models.get(parent.tag, ()), parent)  # type: ignore[arg-type]
    return len(found) == 1 and "content" not in found[0].params and (found[0].behaviour in WRAPPERS or found[0].behaviour == "section")


def _numbers(node: Element) -> str:
    """The address of an element by counting, comments too: ``2.1.3`` is the third child of the first of the second of the root."""
    steps = []
    parent = node.getparent()
    while parent is not None:
        steps.append(str(1 + parent.index(node)))
        node, parent = parent, parent.getparent()
    return ".".join(reversed(steps))

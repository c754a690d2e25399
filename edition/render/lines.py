"""What an entry of an apparatus is named by instead of a mark: the number of its verse, its line, its paragraph.

A verse has its @n, or is counted from the nearest one before it that has; a line of a transcription is the ``lb`` before it; prose is named
by the numbers of what is around it (``1.3``), and where nothing has a number, by that of the paragraph in its division.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from edition.render.xhtml import element
from edition.tei import Element, T

if TYPE_CHECKING:
    from edition.render.walk import Renderer

LINE, BREAK, PARAGRAPH = f"{T}l", f"{T}lb", f"{T}p"
DIVISIONS = frozenset(f"{T}{name}" for name in ["div", "div1", "div2", "div3", "div4", "div5", "div6", "div7", "body", "front", "back"])
PROSE = frozenset(f"{T}{name}" for name in ["p", "ab", "seg", "s", "u", "item", "sp", "head"])
LINED = frozenset({"edition", "textpart", "transcription"})  # types of divisions that keep the lines of the source
EVERY = 5  # lines: how often one has its number
MANY, NEARLY_ALL = 26, 0.9  # entries, and how many of them have a number
CHAPTERS = frozenset({"book", "chapter", "section", "textpart", "part", "canto", "poem", ""})


def numbered_throughout(root: Element) -> bool:
    """Whether an apparatus is better keyed by numbers than by letters: it has more entries than there are letters, and the source says the numbers
    of nearly all lines or sections that they stand in."""
    entries = [node for node in root.iter(f"{T}app") if next(node.iterancestors(f"{T}app", f"{T}teiHeader", f"{T}standOff"), None) is None]
    if len(entries) <= MANY:
        return False
    known = Lines(root)
    said = sum(1 for each in entries if each.get("loc") or (_said(each) and not known.of(each).startswith("¶")))
    return said >= NEARLY_ALL * len(entries)


def _said(entry: Element) -> bool:
    verse = next(entry.iterancestors(LINE), None)
    if verse is not None:
        return any(each.get("n") for each in (verse, *verse.itersiblings(LINE, preceding=True), *verse.itersiblings(LINE)))
    return True


class Lines:
    """The numbers of one document, made when they are first asked for."""

    def __init__(self, root: Element) -> None:
        self._verses = verses(root)
        self._breaks: dict[Element, str] = {}
        self._around: dict[Element, str] = {}  # what in prose is named by what it stands in
        number, of = "", None
        broken = {_block(each) for each in root.iter(BREAK) if each.get("n")}  # paragraphs whose lines are known: the first may have begun in the one before
        for node in root.iter(BREAK, f"{T}app", *DIVISIONS):
            if node.tag == BREAK:
                number, of = node.get("n") or "", _block(node)
            elif node.tag in DIVISIONS:
                number = ""
            elif number and (_block(node) is of or _block(node) in broken or _lined(node)):
                self._breaks[node] = number

    def of(self, node: Element) -> str:
        """The number for an entry, or for the element that it belongs to; "" if nothing can be counted."""
        if self._verses:
            for each in (node, *node.iterancestors(LINE)):
                if each in self._verses:
                    return self._verses[each]
        if node in self._breaks:
            return self._breaks[node]
        if node.tag == BREAK:
            return node.get("n") or ""
        parent = node.getparent() if node.tag not in PROSE and node.tag not in DIVISIONS else None
        if parent is None:
            return _in_prose(node)
        if parent not in self._around:
            self._around[parent] = _in_prose(parent)
        return self._around[parent]


def _in_prose(node: Element) -> str:
    """By the numbers of what an element is, and stands in; without one by the place of its paragraph."""
    path: list[str] = []
    paragraph = None
    for each in (node, *node.iterancestors()):
        if each.tag in PROSE and each.get("n"):
            path.append(str(each.get("n")))
        if each.tag in (PARAGRAPH, f"{T}ab", f"{T}head") and paragraph is None:
            paragraph = each
        if each.tag in DIVISIONS:
            if path and each.get("n") and each.get("type", "") in CHAPTERS:
                path.append(str(each.get("n")))
            if each.tag == f"{T}body":
                break
    if path or paragraph is None:
        return ".".join(reversed(path))
    return "¶" if paragraph.tag == f"{T}head" else f"¶ {1 + sum(1 for _ in paragraph.itersiblings(PARAGRAPH, f'{T}ab', preceding=True))}"


def in_margin(out: Renderer, node: Element) -> None:
    """Every fifth line of prose has its number in the margin, where entries are named by lines (else nobody could find them) and where the lines are kept."""
    n = (node.get("n") or "").strip()
    wanted = out.setting.apparatus == "lines" or out.setting.reading == "diplomatic"
    if wanted and not out.quiet and node.tag == BREAK and n.isdecimal() and int(n) % EVERY == 0 and next(node.iterancestors(LINE), None) is None:
        out.xhtml.wait(element("span", {"class": "ln", "data-n": n}))


def _block(node: Element) -> Element | None:
    return next(node.iterancestors(PARAGRAPH, f"{T}ab", f"{T}lg", f"{T}head"), None)


def _lined(node: Element) -> bool:
    return any(each.get("type") in LINED for each in node.iterancestors(*DIVISIONS))


def verses(root: Element) -> dict[Element, str]:
    """Each verse's number. In a division the count goes back from the first verse that has one; a verse in parts is counted once."""
    groups: dict[Element | None, list[Element]] = {}
    for verse in root.iter(LINE):
        if next(verse.iterancestors(f"{T}rdg"), None) is not None:
            continue  # another reading of a verse is no further verse
        groups.setdefault(next(verse.iterancestors(*DIVISIONS), None), []).append(verse)
    found: dict[Element, str] = {}
    for verses in groups.values():
        counted = [0] * len(verses)
        number = 0
        for position, verse in enumerate(verses):
            number += verse.get("part") not in ("M", "F")
            counted[position] = number
        given = next(((position, int(n)) for position, verse in enumerate(verses) if (n := verse.get("n") or "").isdecimal()), None)
        shift = given[1] - counted[given[0]] if given else 0
        for verse, count in zip(verses, counted, strict=True):
            n = verse.get("n") or ""
            if n.isdecimal():
                shift = int(n) - count
            found[verse] = n or str(max(1, count + shift))
    return found

"""5. Lossless. Which words of a TEI file are the source's and which are the editor's: by the names of elements, and a few rules.

docs/verify.md has the table. What is not named here is the source's: names, emphasis, quotations and the like only mark its words.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Literal

from edition.tei import BLANK, Element, Tree, local, select

RANGE = re.compile(r"src:(\d+),(\d+)(?=\s|$)")
EDITORS = frozenset({"corr", "reg", "ex", "supplied", "note", "gap", "figure", "ptr", "desc", "index", "certainty", "precision", "interp", "witDetail"})
PAIRS = frozenset({"choice", "app", "subst"})  # white space between their members is layout, and no text
MARKS = frozenset({"choice", "supplied", "surplus", "add"})  # how an editorial edit shows


@dataclass(frozen=True, slots=True)
class Event:
    """A step through the source's words: a text (of a node, or behind it), a tag, or an element of the editor's that is passed by."""

    kind: Literal["text", "open", "close", "aside"]
    node: Element
    text: str = ""
    tail: bool = False


@dataclass(frozen=True, slots=True)
class Mark:
    """An editorial edit as the TEI shows it: `old` at a place of the repaired text, and `new` instead."""

    at: int
    old: str
    new: str
    node: Element


def leaves(root: Element | Tree) -> Iterator[tuple[int, int, Element]]:
    """Every element that says which range of the source it holds: start, end (of the frozen text), element."""
    for element in root.iter("*"):
        if match := RANGE.match(element.get("source") or ""):
            yield int(match[1]), int(match[2]), element


def is_sources(node: Element) -> bool:
    """Whether the words in an element below a block are the source's. An element with a range of its own is a block by itself."""
    name, parent = local(node), node.getparent()
    if not name or name in EDITORS or RANGE.match(node.get("source") or ""):
        return False
    if name == "add" and node.get("resp"):
        return False
    pair = local(parent) if parent is not None else ""
    if pair == "choice" and name == "expan":
        return False
    if name in ("rdg", "rdgGrp") and parent is not None and any(local(child) == "lem" for child in parent):
        return False
    return not (pair in ("choice", "app") and next(node.itersiblings(str(node.tag), preceding=True), None) is not None)


def walk(leaf: Element) -> Iterator[Event]:
    """Through a block in reading order: its texts that are the source's, and the tags between."""
    if leaf.text and not _layout(leaf, leaf.text):
        yield Event("text", leaf, leaf.text)
    stack: list[tuple[Element, bool]] = [(child, False) for child in reversed(leaf)]
    while stack:
        node, closing = stack.pop()
        if closing:
            yield Event("close", node)
        elif not is_sources(node):
            yield Event("aside", node)
        else:
            yield Event("open", node)
            if node.text and not _layout(node, node.text):
                yield Event("text", node, node.text)
            stack.append((node, True))
            stack.extend((child, False) for child in reversed(node))
            continue
        parent = node.getparent()
        if node.tail and not (parent is not None and _layout(parent, node.tail)):
            yield Event("text", node, node.tail, tail=True)


def _layout(parent: Element, text: str) -> bool:
    return local(parent) in PAIRS and not text.strip(BLANK)


def source_view(element: Element) -> str:
    """The text of a block, or of an element in it, as the source has it: sic, orig and surplus; no corr, reg, supplied, note."""
    return "".join(event.text for event in walk(element))


def marks(leaf: Element, at: int) -> Iterator[Mark]:
    """The editorial edits that a block shows; it begins at `at` of the repaired text."""
    inside: list[tuple[Element, int, list[str]]] = []  # marks that are open: where they began, and their words
    for event in walk(leaf):
        name = local(event.node)
        if event.kind == "text":
            at += len(event.text)
            for _, _, words in inside:
                words.append(event.text)
        elif event.kind == "open" and name in ("choice", "surplus"):
            inside.append((event.node, at, []))
        elif event.kind == "close" and inside and inside[-1][0] is event.node:
            node, start, words = inside.pop()
            yield Mark(start, "".join(words), new_words(node), node)
        elif event.kind == "aside" and (name == "supplied" or name == "add") and not inside:
            yield Mark(at, "", new_words(event.node), event.node)


def new_words(mark: Element) -> str:
    """What a mark puts instead: the words of corr, reg, expan, supplied, add."""
    if local(mark) in ("supplied", "add"):
        return _words(mark)
    return "".join(_words(each) for each in select(mark, "t:corr | t:reg | t:expan")[:1])


def _words(element: Element) -> str:
    """All words but those of notes in it."""
    return "".join(select(element, ".//text()[not(ancestor::t:note)]"))

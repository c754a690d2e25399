"""Law 6, for any output: the words of a TEI text, and those of an EPUB, as multisets, so that one can be held against the other.

Words are counted text node by text node, split at white space, punctuation and all: a comma that is lost is found.
"""

from __future__ import annotations

import zipfile
from collections import Counter
from collections.abc import Iterable
from pathlib import Path

from lxml import etree

from edition.render.model import Rendition
from edition.tei import BLANK, T, parser

Words = Counter[str]
# Empty elements that stand in the midst of words without dividing them.
POINTS = frozenset(
    f"{T}{name}"
    for name in (
        "anchor", "addSpan", "delSpan", "damageSpan", "handShift", "milestone", "cb", "gb", "space", "lacunaStart", "lacunaEnd", "witStart", "witEnd",
    )
)  # fmt: skip
LINE_ENDS = ("char:EOLhyphen", "char:EOLunhyphen")  # signs of the Text Creation Partnership: the word goes on
SPACE = f"{T}space"
DOT = "\u0323"  # combining dot below: the edition's sign for a letter that is unclear
EXAMPLES = "{http://www.tei-c.org/ns/Examples}"
XHTML = "{http://www.w3.org/1999/xhtml}"


def split(text: str) -> list[str]:
    """At XML's white space: no-break and thin spaces belong to words."""
    text = text.replace(DOT, "")
    for blank in BLANK[1:]:
        text = text.replace(blank, " ")
    return [word for word in text.split(" ") if word]


class Runs:
    """Text nodes, joined where nothing divides them."""

    def __init__(self) -> None:
        self.found: Words = Counter()
        self._run: list[str] = []

    def add(self, text: str | None) -> None:
        self._run.append(text or "")

    def divide(self) -> None:
        self.found.update(split("".join(self._run)))
        self._run.clear()

    def close_up(self) -> None:
        """A word goes on: white space before it is layout."""
        while self._run and not self._run[-1].strip(BLANK):
            self._run.pop()
        if self._run:
            self._run[-1] = self._run[-1].rstrip(BLANK)


def of_tei(root: etree._Element, points: frozenset[str] = POINTS) -> tuple[Words, Words]:
    """Words outside headers: of the text, and of the examples of markup in it (these are shown as markup)."""
    text, examples = Runs(), Runs()
    leave: etree._Element | None = None
    example: etree._Element | None = None
    for event, node in etree.iterwalk(root, events=("start", "end", "comment", "pi")):
        into = text if example is None else examples
        if event not in ("start", "end"):  # comments do not divide a word
            if leave is None:
                into.add(node.tail)
            continue
        if leave is None and event == "start":
            if node.tag == f"{T}teiHeader":
                leave = node
            elif example is None and str(node.tag).startswith(f"{EXAMPLES}egXML"):
                example, into = node, examples
        no_break, point = node.get("break") == "no", (node.tag in points or (node.get("ref") or "").startswith(LINE_ENDS)) and not len(node) and not node.text
        if leave is None:
            if no_break:
                into.close_up()
            elif not point:
                into.divide()
            if event == "start":
                into.add(node.text)
        if event == "end":
            leave = None if node is leave else leave
            if node is example:
                examples.divide()
                example, into = None, text
            if leave is None:
                into.add((node.tail or "").lstrip(BLANK) if no_break else node.tail)
    text.divide()
    return text.found, examples.found


def without_signs(root: etree._Element) -> None:
    """Take away what the edition adds to words: brackets, dots below, the hyphen before a line that goes on, and that line's break."""
    hyphen = False
    for node in list(root.iter("*")):
        node.text, node.tail = (text.replace(DOT, "") if text else text for text in (node.text, node.tail))
        hyphen = hyphen or node.get("class") == "hyphen"
        going_on = hyphen and node.tag == f"{XHTML}br"
        if node.get("class") in ("sign", "hyphen") or going_on:
            parent, before = node.getparent(), node.getprevious()
            if parent is None:
                continue
            if before is not None:
                before.tail = (before.tail or "") + (node.tail or "")
            else:
                parent.text = (parent.text or "") + (node.tail or "")
            parent.remove(node)
        hyphen = hyphen and not going_on


def of_xhtml(root: etree._Element) -> tuple[Words, Words]:
    """Words as they stand between tags; and those that come of it where empty elements (anchors, page marks) do not divide."""
    without_signs(root)
    apart, joined = Runs(), Runs()
    for event, node in etree.iterwalk(root, events=("start", "end")):
        apart.divide()
        spanned = "spanned" in (node.get("class") or "")  # where a delSpan begins or ends
        if not spanned and (len(node) or node.text or node.tag in (f"{XHTML}br", f"{XHTML}img")):
            joined.divide()
        for runs in (apart, joined):
            runs.add(node.text if event == "start" else node.tail)
            if event == "start" and node.tag == f"{XHTML}img":
                runs.add(node.get("alt"))
                runs.divide()
    apart.divide()
    joined.divide()
    return apart.found, joined.found - apart.found


def pages_of(epub: Path) -> dict[str, etree._Element]:
    """The text files of an EPUB, parsed strictly."""
    with zipfile.ZipFile(epub) as container:
        names = [name for name in container.namelist() if name.startswith("EPUB/text/")]
        return {name: etree.fromstring(container.read(name), parser()) for name in names}


def lost(root: etree._Element, epub: Path, renditions: Iterable[Rendition]) -> Words:
    """Words of the TEI text that are neither in the EPUB nor in the renderer's list of what it left out."""
    bodies = [page.find(f"{XHTML}body") for page in pages_of(epub).values()]
    return lost_in(root, [body for body in bodies if body is not None], renditions)


def lost_in(root: etree._Element, bodies: Iterable[etree._Element], renditions: Iterable[Rendition]) -> Words:
    """The same of any XHTML: words that are neither below these elements nor in the renderer's list."""
    wanted, examples = of_tei(root)
    parted, _ = of_tei(root, POINTS - {SPACE})  # whether a space parts words depends on what it is; either is right here
    apart: Words = Counter()
    joined: Words = Counter()
    shown: Words = Counter()
    for body in bodies:
        one, two = of_xhtml(body)
        apart += one
        joined += two
        for node in body.iter(f"{XHTML}pre", f"{XHTML}code"):
            shown.update(split(markup_as_words("".join(node.itertext()))))
    for rendition in renditions:
        for omission in rendition.omitted:
            apart.update(word for text in omission.texts for word in split(text))
    return min((wanted - apart) - joined, (parted - apart) - joined, key=Counter.total) + (Counter(word for each in examples.elements() for word in split(markup_as_words(each))) - shown)


def markup_as_words(text: str) -> str:
    for sign in "<>/=\"'&;":
        text = text.replace(sign, " ")
    return text

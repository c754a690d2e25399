"""What writers did to their own text: where they added, what they took out and took back, in which order they wanted it read.

What stands above or below the line is set there; of every other place words say it (``[in the margin: …]``). Deletions and additions that only
have a beginning and an end (`delSpan`) are shown on every word between. Source: TEI #PHAD, #PHUN, #transpo.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from functools import cached_property
from typing import TYPE_CHECKING

from edition.model import Document
from edition.render import zones
from edition.render.attachments import pointers
from edition.render.odd import Model
from edition.render.series import name_of
from edition.render.xhtml import element
from edition.tei import BLANK, XML_ID, Element, T, local

if TYPE_CHECKING:
    from edition.render.walk import Renderer

SHIFTED = {"above": "at-above", "below": "at-below"}  # set above or below the line
IN_LINE = frozenset({"inline", "intralinear", "inspace"})
UNSEEN = {"reading": ("sic", "orig", "abbr"), "diplomatic": ("corr", "reg", "expan")}  # members of a choice
SPANS = {"delSpan": "del", "addSpan": "add", "damageSpan": "damage", "retrace": "retrace", "mod": "mod"}


class Revisions:
    """What in one document reaches from one place to another: spans that are open, deletions that were taken back, transpositions."""

    def __init__(self, out: Renderer) -> None:
        self._out = out
        self.any = out.plan.reaching
        self._open: list[tuple[str, Element]] = []  # the id at which each ends
        self._plainly: Callable[[str], None] = out.words

    @cached_property
    def undone(self) -> Mapping[str, str]:
        """As `taken_back`."""
        return taken_back(self._out.root)

    @cached_property
    def order(self) -> Mapping[str, str]:
        """The xml:ids of what was to be read in another order, to the place in it."""
        found: dict[str, str] = {}
        for node in self._out.root.iter(f"{T}transpose"):
            names = [name for each in node.iterchildren(f"{T}ptr") for name in pointers(each.get("target"))]
            found |= {name: str(number) for number, name in enumerate(names, 1)}
        return found

    @cached_property
    def _position(self) -> Mapping[str | Element, int]:
        """The xml:ids to where they stand, and the elements that name an end."""
        found: dict[str | Element, int] = {}
        for number, node in enumerate(self._out.root.iter("*")):
            if name := node.get(XML_ID):
                found.setdefault(name, number)
            if node.get("spanTo"):
                found[node] = number
        return found

    def begin(self, node: Element) -> None:
        """Words from here on, to the place that @spanTo names, bear what the element says of them. An end that stands before is none."""
        names = pointers(node.get("spanTo"))
        if self._out.quiet or not names or self._position.get(names[0], -1) <= self._position.get(node, 0):
            return
        if not self._open:
            self._plainly = self._out.words
            vars(self._out)["words"] = self._within  # instead of the method, as long as a span is open
        self._open.append((names[0], node))

    def end(self, identifier: str) -> None:
        """An element with this xml:id is done."""
        if self._open and any(name == identifier for name, _ in self._open):
            self._open = [each for each in self._open if each[0] != identifier]
            if not self._open:
                vars(self._out).pop("words", None)

    def _within(self, text: str) -> None:
        """Words in an open span."""
        out = self._out
        if not text.strip(BLANK) or out.quiet:
            self._plainly(text)
            return
        for _, node in self._open:
            name = SPANS.get(local(node), "span")
            looks = " ".join([name, "spanned", *(f"rend-{name_of(word)}" for word in (node.get("rend") or "").split())])
            out.xhtml.open("del" if name == "del" else "span", {"class": looks})
        self._plainly(text)
        for _ in self._open:
            out.xhtml.close()


def taken_back(root: Element) -> dict[str, str]:
    """The xml:ids of what was taken back: "undone"; and of what was made again after that, or whose taking back was taken back: "redone"."""
    undos = {node.get(XML_ID) or str(number): pointers(node.get("target")) for number, node in enumerate(root.iter(f"{T}undo"))}
    found = {name: "undone" for names in undos.values() for name in names}
    return found | {each: "redone" for node in root.iter(f"{T}redo") for name in pointers(node.get("target")) for each in undos.get(name, (name,))}


# What a model may ask for


def placed(out: Renderer, node: Element, model: Model) -> None:
    """An addition, a deletion or a sign of the writer's: above or below the line, or with the place before it; what was taken back is marked."""
    words, said, classes, more = out.setting.words, list[str](), list[str](), dict[str, str]()
    for word in (node.get("place") or "").split():
        if word.lower() in IN_LINE:
            classes.append("at-line")
        for place in zones.places(word):
            if place in SHIFTED:
                classes.append(SHIFTED[place])
                more["title"] = words[f"place_{place}"]
            else:
                said.append(words[f"place_{place}"])
    if said and not out.quiet:
        more["data-place"] = ", ".join(dict.fromkeys(said))
    if out.revisions.any and (state := out.revisions.undone.get(node.get(XML_ID) or "")):
        classes.append(state)
        more["title"] = words["restored" if state == "undone" else "redone"]
    if classes:
        more["class"] = " ".join(dict.fromkeys(classes))
    with out.element("del" if model.element == "del" else "span", node, model, more):
        out.content(node, model)


def spanning(out: Renderer, node: Element, model: Model) -> None:
    """From here to the place that @spanTo names, words are struck out, added, damaged. With words of its own it is a phrase."""
    if len(node) or (node.text or "").strip(BLANK):
        with out.element("span", node, model):
            out.content(node, model)
    else:
        out.place(node)
    out.revisions.begin(node)


def blank(out: Renderer, node: Element, model: Model) -> None:
    """A space that was left, as wide as letters of that number; lines of it are a paragraph's gap. One letter wide it is the space between two words."""
    much = node.get("quantity") or ""
    number = min(float(much), 40.0) if re.fullmatch(r"\d{1,4}(\.\d{1,3})?", much) else 0.0
    unit = (node.get("unit") or "").lower().rstrip("s")
    if number == 1 and unit in ("char", "character", "letter") and not (node.get("extent") or len(node)):
        out.xhtml.space()
        out.place(node)
        return
    wide = number * {"word": 2.5, "letter": 0.5, "char": 0.5, "character": 0.5, "em": 1.0, "cm": 2.0, "mm": 0.2}.get(unit, 0.5) if number else 1.5
    said = " ".join(filter(None, (out.setting.words["space_left"], node.get("extent") or " ".join(filter(None, (much, node.get("unit")))))))
    out.xhtml.space()
    with out.element("span", node, model, {"style": f"padding-inline-start: {min(wide, 20.0):g}em", "title": said}):
        out.content(node, model)


def hand(out: Renderer, node: Element, model: Model) -> None:
    """Another hand begins: its number among those of the header, or what @n calls it."""
    name = (node.get("new") or node.get("hand") or "").strip().removeprefix("#")
    notes = [each for each in out.root.iter(f"{T}handNote") if each.get(XML_ID)] if name else []
    found = next(((each.get("n") or str(number)) for number, each in enumerate(notes, 1) if each.get(XML_ID) == name), name)
    out.place(node)
    if found and not out.quiet:
        out.xhtml.wait(element("span", {"class": "handShift", "data-place": f"{out.setting.words['hand']} {found}"}))
    out.stray(node.text)
    for child in node:
        out.apply(child)
        out.stray(child.tail)


# What the editorial statement explains


def signs(document: Document, reading: str = "reading") -> list[str]:
    """Which of our ways to show a writer's changes a document needs: keys of words.toml, in order. What is not seen in a `reading` needs none."""
    if document.tree is None:
        return []
    found: set[str] = set()
    states = taken_back(document.tree.getroot())
    unseen = tuple(f"{T}{name}" for name in UNSEEN[reading])
    for node in document.tree.iter(f"{T}add", f"{T}del", f"{T}delSpan", f"{T}addSpan", f"{T}metamark"):
        if next(node.iterancestors(f"{T}teiHeader", f"{T}u"), None) is not None:  # a word that was begun and not said is no change of a writer's
            continue
        around = next(node.iterancestors(*unseen), None)
        if around is not None and local(around.getparent()) == "choice":  # type: ignore[arg-type]
            continue
        name, state = local(node), states.get(node.get(XML_ID) or "", "")
        if name in ("del", "delSpan"):
            restored = state == "undone" or next(node.iterancestors(f"{T}restore"), None) is not None
            found.add("sign_redone" if state == "redone" else "sign_restored" if restored else "sign_del")
            continue
        words = (node.get("place") or "").split()
        places = {place for word in words for place in zones.places(word)}
        found |= {"sign_shifted"} if places & set(SHIFTED) else set()
        found |= {"sign_aside"} if places - set(SHIFTED) else set()
        found |= {"sign_line"} if any(word.lower() in IN_LINE for word in words) else set()
    return [key for key in ("sign_del", "sign_restored", "sign_redone", "sign_shifted", "sign_line", "sign_aside") if key in found]

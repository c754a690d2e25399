"""The attributes of what is written for a TEI element: its id, its classes and style, its language and direction."""

from __future__ import annotations

import re
from collections.abc import Mapping
from typing import TYPE_CHECKING

from edition.render import language
from edition.render.attachments import ELEMENT_ONLY
from edition.render.odd import Model
from edition.render.series import name_of
from edition.render.styles import LOOKS, safe
from edition.render.xhtml import PHRASING, element
from edition.rules import quoted
from edition.tei import XML_ID, XML_LANG, Element, local

if TYPE_CHECKING:
    from edition.render.walk import Renderer

SELDOM = frozenset({"place", "prev", "next", "part", "indentLevel"})
GOING_ON = {"prev": " continued", "next": " continues"}
IN_PARTS = {"I": " continues", "M": " continued continues", "F": " continued"}
PLACED = frozenset({"add", "fw", "metamark", "zone", "label"})  # where on the page they stand shows
LADDER = re.compile(r"([A-Za-z-]+)\(([^()]*)\)")  # slant(italic)align(center): @rend as some projects have written it for long
UNDECLARED = {  # what the renditions of the Deutsches Textarchiv say, which its files do not declare
    "aq": "antiqua", "b": "bold", "c": "center", "et": "indent", "et2": "indent2", "et3": "indent3", "g": "spaced", "i": "italic", "in": "initial", "k": "smallcaps", "right": "right",
    "s": "strike", "sub": "sub", "sup": "sup", "u": "underline", "uu": "underline",
}  # fmt: skip


class Attributes:
    """Those of one document."""

    def __init__(self, out: Renderer) -> None:
        self._out = out
        self._rends: dict[str, str] = {}  # values of @rend to their classes

    def of(self, name: str, node: Element, model: Model, more: Mapping[str, str] | None = None) -> dict[str, str]:
        """Id, class, language and style of the element that is written for a TEI element. Every block has an id."""
        out = self._out
        items = node.items()
        found = dict(more) if more else {}
        classes = "" if name == model.element else model.element
        if model.classes:
            classes += f" {model.classes}"
        if more and "class" in more:
            classes += " " + found.pop("class")
        if out.chosen and model.source_rendition:
            classes += out.chosen.get(node, "")
        block = name not in PHRASING
        for key, value in items:
            if key == XML_ID:
                self._identify(node, value, found)
            elif key == XML_LANG:
                found.update(language.attributes(value))
            elif not model.source_rendition:
                continue
            elif key == "rend":
                if ":" in value and safe(value):  # CSS, where it has not its place
                    found["style"] = f"{found['style']}; {value}" if "style" in found else value
                else:
                    classes += self._rends.get(value) or self._rend(value, node)
            elif key == "rendition":
                classes += "".join(f" {self.class_of(word)}" for word in value.split())
            elif key == "type":
                if block:
                    classes += "".join(f" type-{name_of(word)}" for word in value.split())
            elif key == "style":
                if safe(value):
                    found["style"] = f"{found['style']}; {value}" if "style" in found else value
                elif not out.quiet:
                    out.faults.value("RND021", node, value)
            elif key in SELDOM:
                classes += _seldom(key, value, model.element, block=block)
        if out.given is not None and out.given[0] is node:
            _, anchor, given = out.given
            out.given = None
            classes += " " + given.get("class", "")
            found |= {key: value for key, value in given.items() if key != "class"}
            if "id" not in found and anchor not in out.anchors.written:
                found["id"] = anchor
                out.anchors.written[anchor] = out.unit
            else:  # it has one already
                out.anchor(anchor)
        if block:
            if "id" not in found and not out.quiet:
                anchor, written = out.anchors.made(node), out.anchors.written
                if anchor not in written:
                    written[anchor] = out.unit
                    found["id"] = anchor
            if out.plan.right_to_left and "dir" not in found and node.tag not in ELEMENT_ONLY:
                found |= self._direction(node)
        if classes:
            found["class"] = classes.strip()
        return found

    def _rend(self, value: str, node: Element) -> str:
        out = self._out
        words = [_of_ladder(*step) for step in LADDER.findall(value)] if LADDER.match(value) else value.split()
        classes = self._rends[value] = "".join(f" rend-{name_of(word)}" for word in words)
        for word in words:
            if name_of(word).rstrip("0123456789") not in LOOKS:
                out.faults.value("RND022", node, word)
        return classes

    def class_of(self, word: str) -> str:
        """The class that stands for a rendition element of the header; no other document's."""
        out = self._out
        identifier = word.rpartition("#")[2]
        if identifier not in out.plan.anchors and (look := UNDECLARED.get(identifier)):
            return f"rend-{look}"
        return f"rendition-{name_of(out.plan.anchors.get(identifier, out.setting.prefix + identifier))}"

    def _identify(self, node: Element, identifier: str, found: dict[str, str]) -> None:
        out = self._out
        if out.quiet:
            return
        if out.revisions.any and identifier in out.revisions.order:
            found["data-order"] = out.revisions.order[identifier]
        anchor = out.plan.anchors.get(identifier, "")
        if found.get("id") == anchor or not anchor:
            return
        if anchor in out.anchors.written:
            if identifier in out.plan.twice:
                out.faults.add("RND002", node, f"the xml:id {quoted(identifier)} has been used before", "Give this element an id of its own.")
            return
        out.anchors.written[anchor] = out.unit
        if "id" in found:
            out.xhtml.wait(element("span", {"id": anchor}))
        else:
            found["id"] = anchor

    def _direction(self, node: Element) -> dict[str, str]:
        """The direction of a block without a language of its own, if its letters say another one than what is around it."""
        out = self._out
        runs = language.runs("".join(_own_words(node))[:2000])
        around = str(language.language_of(node)) or out.setting.language
        return {"dir": runs} if runs and runs != language.direction(around) else {}


def _of_ladder(name: str, value: str) -> str:
    return f"{name}{value.strip()}" if value.strip().isdecimal() else value.strip().replace(" ", "-") or name


def _seldom(key: str, value: str, name: str, *, block: bool) -> str:
    """Classes for where an addition stands, how deep an answer is, and a block that goes on from another, or in another."""
    if key == "place":
        return "".join(f" place-{name_of(word)}" for word in value.split()) if name in PLACED else ""
    if key == "indentLevel":
        return f" indent-{value}" if value.isdecimal() else ""
    if not block or name == "l":
        return ""
    return GOING_ON[key] if key != "part" else IN_PARTS.get(value, "")


def _own_words(node: Element) -> list[str]:
    """The text of an element outside of parts that have a language of their own."""
    found = [node.text or ""]
    for child in node:
        if isinstance(child.tag, str) and child.get(XML_LANG) is None and local(child) != "note":
            found.extend(_own_words(child))
        found.append(child.tail or "")
    return found

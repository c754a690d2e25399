"""Start tags of phrases, each made once: most elements of a text are phrases, and of their attributes few values show, many times."""

from __future__ import annotations

from typing import TYPE_CHECKING

from edition.render.odd import Model
from edition.render.xhtml import DEEPEST, start_tag
from edition.tei import XML_ID, XML_LANG, Element

if TYPE_CHECKING:
    from edition.render.walk import Renderer

NAMES = {"emph": "em", "del": "del", "code": "code", "gi": "code", "att": "code", "val": "code", "tag": "code", "ident": "code"}  # TEI's to HTML's; else span
LOOKS = {
    "italic": "i", "italics": "i", "it": "i", "i": "i", "bold": "b", "b": "b", "superscript": "sup", "super": "sup", "sup": "sup",
    "subscript": "sub", "sub": "sub",
}  # fmt: skip
SHOWN = frozenset({XML_LANG, "rend", "rendition", "place", "indentLevel"})  # what else of a phrase's attributes is seen in the XHTML


def name_of_phrase(node: Element, model: Model) -> str:
    """The element of HTML: what `hi` is says its @rend."""
    if model.element == "hi":
        return next((LOOKS[word] for word in (node.get("rend") or "").split() if word in LOOKS), "span")
    return NAMES.get(model.element, "span")


class Phrases:
    """The start tags of one document."""

    def __init__(self, out: Renderer) -> None:
        self._out = out
        self._tags: dict[tuple[object, ...], tuple[str, str]] = {}

    def tag(self, node: Element, model: Model, name: str = "", more: str = "") -> tuple[str, str] | None:
        """Name and start tag of a phrase, which bears the class `more`; None if it has something of its own. Without a name: what the element says."""
        out = self._out
        if out.given is not None or (out.chosen and node in out.chosen):
            return None
        key: tuple[object, ...] = model, name, more
        anchor = ""
        for item in node.items():
            if item[0] in SHOWN:
                key += item
            elif item[0] == XML_ID:
                if not out.quiet and not (anchor := self._free(item[1])):
                    return None
            elif item[0] == "style":  # it may be refused
                return None
        found = self._tags.get(key)
        if found is None:
            name = name or name_of_phrase(node, model)
            quiet, out.quiet = out.quiet, True  # what is remembered has no id
            found = self._tags[key] = name, start_tag(name, out.attributes(name, node, model, {"class": more} if more else None))
            out.quiet = quiet
        if anchor:
            out.anchors.written[anchor] = out.unit
            if not out.revisions.any:  # they may end at it
                out.placed = node
            name, start = found
            return name, f'<{name} id="{anchor}"{start[len(name) + 1 :]}'
        return found

    def _free(self, identifier: str) -> str:
        """The anchor of an xml:id that there is nothing else to say about; "" if there is."""
        out = self._out
        anchor = out.plan.anchors.get(identifier, "")
        return "" if anchor in out.anchors.written or out.xhtml.depth >= DEEPEST or (out.revisions.any and identifier in out.revisions.order) else anchor


def phrase(out: Renderer, node: Element, model: Model) -> None:
    """Write a phrase, as often as not a word, whose model has no params."""
    xhtml = out.xhtml
    tag = out.phrases.tag(node, model)
    if tag is None:
        name = name_of_phrase(node, model)
        xhtml.open(name, out.attributes(name, node, model))
    else:
        text = node.text
        if text and not len(node) and not out.joining and out.phrases_end and not (out.attached and node in out.attached):
            xhtml.phrase(tag[0], tag[1], text)
            return
        xhtml.begin(*tag)
    out.content(node)
    xhtml.close()

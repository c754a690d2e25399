"""Descriptions of manuscripts and objects as catalogue entries: what each part is about stands before it, in the edition's language.

TEI gives a description as elements within elements; which of them have a label, and which are set one after the other with commas, says the ODD.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from edition.render.odd import Model
from edition.tei import BLANK, Element

if TYPE_CHECKING:
    from edition.render.walk import Renderer


def field(out: Renderer, node: Element, model: Model) -> None:
    """A block with its label, or a phrase where it stands among words. Params: label (a key of words.toml), number (its @n or the like)."""
    in_line = out.in_line(node)
    with out.element("span" if in_line else "div", node, model):
        said = out.setting.words.get(str(model.param("label", node, "")), "") if not in_line else ""
        number = str(model.param("number", node, "") or "")
        if (said or number) and not out.quiet:
            with out.plain_element("span", {"class": "field"}):
                out.xhtml.text(" ".join(filter(None, (said, number))))
            out.xhtml.text(" ")
        out.content(node, model)


def series(out: Renderer, node: Element, model: Model) -> None:
    """Members with a sign between them: Norwich, House Library, MS 7. Params: between (", ")."""
    between = str(model.param("between", node, ", "))
    with out.element("span" if out.in_line(node) else "div", node, model):
        out.stray(node.text)
        first = True
        for child in node:
            if isinstance(child.tag, str) and not first and not (child.getprevious().tail or "").strip(BLANK) and not out.quiet:  # type: ignore[union-attr]
                out.xhtml.trim()
                with out.plain_element("span", {"class": "between"}):  # no word of the text
                    out.xhtml.text(between)
            out.apply(child)
            out.stray(child.tail)
            first = first and not isinstance(child.tag, str)

"""Paragraphs and sections that begin with their numbers, by which the text is cited (``1 Bello … 2 Interim …``): a critical edition without them could not be used."""

from __future__ import annotations

from typing import TYPE_CHECKING

from edition import tei
from edition.render.odd import Model
from edition.tei import Element, T

if TYPE_CHECKING:
    from edition.render.walk import Renderer

PARAGRAPHS = frozenset({f"{T}p", f"{T}ab"})


def numbered(out: Renderer, node: Element, model: Model) -> None:
    """A paragraph or a phrase behind its number (@n): bold of a paragraph, small of a section in one; the first section of a numbered paragraph goes without."""
    whole = node.tag in PARAGRAPHS and not out.in_line(node)
    with out.element("p" if node.tag == f"{T}p" and whole else "div" if whole else "span", node, model):
        if not out.quiet and not _said_by_parent(node):
            name = "b" if whole else "span"
            out.xhtml.phrase(name, f'<{name} class="cited">', (node.get("n") or "").strip())
            out.xhtml.space()
        out.content(node, model)


def _said_by_parent(node: Element) -> bool:
    parent = node.getparent()
    first = parent is not None and node.getprevious() is None and not (parent.text or "").strip(tei.BLANK)
    return first and parent is not None and parent.tag in PARAGRAPHS and bool(parent.get("n")) and node.get("n") == "1"

"""Markup and other things that are shown as they are written: examples in manuals, code."""

from __future__ import annotations

import re
import textwrap
from typing import TYPE_CHECKING

from lxml import etree

from edition.render.odd import Model
from edition.tei import Element, local

if TYPE_CHECKING:
    from edition.render.walk import Renderer

DECLARED = re.compile(r' xmlns="http://www\.tei-c\.org/ns/(?:Examples|1\.0)"')


def code(out: Renderer, node: Element, model: Model) -> None:
    """Written as it is, line by line: of `egXML` the markup in it; what else is given this behaviour, its text."""
    markup = local(node) == "egXML"
    with out.element("code" if out.in_line(node) else "pre", node, model):
        if markup:
            out.xhtml.text(inner(node))
        else:
            first = node.text or ""
            out.xhtml.text(textwrap.dedent(first).strip("\r\n") if not len(node) else first)
            for child in node:
                out.apply(child)
                out.xhtml.text(child.tail or "")


def inner(node: Element) -> str:
    """The markup in an element, without the indentation of the file and without the namespaces that every example would begin with."""
    written = [(node.text or "").replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;")]
    written += [etree.tostring(child, encoding="unicode") for child in node]
    return textwrap.dedent(DECLARED.sub("", "".join(written)).strip("\r\n").expandtabs()).rstrip()

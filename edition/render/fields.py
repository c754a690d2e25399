"""Descriptions of manuscripts and objects as catalogue entries: what each part is about stands before it, in the edition's language.

TEI gives a description as elements within elements; which of them have a label, and which are set one after the other with commas, says the ODD.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING

from edition.render.odd import Model
from edition.tei import BLANK, Element, local, plain

if TYPE_CHECKING:
    from edition.render.walk import Renderer


def field(out: Renderer, node: Element, model: Model) -> None:
    """A block with its label, or a phrase where it stands among words. Params: label (a key of words.toml), number (its @n or the like)."""
    in_line = out.in_line(node)
    with out.element("span" if in_line else "div", node, model):
        said = out.setting.words.get(str(model.param("label", node, "")), "") if not in_line and (len(node) or (node.text or "").strip(BLANK)) else ""
        number = str(model.param("number", node, "") or "")
        if (said or number) and not out.quiet:
            with out.plain_element("span", {"class": "field"}):
                out.xhtml.text(" ".join(filter(None, (said, number))))
            out.xhtml.text(" ")
        out.content(node, model)


def attributed(out: Renderer, node: Element, model: Model) -> None:
    """A phrase; one without words says what its attributes do: leaves from and to, a measure, columns and lines of a page. Params: after (the unit of one with words)."""
    with out.element("span", node, model):
        if len(node) or (node.text or "").strip(BLANK):
            out.content(node, model)
            if (unit := str(model.param("after", node, "") or "")) and not out.quiet and not plain(node).endswith(unit):
                with out.plain_element("span", {"class": "between"}):
                    out.xhtml.text(f" {unit}")
        elif said := _of_attributes(node, out.setting.words):
            out.xhtml.text(said)


def _of_attributes(node: Element, words: Mapping[str, str]) -> str:
    name = local(node)
    if name == "locus":
        first, last = (node.get("from") or "").strip(), (node.get("to") or "").strip()
        if not first or not last or first == last:
            return f"{words['folio_abbr']} {first or last}" if first or last else ""
        return f"{words['folios_abbr']} {first}–{last}"
    if name == "layout":
        said = (("ms_columns", node.get("columns")), ("ms_lines", node.get("writtenLines") or node.get("ruledLines")))
        return "; ".join(f"{words[key]}{words['colon']}{'–'.join(value.split())}" for key, value in said if value)
    least, most = node.get("atLeast") or node.get("min") or "", node.get("atMost") or node.get("max") or ""
    return node.get("quantity") or "–".join(filter(None, (least, most))) or node.get("extent") or ""


def series(out: Renderer, node: Element, model: Model) -> None:
    """Members with a sign between them: Norwich, House Library, MS 7. Params: between (", "), after (what stands behind them: a unit)."""
    between = str(model.param("between", node, ", "))
    parent = node.getparent()
    before = node.getprevious()
    if out.in_line(node) and parent is not None and ((parent.text or " ") if before is None else before.tail or "?")[-1] not in BLANK:
        out.xhtml.space()  # 9 leaves 190 × 148 mm
    with out.element("span" if out.in_line(node) else "div", node, model):
        out.stray(node.text)
        first = True
        for child in node:
            if isinstance(child.tag, str) and not first and not (child.getprevious().tail or "").strip(BLANK) and not out.quiet:  # type: ignore[union-attr]
                out.xhtml.trim()
                with out.plain_element("span", {"class": "between"}):  # no word of the text
                    out.xhtml.text(" " if local(child) == "altIdentifier" else between)  # which stands in parentheses
            out.apply(child)
            out.stray(child.tail)
            first = first and not isinstance(child.tag, str)
        if (after := str(model.param("after", node, "") or "")) and not out.quiet:
            out.xhtml.trim()
            with out.plain_element("span", {"class": "between"}):
                out.xhtml.text(f" {after}")

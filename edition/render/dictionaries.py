"""Dictionaries: entries with the headword that running heads take, senses with their numbers."""

from __future__ import annotations

from typing import TYPE_CHECKING

from edition.render.odd import Model
from edition.tei import BLANK, Element, T, local

if TYPE_CHECKING:
    from edition.render.walk import Renderer

ORTH, SENSE = f"{T}orth", f"{T}sense"
NUMBERS = frozenset({"num", "lbl", "label"})  # what a source writes before a sense itself


def headword(out: Renderer, node: Element, model: Model) -> None:
    """An entry. Its first orth is what stands over the page."""
    orth = node.find(f".//{ORTH}") if not out.quiet else None
    word = "".join(map(str, orth.itertext())).split() if orth is not None and out.setting.medium == "print" else ()
    with out.element("div", node, model, {"data-word": " ".join(word)} if word else None):
        out.content(node, model)


def sense(out: Renderer, node: Element, model: Model) -> None:
    """A meaning, with its number: @n, or the place among others where none of them has one. A block where it is one of several of an entry."""
    number = _number(node)
    if not (node.tail or "").strip(BLANK) and node.getprevious() is not None:
        out.xhtml.space()
    with out.element("div" if number and not out.in_line(node) and next(node.iterancestors()).tag in ENTRIES else "span", node, model):
        if number and not out.quiet:
            with out.plain_element("span", {"class": "sense-n"}):
                out.xhtml.text(number)
            out.xhtml.text(" ")
        out.content(node, model)


ENTRIES = frozenset({f"{T}entry", f"{T}hom", f"{T}superEntry"})


def _number(node: Element) -> str:
    parent = node.getparent()
    others = [] if parent is None else parent.findall(SENSE)
    first = next(node.iterchildren("*"), None)
    if not (node.text or "").strip(BLANK) and first is not None and local(first) in NUMBERS:
        return ""
    given = node.get("n") or ""
    if not given and len(others) > 1 and not any(each.get("n") for each in others):
        given = str(1 + others.index(node))
    text = (node.text or "").strip(BLANK)
    if not given or text.startswith(given):
        return ""
    return given if given[-1] in ".)" else f"{given}." if given.isalnum() and len(given) < 3 and given.isdigit() else f"{given})"


def quoted(out: Renderer, node: Element, model: Model) -> None:
    """A quotation or translation in an entry: a phrase, parted from the next of its kind by a comma where the source has none."""
    after = node.getnext()
    more = after is not None and after.tag == node.tag and after.get("type") == node.get("type") and not (node.tail or "").strip(BLANK)
    with out.element("span" if out.in_line(node) else "div", node, model, {"class": "more"} if more else None):
        out.content(node, model)

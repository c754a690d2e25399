"""Dictionaries: entries with the headword that running heads take, senses with their numbers."""

from __future__ import annotations

from typing import TYPE_CHECKING

from edition.render.odd import Model
from edition.tei import BLANK, Element, T, local

if TYPE_CHECKING:
    from edition.render.walk import Renderer

ORTH, SENSE = f"{T}orth", f"{T}sense"
NUMBERS = frozenset({"num", "lbl", "label"})  # what a source writes before a sense itself

LEXICAL = frozenset(f"{T}{name}" for name in ("entry", "entryFree", "re", "hom", "form", "gramGrp", "sense", "cit", "xr", "etym", "docImprint", "u", "origin", "bibl", "persName", "signed"))


# What is a list of facts or of sentences where it has only members of these names; with others (hi, w, c) it may be one word
FACTS = frozenset(f"{T}{name}" for name in ("u", "origin", "bibl", "persName", "signed"))
FACT = frozenset(f"{T}{name}" for name in (
    "seg", "s", "u", "vocal", "incident", "kinesic", "pause", "gap", "note", "writing", "origDate", "origPlace", "date", "time", "placeName", "country", "region", "settlement", "author", "title",
    "editor", "publisher", "pubPlace", "biblScope", "citedRange", "forename", "surname", "roleName", "addName", "genName", "nameLink", "abbr", "persName", "orgName", "ref", "idno",
))  # fmt: skip
CLINGING = frozenset(f"{T}{name}" for name in ("pc", "lbl", "hi", "num", "c", "g"))  # signs and numbers that stand at a word


def crowded(node: Element) -> bool:
    """Whether the parts of an entry, or of an imprint, stand without anything between them: then there is a space, or the words would run together."""
    if len(node) < 2 or node.text or any(child.tail for child in node[:-1]):
        return False
    if node.tag in FACTS:
        return all(child.tag in FACT for child in node)
    return not any(child.tag in CLINGING for child in node)


def headword(out: Renderer, node: Element, model: Model) -> None:
    """An entry. Its first orth is what stands over the page."""
    word = word_of(node) if out.setting.medium == "print" and not out.quiet else ""
    with out.element("div", node, model, {"data-word": word} if word else None):
        out.content(node, model)


def word_of(node: Element) -> str:
    """The headword of an entry; "" if it has none."""
    orth = next(node.iterdescendants(ORTH), None)
    if orth is None:
        return ""
    return " ".join(((orth.text or "") if not len(orth) else "".join(map(str, orth.itertext()))).split())


def sense(out: Renderer, node: Element, model: Model) -> None:
    """A meaning, with its number: @n, or the place among others where none of them has one. A block where it is one of several of an entry."""
    number = _number(node)
    if number:
        out.xhtml.space()
    entry = node.getparent() if number else None
    with out.element("div" if entry is not None and entry.tag in ENTRIES and not out.in_line(node) else "span", node, model):
        if number and not out.quiet:
            with out.plain_element("span", {"class": "sense-n"}):
                out.xhtml.text(number)
            out.xhtml.text(" ")
        out.content(node, model)


ENTRIES = frozenset({f"{T}entry", f"{T}hom", f"{T}superEntry"})


def _number(node: Element) -> str:
    given = node.get("n") or ""
    if not given:
        before = node.getprevious()
        following = node.getnext()
        if (before is None or before.tag != SENSE) and (following is None or following.tag != SENSE):
            return ""
        others = list(node.getparent().iterchildren(SENSE))  # type: ignore[union-attr]
        given = "" if any(each.get("n") for each in others) else str(1 + others.index(node))
    text = (node.text or "").strip(BLANK)
    first = next(node.iterchildren("*"), None) if not text else None
    if not given or text.startswith(given) or (first is not None and local(first) in NUMBERS):
        return ""
    return given if given[-1] in ".)" else f"{given}." if len(given) < 3 and given.isdigit() else f"{given})"

"""Dictionaries: entries with the headword that running heads take, senses with their numbers."""

from __future__ import annotations

from typing import TYPE_CHECKING

from edition.render.odd import Model
from edition.tei import BLANK, XML_LANG, Element, T, local

if TYPE_CHECKING:
    from edition.render.walk import Renderer

ORTH, SENSE, CIT = (f"{T}{name}" for name in ("orth", "sense", "cit"))
NAMING = frozenset(f"{T}{name}" for name in ("lang", "lbl", "label", "usg"))  # what may name a language in the source
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


def languages(root: Element) -> frozenset[str]:
    """The languages that the translations of a dictionary are in."""
    return frozenset(language_of(each) for each in root.iter(CIT) if (each.get("type") or "").startswith("trans")) - {""}


def language_of(cit: Element) -> str:
    """The language of a translation, as it or its words say it: without region or script."""
    given = cit.get(XML_LANG) or next((said for each in cit.iterchildren("*") if (said := each.get(XML_LANG))), "")
    return given.partition("-")[0].lower()


def label(out: Renderer, node: Element) -> None:
    """The language of a translation before it, in a dictionary that has several, unless it is that of the one before, or the source says it."""
    said = language_of(node) if len(out.translations) > 1 else ""
    before = node.getprevious()
    if said and not out.quiet and not any(each is not None and each.tag in NAMING for each in (before, next(node.iterchildren("*"), None))) and (before is None or before.tag != CIT or language_of(before) != said):
        with out.plain_element("span", {"class": "of-language"}):
            out.xhtml.text(said)
        out.xhtml.text(" ")


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

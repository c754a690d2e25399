"""What a division without a heading is called: "Fragment a", "Book 2", "Translation". Its kind and number stand in attributes, which nobody sees.

Letters and entries of a diary begin with their place and day: the contents call them by these.
"""

from __future__ import annotations

import re
from collections.abc import Mapping

from edition.tei import BLANK, Element, T, local, plain

DIVISIONS = frozenset(f"{T}div{n}" for n in ("", *map(str, range(1, 8))))
SAID = frozenset({"head", "label", "title", "titlePage", "argument"})  # what says itself what the division is
MARKS = frozenset({"pb", "cb", "lb", "gb", "milestone", "anchor", "fw", "index", "note", "interp", "span"})
SIDES = ("edition", "translation", "apparatus", "commentary", "bibliography")  # the divisions of an edition of inscriptions or papyri
SECTIONS = frozenset({"section", "sentence", "paragraph", "verse", "line"})
DATED = frozenset({"diary", "entry", "diaryentry", "journal", "journalentry", "day", "log", "logentry", "letter", "letters", "correspondence", "telegram", "postcard", "dispatch"})
LONGEST_LINE = 80  # letters of a dateline that the contents have room for
WRITTEN_OUT = 60  # letters of a first line that may be the heading, though it is not marked as one


def called(node: Element, words: Mapping[str, str]) -> str:
    """The name of a `div` without a heading, from @type, @subtype and @n, in the words of a language (words.toml); "" if there is nothing to say.

    A number alone is a name for a part of a text (`type="textpart"`); elsewhere the kind must be known, since @n may be for machines.
    """
    if node.tag not in DIVISIONS:
        return ""
    first = next((child for child in node.iterchildren("*") if local(child) not in MARKS), None)
    if first is None or local(first) in SAID or (node.text or "").strip(BLANK):
        return ""
    kind, number = (node.get("type") or "").strip(BLANK), (node.get("n") or "").strip(BLANK)
    if ":" in number:  # the name of the text in a library: urn:cts:…
        number = ""
    part = kind == "textpart"
    if section_number(node):
        return ""
    if kind in SIDES and not number:
        beside = node.getparent()
        if kind == "bibliography" and beside is not None and local(beside) == "back" and next(node.iter(f"{T}head"), None) is None:
            return words["kind_bibliography"]
        return words[f"kind_{kind}"] if beside is not None and sum(child.get("type") in SIDES for child in beside) > 1 else ""
    name = _kind(node.get("subtype") if part else kind, words)
    if not number or not (name or part) or (name and _written_out(first, name)):
        return ""
    return f"{name} {number}".strip()


def dated(node: Element) -> Element | None:
    """What says where and when, at the beginning of a letter or of an entry of a diary without a heading: its `dateline`, else its `date`; None for other divisions.

    The kind (@type) is that of the division or of the one around it.
    """
    parent = node.getparent()
    if node.tag not in DIVISIONS or parent is None or not {_bare(each.get("type")) for each in (node, parent)} & DATED or (node.text or "").strip(BLANK):
        return None
    first = next((child for child in node.iterchildren("*") if local(child) not in MARKS), None)
    if first is None or local(first) not in ("dateline", "opener", "date"):
        return None
    found = [each for name in ("dateline", "date") for each in first.iter(f"{T}{name}")]
    return next((each for each in found if 0 < len(plain(each)) <= LONGEST_LINE), None)


def _bare(kind: str | None) -> str:
    return re.sub(r"[-_ ]", "", kind or "").lower()


def section_number(node: Element) -> str:
    """The number of a section of an ancient text, by which it is cited: of a few lines, it begins its first paragraph and heads nothing. "" for other divisions."""
    n = (node.get("n") or "").strip(BLANK)
    if node.tag not in DIVISIONS or node.get("type") != "textpart" or (node.get("subtype") or "").lower() not in SECTIONS or ":" in n:
        return ""
    parent = node.getparent()
    inner = any(child.tag in DIVISIONS or local(child) == "head" for child in node)
    return "" if inner or parent is None or parent.get("type") != "textpart" else n


def _kind(kind: str | None, words: Mapping[str, str]) -> str:
    """``fragment-physical`` is a fragment."""
    whole = (kind or "").strip(BLANK).lower()
    return words.get(f"kind_{whole}") or words.get(f"kind_{re.split('[-_ ]', whole)[0]}", "")


def _written_out(first: Element, name: str) -> bool:
    text = "".join(map(str, first.itertext()))
    return len(text) < WRITTEN_OUT and name.lower() in text.lower()

"""Why something is not there, and how much of it: "illegible, 3 characters"."""

from __future__ import annotations

from collections.abc import Mapping

from edition.tei import Element

UNITS = {
    "char": "character", "chars": "character", "characters": "character", "letters": "letter", "lines": "line", "words": "word",
    "leaves": "leaf", "folio": "leaf", "folios": "leaf", "folium": "leaf", "folia": "leaf", "pages": "page",
}  # fmt: skip


def gap_said(node: Element, words: Mapping[str, str]) -> str:
    """What a gap is, from @reason and its extent, in the words of a language (words.toml); reasons that are not known stay as they are."""
    in_source = (node.get("reason") or "").split()
    reasons = [words[f"gap_{reason}"] for reason in in_source if f"gap_{reason}" in words]
    if len(reasons) < len(in_source):  # not words that TEI suggests
        reasons = [" ".join(in_source)]
    return ", ".join(filter(None, (*(reasons or [words.get("gap", "")]), extent(node, words))))


def extent(node: Element, words: Mapping[str, str]) -> str:
    """``quantity="3" unit="chars"`` as "3 characters", ``atLeast="2" atMost="4"`` as "2–4"; @extent has words of its own. "" if nothing is said."""
    if said := node.get("extent"):
        return said
    least, most = (node.get(a) or node.get(b) or "" for a, b in (("atLeast", "min"), ("atMost", "max")))
    bounds = f"{least}–{most}" if least and most and least != most else f"≥ {least}" if least and not most else f"≤ {most}" if most and not least else least
    number, unit = node.get("quantity") or bounds, node.get("unit") or ""
    forms = words.get(f"unit_{UNITS.get(unit, unit)}", "")
    if not number or not forms:
        return " ".join(filter(None, (number, unit)))
    one, _, several = forms.partition("|")
    return (one if number == "1" else several).format(n=number)

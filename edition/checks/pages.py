"""6. The pages of the source: their numbers follow each other."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass

from edition import tei
from edition.checks.survey import survey
from edition.model import Document, Finding, Severity
from edition.rules import Scope, check, finding, quoted
from edition.tei import Element

NUMBER = re.compile(r"\W*(?:(?:p|pp|pag|page|seite|s|f|fol|ff?|folio)\b\.?\s*)?(?:(?P<arabic>[0-9]{1,5})\s*(?P<side>r|v|recto|verso)?|(?P<roman>[ivxlc]{1,12}))\W*", re.IGNORECASE)
IN_FACS = re.compile(r"^(?P<stem>.*?)(?P<number>[0-9]{1,6})(?P<end>\D*)$")
ROMAN = re.compile(r"(?P<c>c{0,3})(?P<x>xc|xl|l?x{0,3})(?P<i>ix|iv|v?i{0,3})")
VALUES = {"i": 1, "v": 5, "x": 10, "l": 50, "c": 100}
LOST = frozenset({"page", "pages", "leaf", "leaves", "folio", "folios"})  # units of a gap that explains a jump


@dataclass(frozen=True)
class Number:
    """A page's number in the series it belongs to: (``"iv"``: roman, 4), (``"12v"``: leaves, 25)."""

    series: str
    place: int

    def shown(self, step: int) -> str:
        """The number so many pages further on, as it would be written."""
        place = self.place + step
        if self.series == "leaf":
            return f"{place // 2}{'rv'[place % 2]}"
        return str(place) if self.series == "arabic" else _written(place)


def number(text: str) -> Number | None:
    """None if the text is no number that can be counted on from."""
    match = NUMBER.fullmatch(text)
    if match is None:
        return None
    if match["arabic"]:
        return Number("leaf", 2 * int(match["arabic"]) + (match["side"][0].lower() == "v")) if match["side"] else Number("arabic", int(match["arabic"]))
    roman = match["roman"].lower()
    if not ROMAN.fullmatch(roman):
        return None
    values = [VALUES[letter] for letter in roman]
    return Number("roman", sum(-value if value < after else value for value, after in zip(values, [*values[1:], 0], strict=True)))


def _written(value: int) -> str:
    rows = ((100, "c"), (90, "xc"), (50, "l"), (40, "xl"), (10, "x"), (9, "ix"), (5, "v"), (4, "iv"), (1, "i"))
    made = ""
    for each, letters in rows:
        while value >= each:
            made, value = made + letters, value - each
    return made


@check("TXT003", Severity.QUERY, source="TEI #CORS5")
def page_out_of_sequence(document: Document, scope: Scope) -> Iterator[Finding]:
    """A page whose number does not follow the one before it, or whose picture does not.

    A page was left out, stands twice, or its number was mistyped; references by page then lead astray. Numbers in arabic and roman figures and leaves (12r, 12v)
    are followed, each edition (@ed) by itself; a <gap unit="page"/> explains a jump.

    Bad:  <p><pb n="12"/>Words <pb n="14"/>and words.</p>
    Bad:  <p><pb n="3r"/>Words <pb n="4r"/>and words.</p>
    Bad:  <p><pb facs="https://example.org/p07.jpg"/>Words <pb facs="https://example.org/p06.jpg"/>and words.</p>
    Good: <p><pb n="xi"/>Words <pb n="xii"/>and <pb n="1"/>words.</p>
    Good: <p><pb n="12"/>Words <gap unit="page" quantity="1" reason="lost"/><pb n="14"/>and words.</p>
    """
    numbers: dict[str, tuple[Number, set[int]]] = {}  # by edition: the last number, and the places that may follow
    pictures: dict[tuple[str, str, str], int] = {}
    for node in survey(document).each("pb", "gap"):
        if tei.local(node) == "gap":
            if node.get("unit") in LOST:
                numbers.clear()
            continue
        edition = node.get("ed") or node.get("edRef") or ""
        here, before = number(node.get("n") or ""), numbers.pop(edition, None)
        if here is not None:
            follows = {here.place + 1}
            if before is not None and here.series == before[0].series and here.place not in before[1] and here.place > 1:  # a volume begins with 1
                follows.add(before[0].place + 2)  # if this number was mistyped, the next one goes on from the one before
                yield _jump(document, node, before[0], here)
                numbers[edition] = here, follows
                continue
            numbers[edition] = here, follows
        if picture := IN_FACS.match((node.get("facs") or "").strip()):
            series = edition, picture["stem"], picture["end"]
            if int(picture["number"]) < pictures.get(series, -1):  # a picture may show two pages
                message = f"the page's picture {quoted(node.get('facs') or '')} has a lower number than the one before it"
                yield finding(document, node, message, "Pictures follow the order of the text: correct @facs.")
            pictures[series] = int(picture["number"])


def _jump(document: Document, node: Element, before: Number, here: Number) -> Finding:
    said = node.get("n") or ""
    if here.place == before.place:
        return finding(document, node, f"page {quoted(said)} stands twice", f"If the second one is another page, write n={quoted(before.shown(1))}.")
    message = f"page {quoted(said)} follows page {quoted(before.shown(0))}"
    lost = ' If pages are lost there, say so before it: <gap unit="page" reason="lost"/>.' if here.place > before.place else ""
    return finding(document, node, message, f"Expected is n={quoted(before.shown(1))}.{lost}")

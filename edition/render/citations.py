"""What a reference without words says of what it leads to: of a bibliographic reference the author and the year, of a figure or a table its label, of
an entry its headword."""

from __future__ import annotations

import re

from edition.tei import BLANK, Element, T, local, plain

WORKS = frozenset(f"{T}{name}" for name in ("bibl", "biblStruct", "biblFull", "msDesc"))
ENTRIES = frozenset(f"{T}{name}" for name in ("entry", "entryFree", "superEntry", "hom"))
LABELLED = ENTRIES | frozenset(f"{T}{name}" for name in ("figure", "table"))
YEAR = re.compile(r"(?<!\d)\d{4}(?!\d)")
LABEL = re.compile(r"([^\W\d]{1,14}\.?\s(?:\d{1,3}|[IVXLC]+)(?:\.\d{1,3})*[a-z]?)(?:\s?[.:)–—](?!\d)|\s*$)")  # "Figure 3.", "Abb. 12:", "Table IV"
NAMED = 2  # authors; of more the first
LONGEST = 60  # letters


def short(work: Element) -> str:
    """``Pask & Lark 1901``; without a year the title, without an author the title and the year, without parts the words, as far as there is room. "" for nothing."""
    siglum = next((each for each in work.iter(f"{T}abbr", f"{T}title") if each.get("type") in ("siglum", "short", "abbr", "abbreviated")), None)
    if siglum is not None and (said := plain(siglum)):
        return said
    people = _people(work)
    names = people[0] + " et al." if len(people) > NAMED else " & ".join(people)
    title = next((said for each in work.iter(f"{T}title") if (said := plain(each))), "")
    year = next((found[0] for each in work.iter(f"{T}date") if (found := YEAR.search(each.get("when") or each.get("from") or plain(each)))), "")
    if names and year:
        return f"{_cut(names)} {year}"
    return _cut(", ".join(filter(None, (names, title, year)))) or _cut(plain(work))


def label(node: Element) -> str:
    """What the head of a figure or a table begins with: "Figure 3"; of an entry its first spelling; "" if there is none."""
    if node.tag in ENTRIES:
        return next((said for name in ("orth", "form") for each in node.iter(f"{T}{name}") if (said := plain(each))), "")
    head = node.find(f"{T}head")
    inner = None if head is None else next(head.iterchildren(f"{T}label"), None)
    found = None if head is None else LABEL.match(plain(head))
    return plain(inner) if inner is not None else found[1] if found else ""


def _people(work: Element) -> list[str]:
    """Family names of the authors of the part, else of the whole, else of the editors."""
    for name in ("author", "editor"):
        found = list(work.iter(f"{T}{name}"))
        part = [each for each in found if each.getparent() is not None and local(each.getparent()) == "analytic"]  # type: ignore[arg-type]
        if names := [said for each in part or found if (said := _family(each))]:
            return names
    return []


def _family(person: Element) -> str:
    """The surname, or what stands before the comma, or the last word of a name."""
    surname = next(person.iter(f"{T}surname"), None)
    if surname is not None:
        return plain(surname)
    said = plain(person)
    before, comma, _ = said.partition(",")
    return before if comma or next(person.iter(f"{T}orgName"), None) is not None else said.rpartition(" ")[2]


def _cut(words: str) -> str:
    if len(words) <= LONGEST:
        return words
    return words[:LONGEST].rpartition(" ")[0].rstrip(BLANK + ",;:.–—-") + "…"

"""Bibliographic references that are elements alone: `biblStruct`, `biblFull`, and `bibl` without words between its parts, set as a reader expects them.

``Author, Title, in Book, ed. Editor, 2nd edn (Place: Publisher, 1940), vol. 2, pp. 3–5 (Series, 7). DOI.`` Every part is written by its own
model, once; the order and what stands between them is ours. What no place is known for stands at the end.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import TYPE_CHECKING

from lxml import etree

from edition.render.odd import Model
from edition.render.words import date_words
from edition.tei import BLANK, Element, T, local

if TYPE_CHECKING:
    from edition.render.walk import Renderer

HOLD = frozenset({"bibl", "biblStruct", "biblFull", "analytic", "monogr", "imprint", "series", "titleStmt", "publicationStmt", "editionStmt", "seriesStmt", "notesStmt", "fileDesc"})
EDITORS = frozenset({"editor", "respStmt", "meeting", "edition"})
IMPRINT = ("pubPlace", "publisher", "distributor", "authority", "date")
SCOPES = {"volume": "volume_abbr", "vol": "volume_abbr", "issue": "issue_abbr", "no": "issue_abbr", "number": "issue_abbr", "chapter": "chapter_abbr", "chap": "chapter_abbr"}
NUMBERS = frozenset({"DOI", "ISBN", "ISSN", "URN", "PMID"})  # that are printed with their names
PAGES = frozenset({"page", "pages", "pp", "p"})
NAMES = ("persName", "name", "orgName")
HALT = re.compile(r"[!?…:;,]['’”»\")\]]*$")  # no comma follows it
STOP = re.compile(r"[.!?…:;,]['’”»\")\]]*$")


def reference(out: Renderer, node: Element, model: Model) -> None:
    """A reference as an item of its list, else as a phrase or a block."""
    parent = node.getparent()
    listed = parent is not None and parent.tag == f"{T}listBibl"
    in_line = not listed and out.in_line(node)
    with out.element("li" if listed else "span" if in_line else "div", node, model):
        if not alone(node):
            out.content(node, model)
            return
        made = _Reference(out, node)
        made.write()
        if made.said and not in_line and not STOP.search(made.last):
            out.xhtml.text(".")
        for each in node.iterdescendants(*(f"{T}{name}" for name in HOLD - {"bibl"})):
            out.finish(each)


class _Reference:
    """One reference. `said`: whether something stands before the next part."""

    def __init__(self, out: Renderer, node: Element) -> None:
        self.out = out
        self.node = node
        self.fields = list(_fields(node))
        self.said = False
        self.last = ""
        self.done: set[Element] = set()

    def write(self) -> None:
        words = self.out.setting.words
        analytic = self._all("title", part=True)
        own = [each for each in self._all("author") if not analytic or local(each.getparent()) != "monogr"]  # type: ignore[arg-type]
        series = [each for each in self.fields if local(each.getparent()) in ("series", "seriesStmt") or each.get("level") == "s"]  # type: ignore[arg-type]
        main = [each for each in self._all("title") if each not in analytic and each not in series]
        journal = bool(main) and main[0].get("level") == "j"
        editors = self._all("editor")
        self._people(own)
        if not own and not analytic and editors:
            self._people(editors)
            self._say(f" ({words['editors_abbr' if len(editors) > 1 else 'editor_abbr']})")
            self.last, editors = ")", []
        for position, each in enumerate(analytic):
            self._part(each, ", " if not position else ". ")
        for position, each in enumerate(main):
            self._part(each, (", " if journal else f", {words['in_work']} ") if analytic and not position else ", " if not position else ": " if each.get("type") == "sub" else ". ")
        self._people([each for each in self._all("author") if each not in own], ", ")
        self._people(editors, f", {words['translator_abbr' if editors and editors[0].get('role') == 'translator' else 'editor_abbr']} ")
        for each in self.fields:
            if local(each) in EDITORS:
                self._part(each, ", ")
        if journal:
            self._scopes(("volume", "vol"), bare=True)
        self._imprint()
        self._scopes(())
        self._series(series)
        for each in self.fields:
            kind = (each.get("type") or "").upper() if local(each) == "idno" else ""
            self._part(each, ". ", f"{kind} " if kind in NUMBERS and kind not in self.out.plain(each).upper() else "")

    def _all(self, name: str, *, part: bool = False) -> list[Element]:
        found = [each for each in self.fields if local(each) == name]
        return [each for each in found if each.get("level") == "a" or local(each.getparent()) == "analytic"] if part else found  # type: ignore[arg-type]

    def _say(self, text: str) -> None:
        if self.said:
            if (text[:1] == "." and STOP.search(self.last)) or (text[:1] == "," and HALT.search(self.last)):
                text = text[1:]
            self.out.xhtml.text(text)

    def _part(self, node: Element, before: str, prefix: str = "") -> None:
        """One field, with what stands before it; an empty one says what its attributes say."""
        if node in self.done:
            return
        self.done.add(node)
        words = self.out.plain(node, itself=True)
        given = "" if words else _of_attributes(node, self.out)
        if words or given:
            self._say(before)
            self.out.xhtml.text(prefix)
            self.said, self.last = True, words or given
        if local(node) in ("author", "editor", *NAMES) and _divided(node) is not None:
            self._name(node)
        else:
            self.out.apply(node)
            if given:
                self.out.words(given)

    def _name(self, node: Element) -> None:
        """A name whose parts are marked: in the order of the source, with a comma behind a surname that comes first."""
        inner = _divided(node)
        assert inner is not None
        with self.out.element("span", node, Model(local(node), "inline", source_rendition=True)):
            self.out.stray(node.text)
            for child in node:
                if child is inner and inner is not node:
                    with self.out.element("span", inner, Model(local(inner), "inline", source_rendition=True)):
                        self._parts_of(inner)
                    self.out.finish(inner)
                elif inner is node:
                    break
                else:
                    self.out.apply(child)
                if not self.out.stray(child.tail) and child is not node[-1]:
                    self.out.xhtml.space()
            if inner is node:
                self._parts_of(node)
        self.out.finish(node)

    def _parts_of(self, name: Element) -> None:
        before = ""
        for child in name:
            if before and isinstance(child.tag, str):
                self.out.xhtml.text(", " if before == "surname" and local(child) in ("forename", "nameLink") else " ")
            self.out.apply(child)
            self.out.stray(child.tail)
            before = local(child) if isinstance(child.tag, str) else before

    def _people(self, people: list[Element], before: str = ", ") -> None:
        for position, each in enumerate(people):
            self._part(each, "; " if position else before)

    def _imprint(self) -> None:
        """``(Place: Publisher, Date)``"""
        found = [each for name in IMPRINT for each in self._all(name) if each not in self.done and local(each.getparent()) not in ("series", "seriesStmt")]  # type: ignore[arg-type]
        written = [each for each in found if self.out.plain(each, itself=True) or _of_attributes(each, self.out)]
        if not written:
            return
        if self.said:
            self.out.xhtml.text(" (")
        before, self.said, kind = self.said, False, ""
        for each in found:
            self._part(each, ": " if kind == "pubPlace" and local(each) != "pubPlace" and local(each) != "date" else ", ")
            kind = local(each) if each in written else kind
        self.out.xhtml.text(")" if before else "")
        self.said, self.last = True, ")" if before else self.last

    def _scopes(self, only: tuple[str, ...], *, bare: bool = False) -> None:
        for each in self.fields:
            if local(each) not in ("biblScope", "citedRange", "extent") or local(each.getparent()) in ("series", "seriesStmt"):  # type: ignore[arg-type]
                continue
            unit = (each.get("unit") or each.get("type") or "").lower()
            if not only or unit in only:
                self._part(each, " " if bare else ", ", "" if bare else self._unit(each, unit))

    def _unit(self, node: Element, unit: str) -> str:
        said = self.out.plain(node, itself=True) or _of_attributes(node, self.out)
        if not said[:1].isdigit() and not re.fullmatch(r"[ivxlcdm–-]+", said, re.IGNORECASE):
            return ""
        words = self.out.setting.words
        if unit in PAGES:
            return f"{words['pages_abbr' if re.search(r'[–,-]', said) else 'page_abbr']} "
        return f"{words[SCOPES[unit]]} " if unit in SCOPES else ""

    def _series(self, series: list[Element]) -> None:
        series = [each for each in series if each not in self.done]
        if not any(self.out.plain(each, itself=True) for each in series):
            return
        self.out.xhtml.text(" (" if self.said else "")
        before, self.said = self.said, False
        for each in series:
            self._part(each, ", ")
        self.out.xhtml.text(")" if before else "")
        self.said, self.last = True, ")"


def _fields(node: Element) -> Iterator[Element]:
    """The parts of a reference: what only holds others is looked through."""
    for child in node.iterchildren("*"):
        if local(child) in HOLD - {"bibl"} and alone(child):
            yield from _fields(child)
        else:
            yield child


def _divided(node: Element) -> Element | None:
    """The element whose children are forename and surname, with no words between: itself, or the one name in it."""
    for each in (node, *(child for child in node.iterchildren("*") if local(child) in NAMES)):
        if each.find(f"{T}surname") is not None and not "".join([each.text or "", *(child.tail or "" for child in each)]).strip(BLANK):
            return each
    return None


def _of_attributes(node: Element, out: Renderer) -> str:
    """What an empty date or range says in its attributes."""
    if local(node) == "date":
        value = next((found for name in ("when", "when-iso", "from", "notBefore", "notAfter", "to") if (found := node.get(name))), "")
        return date_words(value, out.setting.words)
    if local(node) in ("biblScope", "citedRange"):
        first, last = node.get("from") or "", node.get("to") or ""
        return f"{first}–{last}" if first and last and first != last else first or last
    return ""


def alone(node: Element) -> bool:
    """Whether an element has no words between its parts."""
    texts = [node.text or "", *(child.tail or "" for child in node)]
    return len(node) > 0 and not "".join(texts).strip(BLANK) and not any(isinstance(child, etree._Entity) for child in node)

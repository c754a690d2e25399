"""Witnesses and their sigla: what an apparatus prints for ``wit="#A"``, and which reading is whose.

A siglum is what the list of witnesses calls one (``abbr type="siglum"``, ``idno type="siglum"``, else @n), else the xml:id. Source: TEI #TCAPWL.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import replace
from functools import lru_cache

from edition import tei
from edition.errors import ProjectError
from edition.project import Edition, where
from edition.tei import XML_ID, Element, T

WITNESS, LIST, LEM, RDG, GROUP, APP = (f"{T}{name}" for name in ("witness", "listWit", "lem", "rdg", "rdgGrp", "app"))
BEARERS = frozenset(f"{T}{name}" for name in ["witness", "listWit", "bibl", "biblStruct", "msDesc", "person", "handNote", "respStmt", "editor", "author", "persName", "name"])
SIGLA = tuple(f"{T}{name}" for name in ("abbr", "idno"))
NAMES = tuple(f"{T}{name}" for name in ("persName", "orgName", "name", "editor", "author"))
PEOPLE = frozenset({*NAMES, f"{T}person", f"{T}respStmt"})
SHORT = 6  # characters: a longer head of a group is a description


class Witnesses:
    """Those of one document, and whatever else @wit, @source, @resp and @hand point to."""

    def __init__(self, root: Element) -> None:
        self._elements: dict[str, Element] = {}
        self._within: dict[str, frozenset[str]] = {}  # a witness or group to those in it
        for node in root.iter(*BEARERS):
            if name := node.get(XML_ID):
                self._elements.setdefault(name, node)

    def element(self, name: str) -> Element | None:
        return self._elements.get(name)

    def siglum(self, name: str) -> Element | str:
        """An element whose content is the siglum, or the siglum itself."""
        node = self._elements.get(name)
        if node is None:
            return name
        at = marked(node)
        if at is not None:
            return at
        if node.get("n"):
            return str(node.get("n"))
        head = node.find(f"{T}head") if node.tag == LIST else None
        if head is not None and 0 < len(" ".join("".join(tei.texts(head)).split())) <= SHORT:
            return head
        return name

    def name(self, name: str) -> Element | str:
        """Who answers for something: the siglum, the initials or the name that the xml:id is, else the name that the header has."""
        found = self.siglum(name)
        node = self._elements.get(name)
        if not isinstance(found, str) or node is None or node.tag not in PEOPLE or found != name or name[:1].isupper():
            return found
        return next((each for each in node.iter(*NAMES) if "".join(tei.texts(each)).strip(tei.BLANK)), name)

    def of(self, readings: Iterable[Element], witness: str) -> Element | None:
        """The reading of a witness: one that names it, else one that names a group with it. @wit of an rdgGrp holds for all in it."""
        given = [(each, _given(each)) for each in readings]
        named = next((each for each, sigla in given if witness in sigla), None)
        if named is not None:
            return named
        return next((each for each, sigla in given if any(witness in self._members(name) for name in sigla)), None)

    def holds(self, name: str, witness: str) -> bool:
        """Whether a siglum names a witness, itself or as one of a group."""
        return name == witness or witness in self._members(name)

    def _members(self, name: str) -> frozenset[str]:
        if name not in self._within:
            node = self._elements.get(name)
            inner = [] if node is None or node.tag not in (LIST, WITNESS) else node.iter(WITNESS)
            self._within[name] = frozenset(found for each in inner if (found := each.get(XML_ID)))
        return self._within[name]


def _given(reading: Element) -> tuple[str, ...]:
    parent = reading.getparent()
    found = names(reading.get("wit"))
    return found if found or parent is None or parent.tag != GROUP else names(parent.get("wit"))


@lru_cache(maxsize=4096)
def names(pointers: str | None) -> tuple[str, ...]:
    """``#A witnesses.xml#B C`` is A, B, C."""
    return tuple(word.rpartition("#")[2] for word in (pointers or "").split())


def marked(node: Element) -> Element | None:
    """The element in a witness that is its siglum; not that of a witness in it."""
    for each in node.iter(*SIGLA):
        if each.get("type") in ("siglum", "sigil", "sigla"):
            around = next((up for up in each.iterancestors() if up.tag in BEARERS), None)
            return each if around is node else None
    return None


def listed(edition: Edition, witness: str, key: str = "") -> None:
    """Raises ProjectError if no list of witnesses has this one. `key`: "reading.witness" if edition.toml names it."""
    known = sorted({name for each in edition.documents if each.tree is not None for node in each.tree.iter(WITNESS) if (name := node.get(XML_ID))})
    if witness and witness not in known:
        place = f"{where(edition.project, *key.split('.'))}: {key}: " if key else ""
        hint = f"There are: {', '.join(known[:40])}." if known else "There is no list of witnesses (listWit) with ids."
        raise ProjectError(f"{place}no witness has the xml:id {witness!r}", hint=hint)


def of_witness(edition: Edition, witness: str) -> Edition:
    """The edition with the text of one witness, if one is named. Raises ProjectError if no list of witnesses has it."""
    if not witness:
        return edition
    listed(edition, witness)
    return replace(edition, project=replace(edition.project, witness=witness))

"""Witnesses and their sigla: what an apparatus prints for ``wit="#A"``, and which reading is whose.

A siglum is what the list of witnesses calls one (``abbr type="siglum"``, ``idno type="siglum"``, else @n), else the xml:id. Source: TEI #TCAPWL.
"""

from __future__ import annotations

from edition import tei
from edition.tei import XML_ID, Element, T

WITNESS, LIST, LEM, RDG, GROUP, APP = (f"{T}{name}" for name in ("witness", "listWit", "lem", "rdg", "rdgGrp", "app"))
BEARERS = frozenset(f"{T}{name}" for name in ["witness", "listWit", "bibl", "biblStruct", "msDesc", "person", "handNote", "respStmt", "editor", "author", "persName", "name"])
SIGLA = tuple(f"{T}{name}" for name in ("abbr", "idno"))
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

    def reads(self, reading: Element, witness: str) -> bool:
        """Whether a reading, or the group that it stands in, is of the witness, or of a group with that witness."""
        parent = reading.getparent()
        given = names(reading.get("wit")) or (names(parent.get("wit")) if parent is not None and parent.tag == GROUP else [])
        return any(witness == name or witness in self._members(name) for name in given)

    def _members(self, name: str) -> frozenset[str]:
        if name not in self._within:
            node = self._elements.get(name)
            inner = [] if node is None or node.tag not in (LIST, WITNESS) else node.iter(WITNESS)
            self._within[name] = frozenset(found for each in inner if (found := each.get(XML_ID)))
        return self._within[name]


def names(pointers: str | None) -> list[str]:
    """``#A witnesses.xml#B C`` is A, B, C."""
    return [word.rpartition("#")[2] for word in (pointers or "").split()]


def marked(node: Element) -> Element | None:
    """The element in a witness that is its siglum; not that of a witness in it."""
    for each in node.iter(*SIGLA):
        if each.get("type") in ("siglum", "sigil", "sigla"):
            around = next((up for up in each.iterancestors() if up.tag in BEARERS), None)
            return each if around is node else None
    return None

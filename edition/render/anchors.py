"""The ids of the XHTML: an element's xml:id, else one made from its address, the same in all media and unique in the edition.

``letter-ch1_2.1`` is the first child of the second child of the element ``ch1``; ``letter-e2.1`` is counted from the root. Contents,
page lists and the PDF's page numbers meet in these ids. An address that is very long is its checksum: of elements that lie hundreds of
levels deep, addresses would be most of the file.
"""

from __future__ import annotations

from hashlib import sha256

from edition.render.plan import Plan
from edition.tei import XML_ID, Element

LONGEST = 200  # characters of an address


class Anchors:
    """The ids of one document. `written` is id to unit, of those that stand in the XHTML."""

    def __init__(self, plan: Plan, prefix: str) -> None:
        self._plan, self._prefix, self._taken = plan, prefix, plan.taken
        self.written: dict[str, str] = {}
        self._parents: dict[Element, _Parent] = {}

    def of(self, node: Element) -> str:
        """Its xml:id with the prefix; a made one if it has none, or if another element has it."""
        identifier = node.get(XML_ID)
        if identifier is not None:
            anchor = self._plan.anchors.get(identifier, "")
            if anchor and anchor not in self.written:
                return anchor
        return self.made(node)

    def made(self, node: Element) -> str:
        """From the address."""
        parent = node.getparent()
        if parent is None:
            return self._plan.root_id
        at = self._parents.get(parent) or self._parent(parent)
        anchor = at.base + str(at.number(node))
        while anchor in self._taken:
            anchor += "_"
        return anchor

    def beside(self, anchor: str, what: str) -> str:
        """An id for something that belongs to an element and is none: ``letter-n1-call``."""
        made = f"{anchor}-{what}"
        while made in self._plan.taken or made in self.written:
            made += "_"
        return made

    def _parent(self, parent: Element) -> _Parent:
        identifier = parent.get(XML_ID)
        if identifier is not None and identifier not in self._plan.twice and identifier in self._plan.anchors:
            base = f"{self._plan.anchors[identifier]}_"
        elif (above := parent.getparent()) is None:
            base = f"{self._prefix}e"
        else:
            around = self._parents.get(above) or self._parent(above)
            base = f"{around.base}{around.number(parent)}."
        if len(base) > LONGEST:
            base = f"{self._prefix}e{sha256(base.encode()).hexdigest()[:16]}."
        made = self._parents[parent] = _Parent(parent, base)
        return made


class _Parent:
    """An element whose children are counted: from 1, comments too."""

    __slots__ = ("base", "counted", "last", "node")

    def __init__(self, node: Element, base: str) -> None:
        self.node, self.base = node, base
        self.last: Element | None = None
        self.counted = 0

    def number(self, child: Element) -> int:
        """A walk in reading order goes from one child to the next, and so costs linear time."""
        last = self.last
        if last is not child:
            self.counted = self.counted + 1 if last is not None and last.getnext() is child else self.node.index(child) + 1
            self.last = child
        return self.counted

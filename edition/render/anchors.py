"""The ids of the XHTML: an element's xml:id, else one made from its address, the same in all media and unique in the edition.

``letter-ch1_2.1`` is the first child of the second child of the element ``ch1``; ``letter-e2.1`` is counted from the root. Contents,
page lists and the PDF's page numbers meet in these ids.
"""

from __future__ import annotations

from edition.render.plan import Plan
from edition.tei import XML_ID, Element


class Anchors:
    """The ids of one document. `written` is id to unit, of those that stand in the XHTML."""

    def __init__(self, plan: Plan, prefix: str) -> None:
        self._plan, self._prefix = plan, prefix
        self.written: dict[str, str] = {}
        self._bases: dict[Element, str] = {}
        self._reached: dict[Element, tuple[Element, int]] = {}  # parent: the child counted last, and its number

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
        anchor = f"{self._base(parent)}{self._position(parent, node)}"
        while anchor in self._plan.taken:
            anchor += "_"
        return anchor

    def beside(self, anchor: str, what: str) -> str:
        """An id for something that belongs to an element and is none: ``letter-n1-call``."""
        made = f"{anchor}-{what}"
        while made in self._plan.taken or made in self.written:
            made += "_"
        return made

    def _base(self, parent: Element) -> str:
        base = self._bases.get(parent)
        if base is None:
            identifier = parent.get(XML_ID)
            if identifier is not None and identifier not in self._plan.twice and identifier in self._plan.anchors:
                base = f"{self._plan.anchors[identifier]}_"
            elif (above := parent.getparent()) is None:
                base = f"{self._prefix}e"
            else:
                base = f"{self._base(above)}{self._position(above, parent)}."
            self._bases[parent] = base
        return base

    def _position(self, parent: Element, node: Element) -> int:
        """Counted from the child that was asked for last: a walk in reading order costs linear time."""
        at, number = self._reached.get(parent, (None, 0))
        if at is not None:
            if at is node:
                return number
            for sibling in at.itersiblings("*"):
                number += 1
                if sibling is node:
                    self._reached[parent] = node, number
                    return number
        number = 1 + sum(1 for _ in node.itersiblings("*", preceding=True))
        self._reached[parent] = node, number
        return number

"""A document on its way to Saxon and back: without its document type and its entities, so that nothing is fetched; and the nodes that the answers mean."""

from __future__ import annotations

import re
from copy import deepcopy

from lxml import etree

from edition import tei

LOST = "\ufffc"  # stands for an entity whose words are not known
STEP = re.compile(r"/(?:Q\{([^{}]*)\}([^/\[\]@]+)\[(\d+)\]|([^/]+|$))")
ATTRIBUTE = re.compile(r"@Q\{([^{}]*)\}(.+)")


def text(tree: tei.Tree) -> str:
    """The document as one string of XML: what stands around the first element, too, but no document type; entities are their words."""
    root = tree.getroot()
    if next(root.iter(etree.Entity), None) is not None:
        root = _without_entities(tree)
    around = [*reversed(list(tree.getroot().itersiblings(preceding=True))), root, *tree.getroot().itersiblings()]
    return "\n".join(etree.tostring(node, encoding="unicode", with_tail=False) for node in around)


def _without_entities(tree: tei.Tree) -> tei.Element:
    subset = tree.docinfo.internalDTD
    words = {entity.name: entity.content for entity in subset.iterentities()} if subset is not None else {}
    root = deepcopy(tree.getroot())
    for entity in list(root.iter(etree.Entity)):
        meant = words.get(str(entity.text)[1:-1]) or LOST  # &name;
        said = (LOST if re.search("[<&]", meant) else meant) + (entity.tail or "")
        parent, before = entity.getparent(), entity.getprevious()
        assert parent is not None
        if before is None:
            parent.text = (parent.text or "") + said
        else:
            before.tail = (before.tail or "") + said
        entity.tail = None
        parent.remove(entity)
    return root


class Nodes:
    """The elements of a document by their number and by path, found quickly however many are asked for."""

    def __init__(self, tree: tei.Tree) -> None:
        self._root = tree.getroot()
        self._all: list[tei.Element] | None = None
        self._below: dict[tei.Element, dict[str, list[tei.Element]]] = {}

    def number(self, position: int) -> tei.Element | None:
        """The n-th element, in the order of the document; 1-based."""
        if self._all is None:
            self._all = list(self._root.iter("*"))
        return self._all[position - 1] if 0 < position <= len(self._all) else None

    def path(self, path: str) -> tuple[tei.Element | None, str]:
        """The element that a path of XPath's path() leads to, or through, and the rest of it: ``/@rend``, ``/text()[2]``. None for what is outside of all."""
        here: tei.Element | None = None
        for step in STEP.finditer(path):
            namespace, name, position, other = step.groups()
            if name is None:
                return here, f"/{_readable(other)}" if other else ""
            tag = f"{{{namespace}}}{name}" if namespace else name
            if here is None:
                here = self._root
            else:
                same = self._children(here).get(tag, [])
                if int(position) > len(same):
                    return here, ""
                here = same[int(position) - 1]
        return here, ""

    def _children(self, parent: tei.Element) -> dict[str, list[tei.Element]]:
        found = self._below.get(parent)
        if found is None:
            found = self._below[parent] = {}
            for child in parent.iterchildren("*"):
                found.setdefault(str(child.tag), []).append(child)
        return found


def _readable(step: str) -> str:
    if attribute := ATTRIBUTE.fullmatch(step):
        return f"@xml:{attribute[2]}" if attribute[1] == tei.XML_NAMESPACE else f"@{attribute[2]}"
    return step

"""What the param ``content`` of a model finds, written in place of what is in the element; what it passes over is on record.

An expression may lead to the element itself, to what it stands in, or from one element to the next for ever: then the element's own
content is written, and a finding says so.
"""

from __future__ import annotations

from functools import cached_property
from typing import TYPE_CHECKING, Any

from lxml import etree

from edition import tei
from edition.render.odd import Model, as_words
from edition.tei import BLANK, Element

if TYPE_CHECKING:
    from edition.render.walk import Renderer

DEEPEST = 40  # expressions in what an expression found
TIMES = 4  # the elements of a document that are written by way of expressions, at most


class Contents:
    def __init__(self, out: Renderer) -> None:
        self._out = out
        self._within: list[Element] = []
        self._count = 0
        self._told: set[str] = set()

    def write(self, node: Element, model: Model) -> bool:
        """Whether anything but the element's own content was to be written, and so has been."""
        found = model.param("content", node)
        items: list[Any] = found if isinstance(found, list) else [found]
        if found is None or (len(items) == 1 and items[0] is node):
            return False
        elements = [each for each in items if isinstance(each, etree._Element)]
        self._count += len(elements)
        if elements and (self._count > self._most or len(self._within) >= DEEPEST or node in self._within or self._around(node, elements)):
            if not self._out.quiet and model.element not in self._told:
                self._told.add(model.element)
                self._out.faults.add("RND019", node, f"what the model of {model.element} takes for its content leads round in a circle", "Its own content is written; correct the param in the ODD.")
            return False
        self._pass_over(node, elements, [each if isinstance(each, str) else as_words(each) for each in items if not isinstance(each, etree._Element)])
        self._within.append(node)
        self._out.nodes(items)
        self._within.pop()
        return True

    @cached_property
    def _most(self) -> int:
        return 1000 + TIMES * sum(1 for _ in self._out.root.iter("*"))

    @staticmethod
    def _around(node: Element, elements: list[Element]) -> bool:
        above = {node, *node.iterancestors()}
        return any(each in above for each in elements)

    def _pass_over(self, node: Element, elements: list[Element], strings: list[str]) -> None:
        """The texts that the expression does not reach."""
        chosen, written = set(elements), {word for each in strings for word in each.split()}
        texts: list[str] = []
        whole = "".join(tei.plain(node).split())
        if any("".join(each.split()) == whole for each in strings):
            return

        def look(text: str | None) -> None:
            if text and text.strip(BLANK) and not written.issuperset(text.split()):
                texts.append(text)

        stack: list[Element | str] = [*([node.text] if node.text else []), *node]
        stack.reverse()
        while stack:
            each = stack.pop()
            if isinstance(each, str):
                look(each)
                continue
            stack.append(each.tail or "")
            if isinstance(each.tag, str) and each not in chosen:
                stack.extend(reversed([each.text or "", *each]))
        if texts:
            self._out.registers.pass_over(node, tuple(texts))

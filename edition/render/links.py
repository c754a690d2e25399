"""Where links lead, and what a link says that has no words of its own."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING
from urllib.parse import quote

from edition import tei
from edition.render import citations
from edition.render.notes import LATER
from edition.rules import quoted
from edition.tei import XML_ID, Element, T

if TYPE_CHECKING:
    from edition.render.walk import Renderer

WEB = re.compile(r"(https?://[^\s/?#]+|mailto:\S+@)", re.IGNORECASE)
FIGURE = f"{T}figure"


class Links:
    """The links of one document."""

    def __init__(self, out: Renderer) -> None:
        self._out = out
        self._naming = False
        self._targets: dict[str, Element] | None = None

    def href(self, node: Element, targets: str) -> str:
        """The address of the first target that leads somewhere; "" (and a finding) if none does."""
        out = self._out
        for target in targets.split():
            if target in out.setting.elsewhere and target[1:] not in out.plan.unit_of:
                return out.setting.elsewhere[target]
            if WEB.match(target):
                return quote(target, safe="%/:?#[]@!$&'()*+,;=~-._")
            if target[:1] == "#" and (unit := out.plan.unit_of.get(target[1:])) is not None:
                anchor = out.plan.anchors[target[1:]]
                if not unit:
                    out.later = True
                    return f"{LATER}h{target[1:]}{LATER}"
                return f"#{anchor}" if unit == out.unit else f"{out.setting.file_of(unit)}#{anchor}"
        if not out.quiet and targets.strip() and not all(target[1:] in out.plan.unprinted for target in targets.split()):
            out.faults.add("RND003", node, f"the reference {quoted(targets, 200)} leads to nothing in this edition", "Its words are printed without a link.")
        return ""

    def settled(self, markup: str, here: str) -> str:
        """Markup of the unit `here` with what is known only at the end: marks of notes after their first call, ways into notes."""
        out = self._out
        if LATER not in markup:
            return markup

        def way(match: re.Match[str]) -> str:
            anchor = out.plan.anchors[match[1]]
            unit = out.anchors.written.get(anchor)
            if unit is None:
                return ""
            return f' href="#{anchor}"' if unit == here else f' href="{out.setting.file_of(unit)}#{anchor}"'

        markup = re.sub(f' href="{LATER}h([^{LATER}]*){LATER}"', way, markup)
        return re.sub(f"{LATER}m([^{LATER}]*){LATER}", lambda match: out.notes.mark_of(match[1]), markup)

    def target_words(self, target: str) -> str:
        """What an empty ptr or ref says: of a work author and year, of a figure or a table its label, of an entry its headword; else the heading of what it leads to, else its number."""
        out = self._out
        if self._targets is None:
            pointed = {(each.get("target") or "").strip() for each in out.root.iter(f"{T}ptr", f"{T}ref")}
            self._targets = {f"#{name}": each for each in tei.with_ids(out.root) if f"#{(name := each.get(XML_ID))}" in pointed}
        node = self._targets.get(target)
        if node is None:
            return out.setting.works.get(target, target)
        if short := citations.short(node) if node.tag in citations.WORKS else citations.label(node) if node.tag in citations.LABELLED else "":
            return short
        head = node if node.tag == f"{T}head" else node.find(f"{T}head")
        around = node.getparent()
        if head is None and around is not None and around.tag == FIGURE:
            head = around.find(f"{T}head")
        said = ""
        if head is not None and not self._naming:  # a ptr in a heading may lead to that heading
            self._naming = True
            said = out.plain(head)
            self._naming = False
        return said or node.get("n") or "↑"

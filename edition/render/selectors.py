"""Looks that the header gives to elements by CSS selectors: ``<rendition selector="head, l:first-child" scheme="css">``.

Selectors are about the TEI, whose elements have other names in XHTML: they are matched here, and what they choose gets a class.
Source: TEI, #HD57 (`rendition/@selector`, and `tagUsage/@render` of older files).
"""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import dataclass, field

from edition import tei
from edition.render.styles import PSEUDO, safe
from edition.tei import XML_ID, Element, T

LONGEST = 500  # characters of one selector
STEPS = 8  # from ancestor to descendant: matching tries them all
STEP = re.compile(r"[^\s>+~][\s>+~]+(?=[^\s>+~])")


@dataclass
class Selected:
    classes: dict[Element, str] = field(default_factory=dict)  # " rendition-selector-1", to be put behind the others
    css: str = ""
    faults: list[tuple[Element, str]] = field(default_factory=list)  # a rendition, its selector that is none


def selected(root: Element, class_of: Callable[[str], str]) -> Selected:
    """What the selectors of a document choose. A document without any costs nothing."""
    found = Selected()
    usages = {each.get("gi"): (each.get("render") or "").removeprefix("#") for each in root.iter(f"{T}tagUsage") if each.get("render")}
    for name, identifier in usages.items():
        for node in root.iter(f"{T}{name}"):
            found.classes[node] = f" {class_of(identifier)}"
    chosen = [each for each in root.iter(f"{T}rendition") if each.get("selector") and each.get("scheme", "css") == "css"]
    if not chosen:
        return found
    import cssselect2  # most documents have no selector

    matcher = cssselect2.Matcher()
    for number, rendition in enumerate(chosen, 1):
        declarations, selector = tei.plain(rendition), rendition.get("selector") or ""
        if any(len(part) > LONGEST or len(STEP.findall(part)) > STEPS for part in selector.split(",")):
            found.faults.append((rendition, selector))
            continue
        try:
            compiled = cssselect2.compile_selector_list(selector, {"tei": T[1:-1], "xml": XML_ID[1 : XML_ID.index("}")]})
        except cssselect2.SelectorError:
            found.faults.append((rendition, selector))
            continue
        name = class_of(rendition.get(XML_ID) or f"selector-{number}")
        scope = rendition.get("scope") or next((each.pseudo_element for each in compiled if each.pseudo_element), "") or ""
        if not safe(declarations, content=scope in ("before", "after")):
            continue
        if not rendition.get(XML_ID):  # else the rule is there for @rendition
            found.css += f".{name}{f'::{scope}' if scope in PSEUDO else ''} {{ {declarations} }}\n"
        for each in compiled:
            matcher.add_selector(each, name)
    for wrapper in cssselect2.ElementWrapper.from_xml_root(root).iter_subtree():
        names = dict.fromkeys(name for _, _, _, name in matcher.match(wrapper))
        if names:
            node = wrapper.etree_element
            found.classes[node] = found.classes.get(node, "") + "".join(f" {name}" for name in names)
    return found

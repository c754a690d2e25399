"""Names: of elements and attributes that TEI spells otherwise or calls otherwise, and the namespace that is missing."""

from __future__ import annotations

import re

from edition import tei
from edition.checks.meant import ATTRIBUTES, ELEMENTS
from edition.fixes.markup import Edit, Markup, Tag
from edition.model import Finding, Fix

READY = re.compile(r"<(\w+)(?: (\w+)=\"([^\"…]*)\")?(?: (\w+)=\"([^\"…]*)\")?(/?)>")  # what meant.py has, if it can be written as it is
SWAPS = {"lang": "xml:lang", "id": "xml:id", "num": "n", "number": "n", "page": "n"}  # TEI's word for the same thing
NOTHING = frozenset({"TEIform"})  # TEI has nothing for it


def namespace(markup: Markup, finding: Finding) -> Fix | None:
    """``<TEI>`` becomes ``<TEI xmlns="…">``, if it is in no namespace."""
    tag = markup.tag(markup.at(finding.locus.line, finding.locus.column))
    if tag is None or tag.name not in ("TEI", "teiCorpus") or tag.get("xmlns"):
        return None
    return markup.fix([(tag.name_end, tag.name_end, f' xmlns="{tei.NAMESPACE}"')], f"<{tag.name}> gets TEI's namespace")


def element(markup: Markup, finding: Finding) -> Fix | None:
    """An element gets the name that was meant: safe if only capitals differ."""
    tag = markup.tag(markup.at(finding.locus.line, finding.locus.column))
    if tag is None or finding.subject is None or ":" in tag.name or finding.subject.name != tag.name:
        return None
    meant = finding.subject.meant
    if meant and meant.casefold() == tag.name.casefold():
        return _renamed(markup, tag, meant, (), safe=True)
    instead = ELEMENTS.get(tag.name.lower())
    if instead is None:
        return _renamed(markup, tag, meant, (), safe=False) if tei.NAME.fullmatch(meant) else None
    ready = READY.fullmatch(instead)
    if ready is None or (ready[6] and not tag.empty and not _hollow(markup, tag)):
        return None
    return _renamed(markup, tag, ready[1], tuple((ready[at], ready[at + 1]) for at in (2, 4) if ready[at]), safe=False)


def _hollow(markup: Markup, tag: Tag) -> bool:
    """``<br></br>``."""
    end = markup.end_name(tag)
    return end is not None and end[0] == tag.end + len("</")


def _renamed(markup: Markup, tag: Tag, name: str, attributes: tuple[tuple[str, str], ...], *, safe: bool) -> Fix | None:
    edits: list[Edit] = [tag.with_name(name)]
    if not tag.empty:
        end = markup.end_name(tag)
        if end is None:
            return None
        edits.append((*end, name))
    if any(tag.get(attribute) for attribute, _ in attributes):
        return None
    if attributes:
        written = "".join(f' {attribute}="{value}"' for attribute, value in attributes)
        edits[0] = (*edits[0][:2], name + written)
        shown = f"<{name}{written}>"
    else:
        shown = f"<{name}>"
    return markup.fix(edits, f"<{tag.name}> becomes {shown}", safe=safe)


def attribute(markup: Markup, finding: Finding) -> Fix | None:
    """An attribute gets the name that was meant: safe if only capitals differ. One of TEI P4's that says nothing is taken away."""
    tag = markup.tag(markup.at(finding.locus.line, finding.locus.column))
    found = tag.get(finding.subject.name) if tag is not None and finding.subject is not None else None
    if tag is None or found is None or finding.subject is None:
        return None
    if found.name in NOTHING:
        return markup.fix([found.without()], f"@{found.name} on <{tag.name}> is taken away")
    meant = SWAPS.get(found.name) or finding.subject.meant
    if not meant or (found.name in ATTRIBUTES and found.name not in SWAPS) or tag.get(meant):
        return None
    if meant == "xml:id" and (not tei.NAME.fullmatch(found.value) or _taken(markup, found.value)):
        return None
    return markup.fix([found.with_name(meant)], f"@{found.name} on <{tag.name}> becomes @{meant}", safe=meant.casefold() == found.name.casefold())


def _taken(markup: Markup, identifier: str) -> bool:
    return identifier in markup.ids.get(identifier.casefold(), ())

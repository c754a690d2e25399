"""Verse: numbers and metre of a line, and how far in a verse begins that goes on from another speaker, or from another line.

A verse in parts (@part) is one line of the metre on several of the page: each further part begins where the one before it ends. How wide
that is depends on the typeface, so it is estimated, in em.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from lxml import etree

from edition.render.odd import Model
from edition.render.series import name_of
from edition.tei import Element, T, plain

if TYPE_CHECKING:
    from edition.render.walk import Renderer

LINE, GROUP = f"{T}l", f"{T}lg"
HEAD = f"{T}head"
POEMS = frozenset("poem sonnet song hymn psalm ode ballad elegy canto".split())
STANZAS = frozenset("stanza strophe verse verses couplet tercet quatrain quintain sestet septet octave refrain chorus burden envoi envoy part section epigraph dedication argument".split())
AROUND = frozenset(f"{T}{name}" for name in ("body", "front", "back", "div", "div1", "div2", "div3", "div4", "div5", "div6", "div7"))
NUMBER = re.compile(r"(?:[\d\s.,:()\[\]§°ºª*#–—-]|[IVXLCDM]+\b|[ivxlcdm]+\b)*")
METRE = ("met", "real", "rhyme")
NARROW, WIDE, CAPITAL, USUAL = 0.28, 0.78, 0.66, 0.46  # em, of a book face
MEASURE = 24  # em: a part that would run beyond begins further to the left
_words = etree.XPath("descendant::text()[not(ancestor::t:note or ancestor::t:rdg or ancestor::t:orig or ancestor::t:sic or ancestor::t:abbr)]", namespaces={"t": T[1:-1]})


def verse(out: Renderer, node: Element, model: Model) -> None:
    """A verse, or a group of them. The number of a verse in parts stands at its first part."""
    more: dict[str, str] = {}
    classes = [f"{name}-{name_of(value)}" for name in METRE if (value := node.get(name))]
    if node.tag == LINE:
        part = node.get("part", "N")
        if (number := node.get("n")) and part not in ("M", "F"):
            more["data-n"] = number
        if part in ("I", "M", "F"):
            classes.append(f"part-{part}")
            if lead := out.leads.get(node):
                more["style"] = f"--lead: {lead:g}em"
    if classes:
        more["class"] = " ".join(classes)
    with out.element("div", node, model, more):
        out.content(node, model)


def poem(head: Element) -> bool:
    """Whether a head is the title of a poem that stands among divisions as an `lg` of its own: not that of a stanza, by its kind, by what is
    around it (a division that is the poem), or because it is a number."""
    group = head.getparent()
    around = None if group is None else group.getparent()
    if group is None or around is None or group.tag != GROUP or around.tag not in AROUND or group.find(HEAD) is not head:
        return False
    kind = (group.get("type") or "").lower()
    return kind == "poem" or not (kind in STANZAS or (around.get("type") or "").lower() in POEMS or NUMBER.fullmatch(plain(head)))


def leads(root: Element) -> dict[Element, float]:
    """How far in each further part of a verse begins, in em."""
    found: dict[Element, float] = {}
    lead = 0.0
    for node in root.iter(LINE):
        part = node.get("part", "N")
        if part not in ("I", "M", "F"):
            continue
        own = width(" ".join("".join(map(str, _words(node))).split()))
        if part == "I":
            lead = 0.0
        elif lead:
            found[node] = round(max(0.0, min(lead, MEASURE - own)), 1)
        lead = 0.0 if part == "F" else lead + own + NARROW
    return found


def width(text: str) -> float:
    """The width of words in a book face, about, in em."""
    return sum(NARROW if each in "iljtfrI.,;:!'’‘|()[] " else WIDE if each in "mwMW—…æœ" else CAPITAL if each.isupper() else USUAL for each in text)

"""Who speaks, and when: utterances of an interview or of minutes, posts of a thread. Their names stand in the header, not in the text."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from edition import tei
from edition.render.odd import Model
from edition.render.words import date_words
from edition.tei import XML_ID, Element, T, local

if TYPE_CHECKING:
    from edition.render.walk import Renderer

SPEAKERS = tuple(f"{T}{name}" for name in ["person", "personGrp", "role", "org", "persona"])
NAMES = ("t:persName | t:orgName | t:name", "t:idno")
BLOCK = f"{T}annotationBlock"
SAID = frozenset({f"{T}speaker", f"{T}label"})
CLOCK = re.compile(r"T(\d\d:\d\d)")
LASTING = re.compile(r"PT?(\d+(?:\.\d+)?)([HMS])")


def speech(out: Renderer, node: Element, model: Model) -> None:
    """An utterance, begun with its speaker's name where the text does not say it."""
    with out.element("span" if out.in_line(node) else "div", node, model, _overlap(node)):
        before, first = node.getprevious(), next(node.iterchildren("*"), None)
        told = (before is not None and local(before) == "note" and before.get("type") == "speaker") or (first is not None and first.tag in SAID)
        if not told and not out.quiet and (name := " / ".join(_name(out, who) for who in _who(node))):
            with out.plain_element("span", {"class": "who"}):
                out.xhtml.text(name)
            out.xhtml.space()
        out.content(node, model)


def _who(node: Element) -> list[str]:
    """Pointers to who speaks: said of the utterance, or of the block of annotations that it stands in."""
    around = node.getparent()
    return (node.get("who") or (around.get("who") if around is not None and around.tag == BLOCK else None) or "").split()


def _overlap(node: Element) -> dict[str, str] | None:
    return {"class": "overlap"} if node.get("trans") == "overlap" else None


def pause(out: Renderer, node: Element, model: Model) -> None:
    """A silence: a point in parentheses, or how long it is."""
    lasting = LASTING.fullmatch(node.get("dur") or "")
    with out.element("span", node, model):
        if not out.quiet:
            out.xhtml.text(f"({lasting[1]} {lasting[2].lower()})" if lasting else "(.)")
        out.content(node, model)


def byline(out: Renderer, node: Element) -> None:
    """Above a post: who wrote it and when, and what it answers."""
    if out.quiet:
        return
    name = " / ".join(_name(out, who) for who in (node.get("who") or "").split())
    when = node.get("when") or node.get("when-iso") or ""
    clock = CLOCK.search(when)
    said = ", ".join(filter(None, (date_words(when.partition("T")[0], out.setting.words), clock[1] if clock else "")))
    answered = (node.get("replyTo") or "").split()[:1]
    if not (name or said or answered):
        return
    with out.plain_element("p", {"class": "post-head"}):
        if name:
            with out.plain_element("span", {"class": "who"}):
                out.xhtml.text(name)
            out.xhtml.text(" ")
        if said:
            with out.plain_element("span", {"class": "when"}):
                out.xhtml.text(said)
        if answered and (href := out.href(node, answered[0])):
            other = next((each for each in out.root.iter(f"{T}post") if f"#{each.get(XML_ID)}" == answered[0]), None)
            to = " / ".join(_name(out, who) for who in (other.get("who") or "").split()) if other is not None else ""
            out.xhtml.text(" ")
            with out.plain_element("a", {"class": "answers", "href": href}):
                out.xhtml.text(f"→ {to}".rstrip())


def _name(out: Renderer, pointer: str) -> str:
    """The name of a speaker; the pointer's own words where the document does not say who that is."""
    return out.speakers.get(pointer.rpartition("#")[2]) or pointer.rpartition("#")[2]


def _own_words(name: Element) -> bool:
    return bool("".join([name.text or "", *(child.tail or "" for child in name)]).strip(tei.BLANK))


def speakers(root: Element) -> dict[str, str]:
    """The names of those who speak or write, by xml:id: the first name of a person in the header, a role of the cast."""
    found: dict[str, str] = {}
    for each in root.iter(*SPEAKERS):
        if identifier := each.get(XML_ID):
            name = each if local(each) == "role" else next((named[0] for path in NAMES if (named := tei.select(each, path))), None)
            if name is not None and (said := " ".join(filter(None, map(tei.plain, name))) if len(name) > 1 and not _own_words(name) else tei.plain(name)):
                found.setdefault(identifier, said)
    return found

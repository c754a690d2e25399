"""What a document is called: the head or the title page in it that is its title, and whether there is anything to print."""

from __future__ import annotations

import re
from collections.abc import Iterator

from edition import tei
from edition.render.odd import WRAPPERS, Lookup, behaviours
from edition.render.verse import poem
from edition.tei import Element, T, local

HEAD, PARAGRAPH = f"{T}head", f"{T}p"
HULLS = frozenset({"text", "group", "front", "body", "back", "div", "p", "ab", "head"})


def title_of(document: Element, models: Lookup) -> tuple[Element | None, Element | None, bool]:
    """The element that is a document's title, its one division if the title is the head of that, and whether anything is printed."""
    heads: list[Element] = []
    sections: list[Element] = []
    poems: list[Element] = []
    views = 0  # of the text, behind it
    others = int(bool((document.text or "").strip(tei.BLANK)))
    for node, what in _top(document, models):
        first = not (sections or others or views)
        if ("heading" in what and node.tag == HEAD) or (first and node.tag == PARAGRAPH and (node.get("rend") or "").lower() == "title"):  # of a word processor
            heads.append(node)
        elif "section" in what:
            sections.append(node)
        elif "view" in what:
            views += 1
        elif what - {"metadata", "omit"} or not what or ("omit" in what and node.getparent() is not document):
            others += 1
            poems += [each for each in node.iterchildren(HEAD) if poem(each)][:1]
    printed = bool(heads or sections or others or views)
    if heads:
        return main_head(heads), None, printed
    if len(poems) == others == 1 and not sections:
        return poems[0], None, printed
    if len(sections) > 1:  # some begin with a division that only bears an id
        sections = [each for each in sections if _says(each)] or sections
    if sections and not others and sections[0].tag != f"{T}titlePage":
        head = main_head(list(sections[0].iterchildren(HEAD)))
        if len(sections) == 1 or (head is not None and head.get("type") == "main"):  # what follows it belongs to it: comments on a text
            return head, sections[0], printed
    for section in sections:
        if section.tag == f"{T}titlePage":
            parts = [part for part in tei.select(section, "t:titlePart | t:docTitle/t:titlePart") if part.get("type", "main") == "main"]
            if parts:
                return parts[0], None, printed
    return None, None, printed


def hollow(root: Element) -> bool:
    """Whether the text is there for the schema only: no words, and nothing but paragraphs and what holds them. A catalogue of manuscripts has such records."""
    texts = [each for each in root.iterchildren("*") if local(each) != "teiHeader"]
    if local(root) != "TEI" or any(text.strip(tei.BLANK) for each in texts for text in each.itertext()):
        return False
    return all(local(node) in HULLS for each in texts for node in each.iter("*"))


def says_title(head: Element, document: Element) -> bool:
    """Whether the heading of the one division of a document in a corpus says the document's title: half of its words will do."""
    title = tei.plain(tei.first(document, "t:teiHeader/t:fileDesc/t:titleStmt/t:title"))
    wanted, said = ({word for word in re.findall(r"\w+", text.casefold()) if len(word) > 2} for text in (title, tei.plain(head)))
    return 2 * len(wanted & said) >= len(wanted)


def _says(node: Element) -> bool:
    """Whether there are words or pictures in it."""
    return any(text.strip(tei.BLANK) for text in node.itertext()) or next(node.iter(f"{T}graphic"), None) is not None


def documents(root: Element, models: Lookup) -> Iterator[Element]:
    """The root, and the documents of a corpus."""
    yield root
    for node, what in _top(root, models):
        if "document" in what:
            yield from documents(node, models)


def _top(parent: Element, models: Lookup) -> Iterator[tuple[Element, frozenset[str]]]:
    """The children of a document's text, front, body and back, and these themselves if they have words of their own."""
    for node in parent.iterchildren("*"):
        what = behaviours(node, models)
        if what & WRAPPERS and "document" not in what:
            if any((text or "").strip(tei.BLANK) for text in (node.text, *(child.tail for child in node))):
                yield node, frozenset({"stray"})
            yield from _top(node, models)
        else:
            yield node, what


def main_head(heads: list[Element]) -> Element | None:
    """Of several heads the one that heads: the first that is no subtitle."""
    return next((head for head in heads if head.get("type") not in ("sub", "desc", "short")), heads[0] if heads else None)

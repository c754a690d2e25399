"""1. Readers: the footnotes of a web page. Pages have no notes, only links to and fro; what is one is written as pandoc writes it, and read as a note.

A link leads to a note if it says so (`role`, `epub:type`, a class), or looks like a mark and the words it leads to lead back, or stand among notes.
"""

from __future__ import annotations

import re

from lxml import etree

from edition.readers.page import dropped
from edition.tei import Element

MARK = re.compile(r"[\[(]?(?:\d{1,4}|[a-z]{1,2}|[ivxlc]{1,6}|[*†‡§¶]{1,4}|note \d+)[\])]?[.:]?", re.IGNORECASE)
LABEL = re.compile(r"^\s*(?:[\[(]?(?:\d{1,4}|[a-z]|[*†‡§¶]{1,4})[\])]?[.:)]?(?=\s|$)|[.:)\]]+)\s*")
SAYS_REF = re.compile(r"(?:^|[\s-])(?:noteref|footnote-?ref|fn-?ref|footnote|endnote|fn)(?:$|\s)", re.IGNORECASE)
SAYS_NOTE = re.compile(r"(?:^|[\s_-])(?:foot-?notes?|end-?notes?|rear-?notes?|fn|notes|references|reflist|sdfootnote)(?:$|[\s\d_:-])", re.IGNORECASE)
BACK = re.compile(r"(?:^|[\s-])(?:backlink|back-?ref|footnote-back|reversefootnote|doc-backlink)(?:$|\s)", re.IGNORECASE)
BODIES = ("li", "aside", "p", "div", "dd", "section", "blockquote")


def noted(root: Element) -> int:
    """Rewrite the notes; how many."""
    body = next(root.iter("body"), root)
    places: dict[str, Element] = {}
    order: dict[Element, int] = {}
    for number, element in enumerate(body.iter()):
        if isinstance(element.tag, str):
            order[element] = number
            for name in (element.get("id"), element.get("name") if element.tag == "a" else None):
                if name:
                    places.setdefault(name, element)
    taken: dict[Element, str] = {}
    pairs: list[tuple[Element, Element, str]] = []
    for link in list(body.iter("a")):
        address = link.get("href") or ""
        if not address.startswith("#") or address[1:] not in places:
            continue
        note = _body(places[address[1:]])
        if note is None or note in taken or note in link.iterancestors() or link.getparent() is None:
            continue
        if _is_ref(link, note, places, order):
            taken[note] = address[1:]
            pairs.append((link, note, address[1:]))
    if not pairs:
        return 0
    section = etree.SubElement(body, "section", {"class": "footnotes", "role": "doc-endnotes"})
    listed = etree.SubElement(section, "ol")
    marks = {link for link, _, _ in pairs}
    for number, (link, note, _) in enumerate(pairs, 1):
        back = {name for each in (link, *link.iterancestors("sup", "span", "p"), *link.iter()) for name in (each.get("id"), each.get("name")) if name}
        _emptied_of_links(note, back, marks)
        holder = etree.SubElement(listed, "li", {"id": f"edition-note-{number}", "role": "doc-endnote"})
        _moved(note, holder)
        _called(link, number)
    wanted = {(link.get("href") or "")[1:] for link in body.iter("a")}
    for anchor in [each for each in body.iter("span") if each.get("class") == "edition-place"]:
        if anchor.get("id") in wanted:
            del anchor.attrib["class"]
        else:
            dropped(anchor)
    return len(pairs)


def _body(place: Element) -> Element | None:
    """The block with a note's words, for the place that a link leads to."""
    for element in (place, *place.iterancestors()):
        if element.tag in ("body", "main", "article", "td", "table"):
            return None
        if element.tag in BODIES:
            within = element.getparent()
            while element.tag == "p" and within is not None and within.tag in ("li", "aside", "dd") and len(within) == 1:
                element, within = within, within.getparent()
            return element
    return None


def _is_ref(link: Element, note: Element, places: dict[str, Element], order: dict[Element, int]) -> bool:
    said = " ".join(filter(None, [link.get("role"), link.get("class"), link.get("epub:type"), link.get("{http://www.idpf.org/2007/ops}type")]))
    if BACK.search(said) or order[link] > order[note]:
        return False
    words = " ".join("".join(map(str, link.itertext())).split())
    if len(words) > 12:
        return False
    if re.search(r"(?:doc-)?noteref", said):
        return True
    raised = link.find("sup") is not None or any(True for _ in link.iterancestors("sup"))
    if not (MARK.fullmatch(words) or SAYS_REF.search(said) or raised):
        return False
    return _leads_back(note, link, places) or any(
        SAYS_NOTE.search(" ".join(filter(None, [each.get("class"), each.get("id"), each.get("role"), each.get("epub:type")]))) for each in (note, *note.iterancestors()) if each.tag != "body"
    )


def _leads_back(note: Element, link: Element, places: dict[str, Element]) -> bool:
    near = {link, *link.iter(), *link.iterancestors("sup", "span", "p", "li")}
    return any((each.get("href") or "").startswith("#") and places.get((each.get("href") or "")[1:]) in near for each in note.iter("a"))


def _emptied_of_links(note: Element, back: set[str], marks: set[Element]) -> None:
    """Take the links back to the text out of a note, and the number at its beginning, which is made anew."""
    for link in list(note.iter("a")):
        said = " ".join(filter(None, [link.get("role"), link.get("class")]))
        if link not in marks and ((link.get("href") or "")[1:] in back or BACK.search(said)):
            holder = link.getparent()
            dropped(link)
            if holder is not None and holder is not note and holder.tag in ("sup", "span") and not len(holder) and not (holder.text or "").strip():
                dropped(holder)
    first = next((each for each in note.iter() if isinstance(each.tag, str) and (each.text or "").strip()), None)
    if note.tag != "li" and first is not None and first in (note, *note.iter("p", "sup", "span", "b", "strong")):
        if first.tag in ("sup", "b", "strong", "span") and LABEL.fullmatch((first.text or "") + " "):
            dropped(first)
        elif match := LABEL.match(first.text or ""):
            first.text = (first.text or "")[match.end() :]
    elif first is not None and (match := re.match(r"\s*[.:)\]^↑↩]+\s*", first.text or "")):
        first.text = (first.text or "")[match.end() :]


def _moved(note: Element, holder: Element) -> None:
    """Put a note's content into an item of the list of notes, and take away what held it, if nothing is left in that."""
    identifier, above = note.get("id"), note.getparent()
    dropped(note)
    note.tail = None
    if note.tag in ("p", "div", "blockquote"):
        note.attrib.pop("id", None)
        holder.append(note)
    else:
        holder.text = note.text
        holder.extend(list(note))
    if identifier:
        _anchored(holder.find("p") if holder.find("p") is not None and not (holder.text or "").strip() else holder, identifier)
    while above is not None and above.tag not in ("body", "main", "article", "html") and not len(above) and not (above.text or "").strip():
        outer = above.getparent()
        dropped(above)
        above = outer


def _anchored(element: Element | None, identifier: str) -> None:
    """A place for other links at the beginning of an element."""
    if element is not None:
        anchor = etree.Element("span", {"id": identifier, "class": "edition-place"})
        anchor.tail, element.text = element.text, None
        element.insert(0, anchor)


def _called(link: Element, number: int) -> None:
    """The link as pandoc writes a call of a note; without the superscript round it."""
    identifier = link.get("id") or link.get("name") or ""
    tail = link.tail
    link.clear()
    link.tag, link.tail, link.text = "a", tail, str(number)
    link.attrib.update({"href": f"#edition-note-{number}", "class": "footnote-ref", "role": "doc-noteref"})
    holder = link.getparent()
    if holder is not None and holder.tag in ("sup", "span") and len(holder) == 1 and not (holder.text or "").strip(" []()") and not (link.tail or "").strip(" []()"):
        identifier = identifier or holder.get("id") or ""
        outer = holder.getparent()
        if outer is not None:
            link.tail = holder.tail
            outer.replace(holder, link)
    if identifier and (above := link.getparent()) is not None:
        anchor = etree.Element("span", {"id": identifier, "class": "edition-place"})
        above.insert(above.index(link), anchor)

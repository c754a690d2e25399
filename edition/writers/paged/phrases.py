"""8. XHTML to files. Where lines may end in a phrase: beside empty ones (anchors), and never behind the number of what follows.

At a space that an empty inline element follows, the engine finds no place to end a line: it ends it much too early, or too late. So an
anchor takes in the word after it, or gives its id to the phrase after it, or goes before the space. It stays at its word.
"""

from __future__ import annotations

import re
from xml.etree.ElementTree import Element

BLANK = " \t\r\n"
WORD = re.compile(r"[^ \t\r\n]+")
ANCHORS = ("", "anchor", "pb", "cb")  # classes of spans that have nothing to show
NUMBERS = frozenset(["cited", "sense-n"])  # classes of spans that number the words behind them
SECTION = re.compile(r"(§§?|¶) (?=[0-9])")
HOSTS = frozenset(["a", "em", "span", "cite", "i", "b", "strong", "sup", "sub"])


def settle_anchors(root: Element, *, shown: str = "") -> None:
    """Change the tree so that no empty span stands after a space. No letter moves. `shown`: a class of spans that the style fills."""
    for parent in list(root.iter()):
        for child in list(parent):
            if child.tag == "span" and not len(child) and not child.text and child.get("class", "").split(" ")[0] in ANCHORS:
                if shown and child.get("class") == shown and child.get("data-n"):
                    continue
                child.attrib = {name: text for name, text in child.attrib.items() if name == "id"}
                _settle(parent, child)


def keep_numbers(root: Element) -> None:
    """The space behind the number of a section, a paragraph or a meaning, and behind a section sign, ends no line."""
    for each in root.iter():
        if each.get("class") in NUMBERS and each.tail and each.tail[0] in BLANK:
            each.tail = "\u00a0" + each.tail.lstrip(BLANK)
        if each.text and ("§" in each.text or "¶" in each.text):
            each.text = SECTION.sub("\\1\u00a0", each.text)
        if each.tail and ("§" in each.tail or "¶" in each.tail):
            each.tail = SECTION.sub("\\1\u00a0", each.tail)


def _settle(parent: Element, anchor: Element) -> None:
    number = list(parent).index(anchor)
    before = parent[number - 1] if number else None
    text = (parent.text if before is None else before.tail) or ""
    at_a_word = not text or text[-1] in BLANK
    following = parent[number + 1] if number + 1 < len(parent) else None
    if not at_a_word:
        return
    if anchor.tail and anchor.tail[0] not in BLANK:
        word = WORD.match(anchor.tail)
        anchor.text, anchor.tail = (word[0], anchor.tail[word.end() :]) if word else (anchor.text, anchor.tail)
    elif not anchor.tail and following is not None and following.tag in HOSTS and not following.get("id") and "".join(following.itertext()):
        following.set("id", anchor.get("id", ""))
        parent.remove(anchor)
    elif text and ((stripped := text.rstrip(BLANK)) or before is not None):
        anchor.tail = text[len(stripped) :] + (anchor.tail or "").lstrip(BLANK)
        if before is None:
            parent.text = stripped
        else:
            before.tail = stripped

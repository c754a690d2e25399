"""Names that are safe everywhere: ids in the XHTML, files of an EPUB, and the prefixes that keep the documents of an edition apart."""

from __future__ import annotations

import re
from unicodedata import normalize

from lxml import etree

from edition import tei
from edition.tei import Element

OURS = re.compile(r"(?:index|list)\..*(?<!_)|made\.part-\d+|toc|toc-title|corrections")  # ids that the writers give, of indexes, lists, parts: none of a text is so

_xml_ids = etree.XPath("descendant-or-self::*/@xml:id")


def identifiers_in(node: Element) -> list[str]:
    """The xml:ids on an element and below it, in reading order."""
    return [str(identifier) for identifier in _xml_ids(node)]


def anchor_of(identifier: str, prefix: str, taken: set[str]) -> str:
    """The id in the XHTML: an NCName, with the prefix, and nobody else's."""
    anchor = identifier if tei.NAME.fullmatch(identifier) else re.sub(r"[^\w.\-]", "-", f"d{identifier}")
    if not anchor.startswith(prefix):
        anchor = prefix + anchor
    while anchor in taken or OURS.fullmatch(anchor):
        anchor += "_"
    return anchor


def ascii_name(text: str) -> str:
    """A name that is safe as a file name and an id everywhere: letters without their marks, other signs by number."""
    plain = normalize("NFKD", text)
    safe = "".join(
        sign if sign.isascii() and (sign.isalnum() or sign in "._-") else "" if 0x300 <= ord(sign) < 0x370 else "-" if sign.isascii() else f"u{ord(sign):x}"
        for sign in plain
    )
    return safe if safe[:1].isalpha() else f"d{safe}"


def prefixes(names: list[str]) -> list[str]:
    """A prefix for each document of an edition ("letter-"), none for a document alone.

    No prefix begins with another, so that ids can never meet: beside ``letter-two`` the document ``letter`` gets ``letter--``.
    """
    if len(names) == 1:
        return [""]
    found: list[str] = []
    for name in names:
        prefix, count = f"{ascii_name(name)}-", 1
        while prefix.casefold() in map(str.casefold, found):
            count += 1
            prefix = f"{ascii_name(name)}-{count}-"
        found.append(prefix)
    for _ in range(3):
        found = [f"{prefix}-" if _begins(prefix, position, found) else prefix for position, prefix in enumerate(found)]
    if any(_begins(prefix, position, found) for position, prefix in enumerate(found)):  # names like "a" and "a-" and "a--"
        found = [f"d{position}.{prefix}" for position, prefix in enumerate(found, 1)]
    return found


def _begins(prefix: str, position: int, found: list[str]) -> bool:
    return any(other.casefold().startswith(prefix.casefold()) for at, other in enumerate(found) if at != position)

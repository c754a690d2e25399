"""What a named entity says. None is expanded while parsing: here those are that stand for plain text, and those of a DTD that is not read, by their usual names."""

from __future__ import annotations

import re
from html.entities import html5

from edition.tei import Element

ENTITY = re.compile(r"&([\w.\-]+);")


def spoken(entity: Element, root: Element) -> str:
    """The text that the document of `root` declares it to be, or that HTML knows it for; as it is written if nobody knows it."""
    text = entity.text or ""
    name = ENTITY.fullmatch(text)
    if name is None:
        return text
    declared = root.getroottree().docinfo.internalDTD
    for each in declared.iterentities() if declared is not None else ():
        if each.name == name[1] and each.content and not re.search("[<&]", each.content):
            return str(each.content)
    return html5.get(f"{name[1]};", text)

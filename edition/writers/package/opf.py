"""The package document: metadata, the list of all files, and the order in which the pages are read. Source: EPUB 3.3 §5."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from html import escape

from edition.render.language import direction


@dataclass(frozen=True)
class Item:
    """A file of the publication. `href` goes from the package document; `properties` are "nav", "mathml", "svg"."""

    href: str
    media_type: str
    properties: tuple[str, ...] = ()
    read: bool = False  # in the spine


def package(metadata: Iterable[str], items: Sequence[Item], *, language: str) -> str:
    """The spine is in the order of the items, the manifest too. The book turns its pages as its main language does."""
    numbered = [(f"i{number}", item) for number, item in enumerate(items, 1)]
    manifest = []
    for identifier, item in numbered:
        properties = f' properties="{" ".join(item.properties)}"' if item.properties else ""
        manifest.append(f'<item id="{identifier}" href="{escape(item.href)}" media-type="{item.media_type}"{properties}/>')
    spine = [f'<itemref idref="{identifier}"/>' for identifier, item in numbered if item.read]
    way = direction(language)
    lines = "\n".join
    return f"""<?xml version="1.0" encoding="UTF-8"?>
<package xmlns="http://www.idpf.org/2007/opf" version="3.0" unique-identifier="uid" xml:lang="{escape(language)}" dir="{way}">
<metadata xmlns:dc="http://purl.org/dc/elements/1.1/">
{lines(metadata)}
</metadata>
<manifest>
{lines(manifest)}
</manifest>
<spine page-progression-direction="{way}">
{lines(spine)}
</spine>
</package>
"""

"""Signs with which a source divides a word at the end of its line: where the file says that they are such, the reading text has the word whole.

A hyphen is one before a break with ``break="no"``, if the header says that such hyphens were kept (``hyphenation/@eol`` "all" or "some"); "∣" is one
in the texts of the Text Creation Partnership. Each is marked as that Partnership's ``g`` for it, which a model omits and which is on record.
"""

from __future__ import annotations

import re
from dataclasses import replace

from edition import tei
from edition.model import Document
from edition.project import Edition

KEPT = "/*/t:teiHeader/t:encodingDesc/t:editorialDecl/t:hyphenation[@eol='all' or @eol='some']"
PARTNERSHIP = b"Text Creation Partnership"
DIVIDES = "\u2223"
HYPHEN = re.compile(r"(?<=\w)[-\u2010\u00ad\u2e17\u00ac=](?=(?:\s*</[\w.:-]+>)*(?:\s*<[lpcg]b\b[^<>]*/>)*?\s*<[lpcg]b\b[^<>]*\bbreak=[\"']no[\"'])")
SIGN = re.compile(rf"<[^>]*>|(?<=\w){DIVIDES}(?=\w)")  # a tag is stepped over: attributes may have one


def joined(edition: Edition) -> Edition:
    """The edition with these signs marked, if it shows the reading text. Lines stay where they are; what is not UTF-8 is left alone."""
    if edition.project.choice != "reading" or not any(map(_may, edition.documents)):
        return edition
    return replace(edition, documents=tuple(_marked(each) if _may(each) else each for each in edition.documents))


def _may(document: Document) -> bool:
    """Whether there are bytes of the kind: nearly all files have none."""
    data = document.data
    return (b"hyphenation" in data and b"break=" in data) or (DIVIDES.encode() in data and PARTNERSHIP in data)


def _marked(document: Document) -> Document:
    if document.tree is None:
        return document
    try:
        text = document.data.decode()
    except UnicodeDecodeError:
        return document
    if tei.select(document.tree, KEPT):
        text = HYPHEN.sub(lambda found: _sign(found[0]), text)
    if PARTNERSHIP in document.data:
        text = SIGN.sub(lambda found: found[0] if found[0] != DIVIDES else _sign(DIVIDES), text)
    made = replace(document, data=text.encode())
    return document if made.tree is None else made


def _sign(sign: str) -> str:
    return f'<g ref="char:EOLhyphen">{sign}</g>'

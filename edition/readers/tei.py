"""1. Readers: TEI made elsewhere. It is taken as it is; its text is the file, and what is wrong in it the checks say."""

from __future__ import annotations

import re
from pathlib import Path

from lxml import etree

from edition import tei
from edition.errors import SourceError
from edition.model import Hints, Source, digest
from edition.readers.encoding import decode

DECLARED = re.compile(rb"<\?xml[^>]{0,200}?encoding\s*=\s*[\"']([A-Za-z][\w.\-]*)[\"']")
OTHERS = {"html": "It looks like HTML: give it the suffix .html.", "TEI.2": "It is TEI P4: convert it to P5 first (namespace, root element TEI)."}


def read(path: Path, data: bytes, hints: Hints) -> Source:
    """Raises SourceError for XML whose root is not in TEI's namespace. XML that is not well-formed is taken; a check names the place."""
    declared = DECLARED.match(data.lstrip(b"\xef\xbb\xbf"))
    decoded = decode(path, data, hints.encoding or (declared[1].decode("ascii") if declared else ""))
    tree = tei.parse(data).tree
    if tree is not None:
        name = etree.QName(tree.getroot())
        if name.namespace != tei.NAMESPACE:
            where = f'in the namespace "{name.namespace}"' if name.namespace else "in no namespace"
            raise SourceError(f'"{path}" is XML and not TEI P5: its root is "{name.localname}" {where}.', hint=OTHERS.get(name.localname, f'TEI has xmlns="{tei.NAMESPACE}" on its root.'))
    return Source(
        path, digest(data), len(data), "tei", decoded.text, encoding=decoded.encoding, errors=decoded.errors,
        meta={} if tree is None else {"lang": tree.getroot().get(tei.XML_LANG) or ""}, findings=decoded.findings,
    )  # fmt: skip

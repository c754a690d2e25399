"""Picture files from elsewhere: whether one can be shown, and a drawing (SVG) without what would run a program or fetch something.

No picture is decoded: what is read is the beginning of the file, of a drawing the whole.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from lxml import etree

from edition import files, tei
from edition.errors import EditionError
from edition.resolution import LIMIT, measured
from edition.tei import NAME, Element

SVG = "{http://www.w3.org/2000/svg}"
HREF = ("href", "{http://www.w3.org/1999/xlink}href")
PIXELS = 178_956_970  # more are taken for an attack by the library that decodes them for the PDF
BYTES = 20_000_000  # of a drawing
DRAWN = 100_000  # elements of a drawing, with those that `use` repeats
DEEPEST = 250  # elements in elements of a drawing
KINDS = ((b"\x89PNG", ".png"), (b"\xff\xd8", ".jpg"), (b"GIF8", ".gif"), (b"RIFF", ".webp"))
RUNNING = frozenset("script handler listener iframe object embed audio video canvas form input button link meta base".split())
ELSEWHERE = re.compile(r"""@import[^;]*;?|url\(\s*(?!['"]?(?:\#|data:image/))[^)]*\)""", re.IGNORECASE)
LINK = re.compile(r"https?://|mailto:", re.IGNORECASE)


@dataclass(frozen=True)
class PictureFile:
    """`kind`: the suffix that the contents ask for. `fault`: why it cannot be shown, "" if it can. `data`: the bytes to be shown, if not
    those of the file; `removed`: what they lack."""

    kind: str
    fault: str = ""
    data: bytes | None = None
    removed: tuple[str, ...] = ()


def examined(path: Path) -> PictureFile:
    """Raises nothing."""
    suffix = path.suffix.lower()
    try:
        with path.open("rb") as stream:
            data = stream.read(LIMIT)
        if data and suffix == ".svg":
            large = path.stat().st_size > BYTES
            return PictureFile(suffix, f"it has more than {BYTES // 1_000_000} MB, too much for a drawing") if large else _drawing(files.read(path))
    except (OSError, EditionError):
        return PictureFile(suffix, "it cannot be read")
    if not data:
        return PictureFile(suffix, "the file is empty")
    size = measured(data)
    if size is None or 0 in size:
        return PictureFile(suffix, "the file is damaged, or something else than its name says")
    if size[0] * size[1] > PIXELS:
        return PictureFile(suffix, f"it has {size[0]:,} by {size[1]:,} pixels, and {PIXELS // 1_000_000:,} million are the most")
    kind = next(kind for start, kind in KINDS if data.startswith(start))
    return PictureFile(suffix if (suffix, kind) == (".jpeg", ".jpg") else kind)


def _drawing(data: bytes) -> PictureFile:
    parsed = tei.parse(data)
    if parsed.tree is None:
        return PictureFile(".svg", f"it is not well-formed (line {parsed.line}: {parsed.message})")
    root = parsed.tree.getroot()
    if root.tag != f"{SVG}svg":
        return PictureFile(".svg", 'it is no drawing: its root is not "svg" of the namespace http://www.w3.org/2000/svg')
    if levels_of(root) > DEEPEST:
        return PictureFile(".svg", f"its elements lie in each other more than {DEEPEST} levels deep")
    removed = tuple(dict.fromkeys(_cleaned(root)))
    if (drawn := _drawn(root)) > DRAWN:
        return PictureFile(".svg", f"more than {DRAWN:,} things are to be drawn" if drawn < float("inf") else "what its <use> elements repeat contains itself")
    return PictureFile(".svg", data=etree.tostring(root, encoding="UTF-8", xml_declaration=True, with_tail=False) if removed else None, removed=removed)


def levels_of(root: Element) -> int:
    """How deep a tree is."""
    deepest = depth = 0
    for event, _ in etree.iterwalk(root, events=("start", "end")):
        depth += 1 if event == "start" else -1
        deepest = max(deepest, depth)
    return deepest


def _cleaned(root: Element) -> Iterator[str]:
    """Takes out of a drawing what does not belong in a book; says what, each in a few words."""
    ids: set[str] = set()
    for node in root.iter("*"):
        identifier = node.get("id")
        if identifier is not None and (identifier in ids or not NAME.fullmatch(identifier)):
            del node.attrib["id"]
            yield "ids that are none, or stand twice"
        ids.add(identifier or "")
    for node in list(root.iter()):
        if node.getparent() is None and node is not root:
            continue
        if isinstance(node, etree._Entity):
            _drop(node)
            yield "entities"
        elif isinstance(node, etree._ProcessingInstruction) and node.target == "xml-stylesheet":
            _drop(node)
            yield "style sheets elsewhere"
        elif isinstance(node.tag, str):
            yield from _cleaned_element(node, ids)
    for node in list(root.itersiblings(preceding=True)):  # what stands before the root is not written
        if isinstance(node, etree._ProcessingInstruction) and node.target == "xml-stylesheet":
            yield "style sheets elsewhere"
    if root.getroottree().docinfo.internalDTD is not None:
        declared = root.getroottree().docinfo.internalDTD
        if declared is not None and next(iter(declared.iterentities()), None) is not None:
            yield "entities"


def _cleaned_element(node: Element, ids: set[str]) -> Iterator[str]:
    name = tei.local(node)
    if name in RUNNING:
        _drop(node)
        yield "programs and frames"
        return
    for key, value in list(node.attrib.items()):
        if key.startswith("on"):
            del node.attrib[key]
            yield "programs and frames"
        elif key in HREF:
            address = value.strip()
            if address.startswith("#") and address[1:] in ids:
                continue
            if (name == "a" and LINK.match(address)) or (name != "a" and address.startswith("data:image/") and "svg" not in address[:20]):
                continue
            del node.attrib[key]
            yield "references that lead out of it, or to nothing"
        elif ELSEWHERE.search(value) and "data:" not in value[:5]:
            node.set(key, ELSEWHERE.sub("none", value))
            yield "references that lead out of it, or to nothing"
    if name in ("image", "use") and not any(node.get(key) for key in HREF):
        _drop(node)
    if name == "style" and ELSEWHERE.search(node.text or ""):
        node.text = ELSEWHERE.sub(lambda found: "" if found[0][0] == "@" else "none", node.text or "")
        yield "references that lead out of it, or to nothing"


def _drop(node: Element) -> None:
    """Out of its tree; the words behind it stay."""
    parent = node.getparent()
    if parent is None:
        return
    before, tail = node.getprevious(), node.tail or ""
    if before is None:
        parent.text = (parent.text or "") + tail
    else:
        before.tail = (before.tail or "") + tail
    node.tail = None
    parent.remove(node)


def _drawn(root: Element) -> float:
    """How many elements there are, those that `use` repeats counted each time; infinite if one contains itself."""
    by_id = {each.get("id"): each for each in root.iter("*") if each.get("id")}
    totals: dict[str, float] = {}

    def total(node: Element, above: tuple[str, ...]) -> float:
        found = 0.0
        for each in node.iter("*"):
            found += 1
            name = next((value.strip()[1:] for key in HREF if (value := each.get(key))), "") if each.tag == f"{SVG}use" else ""
            if name in above or len(above) > DEEPEST:
                return float("inf")
            if name in by_id:
                if name not in totals:
                    totals[name] = total(by_id[name], (*above, name))
                found += totals[name]
            if found > DRAWN:
                break
        return found

    return total(root, ())

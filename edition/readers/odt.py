"""1. Readers: odt. As with docx, pandoc reads the text, and what it does not pass on is read from the parts of the file here.

Pandoc's reader knows neither styles nor languages nor changes nor the descriptions of pictures. `opened.py` writes them into the XML as links
of our own, and here they become in the tree what they would be in that of a Word document.
"""

from __future__ import annotations

from collections.abc import Iterator
from functools import partial
from pathlib import Path
from urllib.parse import unquote

from edition.errors import SourceError
from edition.model import Finding, Hints, Source
from edition.readers import marks, opened
from edition.readers.codes import finding
from edition.readers.layered import Beside, layered
from edition.readers.opened import DC, DRAW, META, OFFICE, TEXT
from edition.readers.package import Package, from_package, other_office, unpacked
from edition.readers.pandoc import Node, nodes
from edition.readers.pictures import collected
from edition.readers.series import placed, squeezed
from edition.tei import Element

BESIDE = (f"{TEXT}tracked-changes", f"{OFFICE}annotation")
NOT_TEXT = frozenset({f"{TEXT}note", f"{OFFICE}annotation", f"{TEXT}p", f"{TEXT}h", f"{TEXT}tracked-changes"})
BLANKS = frozenset({f"{TEXT}s", f"{TEXT}tab", f"{TEXT}line-break"})


def read(path: Path, data: bytes, hints: Hints) -> Source:
    """Raises SourceError: damaged, protected, no OpenDocument text."""
    package = unpacked(path, data, "an OpenDocument text")
    content = package.xml("content.xml")
    if content is None:
        raise SourceError(f'"{path}" is a zip file and no OpenDocument text: it has no content.xml that can be read.', hint=other_office(package))
    if b"encryption-data" in package.read("META-INF/manifest.xml"):
        raise SourceError(f'"{path}" is protected by a password.', hint="Open it in a word processor, remove the password, and save it.")
    notes = [note for note in content.iter(f"{TEXT}note") if not _inside(note, *BESIDE)]
    places = ["end" if note.get(f"{TEXT}note-class") == "endnote" else "foot" for note in notes]
    ends = [squeezed("".join(map(str, note.itertext()))) for note, place in zip(notes, places, strict=True) if place == "end"]
    expected = list(_text(content))
    said = _meta(package)
    seen = list(_beside(path, package, content))
    done = opened.fit(content, package.xml("styles.xml"))
    if done.language:
        said["lang"] = done.language
    seen += marks.boxed(path, done.boxes)
    return layered(path, data, "odt", "odt", Beside(
        sent=package.rewritten({"content.xml": content}), meta=said, links=True, words=lambda: expected,
        pictures=lambda addresses: collected(path, addresses, partial(from_package, package, ("",))),
        prepare=lambda tree: _prepared(path, tree, done, places, ends), findings=tuple(seen),
    ))  # fmt: skip


def _prepared(path: Path, tree: Node, done: opened.Opened, places: list[str], ends: list[str]) -> list[Finding]:
    _understood(tree["blocks"], done)
    pictures = list(nodes(tree["blocks"], "Image"))
    if len(pictures) == len(done.descriptions):
        for picture, description in zip(pictures, done.descriptions, strict=True):
            picture["c"][2][1] = ""
            if description and not picture["c"][1]:
                picture["c"][1] = [{"t": "Str", "c": description}]
    return placed(path, tree, places, lambda: ends)


def _understood(blocks: list[Node], done: opened.Opened) -> None:
    """Links of our own become the Spans and Divs that a Word document would give."""
    stack: list[object] = [blocks]
    while stack:
        item = stack.pop()
        if isinstance(item, dict):
            stack.extend(item.values())
            continue
        if not isinstance(item, list):
            continue
        for number, node in enumerate(item):
            if not isinstance(node, dict):
                continue
            if node.get("t") == "Link" and node["c"][2][0].startswith(opened.OURS):
                kind, _, more = unquote(node["c"][2][0].removeprefix(opened.OURS)).partition(" ")
                item[number] = _span(kind, more, node["c"][1], done)
            elif node.get("t") in marks.PARAGRAPHS and node["c"] and (style := _style(node["c"][0])):
                del node["c"][0]
                item[number] = {"t": "Div", "c": [["", [], [["custom-style", style]]], [node]]}
        stack.extend(item)
        _paired(item)  # behind that line: what is paired is looked at already, and not again


def _paired(sequence: list[object]) -> None:
    """Words and their reading aid, side by side, in a ``ruby``."""
    for number in range(len(sequence) - 1, 0, -1):
        if [_aid(each) for each in sequence[number - 1 : number + 1]] == ["rb", "rt"]:
            sequence[number - 1 : number + 1] = [{"t": "Span", "c": [["", ["insertion"], [["author", f"{marks.OURS}ruby"]]], sequence[number - 1 : number + 1]]}]


def _aid(node: object) -> str:
    if not (isinstance(node, dict) and node.get("t") == "Span"):
        return ""
    return marks.ours(next((value for key, value in node["c"][0][2] if key == "author"), ""))[0]


def _style(node: Node) -> str:
    address: str = node["c"][2][0] if node["t"] == "Link" else ""
    return unquote(address.removeprefix(f"{opened.OURS}style ")) if address.startswith(f"{opened.OURS}style ") else ""


def _span(kind: str, more: str, content: list[Node], done: opened.Opened) -> Node:
    if kind in marks.CHANGES:
        change = done.changes.get(more, opened.Change("", "", ""))
        pairs = [["id", more], ["author", change.by], ["date", change.date]]
        inner = [{"t": "Str", "c": change.words}] if kind in ("deletion", "comment-start") else content
        return {"t": "Span", "c": [["", [kind], pairs], inner]}
    return {"t": "Span", "c": [["", ["insertion"], [["author", f"{marks.OURS}{kind} {more}".strip()]]], content]}


def _text(root: Element) -> Iterator[str]:
    for paragraph in root.iter(f"{TEXT}p", f"{TEXT}h"):
        if not _inside(paragraph, *BESIDE):
            yield "".join(_runs(paragraph))


def _runs(element: Element) -> Iterator[str]:
    yield element.text or ""
    for child in element:
        if child.tag in BLANKS or (isinstance(child.tag, str) and child.tag.startswith(f"{TEXT}ruby")):
            yield " "
        if isinstance(child.tag, str) and child.tag not in NOT_TEXT | BLANKS and not child.tag.startswith("{http://www.w3.org/2000/svg}") and child.tag not in opened.DESCRIBES:
            yield from _runs(child)
        yield child.tail or ""


def _inside(element: Element, *names: str) -> bool:
    return any(above.tag in names for above in element.iterancestors())


def _meta(package: Package) -> dict[str, str]:
    meta = package.xml("meta.xml")
    said: dict[str, str] = {}
    if meta is not None:
        found = {"title": f".//{DC}title", "author": f".//{META}initial-creator", "created": f".//{META}creation-date", "lang": f".//{DC}language"}
        said = {key: (meta.findtext(name) or "").strip() for key, name in found.items()}
        said["author"] = said["author"] or (meta.findtext(f".//{DC}creator") or "").strip()
        said["created"] = said["created"][:10]
    return {key: value for key, value in said.items() if value}


def _beside(path: Path, package: Package, content: Element) -> Iterator[Finding]:
    """What there is in the file besides its text: objects, running heads, macros."""
    if objects := sum(1 for _ in content.iter(f"{DRAW}object", f"{DRAW}object-ole", f"{DRAW}plugin", f"{DRAW}applet")):
        yield finding("SRC004", str(path), f"not taken: embedded objects, such as formulas ({objects})", "Write a formula in TeX in a Markdown file, or put a picture of the object into the text.")
    if any(name.startswith(("Basic/", "Scripts/")) for name in package.parts):
        yield finding("SRC015", str(path), "macros are in the file; they are not run, and not taken", "Save the document without macros, if they mean nothing for the text.")
    styles = package.xml("styles.xml")
    heads = [] if styles is None else ["".join(_runs(line)).strip() for holder in styles.iter(*opened.RUNNING) for line in holder.iter(f"{TEXT}p")]
    if said := " / ".join(dict.fromkeys(line for line in heads if any(letter.isalpha() for letter in line))):
        yield finding("SRC005", str(path), f'running heads are not part of the text: "{said[:120]}"', "If they say something that the text does not, put it into the text.")

"""An apparatus in a file of its own: its entries are brought to the text that they speak of, before a document is rendered.

They name it in their pointers (``from="text.xml#a1"``), or their list does (``listApp corresp="text.xml"``) and they say lines (@loc). The file is
a document of the same edition; or, where the text says ``variantEncoding location="external"``, one that lies beside it. Source: TEI #TCAPLK.
"""

from __future__ import annotations

import re
from copy import deepcopy
from dataclasses import replace
from pathlib import Path

from lxml import etree

from edition import files, tei
from edition.errors import EditionError
from edition.model import Document
from edition.project import Edition
from edition.tei import Element, T

APP, LIST, WITNESSES, STAND_OFF = f"{T}app", f"{T}listApp", f"{T}listWit", f"{T}standOff"
POINTING = ("from", "to", "corresp", "target")
NAMED = re.compile(r"([^\s#()]+\.(?:xml|tei))(?=#|\s|$)", re.IGNORECASE)
MOST = 40  # files beside a text that are looked at
LARGEST = 50_000_000  # bytes of one of them


def brought(edition: Edition) -> Edition:
    """The edition with each entry in the document that it speaks of. Trees are copies; files are read and none is written."""
    documents = {document.path.name: document for document in edition.documents}
    taken: dict[str, list[Element]] = {}  # name of a text to the lists of entries that speak of it
    witnesses: dict[str, Element] = {}
    left: dict[str, Document] = {}
    for document in edition.documents:
        if len(documents) == 1 or document.tree is None or next(document.tree.iter(APP), None) is None:
            continue
        root = _copy(document)
        found = _sorted(root, set(documents) - {document.path.name}, take=True)
        if found:
            _remember(root, found, taken, witnesses)
            left[document.path.name] = replace(document, data=etree.tostring(root, encoding="UTF-8", xml_declaration=True))
    for document in edition.documents:
        if document.tree is not None and any(each.get("location") == "external" for each in document.tree.iter(f"{T}variantEncoding")):
            for path in _beside(document, set(documents)):
                other = _read(path)
                if other is not None and (found := _sorted(other, {document.path.name}, take=False)):
                    _remember(other, found, taken, witnesses)
    if not taken:
        return edition
    return replace(edition, documents=tuple(_with(left.get(each.path.name, each), taken.get(each.path.name, []), witnesses.get(each.path.name)) for each in edition.documents))


def _copy(document: Document) -> Element:
    parsed = tei.parse(document.data)
    assert parsed.tree is not None
    return parsed.tree.getroot()


def _sorted(root: Element, wanted: set[str], *, take: bool) -> dict[str, list[Element]]:
    """The entries that speak of one of these files, by its name; with `take` they are no longer where they were."""
    found: dict[str, list[Element]] = {}
    for app in list(root.iter(APP)):
        if next(app.iterancestors(APP), None) is not None:
            continue
        around = next(app.iterancestors(LIST), None)
        said = " ".join(filter(None, (app.get(name) for name in POINTING))) or (around.get("corresp") or "" if around is not None and app.get("loc") else "")
        name = next((Path(each).name for each in NAMED.findall(said) if Path(each).name in wanted), "")
        if not name:
            continue
        found.setdefault(name, []).append(deepcopy(app))
        if take and (parent := app.getparent()) is not None:
            before = app.getprevious()
            if before is not None:
                before.tail = (before.tail or "") + (app.tail or "")
            else:
                parent.text = (parent.text or "") + (app.tail or "")
            parent.remove(app)
    return found


def _remember(root: Element, found: dict[str, list[Element]], taken: dict[str, list[Element]], witnesses: dict[str, Element]) -> None:
    listed = next(root.iter(WITNESSES), None)
    for name, entries in found.items():
        made = etree.Element(LIST)
        for each in entries:
            each.tail = None
            made.append(each)
        taken.setdefault(name, []).append(made)
        if listed is not None:
            witnesses.setdefault(name, deepcopy(listed))


def _with(document: Document, lists: list[Element], witnesses: Element | None) -> Document:
    """A text with entries behind it, on the last line of the file so that the others keep their numbers; and with the witnesses, if it names none itself."""
    if not lists:
        return document
    root = _copy(document)
    place = etree.SubElement(root, STAND_OFF)
    for each in lists:
        for node in each.iter("*"):
            node.text, node.tail = _on_one_line(node.text), _on_one_line(node.tail)
        place.append(each)
    if witnesses is not None and next(root.iter(WITNESSES), None) is None:
        about = root.find(f"{T}teiHeader/{T}fileDesc")
        source = None if about is None else about.find(f"{T}sourceDesc")
        if about is not None and source is None:
            source = etree.SubElement(about, f"{T}sourceDesc")
        for node in witnesses.iter("*"):
            node.text, node.tail = _on_one_line(node.text), _on_one_line(node.tail)
        witnesses.tail = None
        (place if source is None else source).append(witnesses)
    return replace(document, data=etree.tostring(root, encoding="UTF-8", xml_declaration=True))


def _on_one_line(text: str | None) -> str | None:
    return text.replace("\n", " ") if text else text


def _beside(document: Document, own: set[str]) -> list[Path]:
    found = sorted(path for folder in document.homes if folder.is_dir() for path in folder.iterdir() if path.suffix.lower() in (".xml", ".tei") and path.name not in own and path.is_file() and not path.is_symlink())
    return [path for path in found[:MOST] if path.stat().st_size <= LARGEST]


def _read(path: Path) -> Element | None:
    try:
        data = files.read(path)
    except (OSError, ValueError, EditionError):
        return None
    if b"<app" not in data:
        return None
    tree = tei.parse(data).tree
    return None if tree is None else tree.getroot()

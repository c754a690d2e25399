"""One document in one medium: the walk begun, and what it has written put together as a `Rendition`."""

from __future__ import annotations

import sys
from dataclasses import replace

from edition.model import Document
from edition.render.faults import Faults
from edition.render.model import Division, Rendition, Setting
from edition.render.notes import LATER
from edition.render.odd import WRAPPERS, Model, choose
from edition.render.styles import declared
from edition.render.walk import Renderer
from edition.tei import Element, T, local

DEEPEST = 20_000  # libxml2 allows 2,048 levels, and each takes five calls


def render(document: Document, setting: Setting) -> Rendition:
    """A document in one medium. Raises nothing on any tree that lxml could parse; what cannot be done is in `findings`."""
    title = setting.title or document.name
    if document.tree is None:
        faults = Faults(document)
        parsed = document.parsed
        faults.add("RND009", None, f"not well-formed XML (line {parsed.line}, column {parsed.column}): {parsed.message}", "Mend the file; nothing of it can be shown.")
        return _nothing(document, setting, title, faults)
    limit = sys.getrecursionlimit()
    sys.setrecursionlimit(max(limit, DEEPEST))
    try:
        return _rendered(document, document.tree.getroot(), setting, title)
    finally:
        sys.setrecursionlimit(limit)


def _rendered(document: Document, root: Element, setting: Setting, title: str) -> Rendition:
    out = Renderer(document, root, replace(setting, title=title))
    if out.plan.empty:
        out.faults.add("RND008", root, "there is no text in this file", "Its title page is made; the text belongs in a <text> after the teiHeader.")
        for child in root.iterchildren("*"):
            if child.tag != f"{T}teiHeader":
                out.registers.leave_out(child, "omit")
        return replace(_nothing(document, setting, title, out.faults), omitted=tuple(out.registers.omitted))
    models = choose(out.rules.get(str(root.tag), ()), root)
    if any(model.behaviour in WRAPPERS or model.behaviour == "section" for model in models):
        out.apply(root)
    else:  # a fragment
        with out.divisions.division(root, Model(local(root), "text", source_rendition=True)):
            if root.tag in out.rules:
                out.apply(root)
            else:
                out.content(root)
    tree = out.divisions.root
    assert tree is not None
    notes = out.notes.written
    if out.later:
        tree = _settled(tree, out)
        notes = {name: [note._replace(xhtml=out.links.settled(note.xhtml, note.unit)) if LATER in note.xhtml else note for note in each] for name, each in notes.items()}
    return Rendition(
        name=document.name, title=title, language=setting.language, root=tree,
        units=tuple(dict.fromkeys(unit for unit, _ in tree.pieces())), ids=out.anchors.written,
        notes={name: tuple(each) for name, each in notes.items()}, headings=tuple(out.divisions.headings), pages=tuple(out.registers.pages),
        entries=tuple(out.registers.entries), corrections=tuple(out.registers.corrections), pictures=tuple(out.registers.pictures.values()),
        omitted=tuple(out.registers.omitted), captions=tuple(out.registers.captions), findings=out.faults.all(),
        css=out.css + declared(root, out.class_of),
    )  # fmt: skip


def _settled(division: Division, out: Renderer) -> Division:
    at, content = division.unit, list[str | Division]()
    for part in division.content:
        content.append(_settled(part, out) if isinstance(part, Division) else out.links.settled(part, at))
        at = part.last if isinstance(part, Division) else at
    return replace(division, content=tuple(content))


def nothing(rendition: Rendition) -> Rendition:
    """The same document without anything in it."""
    return replace(rendition, root=Division("", 0, "", rendition.language, "", "", (), "", ""), units=(), ids={}, headings=())


def _nothing(document: Document, setting: Setting, title: str, faults: Faults) -> Rendition:
    """A document that says nothing: it has no files."""
    root = Division("", 0, "", setting.language, "", "", (), "", "")
    return Rendition(
        document.name, title, setting.language, root, (), {}, {each.name: () for each in setting.series}, (), (), (), (), (), (), faults.all()
    )  # fmt: skip

"""What a witness lacks: its text has a gap where it has none, between lacunaStart and lacunaEnd, before witStart and after witEnd.

The words stay in the tree, in an element of our own that is left out and on record; a sign stands before them. Source: TEI #TCAPMI.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field, replace

from lxml import etree

from edition import tei
from edition.model import Document, Finding, Locus
from edition.project import Edition
from edition.render.attachments import ELEMENT_ONLY
from edition.render.faults import finding
from edition.render.odd import Model, Rule
from edition.render.readings import is_empty, readings
from edition.render.witnesses import APP, LEM, RDG, Witnesses, names
from edition.render.words import words_of
from edition.tei import Element, T

ABSENT = "{urn:edition:absent}words"
LEFT_OUT: Mapping[str, tuple[Rule, ...]] = {ABSENT: (Rule((Model("gap", "omit"),), None),)}  # no ODD has a say in it
BEGINS = {f"{T}lacunaStart": True, f"{T}witEnd": True, f"{T}lacunaEnd": False, f"{T}witStart": False}  # whether words are lacking behind it
BODY, TEXTS = f"{T}body", (f"{T}text", f"{T}group")
ASIDE = frozenset(f"{T}{name}" for name in ("teiHeader", "standOff", "facsimile", "sourceDoc", "front", "back"))  # not the text of a witness
KEPT = frozenset(f"{T}{name}" for name in ("listApp", "listWit", "listBibl", "listPerson", "listPlace"))
HOLDER = {f"{T}lg": ("l",), f"{T}list": ("item",), f"{T}table": ("cell", "row"), f"{T}row": ("cell",)}  # what the sign stands in; else a paragraph
BARE = frozenset(f"{T}{name}" for name in ("choice", "subst", "app", "rdgGrp", "figure", "cit"))  # where it stands alone


def cut(edition: Edition) -> tuple[Edition, dict[str, list[Finding]]]:
    """The edition as its witness has it, if one is named; each gap as a finding, by the path of the document. The trees are copies."""
    found: dict[str, list[Finding]] = {}
    witness = edition.project.witness

    def lacking(document: Document) -> Document:
        if document.tree is None or not any(f"<{prefix}{name}".encode() in document.data for name in ("lacuna", "wit") for prefix in ("", "tei:")):
            return document
        parsed = tei.parse(document.data)
        assert parsed.tree is not None
        said = _cut(parsed.tree.getroot(), witness, words_of(edition.project.language).get("gap_lacuna", "lacuna"), str(document.path))
        if not said:
            return document
        found[str(document.path)] = said
        return replace(document, data=etree.tostring(parsed.tree, encoding="UTF-8", xml_declaration=True))

    return (replace(edition, documents=tuple(map(lacking, edition.documents))), found) if witness else (edition, found)


@dataclass
class _Stretch:
    """Words that lack from one sign to the next: elements that lack as a whole, and pieces of text before and behind others."""

    line: int
    words: int = 0
    pieces: list[tuple[int, str, Element]] = field(default_factory=list)  # order, what of it ("", "text", "tail"), whose
    ends: bool = False


def _cut(root: Element, witness: str, sign: str, path: str) -> list[Finding]:
    stretches = _stretches(root, witness)
    found = []
    for stretch in stretches:
        made = {(what, node): _wrapped(what, node) for _, what, node in sorted(stretch.pieces, key=lambda piece: not piece[1])}  # the text behind an element before the element
        marks = [made[what, node] for _, what, node in stretch.pieces]
        _put_sign(marks[0], sign)
        for mark in marks[1:]:
            _joined(mark)
        count = f"{stretch.words} word{'s' if stretch.words != 1 else ''} of the text {'are' if stretch.words != 1 else 'is'} not in it"
        open_ = "" if stretch.ends else ", to the end: no lacunaEnd or witStart of it follows"
        found.append(finding("RND023", Locus(path, stretch.line), f'the witness "{witness}" has a gap from here{open_}; {count}', "They are named in reports/omitted.json."))
    return found


def _stretches(root: Element, witness: str) -> list[_Stretch]:
    """All gaps of a witness, in order. Nothing outside of a body is taken for text of a witness."""
    known = Witnesses(root)

    def own(node: Element) -> bool:
        return any(known.holds(name, witness) for name in _whose(node))

    signs = [node for node in root.iter(*BEGINS) if next(node.iterancestors(*ASIDE), None) is None and own(node)]
    if not signs:
        return []
    lacks = not BEGINS[str(signs[0].tag)]
    found: list[_Stretch] = []
    mine = set(signs)
    begun: dict[Element, tuple[int, int]] = {}  # open elements: how many turns there had been, and their order
    order = turns = 0
    bodies = 0
    stretch = _Stretch(int(root.sourceline or 0))
    walk = etree.iterwalk(root, events=("start", "end", "comment", "pi"))
    hidden: Element | None = None
    for event, node in walk:
        order += 1
        if hidden is not None:  # another reading, or what is no text of a witness
            if node in mine and event == "start":
                turns, lacks, stretch = _turned(turns, lacks, BEGINS[str(node.tag)], stretch, found, node)
            if node is not hidden or event == "start":
                continue
            begun[node] = -1, order  # not left out by itself, but with what holds it
            hidden = None
        elif event == "start":
            begun[node] = turns, order
            bodies += node.tag == BODY
            if node in mine:
                turns, lacks, stretch = _turned(turns, lacks, BEGINS[str(node.tag)], stretch, found, node)
            if node.tag in ASIDE or node.tag in KEPT or _unread(node, known, witness):
                turns += node.tag in KEPT  # what holds it is not left out as a whole
                hidden = node
                continue
            if lacks and node.tag == APP and _said(node, known, witness):  # the witness has words here, whatever was said before
                turns += 1
                hidden = node
                continue
            if lacks and bodies and (node.text or "").strip(tei.BLANK):
                stretch.pieces.append((order, "text", node))
        if event != "start":
            if event == "end":
                was, since = begun.pop(node, (turns, order))
                bodies -= node.tag == BODY
                if lacks and bodies and was == turns and node not in mine:
                    while stretch.pieces and stretch.pieces[-1][0] >= since:
                        stretch.pieces.pop()
                    stretch.pieces.append((since, "", node))
            if lacks and bodies and (node.tail or "").strip(tei.BLANK):
                stretch.pieces.append((order, "tail", node))
    if lacks:
        found.append(replace(stretch, ends=signs[-1].tag == f"{T}witEnd"))
    for each in found:
        each.words = sum(len(_text(what, node).split()) for _, what, node in each.pieces)
    return [each for each in found if each.words]


def _turned(turns: int, lacks: bool, now: bool, stretch: _Stretch, found: list[_Stretch], node: Element) -> tuple[int, bool, _Stretch]:
    if now == lacks:
        return turns, lacks, stretch
    if lacks:
        stretch.ends = True
        found.append(stretch)
    return turns + 1, now, _Stretch(int(node.sourceline or 0))


def _whose(sign: Element) -> tuple[str, ...]:
    if sign.get("wit"):
        return names(sign.get("wit"))
    return next((given for each in sign.iterancestors(LEM, RDG, f"{T}rdgGrp") if (given := names(each.get("wit")))), ())


def _unread(node: Element, known: Witnesses, witness: str) -> bool:
    """Whether it is a reading that the text of the witness has not."""
    if node.tag not in (LEM, RDG):
        return False
    app = next(node.iterancestors(APP), None)
    if app is None:
        return False
    given = list(readings(app))
    shown = known.of(given, witness)
    if shown is None:
        shown = next((each for each in given if each.tag == LEM), given[0] if given else None)
    return node is not shown


def _said(app: Element, known: Witnesses, witness: str) -> bool:
    """Whether a reading with words, and without a sign of ours, names the witness itself."""
    found = next((each for each in readings(app) if witness in names(each.get("wit"))), None)
    return found is not None and not is_empty(found) and "".join(tei.texts(found)).strip(tei.BLANK) != "" and next(found.iter(*BEGINS), None) is None


def _text(what: str, node: Element) -> str:
    return (node.text if what == "text" else node.tail if what == "tail" else " ".join(tei.texts(node))) or ""


def _wrapped(what: str, node: Element) -> Element:
    """A piece in an element of our own; blanks around it stay outside."""
    mark = etree.Element(ABSENT)
    if not what:
        parent = node.getparent()
        assert parent is not None
        mark.tail, node.tail = node.tail, None
        parent.replace(node, mark)
        mark.append(node)
        return mark
    text = _text(what, node)
    inner = text.strip(tei.BLANK)
    before, _, after = text.partition(inner)
    mark.text, mark.tail = inner, after
    if what == "text":
        node.text = before
        node.insert(0, mark)
    else:
        parent = node.getparent()
        assert parent is not None
        node.tail = before
        parent.insert(parent.index(node) + 1, mark)
        mark.tail = after
    return mark


def _put_sign(mark: Element, sign: str) -> None:
    parent = mark.getparent()
    assert parent is not None
    gap = etree.Element(f"{T}gap", reason="lacuna")
    etree.SubElement(gap, f"{T}desc").text = sign
    top = gap
    if parent.tag in ELEMENT_ONLY and parent.tag not in BARE:
        for name in HOLDER.get(str(parent.tag), ("p",)):
            holder = etree.Element(f"{T}{name}")
            holder.append(top)
            top = holder
    parent.insert(parent.index(mark), top)


def _joined(mark: Element) -> None:
    """With the piece before it, if there are only blanks between them: so one thing is left out, and not a hundred."""
    before = mark.getprevious()
    if before is None or before.tag != ABSENT or (before.tail or "").strip(tei.BLANK):
        return
    between, before.tail = before.tail or "", mark.tail
    if len(before):
        before[-1].tail = (before[-1].tail or "") + between + (mark.text or "")
    else:
        before.text = (before.text or "") + between + (mark.text or "")
    for child in list(mark):
        before.append(child)
    mark.tail = None
    parent = mark.getparent()
    assert parent is not None
    parent.remove(mark)

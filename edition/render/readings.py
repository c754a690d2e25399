"""What an ``app`` is made of: its readings and their order, what is said of them, and the words that a double end-point means.

Separate from the apparatus because none of it writes anything.
"""

from __future__ import annotations

from collections.abc import Iterator

from lxml import etree

from edition import tei
from edition.render.attachments import BLOCKS, ELEMENT_ONLY
from edition.render.witnesses import APP, GROUP, LEM, RDG
from edition.tei import Element, T

NOTE = f"{T}note"


def words_from(start: Element, end: Element) -> Iterator[str]:
    """The text after one point up to another, without notes and other entries; nothing if the second does not come later."""
    found: list[str] = [*tei.texts(start), start.tail or ""]
    inside = False
    skipping: Element | None = None
    block = next((each for each in start.iterancestors() if each in set(end.iterancestors())), start.getroottree().getroot())
    for event, node in etree.iterwalk(block, events=("start", "end")):
        if node is start and event == "end":
            inside = True
            continue
        if not inside:
            continue
        if skipping is not None:
            if node is skipping and event == "end":
                skipping = None
                found.append(node.tail or "")
            continue
        if node is end:
            if event == "start" and end.tag != APP:
                found.extend(tei.texts(end))
            text = "".join(found)
            for blank in "\t\r\n":
                text = text.replace(blank, " ")
            yield " ".join(filter(None, text.split(" ")))
            return
        if event == "start" and (node.tag in (NOTE, APP) or not isinstance(node.tag, str)):
            skipping = node
        elif event == "start":
            found.append(node.text or "")
        else:
            found.append(node.tail or "")


def readings(app: Element) -> Iterator[Element]:
    """Lemma and readings in the order of the source, those in groups too; not those of an app in them."""
    for child in app.iterchildren(LEM, RDG, GROUP):
        if child.tag == GROUP:
            yield from readings(child)
        else:
            yield child


def lemma_of(app: Element) -> Element | None:
    first = app[0] if len(app) else None
    return first if first is None or first.tag == LEM else next(app.iterchildren(LEM), None)


def in_order(parent: Element) -> list[Element]:
    """The members as they are read: by @varSeq if all readings have one; what is said of a reading follows it."""
    children = list(parent)
    readings = [each for each in children if each.tag in (RDG, GROUP)]
    if len(readings) < 2 or not readings[0].get("varSeq"):  # as nearly everywhere
        return children
    sequence = {each: int(n) for each in readings if (n := each.get("varSeq") or "").isdecimal()}
    if len(sequence) == len(readings):
        kept = iter(sorted(readings, key=lambda each: sequence[each]))
        blocks = {each: _with_what_follows(each) for each in readings}
        first = children[: children.index(readings[0])]
        children = [*first, *(member for each in kept for member in blocks[each])]
    return children


def _with_what_follows(reading: Element) -> list[Element]:
    found = [reading]
    for each in reading.itersiblings():
        if each.tag in (RDG, GROUP):
            break
        found.append(each)
    return found


def is_empty(node: Element) -> bool:
    return not (node.text or "").strip(tei.BLANK) and not any(isinstance(child.tag, str) or (child.tail or "").strip(tei.BLANK) for child in node)


def of_one(detail: Element, parent: Element) -> bool:
    """Whether a witDetail speaks of all the witnesses of the reading before it."""
    before = next(detail.itersiblings(LEM, RDG, preceding=True), None)
    return before is not None and before.get("wit") == detail.get("wit")


def kind_of(group: Element) -> dict[str, str] | None:
    return {"class": f"type-{name}"} if (name := (group.get("type") or "").strip()).isidentifier() else None


def last_block(reading: Element) -> Element | None:
    """The last paragraph or verse of a reading that is made of such."""
    found = next((each for each in reading.iterchildren("*", reversed=True) if each.tag in BLOCKS), None)
    while found is not None and found.tag in ELEMENT_ONLY:
        inner = next((each for each in found.iterchildren("*", reversed=True)), None)
        if inner is None:
            break
        found = inner
    return found

"""1. Readers: a Word document made fit for pandoc. What pandoc would drop from the XML is written so that it does not.

Fields in one element become fields in three (pandoc keeps their words); text boxes become paragraphs behind the one they hang on; the
languages of words and reading aids travel as insertions of our own (`marks.py`); double strike becomes strike; a table's grid gets the columns that
its rows have. Nothing else is touched.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from itertools import groupby

from lxml import etree

from edition.readers.marks import OURS
from edition.tei import Element

W = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"
ALTERNATIVE = "{http://schemas.openxmlformats.org/markup-compatibility/2006}AlternateContent"
FALLBACK = "{http://schemas.openxmlformats.org/markup-compatibility/2006}Fallback"
BLIP = "{http://schemas.openxmlformats.org/drawingml/2006/main}blip"
IMAGE = "{urn:schemas-microsoft-com:vml}imagedata"
EAST_ASIAN = re.compile(r"[\u3040-\u30ff\u3400-\u9fff\uac00-\ud7af\uf900-\ufaff]")
LETTERS = re.compile(r"[^\W\d_]")
TAG = re.compile(r"[A-Za-z]{2,3}(-[A-Za-z0-9]{2,8})*")
WIDEST = 200  # columns: Word makes 63
FIELD = frozenset({"fldChar", "instrText"})


@dataclass
class Languages:
    """The languages of a document's styles, and how many letters of the text each language has."""

    default: Mapping[str, str] = field(default_factory=dict)  # "val", "bidi", "eastAsia" to a tag
    styles: Mapping[str, Mapping[str, str]] = field(default_factory=dict)  # of a style by its id, its ancestors' included
    letters: Counter[str] = field(default_factory=Counter)
    telling: frozenset[str] = frozenset()  # the styles that name a language as "TEI foreign fr" does: pandoc passes these on

    @property
    def main(self) -> str:
        """The tag that most letters have, of the language that most letters have; "" if no word has one."""
        by_language: Counter[str] = Counter()
        for tag, count in self.letters.items():
            by_language[primary(tag)] += count
        if not by_language:
            return ""
        language = max(sorted(by_language), key=lambda each: by_language[each])
        return max(sorted(tag for tag in self.letters if primary(tag) == language), key=lambda each: self.letters[each])

    def of(self, run: Element, *, said: bool = False) -> str:
        """The language of a run's words: its own, or that of its styles, or the default; "" if it has no letters. `said`: not the default, which
        word processors set to what they like (every document has one for writing from right to left)."""
        text = "".join(each.text or "" for each in run.iter(f"{W}t"))
        if not LETTERS.search(text):
            return ""
        own = run.find(f"{W}rPr")
        key = "eastAsia" if EAST_ASIAN.search(text) else "bidi" if own is not None and own.find(f"{W}rtl") is not None else "val"
        paragraph = next(run.iterancestors(f"{W}p"), None)
        styled = None if paragraph is None else paragraph.find(f"{W}pPr")
        for found in (_lang(own), self._style(own, "rStyle"), self._style(styled, "pStyle"), {} if said else self.default):
            if TAG.fullmatch(tag := found.get(key, "")) and not tag.lower().startswith(("x-", "zxx", "und")):
                return tag
        return ""

    def _style(self, properties: Element | None, name: str) -> Mapping[str, str]:
        style = None if properties is None else properties.find(f"{W}{name}")
        return {} if style is None else self.styles.get(style.get(f"{W}val", ""), {})


def primary(tag: str) -> str:
    return tag.partition("-")[0].lower()


def languages(styles: Element | None) -> Languages:
    """What the part styles.xml says."""
    if styles is None:
        return Languages()
    default = next((_lang(found) for each in styles.iter(f"{W}docDefaults") for found in each.iter(f"{W}rPr")), {})
    own = {style.get(f"{W}styleId", ""): (_lang(style.find(f"{W}rPr")), style.find(f"{W}basedOn")) for style in styles.iter(f"{W}style")}
    resolved: dict[str, dict[str, str]] = {}
    for name in own:
        chain, at = [], name
        while at in own and at not in chain:
            chain.append(at)
            based = own[at][1]
            at = "" if based is None else based.get(f"{W}val", "")
        resolved[name] = {key: value for each in reversed(chain) for key, value in own[each][0].items()}
    telling = (style.get(f"{W}styleId", "") for style in styles.iter(f"{W}style") for name in style.iter(f"{W}name") if (name.get(f"{W}val") or "").startswith("TEI foreign"))
    return Languages(default, resolved, telling=frozenset(telling))


def _lang(properties: Element | None) -> dict[str, str]:
    found = None if properties is None else properties.find(f"{W}lang")
    return {} if found is None else {etree.QName(key).localname: value for key, value in found.attrib.items()}


@dataclass
class Fitted:
    """What was done to a document's parts, as far as somebody should know."""

    boxes: list[str] = field(default_factory=list)  # the words of each text box that became paragraphs
    hidden: list[str] = field(default_factory=list)  # words that the word processor does not show
    changed: bool = False


def fit(root: Element, done: Fitted) -> None:
    """Rewrite one part (the body, or the notes) in place."""
    for simple in list(root.iter(f"{W}fldSimple")):
        _spread(simple)
        done.changed = True
    for wrapper in list(root.iter(f"{W}bdo", f"{W}dir", f"{W}customXml")):
        done.changed |= _unwrapped(wrapper)
    for change in root.iter(f"{W}ins", f"{W}del", f"{W}moveTo", f"{W}moveFrom"):
        for name in ("id", "author"):
            if change.get(f"{W}{name}") is None:  # pandoc would leave out what nobody has signed
                change.set(f"{W}{name}", "0" if name == "id" else "")
                done.changed = True
    for struck in list(root.iter(f"{W}dstrike")):
        struck.tag = f"{W}strike"
        done.changed = True
    for ruby in list(root.iter(f"{W}ruby")):
        done.changed |= _read_aloud(ruby)
    boxes = [box for box in root.iter(f"{W}txbxContent") if not any(True for _ in box.iterancestors(FALLBACK))]
    for box in reversed(boxes):  # so that a box in a box is out of it before the outer one moves
        if words := _lifted(box):
            done.boxes.insert(0, words)
        done.changed = True
    for table in root.iter(f"{W}tbl"):
        done.changed |= _gridded(table)
    for column in root.iter(f"{W}gridCol"):
        if not column.get(f"{W}w"):
            column.set(f"{W}w", "1000")  # pandoc counts only columns that have a width
            done.changed = True
    done.hidden += ["".join(each.text or "" for each in run.iter(f"{W}t")) for run in root.iter(f"{W}r") if run.find(f"{W}rPr/{W}vanish") is not None]


def foreign(root: Element, spoken: Languages, done: Fitted) -> None:
    """Put each row of words that are in another language than the document into an insertion of ours that says so."""
    main = primary(spoken.main)
    for holder in [each for each in root.iter(f"{W}p", f"{W}hyperlink", f"{W}ins", f"{W}sdtContent", f"{W}smartTag") if each.find(f"{W}r") is not None]:
        if (holder.get(f"{W}author") or "").startswith(OURS):
            continue
        for tag, group in groupby(list(holder), key=lambda child: _foreign(child, spoken, main)):
            if tag:
                done.changed = True
                _put_in(list(group), f"foreign {tag}")


def _foreign(child: Element, spoken: Languages, main: str) -> str:
    if child.tag != f"{W}r" or any(isinstance(each.tag, str) and each.tag.removeprefix(W) in FIELD for each in child):
        return ""
    style = child.find(f"{W}rPr/{W}rStyle")
    tag = spoken.of(child, said=True) if style is None or style.get(f"{W}val") not in spoken.telling else ""
    return tag if tag and primary(tag) != main else ""


def count(root: Element, spoken: Languages) -> None:
    """Count the letters of each language in a part."""
    for run in root.iter(f"{W}r"):
        if tag := spoken.of(run):
            spoken.letters[tag] += sum(len(each.text or "") for each in run.iter(f"{W}t"))


def _gridded(table: Element) -> bool:
    """Give the grid as many columns as the widest row has: pandoc drops the cells that lie beyond it."""
    grid = table.find(f"{W}tblGrid")
    if grid is None:
        return False
    missing = max((_columns(row) for row in _within(table, "tr")), default=0) - len(grid.findall(f"{W}gridCol"))
    for _ in range(missing):
        etree.SubElement(grid, f"{W}gridCol", {f"{W}w": "1000"})
    return missing > 0


def _columns(row: Element) -> int:
    """How many columns a row reaches over."""
    spans = [(cell.find(f"{W}tcPr/{W}gridSpan"), 1) for cell in _within(row, "tc")]
    spans += [(row.find(f"{W}trPr/{W}{name}"), 0) for name in ("gridBefore", "gridAfter")]
    return min(WIDEST, sum(unsaid if span is None or not (said := span.get(f"{W}val") or "").isdecimal() else int(said) for span, unsaid in spans))


def _within(element: Element, name: str) -> Iterator[Element]:
    """The rows of a table, or the cells of a row, also where they stand in content controls; not those of a table in it."""
    for child in element:
        if child.tag == f"{W}{name}":
            yield child
        elif child.tag in (f"{W}sdt", f"{W}sdtContent", f"{W}customXml", f"{W}ins"):
            yield from _within(child, name)


def _put_in(elements: list[Element], said: str) -> Element:
    first = elements[0]
    around = etree.Element(f"{W}ins", {f"{W}id": "0", f"{W}author": OURS + said})
    parent = first.getparent()
    assert parent is not None
    parent.insert(parent.index(first), around)
    around.extend(elements)
    return around


def _spread(simple: Element) -> None:
    """``fldSimple`` as begin, instruction, separator, the words, end."""
    parent = simple.getparent()
    if parent is None:
        return

    def run(name: str, text: str = "", **said: str) -> Element:
        element = etree.Element(f"{W}r")
        inner = etree.SubElement(element, f"{W}{name}", {f"{W}{key}": value for key, value in said.items()})
        inner.text = text or None
        return element

    at = parent.index(simple)
    parts = [
        run("fldChar", fldCharType="begin"), run("instrText", simple.get(f"{W}instr") or ""), run("fldChar", fldCharType="separate"), *simple, run("fldChar", fldCharType="end"),
    ]  # fmt: skip
    parent[at : at + 1] = parts


def _unwrapped(element: Element) -> bool:
    """Put what an element holds in its place."""
    parent = element.getparent()
    if parent is None:
        return False
    at = parent.index(element)
    parent[at : at + 1] = list(element)
    return True


def _read_aloud(ruby: Element) -> bool:
    """A reading aid (``w:ruby``) as three insertions of ours: TEI's ruby, rb, rt."""
    run = ruby.getparent()
    holder = None if run is None else run.getparent()
    base, aid = ruby.find(f"{W}rubyBase"), ruby.find(f"{W}rt")
    if run is None or holder is None or base is None or aid is None:
        return False
    at = holder.index(run) + 1
    around = etree.Element(f"{W}ins", {f"{W}id": "0", f"{W}author": f"{OURS}ruby"})
    for name, part in (("rb", base), ("rt", aid)):
        inner = etree.SubElement(around, f"{W}ins", {f"{W}id": "0", f"{W}author": f"{OURS}{name}"})
        inner.extend(list(part))
    holder.insert(at, around)
    run.remove(ruby)
    return True


def _lifted(box: Element) -> str:
    """Move the blocks of a text box behind the paragraph it hangs on; its words, or "" if there was none to put them behind."""
    host = next(box.iterancestors(f"{W}p"), None)
    holder = next((above for above in box.iterancestors() if above.tag in (ALTERNATIVE, f"{W}drawing", f"{W}pict", f"{W}object")), None)
    outer = next((above for above in box.iterancestors(ALTERNATIVE)), holder)
    if host is None or outer is None:
        return ""
    words = " ".join("".join(map(str, box.itertext(f"{W}t"))).split())
    for block in reversed(list(box)):
        host.addnext(block)
    if (above := box.getparent()) is not None:
        above.remove(box)
    for fallback in list(outer.iter(FALLBACK)):  # the same once more, for old programs
        if (above := fallback.getparent()) is not None:
            above.remove(fallback)
    if not any(True for _ in outer.iter(BLIP, IMAGE, f"{W}txbxContent")) and (above := outer.getparent()) is not None:
        above.remove(outer)
    return words


def texts(root: Element | None) -> Iterator[str]:
    """Any words in a part of another vocabulary (a chart, a diagram): what its ``t`` and ``v`` elements hold."""
    for element in [] if root is None else root.iter():
        if isinstance(element.tag, str) and etree.QName(element).localname == "t" and (element.text or "").strip():
            yield str(element.text)

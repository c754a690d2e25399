"""Documents with the label of every line (tests/cases/structure), and how many of the lines the program labels so.

Judged on the TEI: which elements hold the line, and whether a block begins with it. So the score says nothing of names inside the program.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from pathlib import Path

from lxml import etree

CASES = Path(__file__).parent / "cases" / "structure"
LINE = re.compile(r"([\w.]*) *\|(.*)")
SAME = "."  # the line belongs to the block of the line above
ACCEPTED = {  # a label: the last part of the path of elements that holds the line; the first that is written with a slash must stand anywhere
    "head": ("head",), "title": ("head", "titlePart", "docTitle"), "label": ("label",), "deck": ("argument/",), "byline": ("byline", "docAuthor"), "dateline": ("dateline", "docDate"),
    "p": ("p",), "quote": ("quote/", "epigraph/"), "l": ("l", "lg"), "speaker": ("speaker",), "speech": ("sp/",), "stage": ("stage",),
    "item": ("item", "castItem"), "table": ("cell", "row", "table/", "ab"), "note": ("note/", "note"), "header": ("opener/", "ab"),
    "salute": ("salute",), "closing": ("closer/salute", "salute"), "signed": ("signed",), "postscript": ("postscript/",),
    "caption": ("figure/head",), "image_text": ("figDesc",), "comments_head": ("head",), "comment": ("post/",),
    "about": ("about/",), "author_note": ("authorNote/",), "contact": ("contact/", "imprint/"), "imprint": ("imprint/",), "fw": ("fw",), "rule": ("milestone",),
    "teaser_head": ("teaser/head",), "teaser": ("teaser/p",),
}  # fmt: skip

ELEMENTS = {  # of the five web texts: what a line's label must have become: an XPath from the element that holds the line's text
    "p": "self::t:p[not(ancestor::t:quote or ancestor::t:argument or ancestor::t:figure)]",
    "title": "self::t:head[not(preceding::t:head[not(ancestor::t:teiHeader)])]",
    "head": "self::t:head[parent::t:div/parent::t:div]",
    "deck": "self::t:p[parent::t:argument[preceding-sibling::t:head]]",
    "byline": "ancestor-or-self::t:byline",
    "dateline": "ancestor-or-self::t:dateline",
    "about": "self::t:p[@rend='about' or parent::t:div/@type='about']",
    "author_note": "self::t:p[parent::t:div/@type='authorNote']",
    "comments_head": "self::t:head[parent::t:div/@type='comments']",
    "comment": "self::t:p[parent::t:post or parent::t:div/@type='comment']",
    "quote": "ancestor-or-self::t:quote",
    "caption": "self::t:head[parent::t:figure/t:figDesc]",
    "image_text": "self::t:figDesc[parent::t:figure]",
    "teaser_head": "self::t:head[parent::t:div/@type='teaser']",
    "teaser": "self::t:p[parent::t:div/@type='teaser'][preceding-sibling::t:head]",
    "imprint": "self::t:p[parent::t:div/@type='imprint']",
    "contact": "self::t:p[parent::t:div/@type='imprint']",
}  # fmt: skip


@dataclass(frozen=True)
class Labelled:
    """A document, its kind and language as a reader would say, and the label of each line ("" for an empty one)."""

    name: str
    kind: str
    lang: str
    text: str
    labels: tuple[str, ...]


@dataclass(frozen=True)
class Miss:
    line: int
    wanted: str
    path: str


def read(path: Path) -> Labelled:
    said: dict[str, str] = {}
    labels, lines = [], []
    for line in path.read_text(encoding="utf-8").splitlines():
        if line.startswith("#!"):
            key, value = line[2:].split(":")
            said[key.strip()] = value.strip()
        else:
            found = LINE.fullmatch(line)
            assert found, f"{path}: {line!r} has no label"
            labels.append(found[1])
            lines.append(found[2])
    return Labelled(path.stem, said["kind"], said["lang"], "\n".join(lines) + "\n", tuple(labels))


def cases() -> list[Labelled]:
    return [read(path) for path in sorted(CASES.glob("*.txt"))]


def misses(text: str, labels: tuple[str, ...], root: etree._Element) -> list[Miss]:
    """The lines of a text that its TEI has otherwise."""
    held = sorted(((int(each[1]), int(each[2]), element) for element in root.iter("*") if (each := re.match(r"src:(\d+),(\d+)", element.get("source") or ""))), key=lambda one: (one[0], -one[1]))
    found, offset = [], 0
    for number, (line, label) in enumerate(zip(text.split("\n"), labels, strict=False), 1):
        first = offset + len(line) - len(line.lstrip())
        last = offset + len(line.rstrip())
        # of nested ones the innermost that the line begins; else the innermost that goes on in it
        holding = [(start, element) for start, end, element in held if start < max(last, first + 1) and end > first]
        begun = [element for start, element in holding if start >= offset]
        if label == SAME:
            if not holding or (begun and not _inside(begun[0], holding) and not _goes_on(begun[0])):
                found.append(Miss(number, label, _path(begun[0]) if begun else "-"))
        elif label:
            path = _path(begun[0]) if begun else ""
            if not any(_is(path, each) for each in ACCEPTED[label]):
                found.append(Miss(number, label, path or "(goes on)"))
        elif line.strip():
            raise AssertionError(f"line {number} has no label")
        offset += len(line) + 1
    if milestones := [number for number, label in enumerate(labels, 1) if label == "rule"]:
        count = sum(1 for _ in root.iter("{*}milestone"))
        found = [each for each in found if each.line not in milestones[:count]]
    return sorted(found, key=lambda miss: miss.line)


def _inside(element: etree._Element, holding: list[tuple[int, etree._Element]]) -> bool:
    """Whether something that began on an earlier line holds this element (a note in the middle of a paragraph)."""
    return any(outer is not element and outer in list(element.iterancestors()) for _, outer in holding)


def _goes_on(element: etree._Element) -> bool:
    """Whether it is a later segment of a paragraph: each line of a quotation in an e-mail is one, and begins no block."""
    return bool(etree.QName(element).localname == "seg" and any(each.get("source") for each in element.itersiblings("{*}seg", preceding=True)))


def _path(element: etree._Element) -> str:
    """``body/div:about/p``: the names from the body down, with the types of divisions, notes and segs."""
    names: list[str] = []
    for each in [element, *element.iterancestors()]:
        name = etree.QName(each).localname
        kind = each.get("type") if name in ("div", "ab", "seg", "p") else None
        names.append(f"{name}:{kind}" if kind else name)
    return "/".join(reversed(names)).partition("/text/")[2]


def _is(path: str, wanted: str) -> bool:
    names = [part for name in path.split("/") for part in name.split(":")]
    first, _, last = wanted.partition("/")
    if first not in names:
        return False
    own = path.rpartition("/")[2].split(":")
    return last in own if last else (True if "/" in wanted else first in own)

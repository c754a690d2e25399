"""TEI files with one mistake each, made by a seeded script: as people make them, and as programs do.

    for name, data in mutants(files, 2000, seed=5): …

A mutant stays well-formed nearly always; whether it is still valid is not known: often it is.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from pathlib import Path
from random import Random

TAG = re.compile(r'<(/?)([\w:]+)((?:\s+[\w:]+="[^"]*")*)\s*(/?)>')
ATTRIBUTE = re.compile(r' ([\w:]+)="([^"]*)"')
SMALL = re.compile(r"<([\w:]+)(?:\s[^<>]*)?>[^<>]*</\1>")
ELEMENTS = "p div head note hi lb foreign teiHeader list item bibl xyz sp l lg persName date choice sic figure cell row table q quote respStmt availability".split()
ATTRIBUTES = "type n place ident when wrong xml:id target resp cert level corresp".split()
VALUES = ("", "x", "1 May 2024", "2024-02-30", "#a b", "en_GB", "1p", "true", "-1", "1.5", "12:00:00", "%zz", "high", "2024-05", "  7 ", "é", "a:b:c")
PIECES = ("some words", "<lb/>", "<p/>", "<note>x</note>", "<head>h</head>", '<milestone unit="x"/>', "<list/>", "<!-- a remark -->", "<choice><sic>a</sic></choice>")


def mutants(files: Sequence[Path], count: int, seed: int) -> Iterator[tuple[str, bytes]]:
    """`count` times a name and a document. The same files and seed give the same mutants. Small files are taken more often than large ones."""
    random = Random(seed)
    weights = [path.stat().st_size ** -0.5 for path in files]
    texts = {path: path.read_bytes().decode("utf-8", "replace") for path in files}
    made = 0
    while made < count:
        (path,) = random.choices(files, weights)
        text = random.choice(KINDS)(texts[path], random)
        if text is not None and text != texts[path]:
            yield f"{made:04}-{path.stem}.xml", text.encode()
            made += 1


def renamed(text: str, random: Random) -> str | None:
    """An element by another name."""
    tag, name = random.choice(list(TAG.finditer(text))), random.choice(ELEMENTS)
    if tag[4]:
        return text[: tag.start(2)] + name + text[tag.end(2) :]
    end = _end(text, tag) if not tag[1] else None
    if end is None:
        return None
    return text[: tag.start(2)] + name + text[tag.end(2) : end.start(2)] + name + text[end.end(2) :]


def _end(text: str, tag: re.Match[str]) -> re.Match[str] | None:
    depth = 0
    for each in TAG.finditer(text, tag.start()):
        if each[2] == tag[2] and not each[4]:
            depth += -1 if each[1] else 1
            if not depth:
                return each
    return None


def without_milestone(text: str, random: Random) -> str | None:
    """An empty element less."""
    return _cut(text, [tag for tag in TAG.finditer(text) if tag[4]], random)


def without_element(text: str, random: Random) -> str | None:
    """A small element less, with its words."""
    return _cut(text, list(SMALL.finditer(text)), random)


def without_attribute(text: str, random: Random) -> str | None:
    return _cut(text, _attributes(text), random)


def _cut(text: str, found: Sequence[re.Match[str]], random: Random) -> str | None:
    if not found:
        return None
    match = random.choice(found)
    return text[: match.start()] + text[match.end() :]


def twice(text: str, random: Random) -> str | None:
    """A small element two times."""
    found = list(SMALL.finditer(text))
    if not found:
        return None
    match = random.choice(found)
    return text[: match.end()] + match[0] + text[match.end() :]


def other_value(text: str, random: Random) -> str | None:
    return _replaced(text, random, 2, VALUES)


def other_attribute(text: str, random: Random) -> str | None:
    return _replaced(text, random, 1, ATTRIBUTES)


def _replaced(text: str, random: Random, group: int, by: Sequence[str]) -> str | None:
    found = _attributes(text)
    if not found:
        return None
    match = random.choice(found)
    return text[: match.start(group)] + random.choice(by) + text[match.end(group) :]


def _attributes(text: str) -> list[re.Match[str]]:
    return [match for match in ATTRIBUTE.finditer(text) if not match[1].startswith("xmlns")]


def inserted(text: str, random: Random) -> str | None:
    """Words or an element before a tag."""
    tag = random.choice(list(TAG.finditer(text)))
    return text[: tag.start()] + random.choice(PIECES) + text[tag.start() :]


KINDS = (renamed, without_milestone, without_element, without_attribute, twice, other_value, other_attribute, inserted)

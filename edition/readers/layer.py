"""1. Readers: the layer while it is written: the frozen text of a document that is not plain, with the phrases that stand on it.

One line for each paragraph, heading, cell, caption and note. The reader of a tree (`blocks.py`, `inlines.py`) writes; nobody else sees it.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, field

from edition import tei
from edition.model import Block, Span
from edition.readers.marks import Remark, Tracked
from edition.readers.pandoc import Node

POINTS = frozenset({"lb", "anchor", "note", "figure"})


@dataclass
class Identifiers:
    """What the identifiers of a file become: names that XML allows, each once. `wanted` None: all; else only those that a link leads to."""

    wanted: frozenset[str] | None = None
    taken: dict[str, str] = field(default_factory=dict)  # as in the file, to as in the Source
    repeated: Counter[str] = field(default_factory=Counter)
    given: set[str] = field(default_factory=set)  # the names that are taken
    last: Counter[str] = field(default_factory=Counter)  # the number of the last fresh name of each stem

    def take(self, original: str) -> str:
        """The name for the place that bears `original`; "" if it needs none or another place has it."""
        if not original or (self.wanted is not None and original not in self.wanted):
            return ""
        if original in self.taken:
            self.repeated[original] += self.wanted is None
            return ""
        return self._named(original)

    def fresh(self, stem: str) -> str:
        """A name of ours that no place of the file has: ``note-1``, ``note-2``."""
        number = self.last[stem] + 1
        while (name := f"{stem}-{number}") in self.given or name in self.taken or (self.wanted and name in self.wanted):
            number += 1
        self.last[stem] = number
        self.taken[f"\0{name}"] = name  # nothing in a file bears this key
        self.given.add(name)
        return name

    def target(self, original: str) -> str:
        """The name that a link to `original` uses. Dead links stay dead, and a check finds them."""
        return _portable(original)

    def _named(self, original: str) -> str:
        name = _portable(original)
        if name in self.given:
            self.repeated[original] += 1
            return ""
        self.taken[original] = name
        self.given.add(name)
        return name


def _portable(original: str) -> str:
    """An NCName: blanks and marks become hyphens. The same for the place and for the links to it."""
    name = re.sub(r"[^\w.\-]+", "-", original)
    return name if tei.NAME.fullmatch(name) else f"id-{name}"


@dataclass
class Layer:
    """`later`: nodes that go to a point of the leaf that is being written, with their block's id; they are written behind it.
    `lost`: what is not taken, counted by kind."""

    identifiers: Identifiers
    dialect: str = ""  # "docx", "odt", "html", "markdown", "rtf"
    parts: list[str] = field(default_factory=list)
    length: int = 0
    spans: list[Span] = field(default_factory=list)
    later: list[tuple[str, Node]] = field(default_factory=list)
    lost: Counter[str] = field(default_factory=Counter)
    pictures: Mapping[str, str] = field(default_factory=dict)  # address in the document to the name or address that the Source has
    line_start: int = 0
    tracked: list[Tracked] = field(default_factory=list)
    remarks: list[Remark] = field(default_factory=list)

    @property
    def text(self) -> str:
        return "".join(self.parts)

    def write(self, text: str) -> None:
        if text:
            self.parts.append(text)
            self.length += len(text)

    def space(self) -> None:
        """A blank between words: none at the start of a line, and never two."""
        if self.length > self.line_start and not self.parts[-1].endswith(" "):
            self.write(" ")
        elif self.tracked and self.tracked[-1].start == self.tracked[-1].end == self.length and not self.tracked[-1].new.endswith(" "):
            self.tracked[-1].new += " "  # a deletion stood between two blanks, of which one is here

    @contextmanager
    def span(self, kind: str, attributes: Mapping[str, str]) -> Iterator[None]:
        """What is written inside is a phrase. Without words it is none, but what points stand in it stay."""
        place, start = len(self.spans), self.length
        self.spans.append(Span(start, start, kind, attributes))
        yield
        if self.length > start:
            self.spans[place] = Span(start, self.length, kind, attributes)
        else:
            del self.spans[place]

    def point(self, kind: str, attributes: Mapping[str, str]) -> None:
        self.spans.append(Span(self.length, self.length, kind, attributes))

    def leaf(self, kind: str, attributes: Mapping[str, str], writer: Callable[[], None], *, keep: bool = False) -> tuple[list[Block], list[tuple[str, Node]]]:
        """One line: what `writer` writes; and what waits to stand behind it. No block if it wrote no words and no points, unless `keep`."""
        outer, self.later = self.later, []
        self.line_start = start = self.length
        first = len(self.spans)
        writer()
        self._trim(first)
        waiting, self.later = self.later, outer
        if not keep and self.length == start and len(self.spans) == first:
            return [], waiting
        block = Block(start, self.length, kind, attributes)
        self.write("\n")
        return [block], waiting

    def _trim(self, first: int) -> None:
        """Take the blank off the end of a line, and off the phrases that hold it."""
        if not (self.parts and self.length > self.line_start and self.parts[-1].endswith(" ")):
            return
        self.parts[-1] = self.parts[-1][:-1]
        self.length -= 1
        cut = [Span(min(span.start, self.length), min(span.end, self.length), span.kind, span.attributes) for span in self.spans[first:]]
        self.spans[first:] = [span for span in cut if span.start < span.end or span.kind in POINTS]

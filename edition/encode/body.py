"""4. Encode. Labelled blocks become the body: divisions, and in them heads, paragraphs, quotations, figures, letters' parts, verse.

A label is the name of an element, or a path: ``teaser/head`` is a head in a division of type teaser, ``figure/figDesc`` a figDesc in a
figure. Two tables say which names are divisions and which are wrappers; the rest is what TEI allows to follow what.
"""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field

from edition import tei
from edition.model import Block, Labelled, Outline
from edition.tei import Element, local, make

Weave = Callable[[Element, Block], None]  # writes a leaf's words into an element, with its @source

# Types of division that labels open: which leaf begins a new one, unless it is the first thing in it.
DIVISIONS: Mapping[str, frozenset[str]] = {
    "teaser": frozenset({"head", "figDesc"}),
    "comments": frozenset({"head"}),
    "imprint": frozenset(),
    "authorNote": frozenset(),
    "section": frozenset({"head"}),
    "scene": frozenset({"head"}),
}
# Elements that labels put round leaves, and which leaf begins a new one.
WRAPPERS: Mapping[str, frozenset[str]] = {
    "argument": frozenset(), "quote": frozenset(), "epigraph": frozenset(), "opener": frozenset(), "closer": frozenset(),
    "postscript": frozenset(), "figure": frozenset({"figDesc"}), "lg": frozenset(), "list": frozenset(), "sp": frozenset({"speaker"}), "post": frozenset({"p"}),
}  # fmt: skip
ALONE: Mapping[str, str] = {  # a label by itself, and the path it stands for
    "argument": "argument/p", "quote": "quote/p", "epigraph": "epigraph/p", "postscript": "postscript/p", "post": "post/p", "item": "list/item",
    "l": "lg/l", "speaker": "sp/speaker", "imprint": "imprint/p", "authorNote": "authorNote/p", "figDesc": "figure/figDesc", "signed": "closer/signed",
}  # fmt: skip
INSIDE_DIVISION = {"figDesc": "figure"}  # ``teaser/figDesc``: what goes between the division and the leaf
TOP = frozenset({"head", "byline", "dateline", "argument", "epigraph", "opener", "salute", "docAuthor", "docDate"})
BOTTOM = frozenset({"closer", "postscript", "trailer", "signed"})
EVERYWHERE = frozenset({"milestone", "pb", "lb", "note", "figure", "gap", "anchor"})
GLOBAL = frozenset({"id", "n", "lang", "rend", "corresp", "cert"})
OWN: Mapping[str, frozenset[str]] = {
    "div": frozenset({"type", "subtype"}), "head": frozenset({"type"}), "list": frozenset({"type"}), "cell": frozenset({"role", "rows", "cols"}),
    "row": frozenset({"role"}), "ab": frozenset({"type"}), "milestone": frozenset({"unit", "type"}), "lg": frozenset({"type"}), "quote": frozenset({"type"}),
    "note": frozenset({"place", "type", "resp"}), "figure": frozenset({"type"}), "graphic": frozenset({"url", "width", "height", "mimeType"}),
    "table": frozenset({"rows", "cols"}), "label": frozenset({"type"}), "dateline": frozenset(), "formula": frozenset({"notation"}), "quotation": frozenset(),
}  # fmt: skip


@dataclass
class State:
    """What a place holds already, as far as it decides what may follow."""

    divided: bool = False  # a division: no words may follow it
    ended: bool = False  # the end of a letter
    words: bool = False  # something besides heads
    late: bool = False  # a by-line or the like behind words

    def hold(self, name: str) -> None:
        self.divided |= name == "div"
        self.ended |= name in BOTTOM
        self.late |= self.words and name in ("byline", "dateline", "argument", "epigraph", "opener", "head")
        self.words |= name not in TOP | EVERYWHERE


@dataclass
class Builder:
    """The body while it is built. `prefix` begins every id; `line_of` gives the line of a frozen offset."""

    kind: str
    prefix: str
    weave: Weave
    line_of: Callable[[int], int]
    notes: Mapping[str, Block] = field(default_factory=dict)  # blocks that go to a point, by their id
    media: Mapping[str, str] = field(default_factory=dict)  # file name in the source to its address in the TEI
    resp: str = ""
    ids: set[str] = field(default_factory=set)
    states: dict[Element, State] = field(default_factory=lambda: defaultdict(State))

    def body(self, outline: Outline) -> Element:
        self.root = make("div", {"type": self.kind if self.kind != "text" else "", "id": f"{self.prefix}div"})
        self.levels: list[tuple[int, Element]] = [(self._root_level(outline.blocks), self.root)]
        self.division: Element | None = None
        self.wrapper: Element | None = None
        self.ids.add(f"{self.prefix}div")
        self.outside: list[Element] = []  # divisions beside the root: comments, and what follows the end of a letter
        self.greeted = False
        for each in outline.blocks:
            self.put(each.block, each.label.name)
        for div in [self.root, *self.root.iter(f"{tei.T}div")]:
            _completed(div)
        for div in self.outside:
            _completed(div)
        return make("body", {}, self.root, *self.outside)

    def _root_level(self, blocks: Sequence[Labelled]) -> int:
        """The level of the head that is the document's own: that of the first one, if it is at the top and no other head is as high."""
        heads = [int(each.block.attributes.get("level") or 1) for each in blocks if each.label.name == "head"]
        return heads[0] if heads and all(level > heads[0] for level in heads[1:]) else 0

    def put(self, block: Block, name: str) -> None:
        """One block at its place."""
        if self.kind == "letter" and name in ("salute", "dateline"):
            name = f"opener/{name}" if not self.states[self.place].words else f"closer/{name}" if self.greeted else "p"
        self.greeted |= name.endswith("salute")
        path = ALONE.get(name, name).split("/")
        if block.children and path[-1] != "lg":
            path = [name]
        if name == "head":
            self._head(block)
        elif name == "div":
            self.wrapper = None
            for child in block.children:
                self.put(child, child.kind or "p")
        elif block.attributes.get("id") in self.notes:
            return  # it goes to its point
        elif len(path) == 2 and path[0] in DIVISIONS:
            self._in_division(block, *path)
        elif len(path) == 2 and path[0] in WRAPPERS:
            if path[0] != "post":
                self._leave_division(path[0])
            self._in_wrapper(block, *path)
        else:
            self._leave_division(path[0])
            self.wrapper = None
            self._append(self.element(block, "p" if path[-1] == "about" else path[-1], {"rend": "about"} if path[-1] == "about" else {}))

    @property
    def place(self) -> Element:
        """Where the next block goes."""
        return self.division if self.division is not None else self.levels[-1][1]

    def _head(self, block: Block) -> None:
        """A head opens a division, unless it is the document's own."""
        level = int(block.attributes.get("level") or 1)
        self.division = self.wrapper = None
        if level == self.levels[0][0] and len(self.levels) == 1 and not self.states[self.root].words:
            self._append(self.element(block, "head", {"type": block.attributes.get("type") or "main"} if self.kind != "text" else {}))
            return
        while len(self.levels) > 1 and self.levels[-1][0] >= level:
            self.levels.pop()
        div = make("div", {"type": "section", "id": self.identifier(f"div-L{self.line_of(block.start)}"), "lang": block.attributes.get("lang", "")})
        self._add(self.levels[-1][1], div)
        self.levels.append((level, div))
        self._add(div, self.element(block, "head"))

    def _in_division(self, block: Block, kind: str, leaf: str) -> None:
        current = self.division if self.division is not None and self.division.get("type") == kind else None
        if current is None or (leaf in DIVISIONS[kind] and self._has(current, "head" if leaf == "figDesc" else leaf)):
            attributes = {"type": kind, "id": self.identifier(f"{kind}-L{self.line_of(block.start)}"), "lang": block.attributes.get("lang", ""), "corresp": block.attributes.get("corresp", "")}
            if kind == "teaser":
                attributes["n"] = str(1 + len(self.root.findall(f"{tei.T}div[@type='teaser']")))
            current = make("div", attributes)
            if kind == "comments":
                self.outside.append(current)
            else:
                self._add(self.levels[-1 if kind == "section" else 0][1], current)
            self.division = current
        self.wrapper = None
        inherited = {key: value for key, value in block.attributes.items() if not (key in ("lang", "corresp") and current.get(tei.XML_LANG if key == "lang" else key) == value)}
        block = Block(block.start, block.end, block.kind, inherited, block.children)
        if wrapper := INSIDE_DIVISION.get(leaf):
            self._add(current, make(wrapper, {}, self.element(block, leaf)))
        else:
            self._add(current, self.element(block, leaf))

    def _in_wrapper(self, block: Block, name: str, leaf: str) -> None:
        current = self.wrapper
        if current is None or local(current) != name or (leaf in WRAPPERS[name] and self._has(current, leaf)):
            described = block.attributes.get("describe", "")
            current = make(name, {"rend": "block"} if name == "quote" else {"type": "comment"} if name == "post" else {})
            by, work = block.attributes.get("by", ""), block.attributes.get("work", "")
            if name == "quote" and by and by != "unknown":
                source = make("bibl", {"resp": f"#{self.resp}" if self.resp else ""}, make("author", {}, by))
                if work and ":" not in work:
                    tei.append(source, ", ", make("title", {}, work))
                self._append(make("cit", {}, current, source))
            else:
                self._append(current)
            if described:
                current.append(make("figDesc", {"resp": f"#{self.resp}" if self.resp else ""}, described))
            self.wrapper = current
        if local(current) == "figure" and leaf == "head":
            current.insert(0, self.element(block, leaf))
        else:
            current.append(self.element(block, leaf))

    def _leave_division(self, name: str) -> None:
        if self.division is not None and not (self.division.get("type") in ("comments", "scene") or name in EVERYWHERE):
            self.division = None

    def _append(self, element: Element) -> None:
        """Put an element where it may stand: behind divisions, or behind the end of a letter, a new division is begun."""
        place, name = self.place, local(element)
        state = self.states[place]
        ended = state.ended and name not in BOTTOM | {"byline", "dateline", "salute"}
        after_ends = state.late and name not in TOP | BOTTOM
        if name not in EVERYWHERE and (state.divided or ended or after_ends):
            place = make("div", {"type": "section", "id": self.identifier(f"div-{len(self.ids)}")})
            if state.divided and not ended and not after_ends:
                self._add(self.place, place)
                if self.division is not None:
                    self.division = place
                else:
                    self.levels.append((99, place))
            else:  # nothing may follow an end in its own division
                self.outside.append(place)
                self.division = None
                self.levels = [(self.levels[0][0], place)]
        self._add(place, element)

    def _add(self, place: Element, element: Element) -> None:
        """Put an element at the end of a place, and remember what the place holds now."""
        place.append(element)
        self.states[place].hold(local(element))

    def _has(self, place: Element, name: str) -> bool:
        return place.find(f".//{tei.T}{name}") is not None

    def element(self, block: Block, name: str, more: Mapping[str, str] | None = None) -> Element:
        """A block and all in it as an element with an id; leaves are woven."""
        allowed = GLOBAL | OWN.get(name, frozenset())
        attributes = {key: value for key, value in {**block.attributes, **(more or {})}.items() if key in allowed and value}
        given = attributes.pop("id", "")
        element = make(name, {**attributes, "id": self.identifier(given or f"{'L' if not block.children and name != 'milestone' else name + '-L'}{self.line_of(block.start)}", given=bool(given))})
        if name == "figure":
            if url := block.attributes.get("url"):
                element.append(make("graphic", {"url": self.media.get(url, url), **{k: v for k, v in block.attributes.items() if k in ("width", "height") and re.fullmatch(r"[\d.]+(cm|mm|in|pt|px|%)", v)}}))
        if block.children:
            for child in block.children:
                if child.attributes.get("id") in self.notes:
                    continue
                element.append(self.element(child, child.kind or "p"))
        elif name == "milestone":  # an ornament's signs stand in the log alone
            element.set("unit", element.get("unit") or "section")
        elif block.end > block.start or name != "figure":
            self.weave(element, block)
        return element

    def identifier(self, wanted: str, *, given: bool = False) -> str:
        wanted = portable(wanted) if given else wanted
        name, count = f"{self.prefix}{wanted}", 1
        while name in self.ids:
            count += 1
            name = f"{self.prefix}{wanted}-{count}"
        self.ids.add(name)
        return name


def _completed(div: Element) -> None:
    """A division that has only a head, or pictures and marks, gets an empty paragraph: TEI asks for one."""
    if all(local(child) in TOP | EVERYWHERE for child in div):
        div.append(make("p"))


def portable(name: str) -> str:
    """A name with nothing in it that an xml:id cannot hold."""
    return re.sub(r"[^\w.\-]+", "-", name)

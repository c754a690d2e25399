"""4. Encode. Labelled blocks become the body: divisions, and in them heads, paragraphs, quotations, figures, letters' parts, verse, speeches.

A label is the name of an element, or a path: ``teaser/head`` is a head in a division of type teaser, ``figure/figDesc`` a figDesc in a
figure. Tables say which names are divisions and which are wrappers, and `content.py` what TEI allows in what; what cannot stand where its
label would put it becomes the nearest thing that can, and is reported.
"""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field, replace

from edition import tei
from edition.encode import content
from edition.model import Block, Outline
from edition.tei import Element, local, make

Weave = Callable[[Element, Block], None]  # writes a leaf's words into an element, with its @source
Misfit = Callable[[Block, str, str], None]  # a block, what it was to be, and what it has become

# Types of division that labels open: which leaf begins a new one, unless it is the first thing in it.
DIVISIONS: Mapping[str, frozenset[str]] = {
    "teaser": frozenset({"head", "figDesc"}), "comments": frozenset({"head"}), "imprint": frozenset(), "contact": frozenset(), "about": frozenset(),
    "authorNote": frozenset(), "notes": frozenset({"head"}), "section": frozenset({"head"}), "scene": frozenset({"head"}),
}  # fmt: skip
DEEP = frozenset({"section", "scene", "notes"})  # go into the section that is open; the others into the whole
STAYING = frozenset({"comments", "scene"})  # what follows is theirs, if it names no division itself
WRAPPERS: Mapping[str, str] = {  # elements that labels put round leaves, and the leaf of a wrapper named by itself
    "argument": "p", "quote": "p", "epigraph": "p", "opener": "seg", "closer": "seg", "postscript": "p", "figure": "figDesc", "lg": "l", "list": "item",
    "castList": "castItem", "sp": "p", "post": "p",
}  # fmt: skip
FIRST = frozenset({"speaker", "head"})  # leaves that stand at the top of their wrapper: they begin a new one
ALONE: Mapping[str, tuple[str, str]] = {  # a leaf named by itself, and the wrapper it goes into
    "item": ("list", "item"), "castItem": ("castList", "castItem"), "l": ("lg", "l"), "speaker": ("sp", "speaker"), "figDesc": ("figure", "figDesc"),
    "signed": ("closer", "signed"), "salute": ("opener", "salute"), "seg": ("opener", "seg"),
}  # fmt: skip
LEAVES = frozenset("p ab label stage head byline dateline docAuthor docDate trailer note milestone pb fw formula".split())  # may stand in a division
TOP, WORDS, DIVIDED, ENDED = range(4)  # what a division holds so far: what opens it, words, divisions, what closes it


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
    misfit: Misfit = lambda block, wanted, became: None
    ids: set[str] = field(default_factory=set)
    counts: dict[str, int] = field(default_factory=dict)  # how often an id was wanted
    phases: dict[Element, int] = field(default_factory=lambda: defaultdict(int))

    def body(self, outline: Outline) -> Element:
        root = make("div", {"type": self.kind if self.kind != "text" else "", "id": f"{self.prefix}div"})
        self.tops = [root]  # the whole, and what stands beside it: comments, and what follows the end of a letter
        self.levels: list[tuple[int, Element]] = [(self._root_level(outline), root)]
        self.division: Element | None = None  # that a label opened
        self.wrapper: Element | None = None
        self.ids.add(f"{self.prefix}div")
        self.greeted = False
        self.teasers = 0
        for each in outline.blocks:
            self.put(each.block, each.label.name)
        body = make("body", {}, *self.tops)
        for element in list(body.iter(*_NEEDY)):
            _completed(element)
        return body

    def _root_level(self, outline: Outline) -> int:
        """The level of the head that is the document's own: that of the first one, if it is at the top and no other head is as high."""
        heads = [int(each.block.attributes.get("level") or 1) for each in outline.blocks if each.label.name == "head" and each.block.attributes.get("type") != "sub"]
        return heads[0] if heads and all(level > heads[0] for level in heads[1:]) else 0

    def put(self, block: Block, name: str) -> None:
        """One block at its place."""
        if block.attributes.get("id") in self.notes:
            return  # it goes to its point
        if name == "div" and block.children:
            self.wrapper = None
            for child in block.children:
                self.put(child, child.kind or "p")
            return
        first, _, rest = name.partition("/")
        division = first if first in DIVISIONS else ""
        if division:
            first, _, rest = rest.partition("/") if rest else ("p", "", "")
        wrapper, leaf = self._path(block, first, rest)
        if division:
            self._enter(division, leaf, block)
        elif leaf not in content.ANYWHERE:
            self._leave()
        if leaf == "head" and not wrapper and not division and self.division is None:
            self._head(block)
        elif wrapper:
            self._wrap(block, wrapper, leaf)
        else:
            self.wrapper = None
            element = self.element(self._without_lang(block), leaf)
            self._append(self._cited(element, block) if leaf == "quote" and block.children and not block.attributes.get("joined") else element)

    def _path(self, block: Block, first: str, rest: str) -> tuple[str, str]:
        """Wrapper (or "") and leaf for what a label says; what is none becomes a paragraph."""
        if block.children and not block.attributes.get("joined"):  # it knows itself what it holds
            return (first, rest) if first in WRAPPERS and rest in content.TAKES[first][0] else ("", rest or first)
        if first in ALONE and not rest:
            wrapper, leaf = ALONE[first]
        elif first in WRAPPERS:
            wrapper, leaf = first, rest or WRAPPERS[first]
        else:
            wrapper, leaf = "", first
        if wrapper:
            takes, default = content.TAKES[wrapper]
            if leaf not in takes or leaf in content.NO_WORDS:
                self.misfit(block, f"{first}/{rest}", f"{wrapper}/{default}")
                leaf = default
        elif leaf not in LEAVES or rest:
            if leaf != "figure" or not block.attributes.get("url"):
                self.misfit(block, f"{first}/{rest}" if rest else first, "p")
                leaf = "p"
        return self._in_letter(block, wrapper, leaf)

    def _in_letter(self, block: Block, wrapper: str, leaf: str) -> tuple[str, str]:
        """Forms of address and datelines by where they stand: before the words, or behind them."""
        phase = self.phases[self.place]
        if self.kind == "letter" and not wrapper and leaf == "dateline":
            wrapper = "opener" if phase in (TOP, ENDED) else "closer" if self.greeted else ""
        if wrapper == "opener" and phase in (WORDS, DIVIDED):
            if leaf in ("salute", "signed", "dateline") and self.greeted:
                wrapper = "closer"
            elif leaf in content.EITHER:
                wrapper = ""
            else:
                self.misfit(block, f"{wrapper}/{leaf}", "p")
                wrapper, leaf = "", "p"
        self.greeted |= leaf == "salute"
        return wrapper, leaf

    @property
    def place(self) -> Element:
        """Where the next block goes."""
        return self.division if self.division is not None else self.levels[-1][1]

    # divisions

    def _head(self, block: Block) -> None:
        """A head opens a division, unless it is the document's own, or stands below another head."""
        level = int(block.attributes.get("level") or 1)
        self.wrapper = None
        place = self.place
        if block.attributes.get("type") == "sub" and self.phases[place] == TOP and place.find(f"{tei.T}head") is not None:
            self._append(self.element(block, "head"))
            return
        if level == self.levels[0][0] and len(self.levels) == 1 and self.phases[self.tops[-1]] == TOP:
            self._append(self.element(block, "head", {"type": block.attributes.get("type") or "main"} if self.kind != "text" else {}))
            return
        while len(self.levels) > 1 and self.levels[-1][0] >= level:
            self.levels.pop()
        kind = block.attributes.get("division", "section")
        div = make("div", {"type": kind, "id": self.identifier(f"div-L{self.line_of(block.start)}"), "lang": block.attributes.get("lang", "")})
        self._add_division(div)
        if self.levels[-1][1] is not div:
            self.levels.append((level, div))
        self._append(self.element(self._without_lang(block), "head"))

    def _enter(self, kind: str, leaf: str, block: Block) -> None:
        """Be in a division of this type: the one that is open, or a new one."""
        current = self.division
        if current is not None and current.get("type") == kind and not (leaf in DIVISIONS[kind] and self._has(current, "head" if leaf == "figDesc" else leaf)):
            return
        self.wrapper = self.division = None
        self.teasers += kind == "teaser"
        div = make("div", {
            "type": kind, "id": self.identifier(f"{kind}-L{self.line_of(block.start)}"), "lang": block.attributes.get("lang", ""),
            "corresp": block.attributes.get("corresp", ""), "n": str(self.teasers) if kind == "teaser" else "",
        })  # fmt: skip
        if kind == "comments":
            self._add_top(div)
        else:
            if kind not in DEEP:
                self.levels = self.levels[:1]
            if self.levels[0][1].get("type") == "comments":
                self._add_top(div)
            else:
                self._add_division(div)
        self.division = div

    def _leave(self) -> None:
        """Be out of a division that a label opened, unless it is of those that stay open."""
        if self.division is not None and self.division.get("type") not in STAYING:
            self.wrapper = self.division = None
            if self.tops[-1] is self.levels[0][1] and self.levels[0][1].get("type") in DIVISIONS:  # it stands beside the whole
                self._add_top(make("div", {"type": "section", "id": self.identifier(f"div-{len(self.ids)}")}))

    def _add_top(self, div: Element) -> None:
        if not len(self.tops[-1]):  # nothing has come into the last one: this stands for it
            self.tops.pop()
        self.tops.append(div)
        self.levels = [(0, div)]
        self.wrapper = self.division = None

    def _add_division(self, div: Element) -> None:
        """A division into the innermost one that can take one; if none can, beside the whole."""
        while self.phases[self.levels[-1][1]] == ENDED:
            if len(self.levels) == 1:
                self._add_top(div)
                return
            self.levels.pop()
        parent = self.levels[-1][1]
        parent.append(div)
        self.phases[parent] = DIVIDED

    def _section(self) -> None:
        """A division without a head, for what cannot follow what the place holds."""
        div = make("div", {"type": "section", "id": self.identifier(f"div-{len(self.ids)}")})
        if self.division is not None:
            self.phases[self.division] = DIVIDED
            self.division.append(div)
            self.division = div
        else:
            self._add_division(div)
            if self.levels[-1][1] is not div:
                self.levels.append((99, div))

    # what stands in them

    def _wrap(self, block: Block, name: str, leaf: str) -> None:
        current = self.wrapper
        if current is not None and local(current) == "cit":
            current = current[0]
        begins = current is None or local(current) != name or "new" in block.attributes
        if current is not None and not begins:
            begins = (name == "post" and leaf == "p") or (leaf == "figDesc" and self._has(current, leaf)) or (
                leaf in FIRST and (len(current) > 0 if name != "figure" else self._has(current, leaf))
            )  # fmt: skip
        if begins:
            described = block.attributes.get("describe", "")
            current = outer = make(name, {"rend": "block"} if name == "quote" else {"type": "comment"} if name == "post" else {})
            if name in ("list", "sp", "lg", "figure"):
                said = {"type": block.attributes.get("type", ""), "rend": block.attributes.get("list", "") if name == "list" else ""}
                current.attrib.update(content.attributes(name, said))
            if name == "quote":
                outer = self._cited(current, block)
            if described and name == "figure":
                current.append(make("figDesc", {"resp": f"#{self.resp}" if self.resp else ""}, described))
            self._append(outer)
            self.wrapper = outer
        assert current is not None
        element = self.element(self._without_lang(block), leaf)
        if name == "figure" and leaf == "head":
            current.insert(0, element)
        else:
            current.append(element)

    def _cited(self, quote: Element, block: Block) -> Element:
        """A quotation with its source, if the record names who said it or where it stands; else itself."""
        by, work = (block.attributes.get(key, "") for key in ("by", "work"))
        by = "" if by == "unknown" else by
        if not by and not work.startswith("bibl:"):
            return quote
        source = make("bibl", {"resp": f"#{self.resp}" if self.resp else ""}, *([make("author", {}, by)] if by else []))
        if work.startswith("bibl:"):
            source.set("corresp", work)  # the encoder cites it
        elif work:
            tei.append(source, ", ", make("title", {}, work))
        return make("cit", {}, quote, source)

    def _append(self, element: Element) -> None:
        """Put an element where it may stand: behind divisions, or behind what closes one, a new division is begun."""
        name = local(element)
        if name in content.ANYWHERE:
            self.place.append(element)
            return
        while True:
            phase = self.phases[self.place]
            if name in content.ENDS:
                if phase == TOP:
                    self.place.append(make("p"))
                phase = ENDED
            elif name in content.EITHER:
                phase = ENDED if phase else TOP
            elif phase == ENDED:  # nothing may follow an end in its own division
                if self.division is not None and self.division is not self.levels[-1][1]:
                    self.division = None
                elif len(self.levels) > 1 and name not in content.OPENS:
                    self.levels.pop()
                else:
                    self._add_top(make("div", {"type": "section", "id": self.identifier(f"div-{len(self.ids)}")}))
                continue
            elif phase == DIVIDED or (phase == WORDS and name in content.OPENS):
                self._section()
                continue
            elif name not in content.OPENS:
                phase = WORDS
            self.place.append(element)
            self.phases[self.place] = phase
            return

    def _has(self, place: Element, name: str) -> bool:
        return place.find(f".//{tei.T}{name}") is not None

    def _without_lang(self, block: Block) -> Block:
        """A block without the language and the relation that its division has from it already."""
        said = {"lang": self.place.get(tei.XML_LANG), "corresp": self.place.get("corresp")}
        if not any(value and value == block.attributes.get(key) for key, value in said.items()):
            return block
        return replace(block, attributes={key: value for key, value in block.attributes.items() if not (key in said and value == said[key])})

    def element(self, block: Block, name: str, more: Mapping[str, str] | None = None) -> Element:
        """A block and all in it as an element with an id; leaves are woven. Words of a quotation stand in a paragraph of it."""
        joined = block.attributes.get("joined")  # a leaf in several places of the source: a seg for each
        if name == "quote" and (joined or not block.children):
            return make("quote", {"rend": "block"}, self.element(block, "p", more))
        attributes = content.attributes(name, {**block.attributes, **(more or {})})
        given = attributes.pop("id", "")
        element = make(name, {**attributes, "id": self.identifier(given or f"{'L' if not block.children and name != 'milestone' else name + '-L'}{self.line_of(block.start)}", given=bool(given))})
        if name == "figure":
            if url := block.attributes.get("url"):
                element.append(make("graphic", {"url": self.media.get(url, url), **{k: v for k, v in block.attributes.items() if k in ("width", "height") and re.fullmatch(r"[\d.]+(cm|mm|in|pt|px|%)", v)}}))
        if joined:
            for number, child in enumerate(block.children):
                if number and block.attributes.get("lines") == "kept":
                    element.append(make("lb"))
                elif number and not "".join(element.itertext()).endswith("-"):
                    tei.append(element, " ")
                element.append(self.element(child, "seg"))
        elif block.children:
            takes, default = content.TAKES.get(name, (None, ""))
            for child in block.children:
                if child.attributes.get("id") in self.notes:
                    continue
                kind = child.kind or "p"
                if takes is not None and kind not in takes:
                    self.misfit(child, f"{name}/{kind}", f"{name}/{default}")
                    kind = default
                element.append(self.element(child, kind))
        elif name == "milestone":  # an ornament's signs stand in the log alone
            element.set("unit", element.get("unit") or "section")
        elif block.end > block.start or name != "figure":
            self.weave(element, block)
        return element

    def identifier(self, wanted: str, *, given: bool = False) -> str:
        wanted = portable(wanted) if given else wanted
        name = f"{self.prefix}{wanted}"
        count = self.counts.get(name, 1)
        stem = name
        while name in self.ids:
            count += 1
            name = f"{stem}-{count}"
        self.counts[stem] = count
        self.ids.add(name)
        return name


_NEEDY = tuple(f"{tei.T}{name}" for name in ("div", *content.NEEDS))


def _completed(element: Element) -> None:
    """What TEI asks for and the text does not have, empty: words in a division, lines in a stanza, an item for each label of a list."""
    name = local(element)
    inner = [local(child) for child in element]
    if name == "div":
        if element.get("type") == "notes" and "note" in inner:
            return  # they are its words
        if all(each in content.OPENS | content.EITHER | content.ANYWHERE for each in inner):
            element.append(make("p"))
        return
    if name == "list" and "label" in inner:
        before = ""
        for child in list(element):
            here = local(child)
            if here in ("label", "item"):
                if here == before == "label":
                    child.addprevious(make("item"))
                elif here == "item" and before != "label":
                    child.addprevious(make("label"))
                before = here
        if before == "label":
            element.append(make("item"))
    elif not any(each in content.TAKES[name][0] and each not in content.ANYWHERE | {"head"} for each in inner):
        element.append(make(content.NEEDS[name]))


def portable(name: str) -> str:
    """A name with nothing in it that an xml:id cannot hold."""
    return re.sub(r"[^\w.\-]+", "-", name)

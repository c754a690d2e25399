"""The walk over a TEI tree: each element by the first of its models that holds, written as XHTML, with the registers filled on the way.

Behaviours write through the `Renderer`: ``with out.element("p", node, model): out.content(node, model)``.
"""

from __future__ import annotations

import re
from collections.abc import Collection, Mapping
from functools import cached_property
from itertools import islice
from typing import Any

from lxml import etree

from edition import tei
from edition.model import Document
from edition.render import entities
from edition.render.anchors import Anchors
from edition.render.apparatus import Apparatus
from edition.render.attachments import BLOCKS, ELEMENT_ONLY
from edition.render.attributes import Attributes
from edition.render.behaviours import BEHAVIOURS, Behaviour
from edition.render.contents import Contents
from edition.render.dictionaries import LEXICAL, crowded, languages
from edition.render.divisions import Divisions
from edition.render.facsimile import Views
from edition.render.faults import Faults
from edition.render.links import Links
from edition.render.model import ONE_FILE, Setting
from edition.render.notes import Notes
from edition.render.odd import Model, as_words, settled
from edition.render.phrases import Phrases, phrase
from edition.render.pieces import BREAKS, NOTE
from edition.render.plan import Plan, plan
from edition.render.registers import Registers
from edition.render.revisions import Revisions
from edition.render.selectors import selected
from edition.render.speech import speakers
from edition.render.verse import leads
from edition.render.xhtml import PHRASES, PlainText, Writer, element, spaced
from edition.rules import quoted
from edition.tei import BLANK, XML_ID, Element, T, local

FIGURE, LIST = f"{T}figure", f"{T}list"
OF_MEMBERS = ELEMENT_ONLY | LEXICAL
JOINED = frozenset(f"{T}{name}" for name in ("subst", "app", "rdgGrp", "choice", "gap"))  # members are one word, or one of several
ONE_WORD = JOINED | {FIGURE}  # members without spaces between them
IN_BETWEEN = JOINED | {f"{T}cit"}  # what stands wherever its parent stands
NESTED = 20  # elements of one name in each other: nobody writes so, and what is in them is not walked again
SAID = 20  # words of such an element, in lists


class Renderer:
    """What a behaviour writes through: `element`, `content`, `words`, and the registers."""

    def __init__(self, document: Document, root: Element, setting: Setting) -> None:
        self.setting = setting
        self.rules = settled(setting.models, root)
        self.root = root
        self.plan: Plan = plan(
            root, self.rules, prefix=setting.prefix, name=document.name, sizes=setting.unit_size, one_file=setting.medium in ONE_FILE
        )  # fmt: skip
        self.plan.unit_of |= dict.fromkeys(setting.at_back & self.plan.unit_of.keys(), "")
        self.xhtml = Writer()
        self.quiet = False  # written a second time, or for its words alone: no ids, notes, registers
        self.unsigned = False  # without the signs of editors
        self.unit = self.plan.root  # the file that is being written
        self.joining = False  # a word goes on: white space is dropped until the next text
        self.later = False  # whether something in the markup waits for the end
        self.faults = Faults(document)
        self.anchors = Anchors(self.plan, setting.prefix)
        self.registers = Registers(self)
        self.divisions = Divisions(self)
        self.contents = Contents(self)
        self.notes = Notes(self, setting)
        self.apparatus = Apparatus(self, setting)
        self.phrases = Phrases(self)
        self.views = Views(self, document)
        self.revisions = Revisions(self)
        attributes = Attributes(self)
        self.attributes, self.class_of = attributes.of, attributes.class_of
        self.links = Links(self)
        self.href, self.target_words = self.links.href, self.links.target_words
        looks = selected(root, self.class_of)
        self.chosen, self.css = looks.classes, looks.css
        for rendition, selector in looks.faults:
            self.faults.value("RND024", rendition, selector)
        self.moved = self.plan.moved  # notes and the like that are not written where they stand
        self.placed: Element | None = None  # the last phrase whose xml:id has been written
        self.taken = set[Element]()  # pieces that have been written with the first of them
        self._bearers = self.plan.bearers
        self._joined = self.plan.pieces.joined
        self.phrases_end = not (self.revisions.any or self._joined)  # nothing goes on behind the words of a phrase
        self._halts = {*self.moved, *self.plan.cuts, *self.plan.pieces.taken}
        self.attached = {target: list(items) for target, items in self.plan.attached.at.items()}  # what is still to be written, by where it belongs
        self._ways = {tag: tuple((rule.test, tuple((_written_by(model), model) for model in rule.models)) for rule in rules) for tag, rules in self.rules.items()}
        self._mappings: dict[str, str] | None = None
        self.given: tuple[Element, str, Mapping[str, str]] | None = None  # what the next writing of an element bears
        self.cells: dict[Element, Mapping[str, str]] = {}  # of tables: spans, and whether a cell is one of figures

    @cached_property
    def leads(self) -> Mapping[Element, float]:
        """How far in the further parts of verses begin."""
        return leads(self.root)

    @cached_property
    def speakers(self) -> Mapping[str, str]:
        """The names of those who speak, by xml:id."""
        return speakers(self.root)

    @cached_property
    def translations(self) -> frozenset[str]:
        """The languages of the translations in a dictionary."""
        return languages(self.root)

    @property
    def chapter(self) -> str:
        """The division whose note numbers count."""
        return self.divisions.frames[-1].chapter

    # The walk

    def apply(self, node: Element) -> None:
        """Write an element by the first of its rules that holds."""
        halts = self._halts
        if halts and node in halts:
            if node in self.plan.cuts:
                self.divisions.turn(node)
            if node in self.plan.attached.hollow:
                self.place(node)
            if node in self.moved or node in self.taken or (self.quiet and node in self.plan.pieces.taken):
                return
        tag: str = node.tag  # type: ignore[assignment]
        for test, ways in self._ways.get(tag, ()):
            try:
                if test is not None and not test(node):
                    continue
            except etree.XPathError:
                continue
            for behaviour, model in ways:
                behaviour(self, node, model)
            break
        else:  # also a comment, an instruction, an entity
            self.unknown(node)
        if ((tag in self._bearers and node is not self.placed) or (self.attached and node in self.attached)) and not self.quiet:
            self.finish(node)

    def finish(self, node: Element) -> None:
        """After an element: its id, if nothing was written that could bear it, and the notes that belong there."""
        if not self.quiet:
            self.place(node)
            if self.revisions.any and (identifier := node.get(XML_ID)):
                self.revisions.end(identifier)
            if self.attached and node in self.attached:
                self.notes.at(node)

    def content(self, node: Element, model: Model | None = None, *, skip: Collection[Element] = ()) -> None:
        """Write what is in an element, or what the model's param `content` finds."""
        tag, text = node.tag, node.text
        if model is not None and "content" in model.params and self.contents.write(node, model):
            pass
        elif tag in OF_MEMBERS and (tag in ELEMENT_ONLY or (not text and crowded(node))):
            self.members(node, skip)
        else:
            if text:
                self.words(text)
            for child in node:
                if not skip or child not in skip:
                    self.apply(child)
                if tail := child.tail:
                    if tail.strip(BLANK):
                        self.words(tail)
                    elif not self.joining:
                        self.xhtml.blank()
        if self._joined and node in self._joined:
            self.go_on(node)
        if self.attached and node in self.attached and not self.quiet and (tag in BLOCKS or not self.in_line(node)):
            self.notes.at(node)  # in the block, not between it and the next

    def go_on(self, node: Element) -> None:
        """At the end of the first piece of something: the others, and the page breaks between them."""
        for each in self._joined[node]:
            if each.tag in BREAKS:
                self._halts.discard(each)
                self.apply(each)
                self._halts.add(each)
            elif each.tag != NOTE or self.notes.goes_on(node, each):
                if not self.joining:
                    self.xhtml.space()
                self.place(each)
                self.content(each)
                self.finish(each)
            else:
                continue
            if not self.quiet:
                self.taken.add(each)

    def members(self, node: Element, skip: Collection[Element] = ()) -> None:
        """Children of an element without text of its own: layout between them is dropped, words do not run together."""
        tag, xhtml = node.tag, self.xhtml
        apart = tag not in ONE_WORD
        self.stray(node.text)
        left = several = len(node)
        for child in node:
            left -= 1
            if not skip or child not in skip:
                self.apply(child)
            if (tail := child.tail) and tail.strip(BLANK):
                self.words(tail)
            elif apart and (left or (several > 1 and xhtml.inline and tag != LIST)):
                xhtml.space()

    def stray(self, text: str | None) -> bool:
        """Text where TEI has no room for it is kept; layout is not."""
        if text and text.strip(BLANK):
            self.words(text)
            return True
        return False

    def nodes(self, found: Any) -> None:
        """Write what an expression found: elements, or strings."""
        for item in found if isinstance(found, list) else (found,):
            if isinstance(item, etree._Element):
                self.apply(item)
            elif isinstance(item, str):
                self.words(item)
            elif item is not None:
                self.words(as_words(item))

    def words(self, text: str) -> None:
        """Text, with its white space as XML means it: runs become one space."""
        if not text.strip(BLANK):  # layout, most often
            if text and not self.joining:
                self.xhtml.blank()
            return
        if self.joining:
            text = text.lstrip(BLANK)
            self.joining = False
        self.xhtml.text(spaced(text))

    def join(self) -> None:
        """The word goes on: no white space on either side."""
        self.xhtml.join()
        self.joining = True

    def unknown(self, node: Element) -> None:
        """An element without a model: its words. An entity: what the document declares it to be."""
        if not isinstance(node.tag, str):
            if isinstance(node, etree._Entity):
                self.words(entities.spoken(node, self.root))
            return
        parent = node.getparent()
        if parent is None or node.tag[0] != "{" or node.tag.startswith(T) or etree.QName(parent).namespace != etree.QName(node).namespace:
            self.faults.unknown(node)  # of another language the outermost
        with self.element("span" if self.in_line(node) else "div", node, Model(local(node), "inline")):
            self.content(node)

    def in_line(self, node: Element) -> bool:
        """Whether an element stands among words, and so is a phrase. The source decides, so that all media agree."""
        parent = node.getparent()
        while parent is not None and parent.tag in IN_BETWEEN:
            parent = parent.getparent()
        return parent is not None and parent.tag not in ELEMENT_ONLY

    def mapping(self, identifier: str) -> str:
        """What the header says a character is: a mapping of its char or glyph, the standardised one if there are several."""
        if self._mappings is None:
            self._mappings = {}
            for char in self.root.iter(f"{T}char", f"{T}glyph"):
                found = {each.get("type", ""): each.text or "" for each in char.iter(f"{T}mapping")}
                name = char.get(XML_ID)
                if name and found:
                    self._mappings[name] = found.get("standard") or found.get("standardized") or next(iter(found.values()))
        return self._mappings.get(identifier, "")

    # Elements

    def element(self, name: str, node: Element, model: Model, more: Mapping[str, str] | None = None) -> Writer:
        """``with out.element("p", node, model): out.content(node)``"""
        if name in PHRASES and (not more or (len(more) == 1 and "class" in more)):
            tag = self.phrases.tag(node, model, name, more["class"] if more else "")
            if tag is not None:
                self.xhtml.begin(*tag)
                return self.xhtml
        self.xhtml.open(name, self.attributes(name, node, model, more))
        return self.xhtml

    def plain_element(self, name: str, attributes: Mapping[str, str] | None = None) -> Writer:
        """An element that stands for none of the TEI's."""
        self.xhtml.open(name, attributes)
        return self.xhtml

    def give(self, node: Element, anchor: str, attributes: Mapping[str, str]) -> None:
        """The next writing of this element bears this id (and these attributes)."""
        self.given = node, anchor, attributes

    def take_back(self, node: Element) -> None:
        """If what was given found no bearer, an anchor takes it."""
        if self.given and self.given[0] is node:
            anchor, self.given = self.given[1], None
            self.anchor(anchor)

    def claim(self, node: Element) -> str:
        """The id of an element, which the caller will write."""
        anchor = self.anchors.of(node)
        identifier = node.get(XML_ID)
        if identifier in self.plan.twice and anchor != self.plan.anchors.get(identifier or ""):
            self.faults.add("RND002", node, f"the xml:id {quoted(identifier)} has been used before", "Give this element an id of its own.")
        if anchor in self.anchors.written:  # written twice, by a modelSequence
            anchor = self.anchors.beside(anchor, "again")
        self.anchors.written[anchor] = self.unit
        return anchor

    def anchor(self, anchor: str) -> None:
        """An id without an element: it waits for the next word."""
        if anchor and not self.quiet and anchor not in self.anchors.written:
            self.anchors.written[anchor] = self.unit
            self.xhtml.wait(element("span", {"id": anchor}))

    def place(self, node: Element) -> None:
        """The xml:id of an element that wrote no tag."""
        if (identifier := node.get(XML_ID)) is not None:
            self.anchor(self.plan.anchors.get(identifier, ""))

    def plain(self, node: Element, *, itself: bool = False) -> str:
        """The words of an element as they are read: no notes, one of each pair. `itself`: by its own model, not its content alone, and without brackets."""
        if sum(1 for _ in islice(node.iterancestors(str(node.tag)), NESTED)) == NESTED:  # each of them would be walked, and said, for each that is in it
            said = tei.plain(node).split(" ", SAID)
            return " ".join(said[:SAID]) + "…" * (len(said) > SAID)
        writer, self.xhtml = self.xhtml, PlainText()
        quiet, self.quiet = self.quiet, True
        joining, self.joining = self.joining, False
        given, self.given = self.given, None
        unsigned, self.unsigned = self.unsigned, itself
        if itself:
            self.apply(node)
        else:
            self.content(node)
        self.unsigned = unsigned
        text, self.xhtml, self.quiet, self.joining, self.given = self.xhtml.take(), writer, quiet, joining, given
        return " ".join(part for part in re.split(r"[ \t\r\n]+", text) if part)

    def aside(self, node: Element) -> str:
        """The content of an element as markup that may stand anywhere, often: no links, ids, notes."""
        writer, self.xhtml = self.xhtml, Writer()
        quiet, self.quiet = self.quiet, True
        joining, self.joining = self.joining, False
        given, self.given = self.given, None
        with self.plain_element("a"):  # no link in a link
            self.content(node)
        markup = self.xhtml.take().removeprefix("<a>").removesuffix("</a>").strip(BLANK)
        self.xhtml, self.quiet, self.joining, self.given = writer, quiet, joining, given
        return markup


def _written_by(model: Model) -> Behaviour:
    """The function of a behaviour; of the commonest, a phrase that a model asks nothing of, the short way."""
    return phrase if model.behaviour == "inline" and not model.params else BEHAVIOURS[model.behaviour]

"""Divisions while they are written, and the headings in them.

A ``div`` is a Division only where everything around it is one; in a quotation, a note, a ``floatingText`` it is a section like any
element. Each piece that is handed over is well-formed for itself, so that a file may begin and end between any two.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from edition import tei
from edition.render import headless, language
from edition.render.model import Division, Heading
from edition.render.odd import SECTIONS, Model
from edition.render.stretches import called
from edition.render.titles import HEAD, main_head
from edition.render.verse import poem
from edition.render.xhtml import FLOW, element, start_tag
from edition.tei import XML_LANG, Element

if TYPE_CHECKING:
    from edition.render.walk import Renderer

# EPUB Structural Semantics Vocabulary and DPUB-ARIA 1.1, by @type: what reading systems and screen readers know.
KINDS = {
    "chapter": ("chapter", "doc-chapter"), "part": ("part", "doc-part"), "preface": ("preface", "doc-preface"),
    "foreword": ("foreword", "doc-foreword"), "introduction": ("introduction", "doc-introduction"), "prologue": ("prologue", "doc-prologue"),
    "epilogue": ("epilogue", "doc-epilogue"), "conclusion": ("conclusion", "doc-conclusion"), "appendix": ("appendix", "doc-appendix"),
    "bibliography": ("bibliography", "doc-bibliography"), "glossary": ("glossary", "doc-glossary"), "index": ("index", "doc-index"),
    "dedication": ("dedication", "doc-dedication"), "acknowledgements": ("acknowledgments", "doc-acknowledgments"),
    "afterword": ("afterword", "doc-afterword"), "abstract": ("abstract", "doc-abstract"),
}  # fmt: skip


SHORT = 16  # letters: a heading that may be a number only
BETWEEN = frozenset({"pb", "cb", "lb", "milestone", "anchor", "fw"})


@dataclass
class Frame:
    """A division that is open."""

    node: Element
    element: str
    begun: str  # the unit of its start tag
    unit: str  # the unit of what is written now: the one that its last child ended in
    level: int  # as in Division
    chapter: str  # id of the division whose note numbers count here; "" outside chapters
    id: str = ""
    start: str = ""
    shape: Mapping[str, str] = field(default_factory=dict)  # its class and style
    stretch: str = ""  # id of a stretch in another file, of which nothing has been handed over yet
    again: Mapping[str, str] = field(default_factory=dict)  # the attributes that it is opened with again there
    parts: int = 0
    heading: str = ""
    named: str = ""  # the id of that heading, or of what a stretch of it is called in the contents
    headed: bool = False
    content: list[str | Division] = field(default_factory=list)


class Divisions:
    """A stack of frames. `root` is the finished document."""

    def __init__(self, out: Renderer) -> None:
        self._out = out
        self.frames: list[Frame] = []
        self.headings: list[Heading] = []
        self.root: Division | None = None
        self._conspectus = False

    @property
    def free(self) -> bool:
        """Whether everything around is a division."""
        out = self._out
        return not out.xhtml.depth and not out.notes.inside and not out.quiet

    @contextmanager
    def division(self, node: Element, model: Model) -> Iterator[None]:
        """A Division where there may be one, else an element."""
        out = self._out
        if not self.free:
            with out.element("section" if out.xhtml.room is FLOW else "div", node, model):
                yield
            return
        self._begin(node, model)
        yield
        if len(self.frames) == 1:
            out.notes.stray()
            self._write_waiting()
        self._end()

    def _begin(self, node: Element, model: Model) -> None:
        out = self._out
        around = self.frames[-1] if self.frames else None
        unit = out.plan.units.get(node) or (around.unit if around else out.plan.root)
        if around and unit != around.unit:  # what waits stays in the file that links to it were made for
            self._write_waiting()
        self._hand_over()
        nested = model.behaviour == "document" and around is not None
        own = model.behaviour in SECTIONS or nested
        level = around.level if around else 0
        if own and around:
            level = max(1, level) + (node not in out.plan.sole)
        frame = Frame(node, "section" if own else "div", unit, unit, level, around.chapter if around else "")
        self.frames.append(frame)
        out.unit = unit
        frame.id = out.claim(node)
        if node.get("type") == "chapter" or (own and level == 2 and not frame.chapter):
            frame.chapter = frame.id
        more = {"id": frame.id}
        if around is None:
            more.update(language.attributes(out.setting.language))
        elif unit != around.unit:  # the language of what is around it is said in another file
            more.update(language.inherited(node) or language.attributes(out.setting.language))
        if model.element == "titlePage":
            more["epub:type"] = "titlepage"
        elif own and (kind := KINDS.get((node.get("type") or "").lower())):
            more["epub:type"], more["role"] = kind
        attributes = out.attributes(frame.element, node, model, more)
        frame.start = start_tag(frame.element, attributes)
        frame.shape = {key: attributes[key] for key in ("class", "style") if key in attributes}
        if node in out.plan.untitled:
            self._title(frame, node, nested=nested)
        elif own and not nested and (said := headless.called(node, out.setting.words)):
            self._write_heading(frame, said, "head", language.attributes(out.setting.words.get("lang", "en")))
        elif own and (number := headless.section_number(node)):
            out.xhtml.wait(element("span", {"class": "cited"}, number) + " ")
        elif own and not nested and node not in out.plan.sole and (dated := headless.dated(node)) is not None:
            frame.heading, frame.named = out.plain(dated), out.anchors.beside(frame.id, "entry")
            out.anchor(frame.named)
            self.headings.append(Heading(max(1, frame.level), frame.heading, frame.named, frame.unit))

    def _title(self, frame: Frame, node: Element, *, nested: bool) -> None:
        """A document whose text has no heading gets its title for one."""
        out = self._out
        text = tei.plain(tei.first(node, "t:teiHeader/t:fileDesc/t:titleStmt/t:title")) if nested else out.setting.title
        self._write_heading(frame, text, "title", {})

    def _write_heading(self, frame: Frame, text: str, kind: str, spoken: Mapping[str, str]) -> None:
        """A heading that the text itself has not got; `kind` is its class, and what is added to the id."""
        out = self._out
        anchor = out.anchors.beside(frame.id, kind)
        out.anchors.written[anchor] = frame.unit
        level = max(1, frame.level)
        frame.heading, frame.named = text, anchor
        self.headings.append(Heading(level, text, anchor, frame.unit))
        out.xhtml.raw(element(f"h{min(6, level)}", {"class": f"{kind} generated", "id": anchor, **spoken}, text))

    def _end(self) -> None:
        self._hand_over()
        frame = self.frames.pop()
        spoken = (frame.node.get(XML_LANG) or "").strip() or ("" if self.frames else self._out.setting.language)
        division = Division(
            frame.id, frame.level, frame.heading, spoken, frame.begun, frame.start, tuple(frame.content), f"</{frame.element}>", frame.unit
        )  # fmt: skip
        if self.frames:
            self.frames[-1].content.append(division)
            self.frames[-1].unit = self._out.unit = frame.unit
        else:
            self.root = division

    def witnesses(self) -> None:
        """The lists of witnesses of the header, as a section of the book: else nobody would know what the sigla mean."""
        out = self._out
        lists, done = out.plan.witnesses, self._conspectus
        if done or not self.frames or out.quiet:
            return
        self._conspectus = True
        frame = self.frames[-1]
        anchor = out.anchors.beside(frame.id, "witnesses")
        out.anchors.written[anchor] = frame.unit
        own = lists[0].find(HEAD) if len(lists) == 1 else None
        text = out.plain(own) if own is not None else out.setting.words["witnesses"]
        level = min(6, max(1, frame.level) + 1)
        self.headings.append(Heading(level, text, anchor, frame.unit))
        spoken = language.attributes(out.setting.words.get("lang", "en"))
        with out.plain_element("section", {"class": "witnesses"}):
            out.xhtml.raw(element(f"h{level}", {"class": "head generated", "id": anchor, **spoken}, text))
            for each in lists:
                out.apply(each)

    def headline(self, text: str) -> None:
        """A heading of the program's own for the division that is open."""
        out, frame = self._out, self.frames[-1]
        if not text or out.quiet or out.xhtml.depth:
            return
        anchor = out.anchors.beside(frame.id, "title")
        out.anchors.written[anchor] = frame.unit
        level = min(6, max(1, frame.level))
        frame.heading, frame.headed = frame.heading or text, True
        self.headings.append(Heading(level, text, anchor, frame.unit))
        out.xhtml.raw(element(f"h{level}", {"class": "head generated", "id": anchor, **language.attributes(out.setting.words.get("lang", "en"))}, text))

    def heads(self, node: Element) -> int:
        """The level of a heading (1 to 6), if it heads a division or is the title of its document; else 0."""
        out = self._out
        if out.quiet or out.notes.inside or not self.frames:
            return 0
        frame = self.frames[-1]
        if (of := out.plan.titles.get(node)) is not None and (document := next((each for each in self.frames if each.node is of), None)):
            return min(6, max(1, document.level))
        if out.xhtml.depth or node.tag != HEAD or frame.headed or node.getparent() is not frame.node or main_head(list(_heads_of(node))) is not node:
            return 0
        return min(6, max(1, frame.level) + (frame.element != "section"))

    def poem(self, node: Element) -> int:
        """The level of the heading of a poem that is no division; 0 for the heads of stanzas, and where no heading may stand."""
        out = self._out
        if out.quiet or out.notes.inside or not self.frames or out.xhtml.depth != 1 or not poem(node):
            return 0
        return min(6, max(1, self.frames[-1].level) + 1)

    def title_of_poem(self, node: Element, level: int) -> dict[str, str]:
        """The attributes of its heading; it is noted for the contents, and heads nothing else."""
        out = self._out
        anchor = out.claim(node)
        self.headings.append(Heading(level, out.plain(node), anchor, self.frames[-1].unit))
        return {"id": anchor}

    def head(self, node: Element, level: int) -> dict[str, str]:
        """The heading's attributes; it is noted for the contents."""
        out, frame = self._out, self.frames[-1]
        text = self._whole(node)
        anchor = out.claim(node)
        self.headings.append(Heading(level, text, anchor, frame.unit))
        frame.heading, frame.named = frame.heading or text, frame.named or anchor
        frame.headed = True
        return {"id": anchor}

    def _whole(self, node: Element) -> str:
        """What the contents say: a heading that is a number ("II", "Chapter 2") has the words of the one after it."""
        text = self._out.plain(node)
        further = next((each for each in node.itersiblings("*") if tei.local(each) not in BETWEEN), None)
        if len(text) > SHORT or node.get("type") or further is None or further.tag != HEAD or further.get("type") or (node.tail or "").strip(tei.BLANK):
            return text
        return f"{text.rstrip('.:')}. {self._out.plain(further)}" if text else text

    @property
    def heading_above(self) -> str:
        """The id of the heading that what is written now stands under; "" where no division around it has one."""
        return next((frame.named for frame in reversed(self.frames) if frame.named), "")

    def turn(self, node: Element) -> None:
        """A stretch of a long division begins, in a file of its own unless it is the first. What is around it is opened again."""
        out = self._out
        if not self.free or not self.frames or self.frames[-1].node is not node.getparent():
            return
        frame, cut = self.frames[-1], out.plan.cuts[node]
        blocks = [each for each in cut.blocks if each not in out.moved]
        if not blocks:
            return
        frame.parts += 1
        anchor = out.anchors.beside(frame.id, f"part{frame.parts}")
        if cut.unit:
            self._write_waiting()
            self._hand_over()
            frame.unit = out.unit = cut.unit
            frame.stretch = anchor
            spoken = language.inherited(frame.node) or language.attributes(out.setting.language)
            frame.again = {**frame.shape, "class": f"{frame.shape.get('class', '')} continued".strip(), **spoken}
            out.anchors.written[anchor] = cut.unit
        else:
            out.anchor(anchor)
        if text := called(blocks, out.plain, out.setting.words):
            frame.named = anchor
            self.headings.append(Heading(max(1, frame.level) + 1, text, anchor, frame.unit))

    def _write_waiting(self) -> None:
        if markup := self._out.xhtml.waiting():
            self._out.xhtml.raw(markup)

    def _hand_over(self) -> None:
        if not self.frames:
            return
        frame = self.frames[-1]
        if markup := self._out.xhtml.take():
            frame.content.append(_stretch(frame, markup) if frame.again else markup)
        elif anchor := frame.stretch:  # nothing in it was written
            frame.stretch = ""
            self.headings = [each for each in self.headings if each.id != anchor]
            del self._out.anchors.written[anchor]


def _stretch(frame: Frame, markup: str) -> str | Division:
    """What a stretch has between two divisions, in an element like that of the division that it belongs to; the id is on the first."""
    anchor, frame.stretch, end = frame.stretch, "", f"</{frame.element}>"
    if not anchor:
        return f"{start_tag(frame.element, frame.again)}{markup}{end}"
    return Division(anchor, frame.level, "", "", frame.unit, start_tag(frame.element, {"id": anchor, **frame.again}), (markup,), end, frame.unit)


def _heads_of(node: Element) -> Iterator[Element]:
    parent = node.getparent()
    return iter(()) if parent is None else parent.iterchildren(HEAD)

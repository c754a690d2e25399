"""Notes: numbered by series, called in the text, and written where the medium wants them.

At the foot of a printed page and in its margin: a narrow span at the call, which the PDF moves. Elsewhere: a call in the text, and the body in a
section at the end of the chapter or the file, with a way back, in the mark-up that readers show as pop-ups.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from functools import partial
from html import escape
from typing import TYPE_CHECKING

from edition.render import language
from edition.render.attachments import APP, NOTE, SPAN
from edition.render.model import Note, Series, Setting
from edition.render.odd import Model
from edition.render.series import BACK, mark, name_of, of_kinds, series_of
from edition.render.words import note_word
from edition.render.xhtml import DEEPEST, Writer, element, quote
from edition.rules import quoted
from edition.tei import BLANK, XML_ID, XML_LANG, Element, T, local

if TYPE_CHECKING:
    from edition.render.walk import Renderer

ELSEWHERE = Model("note", "note")  # of a note that is written at a place that is not its own
KEYED = "°"  # the call, outside of print, of a note that is named by the number of its line
AT_CALL = ("foot", "margin")  # places of printed notes that are written at their calls
LATER = "\0"  # in markup, what is known only at the end: \0hID\0 a way to an id, \0mID\0 the mark of a note. No XML holds it
BLOCKS = tuple(f"{T}{name}" for name in ["p", "ab", "lg", "sp", "list", "table", "quote", "figure", "floatingText"])
MARKED = re.compile(r"[\s\[\](){}.,:;]+")  # what stands around a mark in a source: "[3]", "3)"


class Notes:
    """The notes of one document. `inside` counts the notes that are open."""

    def __init__(self, out: Renderer, setting: Setting) -> None:
        self._out, self._setting = out, setting
        self._kinds = of_kinds(setting.series)
        self._languages: dict[Element | None, str] = {}  # of what notes stand in, as attributes
        self._calling = {each.name: (name_of(each.name), quote(note_word(each.name, setting.words))) for each in setting.series}  # classes, and what is heard
        self._returning = quote(setting.words["back_to_reference"])
        self.written: dict[str, list[Note]] = {series.name: [] for series in setting.series}
        self.inside = 0
        self._at_foot = 0
        self._of: dict[Element, Note] = {}
        self._numbers: dict[tuple[str, str, int], int] = {}
        self.side = 0  # of texts on facing pages: which of them is being written
        self._calls: dict[str, int] = {}
        self._after: list[Callable[[], None]] = []  # notes in notes, to be printed after the note

    # Which and where

    def note(self, node: Element, model: Model, *, key: str = "", write: Callable[[], None] | None = None) -> None:
        """A call here; the note here too (foot of a printed page), or at the end, with a way back. Params: content.

        `key`: the number of the line or paragraph that the note is about. Such a note has no mark, and no call in print.
        """
        out = self._out
        if out.quiet:
            return
        of = self._series(node)
        division = out.chapter if of.restart == "division" else ""
        number = self._numbers[of.name, division, self._side(of)] = self._next(of, division)
        anchor = out.claim(node)
        unit = out.anchors.written[anchor] = (self._setting.back if of.place == BACK else "") or out.unit
        note = Note(of.name, number, key or mark(number, of.marks), anchor, out.anchors.beside(anchor, "call"), unit, division, "", bool(key))
        self._of[node] = note
        slot = len(self.written[of.name])
        self.written[of.name].append(note)  # its place in the register, before the notes that are in it
        body = write or partial(out.content, node, model)
        between = not out.in_line(node) and out.xhtml.reopen()  # two paragraphs: the call stands at the end of the first
        if of.of != "app":
            out.xhtml.trim()
        self._write(note, of, node, body, slot)
        if between:
            out.xhtml.shut()

    def _write(self, note: Note, of: Series, node: Element, body: Callable[[], None], slot: int) -> None:
        if self._setting.medium == "print" and of.place in AT_CALL:
            if self._at_foot:
                self._call(note, note.call, self._second(node))
                self._after.append(partial(self._print, note, node, body, " nested"))
            else:
                self._at_foot += 1
                self._with_those_in_it(partial(self._print, note, node, body, " beside" if of.place == "margin" and not note.keyed else self._second(node)))
                self._at_foot -= 1
        else:
            self._call(note, note.call, self._second(node))
            write_aside = partial(self._set_aside, slot, note, node, body, self._out.unit)
            if self.inside:
                self._after.append(write_aside)
            else:
                self._with_those_in_it(write_aside)

    def goes_on(self, first: Element, piece: Element) -> bool:
        """Whether a note that goes on from another is to be written with it: unless it was written alone before."""
        if piece in self._of or first not in self._of:
            return False
        self._of[piece] = self._of[first]
        return True

    def at(self, target: Element) -> None:
        """Write what stands apart and says that it belongs here."""
        for each in self._out.attached.pop(target, ()):
            self._elsewhere(each, target)

    def stray(self) -> None:
        """Notes whose place was not written: at the end of the document, and reported."""
        out = self._out
        for each in out.plan.attached.homeless:
            self._astray(each, f"the place of this {local(each)}, {quoted(each.get('target') or each.get('from') or each.get('loc') or '?', 200)}, is not there")
        while out.attached:
            target, waiting = next(iter(out.attached.items()))
            del out.attached[target]
            for each in waiting:
                if each not in self._of:
                    self._astray(each, f"the place of this {local(each)}, {quoted('#' + (target.get(XML_ID) or each.get('loc') or ''))}, is not printed")
        for identifier, note in out.plan.apart.items():
            if note not in self._of:
                self._astray(note, f"the reference to this note, {quoted('#' + identifier)}, is not printed")

    def _astray(self, note: Element, said: str) -> None:
        self._out.faults.add("RND004", note, said, "The note stands at the end of the document.")
        self._elsewhere(note, None)

    def leads_to(self, target: str) -> bool:
        """Whether a reference is a call to a note."""
        return target[:1] == "#" and (target[1:] in self._out.plan.apart or target[1:] in self._out.plan.notes)

    def refer(self, node: Element, model: Model, target: str) -> None:
        """A ref or ptr to a note is a call to it. A note that stands apart is written at the first of them."""
        out, identifier = self._out, target[1:]
        apart = out.plan.apart.get(identifier)
        note = apart if apart is not None else out.plan.notes[identifier]
        if out.quiet:
            if apart is None:
                out.content(node, model)
            return
        known = self._of.get(note)
        sign = known.mark if known else self._peek(note) if apart is not None else ""
        said = out.plain(node)
        if said and MARKED.sub("", said) in (sign, MARKED.sub("", apart.get("n") or sign) if apart is not None else sign):
            out.registers.leave_out(node, "alternative")  # the mark in the source: the call shows the same, or stands for it
        else:
            out.content(node, model)
        out.place(node)
        if known:
            out.xhtml.trim()
            self._again(known)
        elif apart is not None:
            self._elsewhere(note, None)
        else:
            out.xhtml.trim()
            self._before(note, identifier)

    def _series(self, node: Element) -> Series:
        return series_of(node, self._kinds)

    def _next(self, of: Series, division: str) -> int:
        return self._numbers.get((of.name, division, self._side(of)), of.first - 1) + 1

    def _side(self, of: Series) -> int:
        """Which side counts: of those of a foot only, and not where numbers run on into the next document."""
        return self.side if self.side and of.place in AT_CALL and of.restart in ("division", "document") else 0

    def _peek(self, note: Element) -> str:
        of = self._series(note)
        return mark(self._next(of, self._out.chapter if of.restart == "division" else ""), of.marks)

    def _elsewhere(self, note: Element, target: Element | None) -> None:
        if note in self._out.taken:
            return
        if known := self._of.get(note):
            self._again(known)
        elif note.tag == APP:
            self._out.apparatus.elsewhere(note, target)
        elif note.tag in (NOTE, SPAN):
            self.note(note, ELSEWHERE)

    # How it is written

    def _with_those_in_it(self, write: Callable[[], None]) -> None:
        """A note, and after it the notes that were called in it, in the order of their calls: so all media number them alike."""
        self.inside += 1
        write()
        while self._after:
            self._after.pop(0)()
        self.inside -= 1

    def _print(self, note: Note, node: Element, write: Callable[[], None], how: str) -> None:
        keyed = " keyed" if note.keyed else ""
        shown = "" if note.keyed else note.mark
        deep, around = self._out.xhtml.depth >= DEEPEST, self._out.xhtml
        if deep:  # there it would be no element
            self._out.xhtml = Writer()
        start = f'<span class="note {name_of(note.series)}{keyed}{how}" id="{note.id}" data-n="{quote(shown)}"{self._language(node)}>'
        self._out.xhtml.begin("span", start, narrow=True)
        if note.keyed:
            self._out.xhtml.raw(element("span", {"class": "key"}, note.mark) + "\u00a0")
        write()
        if deep:
            self._out.xhtml.flush()
        self._out.xhtml.close()
        if deep:
            markup, self._out.xhtml = self._out.xhtml.take(), around
            around.wait(markup)
            around.flush()

    def _set_aside(self, slot: int, note: Note, node: Element, write: Callable[[], None], called: str) -> None:
        """`called`: the unit of the call."""
        unit, self._out.unit = self._out.unit, note.unit
        self.written[note.series][slot] = note._replace(xhtml=self._aside(partial(self._body, note, node, write, called)))
        self._out.unit = unit

    def _body(self, note: Note, node: Element, write: Callable[[], None], called: str) -> None:
        xhtml, sign = self._out.xhtml, escape(note.mark, quote=False)
        there = "" if called == note.unit else quote(self._setting.file_of(called))
        xhtml.raw(f'<div class="fn {name_of(note.series)}" id="{note.id}" epub:type="footnote" role="doc-footnote"{self._language(node)}>')
        xhtml.wait(f'<a role="doc-backlink" href="{there}#{note.call}" aria-label="{self._returning} {quote(note.mark)}">{sign}{"" if note.keyed else "."}</a> ')
        if node.tag != APP and any(child.tag in BLOCKS for child in node):
            write()
        else:
            xhtml.open("p")
            write()
            xhtml.flush()
            xhtml.close()
        xhtml.flush()  # a note without words: its way back is still waiting
        xhtml.raw("</div>")

    def _language(self, node: Element) -> str:
        """`language.inherited` as markup; of the notes in one paragraph it is asked once."""
        if node.get(XML_LANG) is not None:
            return _as_markup(language.inherited(node))
        parent = node.getparent()
        if parent not in self._languages:
            self._languages[parent] = _as_markup(language.inherited(node))
        return self._languages[parent]

    def _aside(self, write: Callable[[], None]) -> str:
        """What is written, written elsewhere."""
        out = self._out
        writer, out.xhtml = out.xhtml, Writer()
        joining, out.joining = out.joining, False
        at_foot, self._at_foot = self._at_foot, 0
        write()
        out.xhtml.flush()
        markup, out.xhtml = out.xhtml.take(), writer
        self._at_foot, out.joining = at_foot, joining
        return markup

    def _call(self, note: Note, anchor: str, second: str = "") -> None:
        href = f"#{note.id}" if note.unit == self._out.unit else f"{quote(self._setting.file_of(note.unit))}#{note.id}"
        self._write_call(note.series, KEYED if note.keyed else note.mark, href, anchor, second)

    def _write_call(self, series: str, sign: str, href: str, anchor: str, second: str = "") -> None:
        out = self._out
        out.anchors.written[anchor] = out.unit
        name, heard = self._calling[series]
        start = f'<a class="call {name}{second}" epub:type="noteref" role="doc-noteref" href="{href}" id="{anchor}" aria-label="{heard} {quote(sign)}">'
        if out.xhtml.in_link:
            out.xhtml.follow_link(f"{start}{escape(sign, quote=False)}</a>")
        elif out.xhtml.depth >= DEEPEST:  # there it would be words
            out.xhtml.wait(f"{start}{escape(sign, quote=False)}</a>")
            out.xhtml.flush()
        else:
            out.xhtml.phrase("a", start, sign)

    def _second(self, node: Element) -> str:
        """A class for a note that is called directly behind another: 7 and 8 are not 78."""
        before = node.getprevious() if node.tag == NOTE else None
        if before is None or before.tag != NOTE or (before.tail and before.tail.strip(BLANK)):
            return ""
        return "" if node in self._out.moved or before in self._out.moved else " second"

    def _again(self, note: Note) -> None:
        """A further call to a note."""
        count = self._calls[note.id] = self._calls.get(note.id, 1) + 1
        self._call(note, self._out.anchors.beside(note.id, f"call{count}"))

    def _before(self, note: Element, identifier: str) -> None:
        """A call to a note that comes later in the text: its mark and its file are filled in at the end."""
        anchor = self._out.plan.anchors[identifier]
        count = self._calls[anchor] = self._calls.get(anchor, 1) + 1
        self._out.later = True
        self._write_call(
            self._series(note).name, f"{LATER}m{identifier}{LATER}", f"{LATER}h{identifier}{LATER}", self._out.anchors.beside(anchor, f"call{count}")
        )

    def mark_around(self, node: Element) -> str:
        """The mark of the note that an element stands in; "" outside of notes."""
        around = next(node.iterancestors(NOTE), None) if self.inside or self._at_foot else None
        known = None if around is None else self._of.get(around)
        return known.mark if known else ""

    def mark_of(self, identifier: str) -> str:
        """The mark of a note, at the end; a star if it was not written."""
        note = self._of.get(self._out.plan.notes[identifier])
        return note.mark if note else "*"


def _as_markup(attributes: Mapping[str, str]) -> str:
    return "".join(f' {key}="{value}"' for key, value in attributes.items())

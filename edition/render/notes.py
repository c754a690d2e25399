"""Notes: numbered by series, called in the text, and written where the medium wants them.

At the foot of a printed page and in its margin: a narrow span at the call, which the PDF moves. Elsewhere: a call in the text, and the body in a
section at the end of the chapter or the file, with a way back. The mark-up is that of `epub.md` §5.1: pop-ups in all readers.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Mapping, Sequence
from functools import lru_cache, partial
from html import escape
from typing import TYPE_CHECKING

from edition.render import language
from edition.render.attachments import APP, NOTE, SPAN
from edition.render.model import Division, Note, Rendition, Series, Setting
from edition.render.odd import Model
from edition.render.words import note_word, notes_word
from edition.render.xhtml import DEEPEST, Writer, element, quote, start_tag
from edition.rules import quoted
from edition.tei import XML_ID, XML_LANG, Element, T, local

if TYPE_CHECKING:
    from edition.render.walk import Renderer

ELSEWHERE = Model("note", "note")  # of a note that is written at a place that is not its own
KEYED = "°"  # the call, outside of print, of a note that is named by the number of its line
BACK = "back"  # place of notes that stand together behind all texts: endnotes.py
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
                self._call(note, note.call)
                self._after.append(partial(self._print, note, node, body, " nested"))
            else:
                self._at_foot += 1
                self._with_those_in_it(partial(self._print, note, node, body, " beside" if of.place == "margin" and not note.keyed else ""))
                self._at_foot -= 1
        else:
            self._call(note, note.call)
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

    def _call(self, note: Note, anchor: str) -> None:
        href = f"#{note.id}" if note.unit == self._out.unit else f"{quote(self._setting.file_of(note.unit))}#{note.id}"
        self._write_call(note.series, KEYED if note.keyed else note.mark, href, anchor)

    def _write_call(self, series: str, sign: str, href: str, anchor: str) -> None:
        out = self._out
        out.anchors.written[anchor] = out.unit
        name, heard = self._calling[series]
        start = f'<a class="call {name}" epub:type="noteref" role="doc-noteref" href="{href}" id="{anchor}" aria-label="{heard} {quote(sign)}">'
        if out.xhtml.in_link:
            out.xhtml.follow_link(f"{start}{escape(sign, quote=False)}</a>")
        elif out.xhtml.depth >= DEEPEST:  # there it would be words
            out.xhtml.wait(f"{start}{escape(sign, quote=False)}</a>")
            out.xhtml.flush()
        else:
            out.xhtml.phrase("a", start, sign)

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


def of_kinds(series: Sequence[Series]) -> dict[str, list[Series]]:
    """Those for notes, and those for entries of an apparatus."""
    kinds = {"note": [each for each in series if each.of == "note"], "app": sorted((each for each in series if each.of == "app"), key=lambda each: each.name == "apparatus")}
    return {kind: found or list(series[:1]) for kind, found in kinds.items()}


def series_of(node: Element, kinds: Mapping[str, Sequence[Series]]) -> Series:
    """The first whose match holds, of those for notes or those for entries of an apparatus; `apparatus` takes what no other takes."""
    series = kinds["app" if node.tag == APP else "note"]
    for each in series:
        if each.match(node):
            return each
    return next((each for each in series if each.place == "foot"), series[0])


def mark(number: int, marks: str) -> str:
    """``mark(28, "a b c")`` is ab, ``mark(28, "A B C")`` AB, ``mark(4, "i ii iii")`` iv, ``mark(8, "* † ‡")`` ††. Numbers count from 1."""
    if marks.startswith(("a", "A")):
        letters = ""
        while number > 0:
            number, rest = divmod(number - 1, 26)
            letters = chr(ord(marks[0]) + rest) + letters
        return letters
    if marks.startswith("i"):
        roman = ""
        for value, sign in zip((1000, 900, 500, 400, 100, 90, 50, 40, 10, 9, 5, 4, 1), ["m", "cm", "d", "cd", "c", "xc", "l", "xl", "x", "ix", "v", "iv", "i"], strict=True):
            count, number = divmod(number, value)
            roman += sign * count
        return roman
    if marks.startswith("*"):
        times, which = divmod(number - 1, 6)
        return "*†‡§‖¶"[which] * (times + 1)
    return str(number)


def _as_markup(attributes: Mapping[str, str]) -> str:
    return "".join(f' {key}="{value}"' for key, value in attributes.items())


@lru_cache(maxsize=4096)
def name_of(word: str) -> str:
    """A word as a class."""
    return re.sub(r"[^\w-]+", "-", word.removeprefix("#")).strip("-")


# The sections at the end


def files(rendition: Rendition, series: tuple[Series, ...] | None = None, *, words: Mapping[str, str]) -> dict[str, str]:
    """Unit to its markup, with the notes that are called there (those that are not written at their calls), series by series.

    A series that restarts with each chapter has its section at the end of the chapter, others at the end of the unit. `series` gives
    headings and order, as in the Setting.
    """
    order = {each.name: each for each in sorted(series or (), key=lambda each: each.rank)}
    names = [*(name for name in order if name in rendition.notes), *(name for name in rendition.notes if name not in order)]
    starts = {division.id: division for division in _divisions(rendition.root)}
    places: dict[tuple[str, str], list[str]] = {}
    for name in names:
        heading = order[name].heading if name in order else ""
        groups: dict[tuple[str, str], list[Note]] = {}
        for note in rendition.notes[name]:
            if note.xhtml:
                groups.setdefault((note.unit, note.division), []).append(note)
        for (unit, division), notes in groups.items():
            at = starts.get(division)
            within = at is not None and at.unit == unit
            level = min(6, max(1, at.level if at is not None else 1) + 1)
            markup = _section(f"{division if within else unit}-notes-{name_of(name)}", name, heading, level, notes, words, rendition.ids)
            places.setdefault((unit, division if within else ""), []).append(markup)
    parts: dict[str, list[str]] = {unit: [] for unit in rendition.units}
    for unit, markup, closing in _pieces(rendition.root):
        if unit in parts:
            parts[unit].extend(places.pop((unit, closing), ()) if closing else ())
            if closing == rendition.root.id:
                parts[unit].extend(places.pop((unit, ""), ()))
            parts[unit].append(markup)
    for (unit, _), sections in places.items():
        parts.setdefault(unit, []).extend(sections)
    return {unit: "".join(markup) for unit, markup in parts.items()}


def _section(anchor: str, name: str, heading: str, level: int, notes: list[Note], words: Mapping[str, str], taken: Mapping[str, str]) -> str:
    while anchor in taken:
        anchor += "_"
    spoken = {"lang": words["lang"], "xml:lang": words["lang"], "dir": language.direction(words["lang"])} if "lang" in words else {}
    start = start_tag("section", {"class": f"notes {name_of(name)}", "epub:type": "footnotes", "aria-labelledby": anchor, **spoken})
    head = f'<h{level} class="notes-title" id="{anchor}">{escape(heading or notes_word(name, words), quote=False)}</h{level}>'
    return "\n".join((start + head, *(note.xhtml for note in notes), "</section>"))


def _divisions(root: Division) -> Iterator[Division]:
    stack = [root]
    while stack:
        division = stack.pop()
        yield division
        stack.extend(part for part in reversed(division.content) if isinstance(part, Division))


def _pieces(root: Division) -> Iterator[tuple[str, str, str]]:
    """Unit and markup in order, as `Division.pieces`, and with each end tag the id of its division."""
    stack: list[Division | tuple[str, str, str]] = [root]
    while stack:
        part = stack.pop()
        if not isinstance(part, Division):
            yield part
            continue
        at = part.unit
        inner: list[Division | tuple[str, str, str]] = [(at, part.start, "")]
        for item in part.content:
            inner.append(item if isinstance(item, Division) else (at, item, ""))
            at = item.last if isinstance(item, Division) else at
        inner.append((part.unit, part.end, part.id))
        stack.extend(reversed(inner))

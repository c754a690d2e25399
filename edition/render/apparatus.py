"""The critical apparatus: what an ``app`` leaves in the text, and its entry: ``lemma] A B; other reading C; om. D``.

The text has the lemma, else the first reading, or that of one witness. The entry is a note of its series. An entry that stands apart
(location-referenced, double end-point, stand-off) comes to its place, and adds nothing to the text. Source: TEI #TC.
"""

from __future__ import annotations

from collections.abc import Sequence
from functools import cached_property
from typing import TYPE_CHECKING

from edition import tei
from edition.render.attachments import apart, pointers
from edition.render.lines import Lines
from edition.render.model import Setting
from edition.render.odd import Model
from edition.render.readings import in_order, is_empty, kind_of, last_block, lemma_of, of_one, readings, words_from
from edition.render.witnesses import APP, GROUP, LEM, LIST, RDG, Witnesses, marked, names
from edition.render.xhtml import escape, start_tag
from edition.tei import XML_ID, Element, T

if TYPE_CHECKING:
    from edition.render.walk import Renderer

ENTRY = Model("app", "apparatus", source_rendition=True)
ENTRY_STARTS = '<span class="entry">'
MARKED = Model("rdgGrp", "inline")
READINGS = frozenset({LEM, RDG, GROUP})
WIT, DETAIL = f"{T}wit", f"{T}witDetail"
SIGNS = {"lacunaStart": "lacuna_start", "lacunaEnd": "lacuna_end", "witStart": "wit_start", "witEnd": "wit_end"}
EMPTY = frozenset(f"{T}{name}" for name in SIGNS)
SAYS = {"om": "reading_om", "add": "reading_add", "transp": "reading_transp"}  # by the beginning of rdg/@type
CLOSING = tuple(",.;:)")
NESTED = 20  # entries in each other: nobody writes so, and those in them stand in the text behind their words
REPEATED = 3  # entries in the lemma of an entry: further ones are not repeated
UNSAID = frozenset({"unknown", "none", ""})


class Apparatus:
    """Writes the entries of one document. `open` counts those that are being written."""

    def __init__(self, out: Renderer, setting: Setting) -> None:
        self._out, self._setting = out, setting
        self._words = setting.words
        self.open = 0
        self._within = 0  # how many are open in each other
        self._repeated = 0  # how many are open in a lemma that an entry repeats
        self._sigla_made: dict[tuple[str, str, tuple[str, ...]], str] = {}
        self._siglum_made: dict[str, str] = {}

    @cached_property
    def witnesses(self) -> Witnesses:
        return Witnesses(self._out.root)

    @cached_property
    def _lines(self) -> Lines:
        return Lines(self._out.root)

    @cached_property
    def _by_id(self) -> dict[str, Element]:
        """The first element of each xml:id."""
        return {node.get(XML_ID) or "": node for node in reversed(tei.with_ids(self._out.root))}

    def here(self, app: Element, model: Model) -> None:
        """An app in the text; in an entry, or in a list of entries, it is written out."""
        out = self._out
        shown = self.shown(app)
        if self.open and not out.quiet:
            with out.element("span", app, model):
                out.xhtml.text("(")
                self.entry(app, None)
                out.xhtml.text(")")
            return
        bearer = None if shown is None or out.quiet or out.in_line(app) else last_block(shown)
        if bearer is not None:  # a reading of whole paragraphs or verses: its entry is called in the last
            out.attached.setdefault(bearer, []).append(app)
        if out.quiet and self.open and self._repeated >= REPEATED:  # each entry would repeat all those in its lemma
            out.xhtml.text("…")
            return
        self._repeated += out.quiet
        self._within += 1
        self._write(app, model, shown, bearer)
        self._within -= 1
        self._repeated -= out.quiet

    def _write(self, app: Element, model: Model, shown: Element | None, bearer: Element | None) -> None:
        out = self._out
        if shown is None or is_empty(shown):
            out.place(app)
            if shown is not None:
                out.place(shown)
        else:
            with out.element("span", app, model):
                out.apply(shown)
        if bearer is not None and bearer in out.attached:
            out.notes.at(bearer)
        elif bearer is None and not out.quiet and self._within > NESTED:
            out.xhtml.text(" (")
            self.entry(app, shown)
            out.xhtml.text(") ")
        elif bearer is None and not out.quiet:
            self._note(app, shown, app)

    def elsewhere(self, app: Element, target: Element | None) -> None:
        """An app that stands apart, at its place; or one whose readings are blocks, at the end of the last."""
        stands = target is not None and app in target.iterancestors()
        self._note(app, self.shown(app) if stands else None, app if target is None else target)

    def listed(self, app: Element, model: Model) -> None:
        """An app in a list of entries that is printed as a list."""
        out = self._out
        with out.element("div" if not out.in_line(app) else "span", app, model):
            if said := app.get("loc"):
                with out.plain_element("span", {"class": "key"}):
                    href = out.href(app, f"#{said}") if out.plan.unit_of.get(said) else ""
                    with out.plain_element("a" if href else "span", {"href": href} if href else {}):
                        out.xhtml.text(said)
                out.xhtml.text(" ")
            self.entry(app, None)

    def _note(self, app: Element, shown: Element | None, at: Element) -> None:
        key = ""
        if self._setting.apparatus == "lines":
            key = self._key(app, at)
        self._out.notes.note(app, ENTRY, key=key, write=lambda: self._written(app, shown))

    def _written(self, app: Element, shown: Element | None) -> None:
        """The entry within one line: paragraphs and verses in it are phrases."""
        self._out.xhtml.begin("span", ENTRY_STARTS, narrow=True)
        self.entry(app, shown)
        self._out.xhtml.close()

    def _key(self, app: Element, at: Element) -> str:
        if app.get("loc"):
            return str(app.get("loc"))
        last = self._lines.of(at)
        begins = self._element(pointers(app.get("from"))[:1])
        first = self._lines.of(begins) if begins is not None else last
        return last if first in (last, "") else f"{first}–{last}" if last else first

    def _element(self, identifiers: Sequence[str]) -> Element | None:
        return self._by_id.get(identifiers[0]) if identifiers else None

    # Which reading the text has

    def shown(self, app: Element) -> Element | None:
        """None if the words stand in the text already: a double end-point, a transposition to this place."""
        begins = pointers(app.get("from"))[:1]
        if app.getparent() is None or (app.get("from") and (apart(app) or not begins or begins[0] in self._out.plan.anchors)):
            return None
        wanted = self._setting.witness
        if wanted and (found := self.witnesses.of(readings(app), wanted)) is not None:
            return found
        lemma = lemma_of(app)
        if lemma is not None:
            return lemma
        first = next((each for each in readings(app) if each.tag == RDG), None)
        if first is not None and first.get("exclude"):  # it stands for words of the text at another place: where somebody else would put them
            return None
        return first

    # The entry

    def entry(self, app: Element, shown: Element | None) -> None:
        """All readings, in the order of the source or of @varSeq; what stands in the text is repeated without its ids and notes."""
        self.open += 1
        if lemma_of(app) is None and (lemma := self._words_between(app)):
            with self._out.plain_element("span", {"class": "lem"}):
                self._out.words(lemma)
            self._out.xhtml.text("] ")
        self._members(app, shown, "")
        self.open -= 1

    def _members(self, parent: Element, shown: Element | None, said: str) -> str:
        """`said`: how the last thing that was written ends: a reading, a lemma, or nothing."""
        out = self._out
        out.stray(parent.text)
        empty_lemma = parent.tag == APP and (lemma := lemma_of(parent)) is not None and is_empty(lemma)
        for child in in_order(parent):
            if not isinstance(child.tag, str):
                out.stray(child.tail)
                continue
            if child.tag in READINGS and said:
                out.xhtml.text("; " if said == "reading" else " ")
            elif said and (child.text or "").lstrip(tei.BLANK)[:1] not in CLOSING:
                out.xhtml.space()
            if child.tag == GROUP:
                with out.element("span", child, MARKED, kind_of(child)):
                    inner = self._members(child, shown, "")
                    self._sigla(child)
                said = inner or said
            elif child.tag in (LEM, RDG):
                self._reading(child, child is shown, adds=bool(empty_lemma))
                if child.tag == RDG or child.get("wit") or child.get("source"):
                    said = "reading"
                else:
                    said = "" if is_empty(child) else "lemma"
            else:
                if child.tag == DETAIL and child.get("wit") and not of_one(child, parent):
                    self._wit(names(child.get("wit")))
                    out.xhtml.text(" ")
                out.apply(child)
                said = "reading"
            out.stray(child.tail)
        return said

    def _reading(self, node: Element, shown: bool, *, adds: bool) -> None:
        out = self._out
        quiet, out.quiet = out.quiet, out.quiet or shown
        empty = is_empty(node)
        kind = node.get("type") or ("transposition" if node.get("exclude") and _moved_here(node) else "")
        said = "reading_om" if empty else "reading_add" if adds else ""
        if kind and not empty:
            said = next((key for begins, key in SAYS.items() if kind.startswith(begins)), said)
        if node.tag == LEM and empty:
            out.place(node)
        else:
            if said and node.tag == RDG:
                self._say(said)
                if not empty:
                    out.xhtml.text(" ")
            if empty:
                out.place(node)
            else:
                out.apply(node)
            if node.tag == LEM:
                out.xhtml.text("]")
        out.quiet = quiet
        self._sigla(node)
        cause = (node.get("cause") or "").replace("_", " ")
        if cause not in UNSAID:
            out.xhtml.text(" ")
            with out.plain_element("span", {"class": "cause"}):
                out.xhtml.text(f"({cause})")

    def _say(self, key: str) -> None:
        with self._out.plain_element("i", {"class": "om" if key == "reading_om" else "said"}):
            self._out.xhtml.text(self._words[key])

    def _sigla(self, node: Element) -> None:
        """Witnesses, then editors; who answers for a reading alone where neither is named, else in parentheses behind them. A ``wit`` that follows says it itself."""
        following = node.getnext()
        given = () if following is not None and following.tag == WIT else names(node.get("wit"))
        if source := node.get("source"):
            given += names(source)
        by = names(node.get("resp")) if node.get("resp") else ()
        if not given and node.tag == RDG:
            given, by = by, ()
        if given:
            self._out.xhtml.text(" ")
            self._wit(given)
        if node.get("hand") and (hands := names(node.get("hand"))):
            self._out.xhtml.text(" ")
            with self._out.plain_element("span", {"class": "hand"}):
                self._out.xhtml.text("(")
                self._wit(hands, "by")
                self._out.xhtml.text(")")
        doubtful = "?" if node.get("cert") == "low" else ""
        if by or doubtful:
            with self._out.plain_element("span", {"class": "resp"}):
                self._out.xhtml.text(" (")
                if by:
                    self._wit(by, "by")
                self._out.xhtml.text(f"{doubtful})")

    def _wit(self, given: tuple[str, ...], kind: str = "wit") -> None:
        """Sigla. An apparatus has few of them, thousands of times: each group is made once for a file."""
        out = self._out
        unit = "" if self._setting.medium == "print" or out.xhtml.in_link else out.unit
        key = kind, unit, given
        markup = self._sigla_made.get(key)
        if markup is None:
            markup = self._sigla_made[key] = start_tag("span", {"class": kind}) + " ".join(self._siglum(name, linked=bool(unit)) for name in given)
        out.xhtml.flush()
        out.xhtml.raw(markup)
        out.xhtml.raw("</span>")

    def _siglum(self, name: str, *, linked: bool) -> str:
        out = self._out
        markup = self._siglum_made.get(name)
        if markup is None:
            siglum = self.witnesses.name(name)
            markup = self._siglum_made[name] = escape(siglum) if isinstance(siglum, str) else out.aside(siglum)
        href = out.href(out.root, f"#{name}") if linked and out.plan.unit_of.get(name) else ""
        return start_tag("a", {"href": href}) + markup + "</a>" if href else markup

    def sign(self, node: Element, model: Model) -> None:
        """Where a witness begins, ends, or has a gap: nothing in the text; a word in the entry."""
        out = self._out
        out.place(node)
        if self.open:
            with out.plain_element("i", {"class": tei.local(node)}):
                out.xhtml.text(self._words[SIGNS[tei.local(node)]])
            self._sigla(node)
        out.content(node, model)  # TEI has no words here; others have

    def siglum_of(self, witness: Element) -> str:
        """What a witness in a list, or a group of them, is called where the list does not say it."""
        if witness.tag == LIST:
            return "" if marked(witness) is not None else witness.get("n") or ""
        found = self.witnesses.siglum(witness.get(XML_ID) or "") if witness.get(XML_ID) else ""
        said = "".join(tei.texts(witness)).lstrip(tei.BLANK) if isinstance(found, str) else ""
        return found if isinstance(found, str) and not (said.startswith(found) and not said[len(found) : len(found) + 1].isalnum()) else ""

    def _words_between(self, app: Element) -> str:
        """The lemma of a double end-point without a lem: the words of the text from one point to the other."""
        begin = pointers(app.get("from"))[:1]
        if not begin:
            return ""
        start = self._element(begin)
        end = self._element(pointers(app.get("to"))[:1]) if app.get("to") else None
        if start is None:
            return ""
        if end is start or (end is None and (len(start) or start.text)):
            return self._out.plain(start)
        limit = end if end is not None else app
        return " ".join("".join(words_from(start, limit)).split(" ")) if limit is not start else ""


def _moved_here(reading: Element) -> bool:
    """Whether somebody would put words of the text (@exclude) here instead."""
    app = next(reading.iterancestors(APP), None)
    return app is not None and lemma_of(app) is None

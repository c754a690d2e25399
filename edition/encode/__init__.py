"""4. Encode: source, edits, labelled blocks and record become TEI, with an id and a range of the source on every block.

Only here is it decided what an edit looks like in TEI; `lossless/` reads it back.
"""

from __future__ import annotations

import itertools
import re
from bisect import bisect_left, bisect_right, insort_left
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import Any
from zlib import crc32

from edition import files, tei
from edition.addresses import Ground, Unplaced
from edition.edits import Edit, EditLog, apply, compose
from edition.encode import content, names, standoff
from edition.encode.body import Builder, portable
from edition.encode.header import Facts, header
from edition.encode.inline import Ink, Phrase, Point, Woven, weave
from edition.encode.referred import Referred
from edition.errors import SourceError
from edition.logfile import dump_log
from edition.model import Block, Document, Finding, Locus, Outline, Severity, Source, digest
from edition.project import Project
from edition.records import NoteEntry, Record, SpanEntry, Value
from edition.rules import Repair
from edition.spacing import skeleton
from edition.tei import Element, make
from edition.version import __version__

LAID_OUT = frozenset("""
TEI teiHeader fileDesc titleStmt editionStmt publicationStmt availability notesStmt sourceDesc encodingDesc editorialDecl correction normalization
quotation hyphenation segmentation listPrefixDef prefixDef appInfo application profileDesc langUsage textClass keywords revisionDesc respStmt
text front body back div cit quote figure argument epigraph opener closer postscript lg list castList table row sp post
""".split())  # what is set in lines of their own in the file; quote and figure hold no text of their own here
LIMITED = frozenset({"figDesc"})  # TEI takes choice in them, but neither supplied nor surplus, nor a note
SPOKEN = {"note": "seg"}  # words of the source in a note would be no words of the source any more
POINTS = frozenset({"note", "figure", "formula", "lb", "anchor", "pb", "milestone"})


def _place(point: Point) -> int:
    return point.at


@dataclass
class Encoding:
    """What came of it: the document, and what did not fit."""

    document: Document
    findings: list[Finding] = field(default_factory=list)


def prefix_of(name: str) -> str:
    """What every id of a document begins with: its name, made fit for an xml:id."""
    stem = portable(name)
    return f"{stem}-" if tei.NAME.fullmatch(stem) else f"d{stem}-"


def encode(
    source: Source, log: EditLog, outline: Outline, record: Record, project: Project, *,
    name: str, path: Path, source_path: str, repairs: Sequence[Repair] = (), notes: Sequence[Source] = (),
) -> Encoding:  # fmt: skip
    """TEI and its log. `path`: where the TEI will lie; `source_path`: the source as seen from there; `notes`: the texts of
    `record.notes` as a reader took them. Raises SourceError if the text holds what XML cannot."""
    return _Encoder(source, log, outline, record, project, name, path, source_path, repairs, notes).encoding()


@dataclass
class _Encoder:
    source: Source
    log: EditLog
    outline: Outline
    record: Record
    project: Project
    name: str
    path: Path
    source_path: str
    repairs: Sequence[Repair]
    notes: Sequence[Source]

    def encoding(self) -> Encoding:
        self.findings: list[Finding] = []
        self.ground = Ground(self.source.text, self.log)
        self.prefix = prefix_of(self.name)
        self.referred = Referred(self.project, str(self.record.path or self.source.path))
        self.taken: set[int] = set()  # editorial edits that stand in a block
        self.tiles: list[tuple[int, int]] = []  # ranges of the frozen text that blocks hold
        self.used: list[Edit] = []
        self.pieces: dict[int, list[Element]] = {}  # of phrases of the record, by their keys
        self.spoken: dict[int, SpanEntry] = {}
        self.beside: list[tuple[Element, Element]] = []  # notes that stand behind their block, not in it
        self._legal()
        people = {person.id for person in self.project.people if person.id}
        asked = {note.resp for note in self.record.notes} | {edit.resp for edit in self.log.editorial}
        if any(entry.by or entry.describe for entry in self.record.blocks):
            asked.add("ed")
        self.resps = frozenset(asked - {"", "toolkit"})
        self.known = self.resps | people | {"toolkit"}
        media = {item.name: f"media/{self.name}/{item.name}" for item in self.source.media}
        pointed = _pointed(self.source)
        self.builder = Builder(
            self.outline.kind, self.prefix, self._leaf, self.ground.line_of, pointed, media, "ed" if "ed" in self.known else "", self._misfit
        )  # fmt: skip
        self.builder.ids |= set(self.project.authority.by_id)
        self.starts = [edit.at for edit in self.log.editorial]
        self.ink = Ink(self.ground.repaired, self.log.editorial, resp=self.known)
        self.ink = replace(self.ink, phrases=tuple(sorted(self._phrases(), key=lambda phrase: phrase.low)))
        self.points = sorted([*self._gaps(), *self._notes()], key=_place)
        self._format_points(pointed)
        body = self.builder.body(self.outline)
        self._joined()
        for block, note in reversed(self.beside):
            block.addnext(note)
        for cited in tei.select(body, ".//t:cit/t:bibl"):
            self.referred.quoted(cited)
        log = self._settled()
        root = make("TEI", {"id": self.prefix[:-1], "lang": self._language()})
        root.append(self._header(log))
        if (lists := self.referred.standoff()) is not None:
            root.append(lists)
        root.append(make("text", {"lang": ""}, body))
        self._relations(root)
        tei.name_root(root)
        tei.lay_out(root, LAID_OUT | standoff.LAID_OUT)
        data = tei.dump(root)
        document = Document(self.name, self.path, data, self._record(log, data))
        return Encoding(document, [*self.findings, *self.referred.findings])

    # the text

    def _legal(self) -> None:
        if match := tei.NOT_XML.search(self.ground.repaired):
            start, _ = self.log.to_frozen.range(match.start(), match.end())
            raise SourceError(
                f"{self.source.path}:{self.ground.line_of(start)}: the character U+{ord(match[0]):04X} cannot stand in XML, and no repair took it",
                hint="Remove it in the source, or add a repair for it.",
            )

    def _leaf(self, element: Element, block: Block) -> None:
        """Write the words of a block, and say where they come from."""
        to_repaired = self.log.to_repaired
        low, high = to_repaired.edge(block.start), to_repaired.edge(block.end)
        here = self.log.editorial[bisect_left(self.starts, low) : bisect_right(self.starts, high)]
        edits = [edit for edit in here if edit.end <= high and id(edit) not in self.taken]
        self.taken |= {id(edit) for edit in edits}
        points = tuple(self.points[bisect_left(self.points, low, key=_place) : bisect_right(self.points, high, key=_place)])
        if tei.local(element) in LIMITED:
            edits = self._grown(edits, low, high)
            self.beside += [(element, point.element) for point in points if tei.local(point.element) in ("note", "gap")]
            points = tuple(point for point in points if tei.local(point.element) not in ("note", "gap"))
        if block.end > block.start:
            element.set("source", f"src:{block.start},{block.end}")
            self.tiles.append((block.start, block.end))
        self.used += edits
        lines = block.attributes.get("lines") == "kept" or tei.local(element) == "ab"
        ink = Ink(self.ink.text, phrases=tuple(self.ink.over(low, high)), points=points, resp=self.ink.resp)
        self._told(weave(element, low, high, ink, edits=edits, lines=lines))

    def _told(self, woven: Woven) -> None:
        """Findings of what had no room, and the pieces of phrases for `_joined`."""
        for key, child in woven.made:
            self.pieces.setdefault(key, []).append(child)
        for phrase, holder in woven.unheld:
            words = " ".join(self.ground.repaired[phrase.low : phrase.high].split())[:40]
            entry = self.spoken.get(phrase.key)
            self._find("SRC071", Severity.QUERY, phrase.low, entry.at[0].where if entry else "",
                       f"TEI does not let {phrase.name} ({words!r}) stand in {holder}: the words stand without it", "Say another kind of phrase, or quote other words.")
        for point in woven.slid:
            if tei.local(point.element) == "gap":
                self._find("SRC073", Severity.QUERY, point.at, "", "a [[gap]] was to stand inside words that a [[fix]] changes: it stands behind them",
                           "Let the fix say what is missing, or quote fewer words in it.")

    def _joined(self) -> None:
        """Phrases that had to be divided, because another phrase or the end of a block lies across them: their pieces name each other."""
        for key, pieces in self.pieces.items():
            if len(pieces) < 2:
                continue
            entry = self.spoken.get(key)
            given = tei.identify(pieces[0])
            names = [given or self.builder.identifier(f"part{key + 1}-1"), *(self.builder.identifier(f"part{key + 1}-{number}") for number in range(2, len(pieces) + 1))]
            for number, piece in enumerate(pieces):
                piece.set(tei.XML_ID, names[number])
                for other, name in ((number - 1, "prev"), (number + 1, "next")):
                    if 0 <= other < len(pieces):
                        piece.set(name, f"#{names[other]}")
            words = " ".join(" ".join("".join(piece.itertext()).split()) for piece in pieces)[:40]
            if entry:
                self._find("SRC072", Severity.NOTE, -1, entry.at[0].where,
                           f"[[span]] at {entry.at[0]}: {tei.local(pieces[0])} ({words!r}) crosses another phrase or the end of a block, and stands in {len(pieces)} pieces",
                           "The pieces name each other by next and prev. Quote words that lie in the other phrase, or all of it, if that is as good.")

    def _misfit(self, block: Block, wanted: str, became: str) -> None:
        words = " ".join(self.ground.frozen[block.start : block.end].split())[:40]
        self._find("SRC070", Severity.QUERY, self.log.to_repaired.edge(block.start), "", f"{wanted} cannot stand there ({words!r}): it has become {became}",
                   "Say with [[block]] what the line is, or what the lines around it are.")

    def _find(self, code: str, severity: Severity, at: int, where: str, message: str, hint: str) -> None:
        """A finding with the line of the record, or else with that of the source for a place in the repaired text."""
        file, _, line = where.rpartition(":")
        if line.isdigit():
            locus = Locus(file, int(line))
        else:
            locus = Locus(str(self.source.path), self.ground.line_of(self.log.to_frozen.edge(at)))
        self.findings.append(Finding(code, severity, locus, message, hint))

    def _grown(self, edits: list[Edit], low: int, high: int) -> list[Edit]:
        """Additions and omissions grown over a word beside them, so that they become pairs."""
        found = tuple(edits)
        for edit in edits:
            if edit.old and edit.new:
                continue
            text = self.ground.repaired
            before = max(low, text.rfind(" ", low, max(low, edit.at - 1)) + 1)
            after = text.find(" ", edit.end + 1, high)
            after = high if after < 0 else after
            same = Edit(before, text[before:after], text[before:after], rule="fix.corr", resp=edit.resp)
            found = compose((same,), tuple(replace(each, rule="fix.corr") if each.at == edit.at else each for each in found))
        return list(found)

    def _settled(self) -> EditLog:
        """The log with the edits that stand in the TEI; the others are findings."""
        for edit in self.log.editorial:
            if id(edit) not in self.taken:
                start, _ = self.log.source(edit)
                line = self.ground.line_of(start)
                self.findings.append(Finding(
                    "SRC011", Severity.ERROR, Locus(str(self.record.path or self.source.path)),
                    f"line {line} of the source: the fix of {edit.old or edit.new!r} lies in no block, or in two",
                    "A fix changes words of one block: quote fewer words, or say with [[block]] where the block begins.",
                ))  # fmt: skip
        return EditLog(self.log.mechanical, tuple(sorted(self.used, key=lambda edit: (edit.at, edit.end))))

    # what stands on the text

    def _phrases(self) -> list[Phrase]:
        found: list[Phrase] = []
        for span in (*self.source.spans, *self.outline.spans):
            if span.start < span.end:
                low, high = self.log.to_repaired.range(span.start, span.end)
                found.append(Phrase(low, high, span.kind, self._attributes(span.kind, span.attributes), len(found)))
        for entry in self.record.spans:
            for at in entry.at:
                try:
                    place = self.ground.place(at)
                except Unplaced as error:
                    self._unresolved("span", str(at), at.where, str(error))
                    continue
                kind = SPOKEN.get(entry.kind, entry.kind)
                said = {**entry.attributes, "ref": self.referred.ref(entry.attributes.get("ref", ""), at.where, own=self.prefix)}
                attributes = self._attributes(kind or "name", {**said, **({"type": entry.kind} if kind != entry.kind else {})})
                if work := entry.attributes.get("source"):
                    attributes["source"] = self.referred.work(work, at.where)
                if attributes.get("cert") and kind != "add":  # an add with a resp is the editor's own
                    attributes["resp"] = "#ed" if "ed" in self.known else ""
                self.spoken[len(found)] = entry
                found.append(self.referred.phrase(Phrase(place.low, place.high, kind, attributes, len(found))))
        return list(self.referred.take(names.tag(
            self.project.authority, self.name, self.ground, self.log, [each.block for each in self.outline.blocks], found,
            keeps=self.record.keeps, known=self.known, language=self._language(), locus=Locus(str(self.record.path or self.source.path)),
        )))  # fmt: skip

    def _attributes(self, name: str, said: Mapping[str, str]) -> dict[str, str]:
        found = content.attributes(name, {key: value for key, value in said.items() if key not in ("resp", "next", "prev")})
        for key in ("ref", "corresp", "who"):
            if key in found and not found[key].startswith(("#", "http", "urn:")):
                found.pop(key)
        if found.get("target", "").startswith("#"):
            found["target"] = f"#{self.prefix}{portable(found['target'][1:])}"
        if "id" in found:
            found["id"] = self.builder.identifier(found["id"], given=True)
        return found

    def _format_points(self, pointed: Mapping[str, Block]) -> None:
        """Backwards: what stands in a note (a line break, a picture) is there before the note is written."""
        for span in reversed(self.source.spans):
            found: list[Point] = []
            if span.start != span.end or span.kind not in POINTS:
                continue
            at = self.log.to_repaired.edge(span.start)
            block = pointed.get(span.attributes.get("block", ""))
            if block is not None and block.kind == "figDesc":
                picture = make("graphic", {"url": self.builder.media.get(span.attributes.get("url", ""), span.attributes.get("url", ""))})
                found.append(Point(at, make("figure", {}, picture, self.builder.element(block, "figDesc"))))
            elif block is not None:
                found.append(Point(at, self.builder.element(block, block.kind)))
            elif span.kind == "figure":
                url = span.attributes.get("url", "")
                found.append(Point(at, make("figure", {}, make("graphic", {"url": self.builder.media.get(url, url)}))))
            elif span.kind == "lb":
                found.append(Point(at, make("lb", {"rend": "break"})))  # whoever wrote the document broke the line here
            else:
                found.append(Point(at, make(span.kind, self._attributes(span.kind, {k: v for k, v in span.attributes.items() if k != "block"}))))
            for point in found:
                insort_left(self.points, point, key=_place)

    def _gaps(self) -> list[Point]:
        found = []
        for entry in self.record.gaps:
            if entry.supplied:
                continue
            try:
                place = self.ground.place(entry.at)
            except Unplaced as error:
                self._unresolved("gap", str(entry.at), entry.at.where, str(error))
                continue
            gap = make("gap", {**entry.attributes, "resp": "#ed" if "ed" in self.known else ""})
            at = place.low if entry.place == "before" else place.high
            found.append(Point(at, gap, order=0 if entry.place == "before" else 1))
        return found

    def _notes(self) -> list[Point]:
        found: list[Point] = []
        counts: dict[int, int] = {}
        for entry, text in zip(self.record.notes, self.notes, strict=True):
            identifier = ""
            for at in entry.at:
                try:
                    place = self.ground.place(at)
                except Unplaced as error:
                    self._unresolved("note", str(at), at.where, str(error))
                    continue
                if identifier:
                    found.append(Point(place.high, make("ptr", {"target": f"#{identifier}"})))
                    continue
                counts[at.line] = counts.get(at.line, 0) + 1
                identifier = self.builder.identifier(f"n{at.line}-{counts[at.line]}")
                found.append(Point(place.high, self._note(entry, text, identifier)))
        return found

    def _note(self, entry: NoteEntry, text: Source, identifier: str) -> Element:
        kind = entry.series or entry.kind
        attributes = {"id": identifier, "type": kind, "subtype": entry.kind if entry.series and entry.kind != entry.series else "", "lang": ""}
        note = make("note", {**attributes, "resp": f"#{entry.resp}" if entry.resp in self.known else ""})
        blocks = text.blocks or (Block(0, len(text.text.rstrip("\n")), "p"),)
        phrases = tuple(Phrase(span.start, span.end, span.kind, dict(span.attributes)) for span in sorted(text.spans, key=lambda span: span.start) if span.start < span.end)
        ink = Ink(text.text, phrases=phrases)
        if len(blocks) == 1 and not blocks[0].children and blocks[0].kind in ("", "p"):
            weave(note, blocks[0].start, blocks[0].end, ink, edits=())
        else:
            note.extend(_own(block, ink) for block in blocks)
        cited = [bibl for said in entry.cite if (bibl := self.referred.cite(said, entry.at[0].where)) is not None]
        last = note[-1] if len(note) and tei.local(note[-1]) in ("p", "list", "quote", "table", "lg") else note
        if cited and last is not note and tei.local(last) != "p":
            last = make("p")
            note.append(last)
        for bibl in cited:
            tei.append(last, *([" "] if len(last) or last.text else []), bibl)
        return note

    def _unresolved(self, kind: str, at: str, where: str, why: str) -> None:
        file, _, line = where.rpartition(":")
        locus = Locus(file, int(line)) if line.isdigit() else Locus(str(self.record.path or self.source.path))
        hint = "Quote the words as they stand in that line of the source, or as repaired."
        self.findings.append(Finding("SRC010", Severity.ERROR, locus, f"[[{kind}]] at {at}: {why}", hint))

    def _relations(self, root: Element) -> None:
        for entry in self.record.relations:
            ends = []
            for at in (entry.source, entry.target):
                try:
                    line = self.ground.line_of(self.ground.place(at).start)
                except Unplaced as error:
                    self._unresolved("relate", str(at), at.where, str(error))
                    break
                leaf = tei.first(root, f"//*[@xml:id='{self.prefix}L{line}']")
                if leaf is None:
                    self._unresolved("relate", str(at), at.where, "no block begins there")
                    break
                parent = leaf.getparent()
                ends.append(parent if tei.local(leaf) == "head" and parent is not None else leaf)
            if len(ends) == 2:
                ends[0].set("corresp", f"#{tei.identify(ends[1])}")

    # the header

    def _language(self) -> str:
        return self.record.lang or self.source.meta.get("lang", "") or self.project.language

    def _header(self, log: EditLog) -> Element:
        meta = {name: self._worded(value) for name, value in self.record.meta.items()}
        for name in ("author", "date", "subtitle"):
            if name not in meta and self.source.meta.get(name):
                said = self.source.meta[name]
                iso = re.match(r"\d{4}(-\d\d(-\d\d)?)?(?![\d-])", said) if name == "date" else None
                meta[name] = Value(text=said, dates={"when": iso[0]} if iso else {})
        for name, told in (("summary", self.source.meta.get("abstract")), ("keywords", self.source.meta.get("keywords"))):
            if told and name not in meta:
                meta[name] = Value(text=told)
        title = (meta["title"].text if "title" in meta else "") or self.source.meta.get("title", "") or self._first_head() or self.source.path.stem
        used = [self._language(), *(entry.lang for entry in self.record.blocks), *(entry.attributes.get("lang", "") for entry in self.record.spans)]
        used += [span.attributes.get("lang", "") for span in self.source.spans] + [block.attributes.get("lang", "") for block in self.source.blocks]
        languages = [language for language in dict.fromkeys(used) if language]
        facts = Facts(
            self.source, self.record, self.project, meta, " ".join(title.split()), log, self.repairs, languages, self.resps, self.prefix,
            self.path.stem, self.source_path,
        )  # fmt: skip
        return header(facts)

    def _worded(self, value: Value) -> Value:
        """A value with the words it takes from the text, and with whom it means."""
        if value.ref:
            value = replace(value, ref=self.referred.ref(value.ref, value.at.where if value.at else ""))
        if value.at is None:
            return value
        try:
            place = self.ground.place(value.at)
        except Unplaced as error:
            self._unresolved("meta", str(value.at), value.at.where, str(error))
            return value
        return replace(value, text=" ".join(self._read(place.low, place.high).split()))

    def _read(self, low: int, high: int) -> str:
        edits = tuple(replace(edit, at=edit.at - low) for edit in self.log.editorial if low <= edit.at and edit.end <= high)
        return apply(edits, self.ground.repaired[low:high])

    def _first_head(self) -> str:
        for each in self.outline.blocks:
            if each.label.name == "head":
                to_repaired = self.log.to_repaired
                return self._read(to_repaired.edge(each.block.start), to_repaired.edge(each.block.end))
        return ""

    # the log

    def _record(self, log: EditLog, data: bytes) -> bytes:
        source = self.source
        to_repaired, repaired = log.to_repaired, self.ground.repaired
        outside: list[list[Any]] = []
        done = 0
        for start, end in [*sorted(self.tiles), (len(source.text), len(source.text))]:
            # a tile ends where its text ends in the repaired text; at the very end everything is taken
            low, high = to_repaired.edge(done) if done else 0, to_repaired.edge(start) if start < len(source.text) else len(repaired)
            if low < high:
                outside.append([done, repaired[low:high]])
            done = end
        ends = self.ground.ends
        lines = []
        for start, end in itertools.pairwise(ends):
            low = to_repaired.edge(start) if start else 0
            high = to_repaired.edge(end) if end < len(source.text) else len(repaired)
            lines.append([end, crc32(repaired[low:high].encode("utf-8", "surrogatepass")), skeleton(repaired[low:high])])
        content: dict[str, Any] = {
            "format": 1,
            "source": {"file": self.source_path, "sha256": source.sha256, "bytes": source.size, "format": source.format},
            "decode": {"encoding": source.encoding, "errors": source.errors} if not source.layered else None,
            "layer": {"file": f"{self.name}.layer.txt", "sha256": digest(source.text.encode()), "reader": source.reader} if source.layered else None,
            "tei": {"sha256": digest(data), "written_by": f"edition-toolkit {__version__}"},
            "record": digest(files.read(self.record.path)) if self.record.path is not None else "",
            **log.to_json(),
            **({"moved": moved} if (moved := [at.line for entry in self.record.blocks if entry.move is not None for at in entry.at]) else {}),
            "outside": outside,
            "lines": lines,
        }
        return dump_log(content)


def _own(block: Block, ink: Ink) -> Element:
    """A block of the editor's own words: no ids, no ranges of a source."""
    said = content.attributes(block.kind or "p", {key: value for key, value in block.attributes.items() if key in ("rend", "type", "role", "rows", "cols", "lang")})
    element = make(block.kind or "p", said) if block.kind != "head" else make("p", {**said, "rend": "head"})  # a note has no head in TEI
    if block.children:
        element.extend(_own(child, ink) for child in block.children)
    else:
        weave(element, block.start, block.end, ink, edits=())
    return element


def _pointed(source: Source) -> dict[str, Block]:
    """The blocks that go to a point of the text, by their id."""
    wanted = {span.attributes["block"] for span in source.spans if span.start == span.end and "block" in span.attributes}
    found: dict[str, Block] = {}
    stack = list(source.blocks)
    while stack:
        block = stack.pop()
        if (identifier := block.attributes.get("id", "")) in wanted:
            found[identifier] = block
        stack.extend(block.children)
    return found


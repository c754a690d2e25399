"""Stages 1 to 5 for one document: read, repair, find structure, encode, and lead it back to its source before anything is written."""

from __future__ import annotations

import os
from dataclasses import dataclass, replace
from pathlib import Path

from edition import claims, encode, files, lossless, notebook, places, queue, readers, records, repairs, structure
from edition import project as projects
from edition.addresses import Address, Ground, Place, Unplaced
from edition.edits import Edit, EditLog, Proposal, View, apply, whole_words
from edition.errors import ProgramFailed, SourceError
from edition.logfile import alone, dump_log
from edition.model import Document, Finding, Hints, Locus, Outline, Severity, Source, digest
from edition.project import Entry, Project
from edition.queue import Answer, Question
from edition.readers import bytewise
from edition.records import Record
from edition.structure import lemmas, unresolved
from edition.structure.language import LONG, main_language, surely
from edition.structure.runs import profile, runs
from edition.structure.stopwords import WORDS as KNOWN
from edition.version import __version__
from edition.writing.words import language_of

USED = frozenset({"title", "subtitle", "author", "date", "lang", "abstract", "keywords", "created"})  # what a file says of itself that the header takes; created: of the file


@dataclass(frozen=True)
class Ingested:
    """A document as it came out, with what is to be said of it. `kept`: the TEI was edited by hand and has been left alone."""

    document: Document
    source: Path
    findings: tuple[Finding, ...] = ()
    questions: tuple[Question, ...] = ()
    outline: Outline | None = None
    text: str = ""  # the frozen text
    kept: bool = False
    written: tuple[Path, ...] = ()


@dataclass(frozen=True)
class Where:
    """Where the files of one document lie: the TEI and what stands beside it, and the queue."""

    tei: Path
    queue: Path
    record: Path

    @property
    def log(self) -> Path:
        return self.tei.with_suffix(".edits.json")

    @property
    def layer(self) -> Path:
        return self.tei.with_suffix(".layer.txt")

    @property
    def media(self) -> Path:
        return self.tei.parent / "media" / self.tei.stem


def in_edition(project: Project, name: str) -> Where:
    return Where(project.tei / f"{name}.xml", project.folder / f"{name}.review.toml", project.folder / f"{name}.toml")


def ingest(project: Project, entry: Entry, source: Path, where: Where, *, overwrite: bool = False, write: bool = True, encoding: str = "", record: Record | None = None) -> Ingested:
    """One document to TEI. `encoding` overrules the record's; `record` is taken instead of the files. Raises EditionError; writes nothing then, and nothing at all unless `write`."""
    if record is None:
        record = notebook.joined(records.read(where.record) if where.record.is_file() else Record(), notebook.beside(where.record))
    record = claims.signed(record, project)
    data = files.read(source)
    places.checked(source, data, record)
    old = load(entry.name, where.tei) if where.tei.is_file() else None
    if old is not None and entry.master == "tei":  # for good: --overwrite does not undo it
        return Ingested(old, source, kept=True)
    if old is not None and not overwrite:
        if edited_by_hand(old):
            message = f"{where.tei} was edited by hand since it was made, and has been left as it is"
            hint = "Write it anew with --overwrite, or say  master = \"tei\"  in edition.toml."
            return Ingested(old, source, (Finding("SRC030", Severity.NOTE, Locus(str(where.tei)), message, hint),), kept=True)
    hints = Hints(encoding=encoding or record.encoding, format=record.format, part=record.part)
    taken = readers.read(source, hints)
    if taken.format == "tei":
        made = _as_it_is(taken, data, project, entry, where)
        outcome = Ingested(made, source, taken.findings)
    else:
        outcome = _encoded(taken, record, project, entry, where)
    if not write:
        return outcome
    return replace(outcome, written=tuple(_write(outcome, taken, where)))


def load(name: str, path: Path) -> Document:
    """A TEI file from disk, with its log if it has one."""
    log = path.with_suffix(".edits.json")
    return Document(name, path, files.read(path), files.read(log) if log.is_file() else None)


def edited_by_hand(document: Document) -> bool:
    """Whether the TEI is not the one that ingest wrote: by the hash in its log. Without a log nobody knows, so it is."""
    try:
        return lossless.read_log(document).tei != digest(alone(document.data))
    except (SourceError, KeyError):
        return True


def _as_it_is(taken: Source, data: bytes, project: Project, entry: Entry, where: Where) -> Document:
    content = {
        "format": 1, "source": {"file": _seen_from(where.tei, taken.path, project), "sha256": taken.sha256, "bytes": taken.size, "format": "tei"},
        "decode": None, "layer": None, "tei": {"sha256": digest(data), "written_by": f"edition-toolkit {__version__}"},
        "mechanical": [], "editorial": [], "outside": [], "lines": [],
    }  # fmt: skip
    return Document(entry.name, where.tei, data, dump_log(content), folder=taken.path.parent)


def _encoded(taken: Source, record: Record, project: Project, entry: Entry, where: Where) -> Ingested:
    told_language: list[Finding] = []
    if not (record.lang or taken.meta.get("lang")):
        read = bytewise.walked(taken.text, taken.steps)  # of UTF-16 that is kept as its bytes, not the bytes
        if project.languages:
            found_language = main_language(read, project.languages)
        else:
            found_language = language_of(read[:LONG])
            told_language.append(_language_told(found_language, taken))
        if found_language:
            taken = replace(taken, meta={**taken.meta, "lang": found_language})
    language = record.lang or taken.meta.get("lang", "") or project.language
    view = View(taken.text, language=language, kind=record.kind, margin=0 if taken.layered else _margin(taken.text), years=_years(record))
    view, told = repairs.decoded(view, taken.steps, repairs.RESP)
    over: list[str] = []
    view, asked, used = repairs.mend(view, "mechanical", layered=taken.layered, over=over)
    findings: list[Finding] = []
    before = Ground(taken.text, view.log)
    log = _fixed(view.log, taken.text, record, findings)
    ground = Ground(taken.text, log)
    view = replace(view, text=apply(log.editorial, ground.repaired), log=log)
    view, later, _ = repairs.mend(view, "editorial", layered=taken.layered, before=asked, over=over)
    detector = lemmas.detector(project.language_detector, str(project.folder / projects.FILE)) if project.languages else surely
    outline, found = structure.outline(taken, record, ground, (language, *(project.languages or KNOWN)), detector)
    notes = readers.inline([note.text for note in record.notes])
    encoding = encode.encode(
        taken, view.log, outline, record, project, name=entry.name, path=where.tei, source_path=_seen_from(where.tei, taken.path, project),
        repairs=[*told, *used], notes=notes,
    )  # fmt: skip
    marked = [
        repairs.Asked(mark.rule, Proposal(mark.start, taken.text[mark.start : mark.end], mark.new, mark.cert, mark.why), View(taken.text))
        for mark in taken.marks
    ]  # fmt: skip
    asked_now = queue.questions(asked, [*marked, *later], ground, record.keeps, _answers(record, before, ground))
    findings += [*claims.unknown(record, project), *claims.idle(queue.idle(asked, [*marked, *later], ground, record.keeps), record)]
    if idle := sorted(set(taken.meta) - USED):
        findings.append(Finding("SRC004", Severity.NOTE, Locus(str(taken.path)), f"metadata not taken: {', '.join(idle)}", "Say it in the record's [meta], if the header should have it."))
    findings = [*(each for each in taken.findings if not _settled(each, ground)), *told_language, *(each for note in notes for each in note.findings), *findings, *found, *encoding.findings]
    findings += queue.open_proposals(asked_now, where.queue, entry.name if (project.folder / projects.FILE).is_file() else str(where.queue))
    findings += [_too_many(rule, taken) for rule in over]
    _lead_back(encoding.document, taken)
    return Ingested(encoding.document, taken.path, tuple(findings), tuple(asked_now), outline, taken.text)


def _too_many(rule: str, taken: Source) -> Finding:
    message = f'"{rule}" has more than {repairs.MOST:,} questions about this document; the first ones are asked'
    return Finding("SRC043", Severity.QUERY, Locus(str(taken.path)), message, f"Look whether the file was read in the right encoding. `edition review` can answer all of a rule at once: --reject {rule}.")


def _settled(finding: Finding, ground: Ground) -> bool:
    """Whether the record corrects a byte that no encoding explains."""
    if finding.code != "SRC001" or not finding.locus.line:
        return False
    try:
        at = ground.line(finding.locus.line)[0] + finding.locus.column - 1
    except Unplaced:  # a line of the file, and not of the text that was read from it
        return False
    return any(start <= at < end for start, end in map(ground.log.source, ground.log.editorial))


def _language_told(language: str, taken: Source) -> Finding:
    """What nobody declared: for a document that belongs to no edition."""
    record = Path(taken.path).with_suffix(".toml").name
    locus = Locus(str(taken.path))
    if language:
        return Finding("SRC036", Severity.NOTE, locus, f'taken to be in the language "{language}", by its commonest words', f'If that is right, say lang = "{language}" under [source] in the record, {record}.')
    return Finding("SRC036", Severity.NOTE, locus, 'nothing tells its language: the TEI says "und"', f"Say lang = \"en\" (or another language) under [source] in the record, {record}.")


def _margin(text: str) -> int:
    """The characters of a full line, if a margin broke the lines of a text; 0 if nothing did."""
    look = profile(runs(Ground(text), frozenset()))
    return look.margin if look.wrapped else 0


def _years(record: Record) -> tuple[int, ...]:
    """The years in which the record says the document was written."""
    said = record.meta["date"].dates if "date" in record.meta else {}
    years = [int(value[:4]) for value in said.values() if value[:4].isdigit()]
    return tuple(range(min(years), max(years) + 1)) if years else ()


def _fixed(log: EditLog, frozen: str, record: Record, findings: list[Finding]) -> EditLog:
    """The log with the record's fixes: the silent ones first, so that the others stand on the text as it will be printed."""
    ground = Ground(frozen, log)
    if silent := _apart(_of_fixes(record, ground, findings, silent=True), record, ground, findings):
        log = records.silenced(log, silent, "ed")
        ground = Ground(frozen, log)
    kept = _apart([*_of_fixes(record, ground, findings, silent=False), *_of_gaps(record, ground)], record, ground, findings)
    return EditLog(log.mechanical, whole_words(tuple(kept), ground.repaired))


def _apart(edits: list[tuple[Edit, str]], record: Record, ground: Ground, findings: list[Finding]) -> list[Edit]:
    """The edits in order, without those that overlap another: these become findings at the line of the record that asks for them."""
    edits.sort(key=lambda each: (each[0].at, each[0].end))
    kept: list[Edit] = []
    for edit, where in edits:
        if kept and edit.at < kept[-1].end:
            line = ground.line_of(ground.log.to_frozen.edge(edit.at))
            findings.append(unresolved(record, where, f"[[fix]] in line {line}: {edit.old!r} overlaps another fix, {kept[-1].old!r}"))
        else:
            kept.append(edit)
    return kept


def _of_gaps(record: Record, ground: Ground) -> list[tuple[Edit, str]]:
    """What [[gap]] does to the text, and the line of the record that says so: words that a gap stands instead of are surplus; words that it
    says were there are supplied."""
    found = []
    for entry in record.gaps:
        try:
            place = ground.place(entry.at)
        except Unplaced:
            continue  # the encoder says so
        cert = entry.attributes.get("cert", "high")
        if entry.place == "instead":
            found.append((Edit(place.low, ground.repaired[place.low : place.high], "", cert, rule="gap", resp="ed"), entry.at.where))
        elif entry.supplied:
            at = place.low if entry.place == "before" else place.high
            blank_before, blank_after = ground.repaired[at - 1 : at].isspace() or not at, ground.repaired[at : at + 1].isspace()
            words = f"{'' if blank_before else ' '}{entry.supplied}{'' if blank_after and not blank_before else ' '}"
            found.append((Edit(at, "", words, cert, rule="fix.supplied", resp="ed", reason=entry.attributes.get("reason", "")), entry.at.where))
    return found


def _answers(record: Record, before: Ground, ground: Ground) -> list[Answer]:
    """Where the record itself acts: no program need ask there. A character wider for a gap. `before` its silent fixes, their words still stand."""
    found = []
    acts = [(fix.at, "silent" if fix.kind == "silent" else "fix") for fix in record.fixes]
    acts += [(gap.at, "gap") for gap in record.gaps]
    acts += [(at, "span") for span in record.spans for at in span.at]
    for at, by in acts:
        place = _place(at, before) or _place(at, ground)
        if place is None:
            continue
        wider = by == "gap"
        found.append(Answer(place.start - wider, place.end + wider, by))
    return found


def _place(at: Address, ground: Ground) -> Place | None:
    try:
        return ground.place(at)
    except Unplaced:
        return None


def _of_fixes(record: Record, ground: Ground, findings: list[Finding], *, silent: bool) -> list[tuple[Edit, str]]:
    """What [[fix]] does to the text, and the line of the record that says so; those that are silent, or the others."""
    found = []
    for fix in record.fixes:
        if (fix.kind == "silent") != silent:
            continue
        try:
            edit = records.edit_of(fix, ground.place(fix.at), ground, fix.resp or "ed")
        except Unplaced as error:
            findings.append(unresolved(record, fix.at.where, claims.why_not(fix, error, ground)))
            continue
        if needless := claims.needless(fix, edit, record):
            findings.append(needless)
        else:
            found.append((edit, fix.at.where))
    return found


def _lead_back(document: Document, taken: Source) -> None:
    """The promise of every build: the TEI gives the source back, byte for byte (of a layered format: its layer)."""
    wanted = taken.sha256 if not taken.layered else digest(taken.text.encode())
    if digest(lossless.restore(document)) != wanted:
        raise ProgramFailed(
            f"{taken.path}: the TEI does not lead back to the source, so nothing was written",
            hint="This is a fault of the program. Please report it with the record, and the document if you may.",
        )
    if fault := next(lossless.faults(document), None):
        raise ProgramFailed(
            f"{taken.path}: the TEI and its log do not say the same, so nothing was written: {fault.message}",
            hint="This is a fault of the program. Please report it with the record, and the document if you may.",
        )


def _write(outcome: Ingested, taken: Source, where: Where) -> list[Path]:
    written = [where.tei, where.log]
    decided, _ = queue.carried(queue.read(where.queue), outcome.questions)
    for item in taken.media:
        files.write(where.media / item.name, item.data)
        written.append(where.media / item.name)
    if taken.layered:
        files.write(where.layer, taken.text.encode())
        written.append(where.layer)
    if outcome.questions:
        files.write(where.queue, queue.dump(outcome.questions, decided))
        written.append(where.queue)
    elif where.queue.is_file():
        where.queue.unlink()
    assert outcome.document.log is not None
    files.write(where.log, outcome.document.log)
    files.write(where.tei, outcome.document.data)
    return written


def _seen_from(tei: Path, source: Path, project: Project) -> str:
    """The source's path as seen from the TEI's folder, with slashes. Of an edition's document that lies outside the project
    (EDITION_SEEDS) only its name: where that folder is differs from machine to machine, and the log must not."""
    here, there = tei.parent.resolve(), source.resolve()
    if (project.folder / projects.FILE).is_file() and project.root.resolve() not in there.parents:
        return source.name
    try:
        return Path(os.path.relpath(there, here)).as_posix()
    except ValueError:  # another drive
        return source.name


def explain(outcome: Ingested) -> list[str]:
    """A line for each block: its line in the source, what it is, how sure (0 to 1), why, and how it begins."""
    text, ground = outcome.text, Ground(outcome.text)
    found = []
    for each in outcome.outline.blocks if outcome.outline else ():
        begins = " ".join(text[each.block.start : each.block.end].split())[:40]
        found.append(f"L{ground.line_of(each.block.start):<5} {each.label.name:<16} {each.label.confidence:.1f}  {each.label.reason:<50} {begins}")
    return found

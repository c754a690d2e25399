"""The order of the stages: ingest, publish, archive. The only module that knows it; each verb of the command line is a function here.

    seeds ──ingest──▶ TEI ──check──▶ findings ──publish──▶ PDF, EPUB ──archive──▶ deposit
                       └────────────── verify: the source, regenerated ──────────────┘
"""

from __future__ import annotations

import json
import os
import re
import sys
from collections import Counter
from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass, replace
from datetime import UTC, datetime
from pathlib import Path

from edition import (
    acceptance,
    adopt,
    bibliography,
    candidates,
    corpus,
    files,
    formulas,
    header,
    ingest,
    jobs,
    ledger,
    lossless,
    matter,
    places,
    readers,
    records,
    render,
    sources,
    template,
    writers,
)
from edition import project as projects
from edition import schemas as stored
from edition.adopt import meant
from edition.adopt.meant import Meant
from edition.checks import profiles
from edition.deposit import bag
from edition.deposit import verify as package
from edition.errors import EditionError, ProjectError, SourceError, TextRefused, together
from edition.ingest import Ingested, Where
from edition.inspection import XML, check_documents
from edition.inspection import documents_in as documents_in
from edition.model import Artifact, Document, Finding, Locus, Report, Severity, Written
from edition.project import NO_DATE, Edition, Entry, Project
from edition.readers import bibtex
from edition.records import Record
from edition.rules import Scope, Selection

CHECKED = frozenset({"XML", "RNG", "ATT", "REF", "LNG", "DAT", "HDR", "TXT", "PUB", "SCH", "CFG"})  # families of findings that `check` has
RENDERED = frozenset({"RND", "EPB", "PDF"})  # and those that `publish` has
MEDIA = {".pdf": "application/pdf", ".epub": "application/epub+zip"}


# ingest: seeds to TEI


@dataclass(frozen=True)
class _Task:
    project: Project
    entry: Entry
    source: Path
    where: Where
    overwrite: bool
    write: bool

    @property
    def name(self) -> str:
        return self.entry.name


def _ingest(task: _Task) -> Ingested:
    return ingest.ingest(task.project, task.entry, task.source, task.where, overwrite=task.overwrite, write=task.write)


def ingest_edition(project: Project, *, seeds: Path | None = None, overwrite: bool = False, write: bool = True) -> list[Ingested]:
    """All documents of an edition, its front and back matter first and last. Raises the first error, and all errors of the kind are told."""
    outside = places.seeds(seeds)
    project = cited(project)
    tasks = [_Task(project, Entry(_matter("front", name)), project.folder / "front" / f"{name}.md", _where(project, _matter("front", name)), overwrite, write) for name in project.front]
    missing: list[EditionError] = []
    for entry in project.documents:
        where = ingest.in_edition(project, entry.name)
        record = records.read(where.record) if where.record.is_file() else Record()
        try:
            tasks.append(_Task(project, entry, places.document(project, entry, record, outside), where, overwrite, write))
        except SourceError as error:
            missing.append(error)
    if missing:
        raise together(missing)
    tasks += [_Task(project, Entry(_matter("back", name)), project.folder / "back" / f"{name}.md", _where(project, _matter("back", name)), overwrite, write) for name in project.back]
    workers = 1 if len(tasks) < 12 else None  # starting processes costs more than a few documents
    outcomes = list(jobs.run(_ingest, tasks, workers=workers, label="ingest"))
    faults = [outcome.error for outcome in outcomes if outcome.error is not None]
    if len(faults) > 1:
        raise together(faults)
    done = [outcome.get() for outcome in outcomes]
    return [*done, _collected(project, [one.document for one in done], write=write)]


def cited(project: Project) -> Project:
    """With the bibliography, if it is one in BibTeX."""
    path = project.folder / bibliography.FILES[1]
    if project.bibliography.works or not path.is_file():
        return project
    return replace(project, bibliography=bibliography.parse(bibtex.csl(path, files.read(path), project.language), path))


def _collected(project: Project, documents: Sequence[Document], *, write: bool) -> Ingested:
    """edition.xml, and what only the whole edition shows."""
    made = corpus.make_corpus(project, documents)
    if write:
        files.write(made.path, made.data)
    return Ingested(made, project.folder / projects.FILE, tuple(corpus.findings(project, documents)), written=(made.path,) if write else ())


def name_candidates(project: Project, *, seeds: Path | None = None) -> list[candidates.Candidate]:
    """Names in the texts of an edition that its authority.toml does not know. Writes nothing."""
    done = ingest_edition(project, seeds=seeds, write=False)
    found = [passage for one in done if one.document.path != corpus.path_of(project) for passage in candidates.passages(one.document, one.text)]
    return candidates.candidates(found, project.authority)


def _matter(place: str, name: str) -> str:
    return f"{place}-{name}"


def _where(project: Project, name: str) -> Where:
    """The edition's own matter has no record; its queue would lie beside it."""
    return ingest.in_edition(project, name)


def ingest_file(source: Path, out: Path, *, overwrite: bool = False, write: bool = True, encoding: str = "") -> Ingested:
    """One document that belongs to no edition: ``out/NAME.xml`` with its log beside it. A record beside the source is used."""
    name = source.stem
    project = Project(id=projects.identifier(name), title="", folder=out, languages=(), date=date_of_build(), documents=(Entry(name),))
    where = Where(out / f"{name}.xml", out / f"{name}.review.toml", source.with_suffix(".toml"))
    if where.tei.exists() and source.exists() and where.tei.samefile(source):
        raise SourceError(f"{source}: would be written over itself", hint="Choose another folder with --out.")
    return ingest.ingest(project, Entry(name), source, where, overwrite=overwrite, write=write, encoding=encoding)


def date_of_build() -> str:
    """The date of what bears none: SOURCE_DATE_EPOCH, else 2000-01-01. The clock is never read."""
    epoch = os.environ.get("SOURCE_DATE_EPOCH", "")
    return datetime.fromtimestamp(int(epoch), UTC).date().isoformat() if re.fullmatch(r"\d{1,12}", epoch) else NO_DATE


# editions of documents


def opened(project: Project) -> Edition:
    """The edition as its TEI lies on disk. Raises SourceError for what has not been ingested."""

    def one(name: str) -> Document:
        path = project.tei / f"{name}.xml"
        if not path.is_file():
            raise SourceError(f"{path}: there is no TEI of {name!r} yet", hint=f"Run `edition ingest {project.id}` first, or `edition build {project.id}`.")
        return replace(ingest.load(name, path), folder=_pictures(project, name, path))

    return Edition(
        project, tuple(one(entry.name) for entry in project.documents), tuple(one(_matter("front", name)) for name in project.front),
        tuple(one(_matter("back", name)) for name in project.back),
    )  # fmt: skip


def _pictures(project: Project, name: str, path: Path) -> Path:
    """Where the pictures of a TEI document are looked for first: beside its seed, if that is TEI too; else beside it."""
    return project.folder if (project.folder / f"{name}.xml").is_file() else path.parent


def loose(path: Path, document: Document | None = None) -> Edition:
    """A TEI file that belongs to no edition, as an edition of its own. Raises SourceError if it is not well-formed. `document`: if it has been read."""
    document = document or ingest.load(path.stem, path)
    if document.tree is None:
        parsed = document.parsed
        raise SourceError(f"{path}:{parsed.line}:{parsed.column}: not well-formed XML: {parsed.message}", hint=f"`edition check {path}` says more.")
    if not document.data.strip():
        raise SourceError(f"{path}: is empty")
    told = header.read(document.tree)
    day = told.day or date_of_build()
    return Edition(projects.loose(told, name=path.stem, folder=path.parent, date=day), (document,))


# check


def held_against(project: Project, schema: Path | None = None, schematron: Sequence[Path] = ()) -> tuple[Path | None, tuple[Path, ...]]:
    """The schema and the rules for an edition: those that were named, or else those of edition.toml. Raises ProjectError for what is not there."""
    try:
        own = stored.find(project.schema, project.folder, (stored.RNG,)) if project.schema else None
        rules = [stored.find(name, project.folder) for name in project.schematron]
    except ProjectError as error:
        raise ProjectError(f"{project.folder / projects.FILE}: {error.message}", hint=error.hint) from None
    return schema or own, tuple(dict.fromkeys([*rules, *schematron]))


def check_edition(
    edition: Edition, *, schema: Path | None = None, selection: Selection = profiles.EDITION, schematron: Sequence[Path] = ()
) -> list[Finding]:  # fmt: skip
    schema, rules = held_against(edition.project, schema, schematron)
    whole = corpus.path_of(edition.project)
    documents = [*edition.all, *([Document("edition", whole, files.read(whole))] if whole.is_file() else [])]
    return check_documents(documents, Scope(project=cited(edition.project), schema=schema, schematron=rules, folder=edition.project.root, selection=selection, ours=True))


# publish


@dataclass(frozen=True)
class _Output:
    kind: str
    edition: Edition
    out: Path

    @property
    def name(self) -> str:
        return str(self.out)


@dataclass(frozen=True)
class _Published:
    written: Written
    findings: tuple[Finding, ...]  # of the renderer
    omitted: tuple[dict[str, object], ...]


def _publish(output: _Output) -> _Published:
    writer = writers.writers()[output.kind]
    renditions = render.render_all(output.edition, writer.medium)
    written = writer.write(output.edition, renditions, output.out)
    found = tuple(each for rendition in renditions for each in rendition.findings)
    omitted = tuple(
        {"document": rendition.name, "element": each.element, "line": each.line, "why": each.why, "text": "".join(each.texts)}
        for rendition in renditions for each in rendition.omitted
    )  # fmt: skip
    return _Published(written, found, omitted)


def publish(edition: Edition, out: Path, *, stem: str = "reader", only: Iterable[str] = ()) -> tuple[Report, list[Artifact], list[dict[str, object]]]:
    """The outputs of an edition (PDF and EPUB, unless `only` names others), side by side in processes. What the renderer says is told once, though it ran for each."""
    table = writers.chosen(only)
    edition = formulas.with_formulas(matter.complete(edition))
    outputs = [_Output(kind, edition, out / f"{stem}{writer.suffix}") for kind, writer in table.items()]
    artifacts: list[Artifact] = []
    found: dict[tuple[str, str, str], Finding] = {}
    omitted: list[dict[str, object]] = []
    for outcome in jobs.run(_publish, outputs, label="publish", isolate=sys.stderr.isatty()):  # in a process of its own one output can show how long it lasts
        published = outcome.get()
        artifacts += published.written.artifacts
        omitted = omitted or list(published.omitted)
        for each in (*published.findings, *published.written.findings):
            found.setdefault((each.code, str(each.locus), each.message), each)
    return Report(tuple(artifact.path for artifact in artifacts), tuple(found.values())), artifacts, omitted


# archive


def archive(edition: Edition, artifacts: Sequence[Artifact], findings: Sequence[Finding], folder: Path) -> Report:
    """The deposit package, with the findings in it. Raises TextRefused while an error stands or proposals wait."""
    project = edition.project
    standing = [found for found in findings if found.severity == Severity.ERROR]
    if standing:
        count = "an error stands" if len(standing) == 1 else f"{len(standing)} errors stand"
        raise TextRefused(f"{project.id}: no deposit was made: {count} in the texts", hint="Mend them, or answer each with [[accepted]] and its reason in edition.toml.")
    if waiting := [found for found in findings if found.code == "SRC040"]:
        names = ", ".join(Path(found.locus.file).name for found in waiting)
        commands = ", ".join(f"`edition review {Path(found.locus.file).name.removesuffix('.review.toml')}`" for found in waiting)
        raise TextRefused(f"{project.id}: no deposit was made: proposals wait for a decision in {names}", hint=f"Decide with {commands}.")
    told = [_from_root(found, project.root) for found in findings]
    packed = bag.pack(edition, list(artifacts), folder, extra={"reports/findings.json": as_json(told)})
    return Report((packed.path,))


def archive_edition(project: Project, *, out: Path | None = None, seeds: Path | None = None) -> Report:
    """The deposit of an edition that has been built: checked once more, with the PDF and the EPUB that lie in its build folder."""
    edition = opened(project)
    ingested = ingest_edition(project, seeds=seeds, write=False) if project.rights.deposit != "metadata-only" else []
    findings = settled(project, [*(found for one in ingested for found in one.findings), *check_edition(edition)])
    artifacts = []
    for writer in writers.chosen().values():
        path = project.build / f"reader{writer.suffix}"
        if project.rights.deposit != "metadata-only":
            if not path.is_file():
                raise SourceError(f"{path}: is not there", hint=f"Run `edition publish {project.id}` first, or `edition build {project.id}`.")
            artifacts.append(Artifact(path, MEDIA.get(writer.suffix, "application/octet-stream"), ledger.checksum(path)))
    report = archive(edition, artifacts, findings.findings, out or project.build / "deposit")
    return Report(report.written, findings.findings, findings.said)


def texts_absent(error: EditionError) -> bool:
    """Whether a build stopped because documents are not in the project: then other editions are built all the same."""
    return isinstance(error, SourceError) and places.VARIABLE in error.hint


# build


def build_edition(
    project: Project, *, seeds: Path | None = None, overwrite: bool = False, schema: Path | None = None, only: Iterable[str] = ()
) -> Report:  # fmt: skip
    """All of it: ingest, check, publish, archive. If nothing has changed since the last time, nothing is done again."""
    root, options = project.root, [*(sorted(only)), str(schema or ""), str(overwrite)]
    told = project.build / "reports" / "build.json"
    elsewhere = _elsewhere(project, seeds)
    made_from = ledger.inputs([project.folder, *elsewhere, *([schema] if schema else [])], root)
    if not overwrite and (before := ledger.unchanged(told, made_from=made_from, options=options, root=root)) is not None:
        return Report(tuple(_principal(project, only)), tuple(before), (f"{project.id}: nothing has changed since the last build",), unchanged=True)
    ingested = ingest_edition(project, seeds=seeds, overwrite=overwrite)
    edition = opened(project)
    findings = [found for one in ingested for found in one.findings] + check_edition(edition, schema=schema)
    published, artifacts, omitted = publish(edition, project.build, only=only)
    report = settled(project, said_once([*findings, *published.findings]))
    reports = [project.build / "reports" / "findings.json", project.build / "reports" / "omitted.json"]
    files.write(reports[0], as_json([_from_root(found, root) for found in report.findings]))
    files.write(reports[1], as_list(omitted))
    result = Report((*(one.document.path for one in ingested), *published.written), report.findings, report.said)
    if not only:
        try:
            result += archive(edition, artifacts, report.findings, project.build / "deposit")
        except TextRefused as error:
            result += Report(said=(f"{error.message}. {error.hint}",))
            if not report.errors:
                refused = Finding("DEP001", Severity.ERROR, Locus(str(project.folder / projects.FILE)), error.message, error.hint)
                result += Report(findings=(refused,))
    made_from = ledger.inputs([project.folder, *elsewhere, *([schema] if schema else [])], root)  # the queues may have been written
    written = [path for one in ingested for path in one.written] + [*published.written, *reports]
    written += [path for path in (project.build / "deposit").rglob("*") if path.is_file()] if not only else []
    ledger.save(told, ledger.dump(made_from=made_from, written=written, options=options, findings=result.findings, root=root))
    return result


def _principal(project: Project, only: Iterable[str]) -> list[Path]:
    names = [entry.name for entry in project.documents]
    outputs = [f"reader{writer.suffix}" for writer in writers.chosen(only).values()]
    found = [*(project.tei / f"{name}.xml" for name in names), *(project.build / name for name in outputs)]
    return found if list(only) else [*found, project.build / "deposit"]


def _elsewhere(project: Project, seeds: Path | None) -> list[Path]:
    """The documents that lie outside the edition's folder, as far as they are there."""
    outside = places.seeds(seeds)
    found = []
    for entry in project.documents:
        where = ingest.in_edition(project, entry.name)
        try:
            record = records.read(where.record) if where.record.is_file() else Record()
            source = places.document(project, entry, record, outside)
        except EditionError:
            continue  # told when it is read
        if source.parent != project.folder:
            found.append(source)
    return found


def build_file(source: Path, out: Path, *, overwrite: bool = False, only: Iterable[str] = (), encoding: str = "") -> Report:
    """One document of any readable format to TEI, PDF and EPUB, all in one folder."""
    if source.suffix.lower() in XML:
        readers.read(source)  # refuses what is XML and no TEI
        return publish_file(source, out, only=only)
    ingested = ingest_file(source, out, overwrite=overwrite, encoding=encoding)
    report = publish_file(ingested.document.path, out, only=only)
    return Report((*ingested.written[:1], *report.written), (*ingested.findings, *report.findings))


def with_odd(edition: Edition, odd: str) -> Edition:
    """The edition rendered by an ODD that was named for this one time. Raises ProjectError if it is not there."""
    if not odd:
        return edition
    if not Path(odd).is_file():
        raise ProjectError(f"{odd}: there is no such file", hint="--odd names an ODD, a TEI file with models; docs/odd.md has one of ten lines.")
    return replace(edition, project=replace(edition.project, odd=str(Path(odd).absolute())))


def publish_edition(project: Project, out: Path | None = None, *, only: Iterable[str] = (), witness: str = "", odd: str = "") -> Report:
    """An edition whose TEI lies on disk, with the list of what was left out in the folder ``reports`` beside its PDF and its EPUB."""
    out = out or project.build
    edition = render.of_witness(with_odd(opened(project), odd), witness)
    report, _, omitted = publish(edition, out, only=only)
    told = out / "reports" / "omitted.json"
    files.write(told, as_list(omitted))
    return Report(report.written) + settled(project, report.findings, families=RENDERED) + Report(said=_left_out(omitted, told))


def publish_file(path: Path, out: Path, *, only: Iterable[str] = (), witness: str = "", odd: str = "") -> Report:
    """A TEI file that is no part of an edition, to ``out/NAME.pdf`` and ``out/NAME.epub``. Renders whatever can be read."""
    document = ingest.load(path.stem, path)
    upgraded, old = render.upgraded(document)
    edition = with_odd(render.of_witness(loose(path, upgraded), witness), odd)
    if not old:
        readers.read(path)  # refuses what is XML and no TEI
    found = old or check_documents(edition.documents, Scope(folder=path.parent, selection=profiles.TEI))  # P4 is not held against P5
    report, _, omitted = publish(edition, out, stem=path.stem, only=only)
    said = _omitted(omitted, out / f"{path.stem}.omitted.json")
    return Report(report.written, tuple(said_once([*found, *report.findings])), said)


def _omitted(omitted: Sequence[dict[str, object]], path: Path) -> tuple[str, ...]:
    """The list of what was left out, beside the outputs; nothing if nothing was."""
    said = _left_out(omitted, path)
    if said:
        files.write(path, as_list(omitted))
    else:
        path.unlink(missing_ok=True)
    return said


def _left_out(omitted: Sequence[dict[str, object]], path: Path) -> tuple[str, ...]:
    """The list, said in a line; nothing if there are no words in it."""
    said = [each for each in omitted if str(each["text"]).strip()]
    if not said:
        return ()
    names = Counter(str(each["element"]) for each in said)
    words = sum(len(str(each["text"]).split()) for each in said)
    kinds = ", ".join(f"{count} {name}" for name, count in names.most_common(4))
    return (f"left out: {words} {'word' if words == 1 else 'words'} ({kinds}{', …' if len(names) > 4 else ''}): {path} has them with place and reason",)


def as_list(omitted: Sequence[dict[str, object]]) -> bytes:
    return (json.dumps(omitted, ensure_ascii=False, indent=1) + "\n").encode()


SAME = {"RND002": "REF001", "RND003": "REF002", "RND005": "REF007", "RND009": "XML001"}  # what the renderer meets and a check has said


def said_once(findings: Sequence[Finding]) -> list[Finding]:
    """Without what the renderer says of a place for which a check has said it."""
    known = {(found.code, found.locus.file, found.locus.line) for found in findings}
    pointed = {found.locus.file for found in findings if found.code == "REF002" and found.message.startswith("@target")}  # one of them may speak for many

    def said(found: Finding) -> bool:
        same = found.code == "RND003" and found.message.startswith('the reference "#') and found.locus.file in pointed
        return same or (SAME.get(found.code, ""), found.locus.file, found.locus.line) in known

    return [found for found in findings if not said(found)]


def settled(project: Project, findings: Sequence[Finding], *, families: Collection[str] | None = None) -> Report:
    """The findings without those that the edition has answered. `families`: what was looked at, if not all of it was."""
    answered = acceptance.answer(findings, project.accepted, file=project.folder / projects.FILE, families=families)
    said = (f"{len(answered.accepted)} accepted",) if answered.accepted else ()
    return Report(findings=answered.open, said=said)


def as_json(findings: Sequence[Finding]) -> bytes:
    """Findings as `--json` gives them."""
    return (json.dumps({"version": 1, "findings": [found.to_json() for found in findings]}, ensure_ascii=False, indent=1) + "\n").encode()


def _from_root(found: Finding, root: Path) -> Finding:
    """A finding with its file as seen from the root of the project: a report says the same wherever it is made."""
    try:
        name = Path(found.locus.file).resolve().relative_to(root.resolve()).as_posix()
    except ValueError:
        return found
    return replace(found, locus=replace(found.locus, file=name))


# verify


def verify_edition(project: Project, *, seeds: Path | None = None) -> Report:
    """Every source regenerated from TEI and log, and the deposit looked through."""
    outside = places.seeds(seeds)
    edition = opened(project)
    found: list[Finding] = []
    said: list[str] = []
    for document in edition.all:
        entry = next((entry for entry in project.documents if entry.name == document.name), None)
        if entry is not None and entry.master == "tei":
            said.append(f"{document.path}: the TEI is the master")
            if document.log is None or lossless.read_log(document).as_it_is:
                continue  # it has no other source than TEI, and is its own now
        findings, words = sources.verified(document, sources.of(project, document, outside), sources.hints(project, document), record=ingest.in_edition(project, document.name).record)
        found += findings
        said += words
    folder = project.build / "deposit"
    if folder.is_dir():
        faults = list(package.verify(folder))
        found += faults
        if not faults:
            said.append(f"{folder}: complete, and every checksum holds")
    return Report(findings=tuple(found), said=tuple(said))


def verify_file(path: Path, *, source: Path | None = None) -> Report:
    """One TEI file and its log; the source is where the log says, unless `source` says otherwise."""
    document = ingest.load(path.stem, path)
    if source is not None and not source.is_file():
        raise SourceError(f"{source}: there is no such file")
    if source is None:
        there = path.parent / lossless.read_log(document).source
        source = there if there.is_file() else None
    found, said = sources.verified(document, source, sources.hints_of(source.with_suffix(".toml")) if source is not None else None, record=source.with_suffix(".toml") if source is not None else None)
    return Report(findings=tuple(found), said=tuple(said))


# adopt


def adopt_edition(project: Project, *, seeds: Path | None = None, write: bool = True) -> Report:
    """What was edited by hand in the TEI of an edition, into its records."""
    return _adopted(meant.of_edition(project, places.seeds(seeds)), write=write)


def adopt_file(path: Path, *, source: Path | None = None, seeds: Path | None = None, write: bool = True) -> Report:
    """The same for one TEI file, of an edition or of none."""
    return _adopted([meant.of_file(path, source, places.seeds(seeds), date_of_build())], write=write)


NOTHING_TAKEN = "nothing was taken into the record; what stands in the way is told by line"


def _adopted(documents: Iterable[Meant], *, write: bool) -> Report:
    report = Report()
    following: list[str] = []
    for one in documents:
        done = adopt.adopt(one.project, one.entry, one.source, one.where, write=write)
        said = tuple(f"{done.record}: {words}" for words in done.taken) or (f"{one.where.tei}: {NOTHING_TAKEN if done.findings else 'nothing to take into the record'}",)
        report += Report((done.record,) if write and done.text is not None else (), done.findings, said)
        step = meant.following(one) if write and done.text is not None else ""
        following = [*following, step] if step and step not in following else following
    return report + Report(said=tuple(following))


# new


def new(folder: Path, *, documents: Path | None = None) -> Report:
    """A project with one edition that builds at once. Raises ProjectError if something is there already."""
    written, left = template.make(folder, documents)
    return Report(written, said=(f"left out, not readable: {', '.join(left)}",) if left else ())

"""A first draft of a record: what was detected in a document, as NAME.toml, with what is not certain as comments to be taken up or thrown away.

A draft changes nothing of the text: ingested with it, the TEI is what it was without, but for facts that the header then states.
"""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from edition import candidates, files, header, ingest, lossless, places, records
from edition import project as projects
from edition.addresses import Ground, Unplaced, address
from edition.errors import OutputError, ProjectError, SourceError
from edition.header import Header
from edition.ingest import Ingested, Where
from edition.model import Labelled, digest
from edition.project import Entry, Project
from edition.records import Record

SURE = 0.7  # labels of less confidence are listed
MONTHS = ("jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec")
MONTH = rf"(?P<month>(?:{'|'.join(MONTHS)})[a-z]*)\.?"
DAY = r"(?P<day>\d{1,2})(?:st|nd|rd|th)?"
DATE = re.compile(
    rf"\b(?:(?P<iso>[12]\d{{3}}-\d\d-\d\d)|{MONTH}\s+{DAY},?\s+(?P<year>[12]\d{{3}})"
    rf"|{DAY.replace('day', 'day2')}\s+(?:of\s+)?{MONTH.replace('month', 'month2')},?\s+(?P<year2>[12]\d{{3}}))\b", re.IGNORECASE,
)  # fmt: skip
AUTHOR = re.compile(r"(?:(?:written )?by|par|von|por|di)\s+(?P<name>\S.*?)\s*[.,;:]?", re.IGNORECASE)
CONTROL = re.compile("[\x00-\x1f\x7f-\x9f\ud800-\udfff\ufffe\uffff]")
EDGE = 6  # blocks at either end of a document in which an author or a date is looked for
NAMES = 40  # candidates that are listed
BEGINS = 60  # characters of a block that are shown


@dataclass(frozen=True)
class Named:
    """A document of which a record is to be drafted: where it is, and what its record says now (an empty Record if there is none)."""

    project: Project
    entry: Entry
    source: Path
    where: Where
    record: Record


def named(name: str, *, seeds: Path | None = None) -> Named:
    """The document that a name means: a file, ``NAME``, or ``EDITION/NAME``. Raises SourceError or ProjectError, with the names that are known."""
    outside, path = places.seeds(seeds), Path(name)
    if path.is_file():
        return _of_file(path)
    *before, last = name.split("/")
    editions = [places.near(folder) for folder in places.editions(Path.cwd())]
    held = {project.id: project for project in map(projects.read, editions)}
    found = [(project, entry) for project in held.values() if not before or before[-1] == project.id for entry in project.documents if entry.name == last]
    if not found:
        known = ", ".join(f"{project.id}/{entry.name}" for project in held.values() for entry in project.documents)
        raise SourceError(f"{name}: there is no such document, and no such file", hint=f"Known here: {known}." if known else "The editions here have no [[document]] yet.")
    if len(found) > 1:
        raise SourceError(f"{name}: {len(found)} editions have a document of that name", hint="Say which:  " + "  or  ".join(f"{project.id}/{last}" for project, _ in found))
    project, entry = found[0]
    where = ingest.in_edition(project, entry.name)
    record = records.read(where.record) if where.record.is_file() else Record()
    return Named(project, entry, places.document(project, entry, record, outside), where, record)


def _of_file(path: Path) -> Named:
    folder, record = path.resolve().parent, path.with_suffix(".toml")
    if path.suffix == ".toml":
        raise SourceError(f"{path}: is a record itself", hint="Name the document.")
    if (folder / projects.FILE).is_file():
        project = projects.read(places.near(folder))
        for entry in project.documents:
            where = ingest.in_edition(project, entry.name)
            said = records.read(where.record) if where.record.is_file() else Record()
            if path.name == said.file or (not said.file and path.stem == entry.name):
                return Named(project, entry, path, where, said)
    project = Project(id=projects.identifier(path.stem), title="", folder=folder, languages=(), documents=(Entry(path.stem),))
    said = records.read(record) if record.is_file() else Record()
    return Named(project, Entry(path.stem), path, Where(path.with_suffix(".xml"), path.with_suffix(".review.toml"), record), said)


def looked_at(one: Named, encoding: str = "") -> Ingested:
    """The document as the program takes it without a record; only how it is to be read is the record's. Writes nothing. Raises EditionError."""
    if one.entry.master == "tei":
        raise ProjectError(f"{one.entry.name}: its TEI is the master, so it has no record", hint='Say  master = "record"  in edition.toml to make the TEI from the source.')
    reading = Record(encoding=encoding or one.record.encoding, format=one.record.format, part=one.record.part)
    seen = ingest.ingest(one.project, one.entry, one.source, one.where, overwrite=True, write=False, record=reading)
    if seen.outline is None:
        raise SourceError(f"{one.source}: is TEI, which is taken as it is and has no record", hint="Say in its teiHeader what a record would say.")
    return seen


def write(one: Named, text: str, *, overwrite: bool = False) -> Path:
    """The draft as a file. Raises OutputError if there is a record and it is not to be replaced."""
    if one.where.record.exists() and not overwrite:
        raise OutputError(f"{one.where.record}: there is a record already", hint="Nothing was written. Look at the draft without --write, or replace the record with --overwrite.")
    files.write(one.where.record, text.encode("utf-8", "replace"))
    return one.where.record


def lines(seen: Ingested) -> list[str]:
    """The frozen text with the numbers of its lines, and at the head of each block what it was taken for and how sure that is (0 to 1)."""
    ground, found = Ground(seen.text), []
    labels: dict[int, str] = {}
    for each in seen.outline.blocks if seen.outline else ():
        stack = [(each.block, each.label.name)]
        while stack:
            block, name = stack.pop()
            stack += [(child, f"{name}/{child.kind or 'p'}") for child in reversed(block.children)]
            if not block.children:
                labels.setdefault(ground.line_of(block.start), f"{name[-18:]:<18} {each.label.confidence:.1f}")
    for number in range(1, len(ground.ends)):
        start, end = ground.ends[number - 1 : number + 1]
        if start < end:
            shown = CONTROL.sub("\N{REPLACEMENT CHARACTER}", seen.text[start:end].rstrip("\r\n").replace("\t", " "))
            found.append(f"L{number:<5} {labels.get(number, ''):<22}  {shown}".rstrip())
    return found


def draft(one: Named, seen: Ingested) -> str:
    """The record, drafted."""
    parts = [_source(one, seen), _meta(one, seen), _blocks(seen), _proposals(seen), _names(one, seen)]
    return "\n".join(line.rstrip() for part in parts for line in part) + "\n"


def _source(one: Named, seen: Ingested) -> Iterator[str]:
    log = lossless.read_log(seen.document).data
    told = header.read(seen.document.tree) if seen.document.tree is not None else Header()
    kind = seen.outline.kind if seen.outline else ""
    yield f"# The record of {_comment(one.source.name)}, drafted from what was detected. Lines that begin with a sign # are suggestions: take the sign away from"
    yield "# what is right, throw away what is not. An address is a line of the text and words in it:  L14 'quoted words'  (a number behind, if they stand"
    yield "# there more than once). `edition record NAME --lines` prints the text with the numbers of its lines."
    yield from ("format = 1", "", "[source]")
    yield f"file     = {_text(one.source.name)}"
    yield f"sha256   = {_text(digest(files.read(one.source)))}"
    if kind and kind != "text":
        yield f"kind     = {_text(kind):<14} # by the look of its lines; else article, essay, leaflet, letter, listing, minutes, play, poem, speech"
    else:
        yield '# kind   = "article"      # nothing tells: article, essay, leaflet, letter, listing, minutes, play, poem, speech'
    language = told.languages[0] if told.languages else one.project.language
    if language == "und":
        yield '# lang   = "en"           # nothing tells; a BCP 47 tag'
    else:
        yield f"lang     = {_text(language):<14} # look whether it is right"
    if decode := log.get("decode"):
        sure = decode.get("errors", "strict") == "strict"
        how = "as the record said" if one.record.encoding else "every byte agrees with it" if sure and decode["encoding"] == "utf-8" else "inferred: look at the accents"
        yield f"{'' if one.record.encoding else '# '}encoding = {_text(one.record.encoding or decode['encoding'])}  # {how}"
    for name in ("format", "part"):
        if said := getattr(one.record, name):
            yield f"{name:<8} = {_text(said)}"
    yield '# capture = "How the file came to be, and what its making did not keep."'


def _meta(one: Named, seen: Ingested) -> Iterator[str]:
    ground = Ground(seen.text)
    blocks = seen.outline.blocks if seen.outline else ()
    told = header.read(seen.document.tree) if seen.document.tree is not None else Header()
    yield from ("", "[meta]")
    head = next((each for each in blocks if each.label.name == "head"), None)
    if head is not None and (at := _at(ground, *_first_line(head, ground))):
        yield f"# title  = {{ at = {_text(at)} }}  # {head.label.reason} ({head.label.confidence:.1f})"
    else:
        yield '# title  = { supplied = "A name for the document" }  # none was found in the text'
    authors = [each.name for each in told.agents if each.role == "author"]
    if authors:
        yield f"# author = {_text('; '.join(authors))}  # the file says so of itself"
    yield from dict.fromkeys(_authors(blocks, ground))
    if not authors and not any(_authors(blocks, ground)):
        yield "# author = { unknown = true }  # no by-line and no signature was found"
    dates = list(dict.fromkeys(_dates(blocks, ground)))
    yield from dates or ['# date   = { not_before = 1900, not_after = 1999, cert = "low", evidence = "L1", why = "…" }  # none was found']
    yield '# rights = "http://rightsstatements.org/vocab/CNE/1.0/"  # if other than the edition\'s'
    yield '# content = ["What a reader should know before."]'


def _authors(blocks: tuple[Labelled, ...], ground: Ground) -> Iterator[str]:
    for each in blocks:
        name = each.label.name.rpartition("/")[2]
        if name not in ("byline", "signed", "docAuthor") or each.block.children:
            continue
        start, end = _first_line(each, ground)
        if match := AUTHOR.fullmatch(ground.frozen[start:end].strip()):
            start += ground.frozen[start:end].index(match["name"])
            end = start + len(match["name"])
        if at := _at(ground, start, end):
            yield f"# author = {{ at = {_text(at)} }}  # a {name}: {each.label.reason} ({each.label.confidence:.1f})"


def _dates(blocks: tuple[Labelled, ...], ground: Ground) -> Iterator[str]:
    """Dates on short lines at the beginning and at the end."""
    for each in (*blocks[:EDGE], *blocks[EDGE:][-EDGE:]):
        for number in range(ground.line_of(each.block.start), ground.line_of(max(each.block.start, each.block.end - 1)) + 1):
            start, end = ground.line(number)
            for match in DATE.finditer(ground.frozen, start, end) if end - start < 2 * BEGINS else ():
                when, at = _iso(match), _at(ground, match.start(), match.end())
                if when and at:
                    yield f"# date   = {{ when = {when}, at = {_text(at)} }}  # a date on a short line"


def _iso(match: re.Match[str]) -> str:
    if match["iso"]:
        return match["iso"]
    month, day, year = match["month"] or match["month2"], match["day"] or match["day2"], match["year"] or match["year2"]
    return f"{year}-{MONTHS.index(month[:3].lower()) + 1:02d}-{int(day):02d}" if 1 <= int(day) <= 28 + 3 * (month[:3].lower() != "feb") else ""


def _blocks(seen: Ingested) -> Iterator[str]:
    """What each block is, where that is not sure, and blocks in another language."""
    ground, found = Ground(seen.text), []
    for each in seen.outline.blocks if seen.outline else ():
        lang = each.block.attributes.get("lang", "")
        if (each.label.confidence >= SURE and not lang) or each.label.name == "milestone":
            continue
        begins = _comment(" ".join(seen.text[each.block.start : each.block.end].split()))[:BEGINS]
        said = [f'at   = "L{ground.line_of(each.block.start)}"', f"is   = {_text(each.label.name)}"] if each.label.confidence < SURE else [f'at   = "L{ground.line_of(each.block.start)}"']
        said += [f"lang = {_text(lang)}"] if lang else []
        found += ["", f"# “{begins}”", f"# {each.label.reason} ({each.label.confidence:.1f})", "# [[block]]", *(f"# {line}" for line in said)]
    if found:
        yield from ("", "# What the program is not sure of. Each stands as it was taken; say what it is, if it is something else.")
        yield from found


def _proposals(seen: Ingested) -> Iterator[str]:
    """What the program would change, if an editor agrees."""
    if seen.questions:
        yield from ("", "# What the program would change. `edition review` asks one by one; or take the signs away here. To refuse one:  [[keep]]  at, rule.")
    for each in seen.questions:
        if CONTROL.search(each.at.replace("\n", "")) or CONTROL.search((each.new or "").replace("\n", "")):
            yield from ("", f"# L{each.line}: {_comment(each.rule)} proposes a change that can only be seen with `edition review`.")
            continue
        yield from ("", f"# “{_comment(each.context)}”")
        table = {"at": each.at, "is": each.tag} if each.tag else {"at": each.at, "to": each.new or "", "as": each.kind}
        yield f"# [[{'span' if each.tag else 'fix'}]]"
        for name, value in {**table, "cert": each.cert, "why": f"{each.rule}: {each.why}" if each.why else each.rule}.items():
            if value or name == "to":
                yield f"# {name:<4} = {_text(value)}"


def _names(one: Named, seen: Ingested) -> Iterator[str]:
    """What looks like a name and authority.toml does not know, the most frequent first."""
    found = candidates.candidates(candidates.passages(seen.document, seen.text), one.project.authority)
    if found:
        yield from ("", "# What may be names (how often, where first). What is one goes into authority.toml, once for the edition; here a [[span]] says who is meant")
        yield "# where the same name means another:  at = \"L14 'Moreno'\",  is = \"persName\",  ref = \"person:moreno\"."
    for each in found[:NAMES]:
        yield f"# {each.count:>4}  {_comment(each.name)}{f' ({_comment(each.short)})' if each.short else ''}, L{each.line}{f': {each.kind}?' if each.kind else ''}"
    if len(found) > NAMES:
        yield f"#       and {len(found) - NAMES} more"


def _first_line(each: Labelled, ground: Ground) -> tuple[int, int]:
    start, stop = each.block.start, each.block.end
    return start, min(stop, ground.line(ground.line_of(start))[1])


def _at(ground: Ground, start: int, end: int) -> str:
    """The address of a range within a line; "" if none can be written."""
    number = ground.line_of(start)
    low, high = ground.line(number)
    words = ground.frozen[start:end]
    if not words.strip() or CONTROL.search(words):
        return ""
    if (start, end) == (low, high):
        return f"L{number}"
    for said in (f"L{number} '{words}'", *(f"L{number} '{words}' {nth}" for nth in range(1, 1 + ground.frozen.count(words, low, high)))):
        try:
            place = ground.place(address(said))
        except (Unplaced, ValueError):
            continue
        if (place.start, place.end) == (start, end):
            return said
    return ""


def _text(value: str) -> str:
    """A TOML text."""
    return json.dumps(value, ensure_ascii=False).replace("\x7f", "\\u007f")


def _comment(value: str) -> str:
    """Words in a comment: it ends with the line, and holds no control characters."""
    return CONTROL.sub(" ", value)



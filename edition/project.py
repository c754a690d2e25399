"""edition.toml, checked once and frozen: what the editors say of a whole edition.

`Project` is the file; `Edition` is a project with its documents, which is what a writer and a deposit get. A document that
belongs to no edition gets a Project too, made from its teiHeader (`loose`).
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from pathlib import Path

from edition import authority, bibliography, files, keys, refs, toml
from edition.authority import Authority
from edition.bibliography import Bibliography
from edition.errors import ProjectError
from edition.header import Header
from edition.model import NOTHING, Document
from edition.writing import collation

FILE = "edition.toml"
NOBODY = "unpublished"  # what a header says where there is no publisher: TEI asks for one
NO_DATE = "2000-01-01"  # the date of what has none: nothing reads the clock
ROLES = ("author", "editor", "translator", "funder")
PAGES = ("A5", "A4", "letter", "crown")
LISTS = ("figures", "tables", "abbreviations", "chronology", "correspondence", "bibliography")


@dataclass(frozen=True)
class Person:
    """Somebody who answers for something. `id` is what @resp points to."""

    name: str
    role: str = "editor"  # editor, author, translator, funder
    id: str = ""
    orcid: str = ""
    resp: str = ""  # what they did, in words


@dataclass(frozen=True)
class Rights:
    """Who may do what. `text` and `editorial` are SPDX ids or rightsstatements.org addresses."""

    text: str = ""
    editorial: str = ""
    deposit: str = "full"  # full, restricted, metadata-only
    contact: str = ""
    note: str = ""


@dataclass(frozen=True)
class Entry:
    """One document in reading order. `master` says which is changed by hand: the record (the TEI is made) or the TEI."""

    name: str
    master: str = "record"


@dataclass(frozen=True)
class Part:
    """Documents under a half title of their own."""

    title: str
    documents: tuple[str, ...]


@dataclass(frozen=True)
class NoteSeries:
    """Notes that are numbered together. `match` is an XPath predicate on the note; the first series that holds takes it."""

    name: str
    match: str = "true()"
    place: str = "foot"  # foot, margin, end, back
    marks: str = "1 2 3"  # 1 2 3, a b c, A B C, i ii iii, * † ‡
    restart: str = "document"  # division, document, part, edition
    rank: int = 1  # order on the page
    heading: str = ""  # "" for the word of the language
    run_in: bool = False
    of: str = "note"  # note, app: what it takes


DEFAULT_NOTES = (
    NoteSeries("textual", "@type='textual'", marks="i ii iii", rank=3),
    NoteSeries("margin", "contains(@place, 'marg') or @place='left' or @place='right' or @place='outer'", place="margin", marks="A B C", restart="division"),
    NoteSeries("translator", "@type='translator' or @resp='#translator'", marks="A B C", rank=4),
    NoteSeries("editor", "@type='editor' or @type='editorial' or @resp and not(@resp='#author' or @type='author' or @type='authorial')", marks="a b c", rank=2),
    NoteSeries("author", "true()", marks="1 2 3", rank=1),
)


@dataclass(frozen=True)
class Pdf:
    style: str = "reader"
    page: str = "A5"
    hyphenate: bool = True
    pages: str = "none"  # source: the pages of the source in the margin; none
    parallel: str = "columns"  # columns, facing: texts side by side


@dataclass(frozen=True)
class Accepted:
    """An answered finding: `at` is ``document#id`` or a document's name alone. `path`, `value` and `times` narrow it (`acceptance.fingerprint`)."""

    code: str
    at: str
    reason: str
    line: int = 0  # where it stands
    path: str = ""  # from the id, without numbers: "/p/date"
    value: str = ""  # what the finding is about
    times: int = 0  # no more than so many; 0: any number


@dataclass(frozen=True)
class Project:
    id: str
    title: str
    folder: Path  # where edition.toml lies; of a loose file, its folder
    subtitle: str = ""
    languages: tuple[str, ...] = ("en",)  # none of a document that belongs to no edition and says none
    language_detector: str = "stop-words"
    date: str = NO_DATE  # ISO 8601 day
    edition: str = ""
    publisher: str = ""
    place: str = ""
    people: tuple[Person, ...] = ()
    rights: Rights = field(default_factory=Rights)
    identifiers: Mapping[str, str] = field(default_factory=lambda: NOTHING)
    documents: tuple[Entry, ...] = ()
    parts: tuple[Part, ...] = ()
    notes: tuple[NoteSeries, ...] = DEFAULT_NOTES
    choice: str = "reading"  # reading, diplomatic
    corrections: str = "list"  # list, mark, silent: how the reader is told
    apparatus: str = "auto"  # calls, lines, auto: what leads to an entry
    brackets: str = "auto"  # auto, leiden, critical, none: signs of the editors in the text
    witness: str = ""  # the xml:id of the witness whose readings are the text
    odd: str = ""
    css: tuple[str, ...] = ()
    front: tuple[str, ...] = ()
    back: tuple[str, ...] = ()
    pdf: Pdf = field(default_factory=Pdf)
    epub_pages: str = "none"  # source, none
    indexes: tuple[str, ...] | None = None  # "persons" …, or the names of index/@indexName; None: what the names with a key ask for
    lists: tuple[str, ...] | None = None  # of LISTS; None: those that have enough in them
    facsimiles: bool = True  # whether pictures of pages are shown behind the text
    statement: bool | None = None  # what the headers say of the editing, in prose; None: unless the edition has matter of its own
    sort: str = ""  # the language by whose rules indexes are sorted, "" for the edition's
    collation: str = "own"  # whose rules these are: own, icu
    index_titles: Mapping[str, str] = field(default_factory=lambda: NOTHING)  # what indexes are called, by the names of `indexes`
    csl: str = ""  # a citation style for the bibliography
    accepted: tuple[Accepted, ...] = ()
    schema: str = ""  # RELAX NG: a path in the edition's folder, or a name of the store
    schematron: tuple[str, ...] = ()  # the same of the project's own rules
    authority: Authority = field(default_factory=Authority)  # authority.toml
    bibliography: Bibliography = field(default_factory=Bibliography)  # bibliography.json; a .bib is read by ingest

    @property
    def language(self) -> str:
        return self.languages[0] if self.languages else "und"

    @property
    def root(self) -> Path:
        """The folder that holds seeds/, tei/ and build/."""
        return self.folder.parent.parent

    @property
    def tei(self) -> Path:
        return self.root / "tei" / self.id

    @property
    def build(self) -> Path:
        return self.root / "build" / self.id

    def person(self, identifier: str) -> Person | None:
        return next((person for person in self.people if person.id == identifier), None)


@dataclass(frozen=True)
class Edition:
    """A project with its documents: `front` and `back` are its own matter, in the order of edition.toml; `made` is what the program adds
    behind them (editorial statement, bibliography), TEI like the rest."""

    project: Project
    documents: tuple[Document, ...]
    front: tuple[Document, ...] = ()
    back: tuple[Document, ...] = ()
    made: tuple[Document, ...] = ()
    formulas: Mapping[str, str] = field(default_factory=dict)  # TeX that stands in the texts, as MathML

    @property
    def all(self) -> tuple[Document, ...]:
        return (*self.front, *self.documents, *self.back, *self.made)

    @property
    def in_order(self) -> tuple[Document, ...]:
        """All documents as they are read: a part stands where the first of its documents stands, with its documents in its own order."""
        named = {document.name: document for document in self.documents}
        part_of = {name: part for part in self.project.parts for name in part.documents}
        found: dict[str, Document] = {}
        for name in named:
            part = part_of.get(name)
            found |= {each: named[each] for each in (part.documents if part else (name,)) if each in named and each not in found}
        return (*self.front, *found.values(), *self.back, *self.made)


def where(project: Project, *keys: str) -> str:
    """``seeds/letters/edition.toml:12``: the line of a key, for what is found wrong with its value when the texts are rendered."""
    path = project.folder / FILE
    return f"{path}:{toml.read(path).line(*keys)}" if path.is_file() else str(path)


def read(folder: Path) -> Project:
    """The edition in a folder. Raises ProjectError with file and line."""
    table = toml.read(folder / FILE, keys.EDITION)
    if table.number("format", 1) != 1:
        raise table.wrong("format", "this program reads format 1", hint="A newer edition toolkit wrote this file.")
    identifier = table.text("id", required=True)
    if not re.fullmatch(r"[A-Za-z_][A-Za-z0-9_.\-]*", identifier):
        raise table.wrong("id", f"{identifier!r} cannot name a folder and an xml:id", hint="Begin with a letter; then letters, digits, point, hyphen, low line.")
    if identifier != folder.resolve().name:
        raise table.wrong("id", f"is {identifier!r}, and the folder is {folder.resolve().name!r}", hint="Give both the same name.")
    publisher = table.table("publisher")
    rights = table.table("rights")
    reading, output, check = table.table("reading"), table.table("output"), table.table("check")
    pdf, epub = output.table("pdf"), output.table("epub")
    languages = table.texts("languages") or ("en",)
    for language in languages:
        if not re.fullmatch(r"[A-Za-z]{2,3}(-[A-Za-z0-9]{2,8})*", language):
            raise table.wrong("languages", f"{language!r} is not a language tag", hint='Write BCP 47 tags such as "en", "fr-CA", "he".')
    project = Project(
        id=identifier, title=table.text("title", required=True), folder=folder, subtitle=table.text("subtitle"),
        languages=languages, language_detector=table.text("language_detector", "stop-words", choices=keys.DETECTORS),
        date=_full_day(table), edition=table.text("edition"),
        publisher=publisher.text("name").removeprefix(NOBODY), place=publisher.text("place"),
        people=tuple(person for role in ROLES for person in _people(table, role)),
        rights=Rights(
            rights.text("text"), rights.text("editorial"),
            rights.text("deposit", "full", choices=("full", "restricted", "metadata-only")), rights.text("contact"), rights.text("note"),
        ),
        identifiers=_identifiers(table), documents=tuple(_documents(table)), parts=tuple(_parts(table)), notes=_notes(table),
        choice=reading.text("choice", "reading", choices=("reading", "diplomatic")),
        corrections=reading.text("corrections", "list", choices=("list", "mark", "silent")),
        apparatus=reading.text("apparatus", "auto", choices=("auto", "calls", "lines")),
        brackets=reading.text("brackets", "auto", choices=("auto", "leiden", "critical", "none")), witness=reading.text("witness"),
        odd=output.text("odd"), css=output.texts("css"), front=output.texts("front"), back=output.texts("back"),
        pdf=Pdf(pdf.text("style", "reader", choices=("reader",)), pdf.text("page", "A5", choices=PAGES), pdf.flag("hyphenate", True), pdf.text("pages", "none", choices=("source", "none")), pdf.text("parallel", "columns", choices=("columns", "facing"))),
        epub_pages=epub.text("pages", "none", choices=("source", "none")),
        indexes=output.texts("indexes") if "indexes" in output else None, lists=_lists(output), csl=output.text("csl"), sort=_sort(output),
        collation=output.text("collation", "own", choices=("own", "icu")), index_titles=_index_titles(output),
        facsimiles=output.flag("facsimiles", True), statement=output.flag("statement") if "statement" in output else None, accepted=tuple(_accepted(table)),
        schema=check.text("schema"), schematron=check.texts("schematron"),
    )  # fmt: skip
    for each in (publisher, rights, reading, pdf, epub, output, check, table):
        each.done()
    _cross_check(project, table, output)
    return replace(project, authority=_authority(project), bibliography=_bibliography(folder))


def _authority(project: Project) -> Authority:
    taken = [person.id for person in project.people if person.id]
    return authority.read(project.folder / authority.FILE, documents=[entry.name for entry in project.documents], taken=["toolkit", "ed", project.id, *taken])


def _bibliography(folder: Path) -> Bibliography:
    json, bibtex = (folder / name for name in bibliography.FILES)
    if json.is_file() and bibtex.is_file():
        raise ProjectError(f"{bibtex}: {json.name} is there too", hint="An edition has one bibliography: take one of the files away.")
    return bibliography.parse(files.read(json), json) if json.is_file() else Bibliography()


def loose(header: Header, *, name: str, folder: Path, date: str) -> Project:
    """The project of a document that belongs to no edition: what its teiHeader says."""
    people = tuple(Person(agent.name, agent.role, agent.id, resp=agent.resp if agent.role == "contributor" else "") for agent in header.agents)
    return Project(
        id=identifier(name), title=header.title or name, folder=folder, subtitle=header.subtitle,
        languages=header.languages or ("en",), date=date, publisher=header.publisher.removeprefix(NOBODY), place=header.place, people=people,
        rights=Rights(text=header.licence, note=header.availability), identifiers=header.identifiers, documents=(Entry(name, "tei"),),
        pdf=Pdf(pages="source"), epub_pages="source",
    )  # fmt: skip


def portable(name: str) -> str:
    """A name that can name a file anywhere: ASCII letters, digits, point, hyphen, low line."""
    plain = unicodedata.normalize("NFKD", name).encode("ascii", "ignore").decode()
    return re.sub(r"[^A-Za-z0-9_.\-]+", "-", plain).strip("-.") or "document"


def identifier(name: str) -> str:
    """A name that can name a folder and an xml:id."""
    stem = portable(name)
    return stem if re.match(r"[A-Za-z_]", stem) else f"d{stem}"


def _full_day(table: toml.Table) -> str:
    day = table.day("date") or NO_DATE
    return day + "-01-01"[len(day) - 4 :] if len(day) < 10 else day


def _people(table: toml.Table, role: str) -> list[Person]:
    found = []
    for each in table.tables(role):
        person = Person(each.text("name", required=True), role, each.text("id"), each.text("orcid"), each.text("resp"))
        if person.id and not re.fullmatch(r"[A-Za-z_][\w.\-]*", person.id):
            raise each.wrong("id", f"{person.id!r} cannot be an xml:id", hint="Begin with a letter; then letters, digits, point, hyphen, low line.")
        if person.orcid and not refs.iso7064(person.orcid.removeprefix("https://orcid.org/")):
            raise each.wrong("orcid", f"{person.orcid!r} is not an ORCID iD (form or check digit)", hint="Sixteen digits in groups of four, as on orcid.org.")
        each.done()
        found.append(person)
    return found


def _identifiers(table: toml.Table) -> dict[str, str]:
    each = table.table("identifiers")
    found = {name: each.text(name) for name in ("isbn_pdf", "isbn_epub", "doi", "urn", "handle")}
    each.done()
    return {name: value for name, value in found.items() if value}


def _documents(table: toml.Table) -> list[Entry]:
    found: dict[str, Entry] = {}
    for each in table.tables("document"):
        entry = Entry(each.text("name", required=True), each.text("master", "record", choices=("record", "tei")))
        if not re.fullmatch(r"[^\W][\w.\-]*", entry.name):
            raise each.wrong("name", f"{entry.name!r} cannot name a file and an xml:id", hint="Letters, digits, point, hyphen, low line; no blanks.")
        if entry.name in found:
            raise each.wrong("name", f"{entry.name!r} stands twice", hint="Each document has a name of its own.")
        found[entry.name] = entry
        each.done()
    return list(found.values())


def _parts(table: toml.Table) -> list[Part]:
    found = []
    for each in table.tables("part"):
        found.append(Part(each.text("title", required=True), each.texts("documents")))
        each.done()
    return found


def _notes(table: toml.Table) -> tuple[NoteSeries, ...]:
    series = table.table("notes")
    found = []
    for name in series.values:
        each = series.table(name)
        if not re.fullmatch(r"[A-Za-z][A-Za-z0-9_\-]*", name):
            raise series.wrong(name, "cannot name a series of notes", hint="Begin with a letter; then letters, digits, hyphen, low line.")
        found.append(NoteSeries(
            name, each.text("match", "true()"), each.text("place", "foot", choices=("foot", "margin", "end", "back")), each.text("marks", "1 2 3"),
            each.text("restart", "document", choices=("division", "document", "part", "edition")), each.number("rank", 1),
            each.text("heading"), each.flag("run_in"), each.text("of", "note", choices=("note", "app")),
        ))  # fmt: skip
        if found[-1].marks.split()[:1] not in (["1"], ["a"], ["A"], ["i"], ["*"]):
            raise each.wrong("marks", f"{found[-1].marks!r} is not known", hint='Known: "1 2 3", "a b c", "A B C", "i ii iii", "* † ‡".')
        each.done()
    return tuple(found) or DEFAULT_NOTES


def _lists(output: toml.Table) -> tuple[str, ...] | None:
    if "lists" not in output:
        return None
    found = output.texts("lists")
    for name in found:
        if name not in LISTS:
            raise output.wrong("lists", f"{name!r} is no list that the program makes", hint=f"Known: {', '.join(LISTS)}.")
    return found


def _sort(output: toml.Table) -> str:
    """ICU's orders are held against ICU itself, when something is sorted (writers/sorting.py)."""
    tag = output.text("sort")
    said = collation.faulty(tag) if tag else ""
    if said and (output.text("collation") != "icu" or not collation.TAG.fullmatch(tag)):
        raise output.wrong("sort", f"{tag!r} {said}", hint='With collation = "icu" and the extra of that name ICU\'s rules are used, which are of many more languages.')
    return tag


def _index_titles(output: toml.Table) -> Mapping[str, str]:
    titles = output.table("index_titles")
    return {name: titles.text(name, required=True) for name in titles.values}


def read_accepted(path: Path) -> tuple[Accepted, ...]:
    """The [[accepted]] tables of a file that holds nothing else: the answers to findings in files that belong to no edition."""
    table = toml.read(path)
    found = tuple(_accepted(table, reasons=False))
    table.done()
    return found


def _accepted(table: toml.Table, *, reasons: bool = True) -> list[Accepted]:
    """`reasons`: whether each must say one. In a file that answers all that an old corpus has, those that do not are a finding."""
    found = []
    for each in table.tables("accepted"):
        answer = Accepted(
            each.text("code", required=True), each.text("at", required=True), each.text("reason", required=reasons).strip(), each.line(),
            each.text("path"), each.text("value"), each.number("times"),
        )  # fmt: skip
        each.done()
        found.append(answer)
    return found


def _cross_check(project: Project, table: toml.Table, output: toml.Table) -> None:
    """What one key says of another, and the files that are named."""
    names = {entry.name for entry in project.documents}
    for position, part in enumerate(project.parts):
        for name in part.documents:
            if name not in names:
                raise ProjectError(f"{table.path}:{table.line('part', position, 'documents')}: part {position + 1} names {name!r}, which is no [[document]]")
    for key, names_of in (("odd", (project.odd,) if project.odd else ()), ("css", project.css), ("csl", (project.csl,) if project.csl else ())):
        for name in names_of:
            if not (project.folder / name).is_file():
                raise output.wrong(key, f"{project.folder / name} is not there")
    for key, names_of in (("front", project.front), ("back", project.back)):
        for name in names_of:
            if not (project.folder / key / f"{name}.md").is_file():
                raise output.wrong(key, f"{project.folder / key / (name + '.md')} is not there", hint="Front and back matter are Markdown files.")
    seen: set[str] = set()
    for role in ROLES:
        for position, person in enumerate(person for person in project.people if person.role == role):
            if person.id in seen:
                raise ProjectError(f"{table.path}:{table.line(role, position, 'id')}: two people have the id {person.id!r}")
            seen |= {person.id} - {""}

"""4. Encode. The teiHeader: what the edition and the record say, and what the repairs own up to."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from urllib.parse import quote

from edition import tei
from edition.edits import EditLog
from edition.model import Source
from edition.project import Project
from edition.records import Record, Value
from edition.rules import Repair
from edition.tei import Element, make
from edition.version import __version__

CONTACT_NAME = "edition toolkit"
STATEMENTS = {  # what a rightsstatements.org address or an SPDX id says, in words
    "http://rightsstatements.org/vocab/InC/1.0/": "In copyright.",
    "http://rightsstatements.org/vocab/InC-RUU/1.0/": "In copyright; the rights holder cannot be named.",
    "http://rightsstatements.org/vocab/NoC-US/1.0/": "No copyright in the United States.",
    "http://rightsstatements.org/vocab/CNE/1.0/": "Copyright not evaluated.",
    "http://rightsstatements.org/vocab/UND/1.0/": "Copyright undetermined.",
    "CC0-1.0": "Dedicated to the public domain.",
    "CC-BY-4.0": "Creative Commons Attribution 4.0 International.",
    "CC-BY-SA-4.0": "Creative Commons Attribution-ShareAlike 4.0 International.",
    "CC-BY-NC-4.0": "Creative Commons Attribution-NonCommercial 4.0 International.",
}
ADDRESSES = {
    "CC0-1.0": "https://creativecommons.org/publicdomain/zero/1.0/",
    "CC-BY-4.0": "https://creativecommons.org/licenses/by/4.0/",
    "CC-BY-SA-4.0": "https://creativecommons.org/licenses/by-sa/4.0/",
    "CC-BY-NC-4.0": "https://creativecommons.org/licenses/by-nc/4.0/",
}
DECLARATIONS = ("correction", "normalization", "quotation", "hyphenation", "segmentation")  # in TEI's usual order


@dataclass(frozen=True)
class Facts:
    """What the header is made from. `meta` is the record's, with the values taken from the text already in words."""

    source: Source
    record: Record
    project: Project
    meta: Mapping[str, Value]
    title: str
    log: EditLog
    repairs: Sequence[Repair]
    languages: Sequence[str]
    resps: frozenset[str]  # ids that @resp points to in the text
    prefix: str
    stem: str  # of the TEI file, and of what stands beside it
    source_path: str  # the source as seen from the TEI


def header(facts: Facts) -> Element:
    """A whole teiHeader. Empty parts are left out; what is unknown is said to be."""
    return make("teiHeader", {}, _file(facts), _encoding(facts), _profile(facts), _revision(facts))


def _file(facts: Facts) -> Element:
    description = make("fileDesc", {}, _titles(facts))
    if facts.project.edition:
        description.append(make("editionStmt", {}, make("edition", {"n": facts.project.edition}, f"Edition {facts.project.edition}")))
    local = f"{facts.project.id}/{facts.prefix.rstrip('-') or facts.project.id}"
    description.append(publication(facts.project, local, rights=_said(facts.meta.get("rights")), notes=_texts(facts.meta.get("rights_note"))))
    notes = [make("note", {"type": "content"}, text) for text in _texts(facts.meta.get("content"))]
    notes += [make("note", {"type": "privacy"}, text) for text in _texts(facts.meta.get("privacy"))]
    notes += [make("note", {"type": "evidence", "resp": _resp(facts, "ed")}, f"{name.capitalize().replace('_', ' ')}. {because}") for name, value in facts.meta.items() if name != "date" and (because := _because(value))]
    if notes:
        description.append(make("notesStmt", {}, *notes))
    description.append(_source(facts))
    return description


def _titles(facts: Facts) -> Element:
    statement = make("titleStmt", {}, make("title", {"type": "main"}, *_title(facts)))
    for name in _texts(facts.meta.get("subtitle")):
        statement.append(make("title", {"type": "sub"}, name))
    author = facts.meta.get("author")
    if author is not None and author.unknown:
        statement.append(make("author", {}, "unknown"))
    elif author is not None:
        for name in _texts(author):
            statement.append(make("author", {"cert": author.cert, "ref": _pointer(author)}, name))
    for role in ("editor", "translator"):
        for name in _texts(facts.meta.get(role)):
            statement.append(make("editor", {"role": "translator" if role == "translator" else ""}, name))
    statement.extend(responsible(facts.project))
    known = {person.id for person in facts.project.people if person.role in ("editor", "translator")}
    for missing in sorted(facts.resps - known - {""}):
        statement.append(make("respStmt", {"id": missing}, make("resp", {}, "corrections and notes"), make("name", {}, f"the editor of this text ({missing})")))
    statement.append(make("respStmt", {"id": "toolkit"}, make("resp", {}, "mechanical repairs and encoding, as recorded in the edit log"), make("name", {"type": "program"}, f"{CONTACT_NAME} {__version__}")))
    return statement


def responsible(project: Project) -> list[Element]:
    """The people of the edition who answer for its texts, and who paid for it."""
    found = []
    for person in project.people:
        if person.role in ("editor", "translator"):
            called = make("persName", {}, person.name)
            ids = [make("idno", {"type": "ORCID"}, person.orcid)] if person.orcid else []
            if person.resp:
                found.append(make("respStmt", {"id": person.id}, make("resp", {}, person.resp), called))
                called.extend(ids)
            else:
                found.append(make("editor", {"id": person.id, "role": "translator" if person.role == "translator" else ""}, called, *ids))
    found += [make("funder", {"id": person.id}, person.name) for person in project.people if person.role == "funder"]
    return found


def publication(project: Project, local: str, *, rights: str = "", notes: Sequence[str] = ()) -> Element:
    """The publicationStmt. `local`: the text's id in this edition; `rights` (of the text) and `notes`, if they are not the edition's."""
    statement = make("publicationStmt", {}, make("publisher", {}, project.publisher or "unpublished"))
    if project.place:
        statement.append(make("pubPlace", {}, project.place))
    statement.append(make("date", {"when": project.date}, project.date))
    for kind, value in project.identifiers.items():
        statement.append(make("idno", {"type": kind.replace("_", "-").upper() if kind != "doi" else "DOI"}, value))
    statement.append(make("idno", {"type": "local"}, local))
    rights = rights or project.rights.text
    availability = make("availability", {"status": "free" if rights.startswith("CC") else "restricted" if "InC" in rights else "unknown"})
    if rights:
        availability.append(_licence(rights, "The text"))
    for text in filter(None, [*notes, project.rights.note]):
        availability.append(make("p", {}, text))
    if project.rights.editorial:
        availability.append(_licence(project.rights.editorial, "The editorial matter"))
    if project.rights.contact:
        availability.append(make("p", {}, f"Contact: {project.rights.contact}"))
    if not len(availability):
        availability.append(make("p", {}, "Nothing is known of the rights in this text."))
    statement.append(availability)
    return statement


def _licence(rights: str, what: str) -> Element:
    target = ADDRESSES.get(rights) or (rights if rights.startswith("http") else "")
    return make("licence", {"target": target}, f"{what}: {STATEMENTS.get(rights, rights)}")


def _source(facts: Facts) -> Element:
    source, record = facts.source, facts.record
    bibl = make("bibl", {}, make("title", {}, *_title(facts)))
    author = facts.meta.get("author")
    for name in _texts(author):
        bibl.append(make("author", {"cert": author.cert if author else ""}, name))
    for name in _texts(publisher := facts.meta.get("publisher")):
        bibl.append(make("publisher", {"cert": publisher.cert, "ref": _pointer(publisher)} if publisher else {}, name))
    place = facts.meta.get("place")
    for name in _texts(place):
        bibl.append(make("pubPlace", {"cert": place.cert, "ref": _pointer(place)} if place else {}, name))
    if (date := facts.meta.get("date")) is not None:
        bibl.append(_date(date))
    for name in _texts(facts.meta.get("url")):
        bibl.append(make("ref", {"target": name}, name))
    bibl.append(make("idno", {"type": "filename"}, source.path.name))
    bibl.append(make("idno", {"type": "sha256"}, source.sha256))
    extent = make("extent", {}, make("measure", {"unit": "byte", "quantity": str(source.size)}, f"{source.size} bytes"))
    if source.text:
        tei.append(extent, ", ", make("measure", {"unit": "character", "quantity": str(len(source.text))}, f"{len(source.text)} characters"))
    bibl.append(extent)
    capture = record.capture or {
        "plain": "Plain text file; what its making did not keep (type, layout, pictures) is not known.",
        "docx": "Word-processor file (docx), read paragraph by paragraph.", "odt": "Word-processor file (odt), read paragraph by paragraph.",
        "html": "Web page (HTML), read paragraph by paragraph.", "markdown": "Text in Markdown.",
    }.get(source.format, "")  # fmt: skip
    inferred = any(found.code == "SRC002" for found in source.findings)
    if source.encoding and not inferred:
        capture = f"{capture} Encoding: {source.meant or source.encoding}.".strip()
    if capture:
        bibl.append(make("note", {"type": "capture"}, capture))
    if source.encoding and inferred:
        bibl.append(make("note", {"type": "encoding", "cert": "medium"}, f"Encoding: {source.meant or source.encoding}, inferred from the text."))
    return make("sourceDesc", {}, bibl)


def _encoding(facts: Facts) -> Element:
    encoding = make("encodingDesc")
    declaration = make("editorialDecl")
    counts: dict[str, int] = {}
    for edit in facts.log.mechanical:
        for rule in edit.rule.split("+"):
            counts[rule] = counts.get(rule, 0) + 1
    visible = sum("fix.reg" not in edit.rule for edit in facts.log.editorial)
    regular = len(facts.log.editorial) - visible
    silent = sum("fix.silent" in edit.rule for edit in facts.log.mechanical)
    paragraphs: dict[str, list[Element]] = {name: [] for name in DECLARATIONS}
    if visible:
        paragraphs["correction"].append(make("p", {}, f"Corrections, additions and omissions of the editors are marked in the text ({visible} {_places(visible)}); both readings are kept."))
    if silent:
        paragraphs["normalization"].append(make("p", {"id": f"{facts.prefix}decl-fix.silent"}, f"White space was settled by an editor in {silent} {_places(silent)}."))
    for repair in facts.repairs:
        if count := counts.get(repair.name):
            paragraphs[repair.declared_in].append(make("p", {"id": f"{facts.prefix}decl-{repair.name}"}, f"{repair.statement} ({count} {_places(count)}.)"))
    if not visible and not paragraphs["correction"]:
        paragraphs["correction"].append(make("p", {}, "The text has not been corrected."))
    if not paragraphs["normalization"] and not regular:
        paragraphs["normalization"].append(make("p", {}, "Spelling and punctuation are those of the source."))
    paragraphs["quotation"] = paragraphs["quotation"] or [make("p", {}, "Quotation marks are those of the source.")]
    paragraphs["segmentation"].append(make("p", {}, "Each block bears in @source its range in the source: characters counted from 0, the last not included."))
    attributes = {
        "correction": {"status": "high" if visible else "unknown", "method": "markup" if visible else "silent"},
        "normalization": {"method": "silent"}, "quotation": {"marks": "all"}, "hyphenation": {"eol": "none"},
    }  # fmt: skip
    for name in DECLARATIONS:
        if name == "normalization" and regular:
            told = f"Forms that the editors have made regular are marked in the text ({regular} {_places(regular)}); both readings are kept."
            declaration.append(make("normalization", {"method": "markup"}, make("p", {}, told)))
        if paragraphs[name]:
            declaration.append(make(name, attributes.get(name, {}), *paragraphs[name]))
    encoding.append(declaration)
    layer = f"{facts.stem}.layer.txt" if facts.source.layered else facts.source_path
    prefix = make("prefixDef", {"ident": "src", "matchPattern": "([0-9]+),([0-9]+)", "replacementPattern": f"{_quoted(layer)}#char=$1,$2"})
    prefix.append(make("p", {}, "Ranges of the source as it was decoded, in code points from 0."))
    encoding.append(make("listPrefixDef", {}, prefix))
    application = make("application", {"ident": "edition-toolkit", "version": __version__}, make("label", {}, CONTACT_NAME))
    application.append(make("desc", {}, f"Every repair is recorded in {facts.stem}.edits.json, from which and from this file the source can be regenerated."))
    encoding.append(make("appInfo", {}, application))
    return encoding


def _profile(facts: Facts) -> Element:
    profile = make("profileDesc")
    date = facts.meta.get("date")
    if date is not None and not date.unknown:
        creation = make("creation", {}, _date(date))
        if because := _because(date):
            tei.append(creation, " ", because)
        profile.append(creation)
    if summary := _said(facts.meta.get("summary")):
        profile.append(make("abstract", {}, make("p", {}, summary)))
    usage = make("langUsage")
    for language in facts.languages:
        usage.append(make("language", {"ident": language}, language))
    profile.append(usage)
    keywords = _texts(facts.meta.get("keywords"))
    kind = facts.record.kind
    if keywords or kind:
        terms = [make("term", {"type": "genre"}, kind)] if kind else []
        profile.append(make("textClass", {}, make("keywords", {}, *terms, *(make("term", {}, word) for word in keywords))))
    return profile


def _revision(facts: Facts) -> Element:
    used = {rule for edit in facts.log.mechanical for rule in edit.rule.split("+")}
    ids = [f"#{facts.prefix}decl-{repair.name}" for repair in facts.repairs if repair.name in used]
    change = make("change", {"when": facts.project.date, "who": "#toolkit", "target": " ".join(ids)})
    mechanical, visible = len(facts.log.mechanical), len(facts.log.editorial)
    tei.append(change, f"Encoded from the source: {mechanical} mechanical {_edits(mechanical)}, {visible} editorial {_edits(visible)}.")
    return make("revisionDesc", {}, change)


def _because(value: Value) -> str:
    """What a value rests on, in a sentence or two."""
    evidence = f"Evidence: {', '.join(value.evidence)}." if value.evidence else ""
    return " ".join(filter(None, [evidence, value.why and value.why[0].upper() + value.why[1:].rstrip(".") + "."]))


def _title(facts: Facts) -> list[str | Element]:
    """The title's words; marked where an editor supplied them."""
    said = facts.meta.get("title")
    if said is not None and said.supplied:
        return [make("supplied", {"cert": said.cert, "resp": _resp(facts, "ed"), "reason": "not-in-source"}, facts.title)]
    return [facts.title]


def _date(value: Value) -> Element:
    """A date with TEI's attributes; its words are the source's, else the attributes in words."""
    dates = dict(value.dates)
    if dates.get("notBefore") and dates.get("notAfter"):
        words = f"between {dates['notBefore']} and {dates['notAfter']}"
    elif dates.get("notBefore"):
        words = f"not before {dates['notBefore']}"
    elif dates.get("notAfter"):
        words = f"not after {dates['notAfter']}"
    elif dates.get("from") or dates.get("to"):
        words = f"{dates.get('from', '')} to {dates.get('to', '')}".strip()
    else:
        words = dates.get("when", "")
    return make("date", {**dates, "cert": value.cert}, value.text or words or "unknown")


def _resp(facts: Facts, identifier: str) -> str:
    known = {person.id for person in facts.project.people} | facts.resps
    return f"#{identifier}" if identifier in known else ""


def _pointer(value: Value) -> str:
    """Who or what is meant, where the encoder has found it out."""
    return value.ref if value.ref.startswith(("#", "http", "urn:")) else ""


def _texts(value: Value | None) -> tuple[str, ...]:
    if value is None or value.unknown:
        return ()
    return value.items or ((value.text,) if value.text else ())


def _said(value: Value | None) -> str:
    return " ".join(_texts(value))


def _quoted(name: str) -> str:
    return quote(name, safe="/.-_~")  # $ too: it would name a group of the pattern


def _places(count: int) -> str:
    return "place" if count == 1 else "places"


def _edits(count: int) -> str:
    return "edit" if count == 1 else "edits"

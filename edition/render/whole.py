"""All documents of an edition in one medium: ids that never meet, links from one to the other, numbers that run on."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import replace
from difflib import get_close_matches

from edition import toml
from edition.entities import KINDS, PLURALS, Register, index_of
from edition.model import Document, Finding, Locus
from edition.project import FILE, Edition, Project
from edition.render import citations, endnotes, line_ends
from edition.render.external import brought
from edition.render.facsimile import arranged
from edition.render.faults import finding
from edition.render.identifiers import ascii_name, prefixes
from edition.render.inclusions import followed
from edition.render.lacunae import cut
from edition.render.model import ONE_FILE, Picture, Rendition, Setting
from edition.render.odd import Lookup
from edition.render.pictures import pictures
from edition.render.plan import plan
from edition.render.rendering import nothing, render
from edition.render.settings import models, setting
from edition.render.witnesses import listed
from edition.render.words import has_words
from edition.rules import quoted
from edition.tei import XML_ID, Element, T

MADE = "made."  # begins the ids of what the program adds: no document's own prefix looks so


def render_all(edition: Edition, medium: str) -> list[Rendition]:
    """In the order of the edition: its front matter, the documents, its back matter. What is wrong with the ODD stands with the first."""
    edition, inclusions = followed(edition)
    edition = brought(line_ends.joined(edition))
    if edition.project.witness and (edition.project.folder / FILE).is_file():
        listed(edition, edition.project.witness, "reading.witness")
    edition, gaps = cut(edition)
    there = pictures(edition.project, edition.all, medium)
    shown = [{url: each for url, each in mine.items() if not each.fault} for mine in there]
    edition = _arranged(edition, shown)
    documents = edition.all
    lookup, findings = models(edition.project, medium)
    findings += _wordless(edition.project, edition.documents)
    own = len(documents) - len(edition.made)  # what the program adds does not change the ids of what is there
    names = [*prefixes([document.name for document in documents[:own]]), *(f"{MADE}{ascii_name(document.name)}-" for document in edition.made)]
    register = Register(edition)
    notes = next((position for position in range(own, len(documents)) if documents[position].name.rstrip("_") == endnotes.NAME), -1)
    back = "" if notes < 0 or medium in ONE_FILE else ascii_name(names[notes][:-1])
    at_back = [endnotes.identifiers(each, setting(edition.project, each, medium).series) if back else frozenset() for each in documents]
    elsewhere = _elsewhere(edition, lookup, medium, names, back, at_back)
    works = {f"#{each.get(XML_ID)}": each.get("n") or citations.short(each) for document in edition.made for each in _listed_works(document)}
    found: dict[int, Rendition] = {}
    read = {id(document): place for place, document in enumerate(edition.in_order)}  # notes are numbered as the book is read
    running: dict[str, int] = {}  # series to the number of its next note
    part = -1
    for position, document in sorted(enumerate(documents), key=lambda each: read[id(each[1])]):
        begins = _part(edition.project, document)
        if begins != part:
            part = begins
            running |= {each.name: 1 for each in edition.project.notes if each.restart == "part"}
        made = setting(
            edition.project, document, medium, elsewhere=elsewhere, pictures=shown[position], prefix=names[position],
            first={each.name: running.get(each.name, 1) for each in edition.project.notes if each.restart in ("part", "edition")},
        )  # fmt: skip
        rendition = render(document, replace(made, works=works, damaged={url: each.fault for url, each in there[position].items() if each.fault}, back=back, at_back=at_back[position], unkeyed=unkeyed(edition.project), listed=_listed(register, edition.project, document, medium), formulas=edition.formulas))
        if position >= own:  # nobody can mend what the program wrote
            rendition = replace(rendition, findings=(), omitted=())
        if edition.project.css:  # which may have a rule for what we know nothing of
            rendition = replace(rendition, findings=tuple(each for each in rendition.findings if each.code != "RND022"))
        rendition = replace(rendition, findings=(*inclusions.get(str(document.path), ()), *gaps.get(str(document.path), ()), *rendition.findings))
        for series in made.series:
            running[series.name] = series.first + len(rendition.notes[series.name])
        found[position] = replace(rendition, findings=(*findings, *rendition.findings)) if not position else rendition
    if notes >= 0:
        _set_behind(found, notes, setting(edition.project, documents[notes], medium), back)
    if found and (empty := _empty(edition.project, found.values())):
        found[0] = replace(found[0], findings=(*empty, *found[0].findings))
    return [found[position] for position in range(len(documents))]


def _set_behind(found: dict[int, Rendition], notes: int, made: Setting, back: str) -> None:
    """The notes at the back go from the renditions, which are in reading order, to the one that is made for them; without any it is empty."""
    texts = [position for position in found if position != notes]
    kept, gathered = endnotes.gathered([found[position] for position in texts], found[notes], made.series, made.words, back)
    found |= dict(zip(texts, kept, strict=True))
    found[notes] = gathered or nothing(found[notes])


def _arranged(edition: Edition, shown: Sequence[Mapping[str, Picture]]) -> Edition:
    """The edition with the other views of each text behind it."""
    made = {id(each): arranged(each, shown[at], shown=edition.project.facsimiles) for at, each in enumerate(edition.all)}
    if all(id(each) == before for before, each in made.items()):
        return edition
    front, documents, back, added = (tuple(made[id(each)] for each in part) for part in (edition.front, edition.documents, edition.back, edition.made))
    return replace(edition, front=front, documents=documents, back=back, made=added)


def unkeyed(project: Project) -> frozenset[str]:
    """The indexes that edition.toml asks for: names without a key go in too."""
    return frozenset(index_of(name) for name in project.indexes or ())


def index_file(kind: str) -> str:
    """The file of an index in an EPUB."""
    return f"{ascii_name(f'index-{kind}')}.xhtml"


def _listed(register: Register, project: Project, document: Document, medium: str) -> dict[str, tuple[str, str, str]]:
    """References to an entry of a list beside the text lead to its line in the index, where that index is made."""
    found: dict[str, tuple[str, str, str]] = {}
    for reference in () if document.tree is None else document.tree.iter(f"{T}ref", f"{T}ptr"):
        for target in (reference.get("target") or "").split():
            if target in found or "://" in target or (named := register.find(document.name, target)) is None:
                continue
            if named.kind == "work":  # a citation is no mention of a work
                continue
            if project.indexes is None or named.kind in unkeyed(project):
                address = f"#{named.anchor}" if medium in ONE_FILE else f"{index_file(named.kind)}#{named.anchor}"
                found[target] = (named.kind, target, address)
    return found


def _wordless(project: Project, documents: Sequence[Document]) -> list[Finding]:
    if has_words(project.language):
        return []
    place = project.folder / FILE
    if not place.is_file() and len(documents) == 1:  # a file that belongs to no edition
        place = documents[0].path
    said = f"the program has no words of its own in {quoted(project.language)}: what it sets itself is English"
    return [finding("RND030", Locus(str(place)), said, "See docs/book.md: another language is one more table of words.")]


def _empty(project: Project, renditions: Iterable[Rendition]) -> list[Finding]:
    """Indexes of its own that edition.toml names, and no text has anything for."""
    there = {entry.index for rendition in renditions for entry in rendition.entries}
    found = []
    path = project.folder / FILE
    for key, names in (("indexes", project.indexes or ()), ("index_titles", project.index_titles)):
        for name in names:
            if index_of(name) not in there and index_of(name) not in KINDS:
                near = get_close_matches(name, sorted(({*there} - {*KINDS}) | {*PLURALS}), 1)
                hint = f'Did you mean "{near[0]}"?' if near else "Give this name to an index of the text as its @indexName, or take it out."
                said = f'output.{key}: no text has an entry for the index "{name}"'
                found.append(finding("RND031", Locus(str(path), toml.read(path).line("output", key) if path.is_file() else 0), said, hint))
    return found


def _part(project: Project, document: Document) -> int:
    """Which part a document belongs to; -1 for none."""
    return next((number for number, part in enumerate(project.parts) if document.name in part.documents), -1)


def _listed_works(document: Document) -> Iterator[Element]:
    """The works of a bibliography that the program has made."""
    for each in () if document.tree is None else document.tree.iter(f"{T}bibl", f"{T}biblStruct"):
        if each.get(XML_ID):
            yield each


def _elsewhere(edition: Edition, lookup: Lookup, medium: str, names: list[str], back: str, at_back: Sequence[frozenset[str]]) -> dict[str, str]:
    """What references between documents lead to: ``poem.xml#l3``, ``poem.xml`` for the whole, and ``#bibl-pask`` in a bibliography
    that the program makes, to the address in this medium.

    `back`, `at_back`: the file of the notes behind all texts, and the xml:ids in them, by document.
    """
    documents = edition.all
    ours = {each.get(XML_ID) or "": position for position, document in enumerate(documents) if position >= len(documents) - len(edition.made) for each in _listed_works(document)}
    files = {name: position for position, document in enumerate(documents) for name in (document.path.name, f"{document.name}.xml")}
    wanted: dict[int, dict[str, str]] = {}
    for document in documents:
        for reference in () if document.tree is None else document.tree.iter(f"{T}ref", f"{T}ptr"):
            for target in (reference.get("target") or "").split():
                file, _, identifier = target.partition("#")
                name = file.rpartition("/")[2]
                if file and ":" not in file and name in files:
                    wanted.setdefault(files[name], {})[target] = identifier
                elif not file and identifier in ours:
                    wanted.setdefault(ours[identifier], {})[target] = identifier
    found: dict[str, str] = {}
    for position, targets in wanted.items():
        document = documents[position]
        if document.tree is None:
            continue
        made = plan(document.tree.getroot(), lookup, prefix=names[position], name=document.name, sizes=Setting.unit_size, one_file=medium in ONE_FILE)
        if made.empty:
            continue
        root = made.anchors.get(document.tree.getroot().get(XML_ID) or "", made.root_id)
        for target, identifier in targets.items():
            unit, anchor = (back if identifier in at_back[position] else made.unit_of.get(identifier, made.root), made.anchors.get(identifier, "")) if identifier else (made.root, root)
            if anchor and identifier not in made.unprinted:
                found[target] = f"#{anchor}" if medium in ONE_FILE else f"{unit or made.root}.xhtml#{anchor}"
    return found

"""Whom or what a name means: an entry of authority.toml, or of a list of persons, places, works in a TEI file; what stands in an index of it.

`Register` answers for all documents of an edition. A name that no list has stands for itself (`kind_of` says in which index).
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace
from functools import cached_property
from pathlib import Path

from edition import authority, tei
from edition.prefixes import declared, expanded
from edition.project import Edition
from edition.tei import XML_ID, XML_LANG, Element, T, Tree, local, plain

KINDS = ("person", "org", "place", "work", "event", "law", "name", "subject")  # in the order of their indexes
PLURALS = {"persons": "person", "people": "person", "organisations": "org", "organizations": "org", "orgs": "org", "places": "place", "works": "work", "events": "event",
           "laws": "law", "names": "name", "subjects": "subject"}  # fmt: skip
SAID: Mapping[str, str] = {  # how encoders call them in @type and @indexName
    "person": "person", "pers": "person", "per": "person", "persname": "person", "personal": "person", "people": "person", "persongrp": "person", "character": "person",
    "people-group": "person", "org": "org", "orgname": "org", "organisation": "org", "organization": "org", "institution": "org", "corporate": "org", "company": "org",
    "place": "place", "placename": "place", "geo": "place", "geog": "place", "geogname": "place", "location": "place", "loc": "place", "settlement": "place", "city": "place",
    "country": "place", "region": "place", "work": "work", "lit-work": "work", "bibl": "work", "title": "work", "book": "work", "opus": "work", "event": "event", "evt": "event",
    "eventname": "event", "law": "law", "statute": "law", "name": "name", "object": "name", "subject": "subject", "term": "subject", "topic": "subject", "keyword": "subject",
    "index": "subject", **PLURALS,
}  # fmt: skip
OF_ELEMENT = {"person": "person", "personGrp": "person", "place": "place", "org": "org", "event": "event", "object": "name", "bibl": "work", "biblStruct": "work", "category": "subject"}
NAMES = {"person": ("persName", "name"), "org": ("orgName", "name"), "place": ("placeName", "geogName", "settlement", "district", "region", "country", "name"),
         "event": ("eventName", "label", "head", "desc"), "name": ("objectName", "name", "label"), "work": ("title",), "subject": ("catDesc", "label")}  # fmt: skip
MAIN = frozenset({"main", "pref", "preferred", "reg", "index", "full", "standard"})
BESIDE = frozenset({"variant", "alt", "alternative", "abbr", "pseudonym", "pseudo", "maiden", "birth", "legacy-name-merge", "other"})
PARTS = ("forename", "nameLink", "genName", "addName", "surname", "roleName")
WORKS = (f"{T}bibl", f"{T}biblStruct")
FILES_READ = 40  # register files outside of an edition, at most


@dataclass(frozen=True)
class Named:
    """What an index says of one of them. `name` is as it is filed ("Pask, Nan"); `key` is the edition's, and unique."""

    kind: str
    key: str
    name: str
    dates: str = ""
    forms: tuple[str, ...] = ()  # other names, filed likewise
    language: str = ""
    by: str = ""  # of a work: whose

    @property
    def anchor(self) -> str:
        """The id of its line in the index, the same in all media."""
        return anchor(self.kind, self.key)


def anchor(kind: str, key: str) -> str:
    """ASCII, and no document's own id looks like it."""
    return f"index.{kind}." + re.sub(r"[^A-Za-z0-9_-]", lambda sign: f".{ord(sign[0]):x}.", key)


def kind_of(said: str) -> str:
    """The index that a name goes to by what its encoder calls it: "lit_work" is a work, what nobody knows a name."""
    return SAID.get(re.sub(r"[_\s]+", "-", said.strip().lower()), "name")


def index_of(said: str) -> str:
    """The index that @indexName names: one of ours, else one of that name; without a name the subjects."""
    name = re.sub(r"[_\s]+", "-", said.strip().lower())
    return SAID.get(name, said.strip()) if name else "subject"


class Register:
    """All lists of an edition, read when they are asked for."""

    def __init__(self, edition: Edition) -> None:
        self._edition = edition
        self._documents = {document.name: document for document in edition.all}
        self._prefixes = {document.name: declared(document.tree) for document in edition.all}
        self._known: dict[tuple[str, str], Named | None] = {}
        self._outside: dict[Path, Mapping[str, Element]] = {}

    def find(self, document: str, said: str) -> Named | None:
        """What ``#moreno``, ``psn:moreno``, ``persons.xml#moreno`` or an address of an authority file means in a document."""
        if (document, said) not in self._known:
            self._known[document, said] = self._find(document, said)
        return self._known[document, said]

    def key(self, document: str, said: str) -> str:
        """What a reference that no list has stands for, the same for all documents that say it alike."""
        return expanded(said, self._prefixes.get(document, {}))

    def _find(self, document: str, said: str) -> Named | None:
        address = self.key(document, said)
        if (entity := self._edition.project.authority.find(said)) is not None:
            return of_authority(entity)
        file, hash_, identifier = address.partition("#")
        if "://" in file:
            return self._by_address.get(address.rstrip("/"))
        if not hash_:
            file, identifier = "", file
        if not file:
            found = self._lists.get(document, {}).get(identifier)
            if found is None:  # the lists may stand in one document for all
                found = next((each[identifier] for each in self._lists.values() if identifier in each), None)
        else:
            other = next((each.name for each in self._edition.all if each.path.name == file.rpartition("/")[2]), "")
            found = self._lists.get(other, {}).get(identifier) if other else self._file(document, file).get(identifier)
        if found is None:
            entity = self._edition.project.authority.find(identifier)
            return None if entity is None else of_authority(entity)
        meant = of_element(found)
        if meant is not None and not file:  # two documents may use one id for two things
            others = {entry.name for each in self._lists.values() if identifier in each and (entry := of_element(each[identifier])) is not None}
            meant = replace(meant, key=f"{document}.{meant.key}") if len(others) > 1 else meant
        return meant

    @cached_property
    def _lists(self) -> Mapping[str, Mapping[str, Element]]:
        return {name: dict(_listed(document.tree)) for name, document in self._documents.items() if document.tree is not None}

    @cached_property
    def _by_address(self) -> Mapping[str, Named]:
        found: dict[str, Named] = {}
        for entity in self._edition.project.authority.entities:
            for each in entity.refs:
                found.setdefault(each.address.rstrip("/"), of_authority(entity))
        for listed in self._lists.values():
            for element in listed.values():
                if (named := of_element(element)) is not None:
                    for idno in element.iterchildren(f"{T}idno"):
                        found.setdefault(plain(idno).rstrip("/"), named)
        return found

    def _file(self, document: str, name: str) -> Mapping[str, Element]:
        """The lists of a file beside the document, inside of its project; nothing is fetched."""
        of = self._documents[document]
        folder = next((home for home in of.homes if (home / name).is_file()), of.path.parent).resolve()
        root = self._edition.project.root.resolve() if len(self._edition.project.folder.parts) > 1 and (self._edition.project.folder / "edition.toml").is_file() else folder
        path = (folder / name).resolve()
        if path not in self._outside:
            self._outside[path] = {}
            if len(self._outside) <= FILES_READ and path.is_relative_to(root) and path.suffix.lower() in (".xml", ".tei") and path.is_file():
                self._outside[path] = dict(_listed(tei.parse(path.read_bytes()).tree))
        return self._outside[path]


def _listed(tree: Tree | None) -> Iterator[tuple[str, Element]]:
    for node in () if tree is None else tree.iter(*(f"{T}{name}" for name in OF_ELEMENT)):
        identifier = node.get(XML_ID)
        if identifier and (node.tag not in WORKS or next(node.iterancestors(f"{T}listBibl"), None) is not None):
            yield identifier, node


def of_authority(entity: authority.Entity) -> Named:
    """An entry of authority.toml. Dates that are days become years for a person."""
    dates = entity.dates
    if entity.kind in ("person", "org"):
        dates = re.sub(r"(\d{4})-\d\d(-\d\d)?", r"\1", dates)
    return Named(entity.kind, entity.id, entity.name, dates, tuple(form for form in entity.forms if form != entity.name), entity.lang, entity.more.get("author", ""))


def of_element(node: Element) -> Named | None:
    """An entry of a list in TEI; None if it has no name."""
    kind = OF_ELEMENT[local(node)]
    if kind == "person" and node.get("type") == "org":
        kind = "org"
    names = [each for name in NAMES[kind] for each in node.iter(f"{T}{name}") if _nearest(each) is node]
    names = [each for each in names if "".join(tei.texts(each)).strip(tei.BLANK)]
    if not names:
        return None
    main = next((each for each in names if each.get("type") in MAIN), None)
    if main is None:
        main = next((each for each in names if (each.get("type") or "") not in BESIDE), names[0])
    by = ""
    if kind == "work" and (author := next(node.iter(f"{T}author"), None)) is not None:
        by = filed(author)
    forms = tuple(dict.fromkeys(form for each in names if each is not main and local(each) == local(main) and (form := filed(each)))) if kind != "work" else ()
    language = next((found for each in (main, node) if (found := each.get(XML_LANG))), "")
    return Named(kind, node.get(XML_ID) or "", filed(main), _dates(node, kind), forms, language, by)


def _nearest(name: Element) -> Element | None:
    """The entry that a name belongs to: not one of a place of birth."""
    parent = name.getparent()
    while parent is not None and local(parent) in ("persName", "placeName", "orgName", "monogr", "analytic", "choice", "location"):
        if local(parent) == "location":
            return None
        parent = parent.getparent()
    return parent


def filed(name: Element) -> str:
    """A name as it is filed: "Goethe, Johann Wolfgang von", where its parts are marked; else as it stands."""
    parts: dict[str, list[str]] = {}
    for part in name.iter(*(f"{T}{each}" for each in PARTS)):
        if (text := plain(part)) and part.getparent() is not None and local(part.getparent()) not in PARTS:  # type: ignore[arg-type]
            parts.setdefault(local(part), []).append(text)
    if "surname" not in parts or not ({"forename", "addName"} & set(parts)):
        beside = frozenset({"note", "idno", "date"})
        return next((said for each in (beside | {"abbr"}, beside) if (said := " ".join("".join(tei.texts(name, each)).split()))), "")
    before = [*parts.get("forename", parts.get("addName", [])), *parts.get("nameLink", []), *parts.get("genName", [])]
    return f"{' '.join(parts['surname'])}, {' '.join(before)}"


def _dates(node: Element, kind: str) -> str:
    """Years of birth and death; of an event its date, of one that lasted ``1844-01-01/1844-02-03``."""
    if kind == "person":
        born, died = (_year(node.find(f"{T}{name}")) for name in ("birth", "death"))
        if born or died:
            return f"{born}–{died}" if born and died else f"* {born}" if born else f"† {died}"
        floruit = node.find(f"{T}floruit")
        return "" if floruit is None else plain(floruit)
    if kind == "event":
        begins = next((value for name in ("when", "from", "notBefore") if (value := node.get(name))), "")
        ends = "" if node.get("when") else node.get("to") or node.get("notAfter") or ""
        return f"{begins}/{ends}" if ends > begins > "" else begins
    return ""


def _year(node: Element | None) -> str:
    if node is None:
        return ""
    for each in (node, *node.iter(f"{T}date")):
        for name in ("when", "when-iso", "notBefore", "from", "notAfter", "to"):
            if match := re.match(r"-?0*(\d+)", each.get(name) or ""):
                return match[1]
    match = re.search(r"\d{3,4}", plain(node))
    return match[0] if match else ""


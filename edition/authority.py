"""authority.toml: the persons, organisations, places, events, works and laws of an edition, parsed strictly.

What a name in a text means is said here once, for all documents. The page docs/names.md explains every key.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from difflib import get_close_matches
from functools import cached_property
from pathlib import Path

from edition import keys, refs, toml
from edition.edits import CERTAINTY
from edition.refs import Ref

FILE = "authority.toml"
LANGUAGE = re.compile(r"[A-Za-z]{2,3}(-[A-Za-z0-9]{1,8})*")
IDENTIFIER = re.compile(r"[^\W\d][\w.\-]*")
RANGE = re.compile(r"(\d{4}(?:-\d\d(?:-\d\d)?)?)?\s*(?:–|—|/|\bto\b|--)\s*(\d{4}(?:-\d\d(?:-\d\d)?)?)?")
DAY = re.compile(r"\d{4}(?:-(?:0[1-9]|1[0-2])(?:-(?:0[1-9]|[12]\d|3[01]))?)?")
GEO = re.compile(r"(-?\d{1,2}(?:\.\d+)?)[ ,]+(-?\d{1,3}(?:\.\d+)?)")


@dataclass(frozen=True)
class Kind:
    """A kind of entry: the element that a name in the text becomes, with its type, and the keys that only this kind has."""

    element: str
    type: str = ""
    keys: tuple[str, ...] = ()


KINDS: Mapping[str, Kind] = {
    "person": Kind("persName"),
    "org": Kind("orgName", keys=("country",)),
    "place": Kind("placeName", keys=("country", "geo")),
    "event": Kind("name", "event", keys=("place",)),
    "work": Kind("title", keys=("author", "level")),
    "law": Kind("name", "law", keys=("country", "author")),
}


@dataclass(frozen=True)
class Entity:
    """One entry. `forms`: how the name stands in texts, case and all; `more`: the keys of its kind (country, geo, author …)."""

    kind: str
    id: str
    name: str
    forms: tuple[str, ...] = ()
    dates: str = ""
    refs: tuple[Ref, ...] = ()
    note: str = ""
    cite: tuple[str, ...] = ()
    not_in: tuple[str, ...] = ()
    cert: str = ""
    lang: str = ""
    more: Mapping[str, str] = field(default_factory=dict)
    where: str = ""  # file and line

    def span(self) -> Mapping[str, str]:
        """The dates as TEI's attributes: ``when``, or ``from`` and ``to``; none if they are words."""
        said = self.dates.strip()
        if DAY.fullmatch(said):
            return {"when": said}
        if (match := RANGE.fullmatch(said)) and all(DAY.fullmatch(part) for part in match.groups() if part):
            return {key: part for key, part in zip(("from", "to"), match.groups(), strict=True) if part}
        return {}


@dataclass(frozen=True)
class Authority:
    """All entries, in the order of the file."""

    entities: tuple[Entity, ...] = ()
    path: Path | None = None

    @cached_property
    def by_id(self) -> Mapping[str, Entity]:
        return {each.id: each for each in self.entities}

    def find(self, said: str) -> Entity | None:
        """The entry that ``moreno``, ``#moreno`` or ``person:moreno`` names."""
        kind, colon, identifier = said.removeprefix("#").partition(":")
        found = self.by_id.get(identifier if colon else kind)
        return None if found is None or (colon and kind != found.kind) else found

    def nearest(self, said: str) -> str:
        """A hint: the id most like this one."""
        near = get_close_matches(said.removeprefix("#").rpartition(":")[2], list(self.by_id), 1, 0.5)
        return f'Did you mean "#{near[0]}"?' if near else f"Add it to {FILE}, or write a whole address."

    def within(self, document: str) -> Iterator[Entity]:
        """The entries whose names are looked for in a document."""
        return (each for each in self.entities if document not in each.not_in)


def read(path: Path, *, documents: Iterable[str] = (), taken: Iterable[str] = ()) -> Authority:
    """The file; no entries if it is not there. `documents`: what ``not_in`` may name; `taken`: ids that the edition has otherwise.

    Raises ProjectError with file, line and key.
    """
    if not path.is_file():
        return Authority()
    table = toml.read(path, keys.AUTHORITY)
    if table.number("format", 1) != 1:
        raise table.wrong("format", "this program reads format 1", hint="A newer edition toolkit wrote this file.")
    known, used, found = list(documents), dict.fromkeys(taken, "the edition"), []
    for kind in KINDS:
        for each in table.tables(kind):
            entity = _entity(each, kind)
            if entity.id in used:
                raise each.wrong("id", f"{entity.id!r} is the id of {used[entity.id]} too", hint="Ids are the edition's: give this one another.")
            for name in entity.not_in if known else ():
                if name not in known:
                    raise each.wrong("not_in", f"{name!r} is no [[document]] of the edition", hint=_nearest(name, known))
            used[entity.id] = f"a {kind} in line {each.line('id')}"
            found.append(entity)
            each.done()
    table.done()
    return Authority(tuple(found), path)


def _entity(table: toml.Table, kind: str) -> Entity:
    identifier, name = table.text("id", required=True), table.text("name", required=True)
    if not IDENTIFIER.fullmatch(identifier):
        raise table.wrong("id", f"{identifier!r} cannot be an xml:id", hint="Begin with a letter; then letters, digits, point, hyphen, low line.")
    tested = []
    for text in table.texts("ref"):
        try:
            tested.append(refs.ref(text))
        except ValueError as error:
            raise table.wrong("ref", str(error), hint=f"Known: {', '.join(refs.SCHEMES)}, or an address that begins with https://.") from None
    lang = table.text("lang")
    if lang and not LANGUAGE.fullmatch(lang):
        raise table.wrong("lang", f"{lang!r} is not a language tag", hint='Write BCP 47 tags such as "en", "fr-CA", "he".')
    more = {key: table.text(key) for key in KINDS[kind].keys if key in table}
    if "geo" in more and not _on_earth(more["geo"]):
        raise table.wrong("geo", f"{more['geo']!r} is no place on earth", hint='Latitude and longitude in degrees:  geo = "32.5149 -117.0382"')
    if "level" in more:
        table.text("level", choices=("a", "m", "j", "s", "u"))
    for key in KINDS[kind].keys:
        table.any(key)
    forms = table.texts("forms") if "forms" in table else (_direct(name) if kind == "person" else name,)
    for form in forms:
        if not re.search(r"\w", form):
            raise table.wrong("forms", f"{form!r} is no name")
    return Entity(
        kind, identifier, name, tuple(dict.fromkeys(unicodedata.normalize("NFC", " ".join(form.split())) for form in forms)), table.text("dates"),
        tuple(tested), " ".join(table.text("note").split()), table.texts("cite"), table.texts("not_in"), table.text("cert", choices=("", *CERTAINTY)),
        lang, more, table.where("id"),
    )  # fmt: skip


def _direct(name: str) -> str:
    """``Moreno, Luisa`` as it stands in a text: ``Luisa Moreno``."""
    last, comma, rest = name.partition(",")
    return f"{rest.strip()} {last.strip()}" if comma and "," not in rest else name


def _on_earth(text: str) -> bool:
    match = GEO.fullmatch(text.strip())
    return match is not None and abs(float(match[1])) <= 90 and abs(float(match[2])) <= 180


def _nearest(word: str, known: Iterable[str]) -> str:
    names = list(known)
    near = get_close_matches(word, names, 1, 0.5)
    return f"Did you mean {near[0]!r}?" if near else f"Known: {', '.join(names)}."

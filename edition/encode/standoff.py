"""4. Encode. The lists of a standOff: persons, organisations, places, events, works and laws, cited works. Data, and no text: no book prints them."""

from __future__ import annotations

import re
from collections.abc import Callable, Collection, Iterator, Mapping
from types import MappingProxyType

from edition import tei
from edition.authority import Authority, Entity
from edition.bibliography import Bibliography
from edition.encode.works import structured
from edition.tei import Element, make

LAID_OUT = frozenset("""
standOff listPerson listOrg listPlace listEvent listBibl person org place event biblStruct analytic monogr series imprint birth death location
""".split())  # what is set in lines of their own in the file
ITALIC = re.compile(r"\*([^*\s](?:[^*]*[^*\s])?)\*")


def standoff(authority: Authority, bibliography: Bibliography, used: Collection[str], cited: Collection[str]) -> Element | None:
    """The entries of these ids and the works that are cited, each kind in a list of its own and in the order of its file; None if there are none.

    What an entry cites is cited too. `cited`: ids of the bibliography.
    """
    entities = [each for each in authority.entities if each.id in used]
    sources = set(cited) | {work.id for each in entities for said in each.cite if (work := bibliography.find(said)) is not None}
    found = make("standOff")
    for kind, (name, type_, write) in LISTS.items():
        if entries := [write(each, bibliography) for each in entities if each.kind == kind]:
            found.append(make(name, {"type": type_}, *entries))
    if works := [structured(work) for work in bibliography.works if work.id in sources]:
        found.append(make("listBibl", {"type": "sources"}, *works))
    return found if len(found) else None


def _person(entity: Entity, bibliography: Bibliography) -> Element:
    entry = make("person", {"id": entity.id, "cert": entity.cert}, *_names(entity, "persName"))
    span = entity.span()
    if "when" in span:
        entry.append(make("floruit", {"when": span["when"]}, entity.dates))
    for key, name in (("from", "birth"), ("to", "death")):
        if key in span:
            entry.append(make(name, {"when": span[key]}, make("date", {"when": span[key]}, span[key])))
    entry.extend(_rest(entity, bibliography, dates=bool(entity.dates and not span)))
    return entry


def _org(entity: Entity, bibliography: Bibliography) -> Element:
    return _placed("org", "orgName", entity, bibliography)


def _place(entity: Entity, bibliography: Bibliography) -> Element:
    entry = _placed("place", "placeName", entity, bibliography)
    if geo := entity.more.get("geo"):
        location = make("location", {}, make("geo", {}, " ".join(re.split(r"[ ,]+", geo.strip()))))
        entry.insert(next(number for number, each in enumerate([*entry, None]) if each is None or tei.local(each) in ("idno", "note", "bibl")), location)
    return entry


def _placed(element: str, name: str, entity: Entity, bibliography: Bibliography) -> Element:
    entry = make(element, {"id": entity.id, "cert": entity.cert}, *_names(entity, name, entity.span()))
    if country := entity.more.get("country"):
        entry.append(make("country", {}, country))
    entry.extend(_rest(entity, bibliography, dates=bool(entity.dates)))
    return entry


def _event(entity: Entity, bibliography: Bibliography) -> Element:
    entry = make("event", {"id": entity.id, "cert": entity.cert, **entity.span()}, *_names(entity, "eventName"))
    entry.extend(_rest(entity, bibliography, dates=bool(entity.dates)))
    if place := entity.more.get("place"):
        entry.append(make("note", {"type": "place"}, make("placeName", {}, place)))
    return entry


def _work(entity: Entity, bibliography: Bibliography) -> Element:
    entry = make("bibl", {"type": entity.kind, "id": entity.id, "cert": entity.cert})
    parts = [*_names(entity, "title")]
    if author := entity.more.get("author"):
        parts.append(make("author", {}, author))
    if country := entity.more.get("country"):
        parts.append(make("country", {}, country))
    if entity.dates:
        parts.append(make("date", dict(entity.span()), entity.dates))
    for number, part in enumerate([*parts, *_rest(entity, bibliography, dates=False)]):
        tei.append(entry, *([" "] if number else []), part)
    return entry


def _names(entity: Entity, element: str, dates: Mapping[str, str] = MappingProxyType({})) -> Iterator[Element]:
    """The name of the list, and the forms that differ from it."""
    level = entity.more.get("level", "") if element == "title" else ""
    yield make(element, {"type": "main", "level": level, "lang": entity.lang, **dates}, entity.name)
    for form in entity.forms:
        if form != entity.name:
            yield make(element, {"type": "variant"}, form)


def _rest(entity: Entity, bibliography: Bibliography, *, dates: bool) -> Iterator[Element]:
    """Identifiers, dates in words, the note, and what it rests on."""
    for ref in entity.refs:
        yield make("idno", {"type": "URI", "subtype": ref.scheme}, ref.address)
    if dates:
        yield make("note", {"type": "dates"}, entity.dates)
    if entity.note:
        yield tei.append(make("note"), *_marked(entity.note))
    for said in entity.cite:
        work = bibliography.find(said)
        if work is not None:
            yield make("bibl", {}, make("ptr", {"target": f"#{work.xml_id}"}))
        elif re.search(r"\s", said):
            yield make("bibl", {}, said)


def _marked(text: str) -> Iterator[str | Element]:
    """``*words*`` in italics: the only markup in the note of an entry."""
    for number, part in enumerate(ITALIC.split(text)):
        if part:
            yield make("hi", {"rend": "italic"}, part) if number % 2 else part


LISTS: Mapping[str, tuple[str, str, Callable[[Entity, Bibliography], Element]]] = MappingProxyType({
    "person": ("listPerson", "", _person), "org": ("listOrg", "", _org), "place": ("listPlace", "", _place), "event": ("listEvent", "", _event),
    "work": ("listBibl", "works", _work), "law": ("listBibl", "laws", _work),
})  # fmt: skip

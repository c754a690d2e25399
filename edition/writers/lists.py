"""8. XHTML to files. The lists of a book that its texts and headers give: letters, dated events, abbreviations, figures, tables.

Each is there if edition.toml names it in ``[output] lists``, or, where that says nothing, if there is enough for one. Where a place is and
what it is called, the writer says by the functions that it hands in, as for the corrections (`book.py`).
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from html import escape

from edition import tei
from edition.entities import Register
from edition.model import Document
from edition.project import Edition
from edition.render.letterhead import WHEN, in_words, people, places, when
from edition.render.model import Caption, Rendition
from edition.tei import XML_ID, T, plain
from edition.writers.sorting import sorting
from edition.writers.wording import word

ENOUGH = {"figures": 3, "tables": 3, "abbreviations": 3, "chronology": 3, "correspondence": 2}


@dataclass(frozen=True)
class Listed:
    """A list as a section of the book. `id` is its heading's."""

    name: str
    title: str
    id: str
    markup: str


@dataclass(frozen=True)
class Dated:
    """A letter or an event. `iso` sorts it; `date` is how the source says it, "" if it does not."""

    iso: str
    date: str
    what: tuple[str, ...]  # sender and addressee; or the event
    place: str = ""
    document: str = ""  # whose place in the book is shown
    id: str = ""  # and the xml:id there


Way = Callable[[str, str], tuple[str, str]]  # a document and an xml:id to address and words; ("", "") for nothing


def lists(edition: Edition, renditions: Sequence[Rendition], words: Mapping[str, str], way: Way) -> Iterator[Listed]:
    """Chronology, letters, abbreviations, in this order."""
    for name, made in (("chronology", _chronology), ("correspondence", _correspondence), ("abbreviations", _abbreviations)):
        if markup := made(edition, renditions, words, way):
            yield Listed(name, word(words, name), f"list.{name}", f'<section class="{name}"><h1 class="list-title" id="list.{name}">{escape(word(words, name))}</h1>{markup}</section>')


def captions(edition: Edition, renditions: Sequence[Rendition], name: str) -> list[tuple[Rendition, Caption]]:
    """The figures or tables that are listed (`name`: "figures", "tables"), in the order of the book; none where there is no list."""
    found = [(rendition, each) for rendition in renditions for each in rendition.captions if f"{each.kind}s" == name]
    return found if _wanted(edition, name, len(found)) else []


def _wanted(edition: Edition, name: str, count: int) -> bool:
    asked = edition.project.lists
    return count >= ENOUGH[name] if asked is None else name in asked and count > 0


# Letters and events


def _correspondence(edition: Edition, renditions: Sequence[Rendition], words: Mapping[str, str], way: Way) -> str:
    letters = sorted((found for document in edition.documents for found in letters_of(document)), key=lambda each: (each.iso or "9", each.document))
    if not _wanted(edition, "correspondence", len(letters)):
        return ""
    heads = [word(words, key) for key in ("date", "from", "to", "place")]
    return _table("correspondence", heads, word(words, "page"), [((_date(each, words), *each.what, each.place), way(each.document, each.id)) for each in letters])


def letters_of(document: Document) -> Iterator[Dated]:
    """What the header's correspDesc says: the sending, and who received it."""
    for description in () if document.tree is None else document.tree.iter(f"{T}correspDesc"):
        actions = {action.get("type") or "": action for action in reversed(list(description.iterchildren(f"{T}correspAction")))}
        sent, received = actions.get("sent"), actions.get("received")
        if sent is None and received is None:
            continue
        iso, date = when(sent)
        target = next((each for name in ("corresp", "target") if (each := (description.get(name) or "").strip()).startswith("#")), "")
        yield Dated(iso, date, (people(sent), people(received)), places(sent), document.name, target[1:])


def _chronology(edition: Edition, renditions: Sequence[Rendition], words: Mapping[str, str], way: Way) -> str:
    events = [found for document in edition.documents for found in events_of(document)]
    named = _named(edition, renditions)
    if events or named or (edition.project.lists and "chronology" in edition.project.lists):
        events += [Dated(entity.span().get("when") or entity.span().get("from", ""), entity.dates, (entity.name,)) for entity in edition.project.authority.entities if entity.kind == "event"]
        events += [found for document in edition.documents if len(edition.documents) > 1 for found in _created(document)]
    said = {each.what[0].casefold() for each in events}
    events += [each for each in named if each.what[0].casefold() not in said]
    once: dict[tuple[str, str], Dated] = {}
    for each in events:  # a document's list, one in a file beside it and authority.toml may all have it
        once.setdefault((each.iso, each.what[0].casefold()), each)
    events = sorted((each for each in once.values() if each.iso), key=lambda each: (each.iso, each.what))
    if not _wanted(edition, "chronology", len(events)):
        return ""
    heads = [word(words, "date"), word(words, "events")]
    return _table("chronology", heads, word(words, "page"), [((_date(each, words), *each.what), way(each.document, each.id) if each.document else ("", "")) for each in events])


def _named(edition: Edition, renditions: Sequence[Rendition]) -> list[Dated]:
    """Dated events that the texts name, of lists in files beside them; those of a document or of authority.toml are taken from there."""
    register = Register(edition)
    found = {(rendition.name, entry.key): None for rendition in renditions for entry in rendition.entries if entry.key}
    named = [each for name, key in found if (each := register.find(name, key)) is not None and each.kind == "event" and each.dates]
    return [Dated(each.dates, "", (each.name,)) for each in named]


def events_of(document: Document) -> Iterator[Dated]:
    """Dated events of a list that say what happened."""
    for event in () if document.tree is None else document.tree.iter(f"{T}event"):
        if next(event.iterancestors(f"{T}listEvent"), None) is None:
            continue
        iso = next((value for name in WHEN if (value := event.get(name))), "") or when(event)[0]
        said = next((text for name in ("eventName", "label", "head", "desc", "p") if (text := plain(event.find(f"{T}{name}")))), "")
        if iso and said:
            yield Dated(f"{iso}/{end}" if (end := event.get("to") or event.get("notAfter") or "") > iso and event.get("from", event.get("notBefore")) == iso else iso, "", (said,), document=document.name if event.get(XML_ID) else "", id=event.get(XML_ID) or "")


def _created(document: Document) -> Iterator[Dated]:
    """A document, by the date at which it was written."""
    creation = None if document.tree is None else tei.first(document.tree, "/*/t:teiHeader/t:profileDesc/t:creation")
    iso, _ = when(creation)
    title = "" if document.tree is None else plain(tei.first(document.tree, "/*/t:teiHeader/t:fileDesc/t:titleStmt/t:title"))
    if iso and title:
        yield Dated(iso, "", (title,), document=document.name)


def _date(each: Dated, words: Mapping[str, str]) -> str:
    """As the source says it, if these are words; else in the edition's language."""
    return in_words(each.iso, each.date, words) or word(words, "undated")


# Abbreviations


def _abbreviations(edition: Edition, renditions: Sequence[Rendition], words: Mapping[str, str], way: Way) -> str:
    """Those that the texts expand, each once, with its expansions."""
    found: dict[str, dict[str, None]] = {}
    for rendition in renditions:
        for each in rendition.corrections:
            if each.kind == "expan" and each.shown and each.other:
                short, long = sorted((each.shown, each.other), key=len) if edition.project.choice == "diplomatic" else (each.other, each.shown)
                found.setdefault(short, {})[long] = None
    if not _wanted(edition, "abbreviations", len(found)):
        return ""
    key = sorting(edition.project).key
    rows = "".join(f"<dt>{escape(short)}</dt><dd>{escape('; '.join(found[short]))}</dd>" for short in sorted(found, key=key))
    return f'<dl class="abbreviations">{rows}</dl>'


def _table(name: str, heads: Sequence[str], place: str, rows: Sequence[tuple[Sequence[str], tuple[str, str]]]) -> str:
    """Rows of cells, each with the way to its place in the book (`place` is what that column is called). Empty columns are left out."""
    shown = [column for column in range(len(heads)) if any(cells[column] for cells, _ in rows)]
    leads = any(said for _, (_, said) in rows)
    head = "".join(f'<th scope="col">{escape(heads[column])}</th>' for column in shown) + (f'<th scope="col" class="place">{escape(place)}</th>' if leads else "")
    body = []
    for cells, (href, said) in rows:
        texts = [escape(cells[column]) for column in shown]
        if href and not said:  # no place that has a name: the first cell leads there
            texts[0] = f'<a href="{escape(href)}">{texts[0]}</a>'
        link = f'<a href="{escape(href)}">{escape(said)}</a>' if said else ""
        body.append(f"<tr>{''.join(f'<td>{text}</td>' for text in texts)}" + (f'<td class="place">{link}</td>' if leads else "") + "</tr>")
    return f'<table class="{name}"><thead><tr>{head}</tr></thead><tbody>{"".join(body)}</tbody></table>'

"""The files of a rendition, with the notes that are not written at their calls in sections at the ends of chapters or files."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from html import escape

from edition.render import language
from edition.render.model import Division, Note, Rendition, Series
from edition.render.series import name_of
from edition.render.words import notes_word
from edition.render.xhtml import start_tag


def files(rendition: Rendition, series: tuple[Series, ...] | None = None, *, words: Mapping[str, str]) -> dict[str, str]:
    """Unit to its markup, with the notes that are called there (those that are not written at their calls), series by series.

    A series that restarts with each chapter has its section at the end of the chapter, others at the end of the unit. `series` gives
    headings and order, as in the Setting.
    """
    order = {each.name: each for each in sorted(series or (), key=lambda each: each.rank)}
    names = [*(name for name in order if name in rendition.notes), *(name for name in rendition.notes if name not in order)]
    starts = {division.id: division for division in _divisions(rendition.root)}
    places: dict[tuple[str, str], list[str]] = {}
    for name in names:
        heading = order[name].heading if name in order else ""
        groups: dict[tuple[str, str], list[Note]] = {}
        for note in rendition.notes[name]:
            if note.xhtml:
                groups.setdefault((note.unit, note.division), []).append(note)
        for (unit, division), notes in groups.items():
            at = starts.get(division)
            within = at is not None and at.unit == unit
            level = min(6, max(1, at.level if at is not None else 1) + 1)
            markup = _section(f"{division if within else unit}-notes-{name_of(name)}", name, heading, level, notes, words, rendition.ids)
            places.setdefault((unit, division if within else ""), []).append(markup)
    parts: dict[str, list[str]] = {unit: [] for unit in rendition.units}
    for unit, markup, closing in _pieces(rendition.root):
        if unit in parts:
            parts[unit].extend(places.pop((unit, closing), ()) if closing else ())
            if closing == rendition.root.id:
                parts[unit].extend(places.pop((unit, ""), ()))
            parts[unit].append(markup)
    for (unit, _), sections in places.items():
        parts.setdefault(unit, []).extend(sections)
    return {unit: "".join(markup) for unit, markup in parts.items()}


def _section(anchor: str, name: str, heading: str, level: int, notes: list[Note], words: Mapping[str, str], taken: Mapping[str, str]) -> str:
    while anchor in taken:
        anchor += "_"
    spoken = {"lang": words["lang"], "xml:lang": words["lang"], "dir": language.direction(words["lang"])} if "lang" in words else {}
    start = start_tag("section", {"class": f"notes {name_of(name)}", "epub:type": "footnotes", "aria-labelledby": anchor, **spoken})
    head = f'<h{level} class="notes-title" id="{anchor}">{escape(heading or notes_word(name, words), quote=False)}</h{level}>'
    return "\n".join((start + head, *(note.xhtml for note in notes), "</section>"))


def _divisions(root: Division) -> Iterator[Division]:
    stack = [root]
    while stack:
        division = stack.pop()
        yield division
        stack.extend(part for part in reversed(division.content) if isinstance(part, Division))


def _pieces(root: Division) -> Iterator[tuple[str, str, str]]:
    """Unit and markup in order, as `Division.pieces`, and with each end tag the id of its division."""
    stack: list[Division | tuple[str, str, str]] = [root]
    while stack:
        part = stack.pop()
        if not isinstance(part, Division):
            yield part
            continue
        at = part.unit
        inner: list[Division | tuple[str, str, str]] = [(at, part.start, "")]
        for item in part.content:
            inner.append(item if isinstance(item, Division) else (at, item, ""))
            at = item.last if isinstance(item, Division) else at
        inner.append((part.unit, part.end, part.id))
        stack.extend(reversed(inner))

"""What a renderer may know, made from edition.toml: the models of both ODDs, the note series, the words of the language."""

from __future__ import annotations

from collections.abc import Mapping
from functools import lru_cache
from pathlib import Path
from types import MappingProxyType

from edition import header
from edition.errors import ProjectError
from edition.model import NOTHING, Document, Finding
from edition.project import NoteSeries, Project, where
from edition.render.brackets import of_document
from edition.render.facsimile import of_pages
from edition.render.faults import of_odd
from edition.render.lacunae import LEFT_OUT
from edition.render.lines import numbered_throughout
from edition.render.model import Picture, Series, Setting
from edition.render.odd import Fault, Lookup, read
from edition.render.odd_files import gather
from edition.render.params import takes
from edition.render.words import words_of
from edition.render.xpath import compiled
from edition.tei import T

OURS = Path(__file__).with_name("edition.odd")
APPARATUS = "apparatus"
NO_PICTURES: Mapping[str, Picture] = MappingProxyType({})


def models(project: Project, medium: str, brackets: str = "", *, facsimiles: bool = False) -> tuple[Lookup, list[Finding]]:
    """Our ODD and the project's over it, compiled for a medium; what was not understood, with the line of the ODD.

    `brackets`: what they are in one document, where the project leaves it to the documents; `facsimiles`: whether it has pictures of its pages.
    """
    odds = [(OURS.name, OURS.read_bytes())]
    faults: list[Fault] = []
    if project.odd:
        path = project.folder / project.odd
        theirs, faults = gather(path, project.folder if path.resolve().is_relative_to(project.folder.resolve()) else path.parent)
        odds += theirs
    lookup, found = _compiled(tuple(odds), medium, project.choice, brackets or "none", "shown" if facsimiles else "none")
    return lookup, [of_odd(fault) for fault in (*faults, *found)]


@lru_cache(maxsize=16)
def _compiled(odds: tuple[tuple[str, bytes], ...], medium: str, reading: str, brackets: str, facsimiles: str) -> tuple[Lookup, tuple[Fault, ...]]:
    odd = read(*odds, behaviours=takes(), variables={"reading": reading, "medium": medium, "brackets": brackets, "facsimiles": facsimiles})
    return MappingProxyType({**odd.lookup(medium), **LEFT_OUT}), tuple(odd.faults)


def setting(
    project: Project, document: Document, medium: str, *,
    elsewhere: Mapping[str, str] = NOTHING, pictures: Mapping[str, Picture] = NO_PICTURES, first: Mapping[str, int] | None = None, prefix: str = "",
) -> Setting:  # fmt: skip
    """The Setting of one document. `first`: series to the number its notes begin with. Raises ProjectError for a match that is no XPath."""
    about = header.read(document.tree)
    apparatus = project.apparatus
    if apparatus == "auto":
        apparatus = "lines" if document.tree is not None and numbered_throughout(document.tree.getroot()) else "calls"
    brackets = of_document(document) if project.brackets == "auto" else project.brackets
    return Setting(
        medium=medium, models=models(project, medium, brackets, facsimiles=project.facsimiles and of_pages(document, pictures))[0], series=_series(project, first or {}, document), words=words_of(project.language, *about.languages[:1]),
        language=about.languages[0] if about.languages else project.language, prefix=prefix, title=about.title or document.name,
        reading=project.choice, corrections=project.corrections, apparatus=apparatus, witness=project.witness, facsimiles=project.facsimiles, elsewhere=elsewhere, pictures=pictures,
        facing=medium == "print" and project.pdf.parallel == "facing",
    )  # fmt: skip


def _series(project: Project, first: Mapping[str, int], document: Document) -> tuple[Series, ...]:
    """As in edition.toml; the apparatus is always there, and takes no note but the readings of an app."""
    given = project.notes
    if not any(each.name == APPARATUS for each in given):
        rank = 1 + max((each.rank for each in given), default=0)
        marks = "A B C" if _lettered(project, given, document) else "a b c"
        given = (*given, NoteSeries(APPARATUS, marks=marks, rank=rank, run_in=True, of="app"))
    return tuple(_compiled_series(project, each, first.get(each.name, 1)) for each in given)


def _lettered(project: Project, given: tuple[NoteSeries, ...], document: Document) -> bool:
    """Whether the document has notes that are called by small letters, and entries of an apparatus beside them: nobody could tell the calls apart."""
    root = None if document.tree is None else document.tree.getroot()
    if root is None or not any(each.marks.startswith("a") for each in given) or next(root.iter(f"{T}app"), None) is None:
        return False
    series = [_compiled_series(project, each, 1) for each in given]
    notes = (note for note in root.iter(f"{T}note") if next(note.iterancestors(f"{T}teiHeader", f"{T}app"), None) is None)
    return any((found := next((each for each in series if each.of == "note" and each.match(note)), None)) is not None and found.marks.startswith("a") for note in notes)


def _compiled_series(project: Project, each: NoteSeries, first: int) -> Series:
    try:
        match = compiled(each.match, {"reading": project.choice}, test=True)
    except ValueError as error:
        raise ProjectError(
            f"{where(project, 'notes', each.name, 'match')}: notes.{each.name}.match: {each.match!r} is no XPath ({error})", hint="Write a predicate on the note, such as @type='textual'."
        ) from None
    return Series(each.name, match, each.marks, each.restart, first, each.place, each.rank, each.heading, each.run_in, "app" if each.name == APPARATUS else each.of)

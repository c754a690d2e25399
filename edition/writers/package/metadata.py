"""What the package document says of the book: titles, people, dates, identifiers, rights, and how accessible it is.

Everything comes from edition.toml and the teiHeaders; what nobody has said is left out, and a feature is claimed only where it is
true of every page. Source: EPUB 3.3 §5.5, EPUB Accessibility 1.1 §2.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from html import escape
from uuid import UUID, uuid5

from edition import header
from edition.header import Agent, Header
from edition.project import NO_DATE, Edition, Project
from edition.writers.imprint import licence
from edition.writers.wording import word

OURS = UUID("6c0f7a0e-1d0b-5c6e-9a52-0e5a7b8d3f41")  # the name space of identifiers made from an edition's id
RELATORS: Mapping[str, str] = {  # MARC relators: https://id.loc.gov/vocabulary/relators
    "author": "aut", "editor": "edt", "translator": "trl", "contributor": "ctb", "funder": "fnd", "sponsor": "spn", "principal": "pdr",
    "annotator": "ann", "compiler": "com", "illustrator": "ill", "transcriber": "trc", "encoder": "mrk",
}  # fmt: skip
BODIES = frozenset({"funder", "sponsor"})  # mostly not persons: never filed by a last name
ONIX: Mapping[str, str] = {"isbn_epub": "15", "isbn": "15", "doi": "06", "urn": "22"}  # ONIX code list 5
ARTICLES: Mapping[str, str] = {  # what a title is not filed under
    "en": r"The|An?", "de": r"Der|Die|Das|Eine?", "fr": r"Les?|La|Une?", "es": r"El|La|Los|Las|Una?", "it": r"Il|Lo|La|Gli|Le|Una?", "nl": r"De|Het|Een",
}  # fmt: skip
LANGUAGE = re.compile(r"(?:[A-Za-z]{2,3}|[A-Za-z]{5,8})(?:-[A-Za-z]{4})?(?:-(?:[A-Za-z]{2}|\d{3}))?(?:-(?:[A-Za-z0-9]{5,8}|\d[A-Za-z0-9]{3}))*(?:-x(?:-[A-Za-z0-9]{1,8})+)?")
LONGEST_SOURCE = 400  # characters of a sourceDesc: the whole stands in the TEI


@dataclass(frozen=True)
class Contents:
    """What is in the book, as far as its metadata speak of it."""

    headings: bool = False
    pictures: bool = False
    described: bool = True  # every picture has an alternative text
    moving: bool = False  # a picture of a kind that can move (GIF, WebP, SVG)
    pages: bool = False  # a page-list
    notes: bool = False
    mathml: bool = False


def metadata(edition: Edition, contents: Contents, words: Mapping[str, str]) -> Iterator[str]:
    """The elements of ``<metadata>``, one a line; the identifier with the id ``uid`` is the book's."""
    project = edition.project
    headers = [header.read(document.tree) for document in edition.documents]
    yield from _identifiers(project, headers)
    yield from _titles(project)
    yield from _people(project, headers)
    for language in languages(project):
        yield f"<dc:language>{language}</dc:language>"
    for name, values in (
        ("publisher", [project.publisher]), ("date", [project.date if project.date != NO_DATE else ""]), ("rights", list(_rights(project))),
        ("source", [_shortened(each.source) for each in headers]), ("subject", [term for each in headers for term in each.keywords]),
    ):  # fmt: skip
        for value in dict.fromkeys(filter(None, values)):
            yield f"<dc:{name}>{escape(value, quote=False)}</dc:{name}>"
    yield meta("dcterms:modified", f"{project.date}T00:00:00Z")
    yield from _collection(headers)
    if contents.pages:
        yield meta("pageBreakSource", next((_shortened(each.source) for each in headers if each.source), project.title))
    yield from _accessibility(contents, words)


def languages(project: Project) -> list[str]:
    """Well-formed BCP 47 tags, the edition's first. Never empty: "und" is the tag of what is not known."""
    return [language for language in dict.fromkeys(project.languages) if LANGUAGE.fullmatch(language)] or ["und"]


def meta(name: str, value: str, *, refines: str = "", scheme: str = "", identifier: str = "") -> str:
    more = f' id="{identifier}"' if identifier else ""
    more += f' refines="#{refines}"' if refines else ""
    more += f' scheme="{scheme}"' if scheme else ""
    return f'<meta property="{name}"{more}>{escape(value, quote=False)}</meta>'


def file_as(name: str, agents: Sequence[Agent] = ()) -> str:
    """How a person's name is filed: as marked in a header, as given with a comma, or last name first where there are two words; else "".

    More words than two are not guessed at: which of them is the family name depends on the language.
    """
    filed = next((agent.filed for agent in agents if agent.name == name and agent.filed), "")
    if filed or "," in name:
        return filed or name
    parts = name.split()
    return f"{parts[1]}, {parts[0]}" if len(parts) == 2 and all(part[0].isupper() and not part.isupper() for part in parts) else ""


def _identifiers(project: Project, headers: Sequence[Header]) -> Iterator[str]:
    """DOI, ISBN or URN if the edition has one; else one made from its name, the same every time."""
    found: dict[str, str] = {}
    for name, value in project.identifiers.items():
        if name in ("doi", "isbn_epub", "isbn", "urn") and (said := _uri(name, value)):
            found.setdefault(said, name)
    if not found:
        known = "|".join(sorted({value for each in headers for value in each.identifiers.values()})) if len(headers) == 1 else ""
        found[f"urn:uuid:{uuid5(OURS, f'{project.id}|{known}' if known else project.id)}"] = "uuid"
    for number, (value, name) in enumerate(found.items()):
        identifier = "uid" if not number else f"id{number + 1}"
        yield f'<dc:identifier id="{identifier}">{escape(value, quote=False)}</dc:identifier>'
        if name in ONIX:
            yield meta("identifier-type", ONIX[name], refines=identifier, scheme="onix:codelist5")


def _uri(name: str, value: str) -> str:
    if name == "doi":
        doi = re.search(r"10\.\d{4,9}/\S+", value)
        return f"https://doi.org/{doi[0]}" if doi else ""
    if name in ("isbn", "isbn_epub"):
        digits = re.sub(r"[^\dXx]", "", value)
        return f"urn:isbn:{digits}" if len(digits) in (10, 13) else ""
    return value if value.startswith("urn:") else ""


def _titles(project: Project) -> Iterator[str]:
    for number, (kind, title) in enumerate((("main", project.title), ("subtitle", project.subtitle)), 1):
        if not title:
            continue
        yield f'<dc:title id="t{number}">{escape(title, quote=False)}</dc:title>'
        yield meta("title-type", kind, refines=f"t{number}")
        yield meta("display-seq", str(number), refines=f"t{number}")
        article = re.match(rf"({ARTICLES.get(project.language.split('-')[0], '(?!)')}) (?=\S)", title)
        if kind == "main" and article:
            yield meta("file-as", f"{title[article.end() :]}, {article[1]}", refines="t1")


def _people(project: Project, headers: Sequence[Header]) -> Iterator[str]:
    """Authors (of the edition, and of its documents) are creators, all others contributors; without an author the editors create."""
    agents = [agent for each in headers for agent in each.agents]
    roles: dict[str, list[str]] = {}
    for name, role in [(person.name, person.role) for person in project.people] + [(agent.name, agent.role) for agent in agents if agent.role == "author"]:
        if role not in roles.setdefault(name, []):
            roles[name].append(role)
    authored = any("author" in each for each in roles.values())
    for number, (name, said) in enumerate(sorted(roles.items(), key=lambda item: "author" not in item[1]), 1):
        creates = "author" in said or (not authored and "editor" in said)
        element = "creator" if creates else "contributor"
        yield f'<dc:{element} id="p{number}">{escape(name, quote=False)}</dc:{element}>'
        for role in said:
            yield meta("role", RELATORS.get(role, "ctb"), refines=f"p{number}", scheme="marc:relators")
        if not BODIES.intersection(said) and (filed := file_as(name, agents)):
            yield meta("file-as", filed, refines=f"p{number}")


def _rights(project: Project) -> Iterator[str]:
    for value in (project.rights.text, project.rights.editorial):
        if value:
            label, address = licence(value)
            yield f"{label} ({address})" if address and address != label else label
    if project.rights.note and project.rights.note != project.rights.text:
        yield project.rights.note


def _shortened(text: str) -> str:
    if len(text) <= LONGEST_SOURCE:
        return text
    return text[:LONGEST_SOURCE].rsplit(" ", 1)[0] + " …"


def _collection(headers: Sequence[Header]) -> Iterator[str]:
    """The series that every document names."""
    series = {(each.series, each.volume if len(headers) == 1 else "") for each in headers}
    if len(series) == 1 and (title := next(iter(series))[0]):
        yield meta("belongs-to-collection", title, identifier="series")
        yield meta("collection-type", "series", refines="series")
        if (volume := next(iter(series))[1]) and re.fullmatch(r"\d+(\.\d+)*", volume):
            yield meta("group-position", volume, refines="series")


def _accessibility(contents: Contents, words: Mapping[str, str]) -> Iterator[str]:
    """How the book can be read. No claim of conformance: that is for a person to make."""
    pictures = contents.pictures
    textual = contents.described or not pictures
    for mode in ["textual"] + ["visual"] * pictures:
        yield meta("schema:accessMode", mode)
    for sufficient in ["textual"] * textual + ["textual,visual"] * pictures:
        yield meta("schema:accessModeSufficient", sufficient)
    features = (
        ("tableOfContents", True), ("readingOrder", True), ("structuralNavigation", contents.headings), ("displayTransformability", True),
        ("unlocked", True), ("ARIA", True), ("alternativeText", pictures and contents.described),
        ("pageBreakMarkers", contents.pages), ("pageNavigation", contents.pages), ("MathML", contents.mathml),
    )  # fmt: skip
    for feature, true in features:
        if true:
            yield meta("schema:accessibilityFeature", feature)
    yield meta("schema:accessibilityHazard", "unknown" if contents.moving else "none")
    sentences = ["a11y_text"]
    sentences += ["a11y_notes"] * contents.notes + ["a11y_pages"] * contents.pages
    sentences += [("a11y_pictures" if contents.described else "a11y_no_pictures")] * pictures
    yield meta("schema:accessibilitySummary", " ".join(word(words, key) for key in sentences))

"""8. XHTML to files. The imprint, on the back of the title page: edition, publisher, people, rights, identifiers, sources."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from html import escape

from edition import header
from edition.header import spoken
from edition.project import NO_DATE, Edition, Person
from edition.render.words import date_words
from edition.writers.wording import word

IDENTIFIERS: Mapping[str, tuple[str, str]] = {  # what an identifier is called, and where it leads
    "isbn_pdf": ("ISBN (PDF)", ""), "isbn_epub": ("ISBN (EPUB)", ""), "doi": ("DOI", "https://doi.org/{}"),
    "urn": ("URN", ""), "handle": ("Handle", "https://hdl.handle.net/{}"),
}  # fmt: skip
STATEMENTS: Mapping[str, str] = {  # rightsstatements.org, version 1.0
    "InC": "In Copyright", "InC-OW-EU": "In Copyright – EU Orphan Work", "InC-EDU": "In Copyright – Educational Use Permitted",
    "InC-NC": "In Copyright – Non-Commercial Use Permitted", "InC-RUU": "In Copyright – Rights-holder(s) Unlocatable or Unidentifiable",
    "NoC-CR": "No Copyright – Contractual Restrictions", "NoC-NC": "No Copyright – Non-Commercial Use Only",
    "NoC-OKLR": "No Copyright – Other Known Legal Restrictions", "NoC-US": "No Copyright – United States", "CNE": "Copyright Not Evaluated",
    "UND": "Copyright Undetermined", "NKC": "No Known Copyright",
}  # fmt: skip
ACRONYM = 4  # letters: kinds of identifiers that a header calls "url" or "stc"
BY = re.compile(r"\b(?:by|von|durch|par|por|da|van|door)\s*:?$", re.IGNORECASE)


def imprint(edition: Edition, words: Mapping[str, str]) -> str:
    """What stands on the back of the title page: edition, publisher, people, rights, identifiers, sources."""
    project = edition.project
    whole = f'<span class="title">{escape(project.title)}</span>' + (f". {escape(project.subtitle)}" if project.subtitle else "")
    lines = [f"<p>{whole}</p>"]
    said = f"{word(words, 'edition')} {project.edition}" if re.fullmatch(r"[\d.]+", project.edition) else project.edition
    day = date_words(day_of(project.date), words)
    published = [text for text in (said, ", ".join(filter(None, (project.publisher, project.place))), day) if text]
    if published:
        lines.append(f"<p>{escape('. '.join(published))}</p>")
    if project.people:
        lines.append(f'<ul class="people">{"".join(_person(person, words) for person in project.people)}</ul>')
    lines.extend(_rights(edition, words))
    for name, value in project.identifiers.items():
        label, address = IDENTIFIERS.get(name, ("" if name == "id" else name.upper() if len(name) <= ACRONYM else name, ""))
        label = "" if label and value.casefold().startswith(f"{label.casefold()} ") else label
        href = address.format(value.removeprefix("https://doi.org/")) if address else value
        lines.append(f'<p class="identifier">{escape(label)}{" " if label else ""}{_link(href, value.removeprefix("https://doi.org/") if name == "doi" else value)}</p>')
    if found := list(_sources(edition, words)):
        lines.append(f'<p class="sources-title">{escape(word(words, "sources" if len(found) > 1 else "source"))}</p>')
        lines.append(f'<ul class="sources">{"".join(found)}</ul>')
    return f'<section class="imprint">{"".join(lines)}</section>'


def licence(value: str) -> tuple[str, str]:
    """Words and address of an SPDX id or a rights statement: ``("CC BY 4.0", "https://creativecommons.org/licenses/by/4.0/")``.

    An address that is not known is its own words; words that are no identifier have no address.
    """
    if value == "CC0-1.0":
        return "CC0 1.0", "https://creativecommons.org/publicdomain/zero/1.0/"
    if found := re.fullmatch(r"CC-(BY(?:-NC)?(?:-ND|-SA)?)-(\d\.\d)", value):
        return f"CC {found[1]} {found[2]}", f"https://creativecommons.org/licenses/{found[1].lower()}/{found[2]}/"
    if found := re.fullmatch(r"https?://creativecommons\.org/licenses/([a-z-]+)/(\d\.\d)/?(?:deed\.\w+|legalcode)?", value):
        return f"CC {found[1].upper()} {found[2]}", value
    if re.fullmatch(r"https?://creativecommons\.org/publicdomain/zero/1\.0/?(?:deed\.\w+|legalcode)?", value):
        return "CC0 1.0", value
    if found := re.fullmatch(r"https?://rightsstatements\.org/(?:vocab|page)/([A-Za-z-]+)/1\.0/?(?:\?.*)?", value):
        return STATEMENTS.get(found[1], value), value
    if re.match(r"https?://", value):
        return value, value
    if re.fullmatch(r"[A-Za-z0-9][A-Za-z0-9.+-]*-\d[A-Za-z0-9.+-]*", value):  # the form of an SPDX id with a version
        return value, f"https://spdx.org/licenses/{value}.html"
    return value, ""


def day_of(day: str) -> str:
    """The day, or the year where no more is known; "" for the date of what has none."""
    return "" if day == NO_DATE else day.removesuffix("-01-01")


def _person(person: Person, words: Mapping[str, str]) -> str:
    orcid = person.orcid.removeprefix("https://orcid.org/")
    link = f" ({_link(f'https://orcid.org/{orcid}', f'ORCID {orcid}')})" if orcid else ""
    does = person.resp or word(words, person.role)
    name = f'<span class="name">{escape(spoken(person.name))}</span>{link}'
    if person.resp and BY.search(person.resp):  # "transcribed by": the name goes on from it
        return f"<li>{escape(person.resp[0].upper() + person.resp[1:])} {name}</li>"
    return f"<li>{name}{word(words, 'colon')}{escape(does)}</li>"


def _rights(edition: Edition, words: Mapping[str, str]) -> Iterator[str]:
    rights = edition.project.rights
    both = rights.text and rights.editorial
    for key, value in (("text", rights.text), ("editorial", rights.editorial)):
        if value:
            label, address = licence(value)
            name = word(words, key) if both or key == "editorial" else word(words, "rights")
            yield f'<p class="rights">{escape(name)}{word(words, "colon")}{_link(address, label)}</p>'
    if rights.note and _bare(rights.note) not in (_bare(rights.text), _bare(licence(rights.text)[0])):
        yield f'<p class="rights">{escape(rights.note)}</p>'
    if rights.contact:
        yield f'<p class="contact">{escape(word(words, "contact"))}{word(words, "colon")}{escape(rights.contact)}</p>'


def _bare(text: str) -> str:
    return re.sub(r"[\W_]", "", text).casefold()


def _sources(edition: Edition, words: Mapping[str, str]) -> Iterator[str]:
    """What the headers say of the sources; the document's title before it where there are more documents than one."""
    for document in edition.documents:
        head = header.read(document.tree)
        if head.source:
            name = f'<span class="title">{escape(head.title or document.name)}</span>{word(words, "colon")}' if len(edition.documents) > 1 else ""
            yield f"<li>{name}{escape(head.source)}</li>"


def _link(href: str, text: str) -> str:
    if not re.match(r"https?://", href):
        return escape(text)
    return f'<a href="{escape(href)}">{escape(text)}</a>'

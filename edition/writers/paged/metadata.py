"""8. XHTML to files. What a PDF says of itself: title, people, dates, languages, the labels of its pages."""

from __future__ import annotations

import re
from html import escape

import pydyf  # type: ignore[import-untyped]

from edition.project import Project
from edition.version import __version__

LONGEST = 54  # characters of a running head


def head(project: Project) -> str:
    """The head of the XHTML: the engine makes the PDF's metadata of it. The one date is the edition's."""
    authors = [person.name for person in project.people if person.role == "author"] or [person.name for person in project.people if person.role == "editor"]
    found = [("author", name) for name in authors]
    found += [("generator", f"edition-toolkit {__version__}"), ("dcterms.created", f"{project.date}T00:00:00Z"), ("dcterms.modified", f"{project.date}T00:00:00Z")]
    if project.subtitle:
        found.append(("description", project.subtitle))
    if keywords := ", ".join(f"{name} {value}" for name, value in project.identifiers.items()):
        found.append(("keywords", keywords))
    return f'<head><meta charset="utf-8"/><title>{escape(project.title)}</title>' + "".join(f'<meta name="{name}" content="{escape(text)}"/>' for name, text in found) + "</head>"


def root(project: Project, direction: str) -> str:
    """Attributes of the root: language, direction, the running head of the left pages."""
    language = escape(project.language)
    return f'lang="{language}" xml:lang="{language}" dir="{direction}" data-book="{escape(running(project.title))}"'


def running(title: str) -> str:
    """A title short enough for the head of a page: whole, or to its first stop, or as many words as fit with a sign of omission."""
    title = " ".join(title.split())
    if len(title) <= LONGEST:
        return title
    for stop in (r"(?<=\w{4})\. ", ": ", "; ", " [–—/] ", ", "):
        if 8 <= len(short := re.split(stop, title)[0]) <= LONGEST and short.count("(") == short.count(")"):
            return short
    words = title[:LONGEST].rsplit(" ", 1)
    return words[0].rstrip(",;:.–—-") + "…"


def finish(pdf: pydyf.PDF, *, roman: int, pages: int, direction: str) -> None:
    """What the engine does not write: page labels as printed, and which way a book is turned."""
    labels = pydyf.Array()
    if roman:
        labels += [0, pydyf.Dictionary({"S": "/r"})]
    if roman < pages:
        labels += [roman, pydyf.Dictionary({"S": "/D"})]
    pdf.catalog["PageLabels"] = pydyf.Dictionary({"Nums": labels})
    if direction == "rtl":
        pdf.catalog["ViewerPreferences"]["Direction"] = "/R2L"
    if "Outlines" in pdf.catalog:
        pdf.catalog["PageMode"] = "/UseOutlines"

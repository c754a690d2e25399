"""10. The page a curator reads first: what the deposit is, who answers for it, what may be done with it, how to check it."""

from __future__ import annotations

from collections.abc import Sequence

from edition.header import Header
from edition.project import Person, Project

FOLDERS = {
    "records": "what the editors wrote: the edition's description, a record for each document, notes, front and back matter",
    "source": "the documents as they were found; `sources.json` lists them with their checksums",
    "tei": "the edition itself: TEI P5, with a log of every repair beside each file",
    "pdf": "the edition as a book, made from the TEI",
    "epub": "the edition as an e-book, made from the TEI",
    "site": "the edition as pages for a browser, made from the TEI",
    "reports": "what the program's checks found when the deposit was made",
}
MODES = {
    "full": "The deposit holds all there is: sources, records, TEI and what was made from it.",
    "restricted": "The deposit holds all there is, and is not for everyone to read: `ACCESS.md` says more.",
    "metadata-only": "The deposit holds **no text and nothing made from the texts**: only the editors' records and the checksums of the\n"
    "sources. Who has the same files (the checksums tell) can make the whole edition from them again.",
}


def write(project: Project, headers: Sequence[Header], files: Sequence[str]) -> str:
    """The page, as Markdown. `headers`: of the documents, in the order of `project.documents`. `files`: paths in the payload, sorted."""
    with_texts = project.rights.deposit != "metadata-only"
    parts = [
        f"# {project.title}",
        project.subtitle,
        _facts(project),
        "## What may be done with it",
        _rights(project),
        "## What it holds",
        MODES[project.rights.deposit],
        _folders(files, with_texts=with_texts),
        "## The documents",
        _documents(project, headers),
        "## How to check it",
        "This folder is a BagIt 1.0 bag (RFC 8493). `edition verify DIR` checks it, or any BagIt program, or, beside `bagit.txt`:\n\n"
        "```\nsha256sum -c manifest-sha256.txt\n```",
        "## How to make the edition again",
        f"Copy what is in `records/` and `source/` into one folder `seeds/{project.id}/`"
        + ("" if with_texts else ", put the documents that `source/sources.json` names beside them (their checksums must agree)")
        + f" and run `edition build {project.id}` beside `seeds/`.",
    ]
    return "\n\n".join(part for part in parts if part) + "\n"


def _facts(project: Project) -> str:
    rows = [
        *((_role(person), person.name + (f", {person.resp[0].lower()}{person.resp[1:]}" if person.resp else "") + _orcid(person)) for person in project.people),
        ("Publisher", ", ".join(filter(None, (project.publisher, project.place)))),
        ("Edition", project.edition),
        ("Date", project.date),
        ("Languages", ", ".join(project.languages)),
        *((kind.replace("_", " "), value) for kind, value in sorted(project.identifiers.items())),
        ("Contact", project.rights.contact),
    ]
    return _table(("", ""), [row for row in rows if row[1]])


def _role(person: Person) -> str:
    return person.role.capitalize()


def _orcid(person: Person) -> str:
    return f" (ORCID {person.orcid.removeprefix('https://orcid.org/')})" if person.orcid else ""


def _rights(project: Project) -> str:
    rows = [("the texts", project.rights.text), ("what the editors wrote (TEI encoding, records, notes)", project.rights.editorial)]
    said = _table(("part", "rights"), [(part, rights or "not stated: ask before using it") for part, rights in rows])
    return said + (f"\n\n{project.rights.note}" if project.rights.note else "")


def _folders(files: Sequence[str], *, with_texts: bool) -> str:
    counts: dict[str, int] = {}
    for name in files:
        if "/" in name:
            top = name.split("/", 1)[0]
            counts[top] = counts.get(top, 0) + 1
    words = FOLDERS if with_texts else {**FOLDERS, "source": "`sources.json`, the list of the documents with their checksums; the documents themselves are not here"}
    return _table(("folder", "files", "what"), [(f"`{top}/`", str(count), words.get(top, "")) for top, count in counts.items()])


def _documents(project: Project, headers: Sequence[Header]) -> str:
    rows = []
    for entry, header in zip(project.documents, headers, strict=False):
        authors = "; ".join(agent.name for agent in header.authors)
        rows.append((f"`{entry.name}`", header.title or "(no title)", authors))
    return _table(("name", "title", "author"), rows)


def _table(heads: Sequence[str], rows: Sequence[Sequence[str]]) -> str:
    if not rows:
        return "None."
    lines = [heads, ["---"] * len(heads), *rows]
    return "\n".join("| " + " | ".join(" ".join(cell.split()).replace("|", "\\|") for cell in line) + " |" for line in lines)

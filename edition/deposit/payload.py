"""10. What of an edition goes into a deposit, by its rights, and the README that says so. Separate from the bag, which packs any files.

    records/   what the editors wrote: edition.toml, the records, notes, front and back matter            always
    source/    the documents as they were found; sources.json names them with their checksums             full, restricted; the list always
    tei/       the edition: TEI, its logs, its pictures                                                   full, restricted
    pdf/ epub/ what was made from the TEI                                                                 full, restricted
    reports/   what the checks said                                                                       full, restricted
    README.md  (ACCESS.md)                                                                                always
"""

from __future__ import annotations

import json
import posixpath
from collections.abc import Iterator, Mapping, Sequence
from collections.abc import Set as AbstractSet
from dataclasses import dataclass
from pathlib import Path, PurePosixPath
from typing import Any
from urllib.parse import unquote, urlsplit

from edition import header, project, tei
from edition.deposit import readme
from edition.deposit.wording import shared_run
from edition.errors import SourceError, TextRefused
from edition.logfile import carrying
from edition.model import Artifact, Document
from edition.project import Edition

RECORDS = ("authority.toml", "bibliography.json", "bibliography.bib")
FILES = "//@*[contains(., '.xml') or contains(., '.tei')] | //xi:include/@href"  # attributes that may name files
XML = (".xml", ".tei")
RUN = 15  # words in a row that a metadata-only deposit may not share with a text, titles apart
NOT_SOURCE = frozenset({"note", "corr", "reg", "supplied", "figDesc"})  # in the TEI, and not in the document
ACCESS = """# Access

This deposit is **restricted**: its files are for the archive to keep, not to show, until whoever holds the rights agrees.

{note}
Who asks for access, or for something to be taken back, writes to: {contact}
"""


@dataclass(frozen=True)
class Content:
    """A file of the payload: its bytes, or where it lies and (if known) its sha256."""

    data: bytes | Path
    sha256: str = ""


def payload(edition: Edition, artifacts: list[Artifact], extra: Mapping[str, bytes]) -> dict[str, Content]:
    """Path in the payload to content. Raises TextRefused, SourceError."""
    rights = edition.project.rights
    sources = [_source(document) for document in edition.documents if document.log is not None]
    files = {f"records/{name}": Content(path) for name, path in _records(edition)}
    listed = [{key: source[key] for key in ("document", "file", "found_as", "sha256", "bytes", "format")} for source in sources]
    files["source/sources.json"] = Content((json.dumps(listed, ensure_ascii=False, indent=1) + "\n").encode())
    if rights.deposit == "metadata-only":
        _refuse_wording(edition, files)
    else:
        files |= dict(_originals(sources, edition.project.folder / "images"))
        files |= dict(_texts(edition))
        files |= dict(_made(artifacts))
        files |= {name: Content(data) for name, data in extra.items()}
    if rights.deposit == "restricted":
        note = f"{rights.note}\n" if rights.note else ""
        files["ACCESS.md"] = Content(ACCESS.format(note=note, contact=rights.contact or "the editors named in README.md").encode())
    files["README.md"] = Content(readme.write(edition.project, [header.read(document.tree) for document in edition.documents], sorted(files)).encode())
    return files


def _records(edition: Edition) -> Iterator[tuple[str, Path]]:
    """What the editors wrote, as in the edition's folder."""
    this = edition.project
    names = [project.FILE, *RECORDS, *(f"{entry.name}{end}" for entry in this.documents for end in (".toml", ".notes.md")), this.odd, this.csl, *this.css]
    names += [f"{part}/{name}.md" for part, those in (("front", this.front), ("back", this.back)) for name in those]
    for name in filter(None, names):
        if (this.folder / name).is_file():
            yield name, this.folder / name


def _source(document: Document) -> dict[str, Any]:
    """What the log says of a document's source, and where it lies (`path`). In the deposit it has the document's name (`file`)."""
    try:
        said = json.loads(document.log or b"")["source"]
        path = document.path.parent / said["file"]
        return {**said, "document": document.name, "file": f"{document.name}{path.suffix}", "found_as": path.name, "path": path}
    except (ValueError, KeyError, TypeError):
        raise SourceError(f"{document.path.with_suffix('.edits.json')}: the log cannot be read", hint="Run `edition ingest` again.") from None


def _originals(sources: Sequence[dict[str, Any]], images: Path) -> Iterator[tuple[str, Content]]:
    """The documents as they were found, and the edition's pictures."""
    for source in sources:
        if not source["path"].is_file():
            raise SourceError(f"{source['path']}: not there (sha256 {source['sha256']})", hint="A deposit with texts needs the source files: name their folder with --seeds.")
        yield f"source/{source['file']}", Content(source["path"], source["sha256"])
    for path in sorted(images.rglob("*")):
        if path.is_file() and not path.name.startswith("."):
            yield f"source/images/{path.relative_to(images).as_posix()}", Content(path)


def _texts(edition: Edition) -> Iterator[tuple[str, Content]]:
    """The TEI files as they lie to each other, each with its log inside, their logs and layers, and the pictures where the TEI looks for them."""
    if (whole := edition.project.tei / "edition.xml").is_file():
        yield "tei/edition.xml", Content(whole)
    for document in edition.all:
        inside = document.path.is_relative_to(edition.project.tei)
        place = PurePosixPath("tei", *(document.path.relative_to(edition.project.tei).parts if inside else [f"{document.name}.xml"]))
        yield str(place), Content(carrying(document.data, document.log) if document.log is not None else document.data)
        if document.log is not None:
            yield str(place.with_suffix(".edits.json")), Content(document.log)
        if (layer := document.path.with_suffix(".layer.txt")).is_file():
            yield str(place.with_suffix(".layer.txt")), Content(layer)
        for address in _pictures(document):
            for folder in filter(None, (document.folder, document.path.parent)):
                if (folder / address).is_file():
                    yield str(place.parent / address), Content(folder / address)
                    break
        for address, path in _named(document, {each.path.name for each in edition.all}).items():
            yield str(place.parent / address), Content(path)
            if path.is_relative_to(edition.project.folder):
                yield f"source/{address}", Content(path)


def _pictures(document: Document) -> Iterator[str]:
    """The addresses of pictures that lie beside the TEI. One that is missing is a finding of the checks."""
    for url in () if document.tree is None else tei.select(document.tree, "//t:graphic/@url"):
        parts = urlsplit(url)
        path = PurePosixPath(unquote(parts.path))
        if parts.scheme or parts.netloc or not parts.path:
            continue
        if path.is_absolute() or ".." in path.parts:
            raise TextRefused(f"{document.path}: the picture {url!r} lies outside the edition", hint="Put it into the edition's images/ folder.")
        yield str(path)
    for said in () if document.tree is None else tei.select(document.tree, "//@facs"):  # of pages: what is no pointer may be the address of a file
        for address in said.split():
            path = PurePosixPath(unquote(address))
            if address[0] != "#" and ":" not in address and not path.is_absolute() and ".." not in path.parts:
                yield str(path)


def _named(document: Document, own: AbstractSet[str]) -> dict[str, Path]:
    """Other files in the edition's folder that the TEI names: registers (``people.xml#pask``), what an xi:include brings in, and what these name in turn."""
    found: dict[str, Path] = {}
    waiting = [(PurePosixPath(), document.tree)]
    while waiting:
        folder, tree = waiting.pop()
        for said in () if tree is None else dict.fromkeys(tei.select(tree, FILES)):
            for word in said.split():
                address = PurePosixPath(posixpath.normpath(folder / unquote(word.partition("#")[0])))
                path = next((home / address for home in document.homes if (home / address).is_file()), None)
                if path is None or ".." in address.parts or address.is_absolute() or str(address) in own or str(address) in found:
                    continue
                if path.resolve().is_relative_to(path.parent.resolve()):
                    found[str(address)] = path
                    waiting.append((address.parent, tei.parse(path.read_bytes()).tree if path.suffix.lower() in XML else None))
    return found


def _made(artifacts: list[Artifact]) -> Iterator[tuple[str, Content]]:
    """Each file in the folder that its suffix names; a folder as it is."""
    for artifact in artifacts:
        if artifact.files:
            for file in artifact.files:
                path = artifact.path / file
                yield f"{artifact.path.name}/{path.relative_to(artifact.path).as_posix()}", Content(path)
        else:
            yield f"{artifact.path.suffix.lstrip('.') or 'files'}/{artifact.path.name}", Content(artifact.path, artifact.sha256)


def _refuse_wording(edition: Edition, files: Mapping[str, Content]) -> None:
    """Raises TextRefused if a file quotes more of a text than the rights allow."""
    for document in edition.documents:
        if document.tree is None:
            continue
        said = header.read(document.tree)
        titles = [said.title, said.subtitle, *(tei.plain(title) for title in tei.select(document.tree, "//t:title | //t:head"))]
        text = "".join(part for body in tei.select(document.tree, "//t:text") for part in tei.texts(body, NOT_SOURCE))
        for name, content in files.items():
            data = content.data if isinstance(content.data, bytes) else content.data.read_bytes()
            if run := shared_run(text, data.decode("utf-8", "replace"), length=RUN, apart=titles):
                raise TextRefused(
                    f'{name}: quotes {RUN} words or more of "{document.name}": "{run}"',
                    hint="The deposit is metadata-only: quote less, or change rights.deposit in edition.toml.",
                )

"""10. BagIt 1.0: a folder of files with checksums that any archive can check, written whole or not at all.

`write` is the format and knows nothing of editions; what goes in is decided in `payload.py`, and `verify.py` checks a bag, ours or not.
Names and dates come from the edition, so the same edition gives the same bytes. Source: RFC 8493.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from hashlib import sha256, sha512
from pathlib import Path, PurePosixPath

from edition.deposit.payload import Content, payload
from edition.errors import OutputError, TextRefused
from edition.files import replacing_folder
from edition.model import Artifact
from edition.project import Edition, Project
from edition.version import __version__

DECLARATION = b"BagIt-Version: 1.0\nTag-File-Character-Encoding: UTF-8\n"
NAME = re.compile(r"[A-Za-z0-9_][A-Za-z0-9._-]*")  # what every file system, archive and URL keeps as it is
LONGEST = 200  # bytes of a name
PIECE = 1 << 20  # bytes read at a time


def pack(edition: Edition, artifacts: list[Artifact], folder: Path, *, extra: Mapping[str, bytes] | None = None) -> Artifact:
    """A bag of the edition at `folder`, as far as its rights allow; an older bag there is replaced when the new one is complete.

    `extra`: more payload by its path, such as ``reports/findings.json``; a metadata-only deposit leaves it out, for a report quotes.
    Raises TextRefused (something may not or cannot go in), SourceError (a source is gone or changed), OutputError.
    """
    return write(folder, payload(edition, artifacts, extra or {}), description(edition.project))


def description(project: Project) -> dict[str, str]:
    """The labels of bag-info.txt, without what is counted. Source: RFC 8493, section 2.2.2."""
    editor = next((person for person in project.people if person.role in ("editor", "author")), None)
    contact = project.rights.contact
    said = {
        "Bag-Software-Agent": f"edition-toolkit {__version__}",
        "Bagging-Date": project.date,
        "Contact-Email": contact if re.fullmatch(r"\S+@\S+", contact) else "",
        "Contact-Name": editor.name if editor else "",
        "Edition-Contact": "" if re.fullmatch(r"\S+@\S+", contact) else contact,
        "Edition-Deposit": project.rights.deposit,
        "External-Description": ". ".join(filter(None, (project.title, project.subtitle))),
        "External-Identifier": project.identifiers.get("doi") or "-".join(filter(None, (project.id, project.edition))),
        "Source-Organization": project.publisher,
    }
    return {label: " ".join(value.split()) for label, value in said.items() if value.strip()}


def write(folder: Path, files: Mapping[str, Content], about: Mapping[str, str]) -> Artifact:
    """A bag at `folder` with these files (by their path below ``data/``) and labels. The files are read once."""
    _check_names(files)
    if folder.exists() and not (folder / "bagit.txt").is_file() and (not folder.is_dir() or any(folder.iterdir())):
        raise OutputError(f"{folder}: something else than a bag stands there", hint="Move it away, or name another folder.")
    with replacing_folder(folder) as new:
        lists = _fill(new, files, about)
    manifest = (folder / "tagmanifest-sha256.txt").read_bytes()
    return Artifact(folder, "application/x-bagit", sha256(manifest).hexdigest(), tuple(folder / name for name in sorted(lists)))


def _fill(folder: Path, files: Mapping[str, Content], about: Mapping[str, str]) -> list[str]:
    """All files of a bag, in a new folder. Returns their paths in it."""
    sums: dict[str, tuple[str, str]] = {}
    octets = 0
    (folder / "data").mkdir()
    for name in sorted(files):
        size, *digests = _copy(files[name], folder / "data" / name)
        sums[f"data/{name}"] = (digests[0], digests[1])
        octets += size
    info = {**about, "Payload-Oxum": f"{octets}.{len(files)}"}
    tags = {"bagit.txt": DECLARATION, "bag-info.txt": "".join(f"{label}: {info[label]}\n" for label in sorted(info)).encode()}
    tags |= {f"manifest-{kind}.txt": _manifest(sums, column) for column, kind in enumerate(("sha256", "sha512"))}
    listed = {name: (sha256(data).hexdigest(), sha512(data).hexdigest()) for name, data in tags.items()}
    tags |= {f"tagmanifest-{kind}.txt": _manifest(listed, column) for column, kind in enumerate(("sha256", "sha512"))}
    for name, data in tags.items():
        (folder / name).write_bytes(data)
    return [*sums, *tags]


def _manifest(sums: Mapping[str, tuple[str, str]], column: int) -> bytes:
    return "".join(f"{sums[name][column]}  {name}\n" for name in sorted(sums)).encode()


def _copy(content: Content, target: Path) -> tuple[int, str, str]:
    """Bytes, sha256, sha512 of what was written."""
    target.parent.mkdir(parents=True, exist_ok=True)
    if isinstance(content.data, bytes):
        target.write_bytes(content.data)
        return len(content.data), sha256(content.data).hexdigest(), sha512(content.data).hexdigest()
    sums, size = (sha256(), sha512()), 0
    with content.data.open("rb") as source, target.open("wb") as out:
        while piece := source.read(PIECE):
            out.write(piece)
            size += len(piece)
            for each in sums:
                each.update(piece)
    if content.sha256 not in ("", sums[0].hexdigest()):
        raise TextRefused(f"{content.data}: changed since it was made or ingested", hint="Run `edition build` again, then `edition archive`.")
    return size, sums[0].hexdigest(), sums[1].hexdigest()


def _check_names(files: Mapping[str, Content]) -> None:
    """Raises TextRefused for a name that would not survive other systems: RFC 8493, section 5.2, and what no tool does right: "%"."""
    folded: dict[str, str] = {}
    for name in files:
        for part in PurePosixPath(name).parts:
            if not NAME.fullmatch(part) or len(part) > LONGEST:
                raise TextRefused(
                    f"{part!r} (in {name!r}) cannot be a file name in a deposit",
                    hint=f"Rename it: letters A to Z, digits, point, hyphen, low line, no point or hyphen first, at most {LONGEST} characters.",
                )
        other = folded.setdefault(name.lower(), name)
        if other != name:
            raise TextRefused(f"{other!r} and {name!r} differ in capitals only", hint="Many systems take them for one file: rename one of them.")

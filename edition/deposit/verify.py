"""10. Is a bag whole and as it was? Cheap answers first: structure, count, completeness, then every checksum.

For any bag, ours or not (BagIt 0.93 to 1.0). Everything found is reported with its path; reading only. Source: RFC 8493, sections 2 and 3.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from hashlib import new
from pathlib import Path, PurePosixPath
from types import MappingProxyType

from edition.codes import Code
from edition.model import Finding, Locus, Severity

BAGIT = "RFC 8493"
CODES: Mapping[str, Code] = MappingProxyType({
    "DEP010": Code("no-bag", Severity.ERROR, "The folder is no bag: bagit.txt is missing, or does not say which version of BagIt and which encoding.", BAGIT),
    "DEP011": Code("bag-without-lists", Severity.ERROR, (
        "A bag without a payload folder (data/), or without a list of its files (manifest-….txt), cannot be checked."), BAGIT),
    "DEP012": Code("faulty-list", Severity.ERROR, (
        "A line of a bag's list is not a checksum and a path, or its path is listed twice or leads out of the bag. Until it is mended, "
        "nothing can be said of the files it meant."), BAGIT),
    "DEP013": Code("wrong-count", Severity.ERROR, (
        "Payload-Oxum in bag-info.txt counts other bytes or files than there are in data/: something was lost, added or cut short."), BAGIT),
    "DEP014": Code("file-missing", Severity.ERROR, "A file that a list of the bag names is not there, or cannot be read.", BAGIT),
    "DEP015": Code("file-unlisted", Severity.ERROR, (
        "A file in the bag is in no list: nothing vouches for it. Outside data/ that is allowed, and only a query."), BAGIT),
    "DEP016": Code("file-changed", Severity.ERROR, "A file has another checksum than the bag's list: it was changed or damaged since it was packed.", BAGIT),
    "DEP017": Code("bag-incomplete", Severity.QUERY, "The bag says, in fetch.txt, that some of its files must be fetched from elsewhere. Nothing is fetched here.", BAGIT),
})  # fmt: skip
ALGORITHMS = ("md5", "sha1", "sha224", "sha256", "sha384", "sha512")
PIECE = 1 << 20
LINE = re.compile(r"([0-9A-Fa-f]+)[ \t]+\*?(\S.*)")
DECLARATION = re.compile(rb"BagIt-Version: (\d+)\.(\d+)(?:\r\n|\r|\n)Tag-File-Character-Encoding: ([\w.:-]+)[\r\n]*")
OLDER = re.compile(rb"BagIt-Version\s*:\s*(\d+)\.(\d+)\s*[\r\n]+\s*Tag-File-Character-Encoding\s*:\s*([\w.:-]+)\s*")


@dataclass
class _Bag:
    folder: Path
    encoding: str = "utf-8"
    files: dict[str, Path] = field(default_factory=dict)  # path in the bag to file: payload and tags
    manifests: dict[str, dict[str, str]] = field(default_factory=dict)  # name of a manifest to path to checksum

    def finding(self, code: str, name: str, message: str, hint: str = "", *, line: int = 0, severity: Severity = Severity.ERROR) -> Finding:
        return Finding(code, severity, Locus(str(self.folder / name) if name else str(self.folder), line), message, hint)


def verify(folder: Path) -> list[Finding]:
    """Everything that is wrong with a bag; nothing if it is whole. Raises nothing."""
    bag = _Bag(folder)
    found = list(_structure(bag))
    if not any(each.code in ("DEP010", "DEP011") for each in found):
        found += [*_count(bag), *_completeness(bag), *_checksums(bag)]
    return found


def _structure(bag: _Bag) -> Iterator[Finding]:
    """The declaration, the folders, the lists. Fills `bag`."""
    try:
        data = (bag.folder / "bagit.txt").read_bytes()
    except OSError:
        yield bag.finding("DEP010", "", "there is no bagit.txt", "Name the folder of a bag: the one that holds bagit.txt and data/.")
        return
    declared = DECLARATION.fullmatch(data)
    older = OLDER.fullmatch(data)
    if not declared and not (older and older[1] == b"0"):
        yield bag.finding("DEP010", "bagit.txt", "does not say version and encoding in two lines", 'Expected "BagIt-Version: 1.0" and "Tag-File-Character-Encoding: UTF-8".')
        return
    bag.encoding = (declared or older)[3].decode()  # type: ignore[index]  # one of them matched
    try:
        "".encode(bag.encoding)
    except (LookupError, UnicodeError):
        yield bag.finding("DEP010", "bagit.txt", f"{bag.encoding!r} is no encoding that is known", "Expected UTF-8.")
        return
    for path in sorted(bag.folder.rglob("*")):
        name = path.relative_to(bag.folder).as_posix()
        if path.is_symlink() and not _within(path, bag.folder):
            yield bag.finding("DEP012", name, "is a link that leads out of the bag", "Put the file itself there.")
        elif path.is_file():
            bag.files[name] = path
    for name in sorted(bag.files):
        if match := re.fullmatch(r"(?:tag)?manifest-(\w+)\.txt", name):
            if match[1].lower() in ALGORITHMS:
                yield from _manifest(bag, name)
            else:
                severity = Severity.QUERY
                yield bag.finding("DEP012", name, f"{match[1]!r} is no checksum that is known", f"Known: {', '.join(ALGORITHMS)}.", severity=severity)
    if not (bag.folder / "data").is_dir():
        yield bag.finding("DEP011", "data", "there is no payload folder")
    elif not any(name.startswith("manifest-") for name in bag.manifests):
        yield bag.finding("DEP011", "", "there is no manifest of the payload", "Expected manifest-sha512.txt or another.")
    if "fetch.txt" in bag.files:
        yield bag.finding("DEP017", "fetch.txt", "says that files must be fetched first", "Nothing is fetched here: complete the bag, then check it.", severity=Severity.QUERY)


def _within(path: Path, folder: Path) -> bool:
    try:
        return path.resolve().is_relative_to(folder.resolve())
    except (OSError, RuntimeError):  # a link to itself
        return False


def _manifest(bag: _Bag, name: str) -> Iterator[Finding]:
    listed: dict[str, str] = {}
    bag.manifests[name] = listed
    payload = not name.startswith("tag")
    try:
        lines = bag.files[name].read_bytes().decode(bag.encoding).replace("\r\n", "\n").replace("\r", "\n").split("\n")
    except (OSError, UnicodeError) as error:
        yield bag.finding("DEP012", name, f"cannot be read ({error})")
        return
    for number, line in enumerate(lines, 1):
        if not line.strip():
            continue
        match = LINE.fullmatch(line)
        path = re.sub("%(0A|0D|25)", lambda code: chr(int(code[1], 16)), match[2], flags=re.IGNORECASE) if match else ""
        if not match:
            yield bag.finding("DEP012", name, "is not a checksum and a path", line=number)
        elif not _inside(path) or payload != path.startswith("data/"):
            yield bag.finding("DEP012", name, f"{path!r} is no path that this list may name", line=number)
        elif path in listed and listed[path] != match[1].lower():
            yield bag.finding("DEP012", name, f"{path!r} is listed twice, with different checksums", line=number)
        else:
            listed[path] = match[1].lower()


def _inside(path: str) -> bool:
    return not PurePosixPath(path).is_absolute() and ".." not in PurePosixPath(path).parts and not re.match(r"~|[A-Za-z]:|.*\\", path)


def _count(bag: _Bag) -> Iterator[Finding]:
    info = bag.files.get("bag-info.txt")
    if info is None:
        return
    try:
        said = re.search(r"^Payload-Oxum[ \t]*:[ \t]*(\d+)\.(\d+)", info.read_text(bag.encoding), re.MULTILINE | re.IGNORECASE)
        payload = [path.stat().st_size for name, path in bag.files.items() if name.startswith("data/")]
    except (OSError, UnicodeError) as error:
        yield bag.finding("DEP012", "bag-info.txt", f"cannot be read ({error})")
        return
    if said and (int(said[1]), int(said[2])) != (sum(payload), len(payload)):
        yield bag.finding("DEP013", "bag-info.txt", f"Payload-Oxum says {said[1]} bytes in {said[2]} files; there are {sum(payload)} in {len(payload)}")


def _completeness(bag: _Bag) -> Iterator[Finding]:
    missing: dict[str, list[str]] = {}
    for name, listed in bag.manifests.items():
        for path in listed:
            if path not in bag.files:
                missing.setdefault(path, []).append(name)
    for path, names in sorted(missing.items()):
        yield bag.finding("DEP014", path, f"is not there; {names[0]} lists it")
    payloads = [(name, listed) for name, listed in bag.manifests.items() if not name.startswith("tag")]
    tags = [listed for name, listed in bag.manifests.items() if name.startswith("tag")]
    for path in sorted(bag.files):
        if path.startswith("data/"):
            without = [name for name, listed in payloads if path not in listed]
            if without:
                yield bag.finding("DEP015", path, f"is not listed in {without[0]}")
        elif tags and not path.startswith("tagmanifest-") and not any(path in listed for listed in tags):
            yield bag.finding("DEP015", path, "is listed in no tagmanifest", severity=Severity.QUERY)


def _checksums(bag: _Bag) -> Iterator[Finding]:
    """Each file is read once, for all its manifests."""
    expected: dict[str, list[tuple[str, str]]] = {}
    for name, listed in bag.manifests.items():
        for path, digest in listed.items():
            expected.setdefault(path, []).append((name, digest))
    for path in sorted(expected):
        if path not in bag.files:
            continue
        sums = {name: new(name.rsplit("-", 1)[1].removesuffix(".txt").lower(), usedforsecurity=False) for name, _ in expected[path]}
        try:
            with bag.files[path].open("rb") as file:
                while piece := file.read(PIECE):
                    for each in sums.values():
                        each.update(piece)
        except OSError as error:
            yield bag.finding("DEP014", path, f"cannot be read ({error.strerror})")
            continue
        wrong = [name for name, digest in expected[path] if sums[name].hexdigest() != digest]
        if wrong:
            yield bag.finding("DEP016", path, f"was changed: its checksum is not the one in {', '.join(wrong)}", "Take the file from another copy of the bag.")

"""Schemas that a user keeps: named copies in the user's data folder, and which of them the addresses in TEI files mean. Nothing is ever fetched.

`edition schema add FILE` puts one there; `--schema NAME` and `--schematron NAME` take it, and so does a file whose `xml-model` names its address.
"""

from __future__ import annotations

import json
import os
import re
import shutil
import sys
from collections.abc import Iterable, Mapping
from dataclasses import asdict, dataclass
from difflib import get_close_matches
from hashlib import sha256
from pathlib import Path, PurePosixPath

from edition import cache, files, relaxng, tei
from edition.errors import OutputError, ProjectError, UsageError

RNG = "RELAX NG"
SCH = "Schematron"
SCHEMATRON = ("http://purl.oclc.org/dsdl/schematron", "http://www.ascc.net/xml/schematron")  # as in `schematron.nodes`, which is not imported for it
ABOUT = "about.json"
NAME = re.compile(r"[A-Za-z0-9_][A-Za-z0-9_.\-]*")
BUILT_IN = "tei_all"  # what the program carries itself
VERSION = re.compile(rb"TEI Edition:\s+P5\s+Version(?:\s|\xc2\xa0)+(\d+\.\d+\.\d+\w*)")  # in the first comment of a schema that was made from an ODD
HEAD = 4_000  # bytes in which it stands
XSD = "http://www.w3.org/2001/XMLSchema"

# What well-known addresses mean, by name; a group is the name, or part of it
ADDRESSES: tuple[tuple[str, str], ...] = (
    (r"tei-c\.org/release/xml/tei/(?:custom/)?schema/relaxng/([\w.\-]+)\.rn[gc]", r"\1"),
    (r"tei-c\.org/Vault/P5/(?:current|release)/xml/tei/(?:custom/)?schema/relaxng/([\w.\-]+)\.rn[gc]", r"\1"),
    (r"tei-c\.org/Vault/P5/([\d.]+\w*)/xml/tei/(?:custom/)?schema/relaxng/([\w.\-]+)\.rn[gc]", r"\2-\1"),
    (r"dracor\.org/schema(?:/v[\d.]+)?(?:/dracor)?\.(?:rng|sch)", "dracor"),
    (r"deutschestextarchiv\.de/(?:basisformat|dtabf)(?:_ohne_header)?\.(?:rng|sch)", "dtabf"),
    (r"epidoc\.stoa\.org/schema/(?:latest|dev)/tei-epidoc\.rng", "tei-epidoc"),
    (r"epidoc\.stoa\.org/schema/([\d.]+)/tei-epidoc\.rng", r"tei-epidoc-\1"),
    (r"distantreading\.github\.io/Schema/(eltec-\d)\.rng", r"\1"),
    (r"msdesc/consolidated-tei-schema/(?:master|main)/msdesc\.rng", "msdesc"),
)  # fmt: skip


@dataclass(frozen=True)
class Facts:
    """What a schema says of itself. `files`: all that belong to it, the first one first; `sha256`: of all of them."""

    kind: str
    files: tuple[Path, ...]
    sha256: str
    title: str = ""
    version: str = ""  # its own
    tei: str = ""  # of TEI
    rules: int = 0  # assertions of Schematron in it

    @property
    def told(self) -> str:
        """``RELAX NG, TEI 4.10.0a, sha256 0a1b2c3d4e5f``."""
        parts = [self.kind, f"version {self.version}" if self.version else "", f"TEI {self.tei}" if self.tei else "", f"sha256 {self.sha256[:12]}"]
        return ", ".join(part for part in parts if part)


@dataclass(frozen=True)
class Stored:
    """A schema in the store. `address`: what files call it by, besides the well-known ones."""

    name: str
    path: Path
    kind: str
    sha256: str
    title: str = ""
    version: str = ""
    tei: str = ""
    rules: int = 0
    address: str = ""

    @property
    def changed(self) -> bool:
        """Whether its files are not as they were put there."""
        try:
            return read(self.path).sha256 != self.sha256
        except ProjectError:
            return True


def folder(environment: Mapping[str, str] = os.environ, platform: str = sys.platform) -> Path:
    """Where the store is: XDG_DATA_HOME, ~/.local/share, ~/Library/Application Support or LOCALAPPDATA. Raises ProjectError if there is no such place."""
    named = environment.get("XDG_DATA_HOME", "")
    home = environment.get("LOCALAPPDATA" if platform == "win32" else "HOME", "")
    if named and Path(named).is_absolute():
        base = Path(named)
    elif not home:
        raise ProjectError("there is no folder to keep schemas in: neither XDG_DATA_HOME nor HOME is set", hint="Name the schema by its path.")
    else:
        base = Path(home) if platform == "win32" else Path(home) / ("Library/Application Support" if platform == "darwin" else ".local/share")
    return base / cache.NAME / "schemas"


def read(path: Path) -> Facts:
    """What a schema is. Raises ProjectError: not there, not a schema that is read here, or a bad one, with line and reason."""
    data = files.read(path) if path.is_file() else _absent(path)
    kind = _kind(path, data)
    head = VERSION.search(data[:HEAD])
    edition_of_tei = head[1].decode() if head else ""
    if kind == SCH:
        from edition import schematron

        try:
            found = schematron.read(path)
        except schematron.BadSchematron as error:
            raise ProjectError(str(error)) from None
        every = tuple(Path(file) for file in found.files)
        return Facts(SCH, every, _digest(every), found.title, found.version, edition_of_tei, sum(1 for _ in found.tests()))
    from edition.relaxng import schema_file

    try:
        relaxng.load(path)
        every = tuple(dict.fromkeys(Path(node.file).resolve() for node in schema_file.read(path).walk()))
    except relaxng.BadSchema as error:
        raise ProjectError(str(error)) from None
    return Facts(RNG, every, _digest(every), "", "", edition_of_tei, embedded(data))


def checksum(path: Path) -> str:
    """Of a file, as it is shown."""
    return sha256(path.read_bytes()).hexdigest()[:12]


def embedded(data: bytes) -> int:
    """How many assertions of Schematron stand in a RELAX NG schema, at a glance."""
    if not any(namespace.encode() in data for namespace in SCHEMATRON):
        return 0
    return len(re.findall(rb"<(?:\w+:)?(?:assert|report)\s", data))


def add(path: Path, name: str = "", *, address: str = "", replace: bool = False) -> Stored:
    """Put a schema, with all that it includes, into the store. Raises ProjectError, UsageError (no name that can be one), OutputError (the name is taken)."""
    if path == Path():
        raise UsageError("which file?", hint="edition schema add FILE")
    if not path.is_file():
        _absent(path)
    called = name or path.stem
    if not NAME.fullmatch(called):
        raise UsageError(f'"{called}" cannot name a schema', hint="Letters, digits, point, hyphen, low line; say which with --name.")
    if called == BUILT_IN:
        raise UsageError(f'"{BUILT_IN}" is the name of the schema that the program carries', hint=f"Give it another name, such as --name {BUILT_IN}-{read(path).tei or 'mine'}.")
    facts = read(path)
    home = folder() / called
    before = _stored(home) if home.exists() else None
    if before is not None and before.sha256 == facts.sha256 and before.address == (address or before.address) and not before.changed:
        return before
    if home.exists() and not replace:
        said = f" ({before.kind}, sha256 {before.sha256[:12]})" if before else ""
        raise OutputError(f'there is another schema with the name "{called}"{said}', hint="--replace puts this one in its place; --name gives it another name.")
    made = Stored(
        called, home / facts.files[0].name, facts.kind, facts.sha256, facts.title, facts.version, facts.tei, facts.rules, address or (before.address if before else "")
    )  # fmt: skip
    base = facts.files[0].parent
    with files.replacing_folder(home) as fresh:
        for file in facts.files:
            target = fresh / file.relative_to(base)
            target.parent.mkdir(parents=True, exist_ok=True)
            shutil.copyfile(file, target)
        about = {"format": 1, **asdict(made), "path": made.path.name}
        (fresh / ABOUT).write_text(json.dumps(about, ensure_ascii=False, indent=1) + "\n", encoding="utf-8")
    return made


def listed() -> list[Stored]:
    """All that is stored, by name; what is damaged beyond reading is left out."""
    home = folder()
    found = (_stored(each) for each in sorted(home.iterdir())) if home.is_dir() else ()
    return [each for each in found if each is not None]


def find(name: str, base: Path = Path(), kinds: Iterable[str] = (RNG, SCH)) -> Path:
    """The file that a path (from `base`), or else a name of the store, means. Raises ProjectError, with the names that are known."""
    path = base / name
    if path.is_file():
        return path
    known = [each for each in listed() if each.kind in kinds] if "/" not in name else []
    for each in known:
        if each.name == name:
            return each.path
    if path.is_dir():
        raise ProjectError(f"{path}: is a folder, not a schema", hint="Name the .rng or .sch file in it.")
    if name == BUILT_IN and RNG in kinds:
        raise ProjectError("tei_all is what the program carries, and no file", hint="Leave --schema away: it is taken where the file itself names no other schema.")
    names = [each.name for each in known]
    near = get_close_matches(name, names, 1)
    hint = f'Did you mean "{near[0]}"?' if near else f"Stored here: {', '.join(names)}." if names else "`edition schema add FILE` keeps one under a name."
    raise ProjectError(f"{path}: there is no such file, and no schema of that name", hint=hint)


def addressed(address: str) -> str:
    """The name that a well-known address means; "" for others. ``tei_all`` is the one that the program carries."""
    bare = re.sub(r"^https?://(www\.)?", "", address.strip()).partition("?")[0]
    for pattern, name in ADDRESSES:
        if match := re.search(pattern + "$", bare):
            return match.expand(name)
    return ""


def at_address(address: str) -> Stored | None:
    """The schema of the store that an address means: it was put there for this address, or has the name that is well known for it."""
    name = addressed(address)
    found = listed() if name != BUILT_IN else []
    return next((each for each in found if each.address == address), None) or next((each for each in found if each.name == name), None)


def _stored(home: Path) -> Stored | None:
    try:
        told = json.loads((home / ABOUT).read_text(encoding="utf-8"))
        fields = {key: value for key, value in told.items() if key != "format"}
        return Stored(**{**fields, "path": home / PurePosixPath(told["path"]).name})
    except (OSError, ValueError, TypeError, KeyError, AttributeError):  # not as it was written
        return None


def _kind(path: Path, data: bytes) -> str:
    parsed = tei.parse(data)
    if parsed.tree is None:
        if path.suffix == ".rnc":
            raise ProjectError(f"{path}: RELAX NG in compact syntax is not read", hint=f"trang turns it into XML syntax: `trang {path.name} {path.stem}.rng`.")
        raise ProjectError(f"{path}:{parsed.line}:{parsed.column}: not well-formed XML: {parsed.message}", hint="A schema is a .rng or a .sch file.")
    root = parsed.tree.getroot()
    namespace = str(root.tag)[1:].partition("}")[0]
    if namespace in (*SCHEMATRON, tei.NAMESPACE):
        return SCH
    if namespace == relaxng.NAMESPACE:
        return RNG
    if namespace == XSD:
        raise ProjectError(f"{path}: W3C XML Schema is not read", hint="TEI customisations are made as RELAX NG too: the .rng file is wanted.")
    raise ProjectError(f"{path}: is no schema: its first element is <{tei.local(root)}>", hint="RELAX NG in XML syntax (.rng) or Schematron (.sch) is expected.")


def _absent(path: Path) -> bytes:
    if path.is_dir():
        raise ProjectError(f"{path}: is a folder, not a schema", hint="Name the .rng or .sch file in it.")
    raise ProjectError(f"{path}: there is no such file", hint="Check the name. Nothing is fetched from the network: save the schema as a file first.")


def _digest(every: tuple[Path, ...]) -> str:
    """Of one file, its own sha256; of several, that of all of them with their names."""
    if len(every) == 1:
        return sha256(every[0].read_bytes()).hexdigest()
    total = sha256()
    for file in sorted(every):
        total.update(os.path.relpath(file, every[0].parent).encode() + b"\0" + sha256(file.read_bytes()).digest())
    return total.hexdigest()

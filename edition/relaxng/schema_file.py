"""A schema in RELAX NG's XML syntax, read into a small tree: every element known, with file, line and column, and what it includes.

Nothing but files is ever read, and only inside the folder that the caller allows. Elements and attributes of other namespaces (annotations) are left out.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from itertools import pairwise
from pathlib import Path
from urllib.parse import unquote, urlsplit
from xml.parsers import expat

from edition import parsers
from edition.relaxng.characters import NCNAME
from edition.relaxng.faults import NAMESPACE as RNG
from edition.relaxng.faults import BadSchema
from edition.relaxng.names import XML

DEPTH = 100  # of files that include each other
DEEP = 400  # of elements
LARGE = 50_000_000  # bytes of a schema file
BLANK = " \t\n\r"

PATTERNS = frozenset("""
element attribute group interleave choice optional zeroOrMore oneOrMore list mixed ref parentRef empty value data notAllowed externalRef grammar text
""".split())  # fmt: skip
NAME_CLASSES = frozenset({"name", "anyName", "nsName", "choice"})
COMMON = frozenset({"ns", "datatypeLibrary"})


@dataclass(frozen=True)
class Kind:
    """What the syntax lets an element have: attributes (the required ones apart), children, how many at least and at most; whether words."""

    children: frozenset[str] = frozenset()
    least: int = 0
    most: int | None = None
    required: tuple[str, ...] = ()
    optional: tuple[str, ...] = ()
    words: bool = False


PARTS = frozenset({"start", "define", "div"})
SYNTAX: Mapping[str, Kind] = {
    "element": Kind(PATTERNS | NAME_CLASSES, 1, optional=("name",)),
    "attribute": Kind(PATTERNS | NAME_CLASSES, 0, optional=("name",)),
    **dict.fromkeys(("group", "interleave", "optional", "zeroOrMore", "oneOrMore", "list", "mixed"), Kind(PATTERNS, 1)),
    "choice": Kind(PATTERNS | NAME_CLASSES, 1),
    "ref": Kind(most=0, required=("name",)),
    "parentRef": Kind(most=0, required=("name",)),
    **dict.fromkeys(("empty", "notAllowed", "text"), Kind(most=0)),
    "value": Kind(most=0, optional=("type",), words=True),
    "data": Kind(frozenset({"param", "except"}), required=("type",)),
    "param": Kind(most=0, required=("name",), words=True),
    "except": Kind(PATTERNS | NAME_CLASSES, 1),
    "externalRef": Kind(most=0, required=("href",)),
    "grammar": Kind(PARTS | {"include"}),
    "include": Kind(PARTS, required=("href",)),
    "div": Kind(PARTS | {"include"}),
    "start": Kind(PATTERNS, 1, 1, optional=("combine",)),
    "define": Kind(PATTERNS, 1, required=("name",), optional=("combine",)),
    "name": Kind(most=0, words=True),
    "anyName": Kind(frozenset({"except"}), 0, 1),
    "nsName": Kind(frozenset({"except"}), 0, 1),
}  # fmt: skip


@dataclass
class Node:
    """An element of a schema. `namespaces`: what its prefixes mean; `ns` and `library` as inherited."""

    kind: str
    attributes: dict[str, str]
    parent: Node | None
    file: str
    line: int
    column: int
    namespaces: Mapping[str, str]
    children: list[Node] = field(default_factory=list)
    words: str = ""
    ns: str = ""
    library: str = ""
    base: Path | None = None

    def wrong(self, reason: str) -> BadSchema:
        return BadSchema(reason, self.file, self.line, self.column)

    def get(self, name: str) -> str | None:
        """An attribute without the white space around it."""
        value = self.attributes.get(name)
        return value.strip(BLANK) if value is not None else None

    def walk(self) -> Iterator[Node]:
        stack = [self]
        while stack:
            node = stack.pop()
            yield node
            stack.extend(reversed(node.children))


def read(path: Path, root: Path | None = None) -> Node:
    """A schema file with what it includes in place. `root`: the folder that files may come from (default: the schema's own). Raises BadSchema."""
    folder = (root or path.parent).resolve()
    return _loaded(path, folder, (), None)


def parse(data: bytes, file: str = "schema") -> Node:
    """A schema that includes nothing, from its bytes. Raises BadSchema."""
    top = _parsed(data, file, None)
    for node in top.walk():
        if node.kind in ("include", "externalRef"):
            raise node.wrong(f"<{node.kind}> needs files: the schema was given without its place")
    return top


def _loaded(path: Path, folder: Path, above: tuple[Path, ...], wanted: Node | None) -> Node:
    real = path.resolve()
    if real in above or len(above) > DEPTH:
        raise _at(wanted, f"{path} includes itself")
    try:
        if real.stat().st_size > LARGE:
            raise _at(wanted, f"{path} is larger than a schema can be ({LARGE // 1_000_000} MB)", path)
        data = real.read_bytes()
    except OSError as error:
        raise _at(wanted, f"{path} cannot be read: {error.strerror}", path) from None
    top = _parsed(data, str(path), real)
    for node in list(top.walk()):
        if node.kind in ("include", "externalRef"):
            _fetch(node, folder, (*above, real))
    return top


def _fetch(node: Node, folder: Path, above: tuple[Path, ...]) -> None:
    """Put what an ``include`` or ``externalRef`` names below it, as its first child."""
    href = node.get("href") or ""
    parts = urlsplit(href)
    if parts.fragment or "#" in href:
        raise node.wrong(f"the address {href!r} must not have a fragment")
    if parts.scheme not in ("", "file"):
        raise node.wrong(f"{href!r} is on the network, and nothing is fetched: keep a copy beside the schema and name that")
    if node.base is None:
        raise node.wrong(f"{href!r} is on the network by its xml:base, and nothing is fetched: keep a copy beside the schema and name that")
    path = node.base.parent / unquote(parts.path)
    if not path.resolve().is_relative_to(folder):
        raise node.wrong(f"{href!r} lies outside of {folder}, from where files may come")
    other = _loaded(path, folder, above, node)
    if node.kind == "include" and other.kind != "grammar":
        raise node.wrong(f"{href!r} is no grammar: its first element is <{other.kind}>")
    if other.kind not in PATTERNS:
        raise node.wrong(f"{href!r} is no schema: its first element is <{other.kind}>")
    if "ns" not in other.attributes:
        _inherit(other, node.ns)
    node.children.insert(0, other)
    other.parent = node


def _based(base: Path | None, said: str) -> Path | None:
    """What addresses count from under an ``xml:base``; None: from a place on the network."""
    parts = urlsplit(said)
    if base is None or parts.scheme not in ("", "file") or parts.netloc:
        return None
    path = unquote(parts.path)
    return base.parent / path / ("" if path and not path.endswith("/") else base.name) if path else base


def _inherit(node: Node, ns: str) -> None:
    """Where the outermost element of a file has no ns, the place that it comes to gives it."""
    stack = [node]
    while stack:
        each = stack.pop()
        each.ns = ns
        stack.extend(child for child in each.children if "ns" not in child.attributes)


def _at(node: Node | None, reason: str, path: Path | None = None) -> BadSchema:
    return node.wrong(reason) if node is not None else BadSchema(reason, str(path or ""))


def _parsed(data: bytes, file: str, base: Path | None) -> Node:
    reader = _Reader(file, base)
    parser = parsers.events(" ")
    reader.parser = parser
    parser.ordered_attributes = True
    parser.StartElementHandler, parser.EndElementHandler, parser.CharacterDataHandler = reader.start, reader.end, reader.text
    parser.StartNamespaceDeclHandler = reader.prefix
    parser.EntityDeclHandler = reader.entity
    try:
        parser.Parse(data, True)
    except expat.ExpatError as error:
        raise BadSchema(f"not well-formed XML: {expat.ErrorString(error.code)}", file, error.lineno, error.offset + 1) from None
    if reader.top is None:
        raise BadSchema("holds no element of RELAX NG", file, 1, 1)
    for node in reader.top.walk():
        _check(node)
    return reader.top


class _Reader:
    parser: expat.XMLParserType

    def __init__(self, file: str, base: Path | None) -> None:
        self.file, self.base = file, base
        self.top: Node | None = None
        self.here: Node | None = None
        self.foreign = 0  # depth inside of annotations
        self.depth = 0
        self.declared: dict[str, str] = {}
        self.words: list[str] = []

    def entity(self, *said: object) -> None:
        if said[2] is None:  # external: it is not read, so the schema would not be what it says
            raise BadSchema("an external entity, which is not read", self.file, self.parser.CurrentLineNumber, self.parser.CurrentColumnNumber + 1)

    def prefix(self, prefix: str | None, uri: str | None) -> None:
        self.declared[prefix or ""] = uri or ""

    def start(self, tag: str, said: list[str]) -> None:
        self.depth += 1
        namespace, _, kind = tag.rpartition(" ")
        place = (self.file, self.parser.CurrentLineNumber, self.parser.CurrentColumnNumber + 1)
        declared, self.declared = self.declared, {}
        if self.depth > DEEP:
            raise BadSchema("nested deeper than any schema is", *place)
        if self.foreign or namespace != RNG:
            if self.here is None and not self.foreign:
                raise BadSchema(f"the first element is <{kind}> of {namespace or 'no namespace'}; a schema begins with an element of {RNG}", *place)
            self.foreign += 1
            return
        above = self.here
        known = {"xml": XML} if above is None else above.namespaces
        attributes = {name: value for name, value in zip(said[::2], said[1::2], strict=True) if " " not in name}
        node = Node(kind, attributes, above, *place, {**known, **declared} if declared else known)
        self._settle(node, above)
        node.base = _based(above.base if above else self.base, dict(zip(said[::2], said[1::2], strict=True)).get(f"{XML} base", ""))
        if above is None:
            self.top = node
        else:
            above.children.append(node)
        self.here = node

    def _settle(self, node: Node, above: Node | None) -> None:
        node.ns = node.attributes.get("ns", above.ns if above else "")
        node.library = node.attributes.get("datatypeLibrary", above.library if above else "")
        if "datatypeLibrary" in node.attributes and node.library:
            if not re.match(r"[A-Za-z][A-Za-z0-9+.\-]*:[^#]+$", node.library) or re.search(r"%(?![0-9A-Fa-f]{2})", node.library):
                raise node.wrong(f"datatypeLibrary {node.library!r} is no absolute address without fragment")

    def end(self, tag: str) -> None:
        self.depth -= 1
        if self.foreign:
            self.foreign -= 1
            return
        assert self.here is not None
        self.here = self.here.parent

    def text(self, words: str) -> None:
        if not self.foreign and self.here is not None:
            self.here.words += words


def _check(node: Node) -> None:
    """One element against the syntax of RELAX NG."""
    kind = SYNTAX.get(node.kind)
    if kind is None:
        raise node.wrong(f"<{node.kind}> is no element of RELAX NG")
    for name in node.attributes:
        if name not in COMMON and name not in kind.required and name not in kind.optional:
            raise node.wrong(f"<{node.kind}> has no attribute {name!r}")
    for name in kind.required:
        if name not in node.attributes:
            raise node.wrong(f"<{node.kind}> needs the attribute {name!r}")
    if not kind.words and node.words.strip(BLANK):
        raise node.wrong(f"<{node.kind}> holds words: {node.words.strip(BLANK)[:40]!r}")
    for child in node.children:
        if child.kind in SYNTAX and child.kind not in kind.children:  # what is no element of RELAX NG says so itself
            raise child.wrong(f"<{child.kind}> is not allowed in <{node.kind}>")
    if len(node.children) < kind.least:
        raise node.wrong(f"<{node.kind}> is empty")
    if kind.most is not None and len(node.children) > kind.most:
        raise node.wrong(f"<{node.kind}> holds more than it can")
    if (said := node.get("combine")) is not None and said not in ("choice", "interleave"):
        raise node.wrong(f"combine is choice or interleave, not {said!r}")
    _check_names(node)
    _check_places(node)


def _check_names(node: Node) -> None:
    if node.kind in ("element", "attribute"):
        if (name := node.get("name")) is not None:
            _qualified(node, name)
        elif not node.children or node.children[0].kind not in NAME_CLASSES:
            raise node.wrong(f"<{node.kind}> has no name")
    elif node.kind == "name":
        _qualified(node, node.words.strip(BLANK))
    elif node.kind in ("ref", "parentRef", "define", "param", "data") or (node.kind == "value" and "type" in node.attributes):
        said = node.get("name" if node.kind not in ("data", "value") else "type") or ""
        if not re.fullmatch(NCNAME, said):
            raise node.wrong(f"{said!r} is no name without a colon")


def _qualified(node: Node, name: str) -> None:
    prefix, colon, local = name.rpartition(":")
    if not re.fullmatch(NCNAME, local) or (colon and not re.fullmatch(NCNAME, prefix)):
        raise node.wrong(f"{name!r} is no name")
    if colon and prefix not in node.namespaces:
        raise node.wrong(f"the prefix {prefix!r} is not declared")


def _check_places(node: Node) -> None:
    """Which children may stand where: name classes first, patterns after them."""
    children = node.children
    if node.kind in ("element", "attribute"):
        patterns = children if "name" in node.attributes else children[1:]
        for child in patterns:
            if child.kind in SYNTAX and child.kind not in PATTERNS:
                raise child.wrong(f"<{child.kind}> is not allowed here in <{node.kind}>")
        if node.kind == "element" and not patterns:
            raise node.wrong("<element> has no content: write <empty/> or <text/>")
        if node.kind == "attribute" and len(patterns) > 1:
            raise patterns[1].wrong("<attribute> has one pattern at most")
        if "name" not in node.attributes and not _is_name_class(children[0]):
            raise children[0].wrong(f"<{children[0].kind}> is no name class")
    elif node.kind == "data":
        for before, after in pairwise(children):
            if before.kind == "except":
                raise after.wrong(f"<{after.kind}> after <except>")


def _is_name_class(node: Node) -> bool:
    return node.kind in NAME_CLASSES and (node.kind != "choice" or all(_is_name_class(child) for child in node.children))

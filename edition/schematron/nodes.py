"""XML files as light nodes that know their place, with what they include already in them. Files are read inside one folder alone, and nothing from the network."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path
from urllib.parse import unquote, urlsplit

from lxml import etree

from edition import tei
from edition.schematron.schema import BadSchematron, Place

ISO = "http://purl.oclc.org/dsdl/schematron"
OLD = "http://www.ascc.net/xml/schematron"  # 1.5: the same elements, as far as they are used here
XSLT = "http://www.w3.org/1999/XSL/Transform"
XML = tei.XML_NAMESPACE
DEPTH = 50  # of files that include each other
LARGE = 50_000_000  # bytes of a file
SCHEMATRON = (ISO, OLD)


@dataclass
class Node:
    """An element: its namespace and name, its attributes, its words and children in order, and where it stands."""

    namespace: str
    name: str
    attributes: dict[str, str]
    place: Place
    element: tei.Element
    content: list[str | Node] = field(default_factory=list)

    @property
    def ours(self) -> bool:
        return self.namespace in SCHEMATRON

    def get(self, name: str) -> str:
        return self.attributes.get(name, "")

    def need(self, name: str) -> str:
        """An attribute that must be there. Raises BadSchematron."""
        if name not in self.attributes:
            raise self.place.wrong(f"<{self.name}> has no @{name}")
        return self.attributes[name]

    @property
    def children(self) -> list[Node]:
        return [item for item in self.content if isinstance(item, Node)]

    def of(self, *names: str) -> list[Node]:
        """The children of these Schematron names."""
        return [child for child in self.children if child.ours and child.name in names]

    def walk(self) -> Iterator[Node]:
        stack = [self]
        while stack:
            node = stack.pop()
            yield node
            stack.extend(reversed(node.children))

    @property
    def text(self) -> str:
        """All its words, on one line."""
        return " ".join("".join(item if isinstance(item, str) else item.text for item in self.content).split())


class Files:
    """What is read, and from where it may be."""

    def __init__(self, root: Path) -> None:
        self.root = root.resolve()
        self.read: list[Path] = []

    def load(self, path: Path, asked: Place | None = None, above: tuple[Path, ...] = ()) -> Node:
        """A file with its inclusions. Raises BadSchematron: not there, not XML, or in a loop."""
        real = path.resolve()
        wrong = asked.wrong if asked is not None else lambda reason: BadSchematron(reason, str(path))
        if real in above:
            raise wrong(f"{path.name} includes itself")
        if len(above) > DEPTH:
            raise wrong(f"more than {DEPTH} files include each other")
        try:
            if real.stat().st_size > LARGE:
                raise wrong(f"{path.name} is larger than a schema can be ({LARGE // 1_000_000} MB)")
            data = real.read_bytes()
        except OSError as error:
            raise wrong(f"{path.name} cannot be read ({error.strerror})") from None
        if real not in self.read:
            self.read.append(real)
        parsed = tei.parse(data)
        if parsed.tree is None:
            raise BadSchematron(f"not well-formed XML: {parsed.message}", str(path), parsed.line, parsed.column)
        top = _nodes(parsed.tree.getroot(), tei.Places(data), str(path))
        self._expand(top, path, (*above, real))
        return top

    def fetch(self, href: str, node: Node, base: Path, above: tuple[Path, ...]) -> Node:
        """The element that an address names: the first one of the file, or that with the id behind ``#``."""
        parts = urlsplit(href)
        if parts.scheme not in ("", "file") or parts.netloc:
            raise node.place.wrong(f'"{href}" is on the network, and nothing is fetched: keep a copy beside the schema and name that')
        path = base.parent / unquote(parts.path) if parts.path else base
        if not path.resolve().is_relative_to(self.root):
            raise node.place.wrong(f'"{href}" lies outside of {self.root.name}/, from where files may come')
        found = self.load(path, node.place, above)
        if not parts.fragment:
            return found
        for each in found.walk():
            if parts.fragment in (each.get("id"), each.get(f"{{{XML}}}id")):
                return each
        raise node.place.wrong(f'"{href}": nothing in {path.name} has the id "{parts.fragment}"')

    def _expand(self, top: Node, path: Path, above: tuple[Path, ...]) -> None:
        """Put what each ``include`` and ``extends href`` names in its place."""
        for node in top.walk():
            fresh: list[str | Node] = []
            for item in node.content:
                if isinstance(item, Node) and item.ours and (item.name == "include" or (item.name == "extends" and "href" in item.attributes)):
                    found = self.fetch(item.need("href"), item, path, above)
                    fresh += [found] if item.name == "include" else found.content
                elif isinstance(item, Node) and item.namespace == XSLT and item.name in ("include", "import"):
                    fresh += self.fetch(item.need("href"), item, path, above).children
                else:
                    fresh.append(item)
            node.content = fresh


def _nodes(root: tei.Element, places: tei.Places, file: str) -> Node:
    """The elements of a tree as nodes; comments and processing instructions are left out."""
    top = _node(root, places, file)
    stack = [top]
    while stack:
        node = stack.pop()
        if node.element.text:
            node.content.append(node.element.text)
        for child in node.element:
            if isinstance(child.tag, str):
                inner = _node(child, places, file)
                node.content.append(inner)
                stack.append(inner)
            if child.tail:
                node.content.append(child.tail)
    return top


def _node(element: tei.Element, places: tei.Places, file: str) -> Node:
    name = etree.QName(element)
    attributes = {str(key): str(value) for key, value in element.attrib.items()}
    return Node(name.namespace or "", name.localname, attributes, Place(file, *places.of(element)), element)

"""TEI in lxml: names, makers, selection, runs of text, reading and writing bytes.

The lxml tree is the one document model; these are the words to talk about it. Knows nothing of editions.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Iterator
from contextlib import suppress
from dataclasses import dataclass
from functools import lru_cache
from typing import Any, cast
from xml.parsers import expat

from lxml import etree

from edition import parsers
from edition.parsers import ATTRIBUTES, DEEPEST

NAMESPACE = "http://www.tei-c.org/ns/1.0"
XML_NAMESPACE = "http://www.w3.org/XML/1998/namespace"
T = f"{{{NAMESPACE}}}"
XML_ID = f"{{{XML_NAMESPACE}}}id"
XML_LANG = f"{{{XML_NAMESPACE}}}lang"
PREFIXES = {"t": NAMESPACE, "tei": NAMESPACE, "xml": XML_NAMESPACE, "xi": "http://www.w3.org/2001/XInclude"}
BLANK = " \t\r\n"  # XML's white space. str.isspace() and \\s would take no-break and thin spaces too
NOT_XML = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\ud800-\udfff\ufffe\uffff]")
NAME = re.compile(r"[^\W\d][\w.\-]*")  # an NCName, near enough: what may be an xml:id
COMMON = re.compile(rb"utf-8|utf-16|us-ascii|iso-8859-[0-9]{1,2}|windows-125[0-8]", re.IGNORECASE)  # encodings that expat and libxml2 read alike
ENTITY = re.compile(rb"<\0?!\0?E\0?N\0?T\0?I\0?T\0?Y")  # a declaration of one, in UTF-8 or UTF-16

Element = etree._Element
Tree = etree._ElementTree


@dataclass(frozen=True)
class Parsed:
    """A tree, or the first reason why the bytes are not well-formed XML, with its place (1-based)."""

    tree: Tree | None
    message: str = ""
    line: int = 0
    column: int = 0


def parser(*, remove_blank_text: bool = False) -> etree.XMLParser[Any]:
    """Nothing is fetched and no entity expanded; equal ids are a finding of ours and not an error of libxml2's."""
    return parsers.trees(remove_blank_text=remove_blank_text)


def parse(data: bytes) -> Parsed:
    """Raises nothing."""
    if len(data) > parsers.LARGEST:
        return Parsed(None, f"More than {parsers.LARGEST >> 20:,} MB", 1, 1)
    if name := parsers.strange(data):
        kind = "Not in the encoding" if name.lower().startswith(("utf-16", "utf16", "utf-32", "ucs")) else "Unsupported encoding"
        return Parsed(None, f"{kind}: {name}", 1, max(1, data.find(name.encode(), 0, 200) + 1))
    try:
        root = etree.fromstring(data, parser())
    except etree.XMLSyntaxError as error:
        line, column = error.position
        return Parsed(None, (error.msg or "not well-formed").split(", line ")[0], line or 1, column or 1)
    except ValueError as error:  # a declaration that names an unknown encoding
        return Parsed(None, str(error), 1, 1)
    if (crowded := first(root, f"//@*[{ATTRIBUTES + 1}]/..")) is not None:
        return Parsed(None, f"More than {ATTRIBUTES:,} attributes on one element", *Places(data).of(crowded))
    return Parsed(root.getroottree())


def outermost(data: bytes) -> str:
    """The name of the outermost element (``{namespace}TEI``) of well-formed XML without a document type declaration and inside the limits; else "".

    One pass that builds nothing. "" decides nothing: `parse` has the reason.
    """
    declared_encoding = parsers.DECLARED.match(data)
    if declared_encoding is not None and not COMMON.fullmatch(declared_encoding[1]):  # expat may know one that libxml2 does not
        return ""
    names: list[str] = []
    depth = 0
    reader = parsers.events("}")
    small = b"\0" not in data and data.count(b"</") < DEEPEST and data.count(b"=") < ATTRIBUTES  # it cannot be outside of the limits

    def start(name: str, attributes: list[str]) -> None:
        nonlocal depth
        depth += 1
        if depth == 1:
            names.append(f"{{{name}" if "}" in name else name)
            if small:
                reader.StartElementHandler = reader.EndElementHandler = None
        if depth > DEEPEST or len(attributes) > 2 * ATTRIBUTES:
            raise ValueError

    def end(name: str) -> None:
        nonlocal depth
        depth -= 1

    def declared(*_: object) -> None:
        raise ValueError

    reader.ordered_attributes = True
    reader.StartElementHandler, reader.EndElementHandler, reader.StartDoctypeDeclHandler = start, end, declared
    try:
        reader.Parse(data, True)
    except (expat.ExpatError, LookupError, ValueError):
        return ""
    return names[0]


def elements_of(data: bytes) -> dict[str, int]:
    """How often a document has which element, by name: those of TEI bare, others as ``{namespace}name``. As far as it is well-formed."""
    counts: dict[str, int] = {}
    reader = parsers.events("}")

    def start(name: str, attributes: dict[str, str]) -> None:
        counts[name] = counts.get(name, 0) + 1

    reader.StartElementHandler = start
    reader.DefaultHandler = lambda text: None
    with suppress(expat.ExpatError, LookupError, ValueError):
        reader.Parse(data, True)
    return {name.removeprefix(f"{NAMESPACE}}}") if name.startswith(NAMESPACE) else f"{{{name}" if "}" in name else name: count for name, count in counts.items()}


def dump(tree: Tree | Element) -> bytes:
    """UTF-8 with a declaration, one line end at the end. Nothing is indented: white space in TEI is text."""
    if isinstance(tree, etree._Element):
        tree = tree.getroottree()
    body = etree.tostring(tree, encoding="unicode")
    return f'<?xml version="1.0" encoding="UTF-8"?>\n{body}\n'.encode()


def lay_out(root: Element, names: frozenset[str]) -> None:
    """Put each child of the elements of these local names on a line of its own, indented; where there is text nothing is touched.

    For elements whose content has no text in TEI's own model, so that no word gets or loses a space.
    """
    stack: list[tuple[Element, int]] = [(root, 1)]
    while stack:
        element, depth = stack.pop()
        if local(element) not in names or not len(element) or (element.text or "").strip(BLANK) or any((child.tail or "").strip(BLANK) for child in element):
            continue
        element.text = "\n" + " " * depth
        for child in element:
            child.tail = element.text
            stack.append((child, depth + 1))
        element[-1].tail = "\n" + " " * (depth - 1)


def make(name: str, attributes: dict[str, str] | None = None, *content: str | Element) -> Element:
    """A TEI element: ``make("p", {"n": "1"}, "Some ", make("hi", {}, "words"), ".")``. Empty attribute values are left out.

    The attributes ``id``, ``lang`` and ``space`` are XML's.
    """
    element = etree.Element(f"{T}{name}", nsmap={None: NAMESPACE})
    for key, value in (attributes or {}).items():
        if value:
            element.set(f"{{{XML_NAMESPACE}}}{key}" if key in ("id", "lang", "space") else key, value)
    append(element, *content)
    return element


def append(element: Element, *content: str | Element) -> Element:
    """Put texts and elements at the end of an element's content."""
    for item in content:
        if isinstance(item, str):
            if not item:  # an empty text would be written <p></p>, and read again as <p/>
                continue
            last = next(element.iterchildren(reversed=True), None)  # len() would count all children, each time
            if last is not None:
                last.tail = (last.tail or "") + item
            else:
                element.text = (element.text or "") + item
        else:
            element.append(item)
    return element


def local(node: Element) -> str:
    """The name without its namespace; "" for comments and processing instructions."""
    tag = node.tag
    return tag[tag.find("}") + 1 :] if isinstance(tag, str) else ""


def identify(node: Element) -> str:
    return node.get(XML_ID) or ""


def name_root(root: Element, beside: Iterable[str] = ()) -> None:
    """Give the root another xml:id if something in it, or one of the ids `beside` it, has that already: an editor "ed" in an edition "ed"."""
    others = {*beside, *(identify(node) for node in root.iterdescendants("*"))}
    while identify(root) in others:
        root.set(XML_ID, f"{identify(root)}-{local(root)}")


@lru_cache(maxsize=512)
def _compiled(path: str) -> etree.XPath:
    return etree.XPath(path, namespaces=PREFIXES)


_with_ids = etree.XPath("descendant-or-self::*[@xml:id]")


def with_ids(root: Element) -> list[Element]:
    """The elements that have an xml:id, in order. Many times quicker than asking each."""
    return cast("list[Element]", _with_ids(root))


def select(node: Element | Tree, path: str, **variables: Any) -> list[Any]:
    """What an XPath 1.0 finds, as a list, so that the tree may change under it. TEI's names have the prefix ``t:``."""
    found = _compiled(path)(node, **variables)
    return list(found) if isinstance(found, list) else [found]


def first(node: Element | Tree, path: str) -> Any:
    """The first thing that an XPath finds, or None."""
    found = select(node, path)
    return found[0] if found else None


def plain(node: Element | None) -> str:
    """All its text as one line."""
    return "" if node is None else " ".join("".join(node.itertext()).split())


def texts(node: Element, leave: frozenset[str] = frozenset()) -> Iterator[str]:
    """The text nodes in reading order, without those inside elements of the local names in `leave`."""
    stack: list[Element | str] = [node]
    while stack:
        item = stack.pop()
        if isinstance(item, str):
            yield item
            continue
        inner: list[Element | str] = []
        if item.text and isinstance(item.tag, str):
            inner.append(item.text)
        for child in item:
            if isinstance(child.tag, str) and local(child) not in leave:
                inner.append(child)
            if child.tail:
                inner.append(child.tail)
        stack.extend(reversed(inner))


def _position(node: Element, parent: Element) -> int:
    """1-based, among the children of the same name."""
    return 1 + sum(1 for _ in node.itersiblings(str(node.tag), preceding=True))


def address(node: Element, position: Callable[[Element, Element], int] = _position) -> tuple[str, str]:
    """The nearest xml:id, on the element or above it, and the path from there: ``("letter-L14", "/choice[1]/sic[1]")``."""
    steps: list[str] = []
    at: Element | None = node
    while at is not None and not at.get(XML_ID):
        name, parent = local(at), at.getparent()
        steps.append(f"{name}[{position(at, parent)}]" if parent is not None else name)
        at = parent
    return ("" if at is None else at.get(XML_ID) or ""), "".join(f"/{step}" for step in reversed(steps))


class Places:
    """Line and column of every start tag, in one pass over the bytes. The n-th element of the tree is the n-th start tag."""

    def __init__(self, data: bytes) -> None:
        self._found: list[tuple[int, int]] = []
        self._order: dict[Element, int] | None = None
        self._among: dict[Element, dict[Element, int]] = {}
        reader = parsers.events()

        def start(name: str, attributes: dict[str, str]) -> None:
            self._found.append((reader.CurrentLineNumber, reader.CurrentColumnNumber + 1))

        reader.StartElementHandler = start
        if ENTITY.search(data):  # a default handler keeps expat from expanding entities: markup in them is none of the tree's
            reader.DefaultHandler = lambda text: None
        # What was read so far is right; that the rest is not well-formed, or in an encoding that expat does not know, is no matter here
        with suppress(expat.ExpatError, LookupError, ValueError):
            reader.Parse(data, True)

    def of(self, node: Element) -> tuple[int, int]:
        """(line, column), 1-based; (line, 0) for a node of another kind or after a fault."""
        if self._order is None:
            root = node.getroottree().getroot()
            self._order = {element: number for number, element in enumerate(root.iter("*"))}
        number = self._order.get(node)
        if number is None or number >= len(self._found):
            return int(node.sourceline or 0), 0
        return self._found[number]

    def address(self, node: Element) -> tuple[str, str]:
        """As `address`. Counts the children of an element once only, so that many findings in one place cost no more than a few."""
        return address(node, self._position)

    def _position(self, node: Element, parent: Element) -> int:
        among = self._among.get(parent)
        if among is None:
            counts: dict[str, int] = {}
            among = self._among[parent] = {}
            for child in parent.iterchildren("*"):
                name = str(child.tag)
                counts[name] = counts.get(name, 0) + 1
                among[child] = counts[name]
        return among.get(node, 1)

"""6. One pass of expat over the bytes of a document, and the entities that are used in it: what there is to know of a file that has no tree."""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from xml.parsers import expat

from edition import parsers

PREDEFINED = frozenset({"amp", "lt", "gt", "quot", "apos"})
CLOSERS = {b"<!--": b"-->", b"<![CDATA[": b"]]>", b"<?": b"?>"}
OPENER = re.compile(rb"<!--|<!\[CDATA\[|<\?|&([A-Za-z_:\x80-\xff][\w.:\x80-\xff-]*);")


@dataclass(frozen=True, slots=True)
class Opened:
    name: str
    line: int
    column: int
    offset: int


@dataclass
class Reading:
    """What a pass of expat over the bytes has seen."""

    open: list[Opened] = field(default_factory=list)  # the elements that were open at the end
    declared: dict[str, str | None] = field(default_factory=dict)  # entities; None: their text would lie in another file
    parameters: list[tuple[str, int, int]] = field(default_factory=list)  # parameter entities of which the same is true, with their place
    doctype: tuple[int, int] = (0, 0)  # where the declaration begins
    begin: int = 0  # offset of what follows the document type declaration
    fault: expat.ExpatError | None = None
    line: int = 0  # of the fault
    column: int = 0
    offset: int = 0


@dataclass(frozen=True)
class Reference:
    """An entity that is used: where first, and how often."""

    name: str
    line: int
    column: int
    count: int

    @property
    def times(self) -> str:
        return f" ({self.count} times)" if self.count > 1 else ""


def read(data: bytes) -> Reading:
    found = Reading()
    reader = parsers.events()

    def start(name: str, attributes: dict[str, str]) -> None:
        found.open.append(Opened(name, reader.CurrentLineNumber, reader.CurrentColumnNumber + 1, reader.CurrentByteIndex))

    def end(name: str) -> None:
        found.open.pop()

    def declare(name: str, parameter: int, value: str | None, *rest: str | None) -> None:
        if not parameter:
            found.declared.setdefault(name, value)
        elif value is None:
            found.parameters.append((name, reader.CurrentLineNumber, reader.CurrentColumnNumber + 1))

    def doctype_ends() -> None:
        found.begin = reader.CurrentByteIndex
        found.doctype = place_of(data, max(0, data.find(b"<!DOCTYPE")))

    reader.StartElementHandler, reader.EndElementHandler = start, end
    reader.EntityDeclHandler, reader.EndDoctypeDeclHandler = declare, doctype_ends
    reader.DefaultHandler = lambda text: None  # so that no entity is expanded
    try:
        reader.Parse(data, True)
    except expat.ExpatError as error:
        found.fault = error
        found.line, found.column, found.offset = reader.ErrorLineNumber, reader.ErrorColumnNumber + 1, reader.ErrorByteIndex
    except (LookupError, ValueError):  # an encoding that Python does not have: libxml2 has the word
        pass
    return found


def references(data: bytes, begin: int) -> dict[str, Reference]:
    """Entities used in text and attribute values, by name, in the order of the file. Comments, CDATA and instructions are passed over."""
    found: dict[str, Reference] = {}
    at, line, counted = begin, 1 + lines(data, 0, begin), begin
    while match := OPENER.search(data, at):
        at = match.end()
        if closer := CLOSERS.get(match[0]):
            close = data.find(closer, at)
            if close < 0:
                break
            at = close + len(closer)
            continue
        name = match[1].decode("utf-8", "replace")
        if name in PREDEFINED:
            continue
        if name in found:
            found[name] = Reference(name, found[name].line, found[name].column, found[name].count + 1)
            continue
        line += lines(data, counted, match.start())
        counted = match.start()
        start = max(data.rfind(b"\n", 0, counted), data.rfind(b"\r", 0, counted)) + 1
        found[name] = Reference(name, line, len(data[start:counted].decode("utf-8", "replace")) + 1, 1)
    return found


def lines(data: bytes, start: int, end: int) -> int:
    """Line ends from `start` to `end`: LF, CR LF or CR."""
    returns = data.count(b"\r", start, end)
    return data.count(b"\n", start, end) + returns - (data.count(b"\r\n", start, end + 1) if returns else 0)


def place_of(data: bytes, offset: int) -> tuple[int, int]:
    """Line and column of a byte, in an encoding that has ASCII in it."""
    start = max(data.rfind(b"\n", 0, offset), data.rfind(b"\r", 0, offset)) + 1
    before = data[start:offset].removeprefix(b"\xef\xbb\xbf" if start == 0 else b"")
    return 1 + lines(data, 0, offset), len(before.decode("utf-8", "replace")) + 1

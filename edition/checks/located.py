"""6. The nearest xml:id, and the path from it, for findings that know only their line and column. One pass, which ends at the last of them."""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Sequence
from contextlib import suppress
from dataclasses import replace
from xml.parsers import expat

from edition import parsers
from edition.model import Finding

XML_ID = "http://www.w3.org/XML/1998/namespace}id"
Open = tuple[str, str, dict[str, int]]  # local name with its number among the children of its name, xml:id, names of the children so far


class _Enough(Exception):
    """The last place has been found."""


def located(data: bytes, findings: Sequence[Finding]) -> list[Finding]:
    """The findings, those without id and path with the element that they stand at or in. What lies behind a fault of form is left as it is."""
    wanted = sorted({(found.locus.line, found.locus.column) for found in findings if found.locus.line and not found.locus.id and not found.locus.path})
    if not wanted:
        return list(findings)
    known = addresses(data, wanted)
    return [
        replace(found, locus=replace(found.locus, id=known[at][0], path=known[at][1]))
        if (at := (found.locus.line, found.locus.column)) in known and not found.locus.id and not found.locus.path else found
        for found in findings
    ]  # fmt: skip


def addresses(data: bytes, wanted: Sequence[tuple[int, int]]) -> dict[tuple[int, int], tuple[str, str]]:
    """Line and column (1-based, sorted) to the nearest id and the path from it: of the element whose tag begins there, or which is open there."""
    found: dict[tuple[int, int], tuple[str, str]] = {}
    stack: list[Open] = []
    reader = parsers.events("}")

    def before(at: tuple[int, int]) -> None:
        """All places before a tag belong to the element that is open there."""
        count = len(found)
        if wanted[count] < at:
            for place in wanted[count : bisect_left(wanted, at)]:
                found[place] = _address(stack)
            if len(found) == len(wanted):
                raise _Enough

    def start(name: str, attributes: dict[str, str]) -> None:
        at = (reader.CurrentLineNumber, reader.CurrentColumnNumber + 1)
        before(at)
        local = name.rpartition("}")[2]
        if stack:
            number = stack[-1][2][local] = stack[-1][2].get(local, 0) + 1
            local = f"{local}[{number}]"
        stack.append((local, attributes.get(XML_ID, ""), {}))
        here(at)

    def end(name: str) -> None:
        at = (reader.CurrentLineNumber, reader.CurrentColumnNumber + 1)
        before(at)
        here(at)
        stack.pop()

    def here(at: tuple[int, int]) -> None:
        if wanted[len(found)] == at:
            found[at] = _address(stack)
            if len(found) == len(wanted):
                raise _Enough

    reader.StartElementHandler, reader.EndElementHandler = start, end
    reader.DefaultHandler = lambda text: None  # so that no entity is expanded
    with suppress(expat.ExpatError, LookupError, ValueError, _Enough):
        reader.Parse(data, True)
    return found


def _address(stack: Sequence[Open]) -> tuple[str, str]:
    steps: list[str] = []
    for step, identifier, _ in reversed(stack):
        if identifier:
            return identifier, "".join(f"/{each}" for each in reversed(steps))
        steps.append(step)
    return "", "".join(f"/{each}" for each in reversed(steps))

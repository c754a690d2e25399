"""6. What to do with an element or words in a wrong place: what to put around them, before what to move them, what to end first."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass

from edition.checks.recovery import TAG
from edition.relaxng import Fault, Schema

AROUND = ("p", "div", "item", "row", "cell", "l", "lg", "sp", "list", "table", "bibl", "respStmt")
"""Elements that one puts around others, the likeliest first."""
FOR_WORDS = ("p", "item", "l", "cell", "title", "lem", "desc", "term")
WINDOW = 60_000  # bytes before an element in which its neighbours are looked for
NEAR = 2_000  # the same, where they are mostly found
MANY = 200  # of these at most
EMPTIED = re.compile(rb"xmlns\s*=\s*(?:\"\"|'')")


@dataclass(frozen=True)
class Level:
    """An open element, and its children so far."""

    name: str
    children: tuple[str, ...]


def words(fault: Fault) -> str:
    """What to put around words that stand loose; "" if nothing is likely."""
    return next((f"Put the words into an element, such as <{name}>." for name in FOR_WORDS if name in fault.expected), "")


def namespace(home: str, fault: Fault, data: bytes) -> str:
    """How an element that has the right name gets into the schema's namespace, as the file does it."""
    if EMPTIED.search(data, max(0, fault.offset - WINDOW), fault.offset + WINDOW):
        return 'Take xmlns="" away, from this tag or from one around it.'
    prefix = re.search(rb"xmlns:([\w.-]+)\s*=\s*[\"']" + re.escape(home.encode()) + rb"[\"']", data)
    if prefix is not None:
        return f"Write <{prefix[1].decode()}:{fault.name}>, as elsewhere in this file."
    return f'Write xmlns="{home}" in this tag, or in one around it.'


def misplaced(schema: Schema, fault: Fault, data: bytes) -> str:
    """What to do with an element that its parent never takes; "" if nothing is likely."""
    around = _around(schema, fault)
    if around and fault.name != fault.element:
        return f"Put it into <{around}>, which may stand here."
    levels = _levels(data, fault.offset, 2)
    if len(levels) < 2:
        return ""
    outer = (*levels[1].children, fault.element)
    at = schema.room(levels[1].name, outer, fault.name)
    if at is None:
        return ""
    if at == len(outer):
        return f"End the <{fault.element}> before it: <{fault.name}> may stand in <{levels[1].name}>."
    return f"Move it out of <{fault.element}>, before <{outer[at]}>: it may stand in <{levels[1].name}>."


def out_of_order(schema: Schema, fault: Fault, data: bytes) -> str:
    """What to do with an element that its parent takes at another place; "" if nothing is likely."""
    level = next(iter(_levels(data, fault.offset, 1)), None)
    if level is None:
        return ""
    at = schema.room(level.name, level.children, fault.name)
    around = _around(schema, fault)
    if at is not None and at < len(level.children):
        more = f", or put it into a <{around}> of its own" if around == "div" else ""
        return f"Move it before <{level.children[at]}>{more}."
    if around:
        return f"Put it into <{around}>, which may stand here."
    return f"There is a <{fault.name}> in <{level.name}> already, and there may be no other here." if fault.name in level.children else ""


def _around(schema: Schema, fault: Fault) -> str:
    """An element that may stand here, and may hold the one that may not."""
    return next((name for name in AROUND if name in fault.expected and schema.room(name, (), fault.name) is not None), "")


def _levels(data: bytes, offset: int, count: int) -> list[Level]:
    """The elements that are open at a byte, the innermost first. None where the tags cannot be seen: in UTF-16, or far above."""
    near = list(_upwards(data, max(0, offset - NEAR), offset, count))
    return near if len(near) == count else list(_upwards(data, max(0, offset - WINDOW), offset, count))


def _upwards(data: bytes, start: int, offset: int, count: int) -> Iterator[Level]:
    children: list[str] = []
    depth = 0
    for tag in reversed(list(TAG.finditer(data, start, offset))):
        if not tag["name"]:
            continue
        name = tag["name"].decode("utf-8", "replace").rpartition(":")[2]
        if tag["close"]:
            depth += 1
            continue
        if not tag[0].endswith(b"/>"):
            if not depth:
                yield Level(name, tuple(reversed(children)))
                count -= 1
                if not count:
                    return
                children = []
                continue
            depth -= 1
        if not depth:
            children.append(name)
            if len(children) > MANY:
                return

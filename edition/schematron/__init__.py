"""ISO Schematron of any query language up to XPath 3.1: read into types, turned into XSLT, carried out by Saxon in a process that can open nothing.

    rules = schematron.load(Path("project.sch"))
    for hit in rules.check(etree.parse("letter.xml")):
        print(hit.element, hit.message)

Needs the package saxonche, which `edition-toolkit[schematron]` brings.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path

from lxml import etree

from edition import tei
from edition.schematron import document, stylesheet
from edition.schematron.reading import read
from edition.schematron.saxon import SECONDS, Refused, TooLong, engine, installed
from edition.schematron.schema import DEFAULT, BadSchematron, Place, Schema, Test
from edition.schematron.stylesheet import Stylesheet

STATIC = re.compile(r"(?:in|at) (?P<what>[\w:\-]+(?:/@[\w\-]+)?) on line (?P<line>\d+)(?: column \d+)?[^\n]*\n\s*(?:(?P<code>[A-Z]{4}\d{4})\s+)?(?P<reason>.*?)(?=\n\S|\Z)", re.DOTALL)
WARNED = re.compile(r"on line (\d+)[^\n]*\n\s*\w+\s+An\s+error\s+occurred\s+matching\s+pattern\s+\{.*?\}:\s+(.*?)(?=\n\S|\Z)", re.DOTALL)
NAMES = {"if/@test": "@test", "template/@match": "@context", "value-of/@select": "what a message is filled with", "variable/@select": "@value of <let>", "attribute/@select": "@subject"}
LIMIT = 10_000  # hits


@dataclass(frozen=True, slots=True)
class Hit:
    """A test that failed at a node. `failed`: it could not be carried out there at all, and `message` says why."""

    id: str
    role: str
    message: str
    place: Place  # of the test
    element: tei.Element | None  # the node, or the element that it belongs to; None: it stands outside of all
    step: str = ""  # from the element to the node: ``/@rend``, ``/text()[1]``
    notes: tuple[str, ...] = ()  # diagnostics and properties
    failed: bool = False


class Schematron:
    """A Schematron that documents can be held against, one after the other."""

    def __init__(self, schema: Schema, phase: str = DEFAULT, seconds: float = SECONDS) -> None:
        self.schema, self.phase, self.seconds = schema, phase, seconds

    @cached_property
    def _sheet(self) -> tuple[Stylesheet, str]:
        sheet = stylesheet.made(self.schema, self.phase)
        return sheet, sheet.text

    def prepare(self) -> None:
        """Raises BadSchematron for an expression that cannot be understood, ProgramMissing without saxonche."""
        sheet, text = self._sheet
        try:
            engine().compile(text, self.seconds)
        except Refused as error:
            raise _bad(sheet, error.reason, self.schema.name) from None
        except TooLong:
            raise BadSchematron(f"could not be prepared within {self.seconds:g} s", self.schema.name) from None

    def check(self, tree: tei.Tree) -> list[Hit]:
        """The tests that failed, in the order of the document. No more than `LIMIT`. Raises BadSchematron, ProgramMissing, ProgramFailed; TooLong after `seconds`."""
        self.prepare()
        sheet, text = self._sheet
        left = [Hit("", "", f"a pattern was left out: {each.reason}", Place(each.file, each.line), None, failed=True) for each in self.schema.faults[:1]]
        try:
            result, said = engine().run(text, document.text(tree), self.seconds)
        except Refused as error:
            line = re.search(r"on line (\d+)", error.said)
            place = (sheet.place(int(line[1])) if line else None) or Place(self.schema.name, 0)
            return [*left, Hit("", "", _clean(error.reason), place, None, failed=True)]
        nodes = document.Nodes(tree)
        found = etree.fromstring(result.encode(), tei.parser())
        hits = left
        broken: set[int] = set()
        for each in found:
            number = int(each.get("t", "0"))
            failed = each.tag == "e"
            if (failed and number in broken) or len(hits) >= LIMIT:
                continue
            broken |= {number} if failed else set()
            hits.append(_hit(sheet.tests[number], each, nodes, failed=failed))
        for line_of, reason in dict(WARNED.findall(said)).items():
            place = sheet.place(int(line_of)) or Place(self.schema.name, 0)
            hits.append(Hit("", "", f"@context: {_clean(reason)}", place, None, failed=True))
        return hits


def load(path: Path, *, root: Path | None = None, phase: str = DEFAULT, language: str = "en", seconds: float = SECONDS) -> Schematron:
    """A Schematron, or what Schematron a RELAX NG schema or an ODD holds. Files that it includes come from `root` (default: its folder) alone.

    `phase`: which of its patterns; `language`: of messages that it has in several; `seconds`: for one document. Raises BadSchematron.
    """
    return Schematron(read(path, root=root, language=language), phase, seconds)


def _hit(test: Test, found: tei.Element, nodes: document.Nodes, *, failed: bool) -> Hit:
    at = found.get("at")
    element, step = nodes.path(at) if at is not None else (nodes.number(int(found.get("n", "0"))), "")
    message = " ".join("".join([found.text or "", *(child.tail or "" for child in found)]).split())
    notes = tuple(" ".join((child.text or "").split()) for child in found.iterchildren("d"))
    return Hit(test.id, test.role, _clean(message) if failed else message, test.place, element, step, tuple(note for note in notes if note), failed)


def _bad(sheet: Stylesheet, reason: str, name: str) -> BadSchematron:
    """What Saxon said of the stylesheet, as said of the Schematron: the first mistake with its place, and how many more there are."""
    found = list(STATIC.finditer(reason))
    if not found:
        return BadSchematron(_clean(reason), name)
    first = found[0]
    place = sheet.place(int(first["line"])) or Place(name, 0)
    what = NAMES.get(first["what"].partition(":")[2], "")
    more = f" (and {len(found) - 1} more)" if len(found) > 1 else ""
    code = f" [{first['code']}]" if first["code"] else ""
    return place.wrong(f"{what}: {_clean(first['reason'])}{code}{more}" if what else f"{_clean(first['reason'])}{code}{more}")


def _clean(words: str) -> str:
    """On one line, without the addresses of XPath's own namespaces, and without places in the stylesheet that nobody sees."""
    line = " ".join(re.sub(r"Q\{http://www\.w3\.org/[^{}]*\}|Q\{\}", "", words).split())
    return re.sub(r"(?:\. Found while .*)?(?: on line \d+)?$", "", line)


__all__ = ["LIMIT", "BadSchematron", "Hit", "Place", "Schema", "Schematron", "TooLong", "installed", "load", "read"]

"""What a repair and a check are: two decorators, and the records they make.

A repair carries the sentence that declares it in the header; a check carries its reason and its examples. So code that alters or
judges a text and the words that own up to it cannot separate.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass, replace
from inspect import getdoc
from pathlib import Path
from typing import TYPE_CHECKING

from edition.model import Document, Finding, Locus, Severity

if TYPE_CHECKING:
    from edition.edits import Change, Family, Proposal, View
    from edition.project import Project
    from edition.tei import Element

    RepairFunction = Callable[[View], Iterator[Change | Proposal]]


@dataclass(frozen=True)
class Repair:
    """One class of repair. `declared_in`: the child of editorialDecl that owns up to it (correction, normalization, quotation …)."""

    name: str  # "quotes.apostrophe"
    declared_in: str
    statement: str  # the sentence of the editorialDecl
    family: Family
    run: RepairFunction

    @property
    def title(self) -> str:
        """The first line of the docstring."""
        return (getdoc(self.run) or "").split("\n")[0]


def repair(name: str, *, declared_in: str, statement: str, family: Family = "mechanical") -> Callable[[RepairFunction], Repair]:
    """Declare a repair. The function looks at a View and yields what it would change; it applies nothing."""

    def declare(run: RepairFunction) -> Repair:
        return Repair(name, declared_in, statement, family, run)

    return declare


@dataclass(frozen=True)
class Selection:
    """The codes that are looked for: those that begin with a word of `on`, and with none of `off`. ``code in selection`` asks."""

    on: tuple[str, ...] = ("",)  # the beginning of every code
    off: tuple[str, ...] = ()

    def __contains__(self, code: object) -> bool:
        return isinstance(code, str) and code.startswith(self.on) and not code.startswith(self.off)


@dataclass(frozen=True)
class Scope:
    """What a check may know besides the document."""

    project: Project | None = None
    schema: Path | None = None  # RELAX NG, in XML syntax
    schematron: tuple[Path, ...] = ()  # rules of the project's own
    folder: Path | None = None  # files that a text points to are looked for in here, and nowhere else; None: the document's own folder
    files: frozenset[str] = frozenset()  # paths of the other documents at hand: what points into them is judged when all have been read
    selection: Selection = Selection()  # what is looked for; checks of other codes do not run
    ours: bool = False  # the document belongs to an edition: what a stranger's file may leave out is wrong here


CheckFunction = Callable[[Document, Scope], Iterator[Finding]]


@dataclass(frozen=True)
class Check:
    """One check. Its manual page is the function's docstring: the fault, why it matters, ``Bad:`` and ``Good:`` examples."""

    code: str
    severity: Severity
    source: str  # the authority: an anchor of the TEI Guidelines, a section of a specification
    function: CheckFunction
    reads: str = "tree"  # "bytes": also run on what is not well-formed, and no tree is built for it
    elsewhere: Severity | None = None  # the severity in a file that belongs to no edition, where it differs

    @property
    def name(self) -> str:
        """``dangling-reference``."""
        return self.function.__name__.strip("_").replace("_", "-")

    @property
    def manual(self) -> str:
        return getdoc(self.function) or ""

    @property
    def title(self) -> str:
        """The first line of the manual: the fault in a sentence."""
        return self.manual.split("\n")[0]

    def examples(self, kind: str) -> list[str]:
        """The texts after ``Bad:`` or ``Good:``, each on a line of its own (a longer one goes on with deeper lines)."""
        found = re.findall(rf"^{kind}:[ \t]*(.*(?:\n[ \t]+\S.*)*)", self.manual, re.MULTILINE)
        return ["\n".join(line.strip() for line in example.strip().splitlines()) for example in found]

    def run(self, document: Document, scope: Scope) -> Iterator[Finding]:
        if self.reads == "tree" and document.tree is None:
            return
        severity = self.severity if scope.ours else self.elsewhere or self.severity
        for found in self.function(document, scope):
            yield replace(found, code=self.code, severity=severity)


def check(
    code: str, severity: Severity, *, source: str, reads: str = "tree", elsewhere: Severity | None = None
) -> Callable[[CheckFunction], Check]:
    """Declare a check. Its function yields `finding(…)`; code and severity are filled in here."""

    def declare(function: CheckFunction) -> Check:
        return Check(code, severity, source, function, reads, elsewhere)

    return declare


def finding(document: Document, node: Element | None, message: str, hint: str = "") -> Finding:
    """A finding at an element (None: the whole file), for use inside a check."""
    return Finding("", Severity.NOTE, document.locus(node), message, hint)


def finding_at(document: Document, line: int, column: int, message: str, hint: str = "") -> Finding:
    """A finding at a place of the bytes (1-based), for use inside a check."""
    return Finding("", Severity.NOTE, Locus(str(document.path), line, column), message, hint)


def quoted(text: str, limit: int = 60) -> str:
    """Words of the document in double quotes, on one line and not longer than `limit` characters."""
    text = " ".join(text.split())
    return f'"{text if len(text) <= limit else text[: limit - 1] + "…"}"'

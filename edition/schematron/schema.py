"""What a Schematron file says, as frozen types: nothing abstract is left in it, and nothing that another file holds."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field

EVERY = "#ALL"  # all patterns
DEFAULT = "#DEFAULT"  # those of the phase that the schema names, or all


class BadSchematron(ValueError):
    """A Schematron that is none, or that cannot be run: where (file, line, column) and why."""

    def __init__(self, reason: str, file: str = "", line: int = 0, column: int = 0) -> None:
        self.reason, self.file, self.line, self.column = reason, file, line, column
        super().__init__(f"{':'.join(str(part) for part in (file, line, column) if part)}: {reason}" if file else reason)


@dataclass(frozen=True, slots=True)
class Place:
    """Where something stands in the Schematron; 1-based."""

    file: str
    line: int
    column: int = 0

    def wrong(self, reason: str) -> BadSchematron:
        return BadSchematron(reason, self.file, self.line, self.column)


@dataclass(frozen=True, slots=True)
class Insert:
    """A place in a message that is filled from the document: the value of an expression, or (`name`) the name of the node that it finds."""

    select: str
    place: Place
    name: bool = False


Message = tuple[str | Insert, ...]


@dataclass(frozen=True, slots=True)
class Let:
    """A variable. Its value is an expression, or, where there is none, `content` (XML)."""

    name: str
    value: str | None
    place: Place
    content: str = ""
    type: str = ""


@dataclass(frozen=True, slots=True)
class Note:
    """A diagnostic or a property: what a test refers to by id."""

    id: str
    message: Message


@dataclass(frozen=True, slots=True)
class Test:
    """An assertion (it should hold) or a report (it should not)."""

    id: str  # as it stands, or made of the ids above it and a number
    test: str
    message: Message
    place: Place
    report: bool = False
    role: str = ""  # its own, or its rule's
    subject: str = ""  # an expression: the node that is meant, if it is not the rule's
    see: str = ""
    language: str = ""
    notes: tuple[Note, ...] = ()


@dataclass(frozen=True, slots=True)
class Rule:
    context: str
    place: Place
    tests: tuple[Test, ...]
    lets: tuple[Let, ...] = ()


@dataclass(frozen=True, slots=True)
class Pattern:
    """Rules of which the first one that matches a node takes it."""

    id: str
    rules: tuple[Rule, ...]
    place: Place
    lets: tuple[Let, ...] = ()


@dataclass(frozen=True, slots=True)
class Phase:
    """A choice of patterns, by id."""

    id: str
    active: tuple[str, ...]
    lets: tuple[Let, ...] = ()


@dataclass(frozen=True, slots=True)
class Foreign:
    """A declaration in XSLT, as XML."""

    xml: str
    place: Place


@dataclass(frozen=True)
class Schema:
    """A whole Schematron. `files`: all that was read, the first one first."""

    name: str
    title: str = ""
    version: str = ""
    binding: str = "xslt"
    namespaces: Mapping[str, str] = field(default_factory=dict)
    lets: tuple[Let, ...] = ()
    patterns: tuple[Pattern, ...] = ()
    phases: Mapping[str, Phase] = field(default_factory=dict)
    phase: str = ""  # the one that is meant if none is named
    foreign: tuple[Foreign, ...] = ()
    files: tuple[str, ...] = ()
    faults: tuple[BadSchematron, ...] = ()  # patterns that had to be left out

    def active(self, phase: str = DEFAULT) -> tuple[tuple[Let, ...], tuple[Pattern, ...]]:
        """The variables and patterns of a phase. Raises BadSchematron if there is no such phase."""
        wanted = self.phase if phase == DEFAULT else phase
        if wanted in ("", EVERY):
            return self.lets, self.patterns
        chosen = self.phases.get(wanted)
        if chosen is None:
            known = ", ".join(self.phases) or "none"
            raise BadSchematron(f'there is no phase "{wanted}"; phases here: {known}', self.name)
        return self.lets + chosen.lets, tuple(pattern for pattern in self.patterns if pattern.id in chosen.active)

    def tests(self) -> Iterator[Test]:
        return (test for pattern in self.patterns for rule in pattern.rules for test in rule.tests)

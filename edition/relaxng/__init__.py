"""RELAX NG in Python: schemas in XML syntax, documents validated in one pass, each mistake named once with line and column. Knows nothing of TEI.

    schema = relaxng.load("tei_all.rng")
    for fault in schema.validate(Path("letter.xml").read_bytes()):
        print(fault.line, fault.column, fault.message)
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from functools import cached_property
from pathlib import Path
from typing import TYPE_CHECKING

from edition.relaxng.compiled import Compiled, dump
from edition.relaxng.faults import NAMESPACE, BadSchema, Fault, shown
from edition.relaxng.names import ANY, Name
from edition.relaxng.parts import elements, names_of
from edition.relaxng.patterns import Definition, Pattern
from edition.relaxng.validator import Validator

if TYPE_CHECKING:
    from edition.relaxng.grammar import Grammar
    from edition.relaxng.schema_file import Node


class Schema:
    """A schema that documents can be held against, one after the other."""

    def __init__(self, grammar: Grammar | Compiled) -> None:
        self.grammar = grammar
        self._held: dict[str, list[Pattern]] = {}

    @cached_property
    def by_name(self) -> dict[Name, list[Definition]]:
        return names_of(self.grammar.definitions())

    @cached_property
    def home(self) -> str:
        """The namespace of most of its elements: names in it are shown bare."""
        counts = Counter(name[0] for name in self.by_name if ANY not in name)
        return counts.most_common(1)[0][0] if counts else ""

    @cached_property
    def names(self) -> tuple[str, ...]:
        """All elements, by name as in a fault."""
        return tuple(shown(name, self.home) for name in self.by_name)

    @cached_property
    def _parents(self) -> dict[str, tuple[str, ...]]:
        found: dict[str, set[str]] = {}
        for parent, definitions in self.by_name.items():
            for definition in definitions:
                for names in elements(definition.content):
                    for name in names.samples():
                        found.setdefault(shown(name, self.home), set()).add(shown(parent, self.home))
        return {name: tuple(sorted(parents)) for name, parents in found.items()}

    def parents(self, name: str) -> tuple[str, ...]:
        """The elements that may hold one, by name as in a fault."""
        return self._parents.get(name, ())

    def room(self, parent: str, children: Sequence[str], name: str) -> int | None:
        """Before which of an element's children (its number; one more for the end) another may come, so that all of these stay allowed: the last such place.

        Names as in a fault; what is wrong with the children by themselves is None, as is no place.
        """
        states = [self._inside(parent)]
        for child in children:
            states.append(_after(states[-1], (self.home, child)))
        for at in range(len(children), -1, -1):
            left = _after(states[at], (self.home, name))
            for child in children[at:]:
                left = _after(left, (self.home, child))
            if left:
                return at
        return None

    def _inside(self, name: str) -> list[Pattern]:
        """What elements of a name hold, attributes aside."""
        if name not in self._held:
            self._held[name] = [definition.content.forgiven() for definition in self.by_name.get((self.home, name), ())]
        return self._held[name]

    def validate(self, data: bytes, *, ids: bool = True, limit: int = 1000, stand_ins: frozenset[Name] = frozenset()) -> list[Fault]:
        """The mistakes of a document, in the order in which they show; none if it is valid.

        `ids`: also those of ID and IDREF; `limit`: no more than this many; `stand_ins`: names of elements that stand for others, such as an inclusion:
        nothing is said of what may be missing beside them.
        """
        return Validator(self, ids=ids, limit=limit, stand_ins=stand_ins).run(data)


def _after(contents: list[Pattern], name: Name) -> list[Pattern]:
    """What may come after an element, words aside."""
    return list({rest.number: rest for content in contents for _, rest in content.opened(name)}.values())


def load(path: str | Path, *, root: Path | None = None, strict: bool = True) -> Schema:
    """A schema from a file, with what it includes from inside `root` (default: its folder). Raises BadSchema with file, line, column and reason.

    `strict`: also hold it against the restrictions of section 7 of the specification.
    """
    from edition.relaxng import schema_file  # for the schema that is built in, files are never read

    return _made(schema_file.read(Path(path), root), strict)


def loads(data: bytes, name: str = "schema", *, strict: bool = True) -> Schema:
    """A schema from its bytes. It can include nothing. Raises BadSchema."""
    from edition.relaxng import schema_file

    return _made(schema_file.parse(data, name), strict)


def _made(top: Node, strict: bool) -> Schema:
    from edition.relaxng import restrictions
    from edition.relaxng.grammar import Grammar

    grammar = Grammar(top)
    restrictions.check(grammar, deep=strict)
    return Schema(grammar)


__all__ = ["NAMESPACE", "BadSchema", "Compiled", "Fault", "Schema", "dump", "load", "loads"]

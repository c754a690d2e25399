"""A schema worked out beforehand: its patterns as a list of small lists, so that a program can carry a schema and have it at hand at once.

    {"start": 12, "patterns": [["group", 3, 7], …], "elements": [[names, content, line], …], "datatypes": […], "names": […]}

Numbers are indexes. Only what an element needs is made when it is needed.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from edition.relaxng.datatypes import Datatype
from edition.relaxng.names import NameClass, Names, OneName, Open
from edition.relaxng.patterns import (
    Attribute,
    Choice,
    Data,
    Definition,
    ElementPattern,
    Empty,
    Group,
    Interleave,
    ListOf,
    NotAllowed,
    OneOrMore,
    Pattern,
    Patterns,
    Text,
    Value,
)  # fmt: skip

if TYPE_CHECKING:
    from edition.relaxng.grammar import Grammar

SIMPLE: dict[type[Pattern], str] = {Empty: "empty", NotAllowed: "none", Text: "text"}


def dump(grammar: Grammar) -> dict[str, Any]:
    """The elements that the start of a schema can reach, as data for JSON."""
    writer = _Writer()
    start = writer.pattern(grammar.start)
    for definition in writer.definitions:  # it grows while it is read
        writer.elements.append([writer.names(definition.names), writer.pattern(definition.content), definition.place[1]])
    return {"start": start, "patterns": writer.patterns, "elements": writer.elements, "datatypes": writer.datatypes, "names": writer.classes}


class _Writer:
    def __init__(self) -> None:
        self.patterns: list[list[Any]] = []
        self.elements: list[list[Any]] = []
        self.datatypes: list[list[Any]] = []
        self.classes: list[list[Any]] = []
        self.definitions: list[Definition] = []
        self._of: dict[Any, int] = {}

    def _once(self, key: Any, row: list[Any], rows: list[list[Any]]) -> int:
        if key not in self._of:
            self._of[key] = len(rows)
            rows.append(row)
        return self._of[key]

    def pattern(self, pattern: Pattern) -> int:
        key = ("pattern", pattern.number)
        if key not in self._of:
            row = self._row(pattern)
            self._of[key] = len(self.patterns)
            self.patterns.append(row)
        return self._of[key]

    def _row(self, pattern: Pattern) -> list[Any]:
        if type(pattern) in SIMPLE:
            return [SIMPLE[type(pattern)]]
        if isinstance(pattern, Choice):
            return ["choice", *map(self.pattern, pattern.members)]
        if isinstance(pattern, Group):
            return ["group", self.pattern(pattern.first), self.pattern(pattern.second)]
        if isinstance(pattern, Interleave):
            return ["interleave", self.pattern(pattern.first), self.pattern(pattern.second)]
        if isinstance(pattern, OneOrMore):
            return ["more", self.pattern(pattern.one)]
        if isinstance(pattern, ListOf):
            return ["list", self.pattern(pattern.tokens)]
        if isinstance(pattern, Attribute):
            return ["attribute", self.names(pattern.names), self.pattern(pattern.value)]
        if isinstance(pattern, Data):
            return ["data", self.datatype(pattern.datatype), self.pattern(pattern.exception) if pattern.exception else -1]
        if isinstance(pattern, Value):
            if pattern.datatype.name in ("QName", "NOTATION"):
                raise ValueError("values that mean what a prefix means cannot be kept without it")
            return ["value", self.datatype(pattern.datatype), pattern.words]
        assert isinstance(pattern, ElementPattern)
        return ["element", self.element(pattern.definition)]

    def element(self, definition: Definition) -> int:
        key = ("element", id(definition))
        if key not in self._of:
            self._of[key] = len(self.definitions)
            self.definitions.append(definition)
        return self._of[key]

    def datatype(self, datatype: Datatype) -> int:
        return self._once(("datatype", datatype), [datatype.library, datatype.name, [list(facet) for facet in datatype.facets]], self.datatypes)

    def names(self, names: NameClass) -> int:
        if isinstance(names, OneName):
            row: list[Any] = ["name", *names.name]
        elif isinstance(names, Names):
            row = ["choice", *map(self.names, names.members)]
        else:
            assert isinstance(names, Open)
            row = ["open", names.namespace, self.names(names.exception) if names.exception else -1]
        return self._once(("names", names), row, self.classes)


class Compiled:
    """What `dump` made, for `Schema`: the same as the grammar that it was made from."""

    def __init__(self, data: dict[str, Any], file: str = "") -> None:
        self.patterns = Patterns()
        self._data, self._file = data, file
        self._names: dict[int, NameClass] = {}
        self._made: dict[int, Pattern] = {}
        self._definitions: list[Definition] = [self._definition(names, content, line) for names, content, line in data["elements"]]
        self.start = self._pattern(data["start"])

    def definitions(self) -> list[Definition]:
        return self._definitions

    def _definition(self, names: int, content: int, line: int) -> Definition:
        return Definition(self._class(names), lambda: self._pattern(content), (self._file, line, 1))

    def _class(self, number: int) -> NameClass:
        if number not in self._names:
            kind, *rest = self._data["names"][number]
            if kind == "name":
                made: NameClass = OneName((rest[0], rest[1]))
            elif kind == "choice":
                made = Names(tuple(map(self._class, rest)))
            else:
                made = Open(rest[0], self._class(rest[1]) if rest[1] >= 0 else None)
            self._names[number] = made
        return self._names[number]

    def _datatype(self, number: int) -> Datatype:
        library, name, facets = self._data["datatypes"][number]
        return Datatype(library, name, tuple((facet, words) for facet, words in facets))

    def _pattern(self, number: int) -> Pattern:
        found = self._made.get(number)
        if found is None:
            found = self._made[number] = self._make(*self._data["patterns"][number])
        return found

    def _make(self, kind: str, *rest: Any) -> Pattern:
        store = self.patterns
        if kind == "choice":
            return store.choice(map(self._pattern, rest))
        if kind == "group":
            return store.group(self._pattern(rest[0]), self._pattern(rest[1]))
        if kind == "interleave":
            return store.interleave(self._pattern(rest[0]), self._pattern(rest[1]))
        if kind == "more":
            return store.one_or_more(self._pattern(rest[0]))
        if kind == "list":
            return store.list_of(self._pattern(rest[0]))
        if kind == "attribute":
            return store.attribute(self._class(rest[0]), self._pattern(rest[1]))
        if kind == "data":
            return store.data(self._datatype(rest[0]), self._pattern(rest[1]) if rest[1] >= 0 else None)
        if kind == "value":
            datatype = self._datatype(rest[0])
            return store.value(datatype, rest[1], datatype.meaning(rest[1]))
        if kind == "element":
            return store.element(self._definitions[rest[0]])
        return {"empty": store.empty, "none": store.not_allowed, "text": store.any_text}[kind]

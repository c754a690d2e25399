"""What a schema may not say, though its syntax lets it: section 7 of the specification, on the patterns of every element that the schema can reach."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, replace

from edition.relaxng.faults import BadSchema
from edition.relaxng.grammar import Grammar
from edition.relaxng.names import Name, NameClass, Names, OneName, overlap
from edition.relaxng.parts import all_parts, below
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
    OneOrMore,
    Pair,
    Pattern,
    Text,
    Value,
)  # fmt: skip

NOTHING, COMPLEX, SIMPLE = range(3)  # the type of a content (7.2)
IN_ATTRIBUTE = (Attribute, ElementPattern)
IN_LIST = (Attribute, ElementPattern, ListOf, Text, Interleave)
IN_EXCEPT = (Attribute, ElementPattern, ListOf, Text, Group, Interleave, OneOrMore, Empty)
IN_START = (Attribute, Data, Value, ListOf, Text, Group, Interleave, OneOrMore, Empty)
WORDS: dict[type[Pattern], str] = {
    Attribute: "an attribute", ElementPattern: "an element", ListOf: "a list", Text: "<text/>", Group: "a group", Interleave: "an interleave",
    OneOrMore: "a repetition", Empty: "<empty/>", Data: "data", Value: "a value",
}  # fmt: skip


class _Fault(Exception):
    """A restriction that is not kept."""


def check(grammar: Grammar, *, deep: bool = True) -> None:
    """Raises BadSchema with the place of the element in question. Not `deep`: only that every definition can be worked out when it is needed first."""
    if not deep:
        return
    grammar.work_out()
    try:
        _forbid(grammar.start, IN_START, "the start of a grammar")
    except _Fault as fault:
        raise grammar.top.wrong(str(fault)) from None
    judge = _Judge()
    for definition in _reached(grammar.start):
        try:
            judge.content(definition)
        except _Fault as fault:
            raise BadSchema(str(fault), *definition.place) from None
        except RecursionError:
            raise BadSchema("a content nested deeper than any schema has", *definition.place) from None


def _reached(start: Pattern) -> Iterator[Definition]:
    seen: set[int] = set()
    found: dict[Definition, None] = {}
    stack = [start]
    while stack:
        each = stack.pop()
        if each.number in seen:
            continue
        seen.add(each.number)
        if isinstance(each, ElementPattern):
            if each.definition not in found:
                found[each.definition] = None
                stack.append(each.definition.content)
        else:
            stack.extend(all_parts(each))
    yield from found


def _forbid(pattern: Pattern, kinds: tuple[type[Pattern], ...], where: str) -> None:
    for each in below(pattern, all_parts):
        if isinstance(each, kinds):
            raise _Fault(f"{WORDS[type(each)]} in {where}")


@dataclass(frozen=True)
class _Facts:
    """What is inside a pattern: names of attributes and of elements (those without end apart), text; the type of its content (None: a mixture)."""

    attributes: frozenset[Name] = frozenset()
    open_attributes: tuple[NameClass, ...] = ()
    unrepeated: bool = False  # an attribute with names without end outside of a repetition
    grouped: bool = False  # an attribute in a group or an interleave
    elements: frozenset[Name] = frozenset()
    open_elements: tuple[NameClass, ...] = ()
    text: bool = False
    type: int | None = NOTHING

    def __add__(self, other: _Facts) -> _Facts:
        return _Facts(
            self.attributes | other.attributes, (*self.open_attributes, *other.open_attributes), self.unrepeated or other.unrepeated, self.grouped or other.grouped,
            self.elements | other.elements, (*self.open_elements, *other.open_elements), self.text or other.text,
        )  # fmt: skip


class _Judge:
    """Holds every pattern against the restrictions, once."""

    def __init__(self) -> None:
        self.known: dict[int, _Facts] = {}

    def content(self, definition: Definition) -> None:
        facts = self.facts(definition.content)
        if facts.unrepeated:
            raise _Fault("an attribute of any name that is not repeated: put it into oneOrMore")
        if facts.type is None:
            raise _Fault("data, a value or a list in one content with elements, text or other data")

    def facts(self, pattern: Pattern) -> _Facts:
        found = self.known.get(pattern.number)
        if found is None:
            found = self.known[pattern.number] = self._found(pattern)
        return found

    def _found(self, pattern: Pattern) -> _Facts:
        if isinstance(pattern, Attribute):
            return self._attribute(pattern)
        if isinstance(pattern, ElementPattern):
            names = pattern.definition.names
            return _Facts(elements=frozenset(_finite(names)), open_elements=(names,) if names.open else (), type=COMPLEX)
        if isinstance(pattern, Text):
            return _Facts(text=True, type=COMPLEX)
        if isinstance(pattern, ListOf):
            _forbid(pattern.tokens, IN_LIST, "a list")
            self.facts(pattern.tokens)
            return _Facts(type=SIMPLE)
        if isinstance(pattern, Data):
            if pattern.exception is not None:
                _forbid(pattern.exception, IN_EXCEPT, "the exceptions of data")
            return _Facts(type=SIMPLE)
        if isinstance(pattern, Value):
            return _Facts(type=SIMPLE)
        if isinstance(pattern, OneOrMore):
            facts = self.facts(pattern.one)
            if facts.grouped:
                raise _Fault("an attribute in a group that is repeated")
            return replace(facts, unrepeated=False, type=None if facts.type == SIMPLE else facts.type)
        if isinstance(pattern, Choice):
            each = [self.facts(member) for member in pattern.members]
            whole = sum(each[1:], each[0])
            return replace(whole, type=None if any(one.type is None for one in each) else max(one.type for one in each if one.type is not None))
        if isinstance(pattern, Pair):
            return self._pair(pattern)
        return _Facts()

    def _attribute(self, pattern: Attribute) -> _Facts:
        _forbid(pattern.value, IN_ATTRIBUTE, "the value of an attribute")
        if self.facts(pattern.value).type is None:
            raise _Fault("a value of an attribute that is made of data and something else")
        names = pattern.names
        return _Facts(frozenset(_finite(names)), (names,) if names.open else (), names.open)

    def _pair(self, pattern: Pair) -> _Facts:
        one, other = self.facts(pattern.first), self.facts(pattern.second)
        if _meet(one.attributes, one.open_attributes, other.attributes, other.open_attributes):
            raise _Fault("an attribute twice in one element")
        if isinstance(pattern, Interleave):
            if one.text and other.text:
                raise _Fault("text on both sides of an interleave")
            if _meet(one.elements, one.open_elements, other.elements, other.open_elements):
                raise _Fault("the same element on both sides of an interleave")
        whole = one + other
        kind: int | None = None
        if one.type is not None and other.type is not None and (NOTHING in (one.type, other.type) or one.type == other.type == COMPLEX):
            kind = max(one.type, other.type)
        return replace(whole, grouped=whole.grouped or bool(whole.attributes or whole.open_attributes), type=kind)


def _finite(names: NameClass) -> Iterator[Name]:
    if isinstance(names, OneName):
        yield names.name
    elif isinstance(names, Names):
        for member in names.members:
            yield from _finite(member)


def _meet(ones: frozenset[Name], open_ones: tuple[NameClass, ...], others: frozenset[Name], open_others: tuple[NameClass, ...]) -> bool:
    """Whether two sets of names have one in common."""
    if ones & others:
        return True
    if any(name in wide for name in ones for wide in open_others) or any(name in wide for name in others for wide in open_ones):
        return True
    return any(overlap(wide, other) for wide in open_ones for other in open_others)

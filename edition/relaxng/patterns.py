"""Patterns and their derivatives: what may still come after a start tag, an attribute, a text, an end of attributes.

A pattern is made once for its value (`Patterns` hands out the same object again), and remembers every derivative that was ever
asked of it. A document has few different situations and many elements; so validation becomes looking up.
After J. Clark, "An algorithm for RELAX NG validation"; the states of a document are pairs in `validator.py`, not `after` patterns.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from typing import Any

from edition.relaxng.names import Name, NameClass

BLANK = " \t\n\r"
Context = Mapping[str, str]  # prefix to namespace, where a value stands
NO_CONTEXT: Context = {}
TEXT_NAME: Name = ("", "#text")


class Pattern:
    """`nullable`: may be empty. `has_data`: holds data, value or list, so that a text's derivative depends on the text. `has_attributes`: an attribute is left.
    `has_names`: a value in it means what its prefix means, so that it depends on the place."""

    __slots__ = ("_attributes", "_closed", "_firsts", "_opened", "_text", "fitting", "has_attributes", "has_data", "has_names", "nullable", "number", "store", "tags")

    def __init__(self, store: Patterns, nullable: bool, has_data: bool = False, has_attributes: bool = False, has_names: bool = False) -> None:
        self.store = store
        self.nullable, self.has_data, self.has_attributes, self.has_names = nullable, has_data, has_attributes, has_names
        self.number = store.count
        store.count += 1
        self._opened: dict[Name, tuple[tuple[Definition, Pattern], ...]] = {}
        self._attributes: dict[Name, tuple[tuple[Pattern, Pattern], ...]] = {}
        self._closed: Pattern | None = None
        self._text: Pattern | None = None
        self._firsts: frozenset[Name] | None = None
        self.tags: dict[Any, Any] = {}  # whole start tags, kept by the validator
        self.fitting: set[str] = set()  # values that match, kept by the validator

    # What is asked.

    def opened(self, name: Name) -> tuple[tuple[Definition, Pattern], ...]:
        """After a start tag: each definition that takes the name, with what may follow the element."""
        found = self._opened.get(name)
        if found is None:
            merged: dict[Definition, list[Pattern]] = {}
            for definition, rest in self._open(name):
                if rest is not self.store.not_allowed:
                    merged.setdefault(definition, []).append(rest)
            found = self._opened[name] = tuple((definition, self.store.choice(rests)) for definition, rests in merged.items())
        return found

    def attribute(self, name: Name) -> tuple[tuple[Pattern, Pattern], ...]:
        """For an attribute: each pattern that its value may have, with what is left then."""
        if not self.has_attributes:
            return ()
        found = self._attributes.get(name)
        if found is None:
            pairs = {(value.number, rest.number): (value, rest) for value, rest in self._attribute(name) if rest is not self.store.not_allowed}
            found = self._attributes[name] = tuple(pairs.values())
        return found

    def text(self, words: str, context: Context = NO_CONTEXT) -> Pattern:
        """After a text."""
        if self.has_data:
            return self._after(words, context)
        if self._text is None:
            self._text = self._after(words, context)
        return self._text

    def closed(self) -> Pattern:
        """After the last attribute: not allowed, if one is missing."""
        if not self.has_attributes:
            return self
        if self._closed is None:
            self._closed = self._close(lambda store: store.not_allowed)
        return self._closed

    def forgiven(self) -> Pattern:
        """After the last attribute, as if the missing ones were there."""
        return self._close(lambda store: store.empty) if self.has_attributes else self

    def firsts(self) -> frozenset[Name]:
        """Names that may come next; TEXT_NAME for text."""
        if self._firsts is None:
            self._firsts = self._first()
        return self._firsts

    # What each kind answers.

    def _open(self, name: Name) -> Iterable[tuple[Definition, Pattern]]:
        return ()

    def _attribute(self, name: Name) -> Iterable[tuple[Pattern, Pattern]]:
        return ()

    def _after(self, words: str, context: Context) -> Pattern:
        return self.store.not_allowed

    def _close(self, missing: Callable[[Patterns], Pattern]) -> Pattern:
        return self

    def _first(self) -> frozenset[Name]:
        return frozenset()

    def skipped(self, name: Name) -> tuple[tuple[tuple[Definition, Pattern], ...], tuple[Pattern, ...]]:
        """As `opened`, as if required things before the element had come; with these."""
        return self.opened(name), ()

    def attributes(self) -> Iterable[Attribute]:
        """All attributes that are left."""
        return ()

    def required(self) -> frozenset[Name]:
        """Names of attributes that must still come, whatever else does."""
        return frozenset()


class Empty(Pattern):
    """Nothing."""

    __slots__ = ()


class NotAllowed(Pattern):
    """No content at all fits."""

    __slots__ = ()


class Text(Pattern):
    """Any text."""

    __slots__ = ()

    def _after(self, words: str, context: Context) -> Pattern:
        return self

    def _first(self) -> frozenset[Name]:
        return frozenset({TEXT_NAME})


class Choice(Pattern):
    """One of several. The members are in the order of their numbers, without doubles."""

    __slots__ = ("members",)

    def __init__(self, store: Patterns, members: tuple[Pattern, ...]) -> None:
        self.members = members
        super().__init__(
            store, any(m.nullable for m in members), any(m.has_data for m in members), any(m.has_attributes for m in members), any(m.has_names for m in members),
        )  # fmt: skip

    def _open(self, name: Name) -> Iterable[tuple[Definition, Pattern]]:
        for member in self.members:
            yield from member.opened(name)

    def _attribute(self, name: Name) -> Iterable[tuple[Pattern, Pattern]]:
        for member in self.members:
            yield from member.attribute(name)

    def _after(self, words: str, context: Context) -> Pattern:
        return self.store.choice(member.text(words, context) for member in self.members)

    def _close(self, missing: Callable[[Patterns], Pattern]) -> Pattern:
        return self.store.choice(member._close(missing) if member.has_attributes else member for member in self.members)

    def _first(self) -> frozenset[Name]:
        return frozenset().union(*(member.firsts() for member in self.members))

    def skipped(self, name: Name) -> tuple[tuple[tuple[Definition, Pattern], ...], tuple[Pattern, ...]]:
        if found := self.opened(name):
            return found, ()
        tried = [each for member in self.members if (each := member.skipped(name))[0]]
        return min(tried, key=lambda each: len(each[1])) if tried else ((), ())

    def attributes(self) -> Iterable[Attribute]:
        for member in self.members:
            yield from member.attributes()

    def required(self) -> frozenset[Name]:
        found = [member.required() for member in self.members]
        return frozenset.intersection(*found) if found else frozenset()


class Pair(Pattern):
    """Two patterns that both must come: a group or an interleave."""

    __slots__ = ("first", "second")

    def __init__(self, store: Patterns, first: Pattern, second: Pattern) -> None:
        self.first, self.second = first, second
        super().__init__(
            store, first.nullable and second.nullable, first.has_data or second.has_data, first.has_attributes or second.has_attributes,
            first.has_names or second.has_names,
        )  # fmt: skip

    def joined(self, first: Pattern, second: Pattern) -> Pattern:
        raise NotImplementedError

    def _attribute(self, name: Name) -> Iterable[tuple[Pattern, Pattern]]:
        for value, rest in self.first.attribute(name):
            yield value, self.joined(rest, self.second)
        for value, rest in self.second.attribute(name):
            yield value, self.joined(self.first, rest)

    def _close(self, missing: Callable[[Patterns], Pattern]) -> Pattern:
        first, second = (each._close(missing) if each.has_attributes else each for each in (self.first, self.second))
        return self.joined(first, second)

    def attributes(self) -> Iterable[Attribute]:
        yield from self.first.attributes()
        yield from self.second.attributes()

    def required(self) -> frozenset[Name]:
        return self.first.required() | self.second.required()


class Group(Pair):
    """One after the other."""

    __slots__ = ()

    def joined(self, first: Pattern, second: Pattern) -> Pattern:
        return self.store.group(first, second)

    def _open(self, name: Name) -> Iterable[tuple[Definition, Pattern]]:
        for definition, rest in self.first.opened(name):
            yield definition, self.store.group(rest, self.second)
        if self.first.nullable:
            yield from self.second.opened(name)

    def _after(self, words: str, context: Context) -> Pattern:
        after = self.store.group(self.first.text(words, context), self.second)
        return self.store.choice((after, self.second.text(words, context))) if self.first.nullable else after

    def _first(self) -> frozenset[Name]:
        return self.first.firsts() | self.second.firsts() if self.first.nullable else self.first.firsts()

    def skipped(self, name: Name) -> tuple[tuple[tuple[Definition, Pattern], ...], tuple[Pattern, ...]]:
        if found := self.opened(name):
            return found, ()
        found, missing = self.first.skipped(name)
        if found:
            return tuple((definition, self.store.group(rest, self.second)) for definition, rest in found), missing
        found, missing = self.second.skipped(name)
        return (found, missing if self.first.nullable else (self.first, *missing)) if found else ((), ())


class Interleave(Pair):
    """Both, in any order and mixed."""

    __slots__ = ()

    def joined(self, first: Pattern, second: Pattern) -> Pattern:
        return self.store.interleave(first, second)

    def _open(self, name: Name) -> Iterable[tuple[Definition, Pattern]]:
        for definition, rest in self.first.opened(name):
            yield definition, self.store.interleave(rest, self.second)
        for definition, rest in self.second.opened(name):
            yield definition, self.store.interleave(self.first, rest)

    def _after(self, words: str, context: Context) -> Pattern:
        first, second = self.first.text(words, context), self.second.text(words, context)
        return self.store.choice((self.store.interleave(first, self.second), self.store.interleave(self.first, second)))

    def _first(self) -> frozenset[Name]:
        return self.first.firsts() | self.second.firsts()

    def skipped(self, name: Name) -> tuple[tuple[tuple[Definition, Pattern], ...], tuple[Pattern, ...]]:
        if found := self.opened(name):
            return found, ()
        found, missing = self.first.skipped(name)
        if found:
            return tuple((definition, self.store.interleave(rest, self.second)) for definition, rest in found), missing
        found, missing = self.second.skipped(name)
        return tuple((definition, self.store.interleave(self.first, rest)) for definition, rest in found), missing


class OneOrMore(Pattern):
    """The same, once or again."""

    __slots__ = ("one",)

    def __init__(self, store: Patterns, one: Pattern) -> None:
        self.one = one
        super().__init__(store, one.nullable, one.has_data, one.has_attributes, one.has_names)

    def _again(self) -> Pattern:
        return self.store.choice((self, self.store.empty))

    def _open(self, name: Name) -> Iterable[tuple[Definition, Pattern]]:
        again = self._again()
        for definition, rest in self.one.opened(name):
            yield definition, self.store.group(rest, again)

    def _attribute(self, name: Name) -> Iterable[tuple[Pattern, Pattern]]:
        again = self._again()
        for value, rest in self.one.attribute(name):
            yield value, self.store.group(rest, again)

    def _after(self, words: str, context: Context) -> Pattern:
        return self.store.group(self.one.text(words, context), self._again())

    def _close(self, missing: Callable[[Patterns], Pattern]) -> Pattern:
        return self.store.one_or_more(self.one._close(missing))

    def _first(self) -> frozenset[Name]:
        return self.one.firsts()

    def skipped(self, name: Name) -> tuple[tuple[tuple[Definition, Pattern], ...], tuple[Pattern, ...]]:
        found, missing = self.one.skipped(name)
        again = self._again()
        return tuple((definition, self.store.group(rest, again)) for definition, rest in found), missing

    def attributes(self) -> Iterable[Attribute]:
        return self.one.attributes()

    def required(self) -> frozenset[Name]:
        return self.one.required()


class Attribute(Pattern):
    """An attribute and what its value may be."""

    __slots__ = ("names", "value")

    def __init__(self, store: Patterns, names: NameClass, value: Pattern) -> None:
        self.names, self.value = names, value
        super().__init__(store, False, has_attributes=True)

    def _attribute(self, name: Name) -> Iterable[tuple[Pattern, Pattern]]:
        if name in self.names:
            yield self.value, self.store.empty

    def _close(self, missing: Callable[[Patterns], Pattern]) -> Pattern:
        return missing(self.store)

    def attributes(self) -> Iterable[Attribute]:
        yield self

    def required(self) -> frozenset[Name]:
        return frozenset(self.names.samples())


class Datum(Pattern):
    """A whole text of an attribute or an element that is looked at: data, a value or a list."""

    __slots__ = ()

    def takes(self, words: str, context: Context = NO_CONTEXT) -> bool:
        raise NotImplementedError

    def _after(self, words: str, context: Context) -> Pattern:
        return self.store.empty if self.takes(words, context) else self.store.not_allowed

    def _first(self) -> frozenset[Name]:
        return frozenset({TEXT_NAME})


class Data(Datum):
    """A text of a datatype, and of none of the exceptions."""

    __slots__ = ("datatype", "exception")

    def __init__(self, store: Patterns, datatype: Any, exception: Pattern | None) -> None:
        self.datatype, self.exception = datatype, exception
        super().__init__(store, False, has_data=True, has_names=datatype.named or (exception is not None and exception.has_names))

    def takes(self, words: str, context: Context = NO_CONTEXT) -> bool:
        return bool(self.datatype.allows(words, context)) and (self.exception is None or not matches(self.exception, words, context))


class Value(Datum):
    """A text that equals a value of a datatype."""

    __slots__ = ("datatype", "meaning", "words")

    def __init__(self, store: Patterns, datatype: Any, words: str, meaning: object) -> None:
        self.datatype, self.words, self.meaning = datatype, words, meaning
        super().__init__(store, False, has_data=True, has_names=datatype.named)

    def takes(self, words: str, context: Context = NO_CONTEXT) -> bool:
        return bool(self.datatype.allows(words, context) and self.datatype.meaning(words, context) == self.meaning)


class ListOf(Datum):
    """Tokens divided by white space."""

    __slots__ = ("tokens",)

    def __init__(self, store: Patterns, tokens: Pattern) -> None:
        self.tokens = tokens
        super().__init__(store, False, has_data=True, has_names=tokens.has_names)

    def takes(self, words: str, context: Context = NO_CONTEXT) -> bool:
        left = self.tokens
        for token in words.replace("\t", " ").replace("\n", " ").replace("\r", " ").split(" "):
            if token:
                left = left.text(token, context)
        return left.nullable


class ElementPattern(Pattern):
    """An element, by its definition."""

    __slots__ = ("definition",)

    def __init__(self, store: Patterns, definition: Definition) -> None:
        self.definition = definition
        super().__init__(store, False)

    def _open(self, name: Name) -> Iterable[tuple[Definition, Pattern]]:
        if name in self.definition.names:
            yield self.definition, self.store.empty

    def _first(self) -> frozenset[Name]:
        return frozenset(self.definition.names.samples())


class Definition:
    """An element of a schema: its names, and its content, which is worked out when it is first asked for."""

    __slots__ = ("_content", "_make", "names", "place")

    def __init__(self, names: NameClass, make: Callable[[], Pattern], place: tuple[str, int, int] = ("", 0, 0)) -> None:
        self.names, self.place = names, place
        self._make = make
        self._content: Pattern | None = None

    @property
    def content(self) -> Pattern:
        if self._content is None:
            self._content = self._make()
        return self._content


class Patterns:
    """All patterns of one schema. What is made of the same parts is the same object; what cannot match vanishes."""

    def __init__(self) -> None:
        self.count = 0
        self._made: dict[tuple[Any, ...], Pattern] = {}
        self.empty = Empty(self, True)
        self.not_allowed = NotAllowed(self, False)
        self.any_text = Text(self, True)

    def _one(self, key: tuple[Any, ...], make: Callable[[], Pattern]) -> Pattern:
        found = self._made.get(key)
        if found is None:
            found = self._made[key] = make()
        return found

    def choice(self, of: Iterable[Pattern]) -> Pattern:
        members: dict[int, Pattern] = {}
        for each in of:
            if isinstance(each, Choice):
                members.update((one.number, one) for one in each.members)
            elif each is not self.not_allowed:
                members[each.number] = each
        if self.empty.number in members and any(one.nullable for one in members.values() if one is not self.empty):
            del members[self.empty.number]
        if len(members) < 2:
            return next(iter(members.values()), self.not_allowed)
        order = tuple(members[number] for number in sorted(members))
        return self._one(("choice", *(one.number for one in order)), lambda: Choice(self, order))

    def group(self, first: Pattern, second: Pattern) -> Pattern:
        if first is self.not_allowed or second is self.not_allowed:
            return self.not_allowed
        if first is self.empty:
            return second
        if second is self.empty:
            return first
        return self._one(("group", first.number, second.number), lambda: Group(self, first, second))

    def interleave(self, first: Pattern, second: Pattern) -> Pattern:
        if first is self.not_allowed or second is self.not_allowed:
            return self.not_allowed
        if first is self.empty:
            return second
        if second is self.empty:
            return first
        if second.number < first.number:
            first, second = second, first
        return self._one(("interleave", first.number, second.number), lambda: Interleave(self, first, second))

    def one_or_more(self, one: Pattern) -> Pattern:
        if one is self.not_allowed or one is self.empty or one is self.any_text or isinstance(one, OneOrMore):
            return one
        if isinstance(one, Choice) and self.empty in one.members:
            return self.choice((self.empty, self.one_or_more(self.choice(each for each in one.members if each is not self.empty))))
        return self._one(("more", one.number), lambda: OneOrMore(self, one))

    def attribute(self, names: NameClass, value: Pattern) -> Pattern:
        if value is self.not_allowed:
            return self.not_allowed
        return self._one(("attribute", names, value.number), lambda: Attribute(self, names, value))

    def data(self, datatype: Any, exception: Pattern | None) -> Pattern:
        if exception is self.not_allowed:
            exception = None
        return self._one(("data", datatype, exception.number if exception else -1), lambda: Data(self, datatype, exception))

    def value(self, datatype: Any, words: str, meaning: object) -> Pattern:
        return self._one(("value", datatype, words, meaning), lambda: Value(self, datatype, words, meaning))

    def list_of(self, tokens: Pattern) -> Pattern:
        return self.not_allowed if tokens is self.not_allowed else self._one(("list", tokens.number), lambda: ListOf(self, tokens))

    def element(self, definition: Definition) -> Pattern:
        return self._one(("element", definition), lambda: ElementPattern(self, definition))


def matches(pattern: Pattern, words: str, context: Context = NO_CONTEXT) -> bool:
    """Whether a whole value fits: of an attribute, or of an element without elements. Blank is as good as nothing."""
    if isinstance(pattern, Datum):
        if pattern.takes(words, context):
            return True
    elif pattern.text(words, context).nullable:
        return True
    return pattern.nullable and not words.strip(BLANK)

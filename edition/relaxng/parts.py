"""What a pattern is made of: the patterns in it, the elements that it may hold, and definitions by the names that they take."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator

from edition.relaxng.names import ANY, Name, NameClass, OneName
from edition.relaxng.patterns import Attribute, Choice, Data, Definition, ElementPattern, ListOf, OneOrMore, Pair, Pattern


def parts(pattern: Pattern) -> tuple[Pattern, ...]:
    """Of what a content or a value is made, one step down."""
    if isinstance(pattern, Choice):
        return pattern.members
    if isinstance(pattern, Pair):
        return (pattern.first, pattern.second)
    if isinstance(pattern, OneOrMore):
        return (pattern.one,)
    if isinstance(pattern, ListOf):
        return (pattern.tokens,)
    return ()


def all_parts(pattern: Pattern) -> tuple[Pattern, ...]:
    """The same with the values of attributes and the exceptions of data: all but the contents of elements."""
    if isinstance(pattern, Attribute):
        return (pattern.value,)
    if isinstance(pattern, Data) and pattern.exception is not None:
        return (pattern.exception,)
    return parts(pattern)


def below(pattern: Pattern, step: Callable[[Pattern], tuple[Pattern, ...]] = parts) -> Iterator[Pattern]:
    """The pattern and all inside of it, in order, each once. `step`: `parts` or `all_parts`."""
    seen: set[int] = set()
    stack = [pattern]
    while stack:
        each = stack.pop()
        if each.number not in seen:
            seen.add(each.number)
            yield each
            stack.extend(reversed(step(each)))


def elements(content: Pattern) -> Iterator[NameClass]:
    """The name classes of all elements that a content may have."""
    return (each.definition.names for each in below(content) if isinstance(each, ElementPattern))


def names_of(definitions: Iterable[Definition]) -> dict[Name, list[Definition]]:
    """Definitions by every name that they take; open ones under ANY."""
    found: dict[Name, list[Definition]] = {}
    for definition in definitions:
        for name in definition.names.samples():
            if isinstance(definition.names, OneName) or name in definition.names or ANY in name:
                found.setdefault(name, []).append(definition)
    return found

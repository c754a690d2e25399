"""What values a pattern takes, for messages: the ones it lists, in words, and whether they are identifiers."""

from __future__ import annotations

from collections.abc import Iterator

from edition.relaxng.datatypes import LISTS, Datatype
from edition.relaxng.parts import below
from edition.relaxng.patterns import Data, ListOf, Pattern, Value


def listed(pattern: Pattern) -> Iterator[str]:
    """The words that it names one by one."""
    return (each.words for each in below(pattern) if isinstance(each, Value))


def open_ended(pattern: Pattern) -> bool:
    """Whether it takes more than the words that it names."""
    return any(isinstance(each, Data) for each in below(pattern))


def described(pattern: Pattern) -> Iterator[str]:
    """What values a pattern takes, in words."""
    several = next((each for each in below(pattern) if isinstance(each, ListOf)), None)
    for each in below(pattern):
        if isinstance(each, Value):
            yield f'"{each.words}"'
        elif isinstance(each, Data):
            facets = " ".join(f"{name} {said}" for name, said in each.datatype.facets)
            yield f"{each.datatype.name}{f' ({facets})' if facets else ''}"
        elif isinstance(each, ListOf) and each is several and not any(isinstance(one, Data | Value) for one in below(each)):
            yield "a list"


def id_type(value: Pattern) -> str:
    """ID, IDREF, or "": what a value is for, by its datatype."""
    if isinstance(value, Data) and isinstance(value.datatype, Datatype):
        name = value.datatype.name
        if name == "ID":
            return "ID"
        if name == "IDREF" or (name in LISTS and name == "IDREFS"):
            return "IDREF"
    if isinstance(value, ListOf) and any(id_type(each) == "IDREF" for each in below(value.tokens) if isinstance(each, Data)):
        return "IDREF"
    return ""

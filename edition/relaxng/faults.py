"""What is wrong with a document, in the words of the document: one fault for each mistake, with the place, what was expected, and what was perhaps meant."""

from __future__ import annotations

from dataclasses import dataclass
from difflib import get_close_matches
from functools import lru_cache

from edition.relaxng.names import ANY, XML, Name
from edition.relaxng.patterns import TEXT_NAME

NAMESPACE = "http://relaxng.org/ns/structure/1.0"
KINDS = (
    "malformed",  # not well-formed
    "unknown",  # an element that the schema does not have
    "misplaced",  # one that it has, but not in this parent
    "order",  # not at this place of this parent
    "early",  # something required must come before
    "incomplete",  # the element ends too early
    "text",  # words where none are allowed
    "attribute", "missing", "value",  # an attribute that is not allowed, one that is missing, a value that is none
    "content",  # the words of an element are no value
    "id", "idref",  # an ID that is taken; an IDREF to nothing
)  # fmt: skip


@dataclass(frozen=True, slots=True)
class Fault:
    """One mistake. `offset`: the byte of the document at which the tag or text begins; `line` and `column`: 1-based, in characters.

    `name`: of the element or attribute; `element`: the element that it stands in or belongs to; `expected`: what may stand there, by name or in words;
    `meant`: the nearest of what is legal, or "".
    """

    kind: str
    line: int
    column: int
    offset: int
    message: str
    name: str = ""
    element: str = ""
    value: str = ""
    expected: tuple[str, ...] = ()
    meant: str = ""
    closed: bool = False  # a value that must be one of those in `expected`


class BadSchema(ValueError):
    """A schema that is none: where (file, line, column) and why."""

    def __init__(self, reason: str, file: str = "", line: int = 0, column: int = 0) -> None:
        self.reason, self.file, self.line, self.column = reason, file, line, column
        super().__init__(f"{':'.join(str(part) for part in (file, line, column) if part)}: {reason}" if file else reason)


def shown(name: Name, home: str = "") -> str:
    """A name as one would type it: without the namespace that most of the schema's elements are in."""
    namespace, local = name
    if name == TEXT_NAME:
        return "text"
    if local == ANY:
        return "any element" if namespace == ANY else f"any element of {namespace or 'no namespace'}"
    if namespace in ("", home):
        return local
    return f"xml:{local}" if namespace == XML else f"{{{namespace}}}{local}"


def nearest(word: str, known: tuple[str, ...], cutoff: float = 0.7) -> str:
    """The most alike of some words; the same in other capitals before all. A mistake that was made once is often made again: the answer is remembered."""
    return _nearest(word, known, cutoff)


@lru_cache(maxsize=2048)
def _nearest(word: str, known: tuple[str, ...], cutoff: float) -> str:
    for each in known:
        if each != word and each.casefold() == word.casefold():
            return each
    found = get_close_matches(word, [each for each in known if each != word], 1, cutoff)
    return found[0] if found else ""


def listed(words: tuple[str, ...], limit: int = 8) -> str:
    """``<a>, <b> or <c>``; of a long list the first ones and the count."""
    some = [word if word == "text" or " " in word else f"<{word}>" for word in words[:limit]]
    if len(words) > limit:
        return f"{', '.join(some)} … ({len(words)} possible)"
    return some[0] if len(some) == 1 else f"{', '.join(some[:-1])} or {some[-1]}" if some else "nothing"

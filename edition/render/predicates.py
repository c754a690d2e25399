"""The commonest predicates of models as Python functions: what XPath would say, twenty times sooner.

``@a``, ``@a='x'``, ``parent::x``, ``ancestor::x``, a child's name, a word of an attribute, ``not(…)``, with ``and`` and ``or`` between; what is of
another shape between these is left to XPath. So is the whole, where a part has no sense by itself (XPath 3). Source: XPath 1.0 §3.4, §3.7.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence
from dataclasses import dataclass

from edition.tei import XML_NAMESPACE, Element, T

Test = Callable[[Element], bool]
Tokens = Sequence[str]

NAME = re.compile(r"[^\W\d][\w.\-]*")
LITERAL = re.compile("'[^']*'|\"[^\"]*\"")
OPENING, CLOSING = frozenset("(["), frozenset(")]")
BEFORE_OPERAND = frozenset({"@", "::", "(", "[", ",", "/", "//", "|", "+", "-", "=", "!=", "<", "<=", ">", ">="})
DEEPEST = 20  # brackets in each other: nobody writes so
OF_PATHS = frozenset({"/", "//", "*", "@", "::"})


@dataclass(frozen=True)
class OfDocument:
    """A test that asks for the document alone (``/TEI/teiHeader/…``): one answer holds for all its elements."""

    test: Test

    def __call__(self, node: Element) -> bool:
        return self.test(node)


def always(node: Element) -> bool:
    """A predicate that its variables have settled."""
    return True


def never(node: Element) -> bool:
    """The same, if it does not hold."""
    return False


def predicate(tokens: Tokens, other: Callable[[Tokens], Test]) -> Test:
    """A test from the tokens of an XPath. `other` makes one of what is of no shape that is known here; what it raises is raised.

    Raises ValueError if a bracket has no beginning.
    """
    depths = _depths(tokens)
    if min(depths, default=0) < 0:
        raise ValueError("a bracket is closed that was not opened")
    if max(depths, default=0) > DEEPEST:
        return other(tokens)
    alternatives = _divided(tokens, "or")
    if len(alternatives) > 1:
        return _one_of(alternatives, other)
    conditions = _divided(tokens, "and")
    if len(conditions) > 1:
        return _all([predicate(each, other) for each in conditions])
    if tokens[:2] == ["not", "("] and _closes(tokens, 1):
        attributes = _attributes(tokens[2:-1])
        return _lacks(attributes) if attributes else _negated(predicate(tokens[2:-1], other))
    if tokens[:1] == ["("] and _closes(tokens, 0):
        return predicate(tokens[1:-1], other)
    return _known(tokens) or (OfDocument(other(tokens)) if _is_absolute(tokens) else other(tokens))


def _known(tokens: Tokens) -> Test | None:
    match tokens:
        case [first, "=", second] if LITERAL.fullmatch(first) and LITERAL.fullmatch(second):
            return always if first[1:-1] == second[1:-1] else never
        case [first, "!=", second] if LITERAL.fullmatch(first) and LITERAL.fullmatch(second):
            return always if first[1:-1] != second[1:-1] else never
        case ["@", name] if attribute := _attribute(name):
            return lambda node: node.get(attribute) is not None
        case ["@", name, "=", value] if LITERAL.fullmatch(value) and (attribute := _attribute(name)):
            return _says(attribute, frozenset({value[1:-1]}))
        case ["contains", "(", "concat", "(", "' '", ",", "@", name, ",", "' '", ")", ",", word, ")"] if LITERAL.fullmatch(word) and word.strip("'\" "):
            attribute, wanted = _attribute(name), word[1:-1]
            return (lambda node: wanted in f" {node.get(attribute) or ''} ") if attribute else None
        case ["parent", "::", name] if NAME.fullmatch(name):
            return _child_of(frozenset({T + name}))
        case ["parent", "::", name, "[", *inner, "]"] if NAME.fullmatch(name) and (test := _inner(inner)):
            return _parent_where(T + name, test)
        case ["ancestor", "::", name] if NAME.fullmatch(name):
            return _within(T + name, always)
        case ["ancestor", "::", name, "[", *inner, "]"] if NAME.fullmatch(name) and (test := _inner(inner)):
            return _within(T + name, test)
        case [name] if NAME.fullmatch(name):
            return _parent_of((T + name,))
    return None


class _NotKnown(Exception): ...


def _inner(tokens: Tokens) -> Test | None:
    """A predicate within a step. One that might be a number would count, not test: all of it must be of a known shape."""

    def other(_: Tokens) -> Test:
        raise _NotKnown

    try:
        return predicate(tokens, other)
    except (_NotKnown, ValueError):  # ValueError: it is more than one
        return None


def _one_of(alternatives: list[Tokens], other: Callable[[Tokens], Test]) -> Test:
    """Names of parents are asked for at once, names of children, attributes, and values of one attribute."""
    parents, children, present, values, others = set[str](), list[str](), set[str](), dict[str, set[str]](), list[Test]()
    for each in alternatives:
        match each:
            case ["parent", "::", name] if NAME.fullmatch(name):
                parents.add(T + name)
            case [name] if NAME.fullmatch(name):
                children.append(T + name)
            case ["@", name, "=", value] if LITERAL.fullmatch(value) and (attribute := _attribute(name)):
                values.setdefault(attribute, set()).add(value[1:-1])
            case ["@", name] if attribute := _attribute(name):
                present.add(attribute)
            case _:
                others.append(predicate(each, other))
    tests = [*([_child_of(frozenset(parents))] if parents else []), *([_parent_of(tuple(children))] if children else [])]
    tests += [*([_has(frozenset(present))] if present else []), *(_says(attribute, frozenset(wanted)) for attribute, wanted in values.items()), *(test for test in others if test is not never)]
    if always in tests:
        return always
    if len(tests) < 2:
        return tests[0] if tests else never

    def holds(node: Element) -> bool:
        for test in tests:  # noqa: SIM110  (any() would make a generator for each element)
            if test(node):
                return True
        return False

    return holds


def _all(tests: list[Test]) -> Test:
    if never in tests:
        return never
    tests = [test for test in tests if test is not always]
    if len(tests) < 2:
        return tests[0] if tests else always

    def holds(node: Element) -> bool:
        for test in tests:  # noqa: SIM110  (all() would make a generator for each element)
            if not test(node):
                return False
        return True

    return holds


def _negated(test: Test) -> Test:
    if test is always or test is never:
        return never if test is always else always
    return OfDocument(lambda node: not test(node)) if isinstance(test, OfDocument) else lambda node: not test(node)


def _has(attributes: frozenset[str]) -> Test:
    return lambda node: not attributes.isdisjoint(node.keys())


def _lacks(attributes: frozenset[str]) -> Test:
    return lambda node: attributes.isdisjoint(node.keys())


def _attributes(tokens: Tokens) -> frozenset[str]:
    """The attributes of ``@a or @b``; none if it says anything else."""
    alternatives = _divided(tokens, "or")
    names = [_attribute(each[1]) for each in alternatives if len(each) == 2 and each[0] == "@"]
    return frozenset(names) if len(names) == len(alternatives) and all(names) else frozenset()


def _says(attribute: str, wanted: frozenset[str]) -> Test:
    return lambda node: node.get(attribute) in wanted


def _child_of(parents: frozenset[str]) -> Test:
    return lambda node: (parent := node.getparent()) is not None and parent.tag in parents


def _parent_of(children: tuple[str, ...]) -> Test:
    return lambda node: len(node) > 0 and next(node.iterchildren(*children), None) is not None


def _parent_where(name: str, test: Test) -> Test:
    return lambda node: (parent := node.getparent()) is not None and parent.tag == name and test(parent)


def _within(name: str, test: Test) -> Test:
    if test is always:
        return lambda node: next(node.iterancestors(name), None) is not None
    return lambda node: any(test(each) for each in node.iterancestors(name))


def _attribute(name: str) -> str:
    """The name in Clark notation; "" for one with a prefix that only XPath would resolve."""
    if name.startswith("xml:"):
        return f"{{{XML_NAMESPACE}}}{name[4:]}"
    return name if NAME.fullmatch(name) else ""


def _is_absolute(tokens: Tokens) -> bool:
    if not tokens or tokens[0] not in ("/", "//"):
        return False
    outside = [token for token, depth in zip(tokens, _depths(tokens), strict=True) if not depth and token not in CLOSING]
    return all(token in OF_PATHS or NAME.fullmatch(token) for token in outside)


def _divided(tokens: Tokens, operator: str) -> list[Tokens]:
    """The tokens between the operators that stand outside of all brackets."""
    cuts = [
        position for position, depth in enumerate(_depths(tokens))
        if tokens[position] == operator and not depth and position and tokens[position - 1] not in BEFORE_OPERAND
    ]  # fmt: skip
    return [tokens[begin + 1 : end] for begin, end in zip([-1, *cuts], [*cuts, len(tokens)], strict=True)]


def _closes(tokens: Tokens, at: int) -> bool:
    """Whether the bracket at a position is closed by the last token."""
    depths = _depths(tokens)
    return tokens[-1] == ")" and depths[-1] == depths[at] - 1 and min(depths[at:-1], default=0) >= depths[at]


def _depths(tokens: Tokens) -> list[int]:
    """In how many brackets each token stands; an opening one in itself, a closing one no more."""
    depth, depths = 0, []
    for token in tokens:
        depth += (token in OPENING) - (token in CLOSING)
        depths.append(depth)
    return depths

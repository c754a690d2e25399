"""XPath as the Processing Model writes it, made a function of a node: names without a prefix are TEI's.

XPath 1 by lxml (thirty times faster), else 3.1 by elementpath. Source: TEI #TDPMPM; XPath 1.0 §3.7.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping, Sequence
from math import prod
from typing import Any, cast

from lxml import etree

from edition.render.predicates import BEFORE_OPERAND, NAME, predicate
from edition.tei import NAMESPACE, PREFIXES, Element, T

Expression = Callable[[Element], Any]

VARIABLE = re.compile(r"\$([^\W\d][\w.\-]*)")
BOUND = re.compile(r"\$([^\W\d][\w.\-]*)\s*(?:in\b|:=)")  # by for, let, some, every
TRIAL = etree.Element(f"{T}p")
LONGEST = 10_000  # characters of an expression
RANGE = re.compile(r"\bto\s+(\d+)")
MOST = 1_000_000  # things that the ranges of an expression have, multiplied
# What would look outside of the document, or at the clock: two builds would differ.
OUTSIDE = frozenset(
    "doc doc-available collection uri-collection unparsed-text unparsed-text-lines unparsed-text-available json-doc environment-variable "
    "available-environment-variables current-date current-dateTime current-time random-number-generator transform load-xquery-module".split()
)  # fmt: skip


def compiled(text: str, variables: Mapping[str, str] | None = None, *, test: bool = False, prefixes: Mapping[str, str] | None = None) -> Expression:
    """An XPath as a function of a node. `variables` are settled here; `prefixes` are those of the file that it stands in.

    Raises ValueError with the reason.
    """
    if len(text) > LONGEST:
        raise ValueError(f"it has {len(text):,} characters, and {LONGEST:,} are the most")
    for name, value in (variables or {}).items():
        text = re.sub(rf"\${name}\b", f"'{value}'", text)
    names = {**(prefixes or {}), **PREFIXES}
    if not test and (short := _shortcut(text)) is not None:
        return short
    try:
        return predicate(_tokens(text), lambda tokens: _xpath(f"boolean({_with_names(tokens)})", names)) if test else _xpath(in_tei(text), names)
    except (etree.XPathError, ValueError):
        return _later_xpath(text, test, names)


def _xpath(path: str, names: dict[str, str]) -> Expression:
    expression = etree.XPath(path, namespaces=names)
    expression(TRIAL)  # an unknown function or variable is found only by running it
    return expression


LITERAL = re.compile(r"""\s*(?:'([^']*)'|"([^"]*)")\s*""")
STRING_OF = re.compile(r"string\(@([A-Za-z]+)\)")


def _shortcut(text: str) -> Expression | None:
    """What needs no XPath: words, and an attribute."""
    if found := LITERAL.fullmatch(text):
        words = found[1] if found[1] is not None else found[2]
        return lambda node: words
    if found := STRING_OF.fullmatch(text):
        attribute = found[1]
        return lambda node: node.get(attribute, "")
    return None


TOKEN = re.compile(
    r"""\s*(?:("[^"]*"|'[^']*')"""
    r"""|(\$?[^\W\d][\w.\-]*(?::(?!:)(?:[^\W\d][\w.\-]*|\*))?)"""
    r"""|(::|//|\.\.|[<>!]=|\d+(?:\.\d*)?|[^\s\w]))"""
)


def in_tei(path: str) -> str:
    """Names without a prefix get TEI's, as everywhere in the Processing Model: ``parent::div`` becomes ``parent::t:div``.

    XPath 1.0 has no default namespace, and ``div`` is also its operator. Source: XPath 1.0 §3.7, §2.3.
    """
    return _with_names(_tokens(path))


def _tokens(path: str) -> list[str]:
    return [next(filter(None, match.groups())) for match in TOKEN.finditer(path)]


def _with_names(tokens: Sequence[str]) -> str:
    written: list[str] = []
    after_operand = False  # then a name is an operator, and so is a star
    for position, token in enumerate(tokens):
        before = tokens[position - 1] if position else ""
        after = tokens[position + 1] if position + 1 < len(tokens) else ""
        is_name = NAME.fullmatch(token) is not None
        if after_operand and (is_name or token == "*"):
            written.append(f" {token} ")
            after_operand = False
            continue
        if is_name and after not in ("(", "::") and before != "@" and not (before == "::" and tokens[position - 2] == "attribute"):
            token = f"t:{token}"
        written.append(token)
        after_operand = token not in BEFORE_OPERAND
    return "".join(written)


def _later_xpath(text: str, test: bool, names: Mapping[str, str]) -> Expression:
    if prod(map(int, RANGE.findall(text))) > MOST:  # reading it alone would count
        raise ValueError(f"its ranges count further than {MOST:,}")
    import elementpath  # half as long to import as a short document takes: only for what needs it
    from elementpath.xpath3 import XPath3Parser

    try:
        token = XPath3Parser(namespaces={**names, "": NAMESPACE}, default_namespace=NAMESPACE).parse(text)
    except (elementpath.ElementPathError, RecursionError) as error:
        raise ValueError(str(error)[:120]) from None
    if "function(" not in text and (unbound := set(VARIABLE.findall(text)) - set(BOUND.findall(text))):
        raise ValueError(f"${min(unbound)} is not a variable that there is")
    if outside := sorted(OUTSIDE.intersection(each.symbol for each in token.iter())):
        raise ValueError(f"{outside[0]}() looks outside of the document")
    trees: dict[int, Any] = {}  # the node tree of the document at hand: making it is the costly part

    def run(node: Element) -> Any:
        root = node.getroottree()
        tree = trees.get(id(root.getroot()))
        if tree is None:
            trees.clear()
            tree = trees[id(root.getroot())] = elementpath.get_node_tree(cast(Any, root))
        try:
            context = elementpath.XPathContext(tree, item=cast(Any, tree).elements[node])
            results = token.get_results(context)
            return token.boolean_value(results) if test else results
        except (elementpath.ElementPathError, KeyError, RecursionError):  # a test that cannot be made does not hold
            return False if test else ""

    return run

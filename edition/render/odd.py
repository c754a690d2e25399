"""The TEI Processing Model: models read from an ODD and compiled to a look-up by element.

It knows the language (``elementSpec``, ``model``, ``param`` …), not what the behaviours do with it. Source: TEI #TDPM.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field
from functools import cached_property
from typing import Any, NamedTuple, cast

from lxml import etree

from edition import tei
from edition.tei import NAMESPACE, PREFIXES, Element, T

Expression = Callable[[Element], Any]
Lookup = Mapping[str, tuple["Rule", ...]]  # element, in Clark notation, to its rules


@dataclass(frozen=True)
class Model:
    """What to do with an element: the behaviour's name, what it is given, how the result looks."""

    element: str
    behaviour: str
    params: Mapping[str, Expression] = field(default_factory=dict)
    classes: str = ""  # what the HTML element bears besides the element's name
    css: tuple[tuple[str, str], ...] = ()  # scope ("", "before", "first-letter" …), declarations
    source_rendition: bool = False

    def param(self, name: str, node: Element, default: Any = None) -> Any:
        """What the expression finds on an element; the default where there is none, or where it cannot be evaluated."""
        expression = self.params.get(name)
        if expression is None:
            return default
        try:
            return expression(node)
        except etree.XPathError:
            return default


@dataclass(frozen=True)
class Rule:
    """Models that apply together (more than one: a modelSequence) where the test holds."""

    models: tuple[Model, ...]
    test: Expression | None
    output: str = ""  # "" for all

    @cached_property
    def behaviours(self) -> frozenset[str]:
        return frozenset(model.behaviour for model in self.models)


class Fault(NamedTuple):
    """What was not understood in an ODD. `code` as in faults.py."""

    code: str
    file: str
    line: int
    message: str


@dataclass
class Odd:
    """Rules by element, in the order of the ODD, and what was not understood."""

    rules: dict[str, tuple[Rule, ...]] = field(default_factory=dict)
    faults: list[Fault] = field(default_factory=list)

    def lookup(self, medium: str) -> dict[str, tuple[Rule, ...]]:
        """The rules for one medium; an EPUB takes those for the web too. What follows a rule without a test is never reached."""
        outputs = {"", medium} | ({"web"} if medium == "epub" else set())
        found = {name: tuple(_until_default(rule for rule in rules if rule.output in outputs)) for name, rules in self.rules.items()}
        return {name: rules for name, rules in found.items() if rules}


def _until_default(rules: Iterator[Rule]) -> Iterator[Rule]:
    for rule in rules:
        yield rule
        if rule.test is None:
            return


def choose(rules: tuple[Rule, ...], node: Element) -> tuple[Model, ...]:
    """The models of the first rule that holds; none if none does."""
    for rule in rules:
        try:
            if rule.test is None or rule.test(node):
                return rule.models
        except etree.XPathError:
            continue
    return ()


def stylesheet(lookup: Lookup) -> str:
    """The ``outputRendition`` of all models as CSS; empty if there is none."""
    lines = []
    for rules in lookup.values():
        for model in (model for rule in rules for model in rule.models):
            for scope, declarations in model.css:
                pseudo = f"::{scope}" if scope in ("before", "after", "first-letter", "first-line") else ""
                lines.append(f".{model.classes.split()[-1]}{pseudo} {{ {declarations} }}\n")
    return "".join(lines)


def read(*odds: tuple[str, bytes], behaviours: frozenset[str], variables: Mapping[str, str]) -> Odd:
    """Read ODDs (file name and bytes), each over the ones before it.

    An elementSpec replaces the models of its element, ``mode="delete"`` takes them away. `variables` are what predicates may ask
    for (``$reading``); they are settled here, so that a test takes only a node. Raises nothing: see `Odd.faults`.
    """
    odd = Odd()
    for file, data in odds:
        parsed = tei.parse(data)
        if parsed.tree is None:
            odd.faults.append(Fault("RND010", file, parsed.line, f"not well-formed XML: {parsed.message}"))
            continue
        for spec in parsed.tree.iter(f"{T}elementSpec"):
            name = f"{{{spec.get('ns', NAMESPACE)}}}{spec.get('ident')}"
            if spec.get("mode") == "delete":
                odd.rules.pop(name, None)
                continue
            rules = tuple(_Reader(file, spec.get("ident") or "", behaviours, variables, odd.faults).rules(spec, ""))
            if rules:
                odd.rules[name] = rules
    return odd


@dataclass
class _Reader:
    """The models of one elementSpec."""

    file: str
    element: str
    behaviours: frozenset[str]
    variables: Mapping[str, str]
    faults: list[Fault]
    styled: int = 0

    def rules(self, parent: Element, output: str) -> Iterator[Rule]:
        for item in parent.iterchildren("*"):
            tag, of_item = tei.local(item), item.get("output", output)
            if tag == "model" and (model := self.model(item)):
                yield Rule((model,), self.test(item), of_item)
            elif tag == "modelSequence" and (models := tuple(filter(None, map(self.model, item.findall(f"{T}model"))))):
                yield Rule(models, self.test(item), of_item)
            elif tag == "modelGrp":  # hands down @output; it has no predicate of its own
                yield from self.rules(item, of_item)

    def model(self, item: Element) -> Model | None:
        behaviour = item.get("behaviour", "")
        if behaviour not in self.behaviours:
            self.fault("RND011", item, f"there is no behaviour {behaviour!r}")
            return None
        params = {param.get("name", ""): self.expression(param, param.get("value", "")) for param in item.findall(f"{T}param")}
        css = tuple((each.get("scope", ""), " ".join((each.text or "").split())) for each in item.findall(f"{T}outputRendition"))
        classes = item.get("cssClass", "")
        if css:
            self.styled += 1
            classes = f"{classes} tei-{self.element}-{self.styled}".strip()
        return Model(
            self.element, behaviour, {name: value for name, value in params.items() if value}, classes, css,
            item.get("useSourceRendition") == "true",
        )  # fmt: skip

    def test(self, item: Element) -> Expression | None:
        predicate = item.get("predicate")
        if predicate is None:
            return None
        return self.expression(item, predicate, test=True) or (lambda node: False)

    def expression(self, item: Element, text: str, *, test: bool = False) -> Expression | None:
        try:
            return compiled(text, self.variables, test=test)
        except ValueError as error:
            self.fault("RND012", item, f"the XPath {text!r} cannot be read: {error}")
            return None

    def fault(self, code: str, item: Element, message: str) -> None:
        self.faults.append(Fault(code, self.file, int(item.sourceline or 0), f"elementSpec {self.element}: {message}"))


TRIAL = etree.Element(f"{T}p")


def compiled(text: str, variables: Mapping[str, str] | None = None, *, test: bool = False) -> Expression:
    """An XPath as a function of a node: XPath 1 through lxml (thirty times faster), else 3.1 through elementpath.

    Names without a prefix are TEI's. Raises ValueError with the reason.
    """
    for name, value in (variables or {}).items():
        text = re.sub(rf"\${name}\b", f"'{value}'", text)
    try:
        path = in_tei(text)
        expression = etree.XPath(f"boolean({path})" if test else path, namespaces=PREFIXES)
        expression(TRIAL)  # an unknown function or variable is found only by running it
    except (etree.XPathError, ValueError):
        return _later_xpath(text, test)
    return expression


TOKEN = re.compile(
    r"""\s*(?:("[^"]*"|'[^']*')"""
    r"""|(\$?[^\W\d][\w.\-]*(?::(?!:)(?:[^\W\d][\w.\-]*|\*))?)"""
    r"""|(::|//|\.\.|[<>!]=|\d+(?:\.\d*)?|[^\s\w]))"""
)
NAME = re.compile(r"[^\W\d][\w.\-]*")
BEFORE_OPERAND = frozenset({"@", "::", "(", "[", ",", "/", "//", "|", "+", "-", "=", "!=", "<", "<=", ">", ">="})


def in_tei(path: str) -> str:
    """Names without a prefix get TEI's, as everywhere in the Processing Model: ``parent::div`` becomes ``parent::t:div``.

    XPath 1.0 has no default namespace, and ``div`` is also its operator. Source: XPath 1.0 §3.7, §2.3.
    """
    tokens = [next(filter(None, match.groups())) for match in TOKEN.finditer(path)]
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


def _later_xpath(text: str, test: bool) -> Expression:
    import elementpath  # half as long to import as a short document takes: only for what needs it
    from elementpath.xpath3 import XPath3Parser

    try:
        token = XPath3Parser(namespaces={**PREFIXES, "": NAMESPACE}, default_namespace=NAMESPACE).parse(text)
    except elementpath.ElementPathError as error:
        raise ValueError(str(error)[:120]) from None
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
        except (elementpath.ElementPathError, KeyError):  # a test that cannot be made does not hold
            return False if test else ""

    return run

"""The TEI Processing Model: models read from an ODD and compiled to a look-up by element.

It knows the language (``elementSpec``, ``model``, ``param`` …), not what the behaviours do with it. Source: TEI #TDPM.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field, replace
from difflib import get_close_matches
from functools import cached_property
from pathlib import Path
from typing import Any, NamedTuple

from lxml import etree

from edition import tei
from edition.render.predicates import OfDocument, always, never
from edition.render.styles import PSEUDO, safe
from edition.render.xpath import Expression, compiled
from edition.rules import quoted
from edition.tei import NAMESPACE, Element, T

Lookup = Mapping[str, tuple["Rule", ...]]  # element, in Clark notation, to its rules
ELEMENTS = frozenset(Path(__file__).with_name("elements.txt").read_text("utf-8").split("\n")[1:]) - {""}
OUTPUTS = ("print", "epub", "web")
OTHERS = frozenset({"plaintext", "latex", "fo"})  # outputs of other programs: no fault, and nothing to us
WRAPPERS = frozenset({"document", "text", "body"})  # behaviours of what holds divisions and is none
SECTIONS = frozenset({"section", "view", "surface"})
TRUE = frozenset({"true", "1"})
DEEPEST = 50  # modelGrps in each other
MADE_OF = frozenset({"model", "modelSequence", "modelGrp", "param", "outputRendition"})
ASKED = frozenset({"predicate", "behaviour", "output", "cssClass", "useSourceRendition", "name", "value", "scope", "ident", "mode"})
BESIDES = frozenset({"desc", "gloss", "content", "remarks", "exemplum", "equiv", "altIdent", "classes", "attList", "valList", "constraintSpec", "listRef", "ns", "module", "n", "key"})


@dataclass(frozen=True, eq=False)
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

    def said(self, name: str, node: Element, default: str = "") -> str:
        """The same in words: of several things found the first, as in XPath 1; ``@n`` is the attribute's value."""
        if name not in self.params:
            return default
        found = self.param(name, node, default)
        return as_words((found[0] if found else "") if isinstance(found, list) else found).strip(tei.BLANK)


def as_words(found: Any) -> str:
    """A thing that an expression found."""
    if isinstance(found, etree._Element):
        return tei.plain(found)
    if isinstance(found, bool):
        return "true" if found else ""
    return f"{found:g}" if isinstance(found, float) else "" if found is None else str(found)


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


def behaviours(node: Element, models: Lookup) -> frozenset[str]:
    """What would be done with an element."""
    rules = models.get(node.tag)  # type: ignore[arg-type]
    if not rules:
        return frozenset()
    if rules[0].test is None:
        return rules[0].behaviours
    return frozenset(model.behaviour for model in choose(rules, node))


def settled(lookup: Lookup, root: Element) -> Lookup:
    """The rules for one document: tests that ask for the document alone have their answer."""
    found = dict(lookup)
    for name, rules in lookup.items():
        if any(isinstance(rule.test, OfDocument) for rule in rules):
            kept = (rule for rule in rules if not isinstance(rule.test, OfDocument) or choose((rule,), root))
            found[name] = tuple(_until_default(replace(rule, test=None) if isinstance(rule.test, OfDocument) else rule for rule in kept))
    return {name: rules for name, rules in found.items() if rules}


def stylesheet(lookup: Lookup) -> str:
    """The ``outputRendition`` of all models as CSS; empty if there is none."""
    lines = []
    for rules in lookup.values():
        for model in (model for rule in rules for model in rule.models):
            for scope, declarations in model.css:
                lines.append(f".{model.classes.split()[-1]}{f'::{scope}' if scope else ''} {{ {declarations} }}\n")
    return "".join(lines)


def read(*odds: tuple[str, bytes], behaviours: Mapping[str, frozenset[str]], variables: Mapping[str, str]) -> Odd:
    """Read ODDs (file name and bytes), each over the ones before it.

    An elementSpec replaces the models of its element, ``mode="delete"`` takes them away. `behaviours`: which there are, and the params
    that each takes. `variables` are what predicates may ask for (``$reading``); they are settled here, so that a test takes only a node.
    Raises nothing: see `Odd.faults`.
    """
    odd = Odd()
    for file, data in odds:
        parsed = tei.parse(data)
        if parsed.tree is None:
            odd.faults.append(Fault("RND010", file, parsed.line, f"not well-formed XML: {parsed.message}"))
            continue
        first: dict[str, int] = {}
        for spec in parsed.tree.iter(f"{T}elementSpec"):
            reader = _Reader(file, spec.get("ident", "").strip(), behaviours, variables, odd.faults)
            name = f"{{{spec.get('ns', NAMESPACE)}}}{reader.element}"
            if spec.get("mode") == "delete":
                odd.rules.pop(name, None)
                continue
            reader.slips(spec)
            if not any(tei.local(child) in ("model", "modelSequence", "modelGrp") for child in spec):
                continue  # it changes attributes, or content: that is for a schema
            if name in first:
                reader.fault("RND014", spec, f"stands on line {first[name]} already; this one is taken")
            first[name] = int(spec.sourceline or 0)
            if name.startswith(T) and reader.element not in ELEMENTS and spec.get("mode") != "add":
                meant = nearest(reader.element, ELEMENTS) or ' (mode="add" for one of your own)'
                reader.fault("RND014", spec, f"TEI has no element of this name{meant}" if reader.element else "@ident does not say of which element")
            if rules := tuple(reader.rules(spec, "")):
                odd.rules[name] = rules
        if not first and next(parsed.tree.iter(f"{T}elementSpec"), None) is None:
            other = any(tei.local(node) == "elementSpec" for node in parsed.tree.iter("*"))
            why = f' in the namespace of TEI: write xmlns="{NAMESPACE}" on the outermost element' if other else " in this file: it changes nothing"
            odd.faults.append(Fault("RND014", file, 1, f"there is no elementSpec{why}"))
    return odd


def nearest(name: str, known: Iterable[str]) -> str:
    """``: did you mean "inline"?``; "" if nothing is near."""
    found = get_close_matches(name, sorted(known), 1, 0.75)
    return f": did you mean {quoted(found[0])}?" if found else ""


@dataclass
class _Reader:
    """The models of one elementSpec."""

    file: str
    element: str
    behaviours: Mapping[str, frozenset[str]]
    variables: Mapping[str, str]
    faults: list[Fault]
    styled: int = 0

    def rules(self, parent: Element, output: str, depth: int = 0) -> Iterator[Rule]:
        for item in parent.iterchildren("*"):
            tag = tei.local(item)
            if tag not in ("model", "modelSequence", "modelGrp"):
                continue  # desc, gloss, and what a schema is made of
            of_item = item.get("output", output)
            if of_item and item.get("output") and of_item not in OUTPUTS and of_item not in OTHERS:
                self.fault("RND014", item, f"the output {quoted(of_item)} is none of {', '.join(OUTPUTS)}: this is never used")
                continue
            if tag in ("model", "modelSequence"):
                models = tuple(filter(None, [self.model(item)])) if tag == "model" else tuple(self.sequence(item))
                test = self.test(item)
                if models and test is not never:
                    yield Rule(models, None if test is always else test, of_item)
            elif tag == "modelGrp":  # hands down @output; it has no predicate of its own
                if item.get("predicate"):
                    self.fault("RND014", item, "a modelGrp has no predicate: write it on its models")
                if depth < DEEPEST:
                    yield from self.rules(item, of_item, depth + 1)
                else:
                    self.fault("RND014", item, f"modelGrps lie in each other {DEEPEST} levels deep: what is deeper is left out")

    def sequence(self, item: Element) -> Iterator[Model]:
        for each in item.findall(f"{T}model"):
            if each.get("predicate") or each.get("output"):
                self.fault("RND014", each, "in a modelSequence the predicate and the output are those of the whole: write them there")
            if model := self.model(each):
                yield model

    def model(self, item: Element) -> Model | None:
        behaviour = item.get("behaviour", "")
        if behaviour not in self.behaviours:
            meant = nearest(behaviour, self.behaviours) or ": docs/odd.md has all of them"
            self.fault("RND011", item, f"there is no behaviour {quoted(behaviour)}{meant}" if behaviour else "a model without a behaviour")
            return None
        params: dict[str, Expression] = {}
        for param in item.findall(f"{T}param"):
            name, value = param.get("name", ""), param.get("value", "")
            if not name or not value.strip():
                self.fault("RND013", param, "a param has a name and a value")
            elif name not in self.behaviours[behaviour]:
                takes = ", ".join(sorted(self.behaviours[behaviour])) or "none"
                self.fault("RND013", param, f"the behaviour {quoted(behaviour)} takes no param {quoted(name)} (it takes: {takes})")
            elif expression := self.expression(param, value):
                params[name] = expression
        css = tuple(self.renditions(item))
        classes = " ".join(item.get("cssClass", "").split())
        if css:
            self.styled += 1
            classes = f"{classes} tei-{self.element}-{self.styled}".strip()
        return Model(self.element, behaviour, params, classes, css, item.get("useSourceRendition", "").strip() in TRUE)

    def renditions(self, item: Element) -> Iterator[tuple[str, str]]:
        for each in item.findall(f"{T}outputRendition"):
            scope, declarations = each.get("scope", "").strip(), " ".join((each.text or "").split())
            if scope and scope not in PSEUDO:
                self.fault("RND014", each, f"the scope {quoted(scope)} is none of {', '.join(sorted(PSEUDO))}")
            elif not safe(declarations, content=True):
                self.fault("RND014", each, f"{quoted(declarations)} is no CSS that a text may bring: it is left out")
            else:
                yield scope, declarations

    def test(self, item: Element) -> Expression | None:
        predicate = item.get("predicate")
        if predicate is None:
            return None
        return self.expression(item, predicate, test=True) or never

    def expression(self, item: Element, text: str, *, test: bool = False) -> Expression | None:
        try:
            return compiled(text, self.variables, test=test, prefixes={name: uri for name, uri in item.nsmap.items() if name})
        except ValueError as error:
            known = f" (there are ${', $'.join(sorted(self.variables))})" if "is not a variable" in str(error) else ""
            self.fault("RND012", item, f"the XPath {quoted(text, 200)} cannot be read: {error}{known}")
            return None

    def slips(self, spec: Element) -> None:
        """Names of elements and attributes that are nearly those of a model."""
        waiting = [spec]
        while waiting:
            item = waiting.pop()
            tag = tei.local(item)
            for name in (str(name) for name in item.attrib if str(name) not in ASKED | BESIDES):
                if meant := nearest(name, ASKED):
                    self.fault("RND014", item, f"{tag} has no attribute {quoted(name)}{meant}")
            for child in item.iterchildren(f"{T}*"):
                if tei.local(child) in MADE_OF:
                    waiting.append(child)
                elif tei.local(child) not in BESIDES and (meant := nearest(tei.local(child), MADE_OF)):
                    self.fault("RND014", child, f"{tag} holds no {quoted(tei.local(child))}{meant}")

    def fault(self, code: str, item: Element, message: str) -> None:
        self.faults.append(Fault(code, self.file, int(item.sourceline or 0), f"elementSpec {self.element}".rstrip() + f": {message}"))

"""A Schematron file, or the Schematron inside of a RELAX NG schema or an ODD, as a `Schema`: abstract patterns and rules carried out, inclusions taken in."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Iterator
from difflib import get_close_matches
from pathlib import Path

from lxml import etree

from edition import tei
from edition.schematron.nodes import ISO, XML, XSLT, Files, Node
from edition.schematron.schema import BadSchematron, Foreign, Insert, Let, Message, Note, Pattern, Phase, Place, Rule, Schema, Test

RNG = "http://relaxng.org/ns/structure/1.0"
BINDINGS = frozenset({"", "xslt", "xslt1", "exslt", "xslt2", "xslt3", "xpath", "xpath1", "xpath2", "xpath3", "xpath31"})
DECLARATIONS = frozenset({"function", "key", "variable", "param", "template", "decimal-format", "accumulator"})  # of XSLT, that a schema may have
PHRASES = frozenset({"value-of", "name", "emph", "dir", "span"})
SYNTAX = {
    "schema": {"title", "ns", "p", "let", "param", "phase", "pattern", "group", "rules", "diagnostics", "properties"},
    "pattern": {"title", "p", "let", "param", "rule"},
    "rule": {"p", "let", "assert", "report", "extends"},
    "phase": {"p", "let", "active"},
    "rules": {"p", "rule"},
    "diagnostics": {"diagnostic"},
    "properties": {"property"},
}  # fmt: skip
SYNTAX["group"] = SYNTAX["pattern"]
SYNTAX["library"] = SYNTAX["schema"]
PARAMETER = r"\${}(?![\w.\-])"
Filled = Callable[[str], str]


def read(path: Path, *, root: Path | None = None, language: str = "en") -> Schema:
    """A Schematron from a file. `root`: the folder that files may come from (default: its own); `language`: which of messages in several is taken.

    Raises BadSchematron with file, line, column and reason.
    """
    files = Files(root or path.parent)
    top = files.load(path)
    embedded = not top.ours
    if embedded:
        top = _embedded(top)
    if top.name not in ("schema", "library"):
        raise top.place.wrong(f"this is no Schematron: its first element is <{top.name}>, and <schema> was expected")
    made = _Reader(top, language, lenient=embedded).schema(path.stem)
    return Schema(**{**made.__dict__, "files": tuple(str(each) for each in files.read)})


class _Reader:
    """`lenient`: a pattern that asks for an abstract one that is not there is left out and noted. Schemas that were made from ODDs have such."""

    def __init__(self, top: Node, language: str, *, lenient: bool = False) -> None:
        self.top, self.language, self.lenient = top, language, lenient
        self.faults: list[BadSchematron] = []
        self.abstract_patterns = {node.get("id"): node for node in top.of("pattern", "group") if node.get("abstract") == "true"}
        self.abstract_rules = {node.get("id"): node for node in top.walk() if node.ours and node.name == "rule" and node.get("abstract") == "true"}
        self.notes = {
            kind: {node.need("id"): node for holder in top.of(holder_name) for node in holder.of(kind)}
            for kind, holder_name in (("diagnostic", "diagnostics"), ("property", "properties"))
        }  # fmt: skip
        self.named: dict[str, int] = {}  # names of tests that have been given

    def schema(self, name: str) -> Schema:
        top = self.top
        _known_children(top)
        binding = top.get("queryBinding").strip().lower()
        if binding not in BINDINGS:
            raise top.place.wrong(f'the query language "{binding}" is not known here: xslt, xslt2, xslt3 and xpath2 are')
        for node in top.of("diagnostics", "properties", "rules"):
            _known_children(node)
        patterns = [pattern for number, node in enumerate(top.of("pattern", "group"), 1) if node.get("abstract") != "true" for pattern in self.patterns(node, number)]
        phases = {node.need("id"): self.phase(node) for node in top.of("phase")}
        known = {node.get("id") for node in top.of("pattern", "group")}
        for node in top.of("phase"):
            for active in node.of("active"):
                if active.need("pattern") not in known:
                    raise active.place.wrong(f'there is no pattern "{active.get("pattern")}"')
        phase = top.get("defaultPhase")
        if phase and phase != "#ALL" and phase not in phases:
            raise top.place.wrong(f'there is no phase "{phase}"')
        return Schema(
            name, title=" ".join(node.text for node in top.of("title")), version=top.get("schemaVersion"), binding=binding or "xslt",
            namespaces={node.need("prefix"): node.need("uri") for node in top.of("ns")}, lets=_different(_let(node) for node in top.of("let", "param")),
            patterns=tuple(patterns), phases=phases, phase=phase, foreign=_foreign(top), faults=tuple(self.faults),
        )  # fmt: skip

    def phase(self, node: Node) -> Phase:
        _known_children(node)
        return Phase(node.get("id"), tuple(each.get("pattern") for each in node.of("active")), tuple(_let(each) for each in node.of("let")))

    def patterns(self, node: Node, number: int) -> Iterator[Pattern]:
        """One; of a <group>, in which every rule that matches counts, one for each rule."""
        if "documents" in node.attributes:
            raise node.place.wrong("@documents asks for other documents, and none is opened: only the document itself is judged")
        source = node
        fill: Filled = _as_it_is
        if model := node.get("is-a"):
            if model not in self.abstract_patterns:
                fault = node.place.wrong(f'there is no abstract pattern "{model}"{_near(model, self.abstract_patterns)}')
                if not self.lenient:
                    raise fault
                self.faults.append(fault)
                return
            source = self.abstract_patterns[model]
            if source.get("is-a"):
                raise source.place.wrong("an abstract pattern cannot be made of another one")
            values = {each.need("name"): each.get("value") for each in (*source.of("param"), *node.of("param"))}
            fill = _filler(values)
        for each in {id(source): source, id(node): node}.values():
            _known_children(each)
        name = node.get("id") or source.get("id") or f"pattern-{number}"
        lets = tuple(_let(each, fill) for each in (*source.of("let"), *(node.of("let") if source is not node else ())))
        concrete = [each for each in source.of("rule") if each.get("abstract") != "true"]
        total = sum(1 for each in concrete for _ in self._tests(each))
        rules = [self.rule(each, name, total, fill) for each in concrete]
        if source.name == "group" or node.name == "group":
            yield from (Pattern(name, (rule,), node.place, lets) for rule in rules)
        else:
            yield Pattern(name, tuple(rules), node.place, lets)

    def rule(self, node: Node, pattern: str, total: int, fill: Filled) -> Rule:
        """`total`: how many tests its pattern has; a single one needs no number."""
        if "visit-each" in node.attributes:
            raise node.place.wrong("@visit-each is not known here")
        context = fill(node.need("context")).strip()
        if not context:
            raise node.place.wrong("@context of <rule> is empty")
        lets, tests = [], []
        for each in self._parts(node):
            if each.name == "let":
                lets.append(_let(each, fill))
            elif each.name in ("assert", "report"):
                tests.append(self.test(each, node, pattern, total, fill))
        return Rule(context, node.place, self._spoken(tests), tuple(lets))

    def _tests(self, rule: Node) -> Iterator[Node]:
        return (each for each in self._parts(rule) if each.name in ("assert", "report"))

    def _parts(self, rule: Node, above: tuple[str, ...] = ()) -> Iterator[Node]:
        """The children of a rule, with those of the abstract rules that it extends in their places."""
        _known_children(rule)
        for child in rule.children:
            if not child.ours:
                continue
            if child.name != "extends":
                yield child
                continue
            name = child.need("rule")
            if name in above:
                raise child.place.wrong(f'the abstract rule "{name}" extends itself')
            if name not in self.abstract_rules:
                raise child.place.wrong(f'there is no abstract rule "{name}"{_near(name, self.abstract_rules)}')
            yield from self._parts(self.abstract_rules[name], (*above, name))

    def test(self, node: Node, rule: Node, pattern: str, total: int, fill: Filled) -> Test:
        test = fill(node.need("test")).strip()
        if not test:
            raise node.place.wrong(f"@test of <{node.name}> is empty")
        roles = (node.get("role"), node.get("severity"), rule.get("role"), rule.get("severity"))
        return Test(
            node.get("id") or self._name(rule.get("id") or pattern, total), test, _message(node, fill), node.place, node.name == "report",
            next((role.strip() for role in roles if role), ""), fill(node.get("subject") or rule.get("subject")).strip(), node.get("see"),
            _language(node), tuple(self._noted(node, fill)),
        )  # fmt: skip

    def _name(self, base: str, total: int) -> str:
        self.named[base] = self.named.get(base, 0) + 1
        return base if total == 1 and self.named[base] == 1 else f"{base}-{self.named[base]}"

    def _noted(self, node: Node, fill: Filled) -> Iterator[Note]:
        for attribute, kind in (("diagnostics", "diagnostic"), ("properties", "property")):
            found = []
            for name in node.get(attribute).split():
                if name not in self.notes[kind]:
                    raise node.place.wrong(f'there is no {kind} "{name}"{_near(name, self.notes[kind])}')
                found.append(self.notes[kind][name])
            spoken = [each for each in found if _language(each) in ("", self.language)]
            yield from (Note(each.get("id"), _message(each, fill)) for each in (spoken or found))

    def _spoken(self, tests: list[Test]) -> tuple[Test, ...]:
        """Of the same test in several languages, the one in ours, or else the first."""
        same: dict[tuple[str, bool, str], list[Test]] = {}
        for test in tests:
            same.setdefault((test.test, test.report, test.role), []).append(test)
        left = []
        for test in tests:
            group = same[(test.test, test.report, test.role)]
            languages = [each.language for each in group]
            if len(set(languages)) == 1 or test is group[languages.index(self.language) if self.language in languages else 0]:
                left.append(test)
        return tuple(left)


def _embedded(top: Node) -> Node:
    """The Schematron inside of a RELAX NG schema or an ODD, as if it stood in a file of its own. Raises BadSchematron where there is none."""
    kind = "RELAX NG schema" if top.namespace == RNG else "ODD" if top.namespace == tei.NAMESPACE else ""
    if not kind:
        raise top.place.wrong(f"this is no Schematron: its first element is <{top.name}>, and <schema> was expected")
    made = Node(ISO, "schema", {"queryBinding": "xslt3"}, top.place, top.element)
    for node, spec in _outermost(top):
        if node.namespace == XSLT:
            made.content.append(node)
        elif node.name == "schema":
            made.content += node.content
        elif node.name in ("rule", "assert", "report"):
            rule = node if node.name == "rule" else Node(ISO, "rule", {"context": _element(node, spec)}, node.place, node.element, [node])
            made.content.append(Node(ISO, "pattern", {"id": spec.get("ident")} if spec is not None else {}, node.place, node.element, [rule]))
        else:
            made.content.append(node)
    if not made.of("pattern", "group"):
        raise top.place.wrong(f"this {kind} holds no Schematron")
    if kind == "ODD" and not any(node.get("prefix") == "tei" for node in made.of("ns")):
        made.content.insert(0, Node(ISO, "ns", {"prefix": "tei", "uri": tei.NAMESPACE}, top.place, top.element))
    return made


def _outermost(top: Node) -> Iterator[tuple[Node, Node | None]]:
    """The Schematron and XSLT declarations of a file in another language; of an ODD, each with the elementSpec around it."""
    stack: list[tuple[Node, Node | None]] = [(top, None)]
    while stack:
        node, spec = stack.pop()
        if node.ours or (node.namespace == XSLT and node.name in DECLARATIONS):
            yield node, spec
            continue
        if node.namespace == tei.NAMESPACE:
            if node.get("mode") == "delete" or (node.name in ("constraintSpec", "egXML") and node.get("scheme") not in ("schematron", "isoschematron")):
                continue
            spec = node if node.name == "elementSpec" else spec
        if node.name == "egXML":
            continue
        stack.extend((child, spec) for child in reversed(node.children))


def _element(test: Node, spec: Node | None) -> str:
    if spec is None:
        raise test.place.wrong(f"<{test.name}> stands in no <rule>, and no <elementSpec> around it says which element is meant")
    return f"tei:{spec.need('ident')}"


def _known_children(node: Node) -> None:
    for child in node.children:
        if child.ours and child.name not in SYNTAX[node.name]:
            raise child.place.wrong(f"<{child.name}> is not known in <{node.name}>{_near(child.name, SYNTAX[node.name])}")
        if child.namespace == XSLT and node is not child and node.name in ("schema", "library") and child.name not in DECLARATIONS:
            raise child.place.wrong(f"<xsl:{child.name}> is not taken into a Schematron; functions, keys, variables and named templates are")


def _near(word: str, known: Iterable[str]) -> str:
    found = get_close_matches(word, list(known), 1, 0.6)
    return f'; did you mean "{found[0]}"?' if found else ""


def _as_it_is(text: str) -> str:
    return text


def _filler(values: dict[str, str]) -> Filled:
    """What puts the values of parameters into an expression of an abstract pattern."""
    if not values:
        return _as_it_is
    names = "|".join(re.escape(name) for name in sorted(values, key=len, reverse=True))
    pattern = re.compile(PARAMETER.format(f"({names})"))
    return lambda text: pattern.sub(lambda match: values[match[1]], text)


def _let(node: Node, fill: Filled = _as_it_is) -> Let:
    value = fill(node.attributes["value"]) if "value" in node.attributes else None
    content = "" if value is not None else _inner(node)
    return Let(node.need("name"), value, node.place, content, node.get("as"))


def _different(lets: Iterable[Let]) -> tuple[Let, ...]:
    """Without those that say the same again. Raises BadSchematron for a name that is given twice."""
    found: dict[str, Let] = {}
    for let in lets:
        before = found.setdefault(let.name, let)
        if (before.value, before.content) != (let.value, let.content):
            raise let.place.wrong(f'the variable "{let.name}" was given another value in line {before.place.line}')
    return tuple(found.values())


def _message(node: Node, fill: Filled) -> Message:
    """Words and what is filled in, in order; emphasis and the like are only their words."""
    parts: list[str | Insert] = []
    for item in node.content:
        if isinstance(item, str):
            parts.append(fill(item))
        elif item.ours and item.name == "value-of":
            parts.append(Insert(fill(item.need("select")), item.place))
        elif item.ours and item.name == "name":
            parts.append(Insert(fill(item.get("path")) or ".", item.place, name=True))
        elif item.ours and item.name not in PHRASES:
            raise item.place.wrong(f"<{item.name}> is not known in <{node.name}>{_near(item.name, PHRASES)}")
        elif item.ours:
            parts += _message(item, fill)
    return tuple(parts)


def _language(node: Node) -> str:
    return node.get(f"{{{XML}}}lang").split("-")[0].lower()


def _foreign(top: Node) -> tuple[Foreign, ...]:
    found: dict[str, Place] = {}
    for node in top.children:
        if node.namespace == XSLT:
            found.setdefault(etree.tostring(node.element, encoding="unicode", with_tail=False), node.place)
    return tuple(Foreign(xml, place) for xml, place in found.items())


def _inner(node: Node) -> str:
    """What stands in an element, as XML."""
    parts = [str(node.element.text or "").replace("&", "&amp;").replace("<", "&lt;")]
    return "".join([*parts, *(etree.tostring(child, encoding="unicode") for child in node.element)])


__all__ = ["BadSchematron", "read"]

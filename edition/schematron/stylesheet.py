"""A Schematron as one XSLT 3.0 stylesheet, which walks through a document once and lists the tests that failed.

Each rule is a template of one mode; the rules of all patterns lie one below the other by priority, in the order of the schema, and each hands the node on to the next
one that matches (`xsl:next-match`). A rule of a pattern with several tells the later ones that the node is taken: the first match counts.

The result: `<f t="3" n="17">message<d>diagnostic</d></f>`, `t` the number of the test, `n` that of the element in the document (1-based); `at`
instead of `n` a path, for other nodes than elements and for tests with a subject. `<e t="3">reason</e>`: a test that could not be carried out.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field, replace
from html import escape

from edition.schematron.nodes import XSLT
from edition.schematron.schema import DEFAULT, Foreign, Insert, Let, Message, Pattern, Place, Rule, Schema, Test

ERR = "http://www.w3.org/2005/xqt-errors"
TAKEN = "schematron-taken"  # the parameter with the numbers of the patterns that have had their rule
TOKEN = re.compile(r""""[^"]*"|'[^']*'|\(:.*?:\)|\$([\w.\-:]+)""", re.DOTALL)  # of XPath: what a dollar is no variable in, and variables
PREDICATE = re.compile(r"\[[^\[\]]*\]")
LITERAL = re.compile(r""""[^"]*"|'[^']*'|\(:.*?:\)""", re.DOTALL)
KINDS = (  # of nodes that are no elements: how a pattern that matches them looks outside of predicates, and where they are
    (re.compile(r"@|attribute\s*::"), "//@*"),
    (re.compile(r"\btext\s*\("), "//text()"),
    (re.compile(r"\bcomment\s*\("), "//comment()"),
    (re.compile(r"\bprocessing-instruction\s*\("), "//processing-instruction()"),
)
ANYTHING = re.compile(r"\$|(?<![\w.\-])\.|\b(?!text\b|comment\b|processing-instruction\b|element\b)[\w\-]+\s*\(")  # a pattern that may match who knows what
ABOVE = re.compile(r"(ancestor(?:-or-self)?::[\w.\-*]+(?::[\w.\-*]+)?(?:\[1\])?)(/.+)", re.DOTALL)  # a path that begins with what lies above
BRACKETS = re.compile(r"\([^()]*\)|\[[^\[\]]*\]")
PLAIN = re.compile(r"[\w:.\-/@*]+")  # a path and nothing else, its brackets apart


@dataclass
class Stylesheet:
    """Lines of XSLT, and what each of them was made of."""

    prefix: str = "xsl"
    lines: list[str] = field(default_factory=list)
    places: list[Place | None] = field(default_factory=list)
    tests: list[Test] = field(default_factory=list)
    functions: list[tuple[str, str, Place]] = field(default_factory=list)  # name, body, place: see `_remembered`

    @property
    def text(self) -> str:
        return "\n".join(self.lines)

    def add(self, text: str, place: Place | None = None) -> None:
        """A line; a text of several keeps the places of its own lines."""
        for number, line in enumerate(text.split("\n")):
            self.lines.append(line)
            self.places.append(Place(place.file, place.line + number, place.column if not number else 0) if place is not None else None)

    def place(self, line: int) -> Place | None:
        """What a line (1-based) was made of: its own place, or that of the nearest line before."""
        while line > 0:
            if line <= len(self.places) and (found := self.places[line - 1]) is not None:
                return found
            line -= 1
        return None

    def tag(self, name: str, close: bool = True, /, **attributes: str) -> str:
        said = "".join(f" {key.replace('_', '-')}={_quoted(value)}" for key, value in attributes.items())
        return f"<{self.prefix}:{name}{said}{'/' if close else ''}>"

    def end(self, name: str) -> str:
        return f"</{self.prefix}:{name}>"


def made(schema: Schema, phase: str = DEFAULT) -> Stylesheet:
    """The stylesheet of a schema. Raises BadSchematron if it has no such phase."""
    lets, patterns = schema.active(phase)
    prefix = "xsl" if schema.namespaces.get("xsl", XSLT) == XSLT else "schematron-xsl"
    sheet = Stylesheet(prefix)
    names = {prefix: XSLT, "schematron-err": ERR, "schematron-remembered": "urn:schematron:remembered"} | {name: uri for name, uri in schema.namespaces.items() if name != "xml"}
    declared = "".join(f" xmlns:{name}={_quoted(uri)}" for name, uri in names.items())
    sheet.add(f'<{prefix}:stylesheet version="3.0" exclude-result-prefixes="#all" expand-text="no"{declared}>')
    sheet.add(sheet.tag("output", method="xml", encoding="UTF-8", indent="no", omit_xml_declaration="yes"))
    sheet.add(sheet.tag("mode", name="check", on_no_match="deep-skip"))
    sheet.add(sheet.tag("template", match="/", mode="check", priority="0"))  # where no rule is about the root, deep-skip would go on to its children
    _declarations(sheet, schema.foreign)
    for let in lets:
        _let(sheet, let)
    _walk(sheet, dict.fromkeys(each for pattern in patterns for rule in pattern.rules for each in _elsewhere(rule.context)))
    left = sum(len(pattern.rules) for pattern in patterns)
    taken = Counter(let.name for holder in (lets, *(pattern.lets for pattern in patterns)) for let in holder)
    for number, pattern in enumerate(patterns):
        mangled = {let.name: f"schematron-{number}-{let.name.replace(':', '_')}" for let in pattern.lets if taken[let.name] > 1}
        for let in pattern.lets:
            _let(sheet, replace(let, name=mangled.get(let.name, let.name), value=_renamed(let.value, mangled)))
        for rule in pattern.rules:
            _rule(sheet, rule, pattern, number, left, mangled)
            left -= 1
    _functions(sheet)
    sheet.add(f"</{prefix}:stylesheet>")
    return sheet


def _declarations(sheet: Stylesheet, foreign: Iterable[Foreign]) -> None:
    for each in foreign:
        sheet.add(each.xml, each.place)


def _let(sheet: Stylesheet, let: Let) -> None:
    said = {"name": let.name} | ({"as": let.type} if let.type else {})
    if let.value is not None:
        sheet.add(sheet.tag("variable", True, **said, select=let.value), let.place)
    else:
        sheet.add(sheet.tag("variable", False, **said) + let.content + sheet.end("variable"), let.place)


def _walk(sheet: Stylesheet, elsewhere: Iterable[str]) -> None:
    """All elements in the order of the document, so that the position of each is its number; then the other nodes that a rule may be about."""
    sheet.add(sheet.tag("template", False, match="/") + "<r>")
    sheet.add(sheet.tag("apply-templates", select="//*", mode="check"))
    for path in elsewhere:
        sheet.add(sheet.tag("apply-templates", select=path, mode="check"))
    sheet.add("</r>" + sheet.end("template"))


def _rule(sheet: Stylesheet, rule: Rule, pattern: Pattern, number: int, priority: int, mangled: Mapping[str, str]) -> None:
    context = _renamed(rule.context, mangled)
    assert context is not None
    sheet.add(sheet.tag("template", False, match=context, mode="check", priority=str(priority)), rule.place)
    sheet.add(sheet.tag("param", name=TAKEN, select="()"))
    alone = len(pattern.rules) == 1
    if not alone:
        sheet.add(sheet.tag("if", False, test=f"not(${TAKEN} = {number})"))
    for name, other in mangled.items():
        sheet.add(sheet.tag("variable", name=name, select=f"${other}"))
    guarded = bool(rule.lets and rule.tests)
    first = len(sheet.tests)
    sheet.add(sheet.tag("try", False) if guarded else "")
    for let in rule.lets:
        _let(sheet, _remembered(sheet, let))
    for test in rule.tests:
        _test(sheet, test, others=bool(_elsewhere(rule.context)))
    if guarded:
        _caught(sheet, first)
    if not alone:
        sheet.add(sheet.end("if"))
    sheet.add(sheet.tag("next-match", False))
    sheet.add(sheet.tag("with-param", name=TAKEN, select=f"${TAKEN}" if alone else f"${TAKEN}, {number}"))
    sheet.add(sheet.end("next-match") + sheet.end("template"))


def _test(sheet: Stylesheet, test: Test, *, others: bool) -> None:
    """Guarded: what one test cannot do, the next one may."""
    number = len(sheet.tests)
    sheet.tests.append(test)
    sheet.add(sheet.tag("try", False))
    sheet.add(sheet.tag("if", False, test=test.test if test.report else f"not({test.test})"), test.place)
    if others or test.subject:
        at = f"path(({test.subject}, .)[1])" if test.subject else "path()"
        sheet.add(f'<f t="{number}">' + sheet.tag("attribute", name="at", select=at), test.place)
    else:
        sheet.add(f'<f t="{number}" n="{{position()}}">')
    _message(sheet, test.message)
    for note in test.notes:
        sheet.add("<d>")
        _message(sheet, note.message)
        sheet.add("</d>")
    sheet.add("</f>" + sheet.end("if"))
    _caught(sheet, number)


def _caught(sheet: Stylesheet, number: int) -> None:
    sheet.add(sheet.tag("catch", False) + f'<e t="{number}" n="{{position()}}">' + sheet.tag("value-of", select="$schematron-err:description"))
    sheet.add("</e>" + sheet.end("catch") + sheet.end("try"))


def _message(sheet: Stylesheet, message: Message) -> None:
    for part in message:
        if isinstance(part, Insert):
            select = f"name(({part.select})[1])" if part.name else part.select
            sheet.add(sheet.tag("value-of", select=select), part.place)
        else:
            sheet.add(sheet.tag("text", False) + escape(part.replace("\n", " "), quote=False) + sheet.end("text"))


def _renamed(xpath: str | None, names: Mapping[str, str]) -> str | None:
    """An expression with its variables under other names."""
    if not names or xpath is None:
        return xpath
    return TOKEN.sub(lambda match: f"${names.get(match[1], match[1])}" if match[1] else match[0], xpath)


def _remembered(sheet: Stylesheet, let: Let) -> Let:
    """A variable that is the same for all nodes below one, such as ``ancestor::tei:TEI//tei:person/@xml:id``, worked out once for that one.

    Otherwise the whole document would be gone through for each node: minutes for a long play. Done for a path that names nothing but nodes.
    """
    value = (let.value or "").strip()
    path = ABOVE.fullmatch(value)
    bare = LITERAL.sub("", value)
    while (less := BRACKETS.sub("", bare)) != bare:
        bare = less
    if path is None or let.type or "$" in value or "current" in value or value.endswith(")") or not PLAIN.fullmatch(bare):
        return let
    name = f"schematron-remembered:f{len(sheet.functions)}"
    sheet.functions.append((name, f"$schematron-node{path[2]}", let.place))
    return replace(let, value=f"(for $schematron-node in {path[1]} return {name}($schematron-node))/.")  # each once, in order


def _functions(sheet: Stylesheet) -> None:
    for name, body, place in sheet.functions:
        sheet.add(sheet.tag("function", False, name=name, cache="yes") + sheet.tag("param", name="schematron-node"))
        sheet.add(sheet.tag("sequence", select=body), place)
        sheet.add(sheet.end("function"))


def _elsewhere(context: str) -> list[str]:
    """Paths to the nodes that a pattern may match and that are no elements; in doubt, to all."""
    bare = LITERAL.sub("", context)
    while (less := PREDICATE.sub("", bare)) != bare:
        bare = less
    found = ["/"] if any(each.strip() == "/" for each in bare.split("|")) else []
    if ANYTHING.search(bare):
        return ["/", *(path for _, path in KINDS)]
    return found + [path for pattern, path in KINDS if pattern.search(bare)]


def _quoted(value: str) -> str:
    """As the value of an attribute, whose line ends stay. (`xml.sax.saxutils` has that too, and imports half of the network to say it.)"""
    return f'"{escape(value).replace(chr(10), "&#10;").replace(chr(13), "&#13;").replace(chr(9), "&#9;")}"'

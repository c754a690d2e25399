"""From the elements of a schema file to patterns: definitions combined, references followed, names and values read.

Sections 4.1 to 4.21 of the specification, worked out when a definition is first needed instead of rewriting the file.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable
from contextlib import suppress

from edition.relaxng.datatypes import BadDatatype, Datatype
from edition.relaxng.faults import BadSchema
from edition.relaxng.names import ANY, XML, NameClass, Names, OneName, Open
from edition.relaxng.patterns import Definition, Pattern, Patterns
from edition.relaxng.schema_file import BLANK, NAME_CLASSES, Node

START = "#start"
XMLNS = "http://www.w3.org/2000/xmlns"


class Ring(BadSchema):
    """A definition that refers to itself without an element between."""


class Grammar:
    """A schema as patterns. `definitions`: every element that the file defines, in its order."""

    def __init__(self, top: Node) -> None:
        self.patterns = Patterns()
        self._definitions: dict[int, Definition] = {}
        self._named: dict[tuple[int, str], Pattern] = {}
        self._open: set[tuple[int, str]] = set()  # definitions that are being worked out
        self._tables: dict[int, dict[str, list[Node]]] = {}
        self.top = top
        self.start = self.pattern(top)

    def definitions(self) -> list[Definition]:
        return [self.definition(node) for node in self.top.walk() if node.kind == "element"]

    def work_out(self) -> None:
        """Every definition now, used or not. Raises BadSchema for the first that cannot be; a ring is one only where it is used (4.19)."""
        for grammar in [node for node in self.top.walk() if node.kind == "grammar" and (node.parent is None or node.parent.kind != "include")]:
            for name, nodes in self._table(grammar).items():
                with suppress(Ring):
                    self.named(grammar, name, nodes[0])
                self._open.clear()
                for node in nodes:
                    for inner in node.walk():
                        if inner.kind == "element":
                            with suppress(Ring):
                                _ = self.definition(inner).content
                            self._open.clear()

    # Patterns.

    def pattern(self, node: Node) -> Pattern:
        return MAKERS[node.kind](self, node)

    def all(self, nodes: Iterable[Node]) -> list[Pattern]:
        return [self.pattern(node) for node in nodes]

    def sequence(self, nodes: Iterable[Node]) -> Pattern:
        return self._joined(self.all(nodes), self.patterns.group)

    def _joined(self, patterns: list[Pattern], join: Callable[[Pattern, Pattern], Pattern]) -> Pattern:
        if not patterns:
            return self.patterns.empty
        whole = patterns[-1]
        for each in reversed(patterns[:-1]):
            whole = join(each, whole)
        return whole

    def definition(self, node: Node) -> Definition:
        found = self._definitions.get(id(node))
        if found is None:
            content = node.children if "name" in node.attributes else node.children[1:]
            place = (node.file, node.line, node.column)
            found = self._definitions[id(node)] = Definition(self.names(node), lambda: self.sequence(content), place)
        return found

    def attribute(self, node: Node) -> Pattern:
        content = node.children if "name" in node.attributes else node.children[1:]
        names = self.names(node)
        self._fit_for_attribute(node, names)
        return self.patterns.attribute(names, self.pattern(content[0]) if content else self.patterns.any_text)

    def _fit_for_attribute(self, node: Node, names: NameClass) -> None:
        for namespace, local in names.samples():
            if namespace == XMLNS or (namespace == "" and local == "xmlns"):
                raise node.wrong("an attribute cannot be a declaration of a namespace")

    def value(self, node: Node) -> Pattern:
        library, name = (node.library, node.get("type") or "") if "type" in node.attributes else ("", "token")
        try:
            datatype = Datatype(library, name)
        except BadDatatype as error:
            raise node.wrong(str(error)) from None
        context = {**node.namespaces, "": node.ns}
        meaning = datatype.meaning(node.words, context) if datatype.allows(node.words, context) else None
        if meaning is None:
            raise node.wrong(f"{node.words!r} is no value of {name}")
        return self.patterns.value(datatype, node.words.strip(BLANK) if name != "string" else node.words, meaning)

    def data(self, node: Node) -> Pattern:
        facets = tuple((child.get("name") or "", child.words) for child in node.children if child.kind == "param")
        exception = None
        for child in node.children:
            if child.kind == "except":
                exception = self.patterns.choice(self.all(child.children))
        try:
            datatype = Datatype(node.library, node.get("type") or "", facets).checked()
        except BadDatatype as error:
            raise node.wrong(str(error)) from None
        return self.patterns.data(datatype, exception)

    # References.

    def reference(self, node: Node) -> Pattern:
        grammar = self._around(node)
        if node.kind == "parentRef":
            grammar = self._around(grammar)
        return self.named(grammar, node.get("name") or "", node)

    def _around(self, node: Node) -> Node:
        above = node.parent
        while above is not None and above.kind != "grammar":
            above = above.parent
        if above is None:
            raise node.wrong(f"<{node.kind}> stands in no grammar that it could refer to")
        while above.parent is not None and above.parent.kind == "include":  # an included grammar is part of the one that includes it
            above = self._around(above.parent)
        return above

    def named(self, grammar: Node, name: str, wanted: Node) -> Pattern:
        key = (id(grammar), name)
        found = self._named.get(key)
        if found is not None:
            return found
        nodes = self._table(grammar).get(name)
        if not nodes:
            raise wanted.wrong("the grammar has no <start>" if name == START else f"{name!r} is not defined")
        if key in self._open:
            raise Ring(f"{name!r} refers to itself without an element between", wanted.file, wanted.line, wanted.column)
        self._open.add(key)
        try:
            made = [self.sequence(node.children) for node in nodes]
        except RecursionError:
            raise wanted.wrong("definitions nested deeper than any schema has") from None
        self._open.discard(key)
        how = next((node.get("combine") for node in nodes if node.get("combine")), None)
        found = self._named[key] = self.patterns.choice(made) if how == "choice" else self._joined(made, self.patterns.interleave)
        return found

    def _table(self, grammar: Node) -> dict[str, list[Node]]:
        """The definitions of a grammar by name, those of included ones with them."""
        table = self._tables.get(id(grammar))
        if table is None:
            table = self._tables[id(grammar)] = {}
            for name, node in self._parts(grammar):
                table.setdefault(name, []).append(node)
            for name, nodes in table.items():
                self._combined(name, nodes)
        return table

    def _combined(self, name: str, nodes: list[Node]) -> None:
        ways = [node.get("combine") for node in nodes]
        shown = "<start>" if name == START else f"{name!r}"
        if ways.count(None) > 1:
            raise [node for node in nodes if node.get("combine") is None][1].wrong(f"{shown} is defined twice: say with combine how the two go together")
        if len({way for way in ways if way}) > 1:
            raise nodes[-1].wrong(f"{shown} is combined by choice and by interleave")

    def _parts(self, node: Node) -> list[tuple[str, Node]]:
        found: list[tuple[str, Node]] = []
        for child in node.children:
            if child.kind in ("start", "define"):
                found.append((_name(child), child))
            elif child.kind == "div":
                found += self._parts(child)
            elif child.kind == "include":
                found += self._included(child)
        return found

    def _included(self, node: Node) -> list[tuple[str, Node]]:
        """What an included grammar defines, without what the include defines anew."""
        theirs = self._parts(node.children[0])
        ours = [part for child in node.children[1:] for part in ([(_name(child), child)] if child.kind in ("start", "define") else self._parts(child))]
        anew = {name for name, _ in ours}
        for name, each in ours:
            if name not in {known for known, _ in theirs}:
                raise each.wrong(f"{'<start>' if name == START else repr(name)} is defined anew, but the included grammar does not define it")
        return [part for part in theirs if part[0] not in anew] + ours

    # Names.

    def names(self, node: Node) -> NameClass:
        said = node.get("name")
        if said is None:
            return self.name_class(node.children[0])
        if ":" in said:
            return _one(node, said, "")
        return OneName((node.ns if node.kind == "element" or "ns" in node.attributes else "", said))

    def name_class(self, node: Node, within: frozenset[str] = frozenset()) -> NameClass:
        if node.kind == "name":
            return _one(node, node.words.strip(BLANK), node.ns)
        if node.kind not in NAME_CLASSES:
            raise node.wrong(f"<{node.kind}> is no name class")
        if node.kind == "choice":
            return Names(tuple(self.name_class(child, within) for child in node.children))
        if node.kind in within:
            raise node.wrong(f"<{node.kind}> among the exceptions of a name class that is as wide")
        below = within | ({"anyName"} if node.kind == "anyName" else {"anyName", "nsName"})
        exceptions = [self.name_class(each, below) for child in node.children for each in child.children]
        return Open(ANY if node.kind == "anyName" else node.ns, Names(tuple(exceptions)) if exceptions else None)


def _one(node: Node, said: str, ns: str) -> OneName:
    prefix, colon, local = said.rpartition(":")
    if not colon:
        return OneName((ns, local))
    return OneName((XML if prefix == "xml" else node.namespaces[prefix], local))


def _name(node: Node) -> str:
    return START if node.kind == "start" else node.get("name") or ""


def _optional(grammar: Grammar, node: Node) -> Pattern:
    return grammar.patterns.choice((grammar.sequence(node.children), grammar.patterns.empty))


def _more(grammar: Grammar, node: Node) -> Pattern:
    return grammar.patterns.one_or_more(grammar.sequence(node.children))


MAKERS: dict[str, Callable[[Grammar, Node], Pattern]] = {
    "grammar": lambda grammar, node: grammar.named(node, START, node),
    "ref": Grammar.reference, "parentRef": Grammar.reference,
    "externalRef": lambda grammar, node: grammar.pattern(node.children[0]),
    "element": lambda grammar, node: grammar.patterns.element(grammar.definition(node)),
    "attribute": Grammar.attribute, "value": Grammar.value, "data": Grammar.data,
    "group": lambda grammar, node: grammar.sequence(node.children),
    "choice": lambda grammar, node: grammar.patterns.choice(grammar.all(node.children)),
    "interleave": lambda grammar, node: grammar._joined(grammar.all(node.children), grammar.patterns.interleave),
    "mixed": lambda grammar, node: grammar.patterns.interleave(grammar.sequence(node.children), grammar.patterns.any_text),
    "optional": _optional, "oneOrMore": _more,
    "zeroOrMore": lambda grammar, node: grammar.patterns.choice((_more(grammar, node), grammar.patterns.empty)),
    "list": lambda grammar, node: grammar.patterns.list_of(grammar.sequence(node.children)),
    "text": lambda grammar, node: grammar.patterns.any_text,
    "empty": lambda grammar, node: grammar.patterns.empty,
    "notAllowed": lambda grammar, node: grammar.patterns.not_allowed,
}  # fmt: skip

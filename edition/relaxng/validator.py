"""A document against a schema: the events of expat, one at a time, and after each mistake on.

The state is a list of pairs: a content pattern, and the states that its end tag leads to. So the content of a paragraph is the same pattern
wherever the paragraph stands, and what was once derived is never derived again. Nearly always there is one pair.
"""

from __future__ import annotations

from collections.abc import Iterable
from contextlib import suppress
from typing import TYPE_CHECKING, Any
from xml.parsers import expat

from edition import parsers
from edition.relaxng import values as of_values
from edition.relaxng.faults import Fault, listed, nearest, shown
from edition.relaxng.names import ANY, Name
from edition.relaxng.namespaces import Prefixes
from edition.relaxng.parts import elements
from edition.relaxng.patterns import BLANK, TEXT_NAME, Definition, Pattern, matches
from edition.relaxng.places import Places
from edition.relaxng.values import id_type

if TYPE_CHECKING:
    from edition.relaxng import Schema

DEEPEST = 2_000  # elements in elements
SEPARATOR = "\x01"
REMEMBERED = 20_000  # values for each pattern, tags for each content
State = tuple[Pattern, tuple["State", ...]]
"""What may still come in the open element, and where its end leads: states of the element around it."""
Opened = tuple[str, int, tuple[State, ...], bool]
"""A start tag whose end has not come: its name, its offset, the states when it came, whether it was not allowed there, so that its end leads back to these."""
Said = list[tuple[Name, str]]  # the attributes of a start tag
Way = tuple[Pattern, Pattern, tuple[Pattern | None, ...], tuple[int, ...]]
"""Through a start tag: what follows the element, what it holds, what the value of each attribute must be (None: anything), which are ID or IDREF."""


class TooDeep(Exception):
    """Elements nested deeper than DEEPEST."""


class Enough(Exception):
    """As many faults as are wanted."""


class Validator:
    """One document. Use `Schema.validate`."""

    def __init__(self, schema: Schema, *, ids: bool = True, limit: int = 1000, stand_ins: frozenset[Name] = frozenset()) -> None:
        self.schema, self.limit, self.stand_ins = schema, limit, stand_ins
        grammar = schema.grammar
        self.loose: set[int] = set()  # depths of open elements in which something stands for other things, or for what is missing
        self.store = grammar.patterns
        self.states: tuple[State, ...] = ((grammar.start, ()),)
        self.stack: list[Opened] = []
        self.words: list[str] = []
        self.inside = False  # elements have come in the open element
        self.skipping = 0  # depth inside of an element that nothing is known of
        self.faults: list[Fault] = []
        self.check_ids = ids
        self.ids: dict[str, int] = {}
        self.references: list[tuple[str, int, Name, Name]] = []
        self.names: dict[str, Name] = {}
        self.listed: dict[frozenset[Name], tuple[str, ...]] = {}
        self.prefixes = Prefixes()
        self.data = b""

    def run(self, data: bytes) -> list[Fault]:
        self.data = data
        self.places = Places(data)
        parser = parsers.events(SEPARATOR)
        parser.buffer_size = 65_536
        parser.ordered_attributes = True
        self.parser = parser
        parser.StartElementHandler, parser.EndElementHandler, parser.CharacterDataHandler = self._start, self._end, self.words.append
        parser.StartNamespaceDeclHandler, parser.EndNamespaceDeclHandler = self.prefixes.declare, self.prefixes.forget
        try:
            parser.Parse(data, True)
            if self.check_ids:
                self._references()
        except expat.ExpatError as error:
            with suppress(Enough):
                self._fault("malformed", parser.ErrorByteIndex, f"not well-formed XML: {expat.ErrorString(error.code)}", line=error.lineno, column=error.offset + 1)
        except TooDeep:
            with suppress(Enough):
                self._fault("malformed", parser.CurrentByteIndex, f"elements are nested more than {DEEPEST} deep")
        except Enough:
            pass
        return self.faults

    # Places and messages.

    def _fault(self, kind: str, offset: int, message: str, *, line: int = 0, column: int = 0, **more: Any) -> None:
        if not line:
            line, column = self.places.of(offset)
        self.faults.append(Fault(kind, line, column, offset, message, **more))
        if len(self.faults) >= self.limit:
            raise Enough

    def _show(self, name: Name) -> str:
        return shown(name, self.schema.home)

    def _names(self, names: Iterable[Name]) -> tuple[str, ...]:
        asked = frozenset(names)
        found = self.listed.get(asked)
        if found is None:
            found = self.listed[asked] = tuple(sorted({self._show(name) for name in asked}, key=lambda word: (word != "text", word)))
        return found

    def _expected(self) -> frozenset[Name]:
        return frozenset().union(*(content.firsts() for content, _ in self.states))

    @property
    def _here(self) -> str:
        return self._show(self._name(self.stack[-1][0])) if self.stack else ""

    # Events.

    def _name(self, said: str) -> Name:
        found = self.names.get(said)
        if found is None:
            namespace, _, local = said.rpartition(SEPARATOR)
            found = self.names[said] = (namespace, local)
        return found

    def _start(self, tag: str, said: list[str]) -> None:
        if self.skipping or len(self.stack) >= DEEPEST:
            self._deeper()
            return
        if self.words:
            self._flush()
        if len(self.states) == 1:  # the usual case: one state, one way through the tag, which was found before; only values are looked at
            content, after = self.states[0]
            key = tag if not said else (tag, said[0]) if len(said) == 2 else (tag, *said[::2])
            try:
                way = content.tags[key]
            except KeyError:
                way = self._way(content, tag, said)
                if len(content.tags) >= REMEMBERED:
                    content.tags.clear()
                content.tags[key] = way
            if way is not None:
                rest, inner, values, identifiers = way
                if not values or self._fit(said, values):
                    if identifiers and self.check_ids:
                        self._taken_down(tag, said, values, identifiers)
                    self.stack.append((tag, self.parser.CurrentByteIndex, self.states, False))
                    self.states = ((inner, ((rest, after),)),)
                    self.inside = False
                    return
        self._worked_out(self._name(tag), tag, [(self._name(said[at]), said[at + 1]) for at in range(0, len(said), 2)])

    def _deeper(self) -> None:
        if len(self.stack) + self.skipping >= DEEPEST:
            raise TooDeep
        self.words.clear()
        self.skipping += 1

    def _way(self, content: Pattern, tag: str, said: list[str]) -> Way | None:
        """Through a start tag, if there is just one way."""
        found = content.opened(self._name(tag))
        if len(found) != 1:
            return None
        definition, rest = found[0]
        left = definition.content
        values: list[Pattern | None] = []
        for attribute in said[::2]:
            choices = left.attribute(self._name(attribute))
            if len(choices) != 1:
                return None
            values.append(choices[0][0] if choices[0][0] is not self.store.any_text else None)
            left = choices[0][1]
        left = left.closed()
        if left is self.store.not_allowed:
            return None
        identifiers = tuple(at for at, value in enumerate(values) if value is not None and id_type(value))
        return rest, left, tuple(values) if any(values) else (), identifiers

    def _fit(self, said: list[str], values: tuple[Pattern | None, ...]) -> bool:
        """Whether the attributes have values that they may have."""
        if len(values) == 1:
            value, words = values[0], said[1]
            return value is None or words in value.fitting or self._fits(value, words)
        for value, words in zip(values, said[1::2], strict=True):
            if value is not None and words not in value.fitting and not self._fits(value, words):
                return False
        return True

    def _taken_down(self, tag: str, said: list[str], values: tuple[Pattern | None, ...], identifiers: tuple[int, ...]) -> None:
        for at in identifiers:
            value = values[at]
            assert value is not None
            self._identify(self._name(tag), self._name(said[2 * at]), said[2 * at + 1], value, self.parser.CurrentByteIndex)

    def _fits(self, value: Pattern, words: str) -> bool:
        if not matches(value, words, self.prefixes):
            return False
        if not value.has_names:  # then it always does
            if len(value.fitting) >= REMEMBERED:
                value.fitting.clear()
            value.fitting.add(words)
        return True

    def _worked_out(self, name: Name, tag: str, attributes: Said) -> None:
        """A start tag in full: several ways, or mistakes."""
        offset = self.parser.CurrentByteIndex
        if name in self.stand_ins:
            self.loose.add(len(self.stack))
            self.skipping = 1
            return
        ways: dict[Definition, list[State]] = {}
        for content, after in self.states:
            for definition, rest in content.opened(name):
                ways.setdefault(definition, []).append((rest, after))
        strange = not ways
        if strange:
            recovered = self._recover(name, offset)
            if recovered is None:
                self.skipping = 1
                return
            ways, strange = recovered
        inner: list[State] = [(definition.content, _merged(after)) for definition, after in ways.items()]
        for attribute, words in attributes:
            inner = self._attribute(inner, name, attribute, words, offset)
        closed = [(left, after) for content, after in inner if (left := content.closed()) is not self.store.not_allowed]
        if not closed:
            absent = frozenset.intersection(*(content.required() for content, _ in inner))
            names = self._names(absent)
            shown_names = " and ".join(f"@{each}" for each in names) if names else "another attribute"
            self._fault("missing", offset, f"<{self._show(name)}> needs {shown_names}", name=names[0] if names else "", element=self._show(name), expected=names)
            closed = [(content.forgiven(), after) for content, after in inner]
        self.stack.append((tag, offset, self.states, strange))
        self.states = _merged(closed)
        self.inside = False

    def _attribute(self, inner: list[State], element: Name, attribute: Name, words: str, offset: int) -> list[State]:
        named = [(after, choices) for content, after in inner if (choices := content.attribute(attribute))]
        if not named:
            self._not_an_attribute(inner, element, attribute, words, offset)
            return inner
        fitting: list[State] = []
        meant: Pattern | None = None
        for after, choices in named:
            rests = []
            for value, rest in choices:
                if matches(value, words, self.prefixes):
                    rests.append(rest)
                    meant = value if meant is None or id_type(value) else meant
            if rests:
                fitting.append((self.store.choice(rests), after))
        if fitting:
            if self.check_ids and meant is not None and id_type(meant):
                self._identify(element, attribute, words, meant, offset)
            return fitting
        self._not_a_value([value for _, choices in named for value, _ in choices], element, attribute, words, offset)
        return [(self.store.choice(rest for _, rest in choices), after) for after, choices in named]

    def _end(self, tag: str) -> None:
        if self.skipping:
            self.skipping -= 1
            if not self.skipping:
                self.words.clear()
                self.inside = True
            return
        if self.words or not self.inside:
            self._flush(last=True)
        opened = self.stack.pop()
        states = self.states
        if len(states) == 1 and states[0][0].nullable and not opened[3] and not self.loose:
            self.states = states[0][1]
        else:
            self._ended(opened)
        self.inside = True

    def _ended(self, opened: Opened) -> None:
        """The end of an element: several states, or something is amiss."""
        ended = [state for state in self.states if state[0].nullable]
        depth = len(self.stack) + 1
        if not ended:
            if depth not in self.loose:
                self._incomplete(opened)
            ended = list(self.states)
        self.loose.discard(depth)
        _, _, outer, strange = opened
        self.states = outer if strange else _merged(each for _, after in ended for each in after)

    def _flush(self, *, last: bool = False) -> None:
        """The words since the last tag. Blank ones count only where they are all that an element holds."""
        words = self.words[0] if len(self.words) == 1 else "".join(self.words)
        self.words.clear()
        if words and (not words.isspace() or words.strip(BLANK)):  # blank in XML is less than isspace, which looks at one character of most texts
            if len(self.states) == 1:
                content, around = self.states[0]
                left = content.text(words, self.prefixes)
                if left is content:
                    return
                after: tuple[State, ...] = () if left is self.store.not_allowed else ((left, around),)
            else:
                after = _merged((left, around) for content, around in self.states if (left := content.text(words, self.prefixes)) is not self.store.not_allowed)
            if after:
                self.states = after
            else:
                self._not_text(words)
        elif last and not self.inside and any(content.has_data for content, _ in self.states):
            self.states = tuple((self.store.choice((content, content.text(words, self.prefixes))), after) for content, after in self.states)

    # Identifiers.

    def _identify(self, element: Name, attribute: Name, words: str, value: Pattern, offset: int) -> None:
        kind = id_type(value)
        if kind == "ID":
            word = words.strip(BLANK)
            if word in self.ids:
                line, _ = self.places.of(self.ids[word])
                self._fault("id", offset, f'@{self._show(attribute)} "{word}" is already used in line {line}', name=self._show(attribute), element=self._show(element), value=word)
            else:
                self.ids[word] = offset
        else:
            self.references += [(word, offset, element, attribute) for word in words.split()]

    def _references(self) -> None:
        for word, offset, element, attribute in self.references:
            if word not in self.ids:
                meant = nearest(word, tuple(self.ids))
                message = f'@{self._show(attribute)} of <{self._show(element)}> refers to "{word}", which is nowhere an ID'
                self._fault("idref", offset, message, name=self._show(attribute), element=self._show(element), value=word, meant=meant)

    # Mistakes.

    def _recover(self, name: Name, offset: int) -> tuple[dict[Definition, list[State]], bool] | None:
        """An element that is not allowed: what it would have been after something that is missing; else one of its kind anywhere. None: unknown."""
        here, said = self._here, self._show(name)
        expected = self._expected()
        names = self._names(expected - {TEXT_NAME})
        definitions = self._defined(name)
        if not definitions:
            meant = nearest(said, names) or nearest(said, self.schema.names, 0.78)
            foreign = f" (namespace {name[0] or 'none'})" if name[0] != self.schema.home else ""
            if foreign and (self.schema.home, name[1]) in self.schema.by_name:
                meant = name[1]
                message = f"<{name[1]}> is in {'no namespace' if not name[0] else f'the namespace {name[0]}'}, and the schema has it in {self.schema.home or 'none'}"
            else:
                message = f"<{said}> is no element of this schema{foreign if name[0] not in said else ''}"
            self._fault("unknown", offset, message, name=said, element=here, expected=names, meant=meant)
            self.loose.add(len(self.stack))  # it may stand for what is missing now
            return None
        best: tuple[tuple[tuple[Definition, Pattern], ...], tuple[Pattern, ...], tuple[State, ...]] | None = None
        for content, after in self.states:
            found, missing = content.skipped(name)
            if found and (best is None or len(missing) < len(best[1])):
                best = (found, missing, after)
        if best is not None:
            found, missing, after = best
            needed = [self._names(_enough(each)) for each in missing]
            wanted = ", then ".join(listed(each, 6) for each in needed)
            message = f"<{said}> comes too early in <{here}>: {wanted} must come before it" if here else f"<{said}> cannot be the first element: {wanted} must come before it"
            if len(self.stack) not in self.loose:
                self._fault("early", offset, message, name=said, element=here, expected=needed[0] if needed else ())
            return {definition: [(rest, after)] for definition, rest in found}, False
        if not self.stack:
            self._fault("misplaced", offset, f"<{said}> cannot be the first element; {listed(names)} can", name=said, expected=names, meant=nearest(said, names))
        elif self._takes_elsewhere(name):
            more = f"; {listed(names)} may come here" if names else "; nothing more may come"
            self._fault("order", offset, f"<{said}> is not allowed at this place in <{here}>{more}", name=said, element=here, expected=names)
        else:
            self._fault("misplaced", offset, f"<{said}> is not allowed in <{here}>", name=said, element=here, expected=names)
            self.loose.add(len(self.stack))
        return {definition: [] for definition in definitions}, True

    def _defined(self, name: Name) -> list[Definition]:
        return self.schema.by_name.get(name) or [each for wide in ((name[0], ANY), (ANY, ANY)) for each in self.schema.by_name.get(wide, ()) if name in each.names and self.stack and wide[0] != ANY]

    def _takes_elsewhere(self, name: Name) -> bool:
        """Whether the open element takes it at some other place."""
        around = self._defined(self._name(self.stack[-1][0]))
        return any(name in each for definition in around for each in elements(definition.content))

    def _incomplete(self, opened: Opened) -> None:
        expected = self._names(frozenset().union(*(_enough(content) for content, _ in self.states)))
        said = self._show(self._name(opened[0]))
        if expected == ("text",):
            if self.inside:
                wanted = "text"
            else:
                described = sorted({words for content, _ in self.states for words in of_values.described(content)})
                wanted = f"text: {' or '.join(described[:6])}" if described else "text"
        else:
            wanted = listed(expected)
        self._fault("incomplete", opened[1], f"<{said}> is incomplete: it needs {wanted}", name=said, element=said, expected=expected)

    def _not_text(self, words: str) -> None:
        here = self._here
        offset = self._words_before(self.parser.CurrentByteIndex)
        said = " ".join(words.split())
        said = said if len(said) <= 40 else said[:39] + "…"
        described = sorted({each for content, _ in self.states for each in of_values.described(content)})
        if described:
            message = f'"{said}" is no value of <{here}>: it takes {" or ".join(described[:8])}'
            self._fault("content", offset, message, name=here, element=here, value=said, expected=tuple(described), meant=nearest(said, tuple(described)))
            self.states = tuple((self.store.empty, after) for _, after in self.states)
        else:
            names = self._names(self._expected() - {TEXT_NAME})
            self._fault("text", offset, f'text is not allowed in <{here}>: "{said}"', name=here, element=here, value=said, expected=names)

    def _words_before(self, offset: int) -> int:
        """Where the words begin that end before a tag (expat tells of them when it has come to the tag)."""
        start = self.data.rfind(b">", 0, offset) + 1
        while start < offset and self.data[start : start + 1] in (b" ", b"\t", b"\n", b"\r"):
            start += 1
        return start

    def _not_an_attribute(self, inner: list[State], element: Name, attribute: Name, words: str, offset: int) -> None:
        names = self._names({name for content, _ in inner for each in content.attributes() for name in each.names.samples()})
        said = self._show(attribute)
        again = any(attribute in each.names for definition in self.schema.by_name.get(element, ()) for each in definition.content.attributes())
        message = f"@{said} is not allowed on <{self._show(element)}>{' beside the other attributes' if again else ''}"
        self._fault("attribute", offset, message, name=said, element=self._show(element), value=words, expected=names, meant=nearest(said, names))

    def _not_a_value(self, values: list[Pattern], element: Name, attribute: Name, words: str, offset: int) -> None:
        legal = tuple(dict.fromkeys(each for value in values for each in of_values.listed(value)))
        described = tuple(dict.fromkeys(each for value in values for each in of_values.described(value)))
        wanted = " or ".join(described[:10]) + (f" … ({len(described)} possible)" if len(described) > 10 else "")
        said = words if len(words) <= 60 else words[:59] + "…"
        open_ended = any(map(of_values.open_ended, values))
        message = f'"{said}" is no value of @{self._show(attribute)} on <{self._show(element)}>: it takes {wanted or "no value at all"}'
        self._fault(
            "value", offset, message, name=self._show(attribute), element=self._show(element), value=words, expected=described if open_ended else legal or described,
            meant=nearest(" ".join(words.split()), legal, 0.6), closed=bool(legal) and not open_ended,
        )  # fmt: skip


def _enough(missing: Pattern) -> frozenset[Name]:
    """Of what may begin something missing, what alone would do; if nothing would, all."""
    firsts = missing.firsts()
    return frozenset(name for name in firsts if any(rest.nullable for _, rest in missing.opened(name))) or firsts


def _merged(states: Iterable[State]) -> tuple[State, ...]:
    """States that lead to the same places are one: of either content. So there are never more than the schema has elements of one name."""
    found: dict[tuple[int, ...], State] = {}
    for content, after in states:
        key = tuple(map(id, after))
        known = found.get(key)
        if known is None:
            found[key] = (content, after)
        elif known[0] is not content:
            found[key] = (content.store.choice((known[0], content)), after)
    return tuple(found.values())

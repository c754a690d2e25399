"""6. A document against TEI, or the schema that was named: each mistake once, with what is legal there.

`relaxng` finds the faults, in one pass; here they get codes, TEI's words and what to do. A document that includes others by XInclude is judged as far as
it can be without them.
"""

from __future__ import annotations

from collections.abc import Iterator
from functools import lru_cache
from pathlib import Path

from edition import relaxng, tei
from edition.checks import advice, meant
from edition.checks import tei as facts
from edition.errors import ProjectError
from edition.model import Document, Finding, Locus, Severity, Subject
from edition.relaxng import Fault
from edition.rules import Scope, check

INCLUDE = frozenset({("http://www.w3.org/2001/XInclude", "include")})
LISTED = 6  # names in a hint
USUAL = {name: at for at, name in enumerate(meant.USUAL)}
ADVISED = 100  # elements in a wrong place, of each kind, that get advice of their own: it costs a look at what stands around them
ROOTS = frozenset({f"{tei.T}TEI", f"{tei.T}teiCorpus"})


@lru_cache(maxsize=4)
def _read(path: Path, changed: int) -> relaxng.Schema:
    try:
        return relaxng.load(path, root=path.resolve().parent)
    except relaxng.BadSchema as error:
        other = error.line <= 1 and ("not well-formed" in error.reason or "the first element" in error.reason)
        expected = "RELAX NG in XML syntax is expected: the .rng of a TEI customisation. The compact syntax (.rnc) is not read: trang turns it into .rng."
        raise ProjectError(f"{error}", hint=expected if other else "Correct the schema there, or make it anew from its ODD.") from None


def prepare(path: Path) -> relaxng.Schema:
    """The schema of a path, read once a process. Raises ProjectError: not there, or not RELAX NG."""
    try:
        return _read(path, path.stat().st_mtime_ns)
    except OSError as error:
        raise ProjectError(f"{path}: the schema cannot be read ({error.strerror})", hint="Check the path behind --schema.") from None


@lru_cache(maxsize=1)
def _faults(data: bytes, schema: relaxng.Schema) -> tuple[Fault, ...]:
    return tuple(schema.validate(data, ids=False, stand_ins=INCLUDE))


def _schema(scope: Scope) -> relaxng.Schema:
    return prepare(scope.schema) if scope.schema is not None else facts.schema()


def faults(document: Document, scope: Scope, *kinds: str) -> Iterator[Fault]:
    """The faults of some kinds. A document whose outermost element is another language's is not judged by TEI's schema: RNG001 says what it is."""
    schema = _schema(scope)
    if document.outermost not in ROOTS and (scope.schema is None or not document.outermost):
        return
    yield from (fault for fault in _faults(document.data, schema) if fault.kind in kinds)


def _finding(document: Document, fault: Fault, message: str = "", hint: str = "") -> Finding:
    subject = Subject(fault.name, fault.value, fault.meant)
    return Finding("", Severity.ERROR, Locus(str(document.path), fault.line, fault.column), message or fault.message, hint, subject)


@lru_cache(maxsize=1024)
def _some(names: tuple[str, ...]) -> str:
    names = tuple(sorted(names, key=lambda name: USUAL.get(name, len(USUAL))))
    shown = [name if name == "text" or " " in name else f"<{name}>" for name in names[:LISTED]]
    return ", ".join(shown) + (f" … ({len(names)} in all)" if len(names) > LISTED else "")


@check("RNG002", Severity.ERROR, source="TEI #TC", reads="bytes")
def unknown_element(document: Document, scope: Scope) -> Iterator[Finding]:
    """An element that TEI does not have.

    A reader of the file, man or program, does not know what it means. What stands in it is not judged before it has a name.

    Bad:  <p>Words <hii>and</hii> more.</p>
    Bad:  <p>Words <br/> more.</p>
    Good: <p>Words <hi>and</hi> more.</p>
    """
    for fault in faults(document, scope, "unknown"):
        if fault.name.startswith("{"):
            continue
        if fault.meant == fault.name:  # its name is right, and its namespace is not
            home = _schema(scope).home
            yield _finding(document, fault, f"<{fault.name}> is in no namespace here", advice.namespace(home, fault, document.data))
            continue
        instead = meant.ELEMENTS.get(fault.name.lower())
        hint = f"TEI has {instead} for it." if instead else f"Did you mean <{fault.meant}>?" if fault.meant else ""
        yield _finding(document, fault, f"<{fault.name}> is no element of {_named(scope)}", hint or _allowed(fault))


@check("RNG003", Severity.ERROR, source="TEI #ST", reads="bytes")
def misplaced_element(document: Document, scope: Scope) -> Iterator[Finding]:
    """An element in a parent that never takes it.

    Bad:  <p>Words <head>and a heading</head>.</p>
    Good: <head>A heading</head><p>Words.</p>
    """
    schema = _schema(scope)
    for number, fault in enumerate(faults(document, scope, "misplaced")):
        hint = advice.misplaced(schema, fault, document.data) if number < ADVISED else ""
        parents = schema.parents(fault.name) if not hint else ()  # it takes a look at the whole schema
        yield _finding(document, fault, "", hint or (f"It may stand in {_some(parents)}." if parents else _allowed(fault)))


@check("RNG004", Severity.ERROR, source="TEI #ST", reads="bytes")
def element_out_of_order(document: Document, scope: Scope) -> Iterator[Finding]:
    """An element that its parent takes, but not at this place.

    Bad:  <div><p>Words.</p></div><p>And more.</p>
    Good: <p>Words.</p><div><p>And more.</p></div>
    """
    for number, fault in enumerate(faults(document, scope, "order")):
        hint = advice.out_of_order(_schema(scope), fault, document.data) if number < ADVISED else ""
        yield _finding(document, fault, f"<{fault.name}> is not allowed at this place in <{fault.element}>", hint or _allowed(fault))


@check("RNG005", Severity.ERROR, source="TEI #ST", reads="bytes")
def element_too_early(document: Document, scope: Scope) -> Iterator[Finding]:
    """An element before which another is missing.

    Bad:  <p>A pair: <choice><sic>teh</sic></choice>.</p><list><label>one</label><label>two</label><item>x</item></list>
    Good: <list><head>Boats</head><label>one</label><item>x</item></list>
    """
    for fault in faults(document, scope, "early"):
        yield _finding(document, fault, "", f"Put {_some(fault.expected)} before it.")


@check("RNG006", Severity.ERROR, source="TEI #ST", reads="bytes")
def incomplete_element(document: Document, scope: Scope) -> Iterator[Finding]:
    """An element that ends before everything is in it that it must have.

    Bad:  <list/>
    Good: <list><item>One</item></list>
    """
    for fault in faults(document, scope, "incomplete"):
        yield _finding(document, fault, f"<{fault.name}> is incomplete", f"It still needs {_some(fault.expected)}.")


@check("RNG007", Severity.ERROR, source="TEI #ST", reads="bytes")
def text_not_allowed(document: Document, scope: Scope) -> Iterator[Finding]:
    """Words where only elements may stand.

    Bad:  <div><head>A heading</head>Words.</div>
    Good: <div><head>A heading</head><p>Words.</p></div>
    """
    for fault in faults(document, scope, "text"):
        yield _finding(document, fault, "", advice.words(fault) or _allowed(fault))
    for fault in faults(document, scope, "content"):
        yield _finding(document, fault, f'"{fault.value}" is no value of <{fault.element}>', f"Write {' or '.join(map(meant.form, fault.expected[:LISTED]))}.")


@check("RNG008", Severity.ERROR, source="TEI #USE", reads="bytes")
def foreign_element(document: Document, scope: Scope) -> Iterator[Finding]:
    """An element of another namespace where the schema takes none.

    Bad:  <p>Words <x:b xmlns:x="urn:example">and</x:b> more.</p>
    Good: <p>Words <hi>and</hi> more.</p>
    """
    for fault in faults(document, scope, "unknown"):
        if fault.name.startswith("{"):
            hint = f"Did you mean <{fault.meant}> of TEI?" if fault.meant else "tei_all takes other languages in <xenoData> only; MathML, MEI and the like need a schema of the project's own: name it with --schema. It is printed all the same."
            yield _finding(document, fault, f"<{fault.name.partition('}')[2]}> belongs to {fault.name[1:].partition('}')[0]}, not to {_named(scope)}", hint)


@check("ATT001", Severity.ERROR, source="TEI #STGA", reads="bytes")
def attribute_not_allowed(document: Document, scope: Scope) -> Iterator[Finding]:
    """An attribute that the element does not have.

    Bad:  <p class="first">Words.</p>
    Good: <p rend="first">Words.</p>
    """
    for fault in faults(document, scope, "attribute"):
        instead = meant.ATTRIBUTES.get(fault.name)
        hint = f"TEI has {instead} for it." if instead else f"Did you mean @{fault.meant}?" if fault.meant else ""
        yield _finding(document, fault, "", hint)


@check("ATT002", Severity.ERROR, source="TEI #STGA", reads="bytes")
def attribute_missing(document: Document, scope: Scope) -> Iterator[Finding]:
    """An element without an attribute that it must have.

    Bad:  <p><graphic/></p>
    Good: <p><graphic url="quay.png"/></p>
    """
    for fault in faults(document, scope, "missing"):
        yield _finding(document, fault, "", f'Add {" and ".join(f"{name}=…" for name in fault.expected)} to the tag.' if fault.expected else "")


@check("ATT003", Severity.ERROR, source="TEI #STGA", reads="bytes")
def bad_value(document: Document, scope: Scope) -> Iterator[Finding]:
    """A value of an attribute that is not of its form: no date, no number, no name.

    Bad:  <p><date when="3 May 1871">3 May 1871</date></p>
    Good: <p><date when="1871-05-03">3 May 1871</date></p>
    """
    for fault in _values(document, scope, closed=False):
        forms = dict.fromkeys(each if each.startswith('"') else meant.form(each) for each in fault.expected)
        near = f'Did you mean "{fault.meant}"? ' if fault.meant else ""
        or_none = ", or take the attribute away" if not fault.value.strip() else ""
        yield _finding(document, fault, f'"{_short(fault.value)}" is no value of @{fault.name} on <{fault.element}>', f"{near}Write {' or '.join(list(forms)[:LISTED])}{or_none}.")


@check("ATT004", Severity.ERROR, source="TEI #STGA", reads="bytes")
def value_not_in_list(document: Document, scope: Scope) -> Iterator[Finding]:
    """A value of an attribute that takes one of a few.

    Bad:  <lg><l part="X">A line</l></lg>
    Good: <lg><l part="I">A line</l></lg>
    """
    for fault in _values(document, scope, closed=True):
        listed = ", ".join(f'"{each}"' for each in fault.expected[:12]) + (" …" if len(fault.expected) > 12 else "")
        hint = f'Did you mean "{fault.meant}"? Legal are {listed}.' if fault.meant else f"Legal are {listed}."
        yield _finding(document, fault, f'"{_short(fault.value)}" is no value of @{fault.name} on <{fault.element}>', hint)


def _values(document: Document, scope: Scope, *, closed: bool) -> Iterator[Fault]:
    return (fault for fault in faults(document, scope, "value") if fault.closed == closed)


def _short(value: str) -> str:
    return value if len(value) <= 60 else value[:59] + "…"


def _allowed(fault: Fault) -> str:
    if not fault.expected:
        return "Nothing more may come here." if fault.kind != "unknown" else ""
    return f"Here may stand {_some(fault.expected)}."


def _named(scope: Scope) -> str:
    return scope.schema.name if scope.schema is not None else f"TEI {facts.version()}"

"""6. Whether the bytes are XML: tags, characters, entities, limits. These checks read the bytes, for of what fails there is no tree."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from functools import lru_cache
from html.entities import html5
from unicodedata import name as name_of
from xml.parsers import expat

from lxml import etree

from edition import tei
from edition.checks import phrasing, recovery
from edition.checks.scan import Reading, Reference, place_of, read, references
from edition.model import Document, Finding, Severity
from edition.rules import Scope, check, finding_at, quoted

XML_S = "https://www.w3.org/TR/xml/"
ENTITY = re.compile(rb"&([A-Za-z_:\x80-\xff][\w.:\x80-\xff-]*);")
END_TAG = re.compile(rb"</([^\s>/<]*)")
MISMATCH, NO_ELEMENTS = (expat.errors.codes[said] for said in (expat.errors.XML_ERROR_TAG_MISMATCH, expat.errors.XML_ERROR_NO_ELEMENTS))
KINDS = {MISMATCH: "mismatch", expat.errors.codes[expat.errors.XML_ERROR_DUPLICATE_ATTRIBUTE]: "twice"}
AT_THE_END = frozenset({NO_ELEMENTS, expat.errors.codes[expat.errors.XML_ERROR_JUNK_AFTER_DOC_ELEMENT]})
EMPTY = frozenset({"pb", "lb", "cb", "gb", "milestone", "anchor", "ptr", "graphic", "addSpan", "delSpan", "handShift", "space"})  # elements that nobody fills
TYPOGRAPHIC = frozenset("\u2018\u2019\u201a\u201b\u201c\u201d\u201e\u201f\u00ab\u00bb\u2039\u203a")
SIGNS = (b"&#", b"&", b"<", b"--", b"]]")  # expat stops behind what should not stand there
LIMITS = ("Excessive depth", "Maximum entity amplification", "Detected an entity reference loop", "More than", "Huge input", "internal error: Huge")


@dataclass(frozen=True)
class Judgement:
    """All that the checks of this module want to know of one document."""

    parsed: tei.Parsed | None  # None: the document is sound; with a blank in the place of each undeclared entity, so that other faults show
    reading: Reading
    undeclared: tuple[Reference, ...]
    outside: tuple[Reference, ...]  # declared, with their text in another file
    inside: tuple[Reference, ...]  # declared with their text
    data: bytes = b""  # what was read
    first: Reference | None = None  # the first entity that is used


@lru_cache(maxsize=1)
def _judged(document: Document) -> Judgement:
    if document.sound:
        return Judgement(None, Reading(), (), (), ())
    data = document.data
    reading = read(data)
    if data[:2] in (b"\xff\xfe", b"\xfe\xff"):  # UTF-16: the offsets below would not fit
        return Judgement(document.parsed, reading, (), (), ())
    used = references(data, reading.begin)
    undeclared = tuple(each for each in used.values() if each.name not in reading.declared and document.tree is None)
    outside = tuple(each for each in used.values() if reading.declared.get(each.name, "") is None)
    parsed = document.parsed
    if parsed.tree is None and (undeclared or outside):
        names = {each.name.encode() for each in (*undeclared, *outside)}
        blank = ENTITY.sub(lambda match: b" " * len(match[0]) if match[1] in names else match[0], data[reading.begin :])
        data = data[: reading.begin] + blank
        declared, reading = reading, read(data)
        parsed = tei.parse(data)
        reading.declared, reading.parameters = declared.declared, declared.parameters
    # In attribute values libxml2 expands what the document itself declares; in text the entity stays, and is shown
    shown = set() if parsed.tree is None else {str(entity.text)[1:-1] for entity in parsed.tree.iter(etree.Entity)}
    inside = tuple(each for each in used.values() if each.name in shown and reading.declared.get(each.name) is not None)
    return Judgement(parsed, reading, undeclared, outside, inside, data, next(iter(used.values()), None))


@check("XML001", Severity.ERROR, source=f"{XML_S}#sec-well-formed", reads="bytes")
def not_well_formed(document: Document, scope: Scope) -> Iterator[Finding]:
    """The file is not well-formed XML.

    Nothing can read it: no output is made from it. After a fault the reading goes on as if it had been mended, so that the next is found too, where nothing
    has to be guessed for it.

    Bad:  <p>Some <hi>words</p>
    Bad:  <p>Ink & paper</p>
    Bad:  <p n=1>Words</p>
    Bad:  <p>Some <hi>words</hi.</p><p>Ink & paper</p>
    Good: <p>Some <hi>words</hi></p>
    Good: <p>Ink &amp; paper</p>
    """
    judged = _judged(document)
    if judged.parsed is None:
        return
    if judged.parsed.tree is not None:
        if (fault := judged.reading.fault) is not None:  # one parser reads on, the other does not: who knows what a third one sees
            said = expat.ErrorString(fault.code) or "not well-formed"
            yield finding_at(document, judged.reading.line, judged.reading.column, f"programs read this file in different ways: {said}", "Save the file as UTF-8, and without a DOCTYPE.")
    elif not judged.parsed.message.startswith(LIMITS):
        for line, column, message, hint in _faults(judged):
            yield finding_at(document, line, column, message, hint)


def _faults(judged: Judgement) -> Iterator[tuple[int, int, str, str]]:
    """The first fault, and as many of those behind it as can be found without guessing."""
    patient, reading, parsed = recovery.Patient(judged.data), judged.reading, judged.parsed
    assert parsed is not None

    def place(line: int, column: int, offset: int) -> tuple[int, int]:
        return place_of(judged.data, patient.was(offset)) if patient.inserted and offset >= 0 else (line, column)

    last = (0, 0)
    ended: list[tuple[str, int]] = []  # elements that were ended by force, with the place of the parent: their own end tags are no news
    for number in range(min(recovery.ROUNDS, 1 + recovery.ENOUGH // max(1, len(judged.data)))):
        at, message, hint = _fault(patient.data, reading, parsed, place)
        code = reading.fault.code if reading.fault else 0
        if number and (at <= last or code in AT_THE_END):  # the same again, or what the first mistake led to
            return
        closing = _closing(patient.data, reading) if code == MISMATCH else ""
        opened = [each.name for each in reading.open]
        if closing and (closing, reading.open[-1].offset) in ended:  # it overlaps with another, and was ended before, in the same parent
            ended.remove((closing, reading.open[-1].offset))
        else:
            yield *at, message, hint
            if closing in opened and (own := len(opened) - 1 - opened[::-1].index(closing)):
                ended += [(name, reading.open[own - 1].offset) for name in opened[own + 1 :]]
        last = at
        if wide(judged.data) or not code or not recovery.mended(patient, KINDS.get(code, ""), reading.offset, opened):
            return
        reading, parsed = read(patient.data), tei.parse(patient.data)
        if parsed.tree is not None or parsed.message.startswith(LIMITS):
            return


def _fault(data: bytes, reading: Reading, parsed: tei.Parsed, place: Callable[[int, int, int], tuple[int, int]]) -> tuple[tuple[int, int], str, str]:
    """Where it is, what it is and what to do."""
    code = reading.fault.code if reading.fault else 0
    here = place(reading.line, reading.column, reading.offset)
    if code == MISMATCH and reading.open:
        opened = reading.open[-1]
        at = place(reading.line, max(1, reading.column - len("</")), data.rfind(b"<", 0, reading.offset + 1))
        return at, *_mismatch(data, reading, place(opened.line, opened.column, opened.offset))
    if code == NO_ELEMENTS and reading.open:
        opened = reading.open[-1]
        line, column = place(opened.line, opened.column, opened.offset)
        return here, f"the file ends here, and <{opened.name}> (line {line}, column {column}) is not closed", f"Expected: </{opened.name}>. Perhaps the end of the file is lost."
    if code == NO_ELEMENTS:
        return (1, 1), *phrasing.words("Document is empty")
    if not reading.fault:
        return (parsed.line, parsed.column), *phrasing.words(parsed.message)
    back = next((len(sign) for sign in SIGNS if data.endswith(sign, 0, reading.offset)), 0) if not wide(data) else 0
    return (here[0], max(1, here[1] - back)), *(_in_tag(data, reading.offset) or phrasing.words(parsed.message))


def wide(data: bytes) -> bool:
    """UTF-16: what looks for bytes finds nothing in it."""
    return data[:2] in (b"\xff\xfe", b"\xfe\xff") or b"\0" in data[:4]


def _in_tag(data: bytes, at: int) -> tuple[str, str] | None:
    """Message and hint for faults of a start tag that have a cause that can be seen."""
    start = data.rfind(b"<", max(0, at - recovery.FAR), at)
    if start < 0:
        return None
    if (bare := recovery.BARE.match(data, start, start + recovery.FAR)) and bare.start(1) == at and (mark := data[at : at + 4].decode("utf-8", "replace")[0]) in TYPOGRAPHIC:
        return f"an attribute's value has {mark} for a quotation mark", "Write straight quotation marks: name=\"value\"."
    if (crowded := recovery.CROWDED.match(data, start, at + 1)) and crowded.end() == at:
        return "no blank stands between two attributes", "Write a blank here."
    return None


def _closing(data: bytes, reading: Reading) -> str:
    """The name in the end tag that does not fit."""
    match = END_TAG.match(data, max(0, data.rfind(b"<", 0, reading.offset + 1)))
    return match[1].decode("utf-8", "replace") if match else "?"


def _mismatch(data: bytes, reading: Reading, opened: tuple[int, int]) -> tuple[str, str]:
    """Message and hint for an end tag that closes another element than the one that is open."""
    name, (line, column) = reading.open[-1].name, opened
    closing = _closing(data, reading)
    message = f"</{closing}> stands where </{name}> was expected: <{name}> (line {line}, column {column}) is still open"
    if closing.casefold() == name.casefold():
        return message, f"Capitals count: write </{name}>."
    if name in EMPTY:
        return message, f"Write <{name}/> there: a <{name}> holds nothing."
    if any(closing == each.name for each in reading.open):
        return message, f"Write </{name}> before it, where <{name}> should end."
    return message, f"No <{closing}> is open here: is it </{name}> that was meant?"


@check("XML002", Severity.ERROR, source=f"{XML_S}#wf-entdeclared", reads="bytes")
def undeclared_entity(document: Document, scope: Scope) -> Iterator[Finding]:
    """A named entity that XML does not know.

    XML has five: ``&amp;`` ``&lt;`` ``&gt;`` ``&quot;`` ``&apos;``. Those of HTML are not declared in TEI, and what an entity stands for
    would be missing from every output.

    Bad:  <p>Ten&nbsp;pages</p>
    Good: <p>Ten&#xA0;pages</p>
    """
    for each in _judged(document).undeclared:
        character = html5.get(f"{each.name};", "")
        numbers = "".join(f"&#x{ord(letter):X};" for letter in character)
        known = f"Write {numbers} ({', '.join(name_of(letter, '?').lower() for letter in character)}) or the character itself." if character else ""
        yield finding_at(document, each.line, each.column, f"&{each.name}; is not declared{each.times}", known or "Write the character that it stands for.")


@check("XML003", Severity.ERROR, source=f"{XML_S}#sec-external-ent", reads="bytes")
def external_entity(document: Document, scope: Scope) -> Iterator[Finding]:
    """An entity whose text lies in another file.

    Such files are never opened: a document from elsewhere could so read any file of this machine into an output.

    Bad:  <!DOCTYPE TEI [<!ENTITY two SYSTEM "two.xml">]><TEI xmlns="http://www.tei-c.org/ns/1.0"><text><body>&two;</body></text></TEI>
    Good: <p>The words themselves.</p>
    """
    for each in _judged(document).outside:
        yield finding_at(document, each.line, each.column, f"the text of &{each.name}; lies in another file, which is not opened{each.times}",
                         "Copy its text to this place.")  # fmt: skip
    for name, line, column in _judged(document).reading.parameters:
        yield finding_at(document, line, column, f"the text of %{name}; lies in another file, which is not opened", "Delete the DOCTYPE: TEI P5 needs none.")


@check("XML004", Severity.ERROR, source=f"{XML_S}#sec-references", reads="bytes")
def limit_exceeded(document: Document, scope: Scope) -> Iterator[Finding]:
    """Elements too deep, attributes too many, or entities that multiply: no text is like this.

    Reading on would take all memory or all day. Entities inside entities are the usual attack; a program that went astray the usual reason.

    Bad:  <!DOCTYPE TEI [<!ENTITY a "&b;"><!ENTITY b "&a;">]><TEI xmlns="http://www.tei-c.org/ns/1.0" n="&a;"/>
    Good: <p>Words.</p>
    """
    parsed = _judged(document).parsed
    if parsed is not None and parsed.tree is None and parsed.message.startswith(LIMITS):
        used = _judged(document).first if "entity" in parsed.message else None  # libxml2 counts the lines of the entity
        yield finding_at(document, used.line if used else parsed.line, used.column if used else parsed.column, *phrasing.words(parsed.message))


@check("XML010", Severity.ERROR, source=f"{XML_S}#sec-internal-ent", reads="bytes")
def unexpanded_entity(document: Document, scope: Scope) -> Iterator[Finding]:
    """An entity that the document declares itself.

    Entities are not expanded, so the words it stands for would be missing from every output.

    Bad:  <!DOCTYPE TEI [<!ENTITY city "Town">]><TEI xmlns="http://www.tei-c.org/ns/1.0"><text><body><p>&city;</p></body></text></TEI>
    Good: <p>Town</p>
    """
    judged = _judged(document)
    for each in judged.inside:
        value = "".join(each if each.isprintable() and not each.isspace() else f"&#x{ord(each):X};" for each in judged.reading.declared[each.name] or "")
        yield finding_at(document, each.line, each.column, f"&{each.name}; is an entity and is not expanded{each.times}", f"Write {quoted(value)} in its place.")


@check("XML011", Severity.NOTE, source=f"{XML_S}#sec-prolog-dtd", reads="bytes")
def external_dtd(document: Document, scope: Scope) -> Iterator[Finding]:
    """The document names a DTD.

    It is not read: attributes with default values and entities that it may declare are not known here.

    Bad:  <!DOCTYPE TEI SYSTEM "tei.dtd"><TEI xmlns="http://www.tei-c.org/ns/1.0"/>
    Good: <TEI xmlns="http://www.tei-c.org/ns/1.0"/>
    """
    if document.sound or document.tree is None:
        return
    if address := document.tree.docinfo.system_url:
        yield finding_at(document, *_judged(document).reading.doctype, f"names the DTD {quoted(address)}, which is not read", "Delete the DOCTYPE, unless another program needs it.")

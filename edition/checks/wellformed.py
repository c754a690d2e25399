"""6. Whether the bytes are XML: tags, characters, entities, limits. These checks read the bytes, for of what fails there is no tree."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from functools import lru_cache
from html.entities import html5
from unicodedata import name as name_of
from xml.parsers import expat

from lxml import etree

from edition import parsers, tei
from edition.model import Document, Finding, Severity
from edition.rules import Scope, check, finding, finding_at, quoted

XML_S = "https://www.w3.org/TR/xml/"
PREDEFINED = frozenset({"amp", "lt", "gt", "quot", "apos"})
OPENER = re.compile(rb"<!--|<!\[CDATA\[|<\?|&([A-Za-z_:\x80-\xff][\w.:\x80-\xff-]*);")
CLOSERS = {b"<!--": b"-->", b"<![CDATA[": b"]]>", b"<?": b"?>"}
END_TAG = re.compile(rb"</([^\s>/<]*)")
LIMITS = ("Excessive depth", "Maximum entity amplification", "Detected an entity reference loop", "More than", "Huge input", "internal error: Huge")

# What libxml2 says, in the words of somebody who mends it. The first pattern that is found decides.
FAULTS: tuple[tuple[str, str, str], ...] = (
    (r"Document is empty", "there is nothing in it that is XML", "The first thing in a TEI file is <TEI, perhaps after an XML declaration."),
    (r"Start tag expected, '<' not found", "text stands where the first element was expected", "The first thing in a TEI file is <TEI, perhaps after an XML declaration."),
    (r"Extra content at the end", "something stands after the end of the document element", "A document has one outermost element: put the rest inside of it, or delete it."),
    (r"XML declaration allowed only at the start", "the XML declaration is not the first thing in the file", "Delete what stands before <?xml, blank lines too."),
    (r"AttValue: \" or ' expected", "an attribute's value has no quotation marks", 'Write name="value".'),
    (r"Specification mandates value for attribute (\S+)", "the attribute {0} has no value", 'Write {0}="…".'),
    (r"Attribute (\S+) redefined", "the attribute {0} stands twice on one element", "Keep one of them."),
    (r"Unescaped '<' not allowed in attributes", "< stands in an attribute's value", "Write &lt;. Or a quotation mark is missing before it."),
    (r"xmlParseEntityRef: no name", "& begins nothing here", "Write &amp; for an ampersand."),
    (r"EntityRef: expecting ';'", "& begins a reference that does not end", "Write &amp; for an ampersand, or end the reference with a semicolon."),
    (r"CharRef: invalid", "a character reference with no number, or of a character that XML does not allow", "Write &#x and the hexadecimal number of the character, as in &#xE9;."),
    (r"(?i)invalid (?:xml)?char value (?P<character>\d+)", "{0} stands here, a character that XML does not allow", "Delete it, or write what it stood for."),
    (r"Input is not proper UTF-8|Invalid bytes in character encoding|invalid byte", "a byte here is not of the encoding", "Save the file as UTF-8, or name its encoding in the XML declaration."),
    (r"Unsupported encoding:? (\S+)|unknown encoding:? (\S+)", "the XML declaration names an encoding that is not known: {0}", "Save the file as UTF-8."),
    (r"Double hyphen within comment", "two hyphens stand in a comment", "Write one hyphen or a dash: only --> may have two."),
    (r"Comment not terminated", "a comment does not end", "End it with -->."),
    (r"CData section not finished", "a CDATA section does not end", "End it with ]]>."),
    (r"Sequence ']]>' not allowed", "]]> stands in the text", "Write ]]&gt;."),
    (r"Namespace prefix (\S+) (?:for \S+ )?on (\S+) is not defined", "the prefix {0} on <{1}> is not declared", 'Declare it (xmlns:{0}="…"), or take it off.'),
    (r"StartTag: invalid element name|invalid element name", "< begins nothing here", "Write &lt; for the sign itself. An element's name begins with a letter."),
    (r"(?:Couldn't find end of Start Tag|Unfinished tag) (\S+)|error parsing attribute name|attributes construct error", "a tag is not written to its end", "Look for a missing > or quotation mark here or before."),
    (r"in the internal subset|xmlParse\w*Decl", "the document type declaration has a fault, or needs another file, and none is opened", "Delete the DOCTYPE: TEI P5 needs none."),
    (r"Excessive depth in document: (\d+)", "elements lie more than {0} deep", "No text needs that: the file is damaged, or made to do harm."),
    (r"entity amplification|entity reference loop", "entities make more of each other than a document needs", "Write the words in their place. The file may be made to do harm."),
    (r"More than ([\d,]+) attributes", "an element has more than {0} attributes", "No text needs that: the file is damaged, or made to do harm."),
)  # fmt: skip


@dataclass
class Reading:
    """What a pass of expat over the bytes has seen."""

    open: list[tuple[str, int, int]] = field(default_factory=list)  # name, line, column of the elements that were open at the end
    declared: dict[str, str | None] = field(default_factory=dict)  # entities; None: their text would lie in another file
    begin: int = 0  # offset of what follows the document type declaration
    fault: expat.ExpatError | None = None
    line: int = 0  # of the fault
    column: int = 0
    offset: int = 0


@dataclass(frozen=True)
class Reference:
    """An entity that is used: where first, and how often."""

    name: str
    line: int
    column: int
    count: int

    @property
    def times(self) -> str:
        return f" ({self.count} times)" if self.count > 1 else ""


def _read(data: bytes) -> Reading:
    found = Reading()
    reader = parsers.events()

    def start(name: str, attributes: dict[str, str]) -> None:
        found.open.append((name, reader.CurrentLineNumber, reader.CurrentColumnNumber + 1))

    def end(name: str) -> None:
        found.open.pop()

    def declare(name: str, parameter: int, value: str | None, *rest: str | None) -> None:
        if not parameter:
            found.declared.setdefault(name, value)

    def doctype_ends() -> None:
        found.begin = reader.CurrentByteIndex

    reader.StartElementHandler, reader.EndElementHandler = start, end
    reader.EntityDeclHandler, reader.EndDoctypeDeclHandler = declare, doctype_ends
    reader.DefaultHandler = lambda text: None  # so that no entity is expanded
    try:
        reader.Parse(data, True)
    except expat.ExpatError as error:
        found.fault = error
        found.line, found.column, found.offset = reader.ErrorLineNumber, reader.ErrorColumnNumber + 1, reader.ErrorByteIndex
    except (LookupError, ValueError):  # an encoding that Python does not have: libxml2 has the word
        pass
    return found


def _references(data: bytes, begin: int) -> dict[str, Reference]:
    """Entities used in text and attribute values, by name, in the order of the file. Comments, CDATA and instructions are passed over."""
    found: dict[str, Reference] = {}
    at, line, counted = begin, 1 + _lines(data, 0, begin), begin
    while match := OPENER.search(data, at):
        at = match.end()
        if closer := CLOSERS.get(match[0]):
            close = data.find(closer, at)
            if close < 0:
                break
            at = close + len(closer)
            continue
        name = match[1].decode("utf-8", "replace")
        if name in PREDEFINED:
            continue
        if name in found:
            found[name] = Reference(name, found[name].line, found[name].column, found[name].count + 1)
            continue
        line += _lines(data, counted, match.start())
        counted = match.start()
        start = max(data.rfind(b"\n", 0, counted), data.rfind(b"\r", 0, counted)) + 1
        found[name] = Reference(name, line, len(data[start:counted].decode("utf-8", "replace")) + 1, 1)
    return found


def _lines(data: bytes, start: int, end: int) -> int:
    """Line ends from `start` to `end`: LF, CR LF or CR."""
    returns = data.count(b"\r", start, end)
    return data.count(b"\n", start, end) + returns - (data.count(b"\r\n", start, end + 1) if returns else 0)


@dataclass(frozen=True)
class Judgement:
    """All that the checks of this module want to know of one document."""

    parsed: tei.Parsed | None  # None: the document is sound; with a blank in the place of each undeclared entity, so that other faults show
    reading: Reading
    undeclared: tuple[Reference, ...]
    outside: tuple[Reference, ...]  # declared, with their text in another file
    inside: tuple[Reference, ...]  # declared with their text


@lru_cache(maxsize=1)
def _judged(document: Document) -> Judgement:
    if document.sound:
        return Judgement(None, Reading(), (), (), ())
    data = document.data
    reading = _read(data)
    if data[:2] in (b"\xff\xfe", b"\xfe\xff"):  # UTF-16: the offsets below would not fit
        return Judgement(document.parsed, reading, (), (), ())
    used = _references(data, reading.begin)
    undeclared = tuple(each for each in used.values() if each.name not in reading.declared)
    parsed = document.parsed
    if parsed.tree is None and undeclared:
        names = b"|".join(re.escape(each.name.encode()) for each in undeclared)
        blank = re.compile(rb"&(?:" + names + rb");")
        data = data[: reading.begin] + blank.sub(lambda match: b" " * len(match[0]), data[reading.begin :])
        parsed, reading = tei.parse(data), _read(data)
    # In attribute values libxml2 expands what the document itself declares; in text the entity stays, and is shown
    shown = set() if parsed.tree is None else {str(entity.text)[1:-1] for entity in parsed.tree.iter(etree.Entity)}
    declared = [each for each in used.values() if each.name in shown and each.name in reading.declared]
    outside = tuple(each for each in declared if reading.declared[each.name] is None)
    inside = tuple(each for each in declared if reading.declared[each.name] is not None)
    return Judgement(parsed, reading, undeclared, outside, inside)


@check("XML001", Severity.ERROR, source=f"{XML_S}#sec-well-formed", reads="bytes")
def not_well_formed(document: Document, scope: Scope) -> Iterator[Finding]:
    """The file is not well-formed XML.

    Nothing can read it: no output is made from it. Only the first such fault is found, for what follows it may be a consequence.

    Bad:  <p>Some <hi>words</p>
    Bad:  <p>Ink & paper</p>
    Bad:  <p n=1>Words</p>
    Good: <p>Some <hi>words</hi></p>
    Good: <p>Ink &amp; paper</p>
    """
    judged = _judged(document)
    if judged.parsed is None or judged.parsed.tree is not None or judged.parsed.message.startswith(LIMITS):
        return
    reading = judged.reading
    code = reading.fault.code if reading.fault else 0
    if code == expat.errors.codes[expat.errors.XML_ERROR_TAG_MISMATCH] and reading.open:
        yield finding_at(document, reading.line, max(1, reading.column - len("</")), *_mismatch(document.data, reading))
    elif code == expat.errors.codes[expat.errors.XML_ERROR_NO_ELEMENTS] and reading.open:
        name, line, column = reading.open[-1]
        yield finding_at(document, reading.line, reading.column, f"the file ends here, and <{name}> (line {line}, column {column}) is not closed",
                         f"Expected: </{name}>. Perhaps the end of the file is lost.")  # fmt: skip
    elif code == expat.errors.codes[expat.errors.XML_ERROR_NO_ELEMENTS]:
        yield finding_at(document, 1, 1, *_words("Document is empty"))
    else:
        line, column = (reading.line, reading.column) if reading.fault else (judged.parsed.line, judged.parsed.column)
        yield finding_at(document, line, column, *_words(judged.parsed.message))


def _mismatch(data: bytes, reading: Reading) -> tuple[str, str]:
    """Message and hint for an end tag that closes another element than the one that is open."""
    name, line, column = reading.open[-1]
    match = END_TAG.match(data, max(0, data.rfind(b"<", 0, reading.offset + 1)))
    closing = match[1].decode("utf-8", "replace") if match else "?"
    message = f"</{closing}> stands where </{name}> was expected: <{name}> (line {line}, column {column}) is still open"
    if closing.casefold() == name.casefold():
        return message, f"Capitals count: write </{name}>."
    if any(closing == each for each, _, _ in reading.open):
        return message, f"Write </{name}> before it, where <{name}> should end."
    return message, f"No <{closing}> is open here: is it </{name}> that was meant?"


def _words(message: str) -> tuple[str, str]:
    """libxml2's message in our words, with a hint; as it is where we have none."""
    for pattern, said, hint in FAULTS:
        if match := re.search(pattern, message):
            groups = [group for group in match.groups() if group]
            if "character" in match.groupdict():
                groups = [f"U+{int(match['character']):04X}"]
            return said.format(*groups), hint.format(*groups)
    return f"not well-formed: {message}", ""


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


@check("XML004", Severity.ERROR, source=f"{XML_S}#sec-references", reads="bytes")
def limit_exceeded(document: Document, scope: Scope) -> Iterator[Finding]:
    """Elements too deep, attributes too many, or entities that multiply: no text is like this.

    Reading on would take all memory or all day. Entities inside entities are the usual attack; a program that went astray the usual reason.

    Bad:  <!DOCTYPE TEI [<!ENTITY a "&b;"><!ENTITY b "&a;">]><TEI xmlns="http://www.tei-c.org/ns/1.0" n="&a;"/>
    Good: <p>Words.</p>
    """
    parsed = _judged(document).parsed
    if parsed is not None and parsed.tree is None and parsed.message.startswith(LIMITS):
        yield finding_at(document, parsed.line, parsed.column, *_words(parsed.message))


@check("XML010", Severity.ERROR, source=f"{XML_S}#sec-internal-ent", reads="bytes")
def unexpanded_entity(document: Document, scope: Scope) -> Iterator[Finding]:
    """An entity that the document declares itself.

    Entities are not expanded, so the words it stands for would be missing from every output.

    Bad:  <!DOCTYPE TEI [<!ENTITY city "Town">]><TEI xmlns="http://www.tei-c.org/ns/1.0"><text><body><p>&city;</p></body></text></TEI>
    Good: <p>Town</p>
    """
    judged = _judged(document)
    for each in judged.inside:
        value = judged.reading.declared[each.name] or ""
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
        yield finding(document, None, f"names the DTD {quoted(address)}, which is not read", "Delete the DOCTYPE, unless another program needs it.")

"""6. What libxml2 says of a file that is not well-formed, in the words of somebody who mends it. A table."""

from __future__ import annotations

import re

# A pattern of libxml2's message, what is told, and what to do. The first pattern that is found decides.
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
    (r"CharRef: invalid (?:xml)?[cC]har value (?P<character>[1-9]\d*)", "the reference stands for {0}, a character that XML does not allow", "Delete it, or write what it stood for."),
    (r"CharRef: invalid", "a character reference without a number", "Write &#x and the hexadecimal number of the character, as in &#xE9;."),
    (r"(?i)invalid (?:xml)?char value (?P<character>\d+)", "{0} stands here, a character that XML does not allow", "Delete it, or write what it stood for."),
    (r"Char 0x(?P<hexadecimal>[0-9A-Fa-f]+) out of allowed range", "{0} stands here, a character that XML does not allow", "Delete it, or write what it stood for."),
    (r"Input is not proper UTF-8|Invalid bytes in character encoding|invalid byte", "a byte here is not of the encoding", "Save the file as UTF-8, or name its encoding in the XML declaration."),
    (r"Unsupported encoding:? (\S+)|unknown encoding:? (\S+)", "the XML declaration names an encoding that is not read: {0}", "Save the file as UTF-8."),
    (r"Not in the encoding: (\S+)", "the XML declaration says {0}, and the bytes are not that", "Save the file as UTF-8, and let the declaration say so."),
    (r"Double hyphen within comment", "two hyphens stand in a comment", "Write one hyphen or a dash: only --> may have two."),
    (r"Comment not terminated", "a comment does not end", "End it with -->."),
    (r"CData section not finished", "a CDATA section does not end", "End it with ]]>."),
    (r"Sequence ']]>' not allowed", "]]> stands in the text", "Write ]]&gt;."),
    (r"Namespace prefix (\S+) (?:for \S+ )?on (\S+) is not defined", "the prefix {0} on <{1}> is not declared", 'Declare it (xmlns:{0}="…"), or take it off.'),
    (r"StartTag: invalid element name|invalid element name", "< begins nothing here", "Write &lt; for the sign itself. An element's name begins with a letter."),
    (r"(?:Couldn't find end of Start Tag|Unfinished tag) (\S+)|error parsing attribute name|attributes construct error", "a tag is not written to its end", "Look for a missing > or quotation mark here or before."),
    (r"PEReferences forbidden|(?i:in the internal subset)|failed to load|xmlParse\w*Decl", "the document type declaration has a fault, or needs another file, and none is opened", "Delete the DOCTYPE: TEI P5 needs none."),
    (r"More than ([\d,]+) MB", "the file is larger than {0} MB, the most that is read", "Split it into several files."),
    (r"Excessive depth in document: (\d+)", "elements lie more than {0} deep", "No text needs that: the file is damaged, or made to do harm."),
    (r"entity amplification|entity reference loop", "entities make more of each other than a document needs", "Write the words in their place. The file may be made to do harm."),
    (r"More than ([\d,]+) attributes", "an element has more than {0} attributes", "No text needs that: the file is damaged, or made to do harm."),
)  # fmt: skip
NAMESPACES = {  # what these prefixes mean everywhere
    "tei": "http://www.tei-c.org/ns/1.0", "xi": "http://www.w3.org/2001/XInclude", "xlink": "http://www.w3.org/1999/xlink", "svg": "http://www.w3.org/2000/svg",
    "mml": "http://www.w3.org/1998/Math/MathML", "m": "http://www.w3.org/1998/Math/MathML", "rng": "http://relaxng.org/ns/structure/1.0", "xsi": "http://www.w3.org/2001/XMLSchema-instance",
    "xs": "http://www.w3.org/2001/XMLSchema", "dc": "http://purl.org/dc/elements/1.1/", "html": "http://www.w3.org/1999/xhtml",
}  # fmt: skip


def words(message: str) -> tuple[str, str]:
    """libxml2's message in our words, with a hint; as it is where we have none."""
    for pattern, said, hint in FAULTS:
        if match := re.search(pattern, message):
            groups = [group for group in match.groups() if group]
            for name, base in (("character", 10), ("hexadecimal", 16)):
                if name in match.groupdict():
                    groups = [f"U+{int(match[name], base):04X}"]
            address = NAMESPACES.get(groups[0]) if "xmlns:" in hint else None
            return said.format(*groups), f'Write xmlns:{groups[0]}="{address}" in the tag of the outermost element.' if address else hint.format(*groups)
    return f"not well-formed: {message}", ""

"""The one place that makes parsers, of XML and of web pages: none of them fetches anything, opens a file, or lets entities multiply."""

from __future__ import annotations

import re
from contextlib import suppress
from typing import TYPE_CHECKING, Any
from xml.parsers import expat

from lxml import etree

if TYPE_CHECKING:
    from xml.etree.ElementTree import Element as StandardElement

    from lxml.html import HTMLParser

LARGEST = 512 * 2**20  # bytes of a file: a tree of more would not fit into any memory
ATTRIBUTES = 1_000  # more on one element is an attack: libxml2 takes minutes to give the values of 40,000
DEEPEST = 2_000  # elements in elements; libxml2 ends at 2,048
DECLARED = re.compile(rb"<\?xml[^>]{0,100}?encoding\s*=\s*[\"']([A-Za-z0-9._:\-]+)[\"']")
ASCII = bytes(range(128)).decode("ascii")
STRANGE = frozenset({"utf-7", "utf7", "utf-16", "utf16", "utf-16le", "utf-16be", "utf-32", "ucs-2", "ucs-4"})  # that cannot be the encoding of a declaration in ASCII
AMPLIFICATION = 100.0  # how much larger entities may make a document


def strange(data: bytes) -> str:
    """The encoding that the XML declaration names, if no two programs agree on it or it is not that of the bytes; "" if all is well.

    UTF-8, UTF-16 and encodings with ASCII and a byte for each character are read. In others (UTF-7, and those of several bytes) markup can hide.
    """
    match = DECLARED.match(data.removeprefix(b"\xef\xbb\xbf"))
    if match is None:  # UTF-16 too: what its declaration says then is libxml2's to judge
        return ""
    name = match[1].decode("ascii")
    if name.lower() in ("utf-8", "utf8"):
        return ""
    if name.lower() in STRANGE:
        return name
    try:
        table = bytes(range(256)).decode(name, "replace")
    except (LookupError, ValueError):
        return name
    return "" if len(table) == 256 and table[:128] == ASCII else name


class Nothing(etree.Resolver):
    """What libxml2 gets instead of any file that a document names. With `collect_ids=False` it wants to read a DTD, whatever `load_dtd` says."""

    def resolve(self, system_url: str | None, public_id: str | None, context: Any) -> Any:
        return self.resolve_string("<!-- -->", context)  # resolve_empty would let it go on to the file


def trees(*, remove_blank_text: bool = False) -> etree.XMLParser[Any]:
    """For lxml. Entities stay in the tree as they are written; equal ids are a finding of ours and not an error of libxml2's.

    `huge_tree` lifts libxml2's limits of 256 elements and 10 MB for a text; it keeps those of depth and of what entities make, and `tei.parse` has the others.
    """
    parser = etree.XMLParser(
        resolve_entities=False, no_network=True, load_dtd=False, dtd_validation=False, attribute_defaults=False, huge_tree=True,
        collect_ids=False, recover=False, remove_blank_text=remove_blank_text,
    )  # fmt: skip
    parser.resolvers.add(Nothing())
    return parser


def pages() -> HTMLParser:
    """For web pages, with lxml: as forgiving as a browser, and deaf to what a page wants to be fetched. Takes UTF-8."""
    from lxml.html import HTMLParser

    return HTMLParser(encoding="utf-8", huge_tree=True, no_network=True, remove_pis=True)


def pieces(markup: str) -> StandardElement:
    """A tree of the standard library, from markup of our own making: WeasyPrint takes no other."""
    from xml.etree import ElementTree

    return ElementTree.fromstring(markup)


def events(separator: str | None = None) -> expat.XMLParserType:
    """Of expat, for handlers to be set. `separator` stands between a namespace and a name in it (None: names as they are written).

    Nothing outside is ever read, since no handler of external entities is set. What entities of the document itself may add up to is limited by expat.
    """
    reader = expat.ParserCreate(namespace_separator=separator)
    reader.buffer_text = True
    reader.SetParamEntityParsing(expat.XML_PARAM_ENTITY_PARSING_NEVER)
    with suppress(AttributeError):  # a Python without the setting; expat's own limit is the same
        reader.SetBillionLaughsAttackProtectionMaximumAmplification(AMPLIFICATION)
    return reader

"""The one place that makes parsers, of XML and of web pages: none of them fetches anything, opens a file, or lets entities multiply."""

from __future__ import annotations

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
AMPLIFICATION = 100.0  # how much larger entities may make a document


def trees(*, remove_blank_text: bool = False) -> etree.XMLParser[Any]:
    """For lxml. Entities stay in the tree as they are written; equal ids are a finding of ours and not an error of libxml2's.

    `huge_tree` lifts libxml2's limits of 256 elements and 10 MB for a text; it keeps those of depth and of what entities make, and `tei.parse` has the others.
    """
    return etree.XMLParser(
        resolve_entities=False, no_network=True, load_dtd=False, dtd_validation=False, attribute_defaults=False, huge_tree=True,
        collect_ids=False, recover=False, remove_blank_text=remove_blank_text,
    )  # fmt: skip


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

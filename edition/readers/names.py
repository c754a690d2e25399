"""1. Readers: what styles and classes mean. Tables of the names that word processors, web pages and editors give to phrases and blocks.

A style "TEI persName" or a class "persName" is a TEI element by name; the styles that every document has say nothing; any other is kept
as @rend, for an ODD or a stylesheet to use.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from types import MappingProxyType

_NAMED = frozenset({"ref", "key", "type", "cert", "corresp"})
_DATED = frozenset({"when", "from", "to", "notBefore", "notAfter", "type", "cert"})
PHRASES: Mapping[str, frozenset[str]] = MappingProxyType({  # TEI elements that a class or style may name, with the attributes they may bring
    "persName": _NAMED, "placeName": _NAMED, "orgName": _NAMED, "geogName": _NAMED, "name": _NAMED, "rs": _NAMED,
    "date": _DATED, "time": _DATED, "title": frozenset({"level", "type", "ref", "key"}), "foreign": frozenset(), "term": frozenset({"type", "ref", "key"}),
    "ruby": frozenset(), "rb": frozenset(), "rt": frozenset(), "add": frozenset(), "del": frozenset(),
    "emph": frozenset(), "soCalled": frozenset(), "mentioned": frozenset(), "gloss": frozenset(), "q": frozenset({"type", "who"}),
    "quote": frozenset({"type"}), "abbr": frozenset({"type"}), "num": frozenset({"type"}), "stage": frozenset({"type"}), "seg": frozenset({"type", "subtype", "n"}),
})  # fmt: skip
ALIASES: Mapping[str, str] = MappingProxyType({"person": "persName", "place": "placeName", "org": "orgName", "organisation": "orgName", "persname": "persName",
                                               "placename": "placeName", "orgname": "orgName"})  # fmt: skip
LOOKS: Mapping[str, str] = MappingProxyType({  # classes and styles that are only a look: the @rend of hi
    "underline": "underline", "ul": "underline", "smallcaps": "smallcaps", "small-caps": "smallcaps", "mark": "highlight", "small": "small",
    "emphasis": "italic", "subtle emphasis": "italic", "strong": "bold", "intense emphasis": "bold italic", "kbd": "monospace",
})  # fmt: skip
LEAVES = frozenset({"byline", "dateline", "salute", "signed", "trailer", "docAuthor", "docDate", "speaker", "stage", "l", "ab", "label"})
WRAPPERS = frozenset({"epigraph", "argument", "quote", "opener", "closer", "postscript", "lg", "sp"})
STYLES: Mapping[str, str] = MappingProxyType({  # paragraph styles of word processors, in lower case, and the block that each one is
    **dict.fromkeys(("quote", "intense quote", "quotations", "quotation", "block quotation", "block quote", "blockquote", "citation", "zitat"), "quote"),
    **dict.fromkeys(("epigraph", "motto"), "epigraph"),
    **dict.fromkeys(("verse", "poem", "poetry", "verse line", "verse text"), "l"),
    **dict.fromkeys(("author", "byline", "by-line"), "byline"), **dict.fromkeys(("date", "dateline"), "dateline"),
    **dict.fromkeys(("abstract", "standfirst", "deck"), "argument"), "salutation": "salute", "signature": "signed",
    "speaker": "speaker", **dict.fromkeys(("stage", "stage direction", "stage directions"), "stage"),
})  # fmt: skip
TITLES: Mapping[str, str] = MappingProxyType({"title": "main", "subtitle": "sub"})  # paragraph styles of the document's own head, in lower case, and its @type
ENDS = frozenset({"byline", "dateline", "salute", "signed", "trailer", "docAuthor", "docDate"})  # only at the top or the end of a division
QUIET_BLOCKS = frozenset("""normal|standard|body text|text body|first paragraph|compact|block text|footnote text|endnote text|footnote|endnote|footnote block text
list paragraph|list|list bullet|list number|list continue|table|table grid|normal table|table contents|table heading|table paragraph|normal (web)|plain text
quote|intense quote|quotations|source code|preformatted text|definition|definition term|no spacing|captioned figure|figure|default|default paragraph style
bibliography|heading|image caption|table caption|caption""".replace("\n", "|").split("|"))
QUIET_PHRASES = frozenset("""hyperlink|followedhyperlink|internet link|footnote reference|endnote reference|footnote characters|endnote characters|footnote anchor
endnote anchor|default paragraph font|verbatim char|source text|page number|body text char|footnote text char|endnote text char|annotation reference
title char|subtitle char|quote char|normaltextrun|eop|apple-converted-space|apple-style-span|font-style""".replace("\n", "|").split("|"))
QUIET_CLASSES = frozenset("""unnumbered unlisted uri email anchor section sourceCode math inline display citation footnote-ref footnotes abbr MsoNormal MsoBodyText
MsoFootnoteText MsoEndnoteText MsoHyperlink title author date abstract abstract-title header level1 level2 level3 level4 level5 level6""".split())


def element_of(style: str) -> tuple[str, str]:
    """``"TEI foreign de"`` is ``("foreign", "de")``, a class ``"person"`` is ``("persName", "")``; ``("", "")`` if it names no element."""
    name, _, rest = style.removeprefix("TEI ").partition(" ")
    name = ALIASES.get(name, name)
    return (name, rest.strip()) if name in PHRASES or name in LEAVES or name in WRAPPERS else ("", "")


def slug(style: str) -> str:
    """A style's name as one word of @rend: ``"My Own"`` is ``"My-Own"``."""
    return re.sub(r"[\s\"<>&]+", "-", style.strip())

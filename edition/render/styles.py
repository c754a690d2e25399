"""What a teiHeader says of looks: the rendition elements of its tagsDecl, as CSS for the classes in the markup.

Only CSS, and of that only what cannot fetch, cover, hide or break out; a press's own rules come after it.
"""

from __future__ import annotations

import re
from collections.abc import Callable

from edition import tei
from edition.tei import XML_ID, Element, T

UNSAFE = re.compile(r"url|@|\\|position|expression|content|[<>{}]|/\*", re.IGNORECASE)
HIDING = re.compile(r"(?:display|visibility)\s*:\s*(?:none|hidden|collapse)|(?:opacity|font-size)\s*:\s*0[0.]*(?![\d.])|clip|calc\(|repeat\(|counter|image-set|footnote|bookmark|overflow", re.IGNORECASE)
NUMBER = re.compile(r"(?<![\w#])[-+]?(\d*\.?\d+)(e[-+]?\d+)?([a-z%]*)", re.IGNORECASE)
MOST = {"cm": 50, "in": 20, "mm": 500, "em": 50, "rem": 50, "ex": 100, "ch": 200, "pc": 150, "px": 3_000}  # more than any page has; of other units, and of none, 1,000
# The values of @rend that the style sheets and the behaviours know, as classes: a digit may follow (indent2).
LOOKS = frozenset(
    "allcaps b black-letter blackletter bold break caps center centered centre columns cursive decorInit dropcap gesperrt i indent indent- indented initial inline it ital "
    "italic italics large left letterspaced line none normal ornament right roman rule sc simple small small-caps smallcap smallcaps smcap smcaps spaced strike "
    "strikethrough sub subscript sup super superscript supraline u underline underlined uppercase upright ordered numbered bulleted bullets unordered block display notPresent antiqua Title Subtitle Quote".split()
)  # fmt: skip
QUOTED = re.compile(r""""[^"\n]*"|'[^'\n]*'""")
PSEUDO = frozenset({"first-line", "first-letter", "before", "after"})


def safe(declarations: str, *, content: bool = False) -> bool:
    """Whether a style may go into the output: ``deutsche-kurrent`` and ``1`` are no CSS, and much CSS is none of a text's business.

    `content`: an ODD may also say which signs stand before and after.
    """
    if content:
        if "<" in declarations:
            return False
        declarations = QUOTED.sub("", declarations.replace("content:", ":"))
        if '"' in declarations or "'" in declarations:
            return False
    elif HIDING.search(declarations) or _beyond(declarations):
        return False
    return ":" in declarations and not UNSAFE.search(declarations)


def _beyond(declarations: str) -> bool:
    """Whether a number is larger than anything on a page: the engine fails on some of them, and none can be meant."""
    return any(power or len(number) > 12 or float(number) > MOST.get(unit.lower(), 1_000) for number, power, unit in NUMBER.findall(declarations))


def declared(root: Element, class_of: Callable[[str], str]) -> str:
    """A rule for each rendition that has an id and says CSS; "" if there is none. Source: TEI #HD57."""
    rules = []
    for rendition in root.iter(f"{T}rendition"):
        identifier, declarations = rendition.get(XML_ID), tei.plain(rendition)
        scope = rendition.get("scope", "")
        if identifier and rendition.get("scheme", "css") == "css" and safe(declarations, content=scope in ("before", "after")):
            rules.append(f".{class_of(identifier)}{f'::{scope}' if scope in PSEUDO else ''} {{ {declarations} }}\n")
    return "".join(rules)

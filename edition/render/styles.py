"""What a teiHeader says of looks: the rendition elements of its tagsDecl, as CSS for the classes in the markup.

Only CSS, and of that only what cannot fetch, cover or break out; a press's own rules come after it.
"""

from __future__ import annotations

import re
from collections.abc import Callable

from edition import tei
from edition.tei import XML_ID, Element, T

UNSAFE = re.compile(r"url|@|\\|position|expression|content|[<>{}]|/\*", re.IGNORECASE)
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
    return ":" in declarations and not UNSAFE.search(declarations)


def declared(root: Element, class_of: Callable[[str], str]) -> str:
    """A rule for each rendition that has an id and says CSS; "" if there is none. Source: TEI #HD57."""
    rules = []
    for rendition in root.iter(f"{T}rendition"):
        identifier, declarations = rendition.get(XML_ID), tei.plain(rendition)
        if identifier and rendition.get("scheme", "css") == "css" and safe(declarations):
            scope = rendition.get("scope", "")
            rules.append(f".{class_of(identifier)}{f'::{scope}' if scope in PSEUDO else ''} {{ {declarations} }}\n")
    return "".join(rules)

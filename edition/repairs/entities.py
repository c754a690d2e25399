"""2. Repairs. Character references of HTML that stand in plain text: ``&rsquo;``, ``&#8217;``, and those that were escaped twice."""

from __future__ import annotations

import html
import re
from collections.abc import Iterator
from html.entities import html5

from edition.edits import Change, Proposal, View
from edition.rules import repair

AMPERSAND = r"(?:amp|AMP|#0*38|#[xX]0*26);"
REFERENCE = re.compile(rf"&(?:{AMPERSAND})*(?:#[0-9]{{1,7}}|#[xX][0-9a-fA-F]{{1,6}}|[A-Za-z][A-Za-z0-9]{{1,31}});")
ACCENTED = r"[A-Za-z](?:acute|grave|circ|uml|tilde|cedil|ring|slash)|szlig|amp|quot|nbsp"  # without a semicolon before a letter, only these
OPEN = re.compile(rf"&(?:(?P<before>{ACCENTED})(?=[A-Za-z])|(?P<alone>[A-Za-z]{{2,7}}|#[0-9]{{2,5}})(?![\w;]))")
ABOUT = re.compile(r"\b(?:HTML|XML|SGML|markup|ampersands?|character references?)\b|\bentit(?:y|ies|és?|ät(?:en)?|ad(?:es)?|à)\s+&|&&|`[^`\n]*&[^`\n]*`", re.IGNORECASE)
TAG = re.compile(r"</?[A-Za-z][^<>\n]*>|&(?:amp;)*lt;/?[A-Za-z]")
WORD = re.compile(r"\S+")
ADDRESS = re.compile(r"://|\?\w+=|\w=\w")  # in a word


@repair(
    "entities", declared_in="correction",
    statement="Character references of HTML that stood in the text (such as “&rsquo;”) are set as the characters they name.",
)  # fmt: skip
def entities(view: View) -> Iterator[Change | Proposal]:
    """Set named and numeric references as their characters, once or twice escaped, and Windows-1252 numbers as what they meant.

    In a line that speaks of markup nothing is done. Beside a tag, or without a semicolon, it is only proposed.

    Example: Serve &amp; protect: Trump&#146;s → Serve & protect: Trump’s

    Source: HTML Living Standard, named character references.
    """
    if "&" not in view.text:
        return
    start = 0
    for line in view.text.split("\n"):
        if "&" in line and not ABOUT.search(line):
            beside_tag = bool(TAG.search(line))
            for match in REFERENCE.finditer(line):
                meant = _meant(match[0])
                if meant and beside_tag:
                    yield Proposal(start + match.start(), match[0], meant, cert="medium", why="a character reference in a line that has tags")
                elif meant:
                    yield Change(start + match.start(), match[0], meant)
            yield from _open(line, start)
        start += len(line) + 1


def _meant(reference: str) -> str:
    """What a reference stands for; "" if nothing that may stand in a text."""
    while (once := html.unescape(reference)) != reference:
        reference = once
    return "" if re.search(r"&\w+;|[\x00-\x08\x0b-\x1f\x7f-\x9f\ufffd\ufffe\uffff]", reference) or reference.startswith("&#") else reference


def _open(line: str, start: int) -> Iterator[Proposal]:
    """References that lack their semicolon: ``caf&eacute``. Not in addresses of the web, where & divides."""
    addresses = [match.span() for match in WORD.finditer(line) if ADDRESS.search(match[0])]
    for match in OPEN.finditer(line):
        name = match["before"] or match["alone"]
        if any(low <= match.start() < high for low, high in addresses) or not (name.startswith("#") or name in html5):
            continue
        if meant := _meant(f"&{name};"):
            yield Proposal(start + match.start(), match[0], meant, cert="medium", why="a character reference without its semicolon")

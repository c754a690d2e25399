"""8. XHTML to files. What is said of a PDF that was made: notes that were mended or lost, what the engine complained of, in our words.

Also the codes of all findings of this writer.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path
from typing import TYPE_CHECKING

from edition.codes import Code
from edition.model import Finding, Locus, PageMap, Severity
from edition.project import Edition
from edition.render.model import Picture
from edition.writers.paged import depth

if TYPE_CHECKING:
    from edition.writers.paged.press import Press

CODES: Mapping[str, Code] = {
    "PDF001": Code("engine-complains", Severity.QUERY, "The layout engine complains: a rule of a style sheet it does not know, a picture it cannot read, a link without its target."),
    "PDF002": Code("no-glyph", Severity.ERROR, "No font that is installed has a character. A box is printed in its place."),
    "PDF003": Code("note-lost", Severity.ERROR, "A note is on no page. Every note has to be printed; notes inside boxes that the page does not show cannot be."),
    "PDF004": Code("note-too-high", Severity.QUERY, "A note is higher than a page and cannot be divided: its end runs off the paper."),
    "PDF005": Code("note-mended", Severity.NOTE, "The layout engine had lost a note, or put it before its call, and the note area mended it."),
    "PDF006": Code("engine-of-another-version", Severity.QUERY, "The layout engine is another version than the note area was written for: notes may be lost, and none is divided."),
    "PDF007": Code("picture-without-description", Severity.ERROR, "A picture has no description. Who cannot see it does not learn what it shows."),
    "PDF008": Code("contents-restless", Severity.QUERY, "The page numbers in the contents did not come to rest."),
    "PDF009": Code("file-refused", Severity.ERROR, "A file that the book asks for is not among the edition's pictures. Nothing else is opened, and nothing is fetched."),
    "PDF010": Code("margin-full", Severity.NOTE, "A note of the margin stands at the foot of the page: it is long, or there are too many on one page, or the margin is too narrow."),
    "PDF011": Code("too-deep", Severity.NOTE, "Elements lie in each other deeper than anyone reads. On the page the deepest of them stand beside each other; no word is lost."),
}  # fmt: skip
HINTS: Mapping[str, str] = {
    "PDF002": "Install a font that has it (`fc-list :charset=HEX` tells which have), or write the character otherwise.",
    "PDF003": "Look at where the note is called; if it is in ordinary text, please report it.",
    "PDF004": "Divide the note into paragraphs, or make a section of it.",
    "PDF006": "Install the version that goes with this toolkit: python -m pip install \"weasyprint>=70,<71\"",
    "PDF010": "Shorten it, take a larger page (output.pdf.page in edition.toml), or give its series place = \"foot\".",
    "PDF011": "Look whether the markup was meant so: an end tag may stand in the wrong place.",
    "PDF007": "Describe it in a figDesc inside its figure.",
    "PDF009": "Put the file beside the text and name it in graphic/@url.",
}  # fmt: skip
NO_GLYPH = re.compile(r"\.notdef glyph rendered .*\(U\+([0-9A-F]+)\)$")
NO_ALT = re.compile(r'Image "(.*)" has no required alt description$')
REFUSED = re.compile(r"Failed to load .* at '?(?:https://edition\.invalid/)?([^' ]*)'? ?:.*not among the files of the edition")
UNREADABLE = re.compile(r"Failed to load image at 'https://edition\.invalid/([^' ]*)'")


def finding(code: str, out: Path, message: str, locus: Locus | None = None) -> Finding:
    return Finding(code, CODES[code].severity, locus or Locus(str(out)), message, HINTS.get(code, ""))


def mended_notes(press: Press, pages: PageMap, out: Path) -> Iterator[Finding]:
    for log in press.logs.values():
        for name in log.lost:
            yield finding("PDF003", out, f"the note {name} is on no page")
        for mended in log.mended:
            page = pages.pages.get(mended.note, "")
            where = f"the note {mended.note}" + (f" (page {page})" if page else "")
            if mended.what == "high":
                yield finding("PDF004", out, f"{where} is higher than a page")
            else:
                yield finding("PDF005", out, f"{where} was put back in its place ({mended.what})")


def crowded(press: Press, pages: PageMap, out: Path) -> Iterator[Finding]:
    """One finding for all."""
    if found := list(dict.fromkeys(press.crowded)):
        more = f" (and {len(found) - 1} more)" if len(found) > 1 else ""
        yield finding("PDF010", out, f"the note {found[0]} (page {pages.pages.get(found[0], '–')}){more} found no room in the margin and stands at the foot of the page")


def heard(said: Sequence[str], edition: Edition, out: Path, pictures: Mapping[str, Picture]) -> Iterator[Finding]:
    """The engine's messages, in our words where we know them."""
    without: dict[Locus | None, list[str]] = {}
    for message in said:
        if found := NO_GLYPH.search(message):
            character = chr(int(found[1], 16))
            without.setdefault(_first(edition, character), []).append(f"“{character}” (U+{found[1]})")
        elif found := NO_ALT.search(message):
            yield finding("PDF007", out, f"the picture {found[1]} has no description")
        elif found := REFUSED.search(message):
            yield finding("PDF009", out, f"{found[1]} is not among the files of the edition")
        elif (found := UNREADABLE.search(message)) and (picture := pictures.get(found[1])) is not None:
            yield finding("PDF001", out, "the picture cannot be decoded, and is not in the PDF: save it anew, as PNG or JPEG", Locus(str(picture.path)))
        else:
            yield finding("PDF001", out, " ".join(message.split()).rstrip("."))
    for locus, characters in without.items():
        yield finding("PDF002", out, f"no font that is installed has {', '.join(characters)}", locus)


def deepest(edition: Edition) -> Locus | None:
    """The first element of the texts that lies too deep, or nearly so: some elements of TEI are two of XHTML."""
    for document in edition.all:
        if document.tree is not None:
            for element, levels in depth.from_above(document.tree.getroot()):
                if levels >= depth.DEEPEST // 2:
                    return document.locus(element)
    return None


def _first(edition: Edition, character: str) -> Locus | None:
    """The first element of the texts in which a character stands."""
    for document in edition.all:
        if document.tree is not None:
            for element in document.tree.iter("*"):
                if character in (element.text or ""):
                    return document.locus(element)
                if character in (element.tail or "") and (parent := element.getparent()) is not None:
                    return document.locus(parent)
    return None

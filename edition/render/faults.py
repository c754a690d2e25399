"""The findings of the renderer: what each code means, and the collector that keeps their number within reason.

A rendering never stops at a fault in the text: it shows what is there and says here what it could not do.
"""

from __future__ import annotations

from edition.codes import Code
from edition.media import called
from edition.model import Document, Finding, Locus, Severity
from edition.render.odd import Fault
from edition.tei import Element, T

MOST = 50  # findings of one code from one document; after that they are counted
FEW = 10  # pictures that cannot be shown are told one by one, more of them together
VALUES = {
    "RND021": ("@style says what is not taken over: {}", "It is no CSS, or CSS that would fetch, cover, hide or run something, or be larger than any page. Its words are printed without it."),
    "RND024": ("@selector is no CSS selector, or too long a one: {}", "The elements that it means are printed without this look. Write it as in a style sheet, with TEI's names: head, l:first-child."),
    "RND022": ("@rend says what has no look: {}", "Give the class rend-VALUE a rule in the edition's CSS, or leave it."),
}

CODES: dict[str, Code] = {
    "RND001": Code("no-model", Severity.QUERY, "An element that no model names. Its words are printed, without any form of their own. Add an elementSpec to the project's ODD."),
    "RND002": Code("id-used-twice", Severity.QUERY, "An xml:id that stood on an earlier element. Links go to the first; the second gets an id made from its address."),
    "RND003": Code("reference-to-nothing", Severity.QUERY, "A reference whose target is neither in the text nor in another document of the edition. Its words are printed without a link."),
    "RND004": Code("note-without-its-place", Severity.QUERY, "A note that belongs to another place by its @target, or by a ref or ptr, and that place is not printed. It stands at the end of the document."),
    "RND005": Code("picture-missing", Severity.ERROR, "A picture whose file is not there. A frame with its description stands in its place."),
    "RND006": Code("picture-out-of-reach", Severity.ERROR, "A picture on the network, or outside the folders of the edition. Nothing is fetched; put the file beside the TEI."),
    "RND007": Code("picture-of-another-kind", Severity.ERROR, "A file that a PDF or an EPUB cannot show, or a damaged one. Make a PNG, JPEG, GIF, WebP or SVG of it."),
    "RND032": Code("drawing-without-its-programs", Severity.QUERY, "A drawing (SVG) that runs a program, or asks for another file. It is shown without that."),
    "RND008": Code("no-text", Severity.QUERY, "A file with a teiHeader and nothing to print. Its title page is made, and nothing else."),
    "RND009": Code("not-xml", Severity.ERROR, "A file that is not well-formed XML cannot be rendered at all."),
    "RND010": Code("odd-not-xml", Severity.ERROR, "The project's ODD is not there, or is not well-formed XML. The models of the toolkit are used alone."),
    "RND011": Code("no-such-behaviour", Severity.ERROR, "A model names a behaviour that does not exist. The model is left out; the others of its element stay."),
    "RND030": Code("language-without-words", Severity.NOTE, "There is no table of the program's own words (Contents, Notes, months) for the edition's language: they are English. Another language is one more table of words.toml."),
    "RND031": Code("index-without-entries", Severity.QUERY, "edition.toml names an index that no text has an entry for. It is not made. An index of the text's own is named by @indexName."),
    "RND012": Code("bad-expression", Severity.ERROR, "A predicate or a parameter of a model is no XPath. A predicate that cannot be read never holds."),
    "RND013": Code("no-such-param", Severity.QUERY, "A model gives its behaviour something that it does not take, or without a name or a value. It is left out. docs/odd.md has what each takes."),
    "RND014": Code("odd-without-effect", Severity.QUERY, "Something in an ODD that is understood and changes nothing: an output or a scope that there is not, an element that TEI has not, CSS that fetches."),
    "RND017": Code("odd-in-a-circle", Severity.ERROR, "An ODD that refers to itself by way of others. The second reading is left out."),
    "RND018": Code("odd-out-of-reach", Severity.ERROR, "An ODD refers to a file that is not there, lies outside the folder of the edition, or on the network. Nothing is fetched."),
    "RND019": Code("content-in-a-circle", Severity.QUERY, "The param content of a model finds what the element itself stands in, or more than the document has. The element's own content is written."),
    "RND020": Code("tei-p4", Severity.QUERY, "A file of TEI P4, which has no namespace. It is read as what it would be in P5; convert it for good before you edit it."),
    "RND021": Code("style-left-out", Severity.QUERY, "A @style that is no CSS, or CSS that fetches, covers, hides or runs something, or with lengths beyond any page. The words are printed without it."),
    "RND022": Code("rend-without-look", Severity.NOTE, "A value of @rend that means nothing to the program. It is a class (rend-VALUE), for which the edition's CSS may have a rule."),
    "RND023": Code("gap-of-the-witness", Severity.NOTE, "The text of one witness is published, and the witness lacks words: a sign stands in their place, and they are on the list of what was left out."),
    "RND024": Code("no-selector", Severity.QUERY, "A rendition of the header has a @selector that is no CSS selector, or has more than 500 characters or eight steps. It gives nothing its look."),
    "RND016": Code("impossible-span", Severity.QUERY, "A cell of a table spans more columns or rows than there are. It is given those that there are."),
    "RND015": Code("inclusion-not-brought-in", Severity.ERROR, "What an xi:include names is not there, cannot be read, or lies outside the folder of the edition. Nothing stands in its place."),
}  # fmt: skip


def finding(code: str, locus: Locus, message: str, hint: str = "") -> Finding:
    return Finding(code, CODES[code].severity, locus, message, hint)


def of_odd(fault: Fault) -> Finding:
    return finding(fault.code, Locus(fault.file, fault.line), fault.message)


class Faults:
    """The findings of one document, in the order in which they were met."""

    def __init__(self, document: Document) -> None:
        self._document = document
        self._found: dict[str, list[Finding]] = {}
        self._more: dict[str, int] = {}
        self._unknown: dict[str, tuple[Element, int]] = {}
        self._pictures: dict[str, list[tuple[Element, str, str, str]]] = {}
        self._values: dict[str, dict[str, Element]] = {}

    def add(self, code: str, node: Element | None, message: str, hint: str = "") -> None:
        found = self._found.setdefault(code, [])
        if len(found) < MOST:
            found.append(finding(code, self._document.locus(node), message, hint))
        else:
            self._more[code] = self._more.get(code, 0) + 1

    def unknown(self, node: Element) -> None:
        """An element without a model: one finding for each name."""
        name = str(node.tag)
        first, count = self._unknown.get(name, (node, 0))
        self._unknown[name] = first, count + 1

    def picture(self, code: str, node: Element, url: str, message: str, hint: str) -> None:
        """A picture that cannot be shown. Many are one finding: their folder is not there, or all are on one server."""
        self._pictures.setdefault(code, []).append((node, url, message, hint))

    def value(self, code: str, node: Element, value: str) -> None:
        """A value of an attribute that comes to nothing: one finding for all, at the first."""
        self._values.setdefault(code, {}).setdefault(value, node)

    def _folded(self) -> None:
        for code, pictures in self._pictures.items():
            if len(pictures) <= FEW:
                for node, _, message, hint in pictures:
                    self.add(code, node, message, hint)
            else:
                names = ", ".join(f'"{url[:60]}"' for _, url, _, _ in pictures[:3])
                said = {"RND006": "are not files of the edition, and nothing is fetched", "RND007": "cannot be shown: they are damaged, or of another kind"}
                kinds = {called(node) for node, *_ in pictures}
                message = f"{len(pictures):,} {kinds.pop() if len(kinds) == 1 else 'file'}s {said.get(code, 'are not in the folders of the edition')}: {names} and {len(pictures) - 3:,} more"
                self.add(code, pictures[0][0], message, pictures[0][3])
        for code, values in self._values.items():
            names = ", ".join(f'"{value[:60]}"' for value in list(values)[:5]) + (f" and {len(values) - 5:,} more" if len(values) > 5 else "")
            self.add(code, next(iter(values.values())), VALUES[code][0].format(names), VALUES[code][1])
        self._pictures.clear()
        self._values.clear()

    def all(self) -> tuple[Finding, ...]:
        self._folded()
        for node, count in self._unknown.values():
            named = str(node.tag).removeprefix(T)
            times = "" if count == 1 else f" ({count} times in this document)"
            self.add("RND001", node, f"there is no model for <{named}>{times}", "Its words are printed as they are. A model in an ODD of your own says how it looks: docs/odd.md.")
        self._unknown.clear()
        found = [each for findings in self._found.values() for each in findings]
        for code, count in self._more.items():
            found.append(finding(code, Locus(str(self._document.path)), f"the same {count} times more"))
        return tuple(found)

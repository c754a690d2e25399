"""6. How the words are typed: hyphens at the ends of lines, spaces, quotation marks. Each kind of slip is said once for a document, with its lines."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import NamedTuple

from lxml import etree

from edition import tei
from edition.checks.pointers import others
from edition.checks.survey import EXAMPLES, survey
from edition.model import Document, Finding, Severity
from edition.rules import Scope, check, finding, quoted
from edition.tei import Element

NAMES = "teiHeader eg code formula xenoData ident gi att val tag notatedMusic idno metamark fw"
NOT_PROSE = frozenset({f"{EXAMPLES}egXML", *(f"{tei.T}{name}" for name in NAMES.split())})
SPACE = f"{{{tei.XML_NAMESPACE}}}space"
SPACED = re.compile(r"(?:fr|br|oc|frm|fro)(?:-|$)", re.IGNORECASE)  # languages that put a space before ; : ! ?
BREAKS = ("lb", "pb", "cb", "gb")
HYPHEN = re.compile(r"[^\W\d_][-\u2010\u2e17\u00ac]\s*\Z")
DOUBLED = re.compile(r"(?<=[^\s.])[ \u00a0]{2,}(?=\S)")
BEFORE_MARK = re.compile(r"(?<=\w)[ \u00a0]+(?P<mark>[,;:!?]|\.(?![.\w ]))(?=\s|\Z)")
MARKED = re.compile(r"[ \u00a0][,;:!?.]")
SIGNS = re.compile(r"[\"'\u2019\u201c\u201d\u201e\u00ab\u00bb]")
APOSTROPHE = re.compile(r"(?<=[^\W\d_])['\u2019](?=[^\W\d_])")
AT_MARGIN = frozenset({"left", "right", "margin", "inline", "interlinear"})


class Run(NamedTuple):
    """A piece of text without markup: in `node`, or behind it."""

    node: Element
    text: str
    behind: bool  # the text follows the element

    @property
    def inside(self) -> Element | None:
        """The element whose text it is."""
        return self.node.getparent() if self.behind else self.node


def runs(document: Document) -> Iterator[Run]:
    """The text of the document in its order, without the header and what is no prose. What is preserved as it is typed (xml:space) is left out too."""
    for text in survey(document).each("text"):
        if next(text.iterancestors(f"{tei.T}text"), None) is None:
            yield from _runs(text)


def _runs(top: Element) -> Iterator[Run]:
    left: Element | None = None  # whose content is passed over
    for event, node in etree.iterwalk(top, events=("start", "end", "comment", "pi")):
        if event == "start":
            if left is None and (node.tag in NOT_PROSE or node.get(SPACE) == "preserve"):
                left = node
            elif left is None and node.text:
                yield Run(node, node.text, False)
            continue
        if node is left:
            left = None
        if left is None and node.tail and node is not top:
            yield Run(node, node.tail, True)


def language(node: Element | None) -> str:
    """Of the nearest element that says it; "" if none does."""
    while node is not None:
        if (tag := node.get(tei.XML_LANG)) is not None:
            return tag
        node = node.getparent()
    return ""


def _said(document: Document, places: list[tuple[Run, str]], what: str, hint: str) -> Iterator[Finding]:
    """One finding for all places of a slip, with the words at the first."""
    if places:
        nodes = [place for run, _ in places if (place := run.node if run.behind else run.inside) is not None]
        many = f"{len(places)} places" if len(places) > 1 else "one place"
        yield finding(document, nodes[0], f"{what} {quoted(places[0][1], 40)} ({many}){others(document, nodes)}", hint)


def _around(text: str, start: int, end: int) -> str:
    return text[max(0, start - 15) : end + 15]


@check("TXT004", Severity.QUERY, source="TEI #CORS5")
def hyphen_at_break(document: Document, scope: Scope) -> Iterator[Finding]:
    """A word that is divided at the end of a line by a hyphen, and a line break that does not say so.

    Search finds neither half; an output prints the hyphen in the middle of its own line. TEI's way: @break with "no", and the hyphen in the text or not, as the
    editors decide. Only where the word goes on with a small letter.

    Bad:  <p>The har-<lb/>bour was empty.</p>
    Good: <p>The har<lb break="no"/>bour was empty.</p>
    Good: <p>The har-<lb break="no"/>bour was empty.</p>
    """
    found = []
    for node in survey(document).each(*BREAKS):
        after = (node.tail or "").lstrip(tei.BLANK)
        if after[:1].islower() and HYPHEN.search(before := _before(node)) and not _within_breaks(node):
            found.append((Run(node, "", True), f"{before.rstrip()[-15:]}|{after[:15]}"))
    yield from _said(document, found, 'a word is divided at a line break without break="no":', 'Write <lb break="no"/> where the word goes on.')


def _before(node: Element) -> str:
    """The text that ends where a break stands; other breaks between are passed over."""
    at = node.getprevious()
    while at is not None and not (at.tail or "").strip(tei.BLANK) and isinstance(at.tag, str) and tei.local(at) in (*BREAKS, "fw"):
        at = at.getprevious()
    if at is not None:
        return at.tail or ""
    parent = node.getparent()
    return (parent.text or "") if parent is not None else ""


def _within_breaks(node: Element) -> bool:
    """Whether this break, or one of those that stand with it, says that the word goes on."""
    at: Element | None = node
    while at is not None and isinstance(at.tag, str) and tei.local(at) in (*BREAKS, "fw"):
        if at.get("break") is not None:
            return True
        previous = at.getprevious()
        at = previous if previous is not None and not (previous.tail or "").strip(tei.BLANK) else None
    return False


@check("TXT005", Severity.QUERY, source="TEI #COPU")
def stray_space(document: Document, scope: Scope) -> Iterator[Finding]:
    """Two spaces between words, a space before a mark of punctuation, a space before the call of a note.

    White space of any length is one space in an output, and a space before a comma lets the line end there. In French and Breton ; : ! ? have a space before
    them, and are not asked about. Each of the three is said once for a document.

    Bad:  <p>The quay  was empty.</p>
    Bad:  <p>The quay was empty , and dark.</p>
    Bad:  <p>The quay was empty <note place="foot">So it was.</note>.</p>
    Good: <p>The quay was empty<note place="foot">So it was.</note>, and dark.</p>
    Good: <p xml:lang="fr">Le quai était vide : tout dormait !</p>
    """
    doubled: list[tuple[Run, str]] = []
    marks: list[tuple[Run, str]] = []
    for run in runs(document):
        text = run.text
        if ("  " in text or "\u00a0" in text) and (match := DOUBLED.search(text)):
            doubled.append((run, f"{text[max(0, match.start() - 15) : match.start()]}␣␣{text[match.end() : match.end() + 15]}"))
        if not MARKED.search(text):
            continue
        spaced: bool | None = None
        for match in BEFORE_MARK.finditer(run.text):
            if match["mark"] in ";:!?":
                spaced = SPACED.match(language(run.inside)) is not None if spaced is None else spaced
                if spaced:
                    continue
            marks.append((run, _around(run.text, *match.span())))
            break
    notes = [
        (Run(node, "", True), f"{before[-20:]}|") for node in survey(document).each("note")
        if node.get("place") is not None and not AT_MARGIN & {*(node.get("place") or "").split()}
        and (before := _before(node)).strip(tei.BLANK) and before[-1] == " " and "\n" not in before[-2:]
    ]  # fmt: skip
    yield from _said(document, doubled, "two spaces stand in", "Keep one.")
    yield from _said(document, marks, "a space stands before a mark of punctuation in", "Take it away.")
    yield from _said(document, notes, "a space stands before a note:", "Put the note at the end of the word; its call stands there.")


@check("TXT006", Severity.QUERY, source="TEI #COHQ")
def mixed_quotation_marks(document: Document, scope: Scope) -> Iterator[Finding]:
    """Straight and typographic quotation marks, or apostrophes, in one text.

    The straight ones are a typewriter's. If the source mixes them, say so in the editorialDecl; if not, some were forgotten.

    Bad:  <p>"One," she said, and “two.”</p>
    Bad:  <p>It's not what it’s been.</p>
    Good: <p>“One,” she said, and “two.”</p>
    """
    straight: list[tuple[Run, str]] = []
    curly: list[tuple[Run, str]] = []
    typed: list[tuple[Run, str]] = []
    set_: list[tuple[Run, str]] = []
    for run in runs(document):
        if not SIGNS.search(run.text):
            continue
        for sign in re.finditer(r"[\"\u201c\u201d\u201e\u00ab\u00bb]", run.text):
            (straight if sign[0] == '"' else curly).append((run, _around(run.text, *sign.span())))
        for sign in APOSTROPHE.finditer(run.text):
            (typed if sign[0] == "'" else set_).append((run, _around(run.text, *sign.span())))
    for one, other, name in ((straight, curly, "quotation marks"), (typed, set_, "apostrophes")):
        if one and other:
            fewer, kind = (one, "straight") if len(one) <= len(other) else (other, "typographic")
            what = f"{len(one)} straight and {len(other)} typographic {name} stand in one text; of the {kind} ones,"
            yield from _said(document, fewer, what, f"Write all {name} in one way, or say in the editorialDecl that the source mixes them.")

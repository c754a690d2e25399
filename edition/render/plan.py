"""What is known of a document before a word of it is written: files, ids, titles, and notes that stand elsewhere.

One pass over the tree. So every link is final when it is written, whether its target comes before or after it.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from unicodedata import normalize

from lxml import etree

from edition import tei
from edition.render.attachments import KINDS, Attachments, apart, attached
from edition.render.language import has_right_letters, right_to_left
from edition.render.odd import Lookup, choose
from edition.render.pieces import JOIN, SIGNS, Pieces, pieces
from edition.render.stretches import Cut, Run
from edition.render.verse import poem
from edition.tei import XML_ID, XML_LANG, Element, T, local

WRAPPERS = frozenset({"document", "text", "body"})  # what holds divisions and is none
SECTIONS = frozenset({"section", "view", "surface"})
SPLIT = WRAPPERS | SECTIONS
HEADS = frozenset({f"{T}head"})
GRAPHIC, FACSIMILE = f"{T}graphic", f"{T}facsimile"
PICTURE = 25_000  # bytes of TEI that a picture of a page is worth: ten of them fill a file
TEXT, GROUP = f"{T}text", f"{T}group"
BODIES = frozenset({f"{T}body", GROUP})
NOTHING: frozenset[str] = frozenset()
BESIDE = frozenset(f"{T}{name}" for name in ["standOff", "facsimile", "sourceDoc", "xenoData"])  # what stands beside the text
TITLE_PAGE = f"{T}titlePage"  # what follows it begins a file
NOTE, HEAD, PARAGRAPH, REFERENCES = f"{T}note", f"{T}head", f"{T}p", frozenset({f"{T}ref", f"{T}ptr"})
OURS = re.compile(r"(?:index|list)\..*(?<!_)|made\.part-\d+|toc|toc-title|corrections")  # ids that the writers give, of indexes, lists, parts: none of a text is so
TELLING = frozenset({XML_ID, XML_LANG, "spanTo"}) | SIGNS  # attributes that say something of the whole document
SPAN_TO, REACHING = "spanTo", frozenset({f"{T}undo", f"{T}redo", f"{T}transpose"})  # what reaches from one place to another
HULLS = frozenset({"text", "group", "front", "body", "back", "div", "p", "ab", "head"})
LISTS_OF_WITNESSES, APP = f"{T}listWit", f"{T}app"


@dataclass
class Plan:
    """`root` is the root's file. Elements that are in no table have nothing special about them."""

    root: str
    units: dict[Element, str]  # divisions that begin a file, or share one; blocks in the midst of a division at which a file begins
    cuts: dict[Element, Cut] = field(default_factory=dict)  # where a division is cut in stretches: by their first blocks
    anchors: dict[str, str] = field(default_factory=dict)  # xml:id to the id in the XHTML
    bearers: set[str] = field(default_factory=set)  # the names of elements that have an xml:id anywhere
    unit_of: dict[str, str] = field(default_factory=dict)  # xml:id to the file it will be in; "" where only the end will show
    taken: frozenset[str] = frozenset()  # the ids in the XHTML that come from an xml:id
    twice: frozenset[str] = frozenset()  # xml:ids that stand on more than one element
    unprinted: frozenset[str] = frozenset()  # xml:ids in headers and stand-off lists
    titles: dict[Element, Element] = field(default_factory=dict)  # the head that is the title of a document, or of a text in a group, to that
    sole: frozenset[Element] = frozenset()  # the one division of these, whose head is their title; a text in a group without a title
    untitled: frozenset[Element] = frozenset()  # documents without such a head
    empty: bool = False  # whether there is nothing to print
    attached: Attachments = field(default_factory=Attachments)  # what stands apart and belongs to a place in the text
    apart: dict[str, Element] = field(default_factory=dict)  # xml:id of a note that stands apart and goes to its first ref or ptr
    notes: dict[str, Element] = field(default_factory=dict)  # xml:id to the note, if a ref or ptr leads to it
    right_to_left: bool = False  # whether anything in it may be, by its language or its letters
    witnesses: tuple[Element, ...] = ()  # lists of witnesses in the header, which are printed before the text
    reaching: bool = False  # whether changes of a writer's reach from one place to another
    moved: frozenset[Element] = frozenset()  # what is not written where it stands
    pieces: Pieces = field(default_factory=Pieces)  # what is one thing in several places

    @property
    def root_id(self) -> str:
        """The id of a root that has no xml:id."""
        anchor = self.root
        while anchor in self.taken or OURS.fullmatch(anchor):
            anchor += "_"
        return anchor


def plan(root: Element, models: Lookup, *, prefix: str, name: str, sizes: tuple[int, int], one_file: bool) -> Plan:
    """`name` is the document's; `one_file`: nothing is divided (print)."""
    root_unit = ascii_name(prefix[:-1] if prefix else name)
    units: dict[Element, str] = {root: root_unit}
    cuts = {} if one_file else _divide(root, models, sizes, units, prefix)
    made = Plan(root_unit, units, cuts)
    taken: set[str] = set()
    twice: set[str] = set()
    unit = root_unit
    hidden: list[Element] = []
    by_id: dict[str, Element] = {}
    called: set[str] = set()  # what a ref or ptr leads to
    belonging: list[Element] = []
    witnesses: list[Element] = []
    signed: dict[Element, str] = {}  # what may be a piece of something, and its file
    joins: list[Element] = []
    body = ""  # the file that the first body begins in
    groups: list[Element] = []
    hiding = {tag for tag, rules in models.items() if rules[0].test is None and _hides(tag, rules[0].models[0].behaviour)}
    special = {*KINDS, *REFERENCES, *hiding, LISTS_OF_WITNESSES, JOIN, *REACHING, *BODIES}
    languages = set()
    for node in root.iter("*"):
        tag = node.tag
        if not one_file and node in units:  # in reading order: what follows a division stays with it
            unit = units[node]
        if tag in special:
            if tag in KINDS:
                belonging.append(node)
                if tag == NOTE and not node.get("target") and (identifier := node.get(XML_ID)):
                    by_id.setdefault(identifier, node)
            elif tag in REFERENCES:
                for target in (node.get("target") or "").split():
                    if target.startswith("#"):
                        called.add(target[1:])
            elif tag == LISTS_OF_WITNESSES:
                witnesses.append(node)
            elif tag == JOIN:
                joins.append(node)
            elif tag in BODIES:
                body = body or unit
                if tag == GROUP:
                    groups.append(node)
            else:
                made.reaching = made.reaching or tag in REACHING
                if tag in hiding:
                    hidden.append(node)
        for key, value in node.items():
            if key not in TELLING:
                continue
            if key == XML_ID:
                made.bearers.add(tag)  # type: ignore[arg-type]
                if value in made.unit_of:
                    twice.add(value)
                else:
                    made.unit_of[value] = unit
                    made.anchors[value] = anchor = _anchor(value, prefix, taken)
                    taken.add(anchor)
            elif key == XML_LANG:
                languages.add(value)
            elif key in SIGNS:
                signed[node] = unit
            elif key == SPAN_TO:
                made.reaching = True
    made.right_to_left = any(map(right_to_left, languages)) or has_right_letters(root)
    made.witnesses = _conspectus(witnesses, belonging) if body else ()
    conspectus = {identifier for node in made.witnesses for identifier in identifiers_in(node)}
    unprinted = {identifier for node in hidden for identifier in identifiers_in(node)} - conspectus
    made.unit_of |= dict.fromkeys(conspectus, body)
    inside = {node for part in hidden for node in part.iter(NOTE)}
    for identifier in unprinted:
        made.unit_of.pop(identifier, None)
    made.taken, made.twice, made.unprinted = frozenset(taken), frozenset(twice), frozenset(unprinted)
    made.attached = attached(root, belonging, made.unit_of)
    moved = made.attached.moved
    for identifier, node in by_id.items():
        if identifier in called and node not in moved:
            if apart(node) and next(node.iterancestors(f"{T}app", f"{T}teiHeader"), None) is None:
                made.apart[identifier] = node
            elif node not in inside and any(model.behaviour == "note" for model in choose(models.get(NOTE, ()), node)):
                made.notes[identifier] = node
    made.moved = moved | frozenset(made.apart.values())
    for note in made.moved - made.attached.hollow:  # where they will be written is known at the end only
        for identifier in identifiers_in(note):
            made.unit_of[identifier] = ""
    if signed or joins:
        _piece_together(made, root, signed, joins, {node for node in belonging if node.tag == NOTE and node not in inside}, models)
    sole, untitled = set[Element](), set[Element]()
    for document in _documents(root, models):
        title, division, printed = _title(document, models)
        if document is root:
            printed = printed and not _hollow(root)
        elif division is not None and title is not None and not _says_title(title, document):  # its one division has another heading: both are shown
            title = division = None
        made.titles |= {title: document} if title is not None else {}
        sole |= {division} if division is not None else set()
        untitled |= {document} if title is None and printed else set()
        made.empty = made.empty or (document is root and not printed)
    side_by_side = [group for group in groups if not behaviours(group, models) & WRAPPERS]
    for text in (text for group in groups if group not in side_by_side for text in group.iterchildren(TEXT) if "section" in behaviours(text, models)):
        title, division, _ = _title(text, models)
        if title is not None:
            made.titles.setdefault(title, text)
        sole |= {division} if division is not None else {text} if title is None else set()
    made.sole, made.untitled = frozenset(sole), frozenset(untitled)
    return made


def _piece_together(made: Plan, root: Element, signed: dict[Element, str], joins: list[Element], notes: set[Element], models: Lookup) -> None:
    """What is in several pieces, and the files that the ids in those go to that are written with the first."""

    def called(node: Element) -> bool:
        """Whether a note has a call in the text."""
        if node not in notes or next(node.iterancestors(APP, f"{T}teiHeader"), None) is not None:
            return False
        return node in made.moved or all(model.behaviour == "note" and model.said("place", node) != "inline" for model in choose(models.get(NOTE, ()), node))

    made.pieces = pieces(root, signed, joins, called)
    for first, rest in made.pieces.joined.items():
        unit = "" if first in made.moved else signed.get(first) or made.unit_of.get(first.get(XML_ID) or "", "")
        for identifier in (identifier for each in rest for identifier in identifiers_in(each)):
            if identifier in made.unit_of:
                made.unit_of[identifier] = unit


def _hides(tag: str, behaviour: str) -> bool:
    """Whether no link can lead into such an element, because no place in the output is its own."""
    return behaviour in ("metadata", "code") or (behaviour == "omit" and tag in BESIDE)


_xml_ids = etree.XPath("descendant-or-self::*/@xml:id")


def identifiers_in(node: Element) -> list[str]:
    """The xml:ids on an element and below it, in reading order."""
    return [str(identifier) for identifier in _xml_ids(node)]


def _anchor(identifier: str, prefix: str, taken: set[str]) -> str:
    """The id in the XHTML: an NCName, with the prefix, and nobody else's."""
    anchor = identifier if tei.NAME.fullmatch(identifier) else re.sub(r"[^\w.\-]", "-", f"d{identifier}")
    if not anchor.startswith(prefix):
        anchor = prefix + anchor
    while anchor in taken or OURS.fullmatch(anchor):
        anchor += "_"
    return anchor


def ascii_name(text: str) -> str:
    """A name that is safe as a file name and an id everywhere: letters without their marks, other signs by number."""
    plain = normalize("NFKD", text)
    safe = "".join(
        sign if sign.isascii() and (sign.isalnum() or sign in "._-") else "" if 0x300 <= ord(sign) < 0x370 else "-" if sign.isascii() else f"u{ord(sign):x}"
        for sign in plain
    )
    return safe if safe[:1].isalpha() else f"d{safe}"


def behaviours(node: Element, models: Lookup) -> frozenset[str]:
    """What would be done with an element."""
    rules = models.get(node.tag)  # type: ignore[arg-type]
    if not rules:
        return NOTHING
    if rules[0].test is None:
        return rules[0].behaviours
    return frozenset(model.behaviour for model in choose(rules, node))


def _divide(root: Element, models: Lookup, sizes: tuple[int, int], units: dict[Element, str], prefix: str) -> dict[Element, Cut]:
    """Which division goes to which file: one each, unless it is short (with the one before) or long (in its parts: divisions, stretches).

    `sizes`: below the first a division is short, above the second long, in bytes of TEI. The first division shares the file of the
    root, if there is little before it.
    """
    least, most = sizes
    used = {units[root].casefold()}
    cuts: dict[Element, Cut] = {}

    def named(node: Element) -> str:
        identifier = node.get(XML_ID)
        name = ascii_name(identifier) if identifier else ascii_name("e" + numbers(node))
        name = unique = name if name.startswith(prefix) else prefix + name
        count = 1
        while unique.casefold() in used:
            count += 1
            unique = f"{name}-{count}"
        used.add(unique.casefold())
        return unique

    def descend(parent: Element, unit: str, length: int, filled: int) -> tuple[str, int, int]:
        """The file that is being filled and how full it is, for a division and for a block that follows, before and after."""
        run = Run(least, most)
        whole = not _divisible(parent, models)
        for node in parent.iterchildren("*"):
            what = behaviours(node, models)
            if what & SPLIT:
                note(run)
                run = Run(least, most)
            if what & SECTIONS:
                size = _size(node, most)
                if "section" not in what and FACSIMILE in (node.tag, parent.tag):
                    size += PICTURE * sum(1 for _ in node.iter(GRAPHIC))
                if length and (length + size > most or size > least or "view" in what):
                    unit, length = named(node), 0
                length += size
                units[node] = unit
                if node.tag == TITLE_PAGE:
                    length = most
                filled = size if node.tag == TITLE_PAGE else length
                if size > most:
                    _, _, filled = descend(node, unit, 0 if "view" in what else most, 0)
                    length = most
            elif what & WRAPPERS:
                unit, length, filled = descend(node, unit, length, filled)
            elif what - {"metadata", "omit"}:
                size = len(etree.tostring(node))
                if length or any(text.strip(tei.BLANK) for text in node.itertext()):
                    length += size
                if not whole and (begun := run.add(node, size, filled, named)) is not None:
                    unit, filled = begun
                    length = filled
                else:
                    filled += size
        note(run)
        return unit, length, filled

    def note(run: Run) -> None:
        begun, found = run.cuts()
        units.update(begun)
        cuts.update(found)

    descend(root, units[root], 0, 0)
    return cuts


def _size(node: Element, most: int) -> int:
    """Bytes of TEI; of what is long by its words alone, bytes of these, which are counted many times sooner."""
    words = len(etree.tostring(node, method="text", encoding="utf-8", with_tail=False))
    return words if words > most else len(etree.tostring(node, with_tail=False))


def _divisible(parent: Element, models: Lookup) -> bool:
    """Whether the children of an element are written once, in their order, in a division: so that a file may begin at one."""
    found = choose(models.get(parent.tag, ()), parent)  # type: ignore[arg-type]
    return len(found) == 1 and "content" not in found[0].params and (found[0].behaviour in WRAPPERS or found[0].behaviour == "section")


def numbers(node: Element) -> str:
    """The address of an element by counting, comments too: ``2.1.3`` is the third child of the first of the second of the root."""
    steps = []
    parent = node.getparent()
    while parent is not None:
        steps.append(str(1 + parent.index(node)))
        node, parent = parent, parent.getparent()
    return ".".join(reversed(steps))


def _conspectus(witnesses: list[Element], belonging: list[Element]) -> tuple[Element, ...]:
    """The outermost lists of witnesses, if the text has an apparatus and they all stand in the header, where nobody would see them."""
    if not any(each.tag == APP for each in belonging) or not all(next(each.iterancestors(f"{T}sourceDesc"), None) is not None for each in witnesses):
        return ()
    return tuple(each for each in witnesses if next(each.iterancestors(LISTS_OF_WITNESSES), None) is None)


def _title(document: Element, models: Lookup) -> tuple[Element | None, Element | None, bool]:
    """The element that is a document's title, its one division if the title is the head of that, and whether anything is printed."""
    heads: list[Element] = []
    sections: list[Element] = []
    poems: list[Element] = []
    views = 0  # of the text, behind it
    others = int(bool((document.text or "").strip(tei.BLANK)))
    for node, what in _top(document, models):
        first = not (sections or others or views)
        if ("heading" in what and node.tag == HEAD) or (first and node.tag == PARAGRAPH and (node.get("rend") or "").lower() == "title"):  # of a word processor
            heads.append(node)
        elif "section" in what:
            sections.append(node)
        elif "view" in what:
            views += 1
        elif what - {"metadata", "omit"} or not what or ("omit" in what and node.getparent() is not document):
            others += 1
            poems += [each for each in node.iterchildren(HEAD) if poem(each)][:1]
    printed = bool(heads or sections or others or views)
    if heads:
        return main_head(heads), None, printed
    if len(poems) == others == 1 and not sections:
        return poems[0], None, printed
    if len(sections) > 1:  # some begin with a division that only bears an id
        sections = [each for each in sections if _says(each)] or sections
    if sections and not others and sections[0].tag != f"{T}titlePage":
        head = main_head(list(sections[0].iterchildren(HEAD)))
        if len(sections) == 1 or (head is not None and head.get("type") == "main"):  # what follows it belongs to it: comments on a text
            return head, sections[0], printed
    for section in sections:
        if section.tag == f"{T}titlePage":
            parts = [part for part in tei.select(section, "t:titlePart | t:docTitle/t:titlePart") if part.get("type", "main") == "main"]
            if parts:
                return parts[0], None, printed
    return None, None, printed


def _hollow(root: Element) -> bool:
    """Whether the text is there for the schema only: no words, and nothing but paragraphs and what holds them. A catalogue of manuscripts has such records."""
    texts = [each for each in root.iterchildren("*") if local(each) != "teiHeader"]
    if local(root) != "TEI" or any(text.strip(tei.BLANK) for each in texts for text in each.itertext()):
        return False
    return all(local(node) in HULLS for each in texts for node in each.iter("*"))


def _says_title(head: Element, document: Element) -> bool:
    """Whether the heading of the one division of a document in a corpus says the document's title: half of its words will do."""
    title = tei.plain(tei.first(document, "t:teiHeader/t:fileDesc/t:titleStmt/t:title"))
    wanted, said = ({word for word in re.findall(r"\w+", text.casefold()) if len(word) > 2} for text in (title, tei.plain(head)))
    return 2 * len(wanted & said) >= len(wanted)


def _says(node: Element) -> bool:
    """Whether there are words or pictures in it."""
    return any(text.strip(tei.BLANK) for text in node.itertext()) or next(node.iter(f"{T}graphic"), None) is not None


def _documents(root: Element, models: Lookup) -> Iterator[Element]:
    """The root, and the documents of a corpus."""
    yield root
    for node, what in _top(root, models):
        if "document" in what:
            yield from _documents(node, models)


def _top(parent: Element, models: Lookup) -> Iterator[tuple[Element, frozenset[str]]]:
    """The children of a document's text, front, body and back, and these themselves if they have words of their own."""
    for node in parent.iterchildren("*"):
        what = behaviours(node, models)
        if what & WRAPPERS and "document" not in what:
            if any((text or "").strip(tei.BLANK) for text in (node.text, *(child.tail for child in node))):
                yield node, frozenset({"stray"})
            yield from _top(node, models)
        else:
            yield node, what


def main_head(heads: list[Element]) -> Element | None:
    """Of several heads the one that heads: the first that is no subtitle."""
    return next((head for head in heads if head.get("type") not in ("sub", "desc", "short")), heads[0] if heads else None)


def prefixes(names: list[str]) -> list[str]:
    """A prefix for each document of an edition ("letter-"), none for a document alone.

    No prefix begins with another, so that ids can never meet: beside ``letter-two`` the document ``letter`` gets ``letter--``.
    """
    if len(names) == 1:
        return [""]
    found: list[str] = []
    for name in names:
        prefix, count = f"{ascii_name(name)}-", 1
        while prefix.casefold() in map(str.casefold, found):
            count += 1
            prefix = f"{ascii_name(name)}-{count}-"
        found.append(prefix)
    for _ in range(3):
        found = [f"{prefix}-" if _begins(prefix, position, found) else prefix for position, prefix in enumerate(found)]
    if any(_begins(prefix, position, found) for position, prefix in enumerate(found)):  # names like "a" and "a-" and "a--"
        found = [f"d{position}.{prefix}" for position, prefix in enumerate(found, 1)]
    return found


def _begins(prefix: str, position: int, found: list[str]) -> bool:
    return any(other.casefold().startswith(prefix.casefold()) for at, other in enumerate(found) if at != position)

"""What is known of a document before a word of it is written: files, ids, titles, and notes that stand elsewhere.

One pass over the tree. So every link is final when it is written, whether its target comes before or after it.
"""

from __future__ import annotations

from dataclasses import dataclass, field

from edition.render.attachments import KINDS, Attachments, apart, attached
from edition.render.identifiers import OURS, anchor_of, ascii_name, identifiers_in
from edition.render.language import has_right_letters, right_to_left
from edition.render.odd import WRAPPERS, Lookup, behaviours, choose
from edition.render.pieces import JOIN, SIGNS, Pieces, pieces
from edition.render.stretches import Cut
from edition.render.titles import documents, hollow, says_title, title_of
from edition.render.units import divide
from edition.tei import XML_ID, XML_LANG, Element, T

TEXT, GROUP = f"{T}text", f"{T}group"
BODIES = frozenset({f"{T}body", GROUP})
BESIDE = frozenset(f"{T}{name}" for name in ["standOff", "facsimile", "sourceDoc", "xenoData"])  # what stands beside the text
NOTE, REFERENCES = f"{T}note", frozenset({f"{T}ref", f"{T}ptr"})
TELLING = frozenset({XML_ID, XML_LANG, "spanTo"}) | SIGNS  # attributes that say something of the whole document
SPAN_TO, REACHING = "spanTo", frozenset({f"{T}undo", f"{T}redo", f"{T}transpose"})  # what reaches from one place to another
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
    cuts = {} if one_file else divide(root, models, sizes, units, prefix)
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
                    made.anchors[value] = anchor = anchor_of(value, prefix, taken)
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
    for document in documents(root, models):
        title, division, printed = title_of(document, models)
        if document is root:
            printed = printed and not hollow(root)
        elif division is not None and title is not None and not says_title(title, document):  # its one division has another heading: both are shown
            title = division = None
        made.titles |= {title: document} if title is not None else {}
        sole |= {division} if division is not None else set()
        untitled |= {document} if title is None and printed else set()
        made.empty = made.empty or (document is root and not printed)
    side_by_side = [group for group in groups if not behaviours(group, models) & WRAPPERS]
    for text in (text for group in groups if group not in side_by_side for text in group.iterchildren(TEXT) if "section" in behaviours(text, models)):
        title, division, _ = title_of(text, models)
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


def _conspectus(witnesses: list[Element], belonging: list[Element]) -> tuple[Element, ...]:
    """The outermost lists of witnesses, if the text has an apparatus and they all stand in the header, where nobody would see them."""
    if not any(each.tag == APP for each in belonging) or not all(next(each.iterancestors(f"{T}sourceDesc"), None) is not None for each in witnesses):
        return ()
    return tuple(each for each in witnesses if next(each.iterancestors(LISTS_OF_WITNESSES), None) is None)

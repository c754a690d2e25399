"""The renderer's laws, on random TEI: anything in anything, valid or not.

Well-formed output with HTML's nesting kept, no word lost, no dead link, each id once; the tree as it was; the same ids in all media.
"""

from __future__ import annotations

from random import Random

from hypothesis import given, settings
from hypothesis import strategies as st
from lxml import etree
from render_judge import document, edition_of, faults

from edition.model import Document
from edition.render import render_all
from edition.render.identifiers import prefixes
from edition.render.odd import ELEMENTS as NAMED
from edition.tei import XML_ID, XML_LANG, Element, T

NAMES = (
    "p ab div list item label head table row cell note note note hi seg quote q cit lg l sp speaker stage choice sic corr supplied surplus gap app lem rdg ref ptr "
    "pb lb cb anchor milestone fw figure figDesc graphic title persName foreign floatingText body entry form sense zone line bibl listBibl castList castItem "
    "titlePage titlePart teiHeader desc formula g text group front TEI wibble "
    "app rdgGrp witDetail wit listApp lacunaStart witEnd listWit witness standOff noteGrp span link listAnnotation annotation"
).split()
EMPTY = frozenset("pb lb cb anchor graphic ptr milestone lacunaStart witEnd link".split())
CHANCES = (("rend", ("italic", "a b", "x(y)", "inline")), ("type", ("notes", "chapter", "sub", "ordered")), ("role", ("label",)), ("n", ("3",)), ("ref", ("#r",)))


CRITICAL = (
    "p p ab div lg l app app app lem lem rdg rdg rdgGrp note note seg hi standOff listApp noteGrp annotation listAnnotation span link anchor lb supplied surplus unclear gap "
    "ex abbr expan choice sic corr ruby rb rt witDetail wit lacunaStart head table row cell list item milestone pb del add space w listWit witness ref ptr"
).split()  # an edition with an apparatus, or of an inscription
CRITICAL_CHANCES = (
    ("from", ("#x2", "#x9", "#x4")), ("to", ("#x5", "#x11")), ("corresp", ("#x3", "#x8")), ("loc", ("3", "9", "1.2")), ("wit", ("#x4 #B", "C")), ("n", ("3", "5", "1")),
    ("reason", ("lost", "omitted", "illegible")), ("cert", ("low",)), ("quantity", ("3", "12")), ("unit", ("line", "character")), ("type", ("edition", "notes", "fontes")),
    ("place", ("above",)), ("hand", ("#x1",)), ("cause", ("haste",)), ("varSeq", ("1", "2")),
)  # fmt: skip

EVERY = [name for name in sorted(NAMED) if name not in ("teiHeader", "TEI", "teiCorpus", "standOff", "egXML", "eg")]  # of TEI, whether or not it has a model
OFTEN = "p div note choice sic corr orig reg abbr expan table row cell app lem rdg surface zone line list item lg l sp hi seg".split()
ALL_CHANCES = (*CHANCES, *CRITICAL_CHANCES, ("url", ("a.png",)), ("cols", ("2", "0", "x")), ("rows", ("3", "-1")), ("key", ("k",)), ("unit", ("rule",)))


def element(random: Random, depth: int, made: list[str], names: list[str] = NAMES, chances: tuple[tuple[str, tuple[str, ...]], ...] = CHANCES) -> Element:
    """One element with what is in it; each word occurs once in the document."""
    node = etree.Element(T + random.choice(names))
    if random.random() < 0.3:
        made.append(f"x{len(made)}")
        node.set(XML_ID, "x1" if random.random() < 0.05 else made[-1])
    for name, values in chances:
        if random.random() < 0.1:
            node.set(name, random.choice(values))
    if random.random() < 0.3:
        node.set("target", f"#x{random.randrange(30)}")
    if random.random() < 0.05:
        node.set(XML_LANG, random.choice(("ar", "en", "x_y z")))
    if etree.QName(node).localname in EMPTY:
        return node
    if random.random() < 0.6:
        node.text = f" {word(made)} "
    for _ in range(random.randrange(4) if depth else 0):
        child = element(random, depth - 1, made, names, chances)
        node.append(child)
        if random.random() < 0.5:
            child.tail = f" {word(made)} "
    return node


def word(made: list[str]) -> str:
    made.append("")
    return f"w{len(made)}"


def tei_document(random: Random, name: str, *, critical: bool = False) -> Document:
    root = etree.Element(f"{T}TEI")
    body = etree.SubElement(etree.SubElement(root, f"{T}text"), f"{T}body")
    made: list[str] = []
    kind = (CRITICAL, CRITICAL_CHANCES) if critical else (NAMES, CHANCES)
    body.extend(element(random, 4, made, *kind) for _ in range(random.randrange(1, 6)))
    return document(etree.tostring(root), name)


def tei_whole(random: Random, name: str) -> Document:
    """A document with all that may stand beside a text, of any elements of TEI."""
    root = etree.Element(f"{T}TEI")
    made: list[str] = []
    kind = ([*EVERY, *OFTEN * 8], ALL_CHANCES)

    def fill(parent: Element, most: int) -> Element:
        parent.extend(element(random, 3, made, *kind) for _ in range(random.randrange(most)))
        return parent

    if random.random() < 0.4:
        root.append(fill(etree.Element(f"{T}standOff"), 4))
    if random.random() < 0.3:
        root.append(fill(etree.Element(f"{T}facsimile"), 3))
    if random.random() < 0.4:
        root.append(fill(etree.Element(f"{T}sourceDoc"), 5))
    if random.random() < 0.9:
        text = etree.SubElement(root, f"{T}text")
        for part, chance in (("front", 0.4), ("body", 1), ("back", 0.4)):
            if random.random() < chance:
                text.append(fill(etree.Element(f"{T}{part}"), 6))
    return document(etree.tostring(root), name)


@settings(max_examples=40, deadline=None)
@given(st.integers(0, 2**32), st.sampled_from(("print", "epub", "web")), st.sampled_from(("reading", "diplomatic")))
def test_nothing_is_lost_of_any_element_of_tei_and_of_what_stands_beside_a_text(seed: int, medium: str, reading: str) -> None:
    random = Random(seed)
    assert list(faults(edition_of(tei_whole(random, "sample"), choice=reading), medium)) == []


@settings(max_examples=60, deadline=None)
@given(st.randoms(use_true_random=False), st.sampled_from(("print", "epub", "web")), st.sampled_from(("reading", "diplomatic")))
def test_nothing_is_lost_and_the_markup_is_html(random: Random, medium: str, reading: str) -> None:
    assert list(faults(edition_of(tei_document(random, "sample"), choice=reading), medium)) == []


@settings(max_examples=40, deadline=None)
@given(
    st.randoms(use_true_random=False), st.sampled_from(("print", "epub", "web")), st.sampled_from(("calls", "lines")), st.sampled_from(("leiden", "critical", "none", "auto")),
    st.sampled_from(("", "x4")),
)  # fmt: skip
def test_nothing_is_lost_of_an_apparatus_and_of_what_stands_beside_the_text(random: Random, medium: str, apparatus: str, brackets: str, witness: str) -> None:
    made = edition_of(tei_document(random, "sample", critical=True), apparatus=apparatus, brackets=brackets, witness=witness)
    assert list(faults(made, medium)) == []


@settings(max_examples=10, deadline=None)
@given(st.randoms(use_true_random=False), st.sampled_from(("print", "epub", "web")))
def test_documents_with_the_same_ids_do_not_meet(random: Random, medium: str) -> None:
    first = tei_document(random, "one")
    assert list(faults(edition_of(first, document(first.data, "two"), tei_document(random, "three")), medium)) == []


@settings(max_examples=20, deadline=None)
@given(st.randoms(use_true_random=False))
def test_rendering_changes_no_tree_and_gives_the_same_ids_in_all_media(random: Random) -> None:
    edition = edition_of(tei_document(random, "sample"))
    [each] = edition.all
    assert each.tree is not None
    before = etree.tostring(each.tree)
    printed, *others = (render_all(edition, medium)[0] for medium in ("print", "epub", "web"))
    assert etree.tostring(each.tree) == before
    for other in others:
        assert [entry.id for entry in printed.headings] == [entry.id for entry in other.headings]
        assert [entry.id for entry in printed.corrections] == [entry.id for entry in other.corrections]
        assert [(note.id, note.mark) for notes in printed.notes.values() for note in notes] == [(note.id, note.mark) for notes in other.notes.values() for note in notes]
        assert {anchor for anchor in printed.ids if "-call" not in anchor} == {anchor for anchor in other.ids if "-call" not in anchor}


@given(st.lists(st.text("aA-b1é", min_size=1, max_size=5), min_size=2, max_size=6))
def test_no_prefix_begins_with_another(names: list[str]) -> None:
    found = [prefix.casefold() for prefix in prefixes(names)]
    assert len(found) == len(names)
    assert not [(one, other) for at, one in enumerate(found) for to, other in enumerate(found) if at != to and other.startswith(one)]

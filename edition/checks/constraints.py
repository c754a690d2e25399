"""6. What TEI's schema takes and TEI's model does not: blocks in blocks, elements without or with too many of a part, elements out of their place.

These are the constraints that TEI says in Schematron, as far as they are about texts (those about ODD files are left to an ODD processor).
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from edition import tei
from edition.checks.survey import survey
from edition.model import Document, Finding, Severity
from edition.rules import Scope, check, finding

MAY_HOLD_P = "exemplum item note q quote remarks said sp stage cell figure"  # in a paragraph, these may have paragraphs of their own
USUAL = "[not(parent::t:div or parent::t:body)]"  # what stands there is in no block, or the division is at fault: most need not be looked at further
FREE = "ancestor::t:floatingText"


@dataclass(frozen=True)
class Nested:
    """`inner` below `outer`, unless the XPath holds for it."""

    inner: str
    outer: str
    unless: str
    hint: str


NESTED = (
    Nested("p", "p ab", " or ".join((FREE, *(f"parent::t:{name}" for name in MAY_HOLD_P.split()))), "End the outer one before it, or put the inner one into a <quote>, <note> or <floatingText>."),
    Nested("p", "l", f"{FREE} or parent::t:figure or parent::t:note", "A line of verse holds words: let it end before the paragraph."),
    Nested("ab", "l", f"{FREE} or parent::t:figure or parent::t:note", "A line of verse holds words: let it end before the block."),
    Nested("div", "l", FREE, "A line of verse holds words: let it end before the division."),
    Nested("div", "p ab", FREE, "A division holds paragraphs: end the outer block before it, or use a <floatingText>."),
    Nested("l", "l", "", "One line holds no other: for parts of a line use <seg>, for lines in a note of it <note>."),
    Nested("lg", "l", "", "A line holds no stanza: end the line before it."),
    Nested("s", "s", "", "One sentence holds no other: use <seg> or <cl> for the inner one."),
)


@check("TXT007", Severity.ERROR, source="TEI #COPA; #COVE; #AILC", reads="bytes")
def nested_block(document: Document, scope: Scope) -> Iterator[Finding]:
    """A block in a block that holds words: a paragraph in a paragraph, a division in a line.

    The schema lets it pass, since it sees only the parent; TEI's model has divisions of blocks, and blocks of words. An output has no way to show it.

    Bad:  <p>Words <hi><seg>and <s>one <s>two</s></s></seg></hi>.</p>
    Bad:  <ab>Words <app><rdg><p>and others</p></rdg></app>.</ab>
    Good: <p>Words <quote><p>and others</p></quote>.</p>
    """
    known = survey(document)
    told = set()  # a paragraph in a line that is in a paragraph is one fault
    for row in NESTED:
        if not known.may_stand_in(row.inner, *row.outer.split()):
            continue
        above = " or ".join(f"ancestor::t:{name}" for name in row.outer.split())
        for node in tei.select(known.root, f"//t:{row.inner}{USUAL}[{above}]" + (f"[not({row.unless})]" if row.unless else "")):
            outer = next(each for each in node.iterancestors(*(f"{tei.T}{name}" for name in row.outer.split())))
            if not row.unless and row.inner != "s" and any(each is not outer and outer in each.iterancestors() for each in node.iterancestors(f"{tei.T}note")):
                continue
            if node not in told:
                told.add(node)
                yield finding(document, node, f"<{row.inner}> stands inside of <{tei.local(outer)}>", row.hint)


@dataclass(frozen=True)
class Part:
    """Elements for which an XPath holds are at fault: what is said of them."""

    element: str
    fault: str
    message: str
    hint: str


WANTING = (
    Part("list", "@type = 'gloss' and not(t:label)", 'a list of type "gloss" without <label>', "Put a <label> before each <item>: the word that it explains."),
    Part("lg", "not(descendant::t:lg or descendant::t:l or descendant::t:gap)", "<lg> without a line", "Put each line into <l>; what is lost is <gap/>."),
    Part("subst", "not(t:add and (t:del or t:surplus))", "<subst> without both <add> and <del>",
         "What was struck out goes into <del>, what was put in its place into <add>. Without the other, one of them needs no <subst>."),
    Part("relatedItem", "not(@target or *)", "<relatedItem> that names nothing", "Add target=\"#…\", or a <bibl>."),
    Part("quotation", "not(@marks or t:p)", "<quotation> that says nothing", 'Add marks="all", "some" or "none", or a <p> on what was done with the quotation marks.'),
    Part("msIdentifier", "not(parent::t:msPart) and normalize-space() = ''", "<msIdentifier> without words", "Name the <repository> and the <idno>, or a <location>."),
)  # fmt: skip
TWICE = (
    Part("rdgGrp", "count(t:lem) > 1", "<rdgGrp> with more than one <lem>", "One reading of a group is its lemma: make <rdg> of the others."),
    Part("relatedItem", "@target and *", "<relatedItem> has both @target and content", "Keep one of the two."),
    *(Part("dimensions", f"count(t:{name}) > 1", f"<dimensions> with more than one <{name}>", "Write a second <dimensions> for other leaves.") for name in ("width", "height", "depth")),
    *(Part(name, f"preceding-sibling::t:{name} and not(following-sibling::t:{name})", f"a second <{name}> in one description", "Put all into one.")
      for name in ("msContents", "physDesc", "history", "additional")),
)  # fmt: skip
OUTSIDE = (
    *(Part(name, "not(ancestor::t:msDesc)", f"<{name}> outside of <msDesc>", "It describes a manuscript. In the text itself it is <fw>: <fw type=\"catch\">, <fw type=\"sig\">.")
      for name in ("catchwords", "secFol", "signatures")),
    *(Part(name, "ancestor::t:facsimile and text()[normalize-space()]", f"words in a <{name}> of a <facsimile>", "A facsimile is of pictures: transcribe in <sourceDoc> or in <text>.")
      for name in ("line", "zone")),
)  # fmt: skip


def _faulty(document: Document, rows: tuple[Part, ...]) -> Iterator[Finding]:
    known = survey(document)
    for row in rows:
        if f"{tei.T}{row.element}" in known.names:
            for node in tei.select(known.root, f"//t:{row.element}[{row.fault}]"):
                yield finding(document, node, row.message, row.hint)


@check("TXT009", Severity.ERROR, source="TEI #ST", reads="bytes")
def part_missing(document: Document, scope: Scope) -> Iterator[Finding]:
    """An element without the part that it is there for: a stanza without a line, a glossary without a word, a substitution of one thing.

    Bad:  <list type="gloss"><item>A boat</item></list>
    Bad:  <lg><head>A song</head></lg>
    Bad:  <p>I <subst><del>was</del></subst> there.</p>
    Good: <list type="gloss"><label>skiff</label><item>A boat</item></list>
    Good: <p>I <subst><del>was</del><add>am</add></subst> there.</p>
    """
    yield from _faulty(document, WANTING)


@check("TXT010", Severity.ERROR, source="TEI #ST", reads="bytes")
def part_twice(document: Document, scope: Scope) -> Iterator[Finding]:
    """A part of which an element has one, and here has several: two lemmas of one group, two heights of one leaf.

    Bad:  <app><rdgGrp><lem>a</lem><lem>b</lem></rdgGrp></app>
    Good: <app><rdgGrp><lem>a</lem><rdg>b</rdg></rdgGrp></app>
    """
    yield from _faulty(document, TWICE)


@check("TXT011", Severity.ERROR, source="TEI #ST", reads="bytes")
def out_of_its_place(document: Document, scope: Scope) -> Iterator[Finding]:
    """An element that belongs into the description of a manuscript, in the text; or words in a facsimile.

    Bad:  <p>Words <catchwords>and</catchwords></p>
    Good: <p>Words <fw type="catch">and</fw></p>
    """
    yield from _faulty(document, OUTSIDE)



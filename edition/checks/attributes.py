"""6. Attributes that do not go together, or not with their element, though TEI's schema takes them: what TEI's Schematron says of texts, and habits.

No tree is built for a file in whose bytes none of the names in question stands.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, replace

from edition import tei
from edition.checks.survey import Shape, survey
from edition.model import Document, Finding, Severity, Subject
from edition.rules import Scope, check, finding, quoted
from edition.tei import Element

WIDE = (b"\xff\xfe", b"\xfe\xff", b"<\0", b"\0<")  # UTF-16, where names are not found so
XML = f"{{{tei.XML_NAMESPACE}}}"


def _concerns(document: Document, *names: str) -> bool:
    """Whether one of the names may stand in the file (``from=``: as an attribute), and the file can be read."""
    data = document.data
    there = data[:2] in WIDE or any(re.search(name[:-1].encode() + rb"\s*=", data) if name.endswith("=") else name.encode() in data for name in names)
    return there and bool(survey(document).names)


def _about(found: Finding, attribute: str, value: str = "") -> Finding:
    return replace(found, subject=Subject(attribute, value))


@check("ATT005", Severity.QUERY, source="TEI #STGA", reads="bytes")
def empty_value(document: Document, scope: Scope) -> Iterator[Finding]:
    """An attribute with nothing in it.

    It says neither that there is no value nor what it would be; programs that look for the attribute find it. An empty xml:lang has a meaning and is not asked about.

    Bad:  <p n="">Words.</p>
    Good: <p>Words.</p>
    Good: <p xml:lang="">Words.</p>
    """
    if not re.search(rb"=\s*(?:\"\s*\"|'\s*')", document.data) and document.data[:2] not in WIDE:
        return
    for node in tei.select(document.tree, "//t:*[@*[normalize-space() = '']]") if document.tree is not None else ():
        for attribute, value in node.items():
            if not value.strip(tei.BLANK) and not str(attribute).startswith(XML):
                name = str(attribute).rpartition("}")[2]
                yield _about(finding(document, node, f"@{name} is empty on <{tei.local(node)}>", "Take the attribute away, or write its value."), name, value)


@check("ATT006", Severity.ERROR, source="TEI #STECAT", reads="bytes", elsewhere=Severity.QUERY)
def subtype_without_type(document: Document, scope: Scope) -> Iterator[Finding]:
    """A kind of a kind that is not said: @subtype without @type.

    Bad:  <p><name subtype="river">Thames</name></p>
    Good: <p><name type="place" subtype="river">Thames</name></p>
    """
    if not _concerns(document, "subtype"):
        return
    for node in survey(document).shaped(lambda name, has: "subtype" in has and "type" not in has):
        message = f"<{tei.local(node)}> has a @subtype ({quoted(node.get('subtype') or '')}) and no @type"
        yield finding(document, node, message, 'Add type="…", of which it is a kind; or call it @type.')


@dataclass(frozen=True)
class Apart:
    """`one` does not go with any of `others`, on elements of these names ("": all)."""

    elements: str
    one: str
    others: str
    hint: str


DAY = "One day is @when; a span of time is @from and @to; a day that is not known is @notBefore and @notAfter."
APART = (
    Apart("", "when", "notBefore notAfter from to", DAY),
    Apart("", "from", "notBefore", DAY),
    Apart("", "to", "notAfter", DAY),
    Apart("ptr ref", "target", "cRef", "@target is an address, @cRef a citation that the header's refsDecl resolves: keep the one that leads there."),
    Apart("span", "target", "from to", "@from and @to are the ends of a passage, @target is the passage itself: keep one of the two ways."),
    Apart("rt", "target", "from to", "@from and @to are the ends of the words, @target is the element with them: keep one of the two ways."),
    Apart("relation", "active", "mutual", "A relation from one to another has @active and @passive; one of equals has @mutual."),
)


@check("ATT007", Severity.ERROR, source="TEI #CONADA", reads="bytes")
def attributes_that_exclude_each_other(document: Document, scope: Scope) -> Iterator[Finding]:
    """Two attributes that say the same thing in two ways, on one element.

    If they agree one is idle; if not, nobody knows which counts. TEI lets an element have either.

    Bad:  <p><date when="1871-05-03" notBefore="1871">3 May</date></p>
    Bad:  <p>See <ref target="#p1" cRef="Gen 1">there</ref>.</p>
    Good: <p><date when="1871-05-03">3 May</date></p>
    Good: <p><date notBefore="1871-05-03" notAfter="1871-05-05">early in May</date></p>
    """
    if not _concerns(document, "notBefore", "notAfter", "cRef", "mutual", "from=", "to="):
        return
    for row in APART:
        others, elements = row.others.split(), row.elements.split()

        def both(name: str, has: Shape, one: str = row.one, others: list[str] = others, elements: list[str] = elements) -> bool:
            return one in has and any(other in has for other in others) and (not elements or name in elements)

        for node in survey(document).shaped(both):
            besides = " and ".join(f"@{other}" for other in others if node.get(other) is not None)
            yield finding(document, node, f"<{tei.local(node)}> has @{row.one}, and {besides} too", row.hint)


@check("ATT008", Severity.QUERY, source="TEI #STGAre", reads="bytes")
def rend_and_rendition(document: Document, scope: Scope) -> Iterator[Finding]:
    """Elements that say how they looked by @rend, and elements that say it by @rendition, in one document.

    TEI allows both; who renders the text then has two vocabularies to learn. Said once for a document.

    Bad:  <p><hi rend="italic">One</hi> and <hi rendition="#i">another</hi>.</p>
    Good: <p><hi rend="italic">One</hi> and <hi rend="bold">another</hi>.</p>
    """
    if not _concerns(document, "rendition"):
        return
    in_text = [[node for node in survey(document).having(name) if any(True for _ in node.iterancestors(f"{tei.T}text"))] for name in ("rend", "rendition")]
    if all(in_text):
        less = min(in_text, key=len)
        name = "rend" if less is in_text[0] else "rendition"
        other = "rendition" if name == "rend" else "rend"
        message = f"@{name} stands on {len(less)} elements, and @{other} on {max(map(len, in_text))}"
        yield finding(document, less[0], message, f"Say all of it by @{other}.")


@dataclass(frozen=True)
class Needs:
    """On elements of these names ("": all), `one` needs one of `others`; where `one` is "", the element itself does."""

    elements: str
    one: str
    others: str
    hint: str


END = 'Add spanTo="#…" with the xml:id of the place where it ends.'
NEEDS = (
    Needs("", "targetLang", "target", "@targetLang is the language of what @target leads to."),
    Needs("", "schemeVersion", "scheme", 'Add scheme="css".'),
    Needs("rt", "from", "to", "Add the other end."),
    Needs("rt", "to", "from", "Add the other end."),
    Needs("span", "to", "from", "Add where it begins."),
    Needs("relation", "passive", "active", "Add from whom the relation goes out: active=\"#…\"."),
    Needs("relation", "", "name ref key", 'Add name="…": what the relation is.'),
    Needs("addSpan damageSpan delSpan", "", "spanTo", END),
    Needs("shift", "", "new", 'Add new="…", or new="normal" where it ends.'),
)


@check("ATT009", Severity.ERROR, source="TEI #ST", reads="bytes")
def attribute_without_its_partner(document: Document, scope: Scope) -> Iterator[Finding]:
    """An element or an attribute that says nothing without another attribute, which is not there.

    The schema cannot ask for it, because it is only needed here.

    Bad:  <listRelation><relation active="#a" passive="#b"/></listRelation>
    Bad:  <p><delSpan/>Struck out.</p>
    Bad:  <p>See <ref targetLang="fr">there</ref>.</p>
    Good: <listRelation><relation name="parent" active="#a" passive="#b"/></listRelation>
    """
    if not _concerns(document, "targetLang", "schemeVersion", "relation", "Span", "shift", "<rt", ":rt", "to="):
        return
    for row in NEEDS:
        others, elements = row.others.split(), row.elements.split()

        def alone(name: str, has: Shape, one: str = row.one, others: list[str] = others, elements: list[str] = elements) -> bool:
            return (not one or one in has) and not any(other in has for other in others) and (name in elements if elements else name != "schemaSpec")

        for node in survey(document).shaped(alone):
            wanted = " or ".join(f"@{other}" for other in others)
            subject = f"<{tei.local(node)}> has @{row.one} and no {wanted}" if row.one else f"<{tei.local(node)}> has no {wanted}"
            yield finding(document, node, subject, row.hint)


@check("ATT010", Severity.ERROR, source="TEI #SAPT", reads="bytes")
def wrong_number_of_pointers(document: Document, scope: Scope) -> Iterator[Finding]:
    """A link or a join of fewer than two things, or an end of a span that is two places.

    Bad:  <p><seg xml:id="a">One</seg><linkGrp><link target="#a"/></linkGrp></p>
    Good: <p><seg xml:id="a">One</seg><seg xml:id="b">two</seg><linkGrp><link target="#a #b"/></linkGrp></p>
    """
    if not _concerns(document, "<link", "<join", "<span", ":link", ":join", ":span"):
        return
    for node in survey(document).each("link", "join", "span"):
        name = tei.local(node)
        if name == "span":
            for attribute in ("from", "to"):
                if len((node.get(attribute) or "").split()) > 1:
                    yield _about(finding(document, node, f"@{attribute} of <span> names more than one place", "Name the one at which the passage begins or ends."), attribute)
        elif len((node.get("target") or "").split()) < 2:
            yield finding(document, node, f"<{name}> connects fewer than two things", 'Name all of them in @target, with spaces between: target="#a #b".')


@check("ATT011", Severity.ERROR, source="TEI #ST", reads="bytes")
def value_of_another_place(document: Document, scope: Scope) -> Iterator[Finding]:
    """An attribute or a value that the schema takes here, and that means something in another place only.

    So are: @calendar without words that would be in that calendar; @generatedBy outside of a <post>; a style language of a version that is not free; an apparatus
    outside of the text that is said to be parallel; the path of a citeStructure that begins where it cannot; a closed line, which is a zone.

    Bad:  <p><date when="1871-05-03" calendar="#julian"/></p>
    Good: <p><date when="1871-05-15" calendar="#julian">3 May 1871</date></p>
    """
    if not _concerns(document, "calendar", "generatedBy", "schemeVersion", "<variantEncoding", "<citeStructure", "<path", ":variantEncoding", ":citeStructure", ":path"):
        return
    known = survey(document)
    for node in known.having("calendar"):
        if not "".join(node.itertext()).strip(tei.BLANK):
            yield _about(finding(document, node, f"@calendar on <{tei.local(node)}>, which has no words", "It says in which calendar the words are; @when is always Gregorian. Take it away."), "calendar")
    for node in known.having("generatedBy"):
        if tei.local(node) != "post" and not any(True for _ in node.iterancestors(f"{tei.T}post")):
            yield _about(finding(document, node, f"@generatedBy on <{tei.local(node)}>, which is in no <post>", "It says who made a part of a <post>. Take it away."), "generatedBy")
    for node in known.having("schemeVersion"):
        if node.get("scheme") == "free":
            yield _about(finding(document, node, f'<{tei.local(node)}> has @schemeVersion, and scheme="free" has no versions', "Take it away, or name the language in @scheme."), "schemeVersion")
    for node in known.each("variantEncoding"):
        if node.get("location") == "external" and node.get("method") == "parallel-segmentation":
            yield _about(finding(document, node, 'location="external" does not go with method="parallel-segmentation"', 'Such an apparatus stands in the text: location="internal".'), "location")
    for node in known.each("citeStructure"):
        yield from _cited(document, node)
    for node in known.each("path"):
        pairs = [_pair(each) for each in (node.get("points") or "").split()]
        if len(pairs) > 1 and pairs[0] is not None and pairs[0] == pairs[-1]:
            yield _about(finding(document, node, "<path> ends where it begins", "A closed line is a <zone> with these @points."), "points")


def _cited(document: Document, node: Element) -> Iterator[Finding]:
    inner = (parent := node.getparent()) is not None and tei.local(parent) == "citeStructure"
    match = node.get("match")
    if match is not None and match.startswith("/") == inner:
        wanted = "counts from the outer one: it does not begin with /" if inner else "begins at the root: with /"
        yield _about(finding(document, node, f"@match of this <citeStructure> {wanted}", f"Write match={quoted(match.lstrip('/') if inner else '//' + match)}."), "match", match)


def _pair(point: str) -> tuple[float, float] | None:
    x, _, y = point.partition(",")
    try:
        return float(x), float(y)
    except ValueError:
        return None


SUPERSEDED = {"superEntry": ("2027-03-07", "An <entry> may stand in an <entry>: write <entry> for the outer one too.")}  # TEI P5, validUntil


@check("RNG009", Severity.QUERY, source="TEI #DIBO", reads="bytes")
def deprecated_element(document: Document, scope: Scope) -> Iterator[Finding]:
    """An element that TEI will take away, on a day that is set.

    The file is valid now, and will not be by a later version of the schema.

    Bad:  <superEntry><entry><form><orth>kite</orth></form></entry></superEntry>
    Good: <entry><entry><form><orth>kite</orth></form></entry></entry>
    """
    if not _concerns(document, *SUPERSEDED):
        return
    for node in survey(document).each(*SUPERSEDED):
        day, hint = SUPERSEDED[tei.local(node)]
        yield finding(document, node, f"<{tei.local(node)}> is not valid in TEI from {day} on", hint)

"""6. What TEI's schema allows and no reader wants: alternatives without an alternative, elements with nothing in them."""

from __future__ import annotations

from collections.abc import Iterator

from edition import tei
from edition.checks.survey import survey
from edition.model import Document, Finding, Severity
from edition.rules import Scope, check, finding, quoted
from edition.tei import Element

PAIRS = (("sic", "corr"), ("orig", "reg"), ("abbr", "expan"))
MUST_HOLD = ("head", "p", "l", "item")
SPACES = "\u00a0\u2002\u2003\u2009\u202f"
DIVISIONS = ("div", *(f"div{level}" for level in range(1, 8)))
DESCRIBED = ("person", "org", "place", "event", "object", "bibl", "biblStruct", "msDesc", "witness", "category", "entry", "entryFree")  # a note in one of these says what it is
LONG = 40  # characters: a note of that length is not said twice by chance
ALIKE = ("unclear", "seg", "choice", "supplied", "am", "ex")  # alternatives of one kind, or in parts


@check("TXT001", Severity.ERROR, source="TEI #COED", elsewhere=Severity.QUERY)
def incomplete_choice(document: Document, scope: Scope) -> Iterator[Finding]:
    """A choice in which one of the pair is missing.

    A choice gives two readings of one place: as it stands and as it should be. With one of them it says nothing, and one of the views has a hole.

    Bad:  <p>I <choice><sic>recieve</sic></choice> it.</p>
    Good: <p>I <choice><sic>recieve</sic><corr>receive</corr></choice> it.</p>
    """
    for choice in survey(document).each("choice"):
        names = [tei.local(child) for child in choice.iterchildren("*")]
        if any(one in names and other in names for one, other in PAIRS) or sum(name in ALIKE for name in names) > 1:
            continue
        if not names:
            yield finding(document, choice, "<choice> is empty", "Take it away, or write both readings.")
            continue
        wanted = {one: other for pair in PAIRS for one, other in (pair, pair[::-1])}.get(names[0])
        yield finding(document, choice, f"<choice> has <{names[0]}> and no {f'<{wanted}>' if wanted else 'other reading'}",
                      f"Add the other reading{f' in <{wanted}>' if wanted else ''}, or take <choice> away.")  # fmt: skip


@check("TXT002", Severity.QUERY, source="TEI #DS")
def empty_element(document: Document, scope: Scope) -> Iterator[Finding]:
    """A heading, paragraph, line or list item with nothing in it.

    It makes a gap on the page, or an entry without words in the contents; often something was lost there.

    Bad:  <div><head/><p>Words.</p></div>
    Bad:  <lg><l>One line</l><l> </l></lg>
    Good: <lg><l>One line</l><l><gap reason="illegible"/></l></lg>
    """
    names = " or ".join(f"self::t:{name}" for name in MUST_HOLD)
    for node in tei.select(survey(document).root, f"//*[{names}][not(*[not(self::t:lb)])][translate(normalize-space(), '{SPACES}', '') = ''][ancestor::t:text]"):
        yield finding(document, node, f"<{tei.local(node)}> is empty", "Take it away, or write what is missing: <gap/> where the source has lost it.")


@check("TXT008", Severity.QUERY, source="TEI #DSHD")
def skipped_heading(document: Document, scope: Scope) -> Iterator[Finding]:
    """A division without a heading, between one that has a heading and one below that has.

    In the outputs the headings go from the first level to the third; a screen reader's list of headings has a hole there, and a PDF/UA test finds it.

    Bad:  <div><head>One</head><div><div><head>A part of a part</head><p>Words.</p></div></div></div>
    Good: <div><head>One</head><div><head>A part</head><p>Words.</p></div></div>
    Good: <div><head>One</head><div><p>Words.</p></div></div>
    """
    known = survey(document)
    for node in known.each(*DIVISIONS):
        parent = node.getparent()
        if parent is None or tei.local(parent) not in DIVISIONS or parent.find(f"{tei.T}head") is None or node.find(f"{tei.T}head") is not None:
            continue
        if any(tei.local(child) in DIVISIONS and child.find(f"{tei.T}head") is not None for child in node):
            yield finding(document, node, "a division without <head> stands between two levels of headings", "Give it a <head>, or take the division away.")


@check("REF011", Severity.QUERY, source="TEI #CONONO")
def repeated_note(document: Document, scope: Scope) -> Iterator[Finding]:
    """A note that stands twice: the same words, or the same number on one page.

    Notes are copied with the paragraph they belong to, and forgotten. Short ones ("Ibid.") repeat rightly and are not asked about; numbers count within a page of the
    source (<pb/>), or within a division if there are no pages, and each type, place and author of notes by itself.

    Bad:  <p>One<note>A ferry crossed the river here until the bridge was built.</note> and two<note>A ferry crossed the river here until the bridge was built.</note>.</p>
    Bad:  <div><p>One<note n="1">So.</note> and two<note n="1">Not so.</note>.</p></div>
    Good: <div><p>One<note n="1">So.</note> and two<note n="2">Not so.</note>.</p></div>
    """
    known = survey(document)
    words: dict[str, Element] = {}
    numbers: dict[tuple[object, ...], Element] = {}
    page: Element | None = None
    for node in known.each("pb", "note"):
        if tei.local(node) == "pb":
            page = node
            continue
        text = next(node.iterancestors(f"{tei.T}text"), None)
        said = tei.plain(node)
        if text is None or next(node.iterancestors(*(f"{tei.T}{name}" for name in DESCRIBED)), None) is not None:
            continue
        again = words.setdefault(said, node) if len(said) >= LONG else node
        within = page if page is not None else next(node.iterancestors(*(f"{tei.T}{name}" for name in DIVISIONS)), text)
        series = (within, *(node.get(name) for name in ("n", "type", "subtype", "place", "resp", "rend")))
        before = numbers.setdefault(series, node) if (node.get("n") or "").isdigit() else node
        if again is not node:
            yield finding(document, node, f"the same note stands in line {document.places.of(again)[0]}: {quoted(said, 40)}", "Take one away, or let one refer to the other.")
        elif before is not node:
            yield finding(document, node, f"a second note {quoted(node.get('n') or '')} stands on one page (the first: line {document.places.of(before)[0]})", "Number the notes of a page, or of a division, so that each has its own.")

"""6. Things in several pieces: @next and @prev, @part, and spans that end behind their beginning."""

from __future__ import annotations

from collections.abc import Iterator

from edition import tei
from edition.checks.survey import survey
from edition.model import Document, Finding, Severity
from edition.rules import Scope, check, finding, quoted
from edition.tei import Element

ALTERNATIVES = ("app", "choice", "subst", "note")  # in here pieces stand beside the run of the text


@check("REF009", Severity.ERROR, source="TEI #SA", reads="bytes", elsewhere=Severity.QUERY)
def broken_chain(document: Document, scope: Scope) -> Iterator[Finding]:
    """Pieces of one thing whose @next and @prev disagree or run in a circle, or a span that ends before it begins.

    Who puts the pieces together loses one, or never ends. The @prev of a piece, if it has one, is the piece whose @next it is.

    Bad:  <p><seg xml:id="a" next="#b">One</seg> and <seg xml:id="b" next="#a">two</seg>.</p>
    Bad:  <p><seg xml:id="a" next="#b">One</seg>, <seg xml:id="b" prev="#c">two</seg>, <seg xml:id="c">three</seg>.</p>
    Bad:  <p>Words <anchor xml:id="e"/> and <delSpan spanTo="#e"/>more.</p>
    Good: <p><seg xml:id="a" next="#b">One</seg> and <seg xml:id="b" prev="#a">two</seg>.</p>
    """
    known = survey(document)
    way: dict[str, dict[Element, Element]] = {"next": {}, "prev": {}}
    for attribute, pairs in way.items():
        for node in known.having(attribute):
            aim = known.identified((node.get(attribute) or "").strip(tei.BLANK).removeprefix("#"))
            if aim is not None and (node.get(attribute) or "").startswith("#"):
                pairs[node] = aim
    yield from _circles(document, way["next"], "next")
    if not way["next"]:
        yield from _circles(document, way["prev"], "prev")
    for one, two in (("next", "prev"), ("prev", "next")):
        for node, aim in way[one].items():
            back = way[two].get(aim)
            if back is not None and back is not node and (one == "next" or way["next"].get(back) is not aim):
                name = quoted(node.get(one) or "")
                yield finding(document, node, f"@{one} points to {name}, whose @{two} is {quoted(aim.get(two) or '')}", f"Let the @{two} of {name} point back to this piece.")
    yield from _spans(document)


def _circles(document: Document, after: dict[Element, Element], attribute: str) -> Iterator[Finding]:
    done: set[Element] = set()
    for start in after:
        path: dict[Element, None] = {}
        node: Element | None = start
        while node is not None and node not in done and node not in path:
            path[node] = None
            node = after.get(node)
        if node is not None and node in path:
            what = "itself" if after[node] is node else "pieces that lead back to it"
            yield finding(document, node, f"@{attribute} leads to {what}", f"The {'last' if attribute == 'next' else 'first'} piece has no @{attribute}.")
        done.update(path)


def _spans(document: Document) -> Iterator[Finding]:
    known = survey(document)
    ends = {node: known.identified((node.get("spanTo") or "").removeprefix("#")) for node in known.having("spanTo") if (node.get("spanTo") or "").startswith("#")}
    concerned = {*ends, *(end for end in ends.values() if end is not None)}
    place = {node: number for number, node in enumerate(known.root.iter("*")) if node in concerned} if ends else {}
    for node, end in ends.items():
        if end is not None and place[end] <= place[node]:
            where = "itself" if end is node else "a place before it"
            yield finding(document, node, f"@spanTo of <{tei.local(node)}> points to {where}", "Point to the element at which the passage ends: it stands behind.")


@check("REF015", Severity.QUERY, source="TEI #CODV", reads="bytes")
def part_out_of_order(document: Document, scope: Scope) -> Iterator[Finding]:
    """A line in parts whose first or last part is missing: an F without an I before it, an I without an F.

    A verse that two speakers share is set on one height, and counted once; which parts belong together is told by I (initial), M (medial), F (final).

    Bad:  <lg><l part="I">One half</l><l>A whole line</l></lg>
    Bad:  <lg><l part="F">one half</l></lg>
    Good: <lg><l part="I">One half</l><l part="F">and the other</l></lg>
    """
    known = survey(document)
    for name in sorted({shape[0] for shape in known.shapes if "part" in shape[1:] and shape[0].startswith(tei.T)}):
        opened: Element | None = None
        for node in known.root.iter(name):
            part = node.get("part")
            if next(node.iterancestors(*(f"{tei.T}{each}" for each in ALTERNATIVES)), None) is not None:
                continue
            if part in ("M", "F"):
                if opened is None:
                    yield finding(document, node, f'<{tei.local(node)} part="{part}"> has no part "I" before it', 'Write part="I" on the first part, or take this @part away.')
                opened = None if part == "F" else opened if opened is not None else node
            elif opened is not None and (part != "Y"):
                yield _open(document, opened)
                opened = node if part == "I" else None
            elif part == "I":
                opened = node
        if opened is not None:
            yield _open(document, opened)


def _open(document: Document, node: Element) -> Finding:
    return finding(document, node, f'<{tei.local(node)} part="{node.get("part")}"> is followed by no part "F"', 'Write part="F" on the last part.')

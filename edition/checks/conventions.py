"""6. What TEI's schema allows and no reader wants: alternatives without an alternative, elements with nothing in them."""

from __future__ import annotations

from collections.abc import Iterator

from edition import tei
from edition.model import Document, Finding, Severity
from edition.rules import Scope, check, finding

PAIRS = (("sic", "corr"), ("orig", "reg"), ("abbr", "expan"))
ALIKE = ("unclear", "seg", "choice", "supplied", "am", "ex")  # alternatives of one kind, or in parts


@check("TXT001", Severity.ERROR, source="TEI #COED", elsewhere=Severity.QUERY)
def incomplete_choice(document: Document, scope: Scope) -> Iterator[Finding]:
    """A choice in which one of the pair is missing.

    A choice gives two readings of one place: as it stands and as it should be. With one of them it says nothing, and one of the views has a hole.

    Bad:  <p>I <choice><sic>recieve</sic></choice> it.</p>
    Good: <p>I <choice><sic>recieve</sic><corr>receive</corr></choice> it.</p>
    """
    assert document.tree is not None
    for choice in tei.select(document.tree, "//t:choice"):
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
    assert document.tree is not None
    for text in tei.select(document.tree, "//t:text[not(ancestor::t:text)]"):
        for node in text.iter(*(f"{tei.T}{name}" for name in ("head", "p", "l", "item"))):
            if not tei.plain(node) and all(tei.local(child) == "lb" for child in node):
                yield finding(document, node, f"<{tei.local(node)}> is empty", "Take it away, or write what is missing: <gap/> where the source has lost it.")

"""6. Ids: each a name, each once, and each for something."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from urllib.parse import unquote

from edition import tei
from edition.checks.survey import survey
from edition.model import Document, Finding, Severity, Subject
from edition.rules import Scope, check, finding, quoted


@check("REF001", Severity.ERROR, source="TEI #CORS1", reads="bytes")
def duplicate_id(document: Document, scope: Scope) -> Iterator[Finding]:
    """An xml:id that another element has.

    A reference to it has two answers, and an EPUB in which an id stands twice is refused.

    Bad:  <p xml:id="p1">One.</p><p xml:id="p1">Two.</p>
    Good: <p xml:id="p1">One.</p><p xml:id="p2">Two.</p>
    """
    known = survey(document)
    for identifier, number in known.again:
        line, column = document.places.of(known.element(known.ids[identifier][0]))
        yield finding(document, known.element(number), f"the xml:id {quoted(identifier)} is already used in line {line}, column {column}", "Give one of the two another id.")


@check("REF013", Severity.ERROR, source="https://www.w3.org/TR/xml-id/#processing", reads="bytes")
def malformed_id(document: Document, scope: Scope) -> Iterator[Finding]:
    """An xml:id that is not a name.

    Names begin with a letter or a low line and hold letters, digits, points, hyphens and low lines; nothing can point to another one.

    Bad:  <p xml:id="1 st">Words.</p>
    Good: <p xml:id="p1">Words.</p>
    """
    known = survey(document)
    for identifier, (number, _) in known.ids.items():
        if not tei.NAME.fullmatch(identifier):
            message, hint = f"the xml:id {quoted(identifier)} is not a name", "Begin with a letter; then letters, digits, points, hyphens, low lines."
            yield replace(finding(document, known.element(number), message, hint), subject=Subject("xml:id", identifier))


@check("REF006", Severity.NOTE, source="TEI #CORS1", reads="bytes")
def idle_id(document: Document, scope: Scope) -> Iterator[Finding]:
    """Ids that nothing in the document points to.

    No fault: ids are there to be cited by others. Whoever wants them for links alone sees here which links are missing. No profile has this rule;
    `--select REF006` asks for it.

    Bad:  <p xml:id="p1">Words.</p>
    Good: <p xml:id="p1">Words.</p><p>See <ref target="#p1">there</ref>.</p>
    """
    known = survey(document)
    aims = {unquote(pointer.target.rpartition("#")[2]) for pointer in known.pointers}
    idle = [identifier for identifier in known.ids if identifier not in aims]
    if idle:
        listed = ", ".join(quoted(each) for each in idle[:6]) + (f" … ({len(idle)} in all)" if len(idle) > 6 else "")
        yield finding(document, known.identified(idle[0]), f"nothing points to {listed}")

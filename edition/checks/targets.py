"""6. What a pointer leads to: an element of the kind that the attribute means, and one address, not the pieces of one."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import replace

from edition import tei
from edition.checks.pointers import fragment, pointing, resolved
from edition.checks.survey import survey
from edition.model import Document, Finding, Severity, Subject
from edition.rules import Scope, check, finding, quoted

PEOPLE = "person personGrp persona org name persName orgName"
# Attributes of TEI that mean elements of certain names, and what is taken for one of them: the element that TEI's prose names first
KINDS: Mapping[str, str] = {
    "who": f"{PEOPLE} role castItem castGroup actor roleName speaker particDesc listPerson nym respStmt author editor principal bibl rs",
    "wit": "witness listWit msDesc msPart msFrag bibl biblStruct biblFull listBibl object ref item",
    "hand": "handNote",
    "resp": f"{PEOPLE} respStmt resp author editor principal funder sponsor publisher authority distributor meeting bibl biblStruct biblFull witness handNote application "
            "change editionStmt titleStmt rs",
    "rendition": "rendition",
    "facs": "surface surfaceGrp zone graphic media binaryObject facsimile sourceDoc line path",
    "decls": "availability seriesStmt sourceDesc biblFull projectDesc samplingDecl editorialDecl correction normalization quotation hyphenation segmentation stdVals "
             "interpretation punctuation styleDefDecl refsDecl geoDecl langUsage textClass correspDesc xenoData bibl biblStruct listBibl metDecl scriptStmt recording equipment "
             "broadcast listApp listOrg listEvent listPerson listPlace listObject listNym textDesc particDesc settingDesc",
    "change": "change listChange revisionDesc",
    "calendar": "calendar",
    "unitRef": "unitDef",
}  # fmt: skip
ALLOWED = {attribute: frozenset(names.split()) for attribute, names in KINDS.items()}


@check("REF005", Severity.ERROR, source="TEI #SA", reads="bytes", elsewhere=Severity.QUERY)
def wrong_kind_of_target(document: Document, scope: Scope) -> Iterator[Finding]:
    """A pointer that leads to another kind of thing than its attribute means: a @who to a paragraph, a @hand to a person.

    What follows the pointer to say who speaks, or which hand wrote, finds no name there. Looked at are @who, @wit, @hand, @resp, @rendition, @facs, @decls,
    @change, @calendar and @unitRef, where they point into the same document.

    Bad:  <sp who="#p1"><p xml:id="p1">Words.</p></sp>
    Bad:  <p><add hand="#s">a word</add> <seg xml:id="s">more</seg></p>
    Good: <castList><castItem><role xml:id="kite">Kite</role></castItem></castList><sp who="#kite"><p>Words.</p></sp>
    """
    ids = survey(document).ids
    for pointer, target in resolved(document):
        if pointer.attribute in ALLOWED and target.startswith("#") and (aim := ids.get(fragment(target))) is not None:
            name = aim[1].removeprefix(tei.T)
            if name not in ALLOWED[pointer.attribute] and aim[1].startswith(tei.T):
                wanted = " or ".join(f"<{each}>" for each in KINDS[pointer.attribute].split()[:2])
                yield pointing(document, pointer, f"@{pointer.attribute} points to {quoted(target)}, which is a <{name}>", f"@{pointer.attribute} means a {wanted}: point to its xml:id.")


@check("REF008", Severity.QUERY, source="https://www.rfc-editor.org/rfc/rfc3986#section-2", reads="bytes")
def space_in_address(document: Document, scope: Scope) -> Iterator[Finding]:
    """A space in the address of one file.

    In TEI a space ends an address and begins the next: two files are looked for, and neither is there. In an address a space is written %20.

    Bad:  <p>See <ref target="my poem.xml">the poem</ref>.</p>
    Good: <p>See <ref target="poem.xml">the poem</ref>.</p>
    Good: <p>See <ref target="poem.xml letter.xml">the two</ref>.</p>
    """
    known = survey(document)
    urls = [(node, "url", node.get("url") or "") for node in known.having("url")]
    spaced = [(known.element(number), attribute, value) for number, attribute, value in known.spaced]
    for node, attribute, value in (*spaced, *(row for row in urls if len(row[2].split()) > 1)):
        meant = "%20".join(value.split())
        found = finding(document, node, f"@{attribute} {quoted(value)} has a space in it", f'Write {attribute}="{meant}", or give the file another name.')
        yield replace(found, subject=Subject(attribute, value, meant))

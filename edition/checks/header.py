"""6. The teiHeader: what a title page, a catalogue and an archive need to know is said. In a stranger's file what is missing is a query."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Mapping

from edition import refs, tei
from edition.checks.survey import survey
from edition.model import Document, Finding, Severity
from edition.rules import Scope, check, finding, quoted
from edition.tei import Element, plain, select

# What templates put where an editor should write, in small letters and without punctuation
PLACEHOLDERS = frozenset({
    "todo", "tbd", "xxx", "title", "untitled", "title of the document", "no title", "publication information", "publisher", "author",
    "information about the source", "source", "licence", "license", "availability", "lorem ipsum", "n n",
})  # fmt: skip


NOBODY = frozenset({"anonymous", "anonym", "anonyme", "anon.", "unknown", "various"})
LEFT = re.compile(
    r"\b(?:TODO|FIXME|TBD|XXX+)\b|\b[Ll]orem ipsum\b|\{\{[^{}]{0,100}\}\}|\$\{\w{1,50}\}|\[(?:(?:[Yy]our|[Ii]nsert|[Nn]ame of|[Tt]itle of|[Aa]dd|[Ee]nter)\b[^\[\]]{0,100})\]"
)


def _filled(nodes: list[Element]) -> bool:
    return any(_said(plain(node)) for node in nodes)


def _said(words: str) -> bool:
    """Whether words are there that somebody wrote for this document."""
    return bool(words) and " ".join(re.findall(r"\w+", words.casefold())) not in PLACEHOLDERS


def _header(document: Document) -> Element | None:
    """The document's own header; of a corpus, the corpus's."""
    return None if document.tree is None else tei.first(document.tree, "/t:TEI/t:teiHeader | /t:teiCorpus/t:teiHeader")


def _headers(document: Document) -> list[Element]:
    """Of a corpus, those of its texts too."""
    return [] if document.tree is None else select(document.tree, "//t:teiHeader[parent::t:TEI or parent::t:teiCorpus]")


def _place(header: Element, *paths: str) -> Element:
    """The element that lacks something, or what there is of the way to it."""
    return next((node for path in paths if (node := tei.first(header, path)) is not None), header)


@check("HDR011", Severity.ERROR, source="TEI #HD")
def no_header(document: Document, scope: Scope) -> Iterator[Finding]:
    """The document has no teiHeader.

    Title, people, rights and source of every output come from it.

    Bad:  <TEI xmlns="http://www.tei-c.org/ns/1.0"><text><body><p>Words.</p></body></text></TEI>
    Good: <p>Words.</p>
    """
    assert document.tree is not None
    root = document.tree.getroot()
    if root.tag in (f"{tei.T}TEI", f"{tei.T}teiCorpus") and _header(document) is None:
        yield finding(document, root, f"<{tei.local(root)}> has no <teiHeader>", "Add one with a titleStmt, a publicationStmt and a sourceDesc.")


@check("HDR001", Severity.ERROR, source="TEI #HD21", elsewhere=Severity.QUERY)
def no_title(document: Document, scope: Scope) -> Iterator[Finding]:
    """The header gives no title, or a template's.

    Title page, running heads, catalogue entry and file properties show it.

    Bad:  <titleStmt><title/></titleStmt>
    Bad:  <titleStmt><title>Title</title></titleStmt>
    Good: <titleStmt><title>A Letter on Kites</title></titleStmt>
    """
    for header in _headers(document):
        titles = select(header, "t:fileDesc/t:titleStmt/t:title")
        if not _filled(titles):
            said = next(filter(None, map(plain, titles)), "")
            message = f"the title is {quoted(said)}, as a template has it" if said else "there is no title"
            yield finding(document, _place(header, "t:fileDesc/t:titleStmt/t:title", "t:fileDesc/t:titleStmt"), message, "Write it in teiHeader/fileDesc/titleStmt/title.")


@check("HDR010", Severity.QUERY, source="TEI #HD21", elsewhere=Severity.NOTE)
def nobody_responsible(document: Document, scope: Scope) -> Iterator[Finding]:
    """The header names nobody: no author, no editor, no respStmt.

    A reader wants to know who wrote the text and who made the edition.

    Bad:  <titleStmt><title>A Letter on Kites</title></titleStmt>
    Good: <titleStmt><title>A Letter on Kites</title><author>Ann Teller</author></titleStmt>
    """
    if (header := _header(document)) is None:
        return
    people = " | ".join(f"t:fileDesc/t:titleStmt/t:{name}" for name in ("author", "editor", "respStmt", "principal"))
    if not _filled(select(header, people)):
        yield finding(document, _place(header, "t:fileDesc/t:titleStmt"), "nobody is named as author, editor or otherwise responsible",
                      "Add <author>, <editor> or <respStmt> to the titleStmt.")  # fmt: skip


@check("HDR002", Severity.ERROR, source="TEI #HD24", elsewhere=Severity.QUERY)
def no_publisher(document: Document, scope: Scope) -> Iterator[Finding]:
    """The header names no publisher, distributor or authority.

    Somebody must answer for the edition; archives ask for it.

    Bad:  <publicationStmt><publisher/></publicationStmt>
    Bad:  <publicationStmt><p>Publication Information</p></publicationStmt>
    Good: <publicationStmt><authority>The Kite Papers</authority></publicationStmt>
    """
    if (header := _header(document)) is None:
        return
    path = "t:fileDesc/t:publicationStmt"
    if not _filled(select(header, " | ".join(f"{path}/t:{name}" for name in ("publisher", "distributor", "authority", "p", "ab")))):
        yield finding(document, _place(header, path), "no publisher, distributor or authority is named", "Add one to teiHeader/fileDesc/publicationStmt.")


@check("HDR012", Severity.QUERY, source="TEI #HD24", elsewhere=Severity.NOTE)
def no_publication_date(document: Document, scope: Scope) -> Iterator[Finding]:
    """The header does not say when the edition was published.

    Title page and catalogue need it. Nothing here reads the clock: the outputs bear the day of the last change instead, or an arbitrary one.

    Bad:  <publicationStmt><authority>The Kite Papers</authority></publicationStmt>
    Good: <publicationStmt><authority>The Kite Papers</authority><date when="2026-01-31"/></publicationStmt>
    """
    if (header := _header(document)) is None:
        return
    path = "t:fileDesc/t:publicationStmt"
    dates = select(header, f"{path}//t:date | t:fileDesc/t:editionStmt//t:date")
    if not any(date.get(name) for date in dates for name in ("when", "from", "to", "notBefore", "notAfter")) and not _filled(select(header, f"{path}/t:date")):
        yield finding(document, _place(header, path), "no date of publication is given", 'Add <date when="…"> to the publicationStmt.')


@check("HDR003", Severity.ERROR, source="TEI #HD24", elsewhere=Severity.QUERY)
def no_licence(document: Document, scope: Scope) -> Iterator[Finding]:
    """The header does not say what may be done with the text.

    Without a licence or a statement of rights nobody may use it, and no archive takes it.

    Bad:  <publicationStmt><authority>The Kite Papers</authority></publicationStmt>
    Bad:  <publicationStmt><authority>The Kite Papers</authority><availability><p/></availability></publicationStmt>
    Good: <publicationStmt><authority>The Kite Papers</authority><availability><licence target="https://creativecommons.org/licenses/by/4.0/">CC BY
          4.0</licence></availability></publicationStmt>
    """
    if (header := _header(document)) is None:
        return
    path = "t:fileDesc/t:publicationStmt"
    if not _filled(select(header, f"{path}/t:availability")) and not select(header, f"{path}/t:availability/t:licence/@target"):
        yield finding(document, _place(header, f"{path}/t:availability", path), "no licence or statement of rights is given",
                      "Add <availability><licence> to the publicationStmt.")  # fmt: skip


@check("HDR004", Severity.QUERY, source="TEI #HD24", elsewhere=Severity.NOTE)
def licence_without_address(document: Document, scope: Scope) -> Iterator[Finding]:
    """A licence in words alone.

    A program cannot tell "CC BY" from "may be cited"; the licence's address says it to all.

    Bad:  <publicationStmt><authority>The Kite Papers</authority><availability><licence>CC BY</licence></availability></publicationStmt>
    Good: <publicationStmt><authority>The Kite Papers</authority><availability><licence target="https://creativecommons.org/licenses/by/4.0/">CC BY
          4.0</licence></availability></publicationStmt>
    """
    if (header := _header(document)) is None:
        return
    for licence in select(header, "t:fileDesc/t:publicationStmt/t:availability/t:licence[not(@target)][not(.//@target)]"):
        yield finding(document, licence, f"the licence {quoted(plain(licence), 40)} has no address", 'Add target="…" with the address of the licence.')


@check("HDR006", Severity.ERROR, source="TEI #HD3", elsewhere=Severity.QUERY)
def no_source(document: Document, scope: Scope) -> Iterator[Finding]:
    """The header does not say where the text was taken from.

    An edition that does not name its source cannot be tested. For what had no source before, say so in words.

    Bad:  <sourceDesc><p/></sourceDesc>
    Bad:  <sourceDesc><p>Information about the source</p></sourceDesc>
    Good: <sourceDesc><p>Written for this edition.</p></sourceDesc>
    """
    for header in _headers(document):
        path = "t:fileDesc/t:sourceDesc"
        if not _filled(select(header, f"{path}/*")):
            yield finding(document, _place(header, path, "t:fileDesc"), "no source is described", "Write in teiHeader/fileDesc/sourceDesc where the text was taken from.")


@check("HDR007", Severity.NOTE, source="TEI #HD6")
def no_revision(document: Document, scope: Scope) -> Iterator[Finding]:
    """The header does not say what was changed when.

    Bad:  <revisionDesc><change/></revisionDesc>
    Good: <revisionDesc><change when="2026-01-31">First transcription.</change></revisionDesc>
    """
    if (header := _header(document)) is None:
        return
    path = "t:revisionDesc"
    if not any(plain(change) or change.get("when") for change in select(header, f"{path}//t:change | {path}//t:item")):
        yield finding(document, _place(header, path), "no change is on record", "Add <revisionDesc> with a <change when=…>.")


@check("HDR008", Severity.QUERY, source="TEI #HD53", elsewhere=Severity.NOTE)
def no_editorial_declaration(document: Document, scope: Scope) -> Iterator[Finding]:
    """The header does not say what the editors did to the text.

    Whether spelling, hyphens and errors are the source's or the editors' can then not be known.

    Bad:  <encodingDesc><p/></encodingDesc>
    Good: <encodingDesc><editorialDecl><correction><p>Slips of the pen are corrected and marked.</p></correction></editorialDecl></encodingDesc>
    """
    if (header := _header(document)) is None:
        return
    path = "t:encodingDesc"
    if not _filled(select(header, f"{path}/t:editorialDecl | {path}/t:p | {path}/t:projectDesc")):
        yield finding(document, _place(header, f"{path}/t:editorialDecl", path), "nothing says how the text was edited", "Add <editorialDecl> to the encodingDesc.")


@check("HDR009", Severity.QUERY, source="TEI #HD24")
def malformed_identifier(document: Document, scope: Scope) -> Iterator[Finding]:
    """An ISBN, ISSN, ORCID, ISNI, GND number or DOI that cannot be one: its form or its check digit is wrong.

    Catalogues refuse it, or lead to another book or another person. Looked at are <idno> with a @type, and addresses at orcid.org, isni.org, d-nb.info and doi.org.
    Nothing is looked up.

    Bad:  <publicationStmt><authority>The Kite Papers</authority><idno type="ISBN">978-3-16-148410-1</idno></publicationStmt>
    Bad:  <titleStmt><title>A Letter on Kites</title><author ref="https://orcid.org/0000-0002-1825-0098">Ann Teller</author></titleStmt>
    Good: <publicationStmt><authority>The Kite Papers</authority><idno type="ISBN">978-3-16-148410-0</idno></publicationStmt>
    Good: <titleStmt><title>A Letter on Kites</title><author ref="https://orcid.org/0000-0002-1825-0097">Ann Teller</author></titleStmt>
    """
    known = survey(document)
    hint = "Compare it with where it was taken from: a digit is wrong, missing or out of its place."
    for idno in known.each("idno"):
        judge = IDENTIFIERS.get((idno.get("type") or "").casefold())
        if judge and (words := plain(idno)) and not judge(words):
            yield finding(document, idno, f"{quoted(words)} is no {idno.get('type')}: its form or its check digit is wrong", hint)
    for pointer in known.pointers:
        for host, (name, form, holds) in HOSTS.items():
            if (match := re.match(rf"https?://(?:www\.)?{host}", pointer.target)) and (value := pointer.target[match.end() :].rstrip("/")):
                value = value.partition("#")[0].partition("?")[0]
                if not re.fullmatch(form, value) or not holds(value):
                    yield finding(document, pointer.node, f"@{pointer.attribute}: {quoted(value)} is no {name}: its form or its check digit is wrong", hint)


@check("HDR013", Severity.QUERY, source="TEI #HD3")
def template_remnant(document: Document, scope: Scope) -> Iterator[Finding]:
    """Words that a template or an editor left in the header for somebody to replace: TODO, lorem ipsum, {{title}}.

    They are in the catalogue entry the day the edition is published. A title, a publisher and a source that are nothing else are asked for by HDR001, HDR002 and HDR006.

    Bad:  <encodingDesc><editorialDecl><p>TODO: say what was done.</p></editorialDecl></encodingDesc>
    Bad:  <titleStmt><title>A Letter on Kites</title><author>[Name of the author]</author></titleStmt>
    Good: <encodingDesc><editorialDecl><p>Nothing was changed.</p></editorialDecl></encodingDesc>
    """
    for header in _headers(document):
        for node in header.iter(f"{tei.T}*"):
            words = " ".join("".join([node.text or "", *(child.tail or "" for child in node)]).split())
            if words and (match := LEFT.search(words)) and tei.local(node) not in ("tagUsage", "change") and (_said(words) or not _of_file(node)):
                yield finding(document, node, f"{quoted(match[0])} in <{tei.local(node)}> was to be replaced", "Write what is meant, or take the element away.")


def _of_file(node: Element) -> bool:
    """Whether another rule says that nothing but a placeholder stands here."""
    return next(node.iterancestors(*(f"{tei.T}{name}" for name in ("titleStmt", "publicationStmt", "sourceDesc"))), None) is not None


@check("HDR005", Severity.QUERY, source="TEI #COBICOR", elsewhere=Severity.NOTE)
def unidentified_person(document: Document, scope: Scope) -> Iterator[Finding]:
    """An author or editor of the edition without a number of an authority file.

    Two people have one name, and one person two. An archive joins works by ORCID, GND, VIAF, ISNI or Wikidata. A number is an address in @ref, or an <idno>.

    Bad:  <titleStmt><title>A Letter on Kites</title><author>Ann Teller</author></titleStmt>
    Good: <titleStmt><title>A Letter on Kites</title><author ref="https://orcid.org/0000-0002-1825-0097">Ann Teller</author></titleStmt>
    Good: <titleStmt><title>A Letter on Kites</title><author>Ann Teller <idno type="ORCID">0000-0002-1825-0097</idno></author></titleStmt>
    """
    if (header := _header(document)) is None:
        return
    for node in select(header, "t:fileDesc/t:titleStmt/t:author | t:fileDesc/t:titleStmt/t:editor"):
        name = plain(node)
        if name and name.casefold() not in NOBODY and not select(node, "descendant-or-self::*/@ref | descendant-or-self::*/@key | .//t:idno | .//t:ref/@target"):
            yield finding(document, node, f"{quoted(name)} has no number of an authority file", 'Add ref="https://orcid.org/…", or of VIAF, GND, ISNI or Wikidata.')


def _isbn(text: str) -> bool:
    """ISO 2108: ten digits modulo 11 or thirteen modulo 10."""
    digits = re.sub(r"[\s-]", "", re.sub(r"^(?:urn:)?isbn:?\s*", "", text, flags=re.IGNORECASE)).upper()
    if re.fullmatch(r"[0-9]{13}", digits):
        return sum(int(digit) * (1, 3)[place % 2] for place, digit in enumerate(digits)) % 10 == 0
    return bool(re.fullmatch(r"[0-9]{9}[0-9X]", digits)) and _modulo_11(digits)


def _issn(text: str) -> bool:
    """ISO 3297."""
    digits = re.sub(r"[\s-]", "", re.sub(r"^(?:urn:)?issn:?\s*", "", text, flags=re.IGNORECASE)).upper()
    return bool(re.fullmatch(r"[0-9]{7}[0-9X]", digits)) and _modulo_11(digits)


def _modulo_11(digits: str) -> bool:
    return sum((10 if digit == "X" else int(digit)) * (len(digits) - place) for place, digit in enumerate(digits)) % 11 == 0


def _orcid(text: str) -> bool:
    return refs.iso7064(re.sub(r"^https?://orcid\.org/", "", text))


def _isni(text: str) -> bool:
    return refs.iso7064(re.sub(r"^https?://(?:www\.)?isni\.org/(?:isni/)?", "", text))


def _gnd(text: str) -> bool:
    number = re.sub(r"^(?:https?://d-nb\.info/gnd/|\(DE-588\)|gnd:)", "", text.strip().rstrip("/"))
    return bool(re.fullmatch(refs.SCHEMES["gnd"].form, number)) and refs.gnd(number)


def _doi(text: str) -> bool:
    """The form that DOIs have; whether it is registered is not looked up."""
    return bool(re.fullmatch(r"(?:https?://(?:dx\.)?doi\.org/|doi:\s*)?10\.[0-9]{4,9}(?:\.[0-9]+)*/\S+", text, re.IGNORECASE))


HOSTS: Mapping[str, tuple[str, str, Callable[[str], bool]]] = {  # an address up to the number: what it is a number of, its form, and what holds of it
    r"orcid\.org/": ("ORCID", refs.SCHEMES["orcid"].form, refs.iso7064),
    r"isni\.org/(?:isni/)?": ("ISNI", refs.SCHEMES["isni"].form, refs.iso7064),
    r"d-nb\.info/gnd/": ("GND number", refs.SCHEMES["gnd"].form, refs.gnd),
    r"(?:dx\.)?doi\.org/": ("DOI", r"10\.[0-9]{4,9}(?:\.[0-9]+)*/\S+", bool),
}
IDENTIFIERS = {"isbn": _isbn, "isbn-10": _isbn, "isbn-13": _isbn, "issn": _issn, "orcid": _orcid, "isni": _isni, "gnd": _gnd, "doi": _doi}

"""6. Languages: tags of the right form, and one for the whole. Hyphenation, fonts, reading aloud and catalogues go by them."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import replace

from edition import tei
from edition.checks import subtags
from edition.checks.survey import survey
from edition.model import Document, Finding, Severity, Subject
from edition.rules import Scope, check, finding, quoted
from edition.tei import Element

# RFC 5646, section 2.1. No subtag of four to eight letters was ever registered as a language, so that words such as "latin" are not taken for one
TAG = re.compile(
    r"(?:[a-z]{2,3}(?:-[a-z]{3}){0,3}"  # language, with extensions
    r"(?:-[a-z]{4})?(?:-(?:[a-z]{2}|[0-9]{3}))?"  # script, region
    r"(?:-(?:[a-z0-9]{5,8}|[0-9][a-z0-9]{3}))*"  # variants
    r"(?:-[0-9a-wy-z](?:-[a-z0-9]{2,8})+)*"  # extensions
    r"(?:-x(?:-[a-z0-9]{1,8})+)?"  # private use
    r"|x(?:-[a-z0-9]{1,8})+"
    r"|en-GB-oed|i-(?:ami|bnn|default|enochian|hak|klingon|lux|mingo|navajo|pwn|tao|tay|tsu)|sgn-(?:BE-FR|BE-NL|CH-DE)"
    r"|art-lojban|cel-gaulish|no-bok|no-nyn|zh-(?:guoyu|hakka|min|min-nan|xiang))",
    re.IGNORECASE,
)
NAMES = {
    "arabic": "ar", "catalan": "ca", "chinese": "zh", "czech": "cs", "danish": "da", "deutsch": "de", "dutch": "nl", "english": "en", "español": "es",
    "finnish": "fi", "français": "fr", "french": "fr", "german": "de", "greek": "el (modern) or grc (ancient)", "hebrew": "he", "hungarian": "hu",
    "irish": "ga", "italian": "it", "italiano": "it", "japanese": "ja", "latin": "la", "norwegian": "no", "persian": "fa", "polish": "pl",
    "portuguese": "pt", "romanian": "ro", "russian": "ru", "sanskrit": "sa", "spanish": "es", "swedish": "sv", "syriac": "syc", "turkish": "tr",
    "welsh": "cy", "yiddish": "yi",
}  # fmt: skip
SUCH = "BCP 47 tags are such as en, fr-CA, grc, sr-Latn."


Where = Sequence[Element] | Sequence[int]  # elements, or their numbers
OF_THEMSELVES = frozenset({"und", "mul", "zxx", "mis"})  # no languages, and yet of ISO 639


def _tags(document: Document) -> Iterator[tuple[str, str, Where]]:
    """Attribute, tag, and where it stands, the first place first. An empty xml:lang takes a language back and is no tag."""
    known = survey(document)
    for value, numbers in known.languages.items():
        yield from (("xml:lang", tag, numbers) for tag in value.split())
    others: dict[tuple[str, str], list[Element]] = {}
    for node in known.each("language", "textLang"):
        for attribute in ("ident", "mainLang", "otherLangs"):
            for tag in (node.get(attribute) or "").split():
                others.setdefault((attribute, tag), []).append(node)
    yield from ((attribute, tag, nodes) for (attribute, tag), nodes in others.items())


def _found(document: Document, attribute: str, tag: str, nodes: Where, message: str, hint: str, meant: str) -> Finding:
    times = f" ({len(nodes)} times)" if len(nodes) > 1 else ""
    return replace(finding(document, survey(document).element(first) if isinstance(first := nodes[0], int) else first, message + times, hint), subject=Subject(attribute, tag, meant))


@check("LNG001", Severity.ERROR, source="https://www.rfc-editor.org/rfc/rfc5646#section-2.1", reads="bytes")
def malformed_language(document: Document, scope: Scope) -> Iterator[Finding]:
    """A language tag that does not have the form of one, or has a part that was never registered.

    Programs take what they do not know for no language at all: no hyphenation, the wrong voice. The registry is IANA's. What has no code of its own
    can be given one behind "x-": grc-x-koine.

    Bad:  <p xml:lang="en_GB">Colour.</p>
    Bad:  <p xml:lang="latin">Verba.</p>
    Bad:  <p xml:lang="xq-Latn">Words.</p>
    Good: <p xml:lang="en-GB">Colour.</p>
    Good: <p xml:lang="x-kitish">Words.</p>
    """
    for attribute, tag, nodes in _tags(document):
        if not TAG.fullmatch(tag):
            better = _better(tag)
            yield _found(document, attribute, tag, nodes, f"{quoted(tag)} is not a language tag", f"Write {better}." if better else SUCH, better)
        elif (part := subtags.unknown(tag)) and subtags.unknown(subtags.canonical(tag)):
            whole = "" if part == tag else f" in {quoted(tag)}"
            yield _found(document, attribute, tag, nodes, f"{quoted(part)}{whole} is no registered {_kind(part, tag)}", _nearest(part, tag), "")


@check("LNG002", Severity.QUERY, source="https://www.rfc-editor.org/rfc/rfc5646#section-4.5", reads="bytes")
def superseded_language(document: Document, scope: Scope) -> Iterator[Finding]:
    """A language tag for which another one is to be written: the shorter code, the newer code, the registered region.

    What looks for "en" does not find "eng". Which of the two is right was settled by the registry, so that there is one.

    Bad:  <p xml:lang="eng">Colour.</p>
    Bad:  <p xml:lang="en-UK">Colour.</p>
    Bad:  <p xml:lang="iw">Words.</p>
    Good: <p xml:lang="en-GB">Colour.</p>
    Good: <p xml:lang="EN-gb">Colour.</p>
    """
    for attribute, tag, nodes in _tags(document):
        if TAG.fullmatch(tag) and (better := subtags.canonical(tag)).lower() != tag.lower() and not subtags.unknown(better):
            yield _found(document, attribute, tag, nodes, f"for {quoted(tag)} the language tag {quoted(better)} is used", f"Write {better}.", better)


@check("LNG004", Severity.QUERY, source="TEI #HD41")
def undeclared_language(document: Document, scope: Scope) -> Iterator[Finding]:
    """A language of the text that the header's langUsage does not list.

    A catalogue takes the languages from the list, and a reader the names that it gives them. A header without the list is not asked for it.

    Bad:  <TEI xmlns="http://www.tei-c.org/ns/1.0" xml:lang="en"><teiHeader><profileDesc><langUsage><language ident="en">English</language></langUsage>
          </profileDesc></teiHeader><text><body><p>He said <foreign xml:lang="la">sic</foreign>.</p></body></text></TEI>
    Good: <TEI xmlns="http://www.tei-c.org/ns/1.0" xml:lang="en-GB"><teiHeader><profileDesc><langUsage><language ident="en">English</language></langUsage>
          </profileDesc></teiHeader><text><body><p>He said so.</p></body></text></TEI>
    """
    declared, used = _declared(document), _used(document)
    for tag, node in used.items() if declared else ():
        if tag not in OF_THEMSELVES and TAG.fullmatch(tag) and not any(_within(tag, each) for each in declared):
            yield _found(document, "xml:lang", tag, [node], f"langUsage does not list {quoted(tag)}", f'Add <language ident="{tag}"> to it, with the name of the language.', "")


@check("LNG005", Severity.NOTE, source="TEI #HD41")
def idle_language(document: Document, scope: Scope) -> Iterator[Finding]:
    """A language that langUsage lists, and that nothing in the document is in.

    Perhaps its words are not tagged. A language without @usage, or with a @usage of 0, says nothing of how much there is of it.

    Bad:  <profileDesc><langUsage><language ident="en">English</language><language ident="la">Latin</language></langUsage></profileDesc>
    Good: <profileDesc><langUsage><language ident="en">English</language></langUsage></profileDesc>
    """
    used = _used(document)
    idle = [tag for tag in _declared(document) if TAG.fullmatch(tag) and tag not in OF_THEMSELVES and not any(_within(each, tag) for each in used)]
    if used and idle:
        listed = ", ".join(map(quoted, idle))
        node = _declared(document)[idle[0]]
        yield finding(document, node, f"langUsage lists {listed}, and nothing is in it", f'Write xml:lang="{idle[0]}" where it is used, or take it from the list.')


def _used(document: Document) -> dict[str, Element]:
    """The languages of the texts, without the header's, and where each is first used. Nothing if the texts have none."""
    known = survey(document)
    found: dict[str, Element] = {}
    for tag, numbers in known.languages.items():
        inside = next((node for node in map(known.element, numbers) if tei.local(node) == "text" or next(node.iterancestors(f"{tei.T}text"), None) is not None), None)
        if tag and inside is not None:
            found[tag] = inside
    if (whole := known.root.get(tei.XML_LANG)) and any(text.get(tei.XML_LANG) is None for text in known.each("text")):
        found.setdefault(whole, known.root)
    return found


def _declared(document: Document) -> dict[str, Element]:
    """What langUsage lists, and where."""
    found: dict[str, Element] = {}
    for node in survey(document).each("language"):
        if tag := node.get("ident"):
            found.setdefault(tag, node)
    return found


def _within(tag: str, wider: str) -> bool:
    """``en-GB`` is within ``en``, and ``eng`` is ``en``."""
    narrow, wide = (subtags.canonical(each).lower() if TAG.fullmatch(each) else each.lower() for each in (tag, wider))
    return narrow == wide or narrow.startswith(f"{wide}-")


def _kind(part: str, tag: str) -> str:
    if tag.startswith(part):
        return "language"
    return "script" if len(part) == 4 and part.isalpha() else "region" if len(part) == 2 or part.isdigit() else "extended language" if len(part) == 3 else "variant"


def _nearest(part: str, tag: str) -> str:
    """What may be meant: a country's or a script's code in the wrong case is none; a language by its name is."""
    if name := NAMES.get(part.casefold()):
        return f"Write {name}."
    if part in subtags.registry().region and tag.startswith(part):
        return f"{quoted(part)} is a region: write it behind a language, as in en-{part}. {SUCH}"
    return f'{SUCH} For what has no code write it behind "x-": {tag.partition("-")[0] if not tag.startswith(part) else "und"}-x-{part.lower()}.'


def _better(tag: str) -> str:
    """The tag that is meant by one of the wrong form, or ""."""
    if name := NAMES.get(tag.casefold()):
        return name
    mended = tag.replace("_", "-")
    return subtags.canonical(mended) if TAG.fullmatch(mended) else ""


@check("LNG003", Severity.QUERY, source="TEI #CHSH", reads="bytes")
def no_language(document: Document, scope: Scope) -> Iterator[Finding]:
    """Neither <TEI> nor <text> says in what language the text is.

    Then nothing is hyphenated, a screen reader guesses, and the EPUB must name a language that nobody chose.

    Bad:  <TEI xmlns="http://www.tei-c.org/ns/1.0"><text><body><p>Words.</p></body></text></TEI>
    Good: <TEI xmlns="http://www.tei-c.org/ns/1.0" xml:lang="en"><text><body><p>Words.</p></body></text></TEI>
    """
    for text in survey(document).each("text"):
        if tei.select(text, "boolean(ancestor::t:text or ancestor-or-self::*[@xml:lang] or t:body/@xml:lang or t:group/@xml:lang)")[0]:
            continue
        yield finding(document, text, "no language is given for the text", 'Write <text xml:lang="…"> with a BCP 47 tag such as en.')

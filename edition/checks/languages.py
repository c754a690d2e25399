"""6. Languages: tags of the right form, and one for the whole. Hyphenation, fonts, reading aloud and catalogues go by them."""

from __future__ import annotations

import re
from collections.abc import Iterator

from edition import tei
from edition.model import Document, Finding, Severity
from edition.rules import Scope, check, finding, quoted

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


@check("LNG001", Severity.ERROR, source="https://www.rfc-editor.org/rfc/rfc5646#section-2.1")
def malformed_language(document: Document, scope: Scope) -> Iterator[Finding]:
    """A language tag that does not have the form of one.

    Programs take what they do not know for no language at all: no hyphenation, the wrong voice. Only the form is judged, not whether such
    a language is registered.

    Bad:  <p xml:lang="en_GB">Colour.</p>
    Bad:  <p xml:lang="latin">Verba.</p>
    Good: <p xml:lang="en-GB">Colour.</p>
    """
    assert document.tree is not None
    seen: dict[str, int] = {}
    places = []
    for attribute in tei.select(document.tree, "//@xml:lang | //t:language/@ident | //t:textLang/@mainLang | //t:textLang/@otherLangs"):
        for tag in str(attribute).split():
            if not TAG.fullmatch(tag):
                seen[tag] = seen.get(tag, 0) + 1
                if seen[tag] == 1:
                    places.append((attribute.getparent(), tag))
    for node, tag in places:
        times = f" ({seen[tag]} times)" if seen[tag] > 1 else ""
        yield finding(document, node, f"{quoted(tag)} is not a language tag{times}", _better(tag))


def _better(tag: str) -> str:
    if name := NAMES.get(tag.casefold()):
        return f"Write {name}."
    mended = tag.replace("_", "-")
    return f"Write {mended}." if TAG.fullmatch(mended) else "BCP 47 tags are such as en, fr-CA, grc, sr-Latn."


@check("LNG003", Severity.QUERY, source="TEI #CHSH")
def no_language(document: Document, scope: Scope) -> Iterator[Finding]:
    """Neither <TEI> nor <text> says in what language the text is.

    Then nothing is hyphenated, a screen reader guesses, and the EPUB must name a language that nobody chose.

    Bad:  <TEI xmlns="http://www.tei-c.org/ns/1.0"><text><body><p>Words.</p></body></text></TEI>
    Good: <TEI xmlns="http://www.tei-c.org/ns/1.0" xml:lang="en"><text><body><p>Words.</p></body></text></TEI>
    """
    assert document.tree is not None
    for text in tei.select(document.tree, "//t:text[not(ancestor::t:text)][not(ancestor-or-self::*/@xml:lang)]"):
        if not tei.select(text, "boolean(t:body/@xml:lang | t:group/@xml:lang)")[0]:
            yield finding(document, text, "no language is given for the text", 'Write <text xml:lang="…"> with a BCP 47 tag such as en.')

"""3. Structure: in which of the edition's languages a block is, by its little words and its script. What is not certain is in the document's.

A language that the edition does not declare is never found, and what a format or the record says of a block stands. Of a document that belongs
to no edition nothing is declared: there a block is in another language only if it is long and quite certain (`surely`).
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Callable, Sequence
from dataclasses import replace
from functools import lru_cache

from edition.model import Block, Labelled
from edition.structure.stopwords import SCRIPTS, SIGNS, WORDS
from edition.writing.words import language_of as heard_in

SCORE = 0.6  # of all evidence for one of the languages, what the foreign one must have
LEAST = 4  # words: less than that is a name or a title
EVIDENCE = 2  # little words (or signs) that speak for it alone
SURE = 8  # words in small letters that a block must have where no language is declared
SURE_EVIDENCE = 3
WORD = re.compile(r"[^\W\d_]+(?:['’][^\W\d_]+)?")
LONG = 100_000  # characters: enough of a document to tell its language
SCRIPT_LANGUAGES = {name: frozenset(each for _, _, other, names in SCRIPTS if other == name for each in names) for _, _, name, _ in SCRIPTS}
LETTERS = {name: re.compile("[" + "".join(f"{first}-{last}" for first, last, other, _ in SCRIPTS if other == name) + "]") for name in SCRIPT_LANGUAGES}
NO_LANGUAGE = frozenset({"ab", "formula", "milestone", "figure", "graphic"})
Detector = Callable[[str, Sequence[str]], str]  # a text and the declared languages, the document's first: the language, where it is surely another; else ""
WHOLE = frozenset({"lg"})  # judged as one: a line of verse is too short


def primary(tag: str) -> str:
    """``"en"`` of ``"en-GB"``."""
    return tag.partition("-")[0].lower()


def score(text: str, tag: str, document: str) -> float:
    """How much speaks for a language, of all that tells it from the document's: 0 to 1."""
    one, other = _against(text, tag, document)
    return one / (one + other) if one + other else 0.0


def language_of(text: str, languages: Sequence[str]) -> str:
    """The language of a text, where it is surely another than the first of `languages`; else ""."""
    if len(languages) < 2 or len(WORD.findall(text)) < LEAST:
        return ""
    if (tag := by_script(text, languages)) is not None:
        return "" if primary(tag) == primary(languages[0]) else tag
    hits = _hits(text)
    foreign = [tag for tag in languages[1:] if primary(tag) != primary(languages[0])]
    best = max(foreign, key=lambda tag: hits.get(primary(tag), 0), default="")  # of equals, the first
    most = hits.get(primary(best), 0)
    if not most or any(hits.get(primary(tag), 0) == most for tag in foreign if primary(tag) != primary(best)) or most < max(hits.values()):
        return ""  # two declared languages are as likely, or one that is not declared is likelier
    one, other = _against(text, best, languages[0])
    return best if one >= EVIDENCE and one >= SCORE * (one + other) else ""


def surely(text: str, languages: Sequence[str]) -> str:
    """A detector for a document of which nothing is declared: the language that two lists of little words agree on, in a passage that
    is long enough, and for which at least four times as much speaks as for any other that they know; else ""."""
    plain = [word for word in WORD.findall(text[:LONG]) if word[0].islower()]  # names are of no language
    if not languages or not languages[0] or len(plain) < SURE:
        return ""
    text = " ".join(plain)
    if not _foreign(text, primary(languages[0])):
        return ""
    tag = heard_in(text)
    if tag not in WORDS or primary(tag) == primary(languages[0]):
        return ""
    others = {primary(languages[0]), *WORDS} - {tag}
    return tag if all(one >= SURE_EVIDENCE + 4 * other for one, other in (_against(text, tag, each) for each in sorted(others))) else ""


def _foreign(text: str, document: str) -> bool:
    """Whether any language has that much more to it than the document's: seldom, and quicker told than which one it is."""
    parts, lowered = Counter(_parts(text)), text.lower()
    for words, own, signs, others in _apart(document):
        one = sum(map(parts.__getitem__, parts.keys() & words)) + sum(map(lowered.count, signs))
        if one >= SURE_EVIDENCE and one >= SURE_EVIDENCE + 4 * (sum(map(parts.__getitem__, parts.keys() & own)) + sum(map(lowered.count, others))):
            return True
    return False


@lru_cache(maxsize=8)
def _apart(document: str) -> tuple[tuple[frozenset[str], frozenset[str], frozenset[str], frozenset[str]], ...]:
    """Of each other language the little words that are not the document's, and the other way round; the same of signs."""
    own, signs = frozenset(WORDS.get(document, ())), frozenset(SIGNS.get(document, ""))
    return tuple((words - own, own - words, frozenset(SIGNS.get(tag, "")) - signs, signs - frozenset(SIGNS.get(tag, ""))) for tag, words in WORDS.items() if tag != document)


def _parts(text: str) -> list[str]:
    return [part for match in WORD.findall(text.lower()) for part in (re.split("['’]", match) if "'" in match or "’" in match else (match,))]


def _hits(text: str) -> dict[str, int]:
    """How many little words and signs of each language we know of stand in a text."""
    parts, lowered = _parts(text), text.lower()
    return {tag: sum(part in words for part in parts) + sum(map(lowered.count, SIGNS.get(tag, ""))) for tag, words in WORDS.items()}


def _against(text: str, tag: str, other: str) -> tuple[int, int]:
    """The little words and signs that speak for one of two languages and not for the other: for each of them."""
    one, two = WORDS.get(primary(tag), frozenset()), WORDS.get(primary(other), frozenset())
    signs, others = set(SIGNS.get(primary(tag), "")), set(SIGNS.get(primary(other), ""))
    parts, lowered = _parts(text), text.lower()
    return sum(part in one - two for part in parts) + sum(map(lowered.count, signs - others)), sum(part in two - one for part in parts) + sum(map(lowered.count, others - signs))


def by_script(text: str, languages: Sequence[str]) -> str | None:
    """The declared language that writes the script of most letters; None if no declared one writes any but the Latin script, or most letters are Latin."""
    if text.isascii():
        return None
    letters = sum(map(str.isalpha, text))
    for script, names in SCRIPT_LANGUAGES.items():
        writing = [tag for tag in languages if primary(tag) in names]
        if not writing or len(LETTERS[script].findall(text)) < SCORE * letters:
            continue
        if script == "Grek" and len(writing) > 1:  # two languages with one script: breathings are of the older one
            older = "grc" if any("\u1f00" <= letter <= "\u1fff" for letter in text) else "el"
            return next((tag for tag in writing if primary(tag) == older), writing[0])
        hits = _hits(text)
        return max(writing, key=lambda tag: hits.get(primary(tag), 0))
    return None


def main_language(text: str, languages: Sequence[str]) -> str:
    """The declared language of a whole document, where it is surely another than the first; else ""."""
    return language_of(text[:LONG], languages)


def spoken(blocks: Sequence[Labelled], text: str, languages: Sequence[str], detector: Detector = language_of) -> list[Labelled]:
    """The blocks, each with the attribute `lang` where it is surely in another of these languages than in the first, the document's."""
    declared = tuple({primary(tag): tag for tag in reversed([tag for tag in languages if tag])}.values())[::-1]
    if len(declared) < 2:
        return list(blocks)
    ordered = tuple(sorted(declared, key=lambda tag: primary(tag) != primary(languages[0])))  # the document's first
    return [each if each.label.name.endswith("milestone") else replace(each, block=_in(each.block, text, ordered, detector)) for each in blocks]


def _in(block: Block, text: str, languages: Sequence[str], detector: Detector) -> Block:
    if block.kind in NO_LANGUAGE and not block.children:
        return block
    own = block.attributes.get("lang", "")
    if own:
        languages = (own, *(tag for tag in languages if primary(tag) != primary(own)))
    elif block.kind in WHOLE or not block.children or block.attributes.get("joined") or all(child.kind == "l" for child in block.children):
        if found := detector(text[block.start : block.end], languages):
            return replace(block, attributes={**block.attributes, "lang": found})
        if block.kind in WHOLE or block.attributes.get("joined"):
            return block
    if not block.children:
        return block
    return replace(block, children=tuple(_in(child, text, languages, detector) for child in block.children))

"""1. Readers: whether bytes that are not UTF-8 are Windows-1252 (or Latin-1) *for certain*.

Certain means: in that reading every mark stands where such a mark can stand, every accented letter belongs to the alphabet
of the one Western language whose function words the text is full of, and at least one of them speaks for the reading. A Polish,
Czech, Turkish, Mac or DOS file read as Windows-1252 fails one of these. Where the language itself needs no letters of its
own (English, German), only letters are accepted that are the same in all the encodings it could be mistaken for.
Separate from `encoding.py` because it is a judgement and not a decoding: better to refuse ten files than to take one wrongly.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass
from types import MappingProxyType


@dataclass(frozen=True)
class Language:
    letters: frozenset[str]  # accented letters, lower case
    words: frozenset[str]  # function words; few that occur in a language whose encoding is another


def _language(letters: str, words: str) -> Language:
    return Language(frozenset(letters), frozenset(words.split()))


SHARED = "éäöüóß"  # the same byte in cp1252, cp1250, cp1254, cp1257, ISO 8859-1, -2, -9, -13, -15
LANGUAGES: Mapping[str, Language] = MappingProxyType({
    "en": _language(SHARED, "the of and to in is that it was for on are with as his they be at have from this not but by he she which or an were had"),
    "de": _language(SHARED, "der die und das den von mit nicht ist des dem ein eine sich auf für im zu als auch es werden aus hat dass nach wird bei"),
    "fr": _language("àâçéèêëîïôùûüœ", "le la les des et est une du que qui dans pour pas sur au avec ce il plus vous nous elle son cet ses mais leur cette"),
    "es": _language("áéíñóúü", "el la los las que una un por con del para como su al lo más pero este esta fue ser son muy ya cuando sin sobre"),
    "pt": _language("áàâãçéêíóôõúü", "os as um uma que não com para por dos das em ao mais como foi ser são pelo pela mas seu sua quando muito"),
    "it": _language("àèéìíòóù", "il lo gli che di una per non con del della dei nel nella sono anche come più dal alla questo era delle"),
    "nl": _language("áàâäçèéêëïíöóüúûôî", "de het een en van dat die niet is te zijn op aan met voor er maar om ook als dan nog naar ik zij door wel"),
    "ca": _language("àçèéíïòóúü", "el els les que una un amb del dels per a al són més però com aquest aquesta va ser seva"),
    "da": _language("åæøé", "og det at den til som med ikke der af for har han var et en jeg fra om men på hun sig blev kan"),
    "sv": _language("åäöé", "och det att den till som med inte av för har han var ett en jag från om men på hon sig så kan är"),
    "fi": _language("åäö", "ja on ei että se oli hän mutta kun niin ovat joka tämä sen ole mukaan myös kuin voi"),
})  # fmt: skip

WORD = re.compile(r"[^\W\d_]+")
ORDINALS = "ºª"  # letters by their Unicode category
ELISION = re.compile(r"(?:\b(?:[ldjmtsnc]|qu|lorsqu|dell|nell|all|dall|un|[dl]ell))$", re.IGNORECASE)
CONTRACTION = re.compile(r"(?:s|t|d|m|ll|re|ve)\b", re.IGNORECASE)
GOOD, NEUTRAL, BAD = 1, 0, -1
OPENING, CLOSING = "“‘«‹„‚¿¡", "”’»›"
DASHES = "–—"
QUIET = "\u00a0\u00ad•·¶€"  # says nothing either way, wherever it stands
MISFITS = 0.005  # share of strange places that a long text may have: a name, a slip
LONG = 200  # places that are not ASCII


def certain(data: bytes) -> str:
    """``"cp1252"``, ``"iso8859-1"`` (no byte from 0x80 to 0x9F occurs), or "" where it is not certain. Raises nothing."""
    try:
        text = data.decode("cp1252")
    except UnicodeDecodeError:
        return ""
    language = _spoken(text)
    if language is None:
        return ""
    verdicts = [_letter(text, match.start(), language) if _is_letter(match[0]) else _mark(text, match.start()) for match in re.finditer("[^\x00-\x7f]", text)]
    bad = verdicts.count(BAD)
    if GOOD not in verdicts or bad > (MISFITS * len(verdicts) if len(verdicts) >= LONG else 0):
        return ""
    return "cp1252" if any(0x80 <= byte <= 0x9F for byte in data) else "iso8859-1"


def _spoken(text: str) -> Language | None:
    """The language with the most function words, if at least three of them make up an eighth of the words and no other comes near."""
    words = WORD.findall(text.lower())
    hits = {name: [word for word in words if word in language.words] for name, language in LANGUAGES.items()}
    best = max(LANGUAGES, key=lambda name: (len(hits[name]), len(set(hits[name]))))
    if len(set(hits[best])) < 3 or len(hits[best]) * 8 < len(words):
        return None
    return LANGUAGES[best]


def _is_letter(character: str) -> bool:
    return character.isalpha() and character not in ORDINALS


def _letter(text: str, at: int, language: Language) -> int:
    """An accented letter must belong to the language, stand with other letters or alone as a word, and agree with them in case."""
    character = text[at]
    start = end = at
    while start and _is_letter(text[start - 1]):
        start -= 1
    while end < len(text) and _is_letter(text[end]):
        end += 1
    word = text[start:end]
    if character.lower() not in language.letters or not (word.islower() or word.isupper() or word.istitle()):
        return BAD
    if len(word) == 1:
        return GOOD if character.lower() in "àèéóòáú" else NEUTRAL
    return GOOD


def _mark(text: str, at: int) -> int:
    """Whether a mark stands as such marks do: an opening one before a word, a pound sign before a number, none inside a word."""
    character, before, after = text[at], text[at - 1 : at], text[at + 1 : at + 2]
    open_before = not before or before.isspace() or before in "([-/\"'" or before in OPENING + DASHES
    word_after, word_before = after.isalnum(), before.isalnum()
    if character == "’" and word_before and word_after:
        return GOOD if CONTRACTION.match(text, at + 1) or ELISION.search(text, max(0, at - 8), at) else NEUTRAL
    if character in DASHES + "…":
        return NEUTRAL
    if character in "«»":
        return NEUTRAL if not (word_before and word_after) else BAD
    if character in OPENING and open_before:  # a German closing “ stands as a closing mark, below
        return GOOD if word_after and character not in "„‚" else NEUTRAL
    if character in CLOSING + "“‘":
        closed = not after or not word_after
        return GOOD if closed and (word_before or before in ".,;:!?…)") else NEUTRAL if closed and not before.isspace() else BAD
    if character == "£":
        return GOOD if after.isdigit() and not before.isalpha() else BAD
    if character == "§":
        return NEUTRAL if not before.isalpha() and not after.isalpha() else BAD
    if character in "°ºª":
        return NEUTRAL if before.isdigit() or before in ". " or (character in "ºª" and before in "NnMD") else BAD
    if character in "½¼¾":
        return NEUTRAL if not before.isalpha() and not after.isalpha() else BAD
    if character in "×÷±©®™†‡":
        return NEUTRAL if not (before.isalpha() and after.isalpha()) else BAD
    return NEUTRAL if character in QUIET else BAD

"""In which order a language puts words, and under which letter an index sets them.

Words are compared letter by letter, then by marks, then by case: the levels of the Unicode Collation Algorithm. What a language does
otherwise stands in `TAILORED`, written as in CLDR. Source: UTS 10; the alphabets of CLDR 44; UTS 35 for ``-u-co-phonebk`` and ``-u-co-trad``.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Callable, Mapping
from functools import lru_cache
from types import MappingProxyType

Weight = tuple[int, str, int]  # script, base letter, how far behind it
Key = tuple[tuple[Weight, ...], str, str, str]  # letters, marks, case, and the text itself, so that no two texts are equal
LETTERS = 2  # scripts are counted from here; digits and spaces come before them

# "c<č<ć": č and ć are letters of their own behind c; "ä=ae": it is read as these.
TAILORED: Mapping[str, str] = MappingProxyType({
    "sv": "z<å<ä<ö æ=ä ø=ö", "fi": "z<å<ä<ö æ=ä ø=ö", "da": "z<æ<ø<å ä=æ ö=ø aa=å", "nb": "z<æ<ø<å ä=æ ö=ø aa=å", "nn": "z<æ<ø<å ä=æ ö=ø aa=å", "no": "z<æ<ø<å ä=æ ö=ø aa=å",
    "is": "a<á d<ð e<é i<í o<ó u<ú y<ý z<þ<æ<ö<å", "fo": "a<á d<ð i<í o<ó u<ú y<ý z<æ<ø",
    "de-phonebk": "ä=ae ö=oe ü=ue", "es": "n<ñ", "gl": "n<ñ", "es-trad": "c<ch l<ll n<ñ", "cy": "c<ch d<dd f<ff g<ng l<ll p<ph r<rh t<th",
    "cs": "c<č h<ch r<ř s<š z<ž", "sk": "a<ä c<č h<ch o<ô s<š z<ž", "pl": "a<ą c<ć e<ę l<ł n<ń o<ó s<ś z<ź<ż",
    "hr": "c<č<ć d<dž<đ l<lj n<nj s<š z<ž", "bs": "c<č<ć d<dž<đ l<lj n<nj s<š z<ž", "sl": "c<č<ć d<đ s<š z<ž", "sr-Latn": "c<č<ć d<dž<đ l<lj n<nj s<š z<ž",
    "hu": "c<cs d<dz<dzs g<gy l<ly n<ny o<ö s<sz t<ty u<ü z<zs ő=ö ű=ü", "et": "s<š<z<ž v<õ<ä<ö<ü w=v", "lv": "c<č g<ģ k<ķ l<ļ n<ņ s<š z<ž", "lt": "c<č s<š z<ž",
    "ro": "a<ă<â i<î s<ș t<ț ş=ș ţ=ț", "tr": "c<ç g<ğ h<ı o<ö s<ş u<ü", "az": "c<ç e<ə g<ğ h<x<ı o<ö s<ş u<ü", "sq": "c<ç d<dh e<ë g<gj l<ll n<nj r<rr s<sh t<th x<xh z<zh",
    "eo": "c<ĉ g<ĝ h<ĥ j<ĵ s<ŝ u<ŭ",
})  # fmt: skip
READ_AS: Mapping[str, str] = MappingProxyType({  # letters that Unicode does not take apart
    "æ": "ae", "œ": "oe", "ø": "o", "ł": "l", "đ": "d", "ð": "d", "þ": "th", "ß": "ss", "ı": "i", "ŋ": "n", "ĳ": "ij", "ſ": "s", "ƒ": "f", "ə": "e",
    "ς": "σ", "ך": "כ", "ם": "מ", "ן": "נ", "ף": "פ", "ץ": "צ", "ى": "ي", "ی": "ي", "ة": "ه", "ک": "ك", "ء": "ا", "ٱ": "ا", "ё": "е", "ѣ": "е", "ѳ": "ф",
})  # fmt: skip
ALPHABETS = ("абвгґдђѓеєжзѕиіїйјклљмнњопрстћќуўфхцчџшщъыьэюяѵ", "ابپتثجچحخدذرزژسشصضطظعغفقكگلمنوهي")  # where code points have another order
PLACE = {letter: (alphabet[0], position) for alphabet in ALPHABETS for position, letter in enumerate(alphabet)}
SCRIPTS = (("Latn", 0x41, 0x36F), ("Grek", 0x370, 0x3FF), ("Cyrl", 0x400, 0x52F), ("Hebr", 0x590, 0x5FF), ("Arab", 0x600, 0x6FF), ("Syrc", 0x700, 0x74F))
OWN = {**dict.fromkeys(("ru", "uk", "be", "bg", "sr", "mk", "cu", "kk", "mn"), "Cyrl"), "el": "Grek", "grc": "Grek", "he": "Hebr", "yi": "Hebr",
       **dict.fromkeys(("ar", "fa", "ur", "ps", "ug"), "Arab"), "syr": "Syrc", "syc": "Syrc", "arc": "Syrc"}  # fmt: skip
ARTICLES: Mapping[str, str] = MappingProxyType({  # a title is not filed under them
    "en": r"(?:the|an|a)\s+", "de": r"(?:der|die|das|des|dem|den|eine[rsmn]?|ein)\s+", "fr": r"(?:(?:les|le|la|des|une|un)\s+|l['’]\s*)", "nl": r"(?:(?:de|het|een)\s+|['’]t\s+)",
    "es": r"(?:las|los|la|el|unas|unos|una|un)\s+", "it": r"(?:(?:gli|il|lo|la|le|i|uno|una|un)\s+|(?:l|un)['’]\s*)", "pt": r"(?:as|os|uma|um|a|o)\s+", "ca": r"(?:(?:els|les|el|la)\s+|l['’]\s*)",
    "sv": r"(?:den|det|de|ett|en)\s+", "da": r"(?:den|det|de|et|en)\s+", "ar": r"ال(?=\w{3})",
})  # fmt: skip
BLANK = (0, "", 0)
PLAIN = frozenset("en de fr it la pt nl ca eu oc ga gd br fy lb rm mt sw id ms af grc sa".split())  # in the order of their script, without letters of their own
ORDERS = ("de-u-co-phonebk", "es-u-co-trad")  # what a language has besides
TAG = re.compile(r"[A-Za-z]{2,3}(-[A-Za-z0-9]{1,8})*")


def faulty(tag: str) -> str:
    """What is wrong with the name of an order, and what there is instead; "" if nothing is."""
    if not TAG.fullmatch(tag):
        return 'is not a language tag; write one such as "sv", "de-u-co-phonebk"'
    primary = tag.split("-")[0].lower()
    languages = PLAIN | set(OWN) | {name.split("-")[0] for name in TAILORED}
    if primary not in languages:
        return f"is no language whose order the program knows; known: {', '.join(sorted(languages))}"
    asked = re.search(r"-u(?:-\w+)*?-co-(\w+)", tag.lower())
    if asked and asked[1] != "standard" and f"{primary}-u-co-{asked[1]}" not in ORDERS:
        return f"asks for an order that the program does not know; known: {', '.join(ORDERS)}"
    return ""


def collator(language: str) -> Callable[[str], Key]:
    """What sorts texts as this language does (BCP 47; ``de-u-co-phonebk`` and ``es-u-co-trad`` too). The language's own script comes first."""
    letters = _letters(_named(language))
    own = OWN.get(language.split("-")[0].lower(), "Latn") if "-Latn" not in language else "Latn"

    def key(text: str) -> Key:
        weights: list[Weight] = []
        seconds: list[str] = []
        for kind, piece, mark in _pieces(text, letters, language):
            if kind == "blank":
                if weights and weights[-1] != BLANK:
                    weights.append(BLANK)
            elif kind == "digits":
                weights.append((1, piece.rjust(20, "0"), 0))
            else:
                base, behind = letters.get(piece, (piece, 0)) if kind == "letter" else (piece, 0)
                base, place = PLACE.get(base, (base, 0))
                weights.append((_script(base, own), base, behind + place))
            seconds.append(mark)
        while weights and weights[-1] == BLANK:
            weights.pop()
        return tuple(weights), "".join(seconds), text.swapcase(), text

    return key


def initial(text: str, language: str) -> str:
    """The letter that an index sets over a text: "Č" in Czech, "C" in German; "0–9" for a number; "" where there is neither."""
    letters = _letters(_named(language))
    for kind, piece, _ in _pieces(text, letters, language):
        if kind == "digits":
            return "0–9"
        if kind != "blank":
            return piece.capitalize() if len(piece) < 3 else piece[0].upper()
    return ""


def without_article(text: str, language: str) -> str:
    """A title as it is filed: "The Voyages" as "Voyages". What would be empty stays."""
    pattern = ARTICLES.get(language.split("-")[0].lower())
    return (re.sub(rf"^{pattern}", "", text, count=1, flags=re.IGNORECASE) or text) if pattern else text


def _named(language: str) -> str:
    """The name in `TAILORED`: the language, with the sorting it asks for, or with its script."""
    primary = language.split("-")[0].lower()
    wanted = re.search(r"-u(?:-\w+)*?-co-(\w+)", language)
    for name in (f"{primary}-{wanted[1] if wanted else ''}", f"{primary}-Latn" if "-Latn" in language else "", primary):
        if name in TAILORED:
            return name
    return primary


@lru_cache(maxsize=64)
def _letters(name: str) -> Mapping[str, tuple[str, int]]:
    """Letters of a language to the base letter that they follow, and at what distance."""
    found: dict[str, tuple[str, int]] = {}
    same: dict[str, str] = {}
    for rule in TAILORED.get(name, "").split():
        if "=" in rule:
            letter, _, other = rule.partition("=")
            same[letter] = other
            continue
        base, *others = rule.split("<")
        for position, letter in enumerate(others, 1):
            found[letter] = (base, position)
    for letter, other in same.items():
        found[letter] = found.get(other, (other, 0))
    return MappingProxyType(found)


def _pieces(text: str, letters: Mapping[str, tuple[str, int]], language: str) -> list[tuple[str, str, str]]:
    """A text as letters of the language ("letter"), others ("other"), runs of digits and blanks, each with the marks on it."""
    lowered = unicodedata.normalize("NFC", text).replace("İ", "i")
    lowered = (lowered.replace("I", "ı") if language[:2] in ("tr", "az") else lowered).lower()
    if language.split("-")[0].lower() == "ar":
        lowered = re.sub(r"(?:^|(?<= ))ال(?=\w{3})", "", lowered)
    found: list[tuple[str, str, str]] = []
    at = 0
    longest = max(map(len, letters), default=1)
    while at < len(lowered):
        taken = next((lowered[at : at + size] for size in range(longest, 0, -1) if lowered[at : at + size] in letters), "")
        if taken:
            base, behind = letters[taken]
            if behind == 0 and len(base) > 1:  # read as several
                found += [("other", each, taken if position == 0 else "") for position, each in enumerate(base)]
            else:
                found.append(("letter", taken, ""))
            at += len(taken)
            continue
        character = lowered[at]
        at += 1
        if character.isdecimal():
            start = at - 1
            while at < len(lowered) and lowered[at].isdecimal():
                at += 1
            found.append(("digits", lowered[start:at].lstrip("0"), ""))
        elif character in PLACE:
            found.append(("other", character, ""))
        elif character in READ_AS:
            found += [("other", each, character if position == 0 else "") for position, each in enumerate(READ_AS[character])]
        elif character.isspace() or character in "-‐‑–—/":
            found.append(("blank", "", character))
        else:
            decomposed = unicodedata.normalize("NFD", character)
            base, marks = decomposed[0], decomposed[1:]
            if base.isalpha() and base != "\u0640":
                found.append(("other", READ_AS.get(base, base), marks))
            elif found and unicodedata.combining(base):
                found[-1] = (*found[-1][:2], found[-1][2] + character)
    return found


def _script(letter: str, own: str) -> int:
    code = ord(letter[:1] or " ")
    for position, (name, first, last) in enumerate(SCRIPTS, LETTERS + 1):
        if first <= code <= last:
            return LETTERS if name == own else position
    return LETTERS if own == "Latn" and 0x1E00 <= code <= 0x1EFF else LETTERS + len(SCRIPTS) + 1

"""How well some bytes look like writing in an encoding, by their letters: which alphabet, how frequent, where in the word, in what case.

One of two detectors; it knows no words. It weighs each reading in bits: what a letter costs is its rarity in the language, what stands where
it cannot stand costs `STRANGE`. So all readings of the same bytes can be compared, and the cheapest is the likeliest.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import cache, lru_cache

from edition.writing.languages import SCRIPTS, Language, languages

ENCODINGS = (  # in the order in which equal readings are named
    "cp1252", "iso8859-15", "mac_roman", "cp850", "cp437", "cp1250", "iso8859-2", "iso8859-16", "cp852", "mac_latin2", "cp1254", "cp857", "mac_turkish", "mac_iceland", "mac_croatian", "cp1257", "iso8859-13", "cp1251",
    "koi8-r", "koi8-u", "cp866", "mac_cyrillic", "iso8859-5", "cp1253", "iso8859-7", "cp1255", "cp932", "euc_jp", "gb18030", "big5", "cp949",
)  # fmt: skip
SELDOM = frozenset({"iso8859-15", "iso8859-16", "iso8859-13", "mac_turkish", "mac_iceland", "mac_croatian", "mac_latin2", "cp857", "cp437"})
UNLIKELY = 5.0  # bits that a seldom one costs from the start: less than decides, so that what only it could tell apart is asked about
STRANGE = 14  # bits: about a chance sign out of all that there are
RARE = 13  # a Chinese character or a Korean syllable that is none of the common ones
MARK, QUIET_MARK = 4, 6  # a mark where it belongs; one that says nothing
CJK = ("Japanese", "Chinese", "Korean")
PIECE = re.compile(rb"[^ \t\r\n]+")
BEYOND = re.compile("[^\x00-\x7f]")
HIGH = re.compile(rb"[\x80-\xff]")
WORD = re.compile(r"[^\W\d_ªº¹²³¼½¾]+(?:[\u0300-\u036f]+[^\W\d_ªº¹²³¼½¾]*)*")
MOST = 3000  # pieces that are looked at
SAMPLE = 200_000  # bytes, for the words
LONGEST = 2000  # bytes of a piece
OPENING, CLOSING, DASHES = "“‘«‹„‚¿¡", "”’»›", "–—"
ORDINALS = "ªº"
EASTERN = "々、。，．！？：；「」『』（）・ー…〜～《》“”‘’　"


@dataclass(frozen=True)
class Reading:
    """One encoding's reading of the pieces that are not ASCII: what it costs in its likeliest language, per language."""

    encoding: str
    text: str
    costs: Mapping[str, float]

    @property
    def language(self) -> str:
        return min(self.costs, key=lambda name: self.costs[name])

    @property
    def cost(self) -> float:
        return self.costs[self.language]


def pieces(data: bytes) -> list[bytes]:
    """What stands between blanks, each once, in order: all encodings are compared over the same of them. Evenly from the whole file, if it is long."""
    found = dict.fromkeys(match[0] for match in PIECE.finditer(data) if len(match[0]) <= LONGEST) or {data[:LONGEST]: None}
    high = [piece for piece in found if HIGH.search(piece)]
    return high[:: -(-len(high) // MOST)] if high else []


def sample(data: bytes) -> bytes:
    """The beginning of a long file, cut at a line end or a blank; the whole of another."""
    if len(data) <= SAMPLE:
        return data
    cut = max(data.rfind(b"\n", 0, SAMPLE), data.rfind(b" ", 0, SAMPLE))
    return data[: cut if cut > 0 else SAMPLE]


def readings(data: bytes) -> list[Reading]:
    """The possible readings, the cheapest first; of equal texts only one, under the name that stands first in `ENCODINGS`."""
    found: dict[str, Reading] = {}
    together = b" ".join(pieces(data))
    for name in ENCODINGS:
        try:
            text = together.decode(name)
        except UnicodeDecodeError:
            continue
        if text not in found:
            found[text] = Reading(name, text, costs(text, UNLIKELY if name in SELDOM else 0.0))
    return sorted(found.values(), key=lambda each: each.cost)


def costs(text: str, start: float = 0.0) -> Mapping[str, float]:
    """The cost of a text in each language of its script, in bits, on top of `start`: the sum of what its pieces cost between blanks."""
    script = script_of(text)
    table = _languages_of(script)
    sums = [start] * len(table)
    for piece, times in Counter(text.split(" ")).items():
        if not piece.isascii():
            sums = [had + times * cost for had, cost in zip(sums, _piece(piece, script), strict=True)]
    return dict(zip(table, sums, strict=True))


@cache
def _languages_of(script: str) -> Mapping[str, Language]:
    return {name: one for name, one in languages().items() if one.script == script} or {"en": languages()["en"]}


@lru_cache(2**15)
def _piece(piece: str, script: str) -> tuple[int, ...]:
    """What stands between two blanks, in each language of a script."""
    table = _languages_of(script).values()
    if script in CJK:
        signs = BEYOND.findall(piece)
        return tuple(sum(_sign(sign, one) for sign in signs) for one in table)
    text = f" {piece} "
    words = [match for match in WORD.finditer(text) if not match[0].isascii()]
    shared = sum(_marks(text)) + sum(_shape(word[0]) + _beside(text, word) for word in words)
    return tuple(shared + sum(cost for word in words for cost in _each(word[0], one)) for one in table)


def script_of(text: str) -> str:
    """The script of most letters that are not ASCII. Text with kana is Japanese."""
    counts = {name: len(signs.findall(text)) for name, signs in SCRIPTS}
    if counts["Japanese"] * 10 > counts["Chinese"] > counts["Korean"]:
        return "Japanese"
    return max(counts, key=lambda name: counts[name]) if any(counts.values()) else "Latin"


def _shape(word: str) -> int:
    """What a word's case costs: a capital after a small letter, or two before one, are no writing."""
    if word.islower() or word.istitle() or word.isupper() or word.lower() == word:
        return 0
    return STRANGE


def _beside(text: str, word: re.Match[str]) -> int:
    """A letter beyond ASCII next to a digit is rather a sign of measure."""
    digit = text[word.start() - 1 : word.start()].isdigit() or text[word.end() : word.end() + 1].isdigit()
    return STRANGE if digit else 0


def _each(word: str, language: Language) -> Iterator[int]:
    """What each sign of a word costs: beyond ASCII its rarity, else nothing, but a sign of another script is strange."""
    for sign in word:
        if sign > "\x7f":
            yield language.letters.get(sign.lower(), STRANGE)
        elif language.script != "Latin":
            yield STRANGE


def _sign(sign: str, language: Language) -> int:
    """A sign of a script without words: kana are cheap in Japanese, and cannot stand elsewhere."""
    if sign in EASTERN:
        return 5
    if sign in language.letters:
        return 8
    if "\u3041" <= sign <= "\u30ff":
        return 6 if language.script == "Japanese" else STRANGE + 4
    if "\u4e00" <= sign <= "\u9fff":
        return RARE if language.script != "Korean" else STRANGE + 2
    if "\uac00" <= sign <= "\ud7af":
        return RARE if language.script == "Korean" else STRANGE + 4
    if "\uff01" <= sign <= "\uff5e":
        return 9
    return STRANGE + 4


def _marks(text: str) -> Iterator[int]:
    """The cost of each sign that is no letter and not ASCII, in any language."""
    for match in BEYOND.finditer(text):
        sign, at = match[0], match.start()
        if (not sign.isalpha() or sign in ORDINALS) and not "\u0300" <= sign <= "\u036f":
            yield _mark(sign, text[at - 1 : at] if at else "", text[at + 1 : at + 2])


def _mark(sign: str, before: str, after: str) -> int:
    """Whether a mark stands as such marks do: an opening one before a word, a pound sign before a number, none inside a word."""
    open_before = not before or before.isspace() or before in "([-/\"'" or before in OPENING + DASHES
    word_after, word_before = after.isalnum(), before.isalnum()
    if sign == "’" and word_before:
        return MARK
    if sign in DASHES + "…":
        return MARK + 1
    if sign in "«»":
        return MARK if not (word_before and word_after) else STRANGE
    if sign in OPENING and open_before:
        return MARK if word_after else QUIET_MARK
    if sign in "’”" and open_before and word_after:
        return QUIET_MARK  # a letter left out, or both marks alike as in Finnish
    if sign in CLOSING + "“‘":
        return MARK if not word_after and not before.isspace() else QUIET_MARK if before in OPENING or not word_after else STRANGE
    if sign in "£€":
        return QUIET_MARK if (after.isdigit() or before.isdigit() or before.isspace()) and not before.isalpha() else STRANGE
    if sign in "§¶†‡№":
        return QUIET_MARK + 2 if not before.isalpha() and not after.isalpha() else STRANGE
    if sign in "°ºª":
        return QUIET_MARK if before.isdigit() or (sign in ORDINALS and before in "NnMD.") else STRANGE
    if sign in "½¼¾·•×÷±©®™":
        return QUIET_MARK + 2 if not (before.isalpha() and after.isalpha()) else STRANGE
    if sign in "\u00a0\u00ad":
        return QUIET_MARK
    if sign in "´¨¸":
        return QUIET_MARK + 2  # as an apostrophe, or beside the letter it was meant for
    return STRANGE


def misfits(text: str, language: str) -> int:
    """How many signs beyond ASCII cannot stand where they do, or are none of the language."""
    one = languages()[language]
    if one.script in CJK:
        return sum(_sign(sign, one) >= STRANGE for sign in BEYOND.findall(text))
    words = [match for match in WORD.finditer(text) if not match[0].isascii()]
    each = (cost for word in words for cost in (_shape(word[0]), _beside(text, word), *_each(word[0], one)))
    return sum(cost >= STRANGE for cost in [*_marks(text), *each])


def is_eastern(text: str) -> bool:
    """Whether nine in ten signs are common ones of Chinese, Japanese or Korean: by chance they are not."""
    signs = BEYOND.findall(text)
    table = [languages()[name] for name in ("ja", "zh", "zh-Hant", "ko")]
    return 10 * max(sum(_sign(sign, one) < STRANGE for sign in signs) for one in table) >= 9 * len(text) > 0

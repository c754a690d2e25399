"""Which language some bytes speak in an encoding, by the commonest words of the languages. It knows no alphabet.

The other of two detectors: it takes no notice of a letter that belongs to none of its words, so the two can be wrong about the same file
only for different reasons.
"""

from __future__ import annotations

import re
from collections import Counter
from dataclasses import dataclass

from edition.writing.languages import languages

WORD = re.compile(r"[^\W\d_]+")
CONTRACTED = {"en": re.compile(r"[a-z]’(?:s|t|d|m|ll|re|ve)\b"), "fr": re.compile(r"\b(?:[ldjmtsnc]|qu)’\w"), "it": re.compile(r"\b(?:l|un|d|c|dell|nell|all|dall|sull|quell)’\w"), "ca": re.compile(r"\b[ldsnm]’\w")}  # fmt: skip
UNSPACED = {"ja": "Japanese", "zh": "Chinese", "zh-Hant": "Chinese", "ko": "Korean"}
PAIR = re.compile("(?=([\u3041-\u30ff]{2}|[\u4e00-\u9fff]{2}|[\uac00-\ud7af]{2}))")
LEAST = 3  # different words
SHARE = 8  # one word in so many must be known


@dataclass(frozen=True)
class Heard:
    """What a reading has of one language: different words of it; of these the ones with signs beyond ASCII; and their share of the running words."""

    language: str
    words: int
    telling: int
    share: float

    @property
    def score(self) -> int:
        return self.words + self.telling


def heard(text: str) -> list[Heard]:
    """The languages of which the text has enough words, the one with the most first."""
    low = text.lower()
    running = WORD.findall(low)
    times = Counter(running)
    different = times.keys()
    pairs = PAIR.findall(text)
    found = []
    for name, language in languages().items():
        if name in UNSPACED:
            hits = {pair for pair in pairs if pair in language.words}
            if len(hits) >= LEAST - 1:
                found.append(Heard(name, len(hits), len(hits), sum(pair in hits for pair in pairs) / len(pairs)))
            continue
        known = different & language.words
        telling = _telling(low, known, name)
        share = sum(map(times.__getitem__, known)) / max(1, len(running))
        if (len(known) >= LEAST or telling >= LEAST - 1) and share * SHARE >= 1:
            found.append(Heard(name, len(known), telling, share))
    return sorted(found, key=lambda each: (-each.score, each.language))


def language_of(text: str) -> str:
    """The language that a text is in, as far as its commonest words tell; "" where two are as likely or too few are there."""
    found = heard(text)
    return found[0].language if found and (len(found) == 1 or found[0].score > found[1].score) else ""


def telling(text: str, language: str) -> int:
    """How many different words of a language a text has that are not ASCII."""
    low = text.lower()
    if language in UNSPACED:
        return len(set(PAIR.findall(text)) & languages()[language].words)
    return _telling(low, set(WORD.findall(low)) & languages()[language].words, language)


def _telling(low: str, known: set[str], name: str) -> int:
    """Words with a letter beyond ASCII, and contractions with a typographic apostrophe."""
    contracted = {match[0] for match in CONTRACTED[name].finditer(low)} if name in CONTRACTED else ()
    return sum(not word.isascii() for word in known) + len(contracted)

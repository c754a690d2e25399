"""Languages and directions of writing: BCP 47 tags as XHTML wants them, and which way a text runs.

Separate because notes, blocks and whole documents all ask.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from functools import lru_cache
from types import MappingProxyType

from lxml import etree

from edition.model import NOTHING
from edition.tei import Element

SHORTER = {"ara": "ar", "ces": "cs", "cze": "cs", "dan": "da", "deu": "de", "dut": "nl", "ell": "el", "eng": "en", "fin": "fi", "fra": "fr", "fre": "fr", "ger": "de",
           "gre": "el", "heb": "he", "hun": "hu", "ita": "it", "iw": "he", "jpn": "ja", "lat": "la", "nld": "nl", "nor": "no", "per": "fa", "pol": "pl", "por": "pt",
           "ron": "ro", "rum": "ro", "rus": "ru", "slv": "sl", "spa": "es", "swe": "sv", "tur": "tr", "zho": "zh", "chi": "zh"}  # fmt: skip  # of ISO 639-2, which BCP 47 does not know
RIGHT_TO_LEFT = re.compile(r"(ar|arc|ckb|dv|fa|he|iw|jpa|jpr|ji|nqo|ota|ps|sam|sd|syc|syr|ug|ur|yi)(-|$)", re.IGNORECASE)
SCRIPT_RIGHT = re.compile(r"-(Adlm|Arab|Aran|Hebr|Mand|Nkoo|Samr|Syr[cejn]|Thaa)(-|$)", re.IGNORECASE)
SCRIPT_LEFT = re.compile(r"-(Latn|Cyrl|Grek|Latf|Deva)(-|$)", re.IGNORECASE)
TAG = re.compile(r"[A-Za-z]{1,8}(-[A-Za-z0-9]{1,8})*")
LETTERS_RIGHT = "\u0590-\u07f5\u07fa-\u08ff\ufb1d-\ufdff\ufe70-\ufefc\U00010800-\U00010fff\U0001e800-\U0001efff"
STRONG = re.compile(rf"([{LETTERS_RIGHT}])|[A-Za-z\u00aa-\u02af\u0370-\u058f\u0900-\u1fff\u2c00-\ud7ff\uf900-\ufaff]")
RIGHT = re.compile(f"[{LETTERS_RIGHT}]")
OTHER_BYTES = bytes(byte for byte in range(256) if byte not in (*range(0xD6, 0xE1), 0xEF, 0xF0))
language_of = etree.XPath("string(ancestor-or-self::*[@xml:lang][1]/@xml:lang)")


def right_to_left(language: str) -> bool:
    """By the script subtag, else by the language."""
    if SCRIPT_RIGHT.search(language):
        return True
    return RIGHT_TO_LEFT.match(language) is not None and not SCRIPT_LEFT.search(language)


def direction(language: str) -> str:
    return "rtl" if right_to_left(language) else "ltr"


@lru_cache(maxsize=256)
def attributes(language: str) -> Mapping[str, str]:
    """``lang``, ``xml:lang`` and ``dir``; nothing where the tag is none (XHTML would be refused for it)."""
    tag = language.strip().replace("_", "-")
    if not TAG.fullmatch(tag):
        return NOTHING
    primary, dash, rest = tag.partition("-")
    tag = f"{SHORTER.get(primary.lower(), primary)}{dash}{rest}"  # "eng": no program divides its words or reads it aloud
    return MappingProxyType({"lang": tag, "xml:lang": tag, "dir": direction(tag)})


def inherited(node: Element) -> Mapping[str, str]:
    """The language of the place a thing was written in, for a thing that stands elsewhere."""
    return attributes(str(language_of(node)))


def has_right_letters(root: Element) -> bool:
    """Whether any letter below an element is Hebrew, Arabic, Syriac …"""
    text = etree.tostring(root, method="text", encoding="utf-8", with_tail=False)
    if text.isascii() or not text.translate(None, OTHER_BYTES):  # most texts: no byte that such a letter begins with
        return False
    return RIGHT.search(text.decode()) is not None


def runs(text: str) -> str:
    """``rtl`` or ``ltr`` by the letters: the first one, unless most of the others run the other way. "" if there is none."""
    first = STRONG.search(text)
    if first is None:
        return ""
    if RIGHT.search(text) is None:  # most texts, and no letter of theirs need be counted
        return "ltr"
    right = sum(1 for match in STRONG.finditer(text) if match[1])
    left = sum(1 for match in STRONG.finditer(text) if not match[1])
    if right == left:
        return "rtl" if first[1] else "ltr"
    return "rtl" if right > left else "ltr"

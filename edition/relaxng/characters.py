"""Characters of XML names, and the Unicode categories, as ranges for Python's regular expressions.

`python -m edition.relaxng.characters > edition/relaxng/characters.json` makes the table of categories anew; asking `unicodedata` for
all of them at each start would take longer than most validations.
"""

from __future__ import annotations

import json
import sys
import unicodedata
from functools import cache
from pathlib import Path

START = (
    "A-Za-z_\u00c0-\u00d6\u00d8-\u00f6\u00f8-\u02ff\u0370-\u037d\u037f-\u1fff\u200c-\u200d\u2070-\u218f\u2c00-\u2fef\u3001-\ud7ff\uf900-\ufdcf\ufdf0-\ufffd\U00010000-\U000effff"
)
MORE = START + "\\-.0-9\u00b7\u0300-\u036f\u203f-\u2040"
NCNAME, NAME, NMTOKEN = f"[{START}][{MORE}]*", f"[{START}:][{MORE}:]*", f"[{MORE}:]+"
BLOCKS = {  # those that schemas name; the others are refused with their name
    "BasicLatin": "\\x00-\\x7f", "Latin-1Supplement": "\\x80-\\xff", "LatinExtended-A": "\u0100-\u017f", "LatinExtended-B": "\u0180-\u024f",
    "IPAExtensions": "\u0250-\u02af", "SpacingModifierLetters": "\u02b0-\u02ff", "CombiningDiacriticalMarks": "\u0300-\u036f", "Greek": "\u0370-\u03ff",
    "Cyrillic": "\u0400-\u04ff", "Armenian": "\u0530-\u058f", "Hebrew": "\u0590-\u05ff", "Arabic": "\u0600-\u06ff", "Devanagari": "\u0900-\u097f",
    "LatinExtendedAdditional": "\u1e00-\u1eff", "GreekExtended": "\u1f00-\u1fff", "GeneralPunctuation": "\u2000-\u206f", "NumberForms": "\u2150-\u218f",
    "CJKUnifiedIdeographs": "\u4e00-\u9fff", "HangulSyllables": "\uac00-\ud7a3", "Hiragana": "\u3040-\u309f", "Katakana": "\u30a0-\u30ff",
}  # fmt: skip
TABLE = Path(__file__).with_name("characters.json")


@cache
def _table() -> dict[str, list[int]]:
    found: dict[str, list[int]] = json.loads(TABLE.read_text("ascii"))
    return found


@cache
def category(name: str) -> str:
    """The inside of a character class for ``L``, ``Lu`` …, or a block ``IsHebrew``. Raises KeyError for a name that is none."""
    if name.startswith("Is"):
        return BLOCKS[name[2:]]
    parts = [key for key in _table() if key == name or (len(name) == 1 and key[0] == name)]
    if not parts:
        raise KeyError(name)
    found = []
    for part in parts:
        steps = _table()[part]
        at = 0
        for gap, length in zip(steps[::2], steps[1::2], strict=True):
            at += gap
            found.append(f"{_written(at)}-{_written(at + length)}" if length else _written(at))
            at += length
    return "".join(found)


def _written(code: int) -> str:
    """A character for a class: itself, which Python reads quicker than an escape."""
    return chr(code) if code > 0x7F and not 0xD800 <= code <= 0xDFFF else f"\\x{code:02x}" if code < 0x100 else f"\\u{code:04x}"


def _made() -> dict[str, list[int]]:
    """Category to ranges: the gap to the end of the last range, and the length less one, in turn."""
    ranges: dict[str, list[int]] = {}
    ends: dict[str, int] = {}
    last, begin = "", 0
    for code in range(sys.maxunicode + 2):
        now = unicodedata.category(chr(code)) if code <= sys.maxunicode else ""
        if now != last:
            if last:
                ranges.setdefault(last, []).extend((begin - ends.get(last, 0), code - 1 - begin))
                ends[last] = code - 1
            last, begin = now, code
    return dict(sorted(ranges.items()))


if __name__ == "__main__":
    print(json.dumps(_made(), separators=(",", ":")))

"""2. Repairs. Text that was decoded wrongly, once or twice: ``Ã©`` for ``é``. The engine is ftfy, line by line, its result guarded.

ftfy gives a whole line, not edits, so the difference is taken here. Whatever it does besides decoding is switched off.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from difflib import SequenceMatcher

from edition.edits import Change, Proposal, View
from edition.rules import repair

SUSPECT = re.compile("[\u0080-\u00ff\u0100-\u045f\u2010-\u2265\ufffd][\u0080-\u00ff\u0100-\u045f\u2010-\u2265\u2500-\u25ff\ufffd]|Ã ")
NEW_DAGGER = re.compile(r"[†‡‰]\w|\w[†‡‰]")
LOST_CAPITAL = re.compile("(?<=[A-ZÀ-Þ])Â\u00a0")
ABOUT = re.compile(r"mojibake", re.IGNORECASE)


@repair(
    "mojibake", declared_in="correction",
    statement="Text that had been decoded with a wrong character set (such as “Ã©” for “é”) is restored.",
)  # fmt: skip
def mojibake(view: View) -> Iterator[Change | Proposal]:
    """``Trumpâ€™s`` becomes ``Trump’s``, one or two layers deep, a line at a time.

    A line is left as it is where ftfy's result would lose a character for good (U+FFFD, U+001A), would make a dagger beside a letter
    (a byte was lost before), would take a capital Â from before a no-break space, or where the line speaks of mojibake itself.
    """
    start = 0
    for line in view.text.split("\n"):
        if SUSPECT.search(line) and not ABOUT.search(line):
            fixed = _fixed(line)
            if fixed != line and _trusted(line, fixed):
                yield from _changes(start, line, fixed)
        start += len(line) + 1


def _fixed(line: str) -> str:
    import ftfy

    config = ftfy.TextFixerConfig(
        unescape_html=False, remove_terminal_escapes=False, fix_encoding=True, restore_byte_a0=True, replace_lossy_sequences=True,
        decode_inconsistent_utf8=True, fix_c1_controls=False, fix_latin_ligatures=False, fix_character_width=False, uncurl_quotes=False,
        fix_line_breaks=False, fix_surrogates=False, remove_control_chars=False, normalization=None, explain=False,
    )  # fmt: skip
    return str(ftfy.fix_encoding(line, config))


def _trusted(line: str, fixed: str) -> bool:
    if "\x1a" in fixed or fixed.count("\ufffd") > line.count("\ufffd"):
        return False
    if len(NEW_DAGGER.findall(fixed)) > len(NEW_DAGGER.findall(line)):
        return False
    return LOST_CAPITAL.sub("\u00a0", line) != fixed


def _changes(start: int, line: str, fixed: str) -> Iterator[Change]:
    for what, a, b, c, d in SequenceMatcher(None, line, fixed, autojunk=False).get_opcodes():
        if what != "equal":
            yield Change(start + a, line[a:b], fixed[c:d])

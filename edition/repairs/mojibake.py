"""2. Repairs. Text that was decoded wrongly, once or twice: ``Ã©`` for ``é``. The engine is ftfy, line by line, its result guarded.

ftfy gives a whole line, not edits, so the difference is taken here. Whatever it does besides decoding is switched off.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from difflib import SequenceMatcher
from functools import partial
from itertools import takewhile
from unicodedata import normalize

from edition.edits import Change, Proposal, View
from edition.rules import repair

SUSPECT = re.compile("[\u0080-\u00ff\u0100-\u045f\u2010-\u2265\u2500-\u25ff\ufffd][\u0080-\u00ff\u0100-\u045f\u2010-\u2265\u2500-\u25ff\ufffd]|Ã ")
NEW_DAGGER = re.compile(r"[†‡‰]\w|\w[†‡‰]")
LOST_CAPITAL = re.compile("(?<=[A-ZÀ-Þ])Â\u00a0")
LOST_CLOSING = re.compile("(?<=\\S)â€(?:\ufffd|(?=[\\s,;.:!)]|$))")  # the third byte, 0x9D, is no character of Windows-1252
FINAL_A = re.compile("(?:(?<=voil)|(?<=\\bl)|(?<=déj)|(?<=dÃ©j)|(?<=del)|(?<=hol))Ã\u00a0(?=\\w)")  # voilà, là, déjà: the byte A0 was the blank as well
COMBINING = re.compile("[\u0300-\u036f]")
RUN = re.compile("[^\x00-\x7f]{2,}")
WORD = re.compile("\\S+")
SPACE = re.compile("\\s+")
SETS = ("cp1251", "cp437", "cp850", "mac_roman")
USUAL = frozenset("áàâäãåæçéèêëíìîïñóòôöõøœúùûüýÿßÁÀÂÄÃÅÆÇÉÈÊËÍÌÎÏÑÓÒÔÖÕØŒÚÙÛÜÝ¡¿«»£§°“”‘’–—…")
LONGEST = 4_000  # characters of a line that ftfy gets at once
ABOUT = re.compile(r"mojibake", re.IGNORECASE)


@repair(
    "mojibake", declared_in="correction",
    statement="Text that had been decoded with a wrong character set (such as “Ã©” for “é”) is restored.",
)  # fmt: skip
def mojibake(view: View) -> Iterator[Change | Proposal]:
    """``Trumpâ€™s`` becomes ``Trump’s``, one or two layers deep, a line at a time.

    A line is left as it is where ftfy's result would lose a character for good (U+FFFD, U+001A), would make a dagger beside a letter
    (a byte was lost before), would take a capital Â from before a no-break space, or where the line speaks of mojibake itself.
    What ftfy leaves and other sets explain (``Espa├▒ol``) is asked, a word at a time.
    """
    start = 0
    for line in view.text.split("\n"):
        whole = normalize("NFC", line) if COMBINING.search(line) else line  # a damaged letter may be written as two, as another may
        if SUSPECT.search(whole) and not ABOUT.search(line):
            for said in dict.fromkeys((whole, whole.rstrip(" \t"))):  # blanks at the end may be bytes of a letter, or nothing: what stands without them counts then
                fixed = _fixed(_prepared(said)) if len(said) <= LONGEST else _in_parts(said)
                if fixed != said and _trusted(said, fixed):
                    yield from _changes(start, line[: len(line) + len(said) - len(whole)], fixed)
                    break
            else:
                yield from _asked(start, line)
        start += len(line) + 1


def _prepared(line: str) -> str:
    """What ftfy cannot know: the byte that a closing quotation mark lost, and that a French word ends in à."""
    opened = line.count("â€œ")
    line = LOST_CLOSING.sub("â€\x9d", line) if opened else line
    return FINAL_A.sub("Ã\u00a0 ", line)


def _in_parts(line: str) -> str:
    """A line of absurd length in parts, so that time stays in proportion; cut at blanks, where there are any."""
    parts = re.findall(rf"(?s).{{1,{LONGEST}}}(?:\s|$)|.{{1,{LONGEST}}}", line)
    return "".join(_fixed(part) if SUSPECT.search(part) else part for part in parts)


def _asked(start: int, line: str) -> Iterator[Proposal]:
    for word in WORD.finditer(line):
        if RUN.search(word[0]) and (meant := _through(word[0])):
            yield Proposal(start + word.start(), word[0], meant[1], cert="medium", why=f"UTF-8 read as {meant[0]}")


def _through(word: str) -> tuple[str, str] | None:
    """The set through which all damaged runs of a word become letters or marks of Western languages, and the word then. Up to two layers."""
    for name in SETS:
        text = word
        for _ in range(2):
            try:
                text = RUN.sub(partial(_run, name), text)
            except UnicodeError:
                break
            rest = [sign for sign in text if sign > "\x7f"]
            if rest and all(sign in USUAL for sign in rest) and re.search("[A-Za-z]{2}", text):
                return name, text
    return None


def _run(name: str, match: re.Match[str]) -> str:
    return match[0].encode(name).decode("utf-8")


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
    """The difference, a word at a time where both have as many: the time is that of the words, not of the square of the line."""
    olds, news = list(WORD.finditer(line)), WORD.findall(fixed)
    if len(olds) != len(news) or SPACE.findall(line) != SPACE.findall(fixed):
        yield from _within(start, line, fixed)
        return
    for old, new in zip(olds, news, strict=True):
        if old[0] != new:
            yield from _within(start + old.start(), old[0], new)


def _within(start: int, old: str, new: str) -> Iterator[Change]:
    low = _shared(old, new)
    back = _shared(old[low:][::-1], new[low:][::-1])
    old, new = old[low : len(old) - back], new[low : len(new) - back]
    if len(old) > LONGEST:
        yield Change(start + low, old, new)
        return
    for what, a, b, c, d in SequenceMatcher(None, old, new, autojunk=False).get_opcodes():
        if what != "equal":
            yield Change(start + low + a, old[a:b], new[c:d])


def _shared(one: str, other: str) -> int:
    """How many characters two texts begin with alike."""
    return sum(1 for _ in takewhile(lambda pair: pair[0] == pair[1], zip(one, other, strict=False)))

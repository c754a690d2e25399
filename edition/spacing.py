"""The white space of a text, apart from its words: what an XML editor may lay out anew without touching a word.

White space is XML's here (space, tab, line ends); a no-break space is a letter like another.
"""

from __future__ import annotations

import re
from itertools import pairwise

from edition.tei import BLANK

ONE = re.compile(f"[{BLANK}]")
RUN = re.compile(f"[{BLANK}]+")
TOKEN = re.compile(f"[{BLANK}]+|[^{BLANK}]+")
KEPT = re.compile(rf"([{BLANK}]{{2,}}|[{BLANK.replace(' ', '')}]|\A |(?<!\A) \Z)")  # white space that is more than a space between two words
CODES = re.compile(rf"(?:[{BLANK}]+|[0-9a-z]|\([0-9]+\))*")
LONG = re.compile(r"\(([0-9]+)\)")
DIGITS = "0123456789abcdefghijklmnopqrstuvwxyz"
LETTER = "x"
END = "\0"  # behind each word, until it is known what follows
WORDS = str.maketrans({digit: LETTER * length + END for length, digit in enumerate(DIGITS)})
LAST = re.compile(rf"{END}(?=[{BLANK}]|\Z)")


class _Lengths(dict[int, str]):
    """The code of a word by its length."""

    def __missing__(self, length: int) -> str:
        return f"({length})"


LENGTHS = _Lengths({0: "", **{length: digit for length, digit in enumerate(DIGITS) if length}})


def skeleton(text: str) -> str:
    """The lengths of the words, as digits to the base of 36 (``(57)`` for a long one); between two words a space stands for itself by
    not being there, any other white space as it is: ``"To be,  or\\n"`` is ``"23  2\\n"``."""
    parts = KEPT.split(text)  # words with single spaces between them, and what else is white, in turn
    parts[::2] = ["".join(map(LENGTHS.__getitem__, map(len, words.split(" ")))) for words in parts[::2]]
    return "".join(parts)


def shape(skeleton: str) -> str:
    """The text of a skeleton, with ``x`` for every letter: ``"xx xxx  xx\\n"``. Raises ValueError for what is no skeleton."""
    if not CODES.fullmatch(skeleton):
        raise ValueError(f"{skeleton[:40]!r} is not the skeleton of a text")
    parts = LONG.split(skeleton)  # short words and white space, and the length of a long word, in turn
    parts[::2] = [words.translate(WORDS) for words in parts[::2]]
    parts[1::2] = [LETTER * int(length) + END for length in parts[1::2]]
    return LAST.sub("", "".join(parts)).replace(END, " ")


def letters(text: str) -> str:
    """The text without its white space."""
    return RUN.sub("", text)


def gaps(shape: str) -> list[str]:
    """The white space before each letter of a shape, and behind the last one."""
    ends = [-1, *(place for place, letter in enumerate(shape) if letter not in BLANK), len(shape)]
    return [shape[one + 1 : other] for one, other in pairwise(ends)]


def filled(shape: str, words: str) -> str:
    """The letters of `words`, as many as there are, laid out as `shape` has it."""
    source = iter(words)
    return "".join(letter if letter in BLANK else next(source, "\0") for letter in shape)

"""The white space of a text, apart from its words: what an XML editor may lay out anew without touching a word.

White space is XML's here (space, tab, line ends); a no-break space is a letter like another.
"""

from __future__ import annotations

import re
from itertools import pairwise

from edition.tei import BLANK

RUN = re.compile(f"[{BLANK}]+")
TOKEN = re.compile(f"[{BLANK}]+|[^{BLANK}]+")
CODE = re.compile(rf"[{BLANK}]+|[0-9a-z]|\((\d+)\)")
DIGITS = "0123456789abcdefghijklmnopqrstuvwxyz"
LETTER = "x"


def skeleton(text: str) -> str:
    """The lengths of the words, as digits to the base of 36 (``(57)`` for a long one); between two words a space stands for itself by
    not being there, any other white space as it is: ``"To be,  or\\n"`` is ``"23  2\\n"``."""
    tokens = TOKEN.findall(text)
    last = len(tokens) - 1
    parts = []
    for number, token in enumerate(tokens):
        if token[0] in BLANK:
            parts.append("" if token == " " and 0 < number < last else token)
        else:
            parts.append(DIGITS[len(token)] if len(token) < len(DIGITS) else f"({len(token)})")
    return "".join(parts)


def shape(skeleton: str) -> str:
    """The text of a skeleton, with ``x`` for every letter: ``"xx xxx  xx\\n"``. Raises ValueError for what is no skeleton."""
    parts: list[str] = []
    done, word = 0, False
    for match in CODE.finditer(skeleton):
        if match.start() != done:
            break
        done = match.end()
        blank = match[0][0] in BLANK
        if not blank:
            length = int(match[1]) if match[1] else DIGITS.index(match[0])
            parts.append(" " * word + LETTER * length)
        else:
            parts.append(match[0])
        word = not blank
    if done != len(skeleton):
        raise ValueError(f"{skeleton[:40]!r} is not the skeleton of a text")
    return "".join(parts)


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

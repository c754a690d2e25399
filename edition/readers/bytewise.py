"""1. Readers: encodings that do not lead back. The text is then the bytes, each as the Latin-1 character of its number, and steps say what they mean.

ISO-2022-JP and UTF-7 can write one text in several ways, and UTF-16 may end in the middle of a character: what is decoded from such a file does
not encode to the same bytes. The steps go into the log as mechanical edits, and so the bytes come back from it.
"""

from __future__ import annotations

import codecs
from collections.abc import Sequence

Step = tuple[int, str, str]  # offset in the Latin-1 text, what stands there, what it means
LOST = "\ufffd"


def steps(data: bytes, encoding: str) -> tuple[tuple[Step, ...], list[int]]:
    """The steps, in order, and the offsets of bytes that mean nothing. Fed byte by byte, so that each character has its bytes.

    Raises UnicodeError if the encoding cannot be read so.
    """
    found: list[Step] = []
    lost: list[int] = []
    begin = at = 0
    decoder = codecs.getincrementaldecoder(encoding)()
    for at in range(len(data)):
        try:
            text = decoder.decode(data[at : at + 1])
        except UnicodeError:
            lost.append(begin)
            if len(lost) > TOO_MANY:
                raise
            found.append((begin, data[begin : at + 1].decode("latin-1"), LOST))
            decoder.reset()
            begin = at + 1
            continue
        if text:
            old = data[begin : at + 1].decode("latin-1")
            if old != text:
                found.append((begin, old, text))
            begin = at + 1
    if begin < len(data):
        try:
            text = decoder.decode(b"", final=True)
        except UnicodeError:
            lost.append(begin)
            text = LOST
        found.append((begin, data[begin:].decode("latin-1"), text))
    return tuple(found), lost


TOO_MANY = 100


def walked(text: str, taken: Sequence[Step]) -> str:
    """The text after the steps."""
    parts, done = [], 0
    for at, old, new in taken:
        parts += [text[done:at], new]
        done = at + len(old)
    return "".join([*parts, text[done:]])

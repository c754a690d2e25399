r"""1. Readers: what rich text (RTF) says by itself: its words, to find out whether one was lost, and characters written so that pandoc takes them whole.

Pandoc's reader takes two characters behind ``\u8217`` for the stand-in where the standard has one, unless a space ends the control word: ``c\u8217?est``
loses its e. So a space is put there. Notes that a reader may skip (``{\*\footnote``, as pandoc itself writes them) it skips. Of tables whose cells lie in groups of their own it keeps the last row: that is only told, as SRC005.

Source: Rich Text Format Specification 1.9.1, "Unicode RTF" and "Destinations".
"""

from __future__ import annotations

import re
from collections.abc import Iterator

GLUED = re.compile(rb"\\\\|(\\u-?\d+)(?=[^\d \\{};])|\{\\\*(\\footnote\b)")
TOKEN = re.compile(rb"\\([A-Za-z]{1,32})(-?\d{1,10})? ?|\\'([0-9A-Fa-f]{2})|\\([^A-Za-z'])|([{}])|([\r\n]+)|([^\\{}\r\n]+)")
CODEPAGE = re.compile(rb"\\ansicpg(\d{3,5})")
ASIDE = frozenset(
    b"fonttbl colortbl stylesheet info pict themedata listtable listoverridetable revtbl filetbl fldinst sp sn sv objdata listtext pntext pn bkmkstart bkmkend "
    b"atnid atnauthor atndate atnref nonshppict header headerl headerr headerf footer footerl footerr footerf mmathPr xmlopen xmlattrname xmlattrvalue".split()
)
STARRED = frozenset(b"footnote annotation shpinst shppict".split())  # of the destinations that a reader may skip, those with words in them
SIGNS = {
    b"par": "\n", b"line": "\n", b"cell": "\n", b"row": "\n", b"tab": "\t", b"sect": "\n", b"page": "\n", b"nestcell": "\n", b"rquote": "’", b"lquote": "‘",
    b"rdblquote": "”", b"ldblquote": "“", b"emdash": "—", b"endash": "–", b"bullet": "•", b"emspace": " ", b"enspace": " ", b"qmspace": " ",
}  # fmt: skip
ESCAPED = {b"~": "\u00a0", b"_": "\u2011", b"-": "", b"\n": "\n", b"\r": "\n"}


def spaced(data: bytes) -> bytes:
    """The same rich text, with a space behind each Unicode character that has its stand-in glued to it, and no leave to skip a footnote."""
    return GLUED.sub(lambda match: match[1] + b" " if match[1] else b"{" + match[2] if match[2] else match[0], data)


def text_of(data: bytes) -> str:
    """All words of the file, notes where they are called; without its tables of fonts and styles, its fields' instructions and its running heads."""
    return "".join(_text(data)).encode("utf-16-le", "surrogatepass").decode("utf-16-le", "replace")


def _text(data: bytes) -> Iterator[str]:
    said = CODEPAGE.search(data[:4096])
    page = f"cp{said[1].decode()}" if said else "cp1252"
    try:
        b"".decode(page)
    except LookupError:
        page = "cp1252"
    above: list[tuple[bool, int]] = []
    hidden, width, skip, starred = False, 1, 0, False
    for match in TOKEN.finditer(data):
        word, number, byte, escaped, brace, _, plain = match.groups()
        if brace == b"{":
            above.append((hidden, width))
        elif brace == b"}":
            hidden, width = above.pop() if above else (hidden, width)
            skip = 0
        elif escaped == b"*":
            starred = True
            continue
        elif word:
            hidden |= word in ASIDE or (starred and word not in STARRED)
            if word == b"uc":
                width = int(number or 1)
            elif word == b"bin":
                hidden = True  # bytes that are no text: what follows in this group cannot be told
            elif word == b"u" and number is not None:
                skip = width
                if not hidden:
                    yield chr(int(number) % 0x10000)
            elif word in SIGNS and not hidden:
                yield SIGNS[word]
        elif skip and (byte or escaped):
            skip -= 1
        elif plain:
            left, skip = plain[skip:], max(0, skip - len(plain))
            if not hidden:
                yield left.decode(page, "replace")
        elif byte and not hidden:
            yield bytes([int(byte, 16)]).decode(page, "replace")
        elif escaped and not hidden:
            yield ESCAPED.get(escaped, escaped.decode("latin-1"))
        starred = False

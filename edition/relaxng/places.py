"""Bytes of a document to lines and columns, in whatever encoding it is."""

from __future__ import annotations

import codecs
import re
from bisect import bisect_right

BREAK = re.compile(rb"\r\n?|\n")
DECLARED = re.compile(rb"""<\?xml[^>]*?\sencoding\s*=\s*["']([A-Za-z][\w.\-]*)""")


class Places:
    """Lines and columns of one document. The lines are counted when the first place is asked for."""

    def __init__(self, data: bytes) -> None:
        self.data = data
        self.encoding = encoding(data)
        self._begins: list[int] = []

    def of(self, offset: int) -> tuple[int, int]:
        """Line and column of a byte: 1-based, the column in characters."""
        if not self._begins:
            self._begins = self._lines()
        line = bisect_right(self._begins, offset)
        begin = self._begins[line - 1]
        before = self.data[begin:offset].decode(self.encoding, "replace")
        return line, len(before) + 1 - before.startswith("\ufeff")

    def _lines(self) -> list[int]:
        if not self.encoding.startswith("utf-16"):
            return [0, *(found.end() for found in BREAK.finditer(self.data))]
        text = self.data.decode(self.encoding, "replace")
        begins, size = [0], 0
        for line in re.findall(r"[^\r\n]*(?:\r\n?|\n)", text):
            size += len(line.encode(self.encoding, "replace"))
            begins.append(size)
        return begins


def encoding(data: bytes) -> str:
    """The encoding by the first bytes and the XML declaration, as Python names it."""
    if data[:2] == b"\xff\xfe" or data[1:2] == b"\0":
        return "utf-16-le"
    if data[:2] == b"\xfe\xff" or data[:1] == b"\0":
        return "utf-16-be"
    found = DECLARED.match(data, 3 if data[:3] == b"\xef\xbb\xbf" else 0)
    if found is None:
        return "utf-8"
    try:
        return codecs.lookup(found[1].decode("ascii")).name
    except LookupError:
        return "utf-8"

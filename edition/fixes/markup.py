"""The tags of a file as they are written: where each attribute stands, to the character, and which bytes of the file that is.

No parser gives this: a parser's tree no longer knows its quotation marks. The text may be damaged elsewhere; what is asked for is looked at by itself.
"""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from functools import cached_property
from itertools import accumulate
from xml.sax.saxutils import escape

from edition.model import Fix

NAME = r"[^\s/>!?<=\"'][^\s/><=\"']*"
TAG = re.compile(rf"<(?P<close>/?)(?P<name>{NAME})(?P<rest>(?:[^\"'<>]++|\"[^\"<]*+\"|'[^'<]*+')*+)>")
OTHER = r"<!--.*?-->|<!\[CDATA\[.*?\]\]>|<\?.*?\?>"  # what looks like tags in here is none
EITHER = re.compile(rf"{OTHER}|{TAG.pattern}", re.DOTALL)
ATTRIBUTE = re.compile(rf"(?P<before>\s+)(?P<name>{NAME})(?P<is>\s*=\s*)(?P<quote>[\"'])(?P<value>.*?)(?P=quote)", re.DOTALL)
DECLARED = re.compile(rb"<\?xml[^>]{0,100}?encoding\s*=\s*[\"']([A-Za-z0-9._-]+)")
BOMS = ((b"\xef\xbb\xbf", "utf-8"), (b"\xff\xfe", "utf-16-le"), (b"\xfe\xff", "utf-16-be"))
LINE = re.compile(r"\r\n|\r|\n")

Edit = tuple[int, int, str]  # from and to, in characters of the text, and what comes there


@dataclass(frozen=True)
class Attribute:
    """``before`` is where the white space before it begins; all places are characters of the file's text."""

    name: str
    value: str  # as written: references are not resolved
    quote: str
    before: int
    start: int
    value_start: int
    value_end: int

    @property
    def end(self) -> int:
        return self.value_end + 1

    def with_value(self, value: str) -> Edit:
        return self.value_start, self.value_end, escape(value, {self.quote: "&quot;" if self.quote == '"' else "&apos;"})

    def with_name(self, name: str) -> Edit:
        return self.start, self.start + len(self.name), name

    def without(self) -> Edit:
        return self.before, self.end, ""


@dataclass(frozen=True)
class Tag:
    name: str
    start: int
    end: int
    attributes: tuple[Attribute, ...]
    empty: bool  # <lb/>

    def get(self, name: str) -> Attribute | None:
        return next((each for each in self.attributes if each.name == name), None)

    @property
    def name_end(self) -> int:
        return self.start + 1 + len(self.name)

    def with_name(self, name: str) -> Edit:
        return self.start + 1, self.name_end, name

    def with_attribute(self, name: str, value: str) -> Edit:
        """A new one, behind the others."""
        at = self.attributes[-1].end if self.attributes else self.name_end
        return at, at, f' {name}="{escape(value, {chr(34): "&quot;"})}"'


class Markup:
    """A file as text. `text` is None if its encoding is not known or does not lead back to the same bytes: then nothing in it can be fixed."""

    def __init__(self, data: bytes) -> None:
        self.data = data
        self.bom, self.encoding = next(((bom, name) for bom, name in BOMS if data.startswith(bom)), (b"", ""))
        declared = DECLARED.match(data)
        self.encoding = self.encoding or (declared[1].decode() if declared else "utf-8")
        self.text: str | None = None
        try:
            text = data[len(self.bom) :].decode(self.encoding)
            self.text = text if self.bom + text.encode(self.encoding) == data else None
        except (LookupError, ValueError):
            pass

    @cached_property
    def _lines(self) -> list[int]:
        """Where each line begins, in characters."""
        assert self.text is not None
        return [0, *(match.end() for match in LINE.finditer(self.text))]

    @cached_property
    def _bytes(self) -> list[int]:
        """Where each line begins, in bytes of the file."""
        assert self.text is not None
        ends = [*self._lines[1:], len(self.text)]
        sizes = (len(self.text[start:end].encode(self.encoding)) for start, end in zip(self._lines, ends, strict=True))
        return list(accumulate(sizes, initial=len(self.bom)))

    def offset(self, at: int) -> int:
        """The byte of the file at which a character begins."""
        assert self.text is not None
        line = bisect_right(self._lines, at) - 1
        return self._bytes[line] + len(self.text[self._lines[line] : at].encode(self.encoding))

    def at(self, line: int, column: int) -> int:
        """The place in the text of a line and column (1-based); -1 if there is none."""
        if self.text is None or not 0 < line <= len(self._lines):
            return -1
        at = self._lines[line - 1] + max(column, 1) - 1
        return at if at <= len(self.text) else -1

    def tag(self, at: int) -> Tag | None:
        """The start tag that begins at a place of the text."""
        if self.text is None or at < 0:
            return None
        match = TAG.match(self.text, at)
        return self._tag(match) if match and not match["close"] else None

    def _tag(self, match: re.Match[str]) -> Tag:
        assert self.text is not None
        found = []
        for each in ATTRIBUTE.finditer(self.text, match.start("rest"), match.end("rest")):
            found.append(Attribute(each["name"], each["value"], each["quote"], each.start(), each.start("name"), each.start("value"), each.end("value")))
        return Tag(match["name"], match.start(), match.end(), tuple(found), match["rest"].endswith("/"))

    @cached_property
    def _begins(self) -> int:
        """Where the markup proper begins: behind a document type declaration. -1 if that declares something of its own: then no fix looks beyond one tag."""
        assert self.text is not None
        match = re.compile(r"<!DOCTYPE\b(?:[^\"'<>\[]++|\"[^\"]*+\"|'[^']*+')*+([>\[])").search(self.text, 0)
        if match is None:
            return 0
        return match.end() if match[1] == ">" else -1

    def tags(self) -> tuple[Tag, ...]:
        """All start tags, in the order of the text."""
        return self._tags

    @cached_property
    def _tags(self) -> tuple[Tag, ...]:
        if self.text is None or self._begins < 0:
            return ()
        return tuple(self._tag(match) for match in EITHER.finditer(self.text, self._begins) if match["name"] and not match["close"])

    @cached_property
    def folded(self) -> str:
        """The text in small letters."""
        return (self.text or "").casefold()

    @cached_property
    def ids(self) -> Mapping[str, tuple[str, ...]]:
        """The values of xml:id, as written, by the same in small letters."""
        found: dict[str, dict[str, None]] = {}
        for tag in self._tags:
            if (each := tag.get("xml:id")) is not None:
                found.setdefault(each.value.casefold(), {})[each.value] = None
        return {folded: tuple(values) for folded, values in found.items()}

    @cached_property
    def _ends(self) -> dict[int, tuple[int, int]]:
        """Of each start tag, by its place, where the name in its end tag stands. Empty if tags do not pair."""
        assert self.text is not None
        found: dict[int, tuple[int, int]] = {}
        opened: list[tuple[str, int]] = []
        if self._begins < 0:
            return found
        for match in EITHER.finditer(self.text, self._begins):
            if not match["name"] or match["rest"].endswith("/"):
                continue
            if not match["close"]:
                opened.append((match["name"], match.start()))
                continue
            if not opened or opened[-1][0] != match["name"]:
                return {}
            found[opened.pop()[1]] = match.span("name")
        return {} if opened else found

    def end_name(self, tag: Tag) -> tuple[int, int] | None:
        """Where the name in its end tag stands, in characters."""
        return None if self.text is None else self._ends.get(tag.start)

    @cached_property
    def _languages(self) -> list[tuple[int, int, str]]:
        """From where to where an xml:lang holds, and which one, in the order of the start tags."""
        assert self.text is not None
        found = []
        for tag in self.tags():
            if (lang := tag.get("xml:lang")) is not None:
                end = self.end_name(tag)
                found.append((tag.start, end[0] if end else tag.end if tag.empty else len(self.text), lang.value))
        return found

    def language(self, tag: Tag) -> str:
        """The xml:lang in force at a start tag; "" if none is."""
        return next((lang for start, end, lang in reversed(self._languages) if start <= tag.start < end), "")

    def fix(self, edits: Iterable[Edit], says: str, *, safe: bool = False) -> Fix | None:
        """Edits of the text as a fix of the file; None if there are none, they overlap, or the encoding does not have their characters."""
        found: list[tuple[int, int, bytes]] = []
        for start, end, new in sorted(edits):
            offset = self.offset(start)
            if found and offset < found[-1][0] + found[-1][1]:
                return None
            try:
                found.append((offset, self.offset(end) - offset, new.encode(self.encoding)))
            except UnicodeEncodeError:
                return None
        return Fix(tuple(found), safe, says) if found else None


def words(markup: Markup) -> str | None:
    """All that is no tag: text, comments, instructions, references. What no fix may change."""
    if markup.text is None:
        return None
    found, last = [], 0
    for match in EITHER.finditer(markup.text):
        if match["name"]:
            found.append(markup.text[last : match.start()])
            last = match.end()
    return "".join([*found, markup.text[last:]])


def apply(data: bytes, edits: Iterable[tuple[int, int, bytes]]) -> bytes:
    """Edits in order, apart from each other."""
    found, last = [], 0
    for offset, length, new in edits:
        found += [data[last:offset], new]
        last = offset + length
    return b"".join([*found, data[last:]])

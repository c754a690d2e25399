"""1. Readers: bytes to text. Strict UTF-8 first; anything else only when it is declared, or when two detectors agree.

A wrong guess damages every accented letter of a document unseen, so a file whose encoding cannot be told is refused with
the same places in three readings, and one line in the record decides. What is returned always leads back to the same bytes:
it encodes to them, or the text is the bytes themselves, as Latin-1, with the steps to what they say (`bytewise.py`).

Source: RFC 3629 (UTF-8), Unicode 23.8 (byte order mark).
"""

from __future__ import annotations

import codecs
import re
import unicodedata
from bisect import bisect_right
from collections.abc import Iterator
from contextlib import suppress
from dataclasses import dataclass, replace
from pathlib import Path

from edition.errors import SourceError
from edition.model import Finding, Mark
from edition.readers import bytewise, guess
from edition.readers.codes import finding
from edition.readers.signature import advice, is_binary, looks_like
from edition.writing import letters

MARKS = (  # the longer ones first: UTF-32's begins as UTF-16's does
    (codecs.BOM_UTF32_LE, "utf-32-le"),
    (codecs.BOM_UTF32_BE, "utf-32-be"),
    (codecs.BOM_UTF8, "utf-8"),
    (codecs.BOM_UTF16_LE, "utf-16-le"),
    (codecs.BOM_UTF16_BE, "utf-16-be"),
)
NO_FILES = frozenset({"unicode-escape", "raw-unicode-escape", "unicode_escape", "raw_unicode_escape", "idna", "punycode", "undefined"})
SURROGATE = re.compile("[\udc80-\udcff]")  # what "surrogateescape" makes of a stray byte
STRAY_WORD = re.compile("[\udc80-\udcff](?:\\w*[\udc80-\udcff])*")  # from the first to the last of a word
STRAY_HINT = "Put the right character into the source, or record a [[fix]] at this place."
LINE = re.compile("\r\n|\r|\n")
ABOVE = [bytes([byte]) for byte in range(128, 256)]
FEW = 10  # stray bytes that are forgiven in any file
ESCAPED = re.compile(rb"\x1b(?:\$[@B]|\([BJ])")
LISTED = 20  # stray bytes that get a finding each
SHOWN = 3  # readings
BOTH = "UTF-8, and Windows-1252 where it is none"  # no codec: a reading that is only shown
CONTEXT = 14  # characters shown on each side


@dataclass(frozen=True)
class Decoded:
    """Text, and how it was decoded: ``text.encode(encoding, errors)`` gives the bytes again. A byte order mark stays in the text."""

    text: str
    encoding: str  # a codec's name: "utf-8", "cp1252", "iso8859-1", "utf-16-le"
    errors: str = "strict"  # or "surrogateescape": stray bytes are U+DC80 to U+DCFF; or "surrogatepass"
    findings: tuple[Finding, ...] = ()
    marks: tuple[Mark, ...] = ()  # what stray bytes may mean
    steps: tuple[bytewise.Step, ...] = ()  # from `text`, which is the bytes, to what they say in `meant`
    meant: str = ""

    @property
    def read(self) -> str:
        """The text as it is meant."""
        return bytewise.walked(self.text, self.steps)


def decode(path: Path, data: bytes, declared: str = "") -> Decoded:
    """The text of a file. `declared` is the encoding that the record (or the file itself) names.

    Raises SourceError: unknown name, bytes that are not in the declared encoding, binary data, an encoding that cannot be told.
    """
    if declared:
        return _declared(path, data, declared)
    for mark, name in MARKS:
        if data.startswith(mark):
            return _in(path, data, name)
    if name := _wide(data):
        return Decoded(data.decode(name), name, findings=(_inferred(path, name, "every other byte is zero"),))
    if (kind := looks_like(data)) or is_binary(data):
        raise SourceError(f'"{path}" is not a text file: it looks like {kind or "binary data"}.', hint=advice(kind))
    if ESCAPED.search(data) and (escaped := _escaped(path, data)) is not None:
        return escaped
    if (text := _back_and_forth(data, "utf-8")) is not None:
        return Decoded(text, "utf-8")
    if _nearly(data):
        return _with_strays(path, data, "utf-8")
    if (agreed := guess.agreed(data)) and (text := _back_and_forth(data, agreed.encoding)) is not None:
        why = f'its letters and its commonest words agree with that, in the language "{agreed.language}"'
        return Decoded(text, agreed.encoding, findings=(_inferred(path, agreed.encoding, why),))
    if is_mixed(data):
        raise SourceError(_three_readings(path, data), hint=(
            'If it is in two encodings, no `encoding` in the record chooses that: save the file anew as UTF-8, with its parts each read as it is. '
            'Else say which reading is right: encoding = "cp1252" (or another name) under [source].'))  # fmt: skip
    raise SourceError(_three_readings(path, data), hint=(
        'Say which reading is right in the record: encoding = "cp1252" (or another name) under [source]; for a file of no edition, also with --encoding cp1252.'))  # fmt: skip


def _declared(path: Path, data: bytes, declared: str) -> Decoded:
    name = _codec(declared)
    if not name:
        raise SourceError(f'"{path}": there is no encoding named "{declared}".', hint='Use a name such as "utf-8", "windows-1252", "iso-8859-1", "mac-roman".')
    if name in ("utf-16", "utf-32", "utf-8-sig"):  # these swallow the byte order mark, which stays in the text here
        wanted = name.removesuffix("-sig")
        unmarked = {"utf-16": "utf-16-le", "utf-32": "utf-32-le"}.get(name, "utf-8")
        name = next((found for mark, found in MARKS if data.startswith(mark) and found.startswith(wanted)), unmarked)
    return _in(path, data, name)


def _codec(said: str) -> str:
    """Python's name of an encoding for texts; "" if there is none of this name."""
    try:
        name = codecs.lookup(said.strip()).name
        with suppress(UnicodeError):
            b"a".decode(name)
    except (LookupError, ValueError):
        return ""
    return "" if name in NO_FILES else name


def _escaped(path: Path, data: bytes) -> Decoded | None:
    """ISO-2022-JP, whose escape sequences are ASCII; None if what they shift to does not decode."""
    why = (_inferred(path, "ISO-2022-JP", "it has that encoding's escape sequences"),)
    if (text := _back_and_forth(data, "iso2022_jp")) is not None:
        return Decoded(text, "iso2022_jp", findings=why)
    try:
        return replace(_bytewise(path, data, "iso2022_jp"), findings=why)
    except UnicodeError:
        return None


def _in(path: Path, data: bytes, name: str) -> Decoded:
    """Decoded as `name`, with a finding for each stray byte, if these are few."""
    text = _back_and_forth(data, name)
    if text is not None:
        return Decoded(text, name)
    if name.startswith("utf-") and (text := _back_and_forth(data, name, "surrogatepass")) is not None:
        return Decoded(text, name, "surrogatepass")  # halves of a pair alone, as some programs write them
    for attempt in (_with_strays, _bytewise):
        try:
            return attempt(path, data, name)
        except UnicodeError:
            continue
    where = ""
    try:
        data.decode(name)
    except UnicodeDecodeError as error:
        where = f" (byte {error.start + 1})"
    except UnicodeError:
        pass
    raise SourceError(
        f'"{path}" is said to be in {name}, and is not{where}.',
        hint="Correct `encoding` in the record, or leave it out to see what the file may be.",
    )


def _bytewise(path: Path, data: bytes, name: str) -> Decoded:
    """The bytes as Latin-1, with the steps to what they say. Raises UnicodeError if more of them than a few say nothing."""
    steps, lost = bytewise.steps(data, name)
    if len(lost) > min(FEW, len(data) // 50):
        raise UnicodeError
    text = data.decode("latin-1")
    starts = _line_starts(text)
    found = []
    for at in lost:
        line = bisect_right(starts, at)
        message = f"byte 0x{data[at]:02X} is not {name}"
        found.append(finding("SRC001", str(path), message, STRAY_HINT, line=line, column=at - starts[line - 1] + 1))
    return Decoded(text, "iso8859-1", findings=tuple(found), steps=steps, meant=name)


def _back_and_forth(data: bytes, name: str, errors: str = "strict") -> str | None:
    """The text, if it decodes and encodes to the same bytes again: the way back must be there before anything else is done."""
    try:
        text = data.decode(name, errors)
        return text if text.encode(name, errors) == data else None
    except (UnicodeError, ValueError):
        return None


def _with_strays(path: Path, data: bytes, name: str) -> Decoded:
    """Decoded with stray bytes kept. Raises UnicodeError if these are more than one in twenty of what is not ASCII, and more than ten."""
    text = data.decode(name, "surrogateescape")
    strays = [match.start() for match in SURROGATE.finditer(text)]
    if not strays or text.encode(name, "surrogateescape") != data or len(strays) > max(FEW, sum(map(data.count, ABOVE)) // 20):
        raise UnicodeError
    found = list(_stray_findings(path, text, strays, name))
    return Decoded(text, name, "surrogateescape", tuple(found), tuple(_stray_marks(text)))


def _stray_findings(path: Path, text: str, strays: list[int], name: str) -> Iterator[Finding]:
    starts = _line_starts(text)
    for at in strays[:LISTED]:
        line = bisect_right(starts, at)
        meant = _western(text[at])
        perhaps = f', perhaps "{meant}" (Windows-1252)' if meant else ""
        message = f"byte 0x{ord(text[at]) - 0xDC00:02X} is not {name}{perhaps}: {_context(text, at)}"
        yield finding("SRC001", str(path), message, STRAY_HINT, line=line, column=at - starts[line - 1] + 1)
    if len(strays) > LISTED:
        yield finding("SRC001", str(path), f"{len(strays) - LISTED} more bytes are not {name}")


def _stray_marks(text: str) -> Iterator[Mark]:
    """A proposal for each word with stray bytes: these read as Windows-1252, the likeliest of what gets into UTF-8. The last character,
    cut off with the end of the file, means nothing."""
    for match in STRAY_WORD.finditer(text):
        meant = [_western(sign) or sign for sign in match[0]]
        if not SURROGATE.search("".join(meant)) and (text[match.end() :].strip() or match[0][0] < "\udcc2"):
            yield Mark(match.start(), match.end(), "".join(meant), "stray-byte", "in Windows-1252 the stray byte would be this")


def _western(sign: str) -> str:
    """What a stray byte would be in Windows-1252; "" for one that stands for nothing there, or that is no stray byte."""
    return bytes([ord(sign) - 0xDC00]).decode("cp1252", "ignore") if SURROGATE.match(sign) else ""


def _line_starts(text: str) -> list[int]:
    return [0, *(match.end() for match in LINE.finditer(text))]


def _context(text: str, at: int) -> str:
    around = text[max(0, at - CONTEXT) : at + CONTEXT + 1]
    return '"' + SURROGATE.sub("\ufffd", LINE.sub(" ", around)) + '"'


def _nearly(data: bytes) -> bool:
    """UTF-8 but for a few stray bytes: at least three whole sequences for each of them, or only the end of the file cut off."""
    text = data.decode("utf-8", "surrogateescape")
    strays = len(SURROGATE.findall(text))
    whole = sum(character > "\x7f" for character in text) - strays
    cut = 0 < strays <= 3 and not SURROGATE.search(text.rstrip()[:-strays]) and data.rstrip()[-strays] >= 0xC2
    return whole >= 1 if cut else strays <= max(10, whole // 100) and whole >= 3 * strays


def _wide(data: bytes) -> str:
    """UTF-16 without a mark: every zero byte on one side, a fifth of that side zero, and what comes out is text. "" if not so."""
    if len(data) < 4 or len(data) % 2:
        return ""
    zeros = (data[0::2].count(0), data[1::2].count(0))
    if min(zeros) or max(zeros) * 10 < len(data):
        return ""
    name = "utf-16-be" if zeros[0] else "utf-16-le"
    text = _back_and_forth(data, name)
    if text is None or any(unicodedata.category(character) in ("Cc", "Cn", "Co") and character not in "\t\n\r\f" for character in text):
        return ""
    return name


def _inferred(path: Path, name: str, why: str) -> Finding:
    return finding("SRC002", str(path), f"read as {name}: {why}", f'If that is right, say encoding = "{name}" in the record\'s [source].')


def readings(data: bytes) -> list[tuple[str, str]]:
    """Encoding and text of the likeliest decodings, best first: what an editor is shown, never what is taken."""
    found = [(name, text) for name in ("utf-16-le", "utf-16-be") if (text := _back_and_forth(data, name)) is not None and letters.is_eastern(text)]
    for reading in letters.readings(data):
        with suppress(UnicodeError):
            found.append((reading.encoding, data.decode(reading.encoding)))
        if len(found) >= SHOWN:
            break
    return found[:SHOWN]


def is_mixed(data: bytes) -> bool:
    """Whether a file seems to be in UTF-8 here and in Windows-1252 there: some whole sequences, and every other byte means something in the latter."""
    text = data.decode("utf-8", "surrogateescape")
    strays = SURROGATE.findall(text)
    whole = sum(character > "\x7f" for character in text) - len(strays)
    return whole >= 3 and whole * 5 >= len(strays) > 0 and all(map(_western, set(strays)))


def _in_both(data: bytes, at: int) -> str:
    """What stands around a byte: whole UTF-8 sequences as such, the other bytes as Windows-1252."""
    start, end = max(0, at - CONTEXT), min(len(data), at + CONTEXT)
    while start < at and 0x80 <= data[start] < 0xC0:  # no sequence is cut
        start += 1
    while at < end < len(data) and 0x80 <= data[end] < 0xC0 and end < at + CONTEXT + 3:
        end += 1
    return "".join(_western(sign) or sign for sign in data[start:end].decode("utf-8", "surrogateescape"))


def _three_readings(path: Path, data: bytes) -> str:
    """The error's text: up to five places that are not ASCII, in the three likeliest encodings; of a file that seems to be in two, in both."""
    ascii_only = data.decode("latin-1")
    places: list[int] = []
    for match in re.finditer("[\x80-\xff]+", ascii_only):
        if not places or match.start() > places[-1] + 2 * CONTEXT:
            places.append(match.start())
    lines = [f'"{path}" is not UTF-8, and what it is cannot be told for certain. The same places, read in three ways:']
    names = [name for name, _ in readings(data)]
    if is_mixed(data):
        names = [BOTH, *names[: SHOWN - 1]]
        strays = [at for at in places if SURROGATE.search(data[at : at + CONTEXT].decode("utf-8", "surrogateescape")[:1])]
        places = sorted({*[at for at in places if at not in strays][:3], *strays[:2]})
    for name in names:
        shown = []
        for at in places[:5]:
            piece = data[max(0, at - CONTEXT) : at + CONTEXT].decode(name, "replace") if name != BOTH else _in_both(data, at)
            shown.append('"' + "".join(c if c.isprintable() else " " for c in LINE.sub(" ", piece)).strip() + '"')
        lines.append(f"  {name}: " + " ".join(shown))
    return "\n".join(lines)

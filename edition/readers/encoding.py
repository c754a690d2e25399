"""1. Readers: bytes to text. Strict UTF-8 first; anything else only when it is declared, or certain.

A wrong guess damages every accented letter of a document unseen, so a file whose encoding cannot be told is refused with
the same places in three readings, and one line in the record decides. What is returned always encodes back to the same bytes.

Source: RFC 3629 (UTF-8), Unicode 23.8 (byte order mark).
"""

from __future__ import annotations

import codecs
import re
import unicodedata
from collections.abc import Iterator
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path

from edition.errors import SourceError
from edition.model import Finding
from edition.readers import western
from edition.readers.codes import finding
from edition.readers.signature import advice, is_binary, looks_like

MARKS = (  # the longer ones first: UTF-32's begins as UTF-16's does
    (codecs.BOM_UTF32_LE, "utf-32-le"),
    (codecs.BOM_UTF32_BE, "utf-32-be"),
    (codecs.BOM_UTF8, "utf-8"),
    (codecs.BOM_UTF16_LE, "utf-16-le"),
    (codecs.BOM_UTF16_BE, "utf-16-be"),
)
NO_FILES = frozenset({"unicode-escape", "raw-unicode-escape", "unicode_escape", "raw_unicode_escape", "idna", "punycode", "undefined"})
SURROGATE = re.compile("[\udc80-\udcff]")  # what "surrogateescape" makes of a stray byte
LINE = re.compile("\r\n|\r|\n")
LISTED = 20  # stray bytes that get a finding each
CONTEXT = 14  # characters shown on each side


@dataclass(frozen=True)
class Decoded:
    """Text, and how it was decoded: ``text.encode(encoding, errors)`` gives the bytes again. A byte order mark stays in the text."""

    text: str
    encoding: str  # a codec's name: "utf-8", "cp1252", "iso8859-1", "utf-16-le"
    errors: str = "strict"  # or "surrogateescape": stray bytes are U+DC80 to U+DCFF
    findings: tuple[Finding, ...] = ()


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
    if re.search(rb"\x1b(?:\$[@B]|\([BJ])", data) and (text := _back_and_forth(data, "iso2022_jp")) is not None:
        return Decoded(text, "iso2022_jp", findings=(_inferred(path, "ISO-2022-JP", "it has that encoding's escape sequences"),))
    if (text := _back_and_forth(data, "utf-8")) is not None:
        return Decoded(text, "utf-8")
    if _nearly(data):
        return _with_strays(path, data, "utf-8")
    if name := western.certain(data):
        why = "its letters, their places in the words and its function words agree with that"
        return Decoded(data.decode(name), name, findings=(_inferred(path, name, why),))
    raise SourceError(_three_readings(path, data), hint=(
        'Say which reading is right in the record: encoding = "cp1252" (or another name) under [source]; for a loose file, save it as UTF-8.'))  # fmt: skip


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


def _in(path: Path, data: bytes, name: str) -> Decoded:
    """Decoded as `name`, with a finding for each stray byte, if these are few."""
    text = _back_and_forth(data, name)
    if text is not None:
        return Decoded(text, name)
    try:
        return _with_strays(path, data, name)
    except UnicodeError as error:
        where = f" (byte {error.start + 1})" if isinstance(error, UnicodeDecodeError) else ""
        raise SourceError(
            f'"{path}" is said to be in {name}, and is not{where}.',
            hint="Correct `encoding` in the record, or leave it out to see what the file may be.",
        ) from None


def _back_and_forth(data: bytes, name: str) -> str | None:
    """The text, if it decodes and encodes to the same bytes again: the way back must be there before anything else is done."""
    try:
        text = data.decode(name)
        return text if text.encode(name) == data else None
    except (UnicodeError, ValueError):
        return None


def _with_strays(path: Path, data: bytes, name: str) -> Decoded:
    """Decoded with stray bytes kept. Raises UnicodeError if these are more than one in twenty of what is not ASCII, and more than ten."""
    text = data.decode(name, "surrogateescape")
    strays = [match.start() for match in SURROGATE.finditer(text)]
    if text.encode(name, "surrogateescape") != data or len(strays) > max(10, sum(byte > 127 for byte in data) // 20):
        raise UnicodeError
    starts = [0, *(match.end() for match in LINE.finditer(text))]
    found = list(_stray_findings(path, text, strays, starts, name))
    return Decoded(text, name, "surrogateescape", tuple(found))


def _stray_findings(path: Path, text: str, strays: list[int], starts: list[int], name: str) -> Iterator[Finding]:
    line = 0
    for at in strays[:LISTED]:
        while line + 1 < len(starts) and starts[line + 1] <= at:
            line += 1
        byte = ord(text[at]) - 0xDC00
        meant = bytes([byte]).decode("cp1252", "replace").replace("\ufffd", "")
        perhaps = f', perhaps "{meant}" (Windows-1252)' if meant else ""
        yield finding(
            "SRC001", str(path), f"byte 0x{byte:02X} is not {name}{perhaps}: {_context(text, at)}",
            "Put the right character into the source, or record a [[fix]] at this place.", line=line + 1, column=at - starts[line] + 1,
        )  # fmt: skip
    if len(strays) > LISTED:
        yield finding("SRC001", str(path), f"{len(strays) - LISTED} more bytes are not {name}")


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


# What to show when nothing is certain. In the order of how often they are met; the letters are those one expects in running text.
CANDIDATES: tuple[tuple[str, str], ...] = (
    ("cp1252", "éèàçùêâîôûëïüäößñáíóúãõåæøœ“”‘’—–«»¿¡£§°…"),
    ("mac_roman", "éèàçùêâîôûëïüäößñáíóúãõåæøœ“”‘’—–«»¿¡£§°…"),
    ("cp850", "éèàçùêâîôûëïüäößñáíóúãõåæø«»¿¡£§°"),
    ("cp1250", "ąćęłńóśźżáčďéěíňřšťúůýžőűäöüßăâîşţ„”“’–—«»…"),
    ("iso8859-2", "ąćęłńóśźżáčďéěíňřšťúůýžőűäöüßăâîşţ"),
    ("cp1254", "ığşçöüâîûé“”‘’—–"),
    ("cp1251", "абвгдежзийклмнопрстуфхцчшщъыьэюяёіїєґ«»—–„“№"),
    ("koi8-r", "абвгдежзийклмнопрстуфхцчшщъыьэюяё"),
    ("iso8859-5", "абвгдежзийклмнопрстуфхцчшщъыьэюяёіїє№«»"),
    ("cp866", "абвгдежзийклмнопрстуфхцчшщъыьэюяё"),
    ("mac_cyrillic", "абвгдежзийклмнопрстуфхцчшщъыьэюяёіїє«»—–"),
    ("cp1253", "αβγδεζηθικλμνξοπρσςτυφχψωάέήίόύώϊϋ«»’–—"),
    ("iso8859-7", "αβγδεζηθικλμνξοπρσςτυφχψωάέήίόύώϊϋ«»"),
    ("shift_jis", ""),
    ("euc_jp", ""),
    ("gb18030", ""),
    ("big5", ""),
    ("utf-16-le", ""),
    ("utf-16-be", ""),
)
EASTERN = re.compile("[\u3000-\u30ff\u4e00-\u9fff\uff01-\uff5e]")
TYPICAL = re.compile("[のはをにがでとたしてすまれるい的了是在不我有他这一这们这的，。、！「」]")


def readings(data: bytes) -> list[tuple[str, str]]:
    """Encoding and text of the likeliest decodings, best first: what an editor is shown, never what is taken."""
    found: list[tuple[float, int, str, str]] = []
    for order, (name, expected) in enumerate(CANDIDATES):
        try:
            text = data.decode(name)
        except UnicodeDecodeError:
            continue
        strange = [character for character in text if character > "\x7f"]
        if expected:
            usual = sum(character in expected or 0.6 * (character.lower() in expected) for character in strange)
            usual -= 0.5 * len(re.findall(r"[a-zß-ÿа-яά-ώ][A-ZÀ-ÞА-ЯΆ-Ώ]", text))
        else:
            usual = sum(0.7 for character in strange if EASTERN.match(character)) + sum(0.6 for character in strange if TYPICAL.match(character))
            usual = usual if usual else -1
        found.append((-usual / max(1, len(strange)), order, name, text))
    return [(name, text) for _, _, name, text in sorted(found)]


def _three_readings(path: Path, data: bytes) -> str:
    """The error's text: up to five places that are not ASCII, in the three likeliest encodings."""
    ascii_only = data.decode("latin-1")
    places: list[int] = []
    for match in re.finditer("[\x80-\xff]+", ascii_only):
        if not places or match.start() > places[-1] + 2 * CONTEXT:
            places.append(match.start())
    lines = [f'"{path}" is not UTF-8, and what it is cannot be told for certain. The same places, read in three ways:']
    for name, _ in readings(data)[:3]:
        shown = []
        for at in places[:5]:
            piece = data[max(0, at - CONTEXT) : at + CONTEXT].decode(name, "replace")
            shown.append('"' + "".join(c if c.isprintable() else " " for c in LINE.sub(" ", piece)).strip() + '"')
        lines.append(f"  {name}: " + " ".join(shown))
    return "\n".join(lines)

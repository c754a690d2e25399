"""How many pixels a picture has, read from the first bytes of the file: PNG, JPEG, GIF, WebP; of an SVG how wide it is to its height. No picture is decoded."""

from __future__ import annotations

import re
from pathlib import Path
from struct import unpack

SAID = re.compile(rb"""\b(viewBox|width|height)\s*=\s*["']([^"'<>]*)["']""")
LENGTH = re.compile(r"(\d+(?:\.\d+)?)(?:px|pt|mm|cm|in)?")
LIMIT = 512 * 1024  # bytes that are read: a JPEG's size stands behind its metadata
FRAMES = frozenset({*range(0xC0, 0xC4), *range(0xC5, 0xC8), *range(0xC9, 0xCC), *range(0xCD, 0xD0)})  # markers of JPEG that hold the size


def pixels(file: Path) -> tuple[int, int] | None:
    """Width and height; None for a file of another kind, or that cannot be read."""
    try:
        with file.open("rb") as stream:
            data = stream.read(LIMIT)
    except OSError:
        return None
    return measured(data)


def measured(data: bytes) -> tuple[int, int] | None:
    """As `pixels`, of the beginning of a file."""
    if data.startswith(b"\x89PNG\r\n\x1a\n") and data[12:16] == b"IHDR" and len(data) >= 24:
        width, height = unpack(">II", data[16:24])
    elif data[:6] in (b"GIF87a", b"GIF89a") and len(data) >= 10:
        width, height = unpack("<HH", data[6:10])
    elif data[:4] == b"RIFF" and data[8:12] == b"WEBP" and len(data) >= 30:
        return _webp(data)
    elif data[:2] == b"\xff\xd8":
        return _jpeg(data)
    else:
        return None
    return int(width), int(height)


def shape(file: Path) -> tuple[float, float] | None:
    """Width and height of any picture, in units of its own: pixels, or those in which an SVG is drawn. None if it does not say."""
    if (found := pixels(file)) is not None:
        return (float(found[0]), float(found[1])) if all(found) else None
    try:
        with file.open("rb") as stream:
            start = re.search(rb"<(?:\w+:)?svg\b[^>]*", stream.read(LIMIT))
    except OSError:
        return None
    said = {name.decode(): value.decode("ascii", "replace") for name, value in SAID.findall(start[0])} if start else {}
    box = [float(number) for number in re.findall(r"-?\d+(?:\.\d+)?", said.get("viewBox", ""))]
    sides = [float(match[1]) for name in ("width", "height") if (match := LENGTH.fullmatch(said.get(name, "").strip()))]
    width, height = (box[2], box[3]) if len(box) == 4 else sides if len(sides) == 2 else (0.0, 0.0)
    return (width, height) if width > 0 and height > 0 else None


def _webp(data: bytes) -> tuple[int, int] | None:
    kind = data[12:16]
    if kind == b"VP8X":
        return int.from_bytes(data[24:27], "little") + 1, int.from_bytes(data[27:30], "little") + 1
    if kind == b"VP8L":
        bits = int.from_bytes(data[21:25], "little")
        return (bits & 0x3FFF) + 1, (bits >> 14 & 0x3FFF) + 1
    if kind == b"VP8 ":
        width, height = unpack("<HH", data[26:30])
        return width & 0x3FFF, height & 0x3FFF
    return None


def _jpeg(data: bytes) -> tuple[int, int] | None:
    at = 2
    while at + 9 <= len(data):
        if data[at] != 0xFF:
            return None
        marker = data[at + 1]
        if marker == 0xFF:  # padding
            at += 1
        elif marker in FRAMES:
            height, width = unpack(">HH", data[at + 5 : at + 9])
            return int(width), int(height)
        elif 0xD0 <= marker <= 0xD8 or marker == 0x01:  # without a length
            at += 2
        else:
            at += 2 + int.from_bytes(data[at + 2 : at + 4], "big")
    return None

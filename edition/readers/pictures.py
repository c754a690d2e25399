"""1. Readers: the pictures of a document: safe names for them, what kind of picture bytes are, and which ones are not taken."""

from __future__ import annotations

import base64
import binascii
import re
import unicodedata
from collections.abc import Callable
from pathlib import Path
from urllib.parse import unquote, unquote_to_bytes

from edition.model import Finding, Media
from edition.readers.codes import finding
from edition.readers.layered import Pictures

KINDS: tuple[tuple[bytes, str, str], ...] = (
    (b"\x89PNG\r\n\x1a\n", ".png", "image/png"),
    (b"\xff\xd8\xff", ".jpg", "image/jpeg"),
    (b"GIF8", ".gif", "image/gif"),
    (b"RIFF", ".webp", "image/webp"),
    (b"BM", ".bmp", "image/bmp"),
    (b"II*\x00", ".tif", "image/tiff"),
    (b"MM\x00*", ".tif", "image/tiff"),
    (b"\x01\x00\x00\x00", ".emf", "image/emf"),
    (b"\xd7\xcd\xc6\x9a", ".wmf", "image/wmf"),
)
NOT_SHOWN = frozenset({".bmp", ".tif", ".emf", ".wmf", ".bin"})  # no reading system must show these
LARGEST = 64 * 2**20  # bytes
ADDRESS = re.compile(r"[A-Za-z][A-Za-z0-9+.\-]+:|//")  # two letters at least: "C:" is a drive


def collected(path: Path, addresses: list[str], fetch: Callable[[str], bytes | None]) -> Pictures:
    """The pictures at these addresses. `fetch` gives the bytes of one inside the document or its folder, or None."""
    names: dict[str, str] = {}
    media: dict[str, Media] = {}
    findings: list[Finding] = []
    for address in addresses:
        if address.startswith("data:"):
            data: bytes | None = _data(address)
            shown = "a picture written into the document"
        elif ADDRESS.match(address):
            findings.append(finding("SRC007", str(path), f'the picture "{_short(address)}" is on the network and is not fetched', "Save it beside the document and name it there."))
            continue
        else:
            data, shown = fetch(address), f'the picture "{_short(address)}"'
        if data is None:
            findings.append(finding("SRC006", str(path), f"{shown} is not there", "Put it into the folder of the document, or take the reference out."))
            continue
        name = _safe(address, data, len(media) + 1)
        while name in media and media[name].data != data:
            stem, _, suffix = name.rpartition(".")
            name = f"{stem}-{len(media) + 1}.{suffix}"
        suffix = name[name.rindex(".") :]
        names[address] = name
        media[name] = Media(name, next((kind for _, end, kind in KINDS if end == suffix), "image/svg+xml" if suffix == ".svg" else "application/octet-stream"), data)
        if suffix in NOT_SHOWN:
            findings.append(finding("SRC006", str(path), f'{shown} is of a kind ({suffix}) that books and browsers do not show', "Save it as PNG, JPEG or SVG and put it in again."))
    return Pictures(names, tuple(media.values()), tuple(findings))


def in_folder(path: Path) -> Callable[[str], bytes | None]:
    """Fetches from the folder of a document and the folders in it, and from nowhere else: no ``../``, no link that leads out, no device."""
    folder = path.parent.resolve()

    def fetch(address: str) -> bytes | None:
        try:
            file = (folder / unquote(address.partition("?")[0].partition("#")[0])).resolve()
            if file.is_relative_to(folder) and file.is_file() and file.stat().st_size <= LARGEST:
                return file.read_bytes()
        except (OSError, ValueError):
            pass
        return None

    return fetch


def _data(address: str) -> bytes | None:
    """The bytes of a ``data:`` address (RFC 2397)."""
    head, comma, body = address.partition(",")
    if not comma:
        return None
    if not head.endswith(";base64"):
        return unquote_to_bytes(body)
    try:
        return base64.b64decode(unquote(body), validate=False)
    except (binascii.Error, ValueError):
        return None


def _safe(address: str, data: bytes, number: int) -> str:
    """A file name of ASCII letters, digits, point, hyphen; its suffix is that of the bytes."""
    stem = "" if address.startswith("data:") else unquote(address).replace("\\", "/").rpartition("/")[2]
    stem = unicodedata.normalize("NFKD", stem.rpartition(".")[0] or stem).encode("ascii", "ignore").decode()
    stem = re.sub(r"[^A-Za-z0-9\-_]+", "-", stem).strip("-")[:60] or f"picture-{number}"
    return stem + _suffix(data)


def _suffix(data: bytes) -> str:
    if b"<svg" in data[:1000]:
        return ".svg"
    return next((suffix for beginning, suffix, _ in KINDS if data.startswith(beginning) and (suffix != ".webp" or data[8:12] == b"WEBP")), ".bin")


def _short(address: str) -> str:
    return address if len(address) <= 80 else address[:77] + "…"



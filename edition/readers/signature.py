"""1. Readers: what kind of file some bytes are, by how they begin. Names a wrong file in words; reads nothing.

Separate from the readers because each of them needs the same answer: "this is not what its name says, it looks like a PDF".
"""

from __future__ import annotations

BEGINNINGS: tuple[tuple[bytes, str], ...] = (
    (b"%PDF-", "a PDF"),
    (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1", "an old Office file (.doc, .xls, .ppt) or a protected new one"),
    (b"PK\x03\x04", "a zip file"),
    (b"PK\x05\x06", "an empty zip file"),
    (b"{\\rtf", "a rich text file"),
    (b"\x89PNG\r\n", "a PNG picture"),
    (b"\xff\xd8\xff", "a JPEG picture"),
    (b"GIF8", "a GIF picture"),
    (b"II*\x00", "a TIFF picture"),
    (b"MM\x00*", "a TIFF picture"),
    (b"AT&TFORM", "a DjVu file"),
    (b"\x1f\x8b", "a gzip file"),
    (b"BZh", "a bzip2 file"),
    (b"7z\xbc\xaf", "a 7-zip file"),
    (b"\x7fELF", "a program"),
    (b"MZ\x90", "a program"),
)
ZIPPED: tuple[tuple[bytes, str], ...] = (
    (b"word/document", "a Word document (.docx)"),
    (b"application/vnd.oasis.opendocument.text", "an OpenDocument text (.odt)"),
    (b"application/epub+zip", "an EPUB"),
    (b"xl/workbook", "an Excel workbook"),
    (b"ppt/presentation", "a PowerPoint presentation"),
)
BOMS = (b"\xef\xbb\xbf", b"\xff\xfe", b"\xfe\xff")
CONTROLS = frozenset(range(32)) - set(b"\t\n\v\f\r\x1b")


def looks_like(data: bytes) -> str:
    """``"a PDF"``, with its article, or "" if the beginning says nothing."""
    for beginning, kind in BEGINNINGS:
        if data.startswith(beginning):
            if kind == "a zip file":
                return next((inner for mark, inner in ZIPPED if mark in data), kind)
            return kind
    if data[4:8] == b"ftyp":
        return "a film or a HEIC picture"
    if data[:4] == b"RIFF" and data[8:12] == b"WEBP":
        return "a WebP picture"
    return ""


def advice(kind: str) -> str:
    """What to do with a file of the kind that `looks_like` names, for the hint of an error."""
    if kind == "a PDF":
        return "A PDF holds pages, not a text. Find the document it was made from, or take the text out (pdftotext), read it through, and save that as .txt."
    if "old Office" in kind:
        return "Open it in a word processor, without its password if it has one, and save it as .docx or .odt."
    if kind.startswith(("a Word", "an OpenDocument", "a rich text")):
        return "Give the file the suffix of its kind: .docx, .odt or .rtf."
    if "picture" in kind or "DjVu" in kind:
        return "A picture has no text: transcribe it, and save that as .txt."
    return "Give a file of text, Markdown, HTML, TEI, .docx or .odt."


def is_binary(data: bytes) -> bool:
    """Whether these bytes are no text in any encoding that has one byte for a letter: two in a hundred are control characters.

    One NUL or bell in a page of text is damage and gets repaired; UTF-16 has its own test (`encoding.py`).
    """
    controls = sum(data.count(byte) for byte in CONTROLS)
    return controls * 50 > len(data)

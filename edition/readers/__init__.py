"""1. Readers. A file becomes a Source: its text as it stands, and what the format says of it. A reader changes nothing.

To add a format: a module with a function ``read(path, data, hints) -> Source`` (or raises SourceError), and a row in READERS. An installed
package adds rows by entry points of the group "edition.readers", named by their suffix.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from functools import cache
from importlib import import_module
from importlib.metadata import entry_points
from pathlib import Path
from types import MappingProxyType

from edition.errors import SourceError
from edition.model import Hints, Source
from edition.readers.signature import advice

Reader = Callable[[Path, bytes, Hints], Source]
LARGEST = 256 * 2**20  # bytes: no book is as long


def _at(module: str, function: str = "read") -> Reader:
    """A reader that is imported when it is needed."""

    def run(path: Path, data: bytes, hints: Hints) -> Source:
        reader: Reader = getattr(import_module(f"edition.readers.{module}"), function)
        return reader(path, data, hints)

    return run


READERS: Mapping[str, Reader] = MappingProxyType({
    ".txt": _at("plain"),
    ".text": _at("plain"),
    ".docx": _at("docx"),
    ".odt": _at("odt"),
    ".html": _at("html"),
    ".htm": _at("html"),
    ".xhtml": _at("html"),
    ".md": _at("markdown"),
    ".markdown": _at("markdown"),
    ".rtf": _at("richtext"),
    ".xml": _at("tei"),
    ".tei": _at("tei"),
})  # fmt: skip
FORMATS: Mapping[str, str] = MappingProxyType({"plain": ".txt", "text": ".txt", "markdown": ".md", "html": ".html", "docx": ".docx", "odt": ".odt", "rtf": ".rtf", "tei": ".xml"})
UNREADABLE: Mapping[str, str] = MappingProxyType({  # what to do instead
    ".pdf": advice("a PDF"),
    ".doc": "Open it in a word processor and save it as .docx or .odt.",
    ".dot": "Open it in a word processor and save it as .docx or .odt.",
    ".wpd": "Open it in a word processor and save it as .docx or .odt.",
    ".pages": "Open it in Pages and export it as Word (.docx).",
    ".epub": "Take out its .xhtml files and read them, or convert the book to .docx or .html.",
    ".tex": "Convert it first: pandoc FILE.tex -o FILE.md, and read that through.",
})  # fmt: skip


@cache
def readers() -> Mapping[str, Reader]:
    """The table, with the rows of installed packages."""
    return {**READERS, **{found.name: found.load() for found in sorted(entry_points(group="edition.readers"), key=lambda each: each.name)}}


def suffixes() -> tuple[str, ...]:
    """The suffixes of the files that can be read, in order."""
    return tuple(sorted(readers()))


def read(path: Path, hints: Hints | None = None) -> Source:
    """Read a document by its suffix, or by ``hints.format`` (``"plain"``, ``"markdown"``, ``"markdown+smart"``).

    Raises SourceError (missing, a folder, unreadable, empty, of a kind that no reader takes), ProgramMissing, ProgramFailed.
    """
    hints = hints or Hints()
    reader = _reader(path, hints.format)
    return reader(path, _bytes(path), hints)


def inline(texts: Sequence[str], path: Path | None = None) -> list[Source]:
    """Small Markdown texts (an editor's notes), each as a Source of its own; `path` is the file they stand in, for what there is to report.

    Raises ProgramMissing, ProgramFailed, SourceError; needs pandoc only for texts that have markup in them.
    """
    from edition.readers import markdown

    return markdown.inline(texts, path or Path("notes"))


def _reader(path: Path, format_: str) -> Reader:
    table = readers()
    suffix = path.suffix.lower()
    if format_:
        name = format_.partition("+")[0].partition("-")[0].lower()
        suffix = FORMATS.get(name, f".{name}")
        if suffix not in table:
            raise SourceError(f'"{path}": there is no format named "{format_}".', hint=f"Known formats: {', '.join(sorted(FORMATS))}.")
    if suffix in table:
        return table[suffix]
    _bytes(path)  # a file that is not there is the greater fault
    if suffix in UNREADABLE:
        raise SourceError(f'"{path}" cannot be read: {suffix} is not a format for texts to be edited.', hint=UNREADABLE[suffix])
    said = f'the suffix "{suffix}" is not known' if suffix else "it has no suffix"
    raise SourceError(f'"{path}" cannot be read: {said}.', hint=f"Known suffixes: {', '.join(suffixes())}. For text under another name, say format = \"plain\" in the record's [source].")


def _bytes(path: Path) -> bytes:
    """The bytes of a file that is there, is a file, can be read, is not empty and not of absurd size."""
    try:
        if path.is_dir():
            raise SourceError(f'"{path}" is a folder, and a file is needed.', hint="Name one of the files in it.")
        if path.exists() and not path.is_file():
            raise SourceError(f'"{path}" is not a regular file.', hint="Save what it gives to a file, and name that.")
        size = path.stat().st_size
        if size > LARGEST:
            raise SourceError(f'"{path}" has {size:,} bytes; the largest that is read has {LARGEST:,}.', hint="Split it, a chapter to a file.")
        data = path.read_bytes()
    except FileNotFoundError:
        raise SourceError(f'"{path}" is not there.', hint="Check the name and the folder.") from None
    except PermissionError:
        raise SourceError(f'"{path}" may not be read: permission is denied.', hint="Change its permissions, or copy it to a folder of your own.") from None
    except (OSError, ValueError) as error:
        raise SourceError(f'"{path}" cannot be read: {getattr(error, "strerror", None) or error}.', hint="Copy it to another place, and read that.") from None
    if not data.strip(b" \t\r\n\f\v\0\xef\xbb\xbf\xff\xfe"):
        raise SourceError(f'"{path}" is empty.' if not data else f'"{path}" holds nothing but white space.', hint="Get a copy with the text in it.")
    return data

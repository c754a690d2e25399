"""8. XHTML to files: the PDF, the EPUB, the web page.

`WRITERS` is the table: a name to what the writer makes. Installed packages add rows by the entry-point group ``edition.writers``.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from importlib.metadata import entry_points
from pathlib import Path

from edition.model import Written
from edition.project import Edition
from edition.render.model import Rendition

Write = Callable[[Edition, Sequence[Rendition], Path], Written]


@dataclass(frozen=True)
class Writer:
    """A kind of output. `medium` is what the documents are rendered for, `suffix` ends the file's name. One that is not `usual` is made only if it is named."""

    medium: str  # "print", "epub", "web"
    suffix: str  # ".pdf"
    write: Write
    usual: bool = True


def _pdf(edition: Edition, renditions: Sequence[Rendition], out: Path) -> Written:
    from edition.writers import pdf  # brings the layout engine: only when a PDF is made

    return pdf.write(edition, renditions, out)


def _epub(edition: Edition, renditions: Sequence[Rendition], out: Path) -> Written:
    from edition.writers import epub

    return epub.write(edition, renditions, out)


def _web(edition: Edition, renditions: Sequence[Rendition], out: Path) -> Written:
    from edition.writers import web

    return web.write(edition, renditions, out)


WRITERS: Mapping[str, Writer] = {
    "pdf": Writer("print", ".pdf", _pdf),
    "epub": Writer("epub", ".epub", _epub),
    "html": Writer("web", ".html", _web, usual=False),
}


def writers() -> dict[str, Writer]:
    """Our rows and those of installed packages, ours first."""
    found = dict(WRITERS)
    for row in sorted(entry_points(group="edition.writers"), key=lambda row: row.name):
        found.setdefault(row.name, row.load())
    return found


def chosen(only: Iterable[str] = ()) -> dict[str, Writer]:
    """Those that are named; if none is, the usual ones."""
    names = set(only)
    return {name: writer for name, writer in writers().items() if (name in names if names else writer.usual)}

"""8. XHTML to files. The only files that a page may show: the pictures of the edition. Nothing else is opened, nothing is fetched.

The engine asks for every address in the XHTML, in style sheets and in SVG pictures. Addresses of this scheme are answered, and
``data:``; any other (a file of the machine, the network) is refused, and the engine's message becomes a finding.
"""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path, PurePosixPath
from typing import Any
from urllib.parse import unquote

from weasyprint.urls import URLFetcher, URLFetcherResponse

BASE = "https://edition.invalid/"  # what relative addresses are relative to (a name that never resolves: RFC 2606)
TYPES = {
    ".png": "image/png", ".jpg": "image/jpeg", ".jpeg": "image/jpeg", ".gif": "image/gif", ".svg": "image/svg+xml",
    ".webp": "image/webp", ".tif": "image/tiff", ".tiff": "image/tiff", ".css": "text/css",
    ".otf": "font/otf", ".ttf": "font/ttf", ".woff": "font/woff", ".woff2": "font/woff2",
}  # fmt: skip


class Fetcher(URLFetcher):  # type: ignore[misc]
    """Answers for `files` (an address as it stands in the XHTML, to the file or its bytes), and for what lies in the `folder` of a project with style
    sheets of its own: their addresses begin with ``project/``."""

    def __init__(self, files: Mapping[str, Path | bytes], folder: Path | None = None) -> None:
        super().__init__(allowed_protocols=("data",), allow_redirects=False)
        self._files = dict(files)
        self._folder = folder.resolve() if folder else None

    def fetch(self, url: str, headers: Mapping[str, str] | None = None) -> Any:
        if url.startswith("data:"):
            return super().fetch(url, headers)
        address = unquote(url.removeprefix(BASE).split("?")[0].split("#")[0])
        found = self._found(address) if url.startswith(BASE) else None
        if found is None:
            raise ValueError("it is not among the files of the edition")
        kind = TYPES.get(PurePosixPath(address).suffix.lower(), "application/octet-stream")
        return URLFetcherResponse(url, found if isinstance(found, bytes) else found.read_bytes(), {"Content-Type": kind})

    def _found(self, address: str) -> Path | bytes | None:
        if address in self._files:
            return self._files[address]
        if self._folder and address.startswith("project/"):
            path = (self._folder / address.removeprefix("project/")).resolve()
            return path if path.is_relative_to(self._folder) and path.is_file() else None
        return None

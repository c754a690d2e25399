"""Rendering in MB a CPU second, beside parsing and serialising the same file: a ratio that holds on any machine; and the memory that it adds.

    python benchmarks/render.py [FILE.xml …]

Without files: a novel, a critical edition and a dictionary of the shared corpus, held against their targets. Ends with 1 if one is not met.
"""

from __future__ import annotations

import os
import sys
import time
import tracemalloc
from collections.abc import Callable
from functools import partial
from pathlib import Path

from figure import Figure
from lxml import etree

from edition import header, project, tei
from edition.model import Document
from edition.render import files, render, setting
from edition.render.model import Setting

MEDIA = ("print", "epub")
TARGETS = {"novel-bronte": 10, "critical-edition-balex": 4, "dictionary-latin-german": 4}  # MB a CPU second
RATIO, MEMORY = 12, 8


def best(*works: Callable[[], object], times: int = 7) -> list[float]:
    """CPU seconds of the fastest run of each, taken in turns, so that what else the machine does falls on all of them."""
    found: list[list[float]] = [[] for _ in works]
    for _ in range(times):
        for work, spent in zip(works, found, strict=True):
            start = time.process_time()
            work()
            spent.append(time.process_time() - start)
    return [min(spent) for spent in found]


def main(paths: list[str]) -> int:
    corpus = Path(os.environ.get("EDITION_SHARED", Path(__file__).resolve().parents[2] / "shared")) / "corpus" / "tei"
    lines: list[Figure] = []
    for path in [Path(name) for name in paths] or [corpus / f"{name}.xml" for name in TARGETS]:
        data = path.read_bytes()
        size = len(data) / 1e6
        document = Document(path.stem, path, data)
        made = project.loose(header.read(document.tree), name=path.stem, folder=path.parent, date=project.NO_DATE)
        settings = {medium: setting(made, document, medium) for medium in MEDIA}
        plain, *spent = best(partial(round_trip, data), *(partial(rendered, document, each) for each in settings.values()))
        least = TARGETS.get(path.stem, 0)
        for medium, seconds in zip(MEDIA, spent, strict=True):
            lines.append(Figure(f"{path.stem}, {medium}: MB a CPU second", f"{size / seconds:.1f}", f"at least {least}", size / seconds >= least if least else None))
            ratio = seconds / plain
            lines.append(Figure(f"{path.stem}, {medium}: times parsing and serialising", f"{ratio:.1f}", f"at most {RATIO}", ratio <= RATIO))
        adds = added(document, settings["epub"]) / len(data)
        lines.append(Figure(f"{path.stem}: memory that rendering adds, times the file", f"{adds:.1f}", f"at most {MEMORY}", adds <= MEMORY))
    print("\n".join(map(str, lines)))
    return int(any(line.met is False for line in lines))


def added(document: Document, of: Setting) -> int:
    """Bytes of Python's, at most at one time, while a document is rendered; the tree, which is libxml2's, is there before."""
    tracemalloc.start()
    before = tracemalloc.get_traced_memory()[0]
    rendered(document, of)
    most = tracemalloc.get_traced_memory()[1]
    tracemalloc.stop()
    return most - before


def round_trip(data: bytes) -> bytes:
    parsed = tei.parse(data)
    assert parsed.tree is not None, parsed.message
    return etree.tostring(parsed.tree)


def rendered(document: Document, of: Setting) -> dict[str, str]:
    return files(render(document, of), of.series, words=of.words)


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))

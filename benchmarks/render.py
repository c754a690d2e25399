"""Rendering, held against parsing and serialising the same file: a ratio that holds on any machine. Target: at most 12.

    python benchmarks/render.py FILE.xml …
"""

from __future__ import annotations

import resource
import sys
import time
from collections.abc import Callable
from functools import partial
from pathlib import Path

from lxml import etree

from edition import header, project, tei
from edition.model import Document
from edition.render import files, render, setting
from edition.render.model import Setting

MEDIA = ("print", "epub")


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
    print(f"{'file':32} {'MB':>6} {'medium':>7} {'MB/s':>6} {'× parse + serialise':>20} {'peak MB':>8}")
    worst = 0.0
    for name in paths:
        path = Path(name)
        data = path.read_bytes()
        size = len(data) / 1e6
        document = Document(path.stem, path, data)
        made = project.loose(header.read(document.tree), name=path.stem, folder=path.parent, date=project.NO_DATE)
        plain, *spent = best(partial(round_trip, data), *(partial(rendered, document, setting(made, document, medium)) for medium in MEDIA))
        peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
        for medium, seconds in zip(MEDIA, spent, strict=True):
            worst = max(worst, seconds / plain)
            print(f"{path.name:32} {size:6.2f} {medium:>7} {size / seconds:6.1f} {seconds / plain:20.1f} {peak:8.0f}")
    print(f"worst ratio {worst:.1f} (target: at most 12)")
    return 0


def round_trip(data: bytes) -> bytes:
    parsed = tei.parse(data)
    assert parsed.tree is not None, parsed.message
    return etree.tostring(parsed.tree)


def rendered(document: Document, of: Setting) -> dict[str, str]:
    return files(render(document, of), of.series, words=of.words)


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))

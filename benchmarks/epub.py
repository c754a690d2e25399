"""What an EPUB costs: CPU seconds, wall seconds and peak memory from the TEI file to the finished book, Python's start included.

    python benchmarks/epub.py [FILE.xml ...]

Without files: those of the shared corpus, if they lie beside the clone. Each file is made in a process of its own.
"""

from __future__ import annotations

import resource
import subprocess
import sys
import tempfile
from collections.abc import Sequence
from pathlib import Path

CORPUS = Path(__file__).resolve().parent.parent.parent / "shared" / "corpus" / "tei"
FILES = ("novel-bronte.xml", "dictionary-latin-german.xml")


def make(path: Path, out: Path) -> None:
    """One loose TEI file to an EPUB, as `edition publish FILE.xml --only epub` does it."""
    from edition import header
    from edition.model import Document
    from edition.project import NO_DATE, Edition, loose
    from edition.render import render_all
    from edition.writers import WRITERS

    document = Document(path.stem, path, path.read_bytes())
    head = header.read(document.tree)
    edition = Edition(loose(head, name=path.stem, folder=path.parent, date=head.day or NO_DATE), (document,))
    WRITERS["epub"].write(edition, render_all(edition, "epub"), out)


def measure(path: Path) -> None:
    with tempfile.TemporaryDirectory() as folder:
        out = Path(folder) / "book.epub"
        before = resource.getrusage(resource.RUSAGE_CHILDREN)
        wall = float(subprocess.run([sys.executable, __file__, "--make", str(path), str(out)], check=True, capture_output=True, text=True).stdout.split()[0])
        after = resource.getrusage(resource.RUSAGE_CHILDREN)
        cpu = after.ru_utime + after.ru_stime - before.ru_utime - before.ru_stime
        size = path.stat().st_size / 1e6
        print(
            f"{path.name:32} {size:5.2f} MB of TEI  {cpu:6.2f} s CPU ({cpu / size:.2f} s/MB)  {wall:6.2f} s wall  "
            f"{after.ru_maxrss / 1024:5.0f} MB peak  {out.stat().st_size / 1e6:5.2f} MB of EPUB"
        )


def main(arguments: Sequence[str]) -> int:
    if arguments[:1] == ["--make"]:
        from time import perf_counter

        begun = perf_counter()
        make(Path(arguments[1]), Path(arguments[2]))
        print(perf_counter() - begun)
        return 0
    files = [Path(name) for name in arguments] or [CORPUS / name for name in FILES]
    there = [path for path in files if path.is_file()]
    for path in files:
        if path not in there:
            print(f"{path.name}: not there", file=sys.stderr)
    for path in sorted(there, key=lambda path: path.stat().st_size):  # peak memory is that of the largest child so far
        measure(path)
    return 0 if there else 1


if __name__ == "__main__":
    raise SystemExit(main(sys.argv[1:]))

"""Is every word of the TEI in the EPUB and in the PDF? TEI files to both, words counted in and out, links followed, EPUBCheck asked.

    python benchmarks/recall.py [-j 2] FILE.xml … (or a folder)

`lost` counts words of the text that are neither in the output nor in the list of what was left out; `omitted` is the share of the words of
`text` and `sourceDoc` on that list, `fw` and the members of `choice` and `app` that are not shown apart. The counters are those of the tests.
Targets: EPUB 100 %, PDF 99.9 %, omitted at most 0.5 %, no dead link, EPUBCheck 0/0.
"""

from __future__ import annotations

import argparse
import sys
import tempfile
import time
from collections.abc import Sequence
from contextlib import redirect_stderr
from dataclasses import dataclass, field
from io import StringIO
from pathlib import Path

from lxml import etree

from edition import jobs, pipeline, proofs, render
from edition.project import Edition

sys.path.insert(0, str(Path(__file__).resolve().parent.parent / "tests"))

import pdf_words  # type: ignore[import-not-found]
import words_of  # type: ignore[import-not-found]

SHOWN = 5  # lost words that are printed
BESIDE = frozenset({"fw", "standOff", "teiHeader", "facsimile"})


@dataclass(frozen=True)
class Recall:
    name: str
    words: int = 0
    epub: tuple[str, ...] = ()  # lost
    pdf: tuple[str, ...] = ()
    omitted: int = 0
    dead: int = 0
    judged: tuple[str, ...] = ()
    seconds: float = 0.0
    failed: str = ""
    codes: tuple[str, ...] = field(default=())


def recall(path: Path) -> Recall:
    """One file to EPUB and PDF, and what became of its words."""
    with tempfile.TemporaryDirectory() as folder, redirect_stderr(StringIO()):
        start = time.monotonic()
        edition = pipeline.loose(path)
        report, _, _ = pipeline.publish(edition, Path(folder))
        seconds = time.monotonic() - start
        made = {each.suffix: each for each in report.written}
        return Recall(
            path.name, sum(words_of.of_tei(_root(edition))[0].values()), *_lost(edition, made), dead=sum("dead" in each.message for each in report.findings),
            judged=tuple(each.code for each in proofs.proofs()["epubcheck"]([made[".epub"]], None)) if ".epub" in made else (),
            seconds=seconds, codes=tuple(sorted({each.code for each in report.findings})),
        )  # fmt: skip


def _lost(edition: Edition, made: dict[str, Path]) -> tuple[tuple[str, ...], tuple[str, ...], int]:
    root = _root(edition)
    [in_epub] = render.render_all(edition, "epub")
    [in_print] = render.render_all(edition, "print")
    epub = tuple(words_of.lost(root, made[".epub"], [in_epub]).elements()) if ".epub" in made else ("no EPUB",)
    pdf = tuple(pdf_words.lost(pdf_words.of_tei(root, [in_print]), pdf_words.of_pdf(made[".pdf"]))) if ".pdf" in made else ("no PDF",)
    omitted = sum(len(text.split()) for each in in_epub.omitted if each.why == "omit" and each.element not in BESIDE for text in each.texts)
    return epub, pdf, omitted


def _root(edition: Edition) -> etree._Element:
    [document] = edition.all
    assert document.tree is not None
    return document.tree.getroot()


def main(arguments: Sequence[str] | None = None) -> int:
    parser = argparse.ArgumentParser(description="Words in and out of TEI files.")
    parser.add_argument("paths", nargs="+", type=Path)
    parser.add_argument("-j", type=int, default=1, help="processes")
    given = parser.parse_args(arguments)
    paths = [each for path in given.paths for each in (sorted(path.glob("*.xml")) if path.is_dir() else [path])]
    print(f"{'file':34} {'words':>8} {'EPUB':>8} {'PDF':>8} {'omitted':>8} {'dead':>5} {'EPUBCheck':>10} {'s':>6}")
    fallen = 0
    for path, done in zip(paths, jobs.run(recall, paths, workers=given.j, progress=False), strict=True):
        found = done.value
        if found is None:
            print(f"{path.name:34} FAILED {done.error}")
            fallen += 1
            continue
        share = [1 - len(lost) / max(1, found.words) for lost in (found.epub, found.pdf)]
        left = found.omitted / max(1, found.words)
        good = share[0] == 1 and share[1] >= 0.999 and left <= 0.005 and not found.judged and not found.dead
        fallen += not good
        print(
            f"{found.name:34} {found.words:8} {share[0]:8.3%} {share[1]:8.3%} {left:8.2%} {found.dead:5} {len(found.judged):10} {found.seconds:6.1f}"
            f"{'' if good else '  NOT MET: ' + ' '.join([*found.epub[:SHOWN], '|', *found.pdf[:SHOWN], '|', *sorted(set(found.judged))])}",
            flush=True,
        )
    print(f"{len(paths) - fallen} of {len(paths)} files meet all")
    return 1 if fallen else 0


if __name__ == "__main__":
    sys.exit(main())

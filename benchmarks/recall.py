"""Is every word of the TEI in the EPUB and in the PDF? TEI files to both, words counted in and out, links followed, EPUBCheck asked.

    python benchmarks/recall.py [-j 2] [-v] [--timeout SECONDS] [--only epub|pdf] FILE.xml … (or a folder)

A line a file, small files first, each as soon as it is known. `recall`: the share of the text's words that are in the output or in the list of what
was left out of this output. `out`: the share of the words of `text` and `sourceDoc` that are on this list and nowhere in the output (a picture's
description is its alternative text), `fw` and the members of `choice` and `app` that are not shown apart. `dead`: links of the finished file that
lead nowhere. `check`: messages of EPUBCheck, which judges every file of the book as XHTML too. The counters are those of the tests.
"""

from __future__ import annotations

import argparse
import sys
import time
from collections import Counter
from collections.abc import Sequence
from contextlib import redirect_stderr
from dataclasses import dataclass, replace
from io import StringIO
from pathlib import Path
from tempfile import TemporaryDirectory

from figure import Figure
from lxml import etree

from edition import formulas, ingest, jobs, matter, pipeline, proofs, render
from edition.project import Edition
from edition.render.model import Omission, Rendition
from edition.writers import writers

sys.path.insert(0, str(Path(__file__).resolve().parent.parent / "tests"))

import links_of  # type: ignore[import-not-found]
import pdf_words  # type: ignore[import-not-found]
import words_of  # type: ignore[import-not-found]

RECALL = {"epub": 1.0, "pdf": 0.999}
LEFT_OUT = 0.005  # of a file's words, at most
BESIDE = frozenset({"fw", "standOff", "teiHeader", "facsimile"})  # neither in `text` nor in `sourceDoc`, or not the author's
SHOWN = 5  # words and links of each kind that are printed without -v
LONGEST = 1_800  # seconds for one output


@dataclass(frozen=True)
class Job:
    path: Path
    kind: str  # "epub", "pdf"

    @property
    def name(self) -> str:
        return f"{self.path.name}, {self.kind}"


@dataclass(frozen=True)
class Made:
    """What became of the words of one file in one kind of output."""

    kind: str
    words: int = 0
    lost: tuple[str, ...] = ()
    left: int = 0  # words that were left out
    dead: tuple[str, ...] = ()
    judged: tuple[str, ...] = ()  # what EPUBCheck says
    seconds: float = 0.0
    failed: str = ""

    @property
    def recall(self) -> float:
        return 1 - len(self.lost) / max(1, self.words)

    @property
    def out(self) -> float:
        return self.left / max(1, self.words)

    @property
    def met(self) -> bool:
        return not self.failed and self.recall >= RECALL[self.kind] and self.out <= LEFT_OUT and not self.dead and not self.judged

    def columns(self) -> str:
        if self.failed:
            return f"{'FAILED':>34}" if self.kind == "epub" else f"{'FAILED':>28}"
        check = f" {len(self.judged):5}" if self.kind == "epub" else ""
        return f"{self.recall:9.3%} {self.out:6.2%} {len(self.dead):4}{check} {self.seconds:6.1f}"

    def cases(self, most: int) -> list[str]:
        """What falls short, in words."""
        said = [self.failed] if self.failed else []
        for name, found in (("lost", self.lost), ("dead", self.dead), ("EPUBCheck", self.judged)):
            if found:
                said.append(f"{name}: {' · '.join(found[:most])}{f' … ({len(found)})' if len(found) > most else ''}")
        return [f"    {self.kind}: {each}" for each in said]


def made(job: Job) -> Made:
    """One file to one kind of output, as `edition publish` makes it."""
    with TemporaryDirectory() as folder, redirect_stderr(StringIO()):
        start = time.monotonic()
        document, _ = render.upgraded(ingest.load(job.path.stem, job.path))
        edition = formulas.with_formulas(matter.complete(pipeline.loose(job.path, document)))
        writer = writers()[job.kind]
        [rendition, *_] = renditions = render.render_all(edition, writer.medium)
        out = Path(folder) / f"reader{writer.suffix}"
        writer.write(edition, renditions, out)
        found = Made(job.kind, seconds=time.monotonic() - start)
        return (in_epub if job.kind == "epub" else in_pdf)(found, _root(edition), out, rendition)


def in_epub(found: Made, root: etree._Element, out: Path, rendition: Rendition) -> Made:
    lost = words_of.lost(root, out, [rendition])
    shown = words_of.lost(root, out, [_without_left_out(rendition)])
    judged = tuple(f"{each.code} {each.locus} {each.message}" for each in proofs.proofs()["epubcheck"]([out], None))
    words = sum(each.total() for each in words_of.of_tei(root))
    return replace(found, words=words, lost=tuple(lost.elements()), left=(shown - lost).total(), dead=tuple(links_of.dead_in_epub(out)), judged=judged)


def in_pdf(found: Made, root: etree._Element, out: Path, rendition: Rendition) -> Made:
    pages = pdf_words.of_pdf(out)
    lost = pdf_words.lost(pdf_words.of_tei(root, [rendition]), pages)
    shown = pdf_words.lost(pdf_words.of_tei(root, [_without_left_out(rendition)]), pages)
    left = (Counter(shown) - Counter(lost)).total()
    return replace(found, words=pdf_words.of_tei(root, []).total(), lost=tuple(lost), left=left, dead=tuple(links_of.dead_in_pdf(out)))


def _without_left_out(rendition: Rendition) -> Rendition:
    """As if nothing had been left out but what does not count: then the words that were are missed."""
    return replace(rendition, omitted=tuple(each for each in rendition.omitted if not _counts(each)))


def _counts(each: Omission) -> bool:
    return each.why != "alternative" and each.element not in BESIDE


def _root(edition: Edition) -> etree._Element:
    document = edition.documents[0]
    assert document.tree is not None
    return document.tree.getroot()


def main(arguments: Sequence[str] | None = None) -> int:
    parser = argparse.ArgumentParser(description="Words in and out of TEI files.")
    parser.add_argument("paths", nargs="+", type=Path)
    parser.add_argument("-j", type=int, default=1, help="processes")
    parser.add_argument("-v", action="store_true", help="print every word and every link that is lost")
    parser.add_argument("--timeout", type=float, default=LONGEST, help=f"seconds for one output (default: {LONGEST})")
    parser.add_argument("--only", choices=list(RECALL), help="one kind of output")
    given = parser.parse_args(arguments)
    paths = sorted((each for path in given.paths for each in (path.glob("*.xml") if path.is_dir() else [path])), key=lambda path: (path.stat().st_size if path.is_file() else 0, path.name))
    kinds = [given.only] if given.only else list(RECALL)
    print(f"{'file':34} {'words':>7}" + "".join(f" {kind.upper() + ' recall':>11} {'out':>6} {'dead':>4}{' check' if kind == 'epub' else ''} {'s':>6}" for kind in kinds))
    outcomes = jobs.run(made, [Job(path, kind) for path in paths for kind in kinds], workers=given.j, timeout=given.timeout, progress=False)
    table: list[Made] = []
    files = 0
    for path in paths:
        row = [each.value or Made(each.item.kind, failed=str(each.error)) for each in (next(outcomes) for _ in kinds)]
        table += row
        good = all(each.met for each in row)
        files += good
        print(f"{path.name:34} {row[0].words:7} {'   '.join(each.columns() for each in row)}   {'met' if good else 'NOT MET'}", flush=True)
        if cases := [line for each in row for line in each.cases(sys.maxsize if given.v else SHOWN)]:
            print("\n".join(cases), flush=True)
    lines = figures(table, files, len(paths))
    print("\n".join(map(str, lines)))
    return int(any(line.met is False for line in lines))


def figures(table: Sequence[Made], files: int, whole: int) -> list[Figure]:
    """The sums over all files, against the targets."""
    found = [Figure("files that meet all", f"{files} of {whole}", "all", files == whole)]
    for kind, least in RECALL.items():
        rows = [each for each in table if each.kind == kind and not each.failed]
        if not rows:
            continue
        name = kind.upper()
        words, lost = sum(each.words for each in rows), sum(len(each.lost) for each in rows)
        worst, most = min(each.recall for each in rows), max(each.out for each in rows)
        dead = sum(len(each.dead) for each in rows)
        found.append(Figure(f"{name}: words, and those that were lost", f"{words}, {lost}"))
        found.append(Figure(f"{name}: recall of the worst file", f"{worst:.3%}", f"at least {least:.1%}", worst >= least))
        found.append(Figure(f"{name}: left out of a file at most", f"{most:.2%}", f"at most {LEFT_OUT:.1%}", most <= LEFT_OUT))
        found.append(Figure(f"{name}: dead links", str(dead), "none", not dead))
        if kind == "epub":
            judged = sum(len(each.judged) for each in rows)
            found.append(Figure(f"{name}: messages of EPUBCheck", str(judged), "none", not judged))
    return found


if __name__ == "__main__":
    sys.exit(main())

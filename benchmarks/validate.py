"""What checking costs and whether its verdicts are right, beside jing and lxml; with each figure its target, and whether it is met.

    python benchmarks/validate.py [-v] [PART ...]

Parts: files, lxml, many, verdicts, conformance, schemas, schematron; without one, all (ten minutes). With -v the cases that differ are listed.
A command is measured as it is when installed: its modules compiled, nothing remembered of earlier runs. The schema and the corpus lie in
../shared beside the clone, or where EDITION_SHARED says; jing must be installed.
"""

from __future__ import annotations

import os
import re
import shutil
import subprocess
import sys
import tempfile
from collections.abc import Callable, Iterator, Sequence
from importlib import import_module
from pathlib import Path
from time import process_time

from figure import Figure, at_least, table
from measure import Cost, least, measure
from mutants import mutants

# The program itself is imported by the parts that ask it: Linux counts what this process has held as memory of the commands that it starts.
ROOT = Path(__file__).resolve().parent.parent
SHARED = Path(os.environ.get("EDITION_SHARED", ROOT.parent / "shared"))
COMMAND = (sys.executable, "-m", "edition.cli")
SCHEMA = SHARED / "schema" / "tei_all.rng"
CORPUS = SHARED / "corpus" / "tei"
JING = shutil.which("jing") or "jing"
ALONE = ("--select", "XML,RNG,ATT")
SEED, MUTANTS, BATCH = 5, 2000, 250
LXML = "import sys; from lxml import etree; etree.RelaxNG(etree.parse(sys.argv[1])).validate(etree.parse(sys.argv[2], etree.XMLParser(huge_tree=True)))"
SENTENCE = (
    "The boat lay at the quay that morning, and nobody in the office could say when it would leave, for the harbour master had gone to the other side of the bay."
)


# Documents of our own


def prose(size: int, start: int = 0, paragraphs: int = 40) -> Iterator[str]:
    """A TEI text of about `size` characters, piece by piece: paragraphs with names, dates, notes and page breaks, an element for 90 characters. 0: a paragraph."""
    head = (
        '<TEI xmlns="http://www.tei-c.org/ns/1.0">\n<teiHeader><fileDesc><titleStmt><title>T</title></titleStmt><publicationStmt><p>P</p></publicationStmt>'
        "<sourceDesc><p>S</p></sourceDesc></fileDesc></teiHeader>\n<text><body>\n"
    )
    yield head
    written, number = len(head), start
    while written < size:
        number += 1
        chapter = [f'<div type="chapter" n="{number}" xml:id="c{number}"><head>Chapter {number}</head>\n']
        for each in range(paragraphs):
            chapter.append(
                f'<p>{SENTENCE} <persName ref="#c{max(start + 1, number - each)}">The clerk</persName> wrote <hi rend="italic">slowly</hi> in the book of '
                f'<date when="18{number % 90 + 10}-05-{each % 28 + 1:02}">the day</date>,\nas he had done for years;<lb/> nobody asked '
                f'<note place="foot">It was not his habit.</note> what it said. {SENTENCE}</p>\n'
            )
            if each % 10 == 0:
                chapter.append(f'<pb n="{number * 4 + each // 10}"/>\n')
        yield from (*chapter, "</div>\n")
        written += sum(map(len, chapter))
    yield ("" if size else "<p>x</p>") + "</body></text></TEI>\n"


def write(path: Path, text: Iterator[str]) -> Path:
    with path.open("w", encoding="utf-8") as file:
        file.writelines(text)
    return path


SIZES = {"a file of 0.25 kB": 0, "818 kB of prose": 818_000, "8 MB of prose": 8_000_000}


def written(folder: Path) -> dict[str, Path]:
    return {words: write(folder / f"prose{size}.xml", prose(size)) for words, size in SIZES.items()}


def checked(folder: Path, *arguments: object, times: int = 3) -> Cost:
    """`edition check`, with compiled modules and an empty cache each time. Stops the program if the command fails."""

    def once() -> Cost:
        shutil.rmtree(folder / "cache", ignore_errors=True)
        log = folder / "check.log"
        cost = measure([*COMMAND, "check", *map(str, arguments)], more=environment(folder), log=log)
        if cost.code not in (0, 1):
            raise SystemExit(f"edition check {' '.join(map(str, arguments))} fails with exit code {cost.code}:\n{log.read_text('utf-8')[-2000:]}")
        return cost

    if not (folder / "compiled").exists():
        once()
    return min(once() for _ in range(times))


def environment(folder: Path) -> dict[str, str]:
    return {"PYTHONDONTWRITEBYTECODE": "", "PYTHONPYCACHEPREFIX": str(folder / "compiled"), "XDG_CACHE_HOME": str(folder / "cache")}


# Cost


def within(words: str, value: float, most: float, unit: str) -> Figure:
    return Figure(words, f"{value:.2f} {unit}" if unit == "s" else f"{value:.0f} {unit}", f"at most {most:g} {unit}", value <= most)


def times_less(words: str, ours: float, theirs: float, least_: float) -> Figure:
    return Figure(words, f"{theirs / ours:.1f} times", f"at least {least_:g}", theirs / ours >= least_)


CPU = {"a file of 0.25 kB": 0.30, "818 kB of prose": 0.7, "8 MB of prose": 3.0}
RATIO = {"a file of 0.25 kB": 4.0, "8 MB of prose": 1.6}


def of_files() -> Iterator[Figure]:
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        for words, path in written(folder).items():
            ours, theirs = checked(folder, path), least([JING, "-i", str(SCHEMA), str(path)], 2)
            yield within(f"{words}, the default profile: CPU", ours.cpu, CPU[words], "s")
            yield Figure("  jing: CPU, memory", f"{theirs.cpu:.2f} s, {theirs.peak:.0f} MB")
            if words in RATIO:
                yield times_less("  jing against ours", ours.cpu, theirs.cpu, RATIO[words])
            if words.startswith("8 MB"):
                yield within("  memory", ours.peak, 120, "MB")
                alone = checked(folder, *ALONE, path)
                yield within(f"{words}, the schema alone: CPU", alone.cpu, 1.8, "s")
                yield times_less("  jing against ours", alone.cpu, theirs.cpu, 2.5)
                yield within("  memory", alone.peak, 60, "MB")


def of_lxml() -> Iterator[Figure]:
    """No target: what a C library takes that turns the schema into an automaton in every process."""
    with tempfile.TemporaryDirectory() as name:
        for words, path in written(Path(name)).items():
            if "818" not in words:
                cost = measure([sys.executable, "-c", LXML, str(SCHEMA), str(path)])
                yield Figure(f"{words}, lxml: CPU, memory", f"{cost.cpu:.1f} s, {cost.peak:.0f} MB")


def of_many() -> Iterator[Figure]:
    """1,000 files of 50 kB, on as many cores as there are; jing for each file is measured on ten of them."""
    with tempfile.TemporaryDirectory() as name:
        folder, corpus = Path(name), Path(name) / "tei"
        corpus.mkdir()
        for number in range(1000):
            write(corpus / f"text{number:04}.xml", prose(45_000, number * 10, 44))
        files = sorted(map(str, corpus.iterdir()))
        size = sum(Path(file).stat().st_size for file in files) / len(files) / 1000
        ours = checked(folder, corpus, times=1)
        again = measure([*COMMAND, "check", str(corpus)], more=environment(folder))
        single = [measure([JING, "-i", str(SCHEMA), file]) for file in files[:10]]
        together = measure([JING, "-i", str(SCHEMA), *files])
        yield Figure(f"1,000 files of {size:.0f} kB: CPU, wall", f"{ours.cpu:.1f} s, {ours.wall:.1f} s")
        yield Figure("  again, with nothing changed", f"{again.cpu:.1f} s, {again.wall:.1f} s")
        cpu, wall = (sum(getattr(cost, kind) for cost in single) * 100 for kind in ("cpu", "wall"))
        yield Figure("  jing for each file", f"{cpu:.0f} s, {wall:.0f} s")
        yield times_less("  jing for each file against ours: CPU", ours.cpu, cpu, 10)
        yield Figure("  jing with all files in one call: CPU, wall", f"{together.cpu:.1f} s, {together.wall:.1f} s")
        yield times_less("  jing in one call against ours: wall", ours.wall, together.wall, 1)


# Verdicts

LINE = re.compile(r"(.+?):(\d+):\d+: (error|fatal): (.*)")
Verdict = tuple[int, str] | None  # line and words of the first mistake


def of_jing(paths: Sequence[Path]) -> dict[Path, Verdict]:
    """In one call; and from the next on again where it gave up at a file (an encoding that is none). Without those that it cannot read (a DTD is not there)."""
    found: dict[Path, Verdict] = dict.fromkeys(paths)
    rest = list(paths)
    while rest:
        said = subprocess.run([JING, "-i", str(SCHEMA), *map(str, rest)], capture_output=True, text=True, check=False).stdout.splitlines()
        matches = [match for match in map(LINE.match, said) if match]
        for match in matches:
            path = Path(match[1])
            found[path] = found[path] or (int(match[2]), match[4])
        if said and said[-1].startswith("fatal: "):
            assert len(paths) == 1, said[-1]
            return {}
        rest = rest[rest.index(Path(matches[-1][1])) + 1 :] if matches and matches[-1][3] == "fatal" else []
    return found


def of_ours(path: Path) -> Verdict:
    from edition.checks import tei
    from edition.checks.structure import INCLUDE

    faults = tei.schema().validate(path.read_bytes(), ids=False, stand_ins=INCLUDE)
    return (faults[0].line, faults[0].message) if faults else None


def of_verdicts() -> Iterator[Figure]:
    """The built-in facts of tei_all against jing with the schema itself, without the check of IDs (the program has its own). Jing follows inclusions, ours takes
    them for what they stand for."""
    files = sorted(CORPUS.glob("*.xml"))
    differ, far, near, count = [], [], 0, 0

    def compare(paths: Sequence[Path]) -> None:
        nonlocal near, count
        for path, jing in of_jing(paths).items():
            ours = of_ours(path)
            count += 1
            if (ours is None) != (jing is None):
                differ.append(f"{path.name}: ours {ours}; jing {jing}")
            elif ours and jing:
                near += abs(ours[0] - jing[0]) <= 3
                if abs(ours[0] - jing[0]) > 3:
                    far.append(f"{path.name}: ours {ours}; jing {jing}")

    for path in files:
        compare([path])
    yield Figure("files of the corpus that jing can read", f"{count} of {len(files)}")
    yield at_least("  verdicts as jing's", count - len(differ), count, count, list(differ))
    small = [path for path in files if path.stat().st_size < 700_000 and b"XInclude" not in path.read_bytes()]  # what it includes is not beside a mutant
    made = mutants(small, MUTANTS, SEED)
    for _ in range(0, MUTANTS, BATCH):
        with tempfile.TemporaryDirectory() as name:
            paths = []
            for _, (file, data) in zip(range(BATCH), made, strict=False):
                paths.append(Path(name) / file)
                paths[-1].write_bytes(data)
            compare(paths)
    yield at_least(f"with {MUTANTS} mutants: verdicts as jing's (99.8 %)", count - len(differ), count, -(-count * 998 // 1000), differ)
    yield at_least("  first finding within 3 lines of jing's (95 %)", near, near + len(far), -(-(near + len(far)) * 95 // 100), far)


def of_conformance() -> Iterator[Figure]:
    """The cases of tests/cases/relaxng: a pair is a schema with a document, or a schema that is to be refused. tests/test_relaxng_cases.py asks jing of each."""
    from edition import relaxng

    sys.path.append(str(ROOT / "tests"))
    rows = import_module("relaxng_cases")
    wrong: list[str] = []
    pairs = 0
    for name in ("patterns", "names", "datatypes", "files", "spaces", "allowed", "apart", "refused"):
        for number, case in enumerate(rows.cases(name)):
            with tempfile.TemporaryDirectory() as folder:
                path = case.write(Path(folder) / str(number))
                pairs += len(case.documents) or 1
                try:
                    schema = relaxng.load(path)
                except relaxng.BadSchema as error:
                    wrong += [f"{case.name}: {error}"] if name != "refused" else []
                    continue
                wrong += [f"{case.name}: is not refused"] if name == "refused" else []
                wrong += [f"{case.name}: {text}" for text, valid in case.documents if valid is bool(schema.validate(text.encode(), ids=case.ids))]
    yield at_least("pairs of schema and document, judged as the specification does", pairs - len(wrong), pairs, max(300, pairs), wrong)


def of_schemas() -> Iterator[Figure]:
    from edition import relaxng

    for name in ("dracor", "dtabf", "tei_lite", "tei_all"):
        path = SHARED / "schema" / f"{name}.rng"
        costs = []
        for _ in range(3):
            begun = process_time()
            relaxng.load(path)
            costs.append(process_time() - begun)
        figure = within(f"the schema {path.name} read: CPU", min(costs), 0.4, "s")
        yield figure if name in ("dracor", "dtabf") else Figure(figure.words, figure.value)


def of_schematron() -> Iterator[Figure]:
    words = "the project's Schematron on 8 MB of prose: CPU"
    said = subprocess.run([*COMMAND, "check", "--help"], capture_output=True, text=True, check=False).stdout
    if "--schematron" not in said:
        yield Figure(words, "not there yet", "at most 5 s", False)
        return
    with tempfile.TemporaryDirectory() as name:
        path = written(Path(name))["8 MB of prose"]
        cost = checked(Path(name), "--schematron", SHARED / "schema" / "tei_all.sch", path, times=2)
        alone = checked(Path(name), path, times=2)
        yield within(words, cost.cpu, 5, "s")
        yield Figure("  without it", f"{alone.cpu:.2f} s")


PARTS: dict[str, Callable[[], Iterator[Figure]]] = {
    "files": of_files, "lxml": of_lxml, "many": of_many, "verdicts": of_verdicts, "conformance": of_conformance, "schemas": of_schemas, "schematron": of_schematron,
}  # fmt: skip


def unmeasured(part: str) -> str:
    """Why a part cannot be measured here, "" if it can."""
    if part != "conformance" and not SCHEMA.is_file():
        return f"there is no {SCHEMA}"
    return "jing is not installed" if part in ("files", "many", "verdicts") and not os.access(JING, os.X_OK) else ""


if __name__ == "__main__":
    raise SystemExit(table(PARTS, sys.argv[1:], unmeasured))

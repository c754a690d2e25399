"""What became of each of the 202 findings in the five web texts: a row for each, made from the TEI, the logs and the records as they are now.

    python benchmarks/findings.py [--shared ../shared] [--summary]

The table of findings (gold/findings.tsv) and the texts lie in the shared data, which is no part of the repository. Nothing is taken from the treatment that the
table asks for: what is said of a finding is what stands at its place. The last column says whether that is what the table asks for. Ends with 1 if a row is not met.
"""

from __future__ import annotations

import argparse
import csv
import shutil
import sys
import tempfile
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from edition import lossless, pipeline, project, records
from edition.addresses import Address, Ground, Unplaced, address
from edition.edits import EditLog
from edition.ingest import Ingested
from edition.records import Record

ROOT = Path(__file__).resolve().parent.parent
EDITION = "five-web-texts"
CHANGED = ("corr", "reg", "supplied", "surplus")
ASKED = {  # treatment in the table: what must stand at the place, any of these
    "choice/sic+corr": ("corr",), "choice/orig+reg": ("reg",), "supplied": ("supplied", "corr"), "surplus": ("surplus",), "gap": ("gap",),
    "silent class `ws.nbsp`": ("ws.",), "silent class `quotes`": ("quotes.",), "silent class `ellipsis`": ("ellipsis",),
    "ask first (double), then silent class `ws.nbsp`": ("silent", "keep", "supplied"),
    "human decides": ("block", "break", "note", "span", "keep", "corr", "gap", "proposal", "meta", "left"),
    "structure/metadata": ("block", "rule", "break", "note", "span", "meta", "move", "relate", "gap", "end"),
    "leave": ("left", "note", "keep", "span", "block", "meta", "quotes.", "ws."),
}  # fmt: skip


@dataclass(frozen=True)
class Row:
    """A finding and what became of it."""

    id: str
    file: str
    line: int
    column: int
    treatment: str
    became: tuple[str, ...]

    @property
    def met(self) -> bool:
        if self.treatment == "leave" and any(became.startswith(CHANGED) for became in self.became):
            return False
        return any(became.startswith(wanted) for became in self.became for wanted in ASKED[self.treatment])


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__.partition("\n")[0])
    parser.add_argument("--shared", type=Path, default=ROOT.parent / "shared", help="the folder with gold/ and seeds/")
    parser.add_argument("--summary", action="store_true", help="print counts only")
    given = parser.parse_args()
    if not (given.shared / "gold" / "findings.tsv").is_file():
        print(f"{given.shared}: holds no gold/findings.tsv; the findings and the texts are no part of the repository", file=sys.stderr)
        return 65
    found = list(rows(given.shared))
    if not given.summary:
        print("id\tfile\tline\tcolumn\tasked for\twhat stands there\tmet")
        for row in found:
            print(f"{row.id}\t{row.file}\t{row.line}\t{row.column}\t{row.treatment}\t{'; '.join(row.became)}\t{'yes' if row.met else 'NO'}")
    asked, met = Counter(row.treatment for row in found), Counter(row.treatment for row in found if row.met)
    for treatment, count in sorted(asked.items()):
        print(f"{met[treatment]:>4} of {count:<4} {treatment}")
    print(f"{sum(met.values()):>4} of {len(found):<4} in all")
    return 0 if sum(met.values()) == len(found) else 1


def rows(shared: Path) -> Iterator[Row]:
    """The table, with what stands at each place in the edition as ingest makes it now."""
    with (shared / "gold" / "findings.tsv").open(encoding="utf-8", newline="") as file:
        table = list(csv.DictReader(file, delimiter="\t", quoting=csv.QUOTE_NONE))
    with tempfile.TemporaryDirectory() as folder:
        here = Path(folder) / "seeds" / EDITION
        shutil.copytree(ROOT / "seeds" / EDITION, here)
        made = {one.source.name: one for one in pipeline.ingest_edition(project.read(here), seeds=shared / "seeds", write=False)}
        texts = {name: _Text(one, records.read(here / f"{Path(name).stem}.toml")) for name, one in made.items() if name.endswith(".txt")}
    for each in table:
        line, column = int(each["line"]), int(each["column"])
        became = tuple(dict.fromkeys(texts[each["file"]].at(line, column, int(each["length"])))) or ("left as it is",)
        yield Row(each["id"], each["file"], line, column, each["treatment"], became)


class _Text:
    """One document: its log, its record and its open questions, by place in the frozen text."""

    def __init__(self, one: Ingested, record: Record) -> None:
        log: EditLog = lossless.read_log(one.document).edits
        self.text = one.text
        self.ground = Ground(one.text, log)
        self.lines = [0]
        for line in one.text.split("\n"):
            self.lines.append(self.lines[-1] + len(line) + 1)
        self.places: list[tuple[int, int, str]] = []  # start and end in the frozen text, what stands there
        for edit in log.mechanical:
            self.places.append((edit.at, edit.end, "silent fix of the record" if "fix.silent" in edit.rule else f"{edit.rule} (silent)"))
        for edit in log.editorial:
            start, end = log.source(edit)
            kind = edit.rule.removeprefix("fix.")
            self.places.append((start, end, f"{kind}: {edit.old!r} to {edit.new!r}" if edit.old else f"{kind}: {edit.new!r}"))
        for said, addresses in self._entries(record):
            for each in addresses:
                try:
                    place = self.ground.place(each)
                except Unplaced:
                    continue
                whole = not each.words  # what is said of a line as a whole answers for what stands at its beginning
                self.places.append((place.start, place.start + 1 if whole else place.end, said))
        for part in one.outline.blocks if one.outline else ():
            if part.label.name != "p" and part.label.reason != "the record says so":
                self.places.append((part.block.start, part.block.start + 1, f"rule: {part.label.name}"))
        for question in one.questions:
            place = self.ground.place(address(question.at))
            self.places.append((place.start, place.end, f"proposal of {question.rule}"))

    def _entries(self, record: Record) -> Iterator[tuple[str, tuple[Address, ...]]]:
        for block in record.blocks:
            yield f"block: {block.kind or 'lang ' + block.lang}{' move' if block.move else ''}", block.at
        for span in record.spans:
            yield f"span: {span.kind}", span.at
        for gap in record.gaps:
            yield f"gap: {gap.attributes.get('reason', '')}", (gap.at,)
        for broken in record.breaks:
            yield f"break: {broken.kind}", broken.at
        for relation in record.relations:
            yield f"relate: {relation.kind}", (relation.source, relation.target)
        for keep in record.keeps:
            if keep.at:
                yield f"keep: {keep.rule or keep.id}", (keep.at,)
        for note in record.notes:
            yield f"note: {note.kind}", note.at
        for name, value in record.meta.items():
            if value.at:
                yield f"meta: {name}", (value.at,)
            elif value.evidence:
                yield f"meta: {name}", tuple(address(each) for each in value.evidence)

    def at(self, line: int, column: int, length: int) -> Iterator[str]:
        """What stands at a place (1-based line and column, length in code points); a break is also answered for by the lines around it."""
        start = self.lines[line - 1] + column - 1
        end = start + max(length, 1)
        for low, high, said in self.places:
            if low < end and start < max(high, low + 1):
                yield said
            elif said.startswith(("break", "block", "rule")) and start <= low and not self.text[start:low].strip():
                yield said  # what empty lines mean is said of the line behind them
        if end >= len(self.text.rstrip("\n")):
            yield "end of the file: comes back byte for byte"


if __name__ == "__main__":
    sys.exit(main())

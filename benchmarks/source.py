"""What the front half does with damaged, foreign and bare files, held against labelled data; beside each figure its target, and whether it is met.

    python benchmarks/source.py [-v] [PART ...]

Parts: bytes, repairs, good, mojibake, labels, structure, french, cost, docx; without one, all. With -v the cases that fail are listed.
The labelled data lie in ../shared beside the clone, or where EDITION_SHARED says; a part whose data are not there says so.
"""

from __future__ import annotations

import base64
import csv
import json
import os
import sys
import tempfile
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, replace
from difflib import SequenceMatcher
from importlib import import_module
from pathlib import Path
from typing import Any

import docx
from figure import Figure, at_least, at_most, table
from measure import measure

from edition import ingest, repairs, tei
from edition.edits import Proposal, View, apply, signed
from edition.errors import SourceError
from edition.model import Document
from edition.project import Entry, Project
from edition.readers.encoding import decode, readings

ROOT = Path(__file__).resolve().parent.parent
SHARED = Path(os.environ.get("EDITION_SHARED", ROOT.parent / "shared"))
COMMAND = (sys.executable, "-m", "edition.cli")
sys.path.append(str(ROOT / "tests"))  # for labelled.py


def gold(name: str) -> Any:
    return json.loads((SHARED / "gold" / name).read_text("utf-8"))


# Decoding


def of_bytes() -> Iterator[Figure]:
    cases = gold("bytes.json")
    right, wrong, asked, shown, marked = [], [], [], 0, 0
    for case in cases:
        data = base64.b64decode(case["base64"])
        try:
            decoded = decode(Path(case["id"]), data)
        except SourceError:
            asked.append(case["id"])
            shown += any(text.removeprefix("\ufeff") == case["text"] for _, text in readings(data)[:3])
            continue
        if case.get("note"):
            marked += decoded.encoding == "utf-8" and bool(decoded.findings)
        elif decoded.text.removeprefix("\ufeff") == case["text"] and decoded.text.encode(decoded.encoding, decoded.errors) == data:
            right.append(case["id"])
        else:
            wrong.append(f"{case['id']}: read as {decoded.encoding}")
    yield at_least("byte strings read rightly (65 %)", len(right), len(cases), 77, [f"asked: {each}" for each in asked])
    yield at_most("byte strings read wrongly", len(wrong), len(cases), 0, wrong)
    yield Figure("of those asked about, the right reading is shown", f"{shown} of {len(asked)}")
    yield at_least("damaged UTF-8 read as such, with its stray bytes", marked, 2, 2)


TYPOGRAPHY = str.maketrans({"’": "'", "«": '"', "»": '"', "„": '"', "”": '"', "“": '"', "—": "-", "–": "-", "œ": "oe"})


def of_french() -> Iterator[Figure]:
    """A book in Latin-1: held against itself in UTF-8, and against its twin in UTF-8, which has other quotation marks and a few other words."""
    latin, twin = (SHARED / "corpus" / "text" / name for name in ("french-latin1.txt", "french-utf8.txt"))
    with tempfile.TemporaryDirectory() as folder:
        same = Path(folder) / "same.txt"
        same.write_bytes(latin.read_bytes().decode("latin-1").encode())
        texts = [words_of(ingested(path, Path(folder))) for path in (latin, same, twin)]
    equal = texts[0] == texts[1]
    yield Figure("French in Latin-1 and the same in UTF-8: TEI text", "the same" if equal else "differs", "the same", equal)
    one, other = (text.translate(TYPOGRAPHY).split() for text in (texts[0], texts[2]))
    raw = latin.read_bytes().decode("latin-1"), twin.read_bytes().decode().removeprefix("\ufeff")
    came = differing(*(text.translate(TYPOGRAPHY).split() for text in raw))
    went = differing(one, other)
    yield Figure("and its twin: words that differ, in the files, in the TEI", f"{came}, {went}", "no more", went <= came)


def words_of(document: Document) -> str:
    assert document.tree is not None
    return "".join(tei.texts(tei.first(document.tree, "//t:text")))


def differing(one: Sequence[str], other: Sequence[str]) -> int:
    """Words that stand in one list only, in order."""
    return sum(max(b - a, d - c) for what, a, b, c, d in SequenceMatcher(None, one, other, autojunk=False).get_opcodes() if what != "equal")


# Repairs


@dataclass(frozen=True)
class Mended:
    """A string after the repairs: as changed, and as it would be if every proposal were taken (None: two meet at one place)."""

    made: str
    taken: str | None
    asked: int


def mended(text: str, language: str = "en") -> Mended:
    view, asked, _ = repairs.mend(View(text, language=language), "mechanical")
    view, later, _ = repairs.mend(view, "editorial")
    changes: list[Proposal] = []
    end = 0
    for start, stop, proposal in sorted(_placed([*asked, *later], view), key=lambda each: each[:2]):
        if start < end or (start == stop and changes and changes[-1].at == start):
            return Mended(view.text, None, len(asked) + len(later))
        changes.append(replace(proposal, at=start, old=view.text[start:stop]))
        end = stop
    return Mended(view.text, apply(signed(changes, "", ""), view.text), len(asked) + len(later))


def _placed(asked: Sequence[repairs.Asked], view: View) -> Iterator[tuple[int, int, Proposal]]:
    for each in asked:
        start, stop = view.log.to_repaired.range(*each.frozen())
        yield start, stop, each.proposal


def string(case: dict[str, Any]) -> str:
    return str(case["damaged"]) if "damaged" in case else "".join(map(chr, case["damaged_code_points"]))


NORMAL = ("ws.", "quotes.", "ellipsis")  # white space and marks: declared classes, no damage


def normalised(text: str) -> str:
    view = View(text, language="en")
    for row in repairs.rows():
        if row.repair.name.startswith(NORMAL) and row.repair.family == "mechanical":
            view = view.then([each for each in row.repair.run(view) if not isinstance(each, Proposal)], "mechanical")
    return view.text


def of_repairs() -> Iterator[Figure]:
    """A result is right if it is a wanted one, or what the declared normalisations of white space and marks make of a wanted one."""
    cases = gold("repairs.json")
    must = [case for case in cases if string(case) not in case["wanted"]]
    made, proposed, missed, wrong, asked = 0, 0, [], [], 0
    for case in cases:
        before = string(case)
        after = mended(before)
        case["wanted"] += [normalised(text) for text in case["wanted"]]
        if after.made != before and after.made not in case["wanted"] and after.taken not in case["wanted"]:
            wrong.append(f"{case['id']} ({case['class']}): {before!r} became {after.made!r}")
        if case not in must:
            asked += after.made in case["wanted"] and after.asked > 0
        elif after.made in case["wanted"]:
            made += 1
        elif after.taken in case["wanted"]:
            proposed += 1
        else:
            said = "two proposals at one place" if after.taken is None else f"{after.made!r}, with proposals {after.taken!r}"
            missed.append(f"{case['id']} ({case['class']}): {before!r} gives {said}; wanted {case['wanted'][0]!r}")
    yield at_least("damaged strings made or proposed rightly", made + proposed, len(must), 59, missed)
    yield Figure("  made, proposed", f"{made}, {proposed}")
    yield at_most("damaged strings changed wrongly", len(wrong), len(cases), 2, wrong)
    yield Figure("strings that may stay, with a proposal", f"{asked} of {len(cases) - len(must)}")


def of_good() -> Iterator[Figure]:
    """White space at line ends and no-break spaces between words are declared classes, and no damage: they are counted by themselves."""
    texts = gold("good.json")
    changed, white, asked = [], 0, []
    for text in texts:
        after = mended(text)
        if after.made != text:
            if "".join(after.made.split()) == "".join(text.split()):
                white += 1
            else:
                changed.append(f"{text!r} became {after.made!r}")
        if after.asked:
            asked.append(f"{text!r}: {after.taken!r}")
    yield at_most("good strings changed", len(changed), len(texts), 2, changed)
    yield Figure("  white space only, besides", f"{white} of {len(texts)}")
    yield at_most("good strings with a proposal", len(asked), len(texts), 6, asked)


def of_mojibake() -> Iterator[Figure]:
    for name, least in (("in-the-wild", 0), ("known-failures", 0), ("negative", 0)):
        cases = json.loads((SHARED / "corpus" / "text" / f"mojibake-{name}.json").read_text("utf-8"))
        right, proposed, off = 0, 0, []
        for case in cases:
            after, wanted = _decoded_only(case["original"]), case.get("fixed-encoding", case["fixed"])
            if after.made == wanted:
                right += 1
            elif after.taken == wanted:
                proposed += 1
            else:
                off.append(f"{case['label']}: {case['original']!r} gives {after.made!r}; wanted {wanted!r}")
        yield Figure(f"mojibake, {name}: right, proposed", f"{right} + {proposed} of {len(cases)}", "", None, off if least <= len(cases) else ())


ENCODING = ("mojibake", "controls.c1", "controls", "single-byte")  # the classes that the mojibake corpus is about


def _decoded_only(text: str) -> Mended:
    view, taken, asked = View(text), None, 0
    for row in repairs.rows():
        if row.repair.name in ENCODING:
            found = list(row.repair.run(view))
            proposals = [each for each in found if isinstance(each, Proposal)]
            asked += len(proposals)
            if proposals and taken is None:
                taken = apply(signed(proposals, "", ""), view.text)
            view = view.then([each for each in found if not isinstance(each, Proposal)], "mechanical", rule=row.repair.name)
    return Mended(view.text, taken, asked)


# Structure

def ingested(source: Path, folder: Path, record: Path | None = None) -> Document:
    """A document to TEI as `edition ingest` makes it, with nothing written. Raises EditionError."""
    project = Project(id="trial", title="Trial", folder=folder, documents=(Entry(source.stem),))
    where = ingest.Where(folder / f"{source.stem}.xml", folder / f"{source.stem}.review.toml", record or folder / f"{source.stem}.toml")
    return ingest.ingest(project, Entry(source.stem), source, where, write=False).document


def of_labels() -> Iterator[Figure]:
    with (SHARED / "gold" / "labels.tsv").open(encoding="utf-8", newline="") as lines:
        rows = list(csv.DictReader(lines, delimiter="\t", quoting=csv.QUOTE_NONE))
    records = ROOT / "seeds" / "five-web-texts"
    for words, least, have in (("with their records", 147, True), ("without", 140, False)):
        wrong: list[str] = []
        with tempfile.TemporaryDirectory() as folder:
            for name in sorted({row["file"] for row in rows}):
                source = SHARED / "seeds" / name
                document = ingested(source, Path(folder), records / f"{source.stem}.toml" if have else None)
                wrong += _mislabelled(document, source.read_bytes().decode(), [row for row in rows if row["file"] == name])
        yield at_least(f"lines of the five web texts, {words}", len(rows) - len(wrong), len(rows), least, wrong)
    addresses = sum(path.read_text("utf-8").count("[[block]]") for path in records.glob("*.toml"))
    yield Figure("block entries in the five records", str(addresses), "at most 14", addresses <= 14)


def _mislabelled(document: Document, text: str, rows: Sequence[dict[str, str]]) -> Iterator[str]:
    from edition import lossless

    elements = import_module("labelled").ELEMENTS
    assert document.tree is not None
    leaves = list(lossless.leaves(document.tree.getroot()))
    for row in rows:
        offset = sum(len(line) + 1 for line in text.split("\n")[: int(row["line"]) - 1])
        holding = [(end - start, start, node) for start, end, node in leaves if start <= offset < end]
        _, start, node = min(holding, key=lambda each: each[:2], default=(0, -1, None))
        if node is None or start != offset or not tei.select(node, elements[row["label"]]):
            yield f"{row['file'][:3]} line {row['line']}: {row['label']} is {'nowhere' if node is None else tei.address(node)[1]}"


def of_structure() -> Iterator[Figure]:
    """The labelled documents of tests/cases/structure: with the language that a reader would give, and nothing else."""
    labelled = import_module("labelled")
    wrong: list[str] = []
    lines = 0
    for case in labelled.cases():
        with tempfile.TemporaryDirectory() as folder:
            source = Path(folder) / f"{case.name}.txt"
            source.write_text(case.text, "utf-8")
            (Path(folder) / f"{case.name}.toml").write_text(f'[source]\nlang = "{case.lang}"\n', "utf-8")
            document = ingested(source, Path(folder))
        assert document.tree is not None
        lines += sum(bool(label) for label in case.labels)
        wrong += [f"{case.name} line {miss.line}: {miss.wanted} is {miss.path}" for miss in labelled.misses(case.text, case.labels, document.tree.getroot())]
    yield at_least("lines of further documents (90 %)", lines - len(wrong), lines, -(-lines * 9 // 10), wrong)


# Cost, and other formats


def of_cost() -> Iterator[Figure]:
    """1 MB of plain text to TEI, as a command in a process of its own: prose in paragraphs, written here."""
    sentence = "The keeper’s boat had not come in, and by four o’clock it was plain to all of us that it would stay out until the wind had turned. "
    paragraph = sentence * 5 + "\n\n"
    with tempfile.TemporaryDirectory() as folder:
        source = Path(folder) / "large.txt"
        source.write_text("The Boat\n\n" + paragraph * (2**20 // len(paragraph.encode())), "utf-8")
        cost = measure([*COMMAND, "ingest", str(source), "--out", str(Path(folder) / "tei")])
    yield Figure("1 MB of plain text to TEI: exit code", str(cost.code), "0 or 1", cost.code in (0, 1))
    yield Figure("1 MB of plain text to TEI: CPU", f"{cost.cpu:.2f} s", "under 3 s", cost.cpu < 3)
    yield Figure("1 MB of plain text to TEI: memory", f"{cost.peak:.0f} MB", "under 200 MB", cost.peak < 200)


def of_docx() -> Iterator[Figure]:
    """Word files, construct by construct as docx.py counts them: a link may be a hyperlink or a field."""
    for row in docx.figures(SHARED / "corpus" / "docx"):
        for kind in docx.COUNTED:
            came, went = row.before[kind], row.after[kind]
            yield Figure(f"{row.name}: {kind} in and out", f"{came}, {went}", "the same", came == went)
        yield Figure(f"{row.name}: words that did not arrive", str(row.missing), "none", not row.missing)
        yield Figure(f"{row.name}: valid", {True: "yes", False: "no", None: "not judged"}[row.valid], "yes", row.valid)


PARTS: dict[str, Callable[[], Iterator[Figure]]] = {
    "bytes": of_bytes, "repairs": of_repairs, "good": of_good, "mojibake": of_mojibake, "labels": of_labels, "structure": of_structure,
    "french": of_french, "cost": of_cost, "docx": of_docx,
}  # fmt: skip
OWN = ("structure", "cost")  # parts that need no shared data


def unmeasured(part: str) -> str:
    """Why a part cannot be measured here, "" if it can."""
    return "" if part in OWN or SHARED.is_dir() else f"there is no folder {SHARED.name}"


if __name__ == "__main__":
    raise SystemExit(table(PARTS, sys.argv[1:], unmeasured))

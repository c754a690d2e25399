"""The edition of the five web texts: what the records promise, and (where the texts are) what stands in their TEI.

The texts belong to others; they lie in the shared data, and so do the tables of findings and labels that these tests read.
"""

from __future__ import annotations

import csv
import re
import shutil
import subprocess
import sys
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path

import pytest
from labelled import ELEMENTS
from lxml import etree

from edition import addresses as addresses_of
from edition import lossless, pipeline, project, records, tei
from edition.edits import View
from edition.model import Document, Finding, digest
from edition.project import Project
from edition.repairs import mend

ROOT = Path(__file__).resolve().parent.parent
FOLDER = ROOT / "seeds" / "five-web-texts"
NAMES = ("000_efa690d1e9a36ed8", "001_596208b83d4e83bb", "002_bf4f543ef8cbf8eb", "003_99eac04dfbc60cb0", "004_7b3d90c3f23b7268")
NO_ENDORSEMENT = "it neither endorses nor disputes what the text says."
KINDS = {"choice/sic+corr": "sic", "choice/orig+reg": "orig", "supplied": "supplied", "surplus": "surplus"}
RUN = 15  # words of a source that may not stand in the repository one after the other


def source_of(shared: Path, name: str) -> str:
    return (shared / "seeds" / f"{name}.txt").read_bytes().decode()


def table(path: Path) -> list[dict[str, str]]:
    with path.open(encoding="utf-8", newline="") as lines:
        return list(csv.DictReader(lines, delimiter="\t", quoting=csv.QUOTE_NONE))


def corrections(shared: Path) -> list[dict[str, str]]:
    return [row for row in table(shared / "gold" / "findings.tsv") if row["corrected"] and row["treatment"] in KINDS]


def typographic(text: str) -> str:
    """A piece of a line as the mechanical repairs leave it, written anew here: the repairs are not their own judge."""
    text = text.replace("\u00a0", " ")
    text = re.sub(r"(?<=\w)'", "’", text)
    return re.sub(r'(?<!\S)"', "“", text).replace('"', "”")


# What the records say, without the texts.


@pytest.mark.parametrize("name", NAMES)
def test_each_record_says_what_an_editor_must_say_of_such_a_text(name: str) -> None:
    record = records.read(FOLDER / f"{name}.toml")
    assert record.file == f"{name}.txt"
    assert len(record.sha256) == 64
    assert "Not preserved" in record.capture
    assert record.meta["rights"].text == "http://rightsstatements.org/vocab/InC/1.0/"
    assert record.meta["privacy"].text
    assert len(record.meta["content"].items) > 1
    assert record.meta["content"].items[-1].endswith(NO_ENDORSEMENT)


def test_preface_and_statement_do_not_endorse() -> None:
    for page in ("front/preface.md", "back/statement.md"):
        assert NO_ENDORSEMENT in (FOLDER / page).read_text(encoding="utf-8")


def test_the_edition_gives_away_no_text() -> None:
    edition = project.read(FOLDER)
    assert edition.rights.deposit == "metadata-only"
    assert tuple(entry.name for entry in edition.documents) == NAMES
    assert not [path for path in FOLDER.rglob("*") if path.suffix in (".txt", ".xml", ".html", ".docx")]


@pytest.mark.parametrize("name", NAMES)
def test_each_inferred_value_names_its_evidence(name: str) -> None:
    for key, value in records.read(FOLDER / f"{name}.toml").meta.items():
        if value.cert in ("medium", "low") or (value.dates and not value.at):
            assert value.why, key
            assert value.evidence or value.supplied, key


# The texts and the repository.


def words(text: str) -> list[str]:
    return re.findall(r"\w+", text.casefold())


def runs(text: str) -> Iterator[tuple[str, ...]]:
    found = words(text)
    return (tuple(found[at : at + RUN]) for at in range(len(found) - RUN + 1))


@pytest.fixture(scope="session")
def forbidden(shared: Path) -> frozenset[tuple[str, ...]]:
    return frozenset(run for name in NAMES for run in runs(source_of(shared, name)))


def borrowed(paths: list[Path], forbidden: frozenset[tuple[str, ...]]) -> list[str]:
    return [f"{path}: {' '.join(run)}" for path in paths for run in runs(path.read_bytes().decode("utf-8", "replace")) if run in forbidden]


def test_a_run_of_words_would_be_found(tmp_path: Path, forbidden: frozenset[tuple[str, ...]], shared: Path) -> None:
    taken = words(source_of(shared, NAMES[1]))[40 : 40 + RUN]
    (tmp_path / "page.md").write_text("Before, " + ", ".join(taken) + " and after.", encoding="utf-8")
    (tmp_path / "short.md").write_text(" ".join(taken[:-1]), encoding="utf-8")
    assert len(borrowed([tmp_path / "page.md", tmp_path / "short.md"], forbidden)) == 1


def test_no_run_of_fifteen_words_of_a_source_stands_in_the_repository(forbidden: frozenset[tuple[str, ...]]) -> None:
    listed = subprocess.run(["git", "ls-files", "-co", "--exclude-standard", "-z"], cwd=ROOT, capture_output=True, check=False)
    if listed.returncode:
        pytest.skip("this is no clone of the repository: its files cannot be listed")
    paths = [ROOT / name for name in listed.stdout.decode().split("\0") if name]
    assert len(paths) > 20
    assert not borrowed([path for path in paths if path.is_file()], forbidden)


@pytest.mark.parametrize("name", NAMES)
def test_every_address_of_a_record_resolves_in_its_source(shared: Path, name: str) -> None:
    record = records.read(FOLDER / f"{name}.toml")
    frozen = source_of(shared, name)
    repaired, _, _ = mend(View(frozen, language=record.lang), "mechanical")
    ground = addresses_of.Ground(frozen, repaired.log)
    addresses = [each for block in record.blocks for each in block.at] + [each for span in record.spans for each in span.at]
    addresses += [each for entry in record.breaks for each in entry.at] + [each for note in record.notes for each in note.at]
    addresses += [gap.at for gap in record.gaps]
    addresses += [place for relation in record.relations for place in (relation.source, relation.target)]
    addresses += [value.at for value in record.meta.values() if value.at]
    addresses += [addresses_of.address(said) for value in record.meta.values() for said in value.evidence]
    for each in addresses:
        ground.place(each)
    for fix in record.fixes:
        records.edit_of(fix, ground.place(fix.at), ground, "ed")


# Their TEI.


@dataclass(frozen=True)
class Made:
    """The edition as ingest made it, in a copy of its folder."""

    project: Project
    documents: Mapping[str, Document]
    findings: tuple[Finding, ...]

    def __getitem__(self, name: str) -> Document:
        return self.documents[name]


@pytest.fixture(scope="session")
def made(shared: Path, tmp_path_factory: pytest.TempPathFactory) -> Made:
    root = tmp_path_factory.mktemp("five")
    shutil.copytree(FOLDER, root / "seeds" / FOLDER.name, ignore=shutil.ignore_patterns("*.review.toml"))
    edition = project.read(root / "seeds" / FOLDER.name)
    outcomes = pipeline.ingest_edition(edition, seeds=shared / "seeds")
    findings = tuple(found for outcome in outcomes for found in outcome.findings)
    return Made(edition, {outcome.document.name: outcome.document for outcome in outcomes}, findings)


def tree_of(document: Document) -> tei.Tree:
    assert document.tree is not None
    return document.tree


def holders(document: Document) -> dict[tuple[int, int], etree._Element]:
    """The elements that hold source text themselves, by their range of the frozen text (code points)."""
    found: dict[tuple[int, int], etree._Element] = {}
    for node in tei.select(tree_of(document), "//t:text//*[starts-with(@source, 'src:')]"):
        start, end = node.get("source").removeprefix("src:").split(",")
        found[int(start), int(end)] = node
    return found


def holder(document: Document, offset: int) -> tuple[int, etree._Element]:
    """The innermost of them at an offset, and where its text begins."""
    ranges = [place for place in holders(document) if place[0] <= offset < place[1]]
    assert ranges, f"no element of {document.name} holds offset {offset}"
    best = min(ranges, key=lambda place: place[1] - place[0])
    return best[0], holders(document)[best]


@dataclass(frozen=True)
class Piece:
    """A piece of a block in both views. `kind`: "" where they agree, else sic, orig, supplied or surplus."""

    source: str
    reading: str
    kind: str = ""


def pieces(node: etree._Element) -> Iterator[Piece]:
    """The text of a block in order. Notes and gaps are no part of either view."""
    if node.text:
        yield Piece(node.text, node.text)
    for child in node:
        name = etree.QName(child).localname if isinstance(child.tag, str) else ""
        if name == "choice":
            old, new = child[0], child[1]
            yield Piece("".join(old.itertext()), "".join(new.itertext()), etree.QName(old).localname)
        elif name == "supplied":
            yield Piece("", "".join(child.itertext()), name)
        elif name == "surplus":
            yield Piece("".join(child.itertext()), "", name)
        elif name not in ("note", "gap", ""):
            yield from pieces(child)
        if child.tail:
            yield Piece(child.tail, child.tail)


def readings(found: list[Piece], start: int, end: int) -> tuple[str, str, set[str]]:
    """Both readings of a range of the source view, and the kinds of the edits in it."""
    source = reading = ""
    kinds = set()
    at = 0
    for piece in found:
        low, high = max(start, at), min(end, at + len(piece.source))
        if piece.kind and start <= at and at + len(piece.source) <= end:
            source, reading = source + piece.source, reading + piece.reading
            kinds.add(piece.kind)
        elif low < high:
            source += piece.source[low - at : high - at]
            reading += piece.source[low - at : high - at]
        at += len(piece.source)
    return source, reading, kinds


def test_the_table_has_46_corrections_and_10_regularisations(shared: Path) -> None:
    rows = corrections(shared)
    assert sum(row["treatment"] == "choice/orig+reg" for row in rows) == 10
    assert len(rows) == 56


def test_every_correction_stands_at_its_place_with_the_old_and_the_new_words(shared: Path, made: Made) -> None:
    wrong = []
    for row in corrections(shared):
        document = made[row["file"].removesuffix(".txt")]
        text = source_of(shared, document.name)
        span = row["span"].replace("\\u00a0", "\u00a0")
        line = sum(len(each) + 1 for each in text.split("\n")[: int(row["line"]) - 1])
        offset = line + int(row["column"]) - 1
        assert text.startswith(span, offset)
        start, node = holder(document, offset)
        low = len(typographic(text[start:offset]))
        old, new, kinds = readings(list(pieces(node)), low, low + len(span))
        kind = "sic" if row["id"] == "2.4" else KINDS[row["treatment"]]  # an image text takes no `supplied`
        if (old, new, kinds) != (typographic(span), typographic(row["corrected"]), {kind}):
            wrong.append((row["id"], old, new, kinds))
    assert not wrong


def test_every_line_has_become_what_its_label_says(shared: Path, made: Made) -> None:
    wrong = []
    rows = table(shared / "gold" / "labels.tsv")
    assert len(rows) == 147
    for row in rows:
        document = made[row["file"].removesuffix(".txt")]
        text = source_of(shared, document.name)
        offset = sum(len(each) + 1 for each in text.split("\n")[: int(row["line"]) - 1])
        start, node = holder(document, offset)
        if start != offset or not tei.select(node, ELEMENTS[row["label"]]):
            wrong.append((document.name[:3], row["line"], row["label"], tei.address(node)[1]))
    assert not wrong


def test_nothing_is_left_open(made: Made) -> None:
    assert not made.findings


@pytest.mark.parametrize("name", NAMES)
def test_the_sources_come_back_byte_for_byte(shared: Path, made: Made, name: str) -> None:
    assert lossless.restore(made[name]) == (shared / "seeds" / f"{name}.txt").read_bytes()


@pytest.mark.parametrize("name", NAMES)
def test_each_note_of_a_record_stands_once_in_the_text(made: Made, name: str) -> None:
    said = [note.text.replace("*", "") for note in records.read(FOLDER / f"{name}.toml").notes]
    notes = tei.select(tree_of(made[name]), "//t:text//t:note")  # what a note cites stands behind its words, in bibl
    assert sorted(said) == sorted("".join(tei.texts(note, frozenset({"bibl"}))).strip() for note in notes)


@pytest.mark.parametrize("name", NAMES)
def test_the_header_carries_content_note_checksum_and_rights(shared: Path, made: Made, name: str) -> None:
    tree = tree_of(made[name])
    content = ["".join(note.itertext()) for note in tei.select(tree, "//t:notesStmt/t:note[@type='content']")]
    assert content[-1].endswith(NO_ENDORSEMENT)
    assert tei.select(tree, "//t:sourceDesc//t:idno[@type='sha256']/text()") == [digest((shared / "seeds" / f"{name}.txt").read_bytes())]
    assert tei.select(tree, "//t:availability[@status='restricted']//@target = 'http://rightsstatements.org/vocab/InC/1.0/'")
    assert tei.select(tree, "//t:sourceDesc//t:note[@type='capture']")


@pytest.mark.judge
def test_the_schema_of_the_tei_takes_all_of_it(shared: Path, made: Made, judge: Callable[[str], str]) -> None:
    paths = {name: str(document.path) for name, document in made.documents.items()}
    whole = paths.pop("edition")  # it includes the others, and each of them says who its editors are: the same ids, once a file
    for options, files in (([], list(paths.values())), (["-i"], [whole])):
        judged = subprocess.run([judge("jing"), *options, str(shared / "schema" / "tei_all.rng"), *files], capture_output=True, text=True, check=False)
        assert judged.returncode == 0, judged.stdout


def test_no_run_of_fifteen_words_of_a_source_stands_in_the_deposit(made: Made, tmp_path: Path, forbidden: frozenset[tuple[str, ...]]) -> None:
    pipeline.archive(pipeline.opened(made.project), [], [], tmp_path / "deposit")
    packed = [path for path in (tmp_path / "deposit").rglob("*") if path.is_file()]
    names = {path.name for path in packed}
    assert {f"{name}.toml" for name in NAMES} <= names
    assert "sources.json" in names
    assert not [name for name in names if name.endswith((".xml", ".pdf", ".epub")) or name in {f"{each}.txt" for each in NAMES}]
    assert not borrowed(packed, forbidden)


def test_each_of_the_findings_has_a_row_in_the_report_and_each_is_met(shared: Path) -> None:
    done = subprocess.run([sys.executable, ROOT / "benchmarks" / "findings.py", "--shared", shared], capture_output=True, text=True, check=False)
    rows = [line.split("\t") for line in done.stdout.splitlines() if line.count("\t") == 6]
    assert len(rows) == 1 + 202
    assert not [row for row in rows[1:] if row[6] != "yes" or not row[5]]
    assert done.returncode == 0

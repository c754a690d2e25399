"""Word files in and out: notes, links, tables, pictures and words counted in the parts of each file, and in the TEI that was made of it.

    python benchmarks/docx.py [FOLDER] [--schema tei_all.rng]
"""

from __future__ import annotations

import argparse
import os
import re
import shutil
import subprocess
import sys
import tempfile
import zipfile
from collections import Counter
from dataclasses import dataclass
from pathlib import Path

from lxml import etree

W = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"
R = "{http://schemas.openxmlformats.org/officeDocument/2006/relationships}"
A = "{http://schemas.openxmlformats.org/drawingml/2006/main}"
M = "{http://schemas.openxmlformats.org/officeDocument/2006/math}"
T = "{http://www.tei-c.org/ns/1.0}"
FALLBACK = "{http://schemas.openxmlformats.org/markup-compatibility/2006}Fallback"
GONE = (f"{W}del", f"{W}moveFrom", FALLBACK)
SHARED = Path(os.environ.get("EDITION_SHARED", Path(__file__).resolve().parent.parent.parent / "shared"))
LINKED = re.compile(r"^\s*(?:HYPERLINK|REF|PAGEREF)\b", re.IGNORECASE)
COUNTED = ("footnotes", "endnotes", "links", "tables", "cells", "pictures")


@dataclass(frozen=True)
class Row:
    """One file: what is counted in it and in its TEI, words that did not arrive, and whether the TEI is valid (None: nobody judged)."""

    name: str
    before: Counter[str]
    after: Counter[str]
    missing: int
    valid: bool | None

    @property
    def met(self) -> bool:
        return self.valid is not False and not self.missing and all(self.before[kind] == self.after[kind] for kind in COUNTED)


def counted(path: Path) -> tuple[Counter[str], Counter[str]]:
    """What stands in the parts of a Word file, and its words: counted without any program of ours."""
    with zipfile.ZipFile(path) as archive:
        names = set(archive.namelist())
        body = etree.fromstring(archive.read("word/document.xml"))
        notes = {kind: etree.fromstring(archive.read(f"word/{kind}.xml")) for kind in ("footnotes", "endnotes") if f"word/{kind}.xml" in names}
    found: Counter[str] = Counter()
    words: Counter[str] = Counter()
    called = {kind: {each.get(f"{W}id") for each in body.iter(f"{W}{kind[:-1]}Reference") if live(each)} for kind in ("footnotes", "endnotes")}
    roots = [body]
    for kind, ids in called.items():
        found[kind] = len(ids)
        roots += [note for note in notes.get(kind, ()) if note.get(f"{W}id") in ids]
    for root in roots:
        found["tables"] += sum(live(each) for each in root.iter(f"{W}tbl"))
        found["cells"] += sum(live(each) and not merged(each) for each in root.iter(f"{W}tc"))
        found["pictures"] += sum(live(each) for each in root.iter(f"{A}blip"))
        found["links"] += sum(live(each) and bool("".join(each.itertext(f"{W}t")).strip()) for each in root.iter(f"{W}hyperlink")) + fields(root)
        for paragraph in root.iter(f"{W}p"):
            if live(paragraph):
                text = "".join(each.text or "" if each.tag == f"{W}t" else " " for each in paragraph.iter(f"{W}t", f"{W}tab", f"{W}br") if live(each) and own(each, paragraph))
                words.update(re.findall(r"\w+", text))
    return found, words


def live(element: etree._Element) -> bool:
    return not any(above.tag in GONE for above in element.iterancestors())


def own(element: etree._Element, paragraph: etree._Element) -> bool:
    return next(element.iterancestors(f"{W}p"), None) is paragraph and not any(str(above.tag).startswith(M) for above in element.iterancestors())


def merged(cell: etree._Element) -> bool:
    """Whether a cell only goes on from the one above it."""
    merge = cell.find(f"{W}tcPr/{W}vMerge")
    return merge is not None and merge.get(f"{W}val", "continue") == "continue"


def fields(root: etree._Element) -> int:
    """Links that are fields, and not within a hyperlink that is counted already."""
    simple = sum(bool(LINKED.match(each.get(f"{W}instr") or "")) for each in root.iter(f"{W}fldSimple"))
    spread = sum(bool(LINKED.match(each.text or "")) and next(each.iterancestors(f"{W}hyperlink"), None) is None for each in root.iter(f"{W}instrText") if live(each))
    return simple + spread


def encoded(path: Path) -> tuple[Counter[str], Counter[str]]:
    """The same in a TEI file."""
    text = etree.parse(path).getroot().find(f"{T}text")
    assert text is not None
    notes = Counter(note.get("place") for note in text.iter(f"{T}note"))
    found = Counter({
        "footnotes": notes["foot"], "endnotes": notes["end"], "links": sum(1 for _ in text.iter(f"{T}ref")), "tables": sum(1 for _ in text.iter(f"{T}table")),
        "cells": sum(1 for _ in text.iter(f"{T}cell")), "pictures": sum(1 for _ in text.iter(f"{T}graphic")),
    })  # fmt: skip
    words: Counter[str] = Counter()
    for leaf in text.iter():
        if leaf.get("source"):
            words.update(re.findall(r"\w+", "".join(_said(leaf))))
    return found, words


def _said(element: etree._Element) -> list[str]:
    found = [element.text or ""]
    for child in element:
        if child.tag in (f"{T}note", f"{T}figure", f"{T}table"):
            found.append("")
        elif isinstance(child.tag, str):
            found += [" ", child.tail or ""] if child.tag == f"{T}lb" else _said(child)
            if child.tag == f"{T}lb":
                continue
        found.append(child.tail or "")
    return found


def figures(folder: Path | None = None, schema: Path | None = None) -> list[Row]:
    """Every .docx of a folder (../shared/corpus/docx), read, written as TEI, and counted again."""
    folder = folder or SHARED / "corpus" / "docx"
    schema = schema or SHARED / "schema" / "tei_all.rng"
    rows = []
    with tempfile.TemporaryDirectory() as made:
        for path in sorted(folder.glob("*.docx")):
            subprocess.run([sys.executable, "-m", "edition.cli", "ingest", str(path), "--out", made], check=False, capture_output=True)
            tei = Path(made) / f"{path.stem}.xml"
            before, words = counted(path)
            after, arrived = encoded(tei) if tei.is_file() else (Counter(), Counter())
            rows.append(Row(path.name, before, after, sum((words - arrived).values()), _judged(tei, schema)))
    return rows


def _judged(tei: Path, schema: Path) -> bool | None:
    jing = shutil.which("jing")
    if jing is None or not schema.is_file() or not tei.is_file():
        return None if tei.is_file() else False
    return subprocess.run([jing, str(schema), str(tei)], check=False, capture_output=True).returncode == 0


def main() -> int:
    parser = argparse.ArgumentParser(description="Word files in and out.")
    parser.add_argument("folder", nargs="?", type=Path)
    parser.add_argument("--schema", type=Path)
    options = parser.parse_args()
    rows = figures(options.folder, options.schema)
    print(f"{'file':24}" + "".join(f"{kind:>12}" for kind in COUNTED) + f"{'words gone':>12}{'valid':>8}")
    for row in rows:
        counts = "".join(f"{f'{row.before[kind]} > {row.after[kind]}':>12}" for kind in COUNTED)
        print(f"{row.name:24}{counts}{row.missing:>12}{ {True: 'yes', False: 'NO', None: '?'}[row.valid]:>8}{'' if row.met else '   not met'}")
    return 0 if rows and all(row.met for row in rows) else 1


if __name__ == "__main__":
    sys.exit(main())

"""Large and strange documents through `edition ingest`: every note is a note, a line of any length is a text or an error, tables in tables lose nothing."""

from __future__ import annotations

import time
from pathlib import Path

import pytest
from making_office import docx, p, r

from edition import pipeline
from edition.errors import SourceError
from edition.tei import Element, T

NOTES = 600
GRID = '<w:gridCol w:w="900"/>' * 3


def ingested(tmp_path: Path, name: str, data: bytes | str) -> tuple[Element, list[str]]:
    """The root of the TEI, and the codes of the findings. CPU seconds, with room for a slow machine."""
    (tmp_path / name).write_bytes(data if isinstance(data, bytes) else data.encode())
    start = time.process_time()
    made = pipeline.ingest_file(tmp_path / name, tmp_path / "made")
    assert time.process_time() - start < 30
    assert made.document.tree is not None
    return made.document.tree.getroot(), [each.code for each in made.findings]


def notes(root: Element) -> list[str]:
    return ["".join(map(str, each.itertext())).strip() for text in root.iter(f"{T}text") for each in text.iter(f"{T}note")]


def _word_file() -> bytes:
    namespace = 'xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main"'
    body = "".join(p(f'{r(f"Mill {n} was let.")}<w:r><w:footnoteReference w:id="{n}"/></w:r>') for n in range(1, NOTES + 1))
    each = "".join(f'<w:footnote w:id="{n}">{p(f"See folio {n}.")}</w:footnote>' for n in range(1, NOTES + 1))
    return docx(body, parts={"footnotes.xml": f"<w:footnotes {namespace}>{each}</w:footnotes>".encode()})


def _markdown() -> str:
    return "".join(f"Mill {n} was let.[^{n}]\n\n" for n in range(1, NOTES + 1)) + "".join(f"[^{n}]: See folio {n}.\n" for n in range(1, NOTES + 1))


def _plain() -> str:
    """Below each page, numbered anew after ninety."""
    pages = ([(page * 10 + number, (page * 10 + number) % 90 + 1) for number in range(10)] for page in range(NOTES // 10))
    return "THE MILLS\n\n" + "".join("".join(f"Mill {n} was let in the spring.[{mark}]\n\n" for n, mark in page) + "".join(f"[{mark}] See folio {n + 1}.\n\n" for n, mark in page) for page in pages)


@pytest.mark.parametrize(("name", "data"), [("n.docx", _word_file()), ("n.md", _markdown()), ("n.txt", _plain())], ids=["docx", "md", "txt"])
def test_of_hundreds_of_notes_each_is_one(name: str, data: bytes | str, tmp_path: Path) -> None:
    root, _ = ingested(tmp_path, name, data)
    assert [each.split()[-1] for each in notes(root)] == [f"{n}." for n in range(1, NOTES + 1)]


def test_a_megabyte_on_one_line_is_a_text_and_too_much_is_an_error_at_once(tmp_path: Path) -> None:
    root, _ = ingested(tmp_path, "line.txt", "the mill was let again " * 45_000)
    assert "".join(map(str, root.find(f"{T}text").itertext())).split() == ["the", "mill", "was", "let", "again"] * 45_000  # type: ignore[union-attr]
    (tmp_path / "long.txt").write_bytes(b"the mill " * 2_000_000)
    start = time.process_time()
    with pytest.raises(SourceError) as error:
        pipeline.ingest_file(tmp_path / "long.txt", tmp_path / "made")
    assert time.process_time() - start < 5
    assert "Split it" in error.value.hint


@pytest.mark.parametrize("suffix", [".docx", ".html"])
@pytest.mark.parametrize("levels", [3, 40])
def test_tables_in_tables_keep_the_words_of_every_level(suffix: str, levels: int, tmp_path: Path) -> None:
    if suffix == ".html":
        data: bytes | str = "".join(f"<table><tr><td>cell{n}</td><td>" for n in range(levels)) + "core" + "".join(f"</td><td>end{n}</td></tr></table>" for n in range(levels))
    else:
        inner = p(r("core"))
        for n in reversed(range(levels)):
            cells = f"<w:tc>{p(r(f'cell{n}'))}</w:tc><w:tc>{inner}<w:p/></w:tc><w:tc>{p(r(f'end{n}'))}</w:tc>"
            inner = f'<w:tbl><w:tblPr/><w:tblGrid>{GRID}</w:tblGrid><w:tr>{cells}</w:tr></w:tbl>'
        data = docx(inner + "<w:p/>")
    root, _ = ingested(tmp_path, f"t{suffix}", data)
    words = " ".join(map(str, root.find(f"{T}text").itertext())).split()  # type: ignore[union-attr]
    assert sorted(words) == sorted([*(f"{end}{n}" for n in range(levels) for end in ("cell", "end")), "core"])

"""What the blocks of a plain text are taken for, and what the record makes of them."""

from __future__ import annotations

from pathlib import Path

import pytest

from edition import repairs, structure
from edition.addresses import Ground, address
from edition.edits import View
from edition.model import Source, digest
from edition.records import BlockEntry, BreakEntry, Record

LETTER = """The Quay, 3 May 1871

Dear sister,

The wind has been in the west for a week and nobody has been able to put out,
so that the whole town sits in the net lofts and tells the same four stories.
I have told two of them myself, and they were believed for the first time.

The harbour master sends his regards.

Your affectionate brother,
Anselm

P.S. The lamp is mended.
"""
POEM = """The Lamp

Nobody lights the lamp by day,
Nobody needs it then;
The boats go out, the boats go by,
And some come home again.

    And some come home by candle-light,
    And some by none at all,
And some by what they hear of it
Against the harbour wall.
"""


def labels(text: str, record: Record | None = None) -> list[tuple[int, str]]:
    view, _, _ = repairs.mend(View(text, language="en"), "mechanical")
    ground = Ground(text, view.log)
    source = Source(Path("x.txt"), digest(text.encode()), len(text.encode()), "plain", text)
    outline, findings = structure.outline(source, record or Record(), ground)
    assert not findings
    return [(ground.line_of(each.block.start), each.label.name) for each in outline.blocks]


def test_a_letter():
    assert labels(LETTER) == [
        (1, "dateline"), (3, "salute"), (5, "p"), (9, "p"), (11, "closer/salute"), (12, "closer/signed"), (14, "postscript/p"),
    ]  # fmt: skip


def test_a_poem_and_its_indented_lines():
    view, _, _ = repairs.mend(View(POEM), "mechanical")
    source = Source(Path("x.txt"), "", 0, "plain", POEM)
    outline, _ = structure.outline(source, Record(kind="poem"), Ground(POEM, view.log))
    assert [each.label.name for each in outline.blocks] == ["head", "lg", "lg"]
    assert [child.attributes.get("rend", "") for child in outline.blocks[2].block.children] == ["indent", "indent", "", ""]


def test_numbered_heads_and_long_lines():
    long = "Words that go on for a while and say nothing in particular about boats, lamps or the sea that they are on. " * 2
    text = f"A title\n\n{long}\n{long}\n\n1. The first part\n\n{long}\n"
    assert labels(text) == [(1, "head"), (3, "p"), (4, "p"), (6, "head"), (8, "p")]


def test_the_record_overrules_and_divides():
    text = "Title\nBy somebody\n\nWords.\n"
    record = Record(blocks=(BlockEntry((address("L2"),), "byline"), BlockEntry((address("L4"),), "quote")))
    assert labels(text, record) == [(1, "head"), (2, "byline"), (4, "quote")]


def test_a_break_and_a_move():
    text = "Title\n\nOne.\n\nTwo.\n\nThree.\n"
    record = Record(
        blocks=(BlockEntry((address("L7"),), "argument", move=("after", address("L1"))),), breaks=(BreakEntry((address("L5"),)),),
    )  # fmt: skip
    assert labels(text, record) == [(1, "head"), (7, "argument"), (3, "p"), (5, "milestone"), (5, "p")]


def test_an_address_that_does_not_resolve_is_a_finding_with_the_line_of_the_record():
    source = Source(Path("x.txt"), "", 0, "plain", "Words.\n")
    record = Record(path=Path("x.toml"), blocks=(BlockEntry((address("L9", "x.toml:12"),), "p"),))
    _, findings = structure.outline(source, record, Ground("Words.\n"))
    assert [(found.code, str(found.locus)) for found in findings] == [("SRC010", "x.toml:12")]


@pytest.mark.parametrize("text", ["x", "x\n", "\n\nx", "  \n\u00a0\nx", "a\n\nb\n\n\n"])
def test_small_and_odd_texts(text):
    assert labels(text)


def test_labels_of_the_five_documents_by_rule_alone(shared):
    """Of 147 labelled lines, what the rules say without any record; a better rule raises the figure."""
    import csv

    names = {"teaser_head": "teaser/head", "teaser": "teaser/p", "title": "head", "deck": "argument", "comments_head": "comments/head", "comment": "post", "image_text": "teaser/figDesc"}
    right = total = 0
    with (shared / "gold" / "labels.tsv").open(encoding="utf-8") as table:
        rows = list(csv.DictReader(table, delimiter="\t"))
    for name in sorted({row["file"] for row in rows}):
        found = dict(labels((shared / "seeds" / name).read_text("utf-8")))
        for row in rows:
            if row["file"] == name:
                total += 1
                right += found.get(int(row["line"])) == names.get(row["label"], row["label"])
    assert total == 147
    assert right >= 133

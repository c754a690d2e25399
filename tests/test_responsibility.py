"""Who answers for a reading of an apparatus, and how sure they are."""

from __future__ import annotations

import pytest
from test_apparatus import entries

PEOPLE = (
    '<sourceDesc><listWit><witness xml:id="A">Aldham, by <persName>Nobody</persName></witness></listWit></sourceDesc>'
    '<seriesStmt><title>S</title><respStmt xml:id="ed1"><resp>text</resp><name>H. Quill</name></respStmt><editor xml:id="HQ">Hal Quill</editor></seriesStmt>'
)


@pytest.mark.parametrize(
    ("said", "printed"),
    [
        ('wit="#A" resp="#ed1"', "A (H. Quill)"), ('wit="#A" resp="#HQ"', "A (HQ)"), ('wit="#A" resp="CDP" cert="low"', "A (CDP?)"), ('wit="#A" cert="low"', "A (?)"),
        ('wit="#A" cert="high"', "A"), ('resp="#ed1"', "H. Quill"), ('wit="#A"', "A"),
    ],
)  # fmt: skip
def test_who_answers_for_a_reading_stands_behind_its_witnesses(said: str, printed: str) -> None:
    assert entries(f'<p>x <app><lem wit="#A">old</lem><rdg {said}>new</rdg></app></p>', header=PEOPLE) == [f"old] A; new {printed}"]
    if "wit" in said:
        assert entries(f'<p>x <app><lem {said}>old</lem><rdg wit="#A">new</rdg></app></p>', header=PEOPLE) == [f"old] {printed}; new A"]

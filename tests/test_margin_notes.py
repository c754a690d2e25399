"""Notes in the margin: each beside its line, none over another, and what does not fit at the foot."""

from __future__ import annotations

from itertools import pairwise
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from making import edition, tei

from edition.model import Written
from edition.project import NoteSeries
from edition.render import render_all
from edition.writers import pdf
from edition.writers.paged import engine, sheet

engine.load()
from edition.writers.paged import margins  # noqa: E402  (it needs the engine)

LINE = "The lock was emptied twice that day and the boats lay in the basin until the evening came. "
heights = st.floats(5, 60)


@given(st.lists(st.tuples(st.floats(0, 500), heights), max_size=14).map(sorted), st.lists(st.tuples(st.floats(0, 480), st.floats(5, 12)), max_size=3))
@settings(max_examples=60, deadline=None)
def test_no_note_stands_over_another_or_off_the_page(wanted, numbers):
    taken = [(start, start + height) for start, height in numbers]
    places = margins.placed(wanted, 0, 500, taken)
    shown = [(place, place + height) for place, (_, height) in zip(places, wanted, strict=True) if place is not None]
    assert shown == sorted(shown)
    assert all(start >= -1 and end <= 500 for start, end in shown)
    assert all(end <= start for (_, end), (start, _) in pairwise(shown))
    assert all(end <= start or start_ >= end_ for start_, end in shown for start, end_ in taken)
    if not taken and sum(height + margins.BETWEEN for _, height in wanted) <= 500:
        assert None not in places


def test_a_note_with_room_stands_at_its_line():
    assert margins.placed([(10, 20), (100, 20)], 0, 500) == [10, 100]


def test_the_second_of_two_that_would_meet_goes_down_and_at_the_foot_both_go_up():
    assert margins.placed([(10, 20), (15, 20)], 0, 500) == [10, 34]
    assert margins.placed([(460, 20), (490, 20)], 0, 500) == [456, 480]


def printed(tmp_path: Path, body: str, **more: Any) -> Written:
    made = edition(tmp_path, tei("relation", body), **more)
    return pdf.write(made, render_all(made, "print"), tmp_path / "reader.pdf")


def rectangles(page: Any) -> dict[str, tuple[float, float, float, float]]:
    """The notes beside the text of a page: id to left, top, right, bottom."""
    found = {}
    for box in page.children[0].children:
        if "beside" in (box.element.get("class") or "").split():
            found[box.element.get("id")] = (box.position_x, box.position_y, box.position_x + box.margin_width(), box.position_y + box.margin_height())
    return found


def body(notes: int) -> str:
    paragraphs = "".join(
        f'<p>{LINE}<note place="margin" xml:id="n{2 * number}">The lock is emptied.</note>{LINE}<note place="margin" xml:id="n{2 * number + 1}">{"Boats lie in the basin. " * (number % 4)}Evening.</note></p>'
        f'{"<lg>" + "<l n=@5@>A line</l>".replace("@", chr(34)) + "</lg>" if number % 5 == 0 else ""}'
        for number in range(notes)
    )
    return f'<div><pb n="1"/><head>Of the Lock</head>{paragraphs}</div>'


def test_notes_stand_in_the_outer_margin_beside_their_lines_and_nothing_is_overprinted(tmp_path, pages):
    written = printed(tmp_path, body(24))
    assert [finding.code for finding in written.findings] == []
    seen = {}
    for page in pages:
        beside = rectangles(page)
        left, right = page.content_box_x(), page.content_box_x() + page.width
        texts = [box for box in page.descendants() if type(box).__name__ == "TextBox" and (box.element is None or "beside" not in (box.element.get("class") or ""))]
        for name, (start, top, end, bottom) in beside.items():
            assert (start >= right) if page.page_type.side == "right" else (end <= left)
            assert start >= 0
            assert end <= page.margin_width()
            assert bottom <= page.content_box_y() + page.height + 1
            assert not [other for other, (_, t, _, b) in beside.items() if other != name and t < bottom and top < b]
            assert not [box.text for box in texts if box.position_x < end and box.position_x + box.width > start and box.position_y < bottom and box.position_y + box.height > top]
        seen.update(beside)
    assert len(seen) == 48


def test_a_note_that_is_too_long_stands_at_the_foot_with_its_mark_and_is_reported(tmp_path, pages):
    written = printed(tmp_path, f'<p>{LINE}<note place="margin">Short.</note> {LINE}<note place="margin" xml:id="long">{LINE * 12}</note></p>')
    assert [finding.code for finding in written.findings] == ["PDF010"]
    assert "long" in written.findings[0].message
    assert sum(len(rectangles(page)) for page in pages) == 1
    calls = [box for page in pages for box in page.descendants() if (box.element_tag or "").endswith("::footnote-call") and type(box).__name__ == "TextBox"]
    assert [box.text.strip("\u2060") for box in calls] == ["B"]


def test_two_hundred_notes_of_one_paragraph_are_all_printed_in_bounded_time(tmp_path, pages):
    written = printed(tmp_path, "<p>" + "".join(f'word <note place="margin">Remark {number}.</note>' for number in range(200)) + "</p>")
    assert {finding.code for finding in written.findings} <= {"PDF010"}


def test_the_series_and_the_place_are_the_project_s_to_say(tmp_path, pages):
    series = (NoteSeries("gloss", "@type='gloss'", place="margin"), NoteSeries("rest"))
    printed(tmp_path, '<p>One<note type="gloss" xml:id="g">a gloss</note> two<note place="margin">at the foot</note>.</p>', notes=series)
    assert [name for page in pages for name in rectangles(page)] == ["g"]


def test_a_book_without_notes_in_the_margin_keeps_its_measure(tmp_path, pages):
    printed(tmp_path, "<p>One<note>at the foot</note>.</p>")
    assert {round(page.width * 0.75) for page in pages} == {312}


@pytest.mark.parametrize("name", sorted(sheet.FORMATS))
def test_every_page_has_room_for_a_column_in_the_margin(name):
    page = sheet.format_of(name, beside=True)
    assert page.outer * 4 / 3 - margins.GAP - margins.EDGE >= margins.LEAST
    assert page.measure > 0.6 * page.width
    assert page.inner >= 30

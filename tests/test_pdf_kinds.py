"""How kinds of text stand on the page: what hangs, what is kept together, what stands over it."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest
from making import edition, tei

from edition.render import render_all
from edition.writers import pdf


def printed(folder: Path, body: str, **more: Any) -> None:
    made = edition(folder, tei("text", body), **more)
    pdf.write(made, render_all(made, "print"), folder / "reader.pdf")


def words(page: Any) -> list[tuple[str, float, float]]:
    """The texts of a page, each with its place: from the left, from above."""
    return [(box.text.strip(), box.position_x, box.position_y) for box in page.descendants() if type(box).__name__ == "TextBox" and box.text.strip()]


def place(page: Any, word: str) -> tuple[float, float]:
    return next((x, y) for text, x, y in words(page) if text.startswith(word))


def entry(word: str, senses: int) -> str:
    meanings = "".join(f"<sense>the {word} that is meant in case {number}</sense>" for number in range(senses))
    return f"<entry><form><orth>{word}</orth></form> <gramGrp><pos>n.</pos></gramGrp>{meanings}</entry>"


def test_headwords_hang_and_so_do_numbered_meanings(tmp_path, pages):
    printed(tmp_path, f"<div><head>L</head>{entry('lock', 2)}<entry><form><orth>weir</orth></form> <sense>{'what holds the water back and lets it over, ' * 5}</sense></entry></div>")
    page = next(page for page in pages if any(text == "lock" for text, _, _ in words(page)))
    left = place(page, "lock")[0]
    assert left == place(page, "weir")[0]
    assert place(page, "1.")[0] > left
    lines = sorted((y, x) for text, x, y in words(page) if "water" in text)
    assert min(x for _, x in lines[1:]) > left


def test_the_first_headword_of_a_verso_and_the_last_of_a_recto_stand_over_the_page(tmp_path, pages):
    entries = [f"{letter}{number:02}" for letter in "abc" for number in range(40)]
    printed(tmp_path, "<div>" + "".join(entry(word, number % 3) for number, word in enumerate(entries)) + "</div>")
    seen = 0
    for page in pages:
        shown = [text for text, _, y in words(page) if text in entries and y > page.content_box_y() - 1]
        head = [text for text, _, y in words(page) if text in entries and y < page.content_box_y() - 1]
        if head:
            seen += 1
            assert head == [shown[0] if page.page_type.side == "left" else shown[-1]]
    assert seen > 2


def test_no_headword_stands_at_the_foot_without_a_meaning_and_no_last_meaning_of_two_at_the_head(tmp_path, pages):
    printed(tmp_path, "<div>" + "".join(entry(f"w{number:03}", 2) for number in range(150)) + "</div>")
    for page in pages:
        body = sorted((y, text) for text, _, y in words(page) if y > page.content_box_y() - 1 and ((text[0] == "w" and text[1:].isdigit()) or text in ("1.", "2.")))
        if body:
            assert body[0][1][0] == "w"
            assert body[-1][1] == "2."


def test_no_item_of_a_list_is_left_alone(tmp_path, pages):
    for before in range(26, 34):
        printed(tmp_path, "".join(f"<p>Line {number}.</p>" for number in range(before)) + "<list>" + "".join(f"<item>item {number}</item>" for number in range(4)) + "</list>")
    for page in pages:
        items = [text for text, _, _ in words(page) if text.startswith("item")]
        assert len(items) != 1


def overprinted(page: Any) -> list[tuple[str, str]]:
    """Pairs of texts of a page whose letters stand over each other: from the line that they stand on, letters are about two thirds of their size high."""
    texts = [box for box in page.descendants() if type(box).__name__ == "TextBox" and box.text.strip() and box.height]
    lines = [(box, box.position_y + box.baseline, 0.66 * box.style["font_size"]) for box in texts]
    inked = [(box.text, box.position_x, box.position_x + box.width, line - high, line) for box, line, high in lines]
    return [
        (one[0], other[0]) for number, one in enumerate(inked) for other in inked[number + 1 :]
        if min(one[2], other[2]) - max(one[1], other[1]) > 1 and min(one[4], other[4]) - max(one[3], other[3]) > 1
    ]  # fmt: skip


def test_a_large_initial_stands_over_no_other_letter(tmp_path, pages):
    initial = '<hi rend="decorInit">M</hi>'
    verse = f"<lg><l>{initial}ost honoured friends, enquire</l><l>a lawyer meddles with it</l><l>and loses</l></lg>"
    prose = f"<p>{initial}uch is said of {'the mill and the river that it stands on, ' * 6}</p><p>{initial}ay.</p><p>After it.</p>"
    printed(tmp_path, f"<div><head>{initial}y Heading</head>{verse}{prose}<list><item>{initial}ills</item><item>Weirs</item></list></div>")
    assert [pair for page in pages for pair in overprinted(page)] == []


def test_a_title_before_chapters_has_no_empty_page_before_it(tmp_path, pages):
    chapter = "<div type='chapter'><head>Chapter {}</head>" + "<p>Water. </p>" * 30 + "</div>"
    printed(tmp_path, "<div><p>London, 1847.</p></div><div>" + "".join(chapter.replace("{}", str(number)) for number in range(4)) + "</div>")
    with_head_alone = [page for page in pages if not page.page_type.blank and words(page) and all(y < page.content_box_y() - 1 for _, _, y in words(page))]
    assert with_head_alone == []


def test_items_that_bring_their_own_numbers_have_no_dash(tmp_path, pages):
    printed(tmp_path, "<list><item>1. Knowledge.</item><item>2. Zeal.</item></list><list><item>Mill</item><item>Weir</item></list>")
    texts = [box.text for page in pages for box in page.descendants(placeholders=True) if type(box).__name__ == "TextBox"]
    assert sum(text.strip() == "–" for text in texts) == 2


@pytest.mark.parametrize("date", ["21. 6. [1900]", "9 May 1851", "21. Juni 1900", "3 février 1848"])
def test_a_date_in_a_heading_is_not_broken(tmp_path, pages, date):
    printed(tmp_path, f"<div><head>Paul Goldfink to Arthur Snow, the {date}</head><p>Text.</p></div>")
    assert any(date.replace(" ", "\u00a0") in text for page in pages for text, _, _ in words(page))


def test_verses_and_stage_directions_stand_where_the_text_sets_them(tmp_path, pages):
    verses = '<l>plain</l><l rend="indent">first</l><l rend="indent2">second</l><l rend="indent(4)">fourth</l><l rend="center">middle</l><l rend="right">last</l>'
    printed(tmp_path, f'<div><lg>{verses}</lg></div><div><sp><speaker>A</speaker>{verses}<stage rend="right">gone</stage></sp></div><div><lg rend="center"><l>m</l><l>amidst</l></lg></div>')
    [page] = [page for page in pages if any(text == "gone" for text, _, _ in words(page))]
    for times in (0, 1):
        left = [sorted((y, x) for text, x, y in words(page) if text == word)[times][1] for word in ("plain", "first", "second", "fourth", "middle", "last")]
        assert left == sorted(set(left))
    assert place(page, "gone")[0] > place(page, "middle")[0]
    assert place(page, "m")[0] > place(page, "amidst")[0] > place(page, "plain")[0]

"""Parallel texts on facing pages: what belongs together begins on one opening, nothing is lost, notes stand under their own page."""

from __future__ import annotations

import random
import re
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from making import edition, tei

from edition.model import Written
from edition.project import NoteSeries, Pdf
from edition.render import render_all
from edition.writers import pdf
from edition.writers.paged import engine

engine.load()
from edition.writers.paged import facing  # noqa: E402  (it needs the engine)

WORDS = ("wer am Wasser wohnt lernt warten das Tor fährt hinaus kommt wieder", "who lives beside the water learns to wait lift gate let it pour")


def document(seed: int, pairs: int, *, ratio: float = 1.0, before: str = "", after: str = "") -> str:
    """A text and its translation, which is longer by a ratio; chapters, notes, verse, blocks without a partner."""
    chance = random.Random(seed)
    sides: tuple[list[str], list[str]] = ([], [])
    for number in range(pairs):
        length = chance.choice([8, 30, 60, 90, 140, 400])
        alone = chance.random() < 0.08
        verse = chance.random() < 0.15
        for side, found in enumerate(sides):
            words = WORDS[side].split()
            count = int(length * (ratio if side else 1))
            text = " ".join(chance.choice(words) for _ in range(count)) + " "
            note = f"<note>{'Nota bene. ' * chance.randint(1, 12)}</note>" if chance.random() < 0.4 else ""
            join = f'xml:id="{"ab"[side]}{number}"' + (f' corresp="#a{number}"' if side and not alone else "")
            if number % 7 == 0:
                found.append(("</div>" if number else "") + f"<div><head>{('Kapitel', 'Chapter')[side]} {number}</head>")
            if verse:
                found.append(f"<lg {join}>" + "".join(f"<l>{text[:30]}{note if line == 2 else ''}</l>" for line in range(min(30, count // 4 + 1))) + "</lg>")
            elif not (alone and side):
                found.append(f"<p {join}>{text}{note}</p>")
    texts = "".join(f'<text xml:lang="{language}"><body>{"".join(found)}</div></body></text>' for language, found in zip(("de", "en"), sides, strict=True))
    return f"{before}<floatingText><group>{texts}</group></floatingText>{after}" if before or after else texts


def group(name: str, texts: str) -> Any:
    made = tei(name, "@")
    return type(made)(name, made.path, made.data.replace(b"<body>@</body>", f"<group>{texts}</group>".encode()))


def printed(folder: Path, *documents: Any, how: str = "facing", **more: Any) -> Written:
    made = edition(folder, *documents, pdf=Pdf(parallel=how), **more)
    return pdf.write(made, render_all(made, "print"), folder / "reader.pdf")


def languages(page: Any) -> set[str]:
    """Of the sides of pairs on a page."""
    return {box.element.get("lang") for box in page.descendants() if "side" in ((box.element.get("class") if box.element is not None else "") or "").split() and box.children}


def openings(pages: list[Any]) -> Iterator[tuple[Any, Any]]:
    for number, page in enumerate(pages[:-1]):
        if page.page_type.side == "left" and pages[number + 1].page_type.side == "right":
            yield page, pages[number + 1]


def begins(pages: list[Any]) -> dict[str, tuple[int, int]]:
    """For each side of each pair that has words: the opening that it begins on, by (opening of verso, opening of recto)."""
    found: dict[tuple[str, int], int] = {}
    for number, opening in enumerate(openings(pages)):
        for side, page in enumerate(opening):
            for box in page.descendants():
                if box.element_tag == "div" and box.element.get("data-pair") and any(type(each).__name__ == "TextBox" for each in box.descendants()):
                    found.setdefault((box.element.get("data-pair"), side), number)
    return {pair: (place, found[pair, 1]) for (pair, side), place in found.items() if side == 0 and (pair, 1) in found}


@pytest.mark.parametrize(("seed", "ratio"), [(1, 1.0), (2, 1.5), (3, 0.5), (4, 3.0)])
def test_what_belongs_together_begins_on_one_opening(tmp_path, pages, seed, ratio):
    texts = document(seed, 22, ratio=ratio)
    written = printed(tmp_path, group("two", texts))
    assert [finding.code for finding in written.findings] == []
    found = begins(pages)
    assert len(found) > 15
    assert [pair for pair, (verso, recto) in found.items() if verso != recto] == []
    for verso, recto in openings(pages):
        assert languages(verso) <= {"de", None}
        assert languages(recto) <= {"en", None}


def test_no_word_and_no_note_is_lost(tmp_path, pages):
    texts = document(5, 20, ratio=1.4)
    printed(tmp_path, group("two", texts))
    facing_pages = [box for page in pages for box in page.descendants() if type(box).__name__ == "TextBox"]
    said = "".join("".join(box.text.split()) for box in facing_pages).replace("\u00ad", "").replace("‐", "")
    for word in ("wohnt", "water"):
        assert said.count(word) == texts.count(word)
    assert said.replace("-", "").count("Notabene.") == texts.count("Nota bene.")


def test_a_note_stands_under_a_page_of_its_own_side(tmp_path, pages):
    printed(tmp_path, group("two", document(6, 16)))
    where: dict[str, dict[str, list[str]]] = {"span::footnote-call": {}, "span::footnote-marker": {}}
    for page in pages:
        for box in page.descendants():
            if box.element_tag in where:
                where[box.element_tag].setdefault(box.element.get("id"), []).append(page.page_type.side)
    calls, notes = where.values()
    assert len(notes) > 8
    assert {name: set(sides) for name, sides in calls.items()} == {name: set(sides) for name, sides in notes.items()}


def test_each_side_counts_its_own_notes_and_text_around_counts_with_the_first(tmp_path):
    """On facing pages; in columns, in an EPUB and where numbers run on through the book there is one count."""
    side = ["<text><body>" + "".join(f'<p xml:id="{name}{at}"{join.format(at)}>a<note>{name}</note></p>' for at in range(3)) + "</body></text>" for name, join in (("a", ""), ("b", ' corresp="#a{}"'))]
    plain = group("two", "".join(side))
    text = type(plain)("two", plain.path, plain.data.replace(b"<group>", b"<front><p>x<note>before</note></p></front><group>").replace(b"</group>", b"</group><back><p>y<note>after</note></p></back>"))

    def counted(how: str, **more: Any) -> dict[str, list[str]]:
        made = edition(tmp_path, text, pdf=Pdf(parallel=how), notes=(NoteSeries("author", "true()", **more),))
        [rendition] = render_all(made, "print")
        found: dict[str, list[str]] = {}
        for mark, said in re.findall(r'class="note[^>]* data-n="(\d+)"[^>]*>(\w+)<', rendition.root.xhtml()):
            found.setdefault(said, []).append(mark)
        return found

    assert counted("facing") == {"before": ["1"], "a": ["2", "3", "4"], "b": ["1", "2", "3"], "after": ["5"]}
    for each in (counted("columns"), counted("facing", restart="edition")):
        assert each == {"before": ["1"], "a": ["2", "4", "6"], "b": ["3", "5", "7"], "after": ["8"]}
    [rendition] = render_all(edition(tmp_path, text, pdf=Pdf(parallel="facing")), "epub")
    assert [note.mark for note in rendition.notes["author"]] == [str(number) for number in range(1, 9)]


def test_headings_of_both_sides_stand_over_their_pages(tmp_path, pages):
    printed(tmp_path, group("two", document(7, 3)))
    verso, recto = next(opening for opening in openings(pages) if languages(opening[0]))
    texts = ["".join(box.text for box in page.descendants() if type(box).__name__ == "TextBox") for page in (verso, recto)]
    assert "Kapitel 0" in texts[0]
    assert "Chapter 0" in texts[1]


def test_text_before_and_after_runs_on_and_page_numbers_count_on(tmp_path, pages):
    printed(tmp_path, tei("alone", "<p>Before.</p>"), group("two", document(8, 6)), tei("last", "<p>After.</p>"))
    text = ["".join(box.text for box in page.descendants() if type(box).__name__ == "TextBox") for page in pages]
    last = next(number for number, said in enumerate(text) if "After." in said)
    assert pages[last].page_type.side == "right"
    main = pages[next(number for number, said in enumerate(text) if "Before." in said) :]
    assert [page.page_type.side for page in main] == ["right" if number % 2 == 0 else "left" for number in range(len(main))]


def test_in_columns_both_stand_on_one_page(tmp_path, pages):
    printed(tmp_path, group("two", document(9, 4)), how="columns")
    assert any({"de", "en"} <= languages(page) for page in pages)


def test_a_book_without_parallel_texts_is_the_same_in_both(tmp_path):
    one, other = tmp_path / "one", tmp_path / "other"
    one.mkdir()
    other.mkdir()
    for folder, how in ((one, "columns"), (other, "facing")):
        printed(folder, tei("alone", "<p>Text<note>note</note>.</p>"), how=how)
    assert (one / "reader.pdf").read_bytes() == (other / "reader.pdf").read_bytes()


def test_where_a_region_begins_is_seen_through_first_children():
    assert facing._begins({0: {1: None}}, (0, 1, 0, 0))
    assert facing._begins(None, (0, 0))
    assert not facing._begins({0: {1: {2: None}}}, (0, 1))

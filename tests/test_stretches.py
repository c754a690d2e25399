"""Long runs of blocks without divisions: cut into files at good places, every word, id and link in its place, print as it was."""

from __future__ import annotations

from functools import partial
from random import Random

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from render_judge import document, edition_of, faults, markup, tei
from test_render_laws import tei_document

from edition.project import Part
from edition.render import render_all
from edition.render import settings as made
from edition.render.model import Rendition, Setting
from edition.writers.units import units

SENTENCE = "The ferry crossed at noon with salt and seven passengers aboard. "


def one(body: str, medium: str = "epub") -> Rendition:
    return render_all(edition_of(document(tei(body))), medium)[0]


def entries(letters: str, each: int, size: int = 20) -> str:
    return "".join(f'<entry xml:id="{letter}{n}"><form><orth>{letter}{n:03}</orth></form><sense>{SENTENCE * size}</sense></entry>' for letter in letters for n in range(each))


def paragraphs(count: int, size: int = 100, name: str = "p") -> str:
    return "".join(f'<p xml:id="{name}{n}">Number {n}. {SENTENCE * size}</p>' for n in range(count))


def sizes(body: str) -> list[int]:
    [(_, pages)] = markup(edition_of(document(tei(body))), "epub")
    return [len(page) for page in pages.values()]


def test_a_dictionary_is_cut_at_its_letters_and_called_by_its_headwords() -> None:
    found = one(entries("abc", 150))
    assert found.units == ("sample", "b0", "c0")
    assert [heading.text for heading in found.headings] == ["Sample", "a000 – a149", "b000 – b149", "c000 – c149"]
    assert [heading.level for heading in found.headings] == [1, 2, 2, 2]
    assert [heading.unit for heading in found.headings] == ["sample", "sample", "b0", "c0"]


def test_files_are_of_the_size_of_a_unit_and_none_is_a_scrap() -> None:
    least, most = Setting.unit_size
    for count in (38, 39, 40, 41, 42, 77, 78, 120):
        found = sizes(paragraphs(count))
        assert all(least < size < most + least for size in found), (count, found)


def test_a_cut_stands_before_a_page_break_or_a_heading_never_behind_it() -> None:
    body = "".join(f'<pb n="{n}" xml:id="b{n}"/><p>{SENTENCE * 500}</p><p>{SENTENCE * 100}</p>' for n in range(1, 20))
    found = one(body)
    assert len(found.units) > 2
    assert found.units[1:] == tuple(f"b{n}" for n in range(7, 20, 6))
    assert [heading.text for heading in found.headings[1:]] == ["pp. 1–6", "pp. 7–12", "pp. 13–18", "p. 19"]
    headed = one("".join(f'<head xml:id="h{n}">Ode {n}</head><lg><l>{SENTENCE * 700}</l></lg>' for n in range(1, 12)))
    assert [heading.text for heading in headed.headings][-2:] == ["Ode 6", "Ode 11"]
    assert headed.units[1:] == ("h6", "h11")


def test_what_belongs_to_the_block_before_it_stays_with_it() -> None:
    found = one("<p xml:id='p'>" + SENTENCE * 3900 + f"</p><note>{SENTENCE * 300}</note><trailer>{SENTENCE * 300}</trailer><p xml:id='q' prev='#p'>{SENTENCE * 300}</p>")
    assert found.units == ("sample",)


def test_a_block_that_is_too_long_stays_whole() -> None:
    found = one(f'<p xml:id="a">{SENTENCE * 1000}</p><p xml:id="b">{SENTENCE * 9000}</p><p xml:id="c">{SENTENCE * 1000}</p>')
    assert found.units == ("sample", "b", "c")


def test_notes_stand_in_the_file_of_their_call_and_links_lead_into_the_right_one() -> None:
    body = "".join(f'<p xml:id="p{n}">{SENTENCE * 500}<note xml:id="n{n}">On {n}.</note> See <ref target="#p{19 - n}">there</ref>.</p>' for n in range(20))
    edition = edition_of(document(tei(body)))
    [(found, pages)] = markup(edition, "epub")
    assert list(faults(edition, "epub")) == []
    assert len(found.units) > 2
    for unit, page in pages.items():
        assert page.count('role="doc-noteref"') == page.count('role="doc-footnote"') > 0, unit
    assert [note.number for note in found.notes["author"]] == list(range(1, 21)), "numbers run on"
    assert f'href="{found.ids["p19"]}.xhtml#p19"' in pages["sample"]


def test_a_division_goes_on_in_its_own_element_and_language() -> None:
    body = f'<div type="letters" xml:lang="he" rend="small" xml:id="d"><head>Post</head>{paragraphs(80)}</div>'
    [(found, pages)] = markup(edition_of(document(tei(body))), "epub")
    assert found.units == ("sample", "p38", "p76")
    second = pages[found.units[1]]
    assert second.startswith('<section id="d-part2" class="div type-letters rend-small continued" lang="he" xml:lang="he" dir="rtl"><p id="p38"')
    assert [unit.title for unit in units(found, (), {})][1].startswith("Number 3")


def test_the_part_that_follows_a_division_between_blocks_bears_no_id_twice() -> None:
    body = f"{paragraphs(60)}<div><head>Inner</head><p>x</p></div>{paragraphs(60, name='q')}"
    edition = edition_of(document(tei(f"<div>{body}</div>")))
    assert list(faults(edition, "epub")) == []


def test_print_is_not_cut() -> None:
    found = one(entries("abc", 150), "print")
    assert found.units == ("sample",)
    assert len(found.headings) == 1
    assert "continued" not in found.root.xhtml()


def test_a_list_of_notes_that_all_go_to_their_calls_makes_no_file() -> None:
    calls = "".join(f'<p>x<ref target="#n{n}"/></p>' for n in range(300))
    notes = "".join(f'<note xml:id="n{n}">{SENTENCE * 20}</note>' for n in range(300))
    edition = edition_of(document(tei(f"<div><head>Text</head>{calls}</div><div><head>Notes</head>{notes}</div>")))
    [(found, pages)] = markup(edition, "epub")
    assert {heading.unit for heading in found.headings} <= set(pages)
    assert list(faults(edition, "epub")) == []


def test_links_from_other_documents_know_the_files() -> None:
    long, short = document(tei(paragraphs(80)), "long"), document(tei('<p><ref target="long.xml#p79">there</ref></p>'), "short")
    edition = edition_of(long, short, parts=(Part("All", ("long", "short")),))
    assert list(faults(edition, "epub")) == []
    [(first, _), (_, pages)] = markup(edition, "epub")
    assert f'href="{first.ids["long-p79"]}.xhtml#long-p79"' in pages["short"]


@given(st.integers(0, 10**9))
@settings(max_examples=25, deadline=None)
def test_random_documents_cut_small_keep_words_ids_and_links(seed: int) -> None:
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(Setting, "unit_size", (40, 300))
        patch.setattr(made, "Setting", partial(Setting, unit_size=(40, 300)))
        edition = edition_of(tei_document(Random(seed), "sample", critical=seed % 2 == 0))
        assert list(faults(edition, "epub")) == []

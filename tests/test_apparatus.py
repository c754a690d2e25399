"""The critical apparatus: every reading, siglum and sign of an entry; entries that stand apart; levels; lines; the text of one witness."""

from __future__ import annotations

import re
import subprocess
from collections import Counter
from dataclasses import replace
from itertools import pairwise
from pathlib import Path
from zipfile import ZipFile

import pytest
from conftest import ROOT
from lxml import etree
from render_judge import document, edition_of, faults, markup, tei

from edition import project
from edition.errors import ProjectError
from edition.project import Edition, NoteSeries
from edition.render import of_witness, render_all
from edition.render.lines import verses
from edition.render.model import Rendition
from edition.render.witnesses import Witnesses
from edition.tei import T
from edition.writers import epub, pdf

WITNESSES = (
    '<sourceDesc><listWit><witness xml:id="A">Aldham, Town Library 3</witness><witness xml:id="B"><abbr type="siglum">B<hi rend="sup">2</hi></abbr> Burrow, MS 7</witness>'
    '<listWit xml:id="g" n="γ"><head>The later ones</head><witness xml:id="C">Calder</witness><witness xml:id="D">Dene</witness></listWit></listWit></sourceDesc>'
)


def edition(body: str, *, before: str = "", header: str = WITNESSES, **changes: object) -> Edition:
    """`before`: what stands before the text (standOff)."""
    text = tei(body).replace("</fileDesc>", f"{header}</fileDesc>").replace("<text ", f"{before}<text ")
    return edition_of(document(text), **changes)


def entries(body: str, medium: str = "print", series: str = "apparatus", **more: object) -> list[str]:
    """The words of each entry."""
    [rendition] = render_all(edition(body, **more), medium)  # type: ignore[arg-type]
    return [words(note) for note in bodies(rendition) if f" {series}" in note.get("class", "")]


def bodies(rendition: Rendition) -> list[etree._Element]:
    notes = "".join(note.xhtml for each in rendition.notes.values() for note in each)
    root = etree.fromstring(f'<d xmlns:epub="http://www.idpf.org/2007/ops">{rendition.root.xhtml()}{notes}</d>')
    return [each for each in root.iter("span", "div") if {"note", "fn"} & set(each.get("class", "").split()[:1])]


def words(node: etree._Element) -> str:
    for each in node.iter("p", "div", "h1", "h2", "span"):
        if each.tag != "span" or "l" in each.get("class", "").split() or each.get("class") == "key":
            each.tail = f" {each.tail or ''}"
    return " ".join("".join(str(text) for text in node.itertext()).split()).replace(" ]", "]")


def text(body: str, **more: object) -> str:
    """The words of the body without its notes."""
    [rendition] = render_all(edition(body, **more), "print")  # type: ignore[arg-type]
    root = etree.fromstring(f'<d xmlns:epub="http://www.idpf.org/2007/ops">{rendition.root.xhtml()}</d>')
    for note in [each for each in root.iter("span") if each.get("class", "").startswith("note ")]:
        note.text, note[:] = "", []
    for witnesses in list(root.iter("section", "h1")):
        if witnesses.get("class", "") in ("witnesses", "title generated"):
            witnesses.text, witnesses[:] = "", []
    return words(root)


# Numbers by which a text is cited


def test_numbered_paragraphs_and_sections_of_a_critical_edition_show_their_numbers() -> None:
    body = '<p n="1"><seg n="1">One <app><lem>mill</lem><rdg wit="#A">hill</rdg></app>.</seg> <seg n="2">Two.</seg></p><p n="2"><seg n="3">Three.</seg></p><p>Four.</p>'
    assert text(body) == "1 One mill. 2 Two. 2 3 Three. Four."
    assert list(faults(edition(body), "epub")) == []
    assert text('<p n="1"><seg n="2">One.</seg></p>') == "One."  # no apparatus, no edition


def test_an_apparatus_is_keyed_by_numbers_where_it_has_more_entries_than_letters_and_the_source_numbers_them() -> None:
    app = '<app><lem>mill</lem><rdg wit="#A">hill</rdg></app> '
    assert entries(f'<p n="1"><seg n="2">{app * 27}</seg></p>') == ["1.2 mill] hill A"] * 27
    assert entries(f'<p n="1"><seg n="2">{app * 26}</seg></p>') == ["mill] hill A"] * 26
    assert entries(f"<p>{app * 27}</p>") == ["mill] hill A"] * 27
    assert entries(f'<p n="1">{app * 27}</p>', apparatus="calls") == ["mill] hill A"] * 27


# An entry


@pytest.mark.parametrize(
    ("app", "entry"),
    [
        ('<app><lem wit="#A">mill</lem><rdg wit="#B">hill</rdg></app>', "mill] A; hill B2"),
        ('<app><lem>mill</lem><rdg wit="#B #C">hill</rdg></app>', "mill] hill B2 C"),
        ('<app><rdg wit="#A">mill</rdg><rdg wit="#B">hill</rdg></app>', "mill A; hill B2"),
        ('<app><lem>mill</lem><rdg wit="#A"/></app>', "mill] om. A"),
        ('<app><lem>mill</lem><rdg wit="#A" type="omission"/></app>', "mill] om. A"),
        ('<app><lem/><rdg wit="#A">mill</rdg></app>', "add. mill A"),
        ('<app><lem>old mill</lem><rdg wit="#A" type="transposition">mill old</rdg></app>', "old mill] transp. mill old A"),
        ('<app><lem>mill</lem><rdg wit="#g">hill</rdg></app>', "mill] hill γ"),
        ('<app><lem>mill</lem><rdg source="#nobody">hill</rdg></app>', "mill] hill nobody"),
        ('<app><lem>mill</lem><rdg resp="#ed">hill</rdg></app>', "mill] hill ed"),
        ('<app><lem>mill</lem><rdg wit="#A" hand="#h2">hill</rdg></app>', "mill] hill A (h2)"),
        ('<app><lem>mill</lem><rdg wit="#A" cause="eye_skip">hill</rdg></app>', "mill] hill A (eye skip)"),
        ('<app><lem>mill</lem><rdg wit="#A">hill</rdg><wit>A in margin</wit></app>', "mill] hill A in margin"),
        ('<app><lem>mill</lem><rdg wit="#A #B">hill</rdg><witDetail wit="#B">on an erasure</witDetail></app>', "mill] hill A B2 B2 on an erasure"),
        ('<app><lem>mill</lem><rdg wit="#A">hill</rdg><note>, so often</note></app>', "mill] hill A, so often"),
        ('<app><lem>mill</lem><rdgGrp type="spelling"><rdg wit="#A">mil</rdg><rdg wit="#B">myll</rdg></rdgGrp><rdg wit="#C">hill</rdg></app>', "mill] mil A; myll B2; hill C"),
        ('<app><lem>mill</lem><rdg varSeq="2" wit="#A">hill</rdg><note>late</note><rdg varSeq="1" wit="#B">will</rdg></app>', "mill] will B2; hill A late"),
        ('<app><lem>mill</lem><rdg wit="#A"><lacunaStart/></rdg><rdg wit="#B"><witEnd/></rdg></app>', "mill] lacuna begins A; ends B2"),
        ('<app><lem>a <app><lem>mill</lem><rdg wit="#A">hill</rdg></app></lem><rdg wit="#B">none</rdg></app>', "mill] hill A"),
        ('<app><lem>so</lem><rdg wit="#C">a <app><lem wit="#C">mill</lem><rdg wit="#D">hill</rdg></app></rdg></app>', "so] a (mill] C; hill D) C"),
        ('<app><lem>in <supplied>old</supplied></lem><rdg wit="#A"><surplus>in</surplus> <hi>old</hi></rdg></app>', "in <old>] {in} old A"),
        ('<app><lem><l>one</l><l>two</l></lem><rdg wit="#A"><l>three</l></rdg></app>', "one two] three A"),
    ],
)  # fmt: skip
def test_an_entry(app: str, entry: str) -> None:
    for medium in ("print", "epub"):
        found = entries(f"<p>The {app} stood.</p>", medium)
        assert found[0].removeprefix("a. ") == entry
    assert list(faults(edition(f"<p>The {app} stood.</p>"), "epub")) == []


def test_markup_and_languages_of_readings_are_kept() -> None:
    [rendition] = render_all(edition('<p><app><lem>the <hi rend="italic">mill</hi></lem><rdg wit="#A" xml:lang="de">die <emph>Mühle</emph></rdg></app></p>'), "print")
    assert '<span lang="de" xml:lang="de" dir="ltr" class="rdg">die <em class="emph">Mühle</em></span>' in rendition.root.xhtml()
    assert rendition.root.xhtml().count('<i class="hi rend-italic">mill</i>') == 2


def test_the_entry_of_a_whole_verse_is_called_in_the_verse() -> None:
    [rendition] = render_all(edition('<lg><app><lem><l xml:id="v">one</l></lem><rdg wit="#A"><l>two</l></rdg></app></lg>'), "epub")
    assert re.search(r'<div id="v" class="l">one<a class="call apparatus"[^>]*>a</a></div>', rendition.root.xhtml())


# Entries that stand apart


@pytest.mark.parametrize(
    ("app", "entry"),
    [
        ('<app from="#w1" to="#w2"><rdg wit="#A">pool</rdg></app>', "the long pond] pool A"),
        ('<app from="#w2"><lem>pond</lem><rdg wit="#A">pool</rdg></app>', "pond] pool A"),
        ('<app corresp="#w2"><rdg wit="#A">pool</rdg></app>', "pool A"),
        ('<app loc="2"><lem>pond</lem><rdg wit="#A">pool</rdg></app>', "pond] pool A"),
    ],
)  # fmt: skip
def test_an_entry_beside_the_text_comes_to_its_place_and_adds_nothing_to_the_text(app: str, entry: str) -> None:
    body = '<p n="1">One.</p><p n="2">By <seg xml:id="w1">the <hi>long</hi></seg> <seg xml:id="w2">pond</seg>.</p>'
    made = f"<standOff><listApp>{app}</listApp></standOff>"
    assert entries(body, before=made) == [entry]
    assert text(body, before=made) == "One. By the long pond."
    assert list(faults(edition(body, before=made), "epub")) == []


def test_a_double_end_point_in_the_text_repeats_nothing() -> None:
    body = '<p>An <anchor xml:id="x"/>old<note>Very.</note> dark house<app from="#x"><rdg wit="#A">new house</rdg></app> stood.</p>'
    assert entries(body) == ["old dark house] new house A"]
    assert text(body) == "An old dark house stood."


def test_an_entry_whose_place_is_not_there_stands_at_the_end_and_is_reported() -> None:
    [rendition] = render_all(edition("<p>One.</p>", before='<standOff><listApp><app from="#gone"><rdg>two</rdg></app></listApp></standOff>'), "print")
    assert [words(each) for each in bodies(rendition)] == ["two"]
    assert [finding.code for finding in rendition.findings] == ["RND004"]


def test_a_list_of_entries_in_the_text_is_a_list_unless_the_header_says_it_is_the_apparatus() -> None:
    body = '<p n="1">One mill.</p><div><head>Apparatus</head><listApp><app loc="1"><lem>mill</lem><rdg wit="#A">hill</rdg></app></listApp></div>'
    assert text(body) == "1 One mill. Apparatus 1 mill] hill A"
    declared = WITNESSES + "</fileDesc><encodingDesc><variantEncoding method='location-referenced' location='external'/></encodingDesc><fileDesc>"
    assert text(body, header=declared) == "1 One mill."
    assert entries(body, header=declared) == ["mill] hill A"]


TEXT = tei('<p n="1">One.</p><p n="2">By <seg xml:id="w1">the long</seg> <seg xml:id="w2">pond</seg>.</p>', title="Text")
ENTRIES = '<app from="text.xml#w1" to="text.xml#w2"><rdg wit="#B">the pool</rdg></app>'


def beside(entries: str) -> str:
    return tei(f"<p>Of the readings.</p><listApp corresp='text.xml'>{entries}</listApp>", title="Readings").replace("</fileDesc>", f"{WITNESSES}</fileDesc>")


@pytest.mark.parametrize("entries", [ENTRIES, '<app loc="2"><lem>the long pond</lem><rdg wit="#B">the pool</rdg></app>'])
def test_entries_in_another_document_of_the_edition_come_to_the_text_that_they_name(entries: str) -> None:
    made = edition_of(document(TEXT, "text"), document(beside(entries), "readings"))
    first, second = render_all(made, "epub")
    assert [words(each) for each in bodies(first)] == ["a. the long pond] the pool B2"]
    assert bodies(second) == []
    assert "Of the readings." in second.root.xhtml()
    assert "the pool" not in second.root.xhtml()
    assert [heading.text for heading in first.headings][-1] == "Witnesses"


def test_entries_in_a_file_beside_the_text_are_brought_in_where_the_text_says_so(tmp_path: Path) -> None:
    (tmp_path / "readings.xml").write_text(beside(ENTRIES), "utf-8")
    (tmp_path / "broken.xml").write_text("<app", "utf-8")
    declared = TEXT.replace("</fileDesc>", '</fileDesc><encodingDesc><variantEncoding method="double-end-point" location="external"/></encodingDesc>')
    [rendition] = render_all(edition_of(document(declared, "text", tmp_path)), "print")
    assert [words(each) for each in bodies(rendition)] == ["the long pond] the pool B2"]
    assert list(faults(edition_of(document(declared, "text", tmp_path)), "epub")) == []
    [rendition] = render_all(edition_of(document(TEXT, "text", tmp_path)), "print")
    assert bodies(rendition) == []  # it does not say so


def test_words_that_an_editor_would_put_here_are_not_printed_twice() -> None:
    body = (
        '<p>The <app><rdg source="#Ed" xml:id="r" exclude="#l">old</rdg></app> mill and the <app><lem xml:id="l" exclude="#r">old</lem><rdg source="#Ed"/></app> house</p>'
    )
    assert text(body) == "The mill and the old house"
    assert entries(body) == ["transp. old Ed", "old] om. Ed"]
    assert list(faults(edition(body), "epub")) == []


# Levels, lines, witnesses


def test_each_level_has_a_series_of_its_own() -> None:
    body = '<p>a <app type="fontes"><lem>mill</lem><note>Ps 23</note></app> <app><lem>b</lem><rdg wit="#A">c</rdg></app><note>d</note></p>'
    levels = (NoteSeries("fontes", "@type='fontes'", marks="i ii iii", of="app"), NoteSeries("author"), NoteSeries("apparatus", marks="1 2 3"))
    [rendition] = render_all(edition(body, notes=levels), "print")
    assert {name: [note.mark for note in notes] for name, notes in rendition.notes.items()} == {"fontes": ["i"], "author": ["1"], "apparatus": ["1"]}


def test_entries_by_lines_have_the_number_and_no_call_in_print() -> None:
    body = (
        '<lg><l>one</l><l>a <app><lem>two</lem><rdg wit="#A">b</rdg></app></l></lg><div n="3" type="chapter"><p n="2">a <app><lem>c</lem><rdg wit="#A">d</rdg></app></p></div>'
        '<div><p>x</p><p>y <app><lem>z</lem><rdg wit="#A">q</rdg></app></p></div><div type="edition"><ab><lb n="6"/>a <lb n="7"/><app><lem>f</lem><rdg wit="#A">g</rdg></app></ab></div>'
    )
    assert entries(body, apparatus="lines") == ["2 two] b A", "3.2 c] d A", "¶ 2 z] q A", "7 f] g A"]
    assert entries(body, "epub", apparatus="lines")[0] == "2 two] b A"
    [rendition] = render_all(edition(body, apparatus="lines"), "print")
    assert 'class="note apparatus keyed"' in rendition.root.xhtml()
    assert 'class="call apparatus"' not in rendition.root.xhtml()
    assert list(faults(edition(body, apparatus="lines"), "epub")) == []


def test_prose_whose_source_numbers_its_lines_has_every_fifth_number_in_the_margin() -> None:
    app = '<app><lem>mill</lem><rdg wit="#A">hill</rdg></app>'
    lines = " ".join(f'<lb n="{n}"/>line {app if n in (4, 6) else "x"}' for n in range(1, 8))
    body = f'<p>{lines}</p><p>goes on {app} until <lb n="8"/>here</p><p>No lines {app}.</p>'
    assert entries(body, apparatus="lines") == ["4 mill] hill A", "6 mill] hill A", "7 mill] hill A", "¶ 3 mill] hill A"]
    for medium in ("print", "epub"):
        [rendition] = render_all(edition(body, apparatus="lines"), medium)
        assert re.findall(r'class="ln" data-n="(\d+)"', rendition.root.xhtml()) == ["5"]
    assert 'class="ln"' not in render_all(edition(body), "print")[0].root.xhtml()
    assert '<br class="lb"/><span class="ln" data-n="5"></span>' in render_all(edition(body, choice="diplomatic"), "print")[0].root.xhtml()
    assert list(faults(edition(body, apparatus="lines"), "epub")) == []


@pytest.mark.parametrize(
    ("given", "counted"),
    [(("", "", ""), "1 2 3"), (("", "", "", "", "5"), "1 2 3 4 5"), (("", "", "15"), "13 14 15"), (("1", "2a", "3"), "1 2a 3"), (("7", "", ""), "7 8 9")],
)  # fmt: skip
def test_verses_are_counted_from_those_that_have_numbers(given: tuple[str, ...], counted: str) -> None:
    root = etree.fromstring(tei("<lg>" + "".join(f'<l n="{n}">x</l>' if n else "<l>x</l>" for n in given) + "</lg>"))
    assert " ".join(verses(root).values()) == counted


def test_a_verse_in_two_parts_is_one() -> None:
    root = etree.fromstring(tei('<sp><l part="I">x</l></sp><sp><l part="F">y</l></sp><sp><l>z</l></sp>'))
    assert list(verses(root).values()) == ["1", "1", "2"]


BODY = (
    '<p>The <app><lem wit="#A #g">mill</lem><rdg wit="#B">hill</rdg><rdg wit="#D">will</rdg></app> <app><lem>of</lem><rdgGrp wit="#B"><rdg>at</rdg></rdgGrp></app> '
    '<app><lem>old <app><lem>Tom</lem><rdg wit="#B">Tim</rdg></app></lem><rdg wit="#D"/></app></p>'
)


@pytest.mark.parametrize(("witness", "read"), [("", "The mill of old Tom"), ("A", "The mill of old Tom"), ("B", "The hill at old Tim"), ("C", "The mill of old Tom"), ("D", "The will of")])
def test_the_text_of_a_witness(witness: str, read: str) -> None:
    assert text(BODY, witness=witness) == read
    assert list(faults(edition(BODY, witness=witness), "epub")) == []


@pytest.mark.parametrize(
    ("body", "read", "lacks"),
    [
        ('<p>One <app><lem wit="#A">two</lem><rdg wit="#B"><lacunaStart/></rdg></app> three <hi>four</hi> so</p><p>five</p><p>six <app><lem wit="#A">seven</lem><rdg wit="#B"><lacunaEnd/>sieben</rdg></app> eight</p>',
         "One [lacuna] sieben eight", 5),
        ('<p>One <app><lem wit="#A">two</lem><rdg wit="#B">zwei<lacunaStart/></rdg></app></p><div><head>Head</head><p>three<note>Why?</note></p></div><div><p>x <lacunaEnd wit="#B"/>four</p></div>',
         "One zwei [lacuna] four", 4),
        ('<p>One two</p><p>three <app><lem wit="#A">four</lem><rdg wit="#B"><witStart/>vier</rdg></app> five</p>', "[lacuna] vier five", 3),
        ('<p>One <app><lem wit="#A">two<note>n</note></lem><rdg wit="#B">zwei<witEnd/></rdg></app> three</p><p>four <app><lem wit="#A">five</lem><rdg wit="#C">fünf</rdg></app></p>',
         "One zwei [lacuna]", 4),
        ('<p>One <app><lem wit="#A">two</lem><rdg wit="#g"><lacunaStart/></rdg></app> three</p>', "One two three", 0),
        ('<p>One <lacunaStart wit="#B"/>two <app><lem wit="#A">three</lem><rdg wit="#B">drei</rdg></app> four<lacunaEnd wit="#B"/> five</p>', "One [lacuna] drei five", 2),
        ('<lg><l>one <app><lem wit="#A">x</lem><rdg wit="#B"><lacunaStart/></rdg></app></l><l>two</l></lg><list><item>y</item><item>z<lacunaEnd wit="#B"/></item></list>', "one [lacuna]", 3),
    ],
)  # fmt: skip
def test_what_a_witness_lacks_is_a_gap_in_its_text_and_on_record(body: str, read: str, lacks: int) -> None:
    assert text(body, witness="B") == read
    made = edition(body, witness="B")
    for medium in ("print", "epub"):
        assert list(faults(made, medium)) == []
    [rendition] = render_all(made, "epub")
    said = [finding for finding in rendition.findings if finding.code == "RND023"]
    assert [int(number) for finding in said for number in re.findall(r"; (\d+) word", finding.message)] == ([lacks] if lacks else [])
    assert "[lacuna]" not in text(body, witness="A")
    assert "[lacuna]" not in text(body)


def test_no_odd_of_a_project_prints_what_a_witness_lacks(tmp_path: Path) -> None:
    (tmp_path / "own.odd").write_text('<TEI xmlns="http://www.tei-c.org/ns/1.0"><elementSpec ident="gap" mode="change"><model behaviour="inline"/></elementSpec></TEI>', "utf-8")
    found = text('<p>One <lacunaStart wit="#B"/>two<lacunaEnd wit="#B"/> three</p>', witness="B", odd="own.odd", folder=tmp_path)
    assert found == "One lacuna three"


def test_a_witness_that_is_in_no_list_is_refused() -> None:
    assert of_witness(edition(BODY), "B").project.witness == "B"
    with pytest.raises(ProjectError, match="no witness has the xml:id 'X'"):
        of_witness(edition(BODY), "X")


def test_a_witness_of_edition_toml_that_no_list_has_is_an_error(tmp_path: Path) -> None:
    made = edition(BODY)
    (tmp_path / "edition.toml").write_text('[reading]\nchoice = "reading"\nwitness = "X"\n', "utf-8")
    with pytest.raises(ProjectError, match=r"edition\.toml:3: reading\.witness: no witness has the xml:id 'X'"):
        render_all(replace(made, project=replace(made.project, witness="X", folder=tmp_path)), "print")


def test_witnesses_that_only_the_header_names_are_a_section_before_the_text() -> None:
    [rendition] = render_all(edition(BODY), "epub")
    assert rendition.headings[-1].text == "Witnesses"
    assert '<div id="A" class="witness"><span class="siglum">A</span> Aldham, Town Library 3</div>' in rendition.root.xhtml()
    assert '<a href="#B">B<sup class="hi rend-sup">2</sup></a>' in "".join(note.xhtml for note in rendition.notes["apparatus"])
    [rendition] = render_all(edition("<p>No apparatus.</p>"), "epub")
    assert rendition.headings[-1].text == "Sample"


def test_the_settings_that_the_documentation_shows(tmp_path: Path) -> None:
    page = (ROOT / "docs" / "apparatus.md").read_text("utf-8")
    shown = re.findall(r"^```toml\n(.*?)^```", page, re.MULTILINE | re.DOTALL)
    assert len(shown) == 1
    (tmp_path / "a").mkdir()
    (tmp_path / "a" / "edition.toml").write_text(f'id = "a"\ntitle = "A"\n{shown[0]}', "utf-8")
    made = project.read(tmp_path / "a")
    [rendition] = render_all(edition('<p>a <app type="fontes"><lem>mill</lem><note>Ps 23</note></app></p>', notes=made.notes, apparatus=made.apparatus), "print")
    assert [name for name, notes in rendition.notes.items() if notes] == ["fontes"]


# An edition with 567 entries


def balex(shared: Path, *, sections: int = 0) -> Edition:
    """`sections`: how many of its sections, the introduction and the commentary left away; 0 for all of it."""
    path = shared / "corpus" / "tei" / "critical-edition-balex.xml"
    made = document(path.read_bytes(), path.stem, path.parent)
    if sections and made.tree is not None:
        root = made.tree.getroot()
        for each in [each for each in root.iter(f"{T}p") if (each.get("n") or "").isdecimal() and int(each.get("n") or "") > sections]:
            each.getparent().remove(each)  # type: ignore[union-attr]
        for each in [each for each in root.iter(f"{T}div") if each.get("{http://www.w3.org/XML/1998/namespace}id") in ("preface", "commentary")]:
            each.getparent().remove(each)  # type: ignore[union-attr]
        made = document(etree.tostring(root), path.stem, path.parent)
    return edition_of(made)


def sigla(root: etree._Element) -> Counter[str]:
    return Counter(name for each in root.iter(f"{T}lem", f"{T}rdg") for name in f"{each.get('wit', '')} {each.get('source', '')}".split())


@pytest.mark.shared
def test_a_critical_edition_keeps_every_entry_reading_siglum_and_note(shared: Path) -> None:
    whole = balex(shared)
    root = whole.documents[0].tree.getroot()  # type: ignore[union-attr]
    [(rendition, files)] = markup(whole, "epub")
    assert len(rendition.notes["apparatus"]) == len(list(root.iter(f"{T}app"))) == 567
    in_entries = sum(1 for note in root.iter(f"{T}note") if note.getparent().tag in (f"{T}app", f"{T}person"))  # type: ignore[misc, operator, union-attr]
    assert sum(len(notes) for name, notes in rendition.notes.items() if name != "apparatus") == 1028 - in_entries
    made = [etree.fromstring(f'<d xmlns:epub="http://www.idpf.org/2007/ops">{note.xhtml}</d>') for note in rendition.notes["apparatus"]]
    found = Counter(kind for each in made for node in each.iter("span") for kind in node.get("class", "").split()[:1])
    nested = sum(1 for each in root.iter(f"{T}app") if each.getparent().tag == f"{T}lem")  # type: ignore[misc, union-attr]
    assert found["rdg"] + sum(len(each.findall(".//i[@class='om']")) for each in made) >= 926
    assert found["lem"] >= 566
    assert nested == 17
    printed = Counter(" ".join("".join(node.itertext()).split()) for each in made for node in each.iter("span") if node.get("class") == "wit")
    written = Counter(siglum for group, count in printed.items() for siglum in group.split() for _ in range(count))
    for name in ("M", "U", "S", "T", "V"):
        assert written[name] >= sigla(root)[f"#{name}"]
    assert written["Mac"] >= sigla(root)["#Mac"]  # printed with raised letters
    for kind in ("supplied", "surplus"):
        assert sum(len([node for node in each.iter("span") if kind in node.get("class", "").split()]) for each in made) >= sum(
            len(list(each.iter(f"{T}{kind}"))) for each in root.iter(f"{T}app") if each.getparent().tag != f"{T}lem"  # type: ignore[misc, union-attr]
        )
    assert all(f'class="notes {name}"' in "".join(files.values()) for name in ("apparatus", "author"))


XML_ID = "{http://www.w3.org/XML/1998/namespace}id"


def own_words(reading: etree._Element) -> str:
    """A reading without notes and without the signs of editors, squeezed."""
    return squeezed("".join(str(part) for part in reading.xpath(".//text()[not(ancestor::t:note)]", namespaces={"t": T[1:-1]})))


def squeezed(said: str) -> str:
    return re.sub(r"[\s<>{}†\[\]…]|\.\.\.|\u00ad|[\u202a-\u202e\u2060]", "", said)


def sigla_of(reading: etree._Element, known: Witnesses) -> list[str]:
    """What is printed for its @wit and @source, each as the list of witnesses calls it."""
    called = [known.siglum(name.rpartition("#")[2]) for name in f"{reading.get('wit', '')} {reading.get('source', '')}".split()]
    return [squeezed(each if isinstance(each, str) else "".join(str(text) for text in each.itertext())) for each in called]


def own(reading: etree._Element, kind: str) -> list[etree._Element]:
    """Elements of a reading that stand in no other reading and no note in it."""
    return [each for each in reading.iter(f"{T}{kind}") if next(each.iterancestors(f"{T}lem", f"{T}rdg", f"{T}note"), None) is reading]


@pytest.mark.shared
def test_the_finished_epub_of_a_critical_edition_has_every_entry_with_its_readings_sigla_and_markup(shared: Path, tmp_path: Path) -> None:
    whole = balex(shared)
    root = whole.documents[0].tree.getroot()  # type: ignore[union-attr]
    known = Witnesses(root)
    epub.write(whole, render_all(whole, "epub"), tmp_path / "a.epub")
    with ZipFile(tmp_path / "a.epub") as packed:
        pages = [etree.fromstring(packed.read(name)) for name in packed.namelist() if name.endswith(".xhtml")]
    h = {"h": "http://www.w3.org/1999/xhtml"}
    asides = [aside for page in pages for aside in page.xpath("//h:div[contains(@class, 'fn ')]", namespaces=h)]
    apparatus = [aside for aside in asides if "apparatus" in aside.get("class").split()]
    assert (len(apparatus), len(asides) - len(apparatus)) == (567, len(list(root.iter(f"{T}note"))) - sum(1 for note in root.iter(f"{T}note") if note.getparent().tag in (f"{T}app", f"{T}person")))  # type: ignore[misc, operator, union-attr]
    assert not [aside for aside in asides if aside not in apparatus and aside.xpath(".//h:span[@class='rdg' or @class='wit']", namespaces=h)]  # notes are notes
    places = {node.get("id"): node for aside in apparatus for node in aside.iter("{*}span") if node.get("id")}
    faulty = []
    for each in root.iter(f"{T}rdg"):
        made = places.get(each.get(XML_ID, ""))
        if made is None:  # an omission is an anchor, or its id stands elsewhere too
            faulty += [] if not own_words(each) or not each.get(XML_ID) else [(each.get(XML_ID), "is not there")]
            continue
        said = squeezed("".join(made.xpath(".//text()[not(ancestor::h:span[@class='note'])]", namespaces=h)))
        if own_words(each) not in said:
            faulty.append((each.get(XML_ID), said))
        follows = made.getnext()
        behind = "" if follows is None else squeezed("".join(follows.itertext()))
        if own_words(each) and (given := sigla_of(each, known)) and behind != "".join(given):
            faulty.append((each.get(XML_ID), f"{behind} for {given}"))
        for kind in ("hi", "supplied", "surplus", "emph", "foreign", "sic"):
            if len(made.xpath(f".//*[contains(concat(' ', @class, ' '), ' {kind} ')]")) < len(own(each, kind)):
                faulty.append((each.get(XML_ID), f"{kind} is lost"))
    assert faulty == []
    lemmata = [lem for lem in root.iter(f"{T}lem") if len(lem)]
    assert len(lemmata) > 50
    shown = {node.get("id"): node for page in pages for node in page.iter("{*}span") if node.get("class") == "lem" and node.get("id")}
    for lem in lemmata:
        for kind in ("hi", "supplied", "surplus", "sic"):
            if lem.get(XML_ID) in shown:
                assert len(shown[lem.get(XML_ID)].xpath(f".//*[contains(concat(' ', @class, ' '), ' {kind} ')]")) >= len(own(lem, kind)), lem.get(XML_ID)


@pytest.mark.shared
def test_a_manuscript_that_lost_leaves_has_a_gap_where_it_lacks_them(shared: Path) -> None:
    [rendition] = render_all(replace(balex(shared), project=replace(balex(shared).project, witness="S")), "print")
    [gap] = [found for found in rendition.findings if found.code == "RND023"]
    assert int(re.findall(r"; (\d+) words", gap.message)[0]) > 300
    shown = re.sub("<[^>]*>", "", rendition.root.xhtml())
    assert shown.count("[lacuna]") == 1
    assert "parceret" not in shown.partition("[lacuna]")[2].partition("armatos eum mitteret")[0]


@pytest.mark.shared
def test_the_finished_pdf_of_a_critical_edition_has_every_reading_before_its_sigla(shared: Path, tmp_path: Path) -> None:
    part = balex(shared, sections=30)
    root = part.documents[0].tree.getroot()  # type: ignore[union-attr]
    known = Witnesses(root)
    pdf.write(part, render_all(part, "print"), tmp_path / "a.pdf")
    said = subprocess.run(["pdftotext", str(tmp_path / "a.pdf"), "-"], capture_output=True, check=True).stdout.decode()
    pages = [squeezed(re.sub("\u2010\\s+", "", page)) for page in said.split("\f")]
    printed = "".join(pages)

    def there(wanted: str) -> bool:
        if wanted in printed:
            return True
        breaks = ((re.sub(r"\d+$", "", page), following) for page, following in pairwise(pages))
        return any(before.endswith(wanted[:at]) and wanted[at:] in behind for before, behind in breaks for at in range(1, len(wanted)))  # the note goes on overleaf

    readings = [each for each in root.iter(f"{T}rdg") if own_words(each) and next(each.iter(f"{T}lacunaStart", f"{T}lacunaEnd"), None) is None]  # where a word stands between
    assert len(readings) > 250
    assert [each.get(XML_ID) for each in readings if not there(own_words(each) + "".join(sigla_of(each, known)))] == []


@pytest.mark.parametrize(("front", "order"), [
    ("", ["Witnesses", "Enter"]), ("<front><castList><castItem>Ann</castItem></castList></front>", ["Ann", "Enter", "Witnesses"]),
])
def test_the_witnesses_do_not_part_a_play_from_its_persons(front: str, order: list[str]) -> None:
    text = (
        '<TEI xmlns="http://www.tei-c.org/ns/1.0" xml:lang="en"><teiHeader><fileDesc><titleStmt><title>T</title></titleStmt><publicationStmt><p/></publicationStmt><sourceDesc><listWit>'
        f'<witness xml:id="A">One.</witness></listWit></sourceDesc></fileDesc></teiHeader><text>{front}<body><stage>Enter</stage><p>A <app><lem>b</lem><rdg wit="#A">c</rdg></app></p></body></text></TEI>'
    )
    [found] = render_all(edition_of(document(text)), "epub")
    said = found.root.xhtml()
    assert sorted(order, key=said.index) == order


def test_a_word_of_the_text_or_of_an_entry_is_never_broken_without_a_hyphen(tmp_path: Path) -> None:
    said = [f"{'qwrtpsdfg'[: 2 + number % 7]}{number}" for number in range(30)]  # no syllables: nothing to hyphenate
    body = "".join(f'{word} <app><lem>{word}<hi>x</hi></lem><rdg wit="#A">{word}y</rdg></app> ' for word in said)
    made = edition(f"<p><seg>{body}</seg></p>", apparatus="lines")
    pdf.write(made, render_all(made, "print"), tmp_path / "a.pdf")
    printed = subprocess.run(["pdftotext", str(tmp_path / "a.pdf"), "-"], capture_output=True, check=True).stdout.decode()
    whole = Counter(re.findall(r"\w+", re.sub("\u2010\\s+|[\u202a-\u202e\u2060]", "", printed)))
    assert {word: (whole[word], whole[f"{word}x"], whole[f"{word}y"]) for word in said if (whole[word], whole[f"{word}x"], whole[f"{word}y"]) != (1, 2, 1)} == {}


def test_the_number_of_a_section_stands_once_on_a_page_before_all_its_entries(tmp_path: Path) -> None:
    """And at the top of the next page again."""
    long = "the miller and his daughter went down to the water " * 5
    body = "".join(f'<p n="{n}">' + "".join(f'{long}<app><lem wit="#A">lem{n}q{k}</lem><rdg wit="#D">other</rdg></app> ' for k in range(5)) + "</p>" for n in range(21, 29))
    for run_in in (True, False):
        made = edition(body, apparatus="lines", notes=(NoteSeries("apparatus", "true()", of="app", run_in=run_in),))
        pdf.write(made, render_all(made, "print"), tmp_path / "a.pdf")
        said = subprocess.run(["pdftotext", str(tmp_path / "a.pdf"), "-"], capture_output=True, check=True).stdout.decode()
        before = ""
        for page in said.split("\f"):
            found = re.findall(r"(?:(\d\d)\s)?\s*lem(\d\d)q\d+\]", page)
            for number, (key, of) in enumerate(found):
                assert key == (of if number == 0 or of != found[number - 1][1] or not run_in else "")
                before = of
        assert before == "28"


@pytest.mark.parametrize(("body", "number"), [('<seg n="{0}">watermill</seg>', r"\d{4}"), ("§ {0}", "§"), ('<sense n="{0}.">watermill</sense>', r"\d{4}\.")])
def test_no_line_ends_behind_the_number_of_what_follows(body: str, number: str, tmp_path: Path) -> None:
    text = " ".join(f"{'the river runs'[: 4 + at % 9]} {body.format(7000 + at)}" for at in range(150))
    made = edition((f"<entry><sense>{text}</sense></entry>" if "sense" in body else f"<p>{text}</p>") + '<p><app><lem>a</lem><rdg wit="#A">b</rdg></app></p>')
    pdf.write(made, render_all(made, "print"), tmp_path / "a.pdf")
    said = subprocess.run(["pdftotext", "-layout", str(tmp_path / "a.pdf"), "-"], capture_output=True, check=True).stdout.decode()
    assert len(re.findall(number, said)) >= 150
    assert not re.findall(rf"{number}$", said, re.MULTILINE)

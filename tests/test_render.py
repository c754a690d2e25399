"""What a rendering promises besides its markup: registers, files, links between documents, pictures, and that it raises nothing."""

from __future__ import annotations

import re
import tomllib
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path
from subprocess import run

import pytest
from lxml import etree
from render_judge import document, edition_of, faults, markup, tei

from edition.errors import ProjectError
from edition.model import Document
from edition.project import NoteSeries, Part
from edition.render import CODES, files, models, note_word, notes_word, render, render_all, setting, stylesheet, words_of
from edition.render.model import Division, Rendition
from edition.render.series import mark
from edition.render.words import FILE
from edition.render.xpath import in_tei
from edition.tei import XML_ID

HERE = Path(__file__).resolve().parent
ODD = HERE.parent / "edition" / "render" / "edition.odd"
TWO = (NoteSeries("editor", "@resp", marks="a b c", rank=2), NoteSeries("author", "true()", marks="1 2 3", rank=1))


def one(body: str, medium: str = "print", **changes: object) -> Rendition:
    return render_all(edition_of(document(tei(body)), **changes), medium)[0]


def chapters(count: int, words_each: int = 10) -> str:
    text = "word " * words_each
    return "".join(f'<div type="chapter" xml:id="c{n}"><head>Chapter {n}</head><p>{text}<note>Note {n}.</note></p></div>' for n in range(1, count + 1))


def codes(rendition: Rendition) -> list[str]:
    return [finding.code for finding in rendition.findings]


# Registers


def test_a_correction_is_on_record_with_who_and_how_sure() -> None:
    body = '<p><choice xml:id="c"><sic>teh</sic><corr cert="high" resp="#ed">the</corr></choice> <supplied cert="low">old</supplied><surplus>old</surplus></p>'
    [corr, supplied, surplus] = one(body).corrections
    assert (corr.kind, corr.shown, corr.other, corr.cert, corr.resp, corr.id) == ("corr", "the", "teh", "high", "ed", "c")
    assert (supplied.kind, supplied.shown, supplied.other, supplied.cert) == ("supplied", "old", "", "low")
    assert (surplus.kind, surplus.shown, surplus.other) == ("surplus", "", "old")


def test_the_diplomatic_view_shows_the_other_of_each_pair() -> None:
    body = "<p><choice><sic>teh</sic><corr>the</corr></choice> <supplied>old</supplied><surplus>old</surplus></p>"
    found = one(body, choice="diplomatic")
    assert [(each.kind, each.shown, each.other) for each in found.corrections] == [("corr", "teh", "the"), ("supplied", "", "old"), ("surplus", "old", "")]
    assert [(each.element, each.why, each.texts) for each in found.omitted] == [("corr", "alternative", ("the",)), ("supplied", "omit", ("old",))]


def test_a_correction_in_a_heading_is_listed_once_and_read_right_in_the_contents() -> None:
    found = one("<div><head>The <choice><sic>Mlil</sic><corr>Mill</corr></choice><note>A note.</note></head><p>x</p></div>")
    assert [heading.text for heading in found.headings] == ["The Mill"]
    assert len(found.corrections) == 1


def test_what_is_left_out_is_on_record() -> None:
    found = one('<p>one <fw>running head</fw><choice><abbr>Dr</abbr><expan>Doctor</expan></choice></p><figure><graphic url="a.png"/><figDesc>A mill.</figDesc></figure>')
    assert [(each.element, each.why, each.texts) for each in found.omitted] == [
        ("fw", "omit", ("running head",)), ("abbr", "alternative", ("Dr",)), ("figDesc", "omit", ("A mill.",)),
    ]  # fmt: skip


def test_names_go_to_their_index_and_index_terms_too() -> None:
    found = one('<p><persName ref="#anna">Anna<note>Who?</note></persName> <placeName>Millbrook</placeName><index indexName="subject"><term>mills</term></index></p>')
    assert [(entry.index, entry.key, entry.text) for entry in found.entries] == [("person", "anna", "Anna"), ("subject", "", "mills")]


def test_pages_of_the_source_are_on_record_and_one_without_a_number_is_an_anchor() -> None:
    found = one('<pb n="iv"/><p>one<pb xml:id="p5"/></p>')
    assert [page.n for page in found.pages] == ["iv"]
    assert "p5" in found.ids


def test_tags_declared_in_the_header_become_css_of_this_document_alone() -> None:
    text = tei('<p rendition="#it #gone">x</p>').replace(
        "</fileDesc>",
        '</fileDesc><encodingDesc><tagsDecl><rendition xml:id="it" scheme="css">font-style: italic</rendition>'
        '<rendition xml:id="bad">background: url(x)</rendition></tagsDecl></encodingDesc>',
    )
    first, second = render_all(edition_of(document(text, "one"), document(text, "two")), "print")
    assert first.css == ".rendition-one-it { font-style: italic }\n"
    assert 'class="rendition-one-it rendition-one-gone"' in first.root.xhtml()
    assert ".rendition-two-it" in second.css


# Notes


@pytest.mark.parametrize(
    ("number", "marks", "expected"),
    [(1, "1 2 3", "1"), (1, "a b c", "a"), (27, "a b c", "aa"), (28, "a b c", "ab"), (703, "a b c", "aaa"), (4, "i ii iii", "iv"), (1999, "i ii iii", "mcmxcix"),
     (1, "* † ‡", "*"), (6, "* † ‡", "¶"), (8, "* † ‡", "††")],
)  # fmt: skip
def test_marks(number: int, marks: str, expected: str) -> None:
    assert mark(number, marks) == expected


def test_the_first_series_that_matches_takes_a_note_and_what_none_matches_goes_to_the_foot() -> None:
    series = (NoteSeries("end", "@type='end'", place="end"), NoteSeries("ed", "@resp"), NoteSeries("rest", "@type='rest'"))
    found = one('<p>a<note type="end" resp="#e">1</note><note resp="#e">2</note><note>3</note></p>', notes=series)
    assert {name: len(notes) for name, notes in found.notes.items()} == {"end": 1, "ed": 2, "rest": 0, "apparatus": 0}


def test_where_nothing_is_configured_the_type_of_a_note_tells_whose_it_is() -> None:
    kinds = ('type="editor"', 'type="editorial"', 'resp="#ed"', 'type="author" resp="#a"', 'type="authorial"', 'type="translator"', 'type="translator" resp="#tr"', "")
    found = one("<p>a" + "".join(f"<note {each}>b</note>" for each in kinds) + "</p>")
    assert {name: len(notes) for name, notes in found.notes.items() if notes} == {"translator": 2, "editor": 3, "author": 3}


@pytest.mark.parametrize("medium", ["print", "epub", "web"])
def test_two_calls_without_a_word_between_them_are_no_number_of_two_digits(medium: str) -> None:
    [found] = render_all(edition_of(document(tei("<p>a<note>x</note> <note>y</note> b<note>z</note> <hi>c</hi><note>w</note></p>"))), medium)
    assert re.findall(r'class="(?:call|note) author( second)?"', found.root.xhtml()) == ["", " second", "", ""]


def test_a_match_that_is_no_xpath_names_the_series_and_the_file() -> None:
    with pytest.raises(ProjectError, match=r"edition\.toml: notes\.ed\.match: '@resp\[' is no XPath"):
        one("<p>a</p>", notes=(NoteSeries("ed", "@resp["),))


def test_numbers_restart_with_each_chapter_if_the_series_says_so_and_never_with_a_file() -> None:
    series = (NoteSeries("author", "true()", restart="division"),)
    found = one(chapters(3), "epub", notes=series)
    assert [note.mark for note in found.notes["author"]] == ["1", "1", "1"]
    assert [note.division for note in found.notes["author"]] == ["c1", "c2", "c3"]
    assert found.units == ("sample",)
    assert [note.mark for note in one(chapters(3, 8000), "epub").notes["author"]] == ["1", "2", "3"]


def test_notes_that_restart_stand_at_the_end_of_their_chapter_and_others_at_the_end_of_the_file() -> None:
    edition = edition_of(document(tei(chapters(2))), notes=(NoteSeries("author", "true()", restart="division"),))
    [(_, pages)] = markup(edition, "epub")
    text = pages["sample"]
    assert text.index("Note 1.") < text.index("Chapter 2") < text.index("Note 2.")
    assert text.count('<h3 class="notes-title"') == 2
    [(_, pages)] = markup(edition_of(document(tei(chapters(2)))), "epub")
    assert pages["sample"].index("Chapter 2") < pages["sample"].index("Note 1.")


def test_end_notes_in_print_are_a_section_with_ways_back() -> None:
    edition = edition_of(document(tei("<p>The mill<note>So.</note><note resp='#ed'>Or so.</note></p>")), notes=(replace(TWO[0], place="end", heading="Glosses"), TWO[1]))
    [(found, pages)] = markup(edition, "print")
    text = "".join(pages.values())
    assert 'class="note author"' in text
    assert '<h2 class="notes-title" id="sample-notes-editor">Glosses</h2>' in text
    assert 'role="doc-backlink"' in text
    assert found.notes["author"][0].xhtml == ""


def test_numbers_run_on_from_document_to_document_and_restart_with_a_part() -> None:
    texts = [document(tei("<p>a<note>x</note><note resp='#ed'>y</note><note>z</note></p>"), name) for name in ("one", "two", "three")]
    series = (replace(TWO[0], restart="edition"), replace(TWO[1], restart="part"))
    edition = edition_of(*texts, notes=series, parts=(Part("First", ("one", "two")), Part("Second", ("three",))))
    found = render_all(edition, "print")
    assert [[note.mark for note in each.notes["editor"]] for each in found] == [["a"], ["b"], ["c"]]
    assert [[note.mark for note in each.notes["author"]] for each in found] == [["1", "2"], ["3", "4"], ["1", "2"]]


# Documents together


def test_ids_of_two_documents_do_not_meet_and_links_lead_from_one_to_the_other() -> None:
    poem = tei('<div xml:id="d1"><head>Poem</head><lg><l xml:id="l1">The mill.</l></lg></div>')
    letter = tei('<div xml:id="d1"><head>Letter</head><p xml:id="l1">See <ref target="poem.xml#l1">the poem</ref>, <ref target="poem.xml">all of it</ref>, <ref target="#l1">this</ref>.</p></div>')
    edition = edition_of(document(letter, "letter"), document(poem, "poem"))
    for medium, there in (("print", "#poem-l1"), ("epub", "poem.xhtml#poem-l1")):
        first, second = render_all(edition, medium)
        assert f'href="{there}"' in first.root.xhtml()
        assert 'href="#letter-l1"' in first.root.xhtml()
        assert not set(first.ids) & set(second.ids)
        assert list(faults(edition, medium)) == []
        assert first.findings == second.findings == ()


def test_ids_that_begin_with_the_name_of_the_document_stay_as_they_are() -> None:
    edition = edition_of(document(tei('<p xml:id="letter-L1">a</p><p xml:id="L1">b</p>'), "letter"), document(tei("<p>c</p>"), "1812"))
    first, second = render_all(edition, "print")
    assert {"letter-L1", "letter-L1_"} <= set(first.ids)
    assert all(anchor.startswith("d1812") for anchor in second.ids)


def test_front_and_back_matter_are_rendered_in_order() -> None:
    edition = replace(edition_of(document(tei("<p>a</p>"), "text")), front=(document(tei("<p>f</p>"), "preface"),), back=(document(tei("<p>b</p>"), "after"),))
    assert [each.name for each in render_all(edition, "epub")] == ["preface", "text", "after"]


def test_a_corpus_shows_each_text_under_its_own_title() -> None:
    inner = tei("<p>One.</p>", title="First") + tei("<div><head>Own head</head><p>Two.</p></div>", title="Second")
    text = f'<teiCorpus xmlns="http://www.tei-c.org/ns/1.0"><teiHeader><fileDesc><titleStmt><title>Both</title></titleStmt></fileDesc></teiHeader>{inner}</teiCorpus>'
    [found] = render_all(edition_of(document(text)), "print")
    assert [(heading.level, heading.text) for heading in found.headings] == [(1, "Both"), (2, "First"), (2, "Second"), (3, "Own head")]


# Headings and files


def test_there_is_one_heading_of_the_first_level_however_the_document_is_built() -> None:
    for body, expected in (
        ("<head>Own</head><p>x</p>", [(1, "Own")]),
        ("<div><head>Own</head><div><head>In</head></div></div>", [(1, "Own"), (2, "In")]),
        ("<div><head>One</head></div><div><head>Two</head><div><head>In</head></div></div>", [(1, "Sample"), (2, "One"), (2, "Two"), (3, "In")]),
        ("<p>x</p>", [(1, "Sample")]),
        ("<div><p>x</p></div>", [(1, "Sample")]),
    ):
        assert [(heading.level, heading.text) for heading in one(body).headings] == expected


def test_a_title_page_is_the_title() -> None:
    text = tei("<div><head>One</head><p>x</p></div>").replace(
        "<body>", "<front><titlePage><docTitle><titlePart>The Mill</titlePart><titlePart type='sub'>A Tale</titlePart></docTitle></titlePage></front><body>"
    )
    [found] = render_all(edition_of(document(text)), "print")
    assert [(heading.level, heading.text) for heading in found.headings] == [(1, "The Mill"), (2, "One")]


def test_texts_in_a_group_are_headed_by_their_title_pages_or_heads_and_stand_side_by_side() -> None:
    page = "<front><titlePage><docTitle><titlePart>{}</titlePart></docTitle></titlePage></front>"
    mill = f"<text>{page.format('The Mill')}<body><div><head>First</head><p>x</p></div><div><head>Second</head><p>x</p></div></body></text>"
    lock = "<text><body><head>The Lock</head><p>x</p></body></text>"
    bare = "<text><body><div><head>Here</head><p>x</p></div><div><head>There</head><p>x</p></div></body></text>"
    front = "<front><div><head>Preface</head><p>x</p></div></front>"
    text = tei("X").replace("<body>X</body>", f"{front}<group>{mill}{lock}{bare}</group>")
    for medium in ("print", "epub"):
        [found] = render_all(edition_of(document(text)), medium)
        assert [(heading.level, heading.text) for heading in found.headings] == [
            (1, "Sample"), (2, "Preface"), (2, "The Mill"), (3, "First"), (3, "Second"), (2, "The Lock"), (2, "Here"), (2, "There"),
        ]  # fmt: skip
        assert list(faults(edition_of(document(text)), medium)) == []


def test_short_divisions_share_a_file_and_long_ones_have_their_own() -> None:
    assert len(one(chapters(5, 100), "epub").units) == 1
    long = one(chapters(3, 8000), "epub")
    assert long.units == ("sample", "c2", "c3")
    assert one(chapters(3, 8000), "print").units == ("sample",)
    assert [heading.unit for heading in long.headings] == ["sample", "sample", "c2", "c3"]


def test_words_after_a_division_stay_behind_it() -> None:
    edition = edition_of(document(tei(chapters(2, 8000) + "<trailer>The End</trailer>")))
    [(found, pages)] = markup(edition, "epub")
    assert "The End" in pages[found.units[-1]]
    assert list(faults(edition, "epub")) == []


def test_a_division_in_another_file_says_its_language_again() -> None:
    text = tei(chapters(2, 8000)).replace('<text xml:lang="en">', '<text xml:lang="he">')
    [(_, pages)] = markup(edition_of(document(text)), "epub")
    assert pages["c2"].startswith('<section id="c2" lang="he" xml:lang="he" dir="rtl"')


# Pictures

PIXEL = bytes.fromhex("89504e470d0a1a0a0000000d4948445200000001000000010806000000")


def picture_edition(tmp_path: Path, urls: list[str]) -> tuple[Document, ...]:
    body = "".join(f'<figure><graphic url="{url}"/><figDesc>A mill.</figDesc></figure>' for url in urls)
    return (document(tei(body), "one", tmp_path / "tei"), document(tei(body), "two", tmp_path / "tei"))


def test_pictures_in_the_folders_of_the_edition_get_safe_names_of_their_own(tmp_path: Path) -> None:
    for name in ("a/Mill Wheel.PNG", "b/mill wheel.png", "b/ü.jpg"):
        (tmp_path / "tei" / name).parent.mkdir(parents=True, exist_ok=True)
        (tmp_path / "tei" / name).write_bytes(PIXEL)
    edition = edition_of(*picture_edition(tmp_path, ["a/Mill%20Wheel.PNG", "b/mill wheel.png", "b/ü.jpg", "./b/ü.jpg"]), folder=tmp_path)
    first, second = render_all(edition, "epub")
    assert [picture.address for picture in first.pictures] == [
        "../images/one-Mill-Wheel.png", "../images/one-mill-wheel-2.png", "../images/one-u.png", "../images/one-u.png",
    ]  # fmt: skip
    assert 'src="../images/one-Mill-Wheel.png" alt="A mill."' in first.root.xhtml()
    assert not {picture.address for picture in first.pictures} & {picture.address for picture in second.pictures}
    assert render_all(edition, "print")[0].pictures[0].address == "images/one-Mill-Wheel.png"
    assert first.findings == ()


def test_a_picture_that_cannot_be_shown_is_a_frame_and_a_finding(tmp_path: Path) -> None:
    (tmp_path / "secret.png").write_bytes(PIXEL)
    inside = tmp_path / "edition"
    (inside / "tei").mkdir(parents=True)
    (inside / "tei" / "link.png").symlink_to(tmp_path / "secret.png")
    (inside / "tei" / "scan.tif").write_bytes(PIXEL)
    urls = ["gone.png", "../../secret.png", str(tmp_path / "secret.png"), "link.png", "https://example.org/x.png", "file:///etc/x.png", "scan.tif", "", "data:image/png;base64,AA"]
    [found, _] = render_all(edition_of(*picture_edition(inside, urls), folder=inside), "print")
    assert codes(found) == ["RND005"] * 6 + ["RND006"] * 2 + ["RND007"]
    assert found.pictures == ()
    assert found.root.xhtml().count("Picture missing: A mill.") == len(urls)
    assert "gone.png" in found.findings[0].message


# Bad input


def test_a_file_with_a_header_alone_says_nothing_and_says_so() -> None:
    text = '<TEI xmlns="http://www.tei-c.org/ns/1.0"><teiHeader><fileDesc><titleStmt><title>Alone</title></titleStmt></fileDesc></teiHeader></TEI>'
    for medium in ("print", "epub"):
        [(found, pages)] = markup(edition_of(document(text)), medium)
        assert (found.title, found.root.xhtml(), found.units, pages, codes(found)) == ("Alone", "", (), {}, ["RND008"])


def test_a_transcription_without_a_text_is_rendered() -> None:
    text = tei("").replace("<body></body>", "").replace('<text xml:lang="en"></text>', "<sourceDoc><surface><zone><line>The mill</line><line>stood.</line></zone></surface></sourceDoc>")
    [found] = render_all(edition_of(document(text)), "print")
    assert 'class="line">The mill</div>' in found.root.xhtml()
    assert 'class="line">stood.</div>' in found.root.xhtml()


def test_a_transcription_beside_a_text_stands_behind_it() -> None:
    text = tei("<p>The mill.</p>").replace("<text", "<sourceDoc><surface><line>Teh mill</line></surface></sourceDoc><text")
    [found] = render_all(edition_of(document(text)), "print")
    assert found.omitted == ()
    said = re.sub("<[^>]*>", " ", found.root.xhtml()).split()
    assert " ".join(said[-8:]) == "The mill. Transcription line by line Teh mill"


@pytest.mark.parametrize("text", ['<p xmlns="http://www.tei-c.org/ns/1.0">A <hi>fragment</hi>.</p>', "<html><body>No TEI</body></html>", "<TEI.2><text>P4</text></TEI.2>",
                                  '<div xmlns="http://www.tei-c.org/ns/1.0"><head>Own</head><p>x</p></div>'])  # fmt: skip
def test_fragments_and_strangers_are_rendered_as_they_are(text: str) -> None:
    for medium in ("print", "epub"):
        assert list(faults(edition_of(document(text)), medium)) == []


def test_what_is_not_xml_is_a_finding() -> None:
    [found] = render_all(edition_of(document("<TEI><p></TEI>")), "print")
    assert codes(found) == ["RND009"]
    assert found.units == ()


def test_depth_is_no_danger() -> None:
    deep = 1900
    edition = edition_of(document(tei("<div>" * deep + "<p>x</p>" + "</div>" * deep)), document(tei("<hi>" * deep + "x" + "</hi>" * deep), "two"))
    for medium in ("print", "epub"):
        assert [sum(len(page) for page in pages.values()) > deep for _, pages in markup(edition, medium)] == [True, True]


def test_a_reference_that_leads_nowhere_is_words_and_a_finding_with_its_place() -> None:
    found = one('<p>See\n<ref target="#gone">there</ref>, <ref target="other.xml#x">elsewhere</ref>.</p>')
    assert codes(found) == ["RND003", "RND003"]
    assert (found.findings[0].locus.line, found.findings[0].severity) == (2, CODES["RND003"].severity)
    assert "there" in found.root.xhtml()


def test_references_to_people_in_the_header_are_no_fault() -> None:
    text = tei('<p><ref target="#anna">Anna</ref></p>').replace("</teiHeader>", '</teiHeader><standOff><listPerson><person xml:id="anna"/></listPerson></standOff>')
    [found] = render_all(edition_of(document(text)), "print")
    assert found.findings == ()
    assert '<span class="ref">Anna</span>' in found.root.xhtml()


@pytest.mark.parametrize(("words", "said"), [
    ("example.org/one-two/three", True), ("https://example.org", True), ("www.example.org/a?b=c", True), ("see there", False), ("note 3", False),
    ("example.org/" + 60 * "x", False),
])
def test_an_address_is_broken_behind_its_slashes_and_hyphens(words: str, said: bool) -> None:
    assert ("address" in one(f'<p><ref target="https://example.org/x">{words}</ref></p>').root.xhtml()) is said


def test_unknown_elements_are_one_finding_each() -> None:
    found = one("<p><wibble>a</wibble><wibble>b</wibble><wobble>c</wobble></p>")
    assert [finding.message.split("<")[1] for finding in found.findings] == ["wibble> (2 times in this document)", "wobble>"]


def test_many_findings_of_a_kind_are_counted() -> None:
    found = one("".join('<p><ref target="#gone">x</ref></p>' for _ in range(200)))
    assert len(found.findings) == 51
    assert found.findings[-1].message == "the same 150 times more"


# The models

HOUSE = """<TEI xmlns="http://www.tei-c.org/ns/1.0"><text><body><schemaSpec ident="house" start="TEI">
<elementSpec ident="speaker" mode="change"><model behaviour="inline" cssClass="who"/></elementSpec>
<elementSpec ident="stage" mode="change"><modelGrp output="print"><model behaviour="omit"/></modelGrp><model behaviour="block" predicate="some $w in tokenize(@rend, ' ') satisfies $w = 'x'"/><modelSequence><model behaviour="inline"/><model behaviour="anchor"/></modelSequence></elementSpec>
<elementSpec ident="l" mode="change"><model behaviour="block" predicate="parent::lg["/>
<model behaviour="wobble"/><model behaviour="paragraph"/></elementSpec>
<elementSpec ident="gap" mode="change"><model behaviour="inline"><outputRendition scope="before">content: "(...)"</outputRendition></model></elementSpec>
<elementSpec ident="fw" mode="delete"/>
</schemaSpec></body></text></TEI>"""


def test_a_house_odd_goes_over_ours_element_by_element(tmp_path: Path) -> None:
    (tmp_path / "house.odd").write_text(HOUSE)
    body = '<sp><speaker>Anna</speaker><stage rend="a x">in</stage><stage>out</stage></sp><lg><l>line</l></lg><p><gap/><fw>7</fw></p>'
    edition = edition_of(document(tei(body)), folder=tmp_path, odd="house.odd")
    [printed], [book] = render_all(edition, "print"), render_all(edition, "epub")
    assert [(finding.code, finding.locus.line) for finding in book.findings] == [("RND012", 4), ("RND011", 5), ("RND001", 1)]
    text = book.root.xhtml()
    assert '<span class="speaker who">Anna</span>' in text
    assert '<p id="e2.1.1.2" class="stage">in</p>' in text
    assert '<span class="stage">out</span>' in text
    assert '<p id="e2.1.2.1" class="l">line</p>' in text
    assert 'class="gap tei-gap-1"' in text
    assert '<span class="fw">7</span>' in text
    assert "in</" not in printed.root.xhtml()
    assert '.tei-gap-1::before { content: "(...)" }\n' in stylesheet(models(edition.project, "epub")[0])


def test_an_odd_that_is_not_there_or_not_xml_is_a_finding(tmp_path: Path) -> None:
    (tmp_path / "bad.odd").write_text("<TEI>\n<p></TEI>")
    for name, line in (("gone.odd", 0), ("bad.odd", 2)):
        [found] = render_all(edition_of(document(tei("<p>x</p>")), folder=tmp_path, odd=name), "print")
        assert [(finding.code, finding.locus.line) for finding in found.findings] == [("RND010", line)]
        assert "x" in found.root.xhtml()


@pytest.mark.parametrize(
    ("given", "expected"),
    [("parent::div", "parent::t:div"), ("div div div", "t:div div t:div"), ("@rend='div' and p", "@rend='div' and t:p"), ("count(div) > 2", "count(t:div)>2"),
     ("ancestor::tei:TEI/text", "ancestor::tei:TEI/t:text"), ("attribute::div", "attribute::div"), ("* mod 2", "* mod 2"), ("2 * div", "2 * t:div"), ("div/* or *", "t:div/* or *"), ("text()", "text()"), ("../graphic or .", "../t:graphic or .")],
)  # fmt: skip
def test_names_in_a_predicate_are_teis(given: str, expected: str) -> None:
    assert in_tei(given).strip() == expected


def test_our_odd_has_no_faults_in_any_medium_and_reading() -> None:
    for medium in ("print", "epub", "web"):
        for reading in ("reading", "diplomatic"):
            assert models(edition_of(document(tei("")), choice=reading).project, medium)[1] == []


def test_our_odd_names_every_element_once() -> None:
    names = [(spec.get("ns"), spec.get("ident")) for spec in etree.parse(ODD).iter("{*}elementSpec")]
    assert len(names) == len(set(names)) > 200


@pytest.mark.shared
@pytest.mark.judge
def test_our_odd_is_valid_tei(judge: Callable[[str], str], shared: Path) -> None:
    said = run([judge("jing"), str(shared / "schema" / "tei_all.rng"), str(ODD)], capture_output=True, text=True, check=False)
    assert said.stdout == ""


# Words


def test_every_language_has_every_word() -> None:
    tables = tomllib.loads(FILE.read_text("utf-8"))
    assert set(tables) >= {"en", "fr", "de", "es", "it", "he", "ar"}
    for language, table in tables.items():
        assert sorted(table) == sorted(tables["en"]), language
        assert all(word.strip() for word in table.values())


def test_words_are_taken_from_the_first_language_that_is_known() -> None:
    assert words_of("fr-CA")["contents"] == "Table des matières"
    assert words_of("tlh", "deu")["contents"] == "Inhalt"
    assert words_of("tlh")["lang"] == "en"
    assert (note_word("editor", words_of("en")), note_word("mine", words_of("en"))) == ("Editor’s note", "Note")
    assert (notes_word("apparatus", words_of("en")), notes_word("mine", words_of("en"))) == ("Critical apparatus", "Notes")
    assert (notes_word("translator", words_of("de")), notes_word("glosses", words_of("fr"))) == ("Anmerkungen des Übersetzers", "Gloses")
    assert (words_of("fr")["colon"], words_of("de")["colon"]) == ("\u00a0: ", ": ")


def test_calls_and_headings_speak_the_language_of_the_edition() -> None:
    text = tei("<p>Le moulin<note resp='#ed'>Vrai.</note></p>").replace('xml:lang="en"', 'xml:lang="fr"')
    [(_, pages)] = markup(edition_of(document(text)), "epub")
    text = "".join(pages.values())
    assert 'aria-label="Note de l’éditeur a"' in text
    assert 'aria-label="Retour à l’appel a"' in text
    assert ">Notes de l’éditeur</h2>" in text


# The pieces


def test_every_piece_of_a_division_is_well_formed_for_itself() -> None:
    [(found, _)] = markup(edition_of(document(tei(chapters(3, 8000)))), "epub")

    def look(division: Division) -> None:
        for part in division.content:
            if isinstance(part, Division):
                look(part)
            else:
                etree.fromstring(f'<x xmlns:epub="e">{part}</x>')

    look(found.root)
    assert "".join(piece for _, piece in found.root.pieces()) == found.root.xhtml()


def test_render_takes_a_setting_as_it_is() -> None:
    each = document(tei('<p xml:id="a">x<note>y</note></p>'))
    made = setting(edition_of(each).project, each, "epub", prefix="mine-", first={"author": 7})
    found = render(each, made)
    assert "mine-a" in found.ids
    assert found.notes["author"][0].mark == "7"
    assert list(files(found, made.series, words=made.words)) == ["mine"]
    assert each.tree is not None
    assert each.tree.getroot().find(".//{*}p").get(XML_ID) == "a"  # type: ignore[union-attr]


def test_homonyms_have_their_numbers_once() -> None:
    found = one('<entry><form><orth>Mal</orth></form><hom n="I"><sense><def>time</def></sense></hom><hom n="II">II <sense><def>mark</def></sense></hom></entry>').root.xhtml()
    assert re.sub("<[^>]*>", " ", found).split() == ["Sample", "Mal", "I", "time", "II", "mark"]

"""Pictures of pages and transcriptions by line: other views of a text, behind it, joined to it both ways; nothing is fetched, and no word is lost."""

from __future__ import annotations

import re
from pathlib import Path
from time import process_time

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from lxml import etree
from making import edition as bound
from render_judge import document, edition_of, faults, tei

from edition.model import Document
from edition.project import Edition
from edition.render import render_all, words_of
from edition.render.facsimile import arranged
from edition.render.model import Rendition
from edition.render.zones import angle, box, frame, grid, outline, places
from edition.resolution import shape
from edition.tei import T, make

PICTURE = '<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 60 40"><rect width="60" height="40"/></svg>'
SURFACES = """<facsimile xml:id="views"><surface xml:id="s1" ulx="0" uly="0" lrx="600" lry="400"><graphic url="one.svg"><desc>A leaf.</desc></graphic>
<zone xml:id="z1" ulx="60" uly="40" lrx="540" lry="200"/><zone xml:id="z2" points="300,300 600,300 600,400"/><zone xml:id="z3"/></surface>
<surface xml:id="s2"><graphic url="two.svg"/></surface></facsimile>"""
BODY = '<pb n="1r" facs="#s1"/><p facs="#z1" xml:id="p1">The mill</p><p>stood <lb facs="#z2"/>by <pb n="1v" facs="#s2"/>the water.</p>'


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    for name in ("one", "two", "three"):
        (tmp_path / f"{name}.svg").write_text(PICTURE, "utf-8")
    return tmp_path


def leaves(folder: Path, body: str = BODY, before: str = SURFACES, **changes: object) -> Edition:
    text = tei(body).replace("<text", f"{before}<text", 1)
    return edition_of(document(text, folder=folder), **changes)


def rendered(made: Edition, medium: str = "epub") -> Rendition:
    [found] = render_all(made, medium)
    return found


def said(rendition: Rendition) -> str:
    return " ".join(re.sub("<[^>]*>", " ", rendition.root.xhtml()).split())


@pytest.mark.parametrize("medium", ["print", "epub", "web"])
def test_pictures_stand_behind_the_text_and_links_lead_there_and_back(folder: Path, medium: str) -> None:
    made = leaves(folder)
    assert list(faults(made, medium)) == []
    found = rendered(made, medium)
    markup = found.root.xhtml()
    assert said(found).startswith("Sample The mill stood by the water. Facsimiles")
    assert [each.text for each in found.headings] == ["Sample", "Facsimiles"]
    to = "views.xhtml" if medium == "epub" else ""
    back = "sample.xhtml" if medium == "epub" else ""
    assert f'<a class="facs" href="{to}#s1" data-n="1r" aria-label="Facsimile 1r"></a>' in markup
    assert f'<a class="area" href="{back}#p1" style="left: 10.00%; top: 10.00%; width: 80.00%; height: 40.00%" aria-label="To the text: 1">1</a>' in markup
    assert markup.count('class="area') == 2, "a zone of which nothing speaks has no frame"
    assert len(re.findall(rf'<figcaption><a href="{back}#[^"]+" class="back"><span class="n">1[rv]</span></a></figcaption>', markup)) == 2
    assert [each.path.name for each in found.pictures] == ["one.svg", "two.svg"]
    assert re.findall(r'alt="([^"]*)"', markup) == ["A leaf.", "Facsimile 1v"]


def test_pictures_that_facs_names_directly_are_gathered(folder: Path) -> None:
    made = leaves(folder, '<p>a <pb n="7" facs="one.svg"/>b <pb facs="two.svg"/>c <pb n="9" facs="one.svg"/>d <pb n="10" facs="nowhere.svg"/>e</p>', "")
    assert list(faults(made, "epub")) == []
    found = rendered(made)
    assert said(found) == "Sample a b c d e Facsimiles 7 2"
    assert len(found.pictures) == 2
    assert found.root.xhtml().count('class="facs"') == 3
    assert [each.code for each in found.findings] == []


def test_a_facsimile_takes_in_what_facs_names_beside_it(folder: Path) -> None:
    found = rendered(leaves(folder, BODY + '<p><pb n="2r" facs="three.svg"/>And so on.</p>'))
    assert [each.text for each in found.headings].count("Facsimiles") == 1
    assert [each.path.name for each in found.pictures] == ["one.svg", "two.svg", "three.svg"]


def test_what_is_on_the_network_is_not_fetched_the_mark_of_the_page_leads_there(folder: Path) -> None:
    before = '<facsimile><surface xml:id="s1"><graphic url="https://example.org/1.jpg"/></surface></facsimile>'
    made = leaves(folder, '<p><pb n="1" facs="#s1"/>a <pb n="2" facs="https://example.org/2.jpg"/>b <pb n="3" facs="javascript:alert(1)"/>c</p>', before)
    assert list(faults(made, "epub")) == []
    found = rendered(made)
    assert said(found) == "Sample a b c"
    assert re.findall(r'class="facs" href="([^"]*)"', found.root.xhtml()) == ["https://example.org/1.jpg", "https://example.org/2.jpg"]
    assert (found.pictures, [each.element for each in found.omitted]) == ((), ["facsimile"])


def test_an_address_with_a_prefix_is_read_as_the_header_says(folder: Path) -> None:
    text = tei('<p><pb n="1" facs="img:12"/>a</p>').replace(
        "</teiHeader>", '<encodingDesc><listPrefixDef><prefixDef ident="img" matchPattern="(\\d+)" replacementPattern="https://example.org/$1.jpg"/></listPrefixDef></encodingDesc></teiHeader>'
    )  # fmt: skip
    assert 'href="https://example.org/12.jpg"' in rendered(edition_of(document(text, folder=folder))).root.xhtml()


def test_beside_pictures_that_are_there_a_missing_one_is_a_finding_and_one_elsewhere_a_link(folder: Path) -> None:
    before = '<facsimile><graphic url="one.svg"/><graphic url="gone.png"/><surface n="3"><graphic url="https://example.org/3.jpg"/></surface></facsimile>'
    made = leaves(folder, "<p>a</p>", before)
    assert list(faults(made, "print")) == []
    found = rendered(made, "print")
    assert [(each.code, "gone.png" in each.message) for each in found.findings] == [("RND005", True)]
    assert said(found) == "Sample a Facsimiles 1 2 Picture missing: gone.png 3 https://example.org/3.jpg"


def test_the_switch_turns_pictures_and_links_off(folder: Path) -> None:
    made = leaves(folder, facsimiles=False)
    assert list(faults(made, "epub")) == []
    found = rendered(made)
    assert said(found) == "Sample The mill stood by the water."
    assert "facs" not in found.root.xhtml()


def test_the_switch_is_a_key_of_edition_toml(tmp_path: Path) -> None:
    from edition import project

    (tmp_path / "sample").mkdir()
    file = tmp_path / "sample" / "edition.toml"
    for words, wanted in (("", True), ("[output]\nfacsimiles = false\n", False)):
        file.write_text(f'format = 1\nid = "sample"\ntitle = "A Sample"\n{words}', "utf-8")
        assert project.read(file.parent).facsimiles is wanted


def test_the_document_is_not_changed_and_findings_name_its_lines(folder: Path) -> None:
    made = leaves(folder, f'{BODY}\n\n<p rend="upside-down">Here.</p>')
    [before] = made.documents
    assert before.tree is not None
    as_it_was = etree.tostring(before.tree)
    found = rendered(made)
    assert etree.tostring(before.tree) == as_it_was
    line = before.data.decode().split('<p rend="upside-down"')[0].count("\n") + 1
    assert [(each.code, each.locus.line) for each in found.findings] == [("RND022", line)]


def test_a_text_without_pictures_of_its_pages_is_not_touched() -> None:
    plain = document(tei("<p>a</p>"))
    assert arranged(plain, {}, shown=True) is plain
    speaking = document(tei('<p><pb facs="a.jpg"/>a</p>'))
    assert arranged(speaking, {}, shown=True) is speaking


def test_many_pictures_are_not_all_in_one_file_of_an_epub(folder: Path) -> None:
    surfaces = "".join(f'<surface xml:id="s{number}"><graphic url="one.svg"/></surface>' for number in range(40))
    pages = "".join(f'<p><pb n="{number}" facs="#s{number}"/>Words.</p>' for number in range(40))
    made = leaves(folder, pages, f"<facsimile>{surfaces}</facsimile>")
    assert list(faults(made, "epub")) == []
    assert len(rendered(made).units) == 41


def test_each_text_of_a_corpus_has_its_pictures_behind_it(folder: Path) -> None:
    def one(name: str) -> str:
        body = f'<div><head>{name}</head><p><pb n="1" facs="#{name}1"/>Words of {name}.</p></div>'
        before = f'<facsimile><surface xml:id="{name}1"><graphic url="{name}.svg"/></surface></facsimile>'
        return tei(body, title=name).replace("<text", f"{before}<text", 1)

    text = f'<teiCorpus xmlns="http://www.tei-c.org/ns/1.0"><teiHeader><fileDesc><titleStmt><title>Two</title></titleStmt></fileDesc></teiHeader>{one("one")}{one("two")}</teiCorpus>'
    made = edition_of(document(text, folder=folder))
    assert list(faults(made, "epub")) == []
    assert said(rendered(made)) == "Two one Words of one. Facsimiles 1 two Words of two. Facsimiles 1"


def test_a_file_of_pictures_alone_is_a_book(folder: Path) -> None:
    text = tei("").replace('<text xml:lang="en"><body></body></text>', SURFACES)
    made = edition_of(document(text, folder=folder))
    assert list(faults(made, "epub")) == []
    assert said(rendered(made)) == "Sample Facsimiles 1 2"


def test_words_in_a_facsimile_are_printed(folder: Path) -> None:
    before = """<facsimile><surface><label>The first leaf</label><graphic url="one.svg"/><desc>Stained.</desc>
<zone ulx="0" uly="0" lrx="30" lry="20"><note>A blot.</note></zone><note>Torn.</note></surface></facsimile>"""
    made = leaves(folder, "<p>a</p>", before)
    assert list(faults(made, "epub")) == []
    assert said(rendered(made)) == "Sample a Facsimiles 1 The first leaf Stained. A blot. Torn."


@pytest.mark.parametrize("language", ["en", "de", "fr", "es", "it", "la", "nl", "pt", "he", "ar"])
def test_the_heading_is_in_the_language_of_the_text(folder: Path, language: str) -> None:
    text = tei(BODY).replace("<text", f"{SURFACES}<text", 1).replace('xml:lang="en"', f'xml:lang="{language}"').replace(
        "</teiHeader>", f'<profileDesc><langUsage><language ident="{language}"/></langUsage></profileDesc></teiHeader>'
    )  # fmt: skip
    found = rendered(edition_of(document(text, folder=folder)))
    assert words_of(language)["facsimiles"] in [each.text for each in found.headings]
    assert language == "en" or words_of(language)["facsimiles"] != words_of("en")["facsimiles"] or language == "nl"


@pytest.mark.parametrize("before", [
    '<facsimile><surface ulx="NaN" uly="x" lrx="1e99" lry=""><graphic url="one.svg"/><zone ulx="9" uly="9" lrx="1" lry="1" points="1,2"/></surface></facsimile>',
    '<facsimile><surface xml:id="s1" ulx="0" uly="0" lrx="1" lry="1"><graphic url="one.svg"/><zone xml:id="z1" points="-5,-5 900,900 3" rotate="1e9"/></surface></facsimile>',
    '<facsimile xml:id="s1"><graphic url="one.svg" xml:id="z1"/><surface start="#p1"><graphic url="one.svg"/><graphic url="two.svg"/></surface></facsimile>',
    '<facsimile><surfaceGrp xml:id="s1"><surface xml:id="s2"/><surface xml:id="z1"><surface><graphic url="one.svg"/></surface></surface></surfaceGrp></facsimile>',
    f'<facsimile>{"<surface>" * 60}<graphic url="one.svg"/>{"</surface>" * 60}</facsimile>',
    '<facsimile><surface xml:id="s1"><graphic url="one.svg"/></surface></facsimile><facsimile><surface xml:id="s2"><graphic url="two.svg"/></surface></facsimile>',
    '<facsimile><front><p>Of the leaves.</p></front><surface xml:id="s1" facs="#s1"><graphic url="one.svg"/></surface></facsimile>',
])  # fmt: skip
@pytest.mark.parametrize("medium", ["print", "epub"])
def test_whatever_is_in_a_facsimile_no_link_is_dead_and_no_word_lost(folder: Path, before: str, medium: str) -> None:
    body = '<p facs="#z1 #z1 #nothing" xml:id="p1"><pb n="1" facs="#s1"/>The <pb facs="#s2"/><pb facs=" "/>mill.</p>'
    assert list(faults(leaves(folder, body, before), medium)) == []


def test_thousands_of_zones_take_no_longer_each(folder: Path) -> None:
    def seconds(count: int) -> float:
        zones = "".join(f'<zone xml:id="z{number}" ulx="{number % 50}" uly="{number // 50}" lrx="{number % 50 + 1}" lry="{number // 50 + 1}"/>' for number in range(count))
        lines = "".join(f'<lb facs="#z{number}"/>word ' for number in range(count))
        made = leaves(folder, f"<p>{lines}</p>", f'<facsimile><surface ulx="0" uly="0" lrx="50" lry="{count // 50}"><graphic url="one.svg"/>{zones}</surface></facsimile>')
        begun = process_time()
        assert rendered(made).root.xhtml().count('class="area"') == count
        return process_time() - begun

    few = seconds(1_000)
    assert seconds(8_000) < 8 * 3 * few + 0.5


def test_a_transcription_stands_by_zones_its_picture_before_it(folder: Path) -> None:
    text = tei("").replace('<text xml:lang="en"><body></body></text>', """<sourceDoc><surface n="1" ulx="0" uly="0" lrx="60" lry="40"><graphic url="one.svg"/>
<zone ulx="0" uly="0" lrx="40" lry="40" xml:id="main"><line>The mill</line></zone><zone type="margin" subtype="left" rotate="-90" ulx="42" uly="0" lrx="60" lry="30"><line>stood</line></zone>
</surface><surface attachment="glued"><zone type="right_margin"><line>there</line></zone></surface></sourceDoc>""")
    made = edition_of(document(text, folder=folder))
    for medium in ("print", "epub"):
        assert list(faults(made, medium)) == []
    markup = rendered(made).root.xhtml()
    assert re.search(r'<div class="zones" style="grid-template-columns: 67fr 33fr"><div style="grid-area: 1 / 1 / 3 / 2" id="main"', markup)
    assert 'href="#main" style="left: 0.00%; top: 0.00%; width: 66.67%; height: 100.00%"' in markup
    assert 'data-place="in the left margin, turned by 270°"' in markup
    assert 'data-place="in the right margin"' in markup
    assert "Attached slip" in markup


def test_a_transcription_beside_a_text_is_another_view_of_it_unless_an_odd_leaves_it_out(folder: Path) -> None:
    before = "<sourceDoc><surface><line>Teh mill</line></surface></sourceDoc>"
    made = leaves(folder, "<p>The mill.</p>", before)
    assert said(rendered(made)) == "Sample The mill. Transcription line by line Teh mill"
    (folder / "house.odd").write_text('<TEI xmlns="http://www.tei-c.org/ns/1.0"><text><body><schemaSpec ident="h"><elementSpec ident="sourceDoc" mode="change"><model behaviour="omit"/></elementSpec></schemaSpec></body></text></TEI>', "utf-8")
    found = rendered(leaves(folder, "<p>The mill.</p>", before, odd=str(folder / "house.odd")))
    assert (said(found), [each.element for each in found.omitted]) == ("Sample The mill.", ["sourceDoc"])


def test_an_odd_that_leaves_the_facsimile_out_leaves_no_link_to_it(folder: Path) -> None:
    (folder / "house.odd").write_text('<TEI xmlns="http://www.tei-c.org/ns/1.0"><text><body><schemaSpec ident="h"><elementSpec ident="facsimile" mode="change"><model behaviour="omit"/></elementSpec></schemaSpec></body></text></TEI>', "utf-8")
    made = leaves(folder, odd=str(folder / "house.odd"))
    assert list(faults(made, "epub")) == []
    assert "class=\"facs\"" not in rendered(made).root.xhtml()


# In the files


def test_the_epub_and_the_pdf_have_the_pictures_and_epubcheck_nothing_to_say(folder: Path, judge) -> None:
    from edition.proofs import epubcheck
    from edition.writers import epub, pdf

    text = tei(BODY).replace("<text", f"{SURFACES}<text", 1)
    made = bound(folder, Document("leaves", folder / "leaves.xml", text.encode()))
    assert epub.write(made, render_all(made, "epub"), folder / "a.epub").findings == ()
    assert pdf.write(made, render_all(made, "print"), folder / "a.pdf").findings == ()
    judge("java")
    pytest.importorskip("epubcheck")
    assert epubcheck.check([folder / "a.epub"]) == []


# Where zones lie


def zone(**said: str) -> etree._Element:
    return make("zone", said)


@pytest.mark.parametrize(("said", "found"), [
    ({"ulx": "1", "uly": "2", "lrx": "3.5", "lry": "4"}, (1, 2, 3.5, 4)), ({"points": "3,4 1,9 7,2"}, (1, 2, 7, 9)), ({"ulx": "1", "uly": "2", "lrx": "1", "lry": "4"}, None),
    ({"points": "3,4"}, None), ({"ulx": "one", "uly": "2", "lrx": "3", "lry": "4"}, None), ({}, None),
])  # fmt: skip
def test_a_box_is_read_from_corners_or_points(said: dict[str, str], found: object) -> None:
    assert box(zone(**said)) == found


def test_a_frame_is_cut_at_the_edge_of_the_picture_and_none_lies_outside() -> None:
    whole = (100.0, 100.0, 300.0, 200.0)
    assert frame(zone(points="50,150 150,250"), whole) == "left: 0.00%; top: 50.00%; width: 25.00%; height: 50.00%"
    assert frame(zone(points="0,0 50,50"), whole) == ""
    assert frame(zone(points="100,100 300,200", rotate="-90"), whole).endswith("transform: rotate(270deg)")
    assert [angle(zone(rotate=each)) for each in ("45", "405", "x", "")] == [45, 45, 0, 0]


def test_a_zone_that_is_no_rectangle_has_an_outline_in_its_frame() -> None:
    whole = (0.0, 0.0, 600.0, 400.0)
    assert outline(zone(points="50,50 350,20 350,120"), whole) == "0,30 100,0 100,100"
    assert outline(zone(points="500,300 700,300 700,500"), whole) == "0,0 100,0 100,100"
    assert [outline(zone(points=each), whole) for each in ("50,50 350,50 350,120 50,120", "50,50 350,120", "700,700 800,700 800,900", "")] == [""] * 4


NUMBERS = st.integers(0, 100)


@settings(max_examples=60, deadline=None)
@given(st.lists(st.tuples(NUMBERS, NUMBERS, NUMBERS, NUMBERS), min_size=2, max_size=7))
def test_zones_in_a_grid_are_all_there_and_none_lies_on_another(corners: list[tuple[int, int, int, int]]) -> None:
    surface = etree.Element(f"{T}surface")
    for a, b, c, d in corners:
        etree.SubElement(surface, f"{T}zone", {"ulx": str(min(a, c)), "uly": str(min(b, d)), "lrx": str(max(a, c) + 1), "lry": str(max(b, d) + 1)})
    if (made := grid(surface)) is None:
        return
    taken: set[tuple[int, int]] = set()
    columns = len(made.columns.split())
    assert list(made.areas) == list(surface)
    for area in made.areas.values():
        top, left, bottom, right = map(int, area.split(" / "))
        cells = {(row, column) for row in range(top, bottom) for column in range(left, right)}
        assert cells
        assert not cells & taken
        assert right <= columns + 1
        taken |= cells


@pytest.mark.parametrize(("said", "found"), [("margin", ["margin"]), ("left_margin", ["left"]), ("margin left", ["left"]), ("superlinear", ["above"]), ("main", []), ("above above", ["above"])])
def test_places_are_known_by_many_names(said: str, found: list[str]) -> None:
    assert places(said) == found


@pytest.mark.parametrize(("text", "found"), [(PICTURE, (60, 40)), ('<svg width="30mm" height="15mm"/>', (30, 15)), ('<svg width="100%"/>', None), ("no picture", None), ('<svg viewBox="0 0 0 0"/>', None)])
def test_the_shape_of_a_drawing_is_read(tmp_path: Path, text: str, found: object) -> None:
    (tmp_path / "a.svg").write_text(text, "utf-8")
    assert shape(tmp_path / "a.svg") == found


# Descriptions of manuscripts


@pytest.mark.parametrize(("body", "words"), [
    ('<locus from="1r" to="4v"/>', "ff. 1r–4v"), ('<locus from="5r" to="5r"/>', "f. 5r"), ("<locus>fol. 7</locus>", "fol. 7"), ("<locus/>", ""),
    ('<dimensions unit="mm"><height quantity="190"/><width>148</width></dimensions>', "190 × 148 mm"), ('<dimensions><height atLeast="1" atMost="2" unit="cm"/></dimensions>', "1–2 cm"),
    ('<layoutDesc><layout columns="2" writtenLines="30 32"/></layoutDesc>', "Layout Columns: 2; Lines: 30–32"), ('<textLang mainLang="la"/>', ""), ("<extent>9 leaves<dimensions><height>3</height></dimensions></extent>", "9 leaves 3"),
    ("<msIdentifier><settlement>Norwich</settlement><idno>MS 7</idno><altIdentifier><idno>Old 3</idno></altIdentifier></msIdentifier>", "Norwich, MS 7 Old 3"),
])  # fmt: skip
def test_what_is_empty_in_a_description_says_what_its_attributes_do(body: str, words: str) -> None:
    made = edition_of(document(tei(f"<div><msDesc><msContents><msItem>{body}</msItem></msContents></msDesc></div>")))
    assert list(faults(made, "epub")) == []
    assert said(rendered(made)).removeprefix("Sample").replace(" ,", ",").strip() == words


def test_a_picture_that_facs_names_directly_is_in_the_deposit(folder: Path) -> None:
    from edition.deposit.payload import payload

    text = tei('<p><pb n="1" facs="one.svg"/>a <pb facs="../two.svg gone.svg #x https://example.org/three.svg"/></p>')
    made = bound(folder, Document("leaves", folder / "leaves.xml", text.encode()))
    assert [name for name in payload(made, [], {}) if name.endswith(".svg")] == ["tei/one.svg"]

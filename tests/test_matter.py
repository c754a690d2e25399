"""What a book says beside its texts: statement, bibliography, references, lists, the title page."""

from __future__ import annotations

import json
import re
from dataclasses import replace
from pathlib import Path

import pytest
from making import edition, tei

from edition import bibliography, matter
from edition.errors import ProjectError
from edition.header import spoken
from edition.model import Document
from edition.project import Edition, Entry, Person
from edition.render import render_all, words_of
from edition.writers import lists, title_pages

WORDS = words_of("en")
CSL = b"""<style xmlns="http://purl.org/net/xbiblio/csl" class="note" version="1.0"><info><title>House</title><id>house</id><updated>2026-01-31T00:00:00+00:00</updated></info>
<citation><layout><text variable="title"/></layout></citation><bibliography><layout suffix="!"><text variable="title" font-style="italic"/><date variable="issued" prefix=" - "><date-part name="year"/></date></layout></bibliography></style>"""
ITEMS = [
    {"id": "log", "type": "book", "title": "The Log", "author": [{"family": "Pask", "given": "Nan"}], "issued": {"date-parts": [[1902]]}, "publisher": "Packet", "publisher-place": "Orrismouth"},
    {"id": "rope", "type": "article-journal", "title": "On Rope", "container-title": "Notes", "volume": "3", "page": "4-9", "author": [{"family": "Dray", "given": "T."}], "issued": {"date-parts": [[1899]]}},
    {"id": "idle", "type": "book", "title": "Nobody Cites Me"},
]  # fmt: skip


def document(body: str, name: str = "a", header: str = "", front: str = "") -> Document:
    made = tei(name, body).data.decode().replace("</teiHeader>", f"{header}</teiHeader>").replace("<body>", f"{front}<body>")
    return Document(name, Path(f"{name}.xml"), made.encode())


def words(markup: str) -> str:
    return " ".join(re.sub(r"<[^>]*>", "", re.sub(r"<(?=/?(?:p|li|div|h\d|section|t[dhr]|dt|dd)\b)", " <", markup)).split())


def printed(made: Edition) -> str:
    return words("".join(rendition.root.xhtml() for rendition in render_all(made, "print")))


def reference(markup: str) -> str:
    [rendition] = render_all(Edition(*_of(f"<listBibl>{markup}</listBibl>")), "print")
    return words(rendition.root.xhtml()).removeprefix("A Title ")


def _of(body: str) -> tuple:  # type: ignore[type-arg]
    made = edition(Path("/nowhere"), document(f"<p/>{body}"))
    return made.project, made.documents


# The statement


def test_the_statement_says_in_words_what_the_header_declares(tmp_path):
    header = """<encodingDesc><projectDesc><p xml:id="x">A trial.</p></projectDesc><editorialDecl><p>Set anew.</p><correction status="medium" method="silent"><p>Misprints.</p></correction>
      <quotation marks="all"/><hyphenation eol="none"/></editorialDecl></encodingDesc>"""
    made = matter.complete(edition(tmp_path, document("<p>x</p>", header=header)))
    said = printed(made)
    assert "Editorial Principles The project. A trial. The text. Set anew. Corrections. The text was read through once and corrected. Mistakes were corrected without a mark. Misprints." in said
    assert "Quotation marks. All quotation marks of the source were kept. Hyphens at line ends. Hyphens at the ends of lines were taken out." in said


def test_the_statement_is_in_the_language_of_the_edition(tmp_path):
    header = '<encodingDesc><editorialDecl><punctuation marks="none"/></editorialDecl></encodingDesc>'
    made = matter.complete(edition(tmp_path, document("<p>x</p>", header=header), languages=("de",)))
    assert "Zur Textgestaltung Zeichensetzung. Die Zeichensetzung der Vorlage ist nicht bewahrt." in printed(made)


def test_what_all_documents_declare_is_said_once(tmp_path):
    header = "<encodingDesc><projectDesc><p>A trial.</p></projectDesc></encodingDesc>"
    made = edition(tmp_path, document("<p>x</p>", header=header), document("<p>y</p>", "b", header=header))
    assert printed(matter.complete(made)).count("A trial.") == 1


def test_an_edition_with_matter_of_its_own_speaks_for_itself_unless_it_asks(tmp_path):
    header = "<encodingDesc><projectDesc><p>A trial.</p></projectDesc></encodingDesc>"
    made = edition(tmp_path, document("<p>x</p>", header=header), front=(document("<p>preface</p>", "front-preface"),))
    assert matter.complete(made).made == ()
    assert len(matter.complete(replace(made, project=replace(made.project, statement=True))).made) == 1
    assert matter.complete(edition(tmp_path, document("<p>x</p>"))).made == ()


def test_what_is_added_changes_no_id_of_the_text(tmp_path):
    made = edition(tmp_path, document("<div xml:id='d'><head>H</head><p>x</p></div>", header="<encodingDesc><projectDesc><p>A trial.</p></projectDesc></encodingDesc>"))
    before, after = (render_all(each, "epub")[0] for each in (made, matter.complete(made)))
    assert (before.ids, before.units, before.root.xhtml()) == (after.ids, after.units, after.root.xhtml())


# The bibliography


def with_works(tmp_path: Path, body: str, **more: object) -> Edition:
    path = tmp_path / "bibliography.json"
    path.write_text(json.dumps(ITEMS))
    return edition(tmp_path, document(body), bibliography=bibliography.parse(path.read_bytes(), path), **more)  # type: ignore[arg-type]


CITING = '<p>x<note>See <ref target="#bibl-log">Pask</ref> and <bibl corresp="#bibl-rope">Dray</bibl>.</note></p>'


def test_the_works_that_are_cited_are_listed_in_order(tmp_path):
    said = printed(matter.complete(with_works(tmp_path, CITING)))
    assert said.endswith("Bibliography Dray, T., On Rope, Notes 3 (1899), pp. 4-9. Pask, Nan, The Log (Orrismouth: Packet, 1902).")
    assert matter.complete(with_works(tmp_path, "<p>x</p>")).made == ()
    assert "Nobody Cites Me" in printed(matter.complete(with_works(tmp_path, "<p>x</p>", lists=("bibliography",))))
    assert matter.complete(with_works(tmp_path, CITING, lists=("figures",))).made == ()


def test_a_citation_style_of_the_edition_is_followed(tmp_path):
    (tmp_path / "house.csl").write_bytes(CSL)
    said = printed(matter.complete(with_works(tmp_path, CITING, csl="house.csl")))
    assert "The Log - 1902!" in said
    assert "On Rope - 1899!" in said


def test_a_style_that_would_have_to_be_fetched_is_refused(tmp_path):
    (tmp_path / "house.csl").write_bytes(CSL.replace(b"</info>", b'<link rel="independent-parent" href="http://www.zotero.org/styles/x"/></info>'))
    with pytest.raises(ProjectError, match="independent-parent"):
        matter.complete(with_works(tmp_path, CITING, csl="house.csl"))


# References


@pytest.mark.parametrize(
    ("markup", "said"),
    [
        ('<biblStruct><analytic><author><persName><surname>Dray</surname><forename>Tom</forename></persName></author><author>Ann Sorrel</author><title level="a">On Rope</title></analytic><monogr><title level="j">Notes</title><imprint><biblScope unit="volume">12</biblScope><biblScope unit="issue">3</biblScope><date when="1889-05"/><biblScope unit="page" from="14" to="19"/></imprint></monogr></biblStruct>',
         "Dray, Tom; Ann Sorrel, On Rope, Notes 12 (May 1889), no. 3, pp. 14–19."),
        ('<biblStruct><analytic><author>Quill, H.</author><title level="a">Who Rows?</title></analytic><monogr><title level="m">Boats</title><editor><forename>Jane</forename><surname>Lark</surname></editor><imprint><pubPlace>Orris</pubPlace><publisher>Packet</publisher><date>1901</date></imprint></monogr><series><title level="s">Library</title><biblScope>7</biblScope></series></biblStruct>',
         "Quill, H., Who Rows? in Boats, ed. Jane Lark (Orris: Packet, 1901) (Library, 7)."),
        ("<biblStruct><monogr><editor>Lark, J.</editor><editor>Pask, N.</editor><title>Tides</title><imprint><date>1880</date></imprint></monogr><note>Not seen.</note></biblStruct>", "Lark, J.; Pask, N. (eds), Tides (1880). Not seen."),
        ("<bibl><author>Tredwick, L.</author><title>The Box</title><date>1912</date></bibl>", "Tredwick, L., The Box (1912)."),
        ("<bibl>In words, <title>The Word</title>, 1894</bibl>", "In words, The Word, 1894"),
        ('<biblStruct><monogr><title>Tides</title><imprint/></monogr><idno type="DOI">10.1/x</idno><ref target="https://example.org/">here</ref></biblStruct>', "Tides. DOI 10.1/x. here."),
        ("<biblFull><titleStmt><title>A Play</title><author>Sorrel</author></titleStmt><publicationStmt><publisher>Packet</publisher><date>1600</date></publicationStmt></biblFull>", "Sorrel, A Play (Packet, 1600)."),
        ("<biblStruct>stray<monogr><title>Tides</title> more <imprint/></monogr></biblStruct>", "strayTides more"),
    ],
)  # fmt: skip
def test_references_are_set_as_a_reader_expects_them(markup, said):
    assert reference(markup) == said


def test_the_title_of_a_part_is_upright_and_of_a_whole_italic():
    [rendition] = render_all(Edition(*_of('<listBibl><biblStruct><analytic><title level="a">On Rope</title></analytic><monogr><title>Notes</title><imprint/></monogr></biblStruct></listBibl>')), "print")
    markup = rendition.root.xhtml()
    assert re.search(r'<cite[^>]* class="title part"[^>]*>On Rope<|<cite[^>]*class="[^"]*part[^"]*"[^>]*>On Rope<', markup)
    assert not re.search(r'<cite[^>]*part[^>]*>Notes<', markup)


# Lists


def letter(name: str, when: str, sender: str, addressee: str, *, said: str = "") -> Document:
    header = f'<profileDesc><correspDesc><correspAction type="sent"><persName>{sender}</persName><placeName>Orrismouth</placeName><date when="{when}">{said}</date></correspAction><correspAction type="received"><persName>{addressee}</persName></correspAction></correspDesc></profileDesc>'
    return document("<p>x</p>", name, header=header)


def made_lists(made: Edition) -> dict[str, str]:
    renditions = render_all(made, "print")
    return {each.name: words(each.markup) for each in lists.lists(made, renditions, WORDS, lambda document, _: (f"#{document}", f"p. {document}"))}


def test_letters_are_listed_by_date_with_sender_addressee_and_page(tmp_path):
    made = edition(tmp_path, letter("b", "1871-03-14", "Fenwright, Tobias", "Quillan, Hester"), letter("a", "1870-01", "Quillan, Hester", "Fenwright, Tobias", said="Twelfth Night 1870"))
    assert made_lists(made) == {
        "correspondence": "Letters Date From To Place Page Twelfth Night 1870 Hester Quillan Tobias Fenwright Orrismouth p. a 14 March 1871 Tobias Fenwright Hester Quillan Orrismouth p. b"
    }
    assert made_lists(edition(tmp_path, letter("b", "1871", "A", "B"))) == {}
    assert list(made_lists(edition(tmp_path, letter("b", "1871", "A", "B"), lists=("correspondence",)))) == ["correspondence"]
    assert made_lists(replace(made, project=replace(made.project, lists=()))) == {}


def test_dated_events_are_listed_and_those_without_words_are_not(tmp_path):
    header = '<profileDesc><settingDesc><listEvent><event when="1871-02-02"><label>A storm</label></event><event when="1870"><desc>A calm</desc></event><event when="1872"><desc/></event><event from="1873-07" to="1873-08"><desc>No coal</desc></event><event notBefore="1869-05"><head>The box</head></event></listEvent></settingDesc></profileDesc>'
    assert made_lists(edition(tmp_path, document("<p>x</p>", header=header))) == {"chronology": "Chronology Date Events May 1869 The box 1870 A calm 2 February 1871 A storm July 1873 – August 1873 No coal"}


def test_abbreviations_are_listed_once_with_what_they_stand_for(tmp_path):
    body = "".join(f"<choice><abbr>{short}</abbr><expan>{long}</expan></choice> " for short, long in (("Mr", "Mister"), ("Dr", "Doctor"), ("Mr", "Mister"), ("St", "Saint"), ("St", "Street")))
    assert made_lists(edition(tmp_path, document(f"<p>{body}</p>"))) == {"abbreviations": "Abbreviations Dr Doctor Mr Mister St Saint; Street"}


def test_captions_of_figures_and_tables_are_listed(tmp_path):
    body = "<figure><head>A boat</head></figure><table><head>Tides</head><row><cell>1</cell></row></table>"
    made = edition(tmp_path, document(body), lists=("figures", "tables"))
    renditions = render_all(made, "epub")
    for name, text in (("figures", "A boat"), ("tables", "Tides")):
        [(rendition, caption)] = lists.captions(made, renditions, name)
        assert caption.text == text
        assert rendition.ids[caption.id] == caption.unit
        assert f'id="{caption.id}"' in rendition.root.xhtml()
    assert lists.captions(edition(tmp_path, document(body)), renditions, "figures") == []


# The title page

FRONT = "<front><titlePage><docTitle><titlePart>Of Ferries</titlePart></docTitle><byline>by <docAuthor>Elias Pask</docAuthor></byline></titlePage><div><head>Preface</head><p>x</p></div></front>"


def test_the_title_page_of_the_one_document_is_the_books(tmp_path):
    made = edition(tmp_path, document("<p>text</p>", front=FRONT))
    title, [rendition] = title_pages.own_title_page(made, render_all(made, "print"))
    assert words(title) == "Of Ferries by Elias Pask"
    assert words(rendition.root.xhtml()) == "Preface x text"


@pytest.mark.parametrize("front", ["", "<front><p>Before it.</p>" + FRONT.removeprefix("<front>")])
def test_a_title_page_that_does_not_come_first_stays(tmp_path, front):
    made = edition(tmp_path, document("<p>text</p>", front=front))
    assert title_pages.own_title_page(made, render_all(made, "print"))[0] == ""


@pytest.mark.parametrize(
    ("page", "serves"),
    [
        ("<p>OF FERRIES</p><p>by E. Paſk</p>", True), ("<p>Of Ferries</p>", False), ("<p>Of Boats, by Elias Pask</p>", False), ("<p>Printed for Otto Marsh</p>", False),
    ],
)  # fmt: skip
def test_a_division_is_the_title_page_only_if_it_says_title_and_author(tmp_path, page, serves):
    made = edition(tmp_path, document("<p>text</p>", front=f'<front><div type="titlepage">{page}</div></front>'))
    made = replace(made, project=replace(made.project, title="Of Ferries: A Treatise", people=(Person("Pask, Elias, 1801-1870", "author"),)))
    title, [rendition] = title_pages.own_title_page(made, render_all(made, "print"))
    assert bool(title) == serves
    assert serves or words(rendition.root.xhtml()).count(words(page))


def test_in_an_edition_each_title_page_stays_with_its_document(tmp_path):
    made = edition(tmp_path, document("<p>text</p>", front=FRONT), document("<p>y</p>", "b"))
    assert title_pages.own_title_page(made, render_all(made, "print"))[0] == ""


def test_an_epub_has_one_title_page(tmp_path):
    from zipfile import ZipFile

    from edition.writers import epub

    made = edition(tmp_path, document("<p>text</p>", front=FRONT))
    assert epub.write(made, render_all(made, "epub"), tmp_path / "x.epub").findings == ()
    with ZipFile(tmp_path / "x.epub") as packed:
        names = [name for name in packed.namelist() if name.startswith("EPUB/text")]
        assert [name for name in names if b'epub:type="frontmatter titlepage"' in packed.read(name)] == ["EPUB/text/a.xhtml"]
        assert not any("title-page" in name for name in names)
        assert b"text" not in packed.read("EPUB/text/a.xhtml").partition(b"<body")[2].replace(b'class="text"', b"").replace(b"a_3", b"")


@pytest.mark.parametrize(
    ("name", "said"),
    [
        ("Goldmann, Paul", "Paul Goldmann"), ("Paul Goldmann", "Paul Goldmann"), ("Washington, Booker T., 1856-1915", "Booker T. Washington"), ("Goethe, Johann Wolfgang von", "Johann Wolfgang von Goethe"),
        ("University of Michigan, Library", "University of Michigan, Library"), ("Müller, Martin Anton, Untner, Laura", "Müller, Martin Anton, Untner, Laura"), ("Pask, the elder", "Pask, the elder"), ("", ""),
    ],
)  # fmt: skip
def test_names_on_the_title_page_are_as_they_are_said(name, said):
    assert spoken(name) == said


def test_the_title_page_turns_no_name_round(tmp_path):
    made = edition(tmp_path, document("<p>x</p>"), people=(Person("Pask, Elias", "author"), Person("Larkspur, Imogen", "editor")))
    assert {"Elias Pask", "Edited by Imogen Larkspur"} <= set(re.findall("Elias Pask|Edited by Imogen Larkspur", words(title_pages.title_page(made, WORDS))))
    assert made.project.documents == (Entry("a"),)

"""The parts of an EPUB: the container, the navigation, the metadata, and the look at the finished file."""

from __future__ import annotations

import re
import zipfile
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from lxml import etree

from edition.errors import OutputError
from edition.header import Agent
from edition.model import Document
from edition.project import Edition, Person, Project, Rights
from edition.writers.book import Line
from edition.writers.package import check, nav, opf
from edition.writers.package.metadata import Contents, file_as, metadata
from edition.writers.package.ocf import Member, pack

WORDS = {"contents": "Contents", "landmarks": "Landmarks", "pages": "Pages", "a11y_text": "Text.", "a11y_pictures": "Described.", "a11y_no_pictures": "Not described."}
PROJECT = Project(id="sample", title="The Papers", folder=Path("sample"), languages=("en", "he"), date="2026-01-31")
PAGE = '<html xmlns="http://www.w3.org/1999/xhtml" xmlns:epub="http://www.idpf.org/2007/ops"><head><title>{title}</title></head><body>{body}</body></html>'


# The container


def test_the_media_type_comes_first_and_is_not_packed(tmp_path):
    pack([Member("EPUB/a.xhtml", b"a" * 999), Member("EPUB/b.png", b"b" * 999, stored=True)], tmp_path / "x.epub", date="2026-01-31")
    with zipfile.ZipFile(tmp_path / "x.epub") as container:
        entries = container.infolist()
    assert [entry.filename for entry in entries] == ["mimetype", "META-INF/container.xml", "EPUB/a.xhtml", "EPUB/b.png"]
    assert [entry.compress_type for entry in entries] == [zipfile.ZIP_STORED, zipfile.ZIP_DEFLATED, zipfile.ZIP_DEFLATED, zipfile.ZIP_STORED]
    assert (tmp_path / "x.epub").read_bytes()[30:58] == b"mimetypeapplication/epub+zip", "no extra field between name and content"
    assert {(entry.date_time, entry.create_system, entry.external_attr) for entry in entries} == {((2026, 1, 31, 0, 0, 0), 3, 0o100644 << 16)}


@pytest.mark.parametrize(("date", "year"), [("1848-02-21", 1980), ("9999-01-01", 2107), ("", 1980)])
def test_a_date_that_a_zip_file_cannot_say_becomes_the_nearest(tmp_path, date, year):
    pack([], tmp_path / "x.epub", date=date)
    assert zipfile.ZipFile(tmp_path / "x.epub").infolist()[0].date_time[0] == year


def test_a_picture_is_brought_from_where_it_lies(tmp_path):
    picture = tmp_path / "a.png"
    picture.write_bytes(bytes(range(256)) * 999)
    pack([Member("EPUB/images/a.png", picture, stored=True)], tmp_path / "x.epub", date="2026-01-31")
    with zipfile.ZipFile(tmp_path / "x.epub") as container:
        assert container.read("EPUB/images/a.png") == picture.read_bytes()
        assert container.testzip() is None


def test_what_goes_wrong_leaves_the_last_good_file(tmp_path):
    out = tmp_path / "x.epub"
    pack([], out, date="2026-01-31")
    before = out.read_bytes()

    def members() -> Iterator[Member]:
        yield Member("EPUB/a.xhtml", b"a")
        raise OSError(28, "No space left on device")

    with pytest.raises(OutputError, match="no room") as refused:
        pack(members(), out, date="2026-01-31")
    assert refused.value.hint
    assert out.read_bytes() == before
    assert list(tmp_path.iterdir()) == [out]


def test_an_interruption_leaves_nothing_behind(tmp_path):
    def members() -> Iterator[Member]:
        yield Member("EPUB/a.xhtml", b"a")
        raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        pack(members(), tmp_path / "x.epub", date="2026-01-31")
    assert list(tmp_path.iterdir()) == []


def test_a_folder_in_its_place_is_said(tmp_path):
    (tmp_path / "x.epub").mkdir()
    with pytest.raises(OutputError, match="folder"):
        pack([], tmp_path / "x.epub", date="2026-01-31")


def test_the_folder_is_made(tmp_path):
    pack([], tmp_path / "new" / "x.epub", date="2026-01-31")
    assert (tmp_path / "new" / "x.epub").is_file()


# The navigation document


def of(markup: str) -> etree._Element:
    return etree.fromstring(f'<body xmlns:epub="http://www.idpf.org/2007/ops">{markup}</body>')


@given(st.lists(st.integers(1, 5), max_size=12))
@settings(max_examples=60)
def test_a_heading_lies_under_the_last_one_that_is_higher(levels):
    lines = [Line(str(number), f"#{number}", level) for number, level in enumerate(levels)]
    toc = of(nav.navigation(lines, [], [], WORDS)).find("nav")
    assert toc is not None
    assert len(toc.findall("ol")) == 1, "a navigation list is one list"
    links = list(toc.iter("a"))
    assert [link.text for link in links] == [line.text for line in lines]
    for number, link in enumerate(links):
        above = [other for other in range(number) if levels[other] < levels[number]]
        outer = link.xpath("../../parent::li/a")
        assert [each.text for each in outer] == [str(each) for each in above[-1:]]


def test_the_pages_of_the_source_are_listed_only_if_there_are_any():
    assert "page-list" not in nav.navigation([], [], [], WORDS)
    pages = of(nav.navigation([], [], [nav.PageMark("iv", "text/a.xhtml#p4")], WORDS)).findall("nav")[-1]
    assert pages.get("role") == "doc-pagelist"
    assert [(link.get("href"), link.text) for link in pages.iter("a")] == [("text/a.xhtml#p4", "iv")]


def test_words_of_the_contents_are_escaped():
    assert "A &lt; B &amp; C" in nav.navigation([Line("A < B & C", 'a.xhtml#"x"')], [("toc", "#toc", "<>")], [], WORDS)


# The package document


def said(project: Project = PROJECT, contents: Contents | None = None, header: str = "") -> str:
    """The metadata of an edition with one document, whose fileDesc holds `header`."""
    tei = f'<TEI xmlns="http://www.tei-c.org/ns/1.0"><teiHeader><fileDesc>{header}</fileDesc></teiHeader><text><body><p/></body></text></TEI>'
    document = Document("a", Path("a.xml"), tei.encode())
    return "\n".join(metadata(Edition(project, (document,)), contents or Contents(), WORDS))


def test_metadata_are_well_formed_whatever_the_titles_say():
    project = replace(PROJECT, title='<A> & "B"', subtitle="]]> & <", publisher="P & P", people=(Person("A <b> & c", "author"),), rights=Rights(note="<&>"))
    tree = etree.fromstring(opf.package(metadata(Edition(project, ()), Contents(), WORDS), [], language="en").encode())
    assert [each.text for each in tree.iter("{http://purl.org/dc/elements/1.1/}title")] == ['<A> & "B"', "]]> & <"]


def test_titles_have_a_kind_a_place_and_a_filing_form():
    text = said(replace(PROJECT, subtitle="A Choice"))
    assert '<dc:title id="t1">The Papers</dc:title>' in text
    assert '<meta property="title-type" refines="#t1">main</meta>' in text
    assert '<meta property="display-seq" refines="#t2">2</meta>' in text
    assert '<meta property="file-as" refines="#t1">Papers, The</meta>' in text


def test_authors_are_creators_and_others_contribute_with_their_relators():
    text = said(replace(PROJECT, people=(Person("Ann Bee", "editor"), Person("Cee Dee", "translator"), Person("Fund", "funder"), Person("Eff, Gee", "author"))))
    people = re.findall(r"<dc:(creator|contributor) id=\"(\w+)\">([^<]+)<", text)
    assert [(kind, name) for kind, _, name in people] == [("creator", "Eff, Gee"), ("contributor", "Ann Bee"), ("contributor", "Cee Dee"), ("contributor", "Fund")]
    roles = {name: re.findall(rf'property="role" refines="#{identifier}" scheme="marc:relators">(\w+)<', text) for _, identifier, name in people}
    assert roles == {"Eff, Gee": ["aut"], "Ann Bee": ["edt"], "Cee Dee": ["trl"], "Fund": ["fnd"]}
    assert "Bee, Ann" in text


def test_without_an_author_the_editors_are_the_creators():
    assert '<dc:creator id="p1">Ann Bee</dc:creator>' in said(replace(PROJECT, people=(Person("Ann Bee", "editor"),)))


def test_a_family_name_is_not_guessed_at():
    assert file_as("Ludwig van Beethoven") == ""
    assert file_as("Österreichische FWF") == ""
    assert file_as("Bee, Ann") == "Bee, Ann"
    assert file_as("Juan de la Cruz", [Agent("Juan de la Cruz", "author", filed="Cruz, Juan")]) == "Cruz, Juan"


@pytest.mark.parametrize(
    ("identifiers", "identifier", "onix"),
    [
        ({"doi": "https://doi.org/10.1234/x.y"}, "https://doi.org/10.1234/x.y", "06"),
        ({"isbn_epub": "978-3-16-148410-0"}, "urn:isbn:9783161484100", "15"),
        ({"urn": "urn:nbn:de:1"}, "urn:nbn:de:1", "22"),
    ],
)
def test_the_identifier_is_the_one_that_the_edition_has(identifiers, identifier, onix):
    text = said(replace(PROJECT, identifiers=identifiers))
    assert f'<dc:identifier id="uid">{identifier}</dc:identifier>' in text
    assert f'scheme="onix:codelist5">{onix}<' in text


def test_without_an_identifier_one_is_made_from_the_name_and_stays_the_same():
    one, two, other = said(), said(replace(PROJECT, title="Another title")), said(replace(PROJECT, id="other"))
    made = [re.search(r'id="uid">(urn:uuid:[0-9a-f-]{36})<', text)[1] for text in (one, two, other)]  # type: ignore[index]
    assert made[0] == made[1] != made[2]


def test_the_time_of_the_last_change_is_the_edition_s_date():
    assert '<meta property="dcterms:modified">2026-01-31T00:00:00Z</meta>' in said()


def test_languages_that_are_no_tags_are_left_out():
    text = said(replace(PROJECT, languages=("en", "not a tag", "he", "en")))
    assert re.findall(r"<dc:language>(.*?)</", text) == ["en", "he"]


def test_only_what_is_true_is_claimed():
    plain, full = said(), said(contents=Contents(headings=True, pictures=True, described=True, pages=True, mathml=True))
    undescribed = said(contents=Contents(pictures=True, described=False))
    assert "alternativeText" not in plain
    assert "alternativeText" in full
    assert "alternativeText" not in undescribed
    assert '"schema:accessModeSufficient">textual<' not in undescribed
    assert '"schema:accessMode">visual<' in undescribed
    assert "pageNavigation" in full
    assert "pageNavigation" not in plain
    assert "conformsTo" not in full, "a claim of conformance is for a person to make"
    for text in (plain, full, undescribed):
        assert "accessibilitySummary" in text
        assert "accessibilityHazard" in text


def test_the_series_is_a_collection():
    text = said(header="<titleStmt><title>T</title></titleStmt><seriesStmt><title>Old Papers</title><biblScope>3</biblScope></seriesStmt>")
    assert '<meta property="belongs-to-collection" id="series">Old Papers</meta>' in text
    assert '<meta property="group-position" refines="#series">3</meta>' in text


@pytest.mark.parametrize(("language", "way"), [("en", "ltr"), ("he", "rtl"), ("ar-EG", "rtl"), ("ar-Latn", "ltr")])
def test_the_book_turns_its_pages_as_its_language_does(language, way):
    assert f'page-progression-direction="{way}"' in opf.package([], [], language=language)


# The look at the finished file


def a_book(folder: Path, files: dict[str, str] | None = None, *, listed: str = "", spine: str = '<itemref idref="a"/>') -> Path:
    """An EPUB that is right but for what `files` says of it."""
    body = '<p><a epub:type="noteref" id="r" href="#n">1</a></p><div epub:type="footnote" id="n"><a role="doc-backlink" href="#r">1</a></div>'
    whole = {
        "EPUB/package.opf": f'<package><manifest><item id="n" href="nav.xhtml" properties="nav"/><item id="a" href="text/a.xhtml"/>{listed}</manifest>'
        f"<spine>{spine}</spine></package>",
        "EPUB/nav.xhtml": PAGE.format(title="Contents", body='<nav><ol><li><a href="text/a.xhtml#n">A</a></li></ol></nav>'),
        "EPUB/text/a.xhtml": PAGE.format(title="A", body=body),
    } | (files or {})
    path = folder / "x.epub"
    pack([Member(name, data.encode()) for name, data in whole.items() if data], path, date="2026-01-31")
    return path


def text_file(body: str, title: str = "A") -> dict[str, str]:
    return {"EPUB/text/a.xhtml": PAGE.format(title=title, body=f'<p id="n">{body}</p>')}


def test_a_book_in_which_all_is_right_has_no_findings(tmp_path):
    assert check.check(a_book(tmp_path)) == []


CALL = '<a epub:type="noteref" id="c" href="#m">1</a>'
FAULTY = {
    "not well-formed": ("EPB001", text_file("<b>")),
    "dead link to a place": ("EPB002", text_file('<a href="#nowhere">x</a>')),
    "dead link to a file": ("EPB002", text_file('<a href="b.xhtml">x</a>')),
    "missing picture": ("EPB002", text_file('<img src="../images/x.png" alt="x"/>')),
    "dead line of the contents": ("EPB002", {"EPUB/nav.xhtml": PAGE.format(title="C", body='<nav><a href="text/b.xhtml">A</a></nav>')}),
    "an id twice": ("EPB003", text_file('<b id="x"/><i id="x"/>')),
    "no title": ("EPB004", text_file("x", title=" ")),
    "a line of the contents without words": ("EPB004", {"EPUB/nav.xhtml": PAGE.format(title="C", body='<nav><a href="text/a.xhtml"> </a></nav>')}),
    "a call that leads to no note": ("EPB005", text_file(CALL + '<b id="m"/>')),
    "a note that nothing calls": ("EPB005", text_file('<b epub:type="footnote" id="m"><a role="doc-backlink" href="#n">1</a></b>')),
    "no way back": ("EPB005", text_file(CALL + '<b epub:type="footnote" id="m">x</b>')),
    "a wrong way back": ("EPB005", text_file(CALL + '<b epub:type="footnote" id="m"><a role="doc-backlink" href="#n">1</a></b>')),
    "a file that is not listed": ("EPB006", {"EPUB/text/b.xhtml": PAGE.format(title="B", body="")}),
    "a listed file that is not there": ("EPB006", {"EPUB/text/a.xhtml": "", "EPUB/nav.xhtml": PAGE.format(title="C", body="")}),
    "names that differ in capitals": ("EPB008", {"EPUB/text/A.xhtml": PAGE.format(title="B", body="")}),
}


@pytest.mark.parametrize(("code", "files"), FAULTY.values(), ids=FAULTY)
def test_a_fault_has_its_code(tmp_path, code, files):
    listed = '<item id="b" href="text/A.xhtml"/>' if "EPUB/text/A.xhtml" in files else ""
    found = check.check(a_book(tmp_path, files, listed=listed))
    assert {each.code for each in found} == {code}
    assert all(each.locus.file.startswith(str(tmp_path / "x.epub")) for each in found)


def test_a_reading_order_that_names_nothing(tmp_path):
    assert {each.code for each in check.check(a_book(tmp_path, spine='<itemref idref="z"/>'))} == {"EPB006"}
    assert {each.code for each in check.check(a_book(tmp_path, spine=""))} == {"EPB006"}


@pytest.mark.parametrize("data", [b"", b"PK\x03\x04 cut off", b"plain text"])
def test_what_is_no_container_is_said(tmp_path, data):
    path = tmp_path / "x.epub"
    path.write_bytes(data)
    assert [each.code for each in check.check(path)] == ["EPB007"]


def test_a_container_that_does_not_begin_with_its_media_type(tmp_path):
    path = tmp_path / "x.epub"
    with zipfile.ZipFile(a_book(tmp_path)) as old:
        files = [(name, old.read(name)) for name in reversed(old.namelist())]
    with zipfile.ZipFile(path, "w") as new:
        for name, data in files:
            new.writestr(name, data)
    assert {each.code for each in check.check(path)} == {"EPB007"}


def test_every_code_is_explained():
    assert all(re.fullmatch(r"EPB\d{3}", code) and len(why) > 40 for code, why in ((code, each.manual) for code, each in check.CODES.items()))

"""Indexes: who is named where, under which name, in which order; and the same in print and in an EPUB."""

from __future__ import annotations

import re
from dataclasses import replace
from pathlib import Path

import pytest
from lxml import etree
from making import edition, tei

from edition import authority, project
from edition import tei as xml
from edition.entities import Register, anchor, filed, index_of, kind_of
from edition.errors import ProjectError
from edition.model import Document
from edition.prefixes import Prefix, declared, expanded
from edition.project import Edition
from edition.render import render_all, words_of
from edition.render.model import Entry
from edition.writers import indexes
from edition.writers.indexes import Index

LISTS = """<standOff><listPerson><person xml:id="nan"><persName><forename>Nan</forename> <surname>Pask</surname></persName><persName type="pseudonym">The Door</persName>
<birth when="1850"/><death><date when="1911-02-03"/></death></person><person xml:id="dray"><persName>Dray, Mr.</persName></person></listPerson>
<listPlace><place xml:id="wether"><placeName>The Wether</placeName></place></listPlace><listBibl><bibl xml:id="repose"><title>The Essays on Repose</title><author>Quill, H.</author></bibl></listBibl></standOff>"""
WORDS = words_of("en")


def document(body: str, name: str = "a", lists: str = LISTS, header: str = "") -> Document:
    made = tei(name, body).data.decode().replace("<text>", f"{lists}<text>").replace("</teiHeader>", f"{header}</teiHeader>")
    return replace(tei(name, body), data=made.encode())


def made_of(book: Edition, medium: str = "epub") -> dict[str, Index]:
    renditions = render_all(book, medium)
    if medium == "print":
        pages = {entry.id: str(position) for rendition in renditions for position, entry in enumerate(rendition.entries, 1)}
        locate = indexes.by_page(pages, [str(number) for number in range(1, 99)], WORDS)
    else:
        locate = indexes.by_section(renditions, lambda unit: f"{unit}.xhtml", source_pages=False, words=WORDS)
    return {each.kind: each for each in indexes.indexes(book, renditions, WORDS, locate)}


def lines(index: Index) -> list[str]:
    root = etree.fromstring(f'<div xmlns:epub="http://www.idpf.org/2007/ops">{index.markup}</div>')
    return [" ".join("".join(item.itertext()).split()) for item in root.iter("li") if item.getparent().getparent().tag != "li"]  # type: ignore[union-attr]


def test_names_stand_under_the_name_of_their_list_with_its_dates(tmp_path):
    found = made_of(edition(tmp_path, document('<p><persName ref="#nan">She</persName> and <persName ref="#dray">Dray</persName> at <placeName ref="#wether">the rock</placeName>, with <title ref="#repose">Repose</title>.</p>')), "print")
    assert list(found) == ["person", "place", "work"]
    assert lines(found["person"]) == ["Dray, Mr., 2", "Pask, Nan (1850–1911), 1"]
    assert lines(found["place"]) == ["The Wether, 3"]
    assert lines(found["work"]) == ["The Essays on Repose (Quill, H.), 4"]


def test_a_name_without_a_list_stands_under_what_it_is_mostly_called(tmp_path):
    found = made_of(edition(tmp_path, document('<p><rs type="person" key="q">he</rs> <rs type="pers" key="q">Jonah</rs> <persName key="q">Jonah</persName></p>')), "print")
    assert lines(found["person"]) == ["Jonah, 1–3"]


def test_names_without_a_key_are_indexed_where_edition_toml_asks(tmp_path):
    body = "<p><persName>Anna</persName> in <placeName>Millbrook</placeName></p>"
    assert made_of(edition(tmp_path, document(body))) == {}
    assert list(made_of(edition(tmp_path, document(body), indexes=("places", "persons")))) == ["place", "person"]
    assert made_of(edition(tmp_path, document('<p><persName ref="#nan">Nan</persName></p>'), indexes=())) == {}


def test_a_name_in_use_that_has_no_word_of_the_printed_one_leads_to_it(tmp_path):
    found = made_of(edition(tmp_path, document('<p><persName ref="#nan">The Door</persName></p>')), "print")
    assert lines(found["person"]) == ["The Door, see Pask, Nan", "Pask, Nan (1850–1911), 1"]
    assert f'href="#{anchor("person", "nan")}"' in found["person"].markup


def test_terms_nest_and_lead_to_each_other(tmp_path):
    body = """<p><index><term>ferries</term><index><term>steam</term></index></index>x <index><term>ferries<ref type="see-also">boats</ref></term></index>
      <index><term>boats</term></index><index><term>steamers <ref type="see">ferries</ref></term></index><index indexName="plants"><term sortKey="reed">common reed</term></index>
      <index indexName="plants"><term>sedge</term></index><index indexName="persons"><term>Nan</term></index>y</p>"""
    found = made_of(edition(tmp_path, document(body)), "print")
    assert list(found) == ["person", "subject", "plants"]
    assert lines(found["subject"]) == ["boats, 3", "ferries, 2; see also boats steam, 1", "steamers, see ferries"]
    assert [found[kind].title for kind in ("subject", "plants")] == ["Subjects", "Plants"]
    assert lines(found["plants"]) == ["common reed, 5", "sedge, 6"]


def test_a_reference_may_lead_to_a_line_below_another_and_hides_no_places(tmp_path):
    body = """<p><index><term>ferries</term><index><term>steam</term></index></index>a <index><term>steamers<ref type="see">ferries, steam</ref></term></index>
      <index><term>barges<ref type="see">ferries</ref></term></index><index><term>barges</term></index><index><term>rafts<ref type="see">coracles</ref></term></index>b</p>"""
    found = made_of(edition(tmp_path, document(body)), "print")["subject"]
    assert lines(found) == ["barges, 4; see also ferries", "ferries steam, 1", "rafts, see coracles", "steamers, see ferries, steam"]
    led = re.findall(r'href="#([^"]*)">([^<]*)</a>', found.markup.split("steamers")[1])
    assert [words for _, words in led] == ["ferries, steam"]
    assert f'<li epub:type="index-entry" id="{led[0][0]}"><span class="index-term" epub:type="index-term">steam</span>' in found.markup


def test_an_index_is_called_what_edition_toml_says(tmp_path):
    body = '<p><persName ref="#nan">Nan</persName> <index indexName="plants"><term>sedge</term></index>x</p>'
    found = made_of(edition(tmp_path, document(body), index_titles={"persons": "Who is who", "plants": "Plants of the Orris"}))
    assert {kind: index.title for kind, index in found.items()} == {"person": "Who is who", "plants": "Plants of the Orris"}
    assert '<h1 class="index-title" id="index.person">Who is who</h1>' in found["person"].markup


@pytest.mark.parametrize(
    ("sort", "said"),
    [("klingon", "is not a language tag"), ("xx", "is no language whose order the program knows; known: .*sv"), ("fr-u-co-phonebk", "asks for an order that the program does not know; known: de-u-co-phonebk, es-u-co-trad"), ("de_DE", "is not a language tag")],
)
def test_an_order_that_nobody_knows_is_refused_by_line_with_those_that_are_known(tmp_path, sort, said):
    folder = tmp_path / "e"
    folder.mkdir()
    (folder / "edition.toml").write_text(f'id = "e"\ntitle = "E"\n\n[output]\nsort = "{sort}"\n', "utf-8")
    with pytest.raises(ProjectError, match=rf"edition.toml:5: output.sort: '{sort}' {said}"):
        project.read(folder)


@pytest.mark.parametrize("sort", ["sv", "de-u-co-phonebk", "es-u-co-trad", "sr-Latn", "pt-BR", "grc", "de-u-co-standard"])
def test_an_order_that_is_known_is_taken(tmp_path, sort):
    folder = tmp_path / "e"
    folder.mkdir()
    (folder / "edition.toml").write_text(f'id = "e"\ntitle = "E"\n[output]\nsort = "{sort}"\n', "utf-8")
    assert project.read(folder).sort == sort


def test_one_index_of_subjects_alone_is_the_index(tmp_path):
    assert made_of(edition(tmp_path, document("<p><index><term>oil</term></index>x</p>")))["subject"].title == "Index"


@pytest.mark.parametrize(
    ("places", "said"),
    [
        (["3"], "3"), (["3", "3"], "3"), (["3", "4"], "3–4"), (["3", "4", "5", "9"], "3–5, 9"), (["ii", "1"], "ii, 1"), (["9", "3"], "3, 9"),
        (["3", "3 a"], "3, 3 n. a"), (["4 a", "3", "5"], "3, 4 n. a, 5"), (["3 a", "3 a"], "3 n. a"), ([], ""), (["?"], ""), (["3>6"], "3–6"), (["3>6", "7"], "3–7"),
    ],
)  # fmt: skip
def test_pages_are_joined_and_notes_named(tmp_path, places, said):
    [rendition] = render_all(edition(tmp_path, tei("a", "<p>x</p>")), "print")
    pages, mentions = {}, []  # type: ignore[var-annotated]
    for number, place in enumerate(places):
        label, _, rest = place.partition(">") if ">" in place else place.partition(" ")
        pages |= {f"x{number}": label, f"end{number}": rest}
        mentions.append((rendition, Entry("person", "", "", f"x{number}", "", note="" if ">" in place else rest, until=f"end{number}" if ">" in place else "")))
    markup = indexes.by_page(pages, ["i", "ii", *map(str, range(1, 12))], WORDS)(mentions)
    assert re.sub(r"<[^>]*>", "", markup) == said


def test_in_an_epub_places_are_named_by_their_section_and_every_one_is_a_link(tmp_path):
    body = '<div><head>One</head><p><persName ref="#nan">Nan</persName> <persName ref="#nan">Nan</persName></p></div><div><head>Two</head><p>x<note>See <persName ref="#nan">Nan</persName>.</note></p></div>'
    found = made_of(edition(tmp_path, document(body)))
    assert lines(found["person"]) == ["Pask, Nan (1850–1911): One (2), Two"]
    assert found["person"].markup.count('epub:type="index-locator"') == 3


def test_a_text_without_pages_of_a_source_keeps_every_place_whatever_is_asked_for(tmp_path):
    letter = '<div><head>To Nan</head><p><persName ref="#nan">Nan</persName></p></div>'
    renditions = render_all(book := edition(tmp_path, document(letter * 2)), "epub")
    locate = indexes.by_section(renditions, lambda unit: f"{unit}.xhtml", source_pages=True, words=WORDS)
    [index] = indexes.indexes(book, renditions, WORDS, locate)
    assert lines(index) == ["Pask, Nan (1850–1911): To Nan (2)"]
    assert index.markup.count('epub:type="index-locator"') == 2


def test_places_that_a_book_has_not_are_not_promised(tmp_path):
    book = edition(tmp_path, document('<p><choice><sic><persName ref="#nan">Nun</persName></sic><corr><persName ref="#nan">Nan</persName></corr></choice></p>'))
    [rendition] = render_all(book, "epub")
    assert [entry.text for entry in rendition.entries] == ["Nan"]


def test_a_reference_to_an_entry_of_a_list_leads_to_its_line_in_the_index(tmp_path):
    book = edition(tmp_path, document('<p>See <ref target="#nan">Nan</ref>.</p>'))
    for medium, address in (("print", "#index.person.nan"), ("epub", "index-person.xhtml#index.person.nan")):
        [rendition] = render_all(book, medium)
        assert f'href="{address}"' in rendition.root.xhtml()
        assert rendition.findings == ()
        assert f'id="{anchor("person", "nan")}"' in made_of(book, medium)["person"].markup
    [rendition] = render_all(edition(tmp_path, document('<p>See <ref target="#nan">Nan</ref>.</p>'), indexes=()), "print")
    assert "href" not in rendition.root.xhtml()


def test_a_name_inside_of_an_entry_of_a_list_is_no_mention(tmp_path):
    body = '<p>x</p><listPerson><person><persName>Nan</persName><birth><placeName ref="#wether">Wether</placeName></birth></person></listPerson>'
    assert made_of(edition(tmp_path, document(body))) == {}


def test_what_is_meant_is_found_in_the_authority_file_and_in_the_lists_of_other_files(tmp_path):
    (tmp_path / "authority.toml").write_text('[[person]]\nid = "moreno"\nname = "Moreno, Luisa"\ndates = "1907-01-02 – 1992"\nref = ["viaf:24602065"]\n')
    (tmp_path / "people.xml").write_text('<TEI xmlns="http://www.tei-c.org/ns/1.0"><listPerson><person xml:id="p1"><persName><surname>Lark</surname><forename>Jane</forename></persName></person></listPerson></TEI>')
    header = '<encodingDesc><listPrefixDef><prefixDef ident="psn" matchPattern="([a-z0-9]+)" replacementPattern="people.xml#$1"/></listPrefixDef></encodingDesc>'
    one = replace(document("<p>x</p>", header=header), path=tmp_path / "a.xml")
    book = edition(tmp_path, one, document("<p>y</p>", "b", lists=""), authority=authority.read(tmp_path / "authority.toml"))
    register = Register(book)

    def name(document: str, said: str) -> str:
        found = register.find(document, said)
        return found.name if found else ""

    assert name("a", "#moreno") == name("a", "person:moreno") == name("a", "https://viaf.org/viaf/24602065") == "Moreno, Luisa"
    assert name("a", "psn:p1") == name("a", "people.xml#p1") == "Lark, Jane"
    assert name("a", "../people.xml#p1") == name("a", "/etc/passwd#p1") == name("a", "http://example.org/x") == ""
    assert name("b", "#nan") == "Pask, Nan"
    assert name("b", "a.xml#nan") == "Pask, Nan"


def test_two_documents_may_use_one_id_for_two_people(tmp_path):
    other = LISTS.replace("Nan</forename>", "Ned</forename>")
    body = '<p><persName ref="#nan">N.</persName></p>'
    found = made_of(edition(tmp_path, document(body), document(body, "b", other)), "print")
    assert [line.split(" (")[0] for line in lines(found["person"])] == ["Pask, Nan", "Pask, Ned"]


@pytest.mark.parametrize(
    ("name", "said"),
    [
        ("<persName><forename>Johann</forename> <forename>Wolfgang</forename> <nameLink>von</nameLink> <surname>Goethe</surname></persName>", "Goethe, Johann Wolfgang von"),
        ("<persName><surname>Pask</surname>, <forename>Nan</forename></persName>", "Pask, Nan"), ("<persName>Nan  Pask</persName>", "Nan Pask"),
        ("<persName><surname>Pask</surname></persName>", "Pask"), ("<persName>Nan<note>who?</note></persName>", "Nan"),
    ],
)  # fmt: skip
def test_a_name_is_filed_under_the_surname_where_it_is_marked(name, said):
    tree = xml.parse(f'<p xmlns="http://www.tei-c.org/ns/1.0">{name}</p>'.encode()).tree
    assert tree is not None
    assert filed(tree.getroot()[0]) == said


def test_what_encoders_call_things():
    assert [kind_of(said) for said in ("person", "lit_work", "Place Name".replace(" ", ""), "org", "", "wibble")] == ["person", "work", "place", "org", "name", "name"]
    assert [index_of(said) for said in ("", "persons", "Plants")] == ["subject", "person", "Plants"]


def test_a_prefix_is_read_as_its_document_says_and_no_pattern_takes_for_ever():
    assert Prefix("([a-z]+)", "p.xml#$1").expanded("anna") == "p.xml#anna"
    assert Prefix("([a-z]+)", "p.xml#$1").expanded("ANNA") is None
    assert Prefix("(a+)+b", "x").expanded("a" * 60) == ""
    assert expanded("other:x", declared(None)) == "other:x"


def test_indexes_of_the_printed_book_have_its_page_numbers(tmp_path):
    pytest.importorskip("weasyprint")
    from edition.writers import pdf

    body = "".join(f'<div><head>Chapter {number}</head><p><persName ref="#nan">Nan</persName>{" word" * 700}</p></div>' for number in range(3))
    book = edition(tmp_path, document(body))
    renditions = render_all(book, "print")
    written = pdf.write(book, renditions, tmp_path / "x.pdf")
    assert written.findings == ()
    assert written.pages is not None
    pages = [written.pages.pages[entry.id] for rendition in renditions for entry in rendition.entries]
    assert len(set(pages)) > 1
    assert "index.person" in written.pages.pages


def test_paths_outside_are_not_read(tmp_path):
    (tmp_path.parent / "outside.xml").write_text('<TEI xmlns="http://www.tei-c.org/ns/1.0"><person xml:id="p"><persName>X</persName></person></TEI>')
    one = replace(document("<p>x</p>"), path=tmp_path / "a.xml")
    assert Register(edition(tmp_path, one)).find("a", "../outside.xml#p") is None
    assert Path(one.path).parent == tmp_path


def test_an_index_of_edition_toml_that_no_text_has_is_told(tmp_path: Path) -> None:
    body = '<p><persName key="Pask">Nan</persName> has salt<index indexName="plants"><term>samphire</term></index></p>'
    [found] = render_all(edition(tmp_path, document(body), indexes=("plants", "persons", "plant", "personen"), index_titles={"places": "Where"}), "print")
    assert [(each.code, each.message, each.hint) for each in found.findings] == [
        ("RND031", 'output.indexes: no text has an entry for the index "plant"', 'Did you mean "plants"?'),
        ("RND031", 'output.indexes: no text has an entry for the index "personen"', 'Did you mean "persons"?'),
    ]

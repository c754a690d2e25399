"""Files that lie beside TEI which is a source of an edition: registers, chapters. The TEI made of it is elsewhere, and finds them."""

from __future__ import annotations

import re
import zipfile
from dataclasses import replace
from pathlib import Path

from edition import pipeline
from edition.deposit.payload import payload
from edition.entities import Register
from edition.project import read
from edition.render import render_all, words_of
from edition.writers.indexes import indexes
from edition.writers.lists import lists

TEI = '<TEI xmlns="http://www.tei-c.org/ns/1.0" xmlns:xi="http://www.w3.org/2001/XInclude"><teiHeader><fileDesc><titleStmt><title>{0}</title></titleStmt>'
TEI += "<publicationStmt><p>Here.</p></publicationStmt><sourceDesc><p>None.</p></sourceDesc></fileDesc></teiHeader>{1}</TEI>\n"
TEXT = '<text><body><p><persName ref="people.xml#pask">she</persName> and <persName ref="gone.xml#x">he</persName> row.</p><xi:include href="parts/one.xml"/></body></text>'
PERSON = '<standOff><listPerson><person xml:id="pask"><persName>Pask, Nan</persName></person></listPerson></standOff>'


def test_registers_and_chapters_beside_a_source_are_found_and_go_into_the_deposit(tmp_path: Path) -> None:
    folder = tmp_path / "seeds" / "boats"
    (folder / "parts").mkdir(parents=True)
    (folder / "edition.toml").write_text('id = "boats"\ntitle = "Boats"\nlanguages = ["en"]\n[rights]\ndeposit = "full"\n[[document]]\nname = "row"\n', "utf-8")
    (folder / "row.xml").write_text(TEI.format("Rowing", TEXT), "utf-8")
    (folder / "people.xml").write_text(TEI.format("People", PERSON), "utf-8")
    (folder / "parts" / "one.xml").write_text('<div xmlns="http://www.tei-c.org/ns/1.0"><p>A chapter.</p></div>', "utf-8")
    project = read(folder)
    pipeline.ingest_edition(project)
    edition = pipeline.opened(project)
    told = [each.message for each in pipeline.check_edition(edition) if each.code == "REF003"]
    assert [message.split('"')[1] for message in told] == ["gone.xml#x"]
    [found] = render_all(edition, "epub")
    assert "A chapter." in found.root.xhtml()
    named = Register(edition).find("row", "people.xml#pask")
    assert named is not None
    assert named.name == "Pask, Nan"
    packed = payload(edition, [], {})
    assert {"tei/people.xml", "tei/parts/one.xml", "source/people.xml", "source/parts/one.xml"} <= set(packed)


def test_an_event_of_a_register_beside_the_text_is_in_the_chronology_and_in_the_index_with_both_dates(tmp_path: Path) -> None:
    (tmp_path / "events.xml").write_text(
        TEI.format("Events", '<standOff><listEvent><event xml:id="flood" from="1844-01-01" to="1844-02-03"><label>The flood</label></event></listEvent></standOff>'), "utf-8"
    )
    text = '<text><body><p>After <rs type="event" ref="events.xml#flood">the water</rs>.</p></body></text>'
    (tmp_path / "row.xml").write_text(TEI.format("Rowing", text), "utf-8")
    edition = pipeline.loose(tmp_path / "row.xml")
    edition = replace(edition, project=replace(edition.project, lists=("chronology",)))
    made = render_all(edition, "print")
    words = words_of("en")
    [chronology] = lists(edition, made, words, lambda document, name: ("", ""))
    assert "<td>1 January 1844 – 3 February 1844</td><td>The flood</td>" in chronology.markup
    [index] = indexes(edition, made, words, lambda mentions: "")
    assert "The flood (1 January 1844 – 3 February 1844)" in "".join(re.split("<[^>]*>", index.markup))


def test_a_name_in_tei_that_means_an_entry_of_the_authority_file_is_no_dangling_reference_and_is_in_the_index(tmp_path: Path) -> None:
    folder = tmp_path / "seeds" / "boats"
    folder.mkdir(parents=True)
    (folder / "edition.toml").write_text('id = "boats"\ntitle = "Boats"\nlanguages = ["en"]\n[[document]]\nname = "row"\n', "utf-8")
    (folder / "authority.toml").write_text('[[person]]\nid = "pask"\nname = "Pask, Nan"\n', "utf-8")
    text = '<text><body><p><persName ref="#pask">She</persName> rows with <persName ref="#pesk">him</persName>, <ref target="#pask">see</ref>.</p></body></text>'
    (folder / "row.xml").write_text(TEI.format("Rowing", text), "utf-8")
    built = pipeline.build_edition(project := read(folder), only=["epub"])
    checked = pipeline.check_edition(pipeline.opened(project))
    for findings in (built.findings, checked):  # a link is another thing: it leads to a place of the text
        assert [each.message.split(",")[0] for each in findings if each.code in ("REF002", "RND003")] == ['@ref points to "#pesk"', '@target points to "#pask"']
    [index] = indexes(pipeline.opened(project), render_all(pipeline.opened(project), "print"), words_of("en"), lambda mentions: "")
    assert re.findall(r'index-term"[^>]*>([^<]*)<', index.markup) == ["him", "Pask, Nan"]
    with zipfile.ZipFile(project.build / "reader.epub") as book:
        assert any("Pask, Nan" in book.read(name).decode() for name in book.namelist() if name.endswith(".xhtml"))

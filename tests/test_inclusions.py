"""xi:include: what it brings in, from where, and what it does not."""

from __future__ import annotations

from pathlib import Path

import pytest
from render_judge import document, edition_of, faults, tei

from edition.render import render_all
from edition.render.model import Rendition

SECRET = "quodlibetarian"
P = '<p xmlns="http://www.tei-c.org/ns/1.0" xml:id="{}">{}</p>'
INCLUDE = '<xi:include xmlns:xi="http://www.w3.org/2001/XInclude" {}/>'


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    inner = tmp_path / "edition" / "parts"
    inner.mkdir(parents=True)
    (tmp_path / "secret.xml").write_text(P.format("s", SECRET))
    (inner / "link.xml").symlink_to(tmp_path / "secret.xml")
    (inner / "one.xml").write_text(f'<div xmlns="http://www.tei-c.org/ns/1.0"><head>One</head>{P.format("p1", "First<note>N.</note>")}{P.format("p2", "second")}<figure><graphic url="a.png"/></figure></div>')
    (inner / "words.txt").write_text("salt & rope")
    (inner / "broken.xml").write_text("<p>")
    (inner / "loop.xml").write_text(f'<div xmlns="http://www.tei-c.org/ns/1.0">round{INCLUDE.format(chr(104) + "ref=" + chr(34) + "loop.xml" + chr(34))}</div>')
    (inner / "nested.xml").write_text(f'<div xmlns="http://www.tei-c.org/ns/1.0"><p>outer</p>{INCLUDE.format("href=" + chr(34) + "one.xml" + chr(34))}</div>')
    return tmp_path / "edition"


def rendered(folder: Path, attributes: str, inside: str = "") -> Rendition:
    include = INCLUDE.format(attributes) if not inside else INCLUDE.format(attributes).replace("/>", f"><xi:fallback>{inside}</xi:fallback></xi:include>")
    made = edition_of(document(tei(f"<div>{include}<p>End.</p></div>"), "main", folder))
    before = made.documents[0].data
    [rendition] = render_all(made, "epub")
    assert made.documents[0].data == before
    return rendition


def test_a_part_stands_in_its_place_with_its_notes_and_ids(folder: Path) -> None:
    found = rendered(folder, 'href="parts/one.xml"')
    assert [heading.text for heading in found.headings] == ["Sample", "One"]
    assert {"p1", "p2"} <= set(found.ids)
    assert len(found.notes["author"]) == 1
    assert [finding.code for finding in found.findings] == ["RND005"]  # the picture, which is looked for beside the part
    assert "parts/a.png" in found.findings[0].message


@pytest.mark.parametrize(
    ("attributes", "words"),
    [
        ('href="parts/words.txt" parse="text"', "salt &amp; rope"), ('href="parts/one.xml" xpointer="p2"', ">second<"), ('href="parts/one.xml#p2"', ">second<"),
        ('href="parts/nested.xml"', "second"), ('href="parts/loop.xml"', "round"),
    ],
)  # fmt: skip
def test_what_is_brought_in(folder: Path, attributes: str, words: str) -> None:
    found = rendered(folder, attributes)
    assert words in found.root.xhtml()
    assert ("First" in found.root.xhtml()) == ("nested" in attributes)


@pytest.mark.parametrize(
    ("attributes", "said"),
    [
        ('href="../secret.xml"', "lies outside the folder"), ('href="parts/link.xml"', "lies outside the folder"), ('href="/etc/hostname" parse="text"', "nothing is fetched"),
        ('href="https://example.org/x.xml"', "nothing is fetched"), ('href="file:///etc/hostname" parse="text"', "nothing is fetched"), ('href="parts/gone.xml"', "is not there"),
        ('href="parts"', "is not there"), ('href="parts/broken.xml"', "is not well-formed"), ('href="parts/one.xml" xpointer="nobody"', "has no element"), ("", "names no file"),
        ('href="parts/loop.xml"', "includes itself"), ('href="main.xml"', "includes itself"),
    ],
)  # fmt: skip
def test_what_is_not_is_a_finding_and_the_rest_is_rendered(folder: Path, attributes: str, said: str) -> None:
    found = rendered(folder, attributes)
    [finding] = [finding for finding in found.findings if finding.code == "RND015"]
    assert said in finding.message
    assert finding.locus.line == 1
    assert "End." in found.root.xhtml()
    assert SECRET not in found.root.xhtml()


def test_text_of_any_bytes_is_text(folder: Path) -> None:
    (folder / "any.txt").write_bytes(bytes(range(256)))
    for encoding in ("utf-8", "utf-16", "idna", "rot13", "no such", ""):
        assert "ABC" in rendered(folder, f'href="any.txt" parse="text" encoding="{encoding}"').root.xhtml() or encoding == "utf-16"


def test_entities_of_a_part_are_its_own(folder: Path) -> None:
    (folder / "e.xml").write_text(f'<!DOCTYPE p [<!ENTITY mill "the mill"><!ENTITY x SYSTEM "../secret.xml">]>{P.format("e", "by &mill; and &x;")}')
    found = rendered(folder, 'href="e.xml"')
    assert "by the mill and &amp;x;" in found.root.xhtml()
    assert "End." in found.root.xhtml()


def test_parts_that_are_too_deep_together_are_left_out(folder: Path) -> None:
    (folder / "deep.xml").write_text(f'<div xmlns="http://www.tei-c.org/ns/1.0">{"<div>" * 1500}<p>Deep.</p>{"</div>" * 1500}</div>')
    made = edition_of(document(tei(f"<p>Before.</p>{'<div>' * 1000}{INCLUDE.format('href=' + chr(34) + 'deep.xml' + chr(34))}<p>End.</p>{'</div>' * 1000}"), "main", folder))
    [found] = render_all(made, "epub")
    assert "End." in found.root.xhtml()
    [finding] = found.findings
    assert (finding.code, finding.locus.line) == ("RND015", 1)
    assert "cannot be read" in finding.message


def test_a_fallback_stands_instead_and_is_no_fault(folder: Path) -> None:
    found = rendered(folder, 'href="gone.xml"', P.format("f", "Not here."))
    assert "Not here." in found.root.xhtml()
    assert found.findings == ()


def test_a_corpus_of_texts(folder: Path) -> None:
    (folder / "b.xml").write_text(tei("<p>Of the second.</p>", title="Second"))
    text = tei("<p>Of the first.</p>", title="First")
    corpus = f'<teiCorpus xmlns="http://www.tei-c.org/ns/1.0"><teiHeader><fileDesc><titleStmt><title>Both</title></titleStmt></fileDesc></teiHeader>{text}{INCLUDE.format("href=" + chr(34) + "b.xml" + chr(34))}</teiCorpus>'
    made = edition_of(document(corpus, "both", folder))
    [rendition] = render_all(made, "epub")
    assert [heading.text for heading in rendition.headings] == ["Both", "First", "Second"]
    assert list(faults(made, "print")) == []

"""Picture files from elsewhere: which can be shown, and what is taken out of a drawing."""

from __future__ import annotations

import struct
import zipfile
import zlib
from pathlib import Path

import pytest
from lxml import etree

from edition import pipeline
from edition.picture_files import examined

SVG = 'xmlns="http://www.w3.org/2000/svg" xmlns:xlink="http://www.w3.org/1999/xlink"'


def png(width: int, height: int) -> bytes:
    def chunk(name: bytes, data: bytes) -> bytes:
        return struct.pack(">I", len(data)) + name + data + struct.pack(">I", zlib.crc32(name + data))

    rows = zlib.compress((b"\0" + b"\x80\x40\x20" * width) * height) if width * height < 100 else b""
    return b"\x89PNG\r\n\x1a\n" + chunk(b"IHDR", struct.pack(">IIBBBBB", width, height, 8, 2, 0, 0, 0)) + chunk(b"IDAT", rows) + chunk(b"IEND", b"")


def svg(inside: str, attributes: str = "") -> bytes:
    return f'<svg {SVG} width="10" height="10"{attributes}>{inside}</svg>'.encode()


REPEATED = '<circle id="u0" r="1"/>' + "".join(f'<g id="u{level + 1}">{f"<use xlink:href={chr(34)}#u{level}{chr(34)}/>" * 10}</g>' for level in range(8))


@pytest.mark.parametrize(("name", "data", "why"), [
    ("a.png", b"", "empty"), ("a.png", b"I am a text", "damaged"), ("a.jpg", b"\xff\xd8\xff\xe0\0\x10JFIF\0", "damaged"), ("a.png", png(0, 4), "damaged"), ("a.png", png(200_000, 200_000), "200,000 by 200,000"),
    ("a.svg", b"", "empty"), ("a.svg", b"<svg", "not well-formed (line 1"), ("a.svg", b"<html/>", "it is no drawing"), ("a.svg", b"<svg/>", "it is no drawing"), ("a.svg", svg("<g>" * 400 + "</g>" * 400), "250 levels"),
    ("a.svg", svg(REPEATED), "100,000 things"), ("a.svg", svg('<g id="a"><use xlink:href="#b"/></g><g id="b"><use href="#a"/></g>'), "contains itself"), ("a.svg", svg('<use id="a" href="#a"/>'), "contains itself"),
])  # fmt: skip
def test_a_file_that_cannot_be_shown_has_its_fault_in_words(tmp_path: Path, name: str, data: bytes, why: str) -> None:
    (tmp_path / name).write_bytes(data)
    assert why in examined(tmp_path / name).fault
    assert examined(tmp_path / "gone.png").fault == "it cannot be read"


def test_a_good_picture_is_left_as_it_is_and_called_by_what_it_is(tmp_path: Path) -> None:
    good = svg('<style>a {fill: url(#p)}</style><pattern id="p"/><a href="https://example.org/"><text fill="url(#p)">on</text></a><use xlink:href="#p"/><image href="data:image/png;base64,AA"/>')
    for name, data, kind in (("a.png", png(4, 4), ".png"), ("a.jpeg", png(4, 4), ".png"), ("b.svg", good, ".svg")):
        (tmp_path / name).write_bytes(data)
        found = examined(tmp_path / name)
        assert (found.kind, found.fault, found.data, found.removed) == (kind, "", None, ())


@pytest.mark.parametrize(("inside", "left"), [
    ("<script>run()</script>A<g/>", "A<g/>"), ('<g onclick="run()"/>', "<g/>"), ('<image xlink:href="https://example.org/a.png"/>', ""), ('<image href="../a.png"/>B', "B"), ('<use href="#gone"/>', ""),
    ('<a href="javascript:run()"><text>A</text></a>', "<a><text>A</text></a>"), ("<style>@import 'a.css'; g {fill:url(b)}</style>", "<style> g {fill:none}</style>"),
    ('<g style="fill: url( http://example.org/p#a )"/>', '<g style="fill: none"/>'), ('<g id="a"/><g id="a"/><g id="a b"/>', '<g id="a"/><g/><g/>'), ("<foreignObject><p>A</p><iframe/></foreignObject>", "<foreignObject><p>A</p></foreignObject>"),
    ('<?xml-stylesheet href="a.css"?>A', "A"),
])  # fmt: skip
def test_what_runs_or_reaches_outside_is_taken_out_of_a_drawing_and_said(tmp_path: Path, inside: str, left: str) -> None:
    (tmp_path / "a.svg").write_bytes(svg(inside))
    found = examined(tmp_path / "a.svg")
    assert found.removed
    assert found.data is not None
    assert etree.tostring(etree.fromstring(found.data), method="c14n") == etree.tostring(etree.fromstring(svg(left)), method="c14n")


def test_entities_of_a_drawing_are_neither_multiplied_nor_fetched(tmp_path: Path) -> None:
    declared = '<!ENTITY a "aaaaaaaaaa">' + "".join(f'<!ENTITY {chr(98 + level)} "{f"&{chr(97 + level)};" * 10}">' for level in range(9))
    (tmp_path / "many.svg").write_bytes(f"<!DOCTYPE svg [{declared}]>".encode() + svg("<text>A &j; B</text>"))
    assert "amplification" in examined(tmp_path / "many.svg").fault
    (tmp_path / "a.svg").write_bytes(b'<!DOCTYPE svg [<!ENTITY a SYSTEM "many.svg">]>' + svg("<text>A &a; B</text>"))
    found = examined(tmp_path / "a.svg")
    assert found.removed == ("entities",)
    assert b"<text>A  B</text>" in (found.data or b"")
    assert b"ENTITY" not in (found.data or b"")


def test_the_command_shows_the_good_ones_and_a_frame_for_the_others(tmp_path: Path) -> None:
    files = {"good.png": png(4, 4), "photo.png": b"text", "broken.svg": b"<svg", "runs.svg": svg('<circle r="4" onclick="x()"/>'), "odd.jpg": png(4, 4)}
    for name, data in files.items():
        (tmp_path / name).write_bytes(data)
    figures = "".join(f'\n<figure><graphic url="{name}"/><figDesc>Wheel {name}</figDesc></figure>' for name in files)
    (tmp_path / "a.xml").write_text(
        '<TEI xmlns="http://www.tei-c.org/ns/1.0"><teiHeader><fileDesc><titleStmt><title>T</title></titleStmt><publicationStmt><p>x</p></publicationStmt>'
        f"<sourceDesc><p>x</p></sourceDesc></fileDesc></teiHeader><text><body><p>The mill.</p>{figures}</body></text></TEI>"
    )
    report = pipeline.publish_file(tmp_path / "a.xml", tmp_path / "made", only=["pdf", "epub", "html"])
    assert [(each.code, each.locus.line) for each in report.findings] == [("RND032", 5), ("RND007", 3), ("RND007", 4)]
    assert 'the picture "photo.png" cannot be shown: the file is damaged, or something else than its name says' in report.findings[1].message
    with zipfile.ZipFile(tmp_path / "made" / "a.epub") as book:
        assert sorted(name for name in book.namelist() if "images/" in name) == ["EPUB/images/a-good.png", "EPUB/images/a-odd.png", "EPUB/images/a-runs.svg"]
        assert b"onclick" not in book.read("EPUB/images/a-runs.svg")
    page = (tmp_path / "made" / "a.html").read_text("utf-8")
    assert "Picture missing: Wheel photo.png" in page
    assert page.count("<img ") == 3

"""The survey says the same of the bytes as of the tree, and builds none where nothing is asked for."""

from __future__ import annotations

from pathlib import Path

import pytest

from edition import tei
from edition.checks import check, checks
from edition.checks.profiles import TEI
from edition.checks.survey import Survey, meant_as_one, survey
from edition.model import Document
from edition.rules import Scope

TEXT = (
    f'<TEI xmlns="{tei.NAMESPACE}" xml:lang="en"><!-- a remark --><text xml:id="t"><body><p xml:id="p1" corresp="#p2 #p3">A <x:b xmlns:x="urn:x" xml:id="b" x:n="1"/>'
    '<date when="1871" from="1871">day</date> <rt from="#p1">x</rt><p xml:id="p1"/></p><egXML xmlns="http://www.tei-c.org/ns/Examples"><p xml:id="e" corresp="#q"/></egXML>'
    '<ref target="a file.xml">f</ref></body></text></TEI>'
)


def told(known: Survey) -> tuple[object, ...]:
    return (known.ids, known.again, known.languages, known.dated, known.spaced, known.parents, list(known.shapes), [(each.attribute, each.target, each.numbers) for each in known.pointers])


def both(data: bytes) -> tuple[Survey, Survey]:
    streamed, built = Document("a", Path("a.xml"), data), Document("a", Path("a.xml"), data)
    assert built.tree is not None
    first = survey(streamed)
    assert "parsed" not in streamed.__dict__
    return first, survey(built)


def test_what_is_collected() -> None:
    known, _ = both(TEXT.encode())
    assert list(known.ids) == ["t", "p1", "b"]
    assert [identifier for identifier, _ in known.again] == ["p1"]
    assert [(each.attribute, each.target, [tei.local(node) for node in each.nodes]) for each in known.pointers] == [
        ("corresp", "#p2", ["p"]), ("corresp", "#p3", ["p"]), ("from", "#p1", ["rt"]),
    ]  # fmt: skip
    assert list(known.dated) == [(("when", "1871"), ("from", "1871"))]
    assert [value for _, _, value in known.spaced] == ["a file.xml"]
    assert known.may_stand_in("rt", "body")
    assert not known.may_stand_in("body", "p")


@pytest.mark.parametrize("encoding", ["utf-8", "utf-16", "iso-8859-1"])
def test_the_bytes_say_the_same_as_the_tree(encoding: str) -> None:
    first, second = both((f'<?xml version="1.0" encoding="{encoding}"?>' + TEXT).encode(encoding))
    assert told(first) == told(second)


def test_so_in_texts_of_others(shared: Path) -> None:
    for path in sorted((shared / "corpus" / "tei").glob("*.xml")):
        data = path.read_bytes()
        if len(data) < 700_000 and b"<!DOCTYPE" not in data:
            first, second = both(data)
            assert told(first) == told(second), path.name
            assert [tei.local(first.element(number)) for number, _ in first.ids.values()] == [name.partition("}")[2] or name for _, name in first.ids.values()]


@pytest.mark.parametrize("data", [b"", b"<a>", b"<a><b></a>", b'<?xml version="1.0" encoding="klingon"?><a/>', b"<a>" * 3_000 + b"</a>" * 3_000])
def test_of_what_is_not_well_formed_nothing_is_said(data: bytes) -> None:
    known = survey(Document("a", Path("a.xml"), data))
    assert not known.names
    assert list(known.each("p")) == list(known.having("n")) == []


def test_a_text_without_fault_is_judged_without_a_tree() -> None:
    body = '<div><head>A</head><p xml:id="p">See <ref target="#p">there</ref>, on <date when="1871">the day</date>.<note place="foot">So.</note></p></div>'
    header = "<teiHeader><fileDesc><titleStmt><title>A</title></titleStmt><publicationStmt><p>B</p></publicationStmt><sourceDesc><p>C</p></sourceDesc></fileDesc></teiHeader>"
    text = Document("a", Path("a.xml"), f'<TEI xmlns="{tei.NAMESPACE}">{header}<text><body>{body}</body></text></TEI>'.encode())
    assert [found for each in checks() if each.code in TEI for found in each.run(text, Scope(selection=TEI))] == []
    assert "parsed" not in text.__dict__


@pytest.mark.parametrize(("value", "one"), [
    ("my poem.xml", True), ("a.xml b.xml", False), ("#a #b", False), ("a.xml#x b.xml", False), ("my long name.xml#p1", True), ("A B", False), ("a.xml", False),
    ("https://example.org/a b.html", True), ("https://example.org/a https://example.org/b.html", False),
])  # fmt: skip
def test_addresses_that_are_one(value: str, one: bool) -> None:
    assert meant_as_one(value) == one


def test_an_encoding_by_a_name_that_only_one_parser_knows_is_the_trees_to_judge() -> None:
    text = Document("a", Path("a.xml"), b'<?xml version="1.0" encoding="latin-1"?><TEI xmlns="http://www.tei-c.org/ns/1.0"><p xml:id="1"/></TEI>')
    assert bool(survey(text).names) == (text.tree is not None)
    assert check(text, Scope(selection=TEI))

"""TEI in lxml: what is parsed is not changed, nodes know their place in the bytes, and what is dumped comes back."""

from __future__ import annotations

import re
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from edition import tei
from edition.model import Document
from edition.tei import Element, append, make, parse, plain, select, texts


def root(data: bytes) -> Element:
    parsed = parse(data)
    assert parsed.tree is not None, parsed
    return parsed.tree.getroot()


def document(data: bytes) -> Document:
    return Document("letter", Path("letter.xml"), data)


PLACED = """<?xml version="1.0"?>
<!-- <p>not this</p> -->
<TEI xmlns="http://www.tei-c.org/ns/1.0"
     xml:id="t"><text><body>
  <p>ä <hi>日本</hi><hi
   rend="b"/></p><![CDATA[<p>nor this</p>]]><?pi <p> ?>
\t<p xml:id="p2"><hi/>é<hi/></p></body></text></TEI>"""
EXPECTED = {
    "TEI": [(3, 1)], "text": [(4, 17)], "body": [(4, 23)], "p": [(5, 3), (7, 2)], "hi": [(5, 8), (5, 19), (7, 17), (7, 23)],
}  # fmt: skip


@pytest.mark.parametrize("end", ["\n", "\r\n", "\r"])
@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16"])
def test_every_element_knows_line_and_column_of_its_start_tag(end: str, encoding: str) -> None:
    text = document(PLACED.replace("\n", end).encode(encoding))
    assert text.tree is not None
    found: dict[str, list[tuple[int, int]]] = {}
    for node in text.tree.iter("*"):
        locus = text.locus(node)
        found.setdefault(tei.local(node), []).append((locus.line, locus.column))
    assert found == EXPECTED


def test_an_address_is_the_nearest_id_and_the_path_from_it() -> None:
    text = document(PLACED.encode())
    assert text.tree is not None
    addresses = [tei.address(node) for node in select(text.tree, "//t:p | //t:hi | /t:TEI")]
    assert addresses == [
        ("t", ""), ("t", "/text[1]/body[1]/p[1]"), ("t", "/text[1]/body[1]/p[1]/hi[1]"), ("t", "/text[1]/body[1]/p[1]/hi[2]"),
        ("p2", ""), ("p2", "/hi[1]"), ("p2", "/hi[2]"),
    ]  # fmt: skip
    assert addresses == [text.places.address(node) for node in select(text.tree, "//t:p | //t:hi | /t:TEI")]


def test_entities_with_markup_in_them_do_not_move_the_places() -> None:
    text = document(b'<!DOCTYPE a [<!ENTITY e "<x/><x/>">]><a>\n&e; <b/></a>')
    assert text.tree is not None
    assert [text.locus(node).column for node in text.tree.iter("*")] == [38, 5]


@pytest.mark.parametrize("encoding", ["windows-1252", "iso-8859-15", "koi8-r"])
def test_places_of_other_encodings_have_a_line_at_least(encoding: str) -> None:
    text = document(f'<?xml version="1.0" encoding="{encoding}"?>\n<a>\n<b/></a>'.encode(encoding))
    assert text.tree is not None
    assert [text.locus(node).line for node in text.tree.iter("*")] == [2, 3]


@pytest.mark.parametrize("encoding", ["shift_jis", "gb18030", "utf-7", "cp037", "klingon"])
def test_an_encoding_in_which_markup_can_hide_is_refused_at_its_name(encoding: str) -> None:
    assert parse(f'<?xml version="1.0" encoding="{encoding}"?>\n<a/>'.encode()) == tei.Parsed(None, f"Unsupported encoding: {encoding}", 1, 31)


def test_what_is_not_well_formed_has_a_reason_and_a_place_and_no_tree() -> None:
    assert parse(b"<a>\n <b></a>") == tei.Parsed(None, "Opening and ending tag mismatch: b line 2 and a", 2, 9)
    assert parse(b"").tree is None
    assert parse(b'<?xml version="1.0" encoding="klingon"?><a/>').tree is None


@settings(max_examples=200, deadline=None)
@given(st.binary(max_size=60) | st.text("<>/a &;!-[]x=\"'\n?é", max_size=60).map(str.encode))
def test_any_bytes_give_a_tree_or_a_reason(data: bytes) -> None:
    parsed = parse(data)
    assert (parsed.tree is None) == bool(parsed.message)
    assert parsed.tree is not None or (parsed.line >= 1 and parsed.column >= 1)


def test_nothing_is_fetched_and_no_entity_is_expanded(tmp_path: Path) -> None:
    secret = tmp_path / "secret.txt"
    secret.write_text("secret words")
    made = root(f'<!DOCTYPE a [<!ENTITY s SYSTEM "{secret.as_uri()}"><!ENTITY t "told">]><a>&s; and &t;</a>'.encode())
    assert plain(made) == "&s; and &t;"
    assert b"secret words" not in tei.dump(made)


def test_text_is_read_in_order_without_comments_and_instructions() -> None:
    made = root(b'<p xmlns="http://www.tei-c.org/ns/1.0">one <!-- no --><hi>two<note>three</note></hi>\n <?no no?>four</p>')
    assert list(texts(made)) == ["one ", "two", "three", "\n ", "four"]
    assert list(texts(made, frozenset({"note"}))) == ["one ", "two", "\n ", "four"]
    assert plain(made) == "one twothree four"
    assert plain(None) == ""


def test_elements_are_made_with_their_text_between_them() -> None:
    made = make("p", {"n": "1", "id": "p1", "lang": "en", "rend": ""}, "Some ", make("hi", {}, "words"), ".")
    append(made, "..", make("lb"), "end")
    assert tei.dump(made) == (
        b'<?xml version="1.0" encoding="UTF-8"?>\n<p xmlns="http://www.tei-c.org/ns/1.0" n="1" xml:id="p1" xml:lang="en">'
        b"Some <hi>words</hi>...<lb/>end</p>\n"
    )
    assert tei.identify(made) == "p1"


LETTERS = st.text(st.characters(blacklist_categories=("Cs", "Cc"), blacklist_characters="\ufffe\uffff") | st.sampled_from("\t\n\r <&>\"'"), max_size=12)


@st.composite
def trees(draw: st.DrawFn, depth: int = 2) -> Element:
    made = make(draw(st.sampled_from(["p", "hi", "note", "div"])), {"n": draw(LETTERS.filter(lambda text: not tei.NOT_XML.search(text)))})
    for _ in range(draw(st.integers(0, 3))):
        append(made, "" if tei.NOT_XML.search(words := draw(LETTERS)) else words)
        if depth:
            append(made, draw(trees(depth - 1)))
    return made


@settings(max_examples=40, deadline=None)
@given(trees())
def test_what_is_dumped_comes_back_character_by_character(made: Element) -> None:
    data = tei.dump(made)
    again = root(data)
    assert tei.dump(again) == data
    assert ["".join(node.itertext()) for node in again.iter("*")] == ["".join(node.itertext()) for node in made.iter("*")]
    assert [dict(node.attrib) for node in again.iter("*")] == [dict(node.attrib) for node in made.iter("*")]


@settings(max_examples=40, deadline=None)
@given(trees())
def test_the_places_of_a_tree_are_those_of_its_tags(made: Element) -> None:
    data = tei.dump(made)
    rows = re.split("\r\n|\r|\n", data.decode())
    text = document(data)
    assert text.tree is not None
    for node in text.tree.iter("*"):
        locus = text.locus(node)
        assert rows[locus.line - 1][locus.column - 1 :].startswith(f"<{tei.local(node)}")


def test_a_document_travels_between_processes_as_its_bytes() -> None:
    import pickle

    text = document(PLACED.encode())
    assert text.locus(text.tree.getroot() if text.tree else None).line == 3
    again = pickle.loads(pickle.dumps(text))
    assert again == text
    assert again.tree is not None


def test_a_crowd_of_attributes_is_refused_before_anything_asks_for_their_values() -> None:
    crowd = b"<a><b " + b" ".join(b'n%d=""' % number for number in range(tei.ATTRIBUTES + 1)) + b"/></a>"  # type: ignore[attr-defined]
    assert "attributes" in parse(crowd).message
    assert parse(crowd.replace(b'n0=""', b"")).tree is not None


def test_the_corpus_keeps_its_places(shared: Path) -> None:
    """Each start tag stands where it is said to, in texts of nineteen makers."""
    for path in sorted((shared / "corpus" / "tei").glob("*.xml")):
        text = Document(path.stem, path, path.read_bytes())
        assert text.tree is not None, path
        rows = re.split("\r\n|\r|\n", text.data.decode("utf-8-sig"))
        for node in list(text.tree.iter("*"))[:: max(1, len(text.data) // 100_000)]:
            line, column = text.places.of(node)
            name = f"{node.prefix}:{tei.local(node)}" if node.prefix else tei.local(node)
            assert rows[line - 1][column - 1 :].startswith(f"<{name}"), (path.name, line, column)

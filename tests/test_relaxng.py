"""RELAX NG by itself: schemas of a few lines, and what is said of documents."""

from __future__ import annotations

from pathlib import Path
from time import process_time

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from edition import relaxng
from edition.relaxng import BadSchema, Fault, linear, regex

HEAD = 'xmlns="http://relaxng.org/ns/structure/1.0" datatypeLibrary="http://www.w3.org/2001/XMLSchema-datatypes"'
LETTER = f"""<grammar {HEAD} ns="urn:letters">
<start><ref name="letter"/></start>
<define name="letter"><element name="letter">
 <attribute name="date"><data type="date"/></attribute>
 <optional><attribute name="kind"><choice><value>draft</value><value>copy</value></choice></attribute></optional>
 <element name="from"><text/></element>
 <element name="to"><text/></element>
 <oneOrMore><ref name="p"/></oneOrMore>
 <zeroOrMore><ref name="note"/></zeroOrMore>
</element></define>
<define name="p"><element name="p"><mixed><zeroOrMore><choice><ref name="hi"/><ref name="note"/></choice></zeroOrMore></mixed></element></define>
<define name="hi"><element name="hi"><text/></element></define>
<define name="note"><element name="note"><attribute name="id"><data type="ID"/></attribute>
 <optional><attribute name="see"><data type="IDREF"/></attribute></optional><text/></element></define>
</grammar>"""
GOOD = '<letter xmlns="urn:letters" date="1871-05-03"><from>A</from><to>B</to><p>Words.</p></letter>'


def faults(document: str, schema: str = LETTER) -> list[Fault]:
    return relaxng.loads(schema.encode()).validate(document.encode())


def said(document: str) -> list[tuple[str, int, int, str]]:
    return [(fault.kind, fault.line, fault.column, fault.meant) for fault in faults(document)]


def test_a_valid_document_has_no_fault():
    assert not faults(GOOD)


@pytest.mark.parametrize(
    ("old", "new", "kind", "words"),
    [
        ("<p>Words.</p>", "<q>Words.</q><p>x</p>", "unknown", "<q> is no element of this schema"),
        ("<p>Words.</p>", "<p><from>x</from></p>", "misplaced", "<from> is not allowed in <p>"),
        ("<p>Words.</p>", "<p>x</p><to>C</to>", "order", "<to> is not allowed at this place in <letter>; <note> or <p> may come here"),
        ("<to>B</to>", "", "early", "<p> comes too early in <letter>: <to> must come before it"),
        ("<p>Words.</p>", "", "incomplete", "<letter> is incomplete: it needs <p>"),
        ("<to>", "loose <to>", "text", 'text is not allowed in <letter>: "loose"'),
        ("<to>", '<to kind="x">', "attribute", "@kind is not allowed on <to>"),
        (' date="1871-05-03"', "", "missing", "<letter> needs @date"),
        ("1871-05-03", "3 May", "value", '"3 May" is no value of @date on <letter>: it takes date'),
        ("<p>Words.</p>", '<p><note id="a"/><note id="a"/></p>', "id", '@id "a" is already used in line 1'),
        ("<p>Words.</p>", '<p><note id="a" see="b"/></p>', "idref", '@see of <note> refers to "b", which is nowhere an ID'),
        ("</letter>", "", "malformed", "not well-formed XML: no element found"),
    ],
)
def test_each_mistake_is_said_once_and_plainly(old: str, new: str, kind: str, words: str):
    found = faults(GOOD.replace(old, new))
    assert [(fault.kind, fault.message) for fault in found] == [(kind, words)]


def test_what_was_meant_is_the_nearest_that_is_legal():
    assert said(GOOD.replace("<p>Words.</p>", "<P>Words.</P><p/>")) == [("unknown", 1, 71, "p")]
    assert said(GOOD.replace(" date=", ' kind="drfat" date=')) == [("value", 1, 1, "draft")]
    assert said(GOOD.replace(" date=", ' knid="copy" date=')) == [("attribute", 1, 1, "kind")]


def test_lines_and_columns_count_characters_in_any_encoding():
    document = '<letter xmlns="urn:letters" date="1871-05-03">\n<from>é€𝒜</from><x/><to>B</to><p/></letter>'
    wanted = [("unknown", 2, 17)]
    for data in (document.encode(), b"\xef\xbb\xbf" + document.encode(), ('<?xml version="1.0" encoding="utf-16"?>' + document).encode("utf-16")):
        assert [(fault.kind, fault.line, fault.column) for fault in relaxng.loads(LETTER.encode()).validate(data)] == wanted


def test_after_a_mistake_the_rest_is_still_judged():
    document = GOOD.replace("<from>A</from>", "<form>A</form><from>A</from>").replace("<p>Words.</p>", '<p><hi bad="1">x</hi></p><p><to/></p>')
    assert [fault.kind for fault in faults(document)] == ["unknown", "attribute", "misplaced"]


@pytest.mark.parametrize(
    ("schema", "reason"),
    [
        ("<grammar><start><ref name='a'/></start></grammar>", "'a' is not defined"),
        ("<grammar><start><ref name='a'/></start><define name='a'><ref name='a'/></define></grammar>", "'a' refers to itself without an element between"),
        ("<element name='a'><data type='dat'/></element>", "'dat' is no datatype of XML Schema"),
        ("<element name='a'><data type='string'><param name='pattern'>(</param></data></element>", "the pattern '(': a parenthesis is not closed"),
        ("<element name='a'><group><data type='string'/><element name='b'><text/></element></group></element>", "data, a value or a list in one content"),
        ("<element name='a'><attribute name='x'/><attribute name='x'/><empty/></element>", "an attribute twice in one element"),
        ("<element name='a'><txt/></element>", "<txt> is no element of RELAX NG"),
        ("<element name='a'><text>words</text></element>", "<text> holds words"),
        ("<element name='a'/>", "<element> is empty"),
        ("<text/>", "<text/> in the start of a grammar"),
        ("<externalRef href='x.rng'/>", "<externalRef> needs files"),
    ],
)
def test_a_bad_schema_is_refused_with_place_and_reason(schema: str, reason: str):
    name = schema[1:].split(" ")[0].split(">")[0].rstrip("/")
    with pytest.raises(BadSchema, match=reason.replace("(", r"\(").replace("'", ".")) as caught:
        relaxng.loads(schema.replace(f"<{name}", f"<{name} {HEAD}", 1).encode(), "bad.rng")
    assert (caught.value.file, caught.value.line) == ("bad.rng", 1)


def test_files_come_from_the_folder_and_nowhere_else(tmp_path: Path):
    (tmp_path / "in").mkdir()
    (tmp_path / "out.rng").write_text(f"<grammar {HEAD}><define name='b'><element name='b'><text/></element></define></grammar>")
    for name, href in (("up", "../out.rng"), ("web", "http://example.org/out.rng"), ("self", "self.rng")):
        path = tmp_path / "in" / f"{name}.rng"
        path.write_text(f"<grammar {HEAD}><include href='{href}'/><start><ref name='b'/></start></grammar>")
        with pytest.raises(BadSchema, match=r"lies outside|on the network|includes itself"):
            relaxng.load(path)
    assert not relaxng.load(tmp_path / "in" / "up.rng", root=tmp_path).validate(b"<b>x</b>")


def test_an_include_may_define_anew_what_it_includes(tmp_path: Path):
    (tmp_path / "base.rng").write_text(f"<grammar {HEAD}><start><ref name='b'/></start><define name='b'><element name='b'><text/></element></define></grammar>")
    path = tmp_path / "mine.rng"
    path.write_text(f"<grammar {HEAD}><include href='base.rng'><define name='b'><element name='c'><empty/></element></define></include></grammar>")
    schema = relaxng.load(path)
    assert not schema.validate(b"<c/>")
    assert schema.validate(b"<b/>")


# regular expressions: the same verdict by either way, and no text for which it takes for ever

EXPRESSIONS = st.recursive(
    st.sampled_from(["a", "b", "[ab]", "[^a]", ".", r"\d", r"\P{L}", "[a-c-[b]]", "", r"\."]),
    lambda inner: st.one_of(
        st.tuples(inner, inner).map("".join), st.tuples(inner, inner).map(lambda pair: f"({pair[0]}|{pair[1]})"),
        st.tuples(inner, st.sampled_from(["*", "+", "?", "{2}", "{1,3}", "{2,}", "{0}"])).map(lambda pair: f"({pair[0]}){pair[1]}"),
    ), max_leaves=8,
)  # fmt: skip


@settings(max_examples=200, deadline=None)
@given(EXPRESSIONS, st.lists(st.text("ab.c1", max_size=8), min_size=1, max_size=5))
def test_both_ways_to_match_an_expression_agree(expression: str, texts: list[str]) -> None:
    made = regex.compiled(expression)
    sure = linear.machine(made.part)
    for text in texts:
        assert made.fullmatch(text) == sure.matches(text) == bool(made.quick.fullmatch(text))


@pytest.mark.parametrize("expression", ["(a+)+b", "(a|a)*b", "(a|aa)+c", "(([a-z])+.)+[A-Z]([a-z])+", "a*a*a*a*a*b", "(a?){25}a{25}b", "(.*)*b"])
def test_an_expression_that_can_be_met_in_very_many_ways_is_answered_at_once(expression: str) -> None:
    start = process_time()
    assert not regex.compiled(expression).fullmatch("a" * 5_000)
    assert process_time() - start < 2


@pytest.mark.parametrize("expression", ["((a{1,1000}){1,1000}){1,1000}", "(" * 5_000 + "a" + ")" * 5_000])
def test_an_expression_larger_than_any_datatype_is_refused(expression: str) -> None:
    with pytest.raises(regex.BadExpression):
        regex.compiled(expression)

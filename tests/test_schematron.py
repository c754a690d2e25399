"""Schematron: each construct of ISO 19757-3 in a small case of its own, by what it says about a small document."""

from __future__ import annotations

import re
import time
from pathlib import Path

import pytest

from edition import schematron, tei
from edition.errors import ProgramFailed
from edition.schematron import BadSchematron, saxon

pytest.importorskip("saxonche")

DOC = """<book n="1"><title>Boats</title><chapter id="c1"><p>One.</p><p>Two.</p></chapter>
<chapter id="c2" rend="wide"><p>Three <b>bold</b>.</p><!-- a remark --><?go on?></chapter></book>"""


def write(folder: Path, body: str, name: str = "rules.sch", attributes: str = 'queryBinding="xslt2"') -> Path:
    path = folder / name
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(f'<schema xmlns="http://purl.oclc.org/dsdl/schematron" {attributes}>\n{body}\n</schema>', encoding="utf-8")
    return path


def hits(path: Path, document: str = DOC, **options: object) -> list[schematron.Hit]:
    tree = tei.parse(document.encode()).tree
    assert tree is not None
    return schematron.load(path, **options).check(tree)  # type: ignore[arg-type]


def said(found: list[schematron.Hit]) -> list[str]:
    """``chapter: message`` for each; of another node the step too: ``chapter/@rend: message``."""
    return [f"{tei.local(each.element) if each.element is not None else ''}{each.step}: {each.message}" for each in found]


# name: what stands in the schema, and what it says of DOC
CASES: dict[str, tuple[str, list[str]]] = {
    "an assertion that holds says nothing": ('<pattern><rule context="book"><assert test="title">no title</assert></rule></pattern>', []),
    "an assertion that does not hold speaks": ('<pattern><rule context="book"><assert test="author">no author</assert></rule></pattern>', ["book: no author"]),
    "a report speaks if it holds": ('<pattern><rule context="book"><report test="title">has a title</report></rule></pattern>', ["book: has a title"]),
    "a report that does not hold says nothing": ('<pattern><rule context="book"><report test="author">has an author</report></rule></pattern>', []),
    "each node that matches is judged": ('<pattern><rule context="p"><report test="true()">p</report></rule></pattern>', ["p: p", "p: p", "p: p"]),
    "a context that matches nothing says nothing": ('<pattern><rule context="verse"><report test="true()">x</report></rule></pattern>', []),
    "the first rule of a pattern that matches takes the node": (
        '<pattern><rule context="chapter[@rend]"><report test="true()">wide</report></rule><rule context="chapter"><report test="true()">plain</report></rule></pattern>',
        ["chapter: plain", "chapter: wide"]),
    "a later rule never takes what an earlier one has": (
        '<pattern><rule context="chapter"><report test="false()">x</report></rule><rule context="chapter[@rend]"><report test="true()">wide</report></rule></pattern>', []),
    "a rule without tests shields its nodes": (
        '<pattern><rule context="b"/><rule context="*"><report test="self::b or self::title">other</report></rule></pattern>', ["title: other"]),
    "patterns do not shield each other": (
        '<pattern><rule context="title"><report test="true()">a</report></rule></pattern><pattern><rule context="title"><report test="true()">b</report></rule></pattern>',
        ["title: a", "title: b"]),
    "all tests of a rule are made": (
        '<pattern><rule context="title"><assert test="false()">a</assert><report test="true()">b</report><assert test="true()">c</assert></rule></pattern>', ["title: a", "title: b"]),
    "three rules, the middle one takes": (
        '<pattern><rule context="x"><report test="true()">x</report></rule><rule context="b"><report test="true()">b</report></rule><rule context="b|title"><report test="true()">t</report></rule></pattern>',
        ["title: t", "b: b"]),
    "a node may be the context of several patterns with several rules": (
        '<pattern><rule context="x"><assert test="0">0</assert></rule><rule context="b"><report test="1">1</report></rule></pattern>'
        '<pattern><rule context="b"><report test="1">2</report></rule><rule context="*"><report test="self::b">3</report></rule></pattern>', ["b: 1", "b: 2"]),
    "a context may be an attribute": ('<pattern><rule context="@rend"><report test=". = \'wide\'">wide</report></rule></pattern>', ["chapter/@rend: wide"]),
    "a context may be an attribute of one element": ('<pattern><rule context="chapter/@id"><report test=". = \'c2\'">2</report></rule></pattern>', ["chapter/@id: 2"]),
    "a context may be text": ('<pattern><rule context="text()[. = \'bold\']"><report test="true()">bold</report></rule></pattern>', ["b/text()[1]: bold"]),
    "a context may be a comment": ('<pattern><rule context="comment()"><report test="true()">c</report></rule></pattern>', ["chapter/comment()[1]: c"]),
    "a context may be a processing instruction": ('<pattern><rule context="processing-instruction()"><report test="true()">pi</report></rule></pattern>', ["chapter/processing-instruction(go)[1]: pi"]),
    "a context may be the root": ('<pattern><rule context="/"><assert test="book">no book</assert><report test="book">book</report></rule></pattern>', [": book"]),
    "a context may be the outermost element": ('<pattern><rule context="/book"><report test="true()">top</report></rule></pattern>', ["book: top"]),
    "a rule about the root lets no other speak twice": (
        '<pattern><rule context="/"><report test="true()">root</report></rule></pattern><pattern><rule context="book"><report test="true()">book</report></rule></pattern>'
        '<pattern><rule context="/book"><report test="true()">/book</report></rule></pattern>', ["book: book", "book: /book", ": root"]),
    "a context may be any element": ('<pattern><rule context="*"><report test="self::title">t</report></rule></pattern>', ["title: t"]),
    "a context may be a choice": ('<pattern><rule context="title | b"><report test="true()">x</report></rule></pattern>', ["title: x", "b: x"]),
    "a context may be in brackets": ('<pattern><rule context="chapter/(p | b)"><report test=". = \'One.\'">x</report></rule></pattern>', ["p: x"]),
    "a context may ask for a position": ('<pattern><rule context="chapter/p[2]"><report test="true()">x</report></rule></pattern>', ["p: x"]),
    "a context has brackets in texts": ('<pattern><rule context="p[contains(., \'[@\') or . = \'One.\']"><report test="true()">x</report></rule></pattern>', ["p: x"]),
    "a variable of a rule": ('<pattern><rule context="chapter"><let name="n" value="count(p)"/><report test="$n = 1">one</report></rule></pattern>', ["chapter: one"]),
    "a variable of a rule may use another": (
        '<pattern><rule context="book"><let name="a" value="2"/><let name="b" value="$a + 1"/><report test="$b = 3"><value-of select="$b"/></report></rule></pattern>', ["book: 3"]),
    "a variable of a pattern is of the root": (
        '<pattern><let name="n" value="count(//p)"/><rule context="book"><report test="true()"><value-of select="$n"/></report></rule></pattern>', ["book: 3"]),
    "a variable of a pattern in a context": ('<pattern><let name="wanted" value="\'c2\'"/><rule context="chapter[@id = $wanted]"><report test="true()">x</report></rule></pattern>', ["chapter: x"]),
    "a variable of the schema": ('<let name="n" value="count(//p)"/><pattern><rule context="book"><report test="$n = 3">x</report></rule></pattern>', ["book: x"]),
    "a variable of the schema in a context": ('<let name="w" value="\'c1\'"/><pattern><rule context="chapter[@id = $w]"><report test="true()">x</report></rule></pattern>', ["chapter: x"]),
    "variables of two patterns with the same name are two": (
        '<pattern><let name="n" value="1"/><rule context="title[$n = 1]"><report test="$n = 1">a<value-of select="$n"/></report></rule></pattern>'
        '<pattern><let name="n" value="2"/><rule context="title[$n = 2]"><report test="true()">b<value-of select="$n"/></report></rule></pattern>', ["title: a1", "title: b2"]),
    "a variable of a pattern hides the one of the schema": (
        '<let name="n" value="1"/><pattern><let name="n" value="2"/><rule context="title"><report test="true()"><value-of select="$n"/></report></rule></pattern>', ["title: 2"]),
    "a variable of a rule hides the one of the pattern": (
        '<pattern><let name="n" value="2"/><rule context="title"><let name="n" value="3"/><report test="true()"><value-of select="$n"/></report></rule></pattern>', ["title: 3"]),
    "a variable may hold XML": (
        '<let name="known"><name xmlns="">Boats</name><name xmlns="">Ships</name></let><pattern><rule context="title"><report test=". = $known/name">known</report></rule></pattern>', ["title: known"]),
    "a dollar in a text is no variable": (
        '<pattern><let name="n" value="1"/><rule context="title[not(. = \'$n\')]"><report test="true()">x</report></rule></pattern><pattern><let name="n" value="2"/><rule context="none"/></pattern>',
        ["title: x"]),
    "a value in a message": ('<pattern><rule context="chapter"><report test="@rend">it is <value-of select="@rend"/>.</report></rule></pattern>', ["chapter: it is wide."]),
    "several values in a message": ('<pattern><rule context="book"><report test="true()"><value-of select="chapter/@id"/></report></rule></pattern>', ["book: c1 c2"]),
    "the name of the context in a message": ('<pattern><rule context="b"><report test="true()">no <name/> here</report></rule></pattern>', ["b: no b here"]),
    "the name of another node in a message": ('<pattern><rule context="b"><report test="true()"><name path=".."/></report></rule></pattern>', ["b: p"]),
    "emphasis in a message is its words": ('<pattern><rule context="b"><report test="true()">a <emph>very</emph> <span class="x">bold <value-of select="."/></span> <dir>word</dir></report></rule></pattern>', ["b: a very bold bold word"]),
    "a message on several lines is one line": ('<pattern><rule context="b"><report test="true()">\n  one\n  two\n</report></rule></pattern>', ["b: one two"]),
    "braces in a message are braces": ('<pattern><rule context="b"><report test="true()">{not} filled</report></rule></pattern>', ["b: {not} filled"]),
    "signs of XML in tests and messages": ('<pattern><rule context="book"><report test="count(//p) &lt; 4 and 1 &gt; 0">&lt;p> &amp; "more"</report></rule></pattern>', ['book: <p> & "more"']),
    "an abstract rule": (
        '<pattern><rule abstract="true" id="a"><report test="true()">from a: <name/></report></rule><rule context="b"><extends rule="a"/></rule></pattern>', ["b: from a: b"]),
    "an abstract rule with a variable": (
        '<pattern><rule abstract="true" id="a"><let name="n" value="count(p)"/><report test="$n = 2">two</report></rule><rule context="chapter"><extends rule="a"/></rule></pattern>', ["chapter: two"]),
    "an abstract rule stands where it is extended": (
        '<pattern><rule abstract="true" id="a"><report test="true()">2</report></rule><rule context="b"><report test="true()">1</report><extends rule="a"/><report test="true()">3</report></rule></pattern>',
        ["b: 1", "b: 2", "b: 3"]),
    "an abstract rule extends another": (
        '<pattern><rule abstract="true" id="a"><report test="true()">a</report></rule><rule abstract="true" id="c"><extends rule="a"/></rule><rule context="b"><extends rule="c"/></rule></pattern>', ["b: a"]),
    "an abstract rule of <rules>": (
        '<rules><rule abstract="true" id="a"><report test="true()">a</report></rule></rules><pattern><rule context="b"><extends rule="a"/></rule></pattern>', ["b: a"]),
    "an abstract rule says nothing by itself": ('<pattern><rule abstract="true" id="a"><report test="true()">a</report></rule></pattern>', []),
    "an abstract pattern": (
        '<pattern abstract="true" id="a"><rule context="$what"><assert test="$must">a <name/> needs $must</assert></rule></pattern>'
        '<pattern is-a="a"><param name="what" value="chapter"/><param name="must" value="@rend"/></pattern>', ["chapter: a chapter needs @rend"]),
    "an abstract pattern twice": (
        '<pattern abstract="true" id="a"><rule context="$what"><report test="true()">x</report></rule></pattern>'
        '<pattern is-a="a"><param name="what" value="title"/></pattern><pattern is-a="a"><param name="what" value="b"/></pattern>', ["title: x", "b: x"]),
    "a parameter whose name begins another's": (
        '<pattern abstract="true" id="a"><rule context="$p"><report test="$pp">x</report></rule></pattern>'
        '<pattern is-a="a"><param name="p" value="title"/><param name="pp" value="true()"/></pattern>', ["title: x"]),
    "a parameter in a variable and a value": (
        '<pattern abstract="true" id="a"><rule context="$e"><let name="n" value="count($c)"/><report test="$n > 1"><value-of select="$c[1]"/></report></rule></pattern>'
        '<pattern is-a="a"><param name="e" value="chapter"/><param name="c" value="p"/></pattern>', ["chapter: One."]),
    "a parameter with a value of its own": (
        '<pattern abstract="true" id="a"><param name="e" value="b"/><rule context="$e"><report test="true()">x</report></rule></pattern><pattern is-a="a"/>', ["b: x"]),
    "an abstract pattern says nothing by itself": ('<pattern abstract="true" id="a"><rule context="b"><report test="true()">x</report></rule></pattern>', []),
    "a group lets every rule speak": (
        '<group><rule context="b"><report test="true()">1</report></rule><rule context="*"><report test="self::b">2</report></rule></group>', ["b: 1", "b: 2"]),
    "a subject is the node that is meant": ('<pattern><rule context="chapter[@rend]" subject="p/b"><report test="true()">x</report></rule></pattern>', ["b: x"]),
    "a test may have a subject of its own": ('<pattern><rule context="chapter[@rend]"><report test="true()" subject="@rend">x</report></rule></pattern>', ["chapter/@rend: x"]),
    "a subject that is not there is the context": ('<pattern><rule context="title"><report test="true()" subject="none">x</report></rule></pattern>', ["title: x"]),
    "XPath 2: a regular expression": ('<pattern><rule context="p"><report test="matches(., \'^T.*ee\')">x</report></rule></pattern>', ["p: x"]),
    "XPath 2: for, if, every": ('<pattern><rule context="book"><report test="every $c in chapter satisfies (if ($c/@rend) then true() else count($c/p) = 2)">x</report></rule></pattern>', ["book: x"]),
    "XPath 3: arrow, map and let": ('<pattern><rule context="title"><report test="let $m := map{\'Boats\': 1} return (. => string()) = map:keys($m)">x</report></rule></pattern>'
        '<ns prefix="map" uri="http://www.w3.org/2005/xpath-functions/map"/>', ["title: x"]),
    "current() is the context": ('<pattern><rule context="chapter"><report test="//chapter[@id != current()/@id]/@rend">x</report></rule></pattern>', ["chapter: x"]),
    "a key of XSLT": (
        '<key xmlns="http://www.w3.org/1999/XSL/Transform" name="ids" match="*[@id]" use="@id"/><pattern><rule context="book"><report test="key(\'ids\', \'c2\')/@rend">x</report></rule></pattern>', ["book: x"]),
    "a function of XSLT": (
        '<ns prefix="f" uri="urn:f"/><xsl:function xmlns:xsl="http://www.w3.org/1999/XSL/Transform" xmlns:f="urn:f" name="f:twice"><xsl:param name="n"/><xsl:sequence select="2 * $n"/></xsl:function>'
        '<pattern><rule context="book"><report test="f:twice(@n) = 2">x</report></rule></pattern>', ["book: x"]),
    "elements of other languages are left out": ('<fixes xmlns="urn:quickfix"><fix/></fixes><pattern><rule context="b"><report test="true()">x</report><o xmlns="urn:o"/></rule></pattern>', ["b: x"]),
    "one path from above is worked out once": (
        '<pattern><rule context="p"><let name="ids" value="ancestor::book//chapter[p]/@id"/><report test="$ids = \'c2\' and b">x</report></rule></pattern>', ["p: x"]),
}  # fmt: skip


@pytest.mark.parametrize("name", CASES)
def test_construct(name: str, tmp_path: Path) -> None:
    body, expected = CASES[name]
    assert said(hits(write(tmp_path, body))) == expected


def test_namespaces_are_those_of_ns(tmp_path: Path) -> None:
    body = '<ns prefix="t" uri="http://www.tei-c.org/ns/1.0"/><ns prefix="xsl" uri="urn:other"/><pattern><rule context="t:p"><report test="@xml:id">x</report></rule><rule context="xsl:p"><report test="1">o</report></rule></pattern>'
    document = '<TEI xmlns="http://www.tei-c.org/ns/1.0"><p xml:id="a"/><p/><p xmlns=""/><p xmlns="urn:other"/></TEI>'
    assert said(hits(write(tmp_path, body), document)) == ["p: x", "p: o"]


PHASES = """<phase id="quick"><active pattern="a"/></phase><phase id="other"><let name="w" value="'B'"/><active pattern="b"/></phase>
<pattern id="a"><rule context="title"><report test="true()">a</report></rule></pattern><pattern id="b"><rule context="title"><report test="{}">b</report></rule></pattern>"""


@pytest.mark.parametrize(("phase", "expected"), [("#DEFAULT", ["title: a"]), ("#ALL", ["title: a", "title: b"]), ("quick", ["title: a"]), ("other", ["title: b"])])
def test_a_phase_chooses_patterns(phase: str, expected: list[str], tmp_path: Path) -> None:
    path = write(tmp_path, PHASES.format("$w = 'B'" if phase == "other" else "true()"), attributes='queryBinding="xslt3" defaultPhase="quick"')
    assert said(hits(path, phase=phase)) == expected


def test_a_phase_that_is_not_there_is_refused(tmp_path: Path) -> None:
    with pytest.raises(BadSchematron, match="there is no phase"):
        hits(write(tmp_path, PHASES.format("true()")), phase="none")


def test_roles_are_inherited_from_the_rule(tmp_path: Path) -> None:
    body = '<pattern><rule context="b" role="warning"><report test="1">x</report><report test="1" role="info">y</report><report test="2" severity="fatal">z</report></rule></pattern>'
    assert [each.role for each in hits(write(tmp_path, body))] == ["warning", "info", "fatal"]


def test_names_of_tests_are_their_ids_or_made_of_those_above(tmp_path: Path) -> None:
    body = """<pattern id="p"><rule context="b"><report id="mine" test="1">x</report><report test="1 = 1">y</report></rule><rule context="title" id="r"><report test="1">z</report></rule></pattern>
    <pattern id="single"><rule context="b"><report test="1">x</report></rule></pattern><pattern><rule context="b"><report test="1">x</report></rule></pattern>"""
    assert sorted(each.id for each in hits(write(tmp_path, body))) == ["mine", "p-1", "pattern-3", "r-1", "single"]


def test_diagnostics_and_properties_are_filled_in_at_the_node(tmp_path: Path) -> None:
    body = """<pattern><rule context="chapter[@rend]"><report test="1" diagnostics="d" properties="q">x</report></rule></pattern>
    <diagnostics><diagnostic id="d">it has <value-of select="count(p)"/></diagnostic></diagnostics><properties><property id="q"><name/></property></properties>"""
    (found,) = hits(write(tmp_path, body))
    assert (found.message, found.notes) == ("x", ("it has 1", "chapter"))


def test_of_a_message_in_two_languages_one_is_told(tmp_path: Path) -> None:
    body = '<pattern><rule context="b"><report xml:lang="en" test="1">bold</report><report xml:lang="fr" test="1">gras</report><report xml:lang="fr" test="2">seul</report></rule></pattern>'
    path = write(tmp_path, body)
    assert said(hits(path)) == ["b: bold", "b: seul"]
    assert said(hits(path, language="fr")) == ["b: gras", "b: seul"]


def test_hits_know_the_line_of_their_test(tmp_path: Path) -> None:
    (found,) = hits(write(tmp_path, '<pattern>\n<rule context="b">\n  <report test="true()">x</report></rule></pattern>'))
    assert (Path(found.place.file).name, found.place.line, found.place.column) == ("rules.sch", 4, 3)


def test_a_test_that_cannot_be_carried_out_says_why_and_the_others_go_on(tmp_path: Path) -> None:
    body = '<pattern><rule context="p"><assert test="number(.) + xs:integer(.) = 1">x</assert><report test=". = \'One.\'">y</report></rule></pattern><ns prefix="xs" uri="http://www.w3.org/2001/XMLSchema"/>'
    found = hits(write(tmp_path, body))
    assert [(each.failed, each.message) for each in found if not each.failed] == [(False, "y")]
    assert [each.place.line for each in found if each.failed] == [2], "once for the test, however many nodes"
    assert not [each.message for each in found if each.failed and re.search(r"on line \d+$|Found while", each.message)], "no place in a stylesheet that nobody sees"


@pytest.mark.parametrize("where", ["rule", "pattern", "schema", "context"])
def test_a_variable_or_context_that_fails_is_told(where: str, tmp_path: Path) -> None:
    let = '<let name="n" value="xs:integer(string(/book/title))"/>'
    rule = f'<rule context="{"title[xs:integer(.) = 1]" if where == "context" else "title"}">{let if where == "rule" else ""}<report test="{"1" if where == "context" else "$n = 1"}">x</report></rule>'
    body = f'<ns prefix="xs" uri="http://www.w3.org/2001/XMLSchema"/>\n{let if where == "schema" else ""}<pattern>{let if where == "pattern" else ""}{rule}</pattern>'
    found = hits(write(tmp_path, body))
    assert [(each.failed, each.place.line) for each in found] == [(True, 3)]
    assert "Boats" in found[0].message


# Bad Schematron: what stands in it, the line, and a word of the reason
BAD: dict[str, tuple[str, int, str]] = {
    "an expression that does not end": ('<pattern>\n<rule context="b"><assert test="count(">x</assert></rule></pattern>', 3, "@test"),
    "an unknown function": ('<pattern>\n<rule context="b">\n<assert test="ismissing(.)">x</assert></rule></pattern>', 4, "ismissing"),
    "an unknown prefix": ('<pattern>\n<rule context="t:p"><assert test="1">x</assert></rule></pattern>', 3, "'t'"),
    "an unknown variable": ('<pattern>\n<rule context="b"><assert test="$n">x</assert></rule></pattern>', 3, "$n"),
    "a context that is no pattern": ('<pattern>\n<rule context="ancestor::b"><assert test="1">x</assert></rule></pattern>', 3, "@context"),
    "a bad value in a message": ('<pattern>\n<rule context="b"><assert test="1">x\n<value-of select="]"/></assert></rule></pattern>', 4, "message"),
    "a bad variable": ('<pattern>\n<rule context="b"><let name="n" value="1 +"/><assert test="1">x</assert></rule></pattern>', 3, "let"),
    "a rule without a context": ("<pattern>\n<rule><assert test='1'>x</assert></rule></pattern>", 3, "@context"),
    "a test without an expression": ('<pattern>\n<rule context="b"><assert>x</assert></rule></pattern>', 3, "@test"),
    "an empty test": ('<pattern>\n<rule context="b"><assert test=" ">x</assert></rule></pattern>', 3, "empty"),
    "a misspelt element": ('<pattern>\n<rule context="b">\n<asert test="1">x</asert></rule></pattern>', 4, 'did you mean "assert"'),
    "a misspelt element in a message": ('<pattern>\n<rule context="b"><assert test="1">x <valueof select="."/></assert></rule></pattern>', 3, 'did you mean "value-of"'),
    "an abstract rule that is not there": ('<pattern><rule abstract="true" id="one"/>\n<rule context="b"><extends rule="on"/></rule></pattern>', 3, 'did you mean "one"'),
    "an abstract rule that extends itself": ('<pattern><rule context="b"><extends rule="a"/></rule>\n<rule abstract="true" id="a"><extends rule="a"/></rule></pattern>', 3, "itself"),
    "an abstract pattern that is not there": ('<pattern/>\n<pattern is-a="a"/>', 3, "abstract pattern"),
    "a diagnostic that is not there": ('<pattern>\n<rule context="b"><assert test="1" diagnostics="d">x</assert></rule></pattern>', 3, "diagnostic"),
    "a phase of a pattern that is not there": ('<phase id="a">\n<active pattern="x"/></phase>', 3, "pattern"),
    "a variable with two values": ('<let name="n" value="1"/>\n<let name="n" value="2"/>', 3, "another value"),
    "other documents": ('\n<pattern documents="/book/@href"><rule context="b"/></pattern>', 3, "@documents"),
    "a template of XSLT": ('\n<xsl:template xmlns:xsl="http://www.w3.org/1999/XSL/Transform" match="/"/><include href="none.sch"/>', 3, "cannot be read"),
    "an inclusion that is not there": ('\n<include href="none.sch"/>', 3, "cannot be read"),
    "an inclusion of itself": ('\n<include href="rules.sch"/>', 3, "includes itself"),
    "an inclusion from the network": ('\n<include href="https://example.org/more.sch"/>', 3, "network"),
    "an inclusion from outside": ('\n<include href="../more.sch"/>', 3, "outside"),
    "an inclusion by an absolute path": ('\n<include href="/etc/hostname"/>', 3, "outside"),
    "an extension from outside": ('<pattern><rule context="b">\n<extends href="../more.sch"/></rule></pattern>', 3, "outside"),
    "XSLT from the network": ('\n<xsl:include xmlns:xsl="http://www.w3.org/1999/XSL/Transform" href="http://example.org/f.xsl"/>', 3, "network"),
    "XSLT from outside": ('\n<xsl:import xmlns:xsl="http://www.w3.org/1999/XSL/Transform" href="file:///etc/hostname"/>', 3, "outside"),
}  # fmt: skip


@pytest.mark.parametrize("name", BAD)
def test_bad_schematron_is_refused_with_line_and_reason(name: str, tmp_path: Path) -> None:
    body, line, reason = BAD[name]
    with pytest.raises(BadSchematron) as refused:
        schematron.load(write(tmp_path, body)).prepare()
    assert (Path(refused.value.file).name, refused.value.line) == ("rules.sch", line), str(refused.value)
    assert reason in refused.value.reason


@pytest.mark.parametrize(("text", "reason"), [
    ("<TEI/>", "first element is <TEI>"), ("<schema/>", "first element is <schema>"), ("no XML", "not well-formed"), ("", "not well-formed"),
    ('<pattern xmlns="http://purl.oclc.org/dsdl/schematron"/>', "first element is <pattern>"),
    ('<schema xmlns="http://purl.oclc.org/dsdl/schematron" queryBinding="xquery"/>', "xquery"),
    ('<grammar xmlns="http://relaxng.org/ns/structure/1.0"/>', "holds no Schematron"),
    ('<!DOCTYPE schema [<!ENTITY x SYSTEM "file:///etc/hostname">]><schema xmlns="http://purl.oclc.org/dsdl/schematron"><title>&x;</title><bad/></schema>', "<bad>"),
])  # fmt: skip
def test_what_is_no_schematron_is_refused(text: str, reason: str, tmp_path: Path) -> None:
    (tmp_path / "rules.sch").write_text(text, encoding="utf-8")
    with pytest.raises(BadSchematron) as refused:
        schematron.load(tmp_path / "rules.sch")
    assert reason in str(refused.value)
    assert refused.value.file.endswith("rules.sch")


def test_two_files_that_include_each_other_are_refused(tmp_path: Path) -> None:
    write(tmp_path, '<include href="rules.sch"/>', "other.sch")
    with pytest.raises(BadSchematron, match="includes itself"):
        schematron.load(write(tmp_path, '<include href="other.sch"/>'))


def test_inclusions_take_an_element_by_its_id_a_file_or_the_contents_of_a_rule(tmp_path: Path) -> None:
    write(tmp_path, '<pattern id="one"><rule context="title"><report test="1">one</report></rule></pattern><pattern id="two"><rule context="b"><report test="1">two</report></rule></pattern>', "parts/all.sch")
    (tmp_path / "parts/rule.sch").write_text('<rule xmlns="http://purl.oclc.org/dsdl/schematron"><report test="1">extended</report><include href="test.sch"/></rule>', encoding="utf-8")
    (tmp_path / "parts/test.sch").write_text('<report xmlns="http://purl.oclc.org/dsdl/schematron" test="1">included</report>', encoding="utf-8")
    (tmp_path / "parts/f.xsl").write_text(
        '<xsl:stylesheet version="3.0" xmlns:xsl="http://www.w3.org/1999/XSL/Transform"><xsl:function name="f:y" xmlns:f="urn:f"><xsl:sequence select="true()"/></xsl:function></xsl:stylesheet>', encoding="utf-8")
    body = """<ns prefix="f" uri="urn:f"/><include href="parts/all.sch#two"/><xsl:include xmlns:xsl="http://www.w3.org/1999/XSL/Transform" href="parts/f.xsl"/>
    <pattern><rule context="chapter[@rend and f:y()]"><extends href="parts/rule.sch"/></rule></pattern>"""
    path = write(tmp_path, body)
    assert said(hits(path)) == ["chapter: extended", "chapter: included", "b: two"]
    assert [Path(file).name for file in schematron.read(path).files] == ["rules.sch", "all.sch", "f.xsl", "rule.sch", "test.sch"]


def test_files_may_come_from_the_folder_that_the_caller_names(tmp_path: Path) -> None:
    write(tmp_path, '<pattern id="p"><rule context="b"><report test="1">x</report></rule></pattern>', "more.sch")
    path = write(tmp_path, '<include href="../more.sch#p"/>', "deep/rules.sch")
    assert said(hits(path, root=tmp_path)) == ["b: x"]


def test_schematron_in_relax_ng_is_read(tmp_path: Path) -> None:
    path = tmp_path / "book.rng"
    path.write_text("""<grammar xmlns="http://relaxng.org/ns/structure/1.0" xmlns:sch="http://purl.oclc.org/dsdl/schematron">
    <sch:ns prefix="t" uri="urn:t"/><start><element name="book"><sch:pattern id="a"><sch:rule context="book"><sch:report test="1">pattern</sch:report></sch:rule></sch:pattern>
    <sch:rule context="b"><sch:report test="1">rule</sch:report></sch:rule><text/></element></start></grammar>""", encoding="utf-8")
    assert said(hits(path)) == ["book: pattern", "b: rule"]


def test_schematron_in_an_odd_is_read(tmp_path: Path) -> None:
    path = tmp_path / "house.odd"
    path.write_text("""<TEI xmlns="http://www.tei-c.org/ns/1.0" xmlns:sch="http://purl.oclc.org/dsdl/schematron"><schemaSpec ident="house">
    <elementSpec ident="p" mode="change"><constraintSpec ident="short" scheme="schematron"><constraint><sch:assert test="string-length(.) lt 4">too long</sch:assert></constraint></constraintSpec>
    <constraintSpec ident="gone" scheme="schematron" mode="delete"><constraint><sch:assert test="false()">gone</sch:assert></constraint></constraintSpec></elementSpec>
    <constraintSpec ident="whole" scheme="schematron"><constraint><sch:rule context="tei:TEI"><sch:report test="1">whole</sch:report></sch:rule></constraint></constraintSpec></schemaSpec></TEI>""", encoding="utf-8")
    assert said(hits(path, '<TEI xmlns="http://www.tei-c.org/ns/1.0"><p>long words</p><p>abc</p></TEI>')) == ["TEI: whole", "p: too long"]


def test_the_older_namespace_is_read(tmp_path: Path) -> None:
    path = tmp_path / "old.sch"
    path.write_text('<schema xmlns="http://www.ascc.net/xml/schematron"><pattern name="x"><rule context="b"><report test="1">old</report></rule></pattern></schema>', encoding="utf-8")
    assert said(hits(path)) == ["b: old"]


@pytest.mark.filterwarnings("ignore")
def test_the_old_reference_implementation_agrees_where_it_can(tmp_path: Path) -> None:
    """lxml carries the XSLT 1.0 of ISO's skeleton: it has no XPath 2, visits elements, attributes and the root alone, and gives the first of several values."""
    from lxml import etree, isoschematron

    visits = ("a context may be text", "a context may be a comment", "a context may be a processing instruction", "several values in a message")
    agreed = []
    for name in CASES.keys() - visits:
        body, expected = CASES[name]
        tree = etree.fromstring(f'<schema xmlns="http://purl.oclc.org/dsdl/schematron" queryBinding="xslt">{body}</schema>')
        try:
            other = isoschematron.Schematron(tree, store_report=True)
            other.validate(etree.fromstring(DOC))
        except (etree.LxmlError, etree.XSLTError):
            continue
        svrl = "{http://purl.oclc.org/dsdl/svrl}"
        told = [" ".join("".join(each.itertext()).split()) for each in other.validation_report.iter(f"{svrl}failed-assert", f"{svrl}successful-report")]  # type: ignore[union-attr]
        assert sorted(told) == sorted(each.partition(": ")[2] for each in expected), name
        agreed.append(name)
    assert len(agreed) >= 40, "it takes most of them"


# The document


def test_entities_are_their_words_and_none_is_fetched(tmp_path: Path) -> None:
    document = '<!DOCTYPE book [<!ENTITY a "ab"><!ENTITY x SYSTEM "file:///etc/hostname">]><?style?><book><p>&a;&x;<b/>&a;</p><p/></book>'
    body = """<pattern><rule context="p[1]"><report test="true()"><value-of select="string-length(.), ."/></report></rule><rule context="p"><report test="1">second</report></rule></pattern>
    <pattern><rule context="/"><report test="processing-instruction('style')">kept</report></rule></pattern>"""
    assert said(hits(write(tmp_path, body), document)) == ["p: 5 ab\ufffcab", "p: second", ": kept"]


def test_the_n_th_of_many_is_found_by_its_path(tmp_path: Path) -> None:
    document = "<book>" + "<p a='1'/><q a='2'/>" * 50 + "</book>"
    found = hits(write(tmp_path, '<pattern><rule context="q/@a"><report test="count(../preceding-sibling::q) = 36">x</report></rule></pattern>'), document)
    assert [(each.element.getparent().index(each.element), each.step) for each in found] == [(73, "/@a")]  # type: ignore[arg-type, union-attr]


def test_words_of_all_scripts_come_back_as_they_are(tmp_path: Path) -> None:
    assert said(hits(write(tmp_path, '<pattern><rule context="p"><report test="1">שלום <value-of select="."/></report></rule></pattern>'), "<book><p>Ā é 𐍈 مرحبا</p></book>")) == ["p: שלום Ā é 𐍈 مرحبا"]


def test_a_test_that_eats_all_memory_ends_itself_alone(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    resource = pytest.importorskip("resource")
    if not hasattr(resource, "RLIMIT_DATA"):
        pytest.skip("the system has no such limit")
    worker = tmp_path / "small.py"
    worker.write_text(saxon.WORKER.read_text(encoding="utf-8").replace("MEMORY = 4 *", "MEMORY = 0.4 *").replace("(MEMORY, MEMORY)", "(int(MEMORY), int(MEMORY))"), encoding="utf-8")
    monkeypatch.setattr(saxon, "WORKER", worker)
    saxon.engine().stop()
    path = write(tmp_path, '<pattern><rule context="book"><let name="all" value="(1 to 300000000) ! string(.)"/><assert test="count(distinct-values($all)) = 1 and $all[7] = string-join($all)">x</assert></rule></pattern>')
    with pytest.raises((ProgramFailed, schematron.TooLong)):  # it is ended, or has no time left from looking for memory
        hits(path, seconds=3.0)
    assert resource.getrusage(resource.RUSAGE_CHILDREN).ru_maxrss * 1024 < 1.5e9
    assert said(hits(write(tmp_path, '<pattern><rule context="b"><report test="1">after</report></rule></pattern>'))) == ["b: after"]
    saxon.engine().stop()


def test_no_more_than_the_limit_is_told(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(schematron, "LIMIT", 5)
    assert len(hits(write(tmp_path, '<pattern><rule context="p"><report test="1">x</report></rule></pattern>'), "<book>" + "<p/>" * 20 + "</book>")) == 5


def test_a_test_that_never_ends_is_stopped(tmp_path: Path) -> None:
    path = write(tmp_path, '<pattern><rule context="book"><assert test="some $x in 1 to 1000000000, $y in 1 to 1000000000 satisfies $x + $y = count(//p) - 9">x</assert></rule></pattern>')
    begin = time.monotonic()
    with pytest.raises(schematron.TooLong):
        hits(path, seconds=1.5)
    assert time.monotonic() - begin < 10
    assert said(hits(write(tmp_path, '<pattern><rule context="b"><report test="1">after</report></rule></pattern>'))) == ["b: after"], "the next one has a new process"

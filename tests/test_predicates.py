"""Predicates of models: what is Python says what XPath says."""

from __future__ import annotations

import re
from pathlib import Path

import pytest
from lxml import etree

from edition.render.odd import Rule, settled
from edition.render.predicates import OfDocument, always, never
from edition.render.xpath import compiled, in_tei
from edition.tei import PREFIXES, T

ODD = Path(__file__).resolve().parent.parent / "edition" / "render" / "edition.odd"
OURS = sorted({each.replace("&lt;", "<") for each in re.findall(r'predicate="([^"]*)"', ODD.read_text("utf-8"))})
OTHERS = [
    "@a or @b", "@type='x' and not(@n='1')", "parent::p[@n='1']", "parent::p[1]", "parent::p[@n][@type]", "(@n)", "not(not(@n))", "'a'='a' or @b", "'a'='b' and @b",
    "count(*) = 2 or @n", "@xml:id", "@xml:lang='la' or ancestor::p", "(p|hi)[1]", "*", "hi or @rend='italic' and parent::p", "@n='or' or @n=\"and\"", "//p[@n] or @x",
    "/TEI/text", "not(/TEI/text/group)", "/TEI/text and @n", "/TEI/text/@n = @n", "contains(concat(' ', @rend, ' '), ' italic ')", "contains(concat(' ', @rend, ' '), ' ')",
    "@type!='x'", "'a' != 'b'", "..", "parent::*", "ancestor::div[@type='x' or p]", "ancestor::div[1]", "text()[normalize-space()]", "1", "@n and 0",
    "((@n or @type) and (p or not(hi)))",
]  # fmt: skip
TEXT = etree.fromstring(
    f'<TEI xmlns="{T[1:-1]}"><text n="1"><div type="x" xml:lang="la"><p n="1" type="x">a <hi rend="bold italic">b<hi/></hi></p><p rend="italic" n="or">c</p>'
    '<list type="inline"><item n="and" xml:id="i">d</item></list><!-- e --></div><div type="edition"><ab>f<lb break="no"/>g</ab></div></text></TEI>'
)  # fmt: skip


@pytest.mark.parametrize("text", [*OURS, *OTHERS])
def test_a_predicate_says_of_every_element_what_xpath_says(text: str) -> None:
    variables = dict(zip(re.findall(r"\$(\w+)", text), ["leiden", "diplomatic", "print", "none"], strict=False))
    for name, value in variables.items():
        text = text.replace(f"${name}", f"'{value}'")
    ours, theirs = compiled(text, test=True), etree.XPath(f"boolean({in_tei(text)})", namespaces=PREFIXES)
    assert [bool(ours(each)) for each in TEXT.iter("*")] == [theirs(each) for each in TEXT.iter("*")]


@pytest.mark.parametrize("text", ["@a or", "not(@a", "@a) or (@b", "'a'='b' and nothing(", "$mine or @a", "parent::p[", ""])
def test_what_is_no_predicate_is_refused_wherever_it_stands(text: str) -> None:
    with pytest.raises(ValueError, match=r"."):
        compiled(text, test=True)


def test_what_variables_settle_is_settled_before_any_element_is_asked() -> None:
    assert compiled("$a='x' and ancestor::p", {"a": "y"}, test=True) is never
    assert compiled("not($a='x') or ancestor::p", {"a": "y"}, test=True) is always


def test_brackets_in_brackets_without_end_take_little_time() -> None:
    assert compiled("(" * 400 + "@n" + ")" * 400, test=True)(TEXT[0])


def test_what_asks_for_the_document_alone_is_asked_once() -> None:
    asked = []

    def test(node: object) -> bool:
        asked.append(node)
        return True

    first, second = Rule((), OfDocument(test)), Rule((), None)
    assert settled({"a": (first, second)}, TEXT) == {"a": (Rule((), None),)}
    assert settled({"a": (Rule((), OfDocument(lambda node: False)),)}, TEXT) == {}
    assert asked == [TEXT]

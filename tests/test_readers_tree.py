"""Laws of the layer: whatever tree pandoc gives, its words are the words of the Source, a line each, and what stands on them nests.

The trees are made up here, so that every kind of node meets every other one; real files are in test_readers_formats.py.
"""

from __future__ import annotations

import itertools
import re
from collections import Counter
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from edition.model import Block, Span
from edition.readers.blocks import blocks
from edition.readers.layer import Identifiers, Layer
from edition.readers.pandoc import nodes

TOKEN = re.compile(r"<\d+>")  # a word of a made-up tree: it can be told apart even where two of them touch
STYLES = ["Footnote Text", "My Own", "TEI persName", "TEI foreign de", "TEI quote", "TEI lg", "Verse", "Caption", "TEI byline", "Strong"]


def node(kind: str, content: Any = None) -> dict[str, Any]:
    return {"t": kind} if content is None else {"t": kind, "c": content}


attrs = st.tuples(
    st.sampled_from(["", "", "one", "two words", "3", "note-1", "figure-1"]),
    st.lists(st.sampled_from(["persName", "verse", "epigraph", "smallcaps", "byline", "unnumbered", "odd one", "section"]), max_size=2),
    st.lists(st.tuples(st.sampled_from(["lang", "dir", "custom-style", "ref", "data-x"]), st.sampled_from(["fr", *STYLES])), max_size=2, unique_by=lambda pair: pair[0]),
).map(lambda found: [found[0], found[1], [list(pair) for pair in found[2]]])
texts = st.sampled_from(["·", "·", "·", "\u00a0\u00a0·", "·.", "“·”"])  # the point becomes a token of its own
strings = texts.map(lambda text: node("Str", text))
targets = st.tuples(st.sampled_from(["#one", "#two%20words", "http://example.org/a b", "", "#"]), st.sampled_from(["", "A title"])).map(list)


def phrases(inner: st.SearchStrategy[Any]) -> st.SearchStrategy[Any]:
    several = st.lists(inner, max_size=3)
    return st.one_of(
        st.tuples(st.sampled_from(["Emph", "Strong", "SmallCaps", "Superscript", "Strikeout", "Underline"]), several).map(lambda found: node(*found)),
        several.map(lambda content: node("Quoted", [node("DoubleQuote"), content])),
        st.tuples(attrs, several).map(lambda found: node("Span", list(found))),
        st.tuples(attrs, several, targets).map(lambda found: node("Link", list(found))),
        st.tuples(attrs, several, targets).map(lambda found: node("Image", list(found))),
        several.map(lambda content: node("Note", [node("Para", content)])),
        st.tuples(several, several).map(lambda found: node("Note", [node("Para", found[0]), node("BulletList", [[node("Plain", found[1])], []])])),
        several.map(lambda content: node("Cite", [[{"citationId": "x"}], content])),
    )


plain = st.one_of(strings, strings, st.sampled_from([node("Space"), node("SoftBreak"), node("LineBreak")]), texts.map(lambda text: node("Code", [["", [], []], text])), texts.map(
    lambda text: node("Math", [node("InlineMath"), text])), st.just(node("RawInline", ["html", "<br>"])))  # fmt: skip
lines = st.lists(st.recursive(plain, phrases, max_leaves=5), max_size=4)


def holders(inner: st.SearchStrategy[Any]) -> st.SearchStrategy[Any]:
    several = st.lists(inner, max_size=3)
    items = st.lists(several, max_size=3)
    cell = st.tuples(attrs, st.sampled_from([node("AlignDefault"), node("AlignRight")]), st.integers(1, 2), st.integers(1, 2), several).map(list)
    row = st.tuples(attrs, st.lists(cell, max_size=2)).map(list)
    rows = st.lists(row, max_size=2)
    columns = st.just([[node("AlignLeft"), node("ColWidthDefault")], [node("AlignDefault"), node("ColWidth", 0.5)]])
    caption = several.map(lambda content: [None, content])
    return st.one_of(
        several.map(lambda content: node("BlockQuote", content)),
        items.map(lambda content: node("BulletList", content)),
        st.tuples(st.integers(1, 4), items).map(lambda found: node("OrderedList", [[found[0], node("LowerRoman"), node("Period")], found[1]])),
        st.lists(st.tuples(lines, items).map(list), max_size=2).map(lambda content: node("DefinitionList", content)),
        st.tuples(attrs, several).map(lambda found: node("Div", list(found))),
        st.tuples(attrs, caption, several).map(lambda found: node("Figure", list(found))),
        st.tuples(attrs, caption, columns, rows, rows, rows).map(
            lambda found: node("Table", [found[0], found[1], found[2], [["", [], []], found[3]], [[["", [], []], 1, [], found[4]]], [["", [], []], found[5]]])
        ),
    )


leaves = st.one_of(
    lines.map(lambda content: node("Para", content)),
    lines.map(lambda content: node("Plain", content)),
    st.tuples(st.integers(1, 6), attrs, lines).map(lambda found: node("Header", list(found))),
    st.lists(lines, max_size=4).map(lambda content: node("LineBlock", content)),
    texts.map(lambda text: node("CodeBlock", [["", ["python"], []], f"{text}\n  {text}"])),
    st.just(node("HorizontalRule")),
    st.just(node("RawBlock", ["html", "<!-- a comment -->"])),
)
trees = st.lists(st.recursive(leaves, holders, max_leaves=6), max_size=4)
dialects = st.sampled_from(["docx", "odt", "html", "markdown"])


def numbered(tree: Any) -> list[str]:
    """Give every point in the tree a number of its own; the tokens, in the order of the tree."""
    counter = itertools.count()
    found: list[str] = []

    def token(text: str) -> str:
        found.append(f"<{next(counter)}>")
        return text.replace("·", found[-1], 1)

    def walk(item: Any) -> Any:
        if isinstance(item, dict):
            return {key: token(value) if key == "c" and item["t"] == "Str" else walk(value) for key, value in item.items()}
        if isinstance(item, list):
            return [walk(each) for each in item]
        while isinstance(item, str) and "·" in item:
            item = token(item)
        return item

    tree[:] = walk(tree)
    return found


def written(tree: list[Any], dialect: str) -> tuple[Layer, list[Block]]:
    layer = Layer(Identifiers(), dialect)
    return layer, blocks(layer, tree)


def flattened(found: list[Block] | tuple[Block, ...]) -> list[Block]:
    return [each for block in found for each in (block, *flattened(block.children))]


@settings(max_examples=40, deadline=None)
@given(trees, dialects)
def test_the_words_of_the_source_are_the_words_of_the_tree(tree, dialect):
    wanted = numbered(tree)
    layer, _ = written(tree, dialect)
    assert Counter(TOKEN.findall(layer.text)) == Counter(wanted)
    assert layer.length == len(layer.text)


@settings(max_examples=40, deadline=None)
@given(trees, dialects)
def test_the_words_come_in_their_order_with_notes_and_pictures_behind(tree, dialect):
    for each in nodes(tree, "Note", "Image"):
        each |= {"t": "Emph", "c": []}
    for each in nodes(tree, "Figure", "Table"):  # a caption stands before its figure, wherever the format has it
        each["c"][1] = [None, []]
    wanted = numbered(tree)
    layer, _ = written(tree, dialect)
    assert TOKEN.findall(layer.text) == wanted


@settings(max_examples=40, deadline=None)
@given(trees, dialects)
def test_each_line_is_a_leaf_and_the_tree_holds_the_leaves_in_their_order(tree, dialect):
    numbered(tree)
    layer, found = written(tree, dialect)
    text, every = layer.text, flattened(found)
    done = 0
    for block in every:
        assert 0 <= block.start <= block.end <= len(text)
        if block.children:
            assert (block.start, block.end) == (block.children[0].start, block.children[-1].end)
            assert all(one.end <= other.start for one, other in itertools.pairwise(block.children))
        elif block.start < block.end or text[block.start : block.end + 1] == "\n":
            if block.start >= done:
                assert text[done : block.start].strip("\n") == "", "words that no block holds"
                assert text[block.end : block.end + 1] == "\n"
                words = text[block.start : block.end]
                assert block.kind == "ab" or words == " ".join(re.split("[ \n]+", words.strip(" "))), "a line end in a line, a blank at its edge, or two"
                done = block.end + 1
    assert text[done:].strip("\n") == ""
    assert text == "" or text.endswith("\n")


@settings(max_examples=40, deadline=None)
@given(trees, dialects)
def test_phrases_nest_and_stand_within_one_leaf(tree, dialect):
    numbered(tree)
    layer, found = written(tree, dialect)
    leaves = [(block.start, block.end) for block in flattened(found) if not block.children]
    open_: list[Span] = []
    for span in layer.spans:
        assert any(start <= span.start and span.end <= end for start, end in leaves)
        while open_ and open_[-1].end <= span.start:
            open_.pop()
        assert not open_ or span.end <= open_[-1].end, "two phrases cross"
        if span.start < span.end:
            open_.append(span)
    assert all(one.start <= other.start for one, other in itertools.pairwise(layer.spans))


@settings(max_examples=40, deadline=None)
@given(trees, dialects)
def test_identifiers_are_unique_and_every_point_has_its_block(tree, dialect):
    numbered(tree)
    layer, found = written(tree, dialect)
    every = flattened(found)
    taken = [said["id"] for said in [*(block.attributes for block in every), *(span.attributes for span in layer.spans)] if "id" in said]
    assert len(taken) == len(set(taken))
    assert all(re.fullmatch(r"[^\W\d][\w.\-]*", each) for each in taken)
    asked = [span.attributes["block"] for span in layer.spans if "block" in span.attributes]
    assert len(asked) == len(set(asked))
    assert set(asked) <= {block.attributes.get("id") for block in every}
    assert {block.attributes["id"] for block in every if block.kind == "note"} <= set(asked)


@settings(max_examples=40, deadline=None)
@given(trees, dialects)
def test_reading_twice_is_reading_the_same(tree, dialect):
    numbered(tree)
    (one, first), (other, second) = written(tree, dialect), written(tree, dialect)
    assert (one.text, first, one.spans, one.lost) == (other.text, second, other.spans, other.lost)


@pytest.mark.parametrize("kind", ["BlockQuote", "Emph"])
def test_what_lies_too_deep_is_refused_and_does_not_crash(tmp_path, kind):
    from edition.errors import SourceError
    from edition.readers import read

    deep = "> " * 3000 + "x\n" if kind == "BlockQuote" else "<em><b>" * 3000 + "x" + "</b></em>" * 3000
    (tmp_path / "deep.md").write_text(deep)
    try:
        assert "x" in read(tmp_path / "deep.md").text
    except SourceError as error:
        assert "deep" in error.message or "memory" in error.message  # noqa: PT017

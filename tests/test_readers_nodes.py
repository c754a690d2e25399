"""Every kind of node of pandoc's tree has its place: it becomes something, or is counted; none is dropped in silence."""

from __future__ import annotations

import json
import subprocess
from pathlib import Path

import pytest

from edition.readers import blocks, inlines
from edition.readers.layer import Identifiers, Layer
from edition.readers.layered import lost
from edition.readers.pandoc import nodes, program

ATTR = ["", [], []]
WORD = {"t": "Str", "c": "word"}
PARA = {"t": "Para", "c": [WORD]}
CELL = [ATTR, {"t": "AlignDefault"}, 1, 1, [PARA]]
ROWS = [[ATTR, [CELL]]]
INLINES = {
    "Str": "word", "Emph": [WORD], "Underline": [WORD], "Strong": [WORD], "Strikeout": [WORD], "Superscript": [WORD], "Subscript": [WORD], "SmallCaps": [WORD],
    "Quoted": [{"t": "SingleQuote"}, [WORD]], "Cite": [[{"citationId": "x"}], [WORD]], "Code": [ATTR, "word"], "Space": None, "SoftBreak": None, "LineBreak": None,
    "Math": [{"t": "InlineMath"}, "word"], "RawInline": ["html", "<x>word"], "Link": [ATTR, [WORD], ["http://x.org", ""]], "Image": [ATTR, [WORD], ["x.png", ""]],
    "Note": [PARA], "Span": [["", ["persName"], []], [WORD]],
}  # fmt: skip
BLOCKS = {
    "Plain": [WORD], "Para": [WORD], "LineBlock": [[WORD]], "CodeBlock": [ATTR, "word"], "RawBlock": ["html", "<x>word"], "BlockQuote": [PARA],
    "OrderedList": [[2, {"t": "LowerRoman"}, {"t": "Period"}], [[PARA]]], "BulletList": [[PARA]], "DefinitionList": [[[WORD], [[PARA]]]], "Header": [1, ATTR, [WORD]],
    "HorizontalRule": None, "Table": [ATTR, [None, [PARA]], [[{"t": "AlignDefault"}, {"t": "ColWidthDefault"}]], [ATTR, ROWS], [[ATTR, 0, ROWS, ROWS]], [ATTR, ROWS]],
    "Figure": [ATTR, [None, [PARA]], [PARA]], "Div": [ATTR, [PARA]],
}  # fmt: skip
EMPTY = {"Space", "SoftBreak"}  # a blank


def written(tree: list[dict[str, object]]) -> Layer:
    layer = Layer(Identifiers(), "markdown")
    layer.found = blocks.blocks(layer, tree)  # type: ignore[attr-defined]
    return layer


def node(kind: str, content: object) -> dict[str, object]:
    return json.loads(json.dumps({"t": kind} if content is None else {"t": kind, "c": content}))  # type: ignore[no-any-return]


@pytest.mark.parametrize("kind", INLINES)
def test_every_phrase_is_taken_or_counted(kind):
    layer = written([{"t": "Para", "c": [WORD, {"t": "Space"}, node(kind, INLINES[kind])]}])
    words = len(list(nodes([INLINES[kind]], "Str"))) + (kind in ("Str", "Code", "Math"))
    assert layer.text.count("word") == 1 + words
    assert kind in EMPTY | {"Str"} or layer.spans or lost(Path("x"), layer), f"{kind} leaves no trace"


@pytest.mark.parametrize("kind", BLOCKS)
def test_every_block_is_taken_or_counted(kind):
    layer = written([node(kind, BLOCKS[kind])])
    words = len(list(nodes([BLOCKS[kind]], "Str"))) + (kind == "CodeBlock")
    assert layer.text.count("word") == words
    assert layer.found or lost(Path("x"), layer), f"{kind} leaves no trace"  # type: ignore[attr-defined]


@pytest.mark.parametrize("unheard", [{"t": "Unheard", "c": "word"}, {"t": "Unheard"}])
def test_a_kind_of_node_that_nobody_knows_is_told(unheard):
    assert "Unheard" in lost(Path("x"), written([{"t": "Para", "c": [WORD, unheard]}]))[0].message
    assert "Unheard" in lost(Path("x"), written([unheard]))[0].message


def test_these_are_all_the_kinds_that_pandoc_has():
    """Pandoc itself accepts each one, in a tree of all of them; and the tables of the readers name no other."""
    tree = {"pandoc-api-version": [1, 23, 1], "meta": {}, "blocks": [node(kind, said) for kind, said in BLOCKS.items()] + [{"t": "Para", "c": [node(kind, said) for kind, said in INLINES.items()]}]}
    for each in nodes(tree["blocks"], "Cite"):
        each["c"][0] = [{"citationId": "x", "citationPrefix": [], "citationSuffix": [], "citationMode": {"t": "NormalCitation"}, "citationNoteNum": 1, "citationHash": 0}]
    done = subprocess.run([str(program()), "-f", "json", "-t", "json"], input=json.dumps(tree).encode(), capture_output=True, check=False)
    assert done.returncode == 0, done.stderr
    assert {*inlines.OTHERS, *inlines.HI} <= set(INLINES)
    assert set(blocks.OTHERS) <= set(BLOCKS)

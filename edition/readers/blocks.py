"""1. Readers: paragraphs, lists, tables, verse, figures, notes. Pandoc's block nodes become the lines of the layer and the tree over them.

The blocks of a leaf's notes and pictures stand right behind that leaf, among its siblings; a point on the leaf says where each one goes.
A block without words (a rule, a picture without a description) has no line.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from functools import partial
from typing import Any

from edition.model import Block
from edition.readers.captions import PARAGRAPHS, describe, flat, only_pictures, picture_attributes, unstyled, without_styles
from edition.readers.inlines import attributes, described, inlines, style_of
from edition.readers.joining import holder, joined
from edition.readers.layer import Layer
from edition.readers.names import ENDS, LEAVES, QUIET_BLOCKS, STYLES, TITLES, WRAPPERS, element_of, slug
from edition.readers.pandoc import Attr, Node

NUMBERS = {"LowerAlpha": "lower-alpha", "UpperAlpha": "upper-alpha", "LowerRoman": "lower-roman", "UpperRoman": "upper-roman"}
NO_ATTR: Attr = ("", [], [])


def blocks(layer: Layer, sequence: list[Node], *, inside: bool = False, extra: Mapping[str, str] | None = None) -> list[Block]:
    """The blocks of a sequence of block nodes. `inside`: in a list, a quotation, a cell or a note, where TEI has no divisions.

    `extra`: attributes that each of the outermost blocks gets (a language, a style) from what holds them.
    """
    found: list[Block] = []
    more = dict(extra or {})
    for node in sequence:
        kind = node["t"]
        if kind in PARAGRAPHS:
            found += _paragraph(layer, node["c"], more)
        elif kind == "Div":
            found += _div(layer, node, inside, more)
        elif kind == "Header":
            found += _header(layer, node, inside, more)
        else:
            found += OTHERS.get(kind, _unknown)(layer, node, more)
    return joined(found, styled=layer.dialect in ("docx", "odt"))


def leaf(layer: Layer, kind: str, attributes: Mapping[str, str], writer: Callable[[], None], *, keep: bool = False) -> list[Block]:
    """One line and what stands behind it: the blocks of its notes and pictures."""
    found, waiting = layer.leaf(kind, attributes, writer, keep=keep)
    for name, node in waiting:
        found += _note(layer, name, node) if node["t"] == "Note" else _figure(layer, NO_ATTR, [], [node], {"id": name})
    return found


def _paragraph(layer: Layer, content: list[Node], more: dict[str, str], kind: str = "p") -> list[Block]:
    """A paragraph; or a figure for each picture, if it holds nothing else."""
    pictures = only_pictures(layer, content)
    if pictures:
        return [block for picture in pictures for block in _figure(layer, NO_ATTR, [], [picture], more)]
    return leaf(layer, kind, more, partial(inlines, layer, content))


def _header(layer: Layer, node: Node, inside: bool, more: dict[str, str]) -> list[Block]:
    level, attr, content = node["c"]
    found, classes = attributes(layer, attr)
    rend = {"rend": " ".join(map(slug, classes))} if classes else {}
    if inside:  # no division can begin here
        return leaf(layer, "p", {**more, **found, "rend": " ".join(["head", *map(slug, classes)])}, partial(inlines, layer, content))
    return leaf(layer, "head", {**more, "level": str(level), **rend, **found}, partial(inlines, layer, content))


# what holds other blocks


def _div(layer: Layer, node: Node, inside: bool, more: dict[str, str]) -> list[Block]:
    """A division of the format: a TEI element if its style or class names one, a ``div`` if an editor of Markdown wrote it, else only its attributes."""
    attr, content = node["c"]
    if {"edition-comments", "edition-post"} & set(attr[1]):
        return _commented(layer, node, inside, more)
    style = style_of(attr)
    kind, kind_of_kind = _named(attr, style)
    found, classes = attributes(layer, attr, frozenset({"corresp"}))
    classes = [name for name in classes if not kind or element_of(name)[0] != kind]
    if not inside and style.lower() in TITLES:
        return _leaves(layer, content, "head", {**more, **found, "level": "0", "type": TITLES[style.lower()]}, inside)
    if kind == "lg" and not any(each["t"] == "LineBlock" for each in content):
        kind = "l"  # a style stands on each paragraph by itself: lines of verse, which come together below
    if kind in WRAPPERS:
        found |= {"type": slug(kind_of_kind)} if kind_of_kind else {}
        if kind == "quote" and len(content) == 1 and content[0]["t"] == "BlockQuote":
            content = content[0]["c"]
        at = layer.length
        children = blocks(layer, content, inside=True)
        return [holder(kind, {**more, **found}, children, at)] if children else []
    if inside and kind in ENDS:
        kind, found = "p", {**found, "rend": kind}
    if kind in LEAVES or kind == "p":
        identifier = found.pop("id", "")
        return _identified(layer, _leaves(layer, content, kind, {**more, **found}, inside), identifier)
    rend = [slug(name) for name in classes]
    if style and style.lower() not in QUIET_BLOCKS:
        rend.append(slug(style.removeprefix("TEI ")))
    elif style.lower().endswith("caption"):
        rend.append("caption")
    alone = len(content) == 1 and content[0]["t"] in (*PARAGRAPHS, "Figure", "Table", "BlockQuote", "LineBlock", "CodeBlock", "BulletList", "OrderedList")
    if layer.dialect == "markdown" and (classes or "id" in found) and not alone and not inside:
        at = layer.length
        return [holder("div", {**more, **found, **({"type": rend[0]} if rend else {})}, blocks(layer, content), at)]
    if layer.dialect == "html" and not alone and rend:
        layer.lost["class of a division"] += 1
        rend = []
    if rend:
        found["rend"] = " ".join(rend)
    identifier = found.pop("id", "")
    return _identified(layer, blocks(layer, content, inside=inside, extra={**more, **found}), identifier)


def _commented(layer: Layer, node: Node, inside: bool, more: dict[str, str]) -> list[Block]:
    """The comments on a web page: a division of their own, and in it each one a ``post``."""
    attr, content = node["c"]
    at = layer.length
    if "edition-post" in attr[1]:
        children = blocks(layer, content, inside=True)
        return [holder("post", more, children, at)] if children else []
    found = blocks(layer, content, extra=more)
    return [Block(each.start, each.end, f"comments/{each.kind}", each.attributes, each.children) for each in found] if not inside else found


def _named(attr: Attr, style: str) -> tuple[str, str]:
    """The TEI block that a style "TEI quote", a verse style or a class names, and the rest of the style's name."""
    if style.startswith("TEI "):
        return element_of(style)
    if kind := STYLES.get(style.lower()):
        return kind, ""
    return next((element_of(name) for name in attr[1] if element_of(name)[0] in LEAVES | WRAPPERS), ("", ""))


def _leaves(layer: Layer, content: list[Node], kind: str, more: dict[str, str], inside: bool) -> list[Block]:
    found: list[Block] = []
    for node in content:
        if node["t"] in PARAGRAPHS and kind in ("l", "lg"):
            found += _lines(layer, node["c"], more)
        elif node["t"] in PARAGRAPHS:
            found += _paragraph(layer, node["c"], more, kind)
        else:
            found += blocks(layer, [node], inside=inside, extra=more)
    return found


def _identified(layer: Layer, children: list[Block], identifier: str) -> list[Block]:
    """The id of what is dissolved goes to the first block in it that has none."""
    if not identifier:
        return children
    if children and "id" not in children[0].attributes:
        first = children[0]
        return [Block(first.start, first.end, first.kind, {**first.attributes, "id": identifier}, first.children), *children[1:]]
    layer.lost["identifier of a division"] += 1
    return children


def _quote(layer: Layer, node: Node, more: dict[str, str]) -> list[Block]:
    at = layer.length
    content = [inner for each in node["c"] for inner in (each["c"][1] if each["t"] == "Div" and STYLES.get(style_of(each["c"][0]).lower()) == "quote" else [each])]
    children = blocks(layer, content, inside=True)
    return [holder("quote", more, children, at)] if children else []


def _note(layer: Layer, name: str, node: Node) -> list[Block]:
    said = {"id": name, "place": node.get("place", "foot")}
    content = without_styles(node["c"])
    if len(content) == 1 and content[0]["t"] in PARAGRAPHS:
        return leaf(layer, "note", said, partial(inlines, layer, content[0]["c"]), keep=True)
    at = layer.length
    return [holder("note", said, blocks(layer, content, inside=True), at)]


# lists


def _bulleted(layer: Layer, node: Node, more: dict[str, str]) -> list[Block]:
    return _list(layer, node["c"], {**more, "rend": "bulleted"})


def _numbered(layer: Layer, node: Node, more: dict[str, str]) -> list[Block]:
    (start, style, _), items = node["c"]
    said = {**more, "rend": "numbered"}
    if start != 1:
        said["n"] = str(start)
    if style["t"] in NUMBERS:
        said["type"] = NUMBERS[style["t"]]
    return _list(layer, items, said)


def _list(layer: Layer, items: list[list[Node]], said: dict[str, str]) -> list[Block]:
    at = layer.length
    children = [block for item in items for block in _part(layer, "item", item, {})]
    return [holder("list", said, children, at)] if children else []


def _part(layer: Layer, kind: str, content: list[Node], said: Mapping[str, str]) -> list[Block]:
    """An item or a cell: a leaf if it is one paragraph (or empty), else a block with blocks."""
    content = without_styles(content)
    if not content:
        return leaf(layer, kind, said, lambda: None, keep=True)
    if len(content) == 1 and content[0]["t"] in PARAGRAPHS:
        return leaf(layer, kind, said, partial(inlines, layer, content[0]["c"]), keep=True)
    children = blocks(layer, content, inside=True)
    return [holder(kind, said, children, layer.length)] if children else leaf(layer, kind, said, lambda: None, keep=True)


def _glossary(layer: Layer, node: Node, more: dict[str, str]) -> list[Block]:
    at = layer.length
    children: list[Block] = []
    for term, definitions in node["c"]:
        children += leaf(layer, "label", {}, partial(inlines, layer, term), keep=True)
        children += _part(layer, "item", [block for definition in definitions for block in definition], {})
    return [holder("list", {**more, "type": "gloss"}, children, at)] if children else []


# verse and code


def _verse(layer: Layer, node: Node, more: dict[str, str]) -> list[Block]:
    """A poem: a stanza, or an ``lg`` of stanzas where empty lines stand between its lines."""
    stanzas: list[list[Block]] = [[]]
    for line in node["c"]:
        if found := _line(layer, line, {}):
            stanzas[-1] += found
        else:
            stanzas.append([])
    groups = [stanza for stanza in stanzas if stanza]
    if len(groups) == 1:
        return [holder("lg", more, groups[0], layer.length)]
    inner = [holder("lg", {}, stanza, layer.length) for stanza in groups]
    return [holder("lg", {**more, "type": "poem"}, inner, layer.length)] if inner else []


def _line(layer: Layer, content: list[Node], more: Mapping[str, str]) -> list[Block]:
    """A line of verse. The no-break spaces before its first word are its indentation, and how many they are stands in @rend."""
    said = dict(more)
    first = content[0] if content else {"t": ""}
    if first["t"] == "Str" and (indent := len(first["c"]) - len(first["c"].lstrip("\u00a0"))):
        content = [{"t": "Str", "c": first["c"][indent:]}, *content[1:]]
        said["rend"] = f"indent indent-{indent}"
    return leaf(layer, "l", said, partial(inlines, layer, content))


def _lines(layer: Layer, content: list[Node], more: Mapping[str, str]) -> list[Block]:
    """A paragraph in a style of verse: a line of verse for each of its lines."""
    lines: list[list[Node]] = [[]]
    for node in content:
        if node["t"] == "LineBreak":
            lines.append([])
        else:
            lines[-1].append(node)
    return [block for line in lines for block in _line(layer, line, more)]


def _code(layer: Layer, node: Node, more: dict[str, str]) -> list[Block]:
    """As it stands, line ends included: a leaf of several lines."""
    attr, text = node["c"]
    found, classes = attributes(layer, attr)
    said = {**more, **found, "type": "codeblock"} | ({"subtype": slug(classes[0])} if classes else {})
    return leaf(layer, "ab", said, partial(layer.write, re.sub("\r\n?", "\n", text).strip("\n")))


def _rule(layer: Layer, node: Node, more: dict[str, str]) -> list[Block]:
    return [Block(layer.length, layer.length, "milestone", {**more, "unit": "section", "rend": "line"})]


def _raw(layer: Layer, node: Node, more: dict[str, str]) -> list[Block]:
    form, content = node["c"]
    layer.lost["comment" if content.lstrip().startswith("<!--") else f"piece of {form} markup"] += 1
    return []


# tables and figures


def _table(layer: Layer, node: Node, more: dict[str, str]) -> list[Block]:
    attr, caption, columns, head, bodies, foot = node["c"]
    found, classes = attributes(layer, unstyled(attr))
    said = {**more, **found} | ({"rend": " ".join(map(slug, classes))} if classes else {})
    if any(width["t"] != "ColWidthDefault" for _, width in columns):
        layer.lost["layout \"column widths\""] += 1
    at = layer.length
    children = _caption(layer, caption)
    aligned = [alignment["t"] for alignment, _ in columns]
    children += _rows(layer, head[1], aligned, "label", 0)
    for _, row_heads, between, rows in bodies:
        children += _rows(layer, between, aligned, "label", 0)
        children += _rows(layer, rows, aligned, "data", row_heads)
    children += _rows(layer, foot[1], aligned, "data", 0)
    if not any(child.kind == "row" for child in children) and children:
        children += _rows(layer, [[NO_ATTR, [[NO_ATTR, {"t": "AlignDefault"}, 1, 1, []]]]], [], "data", 0)  # TEI asks for one
    return [holder("table", said, children, at)] if children else []


def _rows(layer: Layer, rows: list[Any], aligned: list[str], role: str, row_heads: int) -> list[Block]:
    found: list[Block] = []
    for attr, cells in rows:
        at = layer.length
        children: list[Block] = []
        for number, (cell_attr, alignment, deep, wide, content) in enumerate(cells):
            said, classes = attributes(layer, unstyled(cell_attr))
            align = alignment["t"] if alignment["t"] != "AlignDefault" or number >= len(aligned) else aligned[number]
            rend = [slug(name) for name in classes] + ([align.removeprefix("Align").lower()] if align != "AlignDefault" else [])
            said |= {"role": "label"} if number < row_heads else {}
            said |= {"rows": str(deep)} if deep > 1 else {}
            said |= {"cols": str(wide)} if wide > 1 else {}
            said |= {"rend": " ".join(rend)} if rend else {}
            children += _part(layer, "cell", content, said)
        said, _ = attributes(layer, unstyled(attr))
        if children:
            found.append(holder("row", {"role": role, **said}, children, at))
    return found


def _caption(layer: Layer, caption: list[Any]) -> list[Block]:
    content = flat(layer, caption[1])
    return leaf(layer, "head", {}, partial(inlines, layer, content)) if content else []


def _figure_node(layer: Layer, node: Node, more: dict[str, str]) -> list[Block]:
    """A figure with a caption: its pictures become one figure each, the caption goes to the first; other blocks in it follow."""
    attr, caption, content = node["c"]
    pictures: list[Node] = []
    others: list[Node] = []
    for block in without_styles(content):
        inner = only_pictures(layer, block["c"]) if block["t"] in PARAGRAPHS else []
        pictures += inner
        others += [] if inner else [block]
    found = _figure(layer, attr, flat(layer, caption[1]), pictures, more)
    return found + blocks(layer, others, inside=True)


def _figure(layer: Layer, attr: Attr, caption: list[Node], pictures: list[Node], more: Mapping[str, str]) -> list[Block]:
    """``figure`` with @url, a head (the caption) and a figDesc (the alt text, unless it only repeats the caption)."""
    found, classes = attributes(layer, unstyled(attr))
    said: dict[str, str] = {**more, **found} | ({"rend": " ".join(map(slug, classes))} if classes else {})
    at = layer.length
    children = leaf(layer, "head", {}, partial(inlines, layer, caption)) if caption else []
    result: list[Block] = []
    for number, picture in enumerate(pictures or [None]):
        if picture is not None:
            said |= picture_attributes(layer, picture)
            text = described(picture)
            alternative: list[Node] = [{"t": "Str", "c": text}] if text else picture["c"][1]
            if alternative and not (layer.dialect == "markdown" and alternative == caption):
                children += leaf(layer, "figDesc", {}, partial(describe, layer, alternative))
        result.append(holder("figure", dict(said), children, layer.length if number else at))
        children = []
        said.pop("id", None)
    return result


def _unknown(layer: Layer, node: Node, more: dict[str, str]) -> list[Block]:
    layer.lost[f'node "{node["t"]}"'] += 1
    return []


OTHERS: dict[str, Callable[[Layer, Node, dict[str, str]], list[Block]]] = {
    "LineBlock": _verse,
    "CodeBlock": _code,
    "RawBlock": _raw,
    "BlockQuote": _quote,
    "BulletList": _bulleted,
    "OrderedList": _numbered,
    "DefinitionList": _glossary,
    "HorizontalRule": _rule,
    "Table": _table,
    "Figure": _figure_node,
}

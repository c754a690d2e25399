"""1. Readers: what figures, captions and cells hold, taken from pandoc's nodes before blocks are made of it."""

from __future__ import annotations

from edition.readers.inlines import address_of, attributes, inlines, style_of
from edition.readers.layer import Layer
from edition.readers.names import QUIET_BLOCKS
from edition.readers.pandoc import Attr, Node, nodes

NOT_IN_FIGDESC = frozenset({"formula", "lb", "seg", "figure", "anchor"})  # TEI macro.limitedContent
PARAGRAPHS = ("Para", "Plain")


def without_styles(sequence: list[Node]) -> list[Node]:
    """The nodes without the Divs that say only "Footnote Text" and the like."""
    found: list[Node] = []
    for node in sequence:
        quiet = node["t"] == "Div" and not node["c"][0][0] and not node["c"][0][1] and style_of(node["c"][0]).lower() in QUIET_BLOCKS
        only_style = node["t"] == "Div" and all(key == "custom-style" for key, _ in node["c"][0][2])
        found += without_styles(node["c"][1]) if quiet and only_style else [node]
    return found


def only_pictures(layer: Layer, content: list[Node]) -> list[Node]:
    """The pictures of a paragraph that holds nothing else; else none."""
    found: list[Node] = []
    for node in content:
        if node["t"] == "Link" and (inner := only_pictures(layer, node["c"][1])):
            layer.lost["link of a picture"] += 1
            found += inner
        elif node["t"] == "Image":
            found.append(node)
        elif node["t"] == "Span" and not node["c"][1] and not node["c"][0][0]:
            continue
        elif node["t"] not in ("Space", "SoftBreak", "LineBreak"):
            return []
    return found


def flat(layer: Layer, sequence: list[Node]) -> list[Node]:
    """The phrases of some blocks, as one line."""
    found: list[Node] = []
    for node in sequence:
        kind, content = node["t"], node.get("c", [])
        if kind in PARAGRAPHS:
            inner = content
        elif kind in ("Div", "Header"):
            inner = flat(layer, content[1]) if kind == "Div" else content[2]
        elif kind == "BlockQuote":
            inner = flat(layer, content)
        elif kind == "LineBlock":
            inner = [part for line in content for part in [*line, {"t": "Space"}]]
        elif kind in ("BulletList", "OrderedList"):
            inner = [part for item in (content if kind == "BulletList" else content[1]) for part in [*flat(layer, item), {"t": "Space"}]]
        elif kind == "CodeBlock":
            inner = [{"t": "Str", "c": content[1]}]
        else:  # a table in a caption, and the like: its words in a row
            layer.lost[f'structure of "{kind}" in a caption'] += 1
            strings = [part["c"] if part["t"] == "Str" else part["c"][1] for part in nodes(content, "Str", "Code", "Math", "CodeBlock")]
            inner = [part for string in strings for part in ({"t": "Str", "c": string}, {"t": "Space"})]
        found += [{"t": "Space"}, *inner] if found else inner
    return found


def describe(layer: Layer, content: list[Node]) -> None:
    """The words of an alt text, with only those phrases that a figDesc may hold."""
    first = len(layer.spans)
    inlines(layer, content)
    kept = [span for span in layer.spans[first:] if span.kind not in NOT_IN_FIGDESC]
    if len(kept) < len(layer.spans) - first:
        layer.lost["phrase in an alt text"] += len(layer.spans) - first - len(kept)
        layer.spans[first:] = kept


def picture_attributes(layer: Layer, node: Node) -> dict[str, str]:
    """What a figure says of its picture: the address, its size, what its attributes say."""
    (identifier, classes, pairs), _, (address, title) = node["c"]
    said = address_of(layer, address)
    said |= {key: value for key, value in pairs if key in ("width", "height")}
    others, _ = attributes(layer, (identifier, classes, [pair for pair in pairs if pair[0] not in ("width", "height", "alt")]))
    if title:
        layer.lost["title of a picture"] += 1
    return said | others


def unstyled(attr: Attr) -> Attr:
    """Attributes without those that only pandoc or a word processor has."""
    return attr[0], [name for name in attr[1] if name not in ("odd", "even", "header")], [pair for pair in attr[2] if pair[0] != "custom-style"]

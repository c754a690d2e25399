"""1. Readers: phrases. Pandoc's inline nodes become words in the layer, and spans on them.

What a format says by a mark that pandoc takes away (quotation marks) is put back as a mark. Whatever finds no place is counted in `Layer.lost`.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from typing import Any
from urllib.parse import quote, unquote

from edition.readers.layer import Identifiers, Layer
from edition.readers.marks import CHANGES, Remark, Tracked, ours, signed
from edition.readers.names import LOOKS, PHRASES, QUIET_CLASSES, QUIET_PHRASES, element_of, slug
from edition.readers.pandoc import Attr, Node

LANGUAGE = re.compile(r"[A-Za-z]{2,8}(?:-[A-Za-z0-9]{1,8})*|[xi](?:-[A-Za-z0-9]{1,8})+", re.ASCII)  # BCP 47, as far as form goes
LINE_ENDS = re.compile(r"\s*[\r\n]\s*")
HI = {"Emph": "italic", "Strong": "bold", "Underline": "underline", "Strikeout": "strikethrough", "Superscript": "sup", "Subscript": "sub", "SmallCaps": "smallcaps"}
MARKS = {"DoubleQuote": ("double", "“", "”"), "SingleQuote": ("single", "‘", "’")}
LAYOUT = frozenset({"dir", "style", "align", "width", "height", "color", "bgcolor"})  # only a look, or follows from the text
UNSAID = frozenset({"custom-style", "startFrom"})  # read elsewhere, or pandoc's own


def inlines(layer: Layer, nodes: list[Node]) -> None:
    """Write inline nodes into the line that is being written."""
    for node in nodes:
        kind = node["t"]
        if kind == "Str":
            layer.write(LINE_ENDS.sub(" ", node["c"]))
        elif kind in ("Space", "SoftBreak"):
            layer.space()
        elif kind in HI:
            with layer.span("hi", {"rend": HI[kind]}):
                inlines(layer, node["c"])
        else:
            OTHERS.get(kind, _unknown)(layer, node)


def words(nodes: list[Node]) -> str:
    """The words of inline nodes alone, without notes."""
    scratch = Layer(Identifiers(frozenset()))
    scratch.leaf("", {}, lambda: inlines(scratch, [node for node in nodes if node["t"] != "Note"]))
    return scratch.text.partition("\n")[0]


def attributes(layer: Layer, attr: Attr, allowed: frozenset[str] = frozenset()) -> tuple[dict[str, str], list[str]]:
    """id, lang and the allowed attributes; and the classes that say something. The rest is counted."""
    identifier, classes, pairs = attr
    found: dict[str, str] = {}
    if name := layer.identifiers.take(identifier):
        found["id"] = name
    for key, value in pairs:
        if key in ("lang", "xml:lang"):
            if LANGUAGE.fullmatch(language := value.strip().replace("_", "-")):
                found["lang"] = language
            else:
                layer.lost[f'language "{value}"'] += 1
        elif key in allowed and value:
            found[key] = value
        elif key not in UNSAID:
            layer.lost[f'{"layout" if key in LAYOUT else "attribute"} "{key}"'] += 1
    return found, [name for name in classes if name not in QUIET_CLASSES]


def style_of(attr: Attr) -> str:
    return next((value for key, value in attr[2] if key == "custom-style"), "")


def _line_break(layer: Layer, node: Node) -> None:
    layer.space()
    layer.point("lb", {})


def _quoted(layer: Layer, node: Node) -> None:
    rend, opening, closing = MARKS[node["c"][0]["t"]]
    with layer.span("q", {"rend": rend}):
        layer.write(opening)
        inlines(layer, node["c"][1])
        layer.write(closing)


def _cite(layer: Layer, node: Node) -> None:
    layer.lost["citation key"] += len(node["c"][0])
    inlines(layer, node["c"][1])


def _code(layer: Layer, node: Node) -> None:
    found, classes = attributes(layer, node["c"][0])
    with layer.span("code", {**found, "rend": " ".join(map(slug, classes))} if classes else found):
        layer.write(LINE_ENDS.sub(" ", node["c"][1]))


def _math(layer: Layer, node: Node) -> None:
    rend = "display" if node["c"][0]["t"] == "DisplayMath" else "inline"
    with layer.span("formula", {"notation": "tex", "rend": rend}):
        layer.write(node["c"][1].strip().replace("\r", ""))


def _raw(layer: Layer, node: Node) -> None:
    form, content = node["c"]
    kind = "comment" if content.lstrip().startswith("<!--") else f"piece of {form} markup"
    layer.lost[kind] += 1


def _link(layer: Layer, node: Node) -> None:
    attr, content, (address, title) = node["c"]
    found, _ = attributes(layer, attr)
    if title and title != words(content):
        layer.lost["title of a link"] += 1
    if address.startswith("#"):
        address = f"#{layer.identifiers.target(unquote(address[1:]))}" if len(address) > 1 else ""
    if scheme := active(address):
        layer.lost[f'address of a link that is a program or data and leads nowhere, "{scheme}:"'] += 1
        address = ""
    elif not address:
        layer.lost["link without an address"] += 1
    if not address:
        inlines(layer, content)
        return
    if not words(content):
        layer.lost["link without words"] += 1
    with layer.span("ref", {"target": _iri(address), **found}):
        inlines(layer, content)


def active(address: str) -> str:
    """The scheme of an address that leads nowhere, but is run or opened by itself: "javascript", "vbscript", "data"; else "". Blanks and controls in it are none for a browser."""
    scheme = re.sub(r"[\x00-\x20\x7f-\xa0]|%(?:[01][0-9A-Fa-f]|20|7[Ff])", "", address).partition(":")[0].lower()
    return scheme if scheme in ("javascript", "vbscript", "data") else ""


def _iri(address: str) -> str:
    """An address without blanks and other characters that TEI's anyURI refuses."""
    return quote(address, safe="/:?#[]@!$&'()*+,;=%-._~") if address.isascii() else re.sub(r"[\s<>\"{}|\\^`]", lambda match: quote(match[0]), address)


def _change(layer: Layer, node: Node, kind: str) -> None:
    """A tracked change or a comment: what is inserted is text, all else is set down beside it."""
    (_, _, pairs), content = node["c"]
    by, start = signed(pairs), layer.length
    element, more = ours(next((value for key, value in pairs if key == "author"), ""))
    if element:
        found = {"lang": more} if element == "foreign" and LANGUAGE.fullmatch(more) else {}
        _wrapped(layer, [(element, found)] * (element != "foreign" or bool(found)), content)
    elif kind == "insertion":
        inlines(layer, content)
        if layer.length > start:
            layer.tracked.append(Tracked(start, layer.length, "", "tracked-insertion", by))
    elif kind == "deletion":
        if content and content[0]["c"]:
            layer.tracked.append(Tracked(start, start, content[0]["c"], "tracked-deletion", by))
    elif kind == "comment-start":
        identifier = next((value for key, value in pairs if key == "id"), "")
        layer.remarks.append(Remark("comment", start, start, by, words(content), identifier))
    elif kind == "comment-end":
        identifier = next((value for key, value in pairs if key == "id"), "")
        for each in layer.remarks:
            if each.id == identifier and each.kind == "comment":
                each.end = start
    else:
        said = "the end of this paragraph was inserted" if kind == "paragraph-insertion" else "the end of a paragraph was deleted here, and the next one joined"
        layer.remarks.append(Remark(said, start, start, by))


def _span(layer: Layer, node: Node) -> None:
    attr, content = node["c"]
    if change := next((name for name in attr[1] if name in CHANGES), ""):
        if layer.dialect in ("docx", "odt"):
            _change(layer, node, change)
            return
    if "edition-hidden-address" in attr[1]:
        start = layer.length
        inlines(layer, content)
        layer.tracked.append(Tracked(start, layer.length, next((value for key, value in attr[2] if key in ("address", "data-address")), ""), "hidden-address", ""))
        return
    if "indexref" in attr[1]:
        entry = next((value for key, value in attr[2] if key == "entry"), "")
        layer.lost[f'index entry "{entry}"'] += 1
        inlines(layer, content)
        return
    style = style_of(attr)
    kind, more = element_of(style) if style.startswith("TEI ") else ("", "")
    classes = list(attr[1])
    if not kind:
        kind = next((element_of(name)[0] for name in classes if element_of(name)[0] in PHRASES), "")
        classes = [name for name in classes if not kind or element_of(name)[0] != kind]
    kind = kind if kind in PHRASES else ""
    found, classes = attributes(layer, (attr[0], classes, attr[2]), PHRASES.get(kind, frozenset()))
    looks = [LOOKS[name] for name in classes if name in LOOKS]
    rend = [slug(name) for name in classes if name not in LOOKS]
    if not kind and style and not style.startswith("TEI "):
        if style.lower() in LOOKS:
            looks.append(LOOKS[style.lower()])
        elif style.lower() not in QUIET_PHRASES:
            rend.append(slug(style))
    elif style.startswith("TEI ") and not kind:
        rend.append(slug(style.removeprefix("TEI ")))
    if more:
        found.setdefault("lang" if kind == "foreign" else "type", slug(more))
    if not any(node["t"] not in ("Space", "SoftBreak") for node in content):
        if "id" in found:
            layer.point("anchor", {"id": found["id"]})
        return
    if not kind and (rend or "id" in found):
        kind = "seg"
    if not kind and "lang" in found:
        kind = "foreign"
    if rend and kind:
        found["rend"] = " ".join(rend)
    _wrapped(layer, [(kind, found)] * bool(kind) + [("hi", {"rend": look}) for look in looks], content)


def _wrapped(layer: Layer, around: list[tuple[str, dict[str, str]]], content: list[Node]) -> None:
    if not around:
        inlines(layer, content)
        return
    with layer.span(*around[0]):
        _wrapped(layer, around[1:], content)


def _note(layer: Layer, node: Node) -> None:
    name = layer.identifiers.fresh("note")
    layer.point("note", {"block": name})
    layer.later.append((name, node))


def _image(layer: Layer, node: Node) -> None:
    (identifier, classes, pairs), alternative, (address, title) = node["c"]
    url = address_of(layer, address)
    if not alternative and not described(node):
        if url:
            layer.point("figure", url)
        return
    name = layer.identifiers.take(identifier) or layer.identifiers.fresh("figure")
    layer.point("figure", {"block": name, **url})
    layer.later.append((name, {"t": "Image", "c": [["", classes, pairs], alternative, [address, title]]}))


def address_of(layer: Layer, address: str) -> dict[str, str]:
    """@url of a picture: its name in `Source.media`, or its address. None if it has no address."""
    if not address or active(address) not in ("", "data"):
        layer.lost["picture without an address"] += 1
        return {}
    return {"url": layer.pictures.get(address) or _iri(address)}


def described(node: Node) -> str:
    """The alt text that an Image has as an attribute, beside its caption."""
    return next((value for key, value in node["c"][0][2] if key == "alt"), "")


def _unknown(layer: Layer, node: Node) -> None:
    layer.lost[f'node "{node["t"]}"'] += 1
    content: Any = node.get("c")
    if isinstance(content, str):
        layer.write(content)


OTHERS: dict[str, Callable[[Layer, Node], None]] = {
    "LineBreak": _line_break,
    "Quoted": _quoted,
    "Cite": _cite,
    "Code": _code,
    "Math": _math,
    "RawInline": _raw,
    "Link": _link,
    "Span": _span,
    "Note": _note,
    "Image": _image,
}

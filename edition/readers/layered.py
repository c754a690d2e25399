"""1. Readers: from pandoc's tree to a Source. What docx, odt, HTML, Markdown and rich text have in common once pandoc has read them."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from pathlib import Path
from urllib.parse import unquote

from edition.errors import SourceError
from edition.model import NOTHING, Block, Finding, Media, Source, Span, digest
from edition.readers import marks, pandoc
from edition.readers.blocks import blocks, leaf
from edition.readers.codes import finding
from edition.readers.inlines import inlines, words
from edition.readers.layer import Identifiers, Layer
from edition.readers.pandoc import Node, nodes

SHOWN = 8  # words that did not arrive, quoted in the finding
WORD = re.compile(r"\w+")
FRONT = (("title", "head"), ("subtitle", "head"), ("author", "byline"), ("date", "dateline"), ("abstract", "p"))


@dataclass(frozen=True)
class Pictures:
    """The pictures of a document: what each address in it becomes, the files themselves, and what there is to say about them."""

    names: Mapping[str, str] = field(default_factory=lambda: NOTHING)
    media: tuple[Media, ...] = ()
    findings: tuple[Finding, ...] = ()


@dataclass(frozen=True)
class Beside:
    """What a reader knows of its file besides pandoc's tree.

    `sent`: the bytes for pandoc, where they are not the file's. `meta`: what the file says of itself. `front`: whether pandoc took the title and the
    names off the beginning of the text. `words`: all words of the file, to find out whether one is missing.
    """

    sent: bytes | None = None
    encoding: str = ""
    meta: Mapping[str, str] = field(default_factory=lambda: NOTHING)
    front: bool = False
    links: bool = False  # whether only the identifiers are kept that a link leads to
    words: Callable[[], list[str]] | None = None
    pictures: Callable[[list[str]], Pictures] = lambda _: Pictures()
    prepare: Callable[[Node], list[Finding]] = lambda _: []  # looks at the tree before it is written, and may mark its notes
    findings: tuple[Finding, ...] = ()
    options: tuple[str, ...] = ()  # for pandoc


def layered(path: Path, data: bytes, dialect: str, form: str, beside: Beside) -> Source:
    """Raises SourceError where pandoc cannot read the file, and where there is nothing in it."""
    tree, warnings = pandoc.tree(path, data if beside.sent is None else beside.sent, form, beside.options)
    try:
        return _source(path, data, dialect, beside, tree, warnings)
    except RecursionError:
        raise SourceError(f'"{path}" is nested too deep to be read.', hint="Lists, quotations or phrases lie hundreds of levels inside each other: flatten them.") from None


def _source(path: Path, data: bytes, dialect: str, beside: Beside, tree: Node, warnings: list[str]) -> Source:
    findings = [*beside.findings, *beside.prepare(tree)]
    pictures = beside.pictures(list(dict.fromkeys(node["c"][2][0] for node in nodes(tree["blocks"], "Image"))))
    layer = Layer(identifiers_of(tree, linked_only=beside.links), dialect, pictures=pictures.names)
    found = (*(_front(layer, tree["meta"]) if beside.front else ()), *blocks(layer, tree["blocks"]))
    text = layer.text
    found, spans = _whole(found, layer.spans)
    meta = {**dict(beside.meta), **metadata(tree["meta"])}
    if not text.strip() and not any(block.kind == "figure" for block in found):
        raise SourceError(f'"{path}" has no text.', hint="Open it and look: pictures of pages are no text, and an empty document cannot be edited.")
    findings += pictures.findings
    findings += [finding("SRC012", str(path), warning) for warning in dict.fromkeys(warnings) if not warning.startswith("Could not fetch")]
    findings += [*marks.findings(path, layer.tracked, layer.remarks, text), *lost(path, layer)]
    if beside.words is not None:
        findings += missing(path, beside.words(), [text, *meta.values()])
    return Source(
        path, digest(data), len(data), dialect, text, encoding=beside.encoding, reader=pandoc.version(), blocks=found, spans=tuple(spans),
        media=pictures.media, meta=meta, findings=tuple(findings), marks=marks.changes(layer.tracked, text),
    )  # fmt: skip


def _whole(found: Sequence[Block], spans: Sequence[Span]) -> tuple[tuple[Block, ...], list[Span]]:
    """The languages of phrases that are whole lines, on the lines instead."""
    whole = {(span.start, span.end): span.attributes["lang"] for span in spans if span.kind == "foreign" and set(span.attributes) == {"lang"} and span.start < span.end}
    used: set[tuple[int, int]] = set()

    def leaf(block: Block) -> Block:
        if block.children:
            return replace(block, children=tuple(map(leaf, block.children)))
        place = (block.start, block.end)
        if place not in whole:
            return block
        used.add(place)
        return replace(block, attributes={"lang": whole[place], **block.attributes})

    made = tuple(map(leaf, found))
    return made, [span for span in spans if not (span.kind == "foreign" and (span.start, span.end) in used and set(span.attributes) == {"lang"})]


def identifiers_of(tree: Node, *, linked_only: bool) -> Identifiers:
    """Where every identifier is kept, or only those that a link of the document leads to."""
    if not linked_only:
        return Identifiers()
    addresses = (node["c"][2][0] for node in nodes(tree["blocks"], "Link"))
    return Identifiers(frozenset(unquote(address[1:]) for address in addresses if address.startswith("#")))


def metadata(meta: Mapping[str, Node]) -> dict[str, str]:
    """What a tree says of its document: each key with its words; lists joined by "; ", tables by their own words."""
    return {key: said for key, value in sorted(meta.items()) if (said := _said(value))}


def _said(value: Node) -> str:
    content = value["c"]
    match value["t"]:
        case "MetaInlines":
            return words(content)
        case "MetaString":
            return str(content)
        case "MetaBool":
            return "true" if content else ""
        case "MetaBlocks":
            scratch = Layer(Identifiers(frozenset()))
            blocks(scratch, content)
            return scratch.text.strip().replace("\n", " ")
        case "MetaList":
            return "; ".join(filter(None, map(_said, content)))
        case "MetaMap":
            return " ".join(filter(None, (_said(content[key]) for key in (("name", "text") if {"name", "text"} & set(content) else sorted(content)) if key in content)))
    return ""


def _front(layer: Layer, meta: Mapping[str, Node]) -> list[Block]:
    """The title, the names, the date that stood at the beginning of the text, as lines of it again."""
    found: list[Block] = []
    for key, kind in FRONT:
        value = meta.get(key)
        if value is None:
            continue
        said = {"title": {"level": "0", "type": "main"}, "subtitle": {"level": "0", "type": "sub"}}.get(key, {})
        for each in value["c"] if value["t"] == "MetaList" else [value]:
            if each["t"] == "MetaInlines":
                found += leaf(layer, kind, said, lambda each=each: inlines(layer, each["c"]))  # type: ignore[misc]
            elif each["t"] == "MetaBlocks":
                found += blocks(layer, each["c"])
    return found


def lost(path: Path, layer: Layer) -> list[Finding]:
    """What was not taken: a finding for each kind, and one for all that is layout."""
    kinds = {kind: f"{kind} ({count})" if count > 1 else kind for kind, count in sorted(layer.lost.items())}
    layout = [shown.removeprefix("layout ") for kind, shown in kinds.items() if kind.startswith("layout ")]
    found = [finding("SRC004", str(path), f"not taken: {shown}", "Nothing to do, unless it says something about the text.") for kind, shown in kinds.items() if not kind.startswith("layout ")]
    if layout:
        found.append(finding("SRC004", str(path), f"not taken, as it is only layout: {', '.join(layout)}"))
    for identifier, count in sorted(layer.identifiers.repeated.items()):
        found.append(finding("SRC013", str(path), f'the identifier "{identifier}" occurs {count + 1} times', "Give each place an identifier of its own."))
    return found


def missing(path: Path, expected: Sequence[str], arrived: Sequence[str]) -> list[Finding]:
    """SRC005, if words of the file (`expected`: pieces of its text) did not arrive in the text."""
    wanted = Counter(word for piece in expected for word in WORD.findall(piece))
    there = Counter(word for piece in arrived for word in WORD.findall(piece))
    wanted -= there
    gone = sorted((word for piece in expected for word in WORD.findall(piece) if word in wanted), key=lambda word: word in there)  # what is nowhere first
    count = sum(wanted.values())
    if not count:
        return []
    some = " ".join(dict.fromkeys(gone).keys()) if count <= SHOWN else " ".join(list(dict.fromkeys(gone))[:SHOWN]) + " …"
    number = "1 word" if count == 1 else f"{count} words"
    return [finding("SRC005", str(path), f'{number} of the file did not arrive in the text: "{some}"', "If they belong to the text, put them into its flow and read the file again.")]

"""1. Readers: Markdown, as pandoc understands it, with YAML metadata; and small Markdown texts (an editor's notes), many in one go.

A document is read as it stands: straight quotation marks stay straight, and a repair with its entry in the log may change them. In an
editor's own small texts typewriter marks become typographic ones, as whoever writes Markdown expects.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import replace
from pathlib import Path

from edition.errors import SourceError
from edition.model import Block, Finding, Hints, Source, digest
from edition.readers import pandoc
from edition.readers.blocks import blocks
from edition.readers.codes import finding
from edition.readers.encoding import decode
from edition.readers.layer import Layer
from edition.readers.layered import Beside, identifiers_of, layered, lost
from edition.readers.pandoc import Node
from edition.readers.pictures import collected, in_folder

# Off: what would change the words (citations, TeX commands, list numbers that run on) or make identifiers that nobody wrote.
FORM = "markdown-smart-citations-raw_tex-latex_macros-auto_identifiers-implicit_header_references-example_lists"
SMALL = FORM.replace("-smart", "+smart") + "-yaml_metadata_block-pandoc_title_block"
NAMED = re.compile(r"markdown((?:[+\-][a-z_]+)*)")
# Nothing in such a text is markup: letters, figures, blanks, harmless points; no list number before the first word.
NO_MARKUP = re.compile(r"(?!\(?\w{1,9}[.)](?:\s|$))(?:[^\W_]|[ ,;:?()/%“”‘’«»–—…§°\u00a0\u2009\u202f]|\.(?!\.)|!(?!\[)|(?<=\w)-(?=\w))*")
ALONE = re.compile(r"^ {0,3}\[[^\]]+\]:|\[\^|^ {0,3}\*\[", re.MULTILINE)  # definitions: they would serve other texts too
DEFINITION = re.compile(r"^ {0,3}\[\^([^\]\s]+)\]:[ \t]*(.*)", re.MULTILINE)
DIVIDER = "edition\ue000divider"


def read(path: Path, data: bytes, hints: Hints) -> Source:
    """``hints.format`` may switch extensions: ``"markdown+smart"``. Raises SourceError for an encoding that cannot be told."""
    said = NAMED.fullmatch(hints.format) if hints.format else None
    if hints.format and said is None:
        raise SourceError(f'"{path}": there is no format named "{hints.format}".', hint='Say "markdown", or with extensions "markdown+smart".')
    decoded = decode(path, data, hints.encoding)
    sent = decoded.text.removeprefix("\ufeff").encode("utf-8", "replace")
    taken = layered(path, data, "markdown", FORM + (said[1] if said else ""), Beside(
        sent=sent, encoding=decoded.encoding, pictures=lambda addresses: collected(path, addresses, in_folder(path)), findings=decoded.findings,
    ))  # fmt: skip
    return replace(taken, findings=(*taken.findings, *_lost_notes(path, decoded.text, taken.text)))


def _lost_notes(path: Path, written: str, taken: str) -> Iterator[Finding]:
    """Footnotes within footnotes, which pandoc's Markdown does not have: the call stands there as letters, and its note nowhere."""
    for match in DEFINITION.finditer(written):
        if f"[^{match[1]}]" in taken:
            line = written.count("\n", 0, match.start()) + 1
            message = f'the footnote "[^{match[1]}]" is called in another footnote, and its words were not taken: "{match[2][:60]}"'
            yield finding("SRC005", str(path), message, "Call it in the text, or put its words into the note that calls it.", line=line)


def inline(texts: Sequence[str], path: Path = Path("notes")) -> list[Source]:
    """Each small text as a Source of its own; `path` is the file they stand in, for what there is to report.

    One call of pandoc for all that have markup, none for the others. Raises ProgramMissing, ProgramFailed, SourceError.
    """
    found: dict[int, Source] = {}
    together: list[int] = []
    for number, text in enumerate(texts):
        line = " ".join(text.split(" ")).strip(" \n")
        if NO_MARKUP.fullmatch(line):
            found[number] = _plain(path, text, re.sub(" +", " ", line))
        elif ALONE.search(text):
            found[number] = _small(path, text, _tree(path, text))
        else:
            together.append(number)
    for number, tree in zip(together, _trees(path, [texts[number] for number in together]), strict=True):
        found[number] = _small(path, texts[number], tree)
    return [found[number] for number in range(len(texts))]


def _plain(path: Path, text: str, line: str) -> Source:
    data = text.encode("utf-8", "replace")
    leaf = (Block(0, len(line), "p"),) if line else ()
    return Source(path, digest(data), len(data), "markdown", f"{line}\n" if line else "", encoding="utf-8", blocks=leaf)


def _small(path: Path, text: str, content: list[Node]) -> Source:
    data = text.encode("utf-8", "replace")
    layer = Layer(identifiers_of({"blocks": content}, linked_only=False), "markdown")
    try:
        found = tuple(blocks(layer, content))
    except RecursionError:
        raise SourceError(f'"{path}": a note is nested too deep to be read.', hint="Lists or quotations lie hundreds of levels inside each other: flatten them.") from None
    return Source(
        path, digest(data), len(data), "markdown", layer.text, encoding="utf-8", reader=pandoc.version(), blocks=found, spans=tuple(layer.spans),
        findings=tuple(lost(path, layer)),
    )  # fmt: skip


def _tree(path: Path, text: str) -> list[Node]:
    tree, _ = pandoc.tree(path, text.encode("utf-8", "replace"), SMALL)
    content: list[Node] = tree["blocks"]
    return content


def _trees(path: Path, texts: list[str]) -> list[list[Node]]:
    """The blocks of each text, from one call. A text that swallows the divider behind it (an open code fence) sends each through a call of its own."""
    if not texts:
        return []
    if any(DIVIDER in text for text in texts):
        return [_tree(path, text) for text in texts]
    found: list[list[Node]] = [[]]
    for node in _tree(path, f"\n\n{DIVIDER}\n\n".join(texts)):
        if node["t"] == "Para" and node["c"] == [{"t": "Str", "c": DIVIDER}]:
            found.append([])
        else:
            found[-1].append(node)
    return found if len(found) == len(texts) else [_tree(path, text) for text in texts]

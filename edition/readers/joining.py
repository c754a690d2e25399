"""1. Readers: blocks that come one by one and belong together: lines of verse, a speaker and the speech, paragraphs of one style."""

from __future__ import annotations

from collections.abc import Mapping

from edition.model import Block
from edition.readers.names import WRAPPERS


def holder(kind: str, attributes: Mapping[str, str], children: list[Block], at: int) -> Block:
    """A block round others. Without any it is an empty one at `at`."""
    return Block(children[0].start, children[-1].end, kind, attributes, tuple(children)) if children else Block(at, at, kind, attributes)


def joined(found: list[Block], *, styled: bool) -> list[Block]:
    """What stands block by block and belongs together: lines of verse in one ``lg``, a speaker and the speech in one ``sp``.

    `styled`: also what a word processor says paragraph by paragraph: an epigraph, a quotation, a caption.
    """
    result: list[Block] = []
    for block in found:
        last = result[-1] if result else None
        attached = block.kind in ("note", "figure") and "id" in block.attributes
        if last is not None and last.kind == "lg" and not last.attributes and last.children and all(each.kind in ("l", "note", "figure") for each in last.children) and (block.kind == "l" or attached):
            result[-1] = _with(last, block)
        elif block.kind == "l":
            result.append(holder("lg", {}, [block], block.start))
        elif styled and last is not None and block.kind in WRAPPERS and block.kind != "sp" and (last.kind, last.attributes) == (block.kind, block.attributes):
            result[-1] = holder(block.kind, block.attributes, [*last.children, *block.children], last.start)
        elif styled and last is not None and _caption_of(block, last):
            result[-1] = _with(last, Block(block.start, block.end, "head", {key: value for key, value in block.attributes.items() if key != "rend"}))
        elif styled and last is not None and block.kind == "table" and block.children and block.children[0].kind == "row" and last.attributes.get("rend") == "caption" and not last.children:
            head = Block(last.start, last.end, "head", {key: value for key, value in last.attributes.items() if key != "rend"})
            result[-1] = holder("table", block.attributes, [head, *block.children], last.start)
        else:
            result.append(block)
    return _spoken(result)


def _with(block: Block, child: Block) -> Block:
    """A block with one more child at its end."""
    return holder(block.kind, block.attributes, [*block.children, child], block.start)


def _caption_of(block: Block, figure: Block) -> bool:
    """Whether a paragraph is the caption of the figure before it, by its style, and the figure has none yet."""
    return block.kind == "p" and block.attributes.get("rend") == "caption" and not block.children and figure.kind == "figure" and not any(each.kind == "head" for each in figure.children)


def _spoken(found: list[Block]) -> list[Block]:
    """Each speaker with what is said, up to the next speaker or whatever is no speech. A speaker who says nothing is a paragraph."""
    result: list[Block] = []
    for block in found:
        last = result[-1] if result else None
        if block.kind == "speaker":
            result.append(holder("sp", {}, [block], block.start))
        elif last is not None and last.kind == "sp" and not last.attributes and block.kind in ("p", "lg", "stage", "note") and last.children[0].kind == "speaker":
            result[-1] = _with(last, block)
        else:
            result.append(block)
    silent = [each for each in result if each.kind == "sp" and all(child.kind in ("speaker", "note") for child in each.children)]
    return [
        part for each in result
        for part in ([Block(child.start, child.end, "p", {**child.attributes, "rend": "speaker"}) if child.kind == "speaker" else child for child in each.children] if each in silent else [each])
    ]  # fmt: skip

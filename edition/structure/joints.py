"""3. Structure. Where the record sets the joints of the text: a block that goes on behind something else, and one that begins within a line."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import replace

from edition.addresses import Address, Ground, Unplaced
from edition.model import Block, Label, Labelled
from edition.records import BlockEntry, Record

Overruled = Callable[[Block, Label, BlockEntry], tuple[Block, Label]]  # what an entry of the record makes of a block
Miss = Callable[[Address, str], None]  # where, and why nothing could be done
BLANK = " \t\r\n\v\f\u00a0\ufeff"


def settled(blocks: list[Labelled], record: Record, ground: Ground, overruled: Overruled, miss: Miss) -> list[Labelled]:
    """The blocks, divided and joined as the record's [[block]] entries with `split` and `join` say."""
    for entry in record.blocks:
        if entry.split is not None:
            blocks = _split(blocks, entry.split, entry, ground, overruled, miss)
    for entry in record.blocks:
        for at in entry.at if entry.join is not None else ():
            blocks = _join(blocks, at, entry.join, ground, miss) if entry.join else blocks
    return blocks


def _split(blocks: list[Labelled], at: Address, entry: BlockEntry, ground: Ground, overruled: Overruled, miss: Miss) -> list[Labelled]:
    try:
        cut = ground.place(at).start
    except Unplaced as error:
        miss(at, f'split: {error}')
        return blocks
    found: list[Labelled] = []
    done = False
    for each in blocks:
        block = each.block
        if done or not block.start < cut < block.end:
            found.append(each)
        elif not block.children:
            before, behind = _halves(block, cut, ground)
            found += [replace(each, block=before), Labelled(*overruled(behind, each.label, entry))]
            done = True
        else:
            inner = list(_in_depth(block, cut, entry, ground, overruled))
            done = inner != [block]
            found.append(replace(each, block=inner[0]))
    if not done:
        miss(at, "split: a block begins there already, or none holds these words")
    return found


def _in_depth(block: Block, cut: int, entry: BlockEntry, ground: Ground, overruled: Overruled) -> Iterator[Block]:
    """A block, or the two that a cut makes of it; of one with children, the child is divided."""
    if not block.start < cut < block.end:
        yield block
    elif block.children:
        yield replace(block, children=tuple(part for child in block.children for part in _in_depth(child, cut, entry, ground, overruled)))
    else:
        before, behind = _halves(block, cut, ground)
        behind, label = overruled(behind, Label(behind.kind), entry)
        yield from (before, replace(behind, kind=label.name))


def _halves(block: Block, cut: int, ground: Ground) -> tuple[Block, Block]:
    end = block.start + len(ground.frozen[block.start : cut].rstrip(BLANK))
    attributes = {key: value for key, value in block.attributes.items() if key != "id"}
    return replace(block, end=end), replace(block, start=cut, attributes=attributes)


def _join(blocks: list[Labelled], at: Address, to: Address, ground: Ground, miss: Miss) -> list[Labelled]:
    try:
        here, there = _holding(blocks, at, ground), _holding(blocks, to, ground)
    except Unplaced as error:
        miss(at, f"join: {error}")
        return blocks
    if here is None or there is None:
        miss(at, f"join: no block of its own begins at {at if here is None else to}")
        return blocks
    if there >= here:
        miss(at, f"join: {to} does not stand before it; a block goes on, it does not go back")
        return blocks
    first, second = blocks[there], blocks[here]
    joined = _one(first.block, second.block, ground)
    if joined is None or (first.block.children and not _is_joined(first.block) and first.label.name != second.label.name):
        miss(at, f"join: a {second.label.name} cannot go on in a {first.label.name}")
        return blocks
    return [replace(each, block=joined) if each is first else each for each in blocks if each is not second]


def _one(first: Block, second: Block, ground: Ground) -> Block | None:
    """Two blocks as one: a range, if nothing but white space is between them; else a block of two segments, each with its range."""
    if bool(second.children) != bool(first.children and not _is_joined(first)):
        return None
    if second.children:  # two lists, two groups of lines
        return replace(first, end=second.end, children=(*first.children, *second.children))
    if not first.children and not ground.frozen[first.end : second.start].strip(BLANK):
        return replace(first, end=second.end)
    parts = first.children or (_segment(first),)
    kept = {key: value for key, value in first.attributes.items() if key != "lines"}
    return replace(first, end=second.end, attributes={**kept, "joined": "yes"}, children=(*parts, _segment(second)))


def _segment(block: Block) -> Block:
    return Block(block.start, block.end, "seg", {"lines": "kept"} if block.attributes.get("lines") == "kept" else {})


def _is_joined(block: Block) -> bool:
    return block.attributes.get("joined") == "yes"


def _holding(blocks: list[Labelled], at: Address, ground: Ground) -> int | None:
    """Which block begins in the line of an address; with words, which one holds them."""
    place = ground.place(at)
    for number, each in enumerate(blocks):
        if at.words and each.block.start <= place.start < each.block.end:
            return number
        if not at.words and ground.line_of(each.block.start) == at.line and each.label.name != "milestone":
            return number
    return None

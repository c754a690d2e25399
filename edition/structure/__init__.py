"""3. Structure: what each block is. Of plain text the rules say it, of other formats the format does; the record overrules both."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace
from pathlib import Path

from edition.addresses import Address, Ground, Unplaced
from edition.model import Block, Finding, Label, Labelled, Locus, Outline, Severity, Source
from edition.records import BlockEntry, BreakEntry, Record
from edition.structure import joints, kinds, language
from edition.structure.footnotes import footnotes
from edition.structure.inside import inside
from edition.structure.page import Page
from edition.structure.rules import label
from edition.structure.runs import profile, runs
from edition.structure.units import units

TEXT = frozenset({"p", "list/item", "lg", "sp", "table", "quote"})  # a head below one of these is not the document's
Entries = Mapping[int, BlockEntry]  # by the line (1-based) where a block begins


def outline(source: Source, record: Record, ground: Ground, languages: Sequence[str] = (), detector: language.Detector = language.language_of) -> tuple[Outline, list[Finding]]:
    """All blocks with their labels, in the order in which they are to be read. Addresses that do not resolve become findings.

    `languages`: the document's, then the others that the edition declares; `detector` tells them apart.
    """
    findings: list[Finding] = []
    entries = _entries(record, ground, findings)
    if source.blocks:
        found = Outline(record.kind, tuple(_labelled(block, ground, entries) for block in source.blocks))
    else:
        found = _plain(ground, record, entries, findings)
    blocks = list(found.blocks)

    def miss(at: Address, why: str) -> None:
        findings.append(unresolved(record, at.where, f"[[block]] at {at}: {why}"))

    findings += _idle(record, ground, blocks)
    blocks = joints.settled(blocks, record, ground, _overruled, miss)
    blocks = language.spoken(blocks, ground.frozen, languages, detector)
    blocks = _broken(blocks, record.breaks, ground)
    return Outline(found.kind or "text", tuple(_moved(blocks, record, ground, findings)), found.spans), findings


def _entries(record: Record, ground: Ground, findings: list[Finding]) -> dict[int, BlockEntry]:
    found: dict[int, BlockEntry] = {}
    for entry in record.blocks:
        for at in entry.at if entry.split is None else ():
            try:
                found[ground.line_of(ground.place(at).start)] = entry
            except Unplaced as error:
                findings.append(unresolved(record, at.where, f"[[block]] at {at}: {error}"))
    return found


def _break_lines(record: Record, ground: Ground, findings: list[Finding]) -> set[int]:
    found: set[int] = set()
    for entry in record.breaks:
        for at in entry.at:
            try:
                found.add(ground.line_of(ground.place(at).start))
            except Unplaced as error:
                findings.append(unresolved(record, at.where, f"[[break]] at {at}: {error}"))
    return found


def unresolved(record: Record, where: str, message: str) -> Finding:
    """SRC010: an address of the record that does not resolve."""
    file, _, line = where.rpartition(":")
    locus = Locus(file, int(line)) if line.isdigit() else Locus(str(record.path or Path("record")))
    return Finding("SRC010", Severity.ERROR, locus, message, "Quote the words as they stand in that line of the source, or as repaired.")


def _idle(record: Record, ground: Ground, blocks: list[Labelled]) -> list[Finding]:
    """Entries of the record for lines where no block begins."""
    lines: set[int] = set()
    stack = [each.block for each in blocks]
    while stack:
        block = stack.pop()
        lines.add(ground.line_of(block.start))
        stack.extend(block.children)
    found = []
    for entry in record.blocks:
        for at in entry.at if entry.split is None else ():
            try:
                line = ground.line_of(ground.place(at).start)
            except Unplaced:
                continue  # reported already
            if line not in lines:
                found.append(unresolved(record, at.where, f"[[block]] at {at}: no block begins in that line"))
    return found


def _plain(ground: Ground, record: Record, entries: Entries, findings: list[Finding]) -> Outline:
    """Runs, cut into units, with labels, as blocks. What the record names begins a block, and stays whole."""
    found = runs(ground, frozenset(entries) | frozenset(_break_lines(record, ground, findings)))
    look = profile(found)
    kind = Label(record.kind, 1.0, "the record says so") if record.kind else kinds.kind_of(found, look)
    parts = units(found, kind.name, look, ground, frozenset(entries))
    page = Page(parts, look, kind.name, footnotes(parts, ground), kinds.voices(found, kind.name) if kind.name == "play" else frozenset())
    for number, run in enumerate(parts):  # what the record says is known to the rules
        if (entry := entries.get(run.line)) and entry.kind:
            page.tell(number, Label(entry.kind, 1.0, "the record says so"))
    label(page)
    blocks = []
    headed = False
    for number, run in enumerate(parts):
        said = page.labels[number]
        assert said is not None
        entry = entries.get(run.line)
        level = {"level": "2" if headed else "1"} if said.name == "head" else {}  # the one above all text is the document's, the others are its divisions'
        headed |= said.name == "head" or said.name in TEXT
        block = Block(run.start, run.end, attributes={**level, **page.attributes.get(number, {})})
        if entry:
            block, said = _overruled(block, said, entry)
        blocks.append(Labelled(inside(block, said, run, page.notes.notes.get(number), look, ground), said))
    return Outline(kind.name, tuple(blocks), page.notes.calls)


def _labelled(block: Block, ground: Ground, entries: Entries) -> Labelled:
    """A block as the format has it, with what the record says of it and of the blocks in it."""
    block = _in_depth(block, ground, entries)
    label = Label(block.kind or "p", 1.0, "the format says so")
    if not block.children and (entry := entries.get(ground.line_of(block.start))):
        block, label = _overruled(block, label, entry)
    return Labelled(block, label)


def _in_depth(block: Block, ground: Ground, entries: Entries) -> Block:
    if not block.children:
        return block
    children = []
    for child in block.children:
        entry = entries.get(ground.line_of(child.start)) if not child.children else None
        if entry:
            child, label = _overruled(child, Label(child.kind), entry)
            child = replace(child, kind=label.name)
        children.append(_in_depth(child, ground, entries))
    return replace(block, children=tuple(children))


def _overruled(block: Block, label: Label, entry: BlockEntry) -> tuple[Block, Label]:
    said = {**entry.attributes, "role": entry.role, "lang": entry.lang, "by": entry.by, "work": entry.work, "describe": entry.describe}
    if entry.level:
        said["level"] = str(entry.level)
    if entry.kind and entry.kind != label.name:
        kept = {key: value for key, value in block.attributes.items() if key != "level" or entry.kind == "head"}
        block = replace(block, attributes=kept)
        label = Label(entry.kind, 1.0, "the record says so")
    elif entry.kind:
        label = Label(entry.kind, 1.0, "the record says so")
    return replace(block, attributes={**block.attributes, **{key: value for key, value in said.items() if value}}), label


def _broken(blocks: list[Labelled], breaks: tuple[BreakEntry, ...], ground: Ground) -> list[Labelled]:
    """Milestones before the lines that [[break]] names."""
    kinds: dict[int, str] = {}
    for entry in breaks:
        for at in entry.at:
            try:
                kinds[ground.line_of(ground.place(at).start)] = entry.kind
            except Unplaced:
                continue  # reported already
    result = []
    for each in blocks:
        if kind := kinds.get(ground.line_of(each.block.start)):
            point = Block(each.block.start, each.block.start, "milestone", {"unit": "break", "type": kind})
            result.append(Labelled(point, Label("milestone", 1.0, "the record says so")))
        result.append(each)
    return result


def _moved(blocks: list[Labelled], record: Record, ground: Ground, findings: list[Finding]) -> list[Labelled]:
    """Blocks that the record moves, at their new places. Their @source still says where they stood."""
    result = list(blocks)
    for entry in record.blocks:
        if entry.move is None:
            continue
        side, target = entry.move
        try:
            lines = [ground.line_of(ground.place(at).start) for at in entry.at]
            there = ground.line_of(ground.place(target).start)
        except Unplaced as error:
            findings.append(unresolved(record, target.where, f"move {side} {target}: {error}"))
            continue
        going = [each for each in result if ground.line_of(each.block.start) in lines]
        staying = [each for each in result if each not in going]
        position = next((n for n, each in enumerate(staying) if ground.line_of(each.block.start) == there), None)
        if position is None:
            findings.append(unresolved(record, target.where, f"move {side} {target}: no block begins there"))
            continue
        position += side == "after"
        result = [*staying[:position], *going, *staying[position:]]
    return result


__all__ = ["outline", "unresolved"]

"""3. Structure: what each block is. Of plain text the rules say it, of other formats the format does; the record overrules both."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from pathlib import Path

from edition.addresses import Address, Ground, Unplaced
from edition.model import Block, Finding, Label, Labelled, Locus, Outline, Severity, Source
from edition.records import BlockEntry, BreakEntry, Record
from edition.structure import joints, rules
from edition.structure.runs import PARAGRAPH, Profile, Run, pieces, profile, runs

Entries = Mapping[int, BlockEntry]  # by the line (1-based) where a block begins


def outline(source: Source, record: Record, ground: Ground) -> tuple[Outline, list[Finding]]:
    """All blocks with their labels, in the order in which they are to be read. Addresses that do not resolve become findings."""
    findings: list[Finding] = []
    entries = _entries(record, ground, findings)
    if source.blocks:
        blocks = [_labelled(block, ground, entries) for block in source.blocks]
        kind = record.kind
    else:
        found = runs(ground, frozenset(entries) | frozenset(_break_lines(record, ground, findings)))
        kind = record.kind or rules.kind_of(found)
        blocks = _plain(found, kind, ground, entries)

    def miss(at: Address, why: str) -> None:
        findings.append(unresolved(record, at.where, f"[[block]] at {at}: {why}"))

    findings += _idle(record, ground, blocks)
    blocks = joints.settled(blocks, record, ground, _overruled, miss)
    blocks = _broken(blocks, record.breaks, ground)
    return Outline(kind or "text", tuple(_moved(blocks, record, ground, findings))), findings


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


def _plain(found: list[Run], kind: str, ground: Ground, entries: Entries) -> list[Labelled]:
    """Runs with labels. A run of long lines is a paragraph each; a poem's lines become ``l``."""
    look = profile(found)
    parts: list[Run] = []
    for run in found:
        parts.extend(pieces(run, ground) if run.line not in entries and _apart(run, kind, look, first=run is found[0]) else [run])
    page = rules.Page(parts, look, kind)
    labelled: list[Labelled] = []
    for run in parts:
        label = next(label for rule in rules.RULES if (label := rule(page, run)))
        block = Block(run.start, run.end, attributes=_level(label, page))
        if entry := entries.get(run.line):
            block, label = _overruled(block, label, entry)
        page.labels.append(label)
        if label.name.endswith("lg") and len(run.lines) > 1:
            lines = tuple(Block(part.start, part.end, "l", {"rend": "indent"} if _indented(part, ground) else {}) for part in pieces(run, ground))
            block = replace(block, children=lines)
        elif label.name == "p" and len(run.lines) > 1 and not look.wrapped:
            block = replace(block, attributes={**block.attributes, "lines": "kept"})
        labelled.append(Labelled(block, label))
    return labelled


def _apart(run: Run, kind: str, look: Profile, *, first: bool) -> bool:
    """Whether each line of a run is a block of its own: lines as long as paragraphs; short ones in a listing; the ends of a letter."""
    if len(run.lines) == 1:
        return False
    longest = max(map(len, run.lines))
    if 2 * sum(len(line) > PARAGRAPH for line in run.lines) > len(run.lines):
        return True
    if kind == "listing":
        return longest < PARAGRAPH
    if kind == "letter" and len(run.lines) <= 4 and longest < 60:
        return not look.wrapped or (not first and longest < 0.7 * look.margin)
    return False


def _level(label: Label, page: rules.Page) -> dict[str, str]:
    """The first heading is the document's, those after it are of its divisions."""
    return {"level": "2" if page.here else "1"} if label.name == "head" else {}


def _indented(run: Run, ground: Ground) -> bool:
    return ground.frozen[run.start : run.end][:2] in ("  ", "\t")


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

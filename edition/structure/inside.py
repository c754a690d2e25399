"""3. Structure. What is in a unit: the lines of a stanza, the cells of a table, a speaker and the speech, the words behind a marker."""

from __future__ import annotations

import re
from dataclasses import replace

from edition.addresses import Ground
from edition.model import Block, Label
from edition.structure import quoted, shapes
from edition.structure.footnotes import Note, key
from edition.structure.runs import Profile, Run, pieces


def inside(block: Block, label: Label, run: Run, note: Note | None, look: Profile, ground: Ground) -> Block:
    """A block with what its label says is in it. Markers of items and notes are left out of it: they stand in @n and in the log."""
    last = label.name.rpartition("/")[2]
    text = ground.frozen[run.start : run.end]
    if last == "lg":
        lines = tuple(Block(part.start, part.end, "l", {"rend": "indent"} if _indented(part, ground) else {}) for part in pieces(run, ground))
        return replace(block, children=lines)
    if label.name == "table":
        return _table(block, run, ground) or replace(block, attributes={**block.attributes, "lines": "kept"})
    if label.name == "sp":
        match = shapes.CUE.match(text.lstrip()) or shapes.ASKED.match(text.lstrip())
        lead = len(text) - len(text.lstrip())
        if match is None or lead + match.end() >= len(text):
            return block
        name = match[0].rstrip().rstrip("—– ").rstrip()
        speaker = Block(run.start + lead, run.start + lead + len(name), "speaker")
        return replace(block, children=(speaker, Block(run.start + lead + match.end(), run.end, "p")))
    if last == "item":
        _, _, words = shapes.marker(text)
        return replace(block, start=run.start + words)
    if label.name == "quote" and all(map(quoted.is_quoted, run.lines)) and (inner := quoted.paragraphs(run, look, ground)):
        return replace(block, attributes={**block.attributes, "rend": "block"}, children=inner)
    if last == "note" and note is not None:
        said = {"id": note.id, "n": key(note.mark) or note.mark, "place": "end" if note.titled else "foot"}
        return replace(block, start=note.start, attributes={**block.attributes, **said})
    lead = len(text) - len(text.lstrip(" \t\u00a0"))
    block = replace(block, start=run.start + lead)  # an indent is layout
    if last == "p" and len(run.lines) > 1 and not look.wrapped and max(map(len, run.lines)) < 60:
        return replace(block, attributes={**block.attributes, "lines": "kept"})
    return block


def _table(block: Block, run: Run, ground: Ground) -> Block | None:
    """Rows and cells. A cell that is missing is found by where the others stand: its column is that of the nearest cell of the fullest row."""
    rows: list[list[tuple[int, int, int]]] = []  # start, end, place in the line
    for part in pieces(run, ground):
        text = ground.frozen[part.start : part.end]
        rows.append([(part.start + match.start(), part.start + match.end(), match.start()) for match in re.finditer(r"\S+(?: \S+)*", text)])
    fullest = max(rows, key=len)
    if len(fullest) < 2:
        return None
    columns = [(begins, begins + end - start) for start, end, begins in fullest]
    found = []
    for cells in rows:
        placed: dict[int, Block] = {}
        for start, end, begins in cells:
            column = min(range(len(columns)), key=lambda each: (abs(columns[each][0] - begins) + abs(columns[each][1] - begins - end + start), each))
            column = next((each for each in range(column, len(columns)) if each not in placed), -1) if len(cells) < len(columns) else len(placed)
            if column < 0:
                return None
            placed[column] = Block(start, end, "cell")
        if list(placed) != sorted(placed):
            return None
        at = cells[0][0]
        row = []
        for column in range(len(columns)):
            at = placed[column].start if column in placed else at
            row.append(placed.get(column, Block(at, at, "cell")))
            at = placed[column].end if column in placed else at
        found.append(Block(cells[0][0], cells[-1][1], "row", {}, tuple(row)))
    if len(rows[0]) < len(fullest) and len(rows) > 2:
        found[0] = replace(found[0], attributes={"role": "label"})
    return replace(block, children=tuple(found))


def _indented(run: Run, ground: Ground) -> bool:
    return ground.frozen[run.start : run.end][:2] in ("  ", "\t")

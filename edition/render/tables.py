"""Tables: captions, heads that are repeated, spans, columns of figures.

A table is looked at as a whole before it is written: which column a cell is in depends on the spans before and above it, whether a
column holds figures on all of its cells, and whether all of it fits a page on its longest words.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from edition.render.odd import Model
from edition.render.verse import width
from edition.tei import BLANK, Element, T

if TYPE_CHECKING:
    from edition.render.walk import Renderer

HEAD, ROW, CELL = (f"{T}{name}" for name in ("head", "row", "cell"))
MOST = 60  # columns: a cell that spans more is taken by its table's width
WIDEST = 200  # columns of a table whose cells may span any: spans of more take the engine minutes
FIGURES = re.compile(r"[\s\d.,'’–−+±%‰/½¼¾⅓⅔$£€()-]*\d[\s\d.,'’–−+±%‰/½¼¾⅓⅔$£€()-]*|[–—-]?")
FIT, SMALL = 37.0, 46.0  # em of a table's type: what a page holds, and what it holds in smaller type
BETWEEN = 1.2  # em between columns
SHORT = 8  # rows: what has no more is kept on one page
LONG = 2_000  # cells: larger tables are not measured


def table(out: Renderer, node: Element, model: Model) -> None:
    """The first head is the caption; the rows of labels at the top are repeated on each page."""
    rows = list(node.iterchildren(ROW))
    labels = rows[: next((position for position, each in enumerate(rows) if each.get("role") != "label"), len(rows))]
    if len(labels) == len(rows):
        labels = []
    head = node.find(HEAD)
    first = [] if head is None else [head]
    if head is not None:
        out.registers.caption("table", node, head)
    fit = _look(out, [labels, rows[len(labels) :]])
    with out.element("table", node, model, {"class": fit} if fit else None):
        out.nodes(first)
        if labels:
            with out.plain_element("thead"):
                out.nodes(labels)
        with out.plain_element("tbody"):
            out.content(node, model, skip=[*first, *labels])


def row(out: Renderer, node: Element, model: Model) -> None:
    """A row of a table."""
    with out.element("tr", node, model):
        out.content(node, model)


def cell(out: Renderer, node: Element, model: Model) -> None:
    """A cell of a table, a heading where @role says so."""
    parent = node.getparent()
    more = dict(out.cells.get(node, ()))
    column, row_ = parent is not None and parent.get("role") == "label", node.get("role") == "label"
    if column or row_:
        more["scope"] = "col" if column else "row"
    with out.element("th" if column or row_ else "td", node, model, more):
        out.content(node, model)


def _look(out: Renderer, groups: list[list[Element]]) -> str:
    """Notes down what the cells of head and body span and which hold figures; gives the class of a table that is too wide."""
    rows = [list(each.iterchildren(CELL)) for group in groups for each in group]
    columns = max((sum(min(_said(cell, "cols"), MOST) for cell in cells) for cells in rows), default=1)
    at: dict[int, list[Element]] = {}  # column to its cells
    body: dict[int, list[Element]] = {}
    for number, group in enumerate(groups):
        taken: dict[int, int] = {}  # column to how many rows more a cell from above reaches
        for position, each in enumerate(group):
            column = 0
            for cell in each.iterchildren(CELL):
                while taken.get(column, 0):
                    column += 1
                across, down = _said(cell, "cols"), _said(cell, "rows")
                if columns > WIDEST:
                    spans = 1, 1
                else:
                    spans = max(1, min(across, columns - column)) if across > MOST else across, min(down, len(group) - position)
                if spans != (across, down) and not out.quiet:
                    said = f"a cell spans {across:,} columns and {down:,} rows, and there is room for {spans[0]} and {spans[1]}"
                    out.faults.add("RND016", cell, said, "Correct @cols or @rows of the cell.")
                if spans != (1, 1):
                    out.cells[cell] = {name: str(span) for name, span in zip(("colspan", "rowspan"), spans, strict=True) if span > 1}
                if spans[0] == 1:
                    at.setdefault(column, []).append(cell)
                    if number and cell.get("role") != "label":
                        body.setdefault(column, []).append(cell)
                for each_column in range(column, column + spans[0]):
                    taken[each_column] = spans[1]
                column += spans[0]
            taken = {column: more - 1 for column, more in taken.items() if more > 1}
    if sum(map(len, at.values())) > LONG:
        return ""
    words = {cell: " ".join("".join(map(str, cell.itertext())).split()) for cells in at.values() for cell in cells}
    for column, cells in body.items():
        filled = [text for cell in cells if (text := words[cell])]
        if len(filled) > 1 and sum(FIGURES.fullmatch(text) is not None for text in filled) * 5 >= 4 * len(filled):
            for cell in at[column]:
                out.cells[cell] = {**out.cells.get(cell, {}), "class": "figures"}
    need = sum(BETWEEN + max(width(max(words[cell].split(), key=len, default="")) for cell in cells) for cells in at.values())
    return " ".join(filter(None, ("long" if len(rows) > SHORT else "", "wide" if need > FIT else "", "tight" if need > SMALL else "")))


def _said(cell: Element, name: str) -> int:
    """What a cell says that it spans; 1 where that is no number."""
    given = (cell.get(name) or "").strip(BLANK)
    return int(given[:9]) if given.isdecimal() and given.isascii() and int(given[:9]) else 1

"""3. Structure. The table of the rules in docs/structure.md, written from the rules themselves.

    python -m edition.structure.manual docs/structure.md
"""

from __future__ import annotations

import re
import sys
from pathlib import Path

from edition.structure.rules import ROUNDS

TITLES = ("What a line shows by itself", "What the kind of the file says", "What stands at the top", "What stands at the end", "What the neighbours say", "The rest")
TABLE = re.compile(r"(<!-- rules -->\n).*?(<!-- /rules -->)", re.DOTALL)


def tables() -> str:
    """A table for each round."""
    parts = []
    for number, (title, rules) in enumerate(zip(TITLES, ROUNDS, strict=True), 1):
        rows = [f"| {one.name} | `{one.label}` | {one.confidence} | {_cell(one.reason)} | {_cell(one.manual)} |" for one in rules]
        parts.append("\n".join([f"### {number}. {title}", "", "| rule | says | sure | because | |", "| --- | --- | --- | --- | --- |", *rows]))
    return "\n\n".join(parts)


def page(text: str) -> str:
    """The page with the tables as the rules are now."""
    return TABLE.sub(lambda match: f"{match[1]}\n{tables()}\n\n{match[2]}", text)


def _cell(text: str) -> str:
    return text.replace("|", "\\|").replace("*", "\\*").replace(">", "\\>")


if __name__ == "__main__":
    for name in sys.argv[1:]:
        path = Path(name)
        path.write_text(page(path.read_text("utf-8")), "utf-8")

"""2. Repairs. docs/repairs.md: every class in the order in which they run, from the words that stand beside their code.

A class's docstring is its manual: what it does, and lines ``Example: before → after`` (made) or ``Proposed: before → after`` (asked first).
"""

from __future__ import annotations

import re
import sys
import unicodedata
from inspect import getdoc
from itertools import groupby
from pathlib import Path

from edition.repairs import REPAIRS, Row
from edition.rules import Repair

EXAMPLE = re.compile(r"^(Example|Proposed): (.*?) → (.*)$", re.MULTILINE)
FAMILIES = {
    "mechanical": (
        "Made first, on the text as it was decoded. They are silent: the log has every place, the header a sentence for each class that was at work, with the count. "
        "A proposal that is accepted is silent too."
    ),
    "editorial": (
        "Run after the record's corrections, on the text as these left it. They only propose: what is accepted becomes a `[[fix]]` in the record, "
        "and stands in the TEI with both readings."
    ),
}


def words(repair: Repair) -> str:
    """What the manual says, without its examples and sources."""
    return EXAMPLE.sub("", re.split(r"(?:^|(?<=\. ))Source:", getdoc(repair.run) or "", maxsplit=1, flags=re.MULTILINE)[0]).strip()


def examples(repair: Repair) -> list[tuple[str, str, str]]:
    """Kind ("Example" or "Proposed"), before, after. In them ⏎ is a line end."""
    return [(match[1], match[2].replace("⏎", "\n"), match[3].replace("⏎", "\n")) for match in EXAMPLE.finditer(getdoc(repair.run) or "")]


def visible(text: str) -> str:
    """A text with names for the characters that nobody sees."""
    return "".join(f"‹U+{ord(char):04X}›" if unicodedata.category(char) in ("Cf", "Cc", "Zl", "Zp", "Mn") or char == "\u00a0" else char for char in text)


def page() -> str:
    """docs/repairs.md."""
    lines = [
        "# Repairs", "",
        "What the program does to a text before it is encoded, class by class, in the order in which they run. A class makes a change where it is",
        "certain, and proposes one where it is not; a proposal waits in `NAME.review.toml` until an editor decides (`edition review`). Of proposals that",
        "meet at one place one is asked, the surest. Nothing is changed that the log does not have, and the log leads back to the source.",
        "", "This page is written by `python -m edition.repairs.manual docs/repairs.md`; the words stand in the code that repairs.", "",
    ]  # fmt: skip
    for family, rows in groupby(REPAIRS, key=lambda row: row.repair.family):
        lines += [f"## {family.capitalize()} repairs", "", FAMILIES[family], ""]
        for row in rows:
            lines += _section(row)
    return "\n".join(lines).rstrip("\n") + "\n"


def _section(row: Row) -> list[str]:
    repair = row.repair
    where = "in every format" if row.layered else "in plain text"
    lines = [f"### {repair.name}", "", f"*{where}* · place: {row.reason}", "", _escaped(words(repair)), ""]
    for kind, before, after in examples(repair):
        if before == after:
            lines += [f"- asked: `{_code(before)}`", ""]
        else:
            lines += [f"- {'made' if kind == 'Example' else 'proposed'}: `{_code(before)}` → `{_code(after)}`", ""]
    return [*lines, f"In the header (`{repair.declared_in}`): “{_escaped(repair.statement)}”", ""]


def _escaped(text: str) -> str:
    """For Markdown, where an angle bracket outside of code begins HTML."""
    return re.sub(r"(``.*?``|`.*?`)|<", lambda match: match[1] or "\\<", text)


def _code(text: str) -> str:
    return visible(text.replace("\n", "⏎")).replace("`", "ˋ")


if __name__ == "__main__":
    Path(sys.argv[1]).write_text(page(), encoding="utf-8")

"""The tables of docs/odd.md: the behaviours, and what our ODD leaves out.

    python -m edition.render.manual docs/odd.md

renews the parts of the page between its marks.
"""

from __future__ import annotations

import sys
from pathlib import Path

from lxml import etree

from edition import files
from edition.render.behaviours import BEHAVIOURS
from edition.render.params import described

OURS = Path(__file__).with_name("edition.odd")
OF_TEI = tuple(
    "alternate anchor block body break cell cit document figure glyph graphic heading index inline link list listItem metadata note omit "
    "paragraph row section table text title".split()
)  # fmt: skip


def behaviours() -> str:
    """The table of docs/odd.md, TEI's behaviours first."""
    lines = ["| behaviour | what it writes | params beside `content` |", "| --- | --- | --- |"]
    for name in (*OF_TEI, *sorted(set(BEHAVIOURS) - set(OF_TEI))):
        said, params = described(name)
        taken = ", ".join(f"`{param}`" + (f" ({words})" if words else "") for param, words in params.items())
        lines.append(f"| `{name}`{'' if name in OF_TEI else ' (ours)'} | {_cell(said)} | {_cell(taken)} |")
    return "\n".join(lines)


def omitted() -> str:
    """What our ODD leaves out, and in which case, with the reason that it gives."""
    lines = ["| element | where | why |", "| --- | --- | --- |"]
    for spec in etree.parse(OURS).iter("{*}elementSpec"):
        for model in spec.iter("{*}model"):
            if model.get("behaviour") not in ("omit", "alternate", "metadata"):
                continue
            predicate = model.get("predicate")
            where = f"`{predicate}`" if predicate else "everywhere" if len(spec.findall("{*}model")) == 1 else "elsewhere"
            why = " ".join("".join(each.itertext()) for each in model.findall("{*}desc"))
            lines.append(f"| `{spec.get('ident')}` | {_cell(where)} | {_cell(' '.join(why.split()))} |")
    return "\n".join(lines)


def _cell(text: str) -> str:
    return text.replace("``", "`").replace("|", "\\|")


PARTS = {"behaviours": behaviours, "omitted": omitted}


def renewed(page: str) -> str:
    """A page with its made parts as they are now."""
    for name, make in PARTS.items():
        begin, end = f"<!-- {name}: made by edition.render.manual -->\n", f"\n<!-- end of {name} -->"
        before, found, rest = page.partition(begin)
        _, closed, after = rest.partition(end)
        if found and closed:
            page = f"{before}{begin}{make()}{end}{after}"
    return page


if __name__ == "__main__":
    path = Path(sys.argv[1])
    files.write(path, renewed(path.read_text("utf-8")).encode())

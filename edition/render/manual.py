"""The behaviours as a table, from their docstrings: what each does, and what a model may give it (``Params: name (what it says), …``).

    python -m edition.render.manual docs/odd.md

renews the parts of the page between its marks.
"""

from __future__ import annotations

import inspect
import re
import sys
from collections.abc import Mapping
from functools import cache
from pathlib import Path
from types import MappingProxyType

from lxml import etree

from edition import files
from edition.render.behaviours import BEHAVIOURS

OURS = Path(__file__).with_name("edition.odd")
CONTENT = "content"  # every behaviour that writes an element takes it
OF_TEI = tuple(
    "alternate anchor block body break cell cit document figure glyph graphic heading index inline link list listItem metadata note omit "
    "paragraph row section table text title".split()
)  # fmt: skip
PARAM = re.compile(r"(\w+)(?: \(([^()]*)\))?")
WHY = re.compile(r"<!-- (.*?) -->", re.DOTALL)


def described(behaviour: str) -> tuple[str, dict[str, str]]:
    """What a behaviour does, and its params with what each says."""
    words = " ".join((inspect.getdoc(BEHAVIOURS[behaviour]) or "").split())
    said, _, params = words.partition("Params: ")
    return said.strip(), {match[1]: match[2] or "" for match in PARAM.finditer(params.rstrip("."))}


@cache
def takes() -> Mapping[str, frozenset[str]]:
    """Each behaviour to the names of its params."""
    return MappingProxyType({name: frozenset({*described(name)[1], CONTENT}) for name in BEHAVIOURS})


def behaviours() -> str:
    """The table of docs/odd.md, TEI's behaviours first."""
    lines = ["| behaviour | what it writes | params beside `content` |", "| --- | --- | --- |"]
    others = sorted(set(BEHAVIOURS) - set(OF_TEI))
    for heading, names in (("TEI's", OF_TEI), ("ours", others)):
        for name in names:
            said, params = described(name)
            takes = ", ".join(f"`{param}`" + (f" ({words})" if words else "") for param, words in params.items())
            lines.append(f"| `{name}`{'' if heading == 'TEI' + chr(39) + 's' else ' (ours)'} | {_cell(said)} | {_cell(takes)} |")
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

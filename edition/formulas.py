"""TeX formulas of the texts as MathML, by pandoc: all of an edition in one call. The renderer asks for none of them itself."""

from __future__ import annotations

import json
import re
from dataclasses import replace
from html import escape
from pathlib import Path

from edition.errors import EditionError
from edition.project import Edition
from edition.readers import pandoc
from edition.tei import BLANK, T

TEX = frozenset({"tex", "latex", "amslatex", "amstex", "plain tex"})
MOST = 20_000  # signs of a formula that is converted


def with_formulas(edition: Edition) -> Edition:
    """The edition with the MathML of its formulas. What pandoc cannot read, or all if it is not there, is left as it is written."""
    wanted: dict[str, bool] = {}
    for document in edition.all:
        for node in () if document.tree is None else document.tree.iter(f"{T}formula"):
            text = "".join(map(str, node.itertext())).strip(BLANK)
            if (node.get("notation") or "").strip().lower() in TEX and not len(node) and 0 < len(text) <= MOST:
                wanted.setdefault(text, "display" in (node.get("rend") or "") or "block" in (node.get("rend") or ""))
    return replace(edition, formulas=mathml(wanted)) if wanted else edition


def mathml(formulas: dict[str, bool]) -> dict[str, str]:
    """TeX (and whether it stands on its own line) to MathML."""
    blocks = [
        {"t": "Div", "c": [["", ["formula"], []], [{"t": "Plain", "c": [{"t": "Math", "c": [{"t": "DisplayMath" if display else "InlineMath"}, _bare(text)]}]}]]}
        for text, display in formulas.items()
    ]  # fmt: skip
    tree = {"pandoc-api-version": [*pandoc.API, 1], "meta": {}, "blocks": blocks}
    options = ["--sandbox", f"--data-dir={Path(__file__).parent}", "--from=json", "--to=html5", "--mathml", "--wrap=none"]
    try:
        made, _ = pandoc.convert(options, json.dumps(tree).encode(), Path("formulas"))
    except EditionError:
        return {}
    pieces = made.decode("utf-8").split('<div class="formula">')[1:]
    found = {}
    for text, piece in zip(formulas, pieces, strict=False):
        if len(pieces) == len(formulas) and (match := re.search(r"<math.*</math>", piece, re.DOTALL)) and "<annotation " in match[0]:
            before, _, _ = match[0].partition("<annotation ")
            found[text] = f'{before}<annotation encoding="application/x-tex">{escape(text)}</annotation></semantics></math>'
    return found


def _bare(text: str) -> str:
    """Without the dollar signs and brackets that say where a formula begins."""
    for begin, end in (("$$", "$$"), ("$", "$"), (r"\[", r"\]"), (r"\(", r"\)")):
        if text.startswith(begin) and text.endswith(end) and len(text) > len(begin) + len(end):
            return text[len(begin) : -len(end)]
    return text

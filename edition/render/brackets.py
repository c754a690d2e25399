"""The signs of editors in the text: what was lost, added, deleted, misread, as the Leiden conventions and critical editions set it.

Which sign an element gets stands in edition.odd (``$brackets``: leiden, critical, none). The signs are text, so that they can be copied
and heard; those that meet (``][``) are left out. Source: the EpiDoc Guidelines.
"""

from __future__ import annotations

import re
from functools import lru_cache
from typing import TYPE_CHECKING
from unicodedata import category

from edition import tei
from edition.render.extents import gap_said
from edition.render.odd import Model
from edition.render.xhtml import element
from edition.tei import Element, T, local

if TYPE_CHECKING:
    from edition.model import Document
    from edition.render.walk import Renderer

SIGN = '<span class="sign">'
DOT = "\u0323"  # combining dot below
EVERY = 5  # lines: how often a line of a stone has its number
MOST_DOTS = 3  # more letters are counted in figures
PLURAL = {"character": "", "chars": "", "char": "", "letter": "", "line": "ll.", "lines": "ll."}
INSCRIBED = frozenset({"inscription", "papyrus", "ostrakon", "ostracon", "epigraphic", "documentary", "graffito"})


def bracketed(out: Renderer, node: Element, model: Model) -> None:
    """Words between two signs, with a question mark where @cert is low. Params: open, close (the signs), dotted (dots below the letters)."""
    begin, end = model.said("open", node), model.said("close", node)
    with out.element("span", node, model, {"class": "bracketed"}):
        if begin and not _goes_on(node, begin, end, before=True):
            _sign(out, begin)
        if model.param("dotted", node, ""):
            dotted(out, node)
        else:
            out.content(node, model)
        if node.get("cert") == "low":
            _sign(out, "?")
        if end and not _goes_on(node, begin, end, before=False):
            _sign(out, end)


def _sign(out: Renderer, sign: str) -> None:
    if out.unsigned:
        return
    out.xhtml.phrase("span", SIGN, sign)


def _goes_on(node: Element, begin: str, end: str, *, before: bool) -> bool:
    """Whether what stands right before (or after) is in brackets of the same kind: one pair is enough for both."""
    if begin != "[" or (not before and node.get("cert") == "low"):
        return False
    other = node.getprevious() if before else node.getnext()
    between = (other.tail if before else node.tail) if other is not None else None
    return other is not None and not between and lost(other) and (before is False or other.get("cert") != "low")


def lost(node: Element) -> bool:
    return local(node) in ("supplied", "gap") and node.get("reason") == "lost" and _unit(node) in ("", "character", "letter", "char", "chars")


def dotted(out: Renderer, node: Element) -> None:
    """Letters that cannot be read with certainty have a dot below."""
    out.words(_dotted(node.text or ""))
    for child in node:
        out.apply(child)
        out.words(_dotted(child.tail or ""))


@lru_cache(maxsize=1024)
def _dotted(text: str) -> str:
    return "".join(sign + DOT if category(sign)[0] in "LN" and (position + 1 == len(text) or not category(text[position + 1]).startswith("M")) else sign for position, sign in enumerate(text)) if text else ""


def unclear(out: Renderer, node: Element, model: Model) -> None:
    """Letters with dots below."""
    with out.element("span", node, model):
        dotted(out, node)


def lacuna(out: Renderer, node: Element, model: Model) -> None:
    """A gap as Leiden writes it: ``[...]``, ``[...12...]``, ``[---]`` where nobody knows how much; letters that cannot be read without brackets."""
    kind = node.get("reason") or "lost"
    begin, end = ("[", "]") if kind == "lost" else ("<", ">") if kind == "omitted" else ("", "")
    said = gap_said(node, out.setting.words)
    with out.element("span", node, model, {"title": said} if said else None):
        sign = extent(node)
        if _unit(node) in ("line", "lines") and sign == "---":
            sign = "– – – – – –"
        if begin and _goes_on(node, begin, end, before=True):
            begin = ""
        if end and _goes_on(node, begin or "[", end, before=False):
            end = ""
        _sign(out, f"{begin}{sign}{'?' if node.get('cert') == 'low' else ''}{end}")
        described = node.find(f"{T}desc") is not None
        if described:
            out.words(" (")
        out.content(node, model)
        if described:
            out.words(")")


def extent(node: Element) -> str:
    """``...`` for three letters, ``...12...`` for twelve, ``...c. 12...``, ``...5–7...``, ``---`` for who knows."""
    least, most = node.get("atLeast") or node.get("min") or "", node.get("atMost") or node.get("max") or ""
    quantity = node.get("quantity") or (found[0] if (found := re.match(r"\s*(\d+)", node.get("extent") or "")) else "")
    about = "c. " if node.get("precision") == "low" else ""
    unit = PLURAL.get(_unit(node), _unit(node))
    if least and most:
        quantity = f"{least}–{most}"
    if not quantity:
        return "---"
    if unit == "ll.":
        return f"– – {about}{quantity} ll. – –"
    if quantity.isdecimal() and int(quantity) <= MOST_DOTS and not about and not unit:
        return "." * int(quantity)
    return f"...{about}{quantity}{' ' + unit if unit else ''}..."


def _unit(node: Element) -> str:
    return node.get("unit") or ""


def vacat(out: Renderer, node: Element, model: Model) -> None:
    """A space that was left: ``(vac. 3)``."""
    much = " ".join(filter(None, (node.get("quantity"), PLURAL.get(_unit(node), _unit(node))))) or ("?" if node.get("extent") == "unknown" else node.get("extent") or "")
    with out.element("span", node, model):
        _sign(out, f"(vac. {much})" if much else "(vac.)")
        out.content(node, model)


def inscribed(out: Renderer, node: Element) -> None:
    """A line of a stone or a papyrus begins: every fifth has its number, and a word that goes on a hyphen."""
    n = node.get("n") or ""
    previous = node.getprevious()
    parent = node.getparent()
    first = parent is not None and previous is None and not (parent.text or "").strip(tei.BLANK)
    if node.get("break") == "no" and not first:
        out.join()
        if not out.quiet:
            with out.plain_element("span", {"class": "hyphen"}):
                out.xhtml.text("-")
    out.place(node)
    if not first:
        out.xhtml.void("br", {"class": "lb"})
    if n.isdecimal() and int(n) % EVERY == 0 and not out.quiet:
        out.xhtml.wait(element("span", {"class": "ln", "data-n": n}))


def _documentary(text: Element) -> bool:
    """Whether a text is an inscription's or a papyrus's, though nothing says so: an edition by lines, with what was lost, and without witnesses."""
    editions = [each for each in text.iter(f"{T}div") if each.get("type") == "edition"]
    lost = any(each.get("reason") == "lost" for division in editions for each in division.iter(f"{T}supplied", f"{T}gap"))
    return lost and any(next(division.iter(f"{T}lb"), None) is not None for division in editions) and not any(each.get("wit") for each in text.iter(f"{T}lem", f"{T}rdg"))


def of_document(document: Document) -> str:
    """leiden, critical or none: what the encoding says of a document. Source: EpiDoc's schema, or the type of the text; an apparatus."""
    tree = document.tree
    if tree is None:
        return "none"
    root = tree.getroot()
    head = document.data[:4000].lower()
    text = root if root.tag == f"{T}text" else root.find(f".//{T}text")
    types = {(each.get(name) or "").lower() for each in (root, text) if each is not None for name in ("type", "subtype")}
    if b"epidoc" in head or types & INSCRIBED:
        return "leiden"
    within = text if text is not None else root
    if _documentary(within):
        return "leiden"
    if next(root.iter(f"{T}variantEncoding"), None) is not None or any(next(each.iterancestors(f"{T}teiHeader"), None) is None for each in within.iter(f"{T}app")):
        return "critical"
    return "none"

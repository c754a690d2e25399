"""Formulas: MathML where readers know it, and spans that a style sheet sets as one where they do not (print).

TeX has become MathML before (`Setting.formulas`); its source stays beside it as an annotation, in print on the list of what was left out.
Only MathML's own elements pass, where they may stand, with the number of members that each must have and attributes of lengths that a page
has room for; what does not is a row of what is in it. Source: MathML 3, which EPUB asks for, as far as MathML Core has it.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from typing import TYPE_CHECKING

from lxml import etree

from edition import parsers
from edition.render.odd import Model
from edition.render.xhtml import escape, start_tag
from edition.tei import BLANK, Element, local, texts

if TYPE_CHECKING:
    from edition.render.walk import Renderer

NAMESPACE = "http://www.w3.org/1998/Math/MathML"
MATH = f"{{{NAMESPACE}}}math"
TOKENS = frozenset({"mi", "mn", "mo", "mtext", "ms"})
MEMBERS = {"mfrac": 2, "mroot": 2, "msub": 2, "msup": 2, "munder": 2, "mover": 2, "msubsup": 3, "munderover": 3}
ROWS = frozenset({"math", "mrow", "msqrt", "mstyle", "mpadded", "mphantom", "merror"})
PARTS = {"mtable": "mtr", "mtr": "mtd"}
AROUND = {"mtr": "mtable", "mtd": "mtr", "none": "mmultiscripts", "mprescripts": "mmultiscripts"}  # they stand nowhere else
EMPTY = frozenset({"mspace", "mprescripts", "none"})
NOTED = frozenset({"annotation", "annotation-xml"})  # the first may stand in semantics; else they are left out
DEEPEST = 60  # levels: what lies deeper is its words
MOST = 2000  # elements of a printed formula
YES, LENGTH = "true|false", r"[+-]?(\d{1,3}(\.\d{1,9})?|\.\d{1,9})(em|ex|px|in|cm|mm|pt|pc|%)?"
VARIANTS = "normal|bold|italic|bold-italic|(bold-)?(double-struck|fraktur|script)|sans-serif|bold-sans-serif|sans-serif-(bold-)?italic|monospace|initial|tailed|looped|stretched"
VALUES = {
    name: re.compile(said)
    for name, said in {
        "display": "block|inline", "displaystyle": YES, "scriptlevel": r"[+-]?\d", "mathvariant": VARIANTS, "stretchy": YES, "fence": YES, "separator": YES,
        "form": "prefix|infix|postfix", "lspace": LENGTH, "rspace": LENGTH, "width": LENGTH, "height": LENGTH, "depth": LENGTH, "linethickness": f"thin|medium|thick|{LENGTH}",
        "columnspan": r"[1-9]\d?", "rowspan": r"[1-9]\d?", "accent": YES, "accentunder": YES, "encoding": r"[\w/+.-]+",
    }.items()
}  # fmt: skip
ATTRIBUTES = {
    "math": {"display", "displaystyle"}, "mstyle": {"displaystyle", "scriptlevel", "mathvariant"}, "mtable": {"displaystyle"}, "mtd": {"columnspan", "rowspan"},
    **{key: {"mathvariant"} for key in ("mi", "mn", "mtext", "ms")}, "mo": {"mathvariant", "stretchy", "fence", "separator", "form", "lspace", "rspace", "accent"},
    "mspace": {"width", "height", "depth"}, "mpadded": {"width", "height", "depth", "lspace"}, "mfrac": {"linethickness"}, "annotation": {"encoding"},
    "mover": {"accent"}, "munder": {"accentunder"}, "munderover": {"accent", "accentunder"},
}  # fmt: skip
RELATIONS = frozenset("=<>≤≥≠≈≡∼≃≅∝→←↔⇒⇔∈∉⊂⊆∪∩∧∨+−-±×·÷∗*:")
OVERLINES = frozenset("¯‾―-_")
BLOCK = frozenset({"display", "block", "displayed"})


def formula(out: Renderer, node: Element, model: Model) -> None:
    """A formula of its own line (@rend) with its number, or one among words. TeX that could not be read is shown as it is."""
    text = "".join(map(str, node.itertext())).strip(BLANK)
    made = None if len(node) else out.setting.formulas.get(text)
    display = bool(BLOCK & set((node.get("rend") or "").split()))
    with out.element("div" if display else "span", node, model, {"class": "display"} if display else None):
        if made is None:
            out.content(node, model)
        elif out.quiet:
            out.words(text)
        else:
            math = etree.fromstring(made, parsers.trees())
            if out.setting.medium == "print":
                out.registers.leave_out(node, "alternative")
            _write(out, math, text)
        if display and (number := node.get("n")) and not out.quiet:
            with out.plain_element("span", {"class": "formula-n"}):
                out.xhtml.text(number if number[0] == "(" else f"({number})")


def mathml(out: Renderer, node: Element, model: Model) -> None:
    """A math element of the source."""
    if out.quiet:
        out.words(" ".join("".join(map(str, node.itertext())).split()))
        return
    _write(out, node, "")
    for each in node.iter(f"{{{NAMESPACE}}}annotation", f"{{{NAMESPACE}}}annotation-xml"):
        if out.setting.medium == "print" or _name(each) != "annotation":
            out.registers.leave_out(each, "alternative")


def _write(out: Renderer, math: Element, tex: str) -> None:
    if out.setting.medium == "print":
        with out.plain_element("span", {"class": "math"}):
            if _large(math):
                out.words(" ".join(texts(math, NOTED)))
            else:
                _spans(out, math)
        return
    out.xhtml.flush()
    parts: list[str] = []
    _clean(math, parts.append, {"alttext": tex} if tex else {})
    out.xhtml.raw("".join(parts))


def _large(math: Element) -> bool:
    """Whether it is no formula that a page could show: its words are set, the boxes would take the engine hours."""
    stack, count = [(math, 1)], 0
    while stack:
        node, depth = stack.pop()
        count += 1
        if depth > DEEPEST or count > MOST:
            return True
        stack += [(child, depth + 1) for child in node]
    return False


# MathML as MathML


def _clean(node: Element, add: Callable[[str], None], more: dict[str, str], depth: int = 0) -> None:
    name = _name(node) if depth < DEEPEST else "mtext"
    known = ATTRIBUTES.get(name, frozenset[str]())
    attributes = {key: value for key, value in node.items() if key in known and VALUES[key].fullmatch(value)}
    if not depth:
        name, attributes = "math", {"xmlns": NAMESPACE, **attributes, **more}
    add(start_tag(name, attributes))
    if name in TOKENS:
        add(escape(" ".join("".join(map(str, node.itertext())).split())))
    elif name == "annotation":
        add(escape("".join(map(str, node.itertext()))))
    elif name not in EMPTY:
        _stray(node.text, add)
        for each in node:
            if isinstance(each.tag, str) and _name(each) != "annotation-xml":
                between = name in PARTS and _name(each) != PARTS[name]
                if between:
                    add(f"<{PARTS[name]}>" + ("<mtd>" if name == "mtable" else ""))
                _clean(each, add, {}, depth + 1)
                if between:
                    add(("</mtd>" if name == "mtable" else "") + f"</{PARTS[name]}>")
            _stray(each.tail, add)
    add(f"</{name}>")


def _stray(text: str | None, add: Callable[[str], None]) -> None:
    if text and text.strip(BLANK):
        add(f"<mtext>{escape(text.strip(BLANK))}</mtext>")


def _name(node: Element) -> str:
    """The element that it is written as: what MathML does not know, what stands where it may not, or has too few members, is a row; words of others are text.

    A note on a formula that may not stand is an "annotation-xml", which is never written.
    """
    name, parent = local(node), node.getparent()
    if etree.QName(node).namespace != NAMESPACE:
        return "mtext"
    if name in NOTED:
        return name if parent is not None and local(parent) == "semantics" and _name(parent) == "semantics" else "annotation-xml"
    if name in AROUND:
        fits = parent is not None and local(parent) == AROUND[name] and _name(parent) == AROUND[name]
        return name if fits and not (_loose(node) if name in PARTS else name in EMPTY and _says(node)) else "mrow"
    if name == "math" and parent is not None and etree.QName(parent).namespace == NAMESPACE:
        return "mrow"
    if name in TOKENS or name in ROWS or (name in EMPTY and not _says(node)):
        return name
    members = [local(each) for each in node if isinstance(each.tag, str) and (name == "semantics" or local(each) not in NOTED)]
    if name in MEMBERS:
        fits = len(members) == MEMBERS[name]
    elif name == "mmultiscripts":
        fits = _scripts(members)
    elif name == "semantics":
        fits = bool(members) and members[0] not in NOTED and set(members[1:]) <= NOTED
    else:
        fits = name in PARTS
    return name if fits and not _loose(node) else "mrow"


def _loose(node: Element) -> bool:
    """Whether words stand between its members."""
    return any((text or "").strip(BLANK) for text in (node.text, *(each.tail for each in node)))


def _says(node: Element) -> bool:
    return any(map(str.strip, map(str, node.itertext())))


def _scripts(members: list[str]) -> bool:
    """Whether these are a base, pairs of scripts behind it, and perhaps, after a sign, pairs before it."""
    if not members or members[0] in AROUND or members.count("mprescripts") > 1:
        return False
    behind = members.index("mprescripts") if "mprescripts" in members else len(members)
    return behind % 2 == 1 and (len(members) - behind) % 2 == (1 if behind < len(members) else 0)


# MathML as spans


def _spans(out: Renderer, node: Element) -> None:
    name, children = _name(node), [each for each in node if isinstance(each.tag, str) and local(each) not in NOTED]
    if name in TOKENS:
        _token(out, name, node)
    elif name == "mfrac":
        with out.plain_element("span", {"class": "frac"}):
            _piece(out, "num", children[0])
            _piece(out, "den", children[1])
    elif name in ("msub", "msup", "msubsup"):
        _spans(out, children[0])
        if name != "msubsup":
            with out.plain_element(name[1:]):
                _spans(out, children[1])
            return
        with out.plain_element("span", {"class": "scripts"}):
            _piece(out, "upper", children[2])
            _piece(out, "lower", children[1])
    elif name in ("munder", "mover", "munderover"):
        _stack(out, name, children)
    elif name in ("msqrt", "mroot"):
        if name == "mroot":
            with out.plain_element("sup", {"class": "index"}):
                _spans(out, children[1])
        tall = next(node.iter(f"{{{NAMESPACE}}}mfrac"), None) is not None
        with out.plain_element("span", {"class": "radical tall" if tall else "radical"}):
            out.xhtml.text("√")
        with out.plain_element("span", {"class": "root"}):
            _all(out, node, children[:1] if name == "mroot" else children)
    elif name in ("mtable", "mtr", "mtd"):
        with out.plain_element("span", {"class": name}):
            _all(out, node, children)
    elif name not in ("annotation", "annotation-xml") and name not in EMPTY:
        _all(out, node, children)


def _all(out: Renderer, node: Element, children: list[Element]) -> None:
    out.stray(node.text)
    for each in node:
        if each in children:
            _spans(out, each)
        out.stray(each.tail)


def _token(out: Renderer, name: str, node: Element) -> None:
    text = " ".join("".join(map(str, node.itertext())).split())
    if name == "mi" and len(text) == 1 and node.get("mathvariant") != "normal":
        with out.plain_element("i"):
            out.xhtml.text(text)
    elif name == "mo" and text in RELATIONS and node.getprevious() is not None:
        with out.plain_element("span", {"class": "relation"}):
            out.xhtml.text(text.replace("-", "−"))
    else:
        out.xhtml.text(text.strip("\u2061\u2062\u2063"))


def _piece(out: Renderer, name: str, node: Element) -> None:
    with out.plain_element("span", {"class": name}):
        _spans(out, node)


def _stack(out: Renderer, name: str, children: list[Element]) -> None:
    """What stands above and below a sign."""
    over = children[-1] if name != "munder" else None
    under = children[1] if name != "mover" else None
    if under is None and over is not None and "".join(map(str, over.itertext())).strip(BLANK) in OVERLINES:
        _piece(out, "over-line", children[0])
        return
    with out.plain_element("span", {"class": "stack"}):
        if over is not None:
            _piece(out, "over", over)
        _piece(out, "base", children[0])
        if under is not None:
            _piece(out, "under", under)

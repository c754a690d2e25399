"""4. Encode. What TEI lets stand where, as far as this program writes it: tables, and nothing of any document.

Source: TEI P5 4.12.0, tei_all; read off by validating every pair of names. `tests/test_encode.py` holds random documents against the schema.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping

# Divisions. In one, things stand in this order: what may open it, then blocks, then divisions, then what may close it.
OPENS = frozenset({"head", "opener"})  # only at the top
EITHER = frozenset({"byline", "dateline", "docAuthor", "docDate", "argument", "epigraph"})  # at the top or at the end
ENDS = frozenset({"closer", "postscript", "trailer"})  # only at the end
ANYWHERE = frozenset({"milestone", "pb", "lb", "note", "figure", "gap", "anchor", "fw"})
BLOCKS = frozenset({"p", "ab", "lg", "l", "list", "castList", "table", "quote", "cit", "sp", "stage", "label", "post", "formula"})

# What holds blocks: each with what may stand in it, and what a name that may not becomes.
_COMMON = frozenset({"p", "ab", "lg", "l", "list", "table", "quote", "stage", "label", "sp", "cit", "figure", "note", "milestone", "formula", "pb", "fw"})
TAKES: Mapping[str, tuple[frozenset[str], str]] = {
    "argument": (_COMMON | {"head"}, "p"),
    "quote": (_COMMON, "p"),
    "epigraph": (_COMMON, "p"),
    "opener": (frozenset({"seg", "salute", "dateline", "byline", "signed"}), "seg"),
    "closer": (frozenset({"seg", "salute", "dateline", "byline", "signed"}), "seg"),
    "postscript": (_COMMON, "p"),
    "figure": (_COMMON | {"head", "figDesc", "graphic"}, "figDesc"),
    "lg": (frozenset({"l", "lg", "stage", "label", "head", "milestone", "pb", "fw", "note"}), "l"),
    "list": (frozenset({"item", "label", "head", "milestone", "pb", "fw", "note", "figure"}), "item"),
    "castList": (frozenset({"castItem", "head"}), "castItem"),
    "sp": (frozenset({"speaker", "p", "ab", "l", "lg", "stage", "quote", "list", "table", "milestone", "pb", "fw", "note", "figure"}), "p"),
    "post": (_COMMON | {"head", "byline", "dateline", "signed"}, "p"),
    "table": (frozenset({"row", "head", "note", "figure", "pb"}), "row"),
    "row": (frozenset({"cell"}), "cell"),
    "cell": (_COMMON, "p"), "item": (_COMMON, "p"), "note": (_COMMON, "p"), "div": (_COMMON | {"head"}, "p"), "cit": (frozenset({"quote", "bibl", "note"}), "quote"),
}  # fmt: skip
NEEDS: Mapping[str, str] = {  # what must not be missing in it: an empty one is put there
    "argument": "p", "postscript": "p", "lg": "l", "list": "item", "castList": "castItem", "table": "row", "row": "cell",
}  # fmt: skip
NO_WORDS = frozenset({"argument", "epigraph", "postscript", "figure", "lg", "list", "castList", "sp", "table", "row", "cit", "div"})  # hold elements only

# Phrases.
_HOLDS_BLOCKS = frozenset("p head salute signed seg l stage item trailer ab cell note quote add del emph hi q ref said title unclear".split())  # takes labels and the like
_NO_QUOTE = frozenset("byline dateline castItem opener closer date time".split())
_IN_WORD = frozenset("abbr add anchor choice del figure gap hi lb milestone note pb q seg supplied surplus unclear w".split())
_NOT_IN_FIGDESC = frozenset("add anchor del figure formula gap graphic lb milestone note pb s seg supplied surplus unclear w".split())


def may_hold(parent: str, child: str) -> bool:
    """Whether a phrase, a note or a mark may stand among the words of an element."""
    if parent in ("idno", "formula", "graphic"):
        return parent == child == "idno"
    if parent == "w":
        return child in _IN_WORD
    if parent == "figDesc":
        return child not in _NOT_IN_FIGDESC
    if child in ("label", "stage", "bibl"):
        return parent in _HOLDS_BLOCKS
    return child not in ("quote", "said") or parent not in _NO_QUOTE


# Attributes. Those in GLOBAL may stand on every element.
GLOBAL = frozenset({"id", "n", "lang", "rend", "corresp", "cert", "resp", "next", "prev"})
_NAMES = frozenset("country geogName name orgName persName placeName region settlement".split())
_DATED = _NAMES | {"date", "docDate", "idno", "time", "title"}
_KEYED = _NAMES | frozenset("date docAuthor forename roleName rs surname term time title".split())
_TYPED = _NAMES | frozenset("""
ab abbr add anchor date del distinct div figure forename fw gloss head idno label lb lg list measure milestone note num pb q quote ref roleName rs s seg
surname table term time title trailer w
""".split())
_ONLY: Mapping[str, frozenset[str]] = {
    "type": _TYPED | {"stage"}, "subtype": _TYPED, "level": frozenset({"title"}), "when": _DATED, "from": _DATED, "to": _DATED, "notBefore": _DATED,
    "notAfter": _DATED, "ref": _KEYED, "key": _KEYED, "target": frozenset({"gloss", "note", "ref", "term", "ptr"}), "who": frozenset({"q", "said", "stage"}),
    "notation": frozenset({"formula"}), "unit": frozenset({"milestone"}), "role": frozenset({"cell", "row"}), "rows": frozenset({"cell", "table"}),
    "cols": frozenset({"cell", "table"}), "place": frozenset({"note", "fw", "add"}), "url": frozenset({"graphic"}), "width": frozenset({"graphic"}),
    "height": frozenset({"graphic"}), "mimeType": frozenset({"graphic"}), "break": frozenset({"lb"}),
}  # fmt: skip


def attributes(name: str, said: Mapping[str, str], keep: Iterable[str] = ()) -> dict[str, str]:
    """Of the attributes of a block or a phrase those that the element may have."""
    return {key: value for key, value in said.items() if value and (key in GLOBAL or key in keep or name in _ONLY.get(key, ()))}

"""The behaviours of the TEI Processing Model, by their names in the Guidelines, and the few that practice needs beside them.

Each takes the renderer, the element and its model, and writes. What it may be given (``param``) stands in its docstring.
Source: TEI #TDPMPM.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from typing import TYPE_CHECKING

from lxml import etree

from edition import tei
from edition.render.brackets import bracketed, inscribed, lacuna, unclear, vacat
from edition.render.dictionaries import headword, label, sense
from edition.render.examples import code
from edition.render.extents import gap_said
from edition.render.facsimile import surface, view, zone
from edition.render.fields import attributed, field, series
from edition.render.formulas import formula, mathml
from edition.render.letterhead import letterhead
from edition.render.lines import in_margin
from edition.render.numbered import numbered
from edition.render.odd import Model
from edition.render.parallel import parallel
from edition.render.phrases import name_of_phrase, phrase
from edition.render.plan import BODIES
from edition.render.references import HOLD, reference
from edition.render.revisions import blank, hand, placed, spanning
from edition.render.speech import byline, pause, speech
from edition.render.tables import cell, row, table
from edition.render.verse import verse
from edition.render.xhtml import element
from edition.tei import XML_ID, Element, T, local

if TYPE_CHECKING:
    from edition.render.walk import Renderer

Behaviour = Callable[["Renderer", Element, Model], None]

MORE = {"class": "more"}
SENTENCE, STAGE = f"{T}s", f"{T}stage"
GAP_SIGNS = frozenset("〈⟨<[(•◊…")  # what a description of a gap begins with that is its own sign
FIRST_LINES = frozenset(f"{T}{name}" for name in ("p", "ab", "l", "head", "titlePart", "signed", "salute", "dateline", "byline", "trailer", "cell", "item"))
AND = frozenset("and or nor to und oder bis noch sowie vnd et ou en of och eller e o y u".split())
MARKS = frozenset(f"{T}{name}" for name in ("pb", "cb", "gb", "milestone", "fw", "anchor", "join"))  # stand before the words of a block
BLOCKS = {"quote": "blockquote", "q": "blockquote", "speaker": "p", "stage": "p", "trailer": "p"}  # TEI's name to HTML's; else div
KIND = {f"{T}label": "L", f"{T}item": "I", f"{T}head": "", f"{T}pb": "", f"{T}cb": "", f"{T}anchor": ""}
PAIRS = re.compile("(L+I+)+")
ADDRESS = re.compile(r"(?:https?://|www\.)?[^\s/:]+\.[^\s/:.]+(?:/\S*)?")
LONGEST_PIECE = 48  # characters of an address that fit on any line
SCALE = re.compile(r"\d{1,3}(\.\d{1,3})?")
LENGTH = re.compile(r"\d+(\.\d+)?(cm|mm|in|pt|px|em|%)")
TITLED = HOLD | {"msItem", "msItemStruct"}  # in which a title is a phrase
PARTS = frozenset({"text", "front", "body", "back", "group"})
OF_PLAYS = frozenset(f"{T}{name}" for name in ("castList", "prologue", "set", "performance"))  # in the front of a play
TEI_HEADER = f"{T}teiHeader"
HEAD, LABEL, DESCRIPTION, MUSIC = (f"{T}{name}" for name in ("head", "label", "figDesc", "notatedMusic"))


def alternate(out: Renderer, node: Element, model: Model) -> None:
    """One of a pair, the other on record; without params the first child. Params: default (what is shown), alternate (what is, if there is no default)."""
    members = list(node.iterchildren("*"))
    shown = next((found for name in ("default", "alternate") if (found := model.param(name, node))), members[:1])
    others = [member for member in members if member not in shown]
    if len(shown) == 1:
        out.registers.pair(node, shown[0], others)
    out.stray(node.text)
    for child in node:
        if child in others:
            out.registers.leave_out(child, "alternative")
        else:
            out.apply(child)
            out.take_back(child)
        out.stray(child.tail)


def anchor(out: Renderer, node: Element, model: Model) -> None:
    """A place without text: its id waits for the next word. Params: id (its xml:id is taken, whatever is said)."""
    out.place(node)
    out.content(node, model)


def block(out: Renderer, node: Element, model: Model) -> None:
    """A block: a quotation as `blockquote`, else `div`."""
    with out.element(BLOCKS.get(model.element, "div"), node, model):
        out.content(node, model)


def body(out: Renderer, node: Element, model: Model) -> None:
    """front, body, back: a division that heads nothing itself. The witnesses of the header come before the first body, of a play behind it."""
    told = bool(out.plan.witnesses) and node.tag in BODIES
    front = node.getprevious() if told else None
    play = front is not None and any(child.tag in OF_PLAYS for child in front)
    if told and not play:
        out.divisions.witnesses()
    with out.divisions.division(node, model):
        if node.tag in BODIES:
            letterhead(out, node)
        out.content(node, model)
    if told and play:
        out.divisions.witnesses()


def break_(out: Renderer, node: Element, model: Model) -> None:
    """A beginning of a page, column or line, or an ornament. Params: type (page, line, inscribed, space, rule, number; else a mark), label (of
    a page). A space is set for a line that ends, unless it ends in a hyphen and the word goes on without one."""
    kind = model.said("type", node, "mark")
    if kind == "inscribed":
        inscribed(out, node)
    elif node.get("break") != "no" and kind == "line":
        out.place(node)
        if not _first_line(node):
            out.xhtml.void("br", {"class": "lb"})
        in_margin(out, node)
    elif node.get("break") != "no" and kind == "rule":
        out.place(node)
        if not out.quiet:
            out.xhtml.void("hr", {"class": "ornament"})
    else:
        if node.get("break") == "no":
            out.join()
        elif kind == "space":
            if not out.xhtml.hyphenated or not _goes_on(node.tail or ""):
                out.xhtml.space()
            elif (node.tail or "")[:1] in tei.BLANK:
                out.joining = True  # the line of the file ends here too
        if kind == "number" and not out.quiet:
            named = {"id": out.claim(node)} if node.get(XML_ID) is not None else {}
            out.xhtml.wait(element("span", {"class": local(node), "data-n": node.get("n") or "", **named}))
        elif kind == "page":
            out.registers.page(node, model.said("label", node, (node.get("n") or "").strip()))
        else:
            out.place(node)
            in_margin(out, node)
    out.stray(node.text)
    for child in node:  # a space may have a description
        out.apply(child)
        out.stray(child.tail)


def _goes_on(tail: str) -> bool:
    """Whether what follows a hyphen and the end of a line is the rest of a word: it follows at once, or in the next line of the file, in small
    letters, and is no "and" (*low- and high water*)."""
    rest = tail.lstrip(tei.BLANK)
    if rest is tail or len(rest) == len(tail):
        return tail[:1].isalpha()
    return "\n" in tail[: len(tail) - len(rest)] and rest[:1].islower() and re.split(r"\W", rest, maxsplit=1)[0] not in AND


def _first_line(node: Element) -> bool:
    """Whether nothing stands before it in its block: the line has begun."""
    parent = node.getparent()
    return parent is not None and parent.tag in FIRST_LINES and not (parent.text or "").strip(tei.BLANK) and all(
        each.tag in MARKS and not (each.tail or "").strip(tei.BLANK) for each in node.itersiblings("*", preceding=True)
    )


def cit(out: Renderer, node: Element, model: Model) -> None:
    """A quotation with its source: a block where there is room for one, else a phrase. Params: source (what stands behind `content`).

    One that another of its kind follows, with nothing between, has a class: a dictionary sets a comma there.
    """
    after = node.getnext()
    more = after is not None and after.tag == node.tag and after.get("type") == node.get("type") and not (node.tail or "").strip(tei.BLANK)
    out.element("span" if out.in_line(node) else "div", node, model, MORE if more else None)  # without `with`: a dictionary has thousands
    if "translated" in model.classes:
        label(out, node)
    out.content(node, model)
    if "source" in model.params:
        out.xhtml.space()
        out.nodes(model.param("source", node))
    out.xhtml.close()


def document(out: Renderer, node: Element, model: Model) -> None:
    """A document: its files, its title, and all that is in it."""
    with out.divisions.division(node, model):
        out.content(node, model)


def figure(out: Renderer, node: Element, model: Model) -> None:
    """The first head is the caption, and stands last. Params: title (the caption, if it is not the head)."""
    head = node.find(HEAD)
    if "title" in model.params:
        found = model.param("title", node)
        head = next((each for each in found if isinstance(each, etree._Element) and each.getparent() is node), None) if isinstance(found, list) else head
    if head is None and out.in_line(node) and all(local(child) in ("graphic", "figDesc", "desc", "") for child in node):
        with out.element("span", node, model):
            out.content(node, model)
        return
    if head is not None:
        out.registers.caption("figure", node, head)
    with out.element("figure", node, model):
        out.content(node, model, skip=[] if head is None else [head])
        if head is not None:
            with out.element("figcaption", head, Model("head", "heading", source_rendition=True)):
                out.content(head)
                out.finish(head)


def glyph(out: Renderer, node: Element, model: Model) -> None:
    """A character that Unicode lacks: what the encoder wrote for it, else its mapping in the header, else its name in ((…)), else a replacement sign. Params: uri (of the char or glyph; else @ref)."""
    with out.element("span", node, model):
        if len(node) or (node.text or "").strip(tei.BLANK):
            out.content(node, model)
        else:
            pointer = model.said("uri", node) or node.get("ref") or ""
            name = node.get("type") or (re.split("[:/]", pointer)[-1] if "#" not in pointer else "")
            out.words(out.mapping(pointer.removeprefix("#")) or (f"(({name}))" if name else "\ufffd"))


def graphic(out: Renderer, node: Element, model: Model) -> None:
    """A picture with its description, else a frame with it. Params: url (else @url), width, height (else the attributes), scale (1 is its own size), title (shown by a browser)."""
    url = (model.said("url", node) or node.get("url") or "").strip()
    parent = node.getparent()
    described = node.find(f"{T}desc")
    if described is None and parent is not None:
        described = parent.find(DESCRIPTION) if parent.tag != MUSIC else parent.find(f"{T}desc")
    alt = "" if described is None else out.plain(described)
    picture = out.setting.pictures.get(url)
    if picture is None:
        out.registers.missing(node, url)
        label = out.setting.words.get("colon", ": ").join(filter(None, (out.setting.words.get("picture_missing", ""), alt or url.rpartition("/")[2][:80])))
        with out.element("span", node, model, {"class": "missing"}):
            out.xhtml.text(label)
    else:
        out.registers.picture(node, url, picture)
        sizes = [f"{name}: {value}" for name in ("width", "height") if LENGTH.fullmatch(value := model.said(name, node) or (node.get(name) or "").strip())]
        if not sizes and (scale := SCALE.fullmatch(model.said("scale", node))):
            sizes = [f"width: {min(100.0, float(scale[0]) * 100):g}%"]
        out.xhtml.void("img", out.attributes("img", node, model, {"src": picture.address, "alt": alt, **({"title": said} if (said := model.said("title", node)) else {}), **({"style": "; ".join(sizes)} if sizes else {})}))
    for child in node.iterchildren("*"):
        out.registers.leave_out(child, "omit")
    out.stray(node.text)
    for child in node:
        out.stray(child.tail)


def heading(out: Renderer, node: Element, model: Model) -> None:
    """Of a division: h1 to h6 by depth. A further head of it is its subtitle; elsewhere (a list, a stanza) it is a paragraph; that of a poem (`lg`) among divisions is in the contents, too. Params: level (2 to 6, else by depth)."""
    if level := out.divisions.heads(node):
        if level > 1 and (said := model.said("level", node)).isdecimal():
            level = min(6, max(2, int(said[:3])))
        out.xhtml.flush()  # a page begins before a heading, not in it
        with out.element(f"h{level}", node, model, out.divisions.head(node, level)):
            out.content(node, model)
    elif level := out.divisions.poem(node):
        out.xhtml.flush()
        with out.element(f"h{level}", node, model, out.divisions.title_of_poem(node, level)):
            out.content(node, model)
    elif "caption" in out.xhtml.room and node.getparent().find(HEAD) is node:  # type: ignore[union-attr]
        with out.element("caption", node, model):
            out.content(node, model)
    else:
        with out.element("p", node, model):
            out.content(node, model)


def index(out: Renderer, node: Element, model: Model) -> None:
    """A place for a list that a writer makes: its own words alone are written here. Params: type (of the list; the writers put each where it belongs)."""
    out.place(node)
    out.content(node, model)


def inline(out: Renderer, node: Element, model: Model) -> None:
    """A phrase. Params: index (the register a name goes to), correction (what the edition did here)."""
    if not model.params:
        phrase(out, node, model)
        return
    more = out.registers.entry(kind, node) if (kind := model.said("index", node)) else None
    if kind := model.said("correction", node):
        out.registers.correction(kind, node, shown=True)
    with out.element(name_of_phrase(node, model), node, model, more):
        out.content(node, model)


def link(out: Renderer, node: Element, model: Model) -> None:
    """A reference; to a note it is a call. Params: uri (else @target), target (of a browser: books have one window, it is not used)."""
    target = (model.said("uri", node) or node.get("target") or "").strip()
    if out.notes.leads_to(target):
        out.notes.refer(node, model, target)
        return
    empty = not len(node) and not (node.text or "").strip(tei.BLANK) and "content" not in model.params
    said = (out.target_words(target) if target[:1] == "#" else target) if empty else ""
    if target in out.setting.listed and target[1:] not in out.plan.unit_of:
        index, key, href = out.setting.listed[target]
        more = {"href": href, **(out.registers.entry(index, node, key=key) or {})}
    else:
        href = out.href(node, target)
        more = {"href": href} if href else {}
    if is_address(said or ("" if len(node) else node.text or "")):
        more["class"] = "address"
    with out.element("a" if href else "span", node, model, more):
        if said:
            out.words(said)
        else:
            out.content(node, model)


def is_address(words: str) -> bool:
    """Whether the words are the address of a page that can be broken behind slashes and hyphens: no piece is long."""
    words = words.strip(tei.BLANK)
    return ADDRESS.fullmatch(words) is not None and max(map(len, re.split("[/?-]", words))) <= LONGEST_PIECE


def list_(out: Renderer, node: Element, model: Model) -> None:
    """A list: `ol` where it is ordered, `dl` where labels and items take turns, else `ul`."""
    heads = node.findall(HEAD)
    kinds = f"{node.get('type') or ''} {node.get('rend') or ''}".split()
    name = "dl" if is_glossary(node) else "ol" if {"ordered", "numbered"} & set(kinds) else "ul"
    with out.element("div", node, model):
        out.nodes(heads)
        with out.plain_element(name):
            out.content(node, model, skip=heads)


def is_glossary(node: Element) -> bool:
    """Whether labels and items take turns: else HTML has no dl for it."""
    kinds = "".join(KIND.get(str(child.tag), "x") for child in node.iterchildren("*"))
    words = [node.text, *(child.tail for child in node)]
    return PAIRS.fullmatch(kinds) is not None and not any((text or "").strip(tei.BLANK) for text in words)


def listItem(out: Renderer, node: Element, model: Model) -> None:  # noqa: N802  (TEI's name)
    """An item, with its number where the list is ordered."""
    room = out.xhtml.room
    name = "li" if "dd" not in room else "dt" if node.tag == LABEL else "dd"
    number = node.get("n") or ""
    around = node.getparent()  # none, of a fragment
    ordered = set() if around is None else {"ordered", "numbered"} & set(f"{around.get('type')} {around.get('rend')}".split())
    with out.element(name, node, model, {"value": number} if ordered and name == "li" and "li" in room and number.isdecimal() else None):
        out.content(node, model)


def metadata(out: Renderer, node: Element, model: Model) -> None:
    """What is no text: the header is read for the title page and the editorial statement. Anything else is left out, and on record."""
    if node.tag != TEI_HEADER:
        out.registers.leave_out(node, "omit")


def note(out: Renderer, node: Element, model: Model) -> None:
    """A note of its series, which says where it stands and how it is counted. Params: place ("inline": among the words; else the series says), label (the series counts, whatever is said)."""
    if model.said("place", node) == "inline":
        with out.element("span", node, model, {"class": "inline"}):
            out.content(node, model)
    else:
        out.notes.note(node, model)


def omit(out: Renderer, node: Element, model: Model) -> None:
    """Left out, and on record. Params: index (a term that an index has and the text has not), correction (what the edition did here)."""
    if model.params:
        if model.param("index", node) is not None:
            out.registers.terms(node)
        if kind := model.said("correction", node):
            out.registers.correction(kind, node, shown=False)
    out.registers.leave_out(node, "omit")


def paragraph(out: Renderer, node: Element, model: Model) -> None:
    """A paragraph; one that is the title of its document (`rend="Title"`, of a word processor) heads it."""
    if node in out.plan.titles and not out.quiet:
        heading(out, node, model)
        return
    with out.element("p", node, model):
        out.content(node, model)


def section(out: Renderer, node: Element, model: Model) -> None:
    """A division. One that held only notes, which have gone to their calls, does not keep its heading (“Notes”) alone. Params: byline (who posted it, and when)."""
    children = list(node.iterchildren("*"))
    heads = [child for child in children if child.tag == HEAD] if out.moved and not out.quiet else []
    rest = [child for child in children if child not in heads and (len(child) or (child.text or "").strip())]  # a schema may ask for an empty p
    gone = bool(rest) and all(child in out.moved for child in rest)
    with out.divisions.division(node, model):
        if "byline" in model.params:
            byline(out, node)
        if heads and gone:
            for head in heads:
                out.registers.leave_out(head, "alternative")
        else:
            out.content(node, model)


def text(out: Renderer, node: Element, model: Model) -> None:
    """Literal text: the words, without an element of their own. TEI's own `text` is a part of the document."""
    if local(node) not in PARTS:
        out.content(node, model)
        return
    with out.divisions.division(node, model):
        out.content(node, model)


def title(out: Renderer, node: Element, model: Model) -> None:
    """The title of a work, or of the document. Params: index (the register that it goes to)."""
    kind = model.said("index", node)
    more = (out.registers.entry(kind, node) if kind else None) or {}
    if node.get("level") in ("a", "u"):
        more = {**more, "class": "part"}
    parent = node.getparent()
    phrase = out.in_line(node) or (parent is not None and local(parent) in TITLED)
    with out.element("cite" if phrase else "p", node, model, more):
        out.content(node, model)


# What practice needs beside the 26.


def apparatus(out: Renderer, node: Element, model: Model) -> None:
    """An app in the text: a reading, and a note of its series with all readings and their witnesses."""
    out.apparatus.here(node, model)


def entry(out: Renderer, node: Element, model: Model) -> None:
    """An app in a list: its place and all its readings."""
    out.apparatus.listed(node, model)


def sign(out: Renderer, node: Element, model: Model) -> None:
    """Where a witness begins or ends: a word in the apparatus."""
    out.apparatus.sign(node, model)


def witness(out: Renderer, node: Element, model: Model) -> None:
    """A witness in a list, or a group of them, with its siglum."""
    with out.element("div", node, model):
        if not out.quiet and (siglum := out.apparatus.siglum_of(node)):
            with out.plain_element("span", {"class": "siglum"}):
                out.xhtml.text(siglum)
            out.xhtml.text(" ")
        alone = len(out.plan.witnesses) == 1 and out.plan.witnesses[0] is node  # its head is that of the section
        out.content(node, model, skip=node.findall(HEAD)[:1] if alone else ())


def gap(out: Renderer, node: Element, model: Model) -> None:
    """What is not there: its desc in brackets (unless it is a sign, or has some), else a sign whose title says why."""
    said = gap_said(node, out.setting.words)
    desc = node.find(f"{T}desc")
    signed = desc is not None and (tei.plain(desc)[:1] or "x") in GAP_SIGNS
    with out.element("span", node, model, {"title": said} if said else None):
        if not signed:
            out.words("[…]" if desc is None else "[")
        out.content(node, model)
        if desc is not None and not signed:
            out.words("]")


def token(out: Renderer, node: Element, model: Model) -> None:
    """A word or a sign, or a sentence. One that @join says is written on without a space (left, right, both, overlap) is: the layout of the file
    has one. Two sentences have one between them, and a stage direction has one before it, also if the file has not."""
    how = node.get("join") or ""
    before = node.getprevious() if node.tag == SENTENCE else None
    if before is not None and before.tag == SENTENCE and not before.tail:
        out.xhtml.space()
    if node.tag == STAGE and _word_before(node):
        out.xhtml.space()
    if how in ("left", "both", "overlap"):
        out.join()
    with out.element("span", node, model):
        out.content(node, model)
    if how in ("right", "both"):
        out.joining = True


def _word_before(node: Element) -> bool:
    before, parent = node.getprevious(), node.getparent()
    text = before.tail if before is not None else parent.text if parent is not None else ""
    return (text or "(")[-1] not in "([—–" if before is None or text else True


def ruby(out: Renderer, node: Element, model: Model) -> None:
    """A word with its reading above it; in parentheses where that cannot be shown."""
    simple = all(local(each) in IN_RUBY for each in node.iterdescendants("*")) and node.find(f"{T}rt") is not None
    if not simple or any(local(each) == "ruby" for each in node.iterancestors()):
        with out.element("span", node, model):
            out.content(node, model)
        return
    with out.element("ruby", node, model):
        out.stray(node.text)
        for child in node:
            if child.tag == f"{T}rt":
                out.xhtml.flush()
                out.xhtml.raw("<rp>(</rp>")
                with out.element("rt", child, Model("rt", "inline", source_rendition=True)):
                    out.content(child)
                    out.xhtml.flush()
                out.finish(child)
                out.xhtml.raw("<rp>)</rp>")
            else:
                out.apply(child)
            out.stray(child.tail)


IN_RUBY = frozenset({"rb", "rt", "hi", "seg", "g", "c", "w", "foreign", ""})
BEHAVIOURS: dict[str, Behaviour] = {
    "alternate": alternate, "anchor": anchor, "block": block, "body": body, "break": break_, "cell": cell, "cit": cit,
    "document": document, "figure": figure, "glyph": glyph, "graphic": graphic, "heading": heading, "index": index,
    "inline": inline, "link": link, "list": list_, "listItem": listItem, "metadata": metadata, "note": note, "omit": omit,
    "paragraph": paragraph, "row": row, "section": section, "table": table, "text": text, "title": title, "reference": reference,
    "apparatus": apparatus, "attributed": attributed, "blank": blank, "bracketed": bracketed, "code": code, "entry": entry, "gap": gap, "lacuna": lacuna, "field": field, "formula": formula, "hand": hand, "headword": headword, "numbered": numbered, "mathml": mathml, "parallel": parallel, "pause": pause, "placed": placed, "ruby": ruby, "sense": sense, "series": series, "sign": sign, "spanning": spanning, "speech": speech, "token": token, "surface": surface, "unclear": unclear, "vacat": vacat, "verse": verse, "view": view, "witness": witness, "zone": zone,
}  # fmt: skip

"""Holds a rendering against its TEI: well-formed, HTML's content model, every word, every id, every link. Used by the tests of stage 7."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator
from pathlib import Path

from lxml import etree

from edition import header, project
from edition.model import Document
from edition.project import Edition, Project
from edition.render import files, render_all, setting
from edition.render.model import Rendition
from edition.tei import BLANK, XML_ID, Element, T

HEAD = '<html xmlns="http://www.w3.org/1999/xhtml" xmlns:epub="http://www.idpf.org/2007/ops"><body>'
LINE_ENDS = ("char:EOLhyphen", "char:EOLunhyphen")  # signs of the Text Creation Partnership: the word goes on
POINTS = frozenset(
    f"{T}{name}" for name in ["anchor", "addSpan", "delSpan", "damageSpan", "handShift", "milestone", "cb", "gb", "lacunaStart", "lacunaEnd", "witStart", "witEnd"]
)  # empty elements that do not divide a word
UNPRINTED = frozenset({f"{T}teiHeader", f"{T}standOff", "{http://www.tei-c.org/ns/Examples}egXML"})
H = {"h": "http://www.w3.org/1999/xhtml"}
BLOCK = " or ".join(f"self::h:{name}" for name in ["div", "p", "section", "ul", "ol", "dl", "table", "figure", "h1", "h2", "h3", "h4", "h5", "h6", "pre", "nav", "hr", "blockquote", "li", "tr", "td"])
MODEL = {
    name: etree.XPath(path, namespaces=H)
    for name, path in {
        "a block in a phrase": "//*[self::h:p or self::h:span or self::h:cite or self::h:em or self::h:i or self::h:h1 or self::h:h2 or self::h:h3 or self::h:h4"
        f" or self::h:pre or self::h:code]/descendant::*[{BLOCK}]",
        "a link in a link": "//h:a//h:a",
        "a child that a list cannot have": "//*[self::h:ul or self::h:ol]/*[not(self::h:li)] | //h:dl/*[not(self::h:dt or self::h:dd)]",
        "a child that a table cannot have": "//h:table/*[not(self::h:caption or self::h:thead or self::h:tbody or self::h:tr)]"
        " | //*[self::h:thead or self::h:tbody]/*[not(self::h:tr)] | //h:tr/*[not(self::h:td or self::h:th)] | //h:caption[preceding-sibling::*]",
        "a part outside its whole": "//h:li[not(parent::h:ul or parent::h:ol)] | //*[self::h:td or self::h:th][not(parent::h:tr)]"
        " | //h:tr[not(parent::h:table or parent::h:thead or parent::h:tbody)] | //*[self::h:dt or self::h:dd][not(parent::h:dl)]"
        " | //h:figcaption[not(parent::h:figure)]",
        "a caption in the midst of a figure": "//h:figcaption[preceding-sibling::*][following-sibling::*]",
        "text in a list or table": "//*[self::h:ul or self::h:ol or self::h:dl or self::h:table or self::h:thead or self::h:tbody or self::h:tr]/text()[normalize-space()]",
    }.items()
}


def edition_of(*documents: Document, **changes: object) -> Edition:
    """Documents that belong to no edition, as one."""
    first = documents[0]
    made = project.loose(header.read(first.tree), name=first.name, folder=first.path.parent, date="2000-01-01")
    return Edition(Project(**{**made.__dict__, **changes}), documents)


def document(text: str | bytes, name: str = "sample", folder: Path = Path("/nowhere")) -> Document:
    return Document(name, folder / f"{name}.xml", text.encode() if isinstance(text, str) else text)


def tei(body: str, *, title: str = "Sample") -> str:
    """A TEI file around a body."""
    return (
        f'<TEI xmlns="http://www.tei-c.org/ns/1.0"><teiHeader><fileDesc><titleStmt><title>{title}</title></titleStmt></fileDesc></teiHeader>'
        f'<text xml:lang="en"><body>{body}</body></text></TEI>'
    )


def markup(edition: Edition, medium: str) -> list[tuple[Rendition, dict[str, str]]]:
    """Every rendition with its files."""
    found = []
    for rendition, each in zip(render_all(edition, medium), edition.all, strict=True):
        made = setting(edition.project, each, medium)
        found.append((rendition, files(rendition, made.series, words=made.words)))
    return found


def words(text: str) -> list[str]:
    """The dots below letters that are unclear are the edition's."""
    return [word for word in re.split(r"[ \t\r\n]+", text.replace("\u0323", "")) if word]


def words_of_tei(root: Element) -> Counter[str]:
    """The words outside headers and stand-off lists; comments do not divide a word, and break="no" does not either."""
    found: Counter[str] = Counter()
    run: list[str] = []

    def flush() -> None:
        found.update(words("".join(run)))
        run.clear()

    def joins(node: Element) -> bool:
        return node.get("break") == "no" or ((node.tag in POINTS or (node.get("ref") or "").startswith(LINE_ENDS)) and not len(node) and not node.text)

    def walk(node: Element) -> None:
        if not isinstance(node.tag, str) or node.tag in UNPRINTED:
            flush() if isinstance(node.tag, str) else None
            return
        if not joins(node):
            flush()
        elif run and node.get("break") == "no":
            run[-1] = run[-1].rstrip(BLANK)
        run.append(node.text or "")
        for child in node:
            walk(child)
            tail = child.tail or ""
            if isinstance(child.tag, str) and child.get("break") == "no":
                tail = tail.lstrip(BLANK)
            elif isinstance(child.tag, str) and not joins(child):
                flush()
            run.append(tail)
        if not joins(node):
            flush()

    walk(root)
    flush()
    return found


def words_of_xhtml(root: Element, points: set[str]) -> Counter[str]:
    """The words, one list a text node; the anchors of points do not divide a word."""
    found: Counter[str] = Counter()
    run: list[str] = []
    going_on = False  # a word goes on in the next line, behind a hyphen that is the edition's
    for event, node in etree.iterwalk(root, events=("start", "end")):
        hyphen = node.get("class") == "hyphen"
        going_on = hyphen or (going_on and (node.get("class") in ("lb", "ln") or node.get("id") in points))
        if node.get("id") not in points and not going_on and "spanned" not in (node.get("class") or ""):  # nor do the beginning and the end of a delSpan
            found.update(words("".join(run)))
            run.clear()
        text = (node.tail if event == "end" else "" if hyphen else node.text) or ""
        run.append(text)
        going_on = going_on and not text.strip(BLANK)
    found.update(words("".join(run)))
    return found


def faults(edition: Edition, medium: str) -> Iterator[str]:
    """What is wrong, in words; nothing if all is right."""
    places: dict[str, str] = {}  # id to file, over the whole edition
    links: list[tuple[str, str]] = []
    for (rendition, pages), each in zip(markup(edition, medium), edition.all, strict=True):
        tree = each.tree
        assert tree is not None
        named = [name for node in tree.iter("*") if (name := node.get(XML_ID)) and (node.get("break") == "no" or node.tag in POINTS)]
        points = {anchor for name in named for anchor in (name, f"{each.name}-{name}")}
        got: Counter[str] = Counter()
        mine: dict[str, str] = {}
        headings = 0
        for unit, body in pages.items():
            try:
                root = etree.fromstring(f"{HEAD}{body}</body></html>", etree.XMLParser(huge_tree=True, collect_ids=False))
            except etree.XMLSyntaxError as error:
                yield f"{unit}: not well-formed: {error}"
                continue
            for name, path in MODEL.items():
                if found := path(root):
                    first = found[0] if isinstance(found, list) else found
                    yield f"{unit}: {name}: {etree.tostring(first)[:300] if isinstance(first, etree._Element) else first!r}"
            got += words_of_xhtml(root, points)
            for alt in root.xpath("//@alt | //@data-n"):
                got.update(words(str(alt)))
            for anchor in root.xpath("//@id"):
                if anchor in places or anchor in mine:
                    yield f"{unit}: the id {anchor} stands twice"
                mine[str(anchor)] = unit
            links += [(unit, str(href)) for href in root.xpath("//@href")]
            headings += len(root.xpath("//h:h1 | //*[@aria-level='1']", namespaces=H))
        places |= mine
        if headings != 1 and not any(finding.code == "RND008" for finding in rendition.findings):
            yield f"{rendition.name}: {headings} headings of the first level, and there should be one"
        for omission in rendition.omitted:
            for text in omission.texts:
                got.update(words(text))
        if lost := words_of_tei(tree.getroot()) - got:
            yield f"{rendition.name}: words lost: {lost.most_common(8)}"
        for anchor, unit in rendition.ids.items():
            if mine.get(anchor) != unit:
                yield f"{rendition.name}: the id {anchor} should be in {unit} and is in {mine.get(anchor)}"
        hidden = {name for part in tree.iter(*UNPRINTED) for name in part.xpath("descendant-or-self::*/@xml:id")}
        wanted = {str(name) for name in tree.xpath("//@xml:id")} - {str(name) for name in hidden}
        if rendition.units and (missing := [name for name in wanted if not any(anchor in mine for anchor in (name, f"{each.name}-{name}", f"d{each.name}-{name}", f"{each.name}--{name}"))]):
            yield f"{rendition.name}: ids lost: {missing[:5]}"
        for register in (rendition.pages, rendition.headings, rendition.entries, rendition.corrections):
            yield from (f"{rendition.name}: {entry} is not in its file" for entry in register if mine.get(entry.id) != entry.unit)
        for note in (note for notes in rendition.notes.values() for note in notes):
            if mine.get(note.id) != note.unit or (note.xhtml and mine.get(note.call) != note.unit):
                yield f"{rendition.name}: {note.id} is not in its file"
    for unit, href in links:
        if "#" in href and ":" not in href and "#index." not in href:  # the indexes are the writers'
            file, _, anchor = href.partition("#")
            if places.get(anchor) != (file.removesuffix(".xhtml") or (unit if medium != "print" else places.get(anchor))):
                yield f"{unit}: the link {href} leads nowhere"


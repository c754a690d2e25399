"""1. Readers: HTML. lxml repairs the markup as a browser would and keeps what pandoc would drop; pandoc reads the result.

Pandoc forgets the attributes of paragraphs and of phrases in italics, and does not know ``<time>`` or ``<cite>``: these become Divs and
Spans before it reads them. Nothing is fetched; scripts, styles and comments are no text and are counted.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import Path

from lxml import etree, html

from edition import parsers
from edition.errors import SourceError
from edition.model import Finding, Hints, Source
from edition.readers import page, pagenotes
from edition.readers.codes import finding
from edition.readers.encoding import Decoded, decode
from edition.readers.inlines import active
from edition.readers.layered import Beside, layered
from edition.readers.pictures import collected, in_folder
from edition.tei import Element

CHARSET = re.compile(rb"<meta[^>]{0,300}?charset\s*=\s*[\"']?\s*([A-Za-z][\w.:\-]*)", re.IGNORECASE)
DECLARATION = re.compile(r"^\ufeff?\s*<\?xml[^>]*\?>")
PHRASES = ("i", "em", "b", "strong", "u", "s", "strike", "del", "ins", "sup", "sub", "small", "mark", "q", "font", "big", "tt", "kbd", "samp", "var", "dfn")
BLOCKS = ("p", "blockquote", "ul", "ol", "dl", "center", "address")
KEPT = ("id", "class", "lang", "dir", "data-corresp")
SAYS = {  # of <meta name=…> and <meta property=…>, the first that is there
    "author": ("author", "dc.creator", "dcterms.creator", "article:author", "citation_author"),
    "date": ("date", "dc.date", "dcterms.date", "dcterms.created", "article:published_time", "citation_publication_date", "citation_date"),
    "lang": ("dc.language", "dcterms.language", "og:locale"),
    "description": ("description", "dc.description", "og:description"),
    "publisher": ("dc.publisher", "dcterms.publisher", "og:site_name", "citation_journal_title"),
    "url": ("og:url", "dc.identifier", "citation_public_url"),
    "rights": ("dc.rights", "dcterms.rights", "copyright"),
}
FORM = "html-auto_identifiers"


def read(path: Path, data: bytes, hints: Hints) -> Source:
    """Raises SourceError for what is no HTML, and for an encoding that cannot be told."""
    decoded = _decoded(path, data, hints)
    root = _parsed(path, decoded.text)
    said = _said(root)
    findings = [*decoded.findings, *page.cleaned(path, root), *page.chosen(path, root, hints.part), *page.addressed(path, root), *page.titled(path, root)]
    pagenotes.noted(root)
    page.commented(root)
    _named(root)
    expected = list(_words(root))
    _wrapped(root)
    _bounded(root)
    for element in root.iter("head"):
        element.clear()
    sent = etree.tostring(root, encoding="unicode", method="html", doctype="<!DOCTYPE html>").encode("utf-8", "replace")
    return layered(path, data, "html", FORM, Beside(
        sent=sent, encoding=decoded.encoding, meta=said, words=lambda: expected, pictures=lambda addresses: collected(path, addresses, in_folder(path)), findings=tuple(findings),
    ))  # fmt: skip


def _decoded(path: Path, data: bytes, hints: Hints) -> Decoded:
    """By the record, a byte order mark, the declaration in the page (Latin-1 there means Windows-1252: WHATWG), or as plain text."""
    if hints.encoding or data.startswith((b"\xef\xbb\xbf", b"\xff\xfe", b"\xfe\xff")):
        return decode(path, data, hints.encoding)
    declared = CHARSET.search(data[:4096]) or re.match(rb"\s*<\?xml[^>]{0,200}?encoding\s*=\s*[\"']([\w.\-]+)", data)
    name = declared[1].decode("ascii").lower() if declared else ""
    name = "windows-1252" if name in ("iso-8859-1", "latin1", "latin-1", "us-ascii", "ascii") else name
    if not name or name in ("utf-8", "utf8"):
        return decode(path, data)
    try:
        text = data.decode("utf-8")
    except UnicodeDecodeError:
        try:
            return decode(path, data, name)
        except SourceError:
            return decode(path, data)
    found: tuple[Finding, ...] = ()
    if not text.isascii():
        found = (finding("SRC003", str(path), f'the page says that it is in {name}; its bytes are valid UTF-8, and were read so', 'If that is wrong, say encoding = "…" in the record\'s [source].'),)
    return Decoded(text, "utf-8", findings=found)


def _parsed(path: Path, text: str) -> Element:
    """The tree, with a body. XML's declaration and the characters that no markup may hold are taken off first."""
    text = re.sub("[\x00-\x08\x0b\x0e-\x1f\ufffe\uffff\ud800-\udfff]", "\ufffd", DECLARATION.sub("", text))
    try:
        root = html.document_fromstring(text.encode(), parser=parsers.pages())
    except (etree.ParserError, etree.XMLSyntaxError, ValueError):
        root = None
    if root is None or not isinstance(root.tag, str):
        raise SourceError(f'"{path}" holds no HTML.', hint="Look what it is; for text without markup, give it the suffix .txt.")
    return root


def _said(root: Element) -> dict[str, str]:
    """Title, author, date, language … as the head of the page has them."""
    metas: dict[str, list[str]] = {}
    for meta in root.iter("meta"):
        name, content = (meta.get("name") or meta.get("property") or "").lower(), " ".join((meta.get("content") or "").split())
        if name and content:
            metas.setdefault(name, []).append(content)
    found = {key: "; ".join(dict.fromkeys(values)) for key, names in SAYS.items() for values in [next((metas[name] for name in names if name in metas), [])] if values}
    title = next((" ".join("".join(map(str, element.itertext())).split()) for element in root.iter("title") if not any(a.tag == "svg" for a in element.iterancestors())), "")
    if title:
        found["title"] = title
    if lang := root.get("lang") or root.get("{http://www.w3.org/XML/1998/namespace}lang") or root.get("xml:lang"):
        found["lang"] = lang
    elif "lang" in found:
        found["lang"] = found["lang"].replace("_", "-")
    for element in root.iter("link"):
        if (element.get("rel") or "").lower() == "canonical" and element.get("href"):
            found.setdefault("url", str(element.get("href")))
    return found


def _words(root: Element) -> Iterator[str]:
    """The text of the page's body, cut where a block begins or ends."""
    inline = frozenset({*PHRASES, "a", "span", "cite", "time", "abbr", "code", "bdo", "bdi", "wbr", "label", "acronym", "data", "select", "option", "ruby", "rt", "rp", "rb", "nobr"})
    body = next(root.iter("body"), root)
    parts: list[str] = []
    walk = etree.iterwalk(body, events=("start", "end"))
    for event, element in walk:
        called = element.get("role") == "doc-noteref" or "footnote-ref" in (element.get("class") or "")  # the number of a note is made anew
        parts.append("" if element.tag in inline and not called else " ")
        if event == "start" and (called or element.tag == "math"):
            walk.skip_subtree()
        elif event == "start":
            parts.append(element.text or "")
        elif element is not body:
            parts.append(element.tail or "")
    yield "".join(parts)


def _bounded(root: Element) -> None:
    """No cell is wider or deeper than HTML allows (1000): a larger number would fill the memory."""
    for cell in root.iter("td", "th"):
        for name in ("colspan", "rowspan"):
            said = (cell.get(name) or "1").strip()
            if not (said.isascii() and said.isdigit() and len(said) <= 3):
                cell.set(name, "1000" if said.isascii() and said.isdigit() else "1")


def _named(root: Element) -> None:
    """Elements that pandoc does not know, or does not tell apart, as phrases and divisions with a class that names them."""
    for element in list(root.iter("rp", "rtc")):
        page.dropped(element)
    for ruby in list(root.iter("ruby")):
        _read_aloud(ruby)
    for element in list(root.iter("time", "cite", "del", "ins")):
        kind = {"time": "date", "cite": "title", "del": "del", "ins": "add"}[str(element.tag)]
        when = element.attrib.pop("datetime", "")
        element.tag = "span"
        element.set("class", " ".join(filter(None, [kind, element.get("class")])))
        if kind == "date" and re.fullmatch(r"\d{4}(-\d\d(-\d\d)?)?", when[:10]):
            element.set("data-when", when[:10])
        elif when:
            element.set("data-datetime", when)
    for element in list(root.iter("main")):
        element.tag = "div"  # pandoc would read nothing else
    for element in list(root.iter("aside", "summary")):
        kind, element.tag = str(element.tag), "div" if element.tag == "aside" else "p"
        element.set("class", " ".join(filter(None, [kind, element.get("class")])))
    for element in root.iter("blockquote"):
        if (address := element.attrib.pop("cite", "")) and not active(address):
            element.set("data-corresp", address)


def _read_aloud(ruby: Element) -> None:
    """Each reading aid with the words before it, as TEI's ruby, rb, rt."""
    made: list[Element] = []
    base = etree.Element("span", {"class": "rb"})
    base.text = ruby.text
    for child in list(ruby):
        tail, child.tail = child.tail, None
        if child.tag == "rt":
            child.tag = "span"
            child.set("class", "rt")
            around = etree.Element("span", {"class": "ruby"})
            around.extend([base, child])
            made.append(around)
            base = etree.Element("span", {"class": "rb"})
            base.text = tail
        else:
            base.append(child)
            child.tail = tail
    whole, lang = ruby.tail, ruby.get("lang")
    ruby.clear()
    ruby.tag, ruby.tail = "span", whole
    if lang:
        ruby.set("lang", lang)
    for around in made:
        ruby.append(around)
    if (base.text or "").strip() or len(base):
        base.attrib.clear()
        ruby.append(base)


def _wrapped(root: Element) -> None:
    """Put the attributes that pandoc forgets on a Span or Div round the element."""
    for names, holder in ((PHRASES, "span"), (BLOCKS, "div")):
        for element in list(root.iter(*names)):
            said = {key: element.attrib.pop(key) for key in KEPT if element.get(key)}
            parent = element.getparent()
            if not said or parent is None:
                continue
            around = etree.Element(holder, said)
            around.tail, element.tail = element.tail, None
            parent.replace(element, around)
            around.append(element)

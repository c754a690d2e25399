"""Law 7, for any output: the links of a finished EPUB, web page and PDF that lead nowhere, read from the file as it lies there.

Nothing is known here of how the files are made, and nothing is shared with the writers' own look at them.
"""

from __future__ import annotations

import posixpath
import re
import zipfile
from collections import Counter
from collections.abc import Iterator
from pathlib import Path
from urllib.parse import unquote

import pikepdf
from lxml import etree

from edition.tei import parser

ADDRESSES = frozenset({"href", "src", "full-path", "textref", "poster", "data", "longdesc", "cite", "action", "xlink:href"})
WITHIN = frozenset({"idref", "toc", "refines", "aria-labelledby", "aria-describedby", "aria-details", "headers", "for", "usemap"})  # ids of the same file
MARKUP = (".xhtml", ".html", ".opf", ".ncx", ".svg", ".smil", ".xml")
ABROAD = re.compile(r"[A-Za-z][A-Za-z0-9+.\-]*:|//")
ASKED = re.compile(r"""url\(\s*["']?([^"')]+)|@import\s+["']([^"']+)""")


def dead_in_epub(path: Path) -> list[str]:
    """Each as ``file: address``, in the order of the files: every address of every file of markup, and those of the style sheets."""
    with zipfile.ZipFile(path) as container:
        names = container.namelist()
        trees = {name: etree.fromstring(container.read(name), parser()) for name in names if name.endswith(MARKUP)}
        sheets = {name: container.read(name).decode() for name in names if name.endswith(".css")}
    ids = {name: {str(each) for each in tree.xpath("//@id | //@xml:id")} for name, tree in trees.items()}
    found = []
    for name, address in [*((name, each) for name, tree in trees.items() for each in addresses(tree)), *((name, each) for name, text in sheets.items() for each in asked(text))]:
        if ABROAD.match(address):
            continue
        file, _, anchor = address.partition("#")
        folder = "" if name.startswith("META-INF/") else posixpath.dirname(name)  # the container's addresses are from the top
        leads = posixpath.normpath(posixpath.join(folder, unquote(file))) if file else name
        if leads not in names or ("#" in address and unquote(anchor) not in ids.get(leads, set())):
            found.append(f"{name}: {address}")
    return found


def links_in_epub(path: Path) -> list[str]:
    """All addresses of its pages, that a test may see whether the kinds it means are there."""
    with zipfile.ZipFile(path) as container:
        return [each for name in container.namelist() if name.endswith(".xhtml") for each in addresses(etree.fromstring(container.read(name), parser()))]


def dead_in_page(path: Path) -> list[str]:
    """Of a web page of one file: what is neither on the web nor in itself, and ids that stand twice."""
    tree = etree.fromstring(path.read_bytes(), parser())
    ids = [str(each) for each in tree.xpath("//@id")]
    styles = [address for style in tree.iter("{*}style") for address in asked(style.text or "")]
    dead = [each for each in (*addresses(tree), *styles) if not ABROAD.match(each) and (each[:1] != "#" or unquote(each[1:]) not in ids)]
    return dead + [f"twice: {each}" for each, count in Counter(ids).items() if count > 1]


def addresses(tree: etree._Element) -> Iterator[str]:
    for node in tree.iter("*"):
        for name, value in node.attrib.items():
            name = str(name).rpartition("}")[2]
            if name in ADDRESSES:
                yield str(value)
            elif name in WITHIN:
                yield from (f"#{each.removeprefix('#')}" for each in str(value).split())
            elif name == "srcset":
                yield from (each.split()[0] for each in str(value).split(",") if each.strip())
        if str(node.get("style", "")):
            yield from asked(str(node.get("style")))


def asked(css: str) -> Iterator[str]:
    for match in ASKED.finditer(re.sub(r"/\*.*?\*/", "", css, flags=re.DOTALL)):
        yield match[1] or match[2]


def dead_in_pdf(path: Path) -> list[str]:
    """Names, and pages that are not in the book, that a link or a bookmark leads to; and links that lead to nothing at all."""
    with pikepdf.open(path) as pdf:
        pages = {page.obj.objgen for page in pdf.pages}
        names = dict(pikepdf.NameTree(pdf.Root.Names.Dests).items()) if "/Names" in pdf.Root and "/Dests" in pdf.Root.Names else {}
        known = {name for name, place in names.items() if _page(place) in pages}
        found = []
        links = [each for each in pdf.objects if isinstance(each, pikepdf.Dictionary) and (each.get("/Subtype") == "/Link" or ("/Title" in each and "/Parent" in each))]
        for link in links:
            action = link.get("/A")
            if isinstance(action, pikepdf.Dictionary) and action.get("/S") == "/URI":
                continue
            leads = link.get("/Dest") if action is None else action.get("/D")
            if isinstance(leads, pikepdf.String):
                good = str(leads) in known
            else:
                good = _page(leads) in pages
            if not good:
                found.append(f"{link.get('/Title', 'a link')!s}: {str(leads) if isinstance(leads, pikepdf.String) else 'to no page'}")
    return found


def _page(place: object) -> tuple[int, int] | None:
    """Which object a destination begins with: the page, if all is well."""
    place = place.get("/D") if isinstance(place, pikepdf.Dictionary) else place
    first = place[0] if isinstance(place, pikepdf.Array) and len(place) else None
    return first.objgen if isinstance(first, pikepdf.Object) else None

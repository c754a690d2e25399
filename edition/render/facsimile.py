"""Other views of a text: the pictures of its pages, with frames over their zones, and its transcription line by line. Links lead there and back.

They stand behind the text, wherever the TEI has them. Pictures that @facs names directly are gathered as if a `facsimile` had named them. Nothing
is fetched: the mark of a page leads to a picture on the network, if it is only there. Source: TEI #PHFAX, #PHZLAB.
"""

from __future__ import annotations

import re
from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import replace
from functools import cached_property
from typing import TYPE_CHECKING

from lxml import etree

from edition import prefixes, tei
from edition.model import Document
from edition.render import zones
from edition.render.identifiers import identifiers_in
from edition.render.model import Picture
from edition.render.odd import Model, behaviours
from edition.render.xhtml import element
from edition.resolution import shape
from edition.tei import XML_ID, Element, T, local

if TYPE_CHECKING:
    from edition.render.walk import Renderer

FACSIMILE, SOURCE, SURFACE, ZONE, GRAPHIC, TEXT, PAGE, LABEL = (f"{T}{name}" for name in ("facsimile", "sourceDoc", "surface", "zone", "graphic", "text", "pb", "label"))
VIEWS = (FACSIMILE, SOURCE)
SIGNS = (b"facs", b"sourceDoc")  # bytes without which a file has nothing of the kind
OUTLINE = (
    '<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 100 100" preserveAspectRatio="none" aria-hidden="true">'
    '<polygon points="{}" fill="none" stroke="#a33c14" stroke-width="0.5" vector-effect="non-scaling-stroke"/></svg>'
)
WEB = re.compile(r"https?://[^\s\"<>]+")
SMALL = re.compile(r"thumb|preview|vignette", re.IGNORECASE)  # names of pictures that only stand for larger ones
_speaking = etree.XPath("descendant-or-self::*[@facs]")


def of_pages(document: Document, pictures: Mapping[str, Picture]) -> bool:
    """Whether a document has pictures of its pages, of which one is there."""
    if not pictures or document.tree is None:
        return False
    return any((graphic.get("url") or "").strip() in pictures for view in document.tree.iter(FACSIMILE) for graphic in view.iter(GRAPHIC))


def addresses(document: Document) -> Iterator[str]:
    """What @facs names that is no element."""
    if document.tree is not None and b"facs=" in document.data:
        for node in _speaking(document.tree):
            yield from (each for each in (node.get("facs") or "").split() if each[0] != "#")


def arranged(document: Document, pictures: Mapping[str, Picture], *, shown: bool) -> Document:
    """The document with its other views behind its text, and with a facsimile of the pictures that @facs names directly.

    `shown`: whether pictures of pages are wanted. The document itself is not changed; findings name the places of its own file.
    """
    if document.tree is None or not any(sign in document.data for sign in SIGNS):
        return document
    root = document.tree.getroot()
    kinds = (FACSIMILE, SOURCE) if shown and of_pages(document, pictures) else (SOURCE,)
    if not (shown and list(_direct(root, pictures))) and not list(_early(root, kinds)):
        return document
    parsed = tei.parse(document.data)  # a tree of our own
    assert parsed.tree is not None
    root = parsed.tree.getroot()
    places = tei.Places(document.data)
    places.of(root)  # as the file has them: now they are counted
    for view in list(_early(root, kinds)):
        _put_last(view)
    if shown:
        _gather(root, pictures)
    made = replace(document)
    vars(made).update(parsed=parsed, places=places)
    return made


def _early(root: Element, kinds: Sequence[str]) -> Iterator[Element]:
    """Views that stand before a text."""
    for view in root.iter(*kinds):
        if next(view.itersiblings(TEXT), None) is not None:
            yield view


def _put_last(view: Element) -> None:
    parent = view.getparent()
    assert parent is not None
    stands_for = etree.Comment("")  # the ids of the others are made by counting
    stands_for.tail, view.tail = view.tail, None
    parent.replace(view, stands_for)
    parent.append(view)


def _direct(root: Element, pictures: Mapping[str, Picture]) -> Iterator[tuple[Element, str]]:
    """Elements whose @facs is the address of a picture that is there, and that no facsimile has."""
    known = {(graphic.get("url") or "").strip() for view in root.iter(*VIEWS) for graphic in view.iter(GRAPHIC)}
    for node in _speaking(root) if pictures else ():
        for address in (node.get("facs") or "").split():
            if address in pictures and address not in known and next(node.iterancestors(*VIEWS, f"{T}teiHeader"), None) is None:
                known.add(address)
                yield node, address


def _gather(root: Element, pictures: Mapping[str, Picture]) -> None:
    """A facsimile behind each text of which pictures are named directly."""
    made: dict[Element, Element] = {}
    for node, address in list(_direct(root, pictures)):
        text = next((each for each in node.iterancestors(TEXT) if local(each.getparent()) in ("TEI", "")), None) if node is not root else None  # type: ignore[arg-type]
        home = root if text is None or text.getparent() is None else text.getparent()
        assert home is not None
        if home not in made:
            there = home.findall(FACSIMILE)
            made[home] = there[-1] if there else etree.SubElement(home, FACSIMILE)
        surface = etree.SubElement(made[home], SURFACE)
        etree.SubElement(surface, GRAPHIC, {"url": address})


class Views:
    """What of the pictures and of the text belongs together, in one document."""

    def __init__(self, out: Renderer, document: Document) -> None:
        self._out = out
        self._root = out.root
        self._any = any(sign in document.data for sign in SIGNS)
        self._grids: dict[Element, zones.Grid | None] = {}

    @cached_property
    def _named(self) -> Mapping[str, Element]:
        """``#z1``, or the address of a picture, to the surface or the zone."""
        found: dict[str, Element] = {}
        for view in self._root.iter(*VIEWS):
            for node in view.iter(SURFACE, ZONE, GRAPHIC):
                parent = node.getparent()
                place = parent if node.tag == GRAPHIC and parent is not None and parent.tag in (SURFACE, ZONE) else node
                if node.get(XML_ID):
                    found.setdefault(f"#{node.get(XML_ID)}", place)
                if node.tag == GRAPHIC:
                    found.setdefault((node.get("url") or "").strip(), place)
        return found

    @cached_property
    def _shown(self) -> frozenset[Element]:
        """The views that are written."""
        return frozenset(view for view in self._root.iter(*VIEWS) if "omit" not in behaviours(view, self._out.rules))

    @cached_property
    def _ties(self) -> Mapping[Element, Element]:
        """Surfaces and zones to the first element of the text that speaks of them; for a surface a page break is the best of these."""
        pages: dict[Element, Element] = {}
        others: dict[Element, Element] = {}
        for node in _speaking(self._root):
            if next(node.iterancestors(FACSIMILE, f"{T}teiHeader"), None) is None:
                for name in (node.get("facs") or "").split():
                    if (place := self._named.get(name)) is not None:
                        (pages if node.tag == PAGE else others).setdefault(place, node)
                        if (around := _surface(place)) is not None:
                            (pages if node.tag == PAGE else others).setdefault(around, node)
        started = {name[1:]: place for place in (*self._root.iter(SURFACE), *self._root.iter(ZONE)) if (name := place.get("start") or "")[:1] == "#"}
        for node in self._root.iter("*") if started else ():
            if (name := node.get(XML_ID) or "") in started:
                pages.setdefault(started[name], node)
        return {**others, **pages}

    @cached_property
    def _started(self) -> Mapping[Element, Element]:
        """Page breaks to the surfaces that say of themselves that they begin there (@start)."""
        return {node: place for place, node in self._ties.items() if place.get("start") and place.tag == SURFACE}

    @cached_property
    def _prefixes(self) -> Mapping[str, tuple[prefixes.Prefix, ...]]:
        return prefixes.declared(self._root.getroottree())

    def mark(self, page: Element, label: str) -> str:
        """The way from the mark of a page to its picture, as markup; "" if there is none."""
        if not self._any or not self._out.setting.facsimiles or self._out.quiet:
            return ""
        href, surface = "", None
        for name in (page.get("facs") or "").split():
            place = self._named.get(name)
            if not href:
                href, surface = (self._way(place) if place is not None else "") or self._on_the_network(place, name), place
        if not href and (surface := self._started.get(page)) is not None:
            href = self._way(surface)
        if not href:
            return ""
        said = self._out.setting.words["facsimile"]
        label = label or (self.label(surface) if surface is not None else "")
        return element("a", {"class": "facs", "href": href, "data-n": label or said, "aria-label": f"{said} {label}".strip()})

    def _way(self, place: Element) -> str:
        """The address of a surface or zone that will be written."""
        surface = place if place.tag in (SURFACE, GRAPHIC) else _surface(place)
        view = next(place.iterancestors(*VIEWS), None)
        if surface is None or view not in self._shown:
            return ""
        plan = self._out.plan
        unit = next((plan.units[each] for each in (surface, *surface.iterancestors()) if each in plan.units), plan.root)
        identifier = surface.get(XML_ID) or ""
        anchor = plan.anchors[identifier] if identifier in plan.anchors and identifier not in plan.twice else self._out.anchors.made(surface)
        return f"#{anchor}" if unit == self._out.unit else f"{self._out.setting.file_of(unit)}#{anchor}"

    def _on_the_network(self, place: Element | None, name: str) -> str:
        graphic = place if place is None or place.tag == GRAPHIC else place.find(GRAPHIC)
        if graphic is None and place is not None and (around := _surface(place)) is not None:
            graphic = around.find(GRAPHIC)
        address = prefixes.expanded(name if graphic is None else (graphic.get("url") or "").strip(), self._prefixes)
        return address if WEB.fullmatch(address) else ""

    def back(self, place: Element) -> str:
        """The address of what the text says of a surface or a zone; "" if it says nothing."""
        node = self._ties.get(place) if self._any else None
        written = self._out.anchors.written
        for each in () if node is None else (node, *node.iterancestors()):
            identifier = each.get(XML_ID) or ""
            anchor = self._out.plan.anchors.get(identifier, "") if identifier not in self._out.plan.twice else ""
            anchor = anchor or self._out.anchors.made(each)
            if anchor in written:
                unit = written[anchor]
                return f"#{anchor}" if unit == self._out.unit else f"{self._out.setting.file_of(unit)}#{anchor}"
        return ""

    def label(self, surface: Element) -> str:
        """What a surface is called: its @n, that of the page, else its number."""
        tied = self._ties.get(surface)
        page = (tied.get("n") or "") if tied is not None and tied.tag == PAGE else ""
        if said := (surface.get("n") or "").strip() or page.strip():
            return said
        return str(self._numbers.get(surface, ""))

    @cached_property
    def _numbers(self) -> Mapping[Element, int]:
        """Surfaces to their places among those of their view; pictures without a surface are counted with them."""
        places = ([each for each in view.iter(SURFACE, GRAPHIC) if each.tag == SURFACE or each.getparent() is view] for view in self._root.iter(*VIEWS))
        return {each: number for found in places for number, each in enumerate(found, 1)}

    def grid(self, surface: Element) -> zones.Grid | None:
        """How the zones of a transcribed surface stand side by side, if they do."""
        if surface not in self._grids:
            self._grids[surface] = zones.grid(surface) if next(surface.iterancestors(SOURCE), None) is not None else None
        return self._grids[surface]


def _surface(place: Element) -> Element | None:
    return place if place.tag == SURFACE else next(place.iterancestors(SURFACE), None)


# What a model may ask for


def view(out: Renderer, node: Element, model: Model) -> None:
    """Another view of the text, behind it, under a heading of its own. Params: label (the heading, a key of words.toml)."""
    with out.divisions.division(node, model):
        out.divisions.headline(out.setting.words.get(str(model.param("label", node, "")), ""))
        out.content(node, model)


def surface(out: Renderer, node: Element, model: Model) -> None:
    """A page or another surface of the source: its picture, with the zones that the text speaks of, and what is written on it."""
    with out.divisions.division(node, model):
        transcribed = next(node.iterancestors(SOURCE), None) is not None
        graphic = _chosen(node, out.setting.pictures) if out.setting.facsimiles or not transcribed else None
        caption = node.find(LABEL) if node.tag == SURFACE else None
        if not transcribed or graphic is not None or caption is not None or node.get("n") or node.get("attachment"):
            _plate(out, node, graphic, caption)
        if node.tag == GRAPHIC:
            return
        done = [each for each in node.findall(GRAPHIC) if each is graphic or not _words(each)]
        for each in done:
            out.finish(each)
        done += [caption] if caption is not None else []
        if not transcribed:
            wordless = [each for each in node.iterchildren(ZONE) if not _words(each)]
            for identifier in (name for each in wordless for name in identifiers_in(each)):
                out.anchor(out.plan.anchors.get(identifier, ""))
            done += wordless
        out.stray(node.text)
        if (grid := out.views.grid(node)) is None:
            _rest(out, node, frozenset(done))
        else:
            with out.plain_element("div", {"class": "zones", "style": f"grid-template-columns: {grid.columns}"}):
                _rest(out, node, frozenset(done))


def _rest(out: Renderer, node: Element, done: Collection[Element]) -> None:
    for child in node:
        if child not in done:
            out.apply(child)
        out.stray(child.tail)


def _words(node: Element) -> bool:
    return bool("".join(tei.texts(node)).strip(tei.BLANK))


def _chosen(surface: Element, pictures: Mapping[str, Picture]) -> Element | None:
    """Of several pictures of one surface the first that is there and no small copy; else the first that is there; else the first."""
    graphics = [surface] if surface.tag == GRAPHIC else surface.findall(GRAPHIC)
    there = [each for each in graphics if (each.get("url") or "").strip() in pictures]
    large = [each for each in there if not SMALL.search(" ".join(map(str, each.attrib.values())))]
    return next(iter((*large, *there, *graphics)), None)


def _plate(out: Renderer, node: Element, graphic: Element | None, caption: Element | None) -> None:
    """The picture of a surface with its frames, and what it is called, which leads back to the text."""
    label = out.views.label(node)
    picture = None if graphic is None else out.setting.pictures.get((graphic.get("url") or "").strip())
    if graphic is None or picture is None:
        if graphic is not None and (url := (graphic.get("url") or "").strip()) in out.setting.damaged:
            out.registers.missing(graphic, url)
        with out.plain_element("div", {"class": "leaf"}):
            _caption(out, node, label, caption)
            if graphic is not None:
                out.xhtml.text(" ")
                _absent(out, graphic)
        return
    with out.plain_element("figure", {"class": "plate"}):
        out.registers.picture(graphic, (graphic.get("url") or "").strip(), picture)
        sides = shape(picture.path)
        box = zones.box(node) or ((0.0, 0.0, *sides) if sides else None)
        described = graphic.find(f"{T}desc")
        alt = (out.plain(described) if described is not None else "") or f"{out.setting.words['facsimile']} {label}".strip()
        ratio = sides[0] / sides[1] if sides else (box[2] - box[0]) / (box[3] - box[1]) if box else 0
        with out.plain_element("div", {"class": "picture", **({"style": f"max-width: calc(var(--plate) * {ratio:.4f})"} if ratio else {})}):
            out.xhtml.void("img", out.attributes("img", graphic, Model("graphic", "graphic"), {"src": picture.address, "alt": alt}))
            if box and node.tag == SURFACE:
                _frames(out, node, box)
        with out.plain_element("figcaption"):
            _caption(out, node, label, caption)
    for each in graphic.iterchildren("*"):
        out.registers.leave_out(each, "omit")


def _absent(out: Renderer, graphic: Element) -> None:
    """A picture that is not there; one on the network is named, and not fetched."""
    address = (graphic.get("url") or "").strip()
    if WEB.fullmatch(address):
        with out.plain_element("a", {"href": address, "class": "address"} if next(graphic.iterancestors(SOURCE), None) is None else {"href": address}):
            out.xhtml.text(out.setting.words["facsimile"] if next(graphic.iterancestors(SOURCE), None) is not None else address)
        out.finish(graphic)
    else:
        out.registers.missing(graphic, address)
        with out.element("span", graphic, Model("graphic", "graphic"), {"class": "missing"}):
            out.xhtml.text(f"{out.setting.words.get('picture_missing', '')}{out.setting.words.get('colon', ': ')}{address.rpartition('/')[2][:80]}")
        out.stray(graphic.text)
        for child in graphic:
            out.registers.leave_out(child, "omit")
            out.stray(child.tail)
        out.finish(graphic)


def _caption(out: Renderer, node: Element, label: str, caption: Element | None) -> None:
    back = out.views.back(node)
    if node.get("attachment") or next(node.iterancestors(SURFACE), None) is not None:
        out.xhtml.text(f"{out.setting.words['slip']} ")
    with out.plain_element("a" if back else "span", {"href": back, "class": "back"} if back else {"class": "back"}):
        if caption is not None:
            out.content(caption)
        elif label:
            with out.plain_element("span", {"class": "n"}):
                out.xhtml.text(label)
    if caption is not None:
        out.finish(caption)


def _frames(out: Renderer, surface: Element, whole: zones.Box) -> None:
    """A frame over each zone of which the text speaks, or in which something is transcribed."""
    transcribed = next(surface.iterancestors(SOURCE), None) is not None
    number = 0
    for zone in surface.iter(ZONE):
        if _surface(zone) is not surface or not (frame := zones.frame(zone, whole)) or out.quiet:
            continue
        if not (href := out.views.back(zone) or (f"#{out.anchors.of(zone)}" if transcribed or _words(zone) else "")):
            continue
        number += 1
        said = zone.get("n") or str(number)
        drawn = zones.outline(zone, whole)
        with out.plain_element("a", {"class": "area outlined" if drawn else "area", "href": href, "style": frame, "aria-label": f"{out.setting.words['to_text']} {said}"}):
            if drawn:
                out.xhtml.raw(OUTLINE.format(drawn))
            out.xhtml.text(said)


def zone(out: Renderer, node: Element, model: Model) -> None:
    """A zone: a block, in print after the one before it, on a wide screen where it stands on the surface."""
    more: dict[str, str] = {}
    parent = node.getparent()
    grid = out.views.grid(parent) if parent is not None and parent.tag == SURFACE else None
    if grid is not None and node in grid.areas:
        more["style"] = f"grid-area: {grid.areas[node]}"
    words = out.setting.words
    said = [words[f"place_{place}"] for place in zones.places(f"{node.get('type') or ''} {node.get('subtype') or ''}")]
    said += [f"{words['turned']} {angle}°"] if (angle := zones.angle(node)) else []
    if said and not out.quiet:
        more["data-place"] = ", ".join(said)
    with out.element("div", node, model, more):
        out.content(node, model)

"""What a rendering notes down beside the text: page breaks, index entries, corrections, pictures, and what was left out."""

from __future__ import annotations

import re
from dataclasses import replace
from pathlib import PurePosixPath
from typing import TYPE_CHECKING

from edition import tei
from edition.entities import index_of, kind_of
from edition.media import called
from edition.render.attachments import staying
from edition.render.identifiers import identifiers_in
from edition.render.model import Caption, Correction, Entry, Omission, Page, Picture
from edition.render.pictures import SHOWN
from edition.render.xhtml import element
from edition.rules import quoted
from edition.tei import Element, T

if TYPE_CHECKING:
    from edition.render.walk import Renderer

KINDS = {"sic": "corr", "corr": "corr", "orig": "reg", "reg": "reg", "abbr": "expan", "expan": "expan"}
LISTED = tuple(f"{T}{name}" for name in ("person", "personGrp", "place", "org", "event", "object", "nym"))  # a name in them is no mention
DEEPEST = 12  # levels of an entry: what lies deeper stands at the last of them
INDEX, TERM = f"{T}index", f"{T}term"
EDITED = frozenset({"corr", "reg", "expan"})


class Registers:
    """Nothing is noted while an element is written quietly (a second time, or for its words alone)."""

    def __init__(self, out: Renderer) -> None:
        self._out = out
        self.pages: list[Page] = []
        self.entries: list[Entry] = []
        self.captions: list[Caption] = []
        self.corrections: list[Correction] = []
        self.pictures: dict[str, Picture] = {}
        self.omitted: list[Omission] = []

    def page(self, node: Element, label: str) -> None:
        """A page of the source begins. Without a label it is an anchor only: a reader could not call the page anything."""
        out = self._out
        if out.quiet:
            return
        way = out.views.mark(node, label)
        if not label:
            out.anchor(out.anchors.of(node)) if way else out.place(node)
            if way:
                out.xhtml.wait(way)
            return
        anchor = out.claim(node)
        self.pages.append(Page(label, anchor, out.unit))
        attributes = {"class": "pb", "id": anchor, "data-n": label, "epub:type": "pagebreak", "role": "doc-pagebreak", "aria-label": label}
        if way:  # which bears the number that is seen
            del attributes["data-n"]
        out.xhtml.wait(element("span", attributes) + way)

    def entry(self, index: str, node: Element, *, key: str = "") -> dict[str, str] | None:
        """A name for an index; gives the attributes of the element that is written there.

        A name without a key is none, unless edition.toml asks for its index; nor is one in an entry of a list of names.
        """
        out = self._out
        index = kind_of(index)
        key = key or _key(node)
        first = out.plan.pieces.first.get(node)
        if first is not None and key in ("", _key(first)):  # a name in several pieces is there once
            return None
        if out.quiet or not (key or index in out.setting.unkeyed) or next(node.iterancestors(*LISTED), None) is not None:
            return None
        anchor = out.claim(node)
        self.entries.append(replace(self._here(anchor, node), index=index, key=key.removeprefix("#"), text=" ".join(map(out.plain, out.plan.pieces.whole.get(node, (node,))))))
        return {"id": anchor}

    def terms(self, node: Element) -> None:
        """The terms of an index element, which stand in the index alone: one in another is below it. Their place waits for the next word."""
        out = self._out
        if out.quiet:
            return
        anchor = out.anchors.of(node)
        here = replace(self._here(anchor, node), index=index_of(node.get("indexName") or ""), until=self._end(node))
        out.anchor(anchor)
        self._terms(here, node)

    def _terms(self, above: Entry, node: Element) -> None:
        inner = node.findall(INDEX)
        for term in node.iterchildren(TERM):
            refs = {(each.get("type") or "").replace("-", "").lower(): each for each in term.iterchildren(f"{T}ref")}
            see, also = refs.get("see"), refs.get("seealso")
            written = self._out.plain(term)
            led = [self._out.plain(each) for each in (see, also) if each is not None]
            for words in led:
                written = written.removesuffix(words).rstrip(" ,.;:") if written != words else written
            entry = replace(
                above, text=written, path=(*above.path[: DEEPEST - 1], written), filed=(*above.filed[: DEEPEST - 1], term.get("sortKey") or ""),
                see=led[0] if see is not None else "", also=led[-1] if also is not None else "",
            )  # fmt: skip
            for each in inner:
                self._terms(entry, each)
            if not inner and written:
                self.entries.append(entry)

    def _here(self, anchor: str, node: Element) -> Entry:
        """An entry that says where it stands."""
        out = self._out
        return Entry("", "", "", anchor, out.unit, out.divisions.heading_above, self.pages[-1].n if self.pages else "", out.notes.mark_around(node))

    def _end(self, node: Element) -> str:
        return self._out.plan.anchors.get((node.get("spanTo") or "").removeprefix("#"), "")

    def caption(self, kind: str, node: Element, head: Element) -> None:
        """A figure or a table has a caption."""
        out = self._out
        if not out.quiet and (text := out.plain(head)):
            self.captions.append(Caption(kind, text, out.anchors.of(node), out.unit))

    def pair(self, choice: Element, shown: Element, others: list[Element]) -> None:
        """Two readings of one place, of which one is shown."""
        out = self._out
        names = {tei.local(member): member for member in (*reversed(others), shown)}
        kind = next((KINDS[name] for name in names if name in KINDS), "")
        if out.quiet:
            return
        if not kind:
            if choice.get(tei.XML_ID) and not shown.get(tei.XML_ID):
                out.give(shown, out.anchors.of(choice), {})
            return
        edited = next((names[name] for name in names if name in EDITED), shown)
        anchor = out.anchors.of(shown if shown.get(tei.XML_ID) else choice)
        text = " ".join(filter(None, (out.plain(other, itself=True) for other in others)))
        self._add(kind, choice, edited, out.plain(shown, itself=True), text, anchor)
        out.give(shown, anchor, self._mark(kind, text))

    def correction(self, kind: str, node: Element, *, shown: bool) -> None:
        """A word that the edition adds, or takes away."""
        out = self._out
        if out.quiet:
            return
        anchor = out.anchors.of(node)
        text = out.plain(node)
        self._add(kind, node, node, text if shown else "", "" if shown else text, anchor)
        if shown:
            out.give(node, anchor, self._mark(kind, "") if kind == "supplied" else {})
        elif kind == "surplus" and (mark := self._mark(kind, text)) and anchor not in out.anchors.written:
            out.anchors.written[anchor] = out.unit
            with out.plain_element("span", {"id": anchor, **mark}):
                pass
        else:
            out.anchor(anchor)

    def _add(self, kind: str, whole: Element, edited: Element, shown: str, other: str, anchor: str) -> None:
        cert = edited.get("cert") or whole.get("cert") or ""
        resp = edited.get("resp") or whole.get("resp") or ""
        self.corrections.append(Correction(kind, shown, other, cert, resp.removeprefix("#"), anchor, self._out.unit))

    def _mark(self, kind: str, other: str) -> dict[str, str]:
        """How the reader is told in the text itself, where edition.toml says ``corrections = "mark"``."""
        setting = self._out.setting
        if setting.corrections != "mark" or kind == "expan":
            return {}
        said = f"{setting.words.get('corrected', '')}{setting.words.get('colon', ': ')}{other}" if other else setting.words.get("supplied", "")
        return {"class": "marked", "title": said}

    def picture(self, node: Element, url: str, picture: Picture) -> None:
        """A picture is shown."""
        if not self._out.quiet:
            if picture.removed and url not in self.pictures:
                said = f"the drawing {quoted(url, 200)} is shown without what a book cannot have: {', '.join(picture.removed)}"
                self._out.faults.add("RND032", node, said, "Take it out of the drawing, or save it anew as plain SVG.")
            self.pictures[url] = picture

    def missing(self, node: Element, url: str) -> None:
        """A picture cannot be shown."""
        if self._out.quiet:
            return
        if re.match(r"(?!file:)[A-Za-z][A-Za-z0-9+.\-]+:", url):
            self._out.faults.picture("RND006", node, url, f"the {called(node)} {quoted(url, 200)} is not a file of the edition, and nothing is fetched", "Put the file beside the TEI and name it there.")
        elif why := self._out.setting.damaged.get(url):
            self._out.faults.picture("RND007", node, url, f"the {called(node)} {quoted(url, 200)} cannot be shown: {why}", "Save it anew as PNG, JPEG or SVG.")
        elif url and PurePosixPath(url).suffix.lower() not in SHOWN:
            self._out.faults.picture("RND007", node, url, f"the {called(node)} {quoted(url, 200)} is of a kind that cannot be shown", f"Known kinds: {', '.join(SHOWN)}.")
        else:
            said = f"the {called(node)} {quoted(url, 200)} is not in the folders of the edition" if url else f"this {called(node)} names no file (@url)"
            self._out.faults.picture("RND005", node, url, said, "Put the file beside the TEI, or correct the address.")

    def pass_over(self, node: Element, texts: tuple[str, ...]) -> None:
        """Words of an element whose model writes something else in their place."""
        if not self._out.quiet:
            self.omitted.append(Omission(tei.local(node), int(node.sourceline or 0), "content", texts))

    def leave_out(self, node: Element, why: str) -> None:
        """An element that is not written. Its ids are, so that links to it lead somewhere."""
        out = self._out
        if out.quiet:
            return
        texts = tuple(text for text in (staying(node, out.moved | out.taken) if out.moved or out.taken else tei.texts(node)) if text.strip(tei.BLANK))
        self.omitted.append(Omission(tei.local(node), int(node.sourceline or 0), why, texts))
        for identifier in identifiers_in(node):
            out.anchor(out.plan.anchors.get(identifier, ""))


def _key(node: Element) -> str:
    return "".join((node.get("ref") or node.get("key") or "").split()[:1])

"""8. XHTML to files. What the tree of a text is told before it is laid out: bookmarks, running heads, where chapters and pages begin, numbers of verses."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from xml.etree.ElementTree import Element

from edition.render.model import Division, Rendition
from edition.writers.reading_order import Place

CHAPTER = 9_000  # characters: divisions that are longer than this, most of them, are chapters and begin on a page of their own
HEADINGS = frozenset(["h1", "h2", "h3", "h4", "h5", "h6"])
DAY = re.compile(r"(?:(?<=\b\d)|(?<=\b\d\d)) (?=\w)|(?:(?<=\b\d\.)|(?<=\b\d\d\.)) (?=\[?\d|\w+ \d{4}\b)")
DAY_AND_YEAR = re.compile(r"(\b\d\d?\.?\u00a0\w{3,9}) (?=\d{4}\b)")  # in headings, no line ends within a date
MARKED = re.compile(r"\W*(?:\d+|[ivxlcIVXLC]+|[A-Za-z])[.)]|[\u2013\u2014\u2022*-]")  # how an item of a list begins that has a mark of its own


def mark(root: Element, places: Sequence[Place], renditions: Sequence[Rendition]) -> None:
    """Bookmarks, running heads, and where pages begin."""
    from edition.writers.paged.metadata import running

    _number(root)
    for each in root.iter("ul"):
        if len(each) and all(item.tag == "li" and MARKED.match("".join(item.itertext()).strip()) for item in each):
            _add(each, "marked")
    by_id = {identifier: element for element in root.iter() if (identifier := element.get("id"))}
    for place in places:
        if (element := by_id.get(place.id)) is not None:
            _add(element, f"level-{min(place.level, 8)}")
            element.set("data-bookmark", place.text)
            element.text = _dates_whole(element.text or "")
    for heading in root.iter("h1"):
        heading.text = _dates_whole(heading.text or "")
    titles = {rendition.name: rendition for rendition in renditions}
    for article in root.iter("article"):
        if (rendition := titles.get(article.get("data-document", ""))) is None:
            continue
        chapters = list(_chapters(rendition.root))
        first = by_id.get(chapters[0][0].id) if chapters else None
        if first is None or _shows_before(article, first):  # else the first chapter would begin on the page after its mark
            title = next((heading for heading in article.iter("h1") if chapters and "generated" in heading.get("class", "")), None)
            if title is None:
                _set_head(_title_page_of(article), running(rendition.title))
            else:  # it begins a page of another kind: before it a mark would have a page to itself
                title.set("data-head", running(rendition.title))
        for division, holds in chapters:
            if (element := by_id.get(division.id)) is not None:
                _add(element, "holds" if holds else "opens")
                _set_head(element, running(division.heading))
        if chapters:  # the article's page is no chapter's: page groups of one name do not nest
            article.set("class", "recto")
            for heading in article.iter("h1"):
                if "generated" in heading.get("class", ""):
                    _add(heading, "alone")


def _dates_whole(text: str) -> str:
    return DAY_AND_YEAR.sub("\\1\u00a0", DAY.sub("\u00a0", text))


def _number(root: Element) -> None:
    """Every fifth line of verse has its number in the margin, where the lines have numbers."""
    for line in root.iter("div"):
        number = line.get("data-n", "")
        if "l" in line.get("class", "").split() and number.isdecimal():
            _add(line, "numbered")
            if int(number) % 5 == 0:
                mark = Element("span", {"class": "n"})
                mark.text, mark.tail, line.text = number, line.text, ""
                line.insert(0, mark)


def _set_head(section: Element, words: str) -> None:
    """What stands over the pages from here on. It hangs on something that is on one page only: a heading, else a mark."""
    for child in section:
        if child.tag in HEADINGS:
            _add(child, "first")
            child.set("data-head", words)
            return
        if child.tag != "span" or len(child) or child.text or child.tail:
            break
    mark = Element("div", {"class": "mark", "data-head": words})
    mark.tail, section.text = section.text, ""
    section.insert(0, mark)


def _title_page_of(article: Element) -> Element:
    """The title page that a text begins with, else the text: a mark before the title page would have a page to itself."""
    return next((each for each in article.iter("section") if "titlePage" in each.get("class", "").split() and not _shows_before(article, each)), article)


def _shows_before(section: Element, chapter: Element) -> bool:
    """Whether anything is to be seen in a section before a chapter in it."""
    for each in section.iter():
        if each is chapter:
            return False
        if each.tag == "img" or (each.text or "").strip() or (each is not section and (each.tail or "").strip() and chapter not in each.iter()):
            return True
    return True


def _add(element: Element, name: str) -> None:
    element.set("class", f"{element.get('class', '')} {name}".strip())


def _chapters(division: Division) -> Iterator[tuple[Division, bool]]:
    """The divisions that are long enough to be chapters; True for those that hold chapters (parts, volumes, books)."""
    children = list(_headed(division))
    called = [child for child in children if re.match(r'<[^>]* class="[^"]*\btype-chapter\b', child.start)]
    lengths = sorted(_length(child) for child in children)
    if len(children) < 2 or (lengths[len(lengths) // 2] < CHAPTER and 2 * len(called) < len(children)):
        return
    for child in children:
        inner = list(_chapters(child))
        yield child, bool(inner)
        yield from inner


def _headed(division: Division) -> Iterator[Division]:
    """The next divisions that have a heading; those without one (front, body, back) are looked through."""
    for item in division.content:
        if isinstance(item, Division):
            if item.heading:
                yield item
            else:
                yield from _headed(item)


def _length(division: Division) -> int:
    """Characters of text, without tags."""
    return len(re.sub(r"<[^>]*>", "", division.xhtml()))

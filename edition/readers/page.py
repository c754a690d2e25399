"""1. Readers: which part of a web page is its text, and what on it is no text: scripts, forms, frames, films. Everything left out is counted,
and where it has words they are told.
"""

from __future__ import annotations

import base64
import re
from collections import Counter
from collections.abc import Iterable, Iterator
from pathlib import Path

from lxml import etree

from edition.model import Finding
from edition.readers.codes import finding
from edition.tei import Element

REMOVED = ("script", "style", "template", "iframe", "frame", "embed", "link", "meta", "base")
CONTROLS = ("input", "button", "select", "textarea", "datalist", "progress", "meter", "output")
SHOWS = ("object", "video", "audio", "canvas", "applet", "map")  # what a page shows; the words in it are for those who cannot see it
COMMENTS = re.compile(r"(?:^|[\s_-])(?:comments?|comment-?list|comments-?area|responses|disqus_thread)(?:$|\s)", re.IGNORECASE)
COMMENT = re.compile(r"(?:^|\s)(?:comment|comment-body|response)(?:$|\s)", re.IGNORECASE)
WORD = re.compile(r"\w+")
TITLES = 12  # titles quoted in one finding


def words(elements: Iterable[Element]) -> list[str]:
    return [word for element in elements for text in element.itertext() for word in WORD.findall(str(text))]


def dropped(element: Element) -> None:
    """Remove an element (or comment) and keep what follows it."""
    parent = element.getparent()
    if parent is None:  # a comment before the root element
        return
    if element.tail:
        previous = element.getprevious()
        if previous is None:
            parent.text = (parent.text or "") + element.tail
        else:
            previous.tail = (previous.tail or "") + element.tail
    parent.remove(element)


def cleaned(path: Path, root: Element) -> Iterator[Finding]:
    """Take out comments and what is no text; say what and how many, and the words of forms."""
    counted: Counter[str] = Counter()
    for comment in list(root.iter(etree.Comment)):
        counted["comment"] += bool((comment.text or "").strip())
        dropped(comment)
    for drawing in list(root.iter("svg")):
        _pictured(drawing)
    for element in [each for name in REMOVED for each in root.iter(name)]:
        if element.getparent() is None or any(above.tag == "head" for above in element.iterancestors()):
            continue
        counted[f"<{element.tag!s}>"] += 1
        dropped(element)
    for name in SHOWS:
        counted[f"<{name}>"] += sum(1 for _ in root.iter(name))
    controls = [element for name in CONTROLS for element in root.iter(name)]
    said = words(controls)
    for element in controls:
        counted[f"<{element.tag!s}>"] += 1
        dropped(element)
    for element in root.iter("pre"):
        for inner in element.iter():
            if isinstance(inner.tag, str) and inner.tag not in ("pre", "code", "span", "br"):
                counted[f"<{inner.tag!s}> within <pre>"] += 1
    for element in root.iter("ol"):
        _numbered(element, counted)
    for kind, count in sorted((+counted).items()):
        yield finding("SRC004", str(path), f"not taken: {kind}{f', {count} times' if count > 1 else ''}")
    if said:
        yield finding("SRC005", str(path), f'the words of a form are not taken: "{" ".join(said)[:200]}"', "If they belong to the text, put them into its flow and read the file again.")


def _numbered(element: Element, counted: Counter[str]) -> None:
    """The number that the first item is given by hand is the list's; others are lost, and counted."""
    items = [child for child in element if child.tag == "li"]
    for number, item in enumerate(items):
        if value := item.attrib.pop("value", ""):
            if not number and value.strip().isdigit() and not element.get("start"):
                element.set("start", value.strip())
            else:
                counted["number of an item, set by hand"] += 1
    counted["order of numbers, reversed"] += "reversed" in element.attrib


def _pictured(drawing: Element) -> None:
    """A drawing in the page becomes a picture, without programs; its title, its description or its words are the alternative text."""
    for element in list(drawing.iter("script", "foreignobject", "foreignObject")):
        dropped(element)
    for element in drawing.iter():
        for name in [name for name in element.attrib if str(name).lower().startswith("on")]:
            del element.attrib[name]
    title = next((" ".join("".join(map(str, each.itertext())).split()) for name in ("title", "desc") for each in drawing.iter(name)), "")
    said = title or " ".join(" ".join(map(str, each.itertext())) for each in drawing.iter("text"))
    tail, drawing.tail = drawing.tail, None
    if "xmlns" not in drawing.attrib:
        drawing.set("xmlns", "http://www.w3.org/2000/svg")
    data = etree.tostring(drawing, encoding="utf-8")
    drawing.clear()
    drawing.tag, drawing.tail = "img", tail
    drawing.set("src", f"data:image/svg+xml;base64,{base64.b64encode(data).decode()}")
    drawing.set("alt", " ".join(said.split()))


# which part


def chosen(path: Path, root: Element, part: str) -> list[Finding]:
    """Keep what the page calls its text (``<main>``, else its one ``<article>``, and the comments on it); say what is left out. `part`: "body" keeps all."""
    body = next(root.iter("body"), None)
    if body is None or part == "body":
        return []
    mains = [each for each in body.iter() if isinstance(each.tag, str) and (each.tag == "main" or each.get("role") == "main")]
    articles = [each for each in body.iter("article") if not any(above.tag == "article" for above in each.iterancestors()) and not _commented(each)]
    text = mains[0] if len(mains) == 1 else articles[0] if not mains and len(articles) == 1 else None
    if text is None or not words([text]):
        if part == "main":
            return [finding("SRC019", str(path), "the page does not say which part of it is its text (one <main>, or one <article>): all of it was read", 'Take  part = "main"  out of the record.')]
        return []
    kept = [text, *(each for each in _comments(body) if text not in each.iterancestors() and each not in text.iterancestors())]
    left: Counter[str] = Counter()
    beginnings: list[str] = []
    outer = {above for each in kept for above in each.iterancestors()}
    for element in [each for each in body.iter() if each.getparent() in outer and each not in kept and each not in outer]:
        if found := words([element]):
            left[_region(element, body)] += len(found)
            beginnings.append(" ".join(found[:6]))
        dropped(element)
    for element in outer & {body, *body.iter()}:
        for name in ("text", "tail"):
            loose = WORD.findall(getattr(element, name) or "") if element is not body or name == "text" else []
            left["loose words"] += len(loose)
            if loose:
                setattr(element, name, None)
    for each in (*kept, *(child for above in outer for child in above)):
        if each.tail and WORD.search(each.tail) and each.getparent() in outer:
            left["loose words"] += len(WORD.findall(each.tail))
            each.tail = None
    total = sum(left.values())
    if not total:
        return []
    where = ", ".join(f"{name} {count}" for name, count in sorted((+left).items()))
    told = f"{total} words outside <{text.tag!s}> were left out ({where}): they begin \"{' … '.join(beginnings)[:160]}\""
    return [finding("SRC019", str(path), told, 'To read all of the page, say  part = "body"  in the record\'s [source].')]


def _region(element: Element, body: Element) -> str:
    names = {"nav", "header", "footer", "aside", "section", "article", "form"}
    for each in (element, *element.iterancestors()):
        if each is body:
            break
        if each.tag in names:
            return f"<{each.tag!s}>"
    return "elsewhere"


def _commented(element: Element) -> bool:
    return any(COMMENTS.search(f"{each.get('class') or ''} {each.get('id') or ''}") or COMMENT.search(each.get("class") or "") for each in (element, *element.iterancestors()) if each.tag != "body")


def _comments(body: Element) -> list[Element]:
    """The sections of comments, outermost ones only."""
    found = [each for each in body.iter("section", "div", "aside", "ol", "ul") if COMMENTS.search(each.get("class") or "") or COMMENTS.search(each.get("id") or "")]
    found = [each for each in found if not (COMMENT.search(each.get("class") or "") and not COMMENTS.search(each.get("id") or "") and any(True for _ in each.iterancestors("ol", "ul")))]
    return [each for each in found if not any(above in found for above in each.iterancestors()) and words([each])]


def commented(root: Element) -> None:
    """Mark the sections of comments, and each comment in them, for `blocks.py`; a reply within a comment stands behind it."""
    for section in _comments(next(root.iter("body"), root)):
        section.set("class", "edition-comments")
        posts = [each for each in section.iter("li", "article", "div") if each is not section and (each.tag in ("li", "article") or COMMENT.search(each.get("class") or ""))]
        posts = [each for each in posts if not (each.getparent() in posts and len(each.getparent()) == 1)]  # type: ignore[arg-type]
        for post in reversed(posts):
            outer = [above for above in post.iterancestors() if above in posts]
            if outer:
                tail, post.tail = post.tail, None
                outer[-1].addnext(post)
                post.tail = tail if tail and tail.strip() else None
        for post in posts:
            post.set("class", "edition-post")
            post.tag = "div"
        for holder in list(section.iter("ol", "ul")):
            if any(child.get("class") == "edition-post" for child in holder) or not len(holder):
                holder.tag = "div"
        if section.tag in ("ol", "ul", "aside", "section"):
            section.tag = "div"


# words that stand in attributes


def titled(path: Path, root: Element) -> list[Finding]:
    """SRC017: what abbreviations stand for, and the titles of pictures, links and other things."""
    found: list[str] = []
    for element in root.iter():
        title = " ".join((element.get("title") or "").split()) if isinstance(element.tag, str) else ""
        about = " ".join("".join(map(str, element.itertext())).split()) if title else ""
        if not title or title in (about, element.get("alt")):
            continue
        found.append(f'<{element.tag!s}> "{about[:40]}": "{title[:80]}"')
        del element.attrib["title"]
    if not found:
        return []
    shown = "; ".join(found[:TITLES]) + (f"; and {len(found) - TITLES} more" if len(found) > TITLES else "")
    return [finding("SRC017", str(path), f"titles, which a page shows when one points at a thing, are not taken: {shown}", "What is worth printing may become a [[note]] in the record.")]


# addresses hidden from robots


def revealed(code: str) -> str:
    """The address that ``data-cfemail`` hides: its first byte is what the others were changed by (exclusive or)."""
    try:
        data = bytes.fromhex(code.strip())
        return bytes(byte ^ data[0] for byte in data[1:]).decode("utf-8") if len(data) > 1 else ""
    except ValueError:
        return ""


def addressed(path: Path, root: Element) -> list[Finding]:
    """Hidden addresses: a placeholder becomes a phrase that carries what it hides; a link that only a script can follow is taken off."""
    found: list[Finding] = []
    for link in list(root.iter("a")):
        _, _, code = (link.get("href") or "").partition("/cdn-cgi/l/email-protection#")
        if code and revealed(code) and link.get("data-cfemail") is None and not any(each.get("data-cfemail") for each in link.iter()):
            words_ = " ".join("".join(map(str, link.itertext())).split())
            found.append(finding("SRC018", str(path), f'the link "{words_[:60]}" leads to an address that the page hides: {revealed(code)}', "If it is to be followed, say so in a [[note]]."))
        if "/cdn-cgi/l/email-protection" in (link.get("href") or ""):
            del link.attrib["href"]
    for element in list(root.iter("a", "span")):
        if address := revealed(element.get("data-cfemail") or ""):
            del element.attrib["data-cfemail"]
            element.attrib.pop("href", None)
            element.tag = "span"
            element.set("class", "edition-hidden-address")
            element.set("data-address", address)
    return found

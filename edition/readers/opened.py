"""1. Readers: an OpenDocument text made fit for pandoc. Styles, languages, changes, comments and reading aids become links of our own,
which pandoc passes on and `odt.py` understands; text boxes become paragraphs behind the one they hang on; fields become their words.
"""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass, field
from urllib.parse import quote

from lxml import etree

from edition.readers.names import QUIET_BLOCKS
from edition.tei import Element

TEXT = "{urn:oasis:names:tc:opendocument:xmlns:text:1.0}"
OFFICE = "{urn:oasis:names:tc:opendocument:xmlns:office:1.0}"
DRAW = "{urn:oasis:names:tc:opendocument:xmlns:drawing:1.0}"
META = "{urn:oasis:names:tc:opendocument:xmlns:meta:1.0}"
STYLE = "{urn:oasis:names:tc:opendocument:xmlns:style:1.0}"
FO = "{urn:oasis:names:tc:opendocument:xmlns:xsl-fo-compatible:1.0}"
SVG = "{urn:oasis:names:tc:opendocument:xmlns:svg-compatible:1.0}"
DC = "{http://purl.org/dc/elements/1.1/}"
HREF = "{http://www.w3.org/1999/xlink}href"
OURS = "edition:"
DESCRIBES = frozenset({f"{SVG}title", f"{SVG}desc"})
RUNNING = (f"{STYLE}header", f"{STYLE}footer", f"{STYLE}header-left", f"{STYLE}footer-left", f"{STYLE}header-first", f"{STYLE}footer-first")
FIELDS = tuple(f"{TEXT}{name}" for name in """page-number page-count date time author-name author-initials chapter file-name title subject creator initial-creator
creation-date creation-time modification-date modification-time print-date printed-by keywords description user-defined sequence variable-set variable-get
expression placeholder user-field-get text-input conditional-text hidden-text sender-firstname sender-lastname editing-cycles word-count""".split())
MARKS = {f"{TEXT}change-start", f"{TEXT}change-end", f"{TEXT}change", f"{OFFICE}annotation", f"{OFFICE}annotation-end"}
KEPT_WHOLE = {f"{TEXT}note", f"{TEXT}a", f"{DRAW}frame", f"{TEXT}p", f"{TEXT}h", f"{TEXT}s", f"{TEXT}tab", f"{TEXT}line-break"}


@dataclass(frozen=True)
class Change:
    """A tracked change or a comment: who, when, and the words that were deleted or that the comment says."""

    by: str
    date: str
    words: str
    kind: str = ""


@dataclass
class Opened:
    language: str = ""  # that most letters have
    changes: dict[str, Change] = field(default_factory=dict)
    descriptions: list[str] = field(default_factory=list)  # of each picture, in their order; "" if it has none
    boxes: list[str] = field(default_factory=list)


@dataclass(frozen=True)
class Named:
    """A style: its language, the name that people see, what it is based on."""

    language: str = ""
    name: str = ""
    above: str = ""


@dataclass
class _State:
    """While paragraphs are walked: which insertion the words stand in, and the main language."""

    styles: dict[tuple[str, str], Named]
    main: str
    inserted: list[str] = field(default_factory=list)


def fit(content: Element, styles: Element | None) -> Opened:
    """Rewrite content.xml in place."""
    done = Opened(changes=_changes(content))
    known = _styles(content, styles)
    letters: Counter[str] = Counter()
    body = next(content.iter(f"{OFFICE}text"), content)
    paragraphs = [each for each in body.iter(f"{TEXT}p", f"{TEXT}h") if not any(above.tag in (f"{TEXT}tracked-changes", f"{OFFICE}annotation") for above in each.iterancestors())]
    for paragraph in paragraphs:
        for element in paragraph.iter(f"{TEXT}span", f"{TEXT}p", f"{TEXT}h"):
            if tag := _language(element, known):
                letters[tag] += sum(each.isalpha() for each in (element.text or "") + "".join(child.tail or "" for child in element))
    done.language = max(sorted(letters), key=lambda tag: letters[tag]) if +letters else ""
    for image in body.iter(f"{DRAW}image"):
        frame = image.getparent()
        said = [] if frame is None else [" ".join((frame.findtext(name) or "").split()) for name in (f"{SVG}desc", f"{SVG}title")]
        done.descriptions.append(next(filter(None, said), ""))
    for element in list(body.iter(*FIELDS)):
        element.tag = f"{TEXT}span"
    for ruby in list(body.iter(f"{TEXT}ruby")):
        _aloud(ruby)
    state = _State(known, done.language.partition("-")[0])
    for paragraph in paragraphs:
        _walk(paragraph, state, _language(paragraph, known), done)
        if name := _visible(paragraph, known):
            link = etree.Element(f"{TEXT}a", {HREF: f"{OURS}style {quote(name)}"})
            link.tail, paragraph.text = paragraph.text, None
            paragraph.insert(0, link)
    for box in reversed(list(body.iter(f"{DRAW}text-box"))):
        if words := _lifted(box):
            done.boxes.insert(0, words)
    return done


def _changes(content: Element) -> dict[str, Change]:
    found: dict[str, Change] = {}
    for region in content.iter(f"{TEXT}changed-region"):
        for kind in region:
            by, date = kind.findtext(f".//{DC}creator") or "", kind.findtext(f".//{DC}date") or ""
            words = " ".join("".join(map(str, each.itertext())) for each in kind.iter(f"{TEXT}p", f"{TEXT}h"))
            found[region.get(f"{TEXT}id") or region.get("{http://www.w3.org/XML/1998/namespace}id") or ""] = Change(by, date, words, etree.QName(kind).localname)
    for number, comment in enumerate(content.iter(f"{OFFICE}annotation")):
        name = comment.get(f"{OFFICE}name") or f"comment-{number}"
        comment.set(f"{OFFICE}name", name)
        words = " ".join(" ".join("".join(map(str, each.itertext())) for each in comment.iter(f"{TEXT}p")).split())
        found[name] = Change(comment.findtext(f"{DC}creator") or "", comment.findtext(f"{DC}date") or "", words, "comment")
    return found


def _styles(*roots: Element | None) -> dict[tuple[str, str], Named]:
    """The styles by family and name; the default of a family under the name ""."""
    found: dict[tuple[str, str], Named] = {}
    for root in roots:
        for style in [] if root is None else root.iter(f"{STYLE}style", f"{STYLE}default-style"):
            properties = style.find(f"{STYLE}text-properties")
            language, country = ("", "") if properties is None else (properties.get(f"{FO}language") or "", properties.get(f"{FO}country") or "")
            tag = "" if language in ("", "none", "zxx") else f"{language}-{country}" if country not in ("", "none") else language
            name = style.get(f"{STYLE}name") or ""
            automatic = getattr(style.getparent(), "tag", "") == f"{OFFICE}automatic-styles"
            shown = "" if automatic else (style.get(f"{STYLE}display-name") or name).replace("_20_", " ")
            found.setdefault((style.get(f"{STYLE}family") or "", name), Named(tag, shown, style.get(f"{STYLE}parent-style-name") or ""))
    return found


def _chain(element: Element, known: dict[tuple[str, str], Named]) -> list[Named]:
    family = "text" if element.tag == f"{TEXT}span" else "paragraph"
    name, found = element.get(f"{TEXT}style-name") or "", []
    for _ in range(20):
        style = known.get((family, name))
        if style is None:
            break
        found.append(style)
        name = style.above
        if not name:
            break
    return found


def _language(element: Element, known: dict[tuple[str, str], Named]) -> str:
    own = next((style.language for style in _chain(element, known) if style.language), "")
    if own:
        return own
    above = next((each for each in element.iterancestors(f"{TEXT}span", f"{TEXT}p", f"{TEXT}h")), None) if element.tag == f"{TEXT}span" else None
    default = known.get(("paragraph", ""), Named()).language
    return _language(above, known) if above is not None else default


def _visible(paragraph: Element, known: dict[tuple[str, str], Named]) -> str:
    """The name of a paragraph's style as people see it; "" if it says nothing."""
    if paragraph.tag == f"{TEXT}h":
        return ""
    name = next((style.name for style in _chain(paragraph, known) if style.name), "")
    if not name and not _chain(paragraph, known):  # a style that the file does not define
        name = (paragraph.get(f"{TEXT}style-name") or "").replace("_20_", " ")
    return "" if name.lower() in QUIET_BLOCKS - {"quote", "quotations", "caption"} else name


def _walk(element: Element, state: _State, language: str, done: Opened) -> None:
    """Put links round the words of an element and of the spans in it, where they are inserted or foreign."""
    tokens: list[Element | str] = [element.text or ""]
    for child in list(element):
        tail, child.tail = child.tail or "", None
        tokens += [child, tail]
        element.remove(child)
    element.text = None
    said = f"foreign {language}" if language and state.main and language.partition("-")[0] != state.main else ""
    for token in tokens:
        if isinstance(token, str):
            _add(element, token, said, state)
        elif token.tag in MARKS:
            _mark(element, token, state, done)
        else:
            if token.tag == f"{TEXT}span":
                _walk(token, state, _language_of(token, state, language), done)
            element.append(token)


def _language_of(span: Element, state: _State, above: str) -> str:
    return next((style.language for style in _chain(span, state.styles) if style.language), above)


def _add(element: Element, text: str, said: str, state: _State) -> None:
    links = [*(f"insertion {name}" for name in state.inserted), *([said] if said else [])]
    if text.strip() and links:  # pandoc empties a link in a link: one says all
        link = etree.SubElement(element, f"{TEXT}a", {HREF: OURS + quote(links[0])})
        link.text = text
    elif len(element):
        element[-1].tail = (element[-1].tail or "") + text
    else:
        element.text = (element.text or "") + text


def _mark(element: Element, mark: Element, state: _State, done: Opened) -> None:
    name = mark.get(f"{TEXT}change-id") or mark.get(f"{OFFICE}name") or ""
    kind = etree.QName(mark).localname
    if kind == "change-start" and done.changes.get(name, Change("", "", "")).kind == "insertion":
        state.inserted.append(name)
    elif kind == "change-end" and name in state.inserted:
        state.inserted.remove(name)
    elif kind in ("change", "annotation", "annotation-end"):
        said = {"change": "deletion", "annotation": "comment-start", "annotation-end": "comment-end"}[kind]
        etree.SubElement(element, f"{TEXT}a", {HREF: OURS + quote(f"{said} {name}")})


def _aloud(ruby: Element) -> None:
    """A reading aid: the words and the aid, each in a link of ours."""
    base, aid = ruby.find(f"{TEXT}ruby-base"), ruby.find(f"{TEXT}ruby-text")
    words = ["" if part is None else "".join(map(str, part.itertext())) for part in (base, aid)]
    tail = ruby.tail
    ruby.clear()
    ruby.tag, ruby.tail = f"{TEXT}span", tail
    for name, said in zip(("rb", "rt"), words, strict=True):
        etree.SubElement(ruby, f"{TEXT}a", {HREF: f"{OURS}{name}"}).text = said


def _lifted(box: Element) -> str:
    """Move the paragraphs of a text box behind the one it hangs on; their words."""
    host = next(box.iterancestors(f"{TEXT}p", f"{TEXT}h"), None)
    frame = box.getparent()
    holder = None if frame is None else frame.getparent()
    if frame is None or holder is None:
        return ""
    words = " ".join("".join(map(str, box.itertext())).split())
    behind = frame if host is None else host
    tail, behind.tail = behind.tail, None
    for block in reversed(list(box)):
        behind.addnext(block)
    behind.tail = tail if behind is not frame else None
    if host is not None:
        if frame.tail:
            before = frame.getprevious()
            if before is None:
                holder.text = (holder.text or "") + frame.tail
            else:
                before.tail = (before.tail or "") + frame.tail
        holder.remove(frame)
    else:
        holder.remove(frame)
    return words

"""1. Readers: docx. Pandoc reads the text; what it does not pass on is read from the parts of the file here.

Which notes are endnotes, the languages of words, text boxes, comments and tracked changes, macros and what else is no text, what the file
says of itself, its pictures; and all its words, so that a word which pandoc left out is a finding and no silent loss.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import replace
from functools import partial
from pathlib import Path, PurePosixPath

from edition.errors import SourceError
from edition.model import Finding, Hints, Source
from edition.readers import fitted, marks
from edition.readers.codes import finding
from edition.readers.inlines import words
from edition.readers.layered import Beside, layered
from edition.readers.package import Package, from_package, other_office, unpacked
from edition.readers.pandoc import Node, nodes
from edition.readers.pictures import collected
from edition.readers.series import placed, squeezed
from edition.tei import Element

W = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"
STRICT_W = "{http://purl.oclc.org/ooxml/wordprocessingml/main}"
MC_FALLBACK = "{http://schemas.openxmlformats.org/markup-compatibility/2006}Fallback"
MATH = "{http://schemas.openxmlformats.org/officeDocument/2006/math}"
DC = "{http://purl.org/dc/elements/1.1/}"
DCTERMS = "{http://purl.org/dc/terms/}"
FORMATTING = frozenset({"rPrChange", "pPrChange", "tblPrChange", "trPrChange", "tcPrChange", "sectPrChange", "numberingChange", "tblGridChange"})
GONE = frozenset({"del", "moveFrom"})
NOTES = ("footnotes", "endnotes")


def read(path: Path, data: bytes, hints: Hints) -> Source:
    """Raises SourceError: damaged, protected, no Word document."""
    package = unpacked(path, data, "a Word document")
    main = _main_part(package)
    if main not in package.parts:
        raise SourceError(f'"{path}" is a zip file and no Word document: it has no main part.', hint=other_office(package))
    body = package.xml(main)
    if body is None:
        raise SourceError(f'"{path}" is damaged: its part "{main}" is not well-formed XML.', hint="Open it in a word processor that can repair it, and save it again.")
    folder = PurePosixPath(main).parent
    parts = {kind: package.xml(str(folder / f"{kind}.xml")) for kind in NOTES}
    called = [kind for reference in _live(body) if (kind := _reference(reference))]
    expected = [*_text(body), *(line for kind in NOTES if kind[:-1] in called for line in _text(parts[kind]))]
    ends = _notes(parts["endnotes"])
    seen = [*_marks(path, package, folder, body, parts)]
    said = _core(package)
    sent, spoken, done = _fitted(package, {main: body, **{str(folder / f"{kind}.xml"): part for kind, part in parts.items() if part is not None}}, folder)
    if language := spoken.main or spoken.default.get("val", ""):
        said.setdefault("lang", language)
        if spoken.main:
            said["lang"] = spoken.main
    seen += marks.boxed(path, done.boxes)
    if hidden := " / ".join(each for each in done.hidden if each.strip()):
        seen.append(finding("SRC017", str(path), f'hidden text is read as text: "{hidden[:200]}"', "Take it out in the word processor, if it is not to be read."))
    comments = _comments(package, folder)
    source = layered(path, data, "docx", "docx+styles", Beside(
        sent=sent, meta=said, front=True, links=True, options=("--track-changes=all",), words=lambda: expected,
        pictures=lambda addresses: collected(path, addresses, partial(from_package, package, (str(folder), ""))),
        prepare=lambda tree: _prepared(path, tree, called, ends, comments), findings=tuple(seen),
    ))  # fmt: skip
    return replace(source, findings=(*source.findings, *_unplaced(path, comments)))


def _prepared(path: Path, tree: Node, called: list[str], ends: list[str], comments: dict[str, str]) -> list[Finding]:
    marks.accepted(tree, _words)
    for node in nodes(tree["blocks"], "Span"):
        if "comment-start" in node["c"][0][1]:
            comments.pop(next((value for key, value in node["c"][0][2] if key == "id"), ""), None)
    return placed(path, tree, ["end" if kind == "endnote" else "foot" for kind in called], lambda: ends)


def _words(content: list[Node]) -> str:
    """The words of what was deleted, its blanks at the edges and its notes included."""
    lead = " " if content and content[0]["t"] == "Space" else ""
    trail = " " if content and content[-1]["t"] == "Space" else ""
    notes = [words(block["c"]) for note in nodes(content, "Note") for block in nodes(note["c"], "Para", "Plain")]
    return lead + " ".join(filter(None, [words(content), *notes])) + trail


def _unplaced(path: Path, comments: dict[str, str]) -> Iterator[Finding]:
    """The comments that stand at no place of the text."""
    for said in comments.values():
        yield finding("SRC014", str(path), f"a comment at no place of the text, {said}", "It is not in the text. What it asks may become a [[fix]] or a [[note]] in the record.")


def _fitted(package: Package, parts: dict[str, Element], folder: PurePosixPath) -> tuple[bytes | None, fitted.Languages, fitted.Fitted]:
    """The file as pandoc gets it, None if it is as good as it is."""
    spoken, done = fitted.languages(package.xml(str(folder / "styles.xml"))), fitted.Fitted()
    for root in parts.values():
        fitted.count(root, spoken)
        fitted.fit(root, done)
    for root in parts.values():
        fitted.foreign(root, spoken, done)
    return package.rewritten(parts) if done.changed else None, spoken, done


def _main_part(package: Package) -> str:
    relations = package.xml("_rels/.rels")
    for relation in [] if relations is None else relations:
        if (relation.get("Type") or "").endswith("/officeDocument"):
            return (relation.get("Target") or "").lstrip("/")
    return "word/document.xml"


def _live(root: Element | None) -> Iterator[Element]:
    """The elements in their order, without what is deleted, moved away, or repeated for old programs."""
    stack = [] if root is None else [root]
    while stack:
        element = stack.pop()
        if not isinstance(element.tag, str) or element.tag == MC_FALLBACK or _local(element) in GONE:
            continue
        yield element
        stack.extend(reversed(element))


def _local(element: Element) -> str:
    """The name of an element of Word's own, in either of its two namespaces; "" for any other."""
    tag = str(element.tag)
    return tag[len(W) :] if tag.startswith(W) else tag[len(STRICT_W) :] if tag.startswith(STRICT_W) else ""


def _reference(element: Element) -> str:
    return {"footnoteReference": "footnote", "endnoteReference": "endnote"}.get(_local(element), "")


def _text(root: Element | None) -> Iterator[str]:
    """The text of each paragraph. Formulas are left out: they become TeX. So are the lines that separate notes."""
    for paragraph in _live(root):
        if _local(paragraph) == "p" and not any(_local(above) in ("footnote", "endnote") and above.get(f"{W}type", "normal") != "normal" for above in paragraph.iterancestors()):
            yield "".join(_runs(paragraph))


def _runs(paragraph: Element) -> Iterator[str]:
    stack = list(reversed(paragraph))
    while stack:
        element = stack.pop()
        name = _local(element)
        if not isinstance(element.tag, str) or element.tag == MC_FALLBACK or name in ("p", "rPr", "pPr", *GONE) or element.tag.startswith(MATH):
            continue  # a paragraph inside, in a text box, has its own turn
        if name == "t":
            yield element.text or ""
        elif name in ("tab", "br", "cr"):
            yield " "
        elif name == "noBreakHyphen":
            yield "\u2011"
        elif name == "ruby":  # the aid stands first in the file
            stack += sorted(element, key=lambda part: _local(part) != "rt")
        else:
            stack.extend(reversed(element))
            if name == "txbxContent":
                yield " "


def _notes(root: Element | None) -> list[str]:
    return [] if root is None else [squeezed("".join("".join(_runs(paragraph)) for paragraph in _live(note) if _local(paragraph) == "p")) for note in root]


def _core(package: Package) -> dict[str, str]:
    """What the file says of itself. `created` is the date of the file, which need not be that of the text."""
    core = package.xml("docProps/core.xml")
    if core is None:
        return {}
    said = {"title": core.findtext(f"{DC}title"), "author": core.findtext(f"{DC}creator"), "created": (core.findtext(f"{DCTERMS}created") or "")[:10], "lang": core.findtext(f"{DC}language")}
    return {key: value.strip() for key, value in said.items() if value and value.strip()}


def _comments(package: Package, folder: PurePosixPath) -> dict[str, str]:
    """Each comment by its id: who made it, when, and its words."""
    root = package.xml(str(folder / "comments.xml"))
    found: dict[str, str] = {}
    for comment in [] if root is None else root:
        if _local(comment) == "comment":
            by = marks.signed([("author", comment.get(f"{W}author") or ""), ("date", comment.get(f"{W}date") or "")])
            found[comment.get(f"{W}id") or ""] = f'by {by}: "{" ".join(" ".join(_text(comment)).split())[: marks.SHOWN]}"'
    return found


def _marks(path: Path, package: Package, folder: PurePosixPath, body: Element, parts: dict[str, Element | None]) -> Iterator[Finding]:
    """What there is in the file besides its text: changes of its look, running heads, macros, other files, addresses outside."""
    formatted = [element for root in (body, *parts.values()) if root is not None for element in root.iter() if isinstance(element.tag, str) and _local(element) in FORMATTING]
    if formatted:
        who = "; ".join(dict.fromkeys(element.get(f"{W}author") or "nobody named" for element in formatted))
        yield finding("SRC014", str(path), f"tracked changes of the look ({len(formatted)}; {who}): read as if accepted")
    heads = [line for name in _named(package, folder, r"(?:header|footer)\d*\.xml") for line in _text(package.xml(name))]
    if said := " / ".join(dict.fromkeys(line.strip() for line in heads if re.search(r"[^\W\d]", line))):
        yield finding("SRC005", str(path), f'running heads are not part of the text: "{said[:120]}"', "If they say something that the text does not, put it into the text.")
    drawn = [word for name in _named(package, folder, r"(?:charts/[^/]+|diagrams/data\d*)\.xml") for word in fitted.texts(package.xml(name))]
    if drawn:
        yield finding("SRC005", str(path), f'a chart or a diagram is not taken, with its words: "{" / ".join(drawn)[:200]}"', "Put a picture of it into the document, and its words into the picture's description.")
    macros = [name for name in sorted(package.parts) if "vbaproject" in name.lower()]
    if macros:
        yield finding("SRC015", str(path), "macros are in the file; they are not run, and not taken", "Save the document as .docx without macros, if they mean nothing for the text.")
    inside = _named(package, folder, r"embeddings/.+") + [name for name in sorted(package.parts) if name.endswith((".mht", ".html", ".rtf")) and not name.startswith("_")]
    if inside:
        yield finding("SRC015", str(path), f"other files are in the file, and are not opened: {', '.join(PurePosixPath(name).name for name in inside[:8])}", "If they say something that the text does not, put it into the text.")
    for name in sorted(package.parts):
        relations = package.xml(name) if name.endswith(".rels") else None
        for relation in [] if relations is None else relations:
            kind = (relation.get("Type") or "").rpartition("/")[2]
            if relation.get("TargetMode") == "External" and kind != "hyperlink":
                what = {"image": "SRC007"}.get(kind, "SRC015")
                yield finding(what, str(path), f'the file would fetch "{(relation.get("Target") or "")[:120]}" ({kind}); nothing is fetched', "Put what it leads to into the document, if it belongs there.")


def _named(package: Package, folder: PurePosixPath, pattern: str) -> list[str]:
    return [name for name in sorted(package.parts) if re.fullmatch(f"{re.escape(str(folder))}/{pattern}", name)]

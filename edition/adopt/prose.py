"""An editor's note in TEI as the Markdown of a record."""

from __future__ import annotations

import re

from edition import tei
from edition.tei import Element, local

SPECIAL = re.compile(r"([\\`*_\[\]<>^~$#])")
HI = {"italic": ("*", "*"), "bold": ("**", "**"), "sup": ("^", "^"), "sub": ("~", "~"), "strikethrough": ("~~", "~~"),
      "smallcaps": ("[", "]{.smallcaps}"), "underline": ("[", "]{.underline}")}  # fmt: skip


def markdown(note: Element) -> str:
    """The words of a note with their markup; paragraphs by an empty line. What Markdown does not have keeps its name as a class."""
    paragraphs = [child for child in note if local(child) == "p"]
    if not paragraphs:
        return _inner(note).strip()
    return "\n\n".join(_inner(each).strip() for each in paragraphs)


def _inner(element: Element) -> str:
    parts = [_text(element.text)]
    for child in element:
        if local(child) and local(child) != "bibl":
            parts.append(_phrase(child))
        parts.append(_text(child.tail))
    return "".join(parts)


def _text(text: str | None) -> str:
    return SPECIAL.sub(r"\\\1", re.sub(f"[{tei.BLANK}]+", " ", text or ""))


def _phrase(element: Element) -> str:
    name, inner = local(element), _inner(element)
    target, language = element.get("target"), element.get(tei.XML_LANG)
    if name == "hi" and (element.get("rend") or "italic") in HI:
        before, after = HI[element.get("rend") or "italic"]
        return before + inner + after
    if name == "ref" and target:
        return f"<{target}>" if target == "".join(element.itertext()) else f"[{inner}]({target})"
    if name == "lb":
        return "\\\n"
    said = [f".{name}"] if name not in ("foreign", "hi") else []
    said += [f"lang={language}"] if language else []
    said += [f'{key}="{value}"' for key, value in element.attrib.items() if not str(key).startswith("{")]
    return f"[{inner}]{{{' '.join(said)}}}" if said else inner


def cited(note: Element) -> list[str]:
    """The sources that stand at the end of a note."""
    return [tei.plain(bibl) for bibl in note.iter(f"{tei.T}bibl")]

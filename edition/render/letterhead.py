"""Who wrote a letter to whom, where and when, and which letters come before and after it, as the header says it (`correspDesc`): stands above the letter."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING

from edition import tei
from edition.header import spoken
from edition.render import language
from edition.render.links import WEB
from edition.render.words import date_words
from edition.tei import Element, T, plain

if TYPE_CHECKING:
    from edition.render.walk import Renderer

PEOPLE = frozenset({"persName", "orgName", "name", "rs"})
PLACES = frozenset({"placeName", "settlement", "geogName", "country", "region"})
WHEN = ("when", "when-iso", "from", "notBefore", "notAfter", "to")
WAYS = (("sent", "from"), ("received", "to"))  # correspAction/@type, and the word of words.toml


BESIDE = (("prev", "letter_before"), ("next", "letter_after"))  # how @type or @subtype of a reference in correspContext begins, and the word


@dataclass(frozen=True)
class Line:
    label: str
    text: str
    href: str = ""


def letterhead(out: Renderer, body: Element) -> None:
    """The lines above the body of a letter; nothing where the header describes no correspondence, or several letters, which each say it themselves."""
    text = body.getparent()
    whole = None if text is None or text.tag != f"{T}text" else text.getparent()
    found = [] if whole is None or whole.tag != f"{T}TEI" else whole.findall(f"{T}teiHeader/{T}profileDesc/{T}correspDesc")
    if len(found) != 1 or out.quiet or not (said := [*lines(found[0], out.setting.words), *beside(out, found[0])]):
        return
    with out.plain_element("div", {"class": "letterhead", **language.attributes(out.setting.words.get("lang", "en"))}):
        for line in said:
            with out.plain_element("p"):
                with out.plain_element("span", {"class": "label"}):
                    out.xhtml.text(line.label)
                out.xhtml.text(" ")
                with out.plain_element("a" if line.href else "span", {"href": line.href} if line.href else {"class": "said"}):
                    out.xhtml.text(line.text)


def beside(out: Renderer, description: Element) -> Iterator[Line]:
    """The letters before and after, each with a link if it is in the edition or on the network. A reference without words says nothing."""
    words = out.setting.words
    for begins, key in BESIDE:
        for each in description.iterfind(f"{T}correspContext/{T}ref"):
            if (said := plain(each)) and any((each.get(name) or "").lower().startswith(begins) for name in ("type", "subtype")):
                target = (each.get("target") or "").strip()
                yield Line(f"{words[key]}{words['colon'].rstrip()}", said, out.href(each, target) if target in out.setting.elsewhere or WEB.match(target) else "")


def lines(description: Element, words: Mapping[str, str]) -> Iterator[Line]:
    """From whom, where and when; to whom, where, and when it came."""
    for kind, key in WAYS:
        action = next((each for each in description.iterchildren(f"{T}correspAction") if each.get("type") == kind), None)
        iso, date = when(action)
        said = ", ".join(filter(None, (people(action), places(action), span(action, words) or in_words(iso, date, words))))
        if said:
            yield Line(words[key], said)


def people(action: Element | None) -> str:
    """Names as they are spoken."""
    names = [] if action is None else [each for each in action if tei.local(each) in PEOPLE]
    return ", ".join(filter(None, (spoken(plain(each)) for each in names)))


def places(action: Element | None) -> str:
    names = [] if action is None else [each for each in action if tei.local(each) in PLACES]
    return ", ".join(dict.fromkeys(filter(None, map(plain, names))))


def when(node: Element | None) -> tuple[str, str]:
    """The date in or on an element: as it sorts, and as it is said."""
    if node is None:
        return "", ""
    for each in (node, *node.iter(f"{T}date")):
        for name in WHEN:
            if value := each.get(name):
                return value, plain(each) if each.tag == f"{T}date" else ""
    date = node.find(f"{T}date")
    return "", "" if date is None else plain(date)


def span(action: Element | None, words: Mapping[str, str]) -> str:
    """A date of which only the limits are given, and no words: "1 May 1834 – 6 May 1834", "6 May 1834 –" (then or later), "– 6 May 1834"."""
    date = None if action is None else action.find(f"{T}date")
    if date is None or plain(date) or date.get("when") or date.get("when-iso"):
        return ""
    begins, ends = date.get("from") or date.get("notBefore") or "", date.get("to") or date.get("notAfter") or ""
    return f"{date_words(begins, words) if begins else ''} – {date_words(ends, words) if ends else ''}".strip() if begins or ends else ""


def in_words(iso: str, said: str, words: Mapping[str, str]) -> str:
    """As the source says it, if these are words; else in the language of the words. "" if there is no date."""
    if said and not re.fullmatch(r"[\d./\s-]+", said):
        return said
    begins, _, ends = iso.partition("/")
    return ("–" if f"{begins}{ends}".isdecimal() else " – ").join(filter(None, (date_words(begins, words), date_words(ends, words) if ends else "")))

"""4. Encode. Cited works: a biblStruct of everything that the bibliography says of one, and the short citation that is printed in a note.

Source: TEI #COBICO and #COBICOL for what stands where, CSL 1.0.2 Appendix III for the types.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from types import MappingProxyType

from edition import tei
from edition.bibliography import NAMES, Date, Name, Work, pieces
from edition.tei import Element, make

# Types whose title is a part of something: the level of what it is a part of. Of any other type the title is the whole's.
WITHIN: Mapping[str, str] = MappingProxyType({
    "article": "j", "article-journal": "j", "article-magazine": "j", "article-newspaper": "j", "chapter": "m", "entry": "m", "entry-dictionary": "m",
    "entry-encyclopedia": "m", "paper-conference": "m", "post": "m", "post-weblog": "m", "review": "j", "review-book": "j", "webpage": "m", "legislation": "m",
    "bill": "m", "legal_case": "m", "regulation": "m", "speech": "m", "song": "m", "broadcast": "m", "interview": "m", "figure": "m", "graphic": "m", "report": "m",
})  # fmt: skip
UNPUBLISHED = frozenset({"manuscript", "thesis", "personal_communication", "speech", "interview", "performance"})
NUMBERS = ("DOI", "ISBN", "ISSN", "PMID", "PMCID", "call-number")
SCOPES = {"volume": "volume", "issue": "issue", "page": "page", "chapter-number": "chapter", "section": "section", "part-number": "part", "number": "number"}
WHOLE_PEOPLE = frozenset({"editor", "container-author", "collection-editor", "editorial-director"})
REMARKS = (
    "genre", "medium", "note", "abstract", "annote", "title-short", "container-title-short", "references", "jurisdiction", "authority", "status",
    "reviewed-title", "original-title", "original-publisher", "original-publisher-place", "version", "dimensions", "scale", "source", "archive",
    "archive_collection", "archive_location", "archive-place", "keyword", "event", "event-title", "event-place",
)  # fmt: skip
URL = re.compile(r"https?://[^\s\"<>\\^`{|}]+")


def structured(work: Work) -> Element:
    """A biblStruct with all that is said of a work."""
    level = WITHIN.get(work.type, "")
    part = bool(level and work["container-title"] and work["title"])
    found = make("biblStruct", {"type": work.type, "id": work.xml_id, "lang": ""})
    analytic = make("analytic")
    whole = make("monogr")
    creators = [(role, names) for role in NAMES if (names := work.names.get(role, ()))]
    for role, names in creators:
        (whole if not part or role in WHOLE_PEOPLE else analytic).extend(_person(role, name) for name in names)
    if part:
        analytic.append(_title(work["title"], "a", work))
        whole.append(_title(work["container-title"], level, None))
        found.append(analytic)
    else:
        title = work["title"] or work["container-title"] or work["genre"] or work["note"] or work.id
        whole.append(_title(title, "u" if work.type in UNPUBLISHED else "j" if work.type == "periodical" else "m", work))
        if work["title"] and work["container-title"]:
            whole.append(_title(work["container-title"], "s", None))
    holder = analytic if part else whole
    for key in NUMBERS:
        if work[key]:
            (whole if key in ("ISBN", "ISSN") else holder).append(make("idno", {"type": key}, work[key]))
    if work["edition"]:
        whole.append(make("edition", {}, work["edition"]))
    whole.append(_imprint(work))
    for key, unit in (("number-of-pages", "pages"), ("number-of-volumes", "volumes")):
        if work[key]:
            whole.append(make("extent", {}, make("measure", {"unit": unit}, work[key])))
    for key, unit in SCOPES.items():
        if work[key]:
            whole.append(make("biblScope", {"unit": unit}, work[key]))
    found.append(whole)
    if work["collection-title"]:
        series = make("series", {}, _title(work["collection-title"], "s", None))
        if work["collection-number"]:
            series.append(make("biblScope", {"unit": "number"}, work["collection-number"]))
        found.append(series)
    elif work["collection-number"]:
        whole.append(make("biblScope", {"unit": "series"}, work["collection-number"]))
    for key in REMARKS:
        if work[key] and not (key in ("genre", "note") and not work["title"] and not work["container-title"]):
            found.append(make("note", {"type": key}, *_looks(work[key])))
    for key, date in work.dates.items():
        if key != "issued":
            found.append(make("note", {"type": key}, _date(date)))
    if work["language"]:
        found.append(make("note", {"type": "language"}, work["language"]))
    if work["URL"]:
        found.append(make("ptr", {"target": work["URL"]}) if URL.fullmatch(work["URL"]) else make("idno", {"type": "URI"}, work["URL"]))
    return found


def _imprint(work: Work) -> Element:
    imprint = make("imprint")
    for key, name in (("publisher-place", "pubPlace"), ("publisher", "publisher")):
        if work[key]:
            imprint.append(make(name, {}, work[key]))
    issued = work.dates.get("issued")
    imprint.append(_date(issued) if issued else make("date", {}, "no date"))
    return imprint


def _date(date: Date) -> Element:
    return make("date", {"from": date.from_, "to": date.to} if date.to else {"when": date.from_}, date.words)


def _person(role: str, name: Name) -> Element:
    if name.literal:
        called = make("name", {}, name.literal)
    else:
        called = make("persName")
        for part, words in (("surname", name.family), ("forename", name.given), ("genName", name.suffix)):
            if words:
                tei.append(called, *([" "] if len(called) else []), make(part, {}, words))
    if role == "author":
        return make("author", {}, called)
    return make("editor", {"role": "" if role == "editor" else role}, called)


def _title(text: str, level: str, work: Work | None) -> Element:
    language = work["language"] if work is not None else ""
    return make("title", {"level": level, "lang": language if re.fullmatch(r"[A-Za-z]{2,3}(-[A-Za-z0-9]{1,8})*", language) else ""}, *_looks(text))


def _looks(text: str) -> list[str | Element]:
    return [make("hi", {"rend": look}, words) if look else words for words, look in pieces(text)]


def citation(work: Work, locator: str = "", *, who: str = "") -> Element:
    """A bibl that names a work in short: who, what, in what, where in it, when, and its address; the whole stands in the list.
    `who`: the author, as somebody else has named them."""
    level = WITHIN.get(work.type, "")
    part = bool(level and work["container-title"] and work["title"])
    cited = make("bibl", {"corresp": f"#{work.xml_id}"})
    said: list[list[str | Element]] = []
    if who := who or _who(next((names for role in NAMES if (names := work.names.get(role, ()))), ())):
        said.append([make("author", {}, who)])
    own = "a" if part else "u" if work.type in UNPUBLISHED else "m"
    said.append([_title(work["title"] or work["container-title"] or work["genre"] or work["note"] or work.id, own, work)])
    if part and work["container-title"].casefold() not in (_host(work["URL"]), who.casefold()):
        said.append([_title(work["container-title"], level, None)])
    if scope := ", ".join(filter(None, [" ".join(filter(None, [work["volume"], f"({work['issue']})" if work["issue"] else ""])), locator or work["page"]])):
        said.append([make("biblScope", {}, scope)])
    if work.year:
        said.append([make("date", {"when": work.year if re.fullmatch(r"\d{4}", work.year) else ""}, work.year)])
    if URL.fullmatch(work["URL"]):
        said.append([make("ref", {"target": work["URL"]}, re.sub(r"^https?://(www\.)?", "", work["URL"]).rstrip("/"))])
    for number, each in enumerate(said):
        tei.append(cited, *([", "] if number else []), *each)
    return tei.append(cited, "" if tei.plain(cited).endswith((".", "!", "?", "…")) else ".")


def _who(names: Iterable[Name]) -> str:
    """Three names at most."""
    said = [str(name) for name in names]
    return ", ".join(said[:3]) + (" et al." if len(said) > 3 else "")


def _host(url: str) -> str:
    """The web site of an address, without ``www.``."""
    match = re.match(r"https?://(?:www\.)?([^/?#:]+)", url)
    return match[1].casefold() if match else ""

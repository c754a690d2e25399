"""bibliography.json: the works that notes and entries cite, as CSL JSON; what can be said of them is said in `FIELDS`.

A bibliography in BibTeX is made into the same by pandoc before it comes here. Source: CSL 1.0.2 §Appendix IV, the CSL JSON schema.
"""

from __future__ import annotations

import json
import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from difflib import get_close_matches
from functools import cached_property
from pathlib import Path
from typing import Any

from edition.errors import ProjectError
from edition.model import Finding, Locus, Severity
from edition.toml import NOT_XML

FILES = ("bibliography.json", "bibliography.bib")
NAMES = (
    "author", "editor", "translator", "container-author", "collection-editor", "editorial-director", "composer", "director", "illustrator", "interviewer",
    "recipient", "original-author", "reviewed-author", "performer", "producer", "host", "guest", "contributor", "compiler", "curator", "chair",
)  # fmt: skip
DATES = ("issued", "accessed", "original-date", "event-date", "submitted", "available-date")
PLAIN = (
    "title", "title-short", "container-title", "container-title-short", "collection-title", "collection-number", "publisher", "publisher-place",
    "volume", "issue", "page", "chapter-number", "section", "number", "number-of-pages", "number-of-volumes", "edition", "version", "part-number",
    "DOI", "ISBN", "ISSN", "PMID", "PMCID", "URL", "archive", "archive_location", "archive-place", "archive_collection", "call-number", "source", "language",
    "genre", "medium", "note", "abstract", "annote", "event", "event-title", "event-place", "jurisdiction", "authority", "references",
    "original-title", "original-publisher", "original-publisher-place", "reviewed-title", "status", "dimensions", "scale", "keyword",
)  # fmt: skip
IDLE = frozenset({"id", "type", "page-first", "journalAbbreviation", "shortTitle", "citation-key", "citation-label", "citation-number", "categories", "custom", "year-suffix"})
FIELDS = frozenset({*NAMES, *DATES, *PLAIN, *IDLE})  # IDLE: of use to a program that formats citations, or the same as another field
LIVING = {"given": str, "family": str, "literal": str, "suffix": str, "dropping-particle": str, "non-dropping-particle": str}


@dataclass(frozen=True)
class Name:
    """Somebody, or a body (`literal`)."""

    family: str = ""
    given: str = ""
    suffix: str = ""
    literal: str = ""

    def __str__(self) -> str:
        return self.literal or " ".join(filter(None, [self.given, self.family, self.suffix]))


@dataclass(frozen=True)
class Date:
    """``from_`` and ``to`` are ISO 8601 (year, month or day), "" if there is none; `words` what is printed."""

    words: str
    from_: str = ""
    to: str = ""


@dataclass(frozen=True)
class Work:
    """One cited work. `said`: the text fields by their CSL names; they may hold ``<i>``, ``<b>``, ``<sup>``, ``<sub>``."""

    id: str
    type: str
    said: Mapping[str, str] = field(default_factory=dict)
    names: Mapping[str, tuple[Name, ...]] = field(default_factory=dict)
    dates: Mapping[str, Date] = field(default_factory=dict)
    line: int = 0

    def __getitem__(self, key: str) -> str:
        return self.said.get(key, "")

    @property
    def xml_id(self) -> str:
        """Its name in TEI, ``bibl-moreno1940``: no entry of the authority file has such a one."""
        return "bibl-" + re.sub(r"[^\w.\-]+", "-", self.id)

    @property
    def year(self) -> str:
        date = self.dates.get("issued")
        return "" if date is None else date.from_[:4] or date.words


@dataclass(frozen=True)
class Bibliography:
    """All works, in the order of the file, with what was found in it."""

    works: tuple[Work, ...] = ()
    path: Path | None = None
    findings: tuple[Finding, ...] = ()

    @cached_property
    def by_id(self) -> Mapping[str, Work]:
        return {each.id: each for each in self.works}

    def find(self, said: str) -> Work | None:
        """The work that ``moreno1940``, ``#moreno1940`` or ``bibl:moreno1940`` names."""
        return self.by_id.get(said) or self.by_id.get(said.removeprefix("#").removeprefix("bibl:"))

    def nearest(self, said: str) -> str:
        """A hint: the id most like this one."""
        near = get_close_matches(said.removeprefix("#").removeprefix("bibl:"), list(self.by_id), 1, 0.5)
        return f'Did you mean "{near[0]}"?' if near else f"Add it to {self.path.name if self.path else FILES[0]}, or write the whole citation in words."


def parse(data: bytes, path: Path) -> Bibliography:
    """A list of CSL items. Raises ProjectError for what is none; a field that nobody knows is a finding."""
    try:
        text = data.decode("utf-8-sig")
        items = json.loads(text)
    except UnicodeDecodeError as error:
        raise ProjectError(f"{path}:{data[: error.start].count(10) + 1}: not UTF-8", hint="Save the file as UTF-8.") from None
    except json.JSONDecodeError as error:
        raise ProjectError(f"{path}:{error.lineno}:{error.colno}: not JSON: {error.msg}", hint="Export it again as CSL JSON, or look for a comma or a quotation mark there.") from None
    except RecursionError:
        raise ProjectError(f"{path}: nested too deeply for a bibliography") from None
    if not isinstance(items, list):
        raise ProjectError(f"{path}: is no list of works", hint="CSL JSON begins with [ and ends with ].")
    works: dict[str, Work] = {}
    found: list[Finding] = []
    for number, item in enumerate(items, 1):
        work = _work(item, number, text, path, found)
        if work.id in works:
            raise ProjectError(f"{path}:{work.line}: two works have the id {work.id!r}", hint="Give one of them another id.")
        works[work.id] = work
    return Bibliography(tuple(works.values()), path, tuple(found))


def _work(item: Any, number: int, text: str, path: Path, found: list[Finding]) -> Work:
    identifier = str(item.get("id", "")).strip() if isinstance(item, dict) else ""
    if not identifier:
        raise ProjectError(f"{path}: item {number} has no id", hint='Each work is an object with "id", "type" and "title".')
    line = _line(text, identifier)
    where = f"{path}:{line}: {identifier!r}"

    def lost(key: str, why: str, hint: str = "") -> None:
        found.append(Finding("SRC094", Severity.QUERY, Locus(str(path), line), f'"{identifier}": the field "{key}" {why}', hint))

    said: dict[str, str] = {}
    names: dict[str, tuple[Name, ...]] = {}
    dates: dict[str, Date] = {}
    for key, value in item.items():
        if bad := NOT_XML.search(json.dumps(value, ensure_ascii=False) if not isinstance(value, str) else value):
            raise ProjectError(f"{where}: {key} holds the character U+{ord(bad[0]):04X}, which no text can hold", hint="Take it out.")
        if value in ("", None, [], {}) or key in IDLE:
            continue
        if key in NAMES:
            if not isinstance(value, list) or not all(isinstance(each, dict) for each in value):
                raise ProjectError(f"{where}: {key} should be a list of names", hint='Write [{"family": "Moreno", "given": "Luisa"}] or [{"literal": "Congress"}].')
            names[key] = tuple(map(_name, value))
        elif key in DATES:
            dates[key] = _date(value, f"{where}: {key}")
        elif key in PLAIN and isinstance(value, (str, int, float)) and not isinstance(value, bool):
            said[key] = " ".join(str(value).split())
        elif key in PLAIN:
            lost(key, "is no text, and was left out")
        else:
            near = get_close_matches(key, list(FIELDS), 1, 0.6)
            lost(key, "has no place in TEI, and was left out", f'Did you mean "{near[0]}"?' if near else 'Put what it says into "note", or take it away.')
    if not ({"title", "container-title", "note", "genre", "number"} & set(said)):
        lost("title", "is missing", "A work without a title cannot be cited.")
    return Work(identifier, str(item.get("type") or "document"), said, names, dates, line)


def _name(said: Mapping[str, Any]) -> Name:
    part = {key: " ".join(str(said.get(key) or "").split()) for key in LIVING}
    family = " ".join(filter(None, [part["non-dropping-particle"], part["family"]]))
    given = " ".join(filter(None, [part["given"], part["dropping-particle"]]))
    return Name(family, given, part["suffix"], part["literal"]) if family or given else Name(literal=part["literal"])


def _date(said: Any, where: str) -> Date:
    """A CSL date: ``{"date-parts": [[1940, 3, 3]]}``, ``{"raw": "1940-03-03"}``, ``{"literal": "spring 1940"}``, or EDTF as a text."""
    if isinstance(said, (str, int)) and not isinstance(said, bool):
        said = {"raw": str(said)}
    if not isinstance(said, dict):
        raise ProjectError(f"{where} is no date", hint='Write {"date-parts": [[1940, 3, 3]]}.')
    try:
        days = [_iso([int(part) for part in parts]) for parts in said.get("date-parts") or [] if parts]
    except (TypeError, ValueError):
        raise ProjectError(f"{where} is no date", hint='Write {"date-parts": [[1940, 3, 3]]}.') from None
    raw = str(said.get("raw") or "").strip()
    if not days and (match := re.fullmatch(r"(\d{4}(?:-\d\d){0,2})(?:/(\d{4}(?:-\d\d){0,2}))?", raw)):
        days = [day for day in match.groups() if day]
    words = str(said.get("literal") or "").strip() or "–".join(days) or raw
    if said.get("circa"):
        words = f"c. {words}"
    return Date(words, *days[:2])


def _iso(parts: list[int]) -> str:
    year, *rest = parts
    if not 0 < year < 10_000 or len(rest) > 2 or not all(0 < part < 32 for part in rest) or (rest and rest[0] > 12):
        raise ValueError
    return "-".join([f"{year:04d}", *(f"{part:02d}" for part in rest)])


def _line(text: str, identifier: str) -> int:
    match = re.search(r'"id"\s*:\s*' + re.escape(json.dumps(identifier, ensure_ascii=False)), text) or re.search(rf'"id"\s*:\s*{re.escape(identifier)}\b', text)
    return text.count("\n", 0, match.start()) + 1 if match else 1


def pieces(text: str) -> Iterator[tuple[str, str]]:
    """A CSL text as (words, "" or how they look: italic, bold, superscript, subscript, smallcaps). Other tags are dropped, their words stay."""
    looks = {"i": "italic", "b": "bold", "sup": "superscript", "sub": "subscript", "sc": "smallcaps"}
    look: list[str] = []
    for part in re.split(r"(</?(?:i|b|sup|sub|sc|span)\b[^<>]*>)", text):
        if match := re.fullmatch(r"<(/?)(\w+)\b[^<>]*>", part):
            if not match[1]:
                look.append(looks.get(match[2], ""))
            elif look:
                look.pop()
        elif part:
            yield part, next((each for each in reversed(look) if each), "")

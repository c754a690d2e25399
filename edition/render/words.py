"""The words that the program itself sets ("Contents", "Editor's note", "illegible"), by language: words.toml."""

from __future__ import annotations

import re
import tomllib
from collections.abc import Mapping
from functools import lru_cache
from pathlib import Path
from types import MappingProxyType

from edition.render.language import SHORTER

FILE = Path(__file__).with_name("words.toml")
PLURAL = {"glosses": "gloss", "translators": "translator", "authors": "author", "editors": "editor"}  # series by another of their names
DAY = re.compile(r"(-?\d{4,})(?:-(0[1-9]|1[0-2])(?:-(0[1-9]|[12]\d|3[01]))?)?")


@lru_cache(maxsize=1)
def _tables() -> dict[str, dict[str, str]]:
    return tomllib.loads(FILE.read_text("utf-8"))


@lru_cache(maxsize=32)
def words_of(*languages: str) -> Mapping[str, str]:
    """The words of the first of these languages (BCP 47) that there is a table for, else English. ``lang`` says which it is."""
    tables = _tables()
    primary = (language.split("-")[0].lower() for language in languages)
    found = next((tag for tag in (SHORTER.get(name, name) for name in primary) if tag in tables), "en")
    words = {**tables["en"], **tables[found], "lang": found}
    words |= {f"notes_{key.removesuffix('_notes')}": word for key, word in words.items() if key.endswith("_notes")}
    return MappingProxyType(words)


def has_words(language: str) -> bool:
    """Whether there is a table for a language (BCP 47)."""
    primary = language.split("-")[0].lower()
    return SHORTER.get(primary, primary) in _tables()


def date_words(iso: str, words: Mapping[str, str]) -> str:
    """``2026-11-21`` as it is written in the language: "21 November 2026", "21. November 2026", "1er mai 1871". A year, a month likewise;
    what is no date of ISO 8601 is given back as it is."""
    match = DAY.fullmatch(iso.strip())
    if match is None:
        return iso
    year, month, day = match.groups()
    year = ("-" if year[0] == "-" else "") + year.lstrip("-0")
    if month is None:
        return year
    said = {"year": year, "month": words[f"month_{int(month)}"], "day": words["date_first"] if day == "01" else (day or "").lstrip("0")}
    return words["date_day" if day else "date_month"].format(**said)


def note_word(series: str, words: Mapping[str, str]) -> str:
    """What one note of a series is called: "Editor's note", else "Note"."""
    return words.get(f"{PLURAL.get(series, series)}_note") or words["note"]


def notes_word(series: str, words: Mapping[str, str]) -> str:
    """What the notes of a series are called, where edition.toml gives no heading: "Editor's notes", else "Notes"."""
    return words.get(f"{PLURAL.get(series, series)}_notes") or (words["apparatus"] if series == "apparatus" else words["notes"])

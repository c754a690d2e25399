"""The words that the program itself sets ("Contents", "Editor's note", "illegible"), by language: words.toml."""

from __future__ import annotations

import tomllib
from collections.abc import Mapping
from functools import lru_cache
from pathlib import Path
from types import MappingProxyType

THREE = {"eng": "en", "fra": "fr", "fre": "fr", "deu": "de", "ger": "de", "spa": "es", "ita": "it", "heb": "he", "iw": "he", "ara": "ar"}
FILE = Path(__file__).with_name("words.toml")


@lru_cache(maxsize=1)
def _tables() -> dict[str, dict[str, str]]:
    return tomllib.loads(FILE.read_text("utf-8"))


@lru_cache(maxsize=32)
def words_of(*languages: str) -> Mapping[str, str]:
    """The words of the first of these languages (BCP 47) that there is a table for, else English. ``lang`` says which it is."""
    tables = _tables()
    primary = (language.split("-")[0].lower() for language in languages)
    found = next((tag for tag in (THREE.get(name, name) for name in primary) if tag in tables), "en")
    words = {**tables["en"], **tables[found], "lang": found}
    words |= {f"notes_{key.removesuffix('_notes')}": word for key, word in words.items() if key.endswith("_notes")}
    return MappingProxyType(words)


def note_word(series: str, words: Mapping[str, str]) -> str:
    """What one note of a series is called: "Editor's note", else "Note"."""
    return words.get(f"{series}_note") or words["note"]


def notes_word(series: str, words: Mapping[str, str]) -> str:
    """What the notes of a series are called, where edition.toml gives no heading: "Editor's notes", else "Notes"."""
    return words.get(f"{series}_notes") or (words["apparatus"] if series == "apparatus" else words["notes"])

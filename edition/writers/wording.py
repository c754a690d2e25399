"""8. XHTML to files. What the pages say that an edition sets around its documents, in its language."""

from __future__ import annotations

from collections.abc import Mapping

# What these pages say, where the edition's language has no word of its own in words.toml.
ENGLISH: Mapping[str, str] = {
    "contents": "Contents", "corrections": "Corrections", "reading": "Reading", "in_source": "In the source", "page": "Page",
    "certainty": "Certainty", "nothing": "nothing", "edited_by": "Edited by", "translated_by": "Translated by", "edition": "Edition",
    "text": "Text", "editorial": "Editorial work", "rights": "Rights", "contact": "Contact", "source": "Source", "sources": "Sources",
    "author": "Author", "editor": "Editor", "translator": "Translator", "contributor": "Contributor", "funder": "Funder",
    "sponsor": "Sponsor", "principal": "Principal", "date": "Date", "high": "high", "medium": "medium", "low": "low", "unknown": "unknown",
    "colon": ": ", "corr": "corrected", "reg": "regularised", "supplied": "supplied", "surplus": "left out", "change": "Change",
}  # fmt: skip


def word(words: Mapping[str, str], key: str) -> str:
    """A word of the program's own, in the edition's language, else in English."""
    return words.get(key) or ENGLISH.get(key, key)


def other(language: str, words: Mapping[str, str]) -> str:
    """A language as a line of the contents says it: "" where it is that of the contents themselves."""
    return "" if language == words["lang"] else language

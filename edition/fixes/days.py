"""A day as people write it, in the form of ISO 8601: only where it can be read in one way."""

from __future__ import annotations

import re
from calendar import monthrange
from collections.abc import Mapping
from types import MappingProxyType

# Months by language: the twelve names, apart from case and accents as they are written; shorter forms are beginnings of three letters and more, with or without a point
MONTHS: Mapping[str, str] = MappingProxyType({
    "ca": "gener febrer març abril maig juny juliol agost setembre octubre novembre desembre",
    "cs": "ledna února března dubna května června července srpna září října listopadu prosince",
    "da": "januar februar marts april maj juni juli august september oktober november december",
    "de": "januar februar märz april mai juni juli august september oktober november dezember",
    "en": "january february march april may june july august september october november december",
    "es": "enero febrero marzo abril mayo junio julio agosto septiembre octubre noviembre diciembre",
    "fr": "janvier février mars avril mai juin juillet août septembre octobre novembre décembre",
    "it": "gennaio febbraio marzo aprile maggio giugno luglio agosto settembre ottobre novembre dicembre",
    "la": "ianuarii februarii martii aprilis maii iunii iulii augusti septembris octobris novembris decembris",
    "nl": "januari februari maart april mei juni juli augustus september oktober november december",
    "pl": "stycznia lutego marca kwietnia maja czerwca lipca sierpnia września października listopada grudnia",
    "pt": "janeiro fevereiro março abril maio junho julho agosto setembro outubro novembro dezembro",
    "sv": "januari februari mars april maj juni juli augusti september oktober november december",
})  # fmt: skip
ISO_LIKE = re.compile(r"(\d{4})\s*([-‐‑–/.])\s*(\d{1,2})(?:\s*\2\s*(\d{1,2}))?")
DAY_FIRST = re.compile(r"(\d{1,2})([/.-])(\d{1,2})\2(\d{4})")
IN_WORDS = (
    re.compile(r"(?P<day>\d{1,2})(?:st|nd|rd|th|\.|er|º|°)?(?: (?:de|of|d'))?[ ]?(?P<month>[^\W\d_]{3,})\.?(?:,| de| del)? ?(?P<year>\d{4})", re.IGNORECASE),
    re.compile(r"(?P<month>[^\W\d_]{3,})\.? (?P<day>\d{1,2})(?:st|nd|rd|th)?,? (?P<year>\d{4})", re.IGNORECASE),
    re.compile(r"(?P<month>[^\W\d_]{3,})\.?,?(?: de| del| of)? (?P<year>\d{4})", re.IGNORECASE),
)


def iso(written: str, language: str = "") -> tuple[str, bool] | None:
    """The date, and whether only zeros and signs differ (then nothing was read into it). None if it can be read in no way, or in two.

    `language`: a BCP 47 tag; names of months are read in that language alone, or, if it is "", where all languages agree.
    """
    written = " ".join(written.split())
    if match := ISO_LIKE.fullmatch(written):
        found = _day(match[1], match[3], match[4])
        return (found, match[2] == "-") if found else None
    if match := DAY_FIRST.fullmatch(written):
        first, second = int(match[1]), int(match[3])
        if first != second and (first <= 12) == (second <= 12):  # which one is the month?
            return None
        day, month = (match[1], match[3]) if second <= 12 else (match[3], match[1])
        found = _day(match[4], month, day)
        return (found, False) if found else None
    for pattern in IN_WORDS:
        if match := pattern.fullmatch(written):
            month = _month(match["month"], language)
            found = _day(match["year"], month, match.groupdict().get("day")) if month else None
            return (found, False) if found else None
    if re.fullmatch(r"[1-9]\d\d", written):
        return f"0{written}", False
    return None


def _day(year: str, month: str | None, day: str | None) -> str | None:
    """Joined with zeros; None if there is no such day."""
    if month is None or not 1 <= int(month) <= 12 or int(year) < 1:
        return None
    if day is None:
        return f"{year}-{int(month):02}"
    last = monthrange(2000 + int(year) % 400, int(month))[1]
    return f"{year}-{int(month):02}-{int(day):02}" if 1 <= int(day) <= last else None


def _month(name: str, language: str) -> str | None:
    """Its number, as a text."""
    primary = language.lower().partition("-")[0]
    tables = [MONTHS[primary]] if primary in MONTHS else [] if primary else list(MONTHS.values())
    word = name.casefold()
    found = {number for table in tables for number, month in enumerate(table.split(), 1) if month.startswith(word)}
    return str(found.pop()) if len(found) == 1 else None

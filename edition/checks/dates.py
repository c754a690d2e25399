"""6. Dates in attributes: such as exist, intervals that end after they begin, and the same that the words say."""

from __future__ import annotations

import re
from calendar import isleap, monthrange
from collections.abc import Callable, Iterator, Mapping
from dataclasses import replace
from functools import lru_cache

from edition import tei
from edition.checks.survey import W3C, survey
from edition.model import Document, Finding, Severity, Subject
from edition.rules import Scope, check, finding, quoted

# XML Schema's date, gYear, gYearMonth, gMonth, gMonthDay, gDay, dateTime, and time: TEI's teidata.temporal.w3c
FORM = re.compile(
    r"(?:(?P<year>-?[0-9]{4,9})(?:-(?P<month>[0-9]{2})(?:-(?P<day>[0-9]{2}))?)?|--(?P<month2>[0-9]{2})(?:-(?P<day2>[0-9]{2}))?|---(?P<day3>[0-9]{2}))?"
    r"(?:(?:(?<=[0-9])T|^)(?P<hour>[0-9]{2}):(?P<minute>[0-9]{2}):(?P<second>[0-9]{2})(?:\.[0-9]+)?)?(?:Z|[+-][0-9]{2}:[0-9]{2})?"
)
COMPACT = re.compile(r"[0-9]{8}")  # 18710503, which XML Schema takes for a year
Day = tuple[int, int, int]
Reading = Callable[[str], tuple[Day, Day] | str | None]


@lru_cache(maxsize=4096)
def _read(value: str) -> tuple[Day, Day] | str | None:
    """First and last possible day; None if no year is given; a sentence if there is no such date."""
    value = value.strip(tei.BLANK)
    match = FORM.fullmatch(value)
    if COMPACT.fullmatch(value) and not isinstance(_read(_hyphened(value)), str):
        return f"has the year {int(value):,}"
    if match is None or not value or value[0] in "Z+":
        return "is not a date of the form 2026-01-31, 2026-01 or 2026"
    month, day = match["month"] or match["month2"], match["day"] or match["day2"] or match["day3"]
    if month and not 1 <= int(month) <= 12:
        return f"has the month {month}"
    year = int(match["year"] or 2000)  # a leap year, for --02-29
    last = monthrange(_leaping(year), int(month))[1] if month else 31
    if day and not 1 <= int(day) <= last:
        return f"has the day {day}, and the month has {last}"
    if match["hour"] and not (int(match["hour"]) < 24 and int(match["minute"]) < 60 and int(match["second"]) < 60):
        return "has a time that no clock shows"
    if match["year"] is None:
        return None
    return (year, int(month or 1), int(day or 1)), (year, int(month or 12), int(day or 31))


def _leaping(year: int) -> int:
    """A year that Python's calendar knows and that is a leap year if this one is. XML Schema counts with the year 0."""
    return 2000 + year % 400


# What EDTF (ISO 8601-2) writes into a date, and TEI into other attributes
UNSURE = re.compile(r"(-?[0-9]{4}(?:-[0-9]{2}){0,2})[?~%]")
UNKNOWN_DIGITS = re.compile(r"([0-9]{2,3})([Xxu?]{1,2})")
SPAN = re.compile(r"\[?(-?[0-9]{4}(?:-[0-9]{2}){0,2})?(?:/|\.\.)(-?[0-9]{4}(?:-[0-9]{2}){0,2})?\]?")
TURNED = re.compile(r"([0-9]{1,2})[./-]([0-9]{1,2})[./-]([0-9]{4})")
HINT = "ISO 8601: year, month, day, with hyphens. What the source says stays in the text."


def _hyphened(value: str) -> str:
    return f"{value[:4]}-{value[4:6]}-{value[6:]}"


def _meant(value: str) -> str:
    """What to write for a date that is wrong in a way that can be seen; "" for others."""
    if not value:
        return "Write a date such as 1871-05-03, 1871-05 or 1871, or take the attribute away."
    if COMPACT.fullmatch(value):
        return f"Write {_hyphened(value)}."
    if re.fullmatch(r"[0-9]{2}:[0-9]{2}", value):
        return f"A time has seconds: {value}:00."
    if match := TURNED.fullmatch(value):
        day, month = int(match[1]), int(match[2])
        days = dict.fromkeys(f"{match[3]}-{two:02}-{one:02}" for one, two in ((day, month), (month, day)))
        real = [each for each in days if not isinstance(_read(each), str)]
        return f"Write {' or '.join(real)}: year, month, day." if real else ""
    match = FORM.fullmatch(value)
    if match is None:
        return ""
    if match["hour"]:
        return "Hours go from 00 to 23, minutes and seconds from 00 to 59."
    if match["year"] and match["day"]:
        turned = f"{match['year']}-{match['day']}-{match['month']}"
        known = "" if int(match["month"]) <= 12 else f"Did you mean {turned}?" if not isinstance(_read(turned), str) else ""
        return known or (f"Correct the day, or write {match['year']}-{match['month']} without one." if int(match["month"]) <= 12 else "")
    return ""


def _instead(value: str) -> str:
    """What TEI has for what EDTF says; "" if it is none."""
    if match := UNSURE.fullmatch(value):
        return f'TEI says that a date is not certain beside it: when="{match[1]}" cert="low".'
    if (match := UNKNOWN_DIGITS.fullmatch(value)) and len(value) == 4:
        return f'TEI says between which years: notBefore="{match[1]}{"0" * len(match[2])}" notAfter="{match[1]}{"9" * len(match[2])}".'
    if (match := SPAN.fullmatch(value)) and (match[1] or match[2]):
        first, last = ("notBefore", "notAfter") if ".." in value else ("from", "to")
        return "TEI has two attributes for it: " + " ".join(f'{name}="{day}"' for name, day in ((first, match[1]), (last, match[2])) if day) + "."
    return ""


@check("DAT001", Severity.ERROR, source="TEI #CONADA", reads="bytes")
def impossible_date(document: Document, scope: Scope) -> Iterator[Finding]:
    """A date that no calendar has, that is not of the form of one, or an interval that ends before it begins.

    Catalogues and search by date read these attributes; the words in the text may say whatever the source says.

    Bad:  <p><date when="1871-02-30">the 30th of February 1871</date></p>
    Bad:  <p><date from="1875" to="1871">these years</date></p>
    Bad:  <p><date when="1 May 1871">1 May 1871</date></p>
    Bad:  <p><date when="187X">in the seventies</date></p>
    Bad:  <p><date when="18710503">3 May 1871</date></p>
    Good: <p><date when="1871-02-03">3 February 1871</date></p>
    Good: <p><date notBefore="1871" notAfter="1871-06">the first half of 1871</date></p>
    """
    for dated, numbers in survey(document).dated.items():
        values = {attribute: value for attribute, value in dated if attribute in W3C}
        yield from _judged(document, numbers, values, "", _read)


@check("DAT004", Severity.ERROR, source="TEI #NDDATEISO", reads="bytes")
def impossible_iso_date(document: Document, scope: Scope) -> Iterator[Finding]:
    """A date of ISO 8601 in @when-iso and the like that no calendar has, or an interval that ends before it begins.

    These attributes take more than the others: dates without hyphens (18710203), weeks (1871-W05-2), days of the year (1871-034), and intervals with a
    stroke. What is said is still to be a date.

    Bad:  <p><date when-iso="18710230">the 30th of February 1871</date></p>
    Bad:  <p><date when-iso="1875/1871">these years</date></p>
    Good: <p><date when-iso="1871-02-03/1871-02-05">3 to 5 February 1871</date></p>
    Good: <p><date when-iso="1871-034">3 February 1871</date></p>
    """
    for dated, numbers in survey(document).dated.items():
        values = {attribute: value for attribute, value in dated if attribute not in W3C}
        if values:
            yield from _judged(document, numbers, values, "-iso", _read_iso)


def _judged(document: Document, numbers: list[int], values: Mapping[str, str], ending: str, read: Reading) -> Iterator[Finding]:
    """What is wrong with the dates that some elements have, for each of them."""
    said: list[tuple[str, str, str]] = []
    days: dict[str, tuple[Day, Day]] = {}
    for attribute, value in values.items():
        found = read(value)
        if isinstance(found, str):
            said.append((attribute, f"@{attribute} {quoted(value)} {found}", _instead(value.strip()) or _meant(value.strip(tei.BLANK)) or HINT))
        elif found:
            days[attribute] = found
    for first, last in ((f"from{ending}", f"to{ending}"), (f"notBefore{ending}", f"notAfter{ending}")):
        if first in days and last in days and days[first][0] > days[last][1]:
            said.append((first, f"@{first} {quoted(values[first])} is later than @{last} {quoted(values[last])}", "Change the two, or one of them."))
    for node in map(survey(document).element, numbers if said else ()):
        for attribute, message, hint in said:
            yield replace(finding(document, node, message, hint), subject=Subject(attribute, values[attribute]))


@lru_cache(maxsize=4096)
def _read_iso(value: str) -> tuple[Day, Day] | str | None:
    """As `_read`, of ISO 8601: of an interval the first and the last day. Durations and times of day are not read."""
    parts = value.strip(tei.BLANK).split("/")
    if len(parts) > 2:
        return None  # a recurring interval
    found = [_iso_day(part) for part in parts]
    if wrong := next((each for each in found if isinstance(each, str)), None):
        return wrong
    days = [each for each in found if isinstance(each, tuple)]
    if len(days) == 2 and days[0][0] > days[1][1]:
        return "ends before it begins"
    return (days[0][0], days[-1][1]) if days and len(days) == len(found) else None


def _iso_day(value: str) -> tuple[Day, Day] | str | None:
    day = value.partition("T")[0]
    if match := re.fullmatch(r"(-?[0-9]{4})-?W([0-9]{2})(?:-?([1-7]))?", day):
        return None if 1 <= int(match[2]) <= 53 else f"has the week {match[2]}"
    if match := re.fullmatch(r"(-?[0-9]{4})-?([0-9]{3})", day):
        last = 366 if isleap(_leaping(int(match[1]))) else 365
        return None if 1 <= int(match[2]) <= last else f"has the day {match[2]} of the year"
    if match := re.fullmatch(r"(-?[0-9]{4})([0-9]{2})([0-9]{2})", day):
        day = f"{match[1]}-{match[2]}-{match[3]}"
    return _read(day) if re.fullmatch(r"-?[0-9]{4}(-[0-9]{2}){0,2}", day) else None


YEAR = re.compile(r"(?<![0-9.,])(?:1[0-9]{3}|20[0-9]{2})(?![0-9])")
OLD_STYLE = re.compile(r"[0-9]{4}\s*[/–-]\s*[0-9]{1,4}|\bO\.? ?S\.|\bold style\b|a\. ?St", re.IGNORECASE)


@check("DAT002", Severity.QUERY, source="TEI #CONADA", reads="bytes")
def contradicted_date(document: Document, scope: Scope) -> Iterator[Finding]:
    """A date whose words name another year than its @when.

    One of the two was mistyped. Not asked where the year began on another day than the first of January (the months to March and a difference of one year),
    where two years are named, or where the element has a @calendar.

    Bad:  <p><date when="1871-05-03">3 May 1817</date></p>
    Good: <p><date when="1871-05-03">3 May 1871</date></p>
    Good: <p><date when="1649-01-30">30 January 1648</date></p>
    """
    for node in survey(document).each("date"):
        when = node.get("when") or ""
        if not re.match(r"[0-9]{4}", when) or node.get("calendar") or node.get("datingMethod"):
            continue
        words = tei.plain(node) if len(node) else node.text or ""
        if when[:4] in words:
            continue
        years = set(YEAR.findall(words))
        if len(years) != 1 or OLD_STYLE.search(words):
            continue
        year, said = int(when[:4]), int(next(iter(years)))
        if year - said == 1 and when[5:7] in ("01", "02", "03"):
            continue
        yield finding(document, node, f"the words {quoted(words, 40)} name the year {said}, and @when is {quoted(when)}", "Compare it with the source, and change one of them.")


@check("DAT003", Severity.NOTE, source="TEI #CONADA", reads="bytes")
def undated_date(document: Document, scope: Scope) -> Iterator[Finding]:
    """Dates of the text that name a year in words, and say no date for programs.

    They are found by no search for a time, and stand on no time line. Said once for a document; dates of publication in a <bibl> are not asked about.

    Bad:  <p>On <date>3 May 1871</date> we sailed.</p>
    Good: <p>On <date when="1871-05-03">3 May 1871</date> we sailed.</p>
    """
    bare = [
        node for node in survey(document).each("date")
        if not any(name.removesuffix("-iso").removesuffix("-custom") in W3C or name in ("period", "dur") for name in node.attrib) and YEAR.search(tei.plain(node))
        and next(node.iterancestors(f"{tei.T}text"), None) is not None
        and next(node.iterancestors(f"{tei.T}bibl", f"{tei.T}biblStruct", f"{tei.T}biblFull"), None) is None
    ]  # fmt: skip
    if bare:
        many = f" (and {len(bare) - 1} more)" if len(bare) > 1 else ""
        yield finding(document, bare[0], f"the date {quoted(tei.plain(bare[0]), 40)} has no @when{many}", 'Add when="…", or notBefore="…" notAfter="…".')

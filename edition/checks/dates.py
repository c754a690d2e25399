"""6. Dates in attributes: such as exist, and intervals that end after they begin."""

from __future__ import annotations

import re
from calendar import monthrange
from collections.abc import Iterator

from edition import tei
from edition.model import Document, Finding, Severity
from edition.rules import Scope, check, finding, quoted

ATTRIBUTES = ("when", "notBefore", "notAfter", "from", "to")
OTHERWISE = "|".join(f"self::t:{name}" for name in ("rt", "app", "span", "arc", "locus", "biblScope", "citedRange"))  # @from and @to are no dates here
DATED = f"//t:*[@when or @notBefore or @notAfter or ((@from or @to) and not({OTHERWISE}))]"
# XML Schema's date, gYear, gYearMonth, gMonth, gMonthDay, gDay, dateTime, and time: TEI's teidata.temporal.w3c
FORM = re.compile(
    r"(?:(?P<year>-?[0-9]{4,9})(?:-(?P<month>[0-9]{2})(?:-(?P<day>[0-9]{2}))?)?|--(?P<month2>[0-9]{2})(?:-(?P<day2>[0-9]{2}))?|---(?P<day3>[0-9]{2}))?"
    r"(?:(?:(?<=[0-9])T|^)(?P<hour>[0-9]{2}):(?P<minute>[0-9]{2}):(?P<second>[0-9]{2})(?:\.[0-9]+)?)?(?:Z|[+-][0-9]{2}:[0-9]{2})?"
)
Day = tuple[int, int, int]


def _read(value: str) -> tuple[Day, Day] | str | None:
    """First and last possible day; None if no year is given; a sentence if there is no such date."""
    value = value.strip(tei.BLANK)
    match = FORM.fullmatch(value)
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


@check("DAT001", Severity.ERROR, source="TEI #CONADA")
def impossible_date(document: Document, scope: Scope) -> Iterator[Finding]:
    """A date that no calendar has, that is not of the form of one, or an interval that ends before it begins.

    Catalogues and search by date read these attributes; the words in the text may say whatever the source says.

    Bad:  <p><date when="1871-02-30">the 30th of February 1871</date></p>
    Bad:  <p><date from="1875" to="1871">these years</date></p>
    Bad:  <p><date when="1 May 1871">1 May 1871</date></p>
    Good: <p><date when="1871-02-03">3 February 1871</date></p>
    Good: <p><date notBefore="1871" notAfter="1871-06">the first half of 1871</date></p>
    """
    assert document.tree is not None
    for node in tei.select(document.tree, DATED):
        read = {}
        for attribute in ATTRIBUTES:
            if (value := node.get(attribute)) is None:
                continue
            days = _read(value)
            if isinstance(days, str):
                yield finding(document, node, f"@{attribute} {quoted(value)} {days}", "ISO 8601: year, month, day, with hyphens. What the source says stays in the text.")
            elif days:
                read[attribute] = days
        for first, last in (("from", "to"), ("notBefore", "notAfter")):
            if first in read and last in read and read[first][0] > read[last][1]:
                yield finding(document, node, f"@{first} {quoted(node.get(first))} is later than @{last} {quoted(node.get(last))}", "Change the two, or one of them.")

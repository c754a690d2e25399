"""2. Repairs. Dates whose weekday is not that of the calendar: asked about, since either of the two may be wrong."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from datetime import date, timedelta

from edition.edits import Change, Proposal, View
from edition.rules import repair

WEEKDAYS: Mapping[str, Sequence[str]] = {
    "en": "Monday Tuesday Wednesday Thursday Friday Saturday Sunday".split(),
    "fr": "lundi mardi mercredi jeudi vendredi samedi dimanche".split(),
    "de": "Montag Dienstag Mittwoch Donnerstag Freitag Samstag Sonntag".split(),
    "es": "lunes martes miércoles jueves viernes sábado domingo".split(),
    "it": "lunedì martedì mercoledì giovedì venerdì sabato domenica".split(),
}
MONTHS: Mapping[str, Sequence[str]] = {
    "en": "January February March April May June July August September October November December".split(),
    "fr": "janvier février mars avril mai juin juillet août septembre octobre novembre décembre".split(),
    "de": "Januar Februar März April Mai Juni Juli August September Oktober November Dezember".split(),
    "es": "enero febrero marzo abril mayo junio julio agosto septiembre octubre noviembre diciembre".split(),
    "it": "gennaio febbraio marzo aprile maggio giugno luglio agosto settembre ottobre novembre dicembre".split(),
}
OTHER = {"Sonnabend": 5, "setiembre": 8}
MOST_YEARS = 10  # without a year in the text: more candidates prove nothing
JULIAN_DAYS = {15: 10, 16: 10, 17: 11, 18: 12, 19: 13}  # by which the old calendar is behind, by century (from March of its first year)


def _pattern(language: str) -> re.Pattern[str]:
    days = "|".join([*WEEKDAYS[language], *(["Sonnabend"] if language == "de" else [])])
    months = "|".join([*MONTHS[language], *(["setiembre"] if language == "es" else [])])
    year = r"(?:,? (?:de )?(?P<year>1[5-9]\d\d|20\d\d)\b)?"
    number = r"(?P<day>[0-3]?\d)(?:st|nd|rd|th|er|º)?"
    first = rf"(?P<weekday>{days}),? (?:the |le |den |el )?{number}\.?(?: (?:of|de))? (?P<month>{months})\b{year}"
    second = rf"(?P<weekday_>{days}),? (?P<month_>{months}) (?P<day_>[0-3]?\d)(?:st|nd|rd|th)?\b(?:,? (?P<year_>1[5-9]\d\d|20\d\d)\b)?"
    return re.compile(rf"\b(?:{first}|{second})" if language == "en" else rf"\b(?:{first})", re.IGNORECASE)


PATTERNS = {language: _pattern(language) for language in WEEKDAYS}


@repair(
    "weekday", declared_in="correction", family="editorial",
    statement="Weekdays that do not agree with their dates are corrected where an editor has confirmed it; both readings are kept.",
)  # fmt: skip
def wrong_weekdays(view: View) -> Iterator[Change | Proposal]:
    """Propose the weekday that a date had. The day may be as wrong as the weekday, so an editor decides.

    A date without a year is held against the years in which the record says the document was written. Before 1924 a weekday of the old
    calendar is right as well.

    Proposed: on Monday, January 12, 2016 → on Tuesday, January 12, 2016
    """
    language = view.language.split("-")[0].lower()
    small = view.text.lower()
    if not any(day.lower() in small for day in (*WEEKDAYS.get(language, WEEKDAYS["en"]), *OTHER)):
        return
    for match in PATTERNS.get(language, PATTERNS["en"]).finditer(view.text):
        said = {name.rstrip("_"): value for name, value in match.groupdict().items() if value}
        names, months = WEEKDAYS[language if language in WEEKDAYS else "en"], MONTHS[language if language in MONTHS else "en"]
        weekday = _number(said["weekday"], names)
        years = (int(said["year"]),) if "year" in said else view.years
        if not years or len(years) > MOST_YEARS:
            continue
        found = [_weekdays(year, _number(said["month"], months) + 1, int(said["day"])) for year in years]
        if any(weekday in each or not each for each in found):
            continue
        right = names[found[-1][0]] if len(found) == 1 else ""
        if right:
            right = right.capitalize() if said["weekday"][0].isupper() else right
            when = match[0][len(said["weekday"]) :].lstrip(", ") + ("" if "year" in said else f" {years[0]}")
            yield Proposal(match.start(), said["weekday"], right, "low", f"{when} was a {right}; the day or the weekday is wrong")


def _number(name: str, names: Sequence[str]) -> int:
    return next((n for n, each in enumerate(names) if each.casefold() == name.casefold()), OTHER.get(name.capitalize(), OTHER.get(name, 0)))


def _weekdays(year: int, month: int, day: int) -> list[int]:
    """The weekdays (0 Monday) that a date may have had: in our calendar, and before 1924 in the old one. [] if there is no such day."""
    try:
        when = date(year, month, day)
    except ValueError:
        return []
    found = [when.weekday()]
    if year < 1924:
        behind = JULIAN_DAYS[year // 100] - (year % 100 == 0 and month < 3 and year // 100 > 16)
        found.append((when + timedelta(days=behind)).weekday())  # the old calendar's date, as the new one counts that day
    return found

"""Datatypes of values: the two that RELAX NG has itself, and those of XML Schema, with their facets.

A datatype says whether a text is one of its values (`allows`), and what it means (`meaning`: equal values mean the same). Lexical forms after
XML Schema Part 2 (1.0), whose dates know no year 0000.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from functools import cache, cached_property
from typing import TYPE_CHECKING, Any
from urllib.parse import quote, urlsplit

from edition.relaxng.characters import NAME, NCNAME, NMTOKEN

if TYPE_CHECKING:
    from edition.relaxng import regex

XSD = "http://www.w3.org/2001/XMLSchema-datatypes"
Context = Mapping[str, str]  # prefix to namespace; "" is the default namespace
NO_CONTEXT: Context = {}
REMEMBERED = 20_000  # verdicts for each datatype
PRESERVE, REPLACE, COLLAPSE = range(3)
BLANKS = re.compile(r"[ \t\n\r]+")
BLANK = re.compile(r"[\t\n\r]")
# Expressions are texts: they are compiled when a value is first looked at, for most documents need few of them.
ZONE = r"(Z|[+-](?:(?:0[0-9]|1[0-3]):[0-5][0-9]|14:00))?"
DATE = rf"(-?)([0-9]{{4,}})-([0-9][0-9])-([0-9][0-9]){ZONE}"
TIME = rf"([0-9][0-9]):([0-5][0-9]):([0-5][0-9])(\.[0-9]+)?{ZONE}"
MOMENT = rf"(-?[0-9]{{4,}}-[0-9][0-9]-[0-9][0-9])T([0-9][0-9]:[0-9][0-9]:[0-9][0-9](?:\.[0-9]+)?){ZONE}"
YEAR = rf"(-?)([0-9]{{4,}}){ZONE}"
YEAR_MONTH = rf"(-?)([0-9]{{4,}})-([0-9][0-9]){ZONE}"
MONTH_DAY = rf"--([0-9][0-9])-([0-9][0-9]){ZONE}"
MONTH = rf"--(0[1-9]|1[0-2])(?:--)?{ZONE}"
DAY = rf"---(0[1-9]|[12][0-9]|3[01]){ZONE}"
DURATION = r"(-?)P(?=.)(?:([0-9]+)Y)?(?:([0-9]+)M)?(?:([0-9]+)D)?(?:T(?=.)(?:([0-9]+)H)?(?:([0-9]+)M)?(?:([0-9]+(?:\.[0-9]+)?)S)?)?"
DECIMAL = r"[+-]?(?:[0-9]+(?:\.[0-9]*)?|\.[0-9]+)"
INTEGER = r"[+-]?[0-9]+"
FLOAT = r"[+-]?(?:[0-9]+(?:\.[0-9]*)?|\.[0-9]+)(?:[eE][+-]?[0-9]+)?|-?INF|NaN"
LANGUAGE = r"[A-Za-z]{1,8}(?:-[A-Za-z0-9]{1,8})*"
QNAME = f"(?:({NCNAME}):)?({NCNAME})"
HEXADECIMAL = r"(?:[0-9A-Fa-f]{2})*"
BASE64 = r"(?:[A-Za-z0-9+/]{4})*(?:[A-Za-z0-9+/]{2}[AEIMQUYcgkosw048]=|[A-Za-z0-9+/][AQgw]==)?"
SCHEME = re.compile(r"[A-Za-z][A-Za-z0-9+.\-]*:")
LIMITS = {  # of the integers
    "integer": (None, None), "nonNegativeInteger": (0, None), "positiveInteger": (1, None), "nonPositiveInteger": (None, 0), "negativeInteger": (None, -1),
    "long": (-(2**63), 2**63 - 1), "int": (-(2**31), 2**31 - 1), "short": (-(2**15), 2**15 - 1), "byte": (-128, 127),
    "unsignedLong": (0, 2**64 - 1), "unsignedInt": (0, 2**32 - 1), "unsignedShort": (0, 2**16 - 1), "unsignedByte": (0, 255),
}  # fmt: skip


@cache
def _expected(form: str) -> re.Pattern[str]:
    """The expression of a form."""
    return re.compile(form)


class BadDatatype(ValueError):
    """A datatype or a facet that is not known, or a facet's value that is none."""


@dataclass(frozen=True)
class Instant:
    """A date or a time: whole seconds since a day of ours and the decimals after them; in universal time if `zoned`, else in a time that is not known."""

    seconds: int
    decimals: str = ""
    zoned: bool = False

    def before(self, other: Instant) -> bool:
        """Certainly earlier: where only one has a zone, by more than zones can differ."""
        doubt = 0 if self.zoned == other.zoned else 14 * 3600
        return (self.seconds + doubt, self.decimals) < (other.seconds, other.decimals)


def _instant(year: int, month: int, day: int, zone: str | None, seconds: int = 0, decimals: str | None = None) -> Instant:
    if zone not in (None, "Z"):
        assert zone
        shift = int(zone[1:3]) * 3600 + int(zone[4:6]) * 60
        seconds += shift if zone[0] == "-" else -shift
    return Instant(_days(year, month, day) * 86_400 + seconds, (decimals or "").strip(".").rstrip("0"), zone is not None)


def _days(year: int, month: int, day: int) -> int:
    """Days since the first of March of the year 0 in the Gregorian calendar; `year` counts a year 0."""
    year, month = (year, month - 3) if month > 2 else (year - 1, month + 9)
    return year * 365 + year // 4 - year // 100 + year // 400 + (month * 153 + 2) // 5 + day - 1


def _day(sign: str, year: str, month: str, day: str) -> tuple[int, int, int] | None:
    """Year (counting a year 0), month and day, if there is such a day."""
    if (len(year) > 4 and year[0] == "0") or len(year) > 4000 or not int(year) or not 1 <= int(month) <= 12:
        return None
    count = int(year) if not sign else 1 - int(year)  # before Christ: the year -1 is a leap year
    leap = count % 4 == 0 and (count % 100 != 0 or count % 400 == 0)
    days = (31, 29 if leap else 28, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31)[int(month) - 1]
    return (count, int(month), int(day)) if 1 <= int(day) <= days else None


def _clock(match: re.Match[str]) -> int | None:
    """Seconds of a day of a match of TIME."""
    hour, minute, second = int(match[1]), int(match[2]), int(match[3])
    if hour > 24 or (hour == 24 and (minute or second or (match[4] or "").strip(".0"))):
        return None
    return (hour * 60 + minute) * 60 + second


def _date(text: str) -> object | None:
    match = _expected(DATE).fullmatch(text)
    day = _day(match[1], match[2], match[3], match[4]) if match else None
    return _instant(*day, match[5]) if match and day else None


def _time(text: str) -> object | None:
    match = _expected(TIME).fullmatch(text)
    seconds = _clock(match) if match else None
    return _instant(2000, 1, 1, match[5], seconds % 86_400, match[4]) if match and seconds is not None else None


def _moment(text: str) -> object | None:
    match = _expected(MOMENT).fullmatch(text)
    date, clock = (_expected(DATE).fullmatch(match[1]), _expected(TIME).fullmatch(match[2])) if match else (None, None)
    if match is None or date is None or clock is None:
        return None
    day, seconds = _day(date[1], date[2], date[3], date[4]), _clock(clock)
    return _instant(*day, match[3], seconds, clock[4]) if day and seconds is not None else None


def _year(text: str) -> object | None:
    match = _expected(YEAR).fullmatch(text)
    day = _day(match[1], match[2], "01", "01") if match else None
    return _instant(*day, match[3]) if match and day else None


def _year_month(text: str) -> object | None:
    match = _expected(YEAR_MONTH).fullmatch(text)
    day = _day(match[1], match[2], match[3], "01") if match else None
    return _instant(*day, match[4]) if match and day else None


def _month_day(text: str) -> object | None:
    match = _expected(MONTH_DAY).fullmatch(text)
    day = _day("", "2000", match[1], match[2]) if match else None
    return _instant(*day, match[3]) if match and day else None


def _month(text: str) -> object | None:
    match = _expected(MONTH).fullmatch(text)
    return _instant(2000, int(match[1]), 1, match[2]) if match else None


def _day_of_month(text: str) -> object | None:
    match = _expected(DAY).fullmatch(text)
    return _instant(2000, 1, int(match[1]), match[2]) if match else None


def _form(pattern: str) -> Callable[[str], object | None]:
    def read(text: str) -> object | None:
        return text if _expected(pattern).fullmatch(text) else None

    return read


def _decimal(text: str) -> object | None:
    from decimal import Decimal  # slow to import, and seldom wanted

    return Decimal(text) if _expected(DECIMAL).fullmatch(text) else None


def _integer(low: int | None, high: int | None) -> Callable[[str], object | None]:
    def read(text: str) -> object | None:
        if _expected(INTEGER).fullmatch(text) is None or len(text) > 4000:
            return None
        number = int(text)
        return number if (low is None or number >= low) and (high is None or number <= high) else None

    return read


def _float(text: str) -> object | None:
    if _expected(FLOAT).fullmatch(text) is None:
        return None
    return text if text == "NaN" else float(text.replace("INF", "inf"))


def _boolean(text: str) -> object | None:
    return {"true": (True,), "1": (True,), "false": (False,), "0": (False,)}.get(text)


@dataclass(frozen=True)
class Duration:
    """Months and seconds, which no number of the other makes up exactly."""

    months: int
    seconds: object  # a Fraction

    def before(self, other: Duration) -> bool:
        """Certainly shorter: from each of four days that XML Schema names."""
        return all(self._from(*day) < other._from(*day) for day in ((1696, 9), (1697, 2), (1903, 3), (1903, 7)))

    def _from(self, year: int, month: int) -> Any:
        years, months = divmod(month - 1 + self.months, 12)
        return (_days(year + years, months + 1, 1) - _days(year, month, 1)) * 86_400 + self.seconds  # type: ignore[operator]


def _duration(text: str) -> object | None:
    match = _expected(DURATION).fullmatch(text)
    if match is None or len(text) > 4000:
        return None
    from fractions import Fraction  # slow to import, and seldom wanted

    years, months, days, hours, minutes = (int(part or 0) for part in match.groups()[1:-1])
    sign = -1 if match[1] else 1
    return Duration(sign * (years * 12 + months), sign * (((days * 24 + hours) * 60 + minutes) * 60 + Fraction(match[7] or 0)))


def _tokens(pattern: str) -> Callable[[str], object | None]:
    def read(text: str) -> object | None:
        parts = text.split(" ") if text else []
        return tuple(parts) if parts and all(_expected(pattern).fullmatch(part) for part in parts) else None

    return read


def _hexadecimal(text: str) -> object | None:
    return bytes.fromhex(text) if _expected(HEXADECIMAL).fullmatch(text) else None


def _base64(text: str) -> object | None:
    import base64

    packed = text.replace(" ", "")
    return base64.b64decode(packed) if _expected(BASE64).fullmatch(packed) else None


def _address(text: str) -> object | None:
    """A URI reference, after the characters that XLink lets stand for themselves have been written as one writes them in a URI."""
    written = quote(text, safe="!#$%&'()*+,/:;=?@[]-._~\"<>\\^`{|} ")
    if re.search(r"%(?![0-9A-Fa-f]{2})", written) or written.count("#") > 1:
        return None
    if ":" in re.split(r"[/?#]", text)[0] and not SCHEME.match(text):
        return None
    try:
        parts = urlsplit(text)
        _ = parts.hostname, parts.port
    except ValueError:
        return None
    if SCHEME.fullmatch(re.split(r"#", text)[0]):
        return None  # a scheme, and nothing that it would apply to
    return text


READERS: Mapping[str, tuple[int, Callable[[str], object | None]]] = {
    "string": (PRESERVE, lambda text: text), "normalizedString": (REPLACE, lambda text: text), "token": (COLLAPSE, lambda text: text),
    "anyURI": (COLLAPSE, _address), "language": (COLLAPSE, _form(LANGUAGE)), "boolean": (COLLAPSE, _boolean),
    "Name": (COLLAPSE, _form(NAME)), "NCName": (COLLAPSE, _form(NCNAME)), "ID": (COLLAPSE, _form(NCNAME)), "IDREF": (COLLAPSE, _form(NCNAME)),
    "IDREFS": (COLLAPSE, _tokens(NCNAME)), "ENTITY": (COLLAPSE, _form(NCNAME)), "ENTITIES": (COLLAPSE, _tokens(NCNAME)),
    "NMTOKEN": (COLLAPSE, _form(NMTOKEN)), "NMTOKENS": (COLLAPSE, _tokens(NMTOKEN)), "QName": (COLLAPSE, _form(QNAME)), "NOTATION": (COLLAPSE, _form(QNAME)),
    "decimal": (COLLAPSE, _decimal), "float": (COLLAPSE, _float), "double": (COLLAPSE, _float),
    **{name: (COLLAPSE, _integer(low, high)) for name, (low, high) in LIMITS.items()},
    "date": (COLLAPSE, _date), "time": (COLLAPSE, _time), "dateTime": (COLLAPSE, _moment), "gYear": (COLLAPSE, _year), "gYearMonth": (COLLAPSE, _year_month),
    "gMonthDay": (COLLAPSE, _month_day), "gMonth": (COLLAPSE, _month), "gDay": (COLLAPSE, _day_of_month), "duration": (COLLAPSE, _duration),
    "hexBinary": (COLLAPSE, _hexadecimal), "base64Binary": (COLLAPSE, _base64),
}  # fmt: skip
NAMED = frozenset({"QName", "NOTATION"})  # mean what their prefix means
LISTS = frozenset({"IDREFS", "ENTITIES", "NMTOKENS"})
LENGTHS = frozenset({"length", "minLength", "maxLength"})
BOUNDS = frozenset({"minInclusive", "maxInclusive", "minExclusive", "maxExclusive"})
DIGITS = frozenset({"totalDigits", "fractionDigits"})
ORDERED = frozenset({*LIMITS, "decimal", "float", "double", "date", "time", "dateTime", "gYear", "gYearMonth", "gMonthDay", "gMonth", "gDay", "duration"})


class Datatype:
    """One datatype with its facets. Two of the same name and facets are equal."""

    def __init__(self, library: str, name: str, facets: tuple[tuple[str, str], ...] = ()) -> None:
        self.library, self.name, self.facets = library, name, facets
        if library == "":
            if name not in ("string", "token"):
                raise BadDatatype(f"{name!r} is no datatype of RELAX NG itself: it has string and token")
            if facets:
                raise BadDatatype(f"{name!r} of RELAX NG itself takes no parameters")
        elif library != XSD:
            raise BadDatatype(f"the datatype library {library!r} is not known: only that of XML Schema is ({XSD})")
        elif name not in READERS:
            raise BadDatatype(f"{name!r} is no datatype of XML Schema")
        self.space, self._read = READERS[name]
        self.named = name in NAMED
        self._verdicts: dict[str, bool] = {}

    @cached_property
    def expressions(self) -> list[regex.Expression]:
        return [_expression(text) for facet, text in self.facets if facet == "pattern"]

    @cached_property
    def tests(self) -> list[Callable[[str, object], bool]]:
        return [self._test(facet, text) for facet, text in self.facets if facet != "pattern"]

    def checked(self) -> Datatype:
        """Itself, if its facets are what they should be. Raises BadDatatype."""
        _ = self.expressions, self.tests
        return self

    def __eq__(self, other: object) -> bool:
        return isinstance(other, Datatype) and (self.library, self.name, self.facets) == (other.library, other.name, other.facets)

    def __hash__(self) -> int:
        return hash((self.library, self.name, self.facets))

    def __str__(self) -> str:
        return self.name

    def allows(self, words: str, context: Context = NO_CONTEXT) -> bool:
        if self.named:
            return self._judge(words) and self.meaning(words, context) is not None
        known = self._verdicts.get(words)
        if known is None:
            if len(self._verdicts) >= REMEMBERED:
                self._verdicts.clear()
            known = self._verdicts[words] = self._judge(words)
        return known

    def meaning(self, words: str, context: Context = NO_CONTEXT) -> object | None:
        """What a text stands for; None if it is no value."""
        text = self._spaced(words)
        value = self._read(text)
        if value is None or not self.named:
            return value
        match = _expected(QNAME).fullmatch(text)
        assert match
        if match[1] is not None and match[1] not in context:
            return None
        return (context.get(match[1] or "", ""), match[2])

    def _spaced(self, words: str) -> str:
        if self.space == COLLAPSE:
            return BLANKS.sub(" ", words).strip(" ")
        return BLANK.sub(" ", words) if self.space == REPLACE else words

    def _judge(self, words: str) -> bool:
        text = self._spaced(words)
        value = self._read(text)
        if value is None or not all(expression.fullmatch(text) for expression in self.expressions):
            return False
        return all(test(text, value) for test in self.tests)

    def _test(self, facet: str, said: str) -> Callable[[str, object], bool]:
        if facet in LENGTHS and self.name not in ORDERED and self.name != "boolean":
            number = _number(facet, said)
            return {
                "length": lambda text, value: _length(self.name, text, value) == number,
                "minLength": lambda text, value: _length(self.name, text, value) >= number,
                "maxLength": lambda text, value: _length(self.name, text, value) <= number,
            }[facet]
        if facet in BOUNDS and self.name in ORDERED:
            bound = self._read(said.strip())
            if bound is None:
                raise BadDatatype(f"{facet} {said!r} is no {self.name}")
            return lambda text, value: _within(facet, value, bound)
        if facet in DIGITS and (self.name == "decimal" or self.name in LIMITS):
            number = _number(facet, said)
            if facet == "totalDigits" and number < 1:
                raise BadDatatype("totalDigits is at least 1")
            return lambda text, value: _digits(facet, text) <= number
        raise BadDatatype(f"{facet!r} is no facet of {self.name}")


def _expression(text: str) -> regex.Expression:
    from edition.relaxng import regex  # where a schema has patterns, and a value is held against one

    try:
        return regex.compiled(text)
    except regex.BadExpression as error:
        raise BadDatatype(f"the pattern {text!r}: {error}") from None


def _number(facet: str, said: str) -> int:
    if not re.fullmatch(r"\s*\+?[0-9]{1,9}\s*", said):
        raise BadDatatype(f"{facet} {said!r} is no number")
    return int(said)


def _length(name: str, text: str, value: object) -> int:
    if isinstance(value, bytes) or (name in LISTS and isinstance(value, tuple)):
        return len(value)
    return len(text)


def _within(facet: str, value: Any, bound: Any) -> bool:
    """A value before or after a bound. Where there is no order (a date with a zone and one without), it is not within."""
    if isinstance(value, Instant | Duration):
        less, more = value.before(bound), bound.before(value)
    elif isinstance(value, str) or isinstance(bound, str):  # NaN
        less = more = False
    else:
        less, more = value < bound, value > bound
    return bool({"minInclusive": more or value == bound, "maxInclusive": less or value == bound, "minExclusive": more, "maxExclusive": less}[facet])


def _digits(facet: str, text: str) -> int:
    whole, _, fraction = text.lstrip("+-").partition(".")
    fraction = fraction.rstrip("0")
    return len(fraction) if facet == "fractionDigits" else max(1, len(whole.lstrip("0")) + len(fraction))


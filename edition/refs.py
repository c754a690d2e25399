"""References to the authority files of the world, such as ``gnd:118540238``: form and check digit tested, and the whole address.

Nothing is looked up: a well-formed number may still be somebody else's.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from types import MappingProxyType


@dataclass(frozen=True)
class Ref:
    """A tested reference. `scheme` is "viaf", "wikidata" …, or "" for an address of another kind."""

    scheme: str
    value: str
    address: str


@dataclass(frozen=True)
class Scheme:
    """How the numbers of an authority look, what else must hold of them, and the address of one (``{}`` stands for the number)."""

    form: str
    address: str
    example: str
    holds: Callable[[str], bool] = lambda value: True


def iso7064(value: str) -> bool:
    """The check digit of ISNI and ORCID: sixteen digits, the last maybe X. Source: ISO 7064, MOD 11-2."""
    digits = value.replace("-", "").replace(" ", "")
    if not re.fullmatch(r"[0-9]{15}[0-9X]", digits):
        return False
    total = 0
    for digit in digits[:15]:
        total = (total + int(digit)) * 2
    rest = (12 - total % 11) % 11
    return digits[15] == ("X" if rest == 10 else str(rest))


def gnd(value: str) -> bool:
    """The check digit of a GND number. Numbers with a hyphen are older: subjects (4…, 7…) count the other way round, and of
    corporate bodies either way occurs. Source: the German National Library's page on check digits of its numbers."""
    digits, last = value.replace("-", "")[:-1], value[-1]
    rest = sum(int(digit) * weight for weight, digit in enumerate(reversed(digits), 2)) % 11
    plain, older = (11 - rest) % 11, rest
    allowed = [plain] if "-" not in value else [older] if value[0] in "47" and len(digits) == 7 else [plain, older]
    return last in ["X" if number == 10 else str(number) for number in allowed]


SCHEMES: Mapping[str, Scheme] = MappingProxyType({
    "viaf": Scheme(r"[1-9][0-9]{1,21}", "https://viaf.org/viaf/{}", "viaf:24602065"),
    "wikidata": Scheme(r"Q[1-9][0-9]{0,11}", "http://www.wikidata.org/entity/{}", "wikidata:Q5879"),
    "gnd": Scheme(r"1[0-9]{8,9}[0-9X]|1[0-9]{7}[0-9X]|3[0-9]{7}[0-9X]|[1-9][0-9]{0,7}-[0-9X]", "https://d-nb.info/gnd/{}", "gnd:118540238", gnd),
    "isni": Scheme(r"[0-9]{4}([ -]?)[0-9]{4}\1[0-9]{4}\1[0-9]{3}[0-9X]", "https://isni.org/isni/{}", "isni:0000000121032683", iso7064),
    "orcid": Scheme(r"[0-9]{4}-[0-9]{4}-[0-9]{4}-[0-9]{3}[0-9X]", "https://orcid.org/{}", "orcid:0000-0002-1825-0097", iso7064),
    "lcnaf": Scheme(r"n[borst]? ?(?:[0-9]{8}|[0-9]{10})", "http://id.loc.gov/authorities/names/{}", "lcnaf:n79003362"),
    "geonames": Scheme(r"[1-9][0-9]{0,9}", "https://sws.geonames.org/{}/", "geonames:2950159"),
})  # fmt: skip
WEB = re.compile(r"https?://[^\s/?#@\"<>\\^`{|}]+\.[^\s/?#@\"<>\\^`{|}]+(?:[/?#][^\s\"<>\\^`{|}]*)?")
OTHER = re.compile(r"(?:urn:[a-z0-9][a-z0-9-]{1,31}|doi|ark|hdl|info|tag):[^\s\"<>\\^`{|}]+", re.IGNORECASE)


def ref(text: str) -> Ref:
    """Read and test a reference. Raises ValueError, with what is wrong."""
    name, colon, value = text.strip().partition(":")
    if (scheme := SCHEMES.get(name.lower())) is not None and colon:
        value = value.strip()
        if not re.fullmatch(scheme.form, value):
            raise ValueError(f"{text!r} has not the form of such a number: {scheme.example!r} has")
        if not scheme.holds(value):
            raise ValueError(f"{text!r} is no such number: its check digit is wrong")
        value = value if name.lower() == "orcid" else value.replace(" ", "").replace("-", "") if name.lower() == "isni" else value.replace(" ", "")
        return Ref(name.lower(), value, scheme.address.format(value))
    if WEB.fullmatch(text.strip()) or OTHER.fullmatch(text.strip()):
        return Ref("", text.strip(), text.strip())
    raise ValueError(f"{text!r} is neither a number such as {SCHEMES['viaf'].example!r} nor a whole address")

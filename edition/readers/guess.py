"""1. Readers: an encoding that two independent detectors agree on, one by letters and one by words; or none.

Agreement means: the same text, in the same language. Source of the rule: two detectors of one kind share their blind spots, and then
agree wrongly.
"""

from __future__ import annotations

import re
from dataclasses import dataclass

from edition.writing import letters, words

CONTROLS = re.compile(rb"[\x80-\x9f]")
MARGIN = 6.0  # bits by which the likeliest reading must beat every other one
BLIND = 14.0  # the same, where no known word has a letter beyond ASCII
MISFITS = 0.02  # share of the signs beyond ASCII that may be foreign to the language: names, slips


@dataclass(frozen=True)
class Agreed:
    encoding: str
    language: str


def agreed(data: bytes) -> Agreed | None:
    """What the two agree on, or None."""
    found = letters.readings(data)
    if not found:
        return None
    best, others = found[0], found[1:]
    signs = sum(sign > "\x7f" for sign in best.text)
    sample = letters.sample(data)
    said = words.heard(sample.decode(best.encoding, "replace"))
    if not said:
        return None
    mine = min((each for each in said if each.score >= said[0].score * 0.75), key=lambda each: best.costs.get(each.language, 1e9))
    cost = best.costs.get(mine.language, 1e9)
    if letters.misfits(best.text, mine.language) > MISFITS * signs:
        return None
    lead = min((other.cost for other in others), default=cost + 2 * BLIND) - cost
    if lead < (MARGIN if mine.telling else BLIND):
        return None
    for other in others:
        if words.telling(sample.decode(other.encoding, "replace"), mine.language) > mine.telling:
            return None
    return Agreed(_named(best.encoding, data), mine.language)


def _named(encoding: str, data: bytes) -> str:
    """Latin-1 is called so where no character is of Windows' own."""
    return "iso8859-1" if encoding == "cp1252" and not CONTROLS.search(data) else encoding

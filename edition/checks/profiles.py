"""6. Profiles: which codes are looked for when nothing is selected. A table; a new rule is in a profile if its family is, unless it is taken out here.

A word of `on` and `off` is a code (``HDR007``) or the beginning of one (``HDR``). What is in `off` is not looked for, whatever `on` says.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from difflib import get_close_matches
from types import MappingProxyType

from edition.errors import UsageError
from edition.rules import Selection

LANGUAGE = ("XML", "RNG", "ATT", "REF", "LNG", "DAT", "SCH", "CFG")  # what the schema and the pointers say: true of any TEI
ALL = (*LANGUAGE, "HDR", "TXT", "PUB")
MODEL = ("TXT007", "TXT009", "TXT010", "TXT011")  # what TEI itself says of texts, though not in its schema
HABITS = ("ATT008", "REF011", "REF015", "LNG003", "LNG004", "LNG005", "DAT002", "DAT003")  # no faults, and an editor's business
ARCHIVE = ("HDR005", "PUB005")  # what an archive asks for
ASKED = ("REF006", "CFG002")  # looked for when selected, and only then; a report names its schema anyway


@dataclass(frozen=True)
class Profile:
    """A selection with the words for whom it is."""

    says: str
    on: tuple[str, ...]
    off: tuple[str, ...] = ()


PROFILES: Mapping[str, Profile] = MappingProxyType({
    "tei": Profile("any TEI: form, structure, attributes, ids and pointers, languages, dates", (*LANGUAGE, *MODEL), (*HABITS, *ASKED)),
    "edition": Profile("a text that is to be published: the header and the conventions of the text too", ALL, (*ASKED, *ARCHIVE)),
    "deposit": Profile("a text that is to be kept for good: all that an archive will ask for", ALL, ASKED),
    "drama": Profile("plays: what any TEI must be, and speakers, speeches and verse", (*LANGUAGE, "TXT"), ASKED),
    "print": Profile("a text that is to be set: the pictures and the text, not the header", (*LANGUAGE, "TXT", "PUB"), (*ASKED, *ARCHIVE)),
})  # fmt: skip


def selection(profile: str = "", select: Iterable[str] = (), ignore: Iterable[str] = ()) -> Selection:
    """What a profile turns on, and what is selected beside it (without a profile: that alone), less what is ignored.

    Raises UsageError for a profile that is not known. With neither profile nor selection it is everything.
    """
    chosen = tuple(select)
    if profile and profile not in PROFILES:
        near = get_close_matches(profile.lower(), PROFILES, 1)
        raise UsageError(f'"{profile}" is no profile', hint=(f'Did you mean "{near[0]}"? ' if near else "") + f"Known: {', '.join(PROFILES)}.")
    row = PROFILES[profile] if profile else Profile("", () if chosen else ("",))
    off = tuple(code for code in row.off if not any(code.startswith(word) and len(word) > 3 for word in chosen))
    return Selection(tuple(sorted({*row.on, *chosen})), tuple(sorted({*off, *ignore})))


TEI = selection("tei")  # for files of no edition
EDITION = selection("edition")

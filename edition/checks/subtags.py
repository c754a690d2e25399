"""6. What the IANA Language Subtag Registry knows: which subtags there are, and what is preferred to them.

The facts are in subtags.txt, which `python -m edition.checks.subtags REGISTRY` makes of the registry's own file.
"""

from __future__ import annotations

import re
import sys
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import cache
from pathlib import Path

FACTS = Path(__file__).with_name("subtags.txt")
WIDTH = 150
ALIASES = {"UK": "GB"}  # not registered, and in use everywhere
KINDS = ("extlang", "script", "region", "variant")


@dataclass(frozen=True)
class Registry:
    """Subtags in the case in which they are registered; of `preferred` and `iso639` the keys are in small letters."""

    language: frozenset[str]
    extlang: Mapping[str, str]  # to the language it stands behind
    script: frozenset[str]
    region: frozenset[str]
    variant: frozenset[str]
    whole: frozenset[str]  # registered as a whole, before there were subtags
    preferred: Mapping[str, str]
    iso639: Mapping[str, str]  # three letters of ISO 639-2, to two


@cache
def registry() -> Registry:
    """Read when it is first asked for."""
    rows: dict[str, list[str]] = {}
    for line in FACTS.read_text(encoding="utf-8").splitlines():
        if line.startswith("["):
            words = rows.setdefault(line[1:-1], [])
        elif not line.startswith(";"):
            words += line.split()
    three = [start + last for start, _, ends in (word.partition(":") for word in rows["language3"]) for last in ends]
    spans = [subtag for word in rows["range"] for subtag in _span(*word.split(".."))]
    of = {kind: frozenset([*rows.get(kind, ()), *(each for each in spans if _kind(each) == kind)]) for kind in ("script", "region")}
    return Registry(
        frozenset([*rows["language"], *three, *(each for each in spans if _kind(each) == "language")]), _pairs(rows["extlang"]), of["script"], of["region"],
        frozenset(rows["variant"]), frozenset(rows["whole"]), {key.lower(): value for key, value in _pairs(rows["preferred"]).items()}, _pairs(rows["iso639"]),
    )  # fmt: skip


def _pairs(words: list[str]) -> dict[str, str]:
    return {key: value for key, _, value in (word.partition("=") for word in words)}


def _span(first: str, last: str) -> Iterator[str]:
    """``qaa..qtz``: subtags for private use, of which only the last two letters differ."""
    stem, low, high = first[:-2], first[-2:], last[-2:]
    a, z = (ord("A"), ord("Z")) if low.isupper() else (ord("a"), ord("z"))
    yield from (stem + chr(one) + chr(two) for one in range(a, z + 1) for two in range(a, z + 1) if low <= chr(one) + chr(two) <= high)


def _kind(subtag: str) -> str:
    """What a subtag is by its form, if it is not the first one. RFC 5646, section 2.1; "language" for a first one of three letters in private use."""
    if len(subtag) == 4 and subtag[0].isalpha():
        return "script"
    if len(subtag) == 2 or (len(subtag) == 3 and subtag.isdigit()):
        return "region"
    return "language" if len(subtag) == 3 else "variant"


def cased(tag: str) -> str:
    """Written as RFC 5646, section 2.1.1, recommends: ``EN-gb`` becomes ``en-GB``."""
    made: list[str] = []
    for number, subtag in enumerate(tag.split("-")):
        after_singleton = any(len(each) == 1 for each in made)
        made.append(subtag.upper() if number and len(subtag) == 2 and not after_singleton else
                    subtag.title() if number and len(subtag) == 4 and subtag.isalpha() and not after_singleton else subtag.lower())  # fmt: skip
    return "-".join(made)


def unknown(tag: str) -> str:
    """The first subtag of a well-formed tag that is not registered, as it is written; "" if all are. What stands behind a singleton (x, u …) is not judged."""
    known, subtags = registry(), tag.split("-")
    if tag.lower() in {each.lower() for each in known.whole} or len(subtags[0]) == 1:
        return ""
    first, *others = cased(tag).split("-")
    if first not in known.language:
        return subtags[0]
    for number, subtag in enumerate(others, 1):
        if len(subtag) == 1:
            break
        kind = "extlang" if len(subtag) == 3 and subtag.isalpha() else _kind(subtag)
        if subtag not in (known.extlang if kind == "extlang" else getattr(known, kind)):
            return subtags[number]
    return ""


def canonical(tag: str) -> str:
    """The tag that is preferred to a well-formed one (RFC 5646, section 4.5), in the recommended case: ``iw`` becomes ``he``, ``eng-UK`` ``en-GB``."""
    known = registry()
    tag = cased(tag)
    if whole := known.preferred.get(tag.lower()):
        return whole
    first, *others = tag.split("-")
    made = [known.iso639.get(first, first)]
    made = [known.preferred.get(made[0], made[0])]
    ended = len(first) == 1
    for subtag in others:
        ended = ended or len(subtag) == 1
        if ended:
            made.append(subtag)
        elif len(made) == 1 and known.extlang.get(subtag) == made[0]:
            made = [known.preferred[f"{made[0]}-{subtag}"]]
        else:
            subtag = ALIASES.get(subtag, subtag)
            made.append(known.preferred.get(subtag.lower(), subtag) if subtag in known.region or subtag in known.variant else subtag)
    return "-".join(made)


def compact(text: str, iso639: list[str]) -> str:
    """subtags.txt, of the registry's file. No descriptions are taken."""
    records = [dict(re.findall(r"^([A-Z][\w-]*): (.*)$", part, re.MULTILINE)) for part in text.split("%%\n")]
    date, *entries = records
    rows: dict[str, list[str]] = {name: [] for name in ("language", "language3", "range", *KINDS, "whole", "preferred")}
    ends: dict[str, str] = {}
    for entry in entries:
        kind, subtag = entry["Type"], entry.get("Subtag") or entry["Tag"]
        if ".." in subtag:
            rows["range"].append(subtag)
        elif kind == "language" and len(subtag) == 3:
            ends[subtag[:2]] = ends.get(subtag[:2], "") + subtag[2]
        elif kind == "extlang":
            rows[kind].append(f"{subtag}={entry['Prefix']}")
        elif kind != "redundant":
            rows["whole" if kind == "grandfathered" else kind].append(subtag)
        if value := entry.get("Preferred-Value"):
            rows["preferred"].append(f"{entry['Prefix']}-{subtag}={value}" if kind == "extlang" else f"{subtag}={value}")
    rows["language3"] = [f"{start}:{''.join(sorted(letters))}" for start, letters in ends.items()]
    lines = [
        f"; The subtags of the IANA Language Subtag Registry of {date['File-Date']}, and what is preferred to them. [language3]: aa:bc stands for aab and aac.",
        "; [iso639]: codes of ISO 639-2 that are no subtags, because there is one of two letters.",
    ]
    for name, words in {**rows, "iso639": iso639}.items():
        lines.append(f"[{name}]")
        for word in sorted(dict.fromkeys(words)):
            if lines[-1].startswith("[") or len(lines[-1]) + len(word) >= WIDTH:
                lines.append(word)
            else:
                lines[-1] += f" {word}"
    return "\n".join(lines) + "\n"


if __name__ == "__main__":
    kept = FACTS.read_text(encoding="utf-8").partition("[iso639]\n")[2].split()
    FACTS.write_text(compact(Path(sys.argv[1]).read_text(encoding="utf-8"), kept), encoding="utf-8")

"""`edition check`: what its options mean, and what it does with them. Above the pipeline; `cli.py` only parses and calls."""

from __future__ import annotations

from collections.abc import Iterable
from difflib import get_close_matches

from edition.checks import checks, profiles
from edition.codes import CODES, FAMILIES
from edition.errors import UsageError
from edition.rules import Selection


def selection(default: str, *, select: Iterable[str] = (), ignore: Iterable[str] = (), profile: str = "") -> Selection:
    """What the options select; `default` is the profile if neither `select` nor `profile` says anything. Raises UsageError."""
    chosen, left = words(select), words(ignore)
    return profiles.selection(profile or ("" if chosen else default), chosen, left)


def words(given: Iterable[str]) -> tuple[str, ...]:
    """``["XML,RNG", "REF002", "dangling-reference"]`` as codes and beginnings of codes. Raises UsageError for what is none."""
    names = {each.name: each.code for each in checks()} | {row.name: code for code, row in CODES.items()}
    codes = {*names.values(), *CODES}
    found = []
    for word in (part.strip() for text in given for part in text.split(",")):
        code = names.get(word.lower(), word.upper() if word.partition(":")[0].upper() != "SCH" else word)
        if not code:
            continue
        known = code in FAMILIES or code[:3] == "SCH" or (len(code) >= 3 and any(each.startswith(code) for each in codes))
        if not known:
            near = get_close_matches(word.upper(), [*FAMILIES, *codes], 1, 0.5) or get_close_matches(word.lower(), names, 1, 0.6)
            hint = f'Did you mean "{near[0]}"? ' if near else ""
            raise UsageError(f'"{word}" is no code of a finding, and no family of codes', hint=f"{hint}Families: {', '.join(FAMILIES)}; docs/findings.md lists all codes.")
        found.append(code)
    return tuple(found)

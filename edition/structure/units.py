"""3. Structure. Runs of lines cut into units, each of which is to become one block: by markers, by indents, by what a margin did and did not break."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import replace

from edition.addresses import Ground
from edition.structure import kinds, quoted, shapes, words
from edition.structure.runs import PARAGRAPH, Profile, Run, pieces


def units(found: Sequence[Run], kind: str, look: Profile, ground: Ground, kept: frozenset[int]) -> list[Run]:
    """All units in order. Runs that begin with a line in `kept` (1-based) stay whole: the record speaks of them."""
    done: list[Run] = []
    voices = kinds.voices(found, kind)
    for run in found:
        if len(run.lines) == 1 or run.line in kept:
            done.append(run)
        elif voices and kinds.voice(run.lines[0], kind) in voices and (turns := _turns(run, kind, voices)):
            done += pieces(run, ground, turns)
        else:
            for part in pieces(run, ground, quoted.borders(run.lines)):
                done += _without_underlines(pieces(part, ground, begins(part, kind, look, done[-1].said if done else "")), ground)
    return done


def begins(run: Run, kind: str, look: Profile, before: str = "") -> list[int]:
    """The lines of a run (from 0) that begin a unit. `before`: the words of the unit before the run."""
    lines = run.lines
    if len(lines) == 1 or all(map(quoted.is_quoted, lines)):
        return [0]
    if kind == "listing" and max(map(len, lines)) < PARAGRAPH:
        return list(range(len(lines)))
    if 2 * sum(len(line) > PARAGRAPH for line in lines) > len(lines):  # lines as long as paragraphs
        return list(range(len(lines)))
    if all(words.MAIL.match(line) for line in lines):
        return list(range(len(lines)))
    families = Counter(family for line in lines if (family := shapes.marker(line)[0]))
    listed = {family for family, count in families.items() if count > 1 or shapes.marker(lines[0])[0] == family}
    if not listed and shapes.table(lines):
        return [0]
    spoken = kind == "play" and shapes.upper(lines[0]) and shapes.wordy(lines[0]) <= 6
    if not listed and not spoken and shapes.verse(lines, look.margin if look.wrapped else 0, poem=kind == "poem", announced=before.endswith(":")):
        return [0]
    flows = flowing(lines, look)
    found = [0]
    for number in range(1, len(lines)):
        line, above = lines[number], lines[number - 1]
        noted = shapes.NOTE.match(line) or (shapes.HIGH.match(line) if _numbered(line) == 1 + _numbered(lines[found[-1]]) else None)
        if shapes.marker(line)[0] in listed or (noted and noted["mark"][0] in "[*†‡§¹²³⁴⁵⁶⁷⁸⁹^" and not _goes_on(above)) or (spoken and (number == 1 or shapes.parenthesis(line) or shapes.parenthesis(above) or not flows)):
            found.append(number)
        elif listed and shapes.marker(lines[found[-1]])[0]:
            if not (_indent(line) > _indent(lines[found[-1]]) or (flows and not _indent(line))):
                found.append(number)
        elif not flows or (_indent(line) > 1 and not _indent(above)) or (number == 1 and shapes.upper(above) and len(above) < 0.7 * look.margin):
            found.append(number)
    return found


def _numbered(line: str) -> int:
    """The number that a note begins with; -1 if it has none."""
    match = shapes.NOTE.match(line) or shapes.HIGH.match(line)
    digits = match["mark"].strip("[]^") if match else ""
    return int(digits) if digits.isdecimal() else -1


def _turns(run: Run, kind: str, voices: frozenset[str]) -> list[int]:
    """The lines (from 0) at which somebody else speaks, or something happens; [] if one speaker has them all."""
    return [
        number for number, line in enumerate(run.lines)
        if number and (kinds.voice(line, kind) in voices or shapes.parenthesis(line) or (kind == "play" and words.ENTERS.match(line.strip())))
    ]  # fmt: skip


def flowing(lines: Sequence[str], look: Profile) -> bool:
    """Whether lines go on in each other: they begin small, or each is so long that the next word had no room."""
    later = [line.lstrip() for line in lines[1:]]
    if sum(line[:1].islower() for line in later) >= max(1, 0.3 * len(later)):
        return True
    if not look.wrapped:
        return False
    full = sum(len(line) + 1 + len(after.split(maxsplit=1)[0] if after.split() else "") >= look.margin - 4 for line, after in zip(lines, later, strict=False))
    return full >= 0.7 * len(later)


def _goes_on(line: str) -> bool:
    """Whether a line ends as one in the middle of a sentence does."""
    return bool(line) and (line[-1].islower() or line[-1] in ",;-–—") and shapes.wordy(line) > 8


def _indent(line: str) -> int:
    return len(line) - len(line.lstrip(" \t"))


def _without_underlines(found: Iterator[Run], ground: Ground) -> Iterator[Run]:
    """A line of signs under a short line says that this is a heading; it holds no words, and stays in the log."""
    waiting: Run | None = None
    for unit in found:
        if waiting is not None and len(unit.lines) == 1 and shapes.UNDERLINE.match(unit.said) and len(waiting.lines) == 1 and abs(len(unit.said) - len(waiting.said)) < 4:
            yield replace(waiting, underlined=True)
            waiting = None
            continue
        if waiting is not None:
            yield waiting
        waiting = unit
    if waiting is not None:
        yield waiting

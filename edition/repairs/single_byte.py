"""2. Repairs. Text of one single-byte character set read as another: ``Trumpís ìaidî`` for ``Trump’s “aid”``. Only ever proposed.

Nothing in the signs themselves says so, unlike with UTF-8: each of them is a possible one. So a line is read anew in the sets that are confused
with each other, and a reading is proposed if it costs far less (`writing/letters.py`): if what stood at impossible places becomes writing.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from functools import cache
from types import MappingProxyType

from edition.edits import Change, Proposal, View
from edition.rules import repair
from edition.writing import letters

CONFUSED = (  # what it was read as, what it is: the ones met with; 850 and 437 share most letters
    ("mac_roman", "cp1252"), ("cp1252", "mac_roman"), ("cp1252", "cp1251"), ("cp1252", "koi8-r"), ("cp1252", "cp866"), ("cp1252", "cp850"),
    ("cp1252", "cp437"), ("cp1251", "cp1252"), ("cp850", "cp1252"), ("cp437", "cp1252"), ("cp1250", "cp1252"), ("cp1252", "cp1250"),
)  # fmt: skip
BEYOND = re.compile("[^\x00-\x7f\u00a0]")
NOTE_MARK = re.compile(r"(?<=[A-Za-z0-9.,;:!?)\]\"'’”»])[¹²³]+(?=[\s.,;:!?)\]\"'’”»—–]|$)")  # behind a word or its punctuation mark: no letter
WITHOUT = re.compile("(?<= )[\\x00-\\x1f\\x21-\\x7f]+ ")  # words of ASCII alone: they cost nothing in any reading
WORDS = 2  # that the reading must mend
LEAD = 12.0  # bits that the reading must be cheaper
EACH = 3.0  # the same, for each sign
CHEAPEST = 1.0  # bits: less costs no sign beyond ASCII, in any language
LONGEST = 5000  # characters of a line that are looked at


@repair(
    "single-byte", declared_in="correction", statement="Text that had been read with another single-byte character set than its own is restored where an editor has confirmed it.",
)  # fmt: skip
def single_byte(view: View) -> Iterator[Change | Proposal]:
    """``Ïðîëåòàðèè âñåõ`` is asked to be ``Пролетарии всех``: one proposal a line, from its first word that changes to its last.

    Superscript digits behind a word or its punctuation mark are marks of notes, and stay.

    Proposed: the keeperís ìlastî boat → the keeper’s “last” boat
    """
    start = 0
    for line in view.text.split("\n"):
        if len(line) <= LONGEST and (found := _reading(line)):
            changed = [at for at, (old, new) in enumerate(zip(line, found[1], strict=True)) if old != new]
            low, high = changed[0], changed[-1] + 1
            yield Proposal(start + low, line[low:high], found[1][low:high], cert="low", why=f"read as {found[0]} the line would be {found[1].strip()!r}")
        start += len(line) + 1


def _reading(line: str) -> tuple[str, str] | None:
    """The character set and the line in it, if that is certain enough to ask."""
    plain = NOTE_MARK.sub("", line)
    signs = BEYOND.findall(plain)
    if len(signs) < WORDS:
        return None
    said = WITHOUT.sub("", f" {plain} ")
    now = min(letters.costs(said).values())
    limit = now - max(LEAD, EACH * len(signs))
    if limit < CHEAPEST * len(signs):
        return None
    best: tuple[float, str, str] | None = None
    for taken, meant in CONFUSED:
        table = _table(taken, meant)
        if not table.keys() >= set(map(ord, signs)):
            continue
        text = said.translate(table)
        if text == said:
            continue
        costs = letters.costs(text)
        language = min(costs, key=lambda name: costs[name])
        mended = sum(old != new for old, new in zip(said.split(), text.split(), strict=False))
        if mended >= WORDS and costs[language] <= limit and not letters.misfits(text, language) and (best is None or costs[language] < best[0]):
            best = costs[language], meant, "".join(_translated(line, table))
    return best[1:] if best else None


def _translated(line: str, table: Mapping[int, str]) -> Iterator[str]:
    """The pieces of a line, all but note marks read anew."""
    done = 0
    for mark in NOTE_MARK.finditer(line):
        yield line[done : mark.start()].translate(table) + mark[0]
        done = mark.end()
    yield line[done:].translate(table)


@cache
def _table(taken: str, meant: str) -> Mapping[int, str]:
    """What each sign beyond ASCII would be, for `str.translate`; without those that cannot have been read so."""
    found: dict[int, str] = {}
    for byte in range(0x80, 0x100):
        sign = bytes([byte]).decode(taken, "replace")
        other = bytes([byte]).decode(meant, "replace")
        if "\ufffd" not in (sign, other) and sign != "\u00a0":
            found[ord(sign)] = other
    return MappingProxyType(found)

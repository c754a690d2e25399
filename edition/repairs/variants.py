"""2. Repairs. Names that are written in two ways in one document: the rarer form is proposed to become the commoner one."""

from __future__ import annotations

import re
import unicodedata
from collections import Counter, defaultdict
from collections.abc import Iterator
from itertools import combinations

from edition.edits import Change, Proposal, View
from edition.rules import repair

NAME = re.compile(r"(?<![\w’'-])[^\W\d_a-zß-ÿ][^\W\d_A-ZÀ-Þ]{2,}(?![\w-])")
BEFORE = re.compile(r"[^\W\d_][,;]? $")  # not at the beginning of a sentence
COMPOUND = re.compile(r"(?<![\w-])(?P<one>[a-z]{3,})-(?P<two>[a-z]{3,}) (?P<after>[A-Za-z]+)(?!\w)")
NO_NOUN = frozenset("and or but nor is are was were has have had of in on by to for with that which who as at from".split())
NEXT = re.compile(r" ([A-ZÀ-Þ][^\W\d_]+)")
LEAST = 4  # letters: shorter words differ by an accent and are two words
MOST = 6  # places of the rarer form: what stands oftener is no slip


@repair(
    "name-variant", declared_in="normalization", family="editorial",
    statement="Names written in two ways within one document are made regular where an editor has confirmed it; both readings are kept.",
)  # fmt: skip
def name_variants(view: View) -> Iterator[Change | Proposal]:
    """Propose the commoner form of a name that stands in two: with and without an accent, with one letter and with two, or, beside the same
    second name, with one letter more or other.

    Proposed: Anna Lindén rowed; Linden slept; Lindén sang → Anna Lindén rowed; Lindén slept; Lindén sang
    """
    text = view.text
    places: dict[str, list[int]] = defaultdict(list)
    inside: Counter[str] = Counter()
    beside: dict[str, set[str]] = defaultdict(set)
    second: set[str] = set()  # names that stand behind another
    owning: Counter[str] = Counter()
    for match in NAME.finditer(text):
        word = match[0]
        if len(word) >= LEAST:
            places[word].append(match.start())
            inside[word] += bool(BEFORE.search(text, max(0, match.start() - 4), match.start()))
            if follows := NEXT.match(text, match.end()):
                beside[word].add(follows[1])
                second.add(follows[1])
            elif text.startswith(("’s", "'s"), match.end()):
                owning[word] += 1
    for word, count in owning.items():
        if count == len(places[word]) and f"{word}s" in second and f"{word}s" in places:
            for at in places[word]:
                end = at + len(word) + 2
                yield Proposal(at, text[at:end], f"{word}s{text[end - 2 : end]}", "medium", f"the text has a “{word}s”, and no “{word}”")
    small = {word for word in re.findall(r"(?<!\w)[a-zß-ÿ]{3,}(?!\w)", text) if word.title() in places}
    for rare, common, why in _pairs(places, inside, beside, small):
        if len(places[rare]) <= MOST:
            for at in places[rare]:
                times = "once" if len(places[common]) == 1 else f"{len(places[common])} times"
                yield Proposal(at, rare, common, "medium" if len(places[common]) > len(places[rare]) else "low", f"“{common}” stands {times} in the text: {why}")


@repair(
    "compound-variant", declared_in="normalization", family="editorial",
    statement="Compounds that one document writes with a hyphen and without are made regular where an editor has confirmed it; both readings are kept.",
)  # fmt: skip
def compound_variants(view: View) -> Iterator[Change | Proposal]:
    """Propose one form for a compound that is written in two before the same noun; and none with a hyphen that stands for a noun itself.

    Proposed: a deep-water port; no deep water port → a deep-water port; no deep-water port
    """
    text = view.text
    if view.language.split("-")[0].lower() not in ("en", "und", ""):
        return
    before: dict[str, str] = {}
    for match in COMPOUND.finditer(text):
        if match["after"].lower() not in NO_NOUN:
            before.setdefault(f"{match['one']} {match['two']} {match['after']}", f"{match['one']}-{match['two']}")
        elif re.search(r"\b[Tt]he $", text[max(0, match.start() - 4) : match.start()]) and f" {match['one']} {match['two']}" in text:
            parted = f"{match['one']} {match['two']}"
            yield Proposal(match.start(), f"{match['one']}-{match['two']}", parted, "low", f"“{parted}” stands elsewhere in the text, and here no noun follows")
    if before:
        for match in re.finditer("|".join(rf"\b{re.escape(each)}\b" for each in before), text):
            hyphened = before[match[0]]
            yield Proposal(match.start(), match[0][: len(hyphened)], hyphened, "low", f"“{hyphened}” stands before the same word elsewhere in the text")


def _pairs(places: dict[str, list[int]], inside: Counter[str], beside: dict[str, set[str]], small: set[str]) -> Iterator[tuple[str, str, str]]:
    """The rarer form, the commoner one, and how they differ."""
    names = {word for word in places if word.lower() not in small}
    alike: dict[str, list[str]] = defaultdict(list)
    for word in sorted(names):
        alike[_without_doubles(_bare(word))].append(word)
    done: set[str] = set()
    for group in alike.values():
        if len(group) < 2 or not any(inside[word] for word in group):  # at the beginnings of sentences alone: perhaps no name
            continue
        best = max(group, key=lambda word: (len(places[word]), word != _bare(word), len(word)))
        for word in group:
            if word != best:
                done.add(word)
                yield word, best, "the same letters but for an accent" if _bare(word) == _bare(best) else "one letter more or less"
    followed: dict[str, list[str]] = defaultdict(list)
    for word, all_after in beside.items():
        for after in all_after:
            if word in names:
                followed[after].append(word)
    for group in followed.values():
        for one, other in combinations(sorted(group), 2):
            rare, best = sorted((one, other), key=lambda word: (len(places[word]), word))
            if len(one) > LEAST and rare not in done and one[0] == other[0] and len(places[rare]) < len(places[best]) and _one_letter(one, other):
                done.add(rare)
                yield rare, best, "another letter, and the same name behind it"


def _bare(word: str) -> str:
    """Without accents."""
    return "".join(char for char in unicodedata.normalize("NFD", word) if not unicodedata.combining(char)).casefold()


def _without_doubles(word: str) -> str:
    return re.sub(r"(.)\1", r"\1", word)


def _one_letter(one: str, other: str) -> bool:
    """Whether they differ in one letter, but not only in an ending (``America``, ``American``)."""
    if abs(len(one) - len(other)) > 1:
        return False
    head = next((n for n, (a, b) in enumerate(zip(one, other, strict=False)) if a != b), min(len(one), len(other)))
    if len(one) == len(other):
        return one[head + 1 :] == other[head + 1 :] and head < len(one) - 1
    longer, shorter = sorted((one, other), key=len, reverse=True)
    return longer[head + 1 :] == shorter[head:] and head < len(shorter)

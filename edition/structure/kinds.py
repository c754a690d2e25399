"""3. Structure. The kind of a whole file, from what its lines look like: how sure that is, and why. The record overrules it.

Kinds: article, essay, leaflet, letter, listing, minutes, play, poem, speech; "" where nothing speaks for one of them.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator, Sequence
from itertools import pairwise

from edition.model import Label
from edition.structure import shapes, words
from edition.structure.runs import Profile, Run

NAMED = {
    "leaflet": "leaflet flugblatt tract panfleto pamphlet volantino", "speech": "speech address lecture sermon discours rede ansprache discurso discorso",
    "play": "play piece comedy tragedy farce drama pièce comédie tragédie stück lustspiel trauerspiel comedia tragedia commedia",
}  # fmt: skip


def kind_of(runs: Sequence[Run], look: Profile) -> Label:
    """The kind, and how it was found out."""
    lines = [line.strip() for run in runs for line in run.lines]
    return next(_found(runs, lines, look), Label("", 0.5, "nothing speaks for a kind"))


def _found(runs: Sequence[Run], lines: Sequence[str], look: Profile) -> Iterator[Label]:
    early = [line for run in runs[:8] for line in run.lines[:6]][:16]
    reactions = sum(bool(words.REACTION.search(line)) for line in lines)
    if reactions > 1 or any(words.VOCATIVE.match(line.strip()) for line in early[:6]):
        yield Label("speech", 0.7, "hearers are addressed, or are heard in brackets")
    if runs and sum(bool(words.MAIL.match(line)) for line in runs[0].lines) > 1:
        yield Label("letter", 0.9, "the head of an e-mail")
    short = [run.said for run in runs[:8] if len(run.lines) == 1 or run.words < 20]
    if any(words.SALUTE.match(line.strip()) and line.strip().endswith((",", ":", "!")) for line in early[:12]) and short:
        yield Label("letter", 0.8, "a form of address on a line of its own, near the top")
    cues = speakers(runs)
    parts = sum(bool(words.PART.match(line)) for line in lines if len(line) < 40)
    if sum(cues.values()) > max(3, len(runs) // 6) and (parts or sum(count > 1 for count in cues.values()) > 1):
        yield Label("play", 0.8 if parts else 0.6, "names in capitals before what is said")
    if any(words.MINUTES.search(line) for line in early[:4]) and any(words.ROLL.match(line) or words.MOTION.match(line) for line in lines):
        yield Label("minutes", 0.9, "the word in the head, and who was present or what was resolved")
    if any(words.ROLL.match(line) for line in early) and any(words.MOTION.match(line) for line in lines):
        yield Label("minutes", 0.7, "who was present, and what was resolved")
    if len(runs) >= 8:
        pairs = sum(shapes.heading_like(a.text) and len(a.lines) < 3 and not shapes.heading_like(b.text) and b.words > 8 for a, b in pairwise(runs))
        if pairs * 2 > 0.7 * len(runs) and sum(run.words <= 60 for run in runs) >= 0.9 * len(runs):
            yield Label("listing", 0.8, "headings and short texts take turns")
    sung = sum(len(run.lines) for run in runs if len(run.lines) > 2 and shapes.verse(run.lines, look.margin if look.wrapped else 0, poem=False, announced=False))
    if sung >= 0.6 * sum(not re.fullmatch(r"(?:\d{1,3}|[IVXLC]+)\.?", line) for line in lines) and sung > 3:  # the number of a stanza is no line of it, nor of prose
        yield Label("poem", 0.7, "most lines are short and begin with capitals")
    for line in early[1:4]:
        if match := words.GENRE.match(line.strip()):
            for kind, names in NAMED.items():
                if match[1].casefold() in names.split():
                    yield Label(kind, 0.7, "the line below the head says so")
    top = early[1:5]
    if any(words.BY.match(line.strip()) and shapes.wordy(line) < 10 for line in top) or any(words.COMMENTS.match(line) for line in lines):
        yield Label("article", 0.6, "a by-line near the top, or comments at the end")
    listed = sum(bool(shapes.marker(line)[0]) for line in _before_notes(lines))
    total = sum(run.words for run in runs)
    if total < 600 and lines and (listed > 1 or (shapes.upper(lines[0]) and lines[0].endswith("!"))):
        yield Label("leaflet", 0.4, "short, with a list, or with a cry in capitals")
    heads = sum(bool(shapes.NUMBERED.match(run.text)) and len(run.lines) == 1 and run.words < 15 and not shapes.FULL.search(run.text) for run in runs)
    if heads > 1 and total < 20_000:
        yield Label("essay", 0.4, "paragraphs under numbered heads")


def _before_notes(lines: Sequence[str]) -> Sequence[str]:
    """The lines before a head for notes with notes below it: their numbers make no list."""
    return next((lines[:number] for number, (one, two) in enumerate(pairwise(lines)) if words.NOTES.match(one) and shapes.NOTE.match(two)), lines)


def speakers(runs: Sequence[Run]) -> Counter[str]:
    """Names in capitals that stand before what somebody says, on a line of their own or at the beginning of one, and how often."""
    found: Counter[str] = Counter()
    for run in runs:
        first = run.lines[0].strip()
        if words.CAST.match(first):
            continue
        if len(run.lines) > 1 and shapes.upper(first) and shapes.wordy(first) <= 4 and not words.PART.match(first):
            found[first.rstrip(".:")] += 1
        elif (match := shapes.CUE.match(first)) and len(match["name"]) > 2 and not words.PART.match(first):
            found[re.sub(r"[,(].*", "", match["name"]).strip(" .")] += 1
    return found


def asked(runs: Sequence[Run]) -> frozenset[str]:
    """Names or initials before what is said in an interview: at least two, each twice, before a third of the paragraphs; and a question."""
    found: Counter[str] = Counter()
    question = False
    for run in runs:
        if match := shapes.ASKED.match(run.lines[0].strip()):
            found[match["name"]] += 1
            question |= bool(re.search(r"[?？]\W*$", run.text) or "? " in run.text)
    if not question:
        return frozenset()
    names = frozenset(name for name, count in found.items() if count > 1)
    return names if len(names) > 1 and 3 * sum(found[name] for name in names) >= len(runs) else frozenset()


def voices(runs: Sequence[Run], kind: str) -> frozenset[str]:
    """Names before what is said at the beginning of any line: of a play, or of an interview; none where nobody is known to speak."""
    if kind == "play":
        known = frozenset(speakers(runs))
        turns = [run.lines[1:] for run in runs if voice(run.lines[0], kind) in known]  # one below the other, without an empty line
        return known | {name for lines in turns for line in lines if (name := voice(line, kind))}
    said = [(name, line) for run in runs for line in run.lines if (name := voice(line, kind))]
    counts = Counter(name for name, _ in said)
    names = frozenset(name for name, count in counts.items() if count > 1)
    begun = sum(voice(run.lines[0], kind) in names for run in runs)  # what is only labelled (Title: … Author: …) asks nothing
    return names if len(names) > 1 and 3 * begun >= len(runs) and any(name in names and line.rstrip().endswith("?") for name, line in said) else frozenset()


def voice(line: str, kind: str) -> str:
    """The name that stands before what is said in a line; "" if none does."""
    match = (shapes.CUE if kind == "play" else shapes.ASKED).match(line.strip())
    if not match or (kind == "play" and (len(match["name"]) < 3 or words.PART.match(line.strip()))):
        return ""
    return re.sub(r"[,(].*", "", match["name"]).strip(" .") if kind == "play" else match["name"]

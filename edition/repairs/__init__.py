"""2. Repairs: classes of damage propose edits of the text. A Change is made and on record; a Proposal waits for an editor.

The order is the table's, and each row says why it stands where it stands. A new class is one file and one row.
"""

from __future__ import annotations

from bisect import bisect_left, insort
from collections.abc import Sequence
from dataclasses import dataclass
from importlib.metadata import entry_points

from edition.edits import CERTAINTY, Change, Proposal, View
from edition.repairs.composition import composition, spacing_accents
from edition.repairs.controls import c1_controls, controls
from edition.repairs.decoding import decoded
from edition.repairs.doubled import doubled_words
from edition.repairs.ellipsis import spaced_points
from edition.repairs.entities import entities
from edition.repairs.hyphenation import words_divided_at_line_ends
from edition.repairs.invisible import invisible_marks, soft_hyphens
from edition.repairs.line_ends import byte_order_marks, line_ends
from edition.repairs.lost import lost_characters
from edition.repairs.mojibake import mojibake
from edition.repairs.quotes import backtick_quotes, leading_apostrophes, straight_apostrophes, straight_double_quotes, straight_single_quotes
from edition.repairs.single_byte import single_byte
from edition.repairs.slips import slips
from edition.repairs.spaces import double_spaces, lost_markup, no_break_spaces, trailing_spaces
from edition.repairs.unwrapping import lines_broken_by_a_margin
from edition.repairs.variants import compound_variants, name_variants
from edition.repairs.weekdays import wrong_weekdays
from edition.repairs.widths import full_width
from edition.rules import Repair

MOST = 1_000  # questions of one rule about one document: more of them are not answered one by one


@dataclass(frozen=True)
class Row:
    """A repair, and why it stands at its place. `layered`: also on text that a reader took from docx, HTML and the like."""

    repair: Repair
    reason: str
    layered: bool = True


REPAIRS: tuple[Row, ...] = (
    Row(line_ends, "first, so that every later one may look for \\n alone", layered=False),
    Row(entities, "before mojibake, which may have been written as references", layered=False),
    Row(mojibake, "before C1 controls, which are half of many damaged characters"),
    Row(byte_order_marks, "after decoding, which may uncover one; before words are looked at: a mark would divide one"),
    Row(c1_controls, "what is left of them after that is Windows-1252"),
    Row(controls, "what is left of these stands for nothing"),
    Row(single_byte, "what no other decoding explains"),
    Row(lost_characters, "when all that can be decoded is"),
    Row(soft_hyphens, "before all that look at words or at letters: one may part a letter from its mark"),
    Row(composition, "after decoding: a restored letter may come with a mark of its own"),
    Row(invisible_marks, "what is seen is settled before what is not"),
    Row(full_width, "the letters are settled before their spaces"),
    Row(trailing_spaces, "before hyphenation, which looks for a hyphen at the very end", layered=False),
    Row(lost_markup, "after trailing ones are gone, the rest stand between words; before they become spaces, since a pair of them is a trace", layered=False),
    Row(no_break_spaces, "when they have told what they tell", layered=False),
    Row(words_divided_at_line_ends, "needs clean words to compare with", layered=False),
    Row(lines_broken_by_a_margin, "after the words at line ends; before quotation marks, which may be far apart in a paragraph", layered=False),
    Row(straight_apostrophes, "after joining: an apostrophe may stand in a divided word", layered=False),
    Row(leading_apostrophes, "apostrophes first: what is left may be quotation marks", layered=False),
    Row(straight_double_quotes, "they decide what stands beside a single one", layered=False),
    Row(straight_single_quotes, "asks about the pairs that are left", layered=False),
    Row(backtick_quotes, "asks about what is neither", layered=False),
    Row(spaced_points, "last: it depends on nothing", layered=False),
    Row(spacing_accents, "editorial, as all below: sees the text as the record's fixes left it"),
    Row(doubled_words, "whole words before parts of them"),
    Row(name_variants, "like them"),
    Row(compound_variants, "like them"),
    Row(wrong_weekdays, "like them"),
    Row(slips, "what stands between words comes after them"),
    Row(double_spaces, "editorial: so that a fix which closes or fills one is asked no more", layered=False),
)
RESP = "toolkit"  # who answers for what a program did: the id of the application in the header


@dataclass(frozen=True)
class Asked:
    """A proposal with the rule that made it; the offset lies in the text the rule looked at."""

    rule: str
    proposal: Proposal
    view: View

    def frozen(self) -> tuple[int, int]:
        """Its range in the frozen text."""
        return self.view.frozen(self.proposal.at, self.proposal.at + len(self.proposal.old))


def rows() -> tuple[Row, ...]:
    """Ours, then those of installed packages (entry points in the group ``edition.repairs``: a Row each)."""
    return (*REPAIRS, *(point.load() for point in sorted(entry_points(group="edition.repairs"), key=lambda point: point.name)))


def mend(view: View, family: str, *, layered: bool = False, before: Sequence[Asked] = (), over: list[str] | None = None) -> tuple[View, list[Asked], list[Repair]]:
    """The view after all repairs of a family, what they ask, and which of them changed something.

    A rule asks `MOST` questions at a time, the first ones; `over` gets the names of those that had more. Of proposals that meet at one place one is asked, the surest, or else the rule's that stands first; `before`: what was asked already.
    """
    asked: list[Asked] = []
    used: list[Repair] = []
    for row in rows():
        one = row.repair
        if one.family != family or (layered and not row.layered):
            continue
        changes: list[Change] = []
        questions = 0
        for each in one.run(view):
            if not isinstance(each, Proposal):
                changes.append(each)
            elif questions < MOST:
                asked.append(Asked(one.name, each, view))
                questions += 1
            elif over is not None and one.name not in over:
                over.append(one.name)
        changes = _apart(changes)
        if changes:
            view = view.then(changes, one.family, rule=one.name, resp=RESP)
            used.append(one)
    return view, _one_a_place(asked, before), used


def _one_a_place(asked: Sequence[Asked], before: Sequence[Asked]) -> list[Asked]:
    """Without proposals that meet a better one. What changes no word (`is_`) meets only its like."""
    ranked = [(0, 0, each) for each in before] + [(1 + CERTAINTY.index(each.proposal.cert), number, each) for number, each in enumerate(asked)]
    kept: set[int] = set()
    for tagging in (False, True):
        taken: list[tuple[int, int]] = []  # ranges of the frozen text, apart and in order
        for _, _, each in sorted(ranked, key=lambda rank: rank[:2]):
            if bool(each.proposal.is_) != tagging:
                continue
            start, end = each.frozen()
            end = max(end, start + 1)  # what is put between two characters keeps the place of the second
            at = bisect_left(taken, (start, end))
            if not ((at < len(taken) and taken[at][0] < end) or (at and start < taken[at - 1][1])):
                insort(taken, (start, end))
                kept.add(id(each))
    return [each for each in asked if id(each) in kept]


def _apart(changes: Sequence[Change]) -> list[Change]:
    """In order, without those that overlap one before them."""
    kept: list[Change] = []
    for change in sorted(changes, key=lambda each: (each.at, each.at + len(each.old))):
        if not kept or change.at >= kept[-1].at + len(kept[-1].old):
            kept.append(change)
    return kept


__all__ = ["REPAIRS", "RESP", "Asked", "Row", "decoded", "mend", "rows"]

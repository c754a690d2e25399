"""What lies on the editor's desk: one document with its open questions, the decisions made, and the way back from each.

The questions are those of the document as it is now: it is ingested anew, without writing. So a stale queue asks nothing that is not so.
"""

from __future__ import annotations

from bisect import bisect_left
from collections import Counter
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, field, replace
from pathlib import Path

from edition import files, queue, review
from edition.edits import EditLog
from edition.errors import SourceError
from edition.ingest import Ingested, Where
from edition.lossless import read_log
from edition.model import Finding
from edition.queue import Question
from edition.review import Decision

ROUNDS = 10  # how often what comes up because of a decision is decided by the same order


@dataclass(frozen=True)
class Step:
    """The files and the desk before a decision, and the files after it."""

    record: bytes | None
    queue: bytes | None
    open: tuple[Question, ...]
    aside: tuple[Question, ...]
    made: tuple[Decision, ...]
    counts: tuple[tuple[str, int], ...]
    after: tuple[bytes | None, bytes | None]


@dataclass
class Desk:
    """One document. `look` ingests it without writing; `name` is what to call it in a command; `page` is where its HTML page goes."""

    name: str
    where: Where
    look: Callable[[], Ingested]
    next: str  # the command that follows
    page: Path
    open: list[Question] = field(default_factory=list)
    aside: list[Question] = field(default_factory=list)  # touched by what was decided: asked again if they are still so
    counts: Counter[str] = field(default_factory=Counter)
    findings: list[Finding] = field(default_factory=list)
    refused: set[str] = field(default_factory=set)  # ids that the record could not hold as decided
    steps: list[Step] = field(default_factory=list)
    outcome: Ingested | None = None
    _base: bytes | None = None  # the record when it was last looked at
    _made: list[Decision] = field(default_factory=list)  # since then
    _known: frozenset[str] = frozenset()  # what was wrong with the record before

    def spread(self) -> Desk:
        """Look at the document. Raises EditionError."""
        self.outcome = self.look()
        self.open, self.aside, self._made = list(self.outcome.questions), [], []
        self._base = _bytes(self.where.record)
        self._known = frozenset(found.message for found in self._faults())
        return self

    @property
    def source(self) -> Path:
        assert self.outcome is not None
        return self.outcome.source

    @property
    def text(self) -> str:
        """The frozen text."""
        assert self.outcome is not None
        return self.outcome.text

    @property
    def log(self) -> EditLog:
        assert self.outcome is not None
        return read_log(self.outcome.document).edits

    @property
    def left(self) -> list[Question]:
        return sorted([*self.open, *self.aside], key=lambda each: (each.start, each.stop))

    def executed(self) -> int:
        """Carry out what an editor wrote into the queue; how many that were. What cannot be is a finding."""
        decided, orphans = queue.carried(queue.read(self.where.queue), self.open)
        self.findings += [queue.orphan(each, self.where.queue) for each in orphans]
        made = [Decision(each, decided[each.id].decision, decided[each.id].to or "") for each in self.open if each.id in decided]
        before = self.counts.total()
        self.decide(made)
        self.settled()
        return self.counts.total() - before

    def decide(self, decisions: Iterable[Decision]) -> bool:
        """Put decisions on record, and their questions off the desk; whether one was. Those that meet at the same words wait for the next look.

        Raises OutputError; then nothing was written.
        """
        chosen: list[Decision] = []
        changed: list[tuple[int, int]] = []  # where the chosen ones act, in order
        for decision in sorted(decisions, key=lambda each: each.question.start):
            question = decision.question
            if why := review.impossible(decision):
                self._refuse(decision, why)
            elif decision.verdict == "reject":
                chosen.append(decision)
            elif not changed or changed[-1][1] <= question.start:
                chosen.append(decision)
                changed.append((question.start, question.stop))
        if not chosen:
            return False
        gone = {decision.question.id for decision in chosen}
        touched = [each for each in self.open if each.id not in gone and _meets(each, changed)]
        record = _bytes(self.where.record)
        step = (record, _bytes(self.where.queue), tuple(self.open), tuple(self.aside), tuple(self._made), tuple(self.counts.items()))
        new, _ = review.appended(record, chosen)
        away = gone | {each.id for each in touched}
        left = [each for each in self.left if each.id not in gone]
        waiting = queue.dump(left, self._written(left)) if left else None
        review.settle(self.where.record, new, self.where.queue, waiting)
        self.steps.append(Step(*step, after=(new, waiting)))
        self.aside += list({each.id: each for each in touched}.values())
        self.open = [each for each in self.open if each.id not in away]
        self._made += chosen
        self.counts.update(decision.verdict for decision in chosen)
        return True

    def undo(self) -> bool:
        """Take the last decision back, byte for byte; False if there is none. Raises SourceError if somebody else wrote into the files since."""
        if not self.steps:
            return False
        step = self.steps[-1]
        if (_bytes(self.where.record), _bytes(self.where.queue)) != step.after:
            raise SourceError(
                f"{self.where.record}: was changed by another program since, so the decision was not taken back",
                hint="Take the entry out of the record by hand; the next ingest asks again.",
            )  # fmt: skip
        review.put(self.where.record, step.record)
        review.put(self.where.queue, step.queue)
        self.steps.pop()
        self.open, self.aside, self._made, self.counts = list(step.open), list(step.aside), list(step.made), Counter(dict(step.counts))
        return True

    def settled(self) -> bool:
        """Look at the document again. Decisions that the record cannot hold together are taken back, and are findings; what is asked now lies open.

        Whether anything is asked that was not before, or again.
        """
        if not self._made:
            return False
        known = {each.id for each in self.open}
        for _ in range(ROUNDS):
            self.outcome = self.look()
            faults = [found for found in self._faults() if found.message not in self._known]
            if not faults or not self._taken_back(faults):
                break
        else:
            faults = []
        self.findings += faults
        self._known |= {found.message for found in faults}
        self.open, self.aside, self._made = list(self.outcome.questions) if self.outcome else [], [], []
        self._base = _bytes(self.where.record)
        waiting = queue.dump(self.open, self._written(self.open)) if self.open else None
        review.put(self.where.queue, waiting)
        if self.steps:
            self.steps[-1] = replace(self.steps[-1], after=(self._base, waiting))
        return bool({each.id for each in self.open} - known - self.refused)

    def all_of(self, verdict: str, chosen: Callable[[Question], bool]) -> None:
        """The same verdict on all questions that are chosen, also on those that only come up because of it."""
        for _ in range(ROUNDS):
            if not self.decide([Decision(each, verdict) for each in self.open if chosen(each) and each.id not in self.refused]):
                break
            self.settled()

    def _taken_back(self, faults: Sequence[Finding]) -> bool:
        """Write the record without the entries that do not fit; whether that was possible."""
        record = _bytes(self.where.record)
        expected, lines = review.appended(self._base, self._made)
        if record != expected:
            return False
        ends = [*lines[1:], expected.count(b"\n") + 2]
        wrong = {
            number for found in faults for number, (low, high) in enumerate(zip(lines, ends, strict=True))
            if low <= found.locus.line < high
        }  # fmt: skip
        if any(not found.locus.line for found in faults):  # a fix across blocks: those that quote a line end
            wrong |= {number for number, each in enumerate(self._made) if each.verdict != "reject" and "\n" in each.question.old}
        if not wrong:
            return False
        for number in sorted(wrong):
            why = next((found.message for found in faults if lines[number] <= found.locus.line < ends[number]), faults[0].message)
            self._refuse(self._made[number], why)
            self.counts[self._made[number].verdict] -= 1
        back = [self._made[number].question for number in sorted(wrong)]
        self._made = [each for number, each in enumerate(self._made) if number not in wrong]
        new = review.appended(self._base, self._made)[0] if self._made else self._base
        left = sorted([*self.left, *back], key=lambda each: each.start)
        review.put(self.where.record, new)
        review.put(self.where.queue, queue.dump(left, self._written(left)))
        self.steps.clear()  # the way back led through them
        return True

    def _refuse(self, decision: Decision, why: str) -> None:
        self.findings.append(review.refused(decision, why, self.where.queue))
        self.refused.add(decision.question.id)

    def _faults(self) -> list[Finding]:
        found = self.outcome.findings if self.outcome else ()
        return [each for each in found if each.code in ("SRC010", "SRC011") and each.locus.file == str(self.where.record)]

    def _written(self, left: Sequence[Question]) -> dict[str, queue.Entry]:
        return queue.carried(queue.read(self.where.queue), left)[0]


def _meets(question: Question, changed: Sequence[tuple[int, int]]) -> bool:
    """Whether it quotes a word in common with one of these ranges (in order, apart)."""
    last = bisect_left(changed, (question.stop, 0)) - 1
    return last >= 0 and question.start < changed[last][1]


def _bytes(path: Path) -> bytes | None:
    return files.read(path) if path.is_file() else None

"""3. Structure. What rules look at: all units of a file with the labels so far; and what a rule is."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from functools import cached_property

from edition.model import Label
from edition.structure import kinds, shapes, words
from edition.structure.footnotes import Found
from edition.structure.runs import Profile, Run

NOTHING: Mapping[str, str] = {}


@dataclass
class Page:
    """The whole file. `labels` has an entry for each unit, None where no rule has answered yet."""

    units: Sequence[Run]
    profile: Profile
    kind: str  # of the record, or detected
    notes: Found
    speakers: frozenset[str] = frozenset()  # of a play: the names in capitals that stand before a speech
    labels: list[Label | None] = field(default_factory=list)
    attributes: dict[int, Mapping[str, str]] = field(default_factory=dict)
    named: set[str] = field(default_factory=set)  # the labels that were given so far
    end: int = 0  # where the text itself ends: before the comments

    def __post_init__(self) -> None:
        self.labels = [None] * len(self.units)
        self.end = len(self.units)

    def name(self, number: int) -> str:
        """The label of a unit, "" if there is none (yet)."""
        label = self.labels[number] if 0 <= number < len(self.units) else None
        return label.name if label else ""

    def glued(self, number: int) -> bool:
        """No empty line stands before it."""
        return 0 < number < len(self.units) and self.units[number].empty_before == 0

    def after(self, number: int) -> Run | None:
        return self.units[number + 1] if number + 1 < len(self.units) else None

    def alone(self, number: int) -> bool:
        """One line, with empty ones (or nothing) before and behind it."""
        return len(self.units[number].lines) == 1 and not self.glued(number) and not self.glued(number + 1)

    def last(self, number: int) -> bool:
        return number == len(self.units) - 1

    def tell(self, number: int, label: Label, attributes: Mapping[str, str] = NOTHING) -> None:
        self.labels[number] = label
        self.named.add(label.name)
        if label.name == "comments/head":
            self.end = min(self.end, number)
        if attributes:
            self.attributes[number] = attributes

    @cached_property
    def top(self) -> int:
        """Where the words begin: the first unit with more than twenty, or that ends as a sentence does and has more than eight."""
        for number, unit in enumerate(self.units):
            if unit.words > 20 or (unit.words > 8 and shapes.STOP.search(unit.said)):
                return number
        return len(self.units)

    @cached_property
    def acts(self) -> bool:
        """Of a play: whether it has acts, with scenes in them."""
        heads = (words.PART.match(unit.said) for unit in self.units if len(unit.lines) == 1 and unit.words <= 8)
        return any(match and (match["act"] or match["act2"]) for match in heads)

    @cached_property
    def asked(self) -> frozenset[str]:
        """Of an interview: who asks and who answers."""
        return kinds.asked(self.units)

    @cached_property
    def dated(self) -> int:
        """How many short lines are dates: more than two are those of a diary."""
        return sum(len(unit.lines) == 1 and shapes.dateline(unit.said) for unit in self.units)

    @cached_property
    def mailed(self) -> int:
        """Of a letter: the unit that is the two dashes above the signature of an e-mail, with a few lines below it; -1 if there is none."""
        last = next((n for n in range(len(self.units) - 1, -1, -1) if self.units[n].said == "--"), -1)
        below = self.units[last + 1 :]
        found = self.kind == "letter" and last > 0 and 0 < len(below) <= 8 and all(unit.words <= 20 and not words.MAIL.match(unit.said) for unit in below)
        return last if found else -1

    @cached_property
    def quoted(self) -> int:
        """How many units are in quotation marks as a whole: many are a conversation."""
        return sum(whole_quotation(unit.said) for unit in self.units)


def whole_quotation(text: str) -> bool:
    """In quotation marks from the first to the last character, with no others of the kind in it."""
    marks = {"“": "”", "«": "»", "„": "“", '"': '"', "‘": "’"}
    end = text.rstrip(".,;")
    return bool(text) and text[0] in marks and end.endswith((marks[text[0]], "”")) and text.count(text[0]) <= (2 if text[0] == '"' else 1) and len(text) > 20


Test = Callable[[Page, int], "bool | str | tuple[str, Mapping[str, str]]"]


@dataclass(frozen=True)
class Rule:
    """A rule: what it says a unit is, how sure that is (0 to 1), why, and the test. The test may give another label itself."""

    name: str
    label: str
    confidence: float
    reason: str
    test: Test

    @property
    def manual(self) -> str:
        return " ".join((self.test.__doc__ or "").split())

    def __call__(self, page: Page, number: int) -> bool:
        found = self.test(page, number)
        if not found:
            return False
        label, attributes = found if isinstance(found, tuple) else (found if isinstance(found, str) else self.label, NOTHING)
        page.tell(number, Label(label, self.confidence, self.reason), attributes)
        return True


def rule(label: str, confidence: float, reason: str) -> Callable[[Test], Rule]:
    """Make a rule of a test."""
    return lambda test: Rule(getattr(test, "__name__", label).replace("_", " "), label, confidence, reason, test)

"""A thousand ways to meddle with a TEI file or its log, over several documents: each is judged right, and the line is named."""

from __future__ import annotations

import json
import random
import re
from bisect import bisect_right
from collections.abc import Callable
from copy import deepcopy
from dataclasses import dataclass, replace
from pathlib import Path

import pytest
from ingesting import ingested

from edition import lossless, tei
from edition.logfile import Log, read_log
from edition.lossless import view
from edition.model import Document, Finding, Severity
from edition.tei import Element, local, select

LETTER = """\ufeffThe Quay, 3 May 1871\r
\r
Dear sister,\r
\r
The ferryman\u00e2\u20ac\u2122s lantern was seen by the the whole quay on Tuesday, and the har-\r
bour master came down to the light-house with a "great" coat\u00a0on and no hat.  \r
\r
Nobody been\u0007 there since the lighthouse and the harbour were shut. They took the boats.\r
\r
The second boat lay  in the mud, and no one asked whose it was. Nobody ever does.\r
\r
Your brother,\r
Anselm
"""
LETTER_RECORD = """
[[fix]]
at = "L5 'the the'"
to = "the"
[[fix]]
at = "L8 'Nobody been'"
to = "Nobody has been"
as = "supplied"
[[fix]]
at = "L8 'took the boats'"
to = "shook the boats"
as = "corr"
[[fix]]
at = "L10 'second'"
to = "secnd"
as = "reg"
[[span]]
at = "L3 'sister'"
is = "rs"
[[note]]
at = "L10 'boat'"
text = "A boat of *the quay*."
"""
WRAPPED = "".join(f"Line {number} of a page that was\nwrapped by hand, with words that\nrepeat and repeat, {number} times over.\n\n" for number in range(1, 9))
VERSE = "A song\n\nThe tide goes out, the tide comes in,\nThe boats lie on the sand,\nThe nets are thick, the ropes are thin,\nAnd nobody on land\n\nWill say who cut the mooring line\nOr took the second oar,\nThe moon was down, the night was fine,\nThere is not any more.\n"
PAGE = "<html><body><article><h1>A notice</h1><p>The <em>ferry</em> will not run on <a href='http://example.org/'>Tuesday</a>.</p><ul><li>Nor on Friday</li><li>Nor after dark</li></ul><p>By order of of the harbour master.</p></article></body></html>"
PAGE_RECORD = "[[fix]]\nat = \"L5 'of of'\"\nto = 'of'\n[[fix]]\nat = \"L2 'run'\"\nto = 'sail'\nas = 'corr'\n"

Outcome = tuple[Document, str, set[int]]  # the file as it is then; "error", "note" or "fine"; lines of which each error must name one


@dataclass
class Case:
    """A document that is meddled with, by chance but always in the same way."""

    document: Document
    log: Log
    chance: random.Random

    def fresh(self) -> Document:
        return replace(self.document)

    def texts(self, document: Document) -> list[tuple[Element, view.Event, int]]:
        """Every text of the source: its block, the text, and where it begins in the repaired text."""
        assert document.tree is not None
        found = []
        for start, _, leaf in lossless.leaves(document.tree):
            at = self.log.edge(start)
            for event in lossless.walk(leaf):
                if event.kind == "text":
                    found.append((leaf, event, at))
                    at += len(event.text)
        return found

    def line(self, place: int) -> int:
        return max(1, min(bisect_right(self.log.places, place), len(self.log.sums)))

    def lines(self, low: int, high: int) -> set[int]:
        return {self.line(place) for place in range(low, max(high, low + 1))}


def saved(document: Document) -> Document:
    assert document.tree is not None
    return replace(document, data=tei.dump(document.tree))


def put(event: view.Event, text: str) -> None:
    if event.tail:
        event.node.tail = text
    else:
        event.node.text = text


def one_text(case: Case, document: Document, wanted: str = r"\S") -> tuple[view.Event, int, int] | None:
    """A text, an offset in it at which `wanted` stands, and its place in the repaired text."""
    found = [(event, match.start(), at + match.start()) for _, event, at in case.texts(document) for match in re.finditer(wanted, event.text)]
    return case.chance.choice(found) if found else None


def a_letter(case: Case, make: Callable[[str], str], wanted: str = r"[^ \t\r\n]") -> Outcome | None:
    document = case.fresh()
    if (found := one_text(case, document, wanted)) is None:
        return None
    event, offset, place = found
    put(event, event.text[:offset] + make(event.text[offset]) + event.text[offset + 1 :])
    return saved(document), "error", case.lines(max(0, place - 1), place + 2)


def changed_letter(case: Case) -> Outcome | None:
    return a_letter(case, lambda letter: case.chance.choice([other for other in "xqzJ7\u00e9" if other != letter]))


def lost_letter(case: Case) -> Outcome | None:
    return a_letter(case, lambda letter: "")


def added_letter(case: Case) -> Outcome | None:
    return a_letter(case, lambda letter: letter + case.chance.choice("xqz7"))


def other_case(case: Case) -> Outcome | None:
    return a_letter(case, str.swapcase, "[A-Za-z]")


def words_joined(case: Case) -> Outcome | None:
    return a_letter(case, lambda letter: "", r"(?<=\w) (?=\w)")


def word_divided(case: Case) -> Outcome | None:
    return a_letter(case, lambda letter: letter + case.chance.choice([" ", "\n", "\t"]), r"\w(?=\w)")


def two_changes(case: Case) -> Outcome | None:
    """A letter goes in one word and comes in another: the number of letters stays."""
    document = case.fresh()
    texts = [(event, at) for _, event, at in case.texts(document) if len(event.text) > 12]
    event, at = case.chance.choice(texts)
    text = event.text
    put(event, text[0] + text[2:9] + "q" + text[9:]) if text[1].strip() else put(event, "q" + text[1:])
    return saved(document), "error", case.lines(max(0, at - 1), at + 12)


def changed_sic(case: Case) -> Outcome | None:
    document = case.fresh()
    found = [(event, at) for _, event, at in case.texts(document) if local(event.node) in ("sic", "orig", "surplus") and not event.tail and event.text.strip()]
    if not found:
        return None
    event, at = case.chance.choice(found)
    put(event, event.text.rstrip() + "x" + event.text[len(event.text.rstrip()) :])
    return saved(document), "error", case.lines(max(0, at - 1), at + len(event.text) + 1)


def pair_taken_out(case: Case) -> Outcome | None:
    document = case.fresh()
    pairs = select(document.tree, "//t:body//t:choice | //t:body//t:surplus")  # type: ignore[arg-type]
    if not pairs:
        return None
    pair = case.chance.choice(pairs)
    texts = [(event, at) for _, event, at in case.texts(document) if pair in (event.node, *event.node.iterancestors()) and not (event.tail and event.node is pair)]
    low, high = texts[0][1], texts[-1][1] + len(texts[-1][0].text)
    keep(pair)
    return saved(document), "error", case.lines(low, high)


def keep(node: Element) -> None:
    """Take an element out, not what stands behind it."""
    parent, before = node.getparent(), node.getprevious()
    assert parent is not None
    if before is not None:
        before.tail = (before.tail or "") + (node.tail or "")
    else:
        parent.text = (parent.text or "") + (node.tail or "")
    parent.remove(node)


def block_taken_out(case: Case) -> Outcome | None:
    document = case.fresh()
    start, end, leaf = case.chance.choice(list(lossless.leaves(document.tree)))  # type: ignore[arg-type]
    keep(leaf)
    return saved(document), "error", case.lines(case.log.edge(start), case.log.edge(end))


def block_copied(case: Case) -> Outcome | None:
    document = case.fresh()
    start, end, leaf = case.chance.choice(list(lossless.leaves(document.tree)))  # type: ignore[arg-type]
    leaf.addnext(deepcopy(leaf))
    return saved(document), "error", case.lines(case.log.edge(start), case.log.edge(end))


def source_range_changed(case: Case) -> Outcome | None:
    document = case.fresh()
    start, end, leaf = case.chance.choice(list(lossless.leaves(document.tree)))  # type: ignore[arg-type]
    leaf.attrib.pop("source")
    return saved(document), "error", case.lines(case.log.edge(start), case.log.edge(end))


def blocks_swapped(case: Case) -> Outcome | None:
    document = case.fresh()
    leaves = [leaf for _, _, leaf in lossless.leaves(document.tree) if leaf.getparent() is not None]  # type: ignore[arg-type]
    one, other = case.chance.sample(leaves, 2)
    mark = tei.make("p")
    tails = one.tail, other.tail
    one.addnext(mark)
    other.addnext(one)
    mark.addnext(other)
    mark.getparent().remove(mark)  # type: ignore[union-attr]
    one.tail, other.tail = tails[1], tails[0]
    return saved(document), "fine", set()


def changed_corr(case: Case) -> Outcome | None:
    document = case.fresh()
    found = select(document.tree, "//t:body//t:corr | //t:body//t:reg | //t:body//t:supplied")  # type: ignore[arg-type]
    if not found:
        return None
    case.chance.choice(found).text = "something else"
    return saved(document), "note", set()


def note_added(case: Case) -> Outcome | None:
    document = case.fresh()
    _, _, leaf = case.chance.choice(list(lossless.leaves(document.tree)))  # type: ignore[arg-type]
    leaf.append(tei.make("note", {"resp": "#ed"}, "Some words of the editor."))
    return saved(document), "fine", set()


def log_changed(case: Case, change: Callable[[dict[str, list[object]]], None]) -> Outcome:
    assert case.document.log is not None
    content = json.loads(case.document.log)
    change(content)
    return replace(case.document, log=json.dumps(content).encode()), "error", set()


def log_entry_lost(case: Case) -> Outcome | None:
    data = case.log.data
    key = case.chance.choice([key for key in ("mechanical", "editorial", "outside", "lines") if data[key]])
    number = case.chance.randrange(len(data[key]))
    return log_changed(case, lambda content: content[key].pop(number) and None)  # type: ignore[arg-type]


def log_entry_changed(case: Case) -> Outcome | None:
    data = case.log.data

    def change(content: dict[str, list[object]]) -> None:
        key = case.chance.choice([key for key in ("mechanical", "editorial", "outside", "lines") if data[key]])
        entry = case.chance.choice(content[key])
        if isinstance(entry, dict):
            entry[case.chance.choice(["rule", "why", "cert"])] = "unknown-"
        else:
            assert isinstance(entry, list)
            entry[0] = int(entry[0]) + 1

    return log_changed(case, change)


WAYS = (
    changed_letter, lost_letter, added_letter, other_case, words_joined, word_divided, two_changes, changed_sic, pair_taken_out, block_taken_out, block_copied,
    source_range_changed, blocks_swapped, changed_corr, note_added, log_entry_lost, log_entry_changed,
)  # fmt: skip


def named(found: list[Finding]) -> set[int]:
    lines: set[int] = set()
    for finding in found:
        for first, last in re.findall(r"\blines? (\d+)(?: to (\d+))? of the source", finding.message):
            lines |= set(range(int(first), int(last or first) + 1))
    return lines


def judged(outcome: Outcome, source: bytes | None) -> str:
    """"" if the verdict is right, else what is wrong with it."""
    document, wanted, lines = outcome
    found = lossless.verify(document, source)
    errors = [each for each in found if each.severity == Severity.ERROR]
    if wanted == "error":
        if not errors:
            return f"not noticed: {[each.message for each in found]}"
        if lines and not named(errors) & lines:
            return f"lines {sorted(lines)} expected, {sorted(named(errors))} named"
        if lines and not named(errors) <= {each + more for each in lines for more in (-1, 0, 1)}:
            return f"lines {sorted(lines)} expected, and others named: {sorted(named(errors))}"
        return ""
    if errors:
        return f"an error without a fault: {errors[0].message}"
    return "" if wanted == "fine" or found else "not even a note"


def tried(cases: list[Case], times: int, source: Callable[[Document], bytes | None] = lambda document: None) -> list[str]:
    wrong = []
    for number in range(times):
        case, way = cases[number % len(cases)], WAYS[number // len(cases) % len(WAYS)]
        outcome = way(case)
        if outcome is not None and (said := judged(outcome, source(case.document))):
            wrong.append(f"{case.document.name} {way.__name__}: {said}")
    return wrong


def case_of(document: Document, seed: int) -> Case:
    return Case(document, read_log(document), random.Random(seed))


@pytest.fixture(scope="module")
def cases(tmp_path_factory: pytest.TempPathFactory) -> list[Case]:
    folder = tmp_path_factory.mktemp("tampering")
    made = [
        ingested(folder, LETTER, LETTER_RECORD, name="letter"), ingested(folder, WRAPPED, name="wrapped"),
        ingested(folder, VERSE, '[source]\nkind = "poem"', name="verse"), ingested(folder, PAGE, PAGE_RECORD, name="page", suffix=".html"),
    ]  # fmt: skip
    return [case_of(one.document, number) for number, one in enumerate(made)]


def test_a_thousand_tamperings_are_judged_right(cases: list[Case]) -> None:
    assert not tried(cases, 1000)


def test_with_the_source_at_hand_the_words_are_named(cases: list[Case]) -> None:
    letter = cases[0].document
    document = replace(letter, data=letter.data.decode().replace("asked whose", "asked which").encode())
    (found,) = lossless.verify(document, LETTER.encode())
    assert found.message.startswith("line 10 of the source (")
    assert found.message.endswith('the source has "whose", the TEI "which"')
    assert not tried([replace_seed(cases[0], 7)], 60, lambda document: LETTER.encode())


def replace_seed(case: Case, seed: int) -> Case:
    return case_of(case.document, seed)


def test_the_five_are_judged_right_too(shared: Path) -> None:
    from edition import pipeline, project

    folder = Path(__file__).resolve().parent.parent / "seeds" / "five-web-texts"
    done = pipeline.ingest_edition(project.read(folder), seeds=shared / "seeds", overwrite=True, write=False)
    cases = [case_of(one.document, number) for number, one in enumerate(done) if one.document.log is not None and not read_log(one.document).as_it_is]
    assert not tried(cases, 10 * len(cases))

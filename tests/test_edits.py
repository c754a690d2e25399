"""The edit log: what it promises, and that its types are enough for TEI that leads back to its source.

The encoder here is a toy of some sixty lines (flat TEI, moved blocks, inline markup, notes). The real one has its own tests; this one shows
that what it stands on holds for texts nobody would write.
"""

from __future__ import annotations

import json
import random
from bisect import bisect_right
from collections.abc import Iterator
from dataclasses import dataclass
from hashlib import sha256
from itertools import pairwise
from typing import Any
from zlib import crc32

import pytest
from hypothesis import assume, given, settings
from hypothesis import strategies as st
from lxml import etree

from edition.edits import LINE_END, Change, Edit, EditLog, Edits, Family, Misplaced, View, apply, compose, inverse, signed, whole_words

Element = etree._Element
History = tuple[str, EditLog, str]  # a frozen text, its log, and the text that its edits made one by one
Encoded = tuple[str, EditLog, bytes, dict[str, Any]]  # a frozen text, its log, its TEI, and the record beside it

few = settings(max_examples=80, deadline=None)
ILLEGAL = "\x07\r\udc80\ufffe"  # XML cannot hold them (CR: not unchanged)
TEXTS = st.text("abn ñÃ±'’-\n\u00a0\ufeff" + ILLEGAL, max_size=14)
LEGAL = st.text("abn ñ’\n", max_size=3)
FAMILIES: st.SearchStrategy[Family] = st.sampled_from(["mechanical", "editorial"])
NOT_SOURCE = {"corr", "reg", "supplied", "note", "gap"}


# the toy: TEI with the repaired text in it, and a record


def edges(log: EditLog, ends: list[int]) -> list[int]:
    """Offsets in the repaired text that cut it where `ends` cut the frozen one; the last one is its end."""
    return [log.to_repaired.edge(end) for end in ends[:-1]] + [ends[-1] + log.to_repaired.shifts[-1]]


def line_ends(text: str) -> list[int]:
    return [match.end() for match in LINE_END.finditer(text)] + [len(text)]


def checksum(text: str) -> int:
    return crc32(text.encode("utf-8", "surrogatepass"))


def encode(frozen: str, log: EditLog, cuts: list[int], chance: random.Random) -> tuple[bytes, dict[str, Any]]:
    """TEI and record. `cuts`: where blocks end in the frozen text, not inside an editorial edit; a block may end inside a mechanical one,
    for the way back begins with the whole repaired text.
    """
    repaired = apply(log.mechanical, frozen)
    ends, places = [*cuts, len(frozen)], edges(log, [*cuts, len(frozen)])
    outside: list[tuple[int, str]] = []
    blocks: list[Element] = []
    waiting = list(log.editorial)
    for number, (start, end) in enumerate(zip([0, *ends], ends, strict=False)):
        low, high = (places[number - 1] if number else 0), places[number]
        mine: list[Edit] = []
        while waiting and waiting[0].end <= high:  # an insertion at a common border: the first block's
            mine.append(waiting.pop(0))
        if not mine and chance.random() < 0.3:
            outside.append((start, repaired[low:high]))
            continue
        block = etree.Element("p", source=f"src:{start},{end}")
        place = low
        for edit in mine:
            running(block, repaired[place : edit.at], chance)
            marked(block, edit, chance)
            place = edit.end
        running(block, repaired[place:high], chance)
        blocks.append(block)
    assert not waiting
    chance.shuffle(blocks)  # blocks may be moved
    body = etree.Element("body")
    body.extend(blocks)
    lines = line_ends(frozen)
    sums = [checksum(repaired[start:end]) for start, end in zip([0, *edges(log, lines)], edges(log, lines), strict=False)]
    record = {"log": log.to_json(), "sha256": digest(frozen), "outside": outside, "line_ends": lines, "line_sums": sums}
    return etree.tostring(body, encoding="utf-8"), json.loads(json.dumps(record))


def digest(text: str) -> str:
    return sha256(text.encode("utf-8", "surrogateescape")).hexdigest()


def running(block: Element, text: str, chance: random.Random) -> None:
    """Text, some of it in inline markup, with notes and breaks thrown in."""
    while text:
        size = chance.randint(1, len(text))
        home = etree.SubElement(block, "hi") if chance.random() < 0.3 else block
        if len(home):
            home[-1].tail = (home[-1].tail or "") + text[:size]
        else:
            home.text = (home.text or "") + text[:size]
        if chance.random() < 0.2:
            etree.SubElement(block, "note").text = "An editor's note."
            etree.SubElement(block, "lb")
        text = text[size:]


def marked(block: Element, edit: Edit, chance: random.Random) -> None:
    home = etree.SubElement(block, "hi") if chance.random() < 0.2 else block
    if edit.old and edit.new:
        choice = etree.SubElement(home, "choice")
        etree.SubElement(choice, "sic").text = edit.old
        etree.SubElement(choice, "corr").text = edit.new
    else:
        etree.SubElement(home, "surplus" if edit.old else "supplied").text = edit.old or edit.new


def source_view(element: Element) -> str:
    if element.tag in NOT_SOURCE:
        return ""
    return (element.text or "") + "".join(source_view(child) + (child.tail or "") for child in element)


def begin(block: Element) -> int:
    return int((block.get("source") or "")[4:].split(",")[0])


def repaired_text(tei: bytes, record: dict[str, Any]) -> str:
    """The source view of the blocks in the order of the source, with what was left outside."""
    tiles = [(at, text) for at, text in record["outside"]]
    tiles += [(begin(block), source_view(block)) for block in etree.fromstring(tei)]
    return "".join(text for _, text in sorted(tiles))


def marks(element: Element, at: int) -> Iterator[tuple[int, str, str]]:
    """Editorial edits as the TEI shows them, at their places in the repaired text; the element begins at `at`."""
    at += len(element.text or "")
    for child in element:
        if child.tag in ("choice", "supplied", "surplus"):
            yield at, source_view(child), "".join(new.text or "" for new in child.iter("corr", "supplied"))
        else:
            yield from marks(child, at)
        at += len(source_view(child)) + len(child.tail or "")


def restore(tei: bytes, record: dict[str, Any]) -> bytes:
    log = EditLog.from_json(record["log"])
    return apply(inverse(log.mechanical), repaired_text(tei, record)).encode("utf-8", "surrogateescape")


def verify(tei: bytes, record: dict[str, Any]) -> list[int]:
    """Lines of the frozen text (from 1) that the TEI no longer holds, by the TEI and its record alone.

    0 if the TEI holds all of them and the source does not come back: the log was changed.
    """
    try:
        if sha256(restore(tei, record)).hexdigest() == record["sha256"]:
            return []
    except (Misplaced, UnicodeEncodeError):
        pass
    log, sums, text = EditLog.from_json(record["log"]), record["line_sums"], repaired_text(tei, record)
    places = [0, *edges(log, record["line_ends"])]
    longer = len(text) - places[-1]

    def stands(line: int, shift: int) -> bool:
        return bool(checksum(text[max(0, places[line] + shift) : max(0, places[line + 1] + shift)]) == sums[line])

    if not longer:
        return [line + 1 for line in range(len(sums)) if not stands(line, 0)] or [0]  # the TEI is whole: the log is not
    first, last = 0, len(sums) - 1
    while first < last and stands(first, 0):
        first += 1
    while last > first and stands(last, longer):
        last -= 1
    return list(range(first + 1, last + 2))


@dataclass(frozen=True)
class Place:
    """Where quoted words stand, in both texts."""

    frozen: tuple[int, int]
    repaired: tuple[int, int]
    whole: bool  # False: the quoted words cut a mechanical edit


def placed(frozen: str, log: EditLog, line: int, words: str) -> Place:
    """``L14 'words'``: both texts are searched; if both have an answer, it must be the same place."""
    ends = [0, *line_ends(frozen)]
    repaired = apply(log.mechanical, frozen)
    start, end = ends[line - 1 : line + 1]
    low, high = log.to_repaired.range(start, end)
    answers = []
    for text, first, last, there, back in (
        (frozen, start, end, log.to_repaired, log.to_frozen), (repaired, low, high, log.to_frozen, log.to_repaired),
    ):  # fmt: skip
        hits = [at for at in range(first, last) if text.startswith(words, at, last)]
        if len(hits) > 1:
            raise LookupError(f"L{line} has {words!r} {len(hits)} times: add a number")
        if hits:
            here = (hits[0], hits[0] + len(words))
            other = there.range(*here)
            whole = back.range(*other) == here or text is repaired
            answers.append(Place(back.range(*other), other, whole) if text is frozen else Place(other, here, whole))
    if not answers:
        raise LookupError(f"L{line} does not have {words!r}")
    if len(answers) == 2 and answers[0].frozen != answers[1].frozen:
        raise LookupError(f"L{line}: {words!r} is one place in the source and another in the repaired text")
    return answers[0]


# random texts with random histories


@st.composite
def edits_of(draw: st.DrawFn, text: str, rule: str = "r") -> Edits:
    cuts = sorted(draw(st.lists(st.integers(0, len(text)), max_size=8)))
    pairs = dict.fromkeys(zip(cuts[::2], cuts[1::2], strict=False))
    return signed([Change(start, text[start:end], draw(LEGAL)) for start, end in pairs], rule, "#ed")


@st.composite
def histories(draw: st.DrawFn, clean: bool = False) -> History:
    """Up to five rounds of random edits; `clean`: after a first one that took out what XML cannot hold."""
    frozen = draw(TEXTS)
    log, text = EditLog(), frozen
    if clean:
        removed = signed([Change(at, char, "") for at, char in enumerate(text) if char in ILLEGAL], "c0", "#auto")
        log, text = log.then(removed, "mechanical"), apply(removed, text)
    for turn in range(draw(st.integers(0, 5))):
        edits = draw(edits_of(text, rule=f"r{turn}"))
        log, text = log.then(edits, draw(FAMILIES)), apply(edits, text)
    return frozen, log, text


@st.composite
def encoded(draw: st.DrawFn) -> Encoded:
    frozen, log, _ = draw(histories(clean=True))
    repaired = apply(log.mechanical, frozen)
    log = EditLog(log.mechanical, whole_words(log.editorial, repaired)) if draw(st.booleans()) else log
    cuts = sorted(draw(st.sets(st.integers(1, max(1, len(frozen) - 1)), max_size=5))) if len(frozen) > 1 else []
    cuts = [cut for cut in cuts if not any(edit.at < log.to_repaired.edge(cut) < edit.end for edit in log.editorial)]
    return frozen, log, *encode(frozen, log, cuts, random.Random(draw(st.integers(0, 99))))


# laws


@few
@given(histories())
def test_one_log_does_what_its_edits_did_one_by_one_and_undoes_it(history: History) -> None:
    frozen, log, text = history
    assert log.apply(frozen) == text
    assert log.invert(text) == frozen


@few
@given(histories())
def test_a_family_is_in_order_never_overlaps_and_says_nothing_idle(history: History) -> None:
    _, log, _ = history
    for family in (log.mechanical, log.editorial):
        places = [(edit.at, edit.end) for edit in family]
        assert places == sorted(set(places))
        assert all(one.end <= two.at for one, two in pairwise(family))
        assert all(edit.old != edit.new for edit in family)
    assert len({log.name(edit) for edit in log.editorial}) == len(log.editorial)


@few
@given(st.data())
def test_composition_is_associative_in_effect_and_undoing_leaves_nothing(data: st.DataObject) -> None:
    text = data.draw(TEXTS)
    one = data.draw(edits_of(text))
    two = data.draw(edits_of(apply(one, text)))
    three = data.draw(edits_of(apply(two, apply(one, text))))
    left, right = compose(compose(one, two), three), compose(one, compose(two, three))
    assert apply(left, text) == apply(right, text)
    assert apply(compose(one, inverse(one)), text) == text
    assert compose(compose(one, two), ()) == compose(one, two)


@few
@given(histories())
def test_a_log_comes_back_from_json(history: History) -> None:
    _, log, _ = history
    assert EditLog.from_json(json.loads(json.dumps(log.to_json()))) == log


@few
@given(histories())
def test_whole_words_keep_the_effect_divide_no_word_and_are_final(history: History) -> None:
    frozen, log, text = history
    repaired = apply(log.mechanical, frozen)
    grown = whole_words(log.editorial, repaired)
    assert apply(grown, repaired) == text
    assert whole_words(grown, repaired) == grown
    for edits, side in ((grown, repaired), (inverse(grown), text)):
        for edge in (edge for edit in edits for edge in (edit.at, edit.end)):
            assert not (0 < edge < len(side) and side[edge - 1].isalpha() and side[edge].isalpha())


@few
@given(histories(clean=True))
def test_sic_never_holds_what_a_mechanical_edit_removed(history: History) -> None:
    frozen, log, _ = history
    repaired = apply(log.mechanical, frozen)
    for edit in log.editorial:
        assert repaired[edit.at : edit.end] == edit.old
        assert not set(edit.old + edit.new) & set(ILLEGAL)


@few
@given(histories(), st.data())
def test_ranges_go_there_and_back(history: History, data: st.DataObject) -> None:
    frozen, log, text = history
    first, last = sorted((data.draw(st.integers(0, len(frozen))), data.draw(st.integers(0, len(frozen)))))
    low, high = log.to_repaired.range(first, last)
    back = log.to_frozen.range(low, high)
    assert 0 <= low <= high <= len(apply(log.mechanical, frozen))
    if low < high:  # else nothing became of it
        again = log.to_repaired.range(*back)
        assert low <= again[0] <= again[1] <= high  # less what was inserted at its ends
        assert again == (low, high) or any(not edit.old for edit in log.mechanical)
        touched = [edit for edit in log.mechanical if not (edit.end <= first or last <= edit.at)]
        assert min([first, *(edit.at for edit in touched)]) <= back[0] <= back[1] <= max([last, *(edit.end for edit in touched)])
    low, high = sorted((data.draw(st.integers(0, len(text))), data.draw(st.integers(0, len(text)))))
    start, end = View(text, log).frozen(low, high)
    assert 0 <= start <= end <= len(frozen)


@few
@given(encoded())
def test_the_tei_and_its_record_give_the_source_bytes(case: Encoded) -> None:
    frozen, _, tei, record = case
    assert restore(tei, record) == frozen.encode("utf-8", "surrogateescape")
    assert verify(tei, record) == []


@few
@given(encoded())
def test_the_tei_shows_each_editorial_edit_once_at_its_place(case: Encoded) -> None:
    _, log, tei, _ = case
    shown = [mark for block in etree.fromstring(tei) for mark in marks(block, log.to_repaired.edge(begin(block)))]
    assert sorted(shown, key=lambda mark: (mark[0], len(mark[1]))) == [(edit.at, edit.old, edit.new) for edit in log.editorial]


@few
@given(encoded(), st.data())
def test_tampering_with_the_source_view_is_noticed_and_located(case: Encoded, data: st.DataObject) -> None:
    _, log, tei, record = case
    before, body = repaired_text(tei, record), etree.fromstring(tei)
    nodes = [
        (element, part) for element in body.iter() for part in ("text", "tail")
        if getattr(element, part) and not any(each.tag in NOT_SOURCE for each in ([element] if part == "text" else []) + list(element.iterancestors()))
    ]  # fmt: skip
    assume(nodes)
    element, part = data.draw(st.sampled_from(nodes))
    old = getattr(element, part)
    at = data.draw(st.integers(0, len(old) - 1))
    new = old[:at] + data.draw(st.text("abXñ \n\u00a0", max_size=3)) + old[at + data.draw(st.integers(0, 1)) :]
    assume(new != old)
    setattr(element, part, new)
    tampered = etree.tostring(body, encoding="utf-8")
    after = repaired_text(tampered, record)
    lines = verify(tampered, record)
    if after == before:
        assert not lines
        return
    differs = next((at for at, (one, two) in enumerate(zip(before, after, strict=False)) if one != two), min(len(before), len(after)))
    places = edges(log, record["line_ends"])
    assert min(bisect_right(places, differs), len(places) - 1) + 1 in lines


@few
@given(encoded(), st.data())
def test_losing_an_element_a_block_or_an_edit_of_the_log_is_noticed(case: Encoded, data: st.DataObject) -> None:
    _, log, tei, record = case
    of_the_log = data.draw(st.booleans())
    if log.mechanical and of_the_log:
        number = data.draw(st.integers(0, len(log.mechanical) - 1))
        rest = log.mechanical[:number] + log.mechanical[number + 1 :]
        assert verify(tei, record | {"log": EditLog(rest, log.editorial).to_json()})
        return
    body = etree.fromstring(tei)
    elements = [element for element in body.iter() if element is not body and source_view(element)]
    assume(elements)
    lost = data.draw(st.sampled_from(elements))
    before = repaired_text(tei, record)
    home = lost.getparent()
    assert home is not None
    home.remove(lost)  # lxml removes what follows it too
    left = etree.tostring(body, encoding="utf-8")
    assert bool(verify(left, record)) == (repaired_text(left, record) != before)


@few
@given(encoded(), st.data())
def test_what_is_the_editors_may_change(case: Encoded, data: st.DataObject) -> None:
    _, _, tei, record = case
    body = etree.fromstring(tei)
    mine = list(body.iter("corr", "supplied", "note"))
    assume(mine)
    data.draw(st.sampled_from(mine)).text = data.draw(st.text("abX ", max_size=4))
    assert verify(etree.tostring(body, encoding="utf-8"), record) == []


# cases: the frozen text; rounds of a family and its changes; what stands in the log after them

Changes = list[tuple[int, str, str]]
M: Family = "mechanical"
E: Family = "editorial"
CASES: dict[str, tuple[str, list[tuple[Family, Changes]], Changes, Changes]] = {
    "a repair of a repair is one": (
        "a&amp;nbsp;b", [(M, [(1, "&amp;", "&")]), (M, [(1, "&nbsp;", " ")])], [(1, "&amp;nbsp;", " ")], []),
    "neighbours stay two": (
        "ab", [(M, [(0, "a", "xy")]), (M, [(2, "b", "z")])], [(0, "a", "xy"), (1, "b", "z")], []),
    "an insertion at the border of a replacement stays": (
        "ab", [(E, [(0, "a", "x")]), (E, [(1, "", "q")])], [], [(0, "a", "x"), (1, "", "q")]),
    "an insertion in a replacement joins it": (
        "ab", [(E, [(0, "ab", "xy")]), (E, [(1, "", "q")])], [], [(0, "ab", "xqy")]),
    "insertions at one place are one, in order": (
        "", [(E, [(0, "", "b")]), (E, [(0, "", "a")]), (E, [(2, "", "c")])], [], [(0, "", "abc")]),
    "an insertion where something was deleted comes behind it": (
        "xab", [(E, [(0, "x", "")]), (E, [(0, "", "q")])], [], [(0, "x", ""), (1, "", "q")]),
    "a change across a deletion takes it in": (
        "axb", [(M, [(1, "x", "")]), (M, [(0, "ab", "c")])], [(0, "axb", "c")], []),
    "a change that begins at a deletion leaves it": (
        "axb", [(M, [(1, "x", "")]), (M, [(1, "b", "c")])], [(1, "x", ""), (2, "b", "c")], []),
    "an insertion deleted again is nothing": (
        "ab", [(E, [(1, "", "q")]), (E, [(1, "q", "")])], [], []),
    "deleting more than was inserted leaves a deletion": (
        "abc", [(E, [(1, "", "q")]), (E, [(1, "qb", "")])], [], [(1, "b", "")]),
    "restored text is no edit": (
        "ab", [(E, [(0, "a", "x")]), (E, [(0, "x", "a")])], [], []),
    "mojibake in a misspelt word": (
        "EspaÃ±oll", [(M, [(4, "Ã±", "ñ")]), (E, [(0, "Españoll", "Español")])], [(4, "Ã±", "ñ")], [(0, "Españoll", "Español")]),
    "no-break space in a doubled word": (
        "the\u00a0the", [(M, [(3, "\u00a0", " ")]), (E, [(0, "the ", "")])], [(3, "\u00a0", " ")], [(0, "the ", "")]),
    "control character in a misspelt word": (
        "wr\x07od", [(M, [(2, "\x07", "")]), (E, [(0, "wrod", "word")])], [(2, "\x07", "")], [(0, "wrod", "word")]),
    "an editorial edit may cut a mechanical one": (
        "voya-\ngse", [(M, [(4, "-\ngse", "gse\n")]), (E, [(0, "voyagse", "voyages")])], [(4, "-\ngse", "gse\n")], [(0, "voyagse", "voyages")]),
    "a mechanical change in a correction is the correction's": (
        "dno't", [(E, [(0, "dno't", "don't")]), (M, [(3, "'", "’")])], [], [(0, "dno't", "don’t")]),
    "a mechanical change behind a correction is carried back": (
        "teh 'x", [(E, [(0, "teh", "those")]), (M, [(6, "'", "‘")])], [(4, "'", "‘")], [(0, "teh", "those")]),
    "a mechanical insertion on each side of a supply": (
        "", [(E, [(0, "", "q")]), (M, [(0, "", "a"), (1, "", "b")])], [(0, "", "ab")], [(1, "", "q")]),
    "a mechanical change before a correction moves it": (
        "\ufeffteh", [(E, [(1, "teh", "the")]), (M, [(0, "\ufeff", "")])], [(0, "\ufeff", "")], [(0, "teh", "the")]),
}  # fmt: skip


@pytest.mark.parametrize("name", CASES)
def test_rounds_of_changes_become_one_log(name: str) -> None:
    frozen, rounds, mechanical, editorial = CASES[name]
    view = View(frozen)
    for family, changes in rounds:
        view = view.then([Change(*change) for change in changes], family)
    assert [(edit.at, edit.old, edit.new) for edit in view.log.mechanical] == mechanical
    assert [(edit.at, edit.old, edit.new) for edit in view.log.editorial] == editorial
    assert view.text == view.log.apply(frozen)


@pytest.mark.parametrize(("text", "change", "grown"), [
    ("un Espaol", (7, "", "ñ"), (3, "Espaol", "Español")),
    ("to day", (2, " ", ""), (0, "to day", "today")),
    ("alot of", (1, "", " "), (0, "alot", "a lot")),
    ("a man", (2, "", "tall "), (2, "", "tall ")),
    ("the the man", (0, "the ", ""), (0, "the ", "")),
    ("Españo y", (6, "", "l"), (0, "Españo", "Español")),
    ("end", (3, "", "."), (3, "", ".")),
    ("dont go", (3, "", "’"), (0, "dont", "don’t")),
])  # fmt: skip
def test_an_edit_grows_to_whole_words(text: str, change: tuple[int, str, str], grown: tuple[int, str, str]) -> None:
    (edit,) = whole_words(signed([Change(*change)], "", ""), text)
    assert (edit.at, edit.old, edit.new) == grown


def test_one_edit_in_the_place_of_several_says_all_their_rules_and_reasons_and_the_least_certainty() -> None:
    one = signed([Change(0, "ab", "xy", "high", "a slip")], "slips", "#auto")
    two = signed([Change(1, "y", "z", "low", "a guess")], "guesses", "#ed")
    assert compose(one, two) == (Edit(0, "ab", "xz", "low", "a slip; a guess", "slips+guesses", "#ed"),)


def test_addresses_are_found_in_the_source_else_in_the_repaired_text() -> None:
    frozen = "one\nEspaÃ±oll wr\x07od\nvoya-\ngse the\u00a0man, the man\n"
    changes = ((8, "Ã±", "ñ"), (16, "\x07", ""), (24, "-\ngse", "gse\n"), (33, "\u00a0", " "))
    log = EditLog(signed([Change(*change) for change in changes], "", ""))
    repaired = apply(log.mechanical, frozen)
    for line, words, source in (
        (2, "Españoll", "EspaÃ±oll"), (2, "EspaÃ±oll", "EspaÃ±oll"), (2, "wrod", "wr\x07od"), (3, "voyagse", "voya-\ngse"), (1, "one", "one"),
    ):  # fmt: skip
        place = placed(frozen, log, line, words)
        assert place.whole
        assert frozen[slice(*place.frozen)] == source
    assert repaired[slice(*placed(frozen, log, 3, "voyagse").repaired)] == "voyagse"
    assert not placed(frozen, log, 2, "EspaÃ").whole  # a fix here must be refused
    with pytest.raises(LookupError, match="2 times"):  # once in the source, twice to a reader
        placed(frozen, log, 4, "the man")
    with pytest.raises(LookupError, match="does not have"):
        placed(frozen, log, 1, "two")


@pytest.mark.parametrize("changes", [
    [Change(1, "x", "y")], [Change(5, "", "y")], [Change(-1, "c", "y")], [Change(0, "ab", ""), Change(1, "bc", "")],
])  # fmt: skip
def test_a_change_that_does_not_fit_is_refused(changes: list[Change]) -> None:
    with pytest.raises(Misplaced):
        View("abc").then(changes, "editorial")


def test_the_names_of_edits_do_not_change_with_what_is_put_in_their_place() -> None:
    one, two = (View("teh end").then([Change(0, "teh", new)], "editorial").log for new in ("the", "to the"))
    assert one.name(one.editorial[0]) == two.name(two.editorial[0])

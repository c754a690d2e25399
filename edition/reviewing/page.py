"""Review on a page: source and reading view side by side, what was changed and what is open marked and explained. To read; nothing on it acts.

One file of HTML without script or network: it opens anywhere, and may be sent by mail. It is well-formed XML too.
"""

from __future__ import annotations

import re
from bisect import bisect_right
from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from html import escape
from pathlib import Path

from edition.edits import LINE_END, Edit, EditLog, Offsets, inverse
from edition.queue import Question
from edition.repairs import rows as repairs
from edition.review import Decision, entry, pasted
from edition.reviewing.terminal import visible
from edition.tei import XML_LANG

CSS = Path(__file__).with_name("page.css")
NOT_SHOWN = re.compile("[\x00-\x08\x0b-\x1f\x7f-\x9f\ud800-\udfff\ufffe\uffff]")  # in a browser these are nothing, or harm
BLANK = "\r\n"


@dataclass(frozen=True)
class Mark:
    """A range of both texts that has something to say. `kind`: m (mechanical), e (editorial) or q (open); `id` is where it is explained."""

    kind: str
    source: tuple[int, int]
    reading: tuple[int, int]
    id: str = ""
    number: int = 0


@dataclass
class Row:
    """One line of the source, or several that an edit joins, with what became of it."""

    line: int
    source: tuple[int, int]
    reading: tuple[int, int]
    marks: list[Mark] = field(default_factory=list)


def page(title: str, text: str, log: EditLog, questions: Sequence[Question], *, language: str = "und", command: str = "edition review") -> bytes:
    """The page of one document: its frozen text, the log, and what is open."""
    reading = log.apply(text)
    marks = marks_of(log, questions)
    table = "\n".join(_row(row, text, reading, language) for row in rows_of(text, log, marks, reading))
    count = f"{len(questions)} open, {_number(len(log.editorial), 'correction')}, {_number(len(log.mechanical), 'mechanical repair')}"
    parts = [
        f'<h1>{_text(title)}</h1>\n<p class="meta">{count}. Decide with <code>{_text(command)}</code>, in the queue file, or by an entry in the record.</p>',
        '<nav aria-label="Sections"><a href="#text">The text</a> · <a href="#open">Open proposals</a> · <a href="#corrections">Corrections</a> · '
        '<a href="#mechanical">Mechanical repairs</a></nav>',
        '<main><h2 id="text">The text</h2>\n<table class="sides"><thead><tr><th class="no" scope="col">Line</th><th scope="col">Source</th><th scope="col">Reading view</th></tr></thead>'
        f"<tbody>\n{table}\n</tbody></table>",
        f'<h2 id="open">Open proposals</h2>\n{"".join(_proposal(each, number) for number, each in enumerate(questions, 1)) or "<p>None.</p>"}',
        f'<h2 id="corrections">Corrections</h2>\n{"".join(_correction(edit, log) for edit in log.editorial) or "<p>None.</p>"}',
        f'<h2 id="mechanical">Mechanical repairs</h2>\n{_counted(log)}</main>',
    ]  # fmt: skip
    head = (
        '<meta charset="utf-8"/><meta name="viewport" content="width=device-width, initial-scale=1"/>'
        "<meta http-equiv=\"Content-Security-Policy\" content=\"default-src 'none'; style-src 'unsafe-inline'\"/>"
        f"<title>{_text(title)}: review</title><style>\n{CSS.read_text('utf-8')}</style>"
    )
    body = "\n".join(parts)
    return f'<!DOCTYPE html>\n<html xmlns="http://www.w3.org/1999/xhtml" lang="en"><head>{head}</head>\n<body>\n{body}\n</body></html>\n'.encode()


def _number(count: int, what: str) -> str:
    return f"{count:,} {what}{'' if count == 1 else 's'}"


def language_of(root: object) -> str:
    """The xml:lang of a TEI root."""
    get = getattr(root, "get", None)
    return (get(XML_LANG) if get else None) or "und"


def marks_of(log: EditLog, questions: Sequence[Question]) -> list[Mark]:
    """Edits and open proposals, each with its range in the frozen and in the reading text."""
    to_reading = Offsets(log.editorial)
    found = [
        Mark("m", (edit.at, edit.end), to_reading.range(back.at, back.end)) for edit, back in zip(log.mechanical, inverse(log.mechanical), strict=True)
    ]
    found += [
        Mark("e", log.source(edit), (back.at, back.end), log.name(edit), number)
        for number, (edit, back) in enumerate(zip(log.editorial, inverse(log.editorial), strict=True), 1)
    ]
    for number, each in enumerate(questions, 1):
        there = to_reading.range(*log.to_repaired.range(each.start, each.stop))
        found.append(Mark("q", (each.start, each.stop), there, f"q-{each.id}", number))
    return sorted(found, key=lambda mark: (mark.source, mark.kind, mark.number))


def rows_of(text: str, log: EditLog, marks: Sequence[Mark], reading: str) -> list[Row]:
    """A row for each line of the source; lines share one if a mark runs across them, or ends with a line end that is not in the reading text: a word may go on there."""
    inside: list[tuple[int, int]] = []
    for mark in marks:
        if inside and mark.source[0] < inside[-1][1]:
            inside[-1] = (inside[-1][0], max(inside[-1][1], mark.source[1]))
        else:
            inside.append(mark.source)
    starts = [start for start, _ in inside]
    ends = [match.end() for match in LINE_END.finditer(text)]
    to_reading = Offsets(log.editorial)
    rows: list[Row] = []
    start, line, low = 0, 1, 0
    for number, end in enumerate([*ends, len(text)], 1):
        held = bisect_right(starts, end - 1) - 1
        if end <= start and rows:
            continue
        high = len(reading) if end == len(text) else to_reading.edge(log.to_repaired.edge(end))
        last = inside[held][1] if held >= 0 else 0
        if end < len(text) and (end < last or (end == last and not reading.endswith("\n", low, high))):
            continue
        rows.append(Row(line, (start, end), (low, high)))
        start, line, low = end, number + 1, high
    begins = [row.source[0] for row in rows]
    for mark in marks:
        rows[max(0, bisect_right(begins, mark.source[0]) - 1)].marks.append(mark)
    return rows


def _row(row: Row, text: str, reading: str, language: str) -> str:
    source = _marked(text, *row.source, [(mark.source, mark) for mark in row.marks], links=True)
    read = _marked(reading, *row.reading, [(mark.reading, mark) for mark in row.marks], links=False)
    lang = f' lang="{escape(language)}"' if language != "und" else ""
    return f'<tr id="L{row.line}"><th class="no" scope="row">{row.line}</th><td class="source" dir="auto"{lang}>{source}</td><td class="reading" dir="auto"{lang}>{read}</td></tr>'


def _marked(text: str, low: int, high: int, marks: Iterable[tuple[tuple[int, int], Mark]], *, links: bool) -> str:
    """A piece of a text with its marks as spans: cut where any begins or ends, so that they may overlap."""
    placed = [((max(low, start), min(high, max(start, end))), mark) for (start, end), mark in marks]
    cuts = sorted({low, high, *(offset for place, _ in placed for offset in place if low <= offset <= high)})
    parts: list[str] = []
    points = {cut: [mark for (start, end), mark in placed if start == end == cut and mark.kind != "m"] for cut in cuts}
    ended = {cut: [mark for (start, end), mark in placed if end == cut and mark.kind != "m"] for cut in cuts}
    for position, cut in enumerate(cuts):
        parts += ['<span class="point e"></span>' for _ in points[cut]]
        parts += [_link(mark, here=links) for mark in ended[cut] if links or mark.kind == "e"]
        if position + 1 < len(cuts):
            piece = _text(text[cut : cuts[position + 1]], last=cuts[position + 1] == high)
            kinds = sorted({mark.kind for (start, end), mark in placed if start <= cut and cuts[position + 1] <= end})
            parts.append(f'<span class="{" ".join(kinds)}">{piece}</span>' if kinds and piece else piece)
    return "".join(parts)


def _link(mark: Mark, *, here: bool) -> str:
    """To the words on a mark; `here`: where these lead back to."""
    words = "open proposal" if mark.kind == "q" else "correction"
    back = f' id="at-{mark.id}"' if here else ""
    return f'<a class="ref {mark.kind}-ref"{back} href="#{mark.id}" aria-label="{words} {mark.number}">{mark.kind if mark.kind == "q" else ""}{mark.number}</a>'


def _proposal(question: Question, number: int) -> str:
    accept, reject = (pasted(*entry(Decision(question, verdict))) for verdict in ("accept", "reject"))
    new = f"is <ins>{_text(question.tag)}</ins>" if question.tag else f"→ <ins>{_text(visible(question.new)) or '(nothing)'}</ins>"
    return (
        f'<article id="q-{question.id}" aria-labelledby="h-{question.id}"><h3 id="h-{question.id}"><a href="#at-q-{question.id}">q{number}, line {question.line}</a>: '
        f"{_text(question.rule)}</h3>\n<p><del>{_text(visible(question.old))}</del> {new}</p>\n"
        f'<p class="meta">{_text(question.why) or "No reason given"}; certainty {_text(question.cert)}; id {question.id}</p>\n'
        f"<details><summary>To put into the record</summary><p>To accept:</p><pre>{_text(accept)}</pre><p>To reject:</p><pre>{_text(reject)}</pre></details></article>\n"
    )


def _correction(edit: Edit, log: EditLog) -> str:
    name = log.name(edit)
    old, new = _text(visible(edit.old)) or "(nothing)", _text(visible(edit.new)) or "(nothing)"
    why = f"{_text(edit.why)}; " if edit.why else ""
    return (
        f'<article class="done" id="{name}"><p><a href="#at-{name}">{name}</a>: <del>{old}</del> → <ins>{new}</ins></p>\n'
        f'<p class="meta">{why}{_text(edit.rule)}; by {_text(edit.resp)}; certainty {_text(edit.cert)}</p></article>\n'
    )


def _counted(log: EditLog) -> str:
    """Mechanical repairs by class: how many, and the first one."""
    counts = Counter(edit.rule for edit in log.mechanical)
    if not counts:
        return "<p>None.</p>"
    first = {edit.rule: edit for edit in reversed(log.mechanical)}
    said = {row.repair.name: row.repair.statement for row in repairs()}
    body = "\n".join(
        f'<tr><th scope="row">{_text(rule)}</th><td class="number">{count:,}</td><td>{_text(" ".join(said.get(each, "") for each in rule.split("+")))}</td>'
        f"<td>{_text(visible(first[rule].old)) or '(nothing)'} → {_text(visible(first[rule].new)) or '(nothing)'}</td></tr>"
        for rule, count in sorted(counts.items())
    )
    return f'<table class="counts"><thead><tr><th scope="col">Repair</th><th scope="col">Times</th><th scope="col">What it does</th><th scope="col">The first</th></tr></thead><tbody>{body}</tbody></table>'


def _text(words: str, *, last: bool = False) -> str:
    """Escaped, without what no page can hold. `last`: the end of a row, where the line end is left out."""
    if last:
        words = words.rstrip(BLANK)
    return escape(NOT_SHOWN.sub("\ufffd", words.replace("\r\n", "\n").replace("\r", "\n")))

"""Open proposals as a unified diff: the source, and what it would be if they were accepted. For people who prefer patches."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from difflib import unified_diff

from edition.edits import LINE_END
from edition.queue import Question


def accepted(text: str, questions: Sequence[Question]) -> tuple[str, list[Question]]:
    """The frozen text with every proposal made, and those that were not: they meet another one, quote repaired words, or change nothing."""
    parts: list[str] = []
    done = 0
    left = []
    for each in sorted(questions, key=lambda each: (each.start, each.stop)):
        if each.tag or each.start < done or text[each.start : each.stop] != each.old:
            left.append(each)
            continue
        parts += text[done : each.start], each.new
        done = each.stop
    return "".join(parts) + text[done:], left


def diff(name: str, text: str, questions: Sequence[Question]) -> tuple[str, list[Question]]:
    """The diff, "" if there is no difference, and the proposals that are not in it."""
    after, left = accepted(text, questions)
    lines = unified_diff(list(_lines(text)), list(_lines(after)), f"a/{name}", f"b/{name}")
    return "".join(line if line.endswith("\n") else f"{line}\n\\ No newline at end of file\n" for line in lines), left


def _lines(text: str) -> Iterator[str]:
    """Lines with their ends. A lone CR ends no line here: `patch` counts line feeds."""
    start = 0
    for match in LINE_END.finditer(text):
        if match[0] != "\r":
            yield text[start : match.end()]
            start = match.end()
    if start < len(text):
        yield text[start:]

"""1. Readers: tracked changes and comments of word processors. The text is read as if all changes were accepted; each one, with who made
it and when, waits in the queue for the editor, and each comment is a finding.

Pandoc gives them as Spans of the classes below (`--track-changes=all`). An OpenDocument text gets the same Spans from its reader, and a
language, a text box or a reading aid that pandoc would not pass on travels as an "insertion" whose author begins with OURS.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

from edition.model import Finding, Mark
from edition.readers.codes import finding
from edition.readers.pandoc import Node, nodes

OURS = "\ue000edition "
CHANGES = frozenset({"insertion", "deletion", "paragraph-insertion", "paragraph-deletion", "comment-start", "comment-end"})
VERBS = {"tracked-insertion": "inserted", "tracked-deletion": "deleted"}
WHY = {"hidden-address": "the page hides this address from robots and shows a placeholder; it was decoded from the page's data-cfemail"}
PARAGRAPHS = ("Para", "Plain")
SHOWN = 1000  # characters of a comment


@dataclass
class Remark:
    """What is said beside the text: a comment, with the range of the layer it is about; or a change that is none of words."""

    kind: str
    start: int
    end: int
    by: str
    words: str = ""
    id: str = ""


@dataclass
class Tracked:
    """A change of words while the layer is written; `new` grows by the blank that the layer leaves out behind a deletion."""

    start: int
    end: int
    new: str
    rule: str
    by: str


def ours(author: str) -> tuple[str, str]:
    """What an "insertion" of our own says: ``("foreign", "fr")``, ``("ruby", "")``; ``("", "")`` if it is not ours."""
    if not author.startswith(OURS):
        return "", ""
    kind, _, rest = author.removeprefix(OURS).partition(" ")
    return kind, rest


def signed(pairs: Iterable[Sequence[str]]) -> str:
    """``"Ann Beech, 2020-01-02"``: who and when, as far as the file says."""
    said = {pair[0]: pair[1] for pair in pairs}
    return ", ".join(filter(None, [said.get("author", "").strip() or "nobody named", said.get("date", "")[:10]]))


def accepted(tree: Node, words: Callable[[list[Node]], str]) -> None:
    """Make the tree what it would be with all changes accepted, as far as more than phrases is concerned: paragraphs whose end was deleted are
    joined, and a deletion is its words alone."""
    for change in nodes(tree["blocks"], "Span"):
        if "deletion" in change["c"][0][1]:
            change["c"][1] = [{"t": "Str", "c": words(change["c"][1])}]
    for holder in _sequences(tree["blocks"]):
        number = 1
        while number < len(holder):
            before, node = holder[number - 1], holder[number]
            if before["t"] in PARAGRAPHS and node["t"] in PARAGRAPHS and _open(before):
                before["c"] = [*before["c"], {"t": "Space"}, *node["c"]]
                del holder[number]
                if not _open(node):
                    number += 1
            else:
                number += 1


def _open(paragraph: Node) -> bool:
    """Whether the end of a paragraph was deleted: its last Span says so."""
    last = next((node for node in reversed(paragraph["c"]) if node["t"] == "Span"), None)
    return last is not None and "paragraph-deletion" in last["c"][0][1]


def _sequences(blocks: list[Node]) -> Iterator[list[Node]]:
    """The lists in a tree that hold paragraphs: of the document, its divisions, quotations, items, cells and notes."""
    stack: list[object] = [blocks]
    while stack:
        item = stack.pop()
        if isinstance(item, dict):
            stack.extend(item.values())
        elif isinstance(item, list):
            if any(isinstance(each, dict) and each.get("t") in PARAGRAPHS for each in item):
                yield item
            stack.extend(item)


def changes(found: Iterable[Tracked], text: str) -> tuple[Mark, ...]:
    """The changes of words, as they wait for the editor: those that meet at one place with one another."""
    result: list[Mark] = []
    for each in found:
        end = min(each.end, line_end if (line_end := text.find("\n", each.start)) >= 0 else len(text))
        start = min(each.start, end)
        if each.rule == "tracked-insertion" and start < end and text[end - 1] != " ":
            if text[end : end + 1] == " " and (not start or text[start - 1] in " \n"):
                end += 1  # the blank goes with the words
            elif text[end : end + 1] in ("", "\n") and start and text[start - 1] == " ":
                start -= 1
        why = f"{VERBS[each.rule]} by {each.by}; the text is read as if that were accepted" if each.rule in VERBS else WHY[each.rule]
        mark = Mark(start, end, each.new, each.rule, why, "high" if each.rule in WHY else "medium")
        last = result[-1] if result else None
        if last is not None and (last.start, last.end, last.rule) == (start, end, each.rule) and start == end:
            result[-1] = Mark(start, end, last.new + mark.new, mark.rule, f"{last.why}; {mark.why}")
        elif last is not None and start < end and (last.end, last.rule, last.why) == (start, each.rule, mark.why):
            result[-1] = Mark(last.start, end, "", mark.rule, mark.why)  # one change, in two pieces
        elif start < end or mark.new.strip():
            result.append(mark)
    return tuple(result)


def findings(path: Path, found: Sequence[Tracked], remarks: Iterable[Remark], text: str) -> Iterator[Finding]:
    """SRC008 for the changes of words, together (each waits in the queue); SRC014 for each comment, and for each other change."""
    people = [each.by for each in found if each.rule in VERBS]
    for hidden in found:
        if hidden.rule == "hidden-address":
            line = text.count("\n", 0, hidden.start) + 1
            yield finding("SRC018", str(path), f"an address of electronic mail is hidden from robots, and a placeholder stands there: L{line} of the text as it was read", "The address waits in the queue: a [[fix]] prints it, a [[keep]] leaves the placeholder.")  # that line is none of the page's
    if people:
        number = "1 tracked change of words" if len(people) == 1 else f"{len(people)} tracked changes of words"
        who = "; ".join(dict.fromkeys(people))
        yield finding("SRC008", str(path), f"{number} in the file ({who}): read as if accepted", "Each waits in the queue: a [[keep]] lets it stand, a [[fix]] undoes it. Or settle them in the word processor.")
    for each in remarks:
        line = text.count("\n", 0, each.start) + 1
        about = " ".join(text[each.start : each.end].split())
        on = f' on "{about[:80]}{"…" if len(about) > 80 else ""}"' if about else ""
        if each.kind == "comment":
            words = each.words if len(each.words) <= SHOWN else each.words[:SHOWN] + "…"
            yield finding("SRC014", str(path), f'a comment by {each.by}{on}: "{words}"', "It is not in the text. What it asks may become a [[fix]] or a [[note]] in the record.", line=line)
        else:
            yield finding("SRC014", str(path), f"{each.kind} ({each.by})", "The text is read as if that were accepted. Settle it in the word processor, if it should not be.", line=line)


def boxed(path: Path, found: Sequence[str]) -> list[Finding]:
    """SRC016, if words of text boxes were put into the flow."""
    if not found:
        return []
    shown = "; ".join(f'"{words[:40]}{"…" if len(words) > 40 else ""}"' for words in found)
    number = "a text box is" if len(found) == 1 else f"{len(found)} text boxes are"
    return [finding("SRC016", str(path), f"{number} read as part of the text, behind the paragraph that holds it: {shown}", "A [[block]] with `move` in the record puts it elsewhere.")]

"""Review in the terminal: one proposal after the other, a letter answers. Works with keys and with a script on standard input.

What is decided is written at once, so the end of the input, Ctrl-C and a closed window lose nothing.
"""

from __future__ import annotations

import os
import re
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import TextIO

from edition.errors import OutputError, SourceError
from edition.queue import Question
from edition.report import safe
from edition.review import Decision
from edition.reviewing.desk import Desk

KEYS = (
    ("y", "accept it"),
    ("n", "reject it: it is not asked again"),
    ("e", "say how the words should read instead"),
    ("a", "accept all of this rule, in this document"),
    ("d", "reject all of this rule, in this document"),
    ("s", "skip it: it stays open"),
    ("u", "undo the last answer"),
    ("q", "quit; what was answered stands"),
    ("?", "this help"),
)
ASK = f"[{','.join(key for key, _ in KEYS)}]? "
WORDS = {"yes": "y", "accept": "y", "no": "n", "reject": "n", "edit": "e", "all": "a", "skip": "s", "undo": "u", "quit": "q", "exit": "q", "help": "?", "h": "?"}
SHOWN = {"\n": "⏎", "\r": "␍", "\t": "⇥", "\u00a0": "⍽", "\u202f": "⍽", "\u00ad": "¬"}
BLANKS = re.compile(r"^ +| +$| {2,}")


@dataclass
class Terminal:
    """Where the talk happens. `colour`: only for a person at a terminal that wants it."""

    read: TextIO
    write: TextIO
    colour: bool = False

    def say(self, text: str = "") -> None:
        self._put(text + "\n")

    def ask(self, prompt: str) -> str | None:
        """A line without its end; None at the end of the input."""
        self._put(prompt)
        line = self.read.readline()
        if not line:
            self._put("\n")
            return None
        if not self.read.isatty():
            self._put(safe(line.rstrip("\r\n")) + "\n")  # a script's answers stand in its protocol
        return line.rstrip("\r\n")

    def _put(self, text: str) -> None:
        encoding = self.write.encoding or "utf-8"
        self.write.write(text.encode(encoding, "replace").decode(encoding))
        self.write.flush()

    def painted(self, text: str, code: str) -> str:
        return f"\x1b[{code}m{text}\x1b[0m" if self.colour else text


def terminal(read: TextIO, write: TextIO) -> Terminal:
    """Colour as https://no-color.org asks."""
    return Terminal(read, write, write.isatty() and not os.environ.get("NO_COLOR") and os.environ.get("TERM", "") != "dumb")


def session(desks: Sequence[Desk], talk: Terminal) -> bool:
    """Ask what is open, document by document; False if the person quit, or the input ended, before the end. KeyboardInterrupt goes through.

    Every desk that was touched is settled, whatever happens.
    """
    number = 0
    while number < len(desks):
        try:
            going = _document(desks[number], talk)
        finally:
            desks[number].settled()
        if not going:
            return False
        number += 1
    return True


def _document(desk: Desk, talk: Terminal) -> bool:
    skipped: list[str] = []
    answers: list[str] = []  # the id of each that was skipped, "" for a decision
    told = ""
    while True:
        open_now = [each for each in desk.open if each.id not in skipped and each.id not in desk.refused]
        if not open_now:
            if desk.settled() and any(each.id not in skipped and each.id not in desk.refused for each in desk.open):
                talk.say("\nWhat was decided brings up more:")
                continue
            if answers and talk.read.isatty() and (talk.ask("That was the last one here: Enter goes on, u takes the last answer back. ") or "").strip().lower() == "u":
                _undone(desk, talk, skipped, answers)
                continue
            return True
        if not told:
            told = f"{len(open_now)} proposal{'s' if len(open_now) > 1 else ''}"
            talk.say(f"\n{talk.painted(safe(f'{desk.name}: {told}'), '1')}")
        show(open_now[0], len(open_now), talk)
        answer = talk.ask(f"accept {ASK}")
        if answer is None:
            return False
        answer = answer.strip()
        key = WORDS.get(answer.lower(), answer)
        if key == "q":
            return False
        try:
            _answered(key, open_now[0], desk, talk, skipped, answers)
        except (OutputError, SourceError) as error:
            talk.say(safe(f"not done: {error.message}") + (f"\n  {safe(error.hint)}" if error.hint else ""))
            if isinstance(error, OutputError):
                raise


def _answered(key: str, question: Question, desk: Desk, talk: Terminal, skipped: list[str], answers: list[str]) -> None:
    told, made = len(desk.findings), len(desk.steps)
    if key in ("y", "n"):
        desk.decide([Decision(question, "accept" if key == "y" else "reject")])
    elif key in ("a", "d"):
        before = desk.counts.total()
        desk.decide([Decision(each, "accept" if key == "a" else "reject") for each in desk.open if each.rule == question.rule and each.id not in skipped])
        talk.say(f"{desk.counts.total() - before} of {question.rule} {'accepted' if key == 'a' else 'rejected'}")
    elif key == "e":
        to = talk.ask(f'to (empty: leave it; "" for nothing) [{visible(question.old)}]: ')
        if to:
            desk.decide([Decision(question, "edit", "" if to.strip() in ('""', "''") else to)])
    elif key == "s":
        skipped.append(question.id)
        answers.append(question.id)
    elif key == "u":
        _undone(desk, talk, skipped, answers)
    else:
        if key != "?":
            talk.say(f'"{safe(key)}" is no answer.' if key else "Answer with one of these letters, and Enter:")
        for letter, words in KEYS:
            talk.say(f"  {letter}  {words}")
    answers += [""] * max(0, len(desk.steps) - made)
    for found in desk.findings[told:]:
        talk.say(safe(f"not done: {found.message}"))


def _undone(desk: Desk, talk: Terminal, skipped: list[str], answers: list[str]) -> None:
    if answers and answers[-1]:
        skipped.remove(answers.pop())
        talk.say("what was skipped is asked again")
    elif answers and desk.undo():
        answers.pop()
        talk.say("taken back")
    else:
        talk.say("there is nothing to take back in this document")


def show(question: Question, left: int, talk: Terminal) -> None:
    """Place, rule, context, what would change, and why."""
    said = f"L{question.line}  {question.rule}  ({question.cert})  {question.id}"
    talk.say(f"\n{talk.painted(safe(said), '36')}" + (f"   {left} left" if left > 1 else ""))
    first, last = question.shown
    before, middle, after = question.context[: first - 1], question.context[first:last], question.context[last + 1 :]
    talk.say(f"   …{safe(before)}{talk.painted('[' + visible(middle) + ']', '1;33')}{safe(after)}…")
    talk.say("   " + change(question, talk.painted))
    if question.why:
        talk.say(f"   {safe(question.why)}")


def change(question: Question, painted: Callable[[str, str], str] = lambda text, code: text) -> str:
    """``the the → the``; or, where the words stay, what they are said to be."""
    old = painted(visible(question.old), "31")
    if question.tag:
        return f"{old} is {painted(safe(question.tag), '32')}"
    return f"{old} → {painted(visible(question.new), '32') if question.new else '(nothing)'}"


def visible(text: str) -> str:
    """With white space that would not be seen shown by signs, and nothing that could command a terminal."""
    text = BLANKS.sub(lambda match: "·" * len(match[0]), text)
    return safe("".join(SHOWN.get(character, character) for character in text))


def summary(desks: Sequence[Desk]) -> str:
    """``3 accepted, 1 rejected, 2 left; run edition build letters``."""
    counts = {word: sum(desk.counts[verdict] for desk in desks) for verdict, word in (("accept", "accepted"), ("edit", "edited"), ("reject", "rejected"))}
    left = sum(len(desk.left) for desk in desks)
    said = [f"{count} {word}" for word, count in counts.items() if count]
    commands = list(dict.fromkeys(desk.next for desk in desks if desk.counts.total()))
    words = ", ".join([*said, f"{left} left"])
    return f"{words}; run {' and '.join(commands)}" if commands else words



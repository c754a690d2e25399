"""The same function over many things: in processes, in order, with progress; what goes wrong comes back as a value.

One document may raise, crash a C library, eat all memory or never end: it costs that document and no other. The standard library's
pool loses everything in hand when one process dies, and has no time limit; hence this one.
"""

from __future__ import annotations

import gc
import os
import signal
import sys
import threading
import traceback
from collections.abc import Callable, Iterable, Iterator
from contextlib import suppress
from dataclasses import dataclass
from math import inf
from pathlib import Path
from time import monotonic
from typing import TYPE_CHECKING, Any, Generic, TypeVar

from edition.errors import EditionError, ProgramFailed

if TYPE_CHECKING:
    from multiprocessing import connection
    from multiprocessing.context import ForkContext, SpawnContext
    from multiprocessing.process import BaseProcess

Item = TypeVar("Item")
Value = TypeVar("Value")
Answer = tuple[Any, EditionError | None, str]  # value, error, traceback: what travels back

WINDOW = 8  # results that may wait for a slow one before them, for each worker: memory stays flat, and so does the reading of items
QUIET = 1.0  # seconds before anything is shown: quick work needs no bar


@dataclass(frozen=True)
class Outcome(Generic[Item, Value]):
    """What became of one item: `value`, or `error`. `trace` is for a report of a fault of the program; people never see it unasked."""

    item: Item
    value: Value | None = None
    error: EditionError | None = None
    trace: str = ""

    def get(self) -> Value:
        """The value. Raises the error if there is one."""
        if self.error is not None:
            raise self.error
        return self.value  # type: ignore[return-value]  # None is a value where the function returns None


def run(
    function: Callable[[Item], Value], items: Iterable[Item], *,
    workers: int | None = None, timeout: float | None = None, isolate: bool = False, progress: bool = True, label: str = "",
) -> Iterator[Outcome[Item, Value]]:  # fmt: skip
    """``function(item)`` for each item, as Outcomes in the order of the items. Nothing starts before the first one is asked for.

    `workers`: how many processes (None: as many as there are cores). `timeout`: seconds for one item. With one worker, or one item, and no
    timeout the function runs in this process, unless `isolate`. Otherwise function, items and values must be picklable, the
    function one of a module. If the caller stops early, or Ctrl-C does, the processes are ended.
    """
    things = tuple(items)
    count = max(1, min(workers or cores(), len(things)))
    shown = Progress(len(things) if progress else 0, label)
    if count == 1 and timeout is None and not isolate:
        return _here(function, things, shown)
    return _pool(function, things, count, timeout or inf, shown)


def cores() -> int:
    """How many processors this process may use."""
    return len(os.sched_getaffinity(0)) if hasattr(os, "sched_getaffinity") else os.cpu_count() or 1


def _here(function: Callable[[Item], Value], things: tuple[Item, ...], shown: Progress) -> Iterator[Outcome[Item, Value]]:
    for done, item in enumerate(things, 1):
        answer = _attempt(function, item)
        shown.draw(done)
        shown.hide()
        yield Outcome(item, *answer)


def _attempt(function: Callable[[Any], Any], item: object) -> Answer:
    try:
        return function(item), None, ""
    except EditionError as error:
        return None, error, ""
    except Exception as error:
        return None, _fault(item, error), traceback.format_exc()


def _fault(item: object, error: Exception) -> EditionError:
    """An exception that is a fault of the program, said in one line with the place in the program."""
    frame = traceback.extract_tb(error.__traceback__)[-1]
    said = str(error).split("\n")[0][:200]
    where = f"{Path(frame.filename).name}:{frame.lineno}"
    return ProgramFailed(f"{_name(item)}: the program failed ({type(error).__name__}: {said}, in {where})", hint="Please report this, with the document if you may.")


def _name(item: object) -> str:
    """What to call an item in a message. A document is called by its name, not by its bytes."""
    return str(item if isinstance(item, str | Path) else getattr(item, "name", None) or repr(item))[:200]


@dataclass
class _Worker:
    process: BaseProcess
    pipe: connection.Connection
    position: int = -1  # of the item in hand
    deadline: float = inf

    def stop(self) -> int | None:
        """Its exit code: negative is a signal."""
        self.process.kill()
        self.process.join()
        code = self.process.exitcode
        self.process.close()
        self.pipe.close()
        return code


def _pool(function: Callable[[Item], Value], things: tuple[Item, ...], count: int, timeout: float, shown: Progress) -> Iterator[Outcome[Item, Value]]:
    idle: list[_Worker] = []
    busy: list[_Worker] = []
    ready: dict[int, Answer] = {}
    given = taken = 0
    try:
        while taken < len(things):
            while given < len(things) and len(busy) < count and given - taken < WINDOW * count:
                worker = idle.pop() if idle else _hired(function)
                worker.position, worker.deadline = given, monotonic() + timeout
                busy.append(worker)
                _give(worker, things[given])
                given += 1
            _wait(busy)
            for worker in tuple(busy):
                answer = _answer(worker, things[worker.position], timeout)
                if answer is not None:
                    ready[worker.position] = answer
                    busy.remove(worker)
                    if not worker.pipe.closed:
                        idle.append(worker)
            shown.draw(taken + len(ready))
            while taken in ready:
                shown.hide()
                yield Outcome(things[taken], *ready.pop(taken))
                taken += 1
    finally:
        shown.hide()
        for worker in (*busy, *idle):
            worker.stop()


def _hired(function: Callable[[Any], Any]) -> _Worker:
    """A new process. A fork has everything imported at once, but copies locks that other threads hold; elsewhere they start anew."""
    from multiprocessing import get_context  # only where there are processes: it is slow to import

    alone = sys.platform == "linux" and threading.active_count() == 1
    context: ForkContext | SpawnContext = get_context("fork") if alone else get_context("spawn")
    ours, theirs = context.Pipe()
    process = context.Process(target=_serve, args=(function, theirs, os.getpid()), daemon=True)
    process.start()
    theirs.close()  # so that the end of the process is the end of the pipe
    return _Worker(process, ours)


def _give(worker: _Worker, item: object) -> None:
    with suppress(OSError):  # it died between two items: `_answer` sees it
        worker.pipe.send(item)


def _wait(busy: list[_Worker]) -> None:
    """Until one has answered or died, one is late, or the progress wants a new look."""
    from multiprocessing import connection

    nearest = min((worker.deadline for worker in busy), default=inf) - monotonic()
    connection.wait([worker.pipe for worker in busy], max(0.0, min(nearest, QUIET)))


def _answer(worker: _Worker, item: object, timeout: float) -> Answer | None:
    """What it said; an error in its place if it died or is late, and then it is gone; None if it is still at work."""
    try:
        if worker.pipe.poll():
            answer: Answer = worker.pipe.recv()
            return answer
    except (EOFError, OSError):
        return None, ProgramFailed(f"{_name(item)}: {_death(worker)}", hint="The other documents were not touched by it. Try this one alone."), ""
    except Exception as error:  # a value that can be pickled, and not be brought back
        return None, _fault(item, error), traceback.format_exc()
    if monotonic() < worker.deadline:
        return None
    worker.stop()
    return None, ProgramFailed(f"{_name(item)}: not done after {timeout:g} s, and was stopped", hint="Try this document alone, or allow more time."), ""


def _death(worker: _Worker) -> str:
    worker.process.join(QUIET)  # the pipe may close a moment before the process is gone
    code = worker.stop() or 0
    if code == -signal.SIGKILL:
        return "its process was killed; often there was not enough memory"
    if code < 0:
        return f"its process crashed ({signal.Signals(-code).name})"
    return f"its process ended without an answer (exit code {code})"


def _serve(function: Callable[[Any], Any], pipe: connection.Connection, parent: int) -> None:
    """A child's life. Ctrl-C is the parent's affair; if the parent is gone, so is the child, at the next item."""
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    gc.freeze()  # what was there before stays: looking through it again and again costs a tenth of the time
    while True:
        while not pipe.poll(QUIET):
            if os.getppid() != parent:
                return
        try:
            item = pipe.recv()
        except EOFError:
            return
        answer = _attempt(function, item)
        try:
            pipe.send(answer)
        except Exception as error:  # the value cannot be pickled: pickle raises what it likes
            pipe.send((None, _fault(item, error), traceback.format_exc()))


class Progress:
    """How far a long run is, and how long it has lasted: a bar on the standard error if that is a terminal. Nothing for what is quick, and nothing in a log."""

    def __init__(self, total: int, label: str) -> None:
        self.total, self.label = total, label or "done"
        self.terminal = sys.stderr.isatty()
        self.began = monotonic()
        self.drawn = False

    def draw(self, done: int) -> None:
        if not self.total or not self.terminal or (spent := monotonic() - self.began) < QUIET:
            return
        bar = "█" * (done * 24 // self.total)
        parts = f" {bar:░<24} {done} of {self.total}" if self.total > 1 else ""
        sys.stderr.write(f"\r\x1b[K{self.label}{parts}, {spent:.0f} s")
        sys.stderr.flush()
        self.drawn = True

    def hide(self) -> None:
        """Away with the bar, so that what the caller prints stands on a line of its own."""
        if self.drawn:
            sys.stderr.write("\r\x1b[K")
            sys.stderr.flush()
            self.drawn = False

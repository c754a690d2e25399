"""One document may fail in every way there is, and the others do not notice."""

from __future__ import annotations

import faulthandler
import itertools
import os
import signal
import subprocess
import sys
import threading
import time
from pathlib import Path

import pytest

from edition import jobs
from edition.errors import EditionError, ProgramFailed, SourceError


def square(number: int) -> int:
    return number * number


def slow_first(number: int) -> int:
    time.sleep(0.2 if number == 0 else 0)
    return number


def trouble(item: str) -> object:
    if item == "raises":
        raise KeyError("colophon")
    if item == "cannot be read":
        raise SourceError("letter.txt: empty", hint="Look into the file.")
    if item == "killed":
        os.kill(os.getpid(), signal.SIGKILL)
    if item == "crashes":
        faulthandler.disable()  # pytest's
        os.kill(os.getpid(), signal.SIGSEGV)
    if item == "exits":
        sys.exit(3)
    if item == "never ends":
        time.sleep(60)
    if item == "too deep":
        return trouble_below()
    if item == "cannot travel":
        return lambda: None
    return item.upper()


def trouble_below() -> object:
    return trouble_below()


def process_id(_: object) -> int:
    return os.getpid()


TROUBLES = ("first", "raises", "cannot be read", "killed", "crashes", "exits", "never ends", "too deep", "cannot travel", "last")


def test_results_come_in_the_order_of_the_items():
    assert [outcome.get() for outcome in jobs.run(slow_first, range(20), workers=2)] == list(range(20))


def test_any_number_of_workers_gives_the_same():
    results = {workers: [outcome.value for outcome in jobs.run(square, range(9), workers=workers)] for workers in (1, 2, 3)}
    assert results[1] == results[2] == results[3] == [n * n for n in range(9)]


def test_nothing_to_do_is_done_at_once():
    assert list(jobs.run(square, [])) == []


def test_each_trouble_costs_one_item_and_is_named():
    outcomes = {outcome.item: outcome for outcome in jobs.run(trouble, TROUBLES, workers=2, timeout=2)}
    assert [outcomes[item].value for item in ("first", "last")] == ["FIRST", "LAST"]
    said = {item: outcome.error.message for item, outcome in outcomes.items() if outcome.error}
    assert set(said) == set(TROUBLES) - {"first", "last"}
    assert all(message.startswith((item, "letter.txt")) for item, message in said.items())
    assert "KeyError: 'colophon', in test_jobs.py:" in said["raises"]
    assert "was killed" in said["killed"]
    assert "SIGSEGV" in said["crashes"]
    assert "exit code 3" in said["exits"]
    assert "not done after 2 s" in said["never ends"]
    assert "RecursionError" in said["too deep"]
    assert "lambda" in said["cannot travel"]


def test_an_error_of_ours_comes_back_as_it_was():
    for outcome in jobs.run(trouble, ["cannot be read"] * 2, workers=2):
        assert isinstance(outcome.error, SourceError)
        assert (outcome.error.exit_code, outcome.error.hint) == (65, "Look into the file.")
        with pytest.raises(SourceError, match="empty"):
            outcome.get()


@pytest.mark.parametrize("workers", [1, 2])
def test_a_fault_of_the_program_keeps_its_traceback_for_the_report(workers: int):
    for outcome in jobs.run(trouble, ["raises"] * 2, workers=workers):
        assert isinstance(outcome.error, ProgramFailed)
        assert "\n" not in outcome.error.message
        assert "Traceback" in outcome.trace


def test_one_item_runs_in_this_process_and_an_isolated_one_does_not():
    (here,) = jobs.run(process_id, ["x"])
    (there,) = jobs.run(process_id, ["x"], isolate=True)
    assert here.value == os.getpid() != there.value


def test_a_long_value_travels():
    (one, two) = jobs.run(bytes, [5_000_000, 6_000_000], workers=2)
    assert (len(one.get()), len(two.get())) == (5_000_000, 6_000_000)


def test_beside_a_thread_processes_start_anew_and_give_the_same():
    stop = threading.Event()
    thread = threading.Thread(target=stop.wait)
    thread.start()
    try:
        assert [outcome.get() for outcome in jobs.run(square, [2, 3, 4], workers=2)] == [4, 9, 16]
    finally:
        stop.set()
        thread.join()


def test_who_stops_early_leaves_no_process():
    outcomes = jobs.run(process_id, range(50), workers=2)
    child = next(outcomes).get()
    outcomes.close()  # type: ignore[attr-defined]
    assert not alive(child)


def test_no_more_is_begun_than_a_window_allows(tmp_path: Path):
    outcomes = jobs.run(Mark(tmp_path), range(500), workers=2)
    next(outcomes), next(outcomes)
    outcomes.close()  # type: ignore[attr-defined]
    assert len(list(tmp_path.iterdir())) <= 1 + 2 * jobs.WINDOW


class Mark:
    """Leaves a file for each item, and waits at the second, for which all later ones then wait."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder

    def __call__(self, number: int) -> None:
        (self.folder / str(number)).touch()
        time.sleep(0.5 if number == 1 else 0)


def alive(process: int) -> bool:
    try:
        os.kill(process, 0)
    except ProcessLookupError:
        return False
    return True


LONG_RUN = r"""
import os, sys, time
from edition import jobs

def wait(number):
    os.write(1, b"%d\n" % os.getpid())
    time.sleep(60)

if __name__ == "__main__":
    try:
        list(jobs.run(wait, range(4), workers=2))
    except KeyboardInterrupt:
        sys.exit(130)
"""


@pytest.mark.parametrize("sent", [signal.SIGINT, signal.SIGKILL])
def test_an_interrupted_or_killed_run_leaves_no_process(tmp_path: Path, sent: signal.Signals):
    script = tmp_path / "long_run.py"
    text = LONG_RUN if sent == signal.SIGINT else LONG_RUN.replace("time.sleep(60)", "time.sleep(1)")
    script.write_text(text, encoding="utf-8")
    said = tmp_path / "stderr"
    with said.open("w") as stderr, subprocess.Popen([sys.executable, script], stdout=subprocess.PIPE, stderr=stderr, text=True) as run:
        assert run.stdout is not None
        children = [int(run.stdout.readline()) for _ in range(2)]
        run.send_signal(sent)
        assert run.wait(10) == (130 if sent == signal.SIGINT else -sent)
    assert said.read_text() == ""
    deadline = time.monotonic() + 10
    while any(map(alive, children)) and time.monotonic() < deadline:
        time.sleep(0.1)
    left = [child for child in children if alive(child)]
    for child in left:
        os.kill(child, signal.SIGKILL)
    assert left == []


class Terminal:
    """A standard error that remembers."""

    def __init__(self, terminal: bool) -> None:
        self.said = ""
        self.terminal = terminal

    def write(self, text: str) -> int:
        self.said += text
        return len(text)

    def flush(self) -> None: ...

    def isatty(self) -> bool:
        return self.terminal


@pytest.mark.parametrize("workers", [1, 2])
def test_quick_work_shows_nothing(monkeypatch: pytest.MonkeyPatch, workers: int):
    screen = Terminal(True)
    monkeypatch.setattr(sys, "stderr", screen)
    monkeypatch.setattr(jobs, "monotonic", lambda: 0.0)  # no time passes, however busy the machine is
    list(jobs.run(square, range(5), workers=workers))
    assert screen.said == ""


@pytest.mark.parametrize("workers", [1, 2])
def test_long_work_shows_a_bar_on_a_terminal_and_takes_it_away(monkeypatch: pytest.MonkeyPatch, workers: int):
    screen = Terminal(True)
    monkeypatch.setattr(sys, "stderr", screen)
    monkeypatch.setattr(jobs, "QUIET", 0)
    list(jobs.run(square, range(4), workers=workers, label="check"))
    assert "check ██████" in screen.said
    assert "4 of 4" in screen.said
    assert screen.said.endswith("\r\x1b[K")


def test_one_long_thing_in_a_process_of_its_own_shows_how_long_it_lasts(monkeypatch: pytest.MonkeyPatch):
    screen = Terminal(True)
    monkeypatch.setattr(sys, "stderr", screen)
    monkeypatch.setattr(jobs, "QUIET", 0)
    assert [outcome.get() for outcome in jobs.run(square, [3], label="publish", isolate=True)] == [9]
    assert "publish, 0 s" in screen.said
    assert screen.said.endswith("\r\x1b[K")


def test_long_work_shows_nothing_where_there_is_no_terminal(monkeypatch: pytest.MonkeyPatch):
    screen = Terminal(False)
    monkeypatch.setattr(sys, "stderr", screen)
    monkeypatch.setattr(jobs, "monotonic", itertools.count().__next__)  # a second for each look at it
    list(jobs.run(square, range(100), workers=1, label="check"))
    assert screen.said == ""


def test_progress_can_be_silent(monkeypatch: pytest.MonkeyPatch):
    screen = Terminal(True)
    monkeypatch.setattr(sys, "stderr", screen)
    monkeypatch.setattr(jobs, "QUIET", 0)
    list(jobs.run(square, range(100), workers=1, progress=False))
    assert screen.said == ""


def test_an_error_is_an_edition_error():
    assert all(isinstance(outcome.error, EditionError) for outcome in jobs.run(trouble, ["raises", "exits"], workers=2))

"""An outside program, run: its output as text, or the reason why there is none.

Separate so that each adapter says only what it calls and how it reads the answer. What is missing and what crashed are exceptions
here, once for all.
"""

from __future__ import annotations

import os
import shutil
import subprocess
from collections.abc import Sequence
from dataclasses import dataclass

from edition.errors import ProgramFailed, ProgramMissing

LONGEST = 900  # seconds


@dataclass(frozen=True)
class Answer:
    """What a program said. `code` is its exit status; what it means is the adapter's to know."""

    code: int
    out: str
    err: str

    @property
    def last_lines(self) -> str:
        """Of what it said, for a message: the last three lines that are not empty."""
        lines = [line.strip() for line in f"{self.out}\n{self.err}".splitlines() if line.strip()]
        return " | ".join(lines[-3:])[-400:] or "it said nothing"


def find(name: str, install: str) -> str:
    """The path of a program. Raises ProgramMissing, which says how to install it."""
    path = shutil.which(name)
    if path is None:
        raise ProgramMissing(f'the program "{name}" is not installed', hint=install)
    return path


def run(command: Sequence[str], *, seconds: float = LONGEST) -> Answer:
    """Run it in an English locale, with nothing to read. Raises ProgramFailed if it cannot start, hangs, or a signal ends it."""
    name = os.path.basename(command[0])  # noqa: PTH119  (a name is wanted, no path)
    surroundings = {**os.environ, "LC_ALL": "C.UTF-8", "LANGUAGE": "en"}
    try:
        done = subprocess.run(
            command, stdin=subprocess.DEVNULL, capture_output=True, env=surroundings, timeout=seconds, check=False,
            encoding="utf-8", errors="replace",
        )  # fmt: skip
    except subprocess.TimeoutExpired:
        raise ProgramFailed(f'"{name}" did not finish in {seconds:.0f} seconds', hint="Run it by hand on fewer or smaller files.") from None
    except OSError as error:
        raise ProgramFailed(f'"{name}" does not start: {error.strerror}') from None
    answer = Answer(done.returncode, done.stdout, done.stderr)
    if done.returncode < 0:
        raise ProgramFailed(f'"{name}" was ended by signal {-done.returncode}: {answer.last_lines}')
    return answer

"""What a command costs: CPU seconds of it and all its processes, wall seconds, and the memory of the largest of them.

    python benchmarks/measure.py [-n TIMES] COMMAND [ARGUMENT ...]

With -n the cheapest of several runs counts: what a machine does besides only ever adds. For Linux and macOS.
"""

from __future__ import annotations

import os
import subprocess
import sys
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from time import perf_counter


@dataclass(frozen=True, order=True)
class Cost:
    """CPU seconds first, so that the least of several is the one with the least CPU."""

    cpu: float
    wall: float
    peak: float  # MB, of the largest process
    code: int  # exit code

    def __str__(self) -> str:
        return f"{self.cpu:7.2f} s CPU  {self.wall:7.2f} s wall  {self.peak:6.0f} MB peak"


def measure(command: Sequence[str], *, folder: Path | None = None, more: Mapping[str, str] | None = None, log: Path | None = None) -> Cost:
    """Run a command once. `more`: variables besides ours. `log`: where its output goes (None: nowhere). An exit code is no error here."""
    with (log or Path(os.devnull)).open("wb") as out:
        begun = perf_counter()
        process = subprocess.Popen(command, cwd=folder, env={**os.environ, **(more or {})}, stdin=subprocess.DEVNULL, stdout=out, stderr=subprocess.STDOUT)
        _, status, used = os.wait4(process.pid, 0)  # with what its own processes used
        wall = perf_counter() - begun
        process.returncode = os.waitstatus_to_exitcode(status)  # it has been waited for
    unit = 1e6 if sys.platform == "darwin" else 1e3  # bytes there, kilobytes here
    return Cost(used.ru_utime + used.ru_stime, wall, used.ru_maxrss / unit, process.returncode)


def least(command: Sequence[str], times: int, *, folder: Path | None = None, more: Mapping[str, str] | None = None) -> Cost:
    return min(measure(command, folder=folder, more=more) for _ in range(times))


def main(arguments: Sequence[str]) -> int:
    times = 1
    if arguments[:1] == ["-n"]:
        times, arguments = int(arguments[1]), arguments[2:]
    if not arguments:
        print(__doc__)
        return 2
    cost = least(arguments, times)
    print(cost if cost.code == 0 else f"{cost}  exit code {cost.code}")
    return cost.code


if __name__ == "__main__":
    raise SystemExit(main(sys.argv[1:]))

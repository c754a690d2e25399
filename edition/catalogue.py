"""All codes of findings with their words, from the places where they are reported: `edition explain CODE` and docs/findings.md.

Above the stages, because it looks into all of them; the words themselves stand beside the code that reports.
"""

from __future__ import annotations

import re
import sys
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from difflib import get_close_matches
from pathlib import Path

from edition import codes, render
from edition.checks import checks
from edition.checks.profiles import PROFILES, selection
from edition.codes import FAMILIES, Code
from edition.deposit import verify
from edition.errors import EditionError
from edition.model import Severity
from edition.readers import codes as reading
from edition.writers import web
from edition.writers.package import check as book
from edition.writers.paged import faults as pdf

# Beside the checks, which carry their words with them
TABLES: tuple[Mapping[str, Code], ...] = (codes.CODES, reading.CODES, render.CODES, book.CODES, pdf.CODES, web.CODES, verify.CODES)

SEVERITIES = {
    Severity.ERROR: "wrong by the standard, or an output would be broken or false; `archive` refuses it",
    Severity.QUERY: "an editor must look",
    Severity.NOTE: "good to know",
}


@dataclass(frozen=True)
class Entry:
    """A code with its words. `manual` begins with the fault in a sentence; examples are TEI."""

    code: str
    name: str
    severity: Severity
    manual: str
    source: str = ""
    elsewhere: Severity | None = None
    bad: tuple[str, ...] = ()
    good: tuple[str, ...] = ()
    retired: bool = False
    profiles: tuple[str, ...] | None = None  # of a rule of `edition check`: the profiles that have it

    @property
    def looked_for(self) -> str:
        """Where a rule of `edition check` is looked for, in words; "" for what is no such rule."""
        if self.profiles is None:
            return ""
        if len(self.profiles) == len(PROFILES):
            return "every profile"
        return f"profiles {', '.join(self.profiles)}" if self.profiles else f"no profile: `--select {self.code}` asks for it"

    @property
    def judged(self) -> str:
        """``error (query in a file that belongs to no edition)``."""
        if self.retired:
            return "retired"
        return f"{self.severity} ({self.elsewhere} in a file that belongs to no edition)" if self.elsewhere else str(self.severity)


def entries() -> dict[str, Entry]:
    """Every code, sorted by family (in the order of the line) and number."""
    found = {entry.code: entry for entry in _all()}
    families = list(FAMILIES)
    return dict(sorted(found.items(), key=lambda item: (families.index(item[0][:3]) if item[0][:3] in families else len(families), item[0])))


def _all() -> Iterator[Entry]:
    for check in checks():
        words = re.split(r"^(?:Bad|Good):", check.manual, maxsplit=1, flags=re.MULTILINE)[0].strip()
        bad, good = tuple(check.examples("Bad")), tuple(check.examples("Good"))
        within = tuple(name for name in PROFILES if check.code in selection(name))
        yield Entry(check.code, check.name, check.severity, words, check.source, check.elsewhere, bad, good, profiles=within)
    for code, each in (row for table in TABLES for row in table.items()):
        yield Entry(code, each.name, each.severity, each.manual, each.source, each.elsewhere, retired=each.retired)


def explain(code: str) -> str:
    """The manual page of a code (``REF002``) or a name (``dangling-reference``). Raises EditionError for what is neither."""
    known = entries()
    entry = known.get(code.upper()) or next((each for each in known.values() if each.name == code.lower()), None)
    if entry is None and (family := [each for each in known.values() if code.upper() == each.code[:3]]):
        return "\n".join(f"{each.code}  {each.manual.split(chr(10))[0]}" for each in family) + "\n"
    if entry is None:
        names = [*known, *(each.name for each in known.values())]
        near = get_close_matches(code.upper(), names, 1, 0.6) or get_close_matches(code.lower(), names, 1, 0.6)
        hint = f'Did you mean "{near[0]}"?' if near else "docs/findings.md lists all codes."
        if code.partition(":")[0].upper() in ("EPUBCHECK", "JING"):
            hint = "It is another program's: its own documentation explains it."
        if code.upper().startswith("SCH:"):
            hint = "It is of a project's own Schematron: the test with that id in that file says it. docs/schemas.md says how such codes are made."
        raise EditionError(f'"{code}" is no code of a finding', hint=hint)
    parts = [f"{entry.code} {entry.name} · {entry.judged}", entry.manual]
    examples = [f"  {kind} {_indented(each)}" for kind, texts in (("Bad: ", entry.bad), ("Good:", entry.good)) for each in texts]
    if examples:
        parts.append("\n".join(examples))
    if entry.source:
        parts.append(f"Source: {entry.source}")
    if entry.looked_for:
        parts.append(f"Looked for by `edition check` in {entry.looked_for}.")
    parts.append(f'If it is right as it is, say so in edition.toml:\n\n  [[accepted]]\n  code = "{entry.code}"\n  at = "document#id"\n  reason = "…"')
    return "\n\n".join(parts) + "\n"


def _indented(example: str) -> str:
    return example.replace("\n", "\n        ")


def _escaped(words: str) -> str:
    """For Markdown, where an angle bracket outside of code begins HTML."""
    return re.sub(r"(``.*?``|`.*?`)|<", lambda match: match[1] or "\\<", words)


def page() -> str:
    """docs/findings.md."""
    lines = [
        "# Findings", "",
        "What the program reports about texts and outputs, by code. `edition explain CODE` prints the same. This page is written by",
        "`python -m edition.catalogue docs/findings.md`; the words stand in the code that reports.", "",
        *(f"- **{severity}**: {meaning}" for severity, meaning in SEVERITIES.items()), "",
        "A finding that is right as it is gets an answer in edition.toml, or in a file given with `--accepted`:", "",
        "```toml", "[[accepted]]", 'code = "TXT002"', 'at = "letter#letter-L14"   # document#id, or the document alone', 'reason = "So in the source."', "```", "",
        "`edition check` looks for the rules of a profile: of *tei* in a file that belongs to no edition, of *edition* in an edition, of another with `--profile`. `--select` and",
        "`--ignore` take codes and the beginnings of codes.", "",
        "| profile | for | rules |", "| --- | --- | --- |",
        *(f"| {name} | {profile.says} | {sum(check.code in selection(name) for check in checks())} of {len(checks())} |" for name, profile in PROFILES.items()), "",
        "EPUBCheck's findings (`EPUBCHECK:RSC-005` …) and jing's (`JING`) are in these programs' own words.", "",
    ]  # fmt: skip
    family = ""
    for entry in entries().values():
        if entry.code[:3] != family:
            family = entry.code[:3]
            lines += [f"## {family}: {FAMILIES.get(family, 'of installed packages')}", ""]
        heading = " · ".join(filter(None, (f"*{entry.judged}*", entry.looked_for, entry.source)))
        lines += [f"### {entry.code} {entry.name}", "", heading, "", _escaped(entry.manual), ""]
        if entry.bad:
            lines += ["```xml", *(f"<!-- bad -->  {each}" for each in entry.bad), *(f"<!-- good --> {each}" for each in entry.good), "```", ""]
    return "\n".join(lines).rstrip("\n") + "\n"


if __name__ == "__main__":
    Path(sys.argv[1]).write_text(page(), encoding="utf-8")

"""What the codes of findings mean, for the modules that have no table of their own; and the families, three letters each.

A check carries its words in its docstring (`rules.Check`), a reader, the renderer and a writer in a table beside the code that reports.
`catalogue.py` brings all of them together. A code is never used for anything else: what is given up stays here as retired.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from types import MappingProxyType

from edition.model import Severity


@dataclass(frozen=True)
class Code:
    """What `edition explain CODE` says of a code."""

    name: str  # names the fault: "stray-byte"
    severity: Severity
    manual: str  # in a few sentences; the first one is the fault
    source: str = ""  # the authority, if there is one
    elsewhere: Severity | None = None  # the severity in a file that belongs to no edition, where it differs
    retired: bool = False


FAMILIES: Mapping[str, str] = MappingProxyType({
    "SRC": "Sources and records",
    "XML": "Form",
    "RNG": "Structure",
    "REF": "Ids and pointers",
    "LNG": "Languages",
    "DAT": "Dates",
    "HDR": "The header",
    "TXT": "The text",
    "PUB": "Publishing",
    "CFG": "What the program was told",
    "RND": "Rendering",
    "EPB": "The EPUB",
    "PDF": "The PDF",
    "DEP": "The deposit",
})  # fmt: skip

CODES: Mapping[str, Code] = MappingProxyType({
    "CFG002": Code("no-schema", Severity.NOTE, (
        "No schema was named, so the document was judged by the checks of this catalogue alone. They do not know which element may stand where: "
        "--schema PATH.rng judges that by a RELAX NG schema.")),
    "CFG004": Code("idle-acceptance", Severity.QUERY, (
        "An [[accepted]] of edition.toml answers a finding that is not there. What it accepted was mended, or its code or place is misspelt: "
        "take the entry away, or correct it.")),
})  # fmt: skip

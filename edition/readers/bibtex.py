"""1. Readers: a bibliography in BibTeX or BibLaTeX, which pandoc turns into CSL JSON; `bibliography.py` reads that."""

from __future__ import annotations

import re
from pathlib import Path

from edition.errors import ProjectError, SourceError
from edition.readers import pandoc

ENTRY = re.compile(rb"^[ \t]*@(?!comment|preamble|string)\w+[ \t]*[({]", re.MULTILINE | re.IGNORECASE)


def csl(path: Path, data: bytes) -> bytes:
    """CSL JSON of a .bib file. Raises ProjectError for what pandoc cannot read, or leaves out; ProgramMissing, ProgramFailed."""
    try:
        found, warnings = pandoc.convert(["--sandbox", "--from=bibtex", "--to=csljson"], data, path)
    except SourceError as error:
        raise ProjectError(error.message, hint="Look for a brace that is not closed near the place named, or export the bibliography as CSL JSON.") from None
    entries, items = len(ENTRY.findall(data)), found.count(b'"id":')
    if entries != items:
        said = f" ({warnings[0]})" if warnings else ""
        raise ProjectError(f"{path}: has {entries} entries, and pandoc reads {items}{said}", hint="Look for two entries with one key, or one without; or export it as CSL JSON.")
    return found

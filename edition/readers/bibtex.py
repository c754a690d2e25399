"""1. Readers: a bibliography in BibTeX or BibLaTeX, which pandoc turns into CSL JSON; `bibliography.py` reads that."""

from __future__ import annotations

import json
import re
from pathlib import Path

from edition.errors import ProjectError, SourceError
from edition.readers import pandoc

ENTRY = re.compile(rb"^[ \t]*@(?!comment|preamble|string)\w+[ \t]*[({]", re.MULTILINE | re.IGNORECASE)
HEAD = re.compile(rb"\s*@\w+\s*[({]\s*([^,\s{}()]+)\s*,")
LANGUAGE = re.compile(rb"\b(?:langid|hyphenation|language)\s*=", re.IGNORECASE)


def csl(path: Path, data: bytes, language: str = "en") -> bytes:
    """CSL JSON of a .bib file. Raises ProjectError for what pandoc cannot read, or leaves out; ProgramMissing, ProgramFailed.

    `language`: BCP 47, of works that say no language. English titles lose the capitals that no braces protect, as BibTeX has it; others keep theirs.
    """
    marked, keys = (data, set()) if language.partition("-")[0].lower() in ("en", "eng") else _not_english(data)
    try:
        found, warnings = pandoc.convert(["--sandbox", "--from=bibtex", "--to=csljson"], marked, path)
    except SourceError as error:
        raise ProjectError(error.message, hint="Look for a brace that is not closed near the place named, or export the bibliography as CSL JSON.") from None
    entries, items = len(ENTRY.findall(data)), found.count(b'"id":')
    if entries != items:
        said = f" ({warnings[0]})" if warnings else ""
        raise ProjectError(f"{path}: has {entries} entries, and pandoc reads {items}{said}", hint="Look for two entries with one key, or one without; or export it as CSL JSON.")
    if not keys:
        return found
    works = json.loads(found)
    for each in works:
        if each.get("id") in keys:
            each.pop("language", None)
    return json.dumps(works, ensure_ascii=False, indent=2).encode()


def _not_english(data: bytes) -> tuple[bytes, set[str]]:
    """With a language other than English in each entry that has none, for pandoc alone; and the keys of these entries."""
    starts = [match.start() for match in ENTRY.finditer(data)]
    pieces, keys = [data[: starts[0]] if starts else data], set()
    for begin, end in zip(starts, [*starts[1:], len(data)], strict=True):
        entry = data[begin:end]
        if (head := HEAD.match(entry)) and not LANGUAGE.search(entry):
            keys.add(head[1].decode("utf-8", "replace"))
            entry = entry[: head.end()] + b" langid={ngerman}," + entry[head.end() :]
        pieces.append(entry)
    return b"".join(pieces), keys

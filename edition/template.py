"""A new edition: the folder, edition.toml with its keys explained, and the documents, or a page to begin with."""

from __future__ import annotations

import json
from pathlib import Path

from edition import files, notebook, readers
from edition import project as projects
from edition.errors import ProjectError, SourceError

TEMPLATE = """\
# One edition. Every key is explained in the documentation; what is left out has a sensible default.
format = 1
id        = "{id}"
title     = {title}
languages = ["en"]                 # BCP 47; the first is the edition's
date      = 2000-01-01             # the edition's date: nothing else reads the clock

[publisher]
name = "unpublished"

[[editor]]
name = "The editor"
id   = "ed"                        # who signs notes and corrections: resp = "ed" in a record

[rights]
text      = ""                     # SPDX id ("CC0-1.0") or rightsstatements.org address
editorial = "CC-BY-4.0"
deposit   = "{deposit}"{blank} # full, restricted, metadata-only: what may go to an archive
contact   = ""

# The documents, in reading order. `edition record NAME` prints a draft of a record for one of them: title, author, date, what the program
# was not sure of, what it would change. With --write it lies beside the document, as NAME.toml.
{documents}

# Documents under a half title:
# [[part]]
# title     = "Letters"
# documents = ["…"]

# Series of notes, as many as you like; the first that matches takes a note. Without this there are five: textual, margin, translator, editor, author.
# [notes]
# editor = {{ match = "@resp", marks = "a b c", rank = 2, heading = "Editor's notes" }}
# author = {{ match = "true()", marks = "1 2 3", rank = 1 }}

# [reading]
# choice      = "reading"          # or "diplomatic": the text as it stands in the source
# corrections = "list"             # or "mark", "silent": how the reader is told

# [output]
# front = ["preface"]              # front/preface.md
# pdf   = {{ page = "A5" }}          # A5, A4, letter, crown

# A finding that is right as it is:
# [[accepted]]
# code   = "TXT002"
# at     = "NAME#id"
# reason = "So in the source."
"""

FIRST = """\
A page to begin with

This text stands here so that there is something to build. Replace it by a
document of yours: plain text, docx, odt, HTML, Markdown or TEI.

What you you correct goes into first.toml, the record of this document, and
the document itself is never touched. The record beside this page corrects
one doubled word and has one note.
"""

FIRST_RECORD = """\
# The record of one document: what the editor says of it. Everything is optional; what is left out is detected.
# An address is a line of the document (counted from 1) and words in it:  L6 'you you'
# If the words stand there more than once, a number says which:  L6 'you' 2
format = 1

[source]
file = "first.txt"
kind = "essay"                     # article, essay, leaflet, letter, listing, minutes, play, poem, speech

[meta]
title  = { at = "L1" }             # taken from the text
author = { unknown = true }        # or "Given Family", or { at = "L1 'words'", cert = "medium", why = "…" }
# date = { not_before = 1900, not_after = 1910, cert = "low", evidence = "L3 'words'", why = "…" }

# A correction. Both readings are kept, and the reader is told.
[[fix]]
at  = "L6 'you you'"
to  = "you"
why = "The word stands twice."

# What stands at a line, where the program takes it for something else.
# [[block]]
# at = "L1"
# is = "head"                      # p, quote, byline, dateline, closer/signed, figure/figDesc …

# What some words are.
[[span]]
at = "L6 'first.toml'"
is = "mentioned"                   # persName, placeName, title, foreign (with lang), soCalled …

# A proposal of the program that you refuse.
# [[keep]]
# at   = "L6 'you you'"
# rule = "doubled-word"
# why  = "…"

# A note, in Markdown. Long ones may stand in first.notes.md instead.
[[note]]
at   = "L3 'something to build'"
text = "This is an editor's note. It stands at the foot of the page in the PDF, and in a pop-up in the EPUB."
"""


def make(folder: Path, documents: Path | None) -> tuple[tuple[Path, ...], list[str]]:
    """A project with one edition: of the documents in a folder, in the order of their names, or of a page to begin with.

    The files written, and the names of what cannot be read. Raises ProjectError if something is there already, SourceError if nothing in `documents` can be read.
    """
    name = projects.identifier(folder.resolve().name)
    home = folder / "seeds" / name
    if home.exists() or (folder / "seeds").exists():
        raise ProjectError(f"{folder}: there is an edition already", hint="Choose another name, or build what is there with `edition build`.")
    if folder.is_file():
        raise ProjectError(f"{folder}: is a file", hint="Choose the name of a folder that is not there yet.")
    taken: list[tuple[str, Path]] = []
    left: list[str] = []
    if documents is not None:
        if not documents.is_dir():
            raise SourceError(f"{documents}: is not a folder", hint="--from names the folder that holds the documents.")
        used: set[str] = set()
        for path in sorted(path for path in documents.iterdir() if not path.name.startswith(".")):
            if path.is_dir() or path.suffix.lower() not in readers.suffixes() or path.name.endswith(notebook.SUFFIX):
                left.append(path.name)
                continue
            base = projects.portable(path.stem)
            unique, count = base, 1
            while unique in used:
                count += 1
                unique = f"{base}-{count}"
            used.add(unique)
            taken.append((unique, path))
        if not taken:
            raise SourceError(f"{documents}: holds nothing that can be read", hint=f"Readable: {', '.join(readers.suffixes())}.")
    written = [home / projects.FILE]
    if taken:
        for unique, path in taken:
            files.write(home / f"{unique}{path.suffix.lower()}", files.read(path))
            written.append(home / f"{unique}{path.suffix.lower()}")
    else:
        taken = [("first", Path("first.txt"))]
        files.write(home / "first.txt", FIRST.encode())
        files.write(home / "first.toml", FIRST_RECORD.encode())
        written += [home / "first.txt", home / "first.toml"]
    listed = "\n".join(f'\n[[document]]\nname = "{unique}"' for unique, _ in taken)
    files.write(home / projects.FILE, TEMPLATE.format(id=name, title=json.dumps(folder.resolve().name.replace("-", " ").replace("_", " ").capitalize(), ensure_ascii=False), documents=listed, deposit="full" if documents is None else "metadata-only", blank=" " * (16 if documents is None else 7)).encode())
    return tuple(written), left

"""TEI to XHTML, case by case: tests/cases/render/*.txt.

A case is a line ``# what is promised (medium, reading)``, the content of a ``<body>``, a line with a dot, and the XHTML. Left out of the
comparison: ids made from an address, the language of the file, and what stands around the body. Blocks begin a line.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import Path

import pytest
from conftest import CASES
from render_judge import document, edition_of, markup, tei

MADE = re.compile(r' id="(?:e[\d.]+|[^" ]*_\d+(?:\.\d+)*)"')
ENGLISH = ' lang="en" xml:lang="en" dir="ltr"'
BLOCK = re.compile(r"(?<!^)(<(?:div|section|p|h[1-6]|ul|ol|dl|li|dt|dd|table|thead|tbody|tr|figure|figcaption|blockquote|hr|caption)[ >/])")


def cases(path: Path) -> Iterator[tuple[str, set[str], str, str]]:
    for block in re.split(r"^# ", path.read_text("utf-8"), flags=re.MULTILINE)[1:]:
        head, _, rest = block.partition("\n")
        name, _, options = head.rpartition(" (")
        source, _, expected = rest.partition("\n.\n")
        yield name, set(options.rstrip(")").split(", ")), source, expected.strip("\n")


ALL = [(path.stem, *case) for path in sorted((CASES / "render").glob("*.txt")) for case in cases(path)]


def rendered(source: str, options: set[str]) -> str:
    """What stands in the body, and the notes after it."""
    medium = "epub" if "epub" in options else "print"
    edition = edition_of(
        document(tei(source)), choice="diplomatic" if "diplomatic" in options else "reading", corrections="mark" if "mark" in options else "list"
    )
    [(_, pages)] = markup(edition, medium)
    text = MADE.sub("", "".join(pages.values())).replace(ENGLISH, "")
    text = re.sub(r'^<div id="sample" class="TEI">(<h1 class="title generated" id="sample-title">Sample</h1>)?<div class="text"><div class="body">', r"\1", text)
    text = re.sub(r'</div></div>(<section class="notes.*)?</div>$', r"\1", text, flags=re.DOTALL)
    return BLOCK.sub(r"\n\1", text).strip("\n")


@pytest.mark.parametrize(("file", "name", "options", "source", "expected"), ALL, ids=[f"{case[0]}: {case[1]}" for case in ALL])
def test_case(file: str, name: str, options: set[str], source: str, expected: str) -> None:
    assert rendered(source, options) == expected


def test_there_are_cases() -> None:
    assert len(ALL) > 50

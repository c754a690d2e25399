"""Every code has its words, and the words are of codes that exist."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from edition.catalogue import Entry, entries, explain, page
from edition.checks import CHECKS
from edition.codes import FAMILIES
from edition.errors import EditionError

ROOT = Path(__file__).resolve().parent.parent
CODE = re.compile(r'"([A-Z]{3}[0-9]{3})"')


def test_every_code_in_the_source_is_described_and_every_described_one_is_used() -> None:
    """Described: in a table, or by a check. Used: it stands twice, in the table and where it is reported; a check's stands once, in its decorator."""
    places: dict[str, int] = {}
    for path in sorted((ROOT / "edition").rglob("*.py")):
        for code in CODE.findall(path.read_text(encoding="utf-8")):
            places[code] = places.get(code, 0) + 1
    known = {code: entry for code, entry in entries().items() if not entry.retired}
    assert sorted(set(places) - set(entries())) == []
    checks = {check.code for check in CHECKS}
    assert sorted(code for code in known if places.get(code, 0) < (1 if code in checks else 2)) == []


def test_names_are_unique_and_families_known() -> None:
    known = entries().values()
    assert len({entry.name for entry in known}) == len(known)
    assert {entry.code[:3] for entry in known} <= set(FAMILIES)


def test_the_page_is_current() -> None:
    written = (ROOT / "docs" / "findings.md").read_text(encoding="utf-8")
    assert written == page(), "run: python -m edition.catalogue docs/findings.md"


def test_a_code_and_a_name_are_explained_alike() -> None:
    text = explain("ref002")
    assert text == explain("dangling-reference")
    for part in ("REF002 dangling-reference · error", "In print it is a promise", "Bad:  <p>See", "Good: <p>See", "Source: TEI #CORS1", "[[accepted]]"):
        assert part in text


@pytest.mark.parametrize("entry", entries().values(), ids=lambda entry: entry.code)
def test_every_code_is_explained(entry: Entry) -> None:
    text = explain(entry.code)
    assert entry.manual in text
    assert entry.manual.split("\n")[0].endswith((".", ":"))


def test_a_family_is_its_codes_with_a_sentence_each():
    rows = explain("lng").splitlines()
    assert len(rows) >= 5
    assert all(row.startswith("LNG") and row.endswith(".") for row in rows)


def test_an_unknown_code_is_answered_with_the_nearest() -> None:
    with pytest.raises(EditionError) as caught:
        explain("REF02")
    assert "REF" in caught.value.hint
    with pytest.raises(EditionError) as caught:
        explain("EPUBCHECK:RSC-005")
    assert "another program" in caught.value.hint

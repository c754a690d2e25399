"""NAME.notes.md: notes in Markdown mean what [[note]] means, word for word, and every mistake is told with its line."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from ingesting import body, ingested

from edition import lossless, notebook
from edition.errors import ProjectError

TEXT = "The Ferry\n\nThe boat was at the quay, and nobody was in the boat.\n\nShe sailed the cafÃ© home.\n"
NOTES = """\
<!-- What is said of the ferry.
     Two notes. -->

## L3 'quay' · L5 'home'
kind: place · cite: Harbour Book, 1868, p. 4 · cite: Chart 12
On the *south* side.

A second paragraph: with a colon.

## L3 'boat' 2

kind: is a word like any other here.
```
## L1 is no heading in a block of code
```

## L5 'café'
resp: ed · series: textual
One.
"""


def read(folder: Path, text: str | bytes) -> tuple[notebook.NoteEntry, ...]:  # type: ignore[name-defined]
    path = folder / "letter.notes.md"
    path.write_bytes(text if isinstance(text, bytes) else text.encode())
    return notebook.read(path)


def test_notes_are_read_with_their_addresses_what_is_said_of_them_and_their_text(tmp_path: Path) -> None:
    first, second, third = read(tmp_path, NOTES)
    assert [str(at) for at in first.at] == ["L3 'quay'", "L5 'home'"]
    assert (first.kind, first.cite, first.resp, first.series) == ("place", ("Harbour Book, 1868, p. 4", "Chart 12"), "ed", "")
    assert first.text == "On the *south* side.\n\nA second paragraph: with a colon."
    assert first.at[0].where == f"{tmp_path / 'letter.notes.md'}:4"
    assert str(second.at[0]) == "L3 'boat' 2"
    assert second.text.startswith("kind: is a word like any other here.")
    assert second.text.endswith("## L1 is no heading in a block of code\n```")
    assert (third.series, third.text) == ("textual", "One.")


@pytest.mark.parametrize(("text", "line", "words", "hint"), [
    ("stray\n\n## L1\nText\n", 1, '"stray" belongs to no note', "comments"),
    ("<!-- a\nb -->\n\nstray\n", 4, '"stray" belongs to no note', "comments"),
    ("## the quay\nText\n", 1, "'the quay' is not an address", "L9"),
    ("## L1 'a' · the quay\nText\n", 1, "is not an address", "with  ·  between"),
    ("## L0\nText\n", 1, "is not an address", ""),
    ("## L1\n\n## L2\nText\n", 1, "has no text", "below its heading"),
    ("## L1\nkind: gloss\n", 1, "has no text", ""),
    ("## L1\n<!-- later -->\n", 1, "has no text", ""),
    ("## L1\nkidn: gloss\nText\n", 2, "kidn: is not known", '"kind"'),
    ("## L1\nkind: gloss · by: me\nText\n", 2, "by: is not known", "Known: kind, series, resp, cite"),
    ("## L1\nkind: a · kind: b\nText\n", 2, "kind: stands twice", "Only cite"),
    ("## L1\nkind:\nText\n", 2, "kind: is empty", ""),
    ("## L1\nT\x01xt\n", 2, "U+0001", "control"),
    (b"## L1\n\xe9\n", 2, "not UTF-8 (byte 0xe9)", "UTF-8"),
])  # fmt: skip
def test_a_mistake_is_told_with_file_line_and_help(tmp_path: Path, text: str | bytes, line: int, words: str, hint: str) -> None:
    with pytest.raises(ProjectError) as caught:
        read(tmp_path, text)
    assert caught.value.message.startswith(f"{tmp_path / 'letter.notes.md'}:{line}: ")
    assert words in caught.value.message
    assert hint in caught.value.hint


def as_record(notes: tuple[notebook.NoteEntry, ...]) -> str:  # type: ignore[name-defined]
    lines = []
    for note in notes:
        lines += ["[[note]]", f"at = {json.dumps([str(at) for at in note.at], ensure_ascii=False)}", f"text = {json.dumps(note.text, ensure_ascii=False)}"]
        lines += [f"{name} = {json.dumps(getattr(note, name), ensure_ascii=False)}" for name in ("kind", "series", "resp") if getattr(note, name)]
        lines += [f"cite = {json.dumps(note.cite, ensure_ascii=False)}"]
    return "\n".join(lines) + "\n"


def test_the_tei_is_the_same_as_with_the_notes_in_the_record(tmp_path: Path) -> None:
    notes = read(tmp_path, NOTES)
    one = ingested(tmp_path, TEXT)
    (tmp_path / "letter.notes.md").unlink()
    two = ingested(tmp_path, TEXT, as_record(notes))
    assert body(one) == body(two)
    assert body(one).count("<note ") == 3
    assert lossless.restore(one.document) == TEXT.encode()
    assert not [found for found in one.findings if found.code == "SRC010"]


def test_notes_in_both_places_are_refused(tmp_path: Path) -> None:
    read(tmp_path, NOTES)
    with pytest.raises(ProjectError, match=r"letter.toml:2: \[\[note\]\] stands in the record, and letter.notes.md is there too"):
        ingested(tmp_path, TEXT, '[[note]]\nat = "L1"\ntext = "x"\n')


def test_an_address_that_does_not_resolve_is_told_with_the_line_of_the_heading(tmp_path: Path) -> None:
    read(tmp_path, "\n\n## L3 'no such words'\nText\n")
    (found,) = [each for each in ingested(tmp_path, TEXT).findings if each.code == "SRC010"]
    assert (Path(found.locus.file).name, found.locus.line) == ("letter.notes.md", 3)


def test_line_ends_of_any_kind_are_read_alike(tmp_path: Path) -> None:
    plain = read(tmp_path, NOTES)
    assert read(tmp_path, b"\xef\xbb\xbf" + NOTES.replace("\n", "\r\n").encode()) == plain


@settings(max_examples=60, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(text=st.text("# L1'·kind:`<!->\n~\u00e9", max_size=60))
def test_whatever_stands_in_the_file_gives_notes_or_one_error_with_a_line(tmp_path: Path, text: str) -> None:
    said, found = "", ()
    try:
        found = read(tmp_path, text)
    except ProjectError as error:
        said = error.message
    assert bool(said) != bool(found) or not text.replace("<!--", "").replace("-->", "").strip() or "<!--" in text
    assert not said or said.startswith(f"{tmp_path / 'letter.notes.md'}:")

"""A damaged document on the desk, and damaged texts at random: what the tests of reviewing work on."""

from __future__ import annotations

from functools import partial
from pathlib import Path

from hypothesis import strategies as st

from edition import ingest, lossless
from edition.ingest import Where
from edition.project import Entry, Project
from edition.reviewing.desk import Desk

TEXT = """A damaged page

I write to you you in haste, for the the boat leaves at noon.
Nobody on the whole quay had ever heard of the sand-
glass before that day, nor of  the man who mended it for the the keeper.

They  had seen it it there and more.
"""
RECORD = "# My record\nformat = 1\n\n# about a word\n[[note]]\nat = \"L1 'damaged'\"\ntext = \"Hm.\"\n# the end"


def desk_of(folder: Path, text: str | bytes = TEXT, record: str | None = RECORD) -> Desk:
    """A desk with one document on it, ingested once."""
    source = folder / "letter.txt"
    source.write_bytes(text if isinstance(text, bytes) else text.encode())
    where = Where(folder / "tei" / "letter.xml", folder / "letter.review.toml", folder / "letter.toml")
    if record is not None:
        where.record.write_bytes(record.encode())
    project = Project(id="trial", title="Trial", folder=folder, documents=(Entry("letter"),))
    look = partial(ingest.ingest, project, Entry("letter"), source, where, overwrite=True, write=False)
    ingest.ingest(project, Entry("letter"), source, where, overwrite=True)
    return Desk("letter", where, look, "edition build", folder / "letter.html").spread()


def reading(desk: Desk) -> str:
    return lossless.read_log(desk.look().document).edits.apply(desk.text)


def again(desk: Desk) -> Desk:
    """The same document looked at anew, as the next run does."""
    return Desk(desk.name, desk.where, desk.look, desk.next, desk.page).spread()


word = st.sampled_from(["the", "boat", "sand", "glass", "keeper", "it", "don't", "café", "cafÃ©", '"so"', "a", "&", "<b>", "[x]", "it's"])
gap = st.sampled_from([" ", " ", " ", "  ", "-\n", "\n", "\n\n", " . . . ", "\u00a0", "-\r\n"])
damaged = st.lists(st.tuples(word, st.booleans(), gap), min_size=2, max_size=14).map(
    lambda each: "Title of it\n\n" + "".join(word + (f" {word}" if twice else "") + gap for word, twice, gap in each) + "end\n"
)

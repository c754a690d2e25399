"""[[block]] join and split: the text is divided and joined as the record says, and still leads back to its source."""

from __future__ import annotations

from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from ingesting import body, ingested
from lxml import etree

from edition import lossless, records, tei
from edition.errors import ProjectError

TEXT = "The Ferry\n\nThe boat was at the quay, and nobody was in\n\n[picture of a boat]\n\nthe boat. She was found. We met again in the cafÃ© of the town.\n\nAnd so it ends.\n"
CAPTION = '[[block]]\nat = "L5"\nis = "figure/figDesc"\n'


def texts(made: object, path: str) -> list[str]:
    tree = made.document.tree  # type: ignore[attr-defined]
    return ["".join(each.itertext()) for each in tei.select(tree, path)]


def test_a_paragraph_goes_on_behind_a_picture(tmp_path: Path) -> None:
    made = ingested(tmp_path, TEXT, CAPTION + '[[block]]\nat = "L7"\njoin = "L3"\n')
    assert texts(made, "//t:text//t:p")[0].startswith("The boat was at the quay, and nobody was in the boat. She")
    assert "<seg " in body(made)
    assert lossless.restore(made.document) == TEXT.encode()
    assert not list(lossless.verify(made.document))


def test_what_nothing_parts_becomes_one_range(tmp_path: Path) -> None:
    made = ingested(tmp_path, TEXT, '[[block]]\nat = "L9"\njoin = "L7"\n[[block]]\nat = "L7"\njoin = "L5"\n')
    assert "<seg" not in body(made)
    assert "of the town.\n\nAnd so it ends." in texts(made, "//t:text//t:p")[-1]
    assert lossless.restore(made.document) == TEXT.encode()


def test_a_block_begins_within_a_line_and_is_what_the_entry_says(tmp_path: Path) -> None:
    made = ingested(tmp_path, TEXT, '[[block]]\nat = "L7"\nsplit = "\'We met\'"\nis = "quote"\nlang = "fr"\n')
    assert texts(made, "//t:text//t:quote/t:p") == ["We met again in the café of the town."]
    assert "the boat. She was found." in texts(made, "//t:text//t:p")
    assert 'xml:lang="fr"' in body(made)
    assert lossless.restore(made.document) == TEXT.encode()
    assert not list(lossless.verify(made.document))


def test_what_is_split_off_may_go_on_elsewhere(tmp_path: Path) -> None:
    record = CAPTION + '[[block]]\nat = "L7"\nsplit = "\'She was\'"\n[[block]]\nat = "L7"\njoin = "L3"\n[[note]]\nat = "L7 \'the boat\'"\ntext = "x"\n[[fix]]\nat = "L7 \'She was\'"\nto = "It was"\n'
    made = ingested(tmp_path, TEXT, record)
    assert "nobody was in the boat" in texts(made, "//t:text//t:p")[0].replace("x.", ".")
    assert not [found for found in made.findings if found.code.startswith("SRC01")]
    assert lossless.restore(made.document) == TEXT.encode()


def test_lists_and_stanzas_are_joined_whole_and_items_are_divided(tmp_path: Path) -> None:
    source = "<html><body><p>Before.</p><ul><li>One and two</li></ul><p>Between.</p><ul><li>Three</li></ul></body></html>"
    made = ingested(tmp_path, source, '[[block]]\nat = "L4"\njoin = "L2"\n[[block]]\nat = "L2"\nsplit = "\'and two\'"\n', suffix=".html")
    assert texts(made, "//t:text//t:item") == ["One", "and two", "Three"]
    assert len(texts(made, "//t:text//t:list")) == 1


@pytest.mark.parametrize(("entry", "why"), [
    ('at = "L3"\njoin = "L7"', "does not stand before it"),
    ('at = "L7"\njoin = "L4"', "no block of its own begins at L4"),
    ('at = "L7"\nsplit = "\'the boat\'"', "a block begins there already"),
    ('at = "L7"\nsplit = "\'nowhere\'"', "does not have 'nowhere'"),
    ('at = "L7"\njoin = "L99"', "the text has 9 lines"),
])  # fmt: skip
def test_what_cannot_be_done_is_told_with_its_line(tmp_path: Path, entry: str, why: str) -> None:
    found = [each for each in ingested(tmp_path, TEXT, f"[[block]]\n{entry}\n").findings if each.code == "SRC010"]
    assert any(why in each.message for each in found)
    assert all(each.locus.line in (2, 3) for each in found)


@pytest.mark.parametrize(("entry", "words"), [
    ('at = "L7"\njoin = "L3"\nmove = "after L1"', "join: stands beside move"),
    ('at = "L7"\njoin = "L3"\nis = "head"', "is: stands beside join"),
    ('at = ["L7", "L9"]\nsplit = "\'a\'"', "split: needs the number of one line"),
    ('at = "L7"\nsplit = "We met"', "split: 'L7 We met' is not an address"),
])  # fmt: skip
def test_what_says_two_things_at_once_is_refused(tmp_path: Path, entry: str, words: str) -> None:
    (tmp_path / "x.toml").write_text(f"[[block]]\n{entry}\n", encoding="utf-8")
    with pytest.raises(ProjectError, match=words):
        records.read(tmp_path / "x.toml")


LINES = st.lists(st.lists(st.sampled_from(["alpha", "Beta", "gamma ", "delta.", "\u00a0", "cafÃ©", "the the", "won-"]), min_size=1, max_size=6).map(" ".join), min_size=2, max_size=6)


@settings(max_examples=25, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(lines=LINES, data=st.data())
def test_whatever_is_joined_and_split_the_source_comes_back(tmp_path: Path, lines: list[str], data: st.DataObject) -> None:
    text = "\n\n".join(lines) + "\n"
    record = ""
    for _ in range(data.draw(st.integers(1, 3))):
        line = data.draw(st.integers(1, len(lines)))
        at, words = f'"L{2 * line - 1}"', data.draw(st.sampled_from(lines[line - 1].split() or ["x"]))
        record += f"[[block]]\nat = {at}\n" + data.draw(st.sampled_from([f'split = "\'{words}\' last"\n', f'join = "L{2 * data.draw(st.integers(1, len(lines))) - 1}"\n']))
    made = ingested(tmp_path, text, record)
    assert lossless.restore(made.document) == text.encode()
    assert not list(lossless.verify(made.document))
    etree.fromstring(made.document.data)

"""The drafted record: it parses, it changes nothing of the text, its addresses resolve, and what it suggests can be taken up as it stands."""

from __future__ import annotations

import re
import shutil
from pathlib import Path

import pytest
from hypothesis import HealthCheck, example, given, settings
from hypothesis import strategies as st
from ingesting import body, ingested

from edition import cli, draft, lossless, records
from edition.errors import OutputError, SourceError

ROOT = Path(__file__).resolve().parent.parent
SAMPLE = ROOT / "seeds" / "sample"
LETTER = "Orrismouth, 3 May 1912\n\nDear Sir,\n\nI write to you you of the cafÃ© and of the boat that we saw on the night when nobody was at home.\n\nSo it was\n\nYours truly,\n\nAnn Beech\n"
ARTICLE = "The Ferry at the Quay\n\nBy Otto Marsh\n\n" + "She was seen at the pier by sixty persons and a dog, and nobody made a speech that day. " * 3 + "\n\nA Short Line\n\nDone then.\n"


def drafted(folder: Path, text: str | bytes, name: str = "letter.txt") -> str:
    path = folder / name
    path.write_bytes(text if isinstance(text, bytes) else text.encode("utf-8", "surrogateescape"))
    one = draft.named(str(path))
    return draft.draft(one, draft.looked_at(one))


def taken_up(text: str) -> str:
    """The draft with every suggestion of blocks and changes taken up."""
    return re.sub(r"^# (\[\[(?:fix|block|span)\]\]|(?:at|to|is|as|lang|cert|why) +=)", r"\1", text, flags=re.MULTILINE)


@pytest.mark.parametrize("text", [LETTER, ARTICLE, "\ufeffOnly this.\n", "word", "a\r\nb\r\n\r\nc\x85d\n", "é\x00".replace("\x00", " ")])
def test_with_the_draft_the_text_is_what_it_is_without(tmp_path: Path, text: str) -> None:
    said = drafted(tmp_path, text)
    one, two = ingested(tmp_path, text), ingested(tmp_path, text, said)
    assert body(one) == body(two)
    assert lossless.read_log(one.document).edits == lossless.read_log(two.document).edits
    assert records.read(tmp_path / "letter.toml").sha256


@settings(max_examples=25, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(text=st.lists(st.sampled_from(["Dear Sir,", "3 May 1912", "By Otto Marsh", "the the 'quoted' words", "café \"x\"", "\u00a0", "# a [[fix]]", "É" * 30, "Yours truly,", "1. One", "* * *", "\t", "\\ \x7f"]), min_size=1, max_size=9).map(lambda found: "\n\n".join([*found, "end"])))
@example(text="'\"'\n\n'''\n\n\"\"\"")
def test_whatever_the_text_the_draft_parses_and_changes_nothing(tmp_path: Path, text: str) -> None:
    said = drafted(tmp_path, text)
    assert body(ingested(tmp_path, text)) == body(ingested(tmp_path, text, said))
    (tmp_path / "taken.toml").write_text(taken_up(said), encoding="utf-8")
    records.read(tmp_path / "taken.toml")


def test_what_it_suggests_can_be_taken_up_as_it_stands(tmp_path: Path) -> None:
    for text in (LETTER, ARTICLE):
        said = taken_up(drafted(tmp_path, text))
        made = ingested(tmp_path, text, said)
        assert not [found for found in made.findings if found.code.startswith(("SRC01", "SRC08"))]
        assert lossless.restore(made.document) == text.encode()
    assert "[[block]]" in said


def test_title_author_and_date_have_their_places_in_the_text(tmp_path: Path) -> None:
    letter, article = drafted(tmp_path, LETTER), drafted(tmp_path, ARTICLE)
    assert re.search(r"""^# date   = \{ when = 1912-05-03, at = "L1 '3 May 1912'" \}""", letter, re.MULTILINE)
    assert '# author = { at = "L11" }  # a signed: ' in letter
    assert 'kind     = "letter"' in letter
    assert '# title  = { at = "L1" }' in article
    assert """# author = { at = "L3 'Otto Marsh'" }  # a byline: """ in article


@pytest.mark.parametrize(("words", "iso"), [
    ("3 May 1912", "1912-05-03"), ("May 3rd, 1912", "1912-05-03"), ("the 3rd of May 1912", "1912-05-03"), ("1912-05-03", "1912-05-03"), ("Sept. 30, 2020", "2020-09-30"),
    ("31 Feb 1912", ""), ("Maybe 3, 1912", "1912-05-03"), ("in 1912", ""),
])  # fmt: skip
def test_a_date_in_words_is_read(words: str, iso: str) -> None:
    match = draft.DATE.search(words)
    assert (draft._iso(match) if match else "") == iso


def test_what_is_not_certain_of_the_blocks_is_listed_with_its_reason(tmp_path: Path) -> None:
    said = drafted(tmp_path, ARTICLE)
    entry = said[said.index("# “A Short Line”") :]
    assert re.match(r'# “A Short Line”\n# .* \(0\.\d\)\n# \[\[block\]\]\n# at   = "L7"\n# is   = "\w+"\n', entry)


def test_what_the_program_would_change_is_listed_as_a_fix(tmp_path: Path) -> None:
    said = drafted(tmp_path, LETTER)
    assert '# [[fix]]\n# at   = "L5 \'you you\'"\n# to   = "you"\n' in said


def test_what_may_be_names_is_listed(tmp_path: Path) -> None:
    said = drafted(tmp_path, "Of Boats\n\nThere Ann Beech met Otto Marsh, and then again Otto Marsh; the Workers Party (WP) was there.\n")
    assert "#    2  Otto Marsh, L3" in said
    assert "# What may be names" not in drafted(tmp_path, "nobody is named here.\n")


def test_the_encoding_is_told_with_what_it_rests_on(tmp_path: Path) -> None:
    assert '# encoding = "utf-8"  # every byte agrees' in drafted(tmp_path, LETTER)
    wide = drafted(tmp_path, LETTER.encode("utf-16"))
    assert '# encoding = "utf-16-le"' in wide
    assert "encoding" not in drafted(tmp_path, "# A\n\nText *here*.\n", "note.md")


def test_a_document_of_an_edition_is_known_by_its_name_and_its_record_is_not_replaced_unasked(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]) -> None:
    shutil.copytree(SAMPLE, tmp_path / "seeds" / "sample")
    monkeypatch.chdir(tmp_path)
    before = (SAMPLE / "letter.toml").read_bytes()
    for name in ("letter", "sample/letter", "seeds/sample/letter.txt"):
        one = draft.named(name)
        assert (one.project.id, one.entry.name, one.where.record.name) == ("sample", "letter", "letter.toml")
    with pytest.raises(OutputError, match="there is a record already"):
        draft.write(one, "x")
    assert cli.main(["record", "letter"]) == 0
    assert capsys.readouterr().out.startswith("# The record of letter.txt, drafted")
    assert (tmp_path / "seeds" / "sample" / "letter.toml").read_bytes() == before
    assert cli.main(["record", "sample/letter", "--write", "--overwrite"]) == 0
    assert records.read(tmp_path / "seeds" / "sample" / "letter.toml").encoding == "utf-8"
    assert cli.main(["ingest", "sample", "--dry-run"]) in (0, 1)


@pytest.mark.parametrize(("name", "words"), [("lettre", "Known here: sample/letter"), ("other/letter", "Known here"), ("poem", "is TEI"), ("seeds/sample/letter.toml", "is a record itself")])
def test_a_name_that_means_nothing_is_told_with_those_that_are_known(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, name: str, words: str) -> None:
    shutil.copytree(SAMPLE, tmp_path / "seeds" / "sample")
    monkeypatch.chdir(tmp_path)
    with pytest.raises(SourceError) as caught:
        draft.looked_at(draft.named(name))
    assert words in f"{caught.value.message} {caught.value.hint}"


def test_the_text_is_printed_with_the_numbers_that_addresses_count(tmp_path: Path) -> None:
    (tmp_path / "letter.txt").write_text(LETTER, encoding="utf-8")
    found = draft.lines(draft.looked_at(draft.named(str(tmp_path / "letter.txt"))))
    assert len(found) == LETTER.count("\n")
    assert re.fullmatch(r"L3     \S*salute\s+0\.\d  Dear Sir,", found[2])
    assert found[3] == "L4"

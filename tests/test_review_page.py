"""What waits in a document, shown and not decided: as a page of both texts, and as a patch of the source."""

from __future__ import annotations

import shutil
import subprocess
from pathlib import Path
from tempfile import TemporaryDirectory

import pytest
from deciding import TEXT, damaged, desk_of
from hypothesis import given, settings
from lxml import etree

from edition.edits import EditLog
from edition.review import Decision
from edition.reviewing import page, patch


def cells(made: bytes, side: str) -> str:
    root = etree.fromstring(made)
    found = []
    for cell in root.iterfind(f".//{{*}}td[@class='{side}']"):
        for link in cell.findall(".//{*}a"):
            link.text = ""
        found.append("".join(cell.itertext()))
    return "\n".join(found)


@given(damaged)
@settings(max_examples=15, deadline=None)
def test_the_page_holds_both_texts_whole_and_every_link_leads_somewhere(text):
    with TemporaryDirectory() as folder:
        desk = desk_of(Path(folder), text, None)
        desk.decide([Decision(each, "accept") for each in desk.open[::2]])
        desk.settled()
        made = page.page("<t>", desk.text, desk.log, desk.open)
    assert cells(made, "source") == text.replace("\r\n", "\n").rstrip("\n")
    assert cells(made, "reading").split() == desk.log.apply(text).split()
    root = etree.fromstring(made)
    ids = root.xpath("//@id")
    assert len(ids) == len(set(ids))
    assert {link.removeprefix("#") for link in root.xpath("//@href")} <= set(ids)
    assert not root.xpath("//*[local-name() = 'script' or @src or local-name() = 'link']")


def test_a_word_that_was_joined_at_the_end_of_a_line_is_one_word_in_one_row(tmp_path):
    desk = desk_of(tmp_path, "Title of it\n\nthe  boat boat boat boat boat boat  the-\nend\n", None)
    desk.all_of("accept", lambda each: each.rule == "hyphenation")
    assert cells(page.page("t", desk.text, desk.log, desk.open), "reading").split("\n") == ["Title of it", "", "the  boat boat boat boat boat boat  theend"]


def test_a_page_shows_reasons_and_what_to_paste(tmp_path):
    desk = desk_of(tmp_path)
    desk.decide([Decision(desk.open[0], "accept")])
    desk.settled()
    made = page.page("letter", desk.text, desk.log, desk.open, language="en").decode()
    assert "To accept:" in made
    assert "[[fix]]\nat = &quot;L3 &#x27;the the&#x27;&quot;" in made
    assert "stands twice" in made
    assert "1 correction," in made
    assert 'lang="en"' in made
    assert "prefers-color-scheme: dark" in made


def test_a_page_of_nothing_is_a_page():
    assert b"None." in page.page("x", "", EditLog(), [])


@pytest.mark.parametrize("end", ["\n", "\r\n", ""])
def test_a_patch_of_the_proposals_can_be_applied(tmp_path, end):
    text = TEXT.replace("\n", end or "\n").rstrip() + end
    desk = desk_of(tmp_path, text, None)
    made, left = patch.diff("letter.txt", desk.text, desk.open)
    assert left == []
    if (program := shutil.which("patch")) is None:
        pytest.skip("patch is not installed")
    subprocess.run([program, "--binary", "-s", str(tmp_path / "letter.txt")], input=made.encode(), check=True)
    assert (tmp_path / "letter.txt").read_bytes().decode() == patch.accepted(text, desk.open)[0]

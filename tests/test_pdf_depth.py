"""What lies deeper in each other than anyone reads is set side by side, and nothing of it is lost."""

from __future__ import annotations

import re
import subprocess
import sys
import time
from collections.abc import Iterator
from pathlib import Path
from xml.etree.ElementTree import Element, fromstring, tostring

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from render_judge import document, edition_of, tei

from edition import pipeline
from edition.render import render_all
from edition.writers import pdf
from edition.writers.paged import depth


@pytest.fixture(autouse=True)
def _room() -> Iterator[None]:
    before = sys.getrecursionlimit()
    sys.setrecursionlimit(20_000)
    yield
    sys.setrecursionlimit(before)


def levels(root: Element) -> int:
    return max(level for _, level in depth.from_above(root))


@st.composite
def trees(draw: st.DrawFn) -> Element:
    """A stem of blocks, then of phrases, with words before, in and behind each."""
    names = [*draw(st.lists(st.sampled_from(["div", "section", "blockquote", "ul", "li", "table", "td"]), max_size=120)), "p"]
    names += draw(st.lists(st.sampled_from(["span", "i", "a"]), max_size=120))
    root = inner = Element("body")
    for number, name in enumerate(names):
        if name not in depth.PARTS:
            inner.append(Element("p" if name in depth.BLOCKS else "b"))
            inner[-1].text = f"before{number} "
        child = Element(name, {"id": f"x{number}", "class": name})
        inner.append(child)
        if inner.tag not in depth.PARTS:
            child.tail = f" behind{number} "
        inner = child
    inner.text = "core"
    return root


@given(trees())
@settings(max_examples=40, deadline=None)
def test_every_word_and_id_stays_in_order_and_the_tree_is_shallow(root: Element) -> None:
    words, ids = "".join(root.itertext()).split(), [each.get("id") for each in root.iter() if each.get("id")]
    high = levels(root)
    told = depth.flatten(root)
    assert told == high if high > depth.DEEPEST else told in (0, high)  # phrases in phrases are counted by themselves
    assert "".join(root.itertext()).split() == words
    assert [each.get("id") for each in root.iter() if each.get("id")] == ids
    assert levels(root) <= depth.DEEPEST + depth.LOW + 4


def test_what_is_not_deep_is_left_as_it_is() -> None:
    root = fromstring("<div>" * 30 + "<ul><li>a <i>b</i> c</li></ul>" + "</div>" * 30)
    before = tostring(root)
    assert depth.flatten(root) == 0
    depth.loosen(root)
    depth.outdent(root)
    assert tostring(root) == before


def test_headings_without_end_may_be_parted_and_quotations_in_each_other_keep_their_width() -> None:
    root = fromstring("<div>" + "<h3>a</h3>" * 8 + "<p>b</p><h3>c</h3>" + "<blockquote>" * 10 + "d" + "</blockquote>" * 10 + "</div>")
    depth.loosen(root)
    depth.outdent(root)
    assert [number for number, each in enumerate(root.iter("h3")) if each.get("style")] == [6, 7]
    assert [number for number, each in enumerate(root.iter("blockquote")) if each.get("style")] == [8, 9]


@pytest.mark.parametrize("stem", ["<div><head>Head {}</head>", "<quote><p>Words {}</p>", "<list><item>Item {}", "<p><hi>Word {} ", "<lg><l>Line {}</l>"])
def test_a_deep_text_is_a_pdf_with_all_its_words_and_a_finding(stem: str, tmp_path: Path) -> None:
    names = [each.split(">")[0] for each in stem.split("<")[1:] if not each.startswith("/")]
    left = [name for name in names if f"</{name}>" not in stem]
    count = 160 // len(left)
    phrase = stem.startswith("<p>")
    opened = "".join((stem.removeprefix("<p>") if phrase else stem).format(number) for number in range(count))
    closed = "".join(f"</{name}>" for name in reversed(left) if name != "p") * count
    edition = edition_of(document(tei(f"<p>{opened}core{closed}</p>" if phrase else f"{opened}<{'l' if 'lg' in left else 'p'}>core</{'l' if 'lg' in left else 'p'}>{closed}")))
    start = time.process_time()
    written = pdf.write(edition, render_all(edition, "print"), tmp_path / "deep.pdf")
    assert time.process_time() - start < 30
    (said,) = [each for each in written.findings if each.code == "PDF011"]
    assert said.locus.line
    text = subprocess.run(["pdftotext", tmp_path / "deep.pdf", "-"], capture_output=True, check=True).stdout.decode()
    assert set(map(str, range(count))) <= set(re.findall(r"\d+", text))
    assert "core" in text


def test_blocks_of_one_class_in_each_other_keep_their_width() -> None:
    root = fromstring('<div><p class="a">b</p>' + '<div class="entry x"><div class="sense">' * 10 + "d" + "</div></div>" * 10 + "</div>")
    depth.outdent(root)
    assert sum(each.get("style") is not None for each in root.iter()) == 4


def test_phrases_in_phrases_are_set_side_by_side_without_a_loss() -> None:
    root = fromstring("<div><p>" + "<i>a " * 30 + "b" + "</i> c" * 30 + "</p></div>")
    words = "".join(root.itertext()).split()
    assert depth.flatten(root) == 32
    assert "".join(root.itertext()).split() == words
    assert levels(root) <= depth.PHRASES + depth.LOW + 2


def test_letters_that_grow_in_each_other_stay_on_the_page(tmp_path: Path) -> None:
    inner = "".join(f'<hi style="font-size:{size}">w{number} ' for number, size in enumerate(["900%", "3em", "150%", "0.01em"] * 5))
    [rendition] = render_all(edition_of(document(tei(f"<p>{inner}core{'</hi>' * 20}</p>"))), "print")
    root = fromstring(rendition.root.xhtml())
    depth.level(root)
    sizes = [float(number) / (100 if unit == "%" else 1) for each in root.iter() for number, unit in depth.SIZE.findall(each.get("style", ""))]
    assert sizes[:3] == [9, 1, 1]
    assert depth.SMALLEST <= sizes[0] <= depth.LARGEST
    source = tmp_path / "grown.xml"
    source.write_text(tei(f"<p>{inner}core{'</hi>' * 20}</p>"), "utf-8")
    pipeline.publish_file(source, tmp_path, only=["pdf"])
    text = subprocess.run(["pdftotext", str(tmp_path / "grown.pdf"), "-"], capture_output=True, text=True, check=True).stdout
    assert "core" in text
    assert "w19" in text

"""Real files: Markdown case by case, and the same document as docx, odt and HTML; what each format says, keeps and loses."""

from __future__ import annotations

import base64
import io
import itertools
import re
import subprocess
import zipfile
from collections.abc import Iterator
from pathlib import Path

import pytest
from conftest import CASES
from hypothesis import given, settings
from hypothesis import strategies as st

from edition import readers
from edition.errors import ProgramFailed, ProgramMissing, SourceError
from edition.model import Block, Hints, Source
from edition.readers import markdown, pandoc

PIXEL = base64.b64decode("iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mNk+M9QDwADhgGAWjR9awAAAABJRU5ErkJggg==")


def shown(source: Source) -> str:
    """A Source as the case files write it: the blocks as an outline, and behind ``--`` the phrases, points with their offset."""

    def attributes(said: dict[str, str]) -> str:
        return "".join(f" {key}={value.replace(' ', '·')}" for key, value in said.items())

    def outline(block: Block, depth: int) -> Iterator[str]:
        wordless = block.children or (block.kind in ("figure", "milestone") and block.start == block.end)
        yield "  " * depth + block.kind + attributes(dict(block.attributes)) + ("" if wordless else f" {source.text[block.start : block.end]!r}")
        for child in block.children:
            yield from outline(child, depth + 1)

    lines = [line for block in source.blocks for line in outline(block, 0)]
    phrases = [
        f"{span.kind}{attributes(dict(span.attributes))} " + (repr(source.text[span.start : span.end]) if span.start < span.end else str(span.start)) for span in source.spans
    ]
    return "\n".join([*lines, *(["--", *phrases] if phrases else [])])


def cases() -> Iterator[tuple[str, str, str]]:
    for path in sorted((CASES / "readers").glob("*.txt")):
        for part in re.split(r"\n\n(?=# [A-Z].*\.\n\n)", path.read_text("utf-8").rstrip()):
            title, rest = part.split("\n", 1)
            before, after = rest.split("\n.\n")
            yield f"{path.stem}: {title[2:]}", before.strip("\n") + "\n", after.strip("\n")


@pytest.mark.parametrize(("before", "after"), [pytest.param(before, after, id=name) for name, before, after in cases()])
def test_markdown(tmp_path, before, after):
    for name in ("harbour.png", "anchor.png", "ornament.png"):
        (tmp_path / name).write_bytes(PIXEL)
    (tmp_path / "case.md").write_text(before, "utf-8")
    assert shown(readers.read(tmp_path / "case.md")) == after


def converted(folder: Path, text: str, suffix: str) -> Path:
    """A Markdown text, as the program that wrote it would save it in another format."""
    path = folder / f"essay{suffix}"
    (folder / "essay.md").write_text(text, "utf-8")
    subprocess.run([str(pandoc.program()), "-s", "essay.md", "-o", str(path)], cwd=folder, check=True, capture_output=True)
    return path


ESSAY = """---
title: The *Tide* Tables
subtitle: For one harbour
author: [Ann Beech, Otto Marsh]
date: May 1912
lang: en-GB
---

# Ebb {#ebb}

She said “don’t wait” -- twice.[^one] See [below](#flood), or [the town](https://example.org/orre).

[^one]: First paragraph of the note.

    Second, with *stress*.

1. one
2. two
   - inner one
   - inner two

> A quotation.

| Year | Boats |
|------|------:|
| 1871 | 37[^two] |

: Boats in a year.

[^two]: Counted at noon.

# Flood {#flood}

![The harbour](harbour.png){alt="Two piers."}

He wrote שלום עולם below, and H~2~O.\\
New line.
"""
WORDS = sorted(re.findall(r"\w+", """The Tide Tables For one harbour Ann Beech Otto Marsh May 1912 Ebb She said don t wait twice See below or the town First paragraph of the note
Second with stress one two inner one inner two A quotation Year Boats 1871 37 Boats in a year Counted at noon Flood The harbour Two piers
He wrote שלום עולם below and H2O New line"""))  # fmt: skip


@pytest.fixture
def folder(tmp_path):
    (tmp_path / "harbour.png").write_bytes(PIXEL)
    return tmp_path


def leaves(source: Source, kind: str) -> list[str]:
    def walk(blocks: tuple[Block, ...]) -> Iterator[Block]:
        for block in blocks:
            yield block
            yield from walk(block.children)

    return [source.text[block.start : block.end] for block in walk(source.blocks) if block.kind == kind]


@pytest.mark.parametrize("suffix", [".docx", ".odt", ".html"])
def test_every_word_of_a_file_is_in_its_source(folder, suffix):
    source = readers.read(converted(folder, ESSAY, suffix))
    gone = {"Two", "piers"} if suffix == ".odt" else set()  # pandoc takes no alt texts from odt
    assert sorted(re.findall(r"\w+", source.text)) == sorted(set_minus(WORDS, gone))
    assert not [each for each in source.findings if each.code == "SRC005"]
    assert source.reader.startswith("pandoc 3.")


def set_minus(words: list[str], gone: set[str]) -> list[str]:
    return [word for word in words if word not in gone]


@pytest.mark.parametrize("suffix", [".docx", ".odt", ".html"])
def test_each_format_gives_the_structure_it_has(folder, suffix):
    source = readers.read(converted(folder, ESSAY, suffix))
    assert "Ebb" in leaves(source, "head")
    assert "Flood" in leaves(source, "head")
    assert leaves(source, "note") == ["First paragraph of the note.\nSecond, with stress.", "Counted at noon."]
    assert leaves(source, "item")[-2:] == ["inner one", "inner two"]
    assert leaves(source, "quote") == ["A quotation."]
    assert leaves(source, "cell") == ["Year", "Boats", "1871", "37"]
    assert [span.attributes["target"] for span in source.spans if span.kind == "ref"] == ["#flood", "https://example.org/orre"]
    assert [(item.media_type, item.data) for item in source.media] == [("image/png", PIXEL)]
    assert source.meta["title"] == "The Tide Tables"
    assert source.meta["lang"].startswith("en")


def test_what_word_sets_as_title_and_author_stays_in_the_text(folder):
    source = readers.read(converted(folder, ESSAY, ".docx"))
    first = [(block.kind, block.attributes.get("type", ""), source.text[block.start : block.end]) for block in source.blocks[:5]]
    assert first == [
        ("head", "main", "The Tide Tables"), ("head", "sub", "For one harbour"), ("byline", "", "Ann Beech"), ("byline", "", "Otto Marsh"), ("dateline", "", "May 1912"),
    ]  # fmt: skip
    assert source.meta["author"] == "Ann Beech; Otto Marsh"


def test_what_yaml_says_is_metadata_and_no_text(folder):
    (folder / "essay.md").write_text(ESSAY, "utf-8")
    source = readers.read(folder / "essay.md")
    assert dict(source.meta) == {"title": "The Tide Tables", "subtitle": "For one harbour", "author": "Ann Beech; Otto Marsh", "date": "May 1912", "lang": "en-GB"}
    assert source.text.startswith("Ebb\n")


def test_styles_of_word_name_tei_elements(folder):
    text = """[Ann]{custom-style="TEI persName"} said [guten Tag]{custom-style="TEI foreign de"} in [blue]{custom-style="Blue Ink"}.

::: {custom-style="TEI lg"}
The tide went out,

the tide came in.
:::

::: {custom-style="TEI epigraph"}
A motto,

twice.
:::
"""
    assert shown(readers.read(converted(folder, text, ".docx"))) == """p 'Ann said guten Tag in blue.'
lg
  l 'The tide went out,'
  l 'the tide came in.'
epigraph
  p 'A motto,'
  p 'twice.'
--
persName 'Ann'
foreign lang=de 'guten Tag'
seg rend=Blue-Ink 'blue'"""


def changed(path: Path, edits: dict[str, tuple[bytes, bytes]], added: dict[str, bytes] | None = None) -> None:
    """A zip file with something else in its parts."""
    out = io.BytesIO()
    with zipfile.ZipFile(path) as old, zipfile.ZipFile(out, "w") as new:
        for name in old.namelist():
            before, after = edits.get(name, (b"", b""))
            data = old.read(name)
            assert before in data
            new.writestr(name, data.replace(before, after) if before else data)
        for name, data in (added or {}).items():
            new.writestr(name, data)
    path.write_bytes(out.getvalue())


ENDNOTES = b"""<w:endnotes xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main">
<w:endnote w:id="77"><w:p><w:r><w:t>At the end.</w:t></w:r></w:p></w:endnote></w:endnotes>"""
RELATION = b'<Relationship Id="rId770" Type="http://schemas.openxmlformats.org/officeDocument/2006/relationships/endnotes" Target="endnotes.xml"/></Relationships>'


def test_footnotes_and_endnotes_stay_two_series(folder):
    path = converted(folder, "One^[At the foot.] and two.\n\nThree MARK and four^[At the foot again.].\n", ".docx")
    changed(path, {
        "word/document.xml": (b"MARK", b'</w:t></w:r><w:r><w:endnoteReference w:id="77"/></w:r><w:r><w:t xml:space="preserve">'),
        "word/_rels/document.xml.rels": (b"</Relationships>", RELATION),
    }, {"word/endnotes.xml": ENDNOTES})  # fmt: skip
    source = readers.read(path)
    notes = [(block.attributes["place"], source.text[block.start : block.end]) for block in source.blocks if block.kind == "note"]
    assert notes == [("foot", "At the foot."), ("end", "At the end."), ("foot", "At the foot again.")]
    assert not [each for each in source.findings if each.code in ("SRC005", "SRC009")]


def test_endnotes_of_opendocument_are_endnotes(folder):
    path = converted(folder, "One^[At the foot.] and two^[At the end.].\n", ".odt")
    with zipfile.ZipFile(path) as archive:
        content = archive.read("content.xml")
    at = content.rindex(b'text:note-class="footnote"')
    changed(path, {"content.xml": (content[at:], content[at:].replace(b'"footnote"', b'"endnote"', 1))})
    source = readers.read(path)
    assert [block.attributes["place"] for block in source.blocks if block.kind == "note"] == ["foot", "end"]


def test_comments_tracked_changes_and_running_heads_are_named(folder):
    path = converted(folder, "One word GONE here.\n", ".docx")
    namespace = b'xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main"'
    changed(path, {"word/document.xml": (b"GONE", b'</w:t></w:r><w:moveFrom w:id="5" w:author="x"><w:r><w:t>not</w:t></w:r></w:moveFrom><w:r><w:t xml:space="preserve">')}, {
        "word/header9.xml": b"<w:hdr " + namespace + b"><w:p><w:r><w:t>The Orre Packet</w:t></w:r></w:p></w:hdr>",
    })  # fmt: skip
    source = readers.read(path)
    assert source.text == "One word here.\n"
    assert [(each.code, each.message.partition(":")[0]) for each in source.findings] == [("SRC005", "running heads are not part of the text"), ("SRC008", "1 tracked change of words in the file (x)")]
    assert [(mark.rule, mark.new) for mark in source.marks] == [("tracked-deletion", "not ")]


def test_a_word_that_pandoc_leaves_out_is_a_finding(folder):
    path = converted(folder, "One word MARK here.\n", ".docx")
    changed(path, {"word/document.xml": (b"MARK", b"</w:t></w:r><w:unheard><w:r><w:t>Of old</w:t></w:r></w:unheard><w:r><w:t xml:space=\"preserve\">")})
    (said,) = readers.read(path).findings
    assert (said.code, said.severity) == ("SRC005", "query")
    assert '2 words of the file did not arrive in the text: "Of old"' in said.message


# HTML

PAGE = """<!DOCTYPE html><html lang="en"><head><meta charset="{charset}"><title>Tide tables</title><meta name="author" content="Ann Beech">
<meta property="article:published_time" content="1912-05-04"><link rel="canonical" href="https://example.org/tide"></head><body>{body}</body></html>"""


def page(folder: Path, body: str, charset: str = "utf-8", encoding: str = "utf-8") -> Source:
    (folder / "page.html").write_bytes(PAGE.format(charset=charset, body=body).encode(encoding))
    return readers.read(folder / "page.html")


def test_a_page_says_its_title_author_date_language_and_address(folder):
    said = page(folder, "<p>Ebb.").meta
    assert dict(said) == {"title": "Tide tables", "author": "Ann Beech", "date": "1912-05-04", "lang": "en", "url": "https://example.org/tide"}


def test_html_keeps_languages_ids_classes_and_quotation_marks(folder):
    source = page(folder, '<p id="p1" lang="fr" class="lead">Le <i lang="es" class="x">barco</i>, <q>dit <q>elle</q></q>, <time datetime="1912-05-04T10:00">hier</time>, <cite>Tables</cite>.</p>')
    assert shown(source) == """p lang=fr rend=lead id=p1 'Le barco, “dit ‘elle’”, hier, Tables.'
--
seg lang=es rend=x 'barco'
hi rend=italic 'barco'
q rend=double '“dit ‘elle’”'
q rend=single '‘elle’'
date when=1912-05-04 'hier'
title 'Tables'"""


def test_html_as_it_is_found_is_read_like_a_browser_reads_it(folder):
    source = page(folder, "<p>One<p>Two <b>bold<i>both</b>italic</i><table><tr><th>a<td>b<tr><td>c</table><ul><li>x<li>y</ul>")
    assert shown(source).splitlines()[:9] == ["p 'One'", "p 'Two boldbothitalic'", "table", "  row role=data", "    cell 'a'", "    cell 'b'", "  row role=data", "    cell 'c'", "    cell ''"]


def test_what_is_no_text_in_a_page_is_counted_and_what_is_lost_is_named(folder):
    source = page(folder, "<p>Ebb.</p><!-- a --><!-- b --><script>x()</script><textarea>Write here</textarea>")
    assert source.text == "Ebb.\n"
    assert [(each.code, each.message) for each in source.findings] == [
        ("SRC004", "not taken: <script>"), ("SRC004", "not taken: <textarea>"), ("SRC004", "not taken: comment, 2 times"), ("SRC005", 'the words of a form are not taken: "Write here"'),
    ]  # fmt: skip


def test_a_cell_of_a_million_columns_is_no_way_to_fill_the_memory(folder):
    cells = "<table><tr><td colspan=1000000>x<td rowspan=99999999>y<td colspan=abc>z<td colspan=2>w</table>"
    assert [line.split() for line in shown(page(folder, cells)).splitlines()[2:]] == [["cell", "cols=1000", "'x'"], ["cell", "'y'"], ["cell", "'z'"], ["cell", "cols=2", "'w'"]]


def test_heads_of_rows_are_labels(folder):
    cells = "<table><thead><tr><td>Year<td>Boats<tbody><tr><th>1871<td>37<tr><th>1872<td>38</table>"
    assert shown(page(folder, cells)).splitlines()[4:6] == ["  row role=data", "    cell role=label '1871'"]


@pytest.mark.parametrize(("charset", "encoding"), [("iso-8859-1", "cp1252"), ("windows-1251", "cp1251"), ("koi8-r", "koi8-r"), ("utf-8", "utf-8"), ("shift_jis", "shift_jis")])
def test_a_page_is_believed_about_its_encoding(folder, charset, encoding):
    text = {"cp1252": "“déjà”", "cp1251": "Лодка", "koi8-r": "Лодка", "utf-8": "“déjà”", "shift_jis": "古い橋"}[encoding]
    source = page(folder, f"<p>{text}</p>", charset, encoding)
    assert (source.text, source.encoding) == (f"{text}\n", encoding)


def test_a_page_that_is_utf_8_in_spite_of_what_it_says_is_read_so(folder):
    source = page(folder, "<p>déjà</p>", "iso-8859-1", "utf-8")
    assert source.text == "déjà\n"
    assert [each.code for each in source.findings] == ["SRC003"]


def test_only_pictures_from_the_folder_are_taken(folder):
    (folder.parent / "secret.png").write_bytes(PIXEL)
    (folder / "link.png").symlink_to(folder.parent / "secret.png")
    body = '<p><img src="harbour.png"><p><img src="../secret.png"><p><img src="/etc/passwd"><p><img src="link.png"><p><img src="https://example.org/x.png"><p><img src="file:///etc/passwd">'
    source = page(folder, body + f'<p><img src="data:image/png;base64,{base64.b64encode(PIXEL).decode()}">')
    assert [(item.name, item.data) for item in source.media] == [("harbour.png", PIXEL), ("picture-2.png", PIXEL)]
    assert [each.code for each in source.findings] == ["SRC006", "SRC006", "SRC006", "SRC007", "SRC007"]


def test_pictures_get_safe_names_and_the_suffix_of_their_bytes(folder):
    (folder / "a").mkdir()
    for name in ("Fähre vor Orre.JPG", "a/Fähre vor Orre.JPG"):
        (folder / name).write_bytes(PIXEL + name.encode())
    source = page(folder, '<p><img src="F%C3%A4hre%20vor%20Orre.JPG"><p><img src="a/Fähre vor Orre.JPG">')
    assert [item.name for item in source.media] == ["Fahre-vor-Orre.png", "Fahre-vor-Orre-2.png"]


# small Markdown texts


def test_small_texts_are_read_each_by_itself():
    texts = ["Plain words, of 1912.", "It's *stress* and \"marks\" -- see [x](http://example.org).", "One.\n\nTwo.", "See[^1].\n\n[^1]: Deep.", "", "[^1]", "    code", "[a link]", "[a link]: http://x.org", "*Last*."]
    found = readers.inline(texts)
    assert [source.text for source in found] == [
        "Plain words, of 1912.\n", "It’s stress and “marks” – see x.\n", "One.\nTwo.\n", "See.\nDeep.\n", "", "[^1]\n", "code\n", "[a link]\n", "", "Last.\n",
    ]  # fmt: skip
    assert [span.kind for span in found[1].spans] == ["hi", "q", "ref"]


def test_a_small_text_that_is_not_closed_swallows_no_other():
    found = readers.inline(["*One*.", "~~~\nopen", "*Two*.", "<div>\nopen", "::: x\nopen", "*Three*."])
    assert [source.text.strip() for source in found if "open" not in source.text] == ["One.", "Two.", "Three."]
    assert len([source for source in found if "open" in source.text]) == 3


@settings(max_examples=12, deadline=None)
@given(st.lists(st.text("ab1. ,;:-–?!()é’“”§/%\n*_`#>|[]^~$\\", max_size=14), min_size=40, max_size=80))
def test_a_text_without_markup_is_read_without_pandoc_as_with_it(texts):
    """And texts that are read together are read as if alone."""
    alone = [markdown._small(Path("notes"), text, markdown._tree(Path("notes"), text)) for text in texts[:4]]
    found = readers.inline(texts)
    assert [(one.text, one.blocks, one.spans) for one in found[:4]] == [(one.text, one.blocks, one.spans) for one in alone]


def test_plain_notes_need_no_pandoc(monkeypatch):
    def missing():
        raise ProgramMissing("pandoc is not installed")

    monkeypatch.setattr(pandoc, "program", missing)
    assert [source.text for source in readers.inline(["A law of 1917.", "Born about 1907–8 (New York)."])] == ["A law of 1917.\n", "Born about 1907–8 (New York).\n"]


# pandoc as a program


def test_a_missing_pandoc_says_how_to_install_it(tmp_path, monkeypatch):
    monkeypatch.setattr(pandoc, "find_spec", lambda name: None)
    monkeypatch.setattr("shutil.which", lambda name: None)
    pandoc.program.cache_clear()
    (tmp_path / "essay.md").write_text("words\n")
    with pytest.raises(ProgramMissing) as caught:
        readers.read(tmp_path / "essay.md")
    pandoc.program.cache_clear()
    assert "pypandoc_binary" in caught.value.hint
    assert (caught.value.exit_code, "pandoc" in caught.value.message) == (69, True)


@pytest.mark.parametrize(
    ("script", "kind", "said"),
    [
        ("echo 'first line' >&2; echo 'it broke here' >&2; exit 1", ProgramFailed, "it broke here"),
        ("echo 'it broke here' >&2; echo 'HasCallStack backtrace:' >&2; echo '  called at Main.hs' >&2; exit 1", ProgramFailed, '": it broke here'),
        ("exit 251", SourceError, "memory"),
        ("exit 64", SourceError, "cannot be read"),
        ("echo not json", ProgramFailed, "no readable tree"),
        ("echo '{\"pandoc-api-version\": [1, 99], \"meta\": {}, \"blocks\": []}'", ProgramMissing, "1.99"),
        ("kill -9 $$", ProgramFailed, "-9"),
    ],
)
def test_a_pandoc_that_fails_is_reported_with_its_last_words(tmp_path, monkeypatch, script, kind, said):
    fake = tmp_path / "pandoc"
    fake.write_text(f'#!/bin/sh\ncase "$*" in *version) echo "pandoc 3.9"; exit 0;; esac\n{script}\n')
    fake.chmod(0o755)
    monkeypatch.setattr(pandoc, "program", lambda: fake)
    (tmp_path / "essay.md").write_text("words\n")
    with pytest.raises(kind) as caught:
        readers.read(tmp_path / "essay.md")
    assert said in caught.value.message
    assert caught.value.hint


def test_a_pandoc_that_hangs_is_stopped(tmp_path, monkeypatch):
    fake = tmp_path / "pandoc"
    fake.write_text("#!/bin/sh\nexec sleep 30\n")
    fake.chmod(0o755)
    monkeypatch.setattr(pandoc, "program", lambda: fake)
    monkeypatch.setattr(pandoc, "SECONDS", 0.2)
    (tmp_path / "essay.md").write_text("words\n")
    with pytest.raises(ProgramFailed, match="did not finish"):
        readers.read(tmp_path / "essay.md")


def test_pandoc_runs_in_its_sandbox_with_bounded_memory_and_without_settings(tmp_path, monkeypatch):
    fake = tmp_path / "pandoc"
    fake.write_text(f'#!/bin/sh\nprintf "%s " "$@" HOME=$HOME > {tmp_path}/said\nexec {pandoc.program()} "$@"\n')
    fake.chmod(0o755)
    monkeypatch.setattr(pandoc, "program", lambda: fake)
    pandoc.tree(Path("essay.md"), b"words", "markdown")
    said = (tmp_path / "said").read_text()
    assert "--sandbox" in said
    assert "+RTS -M" in said
    assert "HOME=/" in said
    assert str(Path.home()) + " " not in said


def test_the_same_file_is_read_the_same_whatever_the_machine_is_set_to(folder, monkeypatch):
    path = converted(folder, ESSAY, ".docx")
    first = readers.read(path)
    for name, value in {"LANG": "de_DE.UTF-8", "LC_ALL": "C", "TZ": "Asia/Tokyo", "HOME": str(folder)}.items():
        monkeypatch.setenv(name, value)
    again = readers.read(path)
    for name in ("text", "blocks", "spans", "media", "meta", "findings"):
        assert getattr(first, name) == getattr(again, name)


def test_an_extension_may_be_switched_by_the_record(folder):
    (folder / "essay.md").write_text('"Don\'t"\n')
    assert readers.read(folder / "essay.md", Hints(format="markdown+smart")).text == "“Don’t”\n"


# files that nobody here wrote


@pytest.mark.parametrize(("name", "notes", "lines"), [("hyperlinktest.docx", 14, 24), ("test-indexes.docx", 0, 12), ("test11.docx", 0, 197)])
def test_word_files_found_elsewhere_lose_no_word(shared, name, notes, lines):
    source = readers.read(shared / "corpus" / "docx" / name)
    assert not [each for each in source.findings if each.code in ("SRC005", "SRC009")]
    assert len([span for span in source.spans if span.kind == "note"]) == notes
    assert source.text.count("\n") == lines


def test_the_two_series_of_a_word_file_found_elsewhere_are_told_apart(shared):
    source = readers.read(shared / "corpus" / "docx" / "hyperlinktest.docx")
    places = [block.attributes["place"] for block in source.blocks if block.kind == "note"]
    assert places == [place for _, place in zip(range(14), itertools.cycle(["foot", "end"]), strict=False)]

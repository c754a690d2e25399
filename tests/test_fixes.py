"""Fixes: each one alone, and the laws that hold for all of them: no word of the text, no byte outside of the spans, never worse."""

from __future__ import annotations

import json
from base64 import b64decode
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from edition import files, fixes, pipeline, tei
from edition import project as projects
from edition.checks import check
from edition.cli import main
from edition.errors import OutputError
from edition.fixes import days
from edition.fixes.markup import Markup, apply, words
from edition.fixes.rounds import Outcome, diff, fixed
from edition.model import Document, Finding, Fix, Locus, Severity, Subject
from edition.rules import Scope

NOWHERE = Path("nowhere")
HEAD = (
    '<teiHeader><fileDesc><titleStmt><title>A letter</title></titleStmt><publicationStmt><publisher>The press</publisher>'
    '</publicationStmt><sourceDesc><p>A sheet.</p></sourceDesc></fileDesc></teiHeader>'
)  # fmt: skip


def whole(body: str, *, root: str = f'xmlns="{tei.NAMESPACE}" xml:lang="en"') -> str:
    return f"<TEI {root}>{HEAD}<text>\n<body>{body}</body></text></TEI>"


def document(text: str | bytes) -> Document:
    return Document("letter", NOWHERE / "letter.xml", text if isinstance(text, bytes) else text.encode())


def judge(each: Document) -> list[Finding]:
    return [found for found in check(each, Scope(folder=NOWHERE)) if not found.code.startswith("HDR")]


def mended(text: str | bytes, *, unsafe: bool = False) -> Outcome:
    return fixed(document(text), judge, unsafe=unsafe)


SAFE = [  # what is written, and what the safe fixes make of it
    ("<P>Words.</P>", "<p>Words.</p>"),
    ("<p>By <persname>Ann</persname>.</p>", "<p>By <persName>Ann</persName>.</p>"),
    ('<p Rend="big">Words.</p>', '<p rend="big">Words.</p>'),
    ('<lg><l part=" i ">Words</l></lg>', '<lg><l part="I">Words</l></lg>'),
    ('<p xml:lang="en_GB">A <foreign xml:lang="en_GB">b</foreign></p>', '<p xml:lang="en-GB">A <foreign xml:lang="en-GB">b</foreign></p>'),
    ('<p xml:lang="eng">A</p>', '<p xml:lang="en">A</p>'),
    ('<p><date when="1871-5-3">May</date></p>', '<p><date when="1871-05-03">May</date></p>'),
    ("<p><date  when = '1871-5-3'\n>May</date></p>", "<p><date  when = '1871-05-03'\n>May</date></p>"),
    ('<p n="">Words.</p>', "<p>Words.</p>"),
    ('<p xml:lang=""  rend="">Words.</p>', '<p xml:lang="">Words.</p>'),
    ('<p n="1"rend="x">Words.</p>', '<p n="1" rend="x">Words.</p>'),
    ("<p n=1>Words.</p>", '<p n="1">Words.</p>'),
    ("<p n=\u201c1\u201d>Words.</p>", '<p n="1">Words.</p>'),
    ("<p>A<lb n=2/>b</p>", '<p>A<lb n="2"/>b</p>'),
    ("<p>Words.</P>", "<p>Words.</p>"),
    ('<p n="1" n="1">Words.</p>', '<p n="1">Words.</p>'),
]  # fmt: skip
UNSAFE = [  # the same for those that are made only when asked for
    ("<p>Some <hii>words</hii>.</p>", "<p>Some <hi>words</hi>.</p>"),
    ("<p>Some <i>words</i>.</p>", '<p>Some <hi rend="italic">words</hi>.</p>'),
    ("<p>Some <b>good <i>words</i></b>.</p>", '<p>Some <hi rend="bold">good <hi rend="italic">words</hi></hi>.</p>'),
    ("<p>One<br/>two<br></br>.</p>", "<p>One<lb/>two<lb></lb>.</p>"),
    ('<p><note plac="foot">A</note></p>', '<p><note place="foot">A</note></p>'),
    ('<p id="a1">A</p>', '<p xml:id="a1">A</p>'),
    ('<p TEIform="p">A</p>', "<p>A</p>"),
    ('<p><date when="3 May 1871">then</date></p>', '<p><date when="1871-05-03">then</date></p>'),
    ('<p xml:lang="es"><date when="3 de mayo de 1871">then</date></p>', '<p xml:lang="es"><date when="1871-05-03">then</date></p>'),
    ('<p><date when-iso="3 May 1871">then</date></p>', '<p><date when-iso="1871-05-03">then</date></p>'),
    ('<p>The har-<lb/>bour, A-<lb/>B, a <lb/>c</p>', '<p>The har-<lb break="no"/>bour, A-<lb/>B, a <lb/>c</p>'),
    ('<p xml:lang="es"><date>3 de mayo de 1871</date>, <date>1871</date> or <date>in May 1871</date></p>',
     '<p xml:lang="es"><date when="1871-05-03">3 de mayo de 1871</date>, <date when="1871">1871</date> or <date>in May 1871</date></p>'),
    ('<p>See <ref target="my poem.xml">there</ref></p>', '<p>See <ref target="my%20poem.xml">there</ref></p>'),
    ('<p xml:lang="english">A</p>', '<p xml:lang="en">A</p>'),
    ('<p xml:id="a:1">A</p><p corresp="#a:1 #b" xml:id="b">B</p>', '<p xml:id="a_1">A</p><p corresp="#a_1 #b" xml:id="b">B</p>'),
    ('<p xml:id="Ann">A</p><p corresp="#ann">B</p>', '<p xml:id="Ann">A</p><p corresp="#Ann">B</p>'),
    ('<p xml:id="ann">A</p><p corresp="ann">B</p>', '<p xml:id="ann">A</p><p corresp="#ann">B</p>'),
    ('<p><title level="jj">A</title></p>', '<p><title level="j">A</title></p>'),
]  # fmt: skip


@pytest.mark.parametrize(("written", "wanted"), SAFE)
def test_a_safe_fix_is_made(written: str, wanted: str) -> None:
    assert mended(whole(written)).document.data.decode() == whole(wanted)


@pytest.mark.parametrize(("written", "wanted"), UNSAFE)
def test_an_unsafe_fix_is_made_only_when_asked_for(written: str, wanted: str) -> None:
    assert mended(whole(written)).document.data.decode() == whole(written)
    assert mended(whole(written), unsafe=True).document.data.decode() == whole(wanted)


def test_a_root_without_namespace_gets_it_when_asked() -> None:
    text = whole("<p>Words.</p>", root='xml:lang="en"')
    assert mended(text).document.data.decode() == text
    assert f'<TEI xmlns="{tei.NAMESPACE}" xml:lang="en">' in mended(text, unsafe=True).document.data.decode()


LEFT = [  # what no fix touches, whatever is asked for
    '<p><date when="3/5/1871">in May or in March</date></p>',
    '<p><date when="30 February 1871">never</date></p>',
    '<p><date when="about 1871">then</date></p>',
    '<p>See <ref target="#b9">there</ref>.</p><p xml:id="b8">A</p>',  # nearly the same is not the same
    '<p xml:id="a1" id="a1">A</p>',
    '<p>One<br>two</br>.</p>',  # <lb> holds no words
    '<p rend="a" xml:id="x">A</p><p xml:id="x">B</p>',  # which of the two is meant?
    "<p>Ink & paper</p>",  # a word of the text
    "<p>Ten&nbsp;pages</p>",
    "<p><!-- <i>x</i> --><![CDATA[<i>x</i>]]></p>",
    '<p n="1" n="2">A</p>',
]  # fmt: skip


@pytest.mark.parametrize("written", LEFT)
def test_what_could_be_meant_in_two_ways_is_left(written: str) -> None:
    assert mended(whole(written), unsafe=True).document.data.decode() == whole(written)


def test_every_fix_has_a_case_here() -> None:
    """The table and these cases do not part."""
    texts = [whole(written) for written, _ in SAFE + UNSAFE] + [whole("<p/>", root="")]
    seen = {found.code for text in texts for found in fixes.proposed(document(text), judge(document(text))) if found.fix is not None}
    assert set(fixes.FIXES) - seen <= {"ATT003", "DAT004"}  # of one value the schema or the rule of dates tells, not both


def test_values_of_the_wrong_form_are_read_too() -> None:
    for written, hint, wanted in [("3 May 1871", "", "1871-05-03"), ("True", "Write true or false.", "true"), ("yes", "Write true or false.", "true"), ("yes", "Write a number.", "")]:
        found = Finding("ATT003", Severity.ERROR, Locus("letter.xml", 1, 1), "no value", hint, Subject("when-iso", written))
        (each,) = fixes.proposed(document(f'<date when-iso="{written}"/>'), [found])
        assert (each.fix.edits[0][2].decode() if each.fix else "") == wanted


DAYS = [
    ("1871-5-3", "", "1871-05-03", True), ("1871/05/03", "", "1871-05-03", False), ("23.5.1871", "", "1871-05-23", False), ("5/23/1871", "", "1871-05-23", False),
    ("May 3, 1871", "en", "1871-05-03", False), ("3rd May 1871", "en", "1871-05-03", False), ("3. Mai 1871", "de", "1871-05-03", False), ("May 1871", "", "1871-05", False),
    ("1er mai 1871", "fr", "1871-05-01", False), ("3 août 1871", "fr-CA", "1871-08-03", False), ("3 de marzo de 1871", "es", "1871-03-03", False), ("Sept. 1871", "en", "1871-09", False),
    ("871", "", "0871", False),
]  # fmt: skip


@pytest.mark.parametrize(("written", "language", "wanted", "safe"), DAYS)
def test_a_day_is_read_in_its_language(written: str, language: str, wanted: str, safe: bool) -> None:
    assert days.iso(written, language) == (wanted, safe)


@pytest.mark.parametrize("written", ["3/5/1871", "1871-13-01", "1871-02-30", "31 June 1871", "spring 1871", "3 ju 1871", "", "0000-1-1", "1871-5-3T10:00", "3 května 1871 ca"])
def test_a_day_that_can_be_read_in_two_ways_or_none_is_not_read(written: str) -> None:
    assert days.iso(written) is None


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16", "iso-8859-1", "windows-1252"])
@pytest.mark.parametrize("end", ["\n", "\r\n"])
def test_encoding_bom_and_line_ends_stay(encoding: str, end: str) -> None:
    declared = {"utf-8-sig": "utf-8"}.get(encoding, encoding)
    text = f'<?xml version="1.0" encoding="{declared}"?>\n<!-- é -->\n' + whole("<p>Déjà &#xE9; &amp;\n <persname>Zoë</persname></p>\n<!-- <persname> -->")
    data = text.replace("\n", end).encode(encoding)
    after = mended(data).document.data
    assert after == text.replace("persname>Zoë</persname", "persName>Zoë</persName").replace("\n", end).encode(encoding)


def test_a_character_that_the_encoding_does_not_have_is_no_fix() -> None:
    markup = Markup('<?xml version="1.0" encoding="iso-8859-1"?>\n<p n="é"/>'.encode("iso-8859-1"))
    tag = markup.tag(markup.at(2, 1))
    assert tag is not None
    assert markup.fix([tag.attributes[0].with_value("ō")], "") is None
    assert markup.fix([tag.attributes[0].with_value("è")], "") is not None


def test_of_two_that_touch_the_first_is_made_and_the_next_round_has_the_other() -> None:
    done = mended(whole('<p><note plac="foot" rendd="x">A</note></p>'), unsafe=True)
    assert '<note place="foot" rend="x">' in done.document.data.decode()
    assert len(done.says) == 2


def test_a_fix_that_would_change_a_word_is_refused_whoever_proposes_it(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(fixes, "FIXES", {"RNG002": lambda markup, found: Fix(((len(whole("<p>A ")) - 30, 1, b"?"),), True, "changes a word")})
    done = mended(whole("<p>A <hii/></p>"))
    assert (done.why, done.says, done.document.data.decode()) == ("words of the text would change", (), whole("<p>A <hii/></p>"))


def test_a_fix_that_leads_to_more_errors_is_not_made() -> None:
    """What stands in an element without a name was not judged; with one, it is."""
    text = whole("<p>A <hii><head>one</head><head>two</head></hii></p>")
    done = mended(text, unsafe=True)
    assert done.document.data.decode() == text
    assert done.why == "it would have 2 errors, and has 1"


def test_the_diff_shows_the_lines_and_no_other() -> None:
    before = whole("<p>One</p>\n<persname>Two</persname>").encode()
    after = before.replace(b"persname", b"persName")
    shown = diff("letter.xml", before, after).splitlines()
    assert shown[:2] == ["--- letter.xml (as it is)", "+++ letter.xml (fixed)"]
    assert [line for line in shown if line.startswith(("-<", "+<"))] == ["-<persname>Two</persname></body></text></TEI>", "+<persName>Two</persName></body></text></TEI>"]


# laws

NAMES = st.sampled_from(["p", "P", "hi", "hii", "i", "b", "persname", "persName", "date", "note", "lb", "br", "lg", "l", "zzz", "seg"])
ATTRIBUTES = st.dictionaries(
    st.sampled_from(["n", "rend", "Rend", "plac", "when", "xml:id", "id", "xml:lang", "part", "corresp", "class"]),
    st.sampled_from(["", "1", "a:b", "en_GB", "eng", "english", "1871-5-3", "3 May 1871", "#A", "a", "i", "&amp;", "é ü", "it's"]), max_size=3,
)  # fmt: skip
TEXTS = st.sampled_from(["words", " ", "\n  ", "é & <", "> ]", "<!-- <i> -->", "<![CDATA[<i n='1'>]]>", "<?x <p>?>", ""])


@st.composite
def markup(draw: st.DrawFn, depth: int = 3) -> str:
    name, quote = draw(NAMES), draw(st.sampled_from("\"'"))
    said = "".join(f" {key}={quote}{value.replace(quote, '')}{quote}" for key, value in draw(ATTRIBUTES).items())
    inside = []
    for _ in range(draw(st.integers(0, 3)) if depth else 0):
        text = draw(TEXTS)
        inside.append(text if text.startswith("<") else text.replace("&", "&amp;").replace("<", "&lt;"))
        inside.append(draw(markup(depth=depth - 1)))
    return f"<{name}{said}>{''.join(inside)}</{name}>" if inside else f"<{name}{said}/>"


@settings(max_examples=60, deadline=None)
@given(st.lists(markup(), min_size=1, max_size=3), st.sampled_from(["utf-8", "utf-8-sig", "utf-16", "iso-8859-1"]), st.sampled_from(["\n", "\r\n"]))
def test_no_word_of_the_text_and_no_byte_outside_of_the_spans_is_changed(bodies: list[str], encoding: str, end: str) -> None:
    declared = {"utf-8-sig": "utf-8"}.get(encoding, encoding)
    data = (f'<?xml version="1.0" encoding="{declared}"?>\n' + whole("".join(bodies))).replace("\n", end).encode(encoding)
    before = document(data)
    assert before.tree is not None
    for found in fixes.proposed(before, judge(before)):
        if found.fix is None:
            continue
        after = apply(data, found.fix.edits)
        last, moved = 0, 0
        for offset, length, new in found.fix.edits:  # outside of the spans: byte by byte
            assert offset >= last
            assert data[last:offset] == after[last + moved : offset + moved]
            last, moved = offset + length, moved + len(new) - length
        assert data[last:] == after[last + moved :]
    done = fixed(before, judge, unsafe=True)
    assert done.document.tree is not None
    assert list(done.document.tree.getroot().itertext()) == list(before.tree.getroot().itertext())  # comments and instructions too
    assert words(Markup(done.document.data)) == words(Markup(data))
    assert errors(judge(done.document)) <= errors(judge(before))
    assert fixed(done.document, judge, unsafe=True).document.data == done.document.data or len(done.says) == 0


def errors(found: list[Finding]) -> int:
    return sum(each.severity is Severity.ERROR for each in found)


@settings(max_examples=100, deadline=None)
@given(st.binary(max_size=200) | st.text("<>/=\"' \nabn&;![]-?x", max_size=200).map(str.encode), st.integers(0, 3), st.integers(0, 9))
def test_any_bytes_are_looked_at_without_harm(data: bytes, line: int, column: int) -> None:
    found = [Finding(code, Severity.ERROR, Locus("x.xml", line, column), '@n points to "#a", "en_GB"') for code in fixes.FIXES]
    for each in fixes.proposed(document(data), found):
        assert each.fix is None or apply(data, each.fix.edits) != b""


# files, and the command

WRONG = whole('<p>By <persname>Ann</persname>, <i>once</i>.</p>')  # one safe fix, one that is not
BETTER = whole("<p>By <persName>Ann</persName>, <i>once</i>.</p>")


@pytest.fixture
def letter(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.chdir(tmp_path)
    (tmp_path / "letter.xml").write_text(WRONG)
    return Path("letter.xml")


def test_a_diff_changes_nothing(letter: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["check", "letter.xml", "--diff"]) == 1
    told = capsys.readouterr()
    assert told.out.startswith("--- letter.xml (as it is)\n+++ letter.xml (fixed)\n")
    assert told.err == "1 would be fixed in 1 file\n"
    assert letter.read_text() == WRONG
    assert main(["check", "letter.xml", "--diff", "--unsafe-fixes"]) == 1
    assert "2 would be fixed" in capsys.readouterr().err
    assert letter.read_text() == WRONG


def test_what_was_fixed_is_told_and_what_remains(letter: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["check", "letter.xml", "--fix", "--format", "concise"]) == 1
    assert letter.read_text() == BETTER
    told = capsys.readouterr().out
    assert told.endswith("letter.xml: <persname> becomes <persName>\n1 fixed, 1 remains\n")
    assert "RNG002 error: <i> is no element" in told
    assert main(["check", "letter.xml", "--fix", "--unsafe-fixes"]) == 0
    assert capsys.readouterr().out.endswith('letter.xml: <i> becomes <hi rend="italic">\n1 fixed, 0 remain\n')


def test_permissions_stay_and_a_link_goes_on_pointing(letter: Path) -> None:
    letter.chmod(0o640)
    Path("link.xml").symlink_to("letter.xml")
    assert main(["check", "link.xml", "--fix"]) == 1
    assert Path("link.xml").is_symlink()
    assert (letter.read_text(), letter.stat().st_mode & 0o777) == (BETTER, 0o640)
    assert sorted(path.name for path in Path().iterdir()) == ["letter.xml", "link.xml"]


def test_a_file_that_was_changed_meanwhile_is_left(letter: Path) -> None:
    with pytest.raises(OutputError, match="changed by another program"):
        files.rewrite(letter, b"something else", b"new")
    assert letter.read_text() == WRONG


def test_a_file_that_cannot_be_fixed_costs_no_other(letter: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch) -> None:
    for name in "abc":
        Path(f"{name}.xml").write_text(WRONG)
    Path("empty.xml").write_text("")
    whole = files.rewrite

    def rewrite(path: Path, before: bytes, data: bytes) -> None:
        if path.name == "b.xml":
            raise OutputError(f"{path}: cannot be written")
        whole(path, before, data)

    monkeypatch.setattr(files, "rewrite", rewrite)
    assert main(["check", ".", "--fix"]) == 65  # the empty file
    assert [path.read_text() == BETTER for path in sorted(Path().glob("[abcl]*.xml"))] == [True, False, True, True]
    assert "b.xml: cannot be written" in capsys.readouterr().out


def test_what_is_accepted_is_not_fixed(letter: Path) -> None:
    Path("answers.toml").write_text('[[accepted]]\ncode = "RNG002"\nat = "letter"\nreason = "Ours."\n')
    assert main(["check", "letter.xml", "--fix", "--unsafe-fixes", "--accepted", "answers.toml"]) == 0
    assert letter.read_text() == WRONG


def test_a_folder_is_fixed_file_by_file(letter: Path, capsys: pytest.CaptureFixture[str]) -> None:
    for name in "abcdefgh":
        Path(f"{name}.xml").write_text(WRONG if name < "e" else BETTER)
    main(["check", ".", "--fix", "--format", "concise"])
    assert all(path.read_text() == BETTER for path in Path().glob("*.xml"))
    assert "5 fixed, 9 remain" in capsys.readouterr().out


def test_tei_that_ingest_made_is_led_back_to_the_line_of_its_record(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]) -> None:
    pipeline.new(tmp_path / "letters")
    monkeypatch.chdir(tmp_path / "letters")
    record = Path("seeds/letters/first.toml")
    record.write_text(record.read_text() + "\n[[span]]\nat   = \"L7 'never touched'\"\nis   = \"date\"\nwhen = \"1871-5-3\"\n")
    line = record.read_text().splitlines().index('when = "1871-5-3"') + 1
    project = projects.read(Path("seeds/letters"))
    pipeline.ingest_edition(project)
    made = Path("tei/letters/first.xml")
    before = made.read_bytes()
    assert b'when="1871-5-3"' in before
    assert main(["check", "letters", "--fix"]) == 1
    assert f"Ingest makes this file, so it is not fixed here: change line {line} of {record}." in capsys.readouterr().out
    assert main(["check", str(made), "--fix", "--unsafe-fixes"]) == 1
    assert "tei/letters/first.xml: left as it was: ingest makes this file" in capsys.readouterr().out
    assert made.read_bytes() == before


def test_tei_that_is_its_own_master_is_fixed_in_place(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]) -> None:
    pipeline.new(tmp_path / "letters")
    monkeypatch.chdir(tmp_path / "letters")
    described = Path("seeds/letters/edition.toml")
    described.write_text(described.read_text().replace('name = "first"\n', 'name = "first"\nmaster = "tei"\n'))
    pipeline.ingest_edition(projects.read(Path("seeds/letters")))
    made = Path("tei/letters/first.xml")
    right = made.read_bytes()
    made.write_bytes(right.replace(b"<mentioned>", b"<Mentioned>").replace(b"</mentioned>", b"</Mentioned>"))
    main(["check", "letters", "--fix"])
    assert made.read_bytes() == right
    assert "1 fixed" in capsys.readouterr().out


# the corpus


def test_the_corpus_is_fixed_without_a_changed_word(shared: Path) -> None:
    for path in sorted((shared / "corpus" / "tei").glob("*.xml")):
        if path.stat().st_size > 300_000:
            continue
        before = Document(path.stem, path, path.read_bytes())
        done = fixed(before, judge, unsafe=True)
        assert words(Markup(before.data)) == words(Markup(done.document.data)), path.name


def test_a_report_says_what_would_be_put_right_and_by_which_option(letter: Path, capsys: pytest.CaptureFixture[str]) -> None:
    main(["check", "letter.xml"])
    printed = capsys.readouterr().out
    assert '   --fix --unsafe-fixes: <i> becomes <hi rend="italic">\n' in printed
    assert printed.endswith("Can be put right: 1 with --fix, 1 with --fix --unsafe-fixes.\n")
    main(["check", "letter.xml", "--format", "json"])
    told = [each["fix"] for each in json.loads(capsys.readouterr().out)["findings"] if each["fix"]]
    data = letter.read_bytes()
    for fix in told:
        if fix["option"] == "--fix":
            data = apply(data, [(each["offset"], each["length"], each["text"].encode()) for each in fix["edits"]])
    assert data.decode() == BETTER
    main(["check", "letter.xml", "--format", "sarif"])
    [run] = json.loads(capsys.readouterr().out)["runs"]
    changes = [fix for result in run["results"] for fix in result.get("fixes", ())]
    assert [change["description"]["text"] for change in changes] == [each["says"] for each in told]
    [first, *_] = changes[0]["artifactChanges"][0]["replacements"]
    assert first["deletedRegion"] == {"byteOffset": told[0]["edits"][0]["offset"], "byteLength": told[0]["edits"][0]["length"]}
    assert b64decode(first["insertedContent"]["binary"]).decode() == told[0]["edits"][0]["text"]


def test_an_edit_that_is_no_utf_8_is_told_in_base64(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    path = tmp_path / "wide.xml"
    path.write_bytes(whole("<p>A <hii>word</hii>.</p>").encode("utf-16"))
    main(["check", str(path), "--format", "json"])
    [fix] = [each["fix"] for each in json.loads(capsys.readouterr().out)["findings"] if each["fix"]]
    assert b64decode(fix["edits"][0]["base64"]).decode("utf-16-le") == "hi"


def test_what_was_only_probably_meant_is_not_changed_by_the_one_option(letter: Path, capsys: pytest.CaptureFixture[str]) -> None:
    before = Path("letter.xml").read_bytes()
    assert main(["check", "letter.xml", "--unsafe-fixes"]) == 2
    assert "--diff" in capsys.readouterr().err
    assert Path("letter.xml").read_bytes() == before

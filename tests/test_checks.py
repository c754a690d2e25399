"""Each check: its examples hold, it changes nothing, and what it says is the right thing at the right place."""

from __future__ import annotations

import re
import time
from pathlib import Path

import pytest
from lxml import etree

from edition import tei
from edition.checks import CHECKS, check, facts, judge, prepare
from edition.checks.profiles import EDITION
from edition.errors import ProjectError
from edition.model import Document, Finding, Severity
from edition.rules import Check, Scope

OF_SCHEMA = re.compile(r"RNG00[2-8]|ATT00[1-4]")
HEADER = {
    "titleStmt": "<titleStmt><title>A Letter on Kites</title><author>Ann Teller</author></titleStmt>",
    "publicationStmt": '<publicationStmt><authority>The Kite Papers</authority><availability><licence target="https://example.org/l">L</licence>'
                       '</availability><date when="2026-01-31"/></publicationStmt>',
    "sourceDesc": "<sourceDesc><p>Written for these tests.</p></sourceDesc>",
    "encodingDesc": "<encodingDesc><editorialDecl><p>Nothing was changed.</p></editorialDecl></encodingDesc>",
    "profileDesc": "",
    "revisionDesc": '<revisionDesc><change when="2026-01-31">Made.</change></revisionDesc>',
}  # fmt: skip


def whole(fragment: str) -> bytes:
    """A whole document for an example: as it is, with a part of the header exchanged, or with the fragment in the body."""
    if fragment.startswith(("<TEI", "<?xml", "<!DOCTYPE", "<text ")):
        return fragment.encode()
    parts = dict(HEADER)
    name = fragment[1:].split(">")[0].split()[0]
    if name in parts:
        parts[name] = fragment
    file = f"<fileDesc>{parts['titleStmt']}{parts['publicationStmt']}{parts['sourceDesc']}</fileDesc>"
    head = f"<teiHeader>{file}{parts['encodingDesc']}{parts['profileDesc']}{parts['revisionDesc']}</teiHeader>"
    body = "<p>Words.</p>" if name in parts else fragment
    return f'<TEI xmlns="{tei.NAMESPACE}" xml:lang="en">{head}<text><body>\n{body}\n</body></text></TEI>'.encode()


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """An edition's folder with a poem and a picture."""
    made = tmp_path_factory.mktemp("edition")
    (made / "images").mkdir()
    (made / "images" / "seal.png").write_bytes(b"\x89PNG")
    (made / "images" / "tiny.png").write_bytes(b"\x89PNG\r\n\x1a\n\0\0\0\rIHDR\0\0\0\x78\0\0\0\x50")  # 120 by 80
    (made / "poem.xml").write_bytes(whole('<l xml:id="l3">A line.</l>'))
    return made


@pytest.fixture(scope="module")
def schema(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A small schema: any header, and <p>, <hi>, <seg>, with any attributes, in the body."""
    path = tmp_path_factory.mktemp("schema") / "small.rng"
    path.write_text(
        f'<grammar xmlns="http://relaxng.org/ns/structure/1.0" ns="{tei.NAMESPACE}"><start><element name="TEI"><ref name="attributes"/><ref name="any"/>'
        '<element name="text"><element name="body"><oneOrMore><element name="p"><ref name="inline"/></element></oneOrMore></element></element></element></start>'
        '<define name="inline"><ref name="attributes"/><zeroOrMore><choice><text/><element><choice><name>hi</name><name>seg</name></choice><ref name="inline"/>'
        '</element></choice></zeroOrMore></define><define name="attributes"><zeroOrMore><attribute><anyName/></attribute></zeroOrMore></define>'
        '<define name="any"><element><anyName/><zeroOrMore><choice><attribute><anyName/></attribute><text/><ref name="any"/></choice></zeroOrMore></element></define>'
        "</grammar>"
    )
    return path


def document(data: bytes, folder: Path, name: str = "letter") -> Document:
    return Document(name, folder / f"{name}.xml", data)


def found(fragment: str | bytes, home: Path, **scope: object) -> list[Finding]:
    """All findings but those of the schema: what a test is about need not be valid."""
    data = whole(fragment) if isinstance(fragment, str) else fragment
    return [each for each in check(document(data, home), Scope(selection=EDITION, **scope)) if not OF_SCHEMA.fullmatch(each.code)]  # type: ignore[arg-type]


def codes(fragment: str | bytes, home: Path, **scope: object) -> list[str]:
    return [each.code for each in found(fragment, home, **scope)]


EXAMPLES = [(check, kind, example) for check in CHECKS for kind in ("Bad", "Good") for example in check.examples(kind)]


@pytest.mark.parametrize(("check", "kind", "example"), EXAMPLES, ids=[f"{check.code}-{kind}-{number}" for number, (check, kind, _) in enumerate(EXAMPLES)])
def test_a_bad_example_is_found_and_a_good_one_is_not(check: Check, kind: str, example: str, folder: Path) -> None:
    findings = list(check.run(document(whole(example), folder), Scope(folder=folder, ours=True)))
    assert [each.code for each in findings] == ([check.code] if kind == "Bad" else [])


@pytest.mark.parametrize("check", CHECKS, ids=lambda check: check.code)
def test_every_check_has_a_reason_and_examples(check: Check) -> None:
    title, *rest = check.manual.split("\n")
    assert title.endswith(".")
    assert check.examples("Bad")
    assert check.examples("Good")
    assert rest[0] == ""
    assert check.source


def test_codes_and_names_are_unique() -> None:
    assert len({check.code for check in CHECKS}) == len({check.name for check in CHECKS}) == len(CHECKS)


@pytest.mark.parametrize("example", ["<p>Words.</p>", "<head>A</head><lg><l>B<lb/></l></lg>"])
def test_a_document_without_fault_has_no_finding(example: str, folder: Path) -> None:
    assert found(example, folder, ours=True) == []


# places and words


def test_a_wrong_end_tag_is_found_where_it_stands_with_the_tag_that_was_expected() -> None:
    (finding,) = found(b"<TEI>\n<p>\n  Some <hi>words</p></TEI>", Path())
    assert (finding.locus.line, finding.locus.column) == (3, 17)
    assert finding.message == "</p> stands where </hi> was expected: <hi> (line 3, column 8) is still open"


def test_the_end_of_a_cut_file_names_what_is_open() -> None:
    (finding,) = found(b"<TEI>\n<text><p>Some wor", Path())
    assert "<p> (line 2, column 7) is not closed" in finding.message


@pytest.mark.parametrize(("data", "words"), [
    (b"", "nothing in it"),
    (b"\n \n", "nothing in it"),
    (b"PK\x03\x04", "text stands where"),
    (b"<a>caf\xe9</a>", "not of the encoding"),
    (b'<?xml version="1.0" encoding="klingon-1"?><a/>', "klingon-1"),
    (b"<a>\x07</a>", "U+0007"),
    (b"<a b='1' b='2'/>", "the attribute b stands twice"),
    (b"<a><x:b/></a>", "the prefix x on <b>"),
    (b"<a/><b/>", "after the end"),
    (b"<persname></persName>", "</persName> stands where </persname>"),
    (b"<a>1 < 2</a>", "< begins nothing"),
    ("<a>&</a>".encode("utf-16"), "& begins nothing"),
])  # fmt: skip
def test_what_is_not_well_formed_is_told_in_words(data: bytes, words: str) -> None:
    (finding,) = found(data, Path())
    assert finding.code == "XML001"
    assert words in finding.message
    assert finding.hint


def of_form(fragment: str) -> list[tuple[int, str, str]]:
    """Column, message and hint of what is wrong with the form of a fragment."""
    findings = check(document(f'<TEI xmlns="{tei.NAMESPACE}"><text><body>\n{fragment}\n</body></text></TEI>'.encode(), Path()), Scope())
    return [(each.locus.column, each.message, each.hint) for each in findings if each.code == "XML001" and each.locus.line == 2]


@pytest.mark.parametrize(
    ("fragment", "column", "message", "hint"),
    [
        ("<p>a <hi>b <emph>c</hi> d</emph></p>", 19, "</hi> stands where </emph> was expected", "Write </emph> before it"),
        ('<p>a <pb n="1"> b</p>', 18, "</p> stands where </pb> was expected", "Write <pb/> there"),
        ("<p><hi rend=\u201cbold\u201d>a</hi></p>", 13, "an attribute's value has \u201c for a quotation mark", "Write straight quotation marks"),
        ('<p n="1"rend="x">a</p>', 9, "no blank stands between two attributes", "Write a blank here."),
        ("<p>&#1;</p>", 4, "the reference stands for U+0001", "Delete it"),
        ("<p>&#;</p>", 4, "a character reference without a number", "Write &#x"),
        ('<p xlink:href="x">a</p>', 18, "the prefix xlink on <p> is not declared", 'Write xmlns:xlink="http://www.w3.org/1999/xlink"'),
    ],
)
def test_a_fault_of_form_is_one_finding_that_says_what_to_write(fragment: str, column: int, message: str, hint: str) -> None:
    [(at, said, told)] = of_form(fragment)
    assert at == column
    assert said.startswith(message)
    assert told.startswith(hint)


def test_reading_goes_on_behind_comments_references_and_sections_with_a_fault() -> None:
    assert [column for column, _, _ in of_form("<p>a<!-- b -- c --> &#2; d ]]> e &</p>")] == [12, 21, 28, 34]


def test_an_end_tag_too_many_elsewhere_is_told_beside_one_that_is_missing() -> None:
    assert len(of_form("<div><p>a <hi>b</p></div><div><p>c</hi></p></div>")) == 2


def test_an_element_of_the_right_name_in_the_wrong_namespace_is_told_how_to_get_into_it(folder: Path) -> None:
    [(code, _, _, message, hint)] = said('<div xmlns=""><p>a</p></div>', folder)
    assert (code, message, hint) == ("RNG002", "<div> is in no namespace here", 'Take xmlns="" away, from this tag or from one around it.')
    prefixed = whole("<p>a</p>").decode().replace("<", "<t:").replace("<t:/", "</t:").replace("<t:?", "<?").replace("xmlns=", "xmlns:t=").replace("<t:p>a</t:p>", "<p>a</p>")
    found = [each for each in check(document(prefixed.encode(), folder), Scope(folder=folder)) if each.code == "RNG002"]
    assert [each.hint for each in found] == ["Write <t:p>, as elsewhere in this file."]


def test_each_undeclared_entity_is_found_once_with_its_character_and_does_not_hide_other_faults() -> None:
    findings = found(b"<a n='&eacute;'>&nbsp;b&nbsp;<!-- &no; --><![CDATA[&no;]]>\n&nbsp;</b></a>", Path())
    assert [(each.code, each.locus.line, each.locus.column) for each in findings] == [("XML002", 1, 7), ("XML002", 1, 17), ("XML001", 2, 7)]
    assert "U" not in findings[0].message
    assert "&#xE9;" in findings[0].hint
    assert "(3 times)" in findings[1].message


def test_a_duplicate_id_names_both_places(folder: Path) -> None:
    (finding,) = found('<p xml:id="a">1</p>\n<p xml:id="a">2</p>', folder)
    assert (finding.locus.line, finding.locus.column, finding.locus.id) == (3, 1, "a")
    assert "line 2, column 1" in finding.message


@pytest.mark.parametrize("attribute", [
    "target", "ref", "corresp", "resp", "who", "wit", "hand", "ana", "facs", "next", "prev", "sameAs", "copyOf", "select", "decls", "rendition", "source",
    "spanTo", "synch", "exclude", "scheme", "change",
])  # fmt: skip
def test_every_pointer_is_followed(attribute: str, folder: Path) -> None:
    said = codes(f'<p xml:id="here">A <seg {attribute}="#here #gone">b</seg>.</p>', folder)
    assert [code for code in said if code != "REF005"] == ["REF002"]


def test_from_and_to_are_pointers_in_an_apparatus_and_dates_elsewhere(folder: Path) -> None:
    assert codes('<p><app from="#gone"><rdg>b</rdg></app></p>', folder) == ["REF002"]
    assert codes('<p><date from="1871" to="1875">b</date></p>', folder) == []
    assert codes('<p><bibl><biblScope from="12" to="9">b</biblScope></bibl></p>', folder) == []


def test_the_nearest_id_is_offered_and_a_repeated_fault_is_said_once_with_its_lines(folder: Path) -> None:
    (finding,) = found('<p xml:id="Hamlet">A <seg who="#hamlet">b</seg>\n<seg who="#hamlet">c</seg> <seg who="#hamlet">d</seg></p>', folder)
    assert finding.hint == 'Did you mean "#Hamlet"?'
    assert finding.message.endswith("so too in line 3")


def test_pointers_inside_of_examples_of_code_are_not_meant(folder: Path) -> None:
    assert codes('<egXML xmlns="http://www.tei-c.org/ns/Examples"><ref target="#gone"/><p xml:id="a"/><p xml:id="a"/></egXML>', folder) == []


def test_a_pointer_to_the_file_itself_by_its_name_is_followed_beside_others_and_alone(folder: Path) -> None:
    (folder / "self.xml").write_bytes(data := whole('<p xml:id="here"><ref target="self.xml#here">a</ref> <ref target="self.xml#gone">b</ref></p>'))
    for files in (frozenset[str](), frozenset({str(folder / "self.xml"), str(folder / "other.xml")})):
        one = Document("self", folder / "self.xml", data)
        assert [each.code for each in check(one, Scope(folder=folder, files=files)) if each.code.startswith("REF")] == ["REF003"]


def test_xpointer_schemes_are_left_alone(folder: Path) -> None:
    assert codes('<p><ref target="#range(a,b)">b</ref></p>', folder) == []


PREFIX = '<encodingDesc><editorialDecl><p>None.</p></editorialDecl><listPrefixDef><prefixDef ident="psn" matchPattern="{}" replacementPattern="{}"/></listPrefixDef></encodingDesc>'


@pytest.mark.parametrize(("pattern", "replacement", "target", "expected"), [
    ("([a-z]+)", "#$1", "psn:here", []),
    ("([a-z]+)", "#$1", "psn:gone", ["REF002"]),
    ("([a-z]+)", "poem.xml#$1", "psn:gone", ["REF003"]),
    ("([0-9]+)", "https://example.org/$1", "psn:gone", ["REF004"]),
    ("([0-9]+)", "https://example.org/$1", "psn:12", []),
    ("((a+)+)+x", "https://example.org/$1", "psn:" + "a" * 60, []),
    ("[a--b]+", "https://example.org/$1", "psn:z", []),
    ("[a-z-[aeiou]]+", "https://example.org/$1", "psn:z", []),
    (r"\p{Lu}", "https://example.org/$1", "psn:x", []),
])  # fmt: skip
def test_declared_prefixes_are_honoured(pattern: str, replacement: str, target: str, expected: list[str], folder: Path) -> None:
    data = whole(PREFIX.format(pattern, replacement)).replace(b"<p>Words.</p>", f'<p xml:id="here"><name ref="{target}">A</name></p>'.encode())
    start = time.process_time()
    assert codes(data, folder, ours=True) == expected
    assert time.process_time() - start < 1


def test_a_file_whose_name_differs_by_capitals_is_found(folder: Path) -> None:
    (finding,) = found('<p><ref target="Poem.xml">b</ref></p>', folder)
    assert '"poem.xml"' in finding.message
    (finding,) = found('<figure><graphic url="images/Seal.png"/><figDesc>A seal.</figDesc></figure>', folder)
    assert finding.code == "REF007"
    assert '"images/seal.png"' in finding.message


@pytest.mark.parametrize(("markup", "called"), [
    ('<media url="a.wav" mimeType="audio/wav"/>', "recording"), ('<media url="a.mp4" mimeType="video/mp4"/>', "film"), ('<media url="a.webm" mimeType=""/>', "film"),
    ('<media url="a.ogg" mimeType="video/ogg"/>', "film"), ('<media url="a.bin" mimeType="application/x"/>', "file"), ('<media url="a.png" mimeType="image/png"/>', "picture"),
    ('<graphic url="a"/>', "picture"),
])  # fmt: skip
def test_what_is_not_there_is_called_what_it_is(markup: str, called: str, folder: Path) -> None:
    said = [each.message for each in found(f"<figure>{markup}<figDesc>A wheel.</figDesc></figure>", folder, folder=folder) if each.code == "REF007"]
    assert len(said) == 1
    assert said[0].startswith(f"the {called} ")


def test_many_pictures_or_files_that_are_not_there_are_one_finding_with_their_number_and_lines(folder: Path) -> None:
    for markup, code, first in (
        ('<figure><graphic url="gone/p{}.png"/><figDesc>A wheel.</figDesc></figure>', "REF007", 'the picture "gone/p0.png" is not there; nor are "gone/p1.png", "gone/p2.png" and 397 more'),
        ('<p><ref target="gone{}.xml">there</ref></p>', "REF003", '@target points to "gone0.xml", and there is no such file; nor are there "gone1.xml", "gone2.xml" and 397 more'),
    ):  # fmt: skip
        few = [each for each in found("\n".join(markup.format(number) for number in range(10)), folder, folder=folder) if each.code == code]
        assert [each.locus.line for each in few] == list(range(2, 12))
        (many,) = [each for each in found("\n".join(markup.format(number) for number in range(400)), folder, folder=folder) if each.code == code]
        assert (many.locus.line, many.message) == (2, f"{first}; so too in line 3, 4, 5, 6, 7 and 394 more")


def test_many_ids_that_are_not_there_are_one_finding_and_one_that_differs_by_capitals_is_always_said(folder: Path) -> None:
    witnesses = '<p xml:id="Ham">\n<app><lem wit="{}">a</lem></app>\n<app><lem wit="#w0 #X #ham">a</lem></app></p>'
    few = found(witnesses.format("#w1 #w2 #w3"), folder)
    assert [(each.locus.line, each.message) for each in few if each.code == "REF002"] == [
        (3, '@wit points to "#w1", and nothing has this xml:id; nor that of "#w2" and "#w3"'),
        (4, '@wit points to "#ham", and nothing has this xml:id'),
        (4, '@wit points to "#w0", and nothing has this xml:id; nor that of "#X"'),
    ]
    many = found(witnesses.format(" ".join(f"#w{number}" for number in range(40))), folder)
    assert [(each.locus.line, each.message, each.hint) for each in many if each.code == "REF002"] == [
        (3, '@wit points to "#w0", and nothing has this xml:id; nor that of "#w1", "#w2" and 38 more; so too in line 4', "Give this xml:id to what is meant, or correct the pointer."),
        (4, '@wit points to "#ham", and nothing has this xml:id', 'Did you mean "#Ham"?'),
    ]


def test_many_ids_that_another_file_does_not_have_are_one_finding_for_each_file(folder: Path) -> None:
    verses = "\n".join(f'<p><ref target="song.xml#v{number}">a</ref> <ref target="poem.xml#v{number}">b</ref></p>' for number in range(11))
    one, two = document(whole(verses), folder), document(whole('<l xml:id="l1">c</l>'), folder, "song")
    scope = Scope(folder=folder, files=frozenset({str(one.path), str(two.path)}), ours=True, selection=EDITION)
    (alone,) = [each for each in check(one, scope) if each.code == "REF003"]
    assert alone.message.startswith('@target points to "poem.xml#v0", and nothing in poem.xml has this xml:id; nor that of "poem.xml#v1", "poem.xml#v2" and 8 more; so too in line 3, 4')
    (together,) = judge([facts(one, scope), facts(two, scope)], scope)
    assert together.message == (
        '@target points to "song.xml#v0", and nothing in song.xml has this xml:id; nor that of "song.xml#v1", "song.xml#v2" and 8 more; so too in line 3, 4, 5, 6, 7 and 5 more'
    )


def test_a_word_that_an_attribute_holds_elsewhere_as_a_pointer_is_none(folder: Path) -> None:
    told = found('<p><shift feature="loud" new="f"/><gi scheme="DocBook">para</gi><handShift new="brown-ink"/></p>', folder)
    assert [(each.code, each.message) for each in told] == [("REF003", '@new points to "brown-ink", and there is no such file')]
    style = '<encodingDesc><editorialDecl><p>None.</p></editorialDecl><styleDefDecl scheme="css"/><tagsDecl><rendition xml:id="r" scheme="css">color: red</rendition></tagsDecl></encodingDesc>'
    assert [each for each in codes(style, folder) if each.startswith("REF")] == []


def test_nothing_outside_of_the_folder_is_looked_at(folder: Path, tmp_path: Path) -> None:
    secret = tmp_path / "secret.png"
    secret.write_bytes(b"x")
    (folder / "out").mkdir(exist_ok=True)
    link = folder / "out" / "link.png"
    if not link.is_symlink():
        link.symlink_to(secret)
    for url in (f"../{tmp_path.name}/secret.png", "out/link.png"):
        (finding,) = found(f'<figure><graphic url="{url}"/><figDesc>A seal.</figDesc></figure>', folder, folder=folder)
        assert finding.code == "REF007"


def test_pictures_are_looked_for_in_the_documents_own_folder_first(folder: Path, tmp_path: Path) -> None:
    data = whole('<p>a</p><figure><graphic url="seal.png"/><figDesc>A seal.</figDesc></figure>')
    assert [each.code for each in check(Document("letter", tmp_path / "letter.xml", data), Scope(selection=EDITION))] == ["REF007"]
    assert check(Document("letter", tmp_path / "letter.xml", data, folder=folder / "images"), Scope(selection=EDITION)) == []


def test_ids_in_other_documents_at_hand_are_judged_together(folder: Path) -> None:
    one = document(whole('<p><ref target="song.xml#l1">a</ref><ref target="song.xml#l2">b</ref></p>'), folder)
    two = document(whole('<l xml:id="l1">c</l>'), folder, "song")
    scope = Scope(files=frozenset({str(one.path), str(two.path)}), ours=True, selection=EDITION)
    assert check(one, scope) == []
    findings = judge([facts(one, scope), facts(two, scope)], scope)
    assert [(each.code, each.severity, each.locus.line) for each in findings] == [("REF003", Severity.ERROR, 2)]
    assert "song.xml#l2" in findings[0].message


@pytest.mark.parametrize(("fragment", "code"), [
    ('<p n="">a</p>', "ATT005"), ('<p><hi rend="">a</hi></p>', "ATT003"), ('<p><date when="">a</date></p>', "DAT001"), ('<p xml:lang="en_GB">a</p>', "LNG001"),
    ("<lg><head>a</head></lg>", "TXT009"), ("<p>a <p>b</p></p>", "RNG003"), ("<p><link/></p>", "ATT010"), ('<p xml:id="1">a</p>', "REF013"),
])  # fmt: skip
def test_one_mistake_is_one_finding(fragment: str, code: str, folder: Path) -> None:
    assert [each.code for each in check(document(whole(fragment), folder), Scope(folder=folder, selection=EDITION))] == [code]


def test_a_prefix_leads_into_other_documents_at_hand(folder: Path) -> None:
    declared = '<encodingDesc><listPrefixDef><prefixDef ident="song" matchPattern="([a-z0-9]+)" replacementPattern="song.xml#$1"><p>a</p></prefixDef></listPrefixDef></encodingDesc>'
    words = whole(declared).replace(b"<p>Words.</p>", b'<p><ref target="song:l1">a</ref><ref target="song:l9">b</ref></p>')
    one, two = document(words, folder), document(whole('<l xml:id="l1">c</l>'), folder, "song")
    scope = Scope(files=frozenset({str(one.path), str(two.path)}), ours=True, selection=EDITION)
    findings = judge([facts(one, scope), facts(two, scope)], scope)
    assert [(each.code, each.message) for each in findings] == [("REF003", '@target points to "song:l9", and nothing in song.xml has this xml:id')]


@pytest.mark.parametrize(("attributes", "wrong"), [
    ('when="1900-02-29"', 1), ('when="2000-02-29"', 0), ('when="--02-29"', 0), ('when="---31"', 0), ('when="--04-31"', 1), ('when="-0043-03-15"', 0),
    ('when="2026-01-31T12:00:00Z"', 0), ('when="2026-01-31T25:00:00"', 1), ('when="12:30:00"', 0), ('when="1871-13"', 1), ('when="71"', 1), ('when=""', 1),
    ('from="1871-06" to="1871"', 0), ('from="1871-06-02" to="1871-06-01"', 1), ('notBefore="1872" notAfter="1871-12-31"', 1), ('from="-0044" to="0014"', 0),
])  # fmt: skip
def test_dates(attributes: str, wrong: int, folder: Path) -> None:
    assert codes(f"<p><date {attributes}>then</date></p>", folder) == ["DAT001"] * wrong


@pytest.mark.parametrize("tag", ["en", "fr-CA", "grc", "sr-Latn-RS", "de-1996", "x-elvish", "cmn-Hans-CN", "sl-rozaj-biske", "en-x-us", "ar-Latn-x-dmg", "i-mingo", "qaa-Qaaa-QM", "en-u-ca-hebrew", ""])
def test_language_tags_of_the_right_form(tag: str, folder: Path) -> None:
    assert codes(f'<p xml:lang="{tag}">a</p>', folder) == []


@pytest.mark.parametrize(("tag", "hint"), [("en_GB", "Write en-GB."), ("Latin", "Write la."), ("e", "BCP 47"), ("en-", "BCP 47"), ("GB", '"GB" is a region'), ("xq-kite", "BCP 47"), ("en-Abcd", "BCP 47"), ("en-JJ", "BCP 47"), ("greek", "Write el")])
def test_language_tags_of_the_wrong_form(tag: str, hint: str, folder: Path) -> None:
    (finding,) = found(f'<p xml:lang="{tag}">a</p>', folder)
    assert finding.code == "LNG001"
    assert finding.hint.startswith(hint)


@pytest.mark.parametrize(("tag", "better"), [
    ("eng", "en"), ("iw", "he"), ("en-UK", "en-GB"), ("zh-cmn-Hans-CN", "cmn-Hans-CN"), ("i-klingon", "tlh"), ("ger-AT-1996", "de-AT-1996"), ("de-DD", "de-DE"),
    ("no-bok", "nb"), ("sgn-BE-FR", "sfb"), ("en-GB-oed", "en-GB-oxendict"), ("fre-x-old", "fr-x-old"),
])  # fmt: skip
def test_language_tags_for_which_another_one_is_written(tag: str, better: str, folder: Path) -> None:
    (finding,) = found(f'<p xml:lang="{tag}">a</p>', folder)
    assert (finding.code, finding.hint) == ("LNG002", f"Write {better}.")
    assert finding.subject is not None
    assert finding.subject.meant == better


@pytest.mark.parametrize(("root", "words"), [
    ("<TEI><teiHeader/></TEI>", "no namespace"),
    ("<TEI.2><text/></TEI.2>", "TEI P4"),
    ('<TEI xmlns="http://www.tei-c.org/ns/1.0/"/>', "is not TEI's"),
    ('<html xmlns="http://www.w3.org/1999/xhtml"/>', "web page"),
    ("<book/>", "no TEI"),
])  # fmt: skip
def test_what_is_no_tei_is_told_so_and_nothing_else_is_said_of_it(root: str, words: str) -> None:
    (finding,) = found(root.encode(), Path())
    assert finding.code == "RNG001"
    assert words in finding.message


def test_a_strangers_header_is_asked_and_ours_is_refused(folder: Path) -> None:
    example = "<titleStmt><title/></titleStmt>"
    assert {each.severity for each in found(example, folder) if each.code == "HDR001"} == {Severity.QUERY}
    assert {each.severity for each in found(example, folder, ours=True) if each.code == "HDR001"} == {Severity.ERROR}


@pytest.mark.parametrize(("kind", "text", "right"), [
    ("ISBN", "978-3-16-148410-0", True), ("ISBN", "0-306-40615-2", True), ("ISBN", "0-306-40615-3", False), ("ISSN", "0378-5955", True),
    ("ISSN", "0378-5954", False), ("ORCID", "https://orcid.org/0000-0002-1825-0097", True), ("ORCID", "0000-0002-1825-0098", False),
    ("DOI", "10.5281/zenodo.1", True), ("DOI", "zenodo.1", False), ("shelfmark", "anything", True),
])  # fmt: skip
def test_identifiers_are_tested_by_form_and_check_digit(kind: str, text: str, right: bool, folder: Path) -> None:
    example = f'<publicationStmt><authority>K</authority><availability><licence target="https://example.org/l">l</licence></availability><date when="2026"/><idno type="{kind}">{text}</idno></publicationStmt>'
    assert codes(example, folder, ours=True) == ([] if right else ["HDR009"])


# schema


def said(fragment: str, folder: Path, schema: Path | None = None) -> list[tuple[str, int, int, str, str]]:
    findings = check(document(whole(fragment), folder), Scope(folder=folder, schema=schema))
    return [(each.code, each.locus.line, each.locus.column, each.message, each.hint) for each in findings if OF_SCHEMA.fullmatch(each.code)]


def test_a_schema_names_the_element_at_fault_and_only_it(folder: Path, schema: Path) -> None:
    prepare(schema)
    assert said("<p>Others.</p>\n<p><hii>Some</hii> words</p>\n<p>and <seg>others</seg></p>", folder, schema) == [
        ("RNG002", 3, 4, "<hii> is no element of small.rng", "Did you mean <hi>?")
    ]  # fmt: skip


COMMON = [  # the mistakes of every day: code, column, message, and what to type
    ("<p>A <i>word</i>.</p>", "RNG002", 6, "<i> is no element of TEI 4.12.0", 'TEI has <hi rend="italic"> for it.'),
    ("<p><persname>Ann</persname></p>", "RNG002", 4, "<persname> is no element of TEI 4.12.0", "Did you mean <persName>?"),
    ("<head>A <p>word</p></head><p/>", "RNG003", 9, "<p> is not allowed in <head>", "End the <head> before it: <p> may stand in <body>."),
    ("<div><p>a</p></div><p>b</p>", "RNG004", 20, "<p> is not allowed at this place in <body>", "Move it before <div>, or put it into a <div> of its own."),
    ("<div><p>a</p><head>b</head></div>", "RNG004", 14, "<head> is not allowed at this place in <div>", "Move it before <p>, or put it into a <div> of its own."),
    ("<div><hi>Loose</hi></div>", "RNG003", 6, "<hi> is not allowed in <div>", "Put it into <p>, which may stand here."),
    ("<p>A <p>word</p></p>", "RNG003", 6, "<p> is not allowed in <p>", "End the <p> before it: <p> may stand in <body>."),
    ("<p>a</p><list><p>b</p></list>", "RNG003", 15, "<p> is not allowed in <list>", "Put it into <item>, which may stand here."),
    ("<p><table><tr><td>b</td></tr></table></p>", "RNG002", 11, "<tr> is no element of TEI 4.12.0", "TEI has <row> for it."),
    ("<list>Loose words.<item>a</item></list>", "RNG007", 7, 'text is not allowed in <list>: "Loose words."', "Put the words into an element, such as <item>."),    ("<list/>", "RNG006", 1, "<list> is incomplete", "It still needs <item>."),
    ("<div>Loose words.<p>a</p></div>", "RNG007", 6, 'text is not allowed in <div>: "Loose words."', "Put the words into an element, such as <p>."),
    ('<p class="big">a</p>', "ATT001", 1, "@class is not allowed on <p>", "TEI has @rendition or @type for it."),
    ('<p><note plac="foot">a</note></p>', "ATT001", 4, "@plac is not allowed on <note>", "Did you mean @place?"),
    ('<p rend="">a</p>', "ATT003", 1, '"" is no value of @rend on <p>', "Write a word without spaces, or take the attribute away."),
    ('<p><hi cert="hgh">a</hi></p>', "ATT003", 4, '"hgh" is no value of @cert on <hi>', 'Did you mean "high"? Write "'),
    ("<p><graphic/></p>", "ATT002", 4, "<graphic> needs @url", "Add url=… to the tag."),
    ('<lg><l part="X">a</l></lg>', "ATT004", 5, '"X" is no value of @part on <l>', 'Legal are "Y", "N", "I", "M", "F".'),
    ('<p><pb n="1" ed="a b c"/><measure quantity="two">2</measure></p>', "ATT003", 26, '"two" is no value of @quantity on <measure>', "Write a number or a fraction (1/2)"),
]  # fmt: skip


@pytest.mark.parametrize(("fragment", "code", "column", "message", "hint"), COMMON)
def test_a_common_mistake_is_one_finding_that_says_what_to_type(fragment: str, code: str, column: int, message: str, hint: str, folder: Path) -> None:
    findings = said(fragment, folder)
    assert len(findings) == 1
    assert findings[0][:4] == (code, 2, column, message)
    assert findings[0][4].startswith(hint)


def test_advice_looks_at_the_elements_around_and_not_at_the_whole_schema(folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("edition.relaxng.Schema.parents", lambda *_: pytest.fail("all contents of all elements are worked out"))
    assert [hint for *_, hint in said("<div><hi>Loose</hi></div>", folder)] == ["Put it into <p>, which may stand here."]


def test_several_mistakes_are_each_said_once(folder: Path) -> None:
    findings = said('<p>A <br/> b <hi rendd="x">c</hi></p>\n<p><note plac="foot">d</note></p>', folder)
    assert [(code, line) for code, line, *_ in findings] == [("RNG002", 2), ("ATT001", 2), ("ATT001", 3)]


def test_a_date_that_is_none_is_said_once(folder: Path) -> None:
    findings = check(document(whole('<p><date when="1 May 1871">1 May</date></p>'), folder), Scope(folder=folder, selection=EDITION))
    assert [each.code for each in findings] == ["DAT001"]


def test_a_corpus_that_includes_its_texts_lacks_none(folder: Path) -> None:
    corpus = f'<teiCorpus xmlns="{tei.NAMESPACE}">{whole("<p/>").decode().partition("<text>")[0].partition("<teiHeader>")[2]}'
    corpus = corpus.replace(f'xmlns="{tei.NAMESPACE}">', f'xmlns="{tei.NAMESPACE}"><teiHeader>', 1)
    included = f'{corpus}<xi:include xmlns:xi="http://www.w3.org/2001/XInclude" href="poem.xml"/></teiCorpus>'
    assert [each.code for each in check(document(included.encode(), folder), Scope(folder=folder)) if OF_SCHEMA.fullmatch(each.code)] == []
    without = check(document(f"{corpus}</teiCorpus>".encode(), folder), Scope(folder=folder))
    assert [each.code for each in without if OF_SCHEMA.fullmatch(each.code)] == ["RNG006"]


@pytest.mark.parametrize(("content", "words"), [(None, "cannot be read"), ("<grammar", "not well-formed"), ("<a/>", "a schema begins with")])
def test_a_schema_that_is_none_stops_the_run(content: str | None, words: str, tmp_path: Path) -> None:
    path = tmp_path / "x.rng"
    if content is not None:
        path.write_text(content)
    with pytest.raises(ProjectError, match=words):
        prepare(path)


def test_which_schema_it_was_is_said_once_if_none_was_named(folder: Path) -> None:
    documents = [document(whole("<p>a</p>"), folder, name) for name in "abc"]
    findings = judge([facts(each, Scope()) for each in documents], Scope())
    assert [each.code for each in findings] == ["CFG002"]
    assert judge([facts(each, Scope()) for each in documents], Scope(schema=Path("x.rng"))) == []


# attacks: findings, within a moment, and nothing read that was not given


def entities(count: int) -> bytes:
    """Each of ten of the one before it."""
    made = b"".join(b'<!ENTITY l%d "%s">' % (number, b"&l%d;" % (number - 1) * 10) for number in range(1, count))
    return b'<!DOCTYPE TEI [<!ENTITY l0 "ha">' + made + b"]>"


ATTACKS = {
    "billion laughs": (entities(12) + b"<TEI>&l11;</TEI>", ["XML004"]),
    "billion laughs in an attribute": (entities(12) + b'<TEI n="&l11;"/>', ["XML004"]),
    "quadratic": (b'<!DOCTYPE TEI [<!ENTITY a "' + b"a" * 100_000 + b'">]><TEI n="' + b"&a;" * 10_000 + b'"/>', ["XML004"]),
    "a loop": (b'<!DOCTYPE TEI [<!ENTITY a "&b;"><!ENTITY b "&a;">]><TEI>&a;</TEI>', ["XML004"]),
    "an external entity": (b'<!DOCTYPE TEI [<!ENTITY a SYSTEM "file:///etc/passwd">]><TEI>&a;</TEI>', ["XML003", "RNG001"]),
    "an external entity from the network": (b'<!DOCTYPE TEI [<!ENTITY a SYSTEM "http://127.0.0.1:9/">]><TEI>&a;</TEI>', ["XML003", "RNG001"]),
    "a parameter entity": (b'<!DOCTYPE TEI [<!ENTITY % a SYSTEM "file:///etc/passwd"> %a;]><TEI/>', ["XML003", "RNG001"]),
    "100,000 elements deep": (b"<a>" * 100_000 + b"</a>" * 100_000, ["XML004"]),
    "2,000 elements deep": (b"<a>" * 2_000 + b"</a>" * 2_000, ["RNG001"]),
    "an attribute of 11 MB": (b'<TEI xml:lang="' + b"a" * 11_000_000 + b'"/>', ["RNG001", "LNG001"]),
    "40,000 attributes": (b"<TEI " + b" ".join(b'a%d=""' % number for number in range(40_000)) + b"/>", ["XML004"]),
    "50,000 namespaces": (b"<TEI " + b" ".join(b'xmlns:a%d="u%d"' % (number, number) for number in range(50_000)) + b"/>", ["RNG001"]),
    "20,000 comments that do not end": (b"<TEI>" + b"<!-- &x; " * 20_000, ["XML001"]),
    "20,000 undeclared entities": (b"<TEI>" + b"".join(b"&e%d;\n" % number for number in range(20_000)) + b"</TEI>", ["XML002"] * 20_000),
    "an XInclude": (f'<TEI xmlns="{tei.NAMESPACE}"><teiHeader/><xi:include xmlns:xi="http://www.w3.org/2001/XInclude" href="/etc/passwd" parse="text"/></TEI>'.encode(), None),
    "20,000 dangling pointers among siblings": (
        f'<div xmlns="{tei.NAMESPACE}">{"".join(f"""<p corresp="#g{number}">a</p>""" for number in range(20_000))}</div>'.encode(), None),
    "20,000 equal ids": (f'<div xmlns="{tei.NAMESPACE}">{"""<p xml:id="a">a</p>""" * 20_000}</div>'.encode(), None),
}  # fmt: skip


@pytest.mark.parametrize("name", ATTACKS)
def test_an_attack_gives_findings_within_a_moment_and_reads_nothing(name: str) -> None:
    data, expected = ATTACKS[name]
    start = time.process_time()
    findings = found(data, Path("nowhere"))
    assert time.process_time() - start < 5
    if expected is not None:
        assert sorted(each.code for each in findings) == sorted(expected)
    assert not any("root:" in each.message + each.hint for each in findings)


def test_the_corpus_is_judged_and_left_as_it_is(shared: Path) -> None:
    """Law 4 on texts that others made."""
    for path in sorted((shared / "corpus" / "tei").glob("*.xml")):
        if path.stat().st_size > 700_000:
            continue
        text = Document(path.stem, path, path.read_bytes())
        assert text.tree is not None
        before = etree.tostring(text.tree)
        findings = check(text, Scope())
        assert etree.tostring(text.tree) == before
        assert all(each.locus.line or each.code == "XML011" for each in findings), path.name

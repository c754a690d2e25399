"""Rules on pages, typing, notes, chains and identifiers: what they say, and of what they are silent."""

from __future__ import annotations

from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st
from test_checks import document, whole

from edition.checks import CHECKS, subtags
from edition.checks.dates import _read_iso
from edition.checks.pages import _written, number
from edition.model import Finding
from edition.resolution import measured
from edition.rules import Scope


def said(code: str, fragment: str, folder: Path = Path()) -> list[Finding]:
    check = next(each for each in CHECKS if each.code == code)
    return list(check.run(document(whole(fragment), folder), Scope(folder=folder, ours=True)))


def pages(*numbers: str) -> str:
    breaks = " words ".join(f'<pb n="{each}"/>' for each in numbers)
    return f"<p>{breaks}</p>"


# pages


@pytest.mark.parametrize("numbers", [
    ("1", "2", "3"), ("ix", "x", "xi", "1"), ("3r", "3v", "4r"), ("12 recto", "12 verso", "13 recto"), ("p. 9", "p. 10"), ("[9]", "10"), ("A1", "A3"), ("348", "1", "2"),
    ("", "9", "10"), ("XLIX", "L", "LI"),
])  # fmt: skip
def test_pages_that_follow_each_other(numbers: tuple[str, ...]) -> None:
    assert said("TXT003", pages(*numbers)) == []


@pytest.mark.parametrize(("numbers", "message", "hint"), [
    (("12", "14"), 'page "14" follows page "12"', 'Expected is n="13".'),
    (("iv", "vi"), 'page "vi" follows page "iv"', 'Expected is n="v".'),
    (("3v", "4v"), 'page "4v" follows page "3v"', 'Expected is n="4r".'),
    (("12", "12"), 'page "12" stands twice', 'If the second one is another page, write n="13".'),
    (("12", "31", "14"), 'page "31" follows page "12"', 'Expected is n="13".'),  # one number mistyped is one fault
])  # fmt: skip
def test_pages_that_do_not(numbers: tuple[str, ...], message: str, hint: str) -> None:
    (found,) = said("TXT003", pages(*numbers))
    assert found.message == message
    assert found.hint.startswith(hint)


def test_editions_are_counted_apart() -> None:
    assert said("TXT003", '<p><pb n="1" ed="A"/>a<pb n="9" ed="B"/>b<pb n="2" ed="A"/>c<pb n="10" ed="B"/></p>') == []


@given(st.integers(1, 399))
def test_roman_figures_are_read_as_they_are_written(value: int) -> None:
    found = number(_written(value))
    assert found is not None
    assert (found.series, found.place) == ("roman", value)


# typing


@pytest.mark.parametrize(("fragment", "count"), [
    ("<p>The har-<lb/>bour</p>", 1), ("<p>The har-\n  <lb/>bour</p>", 1), ("<p>The har-<pb n='2'/><lb/>bour</p>", 1), ("<p>The har-<lb/>bour and the har-<lb/>bour</p>", 2), ('<p>The har-<lb break="no"/>bour</p>', 0),
    ('<p>The har-<pb n="2" break="no"/><lb/>bour</p>', 0), ("<p>Jean-<lb/>Paul</p>", 0), ("<p>one -<lb/>two</p>", 0), ("<p>1870-<lb/>71</p>", 0),
])  # fmt: skip
def test_hyphens_at_breaks(fragment: str, count: int) -> None:
    found = said("TXT004", fragment)
    assert len(found) == min(count, 1)
    assert not count or ("one place" if count == 1 else f"{count} places") in found[0].message


@pytest.mark.parametrize(("fragment", "words"), [
    ("<p>two  spaces</p>", "two spaces"), ("<p>a line\n     and its indentation</p>", ""), ("<p>empty , dark</p>", "before a mark"), ("<p>and so on ... or</p>", ""),
    ("<p>see . 5</p>", ""), ('<p xml:lang="fr">Comment ? Ainsi !</p>', ""), ('<p xml:lang="fr">vide , sombre</p>', "before a mark"), ("<p>Why ?</p>", "before a mark"),
    ('<p>a word <note place="foot">So.</note></p>', "before a note"), ('<p>a word <note place="margin">So.</note></p>', ""), ("<p>a word <note>So.</note></p>", ""),
    ("<p><code>a  b</code></p>", ""), ("<p>a<!-- c --> b  c</p>", "two spaces"), ("<p><code>a<hi>x</hi>  b</code> c  d</p>", "two spaces"), ('<p xml:space="preserve">a  b</p>', ""),
])  # fmt: skip
def test_spaces(fragment: str, words: str) -> None:
    found = said("TXT005", fragment)
    assert len(found) == bool(words)
    assert not words or words in found[0].message


def test_a_slip_is_said_once_with_its_lines() -> None:
    (found,) = said("TXT005", "<p>a  b</p>\n<p>c  d</p>\n<p>e  f</p>")
    assert found.message == 'two spaces stand in "a␣␣b" (3 places); so too in line 3, 4'


def test_of_mixed_quotation_marks_the_fewer_are_shown() -> None:
    (found,) = said("TXT006", '<p>“One” and “two” and "three" and it’s so.</p>')
    assert found.message.startswith('2 straight and 4 typographic quotation marks stand in one text; of the straight ones, "')
    assert said("TXT006", "<p>“One” and ’tis and it’s so.</p>") == []


# notes and chains


NOTE = "A ferry crossed the river here until the bridge was built."


@pytest.mark.parametrize(("fragment", "count"), [
    (f"<p>a<note>{NOTE}</note>b<note>{NOTE}</note>c<note>{NOTE}</note></p>", 2), ("<p>a<note>Ibid.</note>b<note>Ibid.</note></p>", 0),
    ('<p><pb n="1"/>a<note n="1">b</note><pb n="2"/><note n="1">c</note></p>', 0), ('<p><note n="*">b</note><note n="*">c</note></p>', 0),
    ('<p><note n="1" type="gloss">b</note><note n="1" type="source">c</note></p>', 0),
    (f"<listPerson><person><persName>A</persName><note>{NOTE}</note></person><person><persName>B</persName><note>{NOTE}</note></person></listPerson>", 0),
])  # fmt: skip
def test_repeated_notes(fragment: str, count: int) -> None:
    assert len(said("REF011", fragment)) == count


@pytest.mark.parametrize(("fragment", "words"), [
    ('<p><seg xml:id="a" next="#a">x</seg></p>', ["leads to itself"]),
    ('<p><seg xml:id="a" next="#b">x</seg><seg xml:id="b" next="#c">y</seg><seg xml:id="c" next="#a">z</seg></p>', ["lead back"]),
    ('<p><seg xml:id="a" prev="#b">x</seg><seg xml:id="b" prev="#a">y</seg></p>', ["lead back"]),
    ('<p><seg xml:id="a" next="#b">x</seg><seg xml:id="b" prev="#a" next="#c">y</seg><seg xml:id="c" prev="#b">z</seg></p>', []),
    ('<p><seg xml:id="a" next="#b">x</seg><seg xml:id="b">y</seg></p>', []),
])  # fmt: skip
def test_chains(fragment: str, words: list[str]) -> None:
    found = said("REF009", fragment)
    assert len(found) == len(words)
    assert all(word in each.message for word, each in zip(words, found, strict=True))


@pytest.mark.parametrize(("parts", "count"), [("IF", 0), ("IMMF", 0), ("F", 1), ("I", 1), ("IIF", 1), ("IN", 1), ("MF", 1), ("IYF", 0), ("NN", 0), ("IFIF", 0)])
def test_parts(parts: str, count: int) -> None:
    lines = "".join(f'<l part="{part}">a</l>' for part in parts)
    assert len(said("REF015", f"<lg>{lines}</lg>")) == count


# files


@pytest.mark.parametrize(("data", "size"), [
    (b"\x89PNG\r\n\x1a\n\0\0\0\rIHDR\0\0\1\0\0\0\0\x80", (256, 128)),
    (b"GIF89a\x0a\0\x05\0", (10, 5)),
    (b"\xff\xd8\xff\xe0\0\4ab\xff\xc0\0\x11\x08\0\x20\0\x40", (64, 32)),
    (b"\xff\xd8\xff\xff\xfe\0\3a\xff\xc2\0\x11\x08\1\0\2\0", (512, 256)),
    (b"RIFF\0\0\0\0WEBPVP8X\0\0\0\0\0\0\0\0\x63\0\0\x31\0\0", (100, 50)),
    (b"RIFF\0\0\0\0WEBPVP8 " + b"\0" * 10 + b"\x64\0\x32\0", (100, 50)),
    (b"RIFF\0\0\0\0WEBPVP8L\0\0\0\0\x2f" + (99 | 49 << 14).to_bytes(4, "little") + b"\0" * 5, (100, 50)),
    (b"", None), (b"\xff\xd8", None), (b"\xff\xd8\0\0\0\0\0\0\0\0\0\0", None), (b"\x89PNG\r\n\x1a\n", None), (b"<svg/>", None),
])  # fmt: skip
def test_pixels_are_read_from_the_first_bytes(data: bytes, size: tuple[int, int] | None) -> None:
    assert measured(data) == size


@given(st.binary(max_size=60), st.sampled_from([b"", b"\xff\xd8\xff", b"RIFF\0\0\0\0WEBP", b"GIF89a", b"\x89PNG\r\n\x1a\n"]))
def test_damaged_pictures_are_of_no_size_or_of_some(data: bytes, start: bytes) -> None:
    found = measured(start + data)
    assert found is None or all(0 <= each < 2**32 for each in found)


@pytest.mark.parametrize(("url", "count"), [
    ("seal.png", 0), ("the%20seal.png", 1), ("Siegel-für.png", 1), ("aux.png", 1), ("https://example.org/the seal.png", 0), (f"{'a' * 101}.png", 1), ("a_b-c.1.png", 0),
])  # fmt: skip
def test_names_of_files(url: str, count: int) -> None:
    assert len(said("PUB005", f'<figure><graphic url="{url}"/></figure>')) == count


def test_names_that_differ_in_capitals_only() -> None:
    (found,) = said("PUB005", '<figure><graphic url="a.png"/><graphic url="A.png"/></figure>')
    assert found.message == '"A.png" and "a.png" differ in capitals only'


@pytest.mark.parametrize(("value", "meant"), [("my poem.xml", "my%20poem.xml"), ("https://example.org/a poem.html", "https://example.org/a%20poem.html")])
def test_one_address_with_spaces_is_no_two_pointers(value: str, meant: str) -> None:
    fragment = f'<p><ref target="{value}">a</ref></p>'
    (found,) = said("REF008", fragment)
    assert found.hint.startswith(f'Write target="{meant}"')
    assert said("REF003", fragment) == []


# languages, dates, identifiers


def test_the_registry_is_read_whole() -> None:
    known = subtags.registry()
    assert len(known.language) > 8_000
    assert {"en", "grc", "qaa", "qtz", "syc"} <= known.language
    assert {"Latn", "Qaaa", "Qabx"} <= known.script
    assert {"GB", "419", "QM", "XZ"} <= known.region
    assert "QAA" not in known.region


@given(st.sampled_from(sorted(subtags.registry().language)), st.sampled_from(["", "-Latn", "-GB", "-419", "-fonipa", "-x-kite"]), st.sampled_from([str.lower, str.upper]))
def test_a_canonical_tag_is_known_and_stays_as_it_is(language: str, rest: str, case) -> None:
    tag = subtags.canonical(case(language + rest))
    assert subtags.unknown(tag) == ""
    assert subtags.canonical(tag) == tag


def test_the_table_is_made_of_the_registrys_file() -> None:
    registry = (
        "File-Date: 2026-01-01\n%%\nType: language\nSubtag: aa\nDescription: One\n%%\nType: language\nSubtag: aaz\nDescription: Two\nPreferred-Value: aa\n%%\nType: language\n"
        "Subtag: aab\n%%\nType: extlang\nSubtag: cmn\nPreferred-Value: cmn\nPrefix: zh\n%%\nType: redundant\nTag: az-Arab\n%%\nType: grandfathered\nTag: i-lux\nPreferred-Value: lb\n"
    )
    made = subtags.compact(registry, ["eng=en"])
    assert made.splitlines()[2:] == [
        "[language]", "aa", "[language3]", "aa:bz", "[range]", "[extlang]", "cmn=zh", "[script]", "[region]", "[variant]", "[whole]", "i-lux",
        "[preferred]", "aaz=aa i-lux=lb zh-cmn=cmn", "[iso639]", "eng=en",
    ]  # fmt: skip


@pytest.mark.parametrize(("value", "wrong"), [
    ("1871-02-03", False), ("18710203", False), ("18710230", True), ("1871-034", False), ("1871-366", True), ("1872-366", False), ("1871-W05-2", False), ("1871W60", True),
    ("1871/1875", False), ("1875/1871", True), ("1871-02-03T12:00/1871-02-05T12:00", False), ("P1Y", False), ("1871-13", True), ("R5/1871/1872", False),
])  # fmt: skip
def test_dates_of_iso_8601(value: str, wrong: bool) -> None:
    assert isinstance(_read_iso(value), str) == wrong
    assert len(said("DAT004", f'<p><date when-iso="{value}">then</date></p>')) == wrong


@pytest.mark.parametrize(("value", "message", "hint"), [
    ("1871-13-01", "has the month 13", "Did you mean 1871-01-13?"), ("1871-02-30", "has the day 30", "Correct the day, or write 1871-02 without one."), ("18710503", "has the year 18,710,503", "Write 1871-05-03."),
    ("05/03/1871", "is not a date", "Write 1871-03-05 or 1871-05-03: year, month, day."), ("23.5.1871", "is not a date", "Write 1871-05-23: year, month, day."),
    ("12:30", "is not a date", "A time has seconds: 12:30:00."), ("", "is not a date", "Write a date such as 1871-05-03, 1871-05 or 1871, or take the attribute away."),
    ("1871-05-03T25:00:00", "has a time", "Hours go from 00 to 23"), ("45/45/1871", "is not a date", "ISO 8601"), ("1871-13-45", "has the month 13", "ISO 8601"),
])  # fmt: skip
def test_a_wrong_date_is_told_what_to_write(value: str, message: str, hint: str) -> None:
    (found,) = said("DAT001", f'<p><date when="{value}">then</date></p>')
    assert message in found.message
    assert found.hint.startswith(hint)



@pytest.mark.parametrize(("value", "hint"), [
    ("1871?", 'when="1871" cert="low"'), ("187X", 'notBefore="1870" notAfter="1879"'), ("18XX", 'notBefore="1800" notAfter="1899"'), ("1871/1875", 'from="1871" to="1875"'),
    ("[1871..1875]", 'notBefore="1871" notAfter="1875"'), ("1871..", 'notBefore="1871"'), ("../1875", "ISO 8601"), ("May 1871", "ISO 8601"),
])  # fmt: skip
def test_what_edtf_writes_is_answered_with_teis_attributes(value: str, hint: str) -> None:
    (found,) = said("DAT001", f'<p><date when="{value}">then</date></p>')
    assert hint in found.hint


@pytest.mark.parametrize(("kind", "text", "right"), [
    ("GND", "118540238", True), ("GND", "118540239", False), ("GND", "https://d-nb.info/gnd/118540238/", True), ("ISNI", "0000 0001 2103 2683", True),
    ("ISNI", "0000 0001 2103 2684", False), ("ORCID", "https://orcid.org/0000-0002-1825-0097", True),
])  # fmt: skip
def test_numbers_of_people(kind: str, text: str, right: bool) -> None:
    assert (said("HDR009", f'<p><persName>A <idno type="{kind}">{text}</idno></persName></p>') == []) == right


@pytest.mark.parametrize(("words", "count"), [("TODO: say more", 1), ("It was to do.", 0), ("{{title}}", 1), ("[Your name]", 1), ("[1871]", 0), ("Lorem ipsum dolor", 1), ("XXX", 1), ("XXL", 0)])
def test_remnants_of_templates(words: str, count: int) -> None:
    assert len(said("HDR013", f"<encodingDesc><editorialDecl><p>{words}</p></editorialDecl></encodingDesc>")) == count

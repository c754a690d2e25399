"""The product's promise: TEI and log give back the source, byte for byte; a changed source word is noticed and its line named."""

from __future__ import annotations

import json
import re
from dataclasses import replace

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from ingesting import body, ingested

from edition import lossless, tei
from edition.model import Document, Severity

LETTER = """\ufeffThe Quay, 3 May 1871\r
\r
Dear sister,\r
\r
The ferrymanâ€™s lantern was seen by the the whole quay on Tuesday, and the har-\r
bour master came down to the light-house with a "great" coat\u00a0on and no hat.  \r
\r
\r
Nobody been\u0007 there since the lighthouse and the harbour were shut. They took the boats.\r
\r
Your brother,\r
Anselm
"""
RECORD = """
[[fix]]
at = "L5 'the the'"
to = "the"
[[fix]]
at = "L9 'Nobody been'"
to = "Nobody has been"
as = "supplied"
[[fix]]
at = "L9 'took the boats'"
to = "shook the boats"
as = "corr"
[[span]]
at = "L3 'sister'"
is = "rs"
[[note]]
at = "L9 'boats'"
text = "Boats of *the quay*."
"""


@pytest.fixture
def letter(tmp_path):
    return ingested(tmp_path, LETTER, RECORD)


def changed(document: Document, before: str, after: str) -> Document:
    data = document.data.decode()
    assert data.count(before) >= 1, data
    return replace(document, data=data.replace(before, after, 1).encode())


def test_the_source_comes_back_byte_for_byte(letter):
    assert lossless.restore(letter.document) == LETTER.encode()
    assert not lossless.verify(letter.document)


def test_both_readings_stand_in_the_tei(letter):
    text = body(letter)
    assert '<surplus reason="repeated" resp="#ed" cert="high"> the</surplus>' in text or ' the</surplus>' in text
    assert ">has </supplied>" in text
    assert "<sic>took</sic>" in text
    assert ">shook</corr>" in text


def test_a_changed_source_word_is_noticed_and_its_line_named(letter):
    findings = lossless.verify(changed(letter.document, "whole quay", "whole quaj"))
    assert [found.severity for found in findings] == [Severity.ERROR]
    assert "line 5 of the source" in findings[0].message
    assert findings[0].locus.id == "letter-L5"
    assert findings[0].locus.line > 1


def test_a_changed_sic_is_noticed_and_a_changed_corr_is_the_editors_right(letter):
    assert any(found.severity == Severity.ERROR for found in lossless.verify(changed(letter.document, "<sic>took</sic>", "<sic>tokk</sic>")))
    findings = lossless.verify(changed(letter.document, ">shook</corr>", ">forsook</corr>"))
    assert [found.severity for found in findings] == [Severity.NOTE]
    assert "forsook" in findings[0].message


@pytest.mark.parametrize(("before", "after"), [
    ("Boats of", "Big boats of"), ("corrections and notes", "some corrections"), (">has </supplied>", ">had </supplied>"),
])
def test_notes_attributes_and_additions_are_free(letter, before, after):
    assert not any(found.severity == Severity.ERROR for found in lossless.verify(changed(letter.document, before, after)))


@pytest.mark.parametrize("what", ["p", "salute", "dateline", "signed"])
def test_a_lost_block_is_noticed(letter, what):
    tree = tei.parse(letter.document.data).tree
    assert tree is not None
    found = tei.select(tree, f"//t:body//t:{what}[@source]")
    found[0].getparent().remove(found[0])
    assert any(each.severity == Severity.ERROR for each in lossless.verify(replace(letter.document, data=tei.dump(tree))))


def test_a_changed_log_is_noticed(letter):
    assert letter.document.log is not None
    log = json.loads(letter.document.log)
    log["outside"][0][1] += "x"
    tampered = replace(letter.document, log=json.dumps(log).encode())
    assert any(each.severity == Severity.ERROR for each in lossless.verify(tampered))
    del log["mechanical"][0]
    tampered = replace(letter.document, log=json.dumps(log).encode())
    assert any(each.severity == Severity.ERROR for each in lossless.verify(tampered))


def test_moved_blocks_lead_back(tmp_path):
    one = ingested(tmp_path, "Title here\n\nFirst words of all.\n\nThe standfirst.\n", '[[block]]\nat = "L5"\nis = "argument"\nmove = "after L1"\n')
    assert body(one).index("standfirst") < body(one).index("First words")
    assert lossless.restore(one.document) == b"Title here\n\nFirst words of all.\n\nThe standfirst.\n"


SETTINGS = settings(max_examples=120, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])


@SETTINGS
@given(st.lists(st.text("abé .,'\"\u00a0\u00ad\u0007\u0085Ã©â€™-\t", max_size=40), min_size=1, max_size=12), st.sampled_from(["\n", "\r\n", "\r"]), st.booleans())
def test_any_text_comes_back(tmp_path, lines, end, mark):
    text = ("\ufeff" if mark else "") + end.join(["Some words, so that it is a text and no machine's file.", *lines]) + "x"
    one = ingested(tmp_path, text, '[source]\nencoding = "utf-8"')
    assert lossless.restore(one.document) == text.encode()
    assert not lossless.verify(one.document)


@SETTINGS
@given(st.data())
def test_any_tampering_with_a_source_word_is_noticed(tmp_path, data):
    document = ingested(tmp_path, LETTER, RECORD).document
    tree = tei.parse(document.data).tree
    assert tree is not None
    places = [element for element in tei.select(tree, "//t:body//*[@source]") if (element.text or "").strip()]
    element = data.draw(st.sampled_from(places))
    at = data.draw(st.integers(0, len(element.text) - 1))
    letter = data.draw(st.sampled_from([char for char in "xyzQ7 " if char != element.text[at]]))
    line = int(re.sub(r".*-L(\d+).*", r"\1", element.get(tei.XML_ID)))
    element.text = element.text[:at] + letter + element.text[at + 1 :]
    findings = lossless.verify(replace(document, data=tei.dump(tree)))
    assert any(found.severity == Severity.ERROR for found in findings)
    named = [int(number) for found in findings for number in re.findall(r"line (\d+) of the source", found.message)]
    assert named
    assert all(line <= number <= line + 1 for number in named), (line, named)


@SETTINGS
@given(st.binary(min_size=1, max_size=80))
def test_any_bytes_come_back_or_are_refused_in_words(tmp_path, data):
    from edition.errors import EditionError

    try:
        one = ingested(tmp_path, data)
    except EditionError:
        return
    assert lossless.restore(one.document) == data


def test_words_of_nobody_are_noticed_and_layout_in_pairs_is_no_change(letter):
    findings = lossless.verify(changed(letter.document, "</closer>", "</closer><p>Invented words.</p>"))
    assert [(found.code, found.severity) for found in findings] == [("SRC027", Severity.QUERY)]
    assert not lossless.verify(changed(letter.document, "<choice><sic>took</sic>", "<choice>\n  <sic>took</sic>\n  "))


def test_two_changes_far_apart_name_their_own_lines(letter):
    twice = changed(changed(letter.document, "whole quay", "whole wide quay"), ">Anselm", ">Ansel")
    named = {found.message.split()[1] for found in lossless.verify(twice)}
    assert {"5", "12"} <= named <= {"5", "6", "12", "13"}

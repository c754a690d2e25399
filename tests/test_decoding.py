"""From any encoding to TEI and back to the same bytes: what a reader could not decode plainly is in the log, and what is doubtful is asked."""

from __future__ import annotations

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from ingesting import body, ingested

from edition import lossless
from edition.errors import EditionError

ESCAPES = b"\x1b$B$3$l\x1b(B\x1b(B and \x1b$B$O\x1b(B\x1b$B\x1b(B.\n\nAnother line here.\n" * 2
FRENCH = "La fenêtre donnait sur la mer, et nous avons été très près de l’île où il était né."


@pytest.mark.parametrize(("data", "record", "said"), [
    (ESCAPES, "", "これ and は."),
    (b"The caf+AOk- was +AGMAbABv-sed.\n" * 3, '[source]\nencoding = "utf-7"\n', "The café was closed."),
    ("\ufeffThe boat had not come in.\nAnd the café was closed.".encode("utf-16-le") + b"\x41", "", "And the café was closed.\ufffd"),
    ("A line with \ud83d alone.\n".encode("utf-16-be", "surrogatepass"), '[source]\nencoding = "utf-16-be"\n', "A line with \ufffd alone."),
    (FRENCH.encode("mac_roman"), "", FRENCH),
])  # fmt: skip
def test_an_encoding_that_does_not_lead_back_is_led_back_by_the_log(tmp_path, data, record, said):
    one = ingested(tmp_path, data, record)
    assert said in body(one)
    assert lossless.restore(one.document) == data
    assert not lossless.verify(one.document)


def test_the_header_says_how_sure_an_inferred_encoding_is(tmp_path):
    one = ingested(tmp_path, FRENCH.encode("cp1252"))
    assert '<note type="encoding" cert="medium">Encoding: cp1252, inferred from the text.</note>' in one.document.data.decode()
    assert "SRC002" in [found.code for found in one.findings]
    declared = ingested(tmp_path, FRENCH.encode("cp1252"), '[source]\nencoding = "cp1252"\n')
    assert "Encoding: cp1252.</note>" in declared.document.data.decode()
    assert "SRC002" not in [found.code for found in declared.findings]


def test_a_stray_byte_is_asked_in_words_that_a_record_can_quote(tmp_path):
    data = "Été à la mer, déjà passé.\n\nLa fenêtre donnait sur l’île, ".encode() + b"et l\xe9t\xe9 finissait.\n"
    one = ingested(tmp_path, data)
    assert [found.code for found in one.findings].count("SRC001") == 2
    (asked,) = one.questions
    assert (asked.rule, asked.at, asked.new) == ("stray-byte", "L3 'l\ufffdt\ufffd'", "lété")
    fixed = ingested(tmp_path, data, f'[[fix]]\nat = "{asked.at}"\nto = "{asked.new}"\n')
    assert "<choice><sic>l\ufffdt\ufffd</sic>" in body(fixed).replace("\n", "").replace("  ", "")
    assert not fixed.questions
    assert "SRC001" not in [found.code for found in fixed.findings]
    assert lossless.restore(fixed.document) == data


@settings(max_examples=40, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(st.binary(min_size=1, max_size=60), st.sampled_from(["", "utf-7", "iso2022_jp", "utf-16", "cp932", "cp1252", "utf-8"]))
def test_any_bytes_come_back_or_are_refused(tmp_path, data, name):
    record = f'[source]\nencoding = "{name}"\n' if name else ""
    try:
        one = ingested(tmp_path, data, record)
    except EditionError:
        return
    assert lossless.restore(one.document) == data

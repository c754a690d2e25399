"""Which way a text runs, and its white space: what is asked of every block is answered quickly and rightly."""

from __future__ import annotations

import re

from hypothesis import given, settings
from hypothesis import strategies as st
from lxml import etree

from edition.render.language import has_right_letters, runs
from edition.render.xhtml import spaced


def test_a_sign_without_a_direction_is_no_letter_of_a_text_from_right_to_left() -> None:
    assert has_right_letters(etree.fromstring("<p>one שלום two</p>"))
    assert not has_right_letters(etree.fromstring("<p>\u07f6 those dear</p>"))
    assert (runs("\u07f6"), runs("\u07f6 a"), runs("\u07f6 ש")) == ("", "ltr", "rtl")


@given(st.text(alphabet="ab.\u00a0\u2009 \t\r\n", max_size=60))
@settings(max_examples=100, deadline=None)
def test_each_run_of_white_space_is_one_space_and_other_spaces_stay(text: str) -> None:
    assert spaced(text) == re.sub("[ \t\r\n]+", " ", text)

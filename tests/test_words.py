"""The words that the program itself sets: complete in every language there is, and dates as each of them writes them."""

from __future__ import annotations

import re
import tomllib

import pytest
from making import edition, tei

from edition.render import date_words, render_all, words_of
from edition.render.words import FILE

TABLES = tomllib.loads(FILE.read_text("utf-8"))


def test_the_eight_languages_are_there():
    assert {"en", "de", "fr", "es", "it", "la", "nl", "pt"} <= set(TABLES)


@pytest.mark.parametrize("language", sorted(TABLES))
def test_a_language_has_every_word_and_no_other(language):
    assert set(TABLES[language]) == set(TABLES["en"])
    assert not [key for key, word in TABLES[language].items() if not word.strip()]


@pytest.mark.parametrize("language", sorted(TABLES))
def test_what_is_filled_in_is_filled_in_in_every_language(language):
    fields = re.compile(r"\{(\w+)\}")
    for key, word in TABLES["en"].items():
        assert sorted(fields.findall(TABLES[language][key])) == sorted(fields.findall(word)), key


@pytest.mark.parametrize(
    ("language", "iso", "said"),
    [
        ("en", "2026-11-21", "21 November 2026"), ("de", "2026-11-21", "21. November 2026"), ("fr", "1871-05-01", "1er mai 1871"),
        ("es", "1871-03-14", "14 de marzo de 1871"), ("la", "1513-09-24", "die 24 Septembris 1513"), ("it", "1871-03", "marzo 1871"), ("pt", "0098", "98"),
        ("nl", "-0044-03-15", "15 maart -44"), ("en", "spring 1940", "spring 1940"), ("en", "1940-13-01", "1940-13-01"),
    ],
)  # fmt: skip
def test_a_date_is_written_as_the_language_writes_it(language, iso, said):
    assert date_words(iso, words_of(language)) == said


def test_a_language_without_words_gets_english_ones_and_is_told_once(tmp_path):
    made = edition(tmp_path, tei("a", "<p>x</p>"), tei("b", "<p>y</p>"), languages=("cy",))
    found = [each for rendition in render_all(made, "print") for each in rendition.findings]
    assert [(each.code, '"cy"' in each.message) for each in found] == [("RND030", True)]
    assert words_of("cy")["contents"] == "Contents"

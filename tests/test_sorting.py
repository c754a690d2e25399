"""By whose rules an edition sorts: the program's own, or ICU's where edition.toml asks for them, and never by what happens to be installed."""

from __future__ import annotations

import sys
from importlib.util import find_spec

import pytest
from making import edition, tei

from edition.errors import ProjectError
from edition.writers.sorting import sorting
from edition.writing import tailorings

icu = pytest.mark.skipif(find_spec("icu") is None, reason="PyICU is not installed: python -m pip install 'edition-toolkit[icu]'")


def project(tmp_path, language="en", **changes):
    return edition(tmp_path, tei("a", "<p>x</p>"), languages=(language,), **changes).project


def test_without_being_asked_for_icu_is_not_used(tmp_path, monkeypatch):
    monkeypatch.setitem(sys.modules, "icu", None)  # an import would fail
    made = sorting(project(tmp_path, sort="sv"))
    assert made.by == ""
    assert sorted(["Öberg", "Zorn", "Adam"], key=made.key) == ["Adam", "Zorn", "Öberg"]
    assert made.initial("Öberg") == "Ö"


def test_icu_that_is_not_installed_is_an_error_with_the_command(tmp_path, monkeypatch):
    monkeypatch.setattr(tailorings, "there", lambda: False)
    with pytest.raises(ProjectError, match=r'output\.collation is "icu", and the package PyICU is not installed') as caught:
        sorting(project(tmp_path, collation="icu"))
    assert "python -m pip install 'edition-toolkit[icu]'" in caught.value.hint


@icu
@pytest.mark.parametrize(
    ("language", "order"),
    [
        ("en", "Abbey, North|Abbey Wood|Abbot|Álvarez|zeal"), ("de-u-co-phonebk", "Ada|Äcker|Aerger|Afra|Muck|Müller|Muff"), ("es-u-co-trad", "casa|Cuba|chico|dado|luna|llano"),
        ("cs", "Cukr|Čapek|Dvůr|Hora|Chvála|Ivan"), ("vi", "da|đa|em"), ("en", "Chapter 2|Chapter 10|“Chapter” A"), ("ru", "Ель|Игорь|Adam"),
    ],
)  # fmt: skip
def test_icu_sorts_by_the_rules_of_cldr(tmp_path, language, order):
    made = sorting(project(tmp_path, collation="icu", sort=language))
    assert made.by.startswith("ICU ")
    words = order.split("|")[::-1]
    words.sort(key=made.key)
    assert words == order.split("|")


@icu
@pytest.mark.parametrize(("text", "language", "letter"), [("Čapek", "cs", "Č"), ("Chvála", "cs", "Ch"), ("1871", "en", "0–9"), ("“Essays”", "en", "E"), ("đa", "vi", "Đ"), ("…", "en", "")])
def test_icu_says_the_letter_over_a_word(tmp_path, text, language, letter):
    assert sorting(project(tmp_path, collation="icu", sort=language)).initial(text) == letter


@icu
@pytest.mark.parametrize(("sort", "said"), [("xx", "ICU has no rules for 'xx': it has them for af, "), ("de-u-co-wibble", "ICU has no order 'wibble' for this language: it has .*phonebk")])
def test_an_order_that_icu_has_not_is_an_error_with_those_that_it_has(tmp_path, sort, said):
    with pytest.raises(ProjectError, match=said):
        sorting(project(tmp_path, collation="icu", sort=sort))


@icu
def test_the_index_notes_the_version_of_icu(tmp_path):
    from edition.render import render_all, words_of
    from edition.writers import indexes

    book = edition(tmp_path, tei("a", "<p><index><term>oil</term></index>x</p>"), collation="icu")
    renditions = render_all(book, "epub")
    [index] = indexes.indexes(book, renditions, words_of("en"), lambda mentions: "1")
    assert f'data-collation="ICU {tailorings.version()}"' in index.markup

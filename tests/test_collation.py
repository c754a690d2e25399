"""Words in the order of a language."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from edition.writing.collation import TAILORED, collator, initial, without_article


@pytest.mark.parametrize(
    ("language", "order"),
    [
        ("en", "Abbey, North|Abbey Wood|Abbot|Æsop|Åland|Álvarez|Łódź|Łuk|Ørsted|zeal"),
        ("de", "Aas|Äcker|Afra|Ofen|Ohr|Öhr|Straße|Strasser"),
        ("de-u-co-phonebk", "Ada|Äcker|Aerger|Afra|Muck|Müller|Muff"),
        ("sv", "Adam|Zorn|Åberg|Ärlig|Öberg"),
        ("da", "Zola|Ærø|Ørsted|Aabenraa|Åse"),
        ("es", "Llano|nube|Núñez|ñandú|oro"),
        ("es-u-co-trad", "casa|Cuba|chico|dado|luna|llano|mar"),
        ("cs", "Cukr|Čapek|Dvůr|Hora|Chvála|Ivan|Rok|Řeka|Zola|Žižka"),
        ("pl", "Lato|Lwów|Łódź|Mazur|Sowa|Środa|Zorza|Źródło|Żuk"),
        ("tr", "Hızır|Irmak|İnce|Zonguldak"),
        ("ru", "Ёлка|Ель|Игорь|Йод|Яков|Adam"),
        ("uk", "Гора|Ґанок|Дім|Єва|Жук|Іван|Їжак|Йосип"),
        ("el", "Ἀθήνα|Βήρων|Ὅμηρος|Σάμος|Ὠρίων"),
        ("he", "אברהם|דויד|מים|ממלכה|שלום"),
        ("ar", "أحمد|الإسكندرية|بغداد|الجزائر|يافا"),
        ("en", "Chapter 2|Chapter 10|Chapter A"),
    ],
)
def test_words_stand_in_the_order_of_the_language(language, order):
    expected = order.split("|")
    words = expected[::-1]
    words.sort(key=collator(language))
    assert words == expected


@pytest.mark.parametrize(
    ("text", "language", "letter"),
    [("Čapek", "cs", "Č"), ("Čapek", "de", "C"), ("Chvála", "cs", "Ch"), ("“Essays”", "en", "E"), ("1871", "en", "0–9"), ("…", "en", ""), ("Æsop", "en", "A"),
     ("Ærø", "da", "Æ"), ("Ñandú", "es", "Ñ"), ("الجزائر", "ar", "ج"), ("Ὅμηρος", "el", "Ο"), ("Йод", "ru", "Й"), ("ähnlich", "de", "A")],
)  # fmt: skip
def test_a_word_stands_under_its_letter(text, language, letter):
    assert initial(text, language) == letter


@pytest.mark.parametrize(
    ("title", "language", "filed"),
    [("The Voyages", "en", "Voyages"), ("L’Étranger", "fr", "Étranger"), ("Der Prozess", "de", "Prozess"), ("Theory", "en", "Theory"), ("A", "en", "A"), ("De bello", "la", "De bello")],
)
def test_a_title_is_not_filed_under_its_article(title, language, filed):
    assert without_article(title, language) == filed


@given(st.lists(st.text(max_size=6), max_size=6), st.sampled_from([*sorted(TAILORED), "en", "ru", "ar", "de-u-co-phonebk"]))
def test_the_order_is_total_whatever_the_text(words, language):
    key = collator(language)
    once = sorted(words, key=key)
    assert once == sorted(sorted(words), key=key)
    assert len({key(word) for word in words}) == len(set(words))
    assert all(isinstance(initial(word, language), str) for word in words)

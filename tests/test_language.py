"""In which of the edition's languages a block is: what is sure is said, what is not is the document's."""

from __future__ import annotations

import itertools
import re

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from ingesting import body, ingested

from edition import ingest, pipeline
from edition.errors import ProjectError
from edition.model import Block, Label, Labelled
from edition.project import Entry, Project
from edition.structure import language, lemmas
from edition.structure.stopwords import SIGNS, WORDS

SENTENCES = {
    "en": "The lamp was lit at six, and they waited for the boat that had not come.",
    "fr": "On alluma la lampe à six heures, et ils attendirent le bateau qui n’était pas venu.",
    "de": "Die Lampe wurde um sechs angezündet, und sie warteten auf das Boot, das nicht gekommen war.",
    "es": "Encendieron la lámpara a las seis y esperaron el barco que no había venido.",
    "it": "Accesero la lampada alle sei e aspettarono la barca che non era venuta per il mercato.",
    "pt": "Acenderam a lâmpada às seis e esperaram pelo barco que não tinha vindo.",
    "nl": "De lamp werd om zes uur aangestoken, en zij wachtten op de boot die niet was gekomen.",
    "la": "Lucerna accensa est, et navem quae non venerat ad noctem cum custode exspectaverunt.",
    "pl": "Zapalono lampę o szóstej i czekali na łódź, która nie przyszła do przystani.",
    "cs": "Lampu rozsvítili v šest a čekali na loď, která ještě nepřijela, ale byla už na cestě.",
    "ru": "Лампу зажгли в шесть, и они ждали лодку, которая не пришла.",
    "el": "Άναψαν τη λάμπα στις έξι και περίμεναν τη βάρκα που δεν είχε έρθει.",
    "he": "המנורה הודלקה בשש והם חיכו לסירה שלא באה אל הנמל.",
    "ar": "أُضيء المصباح في السادسة وانتظروا القارب الذي لم يأت إلى الميناء.",
    "sv": "Lampan tändes klockan sex och de väntade på båten som inte hade kommit.",
    "da": "Lampen blev tændt klokken seks, og de ventede på båden, som ikke var kommet af havnen.",
}


@pytest.mark.parametrize("tag", [tag for tag in SENTENCES if tag != "en"])
def test_a_sentence_in_a_declared_language_is_found(tag):
    assert language.language_of(SENTENCES[tag], ("en", tag)) == tag


@pytest.mark.parametrize("tag", SENTENCES)
def test_it_is_found_among_all_languages(tag):
    others = ("fr", *SENTENCES) if tag == "en" else ("en", *SENTENCES)
    assert language.language_of(SENTENCES[tag], tuple(dict.fromkeys(others))) == tag


@pytest.mark.parametrize("tag", SENTENCES)
def test_a_language_that_is_not_declared_is_never_found(tag):
    assert language.language_of(SENTENCES[tag], ("en", "la") if tag != "la" else ("en", "fr")) == ""


@pytest.mark.parametrize("text", ["¡Viva la lámpara!", "Entre Nous", "de la mer", "", "1912 – 37 – 38 – 40", "Señor Muñoz Núñez Peña"])
def test_less_than_four_words_or_names_alone_are_in_the_language_of_the_document(text):
    assert language.language_of(text, ("en", "fr", "es", "pt")) in ("", "es" if "Señor" in text else "")


def test_one_foreign_phrase_does_not_make_a_paragraph_foreign():
    text = "She wrote that “la lámpara de los pobres” was the name they had for it, and that it was lit at six."
    assert language.language_of(text, ("en", "es")) == ""


def test_ancient_and_modern_greek_are_told_by_their_breathings():
    assert language.language_of("ἐν ἀρχῇ ἦν ὁ λόγος καὶ τὸ φῶς", ("en", "el", "grc")) == "grc"
    assert language.language_of(SENTENCES["el"], ("en", "grc", "el")) == "el"


def test_the_region_of_a_language_is_kept_and_makes_it_no_other():
    assert language.language_of(SENTENCES["fr"], ("en-GB", "fr-CA")) == "fr-CA"
    assert language.language_of(SENTENCES["en"], ("en-GB", "en-US")) == ""


def labelled(text: str, lang: str = "", kind: str = "p") -> Labelled:
    return Labelled(Block(0, len(text), kind, {"lang": lang} if lang else {}), Label(kind))


def test_what_the_record_or_the_format_says_of_a_block_stands():
    (each,) = language.spoken([labelled(SENTENCES["fr"], "en")], SENTENCES["fr"], ("en", "fr"))
    assert each.block.attributes["lang"] == "en"


def test_code_has_no_language():
    (each,) = language.spoken([labelled(SENTENCES["fr"], kind="ab")], SENTENCES["fr"], ("en", "fr"))
    assert "lang" not in each.block.attributes


def test_a_stanza_is_judged_as_one_and_its_lines_are_not():
    text = "La lampe est\nsur la mer\net dans la nuit\nelle attend"
    ends = [0, *(at + 1 for at, letter in enumerate(text) if letter == "\n"), len(text) + 1]
    lines = tuple(Block(start, end - 1, "l") for start, end in itertools.pairwise(ends))
    (each,) = language.spoken([Labelled(Block(0, len(text), "lg", {}, lines), Label("lg"))], text, ("en", "fr"))
    assert each.block.attributes["lang"] == "fr"
    assert all("lang" not in line.attributes for line in each.block.children)


@settings(max_examples=60, deadline=None)
@given(st.text(max_size=80), st.lists(st.sampled_from(sorted(WORDS)), max_size=4))
def test_any_text_has_a_declared_language_or_none(text, languages):
    found = language.language_of(text, languages)
    assert found == "" or found in languages[1:]
    assert all(0 <= language.score(text, tag, "en") <= 1 for tag in languages)


def test_the_lists_are_of_single_small_letters_words():
    for tag, words in WORDS.items():
        assert 45 <= len(words) <= 100, tag
        assert all(word == word.lower() and word.isalpha() for word in words), tag
    assert set(SIGNS) <= set(WORDS)


def test_the_five_texts_have_one_spanish_heading_and_one_spanish_paragraph(shared):
    found = []
    for path in sorted((shared / "seeds").glob("*.txt")):
        for number, line in enumerate(path.read_text("utf-8").split("\n"), 1):
            if tag := language.language_of(line, ("en", "es", "fr", "de", "it", "pt", "la")):
                found.append((path.name[:3], number, tag))
    assert found == [("000", 5, "es"), ("000", 7, "es")]


@pytest.mark.parametrize(("name", "encoding"), [("french-utf8.txt", "utf-8"), ("french-latin1.txt", "latin-1")])
def test_a_french_book_is_french_and_its_english_frame_is_not(shared, name, encoding):
    text = (shared / "corpus" / "text" / name).read_text(encoding)
    assert language.main_language(text, ("en", "fr")) == "fr"
    inside = text[: text.index("*** END OF")]  # then follows a licence in English
    long = [block for block in inside.split("\n\n") if len(language.WORD.findall(block)) >= 12]
    french = [block for block in long if language.language_of(block, ("en", "fr")) == "fr"]
    assert not [block for block in french if "Gutenberg" in block and "the" in block.split()]
    assert len(french) > 0.9 * len(long)


def test_the_tei_says_the_language_of_a_foreign_paragraph(tmp_path, monkeypatch):
    def declared(**said):
        return Project(**{**said, "languages": ("en", "fr")})

    monkeypatch.setattr("ingesting.Project", declared)
    made = body(ingested(tmp_path, f"The Lamp\n\n{SENTENCES['en']}\n\n{SENTENCES['fr']}\n\n{SENTENCES['en']}\n"))
    assert made.count('xml:lang="fr"') == 1
    assert '<p xml:lang="fr"' in made




def test_of_a_loose_page_a_block_that_is_clearly_in_another_language_says_so(tmp_path):
    """Nothing is declared there: only what is certain, and no row of names."""
    names = "Anna, Peter, Las Vegas, Los Angeles, La Paz, El Dorado, Santa Cruz de Tenerife, Rio de Janeiro, Las Palmas, La Coruña."
    (tmp_path / "page.txt").write_text(f"The Lamp\n\n{LOOSE['en']}\n\n{LOOSE['fr']}\n\n{names}\n\n{LOOSE['en']} C'est la vie, mon ami.\n\n{LOOSE['es']}\n\nBonjour.\n", "utf-8")
    (tmp_path / "page.toml").write_text('[source]\nlang = "en"\n', "utf-8")
    made = body(pipeline.ingest_file(tmp_path / "page.txt", tmp_path, write=False))
    assert re.findall(r'<p xml:lang="(\w+)" xml:id="page-L(\d+)"', made) == [("fr", "5"), ("es", "11")]


LOOSE = {
    "en": "The lamp on the mole has been lit by hand since the year in which the harbour was made, and nobody knows who was paid for it.",
    "fr": "La lampe du môle est allumée à la main depuis que le port a été fait, et personne ne sait qui était payé pour cela dans la ville.",
    "es": "La farola del muelle se enciende a mano desde el año en que se hizo el puerto, y nadie sabe a quién le pagaban por ello.",
}


# The dictionaries of simplemma, an extra


def test_dictionaries_tell_a_block_without_little_words() -> None:
    pytest.importorskip("simplemma")
    words = "Fischer flicken schweigend zerrissene Netze"
    assert language.language_of(words, ("en", "de")) == ""
    assert lemmas.by_lemmas(words, ("en", "de")) == "de"
    assert lemmas.by_lemmas("Fishermen silently mending torn nets", ("en", "de")) == ""
    assert lemmas.by_lemmas("Netze flicken", ("en", "de")) == ""  # as short as a title


def test_a_language_without_a_dictionary_is_left_to_little_words() -> None:
    pytest.importorskip("simplemma")
    assert lemmas.by_lemmas(SENTENCES["fr"], ("en", "fr", "mi")) == "fr"
    assert lemmas.by_lemmas(SENTENCES["he"], ("en", "he")) == "he"


def test_the_edition_says_which_detector_is_asked(tmp_path) -> None:
    pytest.importorskip("simplemma")
    text = f"Nets\n\n{SENTENCES['en']}\n\nFischer flicken schweigend zerrissene Netze.\n"
    source = tmp_path / "a.txt"
    source.write_text(text, "utf-8")
    for detector, found in (("stop-words", False), ("simplemma", True)):
        project = Project(id="trial", title="Trial", folder=tmp_path, languages=("en", "de"), language_detector=detector, documents=(Entry("a"),))
        one = ingest.ingest(project, Entry("a"), source, ingest.Where(tmp_path / "a.xml", tmp_path / "a.review.toml", tmp_path / "a.toml"), write=False)
        assert (b'xml:lang="de"' in one.document.data.partition(b"<text")[2]) is found


def test_a_detector_that_is_not_installed_is_an_error_that_says_what_to_do(monkeypatch) -> None:
    monkeypatch.setattr(lemmas, "find_spec", lambda name: None)
    with pytest.raises(ProjectError, match="simplemma is not installed") as caught:
        lemmas.detector("simplemma")
    assert "pip install" in caught.value.hint
    assert lemmas.detector("stop-words") is language.language_of

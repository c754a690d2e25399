"""Entries of dictionaries: the languages of translations."""

from __future__ import annotations

import re

from render_judge import document, edition_of, tei

from edition.render import render_all


def said(*senses: str) -> list[str]:
    """The words of each sense."""
    body = "".join(f"<entry><form><orth>mylen</orth></form><sense>{sense}</sense></entry>" for sense in senses)
    [rendition] = render_all(edition_of(document(tei(body))), "print")
    found = re.findall(r'<(?:span|div) [^>]*class="sense">(.*?)</(?:span|div)></div>', rendition.root.xhtml())
    return [" ".join(re.sub("<[^>]*>", "", each).split()) for each in found]


def translation(language: str, *words: str, more: str = "") -> str:
    given = f' xml:lang="{language}"' if language else ""
    return "".join(f'<cit type="translation"{given}>{more}<quote>{word}</quote></cit>' for word in words)


def test_a_dictionary_into_several_languages_says_which_each_translation_is_in() -> None:
    assert said(translation("de", "Mühle", "Werk") + translation("fr-FR", "moulin"), translation("", "x")) == ["de Mühle Werk fr moulin", "x"]


def test_a_dictionary_into_one_language_does_not_say_it() -> None:
    assert said(translation("de", "Mühle") + translation("de-AT", "Mühl")) == ["Mühle Mühl"]


def test_a_label_of_the_source_is_enough() -> None:
    assert said(translation("de", "Mühle", more="<lang>dt.</lang>") + "<lang>frz.</lang>" + translation("fr", "moulin")) == ["dt. Mühle frz. moulin"]


def test_the_language_may_be_said_by_the_words() -> None:
    both = '<cit type="translation"><quote xml:lang="en">mill</quote></cit><cit type="translation"><quote xml:lang="nl">molen</quote></cit>'
    assert said(both) == ["en mill nl molen"]

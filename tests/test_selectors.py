"""The header gives looks by CSS selectors."""

from __future__ import annotations

import re

from render_judge import document, edition_of, tei

from edition.render import render_all
from edition.render.model import Rendition


def rendered(declarations: str, body: str) -> Rendition:
    source = tei(body).replace("</teiHeader>", f"<encodingDesc><tagsDecl>{declarations}</tagsDecl></encodingDesc></teiHeader>")
    [rendition] = render_all(edition_of(document(source)), "epub")
    return rendition


def classes(rendition: Rendition, word: str) -> set[str]:
    found = re.search(rf'class="([^"]*)"[^>]*>{word}', rendition.root.xhtml())
    return set(found[1].split()) if found else set()


def test_a_selector_gives_its_look_to_what_it_chooses_and_to_nothing_else() -> None:
    looks = '<rendition selector="lg > l:first-child, emph" scheme="css">color: maroon</rendition>'
    made = rendered(looks, "<lg><l>one</l><l>two</l></lg><p>a <emph>three</emph> b <hi>four</hi></p>")
    chosen = {word for word in ("one", "two", "three", "four") if any(name.startswith("rendition-") for name in classes(made, word))}
    assert chosen == {"one", "three"}
    [name] = [name for name in classes(made, "one") if name.startswith("rendition-")]
    assert f".{name} {{ color: maroon }}" in made.css


def test_a_selector_may_ask_for_attributes_and_mean_what_stands_before() -> None:
    made = rendered("""<rendition selector='hi[rend~="it"]' scope="before" scheme="css">content: "*"</rendition>""", '<p><hi rend="it">one</hi> <hi>two</hi></p>')
    assert any(name.startswith("rendition-") for name in classes(made, "one"))
    assert not any(name.startswith("rendition-") for name in classes(made, "two"))
    assert '::before { content: "*" }' in made.css


def test_what_an_element_says_itself_comes_after_what_a_selector_says() -> None:
    looks = '<rendition xml:id="blue" scheme="css">color: blue</rendition><rendition selector="hi" scheme="css">color: maroon</rendition>'
    made = rendered(looks, '<p><hi rendition="#blue">one</hi></p>')
    assert len([name for name in classes(made, "one") if name.startswith("rendition-")]) == 2
    assert made.css.index("maroon") < made.css.index("blue")


def test_an_older_file_names_the_look_of_an_element_by_tag_usage() -> None:
    looks = '<rendition xml:id="sl" scheme="css">font-style: italic</rendition><namespace name="http://www.tei-c.org/ns/1.0"><tagUsage gi="foreign" render="#sl"/></namespace>'
    assert any(name.endswith("sl") for name in classes(rendered(looks, "<p><foreign>one</foreign></p>"), "one"))


def test_what_is_no_selector_and_what_is_no_safe_css_changes_nothing() -> None:
    looks = '<rendition selector="p >> [" scheme="css">color: red</rendition><rendition selector="p" scheme="css">background: url(http://x.example/a.png)</rendition>'
    made = rendered(looks, "<p>one</p>")
    assert not any(name.startswith("rendition-") for name in classes(made, "one"))
    assert "url(" not in made.css
    [found] = [each for each in made.findings if each.code == "RND024"]
    assert "p >> [" in found.message
    assert found.locus.line == 1

"""Phrases are written by the shortest way, and come out as by the long one."""

from __future__ import annotations

import pytest
from render_judge import document, edition_of, tei

from edition.render import render_all


def written(body: str, header: str = "") -> str:
    text = tei(body)
    return render_all(edition_of(document(text.replace("</fileDesc>", f"</fileDesc>{header}") if header else text)), "epub")[0].root.xhtml()


@pytest.mark.parametrize(("body", "expected"), [
    ("a <seg>b</seg> c", 'a <span class="seg">b</span> c'),
    ('a <hi rend="italic">b</hi> <hi rend="italic">c</hi>', '<i class="hi rend-italic">b</i> <i class="hi rend-italic">c</i>'),
    ('a <hi rend="bold">b</hi> <hi rend="x">c</hi>', '<b class="hi rend-bold">b</b> <span class="hi rend-x">c</span>'),
    ('a <foreign xml:lang="la">b</foreign> <foreign>c</foreign>', '<span lang="la" xml:lang="la" dir="ltr" class="foreign">b</span> <span class="foreign">c</span>'),
    ('a <seg xml:id="b">b</seg> <seg>c</seg>', '<span id="b" class="seg">b</span> <span class="seg">c</span>'),
    ('a <seg style="color: red">b</seg> <seg>c</seg>', '<span style="color: red" class="seg">b</span> <span class="seg">c</span>'),
    ("a <seg>b &amp;\n  &lt; c</seg>", '<span class="seg">b &amp; &lt; c</span>'),
    ("a<lb break=\"no\"/><seg> b</seg>", '<span class="seg">b</span>'),
    ("a <del>b</del>", '<del>b</del>'),
    ("a <seg>b <foreign>c</foreign></seg>", '<span class="seg">b <span class="foreign">c</span></span>'),
    ("a <seg><!-- x -->b</seg>", '<span class="seg">b</span>'),
    ('a <seg><list><item><hi>b</hi></item></list></seg>', '<li id="'),
])  # fmt: skip
def test_a_phrase_has_its_own_class_language_and_id_and_no_others(body: str, expected: str) -> None:
    assert expected in written(f"<p>{body}</p>")


def test_what_the_header_says_of_one_of_two_like_elements_is_said_of_this_one() -> None:
    header = '<encodingDesc><tagsDecl><rendition selector="seg:first-child" scheme="css">color: maroon</rendition></tagsDecl></encodingDesc>'
    found = written("<p><seg>b</seg> <seg>c</seg></p><p><seg>d</seg></p>", header)
    assert found.count("rendition-") == 2
    assert '<span class="seg">c</span>' in found

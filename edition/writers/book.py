"""8. XHTML to files. This module: what an edition sets around its documents (half titles, contents, corrections), as XHTML.

It knows of no medium: where a link leads and what a place is called, the PDF and the EPUB writer say by the functions they hand in.
All of it is well-formed, has classes and no styles, and brings no ids but those it is given. `title_pages` and `imprint` are likewise.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from html import escape

from edition.project import Edition, Part
from edition.render.model import Correction, Rendition
from edition.writers.wording import word

LONG = 500  # lines of a table of contents: more are printed without rows of dots, which take more time than the words
DEEPEST = 12  # levels of a table of contents: what lies deeper stands at the last of them


@dataclass(frozen=True)
class Line:
    """A line of the contents. `level` counts from 1; `page` is "" where there are no pages."""

    text: str
    href: str
    level: int = 1
    page: str = ""
    language: str = ""


def half_title(part: Part, identifier: str) -> str:
    """The page that opens a part."""
    return f'<section class="half-title"><h1 id="{escape(identifier)}">{escape(part.title)}</h1></section>'


def contents(lines: Sequence[Line], words: Mapping[str, str], *, of: str = "contents") -> str:
    """Nested lists of links, deeper by the lines' levels; a level that is skipped is not invented. "" if there are no lines.

    `of`: the word that stands over it: "figures" and "tables" have such lists too.
    """
    if not lines:
        return ""
    title = escape(word(words, of))
    role = ' role="doc-toc"' if of == "contents" else ""
    kind = ("contents" if of == "contents" else f"contents {of}") + " long" * (len(lines) > LONG)
    markup = [f'<nav class="{kind}"{role} aria-label="{title}"><h1 class="contents-title">{title}</h1>']
    open_levels: list[int] = []
    for line in lines:
        level = min(line.level, DEEPEST)
        while open_levels and level < open_levels[-1]:
            open_levels.pop()
            markup.append("</li></ol>")
        if open_levels and level == open_levels[-1]:
            markup.append("</li>")
        elif not open_levels or level > open_levels[-1]:
            open_levels.append(level)
            markup.append("<ol>")
        language = f' lang="{escape(line.language)}" xml:lang="{escape(line.language)}"' if line.language else ""
        page = f' data-page="{escape(line.page)}"' if line.page else ""
        markup.append(f'<li><a href="{escape(line.href)}"{page}><span class="label"{language}>{escape(line.text)}</span></a>')
    markup.append("</li></ol>" * len(open_levels) + "</nav>")
    return "".join(markup)


def listed(rendition: Rendition) -> list[Correction]:
    """What the list of corrections has of a document. Expanded abbreviations are not corrections."""
    return [each for each in rendition.corrections if each.kind != "expan"]


def corrections(
    edition: Edition, renditions: Iterable[Rendition], words: Mapping[str, str], *, href: Callable[[Correction], str], place: Callable[[Correction], str]
) -> str:
    """The list of what the edition reads otherwise than its sources; "" where edition.toml asks for none or there is nothing to list.

    `href` leads to the place in the text, `place` is what stands in the first column (a page number, a mark).
    """
    if edition.project.corrections != "list":
        return ""
    tables = []
    having = [(rendition, rows) for rendition in renditions if (rows := listed(rendition))]
    for rendition, rows in having:
        caption = f"<caption>{escape(rendition.title)}</caption>" if len(having) > 1 or len(edition.documents) > 1 else ""
        heads = "".join(f'<th scope="col">{escape(word(words, key))}</th>' for key in ("page", "reading", "in_source", "change"))
        language = f' lang="{escape(rendition.language)}" xml:lang="{escape(rendition.language)}"' if rendition.language else ""
        body = "".join(_correction(each, words, language, href(each), place(each)) for each in rows)
        tables.append(f'<table class="corrections">{caption}<thead><tr>{heads}</tr></thead><tbody>{body}</tbody></table>')
    if not tables:
        return ""
    return f'<section class="corrections"><h1 class="corrections-title">{escape(word(words, "corrections"))}</h1>{"".join(tables)}</section>'


def _correction(each: Correction, words: Mapping[str, str], language: str, href: str, place: str) -> str:
    nothing = f'<span class="nothing">{escape(word(words, "nothing"))}</span>'
    shown, other = (f"<span{language}>{escape(text)}</span>" if text else nothing for text in (each.shown, each.other))
    kind = word(words, each.kind) + (f" ({word(words, 'certainty').lower()}{word(words, 'colon')}{word(words, each.cert)})" if each.cert and each.cert != "high" else "")
    where = f'<a href="{escape(href)}">{escape(place)}</a>' if href else escape(place)
    return f"<tr><td>{where}</td><td>{shown}</td><td>{other}</td><td>{escape(kind)}</td></tr>"

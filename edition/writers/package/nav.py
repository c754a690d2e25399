"""The navigation document: contents, landmarks, and the pages of the source. Source: EPUB 3.3 §7, DPUB-ARIA 1.1."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from html import escape

from edition.writers.book import DEEPEST, Line
from edition.writers.package.page import spoken
from edition.writers.wording import word

Landmark = tuple[str, str, str]  # a word of the EPUB Structural Semantics Vocabulary, the address, the text

LISTS: Mapping[str, str] = {"figures": "loi", "tables": "lot"}  # as EPUB calls them


@dataclass(frozen=True)
class PageMark:
    """A page of the source: its number as printed, and where it begins."""

    n: str
    href: str


def navigation(
    contents: Sequence[Line], landmarks: Iterable[Landmark], pages: Sequence[PageMark], words: Mapping[str, str],
    lists: Sequence[tuple[str, str, Sequence[Line]]] = (),
) -> str:  # fmt: skip
    """The body of the file. Landmarks and pages are for the reading system and are not shown.

    `lists`: of figures and tables, each with its name and title.
    """
    title = escape(word(words, "contents"), quote=False)
    parts = [f'<nav epub:type="toc" role="doc-toc" id="toc" class="contents" aria-labelledby="toc-title">\n<h1 id="toc-title">{title}</h1>\n']
    parts.append(_nested(contents))
    for name, head, lines in lists:
        parts.append(f'</nav>\n<nav epub:type="{LISTS[name]}" id="{name}" class="contents" aria-labelledby="{name}-title">\n<h2 id="{name}-title">{escape(head, quote=False)}</h2>\n')
        parts.append(_nested(lines))
    parts.append(f'</nav>\n<nav epub:type="landmarks" aria-label="{escape(word(words, "landmarks"))}" hidden="hidden">\n<ol>\n')
    parts.extend(f'<li><a epub:type="{kind}" href="{escape(href)}">{escape(text, quote=False)}</a></li>\n' for kind, href, text in landmarks)
    parts.append("</ol>\n</nav>\n")
    if pages:
        parts.append(f'<nav epub:type="page-list" role="doc-pagelist" aria-label="{escape(word(words, "pages"))}" hidden="hidden">\n<ol>\n')
        parts.extend(f'<li><a href="{escape(page.href)}">{escape(page.n, quote=False)}</a></li>\n' for page in pages)
        parts.append("</ol>\n</nav>\n")
    return "".join(parts)


def _nested(lines: Sequence[Line]) -> str:
    """One list, deeper by the lines' levels. A level that is skipped is closed up; what comes before its betters stands beside them."""
    parts = ["<ol>\n"]
    levels: list[int] = []  # of the lists that are open
    for line in lines:
        level = min(line.level, DEEPEST)
        while len(levels) > 1 and level <= levels[-2]:
            levels.pop()
            parts.append("</li>\n</ol>\n")
        if levels and level > levels[-1]:
            parts.append("\n<ol>\n")
            levels.append(level)
        elif levels:
            parts.append("</li>\n")
            levels[-1] = level
        else:
            levels.append(level)
        language = f" {spoken(line.language)}" if line.language else ""
        parts.append(f'<li><a href="{escape(line.href)}"{language}>{escape(line.text, quote=False)}</a>')
    parts.append("</li>\n</ol>\n" * len(levels))
    return "".join(parts) if levels else "<ol>\n<li><span>–</span></li>\n</ol>\n"

"""Whether a title page of the source may be that of the book: a `div` that calls itself one must say the title and the authors, or they would be lost."""

from __future__ import annotations

import re
from unicodedata import normalize

from edition.project import Project
from edition.render.model import Division

PLAIN_DIV = re.compile(r'<[^>]* class="div ')
SMALL = 4  # letters: shorter words of a title say little
NAME = 3  # letters of a name


def serves(project: Project, page: Division) -> bool:
    """A `titlePage` serves as it is. Half the words of the title will do, and one of each name: the spelling is the source's."""
    if not PLAIN_DIV.match(page.start):
        return True
    said = _words(re.sub(r"<[^>]*>", " ", page.xhtml()))
    title = _words(re.split(r"\s[:–—]\s|: ", project.title)[0])
    wanted = {word for word in title if len(word) >= SMALL} or title
    if 2 * len(wanted & said) < len(wanted):
        return False
    return all({word for word in _words(person.name) if len(word) >= NAME and word.isalpha()} & said for person in project.people if person.role == "author")


def _words(text: str) -> set[str]:
    """Without accents and capitals, u and v, i and j and the two forms of s alike."""
    bare = "".join(sign for sign in normalize("NFKD", text.casefold()) if not 0x300 <= ord(sign) < 0x370)
    return set(re.findall(r"\w+", bare.replace("v", "u").replace("j", "i").replace("ſ", "s")))

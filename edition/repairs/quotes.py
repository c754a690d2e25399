"""2. Repairs. Straight quotation marks and apostrophes become typographic ones where their direction is certain."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping

from edition.edits import Change, Proposal, View
from edition.repairs.paragraphs import paragraphs
from edition.rules import repair

IN_WORD = re.compile(r"(?<=[^\W\d_])'(?=[^\W\d_])")
PLURAL = re.compile(r"(?<=[^\W\d_]s)'(?=[\s.,;:!?)\]]|$)")
OPENS = re.compile(r"(?:^|(?<=[\s(\[—–‘'-]))\"(?=[^\s\"])", re.MULTILINE)
CLOSES = re.compile(r"(?<=[^\s\"(\[])\"(?=$|[\s.,;:!?)\]’'—–…-])", re.MULTILINE)
SINGLE = re.compile(r"(?:^|(?<=[\s(\[“—–]))'(?=[^\s'])([^'\"\n]*(?:\n[^'\"\n]+)?)(?<=[^\s'(\[])'(?=$|[\s.,;:!?)\]”\"—–…])", re.MULTILINE)
LEADING = re.compile(r"(?<![\w'’])'(?=(?:\d0s\b|(?:[Tt]is|[Tt]was|[Tt]were|[Tt]il|[Ee]m|[Cc]ause|[Bb]out|[Nn])\b))")
BACKTICKS = re.compile(r"(?<!`)``(?P<double>[^`'\"\n]+(?:'[^`'\"\n]+)*)''(?!')|(?<![`\w])`(?P<single>[^`'\n]+(?:'\w[^`'\n]*)*)'(?!['\w])")
MARKS: Mapping[str, tuple[str, str]] = {"en": ("“", "”"), "de": ("„", "“"), "und": ("“", "”"), "": ("“", "”")}  # languages with one usage
SINGLES: Mapping[str, tuple[str, str]] = {"de": ("‚", "‘")}


def _language(view: View) -> str:
    return view.language.split("-")[0].lower()


@repair(
    "quotes.apostrophe", declared_in="quotation",
    statement="Straight apostrophes inside words, and after the s of a plural, are set as U+2019.",
)  # fmt: skip
def straight_apostrophes(view: View) -> Iterator[Change | Proposal]:
    """Set straight apostrophes in ``don't`` and ``workers' rights`` as U+2019.

    Elsewhere a straight mark may open or close: it is left. In a paragraph that also has an opening single mark, the one after an s
    may close a quotation, and is left as well.

    Example: the rowers' songs weren't → the rowers’ songs weren’t
    """
    for match in IN_WORD.finditer(view.text):
        yield Change(match.start(), "'", "’")
    for paragraph in paragraphs(view):
        if "'" in paragraph[0] and not re.search(r"(^|[\s(\[“\"])['‘]\w|`", paragraph[0]):
            for match in PLURAL.finditer(paragraph[0]):
                yield Change(paragraph.start() + match.start(), "'", "’", cert="medium")


@repair(
    "quotes.leading", declared_in="quotation", statement="Straight apostrophes at the beginning of words are set as U+2019 where an editor has confirmed it.",
)  # fmt: skip
def leading_apostrophes(view: View) -> Iterator[Change | Proposal]:
    """Propose an apostrophe for a straight mark before ``tis``, ``em``, ``90s``: it is none that opens.

    Proposed: the summer of the '90s → the summer of the ’90s
    """
    if _language(view) in ("en", "und", ""):
        for match in LEADING.finditer(view.text):
            yield Proposal(match.start(), "'", "’", cert="high", why="an apostrophe for what was left out, and no opening mark")


@repair(
    "quotes.single", declared_in="quotation", statement="Straight single quotation marks are set as typographic ones where an editor has confirmed it.",
)  # fmt: skip
def straight_single_quotes(view: View) -> Iterator[Change | Proposal]:
    """Propose typographic marks for a pair of straight single ones: an apostrophe looks the same, so nothing is done alone.

    Proposed: he said 'the boats' twice → he said ‘the boats’ twice
    """
    if _language(view) not in MARKS:
        return
    opening, closing = SINGLES.get(_language(view), ("‘", "’"))
    for match in SINGLE.finditer(view.text):
        if not LEADING.match(view.text, match.start()):
            yield Proposal(match.start(), match[0], f"{opening}{match[1]}{closing}", cert="medium", why="a pair of straight single marks")


@repair(
    "quotes.backtick", declared_in="quotation", statement="Quotations between grave accents and straight marks are set in typographic marks where an editor has confirmed it.",
)  # fmt: skip
def backtick_quotes(view: View) -> Iterator[Change | Proposal]:
    """Propose typographic marks for those of typewriters and TeX, a grave accent that opens and a straight mark that closes.

    Proposed: the ``free'' port → the “free” port
    """
    if "`" in view.text:
        for match in BACKTICKS.finditer(view.text):
            new = f"“{match['double']}”" if match["double"] else f"‘{match['single']}’"
            yield Proposal(match.start(), match[0], new, cert="medium", why="quotation marks as TeX writes them")


@repair(
    "quotes.double", declared_in="quotation",
    statement="Straight double quotation marks that stand in clear pairs within a paragraph are set as those of the language: “ and ” in English, „ and “ in German.",
)  # fmt: skip
def straight_double_quotes(view: View) -> Iterator[Change | Proposal]:
    """Set ``"`` as the marks of the language, in paragraphs where the marks open and close by turns and each shows which it does.

    In languages of more than one usage (French, Spanish …) the marks are left; and so is a whole paragraph with a mark that may be
    inches, opens a paragraph that another closes, or stands in another quotation.

    Example: He called it "a boat" twice → He called it “a boat” twice
    """
    if (marks := MARKS.get(_language(view))) is None or '"' not in view.text:
        return
    for paragraph in paragraphs(view):
        text = paragraph[0]
        places = [at for at, char in enumerate(text) if char == '"']
        opens, closes = ({match.start() for match in pattern.finditer(text)} for pattern in (OPENS, CLOSES))
        certain = all((at in (closes if number % 2 else opens)) and at not in (opens if number % 2 else closes) for number, at in enumerate(places))
        if certain and places and len(places) % 2 == 0:
            for number, at in enumerate(places):
                yield Change(paragraph.start() + at, '"', marks[number % 2])

"""3. Structure. The rules that say what a run of plain text is: each a few lines, with its confidence and its reason.

The first rule that answers decides; the record overrules them all. Rules look at the whole file through `Page`.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from itertools import pairwise

from edition.model import Label
from edition.structure.runs import WORDS, Profile, Run

SMALL = frozenset("""
a an the of and or in on at to for from by with as but nor so yet into over under off is are de la el los las y o en del por para con un una
le les des du et à au aux der die das und im am von zu
""".split())
SALUTE = re.compile(r"(My |Ma |Mon )?(Dear|Dearest|Sir|Madam|Gentlemen|Ch[eè]re?s?|Monsieur|Madame|Liebe[rs]?|Sehr geehrte[rs]?|Querid[oa]s?|Estimad[oa]s?|Car[oa])\b.{0,60}[,:!.]?$")
CLOSE = re.compile(r"(Yours|Your (\w+ ){0,2}(brother|sister|son|daughter|mother|father|cousin|uncle|aunt|niece|nephew|friend|wife|husband|servant)\b|Your (most |obedient|affectionate|humble|loving|faithful|sincere)|Sincerely|Faithfully|Truly|With (love|kind|best|warm)|Believe me|I remain|I am,|Veuillez|Votre|Hochachtungsvoll|Ihr[e]?,|Mit |Atentamente|Su )", re.IGNORECASE)
POSTSCRIPT = re.compile(r"(P\. ?S\.|PS[.:]|N\. ?B\.)")
MONTH = r"(Jan|Feb|Mar|Apr|May|June?|July?|Aug|Sept?|Oct|Nov|Dec)[a-z]*\.?"
DATE = re.compile(rf"\b({MONTH} \d{{1,2}}(st|nd|rd|th)?,? \d{{4}}|\d{{1,2}}(st|nd|rd|th)?( of)? {MONTH},? \d{{4}}|\d{{4}}-\d\d-\d\d)\b")
NUMBERED = re.compile(r"(\d{1,2}|[IVXLC]{1,6})[.)] +\S")
COMMENTS = re.compile(r"(Comments?|Responses|Replies|Reader comments)( \(\d+\))?:?$", re.IGNORECASE)
RULE = re.compile(r"[*•·~#_=—–-]([ ]?[*•·~#_=—–-]){2,}$|[*⁂§]$")
STOP = re.compile(r"[.!?…:;,][”’\"')\]]*$")


@dataclass
class Page:
    """The whole file, with the labels so far."""

    runs: Sequence[Run]
    profile: Profile
    kind: str  # of the record, or detected
    labels: list[Label] = field(default_factory=list)

    @property
    def here(self) -> int:
        return len(self.labels)

    def last(self, name: str) -> bool:
        return any(label.name == name for label in self.labels)


Rule = Callable[[Page, Run], Label | None]


def heading_like(run: Run) -> bool:
    """At most 16 words, three quarters of those that count with a capital, no stop at the end."""
    words = [word for word in WORDS.findall(run.text) if word.casefold() not in SMALL]
    if not words or len(run.lines) > 2 or run.words > 16 or (STOP.search(run.text) and not run.text.endswith(("!", "?", "!”", "?”"))):
        return False
    capitals = sum(word[0].isupper() or word[0].isdigit() for word in words)
    return bool(capitals >= 0.75 * len(words))


def ornament(page: Page, run: Run) -> Label | None:
    if len(run.lines) == 1 and RULE.match(run.text.strip()):
        return Label("milestone", 0.9, "a line of signs without words")
    return None


def comments(page: Page, run: Run) -> Label | None:
    if len(run.lines) == 1 and page.here > 2 and COMMENTS.match(run.text):
        return Label("comments/head", 0.8, "the label of a web page's comment section")
    if page.last("comments/head"):
        return Label("post", 0.7, "it follows the head of the comments")
    return None


def listing(page: Page, run: Run) -> Label | None:
    if page.kind != "listing":
        return None
    follows = page.runs[page.here + 1] if page.here + 1 < len(page.runs) else None
    if (page.labels and page.labels[-1].name.startswith("imprint")) or (run.empty_before > 1 and page.here > len(page.runs) // 2):
        return Label("imprint", 0.6, "it stands after two empty lines at the end of a listing")
    if run.words <= 16 and follows and follows.empty_before == 0 and heading_like(follows):
        return Label("teaser/figDesc", 0.7, "a short line directly above a headline: the text of a picture")
    if heading_like(run):
        return Label("teaser/head", 0.7, "a short line in capitals, in a listing")
    return Label("teaser/p", 0.7, "a sentence in a listing")


def letter(page: Page, run: Run) -> Label | None:
    if page.kind != "letter":
        return None
    greeted = page.last("salute")
    if not greeted and len(run.lines) == 1 and SALUTE.match(run.text.strip()):
        return Label("salute", 0.9, "a form of address on a line of its own")
    if not greeted and len(run.lines) == 1 and DATE.search(run.text) and run.words <= 12:
        return Label("dateline", 0.8, "a date on a short line before the address")
    if not greeted and page.profile and run.words <= 8 and len(run.lines) == 1 and any(SALUTE.match(each.text.strip()) for each in page.runs[page.here + 1 : page.here + 8]):
        return Label("opener/seg", 0.6, "a short line above the form of address")
    if greeted and POSTSCRIPT.match(run.text.strip()):
        return Label("postscript/p", 0.9, "it begins with P.S.")
    if greeted and len(run.lines) == 1 and run.words <= 14 and CLOSE.match(run.text.strip()):
        return Label("closer/salute", 0.8, "a form of farewell on a short line")
    before = page.labels[-1].name if page.labels else ""
    if run.words <= 8 and (before == "closer/salute" or (before == "closer/signed" and not run.empty_before)):
        return Label("closer/signed", 0.7, "a short line after the farewell")
    return None


def title(page: Page, run: Run) -> Label | None:
    if not page.here and page.kind != "letter" and len(page.runs) > 1 and run.words <= 20 and len(run.lines) <= 2 and not run.text.endswith((".", ",", ";")):
        return Label("head", 0.8, "the first block, short and without a stop")
    return None


def byline(page: Page, run: Run) -> Label | None:
    if 0 < page.here < 3 and len(run.lines) == 1 and re.match(r"(By|Par|Von|Por) [A-ZÀ-Þ]", run.text) and run.words <= 10:
        return Label("byline", 0.8, "“By” and a name near the title")
    if 0 < page.here < 4 and len(run.lines) == 1 and run.words <= 8 and DATE.search(run.text):
        return Label("dateline", 0.7, "a date on a short line near the title")
    return None


def numbered_head(page: Page, run: Run) -> Label | None:
    if len(run.lines) == 1 and NUMBERED.match(run.text) and run.words <= 14 and not STOP.search(run.text) and page.here:
        return Label("head", 0.7, "a number, at most 14 words, no stop")
    return None


def verse(page: Page, run: Run) -> Label | None:
    """Short lines with capitals. In a file broken by a margin they must be clearly shorter than it."""
    lines = [line for line in run.lines if line.strip()]
    if len(lines) < 2 or (page.kind not in ("poem", "play", "") and page.profile.wrapped is False):
        return None
    limit = page.profile.margin * 0.8 if page.profile.wrapped else 60
    capitals = sum(line.lstrip(" \t“\"‘'(—").lstrip()[:1].isupper() for line in lines) / len(lines)
    if max(map(len, lines)) <= limit and (capitals > 0.8 or page.kind == "poem") and (len(lines) > 2 or page.kind == "poem"):
        return Label("lg", 0.6, "short lines that begin with capitals")
    return None


def head(page: Page, run: Run) -> Label | None:
    follows = page.runs[page.here + 1] if page.here + 1 < len(page.runs) else None
    if page.here and len(run.lines) == 1 and run.words <= 10 and heading_like(run) and follows and follows.words > 25 and not NUMBERED.match(follows.text):
        return Label("head", 0.5, "a short line in capitals before a longer paragraph")
    return None


def quotation(page: Page, run: Run) -> Label | None:
    text = run.text.strip()
    if run.words > 25 and text[:1] in "“«„\"" and text.rstrip(".")[-1:] in "”»“\"" and text.count("“") <= 1:
        return Label("quote", 0.6, "a whole paragraph in quotation marks")
    return None


def paragraph(page: Page, run: Run) -> Label | None:
    return Label("p", 0.9 if run.words > 12 else 0.5, "nothing else")


RULES: tuple[Rule, ...] = (
    ornament,  # before all: it has no words
    comments,  # what follows their head is theirs, whatever it looks like
    listing, letter,  # the kind of the file decides before the look of a line
    title, byline,
    numbered_head,
    verse,  # before heads: a stanza of two lines is no heading
    head, quotation,
    paragraph,
)  # fmt: skip


def kind_of(runs: Sequence[Run]) -> str:
    """The kind of a whole file: "letter", "listing", else ""."""
    early = [run.text.strip() for run in runs[:6] if len(run.lines) == 1]
    if any(SALUTE.match(text) and text.endswith((",", ":", "!")) for text in early):
        return "letter"
    if len(runs) >= 8:
        pairs = sum(heading_like(a) and not heading_like(b) and b.words > 8 for a, b in pairwise(runs))
        if pairs * 2 > 0.7 * len(runs) and sum(run.words <= 60 for run in runs) >= 0.9 * len(runs):
            return "listing"
    return ""

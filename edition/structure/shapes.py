"""3. Structure. What lines look like, by themselves: lists, verse, tables, headings, speakers. No rule, only the tests that rules share."""

from __future__ import annotations

import re
from collections.abc import Sequence
from datetime import date
from itertools import islice

from edition.structure import words
from edition.structure.runs import WORDS

STOP = re.compile(r"[.!?…:;,][”’\"')\]]*$")
FULL = re.compile(r"[.!?…][”’»\"')\]]*\d{0,2}(?:\[\d+\])?[*†‡§]*$")  # a sentence ends, perhaps with the mark of a note
NUMBERED = re.compile(r"(\d{1,2}|[IVXLC]{1,6})[.)] +\S")
RULE = re.compile(r"[*•·~#_=—–-]([ ]?[*•·~#_=—–-]){2,}$|[*⁂§]$")
UNDERLINE = re.compile(r"([=~^-])\1{2,}$")
MARKERS = (  # what a line of a list begins with, by families: lines of one list have the same
    ("bullet", re.compile(r"\s*([-–—•◦▪‣·*+])\s+(?=\S)")), ("number", re.compile(r"\s*(\(?\d{1,3}[.)])\s+(?=\S)")),
    ("letter", re.compile(r"\s*(\(?[a-z][.)])\s+(?=\S)")), ("roman", re.compile(r"\s*(\(?[ivx]{1,5}[.)])\s+(?=\S)")),
)  # fmt: skip
NOTE = re.compile(r"\s*(?P<mark>\[(?:\d{1,3}|[*†‡§a-z])\]|\(\d{1,3}\)|\d{1,3}[.)]|[*†‡§]{1,3}|[¹²³⁰⁴-⁹]+|\^\d{1,3})\s*(?=\S)")
HIGH = re.compile(r"\s*(?P<mark>\[\d{4,5}\]|\(\d{4,5}\)|\d{4,5}[.)]|\^\d{4,5})\s*(?=\S)")  # a note, if the number before it is one too: else a year
CUE = re.compile(r"(?P<name>(?:[A-ZÀ-Þ][A-ZÀ-Þ.’'-]*|[A-ZÀ-Þ]\.)(?:[ ](?:[A-ZÀ-Þ][A-ZÀ-Þ.’'-]*|DE|DU|LA|LE|THE|OF|AND))*(?P<aside>,? ?[(,][^.:—]{1,60}\)?)?)(?:\.? ?[—–] ?|[.:] +)(?=\S)")
ASKED = re.compile(r"(?P<name>[QA]|[A-ZÀ-Þ][\w.’'-]*(?: [A-ZÀ-Þ][\w.’'-]*){0,2})(?::|\.(?= ))\s+(?=\S)")
PERSON = re.compile(r"[A-ZÀ-Þ][\w.’'-]*(?: (?:[A-ZÀ-Þ][\w.’'-]*|de|del|von|van|der|la|du|da|di)){1,3}$")
ORGAN = re.compile(r"\b(Group|Party|Committee|Union|League|Society|Association|Collective|Editors|Council|Federation|Movement|Comité|Parti|Partido|Groupe|Gruppe|Verein|Sindicato|Bund)\b")
COLUMNS = re.compile(r"\t+| {2,}")


def wordy(text: str) -> int:
    return len(WORDS.findall(text))


def longer(text: str, most: int) -> bool:
    """Whether a text has more words than that. It counts no further: a paragraph costs no more than a heading."""
    return next(islice(WORDS.finditer(text), most, None), None) is not None


def heading_like(text: str) -> bool:
    """At most 16 words, three quarters of those that count with a capital, no stop at the end."""
    said = [match[0] for match in islice(WORDS.finditer(text), 17)]
    counting = [word for word in said if word.casefold() not in words.SMALL]
    if not counting or len(said) > 16 or (STOP.search(text) and not text.endswith(("!", "?", "!”", "?”"))):
        return False
    capitals = sum(word[0].isupper() or word[0].isdigit() for word in counting)
    return bool(capitals >= 0.75 * len(counting))


def upper(text: str) -> bool:
    """A line in capitals, with at least three letters."""
    return text.isupper() and sum(letter.isalpha() for letter in text) > 2


def marker(line: str) -> tuple[str, str, int]:
    """The family and the marker of an item, and where its words begin; ("", "", 0) if the line is none."""
    for family, pattern in MARKERS:
        if match := pattern.match(line):
            sign = match[1]
            return (f"{family} {sign}" if family == "bullet" else f"{family} {re.sub('[^().]', '', sign)}"), sign, match.end()
    return "", "", 0


def table(lines: Sequence[str]) -> bool:
    """At least two lines, most of them in the same number of columns with gaps between."""
    if len(lines) < 2:
        return False
    counts = [len([cell for cell in COLUMNS.split(line.strip()) if cell]) for line in lines]
    most = max(counts)
    return most > 1 and sum(count >= max(2, most - 1) for count in counts) >= 0.8 * len(lines) and max(map(len, lines)) < 120


def verse(lines: Sequence[str], margin: int, *, poem: bool, announced: bool) -> bool:
    """Short lines, each with a capital; where a margin broke the lines of the file, clearly shorter than it. Of two lines, only announced ones."""
    if len(lines) < 2 or max(map(len, lines)) > (margin * 0.8 if margin else 66):
        return False
    capitals = sum(line.lstrip(" \t“\"‘'«(—").lstrip()[:1].isupper() for line in lines) / len(lines)
    length = sum(map(wordy, lines)) / len(lines)
    if poem:
        return capitals > 0.5 or length >= 3
    if (len(lines) == 2 and not announced) or any(upper(line) or dateline(line.strip()) for line in lines):
        return False
    return capitals > 0.8 and length >= 4 and sum(map(heading_like, lines)) < 0.5 * len(lines)


def parenthesis(text: str) -> bool:
    """Whole in round or square brackets."""
    return bool(re.fullmatch(r"\([^()]*\)\.?|\[[^\[\]]*\w[^\[\]]*\]\.?", text.strip())) and not re.fullmatch(r"\[?\(?[\W\d]*\)?\]?", text.strip())


def person(text: str) -> bool:
    """Two to four words with capitals and nothing else: a name, if it stands where names stand."""
    return bool(PERSON.fullmatch(text.strip())) and not words.DATE.search(text)



def dateline(text: str) -> bool:
    """A short line that is a date, perhaps with a place, a weekday or an hour."""
    match = None if longer(text, 12) else words.DATE.search(text)
    if match is None or (FULL.search(text) and not re.search(r"\d\.?$", text)):
        return False
    rest = f"{text[: match.start()]} {text[match.end() :]}"
    return not re.search(r"\b(was|is|were|has|had|will|the meeting of)\b", rest)


def weekday(text: str) -> str:
    """What is wrong with the weekday of a dateline, if something is: "" else."""
    match = words.DATE.search(text)
    named = [words.WEEKDAYS[word] for word in re.findall(r"\w+", text.casefold()) if word in words.WEEKDAYS]
    if match is None or not named:
        return ""
    year, day = match["y1"] or match["y2"], match["d1"] or match["d2"]
    if match["iso"]:
        found = date.fromisoformat(match["iso"]) if re.fullmatch(r"\d{4}-(0[1-9]|1[0-2])-([012]\d|3[01])", match["iso"]) else None
    else:
        month = _month((match["m1"] or match["m2"] or "").casefold())
        try:
            found = date(int(year), month, int(re.sub(r"\D", "", day))) if year and month and int(year) > 1752 else None
        except ValueError:
            return "there is no such day"
    if found is None or found.weekday() == named[0]:
        return ""
    return f"that day was a {('Monday', 'Tuesday', 'Wednesday', 'Thursday', 'Friday', 'Saturday', 'Sunday')[found.weekday()]}"


def _month(name: str) -> int:
    begins = (("jan", "ene", "gen"), ("feb", "fé", "fev"), ("mar", "mär"), ("apr", "avr", "abr"), ("may", "mai", "mag"), ("jun", "juin", "giu"),
              ("jul", "juil", "lug"), ("aug", "ao", "ago"), ("sep", "set"), ("oct", "okt", "ott"), ("nov",), ("dec", "déc", "dez", "dic"))
    return next((number for number, stems in enumerate(begins, 1) if name.startswith(stems)), 0)

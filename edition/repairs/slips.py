"""2. Repairs. Slips of spacing and punctuation: each a pattern with its reason, proposed and never done alone.

What a text does often is its habit and no slip, so a pattern that is found too often in one text is not asked about at all.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Callable, Iterator

from edition.edits import Change, Proposal, View
from edition.repairs.paragraphs import paragraphs
from edition.rules import repair

HABIT = 12  # places, in a text of any length; and one more for each
LENGTH = 5_000  # characters
TOKEN = re.compile(r"[/@#\\]|www|\.\w+\.|\.(?:com|org|net|html?|php|txt|pdf|js|py)\b", re.IGNORECASE)
# A pattern begins with what is rare: what stands before it is looked at afterwards, since a look behind at every place takes long.
JOINED = re.compile(r"(?P<stop>[.!?][”’\"»)\]]?|,|;)(?P<next>[A-ZÀ-Þ][a-zß-ÿ]+|(?<=[,;])[a-zß-ÿ]{2,})")
BEFORE = re.compile(r" +(?P<stop>[,.;:!?])(?=[\s”’]|(?<![:;])\)|$)(?![ ]?\.)")
TWO = re.compile(r"(?P<two>,,|;;|\.\.|,\.|;,|,;)(?![.,;\w])")
STRAY = re.compile(r"\. (?P<next>[a-zß-ÿ][^\W\d_]*)")
WORD = re.compile(r"(?:^|\s)([^\W\d_]{4,})$")
SENTENCE = re.compile(r"\((?P<inside>[A-ZÀ-Þ][^()]*[^()\s.!?…:;,”’\"])\)(?P<stop>\.?)(?=\s|$)")
DATE = re.compile(r"\b(?:January|February|March|April|May|June|July|August|September|October|November|December) (?P<day>[0-3]?\d)(?P<gap> )(?=(?:1[5-9]|20)\d\d\b)")
LATIN = re.compile(r"(?:(?<=\()|(?<=, )|(?<=— ))(?P<word>ie|eg)(?P<comma>,?)(?= )")
POSSESSIVE = re.compile(r"\b(?:for|of|on|to|about|with|and|in) (?P<word>[a-zß-ÿ]{3,})[’']s (?=[a-z]{4,}s\b)")
SOMEONE = re.compile(r"(?:[^h]er|or|ist|[^m]ant|[^m]ent)$")  # who does something, of whom there are many; no father, no government
ENUMERATED = re.compile(r"(?:^|[\s(;,:])(?:\d{1,3}|[a-zA-Z]|[ivxIVX]{1,5})$")
SHORT = frozenset("""
approx assn assoc capt chap chapt cent coll comp conf cont corp dept dist encl esp etc fasc figs genl gouv govt hist illus incl inst introd intl jour libr
mass math misc mich minn miss mont natl nouv oreg orig penn philos plur pref prep prev prof prov publ repr resp rept sect secs subj suppl tech tenn tome
trad transl univ vols wash wisc xxii bzgl evtl geschr hrsg jahrh sept octo nove dece janv févr avril juil déce ibid idem bras cols elev lond misc
abbr anon arch bros cath cent cert circ cres cust desc diss ency excl geog geol gram lith mrs msgr orch phys pers sing spec subs supt surg synd theol trans verb vocab
""".split())


@repair(
    "slip", declared_in="correction", family="editorial",
    statement="Slips of spacing and punctuation are corrected in the text where an editor has confirmed it; both readings are kept.",
)  # fmt: skip
def slips(view: View) -> Iterator[Change | Proposal]:
    """Propose to mend spaces that are missing or too many at stops, doubled, stray and misplaced stops, brackets without their partner,
    ``ie``, dates without a comma, and paragraphs that lack their last stop.

    Proposed: He left the pier.Meanwhile → He left the pier. Meanwhile
    """
    most = HABIT + len(view.text) // LENGTH
    taken: list[tuple[int, int]] = []
    for rule in RULES:
        found = list(rule(view))
        if len(found) <= most:
            found = [each for each in found if not any(at <= each.at + len(each.old) and each.at <= end for at, end in taken)]
            taken += [(each.at, each.at + len(each.old)) for each in found]
            yield from found


def _english(view: View) -> bool:
    return view.language.split("-")[0].lower() in ("en", "und", "")


def _token(text: str, at: int) -> str:
    """What stands between spaces around a place."""
    start = max(text.rfind(" ", 0, at), text.rfind("\n", 0, at)) + 1
    match = re.compile(r"\S*").match(text, start)
    return match[0] if match else ""


def _space_missing(view: View) -> Iterator[Proposal]:
    for match in JOINED.finditer(view.text):
        if match.start() < 2 or not view.text[match.start() - 2 : match.start()].isalpha():
            continue
        token = _token(view.text, match.start())
        if not TOKEN.search(token) and token.count(".") < 3:
            yield Proposal(match.start(), match[0], f"{match['stop']} {match['next']}", "high", f"no space after “{match['stop']}”")


def _space_before(view: View) -> Iterator[Proposal]:
    spaced = "" if _english(view) or view.language.split("-")[0].lower() in ("de", "es", "it", "pt", "nl") else ";:!?"
    for match in BEFORE.finditer(view.text):
        if not re.match("[\\w”’)]", view.text[match.start() - 1 : match.start()]):
            continue
        french = match["stop"] in ";:!?" and re.search("[«»]", view.text[max(0, match.start() - 200) : match.end() + 200])
        if match["stop"] not in spaced and not french:
            yield Proposal(match.start(), match[0], match["stop"], "high", f"a space before “{match['stop']}”")


def _two_stops(view: View) -> Iterator[Proposal]:
    for match in TWO.finditer(view.text):
        two, before = match["two"], view.text[match.start() - 1 : match.start()]
        if before.isspace() or before in ",;.":
            continue
        stop = two[0] if two[0] == two[1] else "." if "." in two else ";"
        yield Proposal(match.start(), two, stop, "medium", f"“{two}”: two stops where one will do")


def _stray_stop(view: View) -> Iterator[Proposal]:
    found = []
    for match in STRAY.finditer(view.text):
        before = WORD.search(view.text[max(0, match.start() - 30) : match.start()])
        if before and before[1].casefold() not in SHORT and before[1][-1].islower():
            found.append((match.start(), before[1].casefold()))
    times = Counter(word for _, word in found)
    for at, word in found:
        if times[word] == 1:  # more: an abbreviation
            yield Proposal(at, ". ", " ", "medium", "a full stop, and the sentence goes on with a small letter")


def _sentence_in_brackets(view: View) -> Iterator[Proposal]:
    for match in SENTENCE.finditer(view.text):
        words = match["inside"].split()
        if not re.match("[.!?…”’] ", view.text[max(0, match.start() - 2) : match.start()]):
            continue
        if len(words) >= 6 and words[0][0].isupper() and not re.search(r"\d{4}$", match["inside"]) and (match["stop"] or view.text[match.end() : match.end() + 1] in ("", "\n")):
            at = match.end("inside")
            yield Proposal(at, f"){match['stop']}", ".)", "medium", "a whole sentence in brackets: its full stop belongs inside")


def _brackets(view: View) -> Iterator[Proposal]:
    if "(" not in view.text and ")" not in view.text:
        return
    for paragraph in paragraphs(view):
        text = paragraph[0]
        if text.count("(") == text.count(")"):
            continue
        open_: list[int] = []
        for match in re.finditer(r"[()]", text):
            at = match.start()
            if match[0] == "(":
                open_.append(at)
            elif open_:
                open_.pop()
            elif not ENUMERATED.search(text[max(0, at - 8) : at]) and not re.search(r"[:;]-?$", text[max(0, at - 2) : at]):
                yield Proposal(paragraph.start() + at, ")", "", "medium", "a bracket that nothing opened")
        for at in open_:
            if not re.search(r"[:;]-?$", text[max(0, at - 2) : at]):
                yield Proposal(paragraph.start() + at, "(", "", "low", "a bracket that nothing closes in this paragraph")


def _date(view: View) -> Iterator[Proposal]:
    if _english(view):
        for match in DATE.finditer(view.text):
            yield Proposal(match.start("day"), f"{match['day']} ", f"{match['day']}, ", "medium", "a date: month, day and year without their comma")


def _latin(view: View) -> Iterator[Proposal]:
    if _english(view):
        for match in LATIN.finditer(view.text):
            full = f"{match['word'][0]}.{match['word'][1]}." + ("," if match["comma"] or view.language == "en-US" else "")
            yield Proposal(match.start(), match[0], full, "high", f"“{match['word']}” for “{full.rstrip(',')}”")


def _possessive(view: View) -> Iterator[Proposal]:
    if _english(view):
        for match in POSSESSIVE.finditer(view.text):
            plural = f"{match['word']}s’"
            known = plural in view.text
            if known or SOMEONE.search(match["word"]):
                why = f"“{plural}” stands elsewhere in the text" if known else f"“{match['word']}” has no article: perhaps more than one"
                yield Proposal(match.start("word"), f"{match['word']}{view.text[match.end('word')]}s", plural, "medium" if known else "low", why)


def _last_stop(view: View) -> Iterator[Proposal]:
    """Long paragraphs that end in a letter, where nearly all others end in a stop."""
    long = [match for match in paragraphs(view) if len(match[0].split()) > 30]
    bare = [match for match in long if match[0].rstrip()[-1:].isalpha()]
    if len(long) < 5 or len(bare) * 5 > len(long):
        return
    for match in bare:
        follows = view.text[match.end() :].lstrip()[:1]
        if not follows.islower():
            at = match.start() + len(match[0].rstrip())
            word = re.search(r"\S+$", match[0].rstrip())
            if word and not TOKEN.search(word[0]):
                yield Proposal(at - len(word[0]), word[0], f"{word[0]}.", "low", "a long paragraph without a stop at its end")


RULES: tuple[Callable[[View], Iterator[Proposal]], ...] = (
    _space_missing, _sentence_in_brackets,  # before brackets and last stops, which see half of the same slip
    _space_before, _two_stops, _stray_stop, _brackets, _date, _latin, _possessive, _last_stop,
)  # fmt: skip

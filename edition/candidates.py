"""Candidates for authority.toml: names that stand in the texts and that no entry knows, found by their shape, with how often and where first.

Rules and no model: capitals, acronyms, an acronym behind its long form, laws. A person decides what each one is.
"""

from __future__ import annotations

import csv
import io
import json
import re
import unicodedata
from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import asdict, dataclass, replace

from edition import tei
from edition.addresses import Ground
from edition.authority import Authority
from edition.encode.names import Form, forms, hits
from edition.model import Document

WORD = re.compile(r"(?:[^\W\d_]\.){2,}|[^\W\d_][\w’']*(?:-[\w’']+)*|&")
POSSESSIVE = re.compile(r"[’']s?$")
BREAKS = re.compile(r"[’']s$")  # behind it another name begins; Workers’ Group is one
JOINS = frozenset("of for de del la las los le les du des da do dos di der den von van und y et & the".split())  # between two words of a name
NOT_FIRST = frozenset("""
the a an this that these those and but or if in on at as for to of it its he she they we you i from with by while when after our their his her there here
however meanwhile although though nonetheless nevertheless since because so also then now thus therefore whether none nor some many most all both each every yet still
""".split())  # what a sentence begins with, and no name
CALENDAR = frozenset("""
january february march april may june july august september october november december monday tuesday wednesday thursday friday saturday sunday i
""".split())
LAW = re.compile(r"(?:(?:[A-Z][\w’]+ )+Act(?: of \d{4})?|\b(?:SB|HB|AB|HR|H\.R\.|LB) \d{1,5}|Public Law \d+[-–]\d+|Executive Order \d+|Proclamation \d+)\b")
ACRONYM = re.compile(r"(?:[A-Z]\.){2,}|[A-Z][A-Z&]+(?:-\d+)?")
PAIR = re.compile(r"\s*\(([A-Z][A-Za-z&.-]*[A-Z])s?\)")
ENDS = ".!?:;…"
CLOSERS = "”’\"')]"
TITLE = (16, 0.75)  # a line of so many words at most, so many of which have capitals, has them because it is a title
BODIES = frozenset("""
act party union committee group congress league federation department agency association council working network campaign institute university tendency
movement committees patrol collective society commission organization organisation news workers
""".split())
UNREAD = frozenset({"note", "sic", "orig", "surplus", "figDesc"})  # what is no part of the reading text here
CONTEXT = 40  # characters on each side


@dataclass(frozen=True)
class Passage:
    """A block of a text as it reads, with the document it is from and its line in the source (1-based)."""

    document: str
    line: int
    text: str


@dataclass(frozen=True)
class Candidate:
    """A possible name. `short`: its acronym, if the text has it in parentheses behind; `kind`: a guess, or ""."""

    name: str
    count: int
    document: str
    line: int
    context: str
    kind: str = ""
    short: str = ""


@dataclass(frozen=True)
class Found:
    name: str
    at: int
    end: int
    first: bool  # stands where a sentence begins
    kind: str = ""


def candidates(passages: Iterable[Passage], authority: Authority) -> list[Candidate]:
    """All candidates, the most frequent first; those that are a form of an entry are left out."""
    every = list(passages)
    lower = Counter(word for passage in every for word in re.findall(r"\b[^\W\d_A-Z][\w’'-]*", passage.text) if word.islower())
    known: dict[str, Mapping[str, Sequence[Form]]] = {}
    places: dict[str, list[tuple[Passage, Found]]] = defaultdict(list)
    short: dict[str, str] = {}
    beside: Counter[str] = Counter()  # how often an acronym stands behind its long form: one mention, not two
    for passage in every:
        if passage.document not in known:
            known[passage.document] = forms(authority, passage.document)
        table = known[passage.document]
        taken = [(hit.start, hit.end) for hit in hits(passage.text, 0, len(passage.text), table)]
        for found in _found(passage.text, lower):
            if any(found.at < end and start < found.end for start, end in taken):
                continue
            places[found.name].append((passage, found))
            if (pair := PAIR.match(passage.text, found.end)) and _stands_for(pair[1], found.name):
                short[found.name] = pair[1]
                beside[pair[1]] += 1
    inside = {word for name in places if " " in name for word in name.split()}
    made = []
    for name, where in places.items():
        if all(found.first for _, found in where) and " " not in name and not ACRONYM.fullmatch(name) and name not in inside:
            continue  # a capital because a sentence begins there
        passage, found = where[0]
        context = f"{passage.text[max(0, found.at - CONTEXT) : found.at]}[{passage.text[found.at : found.end]}]{passage.text[found.end : found.end + CONTEXT]}"
        made.append(Candidate(name, len(where), passage.document, passage.line, " ".join(context.split()), found.kind or _kind(name), short.get(name, "")))
    counts = {each.name: each.count for each in made}
    long = set(short.values())
    made = [replace(each, count=each.count + max(0, counts.get(each.short, 0) - beside[each.short]), kind=each.kind or "org") if each.short else each for each in made if each.name not in long]
    return sorted(made, key=lambda each: (-each.count, each.name.casefold(), each.name))


def _found(text: str, lower: Counter[str]) -> Iterator[Found]:
    """The names of one passage. A line in title case tells nothing but its acronyms and laws."""
    laws = [Found(match[0], match.start(), match.end(), False, "law") for match in LAW.finditer(text)]
    for law in laws:
        if law.name.split()[0].lower() in NOT_FIRST:
            law = replace(law, name=law.name.partition(" ")[2], at=law.at + len(law.name.partition(" ")[0]) + 1)
        yield law
    words = list(WORD.finditer(text))
    named = [word for word in words if word[0].lower() not in JOINS and word[0] != "&"]
    capital = sum(word[0][0].isupper() for word in named)
    titled = len(words) <= TITLE[0] and len(named) > 2 and capital >= TITLE[1] * len(named)
    run: list[re.Match[str]] = []
    for number, word in enumerate([*words, None]):
        if word is not None and run and (_goes_on(text, run[-1], word)):
            after = words[number + 1] if number + 1 < len(words) else None
            if _capital(word) or (word[0].lower() in JOINS and word[0].islower() | (word[0] == "&") and after is not None and _joined(text, run[-1], words, number)):
                run.append(word)
                continue
        for found in _names(text, run, lower):
            if not any(found.at < law.end and law.at < found.end for law in laws) and (not titled or ACRONYM.fullmatch(found.name)):
                yield found
        run = [word] if word is not None and _capital(word) else []


def _capital(word: re.Match[str]) -> bool:
    return word[0][0].isupper()


def _goes_on(text: str, before: re.Match[str], word: re.Match[str]) -> bool:
    """Only blanks between them; the first one is no possessive, and no abbreviation that ends a sentence."""
    if before[0].endswith(".") and word[0].lower() in NOT_FIRST:
        return False
    return not text[before.end() : word.start()].strip() and not BREAKS.search(before[0])


def _joined(text: str, last: re.Match[str], words: Sequence[re.Match[str]], number: int) -> bool:
    """Whether small words lead from here to another capital, at most two of them."""
    for step in (number + 1, number + 2):
        if step >= len(words) or text[words[step - 1].end() : words[step].start()].strip():
            return False
        if _capital(words[step]):
            return True
        if words[step][0].lower() not in JOINS:
            return False
    return False


def _names(text: str, run: list[re.Match[str]], lower: Counter[str]) -> Iterator[Found]:
    while run and run[-1][0].lower() in JOINS:
        run = run[:-1]
    if not run:
        return
    before = text[: run[0].start()].rstrip()
    first = not before.rstrip(CLOSERS + "“‘([") or before.rstrip(CLOSERS + "“‘([")[-1] in ENDS
    word = POSSESSIVE.sub("", run[0][0])
    if (first and (lower[word.lower()] or word.lower() in NOT_FIRST)) or word in ("The", "A", "An", "I"):
        run = run[1:]
        while run and run[0][0].lower() in JOINS and run[0][0].islower():
            run = run[1:]
        first = False
    if not run:
        return
    for part in _parts(run):
        at, end = part[0].start(), part[-1].end()
        said = POSSESSIVE.sub("", text[at:end])
        end = at + len(said)
        if len(part) == 1 and "-" in said and not ACRONYM.fullmatch(said):  # US-Mexico border: two names
            offset = at
            for piece in said.split("-"):
                if len(piece) > 1 and piece[0].isupper():
                    yield Found(piece, offset, offset + len(piece), first)
                offset += len(piece) + 1
        elif len(said) > 1 and said.lower() not in CALENDAR:
            yield Found(unicodedata.normalize("NFC", " ".join(said.split())), at, end, first)


def _parts(run: list[re.Match[str]]) -> Iterator[list[re.Match[str]]]:
    """A run, without days and months at its ends: ``Tuesday`` is none of ``May Day``."""
    while run and POSSESSIVE.sub("", run[0][0]).lower() in CALENDAR and len(run) == 1:
        run = run[1:]
    if run:
        yield run


def _stands_for(short: str, name: str) -> bool:
    """Whether the letters of an acronym are initials of the name, in order."""
    initials = [part[0].upper() for part in re.split(r"[\s-]+", name) if part]
    wanted = [letter.upper() for letter in short if letter.isalpha()]
    at = 0
    for letter in initials:
        if at < len(wanted) and letter == wanted[at]:
            at += 1
    return at >= max(2, len(wanted) - 1)


def _kind(name: str) -> str:
    if {word.lower() for word in name.split()} & BODIES or ACRONYM.fullmatch(name):
        return "org"
    return ""


def passages(document: Document, frozen: str = "") -> Iterator[Passage]:
    """The blocks of a TEI text as they read. `frozen`: the text whose lines are counted; without it the lines are those of the TEI."""
    if document.tree is None:
        return
    ground = Ground(frozen)
    for node in tei.select(document.tree, "//t:text//*[self::t:p or self::t:head or self::t:l or self::t:ab or self::t:item or self::t:cell or @source]"):
        match = re.match(r"src:(\d+),", node.get("source") or "")
        if (frozen and match is None) or node.xpath("boolean(ancestor::*[local-name() = 'note'])"):
            continue
        text = " ".join("".join(tei.texts(node, UNREAD)).split())
        if text:
            yield Passage(document.name, ground.line_of(int(match[1])) if frozen and match else int(node.sourceline or 0), text)


def as_table(found: Sequence[Candidate]) -> str:
    """For people: how often, what, where first, in what words."""
    return "\n".join(f"{each.count:>4}  {each.name + (f' ({each.short})' if each.short else ''):<44} {each.kind:<6} {each.document} L{each.line}: {each.context}" for each in found)


def as_csv(found: Sequence[Candidate]) -> str:
    """For OpenRefine: a row each, with empty columns for what it finds."""
    out = io.StringIO()
    rows = csv.writer(out, lineterminator="\n")
    rows.writerow(["name", "count", "kind", "short", "document", "line", "context", "id", "ref"])
    rows.writerows([each.name, each.count, each.kind, each.short, each.document, each.line, each.context, "", ""] for each in found)
    return out.getvalue()


def as_json(found: Sequence[Candidate]) -> str:
    return json.dumps({"version": 1, "candidates": [asdict(each) for each in found]}, ensure_ascii=False, indent=1)


def as_draft(found: Sequence[Candidate], authority: Authority) -> str:
    """Entries for authority.toml, to be pasted and mended: what is no name goes, the kind is a guess."""
    used = set(authority.by_id)
    parts = []
    for each in found:
        plain = unicodedata.normalize("NFKD", each.name).encode("ascii", "ignore").decode().lower()
        stem = re.sub(r"[^a-z0-9]+", "-", plain).strip("-") or "name"
        stem = stem if stem[0].isalpha() else f"n-{stem}"
        name, number = stem, 1
        while name in used:
            number += 1
            name = f"{stem}-{number}"
        used.add(name)
        shown = [each.name, *([each.short] if each.short else [])]
        kind = each.kind or "person"
        doubt = "" if each.kind else "  # or org, place, event, work"
        parts.append(
            f"[[{kind}]]{doubt}\n# {each.count}x, first in {each.document} L{each.line}\nid    = {json.dumps(name)}\n"
            f"name  = {json.dumps(each.name, ensure_ascii=False)}\nforms = {json.dumps(shown, ensure_ascii=False)}\n"
        )  # fmt: skip
    return "\n".join(parts)

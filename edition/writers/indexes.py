"""8. XHTML to files. The indexes of a book: who and what is named, and where. As XHTML with the words of EPUB's vocabulary for indexes.

Names with a key are gathered under what the edition's lists say of it, names without under their own words; index terms nest. What a place
is called (a page, a section), the writer says by the function that it hands in. Source: EPUB Indexes 1.0, EPUB Structural Semantics Vocabulary.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from html import escape

from edition.entities import KINDS, Named, Register, index_of
from edition.project import Edition
from edition.render.letterhead import in_words
from edition.render.model import Entry, Rendition
from edition.writers.sorting import Sorting, sorting
from edition.writers.wording import word
from edition.writing.collation import without_article

FEW = 25  # lines: a shorter index has no letters over its groups
VERY_FEW = 6  # that many need no columns
ENTRIES = {"person": "persons", "org": "organisations", "place": "places", "work": "works", "event": "events", "law": "laws", "name": "names", "subject": "subjects"}
FILED_WITHOUT_ARTICLE = frozenset({"work", "law", "event"})
Mention = tuple[Rendition, Entry]
Locate = Callable[[Sequence[Mention]], str]  # the places of one line, as markup


@dataclass(frozen=True)
class Index:
    """One index. `id` is its heading's; a short one needs no page of its own."""

    kind: str
    title: str
    id: str
    markup: str
    short: bool = False


@dataclass
class Line:
    """A line, with those below it."""

    text: str
    sorted_as: str = ""
    after: str = ""  # dates, an author
    anchor: str = ""
    language: str = ""
    mentions: list[Mention] = field(default_factory=list)
    see: str = ""
    also: list[str] = field(default_factory=list)
    inner: dict[str, Line] = field(default_factory=dict)


def indexes(edition: Edition, renditions: Sequence[Rendition], words: Mapping[str, str], locate: Locate, *, legend: bool = False) -> Iterator[Index]:
    """In the order of edition.toml, else of `KINDS` and then by name; one without a line is none."""
    gathered = _gathered(edition, renditions, words)
    if edition.project.indexes is None:
        kinds = [kind for kind in (*KINDS, *sorted(set(gathered) - set(KINDS))) if kind in gathered]
    else:
        kinds = [kind for kind in dict.fromkeys(map(index_of, edition.project.indexes)) if kind in gathered]
    order = sorting(edition.project)
    titles = {index_of(name): title for name, title in edition.project.index_titles.items()}
    for kind in kinds:
        title = titles.get(kind) or title_of(kind, kinds, words)
        said = legend and any(entry.note for line in gathered[kind].values() for _, entry in line.mentions)
        legend = legend and not said  # once
        yield Index(kind, title, f"index.{_name(kind)}", _markup(order, kind, title, gathered[kind], words, locate, legend=said), len(gathered[kind]) < FEW)


def title_of(kind: str, kinds: Sequence[str], words: Mapping[str, str]) -> str:
    """What an index is called: a word of the language, or its own name. One of subjects alone, or of names alone, is the Index."""
    if kind in ("subject", "name") and len(kinds) == 1:
        return word(words, "index")
    if kind in ENTRIES:
        return word(words, ENTRIES[kind])
    said = re.sub(r"[_\s-]+", " ", kind).strip()
    return said[:1].upper() + said[1:]


def _name(kind: str) -> str:
    return re.sub(r"[^A-Za-z0-9_-]", lambda sign: f".{ord(sign[0]):x}.", kind)


# What is gathered


def _gathered(edition: Edition, renditions: Sequence[Rendition], words: Mapping[str, str]) -> dict[str, dict[str, Line]]:
    """Index to line to mentions. The keys of lines tell apart who is named alike and has another key."""
    register = Register(edition)
    found: dict[str, dict[str, Line]] = {}
    said: dict[tuple[str, str], Counter[str]] = {}
    known: dict[tuple[str, str], Named] = {}
    wanted = None if edition.project.indexes is None else {index_of(name) for name in edition.project.indexes}
    for rendition in renditions:
        for entry in rendition.entries:
            if entry.path:
                if wanted is None or entry.index in wanted:
                    _term(found.setdefault(entry.index, {}), rendition, entry)
                continue
            named = register.find(rendition.name, entry.key) if entry.key else None
            kind = named.kind if named else entry.index
            if (wanted is not None and kind not in wanted) or not (entry.text or named):
                continue
            key = named.key if named else register.key(rendition.name, entry.key) or f"\0{entry.text.casefold()}"
            lines = found.setdefault(kind, {})
            lines.setdefault(key, Line("")).mentions.append((rendition, entry))
            said.setdefault((kind, key), Counter())[entry.text] += 1
            if named is not None:
                known[kind, key] = named
    for (kind, key), forms in said.items():
        line = found[kind][key]
        if (named := known.get((kind, key))) is not None:
            _named(line, named, words)
        else:
            line.text = _commonest(forms)
        language = line.language or edition.project.language
        line.sorted_as = without_article(line.text, language) if kind in FILED_WITHOUT_ARTICLE else _filed(line.text)
    for (kind, key), named in known.items():
        _other_names(found[kind], key, named, said[kind, key])
    return found


def _named(line: Line, named: Named, words: Mapping[str, str]) -> None:
    line.text, line.anchor, line.language = named.name, named.anchor, named.language
    line.after = named.by if named.kind == "work" else named.dates
    if named.kind == "event" and named.dates:
        line.after = in_words(named.dates.replace("–", "/"), "", words)
        if re.search(r"\d{3,4}$", named.name):
            line.after = ""


def _commonest(forms: Counter[str]) -> str:
    """How somebody is mostly called: a name before a pronoun, the fuller of two that are as frequent."""
    written = [form for form in forms if form]
    capital = [form for form in written if form[:1].isupper()] or written
    return max(capital, key=lambda form: (forms[form], len(form), form)) if capital else "–"


def _other_names(lines: dict[str, Line], key: str, named: Named, forms: Counter[str]) -> None:
    """A reference from a name that the text uses, if it has no word in common with the one that is printed."""
    main = set(_words(named.name))
    for form in named.forms:
        if form in forms and main.isdisjoint(_words(form)) and form[:1].isupper() and len(form) > 2:
            lines.setdefault(f"\0see {form}", Line(form, _filed(form))).see = key


def _filed(name: str) -> str:
    """As it is sorted: The Door stands under D."""
    return re.sub(r"^The\s+", "", name)


def _words(name: str) -> list[str]:
    return [each for each in re.findall(r"\w+", name.casefold()) if len(each) > 2]


def _term(lines: dict[str, Line], rendition: Rendition, entry: Entry) -> None:
    """An index term, below those that it stands in."""
    for depth, text in enumerate(entry.path):
        line = lines.setdefault(text, Line(text, entry.filed[depth] or text))
        if entry.filed[depth]:
            line.sorted_as = entry.filed[depth]
        lines = line.inner
    if entry.see:
        line.see = entry.see
    else:
        line.mentions.append((rendition, entry))
    if entry.also:
        line.also.append(entry.also)


# What is printed


def _markup(order: Sorting, kind: str, title: str, lines: Mapping[str, Line], words: Mapping[str, str], locate: Locate, *, legend: bool) -> str:
    _anchored(lines, f"index.{_name(kind)}", order)
    groups: dict[str, list[Line]] = {}
    for line in _ordered(lines, order):
        groups.setdefault(order.initial(line.sorted_as or line.text), []).append(line)
    spoken = f' lang="{words["lang"]}" xml:lang="{words["lang"]}"' if "lang" in words else ""
    by = f' data-collation="{escape(order.by)}"' if order.by else ""
    markup = [f'<section class="index index-{_name(kind)}" epub:type="index" role="doc-index"{spoken}{by}><h1 class="index-title" id="index.{_name(kind)}">{escape(title)}</h1>']
    if legend:
        markup.append(f'<p class="index-legend" epub:type="index-headnotes">{escape(word(words, "index_legend"))}</p>')
    size = "many" if len(lines) >= FEW else "some" if len(lines) > VERY_FEW else "few"
    markup.append(f'<div class="index-lines {size}">')
    for letter, group in groups.items():
        head = f'<h2 class="index-letter">{escape(letter)}</h2>' if letter and len(lines) >= FEW else ""
        body = "".join(_line(line, lines, words, order, locate) for line in group)
        markup.append(f'<section class="index-group" epub:type="index-group">{head}<ul class="index-entries" epub:type="index-entry-list">{body}</ul></section>')
    markup.append("</div></section>")
    return "".join(markup)


def _ordered(lines: Mapping[str, Line], order: Sorting) -> list[Line]:
    return [line for _, line in sorted(lines.items(), key=lambda item: (order.key(item[1].sorted_as or item[1].text), item[0]))]


def _anchored(lines: Mapping[str, Line], above: str, order: Sorting) -> None:
    """Every line has an id, those below others too: references lead to them."""
    for position, line in enumerate(_ordered(lines, order), 1):
        line.anchor = line.anchor or f"{above}.{position}"
        _anchored(line.inner, line.anchor, order)


def _line(line: Line, top: Mapping[str, Line], words: Mapping[str, str], order: Sorting, locate: Locate) -> str:
    language = f' lang="{escape(line.language)}" xml:lang="{escape(line.language)}"' if line.language else ""
    markup = [f'<li epub:type="index-entry" id="{line.anchor}">']
    markup.append(f'<span class="index-term" epub:type="index-term"{language}>{escape(line.text)}</span>')
    if line.after:
        markup.append(f' <span class="index-note" epub:type="index-editor-note">({escape(line.after)})</span>')
    places = locate(line.mentions) if line.mentions else ""
    if line.see and not places and not line.inner:
        markup.append(f', <em>{escape(word(words, "see"))}</em> {_reference(line.see, top, "index-xref-preferred")}')
    elif places:
        between = ", " if re.match(r"[\dMDCLXVImdclxvi]+\b", re.sub(r"<[^>]*>", "", places)) else word(words, "colon")  # a comma before a heading would be read as part of it
        markup.append(f'<span class="comma">{between}</span><span class="locators" epub:type="index-locator-list">{places}</span>')
    also = [*line.also, *([line.see] if line.see and (places or line.inner) else [])]  # who has places of their own is not led away from them
    if also:
        related = "; ".join(_reference(each, top, "index-xref-related") for each in dict.fromkeys(also))
        markup.append(f'{";" if places else ","} <em>{escape(word(words, "see_also"))}</em> {related}')
    if line.inner:
        inner = "".join(_line(each, top, words, order, locate) for each in _ordered(line.inner, order))
        markup.append(f' <ul class="index-entries" epub:type="index-entry-list">{inner}</ul>')
    markup.append("</li>")
    return "".join(markup)


def _reference(said: str, top: Mapping[str, Line], kind: str) -> str:
    """To another line of the same index, or to one below it ("ferries, steam"); words alone where there is none."""
    found = top.get(said) or _called(said, top)
    if found is None:
        above, _, below = (part.strip() for part in re.sub("[:–—]", ",", said).partition(","))
        if (line := _called(above, top)) is not None and below:
            found = _called(below, line.inner)
            if found is not None:
                return f'<a epub:type="{kind}" href="#{found.anchor}">{escape(line.text)}, {escape(found.text)}</a>'
    if found is None:
        return f'<span class="index-term">{escape(said)}</span>'
    return f'<a epub:type="{kind}" href="#{found.anchor}">{escape(found.text)}</a>'


def _called(said: str, lines: Mapping[str, Line]) -> Line | None:
    return next((line for line in lines.values() if line.text.casefold() == said.casefold()), None)


# Places


def by_page(pages: Mapping[str, str], labels: Sequence[str], words: Mapping[str, str]) -> Locate:
    """Page numbers: each page once, what runs on joined ("12–14"), a note named by its mark ("12 n. 3")."""
    # Between the Roman numbers and the others there is a gap: "ii–1" would be read as nonsense.
    order = {label: position + label.isdecimal() for position, label in reversed(list(enumerate(labels)))}
    named = {position: label for label, position in order.items()}
    note = word(words, "note_abbr")

    def locate(mentions: Sequence[Mention]) -> str:
        text: dict[int, tuple[str, str]] = {}  # position of a page: its number, the first place on it
        ends: dict[int, int] = {}
        notes: list[tuple[int, str, str]] = []
        for _, entry in mentions:
            label = pages.get(entry.id, "")
            if label not in order:
                continue
            if entry.note:
                notes.append((order[label], f"{label} {note} {entry.note}", entry.id))
                continue
            at = order[label]
            text.setdefault(at, (label, entry.id))
            ends[at] = max(ends.get(at, at), order.get(pages.get(entry.until, ""), at))
        found: list[tuple[int, int, str]] = []
        for first, last in _runs(ends):
            label, anchor = text[first]
            found.append((first, 0, _locator(label if last == first else f"{label}–{named[last]}", anchor, last > first)))
        seen = set()
        for at, said, anchor in notes:
            if said not in seen:
                seen.add(said)
                found.append((at, 1, _locator(said, anchor, False)))
        return ", ".join(markup for _, _, markup in sorted(found, key=lambda each: each[:2]))

    return locate


def _runs(ends: Mapping[int, int]) -> Iterator[tuple[int, int]]:
    """Pages that follow each other, from the first to the last."""
    first = last = -2
    for at in sorted(ends):
        if at <= last + 1 and first >= 0:
            last = max(last, ends[at])
        else:
            if first >= 0:
                yield first, last
            first, last = at, ends[at]
    if first >= 0:
        yield first, last


def by_section(renditions: Sequence[Rendition], file_of: Callable[[str], str], *, source_pages: bool, words: Mapping[str, str]) -> Locate:
    """Where there are no pages: the number of the source's page, if it is kept; else the heading of the section, with numbers for
    further places in it."""
    headings = {heading.id: heading.text for rendition in renditions for heading in rendition.headings}

    def locate(mentions: Sequence[Mention]) -> str:
        sections: dict[str, list[str]] = {}
        paged: set[str] = set()  # a page is named once, and of a section every place
        for rendition, entry in mentions:
            said = entry.page if source_pages and entry.page else shortened(headings.get(entry.heading) or rendition.title)
            paged |= {said} if source_pages and entry.page else set()
            places = sections.setdefault(said, [])
            if (place := f"{file_of(entry.unit)}#{entry.id}") not in places:
                places.append(place)
        found = []
        for said, places in sections.items():
            more = [_link(str(number), place) for number, place in enumerate(places[1:], 2)]
            found.append(_link(said, places[0]) + (f" ({', '.join(more)})" if more and said not in paged else ""))
        return ("; " if any("," in said or " " in said for said in sections) else ", ").join(found)

    return locate


def shortened(text: str, most: int = 48) -> str:
    """A heading that is short enough for a line, cut at a word."""
    return text if len(text) <= most else f"{text[:most].rsplit(' ', 1)[0].rstrip(' ,;:.')} …"


def _locator(label: str, anchor: str, runs: bool) -> str:
    return f'<a epub:type="index-locator{"-range" if runs else ""}" href="#{anchor}">{escape(label)}</a>'


def _link(label: str, href: str) -> str:
    return f'<a epub:type="index-locator" href="{escape(href)}">{escape(label)}</a>'



"""The teiHeader, read once: titles, people, dates, identifiers, rights, the source. Every output's metadata comes from here.

Reading only; `encode/header.py` writes headers. Whatever is missing is "", never a guess; only the language is heard from the words.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field

from edition import tei
from edition.tei import Element, Tree, first, plain, select
from edition.writing.words import language_of

AGENTS = (("author", "author"), ("editor", "editor"), ("respStmt", "contributor"), ("funder", "funder"), ("sponsor", "sponsor"), ("principal", "principal"))
PERSONS = frozenset({"author", "editor", "persName", "name", "respStmt"})
UNSAID = frozenset({"extent", "idno", "email", "address"})
DEEP = 20  # elements in elements of a description that are set apart
SAMPLE = 20_000  # characters that show the language of a text
DAY = re.compile(r"\d{4}-\d\d-\d\d")
MAIN: tuple[Callable[[Element], bool], ...] = (  # which of several titles are the text's own: said to be; of no other kind; of a kind that is not known
    lambda title: title.get("type") == "main",
    lambda title: title.get("type") is None and title.get("level") != "s",
    lambda title: title.get("type") not in ("sub", "short", "alt", "desc") and title.get("level") != "s",
)


@dataclass(frozen=True)
class Agent:
    """Somebody named in the titleStmt. `role` is author, editor, translator, contributor, funder, sponsor or principal."""

    name: str
    role: str
    resp: str = ""  # what they did, in the header's words
    id: str = ""
    identifiers: Mapping[str, str] = field(default_factory=dict)
    filed: str = ""  # "Family, Given" where the header marks which is which


@dataclass(frozen=True)
class Header:
    """What a teiHeader says. Dates are ISO 8601 as far as they are given; languages are BCP 47, the text's own first."""

    title: str = ""
    subtitle: str = ""
    agents: tuple[Agent, ...] = ()
    edition: str = ""
    series: str = ""  # the title of the seriesStmt
    volume: str = ""  # and the number in it
    publisher: str = ""
    place: str = ""
    date: str = ""  # of publication
    licence: str = ""  # its address, else its words
    availability: str = ""
    identifiers: Mapping[str, str] = field(default_factory=dict)
    languages: tuple[str, ...] = ()
    source: str = ""  # the sourceDesc in words: no checksums, no sizes, no repeated title
    source_date: str = ""  # of the text: creation, else the source's
    content: tuple[str, ...] = ()  # content notes
    keywords: tuple[str, ...] = ()
    declarations: tuple[str, ...] = ()  # the editorialDecl, a paragraph each
    revised: str = ""  # the latest change

    @property
    def authors(self) -> tuple[Agent, ...]:
        return tuple(agent for agent in self.agents if agent.role == "author")

    @property
    def day(self) -> str:
        """The one date of a build, if the header has a full one: publication, else the last change."""
        return next((DAY.search(text)[0] for text in (self.date, self.revised) if DAY.search(text)), "")  # type: ignore[index]


def read(tree: Tree | None) -> Header:
    """The header of a TEI or teiCorpus tree; an empty Header if there is none."""
    head = None if tree is None else first(tree, "/*/t:teiHeader | self::t:teiHeader")
    if head is None or tree is None:
        return Header()
    titles = select(head, "t:fileDesc/t:titleStmt/t:title[not(t:title)] | t:fileDesc/t:titleStmt/t:title/t:title")  # some hold their parts
    languages = _languages(tree, head)
    main = _of_one_language(next(filter(None, ([title for title in titles if holds(title)] for holds in MAIN)), titles[:1]), languages)
    subtitles = _of_one_language([title for title in titles if title.get("type") == "sub"], languages)
    publication = first(head, "t:fileDesc/t:publicationStmt")
    licence = first(head, "t:fileDesc/t:publicationStmt/t:availability/t:licence")
    return Header(
        title=_joined(map(plain, main)),
        subtitle=_joined(map(plain, subtitles)),
        agents=tuple(_agents(head)),
        edition=plain(first(head, "t:fileDesc/t:editionStmt/t:edition")),
        series=plain(first(head, "(t:fileDesc/t:seriesStmt/t:title | t:fileDesc/t:titleStmt/t:title[@level='s'][../t:title[not(@level='s')]])[last()]")),
        volume=plain(first(head, "t:fileDesc/t:seriesStmt/t:biblScope")),
        publisher=_said(first(head, "(t:fileDesc/t:publicationStmt/t:publisher | t:fileDesc/t:publicationStmt/t:authority | t:fileDesc/t:publicationStmt/t:distributor)[1]")),
        place=plain(first(head, "t:fileDesc/t:publicationStmt/t:pubPlace")),
        date=_date(None if publication is None else first(publication, "t:date")),
        licence="" if licence is None else licence.get("target") or first(licence, "t:ref/@target") or plain(licence),
        availability=_said(first(head, "t:fileDesc/t:publicationStmt/t:availability"), between=" "),
        identifiers=_identifiers(head),
        languages=languages,
        source=_source(first(head, "t:fileDesc/t:sourceDesc"), titles),
        source_date=_date(first(head, "t:profileDesc/t:creation//t:date")) or _date(first(head, "t:fileDesc/t:sourceDesc//t:date")),
        content=tuple(plain(note) for note in select(head, "t:fileDesc/t:notesStmt/t:note[@type='content']")),
        keywords=tuple(filter(None, map(plain, select(head, "t:profileDesc/t:textClass/t:keywords//t:term")))),
        declarations=tuple(filter(None, map(plain, select(head, "t:encodingDesc/t:editorialDecl/*")))),
        revised=max((_date(change) for change in select(head, "t:revisionDesc//t:change")), default=""),
    )


def _agents(head: Element) -> list[Agent]:
    found = []
    for name, role in AGENTS:
        for element in select(head, f"t:fileDesc/t:titleStmt/t:{name}"):
            resp = first(element, "t:resp")
            people = select(element, "t:persName | t:orgName | t:name") if name == "respStmt" or not _own_words(element) else []
            for person in people or ([] if name == "respStmt" else [element]):
                if text := _name(person):
                    said = "translator" if name == "editor" and element.get("role") == "translator" else role
                    identifier = person.get(tei.XML_ID) or element.get(tei.XML_ID) or ""
                    ids = {idno.get("type") or "id": plain(idno) for idno in select(person if len(people) > 1 or name == "respStmt" else element, ".//t:idno")}
                    found.append(Agent(text, said, _said(resp), identifier, ids, _filed(person)))
    return found


def _joined(titles: Iterable[str]) -> str:
    """As sentences: a full stop between two unless there is a mark."""
    return re.sub(r"(?<=[.?!:;,])\. ", " ", ". ".join(filter(None, titles)))


def _of_one_language(titles: list[Element], languages: tuple[str, ...]) -> list[Element]:
    """Titles that are the same one in several languages: those in the text's own, else in that of the first."""
    said = [(title.get(tei.XML_LANG) or "")[:2] for title in titles]
    if len(set(said)) < 2:
        return titles
    own = next((language[:2] for language in languages if language[:2] in said), said[0])
    return [title for title, language in zip(titles, said, strict=True) if language in ("", own)]


def _said(element: Element | None, between: str = ", ", depth: int = 0) -> str:
    """What an element says. Where it is only elements, these are set apart; identifiers, sizes and what is for the post are left out."""
    if element is None:
        return ""
    if _own_words(element) or len(element) == 0 or depth > DEEP:
        return plain(element)
    if tei.local(element) in PERSONS and first(element, ".//t:surname") is not None:
        return _name(element)
    parts = [_said(child, depth=depth + 1) for child in element.iterchildren("*") if tei.local(child) not in UNSAID]
    return between.join(part.rstrip(" ,:;") for part in dict.fromkeys(filter(None, parts)))


def _own_words(element: Element) -> bool:
    """Whether a name is written in it beside the elements in it."""
    return bool("".join([element.text or "", *(child.tail or "" for child in element)]).strip(tei.BLANK))


def _filed(person: Element) -> str:
    forenames, surname = select(person, ".//t:forename"), first(person, ".//t:surname")
    return "" if surname is None or not forenames else f"{plain(surname)}, {' '.join(map(plain, forenames))}"


def _name(person: Element) -> str:
    """A name as it is said: without identifiers and notes; forename before surname if the two are marked."""
    forename, surname = first(person, ".//t:forename"), first(person, ".//t:surname")
    if forename is not None and surname is not None and not (person.text or "").strip(tei.BLANK):
        marked = select(person, ".//t:forename | .//t:nameLink | .//t:surname")
        marked.sort(key=lambda part: ("forename", "nameLink", "surname").index(tei.local(part)))
        return " ".join(plain(part) for part in marked)
    return " ".join("".join(tei.texts(person, frozenset({"idno", "note", "email", "affiliation"}))).split())


def _identifiers(head: Element) -> dict[str, str]:
    found: dict[str, str] = {}
    for idno in select(head, "t:fileDesc/t:publicationStmt//t:idno"):
        if first(idno, "t:idno") is None and (text := plain(idno)):  # some are put into one another
            found.setdefault((idno.get("type") or "id").lower(), text)
    return found


def _languages(tree: Tree, head: Element) -> tuple[str, ...]:
    declared = [language.get("ident") for language in select(head, "t:profileDesc/t:langUsage/t:language")]
    said = select(tree, "string((/*/t:text/@xml:lang | /*/@xml:lang)[last()])")
    root = select(tree, "string(/*/@xml:lang)")
    if not any([*said, *root]):  # a langUsage may list only the languages of some phrases: the words of the text tell
        heard = language_of(_sample(tree))
        declared.sort(key=lambda language: (language or "")[:2].lower() != heard)
        if heard and not ((declared and declared[0]) or "").lower().startswith(heard):
            declared.insert(0, heard)
    return tuple(dict.fromkeys(str(language) for language in [*said, *root, *declared] if language))


def _sample(tree: Tree) -> str:
    """The first words of the body."""
    found: list[str] = []
    body = first(tree, "(//t:text/t:body)[1]")
    for text in () if body is None else tei.texts(body):
        found.append(text)
        if sum(map(len, found[-50:])) > SAMPLE or len(found) > SAMPLE // 10:
            break
    return " ".join(found)[:SAMPLE]


def _source(description: Element | None, titles: list[Element]) -> str:
    """The sourceDesc in words. In a bibl that is only elements, these are set apart; what is for machines is left out."""
    if description is None:
        return ""
    known = {plain(title) for title in titles}
    said = []
    for part in description.iterchildren("*"):
        if tei.local(part) == "msDesc":  # its description is a page of its own
            kept = [text for each in tei.select(part, "t:msIdentifier/*[not(self::t:altIdentifier)]") if (text := plain(each))]
            said.append(f"{', '.join(kept)}." if kept else "")
            continue
        if tei.local(part) == "listWit":  # so have the witnesses
            continue
        if tei.local(part) != "bibl" or (part.text or "").strip(tei.BLANK) or any((child.tail or "").strip(tei.BLANK) for child in part):
            said.append(_said(part, " " if tei.local(part) == "listBibl" else ", ") if tei.local(part) not in ("p", "ab") else plain(part))
            continue
        words: list[str] = []
        notes: list[str] = []
        for child in part.iterchildren("*"):
            name, text = tei.local(child), _said(child)
            if text and name not in ("extent", "idno") and not (name == "title" and text in known):
                (notes if name == "note" else words).append(text)
        said += [f"{', '.join(dict.fromkeys(words)).removesuffix('.')}." if words else "", *notes]
    return " ".join(filter(None, said))


def _date(element: Element | None) -> str:
    if element is None:
        return ""
    for attribute in ("when", "notBefore", "from", "notAfter", "to", "when-iso", "when-custom"):
        if value := element.get(attribute):
            return value
    return plain(element)


def spoken(name: str) -> str:
    """``Goldmann, Paul`` as it is said: ``Paul Goldmann``; dates of a catalogue's heading fall away. Names of bodies, and those with more
    than one comma, stay."""
    bare = re.sub(r",?\s*\(?(?:b\.\s*|d\.\s*|ca?\.\s*|fl\.\s*)?\d{3,4}\??\s*[-–—]?\s*(?:\d{3,4}\??)?\)?\.?$", "", name).strip()
    last, comma, first = bare.partition(", ")
    if not comma or "," in first or len(last.split()) > 3 or len(first.split()) > 4 or not first[:1].isupper() or re.search(r"\d|\b(?:of|und|and|et|&)\b|\b(?:Inc|Ltd|GmbH|Library|University|Jr|Sr|Esq)\b", bare):
        return bare or name
    return f"{first} {last}"

"""Every key of the files that an editor writes: what it may hold, what it means, an example. Read by the parsers, and printed into the documentation.

``python -m edition.keys docs/record.md docs/edition.md docs/names.md`` writes the tables of these pages anew; what stands between them is written by hand.
"""

from __future__ import annotations

import re
import sys
from collections.abc import Iterable, Iterator, Mapping
from pathlib import Path
from types import MappingProxyType

from edition.edits import CERTAINTY
from edition.toml import Key

AS = ("corr", "reg", "supplied", "surplus", "silent")
PLACES = ("before", "after", "instead")
WORDS = tuple(sorted("""
p head byline dateline salute signed quote argument epigraph opener closer postscript post lg l sp speaker stage label item list figDesc trailer ab seg
imprint about authorNote teaser comments section scene figure docAuthor docDate
""".split()))  # what [[block]] is = may say, each step of a path
PHRASES = tuple(sorted("""
emph hi q quote soCalled title foreign persName orgName placeName geogName roleName forename surname name rs date time term gloss mentioned abbr num measure
seg ref unclear add del said distinct settlement country region idno s w note stage label
""".split()))  # what [[span]] is = may say
KINDS = {
    "text": "text", "texts": "text, or a list of texts", "address": "address", "addresses": "address, or a list of them", "path": "name, or two with a slash",
    "number": "whole number", "flag": "`true` or `false`", "day": "date", "value": "text, list or table", "table": "table", "tables": "tables",
}  # fmt: skip
DETECTORS = ("stop-words", "simplemma")
DOCUMENTS = (
    "article", "essay", "leaflet", "letter", "listing", "minutes", "play", "poem", "speech",  # with rules of structure of their own
    "diary", "interview", "notice", "report", "text",  # types of the division only
)  # fmt: skip
SPARE = 60  # characters: longer examples are left to the prose
MARK = re.compile(r"(<!-- keys: (\S+) -->\n)(.*?)(<!-- /keys -->)", re.DOTALL)
CERT = Key("cert", "text", "how sure it is", '"medium"', CERTAINTY)
WHY = Key("why", "text", "the reason, in words", '"The weekday agrees."')
LANG = Key("lang", "text", "the language, as a BCP 47 tag", '"fr"')
FORMAT = Key("format", "number", "the version of the file: 1", "1")


def _tei(*names: str) -> tuple[Key, ...]:
    """Keys that are attributes of TEI and need no more words; those with a low line are TEI's with a capital (``notBefore``)."""
    return tuple(Key(name, "text", f"TEI's `@{re.sub('_(.)', lambda m: m[1].upper(), name)}`", f'"{example}"') for name, example in (each.split("=") for each in names))


DATES = tuple(Key(name, "day", f"of a date: {what}", example) for name, what, example in (
    ("when", "a day, a month or a year", "1871-03-14"), ("from", "the first day", "1871-03-01"), ("to", "the last", "1871-03-31"),
    ("not_before", "the earliest that it can be", '"1871-03"'), ("not_after", "the latest", '"1871"'),
))  # fmt: skip

VALUE = (
    Key("text", "text", "the words", '"T. Fenwright"'),
    Key("value", "text", "the same as `text`", '"T. Fenwright"'),
    Key("at", "address", "it is taken from these words of the source", '''"L48 'Tobias Fenwright'"'''),
    Key("supplied", "text", "the words, which the source does not have: marked as an editor's", '"Two letters"'),
    Key("unknown", "flag", "nobody knows", "true"),
    *DATES,
    CERT,
    Key("evidence", "addresses", "the words of the source that it rests on", '''"L2 'Tuesday'"'''),
    WHY,
    Key("ref", "text", "an address that identifies it, or an id of `authority.toml`", '"person:moreno"'),
)  # fmt: skip

META = tuple(Key(name, "value", says, example, keys=VALUE) for name, says, example in (
    ("title", "the title of the document", '''{ at = "L1" }'''), ("subtitle", "what stands below it", '"Being a reply"'),
    ("author", "who wrote it", '''{ at = "L48 'Tobias Fenwright'" }'''), ("editor", "who edited the source", '"H. Quillan"'),
    ("translator", "who translated it", '"N. Pask"'), ("publisher", "who published the source", "{ unknown = true }"),
    ("place", "where it was written or printed", '''{ at = "L1 'Orrismouth'" }'''),
    ("date", "when: a date, or a table with one", '''{ when = 1871-03-14, evidence = "L2 'Tuesday'" }'''),
    ("language", "in words, for the header", '"English"'), ("identifier", "of the source: a shelf mark, a number", '"MS 12"'),
    ("rights", "of this text, if they are not the edition's: an SPDX id or an address of rightsstatements.org", '"CC0-1.0"'),
    ("rights_note", "what is to be said of the rights", '"With leave of the family."'),
    ("content", "content notes: what a reader should know before", '["Names a drowning."]'), ("privacy", "what was done for persons who are named", '"Third parties are not indexed."'),
    ("keywords", "subjects", '["lighthouses", "libraries"]'), ("summary", "in a few sentences", '"He asks for a book."'),
    ("url", "where the source was found", '"https://example.org/letter"'), ("captured", "when it was taken from there", '"2026-01-31"'),
))  # fmt: skip

SOURCE = (
    Key("file", "text", "the name of the document, if it is not `NAME.*`", '"letter.txt"'),
    Key("sha256", "text", "its checksum; another file of that name is refused", f'"{"d2fb" * 16}"'),
    Key("kind", "text", "the kind of the whole: rules of structure, and the type of the division", '"letter"', ("", *DOCUMENTS)),
    LANG,
    Key("encoding", "text", "of plain text, if it is not UTF-8", '"cp1252"'),
    Key("format", "text", "how to read it, whatever its suffix: `plain`, `markdown`, `html`, `docx`, `odt`, `rtf`, `tei`", '"plain"'),
    Key("part", "text", "of a web page, what is read: `main` (what `<main>`, or else the one `<article>`, holds; the default) or all of it", '"body"', ("", "main", "body")),
    Key("capture", "text", "how the file came to be, in words: it goes into the header", '"Typed from the letter."'),
)  # fmt: skip

BLOCK = (
    Key("at", "addresses", "the lines at which the blocks begin", '["L5", "L7"]', required=True),
    Key("is", "path", "what stands there: a name, or a path such as `closer/salute`, `figure/figDesc`, `teaser/head`", '"closer/salute"', WORDS),
    Key("level", "number", "of a head: 1 for the document's own, 2 for those below it", "2"),
    Key("role", "text", "`about`: who the publisher is", '"about"'),
    LANG,
    Key("move", "text", "it is read at another place than it stands: `after` or `before` the block at an address", '"after L1"'),
    Key("join", "address", "it is no block of its own: the block that begins at this address goes on here", '"L5"'),
    Key("split", "text", "a new block begins at these words of the line (in single quotes, with a number if they stand there more than once); everything else in this entry is said of the new block", '''"'We met again'"'''),
    Key("by", "text", "of a quotation: whose words", '"Jonah Pask"'),
    Key("work", "text", "of which work", '"Essays on Repose"'),
    Key("in", "text", "where in it, or in what it stands", '"p. 12"'),
    Key("describe", "text", "of a figure: what it shows, for those who do not see it", '"A chart of the rocks."'),
    *_tei("type=verse", "subtype=song", "n=3", "rend=right", "corresp=#letter-L5", "ref=person:pask", "when=1871-03-14"),
    CERT,
    Key("privacy", "text", "a remark on persons: it stays in the record", '"Third party: add no name."'),
    WHY,
)  # fmt: skip

SPAN = (
    Key("at", "addresses", "the words", '''"L4 'Miss Quillan'"''', required=True),
    Key("is", "text", "what they are; may be left out if `lang` is given, or if `ref` names an entry of `authority.toml`", '"persName"', PHRASES),
    LANG,
    Key("ref", "text", "who or what is meant: an id of `authority.toml`, or a whole address", '"person:quillan"'),
    *_tei("key=Q42", "type=event", "subtype=war", "level=m", "rend=italic", "when=1871-02-02", "from=1871", "to=1872", "not_before=1871", "not_after=1873"),
    *_tei("who=#quillan", "corresp=#letter-L5", "target=https://example.org"),
    Key("work", "text", "of a quotation: its source", '"bibl:repose1868"'),
    CERT,
    WHY,
)  # fmt: skip

GAP = (
    Key("at", "address", "the words beside it", '''"L33 '[...]'"''', required=True),
    Key("place", "text", "the gap is `before` or `after` these words (if nothing is said), or stands `instead` of them: then they are marked as superfluous", '"instead"', PLACES),
    Key("reason", "text", "`damp`, `excerpt`, `illegible`, `lost-in-capture` …", '"damp"'),
    Key("unit", "text", "`character`, `word`, `line`, `page` …", '"word"'),
    Key("quantity", "text", "how many of them: a number", "2"),
    Key("extent", "text", "how much, in words", '"half a page"'),
    Key("agent", "text", "what did it", '"water"'),
    Key("supplied", "text", "words that probably stood there", '"have"'),
    CERT,
    WHY,
)  # fmt: skip

BREAK = (
    Key("at", "addresses", "the text breaks off and goes on before these lines", '["L20", "L81"]', required=True),
    Key("kind", "text", "what is seen of it; `empty-lines` unless said otherwise", '"ornament"'),
    WHY,
)  # fmt: skip

RELATE = (
    Key("from", "address", "a block", '"L5"', required=True),
    Key("to", "address", "the block that it stands for", '"L9"', required=True),
    Key("as", "text", "as what: `translation`, `summary` …", '"translation"', required=True),
    WHY,
)  # fmt: skip

FIX = (
    Key("at", "address", "the words, and a few around them if you like: only what differs, in whole words, is marked", '''"L13 'the the second'"''', required=True),
    Key("to", "text", 'how they should read; `""` if they should not be there', '"the second"', required=True),
    Key("as", "text", "`corr` (wrong in the source), `reg` (only unusual), `supplied` (words are missing), `surplus` (words too many), `silent` (white space and line ends: not shown). Left out, it follows from what is added or removed", '"surplus"', ("", *AS)),
    Key("reason", "text", "of words missing or too many, why: TEI suggests `omitted-in-original`, `lost`, `illegible`, `damage` for `supplied`, and `repeated`, `debris` for `surplus`. Left out, it is `omitted-in-original`, and `repeated` or `surplus`", '"repeated"'),
    Key("cert", "text", "how sure it is; `high` unless said otherwise", '"medium"', CERTAINTY),
    WHY,
    Key("resp", "text", "who answers for it: an `id` of a person of `edition.toml`; unless said otherwise `ed`, or the first editor if nobody is that", '"ed"'),
)  # fmt: skip

KEEP = (
    Key("at", "address", "the place", '''"L42 'sea-'"'''),
    Key("rule", "text", "the rule that proposed it: at this place, or, without `at`, anywhere in the document", '"hyphenation"'),
    Key("id", "text", "the id of one proposal, as in `NAME.review.toml`", '"a1b2c3"'),
    WHY,
)  # fmt: skip

NOTE = (
    Key("at", "addresses", "the note is called behind these words", '''"L6 'Jonah Pask’s hand,'"''', required=True),
    Key("text", "text", "the note, in Markdown", '"Ferryman, with the *Patience*, from 1864."', required=True),
    Key("kind", "text", "`gloss`, `textual`, `person`, `place` …, or a word of your own: the type, by which series are told apart", '"person"'),
    Key("series", "text", "the series of `[notes]` in `edition.toml`, if not by its kind", '"textual"'),
    Key("resp", "text", "who wrote it: an `id` of a person of `edition.toml`; `ed` unless said otherwise", '"ed"'),
    Key("cite", "texts", "the sources: ids of the bibliography, or in words", '"Catalogue, 1870, no. 214."'),
)  # fmt: skip

RECORD = (
    FORMAT,
    Key("source", "table", "the document and how it is read", keys=SOURCE),
    Key("meta", "table", "what it is: title, author, date", keys=META),
    Key("block", "tables", "what stands at a line", keys=BLOCK),
    Key("span", "tables", "what some words are", keys=SPAN),
    Key("gap", "tables", "something is not there", keys=GAP),
    Key("break", "tables", "the text breaks off and goes on", keys=BREAK),
    Key("relate", "tables", "a block stands for another", keys=RELATE),
    Key("fix", "tables", "a correction", keys=FIX),
    Key("keep", "tables", "a proposal that was refused", keys=KEEP),
    Key("note", "tables", "the editor's note", keys=NOTE),
)  # fmt: skip

PERSON = (
    Key("name", "text", "as it is printed", '"Imogen Larkspur"', required=True),
    Key("id", "text", "what `resp` points to, in records and in the TEI", '"ed"'),
    Key("orcid", "text", "an ORCID iD; its check digit is tested", '"0000-0002-1825-0097"'),
    Key("resp", "text", "what they did, in words", '"Text and notes"'),
)  # fmt: skip

EDITION = (
    FORMAT,
    Key("id", "text", "names the folders and begins ids: the name of this folder. Begins with a letter; letters, digits, point, hyphen, low line", '"sample"', required=True),
    Key("title", "text", "the title of the edition", '"A Sampler of Papers"', required=True),
    Key("subtitle", "text", "what stands below it", '"From the Harbour of Orrismouth"'),
    Key("languages", "texts", "BCP 47 tags; the first is the edition's own", '["en-GB", "fr"]'),
    Key("language_detector", "text", "how a block in another of these languages is found: by little words (`stop-words`, the default), or by the dictionaries of the extra `languages`", '"simplemma"', DETECTORS),
    Key("date", "day", "2026-01-31, or 2026-01, or 2026: the one date of everything that is built. Nothing reads the clock", "2026-01-31"),
    Key("edition", "text", "which edition it is", '"1"'),
    Key("publisher", "table", "who publishes it", keys=(
        Key("name", "text", "as it is printed", '"The Sampler Press"'),
        Key("place", "text", "where", '"Orrismouth"'),
    )),
    Key("identifiers", "table", "what identifies the edition", keys=(
        Key("isbn_pdf", "text", "of the PDF", '"978-3-16-148410-0"'), Key("isbn_epub", "text", "of the EPUB", '"978-3-16-148410-0"'),
        Key("doi", "text", "without an address before it", '"10.1234/sampler"'), Key("urn", "text", "a URN", '"urn:uuid:…"'), Key("handle", "text", "a handle", '"12345/678"'),
    )),
    *(Key(role, "tables", "people who answer for it", keys=PERSON) for role in ("author", "editor", "translator", "funder")),
    Key("rights", "table", "who may do what", keys=(
        Key("text", "text", "of the texts: an SPDX id or an address of rightsstatements.org", '"CC0-1.0"'),
        Key("editorial", "text", "of what the editors wrote", '"CC-BY-4.0"'),
        Key("deposit", "text", "what may go to an archive: [deposit.md](deposit.md)", '"full"', ("full", "restricted", "metadata-only")),
        Key("contact", "text", "who answers questions", '"sampler@example.org"'),
        Key("note", "text", "in words", '"Everything here may be copied."'),
    )),
    Key("document", "tables", "the documents, in reading order", keys=(
        Key("name", "text", "the file's name without its suffix", '"letter"', required=True),
        Key("master", "text", "`record` (the TEI is made from source and record; the default) or `tei` (the TEI is changed by hand and never made again)", '"record"', ("record", "tei")),
    )),
    Key("part", "tables", "documents under a half title of their own", keys=(
        Key("title", "text", "the half title", '"Papers"', required=True),
        Key("documents", "texts", "names of documents", '["letter"]'),
    )),
    Key("notes", "table", "series of notes, each under a name of its own", keys=(
        Key("*", "table", "a series", keys=(
            Key("match", "text", "an XPath predicate on the note; the first series that holds takes it; what none takes goes to the first one at the foot", '''"@type='textual'"'''),
            Key("place", "text", "of the page (in the `margin`: without a mark, beside its line, where there is room), or at the `end` of the document, where `restart` is `division` of the chapter, or at the `back` of the book, behind all texts", '"foot"', ("foot", "margin", "end", "back")),
            Key("marks", "text", '`"1 2 3"`, `"a b c"`, `"A B C"`, `"i ii iii"` or `"* † ‡"`', '"a b c"'),
            Key("restart", "text", "where numbers begin again", '"document"', ("division", "document", "part", "edition")),
            Key("rank", "number", "the order of the series on the page", "2"),
            Key("heading", "text", "over the notes at the end; left out, a word of the language", '"Editor’s notes"'),
            Key("run_in", "flag", "one after the other in a paragraph", "true"),
            Key("of", "text", "what it takes: `note`, or `app`, entries of the critical apparatus: [apparatus.md](apparatus.md)", '"app"', ("note", "app")),
        )),
    )),
    Key("reading", "table", "which text is read", keys=(
        Key("choice", "text", "`reading` (corrected; the default) or `diplomatic` (as in the source)", '"reading"', ("reading", "diplomatic")),
        Key("corrections", "text", "`list` (at the end; the default), `mark` (⸢half brackets⸣ in the text, on a screen with what the source has, empty where it has words too many) or `silent`", '"list"', ("list", "mark", "silent")),
        Key("apparatus", "text", "what leads to an entry of the apparatus: `calls` (marks in the text), `lines` (the number of the line, section or paragraph), or `auto` (the default): lines where the source numbers nearly all and there are more entries than letters", '"lines"', ("auto", "calls", "lines")),
        Key("brackets", "text", "signs for what editors supplied, deleted, could not read: `leiden`, `critical`, `none`, or `auto` (the default), by the kind of the text", '"leiden"', ("auto", "leiden", "critical", "none")),
        Key("witness", "text", "the `xml:id` of the witness whose readings are the text; left out, the lemmata are", '"A"'),
    )),
    Key("output", "table", "what is made, and how it looks", keys=(
        Key("front", "texts", "names of Markdown files in `front/`, in order: preface …", '["preface"]'),
        Key("back", "texts", "names of Markdown files in `back/`: statement …", '["statement"]'),
        Key("odd", "text", "an ODD of your own over ours, element by element", '"house.odd"'),
        Key("css", "texts", "style sheets after ours", '["house.css"]'),
        Key("indexes", "texts", "the indexes, in this order: `persons`, `organisations`, `places`, `works`, `events`, `laws`, `names`, `subjects`, or an `indexName` of the TEI. Names without a key go in too. Left out: all that names with a key and index terms ask for, [book.md](book.md)", '["persons", "places"]'),
        Key("sort", "text", "the language by whose rules the indexes are sorted, if it is not the edition's: a BCP 47 tag, [book.md](book.md)", '"de-u-co-phonebk"'),
        Key("collation", "text", "whose rules these are: `own` (the program's; the default) or `icu` (the extra `icu`)", '"icu"', ("own", "icu")),
        Key("index_titles", "table", "headings of indexes, by the names that stand in `indexes`", keys=(
            Key("*", "text", "what it is called", '"Who is who"'),
        )),
        Key("lists", "texts", "the lists: `figures`, `tables`, `abbreviations`, `chronology`, `correspondence`, `bibliography`. Left out: those that have enough in them, [book.md](book.md)", '["bibliography"]'),
        Key("csl", "text", "a citation style (CSL) for the bibliography; left out, the program's own style", '"house.csl"'),
        Key("facsimiles", "flag", "whether pictures of the source's pages (`facsimile`, `@facs`) that are there stand behind the text, and page marks lead to them; `true` unless said otherwise, [facsimiles.md](facsimiles.md)", "false"),
        Key("statement", "flag", "whether the book says in prose what the headers declare of the editing; left out: if the edition has no matter of its own in `front` and `back`", "true"),
        Key("pdf", "table", "of the PDF", keys=(
            Key("style", "text", "how it looks", '"reader"', ("reader",)),
            Key("page", "text", "the size of the page", '"A5"', ("A5", "A4", "letter", "crown")),
            Key("hyphenate", "flag", "whether words are divided; `true` unless said otherwise", "false"),
            Key("pages", "text", "`source`: where a page of the source begins, its number in the margin; or `none`", '"source"', ("source", "none")),
            Key("parallel", "text", "texts side by side: in `columns` (the default), or on `facing` pages, the first on the left and what belongs together on one opening; each counts its own notes", '"facing"', ("columns", "facing")),
        )),
        Key("epub", "table", "of the EPUB", keys=(
            Key("pages", "text", "a page list from the page breaks of the source, or none", '"source"', ("source", "none")),
        )),
    )),
    Key("check", "table", "what the TEI is held against", keys=(
        Key("schema", "text", "a RELAX NG schema (`.rng`) in this folder, or the name of one in the store; left out, TEI's own, which is built in", '"house.rng"'),
        Key("schematron", "texts", "rules of your own, in Schematron (`.sch`), in this folder or in the store", '["house.sch"]'),
    )),
    Key("accepted", "tables", "findings that are right as they are", keys=(
        Key("code", "text", "of the finding", '"TXT002"', required=True),
        Key("at", "text", "`document#id`, or the document's name alone", '"letter#letter-L14"', required=True),
        Key("reason", "text", "why", '"So in the source."', required=True),
        Key("path", "text", "only what stands there: the way from the id, without numbers", '"/p/date"'),
        Key("value", "text", "only what is about that", '"when 3 May 1871"'),
        Key("times", "number", "no more than so many findings", "2"),
    )),
)  # fmt: skip

ENTITY = (
    Key("id", "text", "names it in records and in the TEI, where it is an xml:id", '"moreno"', required=True),
    Key("name", "text", "as it stands in an index", '"Moreno, Luisa"', required=True),
    Key("forms", "texts", "how the name stands in texts, case and all; the longest is found first. Left out, it is the name (of a person, turned: Luisa Moreno)", '["Luisa Moreno", "Moreno"]'),
    Key("dates", "text", "a year or a day, or two with a dash; anything else is taken for words", '"1907–1992"'),
    Key("ref", "texts", "identifiers, such as `viaf:…`, `wikidata:…`, or whole addresses. Form and check digit are tested; nothing is looked up", '["wikidata:Q42"]'),
    Key("note", "text", "who or what it is, in a sentence", '"Union organiser."'),
    Key("cite", "texts", "the sources of that", '["catalogue1870"]'),
    Key("not_in", "texts", "documents in which the name means somebody else", '["letter"]'),
    LANG,
    Key("cert", "text", "how sure it is", '"medium"', CERTAINTY),
)  # fmt: skip
COUNTRY = Key("country", "text", "a two-letter code, or a name", '"US"')

AUTHORITY = (
    FORMAT,
    Key("person", "tables", "persons", keys=ENTITY),
    Key("org", "tables", "organisations", keys=(*ENTITY, COUNTRY)),
    Key("place", "tables", "places", keys=(*ENTITY, COUNTRY, Key("geo", "text", "latitude and longitude in degrees", '"32.5149 -117.0382"'))),
    Key("event", "tables", "events", keys=(*ENTITY, Key("place", "text", "where it was", '"Tijuana"'))),
    Key("work", "tables", "books, songs, papers", keys=(
        *ENTITY, Key("author", "text", "whose", '"Moreno, Luisa"'), Key("level", "text", "TEI's: `m` a book, `a` a part of one, `j` a journal, `s` a series, `u` not published", '"m"', ("a", "m", "j", "s", "u")),
    )),
    Key("law", "tables", "laws", keys=(*ENTITY, COUNTRY, Key("author", "text", "who passed it", '"Congress"'))),
)  # fmt: skip

REVIEW = (
    Key("proposal", "tables", "what the program would change and is not sure of", keys=(
        Key("id", "text", "made of the rule, the words and what stands around them: it does not come back once it is decided", '"a1b2c3"'),
        Key("rule", "text", "which rule proposes it", '"doubled-word"'),
        Key("cert", "text", "how sure the rule is", '"medium"', CERTAINTY),
        Key("at", "text", "the words, as an address for a `[[fix]]`", '''"L13 'the the'"'''),
        Key("old", "text", "the words", '"the the"'),
        Key("new", "text", "how they would read", '"the"'),
        Key("as", "text", "how a `[[fix]]` would show it: its `as`", '"surplus"', ("", *AS)),
        Key("is", "text", "where no words change: what a `[[span]]` would say they are", '"emph"'),
        Key("context", "text", "what stands around them", '"on [the the] second"'),
        Key("why", "text", "the rule's reason", '"The word stands twice."'),
        Key("decision", "text", "yours: `accept`, `reject`, or `edit` with `to`; `edition review` moves it to the record", '"edit"', ("", "accept", "reject", "edit")),
        Key("to", "text", "how the words should read instead, where the decision is `edit`", '"the"'),
    )),
)  # fmt: skip

FILES: Mapping[str, tuple[Key, ...]] = MappingProxyType({"record": RECORD, "edition": EDITION, "authority": AUTHORITY, "review": REVIEW})


def at(path: str) -> tuple[Key, ...]:
    """The keys of a table: ``record.block``, ``edition.notes.*``; ``authority.org-person``: what an org has and a person has not. Raises KeyError."""
    first, *steps = path.split(".")
    found = FILES[first]
    for step in steps:
        name, _, less = step.partition("-")
        tables = {key.name: key.keys for key in found if key.keys}
        found = tuple(key for key in tables[name] if not less or key not in tables[less])
    return found


def rows(keys: Iterable[Key]) -> Iterator[str]:
    """A table of keys in Markdown; values that are many stand below it."""
    yield from ("| key | holds | means | example |", "| --- | --- | --- | --- |")
    listed = []
    for key in keys:
        allowed = [choice for choice in key.choices if choice]
        told = all(f"`{choice}`" in key.says for choice in allowed)
        few = f": {', '.join(f'`{choice}`' for choice in allowed)}" if allowed and len(allowed) < 10 and not told else ""
        if len(allowed) >= 10:
            listed.append(f"`{key.name}` is one of: {', '.join(f'`{choice}`' for choice in allowed)}.")
        name = f"`{key.name}`" if key.name != "*" else "*a name*"
        example = f"`{key.name} = {key.example}`" if key.example and len(key.example) <= SPARE else ""
        yield f"| {name}{' (required)' if key.required else ''} | {KINDS[key.kind]} | {key.says}{few} | {example} |".replace("  |", " |")
    for each in listed:
        yield from ("", each)


def refreshed(page: str) -> str:
    """A page of the documentation with its tables of keys written anew. Raises KeyError for a table that is not known."""
    return MARK.sub(lambda match: match[1] + "\n".join(rows(at(match[2]))) + "\n" + match[4], page)


if __name__ == "__main__":
    for name in sys.argv[1:]:
        Path(name).write_text(refreshed(Path(name).read_text(encoding="utf-8")), encoding="utf-8")

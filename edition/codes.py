"""What the codes of findings mean, for the modules that have no table of their own; and the families, three letters each.

A check carries its words in its docstring (`rules.Check`), a reader, the renderer and a writer in a table beside the code that reports.
`catalogue.py` brings all of them together. A code is never used for anything else: what is given up stays here as retired.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from types import MappingProxyType

from edition.model import Severity


@dataclass(frozen=True)
class Code:
    """What `edition explain CODE` says of a code."""

    name: str  # names the fault: "stray-byte"
    severity: Severity
    manual: str  # in a few sentences; the first one is the fault
    source: str = ""  # the authority, if there is one
    elsewhere: Severity | None = None  # the severity in a file that belongs to no edition, where it differs
    retired: bool = False


FAMILIES: Mapping[str, str] = MappingProxyType({
    "SRC": "Sources and records",
    "XML": "Form",
    "RNG": "Structure",
    "ATT": "Attributes",
    "REF": "Ids and pointers",
    "LNG": "Languages",
    "DAT": "Dates",
    "HDR": "The header",
    "TXT": "The text",
    "PUB": "Publishing",
    "SCH": "The project's own rules",
    "CFG": "What the program was told",
    "RND": "Rendering",
    "EPB": "The EPUB",
    "PDF": "The PDF",
    "WEB": "The web page",
    "DEP": "The deposit",
})  # fmt: skip

CODES: Mapping[str, Code] = MappingProxyType({
    "RNG000": Code("not-valid", Severity.ERROR, (
        "Once what libxml2 said of a file and a schema. RNG002 to RNG008 and ATT001 to ATT004 say it now, each mistake with its place."), retired=True),
    "SRC010": Code("address-not-found", Severity.ERROR, (
        "An address in the record does not resolve. The words it quotes do not stand in that line of the source, neither as they are nor as repaired, or they "
        "stand there more than once. `edition ingest --explain` prints the source with the numbers of its lines.")),
    "SRC011": Code("fix-across-blocks", Severity.ERROR, (
        "A [[fix]] changes words of two blocks, or of none. A correction stands in one paragraph, line or heading: quote fewer words, or say with [[block]] "
        "where the block begins.")),
    "SRC020": Code("source-altered", Severity.ERROR, (
        "The TEI no longer holds the words of its source. The line of the source is named. Undo the change; if the source is wrong there, a [[fix]] in the record "
        "keeps both readings.")),
    "SRC021": Code("log-altered", Severity.ERROR, (
        "The edit log was changed. All words of the source stand in the TEI, and yet the log does not lead back to it. Ingest the document again.")),
    "SRC022": Code("correction-altered", Severity.NOTE, (
        "A correction in the TEI is another one than the log has, or was added or taken out by hand. That is the editor's right; the record does not know of it.")),
    "SRC023": Code("taken-tei-altered", Severity.QUERY, (
        "A TEI file that was taken as it is has been changed since, and its source is not at hand for a comparison. Name the source with --source.")),
    "SRC024": Code("source-exchanged", Severity.ERROR, (
        "The source is not the file that was ingested. Its sha256 differs from the one in the log: bring the old file back, or ingest the new one.")),
    "SRC025": Code("source-absent", Severity.NOTE, (
        "The source is not at hand. What the TEI gives back was compared with the checksum in the log, which says as much.")),
    "SRC026": Code("read-otherwise", Severity.QUERY, (
        "Another version of the converter takes other words from the file. The TEI holds what was read when it was ingested.")),
    "SRC027": Code("words-of-nobody", Severity.QUERY, (
        "Words stand in the TEI that no range of the source accounts for, and nobody answers for: they are neither in a note nor in an element with a resp. "
        "If they are the editor's, mark them so: supplied, or a note.")),
    "SRC028": Code("re-wrapped", Severity.NOTE, (
        "The file was laid out anew by an XML editor: lines were broken or indented elsewhere. Every word of the source is there, and with the white space that the "
        "log remembers the source comes back.")),
    "SRC029": Code("words-claimed-twice", Severity.ERROR, (
        "Two blocks of the TEI claim the same words of the source in @source. A block may be moved, and not copied: take one out, or its @source.")),
    "SRC032": Code("not-adopted", Severity.QUERY, (
        "`edition adopt` cannot put an edit of the TEI into the record. The record has no words for it, or its address would not be unique. It stays in the TEI until "
        "that is made anew; with master = \"tei\" it stays for good.")),
    "SRC033": Code("record-ahead", Severity.QUERY, (
        "The record was changed since the TEI was made. `edition adopt` then takes nothing out of the record, because what is missing in the TEI may never have been in it.")),
    "SRC034": Code("space-lost", Severity.QUERY, (
        "The space between two elements of the TEI was lost, so that two words run together. Some XML editors take white space that stands alone between two elements for "
        "layout. The source can be regenerated all the same; put the space back for the reader.")),
    "SRC035": Code("blocks-moved", Severity.NOTE, (
        "Blocks of the TEI stand in another order than in the source. Nothing is lost by that: @source says where each belongs. But the next ingest puts back what the "
        "record does not move; `edition adopt` lists it. Say move in a [[block]] of the record, or master = \"tei\" in edition.toml.")),
    "SRC031": Code("count-of-edits", Severity.NOTE, (
        "The header counts other places than the log has. The editorialDecl says how often a kind of repair was made; the log knows it.")),
    "SRC030": Code("edited-by-hand", Severity.NOTE, (
        "The TEI was edited since ingest wrote it, and has been left as it is. --overwrite replaces it; master = \"tei\" in edition.toml makes it the master for good.")),
    "SRC040": Code("open-proposals", Severity.QUERY, (
        "Proposals wait for a decision. A repair that is not certain does not act; it asks, in NAME.review.toml. `edition review` decides, and puts a [[fix]] or a "
        "[[keep]] for each into the record. While one is open no deposit is made.")),
    "SRC043": Code("too-many-questions", Severity.QUERY, (
        "A rule of repair has more questions about a document than anybody answers one by one. The first ones are asked; the others come when these are decided. Mostly a file "
        "was read in the wrong encoding: say the right one in the record.")),
    "SRC041": Code("decision-without-proposal", Severity.QUERY, (
        "A decision in NAME.review.toml is about something that is not proposed any more. The source or the record has changed at that place since the decision was "
        "written, so nothing was done. Look at the place; what is still to be changed there, a [[fix]] in the record does.")),
    "SRC042": Code("decision-not-possible", Severity.ERROR, (
        "A proposal cannot be put on record as it was decided. The record would not be valid with it: it meets another entry at the same words, or holds a character that "
        "TOML cannot hold. The proposal stays open; write an entry by hand that does all that is wanted at these words.")),
    "SRC070": Code("block-misplaced", Severity.QUERY, (
        "TEI has no place for a block as it was labelled. A form of address behind the words, a speaker who is no line of a speech: the words became the nearest thing "
        "that may stand there, and none is lost. Say with [[block]] what the line is, or what the lines around it are."),
        "TEI P5, tei_all"),
    "SRC071": Code("phrase-misplaced", Severity.QUERY, (
        "TEI has no place for a phrase among these words. A quotation in a date, anything in an identifier: the words stand without the element. Say another kind of "
        "phrase in the [[span]], or quote other words."),
        "TEI P5, tei_all"),
    "SRC072": Code("phrase-divided", Severity.NOTE, (
        "A phrase of the record stands in several elements. It crosses another phrase, or the end of a block, and elements cannot cross: its pieces name each other by "
        "@next and @prev."),
        "TEI P5, 20.3 and att.global.linking"),
    "SRC073": Code("gap-moved", Severity.QUERY, (
        "A [[gap]] was to stand inside words that a [[fix]] changes. A correction shows both readings whole, so the gap stands behind it. Let the fix say what is missing, "
        "or quote fewer words in it.")),
    "SRC080": Code("signed-by-nobody", Severity.ERROR, (
        "A [[note]] or a [[fix]] is signed with an id that nobody in edition.toml has. `resp` points to the `id` of an [[editor]], an [[author]] or a [[translator]]; "
        "a note where nothing is said is of \"ed\", a fix of the first editor.")),
    "SRC081": Code("no-such-series", Severity.ERROR, (
        "A [[note]] asks for a series of notes that the edition does not have. The series are the names below [notes] in edition.toml, or textual, margin, translator, "
        "editor and author if it has none.")),
    "SRC082": Code("idle-keep", Severity.NOTE, (
        "A [[keep]] refuses what nobody proposes. The rule that proposed it does not do so any more, or the entry's address, rule or id is misspelt. It does no harm, and tells "
        "a later reader of a question that is none.")),
    "SRC083": Code("idle-fix", Severity.NOTE, (
        "A [[fix]] corrects what a repair corrects already. Nothing is marked in the text for it: the repair is in the log, and owned up to in the header.")),
    "SRC036": Code("language-inferred", Severity.NOTE, (
        "A document that belongs to no edition says nothing of its language. It was told by the commonest words, or is \"und\" (undetermined) if they do not tell. "
        "Hyphenation, quotation marks and the reading aloud of an e-book go by it: say lang in the record.")),
    "SRC090": Code("work-not-found", Severity.ERROR, (
        "A cite or a work names nothing in the bibliography. An id of bibliography.json is meant (a place may follow, behind a comma: \"moreno1940, p. 5\"); "
        "a citation in words of your own is taken as it is, if it has a blank in it.")),
    "SRC091": Code("entry-not-found", Severity.ERROR, (
        "A ref in the record names no entry of authority.toml, and is no whole address. Write the id of an entry (\"moreno\", \"person:moreno\"), a number such as "
        "\"wikidata:Q1\", or an address.")),
    "SRC092": Code("name-of-several", Severity.QUERY, (
        "A name in the text is a form of several entries of authority.toml, so it was not tagged. Say who is meant with a [[span]] and a ref, take one of the entries out of this "
        "document with not_in, or give its forms more words.")),
    "SRC093": Code("entry-unused", Severity.NOTE, (
        "Entries of authority.toml that no document of the edition names. Perhaps their forms are written otherwise in the texts.")),
    "SRC094": Code("field-without-place", Severity.QUERY, (
        "A work of the bibliography has a field that CSL does not know, or of a kind that it should not be, and that was left out of the TEI. What is worth keeping goes into \"note\".")),
    "SRC095": Code("work-unused", Severity.NOTE, (
        "Works of the bibliography that no note and no used entry cites. They are in no list.")),
    "SCH001": Code("test-not-carried-out", Severity.QUERY, (
        "A test of the project's Schematron could not be carried out. Its expression met something in the document that it cannot deal with, such as several values where it "
        "wants one; the message has the place in the Schematron and the reason. The other tests went on. What the tests themselves find has their own codes, such as "
        "SCH:project:no-date, made of the name of the file and the id of the test; their @role says how grave it is."), "ISO/IEC 19757-3"),
    "SCH002": Code("rules-stopped", Severity.ERROR, (
        "The project's Schematron took too long, or too much memory, for a document and was stopped. Nothing of it is known. Often a path that begins with // goes through the whole document "
        "for each node; a variable of the pattern goes through it once.")),
    "SCH003": Code("too-many-hits", Severity.NOTE, (
        "A Schematron says more of a file than anybody reads. The first ten thousand are told, and the rest is left out. Select some of its tests, or correct the one that says it of everything.")),
    "CFG001": Code("schema-not-taken", Severity.QUERY, (
        "The xml-model instruction of a file names a schema that was not used. It is on the network, from where nothing is ever fetched, or outside of the project, or in a language that is not "
        "read, or another than the one that was named. The message says what the file was held against instead. `edition schema add` keeps a copy of a schema for the address that files name.")),
    "CFG005": Code("schema-not-usable", Severity.ERROR, (
        "A schema that the file names itself cannot be used. It is no schema, or has a fault; the message has file, line and reason.")),
    "CFG006": Code("schema-of-the-file", Severity.NOTE, (
        "The file was held against the schema that its xml-model instruction names. The message says which one that is, and its version.")),
    "CFG007": Code("rules-not-tried", Severity.NOTE, (
        "There is Schematron that was not tried. The file names it, and the package that carries it out is not installed; or the schema holds it, and RELAX NG does not look at it.")),
    "CFG002": Code("built-in-schema", Severity.NOTE, (
        "No schema was named, so the files were held against tei_all, the most comprehensive schema of TEI, in the version that the message names. The program carries its facts. "
        "A project that has a schema of its own names it with --schema.")),
    "CFG003": Code("acceptance-without-reason", Severity.QUERY, (
        "An [[accepted]] says no reason. `edition check --accept-all` answers everything that an old corpus has, and cannot know why it is right; somebody "
        "who reads the answers later cannot ask.")),
    "CFG004": Code("idle-acceptance", Severity.QUERY, (
        "An [[accepted]] of edition.toml answers a finding that is not there. What it accepted was mended, or its code or place is misspelt: "
        "take the entry away, or correct it.")),
    "DEP001": Code("deposit-refused", Severity.ERROR, (
        "No deposit was made. An archive takes no edition with an open error or an open queue of proposals; the other outputs are there.")),
})  # fmt: skip

"""1. Readers: the codes of what a reader reports about a file it could read, each with the sentence that explains it.

A reader refuses a file with a SourceError; what it reports here is a fault or a loss that leaves a usable text.
"""

from __future__ import annotations

from collections.abc import Mapping
from types import MappingProxyType

from edition.codes import Code
from edition.model import Finding, Locus, Severity

CODES: Mapping[str, Code] = MappingProxyType({
    "SRC001": Code("stray-byte", Severity.QUERY, (
        "A byte that does not belong to the file's encoding, in a file that is nearly all in it. It is kept, and returns to its place when the source is "
        "regenerated; what character was meant is for an editor to say with a [[fix]].")),
    "SRC002": Code("encoding-inferred", Severity.NOTE, (
        "Nothing in the file says its encoding; it was inferred, because two detectors agree on the same text: one weighs the letters and their places in "
        "the words, the other knows the commonest words of the languages. The header has it with medium certainty. `encoding = \"…\"` in the record's "
        "[source] settles it.")),
    "SRC003": Code("encoding-contradicted", Severity.QUERY, (
        "The file says that it is in one encoding, and its bytes are valid in another one only. It was read in the one that the bytes are valid in.")),
    "SRC004": Code("markup-not-taken", Severity.NOTE, (
        "Something in the file that is not words was left behind, because the TEI that ingest writes has no place for it: an attribute, a link's title, "
        "layout, markup of another language. Each kind is counted once.")),
    "SRC005": Code("words-not-taken", Severity.QUERY, (
        "Words that stand in the file and not in the text that was read: in a text box, a form, a running head, or where the converter left them out. "
        "If they belong to the text, put them into its flow and read the file again.")),
    "SRC006": Code("source-picture-missing", Severity.QUERY, (
        "The document shows a picture that is not in it and not in its folder. The outputs get a labelled frame instead.")),
    "SRC007": Code("picture-elsewhere", Severity.NOTE, (
        "The document shows a picture from the network or from outside its own folder. Nothing is fetched, and no file from elsewhere is taken. "
        "Save the picture beside the document and name it there.")),
    "SRC008": Code("revision-marks", Severity.QUERY, (
        "The document holds tracked changes. It was read as if all were accepted, and each one waits in the queue with its author and date: a [[keep]] lets it stand, a "
        "[[fix]] undoes it.")),
    "SRC009": Code("note-series-unknown", Severity.QUERY, (
        "The document has footnotes and endnotes, and of some it could not be told which they are. They were taken as footnotes.")),
    "SRC012": Code("converter-warning", Severity.NOTE, (
        "The program that read the file warned about it. The warning is given in its own words.")),
    "SRC013": Code("identifier-repeated", Severity.QUERY, (
        "An identifier occurs twice in the file. The first place keeps it, and links to it lead there.")),
    "SRC014": Code("comment-not-taken", Severity.QUERY, (
        "A comment in the margin of the document, or a tracked change that is none of words. It is no part of the text. Its author, its date and the words it is about are "
        "given, with the line of the layer; what it asks may become a [[fix]] or a [[note]] in the record.")),
    "SRC015": Code("active-content", Severity.QUERY, (
        "The file holds a program (macros), another file, or an address outside that it would fetch something from. Nothing is run, opened or fetched, and nothing of it is "
        "taken: if words or pictures of the edition are in it, put them into the document itself.")),
    "SRC016": Code("read-elsewhere", Severity.NOTE, (
        "Words that stand beside the flow of the file, in a text box, were read and put behind the paragraph that they hang on. A [[block]] with `move` puts them elsewhere.")),
    "SRC017": Code("words-in-attributes", Severity.NOTE, (
        "The markup says words of its own: what an abbreviation stands for, the title of a picture or a link, hidden text. They are quoted, and are not in the text unless the "
        "finding says so.")),
    "SRC018": Code("hidden-address", Severity.QUERY, (
        "The page hides an address from robots and shows a placeholder to whoever has no script. The address was decoded from the page, and waits in the queue instead of the "
        "placeholder: whether it is to be printed is for the editor to say.")),
    "SRC019": Code("part-left-out", Severity.QUERY, (
        "Of a web page only the part was read that the page itself calls its text: `<main>`, or its one `<article>`. What was left out is named with the number of its words; "
        "`part = \"body\"` in the record's [source] takes all of it.")),
})  # fmt: skip


def finding(code: str, file: str, message: str, hint: str = "", *, line: int = 0, column: int = 0) -> Finding:
    """A finding with the severity of its code. `line` and `column` are 1-based; 0 is the whole file."""
    return Finding(code, CODES[code].severity, Locus(file, line, column), message, hint)

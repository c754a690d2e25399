"""5. Lossless. The editorial edits of the log against what the TEI shows, one to one; and what the header counts against the log."""

from __future__ import annotations

import re
from bisect import bisect_left
from collections import Counter
from collections.abc import Iterator

from edition import spacing, tei
from edition.edits import Edit
from edition.logfile import Log
from edition.lossless.view import RANGE, Mark, leaves, marks
from edition.model import Document, Finding, Severity
from edition.tei import local, select

COUNT = re.compile(r"\((\d+) places?\b")


def paired(document: Document, log: Log) -> tuple[list[tuple[Edit, Mark]], list[Edit], list[Mark]]:
    """Each editorial edit with the mark that shows it; the edits that none shows; the marks that show none."""
    assert document.tree is not None
    shown: dict[tuple[int, str], list[Mark]] = {}
    blanks: list[int] | None = None

    def key(at: int, old: str) -> tuple[int, str]:
        """White space may have moved: letters count."""
        nonlocal blanks
        if blanks is None:  # not before it is needed: most texts have few edits
            blanks = [match.start() for match in spacing.ONE.finditer(log.shape or "")]
        return at - bisect_left(blanks, at), squeezed(old)

    for start, _, leaf in leaves(document.tree):
        for mark in marks(leaf, log.edge(start)):
            if local(mark.node) != "add":
                shown.setdefault(key(mark.at, mark.old), []).append(mark)
    pairs: list[tuple[Edit, Mark]] = []
    lost: list[Edit] = []
    for edit in log.edits.editorial:
        if found := shown.get(key(edit.at, edit.old)):
            pairs.append((edit, found.pop(0)))
        else:
            lost.append(edit)
    return pairs, lost, [mark for left in shown.values() for mark in left]


def squeezed(text: str) -> str:
    """The text with every run of white space as one space: how an XML editor broke its lines does not matter."""
    return " ".join(text.split())


def differences(document: Document, log: Log) -> Iterator[Finding]:
    """Where choice, supplied and surplus are others than the log has: the editor's right, and so a note."""

    def note(mark: Mark | None, message: str) -> Finding:
        return Finding("SRC022", Severity.NOTE, document.locus(mark.node if mark else None), message, "`edition adopt` takes it into the record; then `edition ingest --overwrite` makes it again.")

    pairs, lost, added = paired(document, log)
    for edit, mark in pairs:
        if squeezed(mark.new) != squeezed(edit.new):
            yield note(mark, f'the correction of "{edit.old}" now reads "{mark.new}", the log has "{edit.new}" ({log.edits.name(edit)})')
    for edit in lost:
        yield note(None, f'the correction "{edit.old}" to "{edit.new}" ({log.edits.name(edit)}) was taken out of the TEI')
    for mark in added:
        yield note(mark, f'a correction was added to the TEI by hand: "{mark.old}" to "{mark.new}"')


def counted(document: Document, log: Log) -> Iterator[Finding]:
    """What the header says of the number of places against the log."""
    assert document.tree is not None
    made = Counter(rule for edit in log.edits.mechanical for rule in edit.rule.split("+"))
    regular = sum("fix.reg" in edit.rule.split("+") for edit in log.edits.editorial)
    visible = len(log.edits.editorial) - regular
    for said in select(document.tree, "//t:editorialDecl//t:p"):
        words = tei.plain(said)
        number = COUNT.search(words)
        if number is None:
            number = re.search(r" in (\d+) places?\.", words)
        if number is None:
            continue
        _, found, rule = tei.identify(said).partition("decl-")
        above = said.getparent()
        have = made[rule] if found else regular if above is not None and above.get("method") == "markup" and local(above) == "normalization" else visible
        if int(number[1]) != have:
            yield Finding("SRC031", Severity.NOTE, document.locus(said), f"the header counts {number[1]} places, the log has {have}: \"{words[:60]}\"", "The log is right.")


def unaccounted(document: Document) -> Iterator[Finding]:
    """Words in the text that no range of the source accounts for, and nobody answers for."""
    assert document.tree is not None
    for text in select(document.tree, "//t:text//text()[normalize-space()]"):
        holder = text.getparent().getparent() if text.is_tail else text.getparent()
        above = [holder, *holder.iterancestors()] if holder is not None else []
        if not any(RANGE.match(each.get("source") or "") or local(each) in ("note", "bibl") or each.get("resp") for each in above):
            message = f'"{" ".join(str(text).split())[:60]}" stands in the TEI, and in no source'
            yield Finding("SRC027", Severity.QUERY, document.locus(holder), message, "If it is yours, mark it: a note, or supplied with a resp.")

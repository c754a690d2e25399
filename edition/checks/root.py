"""6. What the outermost element says: TEI P5, an older TEI, or something else."""

from __future__ import annotations

from collections.abc import Iterator

from lxml import etree

from edition import tei
from edition.model import Document, Finding, Severity
from edition.rules import Scope, check, finding, quoted

ROOTS = frozenset({"TEI", "teiCorpus"})
P4 = frozenset({"TEI.2", "teiCorpus.2"})


@check("RNG001", Severity.ERROR, source="TEI #DS", reads="bytes")
def not_tei(document: Document, scope: Scope) -> Iterator[Finding]:
    """The outermost element is not TEI P5's.

    Elements are TEI by their namespace. Without it none is recognised, and the outputs hold bare words or nothing.

    Bad:  <TEI><teiHeader/><text/></TEI>
    Bad:  <TEI.2><teiHeader/><text/></TEI.2>
    Good: <TEI xmlns="http://www.tei-c.org/ns/1.0"><teiHeader/><text/></TEI>
    """
    if document.outermost.startswith(tei.T) or document.tree is None:
        return
    root = document.tree.getroot()
    name = etree.QName(root)
    if name.localname in P4:
        message, hint = f"<{name.localname}> is TEI P4", "Convert the file to TEI P5 first (p4top5.xsl of the TEI Consortium does it)."
    elif name.namespace is None and (name.localname in ROOTS or any(tei.local(child) in ("teiHeader", "text") for child in root)):
        message, hint = f"<{name.localname}> is in no namespace", f'Write <{name.localname} xmlns="{tei.NAMESPACE}">.'
    elif name.localname in ROOTS:
        message, hint = f"the namespace {quoted(name.namespace or '')} is not TEI's", f'Write xmlns="{tei.NAMESPACE}".'
    elif name.localname == "html":
        message, hint = "<html> is a web page", "`edition build FILE.html` takes it to TEI."
    else:
        message, hint = f"<{name.localname}> is no TEI", f'A TEI file begins with <TEI xmlns="{tei.NAMESPACE}">.'
    yield finding(document, root, message, hint)


@check("RNG010", Severity.QUERY, source="TEI #DS", reads="bytes")
def fragment(document: Document, scope: Scope) -> Iterator[Finding]:
    """The file holds a part of a TEI document.

    It is rendered as it is, but it has no header: nothing says whose it is and what may be done with it.

    Bad:  <text xmlns="http://www.tei-c.org/ns/1.0"><body><p>Words.</p></body></text>
    Good: <TEI xmlns="http://www.tei-c.org/ns/1.0"><teiHeader/><text/></TEI>
    """
    if not document.outermost.startswith(tei.T) or document.outermost[len(tei.T) :] in ROOTS or document.tree is None:
        return
    root = document.tree.getroot()
    yield finding(document, root, f"<{tei.local(root)}> is a part of a TEI document", "A whole one is <TEI> with <teiHeader> and <text>.")

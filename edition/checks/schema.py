"""6. A document against a RELAX NG schema, by libxml2. Separate, because the schema is read once a process and that may take long.

libxml2 needs some 16 seconds of CPU for tei_all and has no column; a schema made for one project is read in a blink.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from copy import deepcopy
from functools import lru_cache
from pathlib import Path

from lxml import etree

from edition import tei
from edition.errors import ProjectError
from edition.model import Document, Finding, Severity
from edition.rules import Scope, check, finding, finding_at

LARGE = 300_000  # bytes of schema, from which on the reading is announced
CONSEQUENCE = re.compile(r"failed to validate (content|attributes)$")
VAGUE = re.compile(r"extra content|interleave|^Expecting")
NAME = re.compile(r"\b[Ee]lement (\S+)")


def prepare(schema: Path, tell: Callable[[str], None] = lambda words: None) -> None:
    """Read the schema, so that processes started from this one have it. Raises ProjectError: not there, not RELAX NG.

    `tell` gets a sentence beforehand if it may take long.
    """
    try:
        size = schema.stat().st_size
    except OSError as error:
        raise ProjectError(f"{schema}: the schema cannot be read ({error.strerror})", hint="Check the path behind --schema.") from None
    if size > LARGE:
        tell(f"Reading the schema {schema.name}: for one as large as tei_all this takes about 20 seconds, once.")
    _compiled(schema, schema.stat().st_mtime_ns)


@lru_cache(maxsize=2)
def _compiled(schema: Path, changed: int) -> etree.RelaxNG:
    try:
        data = schema.read_bytes()
    except OSError as error:
        raise ProjectError(f"{schema}: the schema cannot be read ({error.strerror})", hint="Check the path behind --schema.") from None
    parsed = tei.parse(data)
    if parsed.tree is None:
        hint = "The compact syntax (.rnc) is not read: trang or jing turns it into .rng." if schema.suffix == ".rnc" else "RELAX NG in XML syntax is expected."
        raise ProjectError(f"{schema}:{parsed.line}:{parsed.column}: the schema is not well-formed XML ({parsed.message})", hint=hint)
    try:  # by its path, so that what it includes is found beside it
        return etree.RelaxNG(etree.parse(schema, tei.parser()))
    except etree.LxmlError as error:
        raise ProjectError(f"{schema}: not a RELAX NG schema: {error}", hint="RELAX NG in XML syntax is expected: the .rng of a TEI customisation.") from None


@check("RNG000", Severity.ERROR, source="https://relaxng.org/spec-20011203.html")
def not_valid(document: Document, scope: Scope) -> Iterator[Finding]:
    """The document does not keep the rules of the schema that was named with ``--schema``.

    The words are libxml2's. It stops at the first mistake in an element's content, so that others may show when this one is mended.

    Bad:  <p>Words <hii>and</hii> more.</p>
    Good: <p>Words <hi>and</hi> more.</p>
    """
    if scope.schema is None or document.tree is None:
        return
    schema = _compiled(scope.schema, scope.schema.stat().st_mtime_ns)
    tree = _alone(document.tree)
    if schema.validate(tree):
        return
    for node, line, message in _first_of_each(document.tree, [(entry.path or "", entry.line, entry.message) for entry in schema.error_log]):
        words = "not valid: " + NAME.sub(r"<\1>", message[0].lower() + message[1:])
        yield finding_at(document, line, 0, words) if node is None else finding(document, node, words)


def _alone(tree: tei.Tree) -> tei.Tree:
    """A corpus that includes its documents, with an empty TEI in the place of each: they are judged by themselves."""
    if tei.local(tree.getroot()) != "teiCorpus" or not tei.select(tree, "/t:teiCorpus/xi:include"):
        return tree
    copy = deepcopy(tree)
    for include in tei.select(copy, "/t:teiCorpus/xi:include"):
        include.tag = f"{tei.T}TEI"
        include.attrib.clear()
        said = tei.make("fileDesc", {}, tei.make("titleStmt", {}, tei.make("title")), tei.make("publicationStmt", {}, tei.make("p")), tei.make("sourceDesc", {}, tei.make("p")))
        include[:] = [tei.make("teiHeader", {}, said), tei.make("text", {}, tei.make("body", {}, tei.make("p")))]
    return copy


def _first_of_each(tree: tei.Tree, said: list[tuple[str, int, str]]) -> Iterator[tuple[tei.Element | None, int, str]]:
    """One message for each innermost element that has one: libxml2 goes on to complain of all that is around it, and of its own attempts."""
    telling = [each for each in said if not CONSEQUENCE.search(each[2])] or said
    by_path: dict[str, list[tuple[int, str]]] = {}
    for path, line, message in telling:
        by_path.setdefault(path, []).append((line, message))
    around = {path[: match.start()] for path in by_path for match in re.finditer("/", path)}
    for path, messages in by_path.items():
        if path and path in around:
            continue
        try:
            nodes = tree.xpath(path) if path else []
        except etree.XPathError:  # a path through elements with a prefix
            nodes = []
        node = nodes[0] if isinstance(nodes, list) and nodes and isinstance(nodes[0], etree._Element) else None
        own = "" if node is None else f"element {tei.local(node)} there"
        line, message = next((each for each in messages if not VAGUE.search(each[1]) and not (own and own in each[1])), messages[0])
        yield node, line, message

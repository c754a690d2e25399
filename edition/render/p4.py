"""TEI P4 read as P5: the namespace, the names that changed, ids and what leads to them. No more than a reader of the text would miss.

P4 has no namespace; its root is ``TEI.2``. Source: TEI P5, "Migration from P4 to P5".
"""

from __future__ import annotations

from dataclasses import replace

from lxml import etree

from edition import tei
from edition.model import Document, Finding
from edition.render.entities import spoken
from edition.render.faults import finding
from edition.render.inclusions import put
from edition.tei import XML_ID, XML_LANG, T

RENAMED = {"TEI.2": "TEI", "teiCorpus.2": "teiCorpus", "xref": "ref", "xptr": "ptr"}
ROOTS = frozenset({"TEI.2", "teiCorpus.2"})
POINTERS = ("target", "corresp", "from", "to", "spanTo", "next", "prev", "copyOf", "sameAs", "who", "hand", "resp", "targetEnd", "wit")
PICTURED = "figure"  # whose @entity or @url was the picture


def upgraded(document: Document) -> tuple[Document, list[Finding]]:
    """The document as P5, and the finding that says so; as it is, if it is not P4."""
    if document.tree is None or document.tree.getroot().tag not in ROOTS:
        return document, []
    root = tei.parse(document.data).tree
    assert root is not None
    for entity in list(root.iter(etree.Entity)):  # they are declared for a root of another name
        put(entity, [spoken(entity, root.getroot())])
    names = {each.get("id") for each in root.iter("*") if each.get("id")}
    for node in root.iter("*"):
        name = str(node.tag)
        if name.startswith("{"):
            continue
        node.tag = T + RENAMED.get(name, name)
        for old, new in (("id", XML_ID), ("lang", XML_LANG)):
            if (value := node.attrib.pop(old, None)) is not None and tei.NAME.fullmatch(value):
                node.set(new, value)
        for each in POINTERS:
            if value := node.get(each):
                node.set(each, " ".join(f"#{word}" if word in names else word for word in value.split()))
        if name in ("xref", "xptr") and (address := node.get("href") or node.get("url")):  # they led out of the document
            node.set("target", address)
        if name == PICTURED and (url := node.get("url")):
            node.insert(0, etree.Element(f"{T}graphic", url=url))
    said = finding("RND020", document.locus(document.tree.getroot()), "this is TEI P4, read as P5: the elements have no namespace", "It was not checked, for the rules are those of P5. Convert the file; then it can be.")
    etree.cleanup_namespaces(root, top_nsmap={None: tei.NAMESPACE})
    return replace(document, data=etree.tostring(root, encoding="UTF-8", xml_declaration=True)), [said]

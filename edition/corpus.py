"""edition.xml: the whole edition as one teiCorpus: its header, the lists of all that its documents name and cite, and the documents by xi:include.

Made anew by every ingest of an edition, from authority.toml, the bibliography and the TEI as it stands.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from pathlib import Path
from urllib.parse import quote

from lxml import etree

from edition import tei
from edition.encode import LAID_OUT
from edition.encode import standoff as lists
from edition.encode.header import publication, responsible
from edition.model import Document, Finding, Locus, Severity
from edition.project import Project
from edition.tei import Element, make
from edition.version import __version__

FILE = "edition.xml"
XI = tei.PREFIXES["xi"]


def path_of(project: Project) -> Path:
    return project.tei / FILE


def make_corpus(project: Project, documents: Sequence[Document]) -> Document:
    """The corpus of these documents, in their order."""
    root = etree.Element(f"{tei.T}teiCorpus", nsmap={None: tei.NAMESPACE, "xi": XI})
    root.set(tei.XML_ID, project.id)
    root.set(tei.XML_LANG, project.language)
    root.append(_header(project, documents))
    used, cited = meant(project, documents)
    if (standoff := lists.standoff(project.authority, project.bibliography, used, cited)) is not None:
        root.append(standoff)
    for document in documents:
        include = etree.SubElement(root, f"{{{XI}}}include")
        include.set("href", quote(document.path.name, safe="-._~"))
    tei.name_root(root, (tei.identify(document.tree.getroot()) for document in documents if document.tree is not None))
    tei.lay_out(root, LAID_OUT | lists.LAID_OUT | {"teiCorpus"})
    return Document("edition", path_of(project), tei.dump(root))


def meant(project: Project, documents: Sequence[Document]) -> tuple[set[str], set[str]]:
    """Ids of the entries and of the works that the documents point to, whoever wrote the pointers."""
    works = {work.xml_id: work.id for work in project.bibliography.works}
    used: set[str] = set()
    cited: set[str] = set()
    for document in documents:
        for value in () if document.tree is None else tei.select(document.tree, "//@ref | //@source | //@corresp | //@target | //@who"):
            names = [pointer[1:] for pointer in str(value).split() if pointer.startswith("#")]
            used |= {name for name in names if name in project.authority.by_id}
            cited |= {works[name] for name in names if name in works}
    return used, cited


def findings(project: Project, documents: Sequence[Document]) -> Iterator[Finding]:
    """What only the whole edition shows: fields of the bibliography without a place, citations that lead nowhere, entries that nobody needs."""
    authority, bibliography = project.authority, project.bibliography
    yield from bibliography.findings
    for entity in authority.entities:
        for said in entity.cite:
            if bibliography.find(said) is None and (" " not in said.strip() or said.startswith("bibl:")):
                file, _, line = entity.where.rpartition(":")
                yield Finding("SRC090", Severity.ERROR, Locus(file, int(line)), f'"{entity.id}" cites "{said}", which is no work of the bibliography', bibliography.nearest(said))
    used, cited = meant(project, documents)
    if authority.path and (idle := [entity.id for entity in authority.entities if entity.id not in used]):
        yield Finding("SRC093", Severity.NOTE, Locus(str(authority.path)), _idle("entry", "entries", idle), "Look whether the forms stand in the texts as they are written here; or leave it for a text to come.")
    resting = {work.id for entity in authority.entities if entity.id in used for each in entity.cite if (work := bibliography.find(each))}
    if bibliography.path and (idle := [work.id for work in bibliography.works if work.id not in cited | resting]):
        yield Finding("SRC095", Severity.NOTE, Locus(str(bibliography.path)), _idle("work", "works", idle), "Cite it in a note or an entry, or leave it for a text to come.")


def _idle(one: str, many: str, idle: Sequence[str]) -> str:
    names = ", ".join(f'"{each}"' for each in idle[:12]) + (" …" if len(idle) > 12 else "")
    return f"{f'1 {one} is' if len(idle) == 1 else f'{len(idle)} {many} are'} used by no document: {names}"


def _header(project: Project, documents: Sequence[Document]) -> Element:
    titles = make("titleStmt", {}, make("title", {"type": "main"}, project.title))
    if project.subtitle:
        titles.append(make("title", {"type": "sub"}, project.subtitle))
    for author in project.people:
        if author.role == "author":
            titles.append(make("author", {"id": author.id}, author.name))
    titles.extend(responsible(project))
    titles.append(make("respStmt", {"id": "toolkit"}, make("resp", {}, "encoding and collection"), make("name", {"type": "program"}, f"edition toolkit {__version__}")))
    file = make("fileDesc", {}, titles)
    if project.edition:
        file.append(make("editionStmt", {}, make("edition", {"n": project.edition}, f"Edition {project.edition}")))
    file.append(publication(project, project.id))
    count = len(documents)
    file.append(make("sourceDesc", {}, make("p", {}, f"The {count} document{'' if count == 1 else 's'} of the edition {'is' if count == 1 else 'are'} included; the header of each names its source.")))
    told = "How a text was edited is declared in its own header; the lists of names and works are those of the whole edition."
    usage = make("langUsage", {}, *(make("language", {"ident": language}, language) for language in project.languages))
    change = make("change", {"when": project.date, "who": "#toolkit"}, f"Collected: {count} document{'' if count == 1 else 's'}.")
    return make(
        "teiHeader", {}, file, make("encodingDesc", {}, make("editorialDecl", {}, make("p", {}, told))), make("profileDesc", {}, usage), make("revisionDesc", {}, change)
    )  # fmt: skip

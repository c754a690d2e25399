"""What a book says beside its texts, as TEI that the program writes: the editorial statement from the headers, the bibliography.

They are documents like the others (`Edition.made`), and so look alike in all media. What speaks of pages (indexes, lists) is the writers'.
"""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping, Sequence
from copy import deepcopy
from dataclasses import replace
from xml.etree.ElementTree import Element as StandardElement

from lxml import etree

from edition import corpus, files, parsers, tei
from edition.bibliography import FILES, Bibliography, Work, parse
from edition.encode.works import structured
from edition.errors import ProjectError
from edition.model import Document
from edition.project import Edition, Project
from edition.readers import bibtex, pandoc
from edition.render import citations, endnotes, notes_word, words_of
from edition.render.brackets import of_document
from edition.render.revisions import signs
from edition.render.series import BACK
from edition.tei import XML_ID, XML_LANG, Element, T, local, make, plain
from edition.writers.sorting import sorting

PRACTICE = ("correction", "normalization", "quotation", "hyphenation", "punctuation", "segmentation", "interpretation", "stdVals")  # of an editorialDecl
LOOKS = {"em": "italic", "i": "italic", "strong": "bold", "b": "bold", "sup": "superscript", "sub": "subscript"}
SAID = {"correction": ("status", "method"), "normalization": ("method",), "quotation": ("marks",), "hyphenation": ("eol",), "punctuation": ("marks",)}
PARENT = b"independent-parent"  # of a CSL style that only names another


def complete(edition: Edition) -> Edition:
    """With what the program adds. Raises ProjectError for a citation style that cannot be used; ProgramMissing, ProgramFailed (pandoc)."""
    taken = {document.name for document in edition.all}
    made = []
    for name, document in ((endnotes.NAME, notes(edition.project)), ("description", description(edition)), ("statement", statement(edition)), ("bibliography", listed(edition))):
        if document is not None:
            while name in taken:
                name += "_"
            made.append(replace(document, name=name))
    return replace(edition, made=tuple(made))


def _document(project: Project, name: str, title: str, *content: Element) -> Document:
    """A TEI document of one division. Its path is that of no file."""
    header = make("teiHeader", {}, make("fileDesc", {}, make("titleStmt", {}, make("title", {}, title)), make("publicationStmt", {}, make("p")), make("sourceDesc", {}, make("p"))))
    language = words_of(project.language)["lang"]
    root = make("TEI", {"lang": language}, header, make("text", {}, make("body", {}, make("div", {"type": name}, make("head", {}, title), *content))))
    return Document(name, project.folder / f"{name}.xml", tei.dump(root))


# The notes of series at the back


def notes(project: Project) -> Document | None:
    """The place of the notes that stand behind all texts, which are put there when they are rendered; None if no series stands there."""
    found = [each for each in project.notes if each.place == BACK]
    words = words_of(project.language)
    return _document(project, endnotes.NAME, (found[0].heading or notes_word(found[0].name, words)) if len(found) == 1 else words["notes"]) if found else None


# The manuscripts


def description(edition: Edition) -> Document | None:
    """The descriptions of manuscripts in the headers, as catalogue entries; None if they say no more than where the manuscript is."""
    project = edition.project
    if not (project.statement if project.statement is not None else not (edition.front or edition.back)):
        return None
    content: list[Element] = []
    for document in edition.documents:
        for each in () if document.tree is None else tei.select(document.tree, "/*/t:teiHeader/t:fileDesc/t:sourceDesc//t:msDesc[t:msContents or t:physDesc or t:history or t:p or t:msPart]"):
            if next(each.iterancestors(f"{T}msDesc"), None) is None:
                copy = deepcopy(each)
                copy.tail = None
                content.append(copy)
    return _document(project, "description", words_of(project.language)["ms_heading"], *content) if content else None


# The editorial statement


def statement(edition: Edition) -> Document | None:
    """What the headers declare of project, choice and practice, in prose; None if they declare nothing, or the edition speaks for itself."""
    project = edition.project
    if not (project.statement if project.statement is not None else not (edition.front or edition.back)):
        return None
    words = words_of(project.language)
    groups: dict[tuple[str, ...], tuple[list[str], list[Element]]] = {}
    for document in edition.documents:
        if declared := [*_declared(document, words), *_signs(document, project, words)]:
            same = tuple(etree.tostring(each, encoding="unicode") for each in declared)
            groups.setdefault(same, ([], declared))[0].append(_title(document))
    if not groups:
        return None
    content: list[Element] = []
    for titles, declared in groups.values():
        content += declared if len(groups) == 1 else [make("div", {}, make("head", {}, "; ".join(titles)), *declared)]
    return _document(project, "statement", words["statement"], *content)


def _signs(document: Document, project: Project, words: Mapping[str, str]) -> Iterator[Element]:
    """How the changes that a writer made are shown, where they are. Leiden has signs of its own."""
    if (of_document(document) if project.brackets == "auto" else project.brackets) != "leiden":
        yield from _begun(words["decl_signs"], [words[key] for key in signs(document, project.choice)], [])


def _title(document: Document) -> str:
    return ("" if document.tree is None else plain(tei.first(document.tree, "/*/t:teiHeader/t:fileDesc/t:titleStmt/t:title"))) or document.name


def _declared(document: Document, words: Mapping[str, str]) -> Iterator[Element]:
    """Paragraphs, each kind begun with its name."""
    if document.tree is None:
        return
    for encoding in tei.select(document.tree, "/*/t:teiHeader/t:encodingDesc"):
        for name, key in (("projectDesc", "decl_project"), ("samplingDecl", "decl_sampling")):
            for part in encoding.iterchildren(f"{T}{name}"):
                yield from _begun(words[key], [], _blocks(part))
        for part in encoding.iterchildren(f"{T}editorialDecl"):
            yield from _begun(words["decl_editorial"], [], [block for each in part if isinstance(each.tag, str) and local(each) not in PRACTICE for block in _block(each)])
            for name in PRACTICE:
                found = list(part.iterchildren(f"{T}{name}"))
                said = dict.fromkeys(sentence for each in found for sentence in _said(each, words))
                yield from _begun(words[f"decl_{name}"], list(said), [block for each in found for block in _blocks(each)])


def _said(node: Element, words: Mapping[str, str]) -> Iterator[str]:
    """What attributes mean, as sentences."""
    name = local(node)
    for attribute in SAID.get(name, ()):
        if sentence := words.get(f"{name}_{node.get(attribute)}"):
            yield sentence


def _blocks(part: Element) -> list[Element]:
    return [block for each in part if isinstance(each.tag, str) for block in _block(each)] or ([make("p", {}, plain(part))] if plain(part) else [])


def _block(node: Element) -> Iterator[Element]:
    """A copy for another place: without ids, notes and what is empty."""
    if not "".join(tei.texts(node)).strip(tei.BLANK):
        return
    copy = deepcopy(node)
    copy.tail = None
    for each in copy.iter("*"):
        each.attrib.pop(XML_ID, None)
        if local(each) in ("ref", "ptr") and not (each.get("target") or "").startswith(("http://", "https://")):
            each.attrib.pop("target", None)
    language = next((found for each in (node, *node.iterancestors("*")) if (found := each.get(XML_LANG)) and local(each) != "TEI"), "")
    if language and not copy.get(XML_LANG):
        copy.set(XML_LANG, language)
    if local(copy) not in ("p", "ab", "list", "table", "lg", "quote"):
        copy = make("p", {}, plain(copy))
    yield copy


def _begun(label: str, sentences: Sequence[str], blocks: Sequence[Element]) -> Iterator[Element]:
    """Blocks, the first of them with the label and the sentences before its words."""
    if not sentences and not blocks:
        return
    head = make("hi", {"rend": "italic"}, f"{label}.")
    if not sentences and blocks and local(blocks[0]) == "p":
        first = blocks[0]
        head.tail = f" {(first.text or '').lstrip(tei.BLANK)}"
        first.text = None
        first.insert(0, head)
    else:
        yield make("p", {}, head, f" {' '.join(sentences)}")
    yield from blocks


# The bibliography


def listed(edition: Edition) -> Document | None:
    """The works that the documents cite, by the citation style of the edition, else in our own; all works if edition.toml asks for the list."""
    project = _with_works(edition.project)
    asked = project.lists is not None and "bibliography" in project.lists
    if not project.bibliography.works or (project.lists is not None and not asked):
        return None
    used, cited = corpus.meant(project, edition.all)
    cited |= {work.id for entity in project.authority.entities if entity.id in used for each in entity.cite if (work := project.bibliography.find(each))}
    works = [work for work in project.bibliography.works if work.id in cited] or (list(project.bibliography.works) if asked else [])
    if not works:
        return None
    if project.csl:
        entries = _formatted(project, works)
    else:
        key = sorting(project).key
        made = [(structured(work), work) for work in works]
        made.sort(key=lambda each: (key(_by(each[1])), each[1].year, key(each[1]["title"])))
        entries = [each for each, _ in made]
    return _document(project, "bibliography", words_of(project.language)["bibliography"], make("listBibl", {}, *entries))


def _by(work: Work) -> str:
    """What a work is sorted by: its first author or editor, else its title."""
    for role in ("author", "editor", "container-author", "translator"):
        if names := work.names.get(role):
            return ", ".join(filter(None, (names[0].literal or names[0].family, names[0].given)))
    return work["title"]


def _with_works(project: Project) -> Project:
    """With the bibliography, if it is one in BibTeX."""
    path = project.folder / FILES[1]
    if project.bibliography.works or not path.is_file():
        return project
    return replace(project, bibliography=parse(bibtex.csl(path, files.read(path), project.language), path))


def _formatted(project: Project, works: Sequence[Work]) -> list[Element]:
    """By pandoc's citeproc. A style that names another one would have to be fetched: nothing is."""
    style = project.folder / project.csl
    if PARENT in files.read(style):
        raise ProjectError(f"{style}: only names another style (independent-parent), and nothing is fetched", hint="Take that other style instead.")
    items = [each for each in json.loads(_items(project.bibliography, project.language)) if str(each.get("id", "")).strip() in {work.id for work in works}]
    data = json.dumps(items, ensure_ascii=False).encode()
    language = project.language
    options = ["--sandbox", "--from=csljson", "--to=html5", "--wrap=none", "--citeproc", f"--csl={style}", f"--metadata=lang:{language}"]
    found, _ = pandoc.convert(options, data, style)
    return list(_entries(found, {f"ref-{work.id}": work for work in works}))


def _items(bibliography: Bibliography, language: str) -> bytes:
    path = bibliography.path
    assert path is not None
    return bibtex.csl(path, files.read(path), language) if path.suffix == ".bib" else files.read(path)


def _entries(html: bytes, works: Mapping[str, Work]) -> Iterator[Element]:
    """pandoc's references as bibl elements. `works`: by its names for them. @n is what a reference to one says."""
    root = parsers.pieces(f"<div>{html.decode().replace('&nbsp;', '&#160;')}</div>")
    for entry in root.iter("div"):
        if "csl-entry" in entry.get("class", "").split():
            work = works.get(entry.get("id", ""))
            made = make("bibl", {"id": work.xml_id, "n": citations.short(structured(work))} if work else {})
            _copy(entry, made)
            yield _trimmed(made)


def _copy(source: StandardElement, target: Element) -> None:
    tei.append(target, source.text or "")
    for child in source:
        kind = child.get("class", "")
        inner = target
        if child.tag in LOOKS or "smallcaps" in kind or child.tag == "a":
            inner = make("ref", {"target": child.get("href", "")}) if child.tag == "a" else make("hi", {"rend": LOOKS.get(child.tag, "smallcaps")})
            target.append(inner)
        _copy(child, inner)
        tei.append(target, (" " if child.tag == "div" else "") + (child.tail or ""))


def _trimmed(made: Element) -> Element:
    if made.text:
        made.text = made.text.lstrip(tei.BLANK)
    return made


"""4. Encode. What one document refers to: entries of authority.toml, and works of the bibliography; and what of it names neither."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, field, replace

from edition import tei
from edition.authority import FILE, KINDS
from edition.encode import names
from edition.encode.inline import Phrase
from edition.encode.names import Tagged
from edition.encode.standoff import standoff
from edition.encode.works import citation
from edition.model import Finding, Locus, Severity
from edition.project import Project
from edition.tei import Element, make


@dataclass
class Referred:
    """Ids of what is meant somewhere (`used`) and of what is cited, as it comes to light; `path`: the record, for findings."""

    project: Project
    path: str
    used: set[str] = field(default_factory=set)
    cited: set[str] = field(default_factory=set)
    findings: list[Finding] = field(default_factory=list)

    def ref(self, said: str, where: str = "", *, own: str = "") -> str:
        """What a ref of the record becomes: ``#id`` or an address; "" and a finding if it is neither. `own`: how ids of the document begin."""
        if not said or said.startswith(("http://", "https://")) or (own and said.startswith(f"#{own}")) or self.project.person(said.removeprefix("#")):
            return said
        if said.startswith("bibl:"):
            return self.work(said, where)
        found = names.target(said, self.project.authority)
        if found is None:
            hint = self.project.authority.nearest(said) if self.project.authority.entities else f'Describe it in {FILE}, or write a whole address such as "wikidata:Q1".'
            self._find("SRC091", where, f'the ref "{said}" names no entry of {FILE}', hint)
            return ""
        if found.startswith("#"):
            self.used.add(found[1:])
        return found

    def work(self, said: str, where: str = "") -> str:
        """``bibl:moreno1940`` or its bare id as a pointer to the list of works; "" and a finding if there is none of this name."""
        work = self.project.bibliography.find(said)
        if work is None:
            self._find("SRC090", where, f'"{said}" is no work of the bibliography', self.project.bibliography.nearest(said))
            return ""
        self.cited.add(work.id)
        return f"#{work.xml_id}"

    def cite(self, said: str, where: str = "") -> Element | None:
        """The citation for a ``cite``: of a work by its id (``moreno1940``, or with a place in it, ``moreno1940, p. 5``), or in the words
        themselves. None, and a finding, for a single word that is no id."""
        name, comma, locator = said.partition(",")
        bibliography = self.project.bibliography
        if (work := bibliography.find(said.strip()) or bibliography.find(name.strip())) is not None:
            self.cited.add(work.id)
            return citation(work, locator.strip() if comma and work.id != said.strip() else "")
        if not re.search(r"\s", said.strip()) or said.startswith("bibl:"):
            self._find("SRC090", where, f'"{said}" is no work of the bibliography', bibliography.nearest(said))
            return None
        return make("bibl", {}, said)

    def quoted(self, cited: Element) -> None:
        """The bibl below a quotation: a work of the bibliography (in @corresp, as ``bibl:id``) is cited with the author that is named there,
        and the author gets a ref if the authority file knows the name."""
        said = cited.get("corresp", "")
        if said.startswith("bibl:"):
            del cited.attrib["corresp"]
            work = self.project.bibliography.find(said)
            if work is not None and self.work(said):
                whole = citation(work, who=tei.plain(cited.find(f"{tei.T}author")))
                cited[:] = [*whole]
                cited.text = whole.text
                cited.set("corresp", whole.get("corresp", ""))
            else:
                self.work(said)
        for author in cited.iter(f"{tei.T}author"):
            meant = [each for each in self.project.authority.entities if tei.plain(author) in (*each.forms, each.name) and each.kind in ("person", "org")]
            if len(meant) == 1 and not author.get("ref"):
                author.set("ref", f"#{meant[0].id}")
                self.used.add(meant[0].id)

    def phrase(self, phrase: Phrase) -> Phrase:
        """A phrase that says only whom it means becomes the element of that kind."""
        if phrase.name:
            return phrase
        entity = self.project.authority.find(phrase.attributes.get("ref", ""))
        kind = KINDS[entity.kind] if entity else None
        more = {"type": kind.type} if kind and kind.type else {}
        return replace(phrase, name=kind.element if kind else "name", attributes={**more, **phrase.attributes})

    def take(self, tagged: Tagged) -> Sequence[Phrase]:
        """The phrases with the names in them; whom they mean is used."""
        self.used |= tagged.used
        self.findings += tagged.findings
        return tagged.phrases

    def standoff(self) -> Element | None:
        return standoff(self.project.authority, self.project.bibliography, self.used, self.cited)

    def _find(self, code: str, where: str, message: str, hint: str) -> None:
        file, _, line = where.rpartition(":")
        locus = Locus(file, int(line)) if line.isdigit() else Locus(self.path)
        self.findings.append(Finding(code, Severity.ERROR, locus, message, hint))

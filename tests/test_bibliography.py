"""bibliography.json: CSL JSON read strictly, as biblStruct whole, as a short citation in print."""

from __future__ import annotations

import json
import subprocess
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from edition import bibliography, matter, pipeline, tei
from edition.bibliography import DATES, FIELDS, IDLE, NAMES, PLAIN, Bibliography, Work
from edition.encode.works import WITHIN, citation, structured
from edition.errors import ProjectError
from edition.readers import bibtex
from edition.render import render_all
from edition.tei import make

PATH = Path("bibliography.json")
TYPES = sorted({*WITHIN, "book", "thesis", "manuscript", "document", "dataset", "treaty", "periodical", "pamphlet", "personal_communication", "no-such-type"})


def parse(*items: dict[str, Any]) -> Bibliography:
    return bibliography.parse(json.dumps(list(items), indent=1, ensure_ascii=False).encode(), PATH)


def full(type_: str) -> dict[str, Any]:
    """An item with every field there is."""
    item: dict[str, Any] = {"id": f"w:{type_}/1", "type": type_}
    item |= {key: [{"family": f"Dray-{key}", "given": "A.", "suffix": "Jr"}, {"literal": f"The {key}"}] for key in NAMES}
    item |= {key: {"date-parts": [[1912, 10, 1], [1912, 10, 3]]} for key in DATES}
    item |= {key: f"some {key}" for key in PLAIN}
    return item | {"URL": "https://www.example.org/a_b/", "language": "en", "title": "On <i>Ropes</i> & <span class=\"nocase\">Knots</span>", "volume": 7, "page-first": "1"}


def words(work: Work) -> str:
    return tei.plain(citation(work))


def test_every_field_of_every_type_has_a_place() -> None:
    """Law 1 of this table: what the bibliography says stands in the TEI."""
    for type_ in TYPES:
        made = parse(full(type_))
        assert made.findings == ()
        text = json.dumps(tei.dump(structured(made.works[0])).decode(), ensure_ascii=False)
        missing = [key for key in (*PLAIN, *NAMES) if not any(said in text for said in (f"some {key}<", f"Dray-{key}<", "example.org") if key != "URL") and key not in ("URL", "language", "title", "volume")]
        assert missing == [], type_
        assert text.count('to=\\"1912-10-03') == len(DATES), type_


def test_the_schema_takes_every_type_with_all_fields_and_with_none(tmp_path: Path, shared: Path, judge: Callable[[str], str]) -> None:
    works = parse(*(full(type_) for type_ in TYPES), *({"id": f"bare-{type_}", "type": type_, "title": "T"} for type_ in TYPES)).works
    said = make("fileDesc", {}, make("titleStmt", {}, make("title")), make("publicationStmt", {}, make("p")), make("sourceDesc", {}, make("p")))
    text = make("text", {}, make("body", {}, make("p", {}, *(citation(work) for work in works))))
    root = make("TEI", {}, make("teiHeader", {}, said), make("standOff", {}, make("listBibl", {}, *map(structured, works))), text)
    path = tmp_path / "works.xml"
    path.write_bytes(tei.dump(root))
    done = subprocess.run([judge("jing"), str(shared / "schema" / "tei_all.rng"), str(path)], capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stdout[:2000]


@pytest.mark.parametrize(("item", "wanted"), [
    ({"type": "book", "author": [{"family": "Vidal", "given": "Ada"}], "title": "Forty Knots", "issued": {"date-parts": [["1913"]]}}, "Ada Vidal, Forty Knots, 1913."),
    ({"type": "article-journal", "title": "On Rope", "container-title": "Harbour", "volume": "3", "issue": "2", "page": "5–9", "issued": {"raw": "1940-03"}}, "On Rope, Harbour, 3 (2), 5–9, 1940."),
    ({"type": "webpage", "author": [{"literal": "Harbour Office"}], "title": "Tides", "container-title": "example.org", "URL": "https://www.example.org/tides/"}, "Harbour Office, Tides, example.org/tides."),
    ({"type": "webpage", "title": "Who?", "URL": "ftp no address"}, "Who?"),
    ({"type": "book", "editor": [{"family": name} for name in "ABCD"], "title": "T", "issued": {"literal": "n.d."}}, "A, B, C et al., T, n.d."),
    ({"type": "entry", "author": [{"family": "Gaulle", "given": "C.", "non-dropping-particle": "de"}], "title": "Sea", "container-title": "All Things"}, "C. de Gaulle, Sea, All Things."),
])  # fmt: skip
def test_a_citation_is_short(item: dict[str, Any], wanted: str) -> None:
    assert words(parse({"id": "x", **item}).works[0]) == wanted


def test_a_place_in_the_work_stands_in_the_citation() -> None:
    work = parse({"id": "x", "type": "book", "title": "T", "issued": {"date-parts": [[1913]]}}).works[0]
    assert tei.plain(citation(work, "p. 5")) == "T, p. 5, 1913."


@pytest.mark.parametrize(("data", "message"), [
    (b'[{"id": "a",}]', "bibliography.json:1:13: not JSON"),
    (b'{"id": "a"}', "is no list of works"),
    (b'[{"title": "a"}]', "item 1 has no id"),
    (b"[3]", "item 1 has no id"),
    (b'[{"id": "a", "title": "T"},\n{"id": "a", "title": "U"}]', "two works have the id 'a'"),
    (b'[{"id": "a", "author": "Vidal"}]', "author should be a list of names"),
    (b'[{"id": "a", "issued": {"date-parts": [[1913, 13]]}}]', "issued is no date"),
    (b'[{"id": "a", "issued": []}, {"id": "b", "issued": true}]', "issued is no date"),
    (b'[{"id": "a", "title": "\\u0007"}]', "U+0007"),
    (b"\xff[]", "not UTF-8"),
    (b"[" * 100_000, "nested too deeply"),
])  # fmt: skip
def test_what_is_no_bibliography_is_refused_with_its_place(data: bytes, message: str) -> None:
    with pytest.raises(ProjectError) as caught:
        bibliography.parse(data, PATH)
    assert message in caught.value.message


def test_a_field_without_a_place_is_a_finding_with_its_line() -> None:
    made = parse({"id": "a", "type": "book", "title": "T"}, {"id": "b", "type": "book", "titel": "U", "volume": {"x": 1}})
    assert [(found.code, found.locus.line > 5) for found in made.findings] == [("SRC094", True)] * 3
    assert made.findings[0].hint == 'Did you mean "title"?'
    assert "is no text" in made.findings[1].message


def test_idle_fields_are_few() -> None:
    assert not IDLE & {*NAMES, *DATES, *PLAIN}
    assert len(FIELDS) == len(IDLE) + len(NAMES) + len(DATES) + len(PLAIN)


def test_bibtex_comes_through_pandoc(tmp_path: Path) -> None:
    path = tmp_path / "bibliography.bib"
    path.write_text("@comment{none}\n@book{vidal1913,\n author = {Vidal, Ada and {Harbour Office}},\n title = {Forty {Knots}}, year = 1913}\n", "utf-8")
    (work,) = bibliography.parse(bibtex.csl(path, path.read_bytes()), path).works
    assert words(work) == "Ada Vidal, Harbour Office, Forty Knots, 1913."
    with pytest.raises(ProjectError, match="cannot be read"):
        bibtex.csl(path, b"@book{vidal1913, title = {T}")


def test_an_edition_may_have_its_bibliography_in_bibtex(tmp_path: Path) -> None:
    from edition import project

    folder = tmp_path / "seeds" / "trial"
    folder.mkdir(parents=True)
    (folder / "edition.toml").write_text('id = "trial"\ntitle = "T"\ndate = 2026-01-31\n[[document]]\nname = "letter"\n', "utf-8")
    (folder / "letter.txt").write_text("The rope met us here.\n", "utf-8")
    (folder / "letter.toml").write_text('[[note]]\nat = "L1 \'rope\'"\ntext = "Of hemp."\ncite = "vidal1913"\n', "utf-8")
    (folder / "bibliography.bib").write_text("@book{vidal1913, title = {Forty {Knots}}, year = 1913}\n", "utf-8")
    letter, whole = pipeline.ingest_edition(project.read(folder))
    assert "Forty Knots" in letter.document.data.decode()
    assert 'xml:id="bibl-vidal1913"' in whole.document.data.decode()


def test_titles_of_an_edition_in_another_language_than_english_keep_their_capitals(tmp_path: Path) -> None:
    path = tmp_path / "bibliography.bib"
    path.write_text("@book{a, title = {Das Buch der Boote}}\n@book{b,\n title={The Book of Boats}, langid = {english}}\n@book{c, title = {Der Wind},}\n", "utf-8")
    made = bibliography.parse(bibtex.csl(path, path.read_bytes(), "de-AT"), path).works
    assert [work["title"] for work in made] == ["Das Buch der Boote", "The book of boats", "Der Wind"]
    assert [work["language"] for work in made] == ["", "en-US", ""]
    assert bibliography.parse(bibtex.csl(path, path.read_bytes()), path).works[0]["title"] == "Das buch der boote"


@pytest.mark.parametrize("style", ["", "house.csl"])
def test_a_reference_of_tei_made_elsewhere_leads_to_its_work_in_the_bibliography(style: str, tmp_path: Path) -> None:
    from edition import project

    folder = tmp_path / "seeds" / "trial"
    folder.mkdir(parents=True)
    output = f'[output]\ncsl = "{style}"\n' if style else ""
    (folder / "edition.toml").write_text(f'id = "trial"\ntitle = "T"\ndate = 2026-01-31\n[[document]]\nname = "letter"\n{output}', "utf-8")
    (folder / "house.csl").write_text(
        '<style xmlns="http://purl.org/net/xbiblio/csl" class="note" version="1.0"><info><title>H</title><id>h</id><updated>2026-01-01T00:00:00+00:00</updated></info>'
        '<citation><layout><text variable="title"/></layout></citation><bibliography><layout><text variable="title"/></layout></bibliography></style>', "utf-8",
    )  # fmt: skip
    (folder / "bibliography.bib").write_text("@book{vidal1913, author = {Vidal, Ada}, title = {Knots}, year = 1913}\n@book{idle, title = {Nothing}}\n", "utf-8")
    body = '<p>See <ref target="#bibl-vidal1913">her book</ref>, or <ptr target="#bibl-vidal1913"/>; not <ref target="#bibl-nobody">him</ref>.</p>'
    header = "<teiHeader><fileDesc><titleStmt><title>T</title></titleStmt><publicationStmt><p/></publicationStmt><sourceDesc><p/></sourceDesc></fileDesc></teiHeader>"
    (folder / "letter.xml").write_text(f'<TEI xmlns="http://www.tei-c.org/ns/1.0">{header}<text><body>{body}</body></text></TEI>', "utf-8")
    read = project.read(folder)
    pipeline.ingest_edition(read)
    edition = pipeline.opened(read)
    assert [found.message.partition(",")[0] for found in pipeline.check_edition(edition) if found.code == "REF002"] == ['@target points to "#bibl-nobody"']
    for medium, file in (("print", ""), ("epub", "made.bibliography.xhtml")):
        text, *_, works = render_all(matter.complete(edition), medium)
        assert f'<a href="{file}#made.bibliography-bibl-vidal1913" class="ref">her book</a>, or <a href="{file}#made.bibliography-bibl-vidal1913" class="ptr">Vidal 1913</a>' in text.root.xhtml()
        assert "made.bibliography-bibl-vidal1913" in works.ids
        assert "Nothing" not in works.root.xhtml()

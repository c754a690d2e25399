"""`edition check` with a project's Schematron: codes, severities, places, the project's own file, and what is not there."""

from __future__ import annotations

import json
import time
from pathlib import Path

import pytest

from edition import checks, cli, schematron
from edition.checks.project_schematron import findings, prepare
from edition.errors import ProgramMissing, ProjectError
from edition.model import Document, Severity
from edition.rules import Scope, Selection
from edition.schematron import saxon

pytest.importorskip("saxonche")

TEI = '<TEI xmlns="http://www.tei-c.org/ns/1.0">\n <text>\n  <p xml:id="a">One <hi rend="x">two</hi></p>\n  <p/>\n </text></TEI>'
SCH = """<schema xmlns="http://purl.oclc.org/dsdl/schematron" queryBinding="xslt2"><ns prefix="t" uri="http://www.tei-c.org/ns/1.0"/>
<pattern id="words">{}</pattern></schema>"""


def file(folder: Path, text: str, name: str = "house.sch") -> Path:
    path = folder / name
    path.write_text(SCH.format(text) if name.endswith(".sch") else text, encoding="utf-8")
    return path


def found(folder: Path, text: str, **more: object) -> list[tuple[str, str, int, int, str, str, str]]:
    scope = Scope(schematron=(file(folder, text),), **more)  # type: ignore[arg-type]
    return [
        (each.code, str(each.severity), each.locus.line, each.locus.column, each.locus.id, each.locus.path, each.message)
        for each in findings(Document("a", folder / "a.xml", TEI.encode()), scope)
    ]  # fmt: skip


def test_a_hit_is_a_finding_with_its_code_and_place(tmp_path: Path) -> None:
    rule = '<rule context="t:hi"><report id="no-hi" test="true()" role="warning">no <name/> in <value-of select="../@xml:id"/></report></rule>'
    assert found(tmp_path, rule) == [("SCH:house:no-hi", "query", 3, 21, "a", "/hi[1]", "no hi in a")]


def test_the_place_of_an_attribute_is_its_element_and_its_name(tmp_path: Path) -> None:
    assert found(tmp_path, '<rule context="@rend"><report test="true()">x</report></rule>') == [("SCH:house:words", "error", 3, 21, "a", "/hi[1]/@rend", "x")]


def test_the_place_of_the_whole_document_is_the_file(tmp_path: Path) -> None:
    assert [row[2:6] for row in found(tmp_path, '<rule context="/"><report test="true()">x</report></rule>')] == [(0, 0, "", "")]


@pytest.mark.parametrize(("role", "severity"), [
    ("", "error"), ("error", "error"), ("fatal", "error"), ("ERROR", "error"), ("critical", "error"), ("unheard-of", "error"),
    ("warning", "query"), ("WARNING", "query"), ("warn", "query"), ("nonfatal", "query"), ("info", "note"), ("information", "note"),
])  # fmt: skip
def test_the_role_says_how_grave_it_is(role: str, severity: str, tmp_path: Path) -> None:
    assert [row[1] for row in found(tmp_path, f'<rule context="t:hi"><report test="true()" role="{role}">x</report></rule>')] == [severity]


def test_diagnostics_are_the_hint_and_long_messages_are_cut(tmp_path: Path) -> None:
    path = file(tmp_path, '<rule context="t:hi"><report test="true()" diagnostics="d">' + "long " * 300 + "</report></rule>")
    path.write_text(path.read_text(encoding="utf-8").replace("</schema>", '<diagnostics><diagnostic id="d">because of <name/></diagnostic></diagnostics></schema>'), encoding="utf-8")
    (one,) = findings(Document("a", tmp_path / "a.xml", TEI.encode()), Scope(schematron=(path,)))
    assert (one.hint, len(one.message)) == ("because of hi", 500)


def test_a_test_without_words_is_named_by_its_place(tmp_path: Path) -> None:
    assert [row[6] for row in found(tmp_path, '<rule context="t:hi"><report test="true()"/></rule>')] == ["the test in house.sch:2 failed"]


def test_a_test_that_cannot_be_carried_out_is_a_query(tmp_path: Path) -> None:
    rule = '<rule context="t:text"><assert test="string(t:p) = string(1)">x</assert><report test="true()">y</report></rule>'
    assert [(row[0], row[1]) for row in sorted(found(tmp_path, rule))] == [("SCH001", "query"), ("SCH:house:words-2", "error")]


def test_what_is_not_selected_is_not_run(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    rule = '<rule context="t:hi"><report id="one" test="true()">x</report><report id="two" test="true()">y</report></rule>'
    assert [row[0] for row in found(tmp_path, rule, selection=Selection(("SCH:house:two",)))] == ["SCH:house:two"]
    assert [row[0] for row in found(tmp_path, rule, selection=Selection(("",), ("SCH:house:two",)))] == ["SCH:house:one"]
    monkeypatch.setattr(schematron.Schematron, "check", lambda *_: pytest.fail("it was run"))
    assert found(tmp_path, rule, selection=Selection(("XML", "RNG"))) == []
    assert found(tmp_path, rule, selection=Selection(("",), ("SCH",))) == []


def test_rules_that_never_end_are_a_finding_and_the_rest_is_told(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(schematron.Schematron, "check", lambda self, tree: (_ for _ in ()).throw(schematron.TooLong()))
    assert [(row[0], row[1]) for row in found(tmp_path, '<rule context="t:hi"/>')] == [("SCH002", "error")]


def test_more_hits_than_anybody_reads_are_told_as_that(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(schematron, "LIMIT", 2)
    assert [row[0] for row in found(tmp_path, '<rule context="*"><report test="true()">x</report></rule>')] == ["SCH:house:words", "SCH:house:words", "SCH003"]


def test_a_bad_schematron_that_was_named_stops_the_run_with_file_line_and_reason(tmp_path: Path) -> None:
    with pytest.raises(ProjectError, match=r"house\.sch:2:\d+: @test: .*nonsense"):
        prepare(file(tmp_path, '<rule context="t:p"><assert test="nonsense()">x</assert></rule>'))


def test_what_it_includes_may_lie_anywhere_in_the_project(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    common = tmp_path / "common.sch"
    common.write_text('<rule xmlns="http://purl.oclc.org/dsdl/schematron" context="t:hi"><report test="true()">x</report></rule>', encoding="utf-8")
    (tmp_path / "rules").mkdir()
    path = file(tmp_path / "rules", '<include href="../common.sch"/>')
    with pytest.raises(ProjectError, match="outside"):
        prepare(path)
    assert prepare(path, tmp_path).schema.patterns[0].rules[0].context == "t:hi"
    monkeypatch.chdir(tmp_path)
    assert prepare(path).schema.patterns[0].rules[0].context == "t:hi"


def test_a_file_that_names_a_bad_one_gets_a_finding(tmp_path: Path) -> None:
    assert [(row[0], "house.sch:2" in row[6]) for row in found(tmp_path, '<rule><assert test="1">x</assert></rule>')] == [("CFG005", True)]


def test_without_saxonche_a_file_that_names_rules_gets_a_note_and_a_command_stops(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    saxon.engine().stop()
    monkeypatch.setattr(saxon, "find_spec", lambda name: None)
    path = file(tmp_path, '<rule context="t:bare"/>')
    (one,) = findings(Document("a", tmp_path / "a.xml", TEI.encode()), Scope(schematron=(path,)))
    assert (one.code, one.severity) == ("CFG007", Severity.NOTE)
    assert 'pip install "edition-toolkit[schematron]"' in one.hint
    with pytest.raises(ProgramMissing):
        prepare(path)


def test_what_is_no_tree_is_not_judged(tmp_path: Path) -> None:
    scope = Scope(schematron=(file(tmp_path, '<rule context="*"><report test="true()">x</report></rule>'),))
    assert {each.code[:3] for each in checks.check(Document("a", tmp_path / "a.xml", b"<TEI><p></TEI>"), scope)} == {"XML"}


# The command


def test_the_command_takes_several_and_exits_as_they_say(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    document = file(tmp_path, TEI, "a.xml")
    one = file(tmp_path, '<rule context="t:hi"><report id="x" test="true()" role="info">x</report></rule>', "one.sch")
    two = file(tmp_path, '<rule context="t:hi"><report id="y" test="true()">y</report></rule>', "two.sch")
    select = ["--select", "SCH", "--json"]
    assert cli.main(["check", str(document), "--schematron", str(one), *select]) == 0
    capsys.readouterr()
    assert cli.main(["check", str(document), "--schematron", str(one), "--schematron", str(two), *select]) == 1
    assert [each["code"] for each in json.loads(capsys.readouterr().out)["findings"]] == ["SCH:one:x", "SCH:two:y"]


def test_many_files_are_judged_in_processes_and_remembered(tmp_path: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("XDG_CACHE_HOME", str(tmp_path / "cache"))
    folder = tmp_path / "texts"
    folder.mkdir()
    for number in range(9):
        file(folder, TEI, f"{number}.xml")
    path = file(tmp_path, '<rule context="t:hi"><report id="x" test="true()">x</report></rule>')
    order = ["check", str(folder), "--schematron", str(path), "--select", "SCH", "--format", "concise"]
    assert cli.main(order) == 1
    first = capsys.readouterr().out
    assert first.count("SCH:house:x") == 9
    assert cli.main(order) == 1
    assert capsys.readouterr().out == first
    path.write_text(path.read_text(encoding="utf-8").replace('"x"', '"z"'), encoding="utf-8")
    assert cli.main(order) == 1
    assert capsys.readouterr().out.count("SCH:house:z") == 9


def test_an_xml_model_instruction_is_enough(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    file(tmp_path, '<rule context="t:hi"><report id="x" test="true()">x</report></rule>')
    document = file(tmp_path, f'<?xml-model href="house.sch"?>{TEI}', "a.xml")
    assert cli.main(["check", str(document), "--select", "SCH"]) == 1
    assert "SCH:house:x" in capsys.readouterr().out


def test_an_answer_takes_the_code(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    path = file(tmp_path, '<rule context="t:hi"><report id="x" test="true()">x</report></rule>')
    document = file(tmp_path, TEI, "a.xml")
    answers = tmp_path / "answers.toml"
    answers.write_text('[[accepted]]\ncode = "SCH:house:x"\nat = "a#a"\nreason = "So in the source."\n', encoding="utf-8")
    assert cli.main(["check", str(document), "--schematron", str(path), "--select", "SCH", "--accepted", str(answers)]) == 0
    assert "1 accepted" in capsys.readouterr().out


def test_edition_toml_names_schema_and_rules(tmp_path: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    assert cli.main(["new", "letters"]) == 0
    monkeypatch.chdir(tmp_path / "letters")
    assert cli.main(["ingest"]) == 0
    home = tmp_path / "letters/seeds/letters"
    settings = home / "edition.toml"
    settings.write_text(settings.read_text(encoding="utf-8") + '\n[check]\nschematron = "house.sch"\n', encoding="utf-8")
    assert cli.main(["check"]) == 78
    assert "house.sch" in capsys.readouterr().err
    file(home, '<rule context="/*"><report id="x" test="true()">x</report></rule>')
    assert cli.main(["check"]) == 1
    said = capsys.readouterr().out
    assert "SCH:house:x" in said
    assert "house.sch" in said.splitlines()[-1], "the report names what it was held against"


@pytest.mark.shared
@pytest.mark.parametrize("name", ["dracor", "dtabf", "tei_all", "tei_jtei", "tei_lite", "tei_minimal", "tei_simplePrint"])
def test_the_schemas_of_projects_run_on_texts_of_many_kinds(name: str, shared: Path) -> None:
    rules = schematron.load(shared / f"schema/{name}.sch")
    for text in ("drama-faust", "letter-schnitzler", "inscription-epidoc", "apparatus-small"):
        tree = Document(text, Path(text), (shared / f"corpus/tei/{text}.xml").read_bytes()).tree
        assert tree is not None
        assert not [each for each in rules.check(tree) if each.failed]


@pytest.mark.shared
@pytest.mark.parametrize("name", ["dracor", "tei_simplePrint"])
def test_a_document_of_two_megabytes_takes_no_more_than_a_few_seconds(name: str, shared: Path) -> None:
    """That is a play of which every word is tagged, twelve times over; benchmarks/ has the figures for 8 MB."""
    data = (shared / "corpus/tei/folio-romeo.xml").read_bytes()
    begin, end = data.index(b"<body"), data.index(b"</body>")
    begin = data.index(b">", begin) + 1
    tree = Document("a", Path("a"), data[:begin] + data[begin:end] * (2_000_000 // (end - begin) + 1) + data[end:]).tree
    assert tree is not None
    rules = schematron.load(shared / f"schema/{name}.sch")
    rules.prepare()
    start = time.monotonic()
    rules.check(tree)
    assert time.monotonic() - start < 10, "on a busy machine"

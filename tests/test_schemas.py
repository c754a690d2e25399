"""The store of schemas, the addresses that TEI files name, and what their xml-model instructions may lead to."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from edition import cli, schemas
from edition.checks import associated
from edition.checks.associated import models
from edition.errors import EditionError, OutputError, ProjectError, UsageError
from edition.model import Document, Finding
from edition.rules import Scope, Selection

RNG = '<grammar xmlns="http://relaxng.org/ns/structure/1.0">{}<start><ref name="x"/></start><define name="x"><element name="TEI" ns="http://www.tei-c.org/ns/1.0"><empty/></element></define></grammar>'
HEAD = "<!--\nTEI Edition: P5 Version\u00a04.9.0. Last updated on a day\n-->"
SCH = '<schema xmlns="http://purl.oclc.org/dsdl/schematron" queryBinding="xslt2" schemaVersion="2.1"><title>House rules</title>{}<pattern id="p"><rule context="/*"><assert test="true()">x</assert></rule></pattern></schema>'
TEI = '<TEI xmlns="http://www.tei-c.org/ns/1.0"/>'


@pytest.fixture(autouse=True)
def store(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.setenv("XDG_DATA_HOME", str(tmp_path / "data"))
    return tmp_path / "data/edition-toolkit/schemas"


def file(folder: Path, name: str, text: str) -> Path:
    path = folder / name
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(text, encoding="utf-8")
    return path


# The store


def test_a_schema_is_kept_under_its_name_with_what_it_is(tmp_path: Path, store: Path) -> None:
    made = schemas.add(file(tmp_path, "house.rng", RNG.format(HEAD)))
    assert (made.name, made.kind, made.tei, made.path) == ("house", "RELAX NG", "4.9.0", store / "house/house.rng")
    rules = schemas.add(file(tmp_path, "rules.sch", SCH.format("")), "house-rules")
    assert (rules.kind, rules.title, rules.version, rules.rules) == ("Schematron", "House rules", "2.1", 1)
    assert [each.name for each in schemas.listed()] == ["house", "house-rules"]
    (tmp_path / "house.rng").unlink()
    assert schemas.find("house").read_text(encoding="utf-8") == RNG.format(HEAD), "a copy, not a link"
    assert not made.changed


def test_what_a_schema_includes_is_kept_with_it(tmp_path: Path, store: Path) -> None:
    file(tmp_path, "work/parts/more.rng", '<grammar xmlns="http://relaxng.org/ns/structure/1.0"><define name="y"><text/></define></grammar>')
    made = schemas.add(file(tmp_path, "work/house.rng", RNG.format('<include href="parts/more.rng"/>')))
    assert (store / "house/parts/more.rng").is_file()
    file(store, "house/parts/more.rng", "<grammar/>")
    assert made.changed
    file(tmp_path, "work/parts/p.sch", '<pattern xmlns="http://purl.oclc.org/dsdl/schematron"/>')
    schemas.add(file(tmp_path, "work/rules.sch", SCH.format('<include href="parts/p.sch"/>')))
    assert (store / "rules/parts/p.sch").is_file()


def test_the_same_again_is_no_conflict_and_another_is(tmp_path: Path) -> None:
    path = file(tmp_path, "house.rng", RNG.format(""))
    assert schemas.add(path) == schemas.add(path)
    path.write_text(RNG.format(HEAD), encoding="utf-8")
    with pytest.raises(OutputError, match='another schema with the name "house"') as refused:
        schemas.add(path)
    assert "--replace" in refused.value.hint
    assert schemas.add(path, replace=True).tei == "4.9.0"
    assert schemas.add(path, "other").name == "other"


@pytest.mark.parametrize(("name", "text", "reason"), [
    ("none.rng", None, "no such file"), ("a.rng", "words", "not well-formed"), ("a.rng", "<TEI/>", "is no schema"), ("a.rnc", "start = x", "compact syntax"),
    ("a.xsd", '<schema xmlns="http://www.w3.org/2001/XMLSchema"/>', "XML Schema"), ("a.rng", RNG.format("").replace("start", "begin"), "begin"),
    ("a.sch", SCH.replace("assert", "asert"), 'did you mean "assert"'), ("a.rng", RNG.format('<include href="../../x.rng"/>'), "outside"),
    ("a.rng", RNG.format('<include href="https://example.org/x.rng"/>'), "network"), ("a.odd", TEI, "holds no Schematron"),
])  # fmt: skip
def test_what_is_no_good_schema_is_not_kept(name: str, text: str | None, reason: str, tmp_path: Path) -> None:
    path = file(tmp_path, name, text) if text is not None else tmp_path / name
    with pytest.raises(ProjectError) as refused:
        schemas.add(path)
    assert reason in f"{refused.value.message} {refused.value.hint}"
    assert schemas.listed() == []


@pytest.mark.parametrize("name", ["", "..", "a/b", "-x", "tei_all", "a b"])
def test_a_name_must_be_able_to_name_a_folder(name: str, tmp_path: Path) -> None:
    path = file(tmp_path, "a b.rng", RNG.format(""))
    with pytest.raises(UsageError):
        schemas.add(path, name)


def test_a_path_goes_before_a_name_and_a_misspelt_name_is_answered_with_the_nearest(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    schemas.add(file(tmp_path, "house.rng", RNG.format("")))
    monkeypatch.chdir(tmp_path)
    assert schemas.find("house.rng") == Path("house.rng")
    with pytest.raises(ProjectError) as refused:
        schemas.find("hause")
    assert refused.value.hint == 'Did you mean "house"?'
    with pytest.raises(ProjectError, match="is a folder"):
        schemas.find("data")
    with pytest.raises(ProjectError, match="what the program carries"):
        schemas.find("tei_all")
    with pytest.raises(ProjectError, match="no schema of that name"):
        schemas.find("house", kinds=("Schematron",))


@pytest.mark.parametrize(("environment", "platform", "expected"), [
    ({"XDG_DATA_HOME": "/d", "HOME": "/h"}, "linux", "/d/edition-toolkit/schemas"), ({"XDG_DATA_HOME": "d", "HOME": "/h"}, "linux", "/h/.local/share/edition-toolkit/schemas"),
    ({"HOME": "/h"}, "darwin", "/h/Library/Application Support/edition-toolkit/schemas"), ({"LOCALAPPDATA": "/l"}, "win32", "/l/edition-toolkit/schemas"),
])  # fmt: skip
def test_the_store_is_where_the_system_keeps_such_things(environment: dict[str, str], platform: str, expected: str) -> None:
    assert schemas.folder(environment, platform) == Path(expected)


def test_without_a_home_it_is_said(tmp_path: Path) -> None:
    with pytest.raises(EditionError, match="XDG_DATA_HOME"):
        schemas.folder({}, "linux")


def test_a_damaged_entry_costs_no_other(tmp_path: Path, store: Path) -> None:
    schemas.add(file(tmp_path, "a.rng", RNG.format("")))
    for name, about in (("b", "{"), ("c", "[]"), ("d", '{"path": "../../../etc/hostname"}')):
        file(store, f"{name}/about.json", about)
    assert [each.name for each in schemas.listed()] == ["a"]


# Addresses


@pytest.mark.parametrize(("address", "name"), [
    ("http://www.tei-c.org/release/xml/tei/custom/schema/relaxng/tei_all.rng", "tei_all"), ("https://www.tei-c.org/release/xml/tei/custom/schema/relaxng/tei_lite.rng", "tei_lite"),
    ("https://tei-c.org/release/xml/tei/custom/schema/relaxng/tei_all.rnc", "tei_all"), ("https://vault.tei-c.org/P5/x/tei_all.rng", ""),
    ("https://www.tei-c.org/Vault/P5/4.8.0/xml/tei/custom/schema/relaxng/tei_all.rng", "tei_all-4.8.0"), ("https://www.tei-c.org/Vault/P5/current/xml/tei/custom/schema/relaxng/tei_jtei.rng", "tei_jtei"),
    ("https://dracor.org/schema.rng", "dracor"), ("http://www.deutschestextarchiv.de/basisformat.rng", "dtabf"), ("https://example.org/tei_all.rng", ""), ("tei_all.rng", ""),
])  # fmt: skip
def test_well_known_addresses_have_names(address: str, name: str) -> None:
    assert schemas.addressed(address) == name


def test_an_address_means_what_was_stored_for_it_or_under_its_well_known_name(tmp_path: Path) -> None:
    assert schemas.at_address("https://dracor.org/schema.rng") is None
    path = file(tmp_path, "dracor.rng", RNG.format(""))
    schemas.add(path)
    mine = schemas.add(path, "mine", address="https://example.org/our.rng")
    found = schemas.at_address("https://dracor.org/schema.rng")
    assert found is not None
    assert found.name == "dracor"
    assert schemas.at_address("https://example.org/our.rng") == mine
    assert schemas.at_address("https://example.org/other.rng") is None


# What files name


def scoped(folder: Path, prolog: str, scope: Scope | None = None, name: str = "a.xml") -> tuple[Scope, list[Finding]]:
    path = folder / name
    path.parent.mkdir(parents=True, exist_ok=True)
    return associated.scoped(Document("a", path, f"{prolog}{TEI}".encode()), scope or Scope(folder=folder))


def pi(href: str, more: str = 'schematypens="http://relaxng.org/ns/structure/1.0"') -> str:
    return f'<?xml-model href="{href}" {more}?>\n'


IS_SCHEMATRON = 'schematypens="http://purl.oclc.org/dsdl/schematron"'


@pytest.mark.parametrize(("instruction", "kind"), [
    (pi("a.rng"), "RELAX NG"), (pi("a.rng", ""), "RELAX NG"), (pi("a.sch", ""), "Schematron"), (pi("a.rng", IS_SCHEMATRON), "Schematron"), (pi("a.xsd", ""), "W3C XML Schema"),
    (pi("a", 'type="application/relax-ng-compact-syntax"'), "RELAX NG in compact syntax"), (pi("a.rnc", ""), "RELAX NG in compact syntax"),
    (pi("a", 'schematypens="http://www.w3.org/2001/XMLSchema"'), "W3C XML Schema"), (pi("a", 'type="application/xml-dtd"'), "a DTD"), (pi("a", 'schematypens="urn:x"'), "urn:x"),
    ("<?xml-model href='a.rng' phase='x'?>", "RELAX NG"), ("<?xml-model?>", ""), ("<?xml-stylesheet href='a.rng'?>", ""), ("<!-- <?xml-model href='a.rng'?> -->", ""),
])  # fmt: skip
def test_the_kind_of_a_schema_is_read_from_the_instruction(instruction: str, kind: str) -> None:
    assert [each.kind for each in models((instruction + TEI).encode())] == ([kind] if kind else [])
    assert [each.kind for each in models((instruction + TEI).encode("utf-16"))] == ([kind] if kind else [])


def test_instructions_inside_of_the_document_and_in_what_is_no_xml_are_nothing() -> None:
    assert models(f"<TEI>{pi('a.rng')}</TEI>".encode()) == []
    assert [each.line for each in models(f"<?xml version='1.0'?>\n{pi('a.rng')}<<".encode())] == [2]


def test_a_schema_beside_the_file_is_taken_and_named_with_its_version(tmp_path: Path) -> None:
    path = file(tmp_path, "house.rng", RNG.format(HEAD))
    scope, (found,) = scoped(tmp_path, pi("house.rng"))
    assert scope.schema == path
    assert (found.code, found.locus.line, "TEI 4.9.0" in found.message) == ("CFG006", 1, True)
    assert schemas.checksum(path) in found.message


def test_schematron_beside_the_file_is_taken_too(tmp_path: Path) -> None:
    rules = file(tmp_path, "rules.sch", SCH.format(""))
    scope, found = scoped(tmp_path, pi("rules.sch", ""))
    assert (scope.schema, scope.schematron, found) == (None, (rules,), [])


def test_one_schema_that_is_named_as_both_is_both_if_it_holds_rules(tmp_path: Path) -> None:
    file(tmp_path, "bare.rng", RNG.format(""))
    assert scoped(tmp_path, pi("bare.rng") + pi("bare.rng", IS_SCHEMATRON))[0].schematron == ()
    rule = '<s:rule xmlns:s="http://purl.oclc.org/dsdl/schematron" context="*"><s:assert test="1">x</s:assert></s:rule>'
    path = file(tmp_path, "both.rng", RNG.format(rule))
    scope, _ = scoped(tmp_path, pi("both.rng") + pi("both.rng", IS_SCHEMATRON))
    assert (scope.schema, scope.schematron) == (path, (path,))


@pytest.mark.parametrize(("href", "words"), [
    ("https://example.org/x.rng", "on the network"), ("http://127.0.0.1:9/x.rng", "on the network"), ("file://server/x.rng", "on the network"), ("//server/x.rng", "on the network"), ("ftp://h/x.rng", "on the network"),
    ("../x.rng", "outside"), ("/etc/passwd", "outside"), ("file:///etc/passwd", "outside"), ("%2e%2e/x.rng", "outside"), ("link.rng", "outside"), ("none.rng", "no such file"), ("x.xsd", "not read"),
])  # fmt: skip
def test_what_cannot_be_taken_is_said_with_what_was_done_instead(href: str, words: str, tmp_path: Path) -> None:
    inside = tmp_path / "project"
    inside.mkdir()
    file(tmp_path, "x.rng", RNG.format(""))
    (inside / "link.rng").symlink_to(tmp_path / "x.rng")
    scope, (found,) = scoped(inside, pi(href, ""))
    assert scope.schema is None
    assert (found.code, str(found.severity)) == ("CFG001", "query")
    assert words in found.message
    assert "held against tei_all of TEI" in found.message


def test_the_schema_of_the_program_by_its_address_is_nothing_to_speak_of(tmp_path: Path) -> None:
    address = "http://www.tei-c.org/release/xml/tei/custom/schema/relaxng/tei_all.rng"
    assert scoped(tmp_path, pi(address) + pi(address, IS_SCHEMATRON))[1] == []


def test_a_stored_schema_is_taken_for_its_address(tmp_path: Path) -> None:
    stored = schemas.add(file(tmp_path, "elsewhere/dracor.rng", RNG.format("")))
    scope, found = scoped(tmp_path / "project", pi("https://dracor.org/schema.rng"))
    assert scope.schema == stored.path
    assert [each.code for each in found] == ["CFG006"]


def test_the_current_folder_is_the_project_of_a_file_below_it(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    file(tmp_path, "schema/house.rng", RNG.format(""))
    below = tmp_path / "tei"
    assert [each.code for each in scoped(below, pi("../schema/house.rng"))[1]] == ["CFG001"]
    monkeypatch.chdir(tmp_path)
    assert scoped(below, pi("../schema/house.rng"))[0].schema is not None


def test_a_bad_schema_that_a_file_names_is_a_finding(tmp_path: Path) -> None:
    file(tmp_path, "bad.rng", RNG.format("").replace("<empty/>", "<emty/>"))
    scope, (found,) = scoped(tmp_path, pi("bad.rng"))
    assert (scope.schema, found.code, "emty" in found.message) == (None, "CFG005", True)


def test_another_schema_than_the_one_that_was_named_is_told(tmp_path: Path) -> None:
    one, two = file(tmp_path, "one.rng", RNG.format("")), file(tmp_path, "two.rng", RNG.format(HEAD))
    scope, (found,) = scoped(tmp_path, pi("two.rng"), Scope(folder=tmp_path, schema=one))
    assert (scope.schema, found.code) == (one, "CFG001")
    assert scoped(tmp_path, pi("two.rng"), Scope(folder=tmp_path, schema=two))[1] == []


def test_once_a_schema_is_found_the_others_matter_no_more(tmp_path: Path) -> None:
    file(tmp_path, "one.rng", RNG.format(""))
    assert [each.code for each in scoped(tmp_path, pi("https://example.org/x.rng") + pi("a.rnc", "") + pi("one.rng"))[1]] == ["CFG006"]


def test_what_is_not_selected_is_not_said(tmp_path: Path) -> None:
    assert scoped(tmp_path, pi("none.rng"), Scope(folder=tmp_path, selection=Selection(("XML",))))[1] == []


# The command


def test_the_command_adds_lists_and_tells(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    path = file(tmp_path, "house.rng", RNG.format(HEAD))
    assert cli.main(["schema", "add", str(path), "--address", "https://example.org/h.rng"]) == 0
    assert "edition check FILE --schema house" in capsys.readouterr().out
    assert cli.main(["schema", "list"]) == 0
    assert [line.split()[0] for line in capsys.readouterr().out.splitlines()] == ["tei_all", "house"]
    assert cli.main(["schema", "info", "house"]) == 0
    told = capsys.readouterr().out
    assert all(word in told for word in ("4.9.0", "https://example.org/h.rng", schemas.read(path).sha256))
    assert cli.main(["schema", "info", str(path)]) == 0
    assert cli.main(["schema", "info", "tei_all"]) == 0
    capsys.readouterr()
    assert cli.main(["schema", "list", "--json"]) == 0
    (row,) = json.loads(capsys.readouterr().out)["schemas"]
    assert (row["name"], row["tei"]) == ("house", "4.9.0")


@pytest.mark.parametrize(("arguments", "code"), [(["add", "none.rng"], 78), (["add"], 2), (["info"], 2), (["info", "none"], 78)])
def test_the_command_says_what_is_wrong(arguments: list[str], code: int, tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert cli.main(["schema", *arguments]) == code
    assert "error: " in capsys.readouterr().err


def test_check_takes_a_stored_schema_by_its_name_and_the_report_names_its_version(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    schemas.add(file(tmp_path, "house.rng", RNG.format(HEAD)))
    path = file(tmp_path, "a.xml", TEI)
    assert cli.main(["check", str(path), "--schema", "house"]) == 0
    assert "held against house.rng, TEI 4.9.0" in capsys.readouterr().out


def test_the_report_names_the_schema_that_the_file_names(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    file(tmp_path, "house.rng", RNG.format(HEAD))
    assert cli.main(["check", str(file(tmp_path, "a.xml", pi("house.rng") + TEI))]) == 0
    said = capsys.readouterr().out
    assert "held against house.rng, TEI 4.9.0" in said
    assert "CFG002" not in said


def test_results_are_not_remembered_past_a_change_of_the_schema_that_a_file_names(tmp_path: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("XDG_CACHE_HOME", str(tmp_path / "cache"))
    file(tmp_path, "texts/house.rng", RNG.format(""))
    for name in "ab":
        file(tmp_path, f"texts/{name}.xml", pi("house.rng") + TEI)
    assert cli.main(["check", str(tmp_path / "texts")]) == 0
    file(tmp_path, "texts/house.rng", RNG.format("").replace("<empty/>", '<attribute name="n"/>'))
    assert cli.main(["check", str(tmp_path / "texts")]) == 1
    assert "ATT002" in capsys.readouterr().out

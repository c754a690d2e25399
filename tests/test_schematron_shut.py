"""A project's Schematron is a stranger's program: nothing that it says opens a file, a connection or the environment."""

from __future__ import annotations

import socket
import threading
from pathlib import Path

import pytest

from edition import schematron, tei
from edition.errors import ProgramFailed, ProgramMissing
from edition.schematron import BadSchematron, saxon

pytest.importorskip("saxonche")

SECRET = "the-secret-words"
NAMESPACES = "".join(f'<ns prefix="{prefix}" uri="{uri}"/>' for prefix, uri in {
    "fn": "http://www.w3.org/2005/xpath-functions", "xs": "http://www.w3.org/2001/XMLSchema", "saxon": "http://saxon.sf.net/", "java": "http://saxon.sf.net/java-type",
    "file": "http://expath.org/ns/file", "map": "http://www.w3.org/2005/xpath-functions/map", "f": "urn:f",
}.items())  # fmt: skip

# What an expression may try; FILE, FOLDER and PORT are put in
READS = {
    "unparsed-text": "unparsed-text('file://FILE.txt')", "unparsed-text of a path": "unparsed-text('FILE.txt')", "unparsed-text-lines": "unparsed-text-lines('file://FILE.txt')",
    "unparsed-text-available": "if (unparsed-text-available('file://FILE.txt')) then 'the-' || 'secret-words' else ''", "doc": "doc('file://FILE.xml')", "doc of a path": "doc('FILE.xml')",
    "doc-available": "if (doc-available('file://FILE.xml')) then 'the-' || 'secret-words' else ''", "document": "document('file://FILE.xml')", "document, relative": "document('secret.xml', /)",
    "collection": "collection('file://FOLDER?select=*.xml')", "uri-collection": "if (contains(string-join(uri-collection('file://FOLDER')), 'secret')) then 'the-' || 'secret-words' else ''",
    "json-doc": "json-doc('file://FILE.json')?a", "function-lookup": "function-lookup(xs:QName('fn:unparsed-text'), 1)('file://FILE.txt')",
    "a function by its name": "let $f := unparsed-text#1 return $f('file://FILE.txt')", "apply": "apply(doc#1, ['file://FILE.xml'])",
    "transform": "transform(map{'stylesheet-location': 'file://FILE.xsl', 'source-node': /})?output", "transform of a text":
    "transform(map{'stylesheet-text': concat('&lt;xsl:stylesheet version=\"3.0\" xmlns:xsl=\"http://www.w3.org/1999/XSL/Transform\">&lt;xsl:template match=\"/\">&lt;xsl:value-of select=\"unparsed-text(', codepoints-to-string(39), 'file://FILE.txt', codepoints-to-string(39), ')\"/>&lt;/xsl:template>&lt;/xsl:stylesheet>'), 'source-node': /})?output",
    "load-xquery-module": "load-xquery-module('urn:m', map{'location-hints': 'file://FILE.xq'})", "environment-variable": "environment-variable('EDITION_SECRET')",
    "available-environment-variables": "for $n in available-environment-variables() return environment-variable($n)", "system-property": "system-property('user.dir')",
    "parse-xml with an entity": "parse-xml('&lt;!DOCTYPE a [&lt;!ENTITY x SYSTEM \"file://FILE.txt\">]>&lt;a>&amp;x;&lt;/a>')", "parse-xml-fragment": "parse-xml-fragment('&lt;?xml version=\"1.0\"?>&lt;!DOCTYPE a SYSTEM \"file://FILE.txt\">')",
    "an extension of Saxon": "saxon:evaluate('1')", "reading by an extension": "saxon:read-binary-resource('file://FILE.txt')", "a class of Java": "java:java.lang.System.getProperty('user.dir')",
    "EXPath": "file:read-text('FILE.txt')", "data:": "unparsed-text('data:text/plain,the%2Dsecret%2Dwords')", "http": "unparsed-text('http://127.0.0.1:PORT/')", "doc of http": "doc('http://127.0.0.1:PORT/')",
    "classpath": "unparsed-text('classpath:net/sf/saxon/data/license.txt')", "jar": "unparsed-text('jar:file://FILE.jar!/a')",
}  # fmt: skip

XSL = "http://www.w3.org/1999/XSL/Transform"
INSTRUCTIONS = {
    "result-document": '<xsl:result-document href="file://FOLDER/made.txt"><a/></xsl:result-document>', "source-document": '<xsl:source-document href="file://FILE.xml"><xsl:copy-of select="."/></xsl:source-document>',
    "evaluate": "<xsl:evaluate xpath=\"'unparsed-text(''file://FILE.txt'')'\"/>", "merge": '<xsl:merge><xsl:merge-source for-each-source="\'file://FILE.xml\'" select="*"><xsl:merge-key select="."/></xsl:merge-source><xsl:merge-action><xsl:copy-of select="current-merge-group()"/></xsl:merge-action></xsl:merge>',
    "message": '<xsl:message terminate="yes">stop</xsl:message>', "use-when": '<xsl:sequence use-when="unparsed-text-available(\'file://FILE.txt\')" select="\'the-\' || \'secret-words\'"/>',
    "copy-of document": "<xsl:copy-of select=\"document('file://FILE.xml')\"/>",
}  # fmt: skip


@pytest.fixture
def secrets(tmp_path: Path) -> Path:
    (tmp_path / "secret.txt").write_text(SECRET, encoding="utf-8")
    (tmp_path / "secret.xml").write_text(f"<a>{SECRET}</a>", encoding="utf-8")
    (tmp_path / "secret.json").write_text(f'{{"a": "{SECRET}"}}', encoding="utf-8")
    (tmp_path / "secret.xq").write_text(f'module namespace m="urn:m"; declare variable $m:a := "{SECRET}";', encoding="utf-8")
    (tmp_path / "secret.xsl").write_text(f'<xsl:stylesheet version="3.0" xmlns:xsl="{XSL}"><xsl:template match="/">{SECRET}</xsl:template></xsl:stylesheet>', encoding="utf-8")
    return tmp_path


def outcome(folder: Path, expression: str, more: str = "") -> str:
    """All that a Schematron could find out with an expression: its messages, or the reason why it was refused."""
    path = folder / "rules.sch"
    said = expression.replace('"', "&quot;").replace("<", "&lt;") if "&lt;" not in expression else expression.replace('"', "&quot;")
    path.write_text(
        f'<schema xmlns="http://purl.oclc.org/dsdl/schematron" queryBinding="xslt3">{NAMESPACES}{more}<pattern><rule context="book"><report test="true()"><value-of select="{said}"/></report></rule></pattern></schema>',
        encoding="utf-8")
    tree = tei.parse(b"<book/>").tree
    assert tree is not None
    try:
        return " ".join(each.message for each in schematron.load(path).check(tree))
    except BadSchematron as error:
        return str(error)


@pytest.mark.parametrize("name", READS)
def test_an_expression_opens_nothing(name: str, secrets: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("EDITION_SECRET", SECRET)
    if "EDITION_SECRET" in READS[name]:
        saxon.engine().stop()  # the next one is started with the variable set
    heard = []
    with socket.create_server(("127.0.0.1", 0)) as server:
        server.settimeout(5)

        def listen() -> None:
            try:
                heard.append(server.accept())
            except OSError:
                return

        if "PORT" in READS[name]:
            thread = threading.Thread(target=listen, daemon=True)
            thread.start()
        expression = READS[name].replace("FILE", f"{secrets}/secret").replace("FOLDER", str(secrets)).replace("PORT", str(server.getsockname()[1]))
        said = outcome(secrets, expression)
        if "PORT" in READS[name]:
            server.shutdown(socket.SHUT_RDWR)
            thread.join()
    assert not heard
    assert SECRET not in said, said
    assert str(Path.cwd()) not in said, "nor is it told where the program runs"


@pytest.mark.parametrize("name", INSTRUCTIONS)
def test_an_instruction_of_a_function_opens_nothing(name: str, secrets: Path) -> None:
    body = INSTRUCTIONS[name].replace("FILE", f"{secrets}/secret").replace("FOLDER", str(secrets))
    said = outcome(secrets, "f:it()", f'<xsl:function xmlns:xsl="{XSL}" xmlns:f="urn:f" name="f:it">{body}</xsl:function>')
    assert SECRET not in said
    assert not (secrets / "made.txt").exists()


def test_the_process_itself_can_open_nothing(secrets: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Were Saxon's own settings to fail, the system refuses."""
    pytest.importorskip("resource")
    script = secrets / "open.py"
    script.write_text(
        f"import importlib.util, sys\nspec = importlib.util.spec_from_file_location('worker', {str(saxon.WORKER)!r})\nworker = importlib.util.module_from_spec(spec)\n"
        "spec.loader.exec_module(worker)\nworker.SHUT.clear()\nsys.path[:0] = sys.argv[1:]\nworker.main()\n", encoding="utf-8")
    monkeypatch.setattr(saxon, "WORKER", script)
    saxon.engine().stop()
    monkeypatch.setenv("EDITION_SECRET", SECRET)
    try:
        for expression in ("unparsed-text('file://FILE.txt')", "doc('file://FILE.xml')", "json-doc('file://FILE.json')", "environment-variable('EDITION_SECRET')"):
            assert SECRET not in outcome(secrets, expression.replace("FILE", f"{secrets}/secret"))
        assert outcome(secrets, "upper-case('open')") == "OPEN", "and yet it works"
    finally:
        saxon.engine().stop()


def test_what_saxon_prints_is_not_shown(secrets: Path, capfd: pytest.CaptureFixture[str]) -> None:
    assert outcome(secrets, "trace('loud'), error()") != ""
    assert capfd.readouterr() == ("", "")


@pytest.mark.parametrize("test", ["trace(true())", "error()"])
def test_a_schematron_that_talks_without_end_is_not_waited_for(test: str, secrets: Path) -> None:
    path = secrets / "rules.sch"
    path.write_text(f'<schema xmlns="http://purl.oclc.org/dsdl/schematron"><pattern><rule context="p[{test}]"><report test="true()">x</report></rule></pattern></schema>', encoding="utf-8")
    tree = tei.parse(b"<book>" + b"<p>some words</p>" * 5000 + b"</book>").tree
    assert tree is not None
    found = schematron.load(path, seconds=30).check(tree)
    assert len(found) == (5000 if test.startswith("trace") else 1)


def test_a_crash_is_told_and_the_next_document_goes_on(secrets: Path) -> None:
    assert outcome(secrets, "'before'") == "before"
    process = saxon.engine().process
    assert process is not None
    process.kill()
    process.wait()
    with pytest.raises(ProgramFailed, match="Saxon"):
        outcome(secrets, "'during'")
    assert outcome(secrets, "'after'") == "after"


def test_without_saxonche_the_command_to_install_it_is_told(secrets: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    saxon.engine().stop()
    monkeypatch.setattr(saxon, "find_spec", lambda name: None)
    with pytest.raises(ProgramMissing) as missing:
        outcome(secrets, "1")
    assert 'pip install "edition-toolkit[schematron]"' in missing.value.hint
    assert not saxon.installed()


def test_a_saxonche_that_is_too_old_is_refused(secrets: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    saxon.engine().stop()
    monkeypatch.setattr(saxon.metadata, "version", lambda name: "12.5.0")  # type: ignore[attr-defined]
    with pytest.raises(ProgramMissing, match=r"12\.5\.0 is too old"):
        outcome(secrets, "1")

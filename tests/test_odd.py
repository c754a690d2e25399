"""What a project's ODD may say, and that it changes what it names and nothing else."""

from __future__ import annotations

import ast
import re
import zipfile
from pathlib import Path

import pytest
from lxml import etree
from render_judge import HEAD, document, edition_of, faults, markup, tei

from edition import cli
from edition.render import CODES, odd_files, render_all
from edition.render import manual as page
from edition.render.behaviours import BEHAVIOURS
from edition.render.model import Rendition
from edition.render.params import described, takes

ROOT = Path(__file__).resolve().parent.parent
PLAY = (
    '<div type="act"><head>Act One</head><stage>The mill.</stage><sp who="#a"><speaker>Anna</speaker><p>It <gap reason="lost"/> turns<note>So.</note>, '
    '<hi rend="italic">slowly</hi>.</p></sp><sp><speaker>Bert</speaker><stage type="delivery">aside</stage><lg><l>It turns,</l><l>it <gap/> turns.</l></lg></sp>'
    '<list><item>One</item></list><table><row><cell>A</cell></row></table><figure><head>A wheel</head><figDesc>Round.</figDesc></figure></div>'
)
THREE = """
<elementSpec ident="speaker" mode="change"><model behaviour="inline" cssClass="who"/></elementSpec>
<elementSpec ident="stage" mode="change"><model predicate="@type='delivery'" behaviour="inline"/><model behaviour="paragraph"/></elementSpec>
<elementSpec ident="gap" mode="change"><model behaviour="inline"><outputRendition scope="before">content: "(lost)"</outputRendition></model></elementSpec>
"""


def an_odd(specs: str) -> str:
    return f'<TEI xmlns="http://www.tei-c.org/ns/1.0"><text><body><schemaSpec ident="house" start="TEI">{specs}</schemaSpec></body></text></TEI>'


def spec(element: str, models: str) -> str:
    return f'<elementSpec ident="{element}" mode="change">{models}</elementSpec>'


def one(folder: Path, specs: str, body: str, medium: str = "epub") -> Rendition:
    (folder / "house.odd").write_text(an_odd(specs), "utf-8")
    edition = edition_of(document(tei(body)), folder=folder, odd="house.odd")
    assert [fault for fault in faults(edition, medium) if "words lost" not in fault] == []
    return render_all(edition, medium)[0]


def said(rendition: Rendition) -> list[tuple[str, int]]:
    return [(finding.code, finding.locus.line) for finding in rendition.findings]


# Three elements


def of_others(markup_of: str, names: set[str]) -> str:
    """Markup in which the elements of these names look alike."""
    root = etree.fromstring(markup_of.encode(), etree.XMLParser(collect_ids=False))
    for node in root.iter("*"):
        if (node.get("class") or "").split()[:1] and (node.get("class") or "").split()[0] in names:
            node.tag = "changed"
            node.attrib.clear()
    text = etree.tostring(root, encoding="unicode")
    text = re.sub(r"<changed>\[…\]</changed>", "<changed/>", text)  # what a gap says is ours
    return re.sub(r"</changed>\s+", "</changed>", text)  # after a phrase there is a space, after a block none


@pytest.mark.parametrize("medium", ["print", "epub", "web"])
def test_an_odd_that_changes_three_elements_changes_these_and_no_other(tmp_path: Path, medium: str) -> None:
    (tmp_path / "house.odd").write_text(an_odd(THREE), "utf-8")
    plain, changed = (edition_of(document(tei(PLAY)), folder=tmp_path, odd=odd) for odd in ("", "house.odd"))
    before, after = (markup(edition, medium)[0][1] for edition in (plain, changed))
    assert list(before) == list(after)
    for name, text in before.items():
        assert text != after[name]
        one_side, other_side = (of_others(f"{HEAD}{each}</body></html>", {"speaker", "stage", "gap"}) for each in (text, after[name]))
        assert one_side == other_side
    assert 'class="speaker who"' in "".join(after.values())


def test_the_command_takes_an_odd_and_says_what_was_left_out(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    (tmp_path / "play.xml").write_text(tei(PLAY + "<fw>Running head</fw>"), "utf-8")
    (tmp_path / "house.odd").write_text(an_odd(THREE), "utf-8")
    pages = []
    for options in ([], ["--odd", str(tmp_path / "house.odd")]):
        assert cli.main(["publish", str(tmp_path / "play.xml"), "--out", str(tmp_path / "made"), "--only", "epub", *options]) in (0, 1)
        with zipfile.ZipFile(tmp_path / "made" / "play.epub") as book:
            pages.append({name: book.read(name).decode() for name in book.namelist() if name.endswith((".xhtml", ".css"))})
    different = {name for name in pages[0] if pages[0][name] != pages[1].get(name)}
    assert sum(name.endswith(".css") for name in different) == 1
    for name in (each for each in different if each.endswith(".xhtml")):
        assert of_others(pages[0][name], {"speaker", "stage", "gap"}) == of_others(pages[1][name], {"speaker", "stage", "gap"})
    assert "Running head" in (tmp_path / "made" / "play.omitted.json").read_text("utf-8")
    assert "left out: 2 words (1 fw)" in "".join(capsys.readouterr())
    assert cli.main(["publish", str(tmp_path / "play.xml"), "--odd", "gone.odd"]) != 0
    assert "gone.odd: there is no such file" in "".join(capsys.readouterr())


def test_the_odd_in_the_docs_has_no_fault(tmp_path: Path) -> None:
    example = re.search(r"```xml\n(.*?)```", (ROOT / "docs" / "odd.md").read_text("utf-8"), re.DOTALL)
    assert example
    (tmp_path / "house.odd").write_text(example[1], "utf-8")
    [found] = render_all(edition_of(document(tei(PLAY)), folder=tmp_path, odd="house.odd"), "print")
    assert said(found) == []
    assert example[1].count("elementSpec ident") == 3


# The language


def test_all_behaviours_of_tei_are_there_and_each_is_described() -> None:
    assert len(page.OF_TEI) == 26
    assert set(page.OF_TEI) <= set(BEHAVIOURS)
    assert [name for name in BEHAVIOURS if not described(name)[0]] == []


def test_what_a_behaviour_asks_its_model_for_is_in_its_docstring() -> None:
    names = {function.__name__: name for name, function in BEHAVIOURS.items()}
    for path in sorted((ROOT / "edition" / "render").glob("*.py")):
        for node in ast.parse(path.read_text("utf-8")).body:
            if isinstance(node, ast.FunctionDef) and node.name in names and [each.arg for each in node.args.args] == ["out", "node", "model"]:
                asked = set(re.findall(r"model\.(?:param|said)\('(\w+)'", ast.unparse(node))) | set(re.findall(r"'(\w+)' (?:not )?in model\.params", ast.unparse(node)))
                assert asked <= takes()[names[node.name]], (path.name, node.name)


def test_what_a_docstring_says_after_the_params_is_no_param() -> None:
    assert takes()["break"] == {"type", "label", "content"}
    assert takes()["cit"] == {"source", "content"}
    assert described("break")[0].endswith("without one.")


def test_the_page_of_behaviours_and_omissions_is_current() -> None:
    text = (ROOT / "docs" / "odd.md").read_text("utf-8")
    assert page.renewed(text) == text, "python -m edition.render.manual docs/odd.md"
    assert "| `fw` | everywhere |" in text


def test_whatever_our_odd_leaves_out_has_a_reason() -> None:
    assert [line for line in page.omitted().split("\n")[2:] if line.endswith("|  |")] == []


@pytest.mark.parametrize(("models", "expected"), [
    ('<model behaviour="wobble"/>', "RND011"),
    ("<model/>", "RND011"),
    ('<model behaviour="inline" predicate="@rend["/>', "RND012"),
    ("<modelGrp>" * 1800 + '<model behaviour="inline"/>' + "</modelGrp>" * 1800, "RND014"),
    ('<model behaviour="inline" predicate="doc(\'/etc/passwd\')"/>', "RND012"),
    ('<model behaviour="inline" predicate="current-date() gt @when"/>', "RND012"),
    ('<model behaviour="inline" predicate="$mine = 1"/>', "RND012"),
    ('<model behaviour="inline" predicate="count(1 to 1000000000) gt 1"/>', "RND012"),
    ('<model behaviour="inline" predicate="some $a in 1 to 100000, $b in 1 to 100000 satisfies $a = -$b"/>', "RND012"),
    ('<model behaviour="inline"><param name="content" value="nothing("/></model>', "RND012"),
    ('<model behaviour="inline"><param name="colour" value="1"/></model>', "RND013"),
    ('<model behaviour="inline"><param name="content"/></model>', "RND013"),
    ('<model behaviour="inline" output="paper"/>', "RND014"),
    ('<modell behaviour="omit"/>', "RND014"),
    ('<model behaviour="inline" predikate="@n"/>', "RND014"),
    ('<modelGrp predicate="@x"><model behaviour="inline"/></modelGrp>', "RND014"),
    ('<modelSequence><model behaviour="inline" predicate="@x"/></modelSequence>', "RND014"),
    ('<model behaviour="inline"><outputRendition scope="everywhere">color: red</outputRendition></model>', "RND014"),
    ('<model behaviour="inline"><outputRendition>background: url(http://example.org/x)</outputRendition></model>', "RND014"),
    ('<model behaviour="inline"><outputRendition scope="before">content: "a</outputRendition></model>', "RND014"),
    ('<model behaviour="inline"><outputRendition>} body { display: none</outputRendition></model>', "RND014"),
])  # fmt: skip
def test_what_is_not_understood_is_said_with_its_line(tmp_path: Path, models: str, expected: str) -> None:
    found = one(tmp_path, f"\n\n{spec('seg', models)}", '<p>a <seg>b</seg></p>')
    assert [(code, line) for code, line in said(found) if code != "RND001"] == [(expected, 3)]
    assert CODES[expected]
    assert "b</span>" in found.root.xhtml()


@pytest.mark.parametrize("model", ['behaviour="wobble"', 'behaviour="block" predicate="@rend["', 'behaviour="block" output="paper"'])
def test_an_element_of_which_no_model_can_be_used_stays_as_it_is(tmp_path: Path, model: str) -> None:
    found = one(tmp_path, spec("persName", f"<model {model}/>"), "<p>a <persName>b</persName></p>")
    assert len(found.findings) == 1
    assert '<span class="persName">b</span>' in found.root.xhtml()


def test_faults_name_what_was_probably_meant(tmp_path: Path) -> None:
    found = one(tmp_path, spec("persname", '<model behaviour="inlin"/>'), "<p>a</p>")
    assert [each.message.rpartition(": ")[2] for each in found.findings] == ['did you mean "persName"?', 'did you mean "inline"?']


@pytest.mark.parametrize("specs", [
    '<elementSpec ident="wobble" mode="change"><model behaviour="inline"/></elementSpec>',
    '<elementSpec mode="change"><model behaviour="inline"/></elementSpec>',
    f"{spec('seg', '<model behaviour=' + chr(34) + 'inline' + chr(34) + '/>')}" * 2,
    "<p>No rules</p>",
])  # fmt: skip
def test_an_elementspec_for_nothing_is_told(tmp_path: Path, specs: str) -> None:
    assert [code for code, _ in said(one(tmp_path, specs, "<p>a</p>"))] == ["RND014"]


def test_elements_of_ones_own_other_outputs_and_what_is_for_a_schema_are_no_fault(tmp_path: Path) -> None:
    specs = (
        '<elementSpec ident="wobble" mode="add"><desc>Ours.</desc><model behaviour="inline"><desc>So.</desc></model></elementSpec>'
        '<elementSpec ident="p" mode="change"><attList><attDef ident="n" mode="delete"/></attList></elementSpec>'
        '<elementSpec ident="seg" mode="change"><model output="plaintext" behaviour="omit"/><model behaviour="inline"/></elementSpec>'
        '<moduleRef key="core"/><classSpec ident="att.global" type="atts"/>'
    )
    found = one(tmp_path, specs, "<p>a <wobble>b</wobble> <seg>c</seg></p>")
    assert said(found) == []
    assert '<span class="wobble">b</span> <span class="seg">c</span>' in found.root.xhtml()


def test_names_may_have_a_prefix_that_the_odd_declares_and_xpath_3_is_understood(tmp_path: Path) -> None:
    specs = '<elementSpec xmlns:x="http://www.tei-c.org/ns/1.0" ident="seg"><model predicate="parent::x:p" behaviour="inline" cssClass="one"/>' \
        "<model predicate=\"if (@n) then matches(@n, '^[0-9]+$') else false()\" behaviour=\"inline\" cssClass=\"two\"/><model behaviour=\"inline\"/></elementSpec>"
    text = one(tmp_path, specs, '<p>a <seg>b</seg> <hi><seg n="12">c</seg><seg>d</seg></hi></p>').root.xhtml()
    assert [each in text for each in ('class="seg one">b', 'class="seg two">c', 'class="seg">d')] == [True, True, True]


# Params


@pytest.mark.parametrize(("element", "model", "body", "expected"), [
    ("ref", '<model behaviour="link"><param name="uri" value="@cRef"/></model>', '<p><ref cRef="https://example.org/x">a</ref></p>', 'href="https://example.org/x"'),
    ("seg", '<model behaviour="inline"><param name="content" value="@n"/></model>', '<p><seg n="3">a</seg></p>', '<span class="seg">3</span>'),
    ("seg", '<model behaviour="inline"><param name="content" value="count(hi)"/></model>', "<p><seg><hi>a</hi></seg></p>", '<span class="seg">1</span>'),
    ("seg", '<model behaviour="inline"><param name="content" value="."/></model>', "<p><seg>a</seg></p>", '<span class="seg">a</span>'),
    ("seg", '<model behaviour="text"/>', "<p>a<seg>b</seg>c</p>", ">abc<"),
    ("note", '<model behaviour="note"><param name="place" value="\'inline\'"/></model>', "<p>a <note>b</note></p>", '<span class="note inline">b</span>'),
    ("cit", '<model behaviour="cit"><param name="content" value="quote"/><param name="source" value="bibl"/></model>', "<p>x <cit><bibl>B</bibl><quote>A</quote></cit></p>", "</q></span> "),
    ("head", '<model behaviour="heading"><param name="level" value="4"/></model>', "<div><head>A</head><p>x</p></div><div><head>B</head></div>", "<h4 "),
    ("figure", '<model behaviour="figure"><param name="title" value="ab"/></model>', "<figure><p>x</p><ab>A</ab></figure>", "<figcaption"),
    ("pb", '<model behaviour="break"><param name="type" value="\'page\'"/><param name="label" value="@facs"/></model>', '<p>a <pb facs="f3"/>b</p>', 'data-n="f3"'),
])  # fmt: skip
def test_params_do_what_their_names_say(tmp_path: Path, element: str, model: str, body: str, expected: str) -> None:
    found = one(tmp_path, spec(element, model), body)
    if element == "cit":
        assert re.search(r'class="quote">A</\w+> <span class="bibl">B', found.root.xhtml())
    else:
        assert expected in found.root.xhtml()
    assert said(found) == []


def test_words_that_a_param_passes_over_are_on_record(tmp_path: Path) -> None:
    found = one(tmp_path, spec("seg", '<model behaviour="inline"><param name="content" value="hi"/></model>'), "<p>a <seg>b <hi>c</hi> d</seg></p>")
    assert [(each.element, each.why, each.texts) for each in found.omitted] == [("seg", "content", ("b ", " d"))]


@pytest.mark.parametrize("path", ["ancestor::p", "//p", "following::p | preceding::p", "following::p", "//hi", "//text()"])
def test_a_param_that_leads_round_in_a_circle_is_told_once_and_takes_little_time(tmp_path: Path, path: str) -> None:
    found = one(tmp_path, spec("p", f'<model behaviour="paragraph"><param name="content" value="{path}"/></model>'), "<p>a <hi>b</hi></p>" * 60)
    assert [code for code, _ in said(found)] in (["RND019"], [])
    assert len(found.root.xhtml()) < 200_000


def test_metadata_in_the_text_is_left_out_on_record(tmp_path: Path) -> None:
    found = one(tmp_path, spec("seg", '<model behaviour="metadata"/>'), "<p>a <seg>b</seg></p>")
    assert [(each.element, each.texts) for each in found.omitted] == [("seg", ("b",))]


# Files


def test_an_odd_may_be_in_several_files_and_the_one_that_refers_goes_over_the_others(tmp_path: Path) -> None:
    (tmp_path / "parts").mkdir()
    inline = '<model behaviour="inline" cssClass="{}"/>'
    (tmp_path / "parts" / "one.xml").write_text(
        f'<specGrp xmlns="http://www.tei-c.org/ns/1.0" xml:id="one">{spec("seg", inline.format("below"))}{spec("hi", inline.format("below"))}</specGrp>', "utf-8"
    )
    found = one(tmp_path, f'<specGrpRef target="parts/one.xml#one"/>{spec("hi", inline.format("above"))}', "<p><seg>a</seg><hi>b</hi></p>")
    assert 'class="seg below"' in found.root.xhtml()
    assert 'class="hi above"' in found.root.xhtml()
    assert said(found) == []


@pytest.mark.parametrize(("specs", "expected"), [
    ('<specGrpRef target="house.odd"/>', "RND017"),
    ('<specGrpRef target="other.odd"/>', "RND017"),
    ('<xi:include xmlns:xi="http://www.w3.org/2001/XInclude" href="other.odd"/>', "RND017"),
    ('<specGrp xml:id="a"><specGrpRef target="#b"/></specGrp><specGrp xml:id="b"><specGrpRef target="#a"/></specGrp>', "RND017"),
    ('<specGrp xml:id="a"><specGrpRef target="#a"/></specGrp>', "RND017"),
    ('<specGrpRef target="#gone"/>', "RND018"),
    ('<specGrpRef target="gone.odd"/>', "RND018"),
    ('<specGrpRef target="../outside.odd"/>', "RND018"),
    ('<specGrpRef target="/etc/passwd"/>', "RND018"),
    ('<specGrpRef target="https://example.org/x.odd"/>', "RND018"),
])  # fmt: skip
def test_an_odd_that_refers_to_itself_or_outside_is_told_and_its_rules_hold(tmp_path: Path, specs: str, expected: str) -> None:
    folder = tmp_path / "edition"
    folder.mkdir()
    (tmp_path / "outside.odd").write_text(an_odd(spec("p", '<model behaviour="omit"/>')), "utf-8")
    (folder / "other.odd").write_text(an_odd('\n<specGrpRef target="house.odd"/>'), "utf-8")
    found = one(folder, f"{spec('seg', '<model behaviour=' + chr(34) + 'inline' + chr(34) + ' cssClass=' + chr(34) + 'mine' + chr(34) + '/>')}\n{specs}", "<p>a <seg>b</seg></p>")
    told = [finding for finding in found.findings if finding.code != "RND014"]
    assert [finding.code for finding in told] == [expected]
    assert told[0].locus.line == 2
    assert Path(told[0].locus.file).suffix == ".odd"
    assert 'class="seg mine"' in found.root.xhtml()


def test_an_odd_without_end_is_not_read(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(odd_files, "LARGEST", 100)
    assert [code for code, _ in said(one(tmp_path, spec("seg", '<model behaviour="omit"/>'), "<p>a <seg>b</seg></p>"))] == ["RND010"]

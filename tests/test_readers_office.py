"""docx and odt: what pandoc would drop is kept or told, construct by construct, in files made by hand."""

from __future__ import annotations

import base64

import pytest
from ingesting import ingested
from making_office import docx, odt, p, r
from test_readers_formats import shown

from edition import readers
from edition.model import Source

BY = 'w:id="1" w:author="Ann" w:date="2020-01-02T00:00:00Z"'
FRENCH = '<w:lang w:val="fr-FR"/>'
PIXEL = base64.b64decode("iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mNk+M9QDwADhgGAWjR9awAAAABJRU5ErkJggg==")


def read(tmp_path, data: bytes, suffix: str = ".docx") -> Source:
    path = tmp_path / f"essay{suffix}"
    path.write_bytes(data)
    return readers.read(path)


def codes(source: Source) -> list[str]:
    return [each.code for each in source.findings if each.code != "SRC004"]


# tracked changes and comments


def test_each_tracked_change_waits_with_its_author_and_date(tmp_path):
    body = p(f"{r('The ')}<w:ins {BY}>{r('old ')}</w:ins>{r('boat ')}<w:del {BY}><w:r><w:delText>came</w:delText></w:r></w:del>{r(' lay')}<w:moveTo {BY}>{r(' here')}</w:moveTo>")
    source = read(tmp_path, docx(body))
    assert source.text == "The old boat lay here\n", "as if accepted"
    assert [(mark.rule, source.text[mark.start : mark.end], mark.new) for mark in source.marks] == [
        ("tracked-insertion", "old ", ""), ("tracked-deletion", "", "came "), ("tracked-insertion", " here", ""),
    ]  # fmt: skip
    assert all("Ann, 2020-01-02" in mark.why for mark in source.marks)
    assert [(each.code, "3 tracked changes" in each.message) for each in source.findings] == [("SRC008", True)]


def test_tracked_changes_come_into_the_queue_and_a_keep_settles_one(tmp_path):
    body = p(f"{r('The ')}<w:ins {BY}>{r('old ')}</w:ins>{r('boat came in.')}")
    one = ingested(tmp_path, docx(body), suffix=".docx")
    (question,) = one.questions
    assert (question.rule, question.old, question.new) == ("tracked-insertion", "old boat", "boat")
    assert not ingested(tmp_path, docx(body), f'[[keep]]\nid = "{question.id}"\n', suffix=".docx").questions
    undone = ingested(tmp_path, docx(body), f'[[fix]]\nat = "{question.at}"\nto = "{question.new}"\n', suffix=".docx")
    assert not undone.questions
    assert "<surplus" in undone.document.data.decode()


def test_two_deletions_at_one_place_are_one_proposal_with_both(tmp_path):
    gone = "".join(f'<w:del w:id="{n}" w:author="{who}"><w:r><w:delText>{words}</w:delText></w:r></w:del>' for n, (who, words) in enumerate([("Ann", "very "), ("Bob", "old ")]))
    (mark,) = read(tmp_path, docx(p(f"{r('The ')}{gone}{r('boat')}"))).marks
    assert mark.new == "very old "
    assert "Ann" in mark.why
    assert "Bob" in mark.why


def test_a_paragraph_end_that_was_deleted_is_joined_and_told(tmp_path):
    source = read(tmp_path, docx(p("The boat", more=f"<w:rPr><w:del {BY}/></w:rPr>") + p("came in.") + p("Next.")))
    assert source.text == "The boat came in.\nNext.\n"
    assert [each.locus.line for each in source.findings if each.code == "SRC014"] == [1]


def test_a_comment_is_a_finding_with_its_place_author_date_and_words(tmp_path):
    body = p("First.") + p(f'{r("The ")}<w:commentRangeStart w:id="0"/>{r("boat")}<w:commentRangeEnd w:id="0"/><w:r><w:commentReference w:id="0"/></w:r>{r(" came.")}')
    comments = f'<w:comments><w:comment w:id="0" w:author="Dee" w:date="2020-02-02T00:00:00Z">{p("Which one?")}</w:comment><w:comment w:id="7" w:author="Eve">{p("Lost.")}</w:comment></w:comments>'
    source = read(tmp_path, docx(body, parts={"comments.xml": comments}))
    assert source.text == "First.\nThe boat came.\n"
    said = [(each.locus.line, each.message) for each in source.findings if each.code == "SRC014"]
    assert said == [(2, 'a comment by Dee, 2020-02-02 on "boat": "Which one?"'), (0, 'a comment at no place of the text, by Eve: "Lost."')]


def test_changes_of_the_look_are_told(tmp_path):
    source = read(tmp_path, docx(p(r("The boat", f"<w:b/><w:rPrChange {BY}><w:rPr/></w:rPrChange>"))))
    assert codes(source) == ["SRC014"]


def test_opendocument_changes_and_comments_are_told_alike(tmp_path):
    info = "<office:change-info><dc:creator>Ann</dc:creator><dc:date>2020-01-02T00:00:00</dc:date></office:change-info>"
    regions = f'<text:changed-region text:id="a"><text:insertion>{info}</text:insertion></text:changed-region>'
    regions += f'<text:changed-region text:id="b"><text:deletion>{info}<text:p>came</text:p></text:deletion></text:changed-region>'
    words = 'The <text:change-start text:change-id="a"/>old <text:span>grey</text:span><text:change-end text:change-id="a"/> boat <text:change text:change-id="b"/> lay'
    note = '<office:annotation office:name="c"><dc:creator>Dee</dc:creator><dc:date>2020-02-02T00:00:00</dc:date><text:p>Where?</text:p></office:annotation> here<office:annotation-end office:name="c"/>.'
    source = read(tmp_path, odt(f"<text:tracked-changes>{regions}</text:tracked-changes><text:p>{words}{note}</text:p>"), ".odt")
    assert source.text == "The old grey boat lay here.\n"
    assert [(mark.rule, source.text[mark.start : mark.end], mark.new) for mark in source.marks][-1:] == [("tracked-deletion", "", "came ")]
    assert "".join(source.text[mark.start : mark.end] for mark in source.marks) == "old grey "
    assert 'a comment by Dee, 2020-02-02 on "here": "Where?"' in [each.message for each in source.findings]


# languages


def test_words_in_another_language_than_the_document_are_foreign(tmp_path):
    body = p(f'{r("She said ")}{r("bonsoir", FRENCH)}{r(" and left.")}') + p(r("Il faisait nuit.", FRENCH)) + p("A long sentence of the document's own language.")
    source = read(tmp_path, docx(body))
    assert shown(source).splitlines()[:2] == ["p 'She said bonsoir and left.'", "p lang=fr-FR 'Il faisait nuit.'"]
    assert [(span.kind, span.attributes["lang"]) for span in source.spans] == [("foreign", "fr-FR")]
    assert source.meta["lang"] == "en-GB"


def test_the_language_of_a_document_is_that_of_most_of_its_words(tmp_path):
    source = read(tmp_path, docx(p(r("Il faisait nuit, et la lampe brillait.", FRENCH)) + p("Yes."), language="en-US"))
    assert source.meta["lang"] == "fr-FR"
    assert not source.spans


def test_opendocument_languages_are_kept(tmp_path):
    automatic = '<style:style style:name="T1" style:family="text"><style:text-properties fo:language="fr" fo:country="FR"/></style:style>'
    source = read(tmp_path, odt('<text:p>She said <text:span text:style-name="T1">bonsoir</text:span> and left.</text:p>', automatic=automatic), ".odt")
    assert [(span.kind, span.attributes["lang"], source.text[span.start : span.end]) for span in source.spans] == [("foreign", "fr-FR", "bonsoir")]


# what stands beside the flow


def test_a_text_box_is_read_behind_its_paragraph_and_told(tmp_path):
    inner = f"<w:txbxContent>{p('In the box.')}</w:txbxContent>"
    box = f'<w:r><mc:AlternateContent><mc:Choice Requires="wps"><w:drawing><wp:inline><a:graphic><a:graphicData><wps:wsp><wps:txbx>{inner}</wps:txbx></wps:wsp></a:graphicData></a:graphic></wp:inline></w:drawing></mc:Choice>'
    box += f"<mc:Fallback><w:pict><v:shape><v:textbox>{inner}</v:textbox></v:shape></w:pict></mc:Fallback></mc:AlternateContent></w:r>"
    source = read(tmp_path, docx(p(f"{r('Before')}{box}{r(' and after.')}") + p("Next.")))
    assert source.text == "Before and after.\nIn the box.\nNext.\n"
    assert codes(source) == ["SRC016"]
    source = read(tmp_path, odt("<text:p>Host<draw:frame><draw:text-box><text:p>In the box.</text:p></draw:text-box></draw:frame> end.</text:p><text:p>Next.</text:p>"), ".odt")
    assert source.text == "Host end.\nIn the box.\nNext.\n"


def test_macros_other_files_and_addresses_outside_are_told_and_left_alone(tmp_path):
    relations = '<Relationship Id="x1" Type="http://schemas.openxmlformats.org/officeDocument/2006/relationships/image" Target="http://example.org/spy.png" TargetMode="External"/>'
    relations += '<Relationship Id="x2" Type="http://schemas.openxmlformats.org/officeDocument/2006/relationships/attachedTemplate" Target="http://example.org/t.dotm" TargetMode="External"/>'
    data = docx(p("Words."), parts={"vbaProject.bin": b"\xd0\xcf\x11\xe0", "embeddings/sheet.xlsx": b"PK"}, relations=relations)
    assert codes(read(tmp_path, data)) == ["SRC015", "SRC015", "SRC007", "SRC015"]


def test_hidden_text_is_read_and_told(tmp_path):
    source = read(tmp_path, docx(p(f"{r('Seen ')}{r('unseen', '<w:vanish/>')}")))
    assert source.text == "Seen unseen\n"
    assert codes(source) == ["SRC017"]


def test_the_words_of_a_chart_are_told(tmp_path):
    chart = '<c:chartSpace xmlns:c="http://schemas.openxmlformats.org/drawingml/2006/chart" xmlns:a="http://schemas.openxmlformats.org/drawingml/2006/main"><a:t>Boats a year</a:t></c:chartSpace>'
    source = read(tmp_path, docx(p("Words."), parts={"charts/chart1.xml": chart}))
    assert ["Boats a year" in each.message for each in source.findings if each.code == "SRC005"] == [True]


# constructs


@pytest.mark.parametrize("field", [
    '<w:fldSimple w:instr=" SEQ Figure "><w:r><w:t>1</w:t></w:r></w:fldSimple>',
    '<w:bdo w:val="rtl"><w:r><w:t>1</w:t></w:r></w:bdo>', "<w:customXml><w:r><w:t>1</w:t></w:r></w:customXml>",
    "<w:moveTo><w:r><w:t>1</w:t></w:r></w:moveTo>", "<w:sdt><w:sdtContent><w:r><w:t>1</w:t></w:r></w:sdtContent></w:sdt>",
])  # fmt: skip
def test_words_in_whatever_holds_them_arrive(tmp_path, field):
    source = read(tmp_path, docx(p(f"{r('Figure ')}{field}{r(': boats')}")))
    assert source.text == "Figure 1: boats\n"
    assert "SRC005" not in codes(source)


def test_a_cross_reference_leads_to_its_bookmark(tmp_path):
    body = p(f'<w:bookmarkStart w:id="1" w:name="_Ref1"/>{r("Table 1")}<w:bookmarkEnd w:id="1"/>') + p(f'{r("See ")}<w:fldSimple w:instr=" REF _Ref1 \\h "><w:r><w:t>Table 1</w:t></w:r></w:fldSimple>{r(".")}')
    source = read(tmp_path, docx(body))
    assert [(span.kind, span.attributes.get("id") or span.attributes.get("target")) for span in source.spans] == [("anchor", "_Ref1"), ("ref", "#_Ref1")]


def test_reading_aids_are_ruby(tmp_path):
    aid = "<w:r><w:ruby><w:rt><w:r><w:t>kan</w:t></w:r></w:rt><w:rubyBase><w:r><w:t>漢</w:t></w:r></w:rubyBase></w:ruby></w:r>"
    assert shown(read(tmp_path, docx(p(aid)))) == "p '漢kan'\n--\nruby '漢kan'\nrb '漢'\nrt 'kan'"
    aid = "<text:p>A <text:ruby><text:ruby-base>漢</text:ruby-base><text:ruby-text>kan</text:ruby-text></text:ruby></text:p>"
    assert [span.kind for span in read(tmp_path, odt(aid), ".odt").spans] == ["ruby", "rb", "rt"]


def test_styles_are_blocks_and_what_belongs_together_is_joined(tmp_path):
    body = p("A motto.", "Epigraph") + p("Ann Beech", "Author") + p("ANN.", "Speaker") + p("I wait.") + p("She turns.", "Stage") + p("BOB.", "Speaker")
    body += p("Let us go.") + p("A saying.", "Quote") + p("The tide went out,", "Verse") + p("the tide came in.", "Verse")
    assert [line.split(" '")[0] for line in shown(read(tmp_path, docx(p("First.") + body))).splitlines()] == [
        "p", "epigraph", "  p", "byline", "sp", "  speaker", "  p", "  stage", "sp", "  speaker", "  p", "quote", "  p", "lg", "  l", "  l",
    ]  # fmt: skip


def test_a_speaker_who_says_nothing_is_a_paragraph(tmp_path):
    assert shown(read(tmp_path, docx(p("Words.") + p("ANN.", "Speaker")))).splitlines()[1] == "p rend=speaker 'ANN.'"


PICTURE = """<w:r><w:drawing><wp:inline><wp:extent cx="9525" cy="9525"/><wp:docPr id="1" name="i" descr="Two piers."/><a:graphic><a:graphicData uri="http://schemas.openxmlformats.org/drawingml/2006/picture">
<pic:pic><pic:nvPicPr><pic:cNvPr id="0" name="i"/></pic:nvPicPr><pic:blipFill><a:blip r:embed="p0"/></pic:blipFill></pic:pic></a:graphicData></a:graphic></wp:inline></w:drawing></w:r>"""


def test_a_caption_goes_to_its_picture_and_its_table(tmp_path):
    table = '<w:tbl><w:tblPr/><w:tblGrid><w:gridCol w:w="900"/></w:tblGrid><w:tr><w:tc><w:p><w:r><w:t>37</w:t></w:r></w:p></w:tc></w:tr></w:tbl>'
    body = p(PICTURE) + p("The harbour", "Caption") + p("Between.") + p("Boats", "Caption") + table
    source = read(tmp_path, docx(body, parts={"media/image1.png": PIXEL}))
    lines = [line.split(" url")[0] for line in shown(source).splitlines()]
    assert lines == ["figure", "  head 'The harbour'", "  figDesc 'Two piers.'", "p 'Between.'", "table", "  head 'Boats'", "  row role=data", "    cell '37'"]


def test_the_description_of_a_picture_in_opendocument_is_its_alt_text(tmp_path):
    frame = '<draw:frame><draw:image xlink:href="Pictures/a.png"/><svg:title>Harbour</svg:title><svg:desc>Two piers.</svg:desc></draw:frame>'
    source = read(tmp_path, odt(f"<text:p>{frame}</text:p><text:p>Words.</text:p>", parts={"Pictures/a.png": PIXEL}), ".odt")
    assert shown(source).splitlines()[:2] == ["figure url=a.png", "  figDesc 'Two piers.'"]


def test_tables_keep_their_spans_and_the_tables_in_them(tmp_path):
    inner = '<w:tbl><w:tblPr/><w:tblGrid><w:gridCol/></w:tblGrid><w:tr><w:tc><w:p><w:r><w:t>n</w:t></w:r></w:p></w:tc></w:tr></w:tbl>'
    rows = f'<w:tr><w:tc><w:tcPr><w:gridSpan w:val="2"/></w:tcPr>{p("wide")}</w:tc></w:tr><w:tr><w:tc><w:tcPr><w:vMerge w:val="restart"/></w:tcPr>{p("deep")}</w:tc><w:tc>{inner}<w:p/></w:tc></w:tr>'
    rows += f'<w:tr><w:tc><w:tcPr><w:vMerge/></w:tcPr><w:p/></w:tc><w:tc>{p("d")}</w:tc></w:tr>'
    source = read(tmp_path, docx(f"<w:tbl><w:tblPr/><w:tblGrid><w:gridCol/><w:gridCol/></w:tblGrid>{rows}</w:tbl>"))
    assert [line.strip() for line in shown(source).splitlines() if "cell" in line or "table" in line] == [
        "table", "cell cols=2 'wide'", "cell rows=2 'deep'", "cell", "table", "cell 'n'", "cell 'd'",
    ]  # fmt: skip
    assert "SRC005" not in codes(source)


@pytest.mark.parametrize("grid", ['<w:tblGrid><w:gridCol w:w="900"/></w:tblGrid>', "<w:tblGrid/>", ""])
@pytest.mark.parametrize("span", ['<w:gridSpan w:val="2"/>', '<w:gridSpan w:val="999999999999"/>', '<w:gridSpan w:val="many"/>'])
def test_cells_beyond_the_grid_of_a_table_are_read(tmp_path, grid, span):
    def cell(words: str, more: str = "") -> str:
        return f"<w:tc><w:tcPr>{more}</w:tcPr>{p(words)}</w:tc>"

    inner = f"<w:tc><w:tbl><w:tblPr/><w:tblGrid/><w:tr>{cell('five')}{cell('six')}</w:tr></w:tbl><w:p/></w:tc>"
    rows = f"<w:tr>{cell('one')}{cell('two')}<w:sdt><w:sdtContent>{cell('three')}</w:sdtContent></w:sdt></w:tr><w:tr>{cell('four', span)}{inner}</w:tr>"
    source = read(tmp_path, docx(f"<w:tbl><w:tblPr/>{grid}{rows}</w:tbl>"))
    words = ["one", "two", "three", "four", "five", "six"]
    if "9999" in span:  # no grid can have as many: what does not arrive is told
        assert source.text.split() == words[:4]
        assert ['"five six"' in found.message for found in source.findings if found.code == "SRC005"] == [True]
    else:
        assert source.text.split() == words
        assert "SRC005" not in codes(source)


def test_everything_together_is_valid_tei(tmp_path, shared, judge):
    import subprocess

    body = p("A motto.", "Epigraph") + p("ANN.", "Speaker") + p("I wait.") + p(PICTURE) + p("The harbour", "Caption") + p("Ann", "Author") + p("May 1912", "Date") + p(r("漢", FRENCH))
    body += p("<w:r><w:ruby><w:rt><w:r><w:t>kan</w:t></w:r></w:rt><w:rubyBase><w:r><w:t>漢</w:t></w:r></w:rubyBase></w:ruby></w:r>") + p(f"{r('Il dit ', FRENCH)}{r('yes, and more of it.')}")
    one = ingested(tmp_path, docx(body, parts={"media/image1.png": PIXEL}), suffix=".docx", write=True)
    schema = shared / "schema" / "tei_all.rng"
    done = subprocess.run([judge("jing"), str(schema), str(one.document.path)], capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stdout


def test_a_title_and_a_subtitle_by_their_styles_are_the_heads_of_the_document(tmp_path):
    heads = '<text:p text:style-name="Title">The Lamps</text:p><text:p text:style-name="Subtitle">A report</text:p>'
    source = read(tmp_path, odt(heads + '<text:h text:outline-level="1">Oil</text:h><text:p>Words.</text:p>'), ".odt")
    assert [(block.kind, block.attributes.get("type"), block.attributes.get("level")) for block in source.blocks] == [("head", "main", "0"), ("head", "sub", "0"), ("head", None, "1"), ("p", None, None)]

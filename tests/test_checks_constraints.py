"""The rules in Python say the same as TEI's own Schematron: on a case for each of its constraints on texts, and on texts that others made."""

from __future__ import annotations

from pathlib import Path

import pytest
from test_checks import document, whole

from edition import schematron
from edition.checks import CHECKS
from edition.model import Document
from edition.rules import Scope

OURS = frozenset({"ATT006", "ATT007", "ATT009", "ATT010", "ATT011", "TXT007", "TXT009", "TXT010", "TXT011"})
ALSO = OURS | {"REF009"}  # of which only @spanTo is TEI's
MS = "<teiHeader><fileDesc><sourceDesc><msDesc>{}</msDesc></sourceDesc></fileDesc></teiHeader>"

CASES = {  # the code of the fault, or ""
    '<p><name subtype="a">b</name></p>': "ATT006",
    '<p><name type="b" subtype="a">b</name></p>': "",
    '<p><date when="1871" notBefore="1871">b</date></p>': "ATT007",
    '<p><date when="1871" from="1871">b</date></p>': "ATT007",
    '<p><date when="1871" to="1871">b</date></p>': "ATT007",
    '<p><date from="1871" notBefore="1871">b</date></p>': "ATT007",
    '<p><date to="1871" notAfter="1871">b</date></p>': "ATT007",
    '<p><date from="1871" notAfter="1871">b</date></p>': "",
    '<p><ptr target="#a" cRef="b"/></p>': "ATT007",
    '<p><ref target="#a" cRef="b">c</ref></p>': "ATT007",
    '<p><ref cRef="b">c</ref></p>': "",
    '<p><span target="#a" from="#a">c</span></p>': "ATT007",
    '<p><span from="#a">c</span></p>': "",
    '<p><span to="#a">c</span></p>': "ATT009",
    '<p><span from="#a #b" to="#c">c</span></p>': "ATT010",
    '<p><ruby><rb>a</rb><rt target="#a" from="#a" to="#b">c</rt></ruby></p>': "ATT007",
    '<p><ruby><rb>a</rb><rt from="#a">c</rt></ruby></p>': "ATT009",
    '<p><ruby><rb>a</rb><rt to="#a">c</rt></ruby></p>': "ATT009",
    '<p><ruby><rb>a</rb><rt from="#a" to="#b">c</rt></ruby></p>': "",
    '<listRelation><relation name="a" active="#a" mutual="#b"/></listRelation>': "ATT007",
    '<listRelation><relation name="a" passive="#b"/></listRelation>': "ATT009",
    '<listRelation><relation active="#a" passive="#b"/></listRelation>': "ATT009",
    '<listRelation><relation ref="#r" mutual="#a #b"/></listRelation>': "",
    '<p><ref targetLang="fr">a</ref></p>': "ATT009",
    '<p><ref target="#a" targetLang="fr">a</ref></p>': "",
    "<p><addSpan/>a</p>": "ATT009",
    "<p><delSpan/>a</p>": "ATT009",
    "<p><damageSpan/>a</p>": "ATT009",
    '<p><delSpan spanTo="#e"/>a<anchor xml:id="e"/></p>': "",
    '<p><anchor xml:id="e"/><delSpan spanTo="#e"/>a</p>': "REF009",
    '<p><delSpan xml:id="e" spanTo="#e"/>a</p>': "REF009",
    '<p><shift feature="tempo"/>a</p>': "ATT009",
    '<p><shift feature="tempo" new="a"/>a</p>': "",
    '<p><linkGrp><link target="#a"/></linkGrp></p>': "ATT010",
    "<p><linkGrp><link/></linkGrp></p>": "ATT010",
    '<p><linkGrp><link target="#a\n #b"/></linkGrp></p>': "",
    '<p><join target="#a"/></p>': "ATT010",
    '<p><join target="#a #b"/></p>': "",
    '<p><date calendar="#a"/></p>': "ATT011",
    '<p><date calendar="#a">a</date></p>': "",
    '<p generatedBy="human">a</p>': "ATT011",
    '<post generatedBy="human"><p generatedBy="human">a</p></post>': "",
    '<encodingDesc><variantEncoding method="parallel-segmentation" location="external"/></encodingDesc>': "ATT011",
    '<encodingDesc><variantEncoding method="parallel-segmentation" location="internal"/></encodingDesc>': "",
    '<encodingDesc><refsDecl><citeStructure match="a" use="b"/></refsDecl></encodingDesc>': "ATT011",
    '<encodingDesc><refsDecl><citeStructure match="//a" use="b"><citeStructure match="/c" use="b"/></citeStructure></refsDecl></encodingDesc>': "ATT011",
    '<encodingDesc><refsDecl><citeStructure match="//a" use="b"><citeStructure match="c" use="b"/></citeStructure></refsDecl></encodingDesc>': "",
    '<encodingDesc><styleDefDecl scheme="free" schemeVersion="1"/></encodingDesc>': "ATT011",
    '<encodingDesc><styleDefDecl schemeVersion="1"/></encodingDesc>': "ATT009",
    '<encodingDesc><styleDefDecl scheme="css" schemeVersion="1"/></encodingDesc>': "",
    "<p>a<hi><p>b</p></hi></p>": "TXT007",
    "<ab>a<seg><p>b</p></seg></ab>": "TXT007",
    "<p>a<note><p>b</p></note></p>": "",
    "<p>a<floatingText><body><div><p>b</p></div></body></floatingText></p>": "",
    "<lg><l>a<hi><p>b</p></hi></l></lg>": "TXT007",
    "<lg><l>a<note><p>b</p></note></l></lg>": "",
    "<lg><l>a<hi><ab>b</ab></hi></l></lg>": "TXT007",
    "<lg><l>a<hi><div>b</div></hi></l></lg>": "TXT007",
    "<p>a<hi><div>b</div></hi></p>": "TXT007",
    "<lg><l>a<hi><l>b</l></hi></l></lg>": "TXT007",
    "<lg><l>a<note><l>b</l></note></l></lg>": "",
    "<lg><l>a<hi><lg><gap/></lg></hi></l></lg>": "TXT007",
    "<p><s>a<s>b</s></s></p>": "TXT007",
    "<p><s>a</s><s>b</s></p>": "",
    '<list type="gloss"><item>a</item></list>': "TXT009",
    '<list type="gloss"><label>a</label><item>a</item></list>': "",
    "<list><item>a</item></list>": "",
    "<lg><head>a</head></lg>": "TXT009",
    "<lg><gap/></lg>": "",
    "<p><subst><del>a</del></subst></p>": "TXT009",
    "<p><subst><add>a</add></subst></p>": "TXT009",
    "<p><subst><surplus>a</surplus><add>b</add></subst></p>": "",
    "<p><bibl><relatedItem/></bibl></p>": "TXT009",
    '<p><bibl><relatedItem target="#a"><bibl>b</bibl></relatedItem></bibl></p>': "TXT010",
    "<p><bibl><relatedItem><bibl>b</bibl></relatedItem></bibl></p>": "",
    "<encodingDesc><editorialDecl><quotation/></editorialDecl></encodingDesc>": "TXT009",
    '<encodingDesc><editorialDecl><quotation marks="all"/></editorialDecl></encodingDesc>': "",
    "<p><msDesc><msIdentifier/></msDesc></p>": "TXT009",
    "<p><msDesc><msIdentifier><idno>a</idno></msIdentifier></msDesc></p>": "",
    "<p><app><rdgGrp><lem>a</lem><lem>b</lem></rdgGrp></app></p>": "TXT010",
    "<p><dimensions><width>1</width><width>2</width></dimensions></p>": "TXT010",
    "<p><dimensions><height>1</height><height>2</height></dimensions></p>": "TXT010",
    "<p><dimensions><depth>1</depth><depth>2</depth></dimensions></p>": "TXT010",
    "<p><dimensions><height>1</height><width>2</width></dimensions></p>": "",
    "<p><msDesc><msIdentifier><idno>a</idno></msIdentifier><history><origin>a</origin></history><history><origin>b</origin></history></msDesc></p>": "TXT010",
    "<p>a<catchwords>b</catchwords></p>": "TXT011",
    "<p>a<secFol>b</secFol></p>": "TXT011",
    "<p>a<signatures>b</signatures></p>": "TXT011",
    '<TEI xmlns="http://www.tei-c.org/ns/1.0"><facsimile><surface><zone>a</zone></surface></facsimile></TEI>': "TXT011",
    '<TEI xmlns="http://www.tei-c.org/ns/1.0"><facsimile><surface><zone><line>a</line></zone></surface></facsimile></TEI>': "TXT011",
    '<TEI xmlns="http://www.tei-c.org/ns/1.0"><sourceDoc><surface><zone><line>a</line></zone></surface></sourceDoc></TEI>': "",
    '<TEI xmlns="http://www.tei-c.org/ns/1.0"><sourceDoc><surface><path points="1,2 3,4 1.0,2.0"/></surface></sourceDoc></TEI>': "ATT011",
    '<TEI xmlns="http://www.tei-c.org/ns/1.0"><sourceDoc><surface><path points="1,2 3,4"/></surface></sourceDoc></TEI>': "",
}


def ours(text: Document, codes: frozenset[str] = ALSO) -> dict[tuple[int, int], str]:
    """Place of a fault: its code."""
    return {(each.locus.line, each.locus.column): each.code for check in CHECKS if check.code in codes for each in check.run(text, Scope(ours=True))}


@pytest.mark.parametrize(("fragment", "code"), CASES.items(), ids=lambda part: str(part)[:60])
def test_a_constraint_of_tei_is_kept(fragment: str, code: str) -> None:
    assert list(ours(document(whole(fragment), Path())).values()) == [code] * bool(code)


@pytest.fixture(scope="module")
def theirs(shared: Path) -> schematron.Schematron:
    pytest.importorskip("saxonche")
    return schematron.load(shared / "schema" / "tei_all.sch")


def said(theirs: schematron.Schematron, text: Document) -> set[tuple[int, int]]:
    """The places at which TEI's Schematron finds a fault."""
    assert text.tree is not None
    return {text.places.of(hit.element) for hit in theirs.check(text.tree) if hit.element is not None}


def test_the_schematron_of_tei_finds_the_same_faults(theirs: schematron.Schematron) -> None:
    """All cases in one document each; the place may be the outer or the inner one of two elements, so that only whether there is a fault is compared."""
    differ = [fragment for fragment, code in CASES.items() if bool(said(theirs, document(whole(fragment), Path()))) != bool(code)]
    assert differ == []


def test_the_schematron_of_tei_agrees_on_texts_of_others(theirs: schematron.Schematron, shared: Path) -> None:
    for path in sorted((shared / "corpus" / "tei").glob("*.xml")):
        text = Document(path.stem, path, path.read_bytes())
        if path.stat().st_size < 700_000:
            assert set(ours(text, OURS)) == said(theirs, text), path.name

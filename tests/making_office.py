"""Word and OpenDocument files made by hand for tests, so that each construct is there as the standard writes it."""

from __future__ import annotations

import io
import zipfile
from collections.abc import Mapping

WORD = {
    "w": "http://schemas.openxmlformats.org/wordprocessingml/2006/main", "mc": "http://schemas.openxmlformats.org/markup-compatibility/2006",
    "wps": "http://schemas.microsoft.com/office/word/2010/wordprocessingShape", "wp": "http://schemas.openxmlformats.org/drawingml/2006/wordprocessingDrawing",
    "a": "http://schemas.openxmlformats.org/drawingml/2006/main", "v": "urn:schemas-microsoft-com:vml", "m": "http://schemas.openxmlformats.org/officeDocument/2006/math",
    "r": "http://schemas.openxmlformats.org/officeDocument/2006/relationships", "pic": "http://schemas.openxmlformats.org/drawingml/2006/picture",
}  # fmt: skip
OPEN = {
    "office": "urn:oasis:names:tc:opendocument:xmlns:office:1.0", "text": "urn:oasis:names:tc:opendocument:xmlns:text:1.0", "dc": "http://purl.org/dc/elements/1.1/",
    "style": "urn:oasis:names:tc:opendocument:xmlns:style:1.0", "fo": "urn:oasis:names:tc:opendocument:xmlns:xsl-fo-compatible:1.0",
    "draw": "urn:oasis:names:tc:opendocument:xmlns:drawing:1.0", "svg": "urn:oasis:names:tc:opendocument:xmlns:svg-compatible:1.0",
    "xlink": "http://www.w3.org/1999/xlink", "table": "urn:oasis:names:tc:opendocument:xmlns:table:1.0",
}  # fmt: skip
RELATIONS = "http://schemas.openxmlformats.org/officeDocument/2006/relationships/"
PACKAGE = "http://schemas.openxmlformats.org/package/2006/relationships"
STYLES = ("Caption", "Speaker", "Quote", "Epigraph", "Verse", "Author", "Date", "Stage")


def zipped(parts: Mapping[str, str | bytes]) -> bytes:
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, data in parts.items():
            archive.writestr(name, data)
    return out.getvalue()


def _names(names: Mapping[str, str]) -> str:
    return " ".join(f'xmlns:{prefix}="{name}"' for prefix, name in names.items())


def p(content: str, style: str = "", more: str = "") -> str:
    """A paragraph of Word; `content` without a tag is one run."""
    runs = content if content.startswith("<") else f'<w:r><w:t xml:space="preserve">{content}</w:t></w:r>'
    said = (f'<w:pStyle w:val="{style}"/>' if style else "") + more
    return f"<w:p>{f'<w:pPr>{said}</w:pPr>' if said else ''}{runs}</w:p>"


def r(text: str, look: str = "") -> str:
    return f'<w:r>{f"<w:rPr>{look}</w:rPr>" if look else ""}<w:t xml:space="preserve">{text}</w:t></w:r>'


def docx(body: str, *, parts: Mapping[str, str | bytes] | None = None, relations: str = "", language: str = "en-GB") -> bytes:
    """A Word file; `parts` by their names below ``word/``, without the namespaces of a root ``<w:comments>``."""
    names = _names(WORD)
    styles = "".join(f'<w:style w:type="paragraph" w:styleId="{name}"><w:name w:val="{name}"/></w:style>' for name in STYLES)
    default = f'<w:docDefaults><w:rPrDefault><w:rPr><w:lang w:val="{language}" w:bidi="ar-SA"/></w:rPr></w:rPrDefault></w:docDefaults>'
    found: dict[str, str | bytes] = {
        "[Content_Types].xml": '<Types xmlns="http://schemas.openxmlformats.org/package/2006/content-types"/>',
        "_rels/.rels": f'<Relationships xmlns="{PACKAGE}"><Relationship Id="r1" Type="{RELATIONS}officeDocument" Target="word/document.xml"/></Relationships>',
        "word/document.xml": f"<w:document {names}><w:body>{body}</w:body></w:document>",
        "word/styles.xml": f"<w:styles {names}>{default}{styles}</w:styles>",
    }
    links = [f'<Relationship Id="s1" Type="{RELATIONS}styles" Target="styles.xml"/>']
    for number, (name, data) in enumerate((parts or {}).items()):
        kind = name.partition(".")[0]
        links.append(f'<Relationship Id="p{number}" Type="{RELATIONS}{kind}" Target="{name}"/>')
        found[f"word/{name}"] = data.replace(f"<w:{kind}", f"<w:{kind} {names}", 1) if isinstance(data, str) else data
    found["word/_rels/document.xml.rels"] = f'<Relationships xmlns="{PACKAGE}">{"".join(links)}{relations}</Relationships>'
    return zipped(found)


def odt(body: str, *, automatic: str = "", parts: Mapping[str, str | bytes] | None = None) -> bytes:
    names = _names(OPEN)
    default = '<style:default-style style:family="paragraph"><style:text-properties fo:language="en" fo:country="GB"/></style:default-style>'
    return zipped({
        "mimetype": "application/vnd.oasis.opendocument.text",
        "content.xml": f"<office:document-content {names}><office:automatic-styles>{automatic}</office:automatic-styles><office:body><office:text>{body}</office:text></office:body></office:document-content>",
        "styles.xml": f"<office:document-styles {names}><office:styles>{default}</office:styles></office:document-styles>", "META-INF/manifest.xml": "<manifest/>", **(parts or {}),
    })  # fmt: skip

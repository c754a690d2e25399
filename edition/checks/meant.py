"""6. What people type who mean TEI: elements of HTML and of older TEI, and values in other forms. Tables for the hints of the schema's findings."""

from __future__ import annotations

from collections.abc import Mapping

ELEMENTS: Mapping[str, str] = {  # what is typed: what TEI has for it
    "i": '<hi rend="italic">', "em": "<emph>", "b": '<hi rend="bold">', "strong": '<hi rend="bold">', "u": '<hi rend="underline">', "small": '<hi rend="small">',
    "sup": '<hi rend="superscript">', "sub": '<hi rend="subscript">', "br": "<lb/>", "hr": '<milestone unit="section" rend="rule"/>', "a": "<ref target=…>",
    "img": "<figure><graphic url=…/></figure>", "blockquote": "<quote>", "cite": "<title>", "span": "<seg>", "section": "<div>", "article": "<div>",
    "h1": "<head>", "h2": "<head>", "h3": "<head>", "h4": "<head>", "h5": "<head>", "h6": "<head>", "ul": '<list rend="bulleted">', "ol": '<list rend="numbered">',
    "li": "<item>", "dl": '<list type="gloss">', "dt": "<label>", "dd": "<item>", "tr": "<row>", "td": "<cell>", "th": '<cell role="label">', "tbody": "the rows themselves",
    "caption": "<head>", "figcaption": "<head>", "html": "<TEI>", "title": "<title>", "para": "<p>", "footnote": '<note place="foot">', "endnote": '<note place="end">',
    "footnoteref": '<ref type="noteAnchor">', "page": "<pb/>", "poem": "<lg>", "verse": "<lg>", "stanza": "<lg>", "line": "<l>", "author_name": "<author>",
    "re": "<entry>, in the entry that it belongs to", "teiheader": "<teiHeader>", "tei.2": "<TEI>", "emphasis": "<emph>", "italic": '<hi rend="italic">', "bold": '<hi rend="bold">',
    "person_name": "<persName>", "place_name": "<placeName>", "name_person": "<persName>", "name_place": "<placeName>", "del_": "<del>", "ins": "<add>", "strike": "<del>", "s_": "<del>",
}  # fmt: skip
ATTRIBUTES: Mapping[str, str] = {
    "class": "@rendition or @type", "style_": "@style", "lang": "@xml:lang", "id": "@xml:id", "href": "@target (of ref) or @url (of graphic)", "src": "@url",
    "alt": "<figDesc> in the figure", "title": "a <note>", "align": "@rend", "width_": "@width", "rowspan": "@rows", "colspan": "@cols", "name": "@n or @xml:id",
    "page": "@n", "number": "@n", "num": "@n", "TEIform": "nothing: it belongs to TEI P4",
}  # fmt: skip
USUAL = (  # of many elements that may stand somewhere, the ones that people mean, in this order
    "publicationStmt", "sourceDesc", "item", "row", "cell", "l", "rdg", "corr", "sic", "reg", "orig", "p", "div", "head", "lg", "list", "quote", "table", "figure", "note", "sp", "speaker", "stage",
    "ab", "hi", "ref", "persName", "placeName", "orgName", "name", "date", "title", "bibl", "msIdentifier", "text", "body", "front", "back", "pb", "lb",
)  # fmt: skip
FORMS: Mapping[str, str] = {  # a datatype as the schema says it: what to write
    "date": "a date (1871-05-03)", "gYear": "a year (1871)", "gYearMonth": "a year and month (1871-05)", "gMonth": "a month (--05)", "gDay": "a day (---03)",
    "gMonthDay": "a month and day (--05-03)", "dateTime": "a date and time (1871-05-03T09:30:00)", "time": "a time (09:30:00)", "duration": "a duration (P1Y2M)",
    "ID": "a name that begins with a letter, without spaces or colons", "NCName": "a name that begins with a letter, without spaces or colons", "Name": "an XML name",
    "anyURI": "an address, or # and an xml:id", "language": "a language tag (en, fr-CA)", "nonNegativeInteger": "a whole number from 0", "integer": "a whole number",
    "decimal": "a number", "double": "a number", "float": "a number", "boolean": "true or false", "positiveInteger": "a whole number from 1", "string": "text",
}  # fmt: skip
PATTERNS: Mapping[str, str] = {  # the same for datatypes with a pattern
    r"[^\p{C}\p{Z}]+": "a word without spaces",
    r"[0-9.,DHMPRSTWYZ/:+\-]+": "a date of ISO 8601",
    r"(\p{L}|\p{N}|\p{P}|\p{S})+": "a word without spaces",
    r"(\-?[\d]+/\-?[\d]+)": "a fraction (1/2)",
    r"\i\c+:\i\c+": "a prefix and a name",
    r"\S+": "an address without spaces",
}


def form(described: str) -> str:
    """``date`` or ``token (pattern …)`` as one would tell a person."""
    name, _, facets = described.partition(" (")
    if facets.startswith("pattern "):
        pattern = facets.removeprefix("pattern ").removesuffix(")")
        return PATTERNS.get(pattern, f"what fits {pattern}")
    return FORMS.get(name, described)

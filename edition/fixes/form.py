"""Tags that are not written as XML wants them, where it is plain what was meant."""

from __future__ import annotations

import re

from edition.fixes.markup import NAME, TAG, Markup
from edition.model import Finding, Fix

BEGUN = rf"<{NAME}(?:\s+{NAME}\s*=\s*(?:\"[^\"<]*\"|'[^'<]*'))"
CROWDED = re.compile(rf"{BEGUN}+(?=[^\W\d])")  # n="1"rend="x"
BARE = re.compile(rf"{BEGUN}*\s+{NAME}\s*=\s*(?P<value>[^\s\"'<>=&]+?)(?=\s|/?>)")  # n=1
OTHER_CASE = re.compile(r"</([^>]+)> stands where </([^>]+)> was expected")
TYPOGRAPHIC = "\u2018\u2019\u201a\u201b\u201c\u201d\u201e\u201f\u00ab\u00bb\u2039\u203a"  # quotation marks that XML does not take for such
FAR = 20_000  # characters that a tag may be long


def tag(markup: Markup, finding: Finding) -> Fix | None:
    """A blank between attributes, quotation marks around a value, the capitals of an end tag, one attribute instead of the same one twice."""
    at = markup.at(finding.locus.line, finding.locus.column)
    if at < 0 or markup.text is None:
        return None
    start = markup.text.rfind("<", max(0, at - FAR), at + 1)
    if start < 0:
        return None
    return _crowded(markup, start, at) or _bare(markup, start, at) or _end(markup, finding, start) or _twice(markup, start)


def _crowded(markup: Markup, start: int, at: int) -> Fix | None:
    assert markup.text is not None
    match = CROWDED.match(markup.text, start, at + 1)
    return markup.fix([(at, at, " ")], "a blank comes before the attribute", safe=True) if match and match.end() == at else None


def _bare(markup: Markup, start: int, at: int) -> Fix | None:
    assert markup.text is not None
    match = BARE.match(markup.text, start, start + FAR)
    if match is None or match.start("value") != at:
        return None
    value = match["value"]
    if value[0] in TYPOGRAPHIC:
        if len(value) < 3 or value[-1] not in TYPOGRAPHIC:  # the value has blanks in it: where it ends is a guess
            return None
        value = value[1:-1]
    return markup.fix([(at, match.end("value"), f'"{value}"')], f"{match['value']} gets {'straight' if value != match['value'] else 'its'} quotation marks", safe=True)


def _end(markup: Markup, finding: Finding, start: int) -> Fix | None:
    assert markup.text is not None
    said, match = OTHER_CASE.match(finding.message), TAG.match(markup.text, start)
    if said is None or match is None or not match["close"] or match["name"] != said[1] or said[1].casefold() != said[2].casefold():
        return None
    return markup.fix([(*match.span("name"), said[2])], f"</{said[1]}> becomes </{said[2]}>", safe=True)


def _twice(markup: Markup, start: int) -> Fix | None:
    found = markup.tag(start)
    if found is None:
        return None
    for number, attribute in enumerate(found.attributes):
        if any(each.name == attribute.name and each.value == attribute.value for each in found.attributes[:number]):
            return markup.fix([attribute.without()], f"the second @{attribute.name} of <{found.name}>, which says the same, is taken away", safe=True)
    return None

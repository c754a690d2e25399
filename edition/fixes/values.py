"""Values of attributes: those of closed lists, dates, languages, ids and what points to them, and those that are empty."""

from __future__ import annotations

import re
from collections.abc import Iterator

from edition import tei
from edition.checks.habits import BREAKS
from edition.checks.languages import NAMES
from edition.fixes import days
from edition.fixes.markup import Attribute, Edit, Markup, Tag
from edition.model import Finding, Fix

DATED = ("when", "notBefore", "notAfter", "from", "to")
ISO = re.compile(r"-?\d{4,}(-\d\d(-\d\d)?)?")
SAID = re.compile(r"@([\w:.\-]+)")  # messages name the attribute so, first
TARGET = re.compile(r'points to "([^"]*)"')
LANGUAGES = ("xml:lang", "ident", "mainLang", "otherLangs")
MEANT_EMPTY = ("xmlns", "xml:lang", "xml:base", "xml:space")  # an empty value of these says something
DIVIDED = re.compile(r"[^\W\d_][-\u2010\u00ac\u00ad][ \t\r\n]*$")  # a letter, and a hyphen
FAR = 200  # characters before and behind a tag
NOT_IN_NAMES = re.compile(r"[^\w.\-]")
BOOLEANS = {"yes": "true", "no": "false"}


def closed(markup: Markup, finding: Finding) -> Fix | None:
    """A value of a closed list, as the list has it: safe if only case and white space differ."""
    tag, found = _attribute(markup, finding)
    if tag is None or found is None or finding.subject is None:
        return None
    if not found.value.strip():
        return empty(markup, finding)
    if not finding.subject.meant:
        return None
    meant = finding.subject.meant
    safe = meant.casefold() == "".join(found.value.split()).casefold()
    return markup.fix([found.with_value(meant)], f'@{found.name}="{found.value}" on <{tag.name}> becomes "{meant}"', safe=safe)


def value(markup: Markup, finding: Finding) -> Fix | None:
    """A value of the wrong form: a date, or a truth in other words."""
    tag, found = _attribute(markup, finding)
    if tag is None or found is None or finding.subject is None:
        return None
    if not found.value.strip():
        return empty(markup, finding)
    word = found.value.strip().lower()
    meant = BOOLEANS.get(word, word)
    if word in ("true", "false", *BOOLEANS) and meant != found.value and "true or false" in finding.hint:
        return markup.fix([found.with_value(meant)], f'@{found.name}="{found.value}" on <{tag.name}> becomes "{meant}"', safe=word not in BOOLEANS)
    return _dated(markup, tag, found) if found.name.removesuffix("-iso") in DATED else None


def date(markup: Markup, finding: Finding) -> Fix | None:
    """A date as people write it becomes one of ISO 8601, where it can be read in one way: safe if only zeros are wanting."""
    tag = _tag(markup, finding)
    name = SAID.match(finding.message)
    found = tag.get(name[1]) if tag is not None and name else None
    return _dated(markup, tag, found) if tag is not None and found is not None and found.name.removesuffix("-iso") in DATED else None


def _dated(markup: Markup, tag: Tag, found: Attribute) -> Fix | None:
    if ISO.fullmatch(found.value):
        return None
    read = days.iso(found.value, markup.language(tag)) or days.iso(found.value)
    return markup.fix([found.with_value(read[0])], f'@{found.name}="{found.value}" on <{tag.name}> becomes "{read[0]}"', safe=read[1]) if read else None


def empty(markup: Markup, finding: Finding) -> Fix | None:
    """An attribute without a value is taken away."""
    tag, found = _attribute(markup, finding)
    if tag is None or found is None or found.value.strip() or found.name in MEANT_EMPTY or found.name.startswith("xmlns"):
        return None
    return markup.fix([found.without()], f"the empty @{found.name} of <{tag.name}> is taken away", safe=True)


def language(markup: Markup, finding: Finding) -> Fix | None:
    """A language tag in its canonical form, everywhere in the file: safe if it says the same, and is not the name of a language."""
    if finding.subject is None or not finding.subject.meant or finding.subject.meant == finding.subject.value:
        return None
    old, new = finding.subject.value, finding.subject.meant
    edits: list[Edit] = []
    for tag in markup.tags():
        for attribute in tag.attributes:
            if attribute.name in LANGUAGES and old in attribute.value.split() and (attribute.name != "ident" or tag.name.endswith("language")):
                edits.append(attribute.with_value(" ".join(new if each == old else each for each in attribute.value.split())))
    return markup.fix(edits, f'the language "{old}" becomes "{new}"', safe=old.casefold() not in NAMES)


def undated(markup: Markup, finding: Finding) -> Fix | None:
    """Dates of the text that can be read in one way, and have no date for programs, get one; all of the file."""
    assert markup.text is not None
    edits, seen = [], 0
    for tag in markup.tags():
        end = markup.end_name(tag) if tag.name == "date" else None
        if end is None or any(attribute.name.partition("-")[0] in (*DATED, "period", "dur", "calendar", "datingMethod") for attribute in tag.attributes):
            continue
        said = markup.text[tag.end : end[0] - len("</")]
        if ISO.fullmatch(said.strip()):
            edits.append(tag.with_attribute("when", said.strip()))
        elif "<" not in said and "&" not in said and (read := days.iso(said.strip(" .,;"), markup.language(tag))):
            edits.append(tag.with_attribute("when", read[0]))
        seen += 1
    return markup.fix(edits, f"{len(edits)} of {seen} dates without @when get one")


def broken(markup: Markup, finding: Finding) -> Fix | None:
    """Breaks behind a hyphen and before a small letter say that the word goes on; all of the file."""
    text = markup.text
    assert text is not None
    edits = [
        tag.with_attribute("break", "no") for tag in markup.tags()
        if tag.name in BREAKS and tag.empty and tag.get("break") is None
        and DIVIDED.search(text[max(0, tag.start - FAR) : tag.start]) and text[tag.end : tag.end + FAR].lstrip(tei.BLANK)[:1].islower()
    ]  # fmt: skip
    return markup.fix(edits, f'{len(edits)} {"break gets" if len(edits) == 1 else "breaks get"} break="no"')


def identifier(markup: Markup, finding: Finding) -> Fix | None:
    """An xml:id becomes a name, and so does whatever in the file points to it."""
    tag = _tag(markup, finding)
    found = tag.get("xml:id") if tag is not None else None
    if tag is None or found is None or "&" in found.value:
        return None
    better = NOT_IN_NAMES.sub("_", found.value.strip())
    better = better if tei.NAME.fullmatch(better) else f"_{better}"
    if better in markup.ids.get(better.casefold(), ()) or not tei.NAME.fullmatch(better) or better == found.value:
        return None
    pointed = "#" + found.value
    edits = [found.with_value(better), *_repointed(markup, pointed, "#" + better)]
    return markup.fix(edits, f'the xml:id "{found.value}" becomes "{better}", and so does what points to it')


def spaced(markup: Markup, finding: Finding) -> Fix | None:
    """A space in the address of one file is written as addresses write it."""
    tag, found = _attribute(markup, finding)
    if tag is None or found is None or len(found.value.split()) < 2:
        return None
    meant = "%20".join(found.value.split())
    return markup.fix([found.with_value(meant)], f'@{found.name}="{found.value}" on <{tag.name}> becomes "{meant}"')


def pointer(markup: Markup, finding: Finding) -> Fix | None:
    """A pointer to an id that is there, but for its capitals or its #."""
    tag = _tag(markup, finding)
    name, target = SAID.match(finding.message), TARGET.search(finding.message)
    found = tag.get(name[1]) if tag is not None and name else None
    if found is None or name is None or target is None or target[1] not in found.value.split():
        return None
    wanted = target[1].removeprefix("#").casefold()
    if f'"{wanted}"' not in markup.folded and f"'{wanted}'" not in markup.folded:  # quicker than to look at every tag
        return None
    alike = markup.ids.get(wanted, ())
    if len(alike) != 1 or "#" + alike[0] == target[1]:
        return None
    return markup.fix(_repointed(markup, target[1], "#" + alike[0], name[1]), f'@{name[1]}="{target[1]}" becomes "#{alike[0]}"')


def _repointed(markup: Markup, old: str, new: str, only: str = "") -> Iterator[Edit]:
    """In every attribute (of one name) in which it is one of the words."""
    for tag in markup.tags():
        for attribute in tag.attributes:
            words = attribute.value.split()
            if old in words and attribute.name != "xml:id" and only in ("", attribute.name):
                yield attribute.value_start, attribute.value_end, " ".join(new if word == old else word for word in words)


def _tag(markup: Markup, finding: Finding) -> Tag | None:
    return markup.tag(markup.at(finding.locus.line, finding.locus.column))


def _attribute(markup: Markup, finding: Finding) -> tuple[Tag | None, Attribute | None]:
    """The tag and the attribute that a finding is about. None for a value with references: what it says is not what is written."""
    tag = _tag(markup, finding)
    said = SAID.search(finding.message)
    name = finding.subject.name if finding.subject is not None else said[1] if said else ""
    found = tag.get(name) if tag is not None else None
    return tag, None if found is None or "&" in found.value else found

"""Values of attributes: those of closed lists, dates, languages, ids and what points to them, and those that are empty."""

from __future__ import annotations

import re
from collections.abc import Iterator

from edition import tei
from edition.checks.languages import NAMES, TAG
from edition.fixes import days
from edition.fixes.markup import Attribute, Edit, Markup, Tag
from edition.model import Finding, Fix

DATED = ("when", "notBefore", "notAfter", "from", "to")
ISO = re.compile(r"-?\d{4,}(-\d\d(-\d\d)?)?")
SAID = re.compile(r"@([\w:.\-]+)")  # messages name the attribute so, first
TARGET = re.compile(r'points to "([^"]*)"')
QUOTED = re.compile(r'^"([^"]*)"')
LANGUAGES = ("xml:lang", "ident", "mainLang", "otherLangs")
MEANT_EMPTY = ("xmlns", "xml:lang", "xml:base", "xml:space")  # an empty value of these says something
NOT_IN_NAMES = re.compile(r"[^\w.\-]")
BOOLEANS = {"yes": "true", "no": "false"}
TWO_LETTERS = {
    "ara": "ar", "cat": "ca", "ces": "cs", "cze": "cs", "chi": "zh", "zho": "zh", "dan": "da", "deu": "de", "ger": "de", "dut": "nl", "nld": "nl", "ell": "el", "gre": "el",
    "eng": "en", "est": "et", "fin": "fi", "fra": "fr", "fre": "fr", "gle": "ga", "heb": "he", "hin": "hi", "hrv": "hr", "hun": "hu", "isl": "is", "ice": "is", "ita": "it",
    "jpn": "ja", "kor": "ko", "lat": "la", "lav": "lv", "lit": "lt", "nor": "no", "nob": "nb", "nno": "nn", "per": "fa", "fas": "fa", "pol": "pl", "por": "pt", "ron": "ro",
    "rum": "ro", "rus": "ru", "san": "sa", "slk": "sk", "slo": "sk", "slv": "sl", "spa": "es", "srp": "sr", "swe": "sv", "tur": "tr", "ukr": "uk", "wel": "cy", "cym": "cy",
    "yid": "yi",
}  # fmt: skip


def closed(markup: Markup, finding: Finding) -> Fix | None:
    """A value of a closed list, as the list has it: safe if only case and white space differ."""
    tag, found = _attribute(markup, finding)
    if tag is None or found is None or finding.subject is None or not finding.subject.meant:
        return None
    meant = finding.subject.meant
    safe = meant.casefold() == "".join(found.value.split()).casefold()
    return markup.fix([found.with_value(meant)], f'@{found.name}="{found.value}" on <{tag.name}> becomes "{meant}"', safe=safe)


def value(markup: Markup, finding: Finding) -> Fix | None:
    """A value of the wrong form: a date, or a truth in other words."""
    tag, found = _attribute(markup, finding)
    if tag is None or found is None or finding.subject is None:
        return None
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
    return _dated(markup, tag, found) if tag is not None and found is not None and found.name in DATED else None


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
    """A language tag in its canonical form, everywhere in the file: safe if the tag says the same."""
    said = QUOTED.match(finding.message)
    better = tag_of(said[1]) if said else None
    if said is None or better is None:
        return None
    edits: list[Edit] = []
    for tag in markup.tags():
        for attribute in tag.attributes:
            if attribute.name in LANGUAGES and said[1] in attribute.value.split() and (attribute.name != "ident" or tag.name.endswith("language")):
                edits.append(attribute.with_value(" ".join(better[0] if each == said[1] else each for each in attribute.value.split())))
    return markup.fix(edits, f'the language "{said[1]}" becomes "{better[0]}"', safe=better[1])


def tag_of(written: str) -> tuple[str, bool] | None:
    """A language tag in its canonical form, and whether it says the same; None if nothing is known to be meant, or it is as it should be."""
    if name := NAMES.get(written.casefold()):
        return (name, False) if TAG.fullmatch(name) else None
    parts = written.strip().replace("_", "-").split("-")
    if not TAG.fullmatch("-".join(parts)):
        return None
    if parts[0].lower() in ("i", "x"):
        return None
    parts[0] = TWO_LETTERS.get(parts[0].lower(), parts[0].lower())
    said = "en-UK" if parts[:2] == ["en", "UK"] else ""
    if said:
        parts[1] = "GB"
    for number, part in enumerate(parts[1:], 1):
        if len(part) == 1:  # an extension: as it is
            break
        if len(part) == 2:
            parts[number] = part.upper()
        elif len(part) == 4 and part.isalpha():
            parts[number] = part.capitalize()
        else:
            parts[number] = part.lower()
    better = "-".join(parts)
    return None if better == written else (better, not said)


def identifier(markup: Markup, finding: Finding) -> Fix | None:
    """An xml:id becomes a name, and so does whatever in the file points to it."""
    tag = _tag(markup, finding)
    found = tag.get("xml:id") if tag is not None else None
    if tag is None or found is None or "&" in found.value:
        return None
    better = NOT_IN_NAMES.sub("_", found.value.strip())
    better = better if tei.NAME.fullmatch(better) else f"_{better}"
    ids = {each.value for other in markup.tags() if (each := other.get("xml:id")) is not None}
    if better in ids or not tei.NAME.fullmatch(better) or better == found.value:
        return None
    pointed = "#" + found.value
    edits = [found.with_value(better), *_repointed(markup, pointed, "#" + better)]
    return markup.fix(edits, f'the xml:id "{found.value}" becomes "{better}", and so does what points to it')


def pointer(markup: Markup, finding: Finding) -> Fix | None:
    """A pointer to an id that is there, but for its capitals or its #."""
    tag = _tag(markup, finding)
    name, target = SAID.match(finding.message), TARGET.search(finding.message)
    found = tag.get(name[1]) if tag is not None and name else None
    if found is None or name is None or target is None or target[1] not in found.value.split():
        return None
    ids = {each.value for other in markup.tags() if (each := other.get("xml:id")) is not None}
    wanted = target[1].removeprefix("#")
    alike = [each for each in ids if each.casefold() == wanted.casefold()]
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

"""3. Structure. The rules that say what a unit of plain text is: each a few lines, with its confidence and its reason.

They run in rounds; a later round sees the labels of those before. In a round the first rule that answers decides. The record overrules them all.
"""

from __future__ import annotations

import re
from collections.abc import Mapping

from edition.structure import shapes, words
from edition.structure.page import Page, Rule, rule, whole_quotation
from edition.structure.quoted import is_quoted

Said = bool | str | tuple[str, Mapping[str, str]]
SPEECH = ("speech", "play")


# First: what a line shows by itself.


@rule("milestone", 0.9, "a line of signs without words")
def ornament(page: Page, n: int) -> Said:
    """Stars, dots or dashes on a line of their own; their number and kind stay in the log."""
    return len(page.units[n].lines) == 1 and bool(shapes.RULE.match(page.units[n].said))


@rule("fw", 0.6, "a number, or a number and a title far from it, on a line of its own")
def running_head(page: Page, n: int) -> Said:
    """The head or foot of a page that a scanner read with the text. Numbers that count from 1 are those of parts, and no pages."""
    unit = page.units[n]
    if len(unit.lines) > 1:
        return False
    if re.fullmatch(r"[-–—\[(]? ?\d{1,4} ?[-–—\])]?", unit.said):
        return not re.fullmatch(r"[1-9]", unit.said)
    match = re.fullmatch(r"(?:\d{1,4}\s{3,}(.+)|(.+?)\s{3,}\d{1,4})", unit.lines[0].strip())
    return bool(match) and shapes.upper(match[1] or match[2] if match else "")


@rule("note", 0.8, "it begins with a mark that stands in the text before it, or under a head for notes")
def footnote(page: Page, n: int) -> Said:
    """A footnote. It goes to the reference of its mark; under a head of its own it stays there, and the marks lead to it."""
    note = page.notes.notes.get(n)
    return bool(note) and ("notes/note" if note and note.titled else "note")


@rule("notes/head", 0.8, "a word for notes, and notes below it")
def head_of_notes(page: Page, n: int) -> Said:
    """The head of the notes at the end."""
    return n in page.notes.heads


@rule("table", 0.7, "lines in columns")
def table(page: Page, n: int) -> Said:
    """Two lines or more whose words stand in columns, with two blanks or a tab between them."""
    unit = page.units[n]
    return len(unit.lines) > 1 and not any(shapes.marker(line)[0] for line in unit.lines) and shapes.table(unit.lines)


@rule("opener/seg", 0.9, "a line of the head of an e-mail")
def mail_head(page: Page, n: int) -> Said:
    """From, To, Date and Subject, at the top, at least two of them."""
    if n > 12 or page.kind != "letter" or not words.MAIL.match(page.units[n].said) or any(page.name(m) != "opener/seg" for m in range(n)):
        return False
    return n > 0 or (len(page.units) > 1 and bool(words.MAIL.match(page.units[1].said)))


@rule("milestone", 0.8, "two dashes on a line of their own, above the signature of an e-mail")
def above_signature(page: Page, n: int) -> Said:
    """What mail programs put above the lines that say who writes."""
    return n == page.mailed


@rule("closer/seg", 0.7, "it stands below the two dashes of an e-mail")
def mail_signature(page: Page, n: int) -> Said:
    """The signature that a mail program adds: the name is first, then where to find its bearer."""
    if not 0 <= page.mailed < n:
        return False
    return "closer/signed" if n == page.mailed + 1 and page.units[n].words <= 8 else True


@rule("list/item", 0.8, "it begins with a marker, and so does its neighbour")
def item(page: Page, n: int) -> Said:
    """Lines that begin with the same kind of marker: -, *, a bullet, 1., a). One by itself is none, and numbers over paragraphs are headings."""
    unit = page.units[n]
    family, sign, _ = shapes.marker(unit.lines[0])
    if not family:
        return False
    near = [m for m in (n - 1, n + 1) if 0 <= m < len(page.units) and shapes.marker(page.units[m].lines[0])[0] == family]
    glued = [m for m in near if page.glued(max(m, n))]
    if not glued and not (near and (family[:6] == "bullet" or shapes.FULL.search(unit.said) or unit.words > 14)):
        return False
    first = not (n and page.name(n - 1) == "list/item" and shapes.marker(page.units[n - 1].lines[0])[0] == family and (page.glued(n) or not glued))
    rend = "bulleted" if family[:6] == "bullet" else "numbered"
    return "list/item", {**({"new": "yes"} if first else {}), "list": rend, "n": "" if rend == "bulleted" else sign}


@rule("quote", 0.9, "every line begins with >")
def quoted_mail(page: Page, n: int) -> Said:
    """What an e-mail answers to."""
    return all(map(is_quoted, page.units[n].lines))


@rule("comments/head", 0.8, "the label of a web page's comment section")
def head_of_comments(page: Page, n: int) -> Said:
    """Comments, Responses, 12 Comments: a line of its own, not near the top."""
    return n > 2 and len(page.units[n].lines) == 1 and bool(words.COMMENTS.match(page.units[n].said))


@rule("post", 0.7, "it follows the head of the comments")
def comment(page: Page, n: int) -> Said:
    """All that follows is the readers'."""
    return n > page.end


@rule("stage", 0.8, "a line in brackets, in what is spoken, or who enters and leaves")
def in_brackets(page: Page, n: int) -> Said:
    """A stage direction, or what the hearers of a speech did. Behind a speaker it belongs to the speech."""
    said = page.units[n].said
    happens = page.kind == "play" and len(page.units[n].lines) == 1 and bool(words.ENTERS.match(said))
    if not happens and (not shapes.parenthesis(said) or not (page.kind in SPEECH or page.asked)):
        return False
    return "sp/stage" if page.glued(n) and page.name(n - 1).startswith("sp/") else "stage"


@rule("sp", 0.8, "a name of those that speak again and again, and what is said")
def cue(page: Page, n: int) -> Said:
    """In a play a name in capitals, in an interview a name or initials with a colon, in front of the words."""
    text = page.units[n].text.strip()
    if page.kind == "play" and (match := shapes.CUE.match(text)):
        return re.sub(r"[,(].*", "", match["name"]).strip(" .") in page.speakers and not words.PART.match(page.units[n].said)
    match = shapes.ASKED.match(text)
    return bool(match) and match is not None and match["name"] in page.asked


@rule("sp/speaker", 0.8, "a name in capitals on a line above what is said")
def speaker(page: Page, n: int) -> Said:
    """Of a play."""
    return page.kind == "play" and n > 0 and page.glued(n + 1) and not page.glued(n) and page.units[n].said.rstrip(".:") in page.speakers and len(page.units[n].lines) == 1


@rule("sp/p", 0.7, "it stands below a speaker")
def speech(page: Page, n: int) -> Said:
    """Lines of a speech: of verse, if they are short and begin with capitals, else paragraphs."""
    if page.kind != "play" or not page.glued(n) or not page.name(n - 1).startswith("sp/"):
        return False
    unit = page.units[n]
    return "sp/lg" if len(unit.lines) > 1 and not page.profile.wrapped and shapes.verse(unit.lines, 0, poem=True, announced=False) else True


@rule("lg", 0.6, "short lines that begin with capitals")
def stanza(page: Page, n: int) -> Said:
    """Verse by the shape of its lines. Two lines are verse only if a colon announces them, or if the file is a poem."""
    unit = page.units[n]
    before = page.units[n - 1].said if n else ""
    if page.kind in ("listing", "letter") and not before.endswith(":"):
        return False
    return shapes.verse(unit.lines, page.profile.margin if page.profile.wrapped else 0, poem=page.kind == "poem", announced=before.endswith(":"))


# Second: what the kind of the file says.


@rule("imprint", 0.6, "it stands behind empty lines at the end of a listing")
def foot_of_listing(page: Page, n: int) -> Said:
    """The foot of a page that lists articles: behind two empty lines, or with the name of a cover, it goes on to the end."""
    if page.kind != "listing":
        return False
    unit = page.units[n]
    if page.name(n - 1).startswith("imprint"):
        return True
    late = n > len(page.units) // 2
    if late and unit.words <= 8 and words.COVER.match(unit.said) and n + 4 > len(page.units):
        return "imprint/figDesc"
    return late and unit.empty_before > 1


@rule("teaser/figDesc", 0.7, "a short line directly above a headline: the text of a picture")
def picture_of_teaser(page: Page, n: int) -> Said:
    """In a listing, of two short lines the first."""
    follows = page.after(n)
    return page.kind == "listing" and page.units[n].words <= 16 and follows is not None and follows.empty_before == 0 and shapes.heading_like(follows.text)


@rule("teaser/head", 0.7, "a short line in capitals, in a listing")
def headline(page: Page, n: int) -> Said:
    """The head of a teaser."""
    return page.kind == "listing" and shapes.heading_like(page.units[n].text)


@rule("teaser/p", 0.7, "a sentence in a listing")
def teaser(page: Page, n: int) -> Said:
    """The text of a teaser."""
    return page.kind == "listing"


@rule("salute", 0.9, "a form of address on a line of its own")
def salute(page: Page, n: int) -> Said:
    """The address of a letter."""
    unit = page.units[n]
    return page.kind == "letter" and "salute" not in page.named and len(unit.lines) == 1 and bool(words.SALUTE.match(unit.said))


@rule("dateline", 0.8, "a date on a short line before the address")
def date_of_letter(page: Page, n: int) -> Said:
    """The dateline of a letter, with the place if it is there."""
    unit = page.units[n]
    return page.kind == "letter" and "salute" not in page.named and len(unit.lines) == 1 and bool(words.DATE.search(unit.text)) and unit.words <= 12


@rule("opener/seg", 0.6, "a short line above the form of address")
def address_of_letter(page: Page, n: int) -> Said:
    """Who writes, and from where."""
    unit = page.units[n]
    if page.kind != "letter" or "salute" in page.named or unit.words > 8 or len(unit.lines) > 1:
        return False
    return any(words.SALUTE.match(each.said) for each in page.units[n + 1 : n + 8])


@rule("postscript/p", 0.9, "it begins with P.S.")
def postscript(page: Page, n: int) -> Said:
    """What was added below the name."""
    return page.kind == "letter" and "salute" in page.named and bool(words.POSTSCRIPT.match(page.units[n].said))


@rule("closer/salute", 0.8, "a form of farewell on a short line")
def farewell(page: Page, n: int) -> Said:
    """The end of a letter."""
    unit = page.units[n]
    if page.glued(n) and page.name(n - 1) == "closer/salute" and not unit.said.endswith(","):
        return False  # "Your loving nephew Konrad", below the words of farewell
    return page.kind == "letter" and "salute" in page.named and len(unit.lines) == 1 and unit.words <= 14 and bool(words.CLOSE.match(unit.said))


@rule("closer/signed", 0.7, "a short line after the farewell")
def signature(page: Page, n: int) -> Said:
    """The name below a letter."""
    before = page.name(n - 1)
    return page.kind == "letter" and page.units[n].words <= 8 and (before == "closer/salute" or (before == "closer/signed" and page.glued(n)))


@rule("castList/castItem", 0.7, "it stands below a head for the persons of a play")
def cast(page: Page, n: int) -> Said:
    """The list of persons, up to the first act or scene."""
    if page.kind != "play" or words.PART.match(page.units[n].said):
        return False
    return page.name(n - 1) == "castList/castItem" or (page.name(n - 1) == "head" and bool(words.CAST.match(page.units[n - 1].said)))


@rule("head", 0.8, "the name of a part of a play")
def part_of_play(page: Page, n: int) -> Said:
    """Acts, scenes, prologues, and the head of the list of persons: divisions of their own."""
    unit = page.units[n]
    if page.kind != "play" or len(unit.lines) > 1 or unit.words > 8:
        return False
    if match := words.PART.match(unit.said):
        act, scene = match["act"] or match["act2"], match["scene"] or match["scene2"]
        return "head", {"level": "3" if scene and page.acts else "2", "division": "act" if act else "scene" if scene else "section"}
    return ("head", {"level": "2"}) if words.CAST.match(unit.said) else False


@rule("closer/signed", 0.5, "a short line in brackets at the end of a poem")
def below_poem(page: Page, n: int) -> Said:
    """A name, a place or a date below verse."""
    unit = page.units[n]
    return page.kind == "poem" and page.last(n) and n > 0 and len(unit.lines) == 1 and unit.words <= 12 and page.name(n - 1) == "lg"


# Third: what stands at the top.


@rule("figure/figDesc", 0.5, "it names a picture, or stands directly above the headline and is none")
def picture_text(page: Page, n: int) -> Said:
    """The text of a picture that was not kept: "The logo of …", or a line without capitals glued to the head below it."""
    unit = page.units[n]
    if len(unit.lines) > 1 or unit.words > 16 or shapes.FULL.search(unit.said):
        return False
    if words.PICTURE.match(unit.said) and n <= page.top + 1 and page.kind not in ("poem", "play"):
        return n > 0 or page.glued(1)
    if n or unit.words < 6 or shapes.heading_like(unit.said) or not page.glued(1) or page.kind in ("poem", "play", "letter"):
        return False
    below = page.units[1].said
    return shapes.heading_like(below) and not shapes.person(below) and not words.BY.match(below) and not shapes.dateline(below)


@rule("head", 0.8, "the first block, short and without a stop")
def title(page: Page, n: int) -> Said:
    """The title of the whole."""
    unit = page.units[n]
    if n > 4 or page.kind == "letter" or any(page.name(m) not in ("figure/figDesc", "fw", "milestone") for m in range(n)) or len(page.units) < 2:
        return False
    stops = unit.said.endswith((".", ",", ";", ":")) and not re.search(r"\d ?[ap]\.m\.$", unit.said)
    return unit.words <= 20 and len(unit.lines) <= 2 and not stops and bool(unit.words)


@rule("byline", 0.7, "a name near the title")
def byline(page: Page, n: int) -> Said:
    """"By" and a name, or two to four words with capitals below the title, or the name of a body beside a date."""
    unit = page.units[n]
    if len(unit.lines) > 1 or unit.words > 10 or "byline" in page.named or page.kind in ("poem", "play", "letter", "listing", "minutes"):
        return False
    if _near_title(page, n) and words.BY.match(unit.said) and not shapes.FULL.search(unit.said):
        return True
    if shapes.person(unit.said) and (_near_title(page, n) or (page.glued(n) and page.name(n - 1) == "head" and n < 6)):
        return True
    beside = (page.glued(n + 1) and _dated(page, n + 1)) or (page.glued(n) and page.name(n - 1) == "dateline")
    return beside and n > page.top and unit.words <= 6 and shapes.heading_like(unit.said) and not words.DATE.search(unit.said) and not shapes.upper(unit.said)


@rule("dateline", 0.7, "a date on a short line")
def dateline(page: Page, n: int) -> Said:
    """Near the title, below a heading, or beside a by-line at the end. Many of them are the headings of a diary."""
    unit = page.units[n]
    if len(unit.lines) > 1 or page.kind in ("poem", "listing") or not shapes.dateline(unit.said) or n == 0:
        return False
    if page.dated > 2 and not page.glued(n):
        return "head"
    return _near_title(page, n) or (page.glued(n) and (page.name(n - 1) in ("head", "byline") or shapes.upper(page.units[n - 1].said))) or n + 3 > len(page.units) or page.name(n + 1) == "comments/head"


@rule("salute", 0.7, "hearers are addressed")
def hearers(page: Page, n: int) -> Said:
    """The address of a speech, before its words."""
    unit = page.units[n]
    return page.kind == "speech" and "salute" not in page.named and n <= page.top and unit.words <= 14 and bool(words.VOCATIVE.match(unit.said) or words.SALUTE.match(unit.said))


@rule("argument", 0.6, "a line below the title that says what follows")
def deck(page: Page, n: int) -> Said:
    """A standfirst: glued to the title, or with the name of a genre, or one sentence before the text."""
    unit = page.units[n]
    if n > 4 or page.kind in ("letter", "listing", "poem", "minutes") or page.name(n - 1) not in ("head", "byline", "dateline") or "argument" in page.named:
        return False
    if any(page.name(m) == "head" and m > 0 and not page.glued(m) for m in range(n)) or unit.words > 45:
        return False
    if page.units[0].words and words.GENRE.match(unit.said) and unit.words <= 20 and not unit.said.endswith(":"):
        return True
    return page.glued(n) and unit.words > 5 and not shapes.FULL.search(unit.said) and not shapes.heading_like(unit.said)


@rule("head", 0.5, "a second short line of the title")
def subtitle(page: Page, n: int) -> Said:
    """Glued to the title, and short: the same in another language, or the second part of it."""
    unit = page.units[n]
    glued = page.glued(n) and page.name(n - 1) == "head" and n < 5 and page.kind not in ("letter", "listing", "play")
    return glued and unit.words <= 12 and len(unit.lines) == 1 and not shapes.STOP.search(unit.said) and ("head", {"type": "sub", "level": "1"})


@rule("epigraph/p", 0.5, "a quotation before the first paragraph")
def epigraph(page: Page, n: int) -> Said:
    """In quotation marks as a whole, between the title and the text."""
    return 0 < n <= page.top and n < 6 and page.units[n].words <= 60 and whole_quotation(page.units[n].said) and page.quoted < 4 and all(page.name(m) for m in range(n)) and page.name(n - 1) in ("head", "byline", "dateline", "argument", "epigraph/p")


# Fourth: what stands at the end.


@rule("imprint", 0.6, "it says who printed or published, near the end")
def imprint(page: Page, n: int) -> Said:
    """The last lines of a leaflet or a page."""
    unit = page.units[n]
    if page.kind in ("letter", "poem", "play", "listing") or n + 4 < page.end or n < 2 or unit.words > 40:
        return False
    return bool(words.IMPRINT.match(unit.said)) or (page.name(n - 1) == "imprint" and page.glued(n))


@rule("imprint", 0.5, "an address or a number to call, at the end")
def contact(page: Page, n: int) -> Said:
    """Where one can write or call: short, the last thing of a leaflet or an article."""
    unit = page.units[n]
    if page.kind in ("letter", "poem", "play", "listing", "minutes", "speech") or n + 1 < page.end or n < 2 or unit.words > 25:
        return False
    if words.CONTACT.search(unit.said) and not shapes.marker(unit.lines[0])[0]:
        return True
    return page.kind == "leaflet" and unit.words <= 10 and not shapes.FULL.search(unit.said) and "," in unit.said and unit.said[:1].isupper()


@rule("closer/signed", 0.5, "a short line at the end of minutes or of a speech")
def signed_at_end(page: Page, n: int) -> Said:
    """Who signed."""
    unit = page.units[n]
    return page.kind in ("minutes", "speech") and n + 1 == page.end and n > 2 and unit.words <= 8 and not shapes.STOP.search(unit.said) and unit.said[:1].isupper()


@rule("authorNote", 0.7, "it begins with the name of the by-line and says who that is")
def author_note(page: Page, n: int) -> Said:
    """At the end: what a periodical says of its author."""
    unit = page.units[n]
    if n < 3 or n + 3 < page.end or unit.words > 80:
        return False
    lines = [page.units[m].said for m in range(len(page.units)) if page.name(m) == "byline"]
    names = [line[match.end() - 1 :] if (match := words.BY.match(line)) else line for line in lines]
    return any(unit.said.startswith(name) and len(unit.said) > len(name) + 10 and re.match(r"[,’' ]", unit.said[len(name) :]) is not None for name in names if name)


@rule("about", 0.5, "it says what a body or a paper is, at the end")
def about(page: Page, n: int) -> Said:
    """The X is the …: the publisher of a page on itself, before the comments or at the end, beside a by-line."""
    unit = page.units[n]
    if n < 3 or unit.words > 90 or page.kind in ("letter", "poem", "play", "minutes", "speech"):
        return False
    match = words.ABOUT.match(unit.said)
    ends = n + 1 == page.end or (n + 3 >= page.end and all(page.name(m) in ("byline", "dateline", "imprint", "authorNote") for m in range(n + 1, page.end)))
    return bool(match) and ends and ("comments/head" in page.named or "byline" in page.named)


@rule("argument", 0.3, "one paragraph behind the note on the author: a displaced standfirst")
def displaced_deck(page: Page, n: int) -> Said:
    """A web page's summary that was captured behind the text."""
    return page.last(n) and page.name(n - 1) == "authorNote" and page.units[n].words <= 60 and page.units[n].empty_before > 0


# Fifth: what the neighbours say.


@rule("head", 0.7, "it is underlined")
def underlined(page: Page, n: int) -> Said:
    """A short line with a line of signs below it."""
    return page.units[n].underlined


@rule("head", 0.7, "a number, at most 14 words, no stop")
def numbered_head(page: Page, n: int) -> Said:
    """1. or II. before a few words, alone on a line. Behind a Roman number there may be a full stop at the end."""
    unit, follows = page.units[n], page.after(n)
    if page.alone(n) and re.match(r"[IVXLC]{1,6}\. ", unit.said) and unit.words <= 10 and unit.said.endswith(".") and follows is not None and follows.words > 20:
        return True
    return n > 0 and len(unit.lines) == 1 and bool(shapes.NUMBERED.match(unit.said)) and unit.words <= 14 and not shapes.STOP.search(unit.said) and not page.last(n)


@rule("head", 0.7, "a line in capitals before something else")
def capitals(page: Page, n: int) -> Said:
    """A line in capitals that is no speaker and no signature."""
    unit = page.units[n]
    return n > 0 and len(unit.lines) == 1 and unit.words <= 12 and shapes.upper(unit.said) and not page.last(n) and page.kind not in ("letter", "listing")


@rule("head", 0.5, "a number or a letter alone on a line")
def bare_number(page: Page, n: int) -> Said:
    """1, II, Chapter 3: the number of a part."""
    unit = page.units[n]
    return page.alone(n) and n > 0 and not page.last(n) and _number(unit.said)


@rule("head", 0.5, "a short line without a stop before a paragraph or a list")
def short_head(page: Page, n: int) -> Said:
    """Words with capitals, or at most eight words that begin with one, alone on a line, and something longer below."""
    unit, follows = page.units[n], page.after(n)
    if n == 0 or not page.alone(n) or unit.words > 10 or follows is None or shapes.STOP.search(unit.said.rstrip("!?")) or page.kind in ("letter", "poem"):
        return False
    below = page.name(n + 1) in ("list/item", "table", "lg", "quote", "sp") or (follows.words > 25 and not shapes.NUMBERED.match(follows.text))
    if not below or unit.said.endswith(("]", ",", ":")):
        return False
    return shapes.heading_like(unit.said) or (unit.words <= 8 and unit.said[:1].isupper() and bool(shapes.FULL.search(page.units[n - 1].said)))


@rule("stage", 0.6, "a short paragraph between speeches")
def between_speeches(page: Page, n: int) -> Said:
    """In a play what nobody says: a direction. What is long, and follows a speech, goes on in it."""
    if page.kind != "play" or n == 0 or page.glued(n):
        return False
    return True if page.units[n].words <= 30 or not page.name(n - 1).startswith("sp") else "sp/p"


@rule("quote", 0.6, "a whole paragraph in quotation marks")
def whole_paragraph_quoted(page: Page, n: int) -> Said:
    """In quotation marks from end to end; many such are a conversation, and none."""
    return page.units[n].words > 12 and whole_quotation(page.units[n].said) and page.quoted < 5 and not page.glued(n)


@rule("quote", 0.6, "the paragraph before it ends in a colon")
def announced(page: Page, n: int) -> Said:
    """A block quotation that a colon announces."""
    if n == 0 or page.kind in ("minutes", "play", "poem", "listing") or page.glued(n) or page.name(n - 1) not in ("", "p"):
        return False
    before = page.units[n - 1].said
    return before.endswith(":") and page.units[n - 1].words > 3 and page.units[n].words > 12 and page.after(n) is not None and not page.units[n].said.endswith(":")


@rule("quote", 0.3, "the paragraph before it ends without a stop: a colon may be lost")
def unannounced(page: Page, n: int) -> Said:
    """A block quotation whose colon was lost: long paragraphs on both sides, and the words begin like a sentence."""
    if n < 2 or page.kind in ("minutes", "play", "poem", "listing", "letter") or page.glued(n) or page.profile.wrapped or page.name(n - 1) not in ("", "p"):
        return False
    before, unit, follows = page.units[n - 1], page.units[n], page.after(n)
    if follows is None or before.words < 40 or unit.words < 30 or unit.empty_before > 1:
        return False
    return before.said[-1].isalpha() and unit.said[:1].isupper() and bool(shapes.FULL.search(unit.said))


@rule("figure/head", 0.4, "at most 40 words without a stop between paragraphs")
def caption(page: Page, n: int) -> Said:
    """The caption of a picture that was not kept."""
    unit, follows = page.units[n], page.after(n)
    if not 1 < n < len(page.units) - 1 or page.kind in ("letter", "poem", "play", "listing", "minutes") or not page.alone(n) or not 6 <= unit.words <= 40 or follows is None:
        return False
    ends = not re.search(r"[.!?…:;,”\"»)\]]$", unit.said) and unit.said[:1].isupper()
    return ends and bool(shapes.FULL.search(page.units[n - 1].said)) and page.name(n - 1) in ("", "p") and follows.words > 12


@rule("lg", 0.5, "a line by itself in a poem, below a number or between stanzas")
def single_line(page: Page, n: int) -> Said:
    """A stanza of one line. At the end, below a stanza, such a line is a signature."""
    unit = page.units[n]
    if page.kind != "poem" or n == 0 or len(unit.lines) > 1 or len(unit.said) > 66:
        return False
    between = page.name(n - 1) == page.name(n + 1) == "lg" and not page.glued(n) and not page.glued(n + 1)
    return between or (page.name(n - 1) == "head" and _number(page.units[n - 1].said))


@rule("p", 0.9, "nothing else")
def paragraph(page: Page, n: int) -> Said:
    """More than twelve words that nothing else was said of."""
    return page.units[n].words > 12


@rule("p", 0.5, "nothing else, and short")
def short_paragraph(page: Page, n: int) -> Said:
    """Whatever is left."""
    return True


def _number(text: str) -> bool:
    """A number or a letter by itself, perhaps with the name of a part."""
    return bool(re.fullmatch(r"(?:(?:Chapter|Chapitre|Kapitel|Capítulo|Capitolo|Part|Book) )?(?:[1-9]|1\d|[IVXL]{1,6})\.?", text, re.IGNORECASE))


def _near_title(page: Page, n: int) -> bool:
    return 0 < n <= min(page.top, 5) and any(page.name(m) == "head" for m in range(n)) and page.name(n - 1) in ("head", "argument", "byline", "dateline", "figure/figDesc", "epigraph/p")


def _dated(page: Page, n: int) -> bool:
    return len(page.units[n].lines) == 1 and shapes.dateline(page.units[n].said)


ROUNDS: tuple[tuple[Rule, ...], ...] = (
    (  # by themselves: ornaments first, they have no words; comments before looks, for all that follows their head is theirs
        ornament, head_of_comments, comment, head_of_notes, footnote, running_head, mail_head, above_signature, mail_signature, table, item, quoted_mail, in_brackets, cue, speaker, speech, stanza,
    ),
    (  # by the kind of the file: it decides before the look of a line
        foot_of_listing, picture_of_teaser, headline, teaser, salute, date_of_letter, address_of_letter, postscript, farewell, signature, part_of_play, cast, below_poem,
    ),
    (picture_text, title, byline, dateline, hearers, deck, subtitle, epigraph),  # at the top
    (imprint, author_note, contact, signed_at_end, about, displaced_deck),  # at the end
    (  # by the neighbours
        underlined, bare_number, numbered_head, between_speeches, capitals, short_head, whole_paragraph_quoted, announced, unannounced, caption,
    ),
    (single_line, paragraph, short_paragraph),
)  # fmt: skip


def label(page: Page) -> None:
    """Give every unit a label."""
    for rules in ROUNDS:
        for number, known in enumerate(page.labels):
            if known is None:
                for one in rules:
                    if one(page, number):
                        break

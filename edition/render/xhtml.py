"""XHTML as text: escapes, balances, and keeps to HTML's content model.

It knows nothing of TEI. What TEI allows and HTML does not (a list in a paragraph, a page break between two rows) is mended here,
in one place, so that no behaviour has to think of it:

1. A paragraph that gets a block has been a div all along: its start tag is rewritten.
2. What does not fit a list, a table or a row gets a wrapper, closed when something comes that fits. White space there is dropped.
3. Small things (anchors, page breaks, a note's way back) wait for the next word.
4. A link in a link is a span; a note's call goes after it.
5. In a narrow element (a note within a printed line) every element is a span.
6. A part (an item, a row, a caption) outside its whole is a div.
"""

from __future__ import annotations

from collections.abc import Mapping
from functools import lru_cache

from edition.tei import BLANK

PHRASING = frozenset(["a", "abbr", "b", "bdi", "bdo", "br", "cite", "code", "del", "dfn", "em", "i", "img", "ins", "kbd", "mark", "q", "rt", "ruby", "s", "samp", "small", "span", "strong", "sub", "sup", "u", "var", "wbr"])
PHRASES = PHRASING - {"a"}  # a link may have no other in it
PHRASE_ENDS = frozenset(f"</{name}>" for name in PHRASING)
TRANSPARENT = frozenset({"a", "ins", "del"})
PARTS = frozenset(["li", "dt", "dd", "tr", "td", "th", "caption", "thead", "tbody", "figcaption"])
HYPHENS = ("-", "\u2010", "\u00ad", "\u2e17", "\u00ac")  # the last is how some transcriptions write the hyphen of a line's end
OF_PARTS = frozenset({"scope", "colspan", "rowspan", "value"})
DEEPEST = 150  # elements in each other: browsers stop at 512, WeasyPrint at some 300
UNUSUAL = PARTS | {"a"}
Room = str | frozenset[str]  # what an open element has room for: one of these, else a set of names
FLOW, WRAPPED, INLINE, NARROW = "flow", "wrapped", "inline", "narrow"
SIMPLE = (INLINE, FLOW, NARROW)  # where a phrase fits as it is
ROOM: dict[str, Room] = {
    **dict.fromkeys([*sorted(PHRASING), "p", "h1", "h2", "h3", "h4", "h5", "h6", "pre"], INLINE),
    "ul": frozenset({"li"}), "ol": frozenset({"li"}), "dl": frozenset({"dt", "dd"}), "figure": FLOW,
    "table": frozenset({"caption", "thead", "tbody", "tr"}), "thead": frozenset({"tr"}), "tbody": frozenset({"tr"}),
    "tr": frozenset({"td", "th"}),
}  # fmt: skip
WRAPPER = {"ul": "li", "ol": "li", "dl": "dd", "table": "tr", "thead": "tr", "tbody": "tr", "tr": "td"}


class _Ends(dict[str, str]):
    """End tags, each made once."""

    def __missing__(self, name: str) -> str:
        return self.setdefault(name, f"</{name}>")


ENDS = _Ends()


def spaced(text: str) -> str:
    """White space as XML means it: runs become one space. No-break and thin spaces stay."""
    if "  " not in text and (text.isprintable() or not ("\n" in text or "\t" in text or "\r" in text)):
        return text
    if not text.strip(BLANK):  # layout, most often
        return " "
    text = text.replace("\n", " ").replace("\t", " ").replace("\r", " ")  # two to four times quicker than a regular expression
    text = text.replace("        ", " ").replace("    ", " ")
    while "  " in text:
        text = text.replace("  ", " ")
    return text


def escape(text: str) -> str:
    if "&" not in text and "<" not in text and ">" not in text:
        return text
    return text.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;")


def quote(value: str) -> str:
    """An attribute's value, escaped."""
    return escape(value).replace('"', "&quot;").replace("\n", "&#10;").replace("\t", "&#9;")


def start_tag(name: str, attributes: Mapping[str, str] | None = None) -> str:
    if not attributes:
        return f"<{name}>"
    if len(attributes) == 1 and "class" in attributes:
        return _of_class(name, attributes["class"])
    tag = f"<{name}"
    for key, value in attributes.items():
        tag += f' {key}="{value}"'
    if "&" in tag or "\n" in tag or "\t" in tag or tag.rfind("<") or tag.count('"') != 2 * len(attributes):  # seldom: one look for all
        tag = f"<{name}" + "".join(f' {key}="{quote(value)}"' for key, value in attributes.items())
    return tag + ">"


@lru_cache(maxsize=1024)
def _of_class(name: str, classes: str) -> str:
    """Most elements have a class and nothing else, and there are few classes."""
    return f'<{name} class="{quote(classes)}">'


def element(name: str, attributes: Mapping[str, str], text: str = "") -> str:
    """A small element as markup."""
    return f"{start_tag(name, attributes)}{escape(text)}</{name}>"


class Writer:
    """`open`, `close`, `text`, `void`; `take()` hands over what is written so far, when all tags are closed."""

    def __init__(self) -> None:
        self._parts: list[str] = []
        self._open: list[tuple[str, int, Room, bool]] = []  # name, where its start tag lies, the room around it, whether put between by us
        self._between = 0  # how many of those are ours
        self._links = 0  # how many of those are links: one, or none
        self._waiting: list[str] = []  # small things that wait for the next word
        self._after_link: list[str] = []
        self.room: Room = FLOW

    def __enter__(self) -> None: ...

    def __exit__(self, *_: object) -> None:
        self.close()

    @property
    def depth(self) -> int:
        return len(self._open)

    @property
    def inline(self) -> bool:
        """Whether only phrases fit here."""
        return self.room is INLINE or self.room is NARROW

    @property
    def in_link(self) -> bool:
        return self._links > 0

    def open(self, name: str, attributes: Mapping[str, str] | None = None, *, narrow: bool = False) -> None:
        """Start an element. In a narrow one (a note within a printed line) every element becomes a span."""
        if len(self._open) >= DEEPEST:
            self._flat(name, attributes)
            return
        if (self.room is not FLOW and (self.room is not INLINE or name not in PHRASING)) or name in UNUSUAL:
            name, attributes = self._fit(name, attributes or {})
            self._links += name == "a"
        if self._waiting and name in PHRASING:
            self.flush()
        room = self.room
        self._open.append((name, len(self._parts), room, False))
        self._parts.append(start_tag(name, attributes))
        if narrow or room is NARROW:
            self.room = NARROW
        elif name not in TRANSPARENT or room is not FLOW:
            self.room = ROOM.get(name, FLOW)

    def phrase(self, name: str, start: str, text: str) -> None:
        """A whole phrase that has words alone (a link only where none is open); `start` is its start tag."""
        if self.room not in SIMPLE or len(self._open) >= DEEPEST:
            self.begin(name, start)
            self._links += self._open[-1][0] == "a"
            self.text(spaced(text))
            self.close()
            return
        if self._waiting:
            self.flush()
        self._parts += (start, text if text.isalnum() else escape(spaced(text)), ENDS[name])

    def begin(self, name: str, start: str, *, narrow: bool = False) -> None:
        """As `open`, for a phrase that is no link; one that is too deep has no id."""
        room = self.room
        if room not in SIMPLE or len(self._open) >= DEEPEST:
            if len(self._open) >= DEEPEST:
                self._flat(name, None)
                return
            self._fit(name, {})
            room = self.room
        if self._waiting:
            self.flush()
        self._open.append((name, len(self._parts), room, False))
        self._parts.append(start)
        if room is not FLOW or name not in TRANSPARENT:
            self.room = NARROW if narrow or room is NARROW else INLINE

    def _flat(self, name: str, attributes: Mapping[str, str] | None) -> None:
        """An element that is too deep for the programs that lay it out: its id stays, and what is in it goes to what is around it; a block has a space on either side."""
        if attributes and "id" in attributes:
            self.wait(element("span", {"id": attributes["id"]}))
        self._open.append(("", len(self._parts), self.room, False))
        self._parts.append("" if name in PHRASING else " ")

    def close(self) -> None:
        if self._between:
            while self._open[-1][3]:
                self._pop()
            self._pop()
            return
        name, at, self.room, _ = self._open.pop()
        if name:
            self._parts.append(ENDS[name])
        elif self._parts[at] == " ":
            self._parts.append(" ")
        if name == "a":
            self._follow()

    def text(self, text: str) -> None:
        if self.room.__class__ is frozenset:
            if not text.strip(BLANK):
                return
            self._wrap("")
        if self._waiting and text.strip(BLANK):
            self.flush()
        self._parts.append(escape(text) if "&" in text or "<" in text or ">" in text else text)

    def blank(self) -> None:
        """White space, where there is room for words."""
        if self.room.__class__ is not frozenset:
            self._parts.append(" ")

    def void(self, name: str, attributes: Mapping[str, str] | None = None) -> None:
        if isinstance(self.room, frozenset):
            self._wrap("")
        if self._waiting:
            self.flush()
        if name not in PHRASING:
            if self.room is NARROW:
                self._parts.append(element("span", {**(attributes or {}), "class": f"{name} {(attributes or {}).get('class', '')}".strip()}))
                return
            if self.room is INLINE:
                self._widen()
        self._parts.append(start_tag(name, attributes)[:-1] + "/>")

    def raw(self, markup: str) -> None:
        """Markup as it is."""
        self._parts.append(markup)

    def wait(self, markup: str) -> None:
        """Something small (an anchor, a page break) that belongs to the next word, wherever that is."""
        self._waiting.append(markup)

    def follow_link(self, markup: str) -> bool:
        """If a link is open, set another one right after it, since none can be in it."""
        if self.in_link:
            self._after_link.append(markup)
            return True
        return False

    def reopen(self) -> bool:
        """Take back the end of the paragraph that has just ended, if one has: something small comes to its last word. `shut` ends it again."""
        if self.room is not FLOW or self._waiting or not self._parts or self._parts[-1] != "</p>":
            return False
        self._parts.pop()
        self.room = INLINE
        return True

    def shut(self) -> None:
        self.room = FLOW
        self._parts.append("</p>")

    def space(self) -> None:
        """A space between two words, unless there is one."""
        if self._parts:
            last = self._parts[-1]
            if last[-1:] not in BLANK and (self.room is INLINE or self.room is NARROW or last in PHRASE_ENDS):
                self._parts.append(" ")

    def trim(self) -> None:
        """Take back white space: a word gets a note."""
        while self._parts and self._parts[-1] and self._parts[-1][-1] in BLANK:
            self._parts[-1] = self._parts[-1].rstrip(BLANK)
            if not self._parts[-1] and len(self._parts) > (self._open[-1][1] + 1 if self._open else 0):
                self._parts.pop()

    def join(self) -> None:
        """Take back white space, also from inside of phrases that have just ended: a word goes on after a line break."""
        self.trim()
        at = len(self._parts)
        while at and (not self._parts[at - 1] or self._parts[at - 1] in PHRASE_ENDS):
            at -= 1
            if at and self._parts[at] in PHRASE_ENDS and self._parts[at - 1] not in PHRASE_ENDS:
                self._parts[at - 1] = self._parts[at - 1].rstrip(BLANK)

    @property
    def hyphenated(self) -> bool:
        """Whether the last word ends in a hyphen, of whatever kind."""
        return bool(self._parts) and self._parts[-1][-1:] in HYPHENS

    def flush(self) -> None:
        """Write what waits."""
        if self._waiting:
            if isinstance(self.room, frozenset):
                self._wrap("")
            self._parts.extend(self._waiting)
            self._waiting.clear()

    def waiting(self) -> str:
        """What still waits, as markup; it is taken away."""
        markup = "".join(self._waiting)
        self._waiting.clear()
        return markup

    def take(self) -> str:
        assert not self._open, f"still open: {[name for name, *_ in self._open]}"
        markup = "".join(self._parts)
        self._parts.clear()
        return markup

    def _pop(self) -> None:
        name, at, self.room, ours = self._open.pop()
        self._between -= ours
        if name:
            self._parts.append(ENDS[name])
        elif self._parts[at] == " ":
            self._parts.append(" ")
        if name == "a":
            self._follow()

    def _follow(self) -> None:
        """After a link: those that could not be in it."""
        self._links -= 1
        if self._after_link:
            self._parts.extend(self._after_link)
            self._after_link.clear()

    def _fit(self, name: str, attributes: Mapping[str, str]) -> tuple[str, Mapping[str, str]]:
        if name == "a" and self.in_link:
            name, attributes = "span", {key: attributes[key] for key in attributes if key in ("class", "id")}
        if self.room is NARROW:
            return (name, attributes) if name in PHRASING else ("span", _named(name, attributes))
        if self.room is not FLOW and self.room is not INLINE:
            if self._between:
                self._unwrap(name)
            if isinstance(self.room, frozenset) and name not in self.room:
                self._wrap(name)
        if name in PARTS and not isinstance(self.room, frozenset) and not (name == "figcaption" and self._open and self._open[-1][0] == "figure"):
            name, attributes = "div", _named(name, attributes)
        if self.room is INLINE and name not in PHRASING:
            self._widen()
        return name, attributes

    def _wrap(self, name: str) -> None:
        """Put between what a list, a table or a row asks for, down to where there is room for `name` ("": for anything)."""
        while isinstance(self.room, frozenset) and name not in self.room:
            between = WRAPPER[next(name for name, *_ in reversed(self._open) if name)]
            self._open.append((between, len(self._parts), self.room, True))
            self._between += 1
            self._parts.append(f'<{between} class="other">')
            self.room = ROOM.get(between, WRAPPED)

    def _unwrap(self, name: str) -> None:
        """Close what we put between, if `name` fits what is around it."""
        position = len(self._open)
        while position and self._open[position - 1][3]:
            position -= 1
            around = self._open[position][2]
            if isinstance(around, frozenset) and name in around:
                while len(self._open) > position:
                    self._pop()

    def _widen(self) -> None:
        """A block comes inside a paragraph or a phrase: what was opened as p or span has been a div all along."""
        for position in range(len(self._open) - 1, -1, -1):
            name, at, room, ours = self._open[position]
            if name and name not in TRANSPARENT:
                self._parts[at] = _as_div(name, self._parts[at])
                name = "div"
            if room is not INLINE:
                self._open[position] = (name, at, room, ours)
                break
            self._open[position] = (name, at, FLOW, ours)
        self.room = FLOW


class PlainText(Writer):
    """The same calls, without tags: the words of a heading or an index entry."""

    def open(self, name: str, attributes: Mapping[str, str] | None = None, *, narrow: bool = False) -> None:
        if name not in PHRASING:
            self._parts.append(" ")

    def phrase(self, name: str, start: str, text: str) -> None:
        self._parts.append(spaced(text))

    def begin(self, name: str, start: str, *, narrow: bool = False) -> None: ...

    def close(self) -> None: ...

    def text(self, text: str) -> None:
        self._parts.append(text)

    def void(self, name: str, attributes: Mapping[str, str] | None = None) -> None:
        self._parts.append(" ")

    def wait(self, markup: str) -> None: ...

    def space(self) -> None:
        self._parts.append(" ")


def _named(name: str, attributes: Mapping[str, str]) -> dict[str, str]:
    """What HTML's element cannot say any more, its class does; what belongs to a part alone is dropped."""
    attributes = {key: value for key, value in attributes.items() if key not in OF_PARTS}
    return {**attributes, "class": f"{name} {attributes.get('class', '')}".strip()}


def _as_div(name: str, tag: str) -> str:
    rest = tag[len(name) + 1 :]
    if name == "span":
        return f"<div{rest}"
    level = f' role="heading" aria-level="{name[1]}"' if name[0] == "h" and name[1:].isdigit() else ""
    if ' class="' in rest:
        return f"<div{level}" + rest.replace(' class="', f' class="{name} ', 1)
    return f'<div class="{name}"{level}{rest}'

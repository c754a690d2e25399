"""What differs between the TEI as it would be made and the TEI as it was edited, turned into entries of the record."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, field

from edition.addresses import Address, Ground, Place, Unplaced
from edition.adopt.entries import Entries
from edition.adopt.prose import cited, markdown
from edition.adopt.standoff import Difference, Thing
from edition.edits import Edit
from edition.keys import PHRASES
from edition.records import Record

SPAN = {"ref": "ref", "key": "key", "type": "type", "subtype": "subtype", "level": "level", "rend": "rend", "when": "when", "from": "from", "to": "to",
        "notBefore": "not_before", "notAfter": "not_after", "who": "who", "corresp": "corresp", "target": "target", "cert": "cert"}  # fmt: skip
LANG = "{http://www.w3.org/XML/1998/namespace}lang"
FIXES = ("corr", "reg", "supplied", "surplus")
WORD = re.compile(r"\S+")


@dataclass
class Taker:
    """Writes entries; `removals` says whether what is missing in the TEI was taken out by hand, and not put into the record since."""

    record: Record
    ground: Ground
    edits: tuple[Edit, ...]  # the editorial ones, as they would be made
    points: list[Thing]  # of the TEI as it would be made
    entries: Entries
    removals: bool = True
    said: list[str] = field(default_factory=list)

    def take(self, found: Difference) -> None:
        for thing in found.added:
            self._added(thing)
        for before, after in found.changed:
            self._changed(before, after)
        for thing in found.removed if self.removals else ():
            self._removed(thing)

    def _added(self, thing: Thing) -> None:
        if thing.kind == "mark" and thing.name in FIXES:
            self._fix(thing)
        elif thing.kind == "phrase" and thing.name in PHRASES:
            self._span(thing)
        elif thing.kind == "point" and thing.name == "note":
            self._note(thing)

    def _changed(self, before: Thing, after: Thing) -> None:
        if before.kind == "mark" and after.name in FIXES:
            number = self._fix_of(before)
            if number is None:
                self._fix(after)
                return
            fix = self.record.fixes[number]
            place = self.ground.place(fix.at)
            quoted = self.ground.repaired[place.low : place.high]
            to = quoted[: after.low - place.low] + after.text + quoted[after.high - place.low :]
            where = {} if quoted == fix.at.words else {"at": self._address(place.low, place.high) or str(fix.at)}
            kind = {"as": after.name} if after.name != before.name else {}
            self._change("fix", number, {**where, "to": to, **kind, **self._differing(before, after)}, f"{fix.at} now to {to!r}")
        elif before.kind == "point" and before.name == "note":
            if (number := self._note_of(before)) is not None:
                at = {} if before.low == after.low else {"at": self._point(after)}
                self._change("note", number, {**at, **self._words_of(after), **self._kinds(before, after)}, f"{self.record.notes[number].at[0]} changed")
        elif before.kind == "phrase":
            if (number := self._span_of(before)) is not None:
                keys: dict[str, object] = {name: "" for name in SPAN.values() if before.get(_tei(name)) and not after.get(_tei(name))}
                self._change("span", number, {**keys, **self._phrase_keys(after)}, f"{self.record.spans[number].at[0]} changed")
            else:  # the program's, by the authority file: the record overrules it
                self._span(after)
        elif before.kind == "block" and before.get(LANG) != after.get(LANG) and after.get(LANG):
            line = self.ground.line_of(self.ground.log.to_frozen.range(after.low, after.high)[0])
            number = next((n for n, entry in enumerate(self.record.blocks) if [at.line for at in entry.at] == [line] and not entry.at[0].words), None)
            if number is not None:
                self._change("block", number, {"lang": after.get(LANG)}, f"L{line} lang {after.get(LANG)}")
            else:
                self._add("block", {"at": f"L{line}", "lang": after.get(LANG)})

    def _removed(self, thing: Thing) -> None:
        if thing.kind == "mark":
            edit = next((each for each in self.edits if (each.at, each.old) == (thing.low, self.ground.repaired[thing.low : thing.high])), None)
            if (number := self._fix_of(thing)) is not None:
                self._remove("fix", number, str(self.record.fixes[number].at))
            elif edit is not None and not edit.rule.startswith(("fix", "gap")) and (at := self._address(thing.low, thing.high)):
                self._add("keep", {"at": at, "rule": edit.rule.split("+")[0]})
        elif thing.kind == "point" and thing.name == "note" and (number := self._note_of(thing)) is not None:
            self._remove("note", number, str(self.record.notes[number].at[0]))
        elif thing.kind == "phrase" and (number := self._span_of(thing)) is not None:
            if len(self.record.spans[number].at) == 1:
                self._remove("span", number, str(self.record.spans[number].at[0]))
        elif thing.kind == "phrase" and thing.get("ref").startswith("#") and (at := self._address(thing.low, thing.high)):
            self._add("keep", {"at": at, "rule": "names"})

    # the entries that are made

    def _fix(self, mark: Thing) -> None:
        text = self.ground.repaired
        for low, high in self._wider(mark.low, mark.high, alone=bool(mark.high > mark.low)):
            if at := self._address(low, high, whole=True):
                to = text[low : mark.low] + mark.text + text[mark.high : high]
                who = {name: mark.get(name).lstrip("#") for name in ("cert", "resp") if mark.get(name) and mark.get(name) not in ("high", "#ed")}
                self._add("fix", {"at": at, "to": to, "as": mark.name, **who})
                return

    def _span(self, phrase: Thing) -> None:
        if phrase.low < phrase.high and (at := self._address(phrase.low, phrase.high)):
            self._add("span", {"at": at, "is": phrase.name, **self._phrase_keys(phrase)})

    def _note(self, note: Thing) -> None:
        if at := self._point(note):
            self._add("note", {"at": at, **self._words_of(note), **self._kinds(None, note)})

    def _phrase_keys(self, phrase: Thing) -> dict[str, object]:
        keys: dict[str, object] = {SPAN[name]: value for name, value in phrase.attributes if name in SPAN}
        return keys | ({"lang": phrase.get(LANG)} if phrase.get(LANG) else {})

    def _words_of(self, note: Thing) -> dict[str, object]:
        cites = cited(note.node)
        return {"text": markdown(note.node), **({"cite": cites} if cites else {})}

    def _kinds(self, before: Thing | None, note: Thing) -> dict[str, object]:
        """kind, series and resp, as far as they are others."""
        series, kind = (note.get("type"), note.get("subtype")) if note.get("subtype") else ("", note.get("type"))
        keys = {"kind": kind, "series": series, "resp": note.get("resp").removeprefix("#")}
        if before is not None and all(before.get(name) == note.get(name) for name in ("type", "subtype", "resp")):
            return {}
        return {name: value for name, value in keys.items() if value and (name, value) != ("resp", "ed")}

    def _differing(self, before: Thing, after: Thing) -> dict[str, object]:
        return {name: after.get(name).removeprefix("#") for name in ("cert", "resp") if before.get(name) != after.get(name)}

    # addresses

    def _wider(self, low: int, high: int, *, alone: bool) -> Iterator[tuple[int, int]]:
        """A range, and the same with a word before it, behind it, on both sides. `alone`: the range itself will do."""
        text = self.ground.repaired
        words = [match.span() for match in WORD.finditer(text, max(0, low - 200), min(len(text), high + 200))]
        before = max((start for start, _ in words if start < low), default=low)
        behind = min((end for _, end in words if end > high), default=high)
        yield from ([(low, high)] if alone else []) + [(before, behind), (low, behind), (before, high)]

    def _address(self, low: int, high: int, *, whole: bool = False) -> str:
        """An address of exactly these words; "" if there is none."""
        start, end = self.ground.log.to_frozen.range(low, high)
        line = self.ground.line_of(start)
        for words in dict.fromkeys((self.ground.repaired[low:high], self.ground.frozen[start:end])):
            for nth in (0, *range(1, 30)) if words.strip() else ():
                place = self._place(Address(line, words, nth))
                if place is not None and (place.low, place.high) == (low, high) and (place.whole or not whole):
                    return str(Address(line, words, nth))
        return ""

    def _place(self, address: Address) -> Place | None:
        try:
            return self.ground.place(address)
        except Unplaced:
            return None

    def _point(self, point: Thing) -> str:
        """The address of the words that end where a note stands: a word, or two, or the line."""
        text, at = self.ground.repaired, point.low
        begins = [match.start() for match in WORD.finditer(text, max(0, at - 200), at)]
        line = self.ground.line_of(max(0, self.ground.log.to_frozen.range(max(0, at - 1), at)[0]))
        whole = self._place(Address(line))
        if whole is not None and whole.high == at:
            return f"L{line}"
        return next((found for begin in reversed(begins[-4:]) if (found := self._address(begin, at))), "")

    # the entries that are there

    def _fix_of(self, mark: Thing) -> int | None:
        found = [n for n, fix in enumerate(self.record.fixes) if (place := self._place(fix.at)) and place.low <= mark.low and mark.high <= place.high and fix.kind != "silent"]
        return found[0] if len(found) == 1 else None

    def _span_of(self, phrase: Thing) -> int | None:
        found = [
            n for n, span in enumerate(self.record.spans)
            if span.kind == phrase.name and any((place := self._place(at)) and (place.low, place.high) == (phrase.low, phrase.high) for at in span.at)
        ]  # fmt: skip
        return found[0] if len(found) == 1 else None

    def _note_of(self, note: Thing) -> int | None:
        """The entry of a note: of those at its place the one in its turn, if it stands in the record and not in a file of notes."""
        here = [n for n, entry in enumerate(self.record.notes) if (place := self._place(entry.at[0])) and place.high == note.low]
        turn = [point.node for point in self.points if point.name == "note" and point.low == note.low].index(note.node)
        if turn >= len(here) or not self.record.notes[here[turn]].at[0].where.startswith(f"{self.record.path}:"):
            return None
        return here[turn]

    # what is written

    def _add(self, name: str, keys: dict[str, object]) -> None:
        self.entries.add(name, keys)
        self.said.append(f"[[{name}]] {_shown(keys)}")

    def _change(self, name: str, number: int, keys: dict[str, object], words: str) -> None:
        self.entries.change(name, number, keys)
        self.said.append(f"[[{name}]] at {words}")

    def _remove(self, name: str, number: int, words: str) -> None:
        self.entries.remove(name, number)
        self.said.append(f"[[{name}]] at {words} taken out")


def _tei(name: str) -> str:
    return next(tei for tei, key in SPAN.items() if key == name)


def _shown(keys: dict[str, object]) -> str:
    return ", ".join(f"{name} = {str(value)!r}" for name, value in keys.items())

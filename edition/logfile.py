"""The edit log as a file: NAME.edits.json, read, written, and carried inside a TEI file that is to stand alone.

Beside the stages, because one writes it, one reads it, and the deposit puts it into the TEI.
"""

from __future__ import annotations

import json
import re
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cached_property
from hashlib import sha256
from typing import Any
from xml.sax.saxutils import escape

from edition import spacing, tei
from edition.edits import EditLog
from edition.errors import SourceError
from edition.model import Document

CARRIER = '<xenoData type="application/json" subtype="edit-log">'
CARRIED = re.compile(rb'<xenoData type="application/json" subtype="edit-log">[^<]*</xenoData>\n  ')
PLACE = re.compile(rb"<revisionDesc[\s/>]|</teiHeader\s*>")
AGAIN = "Ingest the document again."


@dataclass(frozen=True)
class Log:
    """An edit log, read: the edits and what is needed to go back."""

    edits: EditLog
    data: dict[str, Any]

    @property
    def sha256(self) -> str:
        """Of what is regenerated: the source's bytes, or the layer that a reader made of them."""
        layer = self.data.get("layer")
        return str(layer["sha256"] if layer else self.data["source"]["sha256"])

    @property
    def source(self) -> str:
        """The source's path, as seen from the TEI."""
        return str(self.data["source"]["file"])

    @property
    def as_it_is(self) -> bool:
        """TEI that was taken as it is: its source is TEI itself."""
        return bool(self.data["source"].get("format") == "tei")

    @property
    def tei(self) -> str:
        """The sha256 of the TEI as ingest wrote it, which carried no log inside."""
        return str(self.data["tei"]["sha256"])

    @property
    def sound(self) -> bool:
        """Whether the log is the one that was written: by its own sum."""
        return bool(self.data.get("sum") == total(self.data))

    @property
    def whole(self) -> int:
        """The length of the repaired text."""
        return self.ends[-1] + self.edits.to_repaired.shifts[-1]

    @cached_property
    def ends(self) -> list[int]:
        """Where the lines of the frozen text begin, and its end at last."""
        return [0, *(int(line[0]) for line in self.data["lines"])]

    @cached_property
    def places(self) -> list[int]:
        """The same in the repaired text."""
        return [self.edge(end) for end in self.ends]

    @cached_property
    def sums(self) -> list[int]:
        """The CRC-32 of what each line became in the repaired text."""
        return [int(line[1]) for line in self.data["lines"]]

    @cached_property
    def shape(self) -> str | None:
        """The repaired text with ``x`` for every letter; None if the log does not fit together."""
        try:
            lines = [spacing.shape(line[2]) for line in self.data["lines"]]
        except (ValueError, IndexError, TypeError):
            return None
        fits = all(len(line) == high - low for line, low, high in zip(lines, self.places, self.places[1:], strict=False))
        return "".join(lines) if fits else None

    def edge(self, offset: int) -> int:
        """Where a tile that begins or ends at an offset of the frozen text does so in the repaired one."""
        return 0 if offset <= 0 else self.whole if offset >= self.ends[-1] else self.edits.to_repaired.edge(offset)


def total(content: Mapping[str, Any]) -> str:
    """The sha256 of everything in a log but its own sum, whatever its layout."""
    rest = {key: value for key, value in content.items() if key != "sum"}
    return sha256(json.dumps(rest, sort_keys=True, separators=(",", ":")).encode()).hexdigest()


def dump_log(content: Mapping[str, Any]) -> bytes:
    """JSON with its sum, two levels laid out for people and for diffs, the rest in one line each."""
    parts = []
    for key, value in {**content, "sum": total(content)}.items():
        if isinstance(value, list) and value:
            inner = ",\n  ".join(json.dumps(item, ensure_ascii=False) for item in value)
            parts.append(f"{json.dumps(key)}: [\n  {inner}\n ]")
        else:
            parts.append(f"{json.dumps(key)}: {json.dumps(value, ensure_ascii=False)}")
    text = "{\n " + ",\n ".join(parts) + "\n}\n"
    return re.sub("[\ud800-\udfff]", lambda lone: f"\\u{ord(lone[0]):04x}", text).encode()


def read_log(document: Document) -> Log:
    """The log beside a TEI file, else the one that it carries. Raises SourceError if there is none, or if it is none of ours."""
    name = document.path.with_suffix(".edits.json")
    data = document.log if document.log is not None else carried(document)
    if data is None:
        raise SourceError(f"{name}: there is no log", hint="Only TEI that `edition ingest` made can be led back to its source.")
    try:
        content = json.loads(data)
        if content.get("format") != 1:
            raise SourceError(f"{name}: the log has format {content.get('format')!r}, this program reads 1")
        log = Log(EditLog.from_json(content), content)
        if not (log.sha256 and log.source and log.tei):
            raise ValueError
        if not log.as_it_is:  # all of it must be there
            decode = content.get("decode") or {"encoding": "utf-8", "errors": "strict"}
            "".encode(str(decode["encoding"]), str(decode["errors"]))
            log.places, log.sums, [(int(start), str(text)) for start, text in content["outside"]]
        return log
    except (ValueError, LookupError, TypeError, AttributeError, ArithmeticError, RecursionError) as error:
        raise SourceError(f"{name}: not a log of this program ({type(error).__name__})", hint=AGAIN) from None


def carried(document: Document) -> bytes | None:
    """The log inside a TEI file."""
    if document.tree is None:
        return None
    found = tei.first(document.tree, "/t:TEI/t:teiHeader/t:xenoData[@subtype = 'edit-log']")
    return None if found is None else "".join(found.itertext()).encode("utf-8", "surrogatepass")


def carrying(data: bytes, log: bytes) -> bytes:
    """A TEI file with its log inside, so that it alone leads back to its source; as it is, if there is no place or it has one already.

    No white space in the JSON means anything, and none that is not XML's stands in it: an XML editor may lay it out as it likes.
    """
    content = json.loads(log)
    place = PLACE.search(data)
    if place is None or CARRIED.search(data) or content["source"].get("format") == "tei":
        return data
    parts = (f"{json.dumps(key)}:{_unspaced(value)}" for key, value in content.items())
    element = f"{CARRIER}{escape('{' + ','.join(parts) + '}')}</xenoData>\n  "
    return data[: place.start()] + element.encode() + data[place.start() :]


def _unspaced(value: object) -> str:
    text = json.dumps(value, ensure_ascii=False, separators=(",", ":"))
    return re.sub("[ \x7f-\x9f\u2028\ud800-\udfff\ufffe\uffff]", lambda found: f"\\u{ord(found[0]):04x}", text)


def alone(data: bytes) -> bytes:
    """A TEI file without the log that it carries: the bytes that ingest wrote, if nothing else was changed."""
    return CARRIED.sub(b"", data, count=1)

"""6. After a fault of form: what was probably meant is put in its place, and the reading goes on, so that the next mistake is found in the same run.

What is put there is thrown away; it only keeps the rest of the file from being taken for a consequence of the first mistake.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, field

ROUNDS = 20
ENOUGH = 40_000_000  # bytes that may be read anew for this
NAME = rb"[^\s/>!?<=\"'&][^\s/><=\"'&]*"
END_TAG = re.compile(rb"</([^\s>/<]*)\s*>?")
TAG = re.compile(rb"<!--.*?-->|<(?P<close>/?)(?P<name>" + NAME + rb")(?:[^\"'<>]++|\"[^\"<]*+\"|'[^'<]*+')*+>", re.DOTALL)
BEGUN = rb"<" + NAME + rb"(?:\s+" + NAME + rb"\s*=\s*(?:\"[^\"<]*\"|'[^'<]*'))"
CROWDED = re.compile(BEGUN + rb"+(?=[^\s/>\"'<=])")  # n="1"rend="x"
BARE = re.compile(BEGUN + rb"*\s+" + NAME + rb"\s*=\s*([^\s\"'<>=&]+?)(?=\s|/?>)")  # n=1
ATTRIBUTE = re.compile(rb"\s(" + NAME + rb")\s*=\s*(?:\"[^\"<]*\"|'[^'<]*')")
REFERENCE = re.compile(rb"&(?!(?:[A-Za-z_:][\w.:\-]*|#[0-9]+|#x[0-9A-Fa-f]+);)")
BROKEN = re.compile(rb"&#[^;<&\s]{0,12};?")  # a reference to a character that is none
CONTROL = re.compile(rb"[\x00-\x08\x0b\x0c\x0e-\x1f]")
FAR = 20_000  # bytes that a tag may be long
AHEAD = 200_000  # bytes in which the end of an element is looked for


@dataclass
class Patient:
    """A file that is being mended, and what was put in: the place in it now, and how many bytes."""

    data: bytes
    inserted: list[tuple[int, int]] = field(default_factory=list)

    def put(self, at: int, length: int, new: bytes) -> None:
        """Instead of some bytes others; what is more than before is remembered."""
        self.data = self.data[:at] + new + self.data[at + length :]
        if more := len(new) - length:
            self.inserted = [(place + more if place >= at else place, count) for place, count in self.inserted]
            self.inserted.append((at, more))

    def was(self, at: int) -> int:
        """Where a byte of the file as it is now stood in the file as it came."""
        return at - sum(count if at >= place + count else max(0, at - place) for place, count in self.inserted if place < at)


def mended(patient: Patient, kind: str, at: int, opened: list[str]) -> bool:
    """Put right what a parser stopped at, and say whether it could be. `kind`: "mismatch" of tags, an attribute "twice", or ""; `at`: the byte; `opened`: the elements open there."""
    data = patient.data
    if kind == "mismatch":
        return _end_tag(patient, max(0, data.rfind(b"<", 0, at + 1)), opened)
    if (match := CONTROL.match(data, at)) is not None:
        patient.put(match.start(), 1, b" ")
        return True
    amp = max(data.rfind(b"&", max(0, at - 100), at + 1), -1)
    if amp >= 0 and REFERENCE.match(data, amp) and b"<" not in data[amp:at]:
        patient.put(amp, 1, b" ")
        return True
    if amp >= 0 and (broken := BROKEN.match(data, amp)) and at <= broken.end():
        patient.put(amp, len(broken[0]), b" " * len(broken[0]))
        return True
    if _comment(patient, at) or _section_end(patient, at):
        return True
    start = data.rfind(b"<", max(0, at - FAR), at + 1)
    if start < 0:
        return False
    if kind == "twice":
        return _twice(patient, start)
    if start in (at, at - 1) and not re.compile(rb"</?" + NAME).match(data, start) and data[start : start + 2] not in (b"<!", b"<?"):
        patient.put(start, 1, b" ")  # a < in the text
        return True
    if (crowded := CROWDED.match(data, start, at + 1)) and crowded.end() == at:
        patient.put(at, 0, b" ")
        return True
    if (bare := BARE.match(data, start, start + FAR)) and bare.start(1) == at:
        patient.put(at, len(bare[1]), b'"' + bare[1] + b'"')
        return True
    return False


def _comment(patient: Patient, at: int) -> bool:
    """Two hyphens in a comment."""
    data = patient.data
    start = data.rfind(b"<!--", max(0, at - FAR), at + 4)
    end = data.find(b"-->", start + 4) if start >= 0 else -1
    body = data[start + 4 : end]
    if end < at or b"--" not in body + b"-":
        return False
    patient.put(start + 4, len(body), (body + b"\n").replace(b"--", b"- ").replace(b"-\n", b" \n")[:-1])
    return True


def _section_end(patient: Patient, at: int) -> bool:
    """``]]>`` in the text."""
    found = patient.data.find(b"]]>", max(0, at - 2), at + 3)
    if found < 0:
        return False
    patient.put(found, 3, b"   ")
    return True


def _end_tag(patient: Patient, start: int, opened: list[str]) -> bool:
    """An end tag of another element: the missing ones are put before it, or it is taken for a slip of the one that is due, or for one too many."""
    match = END_TAG.match(patient.data, start)
    if match is None or not opened:
        return False
    name, due = match[1].decode("utf-8", "replace"), opened[-1]
    length = match.end() - start
    if name in opened:
        missing = opened[len(opened) - opened[::-1].index(name) :]
        patient.put(start, 0, b"".join(f"</{each}>".encode() for each in reversed(missing)))
    elif _comes(patient.data, match.end(), due.encode()):
        patient.put(start, length, b" " * length)
    else:
        patient.put(start, length, f"</{due}>".encode())
    return True


def _comes(data: bytes, at: int, due: bytes) -> bool:
    """Whether the end tag that is due still comes, at its own depth: then the one before it was too much."""
    depth = 0
    for tag in TAG.finditer(data, at, at + AHEAD):
        if tag["close"]:
            if not depth:
                return tag["name"] == due
            depth -= 1
        elif tag["name"] and not tag[0].endswith(b"/>"):
            depth += 1
    return True


def _twice(patient: Patient, start: int) -> bool:
    end = patient.data.find(b">", start, start + FAR)
    names: set[bytes] = set()
    for match in ATTRIBUTE.finditer(patient.data, start, end if end > 0 else start + FAR):
        if match[1] in names:
            patient.put(match.start(1), len(match[1]), f"again{len(names)}".encode())
            return True
        names.add(match[1])
    return False

"""2. Repairs. Control characters, which XML cannot hold: they go, or become what they stood for, and the log alone keeps them."""

from __future__ import annotations

import re
from collections.abc import Iterator

from edition.edits import Change, Proposal, View
from edition.rules import repair

ANSI = r"\x1b\[[0-9;]*[A-Za-z]"
BREAKS = "[\x0b\x0c]"  # VT, FF: ends of a line, of a page
C0 = "[\x00-\x08\x0e-\x1f\x7f]"
NOT_CHARACTERS = "[\ufffe\uffff]"
HALF = "[\ud800-\udfff]"  # of a pair, alone; or a stray byte
PAIR = "[\ud800-\udbff][\udc00-\udfff]"  # one character in the two halves of UTF-16
CONTROL = re.compile(f"{ANSI}|{PAIR}|{BREAKS}|{C0}|{NOT_CHARACTERS}|{HALF}")
C1 = re.compile("[\x80-\x9f]")


@repair(
    "controls", declared_in="correction",
    statement="Control characters, which have no place in a text, have been left out; a vertical tab or form feed stands as a line end.",
)  # fmt: skip
def controls(view: View) -> Iterator[Change | Proposal]:
    """``mig\\x08rant`` becomes ``migrant``; VT and FF become line ends; terminal colour codes go.

    A stray byte that could not be decoded becomes U+FFFD, the sign for a character that is lost: nothing is guessed.
    """
    for match in CONTROL.finditer(view.text):
        found = match[0]
        if found in "\x0b\x0c":
            yield Change(match.start(), found, "\n")
        elif len(found) == 2 and found[0] >= "\ud800":
            yield Change(match.start(), found, found.encode("utf-16", "surrogatepass").decode("utf-16"))
        elif "\ud800" <= found <= "\udfff":
            why = f"the byte {ord(found) - 0xDC00:#04x} cannot be decoded" if "\udc80" <= found <= "\udcff" else "half a character of UTF-16"
            yield Change(match.start(), found, "\ufffd", cert="unknown", why=why)
        else:
            yield Change(match.start(), found, "")


@repair(
    "controls.c1", declared_in="correction", statement="Characters of Windows-1252 that had been read as control characters (U+0080 to U+009F) are restored.",
)  # fmt: skip
def c1_controls(view: View) -> Iterator[Change | Proposal]:
    """``\\x93liberty\\x94`` becomes ``“liberty”``: C1 controls are nearly always Windows-1252 read as Latin-1.

    U+0085 is a line end in some systems and an ellipsis in Windows: only within brackets is it surely the latter. The five
    positions that Windows-1252 leaves empty are left out. Source: WHATWG Encoding, windows-1252.
    """
    for match in C1.finditer(view.text):
        try:
            meant = match[0].encode("latin-1").decode("cp1252")
        except UnicodeDecodeError:
            yield Change(match.start(), match[0], "", cert="medium", why="no character of Windows-1252")
            continue
        if match[0] == "\x85" and not (view.text[: match.start()].endswith("[") and view.text[match.end() :].startswith("]")):
            yield Change(match.start(), match[0], "\n", cert="low", why="NEL, a line end; it may be an ellipsis")
        else:
            yield Change(match.start(), match[0], meant, cert="medium" if match[0] == "\x85" else "high")

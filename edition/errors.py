"""What stops a run: one exception for each kind, each with its exit code and with advice.

A fault in a *text* is a Finding and is collected; a fault in the *run* is one of these, and the first one ends it.
Only ``cli.py`` catches them.

    EditionError
    ├── TextRefused       errors stand in the text or in the outputs          1
    ├── UsageError        the command was not understood                      2
    ├── SourceError       a document cannot be read                          65
    ├── ProgramMissing    an outside program or library is not installed     69
    ├── ProgramFailed     an outside program ran and crashed                 70
    ├── OutputError       a file cannot be written                           73
    └── ProjectError      edition.toml or a record is wrong                  78
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import ClassVar

USAGE = 2  # argparse's own
INTERRUPTED = 130  # 128 + SIGINT


class EditionError(Exception):
    """What happened and where, in one sentence; `hint` says what to do next."""

    exit_code: ClassVar[int] = 1

    def __init__(self, message: str, *, hint: str = "") -> None:
        super().__init__(message)
        self.message = message
        self.hint = hint

    def __reduce__(self) -> tuple[object, ...]:
        return _again, (type(self), self.message, self.hint)


def _again(kind: type[EditionError], message: str, hint: str) -> EditionError:
    """An error carried over from another process."""
    return kind(message, hint=hint)


def together(errors: Sequence[EditionError]) -> EditionError:
    """Several errors as one, of the kind of the first; each keeps its own advice, said once if it is the same for all."""
    if len({error.hint for error in errors}) == 1:
        return type(errors[0])("\n".join(error.message for error in errors), hint=errors[0].hint)
    said = [f"{error.message}\n  help: {error.hint}" if error.hint else error.message for error in errors[:-1]]
    return type(errors[0])("\nerror: ".join([*said, errors[-1].message]), hint=errors[-1].hint)


class TextRefused(EditionError):
    """Errors stand in the text or in the outputs; they have been listed."""


class UsageError(EditionError):
    """The command names what there is not: a code, a profile, a format."""

    exit_code = USAGE


class SourceError(EditionError):
    """A document cannot be read: missing, unreadable, empty, of a kind no reader takes, or not the one on record."""

    exit_code = 65


class ProgramMissing(EditionError):
    """An outside program or a shared library is needed and not there; the hint says how to install it."""

    exit_code = 69


class ProgramFailed(EditionError):
    """An outside program ran and crashed; the message ends with its last lines."""

    exit_code = 70


class OutputError(EditionError):
    """A file cannot be written: no permission, no room, or a folder stands in its place."""

    exit_code = 73


class ProjectError(EditionError):
    """edition.toml or a record is wrong: syntax, an unknown key, a value of the wrong kind, an address that does not resolve."""

    exit_code = 78

"""1. Readers: pandoc as a program that turns a document into its JSON tree. Nothing else of pandoc is used, least of all its TEI.

It runs in its sandbox (it opens no file and no address), with bounds on time and memory, and away from the user's own pandoc settings, so
that the same file gives the same tree on every machine with this version.
"""

from __future__ import annotations

import json
import os
import shutil
import subprocess
from collections.abc import Iterator, Sequence
from functools import cache
from importlib.util import find_spec
from pathlib import Path
from typing import Any

from edition.errors import ProgramFailed, ProgramMissing, SourceError

API = (1, 23)  # of the JSON tree: what blocks.py and inlines.py know
SECONDS = 300
MEMORY = "-M4g"  # pandoc wants 180 to 320 MB for each MB of text
CANNOT_READ = frozenset({23, 24, 61, 62, 63, 64, 65, 66, 84, 92})  # pandoc's exit codes for faults of the input
HEAP_EXHAUSTED = 251

Node = dict[str, Any]  # {"t": "Para", "c": …}
Attr = tuple[str, list[str], list[tuple[str, str]]]  # identifier, classes, key-value pairs


@cache
def program() -> Path:
    """The pandoc that came with the package pypandoc_binary, else the one on PATH. Raises ProgramMissing."""
    spec = find_spec("pypandoc")
    for folder in (spec.submodule_search_locations or []) if spec else []:
        for name in ("pandoc", "pandoc.exe"):
            if (found := Path(folder) / "files" / name).is_file():
                return found
    if on_path := shutil.which("pandoc"):
        return Path(on_path)
    raise ProgramMissing(
        "pandoc is not installed; it is needed to read .docx, .odt, .html, .md and .rtf.",
        hint='Install it into the same environment: pip install "pypandoc_binary>=1.17". Plain text and TEI can be read without it.',
    )


@cache
def version() -> str:
    """``"pandoc 3.9"``."""
    lines = _run(["--version"], b"").decode("utf-8", "replace").splitlines()
    return lines[0].strip() if lines else "pandoc"


def tree(path: Path, data: bytes, form: str, more: Sequence[str] = ()) -> tuple[Node, list[str]]:
    """The document as pandoc's JSON tree (``{"meta": …, "blocks": […]}``), and pandoc's warnings. `form`: ``"docx+styles"``; `more`: options.

    Raises SourceError if pandoc cannot read the file, ProgramFailed if it crashes, ProgramMissing.
    """
    memory = ["+RTS", MEMORY, "-RTS"]
    options = ["--sandbox", f"--data-dir={Path(__file__).parent}", f"--from={form}", "--to=json"]
    out, warnings = convert([*memory, *options, *more], data, path)
    try:
        found = json.loads(out)
    except RecursionError:
        raise SourceError(f'"{path}" is nested too deep to be read.', hint="Lists or quotations lie hundreds of levels inside each other: flatten them.") from None
    except ValueError:
        raise ProgramFailed(f'pandoc gave no readable tree for "{path}".', hint="Reinstall pypandoc_binary.") from None
    if tuple(found["pandoc-api-version"][:2]) != API:
        said = ".".join(map(str, found["pandoc-api-version"]))
        raise ProgramMissing(f"this pandoc ({version()}) speaks version {said} of its tree; version {API[0]}.{API[1]} is needed.", hint='pip install "pypandoc_binary>=1.17,<2"')
    return found, warnings


def nodes(tree: Any, *kinds: str) -> Iterator[Node]:
    """The nodes of these kinds, in the order of the document."""
    stack: list[Any] = [tree]
    while stack:
        item = stack.pop()
        if isinstance(item, dict):
            if item.get("t") in kinds:
                yield item
            stack.extend(reversed(list(item.values())))
        elif isinstance(item, list):
            stack.extend(reversed(item))


def convert(arguments: list[str], data: bytes, path: Path) -> tuple[bytes, list[str]]:
    """What pandoc gives, and its warnings. Raises as `tree`."""
    done = _start(arguments, data)
    said = [line.rstrip() for line in done.stderr.decode("utf-8", "replace").partition("HasCallStack backtrace")[0].splitlines() if line.strip()]
    if done.returncode == 0:
        return done.stdout, _warnings(said)
    last = " ".join(said[-3:]) or f"exit code {done.returncode}"
    if done.returncode == HEAP_EXHAUSTED:
        raise SourceError(f'"{path}" needs more memory than {MEMORY[2:]} to be read.', hint="Split it, a chapter to a file.")
    if done.returncode in CANNOT_READ:
        raise SourceError(f'"{path}" cannot be read: {last}', hint="Open it in the program it was made with and save it again.")
    raise ProgramFailed(f'pandoc failed on "{path}": {last}', hint="Open the file in the program it was made with and save it again; if that does not help, save it as .html.")


def _warnings(said: list[str]) -> list[str]:
    """What stands behind ``[WARNING]``, with its continuation lines, in one line each."""
    found: list[str] = []
    for line in said:
        if line.startswith("[WARNING]"):
            found.append(line.removeprefix("[WARNING]").strip())
        elif found and line.startswith(" "):
            found[-1] += " " + line.strip()
    return found


def _run(arguments: list[str], data: bytes) -> bytes:
    done = _start(arguments, data)
    if done.returncode:
        raise ProgramFailed(f"pandoc {arguments[0]} failed with exit code {done.returncode}.", hint="Reinstall pypandoc_binary.")
    return done.stdout


def _start(arguments: list[str], data: bytes) -> subprocess.CompletedProcess[bytes]:
    nowhere = str(Path(__file__).parent)  # pandoc looks for the user's settings below these
    outside = {"LC_ALL": "C.UTF-8", "HOME": nowhere, "XDG_DATA_HOME": nowhere, "XDG_CONFIG_HOME": nowhere}
    kept = {name: os.environ[name] for name in ("SYSTEMROOT", "TEMP", "TMP", "TMPDIR") if name in os.environ}
    try:
        return subprocess.run([str(program()), *arguments], input=data, capture_output=True, timeout=SECONDS, env={**kept, **outside}, check=False)
    except subprocess.TimeoutExpired:
        raise ProgramFailed(f"pandoc did not finish within {SECONDS} seconds and was stopped.", hint="Split the document, a chapter to a file.") from None
    except OSError as error:
        raise ProgramMissing(f"pandoc cannot be started: {error.strerror}.", hint='Reinstall it: pip install --force-reinstall "pypandoc_binary>=1.17"') from None

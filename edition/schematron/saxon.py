"""Saxon in a process of its own, which is started when it is needed, does one thing after the other, and is ended if it takes too long."""

from __future__ import annotations

import atexit
import json
import os
import re
import subprocess
import sys
import threading
from importlib import metadata
from importlib.util import find_spec
from pathlib import Path
from typing import Any

from edition.errors import ProgramFailed, ProgramMissing

WORKER = Path(__file__).with_name("worker.py")
SECONDS = 60.0  # for one stylesheet, or one document
INSTALL = 'Install it with `pip install "edition-toolkit[schematron]"` (or `pip install "saxonche>=13.1.1"`).'
OLDEST = (13, 1, 1)  # those before trust authorities that they should not (CVE-2026-91403, CVE-2026-114820)
KEPT = ("SYSTEMROOT",)  # of the environment: without it nothing starts on Windows


class Refused(Exception):
    """Saxon took a stylesheet or a document and said no: `reason`, and `said`, what it printed meanwhile."""

    def __init__(self, reason: str, said: str) -> None:
        super().__init__(reason)
        self.reason, self.said = reason, said


class TooLong(Exception):
    """It was stopped."""


def installed() -> bool:
    return find_spec("saxonche") is not None


def version() -> tuple[int, ...]:
    """Of the package saxonche; nothing of it is loaded. () if it cannot be told."""
    try:
        return tuple(int(part) for part in re.findall(r"\d+", metadata.version("saxonche"))[:3])
    except metadata.PackageNotFoundError:
        return ()


class Engine:
    """Not for use by two threads at once. After a fork it belongs to the parent: `engine` gives each process its own."""

    def __init__(self) -> None:
        self.process: subprocess.Popen[bytes] | None = None
        self.sheets: dict[str, int] = {}
        self.owner = os.getpid()
        self.version = ""

    def compile(self, stylesheet: str, seconds: float = SECONDS) -> None:
        """Raises Refused (what is wrong with it), TooLong, ProgramMissing, ProgramFailed."""
        if self.process is None:
            self._start(seconds)
        if stylesheet not in self.sheets:
            self._ask({"do": "compile"}, stylesheet.encode(), seconds)
            self.sheets[stylesheet] = len(self.sheets)

    def run(self, stylesheet: str, document: str, seconds: float = SECONDS) -> tuple[str, str]:
        """The result, and what Saxon printed. `document`: XML without a document type. Raises as `compile`."""
        self.compile(stylesheet, seconds)
        body, said = self._ask({"do": "run", "sheet": self.sheets[stylesheet]}, document.encode(), seconds)
        return body.decode(), said

    def stop(self) -> None:
        process, self.process = self.process, None
        self.sheets.clear()
        if process is not None and self.owner == os.getpid():
            process.kill()
            process.communicate()

    def _start(self, seconds: float) -> None:
        found = find_spec("saxonche")
        if found is None or found.origin is None:
            raise ProgramMissing("Schematron needs saxonche, which is not installed", hint=INSTALL)
        if () != version() < OLDEST:
            raise ProgramMissing(f"saxonche {'.'.join(map(str, version()))} is too old for Schematron: {'.'.join(map(str, OLDEST))} is needed", hint=INSTALL)
        place = Path(found.origin).parent
        path = place.parent if place.name == "saxonche" else place
        self.process = subprocess.Popen(
            [sys.executable, "-I", "-X", "utf8", str(WORKER), str(path)], stdin=subprocess.PIPE, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL,
            cwd=WORKER.anchor, env={name: os.environ[name] for name in KEPT if name in os.environ},
        )  # fmt: skip
        self.version = self._answer(seconds)[0].decode()

    def _ask(self, order: dict[str, Any], body: bytes, seconds: float) -> tuple[bytes, str]:
        assert self.process is not None
        assert self.process.stdin is not None
        try:
            self.process.stdin.write(json.dumps({**order, "seconds": seconds, "size": len(body)}).encode() + b"\n")
            self.process.stdin.write(body)
            self.process.stdin.flush()
        except OSError:
            self.stop()
            raise ProgramFailed("Saxon, which carries out Schematron, has crashed", hint="Try again; `edition doctor` says which version is installed.") from None
        return self._answer(seconds)

    def _answer(self, seconds: float) -> tuple[bytes, str]:
        process = self.process
        assert process is not None
        assert process.stdout is not None
        late = threading.Event()

        def end() -> None:
            late.set()
            process.kill()

        watch = threading.Timer(seconds, end)
        watch.start()
        try:
            head = process.stdout.readline()
            answer = json.loads(head) if head else {}
            body = process.stdout.read(answer.get("size", 0))
        finally:
            watch.cancel()
            watch.join()
        if late.is_set() or not answer or len(body) < answer["size"]:
            self.stop()
            if late.is_set():
                raise TooLong
            raise ProgramFailed("Saxon, which carries out Schematron, has crashed; often there was not enough memory", hint="Try the document alone, and the rules one after the other.")
        if not answer["ok"]:
            raise Refused(body.decode(), answer["said"])
        return body, answer["said"]


_engines: dict[int, Engine] = {}


def engine() -> Engine:
    """The one of this process."""
    found = _engines.get(os.getpid())
    if found is None:  # what a parent has is kept: it is the parent's to end
        found = _engines[os.getpid()] = Engine()
        atexit.register(found.stop)
    return found

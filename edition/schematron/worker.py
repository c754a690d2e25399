"""The process in which Saxon runs: it can open no file and no connection, and sees no variable of the environment. Started by `saxon.py`, never imported.

On its standard input and output go frames: a line of JSON with "size", then as many bytes. It reads `{"do": "compile"}` with a stylesheet and
`{"do": "run", "sheet": n}` with a document, both with "seconds", and answers `{"ok": true}` with the result, or `{"ok": false}` with the reason; "said" is what Saxon printed.
"""

from __future__ import annotations

import json
import os
import signal
import sys
import tempfile
from contextlib import suppress
from math import ceil
from typing import Any, BinaryIO

FEATURE = "http://saxon.sf.net/feature/"
SHUT = {
    "allowedProtocols": "none",  # doc(), collection(), unparsed-text() … of anything
    "allow-external-functions": "false",  # also the environment, system properties and xsl:result-document
    "disableXslEvaluate": "true",
    "parserFeature?uri=http%3A//apache.org/xml/features/disallow-doctype-decl": "true",  # parse-xml() with an entity of a file
    "parserFeature?uri=http%3A//xml.org/sax/features/external-general-entities": "false",
}
LARGE = 50_000_000  # bytes of a result
MEMORY = 4 * 2**30  # bytes; a document of 8 MB takes a twentieth
GRACE = 5  # seconds beyond those that an order may take
HEARD = 20_000  # bytes of what Saxon prints that are kept for each answer
LOUD = 1_000_000  # bytes that it may print at all


class Ear:
    """What is written to the standard error and, by Saxon, to the standard output: kept from the eyes of people, in a file without a name.

    Not a pipe: while Saxon works no thread of Python does, and nobody would empty it.
    """

    def __init__(self) -> None:
        self.file = tempfile.TemporaryFile(buffering=0)  # noqa: SIM115  # for as long as the process lives
        for stream in (1, 2):
            os.dup2(self.file.fileno(), stream)

    def all(self) -> str:
        """What was said since the last time, or the beginning of it."""
        self.file.seek(0)
        heard = self.file.read(HEARD)
        self.file.seek(0)
        self.file.truncate()
        return heard.decode("utf-8", "replace")


def locked() -> None:
    """From here on this process can open nothing, write no file, and take no more memory than a large document needs.

    Where the system has no such limits, Saxon's own must do.
    """
    with suppress(ImportError):
        import resource

        resource.setrlimit(resource.RLIMIT_NOFILE, (0, 0))
        resource.setrlimit(resource.RLIMIT_FSIZE, (LOUD, LOUD))  # what it prints beyond that is lost
        with suppress(OSError, ValueError):  # there may be a lower one
            resource.setrlimit(resource.RLIMIT_DATA, (MEMORY, MEMORY))


def watch(seconds: float) -> None:
    """The system ends this process then: nobody else would, if the one that started it is gone. 0: it does not."""
    if hasattr(signal, "alarm"):
        signal.alarm(ceil(seconds))


def receive(stream: BinaryIO) -> tuple[dict[str, Any], bytes] | None:
    head = stream.readline()
    if not head:
        return None
    order: dict[str, Any] = json.loads(head)
    return order, stream.read(order["size"])


def send(stream: BinaryIO, answer: dict[str, Any], body: bytes) -> None:
    stream.write(json.dumps({**answer, "size": len(body)}).encode() + b"\n")
    stream.write(body)
    stream.flush()


def main() -> None:
    from saxonche import PySaxonApiError, PySaxonProcessor

    incoming, outgoing = sys.stdin.buffer, os.fdopen(os.dup(1), "wb")
    ear = Ear()
    with PySaxonProcessor(license=False) as saxon:
        for name, value in SHUT.items():
            saxon.set_configuration_property(FEATURE + name, value)
        xslt = saxon.new_xslt30_processor()
        xslt.set_jit_compilation(False)  # all that is wrong is wrong at once
        saxon.parse_xml(xml_text="<a/>", encoding="UTF-8")  # so that everything it needs is open
        locked()
        send(outgoing, {"ok": True, "said": ""}, saxon.version.encode())
        sheets: list[Any] = []
        while (order := receive(incoming)) is not None:
            told, body = order
            try:
                watch(told["seconds"] + GRACE)
                if told["do"] == "compile":
                    sheets.append(xslt.compile_stylesheet(stylesheet_text=body.decode("utf-8"), encoding="UTF-8"))
                    result = b""
                else:
                    document = saxon.parse_xml(xml_text=body.decode("utf-8"), encoding="UTF-8")
                    result = (sheets[told["sheet"]].transform_to_string(xdm_node=document) or "").encode()
                    if len(result) > LARGE:
                        raise ValueError(f"the findings are more than {LARGE // 1_000_000} MB")
                send(outgoing, {"ok": True, "said": ear.all()}, result)
            except (PySaxonApiError, ValueError, RuntimeError) as error:
                send(outgoing, {"ok": False, "said": ear.all()}, str(error).encode("utf-8", "replace"))
            watch(0)


if __name__ == "__main__":
    sys.path[:0] = sys.argv[1:]
    main()

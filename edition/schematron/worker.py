"""The process in which Saxon runs: it can open no file and no connection, and sees no variable of the environment. Started by `saxon.py`, never imported.

On its standard input and output go frames: a line of JSON with "size", then as many bytes. It reads `{"do": "compile"}` with a stylesheet and
`{"do": "run", "sheet": n}` with a document, and answers `{"ok": true}` with the result, or `{"ok": false}` with the reason; "said" is what Saxon printed.
"""

from __future__ import annotations

import json
import os
import sys
import threading
from contextlib import suppress
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
HEARD = 20_000  # bytes of what Saxon prints that are kept for each answer
END = b"\x00\x01"  # never printed by Saxon


class Ear:
    """What is written to the standard error, kept from the eyes of people."""

    def __init__(self) -> None:
        reading, self.writing = os.pipe()
        os.dup2(self.writing, 2)
        self.heard = b""
        self.ended = threading.Event()
        threading.Thread(target=self._listen, args=(reading,), daemon=True).start()

    def _listen(self, reading: int) -> None:
        tail = b""
        while data := os.read(reading, 65_536):
            if END in tail + data:
                self.heard = (self.heard + data.replace(END, b""))[:HEARD]
                self.ended.set()
                tail = b""
            else:
                self.heard = (self.heard + data)[:HEARD]
                tail = data[-1:]

    def all(self) -> str:
        """What was said since the last time."""
        os.write(2, END)
        self.ended.wait(2)
        self.ended.clear()
        heard, self.heard = self.heard, b""
        return heard.decode("utf-8", "replace")


def locked() -> None:
    """From here on this process can open nothing, write no file, and take no more memory than a large document needs.

    Where the system has no such limits, Saxon's own must do.
    """
    with suppress(ImportError):
        import resource

        for limit in (resource.RLIMIT_NOFILE, resource.RLIMIT_FSIZE):
            resource.setrlimit(limit, (0, 0))
        with suppress(OSError, ValueError):  # there may be a lower one
            resource.setrlimit(resource.RLIMIT_DATA, (MEMORY, MEMORY))


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

    ear = Ear()
    incoming, outgoing = sys.stdin.buffer, os.fdopen(os.dup(1), "wb")
    os.dup2(2, 1)  # nothing but frames goes out
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


if __name__ == "__main__":
    sys.path[:0] = sys.argv[1:]
    main()

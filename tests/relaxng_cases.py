"""Cases of RELAX NG: schemas and documents with the verdict that is due, read from text files.

    = name of a case      a schema follows, to the next mark
    ~ file.rng            a further file of the schema
    + <document/>         valid
    - <document/>         not valid

The namespaces of RELAX NG and of XML Schema's datatypes are put into the first tag of a schema that names none.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from pathlib import Path

from conftest import CASES

FOLDER = CASES / "relaxng"
RNG, XSD = "http://relaxng.org/ns/structure/1.0", "http://www.w3.org/2001/XMLSchema-datatypes"


@dataclass
class Case:
    name: str
    files: dict[str, str] = field(default_factory=dict)
    documents: list[tuple[str, bool]] = field(default_factory=list)

    @property
    def ids(self) -> bool:
        return self.name.startswith("ids:")

    def write(self, folder: Path) -> Path:
        """The schema's files; the path of the first."""
        for name, text in self.files.items():
            path = folder / name
            path.parent.mkdir(parents=True, exist_ok=True)
            path.write_text(with_namespaces(text), encoding="utf-8")
        return folder / "schema.rng"


def with_namespaces(text: str) -> str:
    if RNG in text:
        return text
    more = f' xmlns="{RNG}"'
    tag = re.match(r"<[^<>]*", text)
    if tag and "datatypeLibrary" not in tag[0]:
        more += f' datatypeLibrary="{XSD}"'
    return re.sub(r"^<[\w:]+", lambda found: found[0] + more, text, count=1)


def cases(name: str) -> list[Case]:
    found: list[Case] = []
    mark, words = "", [""]

    def settle() -> None:
        text = "\n".join(words).strip("\n")
        if mark == "=":
            name, _, schema = text.partition("\n")
            found.append(Case(name, {"schema.rng": schema.strip()}))
        elif mark == "~":
            file, _, schema = text.partition("\n")
            found[-1].files[file] = schema.strip()
        elif mark:
            found[-1].documents.append((text, mark == "+"))

    for line in (FOLDER / f"{name}.txt").read_text(encoding="utf-8").splitlines():
        if line[:2] in ("= ", "~ ", "+ ", "- "):
            settle()
            mark, words = line[0], [line[2:]]
        else:
            words.append(line)
    settle()
    return found

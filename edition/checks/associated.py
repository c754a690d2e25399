"""6. What a file says itself of the schemas it is to be held against: its xml-model instructions. Local files inside the project are taken, nothing is fetched.

The project is the folder that is checked, or the current folder if the file lies below it.
"""

from __future__ import annotations

import re
from contextlib import suppress
from dataclasses import dataclass, replace
from pathlib import Path, PurePosixPath
from urllib.parse import unquote, urlsplit
from xml.parsers import expat

from edition import parsers, schemas
from edition.checks import structure
from edition.checks import tei as facts
from edition.checks.files import folder_of, place
from edition.codes import CODES
from edition.errors import ProjectError
from edition.model import Document, Finding, Locus
from edition.rules import Scope

NAME = b"xml-model"
WIDE = NAME.decode().encode("utf-16-le")  # the same in UTF-16, either way round but for a byte
RNG = "http://relaxng.org/ns/structure/1.0"
PSEUDO = re.compile(r"""([\w.\-]+)\s*=\s*(?:"([^"]*)"|'([^']*)')""")
OTHERS = {"http://www.w3.org/2001/XMLSchema": "W3C XML Schema", "http://purl.oclc.org/dsdl/nvdl/ns/structure/1.0": "NVDL", "application/xml-dtd": "a DTD"}
LANGUAGES = {".xsd": "W3C XML Schema", ".dtd": "a DTD", ".nvdl": "NVDL", ".rnc": "RELAX NG in compact syntax"}
COMPACT = "application/relax-ng-compact-syntax"


@dataclass(frozen=True)
class Model:
    """One xml-model instruction: the address, what kind of schema it says it is, and where it stands."""

    href: str
    kind: str
    line: int
    column: int


def models(data: bytes) -> list[Model]:
    """Those before the first element. Raises nothing."""
    if NAME not in data and WIDE not in data:
        return []
    found: list[Model] = []
    reader = parsers.events()

    def instruction(target: str, text: str) -> None:
        if target == "xml-model":
            told = {key: one or two for key, one, two in PSEUDO.findall(text)}
            if told.get("href"):
                found.append(Model(told["href"].strip(), _kind(told), reader.CurrentLineNumber, reader.CurrentColumnNumber + 1))

    def start(name: str, attributes: dict[str, str]) -> None:
        raise StopIteration

    reader.ProcessingInstructionHandler, reader.StartElementHandler = instruction, start
    with suppress(expat.ExpatError, LookupError, ValueError, StopIteration):
        reader.Parse(data, True)
    return found


def _kind(told: dict[str, str]) -> str:
    """``RELAX NG``, ``Schematron``, or the name of a language that is not read."""
    types, form = told.get("schematypens", ""), told.get("type", "")
    suffix = PurePosixPath(urlsplit(told["href"]).path).suffix.lower()
    if types in schemas.SCHEMATRON:
        return schemas.SCH
    if types and types != RNG:
        return OTHERS.get(types, types)
    if form in OTHERS:
        return OTHERS[form]
    if not types and suffix == ".sch":
        return schemas.SCH
    if form == COMPACT:
        return LANGUAGES[".rnc"]
    return LANGUAGES.get(suffix, schemas.RNG)


def scoped(document: Document, scope: Scope) -> tuple[Scope, list[Finding]]:
    """The scope with the schemas that the document names and that may be taken, and what is to be said of all that it names."""
    named = models(document.data)
    if not named:
        return scope, []
    faults: list[tuple[Model, str, str, str]] = []  # code, message, hint
    schema, rules = scope.schema, list(scope.schematron)
    for model in named:
        path, why, hint = _meant(document, scope, model)
        if why:
            faults.append((model, "CFG001", why, hint))
        elif path is None:
            continue
        elif model.kind == schemas.SCH:
            bare = path.suffix == ".rng" and not schemas.embedded(path.read_bytes())  # TEI files name one schema as both, whether or not it holds rules
            rules += [path] if path not in rules and not bare else []
        elif scope.schema is not None and not _same(path, scope.schema):
            faults.append((model, "CFG001", f'xml-model names "{model.href}"', "Let both name the same schema."))
        elif schema is None:
            try:
                structure.prepare(path)
                schema = path
                faults.append((model, "CFG006", f"held against {path.name}, which its xml-model names ({_version(path)})", ""))
            except ProjectError as error:
                faults.append((model, "CFG005", f"the schema that xml-model names cannot be used: {error.message}", error.hint))
    chosen = schema is not None and scope.schema is None  # the file named one that could be taken, so that others matter no more
    held = f": the file was held against {schema.name if schema is not None else f'tei_all of TEI {facts.version()}'}"
    found: dict[tuple[str, str], Finding] = {}  # one for each address: the same schema is often named twice, as RELAX NG and as Schematron
    for model, code, message, hint in faults:
        if code in scope.selection and not (code == "CFG001" and chosen and model.kind != schemas.SCH):
            said = message + held if code == "CFG001" and model.kind != schemas.SCH else message
            found.setdefault((code, model.href), Finding(code, CODES[code].severity, Locus(str(document.path), model.line, model.column), said, hint))
    return replace(scope, schema=schema, schematron=tuple(rules)), list(found.values())


def _meant(document: Document, scope: Scope, model: Model) -> tuple[Path | None, str, str]:
    """The file that an instruction means, or why there is none, and what to do; neither for the schema that the program carries."""
    named = f'xml-model names "{model.href}"'
    if schemas.addressed(model.href) == schemas.BUILT_IN and model.kind in (schemas.RNG, schemas.SCH, LANGUAGES[".rnc"]):
        return None, "", ""
    if model.kind not in (schemas.RNG, schemas.SCH):
        return None, f"{named}, which is {model.kind}, and that is not read", "RELAX NG in XML syntax (.rng) and Schematron are read."
    address = urlsplit(model.href)
    stored = schemas.at_address(model.href)
    if stored is not None:
        return place(stored.path.parent, stored.path.name), "", ""
    if address.scheme not in ("", "file") or address.netloc:
        return None, f"{named}, which is on the network, and nothing is fetched", f"Save it as a file, then: edition schema add FILE --address {model.href}"
    path = place(document.path.parent, address.path)
    if not _inside(path, document, scope):
        option = "--schematron" if model.kind == schemas.SCH else "--schema"
        return None, f"{named}, which lies outside of the project", f"Name it yourself: {option} {unquote(address.path)}"
    if not path.is_file():
        return None, f"{named}, and there is no such file", "Correct the address, or put the schema there."
    return path, "", ""


def _inside(path: Path, document: Document, scope: Scope) -> bool:
    """Whether the file lies in the folder that is checked, or in the current one if the document does."""
    try:
        real, here, home = path.resolve(), Path.cwd().resolve(), folder_of(document, scope).resolve()
        return real.is_relative_to(home) or (document.path.resolve().is_relative_to(here) and real.is_relative_to(here))
    except (OSError, ValueError, RuntimeError):
        return False


def _same(one: Path, other: Path) -> bool:
    try:
        return one.samefile(other) or one.read_bytes() == other.read_bytes()
    except OSError:
        return False


def _version(path: Path) -> str:
    match = schemas.VERSION.search(path.read_bytes()[: schemas.HEAD])
    return f"TEI {match[1].decode()}, sha256 {schemas.checksum(path)}" if match else f"sha256 {schemas.checksum(path)}"


__all__ = ["Model", "models", "scoped"]

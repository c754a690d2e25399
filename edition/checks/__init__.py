"""6. Reads a document, changes nothing, reports everything: form, schema, ids and pointers, header, languages, dates, pictures.

`CHECKS` is the table; `check` runs it over one document, `judge` looks at what several documents say of each other. Installed packages
add rows by the entry-point group ``edition.checks``: each names a `rules.Check`.
"""

from __future__ import annotations

from functools import cache
from importlib.metadata import entry_points

from edition.checks import conventions, dates, header, identifiers, languages, pictures, pointers, root, structure, wellformed
from edition.checks.collection import Facts, facts, judge
from edition.checks.structure import prepare
from edition.model import Document, Finding
from edition.rules import Check, Scope

__all__ = ["CHECKS", "Facts", "check", "checks", "facts", "judge", "prepare"]

CHECKS: tuple[Check, ...] = (
    # the bytes
    wellformed.not_well_formed,
    wellformed.undeclared_entity,
    wellformed.external_entity,
    wellformed.limit_exceeded,
    wellformed.unexpanded_entity,
    wellformed.external_dtd,
    # the vocabulary
    root.not_tei,
    root.fragment,
    structure.unknown_element,
    structure.misplaced_element,
    structure.element_out_of_order,
    structure.element_too_early,
    structure.incomplete_element,
    structure.text_not_allowed,
    structure.foreign_element,
    structure.attribute_not_allowed,
    structure.attribute_missing,
    structure.bad_value,
    structure.value_not_in_list,
    # what points to what
    identifiers.duplicate_id,
    pointers.dangling_reference,
    pointers.dangling_file_reference,
    pointers.undeclared_prefix,
    pointers.inclusion_not_followed,
    pictures.missing_picture,
    pictures.missing_facsimile,
    identifiers.malformed_id,
    # what is said
    languages.malformed_language,
    languages.no_language,
    dates.impossible_date,
    header.no_title,
    header.no_publisher,
    header.no_licence,
    header.licence_without_address,
    header.no_source,
    header.no_revision,
    header.no_editorial_declaration,
    header.malformed_identifier,
    header.nobody_responsible,
    header.no_header,
    header.no_publication_date,
    # how it reads
    conventions.incomplete_choice,
    conventions.empty_element,
    pictures.undescribed_picture,
)

VALUES = frozenset({"DAT001", "LNG001", "REF013"})  # say more of a value than ATT003 does, which then is silent: one mistake, one finding


@cache
def checks() -> tuple[Check, ...]:
    """Our rows and those of installed packages, ours first."""
    return CHECKS + tuple(row.load() for row in sorted(entry_points(group="edition.checks"), key=lambda row: row.name))


def check(document: Document, scope: Scope) -> list[Finding]:
    """All that is wrong with one document, of what the scope selects, by place. Raises ProjectError if the scope's schema cannot be read (see `prepare`)."""
    rows = [each for each in checks() if each.code in scope.selection]
    if any(each.reads == "tree" for each in rows):
        document.parsed  # noqa: B018  # first, so that what reads the bytes does not do without a tree that will be built anyway
    found = [finding for each in rows for finding in each.run(document, scope)]
    told = {(finding.locus.line, finding.locus.column) for finding in found if finding.code in VALUES}
    found = [finding for finding in found if finding.code != "ATT003" or (finding.locus.line, finding.locus.column) not in told]
    return sorted(found, key=lambda finding: (finding.locus.line, finding.locus.column, finding.code, finding.message))

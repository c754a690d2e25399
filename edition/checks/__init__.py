"""6. Reads a document, changes nothing, reports everything: form, schema, ids and pointers, header, languages, dates, pictures.

`CHECKS` is the table; `check` runs it over one document, `judge` looks at what several documents say of each other. Installed packages
add rows by the entry-point group ``edition.checks``: each names a `rules.Check`.
"""

from __future__ import annotations

from functools import cache

from edition.checks import (
    associated,
    attributes,
    chains,
    constraints,
    conventions,
    dates,
    habits,
    header,
    identifiers,
    languages,
    pages,
    pictures,
    pointers,
    root,
    structure,
    targets,
    wellformed,
)
from edition.checks.collection import Facts, facts, judge
from edition.checks.structure import prepare
from edition.guests import guests
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
    attributes.deprecated_element,
    attributes.empty_value,
    attributes.subtype_without_type,
    attributes.attributes_that_exclude_each_other,
    attributes.rend_and_rendition,
    attributes.attribute_without_its_partner,
    attributes.wrong_number_of_pointers,
    attributes.value_of_another_place,
    constraints.nested_block,
    constraints.part_missing,
    constraints.part_twice,
    constraints.out_of_its_place,
    # what points to what
    identifiers.duplicate_id,
    pointers.dangling_reference,
    pointers.dangling_file_reference,
    pointers.undeclared_prefix,
    pointers.inclusion_not_followed,
    pictures.missing_picture,
    pictures.missing_facsimile,
    identifiers.malformed_id,
    identifiers.idle_id,
    targets.wrong_kind_of_target,
    targets.space_in_address,
    chains.broken_chain,
    chains.part_out_of_order,
    conventions.repeated_note,
    # what is said
    languages.malformed_language,
    languages.superseded_language,
    languages.no_language,
    languages.undeclared_language,
    languages.idle_language,
    dates.impossible_date,
    dates.contradicted_date,
    dates.undated_date,
    dates.impossible_iso_date,
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
    header.unidentified_person,
    header.template_remnant,
    # how it reads
    conventions.incomplete_choice,
    conventions.empty_element,
    conventions.skipped_heading,
    pages.page_out_of_sequence,
    habits.hyphen_at_break,
    habits.stray_space,
    habits.mixed_quotation_marks,
    pictures.undescribed_picture,
    pictures.coarse_picture,
    pictures.unportable_file_name,
)

# One mistake, one finding: what is silent of a value, or of an element, where one of the others speaks, because that one says more or weighs more
VALUES = frozenset({"DAT001", "DAT004", "LNG001", "REF013"})
BY_VALUE = {"ATT003": VALUES, "ATT005": VALUES | {"ATT003", "ATT004"}}
BY_ELEMENT = {
    "RNG006": frozenset({"TXT009"}), "TXT007": frozenset({"RNG003", "RNG004"}), "TXT011": frozenset({"RNG003", "RNG004"}), "ATT009": frozenset({"ATT002"}),
    "ATT010": frozenset({"ATT002"}),
}  # fmt: skip


@cache
def checks() -> tuple[Check, ...]:
    """Our rows and those of installed packages, ours first."""
    return CHECKS + tuple(row.load() for row in guests("edition.checks"))


def check(document: Document, scope: Scope) -> list[Finding]:
    """All that is wrong with one document, of what the scope selects, by place. Raises ProjectError if the scope's schema cannot be read (see `prepare`)."""
    scope, found = associated.scoped(document, scope)
    rows = [each for each in checks() if each.code in scope.selection]
    if any(each.reads == "tree" for each in rows):
        document.parsed  # noqa: B018  # first, so that what reads the bytes does not do without a tree that will be built anyway
    found += [finding for each in rows for finding in each.run(document, scope)]
    if scope.schematron:
        from edition.checks import project_schematron  # with all that turns Schematron into XSLT: most files have none

        found += project_schematron.findings(document, scope)
    found = _once(found)
    return sorted(found, key=lambda finding: (finding.locus.line, finding.locus.column, finding.code, finding.message))


def _once(found: list[Finding]) -> list[Finding]:
    """Without what another finding says of the same thing."""
    told = {(*_value(each), each.code) for each in found} | {(*_value(each)[:2], each.code) for each in found}

    def said(each: Finding) -> bool:
        line, column, name = _value(each)
        values, elements = BY_VALUE.get(each.code, ()), BY_ELEMENT.get(each.code, ())
        return any((line, column, name, code) in told for code in values) or any((line, column, code) in told for code in elements)

    return [each for each in found if not said(each)]


def _value(finding: Finding) -> tuple[int, int, str]:
    """The place of a value: its element's, and its attribute."""
    return finding.locus.line, finding.locus.column, finding.subject.name if finding.subject else ""

"""The report as SARIF 2.1.0, which code scanning services and editors read.

Source: Static Analysis Results Interchange Format (SARIF) Version 2.1.0, OASIS Standard.
"""

from __future__ import annotations

import json
from base64 import b64encode
from collections.abc import Sequence
from typing import TYPE_CHECKING, Any

from edition.model import Finding, Fix, Severity
from edition.report import ordered
from edition.reports.model import Outcome, Rule, fingerprints
from edition.reports.uris import uri
from edition.version import __version__

if TYPE_CHECKING:
    from edition.project import Accepted

SCHEMA = "https://docs.oasis-open.org/sarif/sarif/v2.1.0/errata01/os/schemas/sarif-schema-2.1.0.json"
LEVELS = {Severity.ERROR: "error", Severity.QUERY: "warning", Severity.NOTE: "note"}
ROOT = "%SRCROOT%"
MANY = 100  # edits of a fix that are told


def dump(outcome: Outcome) -> str:
    """One log with one run."""
    return json.dumps(content(outcome), ensure_ascii=False, indent=1) + "\n"


def content(outcome: Outcome) -> dict[str, Any]:
    """As Python has it. Answered findings are results too, with their reason as a suppression."""
    codes = outcome.codes()
    answers = {id(found): answer for found, answer in outcome.accepted}
    findings = ordered((*outcome.findings, *(found for found, _ in outcome.accepted)))
    run: dict[str, Any] = {
        "tool": {"driver": {
            "name": "edition", "semanticVersion": __version__, "version": __version__, "rules": [_rule(outcome.rule(code)) for code in codes],
            "properties": {"schemas": [str(each) for each in outcome.schemas]},
        }},
        "columnKind": "unicodeCodePoints",
        "originalUriBaseIds": {ROOT: {"description": {"text": "The folder in which the command ran."}}},
        "invocations": [_invocation(outcome)],
        "artifacts": [{"location": {"uri": uri(file), "uriBaseId": ROOT}} for file in outcome.files],
        "results": _results(findings, codes, answers),
    }  # fmt: skip
    return {"$schema": SCHEMA, "version": "2.1.0", "runs": [run]}


def _results(findings: Sequence[Finding], codes: Sequence[str], answers: dict[int, Accepted]) -> list[dict[str, Any]]:
    index = {code: number for number, code in enumerate(codes)}
    results = []
    for found, mark in zip(findings, fingerprints(findings), strict=True):
        words = found.message + (f"\n{found.hint}" if found.hint else "")
        result: dict[str, Any] = {
            "ruleId": found.code, "ruleIndex": index[found.code], "level": LEVELS[found.severity], "message": {"text": words},
            "locations": [_location(found)], "partialFingerprints": {"primaryLocationLineHash": mark, "editionFinding/v1": mark},
        }  # fmt: skip
        if found.locus.id:
            result["locations"][0]["logicalLocations"] = [{"name": found.locus.id, "fullyQualifiedName": f"#{found.locus.id}{found.locus.path}", "kind": "element"}]
        if found.fix is not None and len(found.fix.edits) <= MANY:
            result["fixes"] = [_fix(found, found.fix)]
        if id(found) in answers:
            result["suppressions"] = [{"kind": "external", "status": "accepted", "justification": answers[id(found)].reason or "no reason is given"}]
        results.append(result)
    return results


def _location(found: Finding) -> dict[str, Any]:
    region = {"startLine": found.locus.line or 1} | ({"startColumn": found.locus.column} if found.locus.column else {})
    return {"physicalLocation": {"artifactLocation": {"uri": uri(found.locus.file), "uriBaseId": ROOT}, "region": region}}


def _fix(found: Finding, fix: Fix) -> dict[str, Any]:
    """In bytes of the file, so that it holds in any encoding (section 3.57: the content of a binary region is binary)."""
    replacements = [
        {"deletedRegion": {"byteOffset": offset, "byteLength": length}, "insertedContent": {"binary": b64encode(data).decode()}} for offset, length, data in fix.edits
    ]  # fmt: skip
    change = {"artifactLocation": {"uri": uri(found.locus.file), "uriBaseId": ROOT}, "replacements": replacements}
    return {"description": {"text": fix.says}, "artifactChanges": [change], "properties": {"safe": fix.safe}}


def _rule(rule: Rule) -> dict[str, Any]:
    examples = [f"{kind}: {each}" for kind, texts in (("Bad", rule.bad), ("Good", rule.good)) for each in texts]
    text = "\n\n".join([rule.manual or rule.title, *examples])
    fenced = "\n".join(f"<!-- {kind} -->  {each}" for kind, texts in (("bad", rule.bad), ("good", rule.good)) for each in texts)
    markdown = (rule.manual or rule.title).replace("<", "\\<") + (f"\n\n```xml\n{fenced}\n```" if fenced else "") + (f"\n\nSource: {rule.source}" if rule.source else "")
    return {
        "id": rule.code, "name": "".join(part.capitalize() for part in rule.name.split("-")), "shortDescription": {"text": rule.title},
        "fullDescription": {"text": rule.manual or rule.title}, "help": {"text": text, "markdown": markdown},
        "defaultConfiguration": {"level": LEVELS[rule.severity]}, "properties": {"tags": [rule.code[:3], "TEI"]},
    }  # fmt: skip


def _invocation(outcome: Outcome) -> dict[str, Any]:
    told = [
        {"level": "error", "message": {"text": f"{error.message} {error.hint}".strip()},
         "locations": [{"physicalLocation": {"artifactLocation": {"uri": uri(file), "uriBaseId": ROOT}}}]}
        for file, error in outcome.failed
    ]  # fmt: skip
    return {"executionSuccessful": not told, **({"toolExecutionNotifications": told} if told else {})}

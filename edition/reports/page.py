"""The report as one page: findings by rule and by file, the elements used, searchable without a network. It can be sent by mail, and opens anywhere."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Sequence
from html import escape
from itertools import groupby
from pathlib import Path
from string import Template

from edition.model import Finding, Severity
from edition.report import TAG, line_of, ordered, safe
from edition.reports.model import Outcome, Rule
from edition.version import __version__

TEMPLATE = Path(__file__).with_name("page.html")
STYLE = Path(__file__).with_name("page.css")
NOT_SHOWN = re.compile("[\x00-\x08\x0b-\x1f\x7f-\x9f\ud800-\udfff\ufffe\uffff]")
BEFORE, AFTER = 60, 120  # characters of a line before and after the place
NAMES = {Severity.ERROR: ("error", "errors"), Severity.QUERY: ("query", "queries"), Severity.NOTE: ("note", "notes")}


def dump(outcome: Outcome) -> str:
    """HTML, which is well-formed XML too but for its script."""
    findings = ordered(outcome.findings)
    title = f"Check of {_count(len(outcome.files), 'file', 'files')}"
    body = [_head(title, outcome, findings), _search(), '<main id="main">', _by_rule(outcome, findings), _by_file(outcome, findings), _elements(outcome)]
    body += [_answered(outcome), _failed(outcome), "</main>"]
    style = STYLE.read_text(encoding="utf-8").rstrip("\n")
    return Template(TEMPLATE.read_text(encoding="utf-8")).substitute(title=_text(title), style=style, body="\n".join(part for part in body if part))


def _text(words: str) -> str:
    return escape(NOT_SHOWN.sub("\ufffd", words))


def _count(number: int, one: str, many: str) -> str:
    return f"{number:,} {one if number == 1 else many}"


def _counts(findings: Iterable[Finding]) -> str:
    counts = Counter(found.severity for found in findings)
    return ", ".join(_count(counts[severity], *names) for severity, names in NAMES.items() if counts[severity]) or "no findings"


def _head(title: str, outcome: Outcome, findings: Sequence[Finding]) -> str:
    counts = Counter(found.severity for found in findings)
    rows = [f'<li><b class="{severity}">{counts[severity]:,}</b> {names[counts[severity] != 1]}</li>' for severity, names in NAMES.items()]
    rows.append(f"<li><b>{len(outcome.accepted):,}</b> answered</li>")
    if outcome.failed:
        rows.append(f"<li><b>{len(outcome.failed):,}</b> not read</li>")
    sections = {"rules": "By rule", "files": "By file", "elements": "Elements used", "answered": "Answered", "failed": "Not read"}
    there = {"rules": findings, "files": findings, "elements": any(outcome.elements.values()), "answered": outcome.accepted, "failed": outcome.failed}
    links = "".join(f'<li><a href="#{name}">{words}</a></li>' for name, words in sections.items() if there[name])
    clean = sum(1 for file in outcome.files) - len({found.locus.file for found in findings} & set(outcome.files))
    return (
        f"<header>\n<h1>{_text(title)}</h1>\n<p>Held against {_text(outcome.schema or 'no schema')}, by edition {_text(__version__)}. "
        f'{_count(clean, "file has", "files have")} no findings.</p>\n<ul class="counts">{"".join(rows)}</ul>\n</header>\n<nav aria-label="Sections"><ul>{links}</ul></nav>'
    )


def _search() -> str:
    boxes = "".join(f'<label><input type="checkbox" value="{severity}" checked="checked"/> {names[1]}</label>' for severity, names in NAMES.items())
    return (
        '<form id="search" role="search" hidden="hidden"><label for="words">Search</label><input type="search" id="words" autocomplete="off"/>'
        f'<fieldset><legend>Show</legend>{boxes}</fieldset><output id="told" for="words" aria-live="polite"></output></form>'
    )


def _by_rule(outcome: Outcome, findings: Sequence[Finding]) -> str:
    if not findings:
        return ""
    numbers = {id(found): number for number, found in enumerate(findings, 1)}
    parts = ['<section aria-labelledby="rules">\n<h2 id="rules">By rule</h2>']
    for code in outcome.codes():
        here = [found for found in findings if found.code == code]
        if not here:
            continue
        rule = outcome.rule(code)
        files = len({found.locus.file for found in here})
        places = "".join(f'<li data-place="f{numbers[id(found)]}"><a href="#f{numbers[id(found)]}">{_text(str(found.locus))}</a></li>' for found in here)
        parts.append(
            f'<details data-group="rule" id="rule-{_text(code)}"><summary><h3>{_text(code)} {_text(rule.title)}</h3> '
            f'<span class="many">{_counts(here)} in {_count(files, "file", "files")}</span></summary>\n{_manual(rule)}<ul class="places">{places}</ul></details>'
        )
    return "\n".join([*parts, "</section>"])


def _manual(rule: Rule) -> str:
    words = rule.manual.removeprefix(rule.title).strip()
    parts = [f"<p>{_text(words)}</p>"] if words else []
    examples = [("Bad", each) for each in rule.bad] + [("Good", each) for each in rule.good]
    if examples:
        parts.append("<dl>" + "".join(f"<dt>{kind}</dt><dd><code>{_text(each)}</code></dd>" for kind, each in examples) + "</dl>")
    return "".join(parts)


def _by_file(outcome: Outcome, findings: Sequence[Finding]) -> str:
    if not findings:
        return ""
    parts = ['<section aria-labelledby="files">\n<h2 id="files">By file</h2>']
    number = 0
    for file, group in groupby(findings, key=lambda found: found.locus.file):
        here = list(group)
        rows = []
        for found in here:
            number += 1
            rows.append(_row(found, outcome.rule(found.code), f' id="f{number}"', "finding"))
        parts.append(
            f'<details data-group="file" open="open"><summary><h3>{_text(file or "(no file)")}</h3> <span class="many">{_counts(here)}</span></summary>\n'
            f'<ol class="findings">\n{chr(10).join(rows)}\n</ol></details>'
        )
    return "\n".join([*parts, "</section>"])


def _row(found: Finding, rule: Rule, attributes: str, kind: str, more: str = "") -> str:
    place = f"line {found.locus.line}" + (f", column {found.locus.column}" if found.locus.column else "") if found.locus.line else "the whole file"
    hint = f"<p>{_text(found.hint)}</p>" if found.hint else ""
    return (
        f'<li{attributes} data-row="{kind}" data-kind="{found.severity}" class="{found.severity}"><p><span class="kind">{found.severity}</span> '
        f'<a href="#rule-{_text(found.code)}" title="{_text(rule.title)}">{_text(found.code)}</a> · {place}: {_text(found.message)}</p>{_excerpt(found)}{hint}{more}</li>'
    )


def _excerpt(found: Finding) -> str:
    """The line of the file, the tag or character at the place marked."""
    line = line_of(found.locus.file, found.locus.line) if found.locus.line else ""
    if not line:
        return ""
    at = max(0, found.locus.column - 1)
    start = max(0, at - BEFORE)
    shown = safe(line[start : at + AFTER])
    match = TAG.match(shown, at - start) if found.locus.column else None
    begin, end = match.span() if match else (0, 0)
    head, tail = "…" if start else "", "…" if at + AFTER < len(line) else ""
    marked = f"<mark>{_text(shown[begin:end])}</mark>" if end else ""
    return f"<pre>{head}{_text(shown[:begin])}{marked}{_text(shown[end:])}{tail}</pre>"


def _elements(outcome: Outcome) -> str:
    total: Counter[str] = Counter()
    files: Counter[str] = Counter()
    for counts in outcome.elements.values():
        total.update(counts)
        files.update(counts.keys())
    if not total:
        return ""
    rows = [
        f'<tr data-row="element"><th scope="row"><code>{_text(name)}</code></th><td class="number">{count:,}</td><td class="number">{files[name]:,}</td></tr>'
        for name, count in sorted(total.items(), key=lambda item: (-item[1], item[0]))
    ]  # fmt: skip
    caption = f"{_count(len(total), 'element', 'elements')}, {_count(sum(total.values()), 'time', 'times')} in all"
    return (
        f'<section aria-labelledby="elements">\n<h2 id="elements">Elements used</h2>\n<table><caption>{caption}</caption><thead><tr><th scope="col">Element</th>'
        f'<th scope="col" class="number">Times</th><th scope="col" class="number">Files</th></tr></thead><tbody>\n{chr(10).join(rows)}\n</tbody></table></section>'
    )


def _answered(outcome: Outcome) -> str:
    if not outcome.accepted:
        return ""
    reasons = {id(found): answer.reason for found, answer in outcome.accepted}
    rows = []
    for found in ordered(found for found, _ in outcome.accepted):
        why = f"<p>{_text(found.locus.file)}: {_text(reasons[id(found)]) or 'no reason is given'}</p>"
        rows.append(_row(found, outcome.rule(found.code), "", "answer", why).replace(f' href="#rule-{_text(found.code)}"', "", 1))
    return f'<section aria-labelledby="answered">\n<h2 id="answered">Answered</h2>\n<ol class="findings">\n{chr(10).join(rows)}\n</ol></section>'


def _failed(outcome: Outcome) -> str:
    if not outcome.failed:
        return ""
    rows = "\n".join(f"<li>{_text(error.message)} {_text(error.hint)}</li>" for _, error in outcome.failed)
    return f'<section aria-labelledby="failed">\n<h2 id="failed">Not read</h2>\n<ul>\n{rows}\n</ul></section>'

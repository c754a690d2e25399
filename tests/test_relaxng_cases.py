"""RELAX NG by the specification: schemas and documents of tests/cases/relaxng, each with its verdict, and the same verdicts from jing."""

from __future__ import annotations

import os
import subprocess
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pytest
from relaxng_cases import Case, cases

from edition import relaxng
from edition.relaxng import BadSchema

GOOD = ("patterns", "names", "datatypes", "files", "spaces", "allowed", "apart")
EVERY = (
    1 if os.environ.get("EDITION_REQUIRE_JUDGES") else 6
)  # jing takes half a second a schema: it is asked of all of them where judges are required
QUICK = {"JAVA_TOOL_OPTIONS": "-XX:TieredStopAtLevel=1 -XX:+UseSerialGC"}


def written(case: Case, folder: Path) -> tuple[Path, list[Path]]:
    folder.mkdir(parents=True)
    documents = [folder / f"document{number}.xml" for number in range(len(case.documents))]
    for path, (text, _) in zip(documents, case.documents, strict=True):
        path.write_text(text, encoding="utf-8")
    return case.write(folder), documents


@pytest.mark.parametrize("case", [case for name in GOOD for case in cases(name)], ids=lambda case: case.name)
def test_each_document_has_the_verdict_of_the_specification(case: Case, tmp_path: Path):
    path, documents = written(case, tmp_path / "case")
    schema = relaxng.load(path)
    wrong = [
        text for file, (text, valid) in zip(documents, case.documents, strict=True) if valid is bool(schema.validate(file.read_bytes(), ids=case.ids))
    ]
    assert not wrong


@pytest.mark.parametrize("case", cases("refused"), ids=lambda case: case.name)
def test_each_bad_schema_is_refused_with_its_place(case: Case, tmp_path: Path):
    path, _ = written(case, tmp_path / "case")
    with pytest.raises(BadSchema) as caught:
        relaxng.load(path)
    assert caught.value.reason
    assert Path(caught.value.file).name in case.files
    assert caught.value.line


def test_there_are_more_than_three_hundred_pairs():
    assert sum(len(case.documents) for name in GOOD for case in cases(name)) >= 500
    assert len(cases("refused")) >= 100


@pytest.mark.judge
@pytest.mark.parametrize("name", [*GOOD, "refused"])
def test_jing_says_the_same(name: str, judge, tmp_path: Path):
    """Of `apart`, it says the opposite: the day that it no longer does, its cases belong to the others."""
    program = judge("jing")
    chosen = cases(name)[::EVERY]

    def differs(number: int) -> list[str]:
        case = chosen[number]
        path, documents = written(case, tmp_path / str(number))
        absent = tmp_path / "no-such-file.xml"  # jing names it only if it has taken the schema
        command = [program, *([] if case.ids else ["-i"]), str(path), *map(str, documents or [absent])]
        said = subprocess.run(command, capture_output=True, text=True, env={**os.environ, **QUICK}, check=False).stdout
        if name == "refused":
            return [case.name] if absent.name in said else []
        if path.name in said:
            return [f"{case.name}: {said}"]
        verdicts = [(f"{file}:" not in said, text, valid) for file, (text, valid) in zip(documents, case.documents, strict=True)]
        return [f"{case.name}: {text}" for theirs, text, valid in verdicts if theirs is (valid if name == "apart" else not valid)]

    with ThreadPoolExecutor(2) as pool:
        assert not [line for lines in pool.map(differs, range(len(chosen))) for line in lines]

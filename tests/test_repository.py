"""The files around the program keep their word: locks, links, versions."""

from __future__ import annotations

import re
import subprocess
import tomllib
from pathlib import Path

import pytest

from edition.version import __version__

ROOT = Path(__file__).resolve().parent.parent
LOCKS = sorted((ROOT / "requirements").glob("*.txt"))
PAGES = [*ROOT.glob("*.md"), *(ROOT / "docs").glob("*.md"), ROOT / "edition" / "README.md", ROOT / "benchmarks" / "README.md"]
SCRIPTS = [ROOT / "requirements" / "install.sh", ROOT / "requirements" / "lock.sh", ROOT / ".ci" / "run"]
PINNED = re.compile(r"^([a-z0-9][a-z0-9._-]*)==(\S+)", re.MULTILINE)


def normal(name: str) -> str:
    return re.sub(r"[-_.]+", "-", name).lower()


def pinned(lock: Path) -> dict[str, str]:
    return {normal(name): version for name, version in PINNED.findall(lock.read_text(encoding="utf-8"))}


def asked(key: str | None) -> set[str]:
    """The packages that pyproject.toml asks for: the program's own, or an extra's."""
    project = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))["project"]
    wanted = project["dependencies"] if key is None else project["optional-dependencies"][key]
    return {normal(re.match(r"[\w.-]+", each)[0]) for each in wanted}  # type: ignore[index]


@pytest.mark.parametrize("lock", LOCKS, ids=lambda lock: lock.stem)
def test_a_lock_has_a_checksum_for_every_package_and_no_address(lock: Path):
    text = lock.read_text(encoding="utf-8")
    assert not re.search("index|://|find-links|trusted-host", text)
    assert all("--hash=sha256:" in each for each in re.split(r"\n(?=[a-z0-9])", text.strip()))


@pytest.mark.parametrize(("lock", "key"), [("run", None), ("test", None), ("test", "test"), ("lint", "lint"), ("judges", "judges")])
def test_a_lock_has_what_the_project_asks_for(lock: str, key: str | None):
    assert asked(key) <= set(pinned(ROOT / "requirements" / f"{lock}.txt")), "run: make locks"


def test_the_locks_agree():
    versions: dict[str, set[str]] = {}
    for lock in LOCKS:
        for name, version in pinned(lock).items():
            versions.setdefault(name, set()).add(version)
    assert {name: each for name, each in versions.items() if len(each) > 1} == {}


@pytest.mark.parametrize("page", PAGES, ids=lambda page: page.relative_to(ROOT).as_posix())
def test_links_of_the_documentation_lead_somewhere(page: Path):
    links = re.findall(r"\]\(([^)#\s]+)", page.read_text(encoding="utf-8"))
    assert [link for link in links if "://" not in link and not (page.parent / link).exists()] == []


def test_the_citation_names_this_version():
    assert f"version: {__version__}\n" in (ROOT / "CITATION.cff").read_text(encoding="utf-8")


@pytest.mark.parametrize("script", SCRIPTS, ids=lambda script: script.name)
def test_scripts_can_be_parsed_and_run(script: Path):
    assert script.stat().st_mode & 0o111
    shell = "bash" if script.name == "run" else "sh"
    subprocess.run([shell, "-n", script], check=True)


def test_the_first_words_of_the_readme_are_the_two_commands():
    first = re.search(r"```\n(.*?)```", (ROOT / "README.md").read_text(encoding="utf-8"), re.DOTALL)
    assert first
    assert re.findall(r"^make \w+", first[1], re.MULTILINE) == ["make edition", "make test"]

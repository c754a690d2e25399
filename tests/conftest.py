"""What the tests share: where the data lies that is not in the repository, and which outside judges are there."""

from __future__ import annotations

import os
import shutil
from pathlib import Path
from typing import Any

import pytest

ROOT = Path(__file__).resolve().parent.parent
CASES = ROOT / "tests" / "cases"


def absent(reason: str, variable: str) -> None:
    """Skip with a reason; where the variable is set (CI), absence is a failure."""
    if os.environ.get(variable):
        pytest.fail(f"{reason}, and {variable} is set")
    pytest.skip(reason)


@pytest.fixture(scope="session", autouse=True)
def caches(tmp_path_factory: pytest.TempPathFactory):
    """Nothing is remembered in the folders of who runs the tests."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("XDG_CACHE_HOME", str(tmp_path_factory.mktemp("caches")))
        yield


@pytest.fixture(scope="session")
def shared() -> Path:
    """The folder with the five texts, the corpus, the schemas and the labelled data: ../shared, or EDITION_SHARED."""
    folder = Path(os.environ.get("EDITION_SHARED", ROOT.parent / "shared"))
    if not folder.is_dir():
        absent(f"the shared data is not there ({folder.name})", "EDITION_REQUIRE_SHARED")
    return folder


@pytest.fixture(scope="session")
def judge():
    """``judge("jing")``: skips, or in CI fails, if the outside program is not installed; gives its path."""

    def find(program: str) -> str:
        path = shutil.which(program)
        if path is None:
            absent(f"{program} is not installed (`make judges`)", "EDITION_REQUIRE_JUDGES")
        return str(path)

    return find


@pytest.fixture
def pages(monkeypatch) -> list[Any]:
    """The pages of the PDF that the test makes, as the engine laid them out: page boxes, in order."""
    from edition.writers.paged import press

    found: list[Any] = []
    bind = press.Press.bind

    def listening(self: press.Press, pieces: Any, *, roman: int) -> bytes:
        found.extend(page._page_box for piece in pieces for page in piece.pages)
        return bind(self, pieces, roman=roman)

    monkeypatch.setattr(press.Press, "bind", listening)
    return found

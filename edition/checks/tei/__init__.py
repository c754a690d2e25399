"""6. TEI as the program carries it: the facts of tei_all, read when they are first needed. LICENCE.txt says whose they are."""

from __future__ import annotations

import json
from functools import cache
from pathlib import Path

from edition import relaxng

FACTS = Path(__file__).with_name("tei_all.json")


@cache
def schema() -> relaxng.Schema:
    """tei_all."""
    return relaxng.Schema(relaxng.Compiled(_facts(), FACTS.name))


@cache
def version() -> str:
    """Of TEI: ``4.12.0``."""
    return str(_facts()["version"])


@cache
def _facts() -> dict[str, object]:
    found: dict[str, object] = json.loads(FACTS.read_text(encoding="utf-8"))
    return found

"""What each behaviour does and what a model may give it, read from the docstrings (``Params: name (what it says), …``)."""

from __future__ import annotations

import inspect
import re
from collections.abc import Mapping
from functools import cache
from types import MappingProxyType

from edition.render.behaviours import BEHAVIOURS

CONTENT = "content"  # every behaviour that writes an element takes it
PARAM = re.compile(r"(\w+)(?: \(([^()]*)\))?")
PARAMS = re.compile(rf"{PARAM.pattern}(?:, {PARAM.pattern})*\.?")


def described(behaviour: str) -> tuple[str, dict[str, str]]:
    """What a behaviour does, and its params with what each says."""
    words = " ".join((inspect.getdoc(BEHAVIOURS[behaviour]) or "").split())
    said, _, rest = words.partition("Params: ")
    params = found[0] if (found := PARAMS.match(rest)) else ""
    return f"{said.strip()} {rest[len(params) :].strip()}".strip(), {match[1]: match[2] or "" for match in PARAM.finditer(params)}


@cache
def takes() -> Mapping[str, frozenset[str]]:
    """Each behaviour to the names of its params."""
    return MappingProxyType({name: frozenset({*described(name)[1], CONTENT}) for name in BEHAVIOURS})

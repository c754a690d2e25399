"""prefixDef: what a header says that ``psn:anna`` is short for. Source: TEI #SAPU."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from functools import cached_property

from edition.tei import Element, T, Tree

QUANTIFIER = re.compile(r"[*+?}]")
LONGEST = 100  # characters behind a prefix


@dataclass(frozen=True)
class Prefix:
    """What stands behind the prefix (a pattern), and what it becomes (``persons.xml#$1``)."""

    pattern: str
    replacement: str

    @cached_property
    def compiled(self) -> re.Pattern[str] | None:
        """None for what Python does not read as XML Schema does, and for what might take for ever: the pattern is a stranger's."""
        if not self.pattern or len(self.pattern) > 200 or re.search(r"\)[*+?{]|-\[|\[\[|--|&&|~~|\|\|", self.pattern) or len(QUANTIFIER.findall(self.pattern)) > 3:
            return None
        try:
            return re.compile(self.pattern)
        except (re.error, OverflowError):
            return None

    def expanded(self, rest: str) -> str | None:
        """The whole address; None if the pattern does not match; "" if that cannot be said."""
        if self.compiled is None or len(rest) > LONGEST:
            return ""
        if (match := self.compiled.fullmatch(rest)) is None:
            return None
        groups = (match[0], *match.groups())
        return re.sub(r"\$(\d)", lambda sign: (groups[int(sign[1])] or "") if int(sign[1]) < len(groups) else "", self.replacement)


def said(nodes: Iterable[Element]) -> Mapping[str, tuple[Prefix, ...]]:
    """What prefixDef elements declare, by prefix."""
    found: dict[str, tuple[Prefix, ...]] = {}
    for node in nodes:
        if name := node.get("ident"):
            found[name] = (*found.get(name, ()), Prefix(node.get("matchPattern") or "", node.get("replacementPattern") or ""))
    return found


def declared(tree: Tree | None) -> Mapping[str, tuple[Prefix, ...]]:
    """The prefixes that a document declares."""
    return said(()) if tree is None else said(tree.iter(f"{T}prefixDef"))


def expanded(address: str, prefixes: Mapping[str, tuple[Prefix, ...]]) -> str:
    """An address with its prefix read as its document says; one that declares none as it is."""
    name, colon, rest = address.partition(":")
    if not colon or name not in prefixes:
        return address
    return next((found for each in prefixes[name] if (found := each.expanded(rest))), address)

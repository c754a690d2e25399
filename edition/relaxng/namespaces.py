"""What prefixes mean at a place of a document: declarations that open and close with their elements."""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from edition.relaxng.names import XML


class Prefixes(Mapping[str, str]):
    """What the prefixes mean at a place: namespaces by prefix, the last declaration before all."""

    def __init__(self) -> None:
        self._of: dict[str, list[str]] = {"xml": [XML]}

    def declare(self, prefix: str | None, uri: str | None) -> None:
        self._of.setdefault(prefix or "", []).append(uri or "")

    def forget(self, prefix: str | None) -> None:
        meanings = self._of[prefix or ""]
        meanings.pop()
        if not meanings:
            del self._of[prefix or ""]

    def __getitem__(self, prefix: str) -> str:
        return self._of[prefix][-1]

    def __iter__(self) -> Iterator[str]:
        return iter(self._of)

    def __len__(self) -> int:
        return len(self._of)

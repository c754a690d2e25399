"""Name classes: which names an element or attribute pattern takes. A name is a pair of namespace address and local name."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

Name = tuple[str, str]
XML = "http://www.w3.org/XML/1998/namespace"
ANY = "\0"  # in place of a namespace or a local name: whatever it is


class NameClass:
    """A set of names, finite or not."""

    def __contains__(self, name: object) -> bool:
        raise NotImplementedError

    def samples(self) -> Iterator[Name]:
        """Names that stand for the whole class, with ANY where it is open. Two classes overlap if a sample of one is in the other."""
        raise NotImplementedError

    @property
    def open(self) -> bool:
        """Whether it has names without end."""
        return False


@dataclass(frozen=True)
class OneName(NameClass):
    name: Name

    def __contains__(self, name: object) -> bool:
        return name == self.name

    def samples(self) -> Iterator[Name]:
        yield self.name


@dataclass(frozen=True)
class Names(NameClass):
    """Any of several classes."""

    members: tuple[NameClass, ...]

    def __contains__(self, name: object) -> bool:
        return any(name in member for member in self.members)

    def samples(self) -> Iterator[Name]:
        for member in self.members:
            yield from member.samples()

    @property
    def open(self) -> bool:
        return any(member.open for member in self.members)


@dataclass(frozen=True)
class Open(NameClass):
    """All names (`namespace` is ANY), or all of one namespace, without the exceptions."""

    namespace: str = ANY
    exception: NameClass | None = None

    def __contains__(self, name: object) -> bool:
        if not isinstance(name, tuple) or (self.namespace != ANY and name[0] != self.namespace):
            return False
        return self.exception is None or name not in self.exception

    def samples(self) -> Iterator[Name]:
        yield (self.namespace, ANY)
        if self.exception is not None:
            yield from self.exception.samples()

    @property
    def open(self) -> bool:
        return True


def overlap(one: NameClass, other: NameClass) -> bool:
    """Whether a name is in both. A sample with ANY is a name that nobody has written, so membership answers for all such."""
    return any(name in one and name in other for each in (one, other) for name in each.samples())

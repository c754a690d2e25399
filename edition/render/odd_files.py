"""The files of an ODD: the one that edition.toml names, and those of the edition's folder that it refers to.

``specGrpRef``, ``xi:include`` and ``schemaSpec/@source`` are followed, each file once and before the one that refers to it, whose own
elementSpecs so go over it. Nothing is fetched, and nothing outside of the folder is read. Source: TEI #TDmodules, #TDbuild.
"""

from __future__ import annotations

import re
from pathlib import Path, PurePosixPath

from edition import tei
from edition.render.odd import Fault
from edition.rules import quoted
from edition.tei import XML_ID, Element, T

INCLUDE, GROUP, REFERENCE, SCHEMA = "{http://www.w3.org/2001/XInclude}include", f"{T}specGrp", f"{T}specGrpRef", f"{T}schemaSpec"
LARGEST = 16_000_000  # bytes of all: TEI's own has eight
MOST = 200  # files


def gather(path: Path, folder: Path) -> tuple[tuple[tuple[str, bytes], ...], list[Fault]]:
    """File name and bytes, in the order in which they are to be read; what cannot be followed, with its line."""
    work = _Gathering(folder.resolve())
    work.read(path, Fault("RND010", str(path), 0, ""), ())
    return tuple(work.found), work.faults


class _Gathering:
    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self.found: list[tuple[str, bytes]] = []
        self.faults: list[Fault] = []
        self.seen: set[Path] = set()
        self.bytes = 0

    def read(self, path: Path, told: Fault, above: tuple[Path, ...]) -> None:
        """`told`: the code and the place of what goes wrong with the file itself."""
        here = path.resolve()
        try:
            self.bytes += path.stat().st_size
            if self.bytes > LARGEST or len(self.seen) >= MOST:
                self.faults.append(told._replace(message=f"{path.name}: more than {LARGEST // 1_000_000} MB in all, or {MOST} files, are not read"))
                return
            data = path.read_bytes()
        except OSError as error:
            self.faults.append(told._replace(message=f"{path.name} cannot be read ({error.strerror})"))
            return
        self.seen.add(here)
        parsed = tei.parse(data)
        if parsed.tree is not None:
            root = parsed.tree.getroot()
            self.groups(root, path)
            for node, target in _references(root):
                self.follow(node, target, path, (*above, here))
        self.found.append((str(path), data))

    def follow(self, node: Element, target: str, path: Path, above: tuple[Path, ...]) -> None:
        place = Fault("RND018", str(path), int(node.sourceline or 0), "")
        file = target.partition("#")[0]
        if re.match(r"[A-Za-z][A-Za-z0-9+.\-]+:|//", file) or PurePosixPath(file).is_absolute():
            self.faults.append(place._replace(message=f"{quoted(target, 200)} is not a file of the edition, and nothing is fetched"))
            return
        there = (path.parent / file).resolve()
        if not there.is_relative_to(self.folder):
            self.faults.append(place._replace(message=f"{quoted(target, 200)} lies outside of the edition's folder, and is not read"))
        elif there in above:
            self.faults.append(place._replace(code="RND017", message=f"{quoted(target, 200)} leads back to {there.name}, which is being read"))
        elif there not in self.seen:
            self.read(there, place, above)

    def groups(self, root: Element, path: Path) -> None:
        """References to groups in the same file: the group is read where it stands, so only circles and misses are told."""
        groups = {name: node for node in root.iter(GROUP) if (name := node.get(XML_ID))}
        leads: dict[str, list[tuple[str, Element]]] = {}
        for node in root.iter(REFERENCE):
            target = (node.get("target") or "").strip()
            if target.startswith("#"):
                if target[1:] not in groups:
                    self.faults.append(Fault("RND018", str(path), int(node.sourceline or 0), f"there is no specGrp {quoted(target, 200)} in this file"))
                    continue
                for around in node.iterancestors(GROUP):
                    leads.setdefault(around.get(XML_ID) or "", []).append((target[1:], node))
        for name, line in _circles(leads):
            self.faults.append(Fault("RND017", str(path), line, f"the specGrp {quoted(name)} refers to itself, by way of others or at once"))


def _circles(leads: dict[str, list[tuple[str, Element]]]) -> list[tuple[str, int]]:
    """Each way that closes a circle, by its line. Without recursion: groups may be many."""
    found: list[tuple[str, int]] = []
    done: set[str] = set()
    for first in leads:
        way: list[tuple[str, int]] = [(first, 0)]
        on_the_way = {first}
        while way:
            name, step = way[-1]
            ways = leads.get(name, []) if name not in done else []
            if step < len(ways):
                way[-1] = name, step + 1
                to, node = ways[step]
                if to in on_the_way:
                    found.append((to, int(node.sourceline or 0)))
                elif to not in done:
                    way.append((to, 0))
                    on_the_way.add(to)
            else:
                done.add(name)
                on_the_way.discard(name)
                way.pop()
    return found


def _references(root: Element) -> list[tuple[Element, str]]:
    """To other files. What a schemaSpec is made from is the TEI or a schema, unless it is an ODD beside this one."""
    found = []
    for node in root.iter(INCLUDE, REFERENCE, SCHEMA):
        target = (node.get("href" if node.tag == INCLUDE else "source" if node.tag == SCHEMA else "target") or "").strip()
        if node.tag == SCHEMA and (":" in target or not target.partition("#")[0].endswith((".odd", ".xml"))):
            continue
        if target and not target.startswith("#"):
            found.append((node, target))
    return found

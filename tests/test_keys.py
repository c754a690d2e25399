"""Every key of the files that an editor writes: read as it is explained, explained as it is read, and refused if it is not known."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from edition import authority, keys, project, queue, records, toml
from edition.errors import ProjectError
from edition.toml import Key

ROOT = Path(__file__).resolve().parent.parent
PAGES = sorted(path for path in (ROOT / "docs").glob("*.md") if "<!-- keys: " in path.read_text(encoding="utf-8"))
ASKS = {"text": ("text", "path", "address"), "texts": ("texts", "addresses"), "flag": ("flag",), "number": ("number",), "day": ("day",), "table": ("table", "value"), "tables": ("tables",)}
APART = {  # keys that cannot stand together
    ("record", "block"): ("join", "split", "move"), ("record", "meta", "*"): ("at", "text", "supplied"), ("record", "fix"): ("reason", "as"),
}  # fmt: skip


def readers(folder: Path) -> dict[str, tuple[Path, Callable[[], object]]]:
    """What reads each file, and where it lies."""
    home = folder / "seeds" / "sample"
    return {
        "record": (home / "letter.toml", lambda: records.read(home / "letter.toml")),
        "edition": (home / "edition.toml", lambda: project.read(home)),
        "authority": (home / "authority.toml", lambda: authority.read(home / "authority.toml")),
        "review": (home / "letter.review.toml", lambda: queue.read(home / "letter.review.toml")),
    }


def written(found: tuple[Key, ...], here: tuple[str, ...], turn: int) -> str:
    """A file with every key as in its example; `turn` chooses among keys that cannot stand together."""
    lines, below = [], []
    for key in found:
        name = "author" if key.name == "*" else key.name
        group = APART.get((*here[:2], *("*" for _ in here[2:])), ())
        if key.name in group and group.index(key.name) != turn % len(group):
            continue
        if here == ("record", "block") and name == "is" and turn % len(group) == group.index("join"):
            continue  # what goes on is what it was
        if key.kind in ("table", "tables") or (key.kind == "value" and turn):
            brackets = "[[{}]]" if key.kind == "tables" else "[{}]"
            below += [brackets.format(".".join((*here[1:], name))), written(key.keys, (*here, name), turn)]
        else:
            example = '"L9"' if here == ("record", "block") and "split" in group and turn % 3 == 1 and name == "at" else key.example
            lines.append(f"{name} = {example if name != 'id' or not here[1:] else repr(here[-1])}")  # ids stand once
    return "\n".join([*lines, *below])


def set_out(folder: Path, which: str, turn: int) -> str:
    text = written(keys.FILES[which], (which,), turn)
    path, _ = readers(folder)[which]
    for name in ("front/preface.md", "back/statement.md", "house.odd", "house.css", "house.csl"):
        (path.parent / name).parent.mkdir(parents=True, exist_ok=True)
        (path.parent / name).write_text("")
    path.write_text(text, encoding="utf-8")
    return text


def tables(found: tuple[Key, ...], here: tuple[str, ...]) -> Iterator[tuple[tuple[str, ...], tuple[Key, ...]]]:
    yield here, found
    for key in found:
        if key.keys:
            yield from tables(key.keys, (*here, key.name))


def listening(name: str, real: Callable[..., object], which: str, asked: dict[tuple[str, ...], dict[str, set[str]]]) -> Callable[..., object]:
    """A method of Table that notes in which table it was asked for which key, and how."""

    def heard(table: toml.Table, key: str, *rest: object, **more: object) -> object:
        here = which, *(step for step in table.at if isinstance(step, str))
        asked.setdefault(here, {}).setdefault(key, set()).add(name)
        return real(table, key, *rest, **more)

    return heard


@pytest.mark.parametrize("which", keys.FILES)
def test_what_is_explained_is_what_is_read_and_each_example_is_right(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, which: str) -> None:
    asked: dict[tuple[str, ...], dict[str, set[str]]] = {}
    for name in (*ASKS, "any"):
        monkeypatch.setattr(toml.Table, name, listening(name, getattr(toml.Table, name), which, asked))
    for turn in range(4):
        set_out(tmp_path, which, turn)
        readers(tmp_path)[which][1]()
    for here, found in tables(keys.FILES[which], (which,)):
        said = {key.name: key for key in found}
        for place, there in asked.items():
            if len(place) != len(here) or any(other not in (one, "*") for one, other in zip(place, here, strict=True)):
                continue
            named = {name for name in there if name not in said}
            assert not named or "*" in said, f"read and not explained, in {'.'.join(here)}: {sorted(named)}; add them to edition/keys.py"
            assert set(said) - {"*"} <= set(there), f"explained and not read, in {'.'.join(here)}"
            for name, ways in there.items():
                kinds = {kind for way in ways for kind in ASKS.get(way, ())}
                assert "*" in said or not kinds or said[name].kind in kinds | ({"value"} if here[:2] == ("record", "meta") else set()), f"{'.'.join(here)}.{name}"


@pytest.mark.parametrize("which", keys.FILES)
def test_an_unknown_key_is_refused_in_every_table_with_its_line(tmp_path: Path, which: str) -> None:
    text = set_out(tmp_path, which, 0)
    path, read = readers(tmp_path)[which]
    lines = text.split("\n")
    places = [n for n, line in enumerate(lines) if re.match(r"\[", line)] if which != "review" else []
    for at in [-1, *places]:
        if at >= 0 and lines[at] in ("[notes]", "[output.index_titles]"):
            continue  # names of the editor's own
        path.write_text("\n".join([*lines[: at + 1], "zzz = 1", *lines[at + 1 :]]), encoding="utf-8")
        with pytest.raises(ProjectError, match=r"zzz: is not known here") as caught:
            read()
        assert caught.value.message.startswith(f"{path}:{at + 2}: ")


def test_what_is_nearest_is_named_whether_or_not_it_has_been_asked_for(tmp_path: Path) -> None:
    (tmp_path / "letter.toml").write_text('[[fix]]\nat = "L1 \'a\'"\nto = "b"\nreasn = "repeated"\n', encoding="utf-8")
    with pytest.raises(ProjectError) as caught:
        records.read(tmp_path / "letter.toml")
    assert caught.value.hint == "Did you mean 'reason'?"


@pytest.mark.parametrize("page", PAGES, ids=lambda page: page.name)
def test_the_pages_print_the_tables_as_they_are(page: Path) -> None:
    text = page.read_text(encoding="utf-8")
    assert keys.refreshed(text) == text, f"run: python -m edition.keys docs/{page.name}"


def test_every_key_is_printed_somewhere() -> None:
    printed = {match for page in PAGES for match in re.findall(r"<!-- keys: (\S+) -->", page.read_text(encoding="utf-8"))}
    shown = {key for path in printed for key in keys.at(path)}
    missing = {".".join((*here, key.name)) for which in keys.FILES for here, found in tables(keys.FILES[which], (which,)) for key in found if key not in shown}
    assert sorted(name for name in missing if not re.fullmatch(r"(record|authority|review)\.\w+|edition\.notes\.\*|edition\.output\.index_titles\.\*", name)) == []

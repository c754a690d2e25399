"""`edition new` teaches: what its files suggest in comments is right as it stands."""

from __future__ import annotations

import re
from pathlib import Path

from edition import project, records, template


def taken_up(text: str) -> str:
    """With every suggestion taken up."""
    text = re.sub(r"^# (\[\[?[a-z]+\]\]?|[a-z]+ +=)", r"\1", text, flags=re.MULTILINE)
    return text.replace('documents = ["…"]', 'documents = ["first"]').replace("L3 'words'", "L3 'This'")


def test_what_the_comments_suggest_is_valid(tmp_path: Path) -> None:
    template.make(tmp_path / "letters", None)
    home = tmp_path / "letters" / "seeds" / "letters"
    (home / "front").mkdir()
    (home / "front" / "preface.md").write_text("Words.\n", encoding="utf-8")
    for name in ("edition.toml", "first.toml"):
        text = (home / name).read_text(encoding="utf-8")
        assert taken_up(text).count("\n# ") < text.count("\n# ") - 3
        (home / name).write_text(taken_up(text), encoding="utf-8")
    found = project.read(home)
    assert (found.parts[0].documents, found.front, [each.name for each in found.notes]) == (("first",), ("preface",), ["editor", "author"])
    record = records.read(home / "first.toml")
    assert (record.blocks[0].kind, record.keeps[0].rule, record.spans[0].kind, record.meta["date"].cert) == ("head", "doubled-word", "mentioned", "low")


def test_notes_beside_the_documents_are_no_documents(tmp_path: Path) -> None:
    (tmp_path / "from").mkdir()
    for name in ("a.txt", "a.notes.md", "b.md"):
        (tmp_path / "from" / name).write_text("Words.\n", encoding="utf-8")
    _, left = template.make(tmp_path / "new", tmp_path / "from")
    assert left == ["a.notes.md"]

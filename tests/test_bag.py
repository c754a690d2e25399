"""A deposit holds what its rights allow, is whole or not there, says the same to everyone, and notices every damage."""

from __future__ import annotations

import errno
import json
import os
import shutil
import subprocess
import sys
from collections.abc import Callable
from hashlib import sha256
from pathlib import Path

import bagit
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from edition import project
from edition.deposit import DEPOSITS, bag, verify, wording
from edition.deposit.payload import Content
from edition.errors import OutputError, SourceError, TextRefused
from edition.model import Artifact, Document, digest
from edition.project import Edition

EDITION = """
id = "papers"
title = "Papers of the Brückner Mill"
subtitle = "Letters, שלום"
date = 2026-01-31
edition = "1"
languages = ["en", "de"]
[publisher]
name = "Mill Press"
[[editor]]
name = "Ada Brückner"
resp = "Text and notes"
[rights]
text = "CC0-1.0"
editorial = "CC-BY-4.0"
deposit = "%s"
contact = "ada@example.org"
[[document]]
name = "letter"
[output]
front = ["preface"]
"""
TEXT = "The wheel stood still for eleven days because the river had frozen from the weir to the second bridge.\n"
TEI = """<TEI xmlns="http://www.tei-c.org/ns/1.0"><teiHeader><fileDesc><titleStmt><title>A letter</title><author>J. Brückner</author></titleStmt>
<publicationStmt><p>Here.</p></publicationStmt><sourceDesc><p>There.</p></sourceDesc></fileDesc></teiHeader>
<text><body><p>%s</p><figure><graphic url="media/letter/wheel.png"/></figure></body></text></TEI>
"""


def make(root: Path, deposit: str = "full", *, name: str = "letter", text: str = TEXT) -> tuple[Edition, list[Artifact]]:
    """A small edition that has been built, with a picture, a PDF and an EPUB."""
    seeds, tei, build = root / "seeds/papers", root / "tei/papers", root / "build/papers"
    files = {
        seeds / "edition.toml": EDITION.replace('"letter"', f'"{name}"') % deposit,
        seeds / f"{name}.toml": "format = 1\n",
        seeds / f"{name}.txt": text,
        seeds / "front/preface.md": "# Preface\n\nWritten for a test.\n",
        seeds / "images/cover.png": "not a picture",
        seeds / "images/.stray": "",
        tei / "media/letter/wheel.png": "",
        build / "reader.pdf": "%PDF-1.7",
        build / "reader.epub": "PK",
    }
    for path, content in files.items():
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(content, encoding="utf-8")
    source = (seeds / f"{name}.txt").read_bytes()
    log = {"source": {"file": f"../../seeds/papers/{name}.txt", "sha256": digest(source), "bytes": len(source), "format": "plain"}}
    document = Document(name, tei / f"{name}.xml", (TEI % text).encode(), json.dumps(log).encode())
    preface = Document("preface", tei / "front/preface.xml", TEI.replace("media/letter/wheel.png", "").encode())
    artifacts = [Artifact(path, "x/y", digest(path.read_bytes())) for path in (build / "reader.pdf", build / "reader.epub")]
    return Edition(project.read(seeds), (document,), (preface,)), artifacts


def contents(folder: Path) -> dict[str, bytes]:
    return {path.relative_to(folder).as_posix(): path.read_bytes() for path in sorted(folder.rglob("*")) if path.is_file()}


def judged(folder: Path) -> None:
    """The opinion of an independent program."""
    assert bagit.Bag(str(folder)).validate(processes=1)


@pytest.mark.parametrize("deposit", ["full", "restricted", "metadata-only"])
def test_a_bag_satisfies_a_stranger_and_ourselves(tmp_path: Path, deposit: str):
    edition, artifacts = make(tmp_path, deposit)
    made = bag.pack(edition, artifacts, tmp_path / "deposit", extra={"reports/findings.json": b"[]"})
    judged(made.path)
    assert verify.verify(made.path) == []
    assert sorted(contents(made.path)) == sorted(str(path.relative_to(made.path)) for path in made.files)


def test_a_full_deposit_holds_everything(tmp_path: Path):
    edition, artifacts = make(tmp_path)
    bag.pack(edition, artifacts, tmp_path / "deposit", extra={"reports/findings.json": b"[]"})
    assert sorted(name.removeprefix("data/") for name in contents(tmp_path / "deposit") if name.startswith("data/")) == [
        "README.md", "epub/reader.epub", "pdf/reader.pdf", "records/edition.toml", "records/front/preface.md", "records/letter.toml",
        "reports/findings.json", "source/images/cover.png", "source/letter.txt", "source/sources.json",
        "tei/front/preface.xml", "tei/letter.edits.json", "tei/letter.xml", "tei/media/letter/wheel.png",
    ]  # fmt: skip


def test_a_metadata_only_deposit_holds_no_text_and_nothing_made_from_it(tmp_path: Path):
    edition, artifacts = make(tmp_path, "metadata-only")
    bag.pack(edition, artifacts, tmp_path / "deposit", extra={"reports/findings.json": TEXT.encode()})
    held = contents(tmp_path / "deposit")
    assert sorted(name.removeprefix("data/") for name in held if name.startswith("data/")) == [
        "README.md", "records/edition.toml", "records/front/preface.md", "records/letter.toml", "source/sources.json",
    ]  # fmt: skip
    assert not any(wording.shared_run(TEXT, data.decode(), length=8) for data in held.values())
    (source,) = json.loads(held["data/source/sources.json"])
    assert (source["document"], source["sha256"], source["bytes"]) == ("letter", digest(TEXT.encode()), len(TEXT.encode()))


def test_a_metadata_only_deposit_needs_no_source_file(tmp_path: Path):
    edition, artifacts = make(tmp_path, "metadata-only")
    (tmp_path / "seeds/papers/letter.txt").unlink()
    bag.pack(edition, artifacts, tmp_path / "deposit")
    judged(tmp_path / "deposit")


def test_a_record_that_quotes_too_much_stops_a_metadata_only_deposit(tmp_path: Path):
    edition, artifacts = make(tmp_path, "metadata-only")
    record = tmp_path / "seeds/papers/letter.toml"
    record.write_text(f"# {TEXT.upper()}", encoding="utf-8")
    with pytest.raises(TextRefused, match=r'records/letter\.toml: quotes 15 words or more of "letter": "THE WHEEL STOOD'):
        bag.pack(edition, artifacts, tmp_path / "deposit")
    assert not (tmp_path / "deposit").exists()
    record.write_text("# " + " ".join(TEXT.split()[:14]), encoding="utf-8")
    bag.pack(edition, artifacts, tmp_path / "deposit")


def test_a_restricted_deposit_says_so(tmp_path: Path):
    edition, artifacts = make(tmp_path, "restricted")
    bag.pack(edition, artifacts, tmp_path / "deposit")
    held = contents(tmp_path / "deposit")
    assert b"ada@example.org" in held["data/ACCESS.md"]
    assert "data/tei/letter.xml" in held


def test_the_readme_says_what_it_is_who_answers_and_what_may_be_done(tmp_path: Path):
    edition, artifacts = make(tmp_path)
    bag.pack(edition, artifacts, tmp_path / "deposit")
    readme = (tmp_path / "deposit/data/README.md").read_text(encoding="utf-8")
    for words in ("# Papers of the Brückner Mill", "Letters, שלום", "Ada Brückner, text and notes", "ada@example.org", "CC0-1.0", "CC-BY-4.0",
                  "| `letter` | A letter | J. Brückner |", "| `tei/` | 4 |", "sha256sum -c"):  # fmt: skip
        assert words in readme


def test_the_readme_of_a_deposit_without_texts_says_what_is_not_there(tmp_path: Path):
    edition, artifacts = make(tmp_path, "metadata-only")
    bag.pack(edition, artifacts, tmp_path / "deposit")
    readme = (tmp_path / "deposit/data/README.md").read_text(encoding="utf-8")
    assert "the documents themselves are not here" in readme
    assert "as they were found" not in readme
    assert "`tei/`" not in readme


def test_the_readmes_command_checks_the_bag(tmp_path: Path):
    edition, artifacts = make(tmp_path)
    made = bag.pack(edition, artifacts, tmp_path / "deposit")
    subprocess.run(["sha256sum", "-c", "--quiet", "manifest-sha256.txt"], cwd=made.path, check=True)


def test_labels_are_unicode_and_of_one_line_and_name_the_editions_date(tmp_path: Path):
    edition, artifacts = make(tmp_path)
    info = bagit.Bag(str(bag.pack(edition, artifacts, tmp_path / "deposit").path)).info
    assert info["External-Description"] == "Papers of the Brückner Mill. Letters, שלום"
    assert (info["Contact-Name"], info["Contact-Email"], info["Bagging-Date"]) == ("Ada Brückner", "ada@example.org", "2026-01-31")
    octets = contents(tmp_path / "deposit")
    payload = [len(data) for name, data in octets.items() if name.startswith("data/")]
    assert info["Payload-Oxum"] == f"{sum(payload)}.{len(payload)}"


PACK = """
import sys; from pathlib import Path
sys.path[:0] = sys.argv[2:]
from test_bag import make, bag
edition, artifacts = make(Path(sys.argv[1]))
bag.pack(edition, artifacts, Path(sys.argv[1], "deposit"))
"""


def test_the_same_edition_gives_the_same_bytes_anywhere_and_at_any_time(tmp_path: Path):
    surroundings = [{"TZ": "Asia/Tokyo", "LC_ALL": "C", "PYTHONHASHSEED": "1"}, {"TZ": "America/Lima", "LC_ALL": "C.UTF-8", "PYTHONHASHSEED": "2"}]
    for number, variables in enumerate(surroundings):
        (tmp_path / str(number)).mkdir()
        subprocess.run([sys.executable, "-c", PACK, tmp_path / str(number), Path(__file__).parent], env={**os.environ, **variables}, check=True)
    assert contents(tmp_path / "0/deposit") == contents(tmp_path / "1/deposit") != {}


def test_a_new_bag_takes_the_place_of_the_old_one(tmp_path: Path):
    edition, artifacts = make(tmp_path)
    bag.pack(edition, artifacts, tmp_path / "deposit", extra={"reports/old.json": b"{}"})
    bag.pack(edition, artifacts, tmp_path / "deposit")
    judged(tmp_path / "deposit")
    assert "data/reports/old.json" not in contents(tmp_path / "deposit")
    assert {path.name for path in tmp_path.iterdir()} == {"seeds", "tei", "build", "deposit"}


NO_ROOM = OSError(errno.ENOSPC, "No space left on device", "x")


def failing(error: BaseException) -> Callable[..., None]:
    def fail(*_: object) -> None:
        raise error

    return fail


@pytest.mark.parametrize("fault", [NO_ROOM, KeyboardInterrupt()])
def test_a_full_disk_or_an_interruption_leaves_the_last_good_bag(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, fault: BaseException):
    edition, artifacts = make(tmp_path)
    before = contents(bag.pack(edition, artifacts, tmp_path / "deposit").path)
    monkeypatch.setattr(bag, "_manifest", failing(fault))
    with pytest.raises((OutputError, KeyboardInterrupt)) as caught:
        bag.pack(edition, artifacts, tmp_path / "deposit")
    if fault is NO_ROOM:
        assert isinstance(caught.value, OutputError)
        assert "no room" in caught.value.message
    assert contents(tmp_path / "deposit") == before
    assert {path.name for path in tmp_path.iterdir()} == {"seeds", "tei", "build", "deposit"}


def test_what_is_no_bag_is_not_replaced(tmp_path: Path):
    edition, artifacts = make(tmp_path)
    (tmp_path / "deposit").mkdir()
    (tmp_path / "deposit/thesis.docx").touch()
    with pytest.raises(OutputError, match="something else than a bag"):
        bag.pack(edition, artifacts, tmp_path / "deposit")
    assert (tmp_path / "deposit/thesis.docx").exists()


@pytest.mark.parametrize("name", ["Brücke", "a.b~", "l" * 201, "x%20y"])
def test_a_name_that_would_not_survive_is_refused(tmp_path: Path, name: str):
    with pytest.raises(TextRefused, match="cannot be a file name in a deposit") as caught:
        bag.write(tmp_path / "deposit", {f"tei/{name}": Content(b"")}, {})
    assert "Rename it" in caught.value.hint


@pytest.mark.parametrize("name", ["/etc/passwd", "../x", "tei//../../x", ".hidden", "-x", "a b", "a\nb"])
def test_a_path_that_leads_out_or_breaks_a_list_is_refused(tmp_path: Path, name: str):
    with pytest.raises(TextRefused):
        bag.write(tmp_path / "deposit", {name: Content(b"")}, {})


def test_names_that_differ_in_capitals_only_are_refused(tmp_path: Path):
    with pytest.raises(TextRefused, match="capitals only"):
        bag.write(tmp_path / "deposit", {"a/Letter": Content(b""), "a/letter": Content(b"")}, {})


def test_a_source_that_is_gone_or_changed_stops_the_deposit(tmp_path: Path):
    edition, artifacts = make(tmp_path)
    source = tmp_path / "seeds/papers/letter.txt"
    source.write_text("Something else.\n", encoding="utf-8")
    with pytest.raises(TextRefused, match=r"letter\.txt: changed since"):
        bag.pack(edition, artifacts, tmp_path / "deposit")
    source.unlink()
    with pytest.raises(SourceError, match=digest(TEXT.encode())):
        bag.pack(edition, artifacts, tmp_path / "deposit")


def test_a_picture_outside_the_edition_stops_the_deposit(tmp_path: Path):
    edition, artifacts = make(tmp_path)
    (document,) = edition.documents
    outside = Document(document.name, document.path, document.data.replace(b"media/letter", b"../../.."), document.log)
    with pytest.raises(TextRefused, match="outside the edition"):
        bag.pack(Edition(edition.project, (outside,)), artifacts, tmp_path / "deposit")


def test_a_folder_of_pages_goes_in_as_it_is(tmp_path: Path):
    edition, artifacts = make(tmp_path)
    site = tmp_path / "build/papers/site"
    (site / "a").mkdir(parents=True)
    (site / "a/index.html").write_text("<p/>", encoding="utf-8")
    bag.pack(edition, [*artifacts, Artifact(site, "text/html", files=(site / "a/index.html",))], tmp_path / "deposit")
    assert "data/site/a/index.html" in contents(tmp_path / "deposit")


def test_the_table_of_deposits_has_the_bag():
    assert DEPOSITS["bag"] is bag.pack


# Checking bags


@pytest.fixture(scope="module")
def good(tmp_path_factory: pytest.TempPathFactory) -> Path:
    root = tmp_path_factory.mktemp("good")
    edition, artifacts = make(root)
    return bag.pack(edition, artifacts, root / "deposit").path


@pytest.fixture
def copy(good: Path, tmp_path: Path) -> Path:
    shutil.copytree(good, tmp_path / "bag")
    return tmp_path / "bag"


def found(folder: Path) -> set[tuple[str, str]]:
    return {(finding.code, os.path.relpath(finding.locus.file, folder)) for finding in verify.verify(folder)}


def test_a_changed_letter_is_named(copy: Path):
    letter = copy / "data/tei/letter.xml"
    letter.write_bytes(letter.read_bytes().replace(b"eleven", b"twelve"))
    assert found(copy) == {("DEP016", "data/tei/letter.xml")}


def test_a_missing_and_an_added_file_are_named_and_counted(copy: Path):
    (copy / "data/tei/letter.xml").rename(copy / "data/tei/Letter.xml")
    (copy / "data/new.txt").touch()
    assert found(copy) == {("DEP013", "bag-info.txt"), ("DEP014", "data/tei/letter.xml"), ("DEP015", "data/tei/Letter.xml"), ("DEP015", "data/new.txt")}


def test_a_changed_label_is_named(copy: Path):
    info = copy / "bag-info.txt"
    info.write_text(info.read_text(encoding="utf-8").replace("Mill Press", "Mill House"), encoding="utf-8")
    assert found(copy) == {("DEP016", "bag-info.txt")}


def test_a_list_that_leads_out_of_the_bag_is_refused_with_its_line(copy: Path):
    with (copy / "manifest-sha256.txt").open("a", encoding="utf-8") as manifest:
        manifest.write(f"{'0' * 64}  data/../../secret\nnot a line\n")
    lines = [(finding.code, finding.locus.line) for finding in verify.verify(copy) if finding.code == "DEP012"]
    count = len((copy / "manifest-sha256.txt").read_text(encoding="utf-8").splitlines())
    assert lines == [("DEP012", count - 1), ("DEP012", count)]


def test_a_link_out_of_the_bag_is_refused(copy: Path):
    (copy / "data/README.md").unlink()
    (copy / "data/README.md").symlink_to("/etc/hostname")
    (copy / "data/loop").symlink_to("loop")
    assert {("DEP012", "data/README.md"), ("DEP012", "data/loop"), ("DEP014", "data/README.md")} <= found(copy)


@pytest.mark.parametrize(
    ("name", "content", "code"),
    [
        ("bagit.txt", "BagIt-Version: 1.0\n", "DEP010"),
        ("bagit.txt", "BagIt-Version : 1.0\nTag-File-Character-Encoding: UTF-8\n", "DEP010"),
        ("bagit.txt", "BagIt-Version: 1.0\nTag-File-Character-Encoding: klingon\n", "DEP010"),
        ("bagit.txt", "BagIt-Version: 1.0\nTag-File-Character-Encoding: undefined\n", "DEP010"),
        ("fetch.txt", "ftp://example.org/x 1 data/x\n", "DEP017"),
        ("manifest-crc.txt", "", "DEP012"),
    ],
)
def test_a_faulty_declaration_is_named(copy: Path, name: str, content: str, code: str):
    (copy / name).write_text(content, encoding="utf-8")
    assert (code, name) in found(copy)


def test_what_is_no_bag_is_said_to_be_none(tmp_path: Path):
    assert found(tmp_path) == {("DEP010", ".")}
    assert {code for code, _ in found(tmp_path / "nowhere")} == {"DEP010"}


def test_a_bag_without_lists_or_payload_is_none(copy: Path):
    for manifest in copy.glob("manifest-*"):
        manifest.unlink()
    assert ("DEP011", ".") in found(copy)
    shutil.rmtree(copy / "data")
    assert ("DEP011", "data") in found(copy)


def test_bags_of_other_programs_are_checked_too(tmp_path: Path):
    (tmp_path / "bag").mkdir()
    (tmp_path / "bag/naïve file.txt").write_text("x", encoding="utf-8")
    bagit.make_bag(str(tmp_path / "bag"), checksums=["md5", "sha512"])
    assert found(tmp_path / "bag") == set()
    (tmp_path / "bag/data/naïve file.txt").write_text("y", encoding="utf-8")
    assert found(tmp_path / "bag") == {("DEP016", "data/naïve file.txt")}


def test_percent_signs_in_names_are_read_as_the_standard_says(copy: Path):
    (copy / "data/50%.txt").write_bytes(b"")
    empty = sha256(b"").hexdigest()
    (copy / "manifest-sha512.txt").unlink()
    with (copy / "manifest-sha256.txt").open("a", encoding="utf-8") as manifest:
        manifest.write(f"{empty}  data/50%25.txt\n")
    assert not [finding for finding in verify.verify(copy) if "50" in finding.locus.file]


def test_every_finding_is_in_the_catalogue(copy: Path):
    (copy / "data/README.md").unlink()
    assert {finding.code for finding in verify.verify(copy)} <= set(verify.CODES)
    source = Path(verify.__file__).read_text(encoding="utf-8")
    assert all(source.count(f'"{code}"') > 1 for code in verify.CODES), "a code that nothing reports"


@settings(max_examples=60, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(data=st.data())
def test_no_damage_goes_unnoticed_and_none_is_a_crash(good: Path, tmp_path: Path, data: st.DataObject):
    damaged = tmp_path / "damaged"
    shutil.rmtree(damaged, ignore_errors=True)
    shutil.copytree(good, damaged)
    name = data.draw(st.sampled_from(sorted(contents(good))))
    path, before = damaged / name, (good / name).read_bytes()
    damage = data.draw(st.sampled_from(["flip", "cut", "delete", "swap", "rename"]))
    if damage == "flip" and before:
        position = data.draw(st.integers(0, len(before) - 1))
        path.write_bytes(before[:position] + bytes([before[position] ^ data.draw(st.integers(1, 255))]) + before[position + 1 :])
    elif damage == "cut" and before:
        path.write_bytes(before[: data.draw(st.integers(0, len(before) - 1))])
    elif damage == "swap":
        other = damaged / data.draw(st.sampled_from(sorted(contents(good))))
        path.write_bytes(other.read_bytes())
        other.write_bytes(before)
    elif damage == "rename":
        path.rename(path.with_name(path.name + "x"))
    else:
        path.unlink()
    findings = verify.verify(damaged)
    assert findings or contents(damaged) == contents(good) or only_tagmanifest(damaged, good)


def only_tagmanifest(damaged: Path, good: Path) -> bool:
    """Nothing vouches for a tagmanifest itself: lines that are gone from it, or the whole of it, are no fault of a bag."""
    before, after = contents(good), contents(damaged)
    return all(name.startswith("tagmanifest") for name in {*before, *after} if before.get(name) != after.get(name))

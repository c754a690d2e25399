"""EPUB 3 (OCF zip). Names, times and modes are fixed, so the same members give the same bytes.

The file is written whole or not at all. Source: EPUB 3.3 §4.2 (OCF).
"""

from __future__ import annotations

import re
import shutil
import zipfile
from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path

from edition.files import replacing

MEDIA_TYPE = "application/epub+zip"
FOLDER = "EPUB"
PACKAGE = f"{FOLDER}/package.opf"
CONTAINER = f"""<?xml version="1.0" encoding="UTF-8"?>
<container version="1.0" xmlns="urn:oasis:names:tc:opendocument:xmlns:container">
<rootfiles>
<rootfile full-path="{PACKAGE}" media-type="application/oebps-package+xml"/>
</rootfiles>
</container>
"""
LEVEL = 6  # of deflate: 9 takes a fifth longer and saves nothing that counts
FIRST_DAY, LAST_DAY = (1980, 1, 1), (2107, 12, 31)  # what a zip file can say


@dataclass(frozen=True)
class Member:
    """A file in the container: its path from the top, its bytes or where they lie, and whether they are packed already (pictures)."""

    name: str
    data: bytes | Path
    stored: bool = False


def pack(members: Iterable[Member], out: Path, *, date: str) -> None:
    """Write the container. `date` is an ISO 8601 day, the time of every member. Raises OutputError; what stood there stays then."""
    day = _day(date)
    with replacing(out) as temporary, zipfile.ZipFile(temporary, "w") as container:
        _put(container, Member("mimetype", MEDIA_TYPE.encode(), stored=True), day)
        _put(container, Member("META-INF/container.xml", CONTAINER.encode()), day)
        for member in members:
            _put(container, member, day)


def _put(container: zipfile.ZipFile, member: Member, day: tuple[int, int, int]) -> None:
    info = zipfile.ZipInfo(member.name, (*day, 0, 0, 0))
    info.create_system = 3  # Unix, wherever this runs: the modes below are Unix's
    info.external_attr = 0o100644 << 16
    info.compress_type = zipfile.ZIP_STORED if member.stored else zipfile.ZIP_DEFLATED
    if isinstance(member.data, bytes):
        container.writestr(info, member.data, compresslevel=None if member.stored else LEVEL)
    else:
        info.file_size = member.data.stat().st_size
        with member.data.open("rb") as picture, container.open(info, "w") as room:
            shutil.copyfileobj(picture, room)


def _day(date: str) -> tuple[int, int, int]:
    found = re.match(r"(\d{4})-(\d\d)-(\d\d)", date)
    return max(FIRST_DAY, min(LAST_DAY, (int(found[1]), int(found[2]), int(found[3])))) if found else FIRST_DAY

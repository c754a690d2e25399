"""Files, written whole or not at all: a temporary file in the same folder, then a rename. A build that is killed leaves the last good one."""

from __future__ import annotations

import errno
import os
import shutil
import stat
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path

from edition.errors import OutputError, SourceError
from edition.parsers import LARGEST

PIECE = 16 * 2**20  # bytes that are read at once


def write(path: Path, data: bytes) -> None:
    """Raises OutputError. A file that has these bytes already is left alone, and keeps its time."""
    with suppress(OSError):
        if path.read_bytes() == data:
            return
    with replacing(path) as temporary:
        temporary.write_bytes(data)


def rewrite(path: Path, before: bytes, data: bytes) -> None:
    """Other bytes in a file that is there. Its permissions stay, and a link goes on pointing to it. Raises OutputError, also if it no longer has the bytes `before`."""
    try:
        real = path.resolve(strict=True)
        mode = stat.S_IMODE(real.stat().st_mode)
        if not os.access(real, os.W_OK):  # a rename would not ask
            raise PermissionError(errno.EACCES, os.strerror(errno.EACCES), str(path))
        if real.read_bytes() != before:
            raise OutputError(f"{path}: was changed by another program meanwhile, and is left as it is", hint="Run the command again.")
    except OSError as error:
        raise refused(path, error) from None
    with replacing(real, mode) as temporary:
        temporary.write_bytes(data)


@contextmanager
def replacing(path: Path, mode: int | None = None) -> Iterator[Path]:
    """A path to write to; it takes the place of `path` if the block ends well, and is gone if it does not. Raises OutputError.

    `mode`: the permissions that it gets (default: as any new file has them).
    """
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        if path.is_dir():
            raise OutputError(f"{path}: cannot be written, a folder has that name", hint="Move the folder away, or choose another --out.")
        handle, name = tempfile.mkstemp(prefix=f".{path.name[:80]}.", suffix=".part", dir=path.parent)
        os.close(handle)
    except OSError as error:
        raise refused(path, error) from None
    temporary = Path(name)
    try:
        yield temporary
        with temporary.open("rb") as written:
            os.fsync(written.fileno())
        temporary.chmod(0o666 & ~_umask() if mode is None else mode)
        temporary.replace(path)
    except OSError as error:
        raise refused(path, error) from None
    finally:
        with suppress(OSError):
            temporary.unlink(missing_ok=True)


@contextmanager
def replacing_folder(path: Path) -> Iterator[Path]:
    """The same for a folder: filled beside, then put in the place of the old one. Raises OutputError."""
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        temporary = Path(tempfile.mkdtemp(prefix=f".{path.name[:80]}.", suffix=".part", dir=path.parent))
    except OSError as error:
        raise refused(path, error) from None
    old = temporary.with_suffix(".old")
    try:
        yield temporary
        temporary.chmod(0o777 & ~_umask())
        if path.exists():
            path.rename(old)
        try:
            temporary.rename(path)
        except OSError:
            if old.exists():
                old.rename(path)
            raise
    except OSError as error:
        raise refused(path, error) from None
    finally:
        shutil.rmtree(temporary, ignore_errors=True)
        shutil.rmtree(old, ignore_errors=True)


def refused(path: Path, error: OSError) -> OutputError:
    """What the system said, in words that help."""
    if error.errno in (errno.ENOSPC, errno.EDQUOT, errno.EFBIG):
        return OutputError(f"{path}: cannot be written, there is no room left", hint="Make room on the disk, then run the command again; what was there before is untouched.")
    if error.errno in (errno.EACCES, errno.EPERM, errno.EROFS):
        return OutputError(f"{path}: cannot be written, no permission", hint="Choose another folder with --out, or change the permissions.")
    if error.errno in (errno.ENOTDIR, errno.EEXIST):
        return OutputError(f"{path}: cannot be written, a file stands where a folder is needed", hint="Move that file away, or choose another --out.")
    return OutputError(f"{path}: cannot be written ({error.strerror or error})")


def read(path: Path) -> bytes:
    """Raises SourceError with the reason in words: also for what is too large, or never ends."""
    try:
        if stat.S_ISFIFO(path.stat().st_mode):
            raise SourceError(f"{path}: is a pipe, not a file", hint="Save what it gives to a file, and name that.")
        with path.open("rb") as file:
            parts, size = [], 0
            while part := file.read(PIECE):
                size += len(part)
                if size > LARGEST:
                    raise SourceError(f"{path}: is larger than {LARGEST >> 20:,} MB, the most that is read", hint="Split it into several files.")
                parts.append(part)
        return b"".join(parts)
    except FileNotFoundError:
        raise SourceError(f"{path}: there is no such file", hint="Check the name and the folder.") from None
    except IsADirectoryError:
        raise SourceError(f"{path}: is a folder, not a file", hint="Name one file; `edition new DIR --from FOLDER` makes an edition of a folder.") from None
    except OSError as error:
        raise SourceError(f"{path}: cannot be read ({error.strerror})", hint="Check its permissions.") from None


def _umask() -> int:
    mask = os.umask(0)
    os.umask(mask)
    return mask

"""The file of an SQLite store: whether it can be one, before anything is opened, let alone written."""

import os
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path
from stat import S_ISREG
from tempfile import TemporaryDirectory

from sqlalchemy import URL

from crawler.errors import SettingsError, UnavailableError

MAGIC = b"SQLite format 3\x00"
DAMAGED = (
    "it is damaged and was left as it is: `wirebrush store check` says how, `wirebrush store recover` saves the rest"
)


def path_of(url: URL) -> Path:
    """The file that a URL names.

    Raises SettingsError where it names none.
    """
    if not url.database or url.database == ":memory:":
        raise SettingsError(f"{url}: name a file, as in sqlite:///news.db")
    return Path(url.database)


@contextmanager
def new_file(path: Path) -> Iterator[Path]:
    """A file beside `path` that gets its name at the end, unless another process was quicker.

    Raises UnavailableError where it cannot be made.
    """
    try:
        with TemporaryDirectory(prefix=f".{path.name}-", dir=path.parent) as folder:
            unnamed = Path(folder, "new")
            yield unnamed
            with suppress(FileExistsError):
                os.link(unnamed, path)
    except OSError as error:
        raise UnavailableError(f"{path}: cannot be made here: {error.strerror}") from error


def check(path: Path, *, writable: bool) -> None:
    """Raise UnavailableError for a file that cannot be read or written, is empty, cut short or no SQLite database."""
    try:
        status = path.stat()
    except OSError as error:
        raise UnavailableError(f"{path}: {error.strerror}") from error
    if not S_ISREG(status.st_mode):
        raise UnavailableError(f"{path}: not a file")
    if writable and (not status.st_mode & 0o222 or not os.access(path, os.W_OK)):
        raise UnavailableError(f"{path}: the file is read-only: make it writable, or name another store")
    _check_header(path, status.st_size)


def _check_header(path: Path, actual: int) -> None:
    """SQLite finds a file cut short only when it comes to the missing pages; its header knows at once."""
    if actual == 0:
        raise UnavailableError(f"{path}: the file is empty: delete it to start a new store, or restore a copy")
    try:
        with path.open("rb") as file:
            header = file.read(100)
    except OSError as error:
        raise UnavailableError(f"{path}: {error.strerror}") from error
    if not header.startswith(MAGIC) or len(header) < 100:
        raise UnavailableError(f"{path}: not an SQLite database, or {DAMAGED}")
    current = header[24:28] == header[92:96]  # else an old program wrote it and the count of pages means nothing
    if current and actual < size(header):
        raise UnavailableError(f"{path}: {actual:,} bytes of {size(header):,} are left; {DAMAGED}")


def page_size(header: bytes | bytearray) -> int:
    """Bytes in a page."""
    written = int.from_bytes(header[16:18])
    return 65536 if written == 1 else written


def size(header: bytes | bytearray) -> int:
    """Bytes in the whole file, as its header says."""
    return int.from_bytes(header[28:32]) * page_size(header)

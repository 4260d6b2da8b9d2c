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
    """Raise UnavailableError for a file that is empty, or that cannot be written where it is to be.

    What is in it is for SQLite to see. A process that opens and closes the file beside SQLite gives up SQLite's locks
    on it (sqlite.org/howtocorrupt.html, 2.2): the next program to look at the store would then take the write-ahead log
    away from under a running crawl.
    """
    try:
        status = path.stat()
    except OSError as error:
        raise UnavailableError(f"{path}: {error.strerror}") from error
    if not S_ISREG(status.st_mode):
        raise UnavailableError(f"{path}: not a file")
    if status.st_size == 0:
        raise UnavailableError(f"{path}: the file is empty: delete it to start a new store, or restore a copy")
    if writable and (not status.st_mode & 0o222 or not os.access(path, os.W_OK)):
        raise UnavailableError(f"{path}: the file is read-only: make it writable, or name another store")


def page_size(header: bytes | bytearray) -> int:
    """Bytes in a page."""
    written = int.from_bytes(header[16:18])
    return 65536 if written == 1 else written


def size(header: bytes | bytearray) -> int:
    """Bytes in the whole file, as its header says."""
    return int.from_bytes(header[28:32]) * page_size(header)

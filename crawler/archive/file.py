"""One WARC file that is being written: locked, unbuffered, and never left with half a record."""

import os
import secrets
import sys
from contextlib import suppress
from datetime import datetime
from pathlib import Path
from typing import Self

from crawler.archive.errors import ArchiveError
from crawler.archive.record import warcinfo

if sys.platform != "win32":
    import fcntl

PATTERN = "wirebrush-*.warc.gz"


def archive_files(folder: Path) -> list[Path]:
    """The archive's own files, oldest first."""
    return sorted(path for path in folder.glob(PATTERN) if path.is_file())


class LockedError(Exception):
    """Somebody else is writing the file, or has moved it away."""


class WarcFile:
    """An open file that only this process writes."""

    def __init__(self, path: Path, flags: int = 0) -> None:
        """Open and lock.

        Raises LockedError where somebody else writes it or moved it away, ArchiveError where it cannot be opened.
        """
        self.path = path
        try:
            self._fd = os.open(
                path, os.O_RDWR | getattr(os, "O_CLOEXEC", 0) | getattr(os, "O_BINARY", 0) | flags, 0o644
            )
        except OSError as error:
            if isinstance(error, FileNotFoundError) and not flags & os.O_CREAT:
                raise LockedError from error
            raise ArchiveError.of(path, "the archive cannot be opened", error) from error
        try:
            _lock(self._fd, wait=bool(flags & os.O_CREAT))
            if not os.path.samestat(os.fstat(self._fd), path.stat()):
                raise FileNotFoundError
        except OSError as error:
            os.close(self._fd)
            raise LockedError from error
        self.size = os.fstat(self._fd).st_size

    @classmethod
    def create(cls, folder: Path, now: datetime) -> Self:
        """A new file with its warcinfo record in it.

        Raises ArchiveError where there is no room for it.
        """
        path = folder / f"wirebrush-{now:%Y%m%d%H%M%S%f}-{secrets.token_hex(4)}.warc.gz"
        file = cls(path, os.O_CREAT | os.O_EXCL)
        try:
            file.append(warcinfo(path.name, now))
        except ArchiveError:
            file.close()
            path.unlink(missing_ok=True)
            raise
        return file

    def append(self, record: bytes) -> int:
        """Write one record at the end and return its offset.

        Raises ArchiveError where it does not fit; nothing of it is left then.
        """
        start = self.size
        try:
            os.lseek(self._fd, start, os.SEEK_SET)
            left = memoryview(record)
            while left:
                left = left[os.write(self._fd, left) :]
        except OSError as error:
            with suppress(OSError):  # what cannot be taken back now is cut off at the next start
                os.ftruncate(self._fd, start)
            raise ArchiveError.of(
                self.path, "no page can be archived, free some space and call again", error
            ) from error
        self.size += len(record)
        return start

    def cut(self, size: int) -> None:
        """Shorten the file to `size` bytes.

        Raises ArchiveError where that is not allowed.
        """
        try:
            os.ftruncate(self._fd, size)
        except OSError as error:
            raise ArchiveError.of(self.path, "the torn last record could not be cut off", error) from error
        self.size = size
        self.sync()

    def sync(self) -> None:
        """Tell the disk to keep what was written.

        Raises ArchiveError where the disk says that it could not.
        """
        try:
            os.fsync(self._fd)
        except OSError as error:
            raise ArchiveError.of(self.path, "the archive could not be made safe", error) from error

    def close(self) -> None:
        """Let go of file and lock."""
        os.close(self._fd)


def _lock(fd: int, *, wait: bool) -> None:
    """wait: the file is new, and whoever was quicker only looks at it."""
    if sys.platform != "win32":  # which has no such lock; there the store's lock on the site has to do
        fcntl.flock(fd, fcntl.LOCK_EX | (0 if wait else fcntl.LOCK_NB))

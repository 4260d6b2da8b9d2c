"""From paths, folders and patterns to regular files, in a stable order, without opening anything."""

import glob
import io
import os
import stat
from abc import ABC, abstractmethod
from collections.abc import Iterator
from contextlib import ExitStack
from dataclasses import dataclass
from pathlib import Path

from cleaners.inputs.source import Refused

NO_WAIT = getattr(os, "O_NONBLOCK", 0)
NO_LINK = getattr(os, "O_NOFOLLOW", 0)
NOT_FILES = (
    (stat.S_ISFIFO, "a FIFO; pipe it to standard input and give - instead"),
    (stat.S_ISCHR, "a character device"),
    (stat.S_ISBLK, "a block device"),
    (stat.S_ISSOCK, "a socket"),
)


@dataclass(frozen=True, slots=True, kw_only=True)
class File(ABC):
    """A file, wherever it lies.

    name: where, for messages. place, modified: as in `Source`. size: in bytes. named: given by its own path or pattern,
    not met inside a folder.
    """

    name: str
    place: str
    size: int
    modified: float
    named: bool

    @abstractmethod
    def open(self) -> io.BufferedReader:
        """Its bytes. Raises OSError."""


class Found(File):
    """A regular file of this machine."""

    def open(self) -> io.BufferedReader:
        """Without waiting for a FIFO that took the file's place, and without following a link that did."""
        flags = NO_WAIT | (0 if self.named else NO_LINK)
        with ExitStack() as undo:
            stream = undo.enter_context(open(self.name, "rb", opener=lambda name, mode: os.open(name, mode | flags)))
            if not stat.S_ISREG(os.fstat(stream.fileno()).st_mode):
                raise OSError("no regular file any more")
            undo.pop_all()
        return stream


def find(given: str, *, prefixed: bool = False) -> Iterator[Found | Refused]:
    """The files under a path or pattern, sorted within each folder; whatever is no regular file comes back refused.

    Links are followed only where the path itself is given: a folder of strangers' files may link to anything.
    prefixed: places begin with the name of the folder given, as other paths are read beside it.
    """
    path = Path(given)
    matches = [path] if path.exists() or path.is_symlink() else [Path(each) for each in sorted(_glob(given))]
    if not matches:
        yield Refused(name=given, reason="no such file or folder, and nothing matches")
    for match in matches:
        yield from _named(match, prefix=f"{match.name}/" if prefixed or len(matches) > 1 else "")


def _glob(pattern: str) -> list[str]:
    """Path.glob takes no absolute patterns."""
    return glob.glob(pattern, recursive=True) if glob.has_magic(pattern) else []  # noqa: PTH207


def _named(path: Path, prefix: str) -> Iterator[Found | Refused]:
    try:
        if path.is_dir():
            yield from _folder(path, prefix)
        else:
            yield _file(path, path.name, path.stat(), named=True)
    except OSError as error:
        yield Refused(name=str(path), reason=error.strerror or "cannot be read")


def _folder(folder: Path, prefix: str) -> Iterator[Found | Refused]:
    """Without recursion: folders may be nested deeper than Python's stack."""
    waiting = [(folder, prefix)]
    while waiting:
        folder, prefix = waiting.pop()
        try:
            entries = sorted(os.scandir(folder), key=lambda entry: entry.name)
        except OSError as error:
            yield Refused(name=str(folder), reason=f"folder cannot be listed: {error.strerror}")
            continue
        for entry in entries:
            if not entry.is_dir(follow_symlinks=False):
                yield _met(entry, prefix + entry.name)
        waiting += [
            (Path(entry.path), f"{prefix}{entry.name}/")
            for entry in reversed(entries)
            if entry.is_dir(follow_symlinks=False)
        ]


def _met(entry: os.DirEntry[str], place: str) -> Found | Refused:
    try:
        if entry.is_symlink():
            return Refused(name=entry.path, reason="a link; links inside folders are not followed", skipped=True)
        return _file(Path(entry.path), place, entry.stat(follow_symlinks=False), named=False)
    except OSError as error:
        return Refused(name=entry.path, reason=error.strerror or "cannot be read")


def _file(path: Path, place: str, status: os.stat_result, *, named: bool) -> Found | Refused:
    for test, what in NOT_FILES:
        if test(status.st_mode):
            return Refused(name=str(path), reason=what, skipped=True)
    held = getattr(status, "st_blocks", status.st_size) * 512  # Windows does not tell
    if status.st_size > 1_000_000 and held < status.st_size // 100:
        return Refused(name=str(path), reason=f"a sparse file: {status.st_size:,} bytes, mostly holes", skipped=True)
    return Found(name=str(path), place=place, size=status.st_size, modified=status.st_mtime, named=named)

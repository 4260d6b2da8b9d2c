"""Files that are whole or not there."""

import os
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from pathlib import Path
from typing import BinaryIO

PART = ".part"


@contextmanager
def atomic_file(path: Path, *, sync: bool = False) -> Iterator[BinaryIO]:
    """Open a file for writing that takes its name only when the block ends well.

    Until then it lies beside its place under a hidden name, which a later run of the same command takes over. A
    symbolic link or device in its place is written through, as with any other command.

    sync: let the disk keep it first, so that a power cut leaves the old file or the new one.

    Raises OSError (disk full, no permission, ...) with the name of the file that was wanted.
    """
    device = path.exists() and not path.is_file()
    target = path.resolve() if path.is_symlink() else path
    part = path if device else target.with_name(f".{target.name}{PART}")
    with ExitStack() as undo:
        if not device:
            undo.callback(part.unlink, missing_ok=True)
        try:
            with part.open("wb") as file:
                yield file
                if sync and not device:
                    file.flush()
                    os.fsync(file.fileno())
            if not device:
                part.replace(target)
        except OSError as error:
            if error.filename in {None, str(part)}:
                raise OSError(error.errno, error.strerror, str(path)) from error
            raise
        undo.pop_all()


def write_text(path: Path, text: str) -> None:
    """A whole text file, its folders made. Raises OSError with the name of the file."""
    path.parent.mkdir(parents=True, exist_ok=True)
    with atomic_file(path) as file:
        file.write(text.encode("utf-8", "replace"))

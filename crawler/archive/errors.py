"""What can go wrong with an archive. Every message is one line and names the file."""

import os
from pathlib import Path
from typing import Self

from crawler.errors import UnavailableError


class ArchiveError(UnavailableError):
    """The archive cannot be written or read; the message says which file and why."""

    @classmethod
    def of(cls, path: Path, what: str, error: OSError) -> Self:
        """An operating system's error about `path` as one line."""
        reason = os.strerror(error.errno) if error.errno else str(error)
        return cls(f"{path}: {what}: {reason}")

"""Writing pages into an archive: new payloads whole, known ones as revisits, files rolled by size."""

from collections.abc import Collection
from datetime import UTC, datetime
from pathlib import Path
from types import TracebackType
from typing import Self

from crawler.archive import record
from crawler.archive.entry import Capture, Entry, Index
from crawler.archive.errors import ArchiveError
from crawler.archive.file import LockedError, WarcFile, archive_files
from crawler.archive.headers import target_uri

ROLL_BYTES = 1_000_000_000
SYNC_EVERY = 64


class ArchiveWriter:
    """Appends records to one file of a folder at a time; two writers on one folder take different files."""

    def __init__(
        self, folder: Path, index: Index, *, roll_bytes: int = ROLL_BYTES, moved: Collection[str] = ()
    ) -> None:
        """roll_bytes: a file that would grow longer is closed and a new one begun.

        moved: names of the archive's files that are elsewhere now; more may be added to it.

        Run `recover` on the folder first: a file whose end is in doubt is not appended to.

        Raises ArchiveError where the folder cannot be made.
        """
        try:
            folder.mkdir(parents=True, exist_ok=True)
        except OSError as error:
            raise ArchiveError.of(folder, "the archive's folder cannot be made", error) from error
        self.folder = folder
        self.index = index
        self.roll_bytes = roll_bytes
        self._moved = moved
        self._file: WarcFile | None = None
        self._unsynced: list[Entry] = []

    def add(self, capture: Capture) -> Entry:
        """Archive one page.

        Raises ArchiveError where it does not fit on the disk; nothing of it is left in the archive then.
        """
        digest = record.payload_digest(capture.body)
        original = None if capture.rendered or not capture.body else self._original(digest)
        data = record.revisit(capture, original) if original else record.response(capture, digest)
        file = self._room_for(len(data))
        entry = Entry(
            url=target_uri(capture.url),
            fetched_at=capture.fetched_at.astimezone(UTC).replace(microsecond=0),
            kind="revisit" if original else "resource" if capture.rendered else "response",
            digest=digest,
            file=file.path.name,
            offset=file.append(data),
            length=len(data),
        )
        self._unsynced.append(entry)
        if len(self._unsynced) >= SYNC_EVERY:
            self.sync()
        return entry

    def sync(self) -> None:
        """Make what was written safe, then tell the index."""
        if self._file and self._unsynced:
            self._file.sync()
            self.index.add(self._unsynced)
            self._unsynced = []

    def close(self) -> None:
        """Make everything safe and let go of the file."""
        if self._file:
            file, self._file = self._file, None
            try:
                if self._unsynced:
                    file.sync()
                    self.index.add(self._unsynced)
                    self._unsynced = []
            finally:
                file.close()

    def _original(self, digest: str) -> Entry | None:
        for entry in self._unsynced:
            if entry.digest == digest and entry.kind == "response":
                return entry
        found = self.index.original(digest)
        there = found and (found.file in self._moved or (self.folder / found.file).exists())
        return found if there else None

    def _room_for(self, length: int) -> WarcFile:
        if self._file and self._file.size + length > self.roll_bytes:
            self.close()
        self._file = self._file or self._unfinished(length) or WarcFile.create(self.folder, datetime.now(UTC))
        return self._file

    def _unfinished(self, length: int) -> WarcFile | None:
        """The youngest file, where there is room in it, its end is known to be sound and nobody else writes it."""
        for path in archive_files(self.folder)[-1:]:
            try:
                file = WarcFile(path)
            except (LockedError, ArchiveError):
                return None
            if file.size + length <= self.roll_bytes and self.index.end(path.name, file.size) == file.size:
                return file
            file.close()
        return None

    def __enter__(self) -> Self:
        return self

    def __exit__(self, kind: type[BaseException] | None, error: BaseException | None, at: TracebackType | None) -> None:
        self.close()

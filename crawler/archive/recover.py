"""What a kill or a power cut left behind, put right: the torn last record cut off, the index brought up to date."""

from collections.abc import Iterator
from contextlib import closing
from dataclasses import dataclass
from pathlib import Path

from crawler.archive.entry import Entry, Index
from crawler.archive.errors import ArchiveError
from crawler.archive.file import LockedError, WarcFile, archive_files
from crawler.archive.members import members
from crawler.archive.record import entry

BATCH = 500  # entries told to the index at a time


@dataclass(frozen=True, slots=True)
class Recovered:
    """What was put right in one file. All sizes in bytes.

    indexed: records that the index did not know. torn: cut off the end. damaged: lost in the middle, left as they are.
    """

    file: Path
    indexed: int
    torn: int
    damaged: int

    def __str__(self) -> str:
        parts = [f"a torn last record of {self.torn:,} bytes was cut off"] if self.torn else []
        parts += [f"{self.damaged:,} bytes in the middle are damaged and are passed over"] if self.damaged else []
        parts += [f"{self.indexed:,} records were added to the index"] if self.indexed else []
        return f"{self.file}: {', '.join(parts) or 'nothing to put right'}"


def recover(folder: Path, index: Index) -> Iterator[Recovered]:
    """Put right what needs it, file by file; files that another process writes are left to it.

    Only what the index does not know is read. A torn record is cut off only at the end of a file: damage with whole
    records behind it is passed over.

    Raises ArchiveError where a file cannot be read or cut.
    """
    for path in archive_files(folder):
        try:
            file = WarcFile(path)
        except LockedError:
            continue
        with closing(file):
            if recovered := put_right(file, index):
                yield recovered


def put_right(file: WarcFile, index: Index) -> Recovered | None:
    """One file; None where nothing was to be done. Raises ArchiveError."""
    start = index.end(file.path.name, file.size)
    return _recover(file, index, start) if start < file.size else None


def _recover(file: WarcFile, index: Index, start: int) -> Recovered:
    name, found = file.path.name, 0
    whole = start
    damaged = 0
    batch: list[Entry] = []
    try:
        with file.path.open("rb") as stream:
            for member in members(stream, start):
                if member.data is None:
                    damaged += member.length
                    continue
                whole = member.offset + member.length
                known = entry(member.data, name, member.offset, member.length)
                batch += [known] if known else []
                found += bool(known)
                if len(batch) >= BATCH:
                    index.add(batch)
                    batch = []
    except OSError as error:
        raise ArchiveError.of(file.path, "the archive cannot be read", error) from error
    torn = file.size - whole
    if torn:
        file.cut(whole)
    index.add(batch)
    return Recovered(file.path, found, torn, damaged - torn)

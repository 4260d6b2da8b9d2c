"""Archived pages back as inputs to be cleaned."""

import io
from collections.abc import Iterator
from pathlib import Path

from fastwarc.warc import ArchiveIterator, WarcRecord

from cleaners.inputs.source import Refused, Source
from crawler.archive.entry import Entry, Index
from crawler.archive.file import PATTERN, archive_files
from crawler.archive.members import member_at
from crawler.archive.place import Place, Spooled, folder_of
from crawler.archive.record import payload_digest
from crawler.remote import names, part, shown


def files_of(place: Place) -> list[str]:
    """The names of the archive's own files, oldest first. Raises OSError where an address cannot be listed."""
    here = [path.name for path in archive_files(folder_of(place))]  # first: a file may be moved meanwhile
    return sorted({*here, *names(place.address, PATTERN)}) if isinstance(place, Spooled) else here


def read_newest(place: Place, index: Index) -> Iterator[Source | Refused]:
    """The last capture of every URL in the archive, in the order in which they were written; memory stays flat.

    Run `recover` on its folder first: only what the index knows is read.
    """
    for entry in index.newest(files_of(place)):
        yield load(place, entry, index)


def load(place: Place, entry: Entry, index: Index) -> Source | Refused:
    """One archived page, its payload checked against its digest; a revisit gets the payload it refers to."""
    file = place / entry.file if isinstance(place, Path) else shown(place.of(entry.file))
    name = f"{file}#{entry.url}"
    holder = index.original(entry.digest) if entry.kind == "revisit" else entry
    if holder is None:
        return Refused(name=name, reason="the record that held this payload is gone")
    try:
        record = _record(place, holder)
    except OSError as error:
        return Refused(name=name, reason=f"the archive cannot be read: {error.strerror}")
    if record is None:
        return Refused(name=name, reason="the record is damaged")
    data = record.reader.read()
    if payload_digest(data) != entry.digest:
        return Refused(name=name, reason="the payload does not match its digest: the record is damaged")
    charset = "utf-8" if entry.kind == "resource" else record.http_charset
    return Source(name=name, data=data, url=entry.url, charset=charset, fetched_at=entry.fetched_at)


def _record(place: Place, entry: Entry) -> WarcRecord | None:
    member = member_at(io.BytesIO(_bytes(place, entry)), 0)
    if member is None or member.data is None:
        return None
    return next(iter(ArchiveIterator(io.BytesIO(member.data), parse_http=True)), None)


def _bytes(place: Place, entry: Entry) -> bytes:
    """From the folder; of an archive in an object store from there once its file was moved."""
    try:
        with (folder_of(place) / entry.file).open("rb") as file:
            file.seek(entry.offset)
            return file.read(entry.length)
    except FileNotFoundError:
        if isinstance(place, Path):
            raise
        return part(place.of(entry.file), entry.offset, entry.length)

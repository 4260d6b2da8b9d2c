"""Archived pages back as inputs to be cleaned."""

import io
from collections.abc import Iterator
from pathlib import Path

from fastwarc.warc import ArchiveIterator, WarcRecord

from cleaners.inputs.source import Refused, Source
from crawler.archive.entry import Entry, Index
from crawler.archive.file import PATTERN, archive_files
from crawler.archive.members import member_at
from crawler.archive.record import payload_digest
from crawler.remote import names, part

Folder = Path | str  # str: the address of a folder in an object store, into which files of an archive were copied


def files_of(folder: Folder) -> list[str]:
    """The names of the archive's own files, oldest first. Raises OSError where an address cannot be listed."""
    return [path.name for path in archive_files(folder)] if isinstance(folder, Path) else names(folder, PATTERN)


def read_newest(folder: Folder, index: Index) -> Iterator[Source | Refused]:
    """The last capture of every URL in the folder, in the order in which they were written; memory stays flat.

    Run `recover` on a folder first: only what the index knows is read.
    """
    for entry in index.newest(files_of(folder)):
        yield load(folder, entry, index)


def load(folder: Folder, entry: Entry, index: Index) -> Source | Refused:
    """One archived page, its payload checked against its digest; a revisit gets the payload it refers to."""
    name = f"{folder}/{entry.file}#{entry.url}"
    holder = index.original(entry.digest) if entry.kind == "revisit" else entry
    if holder is None:
        return Refused(name=name, reason="the record that held this payload is gone")
    try:
        record = _record(folder, holder)
    except OSError as error:
        return Refused(name=name, reason=f"the archive cannot be read: {error.strerror}")
    if record is None:
        return Refused(name=name, reason="the record is damaged")
    data = record.reader.read()
    if payload_digest(data) != entry.digest:
        return Refused(name=name, reason="the payload does not match its digest: the record is damaged")
    charset = "utf-8" if entry.kind == "resource" else record.http_charset
    return Source(name=name, data=data, url=entry.url, charset=charset, fetched_at=entry.fetched_at)


def _record(folder: Folder, entry: Entry) -> WarcRecord | None:
    member = member_at(io.BytesIO(_bytes(folder, entry)), 0)
    if member is None or member.data is None:
        return None
    return next(iter(ArchiveIterator(io.BytesIO(member.data), parse_http=True)), None)


def _bytes(folder: Folder, entry: Entry) -> bytes:
    if isinstance(folder, str):
        return part(f"{folder.rstrip('/')}/{entry.file}", entry.offset, entry.length)
    with (folder / entry.file).open("rb") as file:
        file.seek(entry.offset)
        return file.read(entry.length)
